"""Which comes first in this document's dates in digits, the day or the month?"""

import re
from typing import NamedTuple

_NUMERIC = re.compile(r"(?<![\w./-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\w/]|[.,]\d)")
_MONTHS = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DAY_MONTH = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTHS},? \d{{4}}")
_MONTH_DAY = re.compile(rf"\b{_MONTHS}\.? \d{{1,2}}(?:st|nd|rd|th)?, \d{{4}}")
_BRITISH = re.compile(
    r"\b(?:defence|programmes?|organis|centre|labour|whilst|favour|behaviour|recognis|licence|neighbour)"
)
_AMERICAN = re.compile(r"\b(?:defense|program\b|programs\b|organiz|center\b|labor\b|favor|behavior|recogniz|neighbor)")

UNDECIDED = "nothing to decide"


class Order(NamedTuple):
    """The order of day and month, whether it is certain, and what decided it."""

    first: bool
    sure: bool
    why: str


def order(folded: str, published: str) -> Order:
    """Return the order of a document: from days above 12, else from what would lie ahead, else from its written
    dates or its spelling."""
    dates = [(int(m[1]), int(m[3]), m[4]) for m in _NUMERIC.finditer(folded)]
    day_first = sum(a > 12 >= b for a, b, _ in dates)
    month_first = sum(b > 12 >= a for a, b, _ in dates)
    if day_first != month_first:
        return Order(day_first > month_first, True, "a day above 12")
    open_dates = [(a, b, year) for a, b, year in dates if a <= 12 and b <= 12 and a != b]
    if not open_dates:
        return Order(True, False, UNDECIDED)
    if published:
        late_if_day = sum(f"{year}-{b:02d}-{a:02d}"[: len(published)] > published for a, b, year in open_dates)
        late_if_month = sum(f"{year}-{a:02d}-{b:02d}"[: len(published)] > published for a, b, year in open_dates)
        if (late_if_day == 0) != (late_if_month == 0):
            return Order(late_if_day == 0, True, "the other order would lie ahead of the publication")
    written, spelt = _votes(folded, _DAY_MONTH, _MONTH_DAY), _votes(folded, _BRITISH, _AMERICAN)
    for votes, why in ((written, "how its dates are written in words"), (spelt, "its spelling")):
        # Three to one at least: reports quote each other.
        if max(votes) >= 2 and max(votes) >= 3 * min(votes):
            return Order(votes[0] > votes[1], True, why)
    return Order(True, False, "assumed")


def _votes(folded: str, here: re.Pattern[str], there: re.Pattern[str]) -> tuple[int, int]:
    return sum(1 for _ in here.finditer(folded)), sum(1 for _ in there.finditer(folded))
