"""Cut a text into lines, mend line and paragraph breaks that a PDF left, and find the lines that belong to pages."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from statistics import mode
from typing import cast

from analysis.cleaning.blocks import Edit, Line, Shape
from analysis.cleaning.words import (
    begins_small,
    is_capitals,
    is_finished,
    is_open_ended,
    part_of,
)

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
    ("page", r"(?:(?i:page|p\.)[ \t]*)?(?:[-–—|\[][ \t]*)?\d{1,4}(?:[ \t]*(?:/|of)[ \t]*\d{1,4})?(?:[ \t]*[-–—|\]])?$"),
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
UNSURE_HYPHEN, PDFIUM_HYPHEN = "\x02", "\ufffe"  # what a PDF gives for a hyphen at a line end
TITLE_LINES = 12  # lines of a title page
_WITH_BODY = frozenset(["quote", "hash", "note", "bullet"])
_LONE_MARKER = re.compile(rf"(?:\(?(?:\d{{1,3}}|[a-z]|[ivxl]{{1,5}}|[A-Z]|[IVXL]{{1,5}})[.)]|[{BULLETS}])$")
HALF_TITLE = 40  # characters; a line of this or less says by itself nothing of the width of the lines
FEWEST_LINES = 20  # of a text whose spaces between lines can be judged
NEAR = 4  # lines above and below a line that tell how wide it may be
DOUBLE, CUT = 0.9, 0.2  # shares of lines after a blank line, and of those in mid-sentence: a blank line after each line
RARE = 0.04  # share of lines with space before them; the reports that have space have 0.1 to 0.9


def cut_lines(text: str) -> list[Line]:
    """Cut a text into the lines that hold more than white space, with their shapes.

    >>> [(line.shape, line.text) for line in cut_lines("# Aims\\n\\n- peace\\n---\\n")]
    [('hash', '# Aims'), ('bullet', '- peace'), ('rule', '---')]
    """
    lines: list[Line] = []
    at = blank = 0
    new_page = False
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            indent = 0 if raw[0] == stripped[0] else raw.index(stripped[0])
            lines.append(cut_line(stripped, at + indent, indent, blank, new_page))
            blank, new_page = 0, False
        else:
            blank += 1
        new_page = new_page or raw[-1] == "\f"
        at += len(raw)
    for page in pages(lines):
        margin = sorted(line.indent for line in page)[len(page) // 5]
        for line in page if margin else ():
            line.indent = max(0, line.indent - margin)
    return lines


def pages(lines: list[Line]) -> list[list[Line]]:
    """Return the lines of each page, as form feeds divide them."""
    starts = [0, *[i for i, line in enumerate(lines) if line.new_page and i], len(lines)]
    return [lines[a:b] for a, b in pairwise(starts) if a < b]


def cut_line(text: str, start: int, indent: int, blank_before: int, new_page: bool) -> Line:
    """Return a line with its shape."""
    found = SHAPE.match(text)
    shape = cast(Shape, found.lastgroup) if found else "text"
    body = start + found.end() if found and shape in _WITH_BODY else start
    if shape in ("text", "number") and contents_leader(text):
        shape = "toc"
    return Line(start, start + len(text), text, indent, blank_before, shape, body, new_page)


def contents_leader(text: str) -> tuple[int, int] | None:
    """Return where the dots or the wide space of an entry of a contents list begin and end, before its page number.

    >>> contents_leader("1 Aims ..... 7"), contents_leader("The year 7")
    ((6, 13), None)
    """
    if text[-1] not in "0123456789ivxlc>*" or not _LEADER.search(text):
        return None
    pages = _TOC_PAGE.finditer(text, max(0, len(text) - 20))
    found = next((m for m in pages if text[m.start() - 1 : m.start()] in (*_OF_LEADER, ">", "*")), None)
    if found is None:
        return None
    words = text[: found.start()].removesuffix("<b>").removesuffix("**").rstrip(_OF_LEADER)
    words = words.removesuffix("</b>").removesuffix("**").rstrip(_OF_LEADER)
    return (len(words), found.start()) if _LEADER.search(text, len(words), found.start()) else None


@dataclass(frozen=True, slots=True)
class TextMeasures:
    """How the lines of a text run."""

    flowing: bool  # a line holds a whole paragraph; else lines are broken at a width
    width: int  # of a full line
    leading_space: bool  # a leading space is rare, so it opens something: a page, a column, an item
    marked: bool  # headings carry number signs
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
    marked = sum(1 for line in text if line.shape == "hash") >= 2
    edges = sorted(line.right for line in text) or [0]
    width = lengths[int(len(lengths) * 0.9)] if flowing else edges[int(len(edges) * 0.9)]
    rights = [line.right for line in lines]
    for i, line in enumerate(lines):
        near = width if flowing else sorted(rights[max(0, i - NEAR) : i + NEAR + 1])[-2:][0]
        line.width = near if 0.6 * width < near < width else width
    return TextMeasures(flowing, width, not flowing and 0 < led * 5 < len(lines), marked, _measure_fits(text))


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


def join_split_lines(lines: list[Line], text: str) -> tuple[list[Line], list[Edit]]:
    """Join the parts of printed lines, where the number or bullet of an item has a line of its own.

    Return the lines and the edits that take the breaks out of them.
    """
    joins = _after_markers(lines)
    out: list[Line] = []
    edits: list[Edit] = []
    for i, line in enumerate(lines):
        if i in joins:
            first = out[-1]
            edits.append(Edit(first.end, line.start, " ", "white space"))
            words = "".join(" " if c.isspace() else c for c in text[first.start : line.end])
            out[-1] = cut_line(words, first.start, first.indent, first.blank_before, first.new_page)
        else:
            out.append(line)
    return out, edits


def _after_markers(lines: list[Line]) -> set[int]:
    """Return the lines after the number or bullet of an item that stands alone, as in "1." and "The Council ..."."""
    out: set[int] = set()
    for i, (line, below) in enumerate(pairwise(lines)):
        fits = below.shape == "text" and not below.new_page and below.blank_before <= 1
        opens = line.blank_before or not is_open_ended(lines[i - 1].text)
        if fits and opens and is_lone_marker(line.text) and not (is_lone_marker(below.text) or _ends_bullets(lines, i)):
            out.add(i + 1)
    return out


def is_lone_marker(text: str) -> bool:
    """Tell whether a line holds the number or bullet of an item and nothing else."""
    return len(text) <= 6 and bool(_LONE_MARKER.match(text))


def _ends_bullets(lines: list[Line], i: int) -> bool:
    """Tell whether a bullet without text stands before this one: their items stand elsewhere on the page."""
    return i > 0 and lines[i].text[0] == lines[i - 1].text


def infer_blank_lines(lines: list[Line]) -> None:
    """Give lines that open a paragraph, a heading or a page their space, in a text that has none.

    Of broken lines, one is the last of its paragraph if the first word of the next line would still have fitted on it;
    where a line holds a whole paragraph, each opens one, items of a list aside.
    """
    double = _is_double_spaced(lines)
    spaced = sum(1 for line in lines if line.blank_before)
    if len(lines) < FEWEST_LINES or (spaced > RARE * len(lines) and not double):
        return
    usual = mode(line.blank_before for line in lines) if double else 0
    for line in lines:
        line.blank_before = max(0, line.blank_before - usual)
    measures = measure_text(lines)
    for i, (line, following) in enumerate(pairwise(lines)):
        if following.blank_before:
            continue
        if measures.flowing:
            ends = True
        else:
            ends = _ends_here(line, following, measures.width, opens=i == 0 or bool(line.blank_before))
        following.blank_before = int(ends)


def _is_double_spaced(lines: list[Line]) -> bool:
    """Tell whether blank lines stand between all lines, those of one sentence too."""
    spaced = sum(1 for line in lines if line.blank_before)
    if len(lines) < FEWEST_LINES or spaced < DOUBLE * len(lines) or measure_text(lines).flowing:
        return False
    cut = sum(begins_small(line.text) and not is_finished(above.text) for above, line in pairwise(lines))
    return cut > CUT * len(lines)


def _ends_here(line: Line, following: Line, width: int, opens: bool) -> bool:
    """Tell whether a paragraph, a title or a page ends with a line."""
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


class LineNumbers:
    """Tells the line of a raw offset, counted from 1."""

    def __init__(self, text: str) -> None:
        """Index the line ends of a text."""
        ends = re.compile(r"\r\n|\n|\r" if "\r" in text else "\n")
        self._ends = [m.end() for m in ends.finditer(text)]

    def of(self, offset: int) -> int:
        """Return the line that holds the raw offset."""
        return bisect_right(self._ends, offset) + 1

    def ends_between(self, start: int, end: int) -> list[int]:
        """Return the offsets after `start` and before `end` at which lines begin."""
        return self._ends[bisect_right(self._ends, start) : bisect_left(self._ends, end)]
