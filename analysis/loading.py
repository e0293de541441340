"""Load a folder of reports into the tables of a corpus."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import catalogue, store
from analysis.cleaning import MAIN
from analysis.corpus import BLOCKS, LEDGER, PROBLEMS, SENTENCES, Corpus, CorpusError
from analysis.project import corpus_folder
from analysis.readers import PrintedLine

# What lies in a report itself; no change to the folder could mend it, so `strict` lets it pass.
OF_THE_TEXT = ("W-NOTE", "W-LANGUAGE", "W-LITTLE", "W-NO-MAIN", "W-SECTIONS", "W-WORDS", "W-COLUMNS")
EDGE = 0.15  # of the blocks of a report, at its beginning and at its end, that may be the publisher's
OFTEN = 3  # reports in which a paragraph comes again that is no text of theirs
FEWEST = 100  # words that two reports must share to be called alike
SAME = 0.6  # of the main text of a report that stands in another: one of them is a copy or another edition
TEXTS = {"words": "int64", "same": "int64"}  # of a block: number of words, and a number that equal words share


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
    found: list[store.Report] = []
    for row, (digest, report) in zip(progress(rows), store.read_reports(folder, rows), strict=True):
        problems += [(row["file"], *problem) for problem in report.get("problems", [report.get("failure")])]
        if "failure" not in report:
            loaded.append((row, digest))
            found.append(report)
    ids = [row["report"] for row, _ in loaded]
    blocks = _table(ids, found, "blocks", BLOCKS | TEXTS)
    blocks.loc[_repeated(blocks), "kind"] = "boilerplate"
    problems += catalogue.check_bytes(loaded)
    twice = {file for file, code, _, _ in problems if code == "W-DUP"}
    problems += _similar(blocks, {row["report"]: row["file"] for row, _ in loaded if row["file"] not in twice})
    if strict and any(code not in OF_THE_TEXT for _, code, _, _ in problems):
        raise CorpusError(_listed(problems))
    sentences = _table(ids, found, "sentences", SENTENCES)
    main = blocks.loc[blocks["kind"].isin(MAIN), ["report", "block"]]
    sentences = sentences.merge(main, on=["report", "block"])
    return Corpus(
        _reports([row for row, _ in loaded]),
        blocks[list(BLOCKS)],
        sentences,
        _table(ids, found, "ledger", LEDGER),
        pd.DataFrame(problems, columns=PROBLEMS, dtype=object),
        folder,
        {name: report["text"] for name, report in zip(ids, found, strict=True)},
        {name: tuple(report["pages"]) for name, report in zip(ids, found, strict=True)},
        {name: tuple(PrintedLine(*line) for line in report["lines"]) for name, report in zip(ids, found, strict=True)},
    )


def _table(ids: list[str], reports: list[store.Report], name: str, columns: dict[str, Any]) -> pd.DataFrame:
    table = pd.DataFrame({column: _values(ids, reports, name, column) for column in columns}, dtype=object)
    return table.astype({column: kind for column, kind in columns.items() if kind is not object})


def _values(ids: list[str], reports: list[store.Report], name: str, column: str) -> list:
    """Return a column of a table of several reports: as it was stored, or what follows from where it stands."""
    values: list = []
    for report, found in zip(ids, reports, strict=True):
        table, texts = found[name], found["blocks"]["text"]
        if column == "report":
            values += [report] * len(next(iter(table.values())))
        elif (name, column) == ("blocks", "block"):
            values += range(len(texts))
        elif (name, column) == ("sentences", "text"):
            spans = zip(table["block"], table["start"], table["end"], strict=True)
            values += [texts[block][start:end] for block, start, end in spans]
        else:
            values += map(tuple, table[column]) if column in ("section", "notes") else table[column]
    return values


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
    copied = main[main["report"] != main["earlier"]]
    both = copied.groupby(["report", "earlier"], sort=False)["words"].sum().reset_index()
    both["share"] = both["words"] / both["report"].map(total)
    both = both[(both["share"] >= SAME) & (both["words"] >= FEWEST)]
    fix = "Leave one of them out (column include), or its words are counted twice."
    return [
        (files[report], "W-DUP", f"{share:.0%} of the main text of {report} stands in {earlier}, too.", fix)
        for report, earlier, share in both[["report", "earlier", "share"]].itertuples(index=False)
    ]


def _reports(rows: list[dict[str, str]]) -> pd.DataFrame:
    names = dict.fromkeys([*catalogue.COLUMNS, *(name for row in rows for name in row)])
    table = pd.DataFrame(rows, columns=list(names)).fillna("")
    return table.set_index(pd.Index(table.pop("report"), name="report", dtype=object))


def _listed(problems: list[tuple]) -> str:
    lines = [f"{file or 'reports.csv'}: [{code}] {message} {fix}" for file, code, message, fix in problems]
    return f"{len(problems)} problem{'s' * (len(problems) != 1)} in the corpus:\n" + "\n".join(lines)
