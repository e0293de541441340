"""Go through the blocks of all reports and collect the mentions of events, dated and undated, each with its status."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from analysis.language import split_sentences
from analysis.timeline.chronology import Chronology, Days, each, iso_bounds, length, words
from analysis.timeline.grammar import Date, Name, Sentence, head_words, read_sentence, words_of
from analysis.timeline.labels import Anchor, name_label
from analysis.timeline.linking import dates_of, link

NOTES = frozenset(("footnote", "reference"))
SKIPPED = frozenset(("toc", "boilerplate", "author", "glossary", "about", "front", "title"))
LASTING = frozenset(("operation", "crisis", "war", "institution", "exercise"))
_SPEECH = re.compile(r"\b[Yy]ou(?:r|[’']ve)?\b|(?:^|[\W\s][a-z]+ |[“\"])I (?=[a-z])")  # somebody speaks
_NUMBER = re.compile(r"(?<![\w/])(?!9/11|7/7)(?:(?:19|20)\d\d/)?\d{1,4}(?:/\d{1,4})?\b")


class Mention(NamedTuple):
    """One place where a report speaks of an event; start and end are offsets in the block."""

    report: str
    block: int
    start: int
    end: int
    text: str
    label: str
    kind: str
    head: str
    named: bool  # it has a proper name
    indefinite: bool  # "a Plea Agreement": any
    keys: frozenset[str]  # words of the name, or of subject and object
    actors: frozenset[str]
    verb: str
    numbers: frozenset[str]
    record: str
    date: Date | None
    rule: str
    status: str
    source: str  # the kind of the block
    closed: bool

    @property
    def days(self) -> Days:
        """Return the first and last day of its date."""
        return (self.date.earliest, self.date.latest) if self.date else ("", "")

    @property
    def titled(self) -> bool:
        """Tell whether it is a full title: with the name of whose it is, or of many words."""
        return self.named and (len(self.keys) > 3 or (len(self.keys) > 2 and bool(self.keys & words_of("owner"))))

    @property
    def distinct(self) -> frozenset[str]:
        """Return the words that few names share."""
        return self.keys - words_of("shared word") - head_words() - self.numbers


def link_dates(corpus, found: pd.DataFrame, chronology: pd.DataFrame) -> list[Mention]:
    """Return the mentions of events, each with the date of `found` that dates it, or without one, in text order."""
    blocks, known = corpus.blocks, Chronology(chronology)
    published = {str(report): iso_bounds(value) for report, value in corpus.reports["published"].items()}
    dated = _by_block(found)
    mentions: list[Mention] = []
    story: tuple[str, Days] = ("", ("", ""))
    for row in each(blocks[~blocks["kind"].isin(SKIPPED)]):
        last = published.get(row.report, ("", ""))[1] or "9999-12-31"
        here = dated.get((row.report, row.block), [])
        if row.kind not in NOTES:
            story = story if story and story[0] == row.report else (row.report, ("", ""))
            here, days = _with_story(here, story[1], row.kind == "heading")
            story = (row.report, days)
        for s, anchors in _sentences(row, here, last):
            ours = [_mention(row, s, a, known, published[row.report]) for a in anchors]
            mentions += ours + _undated(row, s, ours, known, published[row.report])
    return mentions


def _by_block(table: pd.DataFrame) -> dict[tuple[str, int], list[Date]]:
    """Return the dates of each block, in order."""
    found: dict[tuple[str, int], list[Date]] = {}
    usable = table[table["type"].isin(["DATE", "DURATION"])]
    for d in each(usable.sort_values(["report", "block", "start"])):
        days = (str(d.earliest or ""), str(d.latest or ""))
        if not any(days) or (d.type == "DURATION" and "/" not in str(d.value)):
            continue
        found.setdefault((d.report, d.block), []).append(
            Date(int(d.start), int(d.end), d.text, *days, d.role, str(d.value))
        )
    return found


def _with_story(dates: list[Date], last: Days, heading: bool) -> tuple[list[Date], Days]:
    """Mark the dates without a year that go on from a month or day with one, and return the last date of the story."""
    found = []
    for d in dates:
        days = (d.earliest, d.latest)
        fine, gap = length(days) <= 31, length((last[0], d.earliest)) if d.earliest else 0
        if re.search(r"\d{4}", d.text) and d.role == "event":
            back = gap < -400 and not heading  # the story looks back
            last = days if (fine or heading) and not back else last if d.earliest[:4] == last[0][:4] else ("", "")
        elif last[0] and fine and gap >= -10 and (gap <= 100 or d.earliest <= last[1]):
            d, last = d._replace(follows=True), (max(last[0], d.earliest), max(last[1], d.latest))
        found.append(d)
    return found, last


def _sentences(row, dates: list[Date], last: str) -> Iterator[tuple[Sentence, list[Anchor]]]:
    """Return the sentences of a block that have a date or a name, with what the dates date."""
    k = 0
    for start, end in split_sentences(row.text):
        text = row.text[start:end]
        inside = []
        while k < len(dates) and dates[k].start < end:
            inside.append(dates[k])
            k += 1
        if text.isupper() or _SPEECH.search(text):
            continue
        if s := read_sentence(text, start, dates_of(text, start, inside)):
            yield s, link(s, row.kind in NOTES, last)


def _mention(row, s: Sentence, a: Anchor, known: Chronology, published: Days) -> Mention:
    """Return an anchor as a mention: with its words for comparison, its status and its event of the chronology."""
    name = a.name if a.name and (a.kind != "act" or a.closed or not a.verb) else None
    said = name.text if name else f"{a.actor} {a.object}"
    keys = frozenset(words(said)) | frozenset(words(a.label) if name and not name.proper else ())
    days = (a.date.earliest, a.date.latest) if a.date else ("", "")
    kind = name.kind if name and a.kind == "act" and name.kind != "institution" else a.kind
    head, named, indefinite = (name.head, name.proper, name.indefinite) if name else ("", False, False)
    numbers, actors = _numbers(said), frozenset(words(a.actor))
    record, status = _record(known, a, keys, days, published[1]), _status(s, a, days, published)
    return Mention(
        row.report, row.block, a.start, a.end, row.text[a.start : a.end], a.label, kind, head, named, indefinite, keys,
        actors, a.verb, numbers, record, a.date, a.rule, status, row.kind, a.closed,
    )  # fmt: skip


def _numbers(said: str) -> frozenset[str]:
    """Return the numbers in a text, without the year of a resolution: 687 (1991)."""
    found = frozenset(_NUMBER.findall(said))
    return frozenset(n for n in found if not re.search(rf"\d \({n}\)|\bAct(?: of)?,? {n}", said))


def _record(known: Chronology, a: Anchor, keys: frozenset[str], days: Days, published: str) -> str:
    """Return the event of the chronology that is meant, "" if none or if more than one could be."""
    chosen = known.choose(keys, days, published) if known.rows else ""
    if chosen or not (known.rows and a.name and a.name.proper and len(keys) > 1 and all(days)):
        return chosen
    part = {r for alias, owners in known.owners.items() if keys < alias for r in owners if known.rows[r].kind == a.kind}
    part = {r for r in part if days[0] <= known.days(r)[0] and known.days(r)[1] <= days[1]}
    return part.pop() if len(part) == 1 else ""  # "NATO summit in 2014": the year leaves no choice


def _status(s: Sentence, a: Anchor, days: Days, published: Days) -> str:
    """Return the status of an event by its clause and the day of publication."""
    for c in s.clauses:
        of_event = a.name and c.subject and c.subject[0] <= a.name.last <= c.subject[1]
        if of_event and c.verb.passive and c.verb.lemma in words_of("ending verb") and not c.verb.denied:
            return "cancelled"
    over = bool(published[0] and days[1] and days[1] < published[0]) and not a.verb
    later = a.tense in ("future", "planned") and not over
    return "planned" if later or (published[1] and days[0] > published[1]) else "happened"


def _undated(row, s: Sentence, dated: list[Mention], known: Chronology, published: Days) -> list[Mention]:
    """Return the names of a sentence that no date dates: of the chronology, or proper names of events."""
    names: list[tuple[Name, str]] = []
    for at, stop, alias in known.find(s.text) if known.rows else ():
        start, end = at + s.start, stop + s.start
        record = known.choose(alias, ("", ""), published[1])
        name = next((n for n in s.names if n.start <= start and end <= n.end), None)
        other = name is not None and name.kind != "act" and end - start < 0.6 * (name.end - name.start)
        if record and not other:
            kind = known.rows[record].kind
            names.append((Name(0, 0, start, end, row.text[start:end], kind, "", True, False), record))
    names += [(n, "") for n in s.names if n.proper and not n.indefinite and n.kind != "institution"]
    taken, found = [(m.start, m.end) for m in dated], []
    for name, record in names:
        if not any(a < name.end and name.start < b for a, b in taken):
            found.append(_plain(row, s, name, record, known))
            taken += [(name.start, name.end)] if record else []
    return found


def _plain(row, s: Sentence, name: Name, record: str, known: Chronology) -> Mention:
    """Return a name without a date as a mention."""
    clause = next((c for c in s.clauses if c.subject and c.subject[0] <= name.first <= c.subject[1]), None)
    status = "ongoing" if clause and clause.verb.tense == "progressive" and name.kind in LASTING else "happened"
    a = Anchor(name.start, name.end, name_label(s, name) or name.text, None, "no date", name, kind=name.kind)
    return _mention(row, s, a, known, ("", ""))._replace(record=record, status=status)
