"""What stands before and behind the text? Title, authors and furniture of the first page; notices at the end."""

import itertools
import re
from collections.abc import Collection

from analysis.cleaning.blocks import Block
from analysis.cleaning.headings import is_finished
from analysis.cleaning.lines import number_signs
from analysis.cleaning.vocabulary import (
    BOILERPLATE,
    RESIDUE,
    RUBRIC,
    SERIES,
    introduces_person,
    is_date_line,
    is_navigation,
    names_body,
    names_persons,
    opens_formula,
    part_of,
)

_FOLD = re.compile(r"\W+")
_DATED = re.compile(r"\b\d{1,2}[./ ](?:\d{1,2}[./]|[A-Za-zÀ-ÿ]{3,10}\.? )(?:19|20)\d\d\b")
# Lines below a title that say who made a report, or for whom.
_ROLES = r"rapporteurs?|authors?|editors?|contact|distr|original|language|project|client|for|from|to|date"
_MADE = r"edited|prepared|written|published|adopted|presented|submitted|compiled|issued|by|von|par|herausgegeben"
_SAYS_WHO = re.compile(
    rf"(?:{_ROLES})[.]?:+ |(?:{_MADE})\b"
    r"|(?:a )?(?:report|study|paper|briefing) (?:by|of|from|for|prepared|commissioned)\b",
    re.I,
)
_SIGNED = re.compile(r"(?:done|signed|given) at \w|geschehen zu \w|fait à \w|hecho en \w", re.I)
_BETWEEN_NAMES = re.compile(r"^[Bb]y |\s*(?:[,;&/]| and | und | et | y )\s*")
LONGEST_NOTICE = 200  # characters of a notice at the end of a web page


def fold(text: str) -> str:
    """Return text for comparison: small letters, no punctuation."""
    return _FOLD.sub(" ", text.casefold()).strip()


def depth(heading: Block) -> int:
    """Return the number signs of a heading."""
    return number_signs(heading.lines[0].text)


def is_quotation(words: str) -> bool:
    """Tell whether a short text stands in quotation marks as a whole."""
    return 20 < len(words) < 300 and words[0] in '“"„«»‘' and words[-1] in '”"“»«’'


def mark_title_page(blocks: list[Block], title: str, authors: str, heads: Collection[str]) -> None:
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
        elif BOILERPLATE.match(words) or is_navigation(words):
            block.kind = "boilerplate"
        elif is_quotation(words):
            block.kind = "pull_quote"
        else:
            block.kind = "front"
    rest = [b for b in page if b.kind == "front"]
    if rest and not any(b.kind == "title" for b in page):
        _likeliest_title(rest, blocks[end:], heads).kind = "title"
    _mark_subtitle(page)
    _mark_second_title(blocks)


def _title_page_end(blocks: list[Block]) -> int:
    """Return the number of blocks before the first heading or paragraph of the text itself."""
    for i, block in enumerate(blocks):
        known_part = block.kind == "heading" and bool(part_of(block.words)) and not _is_rubric(blocks, i)
        text = block.kind in ("list_item", "toc", "footnote", "box", "caption")
        long = len(block.words) > 160 or (len(block.words) > 80 and is_finished(block.words)) or len(block.lines) > 4
        numbered = block.kind == "heading" and block.lines[0].shape == "number" and not _is_label(block.words)
        second_hash = (
            block.kind == "heading"
            and block.lines[0].shape == "hash"
            and any(b.lines[0].shape == "hash" for b in blocks[:i])
            and (depth(block) != depth(blocks[i - 1]) or blocks[i - 1].kind != "heading")
        )
        if (
            opens_formula(block.words)
            or known_part
            or text
            or numbered
            or second_hash
            or (block.kind == "paragraph" and long)
        ):
            return i
    return len(blocks) if len(blocks) <= 3 and not any(len(b.words) > 80 for b in blocks) else 0


