"""How long and how often: durations and sets."""

import re

from . import _parts
from ._rule import Parts, Reading, Rule
from ._story import Story

_OFTEN = {
    "hourly": "PT1H", "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "biweekly": "P2W", "fortnightly": "P2W", "monthly": "P1M", "bimonthly": "P2M",
    "quarterly": "P3M", "annually": "P1Y", "annual": "P1Y", "yearly": "P1Y", "biannually": "P6M", "biannual": "P6M", "semiannual": "P6M", "semi-annual": "P6M",
    "semi-annually": "P6M", "twice-yearly": "P6M", "biennially": "P2Y", "biennial": "P2Y", "triennial": "P3Y", "perennial": "P1Y",
}  # fmt: skip


def length(p: Parts, s: Story) -> Reading | None:
    """Read a length of time, in the unit that is said."""
    unit = _parts.unit(p["unit"])
    n = _parts.number(p["count"]) if p.get("count") else None
    if p.get("count") and n is None:
        return None
    if n and n >= 1000 and unit == "year" and "," not in p["count"] and float(n).is_integer() and 1000 <= n <= 2100:
        return None
    if p.get("half") and n is not None:
        n += 0.5
    return Reading("DURATION", _parts.length(n, unit), _parts.mod(p.get("size")))


def length_range(p: Parts, s: Story) -> Reading | None:
    """Read a length between two numbers: its middle, said to be approximate, in whole units."""
    first, last = _parts.number(p["count"]), _parts.number(p["count2"])
    if first is None or last is None or last < first:
        return None
    return Reading("DURATION", _parts.length(int((first + last) / 2), _parts.unit(p["unit"])), "APPROX")


def one(p: Parts, s: Story) -> Reading | None:
    """Read a week, an hour, half a century."""
    unit, word = _parts.unit(p["unit"]), p.get("part") or ""
    n = {"half": 0.5, "quarter": 0.25}.get(word.split(" ")[0], 1.0)
    if p.get("half"):
        n += 0.5
    if re.search(r"\b(?:once|twice|thrice|times?|days|hours|nights|per cent|\d%|percent|\d) $", s.before(12)) or re.search(r"\b(?:million|billion|[€$]\d[\d.,]*) $", s.before(16)):
        return Reading("SET", _parts.length(1.0, unit)) if not word else None
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
    n = 2.0 if p.get("other") else _parts.number(p["count"]) if p.get("count") else None if p.get("some") else _parts.rank(p["rank"]) if p.get("rank") else 1.0
    return Reading("SET", _parts.length(n, _parts.unit(p["unit"])))


def often(p: Parts, s: Story) -> Reading | None:
    """Read daily, annual, biannually, unless it is part of a name."""
    word = s.raw
    begins = not s.before(3).strip(" \"'*-\n") or s.before(3).rstrip(" ").endswith((".", "\n", ":"))
    if word[0].isupper() and (re.match(r"[ \n]+[A-Z]", s.text[s.end : s.end + 4]) or not begins):
        return None
    return Reading("SET", _OFTEN[word.lower()])


def age(p: Parts, s: Story) -> Reading | None:
    """Read an age."""
    return Reading("DURATION", _parts.length(_parts.number(p["count"]), _parts.unit(p["unit"])))

_ADJ = r"(?:(?:long|full|consecutive|successive|additional|further|more|short|calendar|whole|straight|solid|bloody|good|working|business)_)?"

