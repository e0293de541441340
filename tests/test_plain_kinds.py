"""Kinds of plain text, Markdown and web pages that a reader met in other people's reports, in words of our own."""

import pytest

from analysis.cleaning import clean
from analysis.readers.markdown import read_markdown

LINE = "The boats of the northern ports were counted again in the spring, and nobody could say\n"
TEXT = LINE + "why there were fewer of them than in the year before the storm had come to the coast.\n"


def blocks(document):
    return [(b.kind, b.text) for b in clean(document).blocks]


def test_rows_of_words_and_values_are_a_table_and_their_source_is_a_caption():
    rows = "Port        Country      State\nAnholm      Norland      open\nBergvik     Sundmark     closed\n"
    found = blocks(f"1. Introduction\n\n{TEXT}\nTable 1. Ports\n\n{rows}Source: own count.\n\n{TEXT}")
    assert [kind for kind, _ in found[2:]] == ["caption", *["boilerplate"] * 3, "caption", "paragraph"]


def test_notes_that_are_glued_to_their_words_are_found():
    notes = "1Own count.\n2See the plan.\n3Ibid.\n"
    text = f"1. Introduction\n\n{TEXT}The guards went home.1 Nobody came back.2,3\n\n{notes}"
    found = clean(text).blocks
    assert [b.text for b in found if b.kind == "footnote"] == ["Own count.", "See the plan.", "Ibid."]
    assert {n for b in found for n in b.notes} == {1, 2, 3}


def test_heads_that_come_twice_go_where_form_feeds_mark_pages():
    page = f"{TEXT}\n{{}}                    17-07411\n\f"
    text = "1. Introduction\n\n" + page.format("2/18") + page.format("3/18") + TEXT
    assert not any("07411" in words for _, words in blocks(text))


def test_pandoc_markdown_named_notes_grids_and_hard_breaks():
    text = (
        "# Ports\n\nThe ports are full\\\nof the sea.[^why] All is well.\n\n"
        "+------+------+\n| Port | Year |\n+======+======+\n| Sund | 2015 |\n+------+------+\n\n[^why]: See the plan.\n"
    )
    found = clean(read_markdown(text)).blocks
    assert [(b.kind, b.text) for b in found] == [
        ("title", "Ports"),
        ("paragraph", "The ports are full of the sea. All is well."),
        ("boilerplate", "Port Year"),
        ("boilerplate", "Sund 2015"),
        ("footnote", "See the plan."),
    ]
    assert found[1].notes == (1,)


@pytest.mark.parametrize("name", ["MINISTER:  Well, ", "Q.  How many?  A.  ", "The Secretary-General said:  "])
def test_sentences_parted_by_two_spaces_are_no_cells_of_a_table(name):
    said = f"{name}We met the envoys today.  They left again.  We shall see them in May.\n\n"
    found = clean("INTRODUCTION\n\n" + said * 4).blocks
    assert [block.kind for block in found] == ["heading", *["paragraph"] * 4]


@pytest.mark.parametrize("blank", [1, 2, 3])
def test_lines_that_blank_lines_part_are_lines_of_paragraphs(blank):
    letter = (TEXT + "\n").strip().replace("\n", "\n" * (blank + 1))
    text = ("\n" * (blank + 3)).join([letter] * 12)
    assert [b.text for b in clean(text).blocks if b.kind == "paragraph"][1:] == [" ".join(TEXT.split())] * 11


@pytest.mark.parametrize(
    "date",
    ["Wednesday, January 16, 1991, 9:00 PM E.S.T.", "Monday, 12 March 1990", "12 June 2020", "13/11/2017 - 11:34"],
)
def test_a_date_directly_below_a_title_is_a_line_of_its_own(date):
    body = "The forces began an attack on the port, and the crews left it in the night, as it was said there.\n\n" * 3
    found = [(b.kind, b.text) for b in clean(f"The Address to the Nation\n{date}\n\n{body}").blocks[:2]]
    assert found == [("title", "The Address to the Nation"), ("front", date)]


FLOWING = (
    "The ministers of the northern ports met in the spring and spoke of the boats that had been lost. " * 4
).strip()


def test_a_paragraph_that_was_cut_in_two_long_lines_is_one():
    cut = FLOWING.index("ports", 200)
    text = "\n\n".join([FLOWING, FLOWING[:cut] + "\n" + FLOWING[cut].upper() + FLOWING[cut + 1 :], FLOWING, FLOWING])
    assert [kind for kind, _ in blocks(text)] == ["paragraph"] * 4


@pytest.mark.parametrize(
    ("line", "kind"),
    [("The Northern Ports", "heading"), ("Trade and the Sea", "heading"), ("It was cold in the end", "paragraph")],
)
def test_a_title_directly_above_its_paragraph_is_a_heading(line, kind):
    text = "\n\n".join([FLOWING, f"{line}\n{FLOWING}", FLOWING, FLOWING])
    assert next(found for found, words in blocks(text) if words.startswith(line)) == kind
