"""Draw the figures of notebook 04: the timeline, how far each report looks back and ahead, the events reports share.

Each function takes the tables of `timeline.find_events`, writes its own headline, source line and alternative text,
and makes every point and bar a link to the sentences it stands for.
"""

import textwrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from analysis.figures import (
    INK,
    MANY,
    MUTED,
    PALE,
    canvas,
    colours,
    drawn,
    finish,
    head_columns,
    link,
    nothing,
    on_phone,
    rows_of,
)
from analysis.notebook import number

LINE, GAP, HEADING = 0.145, 0.055, 0.30  # inches: a line of a label, the space between rows, a heading
TALLEST = 8.2  # inches for all rows: the figure fits on a printed page with type of 8 points
SQUARE = 0.18  # inches for the column of one report
MOST_SHARED = 25  # events in the figure of shared events
PLANNED = ("planned", "proposed")
FUTURE = "#EFE6CC"
SECTIONS = ("Mentioned by several reports", "Mentioned by one report", "In the future when the report appeared")


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
    source = (
        f"Source: {number(len(mentions), 'mention')} of events in {number(len(reports), 'report')}, found by rules."
    )
    if rows.empty:
        return nothing(timeline_title(every), source, "No event was found.")
    heights = _places(rows)
    widths = (1, 0.25) if len(reports) > MANY else (2.2 if on_phone() else 3.0, SQUARE * len(reports))
    fig, (ax, side) = canvas(heights[-1] + 1.35, ncols=2, width_ratios=widths)
    colour = colours(reports)
    first = _years(ax, rows, published)
    for row, y in zip(rows_of(rows), heights, strict=False):
        ax.axhline(y, color="#EFEFEF", lw=0.8, zorder=0)
        side.axhline(y, color="#EFEFEF", lw=0.8, zorder=0)
        shown = INK if len(row.reports) > 1 else colour.get(row.reports[0], INK)
        for artist in _time(ax, row, y, first, shown):
            artist.set_url(link(name, row.name))
    _publications(ax, published, colour, len(reports) <= MANY)
    _labels(ax, rows, heights, name)
    _reports_beside(side, rows, heights, reports, colour)
    ax.set_ylim(heights[-1], -0.55)
    side.set_ylim(ax.get_ylim())
    beside = "how many reports mention it" if len(reports) > MANY else "which reports mention it"
    part = f"Drawn: {len(rows)} of {len(every)} events; the data file has all. " if len(rows) < len(every) else ""
    finish(fig, timeline_title(every), source, _in_words(rows), f"{part}At the right: {beside}.", _keys())
    fig.get_layout_engine().set(w_pad=0.03, wspace=0)  # type: ignore[union-attr]
    return fig


