"""Read a sentence: its words with their classes, its verbs and clauses, and the names of events in it.

No parser and no model: word classes come from `analysis/data/timeline.toml` and from lemminflect's table of English
verb forms. A date counts as one word, so that no phrase runs across it.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from analysis.language import singular
from analysis.rules import load_rules

_TOKEN = re.compile(
    r"9/11|7/7|\d\d?:\d\d|(?:vs?|Mrs?|Ms|Dr|Gen|Col|Lt|Sen|Rep|Gov|St|[A-Z])\.(?= [A-Z])|(?:Jr|Sr)\.(?= [a-z]|,)"
    r"|(?:[A-Z]\.){2,}(?:-\w+)?|\d{1,3}(?:,\d{3})+"
    r"|[A-Z]{2,}\([A-Z]{1,4}\)|[^\W_](?:(?:[\w’'&/–]|-(?!-)|\.(?=\w))*\w)?(?:\.(?<=[A-Z]\.[A-Z]\.))?|\S"
)
NOUNS = ("N", "NUM")  # classes of what can be part of a noun phrase
MOST_WORDS = 220  # a longer "sentence" is a table or list; reading it would take more than linear time


class Date(NamedTuple):
    """A date of `analysis.dates`: offsets, words, first and last day ("" where open), role."""

    start: int
    end: int
    text: str
    earliest: str
    latest: str
    role: str
    value: str = ""
    lasts: bool = False  # since, until: it says how long, not when
    follows: bool = False  # without a year, it goes on from a date with one
    mod: str = ""  # START, MID, END: early 2021
    about: bool = False  # only approximate
    starts: bool = False  # something began then: starting in May

    @property
    def days(self) -> tuple[str, str]:
        """Return the first and the last day."""
        return self.earliest, self.latest

    @property
    def of_a_day(self) -> bool:
        """Tell whether it is exact to the day."""
        return self.earliest == self.latest


class Token(NamedTuple):
    """A word or sign with its class; forms are those of a verb (VBD, VBN, VBZ, VBG, VB)."""

    text: str
    start: int
    end: int
    tag: str
    forms: frozenset[str] = frozenset()
    lemma: str = ""

    @property
    def capital(self) -> bool:
        """Tell whether it begins with a capital."""
        return self.text[:1].isupper() or bool(re.match(r"(?:al|el|an|as|ad|ar)-[A-Z]", self.text))  # al-Qaeda


class Verb(NamedTuple):
    """A verb with its auxiliaries: first and last token, lemma, tense, voice, and whether it is denied or finite."""

    first: int
    last: int
    lemma: str
    tense: str  # past, perfect, present, progressive, future, modal, would, participle
    passive: bool = False
    denied: bool = False


class Clause(NamedTuple):
    """A finite verb with its subject (tokens from, to) and the first token that no longer belongs to it."""

    verb: Verb
    subject: tuple[int, int] | None
    end: int
    opens: int  # the first token of what stands before the subject: "In May 2004, Cyprus joined"
    link: str  # the word that makes it a subordinate clause, "" for a main clause
    shared: bool = False  # its subject is that of the clause before


class Name(NamedTuple):
    """A noun phrase that names an event: tokens from, to, offsets, kind, head, whether it is proper or indefinite."""

    first: int
    last: int
    start: int
    end: int
    text: str
    kind: str
    head: str
    proper: bool
    indefinite: bool  # "a Plea Agreement": any


NO_NAME = Name(0, -1, 0, 0, "", "", "", False, False)


class Sentence(NamedTuple):
    """A sentence as the rules see it; offsets are those of the block."""

    text: str
    start: int
    tokens: list[Token]
    dates: dict[int, Date]  # by token
    verbs: list[Verb]
    clauses: list[Clause]
    names: list[Name]
    country: str = ""  # the one that the report is about, if any
    spoken_of: str = ""  # the only name of the sentence before, if that is its subject


@cache
def words_of(rule: str) -> frozenset[str]:
    """Return the words of a rule of `timeline.toml`."""
    return frozenset(load_rules("timeline")[rule].words)


def pattern_of(rule: str) -> re.Pattern[str]:
    """Return the pattern of a rule of `timeline.toml`."""
    return load_rules("timeline")[rule].pattern


@cache
def values_of(key: str) -> dict[str, str]:
    """Return the words of the rules that have a value of a name, with that value; of two rules the first counts."""
    rules = [rule for rule in load_rules("timeline").values() if key in rule.values]
    return {word: rule.values[key] for rule in reversed(rules) for word in rule.words}


TEXTS = frozenset(rule.values["kind"] for rule in load_rules("timeline").values() if rule.values.get("text"))


@cache
def heads() -> dict[str, str]:
    """Return the words that head names of events, in the singular, with the kind of event."""
    return {" ".join(map(singular, phrase.split())): kind for phrase, kind in values_of("kind").items()}


@cache
def head_words() -> frozenset[str]:
    """Return the single words of the heads of names."""
    return frozenset(word for head in heads() for word in head.split())


@lru_cache(maxsize=50_000)
def lemmas_of(word: str) -> dict[str, tuple[str, ...]]:
    """Return the lemmas of a word by its classes, as ADJ."""
    from lemminflect import getAllLemmas  # loads its tables, so only where they are needed

    return getAllLemmas(word.lower())


def is_word(word: str, exact: bool = False) -> bool:
    """Tell whether a word with a capital is one of the dictionary, if `exact` with its ending: Files, not Wales."""
    lower, found = word.lower(), [form for forms in lemmas_of(word).values() for form in forms]
    return lower in values_of("tag") or (lower in found if exact else bool(found))


@lru_cache(maxsize=50_000)
def verb_forms(word: str) -> tuple[frozenset[str], str, bool]:
    """Return which forms of a verb a word can be, the verb, and whether it can be a noun as well.

    >>> sorted(verb_forms("signed")[0])
    ['VBD', 'VBN']
    """
    from lemminflect import getAllInflections  # loads its tables, so only where they are needed

    if not word.isascii() or not word.isalpha() or len(word) > 24:
        return frozenset(), "", False
    lemmas = lemmas_of(word)
    forms: dict[str, str] = {}
    for lemma in lemmas.get("VERB", ()):
        inflected = getAllInflections(lemma, "VERB")
        inflected.setdefault("VBN", inflected.get("VBD", ()))  # given only where it differs from the past
        for tag, spelled in inflected.items():
            if word in spelled:
                forms.setdefault("VB" if tag == "VBP" else tag, lemma)
    past = forms.get("VBD") or forms.get("VBN") or next(iter(forms.values()), "")
    return frozenset(forms), past, "NOUN" in lemmas


def read_sentence(text: str, start: int, dates: Iterable[Date], country: str = "") -> Sentence | None:
    """Return a sentence with its words, verbs and clauses; `start` is its place in the block; None if too long."""
    tokens: list[Token] = []
    places: dict[int, Date] = {}
    at = 0
    for date in [*sorted(dates), None]:
        stop = date.start - start if date else len(text)
        tokens += [_token(m[0], m.start() + start, not m.start()) for m in _TOKEN.finditer(text, at, stop)]
        if date:
            at = date.end - start
            at += 2 if text[at : at + 2] in ("'s", "’s") else 0  # "last year's conference"
            places[len(tokens)] = date
            tokens.append(Token(text[stop:at], date.start, at + start, "DATE"))
    if len(tokens) > MOST_WORDS:
        return None
    verbs, clauses = _verbs_and_clauses(tokens)
    s = Sentence(text, start, tokens, places, verbs, clauses, [], country)
    return s._replace(names=_find_names(s))


def _token(text: str, start: int, first: bool) -> Token:
    lower, end = text.lower(), start + len(text)
    tag = "P" if not text[0].isalnum() else "TO" if lower == "to" else "NUM" if text[0].isdigit() else ""
    name = text == "US" or (text.isupper() and len(text) > 1 and lower in ("may", "who", "it", "us"))
    tag = tag or ("N" if name else values_of("tag").get(lower, ""))
    if tag and not (tag == "MOD" and text == "May"):
        return Token(text, start, end, tag)
    lower = re.sub("^(?:co|re|over|pre)-", "", lower)  # co-chaired
    plain = (first or text.islower()) and lower not in words_of("no adverb") and not verb_forms(lower)[0]  # not supply
    if plain and re.search(r"...ly$", lower):
        return Token(text, start, end, "ADV")
    if text[0].isupper():
        return Token(text, start, end, "N")
    forms, lemma, noun = verb_forms(lower) if lower != "armed" else (frozenset(), "", True)
    past = lower.endswith("ed") and "VBD" in forms and "VB" not in forms
    return Token(text, start, end, "V" if forms and (past or not noun) else "N", forms, lemma)


def _with_auxiliaries(tokens: list[Token], first: int) -> Verb | None:
    """Return the verb whose first auxiliary stands at a token: "will be held", "had not yet been signed"."""
    last, i, chain = first, first, []
    while i < len(tokens) and tokens[i].tag in ("MOD", "BE", "HAVE", "DO"):
        chain.append(tokens[i])
        last, i = i, i + 1
        while i < len(tokens) and (tokens[i].tag in ("ADV", "NOT") or tokens[i].text in ("both", "all")):
            i += 1
    if chain[0].text.lower() in ("having", "being", "been", "be"):
        return None
    denied = any(t.tag == "NOT" or t.text.endswith("n't") or t.text == "cannot" for t in tokens[first:i])
    aux = chain[-1]
    wanted = {"MOD": {"VB"}, "DO": {"VB"}, "HAVE": {"VBN"}, "BE": {"VBN", "VBG"}}[aux.tag]
    main = tokens[i] if i < len(tokens) and tokens[i].forms & wanted else None
    opener, progressive = chain[0].text.lower(), main is not None and aux.tag == "BE" and "VBG" in main.forms
    past = opener in ("had", "hadn't", "was", "were", "did", "wasn't", "weren't", "didn't")
    tense = "past" if past else "perfect" if chain[0].tag == "HAVE" else "present"
    if chain[0].tag == "MOD":
        tense = {"will": "future", "shall": "future", "won't": "future", "would": "would"}.get(opener, "modal")
    elif progressive:
        tense = "progressive"
    if main:
        return Verb(first, i, main.lemma, tense, aux.tag == "BE" and not progressive, denied)
    return Verb(first, last, aux.tag.lower(), tense, False, denied) if aux.tag != "MOD" else None


# A sentence as one letter per word, without adverbs and what stands in brackets: N, n noun with and without capital,
# d article, D date, o, y (by), t (after, since ...) preposition, r pronoun, & and, s subordinator, F verb with its
# auxiliaries, P past, p past or participle, w participle, g ing-form, z present, b infinitive, comma, ; other stops.
_NOUN = r"[dr]?[gpw]{0,2}[nN](?:[nNg']*[nN])?'?"
_MORE = rf"[oy]{_NOUN}|[oyt]d?D(?![FPpz])|td?D|,?&{_NOUN}|,{_NOUN}(?=(?:,{_NOUN})*,?&)|[pw](?=[oy])|g(?:{_NOUN})?"
_SUBJECT = rf"(?:{_NOUN}|r(?=[FPpzo])|d(?=[FPzo]))(?:{_MORE}){{0,8}}?"
_ASIDE = r"(?:,(?!&)(?:[^;sFP]{1,80}?|[^;sFP]*s[^;]{1,80}?),|[oy]?d?D,?)?"
_TO_VERB = r"(?:[^,;&sr]|&(?=[dnN]))*"
_VERB = (
    r"[FPz]|(?<=[rs])p|p(?![oy])(?![^,;&srP]*[FPz])(?![oytD]*,+[FPz])"
    rf"|p(?=o)(?!{_TO_VERB}(?:[FPpz]|[nN]b))|(?<=[^d]N)p(?=o)(?!{_TO_VERB}[FPz])"
)
_LEAD = r"(?:&|N?[oytd]*D,?|[oyt][nNdoy]+[oy]D,?|(?:nn(?=t))?[oytgw](?:(?!D,)[^;sFPz]){0,60}?D?,)"
_CLAUSE = re.compile(
    rf"(?:^|(?P<open>[;,&st]))(?:(?P<lead>{_LEAD}{{0,3}})(?P<subject>{_SUBJECT}){_ASIDE}(?P<verb>{_VERB})"
    r"|(?<=[&s])(?P<bare>[FPz]|(?<=s)p|p(?![nNy])))"
)
_TOLD_OF = re.compile(r"(?P<name>d?[nN']*N),(?P<link>s)(?P<verb>[FPz]|p(?![nNy]))")
_REST = re.compile(r"(?:[^;s,r]|(?<=[nN])(?:,[dr]?[nNo]+)+,?&(?=[do]?[nN])(?![do]*[nN]+[FPpz])|r(?![FPpz]))*")


def _shape(tokens: list[Token]) -> tuple[str, list[int], dict[int, Verb]]:
    """Return the letters of a sentence, the token of each letter, and the verbs with auxiliaries by their letter."""
    letters: list[str] = []
    where: list[int] = []
    groups: dict[int, Verb] = {}
    level, i = depths(tokens), 0
    while i < len(tokens):
        verb = _with_auxiliaries(tokens, i) if tokens[i].tag in ("MOD", "BE", "HAVE", "DO") else None
        particle = i > 0 and tokens[i].text.lower() in words_of("particle") and tokens[i - 1].forms - {"VBG"}
        letter = "F" if verb else "" if particle else _letter_of(tokens, i)
        letter = "" if letter == "," == "".join(letters[-1:]) else letter  # In May, however, Norland left
        called = tokens[i].lemma in ("call", "name", "dub", "entitle", "title") and letters[-1:] == ["n"]
        if called and letter in ("p", "P") and {"P", "p", "F"} & set(letters):
            letter = "w"  # joined a group called the Port Guard
        if not level[i] and letter:
            if verb:
                groups[len(letters)] = verb
            letters.append(letter)
            where.append(i)
        i = verb.last + 1 if verb else i + 1
    return "".join(letters), where, groups


def _letter_of(tokens: list[Token], i: int) -> str:
    t, lower = tokens[i], tokens[i].text.lower()
    following = tokens[i + 1].text.lower() if i + 1 < len(tokens) else ""
    before, tag_before = (tokens[i - 1].text.lower(), tokens[i - 1].tag) if i else ("", "")
    if t.forms and t.forms <= {"VBZ", "VB"} and tag_before in ("PREP", "DET"):
        return "n"  # with regards to
    counted = tag_before == "NUM" and (i < 2 or tokens[i - 2].tag != "N")  # not: Resolution 1373 imposed
    counted = counted or before in words_of("short adjective")
    counted = counted and [n.tag for n in tokens[i + 1 : i + 2]] == ["N"]  # six injured men
    if (counted or (tag_before == "DET" and following)) and "VBN" in t.forms and t.tag == "V":
        return "w"  # the proposed act
    of_time = before in ("year", "period", "quarter", "months") and [t.tag for t in tokens[i + 1 : i + 2]] == ["DATE"]
    if t.lemma == "end" and of_time:
        return "w"  # the accounts for the year ended 3 May
    if f"{lower} {following}" in words_of("bound of a number"):
        return "d"  # at least 20 people
    if f"{before} {lower}" in words_of("bound of a number"):
        return ""
    if "VBD" in t.forms and (t.tag == "V" or _follows_subject(tokens, i)):
        said = t.lemma in words_of("saying verb") and following != "by"
        return "P" if said or "VBN" not in t.forms else "p"
    if t.forms and t.tag == "V":
        return {"VBN": "w", "VBZ": "z", "VBG": "g", "VB": "b"}[min(t.forms, key=["VBN", "VBZ", "VBG", "VB"].index)]
    if t.tag == "PREP":
        return "t" if lower in ("after", "before", "since", "until", "as", "while") else "y" if lower == "by" else "o"
    if t.tag == "P":
        return t.text if t.text == "," else "'" if t.text in "'’" else ";" if t.text in ";:—–-?!…" else ""
    if t.tag in NOUNS:
        return "N" if t.capital or t.tag == "NUM" else "n"
    letters = {"DET": "d", "DATE": "D", "TO": "o", "PRON": "r", "AND": "&", "SUB": "s", "ADV": "", "NOT": ""}
    return letters.get(t.tag, "x" if lower in ("be", "been", "being") else "g")


def _follows_subject(tokens: list[Token], i: int) -> bool:
    """Tell whether a word that can be a noun stands as a past form after a name or a plural: rebels shot down a jet."""
    before, following = tokens[i - 1], tokens[i + 1 : i + 2]
    object_follows = any(t.tag == "DET" for t in following)
    hit = {"VBD", "VB"} <= tokens[i].forms and object_follows  # the epidemic hit the island
    acts = object_follows or any(t.text in words_of("particle") for t in following)
    plural = before.text.endswith("s") or before.text in ("people", "men", "women", "children", "police")
    noun = i > 0 and before.tag == "N" and (hit or before.capital or (plural and acts))
    left_it = any(t.text.lower() in ("it", "them", "him") for t in following)  # the raid left it empty
    return noun or left_it or before.text.lower() in ("he", "she", "it", "they", "we")  # he left the League


def _verbs_and_clauses(tokens: list[Token]) -> tuple[list[Verb], list[Clause]]:
    """Return the verbs of a sentence, and its finite clauses: with a subject, or sharing that of the clause before."""
    shape, where, groups = _shape(tokens)
    where = [*where, len(tokens)]

    def verb_at(at: int, denied: bool = False) -> Verb:
        i, tense = where[at], "present" if shape[at] == "z" else "past"
        return groups.get(at) or Verb(i, i, tokens[i].lemma, tense, False, denied)

    found: list[Clause] = []
    matches: list[tuple[int, re.Match[str]]] = []  # with the letter of the verb
    for m in _CLAUSE.finditer(shape):
        at = m.start("verb" if m["verb"] else "bare")
        if m["open"] == "&" and not m["verb"]:  # shares the subject of the clause before
            joined = shape[at - 2 : at + 1] == "F&p"  # one clause: was reviewed and agreed
            # any confirmed or | claimed attacks; the first to be arrested and | tried
            sure = matches and not (joined or re.search("(?:d[pP]{1,2}|x[pPw])&$", shape[:at]))
        else:
            passive = "po" in (m["subject"] or "") or (m["open"] == "&" and re.match("[nN]o", m["subject"]))
            sure = not (passive and shape[at : at + 2] == "po")
        if sure:
            matches.append((at, m))
    stops = [*(m.start() for _, m in matches[1:]), len(shape)]
    for (at, m), stop in zip(matches, stops, strict=False):
        shared = m["open"] == "&" and m["verb"] is None
        denied = any(t.tag == "NOT" for t in tokens[where[at - 1] + 1 : where[at]])
        verb = verb_at(at, denied or (shared and found[-1].verb.denied))
        opened = tokens[where[m.start("open")]].text.lower() if m["open"] in ("s", "t") else ""
        subject = (where[m.start("subject")], where[m.end("subject") - 1]) if m["subject"] else None
        opens = where[m.end("open")] if m["open"] else where[0]
        after = next(_REST.finditer(shape, at + 1, stop)).end()
        after -= at + 1 < after < len(shape) and shape[after - 1] == "&"
        subject, link = (found[-1].subject, found[-1].link) if shared else (subject, opened)
        found.append(Clause(verb, subject, where[after], opens, link, shared))
    asides = {}  # clauses that tell more about a name, with it as their subject: Anna Lund, who had left
    for m in _TOLD_OF.finditer(shape):
        at, link = m.start("verb"), tokens[where[m.start("link")]].text.lower()
        first, last, before = where[m.start("name")], where[m.end("name") - 1], shape[: m.start("name")][-1:]
        quoted = "“" in tokens[first - 1].text or tokens[last + 1].text != ","
        alone = before not in ("&", ",") and not quoted  # not: the Ministry of Justice and Home Affairs, which
        lead = tokens[first - 1 - (tokens[first - 1].tag == "DET")].text.lower() if first > 1 else ""
        alone = alone and not (link == "who" and lead in ("in", "at", "near"))  # a man in Norland, who left
        other = link != "who" and (link != "which" or before in ("o", "y", "t"))  # a pact with Norland, which
        if alone and not other:
            end = where[next(_REST.finditer(shape, at + 1)).end()]
            asides[where[at]] = Clause(verb_at(at), (first, last), end, where[at], "")
    clauses = [*asides.values(), *(c for c in found if c.verb.first not in asides)]
    clauses.sort(key=lambda c: c.verb.first)
    clauses = [_with_that(c, clauses[k + 1 :], tokens) if c.link == "which" else c for k, c in enumerate(clauses)]
    clauses = [_with_that(c, clauses[k + 1 :], tokens) for k, c in enumerate(clauses)]
    after_noun = (where[m.start()] for m in re.finditer(r"(?<=[nN,'])[pw]", shape))  # the treaty signed in 2014
    verbs = {i: Verb(i, i, tokens[i].lemma, "participle", True) for i in after_noun}
    verbs |= {v.first: v for v in (*groups.values(), *(c.verb for c in clauses))}
    return [verbs[k] for k in sorted(verbs)], clauses


def _with_that(c: Clause, later: list[Clause], tokens: list[Token]) -> Clause:
    """Return a clause with the clause of what was said or of which one: a law that bans guns, a report which warned."""
    gap = 2 if c.end < len(tokens) and (tokens[c.end].text != "," or c.verb.lemma in words_of("saying verb")) else 1
    last = {"that": c.end + gap, "which": c.end + 1, "who": c.end + 1}
    return c._replace(end=next((o.end for o in later if o.opens <= last.get(o.link, -1)), c.end))


def depths(tokens: list[Token]) -> list[int]:
    """Return for each token in how many brackets it stands, not counting words put into a quotation: “near [Riga]”."""
    found, depth, quoted = [], 0, False
    for t in tokens:
        quoted = t.text == "“" or (quoted and t.text != "”") if t.text != '"' else not quoted
        depth += t.text == "(" or (t.text == "[" and not quoted)
        found.append(depth)
        depth -= depth > 0 and t.text in (")", "]")
    return found


WHOLE = {"Brexit": "election", "9/11": "attack", "7/7": "attack", "Maidan": "war", "Euromaidan": "war"}
MOST_BEFORE, MOST_AFTER, LONGEST_HEAD = 9, 14, 5  # words
_PREPOSITIONS = {"of": "o", "on": "o", "for": "o", "between": "b", "with": "w", "against": "w", "concerning": "w"}
_PREPOSITIONS |= {"in": "i", "to": "i", "at": "j", "by": "j", "over": "j"}
_OTHERS = {"PREP": "x", "TO": "x", "DET": "d", "AND": "&", "NUM": "#", "DATE": "t"}
# A name reaches from its first modifier to what its prepositions bring in. Letters here: C, n noun with and without
# capital, S with 's, H, h heads of names, V participle, # number, d article, o, b, w, i, j prepositions, & and, v verb.
_UNIT = r"[CnHh#]|V(?![CH])|C&(?=[CH])|n&(?=[nh])|[CnHh]'"
_TITLE = r"|[CH][oi](?=[CH])|C,(?=[^.]*&)"  # a title goes on over "on", "for" and the like
_NOUNS = r"[CnSHh]+(?:(?:(?<=[CH])(?:,(?=(?:[CH]+,)*[CH]+,?&[CH])|,?&)(?=[CH])|(?<=[nh])&(?=[nh]))[CnSHh]+)*"
_BETWEEN = rf"bd?{_NOUNS}(?:(?:(?:,d?{_NOUNS})+,?&|&)d?{_NOUNS}|(?![,&]))"
_AFTER_DATE = re.compile(rf"(?:[ow]d?{_NOUNS}|{_BETWEEN})(?:[ow]d?{_NOUNS})*")


def after_date(s: Sentence, k: int) -> str:
    """Return how a name goes on after its date: the treaty of May 2014 | on the borders of Norland."""
    shape = "".join(_letter(s.tokens, j, False) for j in range(k + 1, min(k + 1 + MOST_AFTER, len(s.tokens))))
    m = _AFTER_DATE.match(shape)
    last = k + m.end() if m else k
    last -= last > k and _is_verb_of(s.tokens, last)
    return s.text[s.tokens[k + 1].start - s.start : s.tokens[last].end - s.start] if last > k else ""


def _find_names(s: Sentence) -> list[Name]:
    busy = {k for v in s.verbs for k in range(v.first, v.last + 1)}
    shape = "".join(_letter(s.tokens, k, k in busy) for k in range(len(s.tokens)))
    found: list[Name] = []
    for i, letter in enumerate(shape):
        name = _name_at(s, shape, i) if letter in "Hh" and not (found and i <= found[-1].last) else None
        while name and found and found[-1].first >= name.first:
            found.pop()
        if name and not (found and found[-1].last >= name.first):
            found.append(name)
    return found


def _letter(tokens: list[Token], k: int, busy: bool) -> str:
    t, before = tokens[k], tokens[k - 1] if k else None
    following = tokens[k + 1] if k + 1 < len(tokens) else None
    leads = "" if before is None or t.capital else "help" if before.lemma == "help" else before.tag
    if busy or (leads in ("TO", "help") and "VB" in t.forms) or (leads == "PRON" and t.forms):
        return "v"  # to implement, it echoes
    if t.tag == "N" and "VB" in t.forms and before and before.text[-1:] == "s" and following and following.capital:
        return "v"  # many devotees regard Norland’s accession
    if t.tag == "DATE" and following and following.tag in NOUNS:
        return "t"
    if t.text == "from" and {singular(b.text.lower()) for b in tokens[max(0, k - 4) : k]} & words_of("kind: change"):
        return "i"  # the withdrawal from Oslo
    if t.text == "from" and before and following and before.capital and following.capital and following.tag == "N":
        return "i"  # the Protection of All Persons from Enforced Disappearance
    if t.text.lower() in _PREPOSITIONS and t.tag in ("PREP", "TO"):
        infinitive = following and t.tag == "TO" and "VB" in following.forms
        return "x" if infinitive else _PREPOSITIONS[t.text.lower()]
    if _head_at(tokens, k):
        return "H" if t.capital or t.text in WHOLE else "h"
    if t.tag == "N":
        return "S" if t.text.endswith(("’s", "'s", "s’", "s'")) else "C" if t.capital else "n"
    if t.tag == "V":
        return "V" if t.forms & {"VBN", "VBG"} else "v"
    return _OTHERS.get(t.tag) or (t.text if t.text in "'," else "'" if t.text == "’" else ".")


def _head_at(tokens: list[Token], i: int) -> tuple[str, str, int] | None:
    if tokens[i].text in WHOLE:
        return WHOLE[tokens[i].text], tokens[i].text, 1
    if singular(tokens[i].text.lower()) not in head_words():
        return None
    words = [singular(t.text.lower()) for t in tokens[i : i + LONGEST_HEAD]]
    phrases = ((" ".join(words[:n]), n) for n in range(len(words), 0, -1))
    return next(((heads()[phrase], phrase, n) for phrase, n in phrases if phrase in heads()), None)


def _name_at(s: Sentence, shape: str, i: int) -> Name | None:
    """Return the name whose head begins at a token; None where the head only modifies a noun: crisis management."""
    tokens, text = s.tokens, s.text
    if i > 1 and tokens[i - 1].text == "of" and tokens[i - 2].text.lower() in ("chief", "head", "deputy", "director"):
        return None  # a rank: the Deputy Chief of Mission
    kind, head, length = _head_at(tokens, i) or ("", "", 1)
    low = i if tokens[i].text in WHOLE else max(0, i - MOST_BEFORE)
    title = _TITLE if kind in TEXTS and tokens[i].capital else ""
    before = re.search(rf"(?:{_UNIT}{'' if kind == 'law' else '|S'}{title})*.$", shape[low : i + 1])
    first, last = low + before.start() if before else i, i + length - 1
    loose = words_of("short adjective") | {"million", "billion", "trillion"}
    while first < i:
        plain = tokens[first].text.islower() or (first == 0 and not tokens[1].capital)  # not the New of New York
        if re.fullmatch(r"\d+(?:st|nd|rd|th)", tokens[first].text):
            break  # the 2nd Riga Forum
        if shape[first] not in "#V" and not (plain and tokens[first].text.lower() in loose):
            break
        first += 1
    following, own = tokens[last + 1 : last + 2], re.compile(r"[CH]{1,5}").match(shape, last + 1)
    if own and kind in ("operation", "exercise"):
        last = own.end() - 1  # its own name follows: Operation Ocean Shield
    elif following and re.fullmatch(r"[IVX]+", following[0].text):
        last += 1  # World War II
    elif following and shape[last + 1] in "CnSHh" and not _is_verb_of(tokens, last + 1):
        return None
    named = "" if kind == "declaration" or kind not in TEXTS | {"institution"} else "(?=d?[CH])"
    after = rf"(?:(?:{_BETWEEN}|(?:[ow](?:&[owj])?V?|[ij]{named})d?{_NOUNS})(?<!S))*"  # not: for Norland’s | part in it
    last = m.end() - 1 if (m := re.compile(after).match(shape, last + 1, last + 2 + MOST_AFTER)) else last
    apart = [j for j in range(i + length, last + 1) if tokens[j].text == "with"]
    apart = [j for j in apart if re.search("[Hh]", shape[j : last + 1])]
    last = apart[0] - 1 if apart else last  # the offensive | with the liberation of Riga
    last -= last > i + length and _is_verb_of(tokens, last)
    begin, end = tokens[first].start - s.start, tokens[last].end - s.start
    beside = r"(?:at|on|in) the (?:time|night|day|evening|morning|eve)|in (?:retaliation|response|return|support)"
    if aside := re.search(rf"(?<=\w )(?:{beside})$", text[begin:end]):
        last -= len(aside[0].split())  # the election | at the time, the raid on Riga | in retaliation
    inner, end = tokens[first : last + 1], tokens[last].end - s.start
    lawful = (kind == "law" and tokens[i].capital) or head == "resolution"
    number = pattern_of("number of a law").match(text, end) if lawful else None
    if first and tokens[first - 1].text == ")" and not number:
        return None  # the Rights (Scrutiny)| Act
    end = number.end() if number else end
    proper = number is not None or any(t.capital and (t.start > s.start or len(inner) == 1) for t in inner)
    indefinite = first > 0 and tokens[first - 1].text.lower() in words_of("indefinite determiner")
    return Name(first, last, begin + s.start, end + s.start, text[begin:end], kind, head, proper, indefinite)


def _is_verb_of(tokens: list[Token], k: int) -> bool:
    """Tell whether what could be a plural is the verb after a title: the Riga Compact highlights the need."""
    verb = "VBZ" in tokens[k].forms and tokens[k - 1].capital
    return verb and any(t.tag == "DET" or t.text in ("that", "–", "—") for t in tokens[k + 1 : k + 2])
