"""Count terms by report, by paragraph or by run of paragraphs, with rates and their intervals.

The denominator is the same everywhere: words of main text, as `analysis.language` counts them. A term inside a longer
term (*threat* in *hybrid threat*) is counted wherever it stands; only comparisons count each word once.
"""

from difflib import get_close_matches
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse, special

from analysis.language import check_table, count_kinds, tokenise
from analysis.terms.measures import dispersion, dispersion_excess

_KINDS = {"word": "words", "number": "numbers", "address": "addresses"}
PER = 10_000  # rates are given per so many words
# Paragraphs about one subject stand together. Intervals take runs of so many words as independent; simulated with
# dependence of that length, 93 to 98 % of them hold the true value (benchmarks/terms). A short report has shorter runs.
_RUN, _FEWEST_RUNS = 600, 8


class Units(NamedTuple):
    """How often each term occurs in each unit (a report or a block), and how many words each unit has."""

    counts: sparse.csr_array  # terms x units
    sizes: np.ndarray
    terms: np.ndarray
    reports: np.ndarray  # the report of each unit
    runs: np.ndarray  # the number of the run of each unit


def as_tokens(table: pd.DataFrame) -> pd.DataFrame:
    """Return tokens as they are, and those of sentences. Raises TypeError or ValueError for anything else."""
    if isinstance(table, pd.DataFrame) and "term" in table and "report" in table:
        return table
    fix = "corpus.sentences" if hasattr(table, "sentences") else "words, such as terms.tokenise(corpus.sentences)"
    check_table(table, ("report", "block", "sentence", "text"), fix)
    return tokenise(table)


def check_names(given: list[str], known: list[str], noun: str) -> None:
    """Raise ValueError with the nearest valid names where a name is not known."""
    for name in given:
        if name not in known:
            near = get_close_matches(str(name), known, n=3, cutoff=0.5) or known[:10]
            raise ValueError(f"there is no {noun} {name!r}; choose among {', '.join(near) or 'none'}")


def words_of_rows(tokens: pd.DataFrame) -> np.ndarray:
    """Return how many words of main text each row stands for: 0 for what lies inside another row or compound."""
    if "words" in tokens:
        return tokens["words"].to_numpy()
    return (~tokens["hyphen"].to_numpy(bool)).astype(int) if "hyphen" in tokens else np.ones(len(tokens), int)


