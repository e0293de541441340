"""Load a folder of reports into tables, and lead from any row of them back to the raw text."""

import difflib
import html
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from analysis import catalogue, readers
from analysis.cleaning import MAIN, Cleaned, clean
from analysis.cleaning.lines import LineNumbers
from analysis.diagnostics import check_report, mark_repeated
from analysis.project import corpus_folder
from analysis.sentences import split_sentences

# The columns of the tables, with their types.
BLOCKS = {
    "report": object, "block": "int64", "kind": object, "level": "Int64", "section": object, "text": object,
    "notes": object, "note": "Int64", "marker": object, "first_line": "int64", "last_line": "int64", "page": "Int64",
}  # fmt: skip
SENTENCES = {"report": object, "block": "int64", "sentence": "int64", "text": object, "start": "int64", "end": "int64"}
LEDGER = {"report": object, "start": "int64", "end": "int64", "status": object, "block": "Int64", "at": "Int64"}
LOCATED = {
    "raw_start": "int64", "raw_end": "int64", "line": "int64", "page": "Int64", "section": object, "sentence": object,
    "at": "int64",
}  # fmt: skip
PROBLEMS = ["file", "code", "message", "fix"]
# What lies in a report itself; no change to the folder could mend it, so `strict` lets it pass.
OF_THE_TEXT = ("W-NOTE", "W-LANGUAGE", "W-LITTLE", "W-NO-MAIN", "W-SECTIONS", "W-LEVELS", "W-WORDS", "W-COLUMNS")


class CorpusError(ValueError):
    """What is wrong with a folder of reports: one line for each problem."""


@dataclass(frozen=True)
class Evidence:
    """A raw passage with its place: line, page, section, and the clean sentences it belongs to."""

    report: str
    start: int
    end: int
    passage: str
    before: str
    after: str
    line: int
    page: int | None
    section: tuple[str, ...]
    sentence: str
    box: tuple[float, float, float, float] | None = None  # left, top, right, bottom on the page of a PDF, in points

    def __repr__(self) -> str:
        """Show the place, then the passage between marks."""
        return f"{self._place}\n{self.before}»{self.passage}«{self.after}"

    def _repr_html_(self) -> str:
        place, sentence = html.escape(self._place), html.escape(self.sentence)
        before, hit, after = (html.escape(t) for t in (self.before, self.passage, self.after))
        clean_text = f"<p>Cleaned: <q>{sentence}</q></p>" if sentence else ""
        return (
            f'<figure class="evidence"><figcaption>{place}</figcaption>'
            f'<pre style="white-space:pre-wrap">{before}<mark>{hit}</mark>{after}</pre>{clean_text}</figure>'
        )

    @property
    def _place(self) -> str:
        page = f"page {self.page}, " if self.page is not None else ""
        section = f" ({' > '.join(self.section)})" if self.section else ""
        return f"{self.report}, {page}line {self.line}{section}"


