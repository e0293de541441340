# ruff: noqa: E501
"""A cover that sends a document as its annex, roman sections over numbered paragraphs; and annexes that are annexes."""

import pytest

from analysis.cleaning import clean

SENTENCE = "The {} stress that the harbours of the region must be guarded better, and invite the services to report on the matter before the summer of the coming year."
COVERS = {
    "council": "Council of the Harbours\n\nPorto Novo, 3 March 2014\n\nNOTE\n\nFrom:     The Secretariat\nTo:       Delegations\n\nDelegations will find annexed the conclusions on the guarding of harbours, adopted at the last meeting.\n\n",
    "ministry": "# Ministry of the Coast\n\nTurku, 7 June 2016\n\nPlease find enclosed the declaration of the ministers.\n\n",
    "bare": "COVER NOTE\n\n12/2015\n\n",
}
LABELS = ["ANNEX", "Annex", "ANNEX I", "ANNEXE", "ANLAGE", "Enclosure 1", "ANNEX to the conclusions on harbours"]


def numbered(who="ministers"):
    return "\n\n".join(f"{n}.   {SENTENCE.format(who)}" for n in range(1, 13))


def kinds(text, *among):
    return [b.kind for b in clean(text).blocks if not among or b.kind in among]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("cover", COVERS)
def test_a_document_behind_its_cover_is_main_text(cover, label):
    text = (
        COVERS[cover]
        + label
        + "\n\nConclusions on the guarding of harbours\n\nTHE COUNCIL OF THE HARBOURS,\n\n"
        + numbered()
    )
    found = clean(text).blocks
    assert "annex" not in [b.kind for b in found]
    assert sum(b.kind in ("paragraph", "list_item") for b in found) >= 12
    assert next(b.kind for b in found if b.text == label) == "boilerplate"


def test_the_title_that_cover_and_document_share_is_the_title():
    title = "Conclusions on the guarding of the harbours of the region and on its costs in the coming years of plenty"
    cover = f"Council of the Harbours\n\nNOTE\n\nFrom:     The Secretariat\nTo:       Delegations\nNo. doc.: 14/15\n{title}\n\nDelegations will find annexed the conclusions mentioned above.\n\n"
    found = clean(cover + f"ANNEX\n\n{title}\n\n" + numbered()).blocks
    assert [b.text for b in found if b.kind == "title"] == [title, title]
    assert [b.text for b in found if b.kind == "front"][2:5] == [
        "From: The Secretariat",
        "To: Delegations",
        "No. doc.: 14/15",
    ]


def test_a_second_annex_is_an_annex():
    text = (
        COVERS["council"]
        + "ANNEX I\n\n"
        + numbered()
        + "\n\nANNEX II\n\nList of harbours\n\n- Porto Novo\n- Turku\n- Mahon\n"
    )
    found = clean(text).blocks
    assert [b.text for b in found if b.kind == "annex"] == ["Porto Novo", "Turku", "Mahon"]
    assert sum(b.kind == "list_item" for b in found) == 12


REPORT = "A STUDY OF HARBOURS\n\nINTRODUCTION\n\n" + "\n\n".join(SENTENCE.format("authors") for _ in range(6)) + "\n\n"
ANNEXES = {
    "a list of interviews": "ANNEX\n\n"
    + "\n\n".join(f"Interview {n}: official, ministry, {n} May 2012" for n in range(1, 40)),
    "a text of others": "ANNEX\n\n" + "\n\n".join(SENTENCE.format("ministers") for _ in range(8)),
    "one with a title": "Annex 1: The declaration of the ministers\n\n"
    + "\n\n".join(SENTENCE.format("ministers") for _ in range(8)),
}


@pytest.mark.parametrize("annex", ANNEXES)
def test_an_annex_behind_a_report_is_an_annex(annex):
    found = clean(REPORT + ANNEXES[annex]).blocks
    assert sum(b.kind == "annex" for b in found) >= 8
    assert sum(b.kind == "paragraph" for b in found) == 6


def test_a_list_behind_a_short_note_is_an_annex():
    text = COVERS["council"] + ANNEXES["a list of interviews"]
    assert kinds(text, "paragraph", "list_item") == []
    assert len(kinds(text, "annex")) > 30


HEADINGS = ["General considerations", "Means", "New challenges, and what they cost", "Follow-up"]