def units(table: pd.DataFrame, unit: str, nested: bool = True) -> Units:
    """Count terms in units: `unit` is "report" or "block"; `nested` counts terms inside longer terms, too."""
    tokens = as_tokens(table)
    term, report = (pd.Categorical(tokens[name]) for name in ("term", "report"))
    # Units stand in the order of their names, whatever the order of the rows: what is drawn at random depends on it.
    order = np.argsort(report.categories.astype(str), kind="stable")
    names = report.categories.to_numpy(object)[order]
    code = np.argsort(order, kind="stable").astype(np.int32)[report.codes] if len(names) else np.zeros(0, np.int32)
    if unit == "block":
        block = tokens["block"].to_numpy(np.int64)
        widest = block.max(initial=0) + 1
        code, keys = pd.factorize(code * np.int64(widest) + block, sort=True)
        names = names[keys // widest]
    sizes = np.bincount(code, weights=words_of_rows(tokens), minlength=len(names))
    counted = np.ones(len(tokens), bool) if nested or "inside" not in tokens else ~tokens["inside"].to_numpy()
    shape = (len(term.categories), len(names))
    places = (term.codes[counted], code[counted])
    cells = sparse.coo_array((np.ones(counted.sum(), np.int32), places), shape).tocsr()
    if cells.nnz:  # a term may be counted twice in a unit of one compound, such as EU-EU
        sizes = np.maximum(sizes, cells.max(axis=0).toarray().ravel())
    return _in_order(cells, sizes, term.categories.to_numpy(object), names)


def _in_order(cells: sparse.csr_array, sizes: np.ndarray, terms: np.ndarray, reports: np.ndarray) -> Units:
    """Return units without terms and units that never occur, the terms in alphabetical order."""
    some = np.flatnonzero(np.diff(cells.indptr))
    row = some[np.argsort(terms[some].astype(str), kind="stable")]
    column = np.flatnonzero(sizes)
    kept = cells[row] if len(column) == len(sizes) else cells[row][:, column]
    return Units(kept, sizes[column], terms[row], reports[column], _runs(sizes[column], reports[column]))


def _runs(sizes: np.ndarray, reports: np.ndarray) -> np.ndarray:
    """Return the number of the run of each unit: neighbours in one report that have about 600 words together."""
    first = np.ones(len(sizes), bool)
    first[1:] = reports[1:] != reports[:-1]
    before = np.cumsum(sizes) - sizes
    begin = np.maximum.accumulate(np.where(first, before, 0))
    _, report = np.unique(reports.astype(str), return_inverse=True)
    length = np.minimum(_RUN, np.bincount(report, sizes) / _FEWEST_RUNS)
    part = ((before - begin) // length[report]).astype(int)
    part[1:] -= part[:-1]
    return np.cumsum(first | (part != 0))


def by_group(cells: sparse.csr_array, group: np.ndarray, n: int) -> sparse.csr_array:
    """Add up the columns of a table (terms x units) by group of the units, numbered from 0 to n - 1."""
    return cells @ sparse.csr_array((np.ones(len(group), int), (np.arange(len(group)), group)), (len(group), n))


def counts(table: pd.DataFrame) -> pd.DataFrame:
    """Count the terms of each report.

    Takes tokens (or sentences, which are tokenised first). New table: report, term, n, rate (per 10,000 words) and
    blocks (in how many the term occurs), the most frequent term of each report first.

    >>> counts(pd.DataFrame({"report": ["a"], "block": 0, "sentence": 0, "text": "Peace, peace in Europe"}))
      report    term  n    rate  blocks
    0      a   peace  2  5000.0       1
    1      a  europe  1  2500.0       1
    2      a      in  1  2500.0       1
    """
    tokens = as_tokens(table)
    blocks = units(tokens, "block")
    names, group = np.unique(blocks.reports, return_inverse=True)
    grouped = (by_group(cells, group, len(names)) for cells in (blocks.counts, blocks.counts.sign()))
    n, in_blocks = map(sparse.coo_array, grouped)
    term, report = n.coords
    found = pd.DataFrame({"report": names[report], "term": blocks.terms[term], "n": n.data})
    found["rate"] = PER * n.data / np.bincount(group, blocks.sizes, len(names))[report]
    found["blocks"] = in_blocks.data.astype(int)  # the same cells are above 0
    found = found.sort_values(["report", "n", "term"], ascending=[True, False, True], ignore_index=True)
    found.attrs = dict(tokens.attrs)
    return found


def frequencies(table: pd.DataFrame) -> pd.DataFrame:
    """Count the terms of all reports together, with how evenly the reports share them.

    Takes tokens (or sentences). New table: term, n, rate (per 10,000 words), reports and blocks (in how many it
    occurs), lowest and highest (rate in a report), dp, dp_norm (see `dispersion`) and dp_excess (see
    `dispersion_excess`), all three over the reports; the largest n first.

    >>> texts = ["peace and peace", "war and peace"]
    >>> table = pd.DataFrame({"report": ["a", "b"], "block": 0, "sentence": 0, "text": texts})
    >>> frequencies(table)[["term", "n", "reports", "dp_norm"]].round(2).to_numpy().tolist()
    [['peace', 3, 2, 0.33], ['and', 2, 2, 0.0], ['war', 1, 1, 1.0]]
    """
    tokens = as_tokens(table)
    reports, blocks = units(tokens, "report"), units(tokens, "block")
    spread = dispersion(reports.counts, reports.sizes)
    found = pd.DataFrame({"term": reports.terms, "n": reports.counts.sum(axis=1)})
    found["rate"] = PER * found["n"] / max(reports.sizes.sum(), 1)
    found["reports"] = spread["range"]
    found["blocks"] = np.diff(blocks.counts.indptr)
    rates = reports.counts.multiply(PER / np.maximum(reports.sizes, 1)).tocsr()
    found["lowest"] = rates.min(axis=1).toarray().ravel() if rates.nnz else 0.0
    found["highest"] = rates.max(axis=1).toarray().ravel() if rates.nnz else 0.0
    found[["dp", "dp_norm"]] = spread[["dp", "dp_norm"]]
    found["dp_excess"] = dispersion_excess(reports.counts, reports.sizes)
    found = found.sort_values(["n", "term"], ascending=[False, True], ignore_index=True)
    found.attrs = dict(tokens.attrs)
    return found


def overdispersion(counted: Units, members: np.ndarray) -> np.ndarray:
    """Return by what factor the variance of each term's count exceeds that of independent words; 1 or more.

    `members` are units. The variance is that of a ratio estimator over runs of paragraphs (Cochran 1977, chapter 6),
    widened as Student's t is for few runs.
    """
    _, run = np.unique(counted.runs[members], return_inverse=True)
    runs = int(run.max(initial=0)) + 1
    x = by_group(counted.counts[:, np.flatnonzero(members)], run, runs)
    size = np.bincount(run, counted.sizes[members], runs)
    total = x.sum(axis=1).astype(float)
    rate = total / max(size.sum(), 1)
    squares = x.power(2).sum(axis=1) - 2 * rate * (x @ size) + rate**2 * (size**2).sum()
    variance = squares * runs / max(runs - 1, 1)
    student = (special.stdtrit(max(runs - 1, 1), 0.975) / special.ndtri(0.975)) ** 2
    return np.maximum(variance / np.maximum(total, 1), 1.0) * student


def positions(table: pd.DataFrame) -> pd.DataFrame:
    """Return tokens or hits with `position`: where in the words of its report each stands, from 0 to 1."""
    hits = as_tokens(table).reset_index(drop=True)
    words = pd.Series(words_of_rows(hits))
    report = hits["report"].astype(str)
    at = words.groupby(report).cumsum().clip(lower=1) - 0.5
    return hits.assign(position=at / words.groupby(report).transform("sum").clip(lower=1))


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
    check_table(blocks, ("report", "kind", "text"), "corpus.blocks")
    table = pd.DataFrame({"report": blocks["report"].astype(str), "part": blocks["kind"].astype(str)})
    table["part"] = table["part"].mask(table["part"].isin(main), "main text")
    table = table.reset_index(drop=True).join(pd.DataFrame(count_kinds(blocks["text"]), columns=list(_KINDS)))
    table = table.rename(columns=_KINDS).groupby(["report", "part"], as_index=False).sum()
    table = table[table[list(_KINDS.values())].sum(axis=1) > 0].reset_index(drop=True)
    whole = table.groupby("report")["words"].transform("sum")
    return table.assign(share=table["words"] / whole.clip(lower=1))
