"""Classify short texts by the words in `data/cleaning.toml`: names of parts and persons, dates, ends of sentences."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import cast

from analysis.cleaning.blocks import Zone
from analysis.rules import load_rules

_RULES = load_rules("cleaning")
_PARTS = [(rule.pattern, rule.values["part"]) for rule in _RULES.values() if "part" in rule.values]
_WEAK = [rule.pattern for rule in _RULES.values() if rule.values.get("weak")]
_OPEN_ENDED = frozenset(_RULES["open end"].words)
_NO_PERSON = ("body word", "abstract noun")
LONGEST_NAME = 100  # characters of the name of a part, such as "Annex 1. List of Interviews & Written Contributions"
_TAGS_AND_SIGNS = re.compile(r"</?[a-zA-Z][^<>]*>|[*_`#]+")
_LINK = re.compile(r"!?\[([^\[\]]{1,300})\]\([^()\s]{1,500}\)")
# What may stand after the end of a sentence: note marks, closing marks, tags.
_TAIL = re.compile(
    r"(?:<sup>[\d,;\s]+</sup>|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|(?<=[.!?:;)\]”’\"'»])\d{1,3}|\[\^?\d+\]|[)\]”’\"'»*_`\s]|</?[a-z]+>)+$"
)
TAIL = 60  # characters that note marks and closing marks at the end of a line may take
_ENTRY = re.compile(r"\b(?:19|20)\d\d\b|https?:|www\.|^.{0,40}$")  # of a list of references
_FINAL = frozenset(".!?…:")


def matches(rule: str, text: str) -> bool:
    """Tell whether a text fits the rule of this name."""
    return bool(_RULES[rule].pattern.search(text))


@lru_cache(maxsize=4096)
def part_of(heading: str) -> Zone:
    """Return the kind of block under a heading of this name; "paragraph" for a chapter, "" if it says nothing."""
    if len(heading) > LONGEST_NAME:
        return ""
    words = " ".join(heading.lower().split())
    return cast(Zone, next((part for pattern, part in _PARTS if pattern.search(words)), ""))


def names_apparatus(heading: str) -> bool:
    """Tell whether a heading names a part that is no chapter of the text: contents, references, an annex ..."""
    return part_of(heading) not in ("", "paragraph")


def is_date_line(text: str) -> bool:
    """Tell whether a line holds a date and hardly more."""
    short = len(text) <= 30 or (len(text) <= 70 and matches("clock", text))
    return short and matches("date line", text)


def names_persons(text: str) -> bool:
    """Tell whether a line holds the names of persons and nothing else."""
    mixed = text.title() if text.isupper() else text
    return len(text) < 160 and matches("persons", text) and not any(matches(rule, mixed) for rule in _NO_PERSON)


def is_navigation(text: str) -> bool:
    """Tell whether a line is one of the links around the text of a web page."""
    return len(text) <= 160 and matches("navigation", text)


def is_imprint(text: str) -> bool:
    """Tell whether a line is one of the publisher or of a web page, and no sentence."""
    return len(text) < 300 and (matches("imprint", text) or (len(text) < 80 and matches("web notice", text)))


def opens_formula(line: str, after_comma: bool = False) -> bool:
    """Tell whether a text is a formula of the preamble of a legal act or a paragraph of a resolution."""
    return matches("formula", line) or ((after_comma or line[-1:] == ",") and matches("participle", line))


def plain(text: str) -> str:
    """Return a line without tags, signs of markup and the addresses that links lead to, for looking at its words."""
    text = _LINK.sub(r"\1", text) if "](" in text else text
    return _TAGS_AND_SIGNS.sub("", text).strip() if any(sign in text for sign in "*<_`#") else text


def fold(text: str) -> str:
    """Return text for comparison: small letters, no punctuation."""
    return re.sub(r"\W+", " ", text.casefold()).strip()


def is_finished(text: str) -> bool:
    """Tell whether a line ends as a sentence does, note marks and closing marks aside."""
    return text[-1:] in _FINAL or (not text[-1:].islower() and last_character(text) in _FINAL)


def last_character(text: str) -> str:
    """Return the last character of a line, note marks and closing marks aside."""
    return _TAIL.sub("", text[-TAIL:])[-1:]


def is_open_ended(text: str) -> bool:
    """Tell whether a line cannot end a sentence: its last word or mark asks for more."""
    core = text.rstrip("*_ ")
    goes_on = core.endswith(("-", ",", "–", "(", "\x02", "\xad", "¬"))
    return goes_on or core[-12:].rpartition(" ")[2].lower().lstrip("(“‘\"'[") in _OPEN_ENDED


def is_capitals(text: str) -> bool:
    """Tell whether a line is set in capitals."""
    if text.isupper():
        return sum(map(str.isalpha, text)) >= 4
    if text[1:4].islower():
        return False
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 8 and sum(map(str.isupper, letters)) >= 0.9 * len(letters)


def is_mostly_small(text: str) -> bool:
    """Tell whether most words of a text begin with a small letter, as in a sentence and not in a title."""
    parts = text.split()
    return sum(part[0].islower() for part in parts) > 0.6 * len(parts)


def begins_small(text: str) -> bool:
    """Tell whether a text begins as the rest of a sentence: with a small letter, or a closing or joining mark."""
    first = text.lstrip("*_“‘\"'(«„[")[:1]
    return first.islower() or text[:1] in (",", ";", ")", "–")


def zone_after(heading: str, zone: Zone, following: Sequence[str]) -> Zone:
    """Return the kind of what stands under a heading; an annex goes on under its own headings.

    `following` are the texts that follow: a name such as "Sources" is that of a list only where entries come.
    """
    named, entries = part_of(heading), sum(bool(_ENTRY.search(text)) for text in following)
    if named and 2 * entries <= len(following) and any(pattern.search(heading.lower()) for pattern in _WEAK):
        named = ""
    if named not in ("", "paragraph"):
        return named
    return "annex" if zone == "annex" and not (named and heading.isupper()) else ""
