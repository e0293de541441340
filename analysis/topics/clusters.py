"""Which paragraphs belong together? Ward's method, then k-means from its centres; the seed of the parts is fixed."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist

from analysis.topics.vectors import spread_out, unit

# Ward's method needs the distance of every pair. 1,500 paragraphs, evenly spread, give centres as good as 4,000 do
# (measured on 4,484 labelled texts), in a tenth of the time.
WARD_LIMIT = 1500
# A small collection is grouped as its parts agree: PARTS times, 80 % of it is grouped on its own. On five reports this
# lifts the agreement of refits at six topics from 0.64 to 0.76; above AGREE_LIMIT paragraphs it costs too much.
PARTS, PART, AGREE_LIMIT = 20, 0.8, 600
SEED = 1  # of the parts a grouping is built on; NumPy keeps what its RandomState draws the same on every machine
STEPS = 100
DIGITS_SHOWN = 4


@dataclass(frozen=True)
class Tree:
    """Vectors, and how Ward's method joins those that say something (an evenly spread sample, where they are many)."""

    vectors: np.ndarray
    known: np.ndarray
    sample: np.ndarray
    joins: np.ndarray | None


def tree(vectors: np.ndarray) -> Tree:
    """Join vectors by Ward's method; vectors of zeros, which say nothing, have no part in it."""
    known = vectors[vectors.any(axis=1)]
    sample = known[spread_out(len(known), WARD_LIMIT)]
    return Tree(vectors, known, sample, linkage(pdist(sample), method="ward") if len(sample) > 1 else None)


def group(vectors: np.ndarray, k: int) -> np.ndarray:
    """Sort vectors into k groups, numbered from the largest (ties: by first member); fewer if fewer differ."""
    return cut(tree(vectors), k)


def cut(joined: Tree, k: int) -> np.ndarray:
    """Cut a tree into k groups and improve them by k-means; vectors of zeros join the nearest."""
    k = min(k, len({row.tobytes() for row in joined.known}))
    if k <= 1 or joined.joins is None:
        return np.zeros(len(joined.vectors), dtype=np.int64)
    start = fcluster(joined.joins, min(k, len(joined.sample)), criterion="maxclust") - 1
    return by_size(nearest(joined.vectors, _improved(joined.known, centres(joined.sample, start))))


def place_parts(n: int, part: Callable[[np.ndarray], np.ndarray]) -> list[tuple[np.ndarray, Tree]]:
    """Place and join parts of a collection alone: for each its rows and its tree."""
    return [(rows, tree(part(rows))) for rows in parts(n, PARTS, SEED)] if n > 2 else []


def group_as_parts_agree(whole: Tree, k: int, placed_parts: list[tuple[np.ndarray, Tree]]) -> np.ndarray:
    """Group as `cut` does, but start from the groups on which parts agree that were placed and grouped alone.

    `placed_parts` as `place_parts` gives them; without any, plain `cut` (consensus: Strehl and Ghosh 2002).
    """
    vectors, n = whole.vectors, len(whole.vectors)
    if not placed_parts or k < 2 or n <= k:
        return cut(whole, k)
    member = np.zeros((n, len(placed_parts), k))
    for number, (rows, alone) in enumerate(placed_parts):
        member[rows, number, cut(alone, k)] = 1
    drawn, grouped = member.sum(axis=2), member.reshape(n, -1)
    both, together = drawn @ drawn.T, grouped @ grouped.T  # in how many parts two paragraphs are; are in one group
    agreed = group(unit(together / np.maximum(both, 1)), k)
    return by_size(nearest(vectors, _improved(whole.known, centres(vectors, agreed))))


def parts(n: int, times: int, seed: int) -> list[np.ndarray]:
    """Draw 80 % of n rows, in their order, another part each time."""
    random = np.random.RandomState(seed)
    return [np.sort(random.permutation(n)[: max(1, int(PART * n))]) for _ in range(times)]


def centres(vectors: np.ndarray, labels: np.ndarray, k: int | None = None) -> np.ndarray:
    """Return the mean vector of each group."""
    k = int(labels.max(initial=-1)) + 1 if k is None else k
    sizes = np.bincount(labels, minlength=k)
    return (members(labels, k) @ vectors) / np.maximum(sizes, 1)[:, None]


def members(labels: np.ndarray, k: int) -> sp.csr_matrix:
    """Return a row of ones and zeros for each of k groups: times a table, it adds up the rows of each group."""
    starts = np.concatenate([[0], np.cumsum(np.bincount(labels, minlength=k))])
    return sp.csr_matrix((np.ones(len(labels)), np.argsort(labels, kind="stable"), starts), shape=(k, len(labels)))


def nearest(vectors: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Return the nearest centre of each vector."""
    return np.argmin(distances(vectors, middle), axis=1)


def distances(vectors: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Return the squared distance of each vector to each centre, rounded so that ties are ties."""
    squared = (vectors**2).sum(1)[:, None] + (middle**2).sum(1)[None, :] - 2 * vectors @ middle.T
    return np.round(np.maximum(squared, 0), 9)


def confidence(vectors: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Say how clearly each vector lies in its group: 1 at its centre, 0 half-way to the next.

    The simplified silhouette (Hruschka and others 2004), cut at 0; vectors of zeros have 0.
    """
    if labels.max(initial=0) == 0:
        return vectors.any(axis=1).astype(float)
    away = np.sqrt(distances(vectors, centres(vectors, labels)))
    own = away[np.arange(len(labels)), labels]
    away[np.arange(len(labels)), labels] = np.inf
    other = away.min(axis=1)
    clear = np.clip(1 - own / np.where(other > 0, other, 1), 0, 1)
    return np.round(np.where(vectors.any(axis=1), clear, 0), DIGITS_SHOWN)


def by_size(labels: np.ndarray) -> np.ndarray:
    """Number groups anew: the largest is 0; equal ones in the order of their first member.

    >>> by_size(np.array([5, 2, 2, 7])).tolist()
    [1, 0, 0, 2]
    """
    groups, first, old, sizes = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    new = np.empty(len(groups), dtype=np.int64)
    new[order] = np.arange(len(groups))
    return new[old]


def _improved(vectors: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Move centres to the mean of the vectors nearest to them until nothing changes (k-means: Lloyd 1982)."""
    labels = nearest(vectors, middle)
    for _ in range(STEPS):
        moved = centres(vectors, labels, len(middle))
        middle = np.where(np.bincount(labels, minlength=len(middle))[:, None] > 0, moved, middle)
        before, labels = labels, nearest(vectors, middle)
        if np.array_equal(before, labels):
            break
    return middle
