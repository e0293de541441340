"""Refit a topic model on parts of its paragraphs, and compare: how stable is it, and what is it that is stable?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from sklearn.base import clone
from sklearn.decomposition import NMF
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score
from threadpoolctl import threadpool_limits

from analysis.topics import model as models
from analysis.topics import vectors, words
from analysis.topics.vectors import BM25, Counts, LinkageKMeans

REFITS, PART, SEED = 30, 0.8, 2  # NumPy keeps what its RandomState draws the same on every machine
HALVES = 4  # halvings in which words chosen on one half are judged on the other
MOST = 2000  # refits look at this many paragraphs at most, so that a large collection waits seconds, not minutes
# A number of topics is stable where refits agree this well (adjusted Rand index), and a topic where this much of it
# comes back: the value above which Hennig (2007) calls a cluster stable.
STABLE = 0.75
# Fewer than thirty paragraphs a topic on average leave its shares and its words to chance; a small collection may still
# try up to five topics of twenty.
PER_TOPIC, FEW = 30, 5
NUMBERS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30)


@dataclass(frozen=True)
class Stability:
    """What comes back in refits on 80 % of the paragraphs.

    `agreement` of the groups (mean adjusted Rand index: 1 identical, 0 chance). `topics`: topic, stability (mean
    Jaccard index with the refitted topic most like it; Hennig 2007; unknown where there is but one). `words`: topic,
    term, stability (the share of refits that choose it again).
    """

    agreement: float
    topics: pd.DataFrame
    words: pd.DataFrame


def measure(model) -> Stability:
    """Refit a model on parts of its paragraphs; see how much of its topics and words comes back."""
    k = int(model.labels.max(initial=-1)) + 1
    reports = model.paragraphs["report"].astype(str).to_numpy(dtype=object)
    names = list(zip(model.words["topic"], model.words["term"], strict=True))
    agreement, alike, again = [], [], np.zeros(len(names))
    for rows in draws(len(model.labels), REFITS):
        part, placed = _part(model.counts, model.placed, reports, rows)
        new, old = clone(model.cluster).fit(placed.vectors).labels_, model.labels[rows]
        new = np.maximum(new, 0)
        agreement.append(adjusted_rand_score(old, new))
        table = pd.crosstab(old, new).reindex(index=range(k), fill_value=0).to_numpy(dtype=float)
        either = table.sum(axis=1)[:, None] + table.sum(axis=0)[None, :] - table
        alike.append(np.where((table.sum(axis=1) > 0) & (k > 1), (table / np.maximum(either, 1)).max(axis=1), np.nan))
        partner = _matched(table)
        chosen = words.topic_words(part, new, reports[rows] if placed.share else None)
        there = set(zip(chosen["topic"], chosen["term"], strict=True))
        again += [(partner[topic], term) in there for topic, term in names]
    return Stability(
        round(float(np.mean(agreement)), 4) if agreement else float("nan"),
        pd.DataFrame({"topic": np.arange(k), "stability": pd.DataFrame(alike, columns=range(k)).mean().round(4)}),
        model.words[["topic", "term"]].assign(stability=again / max(1, len(agreement))),
    )


def curve(
    paragraphs: pd.DataFrame, numbers: Iterable[int] | None = None, embedding="lsa", across: float = 0.0
) -> pd.DataFrame:
    """Return how stable and how coherent models of these paragraphs are, by number of topics.

    Columns: n_topics, agreement (mean adjusted Rand index of refits on 80 % with the whole), low, high (the middle 80 %
    of refits), npmi (coherence of words chosen on one half of the paragraphs, in the other half).
    """
    table = models.check(paragraphs)
    with threadpool_limits(1):
        order, counts, placed = models.prepare(table, embedding, across)
        return curve_of(counts, placed, table["report"].astype(str).to_numpy(dtype=object)[order], numbers)


def curve_of(counts: Counts, placed, reports: np.ndarray, numbers: Iterable[int] | None = None) -> pd.DataFrame:
    """Return the table of `curve` for counted and placed paragraphs."""
    n, names = len(reports), ["n_topics", "agreement", "low", "high", "npmi"]
    numbers = candidates(n) if numbers is None else list(numbers)
    if not numbers:
        return pd.DataFrame(columns=names).astype({"n_topics": "int64"} | dict.fromkeys(names[1:], float))
    whole = _clusters(placed.vectors)
    full, parts = {k: whole(k) for k in numbers}, []
    for rows in draws(n, REFITS):
        again = _clusters(_part(counts, placed, reports, rows)[1].vectors)
        parts.append([adjusted_rand_score(full[k][rows], again(k)) for k in numbers])
    agreed = np.array(parts).reshape(len(parts), len(numbers))
    npmi = np.array([_held_out(counts, placed, reports, half, numbers) for half in draws(n, HALVES, 0.5)])
    low, high = np.quantile(agreed, [0.1, 0.9], axis=0)
    columns = (numbers, agreed.mean(axis=0), low, high, npmi.mean(axis=0))
    return pd.DataFrame(dict(zip(names, columns, strict=True))).round(4)


def best_number(table: pd.DataFrame) -> int:
    """Choose the number of topics from a curve: the most that are stable, or the most stable if none is.

    >>> best_number(pd.DataFrame({"n_topics": [4, 6, 8], "agreement": [0.9, 0.8, 0.5]}))
    6
    """
    if table.empty:
        return 1
    stable = table[table["agreement"] >= STABLE]
    ranked = stable.sort_values("n_topics") if len(stable) else table.sort_values(["agreement", "n_topics"])
    return int(ranked["n_topics"].iloc[-1])


def candidates(n: int) -> list[int]:
    """Return the numbers of topics worth trying for n paragraphs.

    >>> candidates(250), candidates(87), candidates(3)
    ([2, 3, 4, 5, 6, 7, 8], [2, 3, 4], [])
    """
    return [k for k in NUMBERS if k <= max(2, n // PER_TOPIC, min(FEW, n // 20)) and k * 2 <= n]


def controls(model) -> pd.DataFrame:
    """Return what the stability of a model has to be compared with: check, value.

    - agreement of refits: the mean adjusted Rand index of refits on 80 % of the paragraphs
    - the same, words shuffled within reports: each paragraph gets chance words of its report. Where this is as high,
      what is stable is which report a paragraph is from, not what it talks about
    - without one report, lowest and mean: agreement with refits that leave out each report in turn
    - with another method: adjusted mutual information of the topics with those of NMF (Lee and Seung 1999)
    - topic and report: adjusted mutual information (Vinh, Epps and Bailey 2010), 1 where each report is one topic
    """
    reports = model.paragraphs["report"].astype(str).to_numpy(dtype=object)
    with threadpool_limits(1):
        shuffled = _shuffled_agreement(model, reports)
        left_out = [
            adjusted_rand_score(model.labels[rows], _refitted(model, reports, rows))
            for rows in (np.flatnonzero(reports != report) for report in sorted(set(reports))[:20])
            if len(rows) > 1
        ]
    values = {
        "agreement of refits": model.stability.agreement,
        "agreement of refits, words shuffled within reports": shuffled,
        "agreement without one report, mean": np.mean(left_out) if left_out else np.nan,
        "agreement without one report, lowest": min(left_out, default=np.nan),
        "agreement with non-negative matrix factorisation": adjusted_mutual_info_score(model.labels, _nmf(model)),
        "topic and report (adjusted mutual information)": adjusted_mutual_info_score(reports, model.labels),
    }
    return pd.DataFrame({"check": list(values), "value": np.round(list(values.values()), 4)})


def _nmf(model) -> np.ndarray:
    """Return the strongest topic of each paragraph by non-negative matrix factorisation of the same weights."""
    k, matrix = len(model.topics), model.counts.matrix
    if not 1 < 2 * k <= min(matrix.shape):
        return np.zeros(len(model.labels), dtype=np.int64)
    strength = NMF(k, init="nndsvd", tol=1e-3, max_iter=1000, random_state=0).fit_transform(
        BM25().fit_transform(matrix)
    )
    return np.round(strength, 6).argmax(axis=1)


def _shuffled_agreement(model, reports: np.ndarray) -> float:
    """Return how well refits agree after the words of each report were dealt out anew over its paragraphs."""
    random, n = np.random.RandomState(SEED), len(reports)
    if not n or not model.placed.learnt or not model.counts.matrix.nnz:
        return float("nan")
    running = model.counts.running.copy()
    for report in sorted(set(reports)):
        at = np.flatnonzero(reports[model.counts.paragraph] == report)
        running[at] = running[at][random.permutation(len(at))]
    dealt = vectors.recounted(model.counts, running)
    fit = partial(_refit, dealt, reports, model.placed.share, model.cluster)
    whole = fit(np.arange(n))
    return float(np.mean([adjusted_rand_score(whole[rows], fit(rows)) for rows in draws(n, 20)]))


def _refit(counts: Counts, reports: np.ndarray, share: float, cluster, rows: np.ndarray) -> np.ndarray:
    """Return the clusters of some paragraphs, whose vectors are learnt from their counts alone."""
    part = counts.rows(rows)
    plain = vectors.lsa(part.matrix.shape).fit_transform(part.matrix)
    return np.maximum(clone(cluster).fit(models.place(plain, reports[rows], share).vectors).labels_, 0)


def _refitted(model, reports: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return the clusters of some paragraphs of a model, fitted alone."""
    return np.maximum(clone(model.cluster).fit(_part(model.counts, model.placed, reports, rows)[1].vectors).labels_, 0)


