"""Where does a noun phrase begin and end? Walks from its head to both sides, without a parser or a dictionary."""

import re
from typing import NamedTuple

from analysis.timeline import rules
from analysis.timeline.rules import INSIDE, singular

_WORD = re.compile(r"[^\W_]")
_COMPLEMENT = rules.word_set("of on for between with to against in at concerning de da do du")
_ORGANISATIONS = rules.word_set(
    "organization organisation committee council commission community union group office section "
    "division centre center command headquarters directorate unit cell room staff"
)
_CALLED_BEHIND = frozenset(
    {"operation", "exercise", "law", "meeting"}
)  # kinds whose own name follows: Operation Althea
# Words in -ed and -ly that stand in names.
_NOT_VERBAL = rules.word_set(
    "united combined armed integrated organised organized related coordinated structured assembly family early"
)
MOST_BEFORE, MOST_AFTER, MOST_LOWER = 8, 16, 4  # words; the longest official titles of the genre fit


class Token(NamedTuple):
    """A word or a mark of punctuation."""

    text: str
    start: int
    end: int


def _heads() -> dict[str, list[tuple[list[str], str, bool]]]:
    """Return the heads by their first word, those of most words first."""
    table: dict[str, list[tuple[list[str], str, bool]]] = {}
    for head in rules.HEADS:
        for phrase in head.words.split("|"):
            parts = phrase.split()
            table.setdefault(parts[0], []).append((parts, head.kind, head.common))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


HEADS = _heads()


def find_walls(tokens: list[Token], dated) -> list[bool]:
    """Return for each token whether no name may cross it: punctuation, dates, numbers."""
    spans = sorted(dated)
    walls, k = [], 0
    for token in tokens:
        while k < len(spans) and spans[k][1] <= token.start:
            k += 1
        inside = (
            k < len(spans) and spans[k][0] < token.end and not (token.text[0].isalpha() and token.start < spans[k][0])
        )
        walls.append(inside or not _WORD.match(token.text) or token.text[0].isdigit())
    return walls


def modifies(tokens: list[Token], walls: list[bool], after: int) -> bool:
    """Tell whether a head only modifies the noun behind it: crisis management, conflict prevention."""
    if after >= len(tokens) or walls[after]:
        return False
    word = tokens[after].text
    if (
        not word[0].islower()
        or stops(word)
        or word in _COMPLEMENT
        or word in INSIDE
        or (word.endswith("ing") and word != "planning")
    ):
        return False
    return not is_head(word) and word not in rules.AFTER


def first_token(tokens: list[Token], walls: list[bool], i: int, floor: int) -> int:
    """Return the token that opens the name whose head begins at token i."""
    first = i
    while first > 0 and i - first < MOST_BEFORE:
        before = tokens[first - 1]
        if walls[first - 1] and before.text not in rules.WHOLE:
            break
        lower = before.text.lower()
        if lower in ("and", "&") and first > 1 and not walls[first - 2]:
            other = tokens[first - 2].text
            same = other[0].isupper() == tokens[first].text[0].isupper()
            if same and not stops(other) and not is_head(other) and tokens[first - 2].end > floor:
                first -= 2
                continue
            break
        if (
            before.text in ("da", "de", "do", "du", "di", "of the")
            and first > 1
            and tokens[first - 2].text[0].isupper()
        ):
            first -= 2
            continue
        if stops(before.text) or before.text in INSIDE:
            break
        if before.text[0].islower() and tokens[first].text[0].isupper() and first < i:
            break  # "countries sign the" and such: a lower-case word before a capital one is no part of the name
        first -= 1
    return first


