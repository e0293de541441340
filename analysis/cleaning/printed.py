"""Draft the blocks of a PDF from what the file states (structure tags, bookmarks), then from place, size and weight."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, groupby, pairwise
from statistics import median
from typing import cast

from analysis.cleaning.blocks import BULLETS, NUMBERED, Block, Draft, Line, Marker, Role, contents_leader, shape_of
from analysis.cleaning.joining import NUMBER_ALONE, TextMeasures, join_lines
from analysis.cleaning.page_lines import OFTEN, PRINTED_NUMBER, key_of, mark_heads_and_feet, remove
from analysis.cleaning.words import fold, is_capitals, matches, names_persons, part_of
from analysis.readers.document import POWER, Document, PrintedLine, runs, side_by_side

SPACED, ALIGNED = 8.0, 0.3  # points within which cells are one column; share of the rows that it has at least
# Of the distance between lines: more opens a paragraph, unless it cuts a sentence; less goes on; more surely opens one.
GAP, NEXT, FAR = 1.22, 1.3, 2.5
_DIGITS = re.compile(r"[1-9]\d{0,3}")
SMALL, TINY = 0.94, 0.75  # of the size of the running text: what a note is set in at most; what is raised
LARGE = 1.09  # of the size of the running text: what stands out
LONGEST_HEADING = 220  # characters
MOST_LINES = 4  # of a heading
INDENT = 6.0  # points by which the lines of a cell may begin apart
WIDEST, NEXT_ENTRY, HANGING = 50.0, 2.0, 0.7  # points of an indent; lines to the next; share that shows entries
LONGEST_CELL = 400  # characters of a table; what is longer is text
LONG_LINE = 40  # characters of a line of running text
PAGES_BEFORE = 40  # pages that a part of a longer work may follow on
FEWEST_WORDS = 4  # lines of a figure
FEWEST_NUMBERED = 3  # headings of one style
FEWEST_CITED = 3  # raised numbers of a text with notes
FARTHEST_ENTRY = 6  # rows between two entries of a contents list
NOTE_GAP = 2.0  # times the size, between two notes
COMMON = 0.15  # share of the characters; what is more common is no style of headings
_NOTE = re.compile(r"(?:\[|\( ?)?(?P<n>\d{1,4})(?: ?[\].)]\s*|\s+|(?=[^\W\d_]|[“‘\"\'(]))(?=\S)|[*†‡§¶‖]+\s*(?=\S)")
_SENTENCE_END = re.compile(r"[.;,:]$")
_SENTENCES = re.compile(r"(?:\S+ ){6,}\S*[a-z]{4}\. [A-Z]")
_FIGURES = re.compile(r"[-–−+$€£(]?\d[\d.,%:/–) -]{0,10}(?<![.,:])|[-–—]")
_CAPTION = re.compile(
    r"(?i)(?:figure|fig\.|table|map|chart|graph|diagram|tableau|tabelle|abbildung)\s+(?:[IVX]{1,5}$|(?:[A-Z]{1,4}[-.])?\d+(?:[-.]\d+)*[a-z]?)"
    r"(?:\s*[.:–—-]|$)"
)
_FIGURE = re.compile(r"(?:figure|fig\.|map|chart|graph|diagram|abbildung)\s", re.I)
_SOURCE = re.compile(r"(?:sources?|notes?|quelle|fuente)\s*:", re.I)
_ROLES: dict[str, Role] = {"Table": "table", "Caption": "caption", "Figure": "figure"}
MOSTLY_TAGGED = 0.75  # share of the characters that have a structure tag, in a file whose tags are relied on
LONG_TEXT = 50  # characters of a line of running text
SMALL_HEAD, LARGE_HEAD = 0.95, 1.12  # of the size of the running text: heads are smaller, other rows larger
MOST_SIDE_BY_SIDE = 3  # lines of a running head; more are a row of a table
_LINK = re.compile(r"(?:https?://|www\.)\S+")


@dataclass(slots=True, eq=False)
class Printed(Line):
    """A line, its place on a printed page and its type."""

    place: PrintedLine = field(kw_only=True)
    opens: bool = False  # it opens a block
    joined: bool = False  # it goes on with the line beside it

    @property
    def opens_raised(self) -> bool:
        """Whether it begins with a raised number or sign."""
        return bool(self.place.raised) and self.place.raised[0][0] == self.start


@dataclass(frozen=True)
class _Measures:
    """How the running text of a document is set; distances in points."""

    size: float
    bold: bool
    font: str
    pitch: float  # from line to line
    tagged: bool
    columns: dict[tuple[int, int], tuple[float, float]]  # page, column -> the commonest left, nearly the farthest right
    column: float  # width of most columns

    def span(self, p: Printed) -> tuple[float, float]:
        """Return where the lines of a line's column begin and end."""
        return self.columns.get((p.place.page, p.place.column), (p.place.left, p.place.right))

    def width(self, p: Printed) -> float:
        """Return the width of a line, as a share of that of most columns."""
        return (p.place.right - p.place.left) / self.column

    def step(self, a: Printed, b: Printed) -> float:
        """Return how far a line stands below another, 1 as in a paragraph of their size; 0 where it does not follow."""
        distance = b.place.bottom - a.place.bottom
        return distance * self.size / (self.pitch * max(a.size, b.size)) if _follows(a, b) else 0.0


