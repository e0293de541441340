"""What ties a date to an event? The small types that the rules pass to each other, and the patterns they share."""

import re
from typing import NamedTuple

from analysis.timeline import rules
from analysis.timeline.names import Name


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
    who: str = ""  # the subject of a clause that leaves it to the clause before: "... and joined the Alliance"


class Clause(NamedTuple):
    """A verb of happening with the words around it; offsets in the text that was searched."""

    start: int
    end: int
    verb_start: int
    verb_end: int
    makes: bool
    passive: bool
    subject: bool


class Sentence(NamedTuple):
    """A sentence as the rules see it; all offsets are in `text`."""

    text: str
    times: list[Time]
    names: list[Name]
    clauses: list[Clause]
    note: bool

    def crossed(self, start: int, end: int) -> bool:
        """Tell whether a date stands between two places."""
        return any(start <= t.start and t.end <= end for t in self.times)


def anchor(name: Name, rule: str, t: Time | None) -> Anchor:
    """Return a name as what a date dates."""
    return Anchor(name.start, name.end, name.kind, name.head, name.proper, name.acronym, rule, t)


# --- what may stand between a date and what it dates

BLANK = "\x1a"  # stands for each character of an address: no word, no space
PLACE = r"(?:(?:in|at|near)\s+(?:the\s+)?(?:[A-Z][\w’'-]*)(?:,?[\s-]+(?:[A-Z][\w’'-]*|and|de|da)){0,9}\s*,?\s*)?"
BEFORE_DATE = (
    r"(?:(?:on|in|of|from|at|since|by|dated|for|around|during|until|late|early|mid|between|starting|beginning|as)\s+)*"
    r"(?:the\s+)?(?:(?:beginning|end|start|middle|course|summer|autumn|spring|winter|month)\s+of\s+)?[(\[]?\s*"
)
# What may stand between a name and the date behind it: an acronym, "which was", a participle, who did it, where.
BEHIND = re.compile(
    r"[’'”\"*_)\s]*(?:\([^()]{1,60}\))?[’'”\"*_]*\s*,?\s*(?:which|that)?\s*"
    r"(?:(?:was|were|is|are|will|be|has|have|had|been|to|being|as|first|formally|officially|eventually|finally|only|"
    r"already|jointly|originally|initially|expected|due|planned|scheduled|to be)\s+)*"
    r"(?:[a-z-]+(?:ed|ing)|held|set|made|met|begun|taken|put)?\s*(?:up|out|upon|into force|place)?\s*"
    rf"(?:{BLANK}+\W{{0,3}}\s*)?(?:of\s+the\s+[A-Z][\w’' -]{{1,60}}?\s*)?"
    rf"(?:by\s+(?P<who>[^.;:()]{{1,240}}?)\s*,?\s*)?{PLACE}{BEFORE_DATE}$"
)
WIDE = re.compile(r"\s{3}")
AHEAD = re.compile(
    r"[)’'\]]?(?:[’']s)?\s*(?:[–—:-]\s+(?:the\s+|a\s+)?)?(?:(?:new|first|second|third|so-called|\d+)\s+){0,3}[“\"‘'*]?$"
)
FRONT = re.compile(
    r"\W*(?:(?:and|but|only|already|as early as|still|then|finally|later|meanwhile|indeed|however|also|"
    r"thus)\W+)*"
    r"(?:on|in|by|since|from|until|during|after|before|throughout|as of|at)?\s*(?:the\s+)?"
    r"(?:(?:beginning|end|start) of\s+)?$",
    re.I,
)
BESIDE = re.compile(r"\W*(?:\w+\s+){0,3}[(]?(?:on|in|by|since|from|for)?\s*")
RUNS_ON = re.compile(r"\s*(?:\([^()]*\))?\s*(?:,|and|,\s*and)?\s*")
TRAILING = re.compile(r"\s+(?:on|in|by|since|from|at|for|until|of|between|around|only|,|the|\(|\s)*$")
FAR = re.compile(r"[;:]|\.\s|\b(?:which|that|after|before|until|and|but)\b")
LISTED = re.compile(r"\s*(?:,|and|,\s*and|or|as well as)\s+(?:the\s+)?(?:\w+\s+of\s+(?:the\s+)?)?(?:new\s+)?")
# Roles of `dates` that may date an event; access dates and the report's own publication never do.
ROLES = ("event", "edition", "citation", "period")
AND = re.compile(r"(?:\s*\([^()]*\))?\s*(?:,|and|,\s*and|as well as)\s+(?:the\s+|its\s+)?(?:\d+\s+)?$")
TWIN = re.compile(
    r"(?:\W*[–—-][^–—.;]{1,90}[–—-])?\W*(?:and|,|or)\s+(?:in\s+)?"
    r"(?P<who>(?:(?:to|with)\s+(?:the\s+)?)?[A-Z][\w’'-]*(?:\s+(?:with|of|and|in|to|the|[A-Z][\w’'-]*))*?)"
    r"\s+(?:on|in|of|from|at)\s+$"
)
AS = re.compile(r"\s*(?:\([^()]{1,20}\))?\s*as\s+(?:a|an|the)\s+(?:[a-z]+\s+)?$")
# Authors that are persons: "Berg, A.", "A. Berg", "Berg and Holm (", "Berg et al.,".
PERSON = re.compile(
    r"\W*(?:\d+\W+)?(?:[A-Z][\w’'-]+,\s+(?:[A-Z]\.[\s,-]*)+|(?:[A-Z]\.[\s-]*)+[A-Z][\w’'-]+|"
    r"[A-Z][\w’'-]+(?:\s+(?:and|&)\s+[A-Z][\w’'-]+)?(?:\s+et al\.?)?\s*[(,]\s*$)"
)
NAMES = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")
URL = re.compile(r"<?(?:https?://|www\.)[^\s<>\])]*[^\s<>\]).,;]>?")
AUTHOR = re.compile(rf"\b(?:{rules.INSTITUTIONS})\b", re.I)
SEE = re.compile(r"\b[Ss]ee(?:\s+also)?\b|\bas in\b")
NEW_SOURCE = re.compile(rf"{BLANK}+\W*\.\s+(?=[A-Z])")  # a blanked address and a full stop
TITLE = re.compile(r"[\s.,:)\]’'“”\"‘*_]*(?:(?:the|a)\s+)?$", re.I)
PROGRESS = re.compile(
    r"\b(?:is|are)\s+(?:(?:also|now|currently|still)\s+)*(?:in the process of\s+)?(?:being\s+)?\w+(?:ing|ed)\b"
)
# "Now, two further steps are being taken." is no event, but says that what follows goes on now.
ANNOUNCES = re.compile(
    r"\b(?:steps|things|changes|developments|initiatives|measures|processes)\s+(?:are|have|can|include)\b"
)
# Any clause of the past behind an opening date; its verb need not be one of ours: "On 27 May the cable was cut".
TOLD = re.compile(
    r",?\s+(?P<what>(?:[\w’'-]+\s+){1,12}?(?:(?:was|were|had)\b(?!\s+(?:an?|the|no|not)\b)|[a-z]{3,}ed\b)(?!\s+by\s+\d)(?:\s+(?!and\b|which\b|but\b)[\w’'-]+){0,10})"
)
PREPOSITION = re.compile(r"\b(?:on|in|by|since|at)\s+$")
BORDER = re.compile(r"[;:—–(]\s*|,\s+|\b(?:that|which|where|when|while|although|because|but|and(?! [A-Z]))\s+")
PAST_CLAUSE = re.compile(
    r"\s*(?P<what>(?:[\w’'-]+\s+){1,9}?(?:(?:was|were|had|has been|have been)\s+(?:\w+ly\s+)?)?"
    r"(?P<verb>[a-z]{2,}ed|made|took|came|went|ran|fell|rose|sank|broke|won|lost|sent|left|began|begun|taken|put|cut|built|blown|struck|hit|shot)"
    r"(?:\s+[\w’'-]+){0,10}?)\s+(?:on|in|by|since|at)\s+"
)
# The year in "the 2024 budget" says which budget, not when.
ATTRIBUTE = re.compile(r"\b(?:the|an?|its|their|our|this)\s+$", re.I)
SIGNED_AT = re.compile(
    r"\W*(?:\([^()]*\)\W*)?(?:(?:was|were|had been|which was)\s+)?"
    r"(?:signed|adopted|agreed|launched|endorsed|announced|approved|concluded)\s+(?:at|during)\s+(?:the\s+|a\s+)?"
)
FRAME = re.compile(r"\b(?:taken place|occurred|happened|took place|emerged|been made)\b")
FOUNDED = re.compile(r"\b(?:established|created|launched|founded|set up|inaugurated|opened|formed|introduced)\b")
SUCH_AS = re.compile(r"\b(?:such as|including|like|namely|among them|notably)\s+(?:the\s+)?$")
GLOSS = re.compile(r"\s*\((?:the\s+)?[A-Z][\w -]{1,14}\)")
LONGEST_BY = 180  # characters of "by the Presidents of ... on ..."; the longest in the genre that still dates its text
