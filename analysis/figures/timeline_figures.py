"""Draw the figures of notebook 04: the timeline, how far each report looks back and ahead, the events reports share.

Each function takes the tables of `timeline.find_events`, writes its own headline, source line and alternative text,
and makes every point and bar a link to the sentences behind it.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis.figures import INK, MUTED, PALE, colours, finish, head_columns, link, nothing

WIDTH = 6.4  # inches
LABELS, MARKS = 3.05, 0.85  # inches for the labels at the left and the reports at the right
LINE, HEADING = 0.155, 0.3  # inches of a line of a label, of a heading
MOST_ROWS = 34  # events drawn: about one and a half screens
MOST_REPORTS = 12  # with more reports their number stands at the right instead of a square for each
LABEL_WIDTH = 47  # characters of a line of a label
AHEAD = ("planned", "proposed")
FUTURE = "#F6EDD2"
SECTIONS = ("Mentioned by several reports", "Mentioned by one report", "In the future when the report appeared")


@dataclass(frozen=True)
class Scale:
    """Turns a day (ISO text) into inches from the left of the figure; what lies outside stands at the edge."""

    first: int
    last: int

    def __call__(self, day: str) -> float:
        """Return the inches of a day."""
        begin, end = date(self.first, 1, 1).toordinal(), date(min(self.last, 9999), 1, 1).toordinal()
        share = (date.fromisoformat(day).toordinal() - begin) / max(1, end - begin)
        return LABELS + 0.15 + (WIDTH - LABELS - MARKS - 0.3) * min(1.0, max(0.0, share))

    def ticks(self) -> list[int]:
        """Return the years to be written below the axis: at most six."""
        step = next((s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500) if (self.last - self.first) / s <= 5), 1000)
        return [y for y in range(self.first, min(self.last, 9999) + 1) if y % step == 0]


def timeline(events: pd.DataFrame, mentions: pd.DataFrame, published: pd.DataFrame, name: str) -> Figure:
    """Draw the events on one axis of time: those of several reports first, those still in the future last.

    `events` is a table as `timeline.named` returns it, `published` one as `timeline.publications` does. A point is a
    day or month; a thin line with ends means "some time in"; a thick bar lasted; an arrow is open. Hollow signs lay
    ahead of the report. Where there are more events than rows, those of most reports and mentions are shown. Each leads
    to the evidence of figure `name`.
    """
    rows = chosen(events, mentions)
    dated = int(_is_dated(events).sum())
    shared = int((rows["several"] > 1).sum())
    read = _count(len(published), "report")
    title = f"{_count(dated, 'dated event')} in {read}; {shared} mentioned by several reports"
    source = f"Source: {read}; rules found {_count(len(mentions), 'mention')} of events."
    if rows.empty:
        return nothing(title, source, "Nothing to show.")
    order = [r for r in published["report"] if any(r in x for x in rows["reports"])]
    at, height = _scale(rows, published), _height(rows)
    fig, ax = plt.subplots(figsize=(WIDTH, height + 1.75))
    _background(ax, at, height, published)
    shown = colours(sorted(published["report"]))
    _sections(ax, rows, height, at, order, shown, name)
    ax.set(xlim=(0, WIDTH), ylim=(0, height))
    few = len(order) <= MOST_REPORTS
    _legend(ax, height, order if few else [], shown)
    part = f"{len(rows)} of {dated} events are shown, those of most reports and mentions; the data hold all. "
    right = (
        "Squares: the reports that mention the event." if few else "At the right: how many reports mention the event."
    )
    return finish(fig, title, source, _description(rows), (part if len(rows) < dated else "") + right)


def _sections(
    ax: Axes, rows: pd.DataFrame, y: float, at: Scale, order: list[str], shown: dict[str, str], name: str
) -> None:
    """Draw the rows from the top, each section under its heading."""
    section = ""
    for row in _rows(rows):
        if row.section != section:
            section, y = row.section, y - HEADING
            ax.text(0.02, y + 0.06, section, size=9.5, weight="bold", color=INK)
        lines = _lines(row.label)
        y -= LINE * len(lines) + 0.05
        _row(ax, row, lines, y + LINE * len(lines) / 2, at, order, shown, link(name, row.name))


def _is_dated(events: pd.DataFrame) -> pd.Series:
    return (events["earliest"] != "") | (events["latest"] != "")


def chosen(events: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the events that the timeline shows, with the columns section and mentions, in the order of rows."""
    counts = mentions.groupby("event").size()
    frame = events[_is_dated(events)]
    frame = frame.assign(mentions=frame["event"].map(counts).fillna(0).astype(int), several=frame["reports"].map(len))
    ahead = frame["status"].isin(AHEAD)
    section = pd.Series(SECTIONS[1], index=frame.index, dtype=object).mask(frame["several"] > 1, SECTIONS[0])
    frame = frame.assign(
        section=section.mask(ahead, SECTIONS[2]), day=frame["earliest"].where(frame["earliest"] != "", frame["latest"])
    )
    order = ["several", "mentions", "day", "event"]
    frame = frame.sort_values(order, ascending=[False, False, True, True])
    turn = frame.groupby(frame["reports"].map(lambda names: names[0])).cumcount()  # each report in turn
    best = (
        frame.assign(turn=turn.where(frame["several"] == 1, -1))
        .sort_values(["turn", *order], ascending=[True, False, False, True, True])
        .head(MOST_ROWS)
    )
    rank = best["section"].map({s: i for i, s in enumerate(SECTIONS)})
    return best.assign(rank=rank).sort_values(["rank", "day", "event"], ignore_index=True)


