"""Cut a text into lines, recognise what each looks like, and mend line and paragraph breaks that a PDF left."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from analysis.cleaning.blocks import Edit, Line, Shape, Status
from analysis.cleaning.words import begins_small, fold, is_capitals, is_date_line, is_finished, is_open_ended, part_of

__all__ = ["Layout", "Line", "LineNumbers", "cut_line", "cut_lines", "measure"]

BULLETS = "•◦▪▫●■□‣⁃○◆◇❖▶►➢➤✓✔❑·\ue000-\uf8ff"  # those of symbol fonts are private characters
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED = (
    rf"<sup>[ \t]*\d{{1,3}}[ \t]*</sup>|[{SUPERSCRIPTS}]{{1,3}}|\$\^\{{?\d{{1,3}}\}}?\$|\[\^\d{{1,3}}\]:?"
    r"|\^\(\[?\d{1,3}\]?\)"
)
_ITEM = r"\([ \t]\d{1,3}[ \t]\)|\(?\d{1,3}(?:\.\d{1,2}){0,4}[.)]?|\[\d{1,3}\]|\(?[ivxIVX]{1,5}[.)]|\(?[a-zA-Z][.)]"
_CAPTIONED = r"(?i:figure|fig\.|table|chart|graph|map)"
_PICTURED = r"(?:Image|Picture)[ \t]*:[ \t]*\S|Photo[ \t]*:(?:[ \t]+\S+){6}"
_STROKES = r"(?:[-–—][ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:[=~·•.][ \t]*){3,}"
# One alternative per shape; the first that fits wins.
SHAPES = [
    ("rule", rf"(?:{_STROKES}|\|?(?:[ \t]*:?-{{2,}}:?[ \t]*\|)+[ \t:-]*)$"),
    ("image", r"!\[[^\]\n]*\]\([^)\n]*\)$|(?i:image|photo|picture|video|audio)\b[^.!?\n]{0,40}\bavailable\b[^.!?\n]*$"),
    ("quote", r">[ \t]?(?:[-*•][ \t]+)?(?=\S)"),
    ("hash", r"\#{1,6}[ \t]+(?=\S)"),
    ("table", r"\|.*\|$"),
    ("note", rf"(?:{RAISED})(?=.*\S)"),  # a raised number, or [^1]:
    ("page", r"(?:(?i:page|p\.)[ \t]*)?(?:[-–—|\[][ \t]*)?\d{1,4}(?:[ \t]*(?:/|of)[ \t]*\d{1,4})?(?:[ \t]*[-–—|\]])?$"),
    ("bullet", rf"(?:[{BULLETS}]|[-–—*+](?=[ \t])|o(?=[ \t]+[A-Z]))[ \t]*(?=\S)"),
    ("caption", rf"(?:\*{{1,3}}|_)?(?:{_CAPTIONED})[ \t]*(?:\d+|[ivx]+)(?:\.\d+)?(?:[ \t]*[.:–—|-]|\*)|{_PICTURED}"),
    ("number", rf"(?:{_ITEM})(?:[ \t]+|(?<=[.)\]])(?=[A-Z]))(?=\S)"),
    ("address", r"<?(?:https?://|www\.)\S+$|<?[\w.+-]+@[\w-]+\.[\w.]+>?$|\[[^\]\n]{1,200}\]\((?:https?:|mailto:|www\.)\S+\)$"),
]  # fmt: skip
SHAPE = re.compile("|".join(f"(?P<{name}>{part})" for name, part in SHAPES))
# The number of a heading: 2.1, or 2, II, B before a capital letter.
NUMBERED = re.compile(
    r"(?P<decimal>[1-9]\d?(?:\.\d{1,2}){1,4}\.?\s+)(?=[A-ZÀ-Þ“‘\"'«(])"
    r"|(?:(?P<arabic>\d{1,2})|(?P<roman>[IVX]{1,5})|(?P<letter>[A-H]))(?:[.:]|\s*[–—-])?\s+(?=[A-ZÀ-Þ“‘\"'«(])"
)
_TOC_PAGE = re.compile(r"(?:\d{1,3}|[ivxlc]{1,6})(?:[ \t]|</?b>|\*\*)*$")
_LEADER = re.compile(r"\.{3}|…|\.[ \t]\.[ \t]\.|____|\t| {3}")
_OF_LEADER = " \t.…_"
UNSURE_HYPHEN = "\x02"  # what a PDF gives for a hyphen at a line end
TITLE_LINES = 12  # lines of a title page
_WITH_BODY = frozenset(["quote", "hash", "note", "bullet"])
_LONE_MARKER = re.compile(rf"(?:\(?(?:\d{{1,3}}|[a-z]|[ivxl]{{1,5}}|[A-Z]|[IVXL]{{1,5}})[.)]|[{BULLETS}])$")
_RAISED_END = re.compile(r"(?:^|[^\W\d_]|[.,;:!?)\]”’\"'»])\d{1,3}$")
_CITED = re.compile(r"[^\W\d_.,;:!?)\]”’\"'»][.,;:!?)\]”’\"'»]{0,2}(\d{1,3})(?![\w%])")
LONGEST_NOTE = 6  # lines between two numbers of notes, each alone on its line
FEWEST_LINES = 20  # of a text whose spaces between lines can be judged
RARE = 0.04  # share of lines with space before them; the reports that have space have 0.1 to 0.9


def cut_lines(text: str) -> list[Line]:
    """Cut a text into the lines that hold more than white space, with their shapes.

    >>> [(line.shape, line.text) for line in cut_lines("# Aims\\n\\n- peace\\n---\\n")]
    [('hash', '# Aims'), ('bullet', '- peace'), ('rule', '---')]
    """
    lines: list[Line] = []
    at = blank = 0
    new_page = False
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            indent = 0 if raw[0] == stripped[0] else raw.index(stripped[0])
            lines.append(cut_line(stripped, at + indent, indent, blank, new_page))
            blank, new_page = 0, False
        else:
            blank += 1
        new_page = new_page or raw[-1] == "\f"
        at += len(raw)
    margin = min((line.indent for line in lines), default=0)
    for line in lines if margin else ():
        line.indent -= margin
    return lines


def cut_line(text: str, start: int, indent: int, blank_before: int, new_page: bool) -> Line:
    """Return a line with its shape."""
    found = SHAPE.match(text)
    shape = cast(Shape, found.lastgroup) if found else "text"
    body = start + found.end() if found and shape in _WITH_BODY else start
    if shape in ("text", "number") and contents_leader(text):
        shape = "toc"
    return Line(start, start + len(text), text, indent, blank_before, shape, body, new_page)


def contents_leader(text: str) -> tuple[int, int] | None:
    """Return where the dots or the wide space of an entry of a contents list begin and end, before its page number.

    >>> contents_leader("1 Aims ..... 7"), contents_leader("The year 7")
    ((6, 13), None)
    """
    if text[-1] not in "0123456789ivxlc>*" or not _LEADER.search(text):
        return None
    pages = _TOC_PAGE.finditer(text, max(0, len(text) - 20))
    found = next((m for m in pages if text[m.start() - 1 : m.start()] in (*_OF_LEADER, ">", "*")), None)
    if found is None:
        return None
    words = text[: found.start()].removesuffix("<b>").removesuffix("**").rstrip(_OF_LEADER)
    words = words.removesuffix("</b>").removesuffix("**").rstrip(_OF_LEADER)
    return (len(words), found.start()) if _LEADER.search(text, len(words), found.start()) else None


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of a text run."""

    flowing: bool  # a line holds a whole paragraph; else lines are broken at a width
    width: int  # of a full line
    leading_space: bool  # a leading space is rare, so it opens something: a page, a column, an item
    marked: bool  # headings carry number signs

    def is_set_in(self, line: Line) -> bool:
        """Tell whether a line begins with the space that opens something."""
        return self.leading_space and line.indent == 1


