"""The figures of topics say what the data bear, in their titles too, and each mark leads to its paragraphs."""

import itertools
from types import SimpleNamespace

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from analysis import topics
from analysis.figures import MANY, PHONE, link, picture
from analysis.figures import topic_figures as draw

LIMIT = "(limit: an overlap of 75 %)"
LABELS = ["police, border, training", "exercises, scenarios, staff"]
SAID = ["Police train at the border of the mission.", "Exercises test scenarios of staff and plans."]


def made_model(per_topic: int = 12) -> topics.TopicModel:
    texts = [f"{SAID[i % 2]} {' '.join(SAID[i % 2].split()[i % 5 :])}" for i in range(2 * per_topic)]
    table = pd.DataFrame({"report": np.where(np.arange(len(texts)) % 4 < 3, "coe-2021", "eln-2017"), "text": texts})
    return topics.fit_topics(table.assign(block=range(len(texts))), n_topics=2)


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def model() -> topics.TopicModel:
    return made_model()


def made_shares(values: dict[tuple[str, str], tuple[int, int]]) -> pd.DataFrame:
    """Return a table of shares from paragraphs and size by report and label."""
    rows = [(r, label, n, of, n / of, 0.0, 0.9, 0.9) for (r, label), (n, of) in values.items()]
    names = ["report", "label", "paragraphs", "of", "share", "low", "high", "stability"]
    table = pd.DataFrame(rows, columns=names)
    return table.assign(in_words=table["paragraphs"], topic=table["label"].astype("category").cat.codes)


def test_a_cell_is_a_link_and_shows_share_and_interval_also_where_there_is_none():
    table = made_shares({("a", LABELS[0]): (6, 10), ("a", LABELS[1]): (0, 10)})
    fig = draw.shares(table, "A source")
    drawn = picture(fig, "svg").decode("utf-8")
    assert f'href="{link("02_shares", LABELS[0] + ", a")}"' in drawn
    assert link("02_shares", LABELS[1]) not in drawn
    assert {"60 %\n0–90", "0 %\n0–90"} <= {text.get_text() for text in fig.axes[0].texts}
    assert "a: police, border, training 60 %" in fig.alt


def test_the_title_of_shares_counts_reports_with_a_main_topic_and_a_sentence_topics_of_one_report():
    own = {("a", LABELS[0]): (10, 10), ("a", LABELS[1]): (0, 10), ("b", LABELS[0]): (1, 10), ("b", LABELS[1]): (9, 10)}
    half = "covers more than half of the paragraphs"
    said = f"one topic (not always the same) {half}"
    above, lower = "the lower end of the 95 % interval is above 50 %", "; the 95 % intervals reach lower"
    assert draw.shares_title(made_shares(own).assign(low=0.6)) == f"In all 2 reports, {said}; in each even {above}"
    assert draw.shares_title(made_shares(own).assign(low=0.4)) == f"In all 2 reports, {said}{lower}"
    assert draw.shares_title(made_shares(own).assign(in_words=0)) == f"In no report, one topic {half}"
    assert draw.own_topics(made_shares(own)).startswith(
        "2 of 2 topics come almost entirely (90 % or more) from one report: "
    )
    nearly = made_shares({("a", LABELS[0]): (179, 200), ("b", LABELS[0]): (21, 200)})
    assert draw.own_topics(nearly).startswith("None of 1 topic comes")  # 89.5 % is not 90 %
    mixed = dict.fromkeys(own, (4, 10)) | {("b", LABELS[0]): (5, 10)}
    assert draw.shares_title(made_shares(mixed)) == f"In no report, one topic {half}"
    mixed[("b", LABELS[0])] = (6, 10)
    assert draw.shares_title(made_shares(mixed)) == f"In 1 of 2 reports, one topic {half}{lower}"
    assert draw.own_topics(made_shares(mixed)).startswith("None of 2 topics comes almost entirely")
    assert draw.shares_title(made_shares({("a", LABELS[0]): (5, 5)})) == "1 topic in one report"


