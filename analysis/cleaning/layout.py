"""Draft the blocks of a PDF from its printed lines: their place, size and weight, and what the file states of them."""

import re
from typing import NamedTuple

from analysis.cleaning.blocks import Block, Draft, Kind, Marker
from analysis.cleaning.layout_lines import (
    Measures,
    Printed,
    follows,
    mark_page_frame,
    mark_title_page,
    measure,
    on_one_line,
    printed_lines,
)
from analysis.cleaning.layout_roles import mark_roles, set_heading_levels
from analysis.cleaning.plain_text import ITEM, is_numbered_item
from analysis.cleaning.words import is_finished, names_persons, part_of
from analysis.readers.document import Document

GAP = 1.22  # of the distance between lines; more opens a paragraph
INDENT = 5.0  # points that a line must be set in to count
_UNIT = re.compile(r"(?:^|[\s\d])(?:[kcdm]?m|ft|mi|R)$")
_DIGITS = re.compile(r"[1-9]\d{0,3}")
LONGEST_SIGNATURE = 120  # characters
_DISCLAIMER = re.compile(r"author information|disclaimers?|imprint|impressum|legal notice|copyright notice", re.I)
_CODE = re.compile(r"[^a-z\s]*\d[^a-z\s]*")
_RUNNING = ("paragraph", "list_item")
_ENTRY = re.compile(r"\[?(\d{1,3})[\].)]?\s+(?=\S)")


def draft_layout(document: Document) -> Draft:
    """Return the blocks of a PDF."""
    lines = printed_lines(document)
    measures = measure(lines)
    mark_page_frame(lines, measures)
    kept = [p for p in lines if not p.removed]
    mark_title_page(kept, measures)
    mark_roles([p for p in kept if not p.role], measures)
    _mark_margin(kept, measures)
    builder = _Builder(measures)
    for p in kept:
        builder.add(p)
    blocks = [part.block for part in builder.parts]
    headings = [part for part in builder.parts if part.block.kind == "heading"]
    for part, level in zip(headings, set_heading_levels([part.lines for part in headings]), strict=True):
        part.block.level = level
    _mark_residue(blocks)
    _mark_disclaimer(blocks)
    _mark_signature(blocks)
    _mark_endnotes(blocks)
    _number_starred([part for part in builder.parts if part.block.kind == "footnote"])
    markers = _find_markers(kept, document.text, {b.note for b in blocks if b.note})
    return Draft(blocks, [p.line for p in lines if p.removed], markers, stated=True)


def _mark_margin(lines: list[Printed], measures: Measures) -> None:
    """Let lines beside the text be headings over their paragraph where their type stands out, else margin notes."""
    for p in lines:
        beside = p.place.column < 0 or p.place.right < measures.left(p) - 2
        if beside and p.role in ("", "heading"):
            p.role = "side head" if p.place.bold != measures.bold else "margin"


_KINDS: dict[str, Kind] = {
    "title": "title", "author": "author", "front": "front", "toc": "toc", "caption": "caption", "heading": "heading",
    "side head": "heading", "footnote": "footnote",
}  # fmt: skip


class _Part(NamedTuple):
    """A block and its printed lines."""

    block: Block
    lines: list[Printed]


