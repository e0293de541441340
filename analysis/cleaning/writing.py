"""Write the clean text of blocks, and account for every raw character in the ledger.

What differs between raw and clean text within a line is an edit: markup, note marks, stray spaces, rare characters,
titles whose letters stand apart. At line ends the words of the text tell which hyphens belong to a word.
"""

import html
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from io import StringIO
from itertools import chain, pairwise
from operator import attrgetter
from typing import NamedTuple

from simplemma import is_known

from analysis.cleaning.blocks import TERM, TITLE_LINES, UNSURE_HYPHEN, Block, Draft, Edit, Line, Marker, contents_leader
from analysis.readers.document import Document

Judge = Callable[[str, str], bool]

# First parts that keep their hyphen where the whole is a word as well; those that keep it before a vowel.
_ALWAYS = {"non", "anti", "post", "vice", "self", "quasi", "so", "well", "one", "two", "three", "four", "five"}
_SYLLABLES = {"re", "de", "pre", "co"}
# "long-term", although "longterm" is in word lists
_SECOND = {"maker", "makers", "making", "term", "purpose", "scale", "called"}
_PUNCTUATION = ".,;:!?()[]“”„‘’'\"«»*_-–—…"
LONGEST_SPACED, MOST_PIECES = 80, 6  # characters of a title whose letters may stand apart; pieces of one of its words
# A consonant by itself, and two letters that no word begins with: the line was cut within words.
_LONE_CONSONANT = re.compile(r"(?:^| )[b-df-hj-np-tv-xz](?: |$)")
_NO_ONSET = re.compile(r"(?!rh|mn)[lmnr][b-df-hj-np-tv-xz]")
_APART = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,}[^\W\d_](?![^\W\d_])")


@lru_cache(maxsize=1)
def count_words(text: str) -> Counter[str]:
    """Count the words of a text, and its words with hyphens and their parts, without regard to case."""
    lines = StringIO(text)  # line by line: the list of all words at once would take ten times the text
    words = Counter(chain.from_iterable(line.casefold().split() for line in lines))
    # only what is not a bare word needs a closer look: a third of the different tokens
    for token, n in [(token, n) for token, n in words.items() if not token.isalpha()]:
        core = token.strip(_PUNCTUATION)
        for part in {core, *re.split(f"[-{UNSURE_HYPHEN}]", core)} - {token}:
            words[part] += n
    return words


def hyphen_judge(words: Counter[str]) -> Judge:
    """Return a function that tells, from the halves of a word, whether the hyphen between them is only a line end's."""

    @cache
    def joins(before: str, after: str) -> bool:
        last = before.rpartition("-")[2]
        number = after[0].isdigit() or last.isdigit()
        capitals = last.isupper() and after.isupper() and len(last) > 1 and len(last + after) > 4  # UN-AU
        if number or not last or (not capitals and (after[0].isupper() or last[1:] != last[1:].lower())):
            return False  # after an acronym or a number, or before a capital, the hyphen is real
        # the form that the text has elsewhere decides; then whether the whole or the halves are English words
        first, second = last.casefold(), after.casefold()
        joined, kept = words[first + second], words[f"{first}-{second}"]
        if joined or kept:
            return joined > kept
        if first in _SYLLABLES and second[0] in "aeiou":
            return False
        if is_english(first + second):
            return not ((first in _ALWAYS or second in _SECOND) and is_english(second))
        return not (capitals or "-" in before or (is_english(first) and is_english(second)))

    return joins


@cache
def is_english(word: str) -> bool:
    """Ask the word list, which takes half a second to load: only where the report itself does not decide."""
    return is_known(word, lang="en")


def mend_letter_spacing(lines: list[Line], words: Counter[str]) -> list[Edit]:
    """Return edits that close up letter-spaced words in short lines, and give these lines their mended text."""
    edits: list[Edit] = []
    for i, line in enumerate(lines):
        title = line.blank_before or line.new_page or i < TITLE_LINES
        if title and len(line.text) <= LONGEST_SPACED and not line.role:
            gaps = sorted({*_gaps_in_words(line.text, words)})
            edits += [Edit(line.start + start, line.start + end, "", "letter spacing") for start, end in gaps]
            for start, end in reversed(gaps):
                line.text = line.text[:start] + line.text[end:]
    return edits


