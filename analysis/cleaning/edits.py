"""What differs within a line between raw and clean text? Markup, note marks, stray spaces, rare characters ...

Takes the raw text, its lines and note marks; gives edits: a raw stretch, and what stands for it in the clean text.
"""

import html
import re
import unicodedata
from collections.abc import Callable

from analysis.cleaning.blocks import Block, Edit, Marker
from analysis.cleaning.hyphens import Judge
from analysis.cleaning.kinds import Status
from analysis.cleaning.lines import UNSURE_HYPHEN, Line, contents_leader

LONGEST_ADDRESS = 2000  # characters between < and >
Change = tuple[int, int, str]  # start, end, new: an edit whose status is known from its pattern


def _drop(found: re.Match) -> Change | None:
    return (*found.span(), "")


def _tag(found: re.Match) -> Change | None:
    return (*found.span(), " " if found[0][:3].lower() == "<br" else "")


def _link(found: re.Match) -> Change | None:
    """Open a link, or the text of an image."""
    start = found.start()
    return (start - 1 if found.string[start - 1 : start] == "!" else start, start + 1, "")


def _entity(found: re.Match) -> Change | None:
    new = html.unescape(found[0])
    return None if new == found[0] else (*found.span(), "".join(new.split()) or " ")


def _fold(found: re.Match) -> Change | None:
    return (*found.span(), " ")


def _autolink_end(found: re.Match) -> Change | None:
    """Close `<https://...>`."""
    text, end = found.string, found.start()
    start = text.rfind("<", max(0, end - LONGEST_ADDRESS), end)
    address = text[start + 1 : end]
    fits = address.split() == [address] and address.startswith(("http://", "https://", "mailto:", "www."))
    return (end, end + 1, "") if fits and start >= 0 else None


def _underscore(found: re.Match) -> Change | None:
    """Underscores are emphasis at the edge of a word only."""
    text, start, end = found.string, found.start(), found.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    opens = (not before or before.isspace() or before in "(“‘\"'[*") and (after.isalpha() or after in "“‘*")
    closes = (not after or after.isspace() or after in ".,;:!?)”’]*") and (before.isalnum() or before in ".!?”’)*")
    return (start, end, "") if opens or closes else None


def _star(found: re.Match) -> Change | None:
    """A star with space on both sides is none of emphasis."""
    text, start, end = found.string, found.start(), found.end()
    alone = not text[start - 1 : start].strip() and not text[end : end + 1].strip()
    return None if alone else (start, end, "")


def _missing_space(found: re.Match) -> Change | None:
    """Put a space behind a comma between two words, addresses aside."""
    text, comma = found.string, found.start()
    token = text[max(text.rfind(" ", 0, comma), comma - 60) + 1 : comma]
    fits = len(token) > 1 and token[-2:].isalpha() and not re.search(r"[/@\d_=]|www\.", token)
    return (comma, comma + 1, ", ") if fits else None


def _stray_space(found: re.Match) -> Change | None:
    """Close up `27 th March` and `States , all`."""
    text, at = found.string, found.start()
    before, after = text[at - 1 : at], text[at + 1]
    fits = before.isalpha() if after in ",." else before.isdigit()
    return (at, at + 1, "") if fits else None


def _form(found: re.Match) -> Change | None:
    """Put a letter and its accents, or a ligature, into the form that other texts use."""
    text, start = found.string, found.start()
    if not "\ufb00" <= text[start] <= "\ufb06":  # an accent belongs to the letter before it
        start -= 1
    if start < 0 or not text[start].isalnum():
        return None
    old = text[start : found.end()]
    new = "".join(unicodedata.normalize("NFKC", c) if "\ufb00" <= c <= "\ufb06" else c for c in old)
    new = unicodedata.normalize("NFC", new)
    return None if new == old else (start, found.end(), new)


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
# A hyphen at the end of a printed line, where the PDF gives that line and the next as one.
_UNSURE_INSIDE = re.compile(rf"{UNSURE_HYPHEN}(?![\r\n]|$)")
_WORD_BEFORE, _WORD_BEHIND = re.compile(r"[^\W\d_]+$"), re.compile(r"[^\W\d_]+")
# Every difference between raw and clean text within a line: its status, a sign without which it cannot occur (so that a
# text without it is not searched; "rare" stands for the characters above), its pattern, and what it does. A pattern
# begins with a single character, not with a repeat or a look behind: those are searched ten times slower.
PASSES: list[tuple[Status, str, re.Pattern[str], Callable[[re.Match], Change | None]]] = [
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
    ("soft hyphen", "rare", re.compile("\xad"), _drop),
    ("invisible character", "rare", re.compile(f"[{_INVISIBLE}]+"), _drop),
    ("character form", "rare", re.compile(f"[{_LIGATURES}{_ACCENTS}]+"), _form),
]


