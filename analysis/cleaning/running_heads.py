"""Which lines are heads or feet of pages? They come again on other pages, often with a number that counts the pages.

Takes all lines, page numbers and rules marked; gives running heads their role and their status.
"""

import re
from itertools import pairwise

from analysis.cleaning.kinds import Status
from analysis.cleaning.lines import TITLE_LINES, Line
from analysis.cleaning.wording import begins_small, fold

_EDGE = "0123456789 \t|-–—·•/."
LONGEST_HEAD = 120  # characters; longer lines that come again are quotations, not running heads
OFTEN = 3  # a running head comes at least three times; twice may be a heading repeated on purpose
_LAST_NUMBER, _FIRST_NUMBER = re.compile(r"(?<!\d)(\d{1,4})\W*$"), re.compile(r"\W*(\d{1,4})(?!\d)")
_WIDE, _DIGITS = re.compile(r"[ \t]{2,}|\t"), re.compile(r"\d+")
PAGE = 10  # lines; two heads as far apart as that stand on two pages, also where no form feed says so
ENOUGH_BEFORE = 25  # lines of text; behind these no title is repeated but as a running head
TURNS: tuple[Status, ...] = ("page number", "running head")  # a page turns where these stand


def mark_running_heads(lines: list[Line]) -> None:
    """Give the heads and feet of pages the role "removed"."""
    _mark_wide_heads(lines)
    _mark_repeated_heads(lines)
    _mark_missing_page(lines)
    _mark_title_heads(lines)
    _mark_second_lines(lines)
    if any(line.status == "running head" and line.text == lines[0].text for line in lines[1:]):
        lines[1].blank_before = 1  # the first line is the head of the first page: it belongs to no title below it


def remove(line: Line, status: Status) -> None:
    """Let a line be removed as part of its page."""
    line.role, line.status = "removed", status


def _mark_wide_heads(lines: list[Line]) -> None:
    """Mark heads of three or more fields set wide apart that come twice but for their numbers, in either order.

    Left and right pages mirror each other: "12.3.2019   EN   Gazette   C 7/1" and "C 7/2   EN   Gazette   12.3.2019".
    A field with a page number that stands alone on a line is the head of a page with nothing else.
    """
    heads: dict[tuple[str, ...], list[int]] = {}
    for i, line in enumerate(lines):
        numbered = len(line.text) <= LONGEST_HEAD and (line.text[0].isdecimal() or line.text[-1].isdecimal())
        if numbered and _is_wide(line) and not line.role:
            fields = _fields(line.text)
            if len(fields) > 2:
                heads.setdefault(tuple(sorted(fields)), []).append(i)
    alone: set[str] = set()
    for fields_of_head, at in heads.items():
        if len(at) < 2 or len({lines[i].text for i in at}) < len(at):
            continue
        if sum(map(len, fields_of_head)) > 20 or _counts_pages(lines, at):
            alone |= {field for field in fields_of_head if "#" in field and any(map(str.isalpha, field))}
            for i in at:
                remove(lines[i], "running head")
    for line in lines if alone else ():
        if not line.role and len(line.text) < 20 and _DIGITS.sub("#", line.text) in alone:
            remove(line, "running head")


def _is_wide(line: Line) -> bool:
    return "  " in line.text or "\t" in line.text


def _fields(text: str) -> list[str]:
    """Return what stands wide apart on a line, its numbers made alike."""
    return [_DIGITS.sub("#", field) for field in _WIDE.split(text)]


def _mark_repeated_heads(lines: list[Line]) -> None:
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
    often = [at for at in often if _may_be_head(lines, at) and not _are_notes(lines, at)]
    for at in often:
        _mark_numbered_heads(lines, at)
    for _ in range(2):  # a head of two lines: the second stands beside a line that was just marked
        for at in often:
            turning = sum(_beside_turn(lines, i) or _interrupts(lines, i) for i in at)
            if turning * 2 > len(at) or (turning >= OFTEN and turning * 3 > len(at)) or _comes_regularly(at):
                for i in at:
                    if i >= TITLE_LINES or _beside_turn(lines, i):
                        remove(lines[i], "running head")


def _mark_numbered_heads(lines: list[Line], at: list[int]) -> None:
    """Mark lines that differ in a number which grows from one to the next, as page numbers do, where pages turn."""
    numbers = {i: _page_number(lines[i].text) for i in at}
    growing = [(a, b) for a, b in pairwise(at) if 0 <= numbers[a] < numbers[b]]
    one_word = " " not in lines[at[0]].text.strip(_EDGE)
    enough = OFTEN - 1 if len(at) > 2 else 1
    if one_word or len(growing) < enough or len(growing) * 2 < len(at) - 1:
        return
    marked = sorted({i for pair in growing for i in pair})
    turning = sum(_set_apart(lines[i].text) or _beside_turn(lines, i) or _interrupts(lines, i) for i in marked)
    if turning * 3 >= len(marked) or _comes_regularly(marked):
        for i in marked:
            remove(lines[i], "running head")