def _gaps_in_words(text: str, words: Counter[str]) -> list[tuple[int, int]]:
    """Return the gaps in the words of a text that are in pieces, such as "operat ion" or "W A R"."""
    gaps = [(i, i + 1) for word in _APART.finditer(text) for i in range(*word.span()) if text[i] == " "]
    tokens, i = [*re.finditer(r"\S+", text)], 0
    cut = text[-1] not in ".;:,?!" and bool(_LONE_CONSONANT.search(text))
    while i < len(tokens):
        ends = range(min(i + MOST_PIECES, len(tokens)), i + 1, -1)
        end = next((end for end in ends if _is_one_word([token[0] for token in tokens[i:end]], words, cut)), i + 1)
        gaps += [(a.end(), b.start()) for a, b in pairwise(tokens[i:end])]
        i = end
    return gaps


def _is_one_word(pieces: list[str], words: Counter[str], cut: bool) -> bool:
    """Tell whether the text has the whole elsewhere and the pieces only here, or pieces in a cut line look it."""
    first, *others = pieces
    if not first[-2:].isalpha() or len(first) < 2 or not all(p.isalpha() and p.islower() for p in others):
        return False
    parts = [piece.casefold().rpartition("-")[2] for piece in pieces]
    if words["".join(parts)] and all(len(part) == 1 or words[part] <= 1 for part in parts):
        return True
    return cut and all(_NO_ONSET.match(part) or part in "bcdfghijklmnopqrstuvwxz" for part in parts[1:])


def _autolink_end(found: re.Match) -> str | None:
    before = found.string[max(0, found.start() - LONGEST_LINK) : found.start()]
    return "" if re.match(r"(?:https?://|mailto:|www\.)\S+$", before.rpartition("<")[2]) else None


def _missing_space(found: re.Match) -> str | None:
    token = found.string[max(0, found.start() - LONGEST_WORD) : found.start()].rpartition(" ")[2]
    return None if re.search(r"[/@\d_=]|www\.", token) else ", "


LONGEST_WORD, LONGEST_LINK = 60, 300  # characters looked at before a line end
_UNSEEN = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x01\x03-\x08\x0e-\x1b\x1f\x7f\ud800-\udfff"
_TAGS = "b|i|u|s|em|strong|su[pb]|span|a|p|div|font|small|mark|hr|t[drh]|li|[uo]l|h[1-6]"
_TAG = rf"</?(?:{_TAGS})\b[^<>\n]{{0,300}}>|<!--[^\n]{{0,500}}?-->|<(?=(?:https?://|mailto:|www\.)[^<>\s]+>)"
_TARGET = r"\]\((?:[^()\s]|\([^()\s]*\)){1,500}\)"
_SPACES, _LIGATURES, _ACCENTS = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000", "\ufb00-\ufb06", "\u0300-\u036f"
_FORMS = re.compile(rf"[{_LIGATURES}]|[^\W_][{_ACCENTS}]+")
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][\da-fA-F]{1,5}|[a-zA-Z]{2,8}\d{0,2});")
_STAR = r"\*(?<!\*\*)(?:(?<=[^\s*]\*)\**|\**+(?=[^\s*]))"  # a row of them, with space on one side at most
# Every difference between raw and clean text within a line: its status, its pattern, and what stands in its place.
# A pattern begins with a single character, not with a repeat or a look behind: those are searched ten times slower.
PASSES: list[tuple[str, re.Pattern[str], str | Callable[[re.Match], str | None]]] = [
    ("markup", re.compile(r"<br\b[^<>\n]{0,300}>", re.I), " "),
    ("markup", re.compile(_TAG, re.I), ""),
    ("markup", re.compile(r">(?=[\s.,;:)\]]|$)"), _autolink_end),
    ("markup", re.compile(rf"{_TARGET}|!?\[(?=[^\[\]\n]{{0,300}}{_TARGET})"), ""),
    ("markup", re.compile(r"\\\\*(?=[\\`*_{}\[\]()#+\-.!<>&|~$])|``*"), ""),
    ("markup", _ENTITY, lambda found: html.unescape(found[0]).strip() or " "),
    ("emphasis", re.compile(_STAR), ""),
    ("white space", re.compile(rf" [ \t\xa0]+|\t[ \t\xa0]*|[{_SPACES}]\s*"), " "),
    ("stray space", re.compile(r" (?:(?=(?:st|nd|rd|th) (?:of|[A-Z]))(?<=\d )|(?=[,.]\s)(?<=[^\W\d_] ))"), ""),
    ("missing space", re.compile(r",(?=[^\W\d_]{2})(?<=[^\W\d_]{2},)"), _missing_space),
    ("soft hyphen", re.compile(r"\xad|¬(?<=[^\W\d_]{2}¬)(?: (?=[a-zà-ÿ])|(?=[a-zà-ÿ]|\s*$))", re.M), ""),
    ("invisible character", re.compile(f"[{_UNSEEN}]+"), ""),
    ("character form", _FORMS, lambda found: unicodedata.normalize("NFKC", found[0])),
]
# A hyphen at the end of a printed line, where the PDF gives that line and the next as one; a hyphen and a space.
_HYPHEN_INSIDE = re.compile(rf"{UNSURE_HYPHEN}(?![\r\n]|$)|-[ ](?=[^\W\d_])")
_WORD_BEFORE, _WORD_AFTER = re.compile(r"[^\W_]+(?:-[^\W_]+)*$"), re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.|\w\.\w+/)\S*$")
_HYPHENS = ("-", "\u2010", "\u2011", UNSURE_HYPHEN)


