"""Count the words of paragraphs, turn the counts into vectors (latent semantic analysis), and cluster the vectors.

The estimators follow scikit-learn's interface. Everything is rounded before it is compared: the last bits of a float
differ from processor to processor.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial, wraps
from itertools import chain, pairwise
from typing import Any

import joblib
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
Tree = tuple[np.ndarray, Callable[[int], np.ndarray], int]  # joined vectors, clusters by number, how many differ
REMEMBERED = 80  # results for parts of a collection: more than the refits of one model, see `remembered`
# The mean of a report's vectors is removed in proportion n / (n + 5) for n paragraphs: that of two or three paragraphs
# is mostly what these paragraphs say, not how the report writes.
FEW_PARAGRAPHS = 5


def remembered(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function of rows remember its last results: the refits of all models look at the same parts."""
    kept: dict[str, Any] = {}

    @wraps(function)
    def remembering(rows: Any) -> Any:
        if rows.shape[0] > LANDMARKS:  # large, and not a part
            return function(rows)
        key = joblib.hash(rows)
        if key not in kept:
            kept[key] = function(rows)
            if len(kept) > REMEMBERED:
                kept.pop(next(iter(kept)))
        return kept[key]

    return remembering


@dataclass(frozen=True)
class Vocabulary:
    """The terms of a collection: its words and `phrases` that count, in alphabetical order; `forms` of its words."""

    terms: np.ndarray
    phrases: frozenset[tuple[str, ...]]
    forms: dict[str, str]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each term."""
        return {term: i for i, term in enumerate(self.terms)}

    def split(self, text: str) -> list[str]:
        """Return the terms of one text in their order, phrases whole; an analyzer for scikit-learn's vectorizers."""
        return self.terms[count_terms([text], self).running[0]].tolist()

    def written(self, term: str) -> str:
        """Return a term as it is mostly written, word by word."""
        return " ".join(self.forms.get(word, word) for word in term.split(" "))


class Counts:
    """Counted paragraphs: `running` has the numbers of the terms of each, `words` those of all."""

    def __init__(self, vocabulary: Vocabulary, running: list[np.ndarray]):
        self.vocabulary, self.terms, self.running = vocabulary, vocabulary.terms, running
        self.words, self.lengths = np.concatenate([np.empty(0, np.int64), *running]), [*map(len, running)]
        cells = (np.ones(len(self.words)), self.words, np.cumsum([0, *self.lengths]))
        self.matrix = sp.csr_array(cells, shape=(len(running), len(self.terms)), copy=True)
        self.matrix.sum_duplicates()

    def rows(self, chosen: np.ndarray) -> "Counts":
        """Return the counts of the paragraphs `chosen` (row numbers), in this order."""
        return Counts(self.vocabulary, [self.running[row] for row in chosen])


def count_terms(texts: Iterable[str], vocabulary: Vocabulary | None = None) -> Counts:
    """Count the terms of each text: content words and phrases of the vocabulary, or that occur in two texts or more."""
    if isinstance(texts, str) or hasattr(texts, "columns"):
        said = f"a {type(texts).__name__} stands where texts are needed"
        raise TypeError(f"{said}; give a list or column: corpus.main['text']")
    return _count(texts, vocabulary) if vocabulary else _count_once(tuple(texts))


def _count(texts: Iterable[str], vocabulary: Vocabulary | None = None) -> Counts:
    read = [[*chain.from_iterable(words_and_breaks(stretch) for stretch in text.split())] for text in texts]
    words = [[word.lower() for word in each] for each in read]
    phrases = vocabulary.phrases if vocabulary else _find_phrases(words)
    first = {phrase[0] for phrase in phrases}
    units = [_join_phrases(each, phrases, first) for each in words]
    if vocabulary is None:
        written = Counter(filter(None, chain.from_iterable(read)))
        ranked = sorted(sorted(written, reverse=True), key=written.__getitem__)  # of each word, the last counts
        spread = Counter(chain.from_iterable(map(set, units)))
        least = 2 if len(units) >= SMALL else 1  # a term that occurs in one paragraph says nothing about others
        terms = sorted(term for term, n in spread.items() if n >= least and (" " in term or is_content(term)))
        vocabulary = Vocabulary(np.array(terms, dtype=object), phrases, {form.lower(): form for form in ranked})
    number = vocabulary.numbers
    return Counts(vocabulary, [np.array([number[t] for t in each if t in number], np.int64) for each in units])


_count_once = lru_cache(maxsize=1)(_count)  # for all models of the same paragraphs


