"""Read expressions that count from somewhere, durations and sets: one function per kind of expression."""

import re

from . import values
from .context import Context
from .explicit import day, month_of_parts, unknown
from .values import SIGNS, Parts, Reading

OFTEN = {word: length for length, words in values.WORDS["often"].items() for word in words}

NO_DAY = "nothing to count from (is the publication date given to the day?)"
_DIRECTION = {
    word: step for step, way in ((-1, "back"), (0, "here"), (1, "ahead")) for word in values.WORDS["steps"][way]
}


def _step(words: str) -> int:
    return next((_DIRECTION[word] for word in reversed(words.split()) if word in _DIRECTION), 0)


def _moved(base: str, steps: int, unit: str, mod: str = "") -> Reading:
    """Return the unit so many steps from a base; a pattern of X where the base is missing or too coarse."""
    steps, unit = (2 * steps, "week") if unit == "fortnight" else (steps, unit)
    if value := values.shift(base, steps, unit) if base else "":
        return Reading("DATE", value, mod)
    shape = values.WORDS["unknown"].get(unit, "XXXX-XX-XX")
    known = re.match(r"\d{4}(?:-\d\d(?![^-]))?" if unit == "day" else r"\d{4}", base)
    return unknown(known[0] + shape[len(known[0]) :] if known else shape, mod)


def _edge(p: Parts) -> str:
    return values.mod(p.get("edge")) or {"earlier": "START", "later": "END"}.get((p.get("sooner") or "").strip(), "")


def unit(p: Parts, s: Context) -> Reading:
    """Read a unit that counts from the publication (last week), from the date read last, or that is spoken of."""
    which, of, edge = p.get("which", ""), values.unit(p["unit"]), p.get("edge") or ""
    if not which:
        base = "" if "turn of" in edge else s.near() or s.published  # which century's, nobody says
    elif which in ("last", "this", "next") and not (which == "next" and edge.strip(" -").endswith("the")):
        quoted = s.narrative and which == "this" and of in ("month", "week")  # of a history, only its sources say it
        base = (s.near() if quoted else "") or s.now()
    else:
        base = (s.last_day() if of == "day" else s.near()) or s.last.value
        if of == "year" and not _step(which) and re.search(r"\d[-/]\d", s.folded[max(0, s.last.start) : s.last.end]):
            return Reading("DATE", "XXXX", note="the date before it names two years")
    return _moved(base, _step(which), of, _edge(p))


def _amount(p: Parts) -> float | None:
    """Return how many units are said; None where nobody counts them (several weeks, for years)."""
    if p.get("part"):
        return 0.5 if "half" in p["part"] else 0.25
    uncounted = p.get("some") or (p["unit"].endswith("s") and not p.get("half"))
    n = values.number(p.get("count") or ("" if uncounted else "one"))
    return n + 0.5 * bool(p.get("half")) if n is not None else None


def _whole(n: float, unit: str) -> tuple[int, str]:
    """Return a length in whole units: half a century is 50 years, one and a half years are 18 months."""
    if n != int(n) and unit in ("century", "decade"):
        n, unit = n * values.YEARS[unit], "year"
    if n != int(n) and unit == "year":
        n, unit = 12 * n, "month"
    return round(n), unit


def distance(p: Parts, s: Context) -> Reading | None:
    """Read a distance from now or from the date read last: two years ago, three days later, decades ago."""
    word, unit, n = p["way"], values.unit(p["unit"]), _amount(p)
    back = word in ("ago", "earlier", "before", "previously", "prior", "before that")
    if word in ("prior", "before") and not s.narrative and re.match(" [hist]", s.after(2)):
        return None  # they wait ten years before they can return
    now = word in ("ago", "from now", "hence")
    # What came later did not come after the publication: it counts from the date read last, wherever that stands.
    base = s.now() if now else s.near() or ("" if back else s.last.value)
    mod = values.mod(p.get("size"))
    if mod in ("MORE_THAN", "LESS_THAN"):
        mod = "BEFORE" if back == (mod == "MORE_THAN") else "AFTER"
    if unit in ("hour", "minute", "second"):
        return Reading("TIME", (_day_of(base) or "XXXX-XX-XX") + "TXX", mod)
    if n is None:
        return Reading("DATE", "PAST_REF" if back else "FUTURE_REF")
    steps, unit = _whole(n, unit)
    steps = -steps if back else steps
    if unit in values.YEARS and base[:4].isdigit() and -steps * values.YEARS[unit] >= int(base[:4].ljust(4, "0")):
        return Reading("DATE", "PAST_REF")  # 2,500 years ago
    return _moved(base, steps, unit, mod)


def _day_of(value: str) -> str:
    value = value.partition("T")[0]
    return value if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else ""


