"""Load a folder of reports as tables, with the ways from any of their rows back to the raw text."""

import base64
import difflib
import html
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals
from pandas.arrays import IntegerArray

from analysis import catalogue, readers, store
from analysis.cleaning import MAIN
from analysis.cleaning.blocks import LineNumbers
from analysis.language import check_table, count_kinds, number
from analysis.readers.pdf import call, page_crop
from analysis.record import corpus_folder

# The columns of the tables, with their types.
BLOCKS = {
    "report": object, "block": "int64", "kind": object, "level": "Int64", "section": object, "text": object,
    "notes": object, "note": "Int64", "marker": object, "first_line": "int64", "last_line": "int64", "page": "Int64",
}  # fmt: skip
SENTENCES = {"report": object, "block": "int64", "sentence": "int64", "text": object, "start": "int64", "end": "int64"}
# It is long: types that need little memory.
LEDGER = {"report": "category", "start": "int32", "end": "int32", "status": "category", "block": "Int32", "at": "Int32"}
LOCATED: dict[str, Any] = {
    "raw_start": "int64", "raw_end": "int64", "line": "int64", "page": "Int64", "section": object, "sentence": object,
    "at": "int64",
}  # fmt: skip
SHOWN = 100  # matches that a notebook shows
# What may lie in a report itself; no change to the folder could mend it, so `strict` lets it pass.
OF_THE_TEXT = ("W-NOTE", "W-NO-DATE", "W-LANGUAGE", "W-LITTLE", "W-NO-MAIN", "W-SECTIONS", "W-WORDS", "W-COLUMNS")
EDGE = 0.15  # of the blocks of a report, at its beginning and at its end, that may be the publisher's
OFTEN = 3  # reports in which a paragraph comes again that is no text of theirs
FEWEST = 100  # words that two reports must share to be called alike, where one is not all in the other
SAME = 0.6  # of the main text of a report that stands in another: one of them is a copy or another edition
TEXTS = {"words": "int64", "same": "int64"}  # of a block: number of words, and a number that equal words share


class CorpusError(ValueError):
    """What is wrong with a folder of reports: one line for each problem."""


@dataclass(frozen=True)
class Evidence:
    """A raw passage with its place: line, page, section, and the clean sentences it belongs to."""

    place: str  # report, page, line and section
    before: str
    stretches: list[tuple[str, str]]  # of the passage: text, and what became of it
    after: str
    sentence: str
    page: int | None
    box: tuple[float, float, float, float] | None  # left, top, right, bottom on the page of a PDF, in points
    file: Path

    def __repr__(self) -> str:
        return f"{self.place}\n{self.before}»{''.join(text for text, _ in self.stretches)}«{self.after}"

    def _repr_html_(self) -> str:
        """Show the passage with what was removed struck out, the clean text, and the place on the page of a PDF."""
        shown, reasons = "", dict[str, None]()
        for text, status in self.stretches:
            if status in ("kept", "white space", "missing space"):
                shown += html.escape(text)
            else:
                reasons[status] = None  # one of the few of the ledger: nothing to escape
                shown += f'<del title="{status}">{html.escape(text.strip()) or "↵"}</del>'
        place, sentence, before, after = map(html.escape, (self.place, self.sentence, self.before, self.after))
        shown = f"{before}<mark>{shown}</mark>{after}" if before or after else shown
        below = f"<p>Removed: {', '.join(reasons)}</p>" if reasons else ""
        below += f"<p>Cleaned: <q>{sentence}</q></p>" if sentence else ""
        if self.box:
            with suppress(OSError, MemoryError, ValueError):  # a page that cannot be drawn in time
                png = base64.b64encode(call(page_crop, self.file.read_bytes(), self.page, self.box)).decode()
                source = f'src="data:image/png;base64,{png}" style="max-width:100%"'
                below += f'<img alt="The passage on page {self.page}" {source}>'
        passage = f'<pre style="white-space:pre-wrap">{shown}</pre>'
        return f'<figure class="passage"><figcaption>{place}</figcaption>{passage}{below}</figure>'


