"""Clean the text of a report: blocks in reading order, and a ledger that accounts for every raw character."""

from dataclasses import dataclass, replace

from analysis.cleaning.blocks import MAIN, PDF_HYPHEN, UNSURE_HYPHEN, Block, LineNumbers, draft_elements, markup_between
from analysis.cleaning.notes import cite_notes, note_problems
from analysis.cleaning.plain_text import draft_text
from analysis.cleaning.printed import draft_printed
from analysis.cleaning.structure import find_structure, set_sections
from analysis.cleaning.writing import Row, write_texts
from analysis.readers.document import Document

__all__ = ["MAIN", "Block", "Cleaned", "clean"]


@dataclass(frozen=True)
class Cleaned:
    """The blocks of a text, the ledger rows (start, end, status, block, at), and warnings (code, message, fix)."""

    blocks: list[Block]
    ledger: list[Row]
    problems: list[tuple[str, str, str]]


def clean(document: Document | str, *, title: str = "", authors: str = "") -> Cleaned:
    """Clean a report's text: blocks in reading order, and a ledger that accounts for every raw character.

    Title and authors, where they are known, help to recognise them in the text.

    >>> text = "INTRODUCTION\\n\\nPeace is the first\\nof all aims.1\\n\\n1 Charter (1945).\\n"
    >>> [(b.kind, b.text) for b in clean(text).blocks]
    [('heading', 'INTRODUCTION'), ('paragraph', 'Peace is the first of all aims.'), ('footnote', 'Charter (1945).')]
    """
    if isinstance(document, str):
        document = Document(document)
    if PDF_HYPHEN in document.text:
        document = replace(document, text=document.text.replace(PDF_HYPHEN, UNSURE_HYPHEN))
    text = document.text
    if document.elements:
        draft = draft_elements(document)
    elif document.lines:
        draft = draft_printed(document)
    else:
        draft = draft_text(" " * document.body + text[document.body :])
        draft.removed += markup_between([], text[: document.body])  # its YAML head
    if document.lines:
        title = title or document.metadata.get("title", "")
    find_structure(draft, title, authors)
    ledger = write_texts(draft, document)
    blocks = [block for block in draft.blocks if block.text]
    set_sections(blocks)
    cite_notes(blocks, draft.markers)
    numbers = LineNumbers(text)
    for block in blocks:
        block.start = block.lines[0].start
        block.first_line = numbers.of(block.start)
        block.last_line = numbers.of(max(line.end for line in block.lines) - 1)
    return Cleaned(blocks, ledger, note_problems(blocks))
