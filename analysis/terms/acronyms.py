"""Which acronyms does a report explain, and how? Pairs of acronym and expansion, each with its place.

Read are entries of a glossary, `ABC: Expansion`, and brackets, `Expansion (ABC)`. A pair in brackets counts
only if the letters of the acronym are found in the words before it (the idea of Schwartz and Hearst 2003);
here letters should be first letters of words, and every other fit has its price.
"""

import re

import pandas as pd

COLUMNS = ["report", "acronym", "expansion", "rule", "block", "start", "end"]

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\d+|[&()\[\]:;.,?!\"\u201c\u201d]")
_QUOTES = "\"\u201c\u201d\u2018\u2019'"
# Two capitals or more, in one word; what follows may repeat the expansion, (EUFOR Althea), or be something else.
_BRACKET = re.compile(
    r"(?<=\s)\((?:the |here(?:in)?after:? |henceforth:? )?"
    rf"[{_QUOTES}]?(?P<acronym>[A-Z][A-Za-z0-9&/-]{{1,9}})[{_QUOTES}]?"
    r"(?:[,;]? (?P<rest>[^()]{1,40}))?\)"
)
_TURNED = re.compile(r"\b(?P<acronym>[A-Z][A-Za-z&-]{1,9}) \((?P<expansion>\w[\w -]+ [\w -]+\w)\)")
_ENTRY = re.compile(r"(?P<acronym>[A-Z][A-Za-z&/-]{1,9})\s*[:=\t\u2013-]\s*(?P<expansion>\S.*)")
_SMALL_WORDS = "a an and as at by de for from in la of on or over the to under with within"
_SMALL = frozenset(_SMALL_WORDS.split())
# A letter that is not the first of a word costs 1 right after the letter before it, else 2; a word that gives no
# letter costs 2, a small one nothing. The limit is the lowest that lets all true pairs of the tests through
# (tests/data/terms: the five reports and invented sentences); their look-alikes cost more.
_INSIDE, _FAR_INSIDE, _IDLE_WORD, _LIMIT = 1, 2, 2, 4
# A glossary explains in a few words; more are a definition of what the term means in this report.
_LONGEST_EXPANSION = 12


def find_acronyms(blocks: pd.DataFrame) -> pd.DataFrame:
    """Find acronyms and their expansions in all blocks, each pair once for each report, at its first place.

    Takes report, block, kind and text. Returns report, acronym (without plural s), expansion, rule
    ("glossary" or "bracket"), block, start and end (of the expansion).

    >>> text = "The European External Action Service (EEAS) met the Directors General (DGs)."
    >>> find_acronyms(pd.DataFrame({"report": ["a"], "block": 0, "kind": "paragraph", "text": text})).iloc[:, 1:4]
      acronym                         expansion     rule
    0    EEAS  European External Action Service  bracket
    1      DG                 Directors General  bracket
    """
    rows = []
    for report, block, kind, text in blocks[["report", "block", "kind", "text"]].itertuples(index=False):
        found = _glossary_entry(text) if kind == "glossary" else _brackets(text)
        rows += [(report, *pair[:2], pair[2], block, *pair[3:]) for pair in found]
    table = pd.DataFrame(rows, columns=COLUMNS)
    same = table.assign(folded=table["expansion"].str.casefold()).duplicated(["report", "acronym", "folded"])
    return table[~same].reset_index(drop=True)


def _glossary_entry(text: str) -> list[tuple[str, str, str, int, int]]:
    """Return the pair of a glossary entry, unless what follows is a definition."""
    match = _ENTRY.fullmatch(text.strip())
    if not match or not _is_acronym(match["acronym"]):
        return []
    expansion = match["expansion"].strip()
    if len(expansion.split()) > _LONGEST_EXPANSION or re.search(r"[.;](?:\s|$)", expansion):
        return []
    start = text.index(expansion)
    return [(_singular(match["acronym"]), expansion, "glossary", start, start + len(expansion))]


def _brackets(text: str) -> list[tuple[str, str, str, int, int]]:
    """Return the pairs whose acronym stands in brackets behind its expansion, or the other way round."""
    pairs = []
    for match in _BRACKET.finditer(text):
        if _is_acronym(match["acronym"]):
            words = _words_before(text, match.start(), len(match["acronym"]), match["rest"])
            pairs += _fitting(match["acronym"], words, text)
    for match in _TURNED.finditer(text):
        if _is_acronym(match["acronym"]):
            words = [(m[0], m.start(), m.end()) for m in _WORD.finditer(text, *match.span("expansion"))]
            fitting = _fitting(match["acronym"], words, text)
            pairs += [pair for pair in fitting if pair[3:] == match.span("expansion")]
    return pairs


