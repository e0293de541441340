"""Link dates to what they date: the name of an event beside the date, or the clause in which the date stands.

A rule takes a sentence and one of its dates; where no rule is sure, the date stays without an event.
"""

import re
from collections.abc import Iterable
from datetime import date as day
from datetime import timedelta

from analysis.language import singular
from analysis.timeline.chronology import iso_bounds
from analysis.timeline.grammar import Clause, Date, Name, Sentence, Verb, texts, verb_forms, words_of
from analysis.timeline.labels import (
    Anchor,
    capitalised,
    clause_anchor,
    content,
    joined_text,
    kept_tokens,
    modifies_noun,
    name_label,
    shortened,
    subject_text,
)

_BOUND = (
    ("by", re.compile(r"\b(?:by|no later than|not later than)\s+(?:the\s+)?(?:end of\s+)?$", re.I)),
    ("before", re.compile(r"\b(?:before|prior to|ahead of|earlier than)\s+(?:the\s+)?$|\bpre-$", re.I)),
    ("after", re.compile(r"\b(?:after|later than|following)\s+(?:the\s+)?$|\bpost-$", re.I)),
    ("since", re.compile(r"\b(?:since|starting|beginning|as of)\s+(?:in\s+|on\s+)?(?:the\s+)?(?:\w+\s+of\s+)?$", re.I)),
    ("until", re.compile(r"\b(?:until|till|through|up to)\s+(?:the\s+)?(?:end of\s+)?$", re.I)),
)  # fmt: skip
_MODIFIED = re.compile(
    r"\s+(?!(?:the|an?|and|or|but|to|in|on|at|of|by|for|with|when|that|which|it|he|they|was|were|is|has|had|will|would)\b)[A-Za-z]"
)
_FAR = frozenset(("after", "following", "since", "before", "despite", "until", "amid", "of", "to", "due", "including"))
_EDITIONS = frozenset(
    ("meeting", "exercise", "operation", "election", "strategy")
)  # whose year may stand behind: CMX 2017
_AT = frozenset(("at", "during", "in", "with", "through", "under"))


def bounded(text: str, start: int, date: Date) -> Date:
    """Return a date with the open interval that the words before it make of it: before, after, by, since, until."""
    before = text[max(0, date.start - start - 40) : date.start - start]
    bound = next((name for name, pattern in _BOUND if pattern.search(before)), "")
    if re.search(r"\b(?:the|an?)\s+$", before) and _MODIFIED.match(text, date.end - start):
        bound = ""  # "before the June 2025 strikes"
    if not bound or not (date.earliest and date.latest):
        return date._replace(bound=bound or date.bound)
    try:
        if bound == "before":
            return date._replace(earliest="", latest=_move(date.earliest, -1), bound=bound)
        if bound == "after":
            return date._replace(earliest=_move(date.latest, 1), latest="", bound=bound)
    except OverflowError:
        return date._replace(bound="until")
    return date._replace(earliest="", bound=bound) if bound == "by" else date._replace(bound=bound)


def _move(iso: str, days: int) -> str:
    return (day.fromisoformat(iso) + timedelta(days=days)).isoformat()


def joined(text: str, start: int, dates: Iterable[Date]) -> list[Date]:
    """Return the dates of a sentence, "between August and October 2021" and "April to June 2016" as one."""
    found: list[Date] = []
    for d in sorted(dates):
        if found and _is_range(text, start, found[-1], d):
            first = found.pop()
            words = text[first.start - start : d.end - start]
            role = first.role if first.role != "period" else d.role
            d = Date(first.start, d.end, words, first.earliest, d.latest, role, "range")
        found.append(d)
    return found


def _is_range(text: str, start: int, one: Date, two: Date) -> bool:
    if not (one.earliest and two.latest) or one.earliest > two.latest or not 0 < two.start - one.end <= 12:
        return False
    gap = text[one.end - start : two.start - start]
    opened = re.search(r"\b(?:between|from)\s+$", text[max(0, one.start - start - 9) : one.start - start], re.I)
    months = one.text[:1].isupper() and one.earliest[:4] == two.earliest[:4]
    return bool(
        re.fullmatch(r"\s+(?:to|until|through)\s+|\s*–\s*", gap)
        or (opened and re.fullmatch(r",?\s+and\s+", gap))
        or (months and re.fullmatch(r"\s*(?:—|-|and)\s*", gap))
    )


