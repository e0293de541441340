"""Formulas of corpus linguistics, for numbers and numpy arrays: keyness, dispersion, association of pairs.

The arguments of the keyness measures are always the same: a and b are how often a term occurs in the target and in the
reference, c and d how many tokens each has in all. A large score of one term says that tokens are spread unevenly, not
that two kinds of text differ (see `comparison` for that).
"""

from collections.abc import Iterable, Sequence
from numbers import Real

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import sparse, special

from analysis.language import check_table, npmi

_DISPERSION = ["range", "sd", "cv", "juilland_d", "dp", "dp_norm", "kl"]
ASSOCIATION = ["t", "pmi", "npmi", "log_dice", "lambda", "z"]


def log_likelihood(
    a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, cells: int = 2, signed: bool = False
) -> np.ndarray | float:
    """Compare two frequencies by the log-likelihood ratio G2.

    With `cells=2` only the term's own counts enter (Rayson and Garside 2000), with `cells=4` all other tokens
    as well (Dunning 1993; quanteda, nltk). `signed` makes it negative where the rate is lower in the target.
    A term that never occurs and an empty side give 0.

    >>> round(log_likelihood(52, 57, 50_000, 75_000), 2)
    2.65
    """
    if cells not in (2, 4):
        raise ValueError(f"cells is {cells}; choose 2 (Rayson and Garside) or 4 (Dunning)")
    observed, expected = _table(a, b, c, d)
    g2 = 2 * special.rel_entr(observed[:cells], expected[:cells]).sum(axis=0)
    # The sum is 0 or more in theory; rounding may leave -1e-16.
    return _give(_sign(np.maximum(g2, 0.0), observed, expected, signed))


def chi_squared(
    a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, correction: str | None = None, signed: bool = False
) -> np.ndarray | float:
    """Compare two frequencies by Pearson's chi-squared of the table with four cells.

    `correction="yates"` moves each cell up to 0.5 towards its expectation (Yates 1934), `"williams"` divides
    by Williams's q (1976; q is 1 where a cell is empty). `signed` makes it negative where the rate is lower
    in the target. A term that never occurs and an empty side give 0.

    >>> round(chi_squared(10, 5, 100, 100), 4), round(chi_squared(10, 5, 100, 100, correction="yates"), 4)
    (1.8018, 1.1532)
    """
    if correction not in (None, "yates", "williams"):
        raise ValueError(f'correction is {correction!r}; choose None, "yates" or "williams"')
    observed, expected = _table(a, b, c, d)
    # In a two-by-two table the four differences are equal in size.
    gap = np.abs(observed[0] - expected[0])
    if correction == "yates":
        gap = np.maximum(gap - 0.5, 0.0)
    chi2 = sum(_ratio(gap**2, cell, empty=0.0) for cell in expected)
    if correction == "williams":
        chi2 = chi2 / _williams_q(observed)
    return _give(_sign(np.asarray(chi2), observed, expected, signed))


