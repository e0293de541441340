"""Printed lines of a PDF with what is measured about them, and which of them belong to the page and not to the text.

A line belongs to the page if it stands at its edge and comes again on other pages, counts the pages, or has no
structure tag in a file that tags its text. The title page has the title and what stands around it before the text.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from analysis.cleaning.blocks import Line, Status
from analysis.cleaning.lines import cut_line
from analysis.cleaning.words import part_of
from analysis.readers.document import Document, PrintedLine

EDGE_ROWS = 7  # rows at the top and at the foot of a page that may belong to the page
SLOT = 8.0  # points within which two lines stand in the same place of their pages
LONG = 50  # characters of a line of running text
MOST_SIDE_BY_SIDE = 3  # lines of a running head; more are a row of a table
APART = 1.3  # of the distance between lines; more parts a running head from the text
TAGGED = 0.75  # share of the characters that have a structure tag, in a file whose tags are relied on
_PAGE_NUMBER = re.compile(
    r"(?:(?:page|seite|p\.)\s*)?[-–—|\[\s]*(?:\d{1,4}|[ivxlc]{1,7}|[A-Z]{1,3}[-–.]\d{1,3}|[IVXLC]{1,6}[-–]\d{1,3})"
    r"(?:\s*(?:/|\||of|von|de|sur)\s*\d{1,4})?[-–—|\]\s]*",
    re.I,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_CODE = re.compile(r"(?=.*[A-Z/-])[^a-z]*\d[^a-z]*")


@dataclass(slots=True, eq=False)
class Printed:
    """A printed line, the line that cleaning works with, and what has been found out about it."""

    place: PrintedLine
    line: Line
    role: str = ""  # heading, footnote, table, figure, caption, toc, margin, title, front; "" for running text
    level: int = 0  # of a heading, where the file states it
    number: int | None = None  # of the note it opens
    opens: bool = False  # it opens a block
    joined: bool = False  # it goes on with the line beside it

    @property
    def text(self) -> str:
        """Its words."""
        return self.line.text

    @property
    def removed(self) -> bool:
        """Whether it belongs to the page."""
        return self.line.role == "removed"

    @property
    def opens_raised(self) -> bool:
        """Whether it begins with a raised number or sign."""
        return bool(self.place.raised) and self.place.raised[0][0] == self.line.start

    @property
    def size(self) -> float:
        """The size of its type."""
        return self.place.size

    @property
    def capitals(self) -> bool:
        """Whether it has several letters, and capitals only."""
        return self.text.isupper() and sum(map(str.isalpha, self.text)) > 3

    @property
    def style(self) -> tuple[float, bool, bool, bool]:
        """Size to half a point, capitals, bold, italic."""
        return (round(self.size * 2) / 2, self.capitals, self.place.bold, self.place.italic)

    def remove(self, status: Status) -> None:
        """Let it belong to the page."""
        self.line.role, self.line.status = "removed", status


@dataclass(frozen=True)
class Measures:
    """How the running text of a document is set; distances in points."""

    size: float
    bold: bool
    font: str
    pitch: float  # from line to line
    tagged: bool
    edges: dict[tuple[int, int], tuple[float, float]] = field(default_factory=dict)  # page, column -> left, right
    columns: dict[int, tuple[float, float]] = field(default_factory=dict)  # page -> top, bottom of its running text
    column: float = 450.0  # width of most columns

    def left(self, printed: Printed) -> float:
        """Return where the lines of a line's column begin."""
        return self.edges.get((printed.place.page, printed.place.column), (printed.place.left, 0.0))[0]

    def right(self, printed: Printed) -> float:
        """Return where the lines of a line's column end."""
        return self.edges.get((printed.place.page, printed.place.column), (0.0, printed.place.right))[1]

    def width(self, printed: Printed) -> float:
        """Return the width of a line, as a share of that of most columns."""
        return (printed.place.right - printed.place.left) / self.column


def printed_lines(document: Document) -> list[Printed]:
    """Return the printed lines of a document."""
    out = []
    page = 0
    for place in document.lines:
        raw = document.text[place.start : place.end]
        words = raw.strip()
        start = place.start + raw.index(words)
        out.append(Printed(place, cut_line(words, start, 0, 0, place.page != page)))
        page = place.page
    return out