# --- rules -------------------------------------------------------------------------------------------------------


def link(s: Sentence, note: bool, last: str) -> list[Anchor]:
    """Return what the dates of a sentence date; `note`: a footnote or reference; `last`: the day of publication."""
    found: list[Anchor] = []
    if "respectively" in s.text:
        return found
    for k, d in s.dates.items():
        if not _usable(s, d):
            continue
        for a in _linked(s, k, d, note, last, found):
            if a and all((a.start, a.end, a.date) != (b.start, b.end, b.date) for b in found):
                found.append(a)
    return [a for a in found if not any(_exclude(s, a, b) for b in found)]


def _exclude(s: Sentence, a: Anchor, b: Anchor) -> bool:
    """Tell whether one clause has two dates side by side: then one of them was misread."""
    if not (a.date and b.date) or a.label != b.label or a.date == b.date:
        return False
    one, two = sorted((a.date, b.date))
    between = s.text[one.end - s.start : two.start - s.start]
    return len(between) < 22 and not re.search(r"\band\b|,", between)


_NUMBERED = re.compile(r"(?:\b[A-Z]\.|\b(?:No|Nos|Res|Stat|Doc|Art|Sec|Rept?|Con)\.?|§)\s*$")


def is_number(text: str, start: int, d: Date) -> bool:
    """Tell whether a date is the number of a bill or document, which looks like a year: H.R. 1959."""
    if "FY" in d.text or "fiscal" in d.text.lower():
        return True
    return d.text[:4].isdigit() and bool(_NUMBERED.search(text[max(0, d.start - start - 12) : d.start - start]))


def _usable(s: Sentence, d: Date) -> bool:
    """Tell whether a date can date an event: no fiscal year, no half of a range, no date of the report itself."""
    before = s.text[max(0, d.start - s.start - 12) : d.start - s.start]
    if not (d.earliest or d.latest) or d.role in ("publication", "access", "other") or d.value.endswith("_REF"):
        return False
    if d.text.lower() in ("then", "now", "today"):
        return False
    return not re.search(r"\bbetween\s+$|\bas of\s+$|Updated\s*$", before, re.I) or d.value == "range"


def _linked(s: Sentence, k: int, d: Date, note: bool, last: str, found: list[Anchor]) -> list[Anchor]:
    """Return what one date dates, by the first rule that fits."""
    numbered = next((n for n in s.names if n.start < d.start < n.end), None)
    edition = next(
        (n for n in s.names if n.last == k - 1 and n.proper and n.kind in _EDITIONS and d.text.isdigit()), None
    )
    name = numbered or edition or _name_before_is_dated(s, k)
    if name and _may_date(name, d, s):
        return _name_anchor(s, name, d, _rule(s, name, d, note, "beside the name"), last)
    name = _name_behind(s, k)
    if name and _may_date(name, d, s):
        return _name_anchor(s, name, d, _rule(s, name, d, note, "before the name"), last, _with_owner(s, name, k))
    if d.role == "citation" or (note and not s.clauses):
        return _cited(s, k, d) if note else []
    if d.role == "edition":
        return []
    twin = _twin(s, k, d, found)
    if twin:
        return [twin]
    made = _participle(s, k, d, last)
    if made is not None:
        return made
    near = _name_with_preposition(s, k)
    if near is not None and d.bound == "since" and s.tokens[k - 1].text == "in":
        d = _whole(d)  # "the crisis starting in 2008"
    clause = _clause_of(s, k)
    if near is not None:
        named = _near_anchor(s, near, k, d, clause, last)
        if named is not None:
            return named
    when = _when_clause(s, k, d, last)
    if when:
        return [when]
    if clause is None:
        return _line(s, k, d) or _opening_participle(s, k, d)
    if (
        (k and s.tokens[k - 1].text in ("of", "to"))
        or _in_brackets(s, k, clause)
        or (
            modifies_noun(s, k, 0)
            and (k + 1 >= clause.verb.first or s.tokens[k - 1].tag == "DET" or k > clause.verb.last)
        )
    ):
        return []  # "from its 2006 highs"
    starts = d.bound == "since" and re.search(r"\b(?:beginning|starting)\b[^,]*$", s.text[: d.start - s.start], re.I)
    if (
        (d.bound in ("since", "until") and not (starts and clause.verb.tense == "past"))
        or _to_come(s, clause, k)
        or (d.role == "period" and d.value != "range" and not d.bound)
    ):
        return []
    if starts:
        d = _whole(d)
    told = clause_anchor(s, clause, d, "in the clause" if k >= clause.verb.first else "opens the clause", last)
    both = near is not None and near.kind == "meeting" and _titled(near) and _before(s, near) in _AT
    found = [told] if told else []
    found += [a for a in (_clause_with(s, clause, k, d, last) if k < clause.verb.first else []) if a]
    return found + (_name_anchor(s, near, d, "at the meeting", last) if both and near else [])


