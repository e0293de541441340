"""Figures of terms say what they show, link every point, let no names overlap; titles say what the data bear."""

import itertools

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.text import Text

from analysis import terms
from analysis.figures import MANY, PHONE, by_date, colours, link, picture
from analysis.figures import term_figures as draw

COLOURS = colours("abc")
TEXTS = {
    "a": ["war and war and war", "war and peace", "and war works", "crisis management of war", "war"] * 3,
    "b": ["peace and peace", "peace and work", "and peace", "the peace process of peace"] * 4,
    "c": ["work and peace", "work and work", "and work war", "work force at work"] * 4,
}


def tokens(texts=TEXTS):
    rows = [(r, b, 0, text) for r, mine in texts.items() for b, text in enumerate(mine)]
    return terms.tokenise(pd.DataFrame(rows, columns=["report", "block", "sentence", "text"]))


@pytest.fixture(scope="module")
def hits():
    return tokens()


@pytest.fixture(scope="module")
def differences(hits):
    return terms.keyness_of_each(hits)


@pytest.fixture(scope="module")
def shown(differences):
    return draw.key_terms(differences, ["a", "b", "c"])


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


def addresses(fig):
    svg = picture(fig, "svg").decode()
    return {part.split('"')[0] for part in svg.split('href="#')[1:]}


def test_every_term_is_linked_and_counted_in_words(shown):
    fig = draw.draw_key_terms(shown, "Title", "Source", "03_x", COLOURS)
    assert {link("03_x", mark)[1:] for mark in shown["mark"]} <= addresses(fig)
    war = shown[(shown["report"] == "a") & (shown["term"] == "war")].iloc[0]
    assert f"war {war['n']} to {war['n_reference']}" in fig.alt


def test_terms_are_sorted_by_ratio_without_stop_words_and_say_whose_sentences_they_show(shown):
    assert not set(shown["term"]) & terms.STOP_WORDS
    for _, mine in shown.groupby("report"):
        assert (mine["log_ratio"].diff().fillna(-1) <= 0).all()
    absent = shown[shown["n"] == 0]
    assert len(absent)
    assert absent["mark"].str.contains("never used here; the first uses elsewhere").all()


def test_a_count_of_zero_is_drawn_as_an_arrow_and_no_point(shown):
    one_sided = shown[(shown["n"] == 0) | (shown["n_reference"] == 0)].head(1)
    fig = draw.draw_key_terms(one_sided, "Title", "Source", "03_x", COLOURS)
    ax = fig.axes[0]
    xs = [float(dot.get_offsets()[0][0]) for dot in ax.collections]
    assert any(abs(x) > max(ax.get_xlim()) - 0.5 for x in xs)
    assert all(x != pytest.approx(one_sided["log_ratio"].iloc[0]) for x in xs)


def test_many_reports_are_drawn_on_one_page():
    many = pd.DataFrame({"report": [f"r{i:02d}" for i in range(30)], "term": "war", "verdict": "more"})
    for column in ("log_likelihood", "log_ratio", "log_ratio_low", "log_ratio_high"):
        many[column] = 1.0
    many = many.assign(n=5, n_reference=1)
    few = draw.key_terms(many, sorted(many["report"]))
    assert few["report"].nunique() == MANY
    assert draw.draw_key_terms(few, "Title", "Source", "03_x", COLOURS).get_figheight() < 18


@pytest.mark.parametrize("figure", ["keyness", "rates", "strips"])
def test_long_names_of_rows_do_not_overlap_on_a_phone(shown, hits, figure):
    """Terms of several words and ids from the names of files take two lines."""
    ids = {report: f"{report}-sanctions-and-humanitarian-aid-2022" for report in "abc"}
    long = shown.assign(term="genuine democratic " + shown["term"].str.ljust(15, "x"))
    places = long[["report", "term", "mark"]].assign(position=0.5)
    rates = draw.dated_rates(terms.rates(hits, ["war"]), Corpus).replace({"report": ids})
    with mpl.rc_context({"figure.figsize": (PHONE, 3.0)}):
        fig = {
            "keyness": lambda: draw.draw_key_terms(long, "Title", "Source", "03_x", COLOURS),
            "rates": lambda: draw.draw_rates(rates, "Title", "Source", "03_x", colours(ids.values())),
            "strips": lambda: draw.draw_strips(places, "Title", "Source", "03_x", COLOURS),
        }[figure]()
    fig.draw_without_rendering()
    for ax in fig.axes:
        names = [label.get_window_extent() for label in ax.get_yticklabels()]
        assert names
        assert not any(a.overlaps(b) for a, b in itertools.combinations(names, 2))


