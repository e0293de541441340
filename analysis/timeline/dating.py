"""Which date dates which event? Ties the dates of a sentence to the names and clauses beside them.

The rules are tried in the order of `RULES`, the closest tie first. A date that no rule ties stays untied: it is not
given to whatever stands nearest.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from analysis.timeline import rules
from analysis.timeline.clauses import Clause, find_clauses
from analysis.timeline.names import Name, find_names


class Time(NamedTuple):
    """A date in a block: clean offsets, words, first and last day (ISO text), role."""

    start: int
    end: int
    text: str
    earliest: str
    latest: str
    role: str
    vague: bool = False


class Anchor(NamedTuple):
    """Words that a date dates: clean offsets, what heads them, and the rule that tied them."""

    start: int
    end: int
    kind: str
    head: str
    proper: bool
    acronym: str
    rule: str
    time: Time | None


BLANK = "\x1a"  # stands for each character of an address: no word, no space
_PLACE = r"(?:(?:in|at|near)\s+(?:the\s+)?(?:[A-Z][\w’'-]*)(?:,?[\s-]+(?:[A-Z][\w’'-]*|and|de|da)){0,9}\s*,?\s*)?"
_BEFORE_DATE = (
    r"(?:(?:on|in|of|from|at|since|by|dated|for|around|during|until|late|early|mid|between|starting|beginning|as)\s+)*"
    r"(?:the\s+)?(?:(?:beginning|end|start|middle|course|summer|autumn|spring|winter|month)\s+of\s+)?[(\[]?\s*"
)
# What may stand between a name and the date behind it: an acronym, "which was", a participle, who did it, where.
_BEHIND = re.compile(
    r"[’'”\"*_)\s]*(?:\([^()]{1,60}\))?[’'”\"*_]*\s*,?\s*(?:which|that)?\s*"
    r"(?:(?:was|were|is|are|will|be|has|have|had|been|to|being|as|first|formally|officially|eventually|finally|only|"
    r"already|jointly|originally|initially|expected|due|planned|scheduled|to be)\s+)*"
    r"(?:[a-z-]+(?:ed|ing)|held|set|made|met|begun|taken|put)?\s*(?:up|out|upon|into force|place)?\s*"
    rf"(?:{BLANK}+\W{{0,3}}\s*)?(?:of\s+the\s+[A-Z][\w’' -]{{1,60}}?\s*)?(?:by\s+(?P<who>[^.;:()]{{1,240}}?)\s*,?\s*)?{_PLACE}{_BEFORE_DATE}$"
)
_WIDE = re.compile(r"\s{3}")
_AHEAD = re.compile(
    r"[)’'\]]?(?:[’']s)?\s*(?:[–—:-]\s+(?:the\s+|a\s+)?)?(?:(?:new|first|second|third|so-called|\d+)\s+){0,3}[“\"‘'*]?$"
)
_FRONT = re.compile(
    r"\W*(?:(?:and|but|only|already|as early as|still|then|finally|later|meanwhile|indeed|however|to build on this|also|thus)\W+)*"
    r"(?:on|in|by|since|from|until|during|after|before|throughout|as of|at)?\s*(?:the\s+)?(?:beginning of\s+|end of\s+|start of\s+)?$",
    re.I,
)
_BESIDE = re.compile(r"\W*(?:\w+\s+){0,3}[(]?(?:on|in|by|since|from|for)?\s*")
_RUNS_ON = re.compile(r"\s*(?:\([^()]*\))?\s*(?:,|and|,\s*and)?\s*")
_TRAILING = re.compile(r"\s+(?:on|in|by|since|from|at|for|until|of|between|around|only|,|the|\(|\s)*$")
_FAR = re.compile(r"[;:]|\.\s|\b(?:which|that|after|before|until|and|but)\b")
_LISTED = re.compile(r"\s*(?:,|and|,\s*and|or|as well as)\s+(?:the\s+)?(?:\w+\s+of\s+(?:the\s+)?)?(?:new\s+)?")
# Roles of `dates` that may date an event; access dates and the report's own publication never do.
ROLES = ("event", "edition", "citation", "period")
_AND = re.compile(r"(?:\s*\([^()]*\))?\s*(?:,|and|,\s*and|as well as)\s+(?:the\s+|its\s+)?(?:\d+\s+)?$")
_TWIN = re.compile(
    r"(?:\W*[–—-][^–—.;]{1,90}[–—-])?\W*(?:and|,|or)\s+(?:in\s+)?"
    r"(?P<who>(?:(?:to|with)\s+(?:the\s+)?)?[A-Z][\w’'-]*(?:\s+(?:with|of|and|in|to|the|[A-Z][\w’'-]*))*?)"
    r"\s+(?:on|in|of|from|at)\s+$"
)
_AS = re.compile(r"\s*(?:\([^()]{1,20}\))?\s*as\s+(?:a|an|the)\s+(?:[a-z]+\s+)?$")
# Authors that are persons: "Berg, A.", "A. Berg", "Berg and Holm (", "Berg et al.,".
_PERSON = re.compile(
    r"\W*(?:\d+\W+)?(?:[A-Z][\w’'-]+,\s+(?:[A-Z]\.[\s,-]*)+|(?:[A-Z]\.[\s-]*)+[A-Z][\w’'-]+|"
    r"[A-Z][\w’'-]+(?:\s+(?:and|&)\s+[A-Z][\w’'-]+)?(?:\s+et al\.?)?\s*[(,]\s*$)"
)
_NAMES = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")
_URL = re.compile(r"<?(?:https?://|www\.)[^\s<>\])]*[^\s<>\]).,;]>?")
_AUTHOR = re.compile(rf"\b(?:{rules.INSTITUTIONS})\b", re.I)
_SEE = re.compile(r"\b[Ss]ee(?:\s+also)?\b|\bas in\b")
_NEW_SOURCE = re.compile(rf"{BLANK}+\W*\.\s+(?=[A-Z])")  # a blanked address and a full stop
_TITLE = re.compile(r"[\s.,:)\]’'“”\"‘*_]*(?:(?:the|a)\s+)?$", re.I)
_PROGRESS = re.compile(
    r"\b(?:is|are)\s+(?:(?:also|now|currently|still)\s+)*(?:in the process of\s+)?(?:being\s+)?\w+(?:ing|ed)\b"
)
# "Now, two further steps are being taken." is no event, but says that what follows goes on now.
ANNOUNCES = re.compile(
    r"\b(?:steps|things|changes|developments|initiatives|measures|processes)\s+(?:are|have|can|include)\b"
)
# Any clause of the past behind an opening date; its verb need not be one of ours: "On 27 May the cable was cut".
_TOLD = re.compile(
    r",?\s+(?P<what>(?:[\w’'-]+\s+){1,12}?(?:was|were|had|[a-z]{3,}ed)\b(?!\s+by\s+\d)(?:\s+(?!and\b|which\b|but\b)[\w’'-]+){0,10})"
)
_PREPOSITION = re.compile(r"\b(?:on|in|by|since|at)\s+$")
_BORDER = re.compile(r"[;:—–(]\s*|,\s+|\b(?:that|which|where|when|while|although|because|but|and)\s+")
_PAST_CLAUSE = re.compile(
    r"\s*(?P<what>(?:[\w’'-]+\s+){1,9}?(?:(?:was|were|had|has been|have been)\s+(?:\w+ly\s+)?)?"
    r"(?P<verb>[a-z]{2,}ed|made|took|came|went|ran|fell|rose|sank|broke|won|lost|sent|left|began|begun|taken|put|cut|built)"
    r"(?:\s+[\w’'-]+){0,10}?)\s+(?:on|in|by|since|at)\s+"
)
_FRAME = re.compile(r"\b(?:taken place|occurred|happened|took place|emerged|been made)\b")
_FOUNDED = re.compile(r"\b(?:established|created|launched|founded|set up|inaugurated|opened|formed|introduced)\b")
_SUCH_AS = re.compile(r"\b(?:such as|including|like|namely|among them|notably)\s+(?:the\s+)?$")
_GLOSS = re.compile(r"\s*\((?:the\s+)?[A-Z][\w -]{1,14}\)")
LONGEST_BY = 180  # characters of "by the Presidents of ... on ..."; the longest in the genre that still dates its text


class Sentence(NamedTuple):
    """A sentence as the rules see it; all offsets are in `text`."""

    text: str
    times: list[Time]
    names: list[Name]
    clauses: list[Clause]
    note: bool

    def crossed(self, start: int, end: int) -> bool:
        """Tell whether a date stands between two places."""
        return any(start <= t.start and t.end <= end for t in self.times)


def tie_dates(s: Sentence) -> list[Anchor]:
    """Return what the dates of a sentence date, in the order of the dates."""
    ties: list[Anchor] = []
    for t in _joined(s.text, s.times):
        if t.earliest and t.role in ROLES:
            ties.extend(a for a in _tie(s, t, ties) if a not in ties)
    return ties


def _tie(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """Return what one date dates by the first rule that ties it."""
    for rule in (_opening,) if t.vague else RULES:
        found = rule(s, t, ties)
        if found:
            return found
    return []


def _joined(text: str, times: list[Time]) -> list[Time]:
    """Return the dates with "between August and October 2021" and "2017 and 2018" as one."""
    joined: list[Time] = []
    for t in times:
        if joined and _is_range(text, joined[-1], t):
            one = joined.pop()
            t = Time(one.start, t.end, text[one.start : t.end], one.earliest, t.latest, t.role)
        joined.append(t)
    return joined


def _is_range(text: str, one: Time, two: Time) -> bool:
    if not (one.earliest and two.earliest) or one.earliest > two.latest or two.start - one.end > 12:
        return False
    gap = text[one.end : two.start]
    opened = re.search(r"\b(?:between|from)\s+$", text[max(0, one.start - 9) : one.start], re.I)
    years = one.text.isdigit() and two.text.isdigit() and int(two.text) - int(one.text) == 1
    years = years or (one.text.isalpha() and one.text[:1].isupper() and one.earliest[:4] == two.earliest[:4])
    return bool(
        (opened and re.fullmatch(r"\s+(?:and|to|until|through)\s+", gap))
        or re.fullmatch(r"\s+to\s+", gap)
        or (years and re.fullmatch(r"\s*(?:–|—|and)\s*", gap))
    )


def _anchor(name: Name, rule: str, t: Time | None) -> Anchor:
    return Anchor(name.start, name.end, name.kind, name.head, name.proper, name.acronym, rule, t)


def _before_name(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """The date stands before the name: the 2003 European Security Strategy; 1998 – Saint-Malo Declaration."""
    if t.role == "period" or (t.role == "citation" and not s.note):
        return []
    for name in (n for n in s.names if n.kind != "institution"):
        if name.start <= t.start and t.end <= name.end:  # 9/11 terrorist attacks: the date is in the name
            return [_anchor(name, "in the name", t)]
        if t.end <= name.start < t.end + 30 and _AHEAD.fullmatch(s.text, t.end, name.start):
            bracketed = "(" in s.text[max(0, t.start - 2) : t.start] and ")" in s.text[t.end : name.start]
            if not bracketed and (t.role != "citation" or name.kind in rules.TEXTS):
                return [_anchor(name, "before the name", t)]
    return []


def _head_left_out(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """The head is left out the second time: attacks in Madrid in 2003 and London in 2005."""
    last = ties[-1] if ties and t.role == "event" else None
    if last is None or last.time is None or last.time.end >= t.start:
        return []
    found = _TWIN.fullmatch(s.text, last.time.end, t.start)
    if not found or find_clauses(found["who"]) or any(n.start <= found.start("who") < n.end for n in s.names):
        return []
    return [Anchor(found.start("who"), found.end("who"), last.kind, last.head, True, "", "head left out", t)]


def _line_of_list(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """A line of a list opens with the name and closes with the date: Interview 3: an official, 24/08/2021."""
    if t.role != "event" or not s.names or s.names[0].start > 3 or re.search(r"\w", s.text[t.end :]):
        return []
    name = s.names[0]
    if not re.match(r"\s*\d*\s*[:–—]", s.text[name.end :]) or s.crossed(name.end, t.start):
        return []
    return [_anchor(name, "line of a list", t)]


def _line_of_chronology(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """A line opens with the date, then tells what happened: 1994: troops withdraw from Norland."""
    found = re.match(r"\s*[:–—]\s+(?P<what>[^.;]{4,140})", s.text[t.end :])
    if t.role not in ("event", "period") or re.search(r"\w", s.text[: t.start]) or not found:
        return []
    start = t.end + found.start("what")
    end = start + len(found["what"].rstrip())
    inside = [n for n in s.names if start <= n.start and n.end <= end]
    if inside and inside[0].start - start < 6 and inside[0].proper:
        return [_anchor(inside[0], "line of a chronology", t)]
    return [
        Anchor(start, end, "act", "", bool(re.search(r"[A-Z]", s.text[start + 1 : end])), "", "line of a chronology", t)
    ]


def _behind_name(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """The date stands behind the name: the Joint Declaration signed by both in July 2016."""
    before = [n for n in s.names if n.end <= t.start and t.start - n.end <= 300]
    for name in reversed(before[-4:]):
        if s.crossed(name.end, t.start) or _WIDE.search(s.text, name.end, t.start):
            break  # the pattern below is only quick on single spaces
        found = _BEHIND.fullmatch(s.text, name.end, t.start)
        if found and len(found["who"] or "") <= LONGEST_BY and _may_date(s, name, t):
            joined = [n for n in s.names if _joined_to(s, n, name) and not any(a.start == n.start for a in ties)]
            return [_anchor(n, "behind the name", t) for n in [_better(s, name), *joined]]
    return []


def _may_date(s: Sentence, name: Name, t: Time) -> bool:
    """Tell whether a date of this role may date a name of this kind."""
    if t.role == "citation":
        return name.kind in rules.TEXTS and name.proper and not _by_person(s.text, name)
    if name.kind == "institution":
        return bool(_FOUNDED.search(s.text, name.end, t.start))
    if t.role == "edition":
        return name.kind in ("meeting", "exercise", "operation", "plan")
    return name.proper or name.kind in ("crisis", "war") if t.role == "period" else True


def _joined_to(s: Sentence, one: Name, two: Name) -> bool:
    """Tell whether two names share the date behind the second: the Plan and the Roadmap of 2016."""
    return (
        one.end < two.start
        and one.kind == two.kind
        and bool(_AND.fullmatch(s.text, one.end, two.start))
        and not s.crossed(one.end, two.start)
    )


def _better(s: Sentence, name: Name) -> Name:
    """Return the proper name of which a common one only says what it is: PACE as a pilot project."""
    for other in s.names:
        if not name.proper and other.proper and other.end < name.start and _AS.fullmatch(s.text, other.end, name.start):
            return other
    return name


def _by_person(text: str, name: Name) -> bool:
    """Tell whether a cited title has persons as authors: a paper about an event is no event."""
    before = re.split(r";|\.\s+(?=[A-Z‘'“\"])|\bsee\b", text[: name.start])[-1]
    if _PERSON.match(text[: name.start]):
        return True
    return not _AUTHOR.search(before) and bool(_NAMES.search(before))


def _cited_text(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """An official text is cited with its date: Council of the EU. (2003). European Security Strategy."""
    if t.role != "citation" or not s.note:
        return []
    borders = [m.end() for pattern in (_NEW_SOURCE, _SEE) for m in pattern.finditer(s.text, 0, t.start)]
    part = max([*borders, s.text.rfind(";", 0, t.start) + 1, *(u.end for u in s.times if u.end <= t.start)])
    author = s.text[part : t.start]
    if _PERSON.match(author.strip()):
        return []
    for n in s.names:
        if part <= n.start and n.end <= t.start <= n.end + 300 and n.kind in rules.TEXTS and n.proper:
            before = s.text[part : n.start]
            if _AUTHOR.search(s.text[part : n.end + 120]) and (_AUTHOR.search(before) or not _NAMES.search(before)):
                return [_anchor(_with_title(s.text, n, t.start), "cited text", t)]
    after = [n for n in s.names if n.start >= t.end and n.proper and _TITLE.fullmatch(s.text, t.end, n.start)]
    return [_anchor(after[0], "cited text", t)] if after and _AUTHOR.search(author) else []


def _with_title(text: str, name: Name, stop: int) -> Name:
    """Return a name that says little ("Joint Communication to ...") with the title that follows it."""
    rest = re.split(name.head, name.text, maxsplit=1, flags=re.I)[-1].lstrip("sS ").lower()
    if name.head not in rules.BARE or (rest and not rest.startswith("to ")):
        return name
    whole = re.sub(rf"{BLANK}.*", "", text[name.start : min(stop, name.start + 200)]).rstrip(" ,;:(’'‘“")
    end = max(name.start + len(whole), name.end)
    return name._replace(end=end, text=text[name.start : end])


def _in_clause(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """The date stands in or beside the clause that says what happened: Cyprus joined the EU in 2004."""
    if t.role != "event":
        return []
    for c in s.clauses:
        ahead = c.start <= t.start < c.verb_start and not s.crossed(t.end, c.verb_start)
        behind = c.verb_end <= t.start <= c.end + 24 and not s.crossed(c.verb_end, t.start)
        if ahead or (behind and (t.start < c.end or _BESIDE.fullmatch(s.text, c.end, t.start))):
            return _of_clause(s, c, t, "in the clause")
    return []


def _of_clause(s: Sentence, clause: Clause, t: Time, rule: str) -> list[Anchor]:
    """Return the event of a clause and of the clauses that run on with the same subject."""
    found = [_event_of(s, clause, t, rule)]
    for after in s.clauses:
        runs_on = after.start > clause.start and not after.subject and not s.crossed(clause.end, after.start)
        if runs_on and _RUNS_ON.fullmatch(s.text, clause.end, after.start):
            found.append(_event_of(s, after, t, rule))
            clause = after
    return [a for a in found if a is not None]


def _event_of(s: Sentence, clause: Clause, t: Time, rule: str) -> Anchor | None:
    """Return the name that a verb makes (signed the Treaty; the Cell was launched), or else the clause."""
    text, start, end = s.text, clause.start, clause.end
    opening = [u.end for u in (*s.times, t) if start <= u.start <= start + 12 and u.end <= clause.verb_start]
    if opening:  # another date opens the clause: "at the end of 2014 the system ..."
        start = max(opening) + len(re.match(r"[\s,)]*", text[max(opening) :])[0])
    if start <= t.start and t.end <= clause.verb_start:  # a date before its clause: "by April 2016 the EU ..."
        start = t.end + len(text[t.end : clause.verb_start]) - len(text[t.end : clause.verb_start].lstrip(" ,)"))
    if clause.verb_end <= t.start < end:
        end = clause.verb_end + len(_TRAILING.sub("", text[clause.verb_end : t.start]))
    gloss = _GLOSS.match(text, end)
    end = gloss.end() if gloss else end
    objects = [n for n in s.names if clause.verb_end <= n.start <= end and n.end <= end + 40]
    subjects = [n for n in s.names if start <= n.start and n.end <= clause.verb_start]
    made = (subjects[:1] if clause.passive else objects[:1]) if clause.makes else []
    if made and made[0].proper and text[made[0].start].isupper():
        return _anchor(made[0], rule, t)
    if len(re.findall(r"\w{3,}", text[start:end])) < 3:
        return None  # "received": nobody, nothing
    kind, head, short = (made[0].kind, made[0].head, made[0].acronym) if made else ("act", "", "")
    proper = bool(re.search(r"\b[A-Z]", text[start + 1 : end]))
    return Anchor(start, end, kind, head, proper, short, rule, t)


def _opening(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """The date opens the sentence or the clause: In December 2016, EU leaders agreed on a plan."""
    if t.role != "event":
        return []
    begins = max(s.text.rfind(c, 0, t.start) for c in ",;:(–") + 1
    if not (_FRONT.fullmatch(s.text, begins, t.start) or _FRONT.fullmatch(s.text, 0, t.start)):
        return []
    if t.vague:
        return _in_progress(s, t.end, t)
    for clause in s.clauses:
        if clause.start >= t.end and not s.crossed(t.end, clause.verb_start):
            return _of_clause(s, clause, t, "opens the sentence")
    told = _TOLD.match(s.text, t.end)
    for name in s.names:
        if t.end <= name.start <= t.end + 70 and name.proper and not s.crossed(name.start - 5, name.start):
            return [_anchor(name, "opens the sentence", t)]
    if told and not s.crossed(told.start(), told.end()):
        proper = bool(re.search(r"\b[A-Z]", told["what"]))
        return [Anchor(told.start("what"), told.end("what"), "act", "", proper, "", "opens the sentence", t)]
    return []


def _in_progress(s: Sentence, start: int, t: Time) -> list[Anchor]:
    """What is going on as the report appears: Currently, the two are negotiating an arrangement."""
    found = _PROGRESS.search(s.text, start)
    if not found or ANNOUNCES.search(s.text) or not re.fullmatch(r"[^.;:]{0,120}", s.text[start : found.start()]):
        return []
    border = re.search(r"[,;:.(–—]|\b(?:which|and are|and is|to better|in order)\b", s.text[found.end() :])
    end = found.end() + (border.start() if border else len(s.text) - found.end())
    begin = start + len(s.text[start:]) - len(s.text[start:].lstrip(" ,"))
    proper = bool(re.search(r"\b[A-Z]", s.text[begin:end]))
    return [Anchor(begin, len(s.text[:end].rstrip()), "act", "", proper, "", "going on", t)]


def _near_name(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """The nearest proper name of the same clause: the mission's mandate, for example, was first (2012) to train."""
    if t.role != "event":
        return []
    for name in reversed([n for n in s.names if n.end <= t.start and _is_happening(n) and t.start - n.end <= 60]):
        if not s.crossed(name.end, t.start) and not _FAR.search(s.text, name.end, t.start):
            return [_anchor(name, "near the name", t)]
    return []


