"""Compare the reports and write the timeline as files.

Shared events, how far each report looks back and forward, events that are dated differently; CSV, iCalendar and JSON.

All functions take the tables of `find_events` and return tables; every row leads to its mentions.
"""

import html
import json
from datetime import date, timedelta
from itertools import combinations

import pandas as pd

from analysis import edtf
from analysis.timeline.chronology import Days, each, length, touch
from analysis.timeline.merging import OWN, closed, precision

DISAGREEMENTS = [
    "event", "label", "where", "report", "time_text", "earliest", "latest",
    "other", "other_time_text", "other_earliest", "other_latest",
]  # fmt: skip
LANES = ["event", "name", "report", "earliest", "latest", "extent", "source", "status", "mentions", "reports"]
HORIZONS = [
    "report", "published", "dated", "before", "during", "after", "earliest", "latest",
    "years_back", "years_ahead", "half_back",
]  # fmt: skip
OUTSIDE = "the chronology (outside the reports)"
AHEAD = ("planned", "proposed")
NO_END = "9999-12-31"


def hits(mentions: pd.DataFrame, mark: str = "event") -> pd.DataFrame:
    """Return mentions as hits for `Corpus.locate`: report, block, start, end (a clean span), mark.

    `mark` is the column of `mentions` whose value names the point or bar of a figure that the hit belongs to.
    """
    return mentions[["report", "block", "start", "end"]].assign(mark=mentions[mark]).reset_index(drop=True)


def named(events: pd.DataFrame) -> pd.DataFrame:
    """Add to events the column name: the label with its year, unique, for figures and rows of tables."""
    day = events["earliest"].where(events["earliest"] != "", events["latest"])
    years = day.str[:4].where(day != "", "undated")
    pairs = zip(events["label"], years, strict=True)
    plain = pd.Series([n if y in n else f"{n} ({y})" for n, y in pairs], index=events.index, dtype=object)
    again = plain.groupby(plain).cumcount()
    return events.assign(name=plain.where(again == 0, plain + " " + (again + 1).astype(str)))


def is_dated(table: pd.DataFrame) -> pd.Series:
    """Return for each row whether it has a date, if only an open one."""
    return (table["earliest"] != "") | (table["latest"] != "")


