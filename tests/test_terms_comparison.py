"""The comparison is calibrated: silent where nothing differs, heard where much does, and the same for everyone."""

import warnings
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from analysis import terms
from analysis.terms import resampling
from analysis.terms.comparison import compare
from analysis.terms.counting import Units, units


def corpus(texts_of_report):
    rows = [(r, b, 0, t) for r, texts in texts_of_report.items() for b, t in enumerate(texts)]
    return pd.DataFrame(rows, columns=["report", "block", "sentence", "text"])


def bursty_units(documents=60, terms_=400, seed=1):
    """Counts like those of speeches: Zipf's law, documents of unequal length, words that come in bursts."""
    random = np.random.Generator(np.random.PCG64(seed))
    rate = 1 / np.arange(3, terms_ + 3)
    size = random.lognormal(7, 0.4, documents)
    mean = np.outer(rate / rate.sum(), size)
    counts = random.poisson(mean * random.gamma(0.8, 1 / 0.8, mean.shape))
    names = np.array([f"w{i:03d}" for i in range(terms_)], dtype=object)
    return Units(sparse.csr_array(counts), counts.sum(axis=0).astype(float), names, np.arange(documents).astype(str))


def test_few_units_are_split_in_every_way():
    counts = np.array([[5, 4, 0, 1, 0], [1, 1, 1, 1, 1]])
    size = np.array([10.0, 42, 9, 11, 10])
    target = np.array([True, True, False, False, False])
    found = resampling.permutation_p(Units(sparse.csr_array(counts), size, np.array(["a", "b"]), size), target)
    for row, p in zip(counts, found, strict=True):
        rate = row.sum() / size.sum()
        split = [list(members) for members in combinations(range(5), 2)]
        share = [size[s].sum() / size.sum() for s in split]
        off = [abs(row[s].sum() - rate * size[s].sum()) for s in split]
        splits = [d / np.sqrt(x * (1 - x)) for d, x in zip(off, share, strict=True)]
        assert p == pytest.approx(np.mean(np.array(splits) >= splits[0] - 1e-9))


def test_three_moments_stand_for_many_splits():
    counted = bursty_units(documents=40, terms_=60)
    target = np.arange(40) < 12
    random = np.random.Generator(np.random.PCG64(3))
    splits = np.array([random.permutation(target) for _ in range(20_000)]).T.astype(float)
    rate = counted.counts.sum(axis=1) / counted.sizes.sum()
    uneven = np.abs(counted.counts @ splits - np.outer(rate, counted.sizes @ splits))
    observed = np.abs(counted.counts @ target - rate * counted.sizes[target].sum())
    drawn = (uneven >= observed[:, None] - 1e-9).mean(axis=1)
    assert np.abs(resampling.permutation_p(counted, target) - drawn).max() < 0.06


@pytest.mark.parametrize("longest", [True, False])
def test_a_target_of_long_or_short_units_has_no_words_of_its_own_for_that(longest):
    # Terms fall on words at random; only the units of the target are longer, or shorter, than the others.
    random = np.random.Generator(np.random.PCG64(2))
    found = []
    for _ in range(40):
        size = np.where(np.arange(200) < 25, 4.0 if longest else 0.25, 1.0) * random.lognormal(4, 0.6, 200)
        counts = random.poisson(np.outer(random.gamma(0.5, 0.0005, 300), size))
        counts = counts[counts.sum(axis=1) >= 5]
        counted = Units(sparse.csr_array(counts), size, np.arange(len(counts)), np.arange(200))
        p = resampling.permutation_p(counted, np.arange(200) < 25)
        found.append(((p < 0.05).mean(), (resampling.benjamini_hochberg(p) < 0.05).sum()))
    share, kept = np.mean(found, axis=0)
    assert share < 0.07
    assert kept < 0.3


def test_a_bursty_term_that_a_few_units_lack_is_no_wonder():
    # One unit of 300 has ten of the term, sixty have one. Eight at random all lack it in one case of five.
    row = np.zeros(300)
    row[100], row[200:260] = 10, 1
    counted = Units(sparse.csr_array(row[None]), np.full(300, 60.0), np.array(["x"]), np.arange(300))
    assert resampling.permutation_p(counted, np.arange(300) < 8)[0] > 0.2


