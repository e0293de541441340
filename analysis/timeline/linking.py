"""Link dates to what they date: the name of an event beside the date, or the clause in which the date stands.

`RULES` are tried in their order. A rule returns None where it does not decide, so that the next one is asked, and an
empty list where the date dates no event.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise, takewhile
from typing import NamedTuple

from analysis.dates.values import Reading, interval
from analysis.language import singular
from analysis.timeline import grammar, labels
from analysis.timeline.chronology import NO_END, length
from analysis.timeline.grammar import NOUNS, TEXTS, Clause, Date, Name, Sentence, pattern_of, words_of
from analysis.timeline.labels import Event, clause_event, content, joined_text, name_label, parts_of

_UNUSED = re.compile(r"\b(?:between|every|each)\s+$|\bas (?:of|at)\s+$|Updated\s*$|\d,\s*$", re.I)  # OnJuly 22, | 2016
_NEAR = r"[,(]?\s*(?:starting |beginning )?(?:in|on|at|during|between|from|around)(?: (?:the|early|late|mid|\w+ly))*"


class Place(NamedTuple):
    """One date in its sentence."""

    s: Sentence
    k: int  # the token of the date
    d: Date
    note: bool  # in a footnote or reference
    last: str  # the last day on which the report can have appeared
    before: tuple[Name | None, str]  # the last name before it, and what stands between
    clause: Clause | None  # the clause in which it stands

    @property
    def described(self) -> Name | None:
        """Return the name before it where a preposition stands between: attacks in Madrid in 2004."""
        name, gap = self.before
        if name is None or not re.fullmatch(_NEAR, gap):
            return None
        done_with = name.kind == "operation" and _word_before(self.s, name) in ("with", "by", "to", "from", "of")
        apart = gap[0] == "," and not self.s.text[self.d.end - self.s.start :].startswith(",")
        # under the pact, in May 2012, Norland joined
        leads = gap[0] == "," and any(c.subject and c.subject[0] == self.k + 2 for c in self.s.clauses)
        return None if done_with or apart or leads else name


def link(s: Sentence, note: bool, last: str, entry: str, last_without_year: str) -> list[Event]:
    """Return what the dates of a sentence date, by the first rule that decides.

    `entry`: the kind of the block that it opens, if an entry of a list; `last_without_year`: the last day
    that a date without a year can mean.
    """
    found: list[Event] = []
    if entry and 0 in s.dates and (listed := _entry(s, last, entry != "list_item")):
        return listed
    if "respectively" in s.text or (not note and pattern_of("imprint").search(s.text)):
        return found
    gaps = ((one, two, s.text[one.end - s.start : two.start - s.start]) for one, two in pairwise(s.dates.values()))
    joint = r",\s*|,?\s+and\s+(?:(?:again )?(?:in|on|at|into|until|through|from) )?"
    # in 2014 and in 2016; on 1, 4 and 6 May
    twice = {d for *pair, gap in gaps if re.fullmatch(joint, gap) for d in pair}
    for k, d in s.dates.items():
        single = d not in twice or any(t.tag in NOUNS for t in s.tokens[k + 1 : k + 2])
        if single and _usable(s, d, last_without_year):
            place = Place(s, k, d, note, last, _name_before(s, d.start), _clause_of(s, k))
            found += next((events for rule in RULES if (events := rule(place)) is not None), [])
    return found


def _entry(s: Sentence, last: str, paragraph: bool) -> list[Event]:
    """Return the event of an entry in a list of dates: "5 May 2012: Norland joins the Alliance"."""
    d = s.dates[0]
    entry = re.fullmatch(r"\s*[:–—-] (.+?)[\s.;,]*", s.text[d.end - s.start :])
    if not entry or not _usable(s, d, last) or len(content(entry[1])) < 3 or not re.search("[A-Z]", entry[1]):
        return []
    said = re.match(r"(.+?) (?:report|claim|state|say|indicate|suggest)s?\b", entry[1])
    if said and re.search(r"\b(?:media|officials|sources?)\b", said[1], re.I):
        return []
    clauses = [c._replace(verb=c.verb._replace(tense="past")) for c in s.clauses if c.opens == 2]  # hackers attack it
    if len(entry[1]) > labels.LONGEST_LABEL:
        return [e for e in (clause_event(s, c, d, "entry of a list", last) for c in clauses) if e][:1]
    whole = s.text[-1] in ".”" and any(t.text.islower() and t.forms & {"VB", "VBZ", "VBD"} for t in s.tokens[3:])
    if paragraph and not (whole and all(labels.is_event(parts_of(s, c, d, last)) for c in clauses)):
        return []
    start, end = entry.start(1) + d.end, entry.end(1) + d.end
    return [Event(start, end, labels.capitalised(entry[1]), d, "entry of a list", object=entry[1])]


def _usable(s: Sentence, d: Date, last: str) -> bool:
    """Tell whether a date can date an event: with a year, or a day or month of the time just before the publication."""
    before = s.text[max(0, d.start - s.start - 12) : d.start - s.start]
    unused = d.role in ("publication", "access", "other") or (d.value != "range" and _UNUSED.search(before))
    ambiguous = "/" in d.text and d.earliest != d.latest  # 3/2/99
    vague = pattern_of("vague date").search(d.text) or re.fullmatch(r"\d{2,3}", d.value)
    window = 366 < length(d.days) < 10**5 and pattern_of("window of a study").search(s.text)
    if unused or ambiguous or vague or window:
        return False
    years = [one for j, one in s.dates.items() if one.start < d.start and not labels.modifies_noun(s, j)]
    follows = d.follows and (d.of_a_day or last < NO_END)  # a month alone can be of a later year
    if follows or re.search(r"\d{4}|\d/\d", d.text) or any((d.earliest or d.latest)[:4] in one.text for one in years):
        return True
    return d.latest <= last and length(d.days) <= 31 and length((d.earliest, last)) <= 300


def _of_name(p: Place) -> list[Event] | None:
    """A date inside or directly after a name: CMX 2017, Joint Declaration of 8 July, Lisbon Treaty (2007)."""
    (name, gap), following = p.before, p.s.text[p.d.end - p.s.start :].lstrip()[:1]
    inside = next((n for n in p.s.names if n.start < p.d.start < n.end), None)
    if name and not inside:
        definite = "the" in gap or not any(t.capital for t in p.s.tokens[p.k + 1 : p.k + 2])
        loose = labels.modifies_noun(p.s, p.k) and definite  # of the 1992 Treaty
        quoted = p.note and gap in ("'", "’", "”", '"')
        direct = (quoted or re.fullmatch(r"\(|(?:of|from|dated)(?: the)?", gap)) and not loose
        edition = not gap and name.kind in ("meeting", "exercise", "operation", "election", "strategy")  # CMX 2017
        aside = gap == "," and following and following in ",)(." and (not p.note or name.kind in TEXTS)
        inside = name if direct or edition or aside else None
    if inside is None or (inside.kind == "institution" and not _may_date(inside, p.d)):
        return None
    titles = {singular(w.lower()) for w in inside.text.split() if w[:1].isupper()} & grammar.heads().keys()
    if gap == "of" and inside.kind == "change" and any(grammar.heads()[w] in TEXTS for w in titles):
        return []  # the exit from the Riga Agreement of 14 May
    if not _may_date(inside, p.d) or (p.d.lasts and inside.kind not in TEXTS):  # a target of raids from 1944
        return []
    one, gap = _name_before(p.s, inside.start)
    joined = [one] if one and p.note and gap in ("and", "and the") else []  # Riga Pact and Oslo Act, 2016
    return [e for n in (*joined, inside) for e in _name_event(p, n, "beside the name")]


def _before_name(p: Place) -> list[Event] | None:
    """A date that opens a name: the 2016 Joint Declaration, the JCPOA's January 2016 implementation."""
    s, k, before = p.s, p.k, p.s.tokens[p.k - 1] if p.k else None
    name = next((n for n in s.names if n.first > k), None)
    between = s.tokens[k + 1 : name.first] if name else []
    other = any(t.text.lower() not in words_of("short adjective") for t in between)
    tags = ("P", "PRON", "ADV", "NOT", "NUM", "SUB", "MOD")
    apart = before and (before.tag in tags or before.text.lower() in words_of("preposition of a date"))
    if name is None or other or apart or not _may_date(name, p.d):
        return None
    if s.tokens[k].text in ("9/11", "7/7"):
        return _name_event(p, name, "before the name", f"{s.tokens[k].text} {name.text}")
    lead = [] if s.tokens[k].text.startswith("the ") else s.tokens[:k]
    whose = list(takewhile(lambda t: t.tag in NOUNS, reversed(lead)))
    bare = name.text == name.head and name.kind in TEXTS  # the Court's May 2014 report
    named = not bare and any(t.capital for t in whose)  # the JCPOA’s January 2016 implementation
    label = f"{joined_text(s, range(k - len(whose), k))} {name.text}" if named else ""
    return _name_event(p, name, "before the name", labels.capitalised(label))


