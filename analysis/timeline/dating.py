"""Which date dates which event? Ties the dates of a sentence to the names and clauses beside them.

The rules are tried in the order of `RULES`, the closest tie first. A date that no rule ties stays untied: it is not
given to whatever stands nearest.
"""

import re
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
_PLACE = r"(?:(?:in|at|near)\s+(?:the\s+)?(?:[A-Z][\w’'-]*)(?:[\s-]+(?:[A-Z][\w’'-]*|and|de|da)){0,4}\s*,?\s*)?"
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
    r"[)’'\]]?(?:[’']s)?\s*(?:[–—:-]\s+)?(?:(?:the|a|an|new|first|second|third|so-called|\d+)\s+){0,3}[“\"‘'*]?$"
)
_FRONT = re.compile(
    r"\W*(?:(?:and|but|only|already|as early as|still|then|finally|later|meanwhile|indeed|however|to build on this|also|thus)\W+)*"
    r"(?:on|in|by|since|from|until|during|after|before|throughout|as of|at)?\s*(?:the\s+)?(?:beginning of\s+|end of\s+|start of\s+)?$",
    re.I,
)
_AND = re.compile(r"(?:\s*\([^()]*\))?\s*(?:,|and|,\s*and|as well as)\s+(?:the\s+|its\s+)?(?:\d+\s+)?$")
_TWIN = re.compile(
    r"(?:\W*[–—-][^–—.;]{1,90}[–—-])?\W*(?:and|,|or)\s+(?:in\s+)?(?P<who>[A-Z][\w’'-]*(?:\s+(?:with|of|and|in|to|the|[A-Z][\w’'-]*))*?)"
    r"\s+(?:on|in|of|from|at)\s+$"
)
_AS = re.compile(r"\s*(?:\([^()]{1,20}\))?\s*as\s+(?:a|an|the)\s+(?:[a-z]+\s+)?$")
_PERSON = re.compile(
    r"\W*[A-Z][\w’'-]+,\s+(?:[A-Z]\.[\s,-]*)+|\W*[A-Z][\w’'-]+(?:\s+(?:and|&)\s+[A-Z][\w’'-]+)?(?:\s+et al\.?)?\s*[(,]\s*$"
)
_URL = re.compile(r"<?(?:https?://|www\.)[^\s<>\])]*[^\s<>\]).,;]>?")
_AUTHOR = re.compile(rf"\b(?:{rules.INSTITUTIONS})\b", re.I)
_SEE = re.compile(r"\b[Ss]ee(?:\s+also)?\b|\bas in\b")
_NEW_SOURCE = re.compile(rf"{BLANK}+\W*\.\s+(?=[A-Z])")  # a blanked address and a full stop
_TITLE = re.compile(r"[\s.,:)\]’'“”\"‘*_]*(?:(?:the|a)\s+)?$", re.I)
LONGEST_BY = 180  # characters of "by the Presidents of ... on ..."; the longest in the genre that still dates its text


def tie_dates(text: str, times: list[Time], names: list[Name], clauses: list[Clause], note: bool) -> list[Anchor]:
    """Return what the dates of one sentence date, in the order of the dates; all offsets are in `text`."""
    ties: list[Anchor] = []
    spans = [(t.start, t.end) for t in times]
    for t in _joined(text, times):
        if not _may_date(t, note):
            continue
        found = _tie(text, t, spans, names, clauses, note, ties)
        ties.extend(a for a in found if a not in ties)
    return ties


def _joined(text: str, times: list[Time]) -> list[Time]:
    """Return the dates with "between August and October 2021" as one."""
    joined: list[Time] = []
    for t in times:
        last = joined[-1] if joined else None
        gap = text[last.end : t.start] if last else ""
        lead = text[max(0, last.start - 9) : last.start] if last else ""
        opens = re.search(r"\b(?:between|from)\s+$", lead)
        if (
            last
            and t.earliest
            and last.earliest
            and (
                (opens and re.fullmatch(r"\s+(?:and|to|until|through)\s+", gap))
                or re.fullmatch(r"\s*(?:–|—|and)\s*", gap)
            )
            and last.earliest <= t.latest
            and not re.search(r"[)\]]", gap)
        ):
            if opens or _next(last, t):
                joined[-1] = Time(last.start, t.end, text[last.start : t.end], last.earliest, t.latest, t.role)
                continue
        joined.append(t)
    return joined