RULES = [
    Rule("every", r"(?:each|every)_(?:(?P<other>other_)?(?P<unit>year|month|week|day|hour|minute|quarter|decade|century|weekend)(?![a-z])|(?:<count>|<some>)_(?P<unit>years|months|weeks|days|hours|minutes|decades)"
         r"|<rank>_(?P<unit>year|month|week|day)|<season>|<dayname>(?:_<daytime>)?|(?P<time>morning|afternoon|evening|night)|<name>)(?![a-z])",
         every, "every four years", "P4Y", "every 4 yearlings"),
    Rule("often", rf"(?:{'|'.join(sorted(_OFTEN, key=len, reverse=True))})(?![a-z-])", often, "an annual report", "P1Y", "the Annual Review"),
    Rule("weekdays", r"(?<=[a-z,]_)<dayname>s(?![a-z])", lambda p, s: Reading("SET", f"XXXX-WXX-{_parts.weekday(p['dayname'])}"), "held on Fridays", "XXXX-WXX-5", "Friday's"),
    Rule("per unit", r"(?:per|a|an)_(?P<unit>year|month|week|day|hour|minute)(?![a-z-])(?<!per_minute)", lambda p, s: _per(p, s), "200 per month", "P1M", "per monthly"),
    Rule("length range", r"(?:<size>)?<count>(?:_?-_?|_to_|_or_)<count2>[_-](?P<unit>years?|months?|weeks?|days?|hours?|minutes?|decades?|centuries)(?![a-z])(?:_long|-long)?", length_range, "six to eight weeks", "P7W",
         "six to eight men"),
    Rule("age", r"<count>[_-]<unit>[_-]olds?(?![a-z])", age, "she is 40 years old", "P40Y", "40 years older"),
    Rule("length", rf"(?:<size>)?(?:<count>|(?P<half>one_and_a_half))(?P<half>_and_a_half|_and_half)?[_-]{_ADJ}(?:<unit>|(?P<seconds>seconds))(?:-long|_long)?(?![a-z])(?P<half>_and_a_half)?",
         lambda p, s: length({**p, "count": p.get("count") or "1", "unit": p.get("unit") or "second"}, s),
         "for 33 months", "P33M", "33 monthly men"),
    Rule("half a unit", r"(?:<size>)?(?:a_)?(?P<part>half_a|half_an|half|a_quarter_of_a|quarter_of_a)[_-](?P<unit>century|decade|year|day|hour)(?![a-z])", 
         lambda p, s: one({**p, "part": p["part"].removeprefix("a ")}, s), "around half an hour", "PT30M", "half an hourly"),
    Rule("quarter century", r"(?:<size>)?(?:a|the)_(?P<part>quarter|half)[_-](?:of_a_)?(?P<unit>century)(?![a-z])", one, "a quarter century", "P25Y", "a quarter centurion"),
    Rule("one unit", rf"(?:<size>)?(?:an?|the_whole|the_entire|a_whole|all|a_full|an_entire)_{_ADJ}(?P<unit>century|decade|year|quarter(?!_of)|month|fortnight|week|weekend|day|hour|minute)(?:-long|_long)?(?![a-z-])(?P<half>_and_a_half)?",
         one, "spend a week", "P1W", "a weekly"),
    Rule("unit long", r"(?P<unit>century|decade|year|month|week|day|hour)s?-long(?![a-z])", lambda p, s: one({**p}, s), "a year-long war", "P1Y", "year-longing"),
    Rule("some units", r"(?:<size>)?(?:the_(?:early|final|last|first|intervening|ensuing|following|next|past)_)?(?:<some>|several|many|numerous|countless|two_or_three)_(?:more_|long_)?(?P<unit>centuries|decades|years|quarters|months|weeks|days|hours|minutes)(?![a-z])",
         unknown_length, "for several years", "PXY", "several yearlings"),
    Rule("units", r"(?:(?<=for_)|(?<=within_)|(?<=after_)|(?<=in_)|(?<=takes_)|(?<=took_))(?P<unit>centuries|decades|years|months|weeks|days|hours|minutes)(?![a-z]|_(?:of|ago|later|earlier|to_come|past|ahead|before|after))|(?:<edge>)?(?<![a-z-])(?P<unit>centuries|decades|years|months|weeks|days|hours)(?=_of_)", 
         unknown_length, "for decades", "PXY", "the years were long"),
]  # fmt: skip


def _per(p: Parts, s: Story) -> Reading | None:
    """Read per year, and a year where it says how often."""
    if s.raw.lower().startswith("per") or re.search(r"\b(?:once|twice|thrice|times|hours|days|nights|tim?es)_?$".replace("_?", " ?"), s.before(10)):
        return Reading("SET", _parts.length(1.0, _parts.unit(p["unit"])))
    if re.search(r"(?:\d|million|billion|thousand|hundred|troops|people|euros|dollars|percent|%) $", s.before(12)):
        return Reading("SET", _parts.length(1.0, _parts.unit(p["unit"])))
    return None
