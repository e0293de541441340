"""Who mentions what, where, and when? Goes through the blocks of all reports and collects mentions of events."""

import re
from typing import Any, NamedTuple

import pandas as pd

from analysis import edtf
from analysis.sentences import split_sentences
from analysis.timeline import rules
from analysis.timeline.chronology import Record
from analysis.timeline.clauses import find_clauses
from analysis.timeline.dating import find_anchors, going_on
from analysis.timeline.names import Name, find_acronyms, find_names
from analysis.timeline.patterns import ANNOUNCES, Anchor, Time
from analysis.timeline.rules import each, words
from analysis.timeline.status import status_of

NOTES = frozenset({"footnote", "reference"})
SKIPPED = frozenset({"toc", "boilerplate", "author", "title", "glossary"})
# Where a bare name is too little for an event of its own: sources, front matter, lives of the authors.
QUIET = NOTES | {"front", "about"}
# Kinds of which a proper name says that something happened even without a date: Operation Althea, the Lisbon Treaty.
STRONG = frozenset({"operation", "treaty", "attack", "war", "crisis", "accession"})
# Kinds of which words alone do not single one out: the date has to fit the record as well.
MANY = frozenset({"meeting", "declaration", "law", "document", "plan", "agreement", "strategy"})
NOW = frozenset({"currently", "now", "at present", "at the moment", "presently"})
MAIN = frozenset({"paragraph", "list_item", "box"})
_CLAUSE_BORDER = re.compile(r"[;:()]|\b(?:which|that|who|after|before|since|while|although)\b")
_INDEFINITE = re.compile(r"\b(?:an?|any|no|each|every|such)\s+$", re.I)  # "a mission" is any mission
_SUCH = re.compile(r"\b(?:such|this|that|these) (?:an? )?[“\"‘']?$", re.I)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


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
    source: str
    who: str = ""


class Block(NamedTuple):
    """A block with what its report says elsewhere: acronyms, and a "now" that still holds."""

    row: Any
    times: list[Time]
    published: tuple[str, str]
    known: dict[str, tuple[str, str]]
    full: dict[str, frozenset[str]]
    now: Time | None
    cited: list[tuple[int, str]]  # where notes are cited, and the notes that say no more than a name


def collect(
    blocks: pd.DataFrame, times: pd.DataFrame, reports: pd.DataFrame, record: Record, naming: dict | None = None
) -> list[Mention]:
    """Return all mentions in the order of reports and text; those without a date are candidates only.

    `naming` gives for (report, block) where it cites a note that names what is spoken of: "agreed in 2002 [5]".
    """
    published = {r: publication(v) for r, v in reports["published"].items()}
    dated = _times(times, published)
    found: list[Mention] = []
    for report, rows in blocks[~blocks["kind"].isin(SKIPPED)].groupby("report", sort=False):
        acronyms = find_acronyms(rows["text"])
        known = {short: (kind, head) for short, (kind, head, _) in acronyms.items() if kind not in rules.BODIES}
        full = {short: frozenset(words(name)) for short, (_, _, name) in acronyms.items()}
        now: Time | None = None
        for row in each(rows):
            here = dated.get((str(report), row.block), [])
            block = Block(
                row,
                here,
                published.get(report, ("", "")),
                known,
                full,
                now,
                (naming or {}).get((report, row.block), []),
            )
            found += _of_block(block, record)
            now = _still_now(row, here, found, now)
    return found