def _of_citation(p: Place) -> list[Event] | None:
    """The year of a text that is cited, and of an edition, dates nothing else."""
    return [] if p.d.role in ("citation", "edition") else None


def _after_participle(p: Place) -> list[Event] | None:
    """What was made or planned: "the agreement signed in 2016"."""
    v = next((v for v in reversed(p.s.verbs) if v.last < p.k), None)
    between = p.s.tokens[v.last + 1 : p.k] if v else []
    if not v or v.tense != "participle" or any(t.tag in ("P", "SUB", "DATE") and t.text not in "()" for t in between):
        return None
    name, gap = _name_before(p.s, p.s.tokens[v.first].start)
    if name is None:
        return None if any(t.tag in NOUNS for t in between) else []
    made = gap in ("", ",") and v.lemma in words_of("making verb") | {"plan", "schedule"}
    if v.lemma in ("publish", "write") and name.kind not in TEXTS:  # Information War, published in 1999: a book
        return []
    events = _name_event(p, name, "after the name") if made and name.kind != "institution" else []
    return [replace(e, tense="past", closed=True) for e in events]


def _near_name(p: Place) -> list[Event] | None:
    """The name before "in DATE", if the date is its own and not that of the clause."""
    name, c = p.described, p.clause
    if name is None or name.kind == "institution":
        return None
    before = _word_before(p.s, name)
    of_subject = bool(c and c.subject and c.subject[0] <= name.first <= c.subject[1])
    parts = parts_of(p.s, c._replace(link=""), p.d, p.last) if c and not of_subject else None
    back = "recalling verb" if length(p.d.days) < 32 else "saying verb"
    looks_back = parts and parts.active and {back, "recalling verb"} & parts.classes  # faults in the ruling in 2013
    alone = parts is None or p.k >= parts.clause.verb.last or labels.can_be_read_alone(parts)
    eventive = parts and alone and not looks_back and labels.is_event(parts)
    far = words_of("word of another time") | words_of("word of a part")
    if p.d.lasts or (eventive and before not in far):
        return None
    if not (name.proper or of_subject) or not _may_date(name, p.d):
        return []
    return _name_event(p, name, "beside the name") or ([] if before in far - {"of"} else None)