class Concordance(pd.DataFrame):
    """Matches with what stands left and right of them; a notebook shows them below one another."""

    @property
    def _constructor(self) -> type:
        return Concordance

    def _repr_html_(self) -> str | None:
        names = ["report", "line", "left", "hit", "right"]
        if not set(names) <= set(self.columns):
            return pd.DataFrame(self)._repr_html_()  # type: ignore[operator]
        counts = ", ".join(f"{report} {n:,}" for report, n in self["report"].value_counts(sort=False).items())
        columns = (self[name].head(SHOWN).astype(str).map(html.escape) for name in names)
        rows = [
            f'<tr><td>{report}, line {line}</td><td style="text-align:right;white-space:nowrap">{left}</td>'
            f'<td><b>{hit}</b></td><td style="text-align:left">{right}</td></tr>'
            for report, line, left, hit, right in zip(*columns, strict=True)
        ]
        more = f"<p>The first {SHOWN} are shown.</p>" if len(self) > SHOWN else ""
        return f"<p>{number(len(self), 'place')}: {html.escape(counts)}</p><table>{''.join(rows)}</table>{more}"


class Place(NamedTuple):
    """A block: text, section, spans of its sentences, and where each kept stretch begins, with its raw span."""

    text: str
    section: tuple[str, ...]
    spans: list[tuple[int, int]]
    stretches: list[tuple[int, int, int]]

    def span(self, at: int) -> tuple[int, int]:
        """Return where the sentence at an offset begins and ends, or the text of a note or heading."""
        return self.spans[max(0, bisect_right(self.spans, at, key=itemgetter(0)) - 1)]


