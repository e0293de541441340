"""Count the words of paragraphs, turn the counts into vectors, and cluster the vectors.

Vectors are latent semantic analysis: weighted counts and a truncated singular value decomposition (Deerwester and
others 1990), by scikit-learn. The estimators defined here follow scikit-learn's interface, so that they can be used in
BERTopic as well. Everything is rounded before it is compared: the last bits of a float differ from processor to
processor.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count as counter

import numpy as np
import scipy.sparse as sp
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import cdist, pdist
from sklearn.base import BaseEstimator, ClusterMixin, TransformerMixin
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, Normalizer

from analysis.language import STOP_WORDS, words_in

# Words that may stand inside a phrase: "pooling and sharing", "rule of law".
LINKS = ("and", "of", "for", "in", "to", "the")
# A pair of words is a phrase where it makes up this share of all places in which either word stands (Jaccard), and is
# seen five times at least (Manning and Schütze 1999, chapter 5: below five, counts of pairs mean little).
PHRASE_COUNT, PHRASE_SHARE = 5, 0.25
SMALL = 20  # below twenty paragraphs hardly a word occurs in two, so all words count
# Measured on labelled texts (benchmarks/topics). In small collections one dimension and one neighbour for each twelve
# paragraphs: with half as many, topics lose their shape.
DIMENSIONS, NEIGHBOURS, PER_DIMENSION = 50, 15, 12
EXACT = 1000  # rows up to which the decomposition is computed in full
LANDMARKS = 4000  # neighbours are sought among at most this many paragraphs, evenly spread over all
LINKAGE_LIMIT = 1500  # linkage compares all pairs; evenly spread, so many give centres as good as 4,000 do
# A cluster is small below a tenth of the mean size (with 0.2 or 0.33 news agree less with their classes) or below five.
SMALL_CLUSTER, FEWEST = 0.1, 5
STEPS = 3  # of k-means; to its end, it makes clusters of equal size, where editors' classes are not
DIGITS = 6
# The mean of a report's vectors is removed in proportion n / (n + 5) for n paragraphs: that of two or three paragraphs
# is mostly what these paragraphs say, not how the report writes.
FEW_PARAGRAPHS = 5


@dataclass(frozen=True)
class Vocabulary:
    """The terms of a collection.

    `words` numbers every word in lower case (0 is a break: a mark, or the end of a paragraph), `phrases` gives the
    numbers of a phrase's words its own number, `terms` are the words and phrases that count, `column` says which of
    them a number is (-1: none), `forms` how each word is mostly written.
    """

    words: dict[str, int]
    phrases: dict[tuple[int, ...], int]
    terms: np.ndarray
    column: np.ndarray
    forms: dict[str, str]

    def split(self, text: str) -> list[str]:
        """Return the terms of one text in their order, phrases whole; an analyzer for scikit-learn's vectorizers."""
        return self.terms[count_terms([text], self).running].tolist()

    def written(self, term: str) -> str:
        """Return a term as it is mostly written, word by word."""
        return " ".join(self.forms.get(word, word) for word in term.split(" "))


@dataclass(frozen=True)
class Counts:
    """Counted paragraphs: the running terms with their paragraph, and `matrix`, paragraphs x terms."""

    vocabulary: Vocabulary
    running: np.ndarray
    paragraph: np.ndarray
    matrix: sp.csr_array

    @property
    def terms(self) -> np.ndarray:
        """The terms, in the order of the columns of `matrix`."""
        return self.vocabulary.terms

    def rows(self, chosen: np.ndarray) -> "Counts":
        """Return the counts of the paragraphs `chosen` (row numbers), in this order."""
        place = np.full(self.matrix.shape[0], -1)
        place[chosen] = np.arange(len(chosen))
        row = place[self.paragraph]
        order = np.flatnonzero(row >= 0)[np.argsort(row[row >= 0], kind="stable")]
        return Counts(self.vocabulary, self.running[order], row[order], self.matrix[chosen])


