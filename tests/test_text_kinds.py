# ruff: noqa: E501
"""Plain texts as extraction programs write them: one test for each kind of fault met in reports of other places."""

import random

import pytest

from analysis import load_corpus
from analysis.cleaning import clean

SENTENCE = "The guards of the harbour were paid late in those years, and many of them went home before the winter came to the coast."
FILLER = "\n\n".join(SENTENCE + " " + SENTENCE for _ in range(4))


def read(text, *kinds):
    return [b.text for b in clean(text).blocks if not kinds or b.kind in kinds]


def wrap(text, width=80):
    out = [""]
    for word in text.split():
        if len(out[-1]) + len(word) >= width:
            out.append("")
        out[-1] = f"{out[-1]} {word}".strip()
    return "\n".join(out)


MARKS = {
    "pairs": (["1,2", "3", "4,5,6"], "{}"),
    "ranges": (["1-3", "4", "5–6"], "{}"),
    "brackets": (["[1, 2]", "[3]", "[4-6]"], "[{}]"),
    "raised": (["¹", "²⁻⁵", "⁶"], "{}"),
}


@pytest.mark.parametrize("name", MARKS)
def test_several_notes_in_one_place_leave_nothing_behind(name):
    (one, two, three), opening = MARKS[name]
    body = f"The harbour was closed.{one} The guards went home.{two} Nobody came back.{three} It stayed so."
    notes = "\n".join(f"{opening.format(n)} Minutes of the council, p. {n}." for n in range(1, 7))
    found = clean(f"INTRODUCTION\n\n{FILLER}\n\n{body}\n\n{FILLER}\n\n{notes}\n")
    assert "The harbour was closed. The guards went home. Nobody came back. It stayed so." in [
        b.text for b in found.blocks
    ]
    assert [b.note for b in found.blocks if b.kind == "footnote"] == [1, 2, 3, 4, 5, 6]
    assert next(b.notes for b in found.blocks if b.notes) == (1, 2, 3, 4, 5, 6)
    assert found.problems == []


@pytest.mark.parametrize("amount", ["4,500 men", "1,2 million men", "3-4 men"])
def test_amounts_are_no_notes(amount):
    text = f"INTRODUCTION\n\nThe harbour had {amount} in 2016.1 They went home.2\n\n1 Minutes, p. 3.\n2 Ibid.\n"
    assert read(text, "paragraph") == [f"The harbour had {amount} in 2016. They went home."]


def test_bracketed_marks_go_where_the_file_has_no_notes_and_a_problem_says_so(tmp_path):
    (tmp_path / "a.txt").write_text(
        f"INTRODUCTION\n\n{FILLER}\n\nIt was closed.[1] They left.[2] It rained.[3]\n", encoding="utf-8"
    )
    (tmp_path / "reports.csv").write_text("report,file,published\na,a.txt,2017\n", encoding="utf-8")
    corpus = load_corpus(tmp_path)
    assert corpus.sentences["text"].tolist()[-3:] == ["It was closed.", "They left.", "It rained."]
    assert corpus.problems["code"].tolist() == ["W-NOTE"]


def test_the_numbers_of_sections_cite_no_note():
    text = "INTRODUCTION\n\n" + "\n\n".join(f"II.A.{n}. Posts of the guard\n\n{SENTENCE}" for n in range(1, 6))
    assert "note marker" not in [row[2] for row in clean(text).ledger]


@pytest.mark.parametrize(
    ("halves", "whole"),
    [
        (("cost-", "conscious"), "cost-conscious"),
        (("thirty-", "five"), "thirty-five"),
        (("face-to-", "face"), "face-to-face"),
        (("govern-", "ment"), "government"),
        (("inter-", "national"), "international"),
        (("frame-", "work"), "framework"),
        (("self-", "defence"), "self-defence"),
    ],
)
def test_a_hyphen_at_a_line_end_is_judged_by_the_words_that_it_makes(halves, whole):
    assert (
        whole
        in read(
            f"INTRODUCTION\n\nThe council spoke of {halves[0]}\n{halves[1]} in its last meeting of the year.\n",
            "paragraph",
        )[0]
    )


