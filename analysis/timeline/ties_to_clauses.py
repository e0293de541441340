"""Which clause does a date date? The rules that tie a date to what a clause tells, for what has no name.

A rule takes a sentence and one of its dates and returns what the date dates, nothing where it does not fit.
"""

import re

from analysis.timeline import vocabulary
from analysis.timeline.types import Anchor, Clause, Date, Sentence, anchor, told

NEAR = 24  # characters behind a clause in which a date still belongs to it
# Words before a verb that name nobody and nothing; "we" is the author.
_EMPTY = vocabulary.word_set(
    "it they he she who which that as and or but then also later both was were is are be been being had has have "
    "will would shall should can could may might must to not only just first even ever once having of when where last"
)
_HOLDS = re.compile(r"\bh[eo]lds?$")
# The year in "the 2024 budget" says which budget, not when.
_ATTRIBUTE = re.compile(r"\b(?:the|an?|its|their|our|this)\s+$", re.I)
# "The staff of the bodies, about 400 officials, were transferred": who comes before the aside.
_ASIDE = re.compile(r"(?P<who>(?:The|An?|[A-Z][\w’'-]+)(?: [\w’'-]+){0,7}), [^,;:.()]{3,120},\s+")
_BEGINS = re.compile(r".*\b(?:place|effect|force|being|out|off)$")  # what its subject does: comes into force
_IN_SUBJECT = re.compile(r"[a-z]{3,} (?:of|on|after|for|from|since) (?:the )?$")
_APART = re.compile(r";|\b(?:which|that|who)\b")
_WHEN = re.compile(r"\s*,?\s+when\s+")
_WHEN_TOLD = re.compile(  # its verb need not be one of ours: when Crimea was taken
    r"\s*,?\s+when\s+(?P<what>(?:[\w’'-]+\s+){1,6}?(?:was|were|had\s+been)\s+(?:\w+ly\s+)?"
    r"(?!(?:not|never)\b)[a-z]+(?:ed|en|wn|lost|left|held|sent|built|won|hit)\b(?:\s+[\w’'-]+){0,6})(?=\s*[.,;])"
)
_PRONOUN = re.compile(r"(?:It|They)\b")
_IT = re.compile(r"\s+(?:it|them)\b")
_BESIDE = re.compile(r"\W*(?:\w+\s+){0,3}[(]?(?:on|in|by|since|from|for)?\s*")
_RUNS_ON = re.compile(r"\s*(?:\([^()]*\))?\s*(?:,|and|,\s*and)?\s*")
_TRAILING = re.compile(r"\s+(?:on|in|by|since|from|at|for|until|of|between|around|only|,|the|\(|\s)*$")
_FRONT = re.compile(
    r"\W*(?:(?:and|but|only|already|as early as|still|then|finally|later|meanwhile|indeed|however|also|"
    r"thus)\W+)*"
    r"(?:on|in|by|since|from|until|during|after|before|throughout|as of|at)?\s*(?:the\s+)?"
    r"(?:(?:beginning|end|start) of\s+)?$",
    re.I,
)
# Any clause of the past behind an opening date; its verb need not be one of ours: "On 27 May the cable was cut".
_TOLD = re.compile(
    r",?\s+(?P<what>(?:[\w’'-]+\s+){1,12}?(?:(?:was|were|had)\b(?!\s+(?:an?|the|no|not)\b)|[a-z]{3,}ed\b)(?!\s+by\s+\d)(?:\s+(?!and\b|which\b|but\b)[\w’'-]+){0,10})"
)
_PROGRESS = re.compile(
    r"\b(?:is|are)\s+(?:(?:also|now|currently|still)\s+)*(?:in the process of\s+)?(?:being\s+)?\w+(?:ing|ed)\b"
)
_PROGRESS_ENDS = re.compile(r"[,;:.(–—]|\b(?:which|and are|and is)\b")
# "Now, two further steps are being taken." is no event, but says that what follows goes on now.
ANNOUNCES = re.compile(
    r"\b(?:steps|things|changes|developments|initiatives|measures|processes)\s+(?:are|have|can|include)\b"
)
_BORDER = re.compile(r"[;:—–(]\s*|,\s+|\b(?:that|which|where|when|while|although|because|but|and(?! [A-Z]))\s+")
_PAST_CLAUSE = re.compile(
    r"\s*(?P<what>(?P<who>(?:[\w’'-]+\s+){1,9}?(?:(?:was|were|had|has been|have been)\s+(?:\w+ly\s+)?)?)"
    r"(?P<verb>[a-z]{2,}ed|made|took|came|went|ran|fell|rose|sank|broke|won|lost|sent|left|began|begun|taken|put|cut|built|blown|struck|hit|shot)"
    r"(?:\s+[\w’'-]+){0,10}?)\s+(?:on|in|by|since|at)\s+"
)


