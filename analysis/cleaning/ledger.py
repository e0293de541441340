"""What is the clean text of a block, and what became of every raw character?

Takes blocks, edits and the judge of hyphens; gives the blocks their text, and the rows of the ledger.
"""

import re
from bisect import bisect_left

from analysis.cleaning.blocks import Block
from analysis.cleaning.edits import Edit
from analysis.cleaning.hyphens import Judge
from analysis.cleaning.kinds import Status
from analysis.cleaning.lines import UNSURE_HYPHEN, Line

Row = tuple[int, int, Status, int | None, int | None]  # start, end, status, block, at

_WORD_BEFORE = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.|\w\.\w+/)\S*$")
_HYPHENS = ("-", "\u2010", UNSURE_HYPHEN)
LONGEST_WORD, LONGEST_ADDRESS = 60, 300  # characters looked at before a line end


def write_texts(blocks: list[Block], text: str, edits: list[Edit], joins: Judge) -> list[Row]:
    """Give each block its clean text; return the rows of the ledger for what the blocks hold."""
    writer = _Writer(text, edits, joins)
    rows: list[Row] = []
    number = 0
    for block in blocks:
        first = block.lines[0]
        if first.body > first.start:
            rows.append((first.start, first.body, "marker", None, None))
        block.text, written = writer.write(block, number)
        if block.text:
            number += 1
            rows += written
        else:
            rows += [
                (start, end, "markup" if status == "kept" else status, None, None) for start, end, status, *_ in written
            ]
    return rows


class _Writer:
    """Writes the clean text of one block after the other and keeps the account of the raw characters."""

    def __init__(self, text: str, edits: list[Edit], joins: Judge) -> None:
        self.text, self.edits, self.joins = text, edits, joins
        self.starts = [edit.start for edit in edits]
        self.emphasis = any(edit.status == "emphasis" for edit in edits)
        # of the block that is being written:
        self.number = self.at = 0
        self.pieces: list[str] = []
        self.rows: list[Row] = []

    def write(self, block: Block, number: int) -> tuple[str, list[Row]]:
        """Return the clean text of a block and its rows of the ledger; `at` is None for what is removed."""
        self.number, self.at, self.pieces, self.rows = number, 0, [], []
        odd = self.emphasis and self._odd_emphasis(block.lines)
        previous: Line | None = None
        for line in block.lines:
            if previous is not None:
                self._join(previous.end, line.start)
            self._put_line(line.body if previous is None else line.start, line.end, odd)
            previous = line
        if self._ends_with(UNSURE_HYPHEN):
            self._replace_last("-")
        return _trim("".join(self.pieces), self.rows)

    def _edits_in(self, start: int, end: int) -> list[Edit]:
        first = bisect_left(self.starts, start)
        return self.edits[first : bisect_left(self.starts, end, first)]

    def _odd_emphasis(self, lines: list[Line]) -> bool:
        """Tell whether the marks of emphasis in a block do not come in pairs, so that one of them is a sign."""
        marks = [edit for line in lines for edit in self._edits_in(line.body, line.end) if edit.status == "emphasis"]
        return sum(edit.end - edit.start for edit in marks) % 2 == 1

    def _put_line(self, start: int, end: int, odd: bool) -> None:
        """Put a stretch of a raw line, with what stands for its edits; of two that overlap, the first is done."""
        for edit in self._edits_in(start, end):
            if edit.start < start or edit.end > end or (odd and edit.status == "emphasis"):
                continue
            if edit.start > start:
                self._put(start, edit.start, "kept", self.text[start : edit.start])
            if edit.end > edit.start:
                self._put(edit.start, edit.end, edit.status, edit.new)
            start = edit.end
        if end > start:
            self._put(start, end, "kept", self.text[start:end])

    def _put(self, start: int, end: int, status: Status, piece: str) -> None:
        """Account for a stretch of raw text, and write what stands for it."""
        self.rows.append((start, end, status, self.number, self.at if piece else None))
        if piece:
            self.pieces.append(piece)
            self.at += len(piece)

    def _join(self, before: int, start: int) -> None:
        """Join the line that ends before a raw offset and the one that starts at another: by a space, or not."""
        text = self.text
        if text[before - 1] == "\xad" and text[start].isalnum():
            return  # the soft hyphen itself is gone already
        if self._ends_with(_HYPHENS) and text[before - 2 : before - 1].isalnum():
            goes = self._hyphen_goes(before, start)
            if goes or text[before - 1] == UNSURE_HYPHEN:
                self._replace_last("" if goes else "-")
            if goes or text[start].isalnum():
                return
        if text[before - 1] == "/" and text[start].islower() and self._in_address(before):
            return
        end = before
        while end < start and text[end].isspace():
            end += 1
        self._put(before, end, "white space", " ")

    def _ends_with(self, signs: str | tuple[str, ...]) -> bool:
        """Tell whether the last of what was written is one of some signs, and was kept."""
        return bool(self.pieces) and self.pieces[-1].endswith(signs) and self.rows[-1][2] == "kept"

    def _replace_last(self, new: str) -> None:
        """Put something else, or nothing, in the place of the last character that was kept."""
        start, end, status, number, at = self.rows.pop()
        self.pieces[-1] = self.pieces[-1][:-1]
        self.at -= 1
        if end - 1 > start:
            self.rows.append((start, end - 1, status, number, at))
        self._put(end - 1, end, "soft hyphen", new)

    def _hyphen_goes(self, before: int, start: int) -> bool:
        """Decide on a hyphen at a line end."""
        left = _WORD_BEFORE.search(self.text[max(0, before - LONGEST_WORD) : before - 1])
        right = _WORD_AFTER.match(self.text, start)
        if not left or not right or self._in_address(before):
            return self.text[before - 1] == UNSURE_HYPHEN
        return self.joins(left[0], right[0])

    def _in_address(self, end: int) -> bool:
        return bool(_ADDRESS.search(self.text[max(0, end - LONGEST_ADDRESS) : end]))


