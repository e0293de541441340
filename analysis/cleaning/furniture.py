"""Which lines belong to the page and not to the text? Rules, page numbers, running heads, images.

Takes all lines; gives those of furniture their role and their fate, and the lines behind them word of it.
"""

import re
from itertools import pairwise

from analysis.cleaning.kinds import Fate
from analysis.cleaning.lines import TITLE_LINES, Line

_EDGE = "0123456789 \t|-–—·•/."
LONGEST_HEAD = 120  # characters; longer lines that come again are quotations, not running heads
OFTEN = 3  # a running head comes at least three times; twice may be a heading repeated on purpose
_LAST_NUMBER, _FIRST_NUMBER = re.compile(r"(?<!\d)(\d{1,4})\W*$"), re.compile(r"\W*(\d{1,4})(?!\d)")
_WIDE, _DIGITS = re.compile(r"[ \t]{2,}|\t"), re.compile(r"\d+")
_TURNS: tuple[Fate, ...] = ("page number", "running head")  # a page turns where these stand


def mark_furniture(lines: list[Line]) -> None:
    """Give rules, page numbers, running heads and images the role "furniture" and their fate."""
    for i, line in enumerate(lines):
        if line.shape == "rule":
            _remove(line, "rule")
            if i and not line.blank_before and line.text[0] in "=-" and _may_be_underlined(lines[i - 1]):
                lines[i - 1].role, lines[i - 1].words = "heading", lines[i - 1].text
        elif line.shape == "image" and line.text[0] == "!":
            _remove(line, "image")
        elif line.shape == "image":
            line.role = "boilerplate"
        elif line.shape == "page" and _is_page_number(lines, i):
            _remove(line, "page number")
    _mark_wide_heads(lines)
    _mark_running_heads(lines)
    _tell_lines_behind(lines)


def _remove(line: Line, fate: Fate) -> None:
    line.role, line.fate = "furniture", fate


def _tell_lines_behind(lines: list[Line]) -> None:
    """Let the lines that stay know what was before them: furniture, and with it perhaps the turn of a page."""
    behind = turned = False
    for line in lines:
        if line.role == "furniture":
            behind = True
            turned = turned or line.fate in _TURNS
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
        return True
    if 1900 <= int(line.text) <= 2100 and len(line.text) == 4:
        return False
    if i == 0 or i + 1 == len(lines):
        return True
    return any(n.blank_before or n.new_page for n in (line, lines[i + 1]))


def _mark_wide_heads(lines: list[Line]) -> None:
    """Mark heads of three or more fields set wide apart that come twice but for their numbers, in either order.

    Left and right pages mirror each other: "12.3.2019   EN   Gazette   C 7/1" and "C 7/2   EN   Gazette   12.3.2019".
    A field with a page number that stands alone on a line is the head of a page with nothing else.
    """
    heads: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        numbered = len(line.text) <= LONGEST_HEAD and (line.text[0].isdecimal() or line.text[-1].isdecimal())
        if numbered and ("  " in line.text or "\t" in line.text) and not line.role:
            fields = [_DIGITS.sub("#", field) for field in _WIDE.split(line.text)]
            if len(fields) > 2:
                heads.setdefault(tuple(sorted(fields)), []).append(line)
    alone: set[str] = set()
    for fields_of_head, same in heads.items():
        if len(same) > 1 and len({line.text for line in same}) == len(same) and sum(map(len, fields_of_head)) > 20:
            alone |= {field for field in fields_of_head if "#" in field and any(map(str.isalpha, field))}
            for line in same:
                _remove(line, "running head")
    for line in lines if alone else ():
        if not line.role and len(line.text) < 20 and _DIGITS.sub("#", line.text) in alone:
            _remove(line, "running head")


