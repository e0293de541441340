"""Which mentions speak of one event? Groups mentions by record, name, acronym, date and participants.

Two different events of one month stay two; one event with two dates stays one, and its dates stay side by side.
"""

import re

from analysis.timeline import rules
from analysis.timeline.chronology import RECURRING
from analysis.timeline.collecting import QUIET, STRONG, Mention
from analysis.timeline.rules import singular, words

LIKENESS = 0.5  # share of words two descriptions of one date must have in common (Jaccard 1901); tried 0.4 to 0.7


class Group:
    """The mentions of one event."""

    def __init__(self) -> None:
        """Begin without mentions."""
        self.mentions: list[Mention] = []
        self.record = ""
        self.kinds_of_mention: dict[tuple, Mention] = {}  # one for all mentions that compare alike
        self._sure: dict[tuple[str, str], None] = {}
        self._unsure: dict[tuple[str, str], None] = {}

    def add(self, m: Mention) -> None:
        """Take in a mention."""
        self.mentions.append(m)
        self.record = self.record or m.record
        days = (m.time.earliest, m.time.latest) if m.time else ("", "")
        self.kinds_of_mention.setdefault((m.report, m.kind, m.keys, m.acronym, m.text.isupper() and m.text, days), m)
        if m.time:
            (self._sure if says_year(m.time.text) else self._unsure).setdefault(days)

    @property
    def intervals(self) -> list[tuple[str, str]]:
        """The intervals that date the event, each once; months without a year only if there is no other."""
        return list(self._sure or self._unsure)

    def days(self, report: str = "") -> list[tuple[str, str]]:
        """Return the intervals that date the event (in one report), once for each mention."""
        times = [m.time for m in self.mentions if m.time and report in ("", m.report)]
        sure = [t for t in times if says_year(t.text)] or times
        return [(t.earliest, t.latest) for t in sure]


def merge(mentions: list[Mention]) -> list[Group]:
    """Return the groups of mentions that speak of one event, in the order of their first mention."""
    groups: list[Group] = []
    index: dict[object, list[int]] = {}
    order = sorted(range(len(mentions)), key=lambda i: (_rank(mentions[i]), i))
    for i in order:
        m = mentions[i]
        near = sorted({n for sign in _signs(m) for n in index.get(sign, ())})
        home = _home(m, [(n, groups[n]) for n in near])
        if home is None and (m.time or m.record or _stands_alone(m)):
            home = len(groups)
            groups.append(Group())
        if home is not None:
            groups[home].add(m)
            for sign in _signs(m):
                here = index.setdefault(sign, [])
                if home not in here:
                    here.append(home)
    place = {id(m): i for i, m in enumerate(mentions)}
    for g in groups:
        g.mentions.sort(key=lambda m: place[id(m)])
    return sorted((g for g in groups if _is_event(g)), key=lambda g: place[id(g.mentions[0])])


def _signs(m: Mention) -> list[object]:
    """Return what a mention must have in common with another before they are compared at all."""
    signs: list[object] = [("word", w) for w in sorted(m.keys)]
    signs += [("record", m.record)] if m.record else []
    signs += [("short", s) for s in {m.acronym, m.text if m.text.isupper() else ""} - {""}]
    signs += [("activity", m.report)] if m.kind == "activity" else []
    signs += [("day", m.report, m.kind, m.time.earliest, m.time.latest)] if m.time else []
    return signs


def _rank(m: Mention) -> int:
    """Sure mentions found groups, the less sure join them: known, dated names, dated descriptions, undated."""
    if m.record:
        return 0 if m.time else 1
    return 4 if not m.time else 2 if m.proper and m.kind != "act" else 3


def _is_event(g: Group) -> bool:
    """Tell an event from a body, a process or a plan that is merely spoken of."""
    if g.intervals:
        return True
    return any(m.kind in STRONG or (m.record and m.kind not in rules.BODIES) for m in g.mentions)


def _stands_alone(m: Mention) -> bool:
    """Tell whether an undated name is specific enough for an event of its own."""
    if not (m.proper and m.kind in STRONG) or m.source in QUIET or (re.search(r"\b[a-z]+s\b", m.text) and not m.record):
        return False  # "CSDP missions" are no event
    return any(w[0].isupper() and set(words(w)) - rules.GENERIC for w in m.text.split() if words(w))


def _home(m: Mention, near: list[tuple[int, Group]]) -> int | None:
    """Return the number of the group a mention belongs to: the likeliest, and of equals the first."""
    scored = [(_likeness(m, g), -n) for n, g in near]
    best, n = max(scored, default=(0.0, 0))
    if best <= 0 or (not m.time and best < 1 and sum(s == best for s, _ in scored) > 1):
        return None  # an undated name that two events might have stays undated
    return -n


