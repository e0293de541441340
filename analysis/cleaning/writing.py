"""Write the clean text of blocks, and account for every raw character in the ledger.

What differs between raw and clean text within a line is an edit: markup, note marks, stray spaces, rare characters,
titles whose letters stand apart. At line ends the words of the text tell which hyphens belong to a word.
"""

import html
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from functools import cache, lru_cache

from analysis.cleaning.blocks import Block, Edit, Line, Marker, Status
from analysis.cleaning.lines import TITLE_LINES, UNSURE_HYPHEN, contents_leader

Judge = Callable[[str, str], bool]

# Prefixes before a hyphen; those that keep it where the whole is a word as well; those that keep it before a vowel.
_PREFIXES = frozenset(
    ["non", "anti", "counter", "post", "pro", "ex", "vice", "self", "quasi", "cross", "multi", "intra"]
)
_ALWAYS = frozenset(
    ["non", "anti", "post", "vice", "self", "quasi", "so", "well", "one", "two", "three", "four", "five"]
)
_SYLLABLES = frozenset(["re", "de", "pre", "co"])
# "long-term", although "longterm" is in word lists
_SECOND = frozenset(["maker", "makers", "making", "term", "purpose", "scale", "called"])
PIECE = 8192  # characters counted at a time
_EDGES = ".,;:!?()[]“”„‘’'\"«»*_-–—…"
MOST_PIECES = 6  # of a word that fell to pieces
LONGEST_SPACED = 80  # characters of a line that can be a title or a name
LONGEST_TITLE = 14  # pieces of words in a line that can be a title
# A consonant by itself is no word in any of the languages; vowels are ("a", "à", "e", "i", "o", "y").
_SINGLES = re.compile(r"(?:^| )[b-df-hj-np-tv-xz](?= |$)")
# Two letters that no word begins with: the line was cut within a word.
_NO_ONSET = re.compile(
    r"(?!bl|br|ch|cl|cr|dr|dw|fl|fr|gh|gl|gn|gr|kl|kn|kr|ph|pl|pn|pr|ps|rh|sc|sh|sk|sl|sm|sn|sp|sq|st|sv|sw|th|tr|ts|tw|vl|wh|wr|zw)"
    r"[b-df-hj-np-tv-xz]{2}"
)
_TOKEN = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_APART = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,}[^\W\d_](?![^\W\d_])")


@lru_cache(maxsize=1)
def count_words(text: str) -> tuple[Counter[str], Counter[str]]:
    """Count the words of a text, and its words with hyphens, without regard to case.

    >>> words, compounds = count_words("Well-known, not known well.")
    >>> words["known"], compounds["well-known"]
    (2, 1)
    """
    words: Counter[str] = Counter()
    at = 0
    while at < len(text):  # piece by piece: the list of all words at once would take ten times the text
        end = text.find(" ", at + PIECE)
        words.update(text[at : end if end > 0 else None].casefold().split())
        at = end if end > 0 else len(text)
    compounds: Counter[str] = Counter()
    # only what is not a bare word needs a closer look: a third of the different tokens
    for token, n in [(token, n) for token, n in words.items() if not token.isalpha()]:
        core = token.strip(_EDGES)
        if "-" in core:
            compounds[core] += n
        parts = core.split("-") if "-" in core else core.split(UNSURE_HYPHEN)
        if len(parts) > 1 or core != token:
            for part in parts:
                words[part] += n
    return words, compounds


def hyphen_judge(words: Counter[str], compounds: Counter[str]) -> Judge:
    """Return a function that tells, from the halves of a word, whether the hyphen between them is only a line end's.

    The form that the text has elsewhere decides; then whether the whole or the halves are English words.

    >>> text = "A cohesive stance. The so-called pivot. Longer or in the long term. Longer term."
    >>> joins = hyphen_judge(*count_words(text))
    >>> joins("prosecu", "tors"), joins("so", "called"), joins("longer", "term"), joins("CSDP", "missions")
    (True, False, False, False)
    """

    @cache
    def joins(before: str, after: str) -> bool:
        last = before.rpartition("-")[2]
        number = after[0].isdigit() or last.isdigit()
        if number or after[0].isupper() or not last or last[1:] != last[1:].lower():
            return False  # after an acronym or a number, or before a capital, the hyphen is real
        first, second = last.casefold(), after.casefold()
        joined, kept = words[first + second], compounds[f"{first}-{second}"]
        if joined or kept:
            return joined > kept
        if first in _SYLLABLES and second[0] in "aeiou":
            return False
        if is_english(first + second):
            return not ((first in _ALWAYS or second in _SECOND) and is_english(second))
        # each half was counted once where the word is cut; more than that, and it is a word of its own
        own = words[first] > 1 and words[second] > 1
        return not (own or "-" in before or first in _PREFIXES or (is_english(first) and is_english(second)))

    return joins