@dataclass(frozen=True, repr=False)
class Corpus:
    """The tables of a folder of reports, and the ways from any row back to the raw text."""

    reports: pd.DataFrame
    blocks: pd.DataFrame
    sentences: pd.DataFrame
    ledger: pd.DataFrame
    problems: pd.DataFrame
    folder: Path
    _files: dict[str, store.Report]  # of each report: text, pages (where each begins) and lines (of a PDF)

    @property
    def main(self) -> pd.DataFrame:
        """The blocks of main text: paragraphs, list items and boxes."""
        return self.blocks[self.blocks["kind"].isin(MAIN)]

    def raw(self, report: str) -> str:
        """Return the undisturbed text of a report."""
        if report not in self.reports.index:
            raise KeyError(f'There is no report "{report}"; the corpus has {_choices(report, list(self))}.')
        return self._files[report]["text"].decode("utf-8", "surrogatepass")

    def __len__(self) -> int:
        return len(self.reports)

    def __iter__(self) -> Iterator[str]:
        return iter(self.reports.index)

    def __getitem__(self, report: str) -> "Corpus":
        """Return the corpus of one report. Raises KeyError for an id that is none, with the nearest one."""
        self.raw(report)
        return self.select(report=report)

    def select(self, **wanted: object) -> "Corpus":
        """Return the reports for which columns of `reports` have a value, or one of several; `year` is a column, too.

        `select(publisher="Egmont Institute")`, `select(year=range(2015, 2020))`, `select(report=["a-2017", "b-2018"])`.
        Raises KeyError for a column that is none, and ValueError where no report is left.
        """
        year = self.reports["published"].str.extract(r"(\d{4})")[0].astype("Int64")
        columns = self.reports.assign(report=self.reports.index, year=year)
        reports = self.reports
        for name, value in wanted.items():
            if name not in columns:
                raise KeyError(f'reports has no column "{name}"; it has {_choices(name, columns.columns.tolist())}.')
            values = [value] if isinstance(value, str) or not hasattr(value, "__iter__") else list(value)
            reports = reports[columns.loc[reports.index, name].isin(values)]
            if reports.empty:
                known = _choices(str(value), sorted(map(str, columns[name].dropna().unique())))
                raise ValueError(f"No report fits {name}={value!r} (with what stands before it); there are {known}.")
        kept = {name: getattr(self, name)["report"].isin(reports.index) for name in store.TABLES}
        kept["problems"] = self.problems["file"].isin(reports["file"])
        tables = {name: getattr(self, name)[rows].reset_index(drop=True) for name, rows in kept.items()}
        return replace(self, reports=reports, **tables)

    def search(
        self, pattern: str, width: int = 60, sort: str | None = None, regex: bool = False, everywhere: bool = False
    ) -> "Concordance":
        """Find a word or phrase in the main text, or `everywhere` (headings, notes, annexes, too), in any case.

        `*` stands for the rest of a word: `search("nato*")`. With `sort="left"` or `"right"` matches come by the words
        beside them. New table: report, block, start, end, left, hit, right and the columns of `locate`.
        Raises ValueError for an empty pattern and for one that is no regular expression.
        """
        from analysis.terms import concordance

        pattern = pattern if regex or not isinstance(pattern, str) else re.sub('["“”]', "", pattern)
        blocks = self.blocks if everywhere else self.main
        lines = concordance(blocks["text"], pattern, width, sort, regex=regex)
        places = blocks.loc[lines["text"], ["report", "block"]].reset_index(drop=True)
        return Concordance(self.locate(places.join(lines.drop(columns="text"))))

    def place(self, report: str, block: int) -> Place:
        """Return the text of a block with its section, its sentences and its raw spans; raises KeyError for none."""
        if (report, block) not in self._places:
            self.raw(report)  # where there is no such report, this says so
            raise KeyError(f'Report "{report}" has no block {block}.')
        return self._places[report, block]

    def to_raw(self, report: str, block: int, start: int, end: int) -> list[tuple[int, int]]:
        """Return the raw (start, end) spans that a clean span of a block was made from, in order."""
        place = self.place(report, block)
        spans: list[tuple[int, int]] = []
        first = max(0, bisect_right(place.stretches, start, key=itemgetter(0)) - 1)
        for (at, raw_start, raw_end), (after, *_) in pairwise([*place.stretches[first:], (len(place.text),)]):
            if at >= end:
                break
            if after <= start:
                continue
            unchanged = raw_end - raw_start == after - at  # a ligature, for example, is found as a whole only
            a = raw_start + max(0, start - at) if unchanged else raw_start
            b = raw_start + min(after, end) - at if unchanged else raw_end
            if spans and spans[-1][1] == a:
                a = spans.pop()[0]
            spans.append((a, b))
        return spans

    def locate(self, hits: pd.DataFrame) -> pd.DataFrame:
        """Add to hits (report, block, start, end: clean spans) where they stand.

        New columns: raw_start, raw_end, line (from 1), page, section, sentence (its text), at (where the hit begins).
        Raises ValueError for a span that does not lie in its block, such as one that counts raw characters.
        """
        check_table(hits, ("report", "block", "start", "end"), "hits: report, block, start and end")
        rows = []
        for report, block, start, end in hits[["report", "block", "start", "end"]].itertuples(index=False):
            place = self.place(report, block)
            if not 0 <= start <= end <= len(place.text):
                wrong = f"Block {block} of {report} has the offsets 0 to {len(place.text)}; {start} to {end} is no span"
                raise ValueError(f"{wrong} of it. Hits are spans of the clean text of a block, not of the raw text.")
            last = place.stretches[-1][2]  # a hit after the last character stands at the end of its block
            spans = self.to_raw(report, block, start, max(end, start + 1)) or [(last, last)]
            line, page = self._lines[report].of(spans[0][0]), self._page(report, spans[0][0])
            low, high = place.span(start)
            rows.append((spans[0][0], spans[-1][1], line, page, place.section, place.text[low:high], start - low))
        return hits.assign(**pd.DataFrame(rows, hits.index, list(LOCATED), dtype=object).astype(LOCATED))

    @cached_property
    def _rows(self) -> dict[str, dict]:
        return {name: getattr(self, name).groupby("report").indices for name in store.TABLES}

    def rows(self, table: str, report: str) -> pd.DataFrame:
        """Return the rows of a report in one of the tables: "blocks", "sentences" or "ledger"."""
        return getattr(self, table).iloc[self._rows[table].get(report, [])]

    def line_starts(self, report: str, block: int) -> list[tuple[int, int, int | None]]:
        """Return where lines of the raw text begin in the text of a block: offset, line, page."""
        lines, begun = self._lines[report], list[tuple[int, int, int | None]]()
        for at, start, end in self.place(report, block).stretches:
            for offset in (start, *lines.ends_between(start, end)):
                if not begun or begun[-1][1] != lines.of(offset):
                    begun.append((at + offset - start, lines.of(offset), self._page(report, offset)))
        return begun

    def note_marks(self, report: str) -> dict[int, list[tuple[int, str]]]:
        """Return where the blocks of a report cite its notes: offset in the text, and the number or sign."""
        text, rows, cited = self.raw(report), self.rows("ledger", report), defaultdict[int, list](list)
        marks = rows[rows["status"] == "note marker"].dropna(subset="block")
        for start, end, block in marks[["start", "end", "block"]].itertuples(index=False):
            place = self.place(report, block)
            after = bisect_right(place.stretches, start, key=itemgetter(1))
            at = place.stretches[after][0] if after < len(place.stretches) else len(place.text)
            cited[block] += [(at, note) for note in re.findall(r"\d+|[*†‡§]", normalize("NFKC", text[start:end]))]
        return cited

    def evidence(self, report: str, start: int, end: int, context: int = 200) -> Evidence:
        """Show a raw span in its source, with `context` characters on each side, line, page, section and sentences."""
        text = self.raw(report)
        if not 0 <= start <= end <= len(text):
            raise ValueError(f"Report {report} has the offsets 0 to {len(text)}; {start} to {end} is no span of it.")
        stop = max(end, start + 1)
        page, sentence = self._page(report, start), ""
        place = f"{report}, {'' if page is None else f'page {page}, '}line {self._lines[report].of(start)}"
        rows = self.rows("ledger", report)
        rows = rows[(rows["start"] < stop) & (rows["end"] > start)]
        spans = zip(rows["start"].clip(lower=start), rows["end"].clip(upper=end), rows["status"], strict=True)
        kept = rows.dropna(subset="at")
        if len(kept):
            block, at, begin = kept[["block", "at", "start"]].iloc[0]
            last = kept[kept["block"] == block].iloc[-1]
            found = self.place(report, block)
            place += f" ({' > '.join(found.section)})" if found.section else ""
            low, high = at + max(0, start - begin), last["at"] + min(end, last["end"]) - last["start"] - 1
            sentence = found.text[found.span(low)[0] : found.span(high)[1]]
        lines = [readers.PrintedLine(*line) for line in self._files[report]["lines"]]
        lines = [line for line in lines if line.page == page and line.start < stop and line.end > start]
        sides = list(zip(*(line.place_of(start, stop) for line in lines), strict=True))
        box = (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])) if sides else None
        before, after = text[max(0, start - context) : start], text[end : end + context]
        stretches = [(text[a:b], status) for a, b, status in spans]
        file = self.folder / str(self.reports.loc[report, "file"])
        return Evidence(place, before, stretches, after, sentence=sentence, page=page, box=box, file=file)

    def __repr__(self) -> str:
        notes = int((self.blocks["kind"] == "footnote").sum())
        parts = [number(len(self.reports), "report"), f"{self.words.sum():,} words of main text", number(notes, "note")]
        return f"Corpus of {', '.join([*parts, number(len(self.problems), 'problem')])}"

    def _repr_html_(self) -> str:
        table = pd.DataFrame({"title": self.reports["title"], "words of main text": self.words.map("{:,}".format)})
        return f"<p>{html.escape(repr(self))}.</p>{table.reset_index().to_html(index=False)}"

    @cached_property
    def words(self) -> pd.Series:
        """The number of words of main text of each report."""
        main = self.main
        counted = count_kinds(main["text"])["words"].astype(int)
        return counted.groupby(main["report"].to_numpy()).sum().reindex(self.reports.index, fill_value=0)

    @cached_property
    def _lines(self) -> dict[str, LineNumbers]:
        return {report: LineNumbers(self.raw(report)) for report in self}

    def _page(self, report: str, offset: int) -> int | None:
        pages = self._files[report]["pages"]
        return bisect_right(pages, offset) if pages else None

    @cached_property
    def _places(self) -> dict[tuple[str, int], Place]:
        spans = _by_block(self.sentences, "start", "end")
        stretches = _by_block(self.ledger[self.ledger["at"].notna()], "at", "start", "end")
        return {
            key: Place(text, section, spans.get(key, [(0, len(text))]), stretches.get(key, []))
            for key, [(text, section)] in _by_block(self.blocks, "text", "section").items()
        }


