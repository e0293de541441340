"""What would a careful editor keep of a report's text, and what became of every character?

A chain of passes over lines, in this order: recognise (`lines`), find notes (`notes`), classify and join (`blocks`),
rank (`structure`), repair (`text`), account (`ledger`). No pass knows a report by name.
"""

from dataclasses import dataclass, field

from analysis.cleaning.blank_lines import infer_blank_lines
from analysis.cleaning.blocks import Block
from analysis.cleaning.edits import entry_edits, find_edits
from analysis.cleaning.furniture import mark_furniture
from analysis.cleaning.headings import mark_headings
from analysis.cleaning.hyphens import count_words, hyphen_judge
from analysis.cleaning.items import mark_lost_bullets
from analysis.cleaning.joining import join_lines
from analysis.cleaning.kinds import MAIN
from analysis.cleaning.ledger import Row, partition, write_texts
from analysis.cleaning.letter_spacing import mend_letter_spacing
from analysis.cleaning.lines import LineNumbers, cut_lines, measure
from analysis.cleaning.notes import cite_notes, find_notes, note_problems
from analysis.cleaning.pull_quotes import mark_set_quotes
from analysis.cleaning.structure import find_structure

__all__ = ["MAIN", "Block", "Cleaned", "clean"]

Warned = tuple[str, str, str]  # code, message, fix


@dataclass(frozen=True)
class Cleaned:
    """The blocks of a text, the ledger rows (start, end, fate, block, at), and warnings (code, message, fix)."""

    blocks: list[Block]
    ledger: list[Row]
    problems: list[Warned] = field(default_factory=list)


def clean(text: str, *, title: str = "", authors: str = "") -> Cleaned:
    """Clean a report's text: blocks in reading order, and a ledger that accounts for every raw character.

    Title and authors, where they are known, help to recognise them in the text.

    >>> text = "INTRODUCTION\\n\\nPeace is the first\\nof all aims.1\\n\\n1 Charter (1945).\\n"
    >>> [(b.kind, b.text) for b in clean(text).blocks]
    [('heading', 'INTRODUCTION'), ('paragraph', 'Peace is the first of all aims.'), ('footnote', 'Charter (1945).')]
    """
    lines = cut_lines(text)
    infer_blank_lines(lines)
    mark_furniture(lines)
    markers = find_notes(text, lines)
    words, compounds = count_words(text)
    spacing = mend_letter_spacing(lines, words, compounds, f"{title} {authors}")
    layout = measure(lines)
    furniture = [line for line in lines if line.role == "furniture"]
    lines = [line for line in lines if line.role != "furniture"]
    mark_headings(lines, layout)
    mark_lost_bullets(lines, layout)
    mark_set_quotes(lines, layout)
    blocks = join_lines(lines, layout)
    find_structure(blocks, title, authors, {line.text for line in furniture if line.fate == "running head"})
    kinds = {line.start: b.kind for b in blocks for line in (b.lines if b.kind == "toc" else b.lines[:1])}
    entries = entry_edits(lines, kinds)
    edits = find_edits(text, markers, [*spacing, *entries])
    rows = write_texts(blocks, text, edits, hyphen_judge(words, compounds))
    rows += [(line.start, line.end, line.fate, None, None) for line in furniture]
    blocks = [block for block in blocks if block.text]
    cite_notes(blocks, markers)
    _place(blocks, LineNumbers(text))
    return Cleaned(blocks, partition(text, rows), note_problems(blocks))


def _place(blocks: list[Block], numbers: LineNumbers) -> None:
    for block in blocks:
        block.start = block.lines[0].start
        block.first_line = numbers.of(block.start)
        block.last_line = numbers.of(max(line.end for line in block.lines) - 1)
