"""Which event does a shortened name mean? "The Compass" is the Strategic Compass, if a report speaks of no other."""

import re

from analysis.timeline.chronology import Record
from analysis.timeline.days import touch
from analysis.timeline.types import Mention

_THE = re.compile(r"\b(?:the|this|that)\s+$", re.I)


class FullNames:
    """The full names a report has used so far."""

    def __init__(self, record: Record) -> None:
        """Begin a report."""
        self._record = record
        self._full: dict[str, dict[object, Mention]] = {}  # by head: one for each event

    def resolve(self, m: Mention, before: str) -> Mention:
        """Return a shortened name with the words and the record of the full one; `before` is the text before it."""
        if m.kind == "act" or not m.head or not m.proper:
            return m
        full = self._full.setdefault(m.head, {})
        if m.text.lower() != m.head:
            if m.specific or m.record:
                full.setdefault(m.record or m.keys, m)
            return m
        if m.record or not m.text[0].isupper() or not _THE.search(before) or len(full) != 1:
            return m
        (other,) = full.values()
        return m._replace(keys=other.keys, record=other.record) if self._agree(m, other) else m

    def _agree(self, m: Mention, other: Mention) -> bool:
        """Tell whether the dates of both leave it open that they mean one event."""
        if not m.date:
            return True
        if other.record:
            return self._record.fits(other.record, *m.days)
        return not other.date or touch(m.days, other.days)
