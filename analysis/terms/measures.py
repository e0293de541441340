"""Formulas of corpus linguistics, for numbers and numpy arrays: keyness, dispersion, association of pairs.

In all keyness measures a and b are how often a term occurs in the target and in the reference, c and d how many tokens
each has. A large score says that tokens are spread unevenly, not that two kinds of text differ (see `comparison`).
"""

from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import sparse, special

from analysis.language import check_table

Score = np.ndarray | float  # an array where an array was given; `[()]` makes a number of an array without dimensions


def log_likelihood(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, cells=2, signed=False) -> Score:
    """Compare two frequencies by the log-likelihood ratio G2.

    With `cells=2` only the term's own counts enter (Rayson and Garside 2000), with `cells=4` all other tokens
    as well (Dunning 1993; quanteda, nltk). `signed` makes it negative where the rate is lower in the target.
    """
    if cells not in (2, 4):
        raise ValueError(f"cells is {cells}; choose 2 (Rayson and Garside) or 4 (Dunning)")
    observed, expected = _table(a, b, c, d)
    g2 = np.maximum(2 * special.rel_entr(observed[:cells], expected[:cells]).sum(axis=0), 0.0)  # -1e-16 by rounding
    return np.where(signed & (observed[0] < expected[0]), -g2, g2)[()]


def chi_squared(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, correction=None, signed=False) -> Score:
    """Compare two frequencies by Pearson's chi-squared of the table with four cells.

    `correction="yates"` moves each cell up to 0.5 towards its expectation (Yates 1934), `"williams"` divides
    by Williams's q (1976). `signed` makes it negative where the rate is lower in the target.
    """
    if correction not in (None, "yates", "williams"):
        raise ValueError(f'correction is {correction!r}; choose None, "yates" or "williams"')
    observed, expected = _table(a, b, c, d)
    # In a two-by-two table the four differences are equal in size.
    gap = np.maximum(np.abs(observed[0] - expected[0]) - 0.5 * (correction == "yates"), 0.0)
    chi2 = _ratio(gap**2, expected, empty=0.0).sum(axis=0)
    if correction == "williams":
        n, a = observed.sum(axis=0), observed[0]
        rows, columns = (_ratio(n, a + other) + _ratio(n, n - a - other) - 1 for other in observed[1:3])
        chi2 = chi2 / np.where((observed > 0).all(axis=0), 1 + _ratio(rows * columns, 6 * n), 1.0)
    return np.where(signed & (observed[0] < expected[0]), -chi2, chi2)[()]


def log_ratio(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Score:
    """Return log2 of the ratio of the rates (Hardie 2014); 0.5 stands for a count of 0; nan where a side is empty."""
    a, b, c, d = _counts(a, b, c, d)
    return np.log2(_ratio(_ratio(np.where(a == 0, 0.5, a), c), _ratio(np.where(b == 0, 0.5, b), d)))[()]


def simple_maths(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, n: float = 1) -> Score:
    """Return the ratio of the rates per million, `n` added to both (Kilgarriff 2009); nan for a side without tokens."""
    a, b, c, d = _counts(a, b, c, d)
    return _ratio(1e6 * _ratio(a, c) + n, 1e6 * _ratio(b, d) + n)[()]


def weighted_log_odds(counts: pd.DataFrame, prior: str | float = "corpus") -> pd.DataFrame:
    """Compare each group with the whole corpus by log-odds that a prior holds back (Monroe et al. 2008).

    Takes a table group (or report), term, n; a pair without a row counts 0. Returns the same rows with log_odds (of the
    term in the group minus those in the whole corpus) and z (log_odds / its standard error). The prior of a term is its
    count in the whole corpus (`"corpus"`, as tidylo) or a number (1 is the uninformative one).
    """
    group = "group" if "group" in counts else "report"
    check_table(counts, (group, "term", "n"), "group, term and n, such as terms.counts(...)")
    twice = counts[counts.duplicated([group, "term"])]
    if len(twice):
        row = twice.iloc[0]
        raise ValueError(f"{row['term']!r} has two rows in group {row[group]!r}; add their n up first")
    n, n_term = counts["n"].astype(float), counts.groupby("term", observed=True)["n"].sum().astype(float)
    alpha, groups = n_term if prior == "corpus" else n_term * 0 + float(prior), counts[group].nunique()
    # y is a count with its prior, as in the paper; a pair that has no row has the count 0, and its prior all the same
    y_group = (n.groupby(counts[group], observed=True).transform("sum") + alpha.sum()).to_numpy()
    y = (n + counts["term"].map(alpha).astype(float)).to_numpy()
    y_term = counts["term"].map(n_term + groups * alpha).astype(float).to_numpy()
    y_all = float(n.sum() + groups * alpha.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        log_odds = np.log(y / (y_group - y)) - np.log(y_term / (y_all - y_term))  # Monroe et al., equation 15
        z = log_odds / np.sqrt(1 / y + 1 / y_term)
    return counts.assign(log_odds=log_odds, z=z)


def _counts(*given: ArrayLike) -> tuple[np.ndarray, ...]:
    a, b, c, d = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in given))
    for names, term, size in (("a and c", a, c), ("b and d", b, d)):
        for at in np.flatnonzero((term < 0) | (term > size)):
            said = f"{names} are {term.flat[at]:g} and {size.flat[at]:g}"
            raise ValueError(f"{said}; a term occurs 0 times or more, and at most as often as there are tokens")
    return a, b, c, d


