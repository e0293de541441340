"""Find the noun phrases that name events and texts: from the first modifier to what the prepositions bring in.

Articles, loose adjectives ("new") and dates stay outside.
"""

import re

from analysis.language import singular
from analysis.timeline.grammar import Name, Sentence, Token, kinds, texts, words_of

WHOLE = {"Brexit": "election", "9/11": "attack", "7/7": "attack", "Maidan": "war", "Euromaidan": "war"}
_LAW_NUMBER = re.compile(
    r",?\s*(?:\((?:EU|EC|EEC|CFSP|EU, Euratom)\))?\s*(?:[Nn]os?\.?\s*)?\d{1,4}(?:/\d{1,4})?(?:/[A-Z]+)?"
    r"(?:\s*\((?:19|20)\d\d\))?(?:\s+of\s+(?:19|20)\d\d\b)?"
)
_INSIDE = frozenset(("of", "on", "between", "with", "against", "at", "for", "in", "to", "concerning", "by", "over"))
_PLACED = frozenset(
    ("attack", "war", "crisis", "operation", "exercise", "meeting", "election", "accession", "act", "declaration")
)

_INDEFINITE = frozenset(("a", "an", "any", "each", "every", "no", "such", "another"))
MOST_BEFORE, MOST_AFTER = 9, 14


def find_names(s: Sentence) -> list[Name]:
    """Return the noun phrases of a sentence that name events or texts, in order and apart."""
    text, start, tokens = s.text, s.start, s.tokens
    busy = {k for v in s.verbs for k in range(v.first, v.last + 1)}
    found: list[Name] = []
    i = 0
    while i < len(tokens):
        head = _head_at(tokens, i)
        if head and i and (tokens[i - 1].tag == "TO" or tokens[i - 1].lemma == "help") and "VB" in tokens[i].forms:
            head = None  # "forced to retreat"
        name = head and i not in busy and _name_around(text, start, tokens, busy, i, *head)
        if name:
            while found and found[-1].first >= name.first:
                found.pop()
            if not found or found[-1].last < name.first:
                found.append(name)
                i = max(i, name.last)
        i += 1
    return found


def _head_at(tokens: list[Token], i: int) -> tuple[str, str, int] | None:
    """Return kind, words and length of the head that begins at a token."""
    t = tokens[i]
    if t.text in WHOLE:
        return WHOLE[t.text], t.text, 1
    for parts, kind in kinds().get(singular(t.text.lower()), ()):
        if tuple(singular(x.text.lower()) for x in tokens[i : i + len(parts)]) == parts:
            return kind, " ".join(parts), len(parts)
    return None


def _modifies(tokens: list[Token], busy: set[int], after: int) -> bool:
    """Tell whether a head only modifies the noun behind it: crisis management, Treaty Organization."""
    if after >= len(tokens) or after in busy:
        return False
    t = tokens[after]
    return t.tag == "N" and not t.text[0].isdigit()


def _name_around(
    text: str, start: int, tokens: list[Token], busy: set[int], i: int, kind: str, head: str, length: int
) -> Name | None:
    first, last = _first(tokens, busy, i, kind), i + length - 1
    called = kind in ("operation", "exercise") and (tokens[i].capital or _capital_follows(tokens, i))
    if called:  # its own name follows: Operation Ocean Shield
        while last + 1 < len(tokens) and tokens[last + 1].tag == "N" and tokens[last + 1].capital and last - i < 6:
            last += 1
    elif _modifies(tokens, busy, last + 1) and not re.fullmatch(r"[IVX]+", tokens[last + 1].text):
        return None
    if last + 1 < len(tokens) and re.fullmatch(r"[IVX]+", tokens[last + 1].text):
        last += 1  # World War II
    last = _last(tokens, busy, last, kind)
    while first < i and (_is_loose(tokens, first) or tokens[first].tag == "NUM"):
        first += 1
    while first < i and tokens[first].tag == "V" and "VBG" in tokens[first].forms:
        first += 1  # "securing passage"
    inner = tokens[first : last + 1]
    end = inner[-1].end - start
    number = _LAW_NUMBER.match(text, end) if (kind == "law" and tokens[i].capital) or head == "resolution" else None
    if number and number[0].strip(" ,"):
        end = number.end()
    proper = (
        any(t.capital and (t.start > start or len(inner) == 1 or t.text in WHOLE) for t in inner) or number is not None
    )
    before = tokens[first - 1] if first else None
    indefinite = before is not None and before.text.lower() in _INDEFINITE
    begin = inner[0].start - start
    return Name(first, last, begin + start, end + start, text[begin:end], kind, head, proper, indefinite)


