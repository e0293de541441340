"""Has it happened, is it going on, is it planned, is it only proposed? As the report that speaks of it sees it."""

import re
from typing import NamedTuple

STATUSES = ("happened", "ongoing", "planned", "proposed")


class Cue(NamedTuple):
    """Words that tell the status of what they stand beside, with a sentence that has them and one that has not."""

    status: str
    pattern: str
    example: str
    not_this: str


# The first cue that fits decides: what should be done is proposed even if it "will" follow.
CUES = (
    Cue(
        "proposed",
        r"\b(?:should|ought to|must|needs? to|recommends?|recommended|suggests?|call(?:s|ed)? for|"
        r"propos(?:es|ed|al to)|could|would|establish a|develop a|advisable|consider|advocates?|favour|in favour of)\b",
        "Member states should set up a headquarters.",
        "The Council set up a headquarters.",
    ),
    Cue(
        "planned",
        r"\b(?:will|shall|(?:is|are|was|were) to|to be|planned|planning|plans?|upcoming|forthcoming|scheduled|due to|"
        r"next|prepar(?:ing|ations?)|intends?|expected|envisaged|in the making|soon|yet to|on track|ahead|future)\b",
        "The exercise will be held in 2018.",
        "The exercise was held in 2018.",
    ),
    Cue(
        "ongoing",
        r"\b(?:(?:is|are)\s+(?:(?:now|currently|still|also|already)\s+)*"
        r"(?!(?:according|including|following)\b)[a-z]{2,}ing|currently|still|ongoing|on-going|underway|"
        r"continu(?:es|ing)|being|in the process of|at present|these days|has been \w+ing)\b",
        "The mission is still continuing.",
        "The mission ended.",
    ),
)
_CUES = tuple((cue.status, re.compile(cue.pattern)) for cue in CUES)
_PAST = re.compile(r"\b(?:was|were|had|has|have|did|held|set up|made|met|took|began)\b|\b\w{3,}ed\b")


def status_of(passage: str, earliest: str, latest: str, published: tuple[str, str], vague: bool = False) -> str:
    """Return the status of an event: by its date where that decides, else by the words beside it.

    `passage` is the clause or sentence that names it, `published` the first and last day the report may be of.

    >>> status_of("the NATO summit in 2014", "2014-01-01", "2014-12-31", ("2013-06-01", "2013-06-30"))
    'planned'
    >>> status_of("the NATO summit in 2014", "2014-01-01", "2014-12-31", ("2017-05-15", "2017-05-15"))
    'happened'
    """
    first, last = published
    if earliest and not vague:
        if last and earliest > last:
            return "planned"
        if first and latest < first:
            return "happened"
        if last and latest > last:  # the report appeared in the middle of it: the words decide
            return _by_words(passage, ("planned", "proposed", "ongoing")) or (
                "happened" if _PAST.search(passage) else "planned"
            )
        return _by_words(passage, ("planned", "ongoing")) or "happened"
    return _by_words(passage, STATUSES) or ("ongoing" if vague else "happened")


def _by_words(passage: str, allowed: tuple[str, ...]) -> str:
    return next((status for status, cue in _CUES if status in allowed and cue.search(passage)), "")