def _opening_participle(s: Sentence, k: int, d: Date) -> list[Anchor]:
    """Return what was made by a participle that opens the sentence: "Launched in 2020, Diia was ..."."""
    forms, lemma, _ = verb_forms(s.tokens[0].text.lower())
    c = s.clauses[0] if s.clauses else None
    if (
        c is None
        or c.subject is None
        or not k < c.subject[0]
        or "VBN" not in forms
        or lemma not in words_of("making verb")
    ):
        return []
    words, place = subject_text(s, c)
    if not words or not place or not content(words):
        return []
    start, end = s.tokens[place[0]].start, s.tokens[place[1]].end
    label = capitalised(f"{words} was {s.tokens[0].text.lower()}")
    return [Anchor(start, end, label, d, "opens the clause", None, words, lemma, "", "past", "act", True)]


def _whole(d: Date) -> Date:
    """Return a date without the open side that "since" or "starting in" gave it."""
    days = iso_bounds(d.value) if d.bound == "since" else ("", "")
    return d._replace(earliest=days[0], latest=days[1], bound="") if all(days) else d._replace(bound="")


def _in_brackets(s: Sentence, k: int, c: Clause) -> bool:
    """Tell whether a date stands in brackets that say more than when something happened."""
    opened = [j for j in range(k) if s.tokens[j].text == "(" and not any(t.text == ")" for t in s.tokens[j:k])]
    if not opened or opened[-1] < c.verb.first < k:
        return (
            bool(opened)
            and any(t.tag not in ("PREP", "DATE", "AND") for t in s.tokens[opened[-1] + 1 : k])
            and opened[-1] > c.verb.first
        )
    return any(t.tag not in ("PREP", "DATE", "AND") for t in s.tokens[opened[-1] + 1 : k])


def _clause_with(s: Sentence, first: Clause, k: int, d: Date, last: str) -> list[Anchor | None]:
    """Return the clauses that share the date before the first one: "In 2013 it set up a fund and closed an office"."""
    found = []
    for c in s.clauses:
        joined_to = c.shared or (c.subject is not None and c.subject[0] and s.tokens[c.subject[0] - 1].tag == "AND")
        if c.verb.first > first.verb.first and not c.link:
            if not joined_to or any(k < j < c.end for j in s.dates):
                break
            found.append(clause_anchor(s, c, d, "opens the clause", last))
    return found


def _titled(name: Name) -> bool:
    """Tell whether the head of a name is written with a capital: the Wales Summit."""
    return any(w[:1].isupper() and singular(w.lower()) in name.head.split() for w in name.text.split())


def _rule(s: Sentence, name: Name, d: Date, note: bool, rule: str) -> str:
    """Return the rule that links a name; in a note that says no more, or a law, the text is only cited."""
    return (
        "cited text"
        if note and name.kind in texts() and (not s.clauses or name.kind == "law" or d.role == "citation")
        else rule
    )


def _name_anchor(s: Sentence, name: Name, d: Date | None, rule: str, last: str, label: str = "") -> list[Anchor]:
    """Return a name as an anchor; one that cannot be read alone becomes what its clause tells."""
    label = label if content(label) else name_label(s, name)
    if not label:
        c = next((c for c in s.clauses if c.opens <= name.first < c.end and not c.link), None)
        told = c and d and name.kind in texts() and _before(s, name) in _AT and clause_anchor(s, c, d, rule, last)
        return [told] if told else []
    clause = next((c for c in s.clauses if c.opens <= name.first < c.end), None)
    tense = clause.verb.tense if clause else "past"
    kind = "document" if name.kind == "own work" and name.proper else name.kind
    return [Anchor(name.start, name.end, label, d, rule, name, tense=tense, kind=kind)]


