"""Draft the blocks of a document whose format states what its parts are."""

from itertools import chain, pairwise
from typing import cast

from analysis.cleaning.blocks import Block, Draft, Edit, Kind, Line, Marker, Shape, Status
from analysis.readers.document import Document, Element

_SHAPES: dict[str, Shape] = {"heading": "hash", "title": "hash", "list_item": "bullet"}


def draft_elements(document: Document) -> Draft:
    """Return the blocks of a document from the elements that its reader found."""
    blocks = [_block(element, document.text) for element in document.elements]
    _set_levels(blocks)
    markers = sorted(Marker(*cite) for element in document.elements for cite in element.cites)
    edits = [
        Edit(start, end, new, cast(Status, status))
        for start, end, new, status in chain.from_iterable(element.edits for element in document.elements)
    ]
    blocks = [block for block in blocks if block.lines]
    return Draft(blocks, _marks_between(blocks, document.text), markers, sorted(edits))


def _marks_between(blocks: list[Block], text: str) -> list[Line]:
    """Return the stretches outside of all blocks that hold more than white space: signs of headings, rules, tags."""
    lines = sorted((line.start, line.end) for block in blocks for line in block.lines)
    marks = []
    for (_, before), (start, _) in pairwise([(0, 0), *lines, (len(text), len(text))]):
        if found := _line(text, before, start, "rule"):
            found.status = "markup"
            marks.append(found)
    return marks


def head_lines(document: Document) -> list[Line]:
    """Return the YAML head of a plain text, if it has one, as a line that is removed."""
    line = _line(document.text, 0, document.body, "rule")
    if line is None:
        return []
    line.status = "markup"
    return [line]


def _block(element: Element, text: str) -> Block:
    """Return an element as a block with one line for each span."""
    shape = _SHAPES.get(element.kind, "text")
    lines = [line for start, end in element.spans if (line := _line(text, start, end, shape))]
    marker = text[slice(*element.marker)] if element.marker else ""
    kind = cast(Kind, "boilerplate" if element.kind == "table" else element.kind)
    if lines and element.marker:
        lines[0].start, lines[0].body = element.marker[0], max(element.marker[1], lines[0].start)
    return Block(kind, lines, marker=marker.strip("| \t"), note=element.note, level=element.level)


def _line(text: str, start: int, end: int, shape: Shape) -> Line | None:
    words = text[start:end].strip()
    begin = start + text[start:end].find(words)
    return Line(begin, begin + len(words), words, 0, 1, shape, begin) if words else None


def _set_levels(blocks: list[Block]) -> None:
    """Number the levels of headings from 1 on, and let no heading stand more than one below the heading before it."""
    headings = [block for block in blocks if block.kind == "heading"]
    ranks = {level: rank for rank, level in enumerate(sorted({block.level or 1 for block in headings}), 1)}
    before = 0
    for block in headings:
        block.level = before = min(ranks[block.level or 1], before + 1)
