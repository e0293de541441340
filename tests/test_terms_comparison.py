"""Comparisons find what differs and nothing else, say what they cannot find, and agree with references."""

import warnings
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse, stats

from analysis import terms
from analysis.terms.comparison import _splits, adjusted, compare_units, log_ratio_interval, permutation_p, plan
from analysis.terms.counting import Units, overdispersion, units


def corpus(texts_of_report):
    rows = [(r, b, 0, t) for r, texts in texts_of_report.items() for b, t in enumerate(texts)]
    return pd.DataFrame(rows, columns=["report", "block", "sentence", "text"])


def made_units(counts, size, names=None, reports=None):
    counts = np.atleast_2d(counts)
    names = np.array([f"w{i:03d}" for i in range(len(counts))], object) if names is None else np.array(names, object)
    reports = np.arange(len(size)).astype(str) if reports is None else np.array(reports)
    return Units(sparse.csr_array(counts), np.array(size, float), names, reports, np.arange(len(size)))


def bursty_units(documents=60, terms_=400, seed=1):
    """Counts like those of speeches: Zipf's law, documents of unequal length, words that come in bursts."""
    random = np.random.Generator(np.random.PCG64(seed))
    rate = 1 / np.arange(3, terms_ + 3)
    size = random.lognormal(7, 0.4, documents)
    mean = np.outer(rate / rate.sum(), size)
    counts = random.poisson(mean * random.gamma(0.8, 1 / 0.8, mean.shape))
    return made_units(counts, counts.sum(axis=0))


def test_few_units_are_split_in_every_way():
    counts = np.array([[5, 4, 0, 1, 0], [1, 1, 1, 1, 1]])
    size = np.array([10.0, 42, 9, 11, 10])
    target = np.array([True, True, False, False, False])
    found = permutation_p(made_units(counts, size), target)
    for row, p in zip(counts, found, strict=True):
        rate = row.sum() / size.sum()
        split = [list(members) for members in combinations(range(5), 2)]
        share = [size[s].sum() / size.sum() for s in split]
        off = [abs(row[s].sum() - rate * size[s].sum()) for s in split]
        splits = [d / np.sqrt(x * (1 - x)) for d, x in zip(off, share, strict=True)]
        assert p == pytest.approx(np.mean(np.array(splits) >= splits[0] - 1e-9))


def test_drawn_splits_stand_for_very_many():
    counted = bursty_units(documents=40, terms_=60)
    counted.counts[:8, :12] *= 3  # some terms differ much
    target = np.arange(40) < 12
    random = np.random.Generator(np.random.PCG64(3))
    splits = np.array([random.permutation(target) for _ in range(100_000)]).astype(float)
    size = counted.sizes
    share = splits @ size / size.sum()
    rate = counted.counts.sum(axis=1) / size.sum()
    uneven = np.abs(splits @ counted.counts.toarray().T - np.outer(splits @ size, rate))
    uneven /= np.sqrt(share * (1 - share))[:, None]
    mine = size[target].sum() / size.sum()
    observed = np.abs(counted.counts @ target - rate * size[target].sum()) / np.sqrt(mine * (1 - mine))
    many = ((uneven >= observed - 1e-9).sum(axis=0) + 1) / 100_001
    found = permutation_p(counted, target)
    small = many < 0.08  # of others, the first thousand splits decide
    assert np.abs(found - many)[small].max() < 0.015
    assert np.abs(found - many).max() < 0.05
    assert found[~small].min() > 0.05
    assert found[many <= 1e-4].max(initial=0) < 1e-3