@cache
def is_content(word: str) -> bool:
    """Return whether a word can be a term: it begins with a letter, has two at least, and is no stop word."""
    return len(word) > 1 and word[0].isalpha() and word not in STOP_WORDS


@cache
def words_and_breaks(stretch: str) -> tuple[str, ...]:
    """Return the words of a stretch of text without spaces, and "" where punctuation separates them."""
    found, end = [], 0
    for start, word, _ in words_in(stretch):
        found += ["", word] if start > end else [word]
        end = start + len(word)
    return (*found, "") if end < len(stretch) else tuple(found)


def _find_phrases(texts: list[list[str]]) -> frozenset[tuple[str, ...]]:
    """Return pairs of content words that mostly occur together, side by side or with a word such as *of* between."""
    single = Counter(chain.from_iterable(texts))
    edge = {word for word, n in single.items() if n >= PHRASE_COUNT and is_content(word)}
    found: Counter[tuple[str, ...]] = Counter()
    for words in texts:
        found.update(pair for pair in pairwise(words) if edge.issuperset(pair))
        threes = zip(words, words[1:], words[2:], strict=False)
        found.update(three for three in threes if three[1] in LINKS and three[0] in edge and three[2] in edge)
    least = {pair: PHRASE_SHARE * (single[pair[0]] + single[pair[-1]] - n) for pair, n in found.items()}
    return frozenset(pair for pair, n in found.items() if n >= max(PHRASE_COUNT, least[pair]))


def _join_phrases(words: list[str], phrases: frozenset[tuple[str, ...]], first: set[str]) -> list[str]:
    found, i = [], 0
    while i < len(words):
        length = 1
        if words[i] in first:
            length = 3 if tuple(words[i : i + 3]) in phrases else 2 if tuple(words[i : i + 2]) in phrases else 1
        found.append(" ".join(words[i : i + length]))
        i += length
    return found


