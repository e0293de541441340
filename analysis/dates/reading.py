"""Read the parts of an expression: one function per kind. A function returns None where the words are no date."""

import itertools
import re

from . import values
from .context import Context
from .values import CUES, NO_NAMES, Match, Parts, Reading

OFTEN = {word: length for length, words in values.WORDS["often"].items() for word in words}
NO_BASE = "nothing to count from (is the publication date given to the day?)"
FARTHEST_BASE = 1500  # characters: a date further back, in another paragraph, is none that "the prior year" counts from
_DIRECTION = {word: step for step, words in enumerate(values.WORDS["steps"].values(), -1) for word in words}


def day(value: str, mod: str = "") -> Reading:
    """Read a date, and say so where the calendar does not have it or nothing in sight can place it."""
    if values.span(value):
        return Reading("DATE", value, mod)
    known = re.fullmatch(r"[\d/-]+", value)
    return Reading("DATE", value, mod, note="the calendar has no such day" if known else NO_BASE)


def _part(p: Parts) -> str:
    """Return the month or season among the parts as the end of a value; "" where there is none."""
    if p.get("season"):
        return f"-{values.SEASONS[p['season']]}"
    name = p.get("month") or p.get("name")
    return f"-{values.number_of(name):02d}" if name else ""


def _date(p: Parts, value: str) -> Reading:
    time = values.time(p)
    read = day(value, values.mod(p.get("edge")) or ("APPROX" if p.get("about") else ""))
    return read._replace(type="TIME", value=value + time) if time else read


def read_calendar(p: Parts, s: Context) -> Reading | None:
    """Read a day, month or season, whatever the order of its parts; the context gives the year where there is none."""
    if p.get("mm"):
        read = _date(p, f"{p['year']}-{p['mm']}-{int(p['dd']):02d}")
        return read._replace(value=read.value + p["offset"].replace(" ", "").upper()) if p.get("offset") else read
    if p.get("season"):
        return _date(p, p["year"] + _part(p))
    alone = not p.get("year") and (s.names_group() or re.match(r"(?:,? \d{3,}|[,.]\d| \d\d?, \d{4})", s.after(9)))
    if _is_verb(p, s) or alone:
        return None
    month, number = values.number_of(p["month"]), values.rank(p["nth"]) if p.get("nth") else 0
    year = p.get("year") or (p.get("yy") and str(_century(int(p["yy"]), s)))
    if not year and CUES["named event"].search(f"{s.before(40)}\x03{s.raw.lower()}\x03{s.after(40)}"):
        year = values.WORDS["named_days"].get(f"{month:02d}-{number:02d}")
    value = f"{year}-{month:02d}" if year else s.place_month(month, number)
    return _date(p, f"{value}-{number:02d}" if number else value)


def _is_verb(p: Parts, s: Context) -> bool:
    """Tell `he may` and `they march` from the months, which have a capital letter."""
    short = p["month"][:3]
    return short in ("may", "mar", "aug") and s.raw[s.raw.lower().index(short)].islower()


def _century(two: int, s: Context) -> int:
    year = s.year // 100 * 100 + two
    return year - 100 if year > s.year + 20 else year


def read_numeric(p: Parts, s: Context) -> Reading | None:
    """Read a date in digits, in the order of the document."""
    first, second = int(p["dd"]), int(p["dd2"])
    year = int(p.get("year") or 0) or _century(int(p["yy"]), s)
    here, there = (second, first), (first, second)  # month and day
    if not (s.day_first if first <= 12 and second <= 12 else first > 12):
        here, there = there, here
    if not 1 <= here[0] <= 12 or not 1 <= here[1] <= 31:
        return None
    read = _date(p, f"{year:04d}-{here[0]:02d}-{here[1]:02d}")
    mine, other = values.span(read.value), values.span(f"{year:04d}-{there[0]:02d}-{there[1]:02d}")
    if s.order_is_sure or not other or not mine or mine[0] == other[0]:
        return read
    both = min(mine[0], other[0]), max(mine[1], other[1])
    return read._replace(days=both, note=f"day and month could change places ({other[0]})", sure=False)


