"""Give figures their style, title, source line and alternative text; save them with their data and show them.

The plot functions stand in the modules beside this one, one module per notebook. Each takes a tidy table and
returns a matplotlib figure that `finish` has completed.
"""

import io
import re
import textwrap
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from IPython.display import display
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from analysis import notebook
from analysis.figures.links import linked_picture

mpl.rc_file(Path(__file__).with_name("matplotlibrc"))

# Okabe and Ito (2008): colours that colour-blind readers tell apart; yellow is left out, too pale on white.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#555555")
INK, MUTED, PALE = "#222222", "#666666", "#D9D9D9"


def colours(names) -> dict[str, str]:
    """Return a colour for each name, in the order given; after seven they begin again.

    >>> colours(["eln-2017", "coe-2021"])
    {'eln-2017': '#0072B2', 'coe-2021': '#D55E00'}
    """
    return {name: PALETTE[i % len(PALETTE)] for i, name in enumerate(dict.fromkeys(names))}


def finish(fig: Figure, title: str, source: str, alt: str, subtitle: str = "") -> Figure:
    """Give a figure its title (the finding), subtitle, source line and alternative text, and return it.

    The axes are laid out between the texts.
    """
    width, height = fig.get_size_inches()
    head = textwrap.wrap(title, int(width * 10.2))
    sub = textwrap.wrap(subtitle, int(width * 12.4))
    foot = textwrap.wrap(source, int(width * 14.5))
    top = (0.10 + 0.21 * len(head) + 0.185 * len(sub)) / height
    bottom = (0.06 + 0.15 * len(foot)) / height
    fig.set_layout_engine("constrained", rect=(0, bottom, 1, 1 - bottom - top), h_pad=0.06, w_pad=0.06)
    x, y = 0.09 / width, 1 - 0.08 / height
    fig.text(x, y, "\n".join(head), ha="left", va="top", size=11.5, weight="bold", color=INK)
    fig.text(x, y - 0.21 * len(head) / height, "\n".join(sub), ha="left", va="top", size=9.5, color=MUTED)
    fig.text(x, 0.06 / height, "\n".join(foot), ha="left", va="bottom", size=8, color=MUTED)
    fig.alt = alt  # type: ignore[attr-defined]
    return fig


def nothing(title: str, source: str, said: str) -> Figure:
    """Return a figure that says in a sentence that there is nothing to draw."""
    fig, ax = plt.subplots(figsize=(6.4, 1.6))
    ax.text(0.5, 0.5, said, ha="center", va="center", color=MUTED)
    ax.set_axis_off()
    return finish(fig, title, source, f"An empty figure: {said[:1].lower()}{said[1:]}")


def head_columns(ax, names: list[str]) -> None:
    """Write the names of the columns of a table above it: level where they are few, steep where they are many."""
    ax.xaxis.tick_top()
    steep = {"rotation": 60, "rotation_mode": "anchor", "ha": "left"} if len(names) > 5 else {}
    ax.set_xticks(range(len(names)), names, **steep)


def shortened(label: str, most: int = 34) -> str:
    """Return a label, cut where it has more than `most` characters.

    >>> shortened("civilian crisis management", 15)
    'civilian crisi…'
    """
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"


def link(name: str, key: object) -> str:
    """Return the address of the evidence behind a point, bar or tick, for `artist.set_url`.

    >>> link("03_keyness", "Member State")
    '#03_keyness-Member_State'
    """
    return "#" + notebook.anchor(name, key)


def show(fig: Figure, name: str, data: pd.DataFrame, evidence: pd.DataFrame | None = None) -> None:
    """Save a finished figure as SVG and PNG with its data as CSV, show it once, and close it.

    `data` is the table in the picture. `evidence`, where given, has the columns of `Corpus.locate` and `mark`; all of
    it is shown folded below the figure and saved as `NAME_evidence.csv`. The saved SVG draws its letters, so that it
    looks the same everywhere; the one in the notebook holds text, for which HTML reports bring the font (DejaVu Sans).
    Raises ValueError for a figure without alternative text, or a name that is no file name.
    """
    alt = getattr(fig, "alt", "")
    if not alt:
        raise ValueError(f"figure {name} has no alternative text; call figures.finish(fig, title, source, alt) first")
    if not re.fullmatch(r"[\w-]+", name):
        raise ValueError(f'"{name}" is no name of a figure: use letters, digits and _, such as 05_words')
    _fix_layout(fig)
    png, svg = picture(fig, "png"), picture(fig, "svg")
    table = data.to_csv(index=False, lineterminator="\n", float_format="%.6g").encode("utf-8")
    with mpl.rc_context({"svg.fonttype": "none"}):
        with_text = picture(fig, "svg").decode("utf-8")
    shown = {
        "text/html": linked_picture(fig, name, png, alt, evidence),  # for JupyterLab, where an SVG has no links
        "image/svg+xml": with_text[with_text.index("<svg") :],  # for the HTML pages
        "text/plain": f"Figure {name}: {alt}",
    }
    plt.close(fig)
    display(shown, raw=True, metadata={"image/svg+xml": {"alt": alt, "name": name}})
    notebook.save({f"{name}.svg": svg, f"{name}.png": png, f"{name}.csv": table})
    notebook.show_evidence(name, evidence)


def _fix_layout(fig: Figure) -> None:
    """Place the axes once, to a millionth of the figure: the last bits of the layout differ from run to run."""
    fig.draw_without_rendering()
    fig.set_layout_engine("none")
    for ax in fig.axes:
        left, bottom, width, height = (round(value, 6) for value in ax.get_position(original=True).bounds)
        ax.set_position((left, bottom, width, height))


def picture(fig: Figure, kind: str) -> bytes:
    """Return a figure as the bytes of an SVG or PNG file, without date or program version."""
    buffer = io.BytesIO()
    undated = dict.fromkeys(("Date", "Creator", "Format", "Type")) if kind == "svg" else {"Software": None}
    fig.savefig(buffer, format=kind, metadata=undated)
    data = buffer.getvalue()
    return shorten(data.decode("utf-8")).encode("utf-8") if kind == "svg" else data


def shorten(svg: str) -> str:
    """Return an SVG with coordinates rounded to a hundredth of a point: a third smaller, the same to the eye.

    >>> shorten('<path d="M 12.345678 -0.001 L 7.5 3"/><text>0.125</text>')
    '<path d="M 12.35 0 L 7.5 3"/><text>0.125</text>'
    """
    return re.sub(r"<[^>]+>", lambda tag: re.sub(r"-?\d+\.\d{3,}", _hundredth, tag[0]), svg)


def _hundredth(number: re.Match) -> str:
    """Return a number in text with at most two decimals."""
    return f"{round(float(number[0]), 2) + 0:.2f}".rstrip("0").rstrip(".")
