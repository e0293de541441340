"""Collect the mentions of events from all reports, merge those of one event, and make the tables of both.

Two mentions are one event only where numbers, distinctive words, kind and dates allow it. What is unsure stays apart.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import pandas as pd

from analysis.language import find_acronyms, singular, split_sentences
from analysis.timeline.chronology import Chronology, Days, each, iso_bounds, length, touch, words
from analysis.timeline.grammar import Date, Name, Sentence, head_words, pattern_of, read_sentence, texts, words_of
from analysis.timeline.labels import Anchor, capitalised, name_label, only_name, says_which
from analysis.timeline.linking import dates_of, link
from analysis.timeline.people import full_names, with_full_name
from analysis.timeline.places import countries, subjects, with_subject

EVENTS = [
    "event", "label", "earliest", "latest", "precision", "extent", "approximate", "status", "reports", "kind",
    "record", "record_earliest", "record_latest",
]  # fmt: skip
MENTIONS = [
    "event", "report", "block", "start", "end", "text", "time_text", "earliest", "latest", "status", "section",
    "rule", "raw_start", "raw_end",
]  # fmt: skip
UNKNOWN: Days = ("", "")
LIKENESS, NEARLY_ALL = 0.5, 0.6  # share of the words of two clauses that both have
NOTES = frozenset(("footnote", "reference"))
WELL_KNOWN = frozenset(("war", "treaty", "agreement", "declaration", "operation", "institution", "crisis"))
LASTING = frozenset(("operation", "crisis", "war", "institution", "exercise"))
_ENTRY = re.compile(r"^(?:\d{1,2} )?[A-Z]?[\w/-]* ?(?:\d{1,2}, )?\d{4}\s*[:–—-] [A-Z“]")  # May 2002: Hackers attack
FEWEST_ENTRIES = 3  # that make a list of dates of paragraphs
_GLUED = re.compile(r"(?<=[a-z\d)]) (?:On|In|By|Between|During|From|Since|Until|Early|Late)(?: \w+)?(?: the)? $")


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
    cited: bool  # it stands in a list of references, or is the title of a text that a note cites
    country: str  # the one that the report is about, if any

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
    about = subjects(corpus.reports, corpus.main)
    published = {str(report): iso_bounds(value) for report, value in corpus.reports["published"].items()}
    dated = _by_block(found)
    mentions: list[Mention] = []
    own: set[tuple[str, frozenset[str]]] = set()  # meetings of the authors
    story: dict[str, Days] = {}
    entries = corpus.main["report"][corpus.main["text"].str.contains(_ENTRY)].value_counts()
    chronicles = set(entries.index[entries >= FEWEST_ENTRIES])
    before = ("", "")  # report and kind of the block before, if it ends without a stop
    skipped = blocks["kind"].isin(["toc", "boilerplate", "author", "glossary", "about", "front", "title"])
    for row in each(blocks[~skipped]):
        last = published.get(row.report, ("", ""))[1] or "9999-12-31"
        here = dated.get((row.report, row.block), [])
        if row.kind not in NOTES:
            here, story[row.report] = _with_story(here, story.get(row.report, UNKNOWN), row.kind == "heading")
        cut = before == (row.report, row.kind)
        before = (row.report, row.kind) if len(row.text) > 60 and re.search(r"[a-z,]\s*$", row.text) else ("", "")
        listed = row.kind == "list_item" or (row.report in chronicles and _ENTRY.match(row.text))
        known_day = length(published.get(row.report, UNKNOWN)) <= 31
        entry, latest = row.kind if listed else "", last if known_day else "9999-12-31"
        for s, anchors in _sentences(row, here, last, cut, latest, about[row.report], entry):
            ours = [_mention(row, s, a, known, published[row.report]) for a in anchors]
            mentions += ours + _undated(row, s, ours, known, published[row.report])
            if pattern_of("meeting of the authors").search(s.text):
                own |= {(row.report, frozenset(words(n.text))) for n in s.names}

    def is_own(m: Mention) -> bool:  # the workshop was held in Riga
        return any(m.report == r and (m.keys == keys or (m.closed and keys <= m.keys)) for r, keys in own)

    return [m for m in mentions if m.kind != "meeting" or not is_own(m)]


def _by_block(table: pd.DataFrame) -> dict[tuple[str, int], list[Date]]:
    found: dict[tuple[str, int], list[Date]] = {}
    usable = table[table["type"].isin(["DATE", "DURATION", "TIME"])]
    for d in each(usable.sort_values(["report", "block", "start"])):
        if d.earliest or d.latest:
            days = (d.earliest or "", d.latest or "")
            one = Date(int(d.start), int(d.end), d.text, *days, d.role, str(d.value), mod=d.mod or "")
            found.setdefault((d.report, d.block), []).append(one)
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


def _sentences(
    row, dates: list[Date], last: str, cut: bool, latest: str, country: str, entry: str
) -> Iterator[tuple[Sentence, list[Anchor]]]:
    k, spoken_of = 0, ""
    for start, end in split_sentences(row.text):
        text = re.sub(r"(?<=\W)\^\d{1,3}$", "", row.text[start:end])  # the number of a note
        inside = []
        while k < len(dates) and dates[k].start < end:
            inside.append(dates[k])
            k += 1
        cited = row.kind not in NOTES and pattern_of("reference outside the notes").search(row.text[start : end + 25])
        if text.isupper() or cited or pattern_of("somebody speaks").search(text) or (cut and not start):
            continue
        glued = [d.start - len(m[0]) for d in inside if (m := _GLUED.search(row.text[start : d.start]))]
        if not glued and (number := re.match(r"\(?\d{1,3}[.)]\s(?=[A-Z])", text)) and not start:
            glued = [number.end() - 1]
        if glued:  # a heading without a stop: Later Years On 3 May 2014, Berg left
            start = glued[-1] + 1
            text, inside = row.text[start:end], [d for d in inside if d.start >= start]
        if s := read_sentence(text, start, dates_of(text, start, inside), country):
            s = s._replace(spoken_of=spoken_of)
            spoken_of = only_name(s)
            yield s, link(s, row.kind in NOTES, last, "" if start else entry, latest)


def _mention(row, s: Sentence, a: Anchor, known: Chronology, published: Days) -> Mention:
    name = a.name
    wording = name.text if name else f"{a.actor} {a.object}"
    keys = frozenset(words(wording)) | frozenset(words(a.label) if name and not name.proper else ())
    days = (a.date.earliest, a.date.latest) if a.date else ("", "")
    kind = name.kind if name and a.kind == "act" and name.kind != "institution" else a.kind
    head, named, indefinite = (name.head, name.proper, name.indefinite) if name else ("", False, False)
    found = re.findall(r"(?<![\w/])(?!9/11|7/7)(?:(?:19|20)\d\d/)?\d{1,4}(?:/\d{1,4})?\b", wording)
    numbers = frozenset(n for n in found if not re.search(rf"\d ?\({n}\)|\bAct(?: of)?,? {n}", wording))  # 687 (1991)
    actors = frozenset(words(a.actor))
    record, status = _record(known, a, keys, days, published[1]), _status_of(s, a, days, published)
    if not record and (short := _short_form(s, a)):
        record = known.choose(frozenset(words(short)), days, published[1])
    only_cites = all(c.verb.lemma in ("access", "see", "quote", "cite") for c in s.clauses)
    cited = row.kind == "reference" or (row.kind in NOTES and bool(name) and kind in texts() and only_cites)
    return Mention(
        row.report, row.block, a.start, a.end, row.text[a.start : a.end], a.label, kind, head, named, indefinite, keys,
        actors, a.verb, numbers, record, a.date, a.rule, status, row.kind, a.closed, cited,
        s.country if set(countries(s.text)) <= {s.country} else "",
    )  # fmt: skip


def _short_form(s: Sentence, a: Anchor) -> str:
    """Return the short form in brackets after the name or subject of an anchor: the police mission (EUPM)."""
    subjects = [c.subject for c in s.clauses if c.subject and s.tokens[c.subject[0]].start == a.start]
    end = a.name.end if a.name else s.tokens[subjects[0][1]].end if subjects else a.end
    short = re.match(r" \((?:the )?([A-Z][\w -]{1,20})\)", s.text[end - s.start :])
    return short[1] if short else ""


def _record(known: Chronology, a: Anchor, keys: frozenset[str], days: Days, published: str) -> str:
    """Return the event of the chronology that is meant, "" if none or if more than one could be."""
    chosen = known.choose(keys, days, published) if known.rows else ""
    if chosen or not (known.rows and a.name and a.name.proper and len(keys) > 1 and all(days)):
        return chosen
    part = {r for alias, owners in known.owners.items() if keys < alias for r in owners}
    part = {r for r in part if days[0] <= known.days(r)[0] and known.days(r)[1] <= days[1]}
    return part.pop() if len(part) == 1 else ""  # "NATO summit in 2014": the year leaves no choice


def _status_of(s: Sentence, a: Anchor, days: Days, published: Days) -> str:
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
            first, last = (next(k for k, t in enumerate(s.tokens) if t.end > place) for place in (start, end - 1))
            kind = known.rows[record].kind
            names.append((Name(first, last, start, end, row.text[start:end], kind, "", True, False), record))
    single = (n for n in s.names if n.proper and not n.indefinite and n.kind != "institution")
    names += [(n, "") for n in single if n.text.lower().count(n.head or " ") == 1]  # Operation A and Operation B
    taken, found = [(m.start, m.end) for m in dated], []
    for name, record in names:
        if not any(first < name.end and name.start < end for first, end in taken):
            clause = next((c for c in s.clauses if c.subject and c.subject[0] <= name.first <= c.subject[1]), None)
            goes_on = clause and clause.verb.tense == "progressive" and name.kind in LASTING
            goes_on = goes_on or (name.kind == "institution" and bool(pattern_of("being made").search(s.text)))
            a = Anchor(name.start, name.end, name_label(s, name) or name.text, None, "no date", name, kind=name.kind)
            m = _mention(row, s, a, known, UNKNOWN)
            possible = pattern_of("possible measures").search(s.text, 0, name.start - s.start)
            only_possible = possible and name.kind == "institution"
            status = "planned" if only_possible else "ongoing" if goes_on else m.status
            found.append(m._replace(record=record, status=status))
            taken += [(name.start, name.end)] if record else []
    return found


@dataclass
class Group:
    """The mentions of one event, and of those that compare alike one each with the reports that have it."""

    mentions: list[Mention] = field(default_factory=list)
    record: str = ""
    variants: dict[tuple, tuple[Mention, set[str]]] = field(default_factory=dict)

    def add(self, m: Mention) -> None:
        """Take in a mention."""
        self.mentions.append(m)
        self.record = self.record or m.record
        alike = (m.kind, m.keys, m.days, m.verb, m.indefinite, m.head)
        self.variants.setdefault(alike, (m, set()))[1].add(m.report)

    @property
    def kind(self) -> str:
        """Return the kind of event that most mentions tell."""
        kinds = Counter(m.kind for m in self.mentions if m.kind != "act").most_common(1)
        return kinds[0][0] if kinds else "act"

    @property
    def shared(self) -> bool:
        """Tell whether several reports have it, and it is no text that they only cite."""
        return len({m.report for m in self.mentions}) > 1 and any(m.kind not in texts() for m in self.mentions)

    @property
    def dated(self) -> list[Mention]:
        """Return the mentions with a date."""
        return [m for m in self.mentions if m.date]


def merge(mentions: list[Mention]) -> list[Group]:
    """Return the groups of mentions that speak of one event, in the order of their first mention."""
    groups: list[Group] = []
    index: dict[object, dict[int, None]] = {}
    place = {id(m): i for i, m in enumerate(mentions)}
    for m in sorted(mentions, key=_rank):
        signs = _signs(m)
        close = {n for sign in signs for n in index.get(sign, ())}
        order = sorted(close, key=lambda n: (all(one.keys != m.keys for one, _ in groups[n].variants.values()), n))
        fits = [n for n in order if _fits(m, groups[n])]
        sure = m.date or m.record
        home = fits[0] if fits and (sure or len(fits) == 1) else None
        if home is None and (m.date or (not fits and (m.record or _stands_alone(m)))):
            home = len(groups)
            groups.append(Group())
        if home is not None:
            groups[home].add(m)
            for sign in signs:
                index.setdefault(sign, {})[home] = None
    for g in groups:
        speak = {m.report for m in g.mentions if not m.cited}  # more than a report that only cites a title
        spoken = [m for m in g.mentions if m.report in speak or not speak]
        g.mentions = sorted(spoken, key=lambda m: place[id(m)])
    told = (g for g in groups if g.record or any(m.label for m in g.dated) or g.shared)
    return sorted(told, key=lambda g: place[id(g.mentions[0])])


def _rank(m: Mention) -> tuple[int, int]:
    undated = 4 if _stands_alone(m) else 5
    sure = 0 if m.record and m.date else 1 if m.record else undated if not m.date else 2 if m.named else 3
    return sure, -len(m.distinct)


def _signs(m: Mention) -> list[object]:
    signs: list[object] = [("record", m.record)] if m.record else []
    if m.named and m.numbers:
        signs.append(("number", m.head, m.numbers))
    if m.named and m.distinct:
        signs.append(("name", m.distinct))
    if m.named:
        signs += [("keys", m.report, m.keys), ("title", m.keys)]
        signs += [("word", m.report, word, m.head) for word in m.keys]
    if m.date:
        signs += [("day", m.days, word) for word in m.distinct or m.keys]
        signs += [("month", m.report, m.days[0][:7], word) for word in m.distinct]
        signs += [("year", m.report, m.days[0][:4], m.verb, m.keys)] if m.verb else []
    return signs


def _fits(m: Mention, g: Group) -> bool:
    if m.record and g.record:
        return m.record == g.record
    known = [(one, m.report in reports) for one, reports in g.variants.values()]
    return any(_same_event(m, one, here) for one, here in known) and all(_may_be(m, one) for one, _ in known)


def _may_be(m: Mention, other: Mention) -> bool:
    """Tell whether nothing speaks against two mentions being of one event: numbers and dates."""
    if m.numbers and other.numbers and not m.numbers & other.numbers:
        return False
    return not (m.date and other.date) or touch(m.days, other.days) or _is_slip(m, other)


def _same_event(m: Mention, other: Mention, here: bool) -> bool:
    """Tell whether two mentions, `here`: of one report, speak of one event, as a careful reader would accept."""
    kinds = {m.kind, other.kind}
    if not (m.named and other.named) or "act" in kinds:
        return _same_happening(m, other, here)
    if m.kind == other.kind == "law" and m.numbers and m.numbers == other.numbers:
        return (bool(m.date) and m.days == other.days) or not m.distinct or m.distinct == other.distinct
    if (len(kinds) > 1 and not kinds <= texts()) or ("law" in kinds and bool(m.numbers) != bool(other.numbers)):
        return False
    dated, alike = bool(m.date and other.date), m.keys == other.keys
    single = m.kind in ("meeting", "document", "attack", "election")  # letters of one day to two people
    only_one = not (single or m.kind == "exercise") or len(m.distinct) > 1
    touching = m.days == other.days or (here and not single and touch(m.days, other.days))
    fine = dated and touching and max(length(m.days), length(other.days)) <= 31
    one, two = sorted((m.distinct, other.distinct), key=len)
    if m.indefinite or other.indefinite:
        return False
    if m.kind == "election" and here and dated and touch(m.days, other.days):
        return m.keys ^ other.keys <= words_of("which election")  # the US, the US presidential election
    if one and one == two:
        same = alike or here or m.kind == "operation"  # EUFOR Althea, Operation Althea
        return same and (dated or only_one)
    if alike and m.titled:
        return dated or here or only_one
    if one:
        return one < two and dated and (fine or (here and not single))
    if m.keys <= other.keys | m.numbers:
        capital = _head_has_capital(m) and _head_has_capital(other)
        undated = here and not m.date and capital and not m.text.endswith("s")
        exercise = m.kind == "exercise" and m.days == other.days  # once by its name, once by whose it is
        return (dated and (fine or (here and (alike or exercise)))) or undated
    return False


def _same_happening(m: Mention, other: Mention, here: bool) -> bool:
    """Tell whether two dated clauses or descriptions tell of one act: same day, same words in the same roles."""
    if not (m.date and other.date):
        return False
    noun, act = sorted((m, other), key=lambda one: bool(one.verb))
    fine = max(length(m.days), length(other.days)) <= 31
    if act.verb and noun.head[:4] == act.verb[:4] and here:
        return touch(m.days, other.days) and noun.distinct <= act.keys  # its launch, it was launched
    common = m.keys & other.keys
    likeness = len(common) / max(1, len(m.keys | other.keys))
    nearly_same = here and fine and likeness >= NEARLY_ALL and touch(m.days, other.days)
    if m.days != other.days and not (nearly_same and m.verb == other.verb):
        return False
    actors = m.actors & other.actors - words_of("shared word")
    if m.verb and other.verb and not nearly_same and not (m.verb == other.verb and actors):
        return False
    one, two = (set(re.findall(r"\b[A-Z][\w’-]+", a.label[1:])) for a in (m, other))
    if m.verb and other.verb and one - two and two - one:
        return False  # they advanced in Riga, they advanced in Oslo
    inside = here and len(common) > 1 and common in (m.keys, other.keys)
    return (inside or likeness >= LIKENESS) and bool(m.distinct & other.distinct)


def _is_slip(m: Mention, other: Mention) -> bool:
    """Tell whether one name with two dates is one event that is dated differently, and not two events."""
    alike = (m.keys, m.kind, m.verb, m.rule) == (other.keys, other.kind, other.verb, other.rule)
    if not alike or m.kind not in ("treaty", "declaration", "agreement") or not all((*m.days, *other.days)):
        return False
    return abs(int(m.days[0][:4]) - int(other.days[0][:4])) <= 1


def _head_has_capital(m: Mention) -> bool:
    return any(w[:1].isupper() and singular(w.lower()) in m.head.split() for w in m.text.split())


def _stands_alone(m: Mention) -> bool:
    long = m.kind in ("plan", "declaration") and len(m.keys) > 3
    if m.kind == "agreement" and not says_which(m.text):
        return False  # the Settlement Agreement
    kind = long or m.kind in ("war", "agreement", "operation")
    plain = m.indefinite or m.text.isupper() or not m.text[:1].isupper() or bool(re.search(r"\b[a-z]+s\b", m.text))
    many = m.head in ("conflict", "mission", "task force", "genocide", "intervention", "invasion", "occupation")
    in_text = m.source not in ("heading", "footnote", "reference")
    return kind and in_text and not plain and not many and _head_has_capital(m) and (bool(m.distinct) or m.titled)


def merge_mentions(linked: list[Mention], corpus, chronology: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables `events` and `mentions` of mentions, those of one event merged."""
    groups, known = merge(linked), Chronology(chronology)
    sections = {(b.report, b.block): b.section for b in each(corpus.blocks)}
    last = {str(report): iso_bounds(value)[1] for report, value in corpus.reports["published"].items()}
    order = sorted(last, key=lambda report: (last[report], report))  # unknown days come first
    acronyms = _acronyms(corpus.blocks)
    names = cache(lambda report: full_names("\n".join(corpus.rows("blocks", report)["text"])))
    labelled = [(group_days(g), group_label(g, known, acronyms, names), g) for g in groups]
    labelled = [row for row in labelled if row[2].record or not _unexplained(row[1], row[2], acronyms)]
    labelled.sort(key=lambda row: (not any(row[0]), row[0][0] or row[0][1], row[0][1], row[1]))
    rows, mentions = [], []
    taken: Counter[str] = Counter()
    for days, name, group in labelled:
        event = _id(name, days, taken)
        about = [m.date.about for m in group.dated if m.date and m.days == days]
        when = (*days, precision(*days), extent(group, days), bool(about) and all(about))
        rows.append((event, name, *when, *_event(group, known, order)))
        mentions += [_row(event, m, corpus, sections) for m in group.mentions]
    rank = {report: i for i, report in enumerate(corpus.reports.index)}
    mentions.sort(key=lambda row: (rank[row[1]], *row[-2:], row[0]))  # by their place
    return pd.DataFrame(rows, columns=EVENTS, dtype=object), pd.DataFrame(mentions, columns=MENTIONS, dtype=object)