def draft_printed(document: Document) -> Draft:
    """Return the blocks of a PDF."""
    lines = _printed_lines(document)
    measures = _measure_print(lines)
    _mark_page_lines(lines, measures)
    kept = [p for p in lines if p.role != "removed"]
    _mark_roles(kept, measures, document.outline)
    _join_roles(kept, measures, document.unread)
    blocks = join_lines(kept, TextMeasures(placed=True))
    raised = {int(n) for p in kept for span in p.place.raised for n in _DIGITS.findall(document.text[slice(*span)])}
    _mark_endnotes(blocks, raised)
    markers = _find_markers(kept, document.text, {b.note for b in blocks if b.note})
    return Draft(blocks, [p for p in lines if p.role == "removed"], markers, size=measures.size)


def _printed_lines(document: Document) -> list[Printed]:
    out: list[Printed] = []
    for place in document.lines:
        text = document.text[place.start : place.end]
        shape, mark = shape_of(text)
        p = Printed(place.start, place.end, text, shape, body=place.start + mark, place=place)
        p.new_page, p.height = not out or place.page != out[-1].place.page, place.top
        p.size, p.style = place.size, (-round(place.size * 2) / 2, not is_capitals(text), not place.bold, place.italic)
        out.append(p)
    return out


def _measure_print(lines: list[Printed]) -> _Measures:
    """Measure the running text: the size that most characters have, and how lines of that size follow each other."""
    sizes: Counter[tuple[float, bool, str]] = Counter()
    for p in lines:
        if len(p.text) > 20:
            sizes[p.size, p.place.bold, p.place.font] += len(p.text)
    size, bold, font = max(sizes, key=lambda key: sizes[key]) if sizes else (10.0, False, "")
    body = [p for p in lines if abs(p.size - size) < 0.3]
    pairs = ((a, b) for a, b in pairwise(body) if _follows(a, b) and len(a.text) > 30)
    steps = Counter(round(b.place.bottom - a.place.bottom, 0) for a, b in pairs)
    pitch = max(steps, key=lambda step: (steps[step], -step)) if steps else 1.2 * size
    tagged = sum(len(p.text) for p in lines if p.place.tag) > MOSTLY_TAGGED * sum(len(p.text) for p in lines)
    columns: dict[tuple[int, int], tuple[float, float]] = {}
    for key, column in _by_column(p for p in body if len(p.text) > 10).items():
        lefts, rights = Counter(round(p.place.left) for p in column), sorted(p.place.right for p in column)
        columns[key] = max(lefts, key=lambda x: (lefts[x], -x)), rights[int(0.95 * (len(rights) - 1))]
    width = median([right - left for left, right in columns.values()] or [0]) or 450.0
    return _Measures(size, bold, font, pitch=pitch, tagged=tagged, columns=columns, column=width)


def _follows(a: Printed, b: Printed) -> bool:
    """Tell whether two lines stand in one column of one page, the second below the first."""
    one = a.place.page == b.place.page and a.place.column == b.place.column
    return one and b.place.bottom > a.place.bottom + 0.3 * a.size


