"""What would a careful editor keep of a report's text, and what became of every character?

A chain of passes over lines, in this order: recognise (`lines`), find notes (`notes`), classify and join (`blocks`),
rank (`structure`), repair (`text`), account (`ledger`). No pass knows a report by name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from analysis.cleaning.blocks import Block, build_blocks, mark_furniture, mark_headings, measure
from analysis.cleaning.hyphens import hyphen_judge
from analysis.cleaning.ledger import partition
from analysis.cleaning.lines import LineNumbers, cut_lines
from analysis.cleaning.notes import find_notes
from analysis.cleaning.structure import rank
from analysis.cleaning.text import compose, find_edits

__all__ = ["MAIN", "Block", "Cleaned", "clean"]

MAIN = ("paragraph", "list_item", "box")


@dataclass(frozen=True)
class Cleaned:
    """The blocks of a text, the ledger rows (start, end, fate, block, at), and warnings (code, message, fix)."""

    blocks: list[Block]
    ledger: list[tuple]
    problems: list[tuple[str, str, str]] = field(default_factory=list)


def clean(text: str, *, title: str = "", authors: str = "") -> Cleaned:
    """Clean a report's text: blocks in reading order, and a ledger that accounts for every raw character.

    Title and authors, where they are known, help to recognise them in the text.

    >>> [(b.kind, b.text) for b in clean("AIMS\\n\\nPeace is the\\naim.1 It stays.\\n\\n1 Charter (1945).\\n").blocks]
    [('heading', 'AIMS'), ('paragraph', 'Peace is the aim. It stays.'), ('footnote', 'Charter (1945).')]
    """
    lines = cut_lines(text)
    page = measure(lines)
    mark_furniture(lines)
    markers = find_notes(text, lines)
    mark_headings(lines, page)
    blocks = build_blocks(lines, page)
    rank(blocks, title, authors)
    joins = hyphen_judge(text)
    edits = find_edits(text, markers, joins)
    rows = _write(text, blocks, edits, joins)
    rows += [
        (line.start, line.end, line.role.removeprefix("drop "), None, None)
        for line in lines
        if line.role.startswith("drop ")
    ]
    rows += [(m.start, m.body, "marker", None, None) for b in blocks for m in b.lines[:1] if m.body > m.start]
    blocks = [b for b in blocks if b.text]
    _number(text, blocks, markers)
    return Cleaned(blocks, partition(text, rows), _note_problems(blocks))


def _write(text, blocks, edits, joins) -> list[tuple]:
    """Give each block its clean text; return the rows of the ledger for what the blocks hold."""
    starts = [edit.start for edit in edits]
    rows: list[tuple] = []
    n = 0
    for block in blocks:
        pieces = _pieces(text, block)
        block.text, mine = compose(text, pieces, edits, starts, n, joins)
        if block.text.strip():
            n += 1
            rows += mine
        else:
            rows += [(a, b, "markup" if fate == "kept" else fate, None, None) for a, b, fate, _, _ in mine]
            block.text = ""
    return rows


def _pieces(text: str, block: Block) -> list[tuple[int, int]]:
    """Return the raw stretches of a block: lines with only white space between them are one stretch."""
    pieces: list[list[int]] = []
    for line in block.lines:
        start = line.body if not pieces else line.start
        if pieces and not text[pieces[-1][1] : start].strip():
            pieces[-1][1] = line.end
        else:
            pieces.append([start, line.end])
    return [(a, b) for a, b in pieces]


def _number(text: str, blocks: list[Block], markers) -> None:
    """Give each block its lines and the notes it cites; a note takes the section of the block that cites it."""
    numbers = LineNumbers(text)
    cited: dict[int, tuple] = {}
    for block in blocks:
        block.first_line = numbers.of(block.lines[0].start)
        block.start = block.lines[0].start
        block.last_line = numbers.of(block.lines[-1].end)
        if block.kind != "footnote":
            spans = _pieces(text, block)
            found = [n for m in markers for a, b in spans if a <= m.start < b for n in m.numbers]
            block.notes = tuple(dict.fromkeys(found))
            for n in block.notes:
                cited.setdefault(n, block.section)
    for block in blocks:
        if block.kind == "footnote" and block.note in cited:
            block.section = cited[block.note]


def _note_problems(blocks: list[Block]) -> list[tuple[str, str, str]]:
    """Report notes that are cited but missing, and notes that nothing cites."""
    cited = {n for b in blocks for n in b.notes}
    there = {b.note for b in blocks if b.kind == "footnote"}
    out = []
    if cited - there:
        names = ", ".join(str(n) for n in sorted(cited - there))
        out.append(
            (
                "W-NOTE",
                f"The text cites notes that are not in the file: {names}.",
                "Compare with the original; nothing else is affected.",
            )
        )
    if there - cited:
        names = ", ".join(str(n) for n in sorted(n for n in there - cited if n is not None))
        out.append(
            (
                "W-NOTE",
                f"No place in the text cites these notes: {names}.",
                "Compare with the original; nothing else is affected.",
            )
        )
    return out