def test_the_title_across_reports_counts_themes_of_several():
    def title(table):
        return draw.shares_title(table.assign(low=table["share"] * (table["report"] != "a")), across=True)

    three = {(r, label): (5, 10) for r in "abcd" for label in LABELS}
    said, above = "up more than 10 % of at least 3 reports", "even the lower end of the 95 % interval is above 10 %"
    assert title(made_shares(three)) == f"All 2 themes are stable and take {said}; in each {above}"
    assert title(made_shares(three).assign(in_words=0)) == f"No theme is stable and takes {said}"
    three |= {(r, LABELS[1]): (0, 10) for r in "cd"}
    assert title(made_shares(three)) == f"1 of 2 themes is stable and takes {said}; there {above}"
    three |= {(r, LABELS[0]): (0, 10) for r in "ab"}
    assert title(made_shares(three)) == f"No theme is stable and takes {said}"
    none = title(made_shares(three).assign(stability=0.2))
    assert none == "No theme is stable: the overlap of repetitions is 20 % at best (limit: 75 %)"
    alone = made_shares({(r, LABELS[0]): (5, 5) for r in "ab"}).assign(stability=np.nan)  # as of a single theme
    assert title(alone) == "1 theme: there is nothing to compare it with"
    two = {(r, label): (5, 10) for r in "ab" for label in LABELS}
    assert title(made_shares(two)).endswith("of all 2 reports; the 95 % intervals reach lower")


@pytest.mark.parametrize(("reports", "topics_drawn"), [(12, 10), (100, 20)])
def test_many_reports_fit_on_one_screen_and_nothing_overlaps(reports, topics_drawn):
    labels = [f"topic number {i}, borders, training" for i in range(topics_drawn)]
    table = made_shares({(f"report-{r}-2017", label): (3, 30) for r in range(reports) for label in labels})
    fig = draw.shares(table, "A source")
    fig.draw_without_rendering()
    assert fig.get_figheight() < 13
    assert len(fig.axes[0].get_xticks()) == MANY
    ax = fig.axes[0]
    for texts in (ax.get_yticklabels(), ax.texts):
        boxes = [text.get_window_extent() for text in texts]
        assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))


def test_an_empty_table_of_shares_is_said_to_be_empty():
    assert "no paragraphs" in draw.shares(made_shares({}), "A source").alt


def test_each_bar_and_label_of_the_topics_is_a_link_and_bars_that_are_not_stable_are_hollow(model):
    fig = draw.topics_found(model)
    assert picture(fig, "svg").decode("utf-8").count('href="#02_topics-') >= 2 * len(model.topics)
    hollow = [bar.get_facecolor()[:3] == (1, 1, 1) for bar in fig.axes[0].patches]
    assert hollow == (model.stability.topics["stability"] < topics.STABLE).tolist()


@pytest.mark.parametrize(
    ("stability", "said"),
    [
        ([0.9, 0.8], "All 2 topics are stable when the analysis is repeated"),
        ([0.9, 0.76], f"All 2 topics are stable when the analysis is repeated; 1 of these only just {LIMIT}"),
        ([0.76, 0.76], f"All 2 topics are stable when the analysis is repeated; all of these only just {LIMIT}"),
        ([0.9, 0.4], "1 of 2 topics is stable when the analysis is repeated"),
        ([0.2, 0.4], "No topic is stable when the analysis is repeated"),
        ([np.nan], "1 topic: there is nothing to compare it with"),
    ],
)
def test_the_title_of_the_topics_counts_what_is_stable(stability, said):
    assert draw.topics_title(pd.DataFrame({"label": LABELS[: len(stability)], "stability": stability})) == said


def test_each_point_of_the_map_is_a_link_and_whole_labels_stand_beside_the_groups(model):
    fig = draw.paragraph_map(model)
    assert picture(fig, "svg").decode("utf-8").count('href="#02_map-') == len(model.labels)
    said = {text.get_text().replace("\n", " ") for text in fig.axes[0].texts}
    assert said == set(model.topics["label"])
    assert fig.axes[0].get_xlabel() == ""


