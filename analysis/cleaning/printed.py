"""Draft the blocks of a PDF from its printed lines: their place, size and weight, and what the file states of them."""

import re
from collections import Counter
from itertools import pairwise
from statistics import median
from typing import cast

from analysis.cleaning.blocks import Block, Draft, Marker
from analysis.cleaning.frames import mark_printed_frames
from analysis.cleaning.joining import join_lines
from analysis.cleaning.lines import TextMeasures
from analysis.cleaning.printed_lines import (
    Measures,
    Printed,
    follows,
    measure_print,
    on_one_line,
    printed_lines,
)
from analysis.cleaning.printed_roles import mark_printed_title_page, mark_roles, set_heading_levels
from analysis.cleaning.words import names_persons, part_of
from analysis.readers.document import Document
from analysis.readers.parts import POWER

GAP, FAR = 1.22, 2.5  # of the distance between lines; more opens a paragraph, unless it cuts a sentence; or surely
_DIGITS = re.compile(r"[1-9]\d{0,3}")
_DISCLAIMER = re.compile(r"disclaimers?|imprint|impressum|legal notice|copyright notice", re.I)
_CODE = re.compile(r"[^a-z\s]*\d[^a-z\s]*")
_RUNNING = ("paragraph", "list_item")
_ENTRY = re.compile(r"\[?(\d{1,3})[\].)]?\s+(?=\S)")


def draft_printed(document: Document, title: str = "") -> Draft:
    """Return the blocks of a PDF; the title, where it is known, helps to recognise it."""
    lines = printed_lines(document)
    measures = measure_print(lines)
    mark_printed_frames(lines, measures)
    kept = [p for p in lines if p.role != "removed"]
    mark_printed_title_page(kept, measures, title or document.metadata.get("title", ""))
    mark_roles([p for p in kept if not p.role], measures, document.outline)
    _mark_margin(kept, measures)
    _join_roles(kept, measures)
    blocks = join_lines(kept, TextMeasures(False, 0, False, False, placed=True))
    headings = [block for block in blocks if block.kind == "heading"]
    for block, level in zip(
        headings, set_heading_levels([cast(list[Printed], block.lines) for block in headings]), strict=True
    ):
        block.level = level
    _mark_residue(blocks)
    _mark_table_heads(blocks)
    _mark_imprint(blocks)
    _mark_signature(blocks)
    _mark_endnotes(blocks)
    _number_starred(blocks)
    markers = _find_markers(kept, document.text, {b.note for b in blocks if b.note})
    return Draft(blocks, [p for p in lines if p.role == "removed"], markers, stated=True)


def _mark_margin(lines: list[Printed], measures: Measures) -> None:
    """Let lines beside the text be headings over their paragraph where their type stands out, else margin notes."""
    for p in lines:
        beside = p.place.column < 0 or p.place.right < measures.left(p) - 2
        if beside and p.role in ("", "heading"):
            p.role = "side head" if p.place.bold != measures.bold else "margin"


def _join_roles(lines: list[Printed], measures: Measures) -> None:
    """Say of each line whether it goes on with the last one of its role, or what space there is before it."""
    letter = median([(p.place.right - p.place.left) / len(p.text) for p in lines] or [1.0])
    last: dict[str, Printed] = {}
    before: Printed | None = None
    for p in lines:
        left, right = measures.left(p), measures.right(p)
        p.reach, p.width = round((p.place.right - left) / letter), int((right - left) / letter)
        p.indent = round((p.place.left - left) / letter / 2)
        if p.shape not in ("bullet", "number"):
            p.shape = "text"
        if p.shape != "bullet" and p.role != "footnote":
            p.body = p.start
        above = last.get(p.role)
        if above and p.role:
            p.goes_on = not p.opens and _goes_on(above, p, above is before)
        elif above:
            tagged = p.place.tag and p.place.page == above.place.page
            same = tagged and p.place.part == above.place.part
            p.goes_on = p.joined or bool(same and not p.opens)
            p.new_page = not follows(above, p)
            p.blank_before = 2 if p.opens else max(int(bool(tagged)), _space(above, p, measures))
        last[p.role] = before = p
        if p.role in ("heading", "side head"):
            last.pop("", None)


def _space(above: Printed, p: Printed, measures: Measures) -> int:
    """Return 2 where a line has another size than the one above or stands far from it, 1 where it stands apart."""
    size = max(above.size, p.size)
    gap = (p.place.bottom - above.place.bottom) * measures.size / (measures.pitch * size) if follows(above, p) else 0
    return 2 if gap > FAR or abs(p.size - above.size) > 0.06 * size else int(gap > GAP)


def _goes_on(above: Printed, p: Printed, directly: bool) -> bool:
    """Tell whether a line that is no running text belongs to the same block as the last one of its role."""
    near = abs(p.place.top - above.place.bottom) < p.size and p.place.page == above.place.page
    if p.role == "side head":
        return near
    if p.role == "toc":
        return directly and (on_one_line(above, p) or not above.text[-1:].isdigit())
    if p.role == "table":
        return directly and (on_one_line(above, p) or not p.place.tag)
    if p.role in ("footnote", "heading", "caption"):
        return directly or p.role == "footnote"
    return directly and near and abs(p.size - above.size) < 0.6


def _number_starred(blocks: list[Block]) -> None:
    """Number notes that are marked with signs in their order, in a document that has no numbered ones."""
    notes = [block for block in blocks if block.kind == "footnote"]
    if not any(block.note for block in notes):
        for number, block in enumerate(notes, 1):
            block.note = block.lines[0].number = number


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
    signs = {(p.place.page, p.text[: p.body - p.start].strip()): p.number for p in lines if p.number}
    for p in lines:
        if p.role in ("table", "figure", "toc"):
            continue
        for start, end in p.place.raised:
            before = text[max(p.start, start - 4) : start]
            if start < p.body or not before.strip() or POWER.search(before):
                continue
            starred = signs.get((p.place.page, text[start:end]))
            numbers = (starred,) if starred else tuple(map(int, _DIGITS.findall(text[start:end])))
            if not numbers or not notes or notes.intersection(numbers):
                markers.append(Marker(start, end, numbers))
    return markers
