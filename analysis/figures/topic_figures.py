"""Figures of notebook 02: how many topics, what they are, who speaks of them, and how they lie to each other."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib import colors as mcolors
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from analysis.figures import INK, MUTED, PALE, PALETTE, finish, link, shortened

# From white to the first colour of the palette: shares of paragraphs.
BLUES = mcolors.LinearSegmentedColormap.from_list("shares", ["#FFFFFF", "#7FB8D8", PALETTE[0]])
UNSURE = "#767676"  # as pale as text may be on white (WCAG 2.2, contrast 4.5 to 1)
# More topics than colours: the shape of the point tells the second seven from the first.
SHAPES = "osD^vP"
FEW = 6  # columns of the heat map that leave room for an interval in a cell


def curve(table: pd.DataFrame, chosen: int, level: float, title: str, source: str) -> Figure:
    """Draw how well refits agree by number of topics, and how coherent the topics are.

    `table` has n_topics, agreement, low, high, npmi; `level` is the agreement above which a number counts as firm.
    """
    fig, (top, below) = plt.subplots(2, sharex=True, figsize=(6.4, 4.4), height_ratios=(2.2, 1))
    at = table["n_topics"]
    top.fill_between(at, table["low"], table["high"], color=PALETTE[0], alpha=0.18, linewidth=0)
    top.plot(at, table["agreement"], marker="o", color=PALETTE[0])
    top.axhline(level, color=MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    top.annotate("firm above this line", (0, level), (4, -11), xycoords=("axes fraction", "data"),
                 textcoords="offset points", size=9, color=MUTED)  # fmt: skip
    for _, pick in table[at == chosen].iterrows():
        top.plot([chosen], [pick["agreement"]], marker="o", markersize=11, markerfacecolor="none", color=PALETTE[1])
        above = level if level - 0.12 < pick["high"] < level else pick["high"]  # clear of the dashed line
        top.annotate(f"chosen: {chosen}", (chosen, above), (0, 5), textcoords="offset points", ha="center",
                     size=9.5, color=PALETTE[1], weight="bold")  # fmt: skip
    top.set(ylim=(0, 1.08), ylabel="agreement of refits")
    below.plot(at, table["npmi"], marker="o", color=PALETTE[2])
    below.set(xlabel="number of topics", ylabel="coherence", xticks=at)
    below.margins(y=0.15)
    for ax in (top, below):
        ax.grid(axis="y")
    said = ", ".join(f"{k}: {a:.2f}" for k, a in zip(at, table["agreement"], strict=True)) or "too few paragraphs"
    alt = f"Line chart. Agreement of refits by number of topics: {said}. Chosen: {chosen}."
    return finish(fig, title, source, alt)


def cards(topics: pd.DataFrame, words: pd.DataFrame, quotes: pd.DataFrame, level: float, title, source, name) -> Figure:
    """Draw a card for each topic: its label, its words, how firm they are, and one sentence.

    `topics` has topic, label, size, stability; `words` has topic, form, weight, firmness; `quotes` has topic,
    report, text. Words that few refits name again are pale; topics less stable than `level` are marked unsure.
    """
    height = 1.52
    fig, axes = plt.subplots(max(1, len(topics)), 1, figsize=(6.4, 0.9 + height * max(1, len(topics))), squeeze=False)
    for ax, (_, topic) in zip(axes[:, 0], topics.iterrows(), strict=False):
        firm = topic["stability"] >= level
        ax.set(xlim=(0, 100), ylim=(0, 100))
        ax.axis("off")
        ax.plot([0, 100], [99, 99], color=PALE, linewidth=0.8, clip_on=False)
        label = textwrap.shorten(topic["label"], 52, placeholder=" …")
        head = ax.text(0, 92, label, va="top", weight="bold", size=10.5, color=INK if firm else MUTED)
        head.set_url(link(name, topic["label"]))
        _bar(ax, topic, firm)
        mine = words[words["topic"] == topic["topic"]]
        _words(ax, mine)
        quote = quotes[quotes["topic"] == topic["topic"]].head(1)
        if len(quote):
            lines = _quoted(quote["text"].iloc[0], quote["report"].iloc[0])
            shown = ax.text(0, 33, "\n".join(lines), va="top", size=9, style="italic", color=MUTED, linespacing=1.25)
            shown.set_url(link(name, topic["label"]))
        for text in ax.texts:
            text.set_in_layout(False)
    said = "; ".join(
        f"{t['label']}: {t['size']} paragraphs, stability {_known(t['stability'], '.2f')}" for _, t in topics.iterrows()
    )
    return finish(fig, title, source, f"One card a topic with its words and a sentence. {said}.")


def shares(table: pd.DataFrame, unsure: list[str], title: str, source: str, name: str) -> Figure:
    """Draw the share of each topic in each report as a heat map, with its interval in each cell.

    `table` has report, label, share, low, high, paragraphs, of; rows come in the order of their first row. The
    labels in `unsure` are written pale. Many reports stand below each other; where there are many topics, too, the
    cells have no room for the intervals.
    """
    labels, groups = list(dict.fromkeys(table["label"])), list(dict.fromkeys(table["report"]))
    sizes = table.drop_duplicates("report").set_index("report")["of"]
    turned = len(groups) > FEW
    across, down = (labels, groups) if turned else (groups, labels)
    roomy = len(across) <= FEW
    fig, ax = plt.subplots(figsize=(6.4, 1.5 + (0.56 if roomy else 0.34) * len(down) + (0 if roomy else 1.6)))
    for _, row in table.iterrows():
        place = labels.index(row["label"]), groups.index(row["report"])
        x, y = place if turned else place[::-1]
        _cell(ax, x, y, row, link(name, f"{row['label']}, {row['report']}"), roomy)
    named = [textwrap.fill(label, 24 if not turned else 13) if roomy else shortened(label, 28) for label in labels]
    counted = [f"{group} ({sizes[group]} par.)" if turned else f"{group}\n{sizes[group]} par." for group in groups]
    ax.set_xticks(range(len(across)), named if turned else counted, rotation=0 if roomy else 90)
    ax.set_yticks(range(len(down)), counted if turned else named)
    ax.set(xlim=(-0.5, max(1, len(across)) - 0.5), ylim=(max(1, len(down)) - 0.5, -0.5))
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    for tick, label in zip((ax.get_xticklabels() if turned else ax.get_yticklabels()), labels, strict=True):
        tick.set_color(UNSURE if label in unsure else INK)
    for side in ax.spines.values():
        side.set_visible(False)
    top = table.sort_values(["share", "label"], ascending=[False, True]).drop_duplicates("report").set_index("report")
    said = "; ".join(f"{g}: {top['label'][g]} {top['share'][g] * 100:.0f} %" for g in groups)
    sub = "Per cent of a report's paragraphs" + (", and the 95 % interval." if roomy else ".")
    return finish(fig, title, source, f"Heat map of topics by report. The largest topic of each report: {said}.", sub)


def _cell(ax, x: int, y: int, row: pd.Series, address: str, roomy: bool) -> None:
    """Draw one cell of the heat map; a topic that a report lacks stays empty."""
    cell = plt.Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=BLUES(row["share"]), edgecolor="#E6E6E6", linewidth=0.8)
    ax.add_patch(cell)
    if not row["paragraphs"]:
        return
    cell.set_url(address)
    ink, share = "white" if row["share"] > 0.8 else INK, f"{row['share'] * 100:.0f}"
    if not roomy:
        ax.text(x, y, share, ha="center", va="center", size=8.5, color=ink)
        return
    ax.text(x, y - 0.13, f"{share} %", ha="center", va="center", color=ink, weight="bold")
    interval = f"{row['low'] * 100:.0f}–{row['high'] * 100:.0f}"
    ax.text(x, y + 0.23, interval, ha="center", va="center", size=9, color=ink)


def paragraph_map(points: pd.DataFrame, between: float, title: str, source: str, name: str) -> Figure:
    """Draw each paragraph as a point on two axes, coloured by topic; the first word of each label stands in place.

    `points` has x, y, label and confidence, below `between` a point is pale; topics come in the order of their first
    row.
    """
    labels = list(dict.fromkeys(points["label"]))
    fig, ax = plt.subplots(figsize=(6.4, 5.4 + 0.1 * len(labels)))
    for i, label in enumerate(labels):
        mine = points[points["label"] == label]
        ink, shape = PALETTE[i % len(PALETTE)], SHAPES[i // len(PALETTE) % len(SHAPES)]
        shade = [mcolors.to_rgba(ink, 0.35 if c < between else 0.9) for c in mine["confidence"]]
        dots = ax.scatter(mine["x"], mine["y"], s=26, c=shade, marker=shape, linewidths=0)
        dots.set_urls([link(name, label)] * len(mine))
        ax.scatter([], [], s=36, color=ink, marker=shape, label=label)
    _name_groups(ax, points, labels)
    ax.set(xticks=[], yticks=[], xlabel="first axis", ylabel="second axis")
    if labels:
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.06), ncols=2, labelcolor=INK, handletextpad=0.3)
    counts = points["label"].value_counts()
    said = "; ".join(f"{label}: {counts[label]} paragraphs" for label in labels)
    return finish(fig, title, source, f"Scatter plot, one point a paragraph, coloured by topic. {said}.")


def _known(value: float, form: str) -> str:
    """Return a number in a format, or that it is unknown."""
    return "unknown" if pd.isna(value) else f"{value:{form}}"


def _bar(ax, topic: pd.Series, firm: bool) -> None:
    """Draw the stability of a topic as a bar at the right, with its size in words."""
    value = 0 if pd.isna(topic["stability"]) else float(topic["stability"])
    ax.barh(86, 14, left=66, height=11, color="#EEEEEE")
    ax.barh(86, 14 * value, left=66, height=11, color=PALETTE[0] if firm else "#A8A8A8")
    said = f"{value * 100:.0f} % firm" if firm else f"{value * 100:.0f} %, unsure"
    said = "unknown" if pd.isna(topic["stability"]) else said
    ax.text(81, 86, said, va="center", size=9, color=INK if firm else MUTED)


def _quoted(text: str, report: str) -> list[str]:
    """Return a quotation in at most three lines, cut where it is longer; its report is always named.

    >>> _quoted("Exercises test plans.", "eln-2017")
    ['“Exercises test plans.” (eln-2017)']
    """
    most, lines = len(text), textwrap.wrap(f"“{text}” ({report})", 88)
    while len(lines) > 3:
        most -= 10
        lines = textwrap.wrap(f"“{textwrap.shorten(text, most, placeholder=' …')}” ({report})", 88)
    return lines


def _words(ax, words: pd.DataFrame) -> None:
    """Write the words in two lines at most, darker the more refits name them again."""
    x, y = 0.0, 66.0
    renderer = ax.figure.canvas.get_renderer()
    width = ax.figure.get_size_inches()[0] * ax.figure.dpi * 0.97
    for _, word in words.iterrows():
        ink = INK if word["firmness"] >= 0.5 else UNSURE
        text = ax.text(0, y, word["form"], va="center", size=9.5, color=ink)
        wide = text.get_window_extent(renderer).width / width * 100
        if x + wide > 99:
            x, y = 0.0, y - 18
        text.set_position((x, y))
        x += wide + 2.4


def _name_groups(ax, points: pd.DataFrame, labels: list[str]) -> None:
    """Write the first word of each label at the middle of its points, moved up where two would overlap.

    A name that would have to move far would stand at other points: it is left to the legend.
    """
    middle = points.groupby("label")[["x", "y"]].median().loc[labels].sort_values(["y", "x"])
    line = 0.055 * ((points["y"].max() - points["y"].min()) or 1.0)
    lowest = -np.inf
    for label, (x, y) in zip(middle.index, middle.to_numpy(), strict=True):
        at = max(y, lowest + line)
        if at > y + 2 * line:
            continue
        lowest = at
        name = ax.text(x, at, label.split(",")[0], ha="center", va="center", size=9.5, weight="bold", color=INK)
        name.set_bbox({"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.6})  # stays text in SVG
