"""Draft the blocks of a plain text: remove page lines, find notes and headings, and join lines into blocks.

What a page turn, a column, a note or a quotation has cut in two becomes whole again.
"""

import re
from typing import NamedTuple, cast

from analysis.cleaning.blocks import Block, Draft, Kind, Line, Zone
from analysis.cleaning.lines import (
    NUMBERED,
    TextMeasures,
    contents_leader,
    cut_lines,
    infer_blank_lines,
    join_split_lines,
    mark_page_lines,
    measure_text,
)
from analysis.cleaning.notes import find_notes
from analysis.cleaning.words import (
    begins_small,
    fold,
    is_capitals,
    is_date_line,
    is_finished,
    is_imprint,
    is_navigation,
    is_open_ended,
    last_character,
    matches,
    names_persons,
    opens_formula,
    part_of,
    plain,
    zone_after,
)
from analysis.cleaning.writing import count_words, mend_letter_spacing

ITEM = re.compile(
    r"(?!p\. ?\d)(?:\(?(?P<n>\d{1,3}|[a-z]|[ivx]{1,5}|[A-Z](?=\)|\.\s+[a-z])|[IVX]{2,5})[.)])(?:\s+(?=\S)|(?=[A-Z]))"
)
_ROMAN = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
_CITES_NUMBER = ("p.", "pp.", "No.", "Art.")  # a number after these is no item
# The beginning of an entry of a list of references: a name and a comma, bracket or year.
_NEW_ENTRY = re.compile(r"[A-ZÀ-Þ][^:]{1,80}?(?:,|\(\d{4}|\b(?:19|20)\d\d)")
# The beginning of an entry of a glossary: a short term and what parts it from its meaning.
_TERM = re.compile(r"\S.{0,50}?(?::\s|\t| [–—-] | {2,})\s*\S")
_ROW = re.compile(r"\S.{1,40}?(?: {3,}|\t)\S")  # a row of a table without strokes
_RUNNING = ("paragraph", "list_item")  # running text, which notes, captions ... may interrupt
_INTERRUPTING = ("caption", "boilerplate")  # what a sentence may run around
FULL = 0.72  # of the width: a line that long is hardly the last of its paragraph
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

HALF_TITLE = 40  # characters; a line of this or less says by itself nothing of the width of the lines
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
    joiner = _Joiner(measures)
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        joiner.add(line, following)
    _mark_numbered_paragraphs(joiner.blocks)
    return Draft(joiner.blocks, removed, markers, [*breaks, *spacing])


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
    for run in _runs(rows):
        above = range(run[0] - 1, max(-1, run[0] - 1 - HEAD_ROWS), -1)
        titled = next((n for n in above if lines[n].shape == "caption"), None)
        if sum(_is_row(lines[i]) for i in run) >= (FEWEST_ROWS if titled is None else 2):
            for line in lines[run[0] if titled is None else titled + 1 : run[-1] + 1]:
                line.role = line.role or "boilerplate"
    for line in lines:
        if line.text[0] in "SN" and not line.role and matches("source line", line.text):
            line.role = "caption"


def _runs(rows: list[int]) -> list[list[int]]:
    """Return the rows that stand close together."""
    runs: list[list[int]] = []
    for i in rows:
        if runs and i - runs[-1][-1] <= 1 + MOST_BETWEEN:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


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
        run: list[Line] = []
        for item in lines[i + 1 : i + 1 + LONGEST_LIST]:
            ends = item.indent < 1 or item.shape != "text" or len(item.text) >= 0.75 * measures.width
            if ends:
                break
            run.append(item)
        for item in run if len(run) > 1 else ():
            item.role = "list_item"


def _is_dash(line: Line, current: Block | None, following: Line | None) -> bool:
    """Tell a dash in mid-sentence, which a line happens to begin with, from the bullet of an item."""
    if current is None or current.kind not in ("paragraph", "footnote") or line.text[0] not in "-–—":
        return False
    last = current.lines[-1].text
    alone = following is None or following.shape != "bullet"
    return alone and not line.blank_before and not is_finished(last)


def is_numbered_item(line: Line, current: Block | None) -> bool:
    """Tell whether a line with a number is an item, and not the rest of the paragraph before it."""
    found = ITEM.match(line.text) if line.shape == "number" else None
    if not found or current is None or current.kind != "paragraph" or line.blank_before:
        return found is not None
    last = current.lines[-1].text
    cut = not is_finished(last) and not last.endswith((";", "and", "or"))
    return not (cut or _is_inline(found["n"].lower(), line, current) or last.endswith(_CITES_NUMBER))


def _is_inline(n: str, line: Line, block: Block) -> bool:
    """Tell whether a numbered line goes on with an enumeration that began inside the running text."""
    if n in ("i", "1", "a") and any(f"{second})" in line.text for second in ("ii", "2", "b")):
        return True
    letters = _ROMAN[_ROMAN.index(n) - 1] if n in _ROMAN[2:] else chr(ord(n[0]) - 1)
    before = str(int(n) - 1) if n.isdigit() else letters
    return any(f"{before})" in text.text[1:] for text in block.lines)


