"""Who mentions what, where, and when? Goes through the blocks of all reports and collects mentions of events."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from analysis.sentences import split_sentences
from analysis.timeline import vocabulary
from analysis.timeline.chronology import Record
from analysis.timeline.clauses import find_clauses
from analysis.timeline.dating import find_anchors, going_on
from analysis.timeline.days import UNKNOWN, Days, bounds, iso
from analysis.timeline.names import find_acronyms
from analysis.timeline.short_names import FullNames
from analysis.timeline.status import status_of
from analysis.timeline.ties_to_clauses import ANNOUNCES
from analysis.timeline.types import Anchor, Date, Mention, Name, anchor, each
from analysis.timeline.vocabulary import words

MAIN = frozenset({"paragraph", "list_item", "box"})
NOTES = frozenset({"footnote", "reference"})
SKIPPED = frozenset({"toc", "boilerplate", "author", "title", "glossary"})
LIVES = "about"  # the kind of blocks that tell the lives of the authors: they name events, but are no source of any
# Kinds of which words alone do not single one out: the date has to fit the record as well.
MANY = frozenset({"meeting", "declaration", "law", "document", "plan", "agreement", "strategy"})
NOW = frozenset({"currently", "now", "at present", "at the moment", "presently"})
_LONGEST_NAMING = 60  # characters of a note that says no more than a name
_CLAUSE_BORDER = re.compile(r"[;:()]|\b(?:which|that|who|after|before|since|while|although)\b")
_INDEFINITE = re.compile(r"\b(?:an?|any|no|each|every|such)\s+$", re.I)  # "a mission" is any mission
_ANOTHER = re.compile(
    r"\b(?:an?|any|another)\s+(?P<new>(?:new|second|third|further|future|updated|revised)(?:, \w+)?\s+)$", re.I
)
_SUCH = re.compile(r"\b(?:such|this|that|these) (?:an? )?[“\"‘']?$", re.I)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

Notes = dict[tuple[str, int], list[tuple[int, str]]]  # by report and block: where a note is cited, and what it says


class Block(NamedTuple):
    """A block with what is known of its report."""

    row: Any
    sentences: list[tuple[int, int]]
    dates: list[Date]
    aliases: list[tuple[int, int, frozenset[str]]]  # where the block names events of the record
    notes: list[tuple[int, str]]
    published: Days
    acronyms: dict[str, Name]  # that its report explains


def collect(
    blocks: pd.DataFrame, dates: pd.DataFrame, reports: pd.DataFrame, record: Record, notes: Notes
) -> list[Mention]:
    """Return all mentions in the order of reports and text; those without a date are candidates only.

    `notes` are those that name what is spoken of: "agreed in 2002 [5]".
    """
    published = {report: iso(bounds(value)) for report, value in reports["published"].items()}
    dated = _by_block(dates, published)
    found: list[Mention] = []
    for _, rows in blocks[~blocks["kind"].isin(SKIPPED)].groupby("report", sort=False):
        acronyms = find_acronyms(rows["text"])
        now: Date | None = None
        full = FullNames(record)
        for row in each(rows):
            here = [] if row.kind == LIVES else dated.get((row.report, row.block), [])
            block = Block(
                row,
                split_sentences(row.text),
                here,
                record.find(row.text),
                notes.get((row.report, row.block), []),
                published.get(row.report, UNKNOWN),
                acronyms,
            )
            for a in _anchors(block, now, record):
                found.append(full.resolve(_mention(block, a, record), row.text[: a.start]))
            now = _still_now(row, here, now)
    return found


def notes_that_name(corpus) -> Notes:
    """Return where blocks cite notes that say no more than a name ("In the Berlin Plus agreement."), and the notes."""
    notes = corpus.blocks[corpus.blocks["kind"] == "footnote"]
    naming = {(n.report, n.note): n.text for n in each(notes) if len(n.text) <= _LONGEST_NAMING}
    found: Notes = {}
    at = 0
    for row in each(corpus.ledger[corpus.ledger["block"].notna()]):
        if not pd.isna(row.at):
            at = int(row.at) + row.end - row.start
        elif row.status == "note marker":
            number = re.sub(r"\D", "", corpus.raw(row.report)[row.start : row.end].translate(_RAISED))
            if number and (text := naming.get((row.report, int(number)))):
                found.setdefault((row.report, int(row.block)), []).append((at, text))
    return found


def _by_block(table: pd.DataFrame, published: dict) -> dict[tuple[str, int], list[Date]]:
    """Return the dates of each block, in order; "now" is the day of publication."""
    found: dict[tuple[str, int], list[Date]] = {}
    for d in each(table.sort_values(["report", "block", "start"])):
        days, role = (str(d.earliest or ""), str(d.latest or "")), d.role
        if d.text.lower() in NOW:
            days, role = published.get(d.report, UNKNOWN), "event"
        date = Date(int(d.start), int(d.end), d.text, *days, role, vague=str(d.value).endswith("_REF"))
        found.setdefault((d.report, d.block), []).append(date)
    return found


def _still_now(row, dates: list[Date], now: Date | None) -> Date | None:
    """Return the "now" that a sentence without an event of its own hands on to the paragraphs behind it."""
    if row.kind not in MAIN:
        return None if row.kind == "heading" else now
    told = [d for d in dates if d.role == "event"]
    opens = next((d for d in told if d.vague and d.earliest and not re.search(r"\w", row.text[: d.start])), None)
    if opens:
        return opens if ANNOUNCES.search(row.text) else None
    return now if all(d.vague for d in told) else None


def _anchors(block: Block, now: Date | None, record: Record) -> list[Anchor]:
    """Return what a block speaks of, in the order of the text, dated or not; `now` is what `_still_now` handed on."""
    text, kind = block.row.text, block.row.kind
    known = {short: name for short, name in block.acronyms.items() if name.kind not in vocabulary.BODIES}
    others = [Name(s, e, text[s:e], record.kind_of(keys), "", True, "") for s, e, keys in block.aliases]
    anchors, names = find_anchors(text, block.dates, block.sentences, kind in NOTES, known, others)
    if now and not anchors and kind in MAIN:
        when = now._replace(start=-1, end=-1)  # it stands in another block
        anchors = [a for start, end in block.sentences for a in going_on(text, start, end, when)]
    anchors += _undated(block, anchors, names)
    return sorted(anchors, key=lambda a: (a.start, a.end, a.date.start if a.date else -2))


def _undated(block: Block, anchors: list[Anchor], names: list[Name]) -> list[Anchor]:
    """Return the names, known names and clauses that no date dates."""
    text = block.row.text
    free = [
        anchor(n, "no date" if n.head else "known name", None)
        for n in names
        if n.proper and not _is_body(n) and not (n.head and _INDEFINITE.search(text[max(0, n.start - 8) : n.start]))
    ]
    for start, end in block.sentences if block.row.kind not in NOTES else ():
        free += [
            Anchor(c.start + start, c.end + start, "act", "", False, "", "no date", None)
            for c in find_clauses(text[start:end])
            if not c.makes and c.subject
        ]
    return [a for a in free if not _overlaps(a.start, a.end, anchors)]


def _is_body(name: Name) -> bool:
    """Tell whether a name without a date names a body that meets, and no meeting: the European Council."""
    return name.head == "european council" and name.text.lower() == name.head


def _overlaps(start: int, end: int, others: Sequence[Anchor | Name]) -> bool:
    return any(other.start < end and start < other.end for other in others)


def _mention(block: Block, a: Anchor, record: Record) -> Mention:
    """Return an anchor as a mention: with its key words, its record and its status."""
    row, text = block.row, block.row.text[a.start : a.end]
    days = (a.date.earliest, a.date.latest) if a.date else UNKNOWN
    keys = frozenset(words(f"{text} {a.head}"))  # the head may be left out
    alias = _alias(block, a, keys)
    if text in block.acronyms:
        keys = frozenset(words(block.acronyms[text].text))
    if a.kind == "act" and not alias:
        alias = _alias_elsewhere(block, a, record)
    known = record.choose(alias, *days, block.published[1]) if alias else _described(record, a, keys, days)
    new = _ANOTHER.search(block.row.text[: a.start], max(0, a.start - 40))
    if known and new and not (days[0] and record.fits(known, *days)):
        known = ""  # "a new European Security Strategy" is not the one there is
        a = a._replace(start=new.start("new"))
        text, keys = block.row.text[a.start : a.end], keys | {"new"}
    return Mention(
        row.report, row.block, a.start, a.end, text, record.rows[known].kind if known else a.kind,
        a.head, a.proper, a.acronym, keys, known, a.date, a.rule, _status(block, a, days), row.kind, a.who,
    )  # fmt: skip


def _alias(block: Block, a: Anchor, keys: frozenset[str]) -> frozenset[str]:
    """Return the alias by which the record knows what is mentioned, as key words."""
    text, heads = block.row.text, set(words(a.head))
    for start, end, alias in block.aliases:
        if not _overlaps(start, end, [a]):
            continue
        whole = start <= a.start and a.end <= end
        gloss = a.start < start and text[:start].endswith(("(", "(the "))  # "the first operation in Bosnia (EUPM)"
        opens = start <= a.start and (not heads or (a.date is None and text[end : a.end].islower()))
        # The Sino-British Joint Declaration is not the Joint Declaration that the record knows.
        inside = a.proper and heads and heads <= alias and keys - vocabulary.GENERIC <= alias
        if whole or gloss or opens or inside:
            return alias
    return frozenset()


def _alias_elsewhere(block: Block, a: Anchor, record: Record) -> frozenset[str]:
    """Return the alias by which a note at the date or the next sentence ("in such a ...") names what a clause tells."""
    for at, note in block.notes:
        if a.date and 0 <= at - a.date.end <= 2:
            return next((keys for _, _, keys in record.find(note)), frozenset())
    start, end = next(((s, e) for s, e in block.sentences if s >= a.end), (0, 0))
    named = (keys for s, _, keys in block.aliases if start <= s < end and _SUCH.search(block.row.text[start:s]))
    return next(named, frozenset())


def _described(record: Record, a: Anchor, keys: frozenset[str], days: Days) -> str:
    """Return the record whose alias consists of words of the mention, for clauses and for names in another order."""
    fits = []
    for alias in record.aliases:
        row = record.rows[alias.record]
        kind = a.kind == row.kind or (a.kind == "act" and row.kind in ("accession", "war"))
        whole = len(alias.keys) >= 2 and bool(alias.keys - vocabulary.GENERIC) and alias.keys <= keys
        if kind and whole and (not days[0] or row.kind not in MANY or record.fits(alias.record, *days)):
            fits.append((-len(alias.keys), alias.record))
        # "The Compact agreed on 19 November 2018": its very days leave no choice.
        if a.kind == row.kind and keys and keys <= alias.keys and days == (row.earliest, row.latest):
            fits.append((0, alias.record))
        # "NATO summit in 2014": fewer words than the record, but the year leaves no choice.
        part = a.kind == row.kind == "meeting" and len(keys) >= 2 and keys <= alias.keys
        if part and days[0] and days[0] <= row.earliest and row.latest <= days[1]:
            fits.append((0, alias.record))
    return min(fits)[1] if fits else ""


def _status(block: Block, a: Anchor, days: Days) -> str:
    """Return the status of what is mentioned: by the role of its date, or by date and words."""
    if a.date and a.date.role == "citation":
        return "happened"  # a text that can be cited has been adopted
    if a.date and _is_proposal(block.row.text, a, a.date):
        return "proposed"
    if a.rule == "going on":
        return "ongoing"
    return status_of(_passage(block, a), *days, block.published, a.date is not None and a.date.vague)


def _is_proposal(text: str, a: Anchor, d: Date) -> bool:
    """Tell whether a date is that of the proposal: "the Facility, proposed in June 2018"."""
    if a.end <= d.start:
        return bool(re.search(r"\b(?:proposed|tabled|floated)\b", text[a.end : d.start]))
    return d.end <= a.start and bool(re.search(r"\bproposal\b[^.;]*$", text[max(0, d.start - 90) : d.start]))


def _passage(block: Block, a: Anchor) -> str:
    """Return the words that tell the status of a mention: its clause, as far as borders show it."""
    text = block.row.text
    start, end = next(((s, e) for s, e in block.sentences if s <= a.start < e), (0, len(text)))
    before = _CLAUSE_BORDER.split(text[start : a.start])[-1]
    after = _CLAUSE_BORDER.split(text[a.end : end])[0]
    return before[-160:] + text[a.start : a.end] + after[:120]
