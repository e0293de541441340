"""Draft the blocks of a PDF from its printed lines: their place, size and weight, and what the file states of them."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from itertools import groupby
from typing import NamedTuple

from analysis.cleaning.blocks import Block, Draft, Kind, Marker
from analysis.cleaning.layout_lines import (
    Measures,
    Printed,
    columns_of,
    follows,
    mark_page_frame,
    mark_title_page,
    measure,
    on_one_line,
    printed_lines,
    rows_of,
)
from analysis.cleaning.lines import close_runs, contents_leader
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
SMALL = 0.94  # of the size of the running text: what a note is set in at most
Style = tuple[float, bool, bool, bool]  # size, capitals, bold, italic
LARGE = 1.09  # of the size of the running text: what stands out
LONGEST_HEADING = 220  # characters
MOST_LINES = 4  # of a heading
FEWEST_WORDS = 4  # lines of a figure
FARTHEST_ENTRY = 6  # rows between two entries of a contents list
LOST = 60  # notes that may be missing before one whose turn it is
LONG_LINE = 40  # characters of a line of running text, in a box
COMMON = 0.15  # share of the characters; what is more common is no style of headings
NOTE_GAP = 2.0  # times the size, between two notes
_NOTE = re.compile(r"\[?(?P<n>\d{1,4})(?:[\].)]\s*|\s+|(?=[^\W\d_]|[“‘\"\'(]))(?=\S)|[*†‡§¶‖]+\s*(?=\S)")
_DECIMAL = re.compile(r"(?:[A-Z]\.)?\d{1,2}((?:\.\d{1,2})+)\.?\s")
_NUMBER_KIND = re.compile(r"(?:(?P<roman>[IVX]{1,5})|(?P<letter>[A-H])|(?P<arabic>\d{1,2})|(?P<small>[a-z]))[.)]\s")
_TAG = re.compile(r"H[1-6]$")
_SENTENCE_END = re.compile(r"[.;,:]$")
_FIGURES = re.compile(r"[-–−+$€£(]?\d[\d.,%:/–) -]{0,10}(?<![.,:])|[-–—]")
_CAPTION = re.compile(
    r"(?:figure|fig\.|table|map|chart|graph|diagram|tableau|tabelle|abbildung)\s+(?:[A-Z]{1,4}[-.])?\d+(?:[-.]\d+)*[a-z]?"
    r"(?:\s*[.:–—-]|$)",
    re.I,
)
_FIGURE = re.compile(r"(?:figure|fig\.|map|chart|graph|diagram|abbildung)\s", re.I)
_LISTS = re.compile(r"(?:list of )?(?:figures|tables|boxes|maps|charts|appendixes|appendices|annexes)", re.I)
_SOURCE = re.compile(r"(?:sources?|notes?|quelle|fuente)\s*:", re.I)
_DOTS = re.compile(r"(?:\.\s?){4}\s*[A-Z\d]{1,4}(?:[-–.]\d{1,3})?$", re.I)


def draft_layout(document: Document) -> Draft:
    """Return the blocks of a PDF."""
    lines = printed_lines(document)
    measures = measure(lines)
    mark_page_frame(lines, measures)
    kept = [p for p in lines if not p.removed]
    mark_title_page(kept, measures)
    _mark_roles([p for p in kept if not p.role], measures)
    _mark_margin(kept, measures)
    builder = _Builder(measures)
    for p in kept:
        builder.add(p)
    blocks = [part.block for part in builder.parts]
    headings = [part for part in builder.parts if part.block.kind == "heading"]
    for part, level in zip(headings, _heading_levels([part.lines for part in headings]), strict=True):
        part.block.level = level
    _mark_residue(blocks)
    _mark_disclaimer(blocks)
    _mark_signature(blocks)
    _mark_endnotes(blocks)
    _number_starred([part for part in builder.parts if part.block.kind == "footnote"])
    markers = _find_markers(kept, document.text, {b.note for b in blocks if b.note})
    return Draft(blocks, [p.line for p in lines if p.removed], markers, stated=True)


# Roles: notes, tables, words in figures, captions, contents entries, headings


def _mark_roles(lines: list[Printed], measures: Measures) -> None:
    """Give the lines that are not running text their role; each step sees the lines that have none yet."""
    for p in lines:
        if p.place.rotated or p.place.tag in ("Table", "Caption", "Figure"):
            p.role = "figure" if p.place.rotated else p.place.tag.lower()
    _release_boxes([p for p in lines if p.role == "table"])
    lines = [p for p in lines if not p.role]
    _mark_contents(lines)
    _mark_notes([p for p in lines if not p.role], measures)
    lines = [p for p in lines if not p.role]
    _mark_captions(lines, measures)
    _mark_figures(lines, measures)
    _mark_tables([p for p in lines if p.role in ("", "caption")], measures)
    _mark_headings([p for p in lines if not p.role], measures)


def _release_boxes(cells: list[Printed]) -> None:
    """Let what is tagged as a table be text where its lines are long and no two stand side by side: a box."""
    for _, group in groupby(cells, key=lambda p: p.place.page):
        box = list(group)
        if 2 * sum(len(p.text) > LONG_LINE for p in box) > len(box) == len(rows_of(box)):
            for p in box:
                p.role = ""


# Contents lists


def _mark_contents(lines: list[Printed]) -> None:
    """Mark contents lists: from their heading, or a first entry with leaders, to the last entry near by."""
    rows = rows_of(lines)
    texts = [" ".join(p.text for p in row) for row in rows]
    led = [i for i, row in enumerate(rows) if _is_led(row, texts[i])]
    for run in close_runs(led, FARTHEST_ENTRY):
        first = next((i for i in range(max(0, run[0] - FARTHEST_ENTRY), run[0]) if part_of(texts[i]) == "toc"), None)
        if len(run) < (3 if first is None else 2):
            continue
        for i in range(run[0] if first is None else first, run[-1] + 1):
            headed = i == first or _LISTS.fullmatch(texts[i]) is not None
            for p in rows[i]:
                p.role = "heading" if headed else "toc"
            rows[i][0].opens = headed or rows[i][0].place.tag == "TOC"


def _is_led(row: list[Printed], text: str) -> bool:
    """Tell whether dots, or a tag, lead to the page number of an entry."""
    return row[0].place.tag == "TOC" or contents_leader(text) is not None or _DOTS.search(text) is not None


# Notes


def _mark_notes(lines: list[Printed], measures: Measures) -> None:
    """Mark footnotes, page by page: small lines at the foot of a column from the first that opens with a number."""
    last = 0
    open_note = False  # the last note may go on on the next page
    cited = _cited_numbers(lines)
    for column in columns_of(lines).values():
        tagged = [p for p in column if p.place.tag == "Note"]
        notes = tagged or _foot(column, measures)
        near = cited[notes[0].place.page] | cited[notes[0].place.page - 1] if notes else set()
        first = next((i for i, p in enumerate(notes) if _opens_note(p, last, near)), None)
        if not tagged and not open_note:
            notes = notes[first:] if first is not None else []
        elif first is None and not tagged and not (notes and notes[0].text[:1].islower()):
            continue
        for p in notes:
            p.role = "footnote"
            if _opens_note(p, last, near):
                p.opens, last = True, _read_number(p, last)
        open_note = bool(notes)


def _foot(column: list[Printed], measures: Measures) -> list[Printed]:
    """Return the lines at the foot of a column that are smaller than running text, or follow a raised number."""
    small: list[Printed] = []
    for p in reversed(column):
        if p.size > SMALL * measures.size or (small and small[0].place.top - p.place.bottom > NOTE_GAP * p.size):
            break
        small.insert(0, p)
    if small:
        return small
    marked = [i for i, p in enumerate(column) if p.opens_raised]
    return column[marked[0] :] if marked and marked[0] > 0.4 * len(column) else []


def _cited_numbers(lines: list[Printed]) -> dict[int, set[int]]:
    """Return the raised numbers in the lines of each page."""
    cited: dict[int, set[int]] = defaultdict(set)
    for p in lines:
        for start, end in p.place.raised:
            digits = re.findall(r"\d+", p.text[start - p.line.start : end - p.line.start])
            cited[p.place.page].update(map(int, digits) if start > p.line.start else ())
    return cited


def _opens_note(p: Printed, last: int, cited: set[int]) -> bool:
    """Tell whether a line opens a note: with a raised number in its turn, a sign, or a number that is cited near."""
    if p.place.tag == "Note" and p.opens_raised:
        return True
    found = _NOTE.match(p.text)
    if not found or not any(map(str.isalpha, p.text)):
        return False
    number = int(found["n"] or 0)
    in_turn = number in (0, 1) or last < number <= last + LOST
    return in_turn and (number == 0 or p.opens_raised or number in cited)


def _read_number(p: Printed, last: int) -> int:
    """Set the number of the note that a line opens and where its words begin; return the last number."""
    found = _NOTE.match(p.text)
    end = p.place.raised[0][1] - p.line.start if p.opens_raised else found.end() if found else 0
    digits = re.sub(r"\D", "", p.text[:end])
    p.number = int(digits) if digits else None
    p.line.body = p.line.start + end
    return p.number or last


# Captions and tables


def _mark_captions(lines: list[Printed], measures: Measures) -> None:
    """Mark captions and the lines that go on with them; one in the type of the text ends with a short line."""
    for before, p in zip([None, *lines], lines, strict=False):
        if p.line.shape == "caption" or _CAPTION.match(p.text) or _SOURCE.match(p.text):
            p.role, p.opens = "caption", True
        elif before and before.role == "caption" and follows(before, p) and _same_type(before, p):
            as_text = abs(before.size - measures.size) < 0.3 and before.place.bold == measures.bold
            if not as_text or before.place.right > measures.right(before) - 4 * before.size:
                p.role = "caption"


def _same_type(a: Printed, b: Printed) -> bool:
    return abs(a.size - b.size) < 0.06 * max(a.size, b.size) and a.place.bold == b.place.bold


def _mark_figures(lines: list[Printed], measures: Measures) -> None:
    """Mark the words of a figure: lines in another type, or short ones, directly above or below its caption."""
    for i, p in enumerate(lines):
        if p.role != "caption" or not p.opens or not _FIGURE.match(p.text):
            continue
        end = next((n for n in range(i + 1, len(lines)) if lines[n].role != "caption" or lines[n].opens), len(lines))
        above, below = _words_of_figure(lines[:i][::-1], p, measures), _words_of_figure(lines[end:], p, measures)
        for q in max(above, below, key=len):
            q.role = "figure"


def _words_of_figure(lines: list[Printed], caption: Printed, measures: Measures) -> list[Printed]:
    """Return the lines of the page, from a caption on, that are no running text; four at least."""
    out: list[Printed] = []
    for p in lines:
        alike = abs(p.size - measures.size) < 0.5 and p.place.font == measures.font
        written = measures.width(p) > 0.55 or p.line.shape in ("bullet", "number") or _SENTENCE_END.search(p.text)
        if p.role or p.place.page != caption.place.page or (alike and written):
            break
        out.append(p)
    return out if len(out) >= FEWEST_WORDS and sum(len(p.text) < 40 for p in out) > 0.6 * len(out) else []


def _mark_tables(lines: list[Printed], measures: Measures) -> None:
    """Mark tables and the words of figures: rows of several cells or of figures alone, and what stands among them."""
    rows = rows_of(lines)
    numeric = [all(_FIGURES.fullmatch(p.text) for p in row) for row in rows]
    cells = [len(row) > 1 or number for row, number in zip(rows, numeric, strict=True)]
    i = 0
    while i < len(rows):
        end = last = i
        while cells[i] and end + 1 < len(rows) and end - last < 3:
            end += 1
            if not _goes_on(rows[end - 1], rows[end], cells[end], measures):
                break
            last = end if cells[end] else last
        figure = last > i and all(numeric[i : last + 1])
        if figure or sum(cells[i : last + 1]) >= 3:
            _mark_rows(rows[_first_row(rows, i, measures) : last + 1])
        i = last + 1


def _mark_rows(rows: list[list[Printed]]) -> None:
    """Mark the rows of a table; one that has its first cell alone is the beginning of the next."""
    begun = False
    for row in rows:
        for p in row:
            p.role = p.role or "table"
        row[0].opens = not begun
        begun = len(row) == 1 and any(map(str.isalpha, row[0].text))


def _goes_on(row: list[Printed], following: list[Printed], cells: bool, measures: Measures) -> bool:
    """Tell whether the next row may belong to a table: it has cells, or is close and short."""
    b = following[0]
    close = 0 <= b.place.bottom - row[0].place.bottom < 3.5 * measures.pitch
    short = measures.width(b) < 0.5 and not _SENTENCE_END.search(b.text)
    return b.role != "caption" and close and (cells or short)


def _first_row(rows: list[list[Printed]], i: int, measures: Measures) -> int:
    """Return where a table begins: lines directly above its first row, in its type, are part of its head."""
    while i and len(rows[i - 1]) == 1 and not rows[i - 1][0].role:
        above, here = rows[i - 1][0], rows[i][0]
        headed = abs(above.size - here.size) < 0.3 and abs(here.size - measures.size) > 0.3
        if not follows(above, here) or not headed:
            break
        i -= 1
    return i


# Headings


def _mark_headings(lines: list[Printed], measures: Measures) -> None:
    """Mark headings: what the tags name, and short runs of lines that stand out."""
    styles: Counter[Style] = Counter()
    for p in lines:
        styles[p.style] += len(p.text)
    common = {style for style, n in styles.items() if n > COMMON * styles.total()}
    i = 0
    while i < len(lines):
        run = _tagged_run(lines, i)
        level = int(run[0].place.tag[1]) if run else 0
        run = run or _run_of_style(lines, i)
        if level or (run[0].style not in common and _stands_out(run, lines, i, measures) and _reads_as_heading(run)):
            for p in run:
                p.role, p.level = "heading", level
            run[0].opens = True
            i += len(run)
        else:
            i += 1


def _tagged_run(lines: list[Printed], i: int) -> list[Printed]:
    """Return the lines of the tagged heading that begins here."""
    first = lines[i].place
    if not _TAG.match(first.tag):
        return []
    return [p for p in lines[i : i + MOST_LINES] if (p.place.page, p.place.part) == (first.page, first.part)]


def _run_of_style(lines: list[Printed], i: int) -> list[Printed]:
    """Return the lines from here on that are set in one style, close together."""
    run = [lines[i]]
    for p in lines[i + 1 : i + MOST_LINES]:
        before = run[-1]
        alike = _same_type(before, p) and p.place.italic == before.place.italic and p.capitals == before.capitals
        close = follows(before, p) and p.place.bottom - before.place.bottom <= 1.5 * p.size
        if not (alike and close and p.place.part == before.place.part):
            break
        run.append(p)
    return run


def _stands_out(run: list[Printed], lines: list[Printed], i: int, measures: Measures) -> bool:
    """Tell whether lines are set larger, bolder or in capitals, apart from the line before, and above other text."""
    first, last = run[0], run[-1]
    before = lines[i - 1] if i else None
    after = lines[i + len(run)] if i + len(run) < len(lines) else None
    if first.line.shape in ("bullet", "caption") or first.size < 0.8 * measures.size:
        return False
    if after and len(run) == MOST_LINES and _same_type(last, after):
        return False  # a paragraph in another type
    if first.size > LARGE * measures.size:
        return True
    joined = before and before.role != "heading" and follows(before, first)
    if first.size < SMALL * measures.size or (
        joined and before and first.place.bottom - before.place.bottom <= 1.12 * measures.pitch
    ):
        return False
    if first.capitals or first.place.bold > measures.bold:
        return not (after and after.text[0].islower() and follows(last, after))
    return first.place.italic and len(run) == 1 and last.place.right < measures.right(last) - 2 * last.size


def _reads_as_heading(run: list[Printed]) -> bool:
    """Tell whether lines can be a heading by their words: not long, no end of a sentence, not the rest of one."""
    text = " ".join(p.text for p in run)
    if len(text) > LONGEST_HEADING or sum(map(str.isalpha, text)) < max(3, 0.4 * len(text)):
        return False
    return not (text[0].islower() or _SENTENCE_END.search(text) or (run[0].capitals and names_persons(text)))


def _heading_levels(headings: list[list[Printed]]) -> list[int]:
    """Return the level of each heading: as stated, by its decimal number, by others in its style, or by its type."""
    styles = _merge_capitals([run[0].style for run in headings])
    stated = [run[0].level for run in headings]
    if len({*stated} - {0}) < 2:
        stated = [0] * len(headings)
    levels = _levels_of_styles(stated, styles)
    out = []
    for run, level, style in zip(headings, stated, styles, strict=True):
        decimal = _DECIMAL.match(run[0].text)
        out.append(level or (decimal[1].count(".") + 1 if decimal else levels[style]))
    return _without_gaps(out if any(stated) else _below_by_number(out, headings))


def _levels_of_styles(stated: list[int], styles: list[Style]) -> dict[Style, int]:
    """Return the level of each style: the one mostly stated for it, else one below all styles that stand out more."""
    levels: dict[Style, int] = {}
    for style in sorted(set(styles), key=_prominence):
        votes = Counter(level for level, own in zip(stated, styles, strict=True) if level and own == style)
        levels[style] = votes.most_common(1)[0][0] if votes else max(levels.values(), default=0) + 1
    return levels


def _merge_capitals(styles: list[Style]) -> list[Style]:
    """Return styles in which a few headings that only happen to be in capitals (an acronym) are as the others."""
    count = Counter(styles)
    plain = [(size, False, bold, italic) for size, _, bold, italic in styles]
    return [other if 4 * count[own] < count[other] else own for own, other in zip(styles, plain, strict=True)]


def _below_by_number(levels: list[int], headings: list[list[Printed]]) -> list[int]:
    """Return levels in which "A." is below "I." where both are set alike: the first kind of number is the higher."""
    kinds: dict[int, list[str]] = defaultdict(list)
    out = []
    for level, run in zip(levels, headings, strict=True):
        found = _NUMBER_KIND.match(run[0].text)
        kind = found.lastgroup if found else None
        if kind and kind not in kinds[level]:
            kinds[level].append(kind)
        out.append(10 * level + (kinds[level].index(kind) if kind else 0))
    return out


def _prominence(style: Style) -> tuple:
    size, capitals, bold, italic = style
    return (-size, not capitals, not bold, italic)


def _without_gaps(levels: list[int]) -> list[int]:
    """Return levels from 1 to 6 that leave none out."""
    used = sorted(set(levels))
    return [min(6, bisect_right(used, level)) for level in levels]


# Blocks


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
        goes_on = part is not None and not item and self._goes_on(part, p)
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
        """Tell whether a line belongs to the last block of its role, or to the running text so far."""
        above = part.lines[-1]
        if not p.role:
            return not self._opens_paragraph(part.block, above, p)
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
