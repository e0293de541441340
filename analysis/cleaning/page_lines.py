"""Find the lines of a plain text that belong to its pages: rules, page numbers, running heads and feet, codes."""

import re
from collections import Counter
from itertools import pairwise

from analysis.cleaning.blocks import Line, Status
from analysis.cleaning.lines import BULLETS, TITLE_LINES, pages
from analysis.cleaning.words import begins_small, fold, is_date_line

_OF_PAGES = re.compile(r"(\d+)\s*(?:/|of)\s*(\d+)", re.I)  # "page 3 of 12"
YEARS = range(1900, 2101)
LONGEST_HEAD = 120  # characters; longer lines that come again are quotations, not running heads
OFTEN = 3  # a running head comes at least three times; twice may be a heading repeated on purpose
_FIELDS, _DIGITS = re.compile(r"[ \t]{2,}|\t|[ \t]*\|[ \t]*"), re.compile(r"\d+")
_NUMBER_AT_END = re.compile(r"(?<=^\d) |(?<=^\d\d) |(?<=^\d\d\d) | (?=\d{1,3}$)")
_EDGE = " .-–—·•*/"
_LAST_NUMBER, _FIRST_NUMBER = re.compile(r"(?<!\d)(\d{1,4})\W*$"), re.compile(r"\W*(\d{1,4})(?!\d)")
_SET_APART = re.compile(
    r"\|[^|]*$|(?:[ ]{2}|\t)\d{1,4}\W*$|^\W*\d{1,4}(?:[ ]{2}|\t)|\bpage \d+(?: of \d+)?$|^www\.\S+ \d+$", re.I
)
_CODE = re.compile(r"(?=(?:\D*\d){5})[\dA-Z()*/. -]{6,40}(?<!\.)$")  # the number of a printing job or a document
EDGE_LINES = 4  # lines at the top and at the foot of a page that may belong to it
TURNS: tuple[Status, ...] = ("page number", "running head")  # a page turns where these stand


def mark_page_lines(lines: list[Line]) -> None:
    """Give rules, images, page numbers, heads and feet the role "removed" and their status."""
    for i, line in enumerate(lines):
        if line.shape == "rule":
            _remove(line, "rule")
        elif line.shape == "image" and line.text[0] == "!":
            _remove(line, "image")
        elif line.shape == "image":
            line.role = "boilerplate"
        elif not line.text.strip("> "):
            _remove(line, "markup")  # an empty line of a quotation
        elif len(line.text) == 1 and line.text in BULLETS:
            _remove(line, "marker")  # the text of its item stands elsewhere on the page
        elif line.shape == "page" and _is_page_number(lines, i):
            _remove(line, "page number")
    if any(line.new_page for line in lines[1:]):
        _mark_edges(lines)
    else:
        _mark_repeated(lines)
    _mark_title_heads(lines)
    if lines and any(line.status == "running head" and line.text == lines[0].text for line in lines[1:]):
        lines[1].blank_before = 1  # the first line is the head of the first page: it belongs to no title below it
    _pass_on_turns(lines)


def _remove(line: Line, status: Status) -> None:
    line.role, line.status = "removed", status


def _is_page_number(lines: list[Line], i: int) -> bool:
    """Tell a page number from a number that a line break has left alone, and from a number such as 2022/118."""
    line = lines[i]
    if not line.text.isdigit():
        found = _OF_PAGES.search(line.text)
        return not found or int(found[1]) <= int(found[2]) < YEARS[0]
    if len(line.text) == 4 and int(line.text) in YEARS:
        return False
    if i == 0 or i + 1 == len(lines):
        return True
    return any(n.blank_before or n.new_page for n in (line, lines[i + 1]))


def _pass_on_turns(lines: list[Line]) -> None:
    """Let the lines that stay know what was before them: removed lines, and with them perhaps the turn of a page."""
    removed = turned = False
    for line in lines:
        if line.role == "removed":
            removed = True
            turned = turned or line.status in TURNS or line.new_page
        else:
            line.after_removed, line.new_page = removed, line.new_page or turned
            removed = turned = False