def _by_block(table: pd.DataFrame, *columns: str) -> dict[tuple[str, int], list[tuple]]:
    """Return the values of some columns for each block."""
    out: dict[tuple[str, int], list[tuple]] = defaultdict(list)
    for report, block, *values in zip(*(table[name].tolist() for name in ("report", "block", *columns)), strict=True):
        out[report, block].append(tuple(values))
    return dict(out)


def _choices(given: str, known: list[str]) -> str:
    near = difflib.get_close_matches(given, known, 3, cutoff=0.6)
    return catalogue.listed([*near, *(name for name in known if name not in near)]) or "none"


def load_corpus(
    path: str | Path | None = None, strict: bool = False, progress: Callable[[Iterable], Iterable] = iter
) -> Corpus:
    """Load a folder of reports; without a path, the one REPORTS_CORPUS names, else the project's own.

    Nothing that is wrong stops it: each problem is a row of `problems`. With `strict` one error lists them all, unless
    all are of the text itself (a note that is cited and not there). `progress` is called like tqdm with the reports.
    """
    folder = corpus_folder(path)
    rows, problems = catalogue.read_catalogue(folder)
    loaded: list[dict[str, str]] = []
    found: dict[str, store.Report] = {}
    for row, (digest, report) in zip(progress(rows), store.read_reports(folder, rows), strict=True):
        problems += [(row["file"], *problem) for problem in report.get("problems", [report.get("failure")])]
        if "failure" not in report:
            row |= report["guess"]
            loaded.append(row)
            found[row["report"]] = report
            if row["sha256"].casefold() not in ("", digest):
                message = f"{row['report']}: {row['file']} has changed: its SHA-256 is not the one in reports.csv."
                problems.append(
                    (row["file"], "W-SHA256", message, "Restore it, or write the new SHA-256 into its row.")
                )
    names = list(dict.fromkeys([*catalogue.COLUMNS, *chain.from_iterable(loaded)]))
    reports = pd.DataFrame(loaded, columns=names).fillna("")
    reports = reports.set_index(pd.Index(reports.pop("report"), name="report", dtype=object))
    blocks = _table(found, "blocks", BLOCKS | TEXTS)
    blocks.loc[_repeated(blocks), "kind"] = "boilerplate"
    main = blocks.loc[blocks["kind"].isin(MAIN), ["report", "block", "text"]]
    stored = {name: kind for name, kind in SENTENCES.items() if name != "text"}
    sentences = _table(found, "sentences", stored).merge(main, on=["report", "block"])
    spans = zip(sentences["text"], sentences["start"], sentences["end"], strict=True)
    sentences["text"] = pd.Series([text[start:end] for text, start, end in spans], dtype=object)
    problems += _similar(blocks, reports["file"])
    misread = [file for file, code, *_ in problems if code == "W-DATE"]  # these problems say it already
    if undated := reports.index[(reports["published"] == "") & ~reports["file"].isin(misread)].tolist():
        message = f"Without a date of publication, so not in figures by date: {catalogue.listed(undated)}."
        fix = "Write it into the column published of reports.csv; where there is none, first: reproduce new FOLDER."
        problems.append(("reports.csv", "W-NO-DATE", message, fix))
    if strict and any(code not in OF_THE_TEXT for _, code, _, _ in problems):
        lines = [f"{file or 'reports.csv'}: [{code}] {message} {fix}" for file, code, message, fix in problems]
        raise CorpusError("\n".join([f"{number(len(problems), 'problem')} in the corpus:", *lines]))
    ledger = _table(found, "ledger", LEDGER)
    tables = {"blocks": blocks[list(BLOCKS)], "sentences": sentences[list(SENTENCES)], "ledger": ledger}
    tables["problems"] = pd.DataFrame(problems, columns=["file", "code", "message", "fix"], dtype=object)
    return Corpus(reports, **tables, folder=folder, _files=found)


