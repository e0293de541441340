"""Draft the blocks of a PDF from its printed lines: their place, size and weight, and what the file states of them.

What the file states (structure tags, bookmarks) comes first, then place, size and weight.
"""

import re
from collections import Counter, defaultdict
from itertools import groupby, pairwise
from statistics import median

from analysis.cleaning.blocks import Block, Draft, Marker, Role
from analysis.cleaning.joining import join_lines, mark_printed_frames
from analysis.cleaning.lines import (
    Measures,
    Printed,
    TextMeasures,
    by_column,
    contents_leader,
    follows,
    measure_print,
    on_one_line,
    printed_lines,
    rows_of,
)
from analysis.cleaning.words import fold, names_persons, part_of
from analysis.readers.document import Document
from analysis.readers.parts import POWER

GAP, FAR = 1.22, 2.5  # of the distance between lines; more opens a paragraph, unless it cuts a sentence; or surely
_DIGITS = re.compile(r"[1-9]\d{0,3}")
_DISCLAIMER = re.compile(r"disclaimers?|imprint|impressum|legal notice|copyright notice", re.I)
_CODE = re.compile(r"[^a-z\s]*\d[^a-z\s]*")
_RUNNING = ("paragraph", "list_item")
_ENTRY = re.compile(r"\[?(\d{1,3})[\].)]?\s+(?=\S)")
SMALL = 0.94  # of the size of the running text: what a note is set in at most
LARGE = 1.09  # of the size of the running text: what stands out
LONGEST_HEADING = 220  # characters
MOST_LINES = 4  # of a heading
INDENT = 6.0  # points by which the lines of a cell may begin apart
LONGEST_CELL = 400  # characters of a table; what is longer is text
LONG_LINE = 40  # characters of a line of running text
SPACED, ALIGNED = 8.0, 0.3  # points within which cells are one column; share of the rows that it has at least
PAGES_BEFORE = 40  # pages that a part of a longer work may follow on
FEWEST_WORDS = 4  # lines of a figure
FARTHEST_ENTRY = 6  # rows between two entries of a contents list
LOST = 60  # notes that may be missing before one whose turn it is
NOTE_GAP = 2.0  # times the size, between two notes
COMMON = 0.15  # share of the characters; what is more common is no style of headings
_NOTE = re.compile(r"\[?(?P<n>\d{1,4})(?:[\].)]\s*|\s+|(?=[^\W\d_]|[“‘\"\'(]))(?=\S)|[*†‡§¶‖]+\s*(?=\S)")
_TAG = re.compile(r"H[1-6]$")
_SENTENCES = re.compile(r"[a-z]{3}[.!?][”\"’)]*(?: |$)")
_SENTENCE_END = re.compile(r"[.;,:]$")
_FIGURES = re.compile(r"[-–−+$€£(]?\d[\d.,%:/–) -]{0,10}(?<![.,:])|[-–—]")
_CAPTION = re.compile(
    r"(?:figure|fig\.|table|map|chart|graph|diagram|tableau|tabelle|abbildung)\s+(?:[A-Z]{1,4}[-.])?\d+(?:[-.]\d+)*[a-z]?"
    r"(?:\s*[.:–—-]|$)",
    re.I,
)
_FIGURE = re.compile(r"(?:figure|fig\.|map|chart|graph|diagram|abbildung)\s", re.I)
_LISTS = re.compile(r"(?:list of )?(?:figures|tables|boxes|maps|charts|appendixes|appendices|annexes)", re.I)
_SOURCE = re.compile(r"(?:sources?|notes?|quelle|fuente)\s*:", re.I)
_TAGGED: dict[str, Role] = {"Table": "table", "Caption": "caption", "Figure": "figure"}
_DOTS = re.compile(r"(?:\.\s?){4}\s*[A-Z\d]{1,4}(?:[-–.]\d{1,3})?$", re.I)


