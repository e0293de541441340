"""Where does a noun phrase begin and end? Walks from its head to both sides, without a parser or a dictionary.

A wall is a token that no name may cross: punctuation, a number, a date.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from analysis.timeline import vocabulary
from analysis.timeline.vocabulary import INSIDE, singular

_COMPLEMENT = vocabulary.word_set("of on for between with to against in at concerning de da do du")
_PARTICLES = vocabulary.word_set("da de do du di")  # inside names of people and places
_AND = vocabulary.word_set("and &")
_ARTICLES = vocabulary.word_set("the a an")
_DETERMINERS = _ARTICLES | {"its", "their"}
_ORGANISATIONS = vocabulary.word_set(
    "organization organisation committee council commission community union group office section "
    "division centre center command headquarters directorate unit cell room staff"
)
_CALLED_BEHIND = vocabulary.word_set("operation exercise law meeting")  # whose own name follows: Operation Althea
_PLACED = vocabulary.word_set("attack war crisis operation exercise meeting election accession declaration")
_ABOUT = vocabulary.TEXTS | {"activity"}  # kinds that are about something: a strategy for growth
# Words in -ed and -ly that stand in names.
_NOT_VERBAL = vocabulary.word_set(
    "united combined armed integrated organised organized related coordinated structured assembly family early"
)
_VERBS = vocabulary.VERB_FORMS.keys() - vocabulary.NOUNS_TOO
MOST_BEFORE, MOST_AFTER, MOST_LOWER = 8, 16, 4  # words; the longest official titles of the genre fit
MOST_BEHIND = 5  # words of the name that stands behind its head
_FRAMED = re.compile(
    r"(?:^|[.;:,])\W*(?:at|in|on|after|before|since|during|under|with|following|by|for|to)\s+(?:the\s+)?$", re.I
)


class Token(NamedTuple):
    """A word or a mark of punctuation."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """Return it in small letters."""
        return self.text.lower()

    @property
    def capital(self) -> bool:
        """Tell whether it begins with a capital."""
        return self.text[0].isupper()


def _heads() -> dict[str, list[tuple[list[str], str, bool]]]:
    """Return the heads by their first word, those of most words first."""
    table: dict[str, list[tuple[list[str], str, bool]]] = {}
    for head in vocabulary.HEADS:
        for phrase in head.words.split("|"):
            parts = phrase.split()
            table.setdefault(parts[0], []).append((parts, head.kind, head.common))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


HEADS = _heads()


def find_walls(tokens: list[Token], dated: Iterable[tuple[int, int]]) -> list[bool]:
    """Return for each token whether it is a wall."""
    spans = sorted(dated)
    walls, k = [], 0
    for token in tokens:
        while k < len(spans) and spans[k][1] <= token.start:
            k += 1
        walls.append(not token.text[0].isalpha() or (k < len(spans) and spans[k][0] <= token.start))
    return walls


def modifies(tokens: list[Token], walls: list[bool], after: int) -> bool:
    """Tell whether a head only modifies the noun behind it: crisis management, conflict prevention."""
    if after >= len(tokens) or walls[after]:
        return False
    word = tokens[after].text
    if not word[0].islower() or stops(word) or word in _COMPLEMENT | INSIDE | vocabulary.AFTER or is_head(word):
        return False
    return not word.endswith("ing") or word == "planning"


def first_token(tokens: list[Token], walls: list[bool], i: int, floor: int) -> int:
    """Return the token that opens the name whose head begins at token i; the name before it ends at `floor`."""
    first = i
    while first > 0 and i - first < MOST_BEFORE:
        before, opening = tokens[first - 1], tokens[first]
        if walls[first - 1] and before.text not in vocabulary.WHOLE:
            break
        other = tokens[first - 2] if first > 1 else None
        if before.lower in _AND and other and not walls[first - 2]:
            alike = other.capital == opening.capital
            if not alike or stops(other.text) or is_head(other.text) or other.end <= floor:
                break
            first -= 2
        elif before.text in _PARTICLES and other and other.capital:
            first -= 2
        elif stops(before.text) or before.text in INSIDE:
            break
        elif before.text[0].islower() and opening.capital and first < i:
            break  # "countries sign the" and such: a lower-case word before a capital one is no part of the name
        else:
            first -= 1
    return first


def last_token(tokens: list[Token], walls: list[bool], last: int, kind: str) -> int:
    """Return the token that closes the name whose head ends at token `last`; -1 if the head only modifies a name."""
    j = last + 1
    while j < len(tokens) and not walls[j] and tokens[j].capital and j - last <= MOST_BEHIND:
        if tokens[j].lower in _ORGANISATIONS:
            return -1  # the North Atlantic Treaty Organization is no treaty
        if stops(tokens[j].text) or tokens[j].lower in _COMPLEMENT | INSIDE:
            break
        if kind not in _CALLED_BEHIND and not re.fullmatch(r"[IVX]+", tokens[j].text):
            return -1  # Crisis Management, War College: the head only modifies what follows
        j += 1
    last = begun = j - 1
    lower = 0  # words in small letters in a row
    while j < len(tokens) and j - begun <= MOST_AFTER and not walls[j]:
        token = tokens[j]
        if token.lower in _COMPLEMENT | _AND | _ARTICLES:
            if not _goes_on(tokens, walls, j, kind, last, begun):
                break
        else:
            lower = 0 if token.capital else lower + 1
            after_capital = lower and tokens[j - 1].capital and not is_head(token.text)
            if stops(token.text) or lower > MOST_LOWER or after_capital or j == begun + 1:
                break
            last = j
        j += 1
    return last


def _goes_on(tokens: list[Token], walls: list[bool], j: int, kind: str, last: int, begun: int) -> bool:
    """Tell whether a preposition, conjunction or article at token j carries on the name that so far ends at `last`.

    `begun` is the last token of its head.
    """
    word, before = tokens[j].lower, tokens[j - 1]
    k = j + 1
    while k < len(tokens) and not walls[k] and tokens[k].lower in _DETERMINERS:
        k += 1
    if k >= len(tokens) or walls[k] or stops(tokens[k].text):
        return False
    capital, determined = tokens[k].capital, k > j + 1
    if word in _ARTICLES:
        return before.lower in _COMPLEMENT | {"and"}
    if j != last + 1:
        return False
    if word in _AND:
        if last == begun:
            return False
        joined = any(t.lower == "between" for t in tokens[begun : j + 1])
        return joined and capital if determined else capital == before.capital
    if word in ("in", "at", "to"):
        return kind in _PLACED and (capital or determined)
    if word in ("with", "for", "against") and last == begun:
        return capital or kind in _ABOUT
    return True


def stops(word: str) -> bool:
    """Tell whether no name runs across a word: function words, and verbs in small letters."""
    lower = word.lower()
    return lower in vocabulary.STOP or (word[0].islower() and (lower in _VERBS or _verbal(lower)))


def _verbal(word: str) -> bool:
    """Tell a lower-case participle or adverb from a modifier of a name."""
    return len(word) > 4 and word.endswith(("ed", "ly")) and word not in _NOT_VERBAL


def is_head(word: str) -> bool:
    """Tell whether a word can head a name."""
    return singular(word.lower()) in HEADS


def opens_sentence(text: str, token: Token) -> bool:
    """Tell whether a capital may be due to the beginning of a sentence only."""
    if not token.text[1:].islower():
        return False
    before = text[: token.start].rstrip(" \"'“‘(*")
    return not before or before[-1] in ".!?:;"


def opens_clause(text: str, place: int) -> bool:
    """Tell whether a preposition before a name opens its clause: "At the Riga Summit, ..."."""
    return bool(_FRAMED.search(text[max(0, place - 40) : place]))