def _table(found: dict[str, store.Report], name: str, columns: dict[str, Any]) -> pd.DataFrame:
    """Return a table of several reports: the columns that were stored, and `report`; what was stored is let go."""
    tables, ids = [report.pop(name) for report in found.values()], pd.Index(list(found), dtype=object)
    values: dict[str, Any] = {}
    for column, kind in columns.items():
        parts = [table.pop(column, ()) for table in tables]
        if column == "report":
            rows = np.repeat(np.arange(len(ids), dtype="int32"), [len(table["block"]) for table in tables])
            values[column] = pd.Series(pd.Categorical.from_codes(rows, ids), dtype=kind)
        elif kind is object:
            values[column] = pd.Series(list(chain.from_iterable(parts)), dtype=object)
        elif kind == "category":
            names = [pd.Index(table[f"names of {column}"], dtype=object) for table in tables]
            pairs = [(np.zeros(0, "int8"), pd.Index([], dtype=object)), *zip(parts, names, strict=True)]
            values[column] = union_categoricals([pd.Categorical.from_codes(codes, own) for codes, own in pairs])
        else:
            numbers = np.concatenate([np.zeros(0, "int8"), *parts]).astype(kind.lower())
            values[column] = IntegerArray(numbers, numbers < 0) if kind.startswith("I") else numbers
    return pd.DataFrame(values)


