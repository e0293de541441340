"""Find the rows of tables in a plain text: lines of several cells with wide space between them, or of numbers."""

import re

from analysis.cleaning.blocks import Line
from analysis.cleaning.words import matches

_CELLS = re.compile(r"[ \t]{2,}|\t")
_WIDE = re.compile(r"[^ \t.][ \t]{3,}[^ \t.]")
_SECTION_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?$|[IVX]+\.$")
_VALUE = re.compile(r"[~<>≤≥+−–—($€£-]{0,2}\d[\d.,:/–-]*(?:[%)a-z]{0,3})$|[—–-]$|n\.?/?a\.?$", re.I)
LONGEST_CELL = 6  # words: cells with more are columns of text
FEWEST_ROWS = 3
MOST_BETWEEN = 2  # lines of a wrapped cell between two rows
HEAD_ROWS = 4  # lines between the title of a table and its first row of values


def mark_tables(lines: list[Line]) -> None:
    """Give the rows of tables the role "boilerplate", and the lines about their sources the role "caption"."""
    rows = [i for i, line in enumerate(lines) if not line.role and (_is_row(line) or _is_wide(line.text))]
    for run in _runs(rows):
        titled = next((n for n in range(run[0] - 1, max(-1, run[0] - 1 - HEAD_ROWS), -1) if _is_title(lines[n])), None)
        if sum(_is_row(lines[i]) for i in run) >= (FEWEST_ROWS if titled is None else 2):
            for line in lines[run[0] if titled is None else titled + 1 : run[-1] + 1]:
                line.role = line.role or "boilerplate"
    for line in lines:
        if line.text[0] in "SN" and not line.role and matches("source line", line.text):
            line.role = "caption"


def _runs(rows: list[int]) -> list[list[int]]:
    """Return the rows that stand close together."""
    runs: list[list[int]] = []
    for i in rows:
        if runs and i - runs[-1][-1] <= 1 + MOST_BETWEEN:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _is_row(line: Line) -> bool:
    """Tell whether a line is a row by itself: three short cells or more, or mostly values."""
    text = line.text
    if line.role or line.shape in ("table", "hash", "caption", "address", "bullet", "quote", "note"):
        return False
    if "  " in text or "\t" in text:
        cells = [cell for cell in _CELLS.split(text) if cell.strip(". \t")]
        if len(cells) - bool(_SECTION_NUMBER.match(cells[0])) > 2:
            return len(text.split()) <= LONGEST_CELL * len(cells) and ".." not in text
    if text[-1].isalpha():
        return False
    words = text.split()
    values = sum(bool(_VALUE.match(word)) for word in words)
    return len(words) > 2 and values > 0.6 * len(words) and not any(map(str.isalpha, words[-1]))


def _is_wide(text: str) -> bool:
    return "   " in text and bool(_WIDE.search(text))


def _is_title(line: Line) -> bool:
    return line.shape == "caption"
