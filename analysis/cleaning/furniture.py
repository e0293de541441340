"""Which lines belong to the page and not to the text? Rules, page numbers, running heads."""

import itertools
import re

from analysis.cleaning.lines import Line

_EDGE = "0123456789 \t|-–—·•/."
LONGEST_HEAD = 120  # characters; longer lines that come again are quotations, not running heads
TITLE_LINES = 12  # lines of a title page: what comes again as a running head is the title there
_LAST, _FIRST = re.compile(r"(?<!\d)(\d{1,4})\W*$"), re.compile(r"\W*(\d{1,4})(?!\d)")
_WIDE, _DIGITS = re.compile(r"[ \t]{2,}|\t"), re.compile(r"\d+")
OFTEN = 3  # a running head comes at least three times; twice may be a heading repeated on purpose


def mark_furniture(lines: list[Line]) -> None:
    """Give rules, page numbers, running heads and images their role: `drop ...` with the name of their fate."""
    for i, line in enumerate(lines):
        if line.shape == "rule":
            line.role = "drop rule"
            if i and not line.gap and line.text[0] in "=-" and _may_be_underlined(lines[i - 1]):
                lines[i - 1].role, lines[i - 1].words = "heading", lines[i - 1].text
        elif line.shape == "image":
            line.role = "drop image" if line.text[0] == "!" else "boilerplate"
        elif line.shape == "page" and _is_page_number(lines, i):
            line.role = "drop page number"
    _mark_wide_heads(lines)
    _mark_running_heads(lines)
    _mark_cuts(lines)


def _mark_wide_heads(lines: list[Line]) -> None:
    """Mark heads of three or more fields set wide apart that come twice but for their numbers, in either order.

    Left and right pages mirror each other: "12.3.2019   EN   Gazette   C 7/1" and "C 7/2   EN   Gazette   12.3.2019".
    A field with a page number that stands alone on a line is the head of a page with nothing else.
    """
    heads: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        numbered = len(line.text) <= LONGEST_HEAD and (line.text[0].isdigit() or line.text[-1].isdigit())
        if numbered and ("  " in line.text or "\t" in line.text) and not line.role:
            fields = [_DIGITS.sub("#", field) for field in _WIDE.split(line.text)]
            if len(fields) > 2 and any("#" in field for field in fields):
                heads.setdefault(tuple(sorted(fields)), []).append(line)
    alone: set[str] = set()
    for key, at in heads.items():
        if len(at) > 1 and len({line.text for line in at}) == len(at) and sum(map(len, key)) > 20:
            alone |= {field for field in key if "#" in field and any(map(str.isalpha, field))}
            for line in at:
                line.role = "drop running head"
    for line in lines if alone else ():
        if not line.role and len(line.text) < 20 and _DIGITS.sub("#", line.text) in alone:
            line.role = "drop running head"


def _mark_cuts(lines: list[Line]) -> None:
    """Let the line behind a page number or a running head know that a page turned before it."""
    turned = False
    for line in lines:
        if line.role in ("drop page number", "drop running head"):
            turned = True
        elif not line.role.startswith("drop"):
            line.cut = line.cut or turned
            turned = False


def _may_be_underlined(line: Line) -> bool:
    """Tell whether a line with strokes directly below it is a heading, as in Markdown."""
    return line.shape in ("text", "number") and bool(line.gap) and len(line.text) < 100 and line.text[-1] not in ".;,:"


def _is_page_number(lines: list[Line], i: int) -> bool:
    """Tell a page number from a number that a line break has left alone: it stands apart, or is dressed."""
    line = lines[i]
    if not line.text.isdigit():
        return True
    if 1900 <= int(line.text) <= 2100 and len(line.text) == 4:
        return False
    following = lines[i + 1] if i + 1 < len(lines) else None
    return bool(line.gap or line.cut or i == 0 or following is None or following.gap or following.cut)


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
    often = [at for key, at in places.items() if len(key) > 2 and (len(at) >= OFTEN or _two_heads(lines, at))]
    often = [at for at in often if not any(_has_neighbour(lines, i) for i in at) and _may_be_head(lines, at)]
    for at in often:
        _mark_numbered_heads(lines, at)
    for _ in range(2):  # a head of two lines: the second stands beside a line that was just marked
        for at in often:
            turning = sum(_beside_turn(lines, i) or _interrupts(lines, i) for i in at)
            if _comes_regularly(at):
                turning = len(at)
            if turning * 2 > len(at) or (turning >= OFTEN and turning * 3 > len(at)):
                for i in at:
                    if i >= TITLE_LINES or _beside_turn(lines, i):
                        lines[i].role = "drop running head"


