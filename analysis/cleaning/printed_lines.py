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

from analysis.cleaning.blocks import Line
from analysis.cleaning.lines import cut_line
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


NOWHERE = PrintedLine(0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(slots=True, eq=False)
class Printed(Line):
    """A line, its place on a printed page and its type."""

    place: PrintedLine = NOWHERE
    level: int = 0  # of a heading, where the file states it
    opens: bool = False  # it opens a block
    joined: bool = False  # it goes on with the line beside it
    reach: int = 0  # where it ends, in letters from the left edge of its column

    @property
    def right(self) -> int:
        """Where it ends, in letters from the left edge of its column."""
        return self.reach

    @property
    def opens_raised(self) -> bool:
        """Whether it begins with a raised number or sign."""
        return bool(self.place.raised) and self.place.raised[0][0] == self.start

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
        line = cut_line(words, start, 0, 0, place.page != page)
        out.append(Printed(line.start, line.end, words, 0, 0, line.shape, line.body, line.new_page, place=place))
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
