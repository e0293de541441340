"""What is an event called, and when was it? Turns groups of mentions into the two tables of the timeline."""

import re
from collections import Counter
from datetime import date

import pandas as pd

from analysis import edtf
from analysis.timeline import rules
from analysis.timeline.chronology import Record
from analysis.timeline.collecting import Mention, publication
from analysis.timeline.merging import Group
from analysis.timeline.rules import each

EVENTS = [
    "event", "label", "earliest", "latest", "precision", "status", "reports", "kind",
    "record", "record_earliest", "record_latest",
]  # fmt: skip
MENTIONS = [
    "event", "report", "start", "end", "text", "time_text", "earliest", "latest", "status", "section",
    "rule", "block", "clean_start", "clean_end",
]  # fmt: skip
LASTING = frozenset({"operation", "crisis", "war", "initiative"})
# Not from the system, whose language may differ.
MONTHS = rules.listed("January February March April May June July August September October November December")
_OPENERS = re.compile(
    r"^(?:(?:for the first time|and|but|or|the|a|an|th(?:is|at)(?! (?:has|had|is|was|were|will)\b)|its|"
    r"their|then|also|when|while)\b[\s,]+|first,\s+)+",
    re.I,
)
# What a clause calls its event: "... in a process to be known as the Coordinated Annual Review".
_KNOWN_AS = re.compile(
    r"\b(?:known as|called|named|dubbed|termed)\s+(?:the\s+|an?\s+)?[“\"‘']?"
    r"(?P<name>[A-Z][\w’-]*(?: (?:of|on|for|and|the|in|[A-Z][\w’-]*))* [A-Z][\w’-]*)"
)
_AHEAD = re.compile(r"(?<=\w) (?:upcoming|forthcoming|planned|proposed|future|new)\b(?= \w)")  # until it is past
_ADDRESSEES = re.compile(  # whom an official text is sent to is no part of its name
    r"\s+to the (?:European Parliament|European Council|Council)\b"
    r"(?:,? (?:and )?(?:to )?the (?:European |Council|Economic |Social |and |Parliament|Committee|Central |Bank|"
    r"of the Regions|\s)+)*(?P<title>[,:–]\s+(?=\w))?"
)
_SMALL = rules.word_set("a an and for in of on or the those to with")  # words no label ends with
LONGEST_LABEL = 76  # characters: two lines of a column


def event_tables(groups: list[Group], corpus, record: Record) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables `events` and `mentions` of groups of mentions."""
    order = _reports_in_time(corpus.reports)
    sections = {(b.report, b.block): b.section for b in each(corpus.blocks)}
    rows, mentions = [], []
    taken: Counter[str] = Counter()
    for group in sorted(groups, key=lambda g: (_days(g) or ("9999", "9999"), _label(g, record))):
        name = _id(_label(group, record), _days(group), taken)
        rows.append(_event(name, group, record, order))
        mentions += [_mention(name, m, corpus, sections) for m in group.mentions]
    events = pd.DataFrame(rows, columns=EVENTS, dtype=object)
    table = pd.DataFrame(mentions, columns=MENTIONS, dtype=object)
    rank = {report: i for i, report in enumerate(corpus.reports.index)}
    table = table.sort_values(
        ["report", "start", "end", "event"], key=lambda c: c.map(rank) if c.name == "report" else c
    )
    return events, table.reset_index(drop=True)


def _reports_in_time(reports: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Return for each report what sorts it by its day of publication; unknown days come first."""
    return {str(report): (publication(value)[1], str(report)) for report, value in reports["published"].items()}


def _event(name: str, group: Group, record: Record, order: dict) -> tuple:
    days = _days(group)
    known = record.rows.get(group.record)
    reports = tuple(sorted({m.report for m in group.mentions}, key=lambda r: order[r]))
    kinds = Counter(m.kind for m in group.mentions if m.kind != "act").most_common(1)
    kind = known.kind if known else kinds[0][0] if kinds else "act"
    return (
        name, _label(group, record), *(days or ("", "")), precision(*days) if days else "",
        _status(group, reports), reports, kind,
        group.record, known.earliest if known else "", known.latest if known else "",
    )  # fmt: skip


def _mention(name: str, m: Mention, corpus, sections) -> tuple:
    spans = corpus.to_raw(m.report, m.block, m.start, m.end)
    start, end = (spans[0][0], spans[-1][1]) if spans else (0, 0)
    time = (m.time.text, m.time.earliest, m.time.latest) if m.time else ("", "", "")
    return (
        name, m.report, start, end, m.text, *time, m.status, sections.get((m.report, m.block), ()),
        m.rule, m.block, m.start, m.end,
    )  # fmt: skip


def precision(earliest: str, latest: str) -> str:
    """Return how finely an interval dates: day, month, year or range.

    >>> precision("2016-07-01", "2016-07-31"), precision("2015-01-01", "2017-12-31")
    ('month', 'range')
    """
    if earliest == latest:
        return "day"
    for value, name in ((earliest[:7], "month"), (earliest[:4], "year")):
        first, last = edtf.bounds(value)
        if first and last and (earliest, latest) == (first.isoformat(), last.isoformat()):
            return name
    return "range"


