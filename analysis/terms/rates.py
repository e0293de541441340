"""How much, where and in what company is a term used? Rates with intervals, places in a report, sentence mates."""

import numpy as np
import pandas as pd

from analysis.intervals import wilson
from analysis.language import STOP_WORDS, tokenise
from analysis.terms.counting import PER, as_tokens
from analysis.terms.pairs import COLUMNS as MEASURES
from analysis.terms.pairs import association


def rates(table: pd.DataFrame, terms: list[str]) -> pd.DataFrame:
    """Return how often each of some terms occurs in each report, for 10,000 words, with Wilson intervals.

    Takes tokens or hits. Returns report, term, n, words, rate, low and high, one row for each pair, also where n is 0.
    The intervals (Wilson 1927, 95 %) treat words as independent; words of one text are not, so they are too short.

    >>> hits = pd.DataFrame({"report": ["a"] * 4, "block": 0, "term": ["war", "and", "peace", "and"]})
    >>> rates(hits, ["and"]).round(0).values.tolist()
    [['a', 'and', 2, 4, 5000.0, 1500.0, 8500.0]]
    """
    hits = as_tokens(table)
    words = hits["report"].astype(str).value_counts().sort_index()
    n = hits.groupby([hits["report"].astype(str), hits["term"].astype(str)]).size()
    pairs = pd.MultiIndex.from_product([words.index, terms], names=["report", "term"])
    rows = n.reindex(pairs, fill_value=0).rename("n").reset_index()
    rows["words"] = rows["report"].map(words)
    low, high = wilson(rows["n"].to_numpy(), rows["words"].to_numpy())
    return rows.assign(rate=PER * rows["n"] / rows["words"], low=PER * low, high=PER * high)


def positions(table: pd.DataFrame) -> pd.DataFrame:
    """Return tokens or hits with `position`: where in the words of its report a hit stands, from 0 to 1."""
    hits = as_tokens(table).reset_index(drop=True)
    order = hits.groupby(hits["report"].astype(str)).cumcount()
    size = hits.groupby(hits["report"].astype(str))["block"].transform("size")
    return hits.assign(position=(order + 0.5) / size)


def company(table: pd.DataFrame, node: str, min_count: int = 3) -> pd.DataFrame:
    """Find the terms that stand in the same sentences as a term, in each report.

    Takes tokens or hits. Returns report, node, term, n (sentences with both) and the columns of `association`, all
    counted in sentences of the report; function words are left out. The largest log-dice comes first.

    >>> text = ["deep cooperation", "deep cooperation", "deep trouble", "no cooperation"]
    >>> table = pd.DataFrame({"report": "a", "block": range(4), "sentence": 0, "text": text})
    >>> company(table, "cooperation", min_count=2)[["term", "n", "log_dice"]].round(2).values.tolist()
    [['deep', 2, 13.42]]
    """
    hits = as_tokens(table)
    keys = ["report", "block", "sentence"]
    seen = hits[[*keys, "term"]].astype({"report": str, "term": str}).drop_duplicates()
    of_report = seen[keys].drop_duplicates()["report"].value_counts()
    with_node = seen[seen["term"] == node]
    n1 = with_node["report"].value_counts()
    n2 = seen.groupby(["report", "term"]).size()
    mates = seen.merge(with_node[keys], on=keys)
    n12 = mates[mates["term"] != node].groupby(["report", "term"]).size()
    content = [term not in STOP_WORDS and len(term) > 1 for term in n12.index.get_level_values("term")]
    n12 = n12[np.array(content, bool) & (n12.to_numpy() >= min_count)]
    report = n12.index.get_level_values("report")
    measured = association(
        n12.to_numpy(), n1[report].to_numpy(), n2[n12.index].to_numpy(), of_report[report].to_numpy()
    )
    found = n12.rename("n").reset_index().join(measured)
    found.insert(1, "node", node)
    found = found.assign(by=-found["log_dice"].round(6)).sort_values(["report", "by", "term"], ignore_index=True)
    return found[["report", "node", "term", "n", *MEASURES]]


def compounds(sentences: pd.DataFrame) -> pd.DataFrame:
    """Say how often words stand alone and how often in hyphen compounds: the two answers to "how often?".

    Takes sentences. Returns term, alone (hyphen compounds kept whole), in_compounds, split (compounds cut at hyphens:
    the sum of both) and most_often (the compounds, with their counts), the largest in_compounds first.

    >>> table = {"report": ["a"], "block": 0, "sentence": 0, "text": "CSDP, CSDP-NATO and CSDP-JHA, CSDP-NATO"}
    >>> compounds(pd.DataFrame(table)).head(1)
       term  alone  in_compounds  split               most_often
    0  CSDP      1             3      4  CSDP-NATO 2, CSDP-JHA 1
    """
    whole = tokenise(sentences)["term"].astype(str).value_counts()
    rows = []
    for word, n in zip(whole.index.astype(str), whole.tolist(), strict=True):
        parts = [part for part in word.split("-") if part] if "-" in word else []
        rows += [(part, n * parts.count(part), word, n) for part in dict.fromkeys(parts)]
    found = pd.DataFrame(rows, columns=["term", "in_compounds", "compound", "n"])
    found = found.sort_values(["n", "compound"], ascending=[False, True])
    found["said"] = found["compound"] + " " + found["n"].astype(str)
    table = (
        found.groupby("term").agg(in_compounds=("in_compounds", "sum"), most_often=("said", ", ".join)).reset_index()
    )
    table["alone"] = table["term"].map(whole).fillna(0).astype(int)
    table["split"] = table["alone"] + table["in_compounds"]
    table = table.sort_values(["in_compounds", "term"], ascending=[False, True], ignore_index=True)
    return table[["term", "alone", "in_compounds", "split", "most_often"]]
