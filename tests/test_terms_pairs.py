"""Pairs agree with nltk and with the definitions, and never reach over the end of a sentence."""

import warnings

import numpy as np
import pandas as pd
import pytest

from analysis import terms

# nltk 3.10.4: BigramAssocMeasures.student_t and .pmi; the second is "new companies" of Manning and Schütze (1999).
NLTK = [
    ((20, 30, 50, 1000), 4.13672575837461, 3.7369655941662057),
    ((8, 15828, 4675, 14307668), 0.9999319894802036, 0.6293432116236843),
    ((2, 2, 3, 50), 1.329360748630709, 4.058893689053568),
]


@pytest.mark.parametrize(("counts", "t", "pmi"), NLTK)
def test_t_and_pmi_agree_with_nltk(counts, t, pmi):
    found = terms.association(*counts).iloc[0]
    assert found[["t", "pmi"]].tolist() == pytest.approx([t, pmi], abs=1e-6)


def test_the_other_measures_follow_their_definitions():
    n12, n1, n2, n = 20, 30, 50, 1000
    found = terms.association(n12, n1, n2, n).iloc[0]
    assert found["npmi"] == pytest.approx(found["pmi"] / -np.log2(n12 / n))
    assert found["log_dice"] == pytest.approx(14 + np.log2(2 * n12 / (n1 + n2)))
    o = np.array([20, 10, 30, 940]) + 0.5
    assert found["lambda"] == pytest.approx(np.log(o[0] * o[3] / (o[1] * o[2])))
    assert found["z"] == pytest.approx(found["lambda"] / np.sqrt((1 / o).sum()))


def test_pairs_at_the_ends_have_a_value_and_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        never = terms.association(0, 3, 4, 50).iloc[0]
        always = terms.association(5, 5, 5, 5).iloc[0]
    assert never[["t", "pmi", "npmi"]].tolist() == [-np.inf, -np.inf, -1]
    assert always["npmi"] == 1
    with pytest.raises(ValueError, match="n12 is at most n1 and n2"):
        terms.association(6, 5, 9, 50)


def test_collocations_count_neighbours_within_sentences_only():
    lists = [["deep", "crisis", "management"], ["crisis", "management"], ["management", "crisis"]]
    found = terms.collocations(lists, min_count=1).set_index(["first", "second"])["n"]
    assert found.to_dict() == {("crisis", "management"): 2, ("deep", "crisis"): 1, ("management", "crisis"): 1}


def test_collocations_measure_pairs_against_all_pairs():
    lists = [["a", "b", "a", "b"], ["a", "c"]]
    found = terms.collocations(lists, min_count=2)
    # Pairs: ab, ba, ab, ac. a begins three, b ends two, of four.
    assert found[["first", "second", "n"]].to_numpy().tolist() == [["a", "b", 2]]
    assert found[terms.association(1, 1, 1, 1).columns].iloc[0].tolist() == pytest.approx(
        terms.association(2, 3, 2, 4).iloc[0].tolist()
    )


def test_a_token_table_has_no_pair_over_punctuation():
    text = ["Crisis, management. Crisis", "management (crisis) management"]
    table = pd.DataFrame({"report": "a", "block": 0, "sentence": [0, 1], "text": text})
    assert terms.collocations(terms.tokenise(table), min_count=1).empty


def test_empty_and_shuffled_input():
    assert list(terms.collocations([]).columns) == list(terms.collocations([["a", "b"]], min_count=1).columns)
    lists = [["x", "y"], ["y", "z"], ["x", "y"], ["z", "x"]]
    pd.testing.assert_frame_equal(terms.collocations(lists, 1), terms.collocations(lists[::-1], 1))