@pytest.mark.parametrize("width", [PHONE, 6.4])
def test_long_names_of_reports_are_neither_cut_off_nor_cover_another_word(shown, width):
    long = shown.assign(report="EmpiricalStudyOfTerrorism_" + shown["report"].str.ljust(30, "W"))
    colour, places = colours(long["report"]), long[["report", "term", "mark"]].assign(position=0.5)
    with mpl.rc_context({"figure.figsize": (width, 3.0)}):
        keyness = draw.draw_key_terms(long, "Title", "Source", "03_x", colour)
        strips = draw.draw_strips(places, "Title", "Source", "03_x", colour)
    for fig in (keyness, strips):
        fig.draw_without_rendering()
    titles = [ax.title.get_window_extent() for ax in keyness.axes]
    assert all(box.x0 >= 0 and box.x1 <= keyness.bbox.x1 for box in titles)
    boxes = [text.get_window_extent() for text in strips.axes[0].texts]
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))


def test_names_in_the_scatter_do_not_overlap(hits):
    one = terms.keyness(hits, "a")
    fig = draw.draw_against(one.assign(mark=one["term"]), "Title", "Source", "03_x", "a", "#0072B2")
    fig.draw_without_rendering()
    boxes = [Text.get_window_extent(text) for text in fig.axes[0].texts]  # without the lines to their points
    assert boxes
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))
    assert "more often in a" in fig.alt


class Corpus:
    """As much of a corpus as the figures ask for."""

    reports = pd.DataFrame({"published": ["2017", "2013-06", ""]}, index=["a", "b", "c"])


def test_groups_of_reports_are_named_together(hits):
    assert "a and b" in draw.say_against(terms.keyness(hits, ["a", "b"], ["c"]))


def test_strips_have_a_tick_for_every_use_and_each_row_is_a_link(hits, differences):
    own = differences[(differences["verdict"] == "more") & differences["term"].isin(["war", "peace"])]
    places = own.assign(mark=own["report"] + ": " + own["term"]).merge(draw.positions(hits), on=["report", "term"])
    fig = draw.draw_strips(places, "Title", "Source", "03_x", COLOURS)
    rows = [line for line in fig.axes[0].lines if line.get_url()]
    assert sum(np.isnan(line.get_ydata()).sum() for line in rows) == len(
        places.round({"position": 3}).drop_duplicates(["report", "term", "position"])
    )
    assert len(rows) == len(places[["report", "term"]].drop_duplicates())
    assert picture(fig, "svg").decode().count('href="#03_x') >= len(rows)


def test_the_columns_beside_rows_stay_apart_beside_long_labels(shown):
    fig = draw.draw_key_terms(shown.assign(term="a term with a very long label"), "Title", "Source", "03_x", COLOURS)
    fig.draw_without_rendering()
    heads = [text.get_window_extent() for text in fig.axes[0].texts if text.get_text() in ("here", "others")]
    assert heads[1].x0 - heads[0].x1 > 5
    assert heads[1].x1 <= fig.bbox.x1


def test_an_empty_table_makes_a_figure_that_says_so(shown):
    empty = shown.head(0)
    for fig in (
        draw.draw_key_terms(empty, "Title", "Source", "03_x", COLOURS),
        draw.draw_against(empty, "Title", "Source", "03_x", "a", "#0072B2"),
        draw.draw_strips(empty.assign(position=0.0), "Title", "Source", "03_x", COLOURS),
    ):
        assert "no term occurs often enough" in fig.alt


ALIKE = {report: ["war and peace work", "peace and war", "work of peace and war"] * 4 for report in "abc"}