def _may_date(name: Name, d: Date, s: Sentence) -> bool:
    """Tell whether a date beside a name dates it."""
    if name.kind == "institution":
        return False
    if d.role == "citation":
        return name.kind in texts() and name.proper
    if name.kind == "document" and d.role == "edition":
        return False
    return d.role != "period" or name.kind in ("crisis", "war", "operation", "own work", "meeting")


def _name_before_is_dated(s: Sentence, k: int) -> Name | None:
    """Return the name that a date directly follows: Joint Declaration of 8 July, Lisbon Treaty (2007)."""
    j = k - 1
    if j >= 0 and s.tokens[j].tag == "DET":
        j -= 1
    if j < 0 or (modifies_noun(s, k, 0) and (s.tokens[k - 1].tag == "DET" or not s.tokens[k + 1].capital)):
        return None
    t = s.tokens[j]
    if (
        t.text.lower() in ("of", "from", "dated")
        or (t.text in "(" and j == k - 1)
        or (t.text == "," and k + 1 < len(s.tokens) and s.tokens[k + 1].text in (",", ")", "(", "."))
    ):
        j -= 1
    else:
        return None
    name = _ending_at(s, j)
    return name if name and not (t.text == "," and not name.proper) else None


def _ending_at(s: Sentence, j: int) -> Name | None:
    """Return the name that ends at a token, or before brackets or a number that end there."""
    place = s.tokens[j].end if j >= 0 else -1
    if j >= 0 and s.tokens[j].text == ")":
        while j > 0 and s.tokens[j].text != "(":
            j -= 1
        j -= 1
    return next((n for n in s.names if n.last == j or n.end == place or (j >= 0 and n.end == s.tokens[j].end)), None)


def _name_behind(s: Sentence, k: int) -> Name | None:
    """Return the name that a date opens: the 2016 Joint Declaration, the July 2016 Warsaw Summit."""
    before = s.tokens[k - 1] if k else None
    if (
        before is not None
        and before.tag == "PREP"
        and before.text.lower() in ("in", "on", "by", "since", "until", "from")
    ):
        return None
    for n in s.names:
        if n.first > k and all(
            t.tag == "NUM" or t.text.lower() in words_of("short adjective") for t in s.tokens[k + 1 : n.first]
        ):
            inside = (
                before is None
                or before.tag in ("DET", "PREP", "AND", "N", "V", "TO", "BE")
                or before.text.endswith(("’s", "'s"))
            )
            return n if inside else None
    return None


def _with_owner(s: Sentence, name: Name, k: int) -> str:
    """Return a label with the words before its date: the JCPOA’s January 2016 implementation."""
    first = k
    while first > 0 and (s.tokens[first - 1].nominal or s.tokens[first - 1].text in ("’s", "'s")) and k - first < 6:
        first -= 1
    if s.tokens[k].text in ("9/11", "7/7"):
        return f"{s.tokens[k].text} {name.text}"
    if first == k or first in {v.last for v in s.verbs}:
        return ""
    return capitalised(f"{joined_text(s, list(range(first, k)))} {name.text}")


def _participle(s: Sentence, k: int, d: Date, last: str) -> list[Anchor] | None:
    """Return what was made: "the agreement signed in 2016"; None where no participle claims the date."""
    for v in reversed([v for v in s.verbs if v.last < k]):
        between = s.tokens[v.last + 1 : k]
        if v.tense != "participle":
            return None
        if any(t.tag in ("P", "SUB", "DATE", "MOD", "BE") and t.text not in "()" for t in between) or len(between) > 14:
            return None
        noun = _noun_before(s, v)
        planned = v.lemma in ("plan", "schedule", "envisage", "expect", "propose")
        if noun is None or v.lemma in words_of("naming verb") or (v.lemma in words_of("stative verb") and not planned):
            return []
        if d.bound in ("since", "until"):
            return []
        if v.lemma not in words_of("making verb") and any(t.tag == "AND" for t in between):
            return []
        name = _ending_at(s, noun[1]) or next((n for n in s.names if n.first <= noun[1] <= n.last), None)
        if name and name.kind != "institution" and (v.lemma in words_of("making verb") or planned):
            tense = "planned" if planned else "past"
            return [a._replace(tense=tense, closed=True) for a in _name_anchor(s, name, d, "after the name", last)]
        return _made_thing(s, v, noun, k, d, name) if v.lemma not in words_of("saying verb") else []
    return None