def _by_column(lines: Iterable[Printed]) -> dict[tuple[int, int], list[Printed]]:
    groups: dict[tuple[int, int], list[Printed]] = defaultdict(list)
    for p in lines:
        groups[p.place.page, p.place.column].append(p)
    return groups


def _on_one_line(a: Printed, b: Printed) -> bool:
    return a.place.page == b.place.page and side_by_side(a.place, b.place)


def _rows_of(lines: list[Printed]) -> list[list[Printed]]:
    """Group lines that follow each other and stand side by side from left to right."""
    return runs(lines, lambda a, b: _on_one_line(a, b) and b.place.left > a.place.left)


def _mark_page_lines(lines: list[Printed], measures: _Measures) -> None:
    """Give the heads, feet and numbers of printed pages the role "removed"."""
    often = max(OFTEN, lines[-1].place.page / 2)
    parts = [(part, p, round(p.height / measures.size)) for p in lines for part in key_of(p.text)]
    places = {(part, round(p.size), height + n, p.place.page) for part, p, height in parts for n in (-1, 0, 1)}
    found = Counter(place[:3] for place in places)  # words, size and height -> on how many pages

    def times(p: Printed) -> int:
        return found[" ".join(key_of(p.text)), round(p.size), round(p.height / measures.size)]

    def is_stamped(row: list[Printed]) -> bool:
        return any(times(p) >= often and any(map(str.isalpha, p.text)) for p in row)

    pages: list[list[list[Printed]]] = []
    for _, group in groupby((p for p in lines if not p.place.rotated), key=lambda p: p.place.page):
        rows = _without_notes(runs(sorted(group, key=lambda p: p.place.bottom), _on_one_line))
        pages.append([row for row in rows if not _is_text(row, measures) or is_stamped(row)])
    for p in lines:
        if p.text.isupper() and matches("marking", p.text):
            remove(p, "running head")

    def belongs(line: Line, nth: int) -> bool:
        p = cast(Printed, line)
        outer, n = p.place.page in (1, lines[-1].place.page), times(p)
        if measures.tagged and not p.place.tag and (outer or n > 1):
            return not part_of(p.text)
        again = 1 < n >= written[key_of(p.text)] / 3 and (outer or not nth or n >= often)
        again = again and bool(re.search(r"[^\W\d_]{3}|^\w+$", p.text))  # not 5(4):293
        if p.size < SMALL_HEAD * measures.size and (_LINK.fullmatch(p.text) or again):
            return True  # the first page may have the address of the publisher, and its name without the number
        return not any(map(str.isalnum, p.text)) or (not nth and bool(PRINTED_NUMBER.fullmatch(p.text)))

    texts: dict[int, list[Printed]] = defaultdict(list)
    for p in lines:
        if _is_long(p, measures) and not p.place.rotated and times(p) == 1:
            texts[p.place.page].append(p)
    top = median([min(p.place.top for p in page) for page in texts.values()] or [0])
    foot = median([max(p.place.bottom for p in page) for page in texts.values()] or [0])

    written = Counter(key_of(p.text) for p in lines)
    joined: set[int] = set()  # where lines begin that stand close to a long line in their type
    for pair in (pair for column in _by_column(lines).values() for pair in pairwise(column) if _in_one_style(*pair)):
        once = [len(p.text) > LONG_LINE and written[key_of(p.text)] == 1 for p in pair]
        joined.update(p.start for p, beside in zip(pair, once[::-1], strict=True) if beside)

    def is_inside(line: Line) -> bool:
        """Tell whether a line with words stands where most pages have their text, or goes on with a line of text."""
        p = cast(Printed, line)
        inside = p.place.page in texts and top - 1 < p.place.top and p.place.bottom < foot + 1
        text = inside or (p.start in joined and times(p) < OFTEN)
        stated = measures.tagged and not p.place.tag
        return p.place.page > 1 and text and not stated and times(p) < often and bool(re.search(r"[^\W\d_]{3}", p.text))

    mark_heads_and_feet(pages, belongs, is_inside)


