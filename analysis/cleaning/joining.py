"""Join lines into blocks: what a page turn, a column, a note or a quotation has cut in two becomes whole again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from analysis.cleaning import words
from analysis.cleaning.blocks import HALF_TITLE, TERM, Block, Kind, Line, Zone

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


@dataclass(frozen=True, slots=True)
class TextMeasures:
    """How the lines of a text run."""

    flowing: bool = False  # a line holds a whole paragraph; else lines are broken at a width
    width: int = 0  # of a full line
    leading_space: bool = False  # a leading space is rare, so it opens something: a page, a column, an item
    hashed: bool = False  # headings carry number signs
    fits: float = 0.88  # of the width: the next word would have fitted on a shorter line, so that a paragraph ended
    placed: bool = False  # the place of the lines on their pages is known, and what they are

    def is_set_in(self, line: Line) -> bool:
        """Tell whether a line begins with the space that opens something."""
        return self.leading_space and line.indent == 1


def join_lines(lines: Sequence[Line], measures: TextMeasures) -> list[Block]:
    """Return the blocks that lines make."""
    joiner = _Joiner(measures)
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        joiner.add(line, following)
    return joiner.blocks


class _Joiner:
    def __init__(self, measures: TextMeasures) -> None:
        self.measures = measures
        self.blocks: list[Block] = []
        self.last: dict[str, Block] = {}  # the last block of each role
        self.current: Block | None = None
        self.main: Block | None = None  # the running text that notes or captions may interrupt
        self.headed = False  # a heading stands after the running text
        self.page_turned = False  # a page may have turned before the line that is added
        self.zone: Zone = ""  # the kind of entries under the last heading; "" where it is running text

    def add(self, line: Line, following: Line | None) -> None:
        if line.goes_on:
            self.last[line.role].lines.append(line)
            return
        kind = self._kind(line, following)
        self.page_turned = line.new_page or self.measures.is_set_in(line)
        target = self._target(kind, line, bool(line.blank_before) or self.page_turned)
        if target is None:
            self._open(kind, line)
            return
        target.lines.append(line)
        self.current = self.last[line.role] = target
        if target.kind in _RUNNING:
            self.main, self.headed = target, False

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
            return cast(Kind, line.shape)
        return "box" if line.shape == "table" else "paragraph"

    def _target(self, kind: Kind, line: Line, apart: bool) -> Block | None:
        if (current := self.current) is None:
            return None
        last = current.lines[-1]
        if self.zone == current.kind == "toc" and last.shape != "toc" and not line.blank_before:
            return current  # the first half of an entry
        if kind == "paragraph":
            return self._continued(current, line, apart)
        wraps = (not self.measures.flowing and line.blank_before < 3) or words.is_open_ended(last.text)
        capitals = line.shape == "text" and words.is_capitals(last.words) and words.is_capitals(line.words)
        same = kind == current.kind == "heading" and wraps and capitals and not words.part_of(line.words)
        return current if same else None

    def _open(self, kind: Kind, line: Line) -> None:
        if kind == "list_item" and line.shape != "bullet":
            found = ITEM.match(line.text)
            line.body = line.start + (found.end() if found else 0)
        marker = line.text[: line.body - line.start].strip() if kind == "list_item" else ""
        self.zone = line.zone if kind == "heading" else self.zone
        self.current = Block(kind, [line], marker, (line.number or None) if kind == "footnote" else None)
        self.blocks.append(self.current)
        self.last[line.role] = self.current
        self.headed = kind == "heading" or (self.headed and kind not in _RUNNING)
        if kind in _RUNNING:
            self.main = self.current
        elif kind not in _INTERRUPTING and kind != "footnote" and not (self.headed and self.measures.placed):
            self.main = None

    def _continued(self, current: Block, line: Line, apart: bool) -> Block | None:
        main = self.main
        if self.measures.placed:
            return main if main is not None and _printed_goes_on(main, line, self.headed) else None
        if current.kind == "footnote":
            if self._note_goes_on(current, line, apart):
                return current
            self.page_turned = True
        elif self._goes_on(current, line, apart) and not (apart and current.kind in _INTERRUPTING):
            return current
        elif current.kind not in _INTERRUPTING or not words.begins_small(line.text):
            return None
        return main if main is not None and self._goes_on(main, line, True) else None

    def _goes_on(self, block: Block, line: Line, apart: bool) -> bool:
        if block.kind not in ("paragraph", "list_item", "caption"):
            return False
        last = block.lines[-1].text
        byline = line.text[:3] in ("by ", "By ") and words.names_persons(line.text)
        if line.blank_before and (byline or words.opens_formula(line.text, after_comma=last[-1] == ",")):
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
        abbreviated = last[-1] == "." and last[-2:-1].isupper()  # such as U.S.
        return abbreviated or not words.is_finished(last) or words.begins_small(line.text)

    def _goes_on_apart(self, block: Block, last: str, line: Line) -> bool:
        measures = self.measures
        if words.is_finished(last) or line.shape == "address" or last.endswith((";", ":")):
            return False
        if words.begins_small(line.text):
            return not (self.zone in ("about", "annex") and len(last) < HALF_TITLE)
        if words.is_open_ended(last):
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
            return not words.is_open_ended(last)
        if self.zone == "annex" and ("   " in line.text or last.split(" ", 1)[0] == line.text.split(" ", 1)[0]):
            return True  # a row; "Interview 1: ...", "Interview 2: ..."
        if self.zone == "reference":
            ended = words.is_finished(last) or last[-1] in "/>)]" or last[-1].isdigit() or "://" in last
            return ended and line.shape != "address" and bool(_NEW_ENTRY.match(line.text))
        return len(last) < 0.6 * self.measures.width and not words.begins_small(line.text)

    def _short_goes_on(self, before: Line, line: Line) -> bool:
        """Decide where lines do not fill the page: title pages, addresses, texts with a line for each paragraph."""
        measures, last = self.measures, before.text
        if line.shape == "address" or before.shape == "address":
            return line.shape != before.shape and len(last) > 0.5 * measures.width
        if any(words.names_persons(words.plain(text)) or words.is_navigation(text) for text in (line.text, last)):
            return False
        if words.is_open_ended(last):
            return True
        small = words.begins_small(line.text)
        if measures.flowing:
            cut = last.count("*") % 2 == 1 or len(last) >= LONGEST_TITLE
            return not words.is_finished(last) and (small or cut or (last.isalpha() and line.text.isalpha()))
        if words.is_finished(last) and not small:
            return len(last) >= (0.6 if last[-1] == ":" else FULL) * measures.width
        return len(last) >= HALF_TITLE or not (words.is_date_line(last) or words.is_date_line(line.text))

    def _note_goes_on(self, note: Block, line: Line, apart: bool) -> bool:
        last = note.lines[-1].text
        if not apart or self.measures.is_set_in(line):
            return not apart
        waiting = self.main is not None and not words.is_finished(self.main.lines[-1].text)
        if waiting or words.is_finished(last):
            return False
        full = not self.measures.flowing and len(last) >= FULL * self.measures.width
        return full or words.begins_small(line.text) or words.is_open_ended(last)


def _printed_goes_on(block: Block, line: Line, headed: bool) -> bool:
    last = block.lines[-1]
    finished, small = words.is_finished(last.text), line.text[0].islower()
    if headed:  # the head of a page, in large type
        return line.new_page and small and not finished and len(last.text) > FULL * last.width
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
    cut = not words.is_finished(last) and not last.endswith((";", "; and", "; or", ", and", ", or"))
    if found:
        closes = found[0].rstrip().endswith(")") and found[0][0] != "("
        cut = cut or (closes and last.rfind("(") > last.rfind(")"))  # (see p. | 12) on ports
        first = found["n"] in ("i", "1", "a") and any(f"{second})" in line.text for second in ("ii", "2", "b"))
        inline = first or any(_INSIDE.search(text.text) for text in current.lines)
        return current.kind == "footnote" or not (cut or inline)
    return not cut or line.text[0] not in "-–—" or (following is not None and following.shape == "bullet")