def _days(group: Group) -> tuple[str, str] | None:
    """Return the finest interval of those most mentions agree with; of equals the one that stands with the name."""
    days = group.days()
    if not days:
        return None
    agree = Counter({d: sum(a <= d[1] and d[0] <= b for a, b in days) for d in days})
    most = max(agree.values())
    named = {
        (m.time.earliest, m.time.latest) for m in group.mentions if m.time and m.proper and m.kind != "act" and m.head
    }
    best = [d for d in days if agree[d] == most]
    return min([d for d in best if d in named] or best, key=lambda d: (_length(d), d))


def _length(days: tuple[str, str]) -> int:
    return (date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days


def _status(group: Group, reports: tuple[str, ...]) -> str:
    """Return the status as the latest report that dates the event sees it, or else the latest of all."""
    dated = [r for r in reports if group.days(r)]
    seen = [status_in(group, r) for r in reports]
    if not dated and "ongoing" in seen and group.mentions[0].kind in LASTING:
        return "ongoing"
    return status_in(group, (dated or list(reports))[-1])


def status_in(group: Group, report: str) -> str:
    """Return the status one report gives an event: that of its dated mentions, else of all; the most frequent."""
    here = [m for m in group.mentions if m.report == report]
    dated = [m for m in here if m.time]
    if not dated and any(m.status == "ongoing" and m.kind in LASTING for m in here):
        return "ongoing"  # one "is still continuing" tells more than many bare mentions
    seen = Counter(m.status for m in (dated or here))
    most = max(seen.values())
    return next(m.status for m in here if seen[m.status] == most)


def _name(group: Group, record: Record) -> str:
    """Return a short canonical name: the record's, else the fullest proper name, else the shortest clause."""
    if group.record:
        return record.rows[group.record].label
    names = [m for m in group.mentions if m.proper and m.kind != "act" and m.head]
    if names:
        texts = Counter(_short(m) for m in [m for m in names if m.time] or names)
        # A name that three times as many mentions lack is a byway: "post-Cold War" for the Cold War.
        usual = [text for text, n in texts.items() if n * 3 > max(texts.values())]
        return max(usual, key=lambda text: (min(len(text), 40), -len(text), text))
    return min((_short(m) for m in group.mentions), key=lambda t: (len(t), t))


def _label(group: Group, record: Record) -> str:
    """Return the name of an event; a bare noun is told apart by its date: Convention of 14 March 1884."""
    name, days = _name(group, record), _days(group)
    when = _in_words(days) if days and re.fullmatch(r"[A-Z][a-z]+", name) else ""
    return f"{name} of {when}" if when and not group.record else name


def _in_words(days: tuple[str, str]) -> str:
    """Return a day or a month as a label says it; nothing for what is wider.

    >>> _in_words(("2016-07-01", "2016-07-31")), _in_words(("2016-01-01", "2016-12-31"))
    ('July 2016', '')
    """
    first = date.fromisoformat(days[0])
    month = f"{MONTHS[first.month - 1]} {first.year}"
    return {"day": f"{first.day} {month}", "month": month}.get(precision(*days), "")


def _short(m: Mention) -> str:
    """Return the words of a mention as a label: no articles in front, no shouting, cut at a word."""
    text = re.sub(r"\s+", " ", m.text).strip(" ,;:'’\"")
    known_as = _KNOWN_AS.search(text)
    if m.kind == "act" and known_as:
        return known_as["name"]
    text = _OPENERS.sub("", f"{m.who} {_OPENERS.sub('', text)}" if m.who else text)
    if m.rule == "head left out" and m.head not in text.lower():
        parties = re.fullmatch(r"(.+?) with (?:the )?(.+)", text)
        text = f"{parties[1]}-{parties[2]} {m.head}" if parties else f"{m.head} in {text}"
    text = _AHEAD.sub("", text)
    if len(re.findall(r"[A-Z]{4,}", text)) > 2:
        text = " ".join(
            w if not w.isupper() else w.capitalize() if len(w) > 4 else w.lower() if w.lower() in _SMALL else w
            for w in text.split()
        )
    text = _ADDRESSEES.sub(lambda m: ": " if m["title"] else "", text)
    text = text[:1].upper() + text[1:]
    if len(text) <= LONGEST_LABEL:
        return text
    kept = text[:LONGEST_LABEL].split()[:-1]
    while kept[-1].lower() in _SMALL:
        kept.pop()
    return " ".join(kept) + " …"


def _id(label: str, days: tuple[str, str] | None, taken: Counter) -> str:
    """Return a readable id: the words of the label and the year, numbered where that is not enough."""
    stem = "-".join(re.findall(r"[a-z0-9]+", label.lower()))[:48].strip("-") or "event"
    year = days[0][:4] if days else ""
    name = stem if not year or year in stem else f"{stem}-{year}"
    taken[name] += 1
    return name if taken[name] == 1 else f"{name}-{taken[name]}"
