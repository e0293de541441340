"""Does the hyphen at a line end belong to the word? Decided from the rest of the report."""

from collections import Counter
from collections.abc import Callable
from functools import cache

from analysis.cleaning.lines import UNSURE_HYPHEN

Judge = Callable[[str, str], bool]

# What stands before a hyphen in its own right: kept, unless the report itself writes the word in one.
_PREFIXES = frozenset(
    """self non anti pro post cross multi inter intra co counter ex quasi semi so well long short high low mid half all
    full sub pre vice de re""".split()  # noqa: SIM905
)
# Of these, the ones that are a first syllable as often ("re-mains", "pro-ject"), unless a vowel follows ("re-examine").
_SYLLABLES = frozenset(["re", "de", "pro", "pre", "co", "ex", "sub", "inter"])
# What stands behind a hyphen in its own right.
_SECOND = frozenset(
    """minded based led driven related oriented level specific making free funded owned style sized term called
    known looking facing backed sponsored scale range rich prone neutral friendly sharing""".split()  # noqa: SIM905
)
# Words written in one whose halves are words as well; a report may use them only once, at a line end.
_CLOSED = frozenset(
    """however moreover furthermore therefore whereas whereby thereby within without another cannot throughout become
    becomes became into onto upon towards toward everyone everything something anything nothing someone anyone otherwise
    meanwhile overall outcome outcomes overcome overview understand understanding undertake undertaken undermine
    background framework frameworks network networks workshop workshops stakeholder stakeholders neighbourhood
    neighborhood widespread worldwide nevertheless nonetheless hereafter forward upward already also although always
    almost peacekeeping wherever whenever whatever sometimes likewise together myself itself himself themselves
    """.split()  # noqa: SIM905
)
PIECE = 8192  # characters counted at a time
_EDGES = ".,;:!?()[]“”„‘’'\"«»*_-–—…"


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
            for part in core.split("-"):
                words[part] += n
        elif UNSURE_HYPHEN in core:
            for part in core.split(UNSURE_HYPHEN):
                words[part] += n
        elif core != token:
            words[core] += n
    return words, compounds


def hyphen_judge(words: Counter[str], compounds: Counter[str]) -> Judge:
    """Return a function that tells, from the halves of a word, whether the hyphen between them is only a line end's.

    The form that the text has elsewhere decides; then prefixes; then whether both halves are words of the text.

    >>> text = "A cohesive stance. The so-called pivot. Longer or in the long term. Longer term."
    >>> joins = hyphen_judge(*count_words(text))
    >>> joins("prosecu", "tors"), joins("so", "called"), joins("longer", "term"), joins("CSDP", "missions")
    (True, False, False, False)
    """

    @cache
    def joins(before: str, after: str) -> bool:
        last = before.rpartition("-")[2]
        if after[0].isupper() or not last or last[1:] != last[1:].lower() or (len(last) == 1 and last.isupper()):
            return False  # behind an acronym, or before a capital, the hyphen is real
        first, second = last.casefold(), after.casefold()
        joined, kept = words[first + second], compounds[f"{first}-{second}"]
        if joined or kept:
            return joined > kept
        if first in _PREFIXES:
            return first in _SYLLABLES and second[0] not in "aeiou" and _is_english(first + second)
        if first + second in _CLOSED:
            return True
        if second in _SECOND and len(first) > 3:
            return False
        # each half was counted once where the word is cut; more than that, and it is a word of its own
        own = (words[first] > 1, words[second] > 1)
        if own[0] == own[1]:
            return not own[0]
        return _is_english(first + second) or not (_is_english(first) and _is_english(second))

    return joins


def _is_english(word: str) -> bool:
    """Ask the word list, which takes half a second to load: last, and only where one half is a word of the report."""
    from simplemma import is_known

    return is_known(word, lang="en")