def draws(n: int, refits: int, part: float = PART) -> list[np.ndarray]:
    """Return the row numbers of each part: so much of the paragraphs, in their order, another part each time."""
    pool, random = vectors.spread_out(n, MOST), np.random.RandomState(SEED)
    size = max(1, int(part * len(pool)))
    return [pool[np.sort(random.permutation(len(pool))[:size])] for _ in range(refits)] if n else []


def _part(counts: Counts, placed, reports: np.ndarray, rows: np.ndarray) -> tuple:
    """Return the counts and vectors of some paragraphs, as if the others did not exist; given vectors stay."""
    part = counts.rows(rows)
    plain = vectors.lsa(part.matrix.shape).fit_transform(part.matrix) if placed.learnt else placed.plain[rows]
    return part, models.place(plain, reports[rows], placed.share)


def _clusters(placed: np.ndarray) -> Callable[[int], np.ndarray]:
    """Return the function from a number of topics to the clusters of vectors, whose tree is computed once."""
    tree = vectors.linkage_tree(placed)
    return lambda k: LinkageKMeans(k).cut(placed, tree).labels_


def _held_out(counts: Counts, placed, reports: np.ndarray, half: np.ndarray, numbers: list[int]) -> list[float]:
    """Return, by number of topics, the coherence of words chosen on half of the paragraphs, in the other half."""
    part, there = _part(counts, placed, reports, half)
    others = counts.rows(np.setdiff1d(vectors.spread_out(len(reports), MOST), half))
    clusters = _clusters(there.vectors)
    found = [words.topic_words(part, clusters(k), reports[half] if placed.share else None) for k in numbers]
    return [float(words.coherence(others, chosen)["npmi"].mean()) for chosen in found]


def _matched(table: np.ndarray) -> np.ndarray:
    """Match each old topic to one new topic so that most paragraphs stay; -1 where none is left.

    >>> _matched(np.array([[0.0, 9], [8, 1]])).tolist()
    [1, 0]
    """
    old, new = linear_sum_assignment(-table)
    partner = np.full(len(table), -1)
    partner[old] = np.where(table[old, new] > 0, new, -1)
    return partner
