"""What is each block for: title page, contents, main text, references, annex? And under which heading does it stand?

Takes the blocks as they were joined; gives each its final kind, headings their level, and all the headings above them.
"""

import re
from collections.abc import Collection
from itertools import pairwise

from analysis.cleaning.blocks import Block
from analysis.cleaning.end_matter import mark_end_matter
from analysis.cleaning.kinds import Zone
from analysis.cleaning.levels import set_levels
from analysis.cleaning.pull_quotes import mark_pull_quotes
from analysis.cleaning.title_page import mark_title_page
from analysis.cleaning.vocabulary import BOILERPLATE, BOX_TITLE, CONTACT, names_box, names_persons, part_of
from analysis.cleaning.wording import fold, is_finished, plain, without_targets

_SOURCE = re.compile(r"(?:sources?|quellen?|fuente|notes?)\s*: ", re.I)
_TITLE_PAGE = ("title", "author", "front")
_SETTLED = (*_TITLE_PAGE, "footnote", "boilerplate")  # blocks that are what they are wherever they stand
_ADDRESS = re.compile(r"@|www\.|\+\d\d[ \d]|\btel\b", re.I)
MOST_ADDRESSES = 25  # blocks at the end of a report
ENOUGH = 400  # characters of a block that tell what it is for


def find_structure(
    blocks: list[Block], title: str = "", authors: str = "", heads: Collection[str] = (), stated: bool = False
) -> None:
    """Give each block its final kind, each heading its level, and both the path of headings above them.

    Title and authors, where they are known, and the running heads of the pages tell what is the title. `stated`: title
    page and levels are known.
    """
    for block in blocks:
        block.words = _words(block)
    if not stated:
        mark_title_page(blocks, title, authors, heads)
    contact = _mark_zones(blocks)
    mark_end_matter(blocks)
    if not stated:
        _mark_tables(blocks)
        _mark_repeated_title(blocks)
        mark_pull_quotes(blocks)
        _mark_image_texts(blocks)
        set_levels(blocks)
    _set_sections(blocks, contact)


def _words(block: Block) -> str:
    """Return the text of a short block without marks; of a long one its beginning is enough."""
    first = block.lines[0]
    text = first.text[first.body - first.start :]
    if len(block.lines) > 1:
        text = " ".join([text, *(line.text for line in block.lines[1:4])])
    return " ".join(plain(without_targets(text[:ENOUGH])).split())


def _mark_zones(blocks: list[Block]) -> int:
    """Let the headings of contents, glossary, references, annexes and authors tell what stands under them.

    Return the place from which on there are addresses only.
    """
    zone: Zone = ""  # of the entries under the last heading; "" where it is running text
    in_box = False
    for i, block in enumerate(blocks):
        if block.kind in _SETTLED:
            continue
        if block.kind == "heading":
            zone, in_box = _zone_under(block, zone), False
            continue
        if zone != "about" and _opens_contact(blocks, i):
            for address in blocks[i:]:
                if address.kind not in _SETTLED:
                    address.kind = "about"
            return i
        if zone == "toc" and block.kind != "toc" and (len(block.words) > 120 or block.kind == "list_item"):
            zone = ""
        if zone:
            block.kind = zone
        elif block.kind != "toc":
            in_box = _mark_in_text(block, blocks[i - 1] if i else None, in_box)
    return len(blocks)


def _mark_in_text(block: Block, before: Block | None, in_box: bool) -> bool:
    """Tell boxes, captions and lines of the publisher from running text; return whether a box may go on behind."""
    paragraph = block.kind == "paragraph"
    behind_title = before is not None and before.kind == "box" and BOX_TITLE.match(before.words)
    if before is not None and before.kind in ("box", "caption") and _names_source(block):
        block.kind = "caption"
    elif paragraph and len(block.words) < 300 and BOILERPLATE.match(block.words):
        block.kind = "boilerplate"
    elif paragraph and behind_title and not block.lines[0].blank_before:
        block.kind = "box"
    elif _opens_box(block) or (in_box and (block.kind == "list_item" or block.shape == "quote")):
        block.kind, in_box = "box", True
    else:
        in_box = False
        if paragraph and block.shape == "address" and len(block.lines) == 1:
            block.kind = "boilerplate"
    return in_box


def _mark_tables(blocks: list[Block]) -> None:
    """Let rows of a table be no text: figures and words without sentences. A table of one cell a row is a box."""
    for block in blocks:
        if block.kind == "box" and block.shape == "table" and block.words.strip("| ").count("|"):
            block.kind = "boilerplate"


def _opens_box(block: Block) -> bool:
    """Tell whether a line is the title of a box whose items or quoted lines follow."""
    return names_box(block.words) or (block.shape == "quote" and bool(BOX_TITLE.match(block.words)))


def _names_source(block: Block) -> bool:
    """Tell whether a line says where a table or figure is from."""
    return block.kind == "paragraph" and len(block.words) < 200 and bool(_SOURCE.match(block.words))


def _zone_under(heading: Block, zone: Zone) -> Zone:
    """Return the kind of what stands under a heading; an annex goes on under its own headings."""
    named = part_of(heading.words)
    if named and named != "paragraph":
        return named
    inside = zone == "annex" and (heading.shape != "hash" or heading.number_signs > 2 or not named)
    return "annex" if inside and not (named and heading.words.isupper()) else ""


def _opens_contact(blocks: list[Block], i: int) -> bool:
    """Tell whether a report ends with addresses: a line that asks to write, and short blocks only from here on."""
    if len(blocks) - i > MOST_ADDRESSES or len(blocks[i].words) >= 160 or not CONTACT.match(blocks[i].words):
        return False
    short = all(len(b.words) < 120 for b in blocks[i + 1 :])
    return short and any(_ADDRESS.search(b.words) for b in blocks[i:])


def _mark_repeated_title(blocks: list[Block]) -> None:
    """Let a heading that repeats the title be a title, and a line of names directly behind it the authors."""
    titles = {fold(b.words) for b in blocks if b.kind == "title"}
    for i, block in enumerate(blocks):
        if block.kind == "heading" and fold(block.words) in titles:
            block.kind = "title"
            for following in blocks[i + 1 : i + 2]:
                names = following.words.rstrip("0123456789⁰¹²³⁴⁵⁶⁷⁸⁹*, ")
                if following.kind in ("heading", "paragraph") and names_persons(names):
                    following.kind = "author"


def _mark_image_texts(blocks: list[Block]) -> None:
    """Let a short line that no sentence ends, directly before an image, be the alternative text of it."""
    for block, following in pairwise(blocks):
        image = following.kind == "boilerplate" and following.shape == "image"
        if image and block.kind in ("paragraph", "heading") and len(block.words) < 80 and not is_finished(block.words):
            block.kind = "boilerplate"


def _set_sections(blocks: list[Block], contact: int) -> None:
    """Give each block the path of the headings it stands under; the title page and the addresses have none."""
    path: list[tuple[int, str]] = []
    for i, block in enumerate(blocks):
        if block.kind == "heading":
            level = block.level or 1
            while path and path[-1][0] >= level:
                path.pop()
            block.section = tuple(name for _, name in path)
            path.append((level, block.words))
        elif block.kind not in _TITLE_PAGE and not (i >= contact and block.kind == "about"):
            block.section = tuple(name for _, name in path)
