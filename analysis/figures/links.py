"""Show a figure whose points, bars and ticks are links in any viewer of notebooks, before and after a run."""

import base64
import html
from collections.abc import Iterator

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis import notebook

LEAST = 0.008  # height and width of a link, as a share of the figure: a tick is thinner than a pointer
FIRST = 120  # characters of the sentence under the pointer
Box = tuple[float, float, float, float]  # left, top, right, bottom, as shares of the figure


def linked_picture(fig: Figure, name: str, png: bytes, alt: str, evidence: pd.DataFrame | None) -> str:
    """Return a figure as HTML: a picture, and above it links to the evidence, named under the pointer.

    Neither a script nor SVG is needed, which viewers such as JupyterLab show only of notebooks they trust.
    """
    titles = (
        {}
        if evidence is None
        else {"#" + notebook.anchor(name, m): _title(m, rows) for m, rows in evidence.groupby("mark", sort=False)}
    )
    links = [
        f'<a href="{html.escape(url)}" title="{html.escape(titles[url])}" style="position:absolute;{_style(box)}"></a>'
        for url, box in _merged(places(fig))
        if url in titles
    ]
    source = f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
    shown = f'<img src="{source}" alt="{html.escape(alt)}" style="width:100%;max-width:none">'
    width = round(fig.get_figwidth() * 96)
    inner = f'<div style="position:relative;width:{width}px">{shown}{"".join(links)}</div>'
    return f'<div style="overflow-x:auto">{inner}</div>'


def _title(mark: object, rows: pd.DataFrame) -> str:
    sentence = str(rows["sentence"].iloc[0])
    shown = sentence if len(sentence) <= FIRST else sentence[:FIRST].rpartition(" ")[0] + " …"
    return f"{mark}: {notebook.number(notebook.count_sentences(rows), 'sentence')}\n{shown}"


def places(fig: Figure) -> Iterator[tuple[str, Box]]:
    """Give address and place of each artist of a drawn figure that has an address, those of collections one by one."""
    width, height = fig.bbox.size
    for artist in fig.findobj(lambda artist: artist.get_visible()):
        addresses = [url for url in getattr(artist, "get_urls", list)() if url]
        if addresses:
            boxes = _boxes(artist)
            urls = list(artist.get_urls())  # type: ignore[attr-defined]
            found = [(urls[i % len(urls)], box) for i, box in enumerate(boxes)]
        else:
            found = [(artist.get_url(), artist.get_window_extent().extents)] if artist.get_url() else []
        for url, (left, bottom, right, top) in found:
            if url and np.isfinite([left, bottom, right, top]).all():
                yield url, (left / width, 1 - top / height, right / width, 1 - bottom / height)


def _boxes(collection) -> list:
    """Return the extents of each part of a collection, in pixels: of its points, or of its paths."""
    transform = collection.get_transform()
    paths = [path.get_extents(transform) for path in collection.get_paths()]
    offsets = collection.get_offset_transform().transform(np.asarray(collection.get_offsets()))
    if not hasattr(collection, "get_sizes") or not len(collection.get_sizes()):
        return [path.extents for path in paths]
    radius = np.resize(np.sqrt(collection.get_sizes()) / 2 * collection.figure.dpi / 72, len(offsets))
    return [(x - r, y - r, x + r, y + r) for (x, y), r in zip(offsets, radius, strict=True)]


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
