"""Is a file a cover and the document that it sends? Then the word ANNEX above the document opens no annex.

Takes the lines without furniture; gives such a line the role of boilerplate, and tells it again among the blocks.
"""

import re

from analysis.cleaning.blocks import Block
from analysis.cleaning.lines import TITLE_LINES, Layout, Line
from analysis.cleaning.vocabulary import part_of
from analysis.cleaning.wording import is_finished

_LABEL = re.compile(
    r"(?:annex(?:e|es)?|anlage|anhang|anexo|allegato|enclosure|attachment)(?: (?:[ivx]{1,4}|\d{1,2}|[a-c]))?\W*"
    r"(?: to .{1,80})?$",
    re.I,
)
LONGEST_COVER = 0.3  # of the characters of a file; what stands before a true annex is longer
LEAST_PROSE = 0.5  # of the characters of a file, in full lines; a list of names, dates or addresses has less
LONGEST_PARAGRAPH = 12  # lines; in a text of sentences some line ends one at least that often


def mark_cover_label(lines: list[Line], layout: Layout) -> None:
    """Let the line ANNEX be boilerplate where nothing but a cover stands before it, and the document behind it.

    Only a label by itself counts: an annex that has a title of its own is a part of the report.
    """
    before, total = 0, sum(len(line.text) for line in lines)
    for i, line in enumerate(lines):
        if before > LONGEST_COVER * total or (part_of(line.text) == "paragraph" and line.shape == "text"):
            return
        if is_label(line) and _is_document(lines[i + 1 :], layout, total):
            line.role = "boilerplate"
            _mark_announced_title(lines[:i], lines[i + 1 : i + 1 + TITLE_LINES])
            return
        before += len(line.text)


def _mark_announced_title(cover: list[Line], document: list[Line]) -> None:
    """Let the lines of some length that cover and document share be headings: the title of the document."""
    shared = {line.text for line in cover if " " in line.text} & {line.text for line in document}
    for part in (cover, document):
        above: Line | None = None  # the first line of the title
        for line in part:
            if line.text in shared and not line.role:
                above, line.role = line, "rest" if above is not None and not line.blank_before else "heading"
                line.words = line.text
            else:
                above = None


def is_label(line: Line) -> bool:
    """Tell whether a line says of what follows that it is an annex, and nothing of what is in it."""
    return line.shape in ("text", "hash") and bool(_LABEL.match(line.text.strip("#*_ \t")))


def _is_document(behind: list[Line], layout: Layout, total: int) -> bool:
    """Tell whether lines are sentences, at least half of the file, up to where the next annex begins."""
    end = next((n for n, line in enumerate(behind) if is_label(line)), len(behind))
    full = 160 if layout.flowing else 0.7 * layout.width
    long = [line for line in behind[:end] if len(line.text) >= full]
    sentences = sum(is_finished(line.text) for line in behind[:end])
    return sum(len(line.text) for line in long) >= LEAST_PROSE * total and sentences * LONGEST_PARAGRAPH >= len(long)


def cover_end(blocks: list[Block]) -> int:
    """Return the place of the label that ends a cover, or 0."""
    return next((i for i, b in enumerate(blocks) if b.kind == "boilerplate" and is_label(b.lines[0])), 0)
