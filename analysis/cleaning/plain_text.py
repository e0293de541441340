"""Draft the blocks of a plain text: remove page lines, find notes and headings, and join lines into blocks."""

import re
from itertools import pairwise, takewhile
from statistics import mode

from analysis.cleaning import words
from analysis.cleaning.blocks import HALF_TITLE, Block, Draft, Line, Zone, contents_leader, numbering, shape_of
from analysis.cleaning.joining import TextMeasures, join_lines
from analysis.cleaning.notes import find_notes
from analysis.cleaning.page_lines import mark_page_lines
from analysis.cleaning.writing import count_words, mend_letter_spacing
from analysis.readers.document import runs, without_frame

FEWEST_NUMBERED = 12  # paragraphs of a text whose paragraphs are numbered
LONGEST_LIST = 60  # items of a list that lost its bullets
_CELLS = re.compile(r"[ \t]{3,}|\t")
_VALUE = re.compile(r"[~<>≤≥+−–—($€£-]{0,2}\d[\d.,:/–-]*(?:[%)a-z]{0,3})$|[—–-]$|n\.?/?a\.?$", re.I)
LONGEST_CELL = 6  # words: cells with more are columns of text
FEWEST_ROWS = 3
MOST_BETWEEN = 2  # lines of a wrapped cell between two rows
# Trade in the Gulf
_TITLE_CASE = re.compile(r"(?=.*[a-z]{3})(?:(?:[A-Z][\w’'-]*|and|of|the|in|for|to|on|with|a|an)(?: (?!$)|$)){1,9}")
LONGEST_HEADING = 160  # characters of a heading; the longest in the reports have 120
FOLLOWING = 4  # lines after a heading that tell what stands under it
_ZONES_WITHOUT_TITLES = {"reference", "toc", "glossary", "about", "footnote"}
_NO_TITLES = {"image", "page", "caption"}  # shapes; the line above such a line is no heading
_EDGE = Line(0, 0, ".", "page", 0, blank_before=1)  # above the first and below the last line of a text
FEWEST_LINES = 20  # of a text whose spaces between lines can be judged
DOUBLE, CUT = 0.9, 0.2  # shares of lines after a blank line, and of those in mid-sentence: a blank line after each line
NEAR = 4  # lines above and below a line that tell how wide it may be
RARE = 0.04  # share of lines with space before them; the reports that have space have 0.1 to 0.9


def draft_text(text: str) -> Draft:
    """Return the blocks of a plain text."""
    lines = cut_lines(text)
    begin, end = without_frame([line.text for line in lines])
    for line in (*lines[:begin], *lines[end:]):
        line.role = "boilerplate"
    _infer_blank_lines(lines)
    mark_page_lines(lines)
    markers = find_notes(text, lines)
    spacing = mend_letter_spacing(lines, count_words(text))
    measures = _measure_text(lines)
    removed = [line for line in lines if line.role == "removed"]
    lines = [line for line in lines if line.role != "removed"]
    _mark_tables(lines)
    _mark_headings(lines, measures)
    _mark_lost_bullets(lines, measures)
    blocks = join_lines(lines, measures)
    _mark_numbered_paragraphs(blocks)
    return Draft(blocks, removed, markers, spacing)


def cut_lines(text: str) -> list[Line]:
    """Cut a text into the lines that hold more than white space, with their shapes."""
    lines: list[Line] = []
    at = blank = 0
    new_page = False
    for raw in text.splitlines(keepends=True):
        if stripped := raw.strip():
            indent, (shape, mark) = raw.index(stripped[0]), shape_of(stripped)
            start = at + indent
            line = Line(start, start + len(stripped), stripped, shape, body=start + mark)
            line.indent, line.blank_before, line.new_page, line.right = indent, blank, new_page, indent + len(stripped)
            lines.append(line)
            blank, new_page = 0, False
        else:
            blank += 1
        new_page = new_page or raw[-1] == "\f"
        at += len(raw)
    return lines


