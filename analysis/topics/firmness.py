"""How firm is a topic model, and with how many topics? Refits it on parts of the paragraphs and sees what stays."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score

from analysis.topics import clusters, describe, quality, vectors
from analysis.topics.vectors import Placed, embed

REFITS = 50
SEED = 2  # of the parts a model is judged on: others than those it was built on, or it would judge itself
# Refits look at this many paragraphs at most, so that a large collection waits seconds, not minutes.
MOST = 2000
# A number of topics is firm enough where refits agree this well (adjusted Rand index), and a topic where this much of
# it comes back: the value above which Hennig (2007) calls a cluster stable.
FIRM = 0.75
# Fewer than thirty paragraphs a topic on average leave its shares and its words to chance; a small collection may
# still try up to five topics of twenty.
PER_TOPIC, FEW = 30, 5
NUMBERS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30)


@dataclass(frozen=True)
class Firmness:
    """What survives refits on 80 % of the paragraphs.

    `agreement` of the groups (mean adjusted Rand index), `topics` (topic, stability: mean Jaccard index with the
    refitted topic most like it, Hennig 2007; unknown where there is but one), `words` (topic, term, firmness: the
    share of refits that name it again).
    """

    agreement: float
    topics: pd.DataFrame
    words: pd.DataFrame


@dataclass(frozen=True)
class Prepared:
    """Placed paragraphs with all that does not depend on the number of topics: their tree, and those of parts."""

    placed: Placed
    tree: clusters.Tree
    parts: list[tuple[np.ndarray, clusters.Tree]]


def measure(texts: list[str], labels: np.ndarray, found: pd.DataFrame, given: np.ndarray | None) -> Firmness:
    """Refit a model on parts of its paragraphs; see how much of its topics and words comes back."""
    k = int(labels.max(initial=-1)) + 1
    alike = []
    names = list(zip(found["topic"], found["term"], strict=True))
    named = np.zeros(len(names))
    agreement = []
    for rows in draws(len(labels), REFITS):
        part = refit(texts, rows, given)
        again, old = group(part, k), labels[rows]
        agreement.append(adjusted_rand_score(old, again))
        table = np.bincount(old * k + again, minlength=k * k).reshape(k, k).astype(float)
        either = table.sum(axis=1)[:, None] + table.sum(axis=0)[None, :] - table
        alike.append(np.where((table.sum(axis=1) > 0) & (k > 1), (table / np.maximum(either, 1)).max(axis=1), np.nan))
        partner = matched(table)
        said = describe.topic_words(part.placed.counts, again)
        there = set(zip(said["topic"], said["term"], strict=True))
        named += [(partner[topic], term) in there for topic, term in names]
    return Firmness(
        round(float(np.mean(agreement)), 4) if agreement else float("nan"),
        pd.DataFrame({"topic": np.arange(k), "stability": pd.DataFrame(alike, columns=range(k)).mean().round(4)}),
        found[["topic", "term"]].assign(firmness=named / max(1, len(agreement))),
    )


def curve(
    texts: list[str], given: np.ndarray | None, numbers: Iterable[int] | None = None, refits: int = REFITS
) -> pd.DataFrame:
    """Refit with each number of topics: n_topics, agreement (mean adjusted Rand index), low, high, npmi.

    low and high hold the middle 80 % of refits; npmi is the mean coherence of the topics of the whole.
    """
    numbers = candidates(len(texts)) if numbers is None else list(numbers)
    whole = embed(texts, given)
    prepared = prepare(whole)
    full = {k: group(prepared, k) for k in numbers}
    agreed: dict[int, list[float]] = {k: [] for k in numbers}
    for rows in draws(len(texts), refits):
        part = refit(texts, rows, given)
        for k in numbers:
            agreed[k].append(adjusted_rand_score(full[k][rows], group(part, k)))
    table = []
    for k in numbers:
        said = describe.topic_words(whole.counts, full[k])
        npmi = quality.word_coherence(whole.counts, said)["npmi"].mean()
        table.append((k, np.mean(agreed[k]), *np.quantile(agreed[k], [0.1, 0.9]), npmi))
    names = ["n_topics", "agreement", "low", "high", "npmi"]
    return pd.DataFrame(table, columns=names).astype({"n_topics": "int64"} | dict.fromkeys(names[1:], float)).round(4)


def best_number(table: pd.DataFrame) -> int:
    """Choose the number of topics from a curve: the most that are firm, or the firmest if none is.

    >>> best_number(pd.DataFrame({"n_topics": [4, 6, 8], "agreement": [0.9, 0.8, 0.5]}))
    6
    """
    if table.empty:
        return 1
    firm = table[table["agreement"] >= FIRM]
    ranked = firm.sort_values("n_topics") if len(firm) else table.sort_values(["agreement", "n_topics"])
    return int(ranked["n_topics"].iloc[-1])


def candidates(n: int) -> list[int]:
    """Return the numbers of topics worth trying for n paragraphs.

    >>> candidates(250), candidates(87), candidates(3)
    ([2, 3, 4, 5, 6, 7, 8], [2, 3, 4], [])
    """
    return [k for k in NUMBERS if k <= max(2, n // PER_TOPIC, min(FEW, n // 20)) and k * 2 <= n]


def draws(n: int, refits: int) -> list[np.ndarray]:
    """Return the row numbers of each part: 80 % of the paragraphs, in their order, another part each time."""
    pool = vectors.spread_out(n, MOST)
    return [pool[rows] for rows in clusters.parts(len(pool), refits, SEED)] if n else []


def refit(texts: list[str], rows: np.ndarray, given: np.ndarray | None) -> Prepared:
    """Count and place a part of the paragraphs anew, as if the others did not exist; given vectors stay."""
    part = [texts[i] for i in rows]
    small = len(texts) <= clusters.AGREE_LIMIT  # a part is grouped as the whole is
    return _remembered(tuple(part), small) if given is None else prepare(embed(part, given[rows]), small)


def prepare(placed: Placed, small: bool | None = None) -> Prepared:
    """Join placed paragraphs, and parts of them where the collection is small."""
    n = len(placed.vectors)
    small = n <= clusters.AGREE_LIMIT if small is None else small
    return Prepared(placed, clusters.tree(placed.vectors), clusters.place_parts(n, placed.part) if small else [])


@lru_cache(maxsize=REFITS)
def _remembered(texts: tuple[str, ...], small: bool) -> Prepared:
    """Prepare texts once: the curve and the firmness of a model refit the same parts."""
    return prepare(embed(list(texts)), small)


def group(prepared: Prepared, k: int) -> np.ndarray:
    """Group prepared paragraphs into k topics."""
    return clusters.group_as_parts_agree(prepared.tree, k, prepared.parts)


def matched(table: np.ndarray) -> np.ndarray:
    """Match each old topic to one new topic so that most paragraphs stay; -1 where none is left.

    >>> matched(np.array([[0.0, 9], [8, 1]])).tolist()
    [1, 0]
    """
    old, new = linear_sum_assignment(-table)
    partner = np.full(len(table), -1)
    partner[old] = np.where(table[old, new] > 0, new, -1)
    return partner
