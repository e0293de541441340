"""Describe topics in tables: their words and labels, who writes about them, sentences and paragraphs that show it."""

import re

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis.language import check_table, singular
from analysis.topics import vectors
from analysis.topics.vectors import Counts, members

# Words of a topic. The sixth and later ones, and those in fewer than 4 or 15 % of its paragraphs, mostly do not go
# together in other text (benchmarks/topics): rare words are taken only where there are not enough others.
BEST, LEAST, LEAST_SHARE, RARE = 5, 4, 0.15, 1e-6
CANDIDATES = 40  # by weight, of which those are chosen that occur near each other
NEAR = 10  # terms, the usual window since Röder, Both and Hinneburg (2015)
# Pairs are counted as if each had been seen this much more often, and were expected as often: what was seen once or
# twice then says little. Without it, the words chosen on one half of a collection do not go together on the other half.
PRIOR_PAIRS = 3.0
COLUMNS = {"topic": "int64", "rank": "int64", "term": "str", "weight": "float64"}
SHORTEST, LONGEST = 40, 320  # characters of a sentence that is quoted
Z95 = 1.959964  # 97.5 % point of the normal distribution


def topic_words(counts: Counts, labels: np.ndarray, reports: np.ndarray | None = None) -> pd.DataFrame:
    """Choose the words of each topic: topic, rank, term, weight (1 for the best).

    From the terms of greatest `term_weights` (those in few paragraphs of the topic come last) those are chosen that
    most occur near the others (eigenvector centrality of the links of `nearby`: Bonacich 1972).
    """
    weights = np.round(term_weights(counts.matrix, labels, reports), 9)
    often = (members(labels) @ (counts.matrix > 0).astype(float)).toarray()
    least = np.maximum(LEAST, LEAST_SHARE * np.bincount(labels))[:, None] if len(labels) else LEAST
    weights = np.where(often >= least, weights, weights * RARE)
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
    """Weigh the terms of each topic by p ln(p / e), where it is positive (their part of the relative entropy).

    p is the share of the topic's paragraphs that have the term, e the share expected from the `reports` they stand in.
    """
    reports = np.zeros(len(labels), dtype=np.int64) if reports is None else np.unique(reports, return_inverse=True)[1]
    present = (matrix > 0).astype(float)
    topics, groups = members(labels), members(reports)
    size = np.maximum(topics.sum(axis=1), 1)[:, None]
    share = (topics @ present).toarray() / size
    of_groups = (topics @ groups.T).toarray() / size
    expected = of_groups @ ((groups @ present).toarray() / np.maximum(groups.sum(axis=1), 1)[:, None])
    ratio = np.divide(share, expected, out=np.ones_like(share), where=share > 0)
    return np.maximum(share * np.log(ratio), 0)


def nearby(counts: Counts, columns: np.ndarray) -> np.ndarray:
    """Return how much more often than by chance two terms occur within ten terms: normalised PMI (Bouma 2009), 0 to
    1.
    """
    place = np.full(len(counts.terms), -1)
    place[columns] = np.arange(len(columns))
    term, k = place[vectors.join(counts.running)], len(columns)
    paragraph = np.repeat(np.arange(len(counts.running)), [len(numbers) for numbers in counts.running])
    pairs, total = np.zeros((k, k)), 0
    for away in range(1, NEAR):
        same = paragraph[away:] == paragraph[:-away]
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
    """Leave out a term whose singular or plural, or a phrase that holds it, has come before."""
    kept, seen = [], set[str]()
    for i, term in enumerate(terms):
        one = _singular(term)
        if one not in seen:
            kept.append((i, term))
            seen |= {one, *one.split(" ")}
    return kept


def _singular(term: str) -> str:
    """Return a word or phrase with each word in the singular."""
    return " ".join(map(singular, term.split(" ")))