def _trim(text: str, rows: list[Row]) -> tuple[str, list[Row]]:
    """Take white space off both ends of a block: it stays where markup was removed."""
    lead, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if not lead and end == len(text):
        return text, rows
    out: list[Row] = []
    following = len(text)  # where in the text the next stretch begins
    for start, stop, status, number, at in reversed(rows):
        if at is None:
            out.append((start, stop, status, number, None))
            continue
        first, last = max(at, lead), min(following, end)  # what of the text of this stretch stays
        following = at
        if first >= last:
            out.append((start, stop, "white space", None, None))
        elif status != "kept":
            out.append((start, stop, status, number, first - lead))
        else:
            stays, goes = start + first - at, start + last - at
            parts: list[Row] = [(goes, stop, "white space", None, None), (stays, goes, status, number, first - lead)]
            parts.append((start, stays, "white space", None, None))
            out += [part for part in parts if part[1] > part[0]]
    return text.strip(), out[::-1]


def partition(text: str, rows: list[Row]) -> list[Row]:
    """Return rows (start, end, status, block, at) that cover the text from 0 to its end, in order, no gap, no overlap.

    What lies between the given rows is white space; should it ever be more, its status says so.

    >>> partition("a  b", [(0, 1, "kept", 0, 0), (3, 4, "kept", 1, 0)])[1]
    (1, 3, 'white space', None, None)
    """
    out: list[Row] = []
    at = 0
    for row in [*sorted(rows, key=lambda row: row[0]), None]:
        start = len(text) if row is None else row[0]
        if start > at:
            status: Status = "unexplained" if text[at:start].strip() else "white space"
            out.append((at, start, status, None, None))
        if row is not None:
            out.append(row)
            at = row[1]
    return out
