"""Compare the reports by their events, and write the timeline as files: CSV with EDTF dates, iCalendar, TimelineJS.

All functions take the tables of `find_events`; every row of a table leads to its mentions.
"""

import html
import json
import re
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.language import listed, number, rows_of
from analysis.timeline.chronology import NO_END, iso_bounds, length, overlap
from analysis.timeline.merging import precision

SIDE = ["report", "time_text", "earliest", "latest"]
DISAGREEMENTS = ["event", "label", "where", *SIDE, "other", *(f"other_{column}" for column in SIDE[1:])]
LANES = ["event", "name", "report", "earliest", "latest", "extent", "source", "status", "mentions", "reports"]
VAGUE = {p: f" (some time in this {w})" for p, w in (("month", "month"), ("year", "year"), ("range", "period"))}
VAGUE["open"] = " (before or after this day)"


def hits(mentions: pd.DataFrame, mark: str = "event") -> pd.DataFrame:
    """Return mentions as hits for `Corpus.locate`; the column `mark` names the point or bar of a figure."""
    return mentions[["report", "block", "start", "end"]].assign(mark=mentions[mark]).reset_index(drop=True)


def named(events: pd.DataFrame) -> pd.DataFrame:
    """Add to events the column name: the label with its year, or the day where years are alike, unique, for figures."""
    years = events["earliest"].where(events["earliest"] != "", events["latest"]).str[:4].replace("", "no date found")
    pairs = zip(events["label"], years, strict=True)
    plain = pd.Series([n if y in n else f"{n} ({y})" for n, y in pairs], index=events.index, dtype=object)
    day = events["earliest"].where(events["earliest"] == events["latest"], "")
    words = [f" ({int(d[8:])} {date.fromisoformat(d):%B %Y})" if d else "" for d in day]
    plain = plain.where(~plain.duplicated(keep=False) | (day == ""), events["label"] + words)
    again = plain.groupby(plain).cumcount()
    return events.assign(name=plain.where(again == 0, plain + " " + (again + 1).astype(str)))


def is_dated(table: pd.DataFrame) -> pd.Series:
    """Return for each row whether it has a date, if only an open one."""
    return (table["earliest"] != "") | (table["latest"] != "")


