"""Find the headings of a plain text: by their numbers, capitals and names, or as short lines that stand alone."""

import re
from typing import NamedTuple

from analysis.cleaning.blocks import Line, Zone
from analysis.cleaning.lines import NUMBERED, TextMeasures, contents_leader
from analysis.cleaning.words import (
    fold,
    is_capitals,
    is_date_line,
    is_finished,
    is_imprint,
    is_open_ended,
    last_character,
    matches,
    opens_formula,
    part_of,
    plain,
    zone_after,
)

HALF_TITLE = 40  # characters; a line of this or less says by itself nothing of the width of the lines
_PARAGRAPH_NUMBER = re.compile(r"(\d{1,3})\.?\s")
LONGEST_HEADING = 160  # characters of a heading; the longest in the reports have 120
FOLLOWING = 4  # lines after a heading that tell what stands under it
_ZONES_WITHOUT_TITLES = frozenset(["reference", "toc", "glossary", "about", "footnote"])
_NO_TITLES = frozenset(["image", "page", "caption"])  # shapes; the line above such a line is no heading


class _Candidate(NamedTuple):
    """A line that may be a heading, and what stands around it."""

    line: Line
    text: str  # without marks
    previous: Line | None
    following: Line | None
    zone: Zone  # the kind of part that the last heading opened
    next_number: int  # of the next numbered paragraph, if paragraphs are numbered


def mark_headings(lines: list[Line], measures: TextMeasures) -> None:
    """Give the lines that are headings the role "heading", their words and their zone."""
    contents = _contents(lines)
    zone: Zone = ""
    number = 0
    previous: Line | None = None
    for i, line in enumerate(lines):
        counted = _PARAGRAPH_NUMBER.match(line.text) if line.shape == "number" else None
        if counted and int(counted[1]) == number + 1:
            number += 1
        if zone == "toc" and _ends_contents(line, lines[i + 1 : i + 3], measures):
            zone, line.opens_text = "", True
        if _may_be_heading(line, previous, measures):
            following = lines[i + 1] if i + 1 < len(lines) else None
            text = plain(line.text[line.body - line.start :])
            seen = _Candidate(line, text, previous, following, zone, number + 1)
            if _is_heading(seen, measures) or (contents and fold(text) in contents):
                line.role = "heading"
            if line.role:
                line.words = text
                zone = line.zone = zone_after(text, zone, [n.text for n in lines[i + 1 : i + 1 + FOLLOWING]])
        previous = line


def _ends_contents(line: Line, following: list[Line], measures: TextMeasures) -> bool:
    """Tell whether running text begins with a line after a contents list: a full line of small words, no entry near."""
    if line.shape not in ("text", "number") or any(n.shape == "toc" for n in following):
        return False
    words = line.text.split()
    full = len(line.text) > max(HALF_TITLE, 0.7 * measures.width)
    return full and sum(word[0].islower() for word in words) > 0.6 * len(words)


def _may_be_heading(line: Line, previous: Line | None, measures: TextMeasures) -> bool:
    """Tell at little cost whether a line is short and something new may begin with it."""
    if line.role or line.shape == "hash":
        return not line.role
    short = line.shape in ("text", "number") and len(line.text) <= LONGEST_HEADING
    return short and _starts_fresh(line, previous, measures)


def _starts_fresh(line: Line, previous: Line | None, measures: TextMeasures) -> bool:
    """Tell whether something may begin with a line: space, a page, a heading or a finished sentence is before it."""
    return (
        bool(line.blank_before or line.new_page)
        or previous is None
        or previous.role in ("heading", "footnote", "boilerplate")
        or measures.is_set_in(line)
        or previous.text[-1] in ".!?:”"
        or (line.shape == "number" and part_of(line.text) != "")
    )


def _contents(lines: list[Line]) -> set[str]:
    """Return the entries of the contents list for comparison."""
    entries = set()
    for line in lines:
        if line.shape == "toc" and (leader := contents_leader(line.text)):
            entries.add(fold(plain(line.text[: leader[0]])))
    return entries - {""}