def near_day(p: Parts, s: Context) -> Reading | None:
    """Read yesterday, today, tomorrow and tonight, with a part of the day where one is named."""
    word = p["word"]
    if word == "today" and not s.news:
        return Reading("DATE", "PRESENT_REF")
    if word in ("yesterday", "tomorrow") and s.after(2) == "'s" and not s.news:
        return Reading("DATE", "PAST_REF" if word == "yesterday" else "FUTURE_REF")  # yesterday's wars
    read = _moved("" if s.narrative else s.now(), values.WORDS["near_days"][word], "day")
    time = "TNI" if word == "tonight" else values.daytime(p.get("daytime"))
    return read._replace(type="TIME", value=read.value + time) if time else read


def weekday(p: Parts, s: Context) -> Reading | None:
    """Read a weekday by the tense of its sentence, or as last or next says."""
    if SIGNS["no weekday"].search(s.before(9)) or (p.get("daytime") and s.names()):
        return None  # Good Friday, the Saturday Night Massacre
    value, time = s.weekday(values.weekday(p["dayname"]), _step(p.get("which", ""))), values.time(p)
    return Reading("TIME" if time else "DATE", value + time, note="" if values.span(value) else NO_DAY)


def part_of_day(p: Parts, s: Context) -> Reading | None:
    """Read this morning, last night, the next evening."""
    which = p["which"]
    base = ("" if s.narrative else s.now()) if which in ("last", "this") else s.last_day()
    return _time_of(values.shift(base, _step(which), "day"), values.time(p))


def _time_of(day: str, time: str) -> Reading:
    """Return a time of a day, of an unknown one where it is empty."""
    return Reading("TIME", (day or "XXXX-XX-XX") + time, note="" if day else NO_DAY)


def clock(p: Parts, s: Context) -> Reading | None:
    """Read a clock time, on the weekday beside it or on the day that is being spoken of."""
    said, (before, after) = p.get("clock", ""), s.sentence()
    time = f"T{int(values.number(p['hour']) or 0):02d}:00" if p.get("hour") else values.time(p)
    led = SIGNS["leads time"].search(s.before(16))
    if (p.get("daytime") and s.names()) or re.search(r"\bminutes? (?:\d+:\d\d (?:and|to) )?$", s.before(20)):
        return None  # Operation Midnight Hammer; between minutes 7:49 and 11:23
    half, hours = re.search(r"[ap]\.?m", said), p.get("hours") and (said.startswith("0") or led)
    sure = half or p.get("zone") or hours
    if not time or (said and not half and ("." in said or (":" not in said and not sure))):
        return None
    if said and not sure and (not led or SIGNS["offset"].search("\x03".join((before, s.raw.lower(), after)))):
        return None  # a score, a ratio, a lap, a place in a video
    if p.get("month"):
        value = f"{month_of_parts(p, s)}-{values.rank(p['nth']):02d}"
    elif p.get("dayname"):
        value = s.weekday(values.weekday(p["dayname"]))
    elif p.get("word"):
        value = values.shift(s.published, values.WORDS["near_days"][p["word"]], "day")
    else:
        news = s.published[:4] if s.news else ""  # of the year that the last date was in
        value = _day_of(s.near(local=True)) or _day_of(s.published if s.last.value[:4] in ("", news) else s.passage())
    return _time_of(value, time)


def month_of(p: Parts, s: Context) -> Reading | None:
    """Read last December, next May, April of that year."""
    which, number = p["which"], values.month(p["name"])
    if s.raw[-len(p["name"]) :][0].islower() and p["name"] in ("may", "march", "august"):
        return None
    return _placed(f"-{number:02d}", number, which, s, _edge(p))


def _placed(ending: str, first_month: int, which: str, s: Context, mod: str = "") -> Reading:
    from_now = which in ("last", "this", "next", "this past", "this coming")
    base = s.now() if from_now else s.last.value or s.published
    if not base:
        return unknown("XXXX" + ending, mod)
    year, now = int(base[:4].ljust(4, "0")), values.span(base)
    if len(base) == 4 and not from_now:  # in 2016; the following June
        return Reading("DATE", f"{year + _step(which):04d}{ending}", mod)
    month = now[0].month if now and len(base) > 4 else 1
    if which == "this" and first_month > month and s.tense() == "past":
        return day(f"{s.month(first_month)[:4]}{ending}", mod)  # it was published this October, in a report of May
    if _step(which) < 0:
        year -= first_month >= month
    elif _step(which) > 0:
        year += first_month <= month
    return Reading("DATE", f"{year:04d}{ending}", mod)