def _key(text: str) -> tuple[str, ...]:
    """Return what stands wide apart on a line, numbers made alike; left and right pages have it in either order."""
    text = _DIGITS.sub("#", text).casefold()
    if "  " not in text and "\t" not in text and "|" not in text:
        return (text.strip(_EDGE),)
    fields = (field.strip(_EDGE) for field in _FIELDS.split(text))
    return tuple(sorted(field for field in fields if field))


def _edge_key(text: str) -> tuple[str, ...]:
    """Return the same, where a number at either end of a line stands apart."""
    return _key(_NUMBER_AT_END.sub("  ", text))


def _mark_edges(lines: list[Line]) -> None:
    """Mark numbers, codes and what comes again at the top and foot of pages, from the edge inwards."""
    sheets = pages(lines)
    sides = [side for page in sheets for side in (page[:EDGE_LINES], page[: -EDGE_LINES - 1 : -1])]
    counts = Counter(key for side in sides for key in {_edge_key(line.text) for line in side if line.role != "removed"})
    heads = {key for key in counts if _recurs(key, counts[key], len(sheets))}
    for line in lines[:TITLE_LINES]:  # on the first page a title may stand above a head that counts the pages
        if not line.role and (key := _edge_key(line.text)) in heads and len(key) > 1 and "#" in "".join(key):
            _remove(line, "running head")
    fields = {field for key in heads if len(key) > 1 for field in key}
    for side in sides:
        for line in (line for line in side if line.role != "removed"):
            key = _edge_key(line.text)
            if line.role or not (_is_code(line) or key in heads or (len(key) > 1 and fields.issuperset(key))):
                break
            _remove(line, "running head")


def _is_code(line: Line) -> bool:
    return bool(_CODE.match(" ".join(line.text.split()))) and not is_date_line(line.text)


def _recurs(key: tuple[str, ...], count: int, sheets: int) -> bool:
    """Tell whether a line comes on enough pages: two for one of two fields, else three; without words, most of them."""
    if len("".join(key)) > LONGEST_HEAD or not key:
        return False
    if sum(map(str.isalpha, "".join(key))) < 3:
        return count >= max(OFTEN, 0.6 * sheets)
    return count >= OFTEN or (count > 1 and len(key) > 1)


def _mark_repeated(lines: list[Line]) -> None:
    """Mark lines that come again, but for their numbers, where pages turn, in mid-sentence or with a growing number."""
    places: dict[tuple[str, ...], list[int]] = {}
    for i, line in enumerate(lines):
        if len(line.text) <= LONGEST_HEAD and not line.role and line.shape not in ("bullet", "note"):
            places.setdefault(_key(line.text) or ("",), []).append(i)
    often = [at for key, at in places.items() if len(at) > 1 and _may_be_head(lines, key, at)]
    fields: set[str] = set()  # with a number, of heads of three or more fields: one may stand alone on an empty page
    for key, at in places.items():
        if len(key) > 2 and len({lines[i].text for i in at}) == len(at) > 1 and len("".join(key)) > 20:
            fields |= {field for field in key if "#" in field}
            for i in at:
                _remove(lines[i], "running head")
    for (field, *others), at in places.items() if fields else ():
        if field in fields and not others:
            for i in at:
                _remove(lines[i], "running head")
    for _ in range(2):  # a head of two lines: the second stands beside a line that was just marked
        for at in often:
            for i in _heads_among(lines, [i for i in at if not lines[i].role]):
                _remove(lines[i], "running head")


def _may_be_head(lines: list[Line], key: tuple[str, ...], at: list[int]) -> bool:
    """Tell whether lines that are alike can be running heads: two words, or one that stands at form feeds."""
    if "://" in lines[at[0]].text:
        return False
    if sum(map(str.isalpha, "".join(key))) < 2:
        return _is_repeated_code(lines, at)
    wide = len(key) > 1 or " " in fold(key[0].replace("#", "")) or bool(_SET_APART.search(lines[at[0]].text))
    return (wide or sum(lines[i].new_page for i in at) * 2 > len(at)) and not _are_notes(lines, at)


