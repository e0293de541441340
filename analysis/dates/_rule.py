"""What is a rule? A pattern of named parts, a function that reads them, an example and a look-alike: the examples
are the tests."""

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from . import _calendar, _parts
from ._story import Story

Parts = dict[str, str]


class Reading(NamedTuple):
    """What an expression means: TIMEX3 type, value and modifier; days only where they do not follow from the
    value."""

    type: str
    value: str
    mod: str = ""
    days: tuple[date, date] | None = None
    note: str = ""
    sure: bool = True


class Rule(NamedTuple):
    """One row of the grammar. The example stands in a text published on 15 May 2017."""

    name: str
    pattern: str
    read: Callable[[Parts, Story], Reading | None]
    example: str
    gives: str
    not_this: str


def expand(pattern: str, named: bool = True) -> str:
    """Write a pattern out: parts in full, caught by name or not, `_` as white space (one space in brackets and
    look-behinds).

    A name may stand twice, in alternatives: the second becomes `name_1`, and `parts` puts them together again.
    """
    seen: dict[str, int] = {}
    for name, phrase in _parts.PHRASES.items():
        pattern = re.sub(rf"(?<!P)<{name}>", phrase.replace("\\", r"\\"), pattern)

    def opening(name: str) -> str:
        seen[name] = seen.get(name, -1) + 1
        return f"(?P<{name}_{seen[name]}>" if named else "(?:"

    def part(found: re.Match[str]) -> str:
        return f"{opening(found[1])}{_spaces(_parts.PARTS[found[1].rstrip('0123456789')])})"

    # Angle brackets behind `(?P`, `(?<=` and `(?<!` are none of ours.
    pieces = re.split(r"(\(\?P<\w+>|\(\?<[!=])", _spaces(pattern))
    for at, piece in enumerate(pieces):
        if at % 2:
            pieces[at] = opening(piece[4:-1]) if "P" in piece else piece
        else:
            pieces[at] = re.sub(r"<([a-z]+\d?)>", part, piece)
    return "".join(pieces).replace("fi", "(?:fi|ﬁ)")  # the ligature of printed texts


def parts(found: re.Match[str]) -> Parts:
    """Return the parts a pattern caught, by name."""
    caught = ((name.rpartition("_")[0], text) for name, text in found.groupdict().items() if text)
    return {name: re.sub(" +", " ", text.replace("ﬁ", "fi")) for name, text in caught}


def _spaces(pattern: str) -> str:
    single = re.sub(
        r"\[[^\]]*\]|\(\?<[!=][^()]*\)", lambda found: found[0].replace("_", " "), pattern.replace("[_-]", "(?:_|-)")
    )
    return single.replace("_", "(?: {1,30})")


def day(value: str, mod: str = "") -> Reading:
    """Read a date, and say so where the calendar does not have it."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value) and not _calendar.span(value):
        return Reading("DATE", value, mod, note="the calendar has no such day")
    return Reading("DATE", value, mod)


def month_said(p: Parts, s: Story, month: int = 0) -> str:
    """Read a month (the one named, if none is given) with the year beside it, or the year the story gives it."""
    month = month or _parts.month(p["month"])
    return f"{p['year']}-{month:02d}" if p.get("year") else s.month(month)


def unknown(value: str, mod: str = "", kind: str = "DATE") -> Reading:
    """Read an expression that nothing in sight can place."""
    return Reading(kind, value, mod, note="nothing to count from: give the publication date")
