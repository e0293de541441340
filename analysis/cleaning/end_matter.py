"""What stands behind the text? Signatures of an act, words about the authors, notices of a web page."""

import re
from itertools import takewhile

from analysis.cleaning.blocks import Block
from analysis.cleaning.vocabulary import RESIDUE, introduces_person, part_of
from analysis.cleaning.wording import fold

_SIGNED = re.compile(r"(?:done|signed|given) at \w|geschehen zu \w|fait à \w|hecho en \w", re.I)
_BETWEEN_NAMES = re.compile(r"^[Bb]y |\s*(?:[,;&/]| and | und | et | y )\s*")
LONGEST_NOTICE = 200  # characters of a notice at the end of a web page
LONGEST_SIGNATURE = 80  # characters of a line of a signature


def mark_end_matter(blocks: list[Block]) -> None:
    """Tell signatures, notices of a web page and words about the authors, at the end, from text and notes."""
    _mark_signature(blocks)
    end = _notices_begin(blocks)
    for block in blocks[end:]:
        if block.kind in ("heading", "paragraph", "list_item", "about") or _is_unnumbered_note(block):
            block.kind = "boilerplate"
    names = [fold(n) for b in blocks if b.kind == "author" for n in _BETWEEN_NAMES.split(b.words) if len(n) > 4]
    for block in reversed(blocks[:end]):
        named = any(n and fold(block.words).startswith(n) for n in names)
        if (block.kind == "paragraph" or _is_unnumbered_note(block)) and introduces_person(block.words, named):
            block.kind = "about"
        elif block.kind not in ("boilerplate", "about"):
            return


def _is_unnumbered_note(block: Block) -> bool:
    """Tell whether a block counts as a note only because it stands under such a heading."""
    return block.kind == "footnote" and block.note is None


def _notices_begin(blocks: list[Block]) -> int:
    """Return the place from which on there are notices only, the first of them one that is known."""
    begin = len(blocks)
    for i in range(len(blocks) - 1, len(blocks) // 2, -1):
        block = blocks[i]
        if len(block.words) > LONGEST_NOTICE or block.note is not None or block.kind in ("reference", "annex"):
            break
        residue = RESIDUE.match(block.words)
        if block.kind == "about" and not residue:
            break
        begin = i if residue else begin
    return begin


def _mark_signature(blocks: list[Block]) -> None:
    """Let the short lines behind the place and date of an act be those who signed it."""
    for i, block in enumerate(blocks):
        if block.kind == "paragraph" and _is_short(block) and _SIGNED.match(block.words):
            for signed in takewhile(_is_short, blocks[i + 1 : i + 4]):
                if signed.kind not in ("heading", "paragraph") or part_of(signed.words):
                    break
                signed.kind = "author"


def _is_short(block: Block) -> bool:
    return len(block.words) < LONGEST_SIGNATURE and block.note is None
