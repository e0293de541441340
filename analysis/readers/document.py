"""The form in which every reader returns a file: its text, and what the format says about the parts of the text.

All offsets count characters of `Document.text`, the raw text. Plain text states nothing about its parts; a PDF gives
printed lines with their place and type. Markdown, HTML and DOCX give elements: their readers cut a file into parts
(paragraphs, items, rows ...) made of runs, and `resolve` finds the notes, headings and web-page chrome among them.
Cleaning infers what the format does not say.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby, pairwise
from typing import Any, NamedTuple, TypeVar

from analysis.rules import load_rules

Problem = tuple[str, str, str]  # code, message, fix
Span = tuple[int, int]
Part = TypeVar("Part")


class ReadError(ValueError):
    """A file that cannot be read: `code`, what happened, and what to do about it."""

    def __init__(self, code: str, message: str, fix: str) -> None:
        super().__init__(code, message, fix)
        self.code, self.message, self.fix = code, message, fix


@dataclass(slots=True)
class Run:
    """A stretch of raw text with its words, its link, and how it is printed; `outer` holds the marks around it too."""

    start: int
    end: int
    text: str
    href: str = ""
    raised: bool = False
    bold: bool = False
    outer: Span | None = None


@dataclass(slots=True, eq=False)
class Element:
    """A part of a text whose kind the format states, first made of runs, then complete.

    `kind` is that of a block (heading, paragraph, list_item, box, caption, footnote, pull_quote, boilerplate), or
    "table" for one row of a table. `spans` are the raw stretches that hold its words, in reading order; between two
    spans a space is written. `marker` is the raw stretch of the number or bullet before a list item.
    """

    kind: str
    spans: list[Span] = field(default_factory=list)
    level: int | None = None  # of a heading or of a nested list item
    note: int | None = None  # own number of a footnote
    marker: Span | None = None
    cites: list[tuple[int, int, tuple[int, ...]]] = field(default_factory=list)  # raw span, numbers of the notes cited
    edits: list[tuple[int, int, str, str]] = field(default_factory=list)  # raw span, replacement, status in the ledger
    runs: list[Run] = field(default_factory=list)
    number: int | None = None  # of an item of a numbered list
    ids: set[str] = field(default_factory=set)  # under which links lead to it
    chrome: bool = False  # stands in a menu, head, foot or banner of a web page
    continued: bool = False  # a further paragraph of the item or note before it
    text: str = ""  # of all runs
    words: str = ""  # with single spaces
    ends: list[int] = field(default_factory=list)  # where the runs end in the text

    def add(self, run: Run, joined: bool = True) -> None:
        """Add a run to its runs, or to the last of them where that is of the same kind and ends where this begins."""
        last = self.runs[-1] if self.runs and joined else run
        alike = (last.href, last.raised, last.bold, last.outer) == (run.href, run.raised, run.bold, run.outer)
        if alike and last.end == run.start and len(last.text) == last.end - last.start:
            last.end, last.text = run.end, last.text + run.text
        else:
            self.runs.append(run)

    def raw(self, start: int, end: int) -> Span:
        """Return the raw span of a span of its text."""
        first, last = bisect_right(self.ends, start), bisect_right(self.ends, end - 1)
        a, b = self.runs[first], self.runs[last]
        left = a.start + min(start - (self.ends[first] - len(a.text)), a.end - a.start)
        return left, b.end if end == self.ends[last] else b.start + end - (self.ends[last] - len(b.text))


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a printed page: its raw span, its place in points from the top left corner, and its type."""

    start: int
    end: int
    page: int  # from 1
    left: float
    top: float
    right: float
    bottom: float
    size: float  # of most of its characters, in points
    bold: bool = False
    italic: bool = False
    raised: tuple[Span, ...] = ()  # raw spans of raised or small numbers and signs that may cite notes
    column: int = 0  # of its page, from 0; -1 in a margin beside the text
    font: str = ""
    rotated: bool = False  # not printed from left to right
    tag: str = ""  # of the file's structure: H1 to H6, P, LI, Note, Table, TOC, Figure, Caption
    part: int = 0  # number of the tagged part on its page that the line belongs to

    def place_of(self, start: int, end: int) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of the part of the line between two raw offsets, letters as equal."""
        width = (self.right - self.left) / max(1, self.end - self.start)
        first, last = max(start, self.start) - self.start, min(end, self.end) - self.start
        return (self.left + first * width, self.top, self.left + last * width, self.bottom)


@dataclass(frozen=True)
class Document:
    """The raw text of a file, where its pages begin, warnings, and what the format states."""

    text: str
    pages: tuple[int, ...] = ()
    problems: Sequence[Problem] = ()
    elements: Sequence[Element] = ()
    lines: tuple[PrintedLine, ...] = ()
    outline: tuple[tuple[int, str, int], ...] = ()  # bookmarks of a PDF: level from 1, title, page from 1
    # Title, authors, published, created (the file) and language, where the file says so.
    metadata: Mapping[str, str] = field(default_factory=dict)
    body: int = 0  # where the text begins, after a YAML head
    markup: bool = True  # the text may hold Markdown or HTML marks
    unread: Sequence[int] = ()  # pages of a PDF that could not be read


def side_by_side(a: Any, b: Any) -> bool:
    """Tell whether two stretches with a top and a bottom overlap by half of the lower one's height."""
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap > 0.5 * min(a.bottom - a.top, b.bottom - b.top)


