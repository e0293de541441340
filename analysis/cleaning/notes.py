"""Find the notes of a report and the places that cite them, by the sequence of their numbers."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from analysis.cleaning.blocks import RAISED, SUPERSCRIPTS, Block, Line, Marker
from analysis.cleaning.words import is_finished, part_of
from analysis.language import listed
from analysis.readers.document import POWER, Problem, note_numbers

_DIGITS = str.maketrans(SUPERSCRIPTS + "⁻⁾˒ʼ", "0123456789-,,,")
_NUMBERS = r"\d{1,3}(?:[ \t]*[,;–-][ \t]*\d{1,3})*"  # 4 or 4,5 or 4-6
# Marks that can only be notes.
_SURE = re.compile(
    rf"<sup>[ \t]*(?:\[[ \t]*)?({_NUMBERS})[ \t]*(?:\]\(#[^()\s]*\)[ \t]*)?</sup>"
    r"|\[(?:<sup>)?[ \t]*(\d{1,3})[ \t]*(?:</sup>)?\]\(#[^()\s]*\)|\[\^(\d{1,3})\]|\^\(\[?(\d{1,3})\]?\)"
    rf"|\$\^\{{?(\d{{1,3}})\}}?\$|([{SUPERSCRIPTS}]{{1,3}}(?:[,⁾˒ʼ⁻–-][{SUPERSCRIPTS}]{{1,3}})*)"
)
_POWERS = ("2", "3", "²", "³")  # km², CO₂: no note
# Numbers that may cite a note: only if their turn has come.
_GLUED = re.compile(r"[0-9]{1,4}(?:[ ]?[,–-][ ]?[0-9]{1,3})*(?![\w%°]|,\d|(?:(?<=\.\d)|(?<=\.\d\d))\.\w)")
# What stands before numbers that cite no note: p.12, no.3, A4.
_BEFORE_OTHERS = re.compile(
    r"(?:^|[^A-Za-z])[A-Z]{1,3}$|\d[:/-]$|\b(?:pp?|nos?|nr|arts?|vol|paras?|sec|ch|figs?|v)\.$", re.I
)
_DECIMAL = re.compile(r"(?<![12]\d\d)\d[.,]$")  # a number right after it is rather the rest of a number
_BRACKETS = {
    "bracket": re.compile(rf"\[({_NUMBERS})\](?![(:])"),
    "spaced": re.compile(r"\([ \t](\d{1,3})[ \t]\)"),
    "round": re.compile(r"\((\d{1,3})\)(?=[\s.,;:!?”’)]|$)"),
}
_MONTH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_AS_ITEMS = ("round", "dotted")  # notes whose numbers look like those of items
_CLOSING = frozenset(")]”’\"'»")
_OPENING = re.compile(
    rf"(?P<raised>{RAISED})|\[(?:Footnote )?(?P<bracket>\d{{1,3}})(?:\]|: )"
    r"|\([ \t](?P<spaced>\d{1,3})[ \t]\)|\((?P<round>\d{1,3})\)(?=[ \t])"
    r"|(?P<dotted>\d{1,3})\.(?=[ \t]|[A-Z])|(?P<plain>\d{1,3})(?=[ \t]|[A-Z“‘])"
)
_CITES = re.compile(r"\b(?:19|20)\d\d\b|https?:|www\.|\b(?:ibid|see|cf|op\. cit|pp?\.|interviews?)\b", re.I)
LISTED = 20  # notes that a message names
RESTART = 3  # missing notes weigh as much as that the numbers begin again
MISSING = 4  # notes in a row that extraction may have lost before the sequence counts as ended
EXTRACT = 11  # missing notes weigh as much as that the numbers begin in their midst: four notes in a row outweigh it
PAGE = 4000  # characters of a page: so far below its citation a note may stand
WIDEST = 9  # notes from first to last cited in one place


class _Opening(NamedTuple):
    """A line that may open a note."""

    line: Line
    number: int
    body: int  # where its text begins
    rank: int  # its place among all lines
    style: str  # how its number is written


def find_notes(text: str, lines: list[Line]) -> list[Marker]:
    """Give the lines that open a note the role "footnote" and their number; return where notes are cited, in order."""
    openings = _openings(lines)
    certain = [o for o in openings if o.line.shape == "note"]
    markers = _on_kept(lines, _sure_markers(text, {o.line.start for o in certain}))
    if markers:
        others = [o for o in openings if o.number not in {c.number for c in certain}]
        notes = [*certain, *(note for _, note in _chain(markers, others)[1])]
    else:
        markers, notes = _unsure_notes(text, lines, openings)
    for note in notes:
        note.line.role, note.line.number, note.line.body = "footnote", note.number, note.body
    return markers


def _unsure_notes(text: str, lines: list[Line], openings: list[_Opening]) -> tuple[list[Marker], list[_Opening]]:
    value, best, glued = 0.0, [], _on_kept(lines, _glued_markers(text))
    first = {line.start for line in lines if line.text[0] in "(["}
    places = {style: (m for m in form.finditer(text) if m.start() not in first) for style, form in _BRACKETS.items()}
    brackets = {style: [Marker(*m.span(), n) for m in at if (n := _numbers(m[1]))] for style, at in places.items()}
    bracketed = brackets["bracket"]  # "[1]" may also cite the note "1." or "1"
    others = [("dotted", bracketed), ("plain", bracketed)]
    for style, cited in [("plain", glued), ("dotted", glued), *brackets.items(), *others]:
        worth, links = _chain(cited, [o for o in openings if o.style == style])
        citing = sum(1 for _, o in links if _CITES.search(o.line.text))
        if worth > value and (style not in _AS_ITEMS or 2 * citing >= len(links)):
            value, best = worth, links
    if not best:
        sure = [marker for marker in glued if not marker.weak]
        return _citations_without_note(text, sure) or _citations_without_note(text, bracketed, 3), []
    notes = [note for _, note in best]
    loose = _notes_without_citation(notes, openings)
    ends = {marker.numbers[-1]: marker.end for marker, _ in best}
    late = [_late_marker(text, note, ends.get(note.number - 1, len(text))) for note in loose]
    markers = {marker for marker, _ in best}.union(_on_kept(lines, [marker for marker in late if marker]))
    return sorted(markers), [*notes, *loose]


def _on_kept(lines: list[Line], markers: list[Marker]) -> list[Marker]:
    removed = [line for line in lines if line.role == "removed"]
    starts, ends = [line.start for line in removed], [0, *(line.end for line in removed)]
    return [marker for marker in markers if ends[bisect_right(starts, marker.start)] <= marker.start]


def _numbers(cited: str) -> tuple[int, ...]:
    """Return the numbers of the notes cited in one place; () where they do not follow each other."""
    numbers = note_numbers(cited)
    close = numbers and numbers[-1] <= numbers[0] + WIDEST
    return numbers if close and all(a < b for a, b in pairwise(numbers)) else ()


def _sure_markers(text: str, openings: set[int]) -> list[Marker]:
    out = []
    for found in _SURE.finditer(text):
        start, number = found.start(), found[found.lastindex or 0]
        power = number in _POWERS and POWER.search(text[max(0, start - 4) : start])
        if start not in openings and not power and number.strip("0⁰"):
            out.append(Marker(start, found.end(), _numbers(number.translate(_DIGITS))))
    return out


def _glued_markers(text: str) -> list[Marker]:
    """Return numbers that stand right after a word, a bracket or a full stop, codes such as WP6 or D6.5 aside."""
    out = []
    for found in _GLUED.finditer(text):
        start = found.start()
        before = text[start - 1 : start]
        if before and (before.isalpha() or before in "”’\"'»)].,;:!?%…"):
            window = text[max(0, start - 6) : start]  # it holds a year and its full stop
            if not _BEFORE_OTHERS.search(window) and (numbers := _numbers(found[0])):
                out.append(Marker(start, found.end(), numbers, bool(_DECIMAL.search(window))))
    return out


def _openings(lines: list[Line]) -> list[_Opening]:
    out, zone = [], ""
    for rank, line in enumerate(lines):
        if line.shape == "text" and len(line.text) <= 60:
            zone = part_of(line.text) or zone
        numbered = line.shape == "number" and zone != "reference"
        digit = line.shape == "text" and (line.text[0].isdigit() or line.text.startswith("[Footnote"))
        may_open = line.shape == "note" or numbered or digit
        found = _OPENING.match(line.text) if may_open and not line.role else None
        goes_on = rank and not line.blank_before and not is_finished(lines[rank - 1].text)  # a distance of | 3 paces
        rest = line.text[found.end() :].lstrip() if found else ""
        plain = found and found.lastgroup == "plain" and rest[:1].islower() and not _CITES.match(rest)
        if found and found.lastgroup and not (goes_on and plain):
            body = line.end - len(line.text[found.end() :].lstrip())
            number = int(re.sub(r"\D", "", found[0].translate(_DIGITS)))
            out.append(_Opening(line, number, body=body, rank=rank, style=found.lastgroup))
    return out


class _Chain(NamedTuple):
    """Notes in the order of their numbers, each with the place that cites it."""

    value: float = 0.0
    last: tuple[Marker, _Opening] | None = None
    before: "_Chain | None" = None


def _chain(cited: list[Marker], openings: list[_Opening]) -> tuple[float, list[tuple[Marker, _Opening]]]:
    """Return value and links of the best chain 1, 2, 3 ...: each note cited after the one before it, then given."""
    # Dynamic programming: numbers may be missing or begin again, an extract begins with any number; the best chains
    # that end with each number are kept.
    places: dict[int, list[Marker]] = defaultdict(list)
    for marker in cited:
        for n in marker.numbers:
            places[n].append(marker)
    ending: dict[int, list[_Chain]] = defaultdict(list)
    best = start = _Chain()
    for opening in openings:
        n, text, cites = opening.number, opening.line.text, bool(_CITES.search(opening.line.text))
        # a line is likelier a note by itself if it cites something, is long or is a sentence
        weight = (1.0 if cites or len(text) >= 60 or text[-1] in ".;" else 0.4) + 0.1 * cites
        chains = [(chain, gap) for gap in range(MISSING + 1) for chain in ending[n - 1 - gap] if n - 1 - gap > 0]
        chains += [(start, min(n - 1, EXTRACT))]
        chains += [(best, RESTART)] if n == 1 and best.last else []
        found = []
        for chain, lost in chains:
            begin = bisect_left(places[n], chain.last[0].start if chain.last else 0, key=itemgetter(0))
            if between := places[n][begin : bisect_left(places[n], opening.line.start, key=itemgetter(0))]:
                place = next((marker for marker in between if not marker.weak), between[0])
                near = 0.2 / (opening.rank - chain.last[1].rank) if chain.last else 0.0
                value = chain.value + weight + near - 0.3 * lost - 0.2 * place.weak
                found.append(_Chain(value, (place, opening), chain))
        ending[n] = sorted([*ending[n], *found], key=lambda chain: -chain.value)[:3]
        best = max([best, *ending[n][:1]], key=lambda chain: chain.value)
    links, chain = [], best
    while chain.last and chain.before:
        links.append(chain.last)
        chain = chain.before
    return best.value, links[::-1]


def _notes_without_citation(chosen: list[_Opening], openings: list[_Opening]) -> list[_Opening]:
    """Return the notes that no citation was found for: the missing numbers, between the notes before and after."""
    places = [o.rank for o in openings]
    out = []
    for a, b in pairwise(chosen):
        expected = a.number + 1
        for o in openings[bisect_right(places, a.rank) : bisect_left(places, b.rank)] if b.number > expected else ():
            if o.number == expected < b.number and o.style == a.style:
                out.append(o)
                expected += 1
    return out


def _late_marker(text: str, note: _Opening, start: int) -> Marker | None:
    """Return the only place before a note where its number stands apart after the end of a sentence or quotation."""
    number = re.compile(rf"[.;:!?…][”’\"')\]]? ?({note.number})(?=\s*\n|\s*$|\s+[“\"‘'(]?(?!{_MONTH})[A-ZÀ-Þ])")
    places = number.finditer(text, start, note.line.start)
    found = [m for m in places if not _BEFORE_OTHERS.search(text, m.start() - 6, m.start() + 1)]
    return Marker(*found[0].span(1), (note.number,)) if len(found) == 1 else None


def _citations_without_note(text: str, markers: list[Marker], fewest: int = 2) -> list[Marker]:
    """Find citations of notes that are not in the file: 1, 2, 3 ... after a closing mark, each in its turn."""
    chain: list[Marker] = []
    for marker in markers:
        before = text[marker.start - 1]
        closes = before in _CLOSING or (before in ".,;:!?" and text[marker.start - 2].islower())
        turn = marker.numbers[0] == (chain[-1].numbers[-1] + 1 if chain else 1)
        if turn and closes and text[marker.end : marker.end + 1] in " \n.,;:)":
            chain.append(marker)
    sure = fewest == 2 and chain and text[chain[0].start - 1] in _CLOSING
    return chain if len(chain) >= fewest or sure else []


def cite_notes(blocks: list[Block], markers: list[Marker]) -> None:
    """Give each block the numbers of the notes it cites; a note takes the section of the block that cites it."""
    starts = [marker.start for marker in markers]
    sections: dict[int, tuple[str, ...]] = {}
    for block in blocks:
        if block.kind == "footnote":
            continue
        spans = [(bisect_left(starts, line.body), bisect_left(starts, line.end)) for line in block.lines]
        numbers = [n for begin, end in spans for marker in markers[begin:end] for n in marker.numbers]
        block.notes = tuple(dict.fromkeys(numbers))
        for n in block.notes:
            sections.setdefault(n, block.section)
    for block in blocks:
        if block.kind == "footnote":
            block.section = sections.get(block.note or 0, block.section)


def note_problems(blocks: list[Block]) -> list[Problem]:
    """Return code, message and fix for notes that are cited but missing, and for notes that nothing cites."""
    cited = {n: b.lines for b in blocks[::-1] for n in b.notes}
    there = {b.note for b in blocks if b.note is not None}
    lines = [line for b in blocks if b.kind in ("paragraph", "heading", "list_item") for line in b.lines]
    mixed = {n for n in {*cited} - there if any(_may_open(n, cited[n], line) for line in lines)}
    lost = "Cited, but not in the file: the text of", "Look it up in the original publication."
    main = "Perhaps read as part of the main text:", "Look at the foot of the page that cites it."
    loose = "No place was found that cites", "Look in the original publication where it belongs."
    found = [
        (*lost, sorted({*cited} - there - mixed)),
        (*main, sorted(mixed)),
        (*loose, sorted(there - {*cited})),
    ]
    return [("W-NOTE", f"{what} note no. {listed([*map(str, n)], LISTED)}.", fix) for what, fix, n in found if n]


def _may_open(n: int, citing: list[Line], line: Line) -> bool:
    """Tell whether a line not far after the block that cites a note opens with the number of the note."""
    near = citing[0].start < line.start < citing[-1].end + PAGE
    return near and bool(re.match(rf"[(\[]?\s*{n}[)\].]?(?:$|\s*[“‘\"(]?[A-ZÀ-Þ])", line.text))
