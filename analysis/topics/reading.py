"""What is a topic about, in the reports' own sentences, and who talks about it? Reads tables off a fitted model."""

import re

import numpy as np
import pandas as pd
from sklearn.metrics.pairwise import cosine_similarity

from analysis.intervals import wilson
from analysis.topics import clusters, describe, words

# A quotation is a sentence of readable length, in characters.
SHORTEST, LONGEST = 40, 320


def quotations(model, sentences: pd.DataFrame, n: int = 3) -> pd.DataFrame:
    """Choose n sentences for each topic that say most of its words, each from another paragraph.

    `sentences` has report, block, sentence, text, start, end (`Corpus.sentences`). Columns: topic, report, block,
    start, end (the span of the topic's best word there), text (of the sentence), bold (a tuple of all words of the
    topic that stand in it, as they are written there), confidence (of the paragraph).
    """
    wanted = sentences.merge(model.assignments, on=["report", "block"])
    wanted = wanted[wanted["text"].str.len().between(SHORTEST, LONGEST)]
    rows = []
    for topic, mine in wanted.groupby("topic"):
        weights = _weights(model, topic)
        found = [word_spans(text, weights.index) for text in mine["text"]]
        value = [sum(weights[term] for term in {term for term, _, _ in spans}) for spans in found]
        ranked = mine.assign(
            found=pd.Series(found, mine.index), value=np.round(np.array(value) * (0.5 + mine["confidence"]), 9)
        )
        ranked = ranked[ranked["value"] > 0].sort_values(
            ["value", "report", "block", "sentence"], ascending=[False, True, True, True]
        )
        for _, row in ranked.drop_duplicates(["report", "block"]).head(n).iterrows():
            start, end = _best_span(row["text"], weights)
            place = (row["report"], row["block"], row["start"] + start, row["start"] + end)
            bold = tuple(dict.fromkeys(row["text"][start:end] for _, start, end in row["found"]))
            rows.append((topic, *place, row["text"], bold, row["confidence"]))
    return pd.DataFrame(rows, columns=["topic", "report", "block", "start", "end", "text", "bold", "confidence"])


def hits(model) -> pd.DataFrame:
    """Point to each paragraph of each topic: topic, report, block, start, end, confidence; the clearest first.

    start and end are the span of the paragraph's best word of the topic, or of its first word.
    """
    rows = []
    for topic, mine in model.assignments.assign(text=model.paragraphs["text"]).groupby("topic"):
        weights = _weights(model, topic)
        for row in mine.itertuples():
            start, end = _best_span(row.text, weights)
            rows.append((topic, row.report, row.block, start, end, row.confidence))
    table = pd.DataFrame(rows, columns=["topic", "report", "block", "start", "end", "confidence"])
    return table.sort_values(["topic", "confidence", "report", "block"], ascending=[True, False, True, True])


def _weights(model, topic) -> pd.Series:
    """Return the weights of a topic's words, by word."""
    return model.words[model.words["topic"] == topic].set_index("term")["weight"]


def _best_span(text: str, weights: pd.Series) -> tuple[int, int]:
    """Return where the word of most weight stands first in a text; its first word where none does."""
    first = ("", 0, len(text.split(" ", 1)[0]))
    return max(word_spans(text, weights.index), key=lambda span: (weights[span[0]], -span[1]), default=first)[1:]


def word_spans(text: str, terms) -> list[tuple[str, int, int]]:
    """Find terms in a text as whole words, in any case: (term, start, end), in order, apart.

    >>> word_spans("Pooling and sharing: the EU shares.", ["eu", "pooling and sharing"])
    [('pooling and sharing', 0, 19), ('eu', 25, 27)]
    """
    longest_first = sorted(terms, key=lambda term: (-len(term), term))
    if not longest_first:
        return []
    pattern = "|".join(re.escape(term).replace(r"\ ", r"\s+") for term in longest_first)
    hits = re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w-])", text, re.IGNORECASE)
    found = [(re.sub(r"\s+", " ", hit[0].lower()), hit.start(), hit.end()) for hit in hits]
    return [span for span in found if span[0] in set(longest_first)]  # a Turkish dotless i is an i only to the pattern


def nearest_topics(model) -> pd.DataFrame:
    """Name the nearest neighbour of each topic and what sets the two apart.

    Columns: topic, nearest, nearness (cosine of their centres), apart (the words that weigh more here than
    there), there (the words that weigh more there).
    """
    labels = model.labels
    middle = clusters.centres(model.vectors, labels)
    if len(middle) < 2:
        return pd.DataFrame(columns=["topic", "nearest", "nearness", "apart", "there"])
    cosine = cosine_similarity(middle).round(4)
    np.fill_diagonal(cosine, -2)
    weights = describe.class_weights(model.counts.matrix, labels)
    rows = []
    for topic, nearest in enumerate(cosine.argmax(axis=1)):
        here, there = weights[topic] - weights[nearest], weights[nearest] - weights[topic]
        rows.append((topic, int(nearest), cosine[topic, nearest], _best(model, here), _best(model, there)))
    return pd.DataFrame(rows, columns=["topic", "nearest", "nearness", "apart", "there"])


