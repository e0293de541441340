"""Figures of notebook 04: the timeline, how far each report looks, and which events the reports share."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.textpath import TextPath

from analysis.figures import INK, MUTED, PALE, colours, finish, head_columns, link, nothing

ROW = 0.162  # inches for a row of a lane: 9 points of type and air
LONGEST = 3.9  # inches of a label; what is longer is cut at a word
WIDTH = 6.4
LEFT = 0.15  # inches left of the axes
AHEAD = ("planned", "proposed")
SHARES = {"before": "before", "during": "around", "after": "after"}  # columns of `horizons`, and how a figure says it


@dataclass
class Mark:
    """One mark of a lane: where it stands in inches from the left, in which row, and which way its label goes."""

    row: pd.Series
    x0: float
    x1: float
    label: str
    level: int = 0
    right: bool = True


def timeline(
    lanes: pd.DataFrame, publications: pd.DataFrame, title: str, source: str, name: str, labels: int = 200
) -> Figure:
    """Draw one lane a report, in the order of publication: events as dots and bars, shared ones joined by a line.

    `lanes` and `publications` are tables as `timeline.lanes` and `timeline.publications` return them. Filled marks
    had happened or were going on when the report appeared, open ones lay ahead; a grey diamond stands for an event
    the report names without a date. In all about `labels` events are named, the most mentioned of each lane, and at
    least eight there. Each mark leads to the evidence of figure `name`.
    """
    if lanes.empty:
        return nothing(title, source, "Nothing to show.")
    order = [report for report in publications["report"] if report in set(lanes["report"])]
    span = _years_shown(lanes, publications)
    at = Scale(*span)
    of_lane = max(8, labels // len(order))
    packed = {report: _pack(lanes[lanes["report"] == report], at, of_lane) for report in order}
    levels = {report: 1 + max((m.level for m in marks), default=0) for report, marks in packed.items()}
    height = sum(n * ROW + 0.42 for n in levels.values())
    fig, ax = plt.subplots(figsize=(WIDTH, height + 1.75))
    tops = _lanes(ax, order, levels, publications, at, span)
    shown = colours(sorted(order))
    places: dict[str, list[tuple[float, float]]] = {}
    for report, marks in packed.items():
        for mark in marks:
            y = tops[report] - 0.34 - (mark.level + 0.5) * ROW
            _draw(ax, mark, y, shown[report], link(name, mark.row["name"]))
            places.setdefault(mark.row["event"], []).append(((mark.x0 + mark.x1) / 2, y))
    _join(ax, places)
    ax.set(xlim=(0, WIDTH - LEFT), ylim=(0, height))
    _legend(fig, ax)
    return finish(
        fig, title, source, _told(lanes, order), "Filled: past or going on when the report appeared. Open: still ahead."
    )


def _years_shown(lanes: pd.DataFrame, publications: pd.DataFrame) -> tuple[int, int]:
    """Return the first and last year of the axis; a few very old events do not squeeze the rest (5 % are cut)."""
    years = lanes["earliest"].str[:4].astype(int).sort_values(ignore_index=True)
    first = int(years.iloc[int(0.05 * len(years))])
    low = int(years.iloc[0]) if first - int(years.iloc[0]) <= 12 else first
    ends = [int(day[:4]) for day in publications["last"] if day]
    return low, max([int(lanes["latest"].str[:4].astype(int).quantile(0.99)), *ends]) + 1


@dataclass(frozen=True)
class Scale:
    """Turns a day (ISO text) into inches from the left of the axes; what lies outside stands at the edge."""

    first: int
    last: int

    def __call__(self, day: str) -> float:
        """Return the inches of a day."""
        begin, end = date(self.first, 1, 1).toordinal(), date(self.last, 1, 1).toordinal()
        share = (date.fromisoformat(day).toordinal() - begin) / max(1, end - begin)
        return 0.12 + (WIDTH - LEFT - 0.35) * min(1.0, max(0.0, share))


def _pack(rows: pd.DataFrame, at: Scale, labels: int) -> list[Mark]:
    """Return the marks of a lane in as few rows as hold them: the most mentioned named."""
    rank = rows.sort_values(["reports", "mentions", "earliest", "event"], ascending=[False, False, True, True])
    named = set(rank["event"].head(labels))
    marks = [
        Mark(r, at(r["earliest"]), at(r["latest"]), _label(r, at))
        for _, r in rows.sort_values(["earliest", "latest", "event"]).iterrows()
    ]
    taken: list[list[tuple[float, float]]] = []
    for mark in marks:
        if mark.row["event"] in named:
            _place(mark, taken, [_reach(mark, right=True), _reach(mark, right=False)])
    for mark in marks:
        if mark.row["event"] not in named:
            mark.label = ""
            _place(mark, taken, [(mark.x0 - 0.06, mark.x1 + 0.06)])
    return marks


def _label(row: pd.Series, at: Scale) -> str:
    """Return the label of a mark, no longer than the wider of the places left and right of it."""
    year = _outside(row, at)
    room = max(at(row["earliest"]), WIDTH - LEFT - at(row["latest"])) - 0.2
    return year + _short(row["name"], min(LONGEST, room - _wide(year)))


@lru_cache(maxsize=5_000)
def _wide(text: str) -> float:
    """Return how many inches a label takes."""
    return TextPath((0, 0), text, size=9).get_extents().width / 72 if text else 0.0


def _outside(row: pd.Series, at: Scale) -> str:
    """Return the year of an event that lies before the axis begins, with an arrow; else nothing."""
    year = row["earliest"][:4]
    return f"← {year} " if int(year) < at.first else ""


def _reach(mark: Mark, right: bool) -> tuple[float, float]:
    """Return from where to where a mark and its label reach, in inches."""
    wide = _wide(mark.label) + 0.12
    return (mark.x0 - 0.06, mark.x1 + wide + 0.07) if right else (mark.x0 - wide - 0.07, mark.x1 + 0.06)


def _inside(reach: tuple[float, float]) -> bool:
    return reach[0] >= 0 and reach[1] <= WIDTH - LEFT


def _free(reach: tuple[float, float], row: list[tuple[float, float]]) -> bool:
    return all(b <= reach[0] or reach[1] <= a for a, b in row)


def _place(mark: Mark, taken: list[list[tuple[float, float]]], reaches: list[tuple[float, float]]) -> None:
    """Give a mark the first row with room for one of its reaches; the label goes right where it can."""
    reaches = [r for r in reaches if _inside(r)] or reaches[-1:]
    for level in range(len(taken) + 1):
        row = taken[level] if level < len(taken) else []
        for reach in reaches:
            if _free(reach, row):
                mark.level, mark.right = level, reach[0] >= mark.x0 - 0.061
                if level == len(taken):
                    taken.append(row)
                row.append(reach)
                return


def _short(text: str, room: float = LONGEST) -> str:
    """Return a label without its year (the axis shows it), cut at a word that can stand last.

    >>> _short("Saint-Malo Declaration (1998)"), _short("European Council on defence in a very long name", 2.2)
    ('Saint-Malo Declaration', 'European Council on defence …')
    """
    plain = re.sub(r" \((?:\d{4}|undated)\)(?: \d+)?$", "", text)
    if _wide(plain) <= room:
        return plain
    cut = plain.removesuffix(" …")
    while " " in cut and _wide(cut + " …") > room:
        cut = cut.rpartition(" ")[0]
    while cut.rpartition(" ")[2].lower() in ("of", "on", "in", "a", "an", "the", "and", "to", "for", "with", "very"):
        cut = cut.rpartition(" ")[0]
    return cut.rstrip(" ,;:") + " …"


def _lanes(ax: Axes, order: list[str], levels: dict, publications: pd.DataFrame, at, span) -> dict[str, float]:
    """Draw the ground of the lanes with their names, the days of publication and the years; return the top of each."""
    top = sum(levels[r] * ROW + 0.42 for r in order)
    tops = {}
    appeared = publications.set_index("report")
    right = WIDTH - LEFT
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100) if (span[1] - span[0]) / s <= 11)
    years = [y for y in range(span[0], span[1] + 1) if y % step == 0]
    for year in years:
        ax.axvline(at(f"{year:04d}-01-01"), color="#E8E8E8", lw=0.8, zorder=0)
    for report in order:
        tops[report] = top
        ax.plot([0, right], [top, top], color=PALE, lw=0.8, zorder=0)
        ax.text(0.02, top - 0.16, report, size=9.5, weight="bold", color=INK, va="center", zorder=4, bbox=_halo())
        bottom = top - levels[report] * ROW - 0.42
        first, last = appeared.loc[report, "first"], appeared.loc[report, "last"]
        if first and last:
            x0, x1 = at(first), at(last)
            ax.fill_between([x0 - 0.015, x1 + 0.015], bottom, top, color="#F3E3B3", zorder=0.5, lw=0)
        top = bottom
    ax.set_xticks([at(f"{y:04d}-01-01") for y in years], [str(y) for y in years])
    ax.tick_params(labeltop=True)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    return tops


def _halo() -> dict:
    return {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.9}


def _draw(ax: Axes, mark: Mark, y: float, colour: str, address: str) -> None:
    """Draw one mark with its label: a dot for days and months, a bar for longer, a diamond for no date of its own."""
    dated, ahead = mark.row["source"] == "this report", mark.row["status"] in AHEAD
    middle = (mark.x0 + mark.x1) / 2
    if not dated:
        artists = ax.plot([middle], [y], marker="D", ms=4.6, mfc="white", mec=MUTED, mew=1.0, ls="", zorder=3)
    elif mark.x1 - mark.x0 < 0.1:
        artists = ax.plot(
            [middle], [y], marker="o", ms=5.6, mfc="white" if ahead else colour, mec=colour, mew=1.3, ls="", zorder=3
        )
    else:
        bar = ax.barh(
            y,
            mark.x1 - mark.x0,
            left=mark.x0,
            height=0.085,
            color="white" if ahead else colour,
            edgecolor=colour,
            lw=1.2,
            zorder=3,
        )
        artists = list(bar)
    for artist in artists:
        artist.set_url(address)
    if mark.label:
        x = mark.x1 + 0.08 if mark.right else mark.x0 - 0.08
        way = "left" if mark.right else "right"
        tint = INK if dated else MUTED
        text = ax.text(x, y - 0.005, mark.label, size=9, color=tint, ha=way, va="center", zorder=4, bbox=_halo())
        text.set_url(address)
        text.set_in_layout(False)  # placed in inches by `_place`: a narrower axis would push the labels together


def _join(ax: Axes, places: dict[str, list[tuple[float, float]]]) -> None:
    """Join the marks of one event in several lanes."""
    for spots in places.values():
        spots = sorted(spots, key=lambda s: -s[1])
        ax.plot([x for x, _ in spots], [y for _, y in spots], color="#8A8A8A", lw=0.9, zorder=1.5)


def _legend(fig: Figure, ax: Axes) -> None:
    grey = "#555555"
    keys = [
        Line2D([], [], marker="o", ls="", mfc=grey, mec=grey, ms=5.6, label="day or month"),
        Line2D([], [], color=grey, lw=5, label="year or longer"),
        Line2D([], [], marker="o", ls="", mfc="white", mec=grey, mew=1.3, ms=5.6, label="ahead"),
        Line2D([], [], marker="D", ls="", mfc="white", mec=MUTED, ms=4.6, label="named, date from elsewhere"),
        Line2D([], [], color="#F3E3B3", lw=5, label="report appears"),
    ]
    ax.legend(
        handles=keys,
        loc="upper center",
        bbox_to_anchor=(0.5, -0.25 / max(1.0, ax.get_ylim()[1])),
        ncols=3,
        handletextpad=0.5,
        columnspacing=1.4,
    )


def _told(lanes: pd.DataFrame, order: list[str]) -> str:
    """Return the alternative text: what stands in each lane."""
    parts = []
    for report in order:
        rows = lanes[lanes["report"] == report]
        own = rows[rows["source"] == "this report"]
        ahead = int(own["status"].isin(AHEAD).sum())
        years = f", {own['earliest'].min()[:4]} to {own['latest'].max()[:4]}" if len(own) else ""
        named = len(rows) - len(own)
        parts.append(
            f"{report}: {len(own)} dated events{years}, {ahead} of them ahead, and {named} without an own date"
        )
    joined = lanes.groupby("event")["report"].nunique().gt(1).sum()
    return (
        f"Timeline with one lane a report. {'; '.join(parts)}. Lines join {joined} events that stand in several lanes."
    )


def horizon(distances: pd.DataFrame, horizons: pd.DataFrame, title: str, source: str, name: str) -> Figure:
    """Draw for each report how far its dated mentions lie before and after its publication, in years.

    `distances` has report and years (of the mention's first day, negative before publication); `horizons` is a table
    as `timeline.horizons` returns it. Each name leads to the evidence of figure `name`.
    """
    order = [r for r in horizons["report"] if r in set(distances["report"])]
    if not order:
        return nothing(title, source, "Nothing to show.")
    shown = colours(sorted(order))
    fig, ax = plt.subplots(figsize=(WIDTH, 1.55 + 0.62 * len(order)))
    rows = horizons.set_index("report")
    for i, report in enumerate(order):
        years = distances.loc[distances["report"] == report, "years"].sort_values(ignore_index=True)
        ax.plot([years.min(), max(0, years.max())], [i, i], color=PALE, lw=5, solid_capstyle="round", zorder=1)
        dots = ax.scatter(years, _spread(years, i), s=26, color=shown[report], alpha=0.55, lw=0, zorder=2)
        dots.set_urls([link(name, report)] * len(years))
        ax.plot([years.median()] * 2, [i - 0.24, i + 0.24], color=INK, lw=1.6, zorder=3)
        row = rows.loc[report]
        shares = (f"{abs(round(100 * row[part]))} % {word}" for part, word in SHARES.items())
        ax.text(
            0.0,
            i - 0.36,
            f"{report} (n = {row['dated']}): {', '.join(shares)}",
            transform=ax.get_yaxis_transform(),
            va="center",
            size=9,
            color=INK,
        )
    ax.axvline(0, color=INK, lw=1.0, zorder=0)
    ax.set_ylim(len(order) - 0.45, -0.65)
    ax.set_yticks([])
    ax.set_xlabel("years before (−) and after the report appeared")
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    told = _rows(horizons[horizons["report"].isin(order)])
    said = "; ".join(
        f"{r.report}: {r.dated} dated mentions, {r.years_back} years back, {r.years_ahead} ahead" for r in told
    )
    sub = "One dot a dated mention; the stroke is the median; the line at 0 is the day of publication."
    return finish(fig, title, source, f"Distance of dated mentions from publication. {said}.", sub)


def _spread(years: pd.Series, level: int) -> list[float]:
    """Return heights that keep dots of the same time apart: up and down in turn, the same each time."""
    seen: dict[float, int] = {}
    heights = []
    for year in years:
        place = round(float(year) * 2) / 2
        n = seen[place] = seen.get(place, 0) + 1
        heights.append(level + min(0.2, 0.045 * (n // 2)) * (1 if n % 2 else -1))
    return heights


def sharing(shared: pd.DataFrame, reports: list[str], title: str, source: str, name: str) -> Figure:
    """Draw which events several reports speak of: a circle for each report, larger with more mentions.

    `shared` is a table as `timeline.shared` returns it, with the column name; a filled circle means that the report
    dates the event, an open one that it only names it. Rows come in the order of the table, columns as in `reports`.
    """
    names = list(dict.fromkeys(shared["name"]))
    if not names:
        return nothing(title, source, "Nothing to show.")
    fig, ax = plt.subplots(figsize=(WIDTH, 1.75 + 0.33 * len(names)))
    shown = colours(sorted(reports))
    for row in _rows(shared):
        x, y = reports.index(row.report), names.index(row.name)
        size = 40 + 22 * min(row.mentions, 12)
        colour = shown[row.report]
        face = colour if row.dated else "white"
        dot = ax.scatter([x], [y], s=size, facecolor=face, edgecolor=colour, lw=1.4, zorder=2)
        dot.set_urls([link(name, row.name)])
        beside = (size**0.5 / 2 + 2.5, 0)  # points; the size of a marker is an area
        ax.annotate(str(row.mentions), (x, y), beside, textcoords="offset points", size=9, color=INK, va="center",
                    bbox=_halo(), zorder=1.5)  # fmt: skip
    for i in range(len(names)):
        present = [reports.index(r) for r in shared.loc[shared["name"] == names[i], "report"]]
        ax.plot([min(present), max(present)], [i, i], color=PALE, lw=1.2, zorder=1)
    ax.set_yticks(range(len(names)), [_cut(n) for n in names])
    head_columns(ax, reports)
    ax.set(xlim=(-0.45, len(reports) - 0.4), ylim=(len(names) - 0.4, -0.6))
    ax.tick_params(length=0)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    said = "; ".join(f"{n}: {', '.join(shared.loc[shared['name'] == n, 'report'])}" for n in names)
    return finish(
        fig,
        title,
        source,
        f"Events that several reports speak of. {said}.",
        "Filled: dated there. Open: named without a date. The number is that of mentions.",
    )


def _rows(table: pd.DataFrame) -> Iterator[Any]:
    return table.itertuples(index=False)


def _cut(text: str) -> str:
    """Return a name in at most two lines."""
    lines = textwrap.wrap(text, 28)
    return "\n".join(lines if len(lines) < 3 else [lines[0], lines[1] + " …"])