def _when(p: Place) -> list[Event] | None:
    """What follows "DATE, when"."""
    c = next((c for c in p.s.clauses if c.link == "when" and p.k + 2 <= c.opens <= p.k + 3), None)
    own_date = c and any(c.verb.last < j < c.end for j in p.s.dates)
    event = c and not own_date and clause_event(p.s, c._replace(link=""), _without_open_side(p.d), "when", p.last)
    return [event] if event else None


def _in_clause(p: Place) -> list[Event] | None:
    """The clause of the date, the clauses that share it, and a meeting with a name at which it happened."""
    s, k, d, c = p.s, p.k, p.d, p.clause
    if c is None or _belongs_elsewhere(p, c):
        return []
    period = d.role == "period" and d.value != "range" and all(d.days)
    for_months = d.value == "range" and 100 < length(d.days) < 10**5  # how things were
    # agreed with the parties, on 5 May, that
    goes_on = k > c.verb.last and any(t.text == "that" for t in s.tokens[max(k + 1, c.end) : k + 3])
    if d.lasts or period or for_months or goes_on:
        return []
    others = ((j, o) for j, o in s.dates.items() if j != k and c.opens <= j < c.end)
    inside = [j for j, o in others if not o.lasts and o.role not in ("citation", "edition")]
    joined = k > c.verb.last and "AND" in (t.tag for t in s.tokens[k + 1 : k + 2])  # it ended in May | and in June
    c = c._replace(end=k + 1) if joined and inside and min(inside) > k else c
    inside = [j for j in inside if j < c.end]
    d = d._replace(latest="") if d.starts and c.verb.lemma not in ("begin", "start", "commence", "resume") else d
    if not all(_of_noun(p, c, j) for j in inside):
        return []  # one of the dates may be that of a noun
    rule = "in the clause" if k >= c.verb.first else "opens the clause"
    event = clause_event(s, c, d, rule, p.last)
    event = event or (clause_event(s, c._replace(end=k + 1), d, rule, p.last) if joined else None)
    later = [o for o in s.clauses if k < c.verb.first < o.verb.first]  # it set up a fund and closed a yard
    sharing = list(takewhile(lambda o: o.shared and not any(k < j < o.end for j in s.dates), later))
    together = clause_event(s, c._replace(end=sharing[-1].end), d, rule, p.last) if event and sharing else None
    whole = together and all(labels.is_event(parts_of(s, o, d, p.last)) for o in sharing)
    parts = [together] if whole else [event, *(clause_event(s, o, d, "opens the clause", p.last) for o in sharing)]
    found = [e for e in parts if e]
    if not found and k < c.verb.first and len(s.dates) == 1:
        # what a list of verbs made, without labels: in 2017 we cut costs, established a centre, and sold a port
        for name in (n for n in s.names if n.first > k):
            before = [t for t in s.tokens[max(0, name.first - 6) : name.first] if t.tag not in ("DET", "ADV", "NUM")]
            if before and "VBD" in before[-1].forms and before[-1].lemma in words_of("making verb"):
                found.append(Event(name.start, name.end, "", d, "opens the clause", name, kind=name.kind))
    meeting = p.described
    there = words_of("word before a meeting")
    if meeting and meeting.kind == "meeting" and meeting.proper and _word_before(s, meeting) in there:
        found += _name_event(p, meeting, "at the meeting")
    return found


