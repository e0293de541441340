"""Where are the notes of a report, and where are they cited? Found by the sequence they form, not by their looks."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from analysis.cleaning.lines import SUPERSCRIPTS, Line

_DIGITS = str.maketrans(SUPERSCRIPTS, "0123456789")
# Marks that can only be notes: raised by a tag, by Unicode, by TeX or by Markdown.
SURE = re.compile(
    rf"<sup>[ \t]*(?P<tag>\d{{1,3}}(?:[ \t]*[,;][ \t]*\d{{1,3}})*)[ \t]*</sup>|(?P<raised>[{SUPERSCRIPTS}]{{1,3}}(?:[,⁾˒][{SUPERSCRIPTS}]{{1,3}})*)"
    r"|\$\^\{?(?P<tex>\d{1,3})\}?\$|\[\^(?P<markdown>\d{1,3})\]"
)
# A number glued to a word, a bracket, a quotation mark or a full stop: a note only if its turn has come.
GLUED = re.compile(r"(?<=[^\W\d_]|[)\]”’\"'»?!.,;:%])(?<!\d[.,:])(\d{1,3})(?=[\s.,;:)”’\"]|$)", re.M)
BRACKETED = re.compile(r"(?<=[\w)\]”’\"'»?!.,;:%])[ \t]?\[(\d{1,3})\](?![(:])")
# What a line of a note begins with.
OPENING = re.compile(
    rf"<sup>[ \t]*(?P<tag>\d{{1,3}})[ \t]*</sup>|(?P<raised>[{SUPERSCRIPTS}]{{1,3}})|\$\^\{{?(?P<tex>\d{{1,3}})\}}?\$"
    r"|\[\^(?P<markdown>\d{1,3})\]:?|\[(?P<bracket>\d{1,3})\]|\(?(?P<plain>\d{1,3})[.)]?(?=[ \t]|(?<=[.)])[A-Z])"
)
MISSING = 4  # notes in a row that may have been lost in extraction before a glued number is doubted


@dataclass(frozen=True, slots=True)
class Marker:
    """A place where notes are cited."""

    start: int
    end: int
    numbers: tuple[int, ...]
    sure: bool


def find_notes(text: str, lines: list[Line]) -> list[Marker]:
    """Give the lines that open a note the role "note" and their number; return where the notes are cited.

    The marks at the beginning of such lines are not among the markers.
    """
    openings = {line.start for line in lines if line.shape == "note"}
    sure = [m for m in (_sure(found) for found in SURE.finditer(text)) if m.start not in openings]
    bodies = _bodies(lines)
    glued = [Marker(m.start(1), m.end(1), (int(m[1]),), False) for m in GLUED.finditer(text)]
    if sure:
        glued = []
    brackets = [Marker(m.start(), m.end(), (int(m[1]),), False) for m in BRACKETED.finditer(text)]
    if sure:
        _mark_sure_bodies(lines, sure, bodies)
        return sure
    best: list[Marker] = []
    for candidates in (glued, brackets):
        chain = _chain(text, candidates, bodies)
        if len(chain) > len(best):
            best = chain
    return best


def _sure(found: re.Match) -> Marker:
    digits = (found[found.lastgroup or 0] or "").translate(_DIGITS)
    numbers = tuple(int(n) for n in re.findall(r"\d+", digits))
    return Marker(found.start(), found.end(), numbers, True)


def _bodies(lines: list[Line]) -> list[tuple[Line, int, int, bool]]:
    """Return the lines that may open a note: line, number, where its text begins, whether its looks are sure."""
    out = []
    for line in lines:
        if line.shape in ("note", "number") and not line.role:
            found = OPENING.match(line.text)
            if found:
                digits = found[found.lastgroup or 0].translate(_DIGITS)
                body = (
                    line.start
                    + found.end()
                    + len(line.text[found.end() :])
                    - len(line.text[found.end() :].lstrip())
                )
                if body < line.end:
                    out.append((line, int(digits), body, line.shape == "note"))
    return out


def _mark(line: Line, number: int, body: int) -> None:
    line.role, line.number, line.body = "note", number, body


def _mark_sure_bodies(lines, sure, bodies) -> None:
    """Mark the notes of a text whose citations are sure: a plain number is a note where its turn has come."""
    cited = {}
    for marker in sure:
        for number in marker.numbers:
            cited.setdefault(number, marker.start)
    last = 0
    for line, number, body, looks in bodies:
        in_turn = number in cited and cited[number] < line.start and last < number <= last + 1 + MISSING
        if (looks and (number in cited or number == last + 1)) or in_turn:
            _mark(line, number, body)
            last = number


def _chain(text, candidates, bodies) -> list[Marker]:
    """Follow 1, 2, 3 ... through the text: each citation after the one before, each note after its citation."""
    chain, at, after = [], 0, 0
    starts = [m.start for m in candidates]
    taken = set()
    number = 1
    lost = 0
    while lost <= MISSING:
        options = [m for m in candidates[bisect_left(starts, at) :] if m.numbers[0] == number]
        body = None
        marker = None
        for option in options:
            body = next(
                (
                    b
                    for b in bodies
                    if b[1] == number and b[0].start > max(option.end, after) and b[0].start not in taken
                ),
                None,
            )
            if body:
                marker = option
                break
        if marker and body:
            chain.append(marker)
            _mark(body[0], number, body[2])
            taken.add(body[0].start)
            at, after, lost = marker.end, body[0].start, 0
        else:
            lost += 1
        number += 1
    if not chain:  # no notes: a mark behind a quotation mark or bracket can still only be one
        chain = [
            m
            for m in candidates
            if m.numbers[0] == 1 and text[m.start - 1] in '”’"»)' and text[m.end : m.end + 1] in ",.;: \n"
        ][:1]
    openings = {b[0].start for b in bodies}
    return [m for m in chain if m.start not in openings]