def test_the_headline_names_a_word_only_where_one_sets_a_report_apart(differences):
    assert draw.say_key_terms(differences).startswith(
        "Each report has a content word that clearly sets it apart: “war” (a)"
    )
    assert draw.say_key_terms(terms.keyness_of_each(tokens(ALIKE))) == "No content word clearly sets a report apart"
    some = pd.DataFrame({"report": ["a", "b", "c"], "term": "war", "verdict": ["more", "unclear", "fewer"]})
    some = some.assign(n=5, rate=100.0)  # 500 words
    assert draw.say_key_terms(some) == "1 of 3 reports has a content word that clearly sets it apart: “war” (a)"
    short = some.assign(verdict="more", rate=[1000.0, 100.0, 100.0])
    twice = pd.concat([short, short.assign(term="aid")])
    assert draw.say_key_terms(twice).startswith(
        "Each report has content words that clearly set it apart, above all “war” (b)"
    )
    assert (
        draw.say_key_terms(short) == "Each report has a content word that clearly sets it apart: “war” (b), “war” (c) …"
    )
    long = some.assign(report=some["report"] + "-on-the-harbours-of-the-northern-coast" * 2)
    assert "“war”" not in draw.say_key_terms(long)
    assert "“war”" in draw.say_key_terms(long, line=1000)
    assert draw.say_key_terms(some.assign(term="the")) == "No content word clearly sets a report apart"


def test_clear_differences_are_counted_as_terms_and_as_comparisons(differences, hits):
    said = draw.say_in_short(differences, hits, pd.DataFrame(columns=["test", "kept"]), pd.DataFrame())
    clear = differences[differences["verdict"] != "unclear"]
    assert clear["term"].nunique() < len(clear)
    assert f"show a clear difference; {clear['term'].nunique()} terms differ in at least one report." in said
    compared = differences.attrs["compared"]
    assert f"Of {compared} comparisons ({compared // 3} terms in each of 3 reports), {len(clear)} " in said


def test_the_summary_of_the_test_repeats_what_was_measured():
    chance = pd.DataFrame(
        {
            "test": ["log-likelihood", "permutation test (paragraphs)"],
            "kept": [7.25, 0.5],
            "most": [26, 3],
            "terms": 610,
        }
    )
    said = "on average, the test called 0.5 of 610 terms different, in the worst trial 3."
    assert draw.say_checks(chance, pd.DataFrame())[0].endswith(said)
    assert draw.say_checks(chance.head(1), pd.DataFrame()) == []
    power = pd.DataFrame({"occurrences": [20, 50, 100], "planted": 9, "share_p": 1.0, "share_q": [0.1, 0.5, 0.92]})
    said = "We also made 27 words twice as frequent in a random part of the text: the test found 13 of them."
    assert draw.say_checks(chance.head(1), power) == [f"{said} It misses most differences of this size."]


def test_the_title_of_the_rates_claims_a_difference_only_where_intervals_are_apart():
    table = pd.DataFrame({"term": "war", "report": ["a", "b"], "rate": [90.0, 10.0], "low": [70, 5], "high": [120, 20]})
    table = table.assign(words=1000)
    said = "“war”: 90 uses per 10,000 words in a, 10 in b; their 95 % intervals do not overlap"
    assert draw.say_rates(table) == said
    assert draw.say_rates(table.assign(high=[120, 80])).startswith("No clear difference between the reports")
    wide = pd.DataFrame({"term": "war", "report": "c", "rate": [95.0], "low": [5], "high": [200]})
    both = pd.concat([table, wide.assign(words=400)])
    assert draw.say_rates(pd.concat([table, wide.assign(words=32)])) == said
    aid = table.assign(term="aid", rate=[50.0, 20.0], low=[40, 15], high=[60, 25])  # the highest and the lowest first
    assert draw.say_rates(pd.concat([both, aid])).startswith("“aid”: 50 uses")


