"""Why was this read so? What was blanked, which rules looked at a place, what the reading counted from."""

from datetime import date

from . import _engine, _find, _mask
from ._order import UNDECIDED
from ._zones import Zones


def explain(text: str, published: str | date | None = None) -> str:
    """Tell step by step how a text was read: what was blanked, which rule read what and from where, which rules
    looked and refused.

    >>> print(explain("No 233/2014, reviewed last December", "2017-05-15"))
    no date    '233/2014' at 3: act
    read       'last December' at 22: month spoken of -> DATE 2016-12, 2016-12-01 to 2016-12-31, event
               counted from 2017-05-15, the publication date
    """
    masks: list[tuple[int, int, str]] = []
    _mask.fold(text, masks)
    lines = [(begin, f"no date    {text[begin:end]!r} at {begin}: {name}") for begin, end, name in masks]
    story, zones, refused = _find.begin(text, published), Zones(text), list[tuple[int, str]]()
    for hit in _engine.read(story, refused):
        leant_on = story.near()
        row = dict(zip(_find.COLUMNS, _find.row(hit, story, zones.at(hit.start)), strict=True))
        lines.append((hit.start, _told(row)))
        lines += [(hit.start, f"           counted from {why}") for why in _anchors(hit, story, leant_on)]
        lines += [(hit.start, f"           {row['note']}")] if row["note"] else []
    lines += [(at, f"refused    by {name} at {at}") for at, name in refused]
    order = story.order
    if order.why != UNDECIDED and any(c.isdigit() for c in text) and any(c in text for c in "/."):
        lines.append((len(text), f"order      {'day' if order.first else 'month'} first, {order.why}"))
    return "\n".join(line for _, line in sorted(lines, key=lambda item: item[0]))


def _told(row: dict) -> str:
    days = f"{row['earliest']} to {row['latest']}" if row["earliest"] else "no days"
    value = f"{row['value']} {row['mod']}".rstrip()
    return (
        f"read       {row['text']!r} at {row['start']}: {row['rule']} -> {row['type']} {value}, {days}, {row['role']}"
    )


def _anchors(hit: _engine.Hit, story, leant_on: str) -> list[str]:
    if hit.rule not in _engine.RELATIVE or hit.reading.value.endswith("_REF"):
        return []
    if leant_on and hit.rule not in _engine.SPEAKING:
        return [f"{leant_on}, the date read last"]
    return [f"{story.published}, the publication date"] if story.published else []
