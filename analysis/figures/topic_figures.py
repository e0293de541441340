"""Figures of notebook 02: how many topics, what they are, who writes about them, how close they are to each other."""

import textwrap
from itertools import product

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import colors as mcolors
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from sklearn.neighbors import NearestNeighbors

from analysis import figures, topics
from analysis.language import listed, rows_of
from analysis.notebook import escape, number

# Shares of paragraphs: from white to the first colour of the palette; what is not stable stays white.
SHARES = mcolors.LinearSegmentedColormap.from_list("shares", ["#FFFFFF", "#7FB8D8", figures.PALETTE[0]])
UNSURE = "#767676"  # as pale as text may be on white (WCAG 2.2, contrast 4.5 to 1)
# Colours of topics, none of which is a report's (after Paul Tol's "muted"); the shapes of their points differ, too.
COLOURS = ("#332288", "#117733", "#882255", "#8A8A1F", "#CC6677", "#2F8F80", "#AA4499")
SHAPES = "osD^vP"
WIDE = 5  # reports whose shares can be drawn with their intervals
MOST_POINTS = 1500  # paragraphs that the map draws; of more, evenly chosen ones
MOSTLY, MAIN, NOTABLE, BETWEEN = 0.9, 0.5, 0.1, 0.1  # of a topic, in one report; of a report (two); of confidence
FEWEST = 5  # paragraphs of a report whose largest topic is named
BY_REPORT = "The topics mostly tell which report a paragraph comes from."
NEAREST, TOUCHING = 5, 0.03  # a topic stands apart where fewer of its nearest neighbours, and near others, are foreign


def evidence(model: topics.TopicModel, corpus, by_report: bool = False) -> pd.DataFrame:
    """Return every paragraph of each topic, located, with its mark: the label, or label and report."""
    found = topics.matches(model)
    mark = found["topic"].map(model.topics.set_index("topic")["label"]).astype(str)
    return corpus.locate(found).assign(mark=mark + ", " + found["report"].astype(str) if by_report else mark)


def shares_table(model: topics.TopicModel, corpus) -> pd.DataFrame:
    """Return the share of each topic in each report, in the order of publication, with label and stability."""
    named = model.topics[["topic", "label"]].merge(model.stability.topics, on="topic")
    return figures.in_order(topics.shares(model).merge(named, on="topic"), corpus.reports)


def source_of(model: topics.TopicModel) -> str:
    """Return the source line: how many paragraphs of how many reports."""
    n, reports = len(model.paragraphs), model.paragraphs["report"].nunique()
    return f"Source: {number(n, 'paragraph')} of {number(reports, 'report')}."


@figures.drawn
def curve(table: pd.DataFrame, chosen: int) -> Figure:
    """Draw how well repetitions agree by number of topics; `table` as of `topics.curve`."""
    fig, ax = figures.canvas(2.9)
    at = table["n_topics"]
    band = ax.fill_between(at, table["low"], table["high"], color=figures.PALETTE[0], alpha=0.18, linewidth=0)
    band.set_label("where eight of ten repetitions lie")
    ax.plot(at, table["agreement"], marker="o", color=figures.PALETTE[0], label="agreement on average")
    label = f"{topics.STABLE}: repetitions agree well above this line"
    line = ax.axhline(topics.STABLE, color=figures.MUTED, linewidth=1, linestyle=(0, (4, 3)), label=label)
    for pick in rows_of(table[at == chosen]):
        ax.plot([chosen], [pick.agreement], marker="o", markersize=11, markerfacecolor="none", color=figures.INK)
        place = {"xytext": (0, 10), "textcoords": "offset points", "ha": "center"}
        ax.annotate(f"chosen: {chosen}", (chosen, pick.agreement), size=9.5, color=figures.INK, weight="bold", **place)
    ax.set(ylim=(0, 1.1), ylabel="agreement\n(1: identical)", xlabel="number of topics")
    ax.set_xticks(at[:: 1 + figures.on_phone()])
    ax.grid(axis="y")
    said = ", ".join(f"{k}: {a:.2f}" for k, a in zip(at, table["agreement"], strict=True)) or "too few paragraphs"
    alt = f"Line chart. Agreement of repetitions by number of topics: {said}. Chosen: {chosen}."
    source = "Source: repetitions of the analysis on random parts of the paragraphs."
    best = table.nlargest(1, "agreement")["n_topics"].max()
    good = bool((table.loc[at == chosen, "agreement"] >= topics.STABLE).any())
    sub = f"Repetitions with {best} agree better, but more topics show more detail. " * bool(good and chosen > best)
    sub += "Repetitions can still differ in single topics: the next figure shows which are stable." * good
    return figures.finish(fig, curve_title(table, chosen), source, alt, sub, [*ax.lines[:1], line, band])