def count_terms(texts: Iterable[str], vocabulary: Vocabulary | None = None) -> Counts:
    """Count the terms of each text; without a vocabulary, one is made from these texts.

    >>> count_terms(["Rule of law, and EU-NATO exercises."] * 5).terms.tolist()
    ['eu-nato exercises', 'rule of law']
    """
    texts = list(texts)
    surface, surfaces, paragraph = _read(texts)
    lowered = ["", *(word.lower() for word in surfaces[1:])]
    if vocabulary is not None:
        known = np.array([vocabulary.words.get(word, 0) for word in lowered], dtype=np.int64)
        return _counts(vocabulary, _merged(known[surface], paragraph, vocabulary.phrases), paragraph, len(texts))
    forms = _forms(surfaces, lowered, np.bincount(surface, minlength=len(surfaces)))
    number = {word: i for i, word in enumerate(dict.fromkeys(lowered))}
    ids = np.array([number[word] for word in lowered], dtype=np.int64)[surface]
    names = list(number)
    content = np.array([is_content(word) for word in names], dtype=bool)
    phrases = _find_phrases(ids, names, content)
    names += [" ".join(names[i] for i in phrase) for phrase in phrases]
    merged = _merged(ids, paragraph, phrases)
    kept = np.concatenate([np.flatnonzero(content), np.arange(len(number), len(names))])
    learnt = _vocabulary(number, phrases, names, kept, forms)
    least = 2 if len(texts) >= SMALL else 1  # a term that occurs in one paragraph says nothing about others
    spread = np.bincount(_counts(learnt, merged, paragraph, len(texts)).matrix.indices, minlength=len(learnt.terms))
    place = np.append(spread, 0)[learnt.column[kept]]
    return _counts(_vocabulary(number, phrases, names, kept[place >= least], forms), merged, paragraph, len(texts))


def is_content(word: str) -> bool:
    """Return whether a word can be a term: it begins with a letter, has two at least, and is no stop word."""
    return len(word) > 1 and word[0].isalpha() and word not in STOP_WORDS


