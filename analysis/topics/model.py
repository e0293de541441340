"""What do these paragraphs talk about? Fits a topic model that is the same on every machine."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from analysis.topics import clusters, describe, firmness
from analysis.topics.vectors import embed, encoder
from analysis.topics.words import Counts, reordered, written

NEEDED = ("report", "block", "text")


@dataclass(frozen=True)
class TopicModel:
    """A fitted topic model as tables; `vectors` and `counts` have a row for each row of `paragraphs`."""

    paragraphs: pd.DataFrame
    assignments: pd.DataFrame
    words: pd.DataFrame
    vectors: np.ndarray
    counts: Counts
    given: np.ndarray | None
    place_new: Callable
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
        with threadpool_limits(1):
            return firmness.measure(
                texts, self.labels[order], self.words, None if self.given is None else self.given[order]
            )

    @cached_property
    def topics(self) -> pd.DataFrame:
        """One row a topic: topic, size, words, label, stability."""
        sizes = self.assignments.groupby("topic").size()
        listed = self.words.groupby("topic")["form"].agg(", ".join)
        table = pd.DataFrame({"topic": sizes.index, "size": sizes.to_numpy()})
        table["words"] = [listed.get(topic, "") for topic in sizes.index]
        table["label"] = describe.labels(self.words, self.paragraphs.assign(topic=self.labels))
        return table.merge(self.firm.topics, on="topic", how="left")

    def nearest(self, texts: list[str]) -> np.ndarray:
        """Return the topic of each new text: that of the nearest centre, or -1 for a text without a known word."""
        if isinstance(texts, str):
            raise ValueError("Give a list of texts; one text is a list, too: [text].")
        if not len(self.labels):
            return np.full(len(texts), -1)
        placed = self.place_new(list(texts))
        found = clusters.nearest(placed, clusters.centres(self.vectors, self.labels))
        return np.where(placed.any(axis=1), found, -1)

    @cached_property
    def model(self):
        """A fitted BERTopic with these topics, words and vectors; its methods and plots work on them."""
        from analysis.topics import bert  # bertopic takes seconds to import: only when it is asked for

        texts = self.paragraphs["text"]
        return bert.build(texts, self.vectors, self.labels, self.counts, self.place_new)


def fit_topics(
    paragraphs: pd.DataFrame,
    n_topics: int | None = None,
    embedding: str | np.ndarray | Callable = "lsa",
) -> TopicModel:
    """Group paragraphs into topics and find the words of each; the same on every machine.

    `paragraphs` has report, block and text, one row a paragraph; section (tuple of headings), where it is there,
    helps to name topics. `embedding` is "lsa" (trained on these paragraphs), "minilm" (needs the package
    sentence-transformers and its model), a function from a list of texts to an array, or an array with a row
    for each paragraph. Without `n_topics`, the number is chosen by `curve` and `firmness.best_number`.

    >>> texts = ["The mission trains police."] * 3 + ["Exercises test the alliance."] * 3
    >>> table = pd.DataFrame({"report": "a", "block": range(6), "text": texts})
    >>> fit_topics(table, n_topics=2).assignments["topic"].tolist()
    [1, 1, 1, 0, 0, 0]
    """
    table = check(paragraphs)
    if n_topics is not None and not (isinstance(n_topics, int | np.integer) and n_topics >= 1):
        raise ValueError(
            f"n_topics is {n_topics!r}; give a whole number, 1 or more, or leave it out to have it chosen."
        )
    order, encode = _canonical(table), encoder(embedding)
    texts = table["text"].iloc[order].tolist()
    given = _given(texts, order, embedding, encode)
    with threadpool_limits(1):  # small matrices: threads cost more than they bring
        k = firmness.best_number(firmness.curve(texts, given)) if n_topics is None else n_topics
        placed = embed(texts, given, encode)
        labels = firmness.group(firmness.prepare(placed), k)
    counts = placed.counts
    found = describe.topic_words(counts, labels)
    found.insert(3, "form", [written(term, counts.vocabulary.forms) for term in found["term"]])
    back = np.argsort(order, kind="stable")
    result = table[["report", "block"]].assign(topic=labels[back])
    result["confidence"] = clusters.confidence(placed.vectors, labels)[back]
    counts = reordered(counts, order)
    notes = _notes(counts, labels, n_topics)
    return TopicModel(
        table, result, found, placed.vectors[back], counts, None if given is None else given[back], placed.new, notes
    )


def curve(
    paragraphs: pd.DataFrame, numbers: Iterable[int] | None = None, embedding="lsa", refits: int = firmness.REFITS
) -> pd.DataFrame:
    """Return how firm and how coherent models of these paragraphs are, by number of topics.

    Columns: n_topics, agreement (mean adjusted Rand index of refits on 80 % with the whole), low, high (the middle
    80 % of refits), npmi (mean coherence of the topics).
    """
    table = check(paragraphs)
    order = _canonical(table)
    with threadpool_limits(1):
        texts = table["text"].iloc[order].tolist()
        return firmness.curve(texts, _given(texts, order, embedding, encoder(embedding)), numbers, refits)


def check(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """Return the table with text as text; raise ValueError where a column is missing."""
    missing = [name for name in NEEDED if name not in getattr(paragraphs, "columns", ())]
    if missing:
        raise ValueError(
            f"The table of paragraphs has no column {' and no column '.join(missing)}; "
            "give a table with report, block and text, such as corpus.blocks."
        )
    return paragraphs.assign(text=paragraphs["text"].astype(object).fillna("").astype(str))


def _given(texts: list[str], order: np.ndarray, embedding, encode: Callable | None) -> np.ndarray | None:
    """Return vectors from outside in the order of fitting; None for "lsa"."""
    given = np.asarray(encode(texts), dtype=float) if encode and texts else embedding
    if not isinstance(given, np.ndarray):
        return None
    if given.ndim != 2 or len(given) != len(texts) or not np.isfinite(given).all():
        raise ValueError(
            f"The embedding has the shape {given.shape} for {len(texts)} paragraphs, or holds what is no number; "
            "give numbers, a row for each paragraph."
        )
    return given if encode else given[order]


def _canonical(table: pd.DataFrame) -> np.ndarray:
    """Return the row numbers in order of text, so that the order of the table does not matter."""
    keys = list(zip(table["text"], table["report"].astype(str), table["block"].astype(str), strict=True))
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)


def _notes(counts: Counts, labels: np.ndarray, n_topics: int | None) -> tuple[str, ...]:
    """Say in words where the model is smaller than what was asked for, and which paragraphs say nothing."""
    found, n, notes = int(labels.max(initial=-1)) + 1, len(labels), []
    if n_topics is not None and found != n_topics:
        notes.append(f"{n_topics} topics were asked for; the paragraphs that differ give {found}.")
    silent = int((counts.matrix.sum(axis=1) == 0).sum())
    if silent:
        notes.append(
            f"{silent} of {n} paragraphs hold no word that the model knows (they are empty, or hold only numbers, "
            "stop words, and words no other paragraph has); their topic means nothing and their confidence is 0."
        )
    return tuple(notes)
