"""Draft the blocks of a plain text: remove page lines, find notes and headings, and join lines into blocks.

What a page turn, a column, a note or a quotation has cut in two becomes whole again.
"""

import re
from itertools import pairwise, takewhile
from typing import NamedTuple

from analysis.cleaning.blocks import Block, Draft, Line, Zone
from analysis.cleaning.joining import join_lines, mark_page_lines
from analysis.cleaning.lines import (
    HALF_TITLE,
    NUMBERED,
    TextMeasures,
    contents_leader,
    cut_lines,
    infer_blank_lines,
    join_split_lines,
    measure_text,
    numbering,
)
from analysis.cleaning.notes import find_notes
from analysis.cleaning.words import (
    fold,
    is_capitals,
    is_date_line,
    is_finished,
    is_imprint,
    is_open_ended,
    last_character,
    matches,
    opens_formula,
    part_of,
    plain,
    zone_after,
)
from analysis.cleaning.writing import count_words, mend_letter_spacing

LOST = 3  # the most that the number of such a paragraph is above the one before
FEWEST_NUMBERED = 12  # paragraphs of a text whose paragraphs are numbered
LONGEST_LIST = 60  # items of a list that lost its bullets
_CELLS = re.compile(r"[ \t]{3,}|\t")
_WIDE = re.compile(r"[^ \t.][ \t]{3,}[^ \t.]")
_SECTION_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?$|[IVX]+\.$")
_VALUE = re.compile(r"[~<>≤≥+−–—($€£-]{0,2}\d[\d.,:/–-]*(?:[%)a-z]{0,3})$|[—–-]$|n\.?/?a\.?$", re.I)
LONGEST_CELL = 6  # words: cells with more are columns of text
FEWEST_ROWS = 3
MOST_BETWEEN = 2  # lines of a wrapped cell between two rows
HEAD_ROWS = 4  # lines between the title of a table and its first row of values

_PARAGRAPH_NUMBER = re.compile(r"(\d{1,3})\.?\s")
LONGEST_HEADING = 160  # characters of a heading; the longest in the reports have 120
FOLLOWING = 4  # lines after a heading that tell what stands under it
_ZONES_WITHOUT_TITLES = frozenset(["reference", "toc", "glossary", "about", "footnote"])
_NO_TITLES = frozenset(["image", "page", "caption"])  # shapes; the line above such a line is no heading


def draft_text(text: str) -> Draft:
    """Return the blocks of a plain text."""
    lines, breaks = join_split_lines(cut_lines(text), text)
    infer_blank_lines(lines)
    mark_page_lines(lines)
    markers = find_notes(text, lines)
    spacing = mend_letter_spacing(lines, count_words(text)[0])
    measures = measure_text(lines)
    removed = [line for line in lines if line.role == "removed"]
    lines = [line for line in lines if line.role != "removed"]
    _mark_tables(lines)
    _mark_headings(lines, measures)
    _mark_lost_bullets(lines, measures)
    blocks = join_lines(lines, measures)
    _mark_numbered_paragraphs(blocks)
    return Draft(blocks, removed, markers, [*breaks, *spacing])


def _mark_numbered_paragraphs(blocks: list[Block]) -> None:
    """Let items be paragraphs where a count of them runs through the text, as in reports of inquiries."""
    counted: list[Block] = []
    last = 0  # number of the one before; an extract begins with any number
    for block in blocks:
        number = block.marker.rstrip(".")
        if block.kind == "list_item" and number.isdecimal() and (not last or last < int(number) <= last + LOST):
            counted.append(block)
            last = int(number)
    long = sum(len(block.lines) > 1 or len(block.lines[0].text) > 160 for block in counted)
    for block in counted if len(counted) >= FEWEST_NUMBERED and 2 * long > len(counted) else ():
        block.kind = "paragraph"


def _mark_tables(lines: list[Line]) -> None:
    """Give the rows of tables the role "boilerplate", and the lines about their sources the role "caption"."""
    rows = [i for i, line in enumerate(lines) if not line.role and (_is_row(line) or _WIDE.search(line.text))]
    breaks = [n for n, (a, b) in enumerate(pairwise(rows), 1) if b - a > 1 + MOST_BETWEEN]
    for run in (rows[a:b] for a, b in pairwise([0, *breaks, len(rows)]) if rows):
        above = range(run[0] - 1, max(-1, run[0] - 1 - HEAD_ROWS), -1)
        titled = next((n for n in above if lines[n].shape == "caption"), None)
        if sum(_is_row(lines[i]) for i in run) >= (FEWEST_ROWS if titled is None else 2):
            for line in lines[run[0] if titled is None else titled + 1 : run[-1] + 1]:
                line.role = line.role or "boilerplate"
    for line in lines:
        if line.text[0] in "SN" and not line.role and matches("source line", line.text):
            line.role = "caption"