@pytest.mark.parametrize("k", [2, 5, 40])
def test_a_few_of_very_many_units_are_drawn_as_by_chance(k):
    n = 2500
    splits, every = _splits(n, k)
    assert not every
    assert {len(set(row)) for row in splits.tolist()} == {k}
    assert splits.min() >= 0
    assert splits.max() < n
    thirds = np.bincount(splits.ravel() * 3 // n) / splits.size  # the last k units are drawn in another way
    assert thirds == pytest.approx([1 / 3] * 3, abs=4 / np.sqrt(splits.size))
    assert np.isin(np.arange(n - k, n), splits).all()
    assert (splits == _splits.__wrapped__(n, k)[0]).all()


def test_p_of_a_few_among_very_many_units_is_that_of_the_hypergeometric_distribution():
    n, k, with_term, here = 2500, 5, 500, 4
    counts = np.zeros(n, int)
    counts[:here] = counts[-(with_term - here) :] = 1
    p = permutation_p(made_units(counts, np.full(n, 10)), np.arange(n) < k)
    assert p[0] == pytest.approx(stats.hypergeom.sf(here - 1, n, with_term, k), rel=0.5)


@pytest.mark.parametrize(("here", "there"), [(7, 7), (8, 8), (3, 20), (20, 20)])
def test_groups_of_reports_that_differ_are_found_to(here, there):
    random = np.random.Generator(np.random.PCG64(4))
    size = random.lognormal(8, 0.3, here + there)
    rate = np.repeat(random.gamma(2, 0.0005, (60, 1)), here + there, axis=1)
    rate[:30, :here] *= 8
    counted = made_units(random.poisson(rate * size), size)
    found = compare_units(counted, np.arange(here + there) < here)
    differ = found["term"].str[1:].astype(int) < 30
    assert ((found["q"] < 0.05) & differ).sum() >= 0.9 * differ.sum()
    assert ((found["q"] < 0.05) & ~differ).sum() <= 3


def test_too_few_reports_for_a_test_are_said_before_and_described():
    assert plan(2, 3) == (
        "block",
        "2 against 3 reports cannot reach q < 0.05 (10 splits); their paragraphs are compared",
    )
    assert plan(4, 4)[0] == "block"
    assert plan(7, 7) == plan(2, 20) == ("report", "")
    rows = {f"r{i}": [f"war and peace {'war ' * i}", "and peace work"] for i in range(5)}
    with pytest.warns(UserWarning, match="2 against 3 reports cannot reach q < 0.05"):
        found = terms.keyness(corpus(rows), ["r0", "r1"], min_count=1)
    assert set(found["basis"]) == {"description: 4 against 6 blocks"}


@pytest.mark.parametrize("longest", [True, False])
def test_a_target_of_long_or_short_units_has_no_words_of_its_own_for_that(longest):
    # Terms fall on words at random; only the units of the target are longer, or shorter, than the others.
    random = np.random.Generator(np.random.PCG64(2))
    found = []
    for _ in range(40):
        size = np.where(np.arange(200) < 25, 4.0 if longest else 0.25, 1.0) * random.lognormal(4, 0.6, 200)
        counts = random.poisson(np.outer(random.gamma(0.5, 0.0005, 300), size))
        counts = counts[counts.sum(axis=1) >= 5]
        counted = made_units(counts, size)
        p = permutation_p(counted, np.arange(200) < 25)
        found.append(((p < 0.05).mean(), (adjusted(p) < 0.05).sum()))
    share, kept = np.mean(found, axis=0)
    assert share < 0.08
    assert kept < 0.3


def test_a_bursty_term_that_a_few_units_lack_is_no_wonder():
    # One unit of 300 has ten of the term, sixty have one. Eight at random all lack it in one case of five.
    row = np.zeros(300)
    row[100], row[200:260] = 10, 1
    counted = made_units(row, np.full(300, 60.0))
    assert permutation_p(counted, np.arange(300) < 8)[0] > 0.2


def test_q_is_that_of_benjamini_and_hochberg():
    # The fifteen p of their paper (1995, section 3.1): four are kept at 5 %.
    p = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0,
    ]  # fmt: skip
    q = adjusted(np.array(p))
    assert (q <= 0.05).sum() == 4
    assert (np.diff(q) >= 0).all()


