"""Say in words what a clause or a name tells, so that it can be read alone.

A clause is taken apart once into actor, act and object. `is_event` and `can_be_read_alone` decide whether it becomes
an event: better no event than one that nobody understands.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from analysis.language import singular
from analysis.rules import load_rules
from analysis.timeline import grammar
from analysis.timeline.chronology import length
from analysis.timeline.grammar import Clause, Date, Name, Sentence, Token, depths, pattern_of, texts, words_of

LONGEST_LABEL, LONGEST_WORDS = 170, 28
_PRONOUNS = frozenset(("it", "they", "he", "she"))
_NOT_LAST = frozenset(("PREP", "DET", "AND", "SUB", "TO", "MOD", "BE", "HAVE", "NOT"))
_GOES_ON = frozenset(("how", "what", "which", "whether", "than", "where", "if", "as", "who", "whose", "whom"))
_SIGNS = frozenset(",.;:“\"-–—'’‘*")
_WHICH_ONE = pattern_of("subject of unknown people")
_SOME = pattern_of("number of people")
_KNOWN_BEFORE = re.compile(r"^[^A-Z0-9]*\b(?:the|this) (?!first time)(?:[a-z-]+ )?[a-z-]+$")  # left the country
_OWN_ATTACKS = re.compile(r"(?:U\.?[SK]\.?|NATO|[A-Z]\w+(?:ian|ese|ish)) [a-z]+s")  # not by place: Bali bombings
_WHOSE = frozenset(("its", "their", "his", "her", "our", "my"))
_ARTICLE = re.compile(r"^(?:the|an?|this|these|those|that|its|their|his|her|our|such)\s+", re.I)
POINTS_BACK = pattern_of("word that points back")
# Heads of what somebody does, gives or sends: without that somebody nobody knows which it was.
_OF_ONE = frozenset(("visit", "speech", "address", "remarks", "letter", "testimony", "statement"))
_BY_SOMEBODY = frozenset(("takeover", "withdrawal", "retreat", "capture", "conquest", "test"))  # "of" says only of what
_OF_SOMEBODY = _OF_ONE | _BY_SOMEBODY | {"meeting", "talks", "report", "departure", "death"}
_ONLY_SAID = frozenset(("report", "assess", "estimate", "claim", "describe"))  # was reported to have met
_OF_ANY = frozenset(("act", "law", "change", "document", "election", "meeting", "judgment"))  # any country has them
_ONE_NAME = re.compile(r"(?:the )?[A-Z][\w.’-]*(?: (?:of )?[A-Z][\w.’-]*)*")
GARBLED = pattern_of("garbled words")
_SOURCE = pattern_of("unnamed source")
_SAYS_WHAT = pattern_of("what a message says")
_NO_CONTENT = pattern_of("message without content")
_MANY = re.compile(r"(?:[a-z]+ ){0,3}(?:\d{3,}|\d+[,.]\d)")
_MET = re.compile(r"\b(?:meetings?|talks|conversation) with\b")
_COUNTED = pattern_of("counted cases")
_BODY = pattern_of("body that adopted a resolution")
_IN_TEXT = re.compile(r" in (?:an?|the) (?:letter|speech|statement|note|interview|report|paper)\b.*")
_CUT = re.compile(r",\s(?:[A-Z][\w’-]+\s?){1,3},|\s*(?:\([^()]*\) [A-Z]|of (?:an? |the )?[“\"‘])")  # speech of Norse Command (NC)| General Berg
_NAMING = frozenset(
    ("proclaim", "declare", "name", "appoint", "elect", "call", "dub", "designate", "sentence", "add", "rename", "list")
)
_ACCORDING = re.compile(r"According to ((?:the )?[A-Z][^,:;“”\"()]{2,60})[,:]")
_OWN_WORK = pattern_of("own work")


class Anchor(NamedTuple):
    """What a date dates: offsets in the block, words that stand alone, the date, the rule, the parts of a clause."""

    start: int
    end: int
    label: str
    date: Date | None
    rule: str
    name: Name | None = None
    actor: str = ""
    verb: str = ""
    object: str = ""  # what follows the verb
    tense: str = "past"
    kind: str = "act"
    closed: bool = False  # the name is the object of a verb that makes it: it was signed, held, adopted


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
    kept: list[int]  # the tokens of the label from the verb on
    classes: frozenset[str]
    lemma: str
    after: Token  # the token after the verb
    active: bool

    @property
    def label(self) -> str:
        """Return what the clause tells."""
        return capitalised(re.sub(r" (?=[,.])", "", f"{self.actor} {self.act} {self.object}"))


# --- words -------------------------------------------------------------------------------------------------------


def kept_tokens(s: Sentence, first: int, last: int) -> list[int]:
    """Return the tokens of a stretch without dates, what leads to them, brackets and filling adverbs."""
    level = depths(s.tokens[first:last])
    drop = {k for k in range(first, last) if level[k - first] or s.tokens[k].text.lower() in words_of("filling adverb")}
    leads = words_of("word before a date") | frozenset("-,(")
    for k in range(first, last):
        if s.tokens[k].tag == "DATE" and not modifies_noun(s, k):
            lead = list(takewhile(lambda j: s.tokens[j].text.lower() in leads, range(k - 1, first - 1, -1)))
            drop |= {k, *lead}
    return [k for k in range(first, last) if k not in drop]


def modifies_noun(s: Sentence, k: int) -> bool:
    """Tell whether a date stands inside a noun phrase: an October 2021 publication."""
    following = s.tokens[k + 1 : k + 2]
    return k > 0 and s.tokens[k - 1].tag in ("DET", "N", "PREP") and bool(following) and following[0].nominal


def joined_text(s: Sentence, kept: Iterable[int]) -> str:
    """Return tokens as text, spaced as in the sentence."""
    parts: list[str] = []
    last = -9
    for k in kept:
        t = s.tokens[k]
        gap = s.text[s.tokens[last].end - s.start : t.start - s.start] if last == k - 1 else " "
        parts += ["" if t.text in (",", ".") else gap, t.text]
        last = k
    return " ".join("".join(parts).split())


def whole(s: Sentence, kept: list[int]) -> list[int]:
    """Return the tokens of a label without what joins the next clause; nothing where it is too long or cut off."""
    kept = list(takewhile(lambda k: s.tokens[k].text != "but", kept))
    final = s.tokens[kept[-1] - (s.tokens[kept[-1]].text == ".")].text if kept else ""
    if final in ("so", "earlier", "later", "ago", "night", "morning", "evening"):
        return []  # failed to do so
    while kept and (s.tokens[kept[-1]].tag in ("AND", "SUB", "ADV") or s.tokens[kept[-1]].text in _SIGNS):
        kept = kept[:-1]
    if not kept:
        return []
    said, last = joined_text(s, kept), s.tokens[kept[-1]]
    after = s.text[last.end - s.start :]
    quoted = said.count('"') % 2 > 0 or len(re.findall("[“”]", said)) % 2 > 0
    cut = (quoted and not re.match(r"\W?[\"”]", after)) or bool(re.match("[–-](?!-)", after))  # a 4,500|-strong force
    # sent an invitation|—signed by both—to travel
    aside = r"(?: ?[—–][^—–]+[—–] ?|, (?=[^,]*\b[a-z])[^,;]{1,80}, )(?:to|from|into|for|with|against|that)\b"
    cut = cut or bool(re.match(aside, after))
    inner = len(kept) > 1 and s.tokens[kept[-2]].tag in ("DET", "PREP", "NUM", "ADV") and grammar.is_adjective(last.text)
    cut = cut or (inner and bool(re.match(",| and ", after)))  # on an informal|, unpaid basis
    cut = cut or last.tag in _NOT_LAST or (last.forms == {"VBG"} and last.tag == "V")
    cut = cut or (s.tokens[kept[-1] - 1].tag == "TO" and "VB" in last.forms and after[:1] == ",")  # to take|, in Oslo,
    return [] if cut or len(kept) > LONGEST_WORDS or len(said) > LONGEST_LABEL else kept


def capitalised(text: str) -> str:
    """Return a label with a capital, without the article it opens with and without brackets that have no partner.

    >>> capitalised("the Riga Summit"), capitalised("those protests commenced")
    ('Riga Summit', 'Protests commenced')
    """
    text = text if text.count('"') % 2 == 0 else text.replace('"', "")
    text = text if text.count("‘") <= text.count("’") else text.replace("‘", "")
    for pair in ("“”", "()", "[]"):
        if text.count(pair[0]) != text.count(pair[1]):
            text = re.sub(f"[{re.escape(pair)}]", "", text)
    plain = _ARTICLE.sub("", text.strip(" ,;:*•|"))
    return plain[:1].upper() + plain[1:]


def content(text: str) -> list[str]:
    """Return the words of a text that say something: no function words, no words that need more."""
    loose = {"to"}.union(*map(words_of, ("determiner", "preposition", "pronoun", "coordinator")))
    poor = words_of("word that needs more")
    said = (t for t in re.findall(r"[^\W_][\w’'/-]*", text) if t == "US" or t.lower() not in loose)
    return [t for t in map(_bare, said) if not {t.lower(), singular(t.lower())} & poor]


@cache
def _generic() -> frozenset[str]:
    """Return the words that say what somebody or something is, but not which one: the Parliament, Minister."""
    kinds = words_of("word that needs more") | words_of("office or body") | grammar.head_words()
    return (kinds | words_of("shared word")) - words_of("owner") - {"united"}


def names_in(tokens: Iterable[Token], start: int) -> list[str]:
    """Return the names among words, without what only says what it is; `start` is that of the sentence.

    Norland, EUTM, Riga; not "the Parliament", "Framework Agreement", nor a word that opens a sentence.
    """
    names = [(t, _bare(t.text)) for t in tokens if t.capital and t.tag == "N"]
    sure = [n for t, n in names if (n.isupper() and len(n) > 1) or singular(n.lower()) not in _generic()]
    opening = [n for t, n in names if t.start == start and not n.isupper() and grammar.is_word(n)]
    return [n for n in sure if n not in opening]


def _bare(word: str) -> str:
    return re.sub(r"[’']s?$", "", word)


def says_which(text: str) -> bool:
    """Tell whether words hold a name that says which one is meant: Norland, EUTM; not Ministry of Justice.

    Names of bodies are made of words that any country has; words of the dictionary are no names.
    """
    before = ""
    for word in map(_bare, re.findall(r"[^\W_][\w.’'-]*", text)):
        known = before in words_of("word before a name") or word.lower() in words_of("name that is a word")
        own = word[:1].isupper() and (known or not (singular(word.lower()) in _generic() or grammar.is_word(word)))
        if own or (word.isupper() and len(word) > 1):
            return True
        before = word.lower().rstrip(".")
    return False


def name_label(s: Sentence, name: Name) -> str:
    """Return the label of a name, empty where it cannot be read alone ("the meeting", "its Military Doctrine")."""
    others = [w for w in content(name.text) if singular(w.lower()) not in name.head.split()]
    leads = [t.text.lower() for t in s.tokens[: name.first] if t.tag != "DATE"]  # my May 2014 speech
    before, owner = leads[-1] if leads else "", _owner(s, name)
    whole_title = (
        name.kind in texts() and sum(w[0].isupper() for w in content(name.text.partition(name.head or " ")[0])) > 1
    )
    whose = before in _WHOSE and not owner and not whole_title
    titled = any(w[0].isupper() and singular(w.lower()) in name.head for w in name.text.split())
    small = not name.proper or name.text.lower().startswith(name.head)  # Fall of the kingdom
    said = _IN_TEXT.sub("", name.text[:1].lower() + name.text[1:] if small else name.text)
    which = name.kind == "document" or (name.kind in ("attack", "crisis", "war") and name.indefinite)
    where = rf"\b{name.head}.*[A-Z]" if which and not titled else r"[A-Z0-9]"  # not "a Norse missile strike"
    known = bool(re.search(where, said)) or (name.kind in ("crisis", "war") and len(others) > 1)
    shared = words_of("shared word") - words_of("owner")
    says = name.kind not in texts() | {"election"} or any(singular(w.lower()) not in shared for w in others)
    at = name.text.lower().find(name.head)
    many = bool(re.match(r"s(?! \d)", name.text[at + len(name.head) :])) and name.kind not in (
        "attack",
        "crisis",
        "election",
    )
    plural = many and (name.text[at].islower() or name.kind in ("act", "war", "exercise", "meeting"))
    plural = plural or (name.kind == "attack" and bool(_OWN_ATTACKS.fullmatch(name.text)))
    bare = name.kind in ("strategy", "plan", "document") and re.search(r"[’']s? [a-z]+$", name.text)
    no = words_of("doubt") | ({"no"} if name.kind not in texts() else frozenset())
    supposed = any(t.text.lower() in no for t in s.tokens[max(0, name.first - 5) : name.first])
    refers = whose or POINTS_BACK.search(name.text) or _WHOSE & set(name.text.split())
    runs = bool(name.kind == "operation" and re.search(rf"^{name.head} of\b| period$", name.text))  # of a port
    runs = runs or (name.head == "resolution" and not re.search(r"\d", name.text))
    runs = runs or bool(re.search(r"\b(?:one|some|most|many|several) of\b", " ".join(leads[-5:])))  # of the raids
    unclear = refers or plural or bare or supposed or runs or not (owner or _says_whose(name))
    inner = s.tokens[name.first : name.last + 1]
    first = inner[0].text.lower()
    acting = "VBG" in grammar.verb_forms(first)[0] and (first != name.head or (inner[1:2] and inner[1].text == "for"))
    titled_by = owner or re.search(r"\d/\d", name.text) or (name.kind in ("crisis", "war", "law") and known)
    proper = names_in(inner, s.start)
    plain = name.kind in texts() | {"meeting", "act"} and len(proper) == 1 and grammar.is_word(proper[0], True)
    long = sum(t.capital for t in inner) > 2
    unclear = unclear or acting or not (titled_by or long or (proper and not plain))  # the Budget Agreement
    joined = any(t.tag == "AND" for t in s.tokens[name.last + 1 : name.last + 2])  # of three political | and
    cut = _CUT.match(s.text[name.end - s.start :]) or (joined and grammar.is_adjective(inner[-1].text))
    one = name.indefinite and not titled and name.kind not in ("attack", "crisis", "war", "document")  # a meeting
    body = _BODY.search(s.text, 0, name.start - s.start) if name.head == "resolution" else None
    of_body = f"{body[1]} {name.text}" if body else name.text
    anywhere = name.kind in _OF_ANY and not (says_which(of_body) or owner)
    cut = cut or GARBLED.search(name.text)
    if (
        cut
        or one
        or anywhere
        or not known
        or not says
        or unclear
        or before == "from"
        or before.endswith((")", "century"))
    ):
        return ""
    said = re.sub(r"(?<=olution)s(?= \d)", "", name.text)
    said = f"{body[1]} {said}" if body else said
    said = f"first {said}" if before == "first" and len(leads) > 1 and leads[-2] == "the" else said
    return (owner + said if owner else capitalised(said)) if others or name.head in grammar.WHOLE else ""


def _owner(s: Sentence, name: Name) -> str:
    """Return whose visit or speech it was, where the subject after it says so: "In his speech in Riga, Berg said"."""
    his = {t.text.lower() for t in s.tokens[max(0, name.first - 2) : name.first]} & (_WHOSE - {"my", "our"})
    subject = next((c.subject for c in s.clauses if c.subject and c.opens <= name.first < c.subject[0]), None)
    if not (his and subject and name.head in _OF_SOMEBODY):
        return ""
    own = capitalised(joined_text(s, range(subject[0], subject[1] + 1)))
    return f"{own}’s " if s.tokens[subject[1]].capital and s.tokens[subject[1]].text not in name.text else ""


def _says_whose(name: Name) -> bool:
    """Tell whether a name says whose visit, speech or meeting it was."""
    before, _, after = name.text.lower().partition(name.head or " ")
    whose = r"\bby\b" if name.head in _BY_SOMEBODY else r"^s? of\b|\b(?:by|from|between|among)\b"
    if re.search(r"[’']", before) or re.search(whose, after):
        return True
    named = bool(re.search(r"[A-Z]", name.text[: len(before)])) and name.head not in _OF_ONE
    return named or not (name.head in _OF_SOMEBODY or after.startswith(" with "))


# --- clauses -----------------------------------------------------------------------------------------------------


def clause_anchor(s: Sentence, c: Clause, d: Date, rule: str, last: str) -> Anchor | None:
    """Return what a clause tells as an anchor, None where it is no event or cannot be read alone."""
    p = parts_of(s, c, d, last)
    if not (is_event(p) and can_be_read_alone(p)):
        return None
    said = _ACCORDING.match(s.text)
    label = f"{p.label}, according to {said[1]}" if said else p.label
    if not says_which(label) or GARBLED.search(label):
        return None
    first, end = min((p.place or (c.verb.first, 0))[0], c.verb.first), max([*p.kept, c.verb.last])
    places, name = (s.tokens[first].start, s.tokens[end].end), _made(p)
    return Anchor(*places, label, d, rule, name, p.actor, p.lemma, p.object, c.verb.tense, "act", name is not None)


def parts_of(s: Sentence, c: Clause, d: Date, last: str) -> Parts:
    """Return the parts of a clause in words."""
    subject, actor, place = "", "", None
    if c.subject:
        first, final = c.subject
        before = [o.subject for o in s.clauses if o.subject and o.verb.first < c.opens and not o.shared]
        if s.tokens[first].text in ("he", "she") and len(before) == 1:
            named = [k for k in range(before[0][0], first) if s.tokens[k].capital]
            first, final = before[0] if named and named[-1] == before[0][1] else c.subject  # until he was killed
        if person := _named_person(s, first, final, c.verb.first):
            first, final = person
        subject = " ".join(t.text for t in s.tokens[first : final + 1])
        stop = next((v.first for v in s.verbs if v.tense == "participle" and first < v.first <= final), final + 1)
        if stop < final and s.tokens[stop + 1].tag in ("PREP", "TO"):
            stop = final + 1  # rebels tied to al-Qaeda
        if subject.split()[0].lower() not in words_of("subject that names nobody") | _PRONOUNS:
            actor, place = joined_text(s, kept_tokens(s, first, stop)), (first, stop - 1)
    begin = c.verb.first
    while begin and s.tokens[begin - 1].tag == "ADV":  # reportedly sent
        begin -= 1
    kept = whole(s, kept_tokens(s, begin, c.end))
    act = joined_text(s, [k for k in kept if k <= c.verb.last])
    rest = joined_text(s, kept)[len(act) :].strip()
    lemma, after = c.verb.lemma, s.tokens[min(c.verb.last + 1, len(s.tokens) - 1)]
    classes = frozenset(name for name in load_rules("timeline") if name.endswith(" verb") and lemma in words_of(name))
    return Parts(s, c, d, last, subject, actor, place, act, rest, kept, classes, lemma, after, not c.verb.passive)


def _named_person(s: Sentence, first: int, final: int, verb: int) -> tuple[int, int] | None:
    """Return the name of who is described: my envoy, | Carl Berg, | met; the group's leader | Carl Berg | swore."""
    lead = s.tokens[first].text.lower()
    if lead not in _WHOSE | {"a", "an", "the"} or not final < verb:
        return None
    aside = [k for k in range(final + 1, verb) if s.tokens[k].tag not in ("P", "ADV")]
    commas = [k for k in range(final + 1, verb) if s.tokens[k].text == ","]
    if (
        lead != "the"
        and len(commas) == 2
        and 0 < len(aside) < 5
        and all(s.tokens[k].capital and s.tokens[k].tag == "N" for k in aside)
    ):
        return aside[0], aside[-1]
    k = final
    while k > first and s.tokens[k].capital and s.tokens[k].tag == "N":
        k -= 1
    points_back = lead in _WHOSE or (lead == "the" and re.search("[a-z][’']s$", s.tokens[first + 1].text))
    return (k + 1, final) if points_back and final - k > 1 and k > first and s.tokens[k].tag == "N" else None