def _of_noun(p: Place, c: Clause, j: int) -> bool:
    """Tell whether another date of a clause is that of a noun: in 2014 it tried Berg for a murder in Oslo in 2012."""
    inner = labels.modifies_noun(p.s, j) and p.s.tokens[j - 1].tag != "PREP"
    opens = c.subject is not None and p.k < c.subject[0] and c.verb.first < j
    lead = p.s.tokens[j - 2 : j]
    finite = any(c.verb.last < v.first < j and v.tense != "participle" for v in p.s.verbs)
    told = any(t.tag == "SUB" for t in p.s.tokens[c.verb.last + 1 : j])  # in May it ruled that the ban of 2012 was void
    aside = c.subject is not None and c.subject[1] < j < c.verb.first  # Berg, wanted since 2015, was arrested
    return inner or aside or (opens and (told if finite else lead[0].tag in NOUNS and lead[1].tag == "PREP"))


def _belongs_elsewhere(p: Place, c: Clause) -> bool:
    """Tell whether a date is that of a noun, of brackets or of what is still to come: agreed to double it by 2024."""
    tokens, k = p.s.tokens, p.k
    before = tokens[k - 1].text.lower() if k else ""
    opened = max((j for j in range(k) if tokens[j].text == "("), default=k)
    more = any(t.tag not in ("PREP", "DATE", "AND") for t in tokens[opened + 1 : k] if t.text != ")")
    bracket = more and all(t.text != ")" for t in tokens[opened:k])
    crime = {"with", "for", "over"} if c.verb.lemma in words_of("accusing verb") else set()
    crime |= {"of"} if c.verb.lemma in ("accuse", "acquit", "convict", "suspect") else set()  # convicted of murder
    # it reported a fall in 2020
    figure = c.verb.lemma in ("report", "estimate", "record", "register", "note") and not c.verb.passive
    counted = figure and k > c.verb.last + 2 and all(t.text != "that" for t in tokens[c.verb.last : k])
    away = words_of("word of another time") | words_of("word away from the verb") | crime
    far = any(t.text.lower() in away for t in tokens[c.verb.last + 1 : k - 1])
    of_noun = before in ("of", "to", "for", "than") or (k > c.verb.last and labels.modifies_noun(p.s, k))
    between = tokens[c.verb.last + 1 : k]
    asks = c.verb.lemma in words_of("planning verb") | words_of("saying verb")
    infinitive = any(a.tag == "TO" and "VB" in b.forms for a, b in pairwise(between))
    led = words_of("noun with an infinitive")  # after the decision in May to leave
    nouns = [i for i, t in enumerate(between) if singular(t.text.lower()) in led]
    lead = between[: nouns[-1]] if nouns else []
    asked = [t.tag for t in tokens[k + 1 : k + 2]] == ["TO"] and any(t.tag == "PREP" for t in lead)
    gerund = any(b.tag == "V" and b.forms == {"VBG"} and a.tag != "PREP" for a, b in pairwise(between[1:]))
    inner, by = any(t.tag in ("SUB", "PRON") for t in between), not p.d.earliest  # by 2024
    later = gerund or inner or (infinitive and (asks or by or p.d.value == "range")) or (asks and by)
    second = k > c.verb.last and [t.text for t in tokens[k - 3 : k - 1]] == ["and", ","]  # a pact and, in May, | a fund
    return of_noun or counted or far or bracket or later or second or asked