def in_clause(s: Sentence, d: Date) -> list[Anchor]:
    """The date stands in or beside the clause that says what happened: Cyprus joined the EU in 2004."""
    if d.role != "event":
        return []
    attribute = (
        d.text.isdigit() and _ATTRIBUTE.search(s.text[: d.start]) and re.match(r" [a-z]", s.text[d.end : d.end + 2])
    )
    beside: list[Anchor] = []  # what stands in a clause is not beside the one before
    for c in s.clauses:
        ahead = c.start <= d.start < c.verb_start and not attribute and not s.has_date(d.end, c.verb_start)
        if ahead and _IN_SUBJECT.search(s.text, c.start, d.start) and s.has_date(c.verb_end, c.end + NEAR):
            continue  # "talks on the budget after 2027 will begin next summer"
        behind = c.verb_end <= d.start <= c.end + NEAR and not s.has_date(c.verb_end, d.start)
        if ahead or (behind and d.start < c.end):
            return _events_of(s, c, d, "in the clause")
        if behind and not beside and _BESIDE.fullmatch(s.text, c.end, d.start):
            beside = _events_of(s, c, d, "in the clause")
    return beside


def when_clause(s: Sentence, d: Date) -> list[Anchor]:
    """A clause behind the date tells what happened then: in February 2008, when the Harbour Mission was set up."""
    found = _WHEN.match(s.text, d.end) if d.role == "event" else None
    behind = (c for c in s.clauses if found and c.start <= found.end() <= c.verb_start)
    clause = next(behind, None)
    if clause is None:
        other = _WHEN_TOLD.match(s.text, d.end) if found else None
        return [told(s.text, *other.span("what"), "in the clause", d)] if other else []
    return [] if s.has_date(d.end, clause.end + NEAR) else _events_of(s, clause, d, "in the clause")


def _events_of(s: Sentence, clause: Clause, d: Date, rule: str) -> list[Anchor]:
    """Return the event of a clause and of the clauses that run on with its subject and have no date of their own."""
    found = [_event_of(s, clause, d, rule)]
    for after in s.clauses:
        runs_on = after.start > clause.start and not after.subject and not s.has_date(clause.end, after.start)
        own = any(after.start <= o.start <= after.end + NEAR for o in s.dates if o.start > d.start)
        if runs_on and not own and _RUNS_ON.fullmatch(s.text, clause.end, after.start):
            found.append(_event_of(s, after, d, rule))
            clause = after
    return [a for a in found if a is not None]


def _event_of(s: Sentence, clause: Clause, d: Date, rule: str) -> Anchor | None:
    """Return the name that a verb makes (signed the Treaty; the Cell was launched), or else the clause."""
    start, end = _without_dates(s, clause, d)
    objects = [n for n in s.names if clause.verb_end <= n.start <= end and n.end <= end + 40]
    subjects = [n for n in s.names if start <= n.start and n.end <= clause.verb_start]
    begins = clause.passive or bool(_BEGINS.match(s.text, clause.verb_start, clause.verb_end))
    if begins and not clause.subject:  # "the Treaty was signed and came into force"
        joint = next((c for c in reversed(s.clauses) if c.verb_end <= clause.verb_start and c.subject), clause)
        subjects = [n for n in s.names if joint.start <= n.start and n.end <= joint.verb_start]
    made = next(iter(subjects if begins else objects), None) if clause.makes else None
    if clause.makes and not clause.passive and _IT.match(s.text, clause.verb_end):
        made = next((n for n in reversed(s.names) if n.end <= clause.start), None)  # "... and ministers adopted it"
        if made and (made.proper or " " in made.text):
            return anchor(made, rule, d)
    if made and made.proper and s.text[made.start].isupper():
        return anchor(made, rule, d)
    if s.text.startswith(" that ", clause.verb_end):
        return None  # who declared that something must be done did nothing yet
    who = "" if clause.subject else _subject_before(s, clause)
    pronoun = _PRONOUN.match(s.text, start)  # the sentence before says whom it means
    if not pronoun and not _tells(who or s.text[start : clause.verb_start], s.text[clause.verb_end : end]):
        return None  # "received": nobody, nothing
    if not made and not clause.passive and _HOLDS.search(s.text, clause.verb_start, clause.verb_end):
        return None  # "the system held 56 million alerts": what is held is no meeting
    found = told(s.text, start, end, rule, d, who)
    return found._replace(kind=made.kind, head=made.head, acronym=made.acronym) if made else found