@cache
def is_english(word: str) -> bool:
    """Ask the word list, which takes half a second to load: only where the report itself does not decide."""
    from simplemma import is_known

    return is_known(word, lang="en")


def mend_letter_spacing(lines: list[Line], words: Counter[str]) -> list[Edit]:
    """Return edits that close up letter-spaced words in short lines, and give these lines their mended text.

    Evidence are the words of the text: "Co-operat ion" becomes "Co-operation" where the text says "operation"
    elsewhere; single letters, as in "Langlo i s", are no words.
    """
    edits: list[Edit] = []
    for i, line in enumerate(lines):
        title = line.blank_before or line.new_page or i < TITLE_LINES
        if title and len(line.text) <= LONGEST_SPACED and not line.role:
            mended = _fragments(line, words) or _apart(line)
            for edit in reversed(mended):
                line.text = line.text[: edit.start - line.start] + line.text[edit.end - line.start :]
            edits += mended
    return edits


def _apart(line: Line) -> list[Edit]:
    """Close up words all of whose letters stand apart; two spaces part the words."""
    spaces = [
        line.start + found.start() + space.start()
        for found in _APART.finditer(line.text)
        for space in re.finditer(r"(?<=\S) (?=\S)", found[0])
    ]
    return [Edit(at, at + 1, "", "letter spacing") for at in spaces]


def _fragments(line: Line, words: Counter[str]) -> list[Edit]:
    """Close up a word that fell into fragments."""
    tokens = list(_TOKEN.finditer(line.text))
    spaced = line.text[-1] not in ".;:,?!" and len(tokens) <= LONGEST_TITLE and bool(_SINGLES.search(line.text))
    if not spaced and (len(tokens) > 4 or not (line.blank_before or line.new_page)):
        return []
    edits: list[Edit] = []
    i = 0
    while i < len(tokens) - 1:
        last = _merge(tokens, i, words, spaced)
        for a, b in zip(tokens[i:last], tokens[i + 1 : last + 1], strict=True):
            edits.append(Edit(line.start + a.end(), line.start + b.start(), "", "letter spacing"))
        i = last + 1
    return edits


def _merge(tokens: list[re.Match], i: int, words: Counter[str], spaced: bool) -> int:
    """Return the last of the tokens that make one word with token i."""
    best = i
    merged = tokens[i][0]
    for j in range(i + 1, min(i + MOST_PIECES, len(tokens))):
        part = tokens[j][0]
        if not part[0].islower() or not _LETTERS.match(part) or not _LETTERS.search(merged):
            break
        whole = f"{merged.rpartition('-')[2]}{part.partition('-')[0]}".casefold()
        merged += part
        rare = any(words[t[0].casefold().rpartition("-")[2]] <= 1 or len(t[0]) == 1 for t in tokens[i : j + 1])
        certain = words[whole] and rare and len(whole) > 3
        fragment = spaced and ((part not in ("a", "e", "y") and len(part) == 1) or bool(_NO_ONSET.match(part)))
        if certain or (fragment and best == j - 1):
            best = j
    return best


# Edits and texts

LONGEST_ADDRESS = 2000  # characters between < and >
Change = tuple[int, int, str]  # start, end, new: an edit whose status is known from its pattern


def _drop(found: re.Match) -> Change | None:
    return (*found.span(), "")


def _tag(found: re.Match) -> Change | None:
    return (*found.span(), " " if found[0][:3].lower() == "<br" else "")


def _link(found: re.Match) -> Change | None:
    """Open a link, or the text of an image."""
    start = found.start()
    return (start - 1 if found.string[start - 1 : start] == "!" else start, start + 1, "")


