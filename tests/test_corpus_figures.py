"""Titles and sentences of notebook 01 say what the tables bear; one number of words stands in all of them."""

import itertools

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from analysis import load_corpus
from analysis.figures import PHONE
from analysis.figures import corpus_figures as draw


@pytest.fixture(scope="module")
def five():
    corpus = load_corpus()
    return corpus, draw.status_of_stretches(corpus)


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (["hmm", "m"], "1 of 2 reports has headings; none has notes"),
        (
            ["mnm", "mn", "m", "hmnm"],
            "1 of 4 reports has headings; 2 have notes between the paragraphs; 1 has notes only at the end",
        ),
        (["hmnm"], "The report has headings; it has notes between the paragraphs"),
        (["hmn", "hmn"], "All 2 reports have headings; 2 have notes only at the end"),
    ],
)
def test_the_title_of_the_shape_says_where_notes_stand_and_how_many_reports_have_headings(parts, said):
    names = {"h": "headings", "m": "main text", "n": "notes"}
    rows = [(f"r{i}", names[part], at, at + 1) for i, each in enumerate(parts) for at, part in enumerate(each)]
    assert draw.shape_title(pd.DataFrame(rows, columns=["report", "part", "start", "end"])) == said


def test_the_title_of_the_composition_calls_only_clear_differences_different():
    assert (
        draw.composition_title(pd.Series([66.0, 93.0], ["a", "b"]))
        == "Main text is 93 % of the characters of b, but only 66 % of those of a"
    )
    assert (
        draw.composition_title(pd.Series([90.0, 93.0], ["a", "b"]))
        == "Main text is 90 % to 93 % of the characters of each file"
    )
    assert draw.composition_title(pd.Series([90.0], ["a"])) == "Main text is 90 % of the characters of a"


def test_long_names_of_many_reports_stand_apart_on_a_phone():
    names = [f"report-of-the-working-group-on-war-{n}" for n in range(12)]
    parts = pd.DataFrame({"report": names, "part": "main text", "characters": 9, "share": 100.0})
    with mpl.rc_context({"figure.figsize": (PHONE, 3.0)}):
        fig = draw.composition(parts)
    fig.draw_without_rendering()
    boxes = [label.get_window_extent() for label in fig.axes[0].get_yticklabels()]
    assert len(boxes) == 12
    assert not any(a.overlaps(b) for a, b in itertools.pairwise(boxes))


def test_notes_at_the_end_do_not_stand_between_the_paragraphs():
    parts = ["headings", "main text", "notes"]
    shape = pd.DataFrame({"report": "a", "part": parts, "mark": "", "start": [0, 5, 50], "end": [5, 50, 60]})
    assert draw.strips(shape.assign(length=60), "01_x").words["title"].endswith("it has notes only at the end")
    turned = shape.assign(start=[0, 50, 5], end=[5, 60, 50], length=60)
    assert draw.strips(turned, "01_x").words["title"].endswith("it has notes between the paragraphs")


def test_the_parts_add_up_and_the_title_names_the_ends(five):
    parts = draw.parts_of_files(five[1])
    assert parts.groupby("report")["share"].sum().tolist() == pytest.approx([100] * 5)
    main = parts[parts["part"] == "main text"].set_index("report")["share"]
    title = draw.composition(parts).words["title"]
    assert title.startswith(f"Main text is {main.max():.0f} % of the characters of {main.idxmax()}")
    assert title.endswith(f"{main.min():.0f} % of those of {main.idxmin()}")


def test_every_word_leads_back_to_its_file_and_the_answer_counts_the_same_words(five):
    corpus, stretches = five
    back = draw.way_back(corpus)
    assert back["complete"].all()
    assert back["found"].tolist() == back["words"].tolist()
    said = draw.in_short(corpus, draw.parts_of_files(stretches), pd.DataFrame({"holds": [True]}), back)
    assert f"{back['words'].sum():,} words of our cleaned main text" in said
    parts = draw.parts_of_files(stretches).query("report != 'eln-2017' or part != 'main text'")
    assert "0 % to " in draw.in_short(corpus, parts, pd.DataFrame({"holds": [True]}), back)


def test_a_comma_that_got_a_space_after_it_was_not_removed(five):
    _, stretches = five
    assert set(stretches.loc[stretches["status"] == "missing space", "part"]) == {"main text"}
    assert not draw.removed_by_reason(stretches)["reason"].str.contains("missing").any()
