"""What stands before the text? Title, subtitle, authors and the rest of a title page."""

import re
from collections.abc import Collection
from itertools import pairwise

from analysis.cleaning.blocks import Block
from analysis.cleaning.covers import cover_end
from analysis.cleaning.pull_quotes import is_quotation
from analysis.cleaning.vocabulary import (
    BOILERPLATE,
    RUBRIC,
    SERIES,
    is_date_line,
    is_navigation,
    names_body,
    names_persons,
    opens_formula,
    part_of,
)
from analysis.cleaning.wording import fold, is_finished

_NUMBERS = re.compile(r"\d+")
_DATED = re.compile(r"\b\d{1,2}[./ ](?:\d{1,2}[./]|[A-Za-zÀ-ÿ]{3,10}\.? )(?:19|20)\d\d\b")
# Lines below a title that say who made a report, or for whom.
_ROLES = r"rapporteurs?|authors?|editors?|contact|distr|original|language|project|client|for|from|to|date"
_MADE = r"edited|prepared|written|published|adopted|presented|submitted|compiled|issued|by|von|par|herausgegeben"
_SAYS_WHO = re.compile(
    rf"(?:{_ROLES})[.]?:+ |(?:{_MADE})\b"
    r"|(?:a )?(?:report|study|paper|briefing) (?:by|of|from|for|prepared|commissioned)\b",
    re.I,
)


def mark_title_page(blocks: list[Block], title: str, authors: str, heads: Collection[str]) -> None:
    """Tell title, authors and the rest of the title page from the text that follows."""
    end = cover_end(blocks) or _title_page_end(blocks)
    known, people = fold(title), fold(authors)
    page = blocks[:end]
    stated = [block for block in page if block.kind == "front"]
    for block in page:
        words, folded = block.words, fold(block.words)
        if block.kind in ("title", "front", "boilerplate"):  # the format says so
            continue
        marked = block.kind == "heading" and block.shape == "hash" and not any(b.kind == "title" for b in page)
        if marked or (known and len(folded) > 10 and (folded in known or known in folded)):
            block.kind = "title"
        elif (people and folded and folded in people) or names_persons(words):
            block.kind = "author"
        elif BOILERPLATE.match(words) or is_navigation(words):
            block.kind = "boilerplate"
        elif is_quotation(words):
            block.kind = "pull_quote"
        else:
            block.kind = "front"
    rest = [b for b in page if b.kind == "front"]
    if rest and not any(b.kind == "title" for b in page):
        _likeliest_title(rest, blocks[end:], heads).kind = "title"
    _mark_subtitle([block for block in page if block not in stated])


def _title_page_end(blocks: list[Block]) -> int:
    """Return the number of blocks before the first heading or paragraph of the text itself."""
    for i in range(len(blocks)):
        if _opens_text(blocks, i):
            return i
    return len(blocks) if len(blocks) <= 3 and not any(len(b.words) > 80 for b in blocks) else 0


def _opens_text(blocks: list[Block], i: int) -> bool:
    """Tell whether a block cannot stand on a title page: a part or chapter, a list, a paragraph of some length."""
    block, words = blocks[i], blocks[i].words
    if opens_formula(words) or block.kind in ("list_item", "toc", "footnote", "box", "caption"):
        return True
    if block.kind == "paragraph":
        return len(words) > 160 or (len(words) > 80 and is_finished(words)) or len(block.lines) > 4
    if block.kind != "heading":
        return False
    if part_of(words) and not _is_rubric(blocks, i):
        return True
    if block.shape == "number":
        return not _is_label(words)
    if block.shape != "hash" or not any(b.shape == "hash" for b in blocks[:i]):
        return False
    before = blocks[i - 1]  # two headings of a rank, one directly behind the other, are a title in two parts
    return before.kind != "heading" or block.number_signs != before.number_signs


def _is_rubric(blocks: list[Block], i: int) -> bool:
    """Tell whether a heading such as "Analysis" is the rubric of a web page: a longer heading follows it directly."""
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    longer = following is not None and following.kind == "heading" and len(following.words.split()) > 3
    return longer and bool(RUBRIC.match(blocks[i].words)) and blocks[i].shape != "hash"


def _likeliest_title(page: list[Block], text: list[Block], heads: Collection[str]) -> Block:
    """Return the block of a title page that comes again in the text or above its pages, else the first not a name."""
    headings = {fold(b.words) for b in text if len(b.words) < 200 and b.kind in ("heading", "paragraph")}
    above = [fold(head) for head in heads]
    free = [b for b in page if not _is_label(b.words)] or [b for b in page if not is_date_line(b.words)] or page

    def likelihood(block: Block) -> tuple[bool, ...]:
        folded = fold(block.words)
        repeated = len(folded) > 8 and any(folded in head for head in above)
        more = len(block.words.split()) > 1
        return (folded in headings, repeated, not names_body(block.words), not _only_names(block.words), more)

    return max(free, key=likelihood)


def _is_label(words: str) -> bool:
    """Tell whether a line of a title page is a date, a series, a number or the name of a rubric."""
    if is_date_line(words) or _DATED.search(words) or sum(map(str.isalpha, words)) < 4:
        return True
    if not any(map(str.islower, words)) and len(_NUMBERS.findall(words)) > 1:
        return True  # the codes of a document
    return any(pattern.match(words) for pattern in (SERIES, RUBRIC, _SAYS_WHO))


def _only_names(words: str) -> bool:
    """Tell whether every word begins with a capital, as in the name of an organisation, and not all is in capitals."""
    return all(w[0].isupper() for w in words.split()) and len(words.split()) < 6 and not words.isupper()


def _mark_subtitle(page: list[Block]) -> None:
    """Let several words directly behind the title belong to it, unless they say who, when or in which series."""
    for before, block in pairwise(page):
        words = block.words
        if before.kind != "title" or block.kind != "front":
            continue
        if words[:1].islower() and not words.startswith("by "):
            block.kind = "title"  # "of 4 May 2018 on ...", as the titles of legal acts go on
        elif len(words.split()) > 3 and len(words) < 160:
            apart = words[0] in "([" or words[0].isdigit() or _SAYS_WHO.match(words) or "@" in words
            if not apart and not _is_label(words) and not names_body(words) and not words.endswith((".", ",", ";")):
                block.kind = "title"
                return