def test_random_halves_are_called_different_by_the_usual_test_only():
    found = terms.null_calibration(bursty_units(documents=120, terms_=600), repeats=10).set_index("test")
    assert found.loc["log-likelihood", "kept"] > 50
    assert found.loc["log-likelihood", "share"] > 0.10
    assert found.loc["permutation test (paragraphs)", "kept"] <= 1
    assert 0.03 < found.loc["permutation test (paragraphs)", "share"] < 0.07


def test_neighbours_about_one_subject_show_in_the_calibration():
    # Each run of six paragraphs has a subject of its own; paragraphs of a run are no independent evidence.
    random = np.random.Generator(np.random.PCG64(7))
    run = np.arange(120) // 6
    rate = np.full((200, 120), 0.004)
    for i in range(20):
        rate[i * 10 : i * 10 + 10, run == i] = 0.03
    counted = made_units(random.poisson(rate * 100), np.full(120, 100.0))._replace(runs=run)
    by_run, by_block = (
        terms.null_calibration(counted._replace(runs=runs), repeats=10, part=0.2)
        .set_index("test")
        .loc["permutation test (paragraphs)"]
        for runs in (run, np.arange(120))
    )
    assert by_run["kept"] > 5 * max(by_block["kept"], 1)


def test_a_planted_difference_is_found_the_better_the_larger_it_is():
    counted = bursty_units(documents=120)
    small, large = (terms.planted_power(counted, factor=factor, planted=10, repeats=5) for factor in (1.5, 8.0))
    assert (small["share_q"] * small["planted"]).sum() / small["planted"].sum() < 0.5
    assert (large["share_q"] * large["planted"]).sum() / large["planted"].sum() > 0.8


def test_function_words_are_not_planted():
    table = corpus({"a": ["the war of the words"] * 60})
    assert terms.planted_power(table, min_count=20, repeats=3)["planted"].sum() == 2 * 3  # war and words


def test_weights_by_frequency_find_more_and_hold_the_rate_of_false_ones():
    random = np.random.Generator(np.random.PCG64(9))
    frequency = np.repeat([100, 6], [40, 400])
    found, false = [], []
    for _ in range(200):
        p = random.random(440)
        p[:10] = random.beta(1, 300, 10)
        q = adjusted(p, frequency)
        found.append(((q < 0.05)[:10].sum(), (adjusted(p) < 0.05)[:10].sum()))
        false.append((q < 0.05)[10:].sum() / max((q < 0.05).sum(), 1))
    weighted, plain = np.mean(found, axis=0)
    assert weighted > 1.2 * plain
    assert np.mean(false) < 0.06


def test_planting_takes_words_away_on_one_side_only():
    from analysis.terms.comparison import _plant

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
    alone = terms.keyness(table, "a", min_count=1)
    assert set(alone["basis"]) == {"description: 3 against 9 blocks"}
    groups = terms.keyness(
        corpus(REPORTS | {f"{x}{x}": REPORTS[x] for x in "abcd"}), ["a", "b", "aa", "bb", "d"], min_count=1
    )
    assert set(groups["basis"]) == {"test: 5 against 3 reports"}
    assert groups["p"].min() >= 1 / 56


def test_the_table_has_the_columns_it_explains_and_the_numbers_of_the_formulas():
    table = corpus(REPORTS)
    found = terms.keyness(table, "a", min_count=1)
    assert list(found.columns) == list(terms.COLUMNS)
    war = found.set_index("term").loc["war"]
    assert war[["n", "n_reference"]].tolist() == [5, 1]
    c, d = 10, 24
    assert war["rate"] == pytest.approx(5000)
    assert war["log_likelihood"] == pytest.approx(terms.log_likelihood(5, 1, c, d))
    assert war["log_ratio"] == pytest.approx(terms.log_ratio(5, 1, c, d))
    assert war["log_ratio_low"] <= war["log_ratio"] <= war["log_ratio_high"]