@pytest.mark.parametrize("roman", ["{}. ", "{}.    ", "{}.\t"])
@pytest.mark.parametrize("arabic", ["{}. ", "{}.    ", "{}) ", "({}) "])
def test_roman_sections_over_numbered_paragraphs_are_headings(roman, arabic):
    parts = []
    for n, (numeral, name) in enumerate(zip(("I", "II", "III", "IV"), HEADINGS, strict=True)):
        parts += [
            roman.format(numeral) + name,
            arabic.format(2 * n + 1) + SENTENCE,
            arabic.format(2 * n + 2) + SENTENCE,
        ]
    found = clean("Conclusions on the guarding of harbours\n\n" + "\n\n".join(parts)).blocks
    assert [b.text.split(" ", 1)[1].lstrip("– ") for b in found if b.kind == "heading"] == HEADINGS
    assert {b.level for b in found if b.kind == "heading"} == {1}
    assert sum(b.kind in ("paragraph", "list_item") for b in found) == 8


def test_letters_over_numbered_paragraphs_are_headings_below_roman_ones():
    text = "II. Means\n\nA. Boats\n\n1. " + SENTENCE + "\n\n2. " + SENTENCE + "\n\nB. Guards\n\n3. " + SENTENCE
    found = clean("I. Aims\n\n1. " + SENTENCE + "\n\n" + text).blocks
    assert [b.text for b in found if b.kind == "heading"] == ["I. Aims", "II. Means", "A. Boats", "B. Guards"]


@pytest.mark.parametrize(
    "items",
    [("I. Boats", "II. Guards", "III. Money"), ("1. Boats", "2. Guards", "3. Money"), ("A. Boats", "B. Guards")],
)
def test_items_numbered_alike_stay_items(items):
    text = (
        "INTRODUCTION\n\n"
        + SENTENCE.replace("coming year.", "coming year:")
        + "\n\n"
        + "\n\n".join(items)
        + "\n\n"
        + SENTENCE
    )
    assert [b.text for b in clean(text).blocks if b.kind == "heading"] == ["INTRODUCTION"]


@pytest.mark.parametrize(
    "sections", [("2. Operations", "2.1 Harbours"), ("3 Means", "3.1 Boats"), ("4. Outlook", "4.1. Costs")]
)
def test_a_section_over_its_first_part_is_a_heading(sections):
    text = "1. Introduction\n\n" + SENTENCE + "\n\n" + "\n\n".join(sections) + "\n\n" + SENTENCE
    assert [b.text for b in clean(text).blocks if b.kind == "heading"] == ["1. Introduction", *sections]


@pytest.mark.parametrize(
    "name", ["HOUSE OF ASSEMBLY", "COUNCIL OF HARBOURS", "National Assembly", "MINISTRY FOR THE COAST"]
)
def test_a_body_in_capitals_is_no_author(name):
    found = clean(f"{name}\n\nGuarding the harbours before winter\n\nMay 2013\n\nSUMMARY\n\n{SENTENCE}\n").blocks
    assert "author" not in [b.kind for b in found]


@pytest.mark.parametrize("name", ["ANN LEE-OBI", "Prof. Marek DOLAN and Ilse TAMM"])
def test_a_person_in_capitals_is_an_author(name):
    found = clean(f"Guarding the harbours before winter\n\n{name}\n\nMay 2013\n\nSUMMARY\n\n{SENTENCE}\n").blocks
    assert "author" in [b.kind for b in found]


@pytest.mark.parametrize(
    "label", ["PRESS COMMUNIQUÉ", "Press release", "Statement", "COAST/NAVY 661 CFSP 1070 HARB 226", "COVER NOTE"]
)
def test_a_rubric_and_the_codes_of_a_document_are_no_title(label):
    found = clean(
        f"{label}\n\nGuarding the harbours before winter\n\nTurku, 5 April 2022\n\n{SENTENCE}\n\n{SENTENCE}\n"
    ).blocks
    assert [b.text for b in found if b.kind == "title"] == ["Guarding the harbours before winter"]


@pytest.mark.parametrize(
    "line", ["Inquiries: Ann Lee, adviser, tel. +358 295 350 000", "Press contact: press@coast.example"]
)
def test_whom_to_ask_is_no_main_text(line):
    found = clean(f"INTRODUCTION\n\n{SENTENCE}\n\n{line}\n").blocks
    assert found[-1].kind == "about"