class _Builder:
    """Adds line after line to the block it belongs to."""

    def __init__(self, measures: Measures) -> None:
        self.measures = measures
        self.parts: list[_Part] = []
        self.last: dict[str, _Part] = {}  # the last block of each role
        self.before: Printed | None = None  # the line before, of the same role or not
        self.main: _Part | None = None  # running text that others may interrupt

    def add(self, p: Printed) -> None:
        """Add a line to the block it continues, or open a new one."""
        item = not p.role and self._is_item(p)
        part = self.last.get(p.role) if p.role else self.main
        goes_on = part is not None and not item and (self._goes_on(part, p) if p.role else self._is_text_of(part, p))
        if part is None or not goes_on:
            part = self._open(p, item)
        else:
            part.block.lines.append(p.line)
        part.lines.append(p)
        self.before = p

    def _open(self, p: Printed, item: bool) -> _Part:
        kind = _KINDS.get(p.role, "boilerplate") if p.role else "list_item" if item else "paragraph"
        found = ITEM.match(p.text) if item and p.line.shape != "bullet" else None
        if found or not (item or kind == "footnote"):
            p.line.body = p.line.start + (found.end() if found else 0)
        marker = "" if p.role else p.text[: p.line.body - p.line.start].strip()
        part = _Part(Block(kind, [p.line], marker, p.number if kind == "footnote" else None), [])
        self.parts.append(part)
        self.last[p.role] = part
        if kind not in ("caption", "boilerplate", "footnote"):
            self.main = None if p.role else part
        return part

    def _goes_on(self, part: _Part, p: Printed) -> bool:
        """Tell whether a line that is no running text belongs to the last block of its role."""
        above = part.lines[-1]
        if p.role == "footnote":
            return not p.opens
        near = p.place.page == above.place.page and abs(p.place.top - above.place.bottom) < p.size
        if p.role == "side head" or above is not self.before:
            return p.role == "side head" and near
        if p.role == "toc":
            return on_one_line(above, p) or not (above.text[-1:].isdigit() or p.opens)
        if p.role == "table":
            return on_one_line(above, p) or (not p.opens and not p.place.tag)
        if p.role in ("caption", "heading"):
            return not p.opens
        return near and abs(p.size - above.size) < 0.6

    def _is_item(self, p: Printed) -> bool:
        """Tell whether a line opens an item of a list: a bullet, or a number where something may begin."""
        last = self.main.lines[-1] if self.main else None
        if p.line.shape == "bullet":
            return last is None or p.text[0] not in "-–—" or last.text[-1] in ".:;,"
        if self.main is None or last is None or not ITEM.match(p.text) or p.place.tag == "LI":
            return bool(ITEM.match(p.text))
        if follows(last, p) and self._gap(last, p) > GAP:
            return True
        return is_numbered_item(p.line, self.main.block) and (is_finished(last.text) or last.text[-1] == ";")

    def _gap(self, a: Printed, b: Printed) -> float:
        """Return the distance between two lines, as a share of the usual one for their size."""
        usual = self.measures.pitch * max(a.size, b.size) / self.measures.size
        return (b.place.bottom - a.place.bottom) / usual

    def _is_text_of(self, part: _Part, p: Printed) -> bool:
        """Tell whether a line of text goes on with the running text so far."""
        return not self._opens_paragraph(part.block, part.lines[-1], p)

    def _opens_paragraph(self, block: Block, last: Printed, p: Printed) -> bool:
        """Tell whether a line of text opens a paragraph after the running text so far."""
        finished, may_open = is_finished(last.text), is_finished(last.text) or not p.text[0].islower()
        if abs(p.size - last.size) > 0.06 * max(p.size, last.size):
            return True
        if p.place.tag and last.place.tag and p.place.page == last.place.page:
            if p.place.part == last.place.part:
                return False
            if may_open:
                return True
        below = follows(last, p)
        if below and p.place.bottom - last.place.bottom > 6 * self.measures.pitch:  # a table or figure lies between
            return may_open
        if below and self._gap(last, p) > GAP:
            return may_open or self._gap(last, p) > 2.5
        if below:
            step = p.place.left - last.place.left
            indented = step > INDENT and len(block.lines) > 1
            outdented = step < -INDENT and block.kind == "list_item" and p.place.left < self.measures.left(p) + INDENT
            return finished and (indented or outdented or self._is_short(last, p))
        if not finished:
            return not p.text[0].islower() and self._is_short(last, p)
        return p.text[0].isupper() and (self._is_short(last, p) or len(block.lines) < 2)

    def _is_short(self, last: Printed, p: Printed) -> bool:
        """Tell whether the first word of the next line would still have fitted on a line."""
        letter = (p.place.right - p.place.left) / max(1, len(p.text))
        word = len(p.text.split(" ", 1)[0]) + 1
        return last.place.right + letter * word < self.measures.right(last) - 1.5 * last.size


def _number_starred(notes: list[_Part]) -> None:
    """Number notes that are marked with signs in their order, in a document that has no numbered ones."""
    if not any(note.block.note for note in notes):
        for number, note in enumerate(notes, 1):
            note.block.note = note.lines[0].number = number


def _mark_residue(blocks: list[Block]) -> None:
    """Let text without words be none: a single letter, the code of a document."""
    for block in blocks:
        text = _text(block)
        if block.kind in _RUNNING and (sum(map(str.isalpha, text)) < 2 or _CODE.fullmatch(text)):
            block.kind = "boilerplate"


def _mark_disclaimer(blocks: list[Block]) -> None:
    """Let a disclaimer or imprint be no text of the report."""
    inside = False
    for block in blocks:
        inside = bool(_DISCLAIMER.fullmatch(_text(block))) if block.kind == "heading" else inside
        if inside and block.kind in ("heading", *_RUNNING):
            block.kind, block.level = "boilerplate", None


def _mark_signature(blocks: list[Block]) -> None:
    """Let the last lines of the text that begin with the name of a person say who wrote it."""
    for block in reversed(blocks):
        text = _text(block)
        if block.kind == "paragraph" and len(text) < LONGEST_SIGNATURE and names_persons(text.split(",")[0]):
            block.kind = "author"
        elif block.kind != "boilerplate":
            return


def _text(block: Block) -> str:
    return " ".join(line.text for line in block.lines)


def _mark_endnotes(blocks: list[Block]) -> None:
    """Let the numbered entries below a heading such as "Notes" be notes."""
    inside = False
    last = 0
    for block in blocks:
        if block.kind == "heading":
            inside, last = part_of(_text(block)) == "footnote", 0
        elif inside and block.kind in _RUNNING:
            line = block.lines[0]
            found = _ENTRY.match(line.text)
            if found and last < int(found[1]) <= last + 3:
                last = int(found[1])
                block.kind, block.note, block.marker = "footnote", last, ""
                line.body = line.start + found.end()


def _find_markers(lines: list[Printed], text: str, notes: set[int]) -> list[Marker]:
    """Return the raised numbers and signs that cite notes."""
    markers: list[Marker] = []
    signs = {(p.place.page, p.text[: p.line.body - p.line.start].strip()): p.number for p in lines if p.number}
    for p in lines:
        if p.role in ("table", "figure", "toc"):
            continue
        for start, end in p.place.raised:
            before = text[max(p.line.start, start - 4) : start]
            if start < p.line.body or not before.strip() or _UNIT.search(before):
                continue
            starred = signs.get((p.place.page, text[start:end]))
            numbers = (starred,) if starred else tuple(map(int, _DIGITS.findall(text[start:end])))
            if not numbers or notes.intersection(numbers) or not (notes or before[-1:].isdigit()):
                markers.append(Marker(start, end, numbers))
    return markers
