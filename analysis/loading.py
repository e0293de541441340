"""Load a folder of reports into the tables of a corpus."""

from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import catalogue, store
from analysis.cleaning import MAIN
from analysis.corpus import BLOCKS, LEDGER, PROBLEMS, SENTENCES, Corpus, CorpusError
from analysis.project import corpus_folder
from analysis.readers import PrintedLine

# What lies in a report itself; no change to the folder could mend it, so `strict` lets it pass.
OF_THE_TEXT = ("W-NOTE", "W-LANGUAGE", "W-LITTLE", "W-NO-MAIN", "W-SECTIONS", "W-LEVELS", "W-WORDS", "W-COLUMNS")
EDGE = 0.15  # of the blocks of a report, at its beginning and at its end, that may be the publisher's
OFTEN = 3  # reports in which a paragraph comes again that is no text of theirs
FEWEST = 100  # words that two reports must share to be called alike
SAME = 0.6  # of the main text of a report that stands in another: one of them is a copy or another edition
TEXTS = {"words": "int64", "same": "int64"}  # of a block: number of words, and a number that equal words share
Columns = dict[str, Any]  # name -> values


def load_corpus(
    path: str | Path | None = None, strict: bool = False, progress: Callable[[Iterable], Iterable] = iter
) -> Corpus:
    """Load a folder of reports; without a path, the one REPORTS_CORPUS names, else the project's own.

    Nothing that is wrong stops it: each problem is a row of `problems`. With `strict` one error lists them all, unless
    there are none but those of the text itself (a note that is cited and not there). `progress` may show how far the
    reading is: it is given the rows of the reports, and returns them one after the other, as tqdm does.
    """
    folder = corpus_folder(path)
    rows, problems = catalogue.read_catalogue(folder)
    loaded: list[tuple[dict[str, str], str]] = []
    parts: list[dict[str, Columns]] = []
    raw, pages, places = {}, {}, {}
    for row, (digest, found) in zip(progress(rows), store.read_reports(folder, rows), strict=True):
        problems += [(row["file"], *problem) for problem in found.get("problems", [found.get("failure")])]
        if "failure" not in found:
            report = row["report"]
            loaded.append((row, digest))
            parts.append(_columns(report, found))
            raw[report], pages[report] = found["text"], tuple(found["pages"])
            places[report] = tuple(PrintedLine(*line) for line in found["lines"])
    blocks = _table([part["blocks"] for part in parts], BLOCKS | TEXTS)
    blocks.loc[_repeated(blocks), "kind"] = "boilerplate"
    problems += catalogue.check_bytes(loaded)
    twice = {file for file, code, _, _ in problems if code == "W-DUP"}
    problems += _similar(blocks, {row["report"]: row["file"] for row, _ in loaded if row["file"] not in twice})
    blocks = blocks[list(BLOCKS)]
    if strict and any(code not in OF_THE_TEXT for _, code, _, _ in problems):
        raise CorpusError(_listed(problems))
    sentences = _table([part["sentences"] for part in parts], SENTENCES)
    sizes = [(len(part["blocks"]["block"]), len(part["sentences"]["block"])) for part in parts]
    first = np.repeat(
        np.cumsum([0, *(n for n, _ in sizes)])[:-1], [n for _, n in sizes]
    )  # row of each report's first block
    sentences = sentences[blocks["kind"].isin(MAIN).to_numpy()[first + sentences["block"]]].reset_index(drop=True)
    ledger = _table([part["ledger"] for part in parts], LEDGER)
    listed = pd.DataFrame(problems, columns=PROBLEMS, dtype=object)
    reports = _reports([row for row, _ in loaded])
    return Corpus(reports, blocks, sentences, ledger, listed, folder, raw, pages, places)


