"""Merge mentions that speak of one event, and turn them into the tables `events` and `mentions`.

Two mentions are one event only where numbers, distinctive words, kind and dates allow it. What is unsure stays apart.
"""

import re
from collections import Counter
from collections.abc import Iterable

import pandas as pd

from analysis.language import singular
from analysis.timeline.chronology import Chronology, Days, each, iso_bounds, length, touch
from analysis.timeline.grammar import texts, words_of
from analysis.timeline.labels import capitalised
from analysis.timeline.mentions import LASTING, Mention

EVENTS = [
    "event", "label", "earliest", "latest", "precision", "extent", "status", "reports", "kind",
    "record", "record_earliest", "record_latest",
]  # fmt: skip
MENTIONS = [
    "event", "report", "block", "start", "end", "text", "time_text", "earliest", "latest", "status", "section",
    "rule", "raw_start", "raw_end",
]  # fmt: skip
UNKNOWN: Days = ("", "")
LIKENESS = 0.5  # of words that two clauses share
_LASTING_VERBS = frozenset(("run", "last", "hold", "serve", "rule", "govern", "occupy"))
# Kinds of which a proper name stands for one event: two dates of it, a year apart at most, are one dated differently.
_UNIQUE = frozenset(("treaty", "declaration", "agreement"))


class Group:
    """The mentions of one event, and of those that compare alike one each with the reports that have it."""

    def __init__(self) -> None:
        """Begin without mentions."""
        self.mentions: list[Mention] = []
        self.record = ""
        self.variants: dict[tuple, tuple[Mention, set[str]]] = {}

    def add(self, m: Mention) -> None:
        """Take in a mention."""
        self.mentions.append(m)
        self.record = self.record or m.record
        alike = (m.kind, m.keys, m.days, m.verb, m.indefinite, m.head)
        self.variants.setdefault(alike, (m, set()))[1].add(m.report)

    @property
    def dated(self) -> list[Mention]:
        """Return the mentions with a date."""
        return [m for m in self.mentions if m.date]


def merge(mentions: list[Mention]) -> list[Group]:
    """Return the groups of mentions that speak of one event, in the order of their first mention."""
    groups: list[Group] = []
    index: dict[object, dict[int, None]] = {}
    place = {id(m): i for i, m in enumerate(mentions)}
    for m in sorted(mentions, key=_rank):
        signs = _signs(m)
        near = {n for sign in signs for n in index.get(sign, ())}
        order = sorted(near, key=lambda n: (all(one.keys != m.keys for one, _ in groups[n].variants.values()), n))
        fits = [n for n in order if _fits(m, groups[n])]
        sure = m.date or m.record
        home = fits[0] if fits and (sure or len(fits) == 1) else None
        if home is None and (m.date or (not fits and (m.record or _stands_alone(m)))):
            home = len(groups)
            groups.append(Group())
        if home is not None:
            groups[home].add(m)
            for sign in signs:
                index.setdefault(sign, {})[home] = None
    for g in groups:
        g.mentions.sort(key=lambda m: place[id(m)])
    return sorted(
        (g for g in groups if g.record or any(m.label for m in g.dated) or len({m.report for m in g.mentions}) > 1),
        key=lambda g: place[id(g.mentions[0])],
    )


def _rank(m: Mention) -> tuple[int, int]:
    """Sort sure mentions first, since they found groups: known, dated names, dated clauses, undated names."""
    undated = 4 if _stands_alone(m) else 5
    sure = 0 if m.record and m.date else 1 if m.record else undated if not m.date else 2 if m.named else 3
    return sure, -len(m.distinct)


def _signs(m: Mention) -> list[object]:
    """Return what a mention must have in common with another before they are compared at all."""
    signs: list[object] = [("record", m.record)] if m.record else []
    if m.named and m.numbers:
        signs.append(("number", m.head, m.numbers))
    if m.named and m.distinct:
        signs.append(("name", m.distinct))
    if m.named:
        signs += [("keys", m.report, m.keys), ("title", m.keys)]
        signs += [("word", m.report, word, m.head) for word in m.keys]
    if m.date:
        signs += [("day", m.days, word) for word in m.distinct or m.keys]
        signs += [("month", m.report, m.days[0][:7], word) for word in m.distinct]
    return signs


def _fits(m: Mention, g: Group) -> bool:
    """Tell whether a mention speaks of the event of a group."""
    if m.record and g.record:
        return m.record == g.record
    known = [(one, m.report in reports) for one, reports in g.variants.values()]
    return any(_same_event(m, one, here) for one, here in known) and all(_may_be(m, one) for one, _ in known)


def _may_be(m: Mention, other: Mention) -> bool:
    """Tell whether nothing speaks against two mentions being of one event: numbers and dates."""
    if m.numbers and other.numbers and not m.numbers & other.numbers:
        return False
    return not (m.date and other.date) or touch(m.days, other.days) or _is_slip(m, other)