def lanes(events: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per event and report that can be placed in time, for a figure with one lane per report.

    Columns: event, name, report, earliest, latest, extent, source (of the date: this report, another report, the
    chronology), status (as this report sees it), mentions, reports (how many speak of the event). The date is the
    finest that the report itself gives.
    """
    rows = []
    frame = named(events[events["kind"] != OWN]).set_index("event")
    dated = dict(list(mentions[is_dated(mentions)].groupby(["event", "report"], sort=False)))
    for row in each(by_report(mentions)):
        if row.event not in frame.index:
            continue
        e = frame.loc[row.event]
        earliest, latest, source = _placed(e, dated.get((row.event, row.report)))
        if earliest or latest:
            count = len(e["reports"])
            rows.append(
                (
                    row.event,
                    e["name"],
                    row.report,
                    earliest,
                    latest,
                    e["extent"],
                    source,
                    row.status,
                    row.mentions,
                    count,
                )
            )
    table = pd.DataFrame(rows, columns=LANES)
    return table.sort_values(["report", "earliest", "latest", "event"], ignore_index=True)


def _placed(e: pd.Series, own: pd.DataFrame | None) -> tuple[str, str, str]:
    """Return where an event stands in the lane of a report, and who says so."""
    agreed = (e["earliest"], e["latest"])
    if own is not None:
        days = list(zip(own["earliest"], own["latest"], strict=True))
        return (*min(days, key=lambda d: (length(d), d != agreed, d)), "this report")
    if any(agreed):
        return (*agreed, "another report")
    return e["record_earliest"], e["record_latest"] or e["record_earliest"], "the chronology"


def disagreements(events: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Find the events that are dated differently: two dates of one event that cannot both be true.

    One row per pair of dates: event, label, where (inside a report, between reports, against the chronology), report,
    time_text, earliest, latest, and the same for the other side.
    """
    rows = []
    stated = mentions[is_dated(mentions) & ~mentions["status"].isin(AHEAD)]
    groups = dict(list(stated.groupby("event", sort=False)))
    for e in each(events[events["kind"] != OWN]):
        said = _said(groups.get(e.event))
        for one, two in combinations(said, 2):
            if (
                not touch(one[2:], two[2:])
                and not any(_holds(wide[2:], one[2:], two[2:]) for wide in said)
                and not _lasted(e, one[2:], two[2:])
            ):
                where = "inside a report" if one[0] == two[0] else "between reports"
                rows.append((e.event, e.label, where, *one, *two))
        if e.record:
            record = (OUTSIDE, e.record_earliest, e.record_earliest, e.record_latest)
            wrong = [one for one in said if not touch(one[2:], (e.record_earliest, e.record_latest or NO_END))]
            rows += [(e.event, e.label, "against the chronology", *one, *record) for one in wrong]
    return pd.DataFrame(rows, columns=DISAGREEMENTS, dtype=object)


def _said(group: pd.DataFrame | None) -> list[tuple[str, str, str, str]]:
    """Return what is said of one event's date, once per report and interval."""
    if group is None:
        return []
    first = group.drop_duplicates(["report", "earliest", "latest"])
    return list(first[["report", "time_text", "earliest", "latest"]].itertuples(index=False, name=None))


def _lasted(e, one: Days, two: Days) -> bool:
    """Tell whether the event of the chronology lasted from one date to the other: signed, then in force."""
    return bool(e.record_latest) and all(touch((e.record_earliest, e.record_latest), days) for days in (one, two))


def _holds(wide: Days, one: Days, two: Days) -> bool:
    """Tell whether an interval that is also given holds both dates: then it lasted from one to the other."""
    days = [d for d in (*one, *two) if d]
    return all(wide) and wide[0] <= min(days) and max(days) <= wide[1]


def publications(reports: pd.DataFrame) -> pd.DataFrame:
    """Return when the reports appeared: report, first, last (ISO text, empty where unknown), in the order of time.

    A report known to a year or month only stands at its middle; without any date it comes last.
    """
    rows = []
    for report, value in reports["published"].items():
        first, last = _published(value)
        half = (first + (last - first) / 2).isoformat() if first and last else ""
        rows.append((report, first.isoformat() if first else "", last.isoformat() if last else "", half))
    table = pd.DataFrame(rows, columns=["report", "first", "last", "half"], dtype=object)
    order = table.assign(unknown=table["half"] == "").sort_values(["unknown", "half", "report"])
    return order[["report", "first", "last"]].reset_index(drop=True)


def _published(value: object) -> tuple[date | None, date | None]:
    """Return the first and last day on which a report can have appeared; None where that is open or unknown."""
    try:
        return edtf.bounds(str(value))
    except ValueError:
        return None, None


def unlinked(corpus, found: pd.DataFrame, mentions: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return the sentences with a date by which no event was found, and the number of all sentences with a date.

    One row per sentence of the main text: report, block, start, end (of its first date) and the columns of
    `Corpus.locate`; mark is the report. `found` is the table of `dates.in_blocks`.
    """
    main = corpus.main[["report", "block"]].merge(found[found["role"] == "event"], on=["report", "block"])
    dated = corpus.locate(main[["report", "block", "start", "end"]])
    places = ["report", "block", "sentence"]
    known = set(corpus.locate(hits(mentions))[places].itertuples(index=False, name=None)) if len(mentions) else set()
    sentences = dated.drop_duplicates(places)
    free = [row not in known for row in sentences[places].itertuples(index=False, name=None)]
    return sentences[free].assign(mark=sentences["report"]).reset_index(drop=True), len(sentences)


def summary(events: pd.DataFrame, mentions: pd.DataFrame, reports: pd.DataFrame, without: int, sentences: int) -> str:
    """Return what the timeline shows in a few sentences: the findings first, then how complete they are.

    `without` of `sentences` with a date name no event, as `unlinked` counts them.
    """
    shown = events[events["kind"] != OWN]
    together = shown[shown["reports"].map(len) > 1]
    planned = follow_ups(events, mentions, reports)
    later, clashes = planned[planned["later"] != ""], disagreements(events, mentions)
    most = together.assign(n=together["reports"].map(len)).sort_values(["n", "earliest"], ascending=[False, True])
    parts = [
        f"The reports date {int(is_dated(shown).sum())} events. {len(together)} events are mentioned by several reports"
    ]
    parts[0] += f": {', '.join(most['label'].head(5))}{' and others' if len(most) > 5 else ''}." if len(most) else "."
    if len(planned):
        parts.append(
            f"{planned['event'].nunique()} events were still in the future when a report mentioned them; "
            f"for {later['event'].nunique()} of them a later report says what happened."
        )
    differ = [f"{r.label} ({r.report}: {r.time_text}; {r.other}: {r.other_time_text})" for r in each(clashes.head(3))]
    parts += [f"Dated differently: {'; '.join(differ)}."] if differ else []
    share = f" ({100 * without / sentences:.0f} %)" if sentences else ""
    parts.append(
        f"Events are found by rules: in {without} of {sentences} sentences with a date{share} they found none."
    )
    return " ".join(parts)


def without_own(events: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions without those of the reports' own work, such as their interviews and workshops."""
    return mentions[~mentions["event"].isin(events.loc[events["kind"] == OWN, "event"])]


def horizons(mentions: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return how far back and forward each report looks.

    One row per report, in the order of publication: report, published, dated (mentions with a date), before, during
    and after (shares of them that lie wholly before publication, touch it, or lie wholly after), earliest, latest
    (days), years_back, years_ahead (from the day of publication, 365.25 days a year), half_back (the median distance
    back). Mentions of an open interval are counted by the side that is known.
    """
    rows = []
    for report in publications(reports)["report"]:
        value = reports["published"][report]
        first, last = _published(value)
        m = closed(mentions[mentions["report"] == report])
        if first is None or last is None or m.empty:
            rows.append((report, value, len(m), *[None] * 8))
            continue
        before, after = m["latest"] < first.isoformat(), m["earliest"] > last.isoformat()
        shares = [int(n) / len(m) for n in (before.sum(), len(m) - before.sum() - after.sum(), after.sum())]
        back = m["earliest"].map(lambda day, first=first: max(0.0, _years(date.fromisoformat(day), first)))
        ahead = m.loc[after, "latest"].max() if after.any() else last.isoformat()
        distance = (back.max(), _years(last, date.fromisoformat(ahead)), back.median())
        rows.append((report, value, len(m), *shares, m["earliest"].min(), m["latest"].max(), *distance))
    return pd.DataFrame(rows, columns=HORIZONS)


def distances(mentions: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return the dated mentions with years: how far their first day lies from publication, negative before it.

    Same rows as the dated `mentions`, in the same order, without those of reports of unknown day.
    """
    days = {report: _published(value) for report, value in reports["published"].items()}
    m = closed(mentions)
    kept = m[m["report"].map(lambda r: None not in days[r]).astype(bool)]
    pairs = zip(kept["report"], kept["earliest"], strict=True)
    return kept.assign(years=[_distance(date.fromisoformat(day), *days[report]) for report, day in pairs])


def _distance(day: date, first: date | None, last: date | None) -> float:
    """Return the years from the nearest day of publication to a day; 0 while the report may have appeared."""
    if first and day < first:
        return -_years(day, first)
    return _years(last, day) if last and day > last else 0.0


def _years(one: date, two: date) -> float:
    return round((two - one).days / 365.25, 1)


def shared(events: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the events that two reports or more speak of, with the number of mentions in each.

    One row per event and report: event, label, report, mentions, dated (how many have a date), status (as that report
    sees it). Events of most reports come first, then those earliest.
    """
    several = events[(events["reports"].map(len) > 1) & (events["kind"] != OWN)]
    order = several.assign(n=-several["reports"].map(len)).sort_values(["n", "earliest", "event"], kind="stable")
    merged = order[["event", "label", "n"]].merge(by_report(mentions), on="event", how="left")
    return merged.drop(columns="n").reset_index(drop=True)


def by_report(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per event and report: event, report, mentions, dated, status (as the report sees it)."""
    rows = []
    for (event, report), group in mentions.groupby(["event", "report"], sort=False):
        dated = group[is_dated(group)]
        seen = (dated if len(dated) else group)["status"].value_counts(sort=False)
        rows.append((event, report, len(group), len(dated), seen.idxmax()))
    return pd.DataFrame(rows, columns=["event", "report", "mentions", "dated", "status"])


def follow_ups(events: pd.DataFrame, mentions: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return what was planned or proposed, and what a later report says of the same event.

    One row per event that a report sees ahead: event, label, report, status, later (the last report after it that
    dates the event and no longer sees it ahead; empty where none does), later_status, sure (False where the days of
    publication do not tell which report came first).
    """
    days = {r: _published(v) for r, v in reports["published"].items()}
    seen = by_report(mentions)
    labels = dict(zip(events["event"], events["label"], strict=True))
    own = set(events.loc[events["kind"] == OWN, "event"])
    rows = []
    for row in each(seen[seen["status"].isin(AHEAD) & ~seen["event"].isin(own)]):
        others = seen[
            (seen["event"] == row.event)
            & (seen["report"] != row.report)
            & (seen["dated"] > 0)
            & ~seen["status"].isin(AHEAD)
        ]
        after = [(*_later(days[o.report], days[row.report]), o.report, o.status) for o in each(others)]
        sure, _, later, status = max((a for a in after if a[1]), default=(True, "", "", ""))
        rows.append((row.event, labels[row.event], row.report, row.status, later, status, sure))
    table = pd.DataFrame(rows, columns=["event", "label", "report", "status", "later", "later_status", "sure"])
    return table.sort_values(["later", "report", "event"], ascending=[False, True, True], ignore_index=True)


def _later(one: tuple, two: tuple) -> tuple[bool, str]:
    """Tell whether the first report surely came later, and its last day, empty if it cannot have come later."""
    if None in one or None in two or one[1] <= two[0]:
        return False, ""
    return one[0] > two[1], one[1].isoformat()


# --- files: CSV with EDTF dates, iCalendar, JSON for TimelineJS ---------------------------------------------------

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