def _made(p: Parts) -> Name | None:
    """Return the name of what the verb of a clause makes or begins: to sign a treaty, the war began."""
    names, c = p.s.names, p.clause
    if "making verb" not in p.classes:
        return None
    if (c.verb.passive or p.lemma in ("begin", "start", "occur", "happen", "commence")) and c.subject:
        first, _ = c.subject
        return next((n for n in names if first <= n.first <= first + 1), None)
    after = range(c.verb.last + 1, c.end)
    at = next((k for k in after if p.s.tokens[k].tag not in ("DET", "ADV", "NUM")), c.end)
    return next((n for n in names if at <= n.first <= at + 2), None)


# --- why a clause gives no event or no label ---------------------------------------------------------------------


def _is_quantity(p: Parts) -> bool:
    """Tell whether a clause says how large an amount is or how it changed."""
    on_a_day = p.date.earliest == p.date.latest and not re.search(r"\d", p.object)  # the regime fell on 8 May
    taken = p.lemma == "fall" and (on_a_day or re.match("to [A-Z]", p.object))  # the town fell to Norland
    changed = "quantity verb" in p.classes and p.active and not taken
    total = length((p.date.earliest, p.date.latest)) > 31 and _MANY.match(p.object)  # in 2014 it caught 2,000 ships
    return bool(changed or total or ("counting verb" in p.classes and _COUNTED.match(p.object)))


