"""Which lines are headings? By their marks, their numbers, their capitals, their names, or because they stand alone."""

import re
from dataclasses import dataclass

from analysis.cleaning.lines import TOC, Line
from analysis.cleaning.vocabulary import (
    BOILERPLATE,
    BOX,
    BOX_TITLE,
    CHAPTER_WORD,
    CONTACT,
    CREDITED,
    OPEN_ENDED,
    is_date_line,
    opens_formula,
    part_of,
)

_MARKS = re.compile(r"</?[a-zA-Z][^<>]*>|[*_`#]+")
# What may stand behind the end of a sentence: note marks, closing marks, tags.
_TAIL = re.compile(
    r"(?:<sup>[\d,;\s]+</sup>|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|(?<=[.!?:;)\]”’\"'»])\d{1,3}|\[\^?\d+\]|[)\]”’\"'»*_`\s]|</?[a-z]+>)+$"
)
_FOLD = re.compile(r"\W+")
TAIL = 60  # characters that note marks and closing marks at the end of a line may take
_SENTENCE_INSIDE = re.compile(r"[^\W\d_]{3}[.!?][”’\"]? [A-ZÀ-Þ]")
_FINAL = frozenset(".!?…:")
DECIMAL = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}\.?\s+[A-ZÀ-Þ“‘\"'«(]")
SINGLE = re.compile(r"(?:\d{1,2}|[IVX]{1,5}|[A-H])(?:[.:]|\s*[–—-])?\s+[A-ZÀ-Þ“‘\"'«(]")
LONGEST = 160  # characters of a heading; the longest in the reports have 120
_ZONES_WITHOUT_TITLES = frozenset(["reference", "toc", "glossary", "about", "footnote"])


@dataclass(frozen=True, slots=True)
class Page:
    """How the lines of a text run."""

    flowing: bool  # a line holds a whole paragraph; else lines are broken at a width
    width: int  # of a full line
    leading_space: bool  # a leading space is rare, so it opens something: a page, a column, an item
    marked: bool  # headings carry number signs


def measure(lines: list[Line]) -> Page:
    """Measure how the lines of a text run: half of it in lines over 160 characters means one line a paragraph."""
    lengths = sorted(len(line.text) for line in lines if not line.role) or [0]
    flowing = sum(n for n in lengths if n > 160) * 2 > sum(lengths)
    width = lengths[int(len(lengths) * 0.9)]
    led = sum(1 for line in lines if line.indent)
    marked = sum(1 for line in lines if line.shape == "hash") >= 2
    return Page(flowing, width, not flowing and 0 < led * 5 < len(lines), marked)


def plain(text: str) -> str:
    """Return a line without tags and marks, for looking at its words."""
    marked = "*" in text or "<" in text or "_" in text or "`" in text or "#" in text
    return _MARKS.sub("", text).strip() if marked else text


def is_finished(text: str) -> bool:
    """Tell whether a line ends as a sentence does, note marks and closing marks aside.

    >>> is_finished("able to tackle it on its own.”1"), is_finished("the protection of the EU a")
    (True, False)
    """
    last = text[-1]
    if last in _FINAL:
        return True
    if last.islower() or last in ",;-–":
        return False
    return _core_end(text) in _FINAL


def _core_end(text: str) -> str:
    """Return the last character of a line, note marks and closing marks aside."""
    return _TAIL.sub("", text[-TAIL:])[-1:]


def is_open_ended(text: str) -> bool:
    """Tell whether a line cannot end a sentence: its last word or mark asks for more."""
    core = text.rstrip("*_ ")
    if core.endswith(("-", ",", "–", "(", "\x02", "\xad")):
        return True
    return core[-12:].rpartition(" ")[2].lower().lstrip("(“‘\"'[") in OPEN_ENDED


def is_capitals(text: str) -> bool:
    """Tell whether a line is set in capitals.

    >>> is_capitals("3 CONCLUSIONS"), is_capitals("NATO and the EU")
    (True, False)
    """
    if text.isupper():
        return sum(map(str.isalpha, text)) >= 4
    if text[1:4].islower():
        return False
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 8 and sum(map(str.isupper, letters)) >= 0.9 * len(letters)