def test_q_is_that_of_benjamini_and_hochberg():
    # The fifteen p of their paper (1995, section 3.1): four are kept at 5 %.
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    q = resampling.benjamini_hochberg(np.array(p))
    assert (q <= 0.05).sum() == 4
    assert (np.diff(q) >= 0).all()


def test_random_halves_are_called_different_by_the_usual_test_only():
    wolf = terms.null_calibration(bursty_units(documents=120, terms_=600), repeats=10).set_index("test")
    assert wolf.loc["log-likelihood", "kept"] > 50
    assert wolf.loc["log-likelihood", "share"] > 0.10
    assert wolf.loc["permutation of units", "kept"] <= 1
    assert 0.03 < wolf.loc["permutation of units", "share"] < 0.07


def test_a_planted_difference_is_found_the_better_the_larger_it_is():
    counted = bursty_units(documents=120)
    small, large = (terms.planted_power(counted, factor=factor, planted=10, repeats=5) for factor in (1.5, 8.0))
    assert (small["share_q"] * small["planted"]).sum() / small["planted"].sum() < 0.5
    assert (large["share_q"] * large["planted"]).sum() / large["planted"].sum() > 0.8
    with pytest.raises(ValueError, match=r"factor is 1; give one above 1"):
        terms.planted_power(counted, factor=1)


def test_planting_takes_words_away_on_one_side_only():
    from analysis.terms.calibration import _plant

    counted, half = bursty_units(), np.arange(60) < 30
    chosen = np.array([0, 5])
    planted = _plant(counted, chosen, ~half, 2.0, np.random.Generator(np.random.PCG64(1)))
    before, after = counted.counts.toarray(), planted.counts.toarray()
    assert (before[:, half] == after[:, half]).all()
    assert after[0, ~half].sum() == pytest.approx(before[0, ~half].sum() / 2, rel=0.1)
    assert (np.delete(before, chosen, axis=0) == np.delete(after, chosen, axis=0)).all()
    assert planted.sizes == pytest.approx(after.sum(axis=0))


REPORTS = {
    "a": ["war and war and war", "war and peace", "and war"],
    "b": ["peace and peace", "peace and work", "and peace"],
    "c": ["work and peace", "work and work", "and work war"],
    "d": ["and peace work", "peace", "work and work"],
}


def test_a_report_alone_is_described_and_two_groups_are_tested():
    table = corpus(REPORTS)
    alone = terms.keyness(table, "a", min_count=1, draws=20)
    assert (alone.attrs["kind"], alone.attrs["unit"]) == ("description", "block")
    assert set(alone["basis"]) == {"description: 3 against 9 blocks"}
    groups = terms.keyness(table, ["a", "b"], min_count=1, draws=20)
    assert set(groups["basis"]) == {"test: 2 against 2 reports"}
    assert (groups.attrs["kind"], groups.attrs["unit"]) == ("test", "report")
    # Two of four reports can be chosen in six ways, so no p is below 1/6, and no verdict is possible.
    assert groups["p"].min() >= 1 / 6
    assert (groups["verdict"] == "unclear").all()


def test_the_table_has_the_columns_it_explains_and_the_numbers_of_the_formulas():
    table = corpus(REPORTS)
    found = terms.keyness(table, "a", min_count=1, draws=50)
    assert list(found.columns) == list(terms.COLUMNS)
    war = found.set_index("term").loc["war"]
    assert war[["n", "n_reference", "reports", "reports_reference", "blocks", "blocks_reference"]].tolist() == [
        5,
        1,
        1,
        1,
        3,
        1,
    ]
    c, d = 10, 24
    assert war["rate"] == pytest.approx(5000)
    assert war["log_likelihood"] == pytest.approx(terms.log_likelihood(5, 1, c, d))
    assert war["log_likelihood_4"] == pytest.approx(terms.log_likelihood(5, 1, c, d, cells=4))
    assert war["log_ratio"] == pytest.approx(terms.log_ratio(5, 1, c, d))
    assert war["log_ratio_low"] <= war["log_ratio"] <= war["log_ratio_high"]
    assert war["dp_norm"] == pytest.approx(terms.dispersion([3, 1, 1], [5, 3, 2])["dp_norm"][0])