def draft_printed(document: Document) -> Draft:
    """Return the blocks of a PDF."""
    lines = printed_lines(document)
    measures = measure_print(lines)
    mark_printed_frames(lines, measures)
    kept = [p for p in lines if p.role != "removed"]
    _mark_roles(kept, measures, document.outline)
    _mark_margin(kept, measures)
    _join_roles(kept, measures)
    blocks = join_lines(kept, TextMeasures(False, 0, False, False, placed=True))
    _mark_residue(blocks)
    _mark_table_heads(blocks)
    _mark_imprint(blocks)
    _mark_signature(blocks)
    _mark_endnotes(blocks)
    _number_starred(blocks)
    markers = _find_markers(kept, document.text, {b.note for b in blocks if b.note})
    return Draft(blocks, [p for p in lines if p.role == "removed"], markers, size=measures.size)


def _mark_margin(lines: list[Printed], measures: Measures) -> None:
    """Let lines beside the text be headings over their paragraph where their type stands out, else margin notes."""
    for p in lines:
        beside = p.place.column < 0 or p.place.right < measures.left(p) - 2
        if beside and p.role in ("", "heading"):
            p.role = "side head" if p.place.bold != measures.bold else "margin"


def _join_roles(lines: list[Printed], measures: Measures) -> None:
    """Say of each line whether it goes on with the last one of its role, or what space there is before it."""
    letter = median([(p.place.right - p.place.left) / len(p.text) for p in lines] or [1.0])
    last: dict[str, Printed] = {}
    before: Printed | None = None
    for p in lines:
        left, right = measures.left(p), measures.right(p)
        p.reach, p.width = round((p.place.right - left) / letter), int((right - left) / letter)
        p.indent = round((p.place.left - left) / letter / 2)
        if p.shape not in ("bullet", "number"):
            p.shape = "text"
        if p.shape != "bullet" and p.role != "footnote":
            p.body = p.start
        above = last.get(p.role)
        if above and p.role:
            p.goes_on = not p.opens and _goes_on(above, p, above is before)
        elif above:
            tagged = p.place.tag and p.place.page == above.place.page
            same = tagged and p.place.part == above.place.part
            p.goes_on = p.joined or bool(same and not p.opens)
            p.new_page = not follows(above, p)
            p.blank_before = 2 if p.opens else max(int(bool(tagged)), _space(above, p, measures))
        last[p.role] = before = p
        if p.role in ("heading", "side head"):
            last.pop("", None)


def _space(above: Printed, p: Printed, measures: Measures) -> int:
    """Return 2 where a line has another size than the one above or stands far from it, 1 where it stands apart."""
    size = max(above.size, p.size)
    gap = (p.place.bottom - above.place.bottom) * measures.size / (measures.pitch * size) if follows(above, p) else 0
    return 2 if gap > FAR or abs(p.size - above.size) > 0.06 * size else int(gap > GAP)


def _goes_on(above: Printed, p: Printed, directly: bool) -> bool:
    """Tell whether a line that is no running text belongs to the same block as the last one of its role."""
    near = abs(p.place.top - above.place.bottom) < p.size and p.place.page == above.place.page
    if p.role == "side head":
        return near
    if p.role == "toc":
        return directly and (on_one_line(above, p) or not above.text[-1:].isdigit())
    if p.role == "table":
        return directly and (on_one_line(above, p) or not p.place.tag)
    if p.role in ("footnote", "heading", "caption"):
        return directly or p.role == "footnote"
    return directly and near and abs(p.size - above.size) < 0.6


def _number_starred(blocks: list[Block]) -> None:
    """Number notes that are marked with signs in their order, in a document that has no numbered ones."""
    notes = [block for block in blocks if block.kind == "footnote"]
    if not any(block.note for block in notes):
        for number, block in enumerate(notes, 1):
            block.note = block.lines[0].number = number


def _mark_residue(blocks: list[Block]) -> None:
    """Let text without words be none: a single letter, the code of a document."""
    for block in blocks:
        text = _text(block)
        if block.kind in _RUNNING and (sum(map(str.isalpha, text)) < 2 or _CODE.fullmatch(text)):
            block.kind = "boilerplate"


