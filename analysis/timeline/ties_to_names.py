"""Which name does a date date? The rules that tie a date to a name beside it, and what may stand between the two.

A rule takes a sentence and one of its dates and returns what the date dates, nothing where it does not fit.
"""

import re

from analysis.timeline import vocabulary
from analysis.timeline.clauses import find_clauses
from analysis.timeline.ties_to_sources import by_persons
from analysis.timeline.types import BLANK, Anchor, Date, Name, Sentence, anchor, told

FARTHEST = 300  # characters between a name and a date that may still date it
_AHEAD = re.compile(
    r"[)’'\]]?(?:[’']s)?\s*(?:[–—:-]\s+(?:the\s+|a\s+)?)?(?:(?:new|first|second|third|so-called|\d+)\s+){0,3}[“\"‘'*]?$"
)
_PLACE = r"(?:(?:in|at|near)\s+(?:the\s+)?(?:[A-Z][\w’'-]*)(?:,?[\s-]+(?:[A-Z][\w’'-]*|and|de|da)){0,9}\s*,?\s*)?"
BEFORE_DATE = (
    r"(?:(?:on|in|of|from|at|since|by|dated|for|around|during|until|late|early|mid|between|starting|beginning|as)\s+)*"
    r"(?:the\s+)?(?:(?:beginning|end|start|middle|course|summer|autumn|spring|winter|month)\s+of\s+)?[(\[]?\s*"
)
# Between a name and the date behind it: an acronym, "which was", a participle, who did it, where.
BEHIND = re.compile(
    r"[’'”\"*_)\s]*(?:\([^()]{1,60}\))?[’'”\"*_]*\s*,?\s*(?:(?:the\s+(?:first|second|third|last|latest)\s+of\s+)?which|that)?\s*"
    r"(?:(?:was|were|is|are|will|be|has|have|had|been|to|being|as|first|formally|officially|eventually|finally|only|"
    r"already|jointly|originally|initially|expected|due|planned|scheduled|to be)\s+)*"
    r"(?:[a-z-]+(?:ed|ing)|held|set|made|met|begun|taken|takes?|took|put)?\s*(?:up|out|upon|into force|place)?\s*"
    r"(?:(?:in (?:force|place|operation)|under way|(?:fully )?operational|annually|regularly)\s+)?"
    rf"(?:{BLANK}+\W{{0,3}}\s*)?(?:of\s+the\s+[A-Z][\w’' -]{{1,60}}?\s*)?"
    rf"(?:by\s+(?P<who>[^.;:()]{{1,240}}?)\s*,?\s*)?{_PLACE}{BEFORE_DATE}$"
)
LONGEST_BY = 180  # characters of "by the Presidents of ... on ..."; the longest in the genre that still dates its text
_WIDE = re.compile(r"\s{3}")  # the pattern above is only quick on single spaces
_AND = re.compile(r"(?:\s*\([^()]*\))?\s*(?:,|and|,\s*and|as well as)\s+(?:the\s+|its\s+)?(?:\d+\s+)?$")
_AS = re.compile(r"\s*(?:\([^()]{1,20}\))?\s*as\s+(?:a|an|the)\s+(?:[a-z]+\s+)?$")
_WHICH = re.compile(r"\s*,?\s+which\b")
_IN = re.compile(r"(?:\s+(?:on|of|for)\s+[a-z][a-z -]{1,50}?)?\s+(?:in|within|under)\s+(?:the\s+)?")
_SIGNED_AT = re.compile(
    r"\W*(?:\([^()]*\)\W*)?(?:(?:was|were|had been|which was)\s+)?"
    r"(?:signed|adopted|agreed|launched|endorsed|announced|approved|concluded)\s+(?:at|during)\s+(?:the\s+|a\s+)?"
)
FOUNDED = re.compile(
    r"\b(?:established|created|launched|founded|set up|inaugurated|opened|formed|introduced|proposed|adopted|approved|"
    r"(?:in (?:force|place|operation)|under way|operational) since)\b"
)
_BY_LAW = re.compile(
    r"(?:\s*\([^()]*\))?\s*,?\s*(?:which\s+)?(?:(?:was|were|is|had been|has been)\s+)?(?:\w+ly\s+)?"
    r"(?:established|set up|created|launched|founded|adopted|approved)"
    r"(?:\s+(?:within|in|at|under)\s+[^,;:.()]{2,60}?)?\s+(?:by|in|under|through)\s+(?:the\s+)?"
)
_TWIN = re.compile(
    r"(?:\W*[–—-][^–—.;]{1,90}[–—-])?\W*(?:and|,|or)\s+(?:in\s+)?"
    r"(?P<who>(?:(?:to|with)\s+(?:the\s+)?)?[A-Z][\w’'-]*(?:\s+(?:with|of|and|in|to|the|[A-Z][\w’'-]*))*?)"
    r"\s+(?:on|in|of|from|at)\s+$"
)
_FAR = re.compile(r"[;:]|\.\s|\b(?:which|that|after|before|until|and|but)\b")
_SUCH_AS = re.compile(r"\b(?:such as|including|like|namely|among them|notably)\s+(?:the\s+)?$")
_LISTED = re.compile(r"\s*(?:,|and|,\s*and|or|as well as)\s+(?:the\s+)?(?:\w+\s+of\s+(?:the\s+)?)?(?:new\s+)?")


