"""What is an event called, and when was it? Turns groups of mentions into the two tables of the timeline."""

import re
from collections import Counter

import pandas as pd

from analysis.timeline.chronology import Record
from analysis.timeline.days import UNKNOWN, Days, bounds, iso, length, precision, touch
from analysis.timeline.labels import is_named, label
from analysis.timeline.merging import Group
from analysis.timeline.types import Mention, each

EVENTS = [
    "event", "label", "earliest", "latest", "precision", "status", "reports", "kind",
    "record", "record_earliest", "record_latest",
]  # fmt: skip
MENTIONS = [
    "event", "report", "start", "end", "text", "time_text", "earliest", "latest", "status", "section",
    "rule", "block", "clean_start", "clean_end",
]  # fmt: skip
LASTING = frozenset({"operation", "crisis", "war", "initiative"})


def event_tables(groups: list[Group], corpus, record: Record) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables `events` and `mentions` of groups of mentions."""
    published = {str(report): iso(bounds(value)) for report, value in corpus.reports["published"].items()}
    sections = {(b.report, b.block): b.section for b in each(corpus.blocks)}
    order = _reports_in_time(corpus.reports)
    named = [(_days(group), group) for group in groups]
    for days, group in named:
        known = record.rows.get(group.record)
        began = (known.earliest, known.earliest) if known else days
        group.mentions = [_in_its_time(m, began, published[m.report]) for m in group.mentions]
    labelled = sorted(
        ((days, label(group, days, record), group) for days, group in named),
        key=lambda row: (row[0] if row[0] != UNKNOWN else ("9999", "9999"), row[1]),
    )
    rows, mentions = [], []
    taken: Counter[str] = Counter()
    for days, name, group in labelled:
        event = _id(name, days, taken)
        rows.append((event, name, *_event(group, days, record, order)))
        mentions += [_mention(event, m, corpus, sections) for m in group.mentions]
    events = pd.DataFrame(rows, columns=EVENTS, dtype=object)
    table = pd.DataFrame(mentions, columns=MENTIONS, dtype=object)
    rank = {report: i for i, report in enumerate(corpus.reports.index)}
    table = table.sort_values(
        ["report", "start", "end", "event"], key=lambda c: c.map(rank) if c.name == "report" else c
    )
    return events, table.reset_index(drop=True)


def _in_its_time(m: Mention, days: Days, published: Days) -> Mention:
    """Return a mention without a date with a status that fits its report: what is past cannot lie ahead of it.

    "Experts for the mission will be sent" does not plan a mission that began years ago.
    """
    if m.date or not days[0] or not published[0]:
        return m
    if days[1] < published[0] and m.status in ("planned", "proposed"):
        return m._replace(status="happened")
    return m._replace(status="planned") if days[0] > published[1] and m.status == "happened" else m


def _reports_in_time(reports: pd.DataFrame) -> list[str]:
    """Return the reports in the order of their (last) day of publication; unknown days come first."""
    last = {str(report): iso(bounds(value))[1] for report, value in reports["published"].items()}
    return sorted(last, key=lambda report: (last[report], report))


def _event(group: Group, days: Days, record: Record, order: list[str]) -> tuple:
    """Return the columns of an event behind its label."""
    known = record.rows.get(group.record)
    present = {m.report for m in group.mentions}
    reports = tuple(report for report in order if report in present)
    kinds = Counter(m.kind for m in group.mentions if m.kind != "act").most_common(1)
    kind = known.kind if known else kinds[0][0] if kinds else "act"
    return (
        *days, precision(*days) if days != UNKNOWN else "", _status(group, reports), reports, kind,
        group.record, known.earliest if known else "", known.latest if known else "",
    )  # fmt: skip


def _mention(event: str, m: Mention, corpus, sections: dict) -> tuple:
    spans = corpus.to_raw(m.report, m.block, m.start, m.end)
    start, end = (spans[0][0], spans[-1][1]) if spans else (0, 0)
    return (
        event, m.report, start, end, m.text, m.date.text if m.date else "", *m.days, m.status,
        sections.get((m.report, m.block), ()), m.rule, m.block, m.start, m.end,
    )  # fmt: skip


def _days(group: Group) -> Days:
    """Return the finest interval of those most mentions agree with; of equals the one that stands with the name."""
    days = group.days()
    if not days:
        return UNKNOWN
    agree = {one: sum(touch(one, two) for two in days) for one in days}
    best = [one for one in days if agree[one] == max(agree.values())]
    named = {m.days for m in group.mentions if is_named(m)}
    return min([one for one in best if one in named] or best, key=lambda one: (length(one), one))


def _status(group: Group, reports: tuple[str, ...]) -> str:
    """Return the status as the latest report that dates the event sees it, or else the latest of all."""
    dated = [r for r in reports if group.days(r)]
    seen = [_status_in(group, r) for r in reports]
    if not dated and "ongoing" in seen and group.mentions[0].kind in LASTING:
        return "ongoing"
    return _status_in(group, (dated or list(reports))[-1])


def _status_in(group: Group, report: str) -> str:
    """Return the status one report gives an event: that of its dated mentions, else of all; the most frequent."""
    here = [m for m in group.mentions if m.report == report]
    dated = [m for m in here if m.date]
    if not dated and any(m.status == "ongoing" and m.kind in LASTING for m in here):
        return "ongoing"  # one "is still continuing" tells more than many bare mentions
    seen = Counter(m.status for m in (dated or here))
    most = max(seen.values())
    return next(m.status for m in here if seen[m.status] == most)


def _id(label: str, days: Days, taken: Counter) -> str:
    """Return a readable id: the words of the label and the year, numbered where that is not enough."""
    stem = "-".join(re.findall(r"[a-z0-9]+", label.lower()))[:48].strip("-") or "event"
    year = days[0][:4]
    name = stem if not year or year in stem else f"{stem}-{year}"
    taken[name] += 1
    return name if taken[name] == 1 else f"{name}-{taken[name]}"