def measure_print(lines: list[Printed]) -> Measures:
    """Measure the running text: the size that most characters have, and how lines of that size follow each other."""
    sizes: Counter[tuple[float, bool, str]] = Counter()
    for p in lines:
        if len(p.text) > 20:
            sizes[p.size, p.place.bold, p.place.font] += len(p.text)
    size, bold, font = max(sizes, key=lambda key: sizes[key]) if sizes else (10.0, False, "")
    body = [p for p in lines if abs(p.size - size) < 0.3]
    steps = Counter(
        round(b.place.bottom - a.place.bottom, 0) for a, b in pairwise(body) if follows(a, b) and len(a.text) > 30
    )
    pitch = max(steps, key=lambda step: (steps[step], -step)) if steps else 1.2 * size
    tagged = sum(len(p.text) for p in lines if p.place.tag) > TAGGED * sum(len(p.text) for p in lines)
    edges = {key: _edges(group) for key, group in by_column(p for p in body if len(p.text) > 10).items()}
    width = median([right - left for left, right in edges.values()] or [0]) or 450.0
    return Measures(size, bold, font, pitch, tagged, edges, _heights(body), width)


def follows(a: Printed, b: Printed) -> bool:
    """Tell whether two lines stand in one column of one page, the second below the first."""
    one = a.place.page == b.place.page and a.place.column == b.place.column
    return one and b.place.bottom > a.place.bottom + 0.3 * a.size


def by_column(lines: Iterable[Printed]) -> dict[tuple[int, int], list[Printed]]:
    """Group lines by the column of the page they stand in."""
    groups: dict[tuple[int, int], list[Printed]] = defaultdict(list)
    for p in lines:
        groups[p.place.page, p.place.column].append(p)
    return groups


def _edges(column: list[Printed]) -> tuple[float, float]:
    """Return where the lines of a column begin and end: the commonest left edge, nearly the farthest right one."""
    lefts = Counter(round(p.place.left) for p in column)
    rights = sorted(p.place.right for p in column)
    return max(lefts, key=lambda x: (lefts[x], -x)), rights[int(0.95 * (len(rights) - 1))]


def _heights(body: list[Printed]) -> dict[int, tuple[float, float]]:
    """Return where the running text of each page begins and ends."""
    pages = _by_page(p for p in body if len(p.text) > 30)
    return {n: (min(p.place.top for p in page), max(p.place.bottom for p in page)) for n, page in pages.items()}


def _by_page(lines: Iterable[Printed]) -> dict[int, list[Printed]]:
    pages: dict[int, list[Printed]] = defaultdict(list)
    for p in lines:
        pages[p.place.page].append(p)
    return pages


def on_one_line(a: Printed, b: Printed) -> bool:
    """Tell whether two lines stand side by side."""
    if a.place.page != b.place.page:
        return False
    overlap = min(a.place.bottom, b.place.bottom) - max(a.place.top, b.place.top)
    return overlap > 0.5 * min(a.place.bottom - a.place.top, b.place.bottom - b.place.top)


def rows_of(lines: list[Printed]) -> list[list[Printed]]:
    """Group lines that follow each other in reading order and stand side by side."""
    rows: list[list[Printed]] = []
    for p in lines:
        if rows and on_one_line(rows[-1][-1], p) and p.place.left > rows[-1][-1].place.left:
            rows[-1].append(p)
        else:
            rows.append([p])
    return rows


def mark_page_frame(lines: list[Printed], measures: Measures) -> None:
    """Remove running heads, running feet, page numbers and document numbers at the edges of pages."""
    pages = _by_page(p for p in lines if not p.place.rotated)
    frame = _Frame(measures, len(pages), Counter(_bare(p.text) for p in lines))
    edges = [side for group in pages.values() for side in enumerate(_edge_groups(group, measures))]
    for side, groups in edges:
        frame.count([p for group in groups for row in group for p in row if not _beside_text(row, measures)], side)
    for side, groups in edges:
        for nth, group in enumerate(groups):
            if any(p.opens_raised for row in group for p in row):
                break  # notes
            apart = nth + 1 < len(groups)
            found = [
                p for row in group if not _beside_text(row, measures) for p in row if frame.holds(p, side, apart, nth)
            ]
            for p in found:
                p.remove("page number" if _is_number(p.text) else "running head")
            if not found:
                break


