"""Draw which words set reports apart (notebook 03); functions that begin with `say` return sentences about them."""

import textwrap
from collections.abc import Iterable
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from analysis import edtf, figures, terms
from analysis.language import listed, rows_of
from analysis.notebook import number

UNCLEAR = "#8F8F8F"
_NOTHING = "No term occurs often enough to be drawn."
_CLEAR = "A difference is clear if a test of whole paragraphs finds it and one side has five uses or more."
ENOUGH = 10  # uses, and paragraphs, from which on the spread of a word says something
_ALONE = "There is nothing to compare: fewer than two reports, or no term often enough"
_ELSEWHERE = " (never used here; the first uses elsewhere)"
EMPTY = 0.2  # of a report without a word: it is not used throughout
MOST_TERMS = MOST_POINTS = 1500  # points of a scatter that are drawn one by one
_ROW = 0.18  # inches for a line of text
_UNIT = "per 10,000 words"
_REACH = 8.0  # log ratios further out are cut: 256 times as often
# How many terms of each report are drawn, used more and less often there: of up to six reports, and of more.
FEW_REPORTS, OF_FEW, OF_MANY = 6, (6, 3), (3, 0)
# Where the name of a point may stand, in points from it; the first that is free is taken.
_BESIDE = (
    (5, 0, "left", "center"), (-5, 0, "right", "center"), (0, 4, "center", "bottom"), (0, -4, "center", "top"),
    (3, 3, "left", "bottom"), (-3, 3, "right", "bottom"), (3, -3, "left", "top"), (-3, -3, "right", "top"),
)  # fmt: skip


def keyness(differences: pd.DataFrame, hits: pd.DataFrame, corpus: Any, name: str = "03_keyness") -> None:
    """Draw the terms that set each report apart (see `terms.keyness_of_each`), and show it with its evidence."""
    order = figures.by_date(corpus.reports)
    shown = key_terms(differences, order)
    known = long_forms(hits, shown["term"])
    foot = source(hits, shown) + f" {known}." * bool(known)
    fig = draw_key_terms(shown, say_key_terms(differences), foot, name, figures.colours(order))
    figures.show(fig, name, data=shown, evidence=evidence_of(shown, hits, corpus), cover=True)


def evidence_of(shown: pd.DataFrame, hits: pd.DataFrame, corpus: Any) -> pd.DataFrame:
    """Return the uses of the terms that have a mark, located; of terms never used here the first ones elsewhere."""
    found = corpus.locate(terms.hits_of(hits, shown[shown["mark"] != ""]))
    some = ~found["mark"].str.endswith(_ELSEWHERE) | (found.groupby("mark").cumcount() < 5)
    return found[some].reset_index(drop=True)


def source(hits: pd.DataFrame, shown: pd.DataFrame | None = None) -> str:
    """Return the line below a figure: how many words of how many reports, what a word is, how many reports it shows."""
    words, n = int(terms.counting.words_of_rows(hits).sum()), hits["report"].nunique()
    some = "" if shown is None or n <= figures.MANY else f" Shown: {shown['report'].nunique()} with most differences."
    forms = "all forms of a concept as one" if "rule" in hits else "hyphen compounds whole"
    counted = f"Counted: words without numbers and web addresses, {forms}.{some}"
    return f"Source: main text of {number(n, 'report')}, {words:,} words. {counted}"


def long_forms(hits: pd.DataFrame, shown: Iterable[str]) -> str:
    """Return what the acronyms among these terms of merged words stand for, as the reports or `concepts.csv` say."""
    if "rule" not in hits:
        return ""
    short = hits["term"].isin([term for term in shown if term.isupper()])
    said = hits.loc[short & hits["rule"].isin(["listed", "acronym", "standard"]), ["term", "surface"]].astype(str)
    known = said[said["surface"].str.contains(" ")].value_counts().reset_index()
    known = known.drop_duplicates("term").sort_values("term")
    return "; ".join(known["term"] + ": " + known["surface"])


