"""Which mentions speak of one event? Groups mentions by record, name, acronym, date and participants.

Two different events of one month stay two; one event with two dates stays one, and its dates stay side by side.
"""

import re

from analysis.timeline import vocabulary
from analysis.timeline.chronology import RECURRING
from analysis.timeline.collecting import LIVES, NOTES
from analysis.timeline.days import Days, says_year, touch
from analysis.timeline.types import Mention
from analysis.timeline.vocabulary import singular, words

LIKENESS = 0.5  # share of words two descriptions of one date must have in common (Jaccard 1901); tried 0.4 to 0.7
SLIP = 3  # years between two dates of one specific name that may be one event, dated in two ways
# Kinds of which a proper name says that something happened even without a date: Operation Althea, the Lisbon Treaty.
STRONG = frozenset({"operation", "treaty", "attack", "war", "crisis", "accession"})
# Where a bare name is too little for an event of its own: sources, front matter, lives of the authors.
QUIET = NOTES | {"front", LIVES}


class Group:
    """The mentions of one event."""

    def __init__(self) -> None:
        """Begin without mentions."""
        self.mentions: list[Mention] = []
        self.record = ""
        self.unlike: dict[tuple, Mention] = {}  # one for all mentions that compare alike
        self._sure: dict[Days, None] = {}
        self._unsure: dict[Days, None] = {}

    def add(self, m: Mention) -> None:
        """Take in a mention."""
        self.mentions.append(m)
        self.record = self.record or m.record
        self.unlike.setdefault((m.report, m.kind, m.keys, frozenset(m.short_forms), m.days), m)
        if m.date:
            (self._sure if says_year(m.date.text) else self._unsure).setdefault(m.days)

    @property
    def intervals(self) -> list[Days]:
        """The intervals that date the event, each once; months without a year only if there is no other."""
        return list(self._sure or self._unsure)

    def days(self, report: str = "") -> list[Days]:
        """Return the intervals that date the event (in one report), once for each mention."""
        dated = [m for m in self.mentions if m.date and report in ("", m.report)]
        return [m.days for m in dated if m.date and says_year(m.date.text)] or [m.days for m in dated]


def merge(mentions: list[Mention]) -> list[Group]:
    """Return the groups of mentions that speak of one event, in the order of their first mention."""
    groups: list[Group] = []
    index: dict[object, set[int]] = {}  # sign -> the numbers of the groups that have it
    place = {id(m): i for i, m in enumerate(mentions)}
    for m in sorted(mentions, key=_rank):
        signs = _signs(m)
        near = sorted({n for sign in signs for n in index.get(sign, ())})
        home = _home(m, [(n, groups[n]) for n in near])
        if home is None and (m.date or m.record or _stands_alone(m)):
            home = len(groups)
            groups.append(Group())
        if home is not None:
            groups[home].add(m)
            for sign in signs:
                index.setdefault(sign, set()).add(home)
    for g in groups:
        g.mentions.sort(key=lambda m: place[id(m)])
    return sorted((g for g in groups if _is_event(g)), key=lambda g: place[id(g.mentions[0])])


def _signs(m: Mention) -> list[object]:
    """Return what a mention must have in common with another before they are compared at all."""
    signs: list[object] = [("word", word) for word in m.keys]
    signs += [("short", short) for short in m.short_forms]
    signs += [("record", m.record)] if m.record else []
    signs += [("activity", m.report)] if m.kind == "activity" else []
    signs += [("day", m.report, m.kind, m.days)] if m.date else []
    return signs


def _rank(m: Mention) -> int:
    """Sure mentions found groups, the less sure join them: known, dated names, dated descriptions, undated."""
    if m.record:
        return 0 if m.date else 1
    return 4 if not m.date else 2 if m.proper and m.kind != "act" else 3


def _is_event(g: Group) -> bool:
    """Tell an event from a body, a process or a plan that is merely spoken of."""
    if all(m.source == LIVES for m in g.mentions):
        return False
    if g.intervals:
        return True
    return any(m.kind in STRONG or (m.record and m.kind not in vocabulary.BODIES) for m in g.mentions)


def _stands_alone(m: Mention) -> bool:
    """Tell whether an undated name is specific enough for an event of its own."""
    if not (m.proper and m.kind in STRONG) or m.source in QUIET or re.search(r"\b[a-z]+s\b", m.text):
        return False  # "CSDP missions" are no event
    return any(w[0].isupper() and set(words(w)) - vocabulary.GENERIC for w in m.text.split())


