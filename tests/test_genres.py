# ruff: noqa: E501
"""Texts of other genres, one for each rule: acts, resolutions, web pages, papers without metadata; and look-alikes."""

import pytest

from analysis.cleaning import clean
from analysis.cleaning.writing import count_words, hyphen_judge

TEXT = "The ministers met in Brussels and agreed on the aims of the Union for the years to come, and on the means that they need for it.\n"
LONG = TEXT + TEXT + "\n"


def blocks(text):
    return [(block.kind, block.text) for block in clean(text).blocks]


def kinds(text, *among):
    return [(kind, words) for kind, words in blocks(text) if kind in among]


@pytest.mark.parametrize("mark", ["( {} )", "({})", "[{}]"])
def test_notes_in_brackets_are_found_by_their_sequence(mark):
    one, two = mark.format(1), mark.format(2)
    text = f"INTRODUCTION\n\nThe plan {one} was new in 2016. It has grown since then {two}.\n\n{one} OJ L 3, 2016, p. 4.\n{two} See the report of 2017.\n"
    found = clean(text).blocks
    assert [b.text for b in found[1:]] == [
        "The plan was new in 2016. It has grown since then.",
        "OJ L 3, 2016, p. 4.",
        "See the report of 2017.",
    ]
    assert [(b.kind, b.notes or b.note) for b in found[1:]] == [("paragraph", (1, 2)), ("footnote", 1), ("footnote", 2)]


def test_items_in_brackets_are_no_notes():
    text = "INTRODUCTION\n\nIt does two things: it helps (1) the police and (2) the courts.\n\n(1) The police are helped first.\n\n(2) The courts come second.\n"
    assert kinds(text, "footnote") == []
    assert "helps (1) the police and (2) the courts." in blocks(text)[1][1]


@pytest.mark.parametrize(
    ("halves", "joins"),
    [
        (("re", "mains"), True),
        (("de", "scribe"), True),
        (("pro", "ject"), True),
        (("re", "examine"), False),
        (("pro", "government"), False),
        (("so", "called"), False),
        (("rights", "minded"), False),
        (("prosecu", "tors"), True),
        (("ANNI", "VERSARY"), True),
        (("NON", "PROLIFERATION"), False),
        (("UN", "AU"), False),
        (("OSCE", "ODIHR"), False),
    ],
)
def test_a_syllable_at_a_line_end_is_told_from_a_prefix(halves, joins):
    assert hyphen_judge(count_words("a plain text"))(*halves) is joins


PREAMBLE = "THE COUNCIL OF STATES,\n\nHaving regard to the Treaty, and in particular Article 4 thereof,\n\nHaving regard to the request of the members,\n\nWhereas:\n\n(1) The aims are old.\n\n(2) The means are new,\n\nHAS ADOPTED THIS DECISION:\n\nArticle 1\n\n"


def test_each_formula_of_an_act_is_a_paragraph():
    found = kinds("Decision on the aims of the members\n\n" + PREAMBLE + LONG, "paragraph")
    assert [words for _, words in found[:5]] == [
        "THE COUNCIL OF STATES,",
        "Having regard to the Treaty, and in particular Article 4 thereof,",
        "Having regard to the request of the members,",
        "Whereas:",
        "HAS ADOPTED THIS DECISION:",
    ]


def test_each_formula_of_a_resolution_is_a_paragraph_but_a_title_with_such_a_word_is_none():
    text = "Resolution 12 (2019)\n\nThe Security Council,\n\nRecalling its resolutions of earlier years,\n\nNoting with concern the news,\n\n1. Decides to act;\n"
    assert len(kinds(text, "paragraph")) == 3
    assert ("heading", "Recognising the threat") in blocks(
        "INTRODUCTION\n\n" + LONG + "Recognising the threat\n\n" + LONG
    )


def test_mirrored_heads_of_pages_are_furniture_also_in_mid_sentence():
    text = (
        "INTRODUCTION\n\nThe budget for the year that has just begun and the draft for\n\nC 64/2        EN        Gazette of the Union        27.2.2020\n\n"
        "the following year make provision for it.\n\nII.   MEANS\n\nThe means are small and\n\n27.2.2020        EN        Gazette of the Union        C 64/3\n\nthe aims are great.\n"
    )
    assert [words for _, words in kinds(text, "paragraph")] == [
        "The budget for the year that has just begun and the draft for the following year make provision for it.",
        "The means are small and the aims are great.",
    ]


def test_rows_of_a_table_that_differ_in_words_are_no_heads():
    text = "ANNEX\n\n2016   Exercise   Baltic   12\n2017   Meeting   Atlantic   14\n2018   Exercise   Atlantic   15\n"
    assert len(kinds(text, "boilerplate")) == 3
    assert len(kinds(text, "heading")) == 1


