"""Choose the words that describe each topic, measure how well they go together, and propose a label."""

import re

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis.language import npmi, singular
from analysis.topics.vectors import Counts, members

BEST = 10  # words of a topic
CANDIDATES = 40  # by weight, of which those are chosen that occur near each other
NEAR = 10  # terms, the usual window since Röder, Both and Hinneburg (2015)
# Pairs are counted as if each had been seen this much more often, and were expected as often: what was seen once or
# twice then says little. Without it, the words chosen on one half of a collection do not go together on the other half.
PRIOR_PAIRS = 3.0
COLUMNS = {"topic": "int64", "rank": "int64", "term": "str", "weight": "float64"}


def topic_words(counts: Counts, labels: np.ndarray, reports: np.ndarray | None = None) -> pd.DataFrame:
    """Choose the words of each topic: topic, rank, term, weight (1 for the best).

    From the terms of greatest `term_weights` those are chosen that occur near each other: the topic's terms are a
    network whose links are how much more often than by chance two terms occur within ten terms (`nearby`), and each
    term counts as much as its neighbours do (eigenvector centrality: Bonacich 1972).
    """
    weights = np.round(term_weights(counts.matrix, labels, reports), 9)
    candidates = [np.argsort(-row, kind="stable")[:CANDIDATES] for row in weights]
    candidates = [terms[weights[topic, terms] > 0] for topic, terms in enumerate(candidates)]
    columns = np.unique(np.concatenate(candidates)) if candidates else np.empty(0, dtype=np.int64)
    links, rows = nearby(counts, columns), []
    for topic, terms in enumerate(candidates):
        at = np.searchsorted(columns, terms)
        central = centrality(links[np.ix_(at, at)], weights[topic, terms])
        order = np.argsort(-central, kind="stable")
        chosen = _one_form_each([str(counts.terms[i]) for i in terms[order]])[:BEST]
        rows += [(topic, rank, term, float(central[order[i]])) for rank, (i, term) in enumerate(chosen, 1)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def term_weights(matrix: sp.csr_array, labels: np.ndarray, reports: np.ndarray | None = None) -> np.ndarray:
    """Weigh the terms of each topic: p ln(p / e), where it is positive (the term's part of the relative entropy).

    p is the share of the topic's paragraphs that have the term, e the share expected from the topic's `reports`: their
    own shares, weighed by how many of the topic's paragraphs are theirs. Without reports, e is the share of all
    paragraphs.
    """
    reports = np.zeros(len(labels), dtype=np.int64) if reports is None else np.unique(reports, return_inverse=True)[1]
    present = sp.csr_array((np.ones_like(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape)
    topics, groups = members(labels), members(reports)
    size = np.maximum(topics.sum(axis=1), 1)[:, None]
    share = (topics @ present).toarray() / size
    of_groups = (topics @ groups.T).toarray() / size
    expected = of_groups @ ((groups @ present).toarray() / np.maximum(groups.sum(axis=1), 1)[:, None])
    ratio = np.divide(share, expected, out=np.ones_like(share), where=share > 0)
    return np.maximum(share * np.log(ratio), 0)


def nearby(counts: Counts, columns: np.ndarray) -> np.ndarray:
    """Return how much more often than by chance two terms occur within ten terms of a paragraph, from 0 to 1.

    Normalised pointwise mutual information of pairs (Bouma 2009), shrunken by `PRIOR_PAIRS`; 0 where it is negative.
    """
    place = np.full(len(counts.terms), -1)
    place[columns] = np.arange(len(columns))
    term, k = place[counts.running], len(columns)
    pairs, total = np.zeros((k, k)), 0
    for away in range(1, NEAR):
        same = counts.paragraph[away:] == counts.paragraph[:-away]
        total += int(same.sum())
        known = same & (term[away:] >= 0) & (term[:-away] >= 0)
        keys = term[:-away][known] * k + term[away:][known]
        pairs += np.bincount(keys, minlength=k * k).reshape(k, k)
    once = np.bincount(term[term >= 0], minlength=k) / max(1, len(term))
    seen, expected = pairs + pairs.T + PRIOR_PAIRS, 2 * total * np.outer(once, once) + PRIOR_PAIRS
    value = np.log(seen / expected) / -np.log(np.minimum(seen / (2 * total + 2 * PRIOR_PAIRS), 0.5))
    np.fill_diagonal(value, 0)
    return np.clip(value, 0, 1)


def centrality(links: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return how central each term is in a network of terms with weights: 1 for the most central."""
    if not len(weights):
        return weights
    network = links * np.outer(weights, weights) ** 0.25
    central = weights**0.5 / np.sqrt(weights.sum())
    for _ in range(50):
        central = network @ central + 1e-3 * weights**0.5  # a term without links keeps a little
        central = central / central.max()
    return np.round(central, 6)


def _one_form_each(terms: list[str]) -> list[tuple[int, str]]:
    """Leave out a term whose singular or plural, or a phrase that holds it, has come before.

    >>> _one_form_each(["exercises", "exercise", "member states", "states", "partner"])
    [(0, 'exercises'), (2, 'member states'), (4, 'partner')]
    """
    kept: list[tuple[int, str]] = []
    seen: set[str] = set()
    for i, term in enumerate(terms):
        if _singular(term) not in seen:
            kept.append((i, term))
            seen |= {_singular(term), *(singular(word) for word in term.split(" "))}
    return kept


def _singular(term: str) -> str:
    """Return a word or phrase with each word in the singular."""
    return " ".join(singular(word) for word in term.split(" "))


def coherence(counts: Counts, words: pd.DataFrame) -> pd.DataFrame:
    """Return how often the words (topic, term) of each topic occur in the same paragraphs: topic, npmi.

    The mean normalised pointwise mutual information of all pairs of a topic's words (Bouma 2009; Röder, Both and
    Hinneburg 2015), from -1 to 1. Words should be judged on other paragraphs than those they were chosen on (Hoyle and
    others 2021). A topic of footnotes or web addresses is coherent, too: the number does not say what a topic is worth.
    """
    terms = sorted(set(words["term"]) & set(counts.terms))
    number = {term: i for i, term in enumerate(terms)}
    present = (counts.matrix[:, np.searchsorted(counts.terms, terms)] > 0).astype(float)
    together = (present.T @ present).toarray()
    once = together.diagonal()
    value = npmi(together, once[:, None], once[None, :], max(1, counts.matrix.shape[0]))
    rows = []
    for topic, mine in words.groupby("topic")["term"]:
        at = [number[term] for term in mine if term in number and once[number[term]] > 0]
        pairs = value[np.ix_(at, at)][np.triu_indices(len(at), 1)]
        rows.append((topic, round(float(pairs.mean()), 4) if len(pairs) else np.nan))
    return pd.DataFrame(rows, columns=["topic", "npmi"])


def diversity(words: pd.DataFrame) -> float:
    """Return the share of different words among the words of all topics (Dieng, Ruiz and Blei 2020).

    >>> diversity(pd.DataFrame({"topic": [0, 0, 1, 1], "term": ["police", "border", "police", "budget"]}))
    0.75
    """
    return round(words["term"].nunique() / len(words), 4) if len(words) else float("nan")


def propose_labels(words: pd.DataFrame, paragraphs: pd.DataFrame) -> list[str]:
    """Propose a label for each topic: the three words that lead in weight and in the headings over its paragraphs.

    `words` has topic, term, form, weight; to each weight is added the share of the topic's paragraphs whose own heading
    has the word. `paragraphs` has topic and, where known, section (tuple of headings).
    """
    proposed = []
    for topic, mine in paragraphs.groupby("topic"):
        own = words[words["topic"] == topic]
        score = own["weight"]
        if "section" in paragraphs:
            score = score + _under_heading(own["term"], mine["section"])
        order = np.argsort(-score.round(6), kind="stable")[:3]
        proposed.append(", ".join(own["form"].iloc[order]) or f"topic {topic}, no words")
    return proposed


def _under_heading(terms: pd.Series, sections: pd.Series) -> np.ndarray:
    """Return the share of sections (tuples of headings) whose last heading holds each term, singular or plural."""
    headings = [" ".join(re.findall(r"[\w-]+", " ".join(section[-1:]).lower())) for section in sections]
    said = [f" {_singular(heading)} " for heading in headings]
    return np.array([np.mean([f" {_singular(term)} " in text for text in said]) for term in terms])
