# ruff: noqa: E501
"""Notes that are cited in one way and numbered in another; and numbers that look like either."""

import pytest

from analysis.cleaning import clean
from analysis.cleaning.blocks import Block, Line
from analysis.cleaning.notes import note_problems
from analysis.readers.html import read_html

NOTED = (
    "INTRODUCTION\n\nThe harbours were poorly guarded.{0} The guards had not been paid for\nmonths,{1} and many of them had gone home.\n\n"
    "A second visit gave a better picture{2}. The boats were on their way.\n\n"
)
PLAIN = NOTED.format("", "", "")


def cited(sign):
    return NOTED.format(*(sign.format(n) for n in (1, 2, 3)))


def read(text):
    found = clean(text).blocks
    return (
        [b.text for b in found if b.kind == "paragraph"],
        [(b.note, b.text) for b in found if b.kind == "footnote"],
        found,
    )


@pytest.mark.parametrize("heading", ["NOTES", "Endnotes", "Notes and sources\n\nNotes", ""])
@pytest.mark.parametrize("number", ["{}. ", "{} ", "[{}] ", "{}.\t"])
def test_numbers_in_brackets_cite_a_list_of_notes(heading, number):
    notes = ["Interview, May 2011.", "See the budget of 2012, p. 4.", "Ibid."]
    listed = "\n".join(number.format(n) + note for n, note in enumerate(notes, start=1))
    paragraphs, footnotes, found = read(cited("[{}]") + f"{heading}\n\n{listed}\n")
    assert paragraphs[:2] == read(PLAIN)[0]
    assert footnotes == list(enumerate(notes, start=1))
    assert [b.notes for b in found if b.notes] == [(1, 2), (3,)]


def test_numbers_in_brackets_before_a_list_of_references_stay():
    listed = "REFERENCES\n\n1. Lee, A. (2011). Harbours.\n2. Obi, C. (2012). Boats.\n3. Tamm, I. (2013). Guards.\n"
    paragraphs, footnotes, found = read(cited("[{}]") + listed)
    assert footnotes == []
    assert "guarded.[1]" in paragraphs[0]
    assert sum(b.kind == "reference" for b in found) == 3


def test_numbers_in_brackets_do_not_make_notes_of_the_items_behind_them():
    listed = "RECOMMENDATIONS\n\n1. Pay the guards before the summer.\n\n2. Buy the boats that were promised.\n\n3. Mend the radar stations.\n"
    _, footnotes, found = read(cited("[{}]") + listed)
    assert footnotes == []
    assert [b.marker for b in found if b.kind == "list_item"] == ["1.", "2.", "3."]


@pytest.mark.parametrize("code", ["RELEX.2.B", "DG.1.A", "OPS.12.B"])
def test_the_digits_of_a_code_cite_no_note(code):
    numbered = "\n\n".join(
        f"{n}.   The Council recalls its conclusions of {2000 + n} on the harbours of the region." for n in range(1, 15)
    )
    paragraphs, footnotes, _ = read(
        f"INTRODUCTION\n\nThe file has the number {code} in the archive of the Council.\n\n{numbered}\n"
    )
    assert footnotes == []
    assert f"number {code} in" in paragraphs[0]


def test_numbers_in_the_foot_of_a_page_cite_no_note():
    page = "The harbours were poorly guarded, and the guards had not been paid for months by their\nministries.\n\n{}\n\nMany of them had gone home to wait for news from the capital, as they said in the\n\n"
    foot = "Policy.1 Harbour Institute"
    text = "INTRODUCTION\n\n" + "\f".join(
        page.format(item) + foot + "\n" for item in ("1. A plan of 2011.", "2. A plan of 2012.", "3. A plan of 2013.")
    )
    assert read(text)[1] == []


@pytest.mark.parametrize("sign", ["χ", "β", "Δ"])
def test_the_power_of_a_greek_letter_is_no_note(sign):
    text = (
        f"The guard had asked for more boats.¹ The test of {sign}² shows no link, and {sign} ² = 9.2 is not large.²\n\n"
    )
    paragraphs, notes, _ = read(text + "¹ Interview with a captain, May 2011.\n² Interview with a guard, June 2011.\n")
    assert paragraphs == [text.replace("¹", "").replace("large.²", "large.").strip()]
    assert [number for number, _ in notes] == [1, 2]


