"""Readers of durations and sets."""

import re

from . import _parts
from ._rule import Parts, Reading
from ._story import Story


def length(p: Parts, s: Story) -> Reading | None:
    """Read a length of time, in the unit that is said."""
    unit = _parts.unit(p["unit"])
    n = _parts.number(p.get("count") or "one")
    if n is None:
        return None
    if unit == "quarter" and (n != int(n) or n == 3 or s.after(3) == " of"):
        return None  # three quarters of the troops
    if s.raw[0].isupper() and re.match(r"'? wars?\b", s.after(6)):
        return None  # the Thirty Years' War
    if unit == "year" and 1000 <= n <= 2100 and n.is_integer() and "," not in p["count"]:
        return None  # the 2016 year-end report
    return Reading("DURATION", _parts.length(n + 0.5 * bool(p.get("half")), unit), _parts.mod(p.get("size")))


def length_range(p: Parts, s: Story) -> Reading | None:
    """Read a length between two numbers: its middle, said to be approximate, in whole units."""
    first, last = _parts.number(p["count"]), _parts.number(p["count2"])
    if first is None or last is None or last < first:
        return None
    return Reading("DURATION", _parts.length(int((first + last) / 2), _parts.unit(p["unit"])), "APPROX")


def one(p: Parts, s: Story) -> Reading | None:
    """Read a week, an hour, half a century."""
    unit, word = _parts.unit(p["unit"]), p.get("part") or ""
    n = 0.5 if "half" in word else 0.25 if "quarter" in word else 1.0
    if p.get("half"):
        n += 0.5
    return Reading("DURATION", _parts.length(n, unit), _parts.mod(p.get("size")))


def unknown_length(p: Parts, s: Story) -> Reading | None:
    """Read days, years, several weeks: a length nobody counts."""
    return Reading("DURATION", _parts.length(None, _parts.unit(p["unit"])))


def every(p: Parts, s: Story) -> Reading | None:
    """Read each year, every four years, every other day."""
    if p.get("season"):
        return Reading("SET", f"XXXX-{_parts.season(p['season'])}")
    if p.get("dayname"):
        return Reading("SET", f"XXXX-WXX-{_parts.weekday(p['dayname'])}{_parts.daytime(p.get('daytime'))}")
    if p.get("time"):
        return Reading("SET", f"XXXX-XX-XX{_parts.daytime(p['time'])}")
    if p.get("name"):
        return Reading("SET", f"XXXX-{_parts.month(p['name']):02d}")
    n: float | None = 1.0
    if p.get("some"):
        n = None
    elif p.get("count"):
        n = _parts.number(p["count"])
    elif p.get("rank") or p.get("other"):
        n = _parts.rank(p.get("rank") or "second")
    return Reading("SET", _parts.length(n, _parts.unit(p["unit"])))


def often(p: Parts, s: Story) -> Reading | None:
    """Read daily, annual, biannually, unless it is part of a name."""
    word = s.raw
    begins = not s.before(3).strip(" \"'*-\n") or s.before(3).rstrip(" ").endswith((".", "\n", ":"))
    if word[0].isupper() and (re.match(r"[ \n]+[A-Z]", s.text[s.end : s.end + 4]) or not begins):
        return None
    return Reading("SET", _parts.OFTEN[word.lower()])


def age(p: Parts, s: Story) -> Reading | None:
    """Read an age."""
    return Reading("DURATION", _parts.length(_parts.number(p["count"]), _parts.unit(p["unit"])))


def times(p: Parts, s: Story) -> Reading | None:
    """Read how often in a unit: the unit is the value, as TIMEX3 has it."""
    return Reading("SET", _parts.length(1.0, _parts.unit(p["unit"])))


def per(p: Parts, s: Story) -> Reading | None:
    """Read per year, and a year where it says how often: 200 troops a year, twice a week."""
    often = re.search(
        r"\b(?:once|twice|thrice|times?|hours|days|nights|\d|million|billion|thousand|hundred|troops|people"
        r"|euros|dollars|percent|%) ?$",
        s.before(12),
    )
    if not s.raw.lower().startswith("per") and not often:
        return None
    return Reading("SET", _parts.length(1.0, _parts.unit(p["unit"])))
