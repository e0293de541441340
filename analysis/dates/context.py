"""The text as the rules read it, and what surrounds an expression: tense, publication, the date read last."""

import re
from collections.abc import Callable
from typing import NamedTuple

from .. import rules
from . import values
from .values import Match

# None of them is a word character or white space. Addresses and pages keep a sign of their own: they tell a reference.
BLANK, ADDRESS, PAGE = "\x00", "\x01", "\x02"
_BREAK = re.compile(r"[^\S\n]{0,99}\n[^\S\n]{0,99}\n\s{0,99}")
# A line that opens with a number, a bullet or a heading sign begins something new, unless its number is a day.
_ITEM = re.compile(
    r"\n(?=[^\S\n]{0,9}(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?[ \t]{1,9}(?!Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct"
    r"|Nov|Dec)[A-Z“‘\"]|[•▪◦–-][ \t]|#{1,6} |\[\^?\d{1,3}\]))"
)
_NOTE = re.compile(r"<sup>[\s\d,*]{1,12}</sup>|\[\^?\d{1,3}\]|(?<=[a-z0-9.,;:)'’”\"])\[\d{1,3}(?:, ?\d{1,3}){0,9}\]")
_TAG = re.compile(r"</?[a-z][^<>\n]{0,80}>")
_GLYPHS = {ord(c): "'" for c in "‘’‛′`´"} | {ord(c): '"' for c in "“”„«»"} | {ord(c): "-" for c in "‐‑‒–—―−"}
_GLYPHS |= {ord(c): " " for c in "\r\t\f\v*_\u00a0\u00ad\u2002\u2003\u2007\u2009\u200a\u202f\u3000\u200b\ufeff"}
_GLYPHS |= {ord(c): BLANK for c in "⁰¹²³⁴⁵⁶⁷⁸⁹†‡"} | {ord(a): b for a, b in zip("ᵗʰⁿᵈʳ", "thndr", strict=True)}

_RESOLUTION = re.compile(r"\bresolutions?\s{1,3}(1[0-8]\d\d)(?!\d)")
_MASKS = list(rules.load_rules("dates_masks").values())
_SIGNS = {"address": ADDRESS, "page": PAGE}


def _any_of(place: str) -> str:
    """Return one pattern, without groups, for all masks that begin with a letter or with a digit."""
    own = (mask.pattern.pattern for mask in _MASKS if mask.values["place"] == place)
    return "|".join(re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern) for pattern in own)


_ANY = re.compile(rf"\b(?=[a-z])(?:{_any_of('word')})|(?=\d)(?<![\w/.-])(?:{_any_of('number')})", re.VERBOSE)


