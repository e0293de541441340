"""Which lines belong together? What a page turn, a column, a note or a rule has cut in two becomes whole again."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from analysis.cleaning.headings import Page, is_capitals, is_finished, is_open_ended, plain
from analysis.cleaning.lines import Line
from analysis.cleaning.vocabulary import (
    BOX_TITLE,
    SERIES,
    is_date_line,
    is_navigation,
    names_persons,
    opens_formula,
    part_of,
)

_ITEM = re.compile(
    r"(?!p\. ?\d)(?:\(?(?P<n>\d{1,2}|[a-z]|[ivx]{1,5}|[A-Z](?=\)|\.\s+[a-z])|[IVX]{2,5})[.)])(?:\s+(?=\S)|(?=[A-Z]))"
)
_ROMAN = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
# The beginning of an entry of a list of references: a name and a comma, bracket or year.
_NEW_ENTRY = re.compile(r"[A-ZÀ-Þ][^:]{1,80}?(?:,|\(\d{4}|\b(?:19|20)\d\d)")
# The beginning of an entry of a glossary: a short term and what parts it from its meaning.
_TERM = re.compile(r"\S.{0,50}?(?::\s|\t| [–—-] | {2,})\s*\S")
OPENING_QUOTES, CLOSING_QUOTES = frozenset('“„«"'), frozenset('”“»"')
_INTERRUPTING = ("caption", "boilerplate", "pull_quote")  # what a sentence may run around
# A row of a table without strokes: wide space behind its first field.
_ROW = re.compile(r"\S.{1,40}?(?: {3,}|\t)\S")
LONGEST_LIST = 60  # items of a list that lost its bullets
HALF_TITLE = 40  # characters; a line of this or less says by itself nothing of the width of the lines


@dataclass(slots=True)
class Block:
    """A heading, paragraph, item, note ... and the lines it is made of."""

    kind: str
    lines: list[Line]
    marker: str = ""
    note: int | None = None
    level: int | None = None
    section: tuple[str, ...] = ()
    text: str = ""
    notes: tuple[int, ...] = ()
    start: int = 0  # raw offset of its first character
    first_line: int = 0
    last_line: int = 0
    words: str = field(default="", repr=False)  # its text without marks, before repairs


def build_blocks(lines: list[Line], page: Page) -> list[Block]:
    """Group lines into blocks, in reading order; lines of furniture belong to none."""
    kept = [line for line in lines if not line.role.startswith("drop")]
    _find_lost_bullets(kept, page)
    _find_set_quotes(kept, page)
    builder = _Builder(page)
    turned = False
    following: list[Line | None] = [*kept[1:], None]
    place = 0
    for line in lines:
        if line.role.startswith("drop"):
            turned = True
            continue
        builder.add(line, following[place], turned)
        place += 1
        turned = False
    return builder.blocks


def _find_lost_bullets(lines: list[Line], page: Page) -> None:
    """Give items whose bullets were lost their role: two or more lines behind a colon that are alike.

    They are short and begin with a space that other lines have not, or each but the last ends with a semicolon.
    """
    i = 0
    while i < len(lines):
        if lines[i].text[-1] != ":" or lines[i].role:
            i += 1
            continue
        run = _run(lines, i + 1, lambda n, _: page.leading_space and n.indent >= 1 and len(n.text) < 0.75 * page.width)
        if len(run) < 2 and page.flowing:
            run = _run(lines, i + 1, lambda n, before: before is None or before.text.endswith((";", "; and", "; or")))
        if len(run) > 1 and (page.leading_space or run[0].text.endswith(";")):
            for line in run:
                line.role = "list_item"
        i += max(1, len(run))


def _find_set_quotes(lines: list[Line], page: Page) -> None:
    """Give a quotation that stands apart in the middle of a sentence its role: the printer set it there."""
    for i, line in enumerate(lines):
        if i and line.gap and line.text[0] in OPENING_QUOTES and not line.role and line.shape == "text":
            before = lines[i - 1]
            end = next((n for n in range(i + 1, min(i + 8, len(lines))) if lines[n].gap), len(lines))
            cut = end < len(lines) and not lines[end].role and _goes_on_in_small(lines[end])
            waits = before.shape == "text" and not is_finished(before.text) and len(before.text) > 0.5 * page.width
            if cut and (waits or before.text[-1] == "-") and lines[end - 1].text[-1] in CLOSING_QUOTES:
                line.role = "pull_quote"
                for rest in lines[i + 1 : end]:
                    rest.role = "rest"


def _run(lines: list[Line], start: int, fits: Callable[[Line, Line | None], bool]) -> list[Line]:
    """Return the lines from `start` on that fit behind each other."""
    run: list[Line] = []
    for line in lines[start : start + LONGEST_LIST]:
        if line.role or line.shape != "text" or not fits(line, run[-1] if run else None):
            break
        if run and line.gap and not run[-1].gap:
            break
        run.append(line)
    return run


class _Builder:
    """Adds line after line to the block it belongs to."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.blocks: list[Block] = []
        self.current: Block | None = None
        self.main: Block | None = None  # the running text that notes or captions may interrupt
        self.turned = False  # a page may have turned before the line that is added
        self.zone = ""  # the kind of entries that stand under the last heading; "" where it is running text

    def add(self, line: Line, following: Line | None, turned: bool) -> None:
        """Add a line to the block it continues, or open a new one."""
        if self._is_next_of_paragraph(line, turned) and self.current is not None:
            self.current.lines.append(line)
            return
        kind = _kind(line, self.current, following)
        opens = self.page.leading_space and line.indent == 1
        apart = bool(line.gap or line.cut or turned or opens)
        self.turned = bool(line.cut or turned or opens)
        if kind in ("heading rest", "rest"):
            if self.current is not None:
                self.current.lines.append(line)
            return
        if self._adds_to_contents(line, following):
            return
        target = None
        if kind == "paragraph":
            target = self._continued(line, following, apart)
        elif kind == "heading" and self.current is not None and self.current.kind == "heading":
            target = self.current if self._heading_goes_on(line, apart) else None
        if target is not None:
            target.lines.append(line)
            self.current = target
            self.main = target if target.kind in ("paragraph", "list_item") else self.main
            return
        self._open(kind, line)

    def _is_next_of_paragraph(self, line: Line, turned: bool) -> bool:
        """Tell, at little cost, what is true of most lines: they follow a full line of the same paragraph."""
        current, page = self.current, self.page
        if line.gap or turned or line.cut or line.role or line.shape != "text" or current is None or self.zone:
            return False
        if (
            page.flowing
            or current.kind != "paragraph"
            or len(current.lines) < 2
            or (page.leading_space and line.indent)
        ):
            return False
        return len(current.lines[-1].text) >= 0.72 * page.width

    def _adds_to_contents(self, line: Line, following: Line | None) -> bool:
        """Put an entry of the contents list together that runs over two lines: the page number ends the second."""
        if self.zone != "toc" or line.role:
            return False
        open_entry = self.current is not None and self.current.kind == "toc" and self.current.lines[-1].shape != "toc"
        if open_entry and self.current is not None and not line.gap:
            self.current.lines.append(line)
            return True
        if (
            line.shape in ("text", "number")
            and following is not None
            and following.shape == "toc"
            and not following.gap
        ):
            self.current = Block("toc", [line])
            self.blocks.append(self.current)
            return True
        return False

    def _open(self, kind: str, line: Line) -> None:
        marker = ""
        if kind == "list_item":
            found = None if line.shape == "bullet" else _ITEM.match(line.text)
            line.body = line.body if line.shape == "bullet" else line.start + (found.end() if found else 0)
            marker = line.text[: line.body - line.start].strip()
        if kind == "heading":
            named = part_of(line.words)
            inside = self.zone == "annex" and not named  # an annex goes on under its own headings
            self.zone = "annex" if inside else "" if named == "paragraph" else named
        self.current = Block(kind, [line], marker, line.number if kind == "footnote" else None)
        self.blocks.append(self.current)
        if kind in ("paragraph", "list_item"):
            self.main = self.current
        elif kind not in _INTERRUPTING and kind != "footnote":
            self.main = None

    def _continued(self, line: Line, following: Line | None, apart: bool) -> Block | None:
        """Return the block that a line of text continues: the current one, or the text that notes interrupted."""
        current, main = self.current, self.main
        if current is None:
            return None
        if current.kind == "footnote":
            if self._note_goes_on(current, line, following, apart):
                return current
            self.turned = True
            return main if main is not None and self._goes_on(main, line, True) else None
        if current.kind in _INTERRUPTING:
            if not apart and current.kind == "caption" and self._goes_on(current, line, False):
                return current
            return main if main is not None and self._goes_on(main, line, True) and _goes_on_in_small(line) else None
        if current.kind == "heading":
            return current if self._title_goes_on(current, line, following, apart) else None
        return current if self._goes_on(current, line, apart) else None

    def _goes_on(self, block: Block, line: Line, apart: bool) -> bool:
        """Tell whether a line of running text continues a block."""
        if block.kind not in ("paragraph", "list_item", "caption"):
            return False
        if line.gap and (opens_formula(line.text, block.lines[-1].text[-1] == ",") or _is_byline(line.text)):
            return False
        page, last = self.page, block.lines[-1].text
        if not apart:
            if self.zone and not page.flowing:
                return not self._opens_entry(last, line)
            if page.flowing or len(last) < HALF_TITLE or (len(block.lines) == 1 and block.kind == "paragraph"):
                return self._short_goes_on(block, line)
            if len(last) + line.text.find(" ") >= 0.72 * page.width:
                return True
            return not is_finished(last) or _goes_on_in_small(line)
        if is_finished(last):
            return self._runs_over(block, line)
        if line.shape == "address" or last.endswith((";", ":")):
            return False
        if _goes_on_in_small(line):
            return not (self.zone in ("about", "annex") and len(last) < HALF_TITLE)
        if is_open_ended(last):
            return len(last) >= (60 if page.flowing else 0.55 * page.width)
        if self.zone:
            return self.turned and not page.flowing and len(last) >= 0.75 * page.width
        if line.shape != "text" or last[-1] == ";" or block.kind == "caption":
            return False
        if page.flowing:
            return len(last) >= 150 and block.kind == "paragraph"
        if len(last) < 0.75 * page.width:
            return False
        return self.turned or (block.kind == "paragraph" and len(line.text) >= 0.6 * page.width)

    def _runs_over(self, block: Block, line: Line) -> bool:
        """Tell whether a paragraph goes on behind a page turn although a sentence ends there.

        A full last line is four times as often the end of a sentence within a paragraph as the end of a paragraph.
        """
        if self.page.flowing or not self.turned or self.zone or block.kind != "paragraph" or line.shape != "text":
            return False
        last = block.lines[-1].text
        full = len(last) + 1 + len(line.text.split(" ", 1)[0]) > self.page.width
        return full and len(block.lines) > 1 and last[-1] not in ":" and len(line.text) > 0.5 * self.page.width

    def _opens_entry(self, last: str, line: Line) -> bool:
        """Tell whether a line directly below another opens a new entry of a list of references, a glossary ..."""
        if line.shape == "address" and ("@" in line.text or self.zone == "about"):
            return not is_open_ended(last)
        if _ROW.match(line.text) and _ROW.match(last):
            return True
        if self.zone == "glossary":
            return bool(_TERM.match(line.text))
        if self.zone == "reference":
            ended = is_finished(last) or last[-1] in "/>)]" or last[-1].isdigit() or "://" in last
            return ended and last[-1] != ":" and line.shape != "address" and bool(_NEW_ENTRY.match(line.text))
        if last.split(" ", 1)[0] == line.text.split(" ", 1)[0] and self.zone == "annex":
            return True  # "Interview 1: ...", "Interview 2: ..."
        return len(last) < 0.6 * self.page.width and not _goes_on_in_small(line)

    def _short_goes_on(self, block: Block, line: Line) -> bool:
        """Decide where lines do not fill the page: title pages, addresses, texts with a line for each paragraph."""
        page, last = self.page, block.lines[-1].text
        if line.shape == "address" and "@" in line.text and not is_open_ended(last):
            return False
        if line.shape == "address" or block.lines[-1].shape == "address":
            both = line.shape == block.lines[-1].shape
            return not both and not page.flowing and len(last) > 0.5 * page.width and not is_finished(last)
        if names_persons(plain(line.text)) or names_persons(plain(last)) or is_navigation(line.text):
            return False
        if is_navigation(last):
            return False
        small = _goes_on_in_small(line)
        if is_open_ended(last) and line.shape != "address":
            return True
        if page.flowing:
            single = " " not in last and " " not in line.text and last.isalpha() and line.text.isalpha()
            return not is_finished(last) and (small or single or last.count("*") % 2 == 1)
        if is_finished(last) and not small:
            return (last.endswith(":") and len(last) > 0.6 * page.width) or len(last) >= 0.72 * page.width
        return (
            not is_date_line(last)
            and not is_date_line(line.text)
            and not (len(last) < HALF_TITLE and SERIES.match(last))
        )

    def _note_goes_on(self, note: Block, line: Line, following: Line | None, apart: bool) -> bool:
        """Tell whether a line belongs to the note before it, or to the text that the notes interrupted."""
        last = note.lines[-1].text
        if self.page.leading_space and line.indent == 1:
            return False
        if not apart:
            return not self.page.flowing or not is_finished(last)
        if line.shape == "address" or not _goes_on_in_small(line):
            return False
        if following is not None and following.role == "note" and following.number == (note.note or 0) + 1:
            return True
        waiting = self.main is not None and not is_finished(self.main.lines[-1].text)
        return not waiting and not is_finished(last)

    def _heading_goes_on(self, line: Line, apart: bool) -> bool:
        """Tell whether a heading runs over two lines: capitals, in a text of broken lines."""
        heading = self.current.lines[-1] if self.current else line
        if self.page.flowing or line.shape != "text" or heading.shape == "hash" or part_of(line.words):
            return False
        return is_capitals(heading.words) and is_capitals(line.words) and line.gap <= 1

    def _title_goes_on(self, heading: Block, line: Line, following: Line | None, apart: bool) -> bool:
        """Tell whether a line is the rest of a heading: directly below it, in small letters, before space."""
        last = heading.lines[-1]
        if apart or last.shape == "hash" or self.page.flowing or line.shape != "text":
            return False
        ends = following is None or bool(following.gap)
        return ends and len(line.text) < 0.7 * self.page.width and (_goes_on_in_small(line) or is_open_ended(last.text))