def read_piece_of_year(p: Parts, s: Context) -> Reading | None:
    """Read a quarter or a half of a year."""
    piece, last = p["piece"], 4 if "q" in p["piece"] else 2
    number = values.rank(p["rank"]) if p.get("rank") else 2 if "latter" in piece else int(re.sub("[qh]", "", piece))
    number = number if number > 0 else last
    return _date(p, f"{p['year']}-{'HQ'[last == 4]}{number}") if number <= last else None


def read_decade(p: Parts, s: Context) -> Reading | None:
    """Read a decade as the three digits of its years; of the hundreds before 2000 (the 1800s) the whole century."""
    if p.get("decade"):
        hundreds = p["decade"][2] == "0" and not p["decade"].startswith("2")
        return _date(p, p["decade"][: 2 if hundreds else 3])
    ten = int(p["yy"][0]) if p.get("yy") else [f"{ten[:-1]}ies" for ten in values.WORDS["tens"]].index(p["tens"]) + 2
    return _date(p, f"{s.year // 100 - (ten > s.year // 10 % 10)}{ten}")


def read_century(p: Parts, s: Context) -> Reading | None:
    """Read a century: the 21st is the one whose years begin with 20."""
    number = values.rank(p["rank"])
    return _date(p, f"{number - 1:02d}") if 1 <= number <= 22 else None


def read_year(p: Parts, s: Context) -> Reading | None:
    """Read a year; a number that only looks like one is left alone."""
    before, after, number = s.before(30), s.after(30), int(p["year"])
    old = CUES["early year"].search(f"{before}\x03{after}") if number < 1800 else None
    of_name = after[:1] == ")" and re.search(r"[A-Z]\w*,? \($", s.raw_before(30))  # the Peace of Westphalia (1648)
    early = number < 1800 and not of_name and not (old and (old["sure"] or number % 100))
    counts = p.get("about") and re.match(r" [a-z]{3,}s\b", after)  # about 1990 cases
    if early or counts or CUES["no year"].search(f"{before}\x03{after}"):
        return None
    cell = before.endswith("\n") and re.match(r"\n+[\d\x00][\d.\x00]* ?%?(\n|$)", after)  # beside another number
    if cell and not 1900 <= number <= s.year:
        return None
    if number >= 2100 and not re.search(r"\b(?:in|of|since|from|until|by|between|before|after) $", before):
        return None
    named = re.search(r"(?<![\w(])([A-Z]\w+) $", s.text[max(0, s.start - 16) : s.start])
    if named and s.published and number > int(s.published[:4]) + 2 and named[1] not in NO_NAMES:
        return None  # Vision 2030
    return _date(p, p["year"])


def read_year_of_era(p: Parts, s: Context) -> Reading | None:
    """Read a year before our era or of it, or its month or season, or a decade."""
    if p["era"] == "ad" and ("AD" not in s.raw or (s.raw[:2] == "AD" and int(p["old"].strip("s")) > 1500)):
        return None
    year = f"{int(p['old'].strip('s')):04d}"[: 3 if p["old"].endswith("s") else 4]
    value = "BC" * p["era"].startswith("b") + year + _part(p)
    return Reading("DATE", value, values.mod(p.get("edge") or p.get("about")))


