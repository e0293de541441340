"""Draft the blocks of a PDF from its printed lines: their place, size and weight, and what the file states of them."""

import re
from collections import Counter
from itertools import pairwise

from analysis.cleaning.blocks import Block, Draft, Kind, Marker
from analysis.cleaning.plain_text import ITEM, is_numbered_item
from analysis.cleaning.printed_lines import (
    Measures,
    Printed,
    follows,
    mark_page_frame,
    measure_print,
    on_one_line,
    printed_lines,
)
from analysis.cleaning.printed_roles import mark_printed_title_page, mark_roles, set_heading_levels
from analysis.cleaning.words import is_finished, names_persons, part_of
from analysis.readers.document import Document
from analysis.readers.parts import POWER

GAP = 1.22  # of the distance between lines; more opens a paragraph
INDENT = 5.0  # points that a line must be set in to count
_DIGITS = re.compile(r"[1-9]\d{0,3}")
_DISCLAIMER = re.compile(r"disclaimers?|imprint|impressum|legal notice|copyright notice", re.I)
_CODE = re.compile(r"[^a-z\s]*\d[^a-z\s]*")
_RUNNING = ("paragraph", "list_item")
_ENTRY = re.compile(r"\[?(\d{1,3})[\].)]?\s+(?=\S)")


def draft_printed(document: Document, title: str = "") -> Draft:
    """Return the blocks of a PDF; the title, where it is known, helps to recognise it."""
    lines = printed_lines(document)
    measures = measure_print(lines)
    mark_page_frame(lines, measures)
    kept = [p for p in lines if not p.removed]
    mark_printed_title_page(kept, measures, title or document.metadata.get("title", ""))
    mark_roles([p for p in kept if not p.role], measures, document.outline)
    _mark_margin(kept, measures)
    builder = _Builder(measures)
    for p in kept:
        builder.add(p)
    levels = set_heading_levels([run for _, run in builder.headings])
    for (block, _), level in zip(builder.headings, levels, strict=True):
        block.level = level
    _mark_residue(builder.blocks)
    _mark_table_heads(builder.blocks)
    _mark_imprint(builder.blocks)
    _mark_signature(builder.blocks)
    _mark_endnotes(builder.blocks)
    _number_starred(builder.notes)
    markers = _find_markers(kept, document.text, {b.note for b in builder.blocks if b.note})
    return Draft(builder.blocks, [p.line for p in lines if p.removed], markers, stated=True)


def _mark_margin(lines: list[Printed], measures: Measures) -> None:
    """Let lines beside the text be headings over their paragraph where their type stands out, else margin notes."""
    for p in lines:
        beside = p.place.column < 0 or p.place.right < measures.left(p) - 2
        if beside and p.role in ("", "heading"):
            p.role = "side head" if p.place.bold != measures.bold else "margin"


_KINDS: dict[str, Kind] = {
    "title": "title", "author": "author", "front": "front", "toc": "toc", "caption": "caption"
}  # fmt: skip