def _read(texts: list[str]) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Return the words of all texts in a row as numbers of surfaces (0: a break), the surfaces, and each one's text.

    A collection repeats itself, so only the distinct stretches between spaces are read closely.
    """
    number: defaultdict[str, int] = defaultdict(counter().__next__)
    pieces = [text.split() for text in texts]
    stretch = [np.fromiter(map(number.__getitem__, piece), np.int64, len(piece)) for piece in pieces]
    surface: defaultdict[str, int] = defaultdict(counter(1).__next__, {"": 0})
    found = [[surface[word] for word in words_and_breaks(text)] for text in number]
    size = np.array([len(words) for words in found], dtype=np.int64)
    first, flat = np.cumsum(size) - size, np.array([word for words in found for word in words], dtype=np.int64)
    at = np.concatenate(stretch) if stretch else np.empty(0, dtype=np.int64)
    many = size[at]
    place = np.repeat(first[at] - (np.cumsum(many) - many), many) + np.arange(many.sum())
    text = np.repeat(np.repeat(np.arange(len(texts)), [len(piece) for piece in pieces]), many)
    return flat[place], list(surface), text


def words_and_breaks(stretch: str) -> list[str]:
    """Return the words of a stretch of text without spaces; "" stands where marks part words.

    >>> words_and_breaks("EU-NATO,"), words_and_breaks("(either/or)")
    (['EU-NATO', ''], ['', 'either', '', 'or', ''])
    """
    plain = stretch.rstrip(",.;:")
    if plain.isalpha():  # most stretches are one word of letters
        return [plain, ""] if len(plain) < len(stretch) else [plain]
    found, behind = [], 0
    for start, word, _ in words_in(stretch):
        found += ["", word] if start > behind else [word]
        behind = start + len(word)
    return [*found, ""] if behind < len(stretch) else found


def _forms(surfaces: list[str], lowered: list[str], n: np.ndarray) -> dict[str, str]:
    """Return how each word is mostly written."""
    forms: dict[str, str] = {}
    for low, _, word in sorted(zip(lowered, (-n).tolist(), surfaces, strict=True)):
        forms.setdefault(low, word)
    return forms


def _find_phrases(ids: np.ndarray, words: list[str], content: np.ndarray) -> dict[tuple[int, ...], int]:
    """Find pairs of content words that mostly occur together, side by side or with a word such as *of* between."""
    single = np.bincount(ids, minlength=len(words))
    edge = (content & (single >= PHRASE_COUNT))[ids]
    link = np.array([word in LINKS for word in words], dtype=bool)[ids]
    found: list[tuple[int, ...]] = []
    for length in (2, 3):
        at = np.arange(max(0, len(ids) - length + 1))
        at = at[edge[at] & edge[at + length - 1] & (link[at + 1] if length == 3 else True)]
        keys = ids[at]
        for i in range(1, length):
            keys = keys * len(words) + ids[at + i]
        _, first, n = np.unique(keys, return_index=True, return_counts=True)
        rows = ids[at[first][:, None] + np.arange(length)]
        either = single[rows[:, 0]] + single[rows[:, -1]] - n
        good = (n >= PHRASE_COUNT) & (n >= PHRASE_SHARE * either)
        found += [tuple(row) for row in rows[good].tolist()]
    return {phrase: len(words) + i for i, phrase in enumerate(found)}


def _vocabulary(words, phrases, names: list[str], kept: np.ndarray, forms: dict[str, str]) -> Vocabulary:
    """Return the vocabulary whose terms are the names with the numbers `kept`, in alphabetical order."""
    kept = np.array(sorted(kept.tolist(), key=names.__getitem__), dtype=np.int64)
    column = np.full(len(names), -1)
    column[kept] = np.arange(len(kept))
    return Vocabulary(words, phrases, np.array([names[i] for i in kept], dtype=object), column, forms)


def _counts(vocabulary: Vocabulary, merged: np.ndarray, paragraph: np.ndarray, n: int) -> Counts:
    """Count the terms of each paragraph, given the numbers of words and phrases (-1: nothing)."""
    column = np.where(merged >= 0, vocabulary.column[merged], -1)
    return _counted(vocabulary, column[column >= 0], paragraph[column >= 0], n)


def recounted(counts: Counts, running: np.ndarray) -> Counts:
    """Return the counts of other running terms in the places of those of `counts`."""
    return _counted(counts.vocabulary, running, counts.paragraph, counts.matrix.shape[0])


def _counted(vocabulary: Vocabulary, running: np.ndarray, paragraph: np.ndarray, n: int) -> Counts:
    """Count running terms, in the order of the text, by paragraph."""
    starts = np.concatenate([[0], np.cumsum(np.bincount(paragraph, minlength=n))])
    matrix = sp.csr_array((np.ones(len(running)), running.copy(), starts), shape=(n, len(vocabulary.terms)))
    matrix.sum_duplicates()
    return Counts(vocabulary, running, paragraph, matrix)


def _merged(ids: np.ndarray, paragraph: np.ndarray, phrases: dict[tuple[int, ...], int]) -> np.ndarray:
    """Replace the words of phrases by the phrase's number and -1, from left to right, the longer phrase first."""
    merged, free = ids.copy(), 0
    first, last = np.zeros(ids.max(initial=0) + 3, dtype=bool), np.zeros(ids.max(initial=0) + 3, dtype=bool)
    for phrase in phrases:
        if max(phrase) < len(first):
            first[phrase[0]], last[phrase[-1]] = True, True
    ends = np.append(last[ids], [False, False])
    starts = first[ids] & (ends[1:-1] | ends[2:])
    for i in np.flatnonzero(starts).tolist():
        for length in (3, 2) if i >= free else ():
            phrase = phrases.get(tuple(ids[i : i + length].tolist()))
            if phrase is not None and paragraph[i] == paragraph[i + length - 1]:
                merged[i], merged[i + 1 : i + length], free = phrase, -1, i + length
                break
    return merged


class BM25(TransformerMixin, BaseEstimator):
    """Weigh counts by BM25 (Robertson and others 1995), rows of length 1; an estimator with scikit-learn's interface.

    As TF-IDF, but a word that is repeated counts less each time, and in a long paragraph less than in a short one. On
    labelled posts and short news its clusters agree better with the classes than those of TF-IDF (by 0.03 to 0.05).
    """

    K1, B = 1.2, 0.75  # the usual values

    def fit(self, counts: sp.csr_array, y: object = None) -> "BM25":
        """Learn how rare each term is, and how long paragraphs are."""
        n, paragraphs = counts.shape[0], np.bincount(counts.indices, minlength=counts.shape[1])
        self.rarity_ = np.log(1 + (n - paragraphs + 0.5) / (paragraphs + 0.5))
        self.length_ = max(1.0, counts.sum() / max(1, n))
        return self

    def transform(self, counts: sp.csr_array) -> sp.csr_array:
        """Return the weights."""
        counts = sp.csr_array(counts, dtype=float)
        long = np.repeat(counts.sum(axis=1) / self.length_, np.diff(counts.indptr))
        weights = counts.data * (self.K1 + 1) / (counts.data + self.K1 * (1 - self.B + self.B * long))
        weighted = (weights * self.rarity_[counts.indices], counts.indices, counts.indptr)
        return Normalizer().transform(sp.csr_array(weighted, shape=counts.shape))


