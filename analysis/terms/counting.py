"""How often does each term occur, and where? Counts of the rows of a token table, by report or by
paragraph."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.language import count_kinds, tokenise
from analysis.terms.spread import dispersion

_KINDS = {"word": "words", "number": "numbers", "address": "addresses"}
PER = 10_000  # rates are given for so many words


class Units(NamedTuple):
    """How often each term occurs in each unit (report or block), and how many words each unit has."""

    counts: sparse.csr_array  # terms x units
    sizes: np.ndarray
    terms: np.ndarray
    reports: np.ndarray  # the report of each unit


def counts(table: pd.DataFrame) -> pd.DataFrame:
    """Count the terms of each report.

    Takes tokens (or sentences, which are tokenised first). Returns report, term, n, rate (for 10,000 words)
    and blocks (in how many the term occurs), the most frequent term of each report first.

    >>> counts(pd.DataFrame({"report": ["a"], "block": 0, "sentence": 0, "text": "Peace, peace in Europe"}))
      report    term  n    rate  blocks
    0      a   peace  2  5000.0       1
    1      a  europe  1  2500.0       1
    2      a      in  1  2500.0       1
    """
    tokens = as_tokens(table)
    blocks = units(tokens, "block")
    names, group = np.unique(blocks.reports, return_inverse=True)
    of_group = sparse.csr_array((np.ones(len(group), int), (np.arange(len(group)), group)), (len(group), len(names)))
    n, in_blocks = (sparse.coo_array(cells @ of_group) for cells in (blocks.counts, blocks.counts.sign()))
    term, report = n.coords
    found = pd.DataFrame({"report": names[report], "term": blocks.terms[term], "n": n.data})
    found["rate"] = PER * n.data / (blocks.sizes @ of_group)[report]
    found["blocks"] = in_blocks.data.astype(int)  # the same cells are above 0
    found = found.sort_values(["report", "n", "term"], ascending=[True, False, True], ignore_index=True)
    found.attrs = dict(tokens.attrs)
    return found


def frequencies(table: pd.DataFrame) -> pd.DataFrame:
    """Count the terms of all reports together, and say how evenly the reports share them.

    Takes tokens (or sentences). Returns term, n, rate (for 10,000 words), reports and blocks (in how many it occurs),
    lowest and highest (rate in a report), dp and dp_norm (over the reports, see `dispersion`), the largest n first.

    >>> texts = ["peace and peace", "war and peace"]
    >>> table = pd.DataFrame({"report": ["a", "b"], "block": 0, "sentence": 0, "text": texts})
    >>> frequencies(table)[["term", "n", "reports", "dp_norm"]].round(2).to_numpy().tolist()
    [['peace', 3, 2, 0.33], ['and', 2, 2, 0.0], ['war', 1, 1, 1.0]]
    """
    tokens = as_tokens(table)
    reports, blocks = units(tokens, "report"), units(tokens, "block")
    n = reports.counts.sum(axis=1)
    in_report = PER * (reports.counts / reports.sizes).toarray() if len(n) else np.zeros((0, 1))
    found = pd.DataFrame({"term": reports.terms, "n": n, "rate": PER * n / max(reports.sizes.sum(), 1)})
    found["reports"] = (reports.counts > 0).sum(axis=1)
    found["blocks"] = (blocks.counts > 0).sum(axis=1)
    found["lowest"], found["highest"] = in_report.min(axis=1), in_report.max(axis=1)
    found = found.join(dispersion(reports.counts, reports.sizes)[["dp", "dp_norm"]])
    return found.sort_values(["n", "term"], ascending=[False, True], ignore_index=True)


def as_tokens(table: pd.DataFrame) -> pd.DataFrame:
    """Return a token table as it is and sentences tokenised; raise ValueError for any other table."""
    if {"report", "block", "term"} <= set(table.columns):
        return table
    if {"report", "block", "sentence", "text"} <= set(table.columns):
        return tokenise(table)
    raise ValueError(
        f"the table has columns {', '.join(map(str, table.columns))}; give tokens (report, block, term) or "
        "sentences (report, block, sentence, text)"
    )


def units(table: pd.DataFrame, unit: str) -> Units:
    """Count terms in units: `unit` is "report" or "block" (a paragraph, list item or box)."""
    if unit not in ("report", "block"):
        raise ValueError(f'unit is {unit!r}; choose "report" or "block"')
    tokens = as_tokens(table)
    term = _categories(tokens["term"])
    report = _categories(tokens["report"])
    # Units stand in the order of their names, whatever the order of the rows: what is drawn at random depends on it.
    order = np.argsort(report.categories.astype(str), kind="stable")
    names = report.categories.to_numpy(object)[order]
    code = np.argsort(order, kind="stable").astype(np.int32)[report.codes] if len(names) else np.zeros(0, np.int32)
    if unit == "block":
        block = tokens["block"].to_numpy(np.int64)
        widest = block.max(initial=0) + 1
        code, keys = pd.factorize(code * np.int64(widest) + block, sort=True)
        names = names[keys // widest]
    shape = (len(term.categories), len(names))
    cells = sparse.coo_array((np.ones(len(tokens), np.int32), (term.codes, code)), shape).tocsr()
    sizes = np.bincount(code, minlength=len(names)).astype(float)
    return _in_order(cells, sizes, term.categories.to_numpy(object), names)


def _categories(column: pd.Series) -> pd.Categorical:
    """Return a column as categories, whatever it is stored as."""
    return column.array if isinstance(column.dtype, pd.CategoricalDtype) else pd.Categorical(column)


def _in_order(cells: sparse.csr_array, sizes: np.ndarray, terms: np.ndarray, reports: np.ndarray) -> Units:
    """Return units without terms and units that never occur, the terms in alphabetical order."""
    some = np.flatnonzero(np.diff(cells.indptr))
    row = some[np.argsort(terms[some].astype(str), kind="stable")]
    column = np.flatnonzero(sizes)
    kept = cells[row] if len(column) == len(sizes) else cells[row][:, column]
    return Units(kept, sizes[column], terms[row], reports[column])


def shares(blocks: pd.DataFrame, main: tuple[str, ...] = ("paragraph", "list_item", "box")) -> pd.DataFrame:
    """Count words, numbers and addresses in main text, and in what is left out.

    Takes report, kind and text. New table, one row per part that has text: report, part (`main text` or the kind of
    block), words, numbers, addresses and share (of all words of the report, 0 to 1).

    >>> texts = ["In May 2017 it met.", "See x.eu/y"]
    >>> shares(pd.DataFrame({"report": "a", "kind": ["paragraph", "footnote"], "text": texts}))
      report       part  words  numbers  addresses  share
    0      a   footnote      1        0          1    0.2
    1      a  main text      4        1          0    0.8
    """
    table = pd.DataFrame({"report": blocks["report"].astype(str), "part": blocks["kind"].astype(str)})
    table["part"] = table["part"].mask(table["part"].isin(main), "main text")
    table = table.reset_index(drop=True).join(pd.DataFrame(count_kinds(blocks["text"]), columns=list(_KINDS)))
    table = table.rename(columns=_KINDS).groupby(["report", "part"], as_index=False).sum()
    table = table[table[list(_KINDS.values())].sum(axis=1) > 0].reset_index(drop=True)
    whole = table.groupby("report")["words"].transform("sum")
    return table.assign(share=table["words"] / whole.clip(lower=1))
