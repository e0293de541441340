"""Draw the figures of notebook 04: the timeline, and how far each report looks back and forward.

Each function takes the tables of `timeline.find_events`, writes its own headline, source line and alternative text,
and makes every point and bar a link to the sentences it stands for.
"""

import textwrap
from typing import Any, cast

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from analysis.figures import (
    INK,
    MANY,
    MUTED,
    canvas,
    colours,
    drawn,
    finish,
    head_columns,
    link,
    name_rows,
    nothing,
    on_phone,
    rows_of,
)
from analysis.notebook import number

LINE, GAP, HEADING = 0.145, 0.055, 0.30  # inches: a line of a label, the space between rows, a heading
TALLEST = 7.1  # inches for all rows: the figure fits on a printed page with type of 8 points
SQUARE = 0.18  # inches for the column of one report
FUTURE = "#EFE6CC"
SECTIONS = ("Mentioned by several reports", "Dated by one report", "In the future when the report appeared")


@drawn
def timeline(events: pd.DataFrame, mentions: pd.DataFrame, published: pd.DataFrame, name: str) -> Figure:
    """Draw the events on one axis of time: those of several reports first, those still in the future last.

    `events` is a table as `timeline.named` returns it, `published` one as `timeline.publications` does. A point is a
    day or month; an empty box means "some time in"; a full bar lasted; an arrow is open. Hollow signs were in the
    future. All events of several reports are shown, others as long as there is space. Each leads to the evidence of
    figure `name`.
    """
    every = ranked(events, mentions)
    rows = chosen(every)
    reports = list(published["report"])
    few, title = len(reports) <= MANY, timeline_title(every, len(events))
    found = f"{number(len(mentions), 'mention')} of events in {number(len(reports), 'report')}"
    source = f"Source: {found}, found by rules."
    if rows.empty:
        return nothing(title, source, "No event was found.")
    heights = _places(rows)
    widths = (2.2 if on_phone() else 3.0, SQUARE * len(reports)) if few else (1, 0.25)
    fig, (ax, side) = canvas(heights[-1] + 1.35, ncols=2, width_ratios=widths)
    colour = colours(reports)
    first = _years(ax, rows, published)
    for row, y in zip(rows_of(rows), heights, strict=False):
        for axes in (ax, side):
            axes.axhline(y, color="#EFEFEF", lw=0.8, zorder=0)
        shown = INK if len(row.reports) > 1 else colour.get(row.reports[0], INK)
        if row.section == SECTIONS[2]:
            _shade_future(ax, row, y, published)
        for artist in _time(ax, row, y, first, shown):
            artist.set_url(link(name, row.name))
    _publications(ax, published, colour, few)
    _labels(ax, rows, heights, name)
    stated = mentions[(mentions["earliest"] != "") | (mentions["latest"] != "")]
    dated = set(stated[["event", "report"]].itertuples(index=False, name=None))
    _reports_beside(side, rows, heights, reports, colour, dated)
    for axes in (ax, side):
        axes.set_ylim(heights[-1], -0.55)
    beside = "the reports that mention it (hollow: without a date)" if few else "how many reports mention it"
    part = f"Drawn: {len(rows)} of {len(events)} events. " if len(rows) < len(events) else ""
    finish(fig, title, source, _in_words(rows), f"{part}At the right: {beside}.", _keys())
    fig.get_layout_engine().set(w_pad=0.03, wspace=0)  # type: ignore[union-attr, call-arg]
    return fig


