"""Put the printed lines of a page into reading order: columns one after the other, margin notes beside their text."""

import re
from collections import Counter
from itertools import pairwise

from analysis.readers.pdf_lines import DROP_CAP, Row, on_one_line

MARKER = re.compile(
    r"(?:[•◦▪●■□‣⁃○–—\-*o·\uf0b7\uf0a7\uf0d8]|\(?(?:\d{1,3}(?:\.\d{1,2})*|[A-Za-z]|[ivxIVX]{1,5})[.)]|\(?\d{1,3}\)?)$"
)
FARTHEST_MARKER = 60.0  # points between a number or bullet and the words of its item
NARROW = 0.36  # share of the text's width; less is a margin beside a column, not a column
FEWEST = 3  # lines of a column
FULL = 0.6  # of the width of a column: what most lines of running text fill
MARGIN = -1  # the column of a line in the margin
SAME_NOTE = 1.0  # ems between the lines of one margin note
CROSSING = 1.0  # length of the lines that cross a gutter, per length of those in the smaller column


def reading_order(rows: list[Row]) -> list[tuple[Row, int]]:
    """Return the lines of a page in reading order, each with its column: 0, 1 ... or MARGIN; rotated lines last."""
    level = _join_markers(_join_drop_caps([row for row in rows if not row.rotated]))
    ordered = _join_justified(_order(level, 0))
    return ordered + [(row, MARGIN) for row in rows if row.rotated]


def _join_drop_caps(rows: list[Row]) -> list[Row]:
    """Join a letter that is two or more lines high with the first of the lines beside it."""
    out = list(rows)
    for cap in [row for row in rows if len(row.text) == 1 and row.text.isalpha()]:
        lines = [r for r in rows if cap.size > DROP_CAP * r.size and r.top < cap.bottom and r.bottom > cap.top]
        beside = [row for row in lines if -1 < row.left - cap.right < row.size]
        if beside:
            first = min(beside, key=lambda row: row.top)
            first.prepend(cap, spaced=False)
            out.remove(cap)
    return out


def _join_markers(rows: list[Row]) -> list[Row]:
    """Join a number or bullet that stands apart with the words to its right."""
    gone: set[int] = set()
    for row in [row for row in rows if len(row.text) <= 8 and MARKER.match(row.text)]:
        beside = [r for r in rows if r is not row and on_one_line(row, r)]
        right = [r for r in beside if 0 < r.left - row.right < FARTHEST_MARKER]
        target = min(right, key=lambda r: r.left, default=None)
        cell = row.text.isdigit() and any(r.right <= row.left for r in beside)
        if target is not None and not cell and any(map(str.isalpha, target.text)):
            target.prepend(row, spaced=True)
            target.left = row.left
            gone.add(id(row))
    return [row for row in rows if id(row) not in gone]


def _order(rows: list[Row], column: int) -> list[tuple[Row, int]]:
    """Order lines by the columns they form; where they form none, by the chunks in which they were written."""
    rows = sorted(rows, key=_place)
    gutter = _find_gutter(rows)
    if gutter is None:
        return [(row, column) for chunk in _chunks(rows) for row in chunk]
    left, right = gutter
    out: list[tuple[Row, int]] = []
    band: list[Row] = []
    for row in rows:
        if row.left < left - 1 and row.right > right + 1:
            out += [*_order_band(band, (left + right) / 2, column), (row, column)]
            band = []
        else:
            band.append(row)
    return out + _order_band(band, (left + right) / 2, column)


def _place(row: Row) -> tuple[float, float]:
    """Sort by lines of a page, whose feet may differ a little, and from left to right."""
    step = max(1.0, 0.25 * row.size)
    return (round(row.bottom / step) * step, row.left)


def _chunks(rows: list[Row]) -> list[list[Row]]:
    """Group lines that were written one after the other and stand so, and order the groups by where they begin."""
    chunks: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: row.order):
        if chunks and _written_on(chunks[-1][-1], row, rows):
            chunks[-1].append(row)
        else:
            chunks.append([row])
    return sorted(chunks, key=lambda chunk: _place(chunk[0]))


def _written_on(before: Row, row: Row, rows: list[Row]) -> bool:
    """Tell whether a line was written directly below another, or to its right, with nothing between."""
    if on_one_line(before, row):
        return row.left > before.left
    step = row.bottom - before.bottom
    if not 0 < step < 3 * max(row.size, before.size) or row.left > before.right or before.left > row.right:
        return False
    if step < 1.6 * max(row.size, before.size):
        return True
    return not any(
        before.bottom < (r.top + r.bottom) / 2 < row.top
        and r.left < max(row.right, before.right)
        and r.right > row.left
        for r in rows
    )


def _order_band(band: list[Row], gutter: float, column: int) -> list[tuple[Row, int]]:
    """Order the lines between two that cross a gutter: left, then right; what is in a margin goes before its line."""
    first = [row for row in band if (row.left + row.right) / 2 < gutter]
    second = [row for row in band if (row.left + row.right) / 2 >= gutter]
    if not first or not second:
        return [(row, column) for chunk in _chunks(band) for row in chunk]
    if _is_margin(first, second):
        return _beside_margin(_order(second, column), first)
    if _is_margin(second, first):
        return _beside_margin(_order(first, column), second)
    return _order(first, column) + _order(second, column + 1)