def _repeated(blocks: pd.DataFrame) -> pd.Index:
    """Return the rows of paragraphs (such as disclaimers) that come again at the edge of three reports or more."""
    length = blocks.groupby("report", sort=False)["block"].transform("size")
    edge = (EDGE * length).astype(int).clip(lower=1)
    at_edge = (blocks["block"] < edge) | (blocks["block"] >= length - edge)
    found = blocks[at_edge & blocks["kind"].isin([*MAIN, "front", "about"]) & (blocks["words"] > 2)]
    return found.index[found.groupby("same")["report"].transform("nunique") >= OFTEN]


def _similar(blocks: pd.DataFrame, files: pd.Series) -> list[catalogue.FileProblem]:
    """Return a problem for each report most of whose main text an earlier one has word by word."""
    main = blocks[blocks["kind"].isin(MAIN)].drop_duplicates(["report", "same"])
    main = main.assign(earlier=main.groupby("same")["report"].transform("first"))
    words = main.groupby(["report", "earlier"], sort=False)["words"].sum()
    share = words / words.groupby("report").transform("sum")
    found = share[(share == 1) | ((share >= SAME) & (words >= FEWEST))].reset_index().to_numpy()
    fix = "Leave one of them out (column include), or its words are counted twice."
    return [
        (files[report], "W-DUP", f"{part:.0%} of the main text of {report} stands in {earlier}, too.", fix)
        for report, earlier, part in found
        if report != earlier
    ]
