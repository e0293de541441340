"""Draft the blocks of a plain text: remove page lines, find notes and headings, and join lines into blocks.

What a page turn, a column, a note or a quotation has cut in two becomes whole again.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from analysis.cleaning.blocks import Block, Draft, Kind, Line, Zone
from analysis.cleaning.lines import (
    NUMBERED,
    Layout,
    close_runs,
    contents_leader,
    cut_lines,
    infer_blank_lines,
    mark_page_lines,
    measure,
)
from analysis.cleaning.notes import find_notes
from analysis.cleaning.words import (
    begins_small,
    begins_with_amount,
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
_INTERRUPTING = ("caption", "boilerplate", "pull_quote")  # what a sentence may run around
FULL = 0.72  # of the width: a line that long is hardly the last of its paragraph
LONGEST_SET_QUOTE = 7  # lines
FEWEST_NUMBERED = 12  # paragraphs of a text whose paragraphs are numbered
LONGEST_LIST = 60  # items of a list that lost its bullets
_CELLS = re.compile(r"[ \t]{2,}|\t")
_SECTION_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?$|[IVX]+\.$")
_VALUE = re.compile(r"[~<>≤≥+−–—($€£-]{0,2}\d[\d.,:/–-]*(?:[%)a-z]{0,3})$|[—–-]$|n\.?/?a\.?$", re.I)
LONGEST_CELL = 6  # words: cells with more are columns of text
FEWEST_ROWS = 3
MOST_BETWEEN = 2  # lines of a wrapped cell between two rows
_END_OF_ITEM = re.compile(r"(?:[,;.]|\band|\bor)\d{0,3}$")
_CITES_PARAGRAPH = re.compile(r"[.!?] \([^()]*\)$")  # a conclusion of a committee: "... this year. (Paragraph 4)"
HALF_TITLE = 40  # characters; a line of this or less says by itself nothing of the width of the lines
_BOLD = re.compile(r"(\*{2,3}|__)[^*]+\1")
LONGEST_HEADING = 160  # characters of a heading; the longest in the reports have 120
FOLLOWING = 4  # lines after a heading that tell what stands under it
_ZONES_WITHOUT_TITLES = frozenset(["reference", "toc", "glossary", "about", "footnote"])
_NO_TITLES = frozenset(["image", "page", "caption"])  # shapes; the line above such a line is no heading


def draft_text(text: str, known: str = "") -> Draft:
    """Return the blocks of a plain text; `known` are words that its title page is known to hold."""
    lines = cut_lines(text)
    infer_blank_lines(lines)
    mark_page_lines(lines)
    markers = find_notes(text, lines)
    spacing = mend_letter_spacing(lines, count_words(text)[0], known)
    layout = measure(lines)
    removed = [line for line in lines if line.role == "removed"]
    lines = [line for line in lines if line.role != "removed"]
    _mark_tables(lines)
    _mark_headings(lines, layout)
    _mark_lost_bullets(lines, layout)
    _mark_set_quotes(lines)
    joiner = _Joiner(layout)
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        joiner.add(line, following)
    _mark_numbered_paragraphs(joiner.blocks)
    return Draft(joiner.blocks, removed, markers, spacing)


def _mark_numbered_paragraphs(blocks: list[Block]) -> None:
    """Let items be paragraphs where a count of them runs through the whole text, as in reports of inquiries."""
    counted: list[Block] = []
    for block in blocks:
        if block.kind == "list_item" and block.marker.rstrip(".") == str(len(counted) + 1):
            counted.append(block)
    long = sum(len(block.lines) > 1 or len(block.lines[0].text) > 160 for block in counted)
    for block in counted if len(counted) >= FEWEST_NUMBERED and 2 * long > len(counted) else ():
        block.kind = "paragraph"


def _mark_tables(lines: list[Line]) -> None:
    """Give the rows of tables the role "boilerplate", and the lines about their sources the role "caption"."""
    rows = [i for i, line in enumerate(lines) if _is_row(line)]
    for run in close_runs(rows, 1 + MOST_BETWEEN):
        for line in lines[run[0] : run[-1] + 1] if len(run) >= FEWEST_ROWS else ():
            line.role = line.role or "boilerplate"
    for line in lines:
        credit = line.blank_before and matches("credit", line.text)
        if not line.role and (credit or matches("source line", line.text)):
            line.role = "caption"


def _is_row(line: Line) -> bool:
    """Tell whether a line is a row of a table: three short cells or more, or mostly values."""
    text = line.text
    if line.role or line.shape in ("table", "hash", "caption", "address", "bullet", "quote", "note") or ".." in text:
        return False
    words, cells = text.split(), [cell for cell in _CELLS.split(text) if cell.strip(". \t")]
    if len(cells) - bool(_SECTION_NUMBER.match(cells[0] if cells else "")) > 2:
        return len(words) <= LONGEST_CELL * len(cells)
    values = sum(bool(_VALUE.match(word)) for word in words)
    return len(words) > 2 and bool(_VALUE.match(words[-1])) and values > 0.6 * len(words)


# Headings: by their numbers, capitals and names, or as short lines that stand alone


class _Candidate(NamedTuple):
    """A line that may be a heading, and what stands around it."""

    line: Line
    text: str  # without marks
    previous: Line | None
    following: Line | None
    third: Line | None  # the line after the following one
    zone: Zone  # the kind of part that the last heading opened


def _mark_headings(lines: list[Line], layout: Layout) -> None:
    """Give the lines that are headings the role "heading", their words and their zone."""
    contents = _contents(lines)
    zone: Zone = ""
    previous: Line | None = None
    for i, line in enumerate(lines):
        if _may_be_heading(line, previous, layout):
            following, third = (lines[n] if n < len(lines) else None for n in (i + 1, i + 2))
            text = plain(line.text[line.body - line.start :])
            seen = _Candidate(line, text, previous, following, third, zone)
            if following is not None and _is_listed_with(seen, following, contents):
                line.role, following.role = "heading", "rest"
            elif _is_heading(seen, layout) or (contents and fold(text) in contents and not _is_entry(seen)):
                line.role = "heading"
            if line.role:
                line.words = text
                zone = line.zone = zone_after(text, zone, [n.text for n in lines[i + 1 : i + 1 + FOLLOWING]])
        previous = line


def _may_be_heading(line: Line, previous: Line | None, layout: Layout) -> bool:
    """Tell at little cost whether a line is short and something new may begin with it."""
    if line.role or line.shape == "hash":
        return not line.role
    if line.shape not in ("text", "number") or len(line.text) > LONGEST_HEADING:
        return False
    if previous is None or line.blank_before or line.new_page or layout.is_set_in(line):
        return True
    return previous.role in ("heading", "footnote", "boilerplate") or previous.text[-1] in ".!?:”"


def _contents(lines: list[Line]) -> set[str]:
    """Return the entries of the contents list for comparison; one may run over two lines."""
    entries = set()
    before: Line | None = None
    for line in lines:
        if line.shape == "toc" and (leader := contents_leader(line.text)):
            entry = fold(plain(line.text[: leader[0]]))
            entries.add(entry)
            if before is not None and before.shape in ("text", "number") and not line.blank_before:
                entries.add(f"{fold(plain(before.text))} {entry}")
        before = line
    return entries - {""}


def _is_listed_with(seen: _Candidate, following: Line, contents: set[str]) -> bool:
    """Tell whether the contents list names a line and the next as one heading."""
    listed = bool(contents) and not following.blank_before
    return listed and fold(plain(f"{seen.line.text} {following.text}")) in contents


def _is_heading(seen: _Candidate, layout: Layout) -> bool:
    """Ask what tells a heading, the surest first."""
    line, text, following, zone = seen.line, seen.text, seen.following, seen.zone
    if line.shape == "hash":
        return not matches("box name", text)
    goes_on = text.endswith(",") and is_capitals(text) and following is not None and is_capitals(following.text)
    if (_ends_clause(line.text) and not goes_on) or _is_entry(seen) or _is_something_else(text):
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
    alone = following is None or bool(following.blank_before or following.role == "footnote")
    if layout.marked:
        return bool(_BOLD.fullmatch(line.text)) and bool(line.blank_before) and alone and text[-1] != ":"
    if line.shape == "number":
        if not alone and following is not None and not layout.flowing and (line.blank_before or seen.previous is None):
            alone = len(text) < 0.7 * layout.width < len(following.text)
            alone = alone and not following.text[0].islower()
        whole = text[-1] not in ":-–" and not _CITES_PARAGRAPH.search(text)
        return alone and whole and numbered is not None and len(text) <= 100
    return _stands_alone(seen, layout)


def _is_entry(seen: _Candidate) -> bool:
    """Tell whether a line is an entry of the contents list, such as "APPENDIX" above its own entries."""
    return seen.zone == "toc" and "toc" in [n.shape for n in (seen.following, seen.third) if n is not None]


def _is_something_else(text: str) -> bool:
    """Tell whether a line without marks is a date, a line of the publisher, the title of a box, or no words at all."""
    if "§" in text or not any(map(str.isalpha, text)) or is_date_line(text) or opens_formula(text) or is_imprint(text):
        return True
    return any(matches(rule, text) for rule in ("box title", "box name", "numbered figure"))


def _ends_clause(line: str) -> bool:
    return last_character(line) in (".", ";", ",")


def _stands_alone(seen: _Candidate, layout: Layout) -> bool:
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
    if begins_with_amount(following.text) or text[-1] in "-–":
        return False  # the sentence goes on: "accounts for approximately" and "70 percent of it"
    long = len(text) if layout.flowing else 0.6 * layout.width
    full = len(following.text) > max(long, HALF_TITLE)
    before_text = bool(following.blank_before) and (full or (not is_finished(following.text) and seen.zone != "annex"))
    if layout.flowing:
        return before_text
    if (seen.zone == "annex" and ": " in text) or is_open_ended(text):
        return False
    if following.new_page or (following.role == "footnote" and len(text) > 0.7 * layout.width):
        return False  # no printer leaves a heading at the foot of a page; a line of a cut paragraph often stands there
    directly = not following.blank_before and following.shape == "text" and following.text[0].isupper()
    if directly and len(text) < 0.6 * layout.width and len(following.text) >= 0.75 * layout.width:
        return seen.zone != "annex"  # the first line of a paragraph would be full
    if before_text and not following.text[0].islower():
        return True
    return len(text) < 0.6 * layout.width and following.shape in ("bullet", "number")


# Items, quotations and the joining of lines


def _mark_lost_bullets(lines: list[Line], layout: Layout) -> None:
    """Let two or more short lines after a colon be items, if they alone begin with a space: they lost their bullets."""
    for i, line in enumerate(lines) if layout.leading_space else ():
        if line.text[-1] != ":" or line.role:
            continue
        run: list[Line] = []
        for item in lines[i + 1 : i + 1 + LONGEST_LIST]:
            ends = item.indent < 1 or item.role or item.shape != "text" or len(item.text) >= 0.75 * layout.width
            if ends:
                break
            run.append(item)
        closed = all(_END_OF_ITEM.search(item.text) for item in run[:-1]) or all(item.text[0].isupper() for item in run)
        for item in run if len(run) > 1 and closed else ():
            item.role = "list_item"


def _mark_set_quotes(lines: list[Line]) -> None:
    """Let lines in quotation marks that stand apart in the middle of a sentence be a quotation set into it."""
    starts = [i for i, line in enumerate(lines) if line.blank_before and line.shape == "text" and not line.role]
    for i, end in pairwise(starts):
        before, last = lines[i - 1], lines[end - 1]
        quoted = lines[i].text[0] in "“„«" and last.text[-1] in "”“»" and end - i < LONGEST_SET_QUOTE
        if i and quoted and not is_finished(before.text) and begins_small(lines[end].text):
            lines[i].role = "pull_quote"
            for line in lines[i + 1 : end]:
                line.role = "rest"


def _is_dash(line: Line, current: Block | None) -> bool:
    """Tell a dash in mid-sentence, which a line happens to begin with, from the bullet of an item."""
    if current is None or current.kind not in ("paragraph", "footnote") or line.text[0] not in "-–—":
        return False
    last = current.lines[-1].text
    return not line.blank_before and not is_finished(last) and last[-1] not in ";,"


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


class _Joiner:
    """Adds line after line to the block it belongs to.

    Where a line is *apart*, space, a page turn or a removed line lies between it and the line before.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.blocks: list[Block] = []
        self.current: Block | None = None
        self.main: Block | None = None  # the running text that notes or captions may interrupt
        self.page_turned = False  # a page may have turned before the line that is added
        self.zone: Zone = ""  # the kind of entries under the last heading; "" where it is running text

    def add(self, line: Line, following: Line | None) -> None:
        """Add a line to the block it continues, or open a new one."""
        if self.current is not None and line.role == "rest":
            self.current.lines.append(line)
            return
        kind = self._kind(line, following)
        self.page_turned = line.new_page or line.after_removed or self.layout.is_set_in(line)
        target = self._target(kind, line, following, bool(line.blank_before) or self.page_turned)
        if target is None:
            self._open(kind, line)
            return
        target.lines.append(line)
        self.current = target
        self.main = target if target.kind in _RUNNING else self.main

    def _kind(self, line: Line, following: Line | None) -> Kind:
        """Return the kind of block that a line would open."""
        if line.role and line.role != "rest" and line.role != "removed":
            return line.role
        if line.shape == "bullet" and _is_dash(line, self.current):
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
        if self.zone == "toc" and half_entry and not line.role and not line.blank_before:
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
            rest = begins_small(line.text) or current.kind == "pull_quote"
            return main if main is not None and rest and self._goes_on(main, line, True) else None
        if current.kind == "heading":
            return current if not apart and self._title_goes_on(current.lines[-1], line, following) else None
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
        layout = self.layout
        if self.zone and not layout.flowing:
            return not self._opens_entry(last, line)
        if layout.flowing or len(last) < HALF_TITLE or (len(block.lines) == 1 and block.kind == "paragraph"):
            return self._short_goes_on(block.lines[-1], line)
        if block.lines[-1].right + 1 + line.text.find(" ") >= layout.fits * line.width:
            return True
        return not _ends_sentence(last) or begins_small(line.text)

    def _goes_on_apart(self, block: Block, last: str, line: Line) -> bool:
        """Tell whether a line goes on with a block although something lies between."""
        layout = self.layout
        if is_finished(last):
            return self._runs_over(block, line)
        if line.shape == "address" or last.endswith((";", ":")):
            return False
        if begins_small(line.text):
            return not (self.zone in ("about", "annex") and len(last) < HALF_TITLE)
        if is_open_ended(last):
            return len(last) >= (60 if layout.flowing else 0.55 * layout.width)
        if self.zone:
            return self.page_turned and len(last) >= 0.75 * layout.width
        if line.shape != "text":
            return False
        if layout.flowing:
            return len(last) >= 150
        if len(last) < 0.75 * layout.width:
            return False
        return self.page_turned or (block.kind == "paragraph" and len(line.text) >= 0.6 * layout.width)

    def _runs_over(self, block: Block, line: Line) -> bool:
        """Tell whether a paragraph goes on after a page turn although a sentence ends there.

        A full last line is four times as often the end of a sentence within a paragraph as the end of a paragraph.
        """
        layout, last = self.layout, block.lines[-1].text
        if layout.flowing or not self.page_turned or self.zone or block.kind != "paragraph" or line.shape != "text":
            return False
        full = len(last) + 1 + len(line.text.split(" ", 1)[0]) > layout.width
        return full and len(block.lines) > 1

    def _opens_entry(self, last: str, line: Line) -> bool:
        """Tell whether a line directly below another opens a new entry of a list of references, a glossary ..."""
        if line.shape == "address" and ("@" in line.text or self.zone == "about"):
            return not is_open_ended(last)
        if _ROW.match(line.text):
            return True
        if self.zone == "glossary":
            return bool(_TERM.match(line.text))
        if self.zone == "reference":
            ended = is_finished(last) or last[-1] in "/>)]" or last[-1].isdigit() or "://" in last
            return ended and last[-1] != ":" and line.shape != "address" and bool(_NEW_ENTRY.match(line.text))
        return len(last) < 0.6 * self.layout.width and not begins_small(line.text)

    def _short_goes_on(self, before: Line, line: Line) -> bool:
        """Decide where lines do not fill the page: title pages, addresses, texts with a line for each paragraph."""
        layout, last = self.layout, before.text
        if line.shape == "address" or before.shape == "address":
            both = line.shape == before.shape
            return not both and not layout.flowing and len(last) > 0.5 * layout.width and not is_finished(last)
        if any(names_persons(plain(text)) or is_navigation(text) for text in (line.text, last)):
            return False
        if is_open_ended(last):
            return True
        small = begins_small(line.text)
        if layout.flowing:
            single_words = last.isalpha() and line.text.isalpha()
            return not is_finished(last) and (small or single_words or last.count("*") % 2 == 1)
        if is_finished(last) and not small:
            return len(last) >= (0.6 if last[-1] == ":" else FULL) * layout.width
        own_line = len(last) < HALF_TITLE and (matches("series", last) or is_date_line(last))
        return not own_line and not (matches("box title", last) and line.text[0].isupper())

    def _note_goes_on(self, note: Block, line: Line, following: Line | None, apart: bool) -> bool:
        """Tell whether a line belongs to the note before it, or to the text that the notes interrupted."""
        last = note.lines[-1].text
        if self.layout.is_set_in(line):
            return False
        if not apart:
            return True
        waiting = self.main is not None and not is_finished(self.main.lines[-1].text)
        if not begins_small(line.text):
            full = not self.layout.flowing and len(last) >= FULL * self.layout.width
            return not is_finished(last) and not waiting and (full or is_open_ended(last))
        if following is not None and following.role == "footnote" and following.number == (note.note or 0) + 1:
            return True
        return not waiting and not is_finished(last)

    def _heading_goes_on(self, heading: Block, line: Line) -> bool:
        """Tell whether a heading runs over two lines: capitals, in a text of broken lines."""
        last = heading.lines[-1]
        wraps = not self.layout.flowing or is_open_ended(last.text)
        if not wraps or line.shape != "text" or part_of(line.words):
            return False
        return is_capitals(last.words) and is_capitals(line.words)

    def _title_goes_on(self, heading: Line, line: Line, following: Line | None) -> bool:
        """Tell whether a line is the rest of the heading directly above: in small letters, before space."""
        if heading.shape == "hash" or self.layout.flowing or line.shape != "text":
            return False
        ends = following is None or bool(following.blank_before)
        joins = begins_small(line.text) or is_open_ended(heading.text)
        return ends and joins and len(line.text) < 0.7 * self.layout.width
