"""Find what paragraphs talk about, how stable that is, and who talks about what; the same on every machine.

model = topics.fit_topics(paragraphs)         # table report, block, text
model.topics, model.assignments, model.words  # what was found, as tables
topics.shares(model)                          # who talks about what, with intervals
"""

import re
from collections import namedtuple
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.base import BaseEstimator, clone
from sklearn.decomposition import NMF
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from analysis.language import check_table, rows_of, singular
from analysis.topics import vectors
from analysis.topics.vectors import BM25, Counts, LinkageKMeans, NeighbourMean, count_terms, lsa, members

__all__ = [
    "BM25", "STABLE", "LinkageKMeans", "NeighbourMean", "TopicModel", "best_number", "controls", "count_terms",
    "curve", "describe", "fit_topics", "lsa", "matches", "positions", "quotations", "shares",
]  # fmt: skip

REFITS, PART, SEED = 30, 0.8, 2  # NumPy keeps what its RandomState draws the same on every machine
MOST = 2000  # refits look at this many paragraphs at most, so that a large collection waits seconds, not minutes
LEFT_OUT = 10  # reports that are left out, one at a time
# A number of topics is stable where refits agree this well (adjusted Rand index), and a topic where this much of it
# comes back: the value above which Hennig (2007) calls a cluster stable.
STABLE = 0.75
CLOSE = 0.05  # two agreements that differ by less are about the same
# Fewer than thirty paragraphs a topic on average leave its shares and its words to chance; a small collection may still
# try up to five topics of twenty.
PER_TOPIC, FEW = 30, 5
NUMBERS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30)
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
_ONE_THREAD = threadpool_limits.wrap(limits=1)  # small matrices: threads cost more than they bring
Stability = namedtuple("Stability", "agreement topics")  # see `TopicModel.stability`


@dataclass(frozen=True, repr=False)
class TopicModel:
    """A topic model as tables; `placed` has the `paragraphs` in the `order` of their texts.

    `assignments`: report, block, topic, confidence (1 at the centre of the topic, 0 half-way to the next). `words`:
    topic, rank, term, form (as it is mostly written), weight. `notes`: what to know before reading on.
    """

    paragraphs: pd.DataFrame
    assignments: pd.DataFrame
    words: pd.DataFrame
    notes: tuple[str, ...]
    placed: "Placed"
    order: np.ndarray
    cluster: BaseEstimator

    @property
    def labels(self) -> np.ndarray:
        """The topic of each paragraph."""
        return self.assignments["topic"].to_numpy()

    @cached_property
    @_ONE_THREAD
    def stability(self) -> Stability:
        """What comes back in refits on 80 % of the paragraphs (computed when first asked for).

        `agreement`: mean adjusted Rand index (1 identical, 0 chance). `topics`: topic, stability (mean Jaccard index
        with the refitted topic most like it; Hennig 2007).
        """
        k, agreement, alike = int(self.labels.max(initial=-1)) + 1, [], []
        labels = self.labels[self.order]
        for rows in _draws(len(labels), REFITS):
            new, old = _refit(self.placed.part(rows), self.cluster), labels[rows]
            agreement.append(adjusted_rand_score(old, new))
            both = pd.crosstab(old, new).reindex(index=range(k), fill_value=0).to_numpy(dtype=float)
            either = both.sum(axis=1)[:, None] + both.sum(axis=0)[None, :] - both
            jaccard = (both / np.maximum(either, 1)).max(axis=1)
            alike.append(np.where((both.sum(axis=1) > 0) & (k > 1), jaccard, np.nan))
        mean = pd.DataFrame(alike, columns=range(k)).mean().round(4)
        found = pd.DataFrame({"topic": np.arange(k), "stability": mean})
        return Stability(round(float(np.mean(agreement)), 4) if agreement else float("nan"), found)

    @cached_property
    def topics(self) -> pd.DataFrame:
        """One row per topic: topic, size, words, label (the three words that lead in weight and in headings)."""
        rows, paragraphs = [], self.paragraphs.assign(topic=self.labels)
        for topic, mine in paragraphs.groupby("topic"):
            own = self.words[self.words["topic"] == topic]
            score = own["weight"]
            if "section" in paragraphs:
                heads = [" ".join(re.findall(r"[\w-]+", " ".join(section[-1:]).lower())) for section in mine["section"]]
                said = [f" {_singular(head)} " for head in heads]
                score = score + [np.mean([f" {_singular(term)} " in text for text in said]) for term in own["term"]]
            leading = own["form"].iloc[np.argsort(-score.round(6), kind="stable")[:3]]
            rows.append((topic, len(mine), ", ".join(own["form"]), ", ".join(leading) or f"topic {topic}, no words"))
        table = pd.DataFrame(rows, columns=["topic", "size", "words", "label"])
        return table.astype({"topic": "int64", "size": "int64"})

    @_ONE_THREAD
    def nearest(self, texts: list[str]) -> np.ndarray:
        """Return the topic of each new text: that of the nearest centre, or -1 for a text without a known word."""
        new = self.placed.new(texts) if len(self.labels) else np.zeros((len(texts), 1))
        middle = vectors.centres(self.placed.vectors, self.labels[self.order])
        return np.where(new.any(axis=1), vectors.nearest(new, middle), -1)

    def __repr__(self) -> str:
        lines = [f"{row.topic}: {row.label} ({row.size} paragraphs)" for row in self.topics.itertuples()]
        return "\n".join([f"TopicModel, {len(lines)} topics of {len(self.labels)} paragraphs", *lines, *self.notes])