def measure(lines: list[Line]) -> Layout:
    """Measure how the lines of a text run: half of it in lines over 160 characters means one line per paragraph."""
    lengths = sorted(_printed_length(line.text) for line in lines if not line.role) or [0]
    flowing = sum(n for n in lengths if n > 160) * 2 > sum(lengths)
    led = sum(1 for line in lines if line.indent)
    marked = sum(1 for line in lines if line.shape == "hash") >= 2
    return Layout(flowing, lengths[int(len(lengths) * 0.9)], not flowing and 0 < led * 5 < len(lines), marked)


def _printed_length(text: str) -> int:
    """Return the length of the last printed line of a line: some PDFs give two as one where a word is cut."""
    return len(text) - text.rfind(UNSURE_HYPHEN, 0, -1) - 1


def join_split_lines(lines: list[Line], text: str) -> tuple[list[Line], list[Edit]]:
    """Join the parts of printed lines, where a raised number, a bullet or a number has a line of its own.

    Return the lines and the edits that take the breaks out of them.
    """
    joins = _after_raised(lines) | _after_note_numbers(lines, text) | _after_markers(lines)
    out: list[Line] = []
    edits: list[Edit] = []
    for i, line in enumerate(lines):
        if i in joins:
            first = out[-1]
            edits.append(Edit(first.end, line.start, " ", "white space"))
            words = "".join(" " if c.isspace() else c for c in text[first.start : line.end])
            out[-1] = cut_line(words, first.start, first.indent, first.blank_before, first.new_page)
        else:
            out.append(line)
    return out, edits


