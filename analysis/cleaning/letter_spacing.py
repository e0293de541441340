"""Which letters of a title were set apart, so that its words fell to pieces? Mends only what is certain.

Takes lines and the words of the text; gives edits, and the lines their mended text.
"""

import re
from collections import Counter

from analysis.cleaning.edits import Edit
from analysis.cleaning.lines import TITLE_LINES, Line

MOST_PIECES = 6  # of a word that fell to pieces
LONGEST = 80  # characters of a line that can be a title or a name
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
_PARTICLES = frozenset(
    ["de", "da", "di", "du", "la", "le", "van", "von", "der", "den", "zu", "zur", "und", "and", "et", "y", "e", "a"]
)
_CUT_COMPOUND = re.compile(r"([^\W\d_]+-) +(?=([A-ZÀ-Þ][^\W\d_]*))")
_APART = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,}[^\W\d_](?![^\W\d_])")


def mend_letter_spacing(lines: list[Line], words: Counter[str], compounds: Counter[str], names: str) -> list[Edit]:
    """Return edits that close up letter-spaced words in short lines, and give these lines their mended text.

    Evidence are the words of the text, its words with hyphens, and the `names` that are known of it: "Co-operat ion"
    becomes "Co-operation" where the text says "operation" elsewhere; single letters, as in "Langlo i s", are no words.
    """
    known = {word.casefold() for word in re.findall(r"[^\W\d_]+", names)}
    edits: list[Edit] = []
    for i, line in enumerate(lines):
        title = line.blank_before or line.new_page or i < TITLE_LINES
        if title and len(line.text) <= LONGEST and line.shape == "text" and not line.role and " " in line.text:
            mended = [*(_fragments(line, words, known) or _apart(line)), *_split_compounds(line, compounds)]
            for edit in reversed(mended):
                line.text = line.text[: edit.start - line.start] + line.text[edit.end - line.start :]
            edits += mended
    return edits


def _split_compounds(line: Line, compounds: Counter[str]) -> list[Edit]:
    """Close up "CSDP- NATO" where the text has "CSDP-NATO" elsewhere; suspended hyphens stand before small letters."""
    return [
        Edit(line.start + found.end(1), line.start + found.end(), "", "stray space")
        for found in (_CUT_COMPOUND.finditer(line.text) if "- " in line.text else ())
        if compounds[f"{found[1]}{found[2]}".casefold()]
    ]


def _apart(line: Line) -> list[Edit]:
    """Close up words all of whose letters stand apart; two spaces part the words."""
    spaces = [
        line.start + found.start() + space.start()
        for found in _APART.finditer(line.text)
        for space in re.finditer(r"(?<=\S) (?=\S)", found[0])
    ]
    return [Edit(at, at + 1, "", "letter spacing") for at in spaces]


def _fragments(line: Line, words: Counter[str], known: set[str]) -> list[Edit]:
    """Close up a word that fell into fragments."""
    tokens = list(_TOKEN.finditer(line.text))
    spaced = line.text[-1] not in ".;:,?!" and len(tokens) <= LONGEST_TITLE and bool(_SINGLES.search(line.text))
    if not spaced and (len(tokens) > 4 or not (line.blank_before or line.new_page)):
        return []
    edits: list[Edit] = []
    i = 0
    while i < len(tokens) - 1:
        last = _merge(tokens, i, words, known, spaced)
        for a, b in zip(tokens[i:last], tokens[i + 1 : last + 1], strict=True):
            edits.append(Edit(line.start + a.end(), line.start + b.start(), "", "letter spacing"))
        i = last + 1
    return edits


def _merge(tokens: list[re.Match], i: int, words: Counter[str], known: set[str], spaced: bool) -> int:
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
        certain = whole in known or (words[whole] and rare and len(whole) > 3)
        fragment = spaced and part not in _PARTICLES and (len(part) == 1 or bool(_NO_ONSET.match(part)))
        if certain or (fragment and best == j - 1):
            best = j
    return best
