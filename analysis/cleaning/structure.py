"""What is each block for: title, contents, main text, references? And under which headings does it stand?"""

import re

from analysis.cleaning.blocks import Block, is_capitals, is_finished, plain
from analysis.cleaning.vocabulary import BOILERPLATE, BOX, CONTACT, NOT_A_PERSON, PERSONS, part_of

_DEPTH = re.compile(r"\d{1,2}(?:\.\d{1,2})*")
_ROMAN = re.compile(r"[IVX]{1,5}[.)]?[ \t]")


def rank(blocks: list[Block], title: str = "", authors: str = "") -> None:
    """Give each block its kind and section, and each heading its level."""
    _front(blocks, title, authors)
    _zones(blocks)
    _levels(blocks)
    _sections(blocks)


def _words(block: Block) -> str:
    text = " ".join(
        line.text[line.body - line.start :] if i == 0 else line.text for i, line in enumerate(block.lines)
    )
    return " ".join(plain(text).split())


def _fold(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def _front(blocks: list[Block], title: str, authors: str) -> None:
    """Tell title, authors and the rest of the title page from the text that follows."""
    end = 0
    for end, block in enumerate(blocks):
        words = _words(block)
        first_hash = (
            block.lines[0].shape == "hash"
            and not part_of(words)
            and not any(b.kind == "title" for b in blocks[:end])
        )
        if block.kind == "heading" and not first_hash:
            if part_of(words) or end > 6:
                break
        if (
            len(words) > 150
            or block.kind in ("list_item", "toc", "footnote")
            or (len(words) > 100 and is_finished(words))
        ):
            break
        block.kind = "title" if first_hash else block.kind
    front = blocks[:end]
    known = _fold(title)
    for block in front:
        words = _words(block)
        if block.kind == "title":
            continue
        if known and _fold(words) and _fold(words) in known and len(words) > 12:
            block.kind = "title"
        elif PERSONS.match(words) and not NOT_A_PERSON.search(words):
            block.kind = "author"
        else:
            block.kind = "front"
    if front and not any(b.kind == "title" for b in front):
        longest = max(front, key=lambda b: len(_words(b)) if b.kind == "front" else 0)
        longest.kind = "title"


def _zones(blocks: list[Block]) -> None:
    """Let the headings of contents, glossary, references, annexes and authors tell what stands under them."""
    zone = ""
    box = False
    for i, block in enumerate(blocks):
        if block.kind in ("title", "author", "front"):
            continue
        words = _words(block)
        if block.kind == "heading":
            named = part_of(words)
            zone = (
                named if named and named != "paragraph" else "" if named else zone if zone == "annex" else ""
            )
            box = False
            continue
        if block.kind == "footnote" or block.kind == "boilerplate":
            continue
        if CONTACT.match(words) and len(words) < 160:
            zone = "contact"
        if zone == "toc" and block.kind != "toc":
            zone = "" if len(words) > 120 else zone
        if zone:
            block.kind = "about" if zone == "contact" else zone
            continue
        if block.kind == "toc":
            continue
        if BOX.match(words):
            block.kind, box = "box", True
        elif box and block.kind == "list_item":
            block.kind = "box"
        else:
            box = False


def _levels(blocks: list[Block]) -> None:
    seen: dict[str, int] = {}
    level = 1
    headings = [b for b in blocks if b.kind == "heading"]
    for i, block in enumerate(headings):
        words = _words(block)
        depth = _DEPTH.match(words)
        if block.lines[0].shape == "hash":
            level = max(1, len(block.lines[0].text) - len(block.lines[0].text.lstrip("#")) - 1)
        elif depth and "." in depth[0]:
            level = depth[0].count(".") + 1
        elif depth or _ROMAN.match(words) or is_capitals(words) or (part_of(words) not in ("", "paragraph")):
            level = 1
        else:
            level = seen.get(words.casefold(), 2)
        seen[words.casefold()] = level
        block.level = level


def _sections(blocks: list[Block]) -> None:
    path: list[tuple[int, str]] = []
    for block in blocks:
        if block.kind == "heading":
            while path and path[-1][0] >= (block.level or 1):
                path.pop()
            block.section = tuple(name for _, name in path)
            path.append((block.level or 1, _words(block)))
        elif block.kind not in ("title", "author", "front"):
            block.section = tuple(name for _, name in path)
