"""What do the reports share, what did they expect, and where do they contradict each other or the record?

All functions take the tables of `find_events` and return tables; every row leads to the mentions behind it.
"""

from datetime import date
from itertools import combinations

import pandas as pd

from analysis.timeline.days import Days, bounds, iso, length, says_year, touch
from analysis.timeline.types import each

DISAGREEMENTS = [
    "event", "label", "where", "report", "time_text", "earliest", "latest",
    "other", "other_time_text", "other_earliest", "other_latest",
]  # fmt: skip
LANES = ["event", "name", "report", "earliest", "latest", "source", "status", "mentions", "reports"]
HORIZONS = [
    "report", "published", "dated", "before", "during", "after", "earliest", "latest",
    "years_back", "years_ahead", "half_back",
]  # fmt: skip
RECORD = "the record (outside the reports)"
NO_END = "9999-12-31"
FINE = 300  # days: what is no finer than a year says neither when a treaty was signed nor when it came into force
AHEAD = ("planned", "proposed")


def hits(mentions: pd.DataFrame, mark: str = "event") -> pd.DataFrame:
    """Return mentions as hits for `Corpus.locate`: report, block, start, end (a clean span), mark.

    `mark` is the column of `mentions` whose value names the mark of a figure that the hit stands behind.
    """
    table = mentions[["report", "block", "clean_start", "clean_end"]].set_axis(
        ["report", "block", "start", "end"], axis=1
    )
    return table.assign(mark=mentions[mark]).reset_index(drop=True)


def named(events: pd.DataFrame) -> pd.DataFrame:
    """Add to events the column name: the label with its year, unique, for marks of figures and rows of tables."""
    years = events["earliest"].str[:4].where(events["earliest"] != "", "undated")
    pairs = zip(events["label"], years, strict=True)
    plain = pd.Series([n if y in n else f"{n} ({y})" for n, y in pairs], index=events.index, dtype=object)
    again = plain.groupby(plain).cumcount()
    return events.assign(name=plain.where(again == 0, plain + " " + (again + 1).astype(str)))