def read_years(p: Parts, s: Context) -> Reading | None:
    """Read a range of years: 2015-2017, 2016-17, 1998-02, 2016/7; 2020-01 is a month. Or one fiscal year: FY17."""
    if not p.get("year"):
        return _date(p, f"{_century(int(p['yy']), s)}")
    if not (written := p.get("year2") or p.get("yy") or p.get("digit")):
        return _date(p, p["year"])
    first = int(p["year"])
    last = int(p["year"][: -len(written)] + written)
    if s.raw[4] == "-" and len(s.raw) == 7 and "01" <= written <= min("12", p["year"][2:]) and p["year"][2] != "9":
        return None if s.before(7).endswith(("report ", "paper ", "brief ")) else day(f"{first}-{written}")
    last += 100 * (len(written) == 2 and first % 100 > 89 and last % 100 < 30)
    period = re.search(r"\b(?:in|years?|period|program(?:me)?|between|from|since|session) $", s.before(12))
    if len(written) < 3 and "/" in s.raw and not period and not 0 < last - first < 3:  # Directive 2004/48
        return None
    is_year = first >= 1700 or s.before(30).endswith((" of ", "in ", "("))
    return Reading("DATE", f"{first}/{last}") if is_year and 0 < last - first <= 300 else None


def read_months(p: Parts, s: Context) -> Reading | None:
    """Read a range of months of one year, or of two."""
    month1, month2 = values.number_of(p["month"]), values.number_of(p["month2"])
    first_year = p.get("year") or f"{int(p['year2']) - (month1 > month2):04d}"
    return day(f"{first_year}-{month1:02d}/{p['year2']}-{month2:02d}")


def read_series(p: Parts, s: Context) -> list[Match] | None:
    """Read a list or range of days that share their month or year: 26-27 May and 3 June 2016; May 26, 27 and 28."""
    items = list(CUES["day of a list"].finditer(s.folded, s.start, s.end))
    if _is_verb(p, s) or len(items) < 2 or not all(1 <= int(item["nth"]) <= 31 for item in items):
        return None
    american = bool(items[0]["month"])  # the month stands before its days, or after them
    named = [values.number_of(name) if (name := item["month"] or item["after"]) else 0 for item in items]
    for at in range(1, len(items)) if american else range(len(items) - 2, -1, -1):
        named[at] = named[at] or named[at - 1 if american else at + 1]
    links = ["", *((s.folded[a.end() : b.start()].split() or [","])[-1] for a, b in itertools.pairwise(items))]
    year = items[-1]["year"] or s.place_month(named[-1], int(items[-1]["nth"]))[:4]
    dated = []
    for at, item in enumerate(items):
        passed = sum(a > b for a, b in itertools.pairwise(named[at:]))
        own = f"{int(year) - passed:04d}" if year.isdigit() else year
        if passed and not items[-1]["year"] and {*links[at + 1 :]} <= {"and", "or", ","}:
            own = s.place_month(named[at])[:4]  # on March 9 and February 24
        dated.append(f"{own}-{named[at]:02d}-{int(item['nth']):02d}")
    matches = _joined(items, links, dated, s)
    # What stands before it may be any number: killed 12, 26 May.
    is_number = links[1] in ("and", "or", ",") and s.raw[0].isdigit()
    return matches[is_number and not CUES["leads day"].search(s.before(9)) :]


def _joined(items: list[re.Match[str]], links: list[str], dated: list[str], s: Context) -> list[Match]:
    pair = len(dated) == 2 and dated[0][:7] == dated[1][:7] and not s.before(9).endswith("between ")
    matches: list[Match] = []
    for item, link, value in zip(items, links, dated, strict=True):
        after_month = items[0]["month"] and not item["month"]
        one_range = link in ("-", "/") or (after_month and link in ("to", "until", "till", "through"))
        if pair and link in ("and", "&") and not item["weekday"]:
            one_range = int(dated[1][8:]) == int(dated[0][8:]) + 1
        if one_range and "/" not in matches[-1].reading.value:
            matches[-1] = Match(matches[-1].start, item.end(), "", day(f"{matches[-1].reading.value}/{value}"))
        else:
            matches.append(Match(item.start(), item.end(), "", day(value)))
    return matches