def _is_repeated_code(lines: list[Line], at: list[int]) -> bool:
    """Tell whether lines are all the same number of a document, five digits or more."""
    return len(at) >= OFTEN and _is_code(lines[at[0]]) and len({lines[i].text for i in at}) == 1


def _heads_among(lines: list[Line], at: list[int]) -> list[int]:
    """Return those of lines that are alike that are heads or feet of pages."""
    if not at:
        return []
    numbers = {i: _page_number(lines[i].text) for i in at}
    growing = [(a, b) for a, b in pairwise(at) if 0 <= numbers[a] < numbers[b]]
    if growing and 2 * len(growing) >= len(at) - 1:
        counted = sorted({i for pair in growing for i in pair})
        apart = sum(bool(_SET_APART.search(lines[i].text)) for i in counted)
        turning = sum(_turns(lines, i) for i in counted)
        steps = {numbers[b] - numbers[a] for a, b in growing} <= {1, 2}
        spread = all(b - a > 1 for a, b in pairwise(counted))  # not the rows of a table
        if spread and steps and (2 * apart > len(counted) or 3 * turning >= len(counted) or _comes_regularly(counted)):
            return counted if len(counted) >= OFTEN or turning == len(counted) or apart == len(counted) else []
    if _is_repeated_code(lines, at):
        return at
    turning = sum(_turns(lines, i) for i in at)
    if len(at) >= OFTEN and (
        2 * turning > len(at) or (turning >= OFTEN and 3 * turning > len(at)) or _comes_regularly(at)
    ):
        return [i for i in at if i >= TITLE_LINES or _beside_turn(lines, i)]
    at_feeds = len(at) == 2 and all(_at_form_feed(lines, i) or _beside_page_number(lines, i) for i in at)
    return at if at_feeds else []


def _mark_title_heads(lines: list[Line]) -> None:
    """Mark lines of the title page that come again where a page turns, in mid-sentence or far from the first page."""
    page = f" {fold(' '.join(line.text for line in lines[:TITLE_LINES] if not line.role))} "
    for i in range(TITLE_LINES, len(lines) - 1):
        line = lines[i]
        opens = line.new_page or lines[i - 1].status in TURNS
        if opens and not line.role and line.shape == "text" and len(line.text) <= LONGEST_HEAD:
            words = fold(line.text)
            inside = begins_small(lines[i + 1].text) or i > 2 * TITLE_LINES
            if inside and len(words.split()) > 2 and f" {words} " in page:
                _remove(line, "running head")


def _neighbours(lines: list[Line], i: int) -> list[Line]:
    return [*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2]]


def _are_notes(lines: list[Line], at: list[int]) -> bool:
    """Tell notes such as "12 Ibid.", between those numbered 11 and 13, from heads whose number happens to be next."""
    for i in at:
        mine = _FIRST_NUMBER.match(lines[i].text)
        theirs = [found for line in _neighbours(lines, i) if (found := _FIRST_NUMBER.match(line.text))]
        if mine and any(abs(int(found[1]) - int(mine[1])) == 1 for found in theirs) and not lines[i].new_page:
            return "|" not in lines[i].text and not _SET_APART.search(lines[i].text)
    return False


def _page_number(text: str) -> int:
    """Return the number at the edge of a line, or -1."""
    of_pages = _OF_PAGES.search(text)
    if of_pages and int(of_pages[1]) > int(of_pages[2]):
        of_pages = None
    found = of_pages or _LAST_NUMBER.search(text) or _FIRST_NUMBER.match(text)
    return int(found[1]) if found else -1


def _turns(lines: list[Line], i: int) -> bool:
    return _beside_turn(lines, i) or _interrupts(lines, i)


def _beside_turn(lines: list[Line], i: int) -> bool:
    """Tell whether a page turns at a line: a form feed, a page number or a running head is next to it."""
    return _at_form_feed(lines, i) or any(line.status in TURNS for line in _neighbours(lines, i))


def _at_form_feed(lines: list[Line], i: int) -> bool:
    return any(line.new_page for line in lines[i : i + 2])


def _beside_page_number(lines: list[Line], i: int) -> bool:
    return bool(lines[i].blank_before) and any(line.status == "page number" for line in _neighbours(lines, i))


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
