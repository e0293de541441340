"""Clean the text of a report: blocks in reading order, and a ledger that accounts for every raw character.

A text goes through these modules:

1. a draft of its blocks: `plain_text` (with `lines`, `notes`) tells what each line of a text is, `printed` what each
   line of a PDF is; `frames` finds what belongs to the page, `joining` joins lines into blocks; `blocks` takes the
   blocks from a format that states them;
2. `structure` finds the title page, what each block is for and how deep its headings stand;
3. `writing` writes the texts of the blocks and the ledger.

`blocks` also has the parts that all of them work with; `words` classifies short texts by the rules in
`data/cleaning.toml`.
"""

from dataclasses import dataclass, field, replace

from analysis.cleaning.blocks import MAIN, Block, Draft, draft_elements, marks_between
from analysis.cleaning.lines import PDFIUM_HYPHEN, UNSURE_HYPHEN, LineNumbers
from analysis.cleaning.notes import cite_notes, note_problems
from analysis.cleaning.plain_text import draft_text
from analysis.cleaning.printed import draft_printed
from analysis.cleaning.structure import find_structure, set_sections
from analysis.cleaning.writing import (
    Row,
    count_words,
    entry_edits,
    find_edits,
    hyphen_judge,
    partition,
    write_texts,
)
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
    if PDFIUM_HYPHEN in document.text:
        document = replace(document, text=document.text.replace(PDFIUM_HYPHEN, UNSURE_HYPHEN))
    return _finish(_draft(document, title), document, title, authors)


def _draft(document: Document, title: str) -> Draft:
    """Return the blocks that the format states, or infer them from the lines of the text."""
    if document.elements:
        return draft_elements(document)
    if document.lines:
        return draft_printed(document, title)
    draft = draft_text(" " * document.body + document.text[document.body :])
    draft.removed += marks_between([], document.text[: document.body])  # its YAML head
    return draft


def _finish(draft: Draft, document: Document, title: str, authors: str) -> Cleaned:
    """Find the structure of a draft, write the texts of its blocks and account for every character."""
    text, blocks = document.text, draft.blocks
    joins = hyphen_judge(*count_words(text))
    heads = {line.text for line in draft.removed if line.status == "running head"}
    find_structure(blocks, title, authors, heads, draft.stated)
    edits = find_edits(text, draft.markers, [*draft.edits, *entry_edits(blocks)], joins, document.markup)
    rows = write_texts(blocks, text, edits, joins)
    rows += [(line.start, line.end, line.status, None, None) for line in draft.removed]
    blocks = [block for block in blocks if block.text]
    set_sections(blocks)
    cite_notes(blocks, draft.markers)
    numbers = LineNumbers(text)
    for block in blocks:
        block.start = block.lines[0].start
        block.first_line = numbers.of(block.start)
        block.last_line = numbers.of(max(line.end for line in block.lines) - 1)
    return Cleaned(blocks, partition(text, rows), note_problems(blocks))