def read_bare_month(p: Parts, s: Context) -> Reading | None:
    """Read a month that stands alone, where it is clearly a month and no verb or name of a person."""
    raw = s.raw[-len(p["name"]) :]
    if s.names_group() or (raw[0].islower() and (p["name"] in ("may", "march", "august") or raw != p["name"])):
        return None
    if p["name"] in ("may", "march", "august", "april", "june") and not p.get("edge"):
        happens = re.match(r" (?:\d{4}|(?:european )?(?:council|summit|meeting|elections?))", s.after(20))
        if not happens and not CUES["named"].search(s.before(14)):
            return None
    return _date(p, s.place_month(values.number_of(p["name"])))


def _step(words: str) -> int:
    return next((_DIRECTION[word] for word in reversed(words.split()) if word in _DIRECTION), 0)


def _edge(p: Parts) -> str:
    return values.mod(p.get("edge")) or {"earlier": "START", "later": "END"}.get((p.get("sooner") or "").strip(), "")


def _moved(base: str, steps: int, unit: str, mod: str = "") -> Reading:
    """Return the unit so many steps from a base; a pattern of X where the base is missing or too coarse."""
    steps, unit = (2 * steps, "week") if unit == "fortnight" else (steps, unit)
    if value := values.shift(base, steps, unit) if base else "":
        return Reading("DATE", value, mod)
    shape = values.WORDS["unknown"].get(unit, "XXXX-XX-XX")
    known = re.match(r"\d{4}-\d\d(?![^-])" if unit == "day" else r"\d{4}", base)
    return day(known[0] + shape[len(known[0]) :] if known else shape, mod)


def read_unit(p: Parts, s: Context) -> Reading:
    """Read a unit that counts from the publication (last week), from the date read last, or that is spoken of."""
    which, of, edge = p.get("which", ""), values.unit_named(p["unit"]), p.get("edge") or ""
    told = of not in ("decade", "century") or any(CUES["past"].search(side) for side in s.sentence())
    from_text = edge.strip(" -").endswith("the") and told  # by the end of the next year
    if not which:
        base = "" if "turn of" in edge else s.near() or s.published  # which century's, nobody says
    elif which in ("last", "this", "next") and not (which == "next" and from_text):
        quoted = s.narrative and which == "this" and of in ("month", "week")  # of a history, only its sources say it
        base = (s.near() if quoted else "") or s.now()
    else:
        far = _step(which) < 0 and s.start - s.last.start > FARTHEST_BASE
        base = (s.last_day() if of == "day" else s.near()) or ("" if far else s.last.value)
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
    while n != int(n) and unit in values.YEARS:
        n, unit = (12 * n, "month") if unit == "year" else (n * values.YEARS[unit], "year")
    return round(n), unit


def read_distance(p: Parts, s: Context) -> Reading | None:
    """Read a distance from now or from the date read last: two years ago, three days later, decades ago."""
    word, unit, n = p["way"], values.unit_named(p["unit"]), _amount(p)
    back = word in ("ago", "earlier", "before", "previously", "prior", "before that")
    if word in ("prior", "before") and not s.narrative and re.match(" [hist]", s.after(2)):
        return None  # they wait ten years before they can return
    if word not in ("ago", "from now", "hence") and re.match(r",? (?:in|on) (?:\w+ ){0,3}\d{4}\b", s.after(30)):
        return None  # four years later, in December 1962
    now = word in ("ago", "from now", "hence")
    # What came later did not come after the publication: it counts from the date read last, wherever that stands.
    base = s.now() if now else s.near() or ("" if back else s.last.value)
    mod = values.mod(p.get("size"))
    if mod in ("MORE_THAN", "LESS_THAN"):
        mod = "BEFORE" if back == (mod == "MORE_THAN") else "AFTER"
    if unit in ("hour", "minute") and not back:
        return None
    if n is None or unit in ("hour", "minute"):
        return Reading("DATE", "PAST_REF" if back else "FUTURE_REF")
    steps, unit = _whole(n, unit)
    steps = -steps if back else steps
    if unit in values.YEARS and base[:4].isdigit() and -steps * values.YEARS[unit] >= int(base[:4].ljust(4, "0")):
        return Reading("DATE", "PAST_REF")  # 2,500 years ago
    return _moved(base, steps, unit, mod)