def _same_event(m: Mention, other: Mention, here: bool) -> bool:
    """Tell whether two mentions, `here`: of one report, speak of one event, as a careful reader would accept."""
    if m.named and other.named and "act" not in (m.kind, other.kind):
        return _same_name(m, other, here)
    return _same_happening(m, other, here)


def _same_name(m: Mention, other: Mention, here: bool) -> bool:
    """Tell whether two proper names name one event."""
    if m.kind == other.kind == "law" and m.numbers and m.numbers == other.numbers and m.head == other.head:
        return not (m.distinct and other.distinct) or m.distinct == other.distinct
    kinds = {m.kind, other.kind}
    if (len(kinds) > 1 and not kinds <= texts()) or ("law" in kinds and bool(m.numbers) != bool(other.numbers)):
        return False
    dated, alike = bool(m.date and other.date), m.keys == other.keys
    single = m.kind in ("meeting", "document", "attack", "election")  # letters of one day to two people
    touching = m.days == other.days or (here and not single and touch(m.days, other.days))
    fine = dated and _is_fine(m.days) and _is_fine(other.days) and touching
    one, two = sorted((m.distinct, other.distinct), key=len)
    if m.indefinite or other.indefinite:
        return here and alike and fine
    if one and one == two:
        same = alike or here or m.kind == "operation"  # EUFOR Althea, Operation Althea
        return (dated and (same or len(one) > 1)) or (same and _only_one(m))
    if alike and m.titled:
        return dated or here or _only_one(m)
    if one:
        return one < two and dated and (fine or (here and not single))
    if m.keys <= other.keys | m.numbers:
        capital = _head_has_capital(m) and _head_has_capital(other)
        undated = here and not m.date and capital and not m.text.endswith("s")
        return (dated and (fine or (here and alike))) or undated
    return False


def _only_one(m: Mention) -> bool:
    """Tell whether a name without a date can be that of one event only: not of a yearly meeting or exercise."""
    return m.kind not in ("meeting", "exercise", "election", "document", "attack") or len(m.distinct) > 1


def _same_happening(m: Mention, other: Mention, here: bool) -> bool:
    """Tell whether two dated clauses or descriptions tell of one act: same day, same words in the same roles."""
    if not (m.date and other.date):
        return False
    noun, act = sorted((m, other), key=lambda one: bool(one.verb))
    close = (here and _is_fine(m.days) and _is_fine(other.days)) or noun.kind == "war"
    if close and act.verb and noun.head[:4] == act.verb[:4]:
        return touch(m.days, other.days) and noun.distinct <= act.keys  # its launch, it was launched
    if m.days != other.days:
        return False
    if m.verb and other.verb and (m.verb != other.verb or not m.actors & other.actors - words_of("shared word")):
        return False
    likeness = len(m.keys & other.keys) / max(1, len(m.keys | other.keys))
    return likeness >= LIKENESS and bool(m.distinct & other.distinct)


def _is_fine(days: Days) -> bool:
    """Tell whether days date to a month or finer."""
    return length(days) <= 31


def _is_slip(m: Mention, other: Mention) -> bool:
    """Tell whether one name with two dates is one event that is dated differently, and not two events."""
    alike = m.named and (m.keys, m.kind, m.verb, m.rule) == (other.keys, other.kind, other.verb, other.rule)
    if not alike or m.kind not in _UNIQUE or not m.distinct or len(m.keys) < 3 or not all((*m.days, *other.days)):
        return False
    return abs(int(m.days[0][:4]) - int(other.days[0][:4])) <= 1


def _head_has_capital(m: Mention) -> bool:
    """Tell whether the head of a name is written with a capital: the Lisbon Treaty."""
    return any(w[:1].isupper() and singular(w.lower()) in m.head.split() for w in m.text.split())


def _stands_alone(m: Mention) -> bool:
    """Tell whether an undated name is specific enough for an event of its own."""
    long, several = len(m.keys) > 3, " and " in m.text  # Europol and EULEX, EULEX Special Prosecution Office of Kosovo
    kind = m.kind in ("treaty", "war", "agreement") or (m.kind == "operation" and not long and not several)
    kind = kind or (m.kind in ("plan", "declaration") and long)
    plain = m.indefinite or m.text.isupper() or not m.text[:1].isupper() or bool(re.search(r"\b[a-z]+s\b", m.text))
    many = m.head in ("conflict", "mission", "task force", "genocide", "intervention", "invasion", "occupation")
    in_text = m.source not in ("heading", "footnote", "reference")
    return kind and in_text and not plain and not many and _head_has_capital(m) and (bool(m.distinct) or m.titled)


# --- tables ------------------------------------------------------------------------------------------------------