def test_weighted_log_odds_in_the_table_are_those_of_the_function():
    table = corpus(REPORTS)
    found = terms.keyness(table, "a", min_count=1, draws=0).set_index("term")
    both = terms.counts(table).assign(group=lambda t: np.where(t["report"] == "a", "a", "others"))
    pairs = pd.MultiIndex.from_product([["a", "others"], sorted(set(both["term"]))], names=["group", "term"])
    n = both.groupby(["group", "term"])["n"].sum().reindex(pairs, fill_value=0).reset_index()
    odds = terms.weighted_log_odds(n).query("group == 'a'").set_index("term")
    assert found["log_odds"].to_dict() == pytest.approx(odds["log_odds"].to_dict())
    assert found["z"].to_dict() == pytest.approx(odds["z"].to_dict())


def test_swapping_target_and_reference_turns_every_sign():
    table = corpus(REPORTS)
    one = terms.keyness(table, "a", "b", min_count=1, draws=0).set_index("term").sort_index()
    other = terms.keyness(table, "b", "a", min_count=1, draws=0).set_index("term").sort_index()
    for column in ("log_likelihood", "log_likelihood_4", "chi_squared", "log_ratio"):
        assert one[column].to_numpy() == pytest.approx(-other[column].to_numpy())
    assert one["p"].to_numpy() == pytest.approx(other["p"].to_numpy())


def test_the_same_table_comes_out_of_shuffled_input():
    table = corpus(REPORTS)
    one = terms.keyness(table, "a", min_count=1)
    other = terms.keyness(table.sample(frac=1, random_state=4), "a", min_count=1)
    pd.testing.assert_frame_equal(one, other)


def test_intervals_cover_the_truth_about_as_often_as_they_say():
    random = np.random.Generator(np.random.PCG64(5))
    inside = []
    for seed in range(60):
        counts = random.poisson(np.outer([4.0, 40.0], np.ones(40)))
        counts[0, :20] = random.poisson(8.0, 20)
        counted = Units(
            sparse.csr_array(counts), counts.sum(axis=0) + 200.0, np.array(["x", "y"], object), np.arange(40)
        )
        truth = np.log2((8 / 248) / (4 / 244))
        low, high = resampling.bootstrap_log_ratio(counted, np.arange(40) < 20, draws=200, seed=seed)
        inside.append(low[0] <= truth <= high[0])
    assert 0.85 <= np.mean(inside) <= 1


@pytest.mark.parametrize(
    ("target", "reference", "says"),
    [
        ("x", None, "there is no report 'x' with words; choose among a, b, c, d"),
        (["a", "b", "c", "d"], None, "a side is empty"),
        ("a", ["a", "b"], "a stands on both sides"),
    ],
)
def test_groups_that_cannot_be_compared_are_refused_in_words(target, reference, says):
    with pytest.raises(ValueError, match=says):
        terms.keyness(corpus(REPORTS), target, reference)


def test_a_table_that_is_neither_tokens_nor_sentences_is_refused():
    with pytest.raises(ValueError, match=r"the table has columns? .*x"):
        terms.counts(pd.DataFrame({"x": [1]}))


def test_small_and_empty_comparisons_have_defined_values_and_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        none = terms.keyness(corpus(REPORTS), "a", min_count=99)
        assert list(none.columns) == list(terms.COLUMNS)
        assert none.empty
        two = terms.keyness(corpus({"a": ["war"], "b": ["peace"]}), "a", min_count=1)
        assert two["log_ratio"].tolist() == [1.0, -1.0]
        assert (two["verdict"] == "unclear").all()
        assert terms.keyness_of_each(corpus({"a": ["war"]})).empty
        assert terms.null_calibration(corpus({"a": ["war"]})).empty
        assert terms.planted_power(corpus({"a": ["war"]})).empty


def test_compare_takes_any_units():
    counted = units(corpus(REPORTS), "report")
    found = compare(counted, counted.reports == "a", min_count=1).set_index("term")
    assert found.loc["war", ["n", "n_reference"]].tolist() == [5, 1]


def test_rates_have_wilson_intervals_also_for_zero():
    found = terms.rates(corpus(REPORTS), ["war", "never"]).set_index(["report", "term"])
    assert found.loc[("a", "war"), "rate"] == pytest.approx(5000)
    # Wilson (1927) for 5 of 10: 0.2366 to 0.7634 (also Newcombe 1998).
    assert found.loc[("a", "war"), ["low", "high"]].tolist() == pytest.approx([2366, 7634], abs=1)
    assert found.loc[("b", "never"), ["n", "low"]].tolist() == [0, 0]
    assert found.loc[("b", "never"), "high"] > 0


