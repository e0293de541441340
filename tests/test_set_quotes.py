# ruff: noqa: E501
"""Quotations that a printer set into a sentence or into a word; and short lines that are none."""

import pytest

from analysis.cleaning import clean

FULL = "The ministers met in the capital and agreed on what\nthe mission needs for the coming years, and on the\nmeans that must be found for it before the summer.\n\n"
LEAD = "INTRODUCTION\n\n" + FULL * 3


def texts(text, kind):
    return [b.text for b in clean(text).blocks if b.kind == kind]


OTHERS = {
    "behind a finished sentence": f"{FULL}Money comes late. It\nhas always come late.\n\n{FULL}",
    "lines as long as those of the text": f"The ministers met in the capital of the new country\n\n{FULL}{FULL}",
    "a title": f"The ministers met in the capital and agreed on what\n\nThe means of the mission\n\n{FULL}",
    "items": f"The ministers met in the capital and agreed on all\n\n- the means of it.\n- the aims of it.\n\n{FULL}",
    "behind a colon": f"The ministers met in the capital and said all this:\n\nMoney comes late. It\nhas always come late.\n\n{FULL}",
    "a suspended hyphen": f"The ministers met in the capital on short- and long-\n\nTerm plans are made.\n\nThey met again in the north.\n\n{FULL}",
}


@pytest.mark.parametrize("other", OTHERS)
def test_other_short_lines_are_no_quotations(other):
    assert texts(LEAD + OTHERS[other], "pull_quote") == []