def _beside_margin(text: list[tuple[Row, int]], margin: list[Row]) -> list[tuple[Row, int]]:
    """Put the lines of a margin before the line of text that the first of them stands beside."""
    out: list[tuple[Row, int]] = []
    waiting = list(margin)
    for row, column in text:
        while waiting and waiting[0].bottom <= row.bottom + 0.5 * row.size:
            group = [waiting.pop(0)]
            while waiting and waiting[0].top - group[-1].bottom < SAME_NOTE * group[-1].size:
                group.append(waiting.pop(0))
            out += [(line, MARGIN) for line in group]
        out.append((row, column))
    return out + [(row, MARGIN) for row in waiting]


def _join_justified(rows: list[tuple[Row, int]]) -> list[tuple[Row, int]]:
    """Join the words of a line that wide spaces fill to the margins of the line before it."""
    out: list[tuple[Row, int]] = []
    for line in _side_by_side(rows):
        words = [row for row, _ in line]
        gaps = [b.left - a.right for a, b in pairwise(words)]
        if out and gaps and _fills(out[-1][0], words[0], words[-1]) and max(gaps) < 4 * words[0].size:
            for row in words[1:]:
                row.pieces[0].spaced = True
                words[0].pieces += row.pieces
            words[0].right = words[-1].right
            line = line[:1]
        out += line
    return out


def _side_by_side(rows: list[tuple[Row, int]]) -> list[list[tuple[Row, int]]]:
    lines: list[list[tuple[Row, int]]] = []
    for row, column in rows:
        if lines and lines[-1][0][1] == column and on_one_line(lines[-1][0][0], row):
            lines[-1].append((row, column))
        else:
            lines.append([(row, column)])
    return lines


def _fills(before: Row, first: Row, last: Row) -> bool:
    """Tell whether words on one line begin and end where the line before them does."""
    return abs(first.left - before.left) < 2 and abs(last.right - before.right) < 2


def _find_gutter(rows: list[Row]) -> tuple[float, float] | None:
    """Return the gap between two columns of running text: hardly a line crosses it, and both sides are text."""
    starts = Counter(round(row.left / 2) for row in rows)
    total = _ink(rows)
    best: tuple[float, tuple[float, float]] | None = None
    for start, n in starts.items():
        if n + starts[start + 1] + starts[start - 1] < FEWEST:
            continue
        x = start * 2 - 2.0
        before, after = [row for row in rows if row.right <= x + 1], [row for row in rows if row.left >= x - 1]
        smaller = min(_ink(before), _ink(after))
        crossing = total - _ink(before) - _ink(after)
        score = smaller - 2 * crossing
        if min(len(before), len(after)) < FEWEST or crossing >= CROSSING * smaller or (best and score <= best[0]):
            continue
        if _are_columns(before, after):
            best = (score, (max(row.right for row in before), min(row.left for row in after)))
    return best[1] if best else None


def _ink(rows: list[Row]) -> float:
    """Return how much of a page lines fill."""
    return sum((row.right - row.left) for row in rows)


def _are_columns(before: list[Row], after: list[Row]) -> bool:
    """Tell whether two groups of lines are columns, or a column of text and a margin beside it."""
    if not _beside(before, after):
        return False
    left, right = _is_text(before), _is_text(after)
    if _is_margin(before, after):
        return right
    return left if _is_margin(after, before) else left and right


def _is_margin(side: list[Row], text: list[Row]) -> bool:
    """Tell whether lines are a margin beside text: narrow, and few or in another type."""
    narrow, wide = (max(row.right for row in rows) - min(row.left for row in rows) for rows in (side, text))
    return narrow < NARROW * (narrow + wide) and (3 * len(side) < len(text) or _font(side) != _font(text))


def _font(rows: list[Row]) -> str:
    """Return the font of most lines."""
    return Counter(row.pieces[-1].type.font.name for row in rows).most_common(1)[0][0]


def _is_text(rows: list[Row]) -> bool:
    """Tell whether most lines are as long as the longest ones, and these are long enough for running text.

    The longest lines stand for the width of a column: what is beside a gutter may be several columns.
    """
    widths = sorted(row.right - row.left for row in rows)
    width, size = widths[int(0.9 * (len(widths) - 1))], sorted(row.size for row in rows)[len(rows) // 2]
    full = _ink([row for row in rows if row.right - row.left > FULL * width])
    return width > 10 * size and full > 0.5 * _ink(rows)


def _beside(before: list[Row], after: list[Row]) -> bool:
    """Tell whether two groups of lines stand beside each other and not one below the other."""
    top = max(min(row.top for row in before), min(row.top for row in after))
    bottom = min(max(row.bottom for row in before), max(row.bottom for row in after))
    inside = [sum(1 for row in side if row.bottom > top and row.top < bottom) for side in (before, after)]
    return min(inside) >= 2