def positions(model) -> pd.DataFrame:
    """Place the paragraphs on the two axes along which topics differ most: report, block, topic, confidence, x, y.

    The axes are the first two singular vectors of the topics' centres, each centre weighed by its size.
    """
    labels, placed = model.labels, np.zeros((len(model.labels), 2))
    if len(labels):
        sizes, centre = np.bincount(labels), model.vectors.mean(axis=0)
        apart = (clusters.centres(model.vectors, labels) - centre) * np.sqrt(sizes)[:, None]
        right = np.linalg.svd(apart, full_matrices=False)[2][:2]
        placed[:, : len(right)] = np.round((model.vectors - centre) @ right.T, 6)
        farthest = placed[np.abs(placed).argmax(axis=0), [0, 1]]
        placed *= np.where(farthest < 0, -1, 1)  # the sign of an axis is chance
    return model.assignments.assign(x=np.round(placed[:, 0], 4), y=np.round(placed[:, 1], 4))


def headings(model, n: int = 3) -> pd.DataFrame:
    """Count under which headings the paragraphs of each topic stand: topic, heading, paragraphs, of.

    The n most frequent innermost headings of each topic; `of` is the number of its paragraphs. Needs the column
    section in the paragraphs; without it, the table is empty.
    """
    columns = ["topic", "heading", "paragraphs", "of"]
    if "section" not in model.paragraphs:
        return pd.DataFrame(columns=columns)
    table = pd.DataFrame(
        {"topic": model.labels, "heading": model.paragraphs["section"].str[-1].astype(object).to_numpy()}
    )
    counts = table.value_counts().rename("paragraphs").reset_index()  # without those under no heading
    counts = counts.sort_values(["topic", "paragraphs", "heading"], ascending=[True, False, True])
    counts["of"] = counts["topic"].map(table["topic"].value_counts())
    return counts.groupby("topic").head(n).reset_index(drop=True)[columns]


def shares(model, by: str | pd.Series = "report") -> pd.DataFrame:
    """Return the share of each topic in each report with its 95 % interval (Wilson 1927).

    `by` is a column of `model.paragraphs` or a Series with a group for each of its rows. Columns: the group
    (named as `by`, in the order in which groups first come), topic, paragraphs (of this topic), of (all paragraphs
    of the group), share, low, high. The interval treats paragraphs as independent, and is too short where
    neighbours speak of the same.

    >>> from analysis.topics import fit_topics
    >>> texts = ["The mission trains police."] * 5 + ["Exercises test the alliance."] * 5
    >>> table = pd.DataFrame({"report": ["a"] * 6 + ["b"] * 4, "block": range(10), "text": texts})
    >>> shares(fit_topics(table, n_topics=2))[["report", "topic", "paragraphs", "of", "share"]].round(2)
      report  topic  paragraphs  of  share
    0      a      0           1   6   0.17
    1      a      1           5   6   0.83
    2      b      0           4   4   1.00
    3      b      1           0   4   0.00
    """
    groups = _groups(model.paragraphs, by)
    k = int(model.labels.max(initial=-1)) + 1
    rows = []
    for group in dict.fromkeys(groups.dropna()):
        n = np.bincount(model.labels[(groups == group).to_numpy()], minlength=k)
        low, high = wilson(n, n.sum())
        rows += [(group, t, int(n[t]), int(n.sum()), n[t] / n.sum(), low[t], high[t]) for t in range(k)]
    return pd.DataFrame(rows, columns=[groups.name or "group", "topic", "paragraphs", "of", "share", "low", "high"])


def _groups(paragraphs: pd.DataFrame, by) -> pd.Series:
    """Return the group of each paragraph: a column, or values by their index where it tells rows apart, or in order."""
    if isinstance(by, str):
        return paragraphs[by]
    given = pd.Series(by).astype(object)
    if given.index.is_unique and paragraphs.index.is_unique and set(given.index) == set(paragraphs.index):
        given = given.reindex(paragraphs.index)
    if len(given) != len(paragraphs):
        raise ValueError(f"There are {len(given)} groups for {len(paragraphs)} paragraphs; give one for each.")
    return given


def largest(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the largest topic of each group of a table of `shares` (ties: the topic of the lowest number)."""
    ranked = table.sort_values(["share", "topic"], ascending=[False, True])
    return ranked.drop_duplicates(table.columns[0]).sort_index()


def _best(model, weights: np.ndarray, n: int = 4) -> str:
    """Return the n terms of greatest weight, as they are mostly written."""
    rounded = np.round(weights, 9)
    order = np.lexsort((np.arange(len(rounded)), -rounded))[:n]
    return ", ".join(words.written(model.counts.terms[i], model.counts.vocabulary.forms) for i in order)
