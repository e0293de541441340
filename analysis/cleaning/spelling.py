"""Decide which hyphens at line ends belong to a word, and close up titles whose letters stand apart."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache, lru_cache

from analysis.cleaning.blocks import Edit, Line
from analysis.cleaning.lines import TITLE_LINES, UNSURE_HYPHEN

Judge = Callable[[str, str], bool]

# Prefixes before a hyphen; those that keep it where the whole is a word as well; those that keep it before a vowel.
_PREFIXES = frozenset(
    ["non", "anti", "counter", "post", "pro", "ex", "vice", "self", "quasi", "cross", "multi", "intra"]
)
_ALWAYS = frozenset(["non", "anti", "post", "vice", "self", "quasi", "so", "well"])
_SYLLABLES = frozenset(["re", "de", "pre", "co"])
_SECOND = frozenset(["maker", "makers", "making", "term"])  # "long-term", although "longterm" is in word lists
PIECE = 8192  # characters counted at a time
_EDGES = ".,;:!?()[]“”„‘’'\"«»*_-–—…"
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
        if after[0].isupper() or not last or last[1:] != last[1:].lower() or (len(last) == 1 and last.isupper()):
            return False  # after an acronym, or before a capital, the hyphen is real
        first, second = last.casefold(), after.casefold()
        joined, kept = words[first + second], compounds[f"{first}-{second}"]
        if joined or kept:
            return joined > kept
        if first in _SYLLABLES and second[0] in "aeiou":
            return False
        if _is_english(first + second):
            return not ((first in _ALWAYS or second in _SECOND) and _is_english(second))
        # each half was counted once where the word is cut; more than that, and it is a word of its own
        own = words[first] > 1 and words[second] > 1
        return not (own or "-" in before or first in _PREFIXES or (_is_english(first) and _is_english(second)))

    return joins


@cache
def _is_english(word: str) -> bool:
    """Ask the word list, which takes half a second to load: only where the report itself does not decide."""
    from simplemma import is_known

    return is_known(word, lang="en")


def mend_letter_spacing(lines: list[Line], words: Counter[str], compounds: Counter[str], names: str) -> list[Edit]:
    """Return edits that close up letter-spaced words in short lines, and give these lines their mended text.

    Evidence are the words of the text and the `names` that are known of it: "Co-operat ion" becomes "Co-operation"
    where the text says "operation" elsewhere; single letters, as in "Langlo i s", are no words.
    """
    known = {word.casefold() for word in re.findall(r"[^\W\d_]+", names)}
    edits: list[Edit] = []
    for i, line in enumerate(lines):
        title = line.blank_before or line.new_page or i < TITLE_LINES
        if title and len(line.text) <= LONGEST and line.shape == "text" and not line.role and " " in line.text:
            mended = _fragments(line, words, known) or _apart(line)
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
        fragment = spaced and ((part not in ("a", "e", "y") and len(part) == 1) or bool(_NO_ONSET.match(part)))
        if certain or (fragment and best == j - 1):
            best = j
    return best