def _after_raised(lines: list[Line]) -> set[int]:
    """Return the lines that begin with the space after a raised number, if hardly any other begins with one."""
    led = [i for i, line in enumerate(lines) if line.indent and i]
    broken = {i for i in led if lines[i].indent == 1 and _is_below(lines[i]) and _RAISED_END.search(lines[i - 1].text)}
    return broken if 2 * len(broken) > len(led) else set()


def _after_note_numbers(lines: list[Line], text: str) -> set[int]:
    """Return the lines below numbers that stand alone, close together, follow each other and are cited before."""
    lone = [
        i
        for i, (line, below) in enumerate(pairwise(lines))
        if line.shape == "page" and line.text.isdecimal() and len(line.text) <= 3
        and below.shape == "text" and _is_below(below)
    ]  # fmt: skip
    near = [(a, b) for a, b in pairwise(lone) if b - a <= LONGEST_NOTE and int(lines[b].text) == int(lines[a].text) + 1]
    runs = {i for pair in near for i in pair}
    runs |= {i for i in lone if i and not lines[i - 1].text.strip("_-—– ")}
    if not runs:
        return set()
    cited = {int(found[1]) for found in _CITED.finditer(text, 0, lines[max(runs)].start)}
    return {i + 1 for i in runs if int(lines[i].text) in cited}


def _after_markers(lines: list[Line]) -> set[int]:
    """Return the lines after the number or bullet of an item that stands alone, as in "1." and "The Council ..."."""
    out: set[int] = set()
    for i, (line, below) in enumerate(pairwise(lines)):
        fits = below.shape == "text" and not below.new_page and below.blank_before <= 1 and i not in out
        if fits and is_lone_marker(line.text) and not is_lone_marker(below.text) and not _ends_bullets(lines, i):
            above = lines[i - 1] if i else None
            if above is None or line.blank_before or not is_open_ended(above.text):
                out.add(i + 1)
    return out


def is_lone_marker(text: str) -> bool:
    """Tell whether a line holds the number or bullet of an item and nothing else."""
    return len(text) <= 6 and bool(_LONE_MARKER.match(text))


