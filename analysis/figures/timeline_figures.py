"""Draw the figures of notebook 04: the timeline, and how far each report looks back and forward."""

import textwrap
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from analysis import figures
from analysis.language import listed, rows_of
from analysis.notebook import number
from analysis.timeline import by_report, disagreements
from analysis.timeline.chronology import length

LINE, GAP, HEADING = 0.145, 0.055, 0.30  # inches: a line of a label, the space between rows, a heading
FAR = (50, 20, 10, 5, 2, 1)  # years before publication of which a title can speak
TALLEST = 7.0  # inches for all rows: the figure fits on a printed page with type of 8 points
SQUARE = 0.18  # inches for the column of one report
FUTURE, EDGE = "#E9E9E9", "#868686"  # of the band of what is planned: the edge has a contrast of 3 to 1
DATED, UNDATED = 7.5, 3.5  # points: the square of a report that dates an event, and of one that does not
LEVEL, LEVELS = 0.13, 4  # inches between signs of publication that would cover each other; how many levels there are
SQUEEZED = 8  # three fifths of the events lie in so small a part of the axis (an eighth): it begins with them
VAGUE = 0.2  # years: a publication that is known less exactly than to two months has a hollow sign
# How a sign looks and what it says: of the date of an event (a marker, else a box), of a report beside it, and others.
INK, BOX = {"color": figures.INK}, {"facecolor": "white", "edgecolor": figures.INK}
SIGNS: dict[str, tuple[dict[str, Any], str]] = {
    "point": ({"marker": "o", **INK}, "on a day or within a month"),
    "within": (BOX, "some time in this period"),
    "lasted": (INK, "lasted from … to …"),
    "from": ({"marker": ">", **INK}, "on this day or later"),
    "until": ({"marker": "<", **INK}, "on this day or before"),
    "outside": ({"marker": "D", "mfc": "white", "mec": figures.MUTED}, "dated by the chronology only"),
    "planned": ({"facecolor": FUTURE, "edgecolor": EDGE}, "from publication to the announced event"),
    "dated": ({"marker": "s", **INK, "ms": DATED}, "mentioned with a date"),
    "undated": ({"marker": "s", **INK, "ms": UNDATED}, "mentioned, no date found"),
    "vague": ({"marker": "v", **INK, "mfc": "white"}, "day of publication not exact"),
}
SECTIONS = ("Mentioned by several reports", "Found in one report", "Planned when the report appeared")