def find_edits(
    text: str, markers: list[Marker], found_before: list[Edit], joins: Judge, markup: bool = True
) -> list[Edit]:
    """Find every place within lines where clean text will differ from raw text, in order; join those found before."""
    edits = [*found_before, *(_marker_edit(text, marker) for marker in markers)]
    edits += [_unsure_hyphen_edit(found, joins) for found in _UNSURE_INSIDE.finditer(text)]
    rare = "".join(sorted(set(_RARE.findall(text))))
    for status, sign, pattern, change_of in PASSES:
        if not markup and status in ("markup", "emphasis"):
            continue
        if not pattern.search(rare) if sign == "rare" else sign not in text:
            continue
        for found in pattern.finditer(text):
            change = change_of(found)
            if change is not None:
                edits.append(Edit(*change, status))
    edits.sort(key=lambda e: (e.start, -e.end))
    return edits


def entry_edits(lines: list[Line], blocks: list[Block]) -> list[Edit]:
    """Return edits of entries: contents lose the dots before the page number; glossaries part a term by a colon."""
    kinds = {line.start: b.kind for b in blocks for line in (b.lines if b.kind == "toc" else b.lines[:1])}
    edits: list[Edit] = []
    for line in lines:
        kind = kinds.get(line.start)
        if line.shape == "quote":
            edits.append(Edit(line.start, line.body, "", "markup"))
        elif line.shape == "table":
            edits += _cell_edits(line, kind == "glossary")
        elif kind == "toc" and (leader := contents_leader(line.text)):
            edits.append(Edit(line.start + leader[0], line.start + leader[1], " ", "leader"))
        elif kind == "glossary" and (found := _TERM.match(line.text)):
            new = " " if found["colon"] else ": "
            edits.append(Edit(line.start + found.start("leader"), line.start + found.end("leader"), new, "leader"))
    return edits


def _cell_edits(line: Line, glossary: bool) -> list[Edit]:
    """Take the strokes out of a row of a table; its cells are parted by a space, a term and its meaning by a colon."""
    edits: list[Edit] = []
    paired = glossary and any(map(str.isalnum, line.text))
    for found in re.finditer(r"[ \t]*\|[ \t]*", line.text):
        edge = found.start() == 0 or found.end() == len(line.text)
        between = ": " if paired and len(edits) == 1 and line.text[found.start() - 1] != ":" else " "
        edits.append(Edit(line.start + found.start(), line.start + found.end(), "" if edge else between, "markup"))
    return edits


def _unsure_hyphen_edit(found: re.Match, joins: Judge) -> Edit:
    """Let a hyphen stand that belongs to the word it cuts; elsewhere the sign is none."""
    text, start, end = found.string, found.start(), found.end()
    before, behind = _WORD_BEFORE.search(text[max(0, start - 60) : start]), _WORD_BEHIND.match(text, end)
    if before and behind and not joins(before[0], behind[0]):
        return Edit(start, end, "-", "soft hyphen")
    return Edit(start, end, "", "soft hyphen" if before and behind else "invisible character")


def _marker_edit(text: str, marker: Marker) -> Edit:
    """Remove a note marker so that exactly one space stays where one belongs."""
    start, end = marker.start, marker.end
    after = text[end : end + 1]
    if text[start - 1 : start] in (" ", "\t") and (not after.strip() or after in ".,;:!?)”’"):
        start -= 1
    glue = text[start - 1 : start].isalnum() and after.isalnum() and not text[start].isdigit()
    return Edit(start, end, " " if glue else "", "note marker")
