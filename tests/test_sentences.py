"""Sentences end where a reader ends them."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.language import split_sentences

CASES = {
    "an abbreviation": ["See Art. 42 TEU, p. 5, and No. 7, e.g. on aid.", "It holds."],
    "an initial": ["J. C. Juncker and D. Trump met.", "They spoke."],
    "a title": ["Dr. Merkel met Gen. Smith.", "Both agreed."],
    "a quotation": ["He said: “We must act.”", "Nobody did."],
    "a bracket": ["It failed (see Box 1.).", "Why?", "Nobody knows!"],
    "an enumeration": ["Tasks are: (i) peace; (ii) aid. iii) more of it."],
    "a number": ["Spending rose by 1.5 per cent.", "In 2017 it fell."],
    "a country": ["The U.S. Congress voted.", "The EU and the U.S. agreed."],
    "an ellipsis": ["They hold back criminals [...] and operate at borders.", "So it is."],
    "German": ["Das gilt z. B. für die EU.", "Der Rat tagte am 12. Mai 2018.", "Er endete spät."],
    "a small letter": ["The firm eu.com grew. it went on."],
    "an item without full stop": ["training and maintenance"],
    "et al.": ["Smith et al. (2016) disagree.", "Others do not."],
    "a number that ends a sentence": ["It was founded in 1999.", "It works."],
    "a word that is an abbreviation as well": [
        "It is state of the art.",
        "The Union says no.",
        "It fell in Dec.",
        "They left.",
    ],
    "a letter that names a part": ["See Annex B.", "However, A. Merkel chose option C.", "In time it paid."],
    "the letter of an item": ["a. The plan holds.", "It works."],
    "an acronym with full stops": ["He lives in Washington, D.C.", "The D.C. Court sat."],
    "an ellipsis with spaces": ["They must . . . act [. . .] now.", "It is late."],
    "titles and places": ["Adm. Lee and the Rt. Hon. J. Le Drian left Ft. Bragg for Mt. Athos.", "All went well."],
    "the number of a note": ["Canada called it “non-binding.”^11", "It weighed 10^2 kg.^12", "Then it fell."],
    "a straight quotation mark": ['The so-called "pivot."', "It came late."],
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_sentences(case):
    text = " ".join(CASES[case])
    assert [text[a:b] for a, b in split_sentences(text)] == CASES[case]


@given(st.text(alphabet="aB .!?“”()1\n…e.g", max_size=80))
def test_spans_lie_in_order_apart_and_hold_all_that_is_not_space(text):
    spans = split_sentences(text)
    assert all(a < b for a, b in spans)
    assert all(x[1] <= y[0] for x, y in itertools.pairwise(spans))
    covered = "".join(text[a:b] for a, b in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)


@pytest.mark.parametrize("piece", ["p. ", "art. ", ". ", "...", '"', "A. The ", "May 2017, ", "x.", "...x "])
def test_time_grows_with_the_length_of_the_text(piece):
    """Ten times the text may take a hundred times as long if each place reads all of it; it takes about ten times."""

    def seconds(size):
        text = (piece * size)[:size]
        begin = time.process_time()
        split_sentences(text)
        return time.process_time() - begin

    assert min(seconds(200_000) for _ in range(2)) < 40 * max(min(seconds(20_000) for _ in range(2)), 0.002)