def _event(group: Group, known: Chronology, order: list[str]) -> tuple:
    row = known.rows.get(group.record)
    present = {m.report for m in group.mentions}
    reports = tuple(report for report in order if report in present)
    kind = row.kind if row else group.kind
    record = (row.earliest, row.latest) if row else ("", "")
    return _status(group, reports, row), reports, kind, group.record, *record


def _row(event: str, m: Mention, corpus, sections: dict) -> tuple:
    spans = corpus.to_raw(m.report, m.block, m.start, m.end)
    words = (m.text, m.date.text if m.date else "", *m.days, m.status, sections.get((m.report, m.block), ()), m.rule)
    return event, m.report, m.block, m.start, m.end, *words, *((spans[0][0], spans[-1][1]) if spans else (0, 0))


def group_days(group: Group) -> Days:
    """Return the finest interval of those most mentions agree with."""
    days = [m.days for m in group.dated]
    days = [one for one in days if all(one)] or days
    if not days:
        return UNKNOWN
    agree = {one: sum(touch(one, two) for two in days) for one in days}
    return min(days, key=lambda one: (-agree[one], length(one), one))


def precision(earliest: str, latest: str) -> str:
    """Return how finely an interval dates: day, month, year, range, open, or nothing.

    >>> precision("2016-07-01", "2016-07-31"), precision("2015-01-01", "2017-12-31"), precision("", "2013-12-31")
    ('month', 'range', 'open')
    """
    if not (earliest and latest):
        return "open" if earliest or latest else ""
    if earliest == latest:
        return "day"
    for value, name in ((earliest[:7], "month"), (earliest[:4], "year")):
        if (earliest, latest) == iso_bounds(value):
            return name
    return "range"