def propose_labels(words: pd.DataFrame, paragraphs: pd.DataFrame) -> list[str]:
    """Propose a label for each topic: the three words that lead in weight and in the headings over its paragraphs.

    To each weight is added the share of the topic's paragraphs whose own heading (the last of `section`) has the word.
    """
    proposed = []
    for topic, mine in paragraphs.groupby("topic"):
        own = words[words["topic"] == topic]
        score = own["weight"]
        if "section" in paragraphs:
            heads = [" ".join(re.findall(r"[\w-]+", " ".join(section[-1:]).lower())) for section in mine["section"]]
            said = [f" {_singular(head)} " for head in heads]
            score = score + [np.mean([f" {_singular(term)} " in text for text in said]) for term in own["term"]]
        order = np.argsort(-score.round(6), kind="stable")[:3]
        proposed.append(", ".join(own["form"].iloc[order]) or f"topic {topic}, no words")
    return proposed


def shares(model) -> pd.DataFrame:
    """Return the share of each topic in each report, with an interval that allows for neighbours being alike.

    Columns: report, topic, paragraphs (of this topic), of (all paragraphs of the report), share, low, high: Wilson's
    interval (1927) for as many independent paragraphs as the report is worth (see `design_effect`); in_words: how many
    of the topic's paragraphs have one of its words.
    """
    found = model.paragraphs.assign(topic=model.labels).sort_values("block", kind="stable")
    sequences = {report: mine.to_numpy() for report, mine in found.groupby("report")["topic"]}
    effect, rows = design_effect(list(sequences.values())), []
    for report in model.paragraphs["report"].dropna().unique():
        n = np.bincount(sequences[report], minlength=len(model.topics))
        low, high = wilson(n / n.sum(), max(1.0, n.sum() / effect))
        rows += [(report, t, int(n[t]), int(n.sum()), n[t] / n.sum(), low[t], high[t]) for t in range(len(n))]
    table = pd.DataFrame(rows, columns=["report", "topic", "paragraphs", "of", "share", "low", "high"])
    spans = matches(model)
    in_words = spans[spans["end"] > 0].groupby(["report", "topic"], observed=True).size().rename("in_words")
    return table.join(in_words, on=["report", "topic"]).fillna({"in_words": 0}).astype({"in_words": int})


def design_effect(sequences: list[np.ndarray]) -> float:
    """Return how many paragraphs in a row are worth one independent paragraph, from the topics of all groups in order.

    1 plus twice the sum of the autocorrelations up to the root of the mean length (Kish 1965; Bartlett 1946). An
    autocorrelation about an estimated mean is too low by the effect over n, which is put back: in simulations the
    intervals of `shares` then hold the true share in 93 to 97 of 100 cases, without it in 50 to 80.
    """
    sequences = [topics for topics in sequences if len(topics)]
    marks = [np.eye(int(topics.max()) + 1)[topics] for topics in sequences]
    centred = [mark - mark.mean(axis=0) for mark in marks]
    total = sum(float((c * c).sum()) for c in centred)
    if total == 0:
        return 1.0
    mean = float(np.mean([len(topics) for topics in sequences]))
    lags = range(1, max(1, round(mean**0.5)) + 1)
    found = [sum(float((c[lag:] * c[:-lag]).sum()) for c in centred) / total for lag in lags]
    effect = 1.0
    for _ in range(20):
        effect = min(1 + 2 * sum(max(r + effect / mean, 0.0) for r in found), max(1.0, mean / 3))
    return effect if any(r > 1 / mean for r in found) else 1.0


