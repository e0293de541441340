"""Does a test cry wolf, and does it hear one? Both asked of the reader's own corpus.

`null_calibration` splits the corpus at random, so that no difference is true, and counts what each test still calls
one. `planted_power` makes some terms rarer on one side and counts how many of them the test finds.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy import special

from analysis.terms.counting import Units, units
from analysis.terms.measures import log_likelihood, log_odds_with_prior, log_ratio
from analysis.terms.resampling import benjamini_hochberg, permutation_p

# The usual cut of keyness with an effect size: G2 above 15.13 (p < 0.0001), the rate at least doubled or halved.
_CUT_G2, _CUT_LOG_RATIO = 15.13, 1.0
# Planted terms are reported by how often they occur: from so many occurrences on.
_BANDS = (0, 50, 100, 200, 400)
_FEWEST = 4  # units that can be split at random in more than a handful of ways


def null_calibration(
    table: pd.DataFrame | Units,
    unit: str = "block",
    repeats: int = 40,
    min_count: int = 10,
    level: float = 0.05,
    part: float = 0.5,
    seed: int = 2017,
) -> pd.DataFrame:
    """Count false differences between random parts of a corpus, by test.

    Takes tokens (or counted units); `part` is the share of the units on one side. Returns one row for each test:

    test    log-likelihood (4 cells, chi-squared with 1 degree of freedom), log-likelihood and effect size (G2 above
            15.13, absolute log ratio 1 or more), weighted log-odds (z), permutation of units (our verdict)
    share   share of terms with p below the level; it should be the level
    kept    terms called different after Benjamini and Hochberg, mean over the splits; it should be 0
    most    the same in the worst split
    terms   terms tested: those with `min_count` or more

    With fewer than four units, or no term as frequent, there is nothing to split and the table is empty.

    >>> texts = ["war and war", "peace and peace"] * 10
    >>> table = pd.DataFrame({"report": "a", "block": range(20), "sentence": 0, "text": texts})
    >>> null_calibration(table, repeats=5)["test"].tolist()[::3]
    ['log-likelihood', 'permutation of units']
    """
    counted = _frequent(_units(table, unit), min_count)
    if len(counted.sizes) < _FEWEST or not len(counted.terms):
        return pd.DataFrame(columns=["test", "share", "kept", "most", "terms"])
    random = np.random.Generator(np.random.PCG64(seed))
    rows = []
    for _ in range(repeats):
        side = _part(len(counted.sizes), random, part)
        rows += [(name, *test(counted, side, level), len(counted.terms)) for name, test in _TESTS.items()]
    found = pd.DataFrame(rows, columns=["test", "share", "kept", "terms"])
    summary = found.groupby("test", sort=False).agg(
        share=("share", "mean"), kept=("kept", "mean"), most=("kept", "max"), terms=("terms", "first")
    )
    return summary.reset_index()


def planted_power(
    table: pd.DataFrame | Units,
    unit: str = "block",
    factor: float = 2.0,
    planted: int = 20,
    min_count: int = 50,
    repeats: int = 20,
    level: float = 0.05,
    part: float = 0.5,
    tested: int = 5,
    seed: int = 2017,
) -> pd.DataFrame:
    """Find out how many planted differences the permutation test finds, by frequency of the term.

    A random `part` of the units is one side. On the other, each occurrence of `planted` random terms is kept with
    probability 1 / `factor`, so that the term is `factor` times as frequent in the part. Terms with `min_count` or
    more are planted, and tested among all that have `tested` or more, as in `keyness`. Returns one row for each band:

    occurrences  from so many on (after planting) up to the next band
    planted      terms planted, over all repeats
    share_p      share of them with p below the level
    share_q      share of them still found after Benjamini and Hochberg

    The table is empty where no term is as frequent, or where there are fewer than four units.
    """
    if factor <= 1:
        raise ValueError(f"factor is {factor}; give one above 1, such as 2 for terms twice as frequent on one side")
    counted = _units(table, unit)
    random = np.random.Generator(np.random.PCG64(seed))
    total = counted.counts.sum(axis=1)
    # After planting, this share of the occurrences is left on average.
    eligible = np.flatnonzero(total * (part + (1 - part) / factor) >= min_count)
    rows = []
    for _ in range(repeats if len(eligible) and len(counted.sizes) >= _FEWEST else 0):
        side = _part(len(counted.sizes), random, part)
        chosen = np.sort(random.choice(eligible, min(planted, len(eligible)), replace=False))
        rows.append(_found(_plant(counted, chosen, ~side, factor, random), chosen, side, tested))
    found = pd.concat(rows) if rows else pd.DataFrame({"n": [], "p": [], "q": []})
    return _by_band(found, min_count, level)


def _units(table: pd.DataFrame | Units, unit: str) -> Units:
    """Return counted units as they are, and those of a table."""
    return table if isinstance(table, Units) else units(table, unit)


def _frequent(counted: Units, min_count: int) -> Units:
    """Return units with the frequent terms only; sizes stay those of all words."""
    frequent = np.flatnonzero(counted.counts.sum(axis=1) >= min_count)
    return counted._replace(counts=counted.counts[frequent], terms=counted.terms[frequent])


def _part(n: int, random: np.random.Generator, share: float) -> np.ndarray:
    """Choose a share of n units at random, but at least one, and not all."""
    chosen = np.zeros(n, bool)
    chosen[random.permutation(n)[: min(max(int(n * share), 1), n - 1)]] = True
    return chosen


def _sides(counted: Units, side: np.ndarray) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Return counts and sizes of both sides: a, b, c, d."""
    a, b = (counted.counts @ units.astype(float) for units in (side, ~side))
    return a, b, counted.sizes[side].sum(), counted.sizes[~side].sum()


