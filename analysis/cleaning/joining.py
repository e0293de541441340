"""Take the lines out that belong to pages, and join the others into blocks.

What belongs to a page are rules, page numbers, running heads and feet, codes. What a page turn, a column, a note or a
quotation has cut in two becomes whole again.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby, pairwise
from typing import cast

from analysis.cleaning.blocks import Block, Kind, Line, Status, Zone
from analysis.cleaning.lines import (
    BULLETS,
    HALF_TITLE,
    TERM,
    TITLE_LINES,
    Measures,
    Printed,
    TextMeasures,
    on_one_line,
    pages,
)
from analysis.cleaning.words import (
    begins_small,
    is_capitals,
    is_date_line,
    is_finished,
    is_navigation,
    is_open_ended,
    matches,
    names_persons,
    opens_formula,
    part_of,
    plain,
)

_OF_PAGES = re.compile(r"(\d+)\s*(?:/|of)\s*(\d+)", re.I)  # "page 3 of 12"
YEARS = range(1900, 2101)
SHORTEST_STAMP = 8  # characters; shorter words may come on each page of a table
LONGEST_HEAD = 120  # characters; longer lines that come again are quotations, not running heads
OFTEN = 3  # a running head comes at least three times; twice may be a heading repeated on purpose
_FIELDS, _DIGITS = re.compile(r"[ \t]{2,}|\t|[ \t]*\|[ \t]*"), re.compile(r"\d+")
_NUMBER_AT_END = re.compile(r"(?<=^\d) |(?<=^\d\d) |(?<=^\d\d\d) | (?=\d{1,3}$)")
_EDGE = " .-–—·•*/"
_CODE = re.compile(r"(?=(?:\D*\d){5})[\dA-Z()*/. -]{6,40}(?<!\.)$")  # the number of a printing job or a document
EDGE_ROWS, MOST_ROWS = 4, 6  # rows at the top and foot of a page that tell what belongs to it, and that may
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
    if any(line.new_page for line in lines[1:]):
        _mark_edges([[[line] for line in page] for page in pages(lines)], lambda *_: False)
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
    if len(line.text) == 4 and int(line.text) in YEARS:
        return False
    if i == 0 or i + 1 == len(lines):
        return True
    return any(n.blank_before for n in (line, lines[i + 1]))


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


def _key(text: str) -> tuple[str, ...]:
    """Return what stands wide apart on a line, numbers made alike; left and right pages have it in either order."""
    text = _DIGITS.sub("#", text).casefold()
    fields = (field.strip(_EDGE) for field in _FIELDS.split(text))
    return tuple(sorted(field for field in fields if field))


def _edge_key(text: str) -> tuple[str, ...]:
    """Return the same, where a number at either end of a line stands apart."""
    return _key(_NUMBER_AT_END.sub("  ", text))


def _mark_edges(sheets: Sequence[Sequence[Sequence[Line]]], belongs: Callable[[Line, int], bool]) -> None:
    """Mark codes and what comes again at the top and foot of pages, row by row from the edge inwards.

    `belongs` tells what else belongs to the page, by the line and the rows between it and the edge.
    """
    sides = [side for page in sheets for side in (page[:MOST_ROWS], page[: -MOST_ROWS - 1 : -1])]
    found: dict[tuple[str, ...], dict[int, str]] = {}
    for i, side in enumerate(sides):
        for line in (line for row in side[:EDGE_ROWS] for line in row if line.role != "removed"):
            found.setdefault(_edge_key(line.text), {}).setdefault(i, line.text)
    heads = {key for key, at in found.items() if _recurs(key, len(at), len(sheets)) and _keeps_step(at)}
    fields = {field for key in heads if len(key) > 1 for field in key}
    for row in [row for page in sheets for row in page][:TITLE_LINES]:
        key = _edge_key(row[0].text)  # on the first page a title may stand above a head that counts the pages
        if key in heads and len(key) > 1:
            _remove(row[0], "running head")
    for side in sides:
        for nth, row in enumerate(side):
            keys = [_edge_key(line.text) for line in row]
            known = [
                line.role == "removed"
                or key in heads
                or (len(key) > 1 and fields.issuperset(key))
                or (_CODE.match(" ".join(line.text.split())) and not is_date_line(line.text))
                or belongs(line, nth)
                for line, key in zip(row, keys, strict=True)
            ]
            pairs = zip(row, known, strict=True)
            held = [n for n, here in pairs if here and (all(known) or len(n.text) > 3) and n.shape != "caption"]
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
    return any(
        2 * sum(b - a == now[i] - last[i] for (a, last), (b, now) in pairwise(numbers)) >= len(at) - 1 for i in places
    )


def _recurs(key: tuple[str, ...], count: int, sheets: int) -> bool:
    """Tell whether a line comes on enough pages: two for one of two fields, else three; without words, most of them."""
    if len("".join(key)) > LONGEST_HEAD:
        return False
    if sum(map(str.isalpha, "".join(key))) < 3:
        return count >= max(OFTEN, 0.6 * sheets)
    return count >= OFTEN or (count > 1 and len(key) > 1)


def _mark_repeated(lines: list[Line]) -> None:
    """Mark lines that come again, but for their numbers, and count pages, cut sentences or stand by page numbers."""
    places: dict[tuple[str, ...], list[int]] = {}
    for i, line in enumerate(lines):
        if len(line.text) <= LONGEST_HEAD and not line.role and line.shape not in ("bullet", "note"):
            places.setdefault(_key(line.text), []).append(i)
    for key, at in places.items():
        texts = [lines[i].text for i in at]
        alike = len({text.strip("0123456789" + _EDGE) for text in texts}) == 1
        turning = sum(_turns(lines, i) for i in at) if alike else 0
        often = turning == len(at) > 1 or (len(at) >= OFTEN and (2 * turning > len(at) or _count_pages(lines, at)))
        spread = all(b - a > 2 for a, b in pairwise(at))  # not the rows of a table
        words = sum(map(str.isalpha, "".join(key))) > 1 and "://" not in texts[0]
        if words and spread and (often or _has_fields(key, texts)):
            for i in at:
                _remove(lines[i], "running head")


def _has_fields(key: tuple[str, ...], texts: list[str]) -> bool:
    """Tell whether lines that are alike are heads of three or more fields, each with another number."""
    return len(key) > 2 and len("".join(key)) > 20 and len(set(texts)) == len(texts) > 1


def _count_pages(lines: list[Line], at: list[int]) -> bool:
    """Tell whether lines have a number set apart that grows by one or two."""
    numbers = [list(map(int, _DIGITS.findall(lines[i].text))) for i in at]
    return bool(_FIELDS.search(lines[at[0]].text)) and any(
        all(0 < b - a < 3 for a, b in pairwise(n)) for n in zip(*numbers, strict=False)
    )


def _turns(lines: list[Line], i: int) -> bool:
    """Tell whether a page turns at a line: it cuts a sentence, or a page number or a head is next to it."""
    line, before = lines[i], lines[i - 1]
    cut = len(before.text) > 30 and (before.text[-1].isalnum() or before.text[-1] in ",-")
    beside = (*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2])
    return (cut and bool(line.blank_before) and not before.blank_before) or any(n.status in TURNS for n in beside)


# Printed pages

LONG = 50  # characters of a line of running text
SMALL, LARGE = 0.95, 1.12  # of the size of the running text
MOST_SIDE_BY_SIDE = 3  # lines of a running head; more are a row of a table
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_PAGE_NUMBER = re.compile(
    r"(?:(?:page|seite|p\.)\s*)?[-–—|\[\s]*(?:\d{1,4}|[ivxlc]{1,7}|[A-Z]{1,3}[-–.]\d{1,3}|[IVXLC]{1,6}[-–]\d{1,3})"
    r"(?:\s*(?:/|\||of|von|de|sur)\s*\d{1,4})?[-–—|\]\s]*",
    re.I,
)


def mark_printed_frames(lines: list[Printed], measures: Measures) -> None:
    """Give the heads, feet and numbers of printed pages the role "removed"."""
    sheets: list[list[list[Printed]]] = []
    pages = Counter((text, size) for text, size, _ in {(p.text, p.size, p.place.page) for p in lines})
    often = max(OFTEN, lines[-1].place.page / 2)
    stamps = {key for key, n in pages.items() if n >= often and len(key[0]) > SHORTEST_STAMP}
    for _, page in groupby((p for p in lines if not p.place.rotated), key=lambda p: p.place.page):
        rows: list[list[Printed]] = []
        for p in sorted(page, key=lambda p: p.place.bottom):
            if rows and on_one_line(rows[-1][0], p):
                rows[-1].append(p)
            else:
                rows.append([p])
        rows = _without_notes(rows)
        sheets.append([row for row in rows if (row[0].text, row[0].size) in stamps or not _is_text(row, measures)])
    for p in lines:
        if p.text.isupper() and matches("marking", p.text):
            _remove(p, "running head")
    times = Counter(field for sheet in sheets for row in sheet for p in row for field in _edge_key(p.text))

    def belongs(line: Line, nth: int) -> bool:
        p = cast(Printed, line)
        if measures.tagged and not p.place.tag:
            return not part_of(p.text)
        if p.size < SMALL * measures.size and (_LINK.fullmatch(p.text) or times[" ".join(_edge_key(p.text))] > 1):
            return True  # the first page may have the address of the publisher, and its name without the number
        return not any(map(str.isalnum, p.text)) or (not nth and bool(_PAGE_NUMBER.fullmatch(p.text)))

    _mark_edges(sheets, belongs)


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


# Joining

ITEM = re.compile(
    r"(?!p\. ?\d)(?:\(?(?P<n>\d{1,3}|[a-z]|[ivx]{1,5}|[A-Z](?=\)|\.\s+[a-z])|[IVX]{2,5})[.)])(?:\s+(?=\S)|(?=[A-Z]))"
)
NUMBER_ALONE = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})+|\d{1,3}[.)]|[a-z]\))")  # of an item, apart from its text
_INSIDE = re.compile(r"\s\(?(?:\d|[a-z]|[ivx]{1,4})\)\s")  # a number of an enumeration inside a sentence
_NEW_ENTRY = re.compile(r"[A-ZÀ-Þ][^:]{1,80}?(?:,|\(\d{4}|\b(?:19|20)\d\d)")  # of a list of references
_RUNNING = ("paragraph", "list_item")  # running text, which notes, captions ... may interrupt
_INTERRUPTING = ("caption", "boilerplate")  # what a sentence may run around
MARGIN = 3  # letters that may be missing in a full printed line
LONGEST_TITLE = 100  # characters; a longer line without a full stop goes on in the next
FULL = 0.72  # of the width: a line that long is hardly the last of its paragraph


_KINDS: dict[str, Kind] = {
    "side head": "heading", "table": "boilerplate", "figure": "boilerplate", "margin": "boilerplate"
}  # fmt: skip


def join_lines(lines: Sequence[Line], measures: TextMeasures) -> list[Block]:
    """Return the blocks that lines make."""
    joiner = _Joiner(measures)
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        joiner.add(line, following)
    return joiner.blocks


class _Joiner:
    """Adds line after line to the block it belongs to."""

    def __init__(self, measures: TextMeasures) -> None:
        """Begin without blocks."""
        self.measures = measures
        self.blocks: list[Block] = []
        self.last: dict[str, Block] = {}  # the last block of each role
        self.current: Block | None = None
        self.main: Block | None = None  # the running text that notes or captions may interrupt
        self.page_turned = False  # a page may have turned before the line that is added
        self.zone: Zone = ""  # the kind of entries under the last heading; "" where it is running text

    def add(self, line: Line, following: Line | None) -> None:
        """Add a line to the block it continues, or open a new one."""
        if line.goes_on:
            self.last[line.role].lines.append(line)
            return
        self.zone = "" if line.opens_text else self.zone
        kind = self._kind(line, following)
        self.page_turned = line.new_page or line.after_removed or self.measures.is_set_in(line)
        target = self._target(kind, line, following, bool(line.blank_before) or self.page_turned)
        if target is None:
            self._open(kind, line)
            return
        target.lines.append(line)
        self.current = self.last[line.role] = target
        self.main = target if target.kind in _RUNNING else self.main

    def _kind(self, line: Line, following: Line | None) -> Kind:
        if line.role:
            return _KINDS.get(line.role) or cast(Kind, line.role)
        below = following.shape if following is not None else ""
        if self.zone == below == "toc" and line.shape in ("text", "number"):
            return "toc"  # the first half of an entry, or an entry without a page number
        if _is_item(line, self.current, following):
            return "list_item"
        if line.shape == "bullet":  # a dash in mid-sentence
            line.shape, line.body = "text", line.start
        if line.shape in ("toc", "caption"):
            return line.shape
        return "box" if line.shape == "table" else "paragraph"

    def _target(self, kind: Kind, line: Line, following: Line | None, apart: bool) -> Block | None:
        current = self.current
        if current is None:
            return None
        half_entry = current.kind == "toc" and current.lines[-1].shape != "toc"
        if self.zone == "toc" and half_entry and not line.blank_before:
            return current
        if kind == "paragraph":
            return self._continued(current, line, following, apart)
        return current if kind == current.kind == "heading" and self._heading_goes_on(current, line) else None

    def _open(self, kind: Kind, line: Line) -> None:
        marker = ""
        if kind == "list_item":
            if line.shape != "bullet":
                found = ITEM.match(line.text)
                line.body = line.start + (found.end() if found else 0)
            marker = line.text[: line.body - line.start].strip()
        if kind == "heading":
            self.zone = line.zone
        self.current = Block(kind, [line], marker, (line.number or None) if kind == "footnote" else None)
        self.blocks.append(self.current)
        self.last[line.role] = self.current
        if kind in _RUNNING:
            self.main = self.current
        elif kind not in _INTERRUPTING and kind != "footnote":
            self.main = None

    def _continued(self, current: Block, line: Line, following: Line | None, apart: bool) -> Block | None:
        """Return the block that a line of text continues: the current one, or the text that notes interrupted."""
        main = self.main
        if self.measures.placed:
            return main if main is not None and _printed_goes_on(main, line) else None
        if current.kind == "footnote":
            if self._note_goes_on(current, line, following, apart):
                return current
            self.page_turned = True
        elif self._goes_on(current, line, apart) and not (apart and current.kind in _INTERRUPTING):
            return current
        elif current.kind not in _INTERRUPTING or not begins_small(line.text):
            return None
        return main if main is not None and self._goes_on(main, line, True) else None

    def _goes_on(self, block: Block, line: Line, apart: bool) -> bool:
        if block.kind not in ("paragraph", "list_item", "caption"):
            return False
        last = block.lines[-1].text
        byline = line.text[:3] in ("by ", "By ") and names_persons(line.text)
        if line.blank_before and (byline or opens_formula(line.text, after_comma=last[-1] == ",")):
            return False
        return self._goes_on_apart(block, last, line) if apart else self._goes_on_below(block, last, line)

    def _goes_on_below(self, block: Block, last: str, line: Line) -> bool:
        measures = self.measures
        if self.zone and not measures.flowing:
            return not self._opens_entry(last, line)
        if measures.flowing or len(last) < HALF_TITLE or (len(block.lines) == 1 and block.kind == "paragraph"):
            return self._short_goes_on(block.lines[-1], line)
        if block.lines[-1].right + 1 + line.text.find(" ") >= measures.fits * line.width:
            return True
        return not _ends_sentence(last) or begins_small(line.text)

    def _goes_on_apart(self, block: Block, last: str, line: Line) -> bool:
        measures = self.measures
        if is_finished(last) or line.shape == "address" or last.endswith((";", ":")):
            return False
        if begins_small(line.text):
            return not (self.zone in ("about", "annex") and len(last) < HALF_TITLE)
        if is_open_ended(last):
            return len(last) >= (60 if measures.flowing else 0.55 * measures.width)
        if measures.flowing and not self.zone:
            return len(last) >= 150
        long = len(line.text) >= 0.6 * measures.width and block.kind == "paragraph" and not self.zone
        return line.shape == "text" and len(last) >= 0.75 * measures.width and (self.page_turned or long)

    def _opens_entry(self, last: str, line: Line) -> bool:
        """Tell whether a line directly below another opens a new entry of a list of references, interviews ..."""
        if self.zone == "glossary":
            return bool(TERM.match(line.text))
        if line.shape == "address" and "@" in line.text:
            return not is_open_ended(last)
        if self.zone == "annex" and ("   " in line.text or last.split(" ", 1)[0] == line.text.split(" ", 1)[0]):
            return True  # a row; "Interview 1: ...", "Interview 2: ..."
        if self.zone == "reference":
            ended = is_finished(last) or last[-1] in "/>)]" or last[-1].isdigit() or "://" in last
            return ended and line.shape != "address" and bool(_NEW_ENTRY.match(line.text))
        return len(last) < 0.6 * self.measures.width and not begins_small(line.text)

    def _short_goes_on(self, before: Line, line: Line) -> bool:
        """Decide where lines do not fill the page: title pages, addresses, texts with a line for each paragraph."""
        measures, last = self.measures, before.text
        if line.shape == "address" or before.shape == "address":
            return line.shape != before.shape and len(last) > 0.5 * measures.width
        if any(names_persons(plain(text)) or is_navigation(text) for text in (line.text, last)):
            return False
        if is_open_ended(last):
            return True
        small = begins_small(line.text)
        if measures.flowing:
            cut = last.count("*") % 2 == 1 or len(last) >= LONGEST_TITLE
            return not is_finished(last) and (small or cut or (last.isalpha() and line.text.isalpha()))
        if is_finished(last) and not small:
            return len(last) >= (0.6 if last[-1] == ":" else FULL) * measures.width
        return len(last) >= HALF_TITLE or not (is_date_line(last) or is_date_line(line.text))

    def _note_goes_on(self, note: Block, line: Line, following: Line | None, apart: bool) -> bool:
        """Tell whether a line belongs to the note before it, or to the text that the notes interrupted."""
        last = note.lines[-1].text
        if not apart or self.measures.is_set_in(line):
            return not apart
        small = begins_small(line.text)
        if small and following is not None and following.role == "footnote":
            return True
        waiting = self.main is not None and not is_finished(self.main.lines[-1].text)
        full = not self.measures.flowing and len(last) >= FULL * self.measures.width
        return not is_finished(last) and not waiting and (small or full or is_open_ended(last))

    def _heading_goes_on(self, heading: Block, line: Line) -> bool:
        """Tell whether a heading runs over two lines: capitals, in a text of broken lines."""
        last = heading.lines[-1]
        wraps = not self.measures.flowing or is_open_ended(last.text)
        if not wraps or line.shape != "text" or part_of(line.words):
            return False
        return is_capitals(last.words) and is_capitals(line.words)


def _printed_goes_on(block: Block, line: Line) -> bool:
    last = block.lines[-1]
    finished, small = is_finished(last.text), line.text[0].islower()
    if line.blank_before or (NUMBER_ALONE.fullmatch(line.text) and last.text[-1] in ".;:"):
        return line.blank_before == 1 and not finished and small
    full = last.right + 1 + len(line.text.split(" ", 1)[0]) >= line.width - MARGIN
    if line.new_page:
        return small or (full and (not finished or len(block.lines) > 1))
    step = line.indent - last.indent
    indented = (step > 0 and len(block.lines) > 1) or (step < 0 and block.kind == "list_item")
    return not finished or (full and not indented)


def _is_item(line: Line, current: Block | None, following: Line | None) -> bool:
    """Tell whether a bullet or number opens an item, and the line is not the rest of the paragraph before it."""
    found = ITEM.match(line.text) if line.shape == "number" else None
    if line.shape != "bullet" and not found:
        return False
    if current is None or line.blank_before or current.kind not in ("paragraph", "footnote"):
        return True
    last = current.lines[-1].text
    cut = not is_finished(last) and not last.endswith((";", "; and", "; or", ", and", ", or"))
    if found:
        first = found["n"] in ("i", "1", "a") and any(f"{second})" in line.text for second in ("ii", "2", "b"))
        inline = first or any(_INSIDE.search(text.text) for text in current.lines)
        return current.kind == "footnote" or not (cut or inline)
    return not cut or line.text[0] not in "-–—" or (following is not None and following.shape == "bullet")


def _ends_sentence(last: str) -> bool:
    """Tell whether a line ends a sentence, and not with an abbreviation such as U.S."""
    return is_finished(last) and not (last[-1] == "." and last[-2:-1].isupper())
