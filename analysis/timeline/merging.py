"""Which mentions speak of one event? Groups mentions by record, name, acronym, date and participants.

Two different events of one month stay two; one event with two dates stays one, and its dates stay side by side.
"""

from dataclasses import dataclass, field

from analysis.timeline import rules
from analysis.timeline.chronology import RECURRING
from analysis.timeline.collecting import STRONG, Mention

# Words that many names share: alone they make no two names one.
GENERIC = frozenset(
    "eu nato un european europe union joint common council commission parliament security defence policy international "
    "new national state member countries military civilian civil strategic report document first summit meeting".split()
) | {w for head in rules.HEADS for phrase in head.words.split("|") for w in phrase.split()}
LIKENESS = 0.5  # share of words two descriptions of one date must have in common (Jaccard 1901); tried 0.4 to 0.7


@dataclass
class Group:
    """The mentions of one event."""

    mentions: list[Mention] = field(default_factory=list)

    @property
    def record(self) -> str:
        """The record of the event, where one is known."""
        return next((m.record for m in self.mentions if m.record), "")

    def days(self, report: str = "") -> list[tuple[str, str]]:
        """Return the intervals that date the event (in one report)."""
        return [(m.time.earliest, m.time.latest) for m in self.mentions if m.time and report in ("", m.report)]


def merge(mentions: list[Mention]) -> list[Group]:
    """Return the groups of mentions that speak of one event, in the order of their first mention."""
    groups: list[Group] = []
    order = sorted(range(len(mentions)), key=lambda i: (_rank(mentions[i]), i))
    for i in order:
        m = mentions[i]
        home = _home(m, groups)
        if home is None and (m.time or m.record or _stands_alone(m)):
            home = Group()
            groups.append(home)
        if home is not None:
            home.mentions.append(m)
    place = {id(m): i for i, m in enumerate(mentions)}
    for g in groups:
        g.mentions.sort(key=lambda m: place[id(m)])
    return sorted((g for g in groups if _is_event(g)), key=lambda g: place[id(g.mentions[0])])


def _rank(m: Mention) -> int:
    """Sure mentions found groups, the less sure join them: known, dated names, dated descriptions, undated."""
    if m.time:
        return 0 if m.record else 1 if m.proper and m.kind != "act" else 2
    return 3 if m.record else 4


def _is_event(g: Group) -> bool:
    """Tell an event from a body, a process or a plan that is merely spoken of."""
    if g.days():
        return True
    return any(m.kind in STRONG or (m.record and m.kind not in rules.BODIES) for m in g.mentions)


def _stands_alone(m: Mention) -> bool:
    """Tell whether an undated name is specific enough for an event of its own."""
    return m.proper and m.kind in STRONG and bool(m.keys - GENERIC) and any(c.isupper() for c in m.text[1:] or m.text)


def _home(m: Mention, groups: list[Group]) -> Group | None:
    """Return the group a mention belongs to; the likeliest, and of equals the first."""
    scored = [(_likeness(m, g), -i, g) for i, g in enumerate(groups)]
    best = max(scored, key=lambda s: (s[0], s[1]), default=(0, 0, None))
    if best[0] <= 0:
        return None
    if not m.time and best[0] < 1 and sum(s[0] == best[0] for s in scored) > 1:
        return None  # an undated name that two events might have stays undated
    return best[2]


def _likeness(m: Mention, g: Group) -> float:
    """Return how surely a mention belongs to a group: 0 is not at all, 2 is the same record."""
    if m.record or g.record:
        if m.record and g.record:
            return 2.0 if m.record == g.record else 0.0
    return max(_alike(m, other, g) for other in g.mentions)


def _alike(m: Mention, other: Mention, g: Group) -> float:
    same_name = m.keys == other.keys and bool(m.keys - {m.head} if m.proper else m.keys)
    short = {m.acronym, *(w for w in [m.text] if w.isupper())} - {""}
    if short & ({other.acronym, other.text} - {""}) and m.kind == other.kind:
        same_name = True
    if m.kind == "activity" and other.kind == "activity" and m.report == other.report:
        return 1.0
    when = _together(m, g)
    if same_name and (m.proper or m.report == other.report):
        return 1.5 if when == "same" else 1.2 if when == "open" else 0.9 if _same_despite(m, other) else 0.0
    if m.report != other.report and not (m.keys & other.keys) - GENERIC:
        return 0.0
    likeness = len(m.keys & other.keys) / max(1, len(m.keys | other.keys))
    inside = m.keys <= other.keys or other.keys <= m.keys
    if when == "same":
        return likeness if _one_kind(m, other) and (inside and m.keys and other.keys or likeness >= LIKENESS) else 0.0
    if when == "open" and _one_kind(m, other) and (m.proper or m.kind == "act"):
        if m.kind == "act":
            return likeness if likeness >= LIKENESS and m.report == other.report else 0.0
        specific = (m.keys & other.keys) - GENERIC
        return 0.8 * likeness if inside and (specific or m.report == other.report) and len(m.keys) > 1 else 0.0
    return 0.0


def _one_kind(m: Mention, other: Mention) -> bool:
    kinds = {m.kind, other.kind}
    return len(kinds) == 1 or kinds <= rules.TEXTS or "act" in kinds


def _together(m: Mention, g: Group) -> str:
    """Tell whether a mention's date meets the dates of a group: same, open (one has no date) or apart."""
    days = g.days()
    if not m.time or not days:
        return "open"
    meets = any(a <= m.time.latest and m.time.earliest <= b for a, b in days)
    return "same" if meets else "apart"


def _same_despite(m: Mention, other: Mention) -> bool:
    """Tell whether one specific name with two dates is one event with two dates: then that is a finding."""
    if not m.time or not other.time or m.kind in RECURRING or not m.keys - GENERIC:
        return False
    return abs(int(m.time.earliest[:4]) - int(other.time.earliest[:4])) <= 3