def test_swapping_target_and_reference_turns_every_sign():
    table = corpus(REPORTS)
    one = terms.keyness(table, "a", "b", min_count=1).set_index("term").sort_index()
    other = terms.keyness(table, "b", "a", min_count=1).set_index("term").sort_index()
    for column in ("log_likelihood", "log_ratio"):
        assert one[column].to_numpy() == pytest.approx(-other[column].to_numpy())
    assert one["p"].to_numpy() == pytest.approx(other["p"].to_numpy())


def test_the_same_table_comes_out_of_shuffled_input():
    table = corpus(REPORTS)
    one = terms.keyness(table, "a", min_count=1)
    other = terms.keyness(table.sample(frac=1, random_state=4), "a", min_count=1)
    pd.testing.assert_frame_equal(one, other)


def intervals(random, occurrences, ratio, run=5, here=60, there=230):
    """Return whether the interval of a made term holds the true log ratio; neighbouring units are alike."""
    size = random.lognormal(4.4, 0.5, here + there).round()
    mixed = np.repeat(random.gamma(1.5, 1 / 1.5, (here + there) // run + 1), run)[: here + there]
    rate = occurrences / (here * 90) * np.where(np.arange(here + there) < here, ratio, 1.0)
    counted = made_units(random.poisson(rate * size * mixed), size)._replace(runs=np.arange(here + there) // run)
    side = np.arange(here + there) < here
    a, b = (counted.counts[:, np.flatnonzero(s)].sum(axis=1).astype(float) for s in (side, ~side))
    factors = [overdispersion(counted.of_units(s)) for s in (side, ~side)]
    low, high = log_ratio_interval(a, b, size[side].sum(), size[~side].sum(), *factors)
    return bool(low[0] <= np.log2(ratio) <= high[0]), a[0], low[0], high[0]


@pytest.mark.parametrize(("occurrences", "ratio"), [(2, 1), (15, 1), (15, 3), (60, 2)])
def test_intervals_hold_the_truth_about_as_often_as_they_say(occurrences, ratio):
    random = np.random.Generator(np.random.PCG64(5))
    inside = [intervals(random, occurrences, ratio)[0] for _ in range(250)]
    assert 0.92 <= np.mean(inside) <= 0.995


def test_a_count_of_zero_has_an_interval_with_one_end_only():
    random = np.random.Generator(np.random.PCG64(6))
    some = [found for found in (intervals(random, 2, 1) for _ in range(400)) if found[1] == 0]
    assert len(some) > 20
    assert all(low == -np.inf and np.isfinite(high) for _, _, low, high in some)
    assert np.mean([inside for inside, *_ in some]) >= 0.93
    never = terms.keyness(corpus(REPORTS), "a", min_count=1).query("n_reference == 0")
    assert (never["log_ratio_high"] == np.inf).all()


@pytest.mark.parametrize(
    ("target", "reference", "says"),
    [
        ("x", None, "there is no report with words called 'x'; choose among a, b, c, d"),
        (["a", "b", "c", "d"], None, "a side is empty"),
        ("a", ["a", "b"], "a stands on both sides"),
    ],
)
def test_groups_that_cannot_be_compared_are_refused_in_words(target, reference, says):
    with pytest.raises(ValueError, match=says):
        terms.keyness(corpus(REPORTS), target, reference)


def test_a_table_that_is_neither_tokens_nor_sentences_is_refused():
    with pytest.raises(ValueError, match=r"the table lacks the column report, .* \(it has x\); give words"):
        terms.counts(pd.DataFrame({"x": [1]}))


def test_small_and_empty_comparisons_have_defined_values_and_no_warning():
    with pytest.warns(UserWarning, match="no term occurs 99 times"):
        none = terms.keyness(corpus(REPORTS), "a", min_count=99)
    assert list(none.columns) == list(terms.COLUMNS)
    assert none.empty
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        two = terms.keyness(corpus({"a": ["war"], "b": ["peace"]}), "a", min_count=1)
        assert two["log_ratio"].tolist() == [1.0, -1.0]
        assert (two["verdict"] == "unclear").all()
        assert terms.keyness_of_each(corpus({"a": ["war"]})).empty
        assert terms.null_calibration(corpus({"a": ["war"]})).empty
        assert terms.planted_power(corpus({"a": ["war"]})).empty


def test_compare_takes_any_units():
    counted = units(corpus(REPORTS), "report")
    found = compare_units(counted, counted.reports == "a", min_count=1).set_index("term")
    assert found.loc["war", ["n", "n_reference"]].tolist() == [5, 1]


def test_rates_are_per_words_of_main_text_and_count_what_a_phrase_holds():
    table = corpus({"a": ["hybrid threat of a threat"], "b": ["a state of peace"]})
    forms = pd.DataFrame(
        {"concept": "hybrid threat", "form": "hybrid threat", "rule": "phrase", "report": ""}, index=[0]
    )
    hits = terms.merge(table, forms)
    found = terms.rates(hits, ["threat", "hybrid threat"]).set_index(["report", "term"])
    assert found["n"].tolist() == [2, 1, 0, 0]
    assert found["words"].tolist() == [5, 5, 4, 4]
    assert terms.keyness(hits, "a", min_count=1).set_index("term").loc["threat", "n"] == 1
    assert terms.counts(hits).query("term == 'threat'")["n"].tolist() == [2]
    pd.testing.assert_frame_equal(terms.rates(hits, "threat"), terms.rates(hits, ["threat"]))


def test_rates_have_intervals_also_for_a_count_of_zero():
    # Independent words: Garwood's (1936) interval of 10 is 4.795 to 18.390, widened as Student's t for 8 runs.
    table = corpus({"a": ["war"] + ["peace and work"] * 299})
    found = terms.rates(table, ["war", "never"]).set_index("term")
    assert found.loc["never", ["n", "low"]].tolist() == [0, 0]
    assert 3.69 / 898 * 10_000 <= found.loc["never", "high"] <= 3.69 * 1.6 / 898 * 10_000
    assert found.loc["war", "low"] < found.loc["war", "rate"] < found.loc["war", "high"]


def test_collocates_are_counted_in_sentences():
    table = corpus({"a": ["deep war", "deep war", "deep peace", "war"], "b": ["war"]})
    found = terms.collocates(table, "war", min_count=1)
    expected = terms.association(2, 3, 3, 4).iloc[0]
    assert found[["report", "term", "n"]].to_numpy().tolist() == [["a", "deep", 2]]
    assert found.iloc[0][expected.index].tolist() == pytest.approx(expected.tolist())
    with pytest.warns(UserWarning, match="no match for 'never'"):
        assert terms.collocates(table, "never").empty
    assert terms.collocates(table.head(0), "war").empty


def test_frequencies_say_how_evenly_reports_share_a_term():
    found = terms.frequencies(corpus(REPORTS)).set_index("term")
    assert found.loc["and", ["n", "reports"]].tolist() == [12, 4]
    assert found.loc["and", "dp_excess"] < found.loc["war", "dp_excess"]
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
    mixed = terms.tokenise(corpus({"a": ["NATO and nato, Nato"]}))
    assert terms.find(mixed, "nato")["term"].tolist() == ["NATO", "nato", "nato"]


def test_a_phrase_is_found_in_hits_as_in_words():
    table = corpus({"a": ["crisis management operation", "crisis management; crisis, management", "crisis-management"]})
    forms = terms.list_forms(phrases=pd.DataFrame({"phrase": ["crisis management operation", "crisis management"]}))
    places = ["block", "start", "end"]
    hits, words = terms.merge(table, forms), terms.tokenise(table, compounds="split")
    for pattern in ("crisis manag*", "management operation", "crisis management operation"):
        one, other = (terms.find(rows, pattern)[places].to_numpy().tolist() for rows in (hits, words))
        assert one == other


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda table: terms.find(table, "menagement"), "no match for 'menagement'; did you mean management"),
        (
            lambda table: terms.find(table, "manag.*"),
            r"\* is the rest of a word; a regular expression needs search",
        ),
        (lambda table: terms.collocates(table, "parter*"), "no match"),
        (lambda table: terms.concordance(table["text"], "parter"), "no match"),
    ],
)
def test_a_search_that_finds_nothing_says_why(call, says):
    with pytest.warns(UserWarning, match=says):
        assert call(corpus({"a": ["crisis management with a partner"]})).empty


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda table: terms.find("war", table), "the pattern is a DataFrame; give a text"),
        (lambda table: terms.find(table, 3), "the pattern is a int; give a text"),
        (lambda _: terms.counts(["war"]), "a list stands where a table is needed"),
        (lambda table: terms.counts(table["text"]), "a Series stands where"),
        (lambda table: terms.keyness("a", table), "the text 'a' stands where"),
        (lambda table: terms.rates("war", table), "the text 'war' stands where"),
        (lambda table: terms.rates(table, 3), "the pattern is a int; give a text"),
        (lambda table: terms.tokenise(table["text"]), "a Series stands where a table is needed; give corpus.sentences"),
        (
            lambda table: terms.find_acronyms("NATO"),
            "the text 'NATO' stands where a table is needed; give corpus.blocks",
        ),
        (lambda table: terms.concordance(table, "war"), r"give corpus.sentences\['text'\] first"),
    ],
)
def test_a_wrong_kind_of_argument_is_named(call, says):
    with pytest.raises(TypeError, match=says):
        call(corpus(REPORTS))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda table: terms.keyness(table, "north-2071"), "choose among north-2017"),
        (lambda table: terms.lines(table, sort="up"), "sort is 'up'; choose"),
        (lambda table: terms.tokenise(table.drop(columns="sentence")), "lacks the column sentence"),
        (lambda table: terms.hits_of(table, pd.DataFrame({"word": ["war"]})), "lacks the column term"),
        (lambda table: terms.lines(terms.find(table, "war")), "give located hits"),
        (lambda table: terms.find_phrases(table), "give words, such as terms.tokenise"),
        (lambda table: terms.collocations(table), "give words, such as terms.tokenise"),
        (lambda table: terms.merge_log(terms.tokenise(table)), "give the hits of terms.merge"),
        (lambda table: terms.shares(table), "lacks the column kind"),
        (lambda table: terms.find(table, " "), "the pattern is empty"),
    ],
)
def test_a_wrong_value_is_named_with_the_nearest_valid_one(call, says):
    with pytest.raises(ValueError, match=says):
        call(corpus({"north-2017": ["war"], "south-2021": ["peace"]}))