def before_name(s: Sentence, d: Date) -> list[Anchor]:
    """The date stands before the name: the 2003 European Security Strategy; 1998 – Saint-Malo Declaration."""
    if d.role == "period" or (d.role == "citation" and not s.is_note):
        return []
    for name in (n for n in s.names if n.kind != "institution"):
        if name.start <= d.start and d.end <= name.end:  # 9/11 terrorist attacks: the date is in the name
            return [anchor(name, "in the name", d)]
        if d.end <= name.start < d.end + 30 and _AHEAD.fullmatch(s.text, d.end, name.start):
            bracketed = "(" in s.text[max(0, d.start - 2) : d.start] and ")" in s.text[d.end : name.start]
            if not bracketed and (d.role != "citation" or name.kind in vocabulary.TEXTS):
                return [anchor(name, "before the name", d)]
    return []


def head_left_out(s: Sentence, d: Date) -> list[Anchor]:
    """The head is left out the second time: attacks in Madrid in 2003 and London in 2005."""
    last = s.anchors[-1] if s.anchors and d.role == "event" else None
    if last is None or last.date is None or last.date.end >= d.start:
        return []
    found = _TWIN.fullmatch(s.text, last.date.end, d.start)
    if not found or find_clauses(found["who"]) or any(n.start <= found.start("who") < n.end for n in s.names):
        return []
    return [Anchor(*found.span("who"), last.kind, last.head, True, "", "head left out", d)]


def line_of_list(s: Sentence, d: Date) -> list[Anchor]:
    """A line of a list opens with the name and closes with the date: Interview 3: an official, 24/08/2021."""
    if d.role != "event" or not s.names or s.names[0].start > 3 or re.search(r"\w", s.text[d.end :]):
        return []
    name = s.names[0]
    if not re.match(r"\s*\d*\s*[:–—]", s.text[name.end :]) or s.has_date(name.end, d.start):
        return []
    return [anchor(name, "line of a list", d)]


def line_of_chronology(s: Sentence, d: Date) -> list[Anchor]:
    """A line opens with the date, then tells what happened: 1994: troops withdraw from Norland."""
    found = re.match(r"\s*[:–—]\s+(?P<what>[^.;]{4,140})", s.text[d.end :])
    if d.role not in ("event", "period") or re.search(r"\w", s.text[: d.start]) or not found:
        return []
    start = d.end + found.start("what")
    end = start + len(found["what"].rstrip())
    name = next((n for n in s.names if start <= n.start and n.end <= end), None)
    if name and name.start - start < 6 and name.proper:
        return [anchor(name, "line of a chronology", d)]
    return [told(s.text, start, end, "line of a chronology", d)]