def _lacks_what_was_said(p: Parts) -> bool:
    """Tell whether a verb of saying lacks what was said: "stated in Oslo", "reported that of the bridges"."""
    if "saying verb" not in p.classes or not p.active or any(p.s.tokens[k].text == "that" for k in p.kept):
        return False
    where = p.after.tag == "PREP" or re.match(r"(?:in|on|at|during|to|with) ", p.object)
    return p.lemma in ("tell", "inform", "notify") or bool(where) or len(content(p.object)) < 2


def _goes_on(p: Parts) -> bool:
    """Tell whether a clause was cut by mistake: "to consider | how it works"."""
    before, following = p.s.tokens[p.clause.end - 1], (*p.s.tokens[p.clause.end :], None)[0]
    if following is None:
        return False
    title = any(t.capital for t in p.s.tokens[p.clause.end + 1 : p.clause.end + 2])  # Act on Ports | that Sell Arms
    which = any(t.tag == "V" and t.forms & {"VBD", "VBZ"} for t in p.s.tokens[p.clause.end + 1 : p.clause.end + 2])
    said = following.text == "that" and not which and (bool(before.forms) or title or "saying verb" in p.classes)
    return said or following.text in _GOES_ON


def _is_cut(p: Parts) -> bool:
    """Tell whether a label ends where the words of the text go on: "took all the ships the Norse | had"."""
    tokens, last = p.s.tokens, p.s.tokens[p.kept[-1]]
    following = ["," if t.text in ",–—" else t.tag for t in tokens[p.clause.end : p.clause.end + 2]]
    goes_on = following[:1] and following[0] in ("PRON", "N", "NUM", "V", "DET")
    loose = {"to", "that", "called", "named"}.union(*map(words_of, ("preposition", "coordinator", "subordinator")))
    contact = any(
        m[1] not in loose for m in re.finditer(r"(?<!\bto )\b([a-z]+)(?<!ing) the [A-Z]", p.object.split("that ")[0])
    )
    noun = following[:1] == ["AND"] and following[1:] and following[1] in ("N", "DET", "NUM")  # immigration | and border
    noun = noun and tokens[p.clause.end - 1].tag != "DATE" and all(c.opens - 1 != p.clause.end for c in p.s.clauses)
    rest = p.s.text[last.end - p.s.start :]
    title = last.capital and rest[:1] == ":"  # published Israel|: A History
    goes_on = goes_on or noun or title or re.match(", [a-z]+-[a-z]+ [a-z]", rest)  # the one-person|, one-vote elections
    named = p.active and p.lemma in _NAMING and following in ([",", "N"], [",", "DET"])
    said = last.tag == "V" and last.lemma in words_of("saying verb") and p.kept[-1] > p.clause.verb.last
    return bool(goes_on or contact or named or said)


