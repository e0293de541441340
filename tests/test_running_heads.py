# ruff: noqa: E501
"""Heads and feet of pages with a number that counts, in the layouts of several publishers; and what only looks alike."""

import pytest

from analysis.cleaning import clean

# Pages of a report: each but the last ends in mid-sentence, so that a head left in the text cuts a paragraph.
PAGES = [
    "The first working group met in the early spring and found that the harbours of the\nregion were poorly guarded, since the\n\nguards had not been paid for months and many of them had gone home,\nwhere they waited for news from the",
    "capital and for their wages. A second visit in the autumn gave a better picture.\n\nThe radar stations had been mended, and the boats that were bought with the\nhelp of the neighbours were on their way to the",
    "coast. Nobody doubted any longer that the mission would reach its aims within\ntwo years.\n\nIts costs were another matter. The budget had been spent by the summer,\nand the ministers were not ready to",
    "give more than they had promised. In the end the mission lived from one month\nto the next, and its head spent most of her time on the\n\nroad between the capitals, asking for money.",
]
WHOLE = [
    "The first working group met in the early spring and found that the harbours of the region were poorly guarded, since the guards had not been paid for months and many of them had gone home, where they waited for news from the capital and for their wages. A second visit in the autumn gave a better picture.",
    "The radar stations had been mended, and the boats that were bought with the help of the neighbours were on their way to the coast. Nobody doubted any longer that the mission would reach its aims within two years.",
]
WIDE = "              "
FEET = {
    "number of the document, initials and page": lambda n: f"9817/20{WIDE}ab/CD{WIDE}{n}",
    "page, code and language": lambda n: f"{n}{WIDE}OPS 4{WIDE}EN",
    "page, stroke and publisher": lambda n: f"{n} | Harbour Institute",
    "publisher, stroke and page": lambda n: f"Harbour Institute | {n}",
    "title and page": lambda n: f"Guarding the Harbours of the South    {n}",
    "left and right pages": lambda n: (
        f"{n}    Guarding the Harbours" if n % 2 == 0 else f"Guarding the Harbours    {n}"
    ),
}


def texts(text, *kinds):
    return [b.text for b in clean(text).blocks if b.kind in kinds]


def pages(foot, first, feed, at_head):
    out = []
    for n, page in enumerate(PAGES, start=first):
        out.append(f"{foot(n)}\n\n{page}\n\n" if at_head else f"{page}\n\n{foot(n)}\n")
    return "A Study of Harbours\n\n1. Introduction\n\n" + ("\f" if feed else "\n").join(out)


@pytest.mark.parametrize("at_head", [False, True])
@pytest.mark.parametrize("first", [1, 2, 17])
@pytest.mark.parametrize("foot", FEET)
def test_heads_and_feet_that_count_the_pages_are_furniture(foot, first, at_head):
    text = pages(FEET[foot], first, feed=True, at_head=at_head)
    found = texts(text, "paragraph", "list_item", "footnote", "toc")
    assert found[:2] == WHOLE
    assert not any("Harbour Institute" in words or "Guarding" in words or "9817" in words for words in found)


@pytest.mark.parametrize("foot", [foot for foot in FEET if foot != "page, code and language"])
def test_they_are_furniture_also_where_no_form_feed_is(foot):
    assert texts(pages(FEET[foot], 3, feed=False, at_head=False), "paragraph")[:2] == WHOLE


def test_the_number_of_a_head_may_be_next_to_that_of_a_note_or_a_section():
    notes = ["3 Interview, May 2011.", "4 Ibid., p. 7.", "5 See the budget of 2012.", "6 Interview, June 2012."]
    marked = [
        page.replace(word, f"{word}{n}", 1)
        for n, (page, word) in enumerate(
            zip(PAGES, ("spring", "autumn.", "summer,", "capitals,"), strict=True), start=3
        )
    ]
    marked[0] = marked[0].replace("group", "group1").replace("early", "early2")
    notes[0] = "1 Minutes of 2010.\n2 Ibid.\n" + notes[0]
    text = "\f".join(
        f"{n}    Guarding the Harbours of the South\n\n{page}\n\n{note}\n"
        for n, (page, note) in enumerate(zip(marked, notes, strict=True), start=4)
    )
    found = clean("A Study of Harbours\n\n1. Introduction\n\n" + text).blocks
    assert [b.note for b in found if b.kind == "footnote"] == [1, 2, 3, 4, 5, 6]
    assert [b.text for b in found if b.kind == "paragraph"][:2] == WHOLE


