"""Which lines are headings? By their marks, their numbers, their capitals, their names, or because they stand alone.

Takes the lines without furniture; gives headings their role, and the line that goes on with one.
"""

import re
from typing import NamedTuple

from analysis.cleaning.kinds import Zone
from analysis.cleaning.lines import Layout, Line, contents_leader
from analysis.cleaning.vocabulary import (
    BOILERPLATE,
    BOX_TITLE,
    CHAPTER_WORD,
    CONTACT,
    CREDITED,
    is_date_line,
    is_of_programme,
    names_box,
    opens_formula,
    part_of,
)
from analysis.cleaning.wording import fold, is_capitals, is_finished, is_open_ended, last_character, plain

_BOLD = re.compile(r"(\*{2,3}|__)[^*]+\1")
_SENTENCE_INSIDE = re.compile(r"[^\W\d_]{3}[.!?][”’\"]? [A-ZÀ-Þ]")
_DECIMAL = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}\.?\s+[A-ZÀ-Þ“‘\"'«(]")
_SINGLE = re.compile(r"(?:\d{1,2}|[IVX]{1,5}|[A-H])(?:[.:]|\s*[–—-])?\s+[A-ZÀ-Þ“‘\"'«(]")
_NUMBER = re.compile(
    r"\(?(?:(?P<decimal>\d{1,2}(?:\.\d{1,2})+)|(?P<arabic>\d{1,2})|(?P<roman>[IVX]{1,5})|(?P<letter>[A-H]))[.):]?\s"
)
LONGEST = 160  # characters of a heading; the longest in the reports have 120
_ZONES_WITHOUT_TITLES = frozenset(["reference", "toc", "glossary", "about", "footnote"])


class _Candidate(NamedTuple):
    """A line that may be a heading, and what stands around it."""

    line: Line
    text: str  # without marks
    previous: Line | None
    following: Line | None
    third: Line | None  # the line behind the following one
    zone: Zone  # the kind of part that the last heading opened


def mark_headings(lines: list[Line], layout: Layout) -> None:
    """Give the lines that are headings the role "heading"."""
    _mark_credits(lines)
    contents = _contents(lines)
    zone: Zone = ""
    previous: Line | None = None
    for i, line in enumerate(lines):
        if _may_be_heading(line, previous, layout):
            following, third = (lines[n] if n < len(lines) else None for n in (i + 1, i + 2))
            seen = _Candidate(line, plain(line.text[line.body - line.start :]), previous, following, third, zone)
            if following is not None and (_is_listed_with(seen, following, layout, contents) or _is_half(seen, layout)):
                line.role, following.role = "heading", "rest"
            elif _is_heading(seen, layout) or (contents and fold(plain(line.text)) in contents):
                line.role = "heading"
            if line.role:
                line.words = seen.text
                zone = _zone_behind(line, zone)
        previous = line


def _mark_credits(lines: list[Line]) -> None:
    """Let a line that says who took the picture above it be its caption."""
    for line in lines:
        alone = line.blank_before and line.shape == "text" and not line.role
        if alone and ": " in line.text and CREDITED.match(line.text):
            line.role = "caption"


def _may_be_heading(line: Line, previous: Line | None, layout: Layout) -> bool:
    """Ask what is cheap to ask: is the line short, and may something new begin with it?"""
    if line.role or line.shape == "hash":
        return not line.role
    return line.shape in ("text", "number") and len(line.text) <= LONGEST and _starts_fresh(line, previous, layout)


def _starts_fresh(line: Line, previous: Line | None, layout: Layout) -> bool:
    """Tell whether something may begin with a line: space, a page, a heading or a finished sentence is before it."""
    return (
        bool(line.blank_before or line.new_page)
        or previous is None
        or previous.role in ("heading", "footnote", "boilerplate")
        or layout.is_set_in(line)
        or previous.text[-1] in ".!?:”"
    )


def _zone_behind(heading: Line, zone: Zone) -> Zone:
    """Return the kind of part that a heading opens; an annex goes on under its own headings."""
    inside = zone == "annex" and heading.shape != "hash" and not is_capitals(heading.words)
    return part_of(heading.words) or (zone if inside else "")


def _contents(lines: list[Line]) -> set[str]:
    """Return the entries of the contents list for comparison; one may run over two lines."""
    entries = set()
    before: Line | None = None
    for line in lines:
        if line.shape == "toc":
            leader = contents_leader(line.text)
            entry = fold(plain(line.text[: leader[0]] if leader else line.text))
            entries.add(entry)
            if before is not None and before.shape in ("text", "number") and not line.blank_before:
                entries.add(f"{fold(plain(before.text))} {entry}")
        before = line
    return entries


def _is_listed_with(seen: _Candidate, following: Line, layout: Layout, contents: set[str]) -> bool:
    """Tell whether the contents list names a line and the next as one heading."""
    if not contents or following.blank_before or following.role or layout.flowing:
        return False
    return fold(plain(f"{seen.line.text} {following.text}")) in contents