@dataclass(frozen=True)
class Placed:
    """Paragraphs, in the order of their texts, as counts and as vectors (`across`: without the means of reports)."""

    counts: Counts
    reports: np.ndarray
    across: bool

    @cached_property
    def without_means(self) -> np.ndarray:
        """The vectors by latent semantic analysis, less the means of their reports if `across`."""
        found = vectors.reduce(self.counts.matrix)
        return vectors.without_report_means(found, self.reports) if self.across else found

    @cached_property
    def vectors(self) -> np.ndarray:
        """The vectors that are clustered: moved half-way to their neighbours."""
        return NeighbourMean().fit_transform(self.without_means)

    @cached_property
    def steps(self) -> Pipeline:
        """The steps from counts to vectors, for new texts."""
        return vectors.lsa(self.counts.matrix.shape).fit(self.counts.matrix)

    def part(self, chosen: np.ndarray) -> "Placed":
        """Return some paragraphs, placed as if the others did not exist."""
        return Placed(self.counts.rows(chosen), self.reports[chosen], self.across)

    def new(self, texts: list[str]) -> np.ndarray:
        """Place new texts; those without a known word have zeros."""
        found = self.steps.transform(vectors.count_terms(texts, self.counts.vocabulary).matrix)
        mean = self.across * self.steps.transform(self.counts.matrix).mean(axis=0)
        moved = found - mean * found.any(axis=1, keepdims=True)
        return NeighbourMean().fit(self.without_means).transform(vectors.unit(moved))


@_ONE_THREAD
def fit_topics(paragraphs: pd.DataFrame, n_topics: int | None = None, across: bool = False) -> TopicModel:
    """Group paragraphs into topics and find the words of each; the same on every machine.

    `paragraphs` has report, block and text, one row per paragraph; section (tuple of headings), where there is one,
    helps to label topics. Without `n_topics`, the number is chosen by `curve` and `best_number`. `across` removes the
    mean of each report from its vectors: topics are what reports have in common, not what sets them apart.
    """
    table, order, placed = _prepare(paragraphs, [] if n_topics is None else [n_topics], across)
    cluster = LinkageKMeans(int(best_number(curve(placed)) if n_topics is None else n_topics))
    return _model(table, order, placed, cluster.fit(placed.vectors).labels_, cluster, asked=n_topics)