def _names_nobody(p: Parts) -> bool:
    """Tell whether neither subject nor passive object has a name, or it is not clear which is meant."""
    *several, final = re.split(r", (?:and )?| and ", p.actor) if "," in p.actor else [p.actor]
    if several and not all(_ONE_NAME.fullmatch(part) for part in (*several, final)):
        return True
    if re.fullmatch("[Tt]he [A-Z][a-z]+", p.actor) and singular(p.actor[4:].lower()) in _generic():
        return True  # the Commission
    capitals = re.findall(r"\b[A-Z][\w’-]+", _ARTICLE.sub("", p.actor))
    if capitals and all(singular(w.lower()) in words_of("word of any state") for w in capitals):
        return True  # the Supreme Court
    if p.s.tokens[p.clause.verb.first].text in ("were", "have", "are") and _ONE_NAME.fullmatch(p.actor.removesuffix("s")):
        return p.actor[-1:] != "s"  # Anna Lund and | Carl Berg were tried
    some = _SOME.fullmatch(p.subject) and p.date.earliest == p.date.latest and re.search("[A-Z]", p.object)
    if (_WHICH_ONE.match(p.subject) and not some) or _KNOWN_BEFORE.search(p.object):
        return True
    at = p.clause.subject[0] if p.clause.subject else 0
    finite = any(v.tense != "participle" and v.last < at for v in p.s.verbs)
    lead = "," if several else "" if finite else "and"
    aside = at > 3 and p.s.tokens[at - 1].text == "," and p.s.tokens[0].tag == "DET" and not finite
    aside = aside and all(t.tag != "DATE" for t in p.s.tokens[:at])  # the mandate of the envoy, Berg | ended
    if aside or (at > 1 and p.s.tokens[at - 2].nominal and p.s.tokens[at - 1].text == lead):
        return True  # Ostland|, Norland, and Sudland; between Norland and | Sudland
    first = p.s.tokens[0].start
    inside = range(p.place[0], p.place[1] + 1) if p.place else ()
    names = [k for k in inside if p.s.tokens[k].capital]
    if len(names) == 1 and p.s.tokens[names[0]].start == first:
        name = p.s.tokens[names[0]].text
        plain = len(inside) > 1 or (grammar.is_word(name) and not grammar.is_word(name, True))
        names = [] if plain and not name[1:2].isupper() else names
    if any(b.tag == "NUM" and a.tag == "N" and a.text.islower() for a, b in pairwise(p.s.tokens[k] for k in inside)):
        return True  # in the Riga raids | 50 men were killed
    definite = p.subject.lower().startswith(("the ", "this ", "these ", "those ", *(f"{w} " for w in _WHOSE)))
    what = re.split(r" (?:over|in|at|near|between|by|of) ", p.subject)[0]  # clashes over the port | broke out
    happens = bool(what) and singular(what.split()[-1].lower()) in grammar.head_words()
    one = re.match(r"an? |(?:[\w-]+ )*[a-z-]+s(?:$| (?:\w+ed|loyal) (?:to|with|by|from) )", p.subject, re.I)  # rebels
    vague = definite or (p.active and not happens and not one)
    return not names and (vague or not re.search(r"(?<![\w-])[A-Z]", p.object))


