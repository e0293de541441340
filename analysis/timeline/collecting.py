"""Who mentions what, where, and when? Goes through the blocks of all reports and collects mentions of events."""

import re
from typing import NamedTuple

import pandas as pd

from analysis import edtf
from analysis.sentences import split_sentences
from analysis.timeline import rules
from analysis.timeline.chronology import Record
from analysis.timeline.clauses import find_clauses
from analysis.timeline.dating import Anchor, Time, find_anchors
from analysis.timeline.names import Name, words
from analysis.timeline.status import status_of

NOTES = frozenset({"footnote", "reference"})
SKIPPED = frozenset({"toc", "boilerplate", "front", "author", "title", "about", "glossary"})
# Kinds of which a proper name says that something happened even without a date: Operation Althea, the Lisbon Treaty.
STRONG = frozenset({"operation", "treaty", "attack", "war", "crisis", "accession"})


class Mention(NamedTuple):
    """One place where a report speaks of an event; start and end are clean offsets in the block."""

    report: str
    block: int
    start: int
    end: int
    text: str
    kind: str
    head: str
    proper: bool
    acronym: str
    keys: frozenset[str]
    record: str
    time: Time | None
    rule: str
    status: str


def collect(blocks: pd.DataFrame, times: pd.DataFrame, reports: pd.DataFrame, record: Record) -> list[Mention]:
    """Return all mentions in the order of reports and text; those without a date are candidates only."""
    dated = _times(times)
    published = {r: _published(v) for r, v in reports["published"].items()}
    found: list[Mention] = []
    for row in blocks[~blocks["kind"].isin(SKIPPED)].itertuples():
        here = dated.get((row.report, row.block), [])
        found += _of_block(row, here, published.get(row.report, ("", "")), record)
    return found


def _published(value: object) -> tuple[str, str]:
    """Return the first and last day a report may be of, as ISO text; empty where it is unknown."""
    try:
        first, last = edtf.bounds(str(value))
    except ValueError:
        return "", ""
    return first.isoformat() if first else "", last.isoformat() if last else ""


def _times(times: pd.DataFrame) -> dict[tuple[str, int], list[Time]]:
    """Return the dates of each block, in order."""
    found: dict[tuple[str, int], list[Time]] = {}
    for t in times.sort_values(["report", "block", "start"]).itertuples():
        vague = str(t.value).endswith("_REF")
        time = Time(int(t.start), int(t.end), t.text, str(t.earliest or ""), str(t.latest or ""), t.role, vague)
        found.setdefault((t.report, t.block), []).append(time)
    return found


def _of_block(row, times: list[Time], published: tuple[str, str], record: Record) -> list[Mention]:
    """Return the mentions in one block: the dated first, then names without a date."""
    text, note = row.text, row.kind in NOTES
    sentences = split_sentences(text)
    anchors, names = find_anchors(text, times, sentences, note)
    anchors += _undated(text, anchors, names, record, sentences, row.kind)
    aliases = record.find(text)
    mentions = []
    for a in sorted(anchors, key=lambda a: (a.start, a.end, a.time.start if a.time else -1)):
        keys, alias = _keys(text, a, aliases)
        day = (a.time.earliest, a.time.latest) if a.time else ("", "")
        which = record.choose(alias, *day, published[1]) if alias else _described(record, a, keys, day)
        vague = a.time is not None and a.time.vague
        passage = _passage(text, a, sentences)
        kind = record.rows[which].kind if which else a.kind
        mentions.append(
            Mention(
                row.report, row.block, a.start, a.end, text[a.start : a.end], kind, a.head, a.proper, a.acronym,
                keys, which, a.time, a.rule, status_of(passage, *day, published, vague),
            )
        )  # fmt: skip
    return mentions


def _undated(text: str, anchors: list[Anchor], names: list[Name], record: Record, sentences, kind: str) -> list[Anchor]:
    """Return the names, known names and clauses that no date dates."""
    taken = [(a.start, a.end) for a in anchors]
    free = [Anchor(n.start, n.end, n.kind, n.head, n.proper, n.acronym, "no date", None) for n in names if n.proper]
    spans = taken + [(n.start, n.end) for n in names]
    for start, end, keys in record.find(text):
        if not _inside(start, end, spans):
            which = record.rows[record.owners[keys][0]]
            free.append(Anchor(start, end, which.kind, "", True, "", "known name", None))
    if kind not in NOTES:
        for start, end in sentences:
            free += [
                Anchor(c.start + start, c.end + start, "act", "", False, "", "no date", None)
                for c in find_clauses(text[start:end])
                if not c.makes and c.subject
            ]
    return [a for a in free if not _inside(a.start, a.end, taken)]


def _inside(start: int, end: int, spans) -> bool:
    return any(a < end and start < b for a, b in spans)


def _keys(text: str, a: Anchor, aliases) -> tuple[frozenset[str], frozenset[str]]:
    """Return the key words of a mention, and those of the alias by which the record knows it."""
    keys = frozenset(words(text[a.start : a.end]) + ([a.head] if a.head and a.rule == "head left out" else []))
    for start, end, alias in aliases:
        if start < a.end and a.start < end:
            heads = set(words(a.head))
            covers = start <= a.start and a.end <= end
            if (
                covers
                or (a.proper and heads and heads <= alias)
                or (start <= a.start and not heads)
                or a.acronym
                and end >= a.end
            ):
                return keys, alias
    return keys, frozenset()


def _described(record: Record, a: Anchor, keys: frozenset[str], day: tuple[str, str]) -> str:
    """Return the record whose alias consists of words of the mention, for clauses and for names in another order."""
    fits = []
    for alias in record.aliases:
        row = record.rows[alias.record]
        if (
            len(alias.keys) >= 2
            and alias.keys <= keys
            and (a.kind == row.kind or (a.kind == "act" and row.kind in ("accession", "war")))
        ):
            if not day[0] or row.kind not in _one_name or record.fits(alias.record, *day):
                fits.append((-len(alias.keys), alias.record))
        elif day[0] and a.kind == row.kind == "meeting" and len(keys) >= 2 and keys <= alias.keys:
            if day[0] <= row.earliest and row.latest <= day[1]:
                fits.append((0, alias.record))
    return min(fits)[1] if fits else ""


_one_name = frozenset({"meeting", "declaration", "law", "document", "plan", "agreement", "strategy"})


def _passage(text: str, a: Anchor, sentences) -> str:
    """Return the words that tell the status of a mention: its clause, as far as borders show it."""
    start, end = next(((s, e) for s, e in sentences if s <= a.start < e), (0, len(text)))
    before = re.split(r"[;:()]|\b(?:which|that|who|after|before|since|while|although)\b", text[start : a.start])[-1]
    after = re.split(r"[;:()]|\b(?:which|that|who|after|before|since|while|although)\b", text[a.end : end])[0]
    return before[-160:] + text[a.start : a.end] + after[:120]
