"""Read dates in EDTF (ISO 8601-2): level 0 and the parts of levels 1 and 2 that reports need, from the year 1 on."""

import calendar
import re
from datetime import date

_QUALIFIER = re.compile(r"[~?%]")
_SET = re.compile(r"[\[{](.*)[\]}]")  # [one of], {all of}
_PART = re.compile(r"(?P<year>[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?)?")
# The first month of each season and how many it has: spring is from 1 March to 31 May. Winter belongs to the year in
# which it begins.
SEASONS = {"spring": (3, 3), "summer": (6, 3), "autumn": (9, 3), "winter": (12, 3)}
# First month and length in months, by their numbers in EDTF: 21-24 are the seasons, 33-36 quarters, 40-41 half-years.
PERIODS = {month: (month, 1) for month in range(1, 13)} | dict(enumerate(SEASONS.values(), start=21))
PERIODS |= {33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3), 40: (1, 6), 41: (7, 6)}


def bounds(edtf: str) -> tuple[date | None, date | None]:
    """Return the first and last day an EDTF date can mean, None where it is open; raises ValueError for no date."""
    if found := _SET.fullmatch(edtf.strip()):
        days = [_one(member.strip(), edtf) for member in found[1].split(",")]
        return min(first for first, _ in days), max(last for _, last in days)
    first, slash, last = edtf.strip().partition("/")
    if not slash:
        return _one(first, edtf)
    begin = None if first in ("", "..") else _one(first, edtf)[0]
    end = None if last in ("", "..") else _one(last, edtf)[1]
    if begin and end and begin > end:
        raise ValueError(f'"{edtf}" ends before it begins')
    return begin, end


def middle(edtf: str) -> date | None:
    """Return the day half-way between the bounds of an EDTF date, where a mark for it stands; None if open."""
    first, last = bounds(edtf)
    return first + (last - first) / 2 if first and last else None


def _one(part: str, whole: str) -> tuple[date, date]:
    found = _PART.fullmatch(_QUALIFIER.sub("", part))
    if not found:
        raise ValueError(f'"{whole}" is no EDTF date, such as 2017, 2017-05 or 2017-05-15')
    year, month, day = found["year"], found["month"] or "XX", found["day"] or "XX"
    low, high = max(1, int(year.replace("X", "0"))), int(year.replace("X", "9"))
    if high == 0:
        raise ValueError(f'"{whole}" has year 0; years begin with 0001')
    if "X" in month:
        return date(low, 1, 1), date(high, 12, 31)
    first, length = PERIODS.get(int(month), (0, 0))
    if not length or (length > 1 and found["day"]):
        raise ValueError(f'"{whole}" has no valid month')
    if "X" in day:
        later, end = divmod(first + length - 2, 12)
        return date(low, first, 1), last_day(high + later, end + 1)
    try:
        return date(low, int(month), int(day)), date(high, int(month), int(day))
    except ValueError:
        raise ValueError(f'"{whole}" has no valid day') from None


def last_day(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])
