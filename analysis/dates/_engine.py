"""How rules become readings: one pass from left to right; where several rules could read, the first of the table
does."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from . import _rules_calendar, _rules_lengths, _rules_relative
from ._rule import Reading, Rule, expand, parts
from ._story import Story

# Explicit dates first, so that `July 2016` is not read as July; then what counts from somewhere.
RULES: list[Rule] = [
    *_rules_calendar.RULES,
    *_rules_relative.RULES,
    *_rules_calendar.LATE_RULES,
    *_rules_lengths.RULES,
]
RELATIVE = frozenset(rule.name for rule in _rules_relative.RULES) | {
    "month",
    "month day",
    "week of a day",
    "holiday",
    "first of two months",
}
SPEAKING = _rules_relative.SPEAKING
_TAIL = r"(?:(?!\w)|(?<=\d{4})(?=[a-e][),;:]))(?![/:]\d)"  # the letter of (Smith 2015a) is no part of the date
_PATTERNS = [re.compile(f"(?:{expand(rule.pattern)}){_TAIL}") for rule in RULES]
# The words an expression can begin with, behind an article or not: nine in ten words of a text are passed at this
# one glance.
_FIRST = (
    r"\d|'|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|spring|summer|autumn"
    r"|fall|winter|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twel|thir|fif|twen|eigh|nin|half|quarter|dozen"
    r"|first|second|last|final|latter|"
    r"a few|a coup|a numb|a doz|few|coup|several|many|some|numer|count|early|earl|late|mid|begin|start|end"
    r"|close|turn|outset|very|around|about|circa|"
    r"ca|c\.|rough|approx|almost|near|just|only|more|less|fewer|over|under|at |up to|past|next|prev|prec|coming"
    r"|follow|upcom|subs|succ|ensu|prior|"
    r"forth|same|this|that|these|curr|present|recent|formerly|future|fores|immed|dist|not too|yest|today|tomor"
    r"|tonight|now|right now|noon|"
    r"midnight|midday|daily|week|month|year|quart|annual|bi|semi|tri|peren|hour|night|fort|every|each|per|cent"
    r"|decade|day|minut|all|whole|entire|"
    r"long|full|consec|addit|further|short|calend|straight|solid|good|work|business|q[1-4]|h[12]|fy|fisc|finan"
    r"|christ|new year|boxing|hallow|valen|"
    r"morning|afternoon|evening|so far|date|then|lately|in recent|twice|once|thrice|interv|countless|else|later|period"
    r"|hundred|thousand|"
    r"twenties|thirties|forties|sixties|seventies|eighties|nineties|time being|half-|former|third|fourth|tenth"
    r"|bloody|calendar|success|ﬁ"
)
# One pattern for all finds the places; the rules are then tried there one by one.
_SCAN = re.compile(
    rf"(?<!\w)(?<!\d[.,/:])(?=(?:the |an? )? "
    rf"{{0,9}}(?:{_FIRST}))(?:{'|'.join(f'(?:{expand(rule.pattern, named=False)})' for rule in RULES)}){_TAIL}"
)


class Hit(NamedTuple):
    """An expression and the rule that read it."""

    start: int
    end: int
    rule: str
    reading: Reading


def read(story: Story, refused: list[tuple[int, str]] | None = None) -> Iterator[Hit]:
    """Yield what the rules read in a text, from left to right, apart from each other.

    Whoever takes a hit tells the story which dates to lean on, before asking for the next.
    """
    at, folded = 0, story.folded
    while found := _SCAN.search(folded, at):
        hit = read_at(story, found.start(), refused)
        if hit:
            yield hit
        at = hit.end if hit else found.start() + 1


def read_at(story: Story, start: int, refused: list[tuple[int, str]] | None = None) -> Hit | None:
    """Return what the first rule that fits reads at a place; the rules that looked and refused go to `refused`."""
    for rule, pattern in zip(RULES, _PATTERNS, strict=True):
        found = pattern.match(story.folded, start)
        if not found:
            continue
        end = found.end()
        while story.folded[end - 1] in " ," or (story.folded[end - 1] == "." and story.folded[end - 2].isdigit()):
            end -= 1
        story.at(start, end)
        reading = rule.read(parts(found), story)
        if reading:
            return Hit(start, end, rule.name, reading)
        if refused is not None:
            refused.append((start, rule.name))
    return None
