"""Read a sentence: its words with their classes, its verbs and the clauses around them.

No parser and no model: word classes come from `analysis/data/timeline.toml` and from lemminflect's table of English
verb forms. A date counts as one word, so that no phrase runs across it.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from analysis.language import singular
from analysis.rules import load_rules

_TOKEN = re.compile(
    r"9/11|7/7|(?:[A-Z]\.){2,}(?:-\w+)?|\d{1,3}(?:,\d{3})+|[^\W_](?:(?:[\w’'&/-]|\.(?=\w))*\w)?(?:\.(?<=[A-Z]\.[A-Z]\.))?|\S"
)
MOST_WORDS = 220  # a longer "sentence" is a table or list; reading it would take more than linear time
LONGEST_LABEL, LONGEST_WORDS = 170, 28
_STOPS = ";:—–"
_ENDS = frozenset(_STOPS + "?!…")
_ARTICLES = frozenset(("the", "a", "an", "this", "its", "their"))
_TIME_WORDS = frozenset(("after", "before", "since", "until", "as"))


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
        return self.text[:1].isupper()

    @property
    def nominal(self) -> bool:
        """Tell whether it can be part of a noun phrase."""
        return self.tag in ("N", "NUM")


class Verb(NamedTuple):
    """A verb with its auxiliaries: first and last token, lemma, tense, voice, and whether it is denied or finite."""

    first: int
    last: int
    lemma: str
    tense: str  # past, perfect, present, progressive, future, modal, would, planned, participle
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
    indefinite: bool


class Sentence(NamedTuple):
    """A sentence as the rules see it; offsets are those of the block."""

    text: str
    start: int
    tokens: list[Token]
    dates: dict[int, Date]  # by token
    verbs: list[Verb]
    clauses: list[Clause]
    names: list[Name]


@cache
def words_of(rule: str) -> frozenset[str]:
    """Return the words of a rule of `timeline.toml`."""
    return frozenset(load_rules("timeline")[rule].words)


@cache
def _classes() -> dict[str, str]:
    """Return the class of each function word; of two classes the first counts."""
    table: dict[str, str] = {}
    for rule, tag in (
        ("negation", "NOT"), ("be", "BE"), ("have", "HAVE"), ("do", "DO"), ("modal", "MOD"), ("pronoun", "PRON"),
        ("subordinator", "SUB"), ("coordinator", "AND"), ("determiner", "DET"), ("preposition", "PREP"),
        ("adverb", "ADV"),
    ):  # fmt: skip
        for word in words_of(rule):
            table.setdefault(word, tag)
    return table


@cache
def kinds() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return the heads of event names by their first word: all their words, and the kind; longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for rule in load_rules("timeline").values():
        for phrase in rule.words if "kind" in rule.values else ():
            parts = tuple(phrase.split())
            table.setdefault(singular(parts[0]), []).append((tuple(map(singular, parts)), rule.values["kind"]))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


@cache
def head_words() -> frozenset[str]:
    """Return the words that head names of events."""
    return frozenset(word for entries in kinds().values() for parts, _ in entries for word in parts)


@cache
def texts() -> frozenset[str]:
    """Return the kinds of events that are texts."""
    return frozenset(r.values["kind"] for r in load_rules("timeline").values() if r.values.get("text"))


@lru_cache(maxsize=50_000)
def verb_forms(word: str) -> tuple[frozenset[str], str, bool]:
    """Return which forms of a verb a word can be, the verb, and whether it can be a noun as well.

    >>> sorted(verb_forms("signed")[0])
    ['VBD', 'VBN']
    """
    from lemminflect import getAllInflections, getAllLemmas  # loads its tables, so only where they are needed

    if not word.isascii() or not word.isalpha() or len(word) > 24:
        return frozenset(), "", False
    lemmas = getAllLemmas(word)
    forms: dict[str, str] = {}
    for lemma in lemmas.get("VERB", ()):
        inflected = getAllInflections(lemma, "VERB")
        inflected.setdefault("VBN", inflected.get("VBD", ()))  # given only where it differs from the past
        for tag, spelled in inflected.items():
            if word in spelled:
                forms.setdefault("VB" if tag == "VBP" else tag, lemma)
    past = forms.get("VBD") or forms.get("VBN") or next(iter(forms.values()), "")
    return frozenset(forms), past, "NOUN" in lemmas


def read_sentence(text: str, start: int, dates: Iterable[Date]) -> Sentence | None:
    """Return a sentence with its words, verbs and clauses; `start` is its place in the block; None if too long."""
    found, places = _tokens(text, start, sorted(dates))
    if len(found) > MOST_WORDS:
        return None
    verbs = _verbs(found)
    clauses = _clauses(found, verbs)
    return Sentence(text, start, found, places, verbs, clauses, [])


def _tokens(text: str, start: int, dates: Sequence[Date]) -> tuple[list[Token], dict[int, Date]]:
    """Return the tokens of a text and which of them are dates."""
    tokens: list[Token] = []
    places: dict[int, Date] = {}
    at = 0
    for date in [*dates, None]:
        stop = date.start - start if date else len(text)
        if stop < at:
            continue
        tokens += [_token(m[0], m.start() + start) for m in _TOKEN.finditer(text, at, stop)]
        if date:
            at = date.end - start
            at += 2 if text[at : at + 2] in ("'s", "’s") else 0  # "last year's conference"
            places[len(tokens)] = date
            tokens.append(Token(text[stop:at], date.start, at + start, "DATE"))
    return tokens, places


def _token(text: str, start: int) -> Token:
    lower, end = text.lower(), start + len(text)
    if not text[0].isalnum():
        return Token(text, start, end, "P")
    if lower == "to":
        return Token(text, start, end, "TO")
    if text[0].isdigit() and text not in ("9/11", "7/7"):
        return Token(text, start, end, "NUM")
    tag = "N" if text == "US" or (text.isupper() and len(text) > 1 and lower in ("may", "who", "it", "us")) else ""
    tag = tag or _classes().get(lower, "")
    if text in ("First", "Second", "Third", "Fourth"):
        return Token(text, start, end, "N")
    if tag and not (tag == "MOD" and text == "May"):
        return Token(text, start, end, tag)
    if (
        lower.endswith("ly")
        and len(lower) > 4
        and lower not in ("family", "assembly", "italy", "july", "early", "ally")
    ):
        return Token(text, start, end, "ADV")
    if text[0].isupper():
        return Token(text, start, end, "N")
    forms, lemma, noun = verb_forms(lower)
    past = lower.endswith("ed") and "VBD" in forms and "VB" not in forms
    return Token(text, start, end, "V" if forms and (past or not noun) else "N", forms, lemma)


# --- verbs -------------------------------------------------------------------------------------------------------


def _verbs(tokens: list[Token]) -> list[Verb]:
    """Return the verbs of a sentence in order: finite ones, and participles after a noun."""
    found: list[Verb] = []
    i = 0
    while i < len(tokens):
        verb = _with_auxiliaries(tokens, i) if tokens[i].tag in ("MOD", "BE", "HAVE", "DO") else _bare(tokens, i, found)
        if verb:
            found.append(verb)
            i = verb.last
        i += 1
    return found


def _skip(tokens: list[Token], i: int, tags: tuple[str, ...] = ("ADV", "NOT")) -> int:
    while i < len(tokens) and tokens[i].tag in tags:
        i += 1
    return i


def _with_auxiliaries(tokens: list[Token], first: int) -> Verb | None:
    """Return the verb whose first auxiliary stands at a token: "will be held", "had not yet been signed"."""
    last, i, chain = first, first, []
    while i < len(tokens) and tokens[i].tag in ("MOD", "BE", "HAVE", "DO"):
        chain.append(tokens[i])
        last, i = i, _skip(tokens, i + 1)
    if chain[0].text.lower() in ("having", "being", "been", "be"):
        return None
    denied = any(t.tag == "NOT" or t.text.endswith("n't") or t.text == "cannot" for t in tokens[first:i])
    aux = chain[-1]
    wanted = {"MOD": {"VB"}, "DO": {"VB"}, "HAVE": {"VBN"}, "BE": {"VBN", "VBG"}}[aux.tag]
    main = tokens[i] if i < len(tokens) else None
    if main is None or not (main.forms & wanted) or (main.tag == "N" and aux.tag == "DO" and not denied):
        planned = _to_verb(tokens, i) if aux.tag == "BE" or aux.text in ("has", "had", "have") else None
        if planned is not None and aux.tag == "BE":
            return Verb(first, planned, tokens[planned].lemma, "planned", False, denied)
        lemma = {"BE": "be", "HAVE": "have", "DO": "do", "MOD": ""}[aux.tag]
        return Verb(first, last, lemma, _tense(chain, None), False, denied) if lemma else None
    progressive = aux.tag == "BE" and "VBG" in main.forms and "VBN" not in main.forms
    passive = aux.tag == "BE" and not progressive
    tense = _tense(chain, main if progressive else None)
    after = _to_verb(tokens, i + 1)
    if (
        passive
        and after is not None
        and main.lemma in ("expect", "schedule", "plan", "intend", "set", "suppose", "due")
    ):
        return Verb(first, after, tokens[after].lemma, "planned", tokens[after - 1].tag == "BE", denied)
    return Verb(first, i, main.lemma, tense, passive, denied)


def _to_verb(tokens: list[Token], i: int) -> int | None:
    """Return the token of the verb in "(due) to start", "about to be held" that begins at token i, else None."""
    i = _skip(tokens, i)
    if i < len(tokens) and tokens[i].text in ("due", "about", "likely", "going", "scheduled"):
        i += 1
    if i + 1 >= len(tokens) or tokens[i].tag != "TO":
        return None
    i = _skip(tokens, i + 1)
    if i + 1 < len(tokens) and tokens[i].text == "be" and "VBN" in tokens[i + 1].forms:
        return i + 1
    return i if i < len(tokens) and "VB" in tokens[i].forms else None


def _tense(chain: list[Token], progressive: Token | None) -> str:
    first = chain[0].text.lower()
    if chain[0].tag == "MOD":
        return {"will": "future", "shall": "future", "won't": "future", "would": "would"}.get(first, "modal")
    if progressive is not None and first in ("is", "are", "has", "have", "am"):
        return "progressive"
    if chain[0].tag == "HAVE":
        return "past" if first in ("had", "hadn't") else "perfect"
    return "past" if first in ("was", "were", "did", "wasn't", "weren't", "didn't") else "present"


def _bare(tokens: list[Token], i: int, found: list[Verb]) -> Verb | None:
    """Return the verb without auxiliary at a token: a past, a present after a name, or a participle."""
    t = tokens[i]
    if not t.forms or i == 0:
        return None
    before = i - 1
    while before > 0 and tokens[before].tag in ("ADV", "NOT"):
        before -= 1
    prev = tokens[before]
    denied = any(x.tag == "NOT" for x in tokens[before + 1 : i])
    if "VBD" in t.forms and (t.tag == "V" or (prev.capital and prev.tag == "N")):
        if _is_finite(tokens, i, before, found):
            return Verb(i, i, t.lemma, "past", False, denied)
        if "VBN" in t.forms and (prev.nominal or prev.text in (",", ")", "(")):
            return Verb(i, i, t.lemma, "participle", True, denied)
        return None
    if t.forms == {"VBN"} and t.tag == "V" and (prev.nominal or prev.text in (",", ")", "(")):
        return Verb(i, i, t.lemma, "participle", True, denied)
    if "VBZ" in t.forms and t.tag == "V" and prev.nominal:
        return Verb(i, i, t.lemma, "present", False, denied)
    return None


def _is_finite(tokens: list[Token], i: int, before: int, found: list[Verb]) -> bool:
    """Tell a past tense from a participle or adjective of the same form."""
    t, prev = tokens[i], tokens[before]
    if prev.tag == "PRON" or (prev.tag == "SUB" and prev.text.lower() in ("which", "who", "that", "what")):
        return True
    if prev.tag == "AND":
        return _joins_verbs(tokens, i, before, found)
    if prev.text == ",":
        return "VBN" not in t.forms or _closes_aside(tokens, before, found)
    if not (prev.nominal or prev.tag == "DATE" or prev.text in (")", "”", '"', "’")):
        return False
    if "VBN" not in t.forms:
        return True
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is not None and following.text == "by" and not (found and found[-1].tense == "participle"):
        return False
    return t.lemma in words_of("saying verb") or not _finite_follows(tokens, i)


def _joins_verbs(tokens: list[Token], i: int, before: int, found: list[Verb]) -> bool:
    """Tell whether a past after "and" carries on a clause: "signed it and left"; not "we and allied forces"."""
    last = next((v for v in reversed(found) if v.tense != "participle"), None)
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    adjective = following is not None and following.tag == "N" and not following.capital and "VBN" in tokens[i].forms
    return last is not None and (not adjective or before - 1 == last.last)


def _closes_aside(tokens: list[Token], comma: int, found: list[Verb]) -> bool:
    """Tell whether a comma before a verb closes an aside: "The Council, meeting in Riga, adopted"."""
    floor = found[-1].last if found and found[-1].tense != "participle" else 0
    if floor and not any(t.tag in ("SUB", "AND") or t.text in _STOPS for t in tokens[floor:comma]):
        return False
    earlier = [k for k in range(floor, comma) if tokens[k].text == ","]
    next_comma = next((k for k in range(comma + 1, len(tokens)) if tokens[k].text == ","), None)
    if next_comma is not None and next_comma + 1 < len(tokens):
        t = tokens[next_comma + 1]
        if t.tag in ("MOD", "BE", "HAVE") or (t.tag == "V" and t.forms & {"VBD", "VBZ"}):
            return False
    return bool(earlier) and any(t.nominal for t in tokens[floor : earlier[-1]]) and earlier[-1] > floor + 1


def _finite_follows(tokens: list[Token], i: int) -> bool:
    """Tell whether another finite verb follows before the clause ends; then this one is a participle."""
    depth, before = 0, tokens[i]
    for t in tokens[i + 1 :]:
        depth += (t.text in "([") - (t.text in ")]") if t.tag == "P" else 0
        if depth:
            continue
        if t.tag in ("SUB", "AND") or (t.tag == "P" and t.text in ",;:—–.") or t.tag == "PRON":
            return False
        if t.tag in ("MOD", "BE", "HAVE", "DO"):
            return t.text not in ("be", "been", "being", "having")
        if t.forms and "VBD" in t.forms and "VBN" not in t.forms and t.tag == "V":
            return True
        if "VB" in t.forms and t.tag == "V" and before.tag not in ("TO", "MOD", "DO"):
            return True
        before = t
    return False


# --- clauses -----------------------------------------------------------------------------------------------------


def _clauses(tokens: list[Token], verbs: list[Verb]) -> list[Clause]:
    """Return the finite clauses of a sentence in order."""
    finite = [v for v in verbs if v.tense != "participle"]
    depth = depths(tokens)
    found: list[Clause] = []
    for k, verb in enumerate(finite):
        floor = finite[k - 1].last + 1 if k else 0
        subject, opens, link, shared = _subject(tokens, depth, verb, floor, found[-1] if found else None)
        found.append(Clause(verb, subject, len(tokens), opens, link, shared))
    return [
        c._replace(end=_end(tokens, depth, c, found[k + 1] if k + 1 < len(found) else None))
        for k, c in enumerate(found)
    ]


def depths(tokens: list[Token]) -> list[int]:
    """Return for each token in how many brackets it stands."""
    found, depth = [], 0
    for t in tokens:
        if t.tag == "P" and t.text in "([":
            depth += 1
        found.append(depth)
        if t.tag == "P" and t.text in ")]":
            depth = max(0, depth - 1)
    return found


def _subject(
    tokens: list[Token], depth: list[int], verb: Verb, floor: int, before: Clause | None
) -> tuple[tuple[int, int] | None, int, str, bool]:
    """Return the subject of a verb (tokens from, to), where its clause opens, what links it, and if it is shared."""
    level = depth[verb.first]
    begin = floor
    link = ""
    for k in range(verb.first - 1, floor - 1, -1):
        t = tokens[k]
        if depth[k] < level or (depth[k] == level and t.tag == "P" and t.text in _STOPS + "?!"):
            begin = k + 1
            break
        if depth[k] == level and t.tag == "SUB":
            begin, link = k + 1, t.text.lower()
            break
    region = [k for k in range(begin, verb.first) if depth[k] == level and tokens[k].tag not in ("ADV", "NOT")]
    if link in ("which", "who", "that") and not any(tokens[k].nominal or tokens[k].tag == "PRON" for k in region):
        return None, begin, link, False
    if before is not None and not link and (found := _after_time_word(tokens, region)):
        return found[0], found[1], found[2], False
    if before is not None and floor == begin and not link:
        joint = next((k for k in reversed(region) if tokens[k].tag == "AND" or tokens[k].text == ","), None)
        after = [k for k in region if joint is not None and k > joint]
        if joint is None or not any(tokens[k].nominal or tokens[k].tag == "PRON" for k in after):
            bare = joint is not None or not region
            return (before.subject, begin, before.link, True) if bare else (None, begin, link, False)
        ands = [k for k in region if tokens[k].tag == "AND"]
        region = [k for k in region if k > (ands[0] if ands else floor - 1)]
    subject = _noun_phrase_before(tokens, region)
    starts = [k for k in region if k == region[0] or tokens[k - 1].text in (",", "(")]
    for k in starts:
        if subject and not link and tokens[k].text.lower() in _TIME_WORDS and subject[0] == k + 1:
            link, begin = tokens[k].text.lower(), k + 1
    return subject, begin, link, False


def _after_time_word(tokens: list[Token], region: list[int]) -> tuple[tuple[int, int], int, str] | None:
    """Return the subject that follows "after" and the like inside a sentence: "fled after Germany conquered Crete"."""
    for n in range(len(region) - 1, -1, -1):
        t = tokens[region[n]]
        if t.text.lower() in _TIME_WORDS and n + 1 < len(region) and tokens[region[n + 1]].tag != "DATE":
            return (region[n + 1], region[-1]), region[n + 1], t.text.lower()
        if not (t.nominal or t.tag == "DET" or t.text in ("of", "and", "’s", "'s")):
            return None
    return None


def _noun_phrase_before(tokens: list[Token], region: list[int]) -> tuple[int, int] | None:
    """Return the subject in the tokens before a verb: adverbials and asides between commas are left out."""
    if region and tokens[region[-1]].tag == "PRON":
        return region[-1], region[-1]
    parts: list[list[int]] = [[]]
    for k in region:
        if tokens[k].text == "," and tokens[k].tag == "P":
            parts.append([])
        else:
            parts[-1].append(k)
    aside = not parts[-1] and len(parts) > 1
    opening = [n for n, part in enumerate(parts[:-1]) if part and _is_dated_adverbial(tokens, part)]
    parts = parts[opening[-1] + 1 :] if opening and not aside else parts
    final = len(parts) - 1
    parts = [p for p in (_without_adverbial(tokens, part, n == final) for n, part in enumerate(parts)) if p]
    dropped = not aside and region and not (parts and parts[-1][-1] == region[-1]) and tokens[region[-1]].nominal
    if not parts or dropped:
        return None
    if aside:
        return _span(tokens, parts[0])
    listed = len(parts) > 1 and any(tokens[k].tag == "AND" for k in parts[-1]) and all(len(p) <= 6 for p in parts[:-1])
    return _span(tokens, [k for p in parts for k in p] if listed else parts[-1])


def _is_dated_adverbial(tokens: list[Token], part: list[int]) -> bool:
    """Tell whether a part between commas says when: "On 5 May 2012"."""
    return tokens[part[-1]].tag == "DATE" and (len(part) < 3 or tokens[part[-2]].tag in ("PREP", "ADV"))


def _without_adverbial(tokens: list[Token], part: list[int], final: bool = True) -> list[int]:
    """Return a part of a sentence without the adverbial it opens with; nothing if that is all of it."""
    while part and (
        tokens[part[0]].tag in ("AND", "ADV", "DATE", "NOT", "SUB") or tokens[part[0]].text in "“\"‘'’”.…*•"
    ):
        part = part[1:]
    if not part:
        return []
    dates = [n for n, k in enumerate(part) if tokens[k].tag == "DATE"]
    first = tokens[part[0]]
    if first.text.lower() in _TIME_WORDS and not dates and len(part) > 1:
        return part[1:] if final else []
    if first.tag in ("PREP", "TO") or first.text.lower() in ("early", "late"):
        if dates and dates[0] <= 6:
            return _without_adverbial(tokens, part[dates[0] + 1 :])
        return []
    if first.forms & {"VBG"} and first.tag == "V":
        return []
    if dates and dates[-1] == len(part) - 1:  # "the Council on 3 May adopted"
        return part[: dates[-1]]
    return part


def _span(tokens: list[Token], part: list[int]) -> tuple[int, int] | None:
    """Return the first and last token of a noun phrase, None if it has no noun or opens with a preposition."""
    while part and (
        tokens[part[-1]].tag in ("PREP", "DET", "AND")
        or (tokens[part[-1]].tag == "P" and tokens[part[-1]].text not in ')”"’')
    ):
        part = part[:-1]
    glued = [n for n, k in enumerate(part) if n and tokens[k].text in ("The", "A", "An") and tokens[k - 1].tag == "N"]
    if any(n and tokens[k].text in _ARTICLES and tokens[part[n - 1]].nominal for n, k in enumerate(part)):
        return None  # "an arrangement the United States (agreed to)"
    part = part[glued[-1] :] if glued else part  # a heading before the sentence
    ok = part and any(tokens[k].nominal or tokens[k].tag == "PRON" for k in part)
    return (part[0], part[-1]) if ok else None


def _end(tokens: list[Token], depth: list[int], clause: Clause, following: Clause | None) -> int:
    """Return the first token after a clause."""
    verb, level = clause.verb, depth[clause.verb.first]
    saying = verb.lemma in words_of("saying verb") or verb.lemma in ("agree", "decide", "show", "hold")
    stop = len(tokens) if following is None else _start_of(tokens, following)
    k = verb.last + 1
    while k < stop:
        t = tokens[k]
        if depth[k] < level or (depth[k] == level and (t.text in ("but", "whilst") or t.text in _ENDS)):
            break
        if t.tag == "SUB" and depth[k] == level and not (saying and t.text in ("that", "how", "what")):
            break
        if t.text == "," and depth[k] == level and not _list_goes_on(tokens, k, stop):
            if saying and k + 1 < len(tokens) and tokens[k + 1].text == "that":
                return _end(tokens, depth, following, None) if following else k
            break
        k += 1
    that = any(t.text == "that" for t in tokens[verb.last + 1 : min(stop, verb.last + 6)])
    if following is not None and that and saying and k == stop and not following.shared:
        return _end(tokens, depth, following, None)
    return _without_joint(tokens, verb.last + 1, k)


def _start_of(tokens: list[Token], clause: Clause) -> int:
    """Return the token at which a clause begins, with its subject if that is its own."""
    if clause.subject and not clause.shared and clause.subject[0] >= clause.opens:
        return min(clause.verb.first, clause.subject[0])
    return clause.verb.first


def _without_joint(tokens: list[Token], start: int, end: int) -> int:
    """Return the end of a clause without the "and", "that" or "and on 4 April" that leads to the next one."""
    joint = next((k for k in range(max(start, end - 5), end) if tokens[k].tag == "AND" or tokens[k].text == ","), None)
    lead = ("AND", "P", "PREP", "DATE", "ADV")
    if joint is not None and tokens[end - 1].tag == "DATE" and all(t.tag in lead for t in tokens[joint:end]):
        end = joint
    return end


def _list_goes_on(tokens: list[Token], comma: int, stop: int) -> bool:
    """Tell whether a comma parts two items of a list of nouns: "Malta, Cyprus and Poland"."""
    following = tokens[comma + 1] if comma + 1 < stop else None
    if (
        following is None
        or tokens[comma - 1].tag in ("DATE", "V")
        or not (following.nominal or following.tag in ("DET", "AND"))
        or following.forms & {"VBG"}
    ):
        return False
    for k in range(comma + 1, min(stop, comma + 9)):
        t = tokens[k]
        if t.tag in ("SUB", "PRON", "MOD", "BE", "HAVE", "DO", "DATE") or (t.tag == "P" and t.text not in ",-"):
            return False
        if t.tag == "AND":
            return (
                k + 1 < stop
                and (tokens[k + 1].nominal or tokens[k + 1].tag == "DET")
                and k > comma + (following.tag != "AND")
            )
    return False
