"""Which words keep company? Pairs of neighbours and how strongly they attract each other."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

COLUMNS = ["t", "pmi", "npmi", "log_dice", "lambda", "z"]


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
        pmi = np.where(n12 > 0, np.log2(n12 / expected), -np.inf)
        npmi = np.where(n12 > 0, pmi / -np.log2(n12 / n), -1.0)
        values = {
            "t": np.where(n12 > 0, (n12 - expected) / np.sqrt(n12), -np.inf),
            "pmi": pmi,
            # A pair that is all there is: its pmi and its self-information are both 0; the limit is 1.
            "npmi": np.where((n12 > 0) & (n12 == n), 1.0, npmi),
            "log_dice": 14 + np.log2(2 * n12 / np.maximum(n1 + n2, 1)),
            "lambda": log_odds,
            "z": log_odds / np.sqrt((1 / cells).sum(axis=0)),
        }
    return pd.DataFrame(values, columns=COLUMNS)


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
    terms = tokens["term"].array
    together = np.flatnonzero(tokens["joined"].to_numpy()[1:])
    return terms.codes[together], terms.codes[together + 1], terms.categories.to_numpy(object)


def _checked(*given: ArrayLike) -> list[np.ndarray]:
    """Return the four counts as arrays of one length, or raise ValueError in words."""
    n12, n1, n2, n = np.broadcast_arrays(*(np.atleast_1d(np.asarray(x, dtype=float)) for x in given))
    if (n12 < 0).any() or (n12 > np.minimum(n1, n2)).any() or (n1 + n2 - n12 > n).any():
        raise ValueError("the counts do not fit: n12 is at most n1 and n2, and n (all pairs) at least n1 + n2 - n12")
    return [n12, n1, n2, n]
