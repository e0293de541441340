"""TIMEX3 values: which days a value covers, what lies before and after it, how EDTF writes it, how words spell it.

A value is a string: `2017`, `2017-05`, `2017-05-15`, `2017-W20`, `2017-Q2`, `2017-H1`, `2017-SU`, `199` (a decade),
`20` (a century), `2015/2017` (a range), each possibly with a time of day after it (`T11:34`, `TMO`).
"""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from .. import edtf as edtf_dates
from .. import rules
from ..edtf import last_day

_CODES = {"SP": 21, "SU": 22, "FA": 23, "WI": 24, "Q1": 33, "Q2": 34, "Q3": 35, "Q4": 36, "H1": 40, "H2": 41}
YEARS = {"year": 1, "decade": 10, "century": 100}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}

Days = tuple[date, date]
Parts = dict[str, str]  # what a pattern caught, by the name of the part


class Reading(NamedTuple):
    """What an expression means: TIMEX3 type, value and modifier; days only where they do not follow from it."""

    type: str
    value: str
    mod: str = ""
    days: Days | None = None
    note: str = ""
    sure: bool = True


class Match(NamedTuple):
    """A temporal expression and the rule that read it."""

    start: int
    end: int
    rule: str
    reading: Reading


@lru_cache(4096)
def span(value: str) -> Days | None:
    """Return the first and last day a value covers, or None where it names no stretch of the calendar."""
    try:
        first, last = edtf_dates.bounds(_written(value))
    except (ValueError, OverflowError):
        return None
    return (first, last) if first and last else None


def _written(value: str) -> str:
    """Write a value as EDTF, without its time of day; raises ValueError where EDTF has no word for it."""
    if "/" in value:
        return "/".join(map(_written, value.split("/")))
    day = value.partition("T")[0]
    if found := re.fullmatch(r"(\d{4})-W(\d\d)(?:-(\d|WE))?", day):
        ends = {"WE": "67", None: "17"}.get(found[3], found[3])
        return "/".join(date.fromisocalendar(int(found[1]), int(found[2]), int(n)).isoformat() for n in ends)
    if not re.fullmatch(r"\d{2,4}|\d{4}-(?:\d\d(?:-\d\d)?|[SFWQH][A-Z1-4])", day):
        raise ValueError(day)
    return day.ljust(4, "X") if len(day) < 5 else day[:5] + str(_CODES.get(day[5:], day[5:]))


def shift(value: str, steps: int, unit: str) -> str:
    """Return the unit that lies so many steps from a value, or "" where the value is coarser than the unit."""
    days = span(value)
    if not days or (unit not in YEARS and (days[1] - days[0]).days >= (_DAYS.get(unit) or 31 * _MONTHS[unit])):
        return ""
    moved = add(days[0], steps, unit)
    if unit in ("week", "weekend"):
        year, week, _ = moved.isocalendar()
        return f"{year:04d}-W{week:02d}" + "-WE" * (unit == "weekend")
    if unit == "quarter":
        return f"{moved.year:04d}-Q{(moved.month + 2) // 3}"
    return moved.isoformat()[: {"century": 2, "decade": 3, "year": 4, "month": 7}.get(unit, 10)]


def add(day: date, steps: int, unit: str) -> date:
    """Return the day so many units from a day (the 31st becomes the last of a shorter month), or the last there is."""
    if unit in _DAYS:
        ahead = day.toordinal() + steps * _DAYS[unit]
        return date.fromordinal(min(max(ahead, date.min.toordinal()), date.max.toordinal()))
    year, month = divmod(day.year * 12 + day.month - 1 + steps * _MONTHS[unit], 12)
    if not 1 <= year <= 9999:
        return date.min if year < 1 else date.max
    return date(year, month + 1, min(day.day, last_day(year, month + 1).day))


