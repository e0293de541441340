"""Find the title page: the title of a report, its authors, and what else stands before the text.

The title page of a text is found by its words (`mark_title_page`), that of a PDF by the type of its lines
(`mark_printed_title_page`). Markdown, HTML and DOCX state their titles: see `readers.parts`.
"""

import re
from collections.abc import Collection
from itertools import pairwise

from analysis.cleaning.blocks import Block
from analysis.cleaning.printed_lines import Measures, Printed
from analysis.cleaning.words import (
    begins_small,
    fold,
    is_date_line,
    is_finished,
    is_imprint,
    is_navigation,
    matches,
    names_body,
    names_persons,
    opens_formula,
    part_of,
)

_NUMBERS = re.compile(r"\d+")
LONGEST_TITLE_PAGE = 60  # blocks
_NUMBERED = re.compile(r"(?:[IVX]{1,5}|\d{1,2}|[A-H])[.)]\s")  # a chapter, no title
_DATED = re.compile(r"\b[A-Z][a-z]{2,8}\.? (?:\d{1,2}, )?(?:19|20)\d\d$")
LARGER = 1.15  # of the size of the running text: what a title is set in at least
LONGEST_TITLE = 100  # characters of a line of a heading
MOST_PAGES = 3  # before the text begins
ENOUGH = 160  # characters in lines of the running text's size that are text


def mark_title_page(blocks: list[Block], title: str, authors: str, heads: Collection[str]) -> None:
    """Tell title, authors and the rest of the title page from the text that follows."""
    end = _title_page_end(blocks)
    known, people = fold(title), fold(authors)
    page = blocks[:end]
    stated = [block for block in page if block.kind == "front"]
    for block in page:
        words, folded = block.words, fold(block.words)
        if block.kind in ("title", "front", "boilerplate"):  # the format says so
            continue
        marked = block.kind == "heading" and block.shape == "hash" and not any(b.kind == "title" for b in page)
        if marked or (len(folded) > 10 and folded in known):
            block.kind = "title"
        elif (folded and folded in people) or names_persons(words):
            block.kind = "author"
        elif is_imprint(words) or is_navigation(words):
            block.kind = "boilerplate"
        else:
            block.kind = "front"
    rest = [b for b in page if b.kind == "front" or (b.kind == "author" and not people)]
    if rest and not any(b.kind == "title" for b in page):
        _likeliest_title(rest, blocks[end:], heads).kind = "title"
    _mark_subtitle([block for block in page if block not in stated])


def _title_page_end(blocks: list[Block]) -> int:
    """Return the number of blocks before the first heading or paragraph of the text itself."""
    for i in range(min(len(blocks), LONGEST_TITLE_PAGE)):
        if _opens_text(blocks, i):
            return i
    return len(blocks) if len(blocks) <= 3 and not any(len(b.words) > 80 for b in blocks) else 0


def _opens_text(blocks: list[Block], i: int) -> bool:
    """Tell whether a block cannot stand on a title page: a part or chapter, a list, a sentence or a paragraph."""
    block, words = blocks[i], blocks[i].words
    if opens_formula(words) or block.kind in ("list_item", "toc", "footnote", "box", "caption"):
        return True
    if block.kind == "paragraph":
        sentence = words[-1:] == "." and len(words.split()) > 4 and words[:1].isupper() and not is_imprint(words)
        small = sum(word[0].islower() for word in words.split()) > 0.6 * len(words.split())
        long = len(words) > 160 or (len(words) > 80 and is_finished(words)) or len(block.lines) > 4
        return long or (sentence and small)
    if block.kind != "heading":
        return False
    if part_of(words) and not _is_rubric(blocks[i : i + 2]):
        return True
    if block.shape == "number":
        return not _is_label(words)
    # of two with number signs; one directly after the other are a title in two parts
    return block.shape == "hash" and any(b.shape == "hash" for b in blocks[:i]) and blocks[i - 1].kind != "heading"


def _is_rubric(pair: list[Block]) -> bool:
    """Tell whether a heading such as "Analysis" is the rubric of a web page: a longer heading follows it directly."""
    longer = pair[-1].kind == "heading" and len(pair[-1].words.split()) > 3
    return longer and matches("rubric", pair[0].words)


def _likeliest_title(page: list[Block], text: list[Block], heads: Collection[str]) -> Block:
    """Return the block of a title page that comes again in the text or above its pages, else the first not a name."""
    headings = {fold(b.words) for b in text if len(b.words) < 200 and b.kind in ("heading", "paragraph")}
    above = [fold(head) for head in heads]
    free = [b for b in page if not _is_label(b.words)] or page
    people = [b for b in page if b.kind == "author"]  # the first of two may be a title that looks like a name

    def likelihood(block: Block) -> tuple[bool, ...]:
        folded = fold(block.words)
        repeated = len(folded) > 8 and any(folded in head for head in above)
        person = block.kind == "author" and (block is not people[0] or len(people) < 2)
        return (folded in headings, repeated, not person, not names_body(block.words), len(block.words.split()) > 1)

    return max(free, key=likelihood)


def _is_label(words: str) -> bool:
    """Tell whether a line of a title page is a date, a series, a number or the name of a rubric."""
    if is_date_line(words) or matches("dated", words) or sum(map(str.isalpha, words)) < 4:
        return True
    if not any(map(str.islower, words)) and len(_NUMBERS.findall(words)) > 1:
        return True  # the codes of a document
    if "://" in words or any(matches(rule, words) for rule in ("series", "rubric", "address line")):
        return True
    return len(words.split()) < 7 and matches("says who", words)  # but not "Report of the Secretary-General on ..."