def _find_edits(text: str, draft: Draft, joins: Judge, markup: bool) -> list[Edit]:
    """Find every place within lines where clean text will differ from raw text, in order."""
    edits = [*draft.edits, *_entry_edits(draft.blocks), *(_marker_edit(text, marker) for marker in draft.markers)]
    edits += [edit for found in _HYPHEN_INSIDE.finditer(text) if (edit := _hyphen_edit(found, joins))]
    for status, pattern, new in PASSES:
        if markup or status not in ("markup", "emphasis"):
            changes = ((found, new if isinstance(new, str) else new(found)) for found in pattern.finditer(text))
            edits += [Edit(*found.span(), written, status) for found, written in changes if written is not None]
    return sorted(edits, key=lambda e: (e.start, -e.end))


def _entry_edits(blocks: list[Block]) -> Iterator[Edit]:
    """Give the edits of entries: contents lose dots, notes a bracket; glossaries part a term by a colon."""
    for kind, line in [(block.kind, line) for block in blocks for line in block.lines]:
        at = line.start
        if line.shape == "quote":
            yield Edit(at, line.body, "", "markup")
        elif line.shape == "table":  # a space parts cells, a colon a term and its meaning
            terms = kind == "glossary" and any(map(str.isalnum, line.text))
            for i, stroke in enumerate(re.finditer(r"[ \t]*\|[ \t]*", line.text)):
                yield Edit(at + stroke.start(), at + stroke.end(), ": " if terms and i == 1 else " ", "markup")
        elif kind == "footnote" and line.text[-1] == "]" and "[" not in line.text[line.body - line.start :]:
            yield Edit(line.end - 1, line.end, "", "marker")
        elif kind == "toc" and (leader := contents_leader(line.text)):
            yield Edit(at + leader[0], at + leader[1], " ", "leader")
        elif kind == "glossary" and (term := TERM.match(line.text)):
            yield Edit(at + term.start("leader"), at + term.end("leader"), " " if term["colon"] else ": ", "leader")


def _halves(text: str, end: int, start: int) -> tuple[str, str] | None:
    before, after = _WORD_BEFORE.search(text[max(0, end - LONGEST_WORD) : end]), _WORD_AFTER.match(text, start)
    return (before[0], after[0]) if before and after else None


def _hyphen_edit(found: re.Match, joins: Judge) -> Edit | None:
    """Close up "EU- NATO", and "capabili- ties" where neither half is a word; "short- and long-term" stays."""
    start, end = found.span()
    halves = _halves(found.string, start, end)
    if found[0] == UNSURE_HYPHEN:  # it stays in the word that it cuts; elsewhere the sign is none
        sign = "-" if halves and not joins(*halves) else ""
        return Edit(start, end, sign, "soft hyphen" if halves else "invisible character")
    if not halves or halves[1] in ("and", "or", "to", "nor", "und", "oder"):
        return None
    before, after = halves
    if after[0].isupper():
        return Edit(start + 1, end, "", "stray space") if before[0].isupper() else None
    return Edit(start, end, "", "soft hyphen") if len(after) > 2 and joins(before, after) else None


def _marker_edit(text: str, marker: Marker) -> Edit:
    after = text[marker.end : marker.end + 1]
    apart = text[marker.start - 1 : marker.start] in (" ", "\t") and (not after.strip() or after in ".,;:!?)”’")
    return Edit(marker.start - apart, marker.end, "", "note marker")


