# ruff: noqa: E501
"""Text as a PDF gives it: raised numbers that break lines, hyphens that join them, no space between paragraphs."""

from itertools import pairwise

import pytest

from analysis.cleaning import clean

BODY = (
    "Guarding the harbours\n1. Introduction\nThe harbours of the region were poorly guarded in\nthose years, and the boats had been sold.1\n The\n"
    "guards had not been paid for months, and many of\nthem had gone home, where they waited for news from\nthe capital. A second visit gave a better picture.2\n"
    "2. Means\n2.1 Boats\nThe boats that were bought with the help of the\nneighbours were on their way to the coast, as the\nminister said,3\n and the radar stations had been mended.\n"
    "3. Outlook\nNobody doubted any longer that the mission would\nreach its aims within two years of its beginning.\n"
    "4. Costs\nIts costs were another matter. The budget had been\nspent by the summer, and the ministers were not\nready to give more than they had promised to give.\n"
    "In the end the mission lived from one month to the\nnext, and its head spent most of her time on roads\nbetween the capitals, asking for money and boats.\n"
)


def read(text):
    found = clean(text)
    kept = sorted((start, end) for start, end, *_ in found.ledger)
    assert kept[0][0] == 0
    assert kept[-1][1] == len(text)
    assert all(a[1] == b[0] for a, b in pairwise(kept))
    return found.blocks


def texts(blocks, kind):
    return [b.text for b in blocks if b.kind == kind]


def test_page_numbers_are_no_notes_though_text_is_directly_below():
    page = "The harbours of the region were poorly guarded in\nthose years, and the boats had been sold to those\nwho paid for them in the end, as they said to the\nministers and to their guests from the north who\nhad come by ship to see the boats and the towers.\nNobody had told them before what they would find.\n"
    text = "Guarding the harbours\nIntroduction\n" + "".join(f"{page}{n}\n" for n in range(1, 6))
    assert texts(read(text), "footnote") == []
    assert not any(words.split()[-1].isdecimal() for words in texts(read(text), "paragraph"))


def test_a_space_that_opens_paragraphs_opens_them_behind_a_number_too():
    text = (
        "INTRODUCTION\n\nThe harbours of the region were poorly guarded in the\nyears of the long war in the north.1\n The guards had not been paid for months, and many of\nthem had gone home.\n The boats had been sold by those who had to guard them\nin the harbours.\n Nobody knew who had the money that was paid for them\nand for the towers.\n"
        + "The ministers were not ready to give more money to them.\n" * 12
        + "\n1 Interview, May 2011.\n"
    )
    assert len(texts(read(text), "paragraph")) >= 4


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("A mid\x02term review", "A mid-term review"),
        ("The commit\x02ments were met", "The commitments were met"),
        ("In Oc\x02tober it began", "In October it began"),
        ("A low\x02cost boat", "A low-cost boat"),
    ],
)
@pytest.mark.parametrize("turn", ["", "\n"])
def test_a_hyphen_that_a_pdf_marks_stays_where_it_belongs_to_the_word(cut, whole, turn):
    text = "INTRODUCTION\n\n" + cut.replace("\x02", "\x02" + turn) + " and ended well in October.\n"
    assert whole + " and ended well in October." in texts(read(text), "paragraph")


@pytest.mark.parametrize("first", ["mid", "long", "post", "cross"])
def test_a_hyphen_at_a_line_end_stays_behind_what_is_no_word_of_its_own(first):
    text = f"# Plan\n\n## Aims\n\nThe ministers have asked for a {first}-\nterm review.\n\n## Means\n\nNone.\n"
    assert f"The ministers have asked for a {first}-term review." in texts(read(text), "paragraph")


def test_the_head_of_two_pages_is_no_part_of_the_sentence_it_interrupts():
    lines = BODY.splitlines()
    head = "Harbours: a yearly review HGI"
    text = "\n".join([head, "Harbours", "a yearly review", *lines[1:9]]) + "\f" + "\n".join([head, *lines[9:]]) + "\n"
    text = text.replace("2. Means\n2.1 Boats\n", "")
    assert not any("HGI" in words for words in texts(read(text), "paragraph"))


def test_hyphens_as_new_versions_of_pdfium_write_them_are_read_as_those_of_the_old():
    text = "INTRODUCTION\n\nA one\ufffeyear review of the com\ufffemitments of 28\ufffe\nday plans was held in that year.\n"
    assert clean(text).blocks[-1].text == "A one-year review of the commitments of 28-day plans was held in that year."