class BM25(TransformerMixin, BaseEstimator):
    """Weigh counts by BM25 (Robertson and others 1995), rows of length 1; an estimator with scikit-learn's interface.

    On labelled posts and short news its clusters agree better with the classes than those of TF-IDF (by 0.03 to 0.05).
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
        result = sp.csr_array(weighted, shape=counts.shape)
        return Normalizer().transform(result) if min(result.shape) else result


def lsa(shape: tuple[int, int]) -> Pipeline:
    """Return scikit-learn's steps from counts of this shape (paragraphs, terms) to vectors: BM25, SVD, length 1."""
    n, terms = shape
    if min(n, terms) <= 5:  # too few for a decomposition: the weighted counts themselves are the vectors
        return make_pipeline(BM25(), FunctionTransformer(_dense, accept_sparse=True))
    dimensions = min(max(5, min(DIMENSIONS, n // PER_DIMENSION)), n - 1, terms - 1)
    algorithm = "arpack" if n <= EXACT else "randomized"  # exact, or from a start that is fixed, not left to chance
    svd = TruncatedSVD(dimensions, algorithm=algorithm, n_iter=2, random_state=0)
    return make_pipeline(BM25(), svd, Normalizer(), FunctionTransformer(np.round, kw_args={"decimals": DIGITS}))


def _dense(weights: sp.csr_array) -> np.ndarray:
    return np.round(weights.toarray(), DIGITS) if weights.shape[1] else np.zeros((weights.shape[0], 1))


@remembered
def reduce(matrix: sp.csr_array) -> np.ndarray:
    """Return the vectors that `lsa` gives to counts."""
    return lsa(matrix.shape).fit_transform(matrix)


def unit(vectors: np.ndarray) -> np.ndarray:
    """Return vectors at length 1, rounded; vectors of zeros stay."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.round(vectors / np.where(length > 0, length, 1), DIGITS)


def without_report_means(vectors: np.ndarray, reports: np.ndarray) -> np.ndarray:
    """Remove from each vector the mean of its report's vectors (Thompson and Mimno 2018), at length 1 again."""
    codes = np.unique(reports, return_inverse=True)[1]
    n = np.bincount(codes)
    shrunken = (n / (n + FEW_PARAGRAPHS))[:, None] * centres(vectors, codes)
    return unit((vectors - shrunken[codes]) * vectors.any(axis=1, keepdims=True))


class NeighbourMean(TransformerMixin, BaseEstimator):
    """Move each vector half-way to the mean of its nearest neighbours; for BERTopic, too (`umap_model`)."""

    def fit(self, vectors: np.ndarray, y: object = None) -> "NeighbourMean":
        """Keep the vectors among which neighbours are sought."""
        self.landmarks_ = np.asarray(vectors)[spread_out(len(vectors), LANDMARKS)]
        return self

    def transform(self, vectors: np.ndarray) -> np.ndarray:
        """Return the moved vectors; all neighbours that are equally near count, on every machine."""
        vectors, landmarks, moved = np.asarray(vectors, dtype=float), self.landmarks_, []
        if not len(landmarks) or not len(vectors):
            return vectors
        k = 1 + min(NEIGHBOURS, len(landmarks) // PER_DIMENSION)
        for part in (vectors[at : at + 1000] for at in range(0, len(vectors), 1000)):
            nearness = part @ landmarks.T
            least = np.partition(nearness, -k, axis=1)[:, [-k]] - 10**-DIGITS
            row, column = np.divmod(np.flatnonzero(nearness >= least), len(landmarks))
            near = sp.csr_array((np.ones(len(row)), (row, column)), shape=nearness.shape)
            moved.append(0.5 * part + 0.5 * (near @ landmarks) / near.sum(axis=1)[:, None])
        return unit(np.vstack(moved) * vectors.any(axis=1, keepdims=True))


class LinkageKMeans(ClusterMixin, BaseEstimator):
    """Cluster vectors by average linkage, then by steps of k-means, without a seed (BERTopic: `hdbscan_model`).

    The tree is cut where `n_clusters` clusters have at least a tenth of the mean size; vectors of smaller ones join the
    nearest. `labels_` number the clusters from the largest; there are fewer where fewer vectors differ.
    """

    def __init__(self, n_clusters: int = 10):
        self.n_clusters = n_clusters

    def fit(self, vectors: np.ndarray, y: object = None, tree: Tree | None = None) -> "LinkageKMeans":
        """Find the clusters; `tree` is that of `linkage_tree` for these vectors, where it is known."""
        vectors = np.asarray(vectors, dtype=float)
        known = vectors[vectors.any(axis=1)]
        sample, clusters, distinct = tree or linkage_tree(vectors)
        k, labels = min(self.n_clusters, distinct), np.zeros(len(vectors), dtype=np.int64)
        if k > 1:
            middle = _large_clusters(sample, clusters, k)
            middle = KMeans(len(middle), init=middle, n_init=1, max_iter=STEPS).fit(known).cluster_centers_
            labels = by_size(nearest(vectors, middle))
        self.labels_, self.cluster_centers_ = labels, centres(vectors, labels)
        return self

    def predict(self, vectors: np.ndarray) -> np.ndarray:
        """Return the nearest cluster of each vector."""
        return nearest(np.asarray(vectors, dtype=float), self.cluster_centers_)


@remembered
def linkage_tree(vectors: np.ndarray) -> Tree:
    """Join an even sample of the vectors that are not zeros by average linkage."""
    known = np.asarray(vectors, dtype=float)[np.any(vectors, axis=1)]
    sample = known[spread_out(len(known), LINKAGE_LIMIT)]
    joins = linkage(np.round(pdist(sample), 9), method="average") if len(sample) > 1 else np.empty((0, 4))
    return sample, cache(partial(fcluster, joins, criterion="maxclust")), len({row.tobytes() for row in known})


def _large_clusters(sample: np.ndarray, clusters: Callable[[int], np.ndarray], k: int) -> np.ndarray:
    """Return the centres of the first k clusters, from the top of the tree, that are not small."""
    mean, best, most = len(sample) / k, np.zeros(len(sample), dtype=np.int64), 0
    for number in range(k, min(len(sample), 40 * k) + 1):
        labels = clusters(number) - 1
        large = int((np.bincount(labels) >= max(SMALL_CLUSTER * mean, min(FEWEST, mean / 2))).sum())
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
    """Return the simplified silhouette (Hruschka and others 2004), cut at 0; vectors of zeros have 0."""
    known = vectors.any(axis=1)
    away, here = cdist(vectors, centres(vectors, labels)), (np.arange(len(labels)), labels)
    own = away[here]
    away[here] = np.inf
    other = away.min(axis=1, initial=np.inf)  # of a single cluster, all paragraphs are at its centre
    return np.round(np.where(known, np.clip(1 - own / np.where(other > 0, other, 1), 0, 1), 0), 4)


def by_size(labels: np.ndarray) -> np.ndarray:
    """Number clusters anew: the largest is 0; equal ones in the order of their first member."""
    _, first, old, sizes = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    new = np.empty(len(sizes), dtype=np.int64)
    new[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return new[old]


def spread_out(n: int, most: int) -> np.ndarray:
    """Return at most `most` of the numbers below n, evenly spread."""
    return np.arange(n) if n <= most else np.arange(most) * n // most
