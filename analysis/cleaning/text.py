"""What is the clean text of a block, and where in the raw text does each character come from?"""

import html
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from analysis.cleaning.blocks import Block
from analysis.cleaning.hyphens import Judge
from analysis.cleaning.lines import TOC, Line
from analysis.cleaning.notes import Marker

Row = tuple[int, int, str, int | None, int | None]  # start, end, fate, block, at


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of raw text and what stands for it in the clean text."""

    start: int
    end: int
    new: str
    fate: str


def _drop(found: re.Match, fate: str) -> Edit | None:
    return Edit(found.start(), found.end(), "", fate)


def _tag(found: re.Match, fate: str) -> Edit | None:
    return Edit(found.start(), found.end(), " " if found[0][:3].lower() == "<br" else "", fate)


def _link(found: re.Match, fate: str) -> Edit | None:
    """Open a link, or the text of an image."""
    start = found.start()
    return Edit(start - 1 if found.string[start - 1 : start] == "!" else start, start + 1, "", fate)


def _entity(found: re.Match, fate: str) -> Edit | None:
    new = html.unescape(found[0])
    return None if new == found[0] else Edit(found.start(), found.end(), "".join(new.split()) or " ", fate)


def _fold(found: re.Match, fate: str) -> Edit | None:
    return Edit(found.start(), found.end(), " ", fate)


def _autolink_end(found: re.Match, fate: str) -> Edit | None:
    """Close `<https://...>`."""
    text, end = found.string, found.start()
    start = text.rfind("<", max(0, end - 2000), end)
    address = text[start + 1 : end]
    fits = (
        start >= 0
        and address.startswith(("http://", "https://", "mailto:", "www."))
        and not any(map(str.isspace, address))
    )
    return Edit(end, end + 1, "", fate) if fits else None


def _underscore(found: re.Match, fate: str) -> Edit | None:
    """Underscores are emphasis at the edge of a word only."""
    text, start, end = found.string, found.start(), found.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    opens = (not before or before.isspace() or before in "(“‘\"'[*") and (after.isalpha() or after in "“‘*")
    closes = (not after or after.isspace() or after in ".,;:!?)”’]*") and (before.isalnum() or before in ".!?”’)*")
    return Edit(start, end, "", fate) if opens or closes else None


def _star(found: re.Match, fate: str) -> Edit | None:
    """A star with space on both sides is none of emphasis."""
    text, start, end = found.string, found.start(), found.end()
    alone = not text[start - 1 : start].strip() and not text[end : end + 1].strip()
    return None if alone else Edit(start, end, "", fate)


def _missing_space(found: re.Match, fate: str) -> Edit | None:
    """Put a space behind a comma between two words, addresses aside."""
    text, comma = found.string, found.start()
    token = text[max(text.rfind(" ", 0, comma), comma - 60) + 1 : comma]
    fits = len(token) > 1 and token[-2:].isalpha() and not re.search(r"[/@\d_=]|www\.", token)
    return Edit(comma, comma + 1, ", ", fate) if fits else None


def _stray_space(found: re.Match, fate: str) -> Edit | None:
    """Close up `27 th March` and `States , all`."""
    text, at = found.string, found.start()
    before, after = text[at - 1 : at], text[at + 1]
    fits = before.isalpha() if after in ",." else before.isdigit()
    return Edit(at, at + 1, "", fate) if fits else None


def _form(found: re.Match, fate: str) -> Edit | None:
    """Put a letter and its accents, or a ligature, into the form that other texts use."""
    text, start = found.string, found.start()
    if not "\ufb00" <= text[start] <= "\ufb06":  # an accent belongs to the letter before it
        start -= 1
    if start < 0 or not text[start].isalnum():
        return None
    old = text[start : found.end()]
    new = "".join(unicodedata.normalize("NFKC", c) if "\ufb00" <= c <= "\ufb06" else c for c in old)
    new = unicodedata.normalize("NFC", new)
    return None if new == old else Edit(start, found.end(), new, fate)


# A term of a glossary, and what parts it from its meaning.
_TERM = re.compile(r"\S.{0,60}?(?P<colon>:?)(?P<leader>[ ]*\t[ \t]*|[ ]{2,}(?:[–—-][ ]+)?|[ ]+[–—=][ ]+)(?=\S)")
_INVISIBLE = (
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x01\x03-\x08\x0e-\x1b\x1f\x7f\ud800-\udfff"
)
_TAGS = "b|i|u|s|em|strong|su[pb]|span|a|p|div|font|small|mark|br|hr|t[drh]|li|[uo]l|h[1-6]"
_TARGET = r"(?:[^()\s]|\([^()\s]*\)){1,500}"
# Characters that most texts have none of; a text without them is not searched for each of their kinds.
_SPACES, _LIGATURES, _ACCENTS = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000", "\ufb00-\ufb06", "\u0300-\u036f"
_RARE = re.compile(f"[{_SPACES}{_LIGATURES}{_ACCENTS}{_INVISIBLE}\xad]")
# Every difference between raw and clean text within a line: its fate, a sign without which it cannot occur (so that a
# text without it is not searched; "rare" stands for the characters above), its pattern, and what it does. A pattern
# begins with a single character, not with a repeat or a look behind: those are searched ten times slower.
PASSES: list[tuple[str, str, re.Pattern[str], Callable[[re.Match, str], Edit | None]]] = [
    ("markup", "<", re.compile(rf"</?(?:{_TAGS})\b[^<>\n]{{0,300}}>", re.I), _tag),
    ("markup", "<", re.compile(r"<!--[^\n]{0,500}?-->"), _drop),
    ("markup", "<", re.compile(r"<(?=(?:https?://|mailto:|www\.)[^<>\s]+>)"), _drop),
    ("markup", "<", re.compile(r">(?=[\s.,;:)\]]|$)"), _autolink_end),
    ("markup", "](", re.compile(rf"\]\({_TARGET}\)"), _drop),
    ("markup", "](", re.compile(rf"\[(?=[^\[\]\n]{{0,300}}\]\({_TARGET}\))"), _link),
    ("markup", "\\", re.compile(r"\\\\*(?=[\\`*_{}\[\]()#+\-.!<>&|~$])"), _drop),
    ("markup", "`", re.compile(r"``*"), _drop),
    ("markup", "&", re.compile(r"&(?:#\d{1,6}|#[xX][\da-fA-F]{1,5}|[a-zA-Z]{2,8}\d{0,2});"), _entity),
    ("emphasis", "*", re.compile(r"\*(?:\*\*?)?"), _star),
    ("emphasis", "_", re.compile(r"_(?:__?)?"), _underscore),
    ("white space", "  ", re.compile(r" [ \t\xa0]+"), _fold),
    ("white space", "\t", re.compile(r"\t[ \t\xa0]*"), _fold),
    ("stray space", " ", re.compile(r" (?=(?:st|nd|rd|th) (?:of|[A-Z])|[,.]\s)"), _stray_space),
    ("missing space", ",", re.compile(r",(?=[^\W\d_]{2})"), _missing_space),
    ("white space", "rare", re.compile(rf"[{_SPACES}]\s*"), _fold),
    ("invisible character", "\x02", re.compile("\x02(?![\\r\\n]|$)"), _drop),
    ("soft hyphen", "rare", re.compile("\xad"), _drop),
    ("invisible character", "rare", re.compile(f"[{_INVISIBLE}]+"), _drop),
    ("character form", "rare", re.compile(f"[{_LIGATURES}{_ACCENTS}]+"), _form),
]


def find_edits(text: str, markers: list[Marker], found_before: list[Edit]) -> list[Edit]:
    """Find every place within lines where clean text will differ from raw text, in order; join those found before."""
    edits = [*found_before, *(_marker_edit(text, marker) for marker in markers)]
    rare = "".join(sorted(set(_RARE.findall(text))))
    for fate, sign, pattern, edit in PASSES:
        if not pattern.search(rare) if sign == "rare" else sign not in text:
            continue
        for found in pattern.finditer(text):
            made = edit(found, fate)
            if made is not None:
                edits.append(made)
    edits.sort(key=lambda e: (e.start, -e.end))
    return edits


def entry_edits(lines: list[Line], kinds: Mapping[int, str]) -> list[Edit]:
    """Return edits of entries: contents lose the dots before the page number; glossaries part a term by a colon.

    `kinds` gives the kind of the block that begins at a raw offset.
    """
    edits = []
    for line in lines:
        kind = kinds.get(line.start, "")
        found = TOC.match(line.text) if kind == "toc" else _TERM.match(line.text) if kind == "glossary" else None
        if line.shape == "quote":
            edits.append(Edit(line.start, line.body, "", "markup"))
        elif line.shape == "table":
            edits += _cell_edits(line, kind)
        elif found:
            new = " " if kind == "toc" or found["colon"] else ": "
            start, end = found.span("leader")
            edits.append(Edit(line.start + start, line.start + end, new, "leader"))
    return edits


def _cell_edits(line: Line, kind: str) -> list[Edit]:
    """Take the strokes out of a row of a table; its cells are parted by a space, a term and its meaning by a colon."""
    edits: list[Edit] = []
    paired = kind == "glossary" and any(map(str.isalnum, line.text))
    for found in re.finditer(r"[ \t]*\|[ \t]*", line.text):
        edge = found.start() == 0 or found.end() == len(line.text)
        between = ": " if paired and len(edits) == 1 and line.text[found.start() - 1] != ":" else " "
        edits.append(Edit(line.start + found.start(), line.start + found.end(), "" if edge else between, "markup"))
    return edits


def _marker_edit(text: str, marker: Marker) -> Edit:
    """Remove a note marker so that exactly one space stays where one belongs."""
    start, end = marker.start, marker.end
    after = text[end : end + 1]
    if text[start - 1 : start] in (" ", "\t") and (not after.strip() or after in ".,;:!?)”’"):
        start -= 1
    glue = text[start - 1 : start].isalnum() and after.isalnum() and not text[start].isdigit()
    return Edit(start, end, " " if glue else "", "note marker")


_WORD_BEFORE = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.|\w\.\w+/)\S*$")
_HYPHENS = ("-", "\u2010", "\x02")


class Composer:
    """Writes the clean text of blocks and keeps the account of the raw characters."""

    def __init__(self, text: str, edits: list[Edit], joins: Judge) -> None:
        """Take the raw text, its edits in order, and the judge of hyphens."""
        self._text, self._edits, self._joins = text, edits, joins
        self._starts = [edit.start for edit in edits]

    def compose(self, source: Block, block: int) -> tuple[str, list[Row]]:
        """Return the clean text of a block and its rows of the ledger; `at` is None for what is removed."""
        lines = source.lines
        out: list[str] = []
        rows: list[Row] = []
        at = 0
        odd = self._odd_emphasis(lines)
        previous: Line | None = None
        for line in lines:
            start = line.start if previous is not None else line.body
            if previous is not None:
                at += self._join(previous, line, out, rows, block, at)
            for row, piece in self._pieces(start, line.end, odd):
                rows.append((*row, block, at if piece else None))
                if piece:
                    out.append(piece)
                    at += len(piece)
            previous = line
        if out and out[-1].endswith("\x02") and rows[-1][2] == "kept":
            self._replace_last(out, rows, "-")
        return self._trim("".join(out), rows)

    def _odd_emphasis(self, lines: list[Line]) -> bool:
        """Tell whether the marks of emphasis in a block do not come in pairs, so that one of them is a sign."""
        marks = 0
        for line in lines:
            i = bisect_left(self._starts, line.body)
            while i < len(self._edits) and self._starts[i] < line.end:
                if self._edits[i].fate == "emphasis":
                    marks += self._edits[i].end - self._edits[i].start
                i += 1
        return marks % 2 == 1

    def _pieces(self, start: int, end: int, odd: bool) -> Iterator[tuple[tuple[int, int, str], str]]:
        """Give the stretches of a raw line with what stands for them."""
        text, pos = self._text, start
        i = bisect_left(self._starts, start)
        while i < len(self._edits) and self._starts[i] < end:
            edit = self._edits[i]
            i += 1
            if edit.start < pos or edit.end > end or (odd and edit.fate == "emphasis"):
                continue
            if edit.start > pos:
                yield (pos, edit.start, "kept"), text[pos : edit.start]
            if edit.end > edit.start:
                yield (edit.start, edit.end, edit.fate), edit.new
            pos = edit.end
        if end > pos:
            yield (pos, end, "kept"), text[pos:end]

    def _join(self, previous: Line, line: Line, out: list[str], rows: list[Row], block: int, at: int) -> int:
        """Join a line to the one before it: by a space, or around a hyphen; return by how much the text grows."""
        before, start = previous.end, line.start
        gap = before
        text = self._text
        if text[before - 1] == "\xad" and text[start].isalnum():
            return 0  # the soft hyphen itself is gone already
        if out and out[-1].endswith(_HYPHENS) and rows[-1][2] == "kept" and text[before - 2 : before - 1].isalnum():
            goes = self._hyphen_goes(before, start)
            if goes or text[before - 1] == "\x02":
                self._replace_last(out, rows, "" if goes else "-")
            if goes:
                return -1
            if text[start].isalnum():
                return 0
        if text[before - 1] == "/" and text[start].islower() and _ADDRESS.search(text[max(0, before - 300) : before]):
            return 0
        while gap < start and text[gap].isspace():
            gap += 1
        if gap > before:
            rows.append((before, gap, "white space", block, at))
        out.append(" ")
        return 1

    def _replace_last(self, out: list[str], rows: list[Row], new: str) -> None:
        """Put something else in the place of the last character of what was kept."""
        first, last, fate, block, at = rows.pop()
        out[-1] = out[-1][:-1]
        if out[-1]:
            rows.append((first, last - 1, fate, block, at))
        rows.append((last - 1, last, "soft hyphen", block, at + len(out[-1]) if new and at is not None else None))
        if new:
            out.append(new)

    def _hyphen_goes(self, before: int, start: int) -> bool:
        """Decide on a hyphen at a line end."""
        text = self._text
        sign = text[before - 1]
        left = _WORD_BEFORE.search(text[max(0, before - 60) : before - 1])
        right = _WORD_AFTER.match(text, start)
        if not left or not right or _ADDRESS.search(text[max(0, before - 300) : before]):
            return sign == "\x02"
        return self._joins(left[0], right[0])

    def _trim(self, text: str, rows: list[Row]) -> tuple[str, list[Row]]:
        """Take white space off both ends of a block: it stays where markup was removed."""
        lead = len(text) - len(text.lstrip())
        if not lead and text == text.rstrip():
            return text, rows
        end = len(text.rstrip())
        out: list[Row] = []
        following = len(text)  # where in the text the next stretch begins
        for start, stop, fate, block, at in reversed(rows):
            if at is None:
                out.append((start, stop, fate, block, None))
                continue
            a, b = max(at, lead), min(following, end)
            following = at
            if a >= b:
                out.append((start, stop, "white space", None, None))
            elif fate != "kept":
                out.append((start, stop, fate, block, a - lead))
            else:
                parts: list[Row] = [(start, start + a - at, "white space", None, None)]
                parts.append((start + a - at, start + b - at, fate, block, a - lead))
                parts.append((start + b - at, stop, "white space", None, None))
                out += [part for part in reversed(parts) if part[1] > part[0]]
        return text.strip(), out[::-1]
