"""Which name does a date date when more than a participle stands between the two? The rules that look across asides.

A rule takes a sentence and one of its dates and returns what the date dates, nothing where it does not fit. An aside
says more of a name between two commas: "Operation Atalanta, the first of its kind, was launched".
"""

import re

from analysis.timeline import vocabulary
from analysis.timeline.phrases import opens_clause
from analysis.timeline.ties_to_names import BEFORE_DATE, BEHIND, FARTHEST, FOUNDED
from analysis.timeline.types import Anchor, Date, Name, Sentence, anchor
from analysis.timeline.vocabulary import singular

# Kinds that are over soon: whatever happened there happened on their days.
_SHORT = vocabulary.word_set("meeting exercise election attack")
_GLOSS = r"[’'”\"*_)]*\s*(?:\([^()]{1,60}\))?"
_ASIDE = re.compile(rf"{_GLOSS}\s*,\s+(?P<article>the|an?|its|their|one of)\s[^,;:.()]{{3,120}},\s+")
_PREDICATE = re.compile(
    r"(?:which\s+|that\s+)?(?:(?:was|were|is|are|has|had|will)\b|(?:\w+ly\s+)?(?:[a-z-]+ed|held|set up|took place)\b)"
)
_RELATIVE = re.compile(
    rf"{_GLOSS}\s*,\s+(?:(?:at|in|during)\s+)?(?:which|where)\s+(?P<told>[^,;:.()]{{3,110}}?)\s+{BEFORE_DATE}"
)
_CAUSES = re.compile(
    r"\b(?:led|leads?|followed|preceded|paved|inspired|resulted|prompted|recalled|caused|after|before)\b"
)
_MADE = "|".join(sorted({past for past, (makes, form) in vocabulary.VERB_FORMS.items() if makes and form == "past"}))
_AUXILIARY = r"(?:was|were|is|are|has|have|had|will|would|can|could|may|might|must|should|did|does|also|later|first)\b"
_MADE_BY = re.compile(
    rf"{_GLOSS}\s*,?\s+(?:which|that)\s+(?!{_AUXILIARY})[^.;:()]{{1,180}}?\s"
    rf"(?:{_MADE}|set up)"
    rf"(?:\s+(?:in|at|to|with|during|within|under)\s+[^,;:.()]{{2,80}}?)?\s+{BEFORE_DATE}"
)
_ACT = re.compile(
    r"\b(?:adoption|signature|signing|launch|creation|establishment|proposal|presentation|approval|publication|opening|"
    r"deployment|ratification|conclusion)\b(?:\s+(?:by|of|from)\s+[^,;:.()]{2,80}?)?\s*,?\s+(?:on|of|in)\s+$"
)
_OF_THE = re.compile(r"\s*,?\s+(?:of|for)\s+(?:(?:an?|the|its|their)\s+)?(?:new\s+)?")
_SINCE = re.compile(r"\b[Ss]ince\s+$")
_HAS_HAD = re.compile(
    r",?\s+[^,;:.()]{2,60}?\s(?:has|have)\s+had\s+(?:an?|its\s+own|their\s+own)\s+(?:(?:new|joint|permanent)\s+)*"
)
_PLACE_OF_LIST = re.compile(
    r"(?:[:,;]|\band\b)\s*(?:and\s*,?\s*)?(?:(?:again|then|later)\s*,?\s+)*(?:(?:in|at)\s+)?"
    r"(?P<place>[A-Z][\w’'-]+(?:[ -][A-Z][\w’'-]+){0,3})\s*(?:\(|,\s+)(?:(?:on|in)\s+)?$"
)
_LIST = re.compile(r"\s*:\s[^.;]*")


def behind_aside(s: Sentence, d: Date) -> list[Anchor]:
    """An aside stands between the name and its verb: Operation Atalanta, the first of its kind, was launched."""
    for name in _before(s, d):
        found = _ASIDE.match(s.text, name.end, d.start)
        if not found or not _PREDICATE.match(s.text, found.end()):
            continue
        rest = BEHIND.fullmatch(s.text, found.end() - 1, d.start)
        framed = found["article"] == "the" and opens_clause(s.text, name.start)  # "At the Summit, the ..., who met"
        if rest and not framed and _founds(s, name, d) and not vocabulary.LATER & set(rest[0].split()):
            return [anchor(name, "behind the name", d)]
    return []


def made_by(s: Sentence, d: Date) -> list[Anchor]:
    """A relative clause tells who made what is named, and when: the Strategy that ministers adopted in June 2016."""
    for name in _before(s, d, common=True):
        if _MADE_BY.fullmatch(s.text, name.end, d.start):
            return [anchor(name, "behind the name", d)]
    return []


def in_relative(s: Sentence, d: Date) -> list[Anchor]:
    """A relative clause tells what happened at a short event: the Exercise, which brought 340 people to Oslo."""
    for name in _before(s, d)[:1]:
        found = _RELATIVE.fullmatch(s.text, name.end, d.start) if name.kind in _SHORT else None
        if found and not _CAUSES.search(found["told"]):
            return [anchor(name, "behind the name", d)]
    return []


def act_of(s: Sentence, d: Date) -> list[Anchor]:
    """The date stands within what was done to the name: the adoption, on 19 November 2018, of the Compact."""
    if d.role == "citation" or not _ACT.search(s.text[: d.start]):
        return []
    for name in s.names:
        if name.start >= d.end and name.proper and _OF_THE.fullmatch(s.text, d.end, name.start):
            return [anchor(name, "before the name", d)]
    return []


def has_had(s: Sentence, d: Date) -> list[Anchor]:
    """What one has had since a date began with it: Since 22 March 2021 the Union has had a Peace Facility."""
    if not _SINCE.search(s.text[: d.start]):
        return []
    for name in s.names:
        if name.start >= d.end and name.proper and _HAS_HAD.fullmatch(s.text, d.end, name.start):
            return [anchor(name, "opens the sentence", d)]
    return []


def place_of_list(s: Sentence, d: Date) -> list[Anchor]:
    """A list tells events of one head apart by their places: three declarations: Warsaw (8 July 2016), Riga (2018)."""
    told = d.role in ("event", "citation") and not s.is_note  # "Oslo, 10 January 2020" looks like a citation
    place = _PLACE_OF_LIST.search(s.text, 0, d.start) if told else None
    if not place:
        return []
    for name in s.names:
        several = name.end <= place.start() + 1 and singular(name.text.lower()) != name.text.lower()
        if several and _LIST.fullmatch(s.text, name.end, d.start):
            head = " ".join(singular(word) for word in name.text.split())
            return [Anchor(*place.span("place"), name.kind, head, True, "", "head left out", d)]
    return []


def _before(s: Sentence, d: Date, common: bool = False) -> list[Name]:
    """Return the proper names before a date, the nearest first, as far as no other date stands between.

    `common` takes names of several words in small letters as well.
    """
    near = [n for n in s.names if n.end <= d.start <= n.end + FARTHEST and (n.proper or (common and " " in n.text))]
    return [n for n in reversed(near[-4:]) if not s.has_date(n.end, d.start)]


def _founds(s: Sentence, name: Name, d: Date) -> bool:
    return name.kind != "institution" or bool(FOUNDED.search(s.text, name.end, d.start))