def _is_row(line: Line) -> bool:
    """Tell whether a line is a row by itself: three short cells or more, or mostly values."""
    text = line.text
    if line.shape in ("table", "hash", "caption", "address", "bullet", "quote", "note"):
        return False
    if "   " in text or "\t" in text:
        cells = [cell for cell in _CELLS.split(text) if cell.strip(". \t")]
        if len(cells) - bool(_SECTION_NUMBER.match(cells[0])) > 2:
            return len(text.split()) <= LONGEST_CELL * len(cells)
    words = text.split()
    values = sum(bool(_VALUE.match(word)) for word in words) > 0.6 * len(words)
    return len(words) > 2 and values and not any(map(str.isalpha, words[-1]))


def _mark_lost_bullets(lines: list[Line], measures: TextMeasures) -> None:
    """Let two or more short lines after a colon be items, if they alone begin with a space: they lost their bullets."""
    for i, line in enumerate(lines) if measures.leading_space else ():
        if line.text[-1] != ":" or line.role:
            continue
        run = [*takewhile(lambda item: _is_item(item, measures), lines[i + 1 : i + 1 + LONGEST_LIST])]
        for item in run if len(run) > 1 else ():
            item.role = "list_item"


def _is_item(line: Line, measures: TextMeasures) -> bool:
    return line.indent > 0 and line.shape == "text" and len(line.text) < 0.75 * measures.width


# Headings: by their numbers, capitals and names, or as short lines that stand alone


class _Candidate(NamedTuple):
    """A line that may be a heading, and what stands around it."""

    line: Line
    text: str  # without marks
    previous: Line | None
    following: Line | None
    zone: Zone  # the kind of part that the last heading opened
    next_number: int  # of the next numbered paragraph, if paragraphs are numbered


def _mark_headings(lines: list[Line], measures: TextMeasures) -> None:
    """Give the lines that are headings the role "heading", their words and their zone."""
    contents = _contents(lines)
    zone: Zone = ""
    number = 0
    previous: Line | None = None
    for i, line in enumerate(lines):
        counted = _PARAGRAPH_NUMBER.match(line.text) if line.shape == "number" else None
        if counted and int(counted[1]) == number + 1:
            number += 1
        if zone == "toc" and _ends_contents(line, lines[i + 1 : i + 3], measures):
            zone, line.opens_text = "", True
        if _may_be_heading(line, previous, measures):
            following = lines[i + 1] if i + 1 < len(lines) else None
            text = plain(line.text[line.body - line.start :])
            seen = _Candidate(line, text, previous, following, zone, number + 1)
            if _is_heading(seen, measures) or (contents and fold(text) in contents):
                line.role = "heading"
            if line.role:
                line.words = text
                zone = line.zone = zone_after(text, zone, [n.text for n in lines[i + 1 : i + 1 + FOLLOWING]])
        previous = line


def _ends_contents(line: Line, following: list[Line], measures: TextMeasures) -> bool:
    """Tell whether running text begins with a line after a contents list: a full line of small words, no entry near."""
    if line.shape not in ("text", "number") or any(n.shape == "toc" for n in following):
        return False
    words = line.text.split()
    full = len(line.text) > max(HALF_TITLE, 0.7 * measures.width)
    return full and sum(word[0].islower() for word in words) > 0.6 * len(words)


def _may_be_heading(line: Line, previous: Line | None, measures: TextMeasures) -> bool:
    """Tell whether a line is short, and space, a page, a heading or a finished sentence is before it."""
    if line.role or line.shape == "hash":
        return not line.role
    if line.shape not in ("text", "number") or len(line.text) > LONGEST_HEADING:
        return False
    return (
        bool(line.blank_before or line.new_page)
        or previous is None
        or previous.role in ("heading", "footnote", "boilerplate")
        or measures.is_set_in(line)
        or previous.text[-1] in ".!?:”"
        or (line.shape == "number" and part_of(line.text) != "")
    )


def _contents(lines: list[Line]) -> set[str]:
    """Return the entries of the contents list for comparison."""
    entries = set()
    for line in lines:
        if line.shape == "toc" and (leader := contents_leader(line.text)):
            entries.add(fold(plain(line.text[: leader[0]])))
    return entries - {""}


