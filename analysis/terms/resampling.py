"""Could chance have done this? Permutation and bootstrap with whole units: reports or paragraphs.

Words of one text are no independent draws: a writer who uses a word once uses it again. So the unit that is
shuffled or drawn anew is a report, or a paragraph, with all its words.
"""

from itertools import combinations
from math import comb

import numpy as np
from scipy import special

from analysis.terms.counting import Units
from analysis.terms.measures import log_ratio

# Up to so many ways to split the units, each is tried; beyond, three moments of their distribution are enough.
_ALL_SPLITS = 1000
# Terms resampled at a time: more need memory, fewer time.
_CHUNK = 2000


def permutation_p(units: Units, target: np.ndarray) -> np.ndarray:
    """Return for each term how often a random split of the units is at least as uneven (two-sided p).

    `target` says which units are the target. The statistic is the term's count in the target minus the count
    expected from the target's words, divided by sqrt(share (1 - share)) of these words: a split with more words may
    be further off. With few units every split is tried; with many, the distribution over all splits is taken as
    Pearson's type III with its mean, variance and skewness (Mielke and Berry 2007).
    """
    ways = comb(len(target), int(target.sum()))
    if ways <= _ALL_SPLITS:
        return _p_of_all_splits(units, target)
    return np.maximum(_p_of_moments(units, target), 1 / ways)


def _p_of_all_splits(units: Units, target: np.ndarray) -> np.ndarray:
    """Return two-sided p from every split into groups of the same sizes."""
    chosen = [np.flatnonzero(target), *map(np.array, combinations(range(len(target)), int(target.sum())))]
    splits = np.zeros((len(target), len(chosen)))
    for column, members in enumerate(chosen):
        splits[members, column] = 1
    rate, words = units.counts.sum(axis=1) / units.sizes.sum(), units.sizes @ splits
    share = words / units.sizes.sum()
    uneven = np.abs(units.counts @ splits - np.outer(rate, words)) / np.sqrt(np.maximum(share * (1 - share), 1e-12))
    # Splits that tie with the one observed count: rounding must not decide.
    return (uneven[:, 1:] >= uneven[:, :1] - 1e-9).mean(axis=1)


def _p_of_moments(units: Units, target: np.ndarray) -> np.ndarray:
    """Return two-sided p from mean (0), variance and skewness of the statistic over all splits.

    The moments are those of a sample without replacement, with the target's share of the words in place of its share
    of the units: with the latter, a report of long paragraphs seems to lack every word that it happens not to use.
    """
    n, x, size = len(target), units.counts, units.sizes
    rate, share = x.sum(axis=1) / size.sum(), size[target].sum() / size.sum()
    statistic = x @ target.astype(float) - rate * size[target].sum()
    square, cube = x.power(2), x.power(3)
    # Sums over the units of e^2 and e^3, where e = count - rate * size.
    e2 = square.sum(axis=1) - 2 * rate * (x @ size) + rate**2 * (size**2).sum()
    e3 = cube.sum(axis=1) - 3 * rate * (square @ size) + 3 * rate**2 * (x @ size**2) - rate**3 * (size**3).sum()
    variance = share * (1 - share) * n / (n - 1) * e2
    third = share * (1 - share) * (1 - 2 * share) * n**2 / ((n - 1) * (n - 2)) * e3
    sd = np.sqrt(np.maximum(variance, 1e-12))
    return _pearson_iii(statistic / sd, third / sd**3)


def _pearson_iii(z: np.ndarray, skewness: np.ndarray) -> np.ndarray:
    """Return the two-sided p of standardised values from a distribution with this skewness.

    The distribution ends at -2 / skewness, the true one does not: beyond, and without skewness, z is taken as normal.
    """
    side = np.where(skewness < 0, -1.0, 1.0)
    skew = np.maximum(np.abs(skewness), 1e-3)
    shape = 4 / skew**2
    from_end = shape + z * side * np.sqrt(shape)
    upper = special.gammaincc(shape, np.maximum(from_end, 0.0))
    normal = (from_end <= 0) | (np.abs(skewness) < 1e-3)
    return np.where(normal, 2 * special.ndtr(-np.abs(z)), np.minimum(1.0, 2 * np.minimum(upper, 1 - upper)))


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Return q-values: the share of false ones to expect among all terms with p as small (1995).

    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03, 0.5])).round(3).tolist()
    [0.04, 0.053, 0.053, 0.5]
    """
    order = np.argsort(p, kind="stable")
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    q = np.empty(len(p))
    q[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return np.minimum(q, 1.0)


def bootstrap_log_ratio(
    units: Units, target: np.ndarray, draws: int, level: float = 0.95, seed: int = 2017
) -> tuple[np.ndarray, np.ndarray]:
    """Return both ends of the interval of the log ratio, the units of each side drawn anew `draws` times."""
    random = np.random.Generator(np.random.PCG64(seed))
    weights = np.zeros((len(target), 2, draws), np.int32)
    for side, members in enumerate((np.flatnonzero(target), np.flatnonzero(~target))):
        drawn = members[random.integers(len(members), size=(draws, len(members)))]
        for draw in range(draws):
            weights[:, side, draw] = np.bincount(drawn[draw], minlength=len(target))
    c, d = (units.sizes @ weights[:, side] for side in (0, 1))
    low, high = np.empty(len(units.terms)), np.empty(len(units.terms))
    for i in range(0, len(low), _CHUNK):
        part = units.counts[i : i + _CHUNK]
        ratios = log_ratio(part @ weights[:, 0], part @ weights[:, 1], c, d)
        low[i : i + _CHUNK], high[i : i + _CHUNK] = np.quantile(ratios, [(1 - level) / 2, (1 + level) / 2], axis=1)
    return low, high