@pytest.mark.parametrize(
    ("raw", "clean_text"),
    [
        ("the govern- ment met", "the government met"),
        ("the Anglo- French plan", "the Anglo-French plan"),
        ("short- and long-term aims", "short- and long-term aims"),
        ("pre- or post-war aims", "pre- or post-war aims"),
    ],
)
def test_a_hyphen_with_a_space_within_a_line(raw, clean_text):
    assert read(f"INTRODUCTION\n\nHere {raw} with some success, as the report says.\n", "paragraph") == [
        f"Here {clean_text} with some success, as the report says."
    ]


NUMBERED = [wrap(f"{n}.    {SENTENCE} {SENTENCE}") for n in range(1, 15)]


def test_numbered_paragraphs_have_a_marker_and_headings_above_them():
    parts = [
        *NUMBERED[:4],
        "IV. Works of the guard\n" + NUMBERED[4],
        *NUMBERED[5:9],
        "Boats for the northern harbours\n" + NUMBERED[9],
        *NUMBERED[10:],
    ]
    found = clean("Report on the harbours\n\nI. Introduction\n" + "\n\n".join(parts) + "\n").blocks
    assert [b.marker for b in found if b.kind == "paragraph"] == [f"{n}." for n in range(1, 15)]
    assert [b.text for b in found if b.kind == "heading"] == [
        "I. Introduction",
        "IV. Works of the guard",
        "Boats for the northern harbours",
    ]


FEET = {
    "job number and page": lambda n: f"14-{20000 + 17}    {n}/9" if n % 2 else f"{n}/9    14-20017",
    "symbol at the head": lambda n: f"A/C.{3}/2014/L.7",
    "page between strokes": lambda n: f"--- Page {n} ---",
    "page of all pages": lambda n: f"Harbour Brief 5, March 2017    Page {n} of 9",
    "address and page": lambda n: f"www.harbours.example {n}",
    "words and page": lambda n: f"Harbour Institute                          {n}",
}


@pytest.mark.parametrize("foot", FEET)
def test_feet_of_pages_go_and_the_sentence_goes_on(foot):
    words = SENTENCE.strip(".").lower().split()
    whole = "The " + " ".join(random.Random(1).choices(words, k=900)) + "."
    lines = wrap(whole).split("\n")
    pages = ["\n".join(lines[i : i + 8]) for i in range(0, len(lines), 8)]
    text = "Harbours\n\nINTRODUCTION\n\n" + "\n\f".join(f"{page}\n\n{FEET[foot](n)}" for n, page in enumerate(pages, 1))
    assert read(text, "paragraph") == [whole]


CONTENTS = "Guarding the Coast\n\nCONTENTS\n\nPlanning ................. 1\nCrisis ................... 4\n\n{}\n\nA Forms .................. 9\nB Orders ................ 11\n\n"


@pytest.mark.parametrize("part", ["ANNEX", "Appendices", "REFERENCES", "Glossary", "Contacts"])
def test_a_part_named_in_the_contents_list_does_not_begin_there(part):
    found = clean(CONTENTS.format(part) + f"Planning\n\n{FILLER}\n\nCrisis\n\n{FILLER}\n").blocks
    assert sum(b.kind == "paragraph" for b in found) == 8
    assert {b.section[-1] for b in found if b.kind == "paragraph"} == {"Planning", "Crisis"}


def test_an_annex_that_is_the_whole_document_is_main_text():
    text = f"COVER NOTE\n\nDelegations will find attached the plan.\n\nANNEX\n\n{FILLER}\n\n{FILLER}\n"
    assert len(read(text, "paragraph")) >= 8


@pytest.mark.parametrize("last", ["Sources", "References", "Annex"])
def test_the_menu_of_a_page_names_no_part_that_is_the_whole_text(last):
    text = f"An Attack\n\nSections\n\nAssessment\n\nVictims\n\n{last}\n\nPermalink\n\n{FILLER}\n\n{FILLER}\n"
    assert len(read(text, "paragraph")) >= 8