def _ends_bullets(lines: list[Line], i: int) -> bool:
    """Tell whether a bullet without text stands before this one: their items stand elsewhere on the page."""
    return i > 0 and lines[i].text[0] == lines[i - 1].text and len(lines[i].text) == 1


def _is_below(line: Line) -> bool:
    """Tell whether nothing lies between a line and the one before."""
    return not line.blank_before and not line.new_page


def infer_blank_lines(lines: list[Line]) -> None:
    """Give lines that open a paragraph, a heading or a page their space, in a text that has none.

    Of broken lines, one is the last of its paragraph if the first word of the next line would still have fitted on it;
    where a line holds a whole paragraph, each opens one, items of a list aside.
    """
    spaced = sum(1 for line in lines if line.blank_before)
    if len(lines) < FEWEST_LINES or spaced > RARE * len(lines):
        return
    layout = measure(lines)
    for i, (line, following) in enumerate(pairwise(lines)):
        if following.blank_before:
            continue
        if layout.flowing:
            ends = line.shape != following.shape or line.shape not in ("bullet", "toc", "number", "table")
        else:
            dated = i < TITLE_LINES and (is_date_line(line.text) or is_date_line(following.text))
            ends = dated or _ends_here(line, following, layout.width, opens=i == 0 or bool(line.blank_before))
        following.blank_before = int(ends)


def _ends_here(line: Line, following: Line, width: int, opens: bool) -> bool:
    """Tell whether a paragraph, a title or a page ends with a line."""
    if line.shape == "page" or following.shape in ("page", "rule"):
        return True
    if any(n.shape == "text" and part_of(n.text) for n in (line, following)):
        return True
    if line.shape in ("toc", "bullet", "note") and following.shape == line.shape:
        return False
    if following.text.lstrip("“‘\"'«(*_")[:1].islower() or is_open_ended(line.text):
        return False
    finished = is_finished(line.text)
    short = _printed_length(line.text) + 1 + len(following.text.split(" ", 1)[0]) <= 0.85 * width
    title = opens and len(line.text) < 0.75 * width and not line.text[0].islower()
    if (short and finished) or (title and not finished):
        return True
    numbered = is_capitals(following.text) or bool(NUMBERED.match(following.text))
    return finished and len(following.text) < 0.75 * width and numbered and not is_finished(following.text)


class LineNumbers:
    """Tells the line of a raw offset, counted from 1."""

    def __init__(self, text: str) -> None:
        """Index the line ends of a text."""
        ends = re.compile(r"\r\n|\n|\r" if "\r" in text else "\n")
        self._ends = [m.end() for m in ends.finditer(text)]

    def of(self, offset: int) -> int:
        """Return the line that holds the raw offset."""
        return bisect_right(self._ends, offset) + 1

    def ends_between(self, start: int, end: int) -> list[int]:
        """Return the offsets after `start` and before `end` at which lines begin."""
        return self._ends[bisect_right(self._ends, start) : bisect_left(self._ends, end)]


# Lines that belong to the page and not to the text

_OF_PAGES = re.compile(r"(\d+)\s*(?:/|of)\s*(\d+)", re.I)  # "page 3 of 12"
YEARS = range(1900, 2101)
LONGEST_HEAD = 120  # characters; longer lines that come again are quotations, not running heads
OFTEN = 3  # a running head comes at least three times; twice may be a heading repeated on purpose
_FIELDS, _DIGITS = re.compile(r"[ \t]{2,}|\t|[ \t]*\|[ \t]*"), re.compile(r"\d+")
_EDGE = " .-–—·•*/"
_LAST_NUMBER, _FIRST_NUMBER = re.compile(r"(?<!\d)(\d{1,4})\W*$"), re.compile(r"\W*(\d{1,4})(?!\d)")
_SET_APART = re.compile(
    r"\|[^|]*$|(?:[ ]{2}|\t)\d{1,4}\W*$|^\W*\d{1,4}(?:[ ]{2}|\t)|\bpage \d+ of \d+$|^www\.\S+ \d+$", re.I
)
_CODE = re.compile(r"(?=(?:\D*\d){5})[\dA-Z()*/. -]{6,40}(?<!\.)$")  # the number of a printing job or a document
EDGE_LINES = 4  # lines at the top and at the foot of a page that may belong to it
TURNS: tuple[Status, ...] = ("page number", "running head")  # a page turns where these stand


