"""Say in words what a clause or a name tells, so that it can be read alone.

A clause is taken apart once into actor, act and object. `is_event` and `can_be_read_alone` run through the reasons
against it, each named by what is wrong or by a case of it: better no event than one that nobody understands.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise, takewhile
from typing import NamedTuple

from analysis.language import singular
from analysis.rules import load_rules
from analysis.timeline import grammar
from analysis.timeline.chronology import UNKNOWN, Days, length
from analysis.timeline.grammar import NO_NAME, TEXTS, Clause, Date, Name, Sentence, Token, depths, pattern_of, words_of
from analysis.timeline.places import countries, names_country

LONGEST_LABEL, LONGEST_WORDS = 180, 34
_KNOWN_BEFORE = re.compile(r"^[^A-Z0-9]*\b(?:the|this) (?!first time)(?:[a-z-]+ )?[a-z-]+$")  # left the country
_WHOSE = frozenset(("its", "their", "his", "her", "our", "my"))
_ARTICLE = re.compile(r"^(?:the|an?|this|these|those|that|its|their|his|her|our|such)\s+", re.I)
_NO_STOP = re.compile(r"[^.!?:;)\]”\"’'*_\s]\s*$")
_ONE_NAME = re.compile(r"(?:the )?[A-Z][\w.’-]*(?: (?:of )?[A-Z][\w.’-]*)*")

Faults = Iterator[tuple[str, object]]  # reasons against a name or clause, and whether they hold


@dataclass(frozen=True)
class Event:
    """What a date dates: offsets in the block, words that stand alone, the date, the rule, the parts of a clause."""

    start: int
    end: int
    label: str
    date: Date | None
    rule: str
    name: Name = NO_NAME
    actor: str = ""
    verb: str = ""
    object: str = ""  # what follows the verb
    tense: str = "past"
    kind: str = "act"
    closed: bool = False  # the name is the object of a verb that makes it: it was signed, held, adopted

    @property
    def days(self) -> Days:
        """Return the first and last day of its date."""
        return self.date.days if self.date else UNKNOWN


class Parts(NamedTuple):
    """The parts of a clause in words, its verb and the classes of the verb in `timeline.toml`."""

    s: Sentence
    clause: Clause
    date: Date
    last: str  # the last day on which the report can have appeared
    subject: str  # as it stands
    actor: str  # without dates and brackets, empty for a pronoun
    place: tuple[int, int] | None  # the tokens of the actor
    act: str
    object: str
    where: str  # the place that stands before the subject
    kept: list[int]  # the tokens of the label from the verb on
    classes: frozenset[str]
    lemma: str
    after: Token  # the token after the verb
    active: bool


def kept_tokens(s: Sentence, first: int, last: int, date: Date) -> list[int]:
    """Return the tokens of a stretch without the date of the event, what leads to it, brackets and filling adverbs."""
    level = depths(s.tokens[first:last])
    drop = {k for k in range(first, last) if level[k - first] or s.tokens[k].text.lower() in words_of("filling adverb")}
    drop -= _brackets_of_laws(s)
    leads = words_of("word before a date") | frozenset("-,(")
    for k in range(first, last):
        if k in s.dates and s.dates[k].start == date.start and not modifies_noun(s, k):
            lead = list(takewhile(lambda j: s.tokens[j].text.lower() in leads, range(k - 1, first - 1, -1)))
            particle = len(lead) > 1 and s.tokens[lead[-1]].text == "in" and s.tokens[lead[-1] - 1].forms  # sworn in on
            drop |= {k, *lead[: -1 if particle else None]}
    return [k for k in range(first, last) if k not in drop]


def _brackets_of_laws(s: Sentence) -> set[int]:
    """Return the tokens in brackets that are part of the name of a law: the Ports (Access) Act."""
    names = [m.span() for m in re.finditer(r"\([A-Z][a-z][^()]*\)(?= (?:Act|Bill|Law|Code)\b)", s.text)]
    return {k for k, t in enumerate(s.tokens) for start, end in names if start <= t.start - s.start < end}


def modifies_noun(s: Sentence, k: int) -> bool:
    """Tell whether a date stands inside a noun phrase: an October 2021 publication."""
    following = any(t.tag in grammar.NOUNS for t in s.tokens[k + 1 : k + 2])
    before = [t.tag for t in s.tokens[max(0, k - 2) : k]]  # the failed July 15 coup
    return following and (before[-1:] in (["DET"], ["N"], ["PREP"]) or before == ["DET", "V"])


def joined_text(s: Sentence, kept: Iterable[int]) -> str:
    """Return tokens as text, spaced as in the sentence."""
    parts: list[str] = []
    for before, k in pairwise([-9, *kept]):
        t = s.tokens[k]
        gap = s.text[s.tokens[before].end - s.start : t.start - s.start] if before == k - 1 else " "
        parts += ["" if t.text in (",", ".") else gap, t.text]
    return " ".join("".join(parts).split())


def complete(s: Sentence, kept: list[int]) -> list[int]:
    """Return the tokens of a label without what joins the next clause; nothing where it is too long or cut off."""
    kept, all_of_it = list(takewhile(lambda k: s.tokens[k].text != "but", kept)), kept
    if len(kept) < len(all_of_it) and any(s.tokens[k].text == "not" for k in kept):  # not only Oslo | but also Riga
        return []
    final = s.tokens[kept[-1] - (s.tokens[kept[-1]].text == ".")].text if kept else ""
    signs = ",.;:“\"-–—'‘*" + "’" * all(s.tokens[k].text != "‘" for k in kept)
    joining = [t.tag in ("AND", "SUB", "ADV") or t.text in signs for t in s.tokens]
    while kept and joining[kept[-1]] and s.tokens[kept[-1]].text not in words_of("adverb of a verb"):  # ran away
        kept = kept[:-1]
    if not kept or final in ("so", "earlier", "later", "ago", "night", "morning", "evening"):  # failed to do so
        return []
    words, last, before = joined_text(s, kept), s.tokens[kept[-1]], s.tokens[kept[-1] - 1]
    after = s.text[last.end - s.start :]
    single = re.search("‘[^’]* [^’]*$", words) or (re.search("‘[^’]*$", words) and "’" in after)  # ‘Ports|: Handling’
    quoted = words.count('"') % 2 > 0 or len(re.findall("[“”]", words)) % 2 > 0 or single
    # sent an invitation|—signed by both—to travel
    aside = r"(?: ?[—–][^—–]+[—–] ?|, (?=[^,]*\b[a-z])[^,;]{1,80}, )(?:to|from|into|for|with|against|that)\b"
    goes_on = rf"[–-](?!-)|{aside}|\s(?:later|earlier|ago)\b"  # a 4,500|-strong force; died many years| later
    inner = re.match(",| and ", after) and any(s.tokens[k].tag in ("DET", "PREP", "NUM", "ADV") for k in kept[-2:-1])
    cut = (
        (quoted and not re.match(r"\W?[\"”’]", after))
        or re.match(goes_on, after)
        or (inner and set(grammar.lemmas_of(last.text)) == {"ADJ"})  # on an informal|, unpaid basis
        or (before.tag == "DET" and "ADJ" in grammar.lemmas_of(last.text) and re.match(", [a-z-]+ [a-z]+[;.,]", after))
        or last.tag in ("PREP", "DET", "AND", "SUB", "TO", "MOD", "BE", "HAVE", "NOT")
        or (last.tag == "V" and last.forms == {"VBG"})
        or (before.tag == "TO" and "VB" in last.forms and after[:1] == ",")  # to take|, in Oslo,
    )
    return [] if cut or len(kept) > LONGEST_WORDS or len(words) > LONGEST_LABEL else kept


def capitalised(text: str) -> str:
    """Return a label with a capital, without its article, brackets without a partner, note numbers and "for instance".

    >>> capitalised("the Riga Summit"), capitalised("those protests commenced"), capitalised("the Ports Act31 ended")
    ('Riga Summit', 'Protests commenced', 'Ports Act ended')
    """
    text = text if text.count('"') % 2 == 0 else text.replace('"', "")
    for pair in ("“”", "()", "[]"):
        if text.count(pair[0]) != text.count(pair[1]):
            text = re.sub(f"[{re.escape(pair)}]", "", text)
    plain = re.sub(r"(?<=\d [ap]\.m)$", ".", _ARTICLE.sub("", text.strip(" ,;:*•|")))
    plain = re.sub(r",? for (?:instance|example)\b,?|(?<=[a-z]{3})\.$", "", plain)
    glued = r"\b([a-z]{3,}|Act|Code|Law)\d{1,3}(?= |$)"
    plain = re.sub(glued, lambda m: m[1] if grammar.is_word(m[1]) else m[0], plain)
    return plain[:1].upper() + plain[1:]


def content(text: str) -> list[str]:
    """Return the words of a text that say something: no function words, no words that need more."""
    loose = {"to"}.union(*map(words_of, ("determiner", "preposition", "pronoun", "coordinator")))
    poor = words_of("word that needs more")
    telling = (t for t in re.findall(r"[^\W_][\w’'/-]*", text) if t == "US" or t.lower() not in loose)
    return [t for t in map(_bare, telling) if not {t.lower(), singular(t.lower())} & poor]


@cache
def _generic() -> frozenset[str]:
    """Return the words that say what somebody or something is, but not which one: the Parliament, Minister."""
    kinds = words_of("word that needs more") | words_of("office or body") | grammar.head_words()
    return (kinds | words_of("shared word")) - words_of("owner") - {"united"}


def _bare(word: str) -> str:
    return re.sub(r"[’']s?$", "", word)


def only_name(s: Sentence) -> str:
    """Return the subject of a sentence where it is the only name in it, as who may be meant by a pronoun after it."""
    capitals = [k for k, t in enumerate(s.tokens) if t.capital and t.tag == "N" and (k or not grammar.is_word(t.text))]
    first, last = s.clauses[0].subject or (0, -1) if s.clauses else (0, -1)
    named = range(first + (s.tokens[first].tag == "DET"), last + 1)
    sure = capitals and capitals == list(named) and not re.search('[“”"]', s.text)
    return joined_text(s, named) if sure else ""


def says_which(text: str) -> bool:
    """Tell whether words hold a name that says which one is meant: Norland, EUTM; not Ministry of Justice.

    Words of the dictionary say it only together, and without one for a body that any state has: World Trade Center.
    """
    before = ""
    for word in map(_bare, re.findall(r"[^\W_][\w.’'-]*", text)):
        known = before in words_of("word before a name") or word.lower() in words_of("name that is a word")
        own = word[:1].isupper() and (known or not (singular(word.lower()) in _generic() or grammar.is_word(word)))
        if own or (word.isupper() and len(word) > 1):
            return True
        before = word.lower().rstrip(".")
    titles = re.findall(r"(?<=\S )[A-Z][\w’-]+(?: [A-Z][\w’-]+){2,}", f"- {text.strip()}")
    whole = any(" " in name and name in text.lower() for name in words_of("name that is a word"))
    return whole or any(not set(map(singular, t.lower().split())) & words_of("word of any state") for t in titles)


def name_label(s: Sentence, name: Name) -> str:
    """Return the label of a name, empty where it cannot be read alone ("the meeting", "its Military Doctrine")."""
    leads = [t.text.lower() for t in s.tokens[: name.first] if t.tag != "DATE"]
    his = {t.text.lower() for t in s.tokens[max(0, name.first - 2) : name.first]} & (_WHOSE - {"my", "our"})
    subject = next((c.subject for c in s.clauses if c.subject and c.opens <= name.first < c.subject[0]), None)
    whose = ""
    if his and subject and name.head in words_of("deed of somebody"):  # in his speech in Riga, Berg said
        final, persons = s.tokens[subject[1]], all(t.capital for t in s.tokens[subject[0] : subject[1] + 1])
        whole = capitalised(joined_text(s, range(subject[0], subject[1] + 1)))
        whose = f"{whole}’s " if persons and final.text not in name.text else ""
    body = pattern_of("body that adopted a resolution").search(s.text, 0, name.start - s.start)
    label = f"{body[1]} {name.text}" if body and name.head == "resolution" else name.text
    if any(found for _, found in _faults_of_name(s, name, whose, label, leads)):
        return ""
    label = re.sub(r"(?<=olution)s(?= \d)", "", label)
    label = f"first {label}" if leads[-2:] == ["the", "first"] else label
    return whose + label if whose else capitalised(label)


def _faults_of_name(s: Sentence, name: Name, whose: str, label: str, leads: list[str]) -> Faults:
    kind, head, text, inner = name.kind, name.head, name.text, s.tokens[name.first : name.last + 1]
    is_text, violent, disaster = kind in TEXTS, kind in ("attack", "crisis", "war"), kind in ("crisis", "war")
    others = [singular(w.lower()) for w in content(text) if singular(w.lower()) not in head.split()]
    vague = pattern_of("event without content").fullmatch(re.split(" (?:in|at|near|on) ", text)[0])
    yield "incidents in Riga", vague
    yield "says its kind only", not others and head not in grammar.WHOLE
    yield "garbled", pattern_of("garbled words").search(text)
    goes_on = r",\s(?:[A-Z][\w’-]+\s?){1,3},|\s*(?:\([^()]*\) [A-Z]|of (?:an? |the )?[“\"‘])"
    yield "goes on: speech of Norse Command (NC) | General Berg", re.match(goes_on, s.text[name.end - s.start :])
    titled = any(w[0].isupper() and singular(w.lower()) in head for w in text.split())
    yield "any one: a meeting", name.indefinite and not (titled or violent or kind == "document")
    common = kind in ("act", "law", "change", "document", "election", "meeting", "judgment")
    yield "any country has it", common and not (whose or says_which(label))
    yield "bounds a time: from the summit", leads[-1:] == ["from"] or "".join(leads[-1:]).endswith((")", "century"))
    small = not name.proper or text.lower().startswith(head)  # Fall of the kingdom
    source = r" in (?:an?|the) (?:letter|speech|statement|note|interview|report|paper)\b.*"
    wording = re.sub(source, "", text[:1].lower() + text[1:] if small else text)
    at_head = not titled and (kind == "document" or (violent and name.indefinite))  # not "a Norse missile strike"
    known = re.search(rf"\b{head}.*[A-Z]" if at_head else "[A-Z0-9]", wording) or (disaster and len(others) > 1)
    yield "says not which", not known
    shared = words_of("shared word") - words_of("owner")
    yield "in words that many share", (is_text or kind == "election") and all(w in shared for w in others)
    names = {t: _bare(t.text) for t in inner if t.capital and t.tag == "N"}
    names = {t: n for t, n in names.items() if (n.isupper() and n[1:]) or singular(n.lower()) not in _generic()}
    opening = [n for t, n in names.items() if t.start == s.start and not n.isupper() and grammar.is_word(n)]
    proper = [n for n in names.values() if n not in opening]
    plain = (is_text or kind in ("meeting", "act")) and len(proper) == 1 and grammar.is_word(proper[0], True)
    sure = whose or sum(t.capital for t in inner) > 2 or disaster or kind == "law" or re.search(r"\d/\d", text)
    yield "has no name", not sure and (not proper or plain)  # the Budget Agreement
    yield "does not say against whom", is_bare_deed(text, head)
    lead, _, after = text.lower().partition(head or " ")
    by = r"\bby\b" if head in words_of("deed to something") else r"^s? of\b|\b(?:by|from|between|among)\b"
    own = re.search(r"[A-Z]", text[: len(lead)]) and head not in words_of("deed of one person")
    said = whose or own or re.search(r"[’']", lead) or re.search(by, after)
    of_somebody = head in words_of("deed of somebody") or after.startswith(" with ")
    yield "does not say whose", of_somebody and not said
    title = is_text and sum(w[0].isupper() for w in content(text.partition(head or " ")[0])) > 1
    yield "its, their", not (whose or title) and set(leads[-1:]) & _WHOSE
    yield "points back", pattern_of("word that points back").search(text) or _WHOSE & set(text.split())
    at = text.lower().find(head)
    many = re.match(r"s(?! \d)", text[at + len(head) :]) and kind not in ("attack", "crisis", "election")
    yield "many", many and (text[at].islower() or kind in ("act", "war", "exercise", "meeting"))
    owned = kind in ("strategy", "plan", "document") and re.search(r"[’']s? (?:[A-Z]\w+ )?[a-z]+$", text)
    yield "a country's strategy", owned
    doubt = words_of("doubt") | (frozenset() if is_text else {"no"})
    yield "may not have happened", any(t.text.lower() in doubt for t in s.tokens[max(0, name.first - 5) : name.first])
    court = kind == "judgment" and re.search(r"Court(?: [Oo]f [A-Z][\w ]+)?$", text)
    yield "says not in which case", court
    yield "without its number", head == "resolution" and not re.search(r"\d", text)
    first = inner[0].text.lower()
    verb = "VBG" in grammar.verb_forms(first)[0]
    yield "begins with a verb", verb and (first != head or (inner[1:2] and inner[1].text == "for"))


def is_bare_deed(text: str, head: str) -> bool:
    """Tell whether a name says only who did something done to somebody: the Norse attack, ABC attacks."""
    bare = re.fullmatch(rf"(?P<who>[\w.-]+|.+(?=[’']))(?P<whose>[’']s?)? {re.escape(head)}s?", text)
    against = head in words_of("deed against something")
    whose = bare is not None and (bare["whose"] or bare["who"].isupper() or names_country(bare["who"]))
    return against and bool(whose)


def clause_event(s: Sentence, c: Clause, d: Date, rule: str, last: str) -> Event | None:
    """Return what a clause tells, None where it is no event or cannot be read alone."""
    p = parts_of(s, c, d, last)
    if not (is_event(p) and can_be_read_alone(p)):
        return None
    label = capitalised(re.sub(r" (?=[,.])", "", f"{p.actor} {p.act} {_to_its_end(p) or p.object}"))
    if source := re.match(r"According to ((?:the )?[A-Z][^,:;“”\"()]{2,60})[,:]", s.text):
        label += f", according to {source[1]}"
    names = re.findall(r"(?<=\S )[A-Z]", f"{p.actor} | {p.object}")  # stormed the Legislative Council
    known = _of_the_state(p) or (s.country and names) or says_which(label) or re.search(r" resolution \d", label)
    if not known or pattern_of("garbled words").search(label):
        return None
    first, end = min((p.place or (c.verb.first, 0))[0], c.verb.first), max([*p.kept, c.verb.last])
    places, name = (s.tokens[first].start, s.tokens[end].end), what_it_makes(s, c) or NO_NAME
    return Event(*places, label, d, rule, name, p.actor, p.lemma, p.object, c.verb.tense, closed=name is not NO_NAME)


def _to_its_end(p: Parts) -> str:
    """Return the object with what follows it after a comma or subordinator, up to the next clause that stands alone.

    Empty where that is too long, cut off, or speaks of what stands elsewhere.
    """
    s, c = p.s, p.clause
    before = any(s.dates.get(k) == p.date for k in range(c.verb.last, c.end))  # it fell in May | and was left
    later = [o for o in s.clauses if o.opens > c.end - 1 and not o.link and (before or not o.shared)]
    stops = [k for k in range(c.end, len(s.tokens)) if s.tokens[k].text in ";:?!" or s.tokens[k].text == "but"]
    end = min([*stops, *(o.opens - 1 for o in later), len(s.tokens)])
    apart = any(o.opens - 1 == end and s.tokens[end].tag != "AND" for o in later)  # after Oslo fell, | Norland left
    away = words_of("pronoun") | _WHOSE | {"this", "these", "those", "such", "both", "same"}
    cited = [k - 1 for k in range(c.end + 1, end) if s.tokens[k - 1].text == "as" and "VBN" in s.tokens[k].forms]
    of_date = s.dates.get(c.end - 1) == p.date and [t.tag for t in s.tokens[c.end + 1 : c.end + 2]] == ["DET"]
    outside = [k for k in range(c.end, end) if s.tokens[k].text.lower() in away or s.dates.get(k, p.date) != p.date]
    far = min([*outside, *cited, end])  # as shown above
    inside = c.link in words_of("subordinator") or s.tokens[c.verb.first - 1].tag == "SUB"  # Berg, who had left,
    more = any(c.end <= v.first < end and v.tense != "participle" for v in s.verbs)
    inside = inside or (more and s.tokens[c.opens - 1].tag == "SUB")  # since May, when Oslo fell, | Norland has
    if apart or inside or of_date or p.where or _NO_STOP.search(s.text):
        return ""
    commas = [k for k in range(c.end + 1, far) if s.tokens[k].text == "," and _opens_a_phrase(s.tokens[k + 1 : k + 3])]
    whole = [end] * (far == end and s.text[s.tokens[end - 1].end - s.start :][:1] != ":")  # which also read:
    for stop in whole + commas[::-1]:
        given = kept_tokens(s, c.verb.last + 1, stop, p.date)
        kept = complete(s, given)
        if kept and kept[-1] >= c.end and all(s.tokens[k].tag == "P" for k in given if k > kept[-1]):
            return joined_text(s, kept)
    return ""


def _opens_a_phrase(following: list[Token]) -> bool:
    first, *more = following
    doing = first.forms == {"VBG"} and all(t.tag not in ("P", "AND") for t in more)  # not: planning|, budgeting,
    return doing or first.tag in ("PREP", "SUB")


def parts_of(s: Sentence, c: Clause, d: Date, last: str) -> Parts:
    """Return the parts of a clause in words."""
    subject, actor, place, where = "", "", None, ""
    if c.subject:
        first, final = _who(s, c, *c.subject)
        subject = " ".join(t.text for t in s.tokens[first : final + 1])
        # he, it: the only name of the sentence before, if it is that of a person, of a body
        body = any(map(grammar.is_word, s.spoken_of.split())) or countries(s.spoken_of) or s.spoken_of.isupper()
        fits = subject.lower() in (("it",) if body else ("he", "she") if " " in s.spoken_of else ("he", "she", "it"))
        told = any(v.last < first for v in s.verbs) and any(t.capital and t.tag == "N" for t in s.tokens[:first])
        fits = fits and not told  # the Front fought until it won
        subject = s.spoken_of if s.spoken_of and fits else subject
        subject = s.country or "it" if subject.lower() == "the country" else subject
        stop = next((v.first for v in s.verbs if v.tense == "participle" and first < v.first <= final), final + 1)
        if stop < final and s.tokens[stop + 1].tag in ("PREP", "TO"):
            stop = final + 1  # rebels tied to al-Qaeda
        if subject.split()[0].lower() not in words_of("subject that names nobody"):
            pronoun = s.tokens[first].tag == "PRON"
            actor, place = subject if pronoun else joined_text(s, kept_tokens(s, first, stop, d)), (first, stop - 1)
            about = s.tokens[first - 1].text.lower() if first and s.tokens[first].tag == "NUM" else ""
            actor = f"{about} {actor}" if about in words_of("word before a number") else actor
    begin = c.verb.first
    while begin and s.tokens[begin - 1].tag == "ADV":  # reportedly sent
        begin -= 1
    that = next((k for k in range(c.verb.last + 2, c.end) if s.tokens[k].text == "that"), c.end)
    kept = complete(s, kept_tokens(s, begin, c.end, d)) or complete(s, kept_tokens(s, begin, that, d))
    act = joined_text(s, [k for k in kept if k <= c.verb.last])
    rest = joined_text(s, kept)[len(act) :].strip()
    lead = range(c.opens, c.subject[0] if c.subject and kept else c.opens)
    stops = [c.opens - 1, *(k for k in lead if s.tokens[k].text == "," or s.tokens[k].tag == "DATE"), lead.stop]
    for before, end in pairwise(stops):  # a place before the subject: On 3 May, near Riga, a man was shot
        part = range(before + 1, end)
        while part and s.tokens[part[-1]].tag == "PREP":  # in Riga in | May
            part = part[:-1]
        found = re.sub("^[A-Z](?=[a-z]+ )", lambda m: m[0].lower(), joined_text(s, part))  # In Riga, Norland met
        placed = re.search(r"\b(?:in|at|near) (?:the )?[A-Z]", rest) or any(s.tokens[k].forms for k in part)
        if pattern_of("place before a subject").match(found) and not placed:
            rest, where = f"{rest}, {found}" if rest else found, found
            break
    lemma, after = c.verb.lemma, s.tokens[min(c.verb.last + 1, len(s.tokens) - 1)]
    classes = frozenset(name for name in load_rules("timeline") if name.endswith(" verb") and lemma in words_of(name))
    return Parts(
        s=s, clause=c, date=d, last=last, subject=subject, actor=actor, place=place, act=act, object=rest,
        where=where, kept=kept, classes=classes, lemma=lemma, after=after, active=not c.verb.passive,
    )  # fmt: skip


def _who(s: Sentence, c: Clause, first: int, final: int) -> tuple[int, int]:
    """Return the tokens of who is meant: in "my envoy, Carl Berg, met" Carl Berg, in "until he died" the one before."""
    tokens, verb = s.tokens, c.verb.first
    before = [o.subject for o in s.clauses if o.subject and o.verb.first < c.opens and not o.shared]
    if tokens[first].text in ("he", "she") and len(before) == 1:
        capitals = [k for k in range(before[0][0], first) if tokens[k].capital]
        first, final = before[0] if capitals and capitals[-1] == before[0][1] else (first, final)
    lead = tokens[first].text.lower()
    if lead not in _WHOSE | {"a", "an", "the"} or not final < verb:
        return first, final
    aside = [k for k in range(final + 1, verb) if tokens[k].tag not in ("P", "ADV")]
    commas = [k for k in range(final + 1, verb) if tokens[k].text == ","]
    named = len(commas) == 2 and 0 < len(aside) < 5 and all(tokens[k].capital for k in aside)
    if named and (lead != "the" or (len(aside) > 1 and all(not t.capital for t in tokens[first + 1 : final + 1]))):
        return aside[0], aside[-1]
    name = len(list(takewhile(lambda t: t.capital and t.tag == "N", tokens[final:first:-1])))
    points_back = lead in _WHOSE or (lead == "the" and re.search("[a-z][’']s$", tokens[first + 1].text))
    titled = name > 1 and first < final - name and tokens[final - name].tag == "N"
    return (final - name + 1, final) if points_back and titled else (first, final)


def what_it_makes(s: Sentence, c: Clause) -> Name | None:
    """Return the name of what the verb of a clause makes or begins: to sign a treaty, the war began."""
    at = next((k for k in range(c.verb.last + 1, c.end) if s.tokens[k].tag not in ("DET", "ADV", "NUM")), c.end)
    near = range(at, at + 3)
    begins = c.verb.lemma in ("begin", "start", "occur", "happen", "commence")
    if c.verb.passive or (begins and c.subject):
        near = range(c.subject[0], c.subject[0] + 2) if c.subject else range(0)
    return next((n for n in s.names if n.first in near and c.verb.lemma in words_of("making verb")), None)


def is_event(p: Parts) -> bool:
    """Tell whether a clause tells an event, though perhaps none that can be read alone."""
    return not any(found for _, found in _no_event(p))


def can_be_read_alone(p: Parts) -> bool:
    """Tell whether a clause that tells an event can be understood without the sentences around it."""
    return not any(found for _, found in chain(_cut_off(p), _subject_cut_off(p), _nobody(p), _too_little(p)))


def _no_event(p: Parts) -> Faults:
    s, c, verb, one_day = p.s, p.clause, p.clause.verb, p.date.of_a_day
    yield "cut sentence", c.end >= len(s.tokens) and _NO_STOP.search(s.text)
    yield "denied", verb.denied or p.object.startswith("no ") or p.actor.lower().startswith("no ")
    yield "condition or description", c.link in words_of("link of a condition")
    yield "still to come", (p.date.earliest or p.date.latest) > p.last and verb.tense != "future"
    yield "no past", verb.tense in ("perfect", "present", "progressive", "modal", "would")
    yield "forecast", verb.tense == "future" and s.text.startswith(("If ", "Unless ", "Without ", "Assuming "))
    yield "work of the authors", p.lemma in ("interview", "survey") or pattern_of("own work").search(p.actor)
    violent = {n.kind for n in s.names if verb.last < n.first < c.end} & {"attack", "operation", "crisis"}
    acts = violent and one_day and p.lemma in ("continue", "cause")  # continued attacks on Oslo
    did = p.lemma == "make" and pattern_of("what is made").match(p.object)  # made advances
    talked = did or (p.lemma == "have" and re.search(r"\b(?:meetings?|talks|conversation) with\b", p.object))
    yield "state", ("stative verb" in p.classes or p.lemma == "recall") and not (acts or talked)
    begun = re.match(r"to (\w+)", p.object) if p.lemma in ("begin", "start", "continue") else None  # began to emerge
    yield "trend", {p.lemma, grammar.verb_forms(begun[1])[1] if begun else ""} & words_of("trend verb")
    so = "VBN" in p.after.forms or p.after.tag == "ADV" or p.after.text in ("much", "better")
    yield "came to be so", p.lemma == "become" and so  # became frustrated
    if "saying verb" in p.classes:
        reported = p.lemma in ("report", "assess", "estimate", "claim", "describe")  # was reported to have met
        yield "only said", pattern_of("unnamed source").search(p.actor) if p.active else reported
    yield "guess", p.lemma in ("assess", "estimate")
    yield "not done", p.lemma == "fail" and p.object.startswith("to ")
    taken = p.lemma == "fall" and ((one_day and not re.search(r"\d", p.object)) or re.match("to [A-Z]", p.object))
    yield "amount that changed", "quantity verb" in p.classes and p.active and not taken  # not: Oslo fell on 8 May
    many = re.match(r"(?:[a-z]+ ){0,3}(?:\d{3,}|\d+[,.]\d)", p.object)
    yield "total: caught 2,000 ships", many and length(p.date.days) > 31
    yield "count", "counting verb" in p.classes and pattern_of("counted cases").match(p.object)


def _cut_off(p: Parts) -> Faults:
    s, c = p.s, p.clause
    yield "too long or cut", not p.act or p.kept[-1] < c.verb.last
    following, last = s.tokens[c.end : c.end + 2], s.tokens[p.kept[-1]]
    tags = ["," if t.text in ",–—" else t.tag for t in following]
    if following:
        word, after = following[0].text, following[-1]
        title = after.capital and following[1:]  # Act on Ports | that Sell Arms
        which = after.tag == "V" and after.forms & {"VBD", "VBZ"}
        said = s.tokens[c.end - 1].forms or title or "saying verb" in p.classes
        yield "what was said", word == "that" and not which and said
        joins = p.active and tags[0] == "AND" and tags[-1] in ("DET", "N", "NUM")
        opened = [
            (s.tokens[o.verb.last].forms, s.tokens[o.verb.last + 1 : o.verb.last + 2])
            for o in s.clauses
            if c.end < o.opens < c.end + 4
        ]
        may = [forms == {"VBD", "VBN"} and [t.tag for t in after] in (["PREP"], ["ADV"]) for forms, after in opened]
        apart = not all(may)  # a clause, whose verb is no participle
        yield "half a phrase: talks between Norland | and rebels aligned with Oslo", joins and not apart
        half = word == "but" and any(s.tokens[k].text == "that" for k in p.kept)
        yield "half of it: found that Oslo had plans | but gave them up", half
        yield "goes on: to consider | how it works", word in words_of("link of a question")
        yield "goes on: all the ships the Norse | had", tags[0] in ("PRON", "N", "NUM", "V", "DET")
    loose = {"to", "that", "called", "named"}.union(*map(words_of, ("preposition", "coordinator", "subordinator")))
    runs = re.finditer(r"(?<!\bto )\b([a-z]+)(?<!ing) the [A-Z]", p.object.split("that ")[0])
    two = [m[1] for m in runs if m[1] not in loose and "VBD" not in grammar.verb_forms(m[1])[0]]
    yield "two phrases without a word between", two
    yield "name left out", p.active and p.lemma in words_of("naming verb") and tags in ([",", "N"], [",", "DET"])
    open_end = words_of("object verb") | words_of("stative verb")
    alone = s.tokens[p.kept[-1] - 1].tag == "SUB" and last.lemma in open_end
    said = last.tag == "V" and (last.lemma in words_of("saying verb") or alone)
    yield "ends in a verb: a letter which | included", said and p.kept[-1] > c.verb.last


def _subject_cut_off(p: Parts) -> Faults:
    s, at = p.s, p.clause.subject[0] if p.clause.subject else 0
    *several, final = re.split(r", (?:and )?| and ", p.actor) if "," in p.actor else [p.actor]
    yield "list cut apart", several and not all(_ONE_NAME.fullmatch(part) for part in (*several, final))
    finite = any(v.tense != "participle" and v.last < at for v in s.verbs)
    aside = at > 3 and s.tokens[at - 1].text == "," and s.tokens[0].tag == "DET" and not finite
    dated = any(t.tag == "DATE" for t in s.tokens[:at])
    yield "aside of the subject: the mandate of the envoy, | Berg, ended", aside and not dated
    joint = "," if several else "" if finite else "and"  # Ostland|, Norland, and Sudland; between Norland and | Sudland
    lead = s.tokens[p.clause.opens : at]
    began = any(a.tag == "DATE" and (b.tag == "DET" or (b.tag == "N" and b.text != "alone")) for a, b in pairwise(lead))
    yield "the subject began before: on 3 May an attack in Riga, | Norland occurred", began
    listed = len(lead) > 1 and lead[-1].text == "," and lead[-2].tag in grammar.NOUNS and " and " in p.actor
    alone = all(t.tag in ("N", "DET", "P") or t.text == "of" for t in lead)
    yield "end of a list: Ostland, | Norland and Sudland", listed and alone
    told_of = s.tokens[p.clause.verb.first - 1].tag == "SUB" and s.tokens[at - 3].text != ","
    of_it = at > 2 and s.tokens[at - 1].text == "of" and not told_of
    yield "end of a phrase: Anna Berg, daughter of | Carl Berg, left", of_it
    yield "end of a list", at > 1 and s.tokens[at - 2].tag in grammar.NOUNS and s.tokens[at - 1].text == joint
    inside = s.tokens[p.place[0] : p.place[1] + 1] if p.place else []
    two = any(b.tag == "NUM" and a.tag == "N" and a.text.islower() and a.text != "least" for a, b in pairwise(inside))
    yield "two phrases: in the Riga raids | 50 men were killed", two


def _nobody(p: Parts) -> Faults:
    s, place, of_state = p.s, p.place, _of_the_state(p)
    body = re.fullmatch("[Tt]he ([A-Z][a-z]+)", p.actor)
    yield "any body: the Commission", body and singular(body[1].lower()) in _generic() and not of_state
    capitals = {singular(w.lower()) for w in re.findall(r"\b[A-Z][\w’-]+", _ARTICLE.sub("", p.actor))}
    any_state = capitals and capitals <= words_of("word of any state") | words_of("word of a body of no state")
    of_un = re.match(r"resolution \d", p.object)  # the General Assembly adopted resolution 181
    yield "body of any state: the Supreme Court", any_state and not (of_state or of_un)
    yield "its last visit occurred", re.match("(?:its|their|his|her) (?!Majesty)", p.subject, re.I)
    yield "an incident occurred", pattern_of("event without content").fullmatch(p.subject)
    bill = pattern_of("number of a bill")
    yield "bill without its name", bill.fullmatch(p.actor) or bill.fullmatch(p.object)
    some = pattern_of("number of people").fullmatch(p.subject) and p.date.of_a_day and re.search("[A-Z]", p.object)
    yield "some people", pattern_of("subject of unknown people").match(p.subject) and not some
    yield "somebody known before: left the country", _KNOWN_BEFORE.search(p.object)
    inside = s.tokens[place[0] : place[1] + 1] if place else []
    names = [t.text for t in inside if t.capital]
    if inside and names == [inside[0].text] and inside[0].start == s.tokens[0].start:
        plain = len(inside) > 1 or (grammar.is_word(names[0]) and not grammar.is_word(names[0], True))
        names = names if names[0][1:2].isupper() or not plain else []
    pronoun = len(inside) == 1 and inside[0].tag == "PRON" and p.actor
    definite = p.subject.lower().startswith(("the ", "this ", "these ", "those ", *(f"{w} " for w in _WHOSE)))
    noun = re.split(r" (?:over|in|at|near|between|by|of) ", p.subject)[0]  # clashes over the port | broke out
    happens = bool(noun) and singular(noun.split()[-1].lower()) in grammar.head_words()
    one = re.match(r"an? |(?:[\w-]+ )*[a-z-]+s(?:$| (?:\w+ed|loyal) (?:to|with|by|from) )", p.subject, re.I)  # rebels
    vague = definite or (p.active and not happens and not one)
    unknown = vague or not re.search(r"(?<![\w-])[A-Z]", p.object)
    yield "no name", unknown and not (names or pronoun or of_state)


def _of_the_state(p: Parts) -> bool:
    """Tell whether a body of the state acts in a report on one country: the government."""
    actor = [singular(w.lower()) for w in re.findall(r"[\w’-]+", _ARTICLE.sub("", p.actor)) if w not in ("of", "the")]
    only_one = words_of("word of any state") if len(actor) > 1 else words_of("body of which a state has one")
    return bool(p.s.country and actor) and all(w in only_one for w in actor)


def _too_little(p: Parts) -> Faults:
    makes, needs_object = "making verb" in p.classes, "object verb" in p.classes
    if p.active:
        yield "no object", not p.object and (needs_object or "moving verb" in p.classes)
        direct = re.match(r"(?:the|an?|its|their|his|her|[A-Z]|\d)", p.object)
        participle = makes and needs_object and p.after.tag in ("PREP", "DATE") and p.lemma != "agree"
        yield "participle: the meeting held in Oslo", participle and not direct
        silent = "contact verb" in p.classes and not pattern_of("what a message says").search(p.object)
        yield "message without what about", silent
        poor = p.object not in ("", "office") and not content(p.object)
        yield "advised Berg:", p.lemma == "advise" and not re.search(r"\b(?:to|on|about|against|that|of) ", p.object)
        yield "signed the Law", poor and not re.search(r"[A-Z].*[A-Z]", p.object)
        if "saying verb" in p.classes and all(p.s.tokens[k].text != "that" for k in p.kept):
            yield "told whom", p.lemma in ("tell", "inform", "notify") or p.s.text.rstrip().endswith(":")
            where = p.after.tag == "PREP" or re.match(r"(?:in|on|at|during|to|with) ", p.object)
            yield "stated in Oslo", where or len(content(p.object)) < 2
    else:
        yield "Berg was appointed", p.lemma in words_of("naming verb") and not p.object
    yield "sent a letter", pattern_of("message without content").search(p.object)
    yield "a report appeared", not content(p.actor) and not _of_the_state(p)
    founded = not p.object and re.fullmatch("the [A-Z][a-z]+", p.subject, re.I)
    yield "the Inquiry was established", founded and not p.actor.isupper()
    words = set(p.object.split())
    yield "beat the army and | thwarted its efforts", p.clause.shared and _WHOSE & words
    body = {singular(w.lower()) for w in p.actor.split()} & words_of("office or body")
    yield "the Assembly confirmed his removal", body and {"his", "her"} & words
    said = re.sub("^that (?:it|they|s?he) ", "", p.object) if "saying verb" in p.classes else p.object
    subject = "" if _of_the_state(p) else p.subject
    yield "this drive gained momentum", pattern_of("word that points back").search(f"{subject} | {said}")
