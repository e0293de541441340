"""Which lines belong to the page and not to the text? Rules, page numbers, running heads, images.

Takes all lines; gives those of furniture their role and their status, and the lines behind them word of it.
"""

import re

from analysis.cleaning.lines import Line
from analysis.cleaning.running_heads import TURNS, mark_running_heads, remove

_OF_PAGES = re.compile(r"(\d+)\s*(?:/|of|von|de|sur)\s*(\d+)", re.I)  # "page 3 of 12"
YEARS = range(1900, 2101)


def mark_furniture(lines: list[Line]) -> None:
    """Give rules, page numbers, running heads and images the role "removed" and their status."""
    for i, line in enumerate(lines):
        if line.shape == "rule":
            remove(line, "rule")
            if i and not line.blank_before and line.text[0] in "=-" and _may_be_underlined(lines[i - 1]):
                lines[i - 1].role, lines[i - 1].words = "heading", lines[i - 1].text
        elif line.shape == "image" and line.text[0] == "!":
            remove(line, "image")
        elif line.shape == "image":
            line.role = "boilerplate"
        elif not line.text.strip("> "):
            remove(line, "markup")  # an empty line of a quotation
        elif line.shape == "page" and _is_page_number(lines, i):
            remove(line, "page number")
    mark_running_heads(lines)
    _tell_lines_behind(lines)


def _tell_lines_behind(lines: list[Line]) -> None:
    """Let the lines that stay know what was before them: furniture, and with it perhaps the turn of a page."""
    behind = turned = False
    for line in lines:
        if line.role == "removed":
            behind = True
            turned = turned or line.status in TURNS
        else:
            line.behind_furniture, line.new_page = behind, line.new_page or turned
            behind = turned = False


def _may_be_underlined(line: Line) -> bool:
    """Tell whether a line with strokes directly below it is a heading, as in Markdown."""
    apart = bool(line.blank_before)
    return apart and line.shape in ("text", "number") and len(line.text) < 100 and line.text[-1] not in ".;,:"


def _is_page_number(lines: list[Line], i: int) -> bool:
    """Tell a page number from a number that a line break has left alone: it stands apart, or is dressed."""
    line = lines[i]
    if not line.text.isdigit():
        return not _is_document_number(line.text)
    if len(line.text) == 4 and int(line.text) in YEARS:
        return False
    if i == 0 or i + 1 == len(lines):
        return True
    return any(n.blank_before or n.new_page for n in (line, lines[i + 1]))


def _is_document_number(text: str) -> bool:
    """Tell a number such as 2022/118 or 118/2022, a document of a year, from "3/12", a page of all pages."""
    found = _OF_PAGES.search(text)
    return found is not None and (int(found[1]) > int(found[2]) or int(found[2]) in YEARS)
