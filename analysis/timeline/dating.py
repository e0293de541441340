"""Which date dates which event? Ties the dates of a sentence to the names and clauses beside them.

The rules are tried in the order of `RULES`, the closest tie first. A date that no rule ties stays untied: it is not
given to whatever stands nearest.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from analysis.timeline import clauses, patterns, rules
from analysis.timeline.clauses import find_clauses
from analysis.timeline.names import Name, find_names
from analysis.timeline.patterns import Anchor, Sentence, Time, anchor


def tie_dates(s: Sentence) -> list[Anchor]:
    """Return what the dates of a sentence date, in the order of the dates."""
    ties: list[Anchor] = []
    for t in _joined(s.text, s.times):
        if t.earliest and t.role in patterns.ROLES:
            ties.extend(a for a in _tie(s, t, ties) if a not in ties)
    return ties


def _tie(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """Return what one date dates by the first rule that ties it."""
    for rule in (clauses.opening,) if t.vague else RULES:
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


def _before_name(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """The date stands before the name: the 2003 European Security Strategy; 1998 – Saint-Malo Declaration."""
    if t.role == "period" or (t.role == "citation" and not s.note):
        return []
    for name in (n for n in s.names if n.kind != "institution"):
        if name.start <= t.start and t.end <= name.end:  # 9/11 terrorist attacks: the date is in the name
            return [anchor(name, "in the name", t)]
        if t.end <= name.start < t.end + 30 and patterns.AHEAD.fullmatch(s.text, t.end, name.start):
            bracketed = "(" in s.text[max(0, t.start - 2) : t.start] and ")" in s.text[t.end : name.start]
            if not bracketed and (t.role != "citation" or name.kind in rules.TEXTS):
                return [anchor(name, "before the name", t)]
    return []


def _head_left_out(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """The head is left out the second time: attacks in Madrid in 2003 and London in 2005."""
    last = ties[-1] if ties and t.role == "event" else None
    if last is None or last.time is None or last.time.end >= t.start:
        return []
    found = patterns.TWIN.fullmatch(s.text, last.time.end, t.start)
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
    return [anchor(name, "line of a list", t)]


def _line_of_chronology(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """A line opens with the date, then tells what happened: 1994: troops withdraw from Norland."""
    found = re.match(r"\s*[:–—]\s+(?P<what>[^.;]{4,140})", s.text[t.end :])
    if t.role not in ("event", "period") or re.search(r"\w", s.text[: t.start]) or not found:
        return []
    start = t.end + found.start("what")
    end = start + len(found["what"].rstrip())
    inside = [n for n in s.names if start <= n.start and n.end <= end]
    if inside and inside[0].start - start < 6 and inside[0].proper:
        return [anchor(inside[0], "line of a chronology", t)]
    return [
        Anchor(start, end, "act", "", bool(re.search(r"[A-Z]", s.text[start + 1 : end])), "", "line of a chronology", t)
    ]


def _behind_name(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """The date stands behind the name: the Joint Declaration signed by both in July 2016."""
    before = [n for n in s.names if n.end <= t.start and t.start - n.end <= 300]
    for name in reversed(before[-4:]):
        if s.crossed(name.end, t.start) or patterns.WIDE.search(s.text, name.end, t.start):
            break  # the pattern below is only quick on single spaces
        if (
            not name.proper
            and " " not in name.text
            and any(c.start <= name.start < c.end and c.subject for c in s.clauses)
        ):
            continue  # "they applied for membership in 2022": the clause says more than the word
        if rules.LATER & set(s.text[name.end : t.start].split()):
            break  # "the Treaty collapsed in 2019": the clause says what happened
        found = patterns.BEHIND.fullmatch(s.text, name.end, t.start)
        if found and len(found["who"] or "") <= patterns.LONGEST_BY and _may_date(s, name, t):
            joined = [n for n in s.names if _joined_to(s, n, name) and not any(a.start == n.start for a in ties)]
            if name.kind == "meeting":  # the Treaty was signed at the Summit in 1976: the date is that of both
                joined += [n for n in before if n.proper and patterns.SIGNED_AT.fullmatch(s.text, n.end, name.start)]
            return [anchor(n, "behind the name", t) for n in [_better(s, name), *joined]]
    return []


def _may_date(s: Sentence, name: Name, t: Time) -> bool:
    """Tell whether a date of this role may date a name of this kind."""
    if t.role == "citation":
        return name.kind in rules.TEXTS and name.proper and not _by_person(s.text, name)
    if name.kind == "institution":
        return bool(patterns.FOUNDED.search(s.text, name.end, t.start))
    if t.role == "edition":
        return name.kind in ("meeting", "exercise", "operation", "plan")
    return name.proper or name.kind in ("crisis", "war") if t.role == "period" else True


def _joined_to(s: Sentence, one: Name, two: Name) -> bool:
    """Tell whether two names share the date behind the second: the Plan and the Roadmap of 2016."""
    return (
        one.end < two.start
        and one.kind == two.kind
        and bool(patterns.AND.fullmatch(s.text, one.end, two.start))
        and not s.crossed(one.end, two.start)
    )


def _better(s: Sentence, name: Name) -> Name:
    """Return the proper name of which a common one only says what it is: PACE as a pilot project."""
    for other in s.names:
        if (
            not name.proper
            and other.proper
            and other.end < name.start
            and patterns.AS.fullmatch(s.text, other.end, name.start)
        ):
            return other
    return name


def _by_person(text: str, name: Name) -> bool:
    """Tell whether a cited title has persons as authors: a paper about an event is no event."""
    before = re.split(r";|\.\s+(?=[A-Z‘'“\"])|\bsee\b", text[: name.start])[-1]
    if patterns.PERSON.match(text[: name.start]):
        return True
    return not patterns.AUTHOR.search(before) and bool(patterns.NAMES.search(before))


def _cited_text(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """An official text is cited with its date: Council of the EU. (2003). European Security Strategy."""
    if t.role != "citation" or not s.note:
        return []
    borders = [m.end() for pattern in (patterns.NEW_SOURCE, patterns.SEE) for m in pattern.finditer(s.text, 0, t.start)]
    part = max([*borders, s.text.rfind(";", 0, t.start) + 1, *(u.end for u in s.times if u.end <= t.start)])
    author = s.text[part : t.start]
    if patterns.PERSON.match(author.strip()):
        return []
    for n in s.names:
        if part <= n.start and n.end <= t.start <= n.end + 300 and n.kind in rules.TEXTS and n.proper:
            before = s.text[part : n.start]
            if patterns.AUTHOR.search(s.text[part : n.end + 120]) and (
                patterns.AUTHOR.search(before) or not patterns.NAMES.search(before)
            ):
                return [anchor(_with_title(s.text, n, t.start), "cited text", t)]
    after = [n for n in s.names if n.start >= t.end and n.proper and patterns.TITLE.fullmatch(s.text, t.end, n.start)]
    return [anchor(after[0], "cited text", t)] if after and patterns.AUTHOR.search(author) else []


def _with_title(text: str, name: Name, stop: int) -> Name:
    """Return a name that says little ("Joint Communication to ...") with the title that follows it."""
    rest = re.split(name.head, name.text, maxsplit=1, flags=re.I)[-1].lstrip("sS ").lower()
    if name.head not in rules.BARE or (rest and not rest.startswith("to ")):
        return name
    whole = re.sub(rf"{patterns.BLANK}.*", "", text[name.start : min(stop, name.start + 200)]).rstrip(" ,;:(’'‘“")
    end = max(name.start + len(whole), name.end)
    return name._replace(end=end, text=text[name.start : end])


def _near_name(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """The nearest proper name of the same clause: the mission's mandate, for example, was first (2012) to train."""
    if t.role != "event":
        return []
    for name in reversed([n for n in s.names if n.end <= t.start and _is_happening(n) and t.start - n.end <= 60]):
        if not s.crossed(name.end, t.start) and not patterns.FAR.search(s.text, name.end, t.start):
            return [anchor(name, "near the name", t)]
    return []


def _is_happening(name: Name) -> bool:
    return name.proper and name.kind not in rules.BODIES


# The closest tie first, the loosest last. A line of a list and a cited source have a form of their own, so they come
# before mere neighbours.
RULES = (
    _line_of_chronology,
    _before_name,
    _head_left_out,
    _line_of_list,
    _behind_name,
    _cited_text,
    clauses.in_clause,
    clauses.opening,
    _near_name,
    clauses.in_period,
    clauses.told_before,
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
    text = patterns.URL.sub(lambda m: patterns.BLANK * len(m[0]), text)
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
    ties = clauses.in_progress(Sentence(text[start:end], [], [], [], False), 0, t)
    return [_moved(a, start)._replace(end=start + len(text[start:end].rstrip(" ."))) for a in ties]
