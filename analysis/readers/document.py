"""The form in which every reader returns a file: its text, and what the format says about the parts of the text.

All offsets count characters of `Document.text`, the raw text. A format that states what its parts are (Markdown,
HTML, DOCX) gives elements; a PDF gives printed lines with their place and type; plain text gives neither. Cleaning
infers what the format does not say.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

Problem = tuple[str, str, str]  # code, message, fix
Span = tuple[int, int]


class ReadError(ValueError):
    """A file that cannot be read: `code`, what happened, and what to do about it."""

    def __init__(self, code: str, message: str, fix: str) -> None:
        super().__init__(code, message, fix)
        self.code, self.message, self.fix = code, message, fix


@dataclass(slots=True)
class Run:
    """A stretch of raw text with its words, its link, and how it is printed; `outer` holds the marks around it too."""

    start: int
    end: int
    text: str
    href: str = ""
    raised: bool = False
    bold: bool = False
    outer: Span | None = None


@dataclass(slots=True, eq=False)
class Element:
    """A part of a text whose kind the format states, first made of runs, then complete.

    `kind` is that of a block (heading, paragraph, list_item, box, caption, footnote, pull_quote, boilerplate), or
    "table" for one row of a table. `spans` are the raw stretches that hold its words, in reading order; between two
    spans a space is written. `marker` is the raw stretch of the number or bullet before a list item.
    """

    kind: str
    spans: list[Span] = field(default_factory=list)
    level: int | None = None  # of a heading or of a nested list item
    note: int | None = None  # own number of a footnote
    marker: Span | None = None
    cites: list[tuple[int, int, tuple[int, ...]]] = field(default_factory=list)  # raw span, numbers of the notes cited
    edits: list[tuple[int, int, str, str]] = field(default_factory=list)  # raw span, replacement, status in the ledger
    runs: list[Run] = field(default_factory=list)
    number: int | None = None  # of an item of a numbered list
    anchors: set[str] = field(default_factory=set)
    chrome: bool = False  # stands in a menu, head, foot or banner of a web page
    continued: bool = False  # a further paragraph of the item or note before it
    text: str = ""  # of all runs
    words: str = ""  # with single spaces
    ends: list[int] = field(default_factory=list)  # where the runs end in the text

    def add(self, run: Run, joined: bool = True) -> None:
        """Add a run to its runs, or to the last of them where that is of the same kind and ends where this begins."""
        last = self.runs[-1] if self.runs and joined else run
        alike = (last.href, last.raised, last.bold, last.outer) == (run.href, run.raised, run.bold, run.outer)
        if alike and last.end == run.start and len(last.text) == last.end - last.start:
            last.end, last.text = run.end, last.text + run.text
        else:
            self.runs.append(run)

    def complete(self) -> None:
        """Set its text, once its runs are there."""
        self.text = "".join(run.text for run in self.runs)
        self.words = " ".join(self.text.split())
        self.ends = list(accumulate(len(run.text) for run in self.runs))

    def raw(self, start: int, end: int) -> Span:
        """Return the raw span of a span of its text."""
        first, last = bisect_right(self.ends, start), bisect_right(self.ends, end - 1)
        a, b = self.runs[first], self.runs[last]
        left = a.start + min(start - (self.ends[first] - len(a.text)), a.end - a.start)
        return left, b.end if end == self.ends[last] else b.start + end - (self.ends[last] - len(b.text))


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a printed page: its raw span, its place in points from the top left corner, and its type."""

    start: int
    end: int
    page: int  # from 1
    left: float
    top: float
    right: float
    bottom: float
    size: float  # of most of its characters, in points
    bold: bool = False
    italic: bool = False
    raised: tuple[Span, ...] = ()  # raw spans of raised or small numbers and signs that may cite notes
    column: int = 0  # of its page, from 0; -1 in a margin beside the text
    font: str = ""
    rotated: bool = False  # not printed from left to right
    tag: str = ""  # of the file's structure: H1 to H6, P, LI, Note, Table, TOC, Figure, Caption
    part: int = 0  # number of the tagged part on its page that the line belongs to

    def place_of(self, start: int, end: int) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of the part of the line between two raw offsets, letters as equal."""
        width = (self.right - self.left) / max(1, self.end - self.start)
        first, last = max(start, self.start) - self.start, min(end, self.end) - self.start
        return (self.left + first * width, self.top, self.left + last * width, self.bottom)


@dataclass(frozen=True)
class Document:
    """The raw text of a file, where its pages begin, warnings, and what the format states."""

    text: str
    pages: tuple[int, ...] = ()
    problems: Sequence[Problem] = ()
    elements: Sequence[Element] = ()
    lines: tuple[PrintedLine, ...] = ()
    outline: tuple[tuple[int, str, int], ...] = ()  # bookmarks of a PDF: level from 1, title, page from 1
    # Title, authors, published and language, where the file says so.
    metadata: Mapping[str, str] = field(default_factory=dict)
    body: int = 0  # where the text begins, after a YAML head
    markup: bool = False  # the text may hold Markdown or HTML marks