def test_the_words_of_a_term_do_not_stand_beside_it():
    table = corpus({"a": [*["each member state trains police"] * 4, "the state of a member state is good"]})
    hits = terms.merge(table, terms.list_forms(phrases=pd.DataFrame({"phrase": ["member state"]})))
    found = terms.collocates(hits, "member state", min_count=1).set_index("term")["n"]
    assert found["police"] == 4
    assert found["state"] == 1
    assert "member" not in found


def test_collocates_take_a_pattern_and_leave_out_terms_with_the_word_itself():
    table = corpus({"a": ["partners in peace", "a partner for peace", "the partner-country and peace"]})
    found = terms.collocates(table, "partner*", min_count=2)
    assert found[["search_word", "term", "n"]].to_numpy().tolist() == [["partner*", "peace", 3]]


def test_two_subsets_are_compared_with_a_sentence_of_each_term():
    table = corpus(REPORTS)
    a, b = table[table["report"].isin(["a", "b"])], table[table["report"].isin(["c", "d"])]
    with pytest.warns(UserWarning, match="cannot reach"):
        found = terms.compare(a, b, min_count=1)
    examples = found.set_index("term")["example"]
    assert examples["war"] == "a: war and war and war"
    assert examples["work"] == "c: work and peace"
    words = terms.tokenise(table)
    behind = terms.hits_of(words, found[found["term"] == "war"])
    assert set(behind["report"]) == {"a"}  # the target has it, so the target's sentences are shown
    assert len(behind) == found.set_index("term").loc["war", "n"]
    with pytest.raises(ValueError, match="a stands on both sides"):
        terms.compare(table, a[a["report"] == "a"], min_count=1)


