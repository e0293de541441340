"""Figures and tables of notebook 01: what the files consist of, and what happened to every character."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis import edtf, figures
from analysis.language import tokenise
from analysis.notebook import escape, number
from analysis.rules import load_table

OTHER = "front matter, contents, tables, other"
# The parts of a file in the order they are stacked: what is analysed first, what is removed last.
PARTS = {
    "main text": figures.PALETTE[0],
    "headings": "#5B2A86",
    "notes": figures.PALETTE[1],
    "references and annex": figures.PALETTE[4],
    OTHER: figures.PALETTE[2],
    "removed": "#8F8F8F",
}
# Every other kind is front matter or a list.
PART_OF_KIND = dict.fromkeys(("paragraph", "list_item", "box"), "main text")
PART_OF_KIND |= {"heading": "headings", "footnote": "notes"}
PART_OF_KIND |= dict.fromkeys(("reference", "annex"), "references and annex")
# What a reader would call the statuses of the ledger; any other status is a plural.
REASONS = {row["status"]: row["words"] for row in load_table("statuses")}
KEPT = ("kept", "missing space")  # a comma that got a space after it stays
APART = 15  # percentage points from which on two shares are called different
THINNEST, TICK = 0.001, 0.005  # of a strip: what is narrower is not drawn; of ticks so close only the first
HAIR = 0.005  # of a strip: what is narrower is no wider than a line
MOST = 30  # reports that one figure shows; the data file has them all


def status_of_stretches(corpus) -> pd.DataFrame:
    """Return the ledger with what became of each stretch: new columns kind, part, reason, characters."""
    rows = corpus.ledger.astype({"report": object, "status": object})
    rows = rows.merge(corpus.blocks[["report", "block", "kind"]], on=["report", "block"], how="left")
    rows = figures.in_order(rows, corpus.reports)
    kept = rows["status"].isin(KEPT)
    part = rows["kind"].map(PART_OF_KIND).fillna(OTHER).where(kept, "removed")
    reason = rows["status"].map(REASONS).fillna(rows["status"] + "s").where(~kept, "")
    return rows.assign(part=part, reason=reason, characters=rows["end"] - rows["start"])


def parts_of_files(stretches: pd.DataFrame) -> pd.DataFrame:
    """Return how many characters of each report belong to which part: report, part, characters, share (%)."""
    parts = stretches.groupby(["report", "part"], sort=False, as_index=False)["characters"].sum()
    whole = parts.groupby("report", sort=False)["characters"].transform("sum")
    return parts.assign(share=parts["characters"] / whole * 100)


@figures.drawn
def composition(parts: pd.DataFrame) -> Figure:
    """Draw the table of `parts_of_files` as stacked bars; of many reports, those with the least main text."""
    share = parts.pivot_table(index="report", columns="part", values="share", aggfunc="sum", sort=False)
    share = share.reindex(columns=list(PARTS)).fillna(0)
    shown = share[share.index.isin(share["main text"].nsmallest(MOST).index)]
    fig, ax = _rows_of_reports(list(shown.index))
    left = shown.cumsum(axis=1) - shown
    for part, colour in PARTS.items():
        bars = ax.barh(range(len(shown)), shown[part], 0.7, left=left[part], color=colour, edgecolor="white")
        texts = [f"{value:.0f}" if value >= 4.5 else "" for value in shown[part]]
        ax.bar_label(bars, texts, label_type="center", size=8.5, color=figures.INK if part == "removed" else "white")
    ax.set(xlim=(0, 100), xlabel="% of the characters")
    texts = [f"{r}: " + ", ".join(f"{p} {v:.0f} %" for p, v in row.items() if v >= 0.5) for r, row in shown.iterrows()]
    alt = f"Stacked bars, one per report. {'; '.join(texts)}."
    source = _source(len(share), len(shown), "those with the least main text")
    title = composition_title(share["main text"].sort_values(kind="stable"))
    return figures.finish(fig, title, source, alt, keys=_keys(parts))


def composition_title(main: pd.Series) -> str:
    """Return how much of the files is main text: `main` is its share (%) by report, the least first."""
    least, most = main.iloc[0], main.iloc[-1]
    if len(main) > 1 and most - least < APART:
        return f"Main text is {least:.0f} % to {most:.0f} % of the characters of each file"
    only = f", but only {least:.0f} % of those of {main.index[0]}" if len(main) > 1 else ""
    return f"Main text is {most:.0f} % of the characters of {main.index[-1]}{only}"


def shape_of_files(stretches: pd.DataFrame) -> pd.DataFrame:
    """Return runs of one part: report, part, start, end, length (of the report), mark (the block of a heading)."""
    kept = stretches[stretches["part"] != "removed"]
    mark = kept["report"] + ", block " + kept["block"].astype(str)
    kept = kept.assign(mark=mark.where(kept["part"] == "headings", ""))
    same = kept[["report", "part", "mark"]]
    kept = kept.assign(run=(same != same.shift()).any(axis=1).cumsum())
    runs = kept.groupby(["run", *same], as_index=False).agg({"start": "min", "end": "max"})
    return runs.drop(columns="run").assign(length=runs["report"].map(stretches.groupby("report")["end"].max()))


def heading_evidence(corpus) -> pd.DataFrame:
    """Return the words of each heading, located, with the `mark` that `shape_of_files` gives it."""
    heads = corpus.blocks[corpus.blocks["kind"] == "heading"]
    hits = heads[["report", "block"]].assign(start=0, end=heads["text"].str.len())
    return corpus.locate(hits).assign(mark=hits["report"] + ", block " + hits["block"].astype(str))


@figures.drawn
def strips(shape: pd.DataFrame, name: str) -> Figure:
    """Draw the table of `shape_of_files` as a strip per report; of many, those that notes interrupt most often."""
    breaks = _interruptions(shape)
    reports = breaks.index[breaks.index.isin(breaks.nlargest(MOST).index)].tolist()
    fig, ax = _rows_of_reports(reports)
    grey = False
    for row, report in enumerate(reports):
        mine = shape[shape["report"] == report]
        heads = mine[mine["mark"] != ""]
        heads = heads[~(heads["start"] // (TICK * heads["length"])).duplicated()]
        mine = mine[mine["end"] - mine["start"] >= THINNEST * mine["length"]]
        start, end = mine["start"] / mine["length"], mine["end"] / mine["length"]
        until = start.shift(-1, fill_value=1)  # what lies between two parts and is too small to be seen
        end, grey = until.where(until - end < HAIR, end), grey or bool((until - end >= HAIR).any())
        spans, colours = list(zip(start, end - start, strict=True)), mine["part"].map(PARTS).tolist()
        ax.barh(row, 1, 0.7, color=PARTS["removed"])
        bars = ax.broken_barh(spans, (row - 0.35, 0.7), facecolors=colours, lw=0.7 if figures.on_phone() else 1)
        bars.set_urls([figures.link(name, mark) if mark else None for mark in mine["mark"]])
        ticks = ax.vlines(heads["start"] / heads["length"], row - 0.53, row - 0.35, color=PARTS["headings"], lw=2.2)
        ticks.set_urls([figures.link(name, mark) for mark in heads["mark"]])
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["start", "25 %", "50 %", "75 %", "end"])
    ax.set(xlim=(0, 1), xlabel="position in the file")
    ax.spines["bottom"].set_visible(False)
    counts = pd.crosstab(shape["report"], shape["part"]).loc[reports]
    texts = [f"{r}: " + ", ".join(f"{n} {part}" for part, n in row.items()) for r, row in counts.iterrows()]
    alt = "One strip per report, from its first to its last character, coloured by part. Stretches: "
    alt += f"{'; '.join(texts)}."
    source = _source(len(breaks), len(reports), "those that notes interrupt most often")
    keys = _keys(shape)[: None if grey else -1]
    return figures.finish(fig, shape_title(shape), source, alt, "Each tick above a strip is a heading.", keys)


def shape_title(shape: pd.DataFrame) -> str:
    """Return in how many reports notes stand between the paragraphs or only at the end, and how many have headings."""
    n, inside = shape["report"].nunique(), int((_interruptions(shape) > 0).sum())
    noted, headed = (shape.loc[shape["part"] == part, "report"].nunique() for part in ("notes", "headings"))
    some = f"{figures.some_of(headed, n, 'report')} {'has' if headed < 2 else 'have'} headings"
    counted = ((inside, "between the paragraphs"), (noted - inside, "only at the end"))
    said = [f"{'it' if n == 1 else k} {'has' if k == 1 else 'have'} notes {where}" for k, where in counted if k]
    return "; ".join([figures.capital(some), *said, *["none has notes"] * (not said)])


def _interruptions(shape: pd.DataFrame) -> pd.Series:
    """Return how often notes stand before the end of the main text of each report (its last twentieth may follow)."""
    main = shape[shape["part"] == "main text"]
    read = (main["end"] - main["start"]).groupby(main["report"]).transform(lambda n: n.cumsum() / n.sum())
    last = main[read >= 0.95].groupby("report")["start"].min()
    inside = (shape["part"] == "notes") & (shape["start"] < shape["report"].map(last))
    return inside.groupby(shape["report"], sort=False).sum()


def removed_by_reason(stretches: pd.DataFrame) -> pd.DataFrame:
    """Return how much of each report was removed or replaced and why, the most first: report, reason, characters."""
    gone = stretches[stretches["reason"] != ""]
    rows = pd.DataFrame(gone.groupby(["report", "reason"], sort=False, as_index=False)["characters"].sum())
    total = rows.groupby("reason")["characters"].transform("sum")
    return rows.iloc[np.lexsort((rows["reason"], -total))].reset_index(drop=True)


@figures.drawn
def removals(removed: pd.DataFrame, parts: pd.DataFrame) -> Figure:
    """Draw the table of `removed_by_reason` as bars; `parts` is that of `parts_of_files`."""
    totals, reports = removed.groupby("reason", sort=False)["characters"].sum(), parts["report"].nunique()
    source = _source(reports, reports, "")
    if totals.empty:
        return figures.nothing("Nothing was removed", source, "No character was removed.")
    fig, ax = figures.canvas(0.5 + figures.row_height(list(totals.index), 0.27) * len(totals))
    bars = ax.barh(range(len(totals)), totals, 0.66, color=figures.PALETTE[0])
    ax.bar_label(bars, [f"{total:,}" for total in totals], padding=4, size=9, color=figures.INK)
    figures.name_rows(ax, list(totals.index))
    ax.set(xlabel="characters", xlim=(0, totals.max() * 1.15), ylim=(len(totals) - 0.4, -0.6))
    ax.locator_params(axis="x", nbins=4)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    rate = totals.sum() / parts["characters"].sum() * 100
    title = f"Cleaning removed or replaced {rate:.0f} % of the characters, above all {totals.index[0]}"
    alt = "Characters removed, by reason: " + ", ".join(f"{reason} {n:,}" for reason, n in totals.items()) + "."
    return figures.finish(fig, title, source, alt)


def hard_passages(stretches: pd.DataFrame, n: int) -> pd.DataFrame:
    """Return the `n` blocks that needed the most kinds of repair, at most two per report: report, start, end (raw)."""
    main = stretches["kind"].map(PART_OF_KIND) == "main text"
    repairs = stretches[main & ~stretches["status"].isin(["kept", "white space"])]
    counts = repairs.groupby(["report", "block"])["status"].agg(["nunique", "size"]).sort_values(["nunique", "size"])
    chosen = counts.groupby("report").tail(2).tail(n).sort_index().index
    spans = stretches.groupby(["report", "block"]).agg({"start": "min", "end": "max"})
    return spans.loc[chosen].reset_index()[["report", "start", "end"]]


def way_back(corpus) -> pd.DataFrame:
    """Return how each report's ledger and words lead back to its file, one row per report.

    Columns: report, characters, gaps (in the ledger, or overlaps), complete (it ends where the file ends), words (of
    the main text), found (words whose letters stand in the file as they stand here).
    """
    words = tokenise(corpus.sentences)
    text = corpus.blocks.set_index(["report", "block"])["text"].to_dict()
    rows = []
    for report, ledger in corpus.ledger.groupby("report", sort=False):
        raw, found = corpus.raw(report), 0
        mine = words.loc[words["report"] == report, ["block", "start", "end"]].drop_duplicates()
        for block, start, end in mine.itertuples(index=False):
            there = "".join(raw[a:b] for a, b in corpus.to_raw(report, block, start, end))
            found += there == text[report, block][start:end]
        gaps = int((ledger["start"] != ledger["end"].shift(fill_value=0)).sum())
        rows.append((report, len(raw), gaps, ledger["end"].max() == len(raw), len(mine), found))
    return pd.DataFrame(rows, columns=["report", "characters", "gaps", "complete", "words", "found"])


def what_it_means(corpus) -> list[str]:
    """Return sentences on what the lengths and the notes of the reports mean for the other notebooks, as Markdown."""
    words, said = corpus.words[corpus.words > 0], []
    notes = (corpus.blocks["kind"] == "footnote").groupby(corpus.blocks["report"], sort=False).sum()
    if len(words) > 1:
        said.append(
            f"The reports differ in length: the main text of {escape(words.idxmax())} is "
            f"{words.max() / words.min():.0f} times as long as that of {escape(words.idxmin())}. "
            "The other notebooks therefore compare rates, not counts."
        )
    if notes.any():
        said.append(
            f"{escape(notes.idxmax())} has {notes.max():,} of the {notes.sum():,} notes. Notes are not counted with "
            "the main text, because the titles of sources in them are not the subject of the report."
        )
    return said


def in_short(corpus, parts: pd.DataFrame, facts: pd.DataFrame, back: pd.DataFrame) -> str:
    """Return the answer of the notebook as Markdown: what was read, how much is main text, what the checks say."""
    share = parts[parts["part"] == "main text"].set_index("report")["share"].reindex(corpus.reports.index, fill_value=0)
    span = " to ".join(dict.fromkeys(f"{end:.0f} %" for end in (share.min(), share.max())))
    kept = "All" if not back["gaps"].any() and back["complete"].all() else "Not all"
    found, words, agreed = int(back["found"].sum()), int(back["words"].sum()), int(facts["holds"].sum())
    agrees = f"Our cleaned text agrees with {'all' if agreed == len(facts) else f'{agreed:,}'} of them."
    checked = f" A person looked up {number(len(facts), 'fact')} in the files. {agrees}" if len(facts) else ""
    kinds = [escape(kind) + f" ({n})" * (n > 1) for kind, n in corpus.reports["kind"].value_counts().items()]
    listed = ": " + ", ".join(kinds[:6]) + " and others" * (len(kinds) > 6) if corpus.reports["kind"].all() else ""
    years = [day.year for value in corpus.reports["published"] if value for day in edtf.bounds(value) if day]
    when = f"{f'from {min(years)} to' if min(years) < max(years) else 'in'} {max(years)}" if years else ""
    dated, n = int((corpus.reports["published"] != "").sum()), len(corpus.reports)
    some = f" {dated or 'None'} of them {'has' if dated < 2 else 'have'} a date of publication{when and ', '}{when}."
    rest = parts[parts["part"] != "main text"].groupby("part")["characters"].sum().sort_values(ascending=False)
    rest = (rest / parts["characters"].sum() * 100).rename({"removed": "removed signs, such as line ends and code"})
    others = "; ".join(f"{part} ({of_all:.0f} %)" for part, of_all in rest.items() if of_all >= 0.5) or "little"
    return (
        f"The folder holds {number(n, 'report')}{f' published {when}' * (dated == n)}{listed}.{some * (dated < n)} "
        f"Main text makes up {span} of the characters of a file. Of all characters of the files together, the rest is: "
        f"{others}.\n\n"
        f"{'Every one' if found == words else f'{found:,}'} of the {words:,} words of our cleaned main text "
        f"{'was' if found == words else 'were'} found "
        f"again, letter by letter, in the original file. {kept} text that was read is in our cleaned text or listed as "
        f"removed.{checked}"
    )


def _source(reports: int, shown: int, which: str) -> str:
    part = f" Shown: {shown} of {reports}, {which}; the data file has all." if shown < reports else ""
    return f"Source: all characters of {number(reports, 'report')}.{part}"


def _rows_of_reports(reports: list[str]) -> tuple[Figure, Axes]:
    least = 0.36 if len(reports) <= figures.MANY else 0.24
    fig, ax = figures.canvas(0.6 + figures.row_height(reports, least) * len(reports))
    figures.name_rows(ax, reports)
    return fig, ax


def _keys(table: pd.DataFrame) -> list[Patch]:
    return [Patch(color=PARTS[part], label=part) for part in PARTS if part in {*table["part"], "removed"}]