class Row(NamedTuple):
    """A stretch of raw text in the ledger; a kept one begins in the text of its block at `at`."""

    start: int
    end: int
    status: str
    block: int | None = None
    at: int | None = None


def write_texts(draft: Draft, document: Document) -> list[Row]:
    """Give each block its clean text; return the ledger, which covers the raw text from 0 to its end, in order."""
    text = document.text
    joins = hyphen_judge(count_words(text))
    edits = _find_edits(text, draft, joins, document.markup)
    starts = [edit.start for edit in edits]
    rows: list[Row] = []
    number = 0
    for block in draft.blocks:
        first = block.lines[0]
        if first.body > first.start:
            rows.append(Row(first.start, first.body, "marker"))
        spans = [(first.body, first.end), *((line.start, line.end) for line in block.lines[1:])]
        owns = [
            [e for e in edits[bisect_left(starts, start) : bisect_left(starts, end)] if e.end <= end]
            + _join(text, end, following, joins)
            for (start, end), (following, _) in zip(spans, [*spans[1:], (None, 0)], strict=True)
        ]
        stars = sum(edit.end - edit.start for own in owns for edit in own if edit.status == "emphasis")
        dropped = "emphasis" if stars % 2 else ""  # they do not come in pairs: one is a sign
        lines = ([edit for edit in own if edit.status != dropped] for own in owns)
        parts = [part for span, own in zip(spans, lines, strict=True) for part in _cut(text, *span, own)]
        written = "".join(part.new for part in parts)
        block.text = written.strip()
        rows += _account(parts, written, number if block.text else None)
        number += bool(block.text)
    return partition(text, [*rows, *(Row(line.start, line.end, line.status) for line in draft.removed)])


def _join(text: str, end: int, start: int | None, joins: Judge) -> list[Edit]:
    """Return what joins the line that ends at an offset and the next, which starts at another: a space, or nothing."""
    last, first = text[end - 1], "" if start is None else text[start]
    address = _ADDRESS.search(text[max(0, end - LONGEST_LINK) : end]) if last in ("/", *_HYPHENS) else None
    hyphen = last if last in _HYPHENS and text[end - 2 : end - 1].isalnum() else ""
    halves = _halves(text, end - 1, start) if hyphen and start is not None and not address else None
    goes = joins(*halves) if halves else hyphen == UNSURE_HYPHEN and bool(first)
    edits = [Edit(end - 1, end, "" if goes else "-", "soft hyphen")] if goes or hyphen == UNSURE_HYPHEN else []
    whole = (first.isalnum() and (hyphen or last in ("\xad", "¬"))) or (last == "/" and first.islower() and address)
    if start is not None and not goes and not whole:
        gap = text[end:start] if start > end else text[end : end + LONGEST_LINK]
        edits.append(Edit(end, end + len(gap) - len(gap.lstrip()), " ", "white space"))
    return edits


def _cut(text: str, start: int, end: int, edits: list[Edit]) -> Iterator[Edit]:
    """Return the stretches of a raw line: its edits, of two that overlap the first, and what is kept between them."""
    for edit in edits:
        if edit.start >= start:
            if edit.start > start:
                yield Edit(start, edit.start, text[start : edit.start], "kept")
            yield edit
            start = edit.end
    if end > start:
        yield Edit(start, end, text[start:end], "kept")


def _account(parts: list[Edit], written: str, number: int | None) -> Iterator[Row]:
    """Return the rows of a block, whose text has no white space around it; `at` is None for what is removed."""
    at, end_at = len(written.lstrip()) - len(written), len(written.strip())
    for start, end, new, status in parts:
        first, last = max(0, -at), min(len(new), end_at - at)  # of what is written, what stays
        if first < last:
            begin, stop = (start + first, start + last) if status == "kept" else (start, end)
            yield Row(begin, stop, status, number, at + first)
        else:
            yield Row(start, end, "white space") if new else Row(start, end, status, number)
        at += len(new)


def partition(text: str, rows: list[Row]) -> list[Row]:
    """Return rows that cover the text from 0 to its end, in order: what lies between the given ones is white space."""
    out: list[Row] = []
    end = 0
    for row in [*sorted(rows, key=attrgetter("start")), Row(len(text), len(text), "end")]:
        if row.start > end:
            out.append(Row(end, row.start, "unexplained" if text[end : row.start].strip() else "white space"))
        out.append(row)
        end = row.end
    return out[:-1]