@dataclass(frozen=True, repr=False)
class Corpus:
    """The tables of a folder of reports, and the ways from any row back to the raw text."""

    reports: pd.DataFrame
    blocks: pd.DataFrame
    sentences: pd.DataFrame
    ledger: pd.DataFrame
    problems: pd.DataFrame
    folder: Path = field(default_factory=corpus_folder)
    _raw: dict[str, str] = field(default_factory=dict)
    _pages: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _places: dict[str, tuple[readers.PrintedLine, ...]] = field(default_factory=dict)

    @property
    def main(self) -> pd.DataFrame:
        """The blocks of main text: paragraphs, list items and boxes."""
        return self.blocks[self.blocks["kind"].isin(MAIN)]

    def raw(self, report: str) -> str:
        """Return the undisturbed text of a report."""
        if report not in self._raw:
            raise KeyError(f'There is no report "{report}"; the corpus has {_choices(report, list(self._raw))}.')
        return self._raw[report]

    def __len__(self) -> int:
        """Return the number of reports."""
        return len(self.reports)

    def select(self, **wanted: object) -> "Corpus":
        """Return the reports for which columns of `reports` have a value, or one of several; `year` is a column, too.

        `select(publisher="Egmont Institute")`, `select(year=range(2015, 2020))`, `select(report=["a-2017", "b-2018"])`.
        Raises KeyError for a column that is none, and ValueError where no report is left.
        """
        columns = self.reports.assign(
            report=self.reports.index, year=self.reports["published"].str.extract(r"(\d{4})")[0].astype("Int64")
        )
        keep = pd.Series(True, index=self.reports.index)
        for name, value in wanted.items():
            if name not in columns:
                raise KeyError(f'reports has no column "{name}"; it has {_choices(name, columns.columns.tolist())}.')
            values = [value] if isinstance(value, str) or not hasattr(value, "__iter__") else list(value)
            found = columns[name].isin(values)
            if not found.any():
                known = _choices(str(value), sorted(map(str, columns[name].dropna().unique())))
                raise ValueError(f"No report has {name} {value!r}; there are {known}.")
            keep &= found
        if not keep.any():
            raise ValueError(f"No report fits {', '.join(f'{name}={value!r}' for name, value in wanted.items())}.")
        return self._subset(self.reports.index[keep])

    def _subset(self, ids: pd.Index) -> "Corpus":
        reports, files = self.reports.loc[ids], set(self.reports.loc[ids, "file"])
        problems = self.problems[self.problems["file"].isin(files)].reset_index(drop=True)
        blocks, sentences, ledger = (
            table[table["report"].isin(ids)].reset_index(drop=True)
            for table in (self.blocks, self.sentences, self.ledger)
        )
        raw = {report: self._raw[report] for report in ids}
        pages = {report: self._pages[report] for report in ids}
        places = {report: self._places[report] for report in ids}
        return Corpus(reports, blocks, sentences, ledger, problems, self.folder, raw, pages, places)

    def search(self, pattern: str, width: int = 60, regex: bool = False) -> pd.DataFrame:
        """Find a word or phrase in the main text: report, block, start, end, left, hit, right; `*` ends a word.

        Case does not matter. Raises ValueError for an empty pattern and for one that is no regular expression.
        """
        from analysis.terms import concordance

        lines = concordance(self.main["text"], pattern, width, regex=regex)
        return self.main.loc[lines["text"], ["report", "block"]].reset_index(drop=True).join(lines.drop(columns="text"))

    def to_raw(self, report: str, block: int, start: int, end: int) -> list[tuple[int, int]]:
        """Return the raw (start, end) spans that a clean span of a block was made from, in order."""
        self.raw(report)
        rows = self._maps.get((report, int(block)))
        if rows is None:
            raise KeyError(f'Report "{report}" has no block {block}.')
        at, length, raw_start, raw_end = rows
        spans: list[tuple[int, int]] = []
        for i in range(max(0, bisect_right(at, start) - 1), len(at)):
            if at[i] >= end:
                break
            if at[i] + length[i] <= start:
                continue
            same = raw_end[i] - raw_start[i] == length[i]
            a = raw_start[i] + max(0, start - at[i]) if same else raw_start[i]
            b = raw_start[i] + min(length[i], end - at[i]) if same else raw_end[i]
            if spans and spans[-1][1] == a:
                spans[-1] = (spans[-1][0], b)
            else:
                spans.append((a, b))
        return spans

    def locate(self, hits: pd.DataFrame) -> pd.DataFrame:
        """Add to hits (report, block, start, end: clean spans) where they stand.

        New columns: raw_start, raw_end, line (from 1), page, section, sentence (its text), at (where the hit begins).
        Raises ValueError for a span that does not lie in its block, such as one that counts raw characters.
        """
        missing = [name for name in ("report", "block", "start", "end") if name not in hits]
        if missing:
            raise KeyError(f"The table has no column {', '.join(missing)}; hits have report, block, start and end.")
        rows = []
        for report, block, start, end in hits[["report", "block", "start", "end"]].itertuples(index=False):
            a, b = self._ends(report, int(block), int(start), int(end))
            text, at = self._sentence(self._sentences.get((report, block)), report, block, start)
            section = self._sections.get((report, block), ())
            rows.append((a, b, self._lines[report].of(a), self._page(report, a), section, text, at))
        return hits.assign(**_frame(rows, LOCATED, hits.index))

    def evidence(self, report: str, start: int, end: int, context: int = 200) -> Evidence:
        """Show a raw span in its source, with `context` characters on each side, line, page, section and sentence."""
        text = self.raw(report)
        if not 0 <= start <= end <= len(text):
            raise ValueError(f"Report {report} has the offsets 0 to {len(text)}; {start} to {end} is no span of it.")
        rows = self.ledger[
            (self.ledger["report"] == report)
            & (self.ledger["start"] < max(end, start + 1))
            & (self.ledger["end"] > start)
        ]
        rows = rows[rows["at"].notna()]
        section: tuple[str, ...] = ()
        sentence = ""
        if len(rows):
            first = rows.iloc[0]
            block = int(first["block"])
            section = self._sections.get((report, block), ())
            at = int(first["at"]) + max(0, start - int(first["start"]))
            sentence = self._sentence(self._sentences.get((report, block)), report, block, at)[0]
        return Evidence(
            report,
            start,
            end,
            text[start:end],
            text[max(0, start - context) : start],
            text[end : end + context],
            self._lines[report].of(start),
            self._page(report, start),
            section,
            sentence,
            self._box(report, start, max(end, start + 1)),
        )

    def _box(self, report: str, start: int, end: int) -> tuple[float, float, float, float] | None:
        """Return the place of a raw span on the page where it begins; None where the file has no printed pages."""
        lines = self._places.get(report, ())
        found = [p for p in lines if p.start < end and p.end > start]
        if not found:
            return None
        shown = [p.place_of(start, end) for p in found if p.page == found[0].page]
        lefts, tops, rights, bottoms = zip(*shown, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    def __repr__(self) -> str:
        """Say in one line what the corpus holds."""
        return f"Corpus of {self._summary}"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{html.escape(str(r))}</th><td>{html.escape(str(row['title']))}</td><td>{self._words(str(r)):,}</td></tr>"
            for r, row in self.reports.iterrows()
        )
        head = "<tr><th>report</th><th>title</th><th>words of main text</th></tr>"
        return f"<p><b>Corpus</b>: {html.escape(self._summary)}.</p><table>{head}{rows}</table>"

    @property
    def _summary(self) -> str:
        notes = int((self.blocks["kind"] == "footnote").sum())
        words = sum(self._words(str(report)) for report in self.reports.index)
        parts = [_count(len(self.reports), "report"), f"{words:,} words of main text", _count(notes, "note")]
        return ", ".join([*parts, _count(len(self.problems), "problem")])

    def _words(self, report: str) -> int:
        return sum(len(text.split()) for text in self.main.loc[self.main["report"] == report, "text"])

    @cached_property
    def _lines(self) -> dict[str, LineNumbers]:
        return {report: LineNumbers(text) for report, text in self._raw.items()}

    @cached_property
    def _sections(self) -> dict[tuple[str, int], tuple[str, ...]]:
        b = self.blocks
        return dict(zip(zip(b["report"], b["block"], strict=True), b["section"], strict=True))

    @cached_property
    def _texts(self) -> dict[tuple[str, int], str]:
        b = self.blocks
        return dict(zip(zip(b["report"], b["block"], strict=True), b["text"], strict=True))

    @cached_property
    def _sentences(self) -> dict[tuple[str, int], tuple[list[int], list[int]]]:
        out: dict[tuple[str, int], tuple[list[int], list[int]]] = {}
        s = self.sentences
        for report, block, start, end in zip(s["report"], s["block"], s["start"], s["end"], strict=True):
            starts, ends = out.setdefault((report, block), ([], []))
            starts.append(start)
            ends.append(end)
        return out

    @cached_property
    def _maps(self) -> dict[tuple[str, int], tuple[list[int], list[int], list[int], list[int]]]:
        """For each block: where its stretches begin in the clean text, how long they are there, and their raw spans."""
        rows = self.ledger[self.ledger["at"].notna()]
        columns = (rows[name].tolist() for name in ("report", "block", "at", "start", "end", "status"))
        stretches: dict[tuple[str, int], list[tuple[int, int, int, str]]] = {}
        for report, block, *stretch in zip(*columns, strict=True):
            stretches.setdefault((report, block), []).append(tuple(stretch))
        out = {}
        for key, own in stretches.items():
            at, starts, ends, statuses = (list(values) for values in zip(*own, strict=True))
            room = [after - begin for begin, after in zip(at, [*at[1:], len(self._texts[key])], strict=True)]
            # what is kept is as long as it was; what was changed, such as a ligature, fills the way to the next stretch
            lengths = [
                min(e - s, way) if status == "kept" else way
                for s, e, status, way in zip(starts, ends, statuses, room, strict=True)
            ]
            out[key] = (at, lengths, starts, ends)
        return out

    def _ends(self, report: str, block: int, start: int, end: int) -> tuple[int, int]:
        """Return the raw span that a clean span lies in; one after the last character is at the end of its block."""
        length = len(self._texts.get((report, block), ""))
        if (report, block) in self._texts and not 0 <= start <= end <= length:
            raise ValueError(
                f"Block {block} of {report} has the offsets 0 to {length}; {start} to {end} is no span of it. "
                "Hits are spans of the clean text of a block, not of the raw text."
            )
        spans = self.to_raw(report, block, start, max(end, start + 1))
        if not spans:
            behind = self._maps[report, block][3][-1]
            return behind, behind
        return spans[0][0], spans[-1][1]

    def _page(self, report: str, offset: int) -> int | None:
        pages = self._pages.get(report)
        return bisect_right(pages, offset) if pages else None

    def _sentence(self, spans, report: str, block: int, start: int) -> tuple[str, int]:
        text = self._texts.get((report, block), "")
        if spans is None:
            return text, start
        starts, ends = spans
        i = max(0, bisect_right(starts, start) - 1)
        return text[starts[i] : ends[i]], start - starts[i]


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
    sources: dict[str, tuple[readers.Document, Cleaned]] = {}
    loaded = []
    for row in progress(rows):
        try:
            source = readers.read(folder / row["file"], row.get("encoding", ""))
            cleaned = clean(source, title=row.get("title", ""), authors=row.get("authors", ""))
        except readers.ReadError as error:
            problems.append((row["file"], error.code, error.message, error.fix))
        except Exception as error:  # one report must not keep the others from being read
            message = f"{row['file']} cannot be cleaned: {type(error).__name__}, {error}."
            fix = (
                "Leave it out, save it in another format, and send it with this message to the authors of the program."
            )
            problems.append((row["file"], "E-CLEANING", message, fix))
        else:
            sources[row["report"]] = source, cleaned
            loaded.append(row)
    mark_repeated([cleaned.blocks for _, cleaned in sources.values()])
    tables: dict[str, list[tuple]] = {"blocks": [], "sentences": [], "ledger": []}
    for row in loaded:
        source, cleaned = sources[row["report"]]
        found = (*source.problems, *cleaned.problems, *check_report(cleaned.blocks))
        problems += [(row["file"], *problem) for problem in found]
        _fill(tables, row["report"], cleaned, source.pages)
    problems += catalogue.check_bytes(folder, loaded)
    if strict and any(code not in OF_THE_TEXT for _, code, _, _ in problems):
        raise CorpusError(_listed(problems))
    kinds = {"blocks": BLOCKS, "sentences": SENTENCES, "ledger": LEDGER}
    blocks, sentences, ledger = (_frame(tables[name], columns) for name, columns in kinds.items())
    listed = pd.DataFrame(problems, columns=PROBLEMS, dtype=object)
    raw = {report: source.text for report, (source, _) in sources.items()}
    pages = {report: source.pages for report, (source, _) in sources.items()}
    places = {report: source.lines for report, (source, _) in sources.items()}
    return Corpus(_reports(loaded), blocks, sentences, ledger, listed, folder, raw, pages, places)


