"""Readers of dates that name their year, month or day."""

import re

from . import _calendar, _parts
from ._rule import Parts, Reading, day, month_said, unknown
from ._story import Story

_NAMED = re.compile(
    r"(?:^|\b)(?:in|since|until|till|by|from|during|between|and|last|next|this|late|early|mid|before|after"
    r"|through|of|to|or|for|around|throughout|"
    r"on|january|february|march|april|may|june|july|august|september|october|november"
    r"|december)[ ,(-]{1,9}(?:the )?$|[(]$"
)


def _date(p: Parts, value: str) -> Reading:
    time = _parts.time(p)
    read = day(value, _parts.mod(p.get("edge")) or ("APPROX" if p.get("about") else ""))
    return read._replace(type="TIME", value=value + time) if time else read


def full(p: Parts, s: Story) -> Reading | None:
    """Read day, month and year, whatever their order."""
    return _date(p, f"{p['year']}-{_parts.month(p['month']):02d}-{_parts.integer(p.get('nth') or p['day']):02d}")


def iso(p: Parts, s: Story) -> Reading | None:
    """Read year, month and day in digits."""
    return _date(p, f"{p['year']}-{int(p['mm']):02d}-{int(p['dd']):02d}")


def numeric(p: Parts, s: Story) -> Reading | None:
    """Read a date in digits, in the order of the document."""
    first, second = int(p["dd"]), int(p["dd2"])
    year = int(p.get("year") or 0) or _century(int(p["yy"]), s)
    here, there = (second, first), (first, second)  # month and day
    if not (s.order.first if first <= 12 and second <= 12 else first > 12):
        here, there = there, here
    if not 1 <= here[0] <= 12 or not 1 <= here[1] <= 31:
        return None
    read = _date(p, f"{year:04d}-{here[0]:02d}-{here[1]:02d}")
    if s.order.sure or first == second or first > 12 or second > 12:
        return read
    other = _calendar.span(f"{year:04d}-{there[0]:02d}-{there[1]:02d}")
    mine = _calendar.span(read.value)
    if not other or not mine:
        return read
    both = min(mine[0], other[0]), max(mine[1], other[1])
    return read._replace(days=both, note=f"day and month could change places ({other[0].isoformat()})", sure=False)


def _century(two: int, s: Story) -> int:
    now = int(s.published[:4]) if s.published else 2049
    year = now // 100 * 100 + two
    return year - 100 if year > now + 20 else year


def _is_verb(p: Parts, s: Story) -> bool:
    """Tell `he may` and `they march` from the months, which have a capital letter."""
    short = p["month"][:3] if p.get("month") else ""
    return short in ("may", "mar", "aug") and s.raw[s.raw.lower().index(short)].islower()


def month_year(p: Parts, s: Story) -> Reading | None:
    """Read a month with its year."""
    if _is_verb(p, s):
        return None
    number = int(p["mm"]) if p.get("mm") else _parts.month(p["month"])
    year = p.get("year") or str(_century(int(p["yy"]), s))
    return _date(p, f"{year}-{number:02d}")


def season_year(p: Parts, s: Story) -> Reading | None:
    """Read a season with its year."""
    return _date(p, f"{p['year']}-{_parts.season(p['season'])}")


def piece_of_year(p: Parts, s: Story) -> Reading | None:
    """Read a quarter or a half of a year; without its year it is one of the year last named."""
    letter, number = _piece(p)
    if not 1 <= number <= (4 if letter == "Q" else 2):
        return None
    if p.get("year"):
        return _date(p, f"{p['year']}-{letter}{number}")
    base = s.base()
    if not base:
        return unknown(f"XXXX-{letter}{number}")
    year = int(base[:4].ljust(4, "0"))
    if s.published and not s.narrative:
        value = _calendar.span(f"{year}-{letter}{number}")
        later = value and value[0].isoformat() > s.published
        year -= bool(later and s.tense() == "past")
    return _date(p, f"{year}-{letter}{number}")


def _piece(p: Parts) -> tuple[str, int]:
    if p.get("rank"):
        number = _parts.rank(p["rank"])
        letter = "Q" if "quarter" in p["piece"] else "H"
        return letter, number if number > 0 else {"Q": 4, "H": 2}[letter]
    if "latter" in p["piece"]:
        return "H", 2
    digit, letter = sorted(p["piece"])  # 2H is H2
    return letter.upper(), int(digit)


