"""The named parts that rules are built from, and how each part is read.

In a pattern `<month>` stands for the part of that name, a digit behind the name tells two of a kind apart (`<month2>`),
and `_` is white space. All text has been folded before: lower case, straight quotes, plain hyphens, one kind of space.
"""

import re


def words(text: str) -> list[str]:
    """Return the words of a string: a list that reads like a sentence."""
    return text.split()


_NAMES = words("january february march april may june july august september october november december")
_SHORT = r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_ONES = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
)
_WEEKDAYS = words("monday tuesday wednesday thursday friday saturday sunday")

_NUMBERS = {word: float(n) for n, word in enumerate(_ONES)} | {word: 10.0 * n for n, word in enumerate(_TENS, start=2)}
_NUMBERS |= {"a": 1, "an": 1, "hundred": 100, "dozen": 12, "couple": 2, "half": 0.5}
_RANKS = {word: n for n, word in enumerate(_ORDINALS, start=1)} | {"last": -1, "final": -1}
_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_UNITS = words("century decade year quarter month fortnight weekend week day hour minute second")
_UNIT = "centur(?:y|ies)|decades?|years?|quarters?|months?|fortnights?|weekends?|weeks?|days?|hours?|minutes?"
_COUNT = f"(?:{'|'.join(_ONES[1:])}|(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_ONES[1:10])}))?)"

PARTS = {
    "month": rf"(?:{'|'.join(_NAMES)}|(?:{_SHORT})(?:\.|(?![a-z])))",
    "name": rf"(?:{'|'.join(_NAMES)})",  # a month written in full: it may stand alone
    "day": r"(?:3[01]|[12]\d|0?[1-9])",
    "nth": r"(?:3[01]|[12]\d|0?[1-9])(?:_?(?:st|nd|rd|th)(?![a-z])|\.(?=[_-]))?",
    "dd": r"(?:3[01]|[0-2]?\d)",
    "mm": r"(?:0[1-9]|1[0-2])",
    "year": r"(?:1[0-9]|20)\d\d",
    "yy": r"\d\d",
    "weekday": rf"(?:{'|'.join(_WEEKDAYS)}|(?:mon|tues?|wed|thurs?|fri|sat|sun)\.?(?=,?_(?:\d|{_SHORT})))",
    "dayname": rf"(?:{'|'.join(_WEEKDAYS)})",
    "season": r"(?:spring|summer|autumn|fall|winter)",
    "decade": r"(?:1[0-9]|20)\d0'?s",
    "rank": rf"(?:{'|'.join(reversed(_ORDINALS))}|\d{{1,2}}(?:_?(?:st|nd|rd|th)))",
    "count": rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}}(?:\.\d{{1,2}})?|an?_hundred|{_COUNT}(?:_hundred)?)",
    "some": r"(?:a_few|a_couple_of|several|many|some|a_number_of|a_dozen|couple_of|few)",
    "unit": rf"(?:{_UNIT})",
    "edge": r"(?:(?:the_)?(?:very_)?(?:(?:early|late|mid|end(?=-))(?:_in|_of)?|(?:middle|beginning|start|end|close|turn"
    r"|outset|latter_part|early_part)_of|(?:first|opening|last|final|closing)_(?:days|weeks|months|years)_of)"
    r"(?:_the)?(?:-_?|_))",
    "partof": r"(?:(?:the_)?(?:early_|late_)?(?:in_the_)?(?:morning|afternoon|evening|night)(?:_hours)?_(?:of|on)_)",
    "about": r"(?:(?:around|about|circa|ca\.?|c\.|roughly|approximately|some|almost|nearly|close_to|just|only)_)",
    "size": r"(?:(?:around|about|circa|roughly|approximately|some|almost|nearly|close_to|more_than|less_than"
    r"|fewer_than"
    r"|over|under|at_least|at_most)_)",
    "past": r"(?:last|past|previous|preceding)",
    "coming": r"(?:next|coming|upcoming|following|subsequent|forthcoming)",
    "clock": r"(?:(?:[01]?\d|2[0-3])[:.][0-5]\d(?::[0-5]\d)?_?(?:[ap]\.?m\b\.?)?|(?:1[0-2]|0?[1-9])_?(?:a\.m\."
    r"|p\.m\.|am|pm)(?![a-z])"
    r"|(?:[01]\d|2[0-3])[0-5]\d(?=_(?:gmt|utc|hours|hrs|cet|est)))",
    "zone": r"(?:gmt|utc|est|edt|et|cet|cest|bst|pst|pdt|local_time)",
    "daytime": r"(?:mornings?|afternoons?|evenings?|nights?|midday|noon|midnight|dawn|lunchtime)",
}
HOLIDAYS = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "valentine's day": (2, 14),
    "halloween": (10, 31),
}
_ALL = {
    "PT1H": "hourly",
    "P1D": "daily nightly",
    "P1W": "weekly",
    "P2W": "biweekly fortnightly",
    "P1M": "monthly",
    "P2M": "bimonthly",
    "P3M": "quarterly",
    "P6M": "biannually biannual semiannual semi-annual semi-annually twice-yearly",
    "P1Y": "annually annual yearly",
    "P2Y": "biennially biennial",
    "P3Y": "triennial",
}
OFTEN = {word: length for length, words in _ALL.items() for word in words.split()}
# Phrases built of parts; they are written out before the parts are.
PHRASES = {
    "lead": r"(?:<partof>|<edge>|<about>)?",
    "at": r"(?:,?_(?:at_)?<clock>(?:_<zone>)?)?",
    "sooner": r"(?:(?P<sooner>earlier|later)_(?:in_|during_)?)?",
    "told": r"(?P<which>the_(?:following|next|previous|preceding|same|very_same|subsequent|succeeding|prior"
    r"|current|ensuing|coming)"
    r"|that_same|that_very|this_same|that)",
    "way": r"(?P<way>ago|earlier|later|previously|hence|from_now|thereafter|before_that|after_that|afterwards?"
    r"|prior(?=_to)"
    r"|before(?=[,.;)]|_(?:and|he|she|it|they)\b))",
    "kind": r"(?:(?:long|full|consecutive|successive|additional|further|more|short|calendar|whole|straight"
    r"|solid|bloody|working"
    r"|business)_)?",
    "feasts": "|".join(name.replace(" ", "_") for name in sorted(HOLIDAYS, key=len, reverse=True)),
    "often": "|".join(sorted(OFTEN, key=len, reverse=True)),
}
_MODS = {
    "START": "early first opening beginning start outset turn",
    "MID": "mid middle",
    "END": "late last final closing end close latter",
    "LESS_THAN": "almost nearly less fewer under up most",
    "MORE_THAN": "more over least",
    "APPROX": "around about circa ca c roughly approximately some close",
}
_DAYTIMES = {"midnight": "T24:00", "afternoon": "TAF", "morning": "TMO", "evening": "TEV", "night": "TNI"}
_DAYTIMES |= {"noon": "T12:00", "midday": "TMI", "dawn": "TMO", "lunch": "TMI"}
_MOD = {word: mod for mod, words in _MODS.items() for word in words.split()}
_CODES = {"century": "C", "decade": "D", "year": "Y", "quarter": "Q", "month": "M", "week": "W", "day": "D"}


