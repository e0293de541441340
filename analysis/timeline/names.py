"""Which words name an event? Finds noun phrases that one of `vocabulary.HEADS` leads, and nothing else.

A name runs from its first modifier to the end of what its prepositions bring in: "Joint Framework on countering
hybrid threats", "terror attacks in Madrid". Articles, loose adjectives ("new", "42") and dates stay outside.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from analysis.timeline import vocabulary
from analysis.timeline.phrases import HEADS, Token, find_walls, first_token, last_token, modifies, opens_sentence
from analysis.timeline.types import Name
from analysis.timeline.vocabulary import singular

_TOKEN = re.compile(r"[^\W_](?:(?:[\w’'&/.-]|–(?=[A-Z]))*[^\W_])?(?:[’'](?=\s))?|\S")
_ACRONYM = re.compile(
    r"\s*(?:\d{4}\s*)?\(\s*[‘'“\"]?(?P<short>[A-Z][A-Za-z]*[A-Z][A-Za-z]{0,4})(?:\s\d+)?[’'”\"]?\s*\)"
)
_NUMBER = re.compile(r"\s*(?:\((?:EU|EC|EEC|CFSP|EU, Euratom)\))?\s*(?:No\.?\s*)?\d{1,4}/\d{1,4}(?:/[A-Z]+)?")
_RESOLUTION = re.compile(r"\s+(?:No\.?\s*)?\d{3,4}\b(?:\s*\((?:19|20)\d\d\))?")  # of the Security Council
_PARTY = r"[A-Z][\w’'-]*(?: (?:of|and|the|de|[A-Z][\w’'-]*)){0,7}"
_VERSUS = re.compile(rf"\b{_PARTY} v\.? {_PARTY}")
_BODY_NAMES = vocabulary.word_set("EU EC EEC UN US UK NATO CFSP CSDP OSCE")
_DETERMINERS = vocabulary.word_set("the a an this that its their his her our first second third last next")


def find_acronyms(texts: Iterable[str]) -> dict[str, Name]:
    """Return the acronyms that texts explain behind the name of an event, with the name (of the first explanation).

    >>> find_acronyms(["the Parallel and Coordinated Exercises (PACE) of both"])["PACE"].text
    'Parallel and Coordinated Exercises'
    """
    found: dict[str, Name] = {}
    for text in texts:
        for m in _ACRONYM.finditer(text):
            start = max(0, m.start() - 120)
            for name in find_names(text[start : m.end()]):
                if name.acronym and name.end + start == m.start():
                    found.setdefault(name.acronym, name)
    return found


def find_names(
    text: str, dated: Iterable[tuple[int, int]] = (), known: Mapping[str, Name] = MappingProxyType({})
) -> list[Name]:
    """Return the names in a text, in order and apart; no name runs into a `dated` span, a date.

    `known` are acronyms that are names by themselves, and what they stand for.

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
        at, i = i, i + 1
        head = _head_at(tokens, at, known)
        if head is None or _explained(tokens, at, known, found):
            continue
        i = at + head.length
        name = _name_around(text, tokens, walls, at, head, found[-1].end if found else 0)
        if name is None:
            continue
        while found and (found[-1].start >= name.start or _only_act(found[-1], name)):
            found.pop()
        if not found or found[-1].end <= name.start:  # else it stands inside: Statement on the Joint Declaration
            found.append(name)
    # Court cases have no head: Parliament v Council.
    cases = [Name(*m.span(), m[0], "judgment", "judgment", True, "") for m in _VERSUS.finditer(text)]
    return sorted([*found, *(c for c in cases if not any(c.start <= n.start < c.end for n in found))])


class _Head(NamedTuple):
    kind: str
    words: str
    length: int  # in tokens
    common: bool


def _head_at(tokens: list[Token], i: int, known: Mapping[str, Name]) -> _Head | None:
    """Return the head that begins at a token; a word that is a name by itself is its own."""
    text = tokens[i].text
    if text in vocabulary.WHOLE:
        return _Head(vocabulary.WHOLE[text], text, 1, True)
    if text in known:
        return _Head(known[text].kind, known[text].head, 1, True)
    for parts, kind, common in HEADS.get(singular(text.lower()), ()):
        here = tokens[i : i + len(parts)]
        if [singular(t.lower) for t in here] == [singular(p) for p in parts]:
            return _Head(kind, " ".join(parts), len(parts), common)
    return None


def _explained(tokens: list[Token], i: int, known: Mapping[str, Name], found: list[Name]) -> bool:
    """Tell whether a token is the acronym, in brackets, of the name before it."""
    short = tokens[i].text
    return short in known and bool(found) and found[-1].acronym == short and tokens[i - 1].text == "("


def _name_around(text: str, tokens: list[Token], walls: list[bool], i: int, head: _Head, floor: int) -> Name | None:
    """Return the name around the head at token i, which does not share an "and" with a name that ends at `floor`."""
    first = first_token(tokens, walls, i, floor)
    last = last_token(tokens, walls, i + head.length - 1, head.kind)
    if last < 0 or (tokens[i].text[0].islower() and modifies(tokens, walls, i + head.length)):
        return None
    inner = tokens[first : last + 1]
    capitals = any(t.capital and not opens_sentence(text, t) for t in inner) or (tokens[i].capital and first < i)
    while first < i and tokens[first].lower in vocabulary.LOOSE:
        first += 1
    start = tokens[first].start
    end = start + len(text[start : tokens[last].end].rstrip("’'"))
    number = _NUMBER.match(text, tokens[last].end) if head.kind == "law" else None
    if head.words == "resolution":
        number = number or _RESOLUTION.match(text, tokens[last].end)
    if number:
        end = number.end()
    proper = capitals or inner[0].text in vocabulary.WHOLE or number is not None
    determined = i > 0 and tokens[i - 1].lower in _DETERMINERS
    if not proper and first == last and not head.common and not determined:
        return None  # "went into operation"
    return Name(start, end, text[start:end], head.kind, head.words, proper, _acronym_behind(text, start, end))


def _only_act(name: Name, inner: Name) -> bool:
    """Tell whether a name only says what happened to the name inside it: the adoption of the Compact."""
    return name.kind == "state" and name.end > inner.start and inner.proper


def _acronym_behind(text: str, start: int, end: int) -> str:
    """Return the acronym in brackets behind a name, if its letters stand in the name in their order."""
    short = _ACRONYM.match(text, end)
    if not short or short["short"] in _BODY_NAMES:
        return ""
    letters = iter(text[start:end].lower())
    return short["short"] if all(letter in letters for letter in short["short"].lower()) else ""
