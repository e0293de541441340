"""Which line breaks has a raised number made? A PDF gives it a line of its own, or ends a line behind it.

Takes all lines as they were cut; joins a number, or a line that ends with one, to the rest of its printed line.
"""

import re
from itertools import pairwise

from analysis.cleaning.edits import Edit
from analysis.cleaning.lines import Line, cut_line

_RAISED = re.compile(r"(?:^|[^\W\d_]|[.,;:!?)\]”’\"'»])\d{1,3}$")
_CITED = re.compile(r"[^\W\d_.,;:!?)\]”’\"'»][.,;:!?)\]”’\"'»]{0,2}(\d{1,3})(?![\w%])")
MOST = 0.5  # of the lines that begin with a space; where others do as well, it opens a paragraph or an item
LONGEST_NOTE = 6  # lines between two numbers of notes, each alone on its line


def join_raised_numbers(lines: list[Line], text: str) -> tuple[list[Line], list[Edit]]:
    """Return lines that begin where the printed ones do, and the edits that take the breaks out of them."""
    joins = _led_lines(lines) | _lone_numbers(lines, text)
    if not joins:
        return lines, []
    out: list[Line] = []
    edits: list[Edit] = []
    for i, line in enumerate(lines):
        if i in joins:
            edits.append(Edit(out[-1].end, line.start, " ", "white space"))
            out[-1] = _joined(out[-1], line, text)
        else:
            out.append(line)
    return out, edits


def _led_lines(lines: list[Line]) -> set[int]:
    """Return the lines that begin with the space behind a raised number, if hardly any other begins with one."""
    led = [i for i, line in enumerate(lines) if line.indent and i]
    broken = {i for i in led if lines[i].indent == 1 and _is_below(lines, i) and _RAISED.search(lines[i - 1].text)}
    return broken if len(broken) > MOST * len(led) else set()


def _lone_numbers(lines: list[Line], text: str) -> set[int]:
    """Return the lines below numbers that stand alone, close together, follow each other and are cited before."""
    lone = [i for i, line in enumerate(lines[:-1]) if line.shape == "page" and _may_be_note(lines, i)]
    runs = {
        i
        for a, b in pairwise(lone)
        if b - a <= LONGEST_NOTE and int(lines[b].text) - int(lines[a].text) == 1
        for i in (a, b)
    }
    if not runs:
        return set()
    cited = {int(found[1]) for found in _CITED.finditer(text, 0, lines[max(runs)].start)}
    return {i + 1 for i in runs if int(lines[i].text) in cited}


def _may_be_note(lines: list[Line], i: int) -> bool:
    number = lines[i].text
    return number.isdecimal() and len(number) <= 3 and lines[i + 1].shape == "text" and _is_below(lines, i + 1)


def _is_below(lines: list[Line], i: int) -> bool:
    """Tell whether nothing lies between a line and the one before."""
    return not lines[i].blank_before and not lines[i].new_page


def _joined(first: Line, second: Line, text: str) -> Line:
    """Return one line for two; what parts them in the raw text stays as space."""
    words = "".join(" " if c.isspace() else c for c in text[first.start : second.end])
    return cut_line(words, first.start, first.indent, first.blank_before, first.new_page)