def _without_notes(rows: list[list[Printed]]) -> list[list[Printed]]:
    """Return the rows without those that begin with a raised number, and the next ones in their type."""

    def goes_on(above: list[Printed], row: list[Printed]) -> bool:
        a, b = above[0], row[0]
        return not b.opens_raised and abs(b.size - a.size) < 0.3 and b.place.top - a.place.bottom < b.size

    return [row for run in runs(rows, goes_on) if not run[0][0].opens_raised for row in run]


def _is_text(row: list[Printed], measures: _Measures) -> bool:
    """Tell whether a row is large, part of a table, or stands beside a line of running text."""
    long = any(_is_long(p, measures) for p in row)
    large = row[0].size > LARGE_HEAD * measures.size and any(map(str.isalpha, row[0].text))
    return len(row) > MOST_SIDE_BY_SIDE or (len(row) > 1 and long) or large


def _is_long(p: Printed, measures: _Measures) -> bool:
    return len(p.text) > LONG_TEXT and abs(p.size - measures.size) < 0.3


def _join_roles(lines: list[Printed], measures: _Measures, unread: Sequence[int]) -> None:
    letter = median([(p.place.right - p.place.left) / len(p.text) for p in lines] or [1.0])
    last: dict[str, Printed] = {}
    before: Printed | None = None
    for p in lines:
        left, right = measures.span(p)
        p.right, p.width = round((p.place.right - left) / letter), int((right - left) / letter)
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
            p.goes_on = p.joined or bool(tagged and p.place.part == above.place.part and not p.opens)
            p.new_page = not _follows(above, p)
            step = measures.step(above, p)
            lost = any(above.place.page < page < p.place.page for page in unread)
            far = p.opens or lost or step > FAR or abs(p.size - above.size) > 0.06 * max(above.size, p.size)
            p.blank_before = 2 if far else int(step > GAP or bool(tagged))
        last[p.role] = before = p


def _goes_on(above: Printed, p: Printed, directly: bool) -> bool:
    if p.role == "footnote" or (p.role in ("heading", "caption") and directly):
        return True
    if p.role in ("toc", "table"):
        return _on_one_line(above, p) or not (p.place.tag if p.role == "table" else above.text[-1:].isdigit())
    near = abs(p.place.top - above.place.bottom) < p.size and p.place.page == above.place.page
    return near and (p.role == "side head" or (directly and abs(p.size - above.size) < 0.6))


def _mark_endnotes(blocks: list[Block], raised: set[int]) -> None:
    """Let the numbered entries below a heading such as "Notes" be notes, and number notes marked with signs.

    A line in the type of the text is such a heading only where raised numbers cite notes: not that below a table.
    """
    inside, last = False, 0
    known = {block.note for block in blocks if block.kind == "footnote"}
    for block, following in zip(blocks, [*blocks[1:], None], strict=False):
        line, part = block.lines[0], part_of(" ".join(line.text for line in block.lines))
        entry = _NOTE.match(following.lines[0].text) if following else None
        first = int(entry["n"] or 0) if entry else 0
        cited = len(raised) >= FEWEST_CITED and first in raised - known
        if block.kind == "heading" or (part == "footnote" and cited):
            inside, last = part == "footnote", 0
            block.kind = "heading"
        elif inside and (found := _NOTE.match(line.text)) and last < int(found["n"] or 0) <= last + 3:
            last = int(found["n"])
            block.kind, block.note, block.marker = "footnote", last, ""
            line.body = line.start + found.end()
    notes = [block for block in blocks if block.kind == "footnote"]
    if not any(block.note for block in notes):
        for number, block in enumerate(notes, 1):
            block.note = block.lines[0].number = number


def _find_markers(lines: list[Printed], text: str, notes: set[int]) -> list[Marker]:
    markers: list[Marker] = []
    listed = notes | {n + 1 for n in notes if n + 2 in notes}  # with those whose text was not found
    signs = {(p.place.page, p.text[: p.body - p.start].strip()): p.number for p in lines if p.number}
    for p in lines:
        if p.role in ("table", "figure", "toc"):
            continue
        for start, end in p.place.raised:
            before = text[max(p.start, start - 4) : start]
            if start < p.body or not before.strip() or POWER.search(before):  # it opens a note; m²
                continue
            starred = signs.get((p.place.page, text[start:end]))
            numbers = (starred,) if starred else tuple(map(int, _DIGITS.findall(text[start:end])))
            if len(numbers) == 1 and numbers[0] not in listed:  # 1314: the notes 13 and 14
                digits = str(numbers[0])
                halves = ((int(digits[:k]), int(digits[k:])) for k in range(1, len(digits)))
                numbers = next((two for two in halves if two[1] == two[0] + 1 and listed >= {*two}), numbers)
            if not numbers or not notes or listed.intersection(numbers):
                markers.append(Marker(start, end, numbers))
    return markers


