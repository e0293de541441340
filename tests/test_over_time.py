"""Rates by date: every report is named with its interval, every mark leads somewhere, many reports need no legend."""

import pandas as pd
import pytest

from analysis.figures import link, picture
from analysis.figures.term_figures import draw_rates

DATES = ["2013-06-01", "2017-05-15", "2017-11-13"]


def made(reports: int, panels=("war", "peace", "never")) -> pd.DataFrame:
    rows = [
        (f"r{i}", panel, DATES[i % 3], n, 100.0 * n, 50.0 * n, 150.0 * n + 30, f"{panel}, r{i}")
        for i in range(reports)
        for n, panel in enumerate(panels[::-1])
    ]
    return pd.DataFrame(rows, columns=["report", "term", "date", "n", "rate", "low", "high", "mark"])


@pytest.fixture(scope="module")
def figure():
    return draw_rates(made(3), "Title", "Source", "03_x")


def test_the_lowest_panel_of_each_column_says_what_its_dates_are(figure):
    axes = figure.axes
    assert [ax.get_xlabel().strip() for ax in axes[:3]] == ["", "published", "published"]
    assert axes[1].xaxis.get_tick_params()["labelbottom"]


def test_every_panel_and_report_is_named_with_its_interval(figure):
    assert [ax.get_title(loc="left") for ax in figure.axes if ax.get_visible()] == ["never", "peace", "war"]
    assert "war: r0 200.0 (100.0 to 330.0), r1 200.0" in figure.alt


def test_a_mark_leads_to_its_sentences_where_there_are_any(figure):
    drawn = picture(figure, "svg").decode("utf-8")
    assert link("03_x", "war, r1") in drawn
    assert link("03_x", "never, r1") not in drawn


def test_the_legend_stands_below_the_panels_and_only_where_colours_suffice(figure):
    figure.draw_without_rendering()
    legend = figure.legends[0].get_window_extent()
    assert all(not legend.overlaps(ax.get_window_extent()) for ax in figure.axes if ax.get_visible())
    assert legend.x0 >= 0
    assert legend.x1 <= figure.bbox.x1
    assert not draw_rates(made(12), "Title", "Source", "03_x").legends


def test_an_empty_table_makes_a_figure_that_says_so():
    fig = draw_rates(made(3).head(0), "Title", "Source", "03_x")
    assert "no report has a date" in fig.alt