def test_the_title_of_the_map_counts_topics_that_stand_apart():
    spread = np.random.RandomState(0).uniform(size=(60, 2))
    points = pd.DataFrame(spread, columns=["x", "y"]).assign(topic=[0, 1, 2] * 20)
    points = points.assign(label=points["topic"].map({0: "police", 1: "war", 2: "aid"}))
    assert draw.map_title(points) == "The topics touch or overlap in this picture"
    one = points.assign(x=points["x"] + 5 * (points["topic"] == 1))
    assert draw.map_title(one) == "1 of 3 topics stands apart in this picture (“war”); the others touch or overlap"
    assert draw.map_title(one.assign(y=one["y"] + 5 * one["topic"])) == "All 3 topics stand apart in this picture"
    assert draw.map_title(points.assign(topic=0)).startswith("1 topic: there is nothing")


@pytest.mark.parametrize(
    ("agreement", "said"),
    [
        (0.8, "With 3 topics, repetitions agree well on the whole (0.80 on average)"),
        (0.5, "Repetitions do not agree well with any number of topics; they agree best with 3 (0.50 on average)"),
    ],
)
def test_the_curve_says_whether_the_number_chosen_is_stable(agreement, said):
    table = pd.DataFrame({"n_topics": [2, 3], "agreement": [0.4, agreement], "low": 0.3, "high": 1.0})
    fig = draw.curve(table, 3)
    assert draw.curve_title(table, 3).startswith(said)
    assert "chosen: 3" in [text.get_text() for text in fig.axes[0].texts]
    assert draw.curve_title(table.iloc[::-1].assign(n_topics=[2, 3]), 2).endswith(
        "with 3, repetitions no longer agree well"
    ) == (agreement == 0.8)
    assert draw.curve_title(table.head(0), 3) == "3 topics; no other numbers were tried"
    draw.curve(table.head(0), 3)
    better = draw.curve(table.assign(agreement=[0.95, agreement]), 3).words["subtitle"]
    assert ("Repetitions with 2 agree better" in better) == (agreement == 0.8)


def made_controls(shuffled: float, lowest: float = 0.6) -> pd.DataFrame:
    checks = ["agreement", "shuffled", *(f"agreement without one report, {which}" for which in ("mean", "lowest"))]
    return pd.DataFrame({"check": checks, "value": [0.8, shuffled, lowest + 0.1, lowest]})


def test_what_is_stable_follows_the_comparison_with_shuffled_words():
    assert draw.what_is_stable(made_controls(0.82))[0] == draw.BY_REPORT
    assert draw.what_is_stable(made_controls(0.82))[1].endswith("is 0.70 on average and 0.60 at worst.")
    assert draw.what_is_stable(made_controls(0.1))[0].startswith("The topics reflect more than each report's own")
    assert "may be chance" in draw.what_is_stable(made_controls(0.82, np.nan))[0]  # one report
    assert "cannot be judged" in draw.what_is_stable(made_controls(np.nan))[0]


def test_the_numbers_of_topics_stand_apart_on_a_phone():
    table = pd.DataFrame({"n_topics": [*range(2, 11), 12, 15, 20, 25, 30], "agreement": 0.8, "low": 0.3, "high": 1.0})
    with mpl.rc_context({"figure.figsize": (PHONE, 3.0)}):
        fig = draw.curve(table, 7)
    fig.draw_without_rendering()
    boxes = [label.get_window_extent().padded(2) for label in fig.axes[0].get_xticklabels()]
    assert len(boxes) == 7
    assert not any(a.overlaps(b) for a, b in itertools.pairwise(boxes))


def test_main_subjects_name_the_largest_topic_of_each_report():
    counts = {("a", LABELS[0]): (6, 10), ("a", LABELS[1]): (4, 10), ("b", LABELS[0]): (1, 5), ("b", LABELS[1]): (4, 5)}
    said = draw.main_subjects(made_shares(counts))
    assert f"- a: *{LABELS[0]}* (60 %" in said
    assert f"- b: *{LABELS[1]}* (80 %" in said
    other = draw.main_subjects(made_shares(counts | {("a", LABELS[0]): (3, 10), ("a", LABELS[1]): (7, 10)}))
    assert f"- a: *{LABELS[1]}* (70 %" in other
    assert draw.main_subjects(made_shares(counts).head(0)).startswith("There are no paragraphs")
    few = made_shares(counts | {("c", LABELS[0]): (2, 2)})
    why = "few paragraphs, or most without a word of their topic's name"
    assert draw.main_subjects(few).endswith(f"1 report not listed: {why}")


