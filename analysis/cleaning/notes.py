"""Where are the notes of a report, and where are they cited? Found by the sequence they form, not by their looks.

Takes the raw text and its lines; gives lines that open a note their role and number, and the markers that cite notes.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from analysis.cleaning.blocks import Block, Marker
from analysis.cleaning.lines import SUPERSCRIPTS, Line
from analysis.cleaning.vocabulary import part_of

_DIGITS = str.maketrans(SUPERSCRIPTS, "0123456789")
# Marks that can only be notes: raised by a tag, by Unicode, by TeX or by Markdown. A text with none of the signs of one
# is not searched for it.
_NUMBERS = r"\d{1,3}(?:[ \t]*[,;][ \t]*\d{1,3})*"
_SURE: list[tuple[tuple[str, ...], re.Pattern[str]]] = [
    (("<sup>",), re.compile(rf"<sup>[ \t]*(?:\[[ \t]*)?({_NUMBERS})[ \t]*(?:\]\(#[^()\s]*\)[ \t]*)?</sup>")),
    (("](#",), re.compile(r"\[(?:<sup>)?[ \t]*(\d{1,3})[ \t]*(?:</sup>)?\]\(#[^()\s]*\)")),
    (("[^",), re.compile(r"\[\^(\d{1,3})\]")),
    (("$^",), re.compile(r"\$\^\{?(\d{1,3})\}?\$")),
    (tuple(SUPERSCRIPTS), re.compile(rf"([{SUPERSCRIPTS}]{{1,3}}(?:[,⁾˒ʼ][{SUPERSCRIPTS}]{{1,3}})*)")),
]
# A number that may be glued to what stands before it, or stands in brackets: a note only if its turn has come.
_GLUED = re.compile(r"[0-9]{1,3}(?![\w%°]|(?:(?<=\.\d)|(?<=\.\d\d))\.\w)")  # not the 2 of a code such as SEC.2.B
_UNIT = re.compile(r"\b(?:[kcdm]?m|ft|mi|R)$")  # m², km³, R²: a power, no note
_BEHIND_YEAR = re.compile(r"(?<!\w)(?:19|20)[0-9]{2}([0-9]{1,2})(?![\w%°])")
_BRACKETED = re.compile(r"\[(\d{1,3})\](?![(:])")
# Numbers in round brackets: with space inside they can only be notes; without, they may be items as well.
_SPACED = re.compile(r"\([ \t](\d{1,3})[ \t]\)")
_ROUND = re.compile(r"\((\d{1,3})\)(?=[\s.,;:!?”’)]|$)")
_CODE = re.compile(
    r"(?:^|[^A-Za-z])[A-Z]{1,3}$|(?<![12]\d\d)\d[.,]$|\d[:/-]$|\b(?:pp?|nos?|nr|arts?|vol|para|sec|ch|fig|v)\.$", re.I
)
_AS_ITEMS = ("round", "dotted")  # notes whose numbers look like those of items
_BRACKETS = {"bracket": ("[", _BRACKETED), "spaced": ("(", _SPACED), "round": ("(", _ROUND)}
_CLOSING = frozenset(")]”’\"'»")
# What the line of a note begins with.
_OPENING = re.compile(
    rf"<sup>[ \t]*(?P<tag>\d{{1,3}})[ \t]*</sup>|(?P<raised>[{SUPERSCRIPTS}]{{1,3}})|\$\^\{{?(?P<tex>\d{{1,3}})\}}?\$"
    r"|\[\^(?P<markdown>\d{1,3})\]:?|\[(?P<bracket>\d{1,3})\]"
    r"|\([ \t](?P<spaced>\d{1,3})[ \t]\)|\((?P<round>\d{1,3})\)(?=[ \t])"
    r"|(?P<dotted>\d{1,3})\.(?=[ \t]|[A-Z])|(?P<plain>\d{1,3})(?=[ \t])"
)
_CITES = re.compile(
    r"\b(?:19|20)\d\d\b|https?:|www\.|\b(?:ibid|see|cf|op\. cit|pp?\.|vgl|siehe|voir|interviews?)\b", re.I
)
LISTED = 20  # notes that a message names
MISSING = 4  # notes in a row that extraction may have lost before the sequence counts as ended


@dataclass(slots=True)
class _Opening:
    """A line that may open a note: its number, where its text begins, and whether its looks are sure."""

    line: Line
    number: int
    body: int
    sure: bool
    rank: int  # its place among all lines
    style: str  # how its number is written
    listed: bool  # it stands under a heading such as "Notes"


def find_notes(text: str, lines: list[Line]) -> list[Marker]:
    """Give the lines that open a note the role "footnote" and their number; return where notes are cited, in order."""
    openings = _openings(lines)
    furniture = [line for line in lines if line.role == "removed"]
    sure = _outside(furniture, _sure_markers(text, {o.line.start for o in openings if o.sure}))
    if sure:
        _mark(_bodies(openings, first_cited={n: marker.start for marker in reversed(sure) for n in marker.numbers}))
        return sure
    glued = _outside(furniture, _glued_markers(text))
    if not openings:
        return _uncited(text, glued)
    best: tuple[float, list[Marker], list[_Opening]] = (0.0, [], [])
    for style, cited in _candidates(text, lines, glued):
        mine = [o for o in openings if o.sure or o.style == style]
        for start in _starts(mine):
            markers, bodies = _chain(cited, mine[start:])
            if style in _AS_ITEMS and 2 * sum(1 for o in bodies if o.listed or _CITES.search(o.line.text)) < len(
                bodies
            ):
                continue  # items of a list, unless most of them cite something
            best = max(best, (_trust(bodies), markers, bodies), key=lambda found: found[0])
    _, markers, bodies = best
    _mark([*bodies, *_uncalled(bodies, openings)])
    return markers if bodies else _uncited(text, glued)


def _candidates(text: str, lines: list[Line], glued: list[Marker]) -> Iterator[tuple[str, list[Marker]]]:
    """Return how notes may be numbered, and where they are then cited: "[1]" may also cite the note "1." or "1"."""
    yield from (("plain", glued), ("dotted", glued))
    for style in _BRACKETS:
        cited = _in_brackets(text, lines, style)
        yield style, cited
        if style == "bracket" and cited:
            yield from (("dotted", cited), ("plain", cited))


def _outside(furniture: list[Line], markers: list[Marker]) -> list[Marker]:
    """Return the markers that do not stand in a head or foot of a page."""
    starts = [line.start for line in furniture]

    def is_outside(marker: Marker) -> bool:
        i = bisect_right(starts, marker.start)
        return i == 0 or furniture[i - 1].end <= marker.start

    return [marker for marker in markers if is_outside(marker)]


def _sure_markers(text: str, openings: set[int]) -> list[Marker]:
    """Return the marks that can only be notes, those aside that a note opens with."""
    found: dict[int, Marker] = {}
    for signs, pattern in _SURE:
        for m in pattern.finditer(text) if any(sign in text for sign in signs) else ():
            start = m.start()
            power = text[start] in SUPERSCRIPTS and _UNIT.search(text[max(0, start - 4) : start])
            around = found.get(start - len("<sup>"))
            if not power and start not in found and not (around and start < around.end):
                numbers = re.findall(r"\d+", m[1].translate(_DIGITS))
                found[start] = Marker(start, m.end(), tuple(map(int, numbers)))
    return [found[start] for start in sorted(found) if start not in openings]


def _glued_markers(text: str) -> list[Marker]:
    """Return numbers that stand right behind a word, a bracket or a full stop, codes such as WP6 or D6.5 aside."""
    out = []
    for found in _GLUED.finditer(text):
        start = found.start()
        before = text[start - 1 : start]
        glued = before and (before.isalpha() or before in "”’\"'»)].,;:!?%…")
        # the window of six characters holds a year and its full stop
        if glued and not _CODE.search(text[max(0, start - 6) : start]):
            out.append(Marker(start, found.end(), (int(found[0]),)))
    out += [Marker(*found.span(1), (int(found[1]),)) for found in _BEHIND_YEAR.finditer(text)]
    return sorted(out, key=lambda marker: marker.start)


def _in_brackets(text: str, lines: list[Line], style: str) -> list[Marker]:
    """Return numbers in brackets that no line begins with."""
    sign, pattern = _BRACKETS[style]
    if sign not in text:
        return []
    first = {line.start for line in lines if line.text[0] == "("}
    return [Marker(*m.span(), (int(m[1]),)) for m in pattern.finditer(text) if m.start() not in first]


def _openings(lines: list[Line]) -> list[_Opening]:
    """Return the lines that may open a note; numbered entries of a list of references are none."""
    out = []
    zone = ""
    for rank, line in enumerate(lines):
        if line.shape == "text" and (line.blank_before or line.indent) and len(line.text) <= 60 and not line.role:
            zone = part_of(line.text) or zone
        elif line.shape == "hash":
            zone = part_of(line.text.strip("#* \t"))
        if line.role or not (line.shape == "note" or (line.shape == "number" and zone != "reference")):
            continue
        tagged = line.shape == "note" and line.text[0] == "<"
        found = _OPENING.match(line.text, line.text.find("<sup>") if tagged else 0)
        if found and found.lastgroup:
            body = line.end - len(line.text[found.end() :].lstrip())
            if body < line.end:
                style, number = found.lastgroup, int(found[found.lastgroup].translate(_DIGITS))
                out.append(_Opening(line, number, body, line.shape == "note", rank, style, zone == "footnote"))
    return out


def _mark(openings: list[_Opening]) -> None:
    for opening in openings:
        opening.line.role, opening.line.number, opening.line.body = "footnote", opening.number, opening.body


def _bodies(openings: list[_Opening], first_cited: dict[int, int]) -> list[_Opening]:
    """Choose the notes of a text whose citations are sure: by their looks; where these are plain, in their turn."""
    sure = {o.number for o in openings if o.sure}
    plain = [o for o in openings if o.sure or o.number not in sure]
    best: tuple[float, list[_Opening]] = (0.0, [])
    for start in _starts(plain):
        chosen: list[_Opening] = []
        last = 0
        for o in plain[start:]:
            behind = first_cited.get(o.number, o.line.start) < o.line.start
            in_turn = behind and last < o.number <= last + 1 + MISSING
            if o.sure or in_turn:
                chosen.append(o)
                last = o.number
        best = max(best, (_trust(chosen), chosen), key=lambda found: found[0])
    return best[1]


def _starts(openings: list[_Opening]) -> list[int]:
    """Return where a sequence of notes may begin: at the first line, or at one of the last with the number 1."""
    return [0, *[i for i, o in enumerate(openings) if o.number == 1 and i][-6:]]


def _trust(openings: list[_Opening]) -> float:
    """Weigh a choice of notes: what looks like a heading counts less, what follows its neighbour more."""
    weight = 0.0
    for i, o in enumerate(openings):
        weight += 1.0 if o.sure or not _looks_like_heading(o) else 0.4
        weight += 0.1 if _CITES.search(o.line.text) else 0.0
        weight += 0.05 if i and o.rank - openings[i - 1].rank <= 3 else 0.0
    return weight


def _looks_like_heading(opening: _Opening) -> bool:
    words = opening.line.text[opening.body - opening.line.start :]
    return (
        (words.isupper() or part_of(words) != "" or len(words) < 60)
        and not _CITES.search(words)
        and words[-1] not in ".;"
    )


def _chain(candidates: list[Marker], openings: list[_Opening]) -> tuple[list[Marker], list[_Opening]]:
    """Follow 1, 2, 3 ... through the text: each citation after the one before, each note after its citation."""
    markers: list[Marker] = []
    chosen: list[_Opening] = []
    cited: dict[int, list[Marker]] = {}
    for candidate in candidates:
        cited.setdefault(candidate.numbers[0], []).append(candidate)
    by_number: dict[int, list[_Opening]] = {}
    for opening in openings:
        by_number.setdefault(opening.number, []).append(opening)
    at = after = lost = 0
    number = 1
    while lost <= MISSING:
        pair = _pair(cited.get(number, []), by_number.get(number, []), at, after)
        if pair:
            markers.append(pair[0])
            chosen.append(pair[1])
            at, after, lost = pair[0].end, pair[1].line.start, 0
        else:
            lost += 1
        number += 1
    return markers, chosen


def _uncalled(chosen: list[_Opening], openings: list[_Opening]) -> list[_Opening]:
    """Return the notes that no citation was found for: the missing numbers, between the notes before and after."""
    places = [o.rank for o in openings]
    out = []
    for a, b in pairwise(chosen):
        expected = a.number + 1
        for o in openings[bisect_right(places, a.rank) : bisect_left(places, b.rank)] if b.number > expected else ():
            if o.number == expected < b.number and o.style == a.style:
                out.append(o)
                expected += 1
    return out


def _pair(markers: list[Marker], openings: list[_Opening], at: int, after: int) -> tuple[Marker, _Opening] | None:
    """Return the first citation behind `at` and the first note behind it and behind `after`."""
    i = bisect_left([m.start for m in markers], at)
    if i == len(markers):
        return None
    marker = markers[i]
    j = bisect_right([o.line.start for o in openings], max(marker.end, after))
    return (marker, openings[j]) if j < len(openings) else None


def _uncited(text: str, glued: list[Marker]) -> list[Marker]:
    """Find citations of notes that are not in the file: 1, 2, 3 ... behind a closing mark, each in its turn."""
    chain: list[Marker] = []
    for marker in glued:
        behind = text[marker.start - 1]
        closes = behind in _CLOSING or (behind in ".,;:!?" and text[marker.start - 2].isalpha())
        if closes and marker.numbers[0] == len(chain) + 1 and text[marker.end : marker.end + 1] in " \n.,;:)":
            chain.append(marker)
    return chain if len(chain) > 1 or (chain and text[chain[0].start - 1] in _CLOSING) else []


def cite_notes(blocks: list[Block], markers: list[Marker]) -> None:
    """Give each block the numbers of the notes it cites; a note takes the section of the block that cites it."""
    starts = [marker.start for marker in markers]
    sections: dict[int, tuple[str, ...]] = {}
    for block in blocks:
        first, last = (bisect_left(starts, at) for at in (block.lines[0].body, block.lines[-1].end))
        if block.kind == "footnote" or first == last:
            continue
        spans = [(bisect_left(starts, line.body), bisect_left(starts, line.end)) for line in block.lines]
        numbers = [n for begin, end in spans for marker in markers[begin:end] for n in marker.numbers]
        block.notes = tuple(dict.fromkeys(numbers))
        for n in block.notes:
            sections.setdefault(n, block.section)
    for block in blocks:
        if block.kind == "footnote":
            block.section = sections.get(block.note or 0, block.section)


def note_problems(blocks: list[Block]) -> list[tuple[str, str, str]]:
    """Return code, message and fix for notes that are cited but missing, and for notes that nothing cites."""
    cited = {n for b in blocks for n in b.notes}
    there = {b.note for b in blocks if b.note is not None}
    out = []
    if cited - there:
        message = f"The text cites notes whose words are not in the file: {_listed(cited - there)}."
        out.append(("W-NOTE", message, "Look them up in the original; all else is as it should be."))
    if there - cited:
        message = f"The file holds notes that no place in the text cites: {_listed(there - cited)}."
        out.append(("W-NOTE", message, "Look in the original where they belong; all else is as it should be."))
    return out


def _listed(numbers: set[int]) -> str:
    shown = ", ".join(str(n) for n in sorted(numbers)[:LISTED])
    return shown + (f" and {len(numbers) - LISTED} more" if len(numbers) > LISTED else "")