def _mark_table_heads(blocks: list[Block]) -> None:
    """Let a heading that comes again, each time directly above the rows of a table, be the head of the table."""
    above = [
        _text(block) for block, below in pairwise(blocks) if block.kind == "heading" and below.kind == "boilerplate"
    ]
    again = {text for text, times in Counter(above).items() if times > 1}
    for block in blocks:
        if block.kind == "heading" and _text(block) in again:
            block.kind = "boilerplate"


def _mark_imprint(blocks: list[Block]) -> None:
    """Let a disclaimer or imprint, or a heading about authors without text below it, be no text of the report."""
    headings = [i for i, block in enumerate(blocks) if block.kind == "heading"]
    for i, end in pairwise([*headings, len(blocks)]):
        text = _text(blocks[i])
        running = [block for block in blocks[i + 1 : end] if block.kind in _RUNNING]
        if (part_of(text) == "about" and not running) or _DISCLAIMER.fullmatch(text):
            for block in (blocks[i], *running):
                block.kind = "boilerplate"


def _mark_signature(blocks: list[Block]) -> None:
    """Let the last lines of the text that begin with the name of a person say who wrote it."""
    for block in reversed(blocks):
        text = _text(block)
        if block.kind == "paragraph" and names_persons(text.split(",")[0]):
            block.kind = "author"
        elif block.kind != "boilerplate":
            return


def _text(block: Block) -> str:
    return " ".join(line.text for line in block.lines)


def _mark_endnotes(blocks: list[Block]) -> None:
    """Let the numbered entries below a heading such as "Notes" be notes."""
    inside = False
    last = 0
    for block in blocks:
        if block.kind == "heading":
            inside, last = part_of(_text(block)) == "footnote", 0
        elif inside:
            line = block.lines[0]
            found = _ENTRY.match(line.text)
            if found and last < int(found[1]) <= last + 3:
                last = int(found[1])
                block.kind, block.note, block.marker = "footnote", last, ""
                line.body = line.start + found.end()


def _find_markers(lines: list[Printed], text: str, notes: set[int]) -> list[Marker]:
    """Return the raised numbers and signs that cite notes."""
    markers: list[Marker] = []
    listed = notes | {n + 1 for n in notes if n + 2 in notes}  # with those whose text was not found
    signs = {(p.place.page, p.text[: p.body - p.start].strip()): p.number for p in lines if p.number}
    for p in lines:
        if p.role in ("table", "figure", "toc"):
            continue
        for start, end in p.place.raised:
            before = text[max(p.start, start - 4) : start]
            opens = start < p.body or (p.number and not text[p.body : start].strip())  # a note, or the words of one
            if opens or not before.strip() or POWER.search(before):
                continue
            starred = signs.get((p.place.page, text[start:end]))
            numbers = (starred,) if starred else tuple(map(int, _DIGITS.findall(text[start:end])))
            if not numbers or not notes or listed.intersection(numbers):
                markers.append(Marker(start, end, numbers))
    return markers


# What each line is


def _mark_roles(lines: list[Printed], measures: Measures, outline: tuple[tuple[int, str, int], ...]) -> None:
    """Give the lines that are not running text their role; each step sees the lines that have none yet."""
    for p in lines:
        p.role = "figure" if p.place.rotated else _TAGGED.get(p.place.tag, "")
    _release_boxes([p for p in lines if p.role == "table"])
    _release_prose([p for p in lines if p.role == "table"])
    lines = [p for p in lines if not p.role]
    _mark_contents(lines)
    _mark_notes([p for p in lines if not p.role], measures)
    lines = [p for p in lines if not p.role]
    _mark_captions(lines, measures)
    _mark_figures(lines, measures)
    _mark_tables([p for p in lines if p.role in ("", "caption")], measures)
    _mark_headings([p for p in lines if not p.role], measures, outline)