def _without_dates(s: Sentence, clause: Clause, d: Date) -> tuple[int, int]:
    """Return where a clause begins and ends without the dates that open or close it."""
    text, start, end = s.text, clause.start, clause.end
    opening = [o.end for o in (*s.dates, d) if start <= o.start <= start + 12 and o.end <= clause.verb_start]
    if opening:  # another date opens the clause: "at the end of 2014 the system ..."
        start = clause.verb_start - len(text[max(opening) : clause.verb_start].lstrip(" ,)"))
    if start <= d.start and d.end <= clause.verb_start:  # a date before its clause: "by April 2016 the EU ..."
        start = clause.verb_start - len(text[d.end : clause.verb_start].lstrip(" ,)"))
    if clause.verb_end <= d.start < end:
        end = clause.verb_end + len(_TRAILING.sub("", text[clause.verb_end : d.start]))
    return start, end


def _subject_before(s: Sentence, clause: Clause) -> str:
    """Return the subject of the last clause before one that has none of its own."""
    for before in reversed([c for c in s.clauses if c.verb_end <= clause.verb_start and c.subject]):
        start = max([o.end for o in s.dates if before.start <= o.start < before.verb_start], default=before.start)
        words = s.text[start : before.verb_start].strip(" ,)")
        return words if _tells(words) and not _APART.search(s.text, before.end, clause.start) else ""
    aside = _ASIDE.fullmatch(s.text[: clause.start])
    return aside["who"] if aside and not s.has_date(0, clause.verb_start) else ""


def _tells(before: str, after: str = "") -> bool:
    """Tell whether a clause says who or what: by a subject, or at least by an object of some words."""
    subject = set(re.findall(r"[\w’'-]+", before.lower())) - _EMPTY
    return bool(subject) or len(re.findall(r"\w{3,}", after)) >= 2


def opening(s: Sentence, d: Date) -> list[Anchor]:
    """The date opens the sentence or the clause: In December 2016, EU leaders agreed on a plan."""
    begins = max(s.text.rfind(c, 0, d.start) for c in ",;:(–") + 1
    if d.role != "event" or not any(_FRONT.fullmatch(s.text, start, d.start) for start in (begins, 0)):
        return []
    if d.vague:
        return in_progress(s, d.end, d)
    rule = "opens the sentence"
    for clause in s.clauses:
        if ";" in s.text[d.end : clause.start]:
            break  # the date of one sentence is not that of the next
        if clause.start >= d.end and not s.has_date(d.end, clause.verb_start):
            return _events_of(s, clause, d, rule)
    for name in s.names:
        body = name.kind == "institution"  # "in 2021 the Fund had a budget" does not tell when the Fund began
        between = s.text[d.end : name.start]
        near = d.end <= name.start <= d.end + 70 and ";" not in between and not s.has_date(name.start - 5, name.start)
        if near and name.proper and not body and not _says(s.text[name.end : name.end + 16]):
            return [anchor(name, rule, d)]
    found = _TOLD.match(s.text, d.end)
    if found and not _says(found["what"]) and _tells(found["what"].split()[0]) and not s.has_date(*found.span()):
        return [told(s.text, *found.span("what"), rule, d)]
    return []


def _says(text: str) -> bool:
    """Tell whether a clause says, judges or denies; then nothing happened on its date."""
    return bool(set(re.findall(r"\w+", text.lower())) & (vocabulary.SAYING | {"not", "never"}))


def in_progress(s: Sentence, start: int, d: Date) -> list[Anchor]:
    """What is going on as the report appears: Currently, the two are negotiating an arrangement."""
    found = _PROGRESS.search(s.text, start)
    if not found or ANNOUNCES.search(s.text) or re.search(r"[.;:]", s.text[start : found.start()]):
        return []
    border = _PROGRESS_ENDS.search(s.text, found.end())
    end = len(s.text[: border.start() if border else None].rstrip())
    begin = len(s.text) - len(s.text[start:].lstrip(" ,"))
    return [told(s.text, begin, end, "going on", d)]


def closing(s: Sentence, d: Date) -> list[Anchor]:
    """Any clause of the past that closes with the date: the first troops went ashore on 17 March 2017."""
    if d.role != "event":
        return []
    begins = max((m.end() for m in _BORDER.finditer(s.text, 0, d.start)), default=0)
    found = _PAST_CLAUSE.fullmatch(s.text, begins, d.start)
    fits = found and found["verb"] not in vocabulary.SAYING and not re.search(r"\b(?:not|never)\b", found["what"])
    if not found or not fits or not _tells(found["who"]) or s.has_date(begins, d.start):
        return []
    return [told(s.text, *found.span("what"), "closes the clause", d)]
