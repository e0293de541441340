"""Figures of notebook 03: which words set reports apart, and where they stand."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D

from analysis.figures import INK, MUTED, PALE, PALETTE, colours, finish, link, nothing, shortened

MORE, FEWER = PALETTE[0], PALETTE[1]
FEW = 6  # panels that stand on one page
_NOTHING = "No term occurs often enough to be drawn."
_ROW = 0.19  # inches for a line of text
# Where the name of a point may stand, in points from it; the first that is free is taken.
_BESIDE = (
    (5, 0, "left", "center"),
    (-5, 0, "right", "center"),
    (0, 4, "center", "bottom"),
    (0, -4, "center", "top"),
    (3, 3, "left", "bottom"),
    (-3, 3, "right", "bottom"),
    (3, -3, "left", "top"),
    (-3, -3, "right", "top"),
)


def keyness(shown: pd.DataFrame, title: str, source: str, name: str) -> Figure:
    """Draw for each report the log ratio of terms it has more or less often than the others, with intervals.

    `shown` has report, term, n, n_reference, log_ratio, log_ratio_low, log_ratio_high, verdict and mark. Blue is more,
    orange fewer; a hollow mark is a difference that could be chance.
    """
    if shown.empty:
        return nothing(title, source, _NOTHING)
    reports = list(dict.fromkeys(shown["report"]))
    rows = [int((shown["report"] == report).sum()) for report in reports]
    fig, axes = plt.subplots(
        len(reports),
        1,
        sharex=True,
        squeeze=False,
        height_ratios=[n + 0.6 for n in rows],
        figsize=(6.4, 1.7 + _ROW * (sum(rows) + (2.0 if len(rows) <= FEW else 3.0) * len(rows))),
    )
    for ax, report in zip(axes[:, 0], reports, strict=True):
        _lollipops(ax, shown[shown["report"] == report], name)
        ax.set_title(report, size=9.5, color=INK, pad=3)
    reach = float(np.ceil(shown[["log_ratio_low", "log_ratio_high", "log_ratio"]].abs().max().max())) + 0.3
    steps = [step for step in (-8, -4, -2, 0, 2, 4, 8) if abs(step) < reach]
    axes[0, 0].set_xlim(-reach, reach)
    axes[-1, 0].set_xticks(steps, [_times(step) for step in steps])
    for ax in axes[:, 0]:
        ax.tick_params(labelbottom=ax is axes[-1, 0] or len(reports) > FEW)  # else the scale is out of sight
    axes[-1, 0].set_xlabel("rate in this report against the others (log scale), with 95 % interval")
    said = "; ".join(
        f"{r}: " + ", ".join(f"{t} {n} to {m}" for t, n, m in rows[["term", "n", "n_reference"]].pipe(_rows))
        for r, rows in shown.groupby("report", sort=False)
    )
    sub = (
        "To the right more often in the report, to the left less often. Beside each term: how often here and elsewhere."
    )
    return finish(
        fig, title, source, f"Log ratios of terms, one panel a report. Counts here and elsewhere: {said}.", sub
    )


def _lollipops(ax: Axes, rows: pd.DataFrame, name: str) -> None:
    """Draw the terms of one report, the first row on top."""
    ax.axvline(0, color=PALE, lw=1)
    for y, row in enumerate(rows.pipe(_rows)):
        colour = MORE if row.log_ratio > 0 else FEWER
        ax.plot(
            [row.log_ratio_low, row.log_ratio_high], [y, y], color=colour, lw=1.4, alpha=0.45, solid_capstyle="butt"
        )
        face = "white" if row.verdict == "unclear" else colour
        dot = ax.scatter(row.log_ratio, y, s=30, color=face, edgecolor=colour, lw=1.3, zorder=3)
        dot.set_urls([link(name, row.mark)])
    labels = [f"{shortened(term)}  {n} : {m}" for term, n, m in rows[["term", "n", "n_reference"]].pipe(_rows)]
    ax.set_yticks(range(len(rows)), labels)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.tick_params(axis="x", length=2)
    ax.spines["left"].set_visible(False)


def _times(step: int) -> str:
    """Return a log ratio in words."""
    return "same" if step == 0 else f"×{2**step}" if step > 0 else f"1/{2**-step}"


def against(shown: pd.DataFrame, title: str, source: str, name: str, report: str) -> Figure:
    """Draw the rate of each term in one report against its rate in the others, with the clearest terms named.

    `shown` has term, rate, rate_reference, log_likelihood, verdict, mark (empty for no link) and named (true for terms
    that are named where there is room). Terms that one side lacks stand on the edge; terms in one place are spread.
    """
    if shown.empty:
        return nothing(title, source, _NOTHING)
    fig, ax = plt.subplots(figsize=(6.4, 5.6))
    smallest = min(v[v > 0].min() for v in (shown["rate"], shown["rate_reference"]) if (v > 0).any())
    edge = smallest / 2
    x, y = (shown[column].where(shown[column] > 0, edge) for column in ("rate_reference", "rate"))
    turn = shown.groupby(["rate_reference", "rate"]).cumcount() * 2.4  # radians: a spiral of points that coincide
    x, y = x * np.exp(0.03 * np.sqrt(turn) * np.cos(turn)), y * np.exp(0.03 * np.sqrt(turn) * np.sin(turn))
    colour = shown["verdict"].map({"more": MORE, "fewer": FEWER, "unclear": "#9A9A9A"})
    dots = ax.scatter(x, y, s=13, c=colour.tolist(), alpha=0.75, linewidths=0, zorder=2)
    dots.set_urls([link(name, mark) if mark else None for mark in shown["mark"]])
    top = float(max(x.max(), y.max())) * 1.6
    ax.plot([edge, top], [edge, top], color=PALE, lw=1, zorder=1)
    ax.set(xscale="log", yscale="log", xlim=(edge / 1.5, top), ylim=(edge / 1.5, top))
    ax.set(xlabel="in the other reports, for 10,000 words", ylabel=f"in {report}, for 10,000 words")
    ticks = [t for t in (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500) if smallest <= t < top]
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_ticks([edge, *ticks], ["0", *[f"{t:g}" for t in ticks]])
        axis.set_ticks([], minor=True)
    keys = [
        Line2D([], [], marker="o", ls="", color=c, label=label, markersize=4.5)
        for c, label in (
            (MORE, f"more in {report}"),
            (FEWER, f"fewer in {report}"),
            ("#9A9A9A", "could be chance"),
        )
    ]
    legend = ax.legend(handles=keys, loc="lower right", handletextpad=0.2, labelcolor=MUTED)
    finish(fig, title, source, _said_against(shown, report))
    named = shown.assign(x=x, y=y, strength=shown["log_likelihood"].abs()).sort_values(
        ["strength", "term"], ascending=[False, True]
    )
    fig.draw_without_rendering()  # only now it is known where everything stands
    _label_points(ax, legend, named[named["named"]].head(60))
    return fig


def _said_against(shown: pd.DataFrame, report: str) -> str:
    """Return the alternative text of `against`."""
    parts = []
    for verdict in ("more", "fewer"):
        rows = shown[shown["verdict"] == verdict].sort_values("log_likelihood", key=lambda g2: -g2.abs(), kind="stable")
        parts.append(f"{len(rows)} terms are {verdict} in {report} ({', '.join(rows['term'].head(5))})")
    return f"Scatter of {len(shown)} terms by their rates in {report} and in the others. " + "; ".join(parts) + "."


def _label_points(ax: Axes, legend: Legend, points: pd.DataFrame) -> None:
    """Name points beside them, the strongest first, wherever the name covers no other name and hardly a point."""
    to_pixels = ax.transData.transform
    taken = [legend.get_window_extent()]
    frame = ax.get_window_extent()
    dots = to_pixels(ax.collections[0].get_offsets())
    for row in points.pipe(_rows):
        px, py = to_pixels((row.x, row.y))
        for dx, dy, ha, va in _BESIDE:
            look: dict[str, Any] = {"textcoords": "offset points", "ha": ha, "va": va, "size": 9, "color": INK}
            text = ax.annotate(shortened(row.term), (row.x, row.y), (dx, dy), **look)
            box = text.get_window_extent().padded(1)
            inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 + 5 and frame.y0 <= box.y0 and box.y1 <= frame.y1
            if inside and box.count_contains(dots) <= 1 and not any(box.overlaps(other) for other in taken):
                taken += [box, box.from_extents(px - 3, py - 3, px + 3, py + 3)]
                break
            text.remove()


def strips(places: pd.DataFrame, title: str, source: str, name: str) -> Figure:
    """Draw where in its report each hit of a term stands, as a tick between the first word and the last.

    `places` has report, term, position (0 to 1), dp_norm (of the term in the report) and mark.
    """
    if places.empty:
        return nothing(title, source, _NOTHING)
    rows = places.groupby(["report", "term"], sort=False, as_index=False).agg(
        n=("position", "size"), dp_norm=("dp_norm", "first")
    )
    colour = colours(sorted(places["report"].astype(str).unique()))
    fig, ax = plt.subplots(figsize=(6.4, 1.4 + 0.24 * (len(rows) + len(colour))))
    y, ticks, last = 0.0, [], ""
    for row in rows.pipe(_rows):
        y += 1.0 if row.report == last else 2.0
        if row.report != last:
            ax.text(0, y - 1.0, row.report, size=9.5, weight="bold", va="center", color=INK)
        mine = places[(places["report"] == row.report) & (places["term"] == row.term)]
        ax.plot([0, 1], [y, y], color=PALE, lw=0.7, zorder=1)
        marks = ax.vlines(mine["position"], y - 0.36, y + 0.36, color=colour[row.report], lw=1.3, zorder=2)
        marks.set_urls([link(name, mark) for mark in mine["mark"]])
        _beside_strip(ax, y, f"{row.n}", f"{row.dp_norm:.2f}")
        ticks.append(y)
        last = row.report
    _beside_strip(ax, 1.0, "n", "DPnorm")
    ax.set_yticks(ticks, [shortened(term) for term in rows["term"]])
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["first word", "25 %", "50 %", "75 %", "last word"])
    ax.set(xlim=(0, 1), ylim=(y + 0.7, 0.3))
    ax.tick_params(axis="y", length=0)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    said = ", ".join(f"{row.term} in {row.report} {row.n} (DPnorm {row.dp_norm:.2f})" for row in rows.pipe(_rows))
    sub = "DPnorm over paragraphs: near 0 a term runs through its report, near 1 it keeps to one place."
    return finish(fig, title, source, f"Strips of hits from the first word of a report to its last. {said}.", sub)


def _beside_strip(ax: Axes, y: float, n: str, dp_norm: str) -> None:
    """Write two columns right of a strip, in points from its end: however long the labels, they stay apart."""
    for points, said in ((24, n), (68, dp_norm)):
        ax.annotate(said, (1, y), (points, 0), textcoords="offset points", size=9, ha="right", va="center", color=MUTED)


def _rows(table: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a table as tuples whose values have the names of the columns."""
    return table.itertuples(index=False)