def daytime(text: str | None) -> str:
    """Read a part of the day as the end of a TIMEX3 value, such as TMO."""
    return next((code for word, code in _DAYTIMES.items() if word in (text or "")), "")


def clock(text: str) -> str:
    """Read a clock time as the end of a TIMEX3 value, such as T20:30; "" where no clock shows it."""
    digits = re.findall(r"\d+", text)
    if len(digits) == 1 and len(digits[0]) == 4:
        digits = [digits[0][:2], digits[0][2:]]
    hour, minute = int(digits[0]), int([*digits, "0"][1])
    if "p" in text and hour < 12:
        hour += 12
    elif "a" in text and hour == 12:
        hour = 0
    return f"T{hour:02d}:{minute:02d}" if hour < 25 and minute < 60 else ""


def time(p: dict[str, str]) -> str:
    """Read the clock time or the part of the day among the parts; "" where there is none."""
    return clock(p["clock"]) if p.get("clock") else daytime(p.get("daytime") or p.get("partof"))


def month(text: str) -> int:
    """Read the name of a month."""
    return [name[:3] for name in _NAMES].index(text[:3]) + 1


def weekday(text: str) -> int:
    """Read the name of a weekday; Monday is 1."""
    return [name[:3] for name in _WEEKDAYS].index(text[:3]) + 1


def season(text: str) -> str:
    """Read the name of a season as its TIMEX3 code."""
    return _SEASONS[text]


def integer(text: str) -> int:
    """Read the digits at the start of a text."""
    found = re.match(r"\d+", text)
    return int(found[0]) if found else 0


def rank(text: str) -> int:
    """Read an ordinal: `third`, `21st`; the last is -1."""
    return _RANKS.get(text) or integer(text)


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
        value = _NUMBERS[word]
        total = total * value if word in ("hundred", "dozen", "couple") and total else total + value
    return total


def unit(text: str) -> str:
    """Read a unit in singular or plural."""
    return next(name for name in _UNITS if text.startswith(name[:-1] if name == "century" else name))


def length(n: float | None, of: str) -> str:
    """Write a length as a TIMEX3 duration, in the unit that is said; decades as ten years."""
    if of in ("century", "decade") and n is not None:
        n, of = n * {"century": 100, "decade": 10}[of], "year"
    if of == "fortnight":
        n, of = None if n is None else 2 * n, "week"
    if n == 0.5 and of in ("year", "day", "hour"):
        n, of = {"year": (6, "month"), "day": (12, "hour"), "hour": (30, "minute")}[of]
    said = "X" if n is None else f"{n:g}"
    if of in ("hour", "minute", "second"):
        return f"PT{said}{of[0].upper()}"
    if of == "weekend":
        return f"P{said}WE"
    return f"P{said}" + {"century": "CE", "decade": "DE"}.get(of, _CODES[of])


def mod(text: str | None) -> str:
    """Read the words before a date or a length as a TIMEX3 modifier."""
    words = re.findall(r"[a-z]+", text or "")
    return next((_MOD[w] for w in reversed(words) if w in _MOD), "")