def about(events: pd.DataFrame, mentions: pd.DataFrame, words: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the events whose label, or the words of one of their mentions, contain `words`, with their mentions."""
    said = mentions.loc[mentions["text"].str.contains(words, case=False, regex=False), "event"]
    chosen = events[events["label"].str.contains(words, case=False, regex=False) | events["event"].isin(said)]
    return chosen, mentions[mentions["event"].isin(chosen["event"])]


def by_report(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per event and report: event, report, mentions, dated, status (as the report sees it)."""
    rows = []
    for (event, report), group in mentions.groupby(["event", "report"], sort=False):
        dated = group[is_dated(group)]
        seen = (dated if len(dated) else group)["status"].value_counts(sort=False)
        rows.append((event, report, len(group), len(dated), seen.idxmax()))
    return pd.DataFrame(rows, columns=["event", "report", "mentions", "dated", "status"])


def shared(events: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the events that two reports or more speak of, with the number of mentions in each.

    One row per event and report: event, label, report, mentions, dated (how many have a date), status (as that report
    sees it). Events of most reports come first, then those of most mentions.
    """
    counts = {"n": events["reports"].map(len), "all": events["event"].map(mentions["event"].value_counts())}
    several = events.assign(**counts).query("n > 1").sort_values(["n", "all"], ascending=False, kind="stable")
    return several[["event", "label"]].merge(by_report(mentions), on="event", how="left")


def lanes(events: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per event and report that can be placed in time, for a figure with one lane per report.

    Columns: event, name, report, earliest, latest, extent, source (of the date: this report, another report, the
    chronology), status (as this report sees it), mentions, reports (how many speak of the event). The date is the
    finest that the report itself gives.
    """
    table = by_report(mentions).merge(named(events), on="event", suffixes=("", "_of_event"))
    own = dict(list(mentions[is_dated(mentions)].groupby(["event", "report"], sort=False)[["earliest", "latest"]]))
    places = []
    for e in rows_of(table):
        agreed, outside = (e.earliest, e.latest), (e.record_earliest, e.record_latest or e.record_earliest)
        if (e.event, e.report) in own:
            days = own[e.event, e.report].itertuples(index=False, name=None)
            places.append((*min(days, key=lambda d: (length(d), d != agreed, d)), "this report"))
        else:
            places.append((*agreed, "another report") if any(agreed) else (*outside, "the chronology"))
    place = pd.DataFrame(places, columns=["earliest", "latest", "source"], index=table.index, dtype=object)
    table = table.assign(**place, reports=table["reports"].map(len))
    return table[is_dated(table)][LANES].sort_values(["report", "earliest", "latest", "event"], ignore_index=True)


def disagreements(events: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Find the events that are dated differently: two dates of one event that cannot both be true.

    One row per pair of dates: event, label, where (inside a report, between reports, against the chronology), report,
    time_text, earliest, latest, and the same for the other side.
    """
    stated = mentions[is_dated(mentions) & (mentions["status"] != "planned")]
    stated = stated.drop_duplicates(["event", "report", "earliest", "latest"])
    groups = dict(list(stated.groupby("event", sort=False)[SIDE]))
    rows = []
    for e in rows_of(events[events["event"].isin(groups)]):
        said = list(groups[e.event].itertuples(index=False, name=None))
        known = (e.record_earliest, e.record_latest)
        for one, two in combinations(said, 2):
            days = [d for d in (*one[2:], *two[2:]) if d]  # one interval may hold both: signed, then in force
            lasted = any(all(wide[2:]) and wide[2] <= min(days) and max(days) <= wide[3] for wide in said)
            lasted = lasted or (known[1] and overlap(known, one[2:]) and overlap(known, two[2:]))
            if not overlap(one[2:], two[2:]) and not lasted:
                where = "inside a report" if one[0] == two[0] else "between reports"
                rows.append((e.event, e.label, where, *one, *two))
        for one in said:
            if e.record and not overlap(one[2:], known):
                rows.append((e.event, e.label, "against the chronology", *one, "chronology.csv", known[0], *known))
    return pd.DataFrame(rows, columns=DISAGREEMENTS, dtype=object)


def publications(reports: pd.DataFrame) -> pd.DataFrame:
    """Return when the reports appeared: report, first, last (ISO text, empty where unknown), in the order of time.

    A report known to a year or month only stands at its middle; without any date it comes last.
    """
    days = [iso_bounds(value) for value in reports["published"]]
    table = pd.DataFrame(days, columns=["first", "last"], dtype=object)
    middle = [sum(date.fromisoformat(d).toordinal() for d in pair) if all(pair) else 10**8 for pair in days]
    ordered = table.assign(middle=middle, report=[str(r) for r in reports.index]).sort_values(["middle", "report"])
    return ordered[["report", "first", "last"]].reset_index(drop=True)


def distances(mentions: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return the dated mentions in reports of known day with how far they lie from publication, negative before it.

    New columns: begins, ends (years; 0 while the report may have appeared, and for no end), when: before, after or
    unsure. What is planned is never before, and what happened is not after a report that may be later than it.
    """
    days = {report: iso_bounds(value) for report, value in reports["published"].items()}
    kept = mentions[is_dated(mentions) & mentions["report"].map(lambda report: all(days[report])).astype(bool)]
    first, last = ([days[report][i] for report in kept["report"]] for i in (0, 1))
    start = [day or min(end, near) for day, end, near in zip(kept["earliest"], kept["latest"], first, strict=True)]
    begins, ends = (list(map(_years, side, first, last)) for side in (start, kept["latest"].replace("", NO_END)))
    table = kept.assign(begins=np.array(begins, float), ends=np.array(ends, float))
    later, begun = table["status"] == "planned", (table["status"] == "happened") & (table["begins"] <= 0)
    sides = [begun | (table["ends"] < 0) & ~later, (table["begins"] > 0) | (later & (table["ends"] > 0))]
    return table.assign(when=np.select(sides, ["before", "after"], "unsure"))


def _years(day: str, first: str, last: str) -> float:
    near = day if day == NO_END or first <= day <= last else first if day < first else last
    return round((date.fromisoformat(day) - date.fromisoformat(near)).days / 365.25, 3)


def follow_ups(events: pd.DataFrame, mentions: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return what was planned, and what a later report says of the same event.

    One row per event that a report sees in the future: event, label, report, status, later (the last report after it
    that dates the event and sees it no longer in the future; empty where none does), later_status, sure (False where
    the days of publication do not tell which report came first; None without a later report).
    """
    days = {r: iso_bounds(v) for r, v in reports["published"].items()}
    seen = by_report(mentions).merge(events[["event", "label"]], on="event")
    future = seen["status"] == "planned"
    past = seen[~future & (seen["dated"] > 0)]
    rows = []
    for row in rows_of(seen[future]):
        first, last = days[row.report]
        others = [(days[o.report], o) for o in rows_of(past[past["event"] == row.event])]
        after = [(d[1], o.report, o.status, d[0] > last) for d, o in others if first and d[0] and d[1] > first]
        rows.append((row.event, row.label, row.report, row.status, *max(after, default=("", "", "", None))[1:]))
    table = pd.DataFrame(rows, columns=["event", "label", "report", "status", "later", "later_status", "sure"])
    return table.sort_values(["later", "report", "event"], ascending=[False, True, True], ignore_index=True)


def unlinked(corpus, found: pd.DataFrame, mentions: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return the sentences with a date by which no event was found, and the number of all sentences with a date.

    One row per sentence of the main text: report, block, start, end (of its first date) and the columns of
    `Corpus.locate`; mark is the report. `found` is the table of `dates.in_blocks`.
    """
    main = corpus.main[["report", "block"]].merge(found[found["role"] == "event"], on=["report", "block"])
    places = ["report", "block", "sentence"]
    sentences = corpus.locate(main[["report", "block", "start", "end"]]).drop_duplicates(places)
    known = set(corpus.locate(hits(mentions))[places].itertuples(index=False, name=None)) if len(mentions) else set()
    free = [row not in known for row in sentences[places].itertuples(index=False, name=None)]
    return sentences[free].assign(mark=sentences["report"]).reset_index(drop=True), len(sentences)


def summary(events: pd.DataFrame, mentions: pd.DataFrame, reports: pd.DataFrame, without: int, sentences: int) -> str:
    """Return what the timeline shows in a few sentences: the findings first, then how complete they are.

    `without` of `sentences` with a date name no event, as `unlinked` counts them.
    """
    together = shared(events, mentions).drop_duplicates("event")["label"]
    planned = follow_ups(events, mentions, reports)
    done = planned[planned["later"] != ""].drop_duplicates("event")["label"]
    most = f": {listed(list(together), 5)}" * (len(together) > 0)
    some = f"{len(together)} of them in several reports{most}" if len(together) else "each in one report only"
    parts = [f"Our program found {number(len(events), 'event')}{f', {some}' * (len(events) > 0 and len(reports) > 1)}."]
    if n := planned["event"].nunique():
        known = f"a later report says that {len(done)} of them happened ({listed(list(done), 3)})"
        future = f"{number(n, 'event')} lay still in the future when a report mentioned {'it' if n == 1 else 'them'}"
        parts.append(f"{future}; {known if len(done) else 'no later report was found that says what happened'}.")
    pairs = disagreements(events, mentions).replace("chronology.csv", "our chronology")
    differ = [f"{r.label} ({r.report} says {r.time_text}, {r.other} says {r.other_time_text})" for r in rows_of(pairs)]
    parts += [f"Dates that cannot both be true: {listed(differ, 3)}."] if differ else []
    parts += [f"For {number(n, 'event')}, it found no date."] if (n := int((~is_dated(events)).sum())) else []
    share = without / sentences if sentences else 0
    found = f"found no event in {without:,} of {sentences:,} sentences with a date ({100 * share:.0f} %)."
    if share > 0.5:  # the reader has to know this first
        return " ".join([parts[0], f"It misses many: it {found}", *parts[1:]])
    return " ".join([*parts, f"The program {found}"])


def to_edtf(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events with a column edtf, empty where no report dates the event.

    An event that fell some time in a month is `2016-07`; one that lasted all of it is `2016-07-01/2016-07-31`. A `~`
    follows dates that the text gives as approximate.

    >>> made = {"earliest": ["2016-07-01", ""], "latest": ["2016-07-31", "2013-12-31"], "extent": ["within", ""]}
    >>> to_edtf(pd.DataFrame(made))["edtf"].tolist()
    ['2016-07', '../2013-12-31']
    """
    lasted = events["extent"] == "lasted" if "extent" in events else [False] * len(events)
    about = events["approximate"] if "approximate" in events else [False] * len(events)
    rows = zip(events["earliest"], events["latest"], lasted, about, strict=True)
    return events.assign(edtf=[re.sub(r"(?<=\d)(?=/|$)", "~" * roughly, _edtf(*row)) for *row, roughly in rows])


def _edtf(earliest: str, latest: str, lasted: bool) -> str:
    if not (earliest and latest):
        return f"{earliest or '..'}/{latest or '..'}" if earliest or latest else ""
    keep = {"day": 10, "month": 7, "year": 4}.get(precision(earliest, latest), 0)
    if keep and not lasted:
        return earliest[:keep]
    years = earliest.endswith("-01-01") and latest.endswith("-12-31")
    return f"{earliest[:4]}/{latest[:4]}" if years and earliest[:4] != latest[:4] else f"{earliest}/{latest}"


def to_icalendar(events: pd.DataFrame, mentions: pd.DataFrame) -> str:
    """Return the dated events as an iCalendar file (RFC 5545): whole days, planned ones tentative."""
    product = "PRODID:-//reading-security-reports//timeline//EN"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", product, "X-WR-CALNAME:Timeline"]
    words = _passages(mentions)
    for e in rows_of(_closed(events)):
        when = VAGUE.get(e.precision, "") if getattr(e, "extent", "") != "lasted" else ""
        end = date.fromisoformat(e.latest) + timedelta(days=1) if e.latest < NO_END else date.max
        lines += [
            "BEGIN:VEVENT",
            f"UID:{e.event}@reading-security-reports",
            "DTSTAMP:19700101T000000Z",  # a fixed time of writing keeps the file the same
            f"DTSTART;VALUE=DATE:{e.earliest.replace('-', '')}",
            f"DTEND;VALUE=DATE:{end.isoformat().replace('-', '')}",
            f"SUMMARY:{_escaped(e.label + when)}",
            f"DESCRIPTION:{_escaped(chr(10).join(words.get(e.event, [])))}",
            f"CATEGORIES:{_escaped(e.kind)}",
            f"STATUS:{'CONFIRMED' if e.status in ('happened', 'ongoing') else 'TENTATIVE'}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    # at most 75 octets a line, cut between characters; a line that goes on begins with a space
    fold = re.compile(rb"^.{1,75}(?![\x80-\xbf])|.{1,74}(?![\x80-\xbf])")
    folded = (b"\r\n ".join(fold.findall(line.encode())) for line in [*lines, "END:VCALENDAR"])
    return b"".join(line + b"\r\n" for line in folded).decode()


def _escaped(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def to_timelinejs(events: pd.DataFrame, mentions: pd.DataFrame) -> str:
    """Return the dated events as JSON in the form TimelineJS reads; texts of reports are escaped."""
    words = _passages(mentions)
    slides = []
    for e in rows_of(_closed(events)):
        parts = ("year", "month", "day")[: {"year": 1, "month": 2}.get(e.precision, 3)]
        sides = {"start_date": e.earliest, "end_date": e.latest}
        days = {s: dict(zip(parts, map(int, day.split("-")), strict=False)) for s, day in sides.items()}
        said = "".join(f"<p>{html.escape(w)}</p>" for w in words.get(e.event, []))
        text = {"headline": html.escape(e.label), "text": said}
        slides.append({"unique_id": e.event, **days, "text": text, "group": e.kind})
    timeline = {"scale": "human", "title": {"text": {"headline": "Timeline"}}, "events": slides}
    return json.dumps(timeline, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _closed(events: pd.DataFrame) -> pd.DataFrame:
    rows = events[is_dated(events)]
    earliest = rows["earliest"].where(rows["earliest"] != "", rows["latest"])
    return rows.assign(earliest=earliest, latest=rows["latest"].where(rows["latest"] != "", rows["earliest"]))


def _passages(mentions: pd.DataFrame) -> dict[str, list[str]]:
    dated_first = mentions.assign(late=mentions["earliest"] == "").sort_values("late", kind="stable")
    found: dict[str, list[str]] = {}
    for m in rows_of(dated_first.groupby("event").head(3)):
        when = f" ({m.time_text})".replace("\n", " ") if m.time_text else ""
        found.setdefault(m.event, []).append(f"{m.report}: {' '.join(m.text.split())}{when} [{m.status}]")
    return found


def files(events: pd.DataFrame, mentions: pd.DataFrame, name: str = "timeline") -> dict[str, bytes]:
    """Return the timeline as files by their names: CSV with EDTF dates, iCalendar and JSON for TimelineJS."""
    table = to_edtf(events).assign(reports=events["reports"].map("; ".join))
    csv = table.to_csv(index=False, lineterminator="\n")
    texts = {"csv": csv, "ics": to_icalendar(events, mentions), "json": to_timelinejs(events, mentions)}
    return {f"{name}.{ending}": text.encode("utf-8") for ending, text in texts.items()}
