"""Give figures their style, title, source line and alternative text; save them with their data and show them.

In the modules beside this one, one per notebook, functions make matplotlib figures of tidy tables.
"""

import base64
import html
import io
import re
import textwrap
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial, wraps
from itertools import cycle
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from IPython.display import display
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection, PathCollection
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from PIL import Image

from analysis import edtf, notebook

mpl.rc_file(Path(__file__).with_name("matplotlibrc"))
# A letter of another script is drawn as a box: one such word in a report is no reason to fill a page with warnings.
warnings.filterwarnings("ignore", message=r"Glyph \d+ .* missing from (?:font|current font)")

# After Okabe and Ito (2008), which colour-blind readers tell apart; the pale ones are darkened, so that each has a
# contrast of 3 to 1 on white and on black (WCAG 2.2, 1.4.11).
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#C4689A", "#B07C00", "#3A93CC", "#555555")
INK, MUTED, PALE = "#222222", "#666666", "#D9D9D9"
PHONE = 3.7  # inches: the width of a figure on a phone; elsewhere it is that of `matplotlibrc`
MANY = 12  # reports that a figure can show one by one
FEW_WORDS = 300  # of main text: a report with fewer is not named in a title
LEAST = 0.008  # height and width of a link, as a share of the figure: a tick is thinner than a pointer
FIRST = 120  # characters of the sentence under the pointer
NEIGHBOURS = re.compile(r'(<a xlink:href="([^"]*)"[^>]*>(?:(?!</a>).)*)</a><a xlink:href="\2"[^>]*>', re.S)


def colours(names: Iterable[str]) -> dict[str, str]:
    """Return a colour for each name, in the order given; after seven they begin again."""
    return {name: PALETTE[i % len(PALETTE)] for i, name in enumerate(dict.fromkeys(names))}


def by_date(reports: pd.DataFrame) -> list[str]:
    """Return the ids of `corpus.reports` in the order of publication (its middle); unknown dates come last."""
    published = reports["published"].astype(str).items()
    days = {str(report): (day and edtf.middle(day)) or date.max for report, day in published}
    return sorted(days, key=lambda report: (days[report], report))