def wilson(share: np.ndarray, n: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the 95 % interval of shares of n observations (Wilson 1927); n may be an effective number."""
    square = Z95**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z95 / (1 + square / n) * np.sqrt(share * (1 - share) / n + square / (4 * n**2))
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)


def largest(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the largest topic of each report of a table of `shares` (ties: the topic of the lowest number)."""
    ranked = table.sort_values(["share", "topic"], ascending=[False, True])
    return ranked.drop_duplicates("report").sort_index()


def quotations(model, sentences: pd.DataFrame, n: int = 3) -> pd.DataFrame:
    """Choose n sentences for each topic that have most of its words, each from another paragraph.

    Columns: topic, report, block, start, end (the span of the topic's best word there).
    """
    check_table(sentences, ("report", "block", "sentence", "text", "start"), "corpus.sentences")
    wanted = sentences.merge(model.assignments, on=["report", "block"])
    wanted = wanted[wanted["text"].str.len().between(SHORTEST, LONGEST)]
    parts = [pd.DataFrame(columns=["topic", "report", "block", "start", "end"])]
    for topic, mine in wanted.groupby("topic"):
        weights = _weights(model, topic)
        spans = [word_spans(text, weights.index) for text in mine["text"]]
        value = np.array([sum(weights[term] for term in {term for term, _, _ in found}) for found in spans])
        best = pd.DataFrame([_best_span(found, weights) for found in spans], mine.index, ["a", "b"])
        mine = mine.assign(value=np.round(value * (0.5 + mine["confidence"]), 9), end=mine["start"] + best["b"])
        mine["start"] += best["a"]
        order = ["value", "report", "block", "sentence"]
        ranked = mine[mine["value"] > 0].sort_values(order, ascending=[False, True, True, True])
        parts.append(ranked.drop_duplicates(["report", "block"]).head(n)[parts[0].columns])
    return pd.concat(parts[1:] or parts, ignore_index=True)


def matches(model) -> pd.DataFrame:
    """Point to each paragraph of each topic: topic, report, block, start, end, confidence; the clearest first.

    start and end are the span of the paragraph's best word of the topic; both 0 where it has none.
    """
    rows = []
    for topic, mine in model.assignments.assign(text=model.paragraphs["text"]).groupby("topic"):
        weights = _weights(model, topic)
        for row in mine.itertuples():
            span = _best_span(word_spans(row.text, weights.index), weights)
            rows.append((topic, row.report, row.block, *span, row.confidence))
    table = pd.DataFrame(rows, columns=["topic", "report", "block", "start", "end", "confidence"])
    return table.sort_values(["topic", "confidence", "report", "block"], ascending=[True, False, True, True])


def _weights(model, topic) -> pd.Series:
    """Return the weights of a topic's words, by word."""
    return model.words[model.words["topic"] == topic].set_index("term")["weight"]


def _best_span(found: list[tuple[str, int, int]], weights: pd.Series) -> tuple[int, int]:
    """Return where the word of most weight stands first; 0 and 0 where none does."""
    return max(found, key=lambda span: (weights[span[0]], -span[1]), default=("", 0, 0))[1:]


def word_spans(text: str, terms) -> list[tuple[str, int, int]]:
    """Find terms in a text as whole words, in any case: (term, start, end), in order, apart."""
    longest_first = sorted(terms, key=lambda term: (-len(term), term))
    if not longest_first:
        return []
    pattern = "|".join(re.escape(term).replace(r"\ ", r"\s+").replace(r"\-", "[-‐‑–]") for term in longest_first)
    hits = re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w-])", text, re.IGNORECASE)
    found = [(re.sub(r"[‐‑–]", "-", re.sub(r"\s+", " ", hit[0].lower())), hit.start(), hit.end()) for hit in hits]
    return [span for span in found if span[0] in set(longest_first)]  # a Turkish dotless i is an i only to the pattern


def positions(model) -> pd.DataFrame:
    """Place the paragraphs on the first two singular vectors of the topics' centres: report, block, topic,
    confidence, x, y.
    """
    labels, placed = model.labels, np.zeros((len(model.labels), 2))
    if len(labels):
        found, centre = model.placed.vectors, model.placed.vectors.mean(axis=0)
        apart = (vectors.centres(found, labels) - centre) * np.sqrt(np.bincount(labels))[:, None]
        right = np.linalg.svd(apart, full_matrices=False)[2][:2]
        placed[:, : len(right)] = np.round((found - centre) @ right.T, 6)
        farthest = placed[np.abs(placed).argmax(axis=0), [0, 1]]
        placed *= np.where(farthest < 0, -1, 1)  # the sign of an axis is chance
    x, y = np.round(placed, 4).T + 0.0  # no -0.0, which differs from processor to processor
    return model.assignments.assign(x=x, y=y)