WEB = (
    "Skip to main content\nHome | News | Events | About us\nSearch\n\nAnalysis\n\nBuying together: can a task force help?\n\nBy Ann Lee-Obi\n\n"
    "Thu, 03/11/2022 - 09:15 | 7 min read\n\n" + TEXT * 2 + "\nImage: Soldiers at a depot\n\n" + TEXT * 2 + "\nAn old problem\n\n" + TEXT * 3
    + "\nWhat comes next\n\n" + TEXT * 3
)  # fmt: skip


def test_a_web_page_has_furniture_title_and_author_before_its_text():
    found = blocks(WEB)
    assert [kind for kind, _ in found[:4]] == ["boilerplate", "boilerplate", "boilerplate", "front"]
    assert kinds(WEB, "title", "author", "heading") == [
        ("title", "Buying together: can a task force help?"),
        ("author", "By Ann Lee-Obi"),
        ("heading", "An old problem"),
        ("heading", "What comes next"),
    ]
    assert kinds(WEB, "caption") == [("caption", "Image: Soldiers at a depot")]
    assert {b.level for b in clean(WEB).blocks if b.kind == "heading"} == {1}


def test_notices_and_words_about_the_author_behind_the_notes_are_no_notes():
    text = (
        WEB.replace("the means that they need", "the means[1] that they need", 1)
        + "\nNotes\n\n[1] See the plan.\n\nAnn Lee-Obi is an editor at the Monitor.\n\n"
        "Tags: defence, industry\n\nRelated articles\n\nThe return of the stockpile – 12 October 2022\n\n© 2022 Monitor\n"
    )
    assert kinds(text, "footnote", "about") == [
        ("footnote", "See the plan."),
        ("about", "Ann Lee-Obi is an editor at the Monitor."),
    ]
    assert [kind for kind, _ in blocks(text)[-4:]] == ["boilerplate"] * 4


def test_a_title_is_found_without_metadata():
    page = "Northern Institute for Peace and Security\n\nNorthern Papers No 27\n\nHeld together by cable\n\nHow to guard the links between offshore sites\n\nIlse Tamm and Marek Dolan\n\n14 June 2018\n\nSUMMARY\n\n"
    assert kinds(page + LONG, "title", "author", "front") == [
        ("front", "Northern Institute for Peace and Security"),
        ("front", "Northern Papers No 27"),
        ("title", "Held together by cable"),
        ("title", "How to guard the links between offshore sites"),
        ("author", "Ilse Tamm and Marek Dolan"),
        ("front", "14 June 2018"),
    ]


def test_a_byline_belongs_to_no_title():
    page = "THE LONG QUEUE\n\nHow bans are lifted, and why it takes long\n\nby Peter van Aalst\n\nSUMMARY\n\n"
    assert kinds(page + LONG, "author") == [("author", "by Peter van Aalst")]


def test_tables_of_terms_are_entries_of_a_glossary():
    text = (
        "## Abbreviations\n\n| | |\n|---|---|\n| EU | European Union |\n| UN | United Nations |\n\n## Aims\n\n" + LONG
    )
    assert kinds(text, "glossary") == [("glossary", "EU: European Union"), ("glossary", "UN: United Nations")]


def test_items_in_a_quoted_box_lose_their_dash():
    text = "## Aims\n\n" + LONG + "> Key points:\n> - Nine projects.\n> - Six countries.\n\n## Means\n\n" + LONG
    assert kinds(text, "box") == [("box", "Key points:"), ("box", "Nine projects."), ("box", "Six countries.")]


def test_named_parts_rank_with_the_bold_entries_of_the_contents():
    text = (
        "## Contents\n\nSummary ..... 2\n**1. Aims** ..... 3\nOld aims ..... 3\nNew aims ..... 4\n**2. Means** ..... 5\nReferences ..... 6\n\n"
        "## Summary\n\n"
        + LONG
        + "## **1. Aims**\n\n"
        + LONG
        + "### Old aims\n\n"
        + LONG
        + "## References\n\nLee, A. (2019). Aims.\n"
    )
    levels = {b.text: b.level for b in clean(text).blocks if b.kind == "heading"}
    assert levels == {"Contents": 1, "Summary": 1, "1. Aims": 1, "Old aims": 2, "References": 1}


def test_a_recital_with_a_letter_is_an_item_and_an_initial_is_none():
    text = "INTRODUCTION\n\n- having regard to the plan,\n\nA.      whereas the aims are old;\n\nB.      whereas the means are new;\n\n"
    assert [words for _, words in kinds(text, "list_item")][1:] == [
        "whereas the aims are old;",
        "whereas the means are new;",
    ]
    assert kinds("INTRODUCTION\n\n" + LONG + "A. Smith was there.\n", "list_item") == []


def test_keywords_are_no_heading():
    text = "Drones over the sea\n\nSUMMARY\n\n" + LONG + "Keywords: drones, sea, Frontex\n\nAIMS\n\n" + LONG
    assert kinds(text, "heading") == [("heading", "SUMMARY"), ("heading", "AIMS")]
