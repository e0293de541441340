"""Read expressions that name their year, month or day: one function per kind of expression."""

import itertools
import re

from . import values
from .context import Context
from .values import NO_NAMES, SIGNS, Match, Parts, Reading

HOLIDAYS: dict[str, list[int]] = values.WORDS["holidays"]


def day(value: str, mod: str = "") -> Reading:
    """Read a date, and say so where the calendar does not have it."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value) and not values.span(value):
        return Reading("DATE", value, mod, note="the calendar has no such day")
    return Reading("DATE", value, mod)


def month_of_parts(p: Parts, s: Context, number: int = 0) -> str:
    """Read a month with the year beside it, or, with the number of its day, the year that the context gives it."""
    month, year = values.month(p["month"]), p.get("year") or (p.get("yy") and str(_century(int(p["yy"]), s)))
    return f"{year}-{month:02d}" if year else s.month(month, number)


def unknown(value: str, mod: str = "") -> Reading:
    """Read an expression that nothing in sight can place."""
    return Reading("DATE", value, mod, note="nothing to count from (is the publication date given?)")


def _date(p: Parts, value: str) -> Reading:
    time = values.time(p)
    read = day(value, values.mod(p.get("edge")) or ("APPROX" if p.get("about") else ""))
    return read._replace(type="TIME", value=value + time) if time else read


def full(p: Parts, s: Context) -> Reading | None:
    """Read a day and a month, whatever their order, with a year or without."""
    if _is_verb(p, s) or (not p.get("year") and (s.names_group() or re.match(r"(?:,? \d{3,}|[,.]\d)", s.after(8)))):
        return None
    number = values.rank(p.get("rank") or p["nth"])
    if not 1 <= number <= 31:
        return None
    return _date(p, f"{month_of_parts(p, s, number)}-{number:02d}")


def iso(p: Parts, s: Context) -> Reading | None:
    """Read year, month and day in digits, with the time and its offset where they stand there."""
    read = _date(p, f"{p['year']}-{int(p['mm']):02d}-{int(p['dd']):02d}")
    if not p.get("offset"):
        return read
    return read._replace(value=f"{read.value[:10]}T{p['clock']}{p['offset'].replace(' ', '').upper()}")


def numeric(p: Parts, s: Context) -> Reading | None:
    """Read a date in digits, in the order of the document."""
    first, second = int(p["dd"]), int(p["dd2"])
    year = int(p.get("year") or 0) or _century(int(p["yy"]), s)
    here, there = (second, first), (first, second)  # month and day
    if not (s.day_first if first <= 12 and second <= 12 else first > 12):
        here, there = there, here
    if not 1 <= here[0] <= 12 or not 1 <= here[1] <= 31:
        return None
    read = _date(p, f"{year:04d}-{here[0]:02d}-{here[1]:02d}")
    if s.order_is_sure or first == second or first > 12 or second > 12:
        return read
    other = values.span(f"{year:04d}-{there[0]:02d}-{there[1]:02d}")
    mine = values.span(read.value)
    if not other or not mine:
        return read
    both = min(mine[0], other[0]), max(mine[1], other[1])
    return read._replace(days=both, note=f"day and month could change places ({other[0].isoformat()})", sure=False)


def _century(two: int, s: Context) -> int:
    now = int(s.published[:4]) if s.published else 2049
    year = now // 100 * 100 + two
    return year - 100 if year > now + 20 else year


def _is_verb(p: Parts, s: Context) -> bool:
    """Tell `he may` and `they march` from the months, which have a capital letter."""
    short = p["month"][:3] if p.get("month") else ""
    return short in ("may", "mar", "aug") and s.raw[s.raw.lower().index(short)].islower()


def month_year(p: Parts, s: Context) -> Reading | None:
    """Read a month with its year."""
    return None if _is_verb(p, s) else _date(p, month_of_parts(p, s))


def season_year(p: Parts, s: Context) -> Reading | None:
    """Read a season with its year; a winter that names two years began in the first."""
    if p.get("year2") and (p["season"] != "winter" or int(p["year2"]) != int(p["year"]) + 1):
        return None
    return _date(p, f"{p['year']}-{values.SEASONS[p['season']]}")


def piece_of_year(p: Parts, s: Context) -> Reading | None:
    """Read a quarter or a half of a year; without its year it is one of the year last named."""
    letter, number = _piece(p)
    if not 1 <= number <= (4 if letter == "Q" else 2):
        return None
    if p.get("year"):
        return _date(p, f"{p['year']}-{letter}{number}")
    base = s.near() or s.published
    if not base:
        return unknown(f"XXXX-{letter}{number}")
    year = int(base[:4].ljust(4, "0"))
    if s.published and not s.narrative:
        value = values.span(f"{year}-{letter}{number}")
        later = value and value[0].isoformat() > s.published
        year -= bool(later and s.tense() == "past")
    return _date(p, f"{year}-{letter}{number}")


def _piece(p: Parts) -> tuple[str, int]:
    if p.get("rank"):
        number = values.rank(p["rank"])
        letter = "Q" if "quarter" in p["piece"] else "H"
        return letter, number if number > 0 else {"Q": 4, "H": 2}[letter]
    if "latter" in p["piece"]:
        return "H", 2
    digit, letter = sorted(p["piece"])  # 2H is H2
    return letter.upper(), int(digit)


def decade(p: Parts, s: Context) -> Reading | None:
    """Read a decade as the three digits of its years; of the hundreds before 2000 (the 1800s) the whole century."""
    if p.get("decade"):
        hundreds = p["decade"][2] == "0" and not p["decade"].startswith("2")
        return _date(p, p["decade"][: 2 if hundreds else 3])
    if SIGNS["possessive"].search(s.before(20)):
        return None
    ten = int(p["yy"][0]) if p.get("yy") else [f"{ten[:-1]}ies" for ten in values.WORDS["tens"]].index(p["tens"]) + 2
    now = int(s.published[:4]) if s.published else 2025
    return _date(p, f"{now // 100 - (ten > now // 10 % 10)}{ten}")


def century(p: Parts, s: Context) -> Reading | None:
    """Read a century: the 21st is the one whose years begin with 20."""
    number = values.rank(p["rank"])
    return _date(p, f"{number - 1:02d}") if 1 <= number <= 22 else None


def year(p: Parts, s: Context) -> Reading | None:
    """Read a year; a number that only looks like one is left alone."""
    before, after, number = s.before(30), s.after(30), int(p["year"])
    counts = p.get("about") or (number < 1700 and not before.endswith((" of ", "in ")))  # and 1162 stations
    cell = before.endswith("\n") and re.match(r"\n+[\d\x00][\d.\x00]* ?%?(\n|$)", after)  # beside another number
    if SIGNS["no year"].search(f"{before}\x03{after}") or (counts and re.match(r" [a-z]{3,}s\b", after)):
        return None
    if (cell and not 1900 <= number <= int(s.published[:4] or 2050)) or (number == 1000 and before[-5:] != "year "):
        return None
    if not 1700 <= number < 2100 and not SIGNS["old"].search(before):
        return None
    named = re.search(r"(?<![\w(])([A-Z]\w+) $", s.text[max(0, s.start - 16) : s.start])
    if named and s.published and number > int(s.published[:4]) + 2 and named[1] not in NO_NAMES:
        return None  # Vision 2030
    return _date(p, p["year"])


def year_of_era(p: Parts, s: Context) -> Reading | None:
    """Read a year before our era or of it, or its month or season, or a decade."""
    if p["era"] == "ad" and "AD" not in s.raw:
        return None
    part = f"-{values.month(p['month']):02d}" if p.get("month") else ""
    part = f"-{values.SEASONS[p['season']]}" if p.get("season") else part
    sign = "BC" if p["era"].startswith("b") else ""
    year = f"{int(p['old'].strip('s')):04d}"[: 3 if p["old"].endswith("s") else 4]
    return Reading("DATE", f"{sign}{year}{part}", values.mod(p.get("edge") or p.get("about")))


def years(p: Parts, s: Context) -> Reading | None:
    """Read a range of years: 2015-2017, 2016-17, 1998-02, 2016/7; 2020-01 is a month."""
    first, written = int(p["year"]), p.get("year2") or p.get("yy") or p["digit"]
    last = int(p["year"][: -len(written)] + written)
    if s.raw[4] == "-" and len(s.raw) == 7 and "01" <= written <= min("12", p["year"][2:]) and p["year"][2] != "9":
        return None if s.before(7).endswith(("report ", "paper ", "brief ")) else day(f"{first}-{written}")
    if len(written) == 2 and last <= first:
        last += 100 * (first % 100 > 89 and last % 100 < 30)
    if len(written) == 1 and "/" in s.raw and last != first + 1:
        return None
    is_year = first >= 1700 or SIGNS["old"].search(s.before(30))
    return Reading("DATE", f"{first}/{last}") if is_year and 0 < last - first <= 300 else None


def fiscal_year(p: Parts, s: Context) -> Reading | None:
    """Read a fiscal, financial or academic year: FY17, FY2017-18, the financial year 2015-16."""
    if not p.get("year"):
        return _date(p, f"{_century(int(p['yy']), s)}")
    return years(p, s) if p.get("year2") or p.get("yy") else _date(p, p["year"])


def week_number(p: Parts, s: Context) -> Reading | None:
    """Read a week by its number (ISO 8601)."""
    value = f"{p['year']}-W{int(p['week']):02d}"
    return Reading("DATE", value) if values.span(value) else None


def part_of_period(p: Parts, s: Context) -> Reading | None:
    """Read a part of a named period: the last week of June 2016, the second half of the 1990s."""
    led = re.match(r" {1,9}(?:of|in) {1,9}", s.after(20))
    inner = s.match_at(s.end + led.end()) if led else None
    period = values.interval(inner.reading) if inner and inner.reading.type == "DATE" else None
    if not period and p.get("dayname") and led:
        return Reading("DATE", f"XXXX-WXX-{values.weekday(p['dayname'])}", end=inner.end if inner else 0)
    if inner and re.match(r"XXXX-\d", inner.reading.value):
        return unknown(inner.reading.value)._replace(end=inner.end)  # the last week of November, of whatever year
    count = values.number(p["count"]) if p.get("count") else 1.0
    if not inner or not period or not count or inner.rule == "fiscal year":
        return None  # when a fiscal quarter begins, only its government knows
    if p.get("unit", "").endswith("s") and not p.get("count"):
        return None  # the last months of 2016 are its end
    rank = values.rank(p["rank"]) if p.get("rank") else int(p["piece"][1])
    rank = {"opening": 1, "closing": -1, "latter": 2}.get(p.get("rank", ""), rank)
    unit = p.get("piece") or p.get("dayname") or values.unit(p["unit"])
    days = values.within(period, rank, int(count), unit)
    edge = values.mod(s.raw.lower().partition(" of ")[0]) if re.match(r"(?i)the (?:start|beg|mid|end)", s.raw) else ""
    return Reading("DATE", values.of_days(days), edge, end=inner.end) if days else None


def months(p: Parts, s: Context) -> Reading | None:
    """Read a range of months of one year, or of two."""
    month1, month2 = values.month(p["month"]), values.month(p["month2"])
    last_year = p.get("year2") or p["year"]
    first_year = p["year"] if p.get("year2") else f"{int(last_year) - (month1 > month2):04d}"
    value = f"{first_year}-{month1:02d}/{last_year}-{month2:02d}"
    return Reading("DATE", value, note="" if values.span(value) else "the calendar has no such range")


def series(p: Parts, s: Context) -> list[Match] | None:
    """Read a list or range of days that share their month or year: 26-27 May and 3 June 2016; May 26, 27 and 28."""
    items = list(SIGNS["day of a list"].finditer(s.folded, s.start, s.end))
    if _is_verb(p, s) or len(items) < 2 or not all(1 <= int(item["nth"]) <= 31 for item in items):
        return None
    american = bool(items[0]["month"])  # the month stands before its days, or after them
    named = [values.month(name) if (name := item["month"] or item["after"]) else 0 for item in items]
    for at in range(1, len(items)) if american else range(len(items) - 2, -1, -1):
        named[at] = named[at] or named[at - 1 if american else at + 1]
    links = ["", *((s.folded[a.end() : b.start()].split() or [","])[-1] for a, b in itertools.pairwise(items))]
    year = items[-1]["year"] or s.month(named[-1], int(items[-1]["nth"]))[:4]
    dated = []
    for at, item in enumerate(items):
        passed = sum(a > b for a, b in itertools.pairwise(named[at:]))
        own = f"{int(year) - passed:04d}" if year.isdigit() else year
        if passed and not items[-1]["year"] and {*links[at + 1 :]} <= {"and", "or", ","}:
            own = s.month(named[at])[:4]  # on March 9 and February 24
        dated.append(f"{own}-{named[at]:02d}-{int(item['nth']):02d}")
    matches = _joined(items, links, dated, s)
    # What stands before it may be any number: killed 12, 26 May.
    is_number = links[1] in ("and", "or", ",") and s.raw[0].isdigit()
    return matches[is_number and not SIGNS["leads day"].search(s.before(9)) :]


def _joined(items: list[re.Match[str]], links: list[str], dated: list[str], s: Context) -> list[Match]:
    """Return the expressions of a list of days, with those that are one range joined."""
    pair = len(dated) == 2 and dated[0][:7] == dated[1][:7] and not s.before(9).endswith("between ")
    matches: list[Match] = []
    for item, link, value in zip(items, links, dated, strict=True):
        one_range = link in ("-", "/") or (
            items[0]["month"] and not item["month"] and link in ("to", "until", "till", "through")
        )
        if pair and link in ("and", "&") and not item["weekday"]:
            one_range = int(dated[1][8:]) == int(dated[0][8:]) + 1
        if one_range and "/" not in matches[-1].reading.value:
            whole = f"{matches[-1].reading.value}/{value}"
            note = "" if values.span(whole) else "the calendar has no such range"
            matches[-1] = Match(matches[-1].start, item.end(), "", Reading("DATE", whole, note=note))
        else:
            matches.append(Match(item.start(), item.end(), "", day(value)))
    return matches


def week_of(p: Parts, s: Context) -> Reading | None:
    """Read the week that a day lies in."""
    value = f"{month_of_parts(p, s)}-{values.rank(p['nth']):02d}"
    return Reading("DATE", week) if (week := values.shift(value, 0, "week")) else unknown("XXXX-WXX")


def bare_month(p: Parts, s: Context) -> Reading | None:
    """Read a month that stands alone, where it is clearly a month and no verb or name of a person."""
    raw = s.raw[-len(p["name"]) :]
    if s.names_group() or (raw[0].islower() and (p["name"] in ("may", "march", "august") or raw != p["name"])):
        return None
    if p["name"] in ("may", "march", "august", "april", "june") and not p.get("edge"):
        happens = re.match(r" (?:\d{4}|(?:european )?(?:council|summit|meeting|elections?))", s.after(20))
        if not happens and not SIGNS["named"].search(s.before(14)):
            return None
        if raw.startswith(("MAY", "May")) and re.match(r" (?:be|have|not|also|well)\b", s.after(6)):
            return None
    return _date(p, s.month(values.month(p["name"])))


def holiday(p: Parts, s: Context) -> Reading | None:
    """Read a holiday that has a fixed day, but for Christmas Island."""
    if s.names():
        return None
    month, number = HOLIDAYS[p["feast"]]
    return day(f"{p['year']}-{month:02d}-{number:02d}" if p.get("year") else f"{s.month(month)}-{number:02d}")


def attacks(p: Parts, s: Context) -> Reading | list[Match] | None:
    """Read a day that names an event, without its year: the attacks of 11 September, the 7 October attack."""
    if not p.get("nth"):
        return day("2001-09-11")
    start = s.start + 4 * s.raw.lower().startswith("the ")  # the article belongs to the attacks
    s.move(start, s.end)
    named_day = f"{values.month(p['month']):02d}-{values.rank(p['nth']):02d}"
    year = values.WORDS["named_days"].get(named_day)
    value = f"{year}-{named_day}"
    named = SIGNS["named after"].match(s.after(40)) or SIGNS["named before"].search(s.before(40))
    led = value == "2001-09-11" and re.search(r"\b(?:post|pre)[- ]$", s.before(5))
    american = value == "2001-09-11" and s.raw[0] == "S" and re.search(r"\b(?:before|after|since) $", s.before(8))
    if not year or (s.published and value > s.published) or not (named or led or (american and not s.near())):
        return None
    near = s.near()
    return [Match(start, s.end, "", day(near if near[4:] == value[4:] else value))]
