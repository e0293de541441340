"""Draw which words set reports apart (notebook 03), with titles, sources, alternative texts and evidence.

Each function takes the tables of `analysis.terms`, chooses what is shown, draws it, saves it and shows it. The
functions that begin with `say` return sentences about the same tables.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D

from analysis import edtf, figures, terms
from analysis.figures import INK, MUTED, PALE, PALETTE, colours, finish, link, nothing, shortened

MORE, FEWER, UNCLEAR = PALETTE[0], PALETTE[1], "#767676"
MANY = 12  # reports that are drawn; of more, those with most clear differences
_NOTHING = "No term occurs often enough to be drawn."
_NONE_TYPICAL = "No word is typical of one report."
_ALONE = "There is nothing to compare: fewer than two reports, or no term often enough"
_ROW = 0.19  # inches for a line of text
_PANEL = 1.75  # inches for a panel of rates
_IN_ROW = 5  # reports in a row of the legend
_UNIT = "per 10,000 words"
_REACH = 8.0  # log ratios further out are cut: 256 times as often
# Where the name of a point may stand, in points from it; the first that is free is taken.
_BESIDE = (
    (5, 0, "left", "center"), (-5, 0, "right", "center"), (0, 4, "center", "bottom"), (0, -4, "center", "top"),
    (3, 3, "left", "bottom"), (-3, 3, "right", "bottom"), (3, -3, "left", "top"), (-3, -3, "right", "top"),
)  # fmt: skip


def keyness(differences: pd.DataFrame, hits: pd.DataFrame, corpus: Any, name: str = "03_keyness") -> None:
    """Draw the terms that set each report (or one group) apart, with intervals, and show it with its evidence.

    `differences` is what `terms.keyness_of_each`, `keyness` or `compare` returned, `hits` the words it was made of.
    """
    shown = key_terms(differences, by_date(corpus, differences))
    evidence = corpus.locate(terms.hits_of(hits, shown))
    fig = draw_key_terms(shown, say_key_terms(differences), source(hits), name)
    figures.show(fig, name, data=shown, evidence=evidence)


def by_date(corpus: Any, table: pd.DataFrame) -> list[str]:
    """Return the reports of a table in the order of their publication; unknown dates come last."""
    names = table["report"].astype(str).unique().tolist() if "report" in table else []
    published = corpus.reports["published"].astype(str)
    return sorted(names, key=lambda report: (published.get(report, "") or "9", report))


def source(hits: pd.DataFrame) -> str:
    """Return the line below a figure: how many words of how many reports, and what a word is."""
    words = int(terms.counting.words_of_rows(hits).sum())
    reports = _number(len(set(hits["report"].astype(str))), "report")
    return f"Source: main text of {reports}, {words:,} words. Counted: {hits.attrs.get('tokeniser', 'words')}."


def key_terms(differences: pd.DataFrame, order: list[str], more: int = 6, fewer: int = 3) -> pd.DataFrame:
    """Return the terms to draw: of each report the clearest content words, most frequent here first, with `mark`.

    Where a report has no clear difference, its three strongest are shown as unclear. Of more than twelve reports, those
    with most clear differences are drawn.
    """
    table = differences[~differences["term"].isin(terms.STOP_WORDS)]
    grouped = "report" in table
    parts = [(report, table[table["report"] == report]) for report in order] if grouped else [("", table)]
    if len(parts) > MANY:
        most = sorted(parts, key=lambda part: -(part[1]["verdict"] != "unclear").sum())[:MANY]
        parts = sorted(most, key=lambda part: order.index(part[0]))
    more, fewer = (more, fewer) if len(parts) <= 6 else (4, 1)
    chosen = [_clearest(rows, more, fewer) for _, rows in parts]
    shown = pd.concat([rows for rows in chosen if len(rows)] or [table.head(0)])
    mark = (shown["report"] + ": " if grouped else "") + shown["term"]
    absent = np.where(shown["n"] == 0, " (none here; sentences of the others)", "")
    shown = shown.assign(mark=mark + absent)
    shown.attrs = dict(differences.attrs)
    return shown


def _clearest(rows: pd.DataFrame, more: int, fewer: int) -> pd.DataFrame:
    """Return the rows of one report to draw, sorted by log ratio."""
    clear = rows[rows["verdict"] != "unclear"]
    rows = clear if len(clear) else rows.iloc[:3]
    strength = rows["log_likelihood"].abs().round(6)
    ranked = rows.assign(strength=strength).sort_values(["strength", "term"], ascending=[False, True])
    sides = [ranked[ranked["log_ratio"] > 0].head(more), ranked[ranked["log_ratio"] <= 0].head(fewer)]
    return pd.concat(sides).sort_values(["log_ratio", "term"], ascending=[False, True]).drop(columns="strength")


def draw_key_terms(shown: pd.DataFrame, title: str, foot: str, name: str) -> Figure:
    """Return the figure of `keyness`: one panel per report, an arrow where one side never has the term."""
    if shown.empty:
        return nothing(title, foot, _NOTHING)
    panels = list(shown.groupby("report", sort=False)) if "report" in shown else [("", shown)]
    rows = [len(mine) for _, mine in panels]
    height = 1.9 + _ROW * (sum(rows) + 2.0 * len(rows))
    ratios = [n + 0.6 for n in rows]
    fig, axes = plt.subplots(len(rows), 1, sharex=True, squeeze=False, height_ratios=ratios, figsize=(6.4, height))
    finite = shown[["log_ratio_low", "log_ratio_high", "log_ratio"]].abs().replace(np.inf, np.nan).max().max()
    reach = min(float(np.ceil(np.nan_to_num(finite, nan=4.0))), _REACH) + 0.3
    for ax, (report, mine) in zip(axes[:, 0], panels, strict=True):
        _intervals(ax, mine, name, reach)
        ax.set_title(report, size=9.5, color=INK, pad=3)
        ax.tick_params(labelbottom=ax is axes[-1, 0] or len(rows) > 6)  # else the scale is out of sight
    steps = [step for step in (-8, -6, -4, -2, 0, 2, 4, 6, 8) if abs(step) < reach]
    axes[0, 0].set_xlim(-reach, reach)
    axes[-1, 0].set_xticks(steps, [_times(step) for step in steps])
    axes[-1, 0].set_xlabel("how many times as often as in the other reports (log scale), with 95 % interval")
    _beside_row(axes[0, 0], -0.9, "here", "others")
    sub = (
        "Filled: clear difference. Hollow or dotted: not clear. Arrow: one side has none, or the interval goes on. "
        "(alone): counted outside longer terms only."
    )
    said = "; ".join(f"{report}: {', '.join(_with_counts(mine))}" for report, mine in panels)
    return finish(fig, title, foot, f"Terms that set reports apart, with counts here and in the others. {said}.", sub)


def _with_counts(rows: pd.DataFrame) -> list[str]:
    """Return the terms of a panel with their counts, for the alternative text."""
    return [f"{row.term} {row.n} to {row.n_reference}" for row in rows.pipe(_rows)]


def _intervals(ax: Axes, rows: pd.DataFrame, name: str, reach: float) -> None:
    """Draw the terms of one panel, the first row on top, with the counts in two columns on the right."""
    ax.axvline(0, color=PALE, lw=1)
    for y, row in enumerate(rows.pipe(_rows)):
        colour = MORE if row.log_ratio > 0 else FEWER
        low, high = max(row.log_ratio_low, -reach), min(row.log_ratio_high, reach)
        style = ":" if row.verdict == "unclear" else "-"
        ax.plot([low, high], [y, y], color=colour, lw=1.4, ls=style, alpha=0.6, solid_capstyle="butt")
        ends = [(x, form) for x, form, cut in ((low, "<", -reach), (high, ">", reach)) if x == cut]
        one_sided = row.n == 0 or row.n_reference == 0
        face = "white" if row.verdict == "unclear" else colour
        for x, form in ends + ([(low if row.n else high, "|")] if one_sided else [(row.log_ratio, "o")]):
            look: dict[str, Any] = {"edgecolor": colour, "lw": 1.3} if form == "o" else {"lw": 1.3}
            look |= {"s": 30, "marker": form, "color": face if form == "o" else colour, "zorder": 3, "clip_on": False}
            dot = ax.scatter(np.clip(x, -reach, reach), y, **look)
            dot.set_urls([link(name, row.mark)])
        _beside_row(ax, y, f"{row.n}", f"{row.n_reference}")
    ax.set_yticks(range(len(rows)), [_label(row) for row in rows.pipe(_rows)])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.tick_params(axis="x", length=2)
    ax.spines["left"].set_visible(False)


def _label(row: Any) -> str:
    """Return the name of a term in a comparison; "alone" where it was counted outside longer terms only."""
    return shortened(row.term) + (" (alone)" if row.n_inside else "")


def _beside_row(ax: Axes, y: float, first: str, second: str) -> None:
    """Write two right-aligned columns right of a row, in points from its end, so that they stay apart."""
    for points, text in ((30, first), (68, second)):
        place: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points"}
        ax.annotate(text, (1, y), (points, 0), size=9, ha="right", va="center", color=MUTED, **place)


def _times(step: int) -> str:
    """Return a log ratio in words."""
    return "same" if step == 0 else f"×{2**step}" if step > 0 else f"1/{2**-step}"


def against(compared: pd.DataFrame, hits: pd.DataFrame, corpus: Any, name: str = "03_against") -> None:
    """Draw all terms of one comparison (see `terms.keyness`) by their rates on both sides, with evidence."""
    label = _group(compared.attrs.get("target", []))
    clear = compared["verdict"] != "unclear"
    shown = compared.assign(
        mark=compared["term"].where(clear, ""), named=clear & ~compared["term"].isin(terms.STOP_WORDS)
    )
    shown.attrs = dict(compared.attrs)
    evidence = corpus.locate(terms.hits_of(hits, shown[clear]))
    fig = draw_against(shown, say_against(compared), source(hits), name, label)
    figures.show(fig, name, data=shown.drop(columns="named"), evidence=evidence)


def draw_against(shown: pd.DataFrame, title: str, foot: str, name: str, label: str) -> Figure:
    """Return the figure of `against`: a term that one side lacks stands on the edge; terms in one place are spread."""
    if shown.empty:
        return nothing(title, foot, _NOTHING)
    smallest = min(v[v > 0].min() for v in (shown["rate"], shown["rate_reference"]) if (v > 0).any())
    edge = smallest / 2
    x, y = (shown[column].where(shown[column] > 0, edge) for column in ("rate_reference", "rate"))
    turn = shown.groupby(["rate_reference", "rate"]).cumcount() * 2.4  # radians: a spiral of points that coincide
    x, y = x * np.exp(0.03 * np.sqrt(turn) * np.cos(turn)), y * np.exp(0.03 * np.sqrt(turn) * np.sin(turn))
    names = {"more": f"more often in {label}", "fewer": f"less often in {label}", "unclear": "no clear difference"}
    palette = dict(zip(names, (MORE, FEWER, UNCLEAR), strict=True))
    fig, ax = plt.subplots(figsize=(6.4, 5.6))
    look: dict[str, Any] = {"s": 16, "alpha": 0.75, "linewidth": 0, "zorder": 2, "legend": False}
    sns.scatterplot(x=x, y=y, hue=shown["verdict"], hue_order=list(names), palette=palette, ax=ax, **look)
    ax.collections[0].set_urls([link(name, mark) if mark else None for mark in shown["mark"]])
    top = float(max(x.max(), y.max())) * 1.6
    ax.plot([edge, top], [edge, top], color=PALE, lw=1, zorder=1)
    ax.set(xscale="log", yscale="log", xlim=(edge / 1.5, top), ylim=(edge / 1.5, top))
    ax.set(xlabel="in the other reports, per 10,000 words", ylabel=f"in {label}, per 10,000 words")
    ticks = [t for t in (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500) if smallest <= t < top]
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_ticks([edge, *ticks], ["0", *[f"{t:g}" for t in ticks]])
        axis.set_ticks([], minor=True)
    keys = [Line2D([], [], marker="o", ls="", color=palette[v], label=names[v], markersize=4.5) for v in names]
    legend = ax.legend(handles=keys, loc="lower right", handletextpad=0.2, labelcolor=MUTED)
    finish(fig, title, foot, _alt_against(shown, label), "On the diagonal a term is as frequent on both sides.")
    strength = shown["log_likelihood"].abs().round(6)
    named = shown.assign(x=x, y=y, strength=strength).sort_values(["strength", "term"], ascending=[False, True])
    fig.draw_without_rendering()  # only now it is known where everything stands
    _label_points(ax, legend, named[named["named"]].head(60))
    return fig


def _alt_against(shown: pd.DataFrame, label: str) -> str:
    """Return the alternative text of `against`."""
    parts = []
    for verdict, word in (("more", "more often"), ("fewer", "less often")):
        rows = shown[shown["verdict"] == verdict].sort_values("log_likelihood", key=lambda g2: -g2.abs(), kind="stable")
        parts.append(f"{len(rows)} terms occur {word} in {label} ({', '.join(rows['term'].head(5))})")
    return f"Scatter of {len(shown)} terms by their rates in {label} and in the others. " + "; ".join(parts) + "."


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


def strips(differences: pd.DataFrame, hits: pd.DataFrame, corpus: Any, name: str = "03_strips") -> None:
    """Draw where in each report its own words stand, and show it with evidence."""
    shown = key_terms(differences, by_date(corpus, differences), more=3, fewer=0)
    shown = shown[(shown["verdict"] == "more") | ~shown["report"].isin(shown.loc[shown["verdict"] == "more", "report"])]
    places = shown[["report", "term", "dp_excess", "mark"]].merge(terms.positions(hits), on=["report", "term"])
    fig = draw_strips(places, say_strips(shown), source(hits), name)
    figures.show(fig, name, data=places, evidence=corpus.locate(places))


def draw_strips(places: pd.DataFrame, title: str, foot: str, name: str) -> Figure:
    """Return the figure of `strips`: `places` has report, term, position (0 to 1), dp_excess and mark."""
    if places.empty:
        return nothing(title, foot, _NOTHING)
    counted = {"n": ("position", "size"), "dp_excess": ("dp_excess", "first")}
    rows = places.groupby(["report", "term"], sort=False, as_index=False).agg(**counted)
    colour = colours(sorted(places["report"].astype(str).unique()))
    fig, ax = plt.subplots(figsize=(6.4, 1.4 + 0.24 * (len(rows) + len(set(rows["report"])))))
    y, ticks, last = 0.0, [], ""
    for row in rows.pipe(_rows):
        y += 1.0 if row.report == last else 2.0
        if row.report != last:
            ax.text(0, y - 1.0, row.report, size=9.5, weight="bold", va="center", color=INK)
        mine = places[(places["report"] == row.report) & (places["term"] == row.term)]
        ax.plot([0, 1], [y, y], color=PALE, lw=0.7, zorder=1)
        for position, mark in zip(mine["position"], mine["mark"], strict=True):  # one by one, so that each is a link
            ax.vlines(position, y - 0.36, y + 0.36, color=colour[row.report], lw=1.3, zorder=2).set_urls(
                [link(name, mark)]
            )
        _beside_row(ax, y, f"{row.n}", f"{row.dp_excess:.2f}")
        ticks.append(y)
        last = row.report
    _beside_row(ax, 1.0, "n", "cluster")
    ax.set_yticks(ticks, [shortened(term) for term in rows["term"]])
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["first word", "25 %", "50 %", "75 %", "last word"])
    ax.set(xlim=(0, 1), ylim=(y + 0.7, 0.3))
    ax.tick_params(axis="y", length=0)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    said = ", ".join(f"{row.term} in {row.report} {row.n} (cluster {row.dp_excess:.2f})" for row in rows.pipe(_rows))
    sub = "Cluster: 0 is as even as words scattered at random over the paragraphs, 1 is all in one place."
    return finish(fig, title, foot, f"Where terms stand, from the first word of a report to its last. {said}.", sub)


def rates(rates: pd.DataFrame, hits: pd.DataFrame, corpus: Any, name: str = "03_rates") -> None:
    """Draw the rates of some terms (see `terms.rates`) by date of publication, and show them with evidence."""
    shown = dated_rates(rates, corpus)
    fig = draw_rates(shown, say_rates(shown), source(hits), name)
    figures.show(fig, name, data=shown, evidence=corpus.locate(terms.hits_of(hits, shown[shown["n"] > 0])))


def dated_rates(rates: pd.DataFrame, corpus: Any) -> pd.DataFrame:
    """Return rates with date (the middle of the publication date; reports without one are left out) and mark."""
    published = corpus.reports["published"].astype(str)
    dates = published[published != ""].map(edtf.middle)
    shown = rates.assign(date=rates["report"].map(dates), mark=rates["report"] + ": " + rates["term"])
    return shown.dropna(subset="date").sort_values(["date", "report"], kind="stable")


def draw_rates(shown: pd.DataFrame, title: str, foot: str, name: str) -> Figure:
    """Return the figure of `rates`: one panel per term, with intervals; `shown` is what `dated_rates` returned.

    More reports than there are colours stand in one colour, without a legend.
    """
    if shown.empty:
        return nothing(title, foot, "No report has a date and one of these terms.")
    shown = shown.assign(date=pd.to_datetime(shown["date"]))
    panels, reports = list(dict.fromkeys(shown["term"])), list(dict.fromkeys(shown["report"]))
    by_colour = len(reports) <= len(PALETTE)
    colour = colours(sorted(reports)) if by_colour else dict.fromkeys(reports, PALETTE[0])
    lines, rows = -(-len(panels) // 2), -(-len(reports) // _IN_ROW) if by_colour else 0
    fig, axes = plt.subplots(lines, 2, figsize=(6.4, 1.8 + _PANEL * lines + 0.2 * rows), squeeze=False, sharex=True)
    for ax, panel in zip(axes.flat, panels, strict=False):
        _panel(ax, shown[shown["term"] == panel], colour, name)
        ax.set_title(shortened(panel), size=9.5, pad=3)
    for ax in axes.flat[len(panels) :]:
        ax.set_visible(False)
    for ax in axes[:, 0]:
        ax.set_ylabel(_UNIT)
    for ax in axes.flat[max(len(panels) - 2, 0) : len(panels)]:  # the lowest panel of each column
        ax.tick_params(labelbottom=True)
        ax.set_xlabel("published" + "\n" * (1 + rows if rows else 0))  # empty lines make space for the legend
    sub = "Bars are 95 % intervals; one that leaves its panel ends in an arrow. A few reports cannot show a trend."
    words = shown.apply(lambda r: f"{r['report']} {r['rate']:.1f} ({r['low']:.1f} to {r['high']:.1f})", axis=1)
    said = "; ".join(f"{term}: {', '.join(each)}" for term, each in words.groupby(shown["term"], sort=False))
    finish(fig, title, foot, f"Rates ({_UNIT}) by date of publication. {said}.", sub)
    if by_colour:
        _legend(fig, colour, reports)
    return fig


def _panel(ax: Axes, mine: pd.DataFrame, colour: dict[str, str], name: str) -> None:
    """Draw the rates of one subject with their intervals."""
    top = min(max(2 * mine["rate"].max(), mine["high"].min()), 1.05 * terms.counting.PER)
    for row in mine.pipe(_rows):
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
    look |= {"ncols": _IN_ROW, "handletextpad": 0.1, "columnspacing": 1.0, "labelcolor": MUTED}
    fig.legend(handles=keys, **look).set_in_layout(False)


def most_different(differences: pd.DataFrame) -> str:
    """Return the report with most clear differences (the first of those with as many)."""
    clear = (differences["verdict"] != "unclear").groupby(differences["report"], sort=False).sum()
    return str(clear.index[int(clear.argmax())]) if len(clear) else ""


def shared_terms(counted: pd.DataFrame, most: int = 10, min_count: int = 15) -> pd.DataFrame:
    """Return the content words of `terms.frequencies` that every report uses, the most evenly spread first."""
    everywhere = counted[(counted["reports"] == counted["reports"].max()) & ~counted["term"].isin(terms.STOP_WORDS)]
    frequent = everywhere[everywhere["n"] >= min(min_count, everywhere["n"].max())]
    return frequent.assign(order=frequent["dp_excess"].round(6)).sort_values(["order", "term"]).head(most)


def collocates_in_words(beside: pd.DataFrame, least: float = 2.0, most: int = 5) -> pd.DataFrame:
    """Return for each search word and report the terms that attract it (z of two or more), with their sentences."""
    strong = beside[beside["z"] >= least]
    listed = strong.assign(terms=strong["term"] + " " + strong["n"].astype(str))
    listed = listed.sort_values(["n", "term"], ascending=[False, True]).groupby(["search_word", "report"]).head(most)
    together = listed.groupby(["search_word", "report"])["terms"].agg(", ".join).reset_index()
    rank = {word: i for i, word in enumerate(dict.fromkeys(beside["search_word"]))}
    return together.sort_values("search_word", key=lambda names: names.map(rank), kind="stable", ignore_index=True)


def say_key_terms(differences: pd.DataFrame) -> str:
    """Return the headline of `keyness`: the clearest content word of each report (or of one group)."""
    if differences.empty:
        return _ALONE
    table = differences[~differences["term"].isin(terms.STOP_WORDS) & (differences["verdict"] == "more")]
    if "report" not in differences:
        few = ", ".join(f"“{term}”" for term in table["term"].head(4))
        label = _group(differences.attrs.get("target", []))
        return f"Words that set {label} apart: {few}" if few else f"No word clearly sets {label} apart"
    first = table.groupby("report", sort=False)["term"].first()
    if first.empty:
        return "No word clearly sets a report apart"
    each = ", ".join(f"“{term}” ({report})" for report, term in first.head(6).items()) + " …" * (len(first) > 6)
    every = differences["report"].nunique()
    who = "Each report has" if len(first) == every else f"{len(first)} of {every} reports have"
    return f"{who} a word that sets it apart: {each}"


def say_against(compared: pd.DataFrame) -> str:
    """Return the headline of `against`: how many terms differ clearly."""
    if compared.empty:
        return _ALONE
    clear = int((compared["verdict"] != "unclear").sum())
    label = _group(compared.attrs.get("target", []))
    return f"{clear} of {_number(len(compared), 'term')} clearly set {label} apart; the others show no clear difference"


def say_strips(shown: pd.DataFrame) -> str:
    """Return the headline of `strips`: a word that runs through its report, one that keeps to a part, if any."""
    ends = shown[shown["n"] >= 10].dropna(subset="dp_excess").sort_values(["dp_excess", "term"])  # few say little
    even, clustered = ends[ends["dp_excess"] < 0.1].head(1), ends[ends["dp_excess"] > 0.25].tail(1)
    said = [f"“{row.term}” runs through {row.report}" for row in even.pipe(_rows)]
    said += [f"“{row.term}” keeps to parts of {row.report}" for row in clustered.pipe(_rows)]
    return "; ".join(said) or "Where in each report its own words stand"


def say_rates(shown: pd.DataFrame) -> str:
    """Return the headline of `rates`: the first term whose highest and lowest interval do not overlap."""
    for term, rows in shown.groupby("term", sort=False):
        ranked = rows.sort_values(["rate", "report"])
        low, high = ranked.iloc[0], ranked.iloc[-1]
        if high["low"] > low["high"]:
            ends = f"{high['rate']:.0f} per 10,000 words in {high['report']}, {low['rate']:.0f} in {low['report']}"
            return f"“{term}” differs clearly between reports: {ends}"
    return "No clear difference between the reports in how often they use these words"


def say_in_short(differences: pd.DataFrame, chance: pd.DataFrame, power: pd.DataFrame) -> str:
    """Return the answer of the notebook: the words, how many differences are clear, and how far that can be trusted."""
    if differences.empty:
        return f"{_ALONE}."
    clear = differences[differences["verdict"] != "unclear"]
    compared = differences.attrs.get("compared", len(differences))
    said = [f"{say_key_terms(differences)}."]
    many = f"{len(clear):,} show a clear difference ({_number(clear['term'].nunique(), 'term')})"
    said.append(f"Of {compared:,} comparisons, {many}.")
    return " ".join([*said, *say_calibration(chance), *say_power(power)])


def say_meaning(differences: pd.DataFrame, compared: pd.DataFrame) -> str:
    """Return what the comparison means: how much of a typical word one report has, and what is not clear."""
    if compared.empty:
        return f"{_ALONE}."
    table = differences[~differences["term"].isin(terms.STOP_WORDS) & (differences["verdict"] == "more")]
    top = table.groupby("report", sort=False).head(1)
    said = [f"{row.report} has {row.n} of {row.n + row.n_reference} uses of “{row.term}”" for row in top.pipe(_rows)]
    unclear = int((compared["verdict"] == "unclear").sum())
    label = _group(compared.attrs.get("target", []))
    typical = f"How much of a typical word one report has: {'; '.join(said)}." if said else _NONE_TYPICAL
    rest = f"For {unclear} of {_number(len(compared), 'term')}, {label} shows no clear difference from the others."
    return f"{typical} {rest}"


def say_calibration(chance: pd.DataFrame) -> list[str]:
    """Return what `terms.null_calibration` found by runs of paragraphs, in a sentence, if it found anything."""
    kept = chance.set_index("test")["kept"].reindex(["permutation of units", "log-likelihood"]).astype(float)
    if kept.isna().any():
        return []
    return [
        "Between random parts of the corpus, made of whole runs of neighbouring paragraphs, the same test calls "
        f"{kept.iloc[0]:.1f} terms different on average, log-likelihood {kept.iloc[1]:.1f}."
    ]


def say_power(power: pd.DataFrame) -> list[str]:
    """Return what `terms.planted_power` found, in a sentence: the most frequent band, and the rarest."""
    if power.empty:
        return []
    bands = power.sort_values("occurrences", ascending=False)
    first, last = bands.iloc[0], bands.iloc[-1]
    found = f"{100 * first['share_q']:.0f} % of words with {first['occurrences']:.0f} occurrences or more"
    if len(bands) > 1:
        found += f" and {100 * last['share_q']:.0f} % of those with fewer than {bands.iloc[-2]['occurrences']:.0f}"
    return [f"A twofold difference is found in {found}, so what is not found may still be there."]


def _group(reports: list[str]) -> str:
    """Return the name of a group of reports."""
    return " and ".join(reports) if len(reports) < 3 else f"{reports[0]} and {len(reports) - 1} more"


def _number(n: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _rows(table: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a table as tuples whose values have the names of the columns."""
    return table.itertuples(index=False)