def test_company_is_counted_in_sentences():
    table = corpus({"a": ["deep war", "deep war", "deep peace", "war"], "b": ["war"]})
    found = terms.company(table, "war", min_count=1)
    expected = terms.association(2, 3, 3, 4).iloc[0]
    assert found[["report", "term", "n"]].to_numpy().tolist() == [["a", "deep", 2]]
    assert found.iloc[0][expected.index].tolist() == pytest.approx(expected.tolist())
    assert terms.company(table, "never").empty
    assert terms.company(table.head(0), "war").empty


def test_frequencies_say_how_evenly_reports_share_a_term():
    found = terms.frequencies(corpus(REPORTS)).set_index("term")
    assert found.loc["and", ["n", "reports"]].tolist() == [12, 4]
    assert found.loc["and", "dp_norm"] < found.loc["war", "dp_norm"]
    assert found.loc["war", "lowest"] == 0


def test_concordance_finds_whole_words_in_any_case():
    texts = pd.Series(["EU-NATO cooperation; Cooperation!", "uncooperative EU’s"], index=["x", "y"])
    found = terms.concordance(texts, "cooperation")
    assert found[["text", "start", "end", "hit"]].to_numpy().tolist() == [
        ["x", 8, 19, "cooperation"],
        ["x", 21, 32, "Cooperation"],
    ]
    assert terms.concordance(texts, "cooperat*")["hit"].tolist() == ["cooperation", "Cooperation"]
    assert terms.concordance(texts, "eu")["text"].tolist() == ["x", "y"]
    assert terms.concordance(texts, "*cooperat*")["hit"].tolist() == ["cooperation", "Cooperation", "uncooperative"]


def test_concordance_patterns_are_literal_unless_asked():
    texts = pd.Series(["a.b (EU) acb P&S", "crisis\n management"])
    assert terms.concordance(texts, "a.b")["hit"].tolist() == ["a.b"]
    assert terms.concordance(texts, "a.b", regex=True)["hit"].tolist() == ["a.b", "acb"]
    assert terms.concordance(texts, "(EU)")["start"].tolist() == [4]
    assert terms.concordance(texts, "P&S")["hit"].tolist() == ["P&S"]
    assert terms.concordance(texts, "crisis management")["hit"].tolist() == ["crisis\n management"]
    with pytest.raises(ValueError, match=r"'\(' is no regular expression: .*correct it or leave out regex"):
        terms.concordance(texts, "(", regex=True)
    with pytest.raises(ValueError, match="the pattern is empty"):
        terms.concordance(texts, " ")
    assert terms.concordance(texts, "never").empty
    assert terms.concordance(pd.Series([], dtype=str), "x").empty
    assert terms.concordance(pd.Series([None, "war"]), "war")["text"].tolist() == [1]


def test_lines_are_sorted_by_the_nearest_word():
    texts = pd.Series(["old war zone", "new war aims", "big war bonds"])
    assert terms.concordance(texts, "war", sort="right")["right"].tolist() == [" aims", " bonds", " zone"]
    assert terms.concordance(texts, "war", sort="left")["left"].tolist() == ["big ", "new ", "old "]


def test_find_matches_terms_in_their_case_first():
    table = corpus({"a": ["The US told us", "Crisis management, crises managed", "crisis, management"]})
    tokens = terms.tokenise(table)
    pd.testing.assert_frame_equal(terms.find(table, "crisis manag*"), terms.find(tokens, "crisis manag*"))
    assert terms.find(tokens, "US")["term"].tolist() == ["US"]
    assert terms.find(tokens, "us")["term"].tolist() == ["us"]
    assert terms.find(tokens, "Crisis manag*")[["block", "start", "end"]].to_numpy().tolist() == [[1, 0, 17]]
    assert terms.find(tokens, "never").empty


def test_the_public_names_are_the_ones_listed():
    import analysis.terms as room

    public = {name for name, value in vars(room).items() if not name.startswith("_") and not hasattr(value, "__path__")}
    modules = {name for name in public if getattr(vars(room)[name], "__file__", None)}
    assert set(room.__all__) == public - modules
    assert sorted(room.__all__) == room.__all__