@pytest.mark.parametrize(
    "heading", ["About the crisis in the north", "Sources", "Contents of the plan", "Notes from the coast"]
)
def test_a_chapter_with_the_name_of_a_part_is_running_text(heading):
    found = clean(f"Guarding the Coast\n\nINTRODUCTION\n\n{FILLER}\n\n{heading}\n\n{FILLER}\n").blocks
    assert sum(b.kind == "paragraph" for b in found) == 8


@pytest.mark.parametrize(
    "opening",
    [
        "Share this burden",
        "Copyright law was debated",
        "Privacy policy was debated",
        "Subscribe or not, members pay",
        "Follow us, they said,",
    ],
)
def test_a_paragraph_that_begins_like_a_notice_is_text(opening):
    assert (
        len(
            read(
                f"INTRODUCTION\n\n{FILLER}\n\n{opening} {SENTENCE[0].lower()}{SENTENCE[1:]}\n\n{FILLER}\n", "paragraph"
            )
        )
        == 9
    )


@pytest.mark.parametrize(
    "notice", ["Share this article", "© 2019 Harbour Institute", "Privacy policy", "Follow us on Twitter"]
)
def test_a_notice_is_no_text(notice):
    assert notice not in read(f"INTRODUCTION\n\n{FILLER}\n\n{notice}\n\n{FILLER}\n", "paragraph", "heading")


def test_headings_of_two_lines_are_one_and_short_lines_above_paragraphs_are_headings():
    two = "OBJECTIVE 2.1: BUILD LAMPS FOR ALL OF THE HARBOURS OF THE COAST AND FOR\nTHE TOWNS BEHIND THEM"
    text = f"PLAN FOR THE COAST\n\n{wrap(SENTENCE)}\n\n{two}\n\n{wrap(SENTENCE * 2)}\n\nMoney for the guards\n{wrap(SENTENCE * 2)}\n"
    assert " ".join(two.split()) in read(text, "heading")
    assert "Money for the guards" in read(text, "heading")


def test_a_number_that_closes_a_bracket_of_the_line_above_is_no_item():
    text = f"{wrap(SENTENCE * 3)}\n\n{SENTENCE.strip()} The guards were few (see p.\n12) in the first years of the port.\n\n{wrap(SENTENCE * 3)}\n"
    assert any("(see p. 12) in the first" in b.text for b in clean(text).blocks)


def test_words_that_lead_into_a_list_are_no_heading():
    text = f"{wrap(FILLER)}\n\nThese include\n\n- lower pay;\n\n- fewer boats.\n\n{wrap(FILLER)}\n"
    assert "These include" not in read(f"PLAN FOR THE COAST\n\n{text}", "heading")


def test_bullets_of_symbol_fonts_are_bullets():
    found = clean("INTRODUCTION\n\nThe order has parts.\n\n\uf0a7 Boats\n\n\uf06c Guards\n").blocks
    assert [(b.kind, b.text) for b in found[-2:]] == [("list_item", "Boats"), ("list_item", "Guards")]


def test_a_first_line_whose_word_is_cut_and_a_conclusion_that_cites_its_paragraph_are_no_headings():
    text = (
        "I. Introduction\n\n1.   The present report is submitted pursuant to resolution 2295 (2016), by which\n"
        "the Council extended the mandate of the Mission and said so.\n\n"
        "4.   The Government continued to express its com-\nmitment to the well-being of civilians. In 2016, 23 incidents "
        "were recorded.\n\n5.   The situation is bad.\n\n6. NATO must respond to it. (Paragraph 6)\n"
    )
    headings = [b.text for b in clean(text).blocks if b.kind == "heading"]
    assert not any("com-" in heading or "Paragraph" in heading for heading in headings)


