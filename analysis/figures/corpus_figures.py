"""Figures of notebook 01: what the files are made of, and what became of every character."""

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.figures import INK, MUTED, PALE, PALETTE, finish, head_columns, link

# The parts of a file in the order they are stacked: what is analysed first, what is taken away last.
PARTS = {
    "main text": PALETTE[0],
    "headings": "#003D61",
    "notes": PALETTE[1],
    "references and annex": PALETTE[4],
    "front matter and lists": PALETTE[5],
    "removed": PALE,
}
PART_OF_KIND = {
    "paragraph": "main text",
    "list_item": "main text",
    "box": "main text",
    "heading": "headings",
    "footnote": "notes",
    "reference": "references and annex",
    "annex": "references and annex",
    "glossary": "front matter and lists",
    "toc": "front matter and lists",
    "title": "front matter and lists",
    "author": "front matter and lists",
    "front": "front matter and lists",
    "pull_quote": "front matter and lists",
    "caption": "front matter and lists",
    "about": "front matter and lists",
    "boilerplate": "front matter and lists",
}


def composition(parts: pd.DataFrame, title: str, source: str) -> Figure:
    """Draw what share of each file is main text, notes and the rest, as stacked bars.

    `parts` has report, part (a key of PARTS) and characters; reports come in the order of their first row.
    """
    share = parts.pivot_table(index="report", columns="part", values="characters", aggfunc="sum", sort=False)
    share = share.reindex(columns=list(PARTS)).fillna(0)
    share = share.div(share.sum(axis=1), axis=0) * 100
    fig, ax = plt.subplots(figsize=(6.4, 1.9 + 0.40 * len(share)))
    left = pd.Series(0.0, index=share.index)
    for part, colour in PARTS.items():
        bars = ax.barh(share.index, share[part], left=left, color=colour, height=0.62, edgecolor="white")
        _label(ax, bars, share[part], "white" if part in ("main text", "headings", "notes") else INK)
        left += share[part]
    ax.invert_yaxis()
    ax.set(xlim=(0, 100), xlabel="% of the characters of the file")
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    _legend(ax)
    said = "; ".join(
        f"{r}: {', '.join(f'{p} {v:.0f} %' for p, v in row.items() if v >= 0.5)}" for r, row in share.iterrows()
    )
    return finish(fig, title, source, f"Stacked bars, one a report. {said}.")


def strips(stretches: pd.DataFrame, title: str, source: str, name: str) -> Figure:
    """Draw each report as a strip, from its first character to its last.

    `stretches` has report, part, start and end (raw offsets), length (of the report) and mark (key of the evidence
    behind a stretch, or empty).
    """
    reports = list(dict.fromkeys(stretches["report"]))
    fig, ax = plt.subplots(figsize=(6.4, 1.9 + 0.46 * len(reports)))
    for row, report in enumerate(reports):
        mine = stretches[stretches["report"] == report]
        spans = list(zip(mine["start"] / mine["length"], (mine["end"] - mine["start"]) / mine["length"], strict=True))
        bars = ax.broken_barh(spans, (row - 0.3, 0.6), facecolors=mine["part"].map(PARTS).tolist())
        bars.set_urls([link(name, mark) if mark else None for mark in mine["mark"]])
    ax.set_yticks(range(len(reports)), reports)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["start", "25 %", "50 %", "75 %", "end"])
    ax.set(xlim=(0, 1), ylim=(len(reports) - 0.5, -0.5), xlabel="position in the file")
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    ax.tick_params(axis="y", length=0)
    _legend(ax)
    counts = pd.crosstab(stretches["report"], stretches["part"]).loc[reports]
    said = "; ".join(f"{r}: " + ", ".join(f"{n} {part}" for part, n in row.items()) for r, row in counts.iterrows())
    alt = f"One strip a report, from its first to its last character, coloured by part. Stretches: {said}."
    return finish(fig, title, source, alt)


def removals(removed: pd.DataFrame, title: str, source: str) -> Figure:
    """Draw how many characters of each report were taken away for which reason, as a table of dots.

    `removed` has report, status and characters; statuses come in the order of their first row.
    """
    reports, statuses = list(dict.fromkeys(removed["report"])), list(dict.fromkeys(removed["status"]))
    told = len(reports) <= 7  # more columns leave no room for the numbers
    fig, ax = plt.subplots(figsize=(6.4, 1.6 + 0.30 * len(statuses)))
    for _, row in removed.iterrows():
        x, y = reports.index(row["report"]), statuses.index(row["status"])
        ax.scatter(x - 0.22 * told, y, s=10 + 1.6 * row["characters"] ** 0.5, color=PALETTE[0], linewidths=0)
        if told:
            ax.text(x - 0.02, y, f"{row['characters']:,}", va="center", size=9, color=INK)
    head_columns(ax, reports)
    ax.set_yticks(range(len(statuses)), statuses)
    ax.set(xlim=(-0.5, len(reports) - 0.35), ylim=(len(statuses) - 0.4, -0.6))
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)
    ax.set_yticks([y + 0.5 for y in range(len(statuses) - 1)], minor=True)
    ax.grid(axis="y", which="minor")
    ax.tick_params(which="minor", length=0)
    said = removed.groupby("status", sort=False)["characters"].sum()
    alt = "Characters removed, by reason: " + ", ".join(f"{status} {n:,}" for status, n in said.items()) + "."
    return finish(fig, title, source, alt)


def _label(ax, bars, values: pd.Series, colour: str) -> None:
    """Write the share into each bar that has room for it."""
    ax.bar_label(bars, [f"{v:.0f}" if v >= 4.5 else "" for v in values], label_type="center", size=9, color=colour)


def _legend(ax) -> None:
    """Name the parts below the axes, in the order they are stacked."""
    keys = [Patch(color=colour, label=part) for part, colour in PARTS.items()]
    ax.legend(
        handles=keys,
        loc="upper center",
        bbox_to_anchor=(0.45, -0.9 / ax.figure.get_figheight()),
        ncols=3,
        labelcolor=MUTED,
        handlelength=1,
        columnspacing=1.4,
    )
