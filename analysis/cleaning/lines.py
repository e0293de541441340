"""Cut a text or the pages of a PDF into lines, measure how they run, and mend breaks between them."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median, mode
from typing import cast

from analysis.cleaning.blocks import Line, Shape
from analysis.cleaning.words import begins_small, is_capitals, is_finished, is_open_ended, part_of
from analysis.readers.document import Document, PrintedLine, side_by_side

BULLETS = "•◦▪▫●■□‣⁃○◆◇❖▶►➢➤✓✔❑·\ue000-\uf8ff"  # those of symbol fonts are private characters
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED = (
    rf"<sup>[ \t]*\d{{1,3}}[ \t]*</sup>|[{SUPERSCRIPTS}]{{1,3}}|\$\^\{{?\d{{1,3}}\}}?\$|\[\^\d{{1,3}}\]:?"
    r"|\^\(\[?\d{1,3}\]?\)"
)
_ITEM = r"\([ \t]\d{1,3}[ \t]\)|\(?\d{1,3}(?:\.\d{1,2}){0,4}[.)]?|\[\d{1,3}\]|\(?[ivxIVX]{1,5}[.)]|\(?[a-zA-Z][.)]"
_CAPTIONED = r"(?i:figure|fig\.|table|chart|graph|map)"
_PICTURED = r"(?:Image|Picture)[ \t]*:[ \t]*\S|Photo[ \t]*:(?:[ \t]+\S+){6}"
_STROKES = r"(?:[-–—][ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:[=~·•.][ \t]*){3,}"
# One alternative per shape; the first that fits wins.
SHAPES = [
    ("rule", rf"(?:{_STROKES}|\|?(?:[ \t]*:?-{{2,}}:?[ \t]*\|)+[ \t:-]*)$"),
    ("image", r"!\[[^\]\n]*\]\([^)\n]*\)$|(?i:image|photo|picture|video|audio)\b[^.!?\n]{0,40}\bavailable\b[^.!?\n]*$"),
    ("quote", r">[ \t]?(?:[-*•][ \t]+)?(?=\S)"),
    ("hash", r"\#{1,6}[ \t]+(?=\S)"),
    ("table", r"\|.*\|$"),
    ("note", rf"(?:{RAISED})(?=.*\S)"),  # a raised number, or [^1]:
    ("page", r"[-–—|\[=\s]{0,6}(?:(?i:page|p\.)[-–—|\[\s]{0,3})?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[-–—|\]=\s]{0,6}$"),
    ("bullet", rf"(?:[{BULLETS}]|[-–—*+](?=[ \t])|o(?=[ \t]+[A-Z]))[ \t]*(?=\S)"),
    ("caption", rf"(?:\*{{1,3}}|_)?(?:{_CAPTIONED})[ \t]*(?:\d+|[ivx]+)(?:\.\d+)?(?:[ \t]*[.:–—|-]|\*)|{_PICTURED}"),
    ("number", rf"(?:{_ITEM})(?:[ \t]+|(?<=[.)\]])(?=[A-Z]))(?=\S)"),
    ("address", r"<?(?:https?://|www\.)\S+$|<?[\w.+-]+@[\w-]+\.[\w.]+>?$|\[[^\]\n]{1,200}\]\((?:https?:|mailto:|www\.)\S+\)$"),
]  # fmt: skip
SHAPE = re.compile("|".join(f"(?P<{name}>{part})" for name, part in SHAPES))
# The number of a heading: 2.1, or 2, II, B before a capital letter.
NUMBERED = re.compile(
    r"(?P<decimal>[1-9]\d?(?:\.\d{1,2}){1,4}\.?\s+)(?=[A-ZÀ-Þ“‘\"'«(])"
    r"|(?:(?P<arabic>\d{1,2})|(?P<roman>[IVX]{1,5})|(?P<letter>[A-H]))(?:[.:]|\s*[–—-])?\s+(?=[A-ZÀ-Þ“‘\"'«(])"
)
_TOC_PAGE = re.compile(r"(?:\d{1,3}|[ivxlc]{1,6})(?:[ \t]|</?b>|\*\*)*$")
_LEADER = re.compile(r"\.{3}|…|\.[ \t]\.[ \t]\.|____|\t| {3}")
_OF_LEADER = " \t.…_"
# A term of a glossary, and what parts it from its meaning.
TERM = re.compile(r"\S.{0,60}?(?P<colon>:?)(?P<leader>[ ]*\t[ \t]*|[ ]{2,}(?:[–—-][ ]+)?|[ ]+[–—=][ ]+)(?=\S)")
UNSURE_HYPHEN, PDFIUM_HYPHEN = "\x02", "\ufffe"  # what a PDF gives for a hyphen at a line end
TITLE_LINES = 12  # lines of a title page
_WITH_BODY = frozenset(["quote", "hash", "note", "bullet"])
HALF_TITLE = 40  # characters; a line of this or less says by itself nothing of the width of the lines
FEWEST_LINES = 20  # of a text whose spaces between lines can be judged
DOUBLE, CUT = 0.9, 0.2  # shares of lines after a blank line, and of those in mid-sentence: a blank line after each line
NEAR = 4  # lines above and below a line that tell how wide it may be
RARE = 0.04  # share of lines with space before them; the reports that have space have 0.1 to 0.9


def cut_lines(text: str) -> list[Line]:
    """Cut a text into the lines that hold more than white space, with their shapes."""
    lines: list[Line] = []
    at = blank = 0
    new_page = False
    for raw in text.splitlines(keepends=True):
        if stripped := raw.strip():
            indent, (shape, mark) = raw.index(stripped[0]), shape_of(stripped)
            start = at + indent
            line = Line(start, start + len(stripped), stripped, shape, body=start + mark)
            line.indent, line.blank_before, line.new_page, line.right = indent, blank, new_page, indent + len(stripped)
            lines.append(line)
            blank, new_page = 0, False
        else:
            blank += 1
        new_page = new_page or raw[-1] == "\f"
        at += len(raw)
    return lines


def shape_of(text: str) -> tuple[Shape, int]:
    """Return the shape of a line, and the length of the bullet, number or mark before its text."""
    found = SHAPE.match(text)
    shape = cast(Shape, found.lastgroup) if found else "text"
    if shape in ("text", "number") and contents_leader(text):
        shape = "toc"
    return shape, found.end() if found and shape in _WITH_BODY else 0


def numbering(text: str) -> str:
    """Return how a heading is numbered: decimal (1.1), arabic (1), roman (II), letter (B), or none of these."""
    found = NUMBERED.match(text)
    return found.lastgroup or "" if found else ""


def contents_leader(text: str) -> tuple[int, int] | None:
    """Return where the dots or the wide space of an entry of a contents list begin and end, before its page number."""
    if text[-1] not in "0123456789ivxlc>*" or not _LEADER.search(text):
        return None
    pages = _TOC_PAGE.finditer(text, max(0, len(text) - 20))
    found = next((m for m in pages if text[m.start() - 1 : m.start()] in (*_OF_LEADER, ">", "*")), None)
    if found is None:
        return None
    end = len(re.sub(r"(?<![ \t.…_])(?:</?b>|\*\*|[ \t.…_])++$", "", text[: found.start()]))
    return (end, found.start()) if _LEADER.search(text, end, found.start()) else None


@dataclass(frozen=True, slots=True)
class TextMeasures:
    """How the lines of a text run."""

    flowing: bool  # a line holds a whole paragraph; else lines are broken at a width
    width: int  # of a full line
    leading_space: bool  # a leading space is rare, so it opens something: a page, a column, an item
    hashed: bool  # headings carry number signs
    fits: float = 0.88  # of the width: the next word would have fitted on a shorter line, so that a paragraph ended
    placed: bool = False  # the place of the lines on their pages is known, and what they are

    def is_set_in(self, line: Line) -> bool:
        """Tell whether a line begins with the space that opens something."""
        return self.leading_space and line.indent == 1


def measure_text(lines: list[Line]) -> TextMeasures:
    """Measure how the lines of a text run: half of it in lines over 160 characters means one line per paragraph."""
    text = [line for line in lines if not line.role]
    lengths = sorted(_printed_length(line.text) for line in text) or [0]
    flowing = sum(n for n in lengths if n > 160) * 2 > sum(lengths)
    led = sum(1 for line in text if line.indent)
    hashed = sum(1 for line in text if line.shape == "hash") >= 2
    widths = lengths if flowing else sorted(line.right for line in text) or [0]
    width = widths[int(len(widths) * 0.9)]
    rights = [line.right for line in lines]
    for i, line in enumerate(lines):
        near = width if flowing else sorted(rights[max(0, i - NEAR) : i + NEAR + 1])[-2:][0]
        line.width = near if 0.6 * width < near < width else width
    return TextMeasures(flowing, width, not flowing and 0 < led * 5 < len(lines), hashed, _measure_fits(text))


def _measure_fits(lines: list[Line]) -> float:
    """Return how much of the width a line and the next word take, at least, where a sentence goes on."""
    filled = sorted(
        (above.right + 1 + line.text.find(" ")) / line.width
        for above, line in pairwise(lines)
        if above.shape == line.shape == "text" and not line.blank_before and line.text[0].islower()
    )
    return min(0.98, max(0.8, filled[len(filled) // 5])) if len(filled) >= FEWEST_LINES else 0.88


def _printed_length(text: str) -> int:
    """Return the length of the last printed line of a line: some PDFs give two as one where a word is cut."""
    return len(text) - text.rfind(UNSURE_HYPHEN, 0, -1) - 1


def infer_blank_lines(lines: list[Line]) -> None:
    """Give lines that open a paragraph, a heading or a page their space, in a text that has none.

    Of broken lines, one is the last of its paragraph if the first word of the next line would still have fitted on it;
    where a line holds a whole paragraph, each opens one, items of a list aside.
    """
    spaced = sum(1 for line in lines if line.blank_before)
    # Blank lines stand between all lines, those of one sentence too.
    cut = (1 for above, line in pairwise(lines) if begins_small(line.text) and not is_finished(above.text))
    double = spaced >= DOUBLE * len(lines) and sum(cut) > CUT * len(lines) and not measure_text(lines).flowing
    if len(lines) < FEWEST_LINES or (spaced > RARE * len(lines) and not double):
        return
    usual = mode(line.blank_before for line in lines) if double else 0
    for line in lines:
        line.blank_before = max(0, line.blank_before - usual)
    measures = measure_text(lines)
    for i, (line, following) in enumerate(pairwise(lines)):
        if not following.blank_before:
            opens = i == 0 or bool(line.blank_before)
            following.blank_before = int(measures.flowing or _ends_here(line, following, measures.width, opens))


def _ends_here(line: Line, following: Line, width: int, opens: bool) -> bool:
    if line.shape == "page" or following.shape in ("page", "rule"):
        return True
    if any(n.shape == "text" and part_of(n.text) for n in (line, following)):
        return True
    if line.shape in ("toc", "bullet", "note") and following.shape == line.shape:
        return False
    if following.text.lstrip("“‘\"'«(*_")[:1].islower() or is_open_ended(line.text):
        return False
    finished = is_finished(line.text)
    short = _printed_length(line.text) + 1 + len(following.text.split(" ", 1)[0]) <= 0.85 * width
    title = opens and len(line.text) < 0.75 * width and not line.text[0].islower()
    if (short and finished) or (title and not finished):
        return True
    numbered = is_capitals(following.text) or bool(NUMBERED.match(following.text))
    return finished and len(following.text) < 0.75 * width and numbered and not is_finished(following.text)


TAGGED = 0.75  # share of the characters that have a structure tag, in a file whose tags are relied on


@dataclass(slots=True, eq=False)
class Printed(Line):
    """A line, its place on a printed page and its type."""

    place: PrintedLine = field(kw_only=True)
    level: int = 0  # of a heading, where the file states it
    opens: bool = False  # it opens a block
    joined: bool = False  # it goes on with the line beside it

    @property
    def opens_raised(self) -> bool:
        """Whether it begins with a raised number or sign."""
        return bool(self.place.raised) and self.place.raised[0][0] == self.start

    @property
    def style(self) -> tuple[float, bool, bool, bool]:
        """Size to half a point, capitals, bold, italic, so that what stands out most comes first."""
        return (-round(self.size * 2) / 2, not is_capitals(self.text), not self.place.bold, self.place.italic)


@dataclass(frozen=True)
class Measures:
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
        return distance * self.size / (self.pitch * max(a.size, b.size)) if follows(a, b) else 0.0


def printed_lines(document: Document) -> list[Printed]:
    """Return the printed lines of a document."""
    out: list[Printed] = []
    for place in document.lines:
        words = document.text[place.start : place.end].strip()
        start = document.text.index(words, place.start)
        (shape, mark), turned = shape_of(words), not out or place.page != out[-1].place.page
        end, body = start + len(words), start + mark
        out.append(Printed(start, end, words, shape, body, new_page=turned, size=place.size, place=place))
    return out


def measure_print(lines: list[Printed]) -> Measures:
    """Measure the running text: the size that most characters have, and how lines of that size follow each other."""
    sizes: Counter[tuple[float, bool, str]] = Counter()
    for p in lines:
        if len(p.text) > 20:
            sizes[p.size, p.place.bold, p.place.font] += len(p.text)
    size, bold, font = max(sizes, key=lambda key: sizes[key]) if sizes else (10.0, False, "")
    body = [p for p in lines if abs(p.size - size) < 0.3]
    pairs = ((a, b) for a, b in pairwise(body) if follows(a, b) and len(a.text) > 30)
    steps = Counter(round(b.place.bottom - a.place.bottom, 0) for a, b in pairs)
    pitch = max(steps, key=lambda step: (steps[step], -step)) if steps else 1.2 * size
    tagged = sum(len(p.text) for p in lines if p.place.tag) > TAGGED * sum(len(p.text) for p in lines)
    columns: dict[tuple[int, int], tuple[float, float]] = {}
    for key, column in by_column(p for p in body if len(p.text) > 10).items():
        lefts, rights = Counter(round(p.place.left) for p in column), sorted(p.place.right for p in column)
        columns[key] = max(lefts, key=lambda x: (lefts[x], -x)), rights[int(0.95 * (len(rights) - 1))]
    width = median([right - left for left, right in columns.values()] or [0]) or 450.0
    return Measures(size, bold, font, pitch, tagged, columns, width)


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


def on_one_line(a: Printed, b: Printed) -> bool:
    """Tell whether two lines stand side by side."""
    return a.place.page == b.place.page and side_by_side(a.place, b.place)


def rows_of(lines: Iterable[Printed], in_order: bool = True) -> list[list[Printed]]:
    """Group lines that follow each other and stand side by side, in reading order from left to right."""
    rows: list[list[Printed]] = []
    for p in lines:
        if rows and on_one_line(rows[-1][-1], p) and (not in_order or p.place.left > rows[-1][-1].place.left):
            rows[-1].append(p)
        else:
            rows.append([p])
    return rows


class LineNumbers:
    """Tells the line of a raw offset, counted from 1."""

    def __init__(self, text: str) -> None:
        ends = re.compile(r"\r\n|\n|\r" if "\r" in text else "\n")
        self._ends = [m.end() for m in ends.finditer(text)]

    def of(self, offset: int) -> int:
        """Return the line that holds the raw offset."""
        return bisect_right(self._ends, offset) + 1

    def ends_between(self, start: int, end: int) -> list[int]:
        """Return the offsets after `start` and before `end` at which lines begin."""
        return self._ends[bisect_right(self._ends, start) : bisect_left(self._ends, end)]
