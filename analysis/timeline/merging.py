"""Collect the mentions of events from all reports, merge those of one event, and make the tables of both.

Two mentions are one event only where numbers, distinctive words, kind and dates allow it. What is unsure stays apart.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

import pandas as pd

from analysis.language import find_acronyms, rows_of, singular, split_sentences
from analysis.timeline import places
from analysis.timeline.chronology import NO_END, UNKNOWN, Chronology, Days, iso_bounds, length, overlap, words
from analysis.timeline.grammar import TEXTS, Date, Name, Sentence, head_words, pattern_of, read_sentence, words_of
from analysis.timeline.labels import Event, capitalised, name_label, only_name, says_which
from analysis.timeline.linking import dates_of, link

EVENTS = [
    "event", "label", "earliest", "latest", "precision", "extent", "approximate", "status", "reports", "kind",
    "record", "record_earliest", "record_latest",
]  # fmt: skip
MENTIONS = [
    "event", "report", "block", "start", "end", "text", "time_text", "earliest", "latest", "status", "section",
    "rule", "raw_start", "raw_end",
]  # fmt: skip
ByReport = dict[str, dict[str, str]]
LIKENESS, NEARLY_ALL = 0.5, 0.6  # share of the words of two clauses that both have
NOTES = frozenset(("footnote", "reference"))
# What several may have done in one country: without a date, a name does not say which one is meant.
REPEATED = ("conflict", "mission", "task force", "genocide", "intervention", "invasion", "occupation")
IN_ANY_COUNTRY = frozenset(("law", "election", "strategy", "plan", "document", "judgment"))
LASTING = frozenset(("operation", "crisis", "war", "institution", "exercise"))
_ENTRY = re.compile(r"^(?:\d{1,2} )?[A-Z]?[\w/-]* ?(?:\d{1,2}, )?\d{4}\s*[:–—-] [A-Z“]")  # May 2002: Hackers attack
FEWEST_ENTRIES = 3  # that make a list of dates of paragraphs
_GLUED = re.compile(r"(?<=[a-z\d)]) (?:On|In|By|Between|During|From|Since|Until|Early|Late)(?: \w+)?(?: the)? $")


@dataclass(frozen=True, kw_only=True)
class Mention(Event):
    """One place where a report speaks of an event."""

    report: str
    block: int
    text: str
    source: str  # the kind of the block
    keys: frozenset[str]  # words of the name, or of subject and object
    numbers: frozenset[str]
    record: str
    status: str
    cited: bool  # it stands in a list of references, or is the title of a text that a note cites
    subject: str  # the country that its report or section is about, if any: report on Haiti
    appeared: str  # the last day on which the report can have appeared

    @property
    def titled(self) -> bool:
        """Tell whether it is a full title: with the name of whose it is, or of many words."""
        return self.name.proper and (len(self.keys) > 3 or (len(self.keys) > 2 and bool(self.keys & words_of("owner"))))

    @property
    def distinct(self) -> frozenset[str]:
        """Return the words that few names share."""
        return self.keys - words_of("shared word") - head_words() - self.numbers


def link_dates(corpus, found: pd.DataFrame, chronology: pd.DataFrame) -> list[Mention]:
    """Return the mentions of events, each with the date of `found` that dates it, or without one, in text order."""
    known, about = Chronology(chronology), places.countries_of_reports(corpus.reports, corpus.main)
    dates: dict[tuple[str, int], list[Date]] = {}
    usable = found[found["type"].isin(["DATE", "DURATION", "TIME"])].sort_values(["report", "block", "start"])
    for d in rows_of(usable):
        if d.earliest or d.latest:
            days = (d.earliest or "", d.latest or "")
            one = Date(int(d.start), int(d.end), d.text, *days, d.role, str(d.value), mod=d.mod or "")
            dates.setdefault((d.report, d.block), []).append(one)
    published = {str(report): iso_bounds(value) for report, value in corpus.reports["published"].items()}
    mentions: list[Mention] = []
    own: list[tuple[str, frozenset[str]]] = []  # meetings of the authors
    reached: dict[str, Days] = {}  # by report, the time of which its text tells
    entries = corpus.main["report"][corpus.main["text"].str.contains(_ENTRY)].value_counts()
    chronicles = set(entries.index[entries >= FEWEST_ENTRIES])
    before = ("", "")  # report and kind of the block before, if it ends without a stop
    skipped = corpus.blocks["kind"].isin(["toc", "boilerplate", "author", "glossary", "about", "front", "title"])
    for row in rows_of(corpus.blocks[~skipped]):
        appeared, note = published[row.report], row.kind in NOTES
        last = appeared[1] or NO_END
        last_without_year = last if length(appeared) <= 31 else NO_END
        here = dates.get((row.report, row.block), [])
        if not note:
            heading = row.kind == "heading"
            here, now = _with_years(here, reached.get(row.report, UNKNOWN), heading)
            if heading or last < NO_END:  # paragraphs of a report without a day may tell of other years
                reached[row.report] = now
        cut = before == (row.report, row.kind)
        before = (row.report, row.kind) if len(row.text) > 60 and re.search(r"[a-z,]\s*$", row.text) else ("", "")
        listed = row.kind == "list_item" or (row.report in chronicles and _ENTRY.match(row.text))
        for s in _sentences(row, here, cut, places.country_of_section(row.section) or about[row.report]):
            events = link(s, note, last, row.kind if listed and not s.start else "", last_without_year)
            ours = [_mention(row, s, event, known, appeared, last) for event in events]
            mentions += ours + _undated(row, s, ours, known, appeared)
            if pattern_of("meeting of the authors").search(s.text):
                own += [(row.report, frozenset(words(n.text))) for n in s.names]

    def is_own(m: Mention) -> bool:  # the workshop was held in Riga
        return any(m.report == r and (m.keys == keys or (m.closed and keys <= m.keys)) for r, keys in own)

    return [m for m in mentions if m.kind != "meeting" or not is_own(m)]


def _with_years(dates: list[Date], reached: Days, heading: bool) -> tuple[list[Date], Days]:
    """Mark the dates without a year that go on from one with a year, and return the time that the text has reached."""
    found = []
    for d in dates:
        fine, later = length(d.days) <= 31, length((reached[0], d.earliest)) if d.earliest else 0
        if re.search(r"\d{4}", d.text) and d.role == "event":
            looks_back = later < -400 and not heading
            if (fine or heading) and not looks_back:
                reached = d.days
            elif d.earliest[:4] != reached[0][:4]:
                reached = UNKNOWN
        elif reached[0] and fine and later >= -10 and (later <= 100 or d.earliest <= reached[1]):
            d, reached = d._replace(follows=True), (max(reached[0], d.earliest), max(reached[1], d.latest))
        found.append(d)
    return found, reached


def _sentences(row, dates: list[Date], cut: bool, country: str) -> Iterator[Sentence]:
    """Return the sentences of a block that can tell events; `cut`: the first is the end of one in the block before."""
    spoken_of, starts = "", [d.start for d in dates]
    for start, end in split_sentences(row.text):
        text = re.sub(r"(?<=\W)\^\d{1,3}$", "", row.text[start:end])  # the number of a note
        inside = dates[bisect_left(starts, start) : bisect_left(starts, end)]
        cited = row.kind not in NOTES and pattern_of("reference outside the notes").search(row.text[start : end + 25])
        if text.isupper() or cited or pattern_of("somebody speaks").search(text) or (cut and not start):
            continue
        number = re.match(r"\(?\d{1,3}[.)]\s(?=[A-Z])", text)
        glued = [number.end() - 1] if number and not start else []
        glued += [d.start - len(m[0]) for d in inside if (m := _GLUED.search(row.text[start : d.start]))]
        if glued:  # a heading without a stop: Later Years On 3 May 2014, Berg left
            start = glued[-1] + 1
            text, inside = row.text[start:end], [d for d in inside if d.start >= start]
        if s := read_sentence(text, start, dates_of(text, start, inside), country):
            yield s._replace(spoken_of=spoken_of)
            spoken_of = only_name(s)


def _mention(row, s: Sentence, e: Event, known: Chronology, published: Days, appeared: str) -> Mention:
    wording = e.name.text or f"{e.actor} {e.object}"
    keys = frozenset(words(wording)) | frozenset(words(e.label) if e.name.text and not e.name.proper else ())
    kind = e.name.kind if e.name.text and e.kind == "act" and e.name.kind != "institution" else e.kind
    found = re.findall(r"(?<![\w/])(?!9/11|7/7)(?:(?:19|20)\d\d/)?\d{1,4}(?:/\d{1,4})?\b", wording)
    numbers = [n for n in found if not re.search(rf"\d ?\({n}\)|\bAct(?: of)?,? {n}", wording)]  # 687 (1991)
    later = e.tense in ("future", "planned") and (e.verb or not "" < e.days[1] < published[0])
    status = "planned" if later or (published[1] and e.days[0] > published[1]) else "happened"
    verbs = [c.verb for c in s.clauses if c.subject and c.subject[0] <= e.name.last <= c.subject[1]]
    if any(v.passive and v.lemma in words_of("ending verb") and not v.denied for v in verbs):
        status = "cancelled"
    part = "section" if places.country_of_section(row.section) else "report"
    only_cites = all(c.verb.lemma in ("access", "see", "quote", "cite") for c in s.clauses)
    return Mention(
        **{**vars(e), "kind": kind},
        report=row.report,
        block=row.block,
        text=row.text[e.start : e.end],
        source=row.kind,
        keys=keys,
        numbers=frozenset(numbers),
        record=_record(known, s, e, keys, published[1]),
        status=status,
        cited=row.kind == "reference" or bool(row.kind in NOTES and e.name.text and kind in TEXTS and only_cites),
        subject=places.subject_of(part, s.country) if set(places.countries(s.text)) <= {s.country} else "",
        appeared=appeared,
    )


def _record(known: Chronology, s: Sentence, e: Event, keys: frozenset[str], published: str) -> str:
    """Return the event of the chronology that is meant, "" if none or if more than one could be."""
    if chosen := known.choose(keys, e.days, published):
        return chosen
    if e.name.proper and len(keys) > 1 and all(e.days):
        part = {r for alias, records in known.by_alias.items() if keys < alias for r in records}
        part = {r for r in part if e.days[0] <= known.days(r)[0] and known.days(r)[1] <= e.days[1]}
        if len(part) == 1:  # "NATO summit in 2014": the year leaves no choice
            return part.pop()
    finals = [c.subject[1] for c in s.clauses if c.subject and s.tokens[c.subject[0]].start == e.start]
    end = e.name.end or (s.tokens[finals[0]].end if finals else e.end)
    short = re.match(r" \((?:the )?([A-Z][\w -]{1,20})\)", s.text[end - s.start :])  # the police mission (EUPM)
    return known.choose(frozenset(words(short[1])), e.days, published) if short else ""


def _undated(row, s: Sentence, dated: list[Mention], known: Chronology, published: Days) -> list[Mention]:
    """Return the names of a sentence that no date dates: of the chronology, or proper names of events."""
    names: list[tuple[Name, str]] = []
    for at, stop, alias in known.find(s.text):
        start, end = at + s.start, stop + s.start
        record = known.choose(alias, UNKNOWN, published[1])
        longer = next((n for n in s.names if n.start <= start and end <= n.end and n.kind != "act"), None)
        if record and not (longer and end - start < 0.6 * (longer.end - longer.start)):
            first, last = (next(k for k, t in enumerate(s.tokens) if t.end > place) for place in (start, end - 1))
            kind = known.rows[record].kind
            names.append((Name(first, last, start, end, row.text[start:end], kind, "", True, False), record))
    single = (n for n in s.names if n.proper and not n.indefinite and n.kind != "institution")
    names += [(n, "") for n in single if n.text.lower().count(n.head or " ") == 1]  # Operation A and Operation B
    other = words_of("not the known one")  # the new Cold War
    vague = re.compile("World Wars?|[Aa]ir [Ww]ar.*|.*(?:Operations|Missions|Exercises)")
    taken, found = [(m.start, m.end) for m in dated], []
    for name, record in names:
        lead = {t.text.lower() for t in s.tokens[max(0, name.first - 2) : name.first]}
        unsure = not record and (lead & other or vague.fullmatch(name.text))
        if unsure or any(first < name.end and name.start < end for first, end in taken):
            continue
        event = Event(name.start, name.end, name_label(s, name) or name.text, None, "no date", name, kind=name.kind)
        m = replace(_mention(row, s, event, known, UNKNOWN, published[1] or NO_END), record=record)
        clause = next((c for c in s.clauses if c.subject and c.subject[0] <= name.first <= c.subject[1]), None)
        goes_on = clause and clause.verb.tense == "progressive" and name.kind in LASTING
        if name.kind == "institution" and pattern_of("possible measures").search(s.text, 0, name.start - s.start):
            m = replace(m, status="planned")
        elif goes_on or (name.kind == "institution" and pattern_of("being made").search(s.text)):
            m = replace(m, status="ongoing")
        found.append(m)
        taken += [(name.start, name.end)] if record else []
    return found


@dataclass
class Group:
    """The mentions of one event, and of those that compare alike one each with the reports that have it."""

    mentions: list[Mention] = field(default_factory=list)
    record: str = ""
    variants: dict[tuple, tuple[Mention, set[str]]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Return the kind of event that most mentions tell."""
        kinds = Counter(m.kind for m in self.mentions if m.kind != "act").most_common(1)
        return kinds[0][0] if kinds else "act"

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
        clues = _clues(m)
        close = {n for clue in clues for n in index.get(clue, ())}
        order = sorted(close, key=lambda n: (all(one.keys != m.keys for one, _ in groups[n].variants.values()), n))
        fits = [n for n in order if _fits(m, groups[n])]
        if fits and (m.date or m.record or len(fits) == 1):
            home = fits[0]
        elif m.date or (not fits and (m.record or _stands_alone(m))):
            home = len(groups)
            groups.append(Group())
        else:
            continue
        group, alike = groups[home], (m.kind, m.keys, m.days, m.verb, m.name.indefinite, m.name.head)
        group.mentions.append(m)
        group.record = group.record or m.record
        group.variants.setdefault(alike, (m, set()))[1].add(m.report)
        for clue in clues:
            index.setdefault(clue, {})[home] = None
    kept = []
    for g in groups:
        speak = {m.report for m in g.mentions if not m.cited}  # more than a report that only cites a title
        g.mentions = sorted((m for m in g.mentions if m.report in speak or not speak), key=lambda m: place[id(m)])
        several = len({m.report for m in g.mentions}) > 1 and any(m.kind not in TEXTS for m in g.mentions)
        if g.record or several or any(m.label for m in g.dated):
            kept.append(g)
    return sorted(kept, key=lambda g: place[id(g.mentions[0])])