def mark_page_lines(lines: list[Line]) -> None:
    """Give rules, images, page numbers, heads and feet the role "removed" and their status."""
    for i, line in enumerate(lines):
        if line.shape == "rule":
            _remove(line, "rule")
        elif line.shape == "image" and line.text[0] == "!":
            _remove(line, "image")
        elif line.shape == "image":
            line.role = "boilerplate"
        elif not line.text.strip("> "):
            _remove(line, "markup")  # an empty line of a quotation
        elif len(line.text) == 1 and line.text in BULLETS:
            _remove(line, "marker")  # the text of its item stands elsewhere on the page
        elif line.shape == "page" and _is_page_number(lines, i):
            _remove(line, "page number")
    _mark_edges(lines)
    _mark_repeated(lines)
    _mark_title_heads(lines)
    if lines and any(line.status == "running head" and line.text == lines[0].text for line in lines[1:]):
        lines[1].blank_before = 1  # the first line is the head of the first page: it belongs to no title below it
    _pass_on_turns(lines)


def _remove(line: Line, status: Status) -> None:
    line.role, line.status = "removed", status


def _is_page_number(lines: list[Line], i: int) -> bool:
    """Tell a page number from a number that a line break has left alone, and from a number such as 2022/118."""
    line = lines[i]
    if not line.text.isdigit():
        found = _OF_PAGES.search(line.text)
        return not found or int(found[1]) <= int(found[2]) < YEARS[0]
    if len(line.text) == 4 and int(line.text) in YEARS:
        return False
    if i == 0 or i + 1 == len(lines):
        return True
    return any(n.blank_before or n.new_page for n in (line, lines[i + 1]))


def _pass_on_turns(lines: list[Line]) -> None:
    """Let the lines that stay know what was before them: removed lines, and with them perhaps the turn of a page."""
    removed = turned = False
    for line in lines:
        if line.role == "removed":
            removed = True
            turned = turned or line.status in TURNS or line.new_page
        else:
            line.after_removed, line.new_page = removed, line.new_page or turned
            removed = turned = False


def _key(text: str) -> tuple[str, ...]:
    """Return what stands wide apart on a line, numbers made alike; left and right pages have it in either order."""
    text = _DIGITS.sub("#", text).casefold()
    if "  " not in text and "\t" not in text and "|" not in text:
        return (text.strip(_EDGE),)
    fields = (field.strip(_EDGE) for field in _FIELDS.split(text))
    return tuple(sorted(field for field in fields if field))


def _mark_edges(lines: list[Line]) -> None:
    """Mark the lines that come again at the edge of pages, from the edge inwards, in a text with form feeds."""
    starts = [0, *[i for i, line in enumerate(lines) if line.new_page and i], len(lines)]
    pages = [range(a, b) for a, b in pairwise(starts)]
    keys: set[tuple[str, ...]] = set()
    for _ in range(EDGE_LINES if len(pages) >= OFTEN else 0):
        edges = [line for page in pages for line in _edge_lines(lines, page)]
        counts = Counter(_key(line.text) for line in edges)
        keys |= {key for key in counts if _recurs(key, counts, len(pages))}
        fields = {field for key in keys if len(key) > 1 for field in key}
        removed = [
            line for line in edges if _is_code(line) or (key := _key(line.text)) in keys or fields.issuperset(key)
        ]
        for line in removed:
            _remove(line, "running head")
        if not removed:
            break
    for line in lines:  # on its first page a title may stand above a head that counts the pages
        if not line.role and (key := _key(line.text)) in keys and any("#" in field for field in key):
            _remove(line, "running head")


