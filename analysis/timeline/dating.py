"""Which date dates which event? Ties the dates of a block to the names and clauses beside them.

The rules are tried in the order of `RULES`, the closest tie first. A date that no rule ties stays untied: it is not
given to whatever stands nearest.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from analysis.timeline import ties_across as across
from analysis.timeline import ties_to_clauses as clauses
from analysis.timeline import ties_to_names as names
from analysis.timeline import ties_to_sources as sources
from analysis.timeline import vocabulary
from analysis.timeline.clauses import find_clauses
from analysis.timeline.names import find_names
from analysis.timeline.types import BLANK, Anchor, Date, Name, Sentence
from analysis.timeline.wording import whole

# The closest tie first, the loosest last. A line of a list and a cited source have a form of their own, so they come
# before mere neighbours.
RULES = (
    names.line_of_chronology,
    across.act_of,
    names.before_name,
    names.head_left_out,
    across.place_of_list,
    names.line_of_list,
    across.behind_aside,
    across.made_by,
    names.behind_name,
    across.in_relative,
    across.has_had,
    sources.cited_text,
    clauses.in_clause,
    clauses.opening,
    names.near_name,
    names.in_period,
    clauses.closing,
)
BY_CLAUSE = ("in the clause", "opens the sentence", "closes the clause")
# Roles that may date an event; access dates and the report's own publication never do.
ROLES = ("event", "edition", "citation", "period")
OFTEN = vocabulary.word_set("annually yearly monthly weekly daily quarterly")  # adverbs that are no wall
_ADDRESS = re.compile(r"<?(?:https?://|www\.)[^\s<>\])]*[^\s<>\]).,;]>?")


def find_anchors(
    text: str,
    dates: list[Date],
    sentences: list[tuple[int, int]],
    is_note: bool,
    known: Mapping[str, Name] = MappingProxyType({}),
    others: Iterable[Name] = (),
) -> tuple[list[Anchor], list[Name]]:
    """Return what the dates of a block date, and all its names; a sentence is read by itself, a note as a whole.

    `known` are acronyms that are names by themselves, `others` are names without a head that the record knows.

    >>> text = "Cyprus joined the EU in 2004."
    >>> when = Date(24, 28, "2004", "2004-01-01", "2004-12-31", "event")
    >>> [(text[a.start:a.end], a.rule) for a in find_anchors(text, [when], [(0, 29)], False)[0]]
    [('Cyprus joined the EU', 'in the clause')]
    """
    text = _ADDRESS.sub(lambda m: BLANK * len(m[0]), text)
    found = find_names(text, [(d.start, d.end) for d in dates if d.text not in vocabulary.WHOLE], known)
    apart = [n for n in others if all(n.end <= f.start or f.end <= n.start for f in found)]
    found = sorted([*found, *apart])
    anchors: list[Anchor] = []
    spans = [(0, len(text))] if is_note else sentences
    for i, (start, end) in enumerate(spans):
        inside = [_moved(d, -start) for d in dates if start <= d.start < end and d.text.lower() not in OFTEN]
        if any(d.earliest for d in inside):
            here = [_moved(n, -start) for n in found if start <= n.start < end]
            previous = text[slice(*spans[i - 1])] if i else ""
            s = Sentence(text[start:end], inside, here, find_clauses(text[start:end]), is_note, [], previous)
            anchors += [_moved(a, start)._replace(date=a.date and _moved(a.date, start)) for a in _tie(s)]
    return anchors, found


def going_on(text: str, start: int, end: int, d: Date) -> list[Anchor]:
    """Return what a sentence says is going on, dated by a "now" in an earlier one: all the sentence says."""
    found = clauses.in_progress(Sentence(text[start:end], [], [], [], False, []), 0, d)
    return [_moved(a, start)._replace(end=start + len(text[start:end].rstrip(" ."))) for a in found]


def _moved(thing, by: int):
    return thing._replace(start=thing.start + by, end=thing.end + by)


def _tie(s: Sentence) -> list[Anchor]:
    """Return what the dates of a sentence date, in the order of the dates: each by the first rule that ties it."""
    for d in _joined(s.text, s.dates):
        if d.earliest and d.role in ROLES:
            tied = (rule(s, d) for rule in ((clauses.opening,) if d.vague else RULES))
            found = [*next(filter(None, tied), []), *clauses.when_clause(s, d)]
            for a in filter(None, (_worded(s, a) for a in found)):
                if all((a.start, a.end, a.date) != (b.start, b.end, b.date) for b in s.anchors):
                    s.anchors.append(a)
    return s.anchors


def _worded(s: Sentence, a: Anchor) -> Anchor | None:
    """Return a name as it is, and what a clause tells so that it can be told by itself."""
    named = any((n.start, n.end) == (a.start, a.end) for n in s.names)
    return a if named or a.rule not in BY_CLAUSE else whole(s, a)


def _joined(text: str, dates: Iterable[Date]) -> list[Date]:
    """Return the dates with "between August and October 2021" and "2017 and 2018" as one."""
    joined: list[Date] = []
    for d in dates:
        if joined and _is_range(text, joined[-1], d):
            first = joined.pop()
            d = Date(first.start, d.end, text[first.start : d.end], first.earliest, d.latest, d.role)
        joined.append(d)
    return joined


def _is_range(text: str, one: Date, two: Date) -> bool:
    if not (one.earliest and two.earliest) or one.earliest > two.latest or two.start - one.end > 12:
        return False
    gap = text[one.end : two.start]
    opened = re.search(r"\b(?:between|from)\s+$", text[max(0, one.start - 9) : one.start], re.I)
    years = one.text.isdigit() and two.text.isdigit() and int(two.text) - int(one.text) == 1
    months = one.text.isalpha() and one.text[:1].isupper() and one.earliest[:4] == two.earliest[:4]
    return bool(
        re.fullmatch(r"\s+to\s+", gap)
        or (opened and re.fullmatch(r"\s+(?:and|until|through)\s+", gap))
        or ((years or months) and re.fullmatch(r"\s*(?:–|—|and)\s*", gap))
    )
