"""The form in which every reader returns a file: its text, and what the format says about the parts of the text.

All offsets count characters of `Document.text`, the raw text. A format that states what its parts are (Markdown,
HTML, DOCX) gives elements; a PDF gives printed lines with their place and type; plain text gives neither. Cleaning
infers what the format does not say.
"""

from dataclasses import dataclass, field

Problem = tuple[str, str, str]  # code, message, fix


class ReadError(ValueError):
    """A file that cannot be read: `code`, what happened, and what to do about it."""

    def __init__(self, code: str, message: str, fix: str) -> None:
        """Keep the three parts."""
        super().__init__(f"{message} {fix}")
        self.code, self.message, self.fix = code, message, fix

    def __reduce__(self) -> tuple:
        """Let it be sent from one process to another."""
        return ReadError, (self.code, self.message, self.fix)


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a text whose kind the format states.

    `kind` is that of a block (heading, paragraph, list_item, box, caption, footnote, pull_quote, boilerplate), or
    "table" for one row of a table. `spans` are the raw stretches that hold its words, in reading order; between two
    spans a space is written. `marker` is the raw stretch of the number or bullet before a list item.
    """

    kind: str
    spans: tuple[tuple[int, int], ...]
    level: int | None = None  # of a heading or of a nested list item
    note: int | None = None  # own number of a footnote
    marker: tuple[int, int] | None = None
    cites: tuple[tuple[int, int, tuple[int, ...]], ...] = ()  # raw start, raw end, numbers of the notes cited there
    edits: tuple[tuple[int, int, str, str], ...] = ()  # raw start, raw end, replacement, status in the ledger


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
    raised: tuple[tuple[int, int], ...] = ()  # raw spans of raised or small numbers and signs that may cite notes
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
    """The raw text of a file, where its pages begin, how it was decoded, what the format states, and warnings."""

    text: str
    pages: tuple[int, ...] = ()
    encoding: str = "utf-8"
    problems: list[Problem] = field(default_factory=list)
    elements: tuple[Element, ...] = ()
    lines: tuple[PrintedLine, ...] = ()
    outline: tuple[tuple[int, str, int], ...] = ()  # bookmarks of a PDF: level from 1, title, page from 1
    # Title, authors, published and language, where the file says so.
    metadata: dict[str, str] = field(default_factory=dict)
    body: int = 0  # where the text begins, after a YAML head
    markup: bool = True  # the text may hold Markdown or HTML marks
