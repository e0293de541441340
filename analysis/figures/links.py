"""Show a figure whose points, bars and ticks are links in any viewer of notebooks, before and after a run."""

import base64
import html
from collections.abc import Iterator
from itertools import cycle

import numpy as np
import pandas as pd
from matplotlib.collections import Collection, PathCollection
from matplotlib.figure import Figure

from analysis import notebook

LEAST = 0.008  # height and width of a link, as a share of the figure: a tick is thinner than a pointer
FIRST = 120  # characters of the sentence under the pointer
Box = tuple[float, float, float, float]  # left, top, right, bottom, as shares of the figure


def linked_picture(fig: Figure, name: str, png: bytes, alt: str, evidence: pd.DataFrame | None) -> str:
    """Return a figure as HTML: a picture, and above it links to the evidence, named under the pointer.

    Neither a script nor SVG is needed, which viewers such as JupyterLab show only of notebooks they trust.
    """
    titles = {}
    for mark, sentences in _sentences(evidence).items():
        sentence = str(sentences[0])
        first = sentence if len(sentence) <= FIRST else sentence[:FIRST].rpartition(" ")[0] + " …"
        titles["#" + notebook.anchor(name, mark)] = f"{mark}: {notebook.number(len(sentences), 'sentence')}\n{first}"
    links = [
        f'<a href="{html.escape(url)}" title="{html.escape(titles[url])}" style="position:absolute;{_style(box)}"></a>'
        for url, box in _merged(places(fig))
        if url in titles
    ]
    source = f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
    shown = f'<img src="{source}" alt="{html.escape(alt)}" style="width:100%;max-width:none">'
    style = f"position:relative;width:{round(fig.get_figwidth() * 96)}px"
    return f'<div style="overflow-x:auto"><div style="{style}">{shown}{"".join(links)}</div></div>'


def _sentences(evidence: pd.DataFrame | None) -> dict[object, list[str]]:
    """Return the sentences of each mark, each once."""
    found: dict[object, list[str]] = {}
    if evidence is not None:
        once = notebook.with_begin(evidence).drop_duplicates(["mark", *notebook.SENTENCE])
        for mark, sentence in zip(once["mark"].tolist(), once["sentence"].tolist(), strict=True):
            found.setdefault(mark, []).append(sentence)
    return found


def places(fig: Figure) -> Iterator[tuple[str, Box]]:
    """Give address and place of each artist of a drawn figure that has an address, those of collections one by one."""
    width, height = fig.bbox.size
    for artist in fig.findobj(lambda artist: artist.get_visible()):
        addresses, boxes = [artist.get_url()], []
        if isinstance(artist, Collection):
            addresses = list(artist.get_urls())
            boxes = _boxes(artist) if any(addresses) else []
        elif addresses[0]:
            boxes = [artist.get_window_extent().extents]
        for url, (left, bottom, right, top) in zip(cycle(addresses), boxes, strict=False):
            if url and np.isfinite([left, bottom, right, top]).all():
                yield url, (left / width, 1 - top / height, right / width, 1 - bottom / height)


def _boxes(collection: Collection) -> list:
    """Return the extents of each part of a collection, in pixels: of its points, or of its paths."""
    if not isinstance(collection, PathCollection):
        return [path.get_extents(collection.get_transform()).extents for path in collection.get_paths()]
    points = collection.get_offset_transform().transform(np.asarray(collection.get_offsets()))
    radius = np.sqrt(collection.get_sizes()[0]) / 2 * getattr(collection.get_figure(root=True), "dpi", 72) / 72
    return [(x - radius, y - radius, x + radius, y + radius) for x, y in points]


def _merged(found: Iterator[tuple[str, Box]]) -> list[tuple[str, Box]]:
    """Return places with those of one address in one row made one, so that a row of ticks is one link."""
    rows: dict[tuple, Box] = {}
    for url, (left, top, right, bottom) in found:
        key = url, round(top, 3), round(bottom, 3)
        old = rows.get(key, (left, top, right, bottom))
        rows[key] = min(old[0], left), top, max(old[2], right), bottom
    return [(key[0], box) for key, box in rows.items()]


def _style(box: Box) -> str:
    left, top, right, bottom = box
    wide, high = max(right - left, LEAST), max(bottom - top, LEAST)
    sides = {"left": (left + right - wide) / 2, "top": (top + bottom - high) / 2, "width": wide, "height": high}
    return ";".join(f"{side}:{100 * value:.1f}%" for side, value in sides.items())
