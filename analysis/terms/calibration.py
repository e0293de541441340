"""Check the comparison on the reader's own corpus: false differences where none is true, and planted ones it finds."""

import numpy as np
import pandas as pd
from scipy import special

from analysis.language import STOP_WORDS
from analysis.terms.comparison import adjusted, frequent, permutation_p
from analysis.terms.counting import Units, units
from analysis.terms.measures import log_likelihood, log_ratio

# The usual cut of keyness with an effect size: G2 above 15.13 (p < 0.0001), the rate at least doubled or halved.
_CUT_G2, _CUT_LOG_RATIO = 15.13, 1.0
# Planted terms are reported by how often they occur: from so many occurrences on.
_BANDS = (0, 20, 50, 100, 200)
_FEWEST = 4  # units that can be split at random in more than a handful of ways


def null_calibration(
    table: pd.DataFrame | Units,
    by: str = "run",
    repeats: int = 20,
    min_count: int = 5,
    level: float = 0.05,
    part: float = 0.5,
    seed: int = 2017,
) -> pd.DataFrame:
    """Count false differences between random parts of a corpus, by test.

    Takes tokens or hits (or counted units); `part` is the share of the corpus on one side. `by` is what stays together:
    "run" (neighbouring paragraphs of about 600 words, which are often about one subject; after Winkler et al. 2015) or
    "block". The tests treat each paragraph as independent, as `keyness` does. New table, one row per test:

    test    log-likelihood (4 cells, chi-squared with 1 degree of freedom), log-likelihood and effect size (G2 above
            15.13, absolute log ratio 1 or more), permutation of units (our verdict)
    share   share of terms with p below the level; it should be the level
    kept    terms called different after the correction for many tests, mean over the splits; it should be near 0
    most    the same in the worst split
    terms   terms tested: those with `min_count` or more

    With fewer than four parts to split, or no term as frequent, the table is empty.

    >>> texts = ["war and war", "peace and peace"] * 10
    >>> table = pd.DataFrame({"report": "a", "block": range(20), "sentence": 0, "text": texts})
    >>> null_calibration(table, by="block", repeats=5)["test"].tolist()[::2]
    ['log-likelihood', 'permutation of units']
    """
    if by not in ("run", "block"):
        raise ValueError(f'by is {by!r}; choose "run" (neighbouring paragraphs stay together) or "block"')
    counted = frequent(_units(table), min_count)
    together = counted.runs if by == "run" else np.arange(len(counted.sizes))
    if len(set(together.tolist())) < _FEWEST or not len(counted.terms):
        return pd.DataFrame(columns=["test", "share", "kept", "most", "terms"])
    random = np.random.Generator(np.random.PCG64(seed))
    rows = []
    for _ in range(repeats):
        called = _called_different(counted, _part(together, random, part), level)
        rows += [(test, share, kept, len(counted.terms)) for test, (share, kept) in called.items()]
    found = pd.DataFrame(rows, columns=["test", "share", "kept", "terms"])
    return found.groupby("test", sort=False, as_index=False).agg(
        share=("share", "mean"), kept=("kept", "mean"), most=("kept", "max"), terms=("terms", "first")
    )


def planted_power(
    table: pd.DataFrame | Units,
    factor: float = 2.0,
    planted: int = 5,
    min_count: int = 20,
    repeats: int = 20,
    level: float = 0.05,
    part: float = 0.5,
    tested: int = 5,
    seed: int = 2017,
) -> pd.DataFrame:
    """Find out how many planted differences the permutation test finds, by frequency of the term.

    A random `part` of the paragraphs is one side. On the other, each occurrence of `planted` random content words is
    kept with probability 1 / `factor`, so that the word is `factor` times as frequent in the part. Words with
    `min_count` or more are planted, and tested among all terms that have `tested` or more, as in `keyness`. New
    table, one row per band:

    occurrences  from so many on (after planting) up to the next band
    planted      words planted, over all repeats
    share_p      share of them with p below the level
    share_q      share of them still found after the correction for many tests

    The table is empty where no word is as frequent, or where there are fewer than four paragraphs.
    """
    if factor <= 1:
        raise ValueError(f"factor is {factor}; give one above 1, such as 2 for terms twice as frequent on one side")
    counted = _units(table)
    random = np.random.Generator(np.random.PCG64(seed))
    content = np.array([term not in STOP_WORDS for term in counted.terms], bool)
    # After planting, this share of the occurrences is left on average.
    eligible = np.flatnonzero(content & (counted.counts.sum(axis=1) * (part + (1 - part) / factor) >= min_count))
    rows = []
    for _ in range(repeats if len(eligible) and len(counted.sizes) >= _FEWEST else 0):
        side = _part(np.arange(len(counted.sizes)), random, part)
        chosen = np.sort(random.choice(eligible, min(planted, len(eligible)), replace=False))
        changed = frequent(_plant(counted, chosen, ~side, factor, random), tested)
        n, p = changed.counts.sum(axis=1), permutation_p(changed, side)
        every = pd.DataFrame({"n": n, "p": p, "q": adjusted(p, n)})
        rows.append(every[np.isin(changed.terms, counted.terms[chosen])])
    found = pd.concat(rows) if rows else pd.DataFrame({"n": [], "p": [], "q": []})
    found = found[found["n"] >= min_count]
    starts = np.array(sorted({max(start, min_count) for start in _BANDS}))
    band = starts[np.maximum(np.digitize(found["n"], starts) - 1, 0)]
    below = pd.DataFrame({"occurrences": band, "p": found["p"] < level, "q": found["q"] < level})
    grouped = below.groupby("occurrences", as_index=False)
    return grouped.agg(planted=("p", "size"), share_p=("p", "mean"), share_q=("q", "mean"))


def _units(table: pd.DataFrame | Units) -> Units:
    """Return counted units as they are, and the paragraphs of a table."""
    return table if isinstance(table, Units) else units(table, "block", nested=False)


def _part(together: np.ndarray, random: np.random.Generator, share: float) -> np.ndarray:
    """Choose a share of the parts at random, but at least one, and not all; return the units of these parts."""
    parts = np.unique(together)
    chosen = random.permutation(parts)[: min(max(int(len(parts) * share), 1), len(parts) - 1)]
    return np.isin(together, chosen)


def _called_different(counted: Units, side: np.ndarray, level: float) -> dict[str, tuple[float, int]]:
    """Return for each test the share of terms with p below the level, and how many it calls different."""
    a, b = (counted.counts @ members.astype(float) for members in (side, ~side))
    c, d = counted.sizes[side].sum(), counted.sizes[~side].sum()
    g2 = np.asarray(log_likelihood(a, b, c, d, cells=4))
    large = (g2 > _CUT_G2) & (np.abs(np.asarray(log_ratio(a, b, c, d))) >= _CUT_LOG_RATIO)
    by_words, by_units = special.chdtrc(1, g2), permutation_p(counted, side)
    return {
        "log-likelihood": ((by_words < level).mean(), int((adjusted(by_words) < level).sum())),
        "log-likelihood and effect size": (large.mean(), int(large.sum())),
        "permutation of units": ((by_units < level).mean(), int((adjusted(by_units, a + b) < level).sum())),
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