def _mark_running_heads(lines: list[Line]) -> None:
    """Mark lines that come again and again, but for their numbers, where pages turn or in mid-sentence."""
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        if (
            len(line.text) <= LONGEST_HEAD
            and not line.role
            and line.text[-1] != ":"
            and line.shape in ("text", "number", "toc", "hash")
        ):
            places.setdefault(line.text.strip(_EDGE).casefold(), []).append(i)
    often = [at for words, at in places.items() if len(words) > 2 and (len(at) >= OFTEN or _two_heads(lines, at))]
    often = [at for at in often if not any(_is_counted(lines, i) for i in at) and _may_be_head(lines, at)]
    for at in often:
        _mark_numbered_heads(lines, at)
    for _ in range(2):  # a head of two lines: the second stands beside a line that was just marked
        for at in often:
            turning = sum(_beside_turn(lines, i) or _interrupts(lines, i) for i in at)
            if turning * 2 > len(at) or (turning >= OFTEN and turning * 3 > len(at)) or _comes_regularly(at):
                for i in at:
                    if i >= TITLE_LINES or _beside_turn(lines, i):
                        _remove(lines[i], "running head")


def _mark_numbered_heads(lines: list[Line], at: list[int]) -> None:
    """Mark lines that differ in a number which grows from one to the next, as page numbers do."""
    numbers = {i: _page_number(lines[i].text) for i in at}
    growing = [(a, b) for a, b in pairwise(at) if 0 <= numbers[a] < numbers[b]]
    one_word = " " not in lines[at[0]].text.strip(_EDGE)
    enough = OFTEN - 1 if len(at) > 2 else 1
    if not one_word and len(growing) >= enough and len(growing) * 2 >= len(at) - 1:
        for i in {i for pair in growing for i in pair}:
            _remove(lines[i], "running head")


def _neighbours(lines: list[Line], i: int) -> list[Line]:
    return [*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2]]


def _is_counted(lines: list[Line], i: int) -> bool:
    """Tell whether the line before or behind begins with the number next to that of this line, as "12 Ibid." does."""
    mine = _FIRST_NUMBER.match(lines[i].text)
    if not mine:
        return False
    theirs = [_FIRST_NUMBER.match(line.text) for line in _neighbours(lines, i)]
    return any(found and abs(int(found[1]) - int(mine[1])) == 1 for found in theirs)


def _page_number(text: str) -> int:
    """Return the number at the edge of a line, or -1."""
    found = _LAST_NUMBER.search(text) or _FIRST_NUMBER.match(text)
    return int(found[1]) if found else -1


def _beside_turn(lines: list[Line], i: int) -> bool:
    """Tell whether a page turns at a line: a form feed, a page number or a running head is next to it."""
    return _at_form_feed(lines, i) or any(line.fate in _TURNS for line in _neighbours(lines, i))


def _at_form_feed(lines: list[Line], i: int) -> bool:
    return any(line.new_page for line in lines[i : i + 2])


def _interrupts(lines: list[Line], i: int) -> bool:
    """Tell whether a line stands in the middle of a sentence."""
    if not 0 < i < len(lines) - 1:
        return False
    line, before = lines[i], lines[i - 1]
    cut = len(before.text) > 30 and (before.text[-1].isalnum() or before.text[-1] in ",-")
    return cut and bool(line.blank_before) and not before.blank_before


def _comes_regularly(at: list[int]) -> bool:
    """Tell whether lines come once a page: four or more of them, at nearly the same distance, 20 lines or more."""
    steps = sorted(b - a for a, b in pairwise(at))
    middle = steps[len(steps) // 2] if len(steps) >= OFTEN else 0
    return middle >= 20 and steps[0] > 0.6 * middle and steps[-1] < 1.6 * middle


def _may_be_head(lines: list[Line], at: list[int]) -> bool:
    """Tell whether lines that are alike can be running heads: two words, or one that stands at form feeds."""
    text = lines[at[0]].text
    return "://" not in text and (" " in text.strip(_EDGE) or sum(lines[i].new_page for i in at) * 2 > len(at))


def _two_heads(lines: list[Line], at: list[int]) -> bool:
    """Tell whether two lines that are alike stand at form feeds or page numbers, or apart with numbers that follow."""
    if len(at) != 2:
        return False
    by_number = all(lines[i].blank_before and any(n.fate == "page number" for n in _neighbours(lines, i)) for i in at)
    if by_number or all(_at_form_feed(lines, i) for i in at):
        return True
    first, second = (_page_number(lines[i].text) for i in at)
    apart = all(line.blank_before for i in at for line in lines[i : i + 2])
    return apart and 0 < first == second - 1 and "|" in lines[at[0]].text
