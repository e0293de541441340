"""Which embedding places the paragraphs? Ours by default; or one the reader brings."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.topics import vectors, words

MINILM = "sentence-transformers/all-MiniLM-L6-v2"


@dataclass(frozen=True)
class Placed:
    """Counted texts and their vectors; `part` places chosen rows alone, `new` places new texts (or is None)."""

    counts: words.Counts
    vectors: np.ndarray
    part: Callable[[np.ndarray], np.ndarray]
    new: Callable[[list[str]], np.ndarray] | None


def embed(texts: list[str], embedding: str | np.ndarray | Callable) -> Placed:
    """Count texts and place them by the embedding asked for."""
    counts = words.count(texts)
    if isinstance(embedding, str) and embedding == "lsa":
        return _trained(counts)
    if isinstance(embedding, str) and embedding == "minilm":
        embedding = minilm()
    if isinstance(embedding, np.ndarray):
        return _given(counts, embedding, None)
    if callable(embedding):
        return _given(counts, embedding(texts), embedding)
    raise ValueError(
        f'embedding is "{embedding}", which is not known; give "lsa", "minilm", a function from texts to '
        "vectors, or an array with a row for each paragraph."
    )


def minilm(name: str = MINILM) -> Callable[[list[str]], np.ndarray]:
    """Return the function that encodes texts with MiniLM; `name` may be a folder that holds the model."""
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        raise ImportError(
            'embedding="minilm" needs the package sentence-transformers, which is not installed; install it '
            '(about 3 GB with torch) or use embedding="lsa", which needs nothing.'
        ) from None
    try:
        return SentenceTransformer(name).encode
    except OSError as error:
        raise OSError(
            f"The model {name} is neither a folder here nor could it be fetched; give minilm the folder in which "
            'it lies, as in embedding=minilm("models/minilm"), or use embedding="lsa".'
        ) from error


def _trained(counts: words.Counts) -> Placed:
    """Place texts by what they themselves teach."""
    space = vectors.train(counts)
    weighted, second = vectors.tfidf(counts.matrix, space.idf), vectors.word_half(counts, space)
    placed = vectors.join(weighted @ space.axes, second)

    def part(rows):
        alone = vectors.join(weighted[rows] @ vectors.axes(weighted[rows]), second[rows])
        return vectors.settle(alone, alone)

    def new(texts):
        return vectors.settle(vectors.place(words.count(texts, counts.vocabulary), space), placed)

    return Placed(counts, vectors.settle(placed, placed), part, new)


def _given(counts: words.Counts, given, encode: Callable | None) -> Placed:
    """Place texts by vectors from outside."""
    placed = _rounded(given)

    def part(rows):
        return vectors.settle(placed[rows], placed[rows])

    new = (lambda texts: vectors.settle(_rounded(encode(texts)), placed)) if encode else None
    return Placed(counts, vectors.settle(placed, placed), part, new)


def _rounded(given) -> np.ndarray:
    """Give vectors the length 1 and as many digits as every machine agrees on."""
    return np.round(vectors.unit(np.asarray(given, dtype=float)), vectors.DIGITS)