def _says_too_little(p: Parts) -> bool:
    """Tell whether subject or object consist of words that need more."""
    if singular(p.subject.lower()) in words_of("kind: act") | words_of("kind: change"):
        return True  # Implementation was reviewed
    if "contact verb" in p.classes and p.active and not _SAYS_WHAT.search(p.object):
        return True
    message = not p.active and _NO_CONTENT.fullmatch(p.subject)  # a statement was issued
    if message or _NO_CONTENT.search(p.object):
        return True
    poor = p.object not in ("", "office") and not content(p.object)
    few = p.active and poor and not re.search(r"[A-Z].*[A-Z]", p.object)  # signed the Law
    founded = not p.object and re.fullmatch("the [A-Z][a-z]+", p.subject, re.I) and not p.actor.isupper()
    bare = p.active and "making verb" in p.classes and re.fullmatch("[a-z-]+", p.object)  # adopted conclusions
    return not content(p.actor) or bool(few or founded or bare)  # the Inquiry was established


def _points_back(p: Parts) -> bool:
    """Tell whether a clause can be understood only with the sentences before it: "this drive gained momentum"."""
    if p.clause.shared and _WHOSE & set(p.object.split()):
        return True  # beat the army and | thwarted its efforts
    body = {singular(w.lower()) for w in p.actor.split()} & words_of("office or body")
    if body and {"his", "her"} & set(p.object.split()):
        return True  # the Assembly confirmed his removal
    said = re.sub("^that (?:it|they|s?he) ", "", p.object) if "saying verb" in p.classes else p.object
    return bool(POINTS_BACK.search(f"{p.subject} | {said}"))