def _release_boxes(cells: list[Printed]) -> None:
    """Let what is tagged as a table be text where its lines are long and no two stand side by side: a box."""
    for _, group in groupby(cells, key=lambda p: p.place.page):
        box = list(group)
        if 2 * sum(len(p.text) > LONG_LINE for p in box) > len(box) == len(rows_of(box)):
            for p in box:
                p.role = ""


def _release_prose(cells: list[Printed]) -> None:
    """Let the lines of a cell be text where they are many long ones with sentences, as in the record of a case."""
    begin = [i for i, (a, b) in enumerate(pairwise(cells), 1) if not _in_one_cell(a, b)]
    for start, end in pairwise([0, *begin, len(cells)]):
        cell = cells[start:end]
        long = sum(len(p.text) > LONG_LINE for p in cell)
        text = " ".join(p.text for p in cell)
        if len(text) > LONGEST_CELL and len(_SENTENCES.findall(text)) > 1 and 2 * long > len(cell):
            for p in cell:
                p.role = ""
            cell[0].opens = True


def _in_one_cell(a: Printed, b: Printed) -> bool:
    """Tell whether a line goes on with a cell: its paragraphs have numbers in turn; it may go on on the next page."""
    near = b.place.part - a.place.part <= 1 if a.place.page == b.place.page else b.place.page == a.place.page + 1
    return near and abs(a.place.left - b.place.left) < INDENT and not on_one_line(a, b)


# Contents lists


def _mark_contents(lines: list[Printed]) -> None:
    """Mark contents lists: from their heading, or a first entry with leaders, to the last entry near by."""
    rows = rows_of(lines)
    texts = [" ".join(p.text for p in row) for row in rows]
    i = 0
    while i < len(rows):
        named = part_of(texts[i]) == "toc"
        led = _is_led(rows[i], texts[i])
        entries = _entries(rows, texts, i, named) if named or led else []
        if len(entries) < (2 if named else 3):
            i += 1
            continue
        if named:
            rows[i][0].role, rows[i][0].opens = "heading", True
        for row, text in zip(rows[i + named : entries[-1] + 1], texts[i + named :], strict=False):
            headed = bool(_LISTS.fullmatch(text))
            for p in row:
                p.role = "heading" if headed else "toc"
            row[0].opens = row[0].place.tag == "TOC"
        i = entries[-1] + 1


def _entries(rows: list[list[Printed]], texts: list[str], i: int, named: bool) -> list[int]:
    """Return the rows from here on that are entries of a contents list: each with a page, not far from the last."""
    out: list[int] = []
    last, page = i, 1
    for j in range(i, len(rows)):
        text = texts[j]
        if j - last > FARTHEST_ENTRY:
            break
        led = _is_led(rows[j], text)
        number = _page_at_end(rows[j], rows[out[-1]] if out else []) if named else 0
        if led or page <= number < rows[-1][0].place.page + PAGES_BEFORE:
            out.append(j)
            last, page = j, max(page, number)
    return out


def _is_led(row: list[Printed], text: str) -> bool:
    """Tell whether dots, or a tag, lead to the page number of an entry."""
    return row[0].place.tag == "TOC" or contents_leader(text) is not None or _DOTS.search(text) is not None


def _page_at_end(row: list[Printed], before: list[Printed]) -> int:
    """Return the page number that ends a row, apart from its words or below that of the entry before; or 0."""
    last = row[-1]
    digits = re.search(r"\d+$", last.text)
    if not digits or last.place.raised:
        return 0
    below = bool(before) and abs(before[-1].place.right - last.place.right) < 3
    return int(digits[0]) if below or len(row) > 1 else 0


# Notes