def _is_loose(tokens: list[Token], k: int) -> bool:
    """Tell whether an adjective stands before a name without being part of it; not the New of New York."""
    plain = tokens[k].text.islower() or (k == 0 and not tokens[k + 1].capital)
    return plain and tokens[k].text.lower() in words_of("short adjective")


def _capital_follows(tokens: list[Token], i: int) -> bool:
    return i + 1 < len(tokens) and tokens[i + 1].tag == "N" and tokens[i + 1].capital and tokens[i].text.islower()


def _first(tokens: list[Token], busy: set[int], i: int, kind: str) -> int:
    """Return the first token of the noun phrase whose head begins at token i."""
    first = i
    while first > 0 and i - first < MOST_BEFORE and first - 1 not in busy:
        t, other = tokens[first - 1], tokens[first - 2] if first > 1 else None
        titled = kind in texts() and tokens[i].capital and tokens[first].capital and other is not None and other.capital
        if (
            titled
            and other is not None
            and other.tag == "N"
            and (t.text in ("for", "on", "to", "of", "in") or t.text == ",")
            and first - 2 not in busy
            and other.text.isalpha()
        ):
            if t.text == "," and not _title_list(tokens, first - 1, i):
                break
            first -= 2
            continue
        if kind == "law" and t.text.endswith(("’s", "'s", "s’", "s'")):
            break
        if t.tag == "AND" and other is not None and other.tag == "N" and tokens[first].tag == "N" and first < i + 1:
            if other.capital != tokens[first].capital or _head_at(tokens, first - 2) or first - 2 in busy:
                break
            first -= 2
        elif t.text in ("de", "da", "du", "of") and t.text != "of" and other is not None and other.capital:
            first -= 2
        elif t.text in ("’", "'") and other is not None and other.tag == "N" and other.text.endswith("s"):
            first -= 2  # the defence ministers’ meeting
        elif t.tag in ("N", "V") and not (t.tag == "V" and not t.forms & {"VBN", "VBG"}):
            if not t.capital and tokens[first].capital and first < i and t.tag == "V":
                break
            first -= 1
        else:
            break
    return first


def _title_list(tokens: list[Token], comma: int, i: int) -> bool:
    """Tell whether a comma stands in a title that lists things: the Farm, Food, and National Security Act."""
    return tokens[comma - 1].capital and any(t.tag == "AND" for t in tokens[comma:i])


def _last(tokens: list[Token], busy: set[int], last: int, kind: str) -> int:
    """Return the last token of a noun phrase with what its prepositions bring in."""
    k, begun = last + 1, last
    while k < len(tokens) and k - begun <= MOST_AFTER and k not in busy:
        t = tokens[k]
        following = next((x for x in tokens[k + 1 : k + 3] if x.tag != "DET"), None)
        if t.text in _INSIDE and t.tag in ("PREP", "TO") and k == last + 1:
            if following is None or not following.nominal or following.text[0].isdigit() or k + 1 in busy:
                break
            if t.text in ("in", "at", "to", "by", "over") and not (kind in _PLACED or following.capital):
                break
            if t.text == "to" and following.forms & {"VB"} and not following.capital and tokens[k + 1].tag != "DET":
                break
        elif t.tag == "AND" and k == last + 1:
            between = any(x.text == "between" for x in tokens[begun:k])
            if (
                last == begun
                or (tokens[k + 1 : k + 2] and tokens[k + 1].tag == "DET" and not between)
                or following is None
                or following.tag != "N"
                or following.capital != tokens[last].capital
            ):
                break
            if _head_at(tokens, k + 1) or k + 1 in busy:
                break
        elif t.tag == "DET" and k > begun + 1 and k > last:
            pass
        elif t.tag == "N" and k > begun + 1:
            last = k
        else:
            break
        k += 1
    return last
