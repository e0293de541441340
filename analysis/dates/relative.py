"""Read expressions that count from somewhere, durations and sets: one function per kind of expression."""

import re

from . import values
from .context import Context
from .explicit import day, turn, unknown
from .values import SIGNS, Parts, Reading

OFTEN = {word: length for length, words in values.WORDS["often"].items() for word in words}

NO_DAY = "nothing to count from: give the publication date to the day"
_DIRECTION = {
    word: step for step, way in ((-1, "back"), (0, "here"), (1, "ahead")) for word in values.WORDS["steps"][way]
}


def _step(words: str) -> int:
    return next((_DIRECTION[word] for word in reversed(words.split()) if word in _DIRECTION), 0)


def _moved(base: str, steps: int, unit: str, mod: str = "") -> Reading:
    """Return the unit so many steps from a base; a pattern of X where the base is missing or too coarse."""
    steps, unit = (2 * steps, "week") if unit == "fortnight" else (steps, unit)
    if base.startswith("BC"):
        size = {"decade": 10, "century": 100}.get(unit, 1)
        years = max(int(base[2:6].ljust(4, "0")) - steps * (size if unit != "day" else 0), 1)
        return Reading("DATE", "BC" + f"{years:04d}"[: 5 - len(str(size))], mod, note="no days before our era")
    if value := values.shift(base, steps, unit) if base else "":
        return Reading("DATE", value, mod)
    if base:
        return Reading("DATE", _coarse(base, unit), mod, note="the date it counts from is not known so finely")
    return unknown(values.WORDS["unknown"].get(unit, "XXXX-XX-XX"), mod)


def _coarse(base: str, unit: str) -> str:
    """Return a date that is not known so finely, the unknown parts as X."""
    if unit in ("week", "weekend"):
        return f"{base[:4]:X<4}-WXX"
    known = base if re.fullmatch(r"\d{4}(?:-\d\d)?", base) else f"{base[:4]:X<4}"
    return known + "XXXX-XX-XX"[len(known) : 7 if unit in ("month", "quarter") else 10]


def unit_by_step(p: Parts, s: Context) -> Reading | None:
    """Read a unit so many steps from now or from the date read last: last year, the year before, the month."""
    which, edge, base = p.get("which") or p.get("way") or "", p.get("edge") or "", s.last.value or s.published
    if "turn of" in edge and p["unit"] in ("century", "millennium"):
        return turn(2000 if p["unit"] == "millennium" or not base[:4].isdigit() else 100 * round(int(base[:4]) / 100))
    if p["unit"] == "millennium":
        return None
    if which in ("last", "this", "next") and not (which == "next" and edge.strip(" -").endswith("the")):
        base = s.published
    return _moved(base, _step(which), values.unit(p["unit"]), _edge(p))


def _edge(p: Parts) -> str:
    return values.mod(p.get("edge")) or {"earlier": "START", "later": "END"}.get((p.get("sooner") or "").strip(), "")


def distance(p: Parts, s: Context) -> Reading | None:
    """Read a distance from now or from the date read last: two years ago, three days later."""
    word, unit = p["way"], values.unit(p["unit"])
    part = p.get("part", "")
    n = 0.5 if "half" in part else 0.25 if part else values.number(p.get("count") or ("" if p.get("some") else "one"))
    n = n + 0.5 if n and p.get("half") else n
    back = word in ("ago", "earlier", "before", "previously", "prior", "before that")
    now = word in ("ago", "from now", "hence")
    base = s.published if now else s.last.value or s.published
    mod = values.mod(p.get("size"))
    if mod in ("MORE_THAN", "LESS_THAN"):
        mod = "BEFORE" if back == (mod == "MORE_THAN") else "AFTER"
    if unit in ("hour", "minute", "second"):
        return Reading("TIME", (_day_of(base) or "XXXX-XX-XX") + "TXX", mod)
    if n is None:
        return Reading("DATE", "PAST_REF" if back else "FUTURE_REF")
    if (n != int(n) or base.startswith("BC")) and unit in ("century", "decade"):
        n, unit = n * {"century": 100, "decade": 10}[unit], "year"
    if n != int(n):
        n, unit = (12 * n, "month") if unit == "year" else (round(n), unit)
    steps = int(-n if back else n)
    if quarter := re.fullmatch(r"(\d{4})(-Q\d)", base) if unit == "year" and not now else None:
        value = f"{int(quarter[1]) + steps:04d}{quarter[2]}"  # a year earlier: the same quarter of it
        return Reading("DATE", value, mod)
    return _moved(base, steps, unit, mod)