def _home(m: Mention, near: list[tuple[int, Group]]) -> int | None:
    """Return the number of the group a mention belongs to: the likeliest, and of equals the first."""
    scored = [(_likeness(m, g), -n) for n, g in near]
    best, n = max(scored, default=(0.0, 0))
    if best <= 0 or (not m.date and best < 1 and sum(s == best for s, _ in scored) > 1):
        return None  # an undated name that two events might have stays undated
    return -n


def _likeness(m: Mention, g: Group) -> float:
    """Return how surely a mention belongs to a group: 0 is not at all, 2 is the same record."""
    if m.record and g.record:
        return 2.0 if m.record == g.record else 0.0
    when = _together(m, g)
    return max(_alike(m, other, when) for other in g.unlike.values())


def _alike(m: Mention, other: Mention, when: str) -> float:
    """Return how surely two mentions speak of one event whose dates are the same, open or apart."""
    here = m.report == other.report
    if m.kind == "activity" and other.kind == "activity" and here:
        return 1.0
    if not m.date and not here and m.kind in vocabulary.BODIES and len(m.specific) < 2:
        return 0.0  # a "Centre of Excellence" elsewhere may be another one
    if _same_name(m, other):
        return {"same": 1.5, "open": 1.2}.get(when) or (0.9 if _is_slip(m, other) else 0.0)
    if "new" in m.keys ^ other.keys:
        return 0.0  # a new Strategy is not the one there is
    common = m.keys & other.keys
    specific = common - vocabulary.GENERIC
    if when == "apart" or not _one_kind(m, other) or not (here or specific):
        return 0.0
    likeness = len(common) / max(1, len(m.keys | other.keys))
    inside = bool(common) and common in (m.keys, other.keys)
    if when == "same":
        if _unnamed(m) and here and m.kind == other.kind and m.days == other.days:
            return 0.5 + likeness / 2  # "the judgment of 19 July", told of by its name elsewhere
        if m.rule == "cited text" and not m.specific:
            return 0.0  # "Joint Communication to the Council" could be any of that year
        return likeness if inside or likeness >= LIKENESS else 0.0
    if m.kind == "act":
        return likeness if likeness >= LIKENESS and here else 0.0
    named = specific or (here and m.text[:1].isupper() and _capital_head(m))
    return 0.8 * likeness if m.proper and inside and len(m.keys) > 1 and named else 0.0


def _same_name(m: Mention, other: Mention) -> bool:
    if m.short_forms & {other.acronym, other.text} and m.kind == other.kind:
        return True
    if not m.keys or m.keys != other.keys:
        return False
    return m.report == other.report or (m.proper and (len(m.keys) > 1 or bool(m.specific)))


def _unnamed(m: Mention) -> bool:
    named = m.proper and (m.specific or _capital_head(m))
    return m.rule in ("before the name", "behind the name") and not named


def _capital_head(m: Mention) -> bool:
    """Tell whether the head itself is written as a name: the Joint Declaration, not NATO exercises."""
    return any(w[:1].isupper() and singular(w.lower()) in m.head.split() for w in m.text.split())


def _one_kind(m: Mention, other: Mention) -> bool:
    kinds = {m.kind, other.kind}
    return len(kinds) == 1 or kinds <= vocabulary.TEXTS or "act" in kinds


def _together(m: Mention, g: Group) -> str:
    """Tell whether a mention's date meets the dates of a group: same, open (one has no date) or apart."""
    if not m.date or not g.intervals:
        return "open"
    if not says_year(m.date.text):
        months = {a[5:7] for a, b in g.intervals if a[:7] == b[:7]}
        return "same" if m.date.earliest[5:7] in months else "open"
    return "same" if any(touch(m.days, days) for days in g.intervals) else "apart"


def _is_slip(m: Mention, other: Mention) -> bool:
    """Tell whether one specific name with two dates is one event with two dates: then that is a finding."""
    if not m.date or not other.date or not m.specific:
        return False
    years = abs(int(m.date.earliest[:4]) - int(other.date.earliest[:4]))
    if m.kind in RECURRING:  # an exercise with a name of its own is held once a year at most
        return m.kind == "exercise" and len(m.specific) > 1 and years == 0
    return years <= SLIP