def _entity(found: re.Match) -> Change | None:
    new = html.unescape(found[0])
    return None if new == found[0] else (*found.span(), new.strip() or " ")


def _fold(found: re.Match) -> Change | None:
    return (*found.span(), " ")


def _autolink_end(found: re.Match) -> Change | None:
    """Close `<https://...>`."""
    text, end = found.string, found.start()
    address = text[text.rfind("<", max(0, end - LONGEST_ADDRESS), end) + 1 : end]
    fits = address.split() == [address] and address.startswith(("http://", "https://", "mailto:", "www."))
    return (end, end + 1, "") if fits else None


def _star(found: re.Match) -> Change | None:
    """A star with space on both sides is none of emphasis."""
    text, start, end = found.string, found.start(), found.end()
    alone = not text[start - 1 : start].strip() and not text[end : end + 1].strip()
    return None if alone else (start, end, "")


def _missing_space(found: re.Match) -> Change | None:
    """Put a space after a comma between two words, addresses aside."""
    text, comma = found.string, found.start()
    token = text[max(text.rfind(" ", 0, comma), comma - 60) + 1 : comma]
    fits = len(token) > 1 and token[-2:].isalpha() and not re.search(r"[/@\d_=]|www\.", token)
    return (comma, comma + 1, ", ") if fits else None


def _stray_space(found: re.Match) -> Change | None:
    """Close up `27 th March` and `States , all`."""
    text, at = found.string, found.start()
    before, after = text[at - 1 : at], text[at + 1]
    fits = before.isalpha() if after in ",." else before.isdigit()
    return (at, at + 1, "") if fits else None


def _form(found: re.Match) -> Change | None:
    """Put a letter and its accents, or a ligature, into the form that other texts use."""
    text, start = found.string, found.start()
    if not "\ufb00" <= text[start] <= "\ufb06":  # an accent belongs to the letter before it
        start -= 1
    if start < 0 or not text[start].isalnum():
        return None
    return (start, found.end(), unicodedata.normalize("NFKC", text[start : found.end()]))


# A term of a glossary, and what parts it from its meaning.
_TERM = re.compile(r"\S.{0,60}?(?P<colon>:?)(?P<leader>[ ]*\t[ \t]*|[ ]{2,}(?:[–—-][ ]+)?|[ ]+[–—=][ ]+)(?=\S)")
_INVISIBLE = (
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x01\x03-\x08\x0e-\x1b\x1f\x7f\ud800-\udfff"
)
_TAGS = "b|i|u|s|em|strong|su[pb]|span|a|p|div|font|small|mark|br|hr|t[drh]|li|[uo]l|h[1-6]"
_TARGET = r"(?:[^()\s]|\([^()\s]*\)){1,500}"
# Characters that most texts have none of; a text without them is not searched for each of their kinds.
_SPACES, _LIGATURES, _ACCENTS = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000", "\ufb00-\ufb06", "\u0300-\u036f"
_RARE = re.compile(f"[{_SPACES}{_LIGATURES}{_ACCENTS}{_INVISIBLE}\xad]")
# A hyphen at the end of a printed line, where the PDF gives that line and the next as one.
_UNSURE_INSIDE = re.compile(rf"{UNSURE_HYPHEN}(?![\r\n]|$)")
_WORD_BEFORE, _WORD_AFTER = re.compile(r"[^\W_]+(?:-[^\W_]+)*$"), re.compile(r"[^\W_]+")
_SPACE_AFTER_HYPHEN = re.compile(r"-[ ](?=[^\W\d_])")
# Every difference between raw and clean text within a line: its status, a sign without which it cannot occur (so that a
# text without it is not searched; "rare" stands for the characters above), its pattern, and what it does. A pattern
# begins with a single character, not with a repeat or a look behind: those are searched ten times slower.
PASSES: list[tuple[Status, str, re.Pattern[str], Callable[[re.Match], Change | None]]] = [
    ("markup", "<", re.compile(rf"</?(?:{_TAGS})\b[^<>\n]{{0,300}}>", re.I), _tag),
    ("markup", "<", re.compile(r"<!--[^\n]{0,500}?-->"), _drop),
    ("markup", "<", re.compile(r"<(?=(?:https?://|mailto:|www\.)[^<>\s]+>)"), _drop),
    ("markup", "<", re.compile(r">(?=[\s.,;:)\]]|$)"), _autolink_end),
    ("markup", "](", re.compile(rf"\]\({_TARGET}\)"), _drop),
    ("markup", "](", re.compile(rf"\[(?=[^\[\]\n]{{0,300}}\]\({_TARGET}\))"), _link),
    ("markup", "\\", re.compile(r"\\\\*(?=[\\`*_{}\[\]()#+\-.!<>&|~$])"), _drop),
    ("markup", "`", re.compile(r"``*"), _drop),
    ("markup", "&", re.compile(r"&(?:#\d{1,6}|#[xX][\da-fA-F]{1,5}|[a-zA-Z]{2,8}\d{0,2});"), _entity),
    ("emphasis", "*", re.compile(r"\*(?:\*\*?)?"), _star),
    ("white space", "  ", re.compile(r" [ \t\xa0]+"), _fold),
    ("white space", "\t", re.compile(r"\t[ \t\xa0]*"), _fold),
    ("stray space", " ", re.compile(r" (?=(?:st|nd|rd|th) (?:of|[A-Z])|[,.]\s)"), _stray_space),
    ("missing space", ",", re.compile(r",(?=[^\W\d_]{2})"), _missing_space),
    ("white space", "rare", re.compile(rf"[{_SPACES}]\s*"), _fold),
    ("soft hyphen", "rare", re.compile("\xad"), _drop),
    ("invisible character", "rare", re.compile(f"[{_INVISIBLE}]+"), _drop),
    ("character form", "rare", re.compile(f"[{_LIGATURES}{_ACCENTS}]+"), _form),
]


