"""Which clauses tell that something happened? Finds them in a sentence by their verbs, without a parser."""

import re

from analysis.timeline import vocabulary
from analysis.timeline.types import Clause

_AUX = vocabulary.listed(
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
_PHRASES = "|".join(pattern for pattern, _ in vocabulary.PHRASES)
_WORDS = "|".join(sorted(vocabulary.VERB_FORMS, key=lambda form: (-len(form), form)))
_VERB = re.compile(rf"\b(?P<aux>(?:(?:{'|'.join(_AUX)})\s+){{0,7}})(?P<verb>(?:{_PHRASES})|(?:{_WORDS}))\b")
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
_AND = re.compile(r"\s+and\b")
_LINK = re.compile(r"^(?:and|then|also|later)\b")
# Forms that are as often no past: without an auxiliary they are left alone.
_AMBIGUOUS = vocabulary.word_set("set put come take step enter")
_NOUNS = vocabulary.word_set("conducts opens starts ends")  # no presents, even behind a name: "the Alliance ends"
_CAPITAL = re.compile(r"\b[A-Z][\w-]*\s$")
# A participle that opens the sentence or stands behind these is an adjective: the agreed priorities.
_BEFORE_ADJECTIVE = re.compile(
    r"(?:^|-|\b(?:the|a|an|of|to|in|for|on|with|by|as|its|their|this|these|those|from|at|into|so|once|twice|more|newly|"
    r"commonly|mutually))$"
)


def find_clauses(text: str) -> list[Clause]:
    """Return the clauses of a sentence that a verb of happening leads, in order.

    >>> text = "In May 2004, Cyprus joined the EU, which grew."
    >>> [text[c.start : c.end] for c in find_clauses(text)]
    ['Cyprus joined the EU']
    >>> find_clauses("the agreed priorities of a proposed plan")
    []
    """
    text = _GLOSS.sub(lambda m: "_" * len(m[0]), text)
    verbs: list[re.Match[str]] = []
    for m in _VERB.finditer(text):
        if _is_finite(text, m) and not (verbs and _carries_on(text, verbs[-1], m)):
            verbs.append(m)
    ends, starts = [0, *(m.end() for m in verbs)], [*(m.start() for m in verbs[1:]), len(text)]
    return [_clause(text, m, before, behind) for before, m, behind in zip(ends, verbs, starts, strict=False)]


def _clause(text: str, m: re.Match[str], before: int, behind: int) -> Clause:
    """Return the clause around a verb; the verb before it ends at `before`, the next one begins at `behind`."""
    left = _border_before(text, m.start())
    if before > left:  # a second verb of the same subject: "... signed it and left"
        joint = _last_and(text, before, m.start())
        left = joint.end() if joint else before
    border = _RIGHT.search(text, m.end(), behind)
    if not border and behind < len(text):
        border = _last_and(text, m.end(), behind)
    end = border.start() if border else behind
    if _RELATIVE.search(text[:left]) and not re.search(r"\w", text[left : m.start()]):
        left = _border_before(text, left - 4)  # "access, as had been agreed"
    start = min(m.start(), left + len(text[left:]) - len(text[left:].lstrip(" ’'\"“")))
    verb = m["verb"]
    makes = (
        vocabulary.VERB_FORMS[verb][0]
        if verb in vocabulary.VERB_FORMS
        else next(makes for pattern, makes in vocabulary.PHRASES if re.fullmatch(pattern, verb))
    )
    subject = bool(re.search(r"\w", _LINK.sub("", text[start : m.start()])))
    passive = bool(_BE.search(m["aux"])) and not verb.endswith("ing")
    return Clause(start, len(text[:end].rstrip()), m.start(), m.end(), makes, passive, subject)


def _border_before(text: str, place: int) -> int:
    return max((m.end() for m in _LEFT.finditer(text, 0, place)), default=0)


def _last_and(text: str, start: int, end: int) -> re.Match[str] | None:
    return next(reversed(list(_AND.finditer(text, start, end))), None)


def _is_finite(text: str, m: re.Match[str]) -> bool:
    """Tell a verb that says something from an adjective or a noun of the same form."""
    verb, aux = m["verb"], m["aux"]
    _, form = vocabulary.VERB_FORMS.get(verb, (True, "past"))
    if _DENIED.search(aux):
        return False  # what could not enter into force did not
    if _FINITE_AUX.search(aux):
        return not (aux.strip() == "to" and form == "past")
    if form == "present":
        return bool(_CAPITAL.search(text[: m.start()])) and verb not in _NOUNS
    if form != "past" or verb.split()[0] in _AMBIGUOUS:
        return False
    adjective = _BEFORE_ADJECTIVE.search(text[: m.start()].rstrip())
    return not adjective and not re.match(r"\s+by\b", text[m.end() : m.end() + 4])


def _carries_on(text: str, one: re.Match[str], two: re.Match[str]) -> bool:
    """Tell whether a second verb belongs to the first: decided to open, agreed formally to set up."""
    return two["aux"].strip() == "to" and not re.search(r"[,;:.]|\band\b", text[one.end() : two.start()])
