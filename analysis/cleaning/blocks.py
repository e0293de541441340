"""Blocks of a report, and the draft of them that each way into cleaning returns."""

from dataclasses import dataclass, field
from typing import NamedTuple

from analysis.cleaning.kinds import Kind, Shape, Status
from analysis.cleaning.lines import Line, number_signs


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
    words: str = field(default="", repr=False)  # its text without marks, before repairs

    @property
    def shape(self) -> Shape:
        """The shape of its first line."""
        return self.lines[0].shape

    @property
    def number_signs(self) -> int:
        """How many number signs it begins with."""
        return number_signs(self.lines[0].text)


class Marker(NamedTuple):
    """A place where notes are cited."""

    start: int
    end: int
    numbers: tuple[int, ...]


class Edit(NamedTuple):
    """A stretch of raw text and what stands for it in the clean text."""

    start: int
    end: int
    new: str
    status: Status


@dataclass(slots=True)
class Draft:
    """The blocks of a text in reading order, before their sections are known and their texts are written.

    `removed` are lines that belong to the page and not to the text; `markers` cite notes; `edits` are repairs found
    so far. `stated`: the kinds of the title page and the levels of headings are known.
    """

    blocks: list[Block]
    removed: list[Line] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    stated: bool = False
