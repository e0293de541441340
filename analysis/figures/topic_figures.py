"""Figures of notebook 02: how many topics, what they are, who writes about them, how close they are to each other.

Each function takes a topic model (or a table of it) and returns a finished figure with a title computed from the data.
"""

import textwrap

import pandas as pd
import seaborn as sns
from matplotlib import colors as mcolors
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from analysis import topics
from analysis.figures import INK, MUTED, PALE, PALETTE, finish, link, nothing, shortened
from analysis.notebook import escape, number

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
    return f"Source: {number(n, 'paragraph')} of {number(reports, 'report')}."


def curve(table: pd.DataFrame, chosen: int) -> Figure:
    """Draw how well refits agree by number of topics, and how coherent topics are; `table` as of `topics.curve`."""
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
    source = "Source: refits on parts of the paragraphs; coherence of words in paragraphs they were not chosen on."
    return finish(fig, curve_title(table, chosen), source, alt)


def curve_title(table: pd.DataFrame, chosen: int) -> str:
    """Return the finding of the curve: how well refits with the chosen number agree."""
    agreement = table.loc[table["n_topics"] == chosen, "agreement"]
    if agreement.empty:
        return f"{number(chosen, 'topic')}; no other numbers were tried"
    value = f"(agreement {agreement.iloc[0]:.2f}; 1 is identical, 0 is chance)"
    if agreement.iloc[0] >= topics.STABLE:
        return f"With {number(chosen, 'topic')}, refits on parts of the text give nearly the same topics {value}"
    return f"No number of topics is stable; refits with {number(chosen, 'topic')} agree best {value}"


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
            end = f"” ({shortened(quote['report'], 40)})"
            lines = textwrap.wrap(f"“{quote['text']}{end}", 88, max_lines=3, placeholder=f" …{end}")
            shown = ax.text(0, 33, "\n".join(lines), va="top", size=9, style="italic", color=MUTED, linespacing=1.25)
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
        return f"{number(len(found), 'topic')}: there is nothing to compare it with"
    if stable == len(found):
        return f"All {len(found)} topics are stable: refits find them again"
    are = "is" if stable < 2 else "are"
    return f"{stable or 'None'} of {len(found)} topics {are} stable; the others change in refits"


def shares(table: pd.DataFrame, source: str, across: bool = False, name: str = "02_shares") -> Figure:
    """Draw the share of each topic in each report as a heat map, with its interval; `table` as of `shares_table`.

    Labels of topics that are not stable are pale. Many reports stand below each other.
    """
    if table.empty:
        return nothing("No topics", source, "There are no paragraphs to draw.")
    labels, reports = list(dict.fromkeys(table["label"])), list(dict.fromkeys(table["report"]))
    turned = len(reports) > FEW
    columns, rows = (labels, reports) if turned else (reports, labels)
    wide = len(columns) <= FEW
    cells = table.assign(said=[_cell(row, wide) for row in table.itertuples()]).drop_duplicates(["label", "report"])
    cells = cells.set_index(["report", "label"] if turned else ["label", "report"])
    cells = cells.reindex(pd.MultiIndex.from_product([rows, columns]))
    grid, said = (cells[name].to_numpy().reshape(len(rows), len(columns)) for name in ("share", "said"))
    fig, ax = plt.subplots(figsize=(6.4, 1.5 + (0.56 if wide else 0.34) * len(rows) + (0 if wide else 1.6)))
    sns.heatmap(grid, annot=said, fmt="", cmap=BLUES, vmin=0, vmax=1, cbar=False, linewidths=0.8, linecolor="#E6E6E6",
                annot_kws={"size": 9}, ax=ax)  # fmt: skip
    for text, key, paragraphs in zip(ax.texts, cells.index, cells["paragraphs"], strict=True):
        if paragraphs:
            text.set_url(link(name, ", ".join(key[::-1] if turned else key)))
    _name_sides(ax, table, labels, reports, turned, wide)
    alt = "; ".join(
        f"{t['report']}: {t['label']} {t['share'] * 100:.0f} %" for _, t in topics.largest(table).iterrows()
    )
    sub = "Per cent of a report's paragraphs" + (", and the 95 % interval." if wide else ".")
    alt = f"Heat map of topics by report. The largest topic of each report: {alt}."
    return finish(fig, shares_title(table, across), source, alt, sub)


