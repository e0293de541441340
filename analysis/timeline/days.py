"""What can be said of a stretch of days? Its length, precision and words; an interval is two days in ISO text."""

import re
from datetime import date

from analysis import edtf

Days = tuple[str, str]  # first and last day
UNKNOWN: Days = ("", "")
# Not from the system, whose language may differ.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def bounds(value: object) -> tuple[date | None, date | None]:
    """Return the first and last day of what a report says of its publication (EDTF); None where it says nothing."""
    try:
        return edtf.bounds(str(value))
    except ValueError:
        return None, None


def iso(days: tuple[date | None, date | None]) -> Days:
    """Return two days as ISO text, empty where there is none."""
    first, last = days
    return first.isoformat() if first else "", last.isoformat() if last else ""


def length(days: Days) -> int:
    """Return the number of days between the first and the last."""
    return (date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days


def touch(one: Days, two: Days) -> bool:
    """Tell whether two intervals have a day in common."""
    return one[0] <= two[1] and two[0] <= one[1]


def precision(earliest: str, latest: str) -> str:
    """Return how finely an interval dates: day, month, year or range.

    >>> precision("2016-07-01", "2016-07-31"), precision("2015-01-01", "2017-12-31")
    ('month', 'range')
    """
    if earliest == latest:
        return "day"
    for value, name in ((earliest[:7], "month"), (earliest[:4], "year")):
        if (earliest, latest) == iso(edtf.bounds(value)):
            return name
    return "range"


def in_words(days: Days) -> str:
    """Return a day or a month as a label says it; nothing for what is wider.

    >>> in_words(("2016-07-01", "2016-07-31")), in_words(("2016-01-01", "2016-12-31"))
    ('July 2016', '')
    """
    first = date.fromisoformat(days[0])
    month = f"{_MONTHS[first.month - 1]} {first.year}"
    return {"day": f"{first.day} {month}", "month": month}.get(precision(*days), "")


def says_year(words: str) -> bool:
    """Tell whether the words of a date settle its year, and do not leave it to the reader ("in November").

    >>> says_year("6 December 2016"), says_year("9/11"), says_year("November")
    (True, True, False)
    """
    return not re.match(r"(?:last |next )?[A-Z][a-z]+$", words)