def read_near_day(p: Parts, s: Context) -> Reading | None:
    """Read yesterday, today and tomorrow, this morning, the next evening."""
    word, which = p.get("word", ""), p.get("which", "")
    if word == "today" and not s.news:
        return Reading("DATE", "PRESENT_REF")
    from_text = which not in ("", "last", "this")
    base = s.last_day() if from_text else "" if s.narrative else s.now()
    read = _moved(base, values.WORDS["near_days"][word] if word else _step(which), "day")
    time = "TNI" if word == "tonight" else values.daytime(p.get("daytime"))
    return read._replace(type="TIME", value=read.value + time) if time else read


def read_weekday(p: Parts, s: Context) -> Reading | None:
    """Read a weekday by the tense of its sentence, or as last or next says."""
    return _date(p, s.place_weekday(values.number_of(p["dayname"]), _step(p.get("which", ""))))


def read_month_of(p: Parts, s: Context) -> Reading | None:
    """Read last December, next spring, April of that year."""
    if p.get("season"):
        return read_season(p, s)
    if s.raw[-len(p["name"]) :][0].islower() and p["name"] in ("may", "march", "august"):
        return None
    return _placed(_part(p), values.number_of(p["name"]), p["which"], s, _edge(p))


def _placed(ending: str, first_month: int, which: str, s: Context, mod: str = "") -> Reading:
    from_now = which in ("last", "this", "next", "this past", "this coming")
    base = s.now() if from_now else s.last.value or s.published
    if not base:
        return day("XXXX" + ending, mod)
    year, now = int(base[:4].ljust(4, "0")), values.span(base)
    if len(base) == 4 and not from_now:  # in 2016; the following June
        return Reading("DATE", f"{year + _step(which):04d}{ending}", mod)
    month = now[0].month if now and len(base) > 4 else 1
    if which == "this" and first_month > month and s.tense() == "past":
        return day(f"{s.place_month(first_month)[:4]}{ending}", mod)  # published this October, in a report of May
    step = _step(which)
    year += step * (first_month <= month if step > 0 else first_month >= month)
    return Reading("DATE", f"{year:04d}{ending}", mod)


def read_month_of_year(p: Parts, s: Context) -> Reading | None:
    """Read April of that year, May last year, the spring of next year."""
    nth = f"-{values.rank(p['nth']):02d}" if p.get("nth") else ""
    return day(read_unit({"which": p["which"], "unit": "year"}, s).value + _part(p) + nth, _edge(p))


def read_season(p: Parts, s: Context) -> Reading | None:
    """Read a season: last summer, this spring, in the autumn; winter clothing is none."""
    which, month = re.sub("^the ", "", p.get("which") or ""), values.SEASON_BEGINS[p["season"]]
    if which.split(" ")[-1] in _DIRECTION and which not in ("that", "same"):
        return _placed(_part(p), month, which, s, _edge(p))
    if shared := s.shared_year(month):
        return day(f"{shared:04d}{_part(p)}", _edge(p))
    led = _edge(p) or (CUES["named"].search(s.before(14)) and not re.search(r"\b(?:to|and|or) $", s.before(4)))
    free = which in ("that", "same") or (s.narrative and p["season"] not in ("fall", "spring"))
    if not (led or free) or re.match(" of (?!that|the same)", s.after(12)):
        return None
    happens = which or any(CUES[name].search(side) for name in ("past", "future") for side in s.sentence())
    return day((s.place_month(month)[:-3] if happens else "XXXX") + _part(p), _edge(p))


def read_then(p: Parts, s: Context) -> Reading | None:
    """Read then, as in since then: the date read last, but no deadline of 2012 that will by then have passed."""
    start = max(s.last.start, s.start - len(s.sentence()[0]))
    return day(s.near()) if s.near() and not s.folded.endswith(" of ", 0, start) else None