def _scale(rows: pd.DataFrame, published: pd.DataFrame) -> Scale:
    """Return the axis from the first to the last year; a few very old events do not squeeze the rest (5 % are cut)."""
    years = rows["day"].str[:4].astype(int).sort_values(ignore_index=True)
    first = int(years.iloc[int(0.05 * len(years))])
    low = int(years.iloc[0]) if first - int(years.iloc[0]) <= 12 else first
    ends = [int(d[:4]) for d in [*rows["latest"], *published["last"]] if d]
    return Scale(low, max([*ends, low]) + 1)


def _height(rows: pd.DataFrame) -> float:
    lines = sum(len(_lines(label)) for label in rows["label"])
    return LINE * lines + 0.05 * len(rows) + HEADING * rows["section"].nunique() + 0.1


def _lines(label: str) -> list[str]:
    """Return a label in at most two lines."""
    lines = textwrap.wrap(label, LABEL_WIDTH) or [""]
    return lines if len(lines) < 3 else [lines[0], textwrap.shorten(" ".join(lines[1:]), LABEL_WIDTH, placeholder=" …")]


def _background(ax: Axes, at: Scale, height: float, published: pd.DataFrame) -> None:
    """Draw the years, and the time after the last report in another colour."""
    for year in at.ticks():
        ax.axvline(at(f"{year:04d}-01-01"), color="#E8E8E8", lw=0.8, zorder=0)
    last = max((d for d in published["last"] if d), default="")
    if last:
        ax.axvspan(at(last), WIDTH - MARKS - 0.1, color=FUTURE, lw=0, zorder=-1)
    ax.set_xticks([at(f"{y:04d}-01-01") for y in at.ticks()], [str(y) for y in at.ticks()])
    ax.tick_params(labeltop=True, labelsize=9)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)


def _row(
    ax: Axes, row: Any, lines: list[str], y: float, at: Scale, order: list[str], shown: dict, address: str
) -> None:
    """Draw one event: its label, its time, and the reports that mention it."""
    text = ax.text(0.02, y, "\n".join(lines), size=8.5, color=INK, va="center", linespacing=1.05)
    text.set_url(address)
    text.set_in_layout(False)
    for artist in _time(ax, row, y, at):
        artist.set_url(address)
    if len(order) > MOST_REPORTS:
        ax.text(WIDTH - 0.3, y, str(len(row.reports)), size=8.5, color=INK, va="center", ha="right")
        return
    step = (MARKS - 0.15) / len(order)
    for i, report in enumerate(order):
        if report in row.reports:
            x = WIDTH - MARKS + 0.05 + (i + 0.5) * step
            ax.plot([x], [y], marker="s", ms=min(6.0, step * 55), color=shown[report], ls="", zorder=3)