def test_the_hits_behind_a_row_are_those_of_its_report_or_of_the_others_if_it_has_none():
    words = terms.tokenise(corpus({"a": ["war"], "b": ["peace", "peace"]}))
    found = terms.hits_of(words, pd.DataFrame({"report": ["a", "a"], "term": ["war", "peace"], "mark": ["x", "y"]}))
    assert found[["mark", "report"]].to_numpy().tolist() == [["x", "a"], ["y", "b"], ["y", "b"]]


def test_each_report_is_compared_as_by_itself():
    random = np.random.Generator(np.random.PCG64(8))
    vocabulary = [f"w{i}" for i in range(60)]
    table = corpus({r: [" ".join(random.choice(vocabulary[k:], 40)) for _ in range(12)] for k, r in enumerate("abc")})
    each = terms.keyness_of_each(table, most=1000)
    assert each.attrs["compared"] == 3 * each["term"].nunique()
    columns = [name for name in terms.COLUMNS if name != "basis"]
    for report in "abc":
        mine = each[each["report"] == report][columns].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, terms.keyness(table, report)[columns], check_dtype=False)
    few = terms.keyness_of_each(table, most=5)
    assert few.groupby("report").size().tolist() == [5, 5, 5]
    both = few.merge(each, on=["report", "term"])
    assert (both["q_x"] >= both["q_y"] - 1e-12).all()