def key_terms(differences: pd.DataFrame, order: list[str], most: tuple[int, int] | None = None) -> pd.DataFrame:
    """Return the terms to draw: of each report the clearest content words, most frequent here first, with `mark`.

    `most` is how many that are used more and less often there: `OF_FEW`, or `OF_MANY` of more than six reports. Where a
    report has none, its three strongest are shown as unclear. Of many reports, those with most are drawn.
    """
    table = _content(differences)
    clear = table[table["verdict"] != "unclear"]
    reports = [report for report in order if report in set(table["report"])]
    if len(reports) > figures.MANY:
        largest = clear["report"].value_counts().head(figures.MANY).index
        reports = [report for report in reports if report in largest]
    more, fewer = most or (OF_FEW if len(reports) <= FEW_REPORTS else OF_MANY)
    parts = [table.head(0)]
    for report in reports:
        own, rest = (rows[rows["report"] == report] for rows in (clear, table))
        ranked = _strongest(own if len(own) else rest.head(3))
        sides = [ranked[ranked["log_ratio"] > 0].head(more), ranked[ranked["log_ratio"] <= 0].head(fewer)]
        parts.append(pd.concat(sides).sort_values(["log_ratio", "term"], ascending=[False, True]))
    shown = pd.concat(parts[1:] or parts)
    return shown.assign(mark=shown["report"] + ": " + shown["term"] + np.where(shown["n"] == 0, _ELSEWHERE, ""))


