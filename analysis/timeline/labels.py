"""What is an event called? Chooses among the words of its mentions, and cuts them to a label."""

import re
from collections import Counter

from analysis.timeline import vocabulary
from analysis.timeline.chronology import Record
from analysis.timeline.days import UNKNOWN, Days, in_words
from analysis.timeline.merging import Group
from analysis.timeline.types import Mention

_OPENERS = re.compile(
    r"^(?:(?:for the first time|and|but|or|the|a|an|th(?:is|at)(?! (?:has|had|is|was|were|will)\b)|its|"
    r"their|then|also|when|while)\b[\s,]+(?!(?:third|quarter|half|number|series|few|dozen) of\b)|first,\s+)+",
    re.I,
)
# What a clause calls its event: "... in a process to be known as the Coordinated Annual Review".
_KNOWN_AS = re.compile(
    r"\b(?:known as|called|named|dubbed|termed)\s+(?:the\s+|an?\s+)?[“\"‘']?"
    r"(?P<name>[A-Z][\w’-]*(?: (?:of|on|for|and|the|in|[A-Z][\w’-]*))* [A-Z][\w’-]*)"
)
_AHEAD = re.compile(r"(?<=\w) (?:upcoming|forthcoming|planned|proposed|future|new)\b(?= \w)")  # until it is past
_ADDRESSEES = re.compile(  # whom an official text is sent to is no part of its name
    r"\s+to the (?:European Parliament|European Council|Council)\b"
    r"(?:,? (?:and )?(?:to )?the (?:European |Council|Economic |Social |and |Parliament|Committee|Central |Bank|"
    r"of the Regions|\s)+)*(?P<title>[,:–]\s+(?=\w))?"
)
_SMALL = vocabulary.word_set("a an and for in of on or the those to with")  # words no label ends with
LONGEST_LABEL = 76  # characters: two lines of a column
FULL = 40  # characters from which a longer name says no more


def is_named(m: Mention) -> bool:
    """Tell whether a mention is a name, and not what a clause tells."""
    return m.proper and m.kind != "act" and bool(m.head)


def label(group: Group, days: Days, record: Record) -> str:
    """Return the name of an event: the record's, else the fullest proper name, else the shortest clause."""
    if group.record:
        return record.rows[group.record].label
    told = [m for m in group.mentions if m.date] or group.mentions
    name = _proper_name(group) or min((_short(m) for m in told), key=lambda t: (len(t), t))
    bare = days != UNKNOWN and re.fullmatch(r"[A-Z][a-z]+", name)  # told apart by its date: Convention of 14 March 1884
    when = in_words(days) if bare else ""
    return f"{name} of {when}" if when else name


def _proper_name(group: Group) -> str:
    """Return the fullest name of an event, without those that three times as many mentions lack."""
    names = [m for m in group.mentions if is_named(m)]
    dated = [m for m in names if m.date]
    if all(" " not in m.text for m in dated):  # "the Compass": the full name may stand elsewhere
        dated = names
    texts = Counter(_short(m) for m in dated)
    usual = [text for text, n in texts.items() if n * 3 > max(texts.values())]  # not "post-Cold War" for the Cold War
    return max(usual, key=lambda text: (min(len(text), FULL), -len(text), text), default="")


def _short(m: Mention) -> str:
    """Return the words of a mention as a label: no articles in front, no shouting, cut at a word."""
    text = re.sub(r"\s+", " ", m.text).strip(" ,;:'’\"")
    known_as = _KNOWN_AS.search(text)
    if m.kind == "act" and known_as:
        return known_as["name"]
    text = _OPENERS.sub("", f"{m.who} {_OPENERS.sub('', text)}" if m.who else text)
    if m.rule == "head left out" and m.head not in text.lower():
        parties = re.fullmatch(r"(.+?) with (?:the )?(.+)", text)
        text = f"{parties[1]}-{parties[2]} {m.head}" if parties else f"{m.head} in {text}"
    if m.kind == "act" and m.date:
        text = re.sub(rf"\s+(?:(?:on|in|by|at|since)\s+)?(?:the\s+)?{re.escape(m.date.text)}(?=\s|$)", "", text)
    elif m.kind != "act":
        text = _AHEAD.sub("", text)
    if len(re.findall(r"[A-Z]{4,}", text)) > 2 or (text.isupper() and text.lower().rstrip("s") == m.head):
        text = " ".join(map(_without_shouting, text.split()))
    text = _ADDRESSEES.sub(lambda m: ": " if m["title"] else "", text)
    text = text[:1].upper() + text[1:]
    if len(text) <= LONGEST_LABEL:
        return text
    kept = text[:LONGEST_LABEL].split()[:-1]
    while kept[-1].lower() in _SMALL:
        kept.pop()
    return " ".join(kept) + " …"


def _without_shouting(word: str) -> str:
    if word.isupper() and len(word) > 4:
        return word.capitalize()
    return word.lower() if word.isupper() and word.lower() in _SMALL else word