def _mark_roles(lines: list[Printed], measures: _Measures, outline: tuple[tuple[int, str, int], ...]) -> None:
    for p in lines:
        p.role = "figure" if p.place.rotated else _ROLES.get(p.place.tag, "")
    for role in ("table", "figure"):
        _release_text([p for p in lines if p.role == role and not p.place.rotated])
    lines = [p for p in lines if not p.role]
    _mark_contents(lines)
    _mark_notes([p for p in lines if not p.role], measures)
    lines = [p for p in lines if not p.role]
    _mark_captions(lines, measures)
    _mark_figures(lines, measures)
    _mark_tables([p for p in lines if p.role in ("", "caption")], measures)
    _mark_headings([p for p in lines if not p.role], measures, outline)
    _mark_hanging([p for p in lines if not p.role], measures)
    for above, p in zip([*lines[:1], *lines], lines, strict=False):  # beside text: its headings, else margin notes
        alike = not above.role and p.place.bold == measures.bold and any(map(str.isalpha, p.text))
        ends = alike and 0 < measures.step(above, p) < GAP  # the last line of a paragraph
        outside = p.place.column < 0 or (p.place.right < measures.span(p)[0] - 2 and not ends)
        if not p.role and _is_stray(p, measures):
            p.role = "figure"
        elif p.role in ("", "heading") and outside:
            p.role = "side head" if p.place.bold != measures.bold else "margin"
    for run in runs([p for p in lines if p.role == "margin"], _follows):  # a column of text of its own
        if len(run) > 4 and all(abs(p.size - measures.size) < 0.3 for p in run) and sum(len(p.text) for p in run) > 200:
            for p in run:
                p.role = ""


def _is_stray(p: Printed, measures: _Measures) -> bool:
    """Tell whether a line has no words: an ornament, or what is raised and stands apart in the file (the th of 7th)."""
    bare = p.text.isprintable() and p.text[0] not in BULLETS and not re.search(r"[\w&%§–—-]", p.text)  # no bullet
    return bare or (len(p.text) <= 3 and p.size < TINY * measures.size)


def _release_text(cells: list[Printed]) -> None:
    """Let what is tagged as a table or figure be text where most lines are long: a box, a page, a long cell."""
    pages = [list(page) for _, page in groupby(cells, key=lambda p: p.place.page)]
    boxes = [page for page in pages if len(page) == len(_rows_of(page))]
    long = [run for run in runs(cells, _in_one_cell) if sum(len(p.text) for p in run) > LONGEST_CELL]
    for part in [*boxes, *long]:
        if part[0].role and 2 * sum(len(p.text) > LONG_LINE for p in part) > len(part):
            for p in part:
                p.role = ""
            part[0].opens = True


def _in_one_cell(a: Printed, b: Printed) -> bool:
    """Tell whether a line goes on with a cell: its paragraphs have numbers in turn; it may go on on the next page."""
    near = b.place.part - a.place.part <= 1 if a.place.page == b.place.page else b.place.page == a.place.page + 1
    return near and abs(a.place.left - b.place.left) < INDENT and not _on_one_line(a, b)


def _mark_contents(lines: list[Printed]) -> None:
    """Mark contents lists: from their heading, or a first entry with leaders, to the last entry near by."""
    rows = _rows_of(lines)
    texts = [" ".join(p.text for p in row) for row in rows]
    i = 0
    while i < len(rows):
        named = part_of(texts[i]) == "toc"
        entries = _entries(rows, texts, i) if named or contents_leader(texts[i]) else []
        if len(entries) < (2 if named else 3):
            i += 1
            continue
        for row, text in zip(rows[i : entries[-1] + 1], texts[i:], strict=False):
            headed = part_of(text) == "toc"
            for p in row:
                p.role = "heading" if headed else "toc"
            row[0].opens = headed or row[0].place.tag == "TOC"
        i = entries[-1] + 1