def _strongest(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.iloc[np.lexsort((rows["term"], -rows["log_likelihood"].abs().round(6)))]


@figures.drawn
def draw_key_terms(shown: pd.DataFrame, title: str, foot: str, name: str, colour: dict[str, str]) -> Figure:
    """Return the figure of `keyness`: one panel per report, an arrow where one side never has the term."""
    if shown.empty:
        return figures.nothing(title, foot, _NOTHING)
    panels = list(shown.groupby("report", sort=False))
    ratios = [len(mine) * figures.row_height(list(mine["term"]), _ROW) / _ROW + 0.6 for _, mine in panels]
    grid = {"sharex": True, "squeeze": False, "height_ratios": ratios}
    fig, axes = figures.canvas(0.8 + _ROW * (sum(ratios) + 1.2 * len(panels)), nrows=len(panels), **grid)
    finite = shown[["log_ratio_low", "log_ratio_high", "log_ratio"]].abs().replace(np.inf, np.nan).max().max()
    reach = min(float(np.ceil(np.nan_to_num(finite, nan=4.0))), _REACH) + 0.3
    for ax, (report, mine) in zip(axes[:, 0], panels, strict=True):
        _intervals(ax, mine, name, reach, colour.get(str(report), figures.INK))
        head = figures.shortened(str(report), 32 if figures.on_phone() else 40)
        ax.set_title(head, size=9.5, color=figures.INK, pad=3, loc="center")
        ax.tick_params(labelbottom=ax is axes[-1, 0] or len(panels) > 6)  # else the scale is out of sight
    start = -reach if (shown["log_ratio"] < 0).any() else -1
    steps = [step for step in ((-6, 0, 6) if figures.on_phone() else range(-8, 9, 2)) if start <= step < reach]
    names = ["same" if step == 0 else f"×{2**step}" if step > 0 else f"1/{2**-step}" for step in steps]
    axes[0, 0].set_xlim(start - 0.4, reach + 0.4)  # the arrows do not touch the names
    axes[-1, 0].set_xticks(steps, names)
    axes[-1, 0].set_xlabel("how many times as often\nas in the other reports, with 95 % interval")
    _beside_row(axes[0, 0], -2.1, "here", "others")
    sub = f"{_CLEAR} Lines: 95 % intervals; one that reaches the edge continues beyond it. Right: numbers of uses."
    said = shown["term"] + " " + shown["n"].astype(str) + " to " + shown["n_reference"].astype(str)
    each = said.groupby(shown["report"], sort=False).agg(", ".join)
    alt = f"Terms that set reports apart, with counts here and in the others. {'; '.join(each.index + ': ' + each)}."
    dot: dict[str, Any] = {"color": figures.INK, "marker": "o", "ms": 5, "lw": 1.4}
    never = "never used here, or never elsewhere"
    looks = {"clear difference": dot, "not clear": dot | {"mfc": "white", "ls": ":"}, never: dot | {"marker": ">"}}
    keys = [Line2D([], [], label=label, **look) for label, look in looks.items()]
    return figures.finish(fig, title, foot, alt, sub, keys)


def _intervals(ax: Axes, rows: pd.DataFrame, name: str, reach: float, colour: str) -> None:
    ax.axvline(0, color=figures.PALE, lw=1)
    for y, row in enumerate(rows_of(rows)):
        low, high = max(row.log_ratio_low, -reach), min(row.log_ratio_high, reach)
        clear = row.verdict != "unclear"
        ax.plot([low, high], [y, y], color=colour, lw=1.4, ls="-" if clear else ":", solid_capstyle="butt")
        markers = [(row.log_ratio, "o")]
        if row.n == 0 or row.n_reference == 0:
            markers = [(reach, ">"), (low, "|")] if row.n else [(-reach, "<"), (high, "|")]
        for x, form in markers:
            face = colour if clear or form != "o" else "white"
            edge: dict[str, Any] = {"color": colour} if form == "|" else {"facecolor": face, "edgecolor": colour}
            dot = ax.scatter(np.clip(x, -reach, reach), y, s=30, marker=form, lw=1.3, zorder=3, clip_on=False, **edge)
            dot.set_urls([figures.link(name, row.mark)])
        _beside_row(ax, y, f"{row.n}", f"{row.n_reference}")
    figures.name_rows(ax, [figures.shortened(term) for term in rows["term"]])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.tick_params(axis="x", length=2)


def _beside_row(ax: Axes, y: float, *columns: str) -> None:
    """Write right-aligned columns right of a row, in points from its end, so that they stay apart."""
    for points, text in zip((22, 60) if figures.on_phone() else (30, 68), columns, strict=False):
        place: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points"}
        ax.annotate(text, (1, y), (points, 0), size=9, ha="right", va="center", color=figures.MUTED, **place)


def against(compared: pd.DataFrame, hits: pd.DataFrame, corpus: Any, name: str = "03_against") -> None:
    """Draw all terms of one comparison (see `terms.keyness`) by their rates on both sides, with evidence of 40."""
    label = _group(compared)
    chosen = compared.index.isin(_strongest(_content(compared[compared["verdict"] != "unclear"])).head(40).index)
    mark = compared["term"] + np.where(compared["n"] == 0, _ELSEWHERE, "")
    shown = compared.assign(mark=mark.where(chosen, ""))
    colour = figures.colours(figures.by_date(corpus.reports)).get(label, figures.INK)
    fig = draw_against(shown, say_against(compared), source(hits), name, label, colour)
    figures.show(fig, name, data=shown, evidence=evidence_of(shown, hits, corpus))


@figures.drawn
def draw_against(shown: pd.DataFrame, title: str, foot: str, name: str, label: str, colour: str) -> Figure:
    """Return the figure of `against`: a term that one side lacks stands on the edge; terms in one place are spread."""
    if shown.empty:
        return figures.nothing(title, foot, _NOTHING)
    if len(shown) > MOST_TERMS:  # those without a clear difference once for each place
        shown = shown[(shown["verdict"] != "unclear") | ~shown.duplicated(["rate", "rate_reference"])]
    both = shown[["rate", "rate_reference"]]
    smallest = both[both > 0].min().min()
    edge = smallest / 2
    x, y = (shown[column].where(shown[column] > 0, edge) for column in ("rate_reference", "rate"))
    angle = shown.groupby(["rate_reference", "rate"]).cumcount() * 2.4  # radians: a spiral of points that coincide
    x, y = x * np.exp(0.03 * np.sqrt(angle) * np.cos(angle)), y * np.exp(0.03 * np.sqrt(angle) * np.sin(angle))
    fig, ax = figures.canvas(4.2 if figures.on_phone() else 4.9)
    keys, kinds = [], {"more": (f"more often in {label}", colour), "fewer": (f"less often in {label}", figures.INK)}
    kinds["unclear"] = "no clear difference", UNCLEAR
    for verdict, (text, fill) in kinds.items():
        mine = shown["verdict"] == verdict
        dots = ax.scatter(x[mine], y[mine], s=16, linewidth=0, zorder=2, color=fill, clip_on=False)
        dots.set_urls([figures.link(name, mark) if mark else None for mark in shown["mark"][mine]])
        keys.append(Line2D([], [], marker="o", ls="", color=fill, label=text, markersize=4.5))
    top = float(max(x.max(), y.max())) * 1.6
    ax.plot([edge, top], [edge, top], color=figures.PALE, lw=1, zorder=1)
    ax.set(xscale="log", yscale="log", xlim=(edge / 1.5, top), ylim=(edge / 1.5, top))
    ax.set(xlabel=f"in the other reports, {_UNIT}", ylabel=f"in {label},\n{_UNIT}")
    ticks = [t for t in (1, 2, 5, 10, 20, 50, 100, 200, 500) if smallest <= t < top][:: 2 if figures.on_phone() else 1]
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_ticks([edge, *ticks], ["0", *[f"{t:g}" for t in ticks]])
        axis.set_ticks([], minor=True)
    sub = f"{_CLEAR} On the diagonal: as frequent on both sides. At 0: only one side uses the term."
    ranked = _strongest(shown.assign(x=x, y=y))
    sides = [(ranked.loc[ranked["verdict"] == v, "term"], word) for v, word in (("more", "more"), ("fewer", "less"))]
    said = [f"{len(side)} terms occur {word} often in {label} ({', '.join(side.head(5))})" for side, word in sides]
    alt = f"Scatter of {len(shown)} terms by their rates in {label} and in the others. {'; '.join(said)}."
    figures.finish(fig, title, foot, alt, sub, keys)
    fig.draw_without_rendering()  # only now it is known where everything stands
    named = ranked[ranked["mark"] != ""].head(20 if figures.on_phone() else 60)
    _label_points(ax, named, {"more": figures.for_text(colour)})
    return fig


def _label_points(ax: Axes, points: pd.DataFrame, ink: dict[str, Any]) -> None:
    """Name points in their colour, the strongest first, where the name covers no other name and no point."""
    to_pixels = ax.transData.transform
    taken: list[Any] = []
    frame, renderer = ax.get_window_extent(), ax.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    dots = to_pixels(np.vstack([dots.get_offsets() for dots in ax.collections]))
    for row in rows_of(points):
        px, py = to_pixels((row.x, row.y))
        colour = ink.get(row.verdict, figures.INK)
        look: dict[str, Any] = {"textcoords": "offset points", "size": 9, "color": colour}
        look["arrowprops"] = {"arrowstyle": "-", "lw": 0.6, "color": colour, "shrinkA": 0, "shrinkB": 1}
        for far, (dx, dy, ha, va) in product((1, 3, 6), _BESIDE):
            text = ax.annotate(figures.shortened(row.term), (row.x, row.y), (dx * far, dy * far), ha=ha, va=va, **look)
            text.update_positions(renderer)
            box = Text.get_window_extent(text).padded(1)  # without its line
            inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 + 5 and frame.y0 <= box.y0 and box.y1 <= frame.y1
            line = np.linspace((px, py), np.clip((px, py), box.min, box.max), 9)
            free = not any(box.overlaps(other) or other.count_contains(line[3:]) for other in taken)
            if inside and free and not box.count_contains(dots):
                dots = np.vstack([dots, line])  # no name covers the line
                taken += [box, box.from_extents(px - 3, py - 3, px + 3, py + 3)]
                break
            text.remove()


def positions(hits: pd.DataFrame) -> pd.DataFrame:
    """Return words with `position`: where in the words of its report each stands, from 0 to 1."""
    words = pd.Series(terms.counting.words_of_rows(hits)).groupby(hits["report"].astype(str).to_numpy())
    at = (words.cumsum().clip(lower=1) - 0.5) / words.transform("sum").clip(lower=1)
    return hits.assign(position=at.to_numpy())


def strips(differences: pd.DataFrame, hits: pd.DataFrame, corpus: Any, name: str = "03_strips") -> None:
    """Draw where in each report its typical words occur, and show it with evidence."""
    order = figures.by_date(corpus.reports)
    shown = key_terms(differences, order, most=OF_MANY).query("verdict == 'more'")
    blocks = hits.groupby(hits["report"].astype(str))["block"].nunique()
    few = shown["report"].astype(str).map(blocks) < ENOUGH  # one place is all that a short report has
    shown = shown.assign(dp_excess=shown["dp_excess"].mask(few))
    places = shown[["report", "term", "dp_excess", "mark"]].merge(positions(hits), on=["report", "term"])
    empty = places.groupby("mark")["position"].agg(lambda at: np.diff([0, *sorted(at), 1]).max())
    said = say_strips(shown.assign(empty=shown["mark"].map(empty)))
    fig = draw_strips(places, said, source(hits, places), name, figures.colours(order))
    figures.show(fig, name, data=places, evidence=corpus.locate(places))


@figures.drawn
def draw_strips(places: pd.DataFrame, title: str, foot: str, name: str, colour: dict[str, str]) -> Figure:
    """Return the figure of `strips`: `places` has report, term, position (0 to 1) and mark."""
    if places.empty:
        return figures.nothing(title, foot, _NOTHING)
    grouped = places.astype({"report": str, "term": str}).groupby(["report", "term"], sort=False)
    rows = [(str(report), str(term), mine) for (report, term), mine in grouped]
    reports = list(dict.fromkeys(report for report, _, _ in rows))
    height = figures.row_height([term for _, term, _ in rows], 0.24) * (len(rows) + len(reports))
    fig, ax = figures.canvas(0.5 + height)
    heights = [2.0 + i + reports.index(report) for i, (report, _, _) in enumerate(rows)]
    for (report, _, mine), y, above in zip(rows, heights, [0.0, *heights], strict=False):
        if y - above > 1:
            head = figures.shortened(report, 23 if figures.on_phone() else 60)
            ax.text(0, y - 1.0, head, size=9.5, weight="bold", va="center", color=figures.INK)
        ax.plot([0, 1], [y, y], color=figures.PALE, lw=0.7, zorder=1)
        at = np.unique(mine["position"].round(3))  # of ticks that lie upon each other only one
        ticks = np.repeat(at, 3), np.tile([y - 0.3, y + 0.3, np.nan], len(at))  # one line: a page stays small
        url = figures.link(name, mine["mark"].iloc[0])
        ax.plot(*ticks, color=colour[report], lw=1.3, clip_on=False, url=url, solid_capstyle="butt")
        _beside_row(ax, y, f"{len(mine)}")
    _beside_row(ax, 0.2, "uses")  # above the name of a report, which may be long
    figures.name_rows(ax, [figures.shortened(term) for _, term, _ in rows], heights)
    ax.set_xticks([0, 0.5, 1], ["first word", "middle", "last word"])
    ax.set(xlim=(0, 1), ylim=(heights[-1] + 0.7, 0.3))
    ax.spines[:].set_visible(False)
    said = ", ".join(f"{term} in {report} {len(mine)}" for report, term, mine in rows)
    alt = f"Where terms stand, from the first word of a report to its last. {said}."
    sub = "One tick per use. Uses inside longer terms count here: numbers can be higher than in the first figure."
    return figures.finish(fig, title, foot, alt, sub)


def rates(rates: pd.DataFrame, hits: pd.DataFrame, corpus: Any, name: str = "03_rates") -> None:
    """Draw the rates of some terms (see `terms.rates`) by date of publication, and show them with evidence."""
    shown = dated_rates(rates, corpus)
    out = listed([report for report in rates["report"].unique() if report not in set(shown["report"])])
    foot = source(hits) + f" Left out, because they have no date of publication: {out}." * bool(out)
    fig = draw_rates(shown, say_rates(shown), foot, name, figures.colours(figures.by_date(corpus.reports)))
    figures.show(fig, name, data=shown, evidence=corpus.locate(terms.hits_of(hits, shown[shown["n"] > 0])))


def dated_rates(rates: pd.DataFrame, corpus: Any) -> pd.DataFrame:
    """Return rates with date (the middle of the publication date; reports without one are left out) and mark."""
    published = corpus.reports["published"].astype(str)
    dates = published[published != ""].map(edtf.middle)
    report = rates["report"]
    shown = rates.assign(date=report.map(dates), published=report.map(published), mark=report + ": " + rates["term"])
    return shown.dropna(subset="date").sort_values(["date", "report"], kind="stable")


@figures.drawn
def draw_rates(shown: pd.DataFrame, title: str, foot: str, name: str, colour: dict[str, str]) -> Figure:
    """Draw `dated_rates`, a panel per term: a few reports as rows with intervals, many as points by date."""
    if shown.empty:
        return figures.nothing(title, foot, "There is nothing to draw.")
    panels, reports = list(dict.fromkeys(shown["term"])), list(dict.fromkeys(shown["report"]))
    few, in_row = len(reports) <= figures.MANY, 1 if figures.on_phone() else 2
    drawn = reports[:: -(-len(shown) // MOST_POINTS)]
    shown = shown[shown["report"].isin(drawn)]
    lines = -(-len(panels) // in_row)
    height = 0.75 + (figures.row_height(reports, 0.2) * len(reports) if few else 1.0)
    fig, axes = figures.canvas(height * lines, nrows=lines, ncols=in_row, squeeze=False, sharex=not few, sharey=few)
    said = []
    for i, (ax, panel) in enumerate(zip(axes.flat, panels, strict=False)):
        mine = shown[shown["term"] == panel]
        (_rows_of_rates if few else _points_by_date)(ax, mine, reports, colour, name)
        ax.set_title(figures.shortened(panel), size=9.5, pad=3)
        if i + in_row >= len(panels):  # the lowest panel of each column
            ax.set_xlabel(_UNIT if few else "published")
            ax.tick_params(labelbottom=True)
        each = [f"{r.report} {r.rate:.1f} ({r.low:.1f} to {r.high:.1f})" for r in rows_of(mine)]
        said.append(f"{panel}: {', '.join(each) if few else f'{mine.rate.min():.1f} to {mine.rate.max():.1f}'}")
    for ax in axes.flat[len(panels) :]:
        ax.set_visible(False)
    alt = f"Rates ({_UNIT}) by date of publication. {'; '.join(said)}."
    part = f" Drawn: {len(drawn)} of {len(reports)}, evenly chosen." if len(drawn) < len(reports) else ""
    sub = "Uses inside longer terms count, too. "
    sub += "Lines are 95 % intervals; one with an arrow continues beyond the picture."
    sub += " The reports are in the order of publication; they are too few to show a trend." * (len(reports) > 1)
    vague = listed(shown.loc[shown["published"].str.endswith(("~", "?", "%")), "report"].unique().tolist())
    sub += f" The date of {vague} is only approximate." * bool(vague)
    sub = sub if few else f"One point per report: uses {_UNIT}.{part}"
    sub += f" The title leaves out reports under {figures.FEW_WORDS} words." * any(shown["words"] < figures.FEW_WORDS)
    return figures.finish(fig, title, foot, alt, sub)


def _rows_of_rates(ax: Axes, mine: pd.DataFrame, reports: list[str], colour: dict[str, str], name: str) -> None:
    long = _of_long_reports(mine, mine["words"])  # one use in a scrap of text would leave the others no room
    end = min(max(2 * long["rate"].max(), long["high"].min()), 1.05 * terms.counting.PER)
    for row in rows_of(mine):
        y, shown = reports.index(row.report), colour[row.report]
        ax.plot([min(row.low, end), min(row.high, end)], [y, y], color=shown, lw=1.4, zorder=2)
        signs = [(row.rate, "o", 26)] * int(row.rate <= end) + [(end, ">", 20)] * int(row.high > end)
        dot, *_ = (ax.scatter([x], [y], s=s, marker=m, color=shown, zorder=3, clip_on=False) for x, m, s in signs)
        dot.set_urls([figures.link(name, row.mark)] if row.n else [None])
    figures.name_rows(ax, reports)
    ax.spines["left"].set_visible(True)
    ax.set(xlim=(0, end), ylim=(len(reports) - 0.4, -0.6))
    ax.grid(axis="x")


def _points_by_date(ax: Axes, mine: pd.DataFrame, reports: list[str], colour: dict[str, str], name: str) -> None:
    days = pd.to_datetime(mine["date"]).dt
    dots = ax.scatter(days.year + days.day_of_year / 366, mine["rate"], s=18, color=figures.PALETTE[0], clip_on=False)
    dots.set_urls([figures.link(name, row.mark) if row.n else None for row in rows_of(mine)])
    ax.set_ylim(0, None)
    ax.locator_params(axis="x", nbins=4, integer=True)
    ax.grid(axis="y")


def most_different(differences: pd.DataFrame) -> str:
    """Return the report with most clear differences (the first of those with as many)."""
    clear = (differences["verdict"] != "unclear").groupby(differences["report"], sort=False).sum()
    return str(clear.index[int(clear.argmax())]) if len(clear) else ""


def shared_terms(counted: pd.DataFrame, most: int = 10, min_count: int = 15) -> pd.DataFrame:
    """Return the content words of `terms.frequencies` in most reports (every one, if any), the most even first."""
    content = _content(counted)
    everywhere = content[content["reports"] == content["reports"].max()]
    frequent = everywhere[everywhere["n"] >= min(min_count, everywhere["n"].max())]
    return frequent.assign(order=frequent["dp_excess"].round(6)).sort_values(["order", "term"]).head(most)


def say_shared(shared: pd.DataFrame, corpus: Any) -> str:
    """Return the caption of `shared_terms`: whether every report uses these words, or how many do."""
    most = int(shared["reports"].max()) if len(shared) else 0
    some = f"{most:,} of {number(len(corpus), 'report')} {'uses' if most == 1 else 'use'}"
    return f"Content words that {'every report uses' if most == len(corpus) else some}"


def collocates_in_words(beside: pd.DataFrame) -> pd.DataFrame:
    """Return per search word and report the five commonest terms that attract it (z of 2 or more), with their uses."""
    found = beside[beside["z"] >= 2].sort_values(["n", "term"], ascending=[False, True])
    found = found.assign(terms=found["term"] + " " + found["n"].astype(str))
    each = found.groupby(["search_word", "report"])["terms"].agg(lambda words: ", ".join(words.head(5)))
    return each.loc[[word for word in dict.fromkeys(beside["search_word"]) if word in each]].reset_index()


def say_key_terms(differences: pd.DataFrame, line: int = 61) -> str:
    """Return the headline of `keyness`, the clearest word of up to four reports, in two lines of so many characters."""
    if differences.empty:
        return _ALONE
    found = _content(differences[differences["verdict"] == "more"])["report"]
    first, every = found.nunique(), differences["report"].nunique()
    if not first:
        return "No content word clearly sets a report apart"
    drawn = _content(differences[differences["verdict"] != "unclear"])["report"].value_counts().head(figures.MANY)
    each = [f"“{row.term}” ({row.report})" for row in rows_of(_typical(differences)) if row.report in drawn][:4]
    words = "a content word that clearly sets" if len(found) == first else "content words that clearly set"
    some = f"{first:,} of {number(every, 'report')} {f'has {words} it' if first == 1 else f'have {words} them'} apart"
    some = f"Each report has {words} it apart" if first == every else some
    joint = ":" if len(found) == first else ", above all"
    named = (f"{some}{joint} {', '.join(each[:n])}{' …' * (first > n)}" for n in range(len(each), 0, -1))
    return next((said for said in named if len(textwrap.wrap(said, line)) <= 2), some)


def say_against(compared: pd.DataFrame) -> str:
    """Return the headline of `against`: how many terms differ clearly, and in which direction."""
    if compared.empty:
        return _ALONE
    more, fewer, unclear = (int((compared["verdict"] == verdict).sum()) for verdict in ("more", "fewer", "unclear"))
    rest = f"{unclear:,} of {number(len(compared), 'term')} show no clear difference"
    if not more + fewer:
        return f"No term clearly sets {_group(compared)} apart: {rest}"
    said = f"{_group(compared)} uses {number(more, 'term')} clearly more often than the others and {fewer:,} less often"
    return f"{said}; {rest}"


def say_strips(shown: pd.DataFrame) -> str:
    """Return the headline of `strips`: a word spread over its report, one that stands in a part, if any."""
    ends = shown[shown["n"] >= 10].dropna(subset="dp_excess").sort_values(["dp_excess", "term"])  # few say little
    even = ends[(ends["dp_excess"] < 0.1) & (ends["empty"] <= EMPTY)].head(1)
    clustered = ends[ends["dp_excess"] > 0.25].tail(1)
    said = [f"“{row.term}” is used throughout {row.report}" for row in rows_of(even)]
    used = "" if said else "is used "
    said += [f"“{row.term}” {used}mainly in some parts of {row.report}" for row in rows_of(clustered)]
    where = "Where each report uses the words that set it apart"
    return ", ".join(said) or (where if len(shown) else "No word clearly sets a report apart")


def say_rates(shown: pd.DataFrame) -> str:
    """Return the headline of `rates`: the first term whose highest and lowest rate differ clearly."""
    if shown.empty:
        return "No report has a date of publication and one of these terms"
    for term, rows in _of_long_reports(shown, shown["words"]).sort_values("report").groupby("term", sort=False):
        most, least = rows.iloc[int(rows["rate"].argmax())], rows.iloc[int(rows["rate"].argmin())]
        if most["low"] > least["high"]:
            first = f"“{term}”: {most['rate']:.0f} uses per 10,000 words in {most['report']}"
            return f"{first}, {least['rate']:.0f} in {least['report']}; their 95 % intervals do not overlap"
    alone = shown["report"].nunique() < 2
    said = "How often one report uses" if alone else "No clear difference between the reports in how often they use"
    return f"{said} “{'”, “'.join(shown['term'].unique())}”"


def say_in_short(differences: pd.DataFrame, hits: pd.DataFrame, chance: pd.DataFrame, power: pd.DataFrame) -> str:
    """Return the answer of the notebook: the words, how many differences are clear, and how far that can be trusted."""
    if differences.empty:
        return f"{_ALONE}."
    clear = differences.loc[differences["verdict"] != "unclear", "term"]
    compared = differences.attrs.get("compared", len(differences))
    title = say_key_terms(differences, line=1000)
    known = long_forms(hits, [term for term in set(clear) if f"“{term}”" in title])
    said = [f"{part}." for part in (title.replace(" …", " and others"), known) if part]
    n = differences["report"].nunique()
    each = f"{number(compared // n, 'term')} in each of {number(n, 'report')}"
    many = f"Of {compared:,} comparisons ({each}), {len(clear):,} show a clear difference"
    said += [f"{many}; {number(clear.nunique(), 'term')} differ in at least one report."]
    return " ".join([*said, *say_checks(chance, power)])


def say_meaning(differences: pd.DataFrame, compared: pd.DataFrame) -> str:
    """Return what the comparison means: how much of a typical word one report has, and what is not clear."""
    if compared.empty:
        return f"{_ALONE}."
    each = [
        f"{f'{r.n:,} of the' if r.n_reference else 'all'} {r.n + r.n_reference:,} uses of “{r.term}” are in {r.report}"
        for r in rows_of(_typical(differences).head(figures.MANY // 2))
    ]
    typical = figures.capital(f"{'; '.join(each)} (uses inside a longer term are not counted).")
    typical = typical if each else "No word is typical of one report."
    some = f"{(compared['verdict'] == 'unclear').sum():,} of {number(len(compared), 'term')} show no clear difference"
    alike = "they are used about equally often, or too rarely to tell"
    return f"{typical} {some} between {_group(compared)} and the others: {alike}."


def _typical(differences: pd.DataFrame) -> pd.DataFrame:
    """Return of each report that is long enough the first content word that occurs clearly more often."""
    found = _content(differences[differences["verdict"] == "more"])
    return _of_long_reports(found, terms.counting.PER * found["n"] / found["rate"]).drop_duplicates("report")


def _content(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[~rows["term"].isin(terms.STOP_WORDS) & (rows["term"].str.len() > 1)]


def _of_long_reports(rows: pd.DataFrame, words: pd.Series) -> pd.DataFrame:
    """Return the rows of reports that have words enough to be named in a title; all rows if none has."""
    long = words.round() >= figures.FEW_WORDS
    return rows[long] if long.any() else rows


def say_checks(chance: pd.DataFrame, power: pd.DataFrame) -> list[str]:
    """Return in a sentence each what `terms.null_calibration` found by our test, and what `terms.planted_power` did."""
    said = [
        f"As a check, we compared random parts of the text, which differ only by chance: on average, the test called "
        f"{row.kept:.1f} of {row.terms:,} terms different, in the worst trial {row.most:.0f}."
        for row in rows_of(chance[chance["test"] == "permutation test (paragraphs)"].dropna(subset="kept"))
    ]
    if power.empty:
        return said
    words, found = int(power["planted"].sum()), int((power["share_q"] * power["planted"]).round().sum())
    misses = "all" if not found else "most" if 2 * found < words else "some"
    again = f"the test found {found if 0 < found < words else 'all' if found else 'none'} of them."
    missed = f" It misses {misses} differences of this size." * (found < words)
    planted = f"We also made {number(words, 'word')} twice as frequent in a random part of the text"
    return [*said, f"{planted}: {again}{missed}"]


def _group(compared: pd.DataFrame) -> str:
    reports = compared.attrs.get("target", [])
    return " and ".join(reports) if len(reports) < 3 else f"{reports[0]} and {len(reports) - 1} more"
