"""Figures of notebook 02: how many topics, what they are, who writes about them, how close they are to each other.

Each function takes a topic model (or a table of it) and returns a finished figure with a title computed from the data.
"""

import textwrap
from itertools import product

import pandas as pd
import seaborn as sns
from matplotlib import colors as mcolors
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from analysis import topics
from analysis.figures import INK, MUTED, PALE, PALETTE, finish, link, nothing, shortened
from analysis.notebook import escape

# From white to the first colour of the palette: shares of paragraphs.
BLUES = mcolors.LinearSegmentedColormap.from_list("shares", ["#FFFFFF", "#7FB8D8", PALETTE[0]])
UNSURE = "#767676"  # as pale as text may be on white (WCAG 2.2, contrast 4.5 to 1)
# Colours of topics, none of which is a report's (after Paul Tol's "muted"); after seven the shape of the point changes.
COLOURS = ("#332288", "#117733", "#882255", "#8A8A1F", "#CC6677", "#2F8F80", "#AA4499")
SHAPES = "osD^vP"
FEW = 6  # columns of the heat map that leave space for an interval in a cell
MOSTLY, NOTABLE, BETWEEN = 0.9, 0.1, 0.1  # of a topic, in one report; of a report; of confidence
CLOSE = 0.05  # two agreements that differ by less are about the same


def evidence(model: topics.TopicModel, corpus, by_report: bool = False) -> pd.DataFrame:
    """Return every paragraph of each topic, located, with the mark it stands behind: the label, or label and report."""
    found = topics.matches(model)
    mark = found["topic"].map(model.topics.set_index("topic")["label"]).astype(str)
    return corpus.locate(found).assign(mark=mark + ", " + found["report"].astype(str) if by_report else mark)


def shares_table(model: topics.TopicModel) -> pd.DataFrame:
    """Return the share of each topic in each report with the topic's label and stability."""
    named = model.topics[["topic", "label"]].merge(model.stability.topics, on="topic")
    return topics.shares(model).merge(named, on="topic")


def source_of(model: topics.TopicModel) -> str:
    """Return the source line: how many paragraphs of how many reports."""
    n, reports = len(model.paragraphs), model.paragraphs["report"].nunique()
    return f"Source: {_number(n, 'paragraph')} of {_number(reports, 'report')}."