def test_the_second_line_of_a_foot_goes_with_the_first():
    def foot(n):
        return f"9817/20{WIDE}ab/CD{WIDE}{n}\n{'ANNEX' if n > 1 else ''}{WIDE}OPS.4.B{WIDE}EN"

    found = texts(pages(foot, 1, feed=True, at_head=False), "paragraph", "footnote", "heading", "boilerplate")
    assert [words for words in found if words in WHOLE] == WHOLE
    assert not any("OPS" in words for words in found)


def test_headings_that_count_are_no_heads():
    text = "INTRODUCTION\n\n" + "\n\n".join(f"Case study {n}\n\nThe boats could {PAGES[3]}" for n in (1, 2, 3, 4))
    assert texts(text, "heading") == ["INTRODUCTION", "Case study 1", "Case study 2", "Case study 3", "Case study 4"]


def test_a_chapter_that_repeats_the_title_at_the_top_of_a_page_is_no_head():
    text = (
        "Council of the Harbours\n\nA plan for the harbours\n\nThis paper has two parts.\n\n\fA plan for the harbours\n\n"
        + PAGES[3]
    )
    assert "A plan for the harbours" in texts(text, "title", "heading")


def test_notes_with_the_same_words_are_no_heads():
    body = "INTRODUCTION\n\n" + "\n\n".join(f"The harbours were guarded by {n} men.{n}" for n in range(1, 7))
    text = body + "\n\n" + "\n".join(f"{n} See the report above." for n in range(1, 7)) + "\n"
    assert texts(text, "footnote") == ["See the report above."] * 6


def test_rows_that_count_are_no_heads():
    rows = "\n".join(f"A/{n}    boat    {n}" for n in range(1, 9))
    found = clean("INTRODUCTION\n\n" + PAGES[3] + "\n\n" + rows + "\n")
    assert sum(text.count("boat") for text in (b.text for b in found.blocks)) == 8


@pytest.mark.parametrize("number", ["2022/118", "118/2022", "14 / 2019"])
def test_the_number_of_a_document_is_no_page_number(number):
    assert number in texts(
        f"PRESS RELEASE\n\n{number}\n\nTurku, 5 April 2022\n\n{PAGES[3]}\n", "front", "paragraph", "title"
    )


@pytest.mark.parametrize("number", ["3/12", "Page 3 of 12", "– 3 –"])
def test_a_page_of_all_pages_is_a_page_number(number):
    assert not any(
        "3" in words for words in texts(f"INTRODUCTION\n\n{PAGES[3]}\n\n{number}\n\n{PAGES[3]}\n", "paragraph", "front")
    )


def test_notes_and_entries_of_contents_at_the_foot_of_pages_are_no_running_heads():
    entries = [f"The search for ships in part {n} {'.' * 30} {n * 3}" for n in (1, 2, 3, 4)]
    notes = [f"{n * 10} Lee A. A Voyage. Coast Press, 2010." for n in (1, 2, 3, 4)]
    sheets = ["\n".join(entries[:2]), "\n".join(entries[2:])]
    sheets += [
        f"Report of the Inquiry\n{page}\n\n{note}\n{n}"
        for n, (page, note) in enumerate(zip(PAGES, notes, strict=True), 3)
    ]
    kept = " ".join(block.text for block in clean("\f".join(sheets)).blocks)
    assert [kept.count(words) for words in ("A Voyage", "The search", "Report of the Inquiry")] == [4, 4, 0]


def test_what_stands_above_the_pages_is_the_title():
    head = "A Handbook on Harbours"
    sheets = "\f".join(f"{head}    {n}\n\n{page}\n\n" for n, page in enumerate(PAGES, start=2))
    blocks = clean(f"Ships of the North\n\n{head}\n\n\f{sheets}").blocks
    assert [(b.kind, b.text) for b in blocks[:2]] == [("front", "Ships of the North"), ("title", head)]


def test_notes_at_the_foot_of_pages_that_are_alike_are_no_running_heads():
    page = "The guard sailed to the coast and back again.{n} Then it went home and told what it had seen.\n\n"
    notes = [f"{n} Public hearing, 10 December 2009, pages {n - 107}-{n - 105}." for n in range(120, 126)]
    text = "\f".join(page.format(n=n) * 3 + note for n, note in zip(range(120, 126), notes, strict=True))
    found = clean("On Boats\n\n" + text)
    assert all(any(note[4:] in block.text for block in found.blocks) for note in notes)