def _is_code(line: Line) -> bool:
    return bool(_CODE.match(line.text)) and not is_date_line(line.text)


def _edge_lines(lines: list[Line], page: range) -> list[Line]:
    """Return the first and the last line of a page that are not removed."""
    stay = [i for i in page if lines[i].role != "removed"]
    edges = [lines[i] for i in dict.fromkeys(stay[:1] + stay[-1:]) if len(stay) > 1]
    return [line for line in edges if not line.role and not line.text[0].islower()]


def _recurs(key: tuple[str, ...], counts: Counter[tuple[str, ...]], pages: int) -> bool:
    """Tell whether a line comes on enough pages; one without words has to come on most of them."""
    if len("".join(key)) > LONGEST_HEAD or not key:
        return False
    worded = sum(map(str.isalpha, "".join(key))) > 2
    return counts[key] >= (OFTEN if worded else max(OFTEN, 0.6 * pages))


def _mark_repeated(lines: list[Line]) -> None:
    """Mark lines that come again, but for their numbers, where pages turn, in mid-sentence or with a growing number."""
    places: dict[tuple[str, ...], list[int]] = {}
    for i, line in enumerate(lines):
        if len(line.text) <= LONGEST_HEAD and not line.role and line.shape not in ("bullet", "note"):
            places.setdefault(_key(line.text) or ("",), []).append(i)
    often = [at for key, at in places.items() if len(at) > 1 and _may_be_head(lines, key, at)]
    fields: set[str] = set()  # with a number, of heads of three or more fields: one may stand alone on an empty page
    for key, at in places.items():
        if len(key) > 2 and len({lines[i].text for i in at}) == len(at) > 1 and len("".join(key)) > 20:
            fields |= {field for field in key if "#" in field}
            for i in at:
                _remove(lines[i], "running head")
    for (field, *others), at in places.items() if fields else ():
        if field in fields and not others:
            for i in at:
                _remove(lines[i], "running head")
    for _ in range(2):  # a head of two lines: the second stands beside a line that was just marked
        for at in often:
            for i in _heads_among(lines, [i for i in at if not lines[i].role]):
                _remove(lines[i], "running head")


def _may_be_head(lines: list[Line], key: tuple[str, ...], at: list[int]) -> bool:
    """Tell whether lines that are alike can be running heads: two words, or one that stands at form feeds."""
    if "://" in lines[at[0]].text:
        return False
    if sum(map(str.isalpha, "".join(key))) < 2:
        return _is_repeated_code(lines, at)
    wide = len(key) > 1 or " " in fold(key[0].replace("#", "")) or bool(_SET_APART.search(lines[at[0]].text))
    return (wide or sum(lines[i].new_page for i in at) * 2 > len(at)) and not _are_notes(lines, at)


def _is_repeated_code(lines: list[Line], at: list[int]) -> bool:
    """Tell whether lines are all the same number of a document, five digits or more."""
    return len(at) >= OFTEN and _is_code(lines[at[0]]) and len({lines[i].text for i in at}) == 1


def _heads_among(lines: list[Line], at: list[int]) -> list[int]:
    """Return those of lines that are alike that are heads or feet of pages."""
    if not at:
        return []
    numbers = {i: _page_number(lines[i].text) for i in at}
    growing = [(a, b) for a, b in pairwise(at) if 0 <= numbers[a] < numbers[b]]
    if growing and 2 * len(growing) >= len(at) - 1:
        counted = sorted({i for pair in growing for i in pair})
        apart = sum(bool(_SET_APART.search(lines[i].text)) for i in counted)
        turning = sum(_turns(lines, i) for i in counted)
        steps = {numbers[b] - numbers[a] for a, b in growing} <= {1, 2}
        spread = all(b - a > 1 for a, b in pairwise(counted))  # not the rows of a table
        if spread and steps and (2 * apart > len(counted) or 3 * turning >= len(counted) or _comes_regularly(counted)):
            return counted if len(counted) >= OFTEN or turning == len(counted) or apart == len(counted) else []
    if _is_repeated_code(lines, at):
        return at
    turning = sum(_turns(lines, i) for i in at)
    if len(at) >= OFTEN and (
        2 * turning > len(at) or (turning >= OFTEN and 3 * turning > len(at)) or _comes_regularly(at)
    ):
        return [i for i in at if i >= TITLE_LINES or _beside_turn(lines, i)]
    at_feeds = len(at) == 2 and all(_at_form_feed(lines, i) or _beside_page_number(lines, i) for i in at)
    return at if at_feeds else []


