"""The figures of topics say what they show, and each mark leads to its paragraphs."""

import itertools

import pandas as pd
import pytest

from analysis.figures import link, picture, topic_figures

LABELS = ["police, border, training", "exercises, scenarios, staff"]


@pytest.fixture
def found() -> pd.DataFrame:
    return pd.DataFrame({"topic": [0, 1], "label": LABELS, "size": [6, 4], "stability": [0.9, 0.4]})


def test_a_cell_is_a_link_and_shows_share_and_interval():
    table = pd.DataFrame({"report": ["a", "a"], "label": LABELS, "share": [0.6, 0.0], "low": [0.3, 0.0]})
    table = table.assign(high=[0.9, 0.0], paragraphs=[6, 0], of=[10, 10])
    fig = topic_figures.shares(table, LABELS[1:], "A title", "A source", "02_shares")
    drawn = picture(fig, "svg").decode("utf-8")
    assert drawn.count(f'href="{link("02_shares", f"{LABELS[0]}, a")}"') == 1
    assert "#02_shares-exercises" not in drawn
    assert {"60 %", "30–90"} <= {text.get_text() for text in fig.axes[0].texts}
    assert "a: police, border, training 60 %" in fig.alt


@pytest.mark.parametrize("topics", [2, 20])
def test_many_reports_stand_below_each_other_and_nothing_overlaps(topics):
    labels = [f"topic number {i}, borders, training" for i in range(topics)]
    rows = [(f"report-{r}-2017", label, 1 / topics, 0.1, 0.9, 3, 30) for r in range(15) for label in labels]
    names = ["report", "label", "share", "low", "high", "paragraphs", "of"]
    fig = topic_figures.shares(pd.DataFrame(rows, columns=names), labels[:1], "A title", "A source", "02_shares")
    fig.draw_without_rendering()
    ax = fig.axes[0]
    assert ax.get_yticklabels()[0].get_text() == "report-0-2017 (30 par.)"
    for texts in (ax.get_xticklabels(), ax.get_yticklabels(), ax.texts):
        boxes = [text.get_window_extent() for text in texts]
        assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))
        assert all(fig.bbox.x0 <= box.x0 and box.x1 <= fig.bbox.x1 for box in boxes)


def test_an_unsure_topic_is_said_to_be_unsure(found):
    words = pd.DataFrame({"topic": [0, 1], "form": ["police", "exercises"], "weight": 1.0, "firmness": [1.0, 0.2]})
    quotes = pd.DataFrame({"topic": [0], "report": ["a"], "text": ["The police train at the border."]})
    fig = topic_figures.cards(found, words, quotes, 0.7, "A title", "A source", "02_cards")
    said = [text.get_text() for ax in fig.axes for text in ax.texts]
    assert "90 % firm" in said
    assert "40 %, unsure" in said
    drawn = picture(fig, "svg").decode("utf-8")
    assert all(f'"{link("02_cards", label)}"' in drawn for label in LABELS)


def test_a_long_quotation_is_cut_and_its_report_still_named(found):
    words = pd.DataFrame({"topic": [0], "form": ["police"], "weight": 1.0, "firmness": [1.0]})
    quotes = pd.DataFrame({"topic": [0], "report": ["coe-2021"], "text": ["The police train at the border. " * 20]})
    fig = topic_figures.cards(found, words, quotes, 0.7, "A title", "A source", "02_cards")
    said = [text.get_text() for text in fig.axes[0].texts if text.get_text().startswith("“")]
    assert said[0].endswith("…” (coe-2021)")
    assert said[0].count("\n") <= 2


def test_each_point_of_the_map_is_a_link():
    points = pd.DataFrame({"label": [*LABELS, LABELS[0]], "x": [0.0, 1, 0.1], "y": [0.0, 1, 0.1], "confidence": 0.5})
    fig = topic_figures.paragraph_map(points, 0.1, "A title", "A source", "02_map")
    drawn = picture(fig, "svg").decode("utf-8")
    assert drawn.count(f'href="{link("02_map", LABELS[0])}"') == 2
    assert "exercises, scenarios, staff: 1 paragraphs" in fig.alt


def test_the_curve_marks_the_number_chosen_and_survives_an_empty_table():
    table = pd.DataFrame({"n_topics": [2, 3], "agreement": [0.9, 0.8], "low": 0.7, "high": 1.0, "npmi": 0.1})
    fig = topic_figures.curve(table, 3, 0.7, "A title", "A source")
    assert "chosen: 3" in [text.get_text() for text in fig.axes[0].texts]
    assert "3: 0.80" in fig.alt
    topic_figures.curve(table.head(0), 1, 0.7, "A title", "A source")