def extent(group: Group, days: Days) -> str:
    """Return "lasted" where the text says from when to when, "within" where it fell some time in it."""
    if not all(days) or days[0] == days[1]:
        return ""
    ours = [m for m in group.dated if m.days == days]
    stated = any(m.date and re.search(r"\d\s*[-–]\s*\d|\bto\b|\buntil\b|\bthrough\b", m.date.text) for m in ours)
    lasting = any(m.kind in LASTING or m.verb in words_of("lasting verb") for m in ours)
    return "lasted" if stated and lasting else "within"


def _acronyms(blocks: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return what the acronyms of each report stand for where that is sure; not of those that everybody knows."""
    found: dict[str, dict[str, str]] = {}
    for row in each(find_acronyms(blocks).drop_duplicates(["report", "acronym"], keep=False)):
        small = words_of("preposition") | words_of("determiner") | words_of("coordinator")
        words_ = re.findall(r"\w[\w’'‟]*", row.expansion.lower())
        letters = re.sub(r"\W", "", row.acronym.lower())
        complete = len([w for w in words_ if w not in small]) - len(letters) <= 1  # one word may have no letter
        if complete and re.fullmatch("".join(w[0] + "?" for w in words_), letters) and letters not in words_of("owner"):
            found.setdefault(row.report, {})[row.acronym] = re.sub("[’']s$", "", row.expansion)
    return found


def group_label(
    group: Group, known: Chronology, acronyms: dict[str, dict[str, str]], names: Callable[[str], dict[str, str]]
) -> str:
    """Return the label of an event: of the chronology, its most informative proper name, or what a clause tells.

    `acronyms`, by report, are spelled out where they are not explained in the label itself; `names` are the full names
    of the people of a report.
    """
    if group.record in known.rows:
        return str(known.rows[group.record].label)
    label = _own_label(group)
    reports = list(dict.fromkeys(m.report for m in group.mentions))
    label = with_full_name(label, names(reports[0])) if len(reports) == 1 else label
    several = [acronyms.get(report, {}) for report in reports]
    for acronym, expansion in several[0].items():
        if expansion.lower() not in label.lower() and all(one.get(acronym) == expansion for one in several):
            written = f"{expansion} ({acronym})"
            label = re.sub(rf"(?<![\w/-]){re.escape(acronym)}(?![\w/’'])", written.replace("\\", r"\\"), label, count=1)
    country = {m.country for m in group.mentions}
    known_alone = (group.kind in WELL_KNOWN and says_which(label)) or re.search(r"\b(?:visit|trip|tour|travel)", label)
    return with_subject(capitalised(label), country.pop() if len(country) == 1 and not known_alone else "")


def _unexplained(label: str, group: Group, acronyms: dict[str, dict[str, str]]) -> bool:
    """Tell whether the label of an act holds an acronym that nobody explains and not everybody knows."""
    found = re.findall(r"(?<![\w(/&.-])(?<!Operation )[A-Z]{2,7}s?(?![\w()/&.-]| \()", label)
    known = words_of("known acronym").union(*(acronyms.get(m.report, {}) for m in group.mentions))
    told = group.kind == "act" and any(m.verb for m in group.dated)
    plain = re.compile("[IVXL]+|(?:UN|EU).*")  # UNMIK: everybody sees of whom it is a body
    return told and any(a.rstrip("s") not in known and not plain.fullmatch(a) for a in found)


def _own_label(group: Group) -> str:
    own = [m for m in group.mentions if m.date and m.label] or group.mentions
    good = [m for m in own if m.named and m.kind not in ("act", "institution") and (m.distinct or m.numbers)]
    clauses = [m for m in own if m.verb]
    if good and not all(m.indefinite for m in good) and (len(good) > 1 or not clauses):
        names = [m.text if m.closed else m.label for m in good]
        return capitalised(min(names, key=lambda name: (-min(len(name), 90), name)))
    return max((m.label for m in clauses or own), key=lambda label: (min(len(label), 110), label))


def _status(group: Group, reports: Iterable[str], row) -> str:
    """Return the status as the latest report that dates the event sees it, or else the latest of all."""
    if row and not row.latest and row.kind in LASTING and not group.dated:
        return "ongoing"
    dated = {m.report for m in group.dated}
    order = [r for r in reports if not dated or r in dated]
    here = [m for m in group.mentions if m.report == order[-1]]
    seen = Counter(m.status for m in ([m for m in here if m.date] or here))
    return seen.most_common(1)[0][0]


def _id(label: str, days: Days, taken: Counter) -> str:
    stem = "-".join(re.findall(r"[a-z0-9]+", label.lower()))[:48].strip("-") or "event"
    year = (days[0] or days[1])[:4]
    name = stem if not year or year in stem else f"{stem}-{year}"
    taken[name] += 1
    return name if taken[name] == 1 else f"{name}-{taken[name]}"
