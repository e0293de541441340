"""Formulas agree with published values and other programs, and bad input gives a value or a sentence, no warning."""

import warnings

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from analysis import terms

TABLES = [(52, 57, 50_000, 75_000), (10, 5, 100, 100), (3, 40, 900, 2_000), (7, 0, 300, 800), (500, 300, 9_000, 9_500)]


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def cells(a, b, c, d):
    return [[a, b], [c - a, d - b]]


def test_two_cells_give_the_value_of_raysons_calculator():
    # 52 of 50,000 against 57 of 75,000: LL + 2.65 (teaching material of UCREL, Lancaster).
    assert terms.log_likelihood(52, 57, 50_000, 75_000, signed=True) == pytest.approx(2.65, abs=0.005)


@pytest.mark.parametrize("table", TABLES)
def test_four_cells_are_the_likelihood_ratio_of_the_table(table):
    expected = chi2_contingency(cells(*table), correction=False, lambda_="log-likelihood").statistic
    assert terms.log_likelihood(*table, cells=4) == pytest.approx(expected, rel=1e-9)


def test_four_cells_agree_with_nltk():
    # nltk 3.10.4, BigramAssocMeasures.likelihood_ratio(20, (30, 50), 1000): the pair within and outside w1.
    assert terms.log_likelihood(20, 30, 30, 970, cells=4) == pytest.approx(91.21126628518753, abs=1e-6)
    assert terms.chi_squared(20, 30, 30, 970) == pytest.approx(247.60354494483633, abs=1e-6)


@pytest.mark.parametrize("table", TABLES)
def test_chi_squared_is_pearsons_with_and_without_yates(table):
    plain, yates = (chi2_contingency(cells(*table), correction=c).statistic for c in (False, True))
    assert terms.chi_squared(*table) == pytest.approx(plain, rel=1e-9)
    assert terms.chi_squared(*table, correction="yates") == pytest.approx(yates, rel=1e-9)


def test_williams_divides_by_q_worked_by_hand():
    # Rows 15 and 185, columns 100 and 100 of 200: q = 1 + (200/15 + 200/185 - 1)(2 + 2 - 1)/1200 = 1.033536.
    q = 1 + (200 / 15 + 200 / 185 - 1) * 3 / 1200
    assert terms.chi_squared(10, 5, 100, 100, correction="williams") == pytest.approx(1.8018018018 / q, abs=1e-9)
    assert terms.chi_squared(7, 0, 300, 800, correction="williams") == terms.chi_squared(7, 0, 300, 800)


@pytest.mark.parametrize("table", TABLES)
def test_swapping_the_sides_turns_the_sign(table):
    a, b, c, d = table
    for measure in (terms.log_likelihood, terms.chi_squared):
        assert measure(a, b, c, d, signed=True) == pytest.approx(-measure(b, a, d, c, signed=True))
    assert terms.log_ratio(a, b, c, d) == pytest.approx(-terms.log_ratio(b, a, d, c))


def test_half_stands_for_a_count_of_zero_and_for_nothing_else():
    assert terms.log_ratio(8, 0, 1000, 1000) == 4.0
    assert terms.log_ratio(8, 1, 1000, 1000) == 3.0


def test_effect_sizes_worked_by_hand():
    assert terms.simple_maths(30, 10, 1000, 2000) == pytest.approx(30_001 / 5_001)
    assert terms.simple_maths(30, 10, 1000, 2000, n=100) == pytest.approx(30_100 / 5_100)


def test_arrays_give_arrays_and_numbers_give_numbers():
    a, b = np.array([52, 10]), np.array([57, 5])
    found = terms.log_likelihood(a, b, 50_000, 75_000)
    assert found.tolist() == [terms.log_likelihood(x, y, 50_000, 75_000) for x, y in zip(a, b, strict=True)]
    assert isinstance(terms.log_likelihood(52, 57, 50_000, 75_000), float)


@pytest.mark.parametrize("measure", [terms.log_likelihood, terms.chi_squared])
@pytest.mark.parametrize("table", [(0, 0, 10, 10), (0, 0, 0, 0), (0, 3, 0, 10), (5, 5, 5, 5)])
def test_nothing_to_compare_scores_zero(measure, table):
    assert measure(*table) == 0.0


def test_a_side_without_words_has_no_rate():
    assert np.isnan(terms.log_ratio(0, 3, 0, 10))
    assert np.isnan(terms.simple_maths(0, 3, 0, 10))


@pytest.mark.parametrize(
    ("table", "says"),
    [((-1, 2, 10, 10), "a and c are -1 and 10; a term occurs 0"), ((2, 11, 10, 10), "b and d are 11 and 10")],
)
def test_impossible_counts_are_refused_in_words(table, says):
    with pytest.raises(ValueError, match=says):
        terms.log_likelihood(*table)


def test_unknown_conventions_are_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="cells is 3; choose 2"):
        terms.log_likelihood(1, 2, 10, 10, cells=3)
    with pytest.raises(ValueError, match='choose None, "yates" or "williams"'):
        terms.chi_squared(1, 2, 10, 10, correction="yeats")


