"""Which clauses does a sentence hold, and which does a date date? Finds them by their verbs, without a parser."""

import re

from analysis.timeline import patterns, rules
from analysis.timeline.patterns import Anchor, Clause, Sentence, Time, anchor

_AUX = rules.listed(
    "will would shall should could can may might must to is are was were be been being has have had "
    "having do does did not also already only just first formally officially jointly since recently "
    "finally eventually currently now subsequently initially later unanimously soon yet never cannot in the "
    "process of planning on about going due scheduled set expected planned moved"
)
_BE = re.compile(r"\b(?:is|are|was|were|be|been|being)\b")
_DENIED = re.compile(r"\b(?:not|never|cannot)\b")
_FINITE_AUX = re.compile(
    r"\b(?:will|would|shall|should|could|can|may|might|must|cannot|to|is|are|was|were|be|been|being|has|have|had|did|does|do)\b"
)


def _forms() -> dict[str, tuple[bool, str]]:
    """Return for each verb form whether the verb makes its object, and which form it is."""
    table: dict[str, tuple[bool, str]] = {}
    for verb in rules.VERBS:
        for form, name in ((verb.base, "base"), (verb.base + "s", "present"), (verb.ing, "ing"), (verb.past, "past")):
            table.setdefault(form, (verb.makes, name))
            if name == "past":
                table[form] = (verb.makes, name)
    return table


FORMS = _forms()
_PHRASES = "|".join(pattern for pattern, _ in rules.PHRASES)
_WORDS = "|".join(sorted(FORMS, key=lambda form: (-len(form), form)))
_GROUP = re.compile(rf"\b(?P<aux>(?:(?:{'|'.join(_AUX)})\s+){{0,7}})(?P<verb>(?:{_PHRASES})|(?:{_WORDS}))\b")
# Where a clause ends on either side. A comma ends it unless a list goes on; that is decided where it matters.
_LEFT = re.compile(
    r"[,;:()\[\]–—]|\s-\s|\b(?:which|that|who|when|where|while|whereas|after|before|since|because|although|though|"
    r"if|as|until|once|but|than)\b"
)
_RIGHT = re.compile(
    r"[,;:()\[\].?!–—]|\s-\s|\b(?:which|who|when|where|while|whereas|because|although|though|before|after|since|"
    r"until|but|(?<!the )following|including|as part of|so that|in order to|on the basis of|as a)\b"
)


_RELATIVE = re.compile(r"\b(?:as|which|that|who)$")
_GLOSS = re.compile(r"\((?:the )?[A-Z][\w ’'-]{1,14}\)")  # an acronym in brackets is no border of a clause


def find_clauses(text: str) -> list[Clause]:
    """Return the clauses of a sentence that a verb of happening leads, in order.

    >>> text = "In May 2004, Cyprus joined the EU, which grew."
    >>> [text[c.start : c.end] for c in find_clauses(text)]
    ['Cyprus joined the EU']
    >>> find_clauses("the agreed priorities of a proposed plan")
    []
    """
    found = []
    text = _GLOSS.sub(lambda m: "_" * len(m[0]), text)
    groups: list[re.Match] = []
    for m in _GROUP.finditer(text):
        if _finite(text, m) and not (groups and _carries_on(text, groups[-1], m)):
            groups.append(m)
    for k, m in enumerate(groups):
        left = max((b.end() for b in _LEFT.finditer(text, 0, m.start())), default=0)
        stop = groups[k + 1].start() if k + 1 < len(groups) else len(text)
        if k and groups[k - 1].end() > left:  # a second verb of the same subject: "... signed it and left"
            left = max(left, _after_and(text, groups[k - 1].end(), m.start()))
        right = _RIGHT.search(text, m.end(), stop)
        end = right.start() if right else stop
        if not right and k + 1 < len(groups):
            end = _before_and(text, m.end(), stop)
        if _RELATIVE.search(text[:left]) and not re.search(r"\w", text[left : m.start()]):
            left = max((b.end() for b in _LEFT.finditer(text, 0, left - 4)), default=0)  # "access, as had been agreed"
        start = left + len(text[left:]) - len(text[left:].lstrip(" ’'\"“"))
        start = min(start, m.start())
        verb = m["verb"]
        makes = FORMS[verb][0] if verb in FORMS else next(f for p, f in rules.PHRASES if re.fullmatch(p, verb))
        subject = bool(re.search(r"\w", re.sub(r"^(?:and|then|also|later)\b", "", text[start : m.start()])))
        passive = bool(_BE.search(m["aux"])) and not verb.endswith("ing")
        found.append(Clause(start, len(text[:end].rstrip()), m.start(), m.end(), makes, passive, subject))
    return found


def _finite(text: str, m: re.Match) -> bool:
    """Tell a verb that says something from an adjective or a noun of the same form."""
    verb, aux = m["verb"], m["aux"]
    form = FORMS.get(verb, (True, "past"))[1]
    if _DENIED.search(aux):
        return False  # what could not enter into force did not
    if _FINITE_AUX.search(aux):
        return not (aux.strip() == "to" and form == "past")
    if form in ("base", "ing", "present") or verb.split()[0] in (
        "set",
        "put",
        "come",
        "take",
        "step",
        "enter",
        "become",
    ):
        if verb.startswith("set ") and re.search(r"(?:,|\band)\s*$", text[: m.start()]):
            return True
        return (
            form == "present"
            and bool(re.search(r"\b[A-Z][\w-]*\s$", text[: m.start()]))
            and verb not in ("conducts", "opens", "starts", "ends")
        )
    before = text[: m.start()].rstrip()
    if not before or re.search(
        r"(?:\b(?:the|a|an|of|to|in|for|on|with|by|as|its|their|this|these|those|from|at|into|so|once|twice|more|newly|commonly|mutually)|-)$",
        before,
    ):
        return False
    after = text[m.end() : m.end() + 4]
    return not re.match(r"\s+by\b", after)


def _carries_on(text: str, one: re.Match, two: re.Match) -> bool:
    """Tell whether a second verb belongs to the first: decided to open, agreed formally to set up."""
    return two["aux"].strip() == "to" and not re.search(r"[,;:.]|\band\b", text[one.end() : two.start()])


def _after_and(text: str, start: int, end: int) -> int:
    """Return where the second of two joined clauses begins."""
    places = [m.end() for m in re.finditer(r"\band\b", text[start:end])]
    return start + places[-1] if places else start


def _before_and(text: str, start: int, end: int) -> int:
    """Return where the first of two joined clauses ends."""
    places = [m.start() for m in re.finditer(r"\s+and\b", text[start:end])]
    return start + places[-1] if places else end


# --- the rules that tie a date to a clause, the closest first

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
        which = (
            t.text.isdigit() and patterns.ATTRIBUTE.search(s.text[: t.start]) and re.match(r" [a-z]", s.text[t.end :])
        )
        ahead = c.start <= t.start < c.verb_start and not which and not s.crossed(t.end, c.verb_start)
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