def shares_title(table: pd.DataFrame, across: bool = False) -> str:
    """Return how many topics are one report's own; for topics across reports, how many several reports share."""
    n, reports = table["topic"].nunique(), table["report"].nunique()
    if reports < 2:
        return f"{number(n, 'topic')} in one report"
    if across:
        wide = table[table["share"] >= NOTABLE].groupby("topic")["report"].nunique()
        several = min(3, reports)
        shared = int((wide >= several).sum())
        take = f"{number(n, 'theme')} {'takes' if shared == 1 else 'take'} up 10 % or more"
        return f"{shared or 'None'} of {take} of {number(several, 'report')} or more"
    own = table.groupby("topic")["paragraphs"].agg(lambda each: each.max() / max(1, each.sum()))
    alone = int((own >= MOSTLY).sum())
    come = "comes" if alone == 1 else "come"
    return f"{alone or 'None'} of {number(n, 'topic')} {come} almost entirely (90 % or more) from one report"


def _cell(row, wide: bool) -> str:
    """Return the text of a cell: the share and its interval, or the upper bound of a topic that the report lacks."""
    share, low, high = (f"{value * 100:.0f}" for value in (row.share, row.low, row.high))
    if not wide:
        return share
    return f"{share} %\n{low}–{high}" if row.paragraphs else f"0 %\nup to {high}"


def _name_sides(ax, table: pd.DataFrame, labels: list[str], reports: list[str], turned: bool, wide: bool) -> None:
    """Name the rows and columns of the heat map; labels of topics that are not stable are pale."""
    sizes = table.drop_duplicates("report").set_index("report")["of"]
    named = [textwrap.fill(label, 13 if turned else 24) if wide else shortened(label, 28) for label in labels]
    size = " ({} par.)" if turned else "\n{} par."
    counted = [report + size.format(sizes[report]) for report in reports]
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
    share = (points["confidence"] < BETWEEN).sum() / max(1, len(points)) * 100
    return f"{share:.0f} % of the paragraphs lie between two topics"


def _label_groups(ax, points: pd.DataFrame, colour: dict[str, str]) -> None:
    """Write the whole label of each group at the nearer side, with a line to the middle of its points."""
    middle = points.groupby("label", sort=False)[["x", "y"]].median()
    right = middle["x"].rank(method="first") > len(middle) / 2
    for side, mine in ((0.0, middle[~right]), (1.0, middle[right])):
        for place, (label, x, y) in enumerate(mine.sort_values(["y", "x"]).itertuples()):
            line = {"arrowstyle": "-", "color": MUTED, "linewidth": 0.7}
            box = {"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.6}
            ax.annotate(textwrap.fill(label, 17), (x, y), (side, (place + 0.5) / len(mine)), va="center",
                        textcoords="axes fraction", ha="right" if side else "left", size=9.5, weight="bold",
                        color=colour[label], arrowprops=line, bbox=box)  # fmt: skip


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
        mainly = "What is stable is mainly which report a paragraph comes from"
        return f"{mainly} {numbers}: the topics are the reports' own."
    return f"The topics are more than the reports' own vocabulary {numbers}."


def summary(model: topics.TopicModel, table: pd.DataFrame, common: pd.DataFrame) -> str:
    """Return the answer in short, as Markdown: what the reports talk about, what they share, how stable that is."""
    if table.empty:
        return "No paragraph is long enough to be placed."
    stable = int((model.stability.topics["stability"] >= topics.STABLE).sum())
    several = len(set(table["report"])) > 1
    findings = f" {shares_title(table)}. {shares_title(common, across=True)}." if several else ""
    return (
        f"{main_subjects(table)}{findings} {stable or 'None'} of the {number(len(model.topics), 'topic')} "
        f"{'is' if stable == 1 else 'are'} stable: repeating the analysis on random parts of the text gives an "
        f"agreement of {model.stability.agreement:.2f} (1 is identical, 0 is chance)."
    )


def _bar(ax, stability: float, stable: bool) -> None:
    """Draw the stability of a topic as a bar at the right, with its size in words."""
    value = 0 if pd.isna(stability) else float(stability)
    ax.barh(86, 14, left=66, height=11, color="#EEEEEE")
    ax.barh(86, 14 * value, left=66, height=11, color=PALETTE[0] if stable else "#A8A8A8")
    said = f"{value * 100:.0f} % stable" if stable else f"{value * 100:.0f} %, unsure"
    ax.text(81, 86, "unknown" if pd.isna(stability) else said, va="center", size=9, color=INK if stable else MUTED)


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