def curve_title(table: pd.DataFrame, chosen: int) -> str:
    """Return the finding of the curve: how well repetitions with the chosen number agree."""
    agreement = table.loc[table["n_topics"] == chosen, "agreement"]
    if agreement.empty:
        return f"{number(chosen, 'topic')}; no other numbers were tried"
    value = f"({agreement.iloc[0]:.2f} on average)"
    if agreement.iloc[0] < topics.STABLE:
        return f"Repetitions do not agree well with any number of topics; they agree best with {chosen} {value}"
    more = table[table["n_topics"] > chosen]
    if more.empty or more["agreement"].max() >= topics.STABLE:
        return f"With {number(chosen, 'topic')}, repetitions agree well on the whole {value}"
    others = (" or " if len(more) < 3 else " to ").join(dict.fromkeys(more["n_topics"].astype(str).iloc[[0, -1]]))
    return f"We use {number(chosen, 'topic')}: with {others}, repetitions no longer agree well"


@figures.drawn
def topics_found(model: topics.TopicModel, name: str = "02_topics") -> Figure:
    """Draw for each topic how much of it is found again in repetitions; its label and words stand at the left."""
    found = model.topics.merge(model.stability.topics, on="topic")
    found = found.sort_values("stability", ascending=False, kind="stable", ignore_index=True)
    if found.empty:
        return figures.nothing(topics_title(found), source_of(model), "There are no paragraphs to draw.")
    few = len(found) <= figures.MANY
    fig, ax = figures.canvas(0.75 + ((0.7 if figures.on_phone() else 0.56) if few else 0.3) * len(found))
    stable = found["stability"] >= topics.STABLE
    colour, face = (np.where(stable, figures.PALETTE[0], other) for other in (UNSURE, "white"))
    bars = ax.barh(range(len(found)), found["stability"].fillna(0), 0.42, color=face, edgecolor=colour, linewidth=1.2)
    for y, value in found["stability"].dropna().items():
        ax.text(1.03, y, f"{percent(value)} %", size=9, color=figures.INK, va="center_baseline")
    line = ax.axvline(topics.STABLE, color=figures.INK, lw=1, ls=(0, (4, 3)), label="stable from this line on")
    names = _folded(list(found["label"]), 24 if figures.on_phone() else 50, 3 if few else 1 + figures.on_phone())
    sizes = [f"\n{number(size, 'paragraph')}" if few else "" for size in found["size"]]
    figures.name_rows(ax, [name + size for name, size in zip(names, sizes, strict=True)])
    for artist, label in zip([*bars, *ax.get_yticklabels()], [*found["label"]] * 2, strict=True):
        artist.set_url(figures.link(name, label))
    ax.tick_params(axis="y", labelcolor=figures.INK, labelsize=8 if figures.on_phone() else 9)
    ax.set(xlim=(0, 1), xlabel="overlap when the\nanalysis is repeated")
    ax.set_xticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    patches = [Patch(color=figures.PALETTE[0], label="stable"), Patch(fc="white", ec=UNSURE, label="not stable")]
    keys = [*patches[:1] * bool(stable.any()), *patches[1:] * (not stable.all()), line]
    known = [f"{row.label}: {row.size} paragraphs, stability {row.stability:.2f}" for row in rows_of(found)]
    alt = f"Bars, one per topic: how much of it is found again. {'; '.join(known)}."
    sub = f"Stable: at least {percent(topics.STABLE)} %. A topic can also be stable because it comes from one report."
    return figures.finish(fig, topics_title(found), source_of(model), alt, sub, keys)