@_ONE_THREAD
def describe(paragraphs: pd.DataFrame, labels: np.ndarray | list[int], cluster: BaseEstimator) -> TopicModel:
    """Return the tables of a model whose topics were found elsewhere, such as `BERTopic.topics_`.

    Topics are numbered anew from the largest; outliers (-1) join the nearest. Refits are made with `cluster`.
    """
    (table, order, placed), given = _prepare(paragraphs), np.asarray(labels)
    if len(given) != len(table):
        raise ValueError(f"There are {len(given)} labels for {len(table)} paragraphs; give one for each.")
    known, found = given[order] >= 0, np.zeros(len(given), dtype=np.int64)
    if known.any():
        codes = np.unique(given[order][known], return_inverse=True)[1]
        found = vectors.nearest(placed.vectors, vectors.centres(placed.vectors[known], codes))
        found[known] = codes
    return _model(table, order, placed, vectors.by_size(found), cluster, asked=None)


def _prepare(
    paragraphs: pd.DataFrame, numbers: Iterable = (), across: bool = False
) -> tuple[pd.DataFrame, np.ndarray, Placed]:
    """Return the table with text as text, its rows in the order of their texts, and the paragraphs in this order.

    So the order of the table does not matter. Raises TypeError or ValueError for no table, or an impossible number.
    """
    check_table(paragraphs, ("report", "block", "text"), "report, block and text, one row per paragraph: corpus.main")
    n, chosen = len(paragraphs), "or leave it out to have it chosen."
    for number in numbers:
        if isinstance(number, bool) or not isinstance(number, int | np.integer) or number < 1:
            raise ValueError(f"n_topics is {number!r}; give a whole number, 1 or more, {chosen}")
        if n and number > n:
            few = f"(a topic of fewer than {PER_TOPIC} paragraphs is mostly chance)"
            raise ValueError(f"n_topics is {number}, but there are only {n} paragraphs; give fewer {few}, {chosen}")
    table = paragraphs.assign(text=paragraphs["text"].astype(object).fillna("").astype(str))
    by = ["text", "report", "block"]
    order = table[by].astype(str).reset_index(drop=True).sort_values(by, kind="stable").index.to_numpy()
    reports = table["report"].astype(str).to_numpy(dtype=object)[order]
    return table, order, Placed(vectors.count_terms(table["text"]).rows(order), reports, across)


def _model(table: pd.DataFrame, order: np.ndarray, placed: Placed, labels: np.ndarray, cluster, asked) -> TopicModel:
    words = topic_words(placed.counts, labels, placed.reports if placed.across else None)
    words.insert(3, "form", [placed.counts.vocabulary.written(term) for term in words["term"]])
    back = np.argsort(order, kind="stable")
    result = table[["report", "block"]].assign(topic=labels[back])
    result["confidence"] = vectors.confidence(placed.vectors, labels)[back]
    topics, notes = int(labels.max(initial=-1)) + 1, []
    if asked is not None and topics != asked:
        notes.append(f"{asked} topics were asked for; the paragraphs that differ give {topics}.")
    if silent := int((placed.counts.matrix.sum(axis=1) == 0).sum()):
        notes.append(
            f"Paragraphs without a word that the model knows: {silent:,} of {len(labels):,} (empty, or with only "
            "numbers, stop words, and words no other paragraph has). Their topic means nothing, their confidence is 0."
        )
    tables = {"paragraphs": table, "assignments": result, "words": words}
    return TopicModel(**tables, notes=tuple(notes), placed=placed, order=order, cluster=clone(cluster))