def _fitting(acronym: str, words: list[tuple[str, int, int]], text: str) -> list[tuple[str, str, str, int, int]]:
    """Return the pair of an acronym and those of these words that its letters fit, if there are any."""
    acronym = _singular(acronym)
    fit = _best_fit(acronym, [word for word, _, _ in words])
    if fit is None:
        return []
    start, end = words[fit[0]][1], words[fit[1] - 1][2]
    return [(acronym, text[start:end], "bracket", start, end)]


def _is_acronym(word: str) -> bool:
    """Tell whether a word has two capitals or more."""
    return sum(map(str.isupper, word)) >= 2


def _singular(acronym: str) -> str:
    """Return an acronym without the s of its plural.

    >>> _singular("DGs"), _singular("MS")
    ('DG', 'MS')
    """
    return acronym[:-1] if acronym.endswith("s") and _is_acronym(acronym[:-1]) else acronym


def _words_before(text: str, at: int, letters: int, rest: str | None) -> list[tuple[str, int, int]]:
    """Return the words before a bracket that can be its expansion, with start and end."""
    # "permanent structured cooperation" (PESCO): the quotation marks close right before the bracket.
    at = len(text[:at].rstrip().rstrip(_QUOTES))
    words = [(m[0], m.start(), m.end()) for m in _WORD.finditer(text, 0, at)]
    # (EUFOR Althea), (CMX 17): the last word is the same in full and in short, and no part of the pair.
    if words and (words[-1][0].isdigit() or words[-1][0] == rest):
        words.pop()
    first = next((i + 1 for i in range(len(words) - 1, -1, -1) if not words[i][0][0].isalnum()), 0)
    return words[first:][-min(letters + 5, 2 * letters + 2) :]


def _best_fit(acronym: str, words: list[str]) -> tuple[int, int] | None:
    """Return from which word to which the letters fit best, or None where no fit is cheap enough.

    >>> _best_fit("PfP", ["the", "Partnership", "for", "Peace", "framework"])
    (1, 4)
    """
    letters = [c.lower() for c in acronym if c.isalpha()]
    lower = [word.lower() for word in words]
    ends = [(len(words), 0)]
    if len(words) > 1 and words[-1].islower():  # the head noun of a name may stay out of its acronym
        ends.insert(0, (len(words) - 1, _IDLE_WORD))
    prices = [(_price(letters, lower[i:end]) + idle, -i, end) for end, idle in ends for i in range(end)]
    price, first, end = min(prices, default=(_LIMIT + 1, 0, 0))
    return (-first, end) if price <= _LIMIT else None


def _price(letters: list[str], words: list[str]) -> int:
    """Return the lowest price of finding all letters in order in all words; the first opens the first word."""
    if not letters or words[0][0] != letters[0]:
        return _LIMIT + 1
    # The price of each way to have read so far, by letters found and place of the last letter in its word (or -1).
    states = {(1, 0): 0}
    for i, word in enumerate(words):
        if i:
            idle = 0 if word in _SMALL or word.isdigit() else _IDLE_WORD
            states = _cheapest(
                [((n, -1), cost + idle) for (n, _), cost in states.items()] + _enter(states, letters, word)
            )
        states = _inside(states, letters, word)
    return min((cost for (n, _), cost in states.items() if n == len(letters)), default=_LIMIT + 1)


def _enter(states: dict, letters: list[str], word: str) -> list:
    """Return the ways to take the next letter from a new word: its first letter, or a later one at a price."""
    ways = []
    for (n, _), cost in states.items():
        if n < len(letters) and letters[n] in word:
            at = word.index(letters[n])
            ways.append(((n + 1, at), cost + (0 if at == 0 else _FAR_INSIDE)))
    return ways


def _inside(states: dict, letters: list[str], word: str) -> dict:
    """Return the ways to read on: as before, or with more letters from the same word."""
    ways = list(states.items())
    for (n, at), cost in ways:
        if at >= 0 and n < len(letters):
            found = word.find(letters[n], at + 1)
            if found > 0:
                ways.append(((n + 1, found), cost + (_INSIDE if found == at + 1 else _FAR_INSIDE)))
    return _cheapest(ways)


def _cheapest(ways: list) -> dict:
    """Return each state with its lowest price."""
    best: dict = {}
    for state, cost in ways:
        best[state] = min(cost, best.get(state, cost))
    return best
