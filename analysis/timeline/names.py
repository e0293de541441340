"""Which words name an event? Finds noun phrases that a head of `rules.HEADS` leads, and nothing without such a head.

A name runs from its first modifier to the end of what its prepositions bring in: "Joint Framework on countering
hybrid threats", "terror attacks in Madrid". Articles, loose adjectives ("new", "42") and dates stay outside.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from analysis.timeline import rules
from analysis.timeline.phrases import HEADS, Token, find_walls, first_token, last_token, modifies, opens_sentence
from analysis.timeline.rules import singular

_TOKEN = re.compile(r"[^\W_](?:(?:[\w’'&/.-]|–(?=[A-Z]))*[^\W_])?(?:[’'](?=\s))?|\S")
_ACRONYM = re.compile(
    r"\s*(?:\d{4}\s*)?\(\s*[‘'“\"]?(?P<short>[A-Z][A-Za-z]*[A-Z][A-Za-z]{0,4})(?:\s\d+)?[’'”\"]?\s*\)"
)
_NUMBER = re.compile(r"\s*(?:\((?:EU|EC|EEC|CFSP|EU, Euratom)\))?\s*(?:No\.?\s*)?\d{1,4}/\d{1,4}(?:/[A-Z]+)?")
_RESOLUTION = re.compile(r"\s+(?:No\.?\s*)?\d{3,4}\b(?:\s*\((?:19|20)\d\d\))?")  # of the Security Council
_PARTY = r"[A-Z][\w’'-]*(?: (?:of|and|the|de|[A-Z][\w’'-]*)){0,7}"
_VERSUS = re.compile(rf"\b{_PARTY} v\.? {_PARTY}")
_BODY_NAMES = rules.word_set("EU EC EEC UN US UK NATO CFSP CSDP OSCE")
_DETERMINERS = rules.word_set("the a an this that its their his her our first second third last next")


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
    walls = find_walls(tokens, dated)
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


def _whole(word: str, known) -> tuple[str, str, int, bool] | None:
    """Return kind, head, length and commonness of a word that is a name by itself."""
    if word in rules.WHOLE:
        return rules.WHOLE[word], word, 1, True
    return (*known[word], 1, True) if word in known else None


def _head_at(tokens: list[Token], i: int) -> tuple[str, str, int, bool] | None:
    """Return kind, head, number of tokens and commonness of the head that begins at a token."""
    text = tokens[i].text
    first = singular(text.lower())
    if "-" in first and first not in HEADS:
        return None
    for parts, kind, common in HEADS.get(first, ()):
        here = tokens[i : i + len(parts)]
        if [singular(t.text.lower()) for t in here] == [singular(p) for p in parts]:
            return kind, " ".join(parts), len(parts), common
    return None


def _name(text, tokens, walls, i, length, kind, word, common, floor) -> Name | None:
    """Return the name around the head at token i, which does not share an "and" with a name that ends at `floor`."""
    first = first_token(tokens, walls, i, floor)
    last = last_token(tokens, walls, i + length - 1, first, kind)
    if last < 0 or (tokens[i].text[0].islower() and modifies(tokens, walls, i + length)):
        return None
    inner = tokens[first : last + 1]
    capitals = [t for k, t in enumerate(inner, first) if t.text[0].isupper() and not opens_sentence(text, t)]
    if tokens[i].text[0].isupper() and first < i and not capitals:
        capitals = [tokens[i]]
    proper = bool(capitals) or inner[0].text in rules.WHOLE
    while first < i and tokens[first].text.lower() in rules.LOOSE:
        first += 1
    number = _NUMBER.match(text, tokens[last].end) if kind == "law" else None
    if word == "resolution" and not number:
        number = _RESOLUTION.match(text, tokens[last].end)
    proper = proper or number is not None
    if not proper and first == last == i and not common and not (i and tokens[i - 1].text.lower() in _DETERMINERS):
        return None  # "went into operation"
    start = tokens[first].start
    end = start + len(text[start : tokens[last].end].rstrip("’'"))
    end = number.end() if number else end
    return Name(start, end, text[start:end], kind, word, proper, common, _short_for(text, end, text[start:end]))


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