def lanes(events: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the marks of a timeline with one lane a report: one row an event and report that can be placed in time.

    Columns: event, name, report, earliest, latest, source (of the date: this report, another report, the record),
    status (as this report sees it), mentions, reports (how many speak of the event). The date is the finest the
    report itself gives.
    """
    rows = []
    frame = named(events).set_index("event")
    dated = mentions[mentions["earliest"] != ""]
    groups = dict(list(dated.groupby(["event", "report"], sort=False)))
    for row in each(by_report(mentions)):
        e = frame.loc[row.event]
        earliest, latest, source = _placed(e, groups.get((row.event, row.report)))
        if earliest:
            count = len(e["reports"])
            rows.append((row.event, e["name"], row.report, earliest, latest, source, row.status, row.mentions, count))
    table = pd.DataFrame(rows, columns=LANES)
    return table.sort_values(["report", "earliest", "latest", "event"], ignore_index=True)


def _placed(e: pd.Series, own: pd.DataFrame | None) -> tuple[str, str, str]:
    """Return where an event stands in the lane of a report, and who says so."""
    agreed = (e["earliest"], e["latest"])
    if own is not None:
        said = own[own["time_text"].map(says_year)]
        days = list(zip(said["earliest"], said["latest"], strict=True)) or [agreed]
        return (*min(days, key=lambda d: (length(d), d != agreed, d)), "this report")
    if agreed[0]:
        return (*agreed, "another report")
    return e["record_earliest"], e["record_earliest"], "the record"


def disagreements(events: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Find the events that are dated in two ways that cannot both be true; the dates stand side by side.

    One row a contradiction: event, label, where (inside a report, between reports, against the record), report,
    time_text, earliest, latest, and the same for the other side. A month without a year and
    a "now" contradict nothing.
    """
    rows = []
    # A "now" states no date, and that of a proposal is none of the event.
    stated = mentions[
        (mentions["earliest"] != "") & (mentions["rule"] != "going on") & (mentions["status"] != "proposed")
    ]
    dated = stated[(stated["earliest"] != "") & stated["time_text"].map(says_year).astype(bool)]
    groups = dict(list(dated.groupby("event", sort=False)))
    for e in each(events[events["kind"] != "activity"]):  # interviews of many days are one activity
        said = _said(groups.get(e.event))
        for one, two in combinations(said, 2):
            if touch(one[2:], two[2:]) or _lasted(e, one[2:], two[2:]):
                continue
            if not any(_holds(wide[2:], one[2:], two[2:]) for wide in said):
                where = "inside a report" if one[0] == two[0] else "between reports"
                rows.append((e.event, e.label, where, *one, *two))
        if e.record:
            record = (RECORD, e.record_earliest, e.record_earliest, e.record_latest)
            wrong = [one for one in said if not touch(one[2:], (e.record_earliest, e.record_latest or NO_END))]
            rows += [(e.event, e.label, "against the record", *one, *record) for one in wrong]
    return pd.DataFrame(rows, columns=DISAGREEMENTS, dtype=object)


def _said(group: pd.DataFrame | None) -> list[tuple[str, str, str, str]]:
    """Return what is said of one event's date, once for each report and interval."""
    if group is None:
        return []
    first = group.drop_duplicates(["report", "earliest", "latest"])
    return list(first[["report", "time_text", "earliest", "latest"]].itertuples(index=False, name=None))


def _lasted(e, one: Days, two: Days) -> bool:
    """Tell whether the record lasted from one date to the other: signed on the one, in force on the other."""
    if e.kind == "operation" or not e.record_latest:
        return False
    lasted = (e.record_earliest, e.record_latest)
    return all(touch(lasted, days) and length(days) < FINE for days in (one, two))


def _holds(wide: Days, one: Days, two: Days) -> bool:
    """Tell whether an interval that is also given holds both dates: then it lasted from one to the other."""
    return wide[0] <= min(one[0], two[0]) and max(one[1], two[1]) <= wide[1]


def publications(reports: pd.DataFrame) -> pd.DataFrame:
    """Return when the reports appeared: report, first, last (ISO text, empty where unknown), in the order of time.

    A report known to a year or month only stands at its middle; without any date it comes last.
    """
    rows = []
    for report, value in reports["published"].items():
        first, last = bounds(value)
        half = (first + (last - first) / 2).isoformat() if first and last else ""
        rows.append((report, *iso((first, last)), half))
    table = pd.DataFrame(rows, columns=["report", "first", "last", "half"], dtype=object)
    order = table.assign(unknown=table["half"] == "").sort_values(["unknown", "half", "report"])
    return order[["report", "first", "last"]].reset_index(drop=True)


def horizons(mentions: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Tell how far back and forward each report looks.

    One row a report, in the order of publication: report, published, dated (mentions with a date), before, during and
    after (shares of them that lie wholly before publication, touch it, or lie wholly after), earliest, latest (days),
    years_back, years_ahead (from the day of publication, 365.25 days a year), half_back (the median distance back).
    """
    rows = []
    for report in publications(reports)["report"]:
        value = reports["published"][report]
        (first, last), m = bounds(value), mentions[(mentions["report"] == report) & (mentions["earliest"] != "")]
        if first is None or last is None or m.empty:
            rows.append((report, value, len(m), *[None] * 8))
            continue
        before, after = m["latest"] < first.isoformat(), m["earliest"] > last.isoformat()
        back = m["earliest"].map(lambda day, first=first: max(0.0, _years(date.fromisoformat(day), first)))
        ahead = m.loc[after, "latest"].max() if after.any() else last.isoformat()  # its own year lies not ahead
        rows.append(
            (
                report, value, len(m), before.mean(), 1 - before.mean() - after.mean(), after.mean(),
                m["earliest"].min(), m["latest"].max(),
                back.max(), _years(last, date.fromisoformat(ahead)), back.median(),
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=HORIZONS)


def distances(mentions: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return the dated mentions with years: how far their first day lies from publication, negative before it.

    Same rows as the dated `mentions`, in the same order, without those of reports of unknown day.
    """
    days = {report: bounds(value) for report, value in reports["published"].items()}
    kept = mentions[(mentions["earliest"] != "") & mentions["report"].map(lambda r: None not in days[r])]
    pairs = zip(kept["report"], kept["earliest"], strict=True)
    years = [_distance(date.fromisoformat(day), *days[report]) for report, day in pairs]
    return kept.assign(years=years)


def _distance(day: date, first: date | None, last: date | None) -> float:
    """Return the years from the nearest day of publication to a day; 0 while the report may have appeared."""
    if first and day < first:
        return -_years(day, first)
    return _years(last, day) if last and day > last else 0.0


def _years(one: date, two: date) -> float:
    return round((two - one).days / 365.25, 1)


def shared(events: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """List the events that two reports or more speak of, with the number of mentions in each.

    One row an event and report: event, label, report, mentions, dated (how many have a date), status (as that report
    sees it). Events of most reports come first, then those earliest.
    """
    table = by_report(mentions)
    several = events[events["reports"].map(len) > 1]
    order = several.assign(n=-several["reports"].map(len)).sort_values(["n", "earliest", "event"], kind="stable")
    merged = order[["event", "label", "n"]].merge(table, on="event", how="left")
    return merged.drop(columns="n").reset_index(drop=True)


def by_report(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return one row an event and report: event, report, mentions, dated, status (as the report sees it)."""
    rows = []
    for (event, report), group in mentions.groupby(["event", "report"], sort=False):
        dated = group[group["earliest"] != ""]
        seen = (dated if len(dated) else group)["status"].value_counts(sort=False)
        rows.append((event, report, len(group), len(dated), seen.idxmax()))
    return pd.DataFrame(rows, columns=["event", "report", "mentions", "dated", "status"])


def follow_ups(events: pd.DataFrame, mentions: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Tell what came of what was planned or proposed, as far as a later report says.

    One row an event that a report sees ahead: event, label, report, status, later (the last report after it that speaks
    of the event, empty where none does), later_status, sure (False where the days of publication do not settle which
    report came first).
    """
    days = {r: bounds(v) for r, v in reports["published"].items()}
    seen = by_report(mentions)
    labels = dict(zip(events["event"], events["label"], strict=True))
    rows = []
    for row in each(seen[seen["status"].isin(AHEAD)]):
        others = seen[(seen["event"] == row.event) & (seen["report"] != row.report)]
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
