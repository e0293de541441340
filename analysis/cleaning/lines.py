"""What does each line look like, taken by itself? Cuts a text into lines and recognises their shapes, no more."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import cast

from analysis.cleaning.kinds import Role, Shape, Status

BULLETS = "•◦▪▫●■□‣⁃○◆◇❖▶►➢➤✓✔❑·\uf02d\uf0a7\uf0b7\uf0d8\uf0fc"
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED = rf"<sup>[ \t]*\d{{1,3}}[ \t]*</sup>|[{SUPERSCRIPTS}]{{1,3}}|\$\^\{{?\d{{1,3}}\}}?\$|\[\^\d{{1,3}}\]:?"
_ITEM = r"\([ \t]\d{1,3}[ \t]\)|\(?\d{1,3}(?:\.\d{1,2}){0,4}[.)]?|\[\d{1,3}\]|\(?[ivxIVX]{1,5}[.)]|\(?[a-zA-Z][.)]"
_CAPTIONED = r"(?i:figure|fig\.|table|chart|graph|map|abbildung|abb\.|tabelle|graphique|tableau|figura|tabla)"
_PICTURED = r"(?:Image|Picture|Bild)[ \t]*:[ \t]*\S|Photo[ \t]*:(?:[ \t]+\S+){6}"
_STROKES = r"(?:[-–—][ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:[=~·•.][ \t]*){3,}"
_PAGE = r"(?:(?i:page|seite)|p\.)[ \t]*"

# One alternative per shape, told as numbered cases; the first that fits wins.
SHAPES = [
    # 1. a rule: three or more strokes of a kind, alone on their line
    (
        "rule",
        rf"(?:{_STROKES}|\|?(?:[ \t]*:?-{{2,}}:?[ \t]*\|)+[ \t:-]*)$",
    ),
    # 2. an image in Markdown, or what a web page leaves where an image was
    ("image", r"!\[[^\]\n]*\]\([^)\n]*\)$|(?i:image|photo|picture|video|audio)\b[^.!?\n]{0,40}\bavailable\b[^.!?\n]*$"),
    # 3. a line of a quotation in Markdown or e-mail
    ("quote", r">[ \t]?(?:[-*•][ \t]+)?(?=\S)"),
    # 4. a Markdown heading
    ("hash", r"\#{1,6}[ \t]+(?=\S)"),
    # 5. a row of a Markdown table
    ("table", r"\|.*\|$"),
    # 6. a note that says it is one: a raised number, or [^1]:
    ("note", rf"(?:{RAISED})(?=.*\S)"),
    # 7. a page number, bare or dressed
    (
        "page",
        rf"(?:{_PAGE})?(?:[-–—|\[][ \t]*)?\d{{1,4}}(?:[ \t]*(?:/|of|von|de|sur)[ \t]*\d{{1,4}})?(?:[ \t]*[-–—|\]])?$",
    ),
    # 8. an item of a list: bullet, or dash and space
    ("bullet", rf"(?:[{BULLETS}]|[-–—*+](?=[ \t])|o(?=[ \t]+[A-Z]))[ \t]*(?=\S)"),
    # 9. a caption
    (
        "caption",
        rf"(?:\*{{1,3}}|_)?(?:{_CAPTIONED})[ \t]*(?:\d+|[ivx]+)(?:\.\d+)?(?:[ \t]*[.:–—|-]|\*)"
        rf"|{_PICTURED}",
    ),
    # 10. something numbered: a heading, an item or a note; only its neighbours can tell
    ("number", rf"(?:{_ITEM})(?:[ \t]+|(?<=[.)\]])(?=[A-Z]))(?=\S)"),
    # 11. an address alone on its line
    (
        "address",
        r"<?(?:https?://|www\.)\S+$|<?[\w.+-]+@[\w-]+\.[\w.]+>?$|\[[^\]\n]{1,200}\]\((?:https?:|mailto:|www\.)\S+\)$",
    ),
]
SHAPE = re.compile("|".join(f"(?P<{name}>{part})" for name, part in SHAPES))
# What stands behind the words of an entry of a contents list: its page number; before it, what leads to it.
_TOC_PAGE = re.compile(r"(?:\d{1,3}|[ivxlc]{1,6})(?:[ \t]|</?b>|\*\*)*$")
_LEADER = re.compile(r"\.{3}|…|\.[ \t]\.[ \t]\.|____|\t| {3}")
_OF_LEADER = " \t.…_"
UNSURE_HYPHEN = "\x02"  # what a PDF gives for a hyphen at a line end
TITLE_LINES = 12  # lines of a title page
_WITH_BODY = frozenset(["quote", "hash", "note", "bullet"])
_MAY_END_TOC = frozenset("0123456789ivxlc>*")


@dataclass(slots=True)
class Line:
    """One line that holds more than white space."""

    start: int  # raw offset of its first visible character
    end: int  # raw offset behind its last visible character
    text: str
    indent: int  # white space before it
    blank_before: int  # blank lines before it
    shape: Shape
    body: int  # raw offset where the text behind its mark begins
    new_page: bool = False  # a page turned before it: a form feed, a page number or a running head says so
    behind_furniture: bool = False  # furniture lies between it and the line before
    role: Role = ""
    status: Status = "kept"  # of a line of furniture: why it is not kept
    number: int = 0  # of the note it opens
    words: str = ""  # its text without marks, once a pass has looked at it


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
    margin = min((line.indent for line in lines), default=0)
    for line in lines if margin else ():
        line.indent -= margin
    return lines


def cut_line(text: str, start: int, indent: int, blank_before: int, new_page: bool) -> Line:
    """Return a line with its shape."""
    found = SHAPE.match(text, _lead(text))
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
    if text[-1] not in _MAY_END_TOC:
        return None
    tail = len(text) - 20 if len(text) > 20 else 0
    found = next((m for m in _TOC_PAGE.finditer(text, tail) if text[m.start() - 1 : m.start()] in (*_OF_LEADER, ">", "*")), None)
    if found is None:
        return None
    words = text[: found.start()]
    while (kept := words.removesuffix("<b>").removesuffix("</b>").removesuffix("**").rstrip(_OF_LEADER)) != words:
        words = kept
    return (len(words), found.start()) if _LEADER.search(text, len(words), found.start()) else None


_ANCHORS = re.compile(r"(?:<(?:span|a)\b[^<>]{0,200}>[ \t]*</(?:span|a)>[ \t]*)+")


def _lead(text: str) -> int:
    """Return the length of the empty anchors before the words of a line."""
    found = text[0] == "<" and _ANCHORS.match(text)
    return found.end() if found else 0


def number_signs(text: str) -> int:
    """Return how many number signs a line begins with, empty anchors aside.

    >>> number_signs("## Aims"), number_signs('<a id="aims"></a># Aims'), number_signs("Aims")
    (2, 1, 0)
    """
    words = text[_lead(text) :]
    return len(words) - len(words.lstrip("#"))


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of a text run."""

    flowing: bool  # a line holds a whole paragraph; else lines are broken at a width
    width: int  # of a full line
    leading_space: bool  # a leading space is rare, so it opens something: a page, a column, an item
    marked: bool  # headings carry number signs

    def is_set_in(self, line: Line) -> bool:
        """Tell whether a line begins with the space that opens something."""
        return self.leading_space and line.indent == 1