def _mark_subtitle(page: list[Block]) -> None:
    """Let several words directly after the title belong to it, unless they say who, when or in which series."""
    for before, block in pairwise(page):
        words = block.words
        if before.kind != "title" or block.kind != "front":
            continue
        if (begins_small(words) and not words.startswith("by ")) or before.words.endswith(","):
            block.kind = "title"  # "of 4 May 2018 on ...", as the titles of legal acts go on
        elif len(words.split()) > 3:
            apart = words[0] in "([" or words[0].isdigit() or _is_label(words)
            if not apart and not words.endswith((".", ",", ";")):
                block.kind = "title"
                return


def mark_repeated_title(blocks: list[Block]) -> None:
    """Let a heading that repeats the title be a title, and a line of names directly after it the authors."""
    titles = {fold(b.words) for b in blocks if b.kind == "title"}
    for i, block in enumerate(blocks):
        if block.kind == "heading" and fold(block.words) in titles:
            block.kind = "title"
            for following in blocks[i + 1 : i + 2]:
                names = following.words.rstrip("0123456789⁰¹²³⁴⁵⁶⁷⁸⁹*, ")
                if following.kind in ("heading", "paragraph") and names_persons(names):
                    following.kind = "author"


# The title page of a PDF


def mark_printed_title_page(lines: list[Printed], measures: Measures, title: str) -> None:
    """Mark title, authors and the other lines before the text begins."""
    page = lines[: _text_begins(lines, measures)]
    chosen = _known_title(page, title) or _largest(page, measures)
    if not chosen:
        return
    words = f"{fold(title)} {_joined(chosen)}"
    for p in page[: _end_of_title_page(page, chosen, lines[len(page) :], measures)]:
        folded = fold(p.text)
        if p in chosen or (len(folded) > 20 and folded in words):
            p.role = "title"
        elif part_of(p.text) != "paragraph":
            p.role = "author" if names_persons(p.text) else "front"


def _text_begins(lines: list[Printed], measures: Measures) -> int:
    """Return the number of lines before the first paragraph of running text or the first contents list."""
    run = start = 0
    for i, p in enumerate(lines):
        if p.place.page > MOST_PAGES or p.line.shape == "toc" or part_of(p.text) == "toc":
            return i
        sized = 0.85 * measures.size < p.size < 1.06 * measures.size
        if sized and (len(p.text) > 40 or p.line.shape == "bullet"):
            start = start if run else i
            run += len(p.text)
            if run > ENOUGH:
                return start
        elif not (sized and is_finished(p.text)):
            run = 0
    return 0


def _joined(lines: list[Printed]) -> str:
    return fold(" ".join(p.text for p in lines))


def _known_title(page: list[Printed], title: str) -> list[Printed]:
    """Return the lines, up to six, that together are the title that is known, or most of it."""
    known = fold(title)
    runs = [page[i:j] for i in range(len(page)) for j in range(i + 1, min(i + 6, len(page)) + 1)]
    best = max((run for run in runs if _joined(run) in known), key=lambda run: len(_joined(run)), default=[])
    return best if len(known) > 7 and len(_joined(best)) > 0.5 * len(known) else []


def _largest(page: list[Printed], measures: Measures) -> list[Printed]:
    """Return the lines in the largest type, if it is larger than the running text's and they name no body or date."""
    runs: list[list[Printed]] = []
    for p in page:
        chapter = _NUMBERED.match(p.text) or part_of(p.text)
        if runs and not chapter and abs(runs[-1][-1].size - p.size) < 0.05 * p.size and _is_near(runs[-1][-1], p):
            runs[-1].append(p)
        else:
            runs.append([p])
    titles = [run for run in runs if run[0].size > LARGER * measures.size and _reads_as_title(run)]
    titles = [
        run for run in titles if " " in run[0].text or not run[0].capitals
    ] or titles  # a word in capitals: a logo
    largest = max((run[0].size for run in titles), default=0.0)
    same = [run for run in titles if run[0].size > 0.95 * largest]
    return max(same, key=lambda run: sum(len(p.text) for p in run), default=[])


def _is_near(a: Printed, b: Printed) -> bool:
    return a.place.page == b.place.page and b.place.top - a.place.bottom < a.size


def _reads_as_title(run: list[Printed]) -> bool:
    text = " ".join(p.text for p in run)
    if sum(map(str.isalpha, text)) < 4 or _NUMBERED.match(text) or part_of(text):
        return False
    return not (is_date_line(text) or names_body(text))


def _end_of_title_page(page: list[Printed], chosen: list[Printed], after: list[Printed], measures: Measures) -> int:
    """Return where the title page ends: headings directly above the text, on its page, belong to the text.

    The one nearest to the text needs no more than the looks of a heading; those above it come again in the text.
    """
    again = {p.style for p in after if len(p.text) < LONGEST_TITLE}
    end = len(page)
    if after and page[-1].place.page < after[0].place.page:
        return end
    while page[end - 1] not in chosen and _looks_like_heading(page[end - 1], measures):
        p = page[end - 1]
        if end < len(page) and page[end].size != p.size and not (p.place.bold and p.style in again):
            break
        end -= 1
    return end


def _looks_like_heading(p: Printed, measures: Measures) -> bool:
    if _DATED.search(p.text):
        return False
    return p.place.tag.startswith("H") or p.place.bold or p.size > 1.09 * measures.size