def find_edits(
    text: str, markers: list[Marker], found_before: list[Edit], joins: Judge, markup: bool = True
) -> list[Edit]:
    """Find every place within lines where clean text will differ from raw text, in order; join those found before."""
    edits = [*found_before, *(_marker_edit(text, marker) for marker in markers)]
    edits += [_unsure_hyphen_edit(found, joins) for found in _UNSURE_INSIDE.finditer(text)]
    edits += [edit for found in _SPACE_AFTER_HYPHEN.finditer(text) if (edit := _space_after_hyphen(found, joins))]
    rare = "".join(sorted(set(_RARE.findall(text))))
    for status, sign, pattern, change_of in PASSES:
        if not markup and status in ("markup", "emphasis"):
            continue
        if not pattern.search(rare) if sign == "rare" else sign not in text:
            continue
        for found in pattern.finditer(text):
            change = change_of(found)
            if change is not None:
                edits.append(Edit(*change, status))
    edits.sort(key=lambda e: (e.start, -e.end))
    return edits


def entry_edits(blocks: list[Block]) -> list[Edit]:
    """Return edits of entries: contents lose the dots before the page number; glossaries part a term by a colon."""
    edits: list[Edit] = []
    for block in blocks:
        for line in block.lines:
            if line.shape == "quote":
                edits.append(Edit(line.start, line.body, "", "markup"))
            elif line.shape == "table":
                edits += _cell_edits(line, block.kind == "glossary" and any(map(str.isalnum, line.text)))
            elif block.kind == "toc" and (leader := contents_leader(line.text)):
                edits.append(Edit(line.start + leader[0], line.start + leader[1], " ", "leader"))
            elif block.kind == "glossary" and (found := _TERM.match(line.text)):
                new = " " if found["colon"] else ": "
                edits.append(Edit(line.start + found.start("leader"), line.start + found.end("leader"), new, "leader"))
    return edits


def _cell_edits(line: Line, glossary: bool) -> list[Edit]:
    """Take the strokes out of a row of a table; its cells are parted by a space, a term and its meaning by a colon."""
    edits: list[Edit] = []
    for found in re.finditer(r"[ \t]*\|[ \t]*", line.text):
        between = ": " if glossary and len(edits) == 1 else " "
        edits.append(Edit(line.start + found.start(), line.start + found.end(), between, "markup"))
    return edits


def _unsure_hyphen_edit(found: re.Match, joins: Judge) -> Edit:
    """Let a hyphen stand that belongs to the word it cuts; elsewhere the sign is none."""
    text, start, end = found.string, found.start(), found.end()
    before, after = _WORD_BEFORE.search(text[max(0, start - 60) : start]), _WORD_AFTER.match(text, end)
    if before and after and not joins(before[0], after[0]):
        return Edit(start, end, "-", "soft hyphen")
    return Edit(start, end, "", "soft hyphen" if before and after else "invisible character")


