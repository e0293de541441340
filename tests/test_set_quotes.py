# ruff: noqa: E501
"""Quotations that a printer set into a sentence or into a word; and short lines that are none."""

import pytest

from analysis.cleaning import clean

FULL = "The ministers met in the capital and agreed on what\nthe mission needs for the coming years, and on the\nmeans that must be found for it before the summer.\n\n"
LEAD = "INTRODUCTION\n\n" + FULL * 3
QUOTES = [
    "Money comes late. It\nhas always come late.",
    "What the plans did not\nadd was any money.",
    "Where is the money now?\nNobody has told the\nministers.",
]


def texts(text, kind):
    return [b.text for b in clean(text).blocks if b.kind == kind]


@pytest.mark.parametrize("quote", [*QUOTES, "Peace costs money."])
@pytest.mark.parametrize(
    ("first", "rest", "word"),
    [
        ("larger mis-", "sions in the region and", "missions"),
        ("a new pro-", "gramme for the region and", "programme"),
        ("civilian plan-", "ning for the region and", "planning"),
    ],
)
def test_a_quotation_in_a_word_leaves_the_word_whole(quote, first, rest, word):
    text = f"{LEAD}When prices and the costs of {first}\n\n{quote}\n\n{rest} its\nneighbours are counted, nothing is left for boats.\n"
    assert texts(text, "pull_quote") == [" ".join(quote.split())]
    assert f" {word} " in texts(text, "paragraph")[-1]
    assert texts(text, "paragraph")[-1].startswith("When prices")


@pytest.mark.parametrize("quote", QUOTES)
@pytest.mark.parametrize(
    "rest", ["Action Service and brought all the planners under", "and brought all of the planners of the Union under"]
)
def test_narrow_lines_in_a_sentence_are_a_quotation(quote, rest):
    text = f"{LEAD}The reform of the services took long, as it always\ndoes. In the end it created a new body, the External\n\n{quote}\n\n{rest}\none roof. It was large, and its corridors were long.\n"
    assert texts(text, "pull_quote") == [" ".join(quote.split())]
    assert f"a new body, the External {rest}" in texts(text, "paragraph")[-1]
    assert texts(text, "paragraph")[-1].startswith("The reform of the services took long")


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
