"""What is each block for: title page, contents, main text, references, annex? And under which heading does it stand?"""

import itertools
import re
from collections.abc import Collection

from analysis.cleaning.blocks import Block
from analysis.cleaning.headings import is_finished, plain
from analysis.cleaning.levels import set_levels
from analysis.cleaning.matter import depth, fold, is_quotation, mark_end_matter, mark_title_page
from analysis.cleaning.vocabulary import (
    BOILERPLATE,
    BOX,
    BOX_TITLE,
    CONTACT,
    names_persons,
    part_of,
)

_SOURCE = re.compile(r"(?:sources?|quellen?|fuente|notes?)\s*: ", re.I)
SAME_WORDS = 0.85  # of a quotation that the text beside it says with other words between
MOST_QUOTES = 50  # pull quotes looked for in a report, so that the time stays in proportion to its length


def rank(blocks: list[Block], title: str = "", authors: str = "", heads: Collection[str] = ()) -> None:
    """Give each block its final kind, each heading its level, and both the path of headings above them.

    Title and authors, where they are known, and the running heads of the pages tell what is the title.
    """
    for block in blocks:
        block.words = _words(block)
    mark_title_page(blocks, title, authors, heads)
    _mark_zones(blocks)
    _mark_repeated_title(blocks)
    mark_end_matter(blocks)
    _mark_pull_quotes(blocks)
    _mark_image_texts(blocks)
    set_levels(blocks)
    _set_sections(blocks)


def _words(block: Block) -> str:
    """Return the text of a short block without marks; of a long one its beginning is enough."""
    first = block.lines[0]
    text = first.text[first.body - first.start :]
    if len(block.lines) > 1:
        text = " ".join([text, *(line.text for line in block.lines[1:4])])
    return " ".join(plain(text[:400]).split())


def _mark_zones(blocks: list[Block]) -> None:
    """Let the headings of contents, glossary, references, annexes and authors tell what stands under them."""
    zone = ""
    box = False
    for i, block in enumerate(blocks):
        if block.kind in ("title", "author", "front"):
            continue
        if block.kind == "heading" and zone != "contact":
            zone = _zone_under(block, zone)
            box = False
            continue
        if block.kind in ("footnote", "boilerplate"):
            continue
        if (
            zone != "about"
            and CONTACT.match(block.words)
            and len(block.words) < 160
            and _only_contact_follows(blocks, i)
        ):
            zone = "contact"
        if zone == "toc" and block.kind != "toc" and (len(block.words) > 120 or block.kind == "list_item"):
            zone = ""
        if zone:
            block.kind = "about" if zone == "contact" else zone
            if zone == "contact":
                block.section = ("-",)
        elif block.kind == "toc":
            continue
        elif i and blocks[i - 1].kind in ("box", "caption") and _names_source(block):
            block.kind = "caption"
        elif block.kind == "paragraph" and len(block.words) < 300 and BOILERPLATE.match(block.words):
            block.kind = "boilerplate"
        elif (
            block.kind == "paragraph"
            and not block.lines[0].gap
            and i
            and blocks[i - 1].kind == "box"
            and BOX_TITLE.match(blocks[i - 1].words)
        ):
            block.kind = "box"
        elif _opens_box(block):
            block.kind, box = "box", True
        elif box and (block.kind == "list_item" or block.lines[0].shape == "quote"):
            block.kind = "box"
        else:
            box = False
            if block.kind == "paragraph" and block.lines[0].shape == "address" and len(block.lines) == 1:
                block.kind = "boilerplate"


def _opens_box(block: Block) -> bool:
    """Tell whether a line is the title of a box whose items or quoted lines follow."""
    titled = block.lines[0].shape == "quote" and bool(BOX_TITLE.match(block.words))
    return titled or (block.words.endswith(":") and bool(BOX.match(block.words)))


def _names_source(block: Block) -> bool:
    """Tell whether a line says where a table or figure is from."""
    return block.kind == "paragraph" and len(block.words) < 200 and bool(_SOURCE.match(block.words))