def mark_headings(lines: list[Line], page: Page) -> None:
    """Give the lines that are headings the role "heading"; lines of furniture do not come between."""
    kept = [line for line in lines if not line.role.startswith("drop")]
    zone = ""
    previous: Line | None = None
    contents = _contents(kept)
    for line in kept:
        if line.gap and line.shape == "text" and not line.role and ": " in line.text and CREDITED.match(line.text):
            line.role = "caption"
    for i, line in enumerate(kept):
        if _may_be_heading(line, previous, page):
            following, third = (kept[n] if n < len(kept) else None for n in (i + 1, i + 2))
            if _is_listed_with_next(line, following, page, contents) or _is_heading_of_two(
                line, previous, following, third, page, zone
            ):
                line.role = "heading"
                if following is not None:
                    following.role = "heading rest"
            elif _is_heading(line, previous, following, page, zone) or _is_listed(line, contents):
                line.role = "heading"
            if line.role:
                line.words = plain(line.text[line.body - line.start :])
                zone = _zone_behind(line, zone)
        previous = line


def _may_be_heading(line: Line, previous: Line | None, page: Page) -> bool:
    """Ask what is cheap to ask: is the line short, and may something new begin with it?"""
    if line.shape == "hash":
        return not line.role
    short = not line.role and line.shape in ("text", "number") and len(line.text) <= LONGEST
    return short and starts_fresh(line, previous, page)


def _zone_behind(heading: Line, zone: str) -> str:
    """Return the kind of part that a heading opens; an annex goes on under its own headings."""
    inside = zone == "annex" and heading.shape != "hash" and not is_capitals(heading.words)
    return part_of(heading.words) or (zone if inside else "")


def _contents(lines: list[Line]) -> set[str]:
    """Return the entries of the contents list for comparison; one may run over two lines."""
    entries = set()
    before: Line | None = None
    for line in lines:
        if line.shape == "toc":
            entry = _entry(line)
            entries.add(entry)
            if before is not None and before.shape in ("text", "number") and not line.gap:
                entries.add(f"{_FOLD.sub(' ', plain(before.text).casefold()).strip()} {entry}")
        before = line
    return entries


def _entry(line: Line) -> str:
    """Return the words of an entry of the contents list for comparison."""
    found = TOC.match(line.text)
    return _FOLD.sub(" ", plain(line.text[: found.start("leader")] if found else line.text).casefold()).strip()


def _is_listed(line: Line, contents: set[str]) -> bool:
    """Tell whether a line is one that the contents list names."""
    return bool(contents) and _FOLD.sub(" ", plain(line.text).casefold()).strip() in contents


def _is_listed_with_next(line: Line, following: Line | None, page: Page, contents: set[str]) -> bool:
    """Tell whether the contents list names two lines as one heading."""
    if not contents or following is None or following.gap or following.role or page.flowing:
        return False
    both = _FOLD.sub(" ", plain(f"{line.text} {following.text}").casefold()).strip()
    return both in contents


def _is_heading_of_two(
    line: Line, previous: Line | None, following: Line | None, third: Line | None, page: Page, zone: str
) -> bool:
    """Tell whether two lines are a heading: apart from the text, no sentence, in a text of broken lines."""
    if (
        page.flowing
        or page.marked
        or zone
        or not line.gap
        or following is None
        or following.gap
        or following.role
        or previous is None
        or third is None
    ):
        return False
    plain_lines = line.shape in ("text", "number") and following.shape == "text" and line.text[0].isupper()
    apart = (
        third.gap
        and not third.cut
        and not third.role
        and len(third.text) > 0.6 * page.width
        and not third.text[0].islower()
    )
    if not plain_lines or not apart or (not is_finished(previous.text) and not previous.role):
        return False
    text = f"{line.text} {following.text}"
    ends = following.text[-1] not in ".;,:!" and not is_open_ended(following.text) and not is_finished(text)
    short = len(line.text) > 0.6 * page.width and len(following.text) < 0.7 * page.width and len(text) <= LONGEST
    return ends and short and not _SENTENCE_INSIDE.search(text) and not is_date_line(line.text)


def starts_fresh(line: Line, previous: Line | None, page: Page) -> bool:
    """Tell whether something may begin with a line: space, a page, a heading or a finished sentence is before it."""
    return (
        bool(line.gap or line.cut)
        or previous is None
        or previous.role in ("heading", "note", "boilerplate")
        or (page.leading_space and line.indent == 1)
        or previous.text[-1] in ".!?:”"
    )