def _is_rubric(blocks: list[Block], i: int) -> bool:
    """Tell whether a heading such as "Analysis" is the rubric of a web page: a longer heading follows it directly."""
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    longer = following is not None and following.kind == "heading" and len(following.words.split()) > 3
    return longer and bool(RUBRIC.match(blocks[i].words)) and blocks[i].lines[0].shape != "hash"


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
    letters = sum(map(str.isalpha, words))
    dated = bool(_DATED.search(words))
    named = SERIES.match(words) or RUBRIC.match(words) or _SAYS_WHO.match(words)
    return is_date_line(words) or dated or bool(named) or letters < 4


def _only_names(words: str) -> bool:
    """Tell whether every word begins with a capital, as in the name of an organisation, and not all is in capitals."""
    return all(w[0].isupper() for w in words.split()) and len(words.split()) < 6 and not words.isupper()


def _mark_subtitle(page: list[Block]) -> None:
    """Let several words directly behind the title belong to it, unless they say who, when or in which series."""
    for before, block in itertools.pairwise(page):
        words = block.words
        if before.kind == "title" and block.kind == "front" and words[:1].islower() and not words.startswith("by "):
            block.kind = "title"  # "of 4 May 2018 on ...", as the titles of legal acts go on
        elif before.kind == "title" and block.kind == "front" and len(words.split()) > 3 and len(words) < 160:
            apart = words[0] in "([" or words[0].isdigit() or _SAYS_WHO.match(words) or "@" in words
            if not apart and not _is_label(words) and not names_body(words) and not words.endswith((".", ",", ";")):
                block.kind = "title"
                return


def _mark_second_title(blocks: list[Block]) -> None:
    """Let a heading directly behind the title, of a rank that no other heading has, be the rest of the title."""
    for before, block in itertools.pairwise(blocks):
        if (
            before.kind == "title"
            and block.kind == "heading"
            and block.lines[0].shape == "hash"
            and not part_of(block.words)
        ):
            alone = [b for b in blocks if b.kind == "heading" and depth(b) <= depth(block)] == [block]
            block.kind = "title" if alone and depth(block) == depth(before) else block.kind
            return


def mark_end_matter(blocks: list[Block]) -> None:
    """Tell signatures, notices of a web page and words about the authors, at the end, from text and notes."""
    _mark_signature(blocks)
    names = [fold(n) for b in blocks if b.kind == "author" for n in _BETWEEN_NAMES.split(b.words) if len(n) > 4]
    end = _notices_begin(blocks)
    for block in blocks[end:]:
        if block.kind in ("heading", "paragraph", "list_item") or (block.kind == "footnote" and block.note is None):
            block.kind = "boilerplate"
    for block in reversed(blocks[:end]):
        unsure = block.kind == "paragraph" or (block.kind == "footnote" and block.note is None)
        if unsure and introduces_person(block.words, any(n and fold(block.words).startswith(n) for n in names)):
            block.kind = "about"
        elif block.kind not in ("boilerplate", "about"):
            return


def _notices_begin(blocks: list[Block]) -> int:
    """Return the place from which on there are notices only, the first of them one that is known."""
    begin = len(blocks)
    for i in range(len(blocks) - 1, len(blocks) // 2, -1):
        block = blocks[i]
        if len(block.words) > LONGEST_NOTICE or block.note is not None or block.kind in ("reference", "annex", "about"):
            break
        begin = i if RESIDUE.match(block.words) else begin
    return begin


def _mark_signature(blocks: list[Block]) -> None:
    """Let the short lines behind the place and date of an act be those who signed it."""
    for i, block in enumerate(blocks):
        if block.kind == "paragraph" and len(block.words) < 80 and _SIGNED.match(block.words):
            for signed in itertools.takewhile(lambda b: len(b.words) < 80 and b.note is None, blocks[i + 1 : i + 4]):
                if signed.kind not in ("heading", "paragraph") or part_of(signed.words):
                    break
                signed.kind = "author"