def read_rolling(p: Parts, s: Context) -> Reading | None:
    """Read a length that ends or begins now: the past nine months, the next decade."""
    which, of, n = p["which"], values.unit_named(p["unit"]), _amount(p)
    back = which in ("last", "past", "previous", "preceding", "recent")
    if which == "next" and not p["unit"].endswith("s") and of not in ("decade", "century"):
        return read_unit({**p, "edge": "the "}, s)
    if n is None and not p.get("some"):
        return Reading("DATE", "PAST_REF" if back else "FUTURE_REF")
    from_now = which not in ("following", "subsequent", "preceding", "previous")
    now = values.span(s.now()) if from_now and n and not re.match(r" {1,9}of [a-z\d]", s.after(20)) else None
    days = None
    if n and now and of not in ("hour", "minute"):
        steps, step = _whole(n, of)
        far = values.add(now[0] if back else now[1], -steps if back else steps, step)
        if of in ("decade", "century"):  # said in decades or centuries, whole months are meant
            far = far.replace(day=1) if back else values.last_day(far.year, far.month)
        days = (far, now[1]) if back else (now[0], far)
    return Reading("DURATION", values.duration(n, of), days=days, note="" if now else "nothing to count from")


def read_vague(p: Parts, s: Context) -> Reading | None:
    """Read now, recently, in the future; former only where a history says it, and no name (Access Now)."""
    names = s.raw[:2].istitle() and re.search(r"[A-Z]\w+ $", s.text[max(0, s.start - 16) : s.start])
    if names or (s.raw.lower() == "former" and not s.narrative):
        return None
    return Reading("DATE", "PRESENT_REF" if p.get("now") else "PAST_REF" if p.get("past") else "FUTURE_REF")


def read_length(p: Parts, s: Context) -> Reading | None:
    """Read a length of time, in the unit that is said: 33 months, a week, half a century, several years."""
    unit, n, mod = values.unit_named(p["unit"]), _amount(p), values.mod(p.get("size"))
    if p.get("count2"):  # between two numbers: their middle, in whole units
        other = values.number(p["count2"])
        if n is None or other is None or other < n:
            return None
        n, mod = float(int((n + other) / 2)), "APPROX"
    if n is None:
        return None if p.get("count") else Reading("DURATION", values.duration(None, unit))
    if unit == "quarter" and (n != int(n) or n == 3 or s.after(3) == " of"):
        return None  # three quarters of the troops
    return Reading("DURATION", values.duration(n, unit), mod)


def read_every(p: Parts, s: Context) -> Reading | None:
    """Read each year, every four years, every other day; a year only where it says how often (twice a year)."""
    if s.raw.lower().startswith(("a ", "an ")) and not CUES["how often"].search(s.before(12)):
        return None
    if p.get("dayname"):
        return Reading("SET", f"XXXX-WXX-{values.number_of(p['dayname'])}{values.daytime(p.get('daytime'))}")
    if part := _part(p):
        return Reading("SET", f"XXXX{part}")
    if p.get("rank") or p.get("other"):
        n: float | None = values.rank(p.get("rank") or "second")
    else:
        n = None if p.get("some") else values.number(p.get("count") or "one")
    return Reading("SET", values.duration(n, values.unit_named(p["unit"])))


def read_often(p: Parts, s: Context) -> Reading | None:
    """Read daily, annual, biannually, unless it is part of a name."""
    word = s.raw
    begins = not s.before(3).strip(" \"'*-\n") or s.before(3).rstrip(" ").endswith((".", "\n", ":"))
    if word[0].isupper() and (re.match(r"[ \n]+[A-Z]", s.text[s.end : s.end + 4]) or not begins):
        return None
    return Reading("SET", OFTEN[s.folded[s.start : s.end]])