def log_ratio(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> np.ndarray | float:
    """Return log2 of the ratio of the two rates: 1 means twice as often in the target (Hardie 2014).

    0.5 stands for a count of 0. Where a side has no tokens there is no rate, and the result is nan.

    >>> log_ratio(20, 5, 1000, 1000)
    2.0
    """
    a, b, c, d = _counts(a, b, c, d)
    top = _ratio(np.where(a == 0, 0.5, a), c)
    bottom = _ratio(np.where(b == 0, 0.5, b), d)
    return _give(np.log2(_ratio(top, bottom)))


def percent_difference(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> np.ndarray | float:
    """Return the difference of the two rates in per cent of the reference's rate (Gabrielatos and Marchi 2012).

    A term that only the target has gives inf; one that neither has, or a side without tokens, gives nan.

    >>> percent_difference(3, 2, 8, 8)
    50.0
    """
    a, b, c, d = _counts(a, b, c, d)
    target, reference = _ratio(a, c), _ratio(b, d)
    difference = 100 * _ratio(target - reference, reference)
    return _give(np.where((reference == 0) & (target > 0), np.inf, difference))


def simple_maths(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, n: float = 1) -> np.ndarray | float:
    """Return the ratio of the two rates per million, `n` added to both (Kilgarriff 2009).

    A larger n favours frequent terms. Where a side has no tokens the result is nan.

    >>> simple_maths(20, 0, 1_000_000, 1_000_000)
    21.0
    """
    a, b, c, d = _counts(a, b, c, d)
    return _give(_ratio(1e6 * _ratio(a, c) + n, 1e6 * _ratio(b, d) + n))


def weighted_log_odds(counts: pd.DataFrame, prior: str | float = "corpus") -> pd.DataFrame:
    """Compare each group with the whole corpus by log-odds that a prior holds back (Monroe et al. 2008).

    Takes a table group, term, n (`report` will do for group; a pair without a row counts 0) and returns the same rows
    with two new columns:

    log_odds  log-odds of the term in the group minus those in the whole corpus, natural logarithm
    z         log_odds divided by its standard error

    The prior of a term is its count in the whole corpus (`"corpus"`; as tidylo, given all pairs) or a number (1 is the
    uninformative one). The symbols are those of the paper: y is a count with its prior.

    >>> table = pd.DataFrame({"group": ["a", "a", "b", "b"], "term": ["x", "y", "x", "y"], "n": [4, 1, 1, 4]})
    >>> weighted_log_odds(table)[["log_odds", "z"]].round(3)
       log_odds      z
    0     0.405  0.962
    1    -0.405 -0.839
    2    -0.405 -0.839
    3     0.405  0.962
    """
    group = "group" if "group" in counts else "report"
    _check_pairs(counts, group)
    if prior != "corpus" and not (isinstance(prior, Real) and prior > 0):
        raise ValueError(f'prior is {prior!r}; choose "corpus" or a number above 0')
    n, n_term = counts["n"].astype(float), counts.groupby("term", observed=True)["n"].sum().astype(float)
    alpha = n_term if isinstance(prior, str) else n_term * 0 + float(prior)
    groups = counts[group].nunique()
    # A pair that has no row has the count 0, and its prior counts all the same.
    y_group = n.groupby(counts[group], observed=True).transform("sum") + alpha.sum()
    y = (n + counts["term"].map(alpha).astype(float)).to_numpy()
    y_term = counts["term"].map(n_term + groups * alpha).astype(float).to_numpy()
    log_odds, z = log_odds_with_prior(y, y_group.to_numpy(), y_term, float(n.sum() + groups * alpha.sum()))
    return counts.assign(log_odds=log_odds, z=z)


def log_odds_with_prior(
    y: np.ndarray, y_group: ArrayLike, y_term: np.ndarray, y_all: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return log-odds and z of counts y that hold their prior; the three others are sums of y."""
    with np.errstate(divide="ignore", invalid="ignore"):
        log_odds = np.log(y / (y_group - y)) - np.log(y_term / (y_all - y_term))  # Monroe et al., equation 15
        z = log_odds / np.sqrt(1 / y + 1 / y_term)
    return log_odds, z


def _check_pairs(counts: pd.DataFrame, group: str) -> None:
    """Raise ValueError where a table of counts lacks a column, repeats a pair or counts below 0."""
    missing = {group, "term", "n"} - set(counts.columns)
    if missing:
        raise ValueError(f"the table of counts lacks {', '.join(sorted(missing))}; it needs group, term and n")
    twice = counts.duplicated([group, "term"])
    if twice.any():
        row = counts[twice].iloc[0]
        raise ValueError(f"{row['term']!r} has two rows in group {row[group]!r}; add their n up first")
    if (counts["n"] < 0).any():
        raise ValueError(f"n holds {counts['n'].min()}; a count is 0 or more")


def _counts(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> tuple[np.ndarray, ...]:
    """Return the four arguments as arrays of one shape, or raise ValueError in words."""
    given = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (a, b, c, d)))
    for name, values in zip("abcd", given, strict=True):
        if (values < 0).any():
            raise ValueError(f"{name} holds {values.min():g}; a count is 0 or more")
    for term, size, part, whole in ((given[0], given[2], "a", "c"), (given[1], given[3], "b", "d")):
        if (term > size).any():
            at = int(np.argmax(term > size))
            said = f"{part} is {term.flat[at]:g} and {whole} {size.flat[at]:g}"
            raise ValueError(f"{said}; a term cannot occur more often than there are tokens: {whole} counts them all")
    return tuple(given)


def _table(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return the observed and expected cells: term in target, in reference, other tokens in both."""
    a, b, c, d = _counts(a, b, c, d)
    share = _ratio(a + b, c + d, empty=0.0)
    return np.stack([a, b, c - a, d - b]), np.stack([c * share, d * share, c * (1 - share), d * (1 - share)])


def _williams_q(observed: np.ndarray) -> np.ndarray:
    """Return Williams's q of a two-by-two table, 1 where a cell is empty."""
    a, b, c, d = observed
    n = a + b + c + d
    full = (observed > 0).all(axis=0)
    rows = _ratio(n, a + b, empty=0.0) + _ratio(n, c + d, empty=0.0) - 1
    columns = _ratio(n, a + c, empty=0.0) + _ratio(n, b + d, empty=0.0) - 1
    return np.where(full, 1 + _ratio(rows * columns, 6 * n, empty=0.0), 1.0)


def _sign(score: np.ndarray, observed: np.ndarray, expected: np.ndarray, signed: bool) -> np.ndarray:
    """Return a score, with a minus where fewer were observed in the target than expected."""
    return np.where(observed[0] < expected[0], -score, score) if signed else score


def _ratio(top: np.ndarray, bottom: np.ndarray, empty: float = np.nan) -> np.ndarray:
    """Return top / bottom, and `empty` where bottom is 0."""
    there = bottom != 0
    return np.where(there, top / np.where(there, bottom, 1.0), empty)


def _give(result: np.ndarray) -> np.ndarray | float:
    """Return an array as it is and a single value as a number."""
    return result if np.ndim(result) else float(result)


def dispersion(counts: ArrayLike | sparse.csr_array, sizes: ArrayLike) -> pd.DataFrame:
    """Measure how evenly terms are spread over parts.

    `counts` holds a term's counts in the parts, or one such row for each term (a sparse matrix will do);
    `sizes` the tokens of each part. Returns one row for each term:

    range       number of parts in which the term occurs
    sd          population standard deviation of the counts
    cv          sd divided by the mean of the counts
    juilland_d  1 - cv of the rates / sqrt(parts - 1); 1 is even (Juilland et al. 1970)
    dp          half the sum of |share of the term - share of the tokens|; 0 is even (Gries 2008)
    dp_norm     dp / (1 - smallest share of tokens) (Lijffijt and Gries 2012)
    kl          Kullback-Leibler divergence of the two shares, log2; 0 is even (Gries 2020)

    Parts without tokens are left out. A term that never occurs has range 0, sd 0 and nan; in a single part
    every term is even.

    >>> dispersion([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]).round(3)  # the example of Gries (2008)
       range     sd     cv  juilland_d    dp  dp_norm     kl
    0      5  1.414  0.471       0.785  0.18     0.22  0.137
    """
    term, part, v, terms, size = _occurrences(counts, sizes)

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(term, weights=values, minlength=terms)

    s = size / max(size.sum(), 1)
    f, found = total(v), np.bincount(term, minlength=terms)
    share, expected = v / f[term], s[part]
    parts = max(len(size), 1)

    def deviation(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return mean and population standard deviation over all parts, those without the term included."""
        mean = total(values) / parts
        squares = total((values - mean[term]) ** 2) + (parts - found) * mean**2
        return mean, np.sqrt(squares / parts)

    dp = _dp(term, share, expected, terms)
    mean, sd = deviation(v)
    mean_rate, sd_rate = deviation(v / size[part])
    smallest = s.min() if len(s) else 1.0
    table = {
        "range": found,
        "sd": sd,
        "cv": _ratio(sd, mean, empty=0.0),
        "juilland_d": 1 - _ratio(sd_rate, mean_rate, empty=0.0) / np.sqrt(max(parts - 1, 1)),
        "dp": dp,
        "dp_norm": dp / (1 - smallest) if smallest < 1 else dp,
        "kl": total(share * np.log2(share / expected)),
    }
    result = pd.DataFrame(table, columns=_DISPERSION)
    result.loc[f == 0, _DISPERSION[2:]] = np.nan
    return result


def dispersion_excess(counts: ArrayLike | sparse.csr_array, sizes: ArrayLike) -> np.ndarray:
    """Return how much more clustered terms are than words scattered at random, comparable across reports.

    0 is as even as chance makes a term of this frequency in these parts, 1 is all occurrences in the smallest part:
    (dp - expected) / (1 - smallest share - expected), with dp of Gries (2008) and its expectation where each occurrence
    falls on a part with the chance of the part's share (the mean deviation of the binomial, de Moivre 1730). It can be
    below 0, and it is nan for a term that never occurs.

    >>> dispersion_excess([[1, 1, 1, 1], [4, 0, 0, 0]], [10, 10, 10, 10]).round(2).tolist()
    [-0.73, 1.0]
    """
    term, part, v, terms, size = _occurrences(counts, sizes)
    s = size / max(size.sum(), 1)
    f = np.bincount(term, weights=v, minlength=terms)
    share, expected = v / f[term], s[part]
    dp = _dp(term, share, expected, terms)
    frequency, row = np.unique(f, return_inverse=True)
    by_chance = np.array([_expected_dp(n, s) for n in frequency])[row] if len(f) else np.zeros(0)
    most = 1 - (s.min() if len(s) else 1.0)
    excess = np.divide(dp - by_chance, most - by_chance, out=np.zeros(terms), where=most - by_chance > 1e-9)
    return np.where(f > 0, excess, np.nan)


def _dp(term: np.ndarray, share: np.ndarray, expected: np.ndarray, terms: int) -> np.ndarray:
    """Return dp (Gries 2008) from the parts that hold a term; each other part adds its expected share."""
    return 0.5 * (1 + np.bincount(term, weights=np.abs(share - expected) - expected, minlength=terms))


def _expected_dp(n: float, s: np.ndarray) -> float:
    """Return the expectation of dp where n occurrences fall on parts with chances s."""
    if n == 0:
        return 0.0
    k = np.floor(n * s) + 1
    log_choose = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
    log_chance = log_choose + special.xlogy(k, s) + special.xlog1py(n - k + 1, -s)
    return float((k * np.exp(np.where(k > n, -np.inf, log_chance))).sum() / n)


def _occurrences(
    counts: ArrayLike | sparse.csr_array, sizes: ArrayLike
) -> tuple[np.ndarray, np.ndarray, np.ndarray, int, np.ndarray]:
    """Return term, part and count of all cells above 0, the number of terms, and the sizes of full parts."""
    size = np.asarray(sizes, dtype=float).ravel()
    table = counts if sparse.issparse(counts) else np.atleast_2d(np.asarray(counts, dtype=float))
    cells = sparse.coo_array(table)
    terms, parts = cells.shape
    if parts != len(size):
        raise ValueError(f"counts has {parts} parts and sizes {len(size)}; give one size for each part")
    there = cells.data != 0
    term, part = (place[there] for place in cells.coords)
    v = cells.data[there].astype(float)
    if (v < 0).any() or (size < 0).any():
        raise ValueError("counts or sizes holds a number below 0; a count is 0 or more")
    if (v > size[part]).any():
        raise ValueError("a term occurs more often in a part than the part has tokens; sizes are all tokens of a part")
    full = size > 0
    return term, (np.cumsum(full) - 1)[part], v, terms, size[full]


def association(n12: ArrayLike, n1: ArrayLike, n2: ArrayLike, n: ArrayLike) -> pd.DataFrame:
    """Measure how strongly two words attract each other.

    n12 counts the pair, n1 the pairs that begin with the first word, n2 those that end with the second, n all
    pairs. Returns one row for each pair:

    t         (n12 - expected) / sqrt(n12) (Church et al. 1991)
    pmi       log2 of n12 / expected (Church and Hanks 1990); large for pairs of rare words
    npmi      pmi / -log2(n12 / n), from -1 to 1 (Bouma 2009)
    log_dice  14 + log2(2 n12 / (n1 + n2)) (Rychlý 2008)
    lambda    log-odds of the two-by-two table, 0.5 added to each cell (Blaheta and Johnson 2001)
    z         lambda / its standard error

    A pair that never occurs gives -inf for t, pmi and log_dice, and -1 for npmi.

    >>> association(20, 30, 50, 1000).round(3)
           t    pmi   npmi  log_dice  lambda      z
    0  4.137  3.737  0.662      13.0   4.098  9.716
    """
    n12, n1, n2, n = _checked(n12, n1, n2, n)
    expected = n1 * n2 / np.maximum(n, 1)
    cells = np.stack([n12, n1 - n12, n2 - n12, n - n1 - n2 + n12]) + 0.5
    log_odds = np.log(cells[0]) + np.log(cells[3]) - np.log(cells[1]) - np.log(cells[2])
    with np.errstate(divide="ignore", invalid="ignore"):
        values = {
            "t": np.where(n12 > 0, (n12 - expected) / np.sqrt(n12), -np.inf),
            "pmi": np.where(n12 > 0, np.log2(n12 / expected), -np.inf),
            "npmi": npmi(n12, n1, n2, n),
            "log_dice": 14 + np.log2(2 * n12 / np.maximum(n1 + n2, 1)),
            "lambda": log_odds,
            "z": log_odds / np.sqrt((1 / cells).sum(axis=0)),
        }
    return pd.DataFrame(values, columns=ASSOCIATION)


def collocations(sentences: Iterable[Sequence[str]] | pd.DataFrame, min_count: int = 5) -> pd.DataFrame:
    """Find pairs of neighbours within sentences.

    Takes lists of tokens, one for each sentence, or a token table, where neighbours are words that are
    `joined`: nothing but a space or a hyphen parts them. All pairs are counted, those with `min_count` or
    more are returned: first, second, n and the columns of `association`, the largest z first.

    >>> found = collocations([["crisis", "management"], ["crisis", "management"]], min_count=2)
    >>> found[["first", "second", "n"]]
        first      second  n
    0  crisis  management  2
    """
    first, second, words = _pairs_of_table(sentences) if isinstance(sentences, pd.DataFrame) else _pairs(sentences)
    n1, n2 = (np.bincount(side, minlength=len(words)) for side in (first, second))
    pair, n12 = np.unique(first.astype(np.int64) * max(len(words), 1) + second, return_counts=True)
    often = n12 >= min_count
    left, right = np.divmod(pair[often], max(len(words), 1))
    measured = association(n12[often], n1[left], n2[right], np.full(often.sum(), len(first)))
    table = pd.DataFrame({"first": words[left], "second": words[right], "n": n12[often]}).join(measured)
    # Rounded before sorting: the last bits of a logarithm differ between processors.
    order = np.lexsort((table["second"].astype(str), table["first"].astype(str), -table["z"].round(6)))
    return table.iloc[order].reset_index(drop=True)


def _pairs(sentences: Iterable[Sequence[str]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the numbers of first and second words of all pairs in lists of tokens, and the words."""
    lists = [list(sentence) for sentence in sentences]
    code, words = pd.factorize(np.array([word for sentence in lists for word in sentence], dtype=object))
    row = np.repeat(np.arange(len(lists)), [len(sentence) for sentence in lists])
    together = np.flatnonzero(row[1:] == row[:-1])
    return code[together], code[together + 1], np.asarray(words, dtype=object)


def _pairs_of_table(tokens: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the numbers of first and second words of all joined pairs in a token table, and the words."""
    check_table(tokens, ("term", "joined"), "words, such as terms.tokenise(corpus.sentences)")
    terms = tokens["term"].array
    together = np.flatnonzero(tokens["joined"].to_numpy()[1:])
    return terms.codes[together], terms.codes[together + 1], terms.categories.to_numpy(object)


def _checked(*given: ArrayLike) -> list[np.ndarray]:
    """Return the four counts as arrays of one length, or raise ValueError in words."""
    n12, n1, n2, n = np.broadcast_arrays(*(np.atleast_1d(np.asarray(x, dtype=float)) for x in given))
    if (n12 < 0).any() or (n12 > np.minimum(n1, n2)).any() or (n1 + n2 - n12 > n).any():
        raise ValueError("the counts do not fit: n12 is at most n1 and n2, and n (all pairs) at least n1 + n2 - n12")
    return [n12, n1, n2, n]