RULES: tuple[Callable[[Place], list[Event] | None], ...] = (
    _of_name, _before_name, _of_citation, _when, _after_participle, _near_name, _in_clause,
)  # fmt: skip


def _name_event(p: Place, name: Name, rule: str, label: str = "") -> list[Event]:
    """Return a name as an event, or what its clause tells; a text that is only cited has no label, makes no event."""
    s, kind, before = p.s, name.kind, p.s.text[: name.start - p.s.start]
    verb = next((c.verb for c in reversed(s.clauses) if c.verb.last < name.first), None)
    between = s.tokens[verb.last + 1 : name.first] if verb else []
    # they did not conduct any attacks on Oslo; they had prepared to launch attacks on Oslo
    denied = verb and verb.denied and all(t.tag not in ("PREP", "TO", "SUB", "P") for t in between)
    if denied or pattern_of("deed not done").search(joined_text(s, range(max(0, name.first - 4), name.first)).lower()):
        return []
    norm = kind == "law" or (kind == "treaty" and rule != "after the name")
    before_head = rule == "before the name" or name.start < p.d.start < name.end
    aimed = before_head and (p.last == NO_END or p.d.earliest > p.last)  # the 2050 Strategy, Ports 2030 Action Plan
    norm = norm or (kind in ("strategy", "plan") and aimed)
    norm = norm and all(labels.what_it_makes(s, c) != name for c in s.clauses)  # an event where it was made
    rest = [*s.tokens[: name.first], *s.tokens[name.last + 1 :]]  # empty: a heading, a link
    finite = s.clauses or any(t.tag in ("BE", "HAVE", "DO", "MOD") or t.forms & {"VBD", "VB", "VBZ"} for t in rest)
    paper = kind == "document" and name.head not in words_of("speech")
    paper = paper and not (re.search("[’']s", label + name.text) and name.head not in label + name.text)
    cited = p.note and kind in TEXTS and (not s.clauses or kind == "law" or p.d.role == "citation")
    cited = cited or not finite or paper or norm
    if kind == "attack" and p.d.earliest == p.d.latest == "2001-09-11" and not re.search(" of | [A-Z]", name.text):
        label = f"9/11 {name.head}{'s' * name.text.endswith('s')}"
    complete = bool(content(label)) and "this" not in label and not labels.is_bare_deed(label, name.head)
    label = "" if cited else label if complete else name_label(s, name)
    more = grammar.after_date(s, p.k) if label and rule == "beside the name" and p.d.start > name.end else ""
    label = f"{label} {more}" if re.match("(?:of|on|between|against|concerning) ", more) else label
    begun = re.search(r"\b(start|beginning|outbreak|onset|end) of(?: the)? $", before)
    date = p.d
    if begun and kind in ("war", "crisis", "operation"):  # since the start of the war in May
        date = date._replace(earliest="") if begun[1] == "end" else date._replace(latest="")
    c = next((c for c in s.clauses if c.opens <= name.first < c.end), None)
    if not label and not cited:
        there = words_of("word before a meeting")
        opens = c and not c.link and name.first < c.verb.first and _word_before(s, name) in there
        text = opens and kind in TEXTS - {"law"}  # in a statement on 3 May, Berg said
        if c and text and (event := clause_event(s, c, p.d, rule, p.last)):
            return [replace(event, start=min(event.start, name.start))]
        if not (name.proper and kind in TEXTS):
            return []
    first, final = (c and c.subject) or (0, -1)
    inside = first + 2 < name.first <= final  # the team authorized by resolution 940 will leave
    tense = c.verb.tense if c and not inside else "past"
    return [Event(name.start, name.end, label, date, rule, name, tense=tense, kind=kind)]