def _folded(labels: list[str], width: int, lines: int) -> list[str]:
    return [textwrap.fill(x, width, max_lines=lines, placeholder=" …", break_long_words=False) for x in labels]


def topics_title(found: pd.DataFrame) -> str:
    """Return how many topics are stable; `found` has label and stability."""
    if len(found) < 2:
        return f"{number(len(found), 'topic')}: there is nothing to compare it with"
    above = found.loc[found["stability"] >= topics.STABLE, "stability"]
    stable, near = len(above), int((above < topics.STABLE + topics.CLOSE).sum())
    limit = f"limit: an overlap of {percent(topics.STABLE)} %"
    just = f"; {'all' if near == stable > 1 else near} of these only just ({limit})"
    some = f"{figures.some_of(stable, len(found), 'topic')} {'is' if stable < 2 else 'are'}"
    return figures.capital(f"{some} stable when the analysis is repeated{just * (near > 0)}")


@figures.drawn
def shares(table: pd.DataFrame, source: str, across: bool = False, name: str = "02_shares") -> Figure:
    """Draw `shares_table` as a heat map; of many reports, those with most paragraphs."""
    if table.empty:
        return figures.nothing("No topics", source, "There are no paragraphs to draw.")
    table = table.astype({"report": str}).assign(fits=_in_words(table), stable=table["stability"] >= topics.STABLE)
    sizes, phone = table.groupby("report", sort=False)["of"].max(), figures.on_phone()
    reports = list(sizes.index[sizes.index.isin(sizes.nlargest(figures.MANY).index)])
    shown = table[table["report"].isin(reports)]
    used = (shown["paragraphs"] > 0) & shown["fits"] | (len(reports) == len(sizes))
    seen = set(shown.loc[used, "label"]) or {*table["label"]}
    labels = [label for label in dict.fromkeys(table["label"]) if label in seen]
    lines = 4 if len(labels) <= figures.MANY else 1 + phone
    wide, level = len(reports) <= WIDE, not figures.upwards(reports)
    heads = [f"{report}{chr(10) if level else ', '}n = {sizes[report]}" for report in reports]
    head = 0.5 if level else 0.075 * max(map(len, heads), default=0)
    fig, ax = figures.canvas((0.56 if lines > 2 else 0.32) * len(labels) + head)
    cells = table.drop_duplicates(["label", "report"]).set_index(["label", "report"])
    cells = cells.loc[list(product(labels, reports))].reset_index()
    said = []
    for row in rows_of(cells):
        value = f"{percent(row.share)} %" if wide else f"{percent(row.share)}"
        value = value if row.fits else f"({value})"
        interval = f"\n{percent(row.low)}–{percent(row.high)}"
        said.append(value + interval if wide else value * bool(row.paragraphs))
    sure, shape = cells["fits"] & cells["stable"], (len(labels), len(reports))
    coloured, annotated = (np.reshape(values, shape) for values in (cells["share"].where(sure, 0), said))
    size = 9 if wide and not phone else 7 if phone and len(reports) > 9 else 8
    look = {"annot_kws": {"size": size}, "linewidths": 0.8, "linecolor": "#E6E6E6"}
    sns.heatmap(coloured, annot=annotated, fmt="", cmap=SHARES, vmin=0, vmax=1, cbar=False, ax=ax, **look)
    for text, row in zip(ax.texts, rows_of(cells), strict=True):
        text.set_url(figures.link(name, f"{row.label}, {row.report}") if row.paragraphs else None)
        if not (row.fits and row.stable):
            text.set_color(UNSURE)
    figures.head_columns(ax, heads, first=0.5)
    named = _folded(labels, (14 if phone else 24) * (1 if lines > 2 else 2), lines)
    ax.set_yticks([y + 0.5 for y in range(len(labels))], named, rotation=0)
    ax.tick_params(axis="both", length=0, labelsize=8 if phone else 9)
    ax.set(xlabel="", ylabel="")
    stable = table.drop_duplicates("label").set_index("label")["stable"]
    for tick, label in zip(ax.get_yticklabels(), labels, strict=True):
        tick.set_color(figures.INK if stable[label] else UNSURE)
    sub = f"Share of a report's paragraphs in %{', below it the' if wide else '; the data file has the'} 95 % interval."
    what = "theme" if across else "topic"
    none = f" In brackets: most of these paragraphs contain no word of the {what}'s name; ignore these cells."
    sub += " n: number of its paragraphs." + " Grey letters without colour: not stable." * (not stable.all())
    sub += none * (not shown["fits"].all())
    if out := listed([report for report in sizes.index if report not in reports]):
        sub += f" Shown: the {figures.MANY} reports with most paragraphs, and their {what}s; not {out}."
    drawn = _largest(shown)
    main = [f"{row.report}: {row.label} {percent(row.share)} %" for row in rows_of(drawn)]
    main += [f"{report}: none" for report in reports if report not in set(drawn["report"])]
    alt = f"Share of {what}s by report. The largest {what} of each report that uses its words: {'; '.join(main)}."
    return figures.finish(fig, shares_title(table, across), source, alt, sub)


