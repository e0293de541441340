"""What would a careful editor keep of a report's text, and what became of every character?

`clean` takes the raw text through a chain of passes, each in the file of its name; none knows a report by name:

1. lines:   `lines` cuts and looks, `raised_numbers` and `blank_lines` mend what a PDF did to lines and paragraphs,
            `furniture` sets aside what belongs to the page (`running_heads`), `notes` finds notes and what cites them,
            `letter_spacing` mends titles, `covers`, `headings`, `items` and `pull_quotes` give lines their role;
2. blocks:  `joining` joins lines, `structure` tells what each block is for (`title_page`, `end_matter`, `pull_quotes`)
            and how deep its headings stand (`levels`);
3. texts:   `edits` finds what differs within a line, `hyphens` judges line ends, `ledger` writes and accounts.

`kinds` has all names of shapes, roles, kinds and statuses; `vocabulary` the words by which parts, persons or dates are
known; `wording` how words begin and end. In all of them

- the *shape* of a line is what it looks like by itself, its *role* what it is among its neighbours;
- the *kind* of a block is what it is for, the *status* of a stretch of raw characters what became of it;
- *furniture* is what belongs to the page: page numbers, running heads, rules, images;
- a *zone* is what stands under a heading such as "References": the kind of its entries, "" for running text;
- an *opening* is a line that may open a note, a *marker* a place where notes are cited;
- a text is *flowing* where a line holds a paragraph; else lines are broken at a *width*, and a line may be *apart* from
  the one before: space, a page turn or furniture lies between.
"""

from dataclasses import dataclass, field

from analysis.cleaning.blocks import Block, Draft
from analysis.cleaning.edits import entry_edits, find_edits
from analysis.cleaning.hyphens import count_words, hyphen_judge
from analysis.cleaning.kinds import MAIN
from analysis.cleaning.layout import draft_layout
from analysis.cleaning.ledger import Row, partition, write_texts
from analysis.cleaning.lines import LineNumbers
from analysis.cleaning.notes import cite_notes, note_problems
from analysis.cleaning.plain_text import draft_text
from analysis.cleaning.stated import draft_elements
from analysis.cleaning.structure import find_structure
from analysis.readers.document import Document

__all__ = ["MAIN", "Block", "Cleaned", "clean"]


@dataclass(frozen=True)
class Cleaned:
    """The blocks of a text, the ledger rows (start, end, status, block, at), and warnings (code, message, fix)."""

    blocks: list[Block]
    ledger: list[Row]
    problems: list[tuple[str, str, str]] = field(default_factory=list)


def clean(document: Document | str, *, title: str = "", authors: str = "") -> Cleaned:
    """Clean a report's text: blocks in reading order, and a ledger that accounts for every raw character.

    Title and authors, where they are known, help to recognise them in the text.

    >>> text = "INTRODUCTION\\n\\nPeace is the first\\nof all aims.1\\n\\n1 Charter (1945).\\n"
    >>> [(b.kind, b.text) for b in clean(text).blocks]
    [('heading', 'INTRODUCTION'), ('paragraph', 'Peace is the first of all aims.'), ('footnote', 'Charter (1945).')]
    """
    if isinstance(document, str):
        document = Document(document)
    words, compounds = count_words(document.text)
    draft = _draft(document, title, authors)
    return _finish(draft, document, hyphen_judge(words, compounds), title, authors)


def _draft(document: Document, title: str, authors: str) -> Draft:
    """Return the blocks that the format states, or infer them from the lines of the text."""
    if document.elements:
        return draft_elements(document)
    if document.lines:
        return draft_layout(document, title, authors)
    return draft_text(document.text, f"{title} {authors}")


def _finish(draft: Draft, document: Document, joins, title: str, authors: str) -> Cleaned:
    """Find the sections of a draft, write the texts of its blocks and account for every character."""
    text, blocks = document.text, draft.blocks
    find_structure(
        blocks, title, authors, {line.text for line in draft.removed if line.status == "running head"}, draft.stated
    )
    lines = [line for block in blocks for line in block.lines]
    edits = find_edits(text, draft.markers, [*draft.edits, *entry_edits(lines, blocks)], joins, document.markup)
    rows = write_texts(blocks, text, edits, joins)
    rows += [(line.start, line.end, line.status, None, None) for line in draft.removed]
    blocks = [block for block in blocks if block.text]
    cite_notes(blocks, draft.markers)
    _place(blocks, LineNumbers(text))
    return Cleaned(blocks, partition(text, rows), note_problems(blocks))


def _place(blocks: list[Block], numbers: LineNumbers) -> None:
    """Tell each block where it stands in the raw text."""
    for block in blocks:
        block.start = block.lines[0].start
        block.first_line = numbers.of(block.start)
        block.last_line = numbers.of(max(line.end for line in block.lines) - 1)