def _lacks_object(p: Parts) -> bool:
    """Tell whether a verb that needs an object has none: "the meeting held in Oslo", "pleaded guilty"."""
    if not p.active:
        return p.lemma in _NAMING and not p.object  # Berg was appointed
    if p.lemma == "plead":
        return " to " not in p.object
    participle = "making verb" in p.classes and p.after.tag in ("PREP", "DATE") and p.lemma != "agree"
    without = not p.object and bool(p.classes & {"moving verb", "object verb"})
    return without or ("object verb" in p.classes and participle)


def _is_now(p: Parts) -> bool:
    """Tell whether a clause says how things are, go on, might be or should be."""
    to_come = (p.date.earliest or p.date.latest) > p.last and p.clause.verb.tense != "future"
    return to_come or p.clause.verb.tense in ("present", "progressive", "modal", "would")


def is_event(p: Parts) -> bool:
    """Tell whether a clause tells an event, though perhaps none that can be read alone."""
    cut = p.clause.end >= len(p.s.tokens) and not re.search(r"[.!?:;)\]”\"'’*_]\s*$", p.s.text)
    denied = p.clause.verb.denied or p.object.startswith("no ") or p.actor.lower().startswith("no ")
    if cut or denied or p.clause.link in words_of("condition word") | {"who", "whom", "which", "that"} or _is_now(p):
        return False
    if [t.text for t in p.s.tokens[max(0, p.clause.opens - 2) : p.clause.opens]] == ["that", ","]:
        return False  # he claimed that, in May, | it fell
    own = p.lemma in ("interview", "survey") or _OWN_WORK.search(p.actor)  # what the authors did
    what = {n.kind for n in p.s.names if p.clause.verb.last < n.first < p.clause.end} & {
        "attack",
        "operation",
        "crisis",
    }
    acts = what and p.lemma in ("continue", "cause") and p.date.earliest == p.date.latest  # continued attacks on Oslo
    acts = acts or (p.lemma == "have" and _MET.search(p.object))  # had talks with Norland
    state = ("stative verb" in p.classes or p.lemma in ("recall", "remember")) and not acts
    begun = re.match(r"to (\w+)", p.object) if p.lemma in ("begin", "start", "continue") else None  # began to emerge
    state = state or {p.lemma, grammar.verb_forms(begun[1])[1] if begun else ""} & words_of("trend verb")
    state = state or (p.lemma == "become" and bool(p.after.forms & {"VBN"}))  # became frustrated
    said = "saying verb" in p.classes and (_SOURCE.search(p.actor) if p.active else p.lemma in _ONLY_SAID)
    return not (own or state or said or _is_quantity(p))


def can_be_read_alone(p: Parts) -> bool:
    """Tell whether a clause that tells an event can be understood without the sentences around it."""
    if not p.act or p.kept[-1] < p.clause.verb.last or _goes_on(p) or _is_cut(p):
        return False
    if _names_nobody(p) or _lacks_object(p):
        return False
    return not (_lacks_what_was_said(p) or _points_back(p) or _says_too_little(p))