def _columns(report: str, found: store.Report) -> dict[str, Columns]:
    """Return the columns of the three tables for one report."""
    blocks, sentences, ledger = found["blocks"], found["sentences"], found["ledger"]
    texts = blocks["text"]
    blocks |= {"section": _tuples(blocks["section"]), "notes": _tuples(blocks["notes"]), "block": range(len(texts))}
    spans = zip(sentences["block"], sentences["start"], sentences["end"], strict=True)
    sentences["text"] = [texts[block][start:end] for block, start, end in spans]
    tables = {"blocks": (blocks, BLOCKS | TEXTS), "sentences": (sentences, SENTENCES), "ledger": (ledger, LEDGER)}
    for columns, _ in tables.values():
        columns["report"] = [report] * len(columns["block"])
    return {
        name: {key: _compact(columns[key], kinds[key]) for key in kinds} for name, (columns, kinds) in tables.items()
    }


def _tuples(values: list[list]) -> list[tuple]:
    """Return lists as tuples, equal ones as the same object."""
    known: dict[tuple, tuple] = {}
    return [known.setdefault(value, value) for value in map(tuple, values)]


def _compact(values: Any, kind: Any) -> Any:
    """Return whole numbers as an array, -1 for what is not known; other values as they are."""
    return values if kind is object else np.array([-1 if value is None else value for value in values], dtype=np.int64)


def _table(parts: list[Columns], columns: dict[str, Any]) -> pd.DataFrame:
    """Return the columns of several reports as one table whose columns have these types."""
    made = {}
    for name, kind in columns.items():
        if kind is object:
            made[name] = pd.Series(list(chain.from_iterable(part[name] for part in parts)), dtype=object)
        else:
            values = np.concatenate([np.empty(0, np.int64), *(part[name] for part in parts)])
            made[name] = pd.Series(values if kind == "int64" else pd.arrays.IntegerArray(values, values < 0))
    return pd.DataFrame(made)


def _repeated(blocks: pd.DataFrame) -> pd.Index:
    """Return the rows of paragraphs that come again at the beginning or end of three reports or more.

    They are disclaimers, imprints and names of series; what reports say in their midst is left alone.
    """
    length = blocks.groupby("report", sort=False)["block"].transform("size")
    edge = (EDGE * length).astype(int).clip(lower=1)
    at_edge = (blocks["block"] < edge) | (blocks["block"] >= length - edge)
    found = blocks[at_edge & blocks["kind"].isin([*MAIN, "front", "about"]) & (blocks["words"] > 2)]
    return found.index[found.groupby("same")["report"].transform("nunique") >= OFTEN]


def _similar(blocks: pd.DataFrame, files: dict[str, str]) -> list[catalogue.Problem]:
    """Return a problem for each of these reports most of whose main text another report has word by word."""
    main = blocks[blocks["kind"].isin(MAIN) & blocks["report"].isin(list(files))]
    main = main.drop_duplicates(["report", "same"])
    main = main.assign(earlier=main.groupby("same")["report"].transform("first"))
    total = main.groupby("report")["words"].sum()
    both = (
        main[main["report"] != main["earlier"]].groupby(["report", "earlier"], sort=False)["words"].sum().reset_index()
    )
    fix = "Leave one of them out (column include), or its words are counted twice."
    return [
        (files[report], "W-DUP", f"{n / total[report]:.0%} of the main text of {report} stands in {earlier}, too.", fix)
        for report, earlier, n in both.itertuples(index=False)
        if n >= max(SAME * total[report], FEWEST)
    ]


def _reports(rows: list[dict[str, str]]) -> pd.DataFrame:
    """Return the rows of reports.csv as a table, in one piece: a spreadsheet may have thousands of columns."""
    names = list(dict.fromkeys([*catalogue.COLUMNS[1:], *(name for row in rows for name in row if name != "report")]))
    cells = np.array([[row.get(name, "") for name in names] for row in rows], dtype=object)
    index = pd.Index([row["report"] for row in rows], name="report", dtype=object)
    return pd.DataFrame(cells.reshape(len(rows), len(names)), index, names)


def _listed(problems: list[tuple]) -> str:
    lines = [f"{file or 'reports.csv'}: [{code}] {message} {fix}" for file, code, message, fix in problems]
    return f"{len(problems)} problem{'s' * (len(problems) != 1)} in the corpus:\n" + "\n".join(lines)