def test_a_smaller_topic_is_not_called_the_largest():
    """In c the largest topic is one whose words its paragraphs lack."""
    counts = {
        ("a", LABELS[0]): (6, 10),
        ("a", LABELS[1]): (4, 10),
        ("c", LABELS[0]): (5, 15),
        ("c", LABELS[1]): (10, 15),
    }
    table = made_shares(counts)
    table.loc[(table["report"] == "c") & (table["label"] == LABELS[1]), "in_words"] = 3
    said = draw.main_subjects(table)
    assert "- c:" not in said
    assert "1 report not listed" in said
    assert "; c: none." in draw.shares(table, "A source").alt


def test_cells_without_the_words_of_their_topic_stand_in_brackets_among_many_reports():
    """Pale numbers can also be those of a topic that is not stable."""
    table = made_shares({(report, LABELS[0]): (6, 6) for report in "abcdefg"})
    table.loc[table["report"] == "b", "in_words"] = 1
    fig = draw.shares(table, "A source")
    assert [text.get_text() for text in fig.axes[0].texts] == ["100", "(100)", *["100"] * 5]
    assert "In brackets: most of these paragraphs" in fig.words["subtitle"]


def test_the_shares_of_many_reports_stand_apart_on_a_phone():
    table = made_shares({(report, label): (6, 6) for report in "abcdefghijkl" for label in LABELS})
    with mpl.rc_context({"figure.figsize": (PHONE, 3.0)}):
        fig = draw.shares(table, "A source")
    fig.draw_without_rendering()
    boxes = [text.get_window_extent() for text in fig.axes[0].texts]
    assert len(boxes) == 24
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))


def test_a_report_without_the_words_of_the_topics_has_no_largest_topic():
    counts = {("a", LABELS[0]): (10, 10), ("a", LABELS[1]): (0, 10), ("b", LABELS[0]): (0, 9), ("b", LABELS[1]): (9, 9)}
    table = made_shares(counts)
    table.loc[table["report"] == "b", "in_words"] = 0
    assert "; b: none." in draw.shares(table, "A source").alt
    assert draw.shares_title(table).startswith("In 1 of 2 reports, one topic covers more than half")
    assert draw.main_subjects(table).count("\n- ") == 2


def test_the_answer_in_short_says_first_what_the_reports_talk_about(model):
    reports = pd.DataFrame({"published": ["2021", "2017"]}, index=["coe-2021", "eln-2017"])
    table = draw.shares_table(model, SimpleNamespace(reports=reports))
    checks = made_controls(0.1)
    said = draw.summary(model, table.assign(low=0.6), table, checks)
    assert said.startswith("In all 2 reports, one topic (not always the same) covers more than half")
    assert draw.summary(model, table, table, made_controls(0.8)).startswith(draw.BY_REPORT)
    assert said.index("one topic") < said.index("Repetitions") < said.index("coe-2021: *")
    assert "No theme is stable" in draw.summary(model, table, table.assign(stability=0.2), checks)
    one = table[table["report"] == "coe-2021"]
    assert "themes" not in draw.summary(model, one, one, checks)


def test_of_many_reports_a_topic_that_none_of_those_drawn_has_is_left_out():
    rows = [(f"r{i:02}", topic, 9 * (topic == (i > 11))) for i in range(14) for topic in (0, 1)]
    table = pd.DataFrame(rows, columns=["report", "topic", "paragraphs"]).assign(low=0.0, high=1.0, stability=1.0)
    table = table.assign(of=9, share=table["paragraphs"] / 9, in_words=table["paragraphs"])
    table["label"] = "topic " + table["topic"].astype(str)
    for shown, labels in ((table, ["topic 0"]), (table[table["report"] > "r06"], ["topic 0", "topic 1"])):
        assert [tick.get_text() for tick in draw.shares(shown, "").axes[0].get_yticklabels()] == labels