def _may_date(name: Name, d: Date) -> bool:
    if d.role == "citation":
        return name.kind in TEXTS and name.proper
    if name.kind == "document" and name.head == "report" and d.text.isdigit():
        return d.start > name.start
    several = name.text.lower().partition(name.head)[2][:1] == "s" and length(d.days) > 400
    lasting = name.kind in ("crisis", "war", "operation", "meeting")
    return name.kind != "institution" and not several and (lasting or d.role != "period")


def _name_before(s: Sentence, place: int) -> tuple[Name | None, str]:
    name = next((n for n in reversed(s.names) if n.end <= place), None)
    gap = s.text[name.end - s.start : place - s.start] if name else ""
    return name, re.sub(r"\([^()]*\)", "", gap).strip().lower()


def _word_before(s: Sentence, name: Name) -> str:
    loose = words_of("short adjective")
    before = (t for t in reversed(s.tokens[: name.first]) if t.tag not in ("DET", "NUM"))
    return next((t.text.lower() for t in before if t.text.lower() not in loose), "")


def _clause_of(s: Sentence, k: int) -> Clause | None:
    if inside := [c for c in s.clauses if c.verb.last < k < c.end]:
        return inside[-1]
    c = next((c for c in s.clauses if c.subject and not c.shared and c.opens <= k < c.verb.first), None)
    if c is None:
        closed = next((c for c in reversed(s.clauses) if c.end <= k), None)
        gap = s.tokens[closed.end : k] if closed else []
        return closed if all(t.text == "," or t.tag in ("PREP", "ADV", "DET", "AND") for t in gap) else None
    first, last = c.subject or (k, k)
    around = s.tokens[last + 1 : c.verb.first] if k > last else s.tokens[c.opens : k]
    comma = max((i for i, t in enumerate(around) if t.text == "," and k < first), default=-1)
    lead = around[comma + 1 :]
    basis = {"basis", "behalf", "strength"} & {t.text for t in lead}  # on the basis of talks in 2021
    there = words_of("word before a meeting") | {"on"}
    meeting = lead and not basis and lead[0].text.lower() in there and lead[-1].text in ("in", "on")
    tags = ("PREP", "DET", "ADV", "DATE", "AND", "P", "NOT", *(NOUNS if meeting else ()))
    plain = all(t.tag in tags for t in lead)
    starts = len(around) == 2 and around[0].text in ("Beginning", "Starting")
    noun = lead and lead[-1].tag == "DET" and k < first and s.tokens[k + 1].tag in NOUNS  # the 2017 report
    ending = k > 0 and "VBG" in s.tokens[k - 1].forms  # for the period ending 3 May
    # forced into Norland and | countries around it in 2006 returned
    cut = k > last and first > 1 and (s.tokens[first - 1].tag == "AND" or s.tokens[first - 2].tag == "PREP")
    alone = k < first and not lead and s.tokens[k + 1].text != "," and s.tokens[k].start > s.start
    several = any(k < j < c.verb.first for j in s.dates)
    return c if (plain or starts) and not (noun or ending or cut or alone or several) else None