def _noun_before(s: Sentence, v: Verb) -> tuple[int, int] | None:
    """Return the noun phrase (tokens from, to) that a participle belongs to."""
    j = v.first - 1
    while j >= 0 and (s.tokens[j].tag in ("ADV",) or s.tokens[j].text == ","):
        j -= 1
    if j >= 0 and s.tokens[j].text == ")":
        while j > 0 and s.tokens[j].text != "(":
            j -= 1
        j -= 1
    first = j
    while first >= 0 and (s.tokens[first].nominal or s.tokens[first].text in ("of", "the", "for", "’s", "and")):
        first -= 1
    first += 1
    while first < j and s.tokens[first].tag in ("PREP", "AND"):
        first += 1
    return (first, j) if first <= j and s.tokens[j].nominal else None


def _made_thing(s: Sentence, v: Verb, noun: tuple[int, int], k: int, d: Date, name: Name | None) -> list[Anchor]:
    """Return a noun with the participle that tells what happened to it: "Harbour Fund established by the Council"."""
    words = joined_text(s, kept_tokens(s, noun[0], noun[1] + 1))
    told = joined_text(s, shortened(s, kept_tokens(s, v.first, k), 1))
    if not told or not content(words) or not re.search(r"[A-Z]", words):
        return []
    aux = "were" if re.search(r"(?<!s)s$|\band\b", words) else "was"
    label = capitalised(f"{words} {aux} {told}")
    start, end = s.tokens[noun[0]].start, s.tokens[noun[1]].end
    return [Anchor(start, end, label, d, "after the name", name, words, v.lemma, told, "past", "act", True)]


def _name_with_preposition(s: Sentence, k: int) -> Name | None:
    """Return the name before a date with a preposition: attacks in Madrid in 2004; the launch on 24 January 2014 of."""
    j = k - 1
    while j >= 0 and s.tokens[j].tag in ("DET", "ADV"):
        j -= 1
    if j < 0 or s.tokens[j].text.lower() not in ("in", "on", "at", "during", "between", "from", "around"):
        return None
    while j and (
        s.tokens[j - 1].text in ("(", "starting", "beginning")
        or (s.tokens[j - 1].text == "," and k + 1 < len(s.tokens) and s.tokens[k + 1].text == ",")
    ):
        j -= 1
    return _ending_at(s, j - 1)


def _before(s: Sentence, name: Name) -> str:
    """Return the word before a name, articles and adjectives left out."""
    j = name.first - 1
    while j >= 0 and (s.tokens[j].tag in ("DET", "NUM") or s.tokens[j].text.lower() in words_of("short adjective")):
        j -= 1
    return s.tokens[j].text.lower() if j >= 0 else ""


def _near_anchor(s: Sentence, name: Name, k: int, d: Date, clause: Clause | None, last: str) -> list[Anchor] | None:
    """Return the name before "in DATE" if the date is its own; None leaves the date to the clause."""
    if name.kind == "institution":
        return None
    if s.tokens[min(k + 1, len(s.tokens) - 1)].text == "of":  # the launch on 24 January 2014 of a dialogue
        label = capitalised(f"{name.text} {_phrase_of(s, k + 1)}")
        return _name_anchor(s, name, d, "beside the name", last, label)
    before = _before(s, name)
    inside_subject = (
        clause is not None
        and clause.subject is not None
        and clause.subject[0] <= name.first <= clause.subject[1]
        and k < clause.verb.first
    )
    eventive = clause is not None and clause_anchor(s, clause, d, "", last) is not None and not inside_subject
    saying = clause is not None and clause.verb.lemma in words_of("saying verb")
    own = inside_subject or not eventive or before in _FAR or (saying and before in ("on", "about", "in"))
    if not own or d.bound in ("since", "until") or (d.role == "period" and not _may_date(name, d, s)):
        return None if d.role != "period" else []
    if not (
        name.proper
        or before in _FAR
        or inside_subject
        or not clause
        or clause.verb.lemma in ("be", "see", "begin", "start", "mark")
    ):
        return []
    if before == "by" or (clause is not None and clause.verb.denied):
        return []
    if clause is not None and clause.verb.tense in ("modal", "would") and not inside_subject and not name.proper:
        return []
    return _name_anchor(s, name, d, "beside the name", last) or None


