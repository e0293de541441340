"""The cleaner accounts for every character and loses no word."""

import itertools
import re
import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis import load_corpus
from analysis.cleaning import MAIN, clean, words
from analysis.cleaning.blocks import contents_leader
from analysis.cleaning.plain_text import cut_lines
from analysis.cleaning.writing import Row, count_words, hyphen_judge, partition

# Pieces that reports are made of, so that generated texts meet every pass of the cleaner.
PIECES = [
    "INTRODUCTION", "1 INTRODUCTION", "2.1 Aims", "## **Aims**", "Key take-aways:", "References", "Contents",
    "Annex 1", "The Council agreed on a plan in 2016.1 ", "1 See Council (2016), p. 3.",
    "<sup>2</sup> Interview 2", "agreed.<sup>2</sup> Then", "² Ibid.", "force.² ", "- an item",
    "• another item;", "(a) a point", "3. a third", "prosecu-", "tors came", "civil-", "military",
    "a \u00ad soft\u00adhyphen", "<b>bold</b>", "*emphasis*", "5 * 3", "[text](https://a.eu/b_c)",
    "<https://a.eu>", "&amp; more", "\\_", "Title ..... 7", "ABC:\tAlpha Beta", "Figure 1. A figure", "---",
    "12", "Page 3 of 9", "\f", "\x00", "\u200b", "ﬁnal", "e\u0301te", "מילה בעברית", "كلمة", "\udcff",
    "C a p i t a l s", "| a | b |", "> quoted", "“Quoted words stand alone here”", "www.coe.eu", "the project,that met",
    "![](x.png)", "", "  ", "\t", "\xa0",
]  # fmt: skip
BREAKS = ["\n", "\n\n", " ", "\r\n", "\r", "\u2028", " \n\n \n"]
texts = st.one_of(
    st.text(max_size=300),
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(BREAKS)), max_size=40).map(
        lambda p: "".join(a + b for a, b in p)
    ),
)
REMOVED_FOR_A_REASON = {"note marker", "marker", "markup", "page number", "running head", "image", "leader", "rule"}


def letters(text):
    """The letters and digits of a text in canonical form; form and case of the rest do not matter."""
    return [c for c in unicodedata.normalize("NFKC", text) if c.isalnum()]


def mapped(cleaned, text):
    """For each block the raw letters that its kept stretches cover."""
    out = {n: [] for n in range(len(cleaned.blocks))}
    for start, end, _, block, at in cleaned.ledger:
        if at is not None:
            out[block].append((at, text[start:end]))
    return {n: "".join(piece for _, piece in sorted(parts, key=lambda p: p[0])) for n, parts in out.items()}


@settings(max_examples=300, deadline=None, derandomize=True)
@given(texts)
@example("")
@example("\n" * 50)
@example("---\n***\n<b></b>\n")
@example("word " * 2000)
@example("a\rb\rc")
@example("\udcff\ud800 x")
@example("<a id=x></a># A heading behind an anchor\n\nIts text.\n")
def test_the_ledger_is_a_partition(text):
    ledger = clean(text).ledger
    assert "".join(text[start:end] for start, end, *_ in ledger) == text
    assert all(end > start for start, end, *_ in ledger)
    assert all(a[1] == b[0] for a, b in itertools.pairwise(ledger))
    assert not [row for row in ledger if row[2] == "unexplained"]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(texts)
def test_no_letter_is_lost_or_invented_without_a_named_reason(text):
    cleaned = clean(text)
    for block, raw in mapped(cleaned, text).items():
        if "&" not in raw:  # a character reference such as &amp; stands for another character
            assert letters(raw) == letters(cleaned.blocks[block].text)
    for start, end, status, _, at in cleaned.ledger:
        if at is None and letters(text[start:end]):
            assert status in REMOVED_FOR_A_REASON, (status, text[start:end])


@settings(max_examples=200, deadline=None, derandomize=True)
@given(texts)
def test_clean_text_has_no_loose_space_and_kept_stretches_are_the_same_in_it(text):
    cleaned = clean(text)
    for block in cleaned.blocks:
        assert block.text
        assert block.text == block.text.strip()
    for start, end, status, block, at in cleaned.ledger:
        if status == "kept":
            assert cleaned.blocks[block].text[at : at + end - start] == text[start:end]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from(
            ["Peace holds.", "The Council met in May 2017 and agreed on aims.", "Why not?", "He said “no”."]
        ),
        min_size=1,
        max_size=8,
    )
)
def test_cleaning_clean_paragraphs_changes_nothing(sentences):
    text = "INTRODUCTION\n\n" + "\n\n".join(sentences)
    once = clean(text)
    again = clean("\n\n".join(b.text for b in once.blocks))
    assert [(b.kind, b.text) for b in once.blocks] == [(b.kind, b.text) for b in again.blocks]


def test_a_second_cleaning_of_the_main_text_changes_no_word():
    blocks = load_corpus().main
    for text in blocks["text"]:
        again = " ".join(b.text for b in clean("INTRODUCTION\n\n" + text).blocks[1:])
        assert again.replace(" ", "") == re.sub(r"^\(?\w{1,3}[.)] ?", "", text).replace(" ", "") or again == text


def test_main_text_is_what_the_design_says():
    assert MAIN == ("paragraph", "list_item", "box")


def test_what_the_parts_of_the_cleaner_return():
    assert [(line.shape, line.text) for line in cut_lines("# Aims\n\n- peace\n---\n")] == [
        ("hash", "# Aims"),
        ("bullet", "- peace"),
        ("rule", "---"),
    ]
    assert (contents_leader("1 Aims ..... 7"), contents_leader("The year 7")) == ((6, 13), None)
    assert partition("a  b", [Row(0, 1, "kept", 0, 0), Row(3, 4, "kept", 1, 0)])[1] == Row(1, 3, "white space")
    assert words.is_finished("able to tackle it on its own.”1")
    assert not words.is_finished("the protection of the EU a")
    assert words.is_capitals("3 CONCLUSIONS")
    assert not words.is_capitals("NATO and the EU")
    assert words.plain("**[Home](/)** / [Aims](https://a.eu)") == "Home / Aims"


def test_headings_name_what_stands_under_them():
    headings = ["4 ANNEXES", "List of References", "1. Introduction", "The way to Brussels"]
    assert [words.part_of(heading) for heading in headings] == ["annex", "reference", "paragraph", ""]
    assert words.zone_after("Sources", "", ["Lee, A. (2011)."]) == "reference"
    assert words.zone_after("Sources", "", ["They are " + "very " * 20 + "old."]) == ""


def test_the_words_of_a_text_tell_which_hyphens_belong_to_a_word():
    counted = count_words("Well-known, not known well.")
    assert (counted["known"], counted["well-known"]) == (2, 1)
    text = "A cohesive stance. The so-called pivot. Longer or in the long term. Longer term."
    joins = hyphen_judge(count_words(text))
    assert joins("prosecu", "tors")
    assert not joins("so", "called")
    assert not joins("longer", "term")
    assert not joins("CSDP", "missions")
