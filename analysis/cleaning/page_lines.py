"""Find the lines that belong to pages: rules, page numbers, running heads and feet, stamps, codes."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby, pairwise
from typing import cast

from analysis.cleaning.blocks import Line, Status
from analysis.cleaning.lines import BULLETS, TITLE_LINES, Measures, Printed, rows_of
from analysis.cleaning.words import is_date_line, matches, part_of

_OF_PAGES = re.compile(r"(\d+)\s*(?:/|of)\s*(\d+)", re.I)  # "page 3 of 12"
YEARS = range(1900, 2101)
SHORTEST_STAMP = 8  # characters; shorter words may come on each page of a table
LONGEST_HEAD = 120  # characters; longer lines that come again are quotations, not running heads
OFTEN = 3  # a running head comes at least three times; twice may be a heading repeated on purpose
_FIELDS, _DIGITS = re.compile(r"[ \t]{2,}|\t|[ \t]*\|[ \t]*"), re.compile(r"\d+")
_NUMBER_AT_END = re.compile(r"(?<=^\d) |(?<=^\d\d) |(?<=^\d\d\d) | (?=\d{1,3}$)")
_SIGNS = " .-–—·•*/"
_CODE = re.compile(r"(?=(?:\D*\d){5})[\dA-Z()*/. -]{6,40}(?<!\.)$")  # the number of a printing job or a document
TELLING_ROWS, MOST_ROWS = 4, 6  # rows at the top and foot of a page that tell what belongs to it, and that may
TURNS: tuple[Status, ...] = ("page number", "running head")  # a page turns where these stand


def mark_page_lines(lines: list[Line]) -> None:
    """Give rules, images, page numbers, heads and feet the role "removed" and their status."""
    for i, line in enumerate(lines):
        if line.shape == "rule":
            _remove(line, "rule")
        elif line.text.isupper() and matches("marking", line.text):
            _remove(line, "running head")
        elif line.shape == "image" and line.text[0] == "!":
            _remove(line, "image")
        elif line.shape == "image":
            line.role = "boilerplate"
        elif len(line.text) == 1 and line.text in BULLETS:
            _remove(line, "marker")  # the text of its item stands elsewhere on the page
        elif line.shape == "page" and _is_page_number(lines, i):
            _remove(line, "page number")
    turns = [i for i, line in enumerate(lines) if line.new_page and i]
    if turns:
        pages = [lines[a:b] for a, b in pairwise([0, *turns, len(lines)])]
        _mark_heads_and_feet([[[line] for line in page] for page in pages], lambda *_: False)
    else:
        _mark_repeated(lines)
    _pass_on_turns(lines)


def _remove(line: Line, status: Status) -> None:
    line.role, line.status = "removed", status


def _is_page_number(lines: list[Line], i: int) -> bool:
    """Tell a page number from a number that a line break has left alone, and from a number such as 2022/118."""
    line = lines[i]
    if not line.text.isdigit():
        found = _OF_PAGES.search(line.text)
        return not found or int(found[1]) <= int(found[2]) < YEARS[0]
    year = len(line.text) == 4 and int(line.text) in YEARS
    return not year and (i == 0 or i + 1 == len(lines) or bool(line.blank_before or lines[i + 1].blank_before))


def _pass_on_turns(lines: list[Line]) -> None:
    """Let the lines that stay know what was before them: removed lines, and with them perhaps the turn of a page."""
    removed = turned = False
    for line in lines:
        if line.role == "removed":
            removed = True
            turned = turned or line.status in TURNS
        else:
            line.after_removed, line.new_page = removed, line.new_page or turned
            removed = turned = False


def _key(text: str, part_number: bool = True) -> tuple[str, ...]:
    """Return what stands wide apart on a line, numbers made alike; left and right pages have it in either order."""
    text = _NUMBER_AT_END.sub("  ", text) if part_number else text
    fields = (field.strip(_SIGNS) for field in _FIELDS.split(_DIGITS.sub("#", text).casefold()))
    return tuple(sorted(field for field in fields if field))


def _mark_heads_and_feet(sheets: Sequence[Sequence[Sequence[Line]]], belongs: Callable[[Line, int], bool]) -> None:
    """Mark codes, what comes again at the top and foot of pages, and what else `belongs` there, row by row inwards."""
    sides = [side for page in sheets for side in (page[:MOST_ROWS], page[: -MOST_ROWS - 1 : -1])]
    found: dict[tuple[str, ...], dict[int, str]] = {}
    for i, side in enumerate(sides):
        for line in (line for row in side[:TELLING_ROWS] for line in row if line.role != "removed"):
            found.setdefault(_key(line.text), {}).setdefault(i, line.text)
    heads = {key for key, at in found.items() if _recurs(key, len(at), len(sheets)) and _keeps_step(at)}
    fields = {field for key in heads if len(key) > 1 for field in key}
    for row in [row for page in sheets for row in page][:TITLE_LINES]:
        key = _key(row[0].text)  # on the first page a title may stand above a head that counts the pages
        if key in heads and len(key) > 1:
            _remove(row[0], "running head")
    for side in sides:
        for nth, row in enumerate(side):
            known = [
                line
                for line, key in ((line, _key(line.text)) for line in row)
                if line.role == "removed"
                or key in heads
                or (len(key) > 1 and fields.issuperset(key))
                or (_CODE.match(" ".join(line.text.split())) and not is_date_line(line.text))
                or belongs(line, nth)
            ]
            held = [n for n in known if (len(known) == len(row) or len(n.text) > 3) and n.shape != "caption"]
            for line in held:
                if line.role != "removed":
                    _remove(line, "page number" if line.text.isdigit() else "running head")
            if not held:
                break


def _keeps_step(at: dict[int, str]) -> bool:
    """Tell whether lines that differ in their numbers only, by the side of a page, count the pages."""
    if len(set(at.values())) == 1 or not all(map(_DIGITS.search, at.values())):
        return True
    numbers = [(side // 2, [int(number) for number in _DIGITS.findall(text)]) for side, text in at.items()]
    places = (-1, *range(min(len(found) for _, found in numbers)))
    steps = [*pairwise(numbers)]
    return any(2 * sum(b - a == now[i] - last[i] for (a, last), (b, now) in steps) >= len(at) - 1 for i in places)


def _recurs(key: tuple[str, ...], count: int, sheets: int) -> bool:
    """Tell whether a line comes on enough pages: two for one of two fields, else three; without words, most of them."""
    words = "".join(key)
    if sum(map(str.isalpha, words)) < 3:
        return count >= max(OFTEN, 0.6 * sheets)
    return len(words) <= LONGEST_HEAD and (count >= OFTEN or (count > 1 and len(key) > 1))


def _mark_repeated(lines: list[Line]) -> None:
    places: dict[tuple[str, ...], list[int]] = {}
    for i, line in enumerate(lines):
        if len(line.text) <= LONGEST_HEAD and not line.role and line.shape not in ("bullet", "note"):
            places.setdefault(_key(line.text, part_number=False), []).append(i)
    for key, at in places.items():
        texts = [lines[i].text for i in at]
        words, length = sum(map(str.isalpha, "".join(key))) > 1 and "://" not in texts[0], len("".join(key))
        spread = all(b - a > 2 for a, b in pairwise(at))  # not the rows of a table
        alike = len({text.strip("0123456789" + _SIGNS) for text in texts}) == 1
        turning = sum(_turns(lines, i) for i in at) if alike else 0
        often = turning == len(at) > 1 or (len(at) >= OFTEN and (2 * turning > len(at) or _count_pages(texts)))
        fields = len(key) > 2 and length > 20 and len(set(texts)) == len(texts) > 1  # each with another number
        if words and spread and (often or fields):
            for i in at:
                _remove(lines[i], "running head")


def _count_pages(texts: list[str]) -> bool:
    """Tell whether lines have a number set apart that grows by one or two."""
    numbers = zip(*(map(int, _DIGITS.findall(text)) for text in texts), strict=False)
    return bool(_FIELDS.search(texts[0])) and any(all(0 < b - a < 3 for a, b in pairwise(n)) for n in numbers)


def _turns(lines: list[Line], i: int) -> bool:
    """Tell whether a page turns at a line: it cuts a sentence, or a page number or a head is next to it."""
    line, before = lines[i], lines[i - 1]
    cut = len(before.text) > 30 and (before.text[-1].isalnum() or before.text[-1] in ",-")
    beside = (*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2])
    return (cut and bool(line.blank_before) and not before.blank_before) or any(n.status in TURNS for n in beside)


LONG = 50  # characters of a line of running text
SMALL, LARGE = 0.95, 1.12  # of the size of the running text
MOST_SIDE_BY_SIDE = 3  # lines of a running head; more are a row of a table
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_PAGE_NUMBER = re.compile(
    r"(?:(?:page|seite|p\.)\s*)?[-–—|\[\s]*(?:\d{1,4}|[ivxlc]{1,7}|[A-Z]{1,3}[-–.]\d{1,3}|[IVXLC]{1,6}[-–]\d{1,3})"
    r"(?:\s*(?:/|\||of|von|de|sur)\s*\d{1,4})?[-–—|\]\s]*",
    re.I,
)


def mark_printed_page_lines(lines: list[Printed], measures: Measures) -> None:
    """Give the heads, feet and numbers of printed pages the role "removed"."""
    sheets: list[list[list[Printed]]] = []
    pages = Counter((text, size) for text, size, _ in {(p.text, p.size, p.place.page) for p in lines})
    often = max(OFTEN, lines[-1].place.page / 2)
    stamps = {key for key, n in pages.items() if n >= often and len(key[0]) > SHORTEST_STAMP}
    for _, page in groupby((p for p in lines if not p.place.rotated), key=lambda p: p.place.page):
        rows = _without_notes(rows_of(sorted(page, key=lambda p: p.place.bottom), in_order=False))
        sheets.append([row for row in rows if (row[0].text, row[0].size) in stamps or not _is_text(row, measures)])
    for p in lines:
        if p.text.isupper() and matches("marking", p.text):
            _remove(p, "running head")
    times = Counter(field for sheet in sheets for row in sheet for p in row for field in _key(p.text))

    def belongs(line: Line, nth: int) -> bool:
        p = cast(Printed, line)
        if measures.tagged and not p.place.tag:
            return not part_of(p.text)
        if p.size < SMALL * measures.size and (_LINK.fullmatch(p.text) or times[" ".join(_key(p.text))] > 1):
            return True  # the first page may have the address of the publisher, and its name without the number
        return not any(map(str.isalnum, p.text)) or (not nth and bool(_PAGE_NUMBER.fullmatch(p.text)))

    _mark_heads_and_feet(sheets, belongs)


def _without_notes(rows: list[list[Printed]]) -> list[list[Printed]]:
    """Return the rows without those that begin with a raised number, and the next ones in their type."""
    out: list[list[Printed]] = []
    note: Printed | None = None
    for row in rows:
        p = row[0]
        close = note is not None and abs(p.size - note.size) < 0.3 and p.place.top - note.place.bottom < p.size
        note = p if p.opens_raised or close else None
        if note is None:
            out.append(row)
    return out


def _is_text(row: list[Printed], measures: Measures) -> bool:
    """Tell whether a row is large, part of a table, or stands beside a line of running text."""
    long = any(len(p.text) > LONG and abs(p.size - measures.size) < 0.3 for p in row)
    return len(row) > MOST_SIDE_BY_SIDE or (len(row) > 1 and long) or row[0].size > LARGE * measures.size