def lsa(shape: tuple[int, int]) -> Pipeline:
    """Return scikit-learn's steps from counts of this shape (paragraphs, terms) to vectors: BM25, SVD, length 1."""
    n, terms = shape
    dimensions = max(5, min(DIMENSIONS, n // PER_DIMENSION))
    if not min(n, terms):
        return make_pipeline(FunctionTransformer(_no_vectors))
    if min(n, terms) <= 5:  # too few for a decomposition: the weighted counts themselves are the vectors
        return make_pipeline(BM25(), FunctionTransformer(_dense, accept_sparse=True))
    algorithm = "arpack" if n <= EXACT else "randomized"  # exact, or from a start that is fixed, not left to chance
    svd = TruncatedSVD(min(dimensions, n - 1, terms - 1), algorithm=algorithm, n_iter=2, random_state=0)
    return make_pipeline(BM25(), svd, Normalizer(), FunctionTransformer(np.round, kw_args={"decimals": DIGITS}))


def _no_vectors(counts: sp.csr_array) -> np.ndarray:
    """Return zeros for counts without a term."""
    return np.zeros((counts.shape[0], 1))


def _dense(weights: sp.csr_array) -> np.ndarray:
    """Return sparse weights as a rounded array."""
    return np.round(weights.toarray(), DIGITS)


def without_report_means(vectors: np.ndarray, reports: np.ndarray, share: float) -> np.ndarray:
    """Remove from each vector `share` (0 to 1) of the mean of its report's vectors, and give it the length 1 again.

    What a report writes throughout, its subject or its style, goes; what its paragraphs differ in stays (the idea of
    authorless topic models: Thompson and Mimno 2018). Means of few paragraphs are shrunken: see `FEW_PARAGRAPHS`.
    """
    codes = np.unique(reports, return_inverse=True)[1]
    n = np.bincount(codes) if len(codes) else np.zeros(0)
    shrunken = share * (n / (n + FEW_PARAGRAPHS))[:, None] * centres(vectors, codes)
    moved = (vectors - shrunken[codes]) * vectors.any(axis=1, keepdims=True)
    return np.round(Normalizer().transform(moved), DIGITS) if len(moved) else moved


class NeighbourMean(TransformerMixin, BaseEstimator):
    """Move each vector half-way to the mean of its nearest neighbours; vectors of zeros stay.

    An estimator with scikit-learn's interface: a step of dimension reduction for BERTopic (`umap_model`).
    """

    def fit(self, vectors: np.ndarray, y: object = None) -> "NeighbourMean":
        """Keep the vectors among which neighbours are sought."""
        self.landmarks_ = np.asarray(vectors)[spread_out(len(vectors), LANDMARKS)]
        return self

    def transform(self, vectors: np.ndarray) -> np.ndarray:
        """Return the moved vectors."""
        vectors = np.asarray(vectors, dtype=float)
        k = 1 + min(NEIGHBOURS, len(self.landmarks_) // PER_DIMENSION)
        if not len(self.landmarks_) or not len(vectors):
            return vectors
        moved = [self._moved(vectors[at : at + 1000], k) for at in range(0, len(vectors), 1000)]
        return np.round(Normalizer().transform(np.vstack(moved) * vectors.any(axis=1, keepdims=True)), DIGITS)

    def _moved(self, part: np.ndarray, k: int) -> np.ndarray:
        """Return vectors half-way to their neighbours; all that are equally near count, on every machine."""
        nearness = part @ self.landmarks_.T
        least = np.partition(nearness, -k, axis=1)[:, [-k]] - 10**-DIGITS
        near = sp.csr_array(nearness >= least, dtype=float)
        return 0.5 * part + 0.5 * (near @ self.landmarks_) / near.sum(axis=1)[:, None]


class LinkageKMeans(ClusterMixin, BaseEstimator):
    """Cluster vectors by average linkage, then improve the clusters by steps of k-means: no seed is needed.

    An estimator with scikit-learn's interface: a clustering model for BERTopic (`hdbscan_model`). The tree is cut where
    `n_clusters` clusters have at least a tenth of the mean size; vectors of smaller ones, which belong nowhere, join
    the nearest. `labels_` number the clusters from the largest; there are fewer where fewer vectors differ. Vectors of
    zeros, which say nothing, have no part in it.
    """

    def __init__(self, n_clusters: int = 10):
        """Keep the number of clusters."""
        self.n_clusters = n_clusters

    def fit(self, vectors: np.ndarray, y: object = None) -> "LinkageKMeans":
        """Find the clusters."""
        return self.cut(vectors, linkage_tree(vectors))

    def cut(self, vectors: np.ndarray, tree: tuple[np.ndarray, np.ndarray] | None) -> "LinkageKMeans":
        """Find the clusters, given the tree of `linkage_tree` for these vectors."""
        vectors = np.asarray(vectors, dtype=float)
        known = vectors[vectors.any(axis=1)]
        k = min(self.n_clusters, len({row.tobytes() for row in known}))
        labels = np.zeros(len(vectors), dtype=np.int64)
        if k > 1 and tree is not None:
            middle = _large_clusters(*tree, k)
            middle = KMeans(len(middle), init=middle, n_init=1, max_iter=STEPS).fit(known).cluster_centers_
            labels = by_size(nearest(vectors, middle))
        self.labels_, self.cluster_centers_ = labels, centres(vectors, labels)
        return self

    def predict(self, vectors: np.ndarray) -> np.ndarray:
        """Return the nearest cluster of each vector."""
        return nearest(np.asarray(vectors, dtype=float), self.cluster_centers_)


def linkage_tree(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Join vectors that are not zeros by average linkage: the vectors joined (an even sample of many) and the joins."""
    known = np.asarray(vectors, dtype=float)
    known = known[known.any(axis=1)]
    sample = known[spread_out(len(known), LINKAGE_LIMIT)]
    return (sample, linkage(np.round(pdist(sample), 9), method="average")) if len(sample) > 1 else None


def _large_clusters(sample: np.ndarray, joins: np.ndarray, k: int) -> np.ndarray:
    """Return the centres of the first k clusters, from the top of the tree, that are not small."""
    mean = len(sample) / k
    least, best, most = max(SMALL_CLUSTER * mean, min(FEWEST, mean / 2)), np.zeros(len(sample), dtype=np.int64), 0
    for number in range(k, min(len(sample), 40 * k) + 1):
        labels = fcluster(joins, number, criterion="maxclust") - 1
        large = int((np.bincount(labels) >= least).sum())
        if large > most:
            best, most = labels, large
        if large >= k:
            break
    return centres(sample, by_size(best))[:k]


def centres(vectors: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the mean vector of each cluster."""
    return (members(labels) @ vectors) / np.maximum(np.bincount(labels), 1)[:, None]


def members(labels: np.ndarray) -> sp.csr_array:
    """Return a row of ones and zeros for each cluster: times a table, it adds up the rows of each cluster."""
    shape = (int(labels.max(initial=-1)) + 1, len(labels))
    return sp.csr_array((np.ones(len(labels)), (labels, np.arange(len(labels)))), shape=shape)


def nearest(vectors: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Return the nearest centre of each vector; distances are rounded so that ties are ties."""
    if not len(middle):
        return np.full(len(vectors), -1)
    return np.argmin(np.round(cdist(vectors, middle, "sqeuclidean"), 9), axis=1)


def confidence(vectors: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return how clearly each vector lies in its cluster: 1 at its centre, 0 half-way to the next.

    The simplified silhouette (Hruschka and others 2004), cut at 0; vectors of zeros have 0.
    """
    if labels.max(initial=0) == 0:
        return vectors.any(axis=1).astype(float)
    away = cdist(vectors, centres(vectors, labels))
    own = away[np.arange(len(labels)), labels]
    away[np.arange(len(labels)), labels] = np.inf
    other = away.min(axis=1)
    clear = np.clip(1 - own / np.where(other > 0, other, 1), 0, 1)
    return np.round(np.where(vectors.any(axis=1), clear, 0), 4)


def by_size(labels: np.ndarray) -> np.ndarray:
    """Number clusters anew: the largest is 0; equal ones in the order of their first member.

    >>> by_size(np.array([5, 2, 2, 7])).tolist()
    [1, 0, 0, 2]
    """
    _, first, old, sizes = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    new = np.empty(len(sizes), dtype=np.int64)
    new[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return new[old]


def spread_out(n: int, most: int) -> np.ndarray:
    """Return at most `most` of the numbers below n, evenly spread.

    >>> spread_out(10, 5).tolist()
    [0, 2, 4, 6, 8]
    """
    return np.arange(n) if n <= most else np.arange(most) * n // most