def notes_that_name(corpus) -> dict[tuple[str, int], list[tuple[int, str]]]:
    """Return where blocks cite notes that say no more than a name ("In the Berlin Plus agreement."), and the notes."""
    notes = corpus.blocks[corpus.blocks["kind"] == "footnote"]
    short = {(n.report, n.note): n.text for n in each(notes) if len(n.text) <= 60 and find_names(n.text)}
    found: dict[tuple[str, int], list[tuple[int, str]]] = {}
    if not short:
        return found
    at = 0
    for row in each(corpus.ledger[corpus.ledger["block"].notna()]):
        if not pd.isna(row.at):
            at = int(row.at) + row.end - row.start
        elif row.fate == "note marker":
            number = re.sub(r"\D", "", corpus.raw(row.report)[row.start : row.end].translate(_RAISED))
            text = short.get((row.report, int(number))) if number else None
            if text:
                found.setdefault((row.report, int(row.block)), []).append((at, text))
    return found


def _still_now(row, here: list[Time], found: list[Mention], now: Time | None) -> Time | None:
    """Return the "now" that a sentence without an event of its own hands on to the paragraphs behind it."""
    if row.kind not in MAIN:
        return now if row.kind not in ("heading",) else None
    opened = [
        t for t in here if t.vague and t.role == "event" and t.earliest and re.fullmatch(r"\W*", row.text[: t.start])
    ]
    if not opened:
        return now if not any(t.role == "event" and not t.vague for t in here) else None
    return opened[0] if ANNOUNCES.search(row.text) else None


def publication(value: object) -> tuple[str, str]:
    """Return the first and last day a report may be of, as ISO text; empty where it is unknown."""
    try:
        first, last = edtf.bounds(str(value))
    except ValueError:
        return "", ""
    return first.isoformat() if first else "", last.isoformat() if last else ""


def _times(times: pd.DataFrame, published: dict) -> dict[tuple[str, int], list[Time]]:
    """Return the dates of each block, in order; "now" is the day of publication."""
    found: dict[tuple[str, int], list[Time]] = {}
    for t in each(times.sort_values(["report", "block", "start"])):
        days, role = (str(t.earliest or ""), str(t.latest or "")), t.role
        vague = str(t.value).endswith("_REF")
        if t.value == "PRESENT_REF" and t.text.lower() in NOW and role in ("period", "event"):
            days, role = published.get(t.report, ("", "")), "event"
        elif vague:
            days = ("", "")
        time = Time(int(t.start), int(t.end), t.text, *days, role, vague)
        found.setdefault((t.report, t.block), []).append(time)
    return found


def _of_block(block: Block, record: Record) -> list[Mention]:
    """Return the mentions in one block, in the order of the text."""
    text, note = block.row.text, block.row.kind in NOTES
    sentences = split_sentences(text)
    anchors, names = find_anchors(text, block.times, sentences, note, block.known)
    if block.now and not anchors and block.row.kind in MAIN:
        when = block.now._replace(start=-1, end=-1)
        anchors = [a for start, end in sentences for a in going_on(text, start, end, when)]
    aliases = record.find(text)
    anchors += _undated(text, anchors, names, record, aliases, sentences, block.row.kind)
    anchors.sort(key=lambda a: (a.start, a.end, a.time.start if a.time else -2))
    return [_mention(block, a, aliases, sentences, record) for a in anchors]


def _mention(block: Block, a: Anchor, aliases, sentences, record: Record) -> Mention:
    """Return an anchor as a mention: with its key words, its record and its status."""
    row, text = block.row, block.row.text
    keys, alias = _keys(text, a, aliases)
    keys = block.full.get(text[a.start : a.end], keys)
    if a.kind == "act" and not alias:
        alias = _named_elsewhere(block, a, aliases, sentences, record)
        keys = alias or keys
    day = (a.time.earliest, a.time.latest) if a.time else ("", "")
    which = record.choose(alias, *day, block.published[1]) if alias else _described(record, a, keys, day)
    vague = a.time is not None and a.time.vague
    if a.time and a.time.role == "citation":
        status = "happened"  # a text that can be cited has been adopted
    elif a.rule == "going on":
        status = "ongoing"
    else:
        status = status_of(_passage(text, a, sentences), *day, block.published, vague)
    return Mention(
        row.report, row.block, a.start, a.end, text[a.start : a.end], record.rows[which].kind if which else a.kind,
        a.head, a.proper, a.acronym, keys, which, a.time, a.rule, status, row.kind, a.who,
    )  # fmt: skip


