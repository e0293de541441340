"""What is each block for: title page, contents, main text, references, annex? And under which heading does it stand?"""

import itertools
import re

from analysis.cleaning.blocks import Block
from analysis.cleaning.headings import is_finished, plain
from analysis.cleaning.levels import set_levels
from analysis.cleaning.vocabulary import (
    BOILERPLATE,
    BOX,
    BOX_TITLE,
    CONTACT,
    SERIES,
    is_date_line,
    names_persons,
    opens_formula,
    part_of,
)

TITLE_PAGE = 14  # blocks; a title page that goes on for longer is none
MOST_QUOTES = 50  # pull quotes looked for in a report, so that the time stays in proportion to its length
_FOLD = re.compile(r"\W+")


def rank(blocks: list[Block], title: str = "", authors: str = "") -> None:
    """Give each block its final kind, each heading its level, and both the path of headings above them."""
    for block in blocks:
        block.words = _words(block)
    _mark_title_page(blocks, title, authors)
    _mark_zones(blocks)
    _mark_repeated_title(blocks)
    _mark_pull_quotes(blocks)
    _mark_image_texts(blocks)
    set_levels(blocks)
    _set_sections(blocks)


def fold(text: str) -> str:
    """Return text for comparison: small letters, no punctuation."""
    return _FOLD.sub(" ", text.casefold()).strip()


def _words(block: Block) -> str:
    """Return the text of a short block without marks; of a long one its beginning is enough."""
    first = block.lines[0]
    text = first.text[first.body - first.start :]
    if len(block.lines) > 1:
        text = " ".join([text, *(line.text for line in block.lines[1:4])])
    return " ".join(plain(text[:400]).split())


def _mark_title_page(blocks: list[Block], title: str, authors: str) -> None:
    """Tell title, authors and the rest of the title page from the text that follows."""
    end = _title_page_end(blocks)
    known, people = fold(title), fold(authors)
    page = blocks[:end]
    for block in page:
        words, folded = block.words, fold(block.words)
        first_rank = (
            block.kind == "heading" and block.lines[0].shape == "hash" and not any(b.kind == "title" for b in page)
        )
        if first_rank or (known and len(folded) > 10 and (folded in known or known in folded)):
            block.kind = "title"
        elif (people and folded and folded in people) or names_persons(words):
            block.kind = "author"
        elif BOILERPLATE.match(words):
            block.kind = "boilerplate"
        else:
            block.kind = "front"
    rest = [b for b in page if b.kind == "front"]
    if rest and not any(b.kind == "title" for b in page):
        _likeliest_title(rest, blocks[end:]).kind = "title"
    _mark_subtitle(page)
    _mark_second_title(blocks)


def _title_page_end(blocks: list[Block]) -> int:
    """Return the number of blocks before the first heading or paragraph of the text itself."""
    for i, block in enumerate(blocks):
        known_part = block.kind == "heading" and bool(part_of(block.words))
        text = block.kind in ("list_item", "toc", "footnote", "box", "caption")
        long = len(block.words) > 160 or (len(block.words) > 80 and is_finished(block.words)) or len(block.lines) > 4
        numbered = block.kind == "heading" and block.lines[0].shape == "number"
        second_hash = (
            block.kind == "heading"
            and block.lines[0].shape == "hash"
            and any(b.lines[0].shape == "hash" for b in blocks[:i])
            and (_depth(block) != _depth(blocks[i - 1]) or blocks[i - 1].kind != "heading")
        )
        if opens_formula(block.words) or known_part or text or numbered or second_hash or (block.kind == "paragraph" and long):
            return i
    return len(blocks) if len(blocks) <= 3 and not any(len(b.words) > 80 for b in blocks) else 0


def _likeliest_title(page: list[Block], text: list[Block]) -> Block:
    """Return the block of a title page that comes again in the text; else the first that is not just names."""
    headings = {fold(b.words) for b in text if len(b.words) < 200 and b.kind in ("heading", "paragraph")}
    dated = [b for b in page if not is_date_line(b.words)] or page
    named = [b for b in dated if not SERIES.match(b.words) and len(b.words.split()) > 2] or dated
    return max(named, key=lambda b: (fold(b.words) in headings, not _only_names(b.words)))


def _only_names(words: str) -> bool:
    """Tell whether every longer word begins with a capital, as in the name of an organisation."""
    return all(w[0].isupper() for w in words.split() if len(w) > 3) and len(words.split()) < 6


def _mark_subtitle(page: list[Block]) -> None:
    """Let an emphasised line directly behind a title with a number sign belong to it."""
    for before, block in itertools.pairwise(page):
        emphasised = (
            block.lines[0].text.startswith(("*", "_")) and block.kind == "front" and len(block.words.split()) > 6
        )
        if before.kind == "title" and before.lines[0].shape == "hash" and emphasised:
            block.kind = "title"


def _mark_second_title(blocks: list[Block]) -> None:
    """Let a heading directly behind the title, of a rank that no other heading has, be the rest of the title."""
    for before, block in itertools.pairwise(blocks):
        if (
            before.kind == "title"
            and block.kind == "heading"
            and block.lines[0].shape == "hash"
            and not part_of(block.words)
        ):
            alone = [b for b in blocks if b.kind == "heading" and _depth(b) <= _depth(block)] == [block]
            block.kind = "title" if alone and _depth(block) == _depth(before) else block.kind
            return


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
        elif block.words.endswith(":") and BOX.match(block.words):
            block.kind, box = "box", True
        elif box and (block.kind == "list_item" or block.lines[0].shape == "quote"):
            block.kind = "box"
        else:
            box = False
            if block.kind == "paragraph" and block.lines[0].shape == "address" and len(block.lines) == 1:
                block.kind = "boilerplate"


def _zone_under(heading: Block, zone: str) -> str:
    """Return the kind of what stands under a heading; an annex goes on under its own headings."""
    named = part_of(heading.words)
    if named and named != "paragraph":
        return named
    inside = zone == "annex" and (heading.lines[0].shape != "hash" or _depth(heading) > 2 or not named)
    return "annex" if inside and not (named == "paragraph" and heading.words.isupper()) else ""


def _depth(heading: Block) -> int:
    return len(heading.lines[0].text) - len(heading.lines[0].text.lstrip("#"))


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
    candidates = [b for b in blocks if b.kind in ("paragraph", "heading") and _is_quotation(b.words)]
    running = [b for b in blocks if b.kind in ("paragraph", "list_item")] if candidates else []
    for block in candidates[:MOST_QUOTES]:
        words = fold(block.words)
        rarest = max(words.split(), key=len)
        for other in running:
            if other is not block and any(rarest in line.text for line in other.lines) and words in _folded(other):
                block.kind = "pull_quote"


def _folded(block: Block) -> str:
    return fold(" ".join(line.text for line in block.lines))


def _is_quotation(words: str) -> bool:
    return 20 < len(words) < 300 and words[0] in '“"„«»‘' and words[-1] in '”"“»«’'


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