def _time(ax: Axes, row: Any, y: float, at: Scale) -> list[Any]:
    """Draw the time of an event: a point, a line with ends, a bar or an arrow; hollow or pale where it lay ahead."""
    ahead = row.status in AHEAD
    face, line = ("white", MUTED) if ahead else (INK, INK)
    if not (row.earliest and row.latest):
        x = at(row.earliest or row.latest)
        to = ">" if row.earliest else "<"
        far = min(x + 0.3, WIDTH - MARKS - 0.15) if row.earliest else max(x - 0.3, LABELS + 0.05)
        return [
            *ax.plot([x, far], [y, y], color=line, lw=1.0),
            *ax.plot([far], [y], marker=to, ms=5, mfc=face, mec=line, ls=""),
        ]
    x0, x1 = at(row.earliest), at(row.latest)
    if row.extent == "lasted":
        return [*ax.plot([x0, x1], [y, y], color=line, lw=5, solid_capstyle="butt", alpha=0.45 if ahead else 1)]
    if row.precision in ("day", "month") or x1 - x0 < 0.05:
        return [*ax.plot([(x0 + x1) / 2], [y], marker="o", ms=5.2, mfc=face, mec=line, ls="", zorder=3)]
    middle = ax.plot([(x0 + x1) / 2], [y], marker="o", ms=3.6, mfc=face, mec=line, ls="", zorder=3)
    return [*ax.plot([x0, x1], [y, y], color=line, lw=1.0, marker="|", ms=6), *middle]


def _legend(ax: Axes, height: float, order: list[str], shown: dict) -> None:
    keys: list[Any] = [
        Line2D([], [], marker="o", ls="", color=INK, ms=5.2, label="day or month"),
        Line2D([], [], marker="|", color=INK, lw=1.0, ms=6, label="some time in"),
        Line2D([], [], color=INK, lw=5, label="lasted from … to"),
        Line2D([], [], marker=">", color=INK, lw=1.0, ms=5, label="before, after"),
        Line2D([], [], marker="o", ls="", mfc="white", mec=MUTED, ms=5.2, label="planned or proposed"),
        Patch(color=FUTURE, label="after the last report"),
        *(Line2D([], [], marker="s", ls="", color=shown[r], ms=6, label=r) for r in order),
    ]
    place = (0.5, -0.32 / max(1.0, height))
    ax.legend(
        handles=keys,
        loc="upper center",
        bbox_to_anchor=place,
        ncols=3,
        handletextpad=0.5,
        columnspacing=1.0,
        fontsize=8,
    )


def _description(rows: pd.DataFrame) -> str:
    """Return the alternative text: what each section holds."""
    parts = []
    for section, part in rows.groupby("section", sort=False):
        first = part.iloc[0]
        parts.append(
            f"{section}: {_count(len(part), 'event')}, from {first['day'][:4]} ({first['label']}) "
            f"to {part['day'].max()[:4]}"
        )
    return f"Timeline of events on one axis. {'; '.join(parts)}."


def horizon(horizons: pd.DataFrame, distances: pd.DataFrame, name: str) -> Figure:
    """Draw for each report how far its dated mentions lie before and after its publication, in years.

    The tables are those of `timeline.horizons` and `timeline.distances`. Each point leads to the evidence of figure
    `name`, under the id of its report.
    """
    source = f"Source: {_count(len(distances), 'dated mention')}; a year counts from its first day."
    back = horizons.dropna(subset="years_back").sort_values(["years_back", "report"], ascending=False)
    far = [f"{row.report} looks back {row.years_back:.0f} years" for row in _rows(back)]
    title = ", ".join([*far[:1], *far[1:][-1:]]) or "No report has dated mentions"
    order = [r for r in horizons["report"] if r in set(distances["report"])]
    if not order:
        return nothing(title, source, "Nothing to show.")
    fig, ax = plt.subplots(figsize=(WIDTH, 1.55 + 0.62 * len(order)))
    shown, rows = colours(sorted(order)), horizons.set_index("report")
    for i, report in enumerate(order):
        years = distances.loc[distances["report"] == report, "years"].sort_values(ignore_index=True)
        ax.plot([years.min(), max(0, years.max())], [i, i], color=PALE, lw=5, solid_capstyle="round", zorder=1)
        points = ax.scatter(years, _spread(years, i), s=26, color=shown[report], alpha=0.55, lw=0, zorder=2)
        points.set_urls([link(name, report)] * len(years))
        ax.plot([years.median()] * 2, [i - 0.24, i + 0.24], color=INK, lw=1.6, zorder=3)
        row = rows.loc[report]
        shares = ", ".join(
            f"{round(100 * row[part])} % {word}"
            for part, word in (("before", "before"), ("during", "around"), ("after", "after"))
        )
        place = ax.get_yaxis_transform()
        ax.text(
            0.0, i - 0.36, f"{report} (n = {row['dated']}): {shares}", transform=place, va="center", size=9, color=INK
        )
    ax.axvline(0, color=INK, lw=1.0, zorder=0)
    ax.set(ylim=(len(order) - 0.45, -0.65), yticks=[], xlabel="years before (−) and after the report appeared")
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    said = "; ".join(
        f"{r.report}: {r.dated} dated mentions, {r.years_back} years back, {r.years_ahead} ahead"
        for r in _rows(horizons)
        if r.report in order
    )
    sub = "One point per dated mention. The upright line is the median. 0 is the day of publication."
    return finish(fig, title, source, f"Distance of dated mentions from publication. {said}.", sub)