def _zone_under(heading: Block, zone: str) -> str:
    """Return the kind of what stands under a heading; an annex goes on under its own headings."""
    named = part_of(heading.words)
    if named and named != "paragraph":
        return named
    inside = zone == "annex" and (heading.lines[0].shape != "hash" or depth(heading) > 2 or not named)
    return "annex" if inside and not (named == "paragraph" and heading.words.isupper()) else ""


def _only_contact_follows(blocks: list[Block], i: int) -> bool:
    """Tell whether a report ends with addresses: short blocks only, from here on."""
    rest = blocks[i + 1 :]
    return (
        len(rest) < 25
        and all(len(b.words) < 120 for b in rest)
        and any("@" in b.words or "www." in b.words for b in blocks[i:])
    )


def _mark_repeated_title(blocks: list[Block]) -> None:
    """Let a heading that repeats the title be a title, and a line of names directly behind it the authors."""
    titles = {fold(b.words) for b in blocks if b.kind == "title"}
    for i, block in enumerate(blocks):
        if block.kind == "heading" and fold(block.words) in titles:
            block.kind = "title"
            following = blocks[i + 1] if i + 1 < len(blocks) else None
            if (
                following
                and following.kind in ("heading", "paragraph")
                and names_persons(following.words.rstrip("0123456789⁰¹²³⁴⁵⁶⁷⁸⁹*, "))
            ):
                following.kind = "author"


def _mark_pull_quotes(blocks: list[Block]) -> None:
    """Let a short block in quotation marks be a pull quote where the text says the same elsewhere."""
    candidates = [b for b in blocks if b.kind in ("paragraph", "heading") and is_quotation(b.words)]
    running = [b for b in blocks if b.kind in ("paragraph", "list_item")] if candidates else []
    for block in candidates[:MOST_QUOTES]:
        if _is_shortened(block, blocks):
            block.kind = "pull_quote"
            continue
        words = fold(block.words)
        rarest = max(words.split(), key=len)
        for other in running:
            if other is not block and any(rarest in line.text for line in other.lines) and words in _folded(other):
                block.kind = "pull_quote"


def _is_shortened(quote: Block, blocks: list[Block]) -> bool:
    """Tell whether a paragraph next to a short quotation has nearly all of its words, in their order."""
    i = next(n for n, block in enumerate(blocks) if block is quote)
    words = fold(quote.words).split()
    near = [b for b in (*blocks[max(0, i - 2) : i], *blocks[i + 1 : i + 3]) if b.kind == "paragraph"]
    return len(words) > 5 and any(_in_order(words, _folded(b).split()) >= SAME_WORDS * len(words) for b in near)


def _in_order(words: list[str], text: list[str]) -> int:
    """Return how many of the words the text has in their order; one that it lacks is passed over."""
    at = found = 0
    for word in words:
        if word in text[at:]:
            at = text.index(word, at) + 1
            found += 1
    return found


def _folded(block: Block) -> str:
    return fold(" ".join(line.text for line in block.lines))


def _mark_image_texts(blocks: list[Block]) -> None:
    """Let a short line that no sentence ends, directly before an image, be the alternative text of it."""
    for block, following in itertools.pairwise(blocks):
        image = following.kind == "boilerplate" and following.lines[0].shape == "image"
        if image and block.kind in ("paragraph", "heading") and len(block.words) < 80 and not is_finished(block.words):
            block.kind = "boilerplate"


def _set_sections(blocks: list[Block]) -> None:
    """Give each block the path of the headings it stands under; the title page and addresses have none."""
    path: list[tuple[int, str]] = []
    for block in blocks:
        if block.kind == "heading":
            level = block.level or 1
            while path and path[-1][0] >= level:
                path.pop()
            block.section = tuple(name for _, name in path)
            path.append((level, block.words))
        elif block.kind in ("title", "author", "front") or block.section == ("-",):
            block.section = ()
        else:
            block.section = tuple(name for _, name in path)