def _set_apart(text: str) -> bool:
    """Tell whether a stroke or wide space parts the words of a line from the number at its edge, as in a head."""
    found = _LAST_NUMBER.search(text) or _FIRST_NUMBER.match(text)
    if not found:
        return False
    beside = text[: found.start()][-3:] if found.start() else text[found.end() :][:3]
    return "|" in text or "  " in beside or "\t" in beside


def _mark_missing_page(lines: list[Line]) -> None:
    """Mark the one line whose number is missing between those of the pages before and behind it, as a head has it."""
    pages = [(i, _page_number(line.text)) for i, line in enumerate(lines) if line.status in TURNS]
    for (a, first), (b, last) in pairwise(pages):
        if 0 <= first == last - 2:
            wanted = [i for i in range(a + 1, b) if _counts(lines[i], first + 1)]
            if len(wanted) == 1:
                remove(lines[wanted[0]], "running head")


def _counts(line: Line, page: int) -> bool:
    """Tell whether a line has the number of a page, set apart from its words: by a stroke, or behind wide space."""
    if line.role or len(line.text) > LONGEST_HEAD or not _set_apart(line.text) or _page_number(line.text) != page:
        return False
    return line.text.count("|") == 1 or ("|" not in line.text and line.shape == "toc" and bool(line.blank_before))


def _mark_title_heads(lines: list[Line]) -> None:
    """Mark lines of the title page that come again where a page turns, in mid-sentence or far behind the first page."""
    page = fold(" ".join(line.text for line in lines[:TITLE_LINES] if not line.role))
    for i in range(TITLE_LINES, len(lines) - 1):
        line = lines[i]
        if not line.role and line.shape == "text" and len(line.text) <= LONGEST_HEAD and _opens_page(lines, i):
            words = fold(line.text)
            inside = begins_small(lines[i + 1].text) or i > ENOUGH_BEFORE
            if inside and len(words.split()) > 2 and f" {words} " in f" {page} ":
                remove(line, "running head")


def _opens_page(lines: list[Line], i: int) -> bool:
    return lines[i].new_page or (i > 0 and lines[i - 1].status in TURNS)


def _mark_second_lines(lines: list[Line]) -> None:
    """Mark a line beside a head whose fields, set wide apart, are all fields of other heads."""
    heads = {
        field for line in lines if line.status == "running head" and _is_wide(line) for field in _fields(line.text)
    }
    for i, line in enumerate(lines) if heads else ():
        if not line.role and _is_wide(line) and _beside_turn(lines, i) and heads.issuperset(_fields(line.text)):
            remove(line, "running head")


def _neighbours(lines: list[Line], i: int) -> list[Line]:
    return [*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2]]


def _is_counted(lines: list[Line], i: int) -> bool:
    """Tell whether the line before or behind begins with the number next to that of this line, as "12 Ibid." does."""
    mine = _FIRST_NUMBER.match(lines[i].text)
    if not mine:
        return False
    theirs = [_FIRST_NUMBER.match(line.text) for line in _neighbours(lines, i)]
    return any(found and abs(int(found[1]) - int(mine[1])) == 1 for found in theirs)


def _are_notes(lines: list[Line], at: list[int]) -> bool:
    """Tell notes such as "12 Ibid.", between those numbered 11 and 13, from heads whose number happens to be next."""
    counted = any(_is_counted(lines, i) and not lines[i].new_page and "|" not in lines[i].text for i in at)
    return counted and not (len(lines[at[0]].text.strip(_EDGE).split()) > 2 and _counts_pages(lines, at))


def _counts_pages(lines: list[Line], at: list[int]) -> bool:
    """Tell whether lines carry numbers that follow each other, by one or two, on other pages or in mid-sentence."""
    numbered = [(i, number) for i in at if (number := _page_number(lines[i].text)) >= 0]
    steps = {b - a for (_, a), (_, b) in pairwise(numbered)}
    turning = sum(_interrupts(lines, i) for i in at) * 2 >= len(at) or all(
        b - a >= PAGE or any(line.new_page for line in lines[a + 1 : b + 1]) for a, b in pairwise(at)
    )
    return len(numbered) > 1 and len(steps) == 1 and steps <= {1, 2} and turning


def _page_number(text: str) -> int:
    """Return the number at the edge of a line, or -1."""
    found = _LAST_NUMBER.search(text) or _FIRST_NUMBER.match(text)
    return int(found[1]) if found else -1


def _beside_turn(lines: list[Line], i: int) -> bool:
    """Tell whether a page turns at a line: a form feed, a page number or a running head is next to it."""
    return _at_form_feed(lines, i) or any(line.status in TURNS for line in _neighbours(lines, i))


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
    by_number = all(lines[i].blank_before and any(n.status == "page number" for n in _neighbours(lines, i)) for i in at)
    if by_number or all(_at_form_feed(lines, i) for i in at):
        return True
    first, second = (_page_number(lines[i].text) for i in at)
    apart = all(line.blank_before for i in at for line in lines[i : i + 2])
    return apart and 0 < first == second - 1 and "|" in lines[at[0]].text