def _rank(m: Mention) -> tuple[int, int]:
    undated, dated = 4 if _stands_alone(m) else 5, 2 if m.name.proper else 3
    return (not m.date if m.record else dated if m.date else undated), -len(m.distinct)


def _clues(m: Mention) -> list[object]:
    """Return what a mention has in common with one of the same event, at least one of it."""
    clues: list[object] = [("record", m.record)] * bool(m.record)
    if m.name.proper:
        clues += [("number", m.name.head, m.numbers)] * bool(m.numbers) + [("name", m.distinct)] * bool(m.distinct)
        clues += [("keys", m.report, m.keys), ("title", m.keys)]
        clues += [("word", m.report, word, m.name.head) for word in m.keys]
    if m.date:
        clues += [("day", m.days, word) for word in m.distinct or m.keys]
        clues += [("month", m.report, m.days[0][:7], word) for word in m.distinct]
        clues += [("year", m.report, m.days[0][:4], m.verb, m.keys)] * bool(m.verb)
    return clues


def _fits(m: Mention, g: Group) -> bool:
    if m.record and g.record:
        return m.record == g.record
    for one, _ in g.variants.values():
        alike = (m.kind, m.keys, m.verb, m.rule) == (one.kind, one.keys, one.verb, one.rule)
        closed = alike and m.kind in ("treaty", "declaration", "agreement") and all((*m.days, *one.days))
        misdated = closed and abs(int(m.days[0][:4]) - int(one.days[0][:4])) <= 1  # one event, dated differently
        early, event = (m, one) if one.date else (one, m)
        if not early.date and event.status == "happened" and early.appeared < event.days[0]:
            return False  # a report that had appeared before
        if m.date and one.date and not overlap(m.days, one.days) and not misdated:
            return False
        if m.numbers and one.numbers and not m.numbers & one.numbers:
            return False
    return any(_same_event(m, one, m.report in reports) for one, reports in g.variants.values())