def test_an_extract_may_begin_with_any_number_of_notes_and_of_paragraphs():
    sentence = "The council met in the capital and spoke about the mission for long."
    paragraphs = [f"{430 + n}. {sentence}{170 + n}\n{sentence}" for n in range(14)]
    notes = [f"{170 + n} Letter of the council, 12 May 1998, page {n}." for n in range(14)]
    found = clean("\n\n".join(paragraphs) + "\n\n" + "\n".join(notes)).blocks
    assert [b.note for b in found if b.kind == "footnote"] == [*range(170, 184)]
    assert [(b.marker, b.notes) for b in found if b.kind == "paragraph"] == [
        (f"{430 + n}.", (170 + n,)) for n in range(14)
    ]


def test_a_blank_line_after_each_line_parts_no_paragraphs():
    lines = ["The Australian council met in the capital of the country and spoke of the", "mission of last year."]
    text = "\n\n".join(lines * 15)
    assert [b.text for b in clean(text).blocks] == [" ".join(lines)] * 15


@pytest.mark.parametrize(("line", "kind"), [("[object Object]", "boilerplate"), ("The ships left.", "paragraph")])
def test_a_line_that_comes_a_dozen_times_is_no_text_unless_it_is_a_sentence(line, kind):
    paragraph = "The council met in the capital and spoke about the mission for long. " * 3
    found = clean(f"AIMS\n\n{paragraph}\n\n" + f"{line}\n\n{paragraph}\n\n" * 12).blocks
    assert {b.kind for b in found if b.text == line} == {kind}


def test_an_index_lists_the_contents_or_is_a_chapter():
    text = "The mission began in June and went on for long. " * 4
    listed = f"A Report\n\nINDEX\n\n1 Aims ..... 3\n2 Means ..... 7\n\nAIMS\n\n{text}\n\nMEANS\n\n{text}"
    assert [b.text for b in clean(listed).blocks if b.kind == "toc"] == ["1 Aims 3", "2 Means 7"]
    chapter = f"AIMS\n\n{text}\n\nINDEX\n\n{text}\n\nMEANS\n\n{text}"
    assert ("INDEX",) in [b.section for b in clean(chapter).blocks if b.kind == "paragraph"]


@pytest.mark.parametrize(
    ("raw", "whole"), [("har¬bour", "harbour"), ("har¬\nbour", "harbour"), ("har¬ bour", "harbour")]
)
def test_words_cut_by_a_not_sign_are_whole(raw, whole):
    found = clean(
        f"INTRODUCTION\n\n{FILLER}\n\nThe guards of the {raw} went home before the winter came to the coast.\n"
    )
    assert f"The guards of the {whole} went home before the winter came to the coast." in [b.text for b in found.blocks]
    assert "soft hyphen" in {row[2] for row in found.ledger} or "\n" in raw
    assert read("It holds that p ¬q, or p¬q.") == ["It holds that p ¬q, or p¬q."]


@pytest.mark.parametrize(
    "line", ["TOP SECRET//HARBOUR//NOFORN", "CONFIDENTIAL", "NNNN", "PAGE 02  OSLO 01234 02 OF 03 041200Z"]
)
def test_gradings_and_page_lines_of_telegrams_are_no_text(line):
    assert not [text for text in read(f"INTRODUCTION\n\n{FILLER}\n\n{line}\n\n{FILLER}\n") if line in text]
    assert "SECRET HARBOURS" in read(f"INTRODUCTION\n\n{FILLER}\n\nSECRET HARBOURS\n\n{FILLER}\n", "heading")


@pytest.mark.parametrize("heading", ["# Copyright Notice", "# Disclaimer"])
def test_a_notice_ends_where_the_text_begins(heading):
    notice = (
        "All rights are reserved by the archive, and nothing may be reproduced without the permission of its owner. "
        * 2
    )
    text = (
        "The fleet sailed north in spring and stayed there until the ice closed the harbours of the four towns again. "
        * 2
    )
    found = clean(f"{heading}\n\n{notice}\n\n{text}\n\n{text}\n\n# The Fleet\n\n{text}\n").blocks
    assert [b.kind for b in found if b.text.startswith("All rights")] == ["boilerplate"]
    assert [b.kind for b in found if b.text.startswith("The fleet sailed")] == ["paragraph"] * 3
