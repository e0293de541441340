"""Find, normalise and classify the temporal expressions of an English text.

The grammar is data (`analysis/data/dates/grammar.toml`). The text is never changed, and the clock never asked.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from itertools import accumulate, count
from typing import Any

import pandas as pd

from .. import edtf, rules
from ..language import check_table
from . import reading, roles, values
from .context import Context
from .roles import KINDS, zones
from .values import Match, Reading

__all__ = ["find_dates", "in_blocks"]

COLUMNS = ["start", "end", "text", "type", "value", "mod", "earliest", "latest", "edtf", "role", "rule", "note"]


def find_dates(text: str, published: str | date | None = None) -> pd.DataFrame:
    """Find the temporal expressions of a text and say when they are and what they do there.

    `published` is a date or EDTF; without it, what counts from it has no interval and `note` says why. Columns:
    start, end    offsets in the text
    text          the expression as it stands there
    type          DATE, TIME, DURATION or SET
    value, mod    as in TIMEX3 (TimeML 1.2.1); a decade is three digits, a century two; mod START, MID, END, APPROX,
                  BEFORE, AFTER, for lengths also MORE_THAN and LESS_THAN
    earliest, latest  first and last day it can mean (ISO), empty where no calendar shows it, or where words around it
                  leave a side open (before 2014: latest 2013-12-31; since 2014: earliest 2014-01-01)
    edtf          the same as EDTF (Library of Congress 2019), empty where EDTF has no word for it
    role          event, period, publication, citation, edition, access or other
    rule          the rule that read it
    note          why it has no interval, or which other reading there is
    """
    if not isinstance(text, str):
        raise TypeError(f"find_dates reads a text, not a {type(text).__name__}; give it one text at a time")
    context = Context(text, _value_of(published), *zones(text))
    return _table([_row(match, context) for match in _find(context)], COLUMNS)


def in_blocks(blocks: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Find the temporal expressions of all blocks, each report read as a whole from first block to last.

    `blocks` has report, block, kind, text; `reports` has the index report and the column published. Columns: report,
    block, and those of `find_dates`; start and end are offsets in the text of the block.
    """
    check_table(blocks, ("report", "block", "kind", "text"), "corpus.blocks")
    rows = []
    for report, own in blocks.groupby("report", sort=False):
        texts = [str(text).replace("\n", " ") for text in own["text"]]  # one text, a paragraph break between blocks
        ids = own["block"].tolist()
        starts = list(accumulate((len(text) + 2 for text in texts), initial=0))
        zone_names = [KINDS.get(kind, "body") for kind in own["kind"]]
        context = Context("\n\n".join(texts), _value_of(reports["published"].get(report)), starts, zone_names)
        for found in (_row(match, context) for match in _find(context)):
            n = bisect_right(starts, found["start"]) - 1
            span = {"start": found["start"] - starts[n], "end": found["end"] - starts[n]}
            rows.append({**found, **span, "report": str(report), "block": ids[n]})
    return _table(rows, ["report", "block", *COLUMNS])


def _value_of(published: str | date | None) -> str:
    """Return a publication date as a value: "2017-05", or of a range or a set its end; "" where nothing is known."""
    said = "" if published is None or pd.isna(published) else str(published).strip()
    if not said:
        return ""
    said = said[:10] if isinstance(published, date) else said
    edtf.bounds(said)  # says in words what is wrong with it
    last = [part for part in re.split(r"/|,|\.\.", re.sub(r"[]~?%[{} ]", "", said)) if part][-1]
    while last and not values.span(last):
        last = last.rpartition("-")[0]
    return last


def _row(match: Match, context: Context) -> dict[str, Any]:
    """Return one row of the table, and let the context remember the date that the next ones may count from."""
    start, end, rule, read = match
    # In a history, what counts from the day of writing is quoted speech, and no later date counts from it.
    quoted = context.counts_from_now and (context.narrative or not context.now())
    context.move(start, end)
    role = roles.role(match, context)
    bound = roles.bound(match, context, role)
    first, last = values.opened(read, bound, context.raw)
    if read.type in ("DATE", "TIME") and role not in ("access", "edition", "citation") and not quoted:
        context.remember(read.value)
    place = {"start": start, "end": end, "text": context.raw, "role": role, "rule": rule}
    days = {"earliest": str(first or ""), "latest": str(last or ""), "edtf": values.edtf(read, first, last)}
    return {**place, **days, "type": read.type, "value": read.value, "mod": read.mod, "note": read.note}


def _table(rows: list[dict[str, Any]], columns: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=columns, dtype=object)
    return table.astype({name: "int64" for name in ("block", "start", "end") if name in columns})


_TABLE = rules.load_words("dates/grammar")
_PARTS: dict[str, str] = _TABLE["parts"]
_PARTS["season"] = f"(?:{'|'.join(values.SEASONS)})"
_PHRASES = {**_TABLE["phrases"], "often": "|".join(sorted(reading.OFTEN, key=len, reverse=True))}


