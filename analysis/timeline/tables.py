"""What is an event called, and when was it? Turns groups of mentions into the two tables of the timeline."""

import re
from collections import Counter

import pandas as pd

from analysis.timeline import vocabulary
from analysis.timeline.chronology import Record
from analysis.timeline.days import UNKNOWN, Days, bounds, in_words, iso, length, precision, touch
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
_SMALL = vocabulary.word_set("a an and for in of on or the those to with")  # words no label ends with
LONGEST_LABEL = 76  # characters: two lines of a column
FULL = 40  # characters from which a longer name says no more


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
        ((days, _label(group, days, record), group) for days, group in named),
        key=lambda row: (row[0] if row[0] != UNKNOWN else ("9999", "9999"), row[1]),
    )
    rows, mentions = [], []
    taken: Counter[str] = Counter()
    for days, label, group in labelled:
        event = _id(label, days, taken)
        rows.append((event, label, *_event(group, days, record, order)))
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


def _is_named(m: Mention) -> bool:
    return m.proper and m.kind != "act" and bool(m.head)


def _days(group: Group) -> Days:
    """Return the finest interval of those most mentions agree with; of equals the one that stands with the name."""
    days = group.days()
    if not days:
        return UNKNOWN
    agree = {one: sum(touch(one, two) for two in days) for one in days}
    best = [one for one in days if agree[one] == max(agree.values())]
    named = {m.days for m in group.mentions if _is_named(m)}
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


def _label(group: Group, days: Days, record: Record) -> str:
    """Return the name of an event: the record's, else the fullest proper name, else the shortest clause."""
    if group.record:
        return record.rows[group.record].label
    name = _proper_name(group) or min((_short(m) for m in group.mentions), key=lambda t: (len(t), t))
    bare = days != UNKNOWN and re.fullmatch(r"[A-Z][a-z]+", name)  # told apart by its date: Convention of 14 March 1884
    when = in_words(days) if bare else ""
    return f"{name} of {when}" if when else name


def _proper_name(group: Group) -> str:
    """Return the fullest name of an event, without those that three times as many mentions lack."""
    names = [m for m in group.mentions if _is_named(m)]
    texts = Counter(_short(m) for m in [m for m in names if m.date] or names)
    usual = [text for text, n in texts.items() if n * 3 > max(texts.values())]  # not "post-Cold War" for the Cold War
    return max(usual, key=lambda text: (min(len(text), FULL), -len(text), text), default="")


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
        text = " ".join(map(_without_shouting, text.split()))
    text = _ADDRESSEES.sub(lambda m: ": " if m["title"] else "", text)
    text = text[:1].upper() + text[1:]
    if len(text) <= LONGEST_LABEL:
        return text
    kept = text[:LONGEST_LABEL].split()[:-1]
    while kept[-1].lower() in _SMALL:
        kept.pop()
    return " ".join(kept) + " …"


def _without_shouting(word: str) -> str:
    if word.isupper() and len(word) > 4:
        return word.capitalize()
    return word.lower() if word.isupper() and word.lower() in _SMALL else word


def _id(label: str, days: Days, taken: Counter) -> str:
    """Return a readable id: the words of the label and the year, numbered where that is not enough."""
    stem = "-".join(re.findall(r"[a-z0-9]+", label.lower()))[:48].strip("-") or "event"
    year = days[0][:4]
    name = stem if not year or year in stem else f"{stem}-{year}"
    taken[name] += 1
    return name if taken[name] == 1 else f"{name}-{taken[name]}"
