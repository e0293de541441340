"""Which paragraphs belong together? Ward's method, then k-means from its centres; no seed, no chance."""

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.cluster import KMeans

from analysis.topics.vectors import spread_out

# Ward's method needs the distance of every pair: 4,000 paragraphs take 64 MB and half a second.
WARD_LIMIT = 4000
DIGITS_SHOWN = 4


def group(vectors: np.ndarray, k: int) -> np.ndarray:
    """Sort vectors into k groups, numbered from the largest (ties: by first member); fewer if fewer differ.

    Vectors of zeros, which say nothing, have no part in making the groups; they join the nearest.
    """
    known = vectors[vectors.any(axis=1)]
    k = min(k, len({row.tobytes() for row in known}))
    if k <= 1:
        return np.zeros(len(vectors), dtype=np.int64)
    sample = known[spread_out(len(known), WARD_LIMIT)]
    middle = centres(sample, fcluster(linkage(sample, method="ward"), min(k, len(sample)), criterion="maxclust"))
    return by_size(KMeans(len(middle), init=middle, n_init=1).fit(known).predict(vectors))


def centres(vectors: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the mean vector of each group."""
    return np.stack([vectors[labels == j].mean(axis=0) for j in np.unique(labels)])


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
