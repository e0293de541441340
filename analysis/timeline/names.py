"""Find the noun phrases that name events and texts: from the first modifier to what the prepositions bring in.

Each token becomes a letter (`_letter`), and patterns over these letters say how far a name reaches. Articles, loose
adjectives ("new") and dates stay outside.
"""

import re
from functools import cache

from analysis.language import singular
from analysis.timeline.grammar import Name, Sentence, Token, kinds, texts, words_of

WHOLE = {"Brexit": "election", "9/11": "attack", "7/7": "attack", "Maidan": "war", "Euromaidan": "war"}
MOST_BEFORE, MOST_AFTER = 9, 14
_LAW_NUMBER = re.compile(
    r",?\s*(?:\((?:EU|EC|EEC|CFSP|EU, Euratom)\))?\s*(?:[Nn]os?\.?\s*)?\d{1,4}(?:/\d{1,4})?(?:/[A-Z]+)?"
    r"(?:\s*\((?:19|20)\d\d\))?(?:\s+of\s+(?:19|20)\d\d\b)?"
)
_PLACED = frozenset(
    ("attack", "war", "crisis", "operation", "exercise", "meeting", "election", "accession", "act", "declaration")
)
_INDEFINITE = frozenset(("a", "an", "any", "each", "every", "no", "such", "another"))
_PREPOSITIONS = {"of": "o", "on": "o", "for": "o", "between": "b", "with": "w", "against": "w", "concerning": "w"}
_PREPOSITIONS |= {"in": "i", "to": "i", "at": "j", "by": "j", "over": "j"}
_SIGNS = {"PREP": "x", "TO": "x", "DET": "d", "AND": "&", "NUM": "#", "DATE": "t"}
# Letters: C, n noun with and without capital, S with 's, H, h heads of names, V participle, # number, d article,
# o, b, w, i, j prepositions, & and, v verb.
_UNIT = r"[CnHh#]|V(?![CH])|C&(?=[CH])|n&(?=[nh])|[CnHh]'"
_TITLE = r"|[CH][oi](?=[CH])|C,(?=[^.]*&)"  # a title goes on over "on", "for" and the like
_NOUNS = r"[CnSHh]+(?:(?:(?<=C)&(?=C)|(?<=n)&(?=n))[CnSHh]+)*"


@cache
def _before(law: bool, titled: bool) -> re.Pattern[str]:
    return re.compile(rf"(?:{_UNIT}{'' if law else '|S'}{_TITLE if titled else ''})*.$")


@cache
def _after(placed: bool) -> re.Pattern[str]:
    place = "[ij]" if placed else "[ij](?=d?[CH])"
    return re.compile(rf"(?:bd?{_NOUNS}(?:&d?{_NOUNS})?|(?:[ow](?:&[owj])?|{place})d?{_NOUNS})*")


def find_names(s: Sentence) -> list[Name]:
    """Return the noun phrases of a sentence that name events or texts, in order and apart."""
    busy = {k for v in s.verbs for k in range(v.first, v.last + 1)}
    shape = "".join(_letter(s.tokens, k, k in busy) for k in range(len(s.tokens)))
    found: list[Name] = []
    i = 0
    while i < len(s.tokens):
        name = _name_at(s, shape, i) if shape[i] in "Hh" else None
        while name and found and found[-1].first >= name.first:
            found.pop()
        if name and not (found and found[-1].last >= name.first):
            found.append(name)
            i = max(i, name.last)
        i += 1
    return found


def _letter(tokens: list[Token], k: int, busy: bool) -> str:
    """Return the letter of a token in the shape of its sentence."""
    t, before = tokens[k], tokens[k - 1] if k else None
    following = tokens[k + 1] if k + 1 < len(tokens) else None
    if busy:
        return "v"
    if t.tag == "DATE" and following is not None and following.nominal:
        return "t"
    if t.text.lower() in _PREPOSITIONS and t.tag in ("PREP", "TO"):
        infinitive = following and t.tag == "TO" and "VB" in following.forms and not following.capital
        return "x" if infinitive else _PREPOSITIONS[t.text.lower()]
    forced = before is not None and (before.tag == "TO" or before.lemma == "help") and "VB" in t.forms
    if _head_at(tokens, k) and not forced:
        return "H" if t.capital or t.text in WHOLE else "h"
    if t.tag == "N":
        return "S" if t.text.endswith(("’s", "'s", "s’", "s'")) else "C" if t.capital else "n"
    if t.tag == "V":
        return "V" if t.forms & {"VBN", "VBG"} else "v"
    return _SIGNS.get(t.tag) or (t.text if t.text in "'," else "'" if t.text == "’" else ".")


def _head_at(tokens: list[Token], i: int) -> tuple[str, str, int] | None:
    """Return kind, words and length of the head that begins at a token."""
    if tokens[i].text in WHOLE:
        return WHOLE[tokens[i].text], tokens[i].text, 1
    for parts, kind in kinds().get(singular(tokens[i].text.lower()), ()):
        if tuple(singular(x.text.lower()) for x in tokens[i : i + len(parts)]) == parts:
            return kind, " ".join(parts), len(parts)
    return None


def _name_at(s: Sentence, shape: str, i: int) -> Name | None:
    """Return the name whose head begins at a token; None where the head only modifies a noun: crisis management."""
    tokens, text = s.tokens, s.text
    kind, head, length = _head_at(tokens, i) or ("", "", 1)
    first, last = _first(tokens, shape, i, kind), i + length - 1
    following = re.compile(r"[CH]{0,5}").match(shape, last + 1)
    numbered = last + 1 < len(tokens) and bool(re.fullmatch(r"[IVX]+", tokens[last + 1].text))  # World War II
    if following and following[0] and kind in ("operation", "exercise"):
        last = following.end() - 1  # its own name follows: Operation Ocean Shield
    elif numbered:
        last += 1
    elif shape[last + 1 : last + 2] and shape[last + 1] in "CnSHh":
        return None
    reach = _after(kind in _PLACED).match(shape, last + 1, last + 2 + MOST_AFTER)
    last = reach.end() - 1 if reach else last
    inner = tokens[first : last + 1]
    begin, end = inner[0].start - s.start, inner[-1].end - s.start
    lawful = (kind == "law" and tokens[i].capital) or head == "resolution"
    number = _LAW_NUMBER.match(text, end) if lawful else None
    end = number.end() if number and number[0].strip(" ,") else end
    capital = any(t.capital and (t.start > s.start or len(inner) == 1 or t.text in WHOLE) for t in inner)
    indefinite = first > 0 and tokens[first - 1].text.lower() in _INDEFINITE
    proper = capital or number is not None
    return Name(first, last, begin + s.start, end + s.start, text[begin:end], kind, head, proper, indefinite)


def _first(tokens: list[Token], shape: str, i: int, kind: str) -> int:
    """Return the first token of the noun phrase whose head stands at token i, without loose words at its beginning."""
    low = max(0, i - MOST_BEFORE)
    found = _before(kind == "law", kind in texts() and tokens[i].capital).search(shape[low : i + 1])
    first = low + found.start() if found else i
    while first < i and (shape[first] in "#V" or _is_loose(tokens, first)):
        first += 1
    return first


def _is_loose(tokens: list[Token], k: int) -> bool:
    """Tell whether an adjective stands before a name without being part of it; not the New of New York."""
    plain = tokens[k].text.islower() or (k == 0 and not tokens[k + 1].capital)
    return plain and tokens[k].text.lower() in words_of("short adjective")