def _mark_title_heads(lines: list[Line]) -> None:
    """Mark lines of the title page that come again where a page turns, in mid-sentence or far from the first page."""
    page = f" {fold(' '.join(line.text for line in lines[:TITLE_LINES] if not line.role))} "
    for i in range(TITLE_LINES, len(lines) - 1):
        line = lines[i]
        opens = line.new_page or lines[i - 1].status in TURNS
        if opens and not line.role and line.shape == "text" and len(line.text) <= LONGEST_HEAD:
            words = fold(line.text)
            inside = begins_small(lines[i + 1].text) or i > 2 * TITLE_LINES
            if inside and len(words.split()) > 2 and f" {words} " in page:
                _remove(line, "running head")


def _neighbours(lines: list[Line], i: int) -> list[Line]:
    return [*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2]]


def _are_notes(lines: list[Line], at: list[int]) -> bool:
    """Tell notes such as "12 Ibid.", between those numbered 11 and 13, from heads whose number happens to be next."""
    for i in at:
        mine = _FIRST_NUMBER.match(lines[i].text)
        theirs = [found for line in _neighbours(lines, i) if (found := _FIRST_NUMBER.match(line.text))]
        if mine and any(abs(int(found[1]) - int(mine[1])) == 1 for found in theirs) and not lines[i].new_page:
            return "|" not in lines[i].text and not _SET_APART.search(lines[i].text)
    return False


def _page_number(text: str) -> int:
    """Return the number at the edge of a line, or -1."""
    of_pages = _OF_PAGES.search(text)
    if of_pages and int(of_pages[1]) > int(of_pages[2]):
        of_pages = None
    found = of_pages or _LAST_NUMBER.search(text) or _FIRST_NUMBER.match(text)
    return int(found[1]) if found else -1


def _turns(lines: list[Line], i: int) -> bool:
    return _beside_turn(lines, i) or _interrupts(lines, i)


def _beside_turn(lines: list[Line], i: int) -> bool:
    """Tell whether a page turns at a line: a form feed, a page number or a running head is next to it."""
    return _at_form_feed(lines, i) or any(line.status in TURNS for line in _neighbours(lines, i))


def _at_form_feed(lines: list[Line], i: int) -> bool:
    return any(line.new_page for line in lines[i : i + 2])


def _beside_page_number(lines: list[Line], i: int) -> bool:
    return bool(lines[i].blank_before) and any(line.status == "page number" for line in _neighbours(lines, i))


def _interrupts(lines: list[Line], i: int) -> bool:
    """Tell whether a line stands in the middle of a sentence."""
    if not 0 < i < len(lines) - 1:
        return False
    line, before = lines[i], lines[i - 1]
    cut = len(before.text) > 30 and (before.text[-1].isalnum() or before.text[-1] in ",-")
    return cut and bool(line.blank_before) and not before.blank_before


def _comes_regularly(at: list[int]) -> bool:
    """Tell whether lines come once a page: four or more of them, at nearly the same distance, 20 lines or more."""
    steps = sorted(b - a for a, b in pairwise(at))
    middle = steps[len(steps) // 2] if len(steps) >= OFTEN else 0
    return middle >= 20 and steps[0] > 0.6 * middle and steps[-1] < 1.6 * middle