def decade(p: Parts, s: Story) -> Reading | None:
    """Read a decade as the three digits of its years."""
    if p.get("decade"):
        return _date(p, p["decade"][:3])
    words = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
    ten = int(p["yy"][0]) if p.get("yy") else words.index(p["tens"]) + 2
    now = int(s.published[:4]) if s.published else 2025
    return _date(p, f"{now // 100 - (ten > now // 10 % 10)}{ten}")


def century(p: Parts, s: Story) -> Reading | None:
    """Read a century: the 21st is the one whose years begin with 20."""
    number = _parts.rank(p["rank"])
    if not 1 <= number <= 22:
        return None
    return _date(p, f"BC{number - 1:02d}" if p.get("bc") else f"{number - 1:02d}")


# What stands before and behind four digits that are a number and no year.
_NUMBERS = [
    (r"[€$£+#] ?$|\d [\d.]{0,9}$|\b(?:usd|eur|gbp|no\.?|nr\.?|area code|box|rue|avenue) $", ""),
    ("", r"[.,]\d{3}\b|[.,]\d+ ?(?:%|m\b|bn\b)| ?[€$£%°]| \d{3,}(?![\d/.-])| committee\b"),
    # behind a hyphen, slash or colon, unless a prefix or a word leads to it: post-2014, July/2016
    (
        r"(?<!\bpost)(?<!\bpre)(?<!\bmid)(?<!\bnon)(?<![a-z]{3})-$|(?<![a-z]{3})/$|[:']$|(?<![a-z] )(?<![a-z)\"'])\.$",
        "",
    ),
    # about 1900 cases: a round number of things
    (r"\b(?:some|about|than|over|nearly|up to|around) $", r" (?!in\b|and\b|to\b|the\b|was\b|is\b)[a-z]{3,}s\b"),
]
_NO_YEAR = [(re.compile(before), re.compile(after)) for before, after in _NUMBERS]
_OLD = re.compile(r"\b(?:in|year|of|since|from|until|by|between|and|to|before|after) $|[(]$")


def year(p: Parts, s: Story) -> Reading | None:
    """Read a year; a number that only looks like one is left alone, and so is a year ahead in a name (NATO 2030)."""
    before, after, number = s.before(30), s.after(30), int(p["year"])
    if any(left.search(before) and right.match(after) for left, right in _NO_YEAR):
        return None
    if number < 1700 and not _OLD.search(before):
        return None
    if p.get("about") and re.match(r" [a-z]{3,}s\b", after):
        return None
    named = re.search(r"\b[A-Z]{2,6} $", s.text[max(0, s.start - 7) : s.start])
    if named and s.published and number > int(s.published[:4]) + 2:
        return None
    return _date(p, p["year"])


def year_bc(p: Parts, s: Story) -> Reading | None:
    """Read a year, a month or a season before our era, or a year of our era that says so."""
    if p["era"].startswith("b"):
        part = f"-{_parts.season(p['season'])}" if p.get("season") else ""
        part = f"-{_parts.month(p['month']):02d}" if p.get("month") else part
        value = f"BC{int(p['old']):04d}{part}" if p["old"].isdigit() else f"BC{int(p['old'][:-2]) // 10:03d}"
    else:
        value = f"{int(p['old']):04d}"
    return Reading("DATE", value, _parts.mod(p.get("edge") or p.get("about")))


def years(p: Parts, s: Story) -> Reading | None:
    """Read a range of years: 2015-2017, 2016-17, 2016/17."""
    first = int(p["year"])
    last = int(p["year2"]) if p.get("year2") else first // 100 * 100 + int(p["yy"])
    if p.get("yy") and last <= first:
        last += 100 * (first % 100 > 89 and last % 100 < 30)
    if p.get("yy") and int(p["yy"]) <= 12 and "/" not in s.raw and last - first > 30:
        return None
    return Reading("DATE", f"{first}/{last}") if 0 < last - first <= 300 else None