def _is_heading(line: Line, previous: Line | None, following: Line | None, page: Page, zone: str) -> bool:
    """Ask the questions in the order of their certainty."""
    if line.shape == "hash":
        return not (BOX.match(plain(line.text[line.body - line.start :])) and line.text.rstrip("* ").endswith(":"))
    text = plain(line.text)
    if (
        not text
        or not any(map(str.isalpha, text))
        or is_date_line(text)
        or BOILERPLATE.match(text)
        or BOX_TITLE.match(text)
        or opens_formula(text)
        or (BOX.match(text) and text.endswith(":"))
    ):
        return False
    if _cut_by_turn(line, previous) or (_core_end(line.text) in (".", ";", ",") and not text.endswith("...")):
        return False
    if (
        is_capitals(text)
        and len(text.split()) <= 20
        and (line.shape == "text" or SINGLE.match(text) or DECIMAL.match(text))
    ):
        return zone != "reference" or bool(part_of(text)) or len(text) > 12
    if DECIMAL.match(text) and len(text) <= 120 and not _runs_on(line, following, page):
        return True
    if len(text) <= 60 and part_of(text) and not text.endswith(":"):
        return True
    if zone in _ZONES_WITHOUT_TITLES or CONTACT.match(text):
        return False
    alone = following is None or bool(following.gap) or following.role == "note" or bool(DECIMAL.match(following.text))
    above_text = not page.flowing and following is not None and len(text) < 0.7 * page.width < len(following.text)
    if page.marked:
        return bool(re.fullmatch(r"(\*{2,3}|__)[^*]+\1", line.text)) and bool(line.gap) and alone and text[-1] != ":"
    if line.shape == "number":
        alone = alone or (above_text and bool(line.gap or previous is None))
        return bool(SINGLE.match(text)) and len(text) <= 100 and alone and not _in_list(line, previous, following)
    return _stands_alone(text, line, previous, following, page, zone)


def _cut_by_turn(line: Line, previous: Line | None) -> bool:
    """Tell whether a line is the rest of a sentence that a page turn cut."""
    if previous is None or previous.role or previous.shape not in ("text", "bullet", "number"):
        return False
    return len(previous.text) > 60 and not is_finished(previous.text) and is_open_ended(previous.text)


def _runs_on(line: Line, following: Line | None, page: Page) -> bool:
    """Tell whether a numbered line is the first line of a paragraph: full, and its sentence goes on."""
    if page.flowing or following is None or following.gap:
        return False
    return len(line.text) > 0.8 * page.width and following.text[0].islower() and len(following.text) > 0.6 * page.width


def _in_list(line: Line, previous: Line | None, following: Line | None) -> bool:
    """Tell whether a numbered line has a numbered neighbour, as items have."""
    return any(n is not None and n.shape == "number" and not n.role for n in (previous, following))


def _stands_alone(text: str, line: Line, previous: Line | None, following: Line | None, page: Page, zone: str) -> bool:
    """Tell whether a line without any mark stands alone as a title does: short, apart, before text."""
    if previous is None or following is None or not (text[0].isupper() or text[0] in "“‘\"'«»") or text[-1] in ":":
        return False
    if len(text.split()) > 16 or len(text) > 120 or not line.gap:
        return False
    if CHAPTER_WORD.match(text) and len(text) < 80:
        return True
    if (
        previous.shape in ("text", "number")
        and not previous.role
        and len(previous.text) > 60
        and not is_finished(previous.text)
        and not BOILERPLATE.match(previous.text)
    ):
        return False
    if text[0] in '“‘"«»' and text[-1] in '”’"»«':
        return False
    if following.shape in ("image", "page", "caption") or following.role == "boilerplate":
        return False
    if page.flowing:
        return bool(following.gap) and (len(following.text) > len(text) or not is_finished(following.text))
    if (zone == "annex" and ": " in text) or _SENTENCE_INSIDE.search(text) or is_open_ended(text):
        return False
    if following.cut or (following.role == "note" and len(text) > 0.7 * page.width):
        return False  # no printer leaves a heading at the foot of a page; a line of a cut paragraph often stands there
    lower = following.text[0].islower()
    before_text = (
        bool(following.gap)
        and not lower
        and (len(following.text) > 0.6 * page.width or not is_finished(following.text))
    )
    return before_text or (len(text) < 0.6 * page.width and following.shape in ("bullet", "number"))