def _likelihood_test(counted: Units, side: np.ndarray, level: float) -> tuple[float, int]:
    """Return the share of terms with p below the level, and how many are kept: log-likelihood."""
    p = special.chdtrc(1, np.asarray(log_likelihood(*_sides(counted, side), cells=4)))
    return float((p < level).mean()), int((benjamini_hochberg(p) < level).sum())


def _effect_test(counted: Units, side: np.ndarray, level: float) -> tuple[float, int]:
    """Return the same for a cut by log-likelihood and effect size, which has no p."""
    sides = _sides(counted, side)
    g2, ratio = np.asarray(log_likelihood(*sides, cells=4)), np.asarray(log_ratio(*sides))
    kept = (g2 > _CUT_G2) & (np.abs(ratio) >= _CUT_LOG_RATIO)
    return float(kept.mean()), int(kept.sum())


def _odds_test(counted: Units, side: np.ndarray, level: float) -> tuple[float, int]:
    """Return the same for weighted log-odds, their z taken as normal."""
    a, b, c, d = _sides(counted, side)
    _, z = log_odds_with_prior(a + a + b, 2 * c + d, 3 * (a + b), 3 * (c + d))
    p = 2 * special.ndtr(-np.abs(z))
    return float((p < level).mean()), int((benjamini_hochberg(p) < level).sum())


def _permutation_test(counted: Units, side: np.ndarray, level: float) -> tuple[float, int]:
    """Return the same for the permutation of units."""
    p = permutation_p(counted, side)
    return float((p < level).mean()), int((benjamini_hochberg(p) < level).sum())


_TESTS: dict[str, Callable[[Units, np.ndarray, float], tuple[float, int]]] = {
    "log-likelihood": _likelihood_test,
    "log-likelihood and effect size": _effect_test,
    "weighted log-odds": _odds_test,
    "permutation of units": _permutation_test,
}


def _plant(
    counted: Units, chosen: np.ndarray, thinned: np.ndarray, factor: float, random: np.random.Generator
) -> Units:
    """Return units in which each occurrence of the chosen terms on the thinned side had to survive a draw."""
    cells = counted.counts.tocoo()
    row, column = cells.coords
    hit = np.flatnonzero(np.isin(row, chosen) & thinned[column])
    data = cells.data.copy()
    data[hit] = random.binomial(data[hit].astype(int), 1 / factor)
    planted = type(cells)((data, (row, column)), cells.shape).tocsr()
    return counted._replace(counts=planted, sizes=counted.sizes - (counted.counts - planted).sum(axis=0))


def _found(counted: Units, chosen: np.ndarray, side: np.ndarray, tested: int) -> pd.DataFrame:
    """Return n, p and q of the chosen terms, tested among all that are as frequent as `tested` says."""
    frequent = _frequent(counted, tested)
    p = permutation_p(frequent, side)
    table = pd.DataFrame({"n": frequent.counts.sum(axis=1), "p": p, "q": benjamini_hochberg(p)})
    return table[np.isin(frequent.terms, counted.terms[chosen])]


def _by_band(found: pd.DataFrame, min_count: int, level: float) -> pd.DataFrame:
    """Return occurrences, planted, share_p and share_q by band of frequency."""
    found = found[found["n"] >= min_count]
    starts = np.array(sorted({max(start, min_count) for start in _BANDS}))
    band = starts[np.maximum(np.digitize(found["n"], starts) - 1, 0)]
    table = pd.DataFrame({"occurrences": band, "p": found["p"] < level, "q": found["q"] < level})
    grouped = table.groupby("occurrences", as_index=False)
    return grouped.agg(planted=("p", "size"), share_p=("p", "mean"), share_q=("q", "mean"))
