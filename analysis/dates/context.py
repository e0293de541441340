"""The text as the rules read it, and what surrounds an expression: tense, publication, the date read last."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property, lru_cache
from typing import NamedTuple

from .. import rules
from . import values
from .values import CUES

# None of them is a word character or white space. Addresses and pages keep a sign of their own: they tell a reference.
BLANK, ADDRESS, PAGE = "\x00", "\x01", "\x02"
_BREAK = re.compile(r"[^\S\n]{0,99}\n[^\S\n]{0,99}\n\s{0,99}")
_NOTE = re.compile(r"<sup>[\s\d,*]{1,12}</sup>|\[\^?\d{1,3}\]|(?<=[a-z0-9.,;:)'’”\"])\[\d{1,3}(?:, ?\d{1,3}){0,9}\]")
_MONTH = f"(?:{'|'.join(values.WORDS['months'])})"
# The number of a note after a month (of May.12) or, where the sentence goes on as after a year, a year (in 20203).
_NOTE_AFTER_DATE = re.compile(
    rf"({_MONTH}[.,;][”\"']?)(\d{{1,3}})(?=\s(?!\d{{4}}\b)|$)"
    rf"|(\b(?:in|since|by|of|until|from|after|before|during|{_MONTH},?(?: \d\d?,)?)\s(?:19|20)\d\d)(\d{{1,2}})"
    r"(?=[.,;:)](?!\d)|\s*$|\s(?:and|but|the|it|he|she|they|in|on|by|an?|was|were|is|which|after|before|to|of|with|when"
    r"|as|for|at|had|has)\b)"
)
_TAG = re.compile(r"</?[a-z][^<>\n]{0,80}>")
_GLYPHS = {ord(c): "'" for c in "‘’‛′`´"} | {ord(c): '"' for c in "“”„«»"} | {ord(c): "-" for c in "‐‑‒–—―−"}
_GLYPHS |= {ord(c): " " for c in "\r\t\f\v*_\u00a0\u00ad\u2002\u2003\u2007\u2009\u200a\u202f\u3000\u200b\ufeff"}
_GLYPHS |= {ord(c): BLANK for c in "⁰¹²³⁴⁵⁶⁷⁸⁹†‡"} | {ord(a): b for a, b in zip("ᵗʰⁿᵈʳ", "thndr", strict=True)}
_ODD = re.compile("[" + re.escape("".join(map(chr, _GLYPHS))) + "]")

_MASKS = {f"mask_{n}": rule for n, rule in enumerate(rules.load_rules("dates/masks").values())}
_SIGNS = {"address": ADDRESS, "page": PAGE}
# One pattern, in which each mask is a group, and what it blanks may be a group within.
_WORD, _NUMBER = (
    "|".join(f"(?P<{name}>{m.pattern.pattern})" for name, m in _MASKS.items() if m.values.get("number", False) is n)
    for n in (False, True)
)
_ANY = re.compile(rf"\b(?=[a-z])(?:{_WORD})|(?=\d)(?<![\w/.-])(?:{_NUMBER})", re.VERBOSE)


def fold(text: str) -> str:
    """Return the text as the rules read it, character for character, in lower case; what holds no date is blanked.

    It has one kind of quotes, hyphens and spaces; only a paragraph break stays a line feed.
    """
    text = text.replace("\r", " " if "\n" in text else "\n")
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    low = _NOTE_AFTER_DATE.sub(lambda found: (found[1] or found[3]) + BLANK * len(found[2] or found[4]), low)
    numbers = set(CUES["resolution"].findall(low))
    low = _ANY.sub(_blank, low)
    for number in sorted(numbers):  # once named, it is known by its number alone: the implementation of 1284
        low = re.sub(rf"(?<![\d.,/-]){number}(?![\d/-])", BLANK * 4, low)
    low = _NOTE.sub(lambda found: BLANK * len(found[0]), low)
    low = _TAG.sub(lambda found: " " * len(found[0]), low)
    low = _BREAK.sub(lambda found: "\r" * len(found[0]), low).replace("\n", " ").replace("\r", "\n")
    return _ODD.sub(lambda found: _GLYPHS[ord(found[0])], low).replace("--", "- ")


def _blank(found: re.Match[str]) -> str:
    mask = _MASKS[found.lastgroup or ""]
    if numbers := mask.values.get("blank"):
        return re.sub(numbers, lambda number: BLANK * len(number[0]), found[0])
    begin, end = (at - found.start() for at in found.span((found.lastindex or 0) + mask.pattern.groups))
    linked = found.string.startswith("](", max(0, found.start() - 2))  # the target of a link in Markdown cites nothing
    sign = BLANK if linked else _SIGNS.get(mask.values.get("sign", ""), BLANK)
    return found[0][:begin] + sign * (end - begin) + found[0][end:]


class _Dated(NamedTuple):
    start: int
    year: int
    month: int
    day: int  # 0 for a whole month
    day_first: bool


@lru_cache(maxsize=1)
def _dated(folded: str) -> list[_Dated]:
    """Return the months and days named with their year."""
    found = []
    for one in CUES["dated"].finditer(folded):
        before = re.search(r"\b\d\d? $", folded[max(0, one.start() - 4) : one.start()])
        start, day = (one.start() - len(before[0]), before[0]) if before else (one.start(), one["day"] or "0")
        year, month = int(one["year"]), values.number_of(one["month"])
        found.append(_Dated(start, year, month, day=int(day), day_first=bool(before)))
    return found


def _order_of(folded: str) -> tuple[bool, bool]:
    """Return whether the day comes first in the dates in digits of a document, and whether that is certain."""
    dates = [(int(m[1]), int(m[3])) for m in CUES["numeric"].finditer(folded)]
    day_first, month_first = sum(a > 12 >= b for a, b in dates), sum(b > 12 >= a for a, b in dates)
    if day_first != month_first:
        return day_first > month_first, True
    in_words = [one.day_first for one in _dated(folded) if one.day]  # 13 November or November 13
    if len(in_words) > 1 and not 0.25 < sum(in_words) / len(in_words) < 0.75:  # reports quote each other
        return sum(in_words) > len(in_words) / 2, True
    return True, False


def _is_narrative(years: list[str], folded: str, published: str) -> bool:
    """Tell a history: half of its many years lie two years or more before its publication, and it tells the past."""
    middle = int(sorted(years)[len(years) // 2]) if len(years) >= _FEW else 9999
    present, past = (sum(folded.count(word) for word in words) for words in (_IS, _WAS))
    return middle <= (int(published[:4]) - 2 if published else 9998) and present <= _PRESENT * past


_IS, _WAS = (" is ", " are ", " has ", " have "), (" was ", " were ", " had ")
_PRESENT = 0.6  # war histories say `is` at most 0.4 times as often as `was`, reports and speeches 0.8 times and more
_FEW = 8  # years
_AGAIN = 3  # days that a text names with their year, and again without it; mentions of "during the year"
_OF_THE_YEAR = 30_000  # characters: an annual report says so once in 2,000 to 17,000, other texts hardly ever
_RECENT = 0.2  # of the years that an annual report names, at least; histories name others
_LATEST_MONTH = "11"  # in which annual reports on the year before appear; in December some are on their own year
UNDATED = 2029  # the year from which a text without a date of publication is read; the clock is never asked
_YEAR = re.compile(r"\d\d\d\d(?<=1[5-9]..|20..)(?<![\w/.-]\d{4})(?![\w/-])")
_OPENING = 25  # characters: `By the end of the year `; 15 and 40 do worse on the war histories
_LEAD = 60  # characters
_HEADING = 30  # characters of a line, at most: October 2016
_PASSAGE = 3000  # characters: some paragraphs
_NEARBY = 5000  # characters: with the notes at the foot of the page
_OPENING_PAGES = 6000  # characters, in which a report says which period it covers
_PARAGRAPH = 1500  # characters: the length of a long paragraph
_LAST_YEAR = 10  # months on that mean the year before
_SOON = 4  # months in which what is named may lie just before the publication
_LAST_DAYS = 7  # a daily or weekly report tells of the days just before it, whatever it has looked back on
_NEW_YEAR = 8  # months back that mean the next year instead; 6 to 12 do about as well on the war histories


class _Past(NamedTuple):
    value: str
    start: int
    end: int
    run: int = 0  # how many frames before it, itself included, lie within a year of each other
    leads: bool = False  # it stands early in its sentence


def _covered(opening: str) -> tuple[str, str]:
    found = CUES["period covered"].search(opening)
    if not found:
        return "", ""
    first, last = values.number_of(found["first"]), values.number_of(found["last"])
    since = int(found["since"] or int(found["year"]) - (first > last))
    return f"{since:04d}-{first:02d}", f"{found['year']}-{last:02d}"


class Context:
    """The state of a reading that goes through a text from left to right."""

    def __init__(self, text: str, published: str, zone_starts: list[int], zones: list[str]) -> None:
        """Begin to read a text; `published` is a value, as fine as the day of publication is known, or ""."""
        self._zone_starts, self._zones = zone_starts, zones
        self.text, self.folded, self.published = text, fold(text), published
        self.year = int(published[:4] or UNDATED)
        self.day_first, self.order_is_sure = _order_of(self.folded)
        years = _YEAR.findall(self.folded)
        self.narrative = _is_narrative(years, self.folded, published)
        self.long_ago = len(published) == 4 and 2 * years.count(published) < len(years)  # it mostly dates other years
        # News quotes: in the project's reports nobody `said` anything more than once in 5,000 characters.
        self.news = len(published) == 10 and self.folded.count(" said") > 1 + len(text) / 3000
        # The date read last, and the one that moves the narrative, in the main text and in the notes.
        self.memory = [dict.fromkeys(("last", "frame", "aside"), _Past("", -1, -1)) for _ in range(2)]
        self.covered = _covered(self.folded[:_OPENING_PAGES])
        # An annual report tells of one year, mostly that before it appeared; a progress report of the last months.
        of_year, periods = (len(CUES[cue].findall(self.folded)) for cue in ("year of the report", "reporting period"))
        recent = sum(years.count(str(self.year - n)) for n in range(3)) >= _RECENT * len(years)
        self.annual = of_year >= max(_AGAIN, len(text) / _OF_THE_YEAR) and not (self.covered[0] or self.news)
        self.annual = self.annual and (recent if published else not self.narrative)
        self.annual = self.annual and not CUES["another period"].search(self.folded[:_OPENING_PAGES])
        self.current = self.news or periods > 0  # days without a year are those just before they appeared
        # No month takes its year from another sentence.
        self.apart = self.annual or (len(published) > 5 and not self.news and periods >= _AGAIN)
        self.start = self.end = 0
        self.counts_from_now = False

    def move(self, start: int, end: int) -> None:
        """Go to the expression between two offsets."""
        self.start, self.end, self.counts_from_now = start, end, False

    def zone_at(self, offset: int) -> str:
        """Return the zone of the report in which an offset lies: front, body, note, reference or annex."""
        return self._zones[bisect_right(self._zone_starts, offset) - 1]

    def before(self, n: int = 40) -> str:
        """Return the folded text before the expression."""
        return self.folded[max(0, self.start - n) : self.start]

    def after(self, n: int = 60) -> str:
        """Return the folded text after the expression."""
        return self.folded[self.end : self.end + n]

    def raw_before(self, n: int) -> str:
        """Return the text before the expression as it is written, line ends as spaces."""
        return self.text[max(0, self.start - n) : self.start].replace("\n", " ")

    @property
    def raw(self) -> str:
        """The expression as it is written."""
        return self.text[self.start : self.end]

    def names_group(self) -> bool:
        """Tell whether a day or month is part of a name: the 23 March Movement, an October Surprise."""
        names = "Movement|Alliance|Brigade|Battalion|Square|Surprise|Revolution"
        return bool(re.match(rf"(?: \d\d?)? (?:[A-Z]\w+ )?(?:{names})", self.text[self.end : self.end + 30]))

    def sentence(self) -> tuple[str, str]:
        """Return what stands before and after the expression in its sentence, 300 characters at most."""
        begins, ends = self._ends
        before, after = bisect_left(begins, self.start), bisect_left(ends, self.end)
        first = max(begins[before - 1] if before else 0, self.start - 300)
        last = min(ends[after] if after < len(ends) else len(self.folded), self.end + 300)
        return self.folded[first : self.start], self.folded[self.end : last]

    @cached_property
    def _ends(self) -> tuple[list[int], list[int]]:
        found = [found.span() for found in CUES["end"].finditer(self.folded)]
        return [end for _, end in found], [start for start, _ in found]

    def tense(self) -> str:
        """Return "future" or "past": the nearest verb or signal decides, what stands before the expression first."""
        before, after = (CUES["passive"].sub(lambda found: BLANK * len(found[0]), side) for side in self.sentence())
        future = max((m.end() for m in CUES["future"].finditer(before)), default=-1)
        past = max((m.end() for m in CUES["past"].finditer(before)), default=-1)
        if max(future, past) >= 0:
            return "future" if future >= past else "past"
        ahead, behind = CUES["future"].search(after), CUES["past"].search(after)
        if ahead and (not behind or ahead.start() < behind.start()):
            return "future"
        return "past" if behind or not re.search(r"(?<!whether )(?<!or not )\bto [a-z]{3,}", after) else "future"

    def _memory(self) -> dict[str, _Past]:
        return self.memory[self.zone_at(self.start) in ("note", "reference")]

    @property
    def last(self) -> _Past:
        """The date read last, of those of the main text or of those of the notes."""
        return self._memory()["last"]

    def remember(self, value: str) -> None:
        """Remember a date as the one read last, and as the frame of the months to come if it moves the narrative."""
        value = value.rpartition("/")[2]
        if len(value) < 4 or not values.span(value):
            return
        memory, before, raw = self._memory(), self.sentence()[0], self.raw.lower()
        bracket = self.before(60).rfind("(") > self.before(60).rfind(")")
        if bracket and self.last.start >= self.start - len(before) and len(self.last.value) >= len(value):
            return  # on 24 April (see the letter of 22 April). The next day
        first = self.last.start < self.start - len(before) or self.in_range()
        past = memory["last"] = _Past(value, self.start, self.end)
        named = value[:4] in raw
        # What is feared for next summer, the end of a narrative, the date of a source, a bracket are not its course.
        ahead = ("" < self.published[:4] < value[:4] and not named) or (raw.startswith("next ") and len(value) < 10)
        if ahead or bracket or CUES["no course"].search(before):
            return
        background = len(before) > _OPENING or CUES["participle"].search(before) or raw.endswith(" ago")
        if len(value) == 4 and (background or before.endswith((", ", "(", "[", ": ", "; "))):
            return
        frame = memory["frame"]
        leads = first and len(before) <= _LEAD and not CUES["looks back"].search(before)
        near = bool(frame.value) and abs(int(frame.value[:4]) - int(value[:4])) <= 1
        place = "aside" if frame.value and not leads and not (near and value[:7] >= frame.value[:7]) else "frame"
        if named or leads or not frame.value:
            memory[place] = past._replace(run=frame.run + 1 if near else 1, leads=leads)

    def near(self) -> str:
        """Return the date read last, if it is in this paragraph; in a narrative it may be anywhere."""
        return self.last.value if self.narrative or self._is_here(self.last) else ""

    def _is_here(self, past: _Past) -> bool:
        paragraph = self.folded.rfind("\n", max(0, self.start - 3000), self.start)
        return past.start > paragraph and self.start - past.start < _PARAGRAPH

    def _frame(self, month: int) -> str:
        """Return the date that gives months here their year: in this paragraph or, in narratives, shortly before."""

        def goes_on_from(value: str) -> bool:  # the same month or one of the two after it
            return value[5:7].isdigit() and (month - int(value[5:7])) % 12 <= 2

        frame, aside = self._memory()["frame"], self._memory()["aside"]
        here = not self.apart and self._is_here(aside) and not self._is_here(frame)
        if here or (aside.start > frame.start and goes_on_from(aside.value) and not goes_on_from(frame.value)):
            frame = aside  # a date in mid-sentence, rather than the one that moves the narrative
        if self.narrative or self._is_here(frame):
            inside = frame.start >= self.start - len(self.sentence()[0])
            return frame.value if inside or not self.apart else ""
        line = self.folded[self.folded.rfind("\n", 0, max(frame.start, 0)) + 1 :].split("\n", 1)[0]
        if self.apart and len(line) < _HEADING and frame.start > self.start - _PASSAGE:
            return frame.value
        goes_on = not (self.apart or self.news) and len(frame.value) > 4 and (frame.run > 1 or frame.leads)
        if goes_on and self.start - frame.start < _PASSAGE and frame.value[:4] < self.published[:4]:
            return frame.value
        return ""

    def shared_year(self, month: int) -> int | None:
        """Return the year that a month, or a season that begins in it, shares with a later one: May and June 2013."""
        if found := CUES["year after"].match(self.text, self.end):
            return int(found["year"])
        if not (found := CUES["shared year"].match(self.after())):
            return None
        base = found["year"] or (self.published if found["which"] in ("last", "this", "next") else self.last.value)[:4]
        if not base.isdigit():
            return None
        in_season = found.start("season") > found.start("month")
        last = values.SEASON_BEGINS[found["season"]] if in_season else values.number_of(found["month"])
        steps = {"last": -1, "the previous": -1, "next": 1, "the following": 1}.get(found["which"] or "", 0)
        return int(base) + steps - (month > last)

    def now(self) -> str:
        """Return what `last week` and `today` count from: the publication; nothing in the quotations of a report."""
        line = self.text[max(0, self.start - _PARAGRAPH) : self.start].rpartition("\n")[2]
        self.counts_from_now = True
        quoted = line.count("“") > line.count("”") or line.count('"') % 2 == 1
        return "" if quoted and not self.news else self.published

    def last_day(self) -> str:
        """Return the day read last or that moves the narrative, if shortly before; else the date read last here."""
        near = (self.last, self._memory()["frame"])
        days = (past.value for past in near if len(past.value) == 10 and self.start - past.start < _PARAGRAPH // 2)
        return next(days, "") or self.near()

    @cached_property
    def _named_days(self) -> dict[tuple[int, int], list[_Dated]]:
        days: dict[tuple[int, int], list[_Dated]] = {}
        for one in _dated(self.folded):
            accessed = self.folded.endswith(("accessed ", "accessed on "), 0, one.start)
            if one.day and not accessed and (one.month, one.day) not in ((1, 1), (12, 31)):
                days.setdefault((one.month, one.day), []).append(one)
        return days

    def _is_contradicted(self, year: int) -> bool:
        """Tell whether all that this passage of a text, no news or progress report, dates lies in years before."""
        first, last = (bisect_left(_dated(self.folded), (self.start + way,)) for way in (-_PASSAGE, _PASSAGE))
        passage = _dated(self.folded)[first:last] if not self.current else []
        return 0 < max((one.year for one in passage if self.zone_at(one.start) in ("body", "annex")), default=0) < year

    @cached_property
    def _main_year(self) -> int:
        """Return the year of which a text of a later year tells, or 0: most days have it, some stand alone."""
        years = Counter(one.year for one in _dated(self.folded) if self.zone_at(one.start) in ("body", "annex"))
        year, most = years.most_common(1)[0] if years else (0, 0)
        if year >= self.year or most < max(_FEW, 0.6 * years.total(), 4 * years[self.year]):
            return 0
        named = {day for day, dated in self._named_days.items() if {one.year for one in dated} == {year}}
        alone = re.findall(rf"\b(?:(\d\d?) ({_MONTH})|({_MONTH}) (\d\d?))\b(?!,? \d{{4}})", self.folded)
        again = {(values.number_of(month or before), int(day or after)) for day, month, before, after in alone} & named
        return year if len(again) >= _AGAIN else 0

    def _named_year(self, month: int, day: int, within: int) -> int | None:
        """Return the one year with which a day is named so many characters before or after."""
        years = {one.year for one in self._named_days.get((month, day), ()) if abs(one.start - self.start) < within}
        return years.pop() if len(years) == 1 else None

    def place_month(self, month: int, day: int = 0) -> str:
        """Return the value of a month that is named without its year; what happens every year has none."""
        before, after = self.sentence()
        if CUES["habit"].search(f"{before} {after}"):
            return f"XXXX-{month:02d}"
        if self.published and (this := re.search(r"(\bago,?)? this $", self.before(12))):  # ten years ago this May
            whole = re.match(r"\d{4}", self.last.value if this[1] else self.published)
            return f"{whole[0] if whole else 'XXXX'}-{month:02d}"
        is_of_thing = self.raw.lower().startswith("the ") or self.before(5).endswith((" the ", "'s "))
        anywhere = len(self.text) if is_of_thing else 0  # the 13 April memorandum
        if year := self.shared_year(month) or self._named_year(month, day, anywhere):
            return f"{year:04d}-{month:02d}"
        same_sentence = self.last.start >= self.start - len(before)
        first, last = self.covered
        said = f"{before} {after}"
        ahead = bool(re.search(r"\b(?:will|shall|(?:is|are) due)\b", said)) and not CUES["past"].search(said)
        if self.annual and "01" <= self.published[5:7] <= _LATEST_MONTH and not ahead:
            first, last = f"{self.year - 1:04d}-01", f"{self.year - 1:04d}-12"
        covered = [m for m in (f"{last[:4]}-{month:02d}", f"{first[:4]}-{month:02d}") if first <= m <= last]
        if covered and (not same_sentence or first <= self.last.value[:7] <= last):
            return covered[0]
        if self._is_of_the_last_days(month, day):
            return f"{self.published[:4]}-{month:02d}"
        year = self._named_year(month, day, _NEARBY)
        nearer = self._is_here(self.last) and self.last.value[:4] != str(year)  # In 2012 they attacked on 11 September
        if year and not nearer:
            return f"{year:04d}-{month:02d}"
        frame_is_far = not (self.narrative or self._is_here(self._memory()["frame"]))
        if frame_is_far and self._main_year and self.tense() == "past":
            return f"{self._main_year:04d}-{month:02d}"
        if frame := self._frame(month):
            later = month - int(frame[5:7]) if frame[5:7].isdigit() else 0
            background = self.narrative and len(before) > _OPENING and self.tense() == "past"
            # a narrative goes on, and after November comes January
            year = int(frame[:4].ljust(4, "0")) + (later <= -_NEW_YEAR) - (later >= _LAST_YEAR and background)
            value = f"{year:04d}-{month:02d}"
            told = any(CUES["past"].search(side) for side in (before, after))
            goes_on = same_sentence and self.published[:7] < frame[:7] <= value and not told
            known = self.narrative or len(self.published) < 6 or goes_on
            is_ahead = value > self.published[:7]
            if known or is_ahead == (self._tense_of(month) == "future"):
                return value
            earlier = frame[:4] < self.published[:4] and frame[:7] <= value
            if earlier and not is_ahead and not CUES["ahead"].search(f"{before} {after}"):
                return value  # seen from then, it would come
        return self._month_of_publication(month, day)

    def _is_of_the_last_days(self, month: int, day: int) -> bool:
        """Tell whether a day is that of the publication or one of the seven before it, in a text on its own time."""
        if len(self.published) < 10 or not day or self.narrative or self._tense_of(month) == "future":
            return False
        same_month = int(self.published[5:7]) == month
        return same_month and 0 <= int(self.published[8:]) - day <= _LAST_DAYS

    def in_range(self) -> bool:
        """Tell whether the date read last and this one are the ends of a range: from October 2015 until March."""
        _, start, end, *_ = self.last
        between = self.folded[end : self.start] if 0 <= end <= self.start <= end + 16 else ""
        led = re.search(r"\bbetween (?:the )?(?:early |late |mid-?)?$", self.folded[max(0, start - 24) : max(0, start)])
        joined = re.fullmatch(r"(?: (?:to|until|till|through)| ?-)(?: the)? ?", between)
        return bool(joined or (led and between == " and "))

    def _month_of_publication(self, month: int, day: int) -> str:
        """Return a month as seen from the day of publication; in a text on what is long past, it keeps no year."""
        tense, days = self._tense_of(month), values.span(self.published) if self.published else None
        if not days or (self.long_ago and tense == "past"):
            return f"XXXX-{month:02d}"
        year, now = days[1].year, days[1].month
        if len(self.published) > 5:
            year += (month < now) if tense == "future" else -(month > now)
            # The present tense tells what is to come long after the publication; the rest may have come before it.
            later = (month - now) % 12 >= _NEW_YEAR and not CUES["ahead"].search(" ".join(self.sentence()))
            week = len(self.published) == 10 and month == now and 0 < day <= days[1].day < day + 7  # the one before it
            if later if tense == "future" else not week and self._is_contradicted(year):
                return f"XXXX-{month:02d}"
        return f"{year:04d}-{month:02d}"

    def _tense_of(self, month: int) -> str:
        """Return the tense; a deadline is ahead where no verb tells the past, or in the next four months."""
        before, after = self.sentence()
        found = CUES["deadline"].search(before)
        if not found or not found.start() or len(self.published) < 6:  # by then, it had ended
            return self.tense()
        soon = (month - int(self.published[5:7])) % 12 <= _SOON
        return "future" if soon or not CUES["past"].search(f"{before} {after}") else self.tense()

    def place_weekday(self, day: int, step: int = 0) -> str:
        """Return the day that a weekday means: 0 as the tense says, -1 last, 1 next."""
        near = self.near()
        base = self.published if not near or (len(self.published) == 10 and not self.narrative) else near
        if len(base) != 10 or not (days := values.span(base)):
            return f"XXXX-WXX-{day}"
        ahead = (day - days[0].isoweekday() - 1) % 7 + 1  # 1 to 7 days; back: 0 to 6, or 1 to 7
        if week := re.match(
            r"(?: |, (?=next ))(last|this|next) week\b(?!'s)", self.after()
        ):  # until Wednesday next week
            distance = day - days[0].isoweekday() + {"last": -7, "this": 0, "next": 7}[week[1]]
        elif step < 0 or (step == 0 and self.tense() == "past"):
            distance = (ahead % 7 if step < 0 else ahead) - 7
        else:
            distance = ahead if step else ahead % 7
        return values.shift(base, distance, "day")
