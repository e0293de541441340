"""Tell what a line looks like by itself: its shape, how it is numbered, and the line of an offset."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import pairwise
from typing import TypeVar

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
# One alternative per shape; the first that fits wins. "hash" is a Markdown heading, "note" opens with a raised number,
# "number" may be a heading, an item or a note; "page" may be the number of a page; the rest is "toc" or "text".
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
_WITH_BODY = {"quote", "hash", "note", "bullet"}
HALF_TITLE = 40  # characters; a line of this or less says by itself nothing of the width of the lines


Part = TypeVar("Part")


def runs(parts: list[Part], stay: Callable[[Part, Part], bool]) -> list[list[Part]]:
    """Cut a list into runs: of two neighbours, the second stays in the run of the first where `stay` says so."""
    begin = [i for i, (a, b) in enumerate(pairwise(parts), 1) if not stay(a, b)]
    return [parts[a:b] for a, b in pairwise([0, *begin, len(parts)])] if parts else []


def shape_of(text: str) -> tuple[str, int]:
    """Return the shape of a line, and the length of the bullet, number or mark before its text."""
    found = SHAPE.match(text)
    shape = found.lastgroup or "" if found else "text"
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
