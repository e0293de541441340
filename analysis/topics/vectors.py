"""Where does a paragraph stand among the others? Turns texts into vectors, by themselves alone or by a reader's model.

Our own vectors are latent semantic analysis of the paragraphs (Deerwester and others 1990): TF-IDF and a truncated
singular value decomposition. Each vector, ours or given, is then moved half-way to the mean of its neighbours.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from sklearn.utils.extmath import randomized_svd

from analysis.topics.words import Counts, count

# Measured on labelled texts (benchmarks/topics): fifty dimensions, and one step towards fifteen neighbours. In small
# collections one dimension and one neighbour for each twelve paragraphs: with half as many, topics lose their shape.
DIMENSIONS, PER_DIMENSION = 50, 12
FEWEST = 5
NEIGHBOURS = 15
LANDMARKS = 4000  # neighbours are sought among at most this many paragraphs, evenly spread over all
BLOCK = 1000  # rows compared with the landmarks at a time
ITERATIONS = 2  # of the random projection; four change nothing in the quality of groups, and take twice as long
EXACT = 600  # rows up to which the decomposition is computed in full; it takes 0.1 s
MINILM = "sentence-transformers/all-MiniLM-L6-v2"
DIGITS = 6  # the last bits differ from processor to processor; six decimals do not


@dataclass(frozen=True)
class PlacedByThemselves:
    """Counted texts, placed by what they themselves teach: `weighted` are their TF-IDF, `axes` those of the vectors."""

    counts: Counts
    vectors: np.ndarray
    weighted: sp.csr_matrix
    rarity: np.ndarray
    axes: np.ndarray
    unmoved: np.ndarray

    def part(self, rows: np.ndarray) -> np.ndarray:
        """Place some of the texts as if the others did not exist."""
        own = self.weighted[rows]
        alone = unit(own @ _right_vectors(own, dimensions(len(rows))))
        return settle(alone, alone)

    def new(self, texts: list[str]) -> np.ndarray:
        """Place new texts; those without a known word have zeros."""
        matrix = count(texts, self.counts.vocabulary).matrix
        return settle(unit(tfidf(matrix, self.rarity) @ self.axes), self.unmoved)


@dataclass(frozen=True)
class PlacedFromOutside:
    """Counted texts whose vectors were given; `encode` gives those of new texts."""

    counts: Counts
    vectors: np.ndarray
    encode: Callable | None
    unmoved: np.ndarray

    def part(self, rows: np.ndarray) -> np.ndarray:
        """Place some of the texts as if the others did not exist."""
        return settle(self.unmoved[rows], self.unmoved[rows])

    def new(self, texts: list[str]) -> np.ndarray:
        """Place new texts by the function that gave the vectors."""
        if self.encode is None:
            raise ValueError("The vectors were given as an array, so new texts cannot be placed; give a function.")
        return settle(unit(np.asarray(self.encode(texts), dtype=float)), self.unmoved)


Placed = PlacedByThemselves | PlacedFromOutside


def embed(texts: list[str], given: np.ndarray | None = None, encode: Callable | None = None) -> Placed:
    """Count texts and place them: by themselves, or by given vectors; `encode` gives those of new texts."""
    counts = count(texts)
    if given is not None:
        unmoved = unit(np.asarray(given, dtype=float))
        return PlacedFromOutside(counts, settle(unmoved, unmoved), encode, unmoved)
    rarity = idf(counts.matrix)
    weighted = tfidf(counts.matrix, rarity)
    axes = _right_vectors(weighted, dimensions(weighted.shape[0]))
    unmoved = unit(weighted @ axes)
    return PlacedByThemselves(counts, settle(unmoved, unmoved), weighted, rarity, axes, unmoved)


def encoder(embedding: str | np.ndarray | Callable) -> Callable | None:
    """Return the function that gives texts their vectors; None where there is none to call ("lsa", an array)."""
    if callable(embedding):
        return embedding
    if isinstance(embedding, np.ndarray):
        return None
    if isinstance(embedding, str) and embedding in ("lsa", "minilm"):
        return minilm() if embedding == "minilm" else None
    said = f'"{embedding}"' if isinstance(embedding, str) else f"a {type(embedding).__name__}"
    raise ValueError(
        f'embedding is {said}, which is not known; give "lsa", "minilm", a function from texts to '
        "vectors, or an array with a row for each paragraph."
    )


def minilm(name: str = MINILM) -> Callable[[list[str]], np.ndarray]:
    """Return the function that encodes texts with MiniLM; `name` may be a folder that holds the model."""
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        raise ImportError(
            'embedding="minilm" needs the package sentence-transformers, which is not installed; run '
            "`uv pip install sentence-transformers` (about 3 GB with PyTorch), or use "
            'embedding="lsa", which needs nothing more.'
        ) from None
    try:
        return SentenceTransformer(name).encode
    except OSError as error:
        raise OSError(
            f"The model {name} is neither a folder here nor could it be fetched; give minilm the folder in which "
            'it lies, as in embedding=minilm("models/minilm"), or use embedding="lsa".'
        ) from error


def dimensions(n: int) -> int:
    """Return how many dimensions the vectors of n paragraphs have."""
    return max(FEWEST, min(DIMENSIONS, n // PER_DIMENSION))


def settle(vectors: np.ndarray, among: np.ndarray) -> np.ndarray:
    """Move each vector half-way to the mean of itself and its nearest neighbours among others; zeros stay."""
    landmarks = among[spread_out(len(among), LANDMARKS)]
    k = 1 + min(NEIGHBOURS, len(among) // PER_DIMENSION)
    if not len(landmarks):
        return vectors
    moved = np.empty_like(vectors)
    for start in range(0, len(vectors), BLOCK):
        part = vectors[start : start + BLOCK]
        nearness = part @ landmarks.T
        least = np.partition(nearness, -k, axis=1)[:, [-k]] - 10**-DIGITS  # ties all count, on every machine
        near = sp.csr_matrix(nearness >= least, dtype=float)
        moved[start : start + BLOCK] = 0.5 * part + 0.5 * (near @ landmarks) / near.sum(axis=1)
    return unit(moved * vectors.any(axis=1, keepdims=True))


def idf(matrix: sp.csr_matrix) -> np.ndarray:
    """Return the inverse document frequency of each term: ln((1 + n) / (1 + its paragraphs)) + 1."""
    spread = np.bincount(matrix.indices, minlength=matrix.shape[1])
    return np.log((1 + matrix.shape[0]) / (1 + spread)) + 1


def tfidf(matrix: sp.csr_matrix, rarity: np.ndarray) -> sp.csr_matrix:
    """Weigh counts: (1 + ln n) times inverse document frequency, each row of length 1."""
    weighted = matrix.copy()
    weighted.data = (1 + np.log(weighted.data)) * rarity[weighted.indices]
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    return sp.diags(1 / np.where(lengths > 0, lengths, 1)) @ weighted


def unit(rows: np.ndarray) -> np.ndarray:
    """Give each row the length 1; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.round(rows / np.where(lengths > 1e-9, lengths, 1), DIGITS)


def spread_out(n: int, most: int) -> np.ndarray:
    """Return at most `most` of the numbers below n, evenly spread.

    >>> spread_out(10, 5).tolist()
    [0, 2, 4, 6, 8]
    """
    return np.arange(n) if n <= most else np.arange(most) * n // most


def _right_vectors(table, k: int) -> np.ndarray:
    """Return the k strongest right singular vectors as columns: exact where one side of the table is short.

    Else by random projection (Halko and others 2011): random only in name, for the start is fixed.
    """
    k = min(k, *table.shape)
    if k == 0:
        return np.zeros((table.shape[1], 0))
    if min(table.shape) > EXACT:
        return randomized_svd(table, k, n_iter=ITERATIONS, random_state=0)[2].T
    tall = table.shape[0] > table.shape[1]
    square = table.T @ table if tall else table @ table.T
    values, found = np.linalg.eigh(square.toarray())
    strong = np.flatnonzero(values > 1e-9 * max(values[-1], 1e-9))[::-1][:k]
    return found[:, strong] if tall else table.T @ (found[:, strong] / np.sqrt(values[strong]))