def _day_of(value: str) -> str:
    return value if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else ""


def near_day(p: Parts, s: Context) -> Reading | None:
    """Read yesterday, today and tomorrow: days of the publication in news, elsewhere the past, present and future."""
    days = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
    if not s.news:
        return Reading("DATE", {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[days[p["word"]]])
    return _moved(s.published, days[p["word"]], "day")


def part_of_day(p: Parts, s: Context) -> Reading:
    """Read that night, the next morning: of the day read last."""
    return _time_of(values.shift(s.last.value, _step(p["which"]), "day"), values.daytime(p["daytime"]))


def _time_of(day: str, time: str) -> Reading:
    return Reading("TIME", (day or "XXXX-XX-XX") + time, note="" if day else NO_DAY)


def clock(p: Parts, s: Context) -> Reading | None:
    """Read a clock time on the day that is being spoken of; a bare `8:30` may be a score or a ratio."""
    said, led = p["clock"], SIGNS["leads time"].search(s.before(16))
    sure = re.search(r"[ap]\.?m", said) or p.get("zone") or (p.get("hours") and (said[0] == "0" or led))
    time = values.clock(said)
    if not time or not (sure or (led and ":" in said)):
        return None
    return _time_of(_day_of(s.last.value) or _day_of(s.published), time)


def month_of(p: Parts, s: Context) -> Reading | None:
    """Read last December, next May, April of that year."""
    which, number = p["which"], values.month(p["name"])
    if s.raw[-len(p["name"]) :][0].islower() and p["name"] in ("may", "march", "august"):
        return None
    return _placed(f"-{number:02d}", number, which, s, _edge(p))


def _placed(ending: str, first_month: int, which: str, s: Context, mod: str = "") -> Reading:
    from_now = which in ("last", "this", "next", "this past", "this coming")
    base = s.published if from_now else s.base() if s.last.value.startswith("BC") else s.last.value or s.published
    if not base:
        return unknown("XXXX" + ending, mod)
    year, now = int(base[:4].ljust(4, "0")), values.span(base)
    if len(base) == 4 and not from_now:  # in 2016; the following June
        return Reading("DATE", f"{year + _step(which):04d}{ending}", mod)
    month = now[0].month if now and len(base) > 4 else 1
    if _step(which) < 0:
        year -= first_month >= month
    elif _step(which) > 0:
        year += first_month <= month
    return Reading("DATE", f"{year:04d}{ending}", mod)


def month_of_year(p: Parts, s: Context) -> Reading | None:
    """Read April of that year, May last year, the spring of next year."""
    year = unit_by_step({"which": p["which"], "unit": "year"}, s) or unknown("XXXX")
    if p.get("season"):
        return Reading("DATE", f"{year.value}-{values.season(p['season'])}", _edge(p))
    head = f"{year.value}-{values.month(p['month']):02d}"
    return day(head + (f"-{values.integer(p['nth']):02d}" if p.get("nth") else ""), _edge(p))


def season(p: Parts, s: Context) -> Reading | None:
    """Read a season: last summer, this spring, in the autumn; winter clothing is none."""
    which = re.sub("^the ", "", p.get("which") or "")
    code = values.season(p["season"])
    month = values.SEASONS[code][0]
    if which.split(" ")[-1] in _DIRECTION and which not in ("that", "same"):
        return _placed(f"-{code}", month, which, s, _edge(p))
    if shared := s.shared_year(month):
        return day(f"{shared:04d}-{code}", _edge(p))
    led = _edge(p) or SIGNS["led"].search(s.before(14)) or SIGNS["seasonal"].match(s.after(14))
    free = which in ("that", "same") or (s.narrative and p["season"] not in ("fall", "spring"))
    if not (led or free) or re.match(" of (?!that|the same)", s.after(12)):
        return None
    year = s.month(month)[:-3]
    return day(f"{year}-{code}", _edge(p)) if year.strip("X") else unknown(f"XXXX-{code}")


def then(p: Parts, s: Context) -> Reading | None:
    """Read then, as in since then: the date read last."""
    return day(s.last.value) if s.last.value else None


def rolling(p: Parts, s: Context) -> Reading | None:
    """Read a length that ends or begins now: the past nine months, the next decade."""
    which, unit = p["which"], values.unit(p["unit"])
    if p["unit"] in ("year", "quarter", "month", "week") and which == "next":
        return unit_by_step(p | {"edge": "the"}, s)
    back = which in ("last", "past", "previous", "preceding", "recent")
    if p.get("some"):
        return Reading("DURATION", values.length(None, unit))
    n = values.number(p.get("count") or "one")
    if n is None or (p["unit"].endswith("s") and not p.get("count")):
        return Reading("DATE", "PAST_REF" if back else "FUTURE_REF")
    from_now = which not in ("following", "subsequent", "preceding", "previous")
    now = values.span(s.published) if from_now else None
    days = _stretch(now, n, unit, back) if now and unit not in ("hour", "minute", "second") else None
    return Reading("DURATION", values.length(n, unit), "", days, "" if now else "no publication date to count from")


def _stretch(now: values.Days, n: float, unit: str, back: bool) -> values.Days:
    """Return the days of a rolling length. Said in decades or centuries, it is not known to the day: whole months
    are meant."""
    steps, of = (round(12 * n), "month") if n != int(n) and unit == "year" else (round(n), unit)
    first, last = now
    if back:
        first = values.add(first, -steps, of)
    else:
        last = values.add(last, steps, of)
    if unit in ("decade", "century"):
        first, last = (first.replace(day=1), last) if back else (first, values.last_day(last.year, last.month))
    return first, last


def vague_distance(p: Parts, s: Context) -> Reading | None:
    """Read decades ago, weeks later."""
    return Reading("DATE", "PAST_REF" if s.raw.lower().endswith(("ago", "earlier")) else "FUTURE_REF")


def former(p: Parts, s: Context) -> Reading | None:
    """Read former, which histories mark and news do not."""
    return Reading("DATE", "PAST_REF") if s.narrative else None


def length(p: Parts, s: Context) -> Reading | None:
    """Read a length of time, in the unit that is said: 33 months, a week, half a century."""
    unit, part = values.unit(p["unit"]), p.get("part", "")
    n = 0.5 if "half" in part else 0.25 if part else values.number(p.get("count") or "one")
    if n is None:
        return None
    if unit == "quarter" and (n != int(n) or n == 3 or s.after(3) == " of"):
        return None  # three quarters of the troops
    if s.raw[0].isupper() and re.match(r"'? wars?\b", s.after(6)):
        return None  # the Thirty Years' War
    if re.match(r"(?!1 )\d+ [A-Z][a-z]*[^s]$", s.raw) and s.before(1).strip() == "":
        return None  # 17 Minute from the clerk: the number of a note
    if unit == "year" and 1000 <= n <= 2100 and n.is_integer() and "," not in p["count"]:
        return None  # the 2016 year-end report
    return Reading("DURATION", values.length(n + 0.5 * bool(p.get("half")), unit), values.mod(p.get("size")))


def length_range(p: Parts, s: Context) -> Reading | None:
    """Read a length between two numbers: its middle, said to be approximate, in whole units."""
    first, last = values.number(p["count"]), values.number(p["count2"])
    if first is None or last is None or last < first:
        return None
    return Reading("DURATION", values.length(int((first + last) / 2), values.unit(p["unit"])), "APPROX")


def unknown_length(p: Parts, s: Context) -> Reading | None:
    """Read days, years, several weeks: a length nobody counts."""
    return Reading("DURATION", values.length(None, values.unit(p["unit"])))


def every(p: Parts, s: Context) -> Reading | None:
    """Read each year, every four years, every other day."""
    n: float | None = 1.0
    if p.get("some"):
        n = None
    elif p.get("count"):
        n = values.number(p["count"])
    elif p.get("rank") or p.get("other"):
        n = values.rank(p.get("rank") or "second")
    return Reading("SET", values.length(n, values.unit(p["unit"])))


def often(p: Parts, s: Context) -> Reading | None:
    """Read daily, annual, biannually, unless it is part of a name."""
    word = s.raw
    begins = not s.before(3).strip(" \"'*-\n") or s.before(3).rstrip(" ").endswith((".", "\n", ":"))
    if word[0].isupper() and (re.match(r"[ \n]+[A-Z]", s.text[s.end : s.end + 4]) or not begins):
        return None
    return Reading("SET", OFTEN[word.lower()])


def per(p: Parts, s: Context) -> Reading | None:
    """Read how often in a unit (twice a year), and the unit alone where it says how often (200 troops a year)."""
    if s.raw.lower().startswith(("a ", "an ")) and not SIGNS["how often"].search(s.before(12)):
        return None
    return Reading("SET", values.length(1.0, values.unit(p["unit"])))  # the unit is the value, as TIMEX3 has it
