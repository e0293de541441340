"""Find the title page of a PDF: the title by its words or its size, and what stands around it before the text."""

import re

from analysis.cleaning.layout_lines import Measures, Printed
from analysis.cleaning.words import fold, is_date_line, is_finished, names_body, names_persons, part_of

_NUMBERED = re.compile(r"(?:[IVX]{1,5}|\d{1,2}|[A-H])[.)]\s")  # a chapter, no title
_DATED = re.compile(r"\b[A-Z][a-z]{2,8}\.? (?:\d{1,2}, )?(?:19|20)\d\d$")
LARGER = 1.15  # of the size of the running text: what a title is set in at least
LONGEST_TITLE = 100  # characters of a line of a heading
MOST_PAGES = 3  # before the text begins
ENOUGH = 160  # characters in lines of the running text's size that are text


def mark_title_page(lines: list[Printed], measures: Measures, title: str, authors: str) -> None:
    """Mark title, authors and the other lines before the text begins."""
    page = lines[: _text_begins(lines, measures)]
    if not page:
        return
    chosen = _known_title(page, title) or _largest(page, measures)
    if not chosen:
        return
    people, words = fold(authors), f"{fold(title)} {fold(' '.join(p.text for p in chosen))}"
    for p in page[: _end_of_title_page(page, chosen, lines[len(page) :], measures)]:
        folded = fold(p.text)
        if p in chosen or (len(folded) > 20 and folded in words):
            p.role = "title"
        elif (people and folded and folded in people) or names_persons(p.text):
            p.role = "author"
        else:
            p.role = "front"


def _text_begins(lines: list[Printed], measures: Measures) -> int:
    """Return the number of lines before the first paragraph of running text, contents list or tagged heading."""
    run = start = 0
    for i, p in enumerate(lines):
        if p.place.page > MOST_PAGES:
            return i
        if p.line.shape == "toc" or p.place.tag in ("TOC", "Note") or part_of(p.text) == "toc":
            return i
        sized = 0.85 * measures.size < p.size < 1.06 * measures.size
        if not (sized and len(p.text) > 40) and p.line.shape != "bullet":
            run = run if run and sized and is_finished(p.text) else 0
            continue
        if not run:
            start = i
        run += len(p.text)
        if run > ENOUGH:
            return start
    return 0


def _known_title(page: list[Printed], title: str) -> list[Printed]:
    """Return the lines that together are the title that is known."""
    known = fold(title)
    best: list[Printed] = []
    if len(known) < 8:
        return best
    for i in range(len(page)):
        run: list[Printed] = []
        for p in page[i : i + 6]:
            run.append(p)
            words = fold(" ".join(q.text for q in run))
            if fold(run[0].text) not in known and known not in fold(run[0].text):
                break
            if words == known:
                return run
            if words in known and len(words) > len(fold(" ".join(q.text for q in best))):
                best = list(run)
    return best if len(fold(" ".join(q.text for q in best))) > 0.5 * len(known) else []


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
    largest = max((run[0].size for run in titles), default=0.0)
    same = [run for run in titles if run[0].size > 0.95 * largest]
    return max(same, key=lambda run: sum(len(p.text) for p in run), default=[])


def _is_near(a: Printed, b: Printed) -> bool:
    return a.place.page == b.place.page and b.place.top - a.place.bottom < a.size


def _reads_as_title(run: list[Printed]) -> bool:
    text = " ".join(p.text for p in run)
    if sum(map(str.isalpha, text)) < 4 or run[0].place.rotated or _NUMBERED.match(text) or part_of(text):
        return False
    return not (is_date_line(text) or names_body(text) or names_persons(text))


def _end_of_title_page(page: list[Printed], chosen: list[Printed], after: list[Printed], measures: Measures) -> int:
    """Return where the title page ends: headings directly above the text belong to the text.

    The one nearest to the text needs no more than the looks of a heading; those above it come again in the text.
    """
    size = min(p.size for p in chosen)
    again = {p.style for p in after if len(p.text) < LONGEST_TITLE}
    end = len(page)
    while end and page[end - 1] not in chosen and _looks_like_heading(page[end - 1], size, measures):
        p = page[end - 1]
        clear = p.style in again and (p.place.bold or p.size > 1.2 * measures.size)
        if end < len(page) and page[end].size != p.size and not clear:
            break
        end -= 1
    return end


def _looks_like_heading(p: Printed, title_size: float, measures: Measures) -> bool:
    named = bool(_NUMBERED.match(p.text) or part_of(p.text))
    if is_date_line(p.text) or _DATED.search(p.text) or names_persons(p.text):
        return False
    stands_out = p.place.tag.startswith("H") or p.place.bold or p.size > 1.09 * measures.size
    return named or (stands_out and p.size < 0.97 * title_size)