def _same_event(m: Mention, other: Mention, here: bool) -> bool:
    """Tell whether two mentions, `here`: of one report, speak of one event, as a careful reader would accept."""
    kinds = {m.kind, other.kind}
    if not (m.name.proper and other.name.proper) or "act" in kinds:
        return _same_happening(m, other, here)
    if kinds == {"law"} and m.numbers and m.numbers == other.numbers:
        return bool(m.date and m.days == other.days) or not m.distinct or m.distinct == other.distinct
    if len(kinds) > 1 and (not kinds <= TEXTS or "judgment" in kinds):  # a court and its convention
        return False
    if "law" in kinds and bool(m.numbers) != bool(other.numbers):
        return False
    dated, alike = bool(m.date and other.date), m.keys == other.keys
    if not dated and (m.verb or other.verb):
        return False
    same_days = dated and m.days == other.days
    if (m.name.indefinite or other.name.indefinite) and not (here and alike and same_days):
        return False
    both = dated and overlap(m.days, other.days)
    if m.kind == "election" and here and both:
        return m.keys ^ other.keys <= words_of("which election")  # the US, the US presidential election
    of_a_day = m.kind in ("meeting", "document", "attack", "election")  # letters of one day to two people
    only_one = not (of_a_day or m.kind == "exercise") or len(m.distinct) > 1
    near = max(length(m.days), length(other.days)) <= 31 and (same_days or (here and both and not of_a_day))
    fewer, more = sorted((m.distinct, other.distinct), key=len)
    if fewer and fewer == more:
        unsure = not alike and m.name.head in REPEATED
        return (alike or here or m.kind == "operation") and (dated or (only_one and not unsure))
    if alike and m.titled:
        return dated or here or only_one
    if fewer:
        return fewer < more and dated and (near or (here and not of_a_day))
    if not m.keys <= other.keys | m.numbers:
        return False
    capital = _head_has_capital(m) and _head_has_capital(other)
    exercise = m.kind == "exercise" and same_days  # once by its name, once by whose it is
    return (here and not m.date and capital and len(m.keys) > 1) or near or (here and dated and (alike or exercise))