def _spread(years: pd.Series, level: int) -> list[float]:
    """Return heights that keep points of the same time apart: up and down in turn, the same each time."""
    seen: dict[float, int] = {}
    heights = []
    for year in years:
        place = round(float(year) * 2) / 2
        n = seen[place] = seen.get(place, 0) + 1
        heights.append(level + min(0.2, 0.045 * (n // 2)) * (1 if n % 2 else -1))
    return heights


def sharing(shared: pd.DataFrame, events: pd.DataFrame, published: pd.DataFrame, name: str, most: int = 30) -> Figure:
    """Draw which events several reports mention: a circle per report, larger with more mentions.

    `shared` is a table as `timeline.shared` returns it, `events` one as `timeline.named` does, `published` one as
    `timeline.publications` does. Filled: the report dates the event; hollow: it only names it.
    The `most` events of most reports are shown. Each circle leads to the evidence of figure `name`.
    """
    table = shared.merge(events[["event", "name"]], on="event")
    names, all_names = list(dict.fromkeys(table["name"]))[:most], table["event"].nunique()
    title = f"{_count(all_names, 'event')} mentioned by more than one report"
    source = f"Source: {_count(len(published), 'report')}; mentions in main text and notes."
    if not names:
        return nothing(title, source, "Nothing to show.")
    order = [r for r in published["report"] if r in set(table["report"])]
    fig, ax = plt.subplots(figsize=(WIDTH, 1.75 + 0.33 * len(names)))
    shown, table = colours(sorted(published["report"])), table[table["name"].isin(names)]
    for row in _rows(table):
        x, y, size = order.index(row.report), names.index(row.name), 40 + 22 * min(row.mentions, 12)
        face = shown[row.report] if row.dated else "white"
        circle = ax.scatter([x], [y], s=size, facecolor=face, edgecolor=shown[row.report], lw=1.4, zorder=2)
        circle.set_urls([link(name, row.name)])
        beside = (size**0.5 / 2 + 2.5, 0)  # points; the size of a circle is an area
        ax.annotate(
            str(row.mentions), (x, y), beside, textcoords="offset points", size=9, color=INK, va="center", zorder=1.5
        )
    for i, one in enumerate(names):
        present = [order.index(r) for r in table.loc[table["name"] == one, "report"]]
        ax.plot([min(present), max(present)], [i, i], color=PALE, lw=1.2, zorder=1)
    ax.set_yticks(range(len(names)), ["\n".join(_short_lines(n)) for n in names])
    head_columns(ax, order)
    ax.set(xlim=(-0.45, len(order) - 0.4), ylim=(len(names) - 0.4, -0.6))
    ax.tick_params(length=0)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    said = "; ".join(f"{n}: {', '.join(table.loc[table['name'] == n, 'report'])}" for n in names)
    more = f"The {len(names)} events of most reports. " if len(names) < all_names else ""
    sub = f"{more}Filled: dated there. Hollow: named without a date. The number counts mentions."
    return finish(fig, title, source, f"Events that several reports mention. {said}.", sub)


def _short_lines(text: str) -> list[str]:
    """Return a name in at most two short lines."""
    lines = textwrap.wrap(text, 28)
    return lines if len(lines) < 3 else [lines[0], lines[1] + " …"]


def _rows(table: pd.DataFrame) -> Iterator[Any]:
    return table.itertuples(index=False)


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