def last_token(tokens: list[Token], walls: list[bool], last: int, first: int, kind: str) -> int:
    """Return the token that closes the name, after the prepositions that go with its head."""
    j = last + 1
    while j < len(tokens) and not walls[j] and tokens[j].text[0].isupper() and j - last < 6:
        if tokens[j].text.lower() in _ORGANISATIONS:
            return -1  # the North Atlantic Treaty Organization is no treaty
        if stops(tokens[j].text) or tokens[j].text.lower() in _COMPLEMENT | INSIDE:
            break
        if kind not in _CALLED_BEHIND and not re.fullmatch(r"[IVX]+", tokens[j].text):
            return -1  # Crisis Management, War College: the head only modifies what follows
        j += 1
    last, j = j - 1, j
    lower = 0
    begun = last
    while j < len(tokens) and j - begun <= MOST_AFTER and not walls[j]:
        word = tokens[j].text
        low = word.lower()
        if low in _COMPLEMENT or low in ("and", "&") or low in ("the", "a", "an"):
            if not _goes_on(tokens, walls, j, kind, first, last, begun):
                break
            j += 1
            continue
        lower = 0 if word[0].isupper() else lower + 1
        after_capital = lower and tokens[j - 1].text[0].isupper() and not is_head(word)
        if stops(word) or lower > MOST_LOWER or after_capital or j == begun + 1:
            break
        last = j
        j += 1
    return last


def _goes_on(tokens, walls, j, kind, first, last, begun) -> bool:
    """Tell whether a preposition, conjunction or article at token j carries the name on."""
    low = tokens[j].text.lower()
    k = j + 1
    while k < len(tokens) and not walls[k] and tokens[k].text.lower() in ("the", "a", "an", "its", "their"):
        k += 1
    if k >= len(tokens) or walls[k] or stops(tokens[k].text):
        return False
    capital = tokens[k].text[0].isupper()
    if low in ("and", "&"):
        if last == begun or j != last + 1:
            return False
        joined = any(t.text.lower() == "between" for t in tokens[begun : j + 1])
        return joined and capital if k > j + 1 else capital == tokens[j - 1].text[0].isupper()
    if low in ("the", "a", "an"):
        return tokens[j - 1].text.lower() in _COMPLEMENT or tokens[j - 1].text.lower() == "and"
    if j != last + 1:
        return False
    if low in ("in", "at", "to"):
        return kind in (
            "attack",
            "war",
            "crisis",
            "operation",
            "exercise",
            "meeting",
            "election",
            "accession",
            "declaration",
        ) and (capital or k > j + 1)
    if low in ("with", "for", "against") and last == begun:
        return capital or kind in TEXTUAL
    return True


TEXTUAL = rules.TEXTS | {"activity"}


def _verbs() -> frozenset[str]:
    forms = set(rules.STOP)
    for verb in rules.VERBS:
        forms.update((verb.past, verb.base, verb.base + "s", verb.ing))
    return frozenset(
        forms
        - {
            "open",
            "start",
            "end",
            "review",
            "release",
            "launch",
            "vote",
            "present",
            "base",
            "conduct",
            "transfer",
            "reform",
            "form",
            "host",
            "amend",
            "opening",
            "meeting",
            "reviews",
            "votes",
            "starts",
            "ends",
            "meet",
        }
        | {"reviewed", "joined"}
    )


STOPS = _verbs()


def stops(word: str) -> bool:
    """Tell whether no name runs across a word: function words, and verbs in small letters."""
    lower = word.lower()
    return lower in rules.STOP or (word[0].islower() and (lower in STOPS or _verbal(lower)))


def _verbal(word: str) -> bool:
    """Tell a lower-case participle or adverb from a modifier of a name."""
    return len(word) > 4 and word.endswith(("ed", "ly")) and word not in _NOT_VERBAL


def is_head(word: str) -> bool:
    """Tell whether a word can head a name."""
    return singular(word.lower()) in HEADS


def opens_sentence(text: str, token: Token) -> bool:
    """Tell whether a capital may be due to the beginning of a sentence only."""
    if (token.text.isupper() and len(token.text) > 1) or not token.text[1:].islower():
        return False
    before = text[: token.start].rstrip(" \"'“‘(*")
    return not before or before[-1] in ".!?:;"