def _same_happening(m: Mention, other: Mention, here: bool) -> bool:
    """Tell whether two dated clauses or descriptions tell of one act: same day, same words in the same roles."""
    if not (m.date and other.date):
        return False
    noun, act = sorted((m, other), key=lambda one: bool(one.verb))
    if act.verb and noun.name.head[:4] == act.verb[:4] and here:
        return noun.distinct <= act.keys  # its launch, it was launched
    common = m.keys & other.keys
    inside = here and len(common) > 1 and common in (m.keys, other.keys)
    likeness = len(common) / max(1, len(m.keys | other.keys))
    nearly_same = here and likeness >= NEARLY_ALL and max(length(m.days), length(other.days)) <= 31
    if not (inside or likeness >= LIKENESS) or not m.distinct & other.distinct:
        return False
    if m.days != other.days and not (nearly_same and m.verb == other.verb):
        return False
    actors = {*words(m.actor)} & {*words(other.actor)} - words_of("shared word")
    one, two = (set(re.findall(r"\b[A-Z][\w’-]+", e.label[1:])) for e in (m, other))
    apart = bool(one - two and two - one)  # they advanced in Riga, they advanced in Oslo
    same_act = nearly_same or (m.verb == other.verb and bool(actors))
    return not (m.verb and other.verb) or (same_act and not apart)


