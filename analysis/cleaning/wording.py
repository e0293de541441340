"""How do words begin and end: as a sentence, as the rest of one, in capitals? Asked of texts, not of lines."""

import re

from analysis.cleaning.vocabulary import OPEN_ENDED

_MARKS = re.compile(r"</?[a-zA-Z][^<>]*>|[*_`#]+")
# What may stand behind the end of a sentence: note marks, closing marks, tags.
_TAIL = re.compile(
    r"(?:<sup>[\d,;\s]+</sup>|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|(?<=[.!?:;)\]”’\"'»])\d{1,3}|\[\^?\d+\]|[)\]”’\"'»*_`\s]|</?[a-z]+>)+$"
)
_LINK = re.compile(r"!?\[([^\[\]]{1,300})\]\([^()\s]{1,500}\)")
_NO_LETTERS = re.compile(r"\W+")
TAIL = 60  # characters that note marks and closing marks at the end of a line may take
_FINAL = frozenset(".!?…:")


def plain(text: str) -> str:
    """Return a line without tags and marks, for looking at its words."""
    marked = "*" in text or "<" in text or "_" in text or "`" in text or "#" in text
    return _MARKS.sub("", text).strip() if marked else text


def without_targets(text: str) -> str:
    """Return a text without the addresses that the links in it lead to.

    >>> without_targets("[Home](/) / [Aims](https://a.eu)")
    'Home / Aims'
    """
    return _LINK.sub(r"\1", text) if "](" in text else text


def fold(text: str) -> str:
    """Return text for comparison: small letters, no punctuation."""
    return _NO_LETTERS.sub(" ", text.casefold()).strip()


def is_finished(text: str) -> bool:
    """Tell whether a line ends as a sentence does, note marks and closing marks aside.

    >>> is_finished("able to tackle it on its own.”1"), is_finished("the protection of the EU a")
    (True, False)
    """
    last = text[-1]
    if last in _FINAL:
        return True
    if last.islower() or last in ",;-–":
        return False
    return last_character(text) in _FINAL


def last_character(text: str) -> str:
    """Return the last character of a line, note marks and closing marks aside."""
    return _TAIL.sub("", text[-TAIL:])[-1:]


def is_open_ended(text: str) -> bool:
    """Tell whether a line cannot end a sentence: its last word or mark asks for more."""
    core = text.rstrip("*_ ")
    if core.endswith(("-", ",", "–", "(", "\x02", "\xad")):
        return True
    return core[-12:].rpartition(" ")[2].lower().lstrip("(“‘\"'[") in OPEN_ENDED


def is_capitals(text: str) -> bool:
    """Tell whether a line is set in capitals.

    >>> is_capitals("3 CONCLUSIONS"), is_capitals("NATO and the EU")
    (True, False)
    """
    if text.isupper():
        return sum(map(str.isalpha, text)) >= 4
    if text[1:4].islower():
        return False
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 8 and sum(map(str.isupper, letters)) >= 0.9 * len(letters)


def begins_small(text: str) -> bool:
    """Tell whether a text begins as the rest of a sentence: with a small letter, or a closing or joining mark."""
    first = text.lstrip("*_“‘\"'(«„[")[:1]
    return first.islower() or text[0] in ",;)–"