def _entries(rows: list[list[Printed]], texts: list[str], i: int) -> list[int]:
    """Return the rows from here on that are entries of a contents list: each with a page, not far from the last."""
    out, page = list[int](), 1
    for j in range(i, len(rows)):
        if j - (out[-1] if out else i) > FARTHEST_ENTRY:
            break
        end = rows[j][-1]
        # the page stands apart from the words, or below that of the entry before
        apart = len(rows[j]) > 1 or (out and abs(rows[out[-1]][-1].place.right - end.place.right) < 3)
        digits = re.search(r"\d+$", end.text) if apart and not end.place.raised else None
        number = int(digits[0]) if digits else 0
        counts = page <= number < rows[-1][0].place.page + PAGES_BEFORE
        if counts or rows[j][0].place.tag == "TOC" or contents_leader(texts[j]):
            out.append(j)
            page = max(page, number)
    return out


def _mark_notes(lines: list[Printed], measures: _Measures) -> None:
    """Mark footnotes, page by page: small lines at the foot of a column from the first that opens with a number."""
    last, open_note = 0, False  # number of the last note; it may go on on the next page
    cited: dict[int, set[int]] = defaultdict(set)  # numbers raised on each page
    for p in lines:
        for start, end in p.place.raised:
            cited[p.place.page].update(map(int, re.findall(r"\d+", p.text[start - p.start : end - p.start])))
    for column in _by_column(lines).values():
        tagged = [p for p in column if p.place.tag == "Note"]
        foot = _foot(column, measures)
        if tagged:  # those of a foot that begins with a note may have another tag
            foot = foot[foot.index(tagged[0]) :] if tagged[0] in foot else []
        notes = [p for p in column if p.place.tag == "Note" or p in foot]
        near = cited[column[0].place.page] | cited[column[0].place.page - 1]
        first = next((i for i, p in enumerate(notes) if _opened_note(p, last, near)), None)
        if not tagged:
            notes = [] if first is None else notes if open_note else notes[first:]
        for p in notes:
            p.role = "footnote"
            if found := _opened_note(p, last, near):
                p.number, p.body, p.opens = found[0], p.start + found[1], True
                last = p.number or last
        open_note = bool(notes)


def _foot(column: list[Printed], measures: _Measures) -> list[Printed]:
    def goes_on(a: Printed, b: Printed) -> bool:
        gap = NOTE_GAP * max(a.size, b.size * b.opens_raised)  # most of a note may be in small capitals
        return max(a.size, b.size) <= SMALL * measures.size and b.place.top - a.place.bottom <= gap

    foot = runs(column, goes_on)[-1]
    return foot if foot[-1].size <= SMALL * measures.size else []


def _opened_note(p: Printed, last: int, cited: set[int]) -> tuple[int, int] | None:
    """Return the number (0: a sign) and the length of what opens a note: raised and in its turn, or cited near."""
    raised = p.place.raised[0][1] - p.start if p.opens_raised else 0
    found = _NOTE.match(f"{p.text[:raised]} {p.text[raised:]}".strip())  # the words may begin with a number, too
    if found is None:
        return None
    number = int(found["n"] or 0)
    may_come = not number or ((number == 1 or last < number) and (raised or number in cited))
    if not (raised and p.place.tag == "Note") and not (may_come and any(map(str.isalpha, p.text))):
        return None
    return number, raised or found.end()


def _mark_captions(lines: list[Printed], measures: _Measures) -> None:
    for before, p in zip([None, *lines], lines, strict=False):
        if _CAPTION.match(p.text) or _SOURCE.match(p.text):
            p.role, p.opens = "caption", True
        elif before and before.role == "caption" and 0 < measures.step(before, p) < NEXT:
            titled = _CAPTION.fullmatch(before.text) and p.place.bold  # the title stands below "Table 2"
            p.role = "caption" if titled or _same_type(before, p) else ""


