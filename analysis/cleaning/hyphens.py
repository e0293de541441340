"""Does the hyphen at a line end belong to the word? Decided from the rest of the report, then from a word list."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache

from simplemma import is_known

# Parts that stand before a hyphen in their own right: a hyphen behind them is kept where nothing speaks against it.
_PREFIXES = frozenset(
    "self non anti pro post cross multi inter intra co counter ex quasi semi well so long short high low mid half all full sub"
    " decision policy state field civil mid- vis".split()
)
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_WORD = re.compile(r"[^\W\d_]+")


def hyphen_judge(text: str) -> Callable[[str, str], bool]:
    """Return a function that tells, from the halves of a word, whether the hyphen between them is only a line end's.

    >>> joins = hyphen_judge("A cohesive stance. The so-called pivot.")
    >>> joins("prosecu", "tors"), joins("so", "called"), joins("CSDP", "missions")
    (True, False, False)
    """
    index: list[tuple[Counter, Counter]] = []

    @cache
    def joins(before: str, after: str) -> bool:
        if not index:  # built only when there is a hyphen to judge
            folded = text.casefold()
            index.append((Counter(_HYPHENATED.findall(folded)), Counter(_WORD.findall(folded))))
        compounds, words = index[0]
        last = before.rpartition("-")[2]
        if after[0].isupper() or last.isupper() or (len(last) > 1 and last[1:] != last[1:].lower()):
            return False  # behind an acronym or before a capital the hyphen is real
        whole, pair = (last + after).casefold(), f"{last}-{after}".casefold()
        joined, kept = words[whole], compounds[pair]
        if joined or kept:
            return joined > kept
        if last.casefold() in _PREFIXES:
            return False
        if _is_word(whole):
            return True
        return not (_is_word(last.casefold()) and _is_word(after.casefold()))

    return joins


def _is_word(word: str) -> bool:
    return any(is_known(word, lang=language) for language in ("en", "de", "fr"))