def _ends_sentence(last: str) -> bool:
    """Tell whether a line ends a sentence, and not with an abbreviation such as U.S."""
    return is_finished(last) and not (last[-1] == "." and last[-2:-1].isupper())


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
    """Tell at little cost whether a line is short and something new may begin with it."""
    if line.role or line.shape == "hash":
        return not line.role
    short = line.shape in ("text", "number") and len(line.text) <= LONGEST_HEADING
    return short and _starts_fresh(line, previous, measures)


def _starts_fresh(line: Line, previous: Line | None, measures: TextMeasures) -> bool:
    """Tell whether something may begin with a line: space, a page, a heading or a finished sentence is before it."""
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
    alone = following is None or bool(following.blank_before) or _numbering(following.text) == "decimal"
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
    style = _numbering(seen.text)
    return any(_numbering(n.text) in (style, "") for n in near)


def _numbering(text: str) -> str:
    """Return how a line is numbered: 1.1, 1, II, B, or none of these."""
    found = NUMBERED.match(text)
    return found.lastgroup or "" if found else ""


def _stands_alone(seen: _Candidate, measures: TextMeasures) -> bool:
    """Tell whether a line without any mark stands alone as a title does: short, apart, before text."""
    line, text, previous, following = seen.line, seen.text, seen.previous, seen.following
    if previous is None or following is None or not (text[0].isupper() or text[0] in "“‘\"'«»") or text[-1] == ":":
        return False
    if len(text.split()) > 16 or not line.blank_before or following.shape in _NO_TITLES:
        return False
    if matches("numbered chapter", text):
        return True
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


# From lines to blocks