def _mark_notes(lines: list[Printed], measures: Measures) -> None:
    """Mark footnotes, page by page: small lines at the foot of a column from the first that opens with a number."""
    last = 0
    open_note = False  # the last note may go on on the next page
    cited = _cited_numbers(lines)
    for column in by_column(lines).values():
        tagged = [p for p in column if p.place.tag == "Note"]
        notes = tagged or _foot(column, measures)
        near = cited[notes[0].place.page] | cited[notes[0].place.page - 1] if notes else set()
        first = next((i for i, p in enumerate(notes) if _opens_note(p, last, near)), None)
        if not tagged and not open_note:
            notes = notes[first:] if first is not None else []
        elif first is None and not tagged:
            continue
        for p in notes:
            p.role = "footnote"
            if _opens_note(p, last, near):
                p.opens, last = True, _read_number(p, last)
        open_note = bool(notes)


def _foot(column: list[Printed], measures: Measures) -> list[Printed]:
    """Return the lines at the foot of a column that are smaller than running text, or follow a raised number."""
    small: list[Printed] = []
    for p in reversed(column):
        if p.size > SMALL * measures.size or (small and small[0].place.top - p.place.bottom > NOTE_GAP * p.size):
            break
        small.insert(0, p)
    if small:
        return small
    marked = [i for i, p in enumerate(column) if p.opens_raised]
    return column[marked[0] :] if marked and marked[0] > 0.4 * len(column) else []


def _cited_numbers(lines: list[Printed]) -> dict[int, set[int]]:
    """Return the raised numbers in the lines of each page."""
    cited: dict[int, set[int]] = defaultdict(set)
    for p in lines:
        for start, end in p.place.raised:
            digits = re.findall(r"\d+", p.text[start - p.start : end - p.start])
            cited[p.place.page].update(map(int, digits))
    return cited


def _opens_note(p: Printed, last: int, cited: set[int]) -> bool:
    """Tell whether a line opens a note: with a raised number in its turn, a sign, or a number that is cited near."""
    if p.place.tag == "Note" and p.opens_raised:
        return True
    found = _NOTE.match(_set_apart(p))
    if not found or not any(map(str.isalpha, p.text)):
        return False
    number = int(found["n"] or 0)
    in_turn = number in (0, 1) or last < number <= last + LOST
    return in_turn and (number == 0 or p.opens_raised or number in cited)


def _set_apart(p: Printed) -> str:
    """Return a line with a space after the raised number that opens it: the words may begin with a number, too."""
    end = p.place.raised[0][1] - p.start if p.opens_raised else 0
    return f"{p.text[:end]} {p.text[end:]}".strip()


def _read_number(p: Printed, last: int) -> int:
    """Set the number of the note that a line opens and where its words begin; return the last number."""
    found = _NOTE.match(_set_apart(p))
    end = p.place.raised[0][1] - p.start if p.opens_raised else found.end() if found else 0
    digits = re.sub(r"\D", "", p.text[:end])
    p.number = int(digits or 0)
    p.body = p.start + end
    return p.number or last


# Captions and tables


def _mark_captions(lines: list[Printed], measures: Measures) -> None:
    """Mark captions and the lines that go on with them."""
    for before, p in zip([None, *lines], lines, strict=False):
        if _CAPTION.match(p.text) or _SOURCE.match(p.text):
            p.role, p.opens = "caption", True
        elif before and before.role == "caption" and _is_below(before, p, measures) and _same_type(before, p):
            p.role = "caption"


def _is_below(a: Printed, b: Printed, measures: Measures) -> bool:
    """Tell whether a line follows another at the distance of the lines of one paragraph."""
    return follows(a, b) and b.place.bottom - a.place.bottom < 1.5 * max(a.size, b.size) * measures.pitch / (
        1.15 * measures.size
    )


def _same_type(a: Printed, b: Printed) -> bool:
    return abs(a.size - b.size) < 0.06 * max(a.size, b.size) and a.place.bold == b.place.bold


def _mark_figures(lines: list[Printed], measures: Measures) -> None:
    """Mark the words of a figure: lines in another type, or short ones, directly above or below its caption."""
    for i, p in enumerate(lines):
        if p.role != "caption" or not _FIGURE.match(p.text):
            continue
        end = next((n for n in range(i + 1, len(lines)) if lines[n].role != "caption"), len(lines))
        above, below = _words_of_figure(lines[:i][::-1], p, measures), _words_of_figure(lines[end:], p, measures)
        for q in max(above, below, key=len):
            q.role = "figure"


