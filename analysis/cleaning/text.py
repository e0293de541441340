"""What is the clean text of a block, and where in the raw text does each character come from?"""

import html
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from analysis.cleaning.notes import Marker

# Every place within a block where clean text differs from raw text; one alternative per kind, the first that fits wins.
_PARTS = [
    (
        "markup",
        r"</?(?:b|i|u|em|strong|sup|sub|span|a|p|div|font|small|mark|blockquote|br|hr|td|tr|th|li|ul|ol|h[1-6])\b[^<>\n]{0,200}>|<!--.{0,500}?-->",
    ),
    ("autolink", r"<(?=(?:https?://|mailto:|www\.)[^<>\s]+>)"),
    ("autolink_end", r"(?<=[^\s<>])>(?=[\s.,;:)\]]|$)"),
    ("link", r"!?\[(?=[^\[\]\n]{1,500}\]\((?:[^()\s]|\([^()\s]*\)){1,500}\))"),
    ("link_end", r"\]\((?:[^()\s]|\([^()\s]*\)){1,500}\)"),
    ("entity", r"&(?:#\d{1,6}|#x[\da-fA-F]{1,5}|[a-zA-Z]{2,8}\d{0,2});"),
    ("escape", r"\\+(?=[\\`*_{}\[\]()#+\-.!<>&|~$])"),
    ("emphasis", r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<![\w/])_{1,3}(?=[^\W_])|(?<=[^\W_])_{1,3}(?![\w/])|`+"),
    ("hyphen", r"(?<=\w)(?:-|\u00ad|\u2010)[ \t]*(?:\r\n?|\n)\s*(?=\w)|\x02\s*"),
    ("soft hyphen", r"\u00ad"),
    ("space", r"[^\S ]\s*| [^\S]+"),
    ("stray space", r"(?<=\d) (?=(?:st|nd|rd|th) (?:[A-Z]|of\b|century\b))"),
    ("missing space", r"(?<=[^\W\d_]{2}),(?=[^\W\d_]{2})"),
    (
        "invisible character",
        r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]+",
    ),
    ("ligature", r"[\ufb00-\ufb06]"),
    ("accent", r"\w[\u0300-\u036f]+"),
]
INLINE = re.compile("|".join(f"(?P<{name.replace(' ', '_')}>{part})" for name, part in _PARTS))


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of raw text and what stands for it in the clean text."""

    start: int
    end: int
    new: str
    fate: str


def find_edits(text: str, markers: list[Marker], joins: Callable[[str, str], bool]) -> list[Edit]:
    """Find every place where clean text will differ from raw text, in order.

    `joins` decides, from the halves of a word, whether the hyphen at a line end goes.
    """
    edits = [_marker_edit(text, marker) for marker in markers]
    for found in INLINE.finditer(text):
        edit = _inline_edit(text, found, joins)
        if edit:
            edits.append(edit)
    edits.sort(key=lambda e: (e.start, -e.end))
    return edits


def _marker_edit(text: str, marker: Marker) -> Edit:
    """Remove a note marker so that exactly one space stays where one belongs."""
    start, end = marker.start, marker.end
    after = text[end : end + 1]
    if start and text[start - 1] in " \t" and (not after or after.isspace() or after in ".,;:!?)”’"):
        start -= 1
    glue = text[start - 1 : start].isalnum() and after.isalnum() and not text[start].isdigit()
    return Edit(start, end, " " if glue else "", "note marker")


_WORD_BEFORE = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.|[\w-]+\.[\w-]+/)\S*$")


def _inline_edit(text: str, found: re.Match, joins) -> Edit | None:
    kind = found.lastgroup or ""
    start, end = found.span()
    if kind == "space":
        before = text[max(0, start - 200) : start]
        if (
            before.endswith("/")
            and "\n" in found[0]
            and _ADDRESS.search(before)
            and text[end : end + 1].islower()
        ):
            return Edit(start, end, "", "line end")
        return Edit(start, end, " ", "white space")
    if kind == "hyphen":
        return _hyphen_edit(text, start, end, joins)
    if kind == "entity":
        return Edit(start, end, " ".join(html.unescape(found[0]).split()) or " ", "markup")
    if kind == "missing_space":
        token = text[text.rfind(" ", 0, start) + 1 : start]
        return None if "/" in token or "@" in token else Edit(end, end, " ", "missing space")
    if kind in ("ligature", "accent"):
        form = "NFKC" if kind == "ligature" else "NFC"
        return Edit(start, end, unicodedata.normalize(form, found[0]), "character form")
    if kind == "markup" and found[0].startswith("<br"):
        return Edit(start, end, " ", "markup")
    if kind in ("soft_hyphen", "stray_space", "invisible_character"):
        return Edit(start, end, "", kind.replace("_", " "))
    return Edit(start, end, "", "emphasis" if kind == "emphasis" else "markup")


def _hyphen_edit(text: str, start: int, end: int, joins) -> Edit:
    """Decide on a hyphen at a line end: gone, or kept with the halves joined."""
    before, after = _WORD_BEFORE.search(text[max(0, start - 60) : start]), _WORD_AFTER.match(text, end)
    address = _ADDRESS.search(text[max(0, start - 200) : start])
    if text[start] in "\u00ad\x02" or (before and after and not address and joins(before[0], after[0])):
        return Edit(start, end, "", "soft hyphen")
    return Edit(start + 1, end, "", "line end")


def compose(
    text: str, pieces: Iterable[tuple[int, int]], edits: list[Edit], starts: list[int], block: int, joins
) -> tuple[str, list[tuple]]:
    """Return the clean text of a block made of raw pieces, and its rows of the ledger.

    A row is (start, end, fate, block, at); `at` is None for what is removed.
    """
    out: list[str] = []
    rows: list[tuple] = []
    at = 0
    pieces = list(pieces)
    for i, (start, end) in enumerate(pieces):
        mine = edits[bisect_left(starts, start) : bisect_left(starts, end)]
        keep_stars = sum(e.end - e.start for e in mine if e.fate == "emphasis") % 2 == 1
        if i:
            glue, rows_glue = _joint(text, pieces[i - 1][1], start, out, rows, block, at, joins)
            if glue is None:
                at -= 1
            else:
                at += len(glue)
        pos = start
        for edit in mine:
            if edit.start < pos or edit.end > end or (keep_stars and edit.fate == "emphasis"):
                continue
            if edit.start > pos:
                out.append(text[pos : edit.start])
                rows.append((pos, edit.start, "kept", block, at))
                at += edit.start - pos
            if edit.end > edit.start:
                rows.append((edit.start, edit.end, edit.fate, block, at if edit.new else None))
            if edit.new:
                out.append(edit.new)
                at += len(edit.new)
            pos = edit.end
        if end > pos:
            out.append(text[pos:end])
            rows.append((pos, end, "kept", block, at))
            at += end - pos
    return "".join(out), rows


def _joint(text, before, start, out, rows, block, at, joins):
    """Join two pieces of a block: by a space, or around a hyphen."""
    left = "".join(out[-3:])
    gap = before
    while gap < start and text[gap].isspace():
        gap += 1
    if left.endswith("-") and text[start : start + 1].isalnum():
        first, second = _WORD_BEFORE.search(left[:-1]), _WORD_AFTER.match(text, start)
        if (
            first
            and second
            and joins(first[0], second[0])
            and out[-1].endswith("-")
            and rows[-1][2] == "kept"
        ):
            s, e, fate, b, a = rows.pop()
            out[-1] = out[-1][:-1]
            if e - 1 > s:
                rows.append((s, e - 1, fate, b, a))
            rows.append((e - 1, e, "soft hyphen", b, None))
            return None, None
        return "", None
    if gap > before:
        rows.append((before, gap, "white space", block, at))
        out.append(" ")
        return " ", None
    if not left.endswith(" "):
        out.append(" ")
        return " ", None
    return "", None