def _kind(line: Line, current: Block | None, following: Line | None) -> str:
    """Return the kind of block that a line would open."""
    if line.role == "note":
        return "footnote"
    if line.role:
        return line.role
    if line.shape == "bullet":
        if not _is_dash(line, current, following):
            return "list_item"
        line.shape, line.body = "text", line.start
        return "paragraph"
    if line.shape in ("toc", "caption"):
        return line.shape
    if line.shape == "table" or (line.shape == "text" and line.text[0] in "BIKEboxT" and BOX_TITLE.match(line.text)):
        return "box"
    if line.shape == "number" and _ITEM.match(line.text):
        if current is None or line.gap or current.kind != "paragraph":
            return "list_item"
        last = current.lines[-1].text
        cut = not is_finished(last) and not last.endswith((";", "and", "or"))
        return (
            "paragraph"
            if cut or _is_inline(line, current) or last.endswith(("p.", "pp.", "No.", "Art."))
            else "list_item"
        )
    return "paragraph"


def _is_byline(text: str) -> bool:
    """Tell whether a line says by whom a report is."""
    return text.startswith(("by ", "By ", "von ", "Von ", "par ", "Par ")) and names_persons(text)


def _is_dash(line: Line, current: Block | None, following: Line | None) -> bool:
    """Tell a dash in mid-sentence, which a line happens to begin with, from the bullet of an item."""
    if line.gap or line.text[0] not in "-–—" or current is None or current.kind not in ("paragraph", "footnote"):
        return False
    last = current.lines[-1].text
    alone = following is None or following.shape != "bullet"
    return alone and not is_finished(last) and last[-1] not in ";," and len(current.lines) > 0


def _is_inline(line: Line, block: Block) -> bool:
    """Tell whether a numbered line goes on with an enumeration that began inside the running text."""
    found = _ITEM.match(line.text)
    n = found["n"].lower() if found else ""
    if n in ("i", "1", "a") and any(f"{second})" in line.text for second in ("ii", "2", "b")):
        return True
    if n.isdigit():
        before = str(int(n) - 1)
    elif n in _ROMAN[2:] and n not in ("v", "x"):
        before = _ROMAN[_ROMAN.index(n) - 1]
    else:
        before = {"v": "iv", "x": "ix"}.get(n, chr(ord(n[0]) - 1) if n else "")
    return bool(before) and any(f"{before})" in text.text[1:] for text in block.lines)


def _goes_on_in_small(line: Line) -> bool:
    """Tell whether a line begins as the rest of a sentence: with a small letter, or a closing or joining mark."""
    first = line.text.lstrip("*_“‘\"'(«„[")[:1]
    return first.islower() or line.text[0] in ",;)–"
