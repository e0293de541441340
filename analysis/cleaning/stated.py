"""Draft the blocks of a document whose format states what its parts are."""

from itertools import chain
from typing import cast

from analysis.cleaning.blocks import Block, Draft, Edit, Kind, Line, Marker, Status
from analysis.cleaning.lines import cut_line
from analysis.readers.document import Document, Element


def draft_elements(document: Document) -> Draft:
    """Return the blocks of a document from the elements that its reader found."""
    blocks = [_block(element, document.text) for element in document.elements]
    markers = sorted(Marker(*cite) for element in document.elements for cite in element.cites)
    edits = [
        Edit(start, end, new, cast(Status, status))
        for start, end, new, status in chain.from_iterable(element.edits for element in document.elements)
    ]
    return Draft([block for block in blocks if block.lines], [], markers, sorted(edits))


def _block(element: Element, text: str) -> Block:
    """Return an element as a block with one line for each span."""
    lines = [line for start, end in element.spans if (line := _line(text, start, end))]
    marker = text[slice(*element.marker)] if element.marker else ""
    kind = cast(Kind, "boilerplate" if element.kind == "table" else element.kind)
    if lines and element.marker:
        lines[0].start, lines[0].body = element.marker[0], max(element.marker[1], lines[0].start)
    return Block(kind, lines, marker=marker.strip(), note=element.note, level=element.level)


def _line(text: str, start: int, end: int) -> Line | None:
    stretch = text[start:end]
    words = stretch.strip()
    return cut_line(words, start + stretch.index(words), 0, 0, False) if words else None
