"""Which verbs of happening does a sentence hold, and what do they say of whom? Finds clauses without a parser."""

import re
from typing import NamedTuple

from analysis.timeline import rules

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


class Clause(NamedTuple):
    """A verb of happening with the words around it; offsets in the text that was searched."""

    start: int
    end: int
    verb_start: int
    verb_end: int
    makes: bool
    passive: bool
    subject: bool


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