def test_the_title_of_the_strips_names_only_words_that_are_even_or_clustered():
    table = pd.DataFrame({"term": ["war", "peace"], "report": ["a", "b"], "n": 20, "dp_excess": [0.02, 0.6]})
    table = table.assign(empty=0.1)
    assert draw.say_strips(table.assign(empty=0.4)) == "“peace” is used mainly in some parts of b"
    assert draw.say_strips(table) == "“war” is used throughout a, “peace” mainly in some parts of b"
    assert draw.say_strips(table.tail(1)) == "“peace” is used mainly in some parts of b"
    assert draw.say_strips(table.assign(dp_excess=0.2)) == "Where each report uses the words that set it apart"
    assert draw.say_strips(table.assign(n=3)) == "Where each report uses the words that set it apart"


def test_what_it_means_names_shares_of_typical_words(differences, hits):
    said = draw.say_meaning(differences, terms.keyness(hits, "a"))
    war = differences[(differences["report"] == "a") & (differences["term"] == "war")].iloc[0]
    assert f"{war['n']} of the {war['n'] + war['n_reference']} uses of “war” are in a" in said
    nothing = terms.keyness_of_each(tokens(ALIKE))
    assert "No word is typical" in draw.say_meaning(nothing, terms.keyness(tokens(ALIKE), "a"))


def test_shared_terms_are_those_of_every_report(hits):
    shared = draw.shared_terms(terms.frequencies(hits))
    assert set(shared["term"]) == {"work", "peace", "war"} & set(shared["term"])
    assert "management" not in set(shared["term"])
    assert not set(shared["term"]) & terms.STOP_WORDS
    assert draw.say_shared(shared, Corpus.reports) == "Content words that every report uses"


def test_without_a_word_in_all_reports_those_of_most_are_shared():
    texts = {"a": "The war and the harbour.", "b": "The war of the mountain.", "c": "The valley."}
    few = tokens({report: [text] * 3 for report, text in texts.items()})
    shared = draw.shared_terms(terms.frequencies(few))
    assert shared["term"].tolist() == ["war"]
    assert draw.say_shared(shared, Corpus.reports) == "Content words that 2 of 3 reports use"


def test_reports_are_ordered_and_dated_by_publication(hits):
    assert by_date(Corpus.reports) == ["b", "a", "c"]
    dated = draw.dated_rates(terms.rates(hits, ["war"]), Corpus)
    assert dated["report"].tolist() == ["b", "a"]
    assert np.array_equal(dated["mark"], ["b: war", "a: war"])


def test_a_single_report_is_compared_with_nothing_and_that_is_said():
    alone = terms.keyness_of_each(tokens({"a": TEXTS["a"]}))
    assert draw.most_different(alone) == ""
    for said in (draw.say_key_terms(alone), draw.say_against(alone), draw.say_meaning(alone, alone)):
        assert said.startswith("There is nothing to compare")
    assert draw.say_in_short(alone, alone, pd.DataFrame(), pd.DataFrame()).startswith("There is nothing to compare")
    assert draw.draw_against(alone, draw.say_against(alone), "Source", "03_x", "a", "#0072B2").alt


def test_only_terms_that_the_search_word_attracts_stand_beside_it():
    names = ["search_word", "report", "term", "n", "z"]
    rows = [("war", "a", "peace", 4, 5.0), ("war", "a", "the", 9, 0.4), ("aid", "a", "food", 2, 3.0)]
    found = draw.collocates_in_words(pd.DataFrame(rows, columns=names))
    assert found["search_word"].tolist() == ["war", "aid"]
    assert found["terms"].tolist() == ["peace 4", "food 2"]
    weak = pd.DataFrame([("war", "a", "peace", 4, 1.9)], columns=names)
    assert draw.collocates_in_words(weak).empty


def test_acronyms_in_the_figure_are_explained_as_the_reports_explain_them():
    said = (
        "The European External Action Service (EEAS) met. The EEAS and NATO met the European External Action Service."
    )
    table = pd.DataFrame({"report": ["a"], "block": 0, "sentence": 0, "kind": "paragraph", "text": said})
    merged = terms.merge(table, terms.list_forms(acronyms=terms.find_acronyms(table)))
    assert draw.long_forms(merged, ["EEAS", "NATO", "met"]) == "EEAS: European External Action Service"
    assert draw.long_forms(merged, ["NATO"]) == ""
