"""Rates by date: every report is named with its interval, every mark leads somewhere, many reports fit on a page."""

import pandas as pd
import pytest

from analysis.figures import colours, link, picture
from analysis.figures.term_figures import draw_rates

COLOURS = colours(f"r{i}" for i in range(100))
DATES = ["2013-06-01", "2017-05-15", "2017-11-13"]


def made(reports: int, panels=("war", "peace", "never")) -> pd.DataFrame:
    rows = [
        (f"r{i}", panel, DATES[i % 3], n, 100, 100.0 * n, 50.0 * n, 150.0 * n + 30, f"{panel}, r{i}")
        for i in range(reports)
        for n, panel in enumerate(panels[::-1])
    ]
    table = pd.DataFrame(rows, columns=["report", "term", "date", "n", "words", "rate", "low", "high", "mark"])
    return table.assign(published=table["date"])


@pytest.fixture(scope="module")
def figure():
    return draw_rates(made(3), "Title", "Source", "03_x", COLOURS)


def test_a_few_reports_have_a_named_row_each_and_many_are_points_by_date(figure):
    axes = figure.axes
    assert [ax.get_xlabel().strip() for ax in axes[:3]] == ["", "per 10,000 words", "per 10,000 words"]
    assert [text.get_text() for text in axes[0].get_yticklabels()] == ["r0", "r1", "r2"]
    many = draw_rates(made(100), "Title", "Source", "03_x", COLOURS)
    assert many.axes[1].get_xlabel() == "published"
    assert many.get_figheight() < 8


def test_every_panel_and_report_is_named_with_its_interval(figure):
    assert [ax.get_title(loc="left") for ax in figure.axes if ax.get_visible()] == ["never", "peace", "war"]
    assert "war: r0 200.0 (100.0 to 330.0), r1 200.0" in figure.alt


def test_a_mark_leads_to_its_sentences_where_there_are_any(figure):
    drawn = picture(figure, "svg").decode("utf-8")
    assert link("03_x", "war, r1") in drawn
    assert link("03_x", "never, r1") not in drawn


def test_an_empty_table_makes_a_figure_that_says_so():
    fig = draw_rates(made(3).head(0), "Title", "Source", "03_x", COLOURS)
    assert "nothing to draw" in fig.alt