def test_dispersion_above_chance_does_not_depend_on_frequency_or_length():
    random = np.random.Generator(np.random.PCG64(3))
    for parts in (8, 60):
        share = random.dirichlet(np.full(parts, 5.0))
        for n in (20, 200):
            scattered = random.multinomial(n, share, size=400)
            assert abs(terms.dispersion_excess(scattered, share * 10_000).mean()) < 0.02
    assert terms.dispersion_excess([[0, 9, 0]], [50, 30, 40]) == pytest.approx([1.0])
    assert np.isnan(terms.dispersion_excess([[0, 0]], [5, 5])).all()


def test_the_public_names_are_the_ones_listed():
    import analysis.terms as package

    public = {
        name for name, value in vars(package).items() if not name.startswith("_") and not hasattr(value, "__path__")
    }
    modules = {name for name in public if getattr(vars(package)[name], "__file__", None)}
    assert set(package.__all__) == public - modules
    assert sorted(package.__all__) == package.__all__


def test_rates_count_phrases_patterns_and_any_case_and_say_what_is_not_there():
    table = corpus({"a": ["NATO and partners", "crisis management and a partner"], "b": ["peace"]})
    found = terms.rates(table, ["nato", "partner*", "crisis management", "peace"])
    assert found.groupby("term", sort=False)["n"].agg(list).tolist() == [[1, 0], [2, 0], [1, 0], [0, 1]]
    assert found.groupby("report")["words"].first().tolist() == [8, 1]
    with pytest.warns(UserWarning, match="did you mean partner"):
        assert terms.rates(table, "partnr")["n"].tolist() == [0, 0]


def test_evidence_without_a_row_says_so():
    table = corpus({"a": ["war and peace"], "b": ["peace"]})
    with pytest.warns(UserWarning, match="none of the 1 terms occurs in these words"):
        assert terms.hits_of(table, pd.DataFrame({"term": ["tank"]})).empty
