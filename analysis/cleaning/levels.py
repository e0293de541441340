"""How deep does each heading stand? From the contents list, its number, its marks, its letters, in this order."""

import re

from analysis.cleaning.blocks import Block
from analysis.cleaning.vocabulary import CHAPTER_WORD, names_apparatus
from analysis.cleaning.wording import fold, is_capitals

_NUMBER = re.compile(
    r"(?P<decimal>\d{1,2}(?:\.\d{1,2})+)\.?\s|(?P<arabic>\d{1,2})[.):]?\s|(?P<roman>[IVX]{1,5})[.):]?\s|(?P<letter>[A-H])[.)]\s"
)
# Parts that are chapters wherever headings are not told apart by capitals.
_TOP = re.compile(
    r"(?:executive summary|summary|abstract|foreword|preface|introduction|conclusions?|einleitung|fazit|résumé)$",
    re.I,
)
_PAGE = re.compile(r"\W*\b(?:\d{1,3}|[ivxlc]+)\W*$")


def set_levels(blocks: list[Block]) -> None:
    """Give each heading its level, from 1."""
    headings = [b for b in blocks if b.kind == "heading"]
    if all(b.level for b in headings):  # none, or the format states them
        return
    known = _contents_levels(blocks)
    if any(b.shape == "hash" for b in headings):
        _by_marks(headings, known)
    else:
        _by_letters(blocks, known)


def _numbering(words: str) -> str:
    """Return the kind of number a heading begins with: decimal, arabic, roman, letter, or none."""
    found = _NUMBER.match(words)
    return (found.lastgroup or "") if found else ""


def _decimal_depth(words: str) -> int:
    found = _NUMBER.match(words)
    return found["decimal"].count(".") + 1 if found and found["decimal"] else 0


def _contents_levels(blocks: list[Block]) -> dict[str, int]:
    """Read levels from the contents list: bold entries are first; below them, numbered ones come before plain ones."""
    entries = [b for b in blocks if b.kind == "toc" and len(b.words) > 2]
    bold = [b.lines[0].text.lstrip().startswith(("<b>", "**")) for b in entries]
    indents = sorted({b.lines[0].indent for b in entries})
    levels: dict[str, int] = {}
    if any(_decimal_depth(b.words) for b in entries):
        depths = [_decimal_depth(b.words) or 1 for b in entries]
    elif any(bold) and not all(bold):
        depths = _depths_below_bold(entries, bold)
    elif len(indents) in (2, 3, 4):
        depths = [indents.index(b.lines[0].indent) + 1 for b in entries]
    else:
        return {}
    for block, depth in zip(entries, depths, strict=True):
        levels.setdefault(fold(_PAGE.sub("", block.words)), depth)
    return levels


def _depths_below_bold(entries: list[Block], bold: list[bool]) -> list[int]:
    depths = []
    numbered = False
    for block, first in zip(entries, bold, strict=True):
        name = _PAGE.sub("", block.words)
        if first or names_apparatus(name) or _TOP.match(name):
            numbered = False
            depths.append(1)
        elif _numbering(block.words):
            numbered = True
            depths.append(2)
        else:
            depths.append(3 if numbered else 2)
    return depths


def _by_marks(headings: list[Block], known: dict[str, int]) -> None:
    """Rank headings with number signs; where the contents list or a decimal number says more, it is believed.

    A heading that neither names takes the level of the nearest one before it that looks the same.
    """
    lowest = min(b.number_signs for b in headings if b.number_signs)
    decimals = any(_decimal_depth(b.words) for b in headings)
    looks: dict[tuple, int] = {}
    before: tuple[int, int] | None = None  # number signs and level of the heading before
    for block in headings:
        words, numbering, signs = block.words, _numbering(block.words), block.number_signs
        look = (signs, numbering, block.lines[0].text.rstrip().endswith("*"))
        depth = _decimal_depth(words) or int(decimals and numbering in ("arabic", "roman"))
        if fold(words) in known:
            level = known[fold(words)]
        elif depth:
            level = depth
        elif known and signs <= lowest + 1 and names_apparatus(words):
            level = 1
        elif known and look in looks:
            level = looks[look]
        elif before is None or not (known or decimals):
            level = (signs or lowest) - lowest + 1
        else:
            deeper = (signs or before[0]) - before[0]
            level = max(1, before[1] + min(1, deeper))
        looks[look] = level
        before = (signs or lowest, level)
        block.level = level


def _by_letters(blocks: list[Block], known: dict[str, int]) -> None:
    """Rank headings without marks: numbers by their depth, capitals first, the others by how they follow each other."""
    headings = [b for b in blocks if b.kind == "heading"]
    numberings = {_numbering(b.words) for b in headings}
    capitals = any(is_capitals(b.words) for b in headings)
    base = 2 if capitals or numberings & {"decimal", "arabic", "roman"} else 1
    section: list[Block] = []  # headings since the last one of the first level
    for above, block in zip([None, *blocks], blocks, strict=False):
        if block.kind != "heading":
            continue
        block.level = known.get(fold(block.words)) or _sure_level(block.words, "roman" in numberings)
        if not block.level and not capitals and _TOP.match(block.words):
            block.level = 1
        if not block.level:
            stacked = above is not None and above.kind == "heading"
            block.level = _relative_level(block, section, base, stacked)
        section = [block] if block.level == 1 else [*section, block]


def _sure_level(words: str, roman: bool) -> int:
    """Return the level that a heading's own number or letters tell, or 0; with `roman`, chapters have such numbers."""
    numbering = _numbering(words)
    if numbering == "decimal":
        return _decimal_depth(words)
    if numbering == "arabic":
        return 2 if roman else 1
    first = numbering == "roman" or is_capitals(words) or CHAPTER_WORD.match(words) or names_apparatus(words)
    return 1 if first else 0


def _relative_level(block: Block, section: list[Block], base: int, stacked: bool) -> int:
    """Rank a heading by those before it in its section: the same words, a heading directly above, the same style."""
    before = section[-1] if section else None
    same = next((b for b in reversed(section) if fold(b.words) == fold(block.words)), None)
    if same is not None:
        if stacked and before is not None and (before.level or 1) >= (same.level or 1) > base:
            before.level = (same.level or 1) - 1
        return same.level or base
    if before is None or (len(section) == 1 and before.level == 1 and base == 2):
        return base
    deepest = before.level or base
    if stacked:
        return deepest + 1
    style = _style(block.words)
    for level in range(deepest, base - 1, -1):
        styles = {_style(b.words) for b in section if b.level == level} - {""}
        if not style or not styles or style in styles:
            return level
    return max(deepest, base)


def _style(words: str) -> str:
    """Return how the words of a heading begin: in capitals ("title"), as in a sentence, or "" where one cannot tell."""
    longer = [w for w in re.findall(r"[^\W\d_]+", words)[1:] if len(w) > 3]
    if not longer:
        return ""
    return "title" if all(w[0].isupper() for w in longer) else "sentence"