def _next(one: Time, two: Time) -> bool:
    """Tell whether two whole years follow each other, as in "for 2017 and 2018"."""
    return one.text.isdigit() and two.text.isdigit() and int(two.text) - int(one.text) == 1


def _may_date(t: Time, note: bool) -> bool:
    return bool(t.earliest) and (t.role in ("event", "edition", "citation", "period"))


def _tie(text, t, spans, names, clauses, note, ties) -> list[Anchor]:
    """Return what one date dates by the first rule that ties it."""
    if t.vague:  # "currently": only the clause that it opens
        return _fronted(text, t, spans, [], clauses, note, ties)
    for rule in (_ahead, _elliptic, _record, _cited, _behind, _in_clause, _fronted, _near):
        found = rule(text, t, spans, names, clauses, note, ties)
        if found:
            return found
    return []


def _anchor(name: Name, rule: str, t: Time | None) -> Anchor:
    return Anchor(name.start, name.end, name.kind, name.head, name.proper, name.acronym, rule, t)


def _crossed(spans, start: int, end: int) -> bool:
    """Tell whether another date stands between two places."""
    return any(start <= a and b <= end for a, b in spans)


def _ahead(text, t, spans, names, clauses, note, ties) -> list[Anchor]:
    """The date stands before the name: the 2003 European Security Strategy; 1998 – Saint-Malo Declaration."""
    if t.role == "citation" and not note:
        return []
    for name in names:
        if t.end <= name.start < t.end + 30 and _AHEAD.fullmatch(text, t.end, name.start):
            if _text_only(t) and name.kind not in rules.TEXTS:
                continue
            if "(" in text[max(0, t.start - 2) : t.start] and ")" in text[t.end : name.start]:
                continue
            return [_anchor(name, "before the name", t)]
        if name.start <= t.start and t.end <= name.end:  # 9/11 terrorist attacks: the date is in the name
            return [_anchor(name, "in the name", t)]
    return []


def _behind(text, t, spans, names, clauses, note, ties) -> list[Anchor]:
    """The date stands behind the name: the Joint Declaration signed by both in July 2016."""
    before = [n for n in names if n.end <= t.start and t.start - n.end <= 300]
    for name in reversed(before[-4:]):
        if _crossed(spans, name.end, t.start):
            break
        if _WIDE.search(text, name.end, t.start):
            break  # the pattern below is only quick on single spaces
        found = _BEHIND.fullmatch(text, name.end, t.start)
        if not found or (found["who"] and len(found["who"]) > LONGEST_BY):
            continue
        if _text_only(t) and not (name.kind in rules.TEXTS and name.proper and not _by_person(text, name)):
            continue
        if t.role == "edition" and name.kind not in ("meeting", "exercise", "operation", "plan"):
            continue
        if t.role == "period" and not name.proper:
            continue
        ties_here = [_anchor(_better(text, name, names), "behind the name", t)]
        ties_here += [
            _anchor(n, "behind the name", t)
            for n in names
            if n.end < name.start
            and _AND.fullmatch(text, n.end, name.start)
            and not _crossed(spans, n.end, name.start)
            and not any(a.start == n.start for a in ties)
            and n.kind == name.kind
        ]
        return ties_here
    return []


def _better(text: str, name: Name, names: list[Name]) -> Name:
    """Return the proper name of which a common one only says what it is: PACE as a pilot project."""
    for other in names:
        if not name.proper and other.proper and other.end < name.start and _AS.fullmatch(text, other.end, name.start):
            return other
    return name


def _text_only(t: Time) -> bool:
    return t.role == "citation"


def _by_person(text: str, name: Name) -> bool:
    """Tell whether a cited title has persons as authors: a paper about an event is no event."""
    before = re.split(r";|\.\s+(?=[A-Z‘'“\"])|\bsee\b", text[: name.start])[-1]
    whole = text[: name.start]
    return (
        bool(_PERSON.match(whole))
        or bool(before.strip())
        and not _AUTHOR.search(before)
        and bool(re.search(r"[A-Z][a-z]+ [A-Z][a-z]+", before))
    )