def _measure_text(lines: list[Line]) -> TextMeasures:
    """Measure how the lines of a text run: half of it in lines over 160 characters means one line per paragraph."""
    text = [line for line in lines if not line.role]
    lengths = sorted(len(line.text) for line in text) or [0]
    flowing = sum(n for n in lengths if n > 160) * 2 > sum(lengths)
    hashed = sum(1 for line in text if line.shape == "hash") >= 2
    widths = lengths if flowing else sorted(line.right for line in text) or [0]
    width = widths[int(len(widths) * 0.9)]
    rights = [line.right for line in lines]
    for i, line in enumerate(lines):
        near = width if flowing else sorted(rights[max(0, i - NEAR) : i + NEAR + 1])[-2:][0]
        line.width = near if 0.6 * width < near < width else width
    filled = sorted(  # how much of the width a line and the next word take where a sentence goes on
        (above.right + 1 + line.text.find(" ")) / line.width
        for above, line in pairwise(text)
        if above.shape == line.shape == "text" and not line.blank_before and line.text[0].islower()
    )
    fits = min(0.98, max(0.8, filled[len(filled) // 5])) if len(filled) >= FEWEST_LINES else 0.88
    leading = not flowing and 0 < 5 * sum(1 for line in text if line.indent) < len(lines)
    return TextMeasures(flowing, width, leading_space=leading, hashed=hashed, fits=fits)


def _infer_blank_lines(lines: list[Line]) -> None:
    """Give lines that open a paragraph, a heading or a page their space, in a text that has none."""
    spaced = sum(1 for line in lines if line.blank_before)
    # Blank lines stand between all lines, those of one sentence too.
    cut = (1 for above, line in pairwise(lines) if words.begins_small(line.text) and not words.is_finished(above.text))
    double = spaced >= DOUBLE * len(lines) and sum(cut) > CUT * len(lines) and not _measure_text(lines).flowing
    if len(lines) < FEWEST_LINES or (spaced > RARE * len(lines) and not double):
        return
    usual = mode(line.blank_before for line in lines)
    for line in lines:
        line.blank_before = max(0, line.blank_before - usual)
    measures = _measure_text(lines)
    for i, (line, following) in enumerate(pairwise(lines)):
        if not following.blank_before:
            opens = i == 0 or bool(line.blank_before)
            following.blank_before = int(measures.flowing or _ends_here(line, following, measures.width, opens))


def _ends_here(line: Line, following: Line, width: int, opens: bool) -> bool:
    """Tell whether a line is the last of its paragraph: the first word of the next would still have fitted on it."""
    if line.shape == "page" or following.shape in ("page", "rule"):
        return True
    if any(n.shape == "text" and words.part_of(n.text) for n in (line, following)):
        return True
    if line.shape in ("toc", "bullet", "note") and following.shape == line.shape:
        return False
    if following.text.lstrip("“‘\"'«(*_")[:1].islower() or words.is_open_ended(line.text):
        return False
    finished = words.is_finished(line.text)
    short = len(line.text) + 1 + len(following.text.split(" ", 1)[0]) <= 0.85 * width
    title = opens and len(line.text) < 0.75 * width and not line.text[0].islower()
    if (short and finished) or (title and not finished):
        return True
    numbered = words.is_capitals(following.text) or bool(numbering(following.text))
    return finished and len(following.text) < 0.75 * width and numbered and not words.is_finished(following.text)


def _mark_numbered_paragraphs(blocks: list[Block]) -> None:
    """Let items be paragraphs where a count of them runs through the text, as in reports of inquiries."""
    counted = [block for block in blocks if block.kind == "list_item" and block.marker.rstrip(".").isdecimal()]
    long = [block for block in counted if len(block.lines) > 1 or len(block.lines[0].text) > 160]
    if 2 * len(long) > len(counted) and len({block.marker for block in counted}) >= FEWEST_NUMBERED:
        for block in counted:
            block.kind = "paragraph"


def _mark_tables(lines: list[Line]) -> None:
    """Give the rows of tables the role "boilerplate", and the lines about their sources the role "caption"."""
    rows = [i for i, line in enumerate(lines) if not line.role and _is_row(line)]
    for run in runs(rows, lambda a, b: b - a <= 1 + MOST_BETWEEN):
        for line in lines[run[0] : run[-1] + 1] if len(run) >= FEWEST_ROWS else ():
            line.role = line.role or "boilerplate"
    for line in lines:
        if line.text[0] in "SN" and not line.role and words.matches("source line", line.text):
            line.role = "caption"


def _is_row(line: Line) -> bool:
    """Tell whether a line is a row by itself: three short cells or more, or mostly values."""
    if line.shape in ("table", "hash", "caption", "address", "bullet", "quote", "note"):
        return False
    parts, cells = line.text.split(), [cell for cell in _CELLS.split(line.text) if cell.strip(". ")]
    if len(cells) > 2 and not numbering(line.text) and len(parts) <= LONGEST_CELL * len(cells):
        return True
    values = sum(bool(_VALUE.match(part)) for part in parts) > 0.6 * len(parts)
    return len(parts) > 2 and values and not any(map(str.isalpha, parts[-1]))


def _mark_lost_bullets(lines: list[Line], measures: TextMeasures) -> None:
    """Let two or more short lines after a colon be items, if they alone begin with a space: they lost their bullets."""
    width = 0.75 * measures.width
    for i, line in enumerate(lines if measures.leading_space else ()):
        if line.text[-1] == ":" and not line.role:
            following = lines[i + 1 : i + 1 + LONGEST_LIST]
            run = [*takewhile(lambda n: n.indent and n.shape == "text" and len(n.text) < width, following)]
            for item in run if len(run) > 1 else ():
                item.role = "list_item"


def _mark_headings(lines: list[Line], measures: TextMeasures) -> None:
    entries = [(line, contents_leader(line.text)) for line in lines if line.shape == "toc"]
    contents = {words.fold(words.plain(line.text[: leader[0]])) for line, leader in entries if leader} - {""}
    zone: Zone = ""
    for i, (before, line, after) in enumerate(zip([_EDGE, *lines], lines, [*lines[1:], _EDGE], strict=False)):
        if _may_be_heading(line, before, measures):
            line.words = words.plain(line.text[line.body - line.start :])
            if _is_heading(line, before, after, zone, measures) or words.fold(line.words) in contents:
                line.role = "heading"
                below = [n.text for n in lines[i + 1 : i + 1 + FOLLOWING]]
                zone = line.zone = words.zone_after(line.words, zone, below)


def _may_be_heading(line: Line, before: Line, measures: TextMeasures) -> bool:
    if line.role or line.shape == "hash":
        return not line.role
    if line.shape not in ("text", "number") or len(line.text) > LONGEST_HEADING:
        return False
    opens = line.blank_before or line.new_page or measures.is_set_in(line)
    closed = before.role in ("heading", "footnote", "boilerplate") or before.text[-1] in ".!?:”"
    return bool(opens or closed or (line.shape == "number" and words.part_of(line.text)))


def _is_heading(line: Line, before: Line, after: Line, zone: Zone, measures: TextMeasures) -> bool:
    text = line.words
    if line.shape == "hash":
        return not words.matches("box name", text)
    goes_on = text.endswith(",") and words.is_capitals(text)
    if (words.last_character(line.text) in (".", ";", ",") and not goes_on) or "§" in text:
        return False
    if not any(map(str.isalpha, text)) or words.is_date_line(text) or words.opens_formula(text):
        return False
    if words.is_imprint(text) or words.matches("box name", text) or words.matches("numbered figure", text):
        return False
    numbered = numbering(text)
    if words.is_capitals(text) or numbered == "decimal" or (len(text) <= 60 and words.part_of(text)):
        return True
    if zone in _ZONES_WITHOUT_TITLES or measures.hashed:
        return False
    if line.shape != "number":
        return _stands_alone(line, before, after, zone, measures)
    alone = bool(after.blank_before)
    if not alone and not measures.flowing and (line.blank_before or before is _EDGE):
        alone = len(text) < 0.7 * measures.width < len(after.text) and not after.text[0].islower()
    listed = any(n.shape == "number" and numbering(n.text) in (numbered, "") for n in (before, after))
    return alone and bool(numbered) and len(text) <= 100 and text[-1] not in ":-" and not listed


def _stands_alone(line: Line, before: Line, after: Line, zone: Zone, measures: TextMeasures) -> bool:
    """Tell whether a line without any mark stands alone as a title does: short, apart, before text."""
    text = line.words
    if before is _EDGE or not line.blank_before or after.shape in _NO_TITLES:
        return False
    if not (text[0].isupper() or text[0] in "“‘\"'«»") or text[-1] in ":-–" or len(text.split()) > 16:
        return False
    waits = before.shape in ("text", "number") and not before.role and not words.is_finished(before.text)
    if (waits and len(before.text) > 60) or (text[0] in '“‘"«»' and text[-1] in '”’"»«'):
        return False
    full = len(after.text) > max(len(text) if measures.flowing else 0.6 * measures.width, HALF_TITLE)
    before_text = bool(after.blank_before) and (full or (not words.is_finished(after.text) and zone != "annex"))
    if measures.flowing:
        above = _TITLE_CASE.fullmatch(text) and not words.is_open_ended(text) and after.text[0].isupper()
        return before_text or (above is not None and len(after.text) > LONGEST_HEADING)
    if words.is_open_ended(text) or (zone == "annex" and ": " in text):
        return False
    if after.new_page or (after.role == "footnote" and len(text) > 0.7 * measures.width):
        return False  # no printer leaves a heading at the foot of a page; a line of a cut paragraph often stands there
    if after.shape in ("bullet", "number"):  # a list that begins small goes on with the line above it
        small = after.text[after.body - after.start :][:1].islower()
        return not small and (before_text or len(text) < 0.6 * measures.width)
    above = not after.blank_before and len(text) < 0.6 * measures.width and zone != "annex"
    full = len(after.text) >= 0.75 * measures.width  # the first line of a paragraph directly below
    return (before_text or (above and full)) and not after.text[0].islower()