def runs(parts: list[Part], stay: Callable[[Part, Part], bool]) -> list[list[Part]]:
    """Cut a list into runs: of two neighbours, the second stays in the run of the first where `stay` says so."""
    begin = [i for i, (a, b) in enumerate(pairwise(parts), 1) if not stay(a, b)]
    return [parts[a:b] for a, b in pairwise([0, *begin, len(parts)])] if parts else []


class PartWriter:
    """Lays out the text of a file that is no plain text, and cuts it into parts."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.at = 0  # length of the text so far
        self.parts: list[Element] = []

    def write(self, text: str) -> Span:
        """Add to the raw text; return its span."""
        self.pieces.append(text)
        self.at += len(text)
        return self.at - len(text), self.at

    def add_row(self, part: Element, cells: list[str]) -> None:
        """Add a row of a table, with a span for each of its cells."""
        for i, text in enumerate(cells):
            if i:
                part.runs.append(Run(*self.write("\t"), "\t"))
            if text.strip():
                part.spans.append(self.write(text))
                part.runs.append(Run(*part.spans[-1], text))
        self.close(part)

    def close(self, part: Element) -> None:
        """Add a part that holds words; give it a span for each of its lines if it has no spans."""
        text = "".join(run.text for run in part.runs)
        if text.strip():
            start = part.runs[0].start
            lines = re.finditer(r"[^\n]+", text)
            part.spans = part.spans or [(start + line.start(), start + line.end()) for line in lines]
            self.parts.append(part)
        self.write("\n" if part.kind == "table" else "\n\n")


_RULES = {**load_rules("cleaning"), **load_rules("pages")}
_SOURCES = ("notes", "references", "sources")
_NUMBER = r"\d{1,4}(?:\s*[,;–-]\s*\d{1,4})*|[ivxl]{1,8}|[*†‡§]{1,3}|[a-z]"
_LABEL = re.compile(rf"\s*[\[(]*\s*(?:(?:foot|end)?note\s+)?({_NUMBER})\s*[\])]*\.?\s*$")
_OPENING = re.compile(r"\s*(?:\^\s*)?(?:\((\d{1,3})\)|(\d{1,4})\.(?=\s)|\^\(?\[?(\d{1,3})\]?\)?\^?|\^(?=\s))\s*")
_BRACKET = re.compile(
    r"\^?\(?\[{1,2}\s*(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*|[ivxl]{1,8})\s*\]{1,2}\)?"
    r"(?![(:]|(?<=[ivxl]\])[a-z])"  # not: [i]f
)
_YEAR = re.compile(r"\W*(?:1[5-9]|20)\d\d\W*")
POWER = re.compile(r"(?<![^\W\d_])(?:[kcdm]?m|ft|mi|R|CO|H|[α-ωΑ-Ω])\s?$")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_NO_LETTERS = re.compile(r"[\W_]+")
MARKER = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]{1,2}|[ivxlc]{1,6})[\]).]|[—–•·▪o§-]")  # of an item, by itself
_PAGE_NUMBER = re.compile(r"\W*(?:(?:[Pp]age |p\. ?)?(?:\d{1,4}|[ivxlc]{1,6})(?: (?:of|/) \d{1,4})?|[a-z])\W*")
_BELOW_HEADINGS = ("paragraph", "list_item", "heading", "caption", "table")
_SENTENCES = re.compile(r"[a-zß-ÿ]{2}[.!?][”\"')]? \(?[A-ZÀ-Þ]")
_BEFORE_NUMBER = " \t\n\xa0[(^*↑.•"  # before the number that opens a note
LONGEST_HEADING = 140
LONGEST_CAPTION = 400
LONGEST_LINK_LINE = 160
_ENTRY = re.compile(r"\b(?:19|20)\d\d\b|https?:|www\.")  # of a list of references
FIRST = 8  # parts of a text among which its byline stands
_FRAME = re.compile(r"^[* ]*(?:START|(END)) OF TH(?:E|IS) PROJECT GUTENBERG|^(End) of (?:the )?Project Gutenberg", re.M)


def resolve(parts: list[Element], title: str = "") -> list[Element]:
    """Return the parts that hold words, with their kinds: notes and citations, headings and chrome are found."""
    for part in parts:
        part.text = "".join(run.text for run in part.runs)
        part.words = " ".join(part.text.split())
        part.kind = "paragraph" if part.kind == "author" and len(part.words) > LONGEST_LINK_LINE else part.kind
        part.ends = list(accumulate(len(run.text) for run in part.runs))
    for before, part in pairwise([part for part in parts if part.words]):
        if before.kind == part.kind == "paragraph" and MARKER.fullmatch(before.words):  # a marker by itself
            part.kind, part.level, part.marker = "list_item", 1, (before.spans[0][0], before.spans[-1][1])
            part.number = next(iter(note_numbers(before.words)), None)
            part.ids |= before.ids
            before.words = ""
    parts = [part for part in parts if part.words]
    begin, end = without_frame([part.words for part in parts])
    for part in (*parts[:begin], *parts[end:]):
        part.chrome = True
    _mark_captions(parts)
    _find_notes(parts)
    _mark_notices(parts)
    _mark_link_lists(parts)
    _find_title(parts, title)
    _mark_front(parts)
    _mark_empty_sections(parts)
    _find_headings(parts)
    for part in parts:
        part.kind = "boilerplate" if part.chrome else part.kind
        part.level = part.level if part.kind in ("heading", "list_item") else None
    return parts


def without_frame(texts: Sequence[str]) -> tuple[int, int]:
    """Return where a text itself begins and ends among its lines or parts: Project Gutenberg frames it."""
    signs = [(i, bool(found[1] or found[2])) for i, text in enumerate(texts) if (found := _FRAME.search(text))]
    start = next((i for i, ends in signs if not ends), None)
    if start is None:
        return 0, len(texts)
    wrapped = next((i for i in range(start, min(start + 3, len(texts))) if texts[i].endswith("***")), start)
    return wrapped + 1, next((i for i, ends in signs if ends and i > wrapped), len(texts))


def data_of_frame(text: str) -> dict[str, str]:
    """Return the title and the authors that such a frame states."""
    lines = text.splitlines()
    stated = re.findall(r"(?m)^(Title|Author): (.+(?:\n[ \t]+\S.*)*)", "\n".join(lines[: without_frame(lines)[0]]))
    return {"title" if name == "Title" else "authors": " ".join(value.split()) for name, value in stated}


def _matches(part: Element, *rules: str) -> bool:
    words = part.words.strip(":# ")
    return any(_RULES[rule].pattern.fullmatch(form) for rule in rules for form in (words, words.lower()))


def _mark_captions(parts: list[Element]) -> None:
    """Mark titles, sources and notes of tables and figures as captions; the rows of a table of one column are boxes."""
    caption = _RULES["caption"].pattern
    for is_table, group in groupby(parts, key=lambda part: part.kind == "table"):
        rows = list(group)
        one_column = len(rows) > 1 and all(len(row.spans) == 1 for row in rows)
        for row in rows if is_table and one_column else ():
            row.kind = "box"
    ends = Element("")
    for before, part, after in zip([ends, *parts], parts, [*parts[1:], ends], strict=False):
        label, below, above = caption.match(part.words), before.kind in ("table", "caption"), after.kind == "table"
        if label and (len(part.words) < LONGEST_CAPTION or (":" in label[0] and below)):
            named = label[0].rstrip()[-1] in ".:" and not label[0].lower().startswith("note")
            is_caption = named or ((below or above) and (":" in label[0] or part.words[-1] != "."))
        else:
            is_caption = before.kind == "caption" and above
        if part.kind == "paragraph" and is_caption:
            part.kind = "caption"


def note_numbers(label: str) -> tuple[int, ...]:
    """Return the numbers that the label of a citation stands for."""
    found = _LABEL.match(label)
    numbers: list[int] = []
    for part in re.split(r"\s*[,;]\s*", found[1]) if found else ():
        ends = [int(end) for end in re.findall(r"\d+", part)]
        if ends and ends[0]:
            numbers += range(ends[0], min(ends[-1], ends[0] + 20) + 1)
        elif set(part) <= set(_ROMAN):
            values = [_ROMAN[c] for c in part]
            numbers.append(sum(-a if a < b else a for a, b in pairwise([*values, 0])))
        elif part[0] in "*†‡§":
            numbers.append("*†‡§".index(part[0]) + 1 + 4 * (len(part) - 1))
    return tuple(numbers)


class _Cite(NamedTuple):
    """A place that may cite notes: its part, its raw span, its numbers, where it leads, and whether it opens a part."""

    part: Element
    start: int
    end: int
    numbers: tuple[int, ...]
    opens: bool
    target: str = ""
    raised: bool = False


def _find_notes(parts: list[Element]) -> None:
    cites = [cite for part in parts if part.kind != "table" for cite in _candidates(part)]
    openings = {id(cite.part): cite for cite in reversed(cites) if cite.opens}
    # A note that is cited twice leads back by two letters: only links of parts that open with no number make notes.
    linked = {cite.target: cite for cite in reversed(cites) if cite.target and id(cite.part) not in openings}
    cited = {number for cite in cites if not cite.opens for number in cite.numbers}
    under = False  # a heading of notes
    for before, part in pairwise([Element(""), *parts]):
        if part.kind in ("heading", "title") or _matches(part, *_SOURCES):
            under = _matches(part, *_SOURCES)
        elif part.note is None:
            cite = next((linked[a] for a in sorted(part.ids) if a in linked and linked[a].part is not part), None)
            opening = openings.get(id(part))
            written = _OPENING.match(part.text)
            stated = [*(opening.numbers if opening else ()), *(cite.numbers if cite else ()), part.number]
            stated += map(int, filter(None, written.groups() if written else ()))
            number = next(filter(None, stated), None)
            backs = [run for run in part.runs if run.href and _RULES["back link"].pattern.fullmatch(run.text.strip())]
            if cite or backs or (number in cited and (under or opening)):
                _make_note(part, number, opening)
                part.edits += [(*(run.outer or (run.start, run.end)), "", "note marker") for run in backs]
            elif part.continued and before.kind == "footnote":
                part.kind, part.note = "footnote", before.note
    there = {part.note for part in parts}
    plain = {cite.numbers[0] for cite in cites if cite.numbers and not (cite.target or cite.raised or cite.opens)}
    in_turn = there == {None} and len(plain) > 1 and plain == set(range(1, max(plain) + 1))  # the notes were left out
    for cite in cites:
        if cite.part.kind != "footnote" and (cite.raised or there.issuperset(cite.numbers) or in_turn):
            cite.part.cites.append((cite.start, cite.end, cite.numbers))


def _candidates(part: Element) -> Iterator[_Cite]:
    text, at = part.text, 0
    taken: set[int] = set()  # offsets in the runs that cite
    for run in part.runs:
        begin, at = at, at + len(run.text)
        target = run.href[1:] if run.href.startswith("#") else ""
        label = run.text.strip()
        if not (target or run.raised) or not _LABEL.match(label) or (not run.raised and _YEAR.fullmatch(label)):
            continue  # "Otto (2024)", linked to the list of references, cites no note
        before, after = text[:begin], text[at : at + 2]
        if run.raised and not target and label in ("2", "3") and POWER.search(before[-4:]):
            continue
        start, end = run.outer or (run.start, run.end)
        if before.endswith(("[", "(")) and after.startswith(("]", ")")):
            start, end = part.raw(begin - 1, begin)[0], part.raw(at, at + 1)[1]
            before = before[:-1]
        taken.update(range(begin, at))
        opens = not before.strip(_BEFORE_NUMBER)
        yield _Cite(part, start, end, numbers=note_numbers(label), opens=opens, target=target, raised=run.raised)
    for found in _BRACKET.finditer(text) if "[" in text else ():
        if taken.isdisjoint(range(*found.span())) and (numbers := note_numbers(found[1])):
            opens = not text[: found.start()].strip(_BEFORE_NUMBER)
            yield _Cite(part, *part.raw(*found.span()), numbers=numbers, opens=opens)


def _make_note(part: Element, number: int | None, opening: _Cite | None) -> None:
    part.kind, part.note, part.level = "footnote", number, None
    first = part.spans[0][0]
    written = _OPENING.match(part.text)
    end = opening.end if opening else first
    if not opening and written and written.end() < len(part.text):
        end = part.raw(written.end() - 1, written.end())[1]
    if end > first:
        part.marker = (part.marker[0] if part.marker else first, end)
        part.spans = [(max(a, end), b) for a, b in part.spans if b > end]


def _mark_notices(parts: list[Element]) -> None:
    """Mark lines about cookies and rights, page numbers, and a disclaimer at the end of a page, from its label on."""
    own = sum(len(part.text) for part in parts if not part.chrome)
    after, most, end = 0, min(0.3 * own, max(0.1 * own, 2500)), len(parts)
    for i, part in reversed([*enumerate(parts)]):
        after += len(part.text) * (not part.chrome)
        end = i if after < most and _matches(part, "notice") else end  # else the text goes on
        notice = len(part.words) < 300 and _RULES["site notice"].pattern.search(part.words)
        part.chrome |= part.kind == "paragraph" and bool(notice or _PAGE_NUMBER.fullmatch(part.words))
    for part in parts[end:]:
        part.chrome |= part.kind != "footnote"


def _is_link_line(part: Element) -> bool:
    linked = sum(bool(run.href) for run in part.runs)
    if part.kind not in ("paragraph", "list_item", "table") or not linked or len(part.words) > LONGEST_LINK_LINE:
        return False
    bare = _NO_LETTERS.sub("", "".join(run.text for run in part.runs if not run.href))
    return len(bare) <= (0.2 * len(part.words) if linked > 2 else 0) and not part.words.endswith(".")


def _mark_link_lists(parts: list[Element]) -> None:
    """Mark lines of links: contents, three items together, or a paragraph of links; entries under References stay."""
    for lines in (list(group) for is_list, group in groupby(parts, key=_is_link_line) if is_list):
        inside = ["#" in run.href for part in lines for run in part.runs if run.href]  # leads to a place in the page
        toc = lines[0].kind == "list_item" and 2 * sum(inside) > len(inside)
        for part in lines if toc or len(lines) > 2 or lines[0].kind == "paragraph" else ():
            part.kind, part.chrome = ("toc", False) if toc else (part.kind, True)


def _mark_front(parts: list[Element]) -> None:
    """Mark the lines above the text that give a name and a value, such as a date, and the byline, as front matter."""
    text = [part for part in parts if not part.chrome]
    for part in text[:FIRST]:
        if part.kind == "paragraph" and _RULES["date line"].pattern.match(part.words):
            part.kind = "front"
        elif part.kind == "paragraph" and _matches(part, "byline"):
            part.kind = "author"
    for part in text:
        if part.kind == "paragraph" and len(part.words) > LONGEST_LINK_LINE:
            return
        label = next((run.text for run in part.runs if run.bold and run.text.strip()), "")
        if part.kind in ("paragraph", "caption") and part.text.startswith(label) and label.rstrip().endswith(":"):
            part.kind = "front"


def _mark_empty_sections(parts: list[Element]) -> None:
    """Mark a heading under which nothing but chrome stands."""
    prose = next((i for i, part in enumerate(parts) if not part.chrome and len(part.words) > LONGEST_LINK_LINE), 0)
    headings = [i for i, part in enumerate(parts) if part.kind == "heading"]
    for i, end in pairwise([*headings, len(parts)]):
        end = prose if i < prose < end else end  # the name of the site may stand above the text
        below = parts[i + 1 : end]
        parts[i].chrome |= bool(below) and all(part.chrome for part in below)


def _find_headings(parts: list[Element]) -> None:
    """Make headings of bold lines; where there are none and most text is one section, of plain lines."""
    for part, after in pairwise(parts):
        entry = after.kind == "footnote" or _ENTRY.search(after.words)
        if part.kind == "paragraph" and entry and _matches(part, *_SOURCES):
            part.kind, part.level = "heading", 1
    text = [part for part in parts if not part.chrome and part.kind != "footnote"]
    marked = [part for part in text if part.kind == "heading" and not _matches(part, *_SOURCES)]
    depth = max((part.level or 1 for part in marked[1:]), default=0)
    pairs = list(pairwise(text))
    bold = [part for part, after in pairs if _is_bold_heading(part, after)]
    for part in [*bold, *(part for part in text if not depth and part.kind == "heading" and part not in marked)]:
        part.kind, part.level = "heading", depth + 1
    under = groupby(text, key=lambda part: part.kind == "heading")
    stretches = [sum(len(part.text) for part in group) for is_heading, group in under if not is_heading]
    if bold or sum(stretches) <= 1000 or max(stretches) <= 0.6 * sum(stretches):
        return
    above_text = None  # a heading with a paragraph directly below
    for part, after in reversed(pairs):
        if _is_plain_heading(part, after, after is above_text):
            part.kind, part.level = "heading", 1
            above_text = above_text if after.kind == "heading" else part


def _is_bold_heading(part: Element, after: Element) -> bool:
    words = _BRACKET.sub("", part.words).rstrip()  # without notes; a heading may add a sentence in brackets
    bare = re.sub(r" ?\([^()]*\)$", "", words)
    letters = [c for c in words if c.isalpha()]
    if part.kind != "paragraph" or not 1 < len(bare) <= LONGEST_HEADING or not letters:
        return False
    if after.kind not in _BELOW_HEADINGS or words[-1] in ",;，；。" or (words[-1] == "." and len(words.split()) > 4):
        return False
    capitals = len(letters) > 7 and all(map(str.isupper, letters)) and words[-1] != ":" and len(after.words) > 100
    bold = all(run.bold for run in part.runs if any(map(str.isalnum, run.text)))
    return (capitals or bold) and not _RULES["caption"].pattern.match(words)


def _is_plain_heading(part: Element, after: Element, above_heading: bool) -> bool:
    """Tell whether a line by itself is a heading: short, without a full stop, with a paragraph below it."""
    words = part.words
    if part.kind != "paragraph" or not 2 < len(words) <= LONGEST_HEADING or any(run.href for run in part.runs):
        return False
    first = words.lstrip("“\"'([")[:1]
    if words[-1] in ".,;:!。，；：！、" or len(words.split()) > 16 or not (first.isupper() or first.isdigit()):
        return False
    if _SENTENCES.search(words) or any(_RULES[name].pattern.match(words) for name in ("caption", "date line")):
        return False
    below = above_heading or (after.kind == "paragraph" and len(after.words) > 60)
    return below or (after.kind == "list_item" and len(words.split()) < 7)


def _fold(words: str) -> str:
    return _NO_LETTERS.sub(" ", words).strip().casefold()


def _find_title(parts: list[Element], title: str) -> None:
    """Make the title of the heading that the metadata name, or that stands above all others; its repeats are chrome."""
    headings = [part for part in parts if part.kind == "heading" and not part.chrome and not _matches(part, *_SOURCES)]
    known = _fold(title)
    of_site = [p for p in parts if p.chrome and p.kind == "heading" and len(_fold(p.words)) > 0.8 * len(known)]
    long = [(p, _fold(p.words)) for p in headings[:3] + of_site if len(_fold(p.words)) > max(5, 0.4 * len(known))]
    named = [p for p, words in long if known and (words in known or known in words)]
    levels = [part.level or 1 for part in headings]
    alone = headings[:1] if levels and levels[0] == min(levels) and levels.count(levels[0]) == 1 else []
    highest = [part for part in alone if not _matches(part, "chapter", "contents")]
    chosen = next(iter([part for part in parts if part.kind == "title"] + named + highest), None)
    if chosen is None:
        return
    chosen.kind, chosen.chrome = "title", False
    above = parts[: parts.index(chosen)]
    if all(part.chrome or len(part.words) <= LONGEST_LINK_LINE for part in above):
        for part in above:
            if part.kind == "paragraph" and not any(run.href for run in part.runs):
                part.kind = "front"
    name = set(_fold(chosen.words).split())
    for part in parts if len(name) > 3 else ():
        if part.kind in ("heading", "paragraph", "list_item") and len(part.words) <= len(chosen.words) + 60:
            own = _fold(part.words)
            part.chrome |= sum(word in own for word in name) >= 0.85 * len(name)