def _beside_text(row: list[Printed], measures: Measures) -> bool:
    """Tell whether a row is part of a table, or stands beside a line of running text."""
    long = any(len(p.text) > LONG and abs(p.size - measures.size) < 0.3 for p in row)
    return len(row) > MOST_SIDE_BY_SIDE or (len(row) > 1 and long)


@dataclass
class _Frame:
    """What stands at the edges of the pages of a document, and how often."""

    measures: Measures
    pages: int
    elsewhere: Counter[str]  # how often the words of a line occur in the document
    words: Counter[tuple[str, int, int]] = field(default_factory=Counter)  # words, side, place
    numbers: Counter[tuple[int, int]] = field(default_factory=Counter)  # side, place
    places: Counter[tuple[int, int]] = field(default_factory=Counter)  # side, place, of lines outside the text

    def count(self, lines: list[Printed], side: int) -> None:
        """Count the lines at the head (side 0) or foot (side 1) of a page; two places that touch count as one."""
        placed = [(p, slot) for p in lines for slot in (_slot(p), _slot(p) + 1)]
        self.words.update({(self._words(p), side, slot) for p, slot in placed})
        self.numbers.update({(side, slot) for p, slot in placed if _is_number(p.text)})
        outside = {(side, slot) for p, slot in placed if self._is_outside(p, side) and not self._is_large(p)}
        self.places.update(outside)

    def holds(self, p: Printed, side: int, apart: bool, nth: int) -> bool:
        """Tell whether a line belongs to the page: one in the nth group from its edge, apart from the text or not."""
        bare, slots = _bare(p.text), (_slot(p), _slot(p) + 1)
        large, small = self._is_large(p), p.size < 0.95 * self.measures.size
        if self.measures.tagged and not p.place.tag:
            return not part_of(p.text)
        if not any(map(str.isalnum, p.text)):
            return True
        if nth and (large or len(p.text) > 60):
            return False
        if _is_number(p.text):
            return max(self.numbers[side, slot] for slot in slots) > 1 or (apart and self.pages < 3)
        times = max(self.words[self._words(p), side, slot] for slot in slots) if bare else 0
        if times >= (3 if large else 2) and (apart or (small and times > 2)):
            return True
        if not apart or large or not self._is_outside(p, side):
            return False
        if (_CODE.fullmatch(p.text) and (side == 1 or small)) or _ADDRESS.fullmatch(p.text):
            return True
        often = max(self.places[side, slot] for slot in slots) >= max(3, 0.3 * self.pages)
        return bool(bare) and self.elsewhere[bare] > 1 and (often or small)

    def _words(self, p: Printed) -> str:
        """Return the words by which a line is known again; large ones such as "Chapter 2" are told apart by numbers."""
        return p.text if self._is_large(p) else _bare(p.text)

    def _is_large(self, p: Printed) -> bool:
        return p.size > 1.12 * self.measures.size

    def _is_outside(self, p: Printed, side: int) -> bool:
        """Tell whether a line stands above or below the running text of its page."""
        top, bottom = self.measures.columns.get(p.place.page, (0.0, 0.0))
        return p.place.bottom < top + 1 if side == 0 else p.place.top > bottom - 1


def _edge_groups(lines: list[Printed], measures: Measures) -> tuple[list, list]:
    """Return the rows at the head of a page in groups that gaps part, from the edge inwards, and those at its foot."""
    rows: list[list[Printed]] = []
    for p in sorted(lines, key=lambda p: p.place.bottom):
        if rows and on_one_line(rows[-1][0], p):
            rows[-1].append(p)
        else:
            rows.append([p])
    return _groups(rows, 1, measures), _groups(rows[::-1], -1, measures)


def _groups(rows: list[list[Printed]], direction: int, measures: Measures) -> list[list[list[Printed]]]:
    groups = [[rows[0]]]
    for a, b in pairwise(rows[: EDGE_ROWS + 1]):
        if direction * (b[0].place.bottom - a[0].place.bottom) > APART * measures.pitch:
            groups.append([b])
        else:
            groups[-1].append(b)
    return groups[:4]


def _slot(p: Printed) -> int:
    return int(p.place.bottom / SLOT)


def _is_number(text: str) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(text.strip()))


def _bare(text: str) -> str:
    """Return the words of a line without case, numbers and edges; "" where there are none."""
    return " ".join(re.sub(r"[\W\d_]+|\b[ivxlc]+\b", " ", text.casefold()).split())