def in_order(table: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its column `report` in the order of publication."""
    place = {report: i for i, report in enumerate(by_date(reports))}
    return table.sort_values("report", key=lambda ids: ids.astype(str).map(place), kind="stable", ignore_index=True)


def drawn(draw: Callable[..., Figure]) -> Callable[..., Figure]:
    """Let a figure know how it was drawn, so that `show` can draw it again for a phone."""

    @wraps(draw)
    def drawing(*args: Any, **options: Any) -> Figure:
        fig = draw(*args, **options)
        fig.again = partial(draw, *args, **options)  # type: ignore[attr-defined]
        return fig

    return drawing


def on_phone() -> bool:
    """Tell whether the figure that is being drawn is the one for a phone."""
    return mpl.rcParams["figure.figsize"][0] <= PHONE


def canvas(height: float, **grid: Any) -> tuple[Figure, Any]:
    """Return a figure of the usual width and its axes; `finish` adds the height of the texts."""
    return plt.subplots(figsize=(mpl.rcParams["figure.figsize"][0], height), **grid)


def finish(fig: Figure, title: str, source: str, alt: str, subtitle: str = "", keys: Sequence[Artist] = ()) -> Figure:
    """Give a figure its title (the finding), subtitle, keys, source line and alternative text, and return it."""
    width, body = fig.get_size_inches()
    head = [] if on_phone() else textwrap.wrap(title, int(width * 9.6))
    sub = [] if on_phone() else textwrap.wrap(subtitle, int(width * 12.4))
    foot = textwrap.wrap(source, int(width * 13.6))
    lengths = [0.068 * len(str(key.get_label())) + 0.5 for key in keys]  # inches
    in_row = len(keys) if sum(lengths) < width else max(1, min(3, int(width / max(lengths))))
    top, below = 0.10 + 0.21 * len(head) + 0.185 * len(sub), 0.08 + 0.16 * len(foot)
    bottom = below + (0.08 + 0.19 * -(-len(keys) // in_row) if keys else 0)
    height = body + top + bottom
    fig.set_size_inches(width, height)
    fig.set_layout_engine("constrained", rect=(0, bottom / height, 1, body / height), h_pad=0.06, w_pad=0.06)
    x, y = 0.09 / width, 1 - 0.08 / height
    fig.text(x, y, "\n".join(head), va="top", gid="head", size=11.5, weight="bold", color=INK)
    fig.text(x, y - 0.21 * len(head) / height, "\n".join(sub), va="top", gid="head", size=9.5, color=MUTED)
    fig.text(x, 0.06 / height, "\n".join(foot), va="bottom", size=8.5, color=MUTED)
    if keys:
        spaces: Any = {"handlelength": 1.6, "columnspacing": 1.2, "labelspacing": 0.35, "borderaxespad": 0}
        place: Any = {"loc": "lower center", "bbox_to_anchor": (0.5, (below + 0.02) / height), "ncols": in_row}
        fig.legend(handles=keys, **place, **spaces).set_in_layout(False)
    fig.words = {"alt": alt, "title": title, "subtitle": subtitle, "head": round(72 * top, 2)}  # type: ignore
    fig.alt = alt  # type: ignore[attr-defined]
    return fig


def nothing(title: str, source: str, said: str) -> Figure:
    """Return a figure that says in a sentence that there is nothing to draw."""
    fig, ax = canvas(1.0)
    ax.text(0.5, 0.5, said, ha="center", va="center", color=MUTED)
    ax.set_axis_off()
    return finish(fig, title, source, f"An empty figure: {said[:1].lower()}{said[1:]}")


def name_rows(ax: Axes, names: Sequence[str], places: Sequence[float] | None = None) -> None:
    """Name rows at the left, the first on top, without an axis line; on a phone long names take several lines."""
    ax.set_yticks(range(len(names)) if places is None else places, _folded(names))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    if places is None:
        ax.set_ylim(len(names) - 0.5, -0.5)


def row_height(names: Sequence[str], least: float) -> float:
    """Return the inches of a row, at least `least`, in which `name_rows` writes these names apart from each other."""
    lines = [name.count("\n") + 1 for name in _folded(names)]
    return max([least, *(0.12 * (one + other) - 0.06 for one, other in zip(lines, [1, *lines], strict=False))])


def _folded(names: Sequence[str]) -> list[str]:
    if not on_phone():
        return list(names)
    return ["\n".join(textwrap.fill(line, 24) for line in name.split("\n")) for name in names]


def head_columns(ax: Axes, names: list[str], first: float = 0) -> None:
    """Write the names of the columns of a table above it: level where they are few, upwards where they are many."""
    ax.xaxis.tick_top()
    ax.set_xticks([place + first for place in range(len(names))], names, rotation=90 if upwards(names) else 0)
    ax.tick_params(axis="x", length=0)


def for_text(colour: str) -> tuple[float, ...]:
    """Return a colour of the palette darkened for letters, which need a contrast of 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    return tuple(0.76 * part for part in mpl.colors.to_rgb(colour))


def upwards(names: Sequence[str]) -> bool:
    """Tell whether the names of columns have to be written upwards."""
    return len(names) > 5 or on_phone()


def shortened(label: str, most: int = 34) -> str:
    """Return a label, cut where it has more than `most` characters."""
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"


def capital(sentence: str) -> str:
    """Return a sentence that begins with a capital."""
    return sentence[:1].upper() + sentence[1:]


def some_of(some: int, n: int, noun: str) -> str:
    """Return in words how many of `n` things."""
    if 0 < some < n:
        return f"{some:,} of {n:,} {noun}s"
    return (f"the {noun}" if n == 1 else f"all {n} {noun}s") if some else f"no {noun}"


def link(name: str, key: object) -> str:
    """Return the address of the evidence of a point, bar or tick, for `artist.set_url`."""
    return "#" + notebook.evidence_id(name, key)


def show(fig: Figure, name: str, data: pd.DataFrame, evidence: pd.DataFrame | None = None, cover: bool = False) -> None:
    """Save a finished figure as SVG and PNG with its data as CSV, show it once, and close it.

    `evidence` (columns of `Corpus.locate`, and `mark`) is shown folded below the figure and saved as
    `NAME_evidence.csv`. `cover` puts the figure on the first page of the exported reports. Raises ValueError for a
    figure without alternative text, or a name that is no file name.
    """
    alt = getattr(fig, "alt", "")
    if not alt:
        raise ValueError(f"figure {name} has no alternative text; call figures.finish(fig, title, source, alt) first")
    if not re.fullmatch(r"[\w-]+", name):
        raise ValueError(f'"{name}" cannot be the name of a figure: use letters, digits and _, such as 05_words')
    _fix_layout(fig)
    png, svg = picture(fig, "png"), picture(fig, "svg")
    facts = {"name": name, **fig.words} | ({"cover": True} if cover else {})  # type: ignore[attr-defined]
    shown = {
        "text/html": linked_picture(fig, name, png, alt, evidence),  # for JupyterLab, where an SVG has no links
        "image/svg+xml": _svg_with_text(fig),  # for the HTML pages
        "text/plain": f"Figure {name}: {alt}",
    }
    if again := getattr(fig, "again", None):
        with mpl.rc_context({"figure.figsize": (PHONE, 3.0)}):
            small = again()
        _fix_layout(small)
        shown[notebook.NARROW_SVG] = _svg_with_text(small)
        plt.close(small)
    plt.close(fig)
    display(shown, raw=True, metadata={"image/svg+xml": facts})
    table = data.to_csv(index=False, lineterminator="\n", float_format="%.6g").encode("utf-8")
    notebook.save({f"{name}.svg": svg, f"{name}.png": png, f"{name}.csv": table})
    notebook.show_evidence(name, evidence, re.findall('xlink:href="#([^"]*)"', shown["image/svg+xml"]))


def _svg_with_text(fig: Figure) -> str:
    with mpl.rc_context({"svg.fonttype": "none"}):
        svg = picture(fig, "svg").decode("utf-8")
    svg, more = re.sub(r">\s+<(?!/?tspan)", "><", svg[svg.index("<svg") :]), 1
    while more:  # neighbouring links to one address, such as the ticks of a row, are one
        svg, more = NEIGHBOURS.subn(r"\1", svg)
    return svg


def _fix_layout(fig: Figure) -> None:
    """Place the axes once, to a millionth of the figure: the last bits of the layout differ from run to run."""
    if engine := fig.get_layout_engine():
        engine.execute(fig)
    fig.set_layout_engine(None)  # with the engine "none", each `savefig` would draw the figure twice
    for ax in fig.axes:
        left, bottom, width, height = (round(value, 6) for value in ax.get_position(original=True).bounds)
        ax.set_position((left, bottom, width, height))


def picture(fig: Figure, kind: str) -> bytes:
    """Return a figure as the bytes of an SVG file, or of a PNG file of 64 colours, without date or program version."""
    drawing = io.BytesIO()
    if kind == "svg":
        fig.savefig(drawing, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
        return shorten(drawing.getvalue().decode("utf-8")).encode("utf-8")
    fig.savefig(drawing, format="png")
    whole, png = Image.open(drawing).convert("RGB"), io.BytesIO()
    few = whole.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(png, format="PNG", optimize=True)
    return png.getvalue()


def shorten(svg: str) -> str:
    """Return an SVG with coordinates rounded to a hundredth of a point: a third smaller, the same to the eye."""
    rounded = partial(re.sub, r"-?\d+\.\d{3,}", lambda number: f"{round(float(number[0]), 2) + 0:g}")
    return re.sub(r"<[^>]+>", lambda tag: rounded(tag[0]), svg)


def linked_picture(fig: Figure, name: str, png: bytes, alt: str, evidence: pd.DataFrame | None) -> str:
    """Return a figure as an HTML picture with links to the evidence above it: neither script nor SVG is needed."""
    once = pd.DataFrame(columns=["mark", "sentence"]) if evidence is None else notebook.distinct_sentences(evidence)
    titles = {}
    for mark, n, sentence in once.groupby("mark", sort=False)["sentence"].agg(["size", "first"]).itertuples():
        first = sentence if len(sentence) <= FIRST else sentence[:FIRST].rpartition(" ")[0] + " …"
        titles[link(name, mark)] = html.escape(f"{mark}: {notebook.number(n, 'sentence')}\n{first}")
    rows: dict[tuple, Bbox] = {}  # places with one address in one row are one link, such as a row of ticks
    for url, box in (place for place in places(fig) if place[0] in titles):
        row = url, round(box.y0, 3), round(box.y1, 3)
        rows[row] = Bbox.union([box, rows.get(row, box)])
    links = []
    for (url, _, _), box in rows.items():
        wide, high = max(box.width, LEAST), max(box.height, LEAST)
        left, top = (box.x0 + box.x1 - wide) / 2, 1 - (box.y0 + box.y1 + high) / 2
        sides = {"left": left, "top": top, "width": wide, "height": high}
        style = ";".join(f"{side}:{100 * value:.1f}%" for side, value in sides.items())
        links.append(f'<a href="{html.escape(url)}" title="{titles[url]}" style="position:absolute;{style}"></a>')
    source = f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
    shown = f'<img src="{source}" alt="{html.escape(alt)}" style="width:100%;max-width:none">'
    style = f"position:relative;width:{round(fig.get_figwidth() * 96)}px"
    return f'<div style="overflow-x:auto"><div style="{style}">{shown}{"".join(links)}</div></div>'


def places(fig: Figure) -> Iterator[tuple[str, Bbox]]:
    """Give address and place, as shares of a drawn figure, of each artist that has an address; collections in parts."""
    for artist in fig.findobj(lambda artist: artist.get_visible()):
        addresses = list(artist.get_urls()) if isinstance(artist, Collection) else [artist.get_url()]
        if not any(addresses):
            continue
        if isinstance(artist, PathCollection):
            points = artist.get_offset_transform().transform(np.asarray(artist.get_offsets()))
            radius = np.sqrt(artist.get_sizes()[0]) / 2 * fig.dpi / 72
            boxes = [Bbox.from_extents(x - radius, y - radius, x + radius, y + radius) for x, y in points]
        elif isinstance(artist, Collection):
            boxes = [path.get_extents(artist.get_transform()) for path in artist.get_paths()]
        else:
            boxes = [artist.get_window_extent()]
        for url, box in zip(cycle(addresses), boxes, strict=False):
            if url and np.isfinite(box.extents).all():
                yield url, box.transformed(fig.transFigure.inverted())