def _same_type(a: Printed, b: Printed) -> bool:
    return abs(a.size - b.size) < 0.06 * max(a.size, b.size) and a.place.bold == b.place.bold


def _mark_figures(lines: list[Printed], measures: _Measures) -> None:
    """Mark the words of a figure: lines in another type, or short ones, directly above or below its caption."""
    for i, p in enumerate(lines):
        if p.role == "caption" and _FIGURE.match(p.text):
            below = [*dropwhile(lambda q: q.role == "caption", lines[i:])]
            for q in max((_words_of_figure(side, p, measures) for side in (lines[:i][::-1], below)), key=len):
                q.role = "figure"


def _words_of_figure(lines: list[Printed], caption: Printed, measures: _Measures) -> list[Printed]:
    """Return the lines of the page, from a caption on, that are no running text; four at least."""
    out: list[Printed] = []
    for p in lines:
        written = measures.width(p) > 0.55 or _SENTENCE_END.search(p.text)
        if p.role or p.place.page != caption.place.page or (written and p.place.font == measures.font):
            break
        out.append(p)
    return out if len(out) >= FEWEST_WORDS and sum(len(p.text) < 40 for p in out) > 0.6 * len(out) else []


def _mark_tables(lines: list[Printed], measures: _Measures) -> None:
    rows = _rows_of(lines)
    numeric = [all(_FIGURES.fullmatch(p.text) for p in row) for row in rows]
    for row in rows:  # the number of an item and its text are no cells
        row[-1].joined = len(row) == 2 and bool(NUMBER_ALONE.fullmatch(row[0].text)) and len(row[1].text) > LONG_LINE
    cells = [number or (len(row) > 1 and not row[-1].joined) for row, number in zip(rows, numeric, strict=True)]
    i = 0
    while i < len(rows):
        end = last = i
        while cells[i] and end + 1 < len(rows) and end - last < 3:
            end += 1
            p = rows[end][0]
            near = 0 <= p.place.bottom - rows[end - 1][0].place.bottom < 3.5 * measures.pitch
            short = measures.width(p) < 0.5 and not _SENTENCE_END.search(p.text)
            if p.role == "caption" or not near or not (cells[end] or short):
                break
            last = end if cells[end] else last
        found = rows[i : last + 1]
        if _is_spaced_text(found):
            for p in (p for row in found for p in row[1:]):
                p.joined = True
        elif sum(cells[i : last + 1]) >= 3 or (len(found) > 1 and all(numeric[i : last + 1])):
            for row in found:
                row[0].opens = True
                for p in row:
                    p.role = "table"
        i = last + 1


def _is_spaced_text(rows: list[list[Printed]]) -> bool:
    """Tell whether rows are lines of a scan with wide spaces: most pieces begin in small letters, at no one place."""
    inner = [p for row in rows for p in row[1:]]
    places = Counter(round(p.place.left / SPACED) for p in inner)
    small = 2 * sum(p.text[0].islower() for p in inner) > len(inner)
    return small and max(places.values()) < ALIGNED * len(rows)


def _mark_headings(lines: list[Printed], measures: _Measures, outline: tuple[tuple[int, str, int], ...]) -> None:
    bookmarks = {(page, fold(title).replace(" ", "")): level for level, title, page in outline}
    styles = Counter[tuple]()
    for p in lines:
        styles[p.style] += len(p.text)
    common = {style for style, n in styles.items() if n > COMMON * styles.total()}
    numbered = Counter(p.style for p in lines if is_capitals(p.text) and NUMBERED.match(p.text))
    small = {style for style, n in numbered.items() if n >= FEWEST_NUMBERED}  # of headings, though in small type
    i = passed = 0  # lines before `passed` go on with lines that are no heading
    while i < len(lines):
        run, level = _stated_run(lines, i, bookmarks)
        if level and run[0].style in common and not _reads_as_heading(run):  # a tag that is wrong
            i += len(run)
            continue
        run = run or runs(lines[i : i + MOST_LINES], _in_one_style)[0]
        if level or (i >= passed and _stands_out(run, lines, i, measures, common, small) and _reads_as_heading(run)):
            for p in run:
                p.role, p.level = "heading", level
            run[0].opens = True
            i += len(run)
        else:
            passed = max(passed, i + len(run))
            i += 1