def odds_by_hand(counts, alpha):
    """Weighted log-odds written out loop by loop (Monroe et al. 2008), as tidylo has them given all pairs."""
    n = {(g, t): n for g, t, n in counts}
    y = {(g, t): n.get((g, t), 0) + alpha(t) for g in {g for g, _ in n} for t in {t for _, t in n}}
    whole = sum(y.values())
    result = []
    for group, term, _ in counts:
        mine = y[group, term]
        y_group = sum(v for (g, _), v in y.items() if g == group)
        y_term = sum(v for (_, t), v in y.items() if t == term)
        delta = np.log(mine / (y_group - mine)) - np.log(y_term / (whole - y_term))
        result.append((delta, delta / np.sqrt(1 / mine + 1 / y_term)))
    return np.array(result)


@pytest.mark.parametrize("prior", ["corpus", 1, 0.5])
def test_weighted_log_odds_follow_the_definition(prior):
    # The ten rows of tidylo's own test.
    words = ["the", "quick", "brown", "fox", "jumped", "over", "the", "lazy", "brown", "dog"]
    n = [1, 1, 1, 1, 2, 1, 1, 1, 1, 2]
    rows = [(1 + i // 5, word, n) for i, (word, n) in enumerate(zip(words, n, strict=True))]
    total = pd.Series(n).groupby(words).sum()
    expected = odds_by_hand(rows, (lambda t: total[t]) if prior == "corpus" else (lambda t: prior))
    table = pd.DataFrame(rows, columns=["group", "term", "n"])
    found = terms.weighted_log_odds(table, prior=prior)
    assert found[["log_odds", "z"]].to_numpy() == pytest.approx(expected, abs=1e-9)
    assert found[["group", "term", "n"]].equals(table)
    assert (found["z"].iloc[[1, 3, 4, 5, 7, 9]] > 0).all()  # as tidylo's test asks


def test_a_pair_without_a_row_counts_zero():
    pairs = pd.DataFrame([["a", "x", 10], ["a", "y", 5], ["b", "x", 3], ["b", "y", 0]], columns=["group", "term", "n"])
    found = terms.weighted_log_odds(pairs.head(3))
    pd.testing.assert_frame_equal(found, terms.weighted_log_odds(pairs).head(3))
    assert found["log_odds"].round(3).tolist() == [-0.123, 0.123, 0.208]
    assert found["z"].round(3).tolist()[2] == 0.699


def test_a_pair_that_comes_twice_is_refused():
    table = pd.DataFrame({"group": ["a", "a"], "term": ["war", "war"], "n": [1, 2]})
    with pytest.raises(ValueError, match="'war' has two rows in group 'a'"):
        terms.weighted_log_odds(table)


def test_counts_can_be_weighed_as_they_are():
    sentences = pd.DataFrame(
        {"report": ["a", "b"], "block": 0, "sentence": 0, "text": ["war and war", "peace and war"]}
    )
    found = terms.weighted_log_odds(terms.counts(sentences))
    assert found.set_index(["report", "term"])["log_odds"]["a", "war"] > 0


def test_dispersion_gives_the_values_of_gries():
    # Gries (2008, 2020): five parts of 9, 10, 10, 10, 11 words, a word 1, 2, 3, 4, 5 times in them.
    found = terms.dispersion([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]).iloc[0]
    expected = {"range": 5, "sd": 1.414, "cv": 0.471, "juilland_d": 0.785, "dp": 0.18, "dp_norm": 0.2195, "kl": 0.137}
    assert found.to_dict() == pytest.approx(expected, abs=5e-4)


def test_dispersion_of_many_terms_is_that_of_each():
    counts, sizes = np.array([[1, 2, 3], [0, 0, 4], [5, 0, 5], [0, 0, 0]]), [10, 20, 30]
    together = terms.dispersion(counts, sizes)
    alone = pd.concat([terms.dispersion(row, sizes) for row in counts], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone)


def test_dispersion_at_the_ends():
    even = terms.dispersion([2, 4], [100, 200]).iloc[0]
    assert even[["dp", "dp_norm", "kl"]].tolist() == pytest.approx([0, 0, 0], abs=1e-12)
    assert even["juilland_d"] == pytest.approx(1)
    one_place = terms.dispersion([0, 0, 6], [300, 200, 100]).iloc[0]
    assert one_place["dp_norm"] == pytest.approx((1 - 1 / 6) / (1 - 1 / 6))
    never = terms.dispersion([0, 0], [10, 10]).iloc[0]
    assert never[["range", "sd"]].tolist() == [0, 0]
    assert never[["cv", "juilland_d", "dp", "dp_norm", "kl"]].isna().all()
    assert terms.dispersion([3], [10]).iloc[0]["dp_norm"] == 0
    assert terms.dispersion([3, 0], [10, 0]).iloc[0]["dp"] == 0  # a part without words is no part


def test_dispersion_refuses_parts_that_do_not_fit():
    with pytest.raises(ValueError, match="counts has 2 parts and sizes 3"):
        terms.dispersion([1, 2], [10, 10, 10])
    with pytest.raises(ValueError, match="more often in a part than the part has tokens"):
        terms.dispersion([11, 0], [10, 10])
