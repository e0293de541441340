"""What do the modules of this room pass to each other? From the date and the name in a sentence to the mention."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from analysis.timeline.days import UNKNOWN, Days
from analysis.timeline.vocabulary import GENERIC

BLANK = "\x1a"  # stands for each character of an address in a sentence: no word, no space


class Date(NamedTuple):
    """A date that `analysis.dates` found: offsets, words, first and last day, role; vague if it is a mere "now"."""

    start: int
    end: int
    text: str
    earliest: str
    latest: str
    role: str
    vague: bool = False


class Name(NamedTuple):
    """Words that name an event: offsets, kind, the head they are built on, and whether it is a proper name."""

    start: int
    end: int
    text: str
    kind: str
    head: str
    proper: bool
    acronym: str  # in brackets behind it


class Clause(NamedTuple):
    """A verb of happening with the words around it; offsets in the text that was searched."""

    start: int
    end: int
    verb_start: int
    verb_end: int
    makes: bool  # its object is the event: to sign a treaty
    passive: bool
    subject: bool  # it has a subject of its own


class Anchor(NamedTuple):
    """A name or clause, the date that dates it (if any) and the rule that tied the two."""

    start: int
    end: int
    kind: str  # of the name; "act" for a clause
    head: str
    proper: bool
    acronym: str
    rule: str
    date: Date | None
    who: str = ""  # the subject of a clause that leaves it to the clause before: "... and joined the Alliance"


def anchor(name: Name, rule: str, date: Date | None) -> Anchor:
    """Return a name as an anchor."""
    return Anchor(name.start, name.end, name.kind, name.head, name.proper, name.acronym, rule, date)


def told(text: str, start: int, end: int, rule: str, date: Date | None, who: str = "") -> Anchor:
    """Return words that tell what happened as an anchor."""
    proper = bool(re.search(r"\b[A-Z]", text[start + 1 : end]))
    return Anchor(start, end, "act", "", proper, "", rule, date, who)


class Sentence(NamedTuple):
    """A sentence, or a whole note, as the rules see it; all offsets are in `text`."""

    text: str
    dates: list[Date]
    names: list[Name]
    clauses: list[Clause]
    is_note: bool
    anchors: list[Anchor]  # what the dates before the one in hand date
    previous: str = ""  # the sentence before

    def has_date(self, start: int, end: int) -> bool:
        """Tell whether a date stands between two places."""
        return any(start <= d.start and d.end <= end for d in self.dates)


class Mention(NamedTuple):
    """An anchor in its report: one place where it speaks of an event; start and end are offsets in the block."""

    report: str
    block: int
    start: int
    end: int
    text: str
    kind: str
    head: str
    proper: bool
    acronym: str
    keys: frozenset[str]  # the words by which it is compared with others
    record: str  # the event of the chronology, "" if it has none
    date: Date | None
    rule: str
    status: str
    source: str  # the kind of the block
    who: str = ""

    @property
    def days(self) -> Days:
        """Return the first and last day of its date."""
        return (self.date.earliest, self.date.latest) if self.date else UNKNOWN

    @property
    def short_forms(self) -> set[str]:
        """Return the acronym it explains and the one it consists of."""
        return {self.acronym, self.text if self.text.isupper() else ""} - {""}

    @property
    def specific(self) -> frozenset[str]:
        """Return the words by which it is compared that few names share."""
        return self.keys - GENERIC


def each(table: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a table, each with its columns as attributes."""
    return table.itertuples(index=False)