def days(p: Parts, s: Story) -> Reading | None:
    """Read a range of days or months of one year, or of two."""
    if _is_verb(p, s):
        return None
    month1 = _parts.month(p["month"])
    month2 = _parts.month(p.get("month2") or p["month"])
    last_year = p.get("year2") or p.get("year") or s.month(month2)[:4]
    if not last_year.isdigit():
        return unknown("XXXX")
    first_year = p["year"] if p.get("year") and p.get("year2") else f"{int(last_year) - (month1 > month2):04d}"
    first, last = f"{first_year}-{month1:02d}", f"{last_year}-{month2:02d}"
    if p.get("nth"):
        first, last = f"{first}-{_parts.integer(p['nth']):02d}", f"{last}-{_parts.integer(p['nth2']):02d}"
    value = f"{first}/{last}"
    return Reading("DATE", value, note="" if _calendar.span(value) else "the calendar has no such range")


def two_days(p: Parts, s: Story) -> Reading | None:
    """Read two days in a row, as meetings have them, as one range: on 9 and 10 December 2019."""
    in_a_row = _parts.integer(p["nth2"]) == _parts.integer(p["nth"]) + 1
    return days(p, s) if in_a_row and not s.before(9).endswith("between ") else None


def first_of_two(p: Parts, s: Story) -> Reading | None:
    """Read the first day or month of a pair whose year stands at the second: between 3 and 5 May 2017."""
    if _is_verb(p, s):
        return None
    month2 = _parts.month(p["month2"])
    month1 = _parts.month(p["month"]) if p.get("month") else month2
    year = int(p["year"]) - (month1 > month2) if p.get("year") else 0
    head = f"{year:04d}-{month1:02d}" if year else s.month(month1)
    if not p.get("nth"):
        return day(head)
    led = p.get("month") or s.raw.lower().startswith("the ")
    if not led and not re.search(r"\b(?:between|from|on|of|both|the|or|and) $|, $|[(]$", s.before(9)):
        return None
    return day(f"{head}-{_parts.integer(p['nth']):02d}")


def month_day(p: Parts, s: Story) -> Reading | None:
    """Read a day and a month whose year stands elsewhere."""
    if _is_verb(p, s) or re.match(r"(?:,? \d{3,}|[,.]\d)", s.after(8)):
        return None
    value = f"{s.month(_parts.month(p['month']))}-{_parts.integer(p['nth']):02d}"
    return _date(p, _on_weekday(value, _parts.weekday(p["weekday"])) if p.get("weekday") else value)


def _on_weekday(value: str, weekday: int) -> str:
    """Return the day in the year next to it in which it falls on the weekday that is said, if there is one."""
    if not value[:4].isdigit():
        return value
    years = (int(value[:4]) + step for step in (0, 1, -1))
    falls = (f"{year:04d}{value[4:]}" for year in years)
    return next((day for day in falls if (days := _calendar.span(day)) and days[0].isoweekday() == weekday), value)


def week_of(p: Parts, s: Story) -> Reading | None:
    """Read the week that a day lies in."""
    value = f"{month_said(p, s)}-{_parts.integer(p['nth']):02d}"
    return Reading("DATE", week) if (week := _calendar.shift(value, 0, "week")) else unknown("XXXX-WXX")


def bare_month(p: Parts, s: Story) -> Reading | None:
    """Read a month that stands alone; `may`, `march` and `august` only where they are clearly months."""
    raw = s.raw[-len(p["name"]) :]
    if raw[0].islower() and (p["name"] in ("may", "march", "august") or raw != p["name"]):
        return None
    if p["name"] in ("may", "march", "august", "april", "june") and not p.get("edge"):
        if not _NAMED.search(s.before(14)) and not re.match(
            r" (?:\d{4}|(?:european )?(?:council|summit|meeting|elections?))", s.after(20)
        ):
            return None
        if p["name"] in ("may", "march") and re.match(
            r" (?:be|have|not|also|well|on|towards?|through the)\b", s.after(12)
        ):
            return None
    return _date(p, s.month(_parts.month(p["name"])))


def holiday(p: Parts, s: Story) -> Reading | None:
    """Read a holiday that has a fixed day."""
    month, number = _parts.HOLIDAYS[p["feast"]]
    return day(f"{month_said(p, s, month)}-{number:02d}")


def attacks(p: Parts, s: Story) -> Reading | None:
    """Read 9/11 as the day it names."""
    return day("2001-09-11")