def _space_after_hyphen(found: re.Match, joins: Judge) -> Edit | None:
    """Close up "EU- NATO", and "capabili- ties" where neither half is a word; "short- and long-term" stays."""
    text, start, end = found.string, found.start(), found.end()
    before, after = _WORD_BEFORE.search(text[max(0, start - LONGEST_WORD) : start]), _WORD_AFTER.match(text, end)
    if before is None or after is None or after[0] in ("and", "or", "to", "nor", "und", "oder"):
        return None
    if after[0][0].isupper():
        return Edit(start + 1, end, "", "stray space") if before[0][0].isupper() else None
    return Edit(start, end, "", "soft hyphen") if len(after[0]) > 2 and joins(before[0], after[0]) else None


def _marker_edit(text: str, marker: Marker) -> Edit:
    """Remove a note marker so that exactly one space stays where one belongs."""
    start, end = marker.start, marker.end
    after = text[end : end + 1]
    if text[start - 1 : start] in (" ", "\t") and (not after.strip() or after in ".,;:!?)”’"):
        start -= 1
    return Edit(start, end, "", "note marker")


Row = tuple[int, int, Status, int | None, int | None]  # start, end, status, block, at

_ADDRESS = re.compile(r"(?:https?://|www\.|\w\.\w+/)\S*$")
_HYPHENS = ("-", "\u2010", UNSURE_HYPHEN)
LONGEST_WORD, LONGEST_LINK = 60, 300  # characters looked at before a line end


def write_texts(blocks: list[Block], text: str, edits: list[Edit], joins: Judge) -> list[Row]:
    """Give each block its clean text; return the rows of the ledger for what the blocks hold."""
    writer = _Writer(text, edits, joins)
    rows: list[Row] = []
    number = 0
    for block in blocks:
        first = block.lines[0]
        if first.body > first.start:
            rows.append((first.start, first.body, "marker", None, None))
        block.text, written = writer.write(block, number)
        if block.text:
            number += 1
            rows += written
        else:
            rows += [
                (start, end, "markup" if status == "kept" else status, None, None) for start, end, status, *_ in written
            ]
    return rows