def _elliptic(text, t, spans, names, clauses, note, ties) -> list[Anchor]:
    """The head is left out the second time: attacks in Madrid in 2003 and London in 2005."""
    if not ties or t.role != "event":
        return []
    last = ties[-1]
    if last.time is None or last.time.end >= t.start:
        return []
    found = _TWIN.fullmatch(text, last.time.end, t.start)
    if not found or find_clauses(found["who"]) or any(n.start <= found.start("who") < n.end for n in names):
        return []
    return [Anchor(found.start("who"), found.end("who"), last.kind, last.head, True, "", "head left out", t)]


def _cited(text, t, spans, names, clauses, note, ties) -> list[Anchor]:
    """An official text is cited with its date: Council of the EU. (2003). European Security Strategy."""
    if t.role != "citation" or not note:
        return []
    part = max(
        [
            *(m.end() for m in _NEW_SOURCE.finditer(text, 0, t.start)),
            text.rfind(";", 0, t.start) + 1,
            *(m.end() for m in _SEE.finditer(text, 0, t.start)),
            *(b for _, b in spans if b <= t.start),
        ]
    )
    author = text[part : t.start]
    if _PERSON.match(author.strip()):
        return []
    texts = [n for n in names if n.kind in rules.TEXTS and n.proper and n.start >= part]
    title = [
        n for n in texts if n.end <= t.start and t.start - n.end <= 300 and _AUTHOR.search(text[part : n.end + 120])
    ]
    if title:
        return [_anchor(_with_title(text, title[0], t.start), "cited text", t)]
    after = [n for n in names if n.start >= t.end and n.proper and _TITLE.fullmatch(text, t.end, n.start)]
    return [_anchor(after[0], "cited text", t)] if after and _AUTHOR.search(author) else []


def _with_title(text: str, name: Name, stop: int) -> Name:
    """Return a name that says little ("Joint Communication to ...") with the title that follows it."""
    rest = re.split(name.head, name.text, maxsplit=1, flags=re.I)[-1].lstrip("s ").lower()
    if name.head not in rules.BARE or (rest and not rest.startswith("to ")):
        return name
    end = name.start + len(
        re.sub(rf"{BLANK}.*", "", text[name.start : min(stop, name.start + 200)]).rstrip(" ,;:(’'‘“")
    )
    return name._replace(end=max(end, name.end), text=text[name.start : max(end, name.end)])


def _record(text, t, spans, names, clauses, note, ties) -> list[Anchor]:
    """A line of a list opens with the name and closes with the date: Interview 3: an official, 24/08/2021."""
    if t.role != "event" or not names or names[0].start > 3 or re.search(r"\w", text[t.end :]):
        return []
    name = names[0]
    if not re.match(r"\s*\d*\s*[:–—]", text[name.end :]) or _crossed(spans, name.end, t.start):
        return []
    return [_anchor(name, "line of a list", t)]


def _in_clause(text, t, spans, names, clauses, note, ties) -> list[Anchor]:
    """The date stands in or beside the clause that says what happened: Cyprus joined the EU in 2004."""
    if t.role not in ("event", "period"):
        return []
    for clause in clauses:
        if clause.verb_end <= t.start and t.start <= clause.end + 24 and not _crossed(spans, clause.verb_end, t.start):
            gap = text[clause.verb_end : t.start]
            if (
                t.role == "event"
                and (
                    t.start < clause.end
                    or re.fullmatch(
                        r"\W*(?:\w+\s+){0,3}[(]?(?:on|in|by|since|from|for)?\s*", text[clause.end : t.start]
                    )
                )
                and "which" not in gap
            ):
                return _of_clause(text, clause, t, names, clauses, spans)
        if clause.start <= t.start < clause.verb_start and not _crossed(spans, t.end, clause.verb_start):
            if t.role == "event":
                return _of_clause(text, clause, t, names, clauses, spans)
    return []


def _of_clause(text, clause: Clause, t: Time, names, clauses, spans, rule="in the clause") -> list[Anchor]:
    """Return the event of a clause and of the clauses that run on with the same subject."""
    found = [_event_of(text, clause, t, names, rule)]
    for after in clauses:
        if after.start > clause.start and not after.subject and not _crossed(spans, clause.end, after.start):
            if re.fullmatch(r"\s*(?:\([^()]*\))?\s*(?:,|and|,\s*and)?\s*", text[clause.end : after.start]):
                found.append(_event_of(text, after, t, names, rule))
                clause = after
    return found


