"""How firm is a topic model? Refits it on parts of the paragraphs and sees what stays."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score

from analysis.topics import clusters, describe, vectors, words

REFITS = 20
PART = 0.8
# Refits look at this many paragraphs at most, so that a large collection waits seconds, not minutes.
MOST = 2000
SEED = 1  # of the draws; NumPy keeps what its RandomState draws the same on every machine


@dataclass(frozen=True)
class Firmness:
    """What survives refits: `topics` (topic, stability), `paragraphs` (firmness), `words` (topic, term, firmness)."""

    agreement: float
    topics: pd.DataFrame
    paragraphs: pd.Series
    words: pd.DataFrame


def draws(n: int, refits: int = REFITS) -> list[np.ndarray]:
    """Return the row numbers of each part: 80 % of the paragraphs, in their order, another part each time."""
    pool = vectors.spread_out(n, MOST)
    random = np.random.RandomState(SEED)
    size = max(1, int(PART * len(pool)))
    return [np.sort(pool[random.permutation(len(pool))[:size]]) for _ in range(refits)]


def refit(texts: list[str], rows: np.ndarray, embedding) -> tuple[words.Counts, np.ndarray]:
    """Count and place a part of the paragraphs anew, as if the others did not exist."""
    from analysis.topics.model import embed

    part = embedding[rows] if isinstance(embedding, np.ndarray) else embedding
    return embed([texts[i] for i in rows], part)[:2]


def measure(texts: list[str], labels: np.ndarray, found: pd.DataFrame, embedding="lsa", refits=REFITS) -> Firmness:
    """Refit the model on parts of its paragraphs and count which pairs, paragraphs and words stay together."""
    k = int(labels.max(initial=-1)) + 1
    pairs, kept = np.zeros(k), np.zeros(k)
    stayed, drawn = np.zeros(len(labels)), np.zeros(len(labels))
    named = dict.fromkeys(zip(found["topic"], found["term"], strict=True), 0)
    agreements = []
    parts = draws(len(labels), refits) if k else []
    for rows in parts:
        counts, placed = refit(texts, rows, embedding)
        again, old = clusters.group(placed, k), labels[rows]
        agreements.append(adjusted_rand_score(old, again))
        table = _crossed(old, again, k)
        pairs += table.sum(axis=1) * (table.sum(axis=1) - 1)
        kept += (table * (table - 1)).sum(axis=1)
        partner = matched(table)
        drawn[rows] += 1
        stayed[rows] += partner[old] == again
        weights = describe.class_weights(counts.matrix, again)
        new = describe.topic_words(counts.matrix, counts.terms, weights, 10)
        there = set(zip(new["topic"], new["term"], strict=True))
        for topic, term in named:
            named[topic, term] += (partner[topic], term) in there
    stability = np.where(pairs > 0, kept / np.where(pairs > 0, pairs, 1), np.nan)
    share = np.where(drawn > 0, stayed / np.where(drawn > 0, drawn, 1), np.nan)
    steady = found[["topic", "term"]].copy()
    steady["firmness"] = [n / max(1, len(parts)) for n in named.values()]
    return Firmness(
        round(float(np.mean(agreements)), 4) if agreements else float("nan"),
        pd.DataFrame({"topic": range(k), "stability": stability.round(4)}),
        pd.Series(share.round(4), name="firmness"),
        steady,
    )


def matched(table: np.ndarray) -> np.ndarray:
    """Match each old topic to one new topic so that most paragraphs stay; -1 where none is left."""
    old, new = linear_sum_assignment(-table)
    partner = np.full(len(table), -1)
    partner[old] = np.where(table[old, new] > 0, new, -1)
    return partner


def _crossed(old: np.ndarray, new: np.ndarray, k: int) -> np.ndarray:
    """Count paragraphs by old and new topic."""
    return np.bincount(old * k + new, minlength=k * k).reshape(k, k).astype(float)