class _Writer:
    """Writes the clean text of one block after the other and keeps the account of the raw characters."""

    def __init__(self, text: str, edits: list[Edit], joins: Judge) -> None:
        self.text, self.edits, self.joins = text, edits, joins
        self.starts = [edit.start for edit in edits]
        self.emphasis = any(edit.status == "emphasis" for edit in edits)
        # of the block that is being written:
        self.number = self.at = 0
        self.pieces: list[str] = []
        self.rows: list[Row] = []

    def write(self, block: Block, number: int) -> tuple[str, list[Row]]:
        """Return the clean text of a block and its rows of the ledger; `at` is None for what is removed."""
        self.number, self.at, self.pieces, self.rows = number, 0, [], []
        odd = self.emphasis and self._odd_emphasis(block.lines)
        previous: Line | None = None
        for line in block.lines:
            if previous is not None:
                self._join(previous.end, line.start)
            self._put_line(line.body if previous is None else line.start, line.end, odd)
            previous = line
        if self._ends_with(UNSURE_HYPHEN):
            self._replace_last("-")
        return _trim("".join(self.pieces), self.rows)

    def _edits_in(self, start: int, end: int) -> list[Edit]:
        first = bisect_left(self.starts, start)
        return self.edits[first : bisect_left(self.starts, end, first)]

    def _odd_emphasis(self, lines: list[Line]) -> bool:
        """Tell whether the marks of emphasis in a block do not come in pairs, so that one of them is a sign."""
        marks = [edit for line in lines for edit in self._edits_in(line.body, line.end) if edit.status == "emphasis"]
        return sum(edit.end - edit.start for edit in marks) % 2 == 1

    def _put_line(self, start: int, end: int, odd: bool) -> None:
        """Put a stretch of a raw line, with what stands for its edits; of two that overlap, the first is done."""
        for edit in self._edits_in(start, end):
            if edit.start < start or edit.end > end or (odd and edit.status == "emphasis"):
                continue
            if edit.start > start:
                self._put(start, edit.start, "kept", self.text[start : edit.start])
            if edit.end > edit.start:
                self._put(edit.start, edit.end, edit.status, edit.new)
            start = edit.end
        if end > start:
            self._put(start, end, "kept", self.text[start:end])

    def _put(self, start: int, end: int, status: Status, piece: str) -> None:
        """Account for a stretch of raw text, and write what stands for it."""
        self.rows.append((start, end, status, self.number, self.at if piece else None))
        if piece:
            self.pieces.append(piece)
            self.at += len(piece)

    def _join(self, before: int, start: int) -> None:
        """Join the line that ends before a raw offset and the one that starts at another: by a space, or not."""
        text = self.text
        if text[before - 1] == "\xad" and text[start].isalnum():
            return  # the soft hyphen itself is gone already
        if self._ends_with(_HYPHENS) and text[before - 2 : before - 1].isalnum():
            goes = self._hyphen_goes(before, start)
            if goes or text[before - 1] == UNSURE_HYPHEN:
                self._replace_last("" if goes else "-")
            if goes or text[start].isalnum():
                return
        if text[before - 1] == "/" and text[start].islower() and self._in_address(before):
            return
        end = before
        while end < start and text[end].isspace():
            end += 1
        self._put(before, end, "white space", " ")

    def _ends_with(self, signs: str | tuple[str, ...]) -> bool:
        """Tell whether the last of what was written is one of some signs, and was kept."""
        return bool(self.pieces) and self.pieces[-1].endswith(signs) and self.rows[-1][2] == "kept"

    def _replace_last(self, new: str) -> None:
        """Put something else, or nothing, in the place of the last character that was kept."""
        start, end, status, number, at = self.rows.pop()
        self.pieces[-1] = self.pieces[-1][:-1]
        self.at -= 1
        if end - 1 > start:
            self.rows.append((start, end - 1, status, number, at))
        self._put(end - 1, end, "soft hyphen", new)

    def _hyphen_goes(self, before: int, start: int) -> bool:
        """Decide on a hyphen at a line end."""
        left = _WORD_BEFORE.search(self.text[max(0, before - LONGEST_WORD) : before - 1])
        right = _WORD_AFTER.match(self.text, start)
        if not left or not right or self._in_address(before):
            return self.text[before - 1] == UNSURE_HYPHEN
        return self.joins(left[0], right[0])

    def _in_address(self, end: int) -> bool:
        return bool(_ADDRESS.search(self.text[max(0, end - LONGEST_LINK) : end]))


def _trim(text: str, rows: list[Row]) -> tuple[str, list[Row]]:
    """Take white space off both ends of a block: it stays where markup was removed."""
    lead, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if not lead and end == len(text):
        return text, rows
    out: list[Row] = []
    following = len(text)  # where in the text the next stretch begins
    for start, stop, status, number, at in reversed(rows):
        if at is None:
            out.append((start, stop, status, number, None))
            continue
        first, last = max(at, lead), min(following, end)  # what of the text of this stretch stays
        following = at
        if first >= last:
            out.append((start, stop, "white space", None, None))
        elif status != "kept":
            out.append((start, stop, status, number, first - lead))
        else:
            stays, goes = start + first - at, start + last - at
            parts: list[Row] = [(goes, stop, "white space", None, None), (stays, goes, status, number, first - lead)]
            parts.append((start, stays, "white space", None, None))
            out += [part for part in parts if part[1] > part[0]]
    return text.strip(), out[::-1]


def partition(text: str, rows: list[Row]) -> list[Row]:
    """Return rows (start, end, status, block, at) that cover the text from 0 to its end, in order, no gap, no overlap.

    What lies between the given rows is white space; should it ever be more, its status says so.

    >>> partition("a  b", [(0, 1, "kept", 0, 0), (3, 4, "kept", 1, 0)])[1]
    (1, 3, 'white space', None, None)
    """
    out: list[Row] = []
    at = 0
    for row in [*sorted(rows, key=lambda row: row[0]), None]:
        start = len(text) if row is None else row[0]
        if start > at:
            status: Status = "unexplained" if text[at:start].strip() else "white space"
            out.append((at, start, status, None, None))
        if row is not None:
            out.append(row)
            at = row[1]
    return out