def curve(table: pd.DataFrame, chosen: int) -> Figure:
    """Draw how well refits agree by number of topics, and how coherent the topics are.

    `table` as `topics.curve` returns it.
    """
    fig, (top, below) = plt.subplots(2, sharex=True, figsize=(6.4, 4.4), height_ratios=(2.2, 1))
    at = table["n_topics"]
    top.fill_between(at, table["low"], table["high"], color=PALETTE[0], alpha=0.18, linewidth=0)
    top.plot(at, table["agreement"], marker="o", color=PALETTE[0])
    top.axhline(topics.STABLE, color=MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    top.annotate("stable above this line; the band holds eight of ten refits", (0, 0.04), (4, 0), size=9, color=MUTED,
                 xycoords="axes fraction", textcoords="offset points")  # fmt: skip
    for _, pick in table[at == chosen].iterrows():
        top.plot([chosen], [pick["agreement"]], marker="o", markersize=11, markerfacecolor="none", color=PALETTE[1])
        top.annotate(f"chosen: {chosen}", (chosen, pick["high"]), (0, 5), textcoords="offset points", ha="center",
                     size=9.5, color=PALETTE[1], weight="bold")  # fmt: skip
    top.set(ylim=(0, 1.1), ylabel="agreement of refits")
    below.plot(at, table["npmi"], marker="o", color=PALETTE[2])
    below.set(xlabel="number of topics", ylabel="coherence", xticks=at)
    below.margins(x=0.08, y=0.15)
    for ax in (top, below):
        ax.grid(axis="y")
    said = ", ".join(f"{k}: {a:.2f}" for k, a in zip(at, table["agreement"], strict=True)) or "too few paragraphs"
    alt = f"Line chart. Agreement of refits by number of topics: {said}. Chosen: {chosen}."
    source = (
        "Source: refits on random parts of the paragraphs; coherence of words in paragraphs they were not chosen on."
    )
    return finish(fig, curve_title(table, chosen), source, alt)


def curve_title(table: pd.DataFrame, chosen: int) -> str:
    """Return the finding of the curve: how well refits with the chosen number agree."""
    agreement = table.loc[table["n_topics"] == chosen, "agreement"]
    if agreement.empty:
        return f"{_number(chosen, 'topic')}; no other numbers were tried"
    value = f"(agreement {agreement.iloc[0]:.2f}; 1 is identical, 0 is chance)"
    if agreement.iloc[0] >= topics.STABLE:
        return f"With {_number(chosen, 'topic')}, refits on parts of the text give nearly the same topics {value}"
    return f"No number of topics is stable; refits with {_number(chosen, 'topic')} agree best {value}"


def cards(model: topics.TopicModel, quotes: pd.DataFrame, name: str = "02_cards") -> Figure:
    """Draw a card for each topic: its label, its words, how stable they are, and one sentence.

    `quotes` as `topics.quotations` returns it. Words that few refits choose again are pale; topics that are not stable
    are marked unsure.
    """
    found = model.topics.merge(model.stability.topics, on="topic")
    terms = model.words.merge(model.stability.words, on=["topic", "term"])
    fig, axes = plt.subplots(max(1, len(found)), 1, figsize=(6.4, 0.9 + 1.52 * max(1, len(found))), squeeze=False)
    for ax in axes[:, 0]:
        ax.set(xlim=(0, 100), ylim=(0, 100))
        ax.axis("off")
    for ax, (_, topic) in zip(axes[:, 0], found.iterrows(), strict=False):
        stable = topic["stability"] >= topics.STABLE
        ax.plot([0, 100], [99, 99], color=PALE, linewidth=0.8, clip_on=False)
        label = textwrap.shorten(topic["label"], 52, placeholder=" …")
        head = ax.text(0, 92, label, va="top", weight="bold", size=10.5, color=INK if stable else MUTED)
        head.set_url(link(name, topic["label"]))
        _bar(ax, topic["stability"], stable)
        _words(ax, terms[terms["topic"] == topic["topic"]])
        for _, quote in quotes[quotes["topic"] == topic["topic"]].head(1).iterrows():
            lines = "\n".join(_quoted(quote["text"], quote["report"]))
            shown = ax.text(0, 33, lines, va="top", size=9, style="italic", color=MUTED, linespacing=1.25)
            shown.set_url(link(name, topic["label"]))
        for text in ax.texts:
            text.set_in_layout(False)
    known = [f"{t['label']}: {t['size']} paragraphs, stability {t['stability']:.2f}" for _, t in found.iterrows()]
    alt = f"One card for each topic with its words and a sentence. {'; '.join(known)}."
    return finish(fig, cards_title(found), source_of(model), alt)


def cards_title(found: pd.DataFrame) -> str:
    """Return how many topics are stable; `found` has label and stability."""
    stable = int((found["stability"] >= topics.STABLE).sum())
    if len(found) < 2:
        return f"{_number(len(found), 'topic')}: there is nothing to compare it with"
    if stable == len(found):
        return f"All {len(found)} topics are stable: refits find them again"
    return (
        f"{stable or 'None'} of {len(found)} topics {'is' if stable < 2 else 'are'} stable; the others change in refits"
    )


def shares(table: pd.DataFrame, source: str, across: bool = False, name: str = "02_shares") -> Figure:
    """Draw the share of each topic in each report as a heat map, with its interval in each cell.

    `table` as `shares_table` returns it: report, label, share, low, high, paragraphs, of, stability. Labels of topics
    that are not stable are pale. Many reports stand below each other; then the cells have no space for intervals.
    """
    if table.empty:
        return nothing("No topics", source, "There are no paragraphs to draw.")
    labels, reports = list(dict.fromkeys(table["label"])), list(dict.fromkeys(table["report"]))
    turned = len(reports) > FEW
    across_names, down = (labels, reports) if turned else (reports, labels)
    wide = len(across_names) <= FEW
    index, columns = ("report", "label") if turned else ("label", "report")
    grid = table.pivot_table("share", index, columns, "first").loc[down, across_names]
    cells = table.assign(said=[_cell(row, wide) for row in table.itertuples()])
    said = cells.pivot_table("said", index, columns, "first").loc[down, across_names]
    fig, ax = plt.subplots(figsize=(6.4, 1.5 + (0.56 if wide else 0.34) * len(down) + (0 if wide else 1.6)))
    sns.heatmap(grid, annot=said, fmt="", cmap=BLUES, vmin=0, vmax=1, cbar=False, linewidths=0.8, linecolor="#E6E6E6",
                annot_kws={"size": 9}, ax=ax)  # fmt: skip
    known = set(zip(table["label"], table["report"], table["paragraphs"] > 0, strict=True))
    for text, (row, column) in zip(ax.texts, product(down, across_names), strict=True):
        label, report = (column, row) if turned else (row, column)
        if (label, report, True) in known:
            text.set_url(link(name, f"{label}, {report}"))
    _name_sides(ax, table, labels, reports, turned, wide)
    top = topics.largest(table)
    alt = "; ".join(f"{t['report']}: {t['label']} {t['share'] * 100:.0f} %" for _, t in top.iterrows())
    sub = "Per cent of a report's paragraphs" + (", and the 95 % interval." if wide else ".")
    alt = f"Heat map of topics by report. The largest topic of each report: {alt}."
    return finish(fig, shares_title(table, across), source, alt, sub)


def shares_title(table: pd.DataFrame, across: bool = False) -> str:
    """Return how many topics are one report's own; for topics across reports, how many several reports share."""
    n, reports = table["topic"].nunique(), table["report"].nunique()
    if reports < 2:
        return f"{_number(n, 'topic')} in one report"
    if across:
        wide = table[table["share"] >= NOTABLE].groupby("topic")["report"].nunique()
        several = min(3, reports)
        shared = int((wide >= several).sum())
        verb = "takes" if shared == 1 else "take"
        themes = f"{shared or 'None'} of {_number(n, 'theme')}"
        return f"{themes} {verb} up 10 % or more of {_number(several, 'report')} or more"
    own = table.groupby("topic")["paragraphs"].agg(lambda each: each.max() / max(1, each.sum()))
    alone = int((own >= MOSTLY).sum())
    verb = "comes" if alone == 1 else "come"
    return f"{alone or 'None'} of {_number(n, 'topic')} {verb} almost entirely (90 % or more) from one report"


def _cell(row, wide: bool) -> str:
    """Return the text of a cell: the share and its interval, or the upper bound of a topic that the report lacks."""
    share = f"{row.share * 100:.0f}"
    if not wide:
        return share
    if not row.paragraphs:
        return f"0 %\nup to {row.high * 100:.0f}"
    return f"{share} %\n{row.low * 100:.0f}–{row.high * 100:.0f}"


def _name_sides(ax, table: pd.DataFrame, labels: list[str], reports: list[str], turned: bool, wide: bool) -> None:
    """Name the rows and columns of the heat map; labels of topics that are not stable are pale."""
    sizes = table.drop_duplicates("report").set_index("report")["of"]
    named = [textwrap.fill(label, 13 if turned else 24) if wide else shortened(label, 28) for label in labels]
    counted = [
        f"{report} ({sizes[report]} par.)" if turned else f"{report}\n{sizes[report]} par." for report in reports
    ]
    ax.xaxis.tick_top()
    ax.set_xticklabels(named if turned else counted, rotation=0 if wide else 90)
    ax.set_yticklabels(counted if turned else named, rotation=0)
    ax.set(xlabel="", ylabel="")
    ax.tick_params(length=0)
    stable = table.drop_duplicates("label").set_index("label")["stability"] >= topics.STABLE
    for tick, label in zip(ax.get_xticklabels() if turned else ax.get_yticklabels(), labels, strict=True):
        tick.set_color(INK if stable[label] else UNSURE)


def paragraph_map(model: topics.TopicModel, name: str = "02_map") -> Figure:
    """Draw each paragraph as a point, coloured by topic; the labels stand at the sides, a line leads to their group."""
    points = topics.positions(model).merge(model.topics[["topic", "label"]], on="topic")
    points = points.sort_values(["topic", "report", "block"])
    fig, ax = plt.subplots(figsize=(6.4, 4.6 + 0.1 * len(model.topics)))
    labels = list(dict.fromkeys(points["label"]))
    colour = {label: COLOURS[i % len(COLOURS)] for i, label in enumerate(labels)}
    for i, (label, mine) in enumerate(points.groupby("label", sort=False)):
        shade = [mcolors.to_rgba(colour[label], 0.35 if c < BETWEEN else 0.9) for c in mine["confidence"]]
        shape = SHAPES[i // len(COLOURS) % len(SHAPES)]
        dots = ax.scatter(mine["x"], mine["y"], s=26, c=shade, marker=shape, linewidths=0)
        dots.set_urls([link(name, label)] * len(mine))
    ax.set(xticks=[], yticks=[])
    ax.margins(x=0.45, y=0.08)
    for side in ax.spines.values():
        side.set_visible(False)
    _label_groups(ax, points, colour)
    counts = points["label"].value_counts()
    said = "; ".join(f"{label}: {counts[label]} paragraphs" for label in labels)
    return finish(fig, map_title(points), source_of(model), f"Scatter plot, one point per paragraph, by topic. {said}.")


def map_title(points: pd.DataFrame) -> str:
    """Return which share of the paragraphs lies about as near to another topic as to its own."""
    share = (points["confidence"] < BETWEEN).sum() / max(1, len(points))
    return f"{share * 100:.0f} % of the paragraphs lie between two topics"


def _label_groups(ax, points: pd.DataFrame, colour: dict[str, str]) -> None:
    """Write the whole label of each group at the nearer side, with a line to the middle of its points."""
    middle = points.groupby("label", sort=False)[["x", "y"]].median()
    right = middle["x"].rank(method="first") > len(middle) / 2
    for side, mine in ((0.0, middle[~right]), (1.0, middle[right])):
        for place, (label, row) in enumerate(mine.sort_values(["y", "x"]).iterrows()):
            height = (place + 0.5) / len(mine)
            line = {"arrowstyle": "-", "color": MUTED, "linewidth": 0.7}
            where = {"textcoords": "axes fraction", "ha": "right" if side else "left", "va": "center"}
            style = {"size": 9.5, "weight": "bold", "color": colour[str(label)]}
            text, at = textwrap.fill(str(label), 17), (row["x"], row["y"])
            note = ax.annotate(text, at, (side, height), arrowprops=line, **where, **style)
            note.set_bbox({"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.6})


def main_subjects(table: pd.DataFrame) -> str:
    """Return, as Markdown, the largest topic of each report with its share and interval; `table` as `shares_table`."""
    said = []
    for _, row in topics.largest(table).iterrows():
        share, low, high = (round(row[name] * 100) for name in ("share", "low", "high"))
        said.append(f"{escape(row['report'])} talks most about *{escape(row['label'])}* ({share} %, {low} to {high})")
    return "; ".join(said) + "." if said else "There are no paragraphs long enough to be placed."


def what_is_stable(table: pd.DataFrame) -> str:
    """Return what the agreement of refits is worth; `table` as `topics.controls` returns it."""
    value = table.set_index("check")["value"]
    agreement, shuffled = value.iloc[0], value.iloc[1]
    if pd.isna(agreement) or pd.isna(shuffled):
        return "There is too little text, or a model from outside, so refits cannot be compared with shuffled words."
    numbers = f"(agreement {shuffled:.2f} with the words of each report shuffled, {agreement:.2f} without)"
    if shuffled >= agreement - CLOSE:
        return (
            f"What is stable is mainly which report a paragraph comes from {numbers}: the topics are the reports' own."
        )
    return f"The topics are more than the reports' own vocabulary {numbers}."


def summary(model: topics.TopicModel, table: pd.DataFrame, common: pd.DataFrame) -> str:
    """Return the answer in short, as Markdown: what the reports talk about, what they share, how stable that is."""
    n, agreement = len(model.topics), model.stability.agreement
    if not n:
        return "No paragraph is long enough to be placed."
    stable = int((model.stability.topics["stability"] >= topics.STABLE).sum())
    are = "is" if stable == 1 else "are"
    stability = (
        f"{stable or 'None'} of the {_number(n, 'topic')} {are} stable: repeating the analysis on random parts of the "
        f"text gives an agreement of {agreement:.2f} (1 is identical, 0 is chance)."
    )
    if table["report"].nunique() < 2:
        return f"{main_subjects(table)} {stability}"
    findings = f"{shares_title(table)}. {shares_title(common, across=True)}."
    return f"{main_subjects(table)} {findings} {stability}"


def _number(n: int, noun: str) -> str:
    """Return a number with its noun, in the singular or the plural."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _bar(ax, stability: float, stable: bool) -> None:
    """Draw the stability of a topic as a bar at the right, with its size in words."""
    value = 0 if pd.isna(stability) else float(stability)
    ax.barh(86, 14, left=66, height=11, color="#EEEEEE")
    ax.barh(86, 14 * value, left=66, height=11, color=PALETTE[0] if stable else "#A8A8A8")
    said = f"{value * 100:.0f} % stable" if stable else f"{value * 100:.0f} %, unsure"
    ax.text(81, 86, "unknown" if pd.isna(stability) else said, va="center", size=9, color=INK if stable else MUTED)


def _quoted(text: str, report: str) -> list[str]:
    """Return a quotation in at most three lines, cut where it is longer; its report is always named.

    >>> _quoted("Exercises test plans.", "eln-2017")
    ['“Exercises test plans.” (eln-2017)']
    """
    most, lines = len(text), textwrap.wrap(f"“{text}” ({report})", 88)
    while len(lines) > 3 and most > 20:
        most -= 10
        lines = textwrap.wrap(f"“{textwrap.shorten(text, most, placeholder=' …')}” ({report})", 88)
    return lines


def _words(ax, terms: pd.DataFrame) -> None:
    """Write the words in two lines at most, pale where fewer than half of the refits choose them again."""
    x, y = 0.0, 66.0
    renderer = ax.figure.canvas.get_renderer()
    width = ax.figure.get_size_inches()[0] * ax.figure.dpi * 0.97
    for _, word in terms.iterrows():
        text = ax.text(0, y, word["form"], va="center", size=9.5, color=INK if word["stability"] >= 0.5 else UNSURE)
        wide = text.get_window_extent(renderer).width / width * 100
        if x + wide > 99:
            x, y = 0.0, y - 18
        text.set_position((x, y))
        x += wide + 2.4
