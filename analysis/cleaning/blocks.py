"""The parts that cleaning works with: lines, blocks, note markers, edits, and the draft that holds them.

`draft_elements` is the draft of a document whose format, such as HTML, states what its parts are.

The *shape* of a line is what it looks like by itself, its *role* what it is among its neighbours; the *kind* of a
block is what it is for; the *status* of a stretch of raw characters is why it was kept or removed. A *zone* is the
part of a report under a heading such as "References": the kind of its entries, "" for running text.
"""

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


@dataclass(slots=True)
class Line:
    """A line that holds more than white space."""

    start: int  # raw offset of its first visible character
    end: int  # raw offset after its last visible character
    text: str
    shape: str  # of `lines.SHAPES`
    body: int  # raw offset where the text after its bullet or number begins
    indent: int = 0  # white space before it
    blank_before: int = 0  # blank lines before it
    new_page: bool = False  # a page turned before it: a form feed, a page number or a running head says so
    right: int = 0  # where it ends on the page, in characters from the margin
    after_removed: bool = False  # removed lines lie between it and the line before
    role: Role = ""
    goes_on: bool = False  # with the last block of its role
    status: str = "kept"  # of a removed line: why
    width: int = 0  # of the lines around it, in characters
    number: int = 0  # of the note it opens
    words: str = ""  # of a heading: its text without marks
    zone: Zone = ""  # of a heading: the kind of what stands under it
    opens_text: bool = False  # running text begins with it after a contents list
    size: float = 0.0  # of its type, 0 where that is not known
    # Size to half a point, capitals, bold, italic, so that what stands out most comes first; () where not known.
    style: tuple[float, bool, bool, bool] | tuple[()] = ()
    level: int = 0  # of a heading, where the file states it


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
