"""Dates that share a year: in `between March and autumn 2014` the year stands behind the second and belongs to both."""

import re

from . import _calendar, _parts

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_LED = r"(?:(?:in|from|the|early|late|(?:beginning|start|middle|end)_of)_|mid-){0,3}"
_PART = rf"{_LED}(?:\d{{1,2}}(?:st|nd|rd|th)?_(?:of_)?)?(?:%s(?:_\d{{1,2}}(?:st|nd|rd|th)?)?|%s)"
_FURTHER = _PART % (_MONTH, "(?:spring|summer|autumn|winter)")
_LAST = _PART % (rf"(?P<month>{_MONTH})", "(?P<season>spring|summer|autumn|fall|winter)")
_JOIN = r"(?:,_|_?[-/]_?|,?_(?:and|or|to|until|till|through)_)"
_YEAR = (
    r"(?:(?P<year>(?:1[0-9]|20)\d\d)\b"
    r"|(?P<which>last|this|next|that|the_same|the_following|the_previous)_year\b)"
)
_BEHIND = re.compile(rf"(?:{_JOIN}{_FURTHER}){{0,2}}{_JOIN}{_LAST},?_(?:of_)?{_YEAR}".replace("_", " {1,9}"))
_STEPS = {"last": -1, "the previous": -1, "next": 1, "the following": 1}


def year_behind(after: str, month: int, published: str, told: str) -> int | None:
    """Return the year that a month, or a season that begins in it, shares with what it is coupled to.

    `after` is the folded text behind it; of a winter and a spring, the winter begins in the year before.

    >>> year_behind(" and summer of 2011", 3, "", ""), year_behind(" to september last year", 5, "2021-10", "")
    (2011, 2020)
    """
    found = _BEHIND.match(after)
    if not found:
        return None
    last = _parts.month(found["month"]) if found["month"] else _calendar.SEASONS[_parts.season(found["season"])][0]
    if found["year"]:
        year = int(found["year"])
    else:
        which = " ".join(found["which"].split())
        base = published if which in ("last", "this", "next") else told or published
        if not base[:4].isdigit() or len(base) < 4:
            return None
        year = int(base[:4]) + _STEPS.get(which, 0)
    return year - (month > last)
