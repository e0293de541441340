"""Can what a clause tells stand by itself? Gives it the subject it lacks, lets it end at a word that can stand last.

What stays broken ("what should be achieved", "25 states launched") is no event: better none than one nobody can read.
"""

import re

from analysis.timeline import vocabulary
from analysis.timeline.types import Anchor, Sentence

_FIRST = re.compile(r"(?:(?:and|but|or|then|also|thus|only|yet|when|while)\s+)*(?P<word>[\w’'-]+)", re.I)
_OPEN = re.compile(r"\b(?:how|why|whether)\b")
_ASKS = vocabulary.word_set("what whether how why who whom whose asked if")
_PRONOUNS = vocabulary.word_set("it they he she i")
_NO_SUBJECT = vocabulary.word_set("to of by with from as than for about which that be")
_AUXILIARIES = vocabulary.word_set(
    "is are was were be been has have had will would shall should can could may might must did does do"
)
_NOT_LAST = vocabulary.word_set(
    "a an the and or but of in on at by to for from with within under into onto over as than that which who its their "
    "his her be been is are was were has have had will following previous next last same until since during between "
    "after before around about also"
)
_PERIOD = re.compile(
    r"\s+(?:in|during|by|at|within)\s+the\s+(?:first|second|third|last|final|early|course|spring|summer|autumn|winter)"
    r"(?:\s+(?:week|weeks|days|half|quarter|months?|year))?$"
)
_WHO = r"(?P<who>(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[A-Z][\w’'-]+)(?:\s+[\w’'-]+){0,7}?)"
_FINITE = (
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|should|must|"
    r"began|came|took|met|held|sent|left|went|made|[a-z]{2,}ed)"
)
# What the sentence before speaks of: "The Weimar letter, sent in 2010, asked for ...", "In 2008 a mission was sent".
_SUBJECT = re.compile(
    r"(?:(?:In|On|By|Since|At|After) (?:[^,]{3,40}, |(?:\d{1,2} )?(?:[A-Z][a-z]+ )?\d{4} ))?"
    rf"{_WHO}(?:,\s|\s{_FINITE}\b)"
)
_MAIN_CLAUSE = re.compile(r"[.;]\S{0,5}\s+")
# "The Guidance, published on 5 January 2012, announced ...": the subject stands before the aside.
_BEFORE_ASIDE = re.compile(rf"(?:.*[.;:] )?{_WHO},\s[^;:.()]{{3,160}},\s+(?:and\s+)?$", re.I)
# "the notification of 13 November 2017 was signed"
_DATED = re.compile(
    r"(?:^|[,;:(]\s+|\b(?:where|which|that|when)\s+)(?P<who>(?:[Tt]he|an?|its|their)(?:\s+[\w’'-]+){1,6}?)\s+(?:of|on|from)\s+$"
)
_NEEDS_OBJECT = vocabulary.word_set(
    "proposed published launched decided adopted established created introduced announced presented appointed imposed "
    "authorised authorized received organised organized approved endorsed issued released added doubled unveiled "
    "convened hosted founded inaugurated deployed activated conducted implemented"
)
_TO_DO = re.compile(r"\s*,?\s+to\s+[a-z]+(?:\s+[\w’'-]+){0,12}")


def whole(s: Sentence, a: Anchor) -> Anchor | None:
    """Return what a clause tells with a subject and an end, None where it cannot be told."""
    ended = _ended(s, a)
    return ended and _with_subject(s, ended)


def _with_subject(s: Sentence, a: Anchor) -> Anchor | None:
    """Return an anchor that says who or what; None where the sentence leaves it open."""
    found = _FIRST.match(s.text, a.start, a.end)
    if a.who or not found:
        return a
    if _OPEN.search(s.text, a.start, a.end):
        return None
    word = found["word"].lower()
    verb = word in _AUXILIARIES or (found["word"].islower() and _is_past(word))
    if word in _ASKS or (word in _NO_SUBJECT and not verb):
        return None
    if word in _PRONOUNS:
        before = _SUBJECT.match(_MAIN_CLAUSE.split(s.previous)[-1]) if word in ("it", "they") else None
        start = len(s.text) - len(s.text[found.end() :].lstrip())
        return _told_of(a, before, start) if start < a.end else None
    if not verb:
        return a
    dated = _DATED.search(s.text, 0, a.date.start) if a.date and a.date.end <= a.start else None
    return _told_of(a, dated or _BEFORE_ASIDE.match(s.text, 0, a.start), a.start)


def _is_past(word: str) -> bool:
    return vocabulary.VERB_FORMS.get(word, (False, ""))[1] in ("past", "base") and word not in vocabulary.NOUNS_TOO


def _told_of(a: Anchor, found: re.Match[str] | None, start: int) -> Anchor | None:
    """Return an anchor from a place on with the subject that was found, None if that is a pronoun as well."""
    if found is None or found["who"].lower() in _PRONOUNS | _ASKS | {"we", "there", "you"}:
        return None
    return a._replace(start=start, who=found["who"])


def _ended(s: Sentence, a: Anchor) -> Anchor | None:
    """Return an anchor that ends at a word that can stand last, with what was decided behind the date."""
    text = s.text[a.start : a.end]
    while text:
        cut = _PERIOD.sub("", text).rstrip(" ,;:(–—-")
        last = cut.rsplit(" ", 1)[-1]
        if last.lower() in _NOT_LAST:
            cut = cut[: -len(last)].rstrip()
        if cut == text:
            break
        text = cut
    last = text.rsplit(" ", 1)[-1].lower()
    passive = re.search(r"\b(?:is|are|was|were|be|been|being)\b", text)
    if not text or (last in _NEEDS_OBJECT and not passive):
        more = _TO_DO.match(s.text, a.date.end) if text and a.date and a.start < a.date.start else None
        return a._replace(end=more.end()) if more else None
    return a._replace(end=a.start + len(text))