@_ONE_THREAD
def curve(paragraphs: pd.DataFrame | Placed, numbers: Iterable[int] | None = None) -> pd.DataFrame:
    """Return how stable models of these paragraphs are, by number of topics.

    Columns: n_topics, agreement (mean adjusted Rand index of refits on 80 %), low, high (the middle 80 % of refits).
    """
    asked = None if numbers is None else list(numbers)
    placed = paragraphs if isinstance(paragraphs, Placed) else _prepare(paragraphs, asked or ())[2]
    n = len(placed.reports)
    most = max(2, n // PER_TOPIC, min(FEW, n // 20))
    numbers = [k for k in NUMBERS if k <= most and k * 2 <= n] if asked is None else asked
    if not numbers:
        return pd.DataFrame(columns=["n_topics", "agreement", "low", "high"], dtype=float)

    def clusters(placed: Placed) -> list[np.ndarray]:
        tree = vectors.linkage_tree(placed.vectors)
        return [LinkageKMeans(k).fit(placed.vectors, tree=tree).labels_ for k in numbers]

    whole, agreed = clusters(placed), []
    for rows in _draws(n, REFITS):
        again = clusters(placed.part(rows))
        agreed.append([adjusted_rand_score(old[rows], new) for old, new in zip(whole, again, strict=True)])
    low, high = np.quantile(agreed, [0.1, 0.9], axis=0)
    return pd.DataFrame({"n_topics": numbers, "agreement": np.mean(agreed, axis=0), "low": low, "high": high}).round(4)


def _refit(placed: Placed, cluster: BaseEstimator) -> np.ndarray:
    return np.maximum(clone(cluster).fit(placed.vectors).labels_, 0)


def best_number(table: pd.DataFrame) -> int:
    """Choose the number of topics from a curve: of five and more, the most that are about as stable as any.

    Where none of these is stable, it is the most that are; where none is at all, the most stable.
    """
    if table.empty:
        return 1
    stable = table[table["agreement"] >= STABLE]
    several = stable[stable["n_topics"] >= FEW]
    good = several[several["agreement"] > several["agreement"].max() - CLOSE] if len(several) else stable
    ranked = good.sort_values("n_topics") if len(good) else table.sort_values(["agreement", "n_topics"])
    return int(ranked["n_topics"].iloc[-1])


@_ONE_THREAD
def controls(model: TopicModel) -> pd.DataFrame:
    """Return what the stability of a model has to be compared with: check, value.

    Repetitions are refits on 80 % of the paragraphs, agreement is the mean adjusted Rand index. Where it is as high
    with words shuffled within reports, what is stable is which report a paragraph is from. The last two are adjusted
    mutual information (Vinh, Epps and Bailey 2010), with the topics of NMF (Lee and Seung 1999) and with the reports.
    """
    reports, labels, left_out = model.placed.reports, model.labels[model.order], []
    longest, pool = model.paragraphs["report"].astype(str).value_counts(), vectors.spread_out(len(labels), MOST)
    for rows in (pool[reports[pool] != report] for report in longest.index[:LEFT_OUT]):
        if len(rows) > 1:
            left_out.append(adjusted_rand_score(labels[rows], _refit(model.placed.part(rows), model.cluster)))
    one = f"one of the {LEFT_OUT} longest reports" if len(longest) > LEFT_OUT else "one report"
    values = {
        "agreement of repetitions": model.stability.agreement,
        "agreement of repetitions, words shuffled within reports": _shuffled_agreement(model),
        f"agreement without {one}, mean": np.mean(left_out) if left_out else np.nan,
        f"agreement without {one}, lowest": min(left_out, default=np.nan),
        "agreement with non-negative matrix factorisation": adjusted_mutual_info_score(labels, _nmf(model)),
        "overlap of topics and reports": adjusted_mutual_info_score(reports, labels),
    }
    return pd.DataFrame({"check": list(values), "value": np.round(list(values.values()), 4)})


def _nmf(model: TopicModel) -> np.ndarray:
    k, matrix = len(model.topics), model.placed.counts.matrix
    if not 1 < 2 * k <= min(matrix.shape):
        return np.zeros(len(model.labels), dtype=np.int64)
    factors = NMF(k, init="nndsvd", tol=1e-3, max_iter=1000, random_state=0)
    return np.round(factors.fit_transform(BM25().fit_transform(matrix)), 6).argmax(axis=1)


def _shuffled_agreement(model: TopicModel) -> float:
    """Return how well refits agree when the words of each report are randomly distributed over its paragraphs."""
    counts, random, n = model.placed.counts, np.random.RandomState(SEED), len(model.labels)
    if not counts.matrix.nnz:
        return float("nan")
    words, report_of = counts.words.copy(), np.repeat(model.placed.reports, counts.lengths)
    for report in sorted(set(model.placed.reports)):
        at = np.flatnonzero(report_of == report)
        words[at] = random.permutation(words[at])
    parts = np.split(words, np.cumsum(counts.lengths)[:-1])
    shuffled = replace(model.placed, counts=Counts(counts.vocabulary, parts))
    whole, refits = (_refit(shuffled.part(np.arange(n)), model.cluster), _draws(n, 20))
    return float(np.mean([adjusted_rand_score(whole[r], _refit(shuffled.part(r), model.cluster)) for r in refits]))


def _draws(n: int, refits: int) -> list[np.ndarray]:
    """Return the row numbers of each part: 80 % of the paragraphs, in their order, another part each time."""
    pool, random = vectors.spread_out(n, MOST), np.random.RandomState(SEED)
    size = max(1, int(PART * len(pool)))
    return [pool[np.sort(random.permutation(len(pool))[:size])] for _ in range(refits)] if n else []


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
        rank, seen = 1, set[str]()
        for i in np.argsort(-central, kind="stable"):
            term = str(counts.terms[terms[i]])
            one = _singular(term)
            if one in seen or rank > BEST:  # its singular or plural, or a phrase that holds it, has come before
                continue
            rows.append((topic, rank, term, float(central[i])))
            rank, seen = rank + 1, seen | {one, *one.split(" ")}
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
    """Return how much more often than by chance two terms occur near each other: normalised PMI (Bouma 2009)."""
    place = np.full(len(counts.terms), -1)
    place[columns] = np.arange(len(columns))
    term, k = place[counts.words], len(columns)
    paragraph = np.repeat(np.arange(len(counts.running)), counts.lengths)
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
    network = links * np.outer(weights, weights) ** 0.25
    central = weights**0.5 / np.sqrt(weights.sum())
    for _ in range(50):
        central = network @ central + 1e-3 * weights**0.5  # a term without links keeps a little
        central = central / central.max(initial=0)
    return np.round(central, 6)


def _singular(term: str) -> str:
    return " ".join(map(singular, term.split(" ")))


def shares(model) -> pd.DataFrame:
    """Return the share of each topic in each report, with an interval that allows for neighbours being alike.

    Columns: report, topic, paragraphs (of this topic), of (all paragraphs of the report), share, low, high (Wilson
    1927, for as many independent paragraphs as the report is worth), in_words (paragraphs that have a word of its
    label).
    """
    found = model.paragraphs.assign(topic=model.labels).sort_values("block", kind="stable")
    sequences = {report: mine.to_numpy() for report, mine in found.groupby("report")["topic"]}
    effect, rows = design_effect(list(sequences.values())), []
    for report in model.paragraphs["report"].dropna().unique():
        n = np.bincount(sequences[report], minlength=len(model.topics))
        low, high = wilson(n / n.sum(), max(1.0, n.sum() / effect))
        rows += [(report, t, int(n[t]), int(n.sum()), n[t] / n.sum(), low[t], high[t]) for t in range(len(n))]
    table = pd.DataFrame(rows, columns=["report", "topic", "paragraphs", "of", "share", "low", "high"])
    labels = model.topics.set_index("topic")["label"].str.split(", ")
    leading = model.words[np.array([row.form in labels[row.topic] for row in rows_of(model.words)], bool)]
    found = _with_best_words(leading, model.assignments.assign(text=model.paragraphs["text"]))
    in_words = found[found["last"] > 0].groupby(["report", "topic"], observed=True).size().rename("in_words")
    return table.join(in_words, on=["report", "topic"]).fillna({"in_words": 0}).astype({"in_words": int})


def design_effect(sequences: list[np.ndarray]) -> float:
    """Return how many paragraphs in a row are worth one independent paragraph, from the topics of all groups in order.

    1 plus twice the sum of the autocorrelations up to the root of the mean length (Kish 1965; Bartlett 1946), each
    raised by the effect over n, by which an estimated mean lowers it.
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


def quotations(model, sentences: pd.DataFrame, n: int = 3) -> pd.DataFrame:
    """Choose n sentences for each topic with most of its words: topic, report, block, start, end (of the best word)."""
    check_table(sentences, ("report", "block", "sentence", "text", "start"), "corpus.sentences")
    wanted = sentences.merge(model.assignments, on=["report", "block"])
    found = _with_best_words(model.words, wanted[wanted["text"].str.len().between(SHORTEST, LONGEST)])
    found = found.assign(value=(found["weight"] * (0.5 + found["confidence"])).round(9)).query("value > 0")
    found = found.assign(start=found["start"] + found["first"], end=found["start"] + found["last"])
    by = ["topic", "value", "report", "block", "sentence"]
    ranked = found.sort_values(by, ascending=[name != "value" for name in by]).drop_duplicates(["report", "block"])
    return ranked.groupby("topic").head(n)[["topic", "report", "block", "start", "end"]].reset_index(drop=True)


def matches(model) -> pd.DataFrame:
    """Point to each paragraph of each topic: topic, report, block, start, end, confidence; the clearest first.

    start and end are the span of the paragraph's best word of the topic; both 0 where it has none.
    """
    by = ["topic", "confidence", "report", "block"]
    found = _with_best_words(model.words, model.assignments.assign(text=model.paragraphs["text"]))
    found = found.sort_values(by, ascending=[name != "confidence" for name in by])
    return found.rename(columns={"first": "start", "last": "end"}).drop(columns=["text", "weight"])


def _with_best_words(words: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """Return texts (topic, text) with `first` and `last` of their best word (else 0), and the `weight` of all words."""
    known = {topic: dict(zip(own["term"], own["weight"], strict=True)) for topic, own in words.groupby("topic")}
    patterns, rows = {}, []
    for topic, weights in known.items():  # whole words in any case, the longest first
        ordered = sorted(weights, key=lambda term: (-len(term), term))
        any_of = "|".join(re.escape(term).replace(r"\ ", r"\s+").replace(r"\-", "[-‐‑–]") for term in ordered)
        patterns[topic] = re.compile(rf"(?<![\w-])(?:{any_of})(?![\w-])", re.IGNORECASE)
    for topic, text in zip(texts["topic"], texts["text"], strict=True):
        weights, hits = known.get(topic, {}), patterns[topic].finditer(text) if topic in patterns else ()
        found = [(re.sub(r"[‐‑–]", "-", " ".join(hit[0].lower().split())), *hit.span()) for hit in hits]
        found = [span for span in found if span[0] in weights]  # a Turkish dotless i is an i only to the pattern
        best = max(found, key=lambda span: (weights[span[0]], -span[1]), default=("", 0, 0))
        rows.append((*best[1:], sum(weights[term] for term in {term for term, _, _ in found})))
    return texts.join(pd.DataFrame(rows, texts.index, ["first", "last", "weight"]))


def positions(model) -> pd.DataFrame:
    """Return `assignments` with x and y: paragraphs on the first two singular vectors of the topics' centres.

    Two topics give one such vector: then, as for one topic, the greatest spread of the paragraphs gives the other.
    """
    labels, placed = model.labels, np.zeros((len(model.labels), 2))
    if len(labels):
        found = model.placed.vectors[np.argsort(model.order)]
        spread = found - found.mean(axis=0)
        apart = vectors.centres(spread, labels) * np.sqrt(np.bincount(labels))[:, None]
        right = np.linalg.svd(np.vstack([apart, 1e-5 * spread]), full_matrices=False)[2][:2]
        placed[:, : len(right)] = np.round(spread @ right.T, 6)
        farthest = placed[np.abs(placed).argmax(axis=0), [0, 1]]
        placed *= np.where(farthest < 0, -1, 1)  # the sign of an axis is chance
    x, y = np.round(placed, 4).T + 0.0  # no -0.0, which differs from processor to processor
    return model.assignments.assign(x=x, y=y)