def _named_elsewhere(block: Block, a: Anchor, aliases, sentences, record: Record) -> frozenset[str]:
    """Return the alias by which a note at the date or the next sentence ("in such a ...") names what a clause tells."""
    for at, note in block.cited:
        if a.time and 0 <= at - a.time.end <= 2:
            return next((keys for _, _, keys in record.find(note)), frozenset())
    start, end = next(((s, e) for s, e in sentences if s >= a.end), (0, 0))
    before = (block.row.text[start:s] for s, _, _ in aliases if start <= s < end)
    hits = zip(before, (keys for s, _, keys in aliases if start <= s < end), strict=True)
    return next((keys for text, keys in hits if _SUCH.search(text)), frozenset())


def _undated(
    text: str, anchors: list[Anchor], names: list[Name], record: Record, aliases, sentences, kind: str
) -> list[Anchor]:
    """Return the names, known names and clauses that no date dates."""
    taken = [(a.start, a.end) for a in anchors]
    free = [
        Anchor(n.start, n.end, n.kind, n.head, n.proper, n.acronym, "no date", None)
        for n in names
        if n.proper and not _INDEFINITE.search(text[max(0, n.start - 8) : n.start])
    ]
    spans = taken + [(n.start, n.end) for n in names]
    for start, end, keys in aliases:
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
    keys = frozenset(words(text[a.start : a.end]) + (words(a.head) if a.rule == "head left out" else []))
    heads = set(words(a.head))
    own = keys - rules.GENERIC
    for start, end, alias in aliases:
        bracketed = text[end : end + 1] == ")" and bool(re.search(r"\((?:the )?$", text[:start]))
        gloss = bracketed and a.start < start <= a.end + 2  # "the first operation in Bosnia (EUPM)"
        if not gloss and (start >= a.end or end <= a.start):
            continue
        whole = (start <= a.start and a.end <= end) or gloss
        opens = start <= a.start and (not heads or (a.time is None and text[end : a.end].islower()))
        # The Sino-British Joint Declaration is not the Joint Declaration that the record knows.
        inside = a.proper and heads and heads <= alias and (a.kind == "act" or own <= alias)
        if whole or opens or inside or (a.acronym and a.acronym == text[start:end]):
            return keys, alias
    return keys, frozenset()


def _described(record: Record, a: Anchor, keys: frozenset[str], day: tuple[str, str]) -> str:
    """Return the record whose alias consists of words of the mention, for clauses and for names in another order."""
    fits = []
    for alias in record.aliases:
        row = record.rows[alias.record]
        kind = a.kind == row.kind or (a.kind == "act" and row.kind in ("accession", "war"))
        whole = len(alias.keys) >= 2 and bool(alias.keys - rules.GENERIC) and alias.keys <= keys
        if kind and whole and (not day[0] or row.kind not in MANY or record.fits(alias.record, *day)):
            fits.append((-len(alias.keys), alias.record))
        # "NATO summit in 2014": fewer words than the record, but the year leaves no choice.
        part = a.kind == row.kind == "meeting" and len(keys) >= 2 and keys <= alias.keys
        if part and day[0] and day[0] <= row.earliest and row.latest <= day[1]:
            fits.append((0, alias.record))
    return min(fits)[1] if fits else ""


def _passage(text: str, a: Anchor, sentences) -> str:
    """Return the words that tell the status of a mention: its clause, as far as borders show it."""
    start, end = next(((s, e) for s, e in sentences if s <= a.start < e), (0, len(text)))
    before = _CLAUSE_BORDER.split(text[start : a.start])[-1]
    after = _CLAUSE_BORDER.split(text[a.end : end])[0]
    return before[-160:] + text[a.start : a.end] + after[:120]
