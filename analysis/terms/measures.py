"""How much more often does a term occur here than there? The formulas, for numbers and for numpy arrays.

The arguments are always the same: a and b are how often a term occurs in the target and in the reference, c
and d how many tokens each has in all. Nothing here knows a corpus, and nothing here decides: a large score of
one term says that tokens are spread unevenly, not that two kinds of text differ (see `comparison` for that).
"""

from numbers import Real

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike


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
    g2 = 2 * _x_log_ratio(observed[:cells], expected[:cells]).sum(axis=0)
    # The sum is 0 or more in theory; rounding may leave -1e-16.
    return _give(_sign(np.maximum(g2, 0.0), observed, expected, signed))


def chi_squared(
    a: ArrayLike,
    b: ArrayLike,
    c: ArrayLike,
    d: ArrayLike,
    correction: str | None = None,
    signed: bool = False,
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
    """Return the difference of the two rates in per cent of the reference's rate (Gabrielatos and Marchi
    2012).

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

    Takes a table group, term, n (one row for each pair; `report` will do for group) and returns the same rows
    with two new columns:

    log_odds  log-odds of the term in the group minus those in the whole corpus, natural logarithm
    z         log_odds divided by its standard error

    The prior of a term is its count in the whole corpus (`"corpus"`, as tidylo does) or a number (1 is the
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
    of_term = counts.groupby("term", observed=True)
    alpha = of_term["n"].transform("sum") if isinstance(prior, str) else float(prior)
    y = (counts["n"] + alpha).astype(float)
    y_group = y.groupby(counts[group], observed=True).transform("sum")
    y_term = y.groupby(counts["term"], observed=True).transform("sum")
    log_odds, z = log_odds_with_prior(y.to_numpy(), y_group.to_numpy(), y_term.to_numpy(), y.sum())
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
            raise ValueError(
                f"{part} is {term.flat[at]:g} and {whole} {size.flat[at]:g}; a term cannot occur more often "
                f"than there are tokens: {whole} is the number of all tokens"
            )
    return tuple(given)


def _table(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return the observed and expected cells: term in target, in reference, other tokens in both."""
    a, b, c, d = _counts(a, b, c, d)
    share = _ratio(a + b, c + d, empty=0.0)
    return np.stack([a, b, c - a, d - b]), np.stack([c * share, d * share, c * (1 - share), d * (1 - share)])


def _x_log_ratio(x: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Return x ln(x / expected), and 0 where x is 0 (its limit)."""
    there = x > 0
    return np.where(there, x * np.log(np.where(there, x, 1.0) / np.where(there, expected, 1.0)), 0.0)


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