class _Builder:
    """Adds line after line to the block it belongs to."""

    def __init__(self, measures: Measures) -> None:
        self.measures = measures
        self.blocks: list[Block] = []
        self.headings: list[tuple[Block, list[Printed]]] = []
        self.notes: list[tuple[Block, Printed]] = []  # each with its first line
        self.before: Printed | None = None  # the line before, of the same role or not
        self.main: tuple[Block, Printed] | None = None  # running text that others may interrupt, and its last line

    def add(self, p: Printed) -> None:
        """Add a line to the block it continues, or open a new one."""
        role = p.role
        if not role:
            self._add_text(p)
        elif role in ("heading", "side head"):
            self._add_heading(p)
        elif role == "footnote":
            self._add_note(p)
        else:
            self._add_other(p)
        self.before = p

    def _open(self, kind: Kind, p: Printed) -> Block:
        block = Block(kind, [p.line])
        self.blocks.append(block)
        return block

    def _add_heading(self, p: Printed) -> None:
        above = self.headings[-1][1][-1] if self.headings else p
        if p.role == "side head":
            near = above.place.page == p.place.page and p.place.top - above.place.bottom < p.size
        else:
            near = above is self.before
        if above.role == p.role and near and not p.opens and above is not p:
            self.headings[-1][0].lines.append(p.line)
            self.headings[-1][1].append(p)
            return
        p.line.body = p.line.start
        self.headings.append((self._open("heading", p), [p]))
        self.main = None

    def _add_note(self, p: Printed) -> None:
        if not p.opens and self.notes:
            self.notes[-1][0].lines.append(p.line)
            return
        block = self._open("footnote", p)
        block.note = p.number
        self.notes.append((block, p))

    def _add_other(self, p: Printed) -> None:
        """Add a line of a table, figure, caption, contents list, margin or title page."""
        if self._goes_on(p):
            self.blocks[-1].lines.append(p.line)
            return
        kind = _KINDS.get(p.role, "boilerplate")
        p.line.body = p.line.start
        self._open(kind, p)

    def _goes_on(self, p: Printed) -> bool:
        """Tell whether a line belongs to the same row, caption, margin note or title as the line before."""
        before = self.before
        if before is None or before.role != p.role:
            return False
        if p.role == "toc":
            return on_one_line(before, p) or not (before.text[-1:].isdigit() or p.opens)
        if p.role == "table":
            return on_one_line(before, p) or (not p.opens and not p.place.tag)
        if p.role == "caption":
            return not p.opens
        return abs(p.place.top - before.place.bottom) < p.size and abs(p.size - before.size) < 0.6

    def _add_text(self, p: Printed) -> None:
        item = self._is_item(p)
        if self.main is not None and not item and not self._opens_paragraph(*self.main, p):
            self.main[0].lines.append(p.line)
            self.main = (self.main[0], p)
            return
        self.main = (self._open("list_item" if item else "paragraph", p), p)
        found = ITEM.match(p.text) if item else None
        if found or not item:
            p.line.body = p.line.start + (found.end() if found else 0)
        self.main[0].marker = p.text[: p.line.body - p.line.start].strip()

    def _is_item(self, p: Printed) -> bool:
        """Tell whether a line opens an item of a list: a bullet, or a number where something may begin."""
        if p.joined:
            return False
        if p.line.shape == "bullet":
            return p.text[0] not in "-–—" or self.main is None or self.main[1].text[-1] in ".:;,"
        if not ITEM.match(p.text):
            return False
        if self.main is None:
            return True
        block, last = self.main
        if follows(last, p) and self._gap(last, p) > GAP:
            return True
        return is_numbered_item(p.line, block) and (is_finished(last.text) or last.text[-1] == ";")

    def _gap(self, a: Printed, b: Printed) -> float:
        """Return the distance between two lines, as a share of the usual one for their size."""
        usual = self.measures.pitch * max(a.size, b.size) / self.measures.size
        return (b.place.bottom - a.place.bottom) / usual

    def _opens_paragraph(self, block: Block, last: Printed, p: Printed) -> bool:
        """Tell whether a line of text opens a paragraph after the running text so far."""
        if p.joined:
            return False
        finished, may_open = is_finished(last.text), is_finished(last.text) or not p.text[0].islower()
        if p.opens or abs(p.size - last.size) > 0.06 * max(p.size, last.size):
            return True
        if p.place.tag and p.place.page == last.place.page:
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
            outdented = step < -INDENT and block.kind == "list_item"
            return finished and (indented or outdented or self._is_short(last, p))
        if not finished:
            return not p.text[0].islower() and self._is_short(last, p)
        return p.text[0].isupper() and (self._is_short(last, p) or len(block.lines) < 2)

    def _is_short(self, last: Printed, p: Printed) -> bool:
        """Tell whether the first word of the next line would still have fitted on a line."""
        letter = (p.place.right - p.place.left) / max(1, len(p.text))
        word = len(p.text.split(" ", 1)[0]) + 1
        return last.place.right + letter * word < self.measures.right(last) - 1.5 * last.size


def _number_starred(notes: list[tuple[Block, Printed]]) -> None:
    """Number notes that are marked with signs in their order, in a document that has no numbered ones."""
    if not any(block.note for block, _ in notes):
        for number, (block, p) in enumerate(notes, 1):
            block.note = p.number = number


def _mark_residue(blocks: list[Block]) -> None:
    """Let text without words be none: a single letter, the code of a document."""
    for block in blocks:
        text = _text(block)
        if block.kind in _RUNNING and (sum(map(str.isalpha, text)) < 2 or _CODE.fullmatch(text)):
            block.kind = "boilerplate"


def _mark_table_heads(blocks: list[Block]) -> None:
    """Let a heading that comes again, each time directly above the rows of a table, be the head of the table."""
    above = [
        _text(block) for block, below in pairwise(blocks) if block.kind == "heading" and below.kind == "boilerplate"
    ]
    again = {text for text, times in Counter(above).items() if times > 1}
    for block in blocks:
        if block.kind == "heading" and _text(block) in again:
            block.kind, block.level = "boilerplate", None


def _mark_imprint(blocks: list[Block]) -> None:
    """Let a disclaimer or imprint, or a heading about authors without text below it, be no text of the report."""
    headings = [i for i, block in enumerate(blocks) if block.kind == "heading"]
    for i, end in pairwise([*headings, len(blocks)]):
        text = _text(blocks[i])
        running = [block for block in blocks[i + 1 : end] if block.kind in _RUNNING]
        if (part_of(text) == "about" and not running) or _DISCLAIMER.fullmatch(text):
            for block in (blocks[i], *running):
                block.kind, block.level = "boilerplate", None


def _mark_signature(blocks: list[Block]) -> None:
    """Let the last lines of the text that begin with the name of a person say who wrote it."""
    for block in reversed(blocks):
        text = _text(block)
        if block.kind == "paragraph" and names_persons(text.split(",")[0]):
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
        elif inside:
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
            if start < p.line.body or not before.strip() or POWER.search(before):
                continue
            starred = signs.get((p.place.page, text[start:end]))
            numbers = (starred,) if starred else tuple(map(int, _DIGITS.findall(text[start:end])))
            if not numbers or not notes or notes.intersection(numbers):
                markers.append(Marker(start, end, numbers))
    return markers