class _Joiner:
    """Adds line after line to the block it belongs to."""

    def __init__(self, measures: TextMeasures) -> None:
        self.measures = measures
        self.blocks: list[Block] = []
        self.current: Block | None = None
        self.main: Block | None = None  # the running text that notes or captions may interrupt
        self.page_turned = False  # a page may have turned before the line that is added
        self.zone: Zone = ""  # the kind of entries under the last heading; "" where it is running text

    def add(self, line: Line, following: Line | None) -> None:
        """Add a line to the block it continues, or open a new one."""
        if self.current is not None and (line.role == "rest" or self._follows_full_line(line, self.current)):
            self.current.lines.append(line)
            return
        self.zone = "" if line.opens_text else self.zone
        kind = self._kind(line, following)
        self.page_turned = line.new_page or line.after_removed or self.measures.is_set_in(line)
        target = self._target(kind, line, following, bool(line.blank_before) or self.page_turned)
        if target is None:
            self._open(kind, line)
            return
        target.lines.append(line)
        self.current = target
        self.main = target if target.kind in _RUNNING else self.main

    def _follows_full_line(self, line: Line, current: Block) -> bool:
        """Tell, at little cost, what is true of most lines: they follow a full line of the same paragraph."""
        measures = self.measures
        if line.blank_before or line.after_removed or line.new_page or line.role or line.shape != "text":
            return False
        if self.zone or measures.flowing or current.kind != "paragraph" or len(current.lines) < 2:
            return False
        last = current.lines[-1]
        full = measures.fits if _ends_sentence(last.text) else FULL
        return not measures.is_set_in(line) and last.right >= full * line.width

    def _kind(self, line: Line, following: Line | None) -> Kind:
        """Return the kind of block that a line would open."""
        if line.role:
            return cast(Kind, line.role)
        if line.shape == "bullet" and _is_dash(line, self.current, following):
            line.shape, line.body = "text", line.start
        below = following.shape if following is not None else ""
        if self.zone == below == "toc" and line.shape in ("text", "number"):
            return "toc"  # the first half of an entry, or an entry without a page number
        if line.shape == "bullet" or is_numbered_item(line, self.current):
            return "list_item"
        if line.shape in ("toc", "caption"):
            return line.shape
        return "box" if line.shape == "table" else "paragraph"

    def _target(self, kind: Kind, line: Line, following: Line | None, apart: bool) -> Block | None:
        """Return the block that a line continues, or None where it opens a new one."""
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
        self.current = Block(kind, [line], marker, line.number if kind == "footnote" else None)
        self.blocks.append(self.current)
        if kind in _RUNNING:
            self.main = self.current
        elif kind not in _INTERRUPTING and kind != "footnote":
            self.main = None

    def _continued(self, current: Block, line: Line, following: Line | None, apart: bool) -> Block | None:
        """Return the block that a line of text continues: the current one, or the text that notes interrupted."""
        main = self.main
        if current.kind == "footnote":
            if self._note_goes_on(current, line, following, apart):
                return current
            self.page_turned = True
            return main if main is not None and self._goes_on(main, line, True) else None
        if current.kind in _INTERRUPTING:
            if not apart and self._goes_on(current, line, False):
                return current
            rest = begins_small(line.text) and main is not None and self._goes_on(main, line, True)
            return main if rest else None
        return current if self._goes_on(current, line, apart) else None

    def _goes_on(self, block: Block, line: Line, apart: bool) -> bool:
        """Tell whether a line of running text continues a block."""
        if block.kind not in ("paragraph", "list_item", "caption"):
            return False
        last = block.lines[-1].text
        byline = line.text[:3] in ("by ", "By ") and names_persons(line.text)
        if line.blank_before and (byline or opens_formula(line.text, after_comma=last[-1] == ",")):
            return False
        return self._goes_on_apart(block, last, line) if apart else self._goes_on_below(block, last, line)

    def _goes_on_below(self, block: Block, last: str, line: Line) -> bool:
        """Tell whether a line goes on with a block whose last line is directly above."""
        measures = self.measures
        if self.zone and not measures.flowing:
            return not self._opens_entry(last, line)
        if measures.flowing or len(last) < HALF_TITLE or (len(block.lines) == 1 and block.kind == "paragraph"):
            return self._short_goes_on(block.lines[-1], line)
        if block.lines[-1].right + 1 + line.text.find(" ") >= measures.fits * line.width:
            return True
        return not _ends_sentence(last) or begins_small(line.text)

    def _goes_on_apart(self, block: Block, last: str, line: Line) -> bool:
        """Tell whether a line goes on with a block although something lies between."""
        measures = self.measures
        if is_finished(last) or line.shape == "address" or last.endswith((";", ":")):
            return False
        if begins_small(line.text):
            return not (self.zone in ("about", "annex") and len(last) < HALF_TITLE)
        if is_open_ended(last):
            return len(last) >= (60 if measures.flowing else 0.55 * measures.width)
        if self.zone:
            return self.page_turned and len(last) >= 0.75 * measures.width
        if line.shape != "text":
            return False
        if measures.flowing:
            return len(last) >= 150
        if len(last) < 0.75 * measures.width:
            return False
        return self.page_turned or (block.kind == "paragraph" and len(line.text) >= 0.6 * measures.width)

    def _opens_entry(self, last: str, line: Line) -> bool:
        """Tell whether a line directly below another opens a new entry of a list of references, a glossary ..."""
        if line.shape == "address" and "@" in line.text:
            return not is_open_ended(last)
        if _ROW.match(line.text):
            return True
        if self.zone == "glossary":
            return bool(_TERM.match(line.text))
        if self.zone == "reference":
            ended = is_finished(last) or last[-1] in "/>)]" or last[-1].isdigit() or "://" in last
            return ended and last[-1] != ":" and line.shape != "address" and bool(_NEW_ENTRY.match(line.text))
        if last.split(" ", 1)[0] == line.text.split(" ", 1)[0] and self.zone == "annex":
            return True  # "Interview 1: ...", "Interview 2: ..."
        return len(last) < 0.6 * self.measures.width and not begins_small(line.text)

    def _short_goes_on(self, before: Line, line: Line) -> bool:
        """Decide where lines do not fill the page: title pages, addresses, texts with a line for each paragraph."""
        measures, last = self.measures, before.text
        if line.shape == "address" or before.shape == "address":
            both = line.shape == before.shape
            return not both and not measures.flowing and len(last) > 0.5 * measures.width
        if any(names_persons(plain(text)) or is_navigation(text) for text in (line.text, last)):
            return False
        if is_open_ended(last):
            return True
        small = begins_small(line.text)
        if measures.flowing:
            single_words = last.isalpha() and line.text.isalpha()
            return not is_finished(last) and (small or single_words or last.count("*") % 2 == 1)
        if is_finished(last) and not small:
            return len(last) >= (0.6 if last[-1] == ":" else FULL) * measures.width
        return not (len(last) < HALF_TITLE and (matches("series", last) or is_date_line(last)))

    def _note_goes_on(self, note: Block, line: Line, following: Line | None, apart: bool) -> bool:
        """Tell whether a line belongs to the note before it, or to the text that the notes interrupted."""
        last = note.lines[-1].text
        if self.measures.is_set_in(line):
            return False
        if not apart:
            return True
        waiting = self.main is not None and not is_finished(self.main.lines[-1].text)
        if not begins_small(line.text):
            full = not self.measures.flowing and len(last) >= FULL * self.measures.width
            return not is_finished(last) and not waiting and (full or is_open_ended(last))
        if following is not None and following.role == "footnote":
            return True
        return not waiting and not is_finished(last)

    def _heading_goes_on(self, heading: Block, line: Line) -> bool:
        """Tell whether a heading runs over two lines: capitals, in a text of broken lines."""
        last = heading.lines[-1]
        wraps = not self.measures.flowing or is_open_ended(last.text)
        if not wraps or line.shape != "text" or part_of(line.words):
            return False
        return is_capitals(last.words) and is_capitals(line.words)