def _is_heading(seen: _Candidate, measures: TextMeasures) -> bool:
    """Ask what tells a heading, the surest first."""
    line, text, following, zone = seen.line, seen.text, seen.following, seen.zone
    if line.shape == "hash":
        return not matches("box name", text)
    goes_on = text.endswith(",") and is_capitals(text)
    if (last_character(line.text) in (".", ";", ",") and not goes_on) or _is_something_else(text):
        return False
    numbered = NUMBERED.match(text)
    if is_capitals(text) and (line.shape == "text" or numbered):
        return True
    if numbered and numbered["decimal"]:
        return True
    if len(text) <= 60 and part_of(text):
        return True
    if zone in _ZONES_WITHOUT_TITLES:
        return False
    if _is_above_numbered(seen, measures):
        return True
    alone = following is None or bool(following.blank_before)
    if measures.marked:
        return False
    if line.shape == "number":
        opens = line.blank_before or seen.previous is None
        if not alone and following is not None and not measures.flowing and opens:
            alone = len(text) < 0.7 * measures.width < len(following.text)
            alone = alone and not following.text[0].islower()
        return alone and numbered is not None and len(text) <= 100 and text[-1] != ":" and not _in_list(seen)
    return _stands_alone(seen, measures)


def _is_something_else(text: str) -> bool:
    """Tell whether a line without marks is a date, a line of the publisher, the title of a box, or no words at all."""
    if "§" in text or not any(map(str.isalpha, text)) or is_date_line(text) or opens_formula(text) or is_imprint(text):
        return True
    return any(matches(rule, text) for rule in ("box name", "numbered figure"))


def _is_above_numbered(seen: _Candidate, measures: TextMeasures) -> bool:
    """Tell whether the next numbered paragraph of a text begins below a short line that ends no sentence."""
    line, text, following = seen.line, seen.text, seen.following
    if following is None or following.shape != "number" or seen.next_number < 2 or following.role:
        return False
    found = _PARAGRAPH_NUMBER.match(following.text)
    if not found or not (int(found[1]) == seen.next_number or len(following.text) > 0.7 * measures.width):
        return False
    return text[0].isupper() and len(line.text) < min(LONGEST_HEADING, 0.8 * measures.width)


def _in_list(seen: _Candidate) -> bool:
    """Tell whether a numbered line has a neighbour numbered in the same way, as items have."""
    near = (n for n in (seen.previous, seen.following) if n is not None and n.shape == "number")
    style = numbering(seen.text)
    return any(numbering(n.text) in (style, "") for n in near)


def _stands_alone(seen: _Candidate, measures: TextMeasures) -> bool:
    """Tell whether a line without any mark stands alone as a title does: short, apart, before text."""
    line, text, previous, following = seen.line, seen.text, seen.previous, seen.following
    if previous is None or following is None or not (text[0].isupper() or text[0] in "“‘\"'«»") or text[-1] == ":":
        return False
    if len(text.split()) > 16 or not line.blank_before or following.shape in _NO_TITLES:
        return False
    waits = previous.shape in ("text", "number") and not previous.role and not is_finished(previous.text)
    if (waits and len(previous.text) > 60) or (text[0] in '“‘"«»' and text[-1] in '”’"»«'):
        return False
    if text[-1] in "-–":
        return False
    long = len(text) if measures.flowing else 0.6 * measures.width
    full = len(following.text) > max(long, HALF_TITLE)
    before_text = bool(following.blank_before) and (full or (not is_finished(following.text) and seen.zone != "annex"))
    if measures.flowing:
        return before_text
    if (seen.zone == "annex" and ": " in text) or is_open_ended(text):
        return False
    if following.new_page or (following.role == "footnote" and len(text) > 0.7 * measures.width):
        return False  # no printer leaves a heading at the foot of a page; a line of a cut paragraph often stands there
    directly = not following.blank_before and following.shape == "text" and following.text[0].isupper()
    if directly and len(text) < 0.6 * measures.width and len(following.text) >= 0.75 * measures.width:
        return seen.zone != "annex"  # the first line of a paragraph would be full
    if before_text and not following.text[0].islower():
        return following.shape != "bullet" or not _goes_on_in(following)
    return len(text) < 0.6 * measures.width and following.shape in ("bullet", "number") and not _goes_on_in(following)


def _goes_on_in(item: Line) -> bool:
    """Tell whether the item of a list begins small, so that the line above leads into the list."""
    return item.text[item.body - item.start :][:1].islower()
