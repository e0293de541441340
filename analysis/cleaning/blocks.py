"""The parts that cleaning works with: lines and their shapes, blocks, note markers, edits, and the draft of all.

`draft_elements` is the draft of a document whose format, such as HTML, states what its parts are.

The *shape* of a line is what it looks like by itself, its *role* what it is among its neighbours; the *kind* of a
block is what it is for; the *status* of a stretch of raw characters is why it was kept or removed. A *zone* is the
part of a report under a heading such as "References": the kind of its entries, "" for running text.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple, cast

from analysis.readers.document import Document, Element

# The column `kind` of the table `blocks`; the README of `analysis` has those of its column `status`, too.
Kind = Literal[
    "title", "author", "front", "toc", "heading", "paragraph", "list_item", "box", "pull_quote", "caption", "footnote",
    "reference", "annex", "glossary", "about", "boilerplate",
]  # fmt: skip
MAIN: tuple[Kind, ...] = ("paragraph", "list_item", "box")  # the main text
Zone = Kind | Literal[""]

# "" while no step has decided; "removed" as part of its page; else the kind of block it opens, or what is boilerplate.
Role = Kind | Literal["", "removed", "side head", "table", "figure", "margin"]

BULLETS = "•◦▪▫●■□‣⁃○◆◇❖▶►➢➤✓✔❑·\ue000-\uf8ff"  # those of symbol fonts are private characters
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED = (
    rf"<sup>[ \t]*\d{{1,3}}[ \t]*</sup>|[{SUPERSCRIPTS}]{{1,3}}|\$\^\{{?\d{{1,3}}\}}?\$|\[\^\d{{1,3}}\]:?"
    r"|\^\(\[?\d{1,3}\]?\)"
)
_ITEM = r"\([ \t]\d{1,3}[ \t]\)|\(?\d{1,3}(?:\.\d{1,2}){0,4}[.)]?|\[\d{1,3}\]|\(?[ivxIVX]{1,5}[.)]|\(?[a-zA-Z][.)]"
_CAPTIONED = r"(?i:figure|fig\.|table|chart|graph|map)"
_PICTURED = r"(?:Image|Picture)[ \t]*:[ \t]*\S|Photo[ \t]*:(?:[ \t]+\S+){6}"
_STROKES = r"(?:[-–—][ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:[=~·•.][ \t]*){3,}"
# One alternative per shape; the first that fits wins. "hash" is a Markdown heading, "note" opens with a raised number,
# "number" may be a heading, an item or a note; "page" may be the number of a page; the rest is "toc" or "text".
SHAPES = [
    ("rule", rf"(?:{_STROKES}|\|?(?:[ \t]*:?-{{2,}}:?[ \t]*\|)+[ \t:-]*)$"),
    ("image", r"!\[[^\]\n]*\]\([^)\n]*\)$|(?i:image|photo|picture|video|audio)\b[^.!?\n]{0,40}\bavailable\b[^.!?\n]*$"),
    ("quote", r">[ \t]?(?:[-*•][ \t]+)?(?=\S)"),
    ("hash", r"\#{1,6}[ \t]+(?=\S)"),
    ("table", r"\|.*\|$"),
    ("note", rf"(?:{RAISED})(?=.*\S)"),  # a raised number, or [^1]:
    ("page", r"[-–—|\[=\s]{0,6}(?:(?i:page|p\.)[-–—|\[\s]{0,3})?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[-–—|\]=\s]{0,6}$"),
    ("bullet", rf"(?:[{BULLETS}]|[-–—*+](?=[ \t])|o(?=[ \t]+[A-Z]))[ \t]*(?=\S)"),
    ("caption", rf"(?:\*{{1,3}}|_)?(?:{_CAPTIONED})[ \t]*(?:\d+|[ivx]+)(?:\.\d+)?(?:[ \t]*[.:–—|-]|\*)|{_PICTURED}"),
    ("number", rf"(?:{_ITEM})(?:[ \t]+|(?<=[.)\]])(?=[A-Z]))(?=\S)"),
    ("address", r"<?(?:https?://|www\.)\S+$|<?[\w.+-]+@[\w-]+\.[\w.]+>?$|\[[^\]\n]{1,200}\]\((?:https?:|mailto:|www\.)\S+\)$"),
]  # fmt: skip
SHAPE = re.compile("|".join(f"(?P<{name}>{part})" for name, part in SHAPES))
# The number of a heading: 2.1, or 2, II, B before a capital letter.
NUMBERED = re.compile(
    r"(?P<decimal>[1-9]\d?(?:\.\d{1,2}){1,4}\.?\s+)(?=[A-ZÀ-Þ“‘\"'«(])"
    r"|(?:(?P<arabic>\d{1,2})|(?P<roman>[IVX]{1,5})|(?P<letter>[A-H]))(?:[.:]|\s*[–—-])?\s+(?=[A-ZÀ-Þ“‘\"'«(])"
)
_TOC_PAGE = re.compile(r"(?:\d{1,3}|[ivxlc]{1,6})(?:[ \t]|</?b>|\*\*)*$")
_LEADER = re.compile(r"\.{3}|…|\.[ \t]\.[ \t]\.|____|\t| {3}")
_OF_LEADER = " \t.…_"
# A term of a glossary, and what parts it from its meaning.
TERM = re.compile(r"\S.{0,60}?(?P<colon>:?)(?P<leader>[ ]*\t[ \t]*|[ ]{2,}(?:[–—-][ ]+)?|[ ]+[–—=][ ]+)(?=\S)")
UNSURE_HYPHEN, PDF_HYPHEN = "\x02", "\ufffe"  # what a PDF gives for a hyphen at a line end
TITLE_LINES = 12  # lines of a title page
_WITH_BODY = {"quote", "hash", "note", "bullet"}
HALF_TITLE = 40  # characters; a line of this or less says by itself nothing of the width of the lines


@dataclass(slots=True)
class Line:
    """A line that holds more than white space."""

    start: int  # raw offset of its first visible character
    end: int  # raw offset after its last visible character
    text: str
    shape: str  # of `SHAPES`
    body: int  # raw offset where the text after its bullet or number begins
    indent: int = 0  # white space before it
    blank_before: int = 0  # blank lines before it
    new_page: bool = False  # a page turned before it: a form feed, a page number or a running head says so
    right: int = 0  # where it ends on the page, in characters from the margin
    role: Role = ""
    goes_on: bool = False  # with the last block of its role
    status: str = "kept"  # of a removed line: why
    width: int = 0  # of the lines around it, in characters
    number: int = 0  # of the note it opens
    words: str = ""  # of a heading: its text without marks
    zone: Zone = ""  # of a heading: the kind of what stands under it
    size: float = 0.0  # of its type, 0 where that is not known
    # Size to half a point, capitals, bold, italic, so that what stands out most comes first; () where not known.
    style: tuple[float, bool, bool, bool] | tuple[()] = ()
    level: int = 0  # of a heading, where the file states it
    height: float = 0.0  # where it stands on its page, from the top; 0 where that is not known


@dataclass(slots=True)
class Block:
    """A heading, paragraph, item, note ... and the lines it is made of."""

    kind: Kind
    lines: list[Line]
    marker: str = ""
    note: int | None = None
    level: int | None = None
    section: tuple[str, ...] = ()
    text: str = ""
    notes: tuple[int, ...] = ()
    start: int = 0  # raw offset of its first character
    first_line: int = 0
    last_line: int = 0
    words: str = ""  # its text without marks, before repairs
    closing: bool = False  # it is one of the addresses at the end of a report

    @property
    def shape(self) -> str:
        """The shape of its first line."""
        return self.lines[0].shape


class Marker(NamedTuple):
    """A place where notes are cited."""

    start: int
    end: int
    numbers: tuple[int, ...]
    weak: bool = False  # it may as well be the rest of a number


class Edit(NamedTuple):
    """A stretch of raw text and what stands for it in the clean text."""

    start: int
    end: int
    new: str
    status: str


@dataclass(slots=True)
class Draft:
    """The blocks of a text in reading order, before their sections are known and their texts are written.

    `removed` are lines that belong to the page and not to the text; `markers` cite notes; `edits` are repairs found
    so far. `size` is that of the running text, where it is known; the headings then have levels.
    """

    blocks: list[Block]
    removed: list[Line] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    size: float = 0.0


_SHAPES = {"heading": "hash", "title": "hash", "list_item": "bullet"}


def draft_elements(document: Document) -> Draft:
    """Return the blocks of a document from the elements that its reader found."""
    blocks = [_block(element, document.text) for element in document.elements]
    headings = [block for block in blocks if block.kind == "heading"]
    ranks = {level: rank for rank, level in enumerate(sorted({block.level or 1 for block in headings}), 1)}
    before = 0
    for block in headings:  # none stands more than one level below the heading before it
        block.level = before = min(ranks[block.level or 1], before + 1)
    markers = sorted(Marker(*cite) for element in document.elements for cite in element.cites)
    edits = sorted(Edit(*edit) for element in document.elements for edit in element.edits)
    blocks = [block for block in blocks if block.lines]
    return Draft(blocks, markup_between(blocks, document.text), markers, edits)


def markup_between(blocks: list[Block], text: str) -> list[Line]:
    """Return the stretches outside of all blocks that hold more than white space: signs of headings, rules, tags."""
    lines = sorted((line.start, line.end) for block in blocks for line in block.lines)
    markup = []
    for (_, before), (start, _) in pairwise([(0, 0), *lines, (len(text), len(text))]):
        if found := _line(text, before, start, "rule"):
            found.status = "markup"
            markup.append(found)
    return markup


def _block(element: Element, text: str) -> Block:
    shape = _SHAPES.get(element.kind, "text")
    lines = [line for start, end in element.spans if (line := _line(text, start, end, shape))]
    marker = text[slice(*element.marker)] if element.marker else ""
    kind = cast(Kind, "boilerplate" if element.kind == "table" else element.kind)
    if lines and element.marker:
        lines[0].start, lines[0].body = element.marker[0], max(element.marker[1], lines[0].start)
        lines[0].text = text[lines[0].start : lines[0].end]
    return Block(kind, lines, marker=marker.replace("\\", "").strip("| \t"), note=element.note, level=element.level)


def _line(text: str, start: int, end: int, shape: str) -> Line | None:
    words = text[start:end].strip()
    begin = text.find(words, start)
    return Line(begin, begin + len(words), words, shape, body=begin, blank_before=1) if words else None


def shape_of(text: str) -> tuple[str, int]:
    """Return the shape of a line, and the length of the bullet, number or mark before its text."""
    found = SHAPE.match(text)
    shape = found.lastgroup or "" if found else "text"
    if shape in ("text", "number") and contents_leader(text):
        shape = "toc"
    return shape, found.end() if found and shape in _WITH_BODY else 0


def numbering(text: str) -> str:
    """Return how a heading is numbered: decimal (1.1), arabic (1), roman (II), letter (B), or none of these."""
    found = NUMBERED.match(text)
    return found.lastgroup or "" if found else ""


def contents_leader(text: str) -> tuple[int, int] | None:
    """Return where the dots or the wide space of an entry of a contents list begin and end, before its page number."""
    if text[-1] not in "0123456789ivxlc>*" or not _LEADER.search(text):
        return None
    pages = _TOC_PAGE.finditer(text, max(0, len(text) - 20))
    found = next((m for m in pages if text[m.start() - 1 : m.start()] in (*_OF_LEADER, ">", "*")), None)
    if found is None:
        return None
    end = len(re.sub(r"(?<![ \t.…_])(?:</?b>|\*\*|[ \t.…_])++$", "", text[: found.start()]))
    return (end, found.start()) if _LEADER.search(text, end, found.start()) else None


class LineNumbers:
    """Tells the line of a raw offset, counted from 1."""

    def __init__(self, text: str) -> None:
        ends = re.compile(r"\r\n|\n|\r" if "\r" in text else "\n")
        self._ends = [m.end() for m in ends.finditer(text)]

    def of(self, offset: int) -> int:
        """Return the line that holds the raw offset."""
        return bisect_right(self._ends, offset) + 1

    def ends_between(self, start: int, end: int) -> list[int]:
        """Return the offsets after `start` and before `end` at which lines begin."""
        return self._ends[bisect_right(self._ends, start) : bisect_left(self._ends, end)]