def ranked(events: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the events that are dated or shared, the most telling first, with mentions, several, day and section.

    Shared events come first, then the most mentioned of each report in turn.
    """
    counts = mentions.groupby("event").size()
    day = events["earliest"].where(events["earliest"] != "", events["latest"])
    table = events.assign(day=day, several=events["reports"].map(len), mentions=events["event"].map(counts).fillna(0))
    table = table[((day != "") | (table["several"] > 1)) & (table["kind"] != "own work")]
    section = table["several"].gt(1).map({True: SECTIONS[0], False: SECTIONS[1]}).astype(object)
    table = table.assign(section=section.mask(table["status"].isin(PLANNED) & (table["day"] != ""), SECTIONS[2]))
    table = table.sort_values(["several", "mentions", "day", "event"], ascending=[False, False, True, True])
    turn = table.groupby(table["reports"].map(lambda names: names[0])).cumcount().where(table["several"] == 1, -1)
    return table.assign(turn=turn).sort_values("turn", kind="stable", ignore_index=True)


def chosen(every: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that the timeline shows, in the order of sections and time; those without a date come last."""
    heights = every["label"].map(lambda label: LINE * len(_lines(label)) + GAP).cumsum() if len(every) else []
    most = TALLEST - HEADING * len(SECTIONS)
    rank = {section: place for place, section in enumerate(SECTIONS)}
    shown = every[heights <= most].assign(rank=lambda t: t["section"].map(rank), last=lambda t: t["day"] == "")
    return shown.sort_values(["rank", "last", "day", "event"], ignore_index=True)


def timeline_title(every: pd.DataFrame) -> str:
    """Return how many events several reports mention, and which of them most reports do."""
    together = every[every["several"] > 1] if len(every) else every
    if together.empty:
        return f"No event is mentioned by more than one report; {number(len(every), 'event')} by one"
    top = together[together["several"] == together["several"].max()]
    title = f"{len(together)} of {number(len(every), 'event')} are mentioned by more than one report"
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
    later = row.status in PLANNED
    face, line = ("white", MUTED) if later else (colour, colour)
    look: dict[str, Any] = {"mfc": face, "mec": line, "ls": "", "zorder": 3}
    if not row.day:
        return [ax.text(first, y, "no date in the reports", size=8, color=MUTED, va="center", style="italic")]
    if row.latest and _year(row.latest) < first:
        said = f"◂ {row.day[:4]}"
        return [ax.text(first, y, said, size=8, color=colour, va="center")]
    start = max(_year(row.earliest or row.latest), first)
    if not (row.earliest and row.latest):
        way = 1 if row.earliest else -1
        length = 0.06 * (ax.get_xlim()[1] - first) * way
        head = ax.plot([start + length], [y], marker=">" if way > 0 else "<", ms=5, **look)
        return [*ax.plot([start, start + length], [y, y], color=line, lw=1.2), *head]
    end = min(_year(row.latest), ax.get_xlim()[1])
    if row.extent != "lasted" and row.precision in ("day", "month"):
        return ax.plot([(start + end) / 2], [y], marker="o", ms=5.5, **look)
    full = row.extent == "lasted"
    face = "none" if later or not full else colour
    box = Rectangle((start, y - 0.05), end - start, 0.1, lw=1.1, facecolor=face, edgecolor=line, zorder=3)
    return [ax.add_patch(box)]


def _publications(ax: Axes, published: pd.DataFrame, colour: dict[str, str], by_colour: bool) -> None:
    """Mark above the rows when each report appeared, and shade the time after the last."""
    known = published[published["last"] != ""]
    for row in rows_of(known):
        at = (_year(row.first) + _year(row.last)) / 2 if row.first else _year(row.last)
        shown = colour[row.report] if by_colour else MUTED
        ax.plot([at], [-0.16], marker="v", ms=6.5, color=shown, ls="", zorder=4)
        ax.axvline(at, color=shown, lw=1.0, ls=(0, (1, 3)), zorder=1)
    if len(known):
        ax.axvspan(known["last"].map(_year).max(), ax.get_xlim()[1], color=FUTURE, lw=0, zorder=-1)
        place = ax.get_yaxis_transform()
        ax.text(0.01, -0.38, "▼ reports published", transform=place, size=8, color=MUTED, va="center")


def _labels(ax: Axes, rows: pd.DataFrame, heights: list[float], name: str) -> None:
    """Name the rows: at the left, or on a phone above their signs; each name is a link; sections have headings."""
    place, above = ax.get_yaxis_transform(), on_phone()
    names = ["\n".join(_lines(label)) for label in rows["label"]]
    ax.set_yticks(heights[:-1], [""] * len(names) if above else names)
    ax.tick_params(axis="y", length=0, labelsize=8.5, labelcolor=INK)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    section, paper = "", {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
    texts = []
    for row, y, label in zip(rows_of(rows), heights, names, strict=False):
        top = y - 0.72 * (2 * LINE + GAP) if above else y - (LINE * (label.count("\n") + 1) + GAP) / 2
        if row.section != section:
            section = row.section
            if section == SECTIONS[2]:
                ax.axhspan(top - 0.2, heights[-1], color=FUTURE, lw=0, zorder=-1)
            look = {"size": 9, "weight": "bold", "va": "center", "color": INK}
            side = {"x": 0, "bbox": paper} if above else {"x": -0.02, "ha": "right"}
            ax.text(y=top - 0.1, s=section, transform=place, **look, **side)
        if above:
            texts.append(ax.text(0, top + 0.1, label, transform=place, size=8.5, va="center", bbox=paper))
    for text, row in zip(texts or ax.get_yticklabels(), rows_of(rows), strict=True):
        text.set_url(link(name, row.name))
        text.set_in_layout(not above)


def _reports_beside(
    ax: Axes, rows: pd.DataFrame, heights: list[float], reports: list[str], colour: dict[str, str]
) -> None:
    """Draw a square for each report that mentions an event, joined by a line; with many reports, their number."""
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
            ax.plot([x], [y], marker="s", ms=6.5, color=colour[reports[x]], ls="", zorder=3)
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
        Line2D([], [], marker="o", ls="", mfc="white", mec=MUTED, ms=5.5, label="planned or proposed"),
        Patch(color=FUTURE, label="in the future"),
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
    most = set(counts.head(MANY).index)
    order = [report for report in known if report in most]
    shown = distances[distances["report"].isin(most)]
    source = f"Source: {number(len(distances), 'dated mention')} of events; a year counts from its first day."
    if not order:
        return nothing(horizon_title(shown), source, "No report has dated mentions of events.")
    fig, ax = canvas(0.9 + 0.5 * len(order))
    colour = colours(horizons["report"])
    for i, report in enumerate(order):
        years = shown.loc[shown["report"] == report, "years"].sort_values(ignore_index=True)
        points = ax.scatter(years, _spread(years, i), s=24, color=colour[report], alpha=0.8, lw=0, zorder=2)
        points.set_urls([link(name, report)] * len(years))
        ax.plot([years.median()] * 2, [i - 0.3, i + 0.3], color=INK, lw=2.2, zorder=3)
    ax.axvline(0, color=INK, lw=1.0, zorder=0)
    names = [f"{report}\n{number(counts[report], 'mention')}" for report in order]
    ax.set_yticks(range(len(order)), names)
    ax.tick_params(axis="y", length=0)
    ax.set(ylim=(len(order) - 0.5, -0.5), xlabel="years before (−) and after publication")
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    said = "; ".join(
        f"{row.report}: {number(row.dated, 'dated mention')}, {row.years_back:.0f} years back, {row.years_ahead:.0f} ahead"
        for row in rows_of(horizons[horizons["report"].isin(order)])
    )
    part = f"The {len(order)} reports with most dated mentions. " if len(order) < len(known) else ""
    sub = f"{part}One point per dated mention. The thick line is the median. 0 is the day of publication."
    return finish(fig, horizon_title(shown), source, f"Distance of dated mentions from publication. {said}.", sub)


def horizon_title(distances: pd.DataFrame, least: int = 5) -> str:
    """Return the median distance of the reports that look furthest back and least far, of `least` mentions or more."""
    groups = distances.groupby("report", sort=False)["years"]
    medians = groups.median()[groups.size() >= least].sort_values(kind="stable")
    if medians.empty:
        return f"No report has {least} dated mentions or more: too few for a median"
    ends = [f"{_distance(medians[report])} in {report}" for report in dict.fromkeys(medians.index[[0, -1]])]
    return f"The median date lies {', '.join(ends)}"


def _distance(years: float) -> str:
    """Return a distance from publication in words."""
    if abs(years) < 0.95:
        return "less than a year from publication"
    return f"{number(round(abs(years)), 'year')} {'before' if years < 0 else 'after'} publication"


def _spread(years: pd.Series, level: int) -> pd.Series:
    """Return heights that keep points of the same time apart: up and down in turn, the same each time."""
    turn = years.groupby((years * 2).round()).cumcount() + 1
    return level + (0.055 * (turn // 2)).clip(upper=0.3) * (1 - 2 * (turn % 2 == 0))


@drawn
def sharing(shared: pd.DataFrame, events: pd.DataFrame, published: pd.DataFrame, name: str) -> Figure:
    """Draw which events several reports mention: a circle per report, larger with more mentions.

    `shared` is a table as `timeline.shared` returns it, `events` one as `timeline.named` does, `published` one as
    `timeline.publications` does. Filled: the report dates the event; hollow: it only names it. The events of most
    reports are shown; with many reports, as bars. Each circle leads to the evidence of figure `name`.
    """
    table = shared.merge(events[["event", "name"]], on="event")
    names, total = list(dict.fromkeys(table["name"]))[:MOST_SHARED], table["event"].nunique()
    source = f"Source: {number(len(published), 'report')}; mentions in main text and notes."
    if not names:
        return nothing(sharing_title(table, len(published)), source, "No event is mentioned by two reports.")
    table = table[table["name"].isin(names)]
    draw = _circles if len(published) <= MANY else _bars
    fig, ax = canvas(0.6 + 0.34 * len(names))
    draw(ax, table, names, list(published["report"]), name)
    ax.set_yticks(range(len(names)), [_two_lines(event) for event in names])
    ax.tick_params(axis="y", length=0, labelsize=7.5 if on_phone() else 9)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.spines[:].set_visible(False)
    said = "; ".join(f"{event}: {', '.join(rows['report'])}" for event, rows in table.groupby("name", sort=False))
    more = f"The {len(names)} events of most reports. " if len(names) < total else ""
    sub = f"{more}Filled: dated there. Hollow: named without a date. The number counts mentions."
    sub = sub if draw is _circles else f"{more}Bars: how many reports mention the event."
    title = sharing_title(table, len(published)) if len(names) == total else f"{total} events are mentioned by several"
    return finish(fig, title, source, f"Events that several reports mention. {said}.", sub)


def _two_lines(event: str) -> str:
    """Return the name of an event in at most two lines."""
    return textwrap.fill(event, 22 if on_phone() else 30, max_lines=2, placeholder=" …")


def sharing_title(table: pd.DataFrame, reports: int) -> str:
    """Return how many events two reports or more mention, and whether any is mentioned by all."""
    if table.empty:
        return "No event is mentioned by more than one report"
    per_event = table.groupby("event")["report"].nunique()
    everywhere = int((per_event == reports).sum())
    by_all = f"{everywhere or 'none'} of them by all {reports}" if reports > 2 else "of two"
    return f"{number(len(per_event), 'event')} mentioned by more than one report, {by_all}"


def _circles(ax: Axes, table: pd.DataFrame, names: list[str], reports: list[str], name: str) -> None:
    """Draw a circle per event and report, and a line that joins those of one event."""
    order = [report for report in reports if report in set(table["report"])]
    colour = colours(reports)
    for row in rows_of(table):
        x, y, size = order.index(row.report), names.index(row.name), 40 + 22 * min(row.mentions, 12)
        face = colour[row.report] if row.dated else "white"
        circle = ax.scatter([x], [y], s=size, facecolor=face, edgecolor=colour[row.report], lw=1.5, zorder=2)
        circle.set_urls([link(name, row.name)])
        beside = {"xytext": (size**0.5 / 2 + 2.5, 0), "textcoords": "offset points"}  # size is an area
        ax.annotate(str(row.mentions), (x, y), size=9, color=INK, va="center", **beside)
    for y, event in enumerate(names):
        at = [order.index(report) for report in table.loc[table["name"] == event, "report"]]
        ax.plot([min(at), max(at)], [y, y], color=PALE, lw=1.2, zorder=1)
    head_columns(ax, order)
    ax.set_xlim(-0.45, len(order) - 0.4)


def _bars(ax: Axes, table: pd.DataFrame, names: list[str], reports: list[str], name: str) -> None:
    """Draw a bar per event: how many of the reports mention it."""
    counts = table.groupby("name")["report"].nunique().reindex(names)
    bars = ax.barh(range(len(names)), counts, color=MUTED, height=0.6)
    ax.bar_label(bars, padding=3, size=9)
    for bar, event in zip(bars, names, strict=True):
        bar.set_url(link(name, event))
    ax.set(xticks=[], xlim=(0, max(counts) * 1.1))