def _phrase_of(s: Sentence, k: int) -> str:
    """Return the phrase that begins with "of" at token k."""
    stop = k + 1
    while stop < min(len(s.tokens), k + 12) and (
        s.tokens[stop].nominal or s.tokens[stop].tag == "DET" or s.tokens[stop].text in ("of", "between", "and", "for")
    ):
        stop += 1
    return joined_text(s, shortened(s, list(range(k, stop)), 1))


def _clause_of(s: Sentence, k: int) -> Clause | None:
    """Return the clause that a date stands in, opens or closes."""
    inside = [c for c in s.clauses if c.verb.first < k < c.end]
    if inside:
        return min(inside, key=lambda c: k - c.verb.first)
    if any(c.subject and c.subject[0] <= k <= c.subject[1] for c in s.clauses):
        return next((c for c in s.clauses if c.subject and c.subject[0] <= k <= c.subject[1]), None)
    ahead = next((c for c in s.clauses if c.opens <= k < c.verb.first and not c.shared), None)
    if ahead is not None:
        if any(t.forms & {"VBG"} and t.tag == "V" for t in s.tokens[ahead.opens : k]) or s.tokens[
            ahead.opens
        ].text.endswith("ed"):
            return None  # "Having assumed office in May, the government outlined"
        if any(k < j < ahead.verb.first and s.tokens[j - 1].tag != "AND" for j in s.dates) or _in_aside(s, k, ahead):
            return None
        gap = s.tokens[k + 1 : ahead.subject[0] if ahead.subject and ahead.subject[0] > k else ahead.verb.first]
        return ahead if not any(t.tag == "SUB" for t in gap) else None
    for c in reversed([c for c in s.clauses if c.end <= k]):
        gap = s.tokens[c.end : k]
        plain = all(t.text == "," or t.tag in ("PREP", "ADV", "DET", "AND") for t in gap)
        return c if plain and len(gap) <= 4 else None
    return None


def _in_aside(s: Sentence, k: int, c: Clause) -> bool:
    """Tell whether a date stands in an aside that says more than when: "Berg, by 1955 a minister, began"."""
    if c.subject is None or k < c.subject[1]:
        return False
    aside = s.tokens[c.subject[1] + 1 : c.verb.first]
    return any(t.text == "," for t in aside) and any(t.nominal for t in aside)


def _to_come(s: Sentence, c: Clause, k: int) -> bool:
    """Tell whether a date stands behind an infinitive that is still to come: "agreed to double spending by 2024"."""
    if k < c.verb.first:
        return False
    between = range(c.verb.last + 1, min(k, len(s.tokens) - 1))
    infinitive = any(
        s.tokens[j].tag == "TO" and s.tokens[j + 1].forms & {"VB"} and s.tokens[j + 1].tag in ("N", "V", "BE")
        for j in between
    )
    about = any(s.tokens[j].tag == "SUB" for j in between)
    asked = c.verb.lemma in words_of("planning verb") | words_of("saying verb") and s.dates[k].bound in ("before", "by")
    return (
        asked
        or (
            infinitive
            and c.verb.lemma in words_of("planning verb") | words_of("saying verb")
            and c.verb.tense != "planned"
        )
        or about
    )


def _when_clause(s: Sentence, k: int, d: Date, last: str) -> Anchor | None:
    """Return what the clause behind "DATE, when" tells."""
    j = k + 1
    while j < len(s.tokens) and s.tokens[j].text == ",":
        j += 1
    if j < len(s.tokens) and s.tokens[j].text.lower() == "when":
        c = next((c for c in s.clauses if c.verb.first > j and c.opens == j + 1), None)
        return clause_anchor(s, c._replace(link=""), _whole(d), "when", last) if c else None
    return None


