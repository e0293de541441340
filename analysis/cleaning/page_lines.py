"""Find the lines that belong to pages: rules, page numbers, running heads and feet, codes."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise

from analysis.cleaning.blocks import BULLETS, TITLE_LINES, Line
from analysis.cleaning.words import is_date_line, matches
from analysis.readers.document import runs

_OF_PAGES = re.compile(r"(\d+)\s*(?:/|of)\s*(\d+)", re.I)  # "page 3 of 12"
PRINTED_NUMBER = re.compile(  # a page number as PDFs have it
    r"(?i)(?:(?:page|seite|p\.)\s*)?[-–—|\[\s]*(?:\d{1,4}|[ivxlc]{1,7}|[A-Z]{1,3}[-–.]\d{1,3}|[IVXLC]{1,6}[-–]\d{1,3})"
    r"(?:\s*(?:/|\||of|von|de|sur)\s*\d{1,4})?[-–—|\]\s]*"
)
YEARS = range(1900, 2101)
LONGEST_HEAD = 120  # characters; longer lines that come again are quotations, not running heads
OFTEN = 3  # a running head comes at least three times; twice may be a heading repeated on purpose
_FIELDS, _DIGITS = re.compile(r"[ \t]{2,}|\t|[ \t]*\|[ \t]*"), re.compile(r"\d+")
_NUMBER_AT_END = re.compile(r"(?<=^\d) |(?<=^\d\d) |(?<=^\d\d\d) | (?=\d{1,3}$)")
_SIGNS = " .-–—·•*/"
_CODE = re.compile(r"(?=(?:\D*\d){5})[\dA-Z()*/. -]{6,40}(?<!\.)$")  # the number of a printing job or a document
TELLING_ROWS, MOST_ROWS = 4, 6  # at the top and foot of a page: that show what comes again; that can be removed
_NOTE = re.compile(  # 12 Public hearing, 3 May 2010, pages 13-15.
    r"\d{1,3}\.? ?[A-Z“‘\"](?=.*\d|(?:bid|ee|f)\b).*[a-z0-9)”’]\.$"
)
TURNS = ("page number", "running head")  # a page turns where these stand


def mark_page_lines(lines: list[Line]) -> None:
    """Give rules, markings, images, lone bullets, page numbers, heads and feet their role and status."""
    for i, line in enumerate(lines):
        if line.shape == "rule":
            remove(line, "rule")
        elif line.text.isupper() and matches("marking", line.text):
            remove(line, "running head")
        elif line.shape == "image" and line.text[0] == "!":
            remove(line, "image")
        elif line.shape == "image":
            line.role = "boilerplate"
        elif len(line.text) == 1 and line.text in BULLETS:
            remove(line, "marker")  # the text of its item stands elsewhere on the page
        elif line.shape == "page" and _is_page_number(lines, i):
            remove(line, "page number")
    pages = runs(lines, lambda _, line: not line.new_page)
    if len(pages) > 1:
        mark_heads_and_feet([[[line] for line in page] for page in pages], lambda *_: False, lambda _: False)
    else:
        _mark_repeated(lines)
    _pass_on_turns(lines)


def remove(line: Line, status: str) -> None:
    """Let a line belong to its page, and not to the text."""
    line.role, line.status = "removed", status


def _is_page_number(lines: list[Line], i: int) -> bool:
    """Tell a page number from a number that a line break has left alone, and from a number such as 2022/118."""
    line = lines[i]
    if not line.text.isdigit():
        found = _OF_PAGES.search(line.text)
        return not found or int(found[1]) <= int(found[2]) < YEARS[0]
    apart = i == 0 or i + 1 == len(lines) or bool(line.blank_before or lines[i + 1].blank_before)
    return apart and int(line.text) not in YEARS


def _pass_on_turns(lines: list[Line]) -> None:
    """Let the lines that stay know that a page turned before them."""
    turned = False
    for line in lines:
        if line.role == "removed":
            turned = turned or line.status in TURNS
        else:
            line.new_page, turned = line.new_page or turned, False


def key_of(text: str, part_number: bool = True) -> tuple[str, ...]:
    """Return the parts of a line between wide gaps, in alphabetical order and with # for numbers.

    `part_number`: a number at either end is a part of its own.

    >>> key_of("The Norse Guard    12") == key_of("13    The Norse Guard")
    True
    """
    text = _NUMBER_AT_END.sub("  ", text) if part_number else text
    fields = (field.strip(_SIGNS) for field in _FIELDS.split(_DIGITS.sub("#", text).casefold()))
    return tuple(sorted(field for field in fields if field))


def mark_heads_and_feet(
    pages: Sequence[Sequence[Sequence[Line]]], belongs: Callable[[Line, int], bool], is_inside: Callable[[Line], bool]
) -> None:
    """Mark codes, what comes again at the top and foot of pages, and what else `belongs` there, row by row inwards.

    What `is_inside` stands among the text of its page, and does not belong to the page.
    """
    edges = [edge for page in pages for edge in (page[:MOST_ROWS], page[: -MOST_ROWS - 1 : -1])]
    found: dict[tuple[str, ...], dict[int, Line]] = defaultdict(dict)  # key of a line -> edge, the line there
    for i, edge in enumerate(edges):
        rows = [line for row in edge[:TELLING_ROWS] for line in row if line.role != "removed"]
        for line in (line for line in rows if not _NOTE.match(line.text)):
            found[key_of(line.text)].setdefault(i, line)
    inner = Counter(key_of(line.text) for page in pages for row in page[MOST_ROWS:-MOST_ROWS] for line in row)
    placed = [(key, _at_one_height(at)) for key, at in found.items() if inner[key] < len(at)]
    heads = {key for key, at in placed if _recurs(key, len(at), len(pages)) and _keeps_step(at)}
    fields = {field for key in heads if len(key) > 1 for field in key}
    for row in [row for page in pages for row in page][:TITLE_LINES]:
        key = key_of(row[0].text)  # on the first page a title may stand above a head that counts the pages
        if key in heads and len(key) > 1:
            remove(row[0], "running head")

    def is_of_page(line: Line, nth: int) -> bool:
        key = key_of(line.text)
        if line.role == "removed" or _NOTE.match(line.text) or is_inside(line):
            return line.role == "removed"
        if key in heads or (len(key) > 1 and fields.issuperset(key)):
            return True
        code = _CODE.match(" ".join(line.text.split())) and not is_date_line(line.text)
        return bool(code) or belongs(line, nth)

    for edge in edges:
        for nth, row in enumerate(edge):
            known = [line for line in row if is_of_page(line, nth)]
            # beside a line of the text, up to three characters may be of the text, too
            known = [n for n in known if (len(known) == len(row) or len(n.text) > 3) and n.shape != "caption"]
            for line in known:
                if line.role != "removed":
                    remove(line, "page number" if line.shape == "page" or line.text.isdigit() else "running head")
            if not known:
                break


def _at_one_height(at: dict[int, Line]) -> dict[int, str]:
    """Return the text of most of the lines that stand at the same height of their pages: the rows of a table do not."""
    lines = sorted(at.items(), key=lambda entry: entry[1].height)
    group = max(runs(lines, lambda a, b: b[1].height - a[1].height <= b[1].size), key=len)
    return {edge: line.text for edge, line in sorted(group, key=lambda entry: entry[0])}


def _keeps_step(at: dict[int, str]) -> bool:
    """Tell whether lines that differ in their numbers only, at the tops and feet of pages, count the pages."""
    if len(set(at.values())) == 1 or not all(map(_DIGITS.search, at.values())):
        return True
    numbers = [(edge // 2, [*map(int, _DIGITS.findall(text))]) for edge, text in at.items()]
    places = (-1, *range(min(len(found) for _, found in numbers)))
    steps = [*pairwise(numbers)]
    return any(2 * sum(now[i] - last[i] in (0, b - a) for (a, last), (b, now) in steps) >= len(at) - 1 for i in places)


def _recurs(key: tuple[str, ...], count: int, pages: int) -> bool:
    """Tell whether a line comes on enough pages: two for one of two fields, else three; without words, most of them."""
    words = "".join(key)
    if sum(map(str.isalpha, words)) < 3:
        return count >= max(OFTEN, 0.6 * pages)
    return len(words) <= LONGEST_HEAD and (count >= OFTEN or (count > 1 and len(key) > 1))


def _mark_repeated(lines: list[Line]) -> None:
    """Mark lines that come again where pages turn or with a number that counts, in a text without page breaks."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        note = line.shape in ("bullet", "note") or _NOTE.match(line.text)
        if len(line.text) <= LONGEST_HEAD and not line.role and not note:
            places[key_of(line.text, part_number=False)].append(i)
    for key, at in places.items():
        texts, written = [lines[i].text for i in at], "".join(key)
        rows_of_table = any(b - a <= 2 for a, b in pairwise(at))
        if rows_of_table or sum(map(str.isalpha, written)) < 2 or "://" in texts[0]:
            continue
        alike = len({text.strip("0123456789" + _SIGNS) for text in texts}) == 1
        turning = sum(_turns(lines, i) for i in at) if alike else 0
        often = turning == len(at) > 1 or (len(at) >= OFTEN and (2 * turning > len(at) or _count_pages(texts)))
        # three fields or more, each time with another number
        if often or (len(key) > 2 and len(written) > 20 and len(set(texts)) == len(texts) > 1):
            for i in at:
                remove(lines[i], "running head")


def _count_pages(texts: list[str]) -> bool:
    """Tell whether lines have a number set apart that grows by one or two."""
    numbers = zip(*(map(int, _DIGITS.findall(text)) for text in texts), strict=False)
    return bool(_FIELDS.search(texts[0])) and any(all(0 < b - a < 3 for a, b in pairwise(n)) for n in numbers)


def _turns(lines: list[Line], i: int) -> bool:
    """Tell whether a page turns at a line: it cuts a sentence, or a page number or a head is next to it."""
    before = lines[max(0, i - 1) : i]
    cut = any(len(b.text) > 30 and re.search(r"[^\W_]$|[,-]$", b.text) and not b.blank_before for b in before)
    beside = (*before, *lines[i + 1 : i + 2])
    return (cut and bool(lines[i].blank_before)) or any(n.status in TURNS for n in beside)