def _told_before(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """Any clause of the past that closes with the date: the first troops went ashore on 17 March 2017."""
    if t.role != "event" or not _PREPOSITION.search(s.text, max(0, t.start - 6), t.start):
        return []
    begins = max(m.end() for m in _BORDER.finditer(s.text, 0, t.start)) if _BORDER.search(s.text, 0, t.start) else 0
    found = _PAST_CLAUSE.fullmatch(s.text, begins, t.start)
    if not found or found["verb"].lower() in rules.SAYING or s.crossed(begins, t.start) or t.start - begins > 160:
        return []
    proper = bool(re.search(r"\b[A-Z]", found["what"][1:]))
    return [Anchor(found.start("what"), found.end("what"), "act", "", proper, "", "closes the clause", t)]


def _is_happening(name: Name) -> bool:
    return name.proper and name.kind not in rules.BODIES


def _in_period(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """A period frames what took place in it: in 2015-2017 changes have taken place, such as the Brexit and ..."""
    if t.role != "period" or not _FRAME.search(s.text, t.end) or t.vague:
        return []
    for i, name in enumerate(s.names):
        if name.start >= t.end and _SUCH_AS.search(s.text[: name.start]):
            more = [
                n
                for n, m in zip(s.names[i + 1 :], s.names[i:], strict=False)
                if _LISTED.fullmatch(s.text, m.end, n.start)
            ]
            return [_anchor(n, "in the period", t) for n in [name, *more] if n.proper]
    return []


# The closest tie first, the loosest last. A list line and a cited source have a form of their own, so they come before mere neighbours.
RULES = (
    _line_of_chronology,
    _before_name,
    _head_left_out,
    _line_of_list,
    _behind_name,
    _cited_text,
    _in_clause,
    _opening,
    _near_name,
    _in_period,
    _told_before,
)


def find_anchors(
    text: str,
    times: list[Time],
    sentences: list[tuple[int, int]],
    note: bool,
    known: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> tuple[list[Anchor], list[Name]]:
    """Return what the dates of a block date, and all its names; a sentence is read by itself, a note as a whole.

    >>> text = "Cyprus joined the EU in 2004."
    >>> when = Time(24, 28, "2004", "2004-01-01", "2004-12-31", "event")
    >>> [(text[a.start:a.end], a.rule) for a in find_anchors(text, [when], [(0, 29)], False)[0]]
    [('Cyprus joined the EU', 'in the clause')]
    """
    text = _URL.sub(lambda m: BLANK * len(m[0]), text)
    names = find_names(text, [(t.start, t.end) for t in times if text[t.start : t.end] not in rules.WHOLE], known)
    anchors: list[Anchor] = []
    for start, end in [(0, len(text))] if note else sentences:
        inside = [_moved(t, -start) for t in times if start <= t.start < end]
        if any(t.earliest for t in inside):
            here = [_moved(n, -start) for n in names if start <= n.start < end]
            part = text[start:end]
            ties = tie_dates(Sentence(part, inside, here, find_clauses(part), note))
            anchors += [_moved(a, start)._replace(time=a.time and _moved(a.time, start)) for a in ties]
    return anchors, names


def _moved(thing, by: int):
    return thing._replace(start=thing.start + by, end=thing.end + by)


def going_on(text: str, start: int, end: int, t: Time) -> list[Anchor]:
    """Return what a sentence says is going on, dated by a "now" in an earlier one: all the sentence says."""
    ties = _in_progress(Sentence(text[start:end], [], [], [], False), 0, t)
    return [_moved(a, start)._replace(end=start + len(text[start:end].rstrip(" ."))) for a in ties]