def merge_mentions(linked: list[Mention], corpus, chronology: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables `events` and `mentions` of mentions, those of one event merged."""
    groups, known = merge(linked), Chronology(chronology)
    sections = {(b.report, b.block): b.section for b in each(corpus.blocks)}
    last = {str(report): iso_bounds(value)[1] for report, value in corpus.reports["published"].items()}
    order = sorted(last, key=lambda report: (last[report], report))  # unknown days come first
    labelled = sorted(
        ((group_days(g), group_label(g, known), g) for g in groups),
        key=lambda row: (not any(row[0]), row[0][0] or row[0][1], row[0][1], row[1]),
    )
    rows, mentions = [], []
    taken: Counter[str] = Counter()
    for days, name, group in labelled:
        event = _id(name, days, taken)
        rows.append((event, name, *days, precision(*days), extent(group, days), *_event(group, known, order)))
        mentions += [_row(event, m, corpus, sections) for m in group.mentions]
    events = pd.DataFrame(rows, columns=EVENTS, dtype=object)
    table = pd.DataFrame(mentions, columns=MENTIONS, dtype=object)
    rank = {report: i for i, report in enumerate(corpus.reports.index)}
    table = table.sort_values(
        ["report", "raw_start", "raw_end", "event"], key=lambda c: c.map(rank) if c.name == "report" else c
    )
    return events, table.reset_index(drop=True)


def _event(group: Group, known: Chronology, order: list[str]) -> tuple:
    """Return the columns of an event after its dates."""
    row = known.rows.get(group.record)
    present = {m.report for m in group.mentions}
    reports = tuple(report for report in order if report in present)
    kinds = Counter(m.kind for m in group.mentions if m.kind != "act").most_common(1)
    kind = row.kind if row else kinds[0][0] if kinds else "act"
    record = (row.earliest, row.latest) if row else ("", "")
    return _status(group, reports, row), reports, kind, group.record, *record


def _row(event: str, m: Mention, corpus, sections: dict) -> tuple:
    spans = corpus.to_raw(m.report, m.block, m.start, m.end)
    words = (m.text, m.date.text if m.date else "", *m.days, m.status, sections.get((m.report, m.block), ()), m.rule)
    return event, m.report, m.block, m.start, m.end, *words, *((spans[0][0], spans[-1][1]) if spans else (0, 0))


def group_days(group: Group) -> Days:
    """Return the finest interval of those most mentions agree with."""
    days = [m.days for m in group.dated]
    if not days:
        return UNKNOWN
    agree = {one: sum(touch(one, two) for two in days) for one in days}
    return min(days, key=lambda one: (-agree[one], length(one), one))


def precision(earliest: str, latest: str) -> str:
    """Return how finely an interval dates: day, month, year, range, open, or nothing.

    >>> precision("2016-07-01", "2016-07-31"), precision("2015-01-01", "2017-12-31"), precision("", "2013-12-31")
    ('month', 'range', 'open')
    """
    if not (earliest and latest):
        return "open" if earliest or latest else ""
    if earliest == latest:
        return "day"
    for value, name in ((earliest[:7], "month"), (earliest[:4], "year")):
        if (earliest, latest) == iso_bounds(value):
            return name
    return "range"


def extent(group: Group, days: Days) -> str:
    """Return "lasted" where the text says from when to when, "within" where it fell some time in it."""
    if not all(days) or days[0] == days[1]:
        return ""
    ours = [m for m in group.dated if m.days == days]
    stated = any(m.date and re.search(r"\d\s*[-–]\s*\d|\bto\b|\buntil\b|\bthrough\b", m.date.text) for m in ours)
    lasting = any(m.kind in LASTING or m.verb in _LASTING_VERBS for m in ours)
    return "lasted" if stated and lasting and precision(*days) != "month" else "within"


def group_label(group: Group, known: Chronology) -> str:
    """Return the label of an event: of the chronology, its most informative proper name, or what a clause tells."""
    if group.record in known.rows:
        return str(known.rows[group.record].label)
    own = [m for m in group.mentions if m.date and m.label] or group.mentions
    good = [m for m in own if m.named and m.kind not in ("act", "institution") and (m.distinct or m.numbers)]
    clauses = [m for m in own if m.verb and m.label]
    if good and not all(m.indefinite for m in good) and (len(good) > 1 or not clauses):
        names = [m.text if m.closed or not m.label else m.label for m in good]
        return capitalised(min(names, key=lambda name: (-min(len(name), 90), name)))
    best = max(clauses or own, key=lambda m: (min(len(m.label), 110), m.label))
    return best.label or capitalised(best.text)


def _status(group: Group, reports: Iterable[str], row) -> str:
    """Return the status as the latest report that dates the event sees it, or else the latest of all."""
    if row and not row.latest and row.kind in LASTING and not group.dated:
        return "ongoing"
    dated = {m.report for m in group.dated}
    order = [r for r in reports if not dated or r in dated]
    here = [m for m in group.mentions if m.report == order[-1]]
    seen = Counter(m.status for m in ([m for m in here if m.date] or here))
    return seen.most_common(1)[0][0]


def _id(label: str, days: Days, taken: Counter) -> str:
    """Return a readable id: the words of the label and the year, numbered where that is not enough."""
    stem = "-".join(re.findall(r"[a-z0-9]+", label.lower()))[:48].strip("-") or "event"
    year = (days[0] or days[1])[:4]
    name = stem if not year or year in stem else f"{stem}-{year}"
    taken[name] += 1
    return name if taken[name] == 1 else f"{name}-{taken[name]}"
