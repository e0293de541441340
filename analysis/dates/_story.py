"""What surrounds an expression and gives it its year: the publication date, the date read last, the tense of the
sentence."""

import re

from . import _calendar, _pairs
from ._mask import BLANK
from ._order import Order

_FUTURE = re.compile(
    r"\b(?:will|shall|can(?: only)?(?= \x00)|may (?!have)[a-z\x00]|won't|'ll|would|is to|are to|due|scheduled|planned"
    r"|plans? to|expects?|expected|set to|going to|"
    r"upcoming|forthcoming|intends?|aims? to|hopes?|deadline|coming|ahead(?! of)|is likely|should|must"
    r"|(?:the|its|our|their) next (?!day|morning|night|week|month|year)[a-z]+"
    r"|preparing|prepare|expires?|runs? out|takes? place|begins|starts|opens|resumes)\b"
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
_PARAGRAPH = 1500  # characters: the length of a long paragraph
_NEW_YEAR = 8  # months back that mean the next year instead; 6 to 12 do about as well on the war histories
_DEADLINE = re.compile(
    r"\b(?:by|before|until|ahead of|(?:run-up|up) to|in time for) (?:the )?(?:\d{1,2} )?(?:end of )?(?:the )?$"
)
_PARTICIPLE = re.compile(r"\b(?:\w{3,}ed|born|built|set up|begun) (?:in|since|by|on) (?:the )?$")  # founded in 1924


class Story:
    """The state of a reading that goes through a text from left to right."""

    def __init__(self, text: str, folded: str, published: str, order: Order, narrative: bool) -> None:
        self.text, self.folded = text, folded
        self.published = published  # a value, as fine as it is known; "" where it is not
        self.order, self.narrative = order, narrative
        # News quotes: in the project's reports nobody `said` anything more than once in 5,000 characters.
        self.news = len(published) == 10 and folded.count(" said") > 1 + len(folded) / 3000
        self.last = self.frame = ("", -1)  # value and offset of the date read last, and of the one that moves the story
        self.start = self.end = 0

    def at(self, start: int, end: int) -> None:
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

    def told(self, value: str) -> None:
        """Remember a date as the one read last, and as the frame of the months to come if it moves the story.

        A year in mid-sentence is background (founded in 1924; the 1917 revolution): it gives a month no year. Nor does
        a year ago, which is a point and no year that months lie in.
        """
        if "/" in value or len(value) < 4 or not (_calendar.span(value) or value.startswith("BC")):
            return
        self.last = value, self.start
        before = self.sentence()[0]
        background = len(before) > _OPENING or _PARTICIPLE.search(before) or self.raw.lower().endswith(" ago")
        if len(value) > 4 or not background:
            self.frame = self.last

    def near(self, local: bool = False) -> str:
        """Return the date read last, if it is in this paragraph; in a narrative, unless `local`, it may be anywhere."""
        return self._near(*self.last, local)

    def _near(self, value: str, at: int, local: bool = False) -> str:
        paragraph = self.folded.rfind("\n", max(0, self.start - 3000), self.start)
        here = at > paragraph and self.start - at < _PARAGRAPH
        return value if here or (self.narrative and not local) else ""

    def base(self) -> str:
        """Return what a season or a quarter leans on: the date of our era read last, else the publication date."""
        near = self.near()
        return self.published if near.startswith("BC") else near or self.published

    def shared_year(self, month: int) -> int | None:
        """Return the year of what a month or season is coupled to: May, of May and June 2013."""
        return _pairs.year_behind(self.after(), month, self.published, self.last[0])

    def month(self, month: int) -> str:
        """Return the value of a month that is named without its year."""
        if shared := self.shared_year(month):
            return f"{shared:04d}-{month:02d}"
        near = self._near(*self.frame)
        if near.startswith("BC"):
            return f"{near[:6]}-{month:02d}"
        if near:
            value = f"{self._year_of(near, month):04d}-{month:02d}"
            is_ahead = value > self.published[:7]
            if self.narrative or len(self.published) < 6 or is_ahead == (self._tense_of(month) == "future"):
                return value
        if not self.published:
            return f"XXXX-{month:02d}"
        days = _calendar.span(self.published)
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
        base = self.published if len(self.published) == 10 and not self.narrative else self.base()
        days = _calendar.span(base)
        if not days or len(base) != 10:
            return f"XXXX-WXX-{day}"
        today = days[0].isoweekday()
        ahead = step > 0 or (step == 0 and self.tense() == "future")
        if ahead:
            distance = (day - today - 1) % 7 + 1
        else:
            distance = -((today - day - 1) % 7 + 1) if step < 0 else -((today - day) % 7)
        return _calendar.shift(base, distance, "day")