def measure(lines: list[Line]) -> Layout:
    """Measure how the lines of a text run: half of it in lines over 160 characters means one line a paragraph."""
    lengths = sorted(printed_length(line.text) for line in lines if not line.role) or [0]
    flowing = sum(n for n in lengths if n > 160) * 2 > sum(lengths)
    width = lengths[int(len(lengths) * 0.9)]
    led = sum(1 for line in lines if line.indent)
    marked = sum(1 for line in lines if line.shape == "hash") >= 2
    return Layout(flowing, width, not flowing and 0 < led * 5 < len(lines), marked)


def printed_length(text: str) -> int:
    """Return the length of the last printed line of a line: some PDFs give two as one where a word is cut.

    >>> printed_length("the govern\\x02ment"), printed_length("the government")
    (4, 14)
    """
    return len(text) - text.rfind(UNSURE_HYPHEN, 0, -1) - 1


class LineNumbers:
    """Tells the line of a raw offset, counted from 1."""

    def __init__(self, text: str) -> None:
        """Index the line ends of a text."""
        ends = re.compile(r"\r\n|\n|\r" if "\r" in text else "\n")
        self._ends = [m.end() for m in ends.finditer(text)]

    def of(self, offset: int) -> int:
        """Return the line that holds the raw offset."""
        return bisect_right(self._ends, offset) + 1