def _words_of_figure(lines: list[Printed], caption: Printed, measures: Measures) -> list[Printed]:
    """Return the lines of the page, from a caption on, that are no running text; four at least."""
    out: list[Printed] = []
    for p in lines:
        written = measures.width(p) > 0.55 or _SENTENCE_END.search(p.text)
        if p.role or p.place.page != caption.place.page or (written and p.place.font == measures.font):
            break
        out.append(p)
    return out if len(out) >= FEWEST_WORDS and sum(len(p.text) < 40 for p in out) > 0.6 * len(out) else []


def _mark_tables(lines: list[Printed], measures: Measures) -> None:
    """Mark tables and the words of figures: rows of several cells or of figures alone, and what stands among them."""
    rows = rows_of(lines)
    numeric = [all(_FIGURES.fullmatch(p.text) for p in row) for row in rows]
    cells = [len(row) > 1 or number for row, number in zip(rows, numeric, strict=True)]
    i = 0
    while i < len(rows):
        end = last = i
        while cells[i] and end + 1 < len(rows) and end - last < 3:
            end += 1
            if not _is_in_table(rows[end - 1], rows[end], cells[end], measures):
                break
            last = end if cells[end] else last
        figure = last > i and all(numeric[i : last + 1])
        found = rows[i : last + 1]
        if _is_spaced_text(found):
            for p in (p for row in found for p in row[1:]):
                p.joined = True
        elif figure or sum(cells[i : last + 1]) >= 3:
            _mark_rows(rows[_first_row(rows, i, measures) : last + 1])
        i = last + 1


def _is_spaced_text(rows: list[list[Printed]]) -> bool:
    """Tell whether rows are lines of a scan with wide spaces: most pieces begin in small letters, at no one place."""
    inner = [p for row in rows for p in row[1:] if p.text]
    small = sum(p.text[0].islower() for p in inner)
    places = Counter(round(p.place.left / SPACED) for p in inner)
    return len(rows) > 2 and 2 * small > len(inner) > 0 and max(places.values()) < ALIGNED * len(rows)


def _mark_rows(rows: list[list[Printed]]) -> None:
    """Mark the rows of a table; one that has its first cell alone is the beginning of the next."""
    begun = False
    for row in rows:
        for p in row:
            p.role = "table"
        row[0].opens = not begun
        begun = len(row) == 1 and any(map(str.isalpha, row[0].text))


def _is_in_table(row: list[Printed], following: list[Printed], cells: bool, measures: Measures) -> bool:
    """Tell whether the next row may belong to a table: it has cells, or is close and short."""
    b = following[0]
    close = 0 <= b.place.bottom - row[0].place.bottom < 3.5 * measures.pitch
    short = measures.width(b) < 0.5 and not _SENTENCE_END.search(b.text)
    return b.role != "caption" and close and (cells or short)


def _first_row(rows: list[list[Printed]], i: int, measures: Measures) -> int:
    """Return where a table begins: lines directly above its first row, in its type, are part of its head."""
    while i and len(rows[i - 1]) == 1:
        above, here = rows[i - 1][0], rows[i][0]
        headed = abs(above.size - here.size) < 0.3 and abs(here.size - measures.size) > 0.3
        if not follows(above, here) or not headed:
            break
        i -= 1
    return i


# Headings


def _mark_headings(lines: list[Printed], measures: Measures, outline: tuple[tuple[int, str, int], ...]) -> None:
    """Mark headings: what the tags or the bookmarks name, and short runs of lines that stand out."""
    bookmarks = _bookmarks(outline)
    common = _common_styles(lines)
    i = 0
    while i < len(lines):
        run = _tagged_run(lines, i)
        level = int(run[0].place.tag[1]) if run else 0
        if not run:
            run, level = _bookmarked_run(lines, i, bookmarks.get(lines[i].place.page, {}))
        run = run or _run_of_style(lines, i)
        if level or (_stands_out(run, lines, i, measures, common) and _reads_as_heading(run)):
            for p in run:
                p.role, p.level = "heading", level
            run[0].opens = True
            i += len(run)
        else:
            i += 1


