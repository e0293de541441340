"""Write the timeline as files: CSV with EDTF dates, iCalendar, JSON for TimelineJS."""

import html
import json
from datetime import date, timedelta

import pandas as pd

from analysis.timeline.chronology import each
from analysis.timeline.merging import closed, precision

STAMP = "19700101T000000Z"  # iCalendar asks for a time of writing; a fixed one keeps the file the same
LINE = 75  # octets: RFC 5545, section 3.1
QUOTED = 3  # passages quoted with an event
VAGUE = {
    "month": " (some time in this month)",
    "year": " (some time in this year)",
    "range": " (some time in this period)",
    "open": " (before or after this day)",
}


def to_edtf(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events with a column edtf, empty where no report dates the event.

    An event that fell some time in a month is `2016-07`; one that lasted all of it is `2016-07-01/2016-07-31`.

    >>> made = {"earliest": ["2016-07-01", ""], "latest": ["2016-07-31", "2013-12-31"], "extent": ["within", ""]}
    >>> to_edtf(pd.DataFrame(made))["edtf"].tolist()
    ['2016-07', '../2013-12-31']
    """
    lasted = events["extent"] == "lasted" if "extent" in events else [False] * len(events)
    rows = zip(events["earliest"], events["latest"], lasted, strict=True)
    return events.assign(edtf=[_edtf(*row) for row in rows])


def _edtf(earliest: str, latest: str, lasted: bool) -> str:
    if not (earliest and latest):
        return f"{earliest or '..'}/{latest or '..'}" if earliest or latest else ""
    keep = {"day": 10, "month": 7, "year": 4}.get(precision(earliest, latest), 0)
    if keep and not lasted:
        return earliest[:keep]
    years = earliest.endswith("-01-01") and latest.endswith("-12-31")
    return f"{earliest[:4]}/{latest[:4]}" if years and earliest[:4] != latest[:4] else f"{earliest}/{latest}"


def to_csv(events: pd.DataFrame) -> str:
    """Return the events as CSV with their EDTF dates; reports are parted by semicolons."""
    table = to_edtf(events).assign(reports=events["reports"].map("; ".join))
    return table.to_csv(index=False, lineterminator="\n")


def to_icalendar(events: pd.DataFrame, mentions: pd.DataFrame, name: str = "Timeline") -> str:
    """Return the dated events as an iCalendar file (RFC 5545): whole days, planned ones tentative."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//reading-security-reports//timeline//EN",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    words = _passages(mentions)
    for e in each(closed(events)):
        when = VAGUE.get(e.precision, "") if getattr(e, "extent", "") != "lasted" else ""
        end = date.fromisoformat(e.latest) + timedelta(days=1) if e.latest < "9999-12-31" else date.max
        lines += [
            "BEGIN:VEVENT",
            f"UID:{e.event}@reading-security-reports",
            f"DTSTAMP:{STAMP}",
            f"DTSTART;VALUE=DATE:{e.earliest.replace('-', '')}",
            f"DTEND;VALUE=DATE:{end.isoformat().replace('-', '')}",
            f"SUMMARY:{_text(e.label + when)}",
            f"DESCRIPTION:{_text(chr(10).join(words.get(e.event, [])))}",
            f"CATEGORIES:{_text(e.kind)}",
            f"STATUS:{'CONFIRMED' if e.status in ('happened', 'ongoing') else 'TENTATIVE'}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _text(value: str) -> str:
    """Return text as iCalendar wants it.

    >>> _text("Kosovo; Serbia, 1999")
    'Kosovo\\\\; Serbia\\\\, 1999'
    """
    escaped = str(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, cut between characters."""
    pieces, piece, free = [], "", LINE
    for char in line:
        size = len(char.encode("utf-8"))
        if size > free:
            pieces.append(piece)
            piece, free = " ", LINE - 1
        piece, free = piece + char, free - size
    return "\r\n".join([*pieces, piece]) + "\r\n"


def to_timelinejs(events: pd.DataFrame, mentions: pd.DataFrame, title: str = "Timeline") -> str:
    """Return the dated events as JSON in the form TimelineJS reads; texts of reports are escaped."""
    words = _passages(mentions)
    slides = [
        {
            "unique_id": e.event,
            "start_date": _date(e.earliest, e.precision),
            "end_date": _date(e.latest, e.precision),
            "text": {
                "headline": html.escape(e.label),
                "text": "".join(f"<p>{html.escape(w)}</p>" for w in words.get(e.event, [])),
            },
            "group": e.kind,
        }
        for e in each(closed(events))
    ]
    whole = {"scale": "human", "title": {"text": {"headline": html.escape(title)}}, "events": slides}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _date(day: str, fine: str) -> dict[str, int]:
    """Return a day as year, month and day, as far as the precision reaches."""
    year, month, of_month = (int(part) for part in day.split("-"))
    parts = {"year": year, "month": month, "day": of_month}
    keep = {"year": 1, "month": 2}.get(fine, 3)
    return dict(list(parts.items())[:keep])


def _passages(mentions: pd.DataFrame) -> dict[str, list[str]]:
    """Return for each event the words of its first mentions, dated ones first, with their report."""
    dated_first = mentions.assign(late=mentions["earliest"] == "").sort_values("late", kind="stable")
    found: dict[str, list[str]] = {}
    for m in each(dated_first):
        words = found.setdefault(m.event, [])
        when = f" ({m.time_text})" if m.time_text else ""
        if len(words) < QUOTED:
            words.append(f"{m.report}: {' '.join(m.text.split())}{' '.join(when.split(chr(10)))} [{m.status}]")
    return found


def files(events: pd.DataFrame, mentions: pd.DataFrame, name: str = "timeline") -> dict[str, bytes]:
    """Return the timeline as files by their names: CSV, iCalendar and JSON for TimelineJS."""
    texts = {"csv": to_csv(events), "ics": to_icalendar(events, mentions), "json": to_timelinejs(events, mentions)}
    return {f"{name}.{ending}": text.encode("utf-8") for ending, text in texts.items()}