def behind_name(s: Sentence, d: Date) -> list[Anchor]:
    """The date stands behind the name: the Joint Declaration signed by both in July 2016."""
    before = [n for n in s.names if n.end <= d.start and d.start - n.end <= FARTHEST]
    for name in reversed(before[-4:]):
        if s.has_date(name.end, d.start) or _WIDE.search(s.text, name.end, d.start):
            break
        if _is_word_of_clause(s, name):
            continue  # "they applied for membership in 2022": the clause says more than the word
        if vocabulary.LATER & set(s.text[name.end : d.start].split()):
            break  # "the Treaty collapsed in 2019": the clause says what happened
        found = BEHIND.fullmatch(s.text, name.end, d.start)
        if found and len(found["who"] or "") <= LONGEST_BY and _may_date(s, name, d):
            joined = [n for n in s.names if _shares_date(s, n, name) and all(a.start != n.start for a in s.anchors)]
            if name.kind == "meeting":  # the Treaty was signed at the Summit in 1976: the date is that of both
                joined += [n for n in before if n.proper and _SIGNED_AT.fullmatch(s.text, n.end, name.start)]
            if name.kind == "law":  # the Cell was established by Decision 2017/971 of 8 June 2017: so is this
                several = (n for n in before if n.proper or " " in n.text)
                joined += [n for n in several if _BY_LAW.fullmatch(s.text, n.end, name.start)]
            return [anchor(n, "behind the name", d) for n in [_meant(s, name), *joined]]
    return []


def _is_word_of_clause(s: Sentence, name: Name) -> bool:
    bare = not name.proper and " " not in name.text
    return bare and any(c.start <= name.start < c.end and c.subject for c in s.clauses)


def _may_date(s: Sentence, name: Name, d: Date) -> bool:
    """Tell whether a date of this role may date a name of this kind."""
    if d.role == "citation":
        return name.kind in vocabulary.TEXTS and name.proper and not by_persons(s.text[: name.start])
    if name.kind == "institution":
        return bool(FOUNDED.search(s.text, name.end, d.start))
    if d.role == "edition":
        return name.kind in ("meeting", "exercise", "operation", "plan")
    return d.role != "period" or name.proper or name.kind in ("crisis", "war")


def _shares_date(s: Sentence, one: Name, two: Name) -> bool:
    """Tell whether two names share the date behind the second: the Plan and the Roadmap of 2016."""
    alike = one.end < two.start and one.kind == two.kind and not s.has_date(one.end, two.start)
    return alike and bool(_AND.fullmatch(s.text, one.end, two.start))


def _meant(s: Sentence, name: Name) -> Name:
    """Return the name that what stands behind one is about: PACE as a project; a project in EULEX, which began."""
    if _WHICH.match(s.text, name.end):
        return next((n for n in s.names if _IN.fullmatch(s.text, n.end, name.start)), name)
    proper = (n for n in s.names if n.proper and n.end < name.start and _AS.fullmatch(s.text, n.end, name.start))
    return name if name.proper else next(proper, name)


def near_name(s: Sentence, d: Date) -> list[Anchor]:
    """The nearest proper name of the same clause: the mission's mandate, for example, was first (2012) to train."""
    if d.role != "event":
        return []
    for name in reversed([n for n in s.names if n.end <= d.start <= n.end + 60]):
        later = vocabulary.LATER & set(s.text[name.end : d.start].split())
        happens = name.proper and name.kind not in vocabulary.BODIES and not later
        if happens and not s.has_date(name.end, d.start) and not _FAR.search(s.text, name.end, d.start):
            return [anchor(name, "near the name", d)]
    return []


def in_period(s: Sentence, d: Date) -> list[Anchor]:
    """A period frames what took place in it: in 2015-2017 changes have taken place, such as the Brexit and ..."""
    if d.role != "period":
        return []
    for i, name in enumerate(s.names):
        if name.start >= d.end and _SUCH_AS.search(s.text[: name.start]):
            pairs = zip(s.names[i:], s.names[i + 1 :], strict=False)
            more = [two for one, two in pairs if _LISTED.fullmatch(s.text, one.end, two.start)]
            return [anchor(n, "in the period", d) for n in [name, *more] if n.proper]
    return []
