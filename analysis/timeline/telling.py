"""Which clause tells what happened on a date? The rules that tie a date to a clause, the closest first."""

import re

from analysis.timeline import patterns, rules
from analysis.timeline.clauses import Clause
from analysis.timeline.ties import Anchor, Sentence, Time, anchor

# Words before a verb that name nobody and nothing; "we" is the author.
_EMPTY = rules.word_set(
    "it they he she who which that as and or but then also later both was were is are be been being had has have "
    "will would shall should can could may might must to not only just first even ever once having of when where last"
)


_HOLDS = re.compile(r"\bh[eo]lds?$")


def in_clause(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """The date stands in or beside the clause that says what happened: Cyprus joined the EU in 2004."""
    if t.role != "event":
        return []
    for c in s.clauses:
        ahead = c.start <= t.start < c.verb_start and not s.crossed(t.end, c.verb_start)
        behind = c.verb_end <= t.start <= c.end + 24 and not s.crossed(c.verb_end, t.start)
        if ahead or (behind and (t.start < c.end or patterns.BESIDE.fullmatch(s.text, c.end, t.start))):
            return _of_clause(s, c, t, "in the clause")
    return []


def _of_clause(s: Sentence, clause: Clause, t: Time, rule: str) -> list[Anchor]:
    """Return the event of a clause and of the clauses that run on with its subject and have no date of their own."""
    found = [_event_of(s, clause, t, rule)]
    for after in s.clauses:
        runs_on = after.start > clause.start and not after.subject and not s.crossed(clause.end, after.start)
        own = any(after.start <= u.start <= after.end + 24 for u in s.times if u.start > t.start)
        if runs_on and not own and patterns.RUNS_ON.fullmatch(s.text, clause.end, after.start):
            found.append(_event_of(s, after, t, rule))
            clause = after
    return [a for a in found if a is not None]


def _event_of(s: Sentence, clause: Clause, t: Time, rule: str) -> Anchor | None:
    """Return the name that a verb makes (signed the Treaty; the Cell was launched), or else the clause."""
    text, start, end = s.text, clause.start, clause.end
    opening = [u.end for u in (*s.times, t) if start <= u.start <= start + 12 and u.end <= clause.verb_start]
    if opening:  # another date opens the clause: "at the end of 2014 the system ..."
        start = clause.verb_start - len(text[max(opening) : clause.verb_start].lstrip(" ,)"))
    if start <= t.start and t.end <= clause.verb_start:  # a date before its clause: "by April 2016 the EU ..."
        start = clause.verb_start - len(text[t.end : clause.verb_start].lstrip(" ,)"))
    if clause.verb_end <= t.start < end:
        end = clause.verb_end + len(patterns.TRAILING.sub("", text[clause.verb_end : t.start]))
    gloss = patterns.GLOSS.match(text, end)
    end = gloss.end() if gloss else end
    objects = [n for n in s.names if clause.verb_end <= n.start <= end and n.end <= end + 40]
    subjects = [n for n in s.names if start <= n.start and n.end <= clause.verb_start]
    made = (subjects[:1] if clause.passive else objects[:1]) if clause.makes else []
    if made and made[0].proper and text[made[0].start].isupper():
        return anchor(made[0], rule, t)
    who = "" if clause.subject else _subject_before(s, clause)
    if not _tells(who or text[start : clause.verb_start], text[clause.verb_end : end]):
        return None  # "received": nobody, nothing
    if not made and not clause.passive and _HOLDS.search(text, clause.verb_start, clause.verb_end):
        return None  # "the system held 56 million alerts": what is held is no meeting
    kind, head, short = (made[0].kind, made[0].head, made[0].acronym) if made else ("act", "", "")
    proper = bool(re.search(r"\b[A-Z]", text[start + 1 : end]))
    return Anchor(start, end, kind, head, proper, short, rule, t, who)


def _subject_before(s: Sentence, clause: Clause) -> str:
    """Return the subject of the last clause before one that has none of its own."""
    for before in reversed([c for c in s.clauses if c.verb_end <= clause.verb_start and c.subject]):
        start = max([u.end for u in s.times if before.start <= u.start < before.verb_start], default=before.start)
        words = s.text[start : before.verb_start].strip(" ,)")
        return words if _tells(words, "") and ";" not in s.text[before.end : clause.start] else ""
    return ""


def _tells(before: str, after: str) -> bool:
    """Tell whether a clause says who or what: by a subject, or at least by an object of some words."""
    subject = [w for w in re.findall(r"[\w’'-]+", before.lower()) if w not in _EMPTY]
    return bool(subject) or len(re.findall(r"\w{3,}", after)) >= 2


def opening(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """The date opens the sentence or the clause: In December 2016, EU leaders agreed on a plan."""
    if t.role != "event":
        return []
    begins = max(s.text.rfind(c, 0, t.start) for c in ",;:(–") + 1
    if not (patterns.FRONT.fullmatch(s.text, begins, t.start) or patterns.FRONT.fullmatch(s.text, 0, t.start)):
        return []
    if t.vague:
        return in_progress(s, t.end, t)
    for clause in s.clauses:
        if clause.start >= t.end and not s.crossed(t.end, clause.verb_start):
            return _of_clause(s, clause, t, "opens the sentence")
    told = patterns.TOLD.match(s.text, t.end)
    for name in s.names:
        body = name.kind == "institution"  # "in 2021 the Fund had a budget" does not tell when the Fund began
        near = t.end <= name.start <= t.end + 70 and not s.crossed(name.start - 5, name.start)
        if near and name.proper and not body and not _says(s.text[name.end : name.end + 16]):
            return [anchor(name, "opens the sentence", t)]
    if (
        told
        and not _says(told["what"])
        and _tells(told["what"].split()[0], "")
        and not s.crossed(told.start(), told.end())
    ):
        proper = bool(re.search(r"\b[A-Z]", told["what"]))
        return [Anchor(told.start("what"), told.end("what"), "act", "", proper, "", "opens the sentence", t)]
    return []


def _says(text: str) -> bool:
    """Tell whether a clause says, judges or denies; then nothing happened on its date."""
    return bool(set(re.findall(r"\w+", text.lower())) & (rules.SAYING | {"not", "never"}))


def in_progress(s: Sentence, start: int, t: Time) -> list[Anchor]:
    """What is going on as the report appears: Currently, the two are negotiating an arrangement."""
    found = patterns.PROGRESS.search(s.text, start)
    if (
        not found
        or patterns.ANNOUNCES.search(s.text)
        or not re.fullmatch(r"[^.;:]{0,120}", s.text[start : found.start()])
    ):
        return []
    border = re.search(r"[,;:.(–—]|\b(?:which|and are|and is|to better|in order)\b", s.text[found.end() :])
    end = found.end() + (border.start() if border else len(s.text) - found.end())
    begin = start + len(s.text[start:]) - len(s.text[start:].lstrip(" ,"))
    proper = bool(re.search(r"\b[A-Z]", s.text[begin:end]))
    return [Anchor(begin, len(s.text[:end].rstrip()), "act", "", proper, "", "going on", t)]


def told_before(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """Any clause of the past that closes with the date: the first troops went ashore on 17 March 2017."""
    if t.role != "event" or not patterns.PREPOSITION.search(s.text, max(0, t.start - 6), t.start):
        return []
    begins = (
        max(m.end() for m in patterns.BORDER.finditer(s.text, 0, t.start))
        if patterns.BORDER.search(s.text, 0, t.start)
        else 0
    )
    found = patterns.PAST_CLAUSE.fullmatch(s.text, begins, t.start)
    if (
        not found
        or not _tells(found["what"].partition(found["verb"])[0], "")
        or found["verb"].lower() in rules.SAYING
        or s.crossed(begins, t.start)
        or t.start - begins > 160
    ):
        return []
    proper = bool(re.search(r"\b[A-Z]", found["what"][1:]))
    return [Anchor(found.start("what"), found.end("what"), "act", "", proper, "", "closes the clause", t)]


def in_period(s: Sentence, t: Time, ties: list[Anchor]) -> list[Anchor]:
    """A period frames what took place in it: in 2015-2017 changes have taken place, such as the Brexit and ..."""
    if t.role != "period" or not patterns.FRAME.search(s.text, t.end) or t.vague:
        return []
    for i, name in enumerate(s.names):
        if name.start >= t.end and patterns.SUCH_AS.search(s.text[: name.start]):
            more = [
                n
                for n, m in zip(s.names[i + 1 :], s.names[i:], strict=False)
                if patterns.LISTED.fullmatch(s.text, m.end, n.start)
            ]
            return [anchor(n, "in the period", t) for n in [name, *more] if n.proper]
    return []