def interval(reading: Reading) -> Days | None:
    """Return the first and last day a reading can mean, None where no calendar shows it.

    The start, middle or end of a month or more is a third of it, in whole years or months where there are enough.
    """
    if reading.days or reading.type not in ("DATE", "TIME") or not (days := span(reading.value)):
        return reading.days
    place, (first, last) = {"START": 0, "MID": 1, "END": 2}.get(reading.mod), days
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if place is None or months == 2 or (last - first).days < 27:
        return days
    if months == 1:  # days 1-10, 11-20, 21 to its end
        begin = first + timedelta(days=10 * place)
        return begin, last if place == 2 else begin + timedelta(days=9)
    unit, size = ("year", months // 12) if months >= 120 else ("month", months)  # a decade: years 0-3, 4-6, 7-9
    begin, end = (add(first, -(-size * part // 3), unit) for part in (place, place + 1))
    return begin, end - timedelta(days=1)


def opened(reading: Reading, bound: str, raw: str) -> tuple[date | None, date | None]:
    """Return the first and last day of an interval that a date closes on one side only; None where it is open."""
    days = interval(reading)
    if not days or bound not in ("before", "until", "after", "since"):
        return days or (None, None)
    first, last = days
    if reading.mod == "END" and "end" in raw.lower():  # the end of a year is its last day
        first = last
    day = timedelta(days=1)
    if bound in ("before", "until"):
        return None, (first - day if first != last or reading.mod != "END" else last) if bound == "before" else last
    return last + day if bound == "after" else first, None


def edtf(reading: Reading, first: date | None, last: date | None) -> str:
    """Write a date as EDTF (Library of Congress 2019), or "" where EDTF has no word for it; one side may be open."""
    if bool(first) != bool(last):  # as finely as the date it comes from: 2014-05-06/..
        day, side = (first or last or date.min), 0 if first else 1
        fine = re.match(r"\d{4}-\d\d-\d\d", reading.value)  # else the year or month that begins, or ends, with this day
        parts = [part for n in (4, 7) if not fine and (days := span(part := f"{day}"[:n])) and days[side] == day]
        written = [*parts, f"{day}"][0]
        return f"{written}/.." if first else f"../{written}"
    if reading.days:
        return f"{first}/{last}" if reading.sure else f"[{first},{last}]"
    if reading.type not in ("DATE", "TIME") or not span(reading.value):
        return ""
    about = "~" * (reading.mod == "APPROX")
    return "/".join(part + about for part in _written(reading.value).split("/"))


WORDS = rules.load_words("dates/words")
CUE_RULES = rules.load_rules("dates/cues")
SEASONS: dict[str, str] = WORDS["seasons"]  # by their names, as TIMEX3 writes them
SEASON_BEGINS = {name: edtf_dates.PERIODS[_CODES[code]][0] for name, code in SEASONS.items()}
NO_NAMES = CUE_RULES["no name"].words
CUES = {name: rule.pattern for name, rule in CUE_RULES.items()}
_NUMBERS: dict[str, float] = {
    **{word: float(n) for n, word in enumerate(WORDS["ones"])},
    **{word: 10.0 * n for n, word in enumerate(WORDS["tens"], start=2)},
    **WORDS["numbers"],
}
_RANKS = {word: n for n, word in enumerate(WORDS["ordinals"], start=1)} | {"last": -1, "final": -1}
_NUMBER_OF = {name[:3]: n for names in ("months", "weekdays") for n, name in enumerate(WORDS[names], start=1)}
_MODS = {word: mod for mod, words in WORDS["mods"].items() for word in words}


def daytime(text: str | None) -> str:
    """Read a part of the day as the end of a TIMEX3 value, such as TMO."""
    return next((code for word, code in WORDS["daytimes"].items() if word in (text or "")), "")


def time(p: Parts) -> str:
    """Read the clock time or the part of the day among the parts as the end of a value, such as T20:30; "" for none."""
    text = p.get("clock")
    if not text:
        return daytime(p.get("daytime") or p.get("partof"))
    hour, minute = [*map(int, re.findall(r"\d\d?", text)), 0][:2]
    if ("p" in text and hour < 12) or ("a" in text and hour == 12):
        hour = (hour + 12) % 24
    return f"T{hour:02d}:{minute:02d}"


def number_of(name: str) -> int:
    """Return the number of a month or a weekday, which may be shortened; January and Monday are 1."""
    return _NUMBER_OF[name[:3]]


def rank(text: str) -> int:
    """Read an ordinal in words or digits: `third`, `21st`; the last is -1."""
    return _RANKS.get(text) or int("0" + "".join(re.findall(r"^\d+", text)))


def number(text: str) -> float | None:
    """Read a cardinal in digits or words; None where it is vague (`several`)."""
    text = re.sub(r"[ -]+", " ", text.replace(",", ""))
    if re.fullmatch(r"[\d.]+", text):
        return float(text)
    words = [w for w in text.split() if w != "of"]
    if not words or any(w not in _NUMBERS for w in words):
        return None
    total = 0.0
    for word in words:
        total = total * _NUMBERS[word] if word in ("hundred", "dozen", "couple") and total else total + _NUMBERS[word]
    return total


def unit_named(text: str) -> str:
    """Read a unit in singular or plural."""
    return next(name for name in WORDS["units"] if text.startswith(name[:-1] if name == "century" else name))


def duration(n: float | None, of: str) -> str:
    """Write a length as a TIMEX3 duration, in the unit that is said; decades as ten years."""
    if n is not None and of in ("century", "decade", "fortnight"):
        n, of = (2 * n, "week") if of == "fortnight" else (n * YEARS[of], "year")
    if n == 0.5 and of in ("year", "day", "hour"):
        n, of = {"year": (6, "month"), "day": (12, "hour"), "hour": (30, "minute")}[of]
    said = "X" if n is None else f"{n:g}"
    time = "T" if of in ("hour", "minute", "second") else ""
    return f"P{time}{said}{WORDS['units'][of]}"


def mod(text: str | None) -> str:
    """Read the words before a date or a length as a TIMEX3 modifier; none for "early to mid", which TIMEX3 lacks."""
    found = [_MODS[w] for w in re.findall(r"[a-z]+", text or "") if w in _MODS]
    return found[-1] if found and {"START", "MID", "END"}.isdisjoint(set(found) - {found[-1]}) else ""
