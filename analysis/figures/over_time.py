"""Draw shares and rates by the date of publication: the figure that two notebooks share."""

from typing import Any

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.figures import MUTED, PALETTE, colours, finish, link, nothing, shortened

PANEL = 1.75  # inches
IN_ROW = 5  # reports in a row of the legend


def over_time(shown: pd.DataFrame, title: str, source: str, name: str, unit: str, whole: int) -> Figure:
    """Draw rates by the date of publication, with their intervals, one panel per subject.

    `shown` has report, panel (the subject), date, n, of, low, high and mark; a rate is `whole` x n / of, low and high
    are in the same `unit`. More reports than there are colours stand in one colour, without a legend.
    """
    if shown.empty:
        return nothing(title, source, "No report has a date and one of these subjects.")
    shown = shown.assign(rate=whole * shown["n"] / shown["of"], date=pd.to_datetime(shown["date"]))
    panels, reports = list(dict.fromkeys(shown["panel"])), list(dict.fromkeys(shown["report"]))
    told_apart = len(reports) <= len(PALETTE)
    colour = colours(sorted(reports)) if told_apart else dict.fromkeys(reports, PALETTE[0])
    lines, rows = -(-len(panels) // 2), -(-len(reports) // IN_ROW) if told_apart else 0
    fig, axes = plt.subplots(lines, 2, figsize=(6.4, 1.8 + PANEL * lines + 0.2 * rows), squeeze=False, sharex=True)
    for ax, panel in zip(axes.flat, panels, strict=False):
        _panel(ax, shown[shown["panel"] == panel], colour, name, whole)
        ax.set_title(shortened(panel), size=9.5, pad=3)
    for ax in axes.flat[len(panels) :]:
        ax.set_visible(False)
    for ax in axes[:, 0]:
        ax.set_ylabel(unit)
    for ax in axes.flat[max(len(panels) - 2, 0) : len(panels)]:  # the lowest panel of each column
        ax.tick_params(labelbottom=True)
        ax.set_xlabel("published" + "\n" * (1 + rows if rows else 0))  # empty lines make space for the legend
    sub = "Bars are 95 % intervals; one that leaves its panel ends in an arrow. A few reports cannot show a trend."
    finish(fig, title, source, f"Rates ({unit}) by date of publication. {_said(shown)}.", sub)
    if told_apart:
        _legend(fig, colour, reports)
    return fig


def _panel(ax: Axes, mine: pd.DataFrame, colour: dict[str, str], name: str, whole: int) -> None:
    """Draw the rates of one subject with their intervals."""
    top = min(max(2 * mine["rate"].max(), mine["high"].min()), 1.05 * whole)
    row: Any
    for row in mine.itertuples(index=False):
        ax.plot([row.date, row.date], [row.low, min(row.high, top)], color=colour[row.report], lw=1.4, zorder=2)
        if row.high > top:
            ax.scatter([row.date], [top], s=20, marker="^", color=colour[row.report], zorder=3, clip_on=False)
        dot = ax.scatter([row.date], [row.rate], s=26, color=colour[row.report], zorder=3, clip_on=False)
        dot.set_urls([link(name, row.mark)] if row.n else [None])
    ax.set_ylim(0, top)
    ax.margins(x=0.12)
    ax.xaxis.set_major_locator(AutoDateLocator(minticks=3, maxticks=6))
    ax.xaxis.set_major_formatter(ConciseDateFormatter(ax.xaxis.get_major_locator(), show_offset=False))


def _legend(fig: Figure, colour: dict[str, str], reports: list[str]) -> None:
    """Name the reports below the panels, above the source line."""
    keys = [Line2D([], [], marker="o", ls="", color=colour[r], label=r, markersize=5) for r in reports]
    layout = fig.get_layout_engine()
    foot = layout.get()["rect"][1] if layout else 0  # finish keeps this much for the source line
    look: dict[str, Any] = {"loc": "lower center", "bbox_to_anchor": (0.5, foot)}
    look |= {"ncols": IN_ROW, "handletextpad": 0.1, "columnspacing": 1.0, "labelcolor": MUTED}
    fig.legend(handles=keys, **look).set_in_layout(False)


def _said(shown: pd.DataFrame) -> str:
    """Return every rate with its interval in words."""
    words = shown.apply(lambda r: f"{r['report']} {r['rate']:.1f} ({r['low']:.1f} to {r['high']:.1f})", axis=1)
    return "; ".join(f"{panel}: {', '.join(said)}" for panel, said in words.groupby(shown["panel"], sort=False))