def _stated_run(lines: list[Printed], i: int, bookmarks: dict[tuple[int, str], int]) -> tuple[list[Printed], int]:
    """Return the lines of the heading that a tag or a bookmark names from here on, and its level; or none and 0."""
    first, following = lines[i].place, lines[i : i + 2 * MOST_LINES]  # a tag or bookmark may name more lines
    if first.tag[1:].isdigit():  # H1 to H6
        return [p for p in following if (p.place.page, p.place.part) == (first.page, first.part)], int(first.tag[1])
    words, end, level = "", 0, 0
    for n, p in enumerate(following if bookmarks else (), 1):
        words += fold(p.text).replace(" ", "")
        if (first.page, words) in bookmarks:
            end, level = n, bookmarks[first.page, words]
    return following[:end], level


def _mark_hanging(lines: list[Printed], measures: _Measures) -> None:
    """Let entries whose first line stands out to the left open there, and go on with the indented lines."""
    for column in _by_column(p for p in lines if p.shape not in ("bullet", "number")).values():
        full = sorted(p.place.right for p in column)[int(0.9 * (len(column) - 1))] - 4 * column[0].size
        near = (pair for pair in pairwise(column) if 0 < measures.step(*pair) < NEXT_ENTRY)
        steps = [(a, b, b.place.left - a.place.left) for a, b in near]
        cut = [a.place.right > full for a, _, step in steps if INDENT < step < WIDEST]
        ended = [a.place.right < full or a.text[-1] in ".;:”" for a, _, step in steps if step < -INDENT]
        if len(cut) > 1 and sum(cut) > HANGING * len(cut) and sum(ended) > HANGING * len(ended):
            for a, b, step in steps:
                b.joined = b.text[0] != "—" and (INDENT < step < WIDEST or (a.joined and abs(step) < INDENT))
                b.opens = b.opens or step < -INDENT


def _in_one_style(a: Printed, b: Printed) -> bool:
    """Tell whether two lines may be of one heading."""
    if not (_same_type(a, b) and a.place.italic == b.place.italic and is_capitals(a.text) == is_capitals(b.text)):
        return False
    return _follows(a, b) and b.place.bottom - a.place.bottom <= 1.5 * b.size


def _stands_out(
    run: list[Printed], lines: list[Printed], i: int, measures: _Measures, common: set[tuple], small: set[tuple]
) -> bool:
    """Tell whether lines are set larger, bolder or in capitals, apart from the line before, and above other text."""
    first, last = run[0], run[-1]
    before = lines[i - 1] if i else None
    after = lines[i + len(run)] if i + len(run) < len(lines) else None
    if before and after and before.role != "heading" and len(_rows_of([before, first, after])) == 1:
        return False  # words of a line with wide spaces
    if first.style in common or first.shape in ("bullet", "caption") or first.size < 0.8 * measures.size:
        return False
    if after and len(run) == MOST_LINES and _same_type(last, after):
        return False  # a paragraph in another type
    if first.size > LARGE * measures.size:
        return True
    joined = before and before.role != "heading" and 0 < measures.step(before, first) <= 1.12
    if joined or (first.size < SMALL * measures.size and first.style not in small):
        return False
    if is_capitals(first.text) or first.place.bold > measures.bold:
        near = after and (after.place.page > last.place.page or 0 < measures.step(last, after) < NEXT)
        return not (near and after and after.text[0].islower())
    return first.place.italic and len(run) == 1 and last.place.right < measures.span(last)[1] - 2 * last.size


def _reads_as_heading(run: list[Printed]) -> bool:
    text = " ".join(p.text for p in run)
    letters = sum(map(str.isalpha, text))
    if len(text) > LONGEST_HEADING or letters < 3 or letters < 0.5 * len(text.replace(" ", "")):
        return False
    persons = is_capitals(run[0].text) and all(map(names_persons, [text, *(p.text for p in run)]))
    if (persons and not re.match("[IVX]{2,}[. ]", text)) or text[0].islower():
        return False
    return not _SENTENCES.search(text) and not _SENTENCE_END.search(text.rstrip("”’\"'"))
