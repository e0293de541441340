"""What is a tie between a date and an event? The small types that the rules pass to each other."""

from typing import NamedTuple

from analysis.timeline.clauses import Clause
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