def _likeness(m: Mention, g: Group) -> float:
    """Return how surely a mention belongs to a group: 0 is not at all, 2 is the same record."""
    if m.record and g.record:
        return 2.0 if m.record == g.record else 0.0
    return max(_alike(m, other, g) for other in g.kinds_of_mention.values())


def _alike(m: Mention, other: Mention, g: Group) -> float:
    if m.kind == "activity" and other.kind == "activity" and m.report == other.report:
        return 1.0
    here, when = m.report == other.report, _together(m, g)
    if not m.time and not here and m.kind in rules.BODIES and len(m.keys - rules.GENERIC) < 2:
        return 0.0  # a "Centre of Excellence" elsewhere may be another one
    if _same_name(m, other):
        return 1.5 if when == "same" else 1.2 if when == "open" else 0.9 if _same_despite(m, other) else 0.0
    if not _one_kind(m, other) or not (here or (m.keys & other.keys) - rules.GENERIC):
        return 0.0
    likeness = len(m.keys & other.keys) / max(1, len(m.keys | other.keys))
    inside = bool(m.keys and other.keys) and (m.keys <= other.keys or other.keys <= m.keys)
    if when == "same":
        if _unnamed(m) and here and m.kind == other.kind and _finest(m) == _finest(other):
            return 0.5 + likeness / 2  # "the judgment of 19 July", told of by its name elsewhere
        if m.rule == "cited text" and not m.keys - rules.GENERIC:
            return 0.0  # "Joint Communication to the Council" could be any of that year
        return likeness if inside or likeness >= LIKENESS else 0.0
    if when == "open" and m.kind == "act":
        return likeness if likeness >= LIKENESS and here else 0.0
    if when == "open" and m.proper and inside and len(m.keys) > 1:
        specific = (m.keys & other.keys) - rules.GENERIC
        return 0.8 * likeness if specific or (here and m.text[:1].isupper() and _capital_head(m)) else 0.0
    return 0.0


def _same_name(m: Mention, other: Mention) -> bool:
    short = {m.acronym, m.text if m.text.isupper() else ""} - {""}
    if short & {other.acronym, other.text} and m.kind == other.kind:
        return True
    if m.report == other.report:
        return m.keys == other.keys and bool(m.keys)
    return m.keys == other.keys and m.proper and (len(m.keys) > 1 or bool(m.keys - rules.GENERIC))


def _unnamed(m: Mention) -> bool:
    return m.rule in ("before the name", "behind the name") and not (
        m.proper and (m.keys - rules.GENERIC or _capital_head(m))
    )


def _finest(m: Mention) -> tuple[str, str]:
    return (m.time.earliest, m.time.latest) if m.time else ("", "")


def _capital_head(m: Mention) -> bool:
    """Tell whether the head itself is written as a name: the Joint Declaration, not NATO exercises."""
    return any(w[:1].isupper() and singular(w.lower()) in m.head.split() for w in m.text.split())


def _one_kind(m: Mention, other: Mention) -> bool:
    kinds = {m.kind, other.kind}
    return len(kinds) == 1 or kinds <= rules.TEXTS or "act" in kinds


def _together(m: Mention, g: Group) -> str:
    """Tell whether a mention's date meets the dates of a group: same, open (one has no date) or apart."""
    days = g.intervals
    if not m.time or not days:
        return "open"
    if not says_year(m.time.text):
        months = {a[5:7] for a, b in days if a[:7] == b[:7]}
        return "same" if m.time.earliest[5:7] in months else "open"
    meets = any(a <= m.time.latest and m.time.earliest <= b for a, b in days)
    return "same" if meets else "apart"


def says_year(words: str) -> bool:
    """Tell whether the words of a date settle its year, and do not leave it to the reader ("in November").

    >>> says_year("6 December 2016"), says_year("9/11"), says_year("November")
    (True, True, False)
    """
    return bool(re.search(r"\d", words)) or not re.match(r"(?:last |next )?[A-Z][a-z]+$", words)


def _same_despite(m: Mention, other: Mention) -> bool:
    """Tell whether one specific name with two dates is one event with two dates: then that is a finding."""
    if not m.time or not other.time or m.kind in RECURRING or not m.keys - rules.GENERIC:
        return False
    return abs(int(m.time.earliest[:4]) - int(other.time.earliest[:4])) <= 3