def _mark_numbered_heads(lines: list[Line], at: list[int]) -> None:
    """Mark lines that differ in a number which grows from one to the next, as page numbers do."""
    numbers = [_page_number(lines[i].text) for i in at]
    pairs = [(a, b) for a, b in zip(range(len(at)), range(1, len(at)), strict=False) if 0 <= numbers[a] < numbers[b]]
    one_word = " " not in lines[at[0]].text.strip(_EDGE)
    enough = OFTEN - 1 if len(at) > 2 else 1
    if not one_word and len(pairs) >= enough and len(pairs) * 2 >= len(at) - 1:
        for i in {at[n] for pair in pairs for n in pair}:
            lines[i].role = "drop running head"


def _has_neighbour(lines: list[Line], i: int) -> bool:
    """Tell whether the line before or behind begins with the number next to that of this line, as "12 Ibid." does."""
    mine = _FIRST.match(lines[i].text)
    near = [_FIRST.match(n.text) for n in (*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2])]
    return bool(mine) and any(n is not None and mine is not None and abs(int(n[1]) - int(mine[1])) == 1 for n in near)


def _page_number(text: str) -> int:
    """Return the number at the edge of a line, or -1."""
    found = _LAST.search(text) or _FIRST.match(text)
    return int(found[1]) if found else -1


def _beside_turn(lines: list[Line], i: int) -> bool:
    """Tell whether a page turns at a line: a form feed, a page number or a running head is next to it."""
    near = [*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2]]
    after = i + 1 < len(lines) and lines[i + 1].cut
    return lines[i].cut or after or any(n.role in ("drop page number", "drop running head") for n in near)


def _by_page_number(lines: list[Line], i: int) -> bool:
    near = [*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2]]
    return bool(lines[i].gap) and any(n.role == "drop page number" for n in near)


def _interrupts(lines: list[Line], i: int) -> bool:
    """Tell whether a line stands in the middle of a sentence."""
    if not 0 < i < len(lines) - 1:
        return False
    before = lines[i - 1].text
    return (
        bool(lines[i].gap)
        and not lines[i - 1].gap
        and len(before) > 30
        and (before[-1].isalnum() or before[-1] in ",-")
    )


def _comes_regularly(at: list[int]) -> bool:
    """Tell whether lines come once a page: four or more of them, at nearly the same distance, 20 lines or more."""
    steps = sorted(b - a for a, b in itertools.pairwise(at))
    middle = steps[len(steps) // 2] if len(steps) >= OFTEN else 0
    return middle >= 20 and steps[0] > 0.6 * middle and steps[-1] < 1.6 * middle


def _may_be_head(lines: list[Line], at: list[int]) -> bool:
    """Tell whether lines that are alike can be running heads: two words, or one that stands at form feeds."""
    if "://" in lines[at[0]].text:
        return False
    return " " in lines[at[0]].text.strip(_EDGE) or sum(lines[i].cut for i in at) * 2 > len(at)


def _two_heads(lines: list[Line], at: list[int]) -> bool:
    """Tell whether two lines that are alike stand at form feeds or page numbers, or apart with numbers that follow."""
    if len(at) != 2:
        return False
    numbers = [_page_number(lines[i].text) for i in at]
    numbered = [_by_page_number(lines, i) for i in at]
    if all(numbered):
        return True
    apart = all(lines[i].gap and (i + 1 == len(lines) or lines[i + 1].gap) for i in at)
    fed = all(lines[i].cut or (i + 1 < len(lines) and lines[i + 1].cut) for i in at)
    return fed or (apart and 0 < numbers[0] == numbers[1] - 1 and "|" in lines[at[0]].text)