def expand(pattern: str) -> str:
    """Write a pattern out: parts in full, caught by name (numbered, since it may come twice), `_` as white space."""
    number = count(1)
    for name, phrase in reversed(_PHRASES.items()):  # a phrase may hold those before it
        pattern = re.sub(rf"(?<!P)<{name}>", phrase.replace("\\", r"\\"), pattern)
    pattern = re.sub(r"(?<!P)<(([a-z]+)\d?)>", lambda found: f"(?P<{found[1]}>{_PARTS[found[2]]})", pattern)
    pattern = re.sub(r"\(\?P<(\w+)>", lambda found: f"(?P<{found[1]}_{next(number)}>", _spaces(pattern))
    return pattern.replace("fi", "(?:fi|ﬁ)")  # the ligature of printed texts


def _spaces(pattern: str) -> str:
    pattern = pattern.replace("\n", "").replace("[_-]", "(?:_|-)")
    single = re.sub(r"\[[^\]]*\]|\(\?<[!=][^()]*\)", lambda found: found[0].replace("_", " "), pattern)
    return single.replace("_", "(?: {1,30})")


RULES: list[dict[str, str]] = _TABLE["rule"]
# What may not follow: more of a word or a number; the letter of (Smith 2015a) is no part of the date, and two dates may
# be joined by a slash (1 May 2004/1 January 2007): `_JOINED`.
_MONTH = f"(?:{'|'.join(name[:3] for name in values.WORDS['months'])})"
_TAIL = rf"(?:(?!\w)|(?<=\d{{4}})(?=[a-e][),;:]))(?!:\d)(?!/\d(?!\d? {_MONTH}|\d{{3}}-\d\d-\d\d))"
_JOINED = re.compile(rf"/(?:[a-z]|\d\d? {_MONTH}|\d{{4}}-\d\d-\d\d)")
_PATTERNS = [re.compile(f"(?:{expand(rule['pattern'])}){_TAIL}") for rule in RULES]
# One pattern for all; the empty group at the end of each rule says which rule is the first that fits.
_HERE = re.compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", rule.pattern) + "()" for rule in _PATTERNS))
_HINT = re.compile(rf"\d|ﬁ|\b(?:{'|'.join(values.SEASONS)}|{_TABLE['hints']})".replace("\n", ""))
_NEAR = 40  # characters from the beginning of an expression to the first hint in it, at most
# A word with the articles before it, but none that goes on with a number: 1,200 or 2.5
_WORD = re.compile(r"((?:\b(?:the|an?) +)*)(?<!\d[.,/:])('(?=\d)|\b\w+)")
_EDGE = re.compile(r"(?:[ ,]|(?<=\d)\.)+$")  # space, comma or full stop after an expression


def _find(context: Context) -> Iterator[Match]:
    """Yield the expressions of a text from left to right; the caller remembers each before it asks for the next."""
    at, folded = 0, context.folded
    for start in _starts(folded):
        matches = _match_at(context, _HERE.match(folded, start)) if start >= at else []
        while matches:
            yield from matches
            at = matches[-1].end
            matches = _match_at(context, _HERE.match(folded, at + 1)) if _JOINED.match(folded, at) else []


def _starts(folded: str) -> Iterator[int]:
    """Yield the places where an expression may begin: a word shortly before a hint, and the articles before it."""
    hints, hint = (found.start() for found in _HINT.finditer(folded)), -1
    for found in _WORD.finditer(folded):
        while hint < found.start(2):
            hint = next(hints, len(folded) + _NEAR)
        if hint - found.start(2) < _NEAR:
            yield from dict.fromkeys((found.start(), found.start(2)))


def _match_at(context: Context, fits: re.Match[str] | None) -> list[Match]:
    """Return what the first rule that reads at a place reads there: one expression, or all of a list of days."""
    if not fits or not fits.lastindex:
        return []
    start = fits.start()
    for rule, pattern in zip(RULES[fits.lastindex - 1 :], _PATTERNS[fits.lastindex - 1 :], strict=True):
        found = pattern.match(context.folded, start)
        if not found:
            continue
        context.move(start, start + len(_EDGE.sub("", found[0])))
        caught = ((name.rpartition("_")[0], text) for name, text in found.groupdict().items() if text)
        parts = {name: re.sub(" +", " ", text.replace("ﬁ", "fi")) for name, text in caught}
        given = Reading("DATE", rule["gives"])  # where no function reads its parts, it means what the row gives
        read = getattr(reading, f"read_{rule['read']}")(parts, context) if "read" in rule else given
        if isinstance(read, Reading):
            return [Match(start, context.end, rule["name"], read)]
        if read:
            return [match._replace(rule=rule["name"]) for match in read]
    return []