def lower(text: str) -> str:
    """Return the text in lower case and at the same length."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def fold(text: str) -> str:
    """Return the text as the rules read it, character for character.

    Lower case, straight quotes, plain hyphens, one kind of space; what holds no date is blanked. A paragraph break stays
    a line feed; a single line break counts as a space.

    >>> fold("On 27<sup>th</sup> March\\n2017 – see www.x.org/2016")
    'on 27     th       march 2017 - see \\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01'
    """
    text = text.replace("\r", " " if "\n" in text else "\n")
    low = lower(_ITEM.sub("\r", text))
    numbers = set(_RESOLUTION.findall(low))
    low = _ANY.sub(_blank, low)
    for number in sorted(numbers):  # once named, it is known by its number alone: the implementation of 1284
        low = re.sub(rf"(?<![\d.,/-]){number}(?![\d/-])", BLANK * 4, low)
    low = _NOTE.sub(lambda found: BLANK * len(found[0]), low)
    low = _TAG.sub(lambda found: " " * len(found[0]), low)
    low = _BREAK.sub(lambda found: "\r" * len(found[0]), low).replace("\n", " ").replace("\r", "\n")
    return low.translate(_GLYPHS)


def _blank(whole: re.Match[str]) -> str:
    """Blank what a mask found: the numbers in it, its group 1, or all."""
    at = whole.start()
    found, mask = next(
        (found, mask)
        for mask in _MASKS
        if (found := mask.pattern.match(whole.string, at)) and found.end() == whole.end()
    )
    if numbers := mask.values.get("blank"):
        return re.sub(numbers, lambda number: BLANK * len(number[0]), whole[0])
    begin, end = found.span(found.re.groups)
    linked = whole.string.startswith("](", max(0, at - 2))  # the target of a link in Markdown cites nothing
    sign = BLANK if linked else _SIGNS.get(mask.values.get("sign", ""), BLANK)
    return whole[0][: begin - at] + sign * (end - begin) + whole[0][end - at :]


_NUMERIC = re.compile(r"(?<![\w./-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\w/]|[.,]\d)")
_MONTHS = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DAY_MONTH = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTHS},? \d{{4}}")
_MONTH_DAY = re.compile(rf"\b{_MONTHS}\.? \d{{1,2}}(?:st|nd|rd|th)?, \d{{4}}")
_BRITISH = re.compile(
    r"\b(?:defence|programmes?|organis|centre|labour|whilst|favour|behaviour|recognis|licence|neighbour)"
)
_AMERICAN = re.compile(r"\b(?:defense|program\b|programs\b|organiz|center\b|labor\b|favor|behavior|recogniz|neighbor)")

UNDECIDED = "nothing to decide"


class Order(NamedTuple):
    """The order of day and month, whether it is certain, and what decided it."""

    first: bool
    sure: bool
    why: str


def order_of(folded: str, published: str) -> Order:
    """Return the order of a document: from days above 12, else from what would lie ahead, else from its written
    dates or its spelling."""
    dates = [(int(m[1]), int(m[3]), m[4]) for m in _NUMERIC.finditer(folded)]
    day_first = sum(a > 12 >= b for a, b, _ in dates)
    month_first = sum(b > 12 >= a for a, b, _ in dates)
    if day_first != month_first:
        return Order(day_first > month_first, True, "a day above 12")
    open_dates = [(a, b, year) for a, b, year in dates if a <= 12 and b <= 12 and a != b]
    if not open_dates:
        return Order(True, False, UNDECIDED)
    if published:
        late_if_day = sum(f"{year}-{b:02d}-{a:02d}"[: len(published)] > published for a, b, year in open_dates)
        late_if_month = sum(f"{year}-{a:02d}-{b:02d}"[: len(published)] > published for a, b, year in open_dates)
        if (late_if_day == 0) != (late_if_month == 0):
            return Order(late_if_day == 0, True, "the other order would lie ahead of the publication")
    written, spelt = _votes(folded, _DAY_MONTH, _MONTH_DAY), _votes(folded, _BRITISH, _AMERICAN)
    for votes, why in ((written, "how its dates are written in words"), (spelt, "its spelling")):
        # Three to one at least: reports quote each other.
        if max(votes) >= 2 and max(votes) >= 3 * min(votes):
            return Order(votes[0] > votes[1], True, why)
    return Order(True, False, "assumed")


def _votes(folded: str, here: re.Pattern[str], there: re.Pattern[str]) -> tuple[int, int]:
    return sum(1 for _ in here.finditer(folded)), sum(1 for _ in there.finditer(folded))


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_LED = r"(?:(?:in|from|the|early|late|(?:beginning|start|middle|end)_of)_|mid-){0,3}"
_PART = rf"{_LED}(?:\d{{1,2}}(?:st|nd|rd|th)?_(?:of_)?)?(?:%s(?:_\d{{1,2}}(?:st|nd|rd|th)?)?|%s)"
_FURTHER = _PART % (_MONTH, "(?:spring|summer|autumn|winter)")
_LAST = _PART % (rf"(?P<month>{_MONTH})", "(?P<season>spring|summer|autumn|fall|winter)")
_JOIN = r"(?:,_|_?[-/]_?|,?_(?:and|or|to|until|till|through)_)"
_YEAR = (
    r"(?:(?P<year>(?:1[0-9]|20)\d\d)\b"
    r"|(?P<which>last|this|next|that|the_same|the_following|the_previous)_year\b)"
)
_BEHIND = re.compile(rf"(?:{_JOIN}{_FURTHER}){{0,2}}{_JOIN}{_LAST},?_(?:of_)?{_YEAR}".replace("_", " {1,9}"))
_STEPS = {"last": -1, "the previous": -1, "next": 1, "the following": 1}


def year_behind(after: str, month: int, published: str, told: str) -> int | None:
    """Return the year that a month, or a season that begins in it, shares with what it is coupled to.

    `after` is the folded text behind it; of a winter and a spring, the winter begins in the year before.

    >>> year_behind(" and summer of 2011", 3, "", ""), year_behind(" to september last year", 5, "2021-10", "")
    (2011, 2020)
    """
    found = _BEHIND.match(after)
    if not found:
        return None
    last = values.month(found["month"]) if found["month"] else values.SEASONS[values.season(found["season"])][0]
    if found["year"]:
        year = int(found["year"])
    else:
        which = " ".join(found["which"].split())
        base = published if which in ("last", "this", "next") else told or published
        if not base[:4].isdigit() or len(base) < 4:
            return None
        year = int(base[:4]) + _STEPS.get(which, 0)
    return year - (month > last)


_FUTURE = re.compile(
    r"\b(?:will|shall|can(?: only)?(?= \x00)|may (?!have)[a-z\x00]|won't|'ll|would|is to|are to|due|scheduled|planned"
    r"|plans? to|expects?|expected|set to|going to|"
    r"upcoming|forthcoming|intends?|aims? to|hopes?|deadline|coming|ahead(?! of)|is likely|should|must"
    r"|(?:the|its|our|their) next (?!day|morning|night|week|month|year)[a-z]+"
    r"|preparing|prepare|expires?|runs? out|takes? place|begins|starts|opens|resumes)\b"
)
_AHEAD = re.compile(
    r"\b(?:will|shall|won't|'ll|is to|are to|plans? to|expects?|set to|going to|upcoming|forthcoming|intends?|deadline|must|next)\b"
)
_PAST = re.compile(
    r"\b(?:was|were|had|has|have|did|been|said|told|took|made|came|went|began|became|met|held|led|saw|gave|got"
    r"|left|won|lost|set up|fell|rose|"
    r"grew|found|kept|sent|spent|built|brought|wrote|spoke|struck|shot|ago|since|earlier|last|put|ran|sold|paid"
    r"|drew|broke|cut|hit|\w{3,}ed)\b"
)
# In `will be held` and `is to be formally agreed` the participle tells no time.
_PASSIVE = re.compile(r"\bbe(?:ing)? (?:not |also |\w+ly )?\w{3,}")
_END = re.compile(r"(?<![a-z]\.[a-z])(?<!\bmr)(?<!\bno)(?<!\bvs)[.!?;]['\")\x00]*(?= |\n)|\n")
_OPENING = 25  # characters: `By the end of the year `; 15 and 40 do worse on the war histories
_HEADING = 70  # characters
_LEAD = 60  # characters
_PASSAGE = 3000  # characters: some paragraphs
_PARAGRAPH = 1500  # characters: the length of a long paragraph
_NEW_YEAR = 8  # months back that mean the next year instead; 6 to 12 do about as well on the war histories
_DEADLINE = re.compile(
    r"\b(?:by|before|until|ahead of|(?:run-up|up) to|in time for) (?:the )?(?:\d{1,2} )?(?:end of )?(?:the )?$"
)
_PARTICIPLE = re.compile(r"\b(?:\w{3,}ed|born|built|set up|begun) (?:in|since|by|on) (?:the )?$")  # founded in 1924


class _Past(NamedTuple):
    """A date that was read before: its value and its place."""

    value: str
    start: int
    end: int
    run: int = 0  # how many frames before it, itself included, lie within a year of each other
    leads: bool = False  # it stands early in its sentence


class Context:
    """The state of a reading that goes through a text from left to right."""

    def __init__(self, text: str, folded: str, published: str, order: Order, narrative: bool) -> None:
        self.text, self.folded = text, folded
        self.published = published  # a value, as fine as it is known; "" where it is not
        self.order, self.narrative = order, narrative
        # News quotes: in the project's reports nobody `said` anything more than once in 5,000 characters.
        self.news = len(published) == 10 and folded.count(" said") > 1 + len(folded) / 3000
        # The date read last, and the one that moves the story, in the main text and in the notes.
        self.memory = {place: {"last": _Past("", -1, -1), "frame": _Past("", -1, -1)} for place in ("text", "note")}
        self.section = ""  # the year of the heading that stands above
        self.zone_at: Callable[[int], str] = lambda start: "body"
        self.start = self.end = 0
        self.match_at: Callable[[int], Match | None] = lambda start: None  # what the grammar reads at a place

    def move(self, start: int, end: int) -> None:
        """Go to the expression between two offsets."""
        self.start, self.end = start, end

    def before(self, n: int = 40) -> str:
        """Return the folded text before the expression."""
        return self.folded[max(0, self.start - n) : self.start]

    def after(self, n: int = 60) -> str:
        """Return the folded text behind the expression."""
        return self.folded[self.end : self.end + n]

    @property
    def raw(self) -> str:
        """The expression as it is written."""
        return self.text[self.start : self.end]

    def sentence(self) -> tuple[str, str]:
        """Return what stands before and behind the expression in its sentence, 300 characters at most."""
        before, after = self.before(300), self.after(300)
        ends = [m.end() for m in _END.finditer(before)]
        first = _END.search(after)
        return before[ends[-1] :] if ends else before, after[: first.start()] if first else after

    def tense(self) -> str:
        """Return "future" or "past": the nearest verb or signal decides, what stands before the expression first."""
        before, after = (_PASSIVE.sub(lambda found: BLANK * len(found[0]), side) for side in self.sentence())
        future = [m.end() for m in _FUTURE.finditer(before)]
        past = [m.end() for m in _PAST.finditer(before)]
        if future or past:
            return "future" if max(future, default=-1) >= max(past, default=-1) else "past"
        ahead, behind = _FUTURE.search(after), _PAST.search(after)
        if ahead and (not behind or ahead.start() < behind.start()):
            return "future"
        return "past" if behind or not re.search(r"\bto [a-z]{3,}", after) else "future"

    @property
    def last(self) -> _Past:
        """The date read last, of those of the main text or of those of the notes."""
        return self._memory()["last"]

    def _memory(self) -> dict[str, _Past]:
        return self.memory["note" if self.zone_at(self.start) in ("note", "reference") else "text"]

    def remember(self, value: str) -> None:
        """Remember a date as the one read last, and as the frame of the months to come if it moves the story.

        A year in mid-sentence is background (founded in 1924; the 1917 revolution): it gives a month no year. Nor does
        a year ago, which is a point and no year that months lie in.
        """
        whole, value = value, value.rpartition("/")[2]
        if len(value) < 4 or not (values.span(value) or value.startswith("BC")):
            return
        past = self._memory()["last"] = _Past(value, self.start, self.end)
        before = self.sentence()[0]
        if value[:4] < self.published[:4] and self._is_heading():
            self.section = value[:4] if value == whole else ""
        background = len(before) > _OPENING or _PARTICIPLE.search(before) or self.raw.lower().endswith(" ago")
        elsewhere = background and value[:4] < self.section  # in the chapter on 2008: from a low in May 2007
        # The end of what is told and the date of a source are not its course.
        ends = re.search(r"\b(?:until|till) [^,;]{3,}$|\b(?:published|released|issued|reprinted) (?:in|on) $", before)
        if not elsewhere and not ends and (len(value) > 4 or not background):
            frame, leads = self._memory()["frame"], len(before) <= _LEAD and not before.endswith((" of ", " of the "))
            near = frame.value[:4].isdigit() and value[:4].isdigit() and abs(int(frame.value[:4]) - int(value[:4])) <= 1
            self._memory()["frame"] = past._replace(run=frame.run + 1 if near else 1, leads=leads)

    def _is_heading(self) -> bool:
        """Tell whether the date stands in a heading: a short line of its own that ends like no sentence."""
        start, end = self.folded.rfind("\n", 0, self.start) + 1, self.folded.find("\n", self.end)
        line = self.folded[start : end if end >= 0 else None].strip() if 0 <= end < start + 200 else ""
        return 0 < len(line) <= _HEADING and line[-1] not in ".,;:!?" and len(self.folded) > _PARAGRAPH

    def near(self, local: bool = False) -> str:
        """Return the date read last, if it is in this paragraph; in a narrative, unless `local`, it may be anywhere."""
        return self.last.value if self._is_here(self.last) or (self.narrative and not local) else ""

    def _is_here(self, past: _Past) -> bool:
        """Tell whether a date stands before this one in its paragraph."""
        paragraph = self.folded.rfind("\n", max(0, self.start - 3000), self.start)
        return past.start > paragraph and self.start - past.start < _PARAGRAPH

    def _frame(self) -> str:
        """Return the date that gives the months here their year.

        It stands in this paragraph or, where one date leads to the next in a year before the publication, in one shortly
        before; in a narrative it may stand anywhere.
        """
        frame = self._memory()["frame"]
        if self.narrative or self._is_here(frame):
            return frame.value
        goes_on = len(frame.value) > 4 and (frame.run > 1 or frame.leads) and self.start - frame.start < _PASSAGE and not self.news
        if goes_on and frame.value[:4] < self.published[:4]:
            return frame.value
        # A year in mid-sentence gives its year to the months after it where there is nothing better.
        value, start, end, *_ = self.last
        before, after = self.folded[max(0, start - 40) : max(0, start)], self.folded[max(0, end) : end + 12]
        names = re.search(r"\b(?:the|an?) $", before) and re.match(r" [a-z]", after)
        here = self._is_here(self.last) and len(value) == 4 and value < self.published[:4]
        return value if here and not names and not _PARTICIPLE.search(before) else ""

    def base(self) -> str:
        """Return what a season or a quarter leans on: the date of our era read last, else the publication date."""
        near = self.near()
        return self.published if near.startswith("BC") else near or self.published

    def shared_year(self, month: int) -> int | None:
        """Return the year of what a month or season is coupled to: May, of May and June 2013."""
        return year_behind(self.after(), month, self.published, self.last.value)

    def month(self, month: int) -> str:
        """Return the value of a month that is named without its year."""
        if year := self.shared_year(month) or self._year_of_range(month):
            return f"{year:04d}-{month:02d}"
        frame = self._frame()
        if frame.startswith("BC"):
            return f"{frame[:6]}-{month:02d}"
        if frame:
            value = f"{self._year_of(frame, month):04d}-{month:02d}"
            is_ahead = value > self.published[:7]
            if self.narrative or len(self.published) < 6 or is_ahead == (self._tense_of(month) == "future"):
                return value
            if not is_ahead and frame[:4] < self.published[:4] and not _AHEAD.search(" ".join(self.sentence())):
                return value  # seen from then, it would come
        return self._month_of_publication(month)

    def _year_of_range(self, month: int) -> int | None:
        """Return the year of the end of a range that begins with the date read last: from October 2015 until March."""
        value, start, end, *_ = self.last
        if not self.in_range():
            return None
        dated = re.match(r"(\d{4})-(\d\d)", value)
        if not dated or dated[1] not in self.folded[max(0, start) : end]:
            return None
        return int(dated[1]) + (int(dated[2]) > month)

    def in_range(self) -> bool:
        """Tell whether the date read last and this one are the ends of a range: from October 2015 until March."""
        _, start, end, *_ = self.last
        if not 0 <= end <= self.start <= end + 16:
            return False
        between = self.folded[end : self.start]
        led = re.search(r"\bbetween (?:the )?(?:early |late |mid-?)?$", self.folded[max(0, start - 24) : start])
        joined = re.fullmatch(r"(?: (?:to|until|till|through)| ?-)(?: the)? ?", between)
        return bool(joined or (led and between == " and "))

    def _month_of_publication(self, month: int) -> str:
        """Return a month without its year as it is seen from the day of publication."""
        if not self.published:
            return f"XXXX-{month:02d}"
        days = values.span(self.published)
        year, now = int(self.published[:4]), days[1].month if days else 12
        if len(self.published) < 6:
            return f"{year:04d}-{month:02d}"
        if self._tense_of(month) == "future":
            return f"{year + (month < now):04d}-{month:02d}"
        return f"{year - (month > now):04d}-{month:02d}"

    def _tense_of(self, month: int) -> str:
        """Return the tense; a deadline is ahead where no verb tells the past, or in the next four months."""
        if not _DEADLINE.search(self.before(40)):
            return self.tense()
        soon = 0 <= (month - int(self.published[5:7])) % 12 <= 4
        return "future" if soon or not any(_PAST.search(side) for side in self.sentence()) else self.tense()

    def _year_of(self, near: str, month: int) -> int:
        """Return the year of a month by the date read last; a story goes on: behind November, January is ahead."""
        year = int(near[:4].ljust(4, "0"))
        return year + (len(near) > 6 and near[5:7].isdigit() and int(near[5:7]) - month >= _NEW_YEAR)

    def weekday(self, day: int, step: int = 0) -> str:
        """Return the day that a weekday means: 0 as the tense says, -1 last, 1 next."""
        base, near = self.published if len(self.published) == 10 and not self.narrative else self.base(), self.near()
        if base == self.published and len(near) == 10 and near[:4] < base[:4] and step == 0 and self.tense() == "past":
            return f"XXXX-WXX-{day}"  # what is told lies long before the publication
        days = values.span(base)
        if not days or len(base) != 10:
            return f"XXXX-WXX-{day}"
        today = days[0].isoweekday()
        ahead = step > 0 or (step == 0 and self.tense() == "future")
        if ahead:
            distance = (day - today - 1) % 7 + 1
        else:
            distance = -((today - day - 1) % 7 + 1) if step < 0 else -((today - day) % 7)
        return values.shift(base, distance, "day")