def _event_of(text, clause: Clause, t: Time, names: list[Name], rule: str) -> Anchor:
    """Return the name that a verb makes (signed the Treaty; the Cell was launched), or else the clause."""
    start, end = clause.start, clause.end
    if start <= t.start and t.end <= clause.verb_start:  # a date before its clause: "by April 2016 the EU ..."
        start = t.end + len(text[t.end : clause.verb_start]) - len(text[t.end : clause.verb_start].lstrip(" ,)"))
    if clause.verb_end <= t.start < end:
        end = clause.verb_end + len(
            re.sub(
                r"\s+(?:on|in|by|since|from|at|for|until|of|between|around|,|the|\()*\s*$",
                "",
                text[clause.verb_end : t.start],
            )
        )
    inside = [n for n in names if start <= n.start and n.end <= end + 40]
    objects = [n for n in inside if n.start >= clause.verb_end and n.start <= end]
    subjects = [n for n in inside if n.end <= clause.verb_start]
    made = (subjects[:1] if clause.passive else objects[:1]) if clause.makes else []
    if made and made[0].proper and text[made[0].start].isupper():
        return _anchor(made[0], rule, t)
    name = (made or objects or subjects or [None])[0]
    proper = bool(re.search(r"\b[A-Z]", text[start + 1 : end]))
    kind = name.kind if name and made else "act"
    return Anchor(start, end, kind, name.head if name and made else "", proper, "", rule, t)


def _fronted(text, t, spans, names, clauses, note, ties) -> list[Anchor]:
    """The date opens the sentence or the clause: In December 2016, EU leaders agreed on a plan."""
    if t.role != "event":
        return []
    begins = max(text.rfind(c, 0, t.start) for c in ",;:(–") + 1
    if not (_FRONT.fullmatch(text, begins, t.start) or _FRONT.fullmatch(text, 0, t.start)):
        return []
    for clause in clauses:
        if clause.start >= t.end and not _crossed(spans, t.end, clause.verb_start):
            return _of_clause(text, clause, t, names, clauses, spans, "opens the sentence")
    for name in names:
        if t.end <= name.start <= t.end + 70 and name.proper and not _crossed(spans, name.start - 5, name.start):
            return [_anchor(name, "opens the sentence", t)]
    return []


def _near(text, t, spans, names, clauses, note, ties) -> list[Anchor]:
    """The nearest proper name of the same clause: the mission's mandate, for example, was first (2012) to train."""
    if t.role != "event":
        return []
    for name in reversed([n for n in names if n.end <= t.start and n.proper and t.start - n.end <= 60]):
        gap = text[name.end : t.start]
        if not _crossed(spans, name.end, t.start) and not re.search(
            r"[;:]|\.\s|\b(?:which|that|after|before|until|and|but)\b", gap
        ):
            return [_anchor(name, "near the name", t)]
    return []


def find_anchors(
    text: str, times: list[Time], sentences: list[tuple[int, int]], note: bool
) -> tuple[list[Anchor], list[Name]]:
    """Return what the dates of a block date, and all its names; a sentence is read by itself.

    >>> text = "Cyprus joined the EU in 2004."
    >>> when = Time(24, 28, "2004", "2004-01-01", "2004-12-31", "event")
    >>> [(text[a.start:a.end], a.rule) for a in find_anchors(text, [when], [(0, 29)], False)[0]]
    [('Cyprus joined the EU', 'in the clause')]
    """
    text = _URL.sub(lambda m: BLANK * len(m[0]), text)
    sentences = [(0, len(text))] if note else sentences
    names = find_names(text, [(t.start, t.end) for t in times if text[t.start : t.end] not in rules.WHOLE])
    anchors: list[Anchor] = []
    for start, end in sentences:
        inside = [t for t in times if start <= t.start < end]
        if not any(_may_date(t, note) for t in inside):
            continue
        here = [n for n in names if start <= n.start < end]
        anchors += tie_sentence(text, start, end, inside, here, note)
    return anchors, names


def tie_sentence(text, start, end, times, names, note) -> list[Anchor]:
    """Tie the dates of one sentence of a block; offsets are those of the block."""
    part = text[start:end]
    moved = [t._replace(start=t.start - start, end=t.end - start) for t in times]
    near = [n._replace(start=n.start - start, end=n.end - start) for n in names]
    ties = tie_dates(part, moved, near, find_clauses(part), note)
    return [
        a._replace(
            start=a.start + start,
            end=a.end + start,
            time=a.time and a.time._replace(start=a.time.start + start, end=a.time.end + start),
        )
        for a in ties
    ]