def _table(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return the observed and expected cells: term in target, in reference, other tokens in both."""
    a, b, c, d = _counts(a, b, c, d)
    share = _ratio(a + b, c + d, empty=0.0)
    return np.stack([a, b, c - a, d - b]), np.stack([c * share, d * share, c * (1 - share), d * (1 - share)])


def _ratio(top: np.ndarray, bottom: np.ndarray, empty: float = np.nan) -> np.ndarray:
    there = bottom != 0
    return np.where(there, top / np.where(there, bottom, 1.0), empty)


def dispersion(counts: ArrayLike | sparse.csr_array, sizes: ArrayLike) -> pd.DataFrame:
    """Measure how evenly terms are spread over parts.

    `counts` holds a term's counts in the parts, or such a row for each term (also sparse); `sizes` the tokens of each
    part. Parts without tokens are left out. Returns one row for each term:

    range       number of parts in which the term occurs
    sd          population standard deviation of the counts
    cv          sd divided by the mean of the counts
    juilland_d  1 - cv of the rates / sqrt(parts - 1); 1 is even (Juilland et al. 1970)
    dp          half the sum of |share of the term - share of the tokens|; 0 is even (Gries 2008)
    dp_norm     dp / (1 - smallest share of tokens) (Lijffijt and Gries 2012)
    kl          Kullback-Leibler divergence of the two shares, log2; 0 is even (Gries 2020)

    A term that never occurs has range 0, sd 0 and nan; in a single part every term is even.
    """
    cells, size = _parts(counts, sizes)
    (term, part), v, parts = cells.coords, cells.data, max(len(size), 1)
    total = partial(np.bincount, term, minlength=cells.shape[0])  # of values, by term

    def deviation(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:  # mean and standard deviation over all parts
        mean = total(values) / parts
        return mean, np.sqrt((total((values - mean[term]) ** 2) + (parts - found) * mean**2) / parts)

    s = size / max(size.sum(), 1)
    f, found = total(v), total()
    share, expected = v / f[term], s[part]
    (mean, sd), (mean_rate, sd_rate) = deviation(v), deviation(v / size[part])
    even = 1 - _ratio(sd_rate, mean_rate) / np.sqrt(max(parts - 1, 1))
    # A part without the term adds its expected share.
    dp = np.where(f == 0, np.nan, 0.5 * (1 + total(np.abs(share - expected) - expected)))
    kl = np.where(f == 0, np.nan, total(share * np.log2(share / expected)))
    norm = dp / ((1 - s.min(initial=1.0)) or 1.0)
    columns = {"range": found, "sd": sd, "cv": _ratio(sd, mean), "juilland_d": even, "dp": dp}
    return pd.DataFrame(columns | {"dp_norm": norm, "kl": kl})


def dispersion_excess(counts: ArrayLike | sparse.csr_array, sizes: ArrayLike) -> np.ndarray:
    """Return how much more clustered terms are than words scattered at random, comparable across reports.

    0 is as even as chance makes a term of this frequency in these parts, 1 is all occurrences in the smallest part:
    (dp - expected by chance) / (1 - smallest share - expected by chance). It is nan for a term that never occurs.
    """
    cells, size = _parts(counts, sizes)
    s, f = size / max(size.sum(), 1), cells.sum(axis=1)
    dp = dispersion(counts, sizes)["dp"].to_numpy()
    by_chance = pd.Series(f).map({n: _expected_dp(n, s) for n in np.unique(f)}).to_numpy(float)
    span = 1 - s.min(initial=1.0) - by_chance  # the largest dp is that of a term which only the smallest part has
    excess = np.where(span > 1e-9, _ratio(dp - by_chance, span), 0.0)
    return np.where(f > 0, np.round(excess, 9), np.nan)  # the last bits differ between processors


def _expected_dp(n: float, s: np.ndarray) -> float:
    """Return the expectation of dp where n occurrences fall on parts with chances s (de Moivre 1730)."""
    s = s[s < 1]
    k = np.floor(n * s) + 1
    ways = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
    chance = np.exp(ways + special.xlogy(k, s) + special.xlog1py(n - k, -s))  # of k occurrences in a part
    return float((k * (1 - s) * chance).sum() / max(n, 1))


def _parts(counts: ArrayLike | sparse.csr_array, sizes: ArrayLike) -> tuple[sparse.coo_array, np.ndarray]:
    """Return the counts above 0 (terms x parts) and the sizes of the parts that have tokens."""
    size = np.asarray(sizes, dtype=float).ravel()
    table = counts if sparse.issparse(counts) else np.atleast_2d(np.asarray(counts, dtype=float))
    cells = sparse.csr_array(table, dtype=float)
    if cells.shape[1] != len(size):
        raise ValueError(f"counts has {cells.shape[1]} parts and sizes {len(size)}; give one size for each part")
    if (cells.data < 0).any() or (cells.data > size[cells.indices]).any():
        raise ValueError("a count is below 0, or a term occurs more often in a part than the part has tokens")
    full = np.flatnonzero(size > 0)
    found = (cells if len(full) == len(size) else cells[:, full]).tocoo()
    found.eliminate_zeros()
    return found, size[full]


def association(n12: ArrayLike, n1: ArrayLike, n2: ArrayLike, n: ArrayLike) -> pd.DataFrame:
    """Measure how strongly two words attract each other.

    n12 counts the pair, n1 the pairs that begin with the first word, n2 those that end with the second, n all pairs.

    t         (n12 - expected) / sqrt(n12) (Church et al. 1991)
    pmi       log2 of n12 / expected (Church and Hanks 1990); large for pairs of rare words
    npmi      pmi / -log2(n12 / n), from -1 to 1 (Bouma 2009)
    log_dice  14 + log2(2 n12 / (n1 + n2)) (Rychlý 2008)
    lambda    log-odds of the two-by-two table, 0.5 added to each cell (Blaheta and Johnson 2001)
    z         lambda / its standard error
    """
    n12, n1, n2, n = np.broadcast_arrays(*(np.atleast_1d(np.asarray(x, dtype=float)) for x in (n12, n1, n2, n)))
    if (n12 < 0).any() or (n12 > np.minimum(n1, n2)).any() or (n1 + n2 - n12 > n).any():
        raise ValueError("the counts do not fit: n12 is at most n1 and n2, and n (all pairs) at least n1 + n2 - n12")
    expected = n1 * n2 / np.maximum(n, 1)
    cells = np.stack([n12, n1 - n12, n2 - n12, n - n1 - n2 + n12]) + 0.5
    log_odds = np.log(cells[0]) + np.log(cells[3]) - np.log(cells[1]) - np.log(cells[2])
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = np.where(n12 > 0, np.log2(n12 / expected), -np.inf)
        npmi = np.where(n12 == n, 1.0, pmi / -np.log2(n12 / n))  # a pair that is all there is: the limit is 1
        values = {
            "t": np.where(n12 > 0, (n12 - expected) / np.sqrt(n12), -np.inf),
            "pmi": pmi,
            "npmi": np.where(n12 > 0, npmi, -1.0),
            "log_dice": 14 + np.log2(2 * n12 / np.maximum(n1 + n2, 1)),
            "lambda": log_odds,
            "z": log_odds / np.sqrt((1 / cells).sum(axis=0)),
        }
    return pd.DataFrame(values)


def collocations(sentences: Iterable[Sequence[str]] | pd.DataFrame, min_count: int = 5) -> pd.DataFrame:
    """Find pairs of neighbours within sentences.

    Takes lists of tokens, one for each sentence, or a token table (neighbours: nothing but a space or hyphen between).
    Returns first, second, n and the columns of `association` of pairs with `min_count` or more, the largest z first.
    """
    if not isinstance(sentences, pd.DataFrame):
        rows = [(word, i > 0) for sentence in sentences for i, word in enumerate(sentence)]
        sentences = pd.DataFrame(rows, columns=["term", "joined"])
    check_table(sentences, ("term", "joined"), "words, such as terms.tokenise(corpus.sentences)")
    words, at = sentences["term"].to_numpy(object), np.flatnonzero(sentences["joined"])
    pairs = pd.DataFrame({"first": words[at - 1], "second": words[at]})
    counted = pairs.value_counts().rename("n").reset_index()
    counted = counted[counted["n"] >= min_count].reset_index(drop=True)
    n1, n2 = (counted[side].map(pairs[side].value_counts()) for side in ("first", "second"))
    return largest_first(counted.join(association(counted["n"], n1, n2, len(pairs))), "z", "first", "second")


def largest_first(table: pd.DataFrame, score: str, *names: str) -> pd.DataFrame:
    """Sort by the size of a score, then by names; it is rounded, for its last bits differ between processors."""
    keys = [*(table[name].astype(str) for name in names[::-1]), -table[score].round(6)]
    return table.iloc[np.lexsort(keys)].reset_index(drop=True)