@figures.drawn
def timeline(events: pd.DataFrame, mentions: pd.DataFrame, published: pd.DataFrame, name: str) -> Figure:
    """Draw the events (`timeline.named`) on one axis of time; `published` is a table of `timeline.publications`."""
    every = ranked(events, mentions)
    differ = every["event"].isin(disagreements(events, mentions)["event"])
    rows = chosen(every.assign(label=every["label"] + differ.map({True: " (dated differently)", False: ""})))
    reports = list(published["report"])
    few, title = len(reports) <= figures.MANY, timeline_title(every, len(events))
    said = f"{number(len(mentions), 'mention')} of events in {number(len(reports), 'report')}"
    source = f"Source: {said}, found by rules."
    if rows.empty:
        return figures.nothing(title, source, "No event was found.")
    phone, head = figures.on_phone(), HEADING * (rows["section"] != rows["section"].shift())
    each = rows["label"].map(lambda label: LINE * (len(_lines(label)) + phone) + GAP)
    lower = (head + each).cumsum()  # inches from the top; then the middle of each row, or on a phone of its last line
    heights = [*(lower - ((LINE + GAP) / 2 if phone else each / 2)), lower.iloc[-1] + 0.1]
    widths = (3.0 if few and not phone else 2.2, SQUARE * len(reports) if few else 0.02)
    height = heights[-1] + 0.6 + 0.075 * max(map(len, reports if few else []), default=0)
    fig, (ax, side) = figures.canvas(height, ncols=2, width_ratios=widths)
    colour = figures.colours(reports) if len(reports) <= len(figures.PALETTE) else dict.fromkeys(reports, figures.INK)
    first = _years(ax, rows, published)
    seen = by_report(mentions).merge(published, on="report").merge(rows["event"])
    planned = seen[(seen["status"] == "planned") & (seen["last"] != "")].groupby("event")["last"].max()
    for row, y in zip(rows_of(rows), heights, strict=False):
        for axes in (ax, side):
            axes.axhline(y, color="#EFEFEF", lw=0.8, zorder=0)
        shown = colour[row.reports[0]] if few and len(row.reports) == 1 else figures.INK
        if row.event in planned:
            start = _year(planned[row.event])
            until = _year(row.latest or row.day) if row.latest or row.day else start
            box = (start, y - 0.08), max(min(until, ax.get_xlim()[1]) - start, 0.15), 0.16
            ax.add_patch(Rectangle(*box, facecolor=FUTURE, edgecolor=EDGE, lw=0.7, zorder=0.5))
        for artist in _time(ax, row, y, first, shown):
            artist.set_url(figures.link(name, row.name))
    top, vague = _publications(ax, published, colour, few)
    fig.set_figheight(height + top - 0.55)
    _labels(ax, rows, heights, name)
    _reports_beside(side, rows, heights, seen, colour, name)
    for axes in (ax, side):
        axes.set_ylim(heights[-1], -top)
    drawn = f"{len(rows)} of {len(events)} events are shown. " if len(rows) < len(events) else ""
    sub = f"{drawn}At the right: {'a square for each report' if few else 'reports'} that mention{'s' * few} the event."
    if (ends := [_year(day) for day in published["last"] if day]) and not few:
        sub += f" Dotted line{': the' if min(ends) < first else 's: the first and'} last publication."
    sub += " ◂: before the axis begins." * any("◂" in text.get_text() for text in ax.texts)
    parts = rows.groupby("section", sort=False)["label"].agg(["size", "first"]).itertuples()
    alt = "; ".join(f"{section}: {number(n, 'event')}, such as {label}" for section, n, label in parts)
    others = {"planned": len(planned) > 0, "dated": few, "undated": few, "vague": vague}
    signs = {*map(_form, rows_of(rows)), *(sign for sign, there in others.items() if there)}
    keys = [
        Line2D([], [], label=label, **{"ls": "", "ms": 5.5, **look}) if "marker" in look else Patch(label=label, **look)
        for sign, (look, label) in SIGNS.items()
        if sign in signs
    ]
    figures.finish(fig, title, source, f"Timeline of events on one axis. {alt}.", sub, keys)
    fig.get_layout_engine().set(w_pad=0.03, wspace=0)  # type: ignore[union-attr, call-arg]
    return fig