def _common_styles(lines: list[Printed]) -> set[tuple]:
    """Return the styles that too much of the text is set in for headings."""
    styles: Counter[tuple] = Counter()
    for p in lines:
        styles[p.style] += len(p.text)
    return {style for style, n in styles.items() if n > COMMON * styles.total()}


def _bookmarks(outline: tuple[tuple[int, str, int], ...]) -> dict[int, dict[str, int]]:
    """Return the level of each bookmark by its page and its words."""
    pages: dict[int, dict[str, int]] = defaultdict(dict)
    for level, title, page in outline:
        pages[page][_words(title)] = level
    return pages


def _words(text: str) -> str:
    return re.sub(r"\W+", "", fold(text))


def _tagged_run(lines: list[Printed], i: int) -> list[Printed]:
    """Return the lines of the tagged heading that begins here."""
    first = lines[i].place
    if not _TAG.match(first.tag):
        return []
    return [p for p in lines[i : i + MOST_LINES] if (p.place.page, p.place.part) == (first.page, first.part)]


def _bookmarked_run(lines: list[Printed], i: int, marks: dict[str, int]) -> tuple[list[Printed], int]:
    """Return the lines from here on that are the words of a bookmark, and its level."""
    words, run = "", lines[i:i]
    for n, p in enumerate(lines[i : i + MOST_LINES] if marks else (), 1):
        words += _words(p.text)
        if words in marks:
            run = lines[i : i + n]
    return run, marks.get(_words("".join(p.text for p in run)), 0)


def _run_of_style(lines: list[Printed], i: int) -> list[Printed]:
    """Return the lines from here on that are set in one style, close together."""
    run = [lines[i]]
    for p in lines[i + 1 : i + MOST_LINES]:
        before = run[-1]
        alike = _same_type(before, p) and p.place.italic == before.place.italic and p.capitals == before.capitals
        close = follows(before, p) and p.place.bottom - before.place.bottom <= 1.5 * p.size
        if not (alike and close):
            break
        run.append(p)
    return run


def _stands_out(run: list[Printed], lines: list[Printed], i: int, measures: Measures, common: set[tuple]) -> bool:
    """Tell whether lines are set larger, bolder or in capitals, apart from the line before, and above other text."""
    first, last = run[0], run[-1]
    before = lines[i - 1] if i else None
    after = lines[i + len(run)] if i + len(run) < len(lines) else None
    if before and after and before.role != "heading" and len(rows_of([before, first, after])) == 1:
        return False  # words of a line with wide spaces
    if first.style in common or first.shape in ("bullet", "caption") or first.size < 0.8 * measures.size:
        return False
    if after and len(run) == MOST_LINES and _same_type(last, after):
        return False  # a paragraph in another type
    if first.size > LARGE * measures.size:
        return True
    joined = before and before.role != "heading" and follows(before, first)
    if first.size < SMALL * measures.size or (
        joined and before and first.place.bottom - before.place.bottom <= 1.12 * measures.pitch
    ):
        return False
    if first.capitals or first.place.bold > measures.bold:
        return not (after and after.text[0].islower() and _is_below(last, after, measures))
    return first.place.italic and len(run) == 1 and last.place.right < measures.right(last) - 2 * last.size


def _reads_as_heading(run: list[Printed]) -> bool:
    """Tell whether lines can be a heading by their words: not long, no end of a sentence, not the rest of one."""
    text = " ".join(p.text for p in run)
    letters = sum(map(str.isalpha, text))
    if len(text) > LONGEST_HEADING or letters < 3 or letters < 0.5 * len(text.replace(" ", "")):
        return False
    if (run[0].capitals and names_persons(text)) or text[0].islower():
        return False
    return not _SENTENCE_END.search(text.rstrip("”’\"'"))