def _head_has_capital(m: Mention) -> bool:
    return any(w[:1].isupper() and singular(w.lower()) in m.name.head.split() for w in m.text.split())


def _stands_alone(m: Mention) -> bool:
    """Tell whether a name without a date makes an event: a long title, a war, an agreement, an operation."""
    long = m.kind in ("plan", "declaration") and len(m.keys) > 3
    kind = long or m.kind in ("war", "operation") or (m.kind == "agreement" and says_which(m.text))
    plain = m.name.indefinite or m.text.isupper() or not m.text[:1].isupper() or re.search(r"\b[a-z]+s\b", m.text)
    in_text = m.source not in ("heading", *NOTES)
    clear = not plain and m.name.head not in REPEATED and _head_has_capital(m)
    return kind and in_text and clear and (bool(m.distinct) or m.titled)


def merge_mentions(linked: list[Mention], corpus, chronology: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables `events` and `mentions` of mentions, those of one event merged."""
    known = Chronology(chronology)
    sections = {(b.report, b.block): b.section for b in rows_of(corpus.blocks)}
    last = {str(report): iso_bounds(value)[1] for report, value in corpus.reports["published"].items()}
    order = sorted(last, key=lambda report: (last[report], report))  # unknown days come first
    acronyms = _acronyms(corpus.blocks)
    people = cache(lambda report: places.full_names("\n".join(corpus.rows("blocks", report)["text"])))
    labelled = [(group_days(g), group_label(g, known, acronyms, people), g) for g in merge(linked)]
    labelled = [row for row in labelled if row[1]]
    labelled.sort(key=lambda row: (not any(row[0]), row[0][0] or row[0][1], row[0][1], row[1]))
    rows, mentions = [], []
    taken: Counter[str] = Counter()
    for days, label, group in labelled:
        stem = "-".join(re.findall(r"[a-z0-9]+", label.lower()))[:48].strip("-") or "event"
        year = (days[0] or days[1])[:4]
        event = stem if year in stem else f"{stem}-{year}"
        taken[event] += 1
        event += f"-{taken[event]}" * (taken[event] > 1)
        record = known.rows.get(group.record)
        about = [m.date.about for m in group.dated if m.date and m.days == days]
        when = (*days, precision(*days), extent(group, days), bool(about) and all(about))
        present = {m.report for m in group.mentions}
        reports = tuple(report for report in order if report in present)
        dating = {m.report for m in group.dated} or present  # the latest report that dates it says how it stands
        *_, latest = (report for report in reports if report in dating)
        here = [m for m in group.mentions if m.report == latest]
        status = Counter(m.status for m in ([m for m in here if m.date] or here)).most_common(1)[0][0]
        if record and not record.latest and record.kind in LASTING and not group.dated:
            status = "ongoing"
        kind, *outside = (record.kind, record.earliest, record.latest) if record else (group.kind, *UNKNOWN)
        rows.append((event, label, *when, status, reports, kind, group.record, *outside))
        for m in group.mentions:
            spans = corpus.to_raw(m.report, m.block, m.start, m.end) or [(0, 0)]
            time = (m.date.text if m.date else "", *m.days, m.status, sections.get((m.report, m.block), ()), m.rule)
            mentions.append((event, m.report, m.block, m.start, m.end, m.text, *time, spans[0][0], spans[-1][1]))
    rank = {report: i for i, report in enumerate(corpus.reports.index)}
    mentions.sort(key=lambda row: (rank[row[1]], *row[-2:], row[0]))  # by their place
    return pd.DataFrame(rows, columns=EVENTS, dtype=object), pd.DataFrame(mentions, columns=MENTIONS, dtype=object)


def group_days(group: Group) -> Days:
    """Return the finest interval of those most mentions agree with."""
    days = [m.days for m in group.dated]
    days = [one for one in days if all(one)] or days
    agree = {one: sum(overlap(one, two) for two in days) for one in days}
    return min(days, key=lambda one: (-agree[one], length(one), one), default=UNKNOWN)


def precision(earliest: str, latest: str) -> str:
    """Return how finely an interval dates: day, month, year, range, open, or nothing.

    >>> precision("2016-07-01", "2016-07-31"), precision("2015-01-01", "2017-12-31"), precision("", "2013-12-31")
    ('month', 'range', 'open')
    """
    if not (earliest and latest):
        return "open" if earliest or latest else ""
    if earliest == latest:
        return "day"
    names = {iso_bounds(earliest[:7]): "month", iso_bounds(earliest[:4]): "year"}
    return names.get((earliest, latest), "range")


def extent(group: Group, days: Days) -> str:
    """Return "lasted" where the text says from when to when, "within" where it fell some time in it."""
    if not all(days) or days[0] == days[1]:
        return ""
    ours = [m for m in group.dated if m.days == days]
    texts = " ".join(m.date.text for m in ours if m.date)
    lasting = any(m.kind in LASTING | {"meeting"} or m.verb in words_of("lasting verb") for m in ours)
    texts = re.sub(r"(?:early|mid)-?[ -](?:to|and)[ -](?:mid|late)", "", texts)
    stated = re.search(r"\b(?:to|until|through)\b", texts) or (lasting and re.search(r"(?<!mid)[-–]|\band\b", texts))
    return "lasted" if stated else "within"


def _acronyms(blocks: pd.DataFrame) -> ByReport:
    """Return what the acronyms of each report stand for where that is sure; not of those that everybody knows."""
    found: ByReport = {}
    small = words_of("preposition") | words_of("determiner") | words_of("coordinator")
    for row in rows_of(find_acronyms(blocks).drop_duplicates(["report", "acronym"], keep=False)):
        spelled = re.findall(r"\w[\w’'‟]*", row.expansion.lower())
        letters = re.sub(r"\W", "", row.acronym.lower())
        complete = len([w for w in spelled if w not in small]) - len(letters) <= 1  # one word may have no letter
        known = letters in words_of("owner")
        if complete and not known and re.fullmatch("".join(w[0] + "?" for w in spelled), letters):
            found.setdefault(row.report, {})[row.acronym] = re.sub("[’']s$", "", row.expansion)
    return found


def group_label(group: Group, known: Chronology, acronyms: ByReport, people: Callable[[str], dict[str, str]]) -> str:
    """Return the label of an event: of the chronology, its most informative proper name, or what a clause tells.

    An act with an acronym that nobody explains and not everybody knows has none. `acronyms` are spelled out
    where the label does not explain them; `people` gives the full names of a report.
    """
    if group.record in known.rows:
        return str(known.rows[group.record].label)
    own = [m for m in group.mentions if m.date and m.label] or group.mentions
    good = [m for m in own if m.name.proper and m.kind not in ("act", "institution") and (m.distinct or m.numbers)]
    clauses = [m for m in own if m.verb]
    if good and not all(m.name.indefinite for m in good) and (len(good) > 1 or not clauses):
        names = [m.text if m.closed else m.label for m in good]
        label = capitalised(min(names, key=lambda name: (-min(len(name), 90), name)))
    else:
        label = max((m.label for m in clauses or own), key=lambda label: (min(len(label), 110), label))
    first, *others = dict.fromkeys(m.report for m in group.mentions)
    label = label if others else places.with_full_name(label, people(first))
    for acronym, expansion in acronyms.get(first, {}).items():
        agreed = all(acronyms.get(report, {}).get(acronym) == expansion for report in others)
        if agreed and expansion.lower() not in label.lower():
            written = f"{expansion} ({acronym})".replace("\\", r"\\")
            label = re.sub(rf"(?<![\w/-]){re.escape(acronym)}(?![\w/’']|-[A-Z])", written, label, count=1)
            label = re.sub(rf"(?<![\w/-]){re.escape(acronym)}(?=[’']s\b)", written.rpartition(" (")[0], label, count=1)
            article = "an " if re.match("[AEIO](?!n?e )|U(?!ni)", expansion) and expansion[:2] != "Eu" else "a "
            label = re.sub(rf"\ban? (?={re.escape(written)})", article, label)
    subject, *more = {m.subject for m in group.mentions}
    anywhere = group.kind in IN_ANY_COUNTRY or any(m.verb for m in group.dated)
    label = places.with_subject(capitalised(label), subject if anywhere and not more else "")
    if group.kind == "act" and any(m.verb for m in group.dated):
        found = re.findall(r"(?<![\w(/&.-])(?<!Operation )[A-Z]{2,7}s?(?![\w()/&.-]| \()", label)
        explained = words_of("known acronym").union(*(acronyms.get(m.report, {}) for m in group.mentions))
        # UNMIK: everybody sees of whom it is a body
        if any(a.rstrip("s") not in explained and not re.fullmatch("[IVXL]+|(?:UN|EU).*", a) for a in found):
            return ""
    return label