def test_a_note_that_is_cited_after_a_space_is_not_said_to_be_cited_nowhere():
    marks = {2: " 2", 4: "4", 5: "5", 6: " 6"}
    body = "\n\n".join(
        f"The harbours were guarded by {n} hundred men, it said.”{marks.get(n, n)} They went home." for n in range(1, 8)
    )
    notes = "\n".join(f"{n} See the report of the guard, 3 May 2010, page {n + 20}." for n in range(1, 8))
    found = clean(f"INTRODUCTION\n\n{body}\n\n{notes}\n")
    assert [block.notes for block in found.blocks if block.kind == "paragraph"] == [(n,) for n in range(1, 8)]
    assert not found.problems


@pytest.mark.parametrize("words", ["It was cold, 4 May was the day.", "They used Art. 4 of the pact.", "It ended. 4 May was cold.",
                                   "It came at night, 4:30 or so.", "Named were these: 4 boats."])  # fmt: skip
def test_a_number_in_the_text_is_no_citation_of_a_note_that_nothing_cites(words):
    body = "\n\n".join(
        f"The harbours were guarded by many men, it said.{n} They went home." for n in (1, 2, 3, 5, 6, 7)
    )
    body = body.replace("it said.5", f"it said. {words} Later.5")
    notes = "\n".join(f"{n} See the report of the guard, 3 May 2010, page {n + 20}." for n in range(1, 8))
    found = clean(f"INTRODUCTION\n\n{body}\n\n{notes}\n")
    assert words in " ".join(block.text for block in found.blocks)
    assert ["no. 4." in message for _, message, _ in found.problems] == [True]


def test_notes_that_name_themselves_stand_in_the_text():
    notes = [f"[Footnote {n}: The ports of the north, which\nhad {n} men.]" for n in (1, 2, 3)]
    parts = [f"The harbours were guarded, it said.[{n}] They went home.\n\n{note}" for n, note in enumerate(notes, 1)]
    paragraphs, found, blocks = read("INTRODUCTION\n\n" + "\n\n".join(parts) + "\n")
    assert found == [(n, f"The ports of the north, which had {n} men.") for n in (1, 2, 3)]
    assert paragraphs == ["The harbours were guarded, it said. They went home."] * 3
    assert [b.notes for b in blocks if b.kind == "paragraph"] == [(1,), (2,), (3,)]


@pytest.mark.parametrize("line", ["3 paces from the rank in front of it.", "3 days later, and went home.", "3 boats."])
def test_a_number_in_mid_sentence_opens_no_note(line):
    text = f"INTRODUCTION\n\nThe signal was given, it said.[3] They went home.\n\n{LINE}They stood at a distance of\n"
    paragraphs, found, _ = read(f"{text}{line}\n")
    assert (found, f"a distance of {line}" in " ".join(paragraphs)) == ([], True)


LINE = "The boats of the northern ports were counted again in the spring, and nobody could say why.\n"


def test_numbers_of_paragraphs_in_brackets_cite_no_notes():
    page = "<h1>On Boats</h1>" + "".join(
        f"<p>[{n}] The court heard the owners of the boats in May.</p>" for n in range(1, 7)
    )
    found = clean(read_html(page))
    assert [b.text for b in found.blocks if b.kind == "paragraph"][
        2
    ] == "[3] The court heard the owners of the boats in May."
    assert not found.problems
    assert not any(b.notes for b in found.blocks)


def test_nothing_cites_a_note_of_the_number_0():
    found = clean("On boats\n\nThe share of boats in the harbour was 50,000 and 100.0 of all, at -70⁰C in May.\n")
    assert not any(b.notes for b in found.blocks)
    assert "100.0 of all, at -70⁰C" in found.blocks[-1].text


@pytest.mark.parametrize("opening", ["2 This", "2. This", "( 2) This", "[2] “This"])
def test_no_note_is_called_lost_that_a_line_of_the_text_may_open(opening):
    paragraphs = ["The guard was paid.", f"{opening} memorandum was prepared with the ministry.", "The boats sailed."]
    lines = [Line(90 * i, 90 * i + len(text), text, "text", 90 * i) for i, text in enumerate(paragraphs)]
    blocks = [Block("paragraph", [line]) for line in lines]
    blocks[0].notes = (2, 3)
    messages = [message for _, message, _ in note_problems(blocks)]
    assert messages == [
        "Cited, but not in the file: the text of note no. 3.",
        "Perhaps read as part of the main text: note no. 2.",
    ]