def _fill(tables: dict[str, list[tuple]], report: str, cleaned: Cleaned, pages: tuple[int, ...]) -> None:
    """Add the rows of one cleaned report to the tables."""
    for n, b in enumerate(cleaned.blocks):
        page = bisect_right(pages, b.start) if pages else None
        place = (b.notes, b.note, b.marker, b.first_line, b.last_line, page)
        tables["blocks"].append((report, n, b.kind, b.level, b.section, b.text, *place))
        if b.kind in MAIN:
            spans = split_sentences(b.text)
            tables["sentences"] += [(report, n, i, b.text[s:e], s, e) for i, (s, e) in enumerate(spans)]
    tables["ledger"] += [(report, *row) for row in cleaned.ledger]


def _frame(rows: list[tuple], columns: dict, index=None) -> pd.DataFrame:
    """Return rows as a table whose columns have these types."""
    return pd.DataFrame(rows, columns=list(columns), index=index, dtype=object).astype(columns)


def _reports(rows: list[dict[str, str]]) -> pd.DataFrame:
    names = list(dict.fromkeys([*catalogue.COLUMNS, *(name for row in rows for name in row)]))
    frame = pd.DataFrame([{name: row.get(name, "") for name in names} for row in rows], columns=names, dtype=object)
    return frame.set_index("report")


def _listed(problems: list[tuple]) -> str:
    lines = [f"{file or 'reports.csv'}: [{code}] {message} {fix}" for file, code, message, fix in problems]
    return f"{_count(len(problems), 'problem')} in the corpus:\n" + "\n".join(lines)


def _choices(given: str, known: list[str]) -> str:
    """Return the valid choices in words, the nearest to what was given first."""
    near = difflib.get_close_matches(given, known, 3, cutoff=0.6)
    shown = [*near, *(name for name in known if name not in near)]
    more = f" and {len(shown) - 10} more" if len(shown) > 10 else ""
    return (", ".join(shown[:10]) + more) or "none"


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"