def _is_half(seen: _Candidate, layout: Layout) -> bool:
    """Tell whether two lines are a heading: apart from the text, no sentence, in a text of broken lines."""
    line, previous, following, third = seen.line, seen.previous, seen.following, seen.third
    if previous is None or following is None or third is None or layout.flowing or layout.marked or seen.zone:
        return False
    if not line.blank_before or following.blank_before or following.role:
        return False
    if line.shape == "hash" or following.shape != "text" or not line.text[0].isupper():
        return False
    if not third.blank_before or third.new_page or third.role or not (previous.role or is_finished(previous.text)):
        return False
    if len(third.text) <= 0.6 * layout.width or third.text[0].islower():
        return False
    text = f"{line.text} {following.text}"
    ends = following.text[-1] not in ".;,:!" and not is_open_ended(following.text) and not is_finished(text)
    long = len(line.text) > 0.6 * layout.width and len(following.text) < 0.7 * layout.width and len(text) <= LONGEST
    return ends and long and not _SENTENCE_INSIDE.search(text) and not is_date_line(line.text)


def _is_heading(seen: _Candidate, layout: Layout) -> bool:
    """Ask the questions in the order of their certainty."""
    line, text, following, zone = seen.line, seen.text, seen.following, seen.zone
    if line.shape == "hash":
        return not names_box(text)
    if (
        _is_something_else(text)
        or is_of_programme(text, listed=zone == "annex")
        or _is_cut(seen)
        or _ends_sentence(line.text, text)
    ):
        return False
    if is_capitals(text) and len(text.split()) <= 20 and (line.shape == "text" or is_numbered(text)):
        return zone != "reference" or bool(part_of(text)) or len(text) > 12
    if _DECIMAL.match(text) and len(text) <= 120 and not _runs_on(seen, layout):
        return True
    if len(text) <= 60 and part_of(text) and not text.endswith(":"):
        return True
    if zone in _ZONES_WITHOUT_TITLES or CONTACT.match(text):
        return False
    alone = following is None or bool(
        following.blank_before or following.role == "footnote" or _DECIMAL.match(following.text)
    )
    if layout.marked:
        return bool(_BOLD.fullmatch(line.text)) and bool(line.blank_before) and alone and text[-1] != ":"
    if line.shape == "number":
        if not alone and not layout.flowing and (line.blank_before or seen.previous is None):
            alone = following is not None and len(text) < 0.7 * layout.width < len(following.text)
        return alone and bool(_SINGLE.match(text)) and len(text) <= 100 and not _in_list(seen)
    return _stands_alone(seen, layout)


def is_numbered(text: str) -> bool:
    """Tell whether a line begins with the number of a heading."""
    return bool(_DECIMAL.match(text) or _SINGLE.match(text))


def _is_something_else(text: str) -> bool:
    """Tell whether a line without marks is a date, a line of the publisher, the title of a box, or no words at all."""
    if not any(map(str.isalpha, text)) or is_date_line(text) or opens_formula(text):
        return True
    return bool(BOILERPLATE.match(text) or BOX_TITLE.match(text)) or names_box(text)


def _ends_sentence(line: str, text: str) -> bool:
    return last_character(line) in (".", ";", ",") and not text.endswith("...")


def _is_cut(seen: _Candidate) -> bool:
    """Tell whether a line is the rest of a sentence that a page turn cut."""
    previous = seen.previous
    if previous is None or previous.role or previous.shape not in ("text", "bullet", "number"):
        return False
    return len(previous.text) > 60 and not is_finished(previous.text) and is_open_ended(previous.text)


def _runs_on(seen: _Candidate, layout: Layout) -> bool:
    """Tell whether a numbered line is the first line of a paragraph: full, and its sentence goes on."""
    following = seen.following
    if layout.flowing or following is None or following.blank_before or not following.text[0].islower():
        return False
    return len(seen.line.text) > 0.8 * layout.width and len(following.text) > 0.6 * layout.width


def _in_list(seen: _Candidate) -> bool:
    """Tell whether a numbered line has a neighbour numbered in the same way, as items have."""
    near = (n for n in (seen.previous, seen.following) if n is not None and n.shape == "number" and not n.role)
    style = _numbering(seen.text)
    return any(_numbering(n.text) in (style, "") for n in near)


def _numbering(text: str) -> str:
    """Return how a line is numbered: 1.1, 1, II, B, or none of these."""
    found = _NUMBER.match(text)
    return found.lastgroup or "" if found else ""


def _stands_alone(seen: _Candidate, layout: Layout) -> bool:
    """Tell whether a line without any mark stands alone as a title does: short, apart, before text."""
    line, text, previous, following = seen.line, seen.text, seen.previous, seen.following
    if previous is None or following is None or not (text[0].isupper() or text[0] in "“‘\"'«»") or text[-1] == ":":
        return False
    if len(text.split()) > 16 or len(text) > 120 or not line.blank_before:
        return False
    if CHAPTER_WORD.match(text) and len(text) < 80:
        return True
    waits = previous.shape in ("text", "number") and not previous.role and not is_finished(previous.text)
    if waits and len(previous.text) > 60 and not BOILERPLATE.match(previous.text):
        return False
    if text[0] in '“‘"«»' and text[-1] in '”’"»«':
        return False
    if following.shape in ("image", "page", "caption") or following.role == "boilerplate":
        return False
    long = len(text) if layout.flowing else 0.6 * layout.width
    before_text = bool(following.blank_before) and (len(following.text) > long or not is_finished(following.text))
    if layout.flowing:
        return before_text
    if (seen.zone == "annex" and ": " in text) or _SENTENCE_INSIDE.search(text) or is_open_ended(text):
        return False
    if following.new_page or (following.role == "footnote" and len(text) > 0.7 * layout.width):
        return False  # no printer leaves a heading at the foot of a page; a line of a cut paragraph often stands there
    if before_text and not following.text[0].islower():
        return True
    return len(text) < 0.6 * layout.width and following.shape in ("bullet", "number")