def _in_words(table: pd.DataFrame) -> pd.Series:
    """Say for each row of a table of shares whether at least a third of its paragraphs have a word of the label."""
    return table["in_words"] * 3 >= table["paragraphs"]


def _largest(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the largest topic (or equally large ones) of each report that uses the words of this topic."""
    largest = table["share"] == table.groupby("report")["share"].transform("max")
    return table[largest & _in_words(table) & (table["paragraphs"] > 0)]


def shares_title(table: pd.DataFrame, across: bool = False) -> str:
    """Return how many reports have a main topic, whose words they use; `across`: how many stable ones several share."""
    n, reports = table["topic"].nunique(), table["report"].nunique()
    if reports < 2:
        return f"{number(n, 'theme' if across else 'topic')} in one report"
    ends = ("share", "low")
    if across:
        several, stable = min(3, reports), table["stability"] >= topics.STABLE
        if not stable.any():
            best, limit = table["stability"].max(), f"(limit: {percent(topics.STABLE)} %)"
            if pd.isna(best):
                return f"{number(n, 'theme')}: there is nothing to compare it with"
            return f"No theme is stable: the overlap of repetitions is {percent(best)} % at best {limit}"
        stable &= _in_words(table)
        shares = (table[stable & (table[end] > NOTABLE)]["topic"].value_counts() for end in ends)
        many, sure = (int((reports_of >= several).sum()) for reports_of in shares)
        of = f"at least {several} reports" if reports > several else f"all {several} reports"
        verb = "is stable and takes" if many < 2 else "are stable and take"
        said = f"{figures.some_of(many, n, 'theme')} {verb} up more than {percent(NOTABLE)} % of {of}"
    else:
        largest = _largest(table)
        many, sure = (int((largest[end] > MAIN).sum()) for end in ends)
        same = " (not always the same)" * (len(set(largest.loc[largest[ends[0]] > MAIN, "label"])) > 1)
        said = f"in {figures.some_of(many, reports, 'report')}, one topic{same} covers more than half of the paragraphs"
    where = f"in {sure} of these{' reports' * (not across)}" if 0 < sure < many else "in each" if many > 1 else "there"
    above = f"even the lower end of the 95 % interval is above {percent(NOTABLE if across else MAIN)} %"
    return figures.capital(said + (f"; {where} {above}" if sure else "; the 95 % intervals reach lower" * (many > 0)))


def percent(share: float) -> int:
    """Return a share in per cent, half of one rounded up."""
    return int(share * 100 + 0.5)


def own_topics(table: pd.DataFrame) -> str:
    """Return how many topics come almost entirely from one report; `table` as `shares_table`."""
    own = table.sort_values("paragraphs", kind="stable").groupby("topic").tail(1).sort_values("topic")
    own = own.assign(part=own["paragraphs"] / own["topic"].map(table.groupby("topic")["paragraphs"].sum()))
    alone = own[own["part"] >= MOSTLY]
    named = [f"*{escape(row.label)}* ({percent(row.part)} % {escape(row.report)})" for row in rows_of(alone)]
    which = f": {'; '.join(_some(named, 'more'))}" if named else ""
    some = f"{len(alone) or 'None'} of {number(len(own), 'topic')} come{'s' * (len(alone) < 2)}"
    return f"{some} almost entirely ({percent(MOSTLY)} % or more) from one report{which}."


def _some(parts: list[str], more: str) -> list[str]:
    most = figures.MANY // 2
    return [*parts[:most], f"and {len(parts) - most} {more}"] if len(parts) > most else parts


@figures.drawn
def paragraph_map(model: topics.TopicModel, name: str = "02_map") -> Figure:
    """Draw each paragraph as a point, coloured by topic; the labels stand at the sides, a line leads to their group."""
    points = topics.positions(model).merge(model.topics[["topic", "label"]], on="topic")
    points = points.sort_values(["topic", "report", "block"])
    shown = points.iloc[:: -(-len(points) // MOST_POINTS) or 1]
    fig, ax = figures.canvas(4.0 + 0.1 * min(figures.MANY, len(model.topics)))
    labels = list(dict.fromkeys(points["label"]))
    colour = {label: COLOURS[i % len(COLOURS)] for i, label in enumerate(labels)}
    for i, (label, mine) in enumerate(shown.groupby("label", sort=False)):
        fill = [colour[label] if c >= BETWEEN else "white" for c in mine["confidence"]]
        look = {"s": 20, "linewidths": 1, "edgecolors": colour[label], "clip_on": False}
        dots = ax.scatter(mine["x"], mine["y"], c=fill, marker=SHAPES[i % len(SHAPES)], **look)
        dots.set_urls([figures.link(name, label)] * len(mine))
    ax.set(xticks=[], yticks=[])
    ax.margins(x=0.75 if figures.on_phone() else 0.45, y=0.08)
    ax.spines[:].set_visible(False)
    _label_groups(ax, shown, colour)
    counts = points["label"].value_counts()
    said = "; ".join(f"{label}: {counts[label]} paragraphs" for label in labels)
    alt = f"Scatter plot, one point per paragraph, by topic. {said}."
    part = f" Drawn: {len(shown):,}, evenly chosen." if len(shown) < len(points) else ""
    part += f" Named: the {figures.MANY} largest of {len(labels)} topics." * (len(labels) > figures.MANY)
    sub = "One point per paragraph; hollow: about half-way between two topics. Points side by side may still differ."
    return figures.finish(fig, map_title(points), source_of(model) + part, alt, sub)


def map_title(points: pd.DataFrame) -> str:
    """Return how many topics stand apart in the picture: hardly a point has a neighbour of another topic."""
    labels = points["topic"].to_numpy()
    if len(set(labels)) < 2:
        return f"{number(len(set(labels)), 'topic')}: there is nothing to compare it with"
    near = NearestNeighbors(n_neighbors=min(NEAREST, len(points) - 1)).fit(points[["x", "y"]])
    beside = labels[near.kneighbors(return_distance=False)]
    names = points.drop_duplicates("topic").set_index("topic")["label"]
    named = []
    for topic, name in names.items():
        mine, foreign = labels == topic, beside != topic
        near_others = (~foreign[~mine]).any(axis=1).sum() / mine.sum()
        named += [name] * bool(max(foreign[mine].mean(), near_others) < TOUCHING)
    if not (apart := len(named)):
        return "The topics touch or overlap in this picture"
    which = f" (“{'”, “'.join(named)}”)" if apart < min(4, len(names)) else ""
    said = f"{figures.some_of(apart, len(names), 'topic')} stand{'s' * (apart < 2)} apart in this picture{which}"
    return figures.capital(said + "; the others touch or overlap" * (apart < len(names)))


def _label_groups(ax, points: pd.DataFrame, colour: dict[str, str]) -> None:
    largest = points["label"].value_counts().head(figures.MANY).index
    middle = points[points["label"].isin(largest)].groupby("label", sort=False)[["x", "y"]].median()
    right = middle["x"].rank(method="first") > len(middle) / 2
    for side, mine in ((0.0, middle[~right]), (1.0, middle[right])):
        for place, (label, x, y) in enumerate(mine.sort_values(["y", "x"]).itertuples()):
            line = {"arrowstyle": "-", "color": figures.MUTED, "linewidth": 0.7}
            box = {"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.6}
            text = textwrap.fill(label, 13 if figures.on_phone() else 17, break_long_words=False)
            look = {"size": 8 if figures.on_phone() else 9.5, "weight": "bold", "color": colour[label], "bbox": box}
            look |= {"va": "center", "ha": "right" if side else "left", "textcoords": "axes fraction"}
            ax.annotate(text, (x, y), (side, (place + 0.5) / len(mine)), arrowprops=line, **look)


def main_subjects(table: pd.DataFrame) -> str:
    """Return, as Markdown, the largest topic of each report with its share and interval; `table` as `shares_table`."""
    found, said = _largest(table).query("of >= @FEWEST"), []
    for row in rows_of(found):
        interval = f"{percent(row.share)} %, {percent(row.low)} to {percent(row.high)}"
        said.append(f"{escape(row.report)}: *{escape(row.label)}* ({interval})")
    if not said:
        return "There are no paragraphs long enough to be placed."
    shown = _some(said, "more report" + "s" * (len(said) > figures.MANY // 2 + 1))
    none = table["report"].nunique() - found["report"].nunique()
    why = "few paragraphs, or most without a word of their topic's name"
    shown += [f"{number(none, 'report')} not listed: {why}"] * (none > 0)
    return "\n- ".join(["The largest topic of each report, with its share and 95 % interval:\n", *shown])


def what_is_stable(table: pd.DataFrame) -> tuple[str, str]:
    """Return what the agreement means, and the agreement itself, with those it has to be compared with."""
    value = table.set_index("check")["value"]
    agreement, shuffled, mean, lowest = value.iloc[:4]
    if pd.isna(agreement) or pd.isna(shuffled):
        return "There is too little text, or the model comes from outside: its stability cannot be judged.", ""
    chance = "Paragraphs of shuffled words form groups that are about as stable: the topics may be chance."
    means = chance if pd.isna(lowest) else BY_REPORT  # without a lowest value there is one report
    side = "agree better" if shuffled > agreement + topics.CLOSE else "agree about as well"
    if shuffled < agreement - topics.CLOSE:
        means, side = "The topics reflect more than each report's own vocabulary.", "agree less well"
    one = str(value.index[2]).removeprefix("agreement ").removesuffix(", mean").capitalize()
    without = f" {one}, the agreement is {mean:.2f} on average and {lowest:.2f} at worst."
    return means, (
        f"Repetitions on random parts of the text agree at {agreement:.2f} (1: identical, 0: chance). They {side} "
        f"({shuffled:.2f}) when the words are shuffled within each report, so that paragraphs lose their subject."
        f"{without * pd.notna(lowest)}"
    )


def summary(model: topics.TopicModel, table: pd.DataFrame, common: pd.DataFrame, controls: pd.DataFrame) -> str:
    """Return the answer in short, as Markdown: what the reports talk about, what they share, how stable that is."""
    if table.empty:
        return "No paragraph is long enough to be placed."
    (means, numbers), stable = what_is_stable(controls), f"{topics_title(model.stability.topics)}."
    if len(set(table["report"])) < 2:
        return " ".join([stable, means, numbers, main_subjects(table)])
    first, later = ([means], []) if means == BY_REPORT else ([], [means])
    shared = f"A second analysis looked for themes in several reports. {shares_title(common, across=True)}."
    return " ".join([*first, f"{shares_title(table)}.", stable, *later, numbers, shared, main_subjects(table)])
