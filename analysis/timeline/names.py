"""Which words name an event? Finds noun phrases that a head of `rules.HEADS` leads, and nothing without such a head.

A name runs from its first modifier to the end of what its prepositions bring in: "Joint Framework on countering
hybrid threats", "terror attacks in Madrid". Articles, loose adjectives ("new", "42") and dates stay outside.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from analysis.timeline import rules

_TOKEN = re.compile(r"[^\W_](?:[\w’'&/.-]*[^\W_])?(?:[’'](?=\s))?|\S")
_WORD = re.compile(r"[^\W_]")
_SINGULAR = re.compile(r"(?:(?<=[^s])s|(?<=ss)es|(?<=x)es)$")
_ACRONYM = re.compile(
    r"\s*(?:\d{4}\s*)?\(\s*[‘'“\"]?(?P<short>[A-Z][A-Za-z]*[A-Z][A-Za-z]{0,4})(?:\s\d+)?[’'”\"]?\s*\)"
)
_NUMBER = re.compile(r"\s*(?:\((?:EU|EC|EEC|CFSP|EU, Euratom)\))?\s*(?:No\.?\s*)?\d{1,4}/\d{1,4}(?:/[A-Z]+)?")
_PARTY = r"[A-Z][\w’'-]*(?: (?:of|and|the|de|[A-Z][\w’'-]*)){0,7}"
_VERSUS = re.compile(rf"\b{_PARTY} v\.? {_PARTY}")
_COMPLEMENT = frozenset("of on for between with to against in at concerning de da do du".split())
_ORGANISATIONS = frozenset(
    "organization organisation committee council commission community union group office section division centre center "
    "command headquarters directorate unit cell room staff".split()
)
_BODY_NAMES = frozenset("EU EC EEC UN US UK NATO CFSP CSDP OSCE".split())
_DETERMINERS = frozenset("the a an this that its their his her our first second third last next".split())
_CALLED_BEHIND = frozenset(
    {"operation", "exercise", "law", "meeting"}
)  # kinds whose own name follows: Operation Althea
_INSIDE = frozenset("of on for the and & in to de da do du der und with between a an".split())
MOST_BEFORE, MOST_AFTER, MOST_LOWER = 8, 16, 4  # words; the longest official titles of the genre fit


class Token(NamedTuple):
    """A word or a mark of punctuation."""

    text: str
    start: int
    end: int


class Name(NamedTuple):
    """Words that name an event: clean offsets in a block, kind, its head, and whether it is a proper name."""

    start: int
    end: int
    text: str
    kind: str
    head: str
    proper: bool
    common: bool
    acronym: str


def find_acronyms(texts: Iterable[str]) -> dict[str, tuple[str, str, str]]:
    """Return the acronyms that texts explain behind the name of an event, with kind, head and name.

    >>> find_acronyms(["the Parallel and Coordinated Exercises (PACE) of both"])
    {'PACE': ('exercise', 'exercise', 'Parallel and Coordinated Exercises')}
    """
    found: dict[str, tuple[str, str, str]] = {}
    for text in texts:
        for m in _ACRONYM.finditer(text):
            start = max(0, m.start() - 120)
            for name in find_names(text[start : m.end()]):
                if name.acronym and name.end + start == m.start():
                    found.setdefault(name.acronym, (name.kind, name.head, name.text))
    return found


def find_names(
    text: str, dated: Iterable[tuple[int, int]] = (), known: Mapping[str, tuple[str, str]] = MappingProxyType({})
) -> list[Name]:
    """Return the names in a text, in order and apart; no name runs into a `dated` span, a date.

    `known` gives kind and head of acronyms that are names by themselves.

    >>> [n.text for n in find_names("Since then the EU-NATO Joint Declaration and a new crisis in Libya followed.")]
    ['EU-NATO Joint Declaration', 'crisis in Libya']
    >>> find_names("They agreed to agree.")
    []
    """
    tokens = [Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]
    walls = _walls(tokens, dated)
    found: list[Name] = []
    i = 0
    while i < len(tokens):
        head = _whole(tokens[i].text, known) or _head_at(tokens, i)
        if head is None:
            i += 1
            continue
        kind, word, length, common = head
        if (
            tokens[i].text in known
            and i
            and tokens[i - 1].text == "("
            and found
            and found[-1].acronym == tokens[i].text
        ):
            i += 1
            continue
        name = _name(text, tokens, walls, i, length, kind, word, common, found[-1].end if found else 0)
        i += length
        if name is None:
            continue
        while found and (found[-1].start >= name.start or _only_act(found[-1], name)):
            found.pop()
        if found and found[-1].end > name.start:
            continue  # stands inside the name before it: "Statement on the implementation of the Joint Declaration"
        found.append(name)
    taken = {n.start for n in found}
    cases = [c for c in _cases(text) if not any(c.start <= n.start < c.end for n in found)]
    return sorted([*found, *cases]) if taken and cases else found or cases


def _cases(text: str) -> list[Name]:
    """Return the court cases in a text, which have no head: Parliament v Council."""
    return [Name(m.start(), m.end(), m[0], "judgment", "judgment", True, True, "") for m in _VERSUS.finditer(text)]


def words(text: str) -> list[str]:
    """Return the words of a name as keys: lower case, singular, of one spelling, without function words.

    >>> words("The Terrorist Attacks in Madrid")
    ['attack', 'madrid']
    """
    lowered = re.sub(r"[’']s?\b", "", text.lower().replace("‐", "-").replace("–", "-"))
    found = []
    for word in re.findall(r"9/11|7/7|[^\W_]+(?:-[^\W_]+)*", lowered):
        for part in word.split("-"):
            single = singular(part)
            kept = rules.SAME.get(part, rules.SAME.get(single, single))
            if kept and kept not in rules.STOP and kept not in _INSIDE:
                found.append(kept)
    return found


def singular(word: str) -> str:
    """Return a lower-case noun without the s of its plural.

    >>> singular("attacks"), singular("crisis"), singular("crises"), singular("communities")
    ('attack', 'crisis', 'crisis', 'community')
    """
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word == "crises":
        return "crisis"
    if word.endswith(("is", "us", "ss")) or len(word) < 4:
        return word
    return _SINGULAR.sub("", word)


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


_HEADS = _heads()


def _whole(word: str, known) -> tuple[str, str, int, bool] | None:
    """Return kind, head, length and commonness of a word that is a name by itself."""
    if word in rules.WHOLE:
        return rules.WHOLE[word], word, 1, True
    return (*known[word], 1, True) if word in known else None


def _head_at(tokens: list[Token], i: int) -> tuple[str, str, int, bool] | None:
    """Return kind, head, number of tokens and commonness of the head that begins at a token."""
    text = tokens[i].text
    first = singular(text.lower())
    if "-" in first and first not in _HEADS:
        return None
    for parts, kind, common in _HEADS.get(first, ()):
        here = tokens[i : i + len(parts)]
        if [singular(t.text.lower()) for t in here] == [singular(p) for p in parts]:
            return kind, " ".join(parts), len(parts), common
    return None


def _walls(tokens: list[Token], dated) -> list[bool]:
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


def _name(text, tokens, walls, i, length, kind, word, common, floor) -> Name | None:
    """Return the name around the head at token i, which does not share an "and" with a name that ends at `floor`."""
    first = _first(tokens, walls, i, floor)
    last = _last(tokens, walls, i + length - 1, first, kind)
    if last < 0 or (tokens[i].text[0].islower() and _modifies(tokens, walls, i + length)):
        return None
    inner = tokens[first : last + 1]
    capitals = [t for k, t in enumerate(inner, first) if t.text[0].isupper() and not _opens_sentence(text, t)]
    if tokens[i].text[0].isupper() and first < i and not capitals:
        capitals = [tokens[i]]
    proper = bool(capitals) or inner[0].text in rules.WHOLE
    while first < i and tokens[first].text.lower() in rules.LOOSE:
        first += 1
    if not proper and first == last == i and not common and not (i and tokens[i - 1].text.lower() in _DETERMINERS):
        return None  # "went into operation"
    start = tokens[first].start
    end = start + len(text[start : tokens[last].end].rstrip("’'"))
    if kind == "law":
        number = _NUMBER.match(text, end)
        end, proper = (number.end(), True) if number else (end, proper)
    return Name(start, end, text[start:end], kind, word, proper, common, _short_for(text, end, text[start:end]))


def _modifies(tokens: list[Token], walls: list[bool], after: int) -> bool:
    """Tell whether a head only modifies the noun behind it: crisis management, conflict prevention."""
    if after >= len(tokens) or walls[after]:
        return False
    word = tokens[after].text
    if (
        not word[0].islower()
        or _stops(word)
        or word in _COMPLEMENT
        or word in _INSIDE
        or word.endswith("ing")
        and word != "planning"
    ):
        return False
    return not _is_head(word) and word not in rules.AFTER


def _first(tokens: list[Token], walls: list[bool], i: int, floor: int) -> int:
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
            if same and not _stops(other) and not _is_head(other) and tokens[first - 2].end > floor:
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
        if _stops(before.text) or before.text in _INSIDE:
            break
        if before.text[0].islower() and tokens[first].text[0].isupper() and first < i:
            break  # "countries sign the" and such: a lower-case word before a capital one is no part of the name
        first -= 1
    return first


def _last(tokens: list[Token], walls: list[bool], last: int, first: int, kind: str) -> int:
    """Return the token that closes the name, after the prepositions that go with its head."""
    j = last + 1
    while j < len(tokens) and not walls[j] and tokens[j].text[0].isupper() and j - last < 6:
        if tokens[j].text.lower() in _ORGANISATIONS:
            return -1  # the North Atlantic Treaty Organization is no treaty
        if _stops(tokens[j].text) or tokens[j].text.lower() in _COMPLEMENT | _INSIDE:
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
        after_capital = lower and tokens[j - 1].text[0].isupper() and not _is_head(word)
        if _stops(word) or lower > MOST_LOWER or after_capital or j == begun + 1:
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
    if k >= len(tokens) or walls[k] or _stops(tokens[k].text):
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


def _only_act(name: Name, inner: Name) -> bool:
    """Tell whether a name only says what happened to the name inside it: the adoption of the Compact."""
    return name.kind == "state" and name.end > inner.start and inner.proper


def _short_for(text: str, end: int, full: str) -> str:
    """Return the acronym in brackets behind a name, if its letters stand in the name in their order."""
    short = _ACRONYM.match(text, end)
    if not short or short["short"] in _BODY_NAMES:
        return ""
    letters, rest = short["short"].lower(), full.lower()
    for letter in letters:
        at = rest.find(letter)
        if at < 0:
            return ""
        rest = rest[at + 1 :]
    return short["short"]


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


def _stops(word: str) -> bool:
    """Tell whether no name runs across a word: function words, and verbs in small letters."""
    lower = word.lower()
    return lower in rules.STOP or (word[0].islower() and (lower in STOPS or _verbal(lower)))


def _verbal(word: str) -> bool:
    """Tell a lower-case participle or adverb from a modifier of a name."""
    return (
        len(word) > 4
        and word.endswith(("ed", "ly"))
        and word
        not in (
            "united",
            "combined",
            "armed",
            "integrated",
            "organised",
            "organized",
            "related",
            "coordinated",
            "structured",
            "assembly",
            "family",
            "early",
        )
    )


def _is_head(word: str) -> bool:
    return singular(word.lower()) in _HEADS


def _opens_sentence(text: str, token: Token) -> bool:
    """Tell whether a capital may be due to the beginning of a sentence only."""
    if token.text.isupper() and len(token.text) > 1 or not token.text[1:].islower():
        return False
    before = text[: token.start].rstrip(" \"'“‘(*")
    return not before or before[-1] in ".!?:;"