def ranked(events: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the events that are dated or shared: shared ones first, then those of each report in turn, best first."""
    counts = mentions.groupby("event").size()
    given = events["earliest"].where(events["earliest"] != "", events["latest"])
    day = given.where(given != "", events["record_earliest"])
    table = events.assign(day=day, several=events["reports"].map(len), mentions=events["event"].map(counts).fillna(0))
    # The main events of a report have a label that fits, a day or month, and names that other events have, too.
    names = table["label"].str.findall(r"\b[A-Z]\w{2,}").map(set)
    often = names.explode().value_counts()
    central = names.map(lambda own: sum(often[name] for name in own) / max(2, len(own)))
    fine = table["precision"].isin(["day", "month"])
    whole = [not _lines(label)[-1].endswith("…") for label in table["label"]]
    table = table.assign(given=given != "", whole=whole, fine=fine, central=central)
    table = table[(day != "") | (table["several"] > 1)]
    later = (table["status"] == "planned").map({True: SECTIONS[2], False: SECTIONS[1]})
    table = table.assign(section=later.astype(object).mask(table["several"] > 1, SECTIONS[0]))
    by = ["several", "given", "whole", "fine", "central", "mentions", "day", "event"]
    table = table.sort_values(by, ascending=[column in ("day", "event") for column in by])
    nth = table.groupby(["section", table["reports"].str[0]]).cumcount().where(table["several"] == 1, -1)
    return table.assign(nth=nth).sort_values("nth", kind="stable", ignore_index=True)


def chosen(every: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that the timeline shows, in the order of sections and time; those without a date come last."""
    heights = every["label"].map(lambda label: LINE * len(_lines(label)) + GAP).astype(float).cumsum()
    every = every.assign(of=every["section"].map(every["section"].value_counts()))
    shown = every[heights <= TALLEST - HEADING * len(SECTIONS)]
    shown = shown.assign(rank=shown["section"].map(SECTIONS.index), last=shown["day"] == "")
    return shown.sort_values(["rank", "last", "day", "event"], ignore_index=True)


def timeline_title(every: pd.DataFrame, total: int) -> str:
    """Return how many of `total` events several reports mention, and which of them most reports do."""
    together = every[every["several"] > 1] if len(every) else every
    if together.empty:
        said = f"The rules found {number(total, 'event')}, but none that several reports mention"
        return said if total else "No event was found"
    top = together[together["several"] == together["several"].max()]
    are = "is" if len(together) == 1 else "are"
    title = f"{len(together)} of {number(total, 'event')} {are} mentioned by more than one report"
    most = top["several"].iloc[0]
    if len(top) > 3:
        return f"{title}, {'each' if len(top) == len(together) else f'{len(top)} of them'} by {most} reports"
    widely = "; most widely" * (len(top) < len(together))
    return f"{title}{widely}: {', '.join(top['label'])} ({most} reports{' each' if len(top) > 1 else ''})"


def _lines(label: str) -> list[str]:
    return textwrap.wrap(label, 40, max_lines=3, placeholder=" …") or [""]


def _year(day: str) -> float:
    year, month, of_month = map(int, day.split("-"))
    return year + (month - 1) / 12 + (of_month - 1) / 372  # 2017.5 for 2017-07-01


def _years(ax: Axes, rows: pd.DataFrame, published: pd.DataFrame) -> float:
    """Set the axis of time and return its first year: a few very old events do not squeeze the others."""
    years = rows.loc[rows["day"] != "", "day"].map(_year).sort_values(ignore_index=True)
    ends = [*rows.loc[~rows["latest"].str.startswith("9999"), "latest"], *published["last"], *rows["day"]]
    known, last = [_year(day) for day in published["last"] if day], max(map(_year, filter(None, ends)), default=2000.0)
    usual = years.iloc[len(years) // 20] if len(years) else min(known, default=last - 1)
    first = years.iloc[0] if len(years) and usual - years.iloc[0] <= 12 else usual
    first, last = int(min([first, *known])), int(last) + 1.2
    recent = years.iloc[len(years) * 2 // 5] if len(years) and len(published) > figures.MANY else first
    first = int(recent) if SQUEEZED * (last - recent) < last - first else first
    ax.set_xlim(first - 0.02 * (last - first), last + 0.02 * (last - first))
    ax.locator_params(axis="x", nbins=4 if figures.on_phone() or len(published) > figures.MANY else 6, integer=True)
    ax.tick_params(labeltop=True, labelsize=9)
    ax.grid(axis="x")
    return first


def _form(row: Any) -> str:
    if not (row.earliest or row.latest):
        return "outside" if row.day else ""
    if not (row.earliest and row.latest):
        return "from" if row.earliest else "until"
    if length((row.earliest, row.latest)) <= 31:
        return "point"
    return "lasted" if row.extent == "lasted" else "within"


def _time(ax: Axes, row: Any, y: float, first: float, colour: str) -> list[Any]:
    form = _form(row)
    if not form:
        look: dict[str, Any] = {"size": 8.5, "style": "italic", "bbox": {"fc": "white", "ec": "none", "pad": 0.6}}
        return [ax.text(first, y, "no date found", va="center", color=figures.MUTED, **look)]
    if _year(row.latest or row.day) < first:
        return [ax.text(first, y, f"◂ {row.day[:4]}", size=8, color=colour, va="center")]
    start, end = (max(min(_year(day), ax.get_xlim()[1]), first) for day in (row.day, row.latest or row.day))
    look = SIGNS[form][0] | ({"color": colour} if form != "outside" else {})
    if "marker" in look:
        return ax.plot([(start + end) / 2], [y], ms=5.5, ls="", zorder=3, clip_on=False, **look)
    face = colour if form == "lasted" else "white"  # filled, so that a click on its middle meets it
    box = Rectangle((start, y - 0.05), end - start, 0.1, lw=1.1, facecolor=face, edgecolor=colour, zorder=3)
    return [ax.add_patch(box)]


def _publications(ax: Axes, published: pd.DataFrame, colour: dict, one_by_one: bool) -> tuple[float, bool]:
    """Mark when the reports appeared; return the height of the signs, and whether one is hollow (no exact day)."""
    known = published[published["last"] != ""]
    begin, end = (known[side].where(known[side] != "", known["last"]).map(_year) for side in ("first", "last"))
    columns = {"day": (begin + end) / 2, "colour": known["report"].map(colour), "vague": end - begin > VAGUE}
    signs = pd.DataFrame(columns)
    if not one_by_one:  # one sign for all of a month or so
        days = [round(day, 1) for day in signs["day"]]
        signs = signs.assign(day=days, colour=figures.MUTED, vague=False).drop_duplicates()
    lined, (first, last) = set(signs["day"] if one_by_one else signs["day"].agg(["min", "max"])), ax.get_xlim()
    shown = signs[signs["day"] >= first].sort_values("day", kind="stable")
    free = [first] * (LEVELS if one_by_one else 1)  # on each level, from where on there is space
    for sign in rows_of(shown):
        level = next((i for i, start in enumerate(free) if start <= sign.day), int(np.argmin(free)))
        free[level] = sign.day + 0.045 * (last - first)
        look: dict[str, Any] = {"color": sign.colour, "mfc": "white" if sign.vague else sign.colour}
        ax.plot([sign.day], [-0.16 - LEVEL * level], marker="v", ms=6.5, ls="", zorder=4, **look)
        if sign.day in lined:
            ax.axvline(sign.day, color=sign.colour, lw=1.0, ls=(0, (1, 3)), zorder=1)
    top = 0.55 + LEVEL * (sum(start > first for start in free) - 1 if len(shown) else 0)
    said, place = "▼ reports published" * bool(len(shown)), ax.get_yaxis_transform()
    ax.text(0.01, 0.17 - top, said, transform=place, size=8.5, color=figures.MUTED, va="center")
    return top, bool(signs["vague"].any())


def _labels(ax: Axes, rows: pd.DataFrame, heights: list[float], name: str) -> None:
    """Name the rows: at the left, or on a phone above their signs; each name is a link; sections have headings."""
    place, above = ax.get_yaxis_transform(), figures.on_phone()
    names = ["\n".join(_lines(label)) for label in rows["label"]]
    figures.name_rows(ax, [""] * len(names) if above else names, heights[:-1])
    ax.tick_params(axis="y", labelsize=8.5, labelcolor=figures.INK)
    ax.spines["bottom"].set_visible(False)
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 2}
    section, texts = "", []
    look: dict[str, Any] = {"size": 9, "weight": "bold", "va": "center", "color": figures.INK, "transform": place}
    look |= {"bbox": paper} if above else {"ha": "right"}
    for row, y, label in zip(rows_of(rows), heights, names, strict=False):
        lines = label.count("\n") + 1
        top = y - (LINE + GAP) / 2 - LINE * lines if above else y - (LINE * lines + GAP) / 2
        if row.section != section:
            section, shown = row.section, int((rows["section"] == row.section).sum())
            head = f"{section} ({shown} of {row.of})" if shown < row.of else section
            ax.text(0.0 if above else -0.02, top - 0.1, head, **look).set_in_layout(not above)
        if above:
            texts.append(ax.text(0, top + LINE * lines / 2, label, transform=place, size=8.5, va="center", bbox=paper))
    for text, row in zip(texts or ax.get_yticklabels(), rows_of(rows), strict=True):
        text.set_url(figures.link(name, row.name))
        text.set_in_layout(not above)


def _reports_beside(ax: Axes, rows: Any, heights: list[float], seen: Any, colour: dict, name: str) -> None:
    """Draw a square for each report that mentions an event, a small one without a date; of many, a number."""
    reports, dated = list(colour), set(zip(seen["event"], seen["report"], seen["dated"] > 0, strict=True))
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    ax.patch.set_visible(False)  # a long label on a phone goes on below
    if len(reports) > figures.MANY:
        one = partial(textwrap.fill, width=17) if figures.on_phone() else partial(figures.shortened, most=22)
        ax.yaxis.tick_right()
        ax.set_yticks(heights[:-1], [one(w[0]) if len(w) == 1 else f"{len(w)} reports" for w in rows["reports"]])
        ax.tick_params(axis="y", length=0, labelsize=8, labelcolor=figures.INK)
        ax.set(xticks=[], xlim=(0, 1))
        return
    for row, y in zip(rows_of(rows), heights, strict=False):
        at = [reports.index(report) for report in row.reports]
        ax.plot([min(at), max(at)], [y, y], color=figures.MUTED, lw=1.4, zorder=2)
        for x in at:
            size = DATED if (row.event, reports[x], True) in dated else UNDATED
            (square,) = ax.plot([x], [y], marker="s", ms=size, color=colour[reports[x]], ls="", zorder=3)
            square.set_url(figures.link(name, row.name))
    figures.head_columns(ax, reports)
    ax.tick_params(axis="x", labelrotation=90, labelsize=8.5)
    for head, report in zip(ax.get_xticklabels(), reports, strict=True):
        head.set(color=figures.for_text(colour[report]), weight="bold")
    ax.set_xlim(-0.6, len(reports) - 0.4)


@figures.drawn
def horizon(distances: pd.DataFrame, published: pd.DataFrame, name: str) -> Figure:
    """Draw the table of `event_distances`: how many years before and after publication the events of reports lie."""
    reports, out = list(published["report"]), listed(published.loc[published["last"] == "", "report"].tolist())
    counts = distances["report"].value_counts()
    order = [report for report in reports if report in counts.head(figures.MANY).index]
    title, events = horizon_title(distances), number(distances["event"].nunique(), "event")
    source = f"Source: {number(len(distances), 'date')} of {events}; one date per event and report."
    source += f" Left out, because they have no date of publication: {out}." * bool(out)
    if not order:
        return figures.nothing(title, source, f"{title}.")
    fig, ax = figures.canvas(1.05 + 0.6 * len(order))
    colour = figures.colours(reports)
    for i, report in enumerate(order):
        mine = distances[distances["report"] == report]
        mine = mine.assign(middle=mine[["begins", "ends"]].mean(axis=1)).sort_values(["middle", "mark"])
        nth = mine.groupby((mine["middle"] * 2).round()).cumcount() + 1  # points of one time stand up and down in turn
        height = i + min(0.12, 0.76 / max(nth.max(), 1)) * (nth // 2) * (1 - 2 * (nth % 2 == 0))
        urls = [figures.link(name, mark) for mark in mine["mark"]]
        lasted = (mine["extent"] == "lasted") & (mine["begins"] < mine["ends"])
        look: dict[str, Any] = {"color": colour[report], "lw": np.where(lasted, 4, 1.2), "alpha": 0.6}
        ax.hlines(height, mine["begins"], mine["ends"], **look).set_urls(urls)
        look = {"c": np.where(mine["when"] == "unsure", "white", colour[report]), "edgecolors": colour[report], "lw": 1}
        ax.scatter(mine["middle"], height, s=np.where(lasted, 0, 22), zorder=3, **look).set_urls(urls)
    ax.axvline(0, color=figures.INK, lw=1.0, zorder=0)
    ax.text(0, -0.62, "publication", size=8.5, color=figures.MUTED, ha="center", va="bottom")
    figures.name_rows(ax, [f"{report}\n{number(counts[report], 'date')}" for report in order])
    ax.set_xlabel("years before (−)\nand after publication")
    ax.grid(axis="x")
    first, last = ax.get_xlim()
    before = MaxNLocator(4 if figures.on_phone() else 6, integer=True, steps=[1, 2, 5, 10]).tick_values(first, 0)
    after = max(1, int(last))
    ticks = [*[tick for tick in before if first <= tick < 0], 0, *[after] * bool(after > 0.06 * (last - first))]
    ax.set_xticks(ticks, [f"{tick:+.0f}".replace("-", "−") if tick else "0" for tick in ticks])
    ends = distances.groupby("report").agg(n=("mark", "size"), first=("begins", "min"), last=("ends", "max")).loc[order]
    said = [f"{report} {number(n, 'date')}, {least:.1f} to {most:.1f}" for report, n, least, most in ends.itertuples()]
    part = f"The {len(order)} reports with most dates. " if len(order) < len(counts) else ""
    sub = f"{part}One point per event that a report dates; its line shows how exact the date is."
    alt = f"Years from publication (negative: before it). {'; '.join(said)}."
    dot: dict[str, Any] = {"marker": "o", "color": figures.INK, "ms": 4.7, "lw": 1.2}
    sure = Line2D([], [], label="surely before or after: the date or the words say so", **dot)
    unsure = Line2D([], [], label="may be before or after", mfc="white", **dot)
    bar = Line2D([], [], color=figures.INK, lw=4, label="lasted from … to …")
    keys = [sure, unsure] * ("unsure" in set(distances["when"])) + [bar] * ("lasted" in set(distances["extent"]))
    return figures.finish(fig, title, source, alt, sub, keys)


def event_distances(distances: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return `timeline.distances` at the first date that each report gives for an event, with mark and extent."""
    once = distances.drop_duplicates(["report", "event"]).merge(events[["event", "name", "extent"]], on="event")
    columns = ["mark", "report", "event", "time_text", "extent", "earliest", "latest", "begins", "ends", "when"]
    ends = once["ends"].mask(once["when"] == "before", once["ends"].clip(upper=0))  # what happened lies in the past
    begins = once["begins"].mask(once["when"] == "after", once["begins"].clip(lower=0))
    return once.assign(mark=once["report"] + ": " + once["name"], begins=begins, ends=ends)[columns]


def horizon_title(distances: pd.DataFrame) -> str:
    """Return how many dates lie before and after the publication of their report, and how many lie far back."""
    if distances.empty:
        return "The rules found no dated event in a report of known date of publication"
    before, after, unsure = (int((distances["when"] == side).sum()) for side in ("before", "after", "unsure"))
    back = distances.loc[distances["when"] == "before", "ends"].abs()
    counted = ((years, int((back >= years).sum())) for years in FAR)
    years, there = next(((years, n) for years, n in counted if 3 * n >= before), (0, 0))
    far = f", {there} of them by {number(years, 'year')} or more" if years and before > 1 else ""
    if len(distances) == 1:
        side = "before" if before else "after" if after else "before or after"
        return f"The only date of an event lies {side} publication"
    some = "All" if before == len(distances) else f"{before or 'None'} of"
    day = distances[(distances["when"] == "before") & (distances["earliest"] == distances["latest"])]
    at = " or at" * bool((day["begins"] >= 0).any())
    said = f"{some} {number(len(distances), 'date')} of events {'lies' if before < 2 else 'lie'} before{at}"
    rest = f"; {after} {'lies' if after < 2 else 'lie'} after it" * (after > 0)
    rest += f"; {unsure} may be before or after" * (unsure > 0)
    return f"{said} publication{far}{rest}"


def shared_table(shared: pd.DataFrame, events: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Return how often reports mention each shared event: event (its name), a column per report; of many: how many."""
    table = shared.merge(events[["event", "name"]], on="event")
    if len(published) > figures.MANY:
        counts = table.groupby("name").agg(reports=("report", "nunique"), mentions=("mentions", "sum"))
    else:
        counts = table.pivot_table(index="name", columns="report", values="mentions", aggfunc="sum").fillna(0)
        counts = counts.reindex(columns=[report for report in published["report"] if report in counts]).astype(int)
    return counts.reindex(table["name"].unique()).rename_axis(index="event", columns=None).reset_index()