def _is_heading(seen: _Candidate, measures: TextMeasures) -> bool:
    """Ask what tells a heading, the surest first."""
    line, text, following, zone = seen.line, seen.text, seen.following, seen.zone
    if line.shape == "hash":
        return not matches("box name", text)
    goes_on = text.endswith(",") and is_capitals(text)
    if (last_character(line.text) in (".", ";", ",") and not goes_on) or _is_something_else(text):
        return False
    numbered = NUMBERED.match(text)
    if is_capitals(text) and (line.shape == "text" or numbered):
        return True
    if numbered and numbered["decimal"]:
        return True
    if len(text) <= 60 and part_of(text):
        return True
    if zone in _ZONES_WITHOUT_TITLES:
        return False
    if _is_above_numbered(seen, measures):
        return True
    alone = following is None or bool(following.blank_before) or _numbering(following.text) == "decimal"
    if measures.marked:
        return False
    if line.shape == "number":
        opens = line.blank_before or seen.previous is None
        if not alone and following is not None and not measures.flowing and opens:
            alone = len(text) < 0.7 * measures.width < len(following.text)
            alone = alone and not following.text[0].islower()
        return alone and numbered is not None and len(text) <= 100 and text[-1] != ":" and not _in_list(seen)
    return _stands_alone(seen, measures)


def _is_something_else(text: str) -> bool:
    """Tell whether a line without marks is a date, a line of the publisher, the title of a box, or no words at all."""
    if "§" in text or not any(map(str.isalpha, text)) or is_date_line(text) or opens_formula(text) or is_imprint(text):
        return True
    return any(matches(rule, text) for rule in ("box name", "numbered figure"))


def _is_above_numbered(seen: _Candidate, measures: TextMeasures) -> bool:
    """Tell whether the next numbered paragraph of a text begins below a short line that ends no sentence."""
    line, text, following = seen.line, seen.text, seen.following
    if following is None or following.shape != "number" or seen.next_number < 2 or following.role:
        return False
    found = _PARAGRAPH_NUMBER.match(following.text)
    if not found or not (int(found[1]) == seen.next_number or len(following.text) > 0.7 * measures.width):
        return False
    return text[0].isupper() and len(line.text) < min(LONGEST_HEADING, 0.8 * measures.width)


def _in_list(seen: _Candidate) -> bool:
    """Tell whether a numbered line has a neighbour numbered in the same way, as items have."""
    near = (n for n in (seen.previous, seen.following) if n is not None and n.shape == "number")
    style = _numbering(seen.text)
    return any(_numbering(n.text) in (style, "") for n in near)


def _numbering(text: str) -> str:
    """Return how a line is numbered: 1.1, 1, II, B, or none of these."""
    found = NUMBERED.match(text)
    return found.lastgroup or "" if found else ""


def _stands_alone(seen: _Candidate, measures: TextMeasures) -> bool:
    """Tell whether a line without any mark stands alone as a title does: short, apart, before text."""
    line, text, previous, following = seen.line, seen.text, seen.previous, seen.following
    if previous is None or following is None or not (text[0].isupper() or text[0] in "“‘\"'«»") or text[-1] == ":":
        return False
    if len(text.split()) > 16 or not line.blank_before or following.shape in _NO_TITLES:
        return False
    if matches("numbered chapter", text):
        return True
    waits = previous.shape in ("text", "number") and not previous.role and not is_finished(previous.text)
    if (waits and len(previous.text) > 60) or (text[0] in '“‘"«»' and text[-1] in '”’"»«'):
        return False
    if text[-1] in "-–":
        return False
    long = len(text) if measures.flowing else 0.6 * measures.width
    full = len(following.text) > max(long, HALF_TITLE)
    before_text = bool(following.blank_before) and (full or (not is_finished(following.text) and seen.zone != "annex"))
    if measures.flowing:
        return before_text
    if (seen.zone == "annex" and ": " in text) or is_open_ended(text):
        return False
    if following.new_page or (following.role == "footnote" and len(text) > 0.7 * measures.width):
        return False  # no printer leaves a heading at the foot of a page; a line of a cut paragraph often stands there
    directly = not following.blank_before and following.shape == "text" and following.text[0].isupper()
    if directly and len(text) < 0.6 * measures.width and len(following.text) >= 0.75 * measures.width:
        return seen.zone != "annex"  # the first line of a paragraph would be full
    if before_text and not following.text[0].islower():
        return following.shape != "bullet" or not _goes_on_in(following)
    return len(text) < 0.6 * measures.width and following.shape in ("bullet", "number") and not _goes_on_in(following)


def _goes_on_in(item: Line) -> bool:
    """Tell whether the item of a list begins small, so that the line above leads into the list."""
    return item.text[item.body - item.start :][:1].islower()