# The dates of a sentence, made ready for the rules.


def dates_of(text: str, start: int, dates: Iterable[Date]) -> list[Date]:
    """Return the dates of a sentence apart, with ranges as one date, without numbers that only look like a year."""
    apart: list[Date] = []
    usable = (d for d in dates if "FY" not in d.text and "fiscal" not in d.text.lower())
    for d in sorted(usable, key=lambda d: (d.start, -d.end)):
        before = text[max(0, d.start - start - 40) : d.start - start]
        if apart and _is_range(text, start, apart[-1], d):
            one = apart.pop()._replace(end=d.end, latest=d.latest, value="range", mod="", lasts=False, starts=False)
            role = one.role if one.role != "period" else d.role
            apart.append(one._replace(text=text[one.start - start : d.end - start], role=role))
            continue
        if re.search(r"\bby\s+(?:(?:the\s+)?end of\s+)?$", before, re.I):
            d = d._replace(earliest="")
        about = re.search(r"\b(?:approximately|about|around|circa|roughly)\s+$", before, re.I)
        d = d._replace(about=d.mod == "APPROX" or bool(about))
        lasting = pattern_of("lead of a lasting date").search(before)
        starts = lasting and lasting["start"]
        apart.append(_without_open_side(d)._replace(starts=True) if starts else d._replace(lasts=bool(lasting)))
    return apart


def _is_range(text: str, start: int, one: Date, two: Date) -> bool:
    """Tell whether two dates are one period: between August and October 2021, April to June 2016."""
    if not (one.earliest and two.latest) or one.earliest > two.latest or not 0 < two.start - one.end <= 12:
        return False
    gap = text[one.end - start : two.start - start]
    opened = re.search(r"\b(?:between|from)\s+$", text[max(0, one.start - start - 9) : one.start - start], re.I)
    months = one.text[:1].isupper() and one.earliest[:4] == two.earliest[:4]
    joint = r"\s+(?:to|until|through)\s+|\s*[–-]\s*" + r"|,?\s+and\s+" * bool(opened or months) + r"|\s*—\s*" * months
    return bool(re.fullmatch(joint, gap))


def _without_open_side(d: Date) -> Date:
    """Return a date without the open side that "starting in" or "since" gave it."""
    days = interval(Reading("DATE", d.value, d.mod))
    first, last = (day.isoformat() for day in days) if days else d.days
    return d._replace(earliest=first, latest=last, lasts=False)
