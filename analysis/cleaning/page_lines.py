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
    """Mark lines that come again, but for their numbers, in mid-sentence, at equal distances or with a page number."""
    places: dict[tuple[str, ...], list[int]] = {}
    for i, line in enumerate(lines):
        if len(line.text) <= LONGEST_HEAD and not line.role and line.shape not in ("bullet", "note"):
            places.setdefault(_key(line.text), []).append(i)
    wide = {key for key, at in places.items() if _has_fields(key, [lines[i].text for i in at])}
    fields = {field for key in wide for field in key if "#" in field}  # one may stand alone on an empty page
    often = [at for key, at in places.items() if len(at) > 1 and _may_be_head(key, lines[at[0]])]
    for _ in range(2):  # a head of two lines: the second stands beside a line that was just marked
        for at in (at for at in often if not lines[at[0]].role):
            for i in _heads_among(lines, at):
                _remove(lines[i], "running head")
    for key in (key for key in places if key in wide or (len(key) == 1 and key[0] in fields)):
        for i in places[key]:
            _remove(lines[i], "running head")


def _has_fields(key: tuple[str, ...], texts: list[str]) -> bool:
    """Tell whether lines that are alike are heads of three or more fields, each with another number."""
    return len(key) > 2 and len("".join(key)) > 20 and len(set(texts)) == len(texts) > 1


def _may_be_head(key: tuple[str, ...], line: Line) -> bool:
    return sum(map(str.isalpha, "".join(key))) > 1 and "://" not in line.text


def _heads_among(lines: list[Line], at: list[int]) -> list[int]:
    """Return those of lines that are alike that are heads or feet of pages."""
    numbers = {i: _page_number(lines[i].text) for i in at}
    growing = [(a, b) for a, b in pairwise(at) if 0 <= numbers[a] < numbers[b]]
    counted = sorted({i for pair in growing for i in pair})
    if growing and 2 * len(growing) >= len(at) - 1 and {numbers[b] - numbers[a] for a, b in growing} <= {1, 2}:
        apart = sum(bool(_SET_APART.search(lines[i].text)) for i in counted)
        turning = sum(_turns(lines, i) for i in counted)
        spread = all(b - a > 1 for a, b in pairwise(counted))  # not the rows of a table
        if spread and (2 * apart > len(counted) or 3 * turning >= len(counted) or _comes_regularly(counted)):
            return counted if len(counted) >= OFTEN or len(counted) in (turning, apart) else []
    turning = sum(_turns(lines, i) for i in at)
    often = len(at) >= OFTEN and (2 * turning > len(at) or _comes_regularly(at))
    numbered = len(at) == 2 and all(lines[i].blank_before and _beside(lines, i, ("page number",)) for i in at)
    return at if numbered else [i for i in at if i >= TITLE_LINES] if often else []


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


def _page_number(text: str) -> int:
    """Return the number at the edge of a line, or -1."""
    of_pages = _OF_PAGES.search(text)
    if of_pages and int(of_pages[1]) > int(of_pages[2]):
        of_pages = None
    found = of_pages or _LAST_NUMBER.search(text) or _FIRST_NUMBER.match(text)
    return int(found[1]) if found else -1


def _turns(lines: list[Line], i: int) -> bool:
    """Tell whether a page turns at a line: it cuts a sentence, or a page number or a head is next to it."""
    return _interrupts(lines, i) or _beside(lines, i, TURNS)


def _beside(lines: list[Line], i: int, statuses: tuple[Status, ...]) -> bool:
    return any(line.status in statuses for line in (*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2]))


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
