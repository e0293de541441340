"""What do these paragraphs talk about? Fits a topic model that is the same on every machine."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from analysis.topics import clusters, describe, firmness, vectors, words

NEEDED = ("report", "block", "text")
DEFAULT_TOPICS = 8


@dataclass(frozen=True)
class TopicModel:
    """A fitted topic model as tables; `vectors` and `counts` have a row for each row of `paragraphs`."""

    paragraphs: pd.DataFrame
    assignments: pd.DataFrame
    words: pd.DataFrame
    vectors: np.ndarray
    counts: words.Counts
    embedding: str | np.ndarray | Callable
    embed_new: Callable | None
    notes: tuple[str, ...]

    @property
    def labels(self) -> np.ndarray:
        """The topic of each paragraph."""
        return self.assignments["topic"].to_numpy()

    @cached_property
    def firm(self) -> firmness.Firmness:
        """How much of the model survives refits on parts of the paragraphs; computed when first asked for."""
        order = _canonical(self.paragraphs)
        texts = self.paragraphs["text"].iloc[order].tolist()
        given = self.embedding[order] if isinstance(self.embedding, np.ndarray) else self.embedding
        with threadpool_limits(1):
            found = firmness.measure(texts, self.labels[order], self.words, given)
        back = found.paragraphs.iloc[np.argsort(order, kind="stable")].to_numpy()
        return firmness.Firmness(
            found.agreement, found.topics, pd.Series(back, self.paragraphs.index, name="firmness"), found.words
        )

    @cached_property
    def topics(self) -> pd.DataFrame:
        """One row a topic: topic, size, words, label, stability."""
        sizes = self.assignments.groupby("topic").size()
        listed = self.words.groupby("topic")["form"].agg(", ".join).reindex(sizes.index, fill_value="")
        table = pd.DataFrame({"topic": sizes.index, "size": sizes.to_numpy(), "words": listed.to_numpy()})
        table["label"] = describe.labels(self.words, sizes.index)
        return table.merge(self.firm.topics, on="topic", how="left")

    @cached_property
    def model(self):
        """A fitted BERTopic with these topics, words and vectors; its methods and plots work on them."""
        from analysis.topics import bert  # bertopic takes seconds to import: only when it is asked for

        n_words = int(self.words["rank"].max()) if len(self.words) else 1
        texts = self.paragraphs["text"]
        return bert.build(texts, self.vectors, self.labels, self.counts, n_words, self.embed_new)


def fit_topics(
    paragraphs: pd.DataFrame,
    n_topics: int | None = None,
    embedding: str | np.ndarray | Callable = "lsa",
    n_words: int = 10,
) -> TopicModel:
    """Group paragraphs into topics and find the words of each; the same on every machine.

    `paragraphs` has report, block and text, one row a paragraph. `embedding` is "lsa" (trained on these
    paragraphs), "minilm" (needs the package sentence-transformers and its model), a function from a list of
    texts to an array, or an array with a row for each paragraph.

    >>> texts = ["The mission trains police."] * 3 + ["Exercises test the alliance."] * 3
    >>> table = pd.DataFrame({"report": "a", "block": range(6), "text": texts})
    >>> fit_topics(table, n_topics=2).assignments["topic"].tolist()
    [1, 1, 1, 0, 0, 0]
    """
    table = check(paragraphs)
    order = _canonical(table)
    given = _in_order(embedding, order, len(table))
    texts = table["text"].iloc[order].tolist()
    with threadpool_limits(1):  # small matrices: threads cost more than they bring
        counts, placed, embed_new = embed(texts, given)
        labels = clusters.group(placed, DEFAULT_TOPICS if n_topics is None else n_topics)
    weights = describe.class_weights(counts.matrix, labels)
    found = describe.topic_words(counts.matrix, counts.terms, weights, n_words)
    found.insert(3, "form", describe.usual_forms(found["term"], texts))
    back = np.argsort(order, kind="stable")
    result = table[["report", "block"]].assign(topic=labels[back])
    result["confidence"] = clusters.confidence(placed, labels)[back]
    counts = words.Counts(counts.vocabulary, counts.running, order[counts.paragraph], counts.matrix[back])
    return TopicModel(
        table, result, found, placed[back], counts, embedding, embed_new, _notes(counts, labels, n_topics)
    )


def check(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """Return the table with text as text; raise ValueError where a column is missing."""
    missing = [name for name in NEEDED if name not in getattr(paragraphs, "columns", ())]
    if missing:
        raise ValueError(
            f"The table of paragraphs has no column {' and no column '.join(missing)}; "
            "give a table with report, block and text, such as corpus.blocks."
        )
    return paragraphs.assign(text=paragraphs["text"].fillna("").astype(str))


def embed(texts: list[str], embedding) -> tuple[words.Counts, np.ndarray, Callable | None]:
    """Count texts and place them; return counts, vectors and, where possible, the way to place new texts."""
    counts = words.count(texts)
    if isinstance(embedding, np.ndarray):
        placed, encode = vectors.unit(embedding.astype(float)), None
    elif callable(embedding):
        encode = embedding
        placed = vectors.unit(np.asarray(encode(texts), dtype=float))
    elif embedding == "minilm":
        return embed(texts, minilm())
    elif embedding == "lsa":
        space = vectors.train(counts)
        placed = vectors.place(counts, space)

        def encode(new):
            return vectors.place(words.count(new, counts.vocabulary), space)
    else:
        raise ValueError(
            f'embedding is "{embedding}", which is not known; give "lsa", "minilm", a function from texts to '
            "vectors, or an array with a row for each paragraph."
        )
    placed = np.round(placed, vectors.DIGITS)
    embed_new = encode and (lambda new: vectors.settle(np.round(vectors.unit(np.asarray(encode(new))), 6), placed))
    return counts, vectors.settle(placed, placed), embed_new


def minilm(name: str = "sentence-transformers/all-MiniLM-L6-v2") -> Callable:
    """Return the function that encodes texts with MiniLM, where sentence-transformers is installed."""
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        raise ImportError(
            'embedding="minilm" needs the package sentence-transformers, which is not installed; install it '
            '(about 3 GB with torch) or use embedding="lsa", which needs nothing.'
        ) from None
    return SentenceTransformer(name).encode


def _in_order(embedding, order: np.ndarray, n: int):
    """Return a given array of vectors in the order of fitting; anything else as it is."""
    if not isinstance(embedding, np.ndarray):
        return embedding
    if embedding.ndim != 2 or len(embedding) != n:
        raise ValueError(
            f"The embedding has the shape {embedding.shape}, but there are {n} paragraphs; "
            "give an array with a row for each paragraph."
        )
    return embedding[order]


def _canonical(table: pd.DataFrame) -> np.ndarray:
    """Return the row numbers in order of text, so that the order of the table does not matter."""
    keys = list(zip(table["text"], table["report"].astype(str), table["block"].astype(str), strict=True))
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)


def _notes(counts: words.Counts, labels: np.ndarray, n_topics: int | None) -> tuple[str, ...]:
    """Say in words where the model is smaller than what was asked for, and which paragraphs say nothing."""
    found, n, notes = int(labels.max(initial=-1)) + 1, len(labels), []
    if n_topics is not None and found != n_topics:
        notes.append(f"{n_topics} topics were asked for; {n} paragraphs, not all different, give {found}.")
    silent = int((counts.matrix.sum(axis=1) == 0).sum())
    if silent:
        notes.append(
            f"{silent} of {n} paragraphs hold no word that the model knows (they are empty, or hold only numbers, "
            "stop words, and words no other paragraph has); their topic means nothing and their confidence is 0."
        )
    return tuple(notes)