def month_of_year(p: Parts, s: Context) -> Reading | None:
    """Read April of that year, May last year, the spring of next year."""
    year = unit({"which": p["which"], "unit": "year"}, s).value
    if p.get("season"):
        return Reading("DATE", f"{year}-{values.SEASONS[p['season']]}", _edge(p))
    nth = f"-{values.rank(p['nth']):02d}" if p.get("nth") else ""
    return day(f"{year}-{values.month(p['month']):02d}{nth}", _edge(p))


def season(p: Parts, s: Context) -> Reading | None:
    """Read a season: last summer, this spring, in the autumn; winter clothing is none."""
    which = re.sub("^the ", "", p.get("which") or "")
    code = values.SEASONS[p["season"]]
    month = values.SEASON_MONTHS[p["season"]]
    if which.split(" ")[-1] in _DIRECTION and which not in ("that", "same"):
        return _placed(f"-{code}", month, which, s, _edge(p))
    if shared := s.shared_year(month):
        return day(f"{shared:04d}-{code}", _edge(p))
    led = _edge(p) or SIGNS["led"].search(s.before(14))
    free = which in ("that", "same") or (s.narrative and p["season"] not in ("fall", "spring"))
    if not (led or free) or re.match(" of (?!that|the same)", s.after(12)):
        return None
    happens = which or any(SIGNS[name].search(side) for name in ("past", "future") for side in s.sentence())
    year = s.month(month)[:-3] if happens else "XXXX"
    return day(f"{year}-{code}", _edge(p)) if year.strip("X") else unknown(f"XXXX-{code}")


def then(p: Parts, s: Context) -> Reading | None:
    """Read then, as in since then: the date read last, but no deadline of 2012 that will by then have passed."""
    start = max(s.last.start, s.start - len(s.sentence()[0]))
    return day(s.near()) if s.near() and not s.folded.endswith(" of ", 0, start) else None


def rolling(p: Parts, s: Context) -> Reading | None:
    """Read a length that ends or begins now: the past nine months, the next decade."""
    which, of, n = p["which"], values.unit(p["unit"]), _amount(p)
    back = which in ("last", "past", "previous", "preceding", "recent")
    if which == "next" and not p["unit"].endswith("s") and of not in ("decade", "century"):
        return unit({**p, "edge": "the "}, s)
    if n is None and not p.get("some"):
        return Reading("DATE", "PAST_REF" if back else "FUTURE_REF")
    from_now = which not in ("following", "subsequent", "preceding", "previous")
    now = values.span(s.now()) if from_now and n and not re.match(r" {1,9}of the [a-z]", s.after(20)) else None
    days = _stretch(now, n, of, back) if n and now and of not in ("hour", "minute", "second") else None
    return Reading("DURATION", values.length(n, of), "", days, "" if now else "nothing to count from")


def _stretch(now: values.Days, n: float, of: str, back: bool) -> values.Days:
    """Return the days of a rolling length; said in decades or centuries, whole months are meant."""
    steps, unit = _whole(n, of)
    first, last = now
    if back:
        first = values.add(first, -steps, unit)
    else:
        last = values.add(last, steps, unit)
    if of in ("decade", "century"):
        first, last = (first.replace(day=1), last) if back else (first, values.last_day(last.year, last.month))
    return first, last


def former(p: Parts, s: Context) -> Reading | None:
    """Read former, which histories mark and news do not."""
    return Reading("DATE", "PAST_REF") if s.narrative else None


def length(p: Parts, s: Context) -> Reading | None:
    """Read a length of time, in the unit that is said: 33 months, a week, half a century, several years."""
    unit, n, mod = values.unit(p["unit"]), _amount(p), values.mod(p.get("size"))
    if p.get("count2"):  # between two numbers: their middle, in whole units
        other = values.number(p["count2"])
        if n is None or other is None or other < n:
            return None
        n, mod = float(int((n + other) / 2)), "APPROX"
    if n is None:
        return None if p.get("count") else Reading("DURATION", values.length(None, unit))
    if unit == "quarter" and (n != int(n) or n == 3 or s.after(3) == " of"):
        return None  # three quarters of the troops
    if re.match(r"(?!1 )\d+ [A-Z][a-z]*[^s]$", s.raw) and s.before(1).strip() == "":
        return None  # 17 Minute from the clerk: the number of a note
    if unit == "year" and 1000 <= n <= 2100 and n.is_integer() and "," not in p["count"]:
        return None  # the 2016 year-end report
    return Reading("DURATION", values.length(n, unit), mod)


def every(p: Parts, s: Context) -> Reading | None:
    """Read each year, every four years, every other day."""
    if p.get("season"):
        return Reading("SET", f"XXXX-{values.SEASONS[p['season']]}")
    if p.get("dayname"):
        return Reading("SET", f"XXXX-WXX-{values.weekday(p['dayname'])}{values.daytime(p.get('daytime'))}")
    if p.get("name"):
        return Reading("SET", f"XXXX-{values.month(p['name']):02d}")
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