def ranked(events: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the events that are dated or shared, the most telling first, with mentions, several, day and section.

    Shared events come first, then the most mentioned past and planned ones of each report in turn.
    """
    counts = mentions.groupby("event").size()
    day = events["earliest"].where(events["earliest"] != "", events["latest"])
    table = events.assign(day=day, several=events["reports"].map(len), mentions=events["event"].map(counts).fillna(0))
    table = table[(day != "") | (table["several"] > 1)]
    later = (table["status"] == "planned").map({True: SECTIONS[2], False: SECTIONS[1]})
    table = table.assign(section=later.astype(object).mask(table["several"] > 1, SECTIONS[0]))
    table = table.sort_values(["several", "mentions", "day", "event"], ascending=[False, False, True, True])
    own = [table["section"], table["reports"].map(lambda names: names[0])]
    turn = table.groupby(own).cumcount().where(table["several"] == 1, -1)
    return table.assign(turn=turn).sort_values("turn", kind="stable", ignore_index=True)


def chosen(every: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that the timeline shows, in the order of sections and time; those without a date come last."""
    heights = every["label"].map(lambda label: LINE * len(_lines(label)) + GAP).astype(float).cumsum()
    every = every.assign(of=every["section"].map(every["section"].value_counts()))
    shown = every[heights <= TALLEST - HEADING * len(SECTIONS)]
    shown = shown.assign(rank=shown["section"].map(SECTIONS.index), last=shown["day"] == "")
    return shown.sort_values(["rank", "last", "day", "event"], ignore_index=True)


def timeline_title(every: pd.DataFrame, total: int) -> str:
    """Return how many of `total` events several reports mention, and which of them most reports do."""
    together = every[every["several"] > 1] if len(every) else every
    if together.empty:
        return f"No event is mentioned by more than one report; {number(total, 'event')} by one"
    top = together[together["several"] == together["several"].max()]
    title = f"{len(together)} of {number(total, 'event')} are mentioned by more than one report"
    if len(top) > 3:
        return f"{title}, {len(top)} of them by {top['several'].iloc[0]}"
    return f"{title}; most widely: {', '.join(top['label'])} ({top['several'].iloc[0]} reports)"


def _lines(label: str) -> list[str]:
    """Return a label in at most two lines; on a phone, where it stands above its sign, in one."""
    width, most = (46, 1) if on_phone() else (44, 2)
    return textwrap.wrap(label, width, max_lines=most, placeholder=" …") or [""]


def _places(rows: pd.DataFrame) -> list[float]:
    """Return the middle of each row in inches from the top, and at the end the height of all."""
    y, section, places = 0.0, "", []
    for row in rows_of(rows):
        y += HEADING if row.section != section else 0
        height = (LINE * 2 if on_phone() else LINE * len(_lines(row.label))) + GAP
        places.append(y + (height * 0.72 if on_phone() else height / 2))
        y, section = y + height, row.section
    return [*places, y + 0.1]


def _year(day: str) -> float:
    """Return a day (ISO text) as a year with its part.

    >>> _year("2017-07-01")
    2017.5
    """
    year, month, of_month = (int(part) for part in day.split("-"))
    return year + (month - 1) / 12 + (of_month - 1) / 372


def _years(ax: Axes, rows: pd.DataFrame, published: pd.DataFrame) -> float:
    """Set the axis of time and return its first year: a few very old events do not squeeze the others."""
    years = rows.loc[rows["day"] != "", "day"].map(_year).sort_values(ignore_index=True)
    known = [_year(day) for day in published["last"] if day]
    ends = [*rows.loc[~rows["latest"].str.startswith("9999"), "latest"], *published["last"], *rows["day"]]
    last = max([_year(day) for day in ends if day], default=2000.0)
    usual = years.iloc[int(0.05 * len(years))] if len(years) else min(known, default=last - 1)
    first = years.iloc[0] if len(years) and usual - years.iloc[0] <= 12 else usual
    first, last = int(min([first, *known])), int(last) + 1.2
    ax.set_xlim(first - 0.02 * (last - first), last)
    ax.locator_params(axis="x", nbins=4 if on_phone() else 6, integer=True)
    ax.tick_params(labeltop=True, labelsize=9)
    ax.grid(axis="x")
    return first


def _time(ax: Axes, row: Any, y: float, first: float, colour: str) -> list[Any]:
    """Draw when an event was: a point, a box, a bar or an arrow; hollow where it was still in the future."""
    later = row.status == "planned"
    face, line = ("white", MUTED) if later else (colour, colour)
    look: dict[str, Any] = {"mfc": face, "mec": line, "ls": "", "zorder": 3}
    if not row.day:
        return [ax.text(first, y, "no date found", size=8, color=MUTED, va="center", style="italic")]
    if row.latest and _year(row.latest) < first:
        return [ax.text(first, y, f"◂ {row.day[:4]}", size=8, color=colour, va="center")]
    start = max(_year(row.earliest or row.latest), first)
    if not (row.earliest and row.latest):
        way, form = (1, ">") if row.earliest else (-1, "<")
        end = start + way * 0.06 * (ax.get_xlim()[1] - first)
        return [*ax.plot([start, end], [y, y], color=line, lw=1.2), *ax.plot([end], [y], marker=form, ms=5, **look)]
    end = min(_year(row.latest), ax.get_xlim()[1])
    if row.extent != "lasted" and row.precision in ("day", "month"):
        return ax.plot([(start + end) / 2], [y], marker="o", ms=5.5, **look)
    face = colour if row.extent == "lasted" and not later else "none"
    box = Rectangle((start, y - 0.05), end - start, 0.1, lw=1.1, facecolor=face, edgecolor=line, zorder=3)
    return [ax.add_patch(box)]


def _shade_future(ax: Axes, row: Any, y: float, published: pd.DataFrame) -> None:
    """Shade the time after the publication of the report that mentions a planned event."""
    after = published.loc[published["report"].isin(row.reports) & (published["last"] != ""), "last"]
    if len(after):
        start = _year(after.max())
        ax.add_patch(Rectangle((start, y - 0.09), ax.get_xlim()[1] - start, 0.18, color=FUTURE, lw=0, zorder=0.5))


def _publications(ax: Axes, published: pd.DataFrame, colour: dict[str, str], one_by_one: bool) -> None:
    """Mark above the rows when the reports appeared."""
    known = published[published["last"] != ""]
    if known.empty:
        return
    days = [(_year(row.first or row.last) + _year(row.last)) / 2 for row in rows_of(known)]
    for day, report in zip(days, known["report"], strict=True):
        shown = colour[report] if one_by_one else MUTED
        ax.plot([day], [-0.16], marker="v", ms=6.5, color=shown, ls="", zorder=4)
        if one_by_one or day in (min(days), max(days)):
            ax.axvline(day, color=shown, lw=1.0, ls=(0, (1, 3)), zorder=1)
    place = ax.get_yaxis_transform()
    ax.text(0.01, -0.38, "▼ reports published", transform=place, size=8, color=MUTED, va="center")


def _labels(ax: Axes, rows: pd.DataFrame, heights: list[float], name: str) -> None:
    """Name the rows: at the left, or on a phone above their signs; each name is a link; sections have headings."""
    place, above = ax.get_yaxis_transform(), on_phone()
    names = ["\n".join(_lines(label)) for label in rows["label"]]
    name_rows(ax, [""] * len(names) if above else names, heights[:-1])
    ax.tick_params(axis="y", labelsize=8.5, labelcolor=INK)
    ax.spines["bottom"].set_visible(False)
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
    section, texts, look = "", [], cast("dict[str, Any]", {"bbox": paper} if above else {"ha": "right"})
    for row, y, label in zip(rows_of(rows), heights, names, strict=False):
        top = y - 0.72 * (2 * LINE + GAP) if above else y - (LINE * (label.count("\n") + 1) + GAP) / 2
        if row.section != section:
            section, x = row.section, 0.0 if above else -0.02
            shown = int((rows["section"] == section).sum())
            head = f"{section} ({shown} of {row.of})" if shown < row.of else section
            ax.text(x, top - 0.1, head, transform=place, size=9, weight="bold", va="center", color=INK, **look)
        if above:
            texts.append(ax.text(0, top + 0.1, label, transform=place, size=8.5, va="center", bbox=paper))
    for text, row in zip(texts or ax.get_yticklabels(), rows_of(rows), strict=True):
        text.set_url(link(name, row.name))
        text.set_in_layout(not above)


def _reports_beside(
    ax: Axes, rows: pd.DataFrame, heights: list[float], reports: list[str], colour: dict[str, str], dated: set
) -> None:
    """Draw a square for each report that mentions an event, joined by a line; with many reports, their number.

    `dated` holds the pairs of event and report that give a date; the other squares are hollow.
    """
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    ax.patch.set_visible(False)  # a long label on a phone goes on below
    if len(reports) > MANY:
        ax.set(xticks=[], xlim=(0, 1))
        for row, y in zip(rows_of(rows), heights, strict=False):
            ax.text(0.6, y, str(len(row.reports)), size=8.5, va="center", ha="right", color=INK)
        return
    for row, y in zip(rows_of(rows), heights, strict=False):
        at = [reports.index(report) for report in row.reports]
        ax.plot([min(at), max(at)], [y, y], color=MUTED, lw=1.4, zorder=2)
        for x in at:
            face = colour[reports[x]] if (row.event, reports[x]) in dated else "white"
            ax.plot([x], [y], marker="s", ms=6.5, mfc=face, mec=colour[reports[x]], mew=1.5, ls="", zorder=3)
    head_columns(ax, reports)
    ax.tick_params(axis="x", labelrotation=90, labelsize=8)
    ax.set_xlim(-0.6, len(reports) - 0.4)


def _keys() -> list[Any]:
    """Return the keys of the timeline's signs."""
    return [
        Line2D([], [], marker="o", ls="", color=INK, ms=5.5, label="on a day or in a month"),
        Patch(facecolor="none", edgecolor=INK, label="some time in this period"),
        Patch(color=INK, label="lasted from … to …"),
        Line2D([], [], marker=">", color=INK, lw=1.2, ms=5, label="after (or before) this day"),
        Line2D([], [], marker="o", ls="", mfc="white", mec=MUTED, ms=5.5, label="planned"),
        Patch(color=FUTURE, label="after the report appeared"),
    ]


def _in_words(rows: pd.DataFrame) -> str:
    """Return the alternative text: what each section holds."""
    parts = []
    for section, part in rows.groupby("section", sort=False):
        dated = part[part["day"] != ""]
        span = f" from {dated['day'].iloc[0][:4]} to {dated['day'].max()[:4]}" if len(dated) else ""
        parts.append(f"{section}: {number(len(part), 'event')}{span}, such as {part['label'].iloc[0]}")
    return f"Timeline of events on one axis. {'; '.join(parts)}."


@drawn
def horizon(horizons: pd.DataFrame, distances: pd.DataFrame, name: str) -> Figure:
    """Draw for each report how far its dated mentions lie before and after its publication, in years.

    The tables are those of `timeline.horizons` and `timeline.distances`. Of many reports, those with most dated
    mentions are shown. Each point leads to the evidence of figure `name`, under the id of its report.
    """
    counts = distances["report"].value_counts()
    known = [report for report in horizons["report"] if report in counts.index]
    order = [report for report in known if report in counts.head(MANY).index]
    shown = distances[distances["report"].isin(order)]
    title = horizon_title(shown)
    source = f"Source: {number(len(distances), 'dated mention')} of events; a year counts from its first day."
    if not order:
        return nothing(title, source, "No report has dated mentions of events.")
    fig, ax = canvas(0.9 + 0.5 * len(order))
    colour = colours(horizons["report"])
    for i, report in enumerate(order):
        years = shown.loc[shown["report"] == report, "years"].sort_values(ignore_index=True)
        points = ax.scatter(years, _spread(years, i), s=24, color=colour[report], alpha=0.8, lw=0, zorder=2)
        points.set_urls([link(name, report)] * len(years))
        ax.plot([years.median()] * 2, [i - 0.3, i + 0.3], color=INK, lw=2.2, zorder=3)
    ax.axvline(0, color=INK, lw=1.0, zorder=0)
    name_rows(ax, [f"{report}\n{number(counts[report], 'mention')}" for report in order])
    ax.set_xlabel("years before (−) and after publication")
    ax.grid(axis="x")
    said = [
        f"{report}: {number(len(years), 'dated mention')}, from {_distance(years.min())} to {_distance(years.max())}"
        for report, years in shown.groupby("report", sort=False)["years"]
    ]
    part = f"The {len(order)} reports with most dated mentions. " if len(order) < len(known) else ""
    sub = f"{part}One point per dated mention. The thick line is the median. 0 is the publication."
    return finish(fig, title, source, f"Distance of dated mentions from publication. {'; '.join(said)}.", sub)


def horizon_title(distances: pd.DataFrame, least: int = 5) -> str:
    """Return the median distance of the reports that look furthest back and least far, of `least` mentions or more."""
    groups = distances.groupby("report", sort=False)["years"]
    medians = groups.median()[groups.size() >= least].sort_values(kind="stable")
    if medians.empty:
        return f"No report has {least} dated mentions or more: too few for a median"
    ends = [f"{_distance(medians[report])} in {report}" for report in dict.fromkeys(medians.index[[0, -1]])]
    return f"The typical (median) dated mention lies {', '.join(ends)}"


def _distance(years: float) -> str:
    """Return a distance from publication in words."""
    if abs(years) < 0.95:
        return "less than a year from publication"
    return f"{number(round(abs(years)), 'year')} {'before' if years < 0 else 'after'} publication"


def _spread(years: pd.Series, level: int) -> pd.Series:
    """Return heights that keep points of the same time apart: up and down in turn, the same each time."""
    turn = years.groupby((years * 2).round()).cumcount() + 1
    return level + (0.055 * (turn // 2)).clip(upper=0.3) * (1 - 2 * (turn % 2 == 0))


def shared_table(shared: pd.DataFrame, events: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Return how often each report mentions each shared event: event (its name), then a column per report.

    `shared` is a table as `timeline.shared` returns it, `events` one as `timeline.named` does. With many reports, the
    columns are reports (their number) and mentions.
    """
    table = shared.merge(events[["event", "name"]], on="event")
    names = list(dict.fromkeys(table["name"]))
    if len(published) > MANY:
        counts = table.groupby("name").agg(reports=("report", "nunique"), mentions=("mentions", "sum"))
    else:
        counts = table.pivot_table(index="name", columns="report", values="mentions", aggfunc="sum").fillna(0)
        counts = counts.reindex(columns=[report for report in published["report"] if report in counts]).astype(int)
    return counts.reindex(names).rename_axis(index="event", columns=None).reset_index()