def _twin(s: Sentence, k: int, d: Date, found: list[Anchor]) -> Anchor | None:
    """Return a name whose head is left out the second time: attacks in Madrid in 2004 and London in 2005."""
    one = found[-1] if found else None
    if one is None or one.name is None or one.date is None or one.name.kind not in ("attack", "crisis", "meeting"):
        return None
    words = s.text[one.date.end - s.start : d.start - s.start]
    m = re.fullmatch(
        r"\s*,?\s*(?:and\s+)?(?:in\s+|at\s+)?(?P<where>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2})\s+in\s+", words
    )
    if not m or one.date.end > d.start:
        return None
    start = one.date.end + m.start("where")
    label = capitalised(f"{one.name.head} in {m['where']}")
    name = one.name._replace(start=start, end=start + len(m["where"]), text=label)
    return Anchor(start, start + len(m["where"]), label, d, "head left out", name, kind=one.kind)


def _line(s: Sentence, k: int, d: Date) -> list[Anchor]:
    """Return what a line of a chronology tells behind its date: 1994: troops withdraw from Norland."""
    if k > 1 or k + 1 >= len(s.tokens) or s.tokens[k + 1].text not in (":", "–", "—"):
        return []
    kept = shortened(s, kept_tokens(s, k + 2, len(s.tokens)), 2)
    words = capitalised(joined_text(s, kept))
    if len(content(words)) < 2 or not kept:
        return []
    names = [n for n in s.names if n.first - (k + 2) < 2 and n.proper]
    start, end = s.tokens[kept[0]].start, s.tokens[kept[-1]].end
    name, kind = (names[0], names[0].kind) if names else (None, "act")
    return [Anchor(start, end, words, d, "line of a chronology", name, words, kind=kind)]


# --- cited texts -------------------------------------------------------------------------------------------------

_PERSON = re.compile(
    r"\W*(?:\d+\W+)?(?:[A-Z][\w’'-]+,\s+(?:[A-Z]\.[\s,-]*)+|(?:[A-Z]\.[\s-]*)+[A-Z][\w’'-]+|[A-Z][a-z’'-]+\s+(?:and|&)\s+[A-Z][a-z’'-]+\s*[(,])"
)
_IN_BODIES = "European|United|Foreign|Security|External|Action|Joint|High|North"  # stand in names of institutions
_TWO_NAMES = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b")


def _cited(s: Sentence, k: int, d: Date) -> list[Anchor]:
    """Return the official text that a note cites with its date: Council of the EU (2003), Security Strategy."""
    before = s.text[: d.start - s.start]
    if _PERSON.match(before) or (d.role != "citation" and d.role != "event"):
        return []
    official = any(re.search(rf"\b{word}\b", s.text) for word in words_of("institution that writes"))
    names = [n for n in s.names if n.kind in texts() and n.proper and abs(n.start - d.start) < 300]
    if not official or not names:
        return []
    behind = [n for n in names if n.first > k]
    name = (
        behind[0]
        if behind
        and re.fullmatch(
            r"[\s.,:)\]’'“”\"‘*_]*(?:(?:the|a)\s+)?", s.text[d.end - s.start : behind[0].start - s.start], re.I
        )
        else None
    )
    name = name or _title_before(s, names, k)
    label = name and name_label(s, name)
    return [Anchor(name.start, name.end, label, d, "cited text", name, kind=name.kind)] if name and label else []


def _title_before(s: Sentence, names: list[Name], k: int) -> Name | None:
    """Return the nearest title before a date, unless a person stands before it as its author."""
    before = [n for n in names if n.last < k]
    if not before:
        return None
    name = before[-1]
    floor = max([0, *(j + 1 for j in s.dates if j < name.first)])
    authors = s.text[s.tokens[floor].start - s.start : name.start - s.start]
    plain = re.sub(rf"\b(?:{'|'.join(sorted(words_of('institution that writes')))}|{_IN_BODIES})\b", "", authors)
    return None if _TWO_NAMES.search(plain) else name
