"""Do the words of a topic go together, and does a second method find the same? Numbers to doubt with, not grades.

Coherence cannot judge a topic: a topic of footnotes and web addresses is perfectly "coherent".
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.decomposition import NMF
from sklearn.metrics import adjusted_mutual_info_score
from threadpoolctl import threadpool_limits

from analysis.topics import clusters, describe, vectors

WINDOW = 10  # terms, the usual choice since Röder, Both and Hinneburg (2015)


def coherence(model, found: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the mean normalised pointwise mutual information of each topic's words: topic, npmi.

    Words go together where they stand within ten consecutive terms of a paragraph (stop words do not count); a
    word that stands twice in a window counts once (Bouma 2009; Röder, Both and Hinneburg 2015). From -1 to 1.
    `found` (topic, term) are the words to judge, by default those of the model.

    >>> from analysis.topics import fit_topics
    >>> texts = ["The mission trains police."] * 3 + ["Exercises test alliances."] * 3
    >>> table = pd.DataFrame({"report": "a", "block": range(6), "text": texts})
    >>> coherence(fit_topics(table, n_topics=2))["npmi"].tolist()
    [1.0, 1.0]
    """
    return word_coherence(model.counts, model.words if found is None else found)


def word_coherence(counts, found: pd.DataFrame) -> pd.DataFrame:
    """Return the coherence of words (topic, term) in counted paragraphs: topic, npmi."""
    terms = sorted(set(found["term"]) & set(counts.terms))
    together = _windowed(counts, terms)
    number = {term: i for i, term in enumerate(terms)}
    rows = []
    for topic, mine in found.groupby("topic")["term"]:
        at = [number[term] for term in mine if term in number]
        pairs = together[np.ix_(at, at)][np.triu_indices(len(at), 1)]
        rows.append((topic, round(float(pairs.mean()), 4) if len(pairs) else np.nan))
    return pd.DataFrame(rows, columns=["topic", "npmi"])


def diversity(found: pd.DataFrame) -> float:
    """Return the share of different words among the words of all topics (Dieng, Ruiz and Blei 2020).

    >>> diversity(pd.DataFrame({"topic": [0, 0, 1, 1], "term": ["police", "border", "police", "budget"]}))
    0.75
    """
    return round(found["term"].nunique() / len(found), 4) if len(found) else float("nan")


@dataclass(frozen=True)
class Opinion:
    """What a second method says: `agreement` (AMI, 1 is the same), `topics` (one row a topic of ours)."""

    agreement: float
    topics: pd.DataFrame


def second_opinion(model, labels: np.ndarray | pd.Series | None = None) -> Opinion:
    """Group the same paragraphs by another method and compare.

    `method` is "nmf" (non-negative matrix factorisation of TF-IDF; Lee and Seung 1999), or the topic numbers of
    another model, row by row. `topics` has topic, other (the topic of the second method that shares most
    paragraphs), shared (their number), overlap (shared / either of the two), other_words. Agreement is adjusted
    mutual information (Vinh, Epps and Bailey 2010): 0 for chance, 1 for the same groups.
    """
    k = int(model.labels.max(initial=-1)) + 1
    if isinstance(labels, str):
        raise ValueError(
            f'"{labels}" is no second opinion; give the topic numbers of another model, or nothing for NMF.'
        )
    labels = _nmf(model.counts, k) if labels is None else np.unique(labels, return_inverse=True)[1]
    if len(labels) != len(model.labels):
        raise ValueError(f"The second opinion has {len(labels)} rows, the model {len(model.labels)} paragraphs.")
    said = describe.topic_words(model.counts, labels)
    listed = said.groupby("topic")["term"].agg(", ".join)
    rows = []
    for topic in range(k):
        mine = model.labels == topic
        shared = np.bincount(labels[mine], minlength=labels.max(initial=0) + 1)
        other = int(shared.argmax())
        either = int((mine | (labels == other)).sum())
        rows.append((topic, other, int(shared[other]), round(shared[other] / either, 4), listed.get(other, "")))
    agreement = adjusted_mutual_info_score(model.labels, labels) if len(labels) else float("nan")
    columns = ["topic", "other", "shared", "overlap", "other_words"]
    return Opinion(round(float(agreement), 4), pd.DataFrame(rows, columns=columns))


def _nmf(counts, k: int) -> np.ndarray:
    """Return the strongest NMF topic of each paragraph."""
    weighted = vectors.tfidf(counts.matrix, vectors.idf(counts.matrix))
    if k < 2 or min(weighted.shape) < k:
        return np.zeros(weighted.shape[0], dtype=np.int64)
    with threadpool_limits(1):
        strength = NMF(k, init="nndsvd", tol=1e-3, max_iter=300, random_state=0).fit_transform(weighted)
    return clusters.by_size(np.round(strength, 6).argmax(axis=1))


def _windowed(counts, terms: list[str]) -> np.ndarray:
    """Return the NPMI of terms in sliding windows; a paragraph shorter than a window is one window."""
    column = np.full(counts.matrix.shape[1], -1)
    column[np.searchsorted(counts.terms, terms)] = np.arange(len(terms))
    size = np.bincount(counts.paragraph, minlength=1)
    start = np.cumsum(size) - size
    last = start + np.maximum(size - WINDOW, 0)
    at = np.flatnonzero(column[counts.running] >= 0)
    windows, words = [], []
    for back in range(WINDOW):
        window = at - back
        inside = (window >= start[counts.paragraph[at]]) & (window <= last[counts.paragraph[at]])
        windows.append(window[inside])
        words.append(column[counts.running[at[inside]]])
    keys = np.unique(np.concatenate(windows) * max(1, len(terms)) + np.concatenate(words))
    shape = (len(counts.running), len(terms))
    present = sp.csr_matrix((np.ones(len(keys)), divmod(keys, max(1, len(terms)))), shape=shape)
    n = max(1, int(np.maximum(size - WINDOW + 1, np.minimum(size, 1)).sum()))
    return describe.npmi((present.T @ present).toarray() / n)
