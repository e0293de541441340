"""Find the notes, headings and web-page chrome among the parts of a text whose format states some of its structure.

Markdown, HTML and DOCX readers cut a file into parts (paragraphs, items, rows ...) made of runs (text with its link,
whether it is raised, whether it is bold). `resolve` turns them into the elements of a document.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, groupby, pairwise

from analysis.readers.document import Element
from analysis.rules import load_rules

Span = tuple[int, int]


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

    def look(self) -> tuple[str, bool, bool, Span | None]:
        """Return what two runs must have in common to be one."""
        return self.href, self.raised, self.bold, self.outer


@dataclass(slots=True, eq=False)
class Part:
    """A block of a text as its format states it; `kind` is that of an element, or "rule" for a line across the page."""

    kind: str
    runs: list[Run] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    level: int | None = None
    marker: Span | None = None
    number: int | None = None  # of an item of a numbered list
    note: int | None = None
    anchors: set[str] = field(default_factory=set)
    chrome: bool = False  # stands in a menu, head, foot or banner of a web page
    continued: bool = False  # a further paragraph of the item or note before it
    open_row: bool = False  # a row of a table whose last cell has no end, as some converters write it
    styled: bool = False  # its style says that it is a heading
    edits: list[tuple[int, int, str, str]] = field(default_factory=list)
    cites: list[tuple[int, int, tuple[int, ...]]] = field(default_factory=list)
    text: str = ""  # its words; set when its runs are complete, as are the following two
    words: str = ""  # with single spaces
    ends: list[int] = field(default_factory=list)  # where its runs end in its text

    def add(self, run: Run, joined: bool = True) -> None:
        """Add a run to its runs, or to the last of them where that is of the same kind and ends where this begins."""
        last = self.runs[-1] if self.runs and joined else None
        adjacent = last is not None and last.end == run.start and len(last.text) == last.end - last.start
        if last and adjacent and last.look() == run.look():
            last.end, last.text = run.end, last.text + run.text
        else:
            self.runs.append(run)

    def complete(self) -> None:
        """Set its text, once its runs are there."""
        self.text = "".join(run.text for run in self.runs)
        self.words = " ".join(self.text.split())
        self.ends = list(accumulate(len(run.text) for run in self.runs))

    def raw(self, start: int, end: int) -> Span:
        """Return the raw span of a span of its text."""
        ends = self.ends
        first, last = bisect_right(ends, start), bisect_right(ends, end - 1)
        a, b = self.runs[first], self.runs[last]
        left = a.start + min(start - (ends[first] - len(a.text)), a.end - a.start)
        right = b.end if end == ends[last] else b.start + end - (ends[last] - len(b.text))
        return left, right


class Layout:
    """Lays out the text of a file that is no plain text, and cuts it into parts."""

    def __init__(self) -> None:
        """Begin with an empty text."""
        self.pieces: list[str] = []
        self.at = 0  # length of the text so far
        self.parts: list[Part] = []

    @property
    def text(self) -> str:
        """The raw text."""
        return "".join(self.pieces)

    def write(self, text: str) -> Span:
        """Add to the raw text; return its span."""
        self.pieces.append(text)
        self.at += len(text)
        return self.at - len(text), self.at

    def add_row(self, part: Part, cells: list[str]) -> None:
        """Add a row of a table, with a span for each of its cells."""
        for i, text in enumerate(cells):
            if i:
                part.runs.append(Run(*self.write("\t"), "\t"))
            if text.strip():
                part.spans.append(self.write(text))
                part.runs.append(Run(*part.spans[-1], text))
        self.close(part)

    def close(self, part: Part) -> None:
        """Add a part that holds words; give it a span for each of its lines if it has no spans."""
        text = "".join(run.text for run in part.runs)
        if text.strip():
            if part.kind == "paragraph" and (bullet := _BULLET.match(part.runs[0].text)):
                part.kind, part.level = "list_item", 1
                part.marker = (part.runs[0].start, part.runs[0].start + bullet.end())
                part.runs[0] = Run(part.marker[1], part.runs[0].end, part.runs[0].text[bullet.end() :])
                text = text[bullet.end() :]
            start = part.runs[0].start
            lines = re.finditer(r"[^\n]+", text)
            part.spans = part.spans or [(start + line.start(), start + line.end()) for line in lines]
            self.parts.append(part)
        self.write("\n" if part.kind == "table" else "\n\n")


_RULES = load_rules("pages")
_NUMBER = r"\d{1,4}(?:\s*[,;–-]\s*\d{1,4})*|[ivxl]{1,7}|[*†‡§]{1,3}|[a-z]"
_LABEL = re.compile(rf"\s*[\[(]*\s*(?:(?:foot|end)?note\s+)?({_NUMBER})\s*[\])]*\.?\s*$")
_OPENING = re.compile(
    r"\s*(?:\^\s*)?(?:\[{1,2}(?P<bracket>\d{1,4}|[ivxl]{1,7})\]{1,2}|\((?P<round>\d{1,3})\)|(?P<dotted>\d{1,4})\.(?=\s)"
    r"|\^\(?\[?(?P<caret>\d{1,3})\]?\)?\^?|\^(?=\s))\s*"
)
_BRACKET = re.compile(r"\^?\(?\[\s*(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*|[ivxl]{1,7})\s*\]\)?(?![(:])")
_YEAR = re.compile(r"\W*(?:1[5-9]|20)\d\d\W*")
_POWER = re.compile(r"\b(?:[kcdm]?m|ft|mi|R|CO|H)$")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_UNLINKED = re.compile(r"[\W_]+")
_ABBREVIATION = re.compile(r"\b(?:Inc|Corp|Co|Ltd|U\.S|D\.C|Jr|et al)\.$")
_MARKER = re.compile(r"\((?:\d{1,3}|[a-z]{1,2}|[ivxl]{1,5})\)|\d{1,3}\.|[a-z]\)|[—–•·▪]")
_BULLET = re.compile(r"[•▪●◦‣■][ \t\xa0]+(?=\S)")  # typed before the words of a paragraph
_PAGE_NUMBER = re.compile(r"\W*(?:\d{1,4}|[ivxlc]{1,6}|[a-z])\W*")
_BELOW_HEADINGS = ("paragraph", "list_item", "heading", "caption", "table")
_TABLE_NOTE = re.compile(r"[a-z]\. [A-Z\[]")  # explains a letter in a table
_SENTENCES = re.compile(r"[a-zß-ÿ]{2}[.!?][”\"')]? [A-ZÀ-Þ]")
LONGEST_HEADING = 140
LONGEST_CAPTION = 400
LONGEST_LINK_LINE = 160


def resolve(parts: list[Part], title: str = "") -> tuple[Element, ...]:
    """Return the parts as elements: notes and citations found, headings and chrome found."""
    for part in parts:
        part.complete()
    parts = _join_markers([part for part in parts if part.kind == "rule" or part.words])
    _mark_tables(parts)
    _mark_captions(parts)
    _find_notes(parts)
    for part in parts:
        notice = len(part.words) < 300 and _RULES["site notice"].pattern.search(part.words)
        if part.kind == "paragraph" and (notice or _PAGE_NUMBER.fullmatch(part.words)):
            part.chrome = True
    _mark_link_lists(parts)
    _mark_notices(parts)
    _find_title(parts, title)
    _mark_front(parts)
    _mark_empty_sections(parts)
    _find_headings(parts)
    return tuple(_element(part) for part in parts if part.kind != "rule")


def _element(part: Part) -> Element:
    cites = () if part.note is not None else tuple(part.cites)
    kind = "boilerplate" if part.chrome else part.kind
    level = part.level if kind in ("heading", "list_item") else None
    return Element(kind, tuple(part.spans), level, part.note, part.marker, cites, tuple(part.edits))


def _join_markers(parts: list[Part]) -> list[Part]:
    """Return the parts with a number or bullet that stands by itself as the marker of the paragraph after it."""
    out: list[Part] = []
    for part in parts:
        before = out[-1] if out else None
        if before is not None and before.kind == part.kind == "paragraph" and _MARKER.fullmatch(before.words):
            part.kind, part.level, part.marker = "list_item", 1, (before.spans[0][0], before.spans[-1][1])
            part.number = _first_number(before.words.strip("()."))
            part.anchors |= before.anchors
            out.pop()
        out.append(part)
    return out


def _mark_tables(parts: list[Part]) -> None:
    """Make boxes of tables of one column, and entries of the rows of two cells under the heading of a glossary."""
    glossary = False
    for is_table, group in groupby(parts, key=lambda part: part.kind == "table"):
        rows = list(group)
        headings = [part for part in rows if part.kind == "heading"]
        if headings:
            glossary = bool(_RULES["glossary heading"].pattern.fullmatch(headings[-1].words))
        one_column = len(rows) > 1 and all(len(row.spans) == 1 for row in rows)
        for row in rows if is_table else ():
            if glossary and len(row.spans) == 2:
                (start, end), (begin, last) = row.spans
                row.kind, row.spans = "paragraph", [(start, last)]
                row.edits.append((end, begin, ": ", "leader"))
            elif len(row.spans) == 1 and _RULES["caption"].pattern.match(row.words):
                row.kind = "caption"
            elif one_column:
                row.kind = "box"


def _mark_captions(parts: list[Part]) -> None:
    """Mark titles, sources and notes of tables and figures as captions, and paragraphs in a table as rows."""
    none = Part("")
    for before, part, after in zip([none, *parts], parts, [*parts[1:], none], strict=False):
        if part.kind != "paragraph":
            continue
        found = _RULES["caption"].pattern.match(part.words)
        near = [before.kind, after.kind]
        if found and after.words == part.words:  # of an image, and below it
            part.chrome = True
        if found and (len(part.words) < LONGEST_CAPTION or (":" in found[0] and before.kind in ("table", "caption"))):
            numbered = found[0].rstrip()[-1] in ".:" and not found[0].lower().startswith("note")
            beside = ("table" in near or "caption" in near) and (":" in found[0] or part.words[-1] != ".")
            if numbered or beside:
                part.kind = "caption"
        elif near == ["caption", "table"] or (before.kind == "caption" and _TABLE_NOTE.match(part.words)):
            part.kind = "caption"
        elif near == ["table", "table"] and before.open_row and len(part.words) < 200:
            part.kind, part.open_row = "table", True


# --- notes


def note_numbers(label: str) -> tuple[int, ...]:
    """Return the numbers that the label of a citation stands for.

    >>> note_numbers("[4-6]"), note_numbers("iv"), note_numbers("2, 5"), note_numbers("page 3")
    ((4, 5, 6), (4,), (2, 5), ())
    """
    found = _LABEL.match(label)
    numbers: list[int] = []
    for part in re.split(r"\s*[,;]\s*", found[1]) if found else ():
        ends = [int(end) for end in re.findall(r"\d+", part)]
        if ends:
            numbers += range(ends[0], min(ends[-1], ends[0] + 20) + 1)
        elif set(part) <= set(_ROMAN):
            values = [_ROMAN[c] for c in part]
            numbers.append(sum(-a if a < b else a for a, b in pairwise([*values, 0])))
        elif part[0] in "*†‡§":
            numbers.append("*†‡§".index(part[0]) + 1 + 4 * (len(part) - 1))
    return tuple(numbers)


def _first_number(label: str) -> int | None:
    return next(iter(note_numbers(label)), None)


@dataclass(slots=True)
class _Cite:
    """A place that may cite notes: its part, its raw span, its numbers, where it leads, and whether it opens a part."""

    part: Part
    start: int
    end: int
    numbers: tuple[int, ...]
    target: str
    raised: bool
    opens: bool


def _find_notes(parts: list[Part]) -> None:
    """Give notes their kind and number, and text its citations."""
    cites = [cite for part in parts if part.kind != "table" for cite in _candidates(part)]
    linked = {cite.target: cite for cite in reversed(cites) if cite.target and not cite.opens}
    openings = {id(cite.part): cite for cite in reversed(cites) if cite.opens}
    first_cited = {cite.numbers: cite.part for cite in reversed(cites) if cite.target and not cite.opens}
    for part in parts:
        if part.note is None:
            _mark_linked_note(part, linked, openings.get(id(part)), first_cited)
    _mark_listed_notes(parts, cites)
    for before, part in pairwise(parts):
        if part.continued and before.kind == "footnote" and part.kind != "footnote":
            part.kind, part.note = "footnote", before.note
    there: set[int | None] = {part.note for part in parts if part.note is not None}
    for cite in cites:
        if cite.part.kind != "footnote" and _is_citation(cite, there):
            cite.part.cites.append((cite.start, cite.end, cite.numbers))
    _cite_brackets(parts, there)
    _merge_continued(parts)


def _candidates(part: Part) -> Iterator[_Cite]:
    """Return the runs of a part that are numbers or signs, linked within the page or raised."""
    text, at = part.text, 0
    for run in part.runs:
        begin, at = at, at + len(run.text)
        target = run.href[1:] if run.href.startswith("#") and len(run.href) > 1 else ""
        if not (target or run.raised) or not _LABEL.match(run.text):
            continue
        if not run.raised and _YEAR.fullmatch(run.text):  # "Otto (2024)", linked to the list of references
            continue
        if not target and run.text.strip().isalpha() and not set(run.text.strip()) <= set("ivx"):
            continue
        before, after = text[max(0, begin - 40) : begin], text[at : at + 2]
        if run.raised and not target and _POWER.search(before[-4:]) and run.text.strip() in ("2", "3"):
            continue
        start, end = run.outer or (run.start, run.end)
        if before.endswith(("[", "(")) and after.startswith(("]", ")")):
            start, end = part.raw(begin - 1, begin)[0], part.raw(at, at + 1)[1]
            before = before[:-1]
        opens = begin <= 40 and not before.strip(" \t\n\xa0[(^*↑.•")
        yield _Cite(part, start, end, note_numbers(run.text), target, run.raised, opens)


def _mark_linked_note(
    part: Part, linked: dict[str, _Cite], opening: _Cite | None, first_cited: dict[tuple[int, ...], Part]
) -> None:
    """Mark a part as a note if a citation leads to it, or if it leads back to its citation."""
    if part.kind in ("heading", "title", "rule"):
        return
    backs = [run for run in part.runs if run.href and _RULES["back link"].pattern.fullmatch(run.text.strip())]
    cite = next((linked[anchor] for anchor in sorted(part.anchors) if anchor in linked), None)
    leads_back = opening is not None and bool(opening.target) and first_cited.get(opening.numbers, part) is not part
    if not (backs or leads_back or (cite is not None and cite.part is not part)):
        return
    written = _OPENING.match(part.text)
    stated = opening or cite
    number = stated.numbers[0] if stated and stated.numbers else part.number
    if stated is None and written and written["bracket"]:
        number = _first_number(written["bracket"])
    _make_note(part, number, opening)
    for run in backs:
        part.edits.append((*(run.outer or (run.start, run.end)), "", "note marker"))


def _make_note(part: Part, number: int | None, opening: _Cite | None) -> None:
    """Make a part a note, and let its text begin after its number."""
    part.kind, part.note, part.level = "footnote", number, None
    first = part.spans[0][0]
    written = _OPENING.match(part.text)
    end = opening.end if opening is not None else first
    if opening is None and written and written.end() < len(part.text):
        end = part.raw(written.end() - 1, written.end())[1]
    if end > first:
        part.marker = (part.marker[0] if part.marker else first, end)
        part.spans = [(max(a, end), b) for a, b in part.spans if b > end]


def _mark_listed_notes(parts: list[Part], cites: list[_Cite]) -> None:
    """Mark the notes that nothing links: parts that open with the numbers cited before, in their order."""
    openings = {id(c.part): c for c in cites if c.opens and c.raised}
    cited = {n for c in cites if not c.opens for n in c.numbers}
    cited |= {n for part in parts for found in _BRACKET.finditer(part.text) for n in note_numbers(found[1])}
    under = False
    turn = 1
    last_prose = max((i for i, p in enumerate(parts) if p.kind == "paragraph" and len(p.words) > 80), default=0)
    for i, part in enumerate(parts):
        if part.kind in ("heading", "title") or _is_notes_heading(part):
            under, turn = _is_notes_heading(part), 1
        if part.note is not None or part.kind in ("heading", "title", "rule", "footnote"):
            continue
        opening = openings.get(id(part))
        written = _OPENING.match(part.text)
        number = opening.numbers[0] if opening is not None else part.number
        if number is None and written:
            number = _first_number("".join(filter(None, written.groups())))
        back = part.kind == "list_item" and part.text.lstrip().startswith("^") and number is None
        sure = opening is not None or (written is not None and bool(written["bracket"] or written["caret"]))
        row = part.kind == "table" and written and written["dotted"] == str(turn)
        row = row and (under or turn > 1 or i > last_prose)
        if under and back:
            number = turn
        elif not row and not (number in cited and (under or (sure and len(part.words) > 4))):
            continue
        _make_note(part, turn if row else number, opening)
        turn += 1


def _is_notes_heading(part: Part) -> bool:
    return bool(_RULES["notes heading"].pattern.fullmatch(part.words.strip(":# ")))


def _is_citation(cite: _Cite, there: set[int | None]) -> bool:
    """Tell whether a number that is raised or linked cites a note."""
    return cite.raised or (bool(cite.target) and there.issuperset(cite.numbers))


def _cite_brackets(parts: list[Part], there: set[int | None]) -> None:
    """Find citations in plain brackets: of notes that are there, or 1, 2, 3 ... in their turn."""
    kinds = ("paragraph", "list_item", "heading", "caption")
    found = [
        (part, m, numbers)
        for part in parts
        if part.kind in kinds and "[" in part.text
        for m in _BRACKET.finditer(part.text)
        if (numbers := note_numbers(m[1]))
    ]
    firsts = {numbers[0] for _, _, numbers in found}
    in_turn = not there and len(found) > 1 and firsts == set(range(1, max(firsts) + 1))
    taken = sorted((start, end) for part in parts for start, end, _ in part.cites)
    for part, m, numbers in found:
        if in_turn or there.issuperset(numbers):
            start, end = part.raw(*m.span())
            i = bisect_right(taken, (end, 0))
            if not i or taken[i - 1][1] <= start:
                part.cites.append((start, end, numbers))


def _merge_continued(parts: list[Part]) -> None:
    """Let the further paragraphs of a note belong to it."""
    for i in range(len(parts) - 1, 0, -1):
        before, part = parts[i - 1], parts[i]
        if part.continued and part.kind == before.kind == "footnote" and part.note == before.note:
            before.spans += part.spans
            before.edits += part.edits
            del parts[i]


# --- chrome of web pages


def _is_link_line(part: Part) -> bool:
    """Tell whether a part is nothing but links, and no sentence."""
    linked = sum(bool(run.href) for run in part.runs)
    if part.kind not in ("paragraph", "list_item", "table") or not linked or len(part.words) > LONGEST_LINK_LINE:
        return False
    bare = _UNLINKED.sub("", "".join(run.text for run in part.runs if not run.href))
    return len(bare) <= (0.2 * len(part.words) if linked > 2 else 0) and not part.words.endswith(".")


def _mark_link_lists(parts: list[Part]) -> None:
    """Mark lines of links: three items together, or a paragraph of short links; entries under References stay."""
    in_references = 0  # level of the heading above a list of references
    in_contents = False
    run: list[Part] = []
    for part in [*parts, Part("rule")]:
        was_contents = in_contents
        if part.kind == "heading":
            in_contents = bool(_RULES["contents heading"].pattern.match(part.words))
            if not in_references or (part.level or 1) <= in_references:
                listed = len(part.words) < 60 and _RULES["sources heading"].pattern.search(part.words)
                in_references = (part.level or 1) if listed else 0
        menu = part.kind == "list_item" and len(part.words) < 20
        if _is_link_line(part) and (not in_references or menu):
            run.append(part)
            continue
        if len(run) > 2 or (run and (run[0].kind == "paragraph" or was_contents)):
            inside = ["#" in r.href for p in run for r in p.runs if r.href]  # leads to a place in the page
            contents = run[0].kind == "list_item" and (sum(inside) * 2 > len(inside) or was_contents)
            for link in run:
                link.kind = "toc" if contents else link.kind
                link.chrome = not contents
        run = []


def _mark_notices(parts: list[Part]) -> None:
    """Mark a disclaimer at the end of a page, from its label on."""
    total = sum(len(part.text) for part in parts)
    after = 0
    for i in range(len(parts) - 1, (len(parts) + 1) // 2 - 1, -1):
        after += len(parts[i].text)
        if after > max(0.1 * total, 2500):
            return
        if _RULES["notice"].pattern.fullmatch(parts[i].words.rstrip(": ")):
            for part in parts[i:]:
                part.chrome = part.chrome or part.kind != "footnote"
            return


def _is_prose(part: Part) -> bool:
    return not part.chrome and part.kind == "paragraph" and len(part.words) > LONGEST_LINK_LINE


def _mark_empty_sections(parts: list[Part]) -> None:
    """Mark a heading under which nothing but chrome stands."""
    prose = next((i for i, part in enumerate(parts) if not part.chrome and len(part.words) > LONGEST_LINK_LINE), 0)
    headings = [i for i, part in enumerate(parts) if part.kind == "heading"]
    for i, end in pairwise([*headings, len(parts)]):
        below = [part for part in parts[i + 1 : max(prose, i + 1) if i < prose < end else end] if part.kind != "rule"]
        linked = any(part.chrome for part in below) and not _RULES["chapter"].pattern.fullmatch(parts[i].words)
        if linked and all(part.chrome or part.kind == "table" for part in below):
            parts[i].chrome = True


def _mark_front(parts: list[Part]) -> None:
    """Mark the lines above the text that give a name and a value, such as a date, as front matter."""
    for part in parts:
        if _is_prose(part):
            return
        label = next((run.text for run in part.runs if run.bold and run.text.strip()), "")
        if part.kind in ("paragraph", "caption") and part.text.startswith(label) and label.rstrip().endswith(":"):
            part.kind = "front"


# --- headings


def _find_headings(parts: list[Part]) -> None:
    """Make headings of bold paragraphs, and of plain lines where the format marks no heading of the text."""
    for part, after in pairwise(part for part in parts if part.kind != "rule"):
        if part.kind == "paragraph" and after.kind == "footnote" and _is_notes_heading(part):
            part.kind, part.level = "heading", 1
    text = [part for part in parts if not part.chrome and part.kind not in ("rule", "footnote")]
    marked = [part for part in text if part.kind == "heading" and not _is_notes_heading(part)]
    depth = max((part.level or 1 for part in marked[1:]), default=0)
    bold = [part for part, after in pairwise(text) if _is_bold_heading(part, after)]
    for part in bold:
        part.kind, part.level = "heading", depth + 1
    for part in text if not depth else ():
        part.level = 1 if part.kind == "heading" and _is_notes_heading(part) else part.level
    if not bold and _lack_headings(text):
        _mark_plain_headings(text)


def _mark_plain_headings(text: list[Part]) -> None:
    """Make headings of lines by themselves above a paragraph, and of one more line above such a heading."""
    titles = {_fold(part.words) for part in text if part.kind == "toc"}
    above_text: set[int] = set()  # headings with a paragraph directly below
    for part, after in reversed(list(pairwise(text))):
        if _is_plain_heading(part, after, titles, id(after) in above_text):
            part.kind, part.level = "heading", 1
            if after.kind != "heading":
                above_text.add(id(part))


def _is_bold_heading(part: Part, after: Part) -> bool:
    """Tell whether a paragraph is a heading by its bold type, its style or its capitals."""
    words = part.words
    if part.kind != "paragraph" or not 1 < len(words) <= LONGEST_HEADING or len(part.spans) > 2:
        return False
    letters = [c.isupper() for c in words if c.isalpha()]
    above_text = after.kind == "paragraph" and len(after.words) > 100
    capitals = len(letters) > 7 and all(letters) and words[-1] != ":" and above_text
    if not (capitals or part.styled or all(run.bold for run in part.runs if run.text.strip())):
        return False
    ends = words[-1] in ",;，；。" or (words[-1] == "." and len(words.split()) > 4)
    caption = _RULES["caption"].pattern.match(words)
    return bool(letters) and not ends and not caption and after.kind in _BELOW_HEADINGS


def _lack_headings(text: list[Part]) -> bool:
    """Tell whether most of a text stands under no marked heading of its own."""
    total = sum(len(part.text) for part in text)
    longest = at = 0
    for part in text:
        at = 0 if part.kind == "heading" else at + len(part.text)
        longest = max(longest, at)
    return total > 1000 and longest > 0.6 * total


def _is_plain_heading(part: Part, after: Part, titles: set[str], above_heading: bool) -> bool:
    """Tell whether a line by itself is a heading: short, without a full stop, with a paragraph below it."""
    words = part.words
    if part.kind != "paragraph" or not 2 < len(words) <= LONGEST_HEADING or _RULES["caption"].pattern.match(words):
        return False
    if _fold(words) in titles:
        return True
    first = words.lstrip("“\"'([")[:1]
    ends = words[-1] in ".,;:!。，；：！、" and not _ABBREVIATION.search(words)
    if ends or len(words.split()) > 16 or _SENTENCES.search(words) or not (first.isupper() or first.isdigit()):
        return False
    if _RULES["date line"].pattern.match(words) or any(run.href for run in part.runs):
        return False
    if after.kind == "list_item":
        return len(words.split()) < 7
    return above_heading or (after.kind == "paragraph" and len(after.words) > 60)


def _fold(words: str) -> str:
    return _UNLINKED.sub(" ", words).strip().casefold()


# --- title


def _find_title(parts: list[Part], title: str) -> None:
    """Make the title of the heading that the metadata name, or that stands above all others; its repeats are chrome."""
    headings = [p for p in parts if p.kind == "heading" and not p.chrome and not _is_notes_heading(p)]
    known = _fold(title) or (_fold(headings[0].words) if _is_repeated(headings) else "")
    stated = [part for part in parts if part.kind == "title"]
    named = (
        [p for p in headings[:3] if len(own := _fold(p.words)) > 5 and (own in known or known in own)] if known else []
    )
    chosen = (stated + named + _highest(headings))[:1]
    if not chosen:
        return
    chosen[0].kind = "title"
    above = parts[: parts.index(chosen[0])]
    if all(part.chrome or len(part.words) <= LONGEST_LINK_LINE for part in above):
        for part in above:
            if part.kind == "paragraph" and not any(run.href for run in part.runs):
                part.kind = "front"
    name = set(_fold(chosen[0].words).split())
    for part in parts if len(name) > 3 else ():
        own, longest = _fold(part.words), len(chosen[0].words) + 60
        if part.kind in ("heading", "paragraph", "list_item") and len(part.words) <= longest:
            part.chrome |= sum(word in own for word in name) >= 0.85 * len(name)


def _highest(headings: list[Part]) -> list[Part]:
    """Return the first heading if it alone has the highest level and is no chapter."""
    levels = [part.level or 1 for part in headings]
    if not levels or _RULES["chapter"].pattern.fullmatch(headings[0].words):
        return []
    return headings[:1] if levels[0] == min(levels) and levels.count(levels[0]) == 1 else []


def _is_repeated(headings: list[Part]) -> bool:
    """Tell whether the first heading comes again directly below, as on a page with a head of its own."""
    return any(_fold(part.words) == _fold(headings[0].words) for part in headings[1:3])
