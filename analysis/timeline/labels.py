"""Name events: find the noun phrases that name them, and label what a clause tells in words that can be read alone.

A name runs from its first modifier to the end of what its prepositions bring in. Articles, loose adjectives ("new")
and dates stay outside.

What cannot be read alone ("the meeting", "it was agreed", "this process") gives no label: better no event than one that
nobody understands.
"""

import re
from typing import NamedTuple

from analysis.language import singular
from analysis.rules import load_rules
from analysis.timeline.chronology import length
from analysis.timeline.grammar import (
    LONGEST_LABEL,
    LONGEST_WORDS,
    Clause,
    Date,
    Name,
    Sentence,
    Token,
    antecedent,
    depths,
    kinds,
    texts,
    words_of,
)

_PRONOUNS = frozenset(("it", "they", "he", "she"))

_NOT_LAST = frozenset(("PREP", "DET", "AND", "SUB", "ADV", "TO", "MOD", "BE", "HAVE", "NOT"))

_PARTICLES = frozenset(("over", "out", "off", "up", "down", "away", "back", "place", "through", "aside"))  # "took over"


_AIM = r"\b(?:aim|goal|purpose|objective|idea|point|task|intention|plan|role|mandate|step|priority|decision|mission)\b"

_ANAPHORA = re.compile(r"\b(?:this|these|those|such|it|them|him|her|there|me|my|us)\b")


class Anchor(NamedTuple):
    """What a date dates: offsets in the block, words that can stand alone, the date, the rule."""

    start: int
    end: int
    label: str
    date: Date | None
    rule: str
    name: Name | None = None
    subject: str = ""
    verb: str = ""
    rest: str = ""  # what follows the verb
    tense: str = "past"
    kind: str = "act"
    closed: bool = False  # the name is the object of a verb that makes it: it was signed, held, adopted


def kept_tokens(s: Sentence, first: int, last: int) -> list[int]:
    """Return the tokens of a stretch without dates, what leads to them, brackets and filling adverbs."""
    drop: set[int] = set()
    depth = 0
    for k in range(first, last):
        t = s.tokens[k]
        depth += t.tag == "P" and t.text in "(["
        if depth or (t.tag == "ADV" and t.text.lower() in words_of("filling adverb")):
            drop.add(k)
        depth -= depth > 0 and t.tag == "P" and t.text in ")]"
        if t.tag == "DATE" and not modifies_noun(s, k, first):
            drop.add(k)
            before = k - 1
            while before >= first and (_leads(s.tokens[before])):
                drop.add(before)
                before -= 1
    return [k for k in range(first, last) if k not in drop]


def _leads(t: Token) -> bool:
    """Tell whether a word before a date goes with it."""
    return t.text.lower() in words_of("word before a date") or t.text in ("-", ",", "(")


def modifies_noun(s: Sentence, k: int, first: int) -> bool:
    """Tell whether a date stands inside a noun phrase: an October 2021 publication."""
    following = s.tokens[k + 1] if k + 1 < len(s.tokens) else None
    inside = k > first and s.tokens[k - 1].tag in ("DET", "N", "PREP")
    return inside and following is not None and following.nominal


def joined_text(s: Sentence, kept: list[int]) -> str:
    """Return tokens as text, spaced as in the sentence."""
    parts: list[str] = []
    for n, k in enumerate(kept):
        t = s.tokens[k]
        if n:
            before = s.tokens[kept[n - 1]]
            gap = s.text[before.end - s.start : t.start - s.start] if kept[n - 1] == k - 1 else " "
            parts.append("" if t.text in (",", ".") and gap == " " else gap)
        parts.append(t.text)
    return " ".join("".join(parts).split())


def shortened(s: Sentence, kept: list[int], least: int) -> list[int]:
    """Return as many tokens as a label holds, cut before a preposition, ending in a word that can be last."""
    if len(kept) > LONGEST_WORDS or len(joined_text(s, kept)) > LONGEST_LABEL:
        room = kept[:LONGEST_WORDS]
        while len(joined_text(s, room)) > LONGEST_LABEL:
            room = room[:-1]
        places = [n for n in range(least + 2, len(room)) if s.tokens[room[n]].tag in ("PREP", "TO", "AND", "SUB")]
        kept = room[: places[-1]] if places else []
    while kept and (
        s.tokens[kept[-1]].tag in _NOT_LAST
        or (s.tokens[kept[-1]].forms == {"VBG"} and s.tokens[kept[-1]].tag == "V")
        or s.tokens[kept[-1]].text in ",.;:“\"-–—'’‘"
    ):
        if s.tokens[kept[-1]].text.lower() in _PARTICLES and len(kept) > 1 and s.tokens[kept[-2]].forms:
            break
        kept = kept[:-1]
    return kept


def capitalised(text: str) -> str:
    """Return a label with a capital and without the article it opens with.

    >>> capitalised("the Riga Summit"), capitalised("those protests commenced")
    ('Riga Summit', 'Protests commenced')
    """
    text = _balanced(text)
    plain = re.sub(
        r"^(?:the|an?|this|these|those|that|its|their|his|her|our|such)\s+", "", text.strip(" ,;:*•|"), flags=re.I
    )
    return plain[:1].upper() + plain[1:]


def _balanced(text: str) -> str:
    """Return a text without brackets and quotation marks that have no partner."""
    for one, two in (("“", "”"), ("(", ")"), ("[", "]")):
        if text.count(one) != text.count(two):
            text = text.replace(one, "").replace(two, "")
    return text if text.count('"') % 2 == 0 else text.replace('"', "")


def content(text: str) -> list[str]:
    """Return the words of a text that say something: no function words, no words that need more."""
    tokens = re.findall(r"[^\W_][\w’'/-]*", text)
    loose = words_of("determiner") | words_of("preposition") | words_of("pronoun") | words_of("coordinator") | {"to"}
    poor = words_of("word that needs more")
    plain = [t for t in tokens if t.lower() not in loose]
    return [t for t in plain if _is_name(t) or (t.lower() not in poor and singular(t.lower()) not in poor)]


def _is_name(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word[1:] != word[1:].upper().lower()


def name_label(s: Sentence, name: Name) -> str:
    """Return the label of a name, empty where it cannot be read alone ("the meeting", "the attacks")."""
    label = capitalised(name.text)
    others = [
        w
        for w in content(re.sub(r"^(?:last|next|first|previous)\b", "", name.text, flags=re.I))
        if singular(w.lower()) not in name.head.split()
    ]
    numbered = any(
        re.search(r"\d", token.text) for token in s.tokens[name.first : name.last + 1] if token.tag != "DATE"
    )
    return label if (others or numbered or name.head in ("Brexit", "9/11", "7/7", "Maidan", "Euromaidan")) else ""


def clause_anchor(s: Sentence, c: Clause, d: Date | None, rule: str, last: str) -> Anchor | None:
    """Return what a clause tells as an anchor, None where it is no event or cannot be told alone.

    `last` is the last day on which the report can have appeared.
    """
    if not _tells_event(s, c, d, last):
        return None
    subject, first = subject_text(s, c)
    kept = kept_tokens(s, c.verb.first, c.end)
    own = [] if first is None else kept_tokens(s, first[0], first[1] + 1)
    least = len([k for k in kept if k <= c.verb.last])
    kept = shortened(s, _before_anaphora(s, kept, c), least)
    rest = joined_text(s, [k for k in kept if k > c.verb.last])
    if (
        not c.verb.passive
        and c.link in ("which", "that")
        and not _depends(s, c)
        and c.subject
        and c.subject[0] >= c.opens
    ):
        if c.verb.lemma not in words_of("object verb") or (
            rest and s.tokens[c.verb.last + 1].tag not in ("PREP", "TO", "DATE")
        ):
            return None
        return _with_object(s, c, d, rule, subject, rest)
    following = s.tokens[c.verb.last + 1] if c.verb.last + 1 < len(s.tokens) else None
    if not rest and following is not None and following.text == "that":
        return None
    if _is_open_saying(s, c, kept, rest) or not _says_enough(s, subject, rest):
        return None
    told = _auxiliary(s, c) + joined_text(s, kept)
    if re.match(r"(?:this|these|those|that|such)\b", subject, re.I) and not re.search(r"[A-Z]", subject[1:]):
        points = next((n for n in s.names if first and n.last == first[1]), None)
        if points is None or points.kind in texts():
            return None  # "this drive gained momentum"
    if not subject or len(kept) < least:
        return None
    if not c.verb.passive and c.verb.lemma in words_of("object verb") and not rest:
        return None
    if _ANAPHORA.search(rest) or (
        c.verb.lemma in words_of("saying verb") and not c.verb.passive and len(content(rest)) < 2
    ):
        return None
    label = capitalised(f"{subject} {told}")
    if not _readable(subject) or (len(label.split()) < 3 and not rest and not own):
        return None
    name, closed = _made(s, c)
    if _is_own_work(subject, c.verb.lemma):
        return None
    start = s.tokens[min(first[0] if first else c.verb.first, c.verb.first)].start
    end = s.tokens[max(kept[-1], c.verb.last)].end
    return Anchor(start, end, label, d, rule, name, subject, c.verb.lemma, rest, c.verb.tense, "act", closed)


def _is_open_saying(s: Sentence, c: Clause, kept: list[int], rest: str) -> bool:
    """Tell whether a verb of saying lacks what was said: "stated in Oslo", "reported that of the bridges"."""
    if c.verb.lemma not in words_of("saying verb") or c.verb.passive:
        return False
    that = next((k for k in kept if k > c.verb.last and s.tokens[k].text == "that"), None)
    if that is None:
        return bool(kept) and s.tokens[min(c.verb.last + 1, len(s.tokens) - 1)].tag == "PREP"
    return not any(v.first > that and v.last <= kept[-1] for v in s.verbs)


def _says_enough(s: Sentence, subject: str, rest: str) -> bool:
    """Tell whether a subject of one common noun is helped by what follows: not "the concept was developed"."""
    said = content(subject)
    if len(said) > 1 or re.search(r"[A-Z]", subject[1:]) or re.search(r"[A-Z]", rest) or len(content(rest)) > 1:
        return True
    head = kinds().get(singular(said[0].lower()), []) if said else []
    return any(kind != "institution" and kind not in texts() for _, kind in head)


def _with_object(s: Sentence, c: Clause, d: Date | None, rule: str, subject: str, rest: str) -> Anchor | None:
    """Return a relative clause with what it stands behind as its object: "the Plan, which the services published"."""
    place = antecedent(s.tokens, depths(s.tokens), c.opens - 1)
    if place is None or not _readable(subject):
        return None
    thing = joined_text(s, kept_tokens(s, place[0], place[1] + 1))
    verb = joined_text(s, kept_tokens(s, c.verb.first, c.verb.last + 1))
    label = capitalised(" ".join(f"{subject} {verb} {thing} {rest}".split()))
    name = next((n for n in s.names if place[0] <= n.first <= place[1]), None)
    making = name is not None and c.verb.lemma in words_of("making verb")
    start, end = s.tokens[place[0]].start, s.tokens[c.verb.last].end
    made, rest = name if making else None, f"{thing} {rest}"
    return Anchor(start, end, label, d, rule, made, subject, c.verb.lemma, rest, c.verb.tense, "act", making)


def _before_anaphora(s: Sentence, kept: list[int], c: Clause) -> list[int]:
    """Return tokens up to a phrase that points back to other sentences: "stalled (over such issues)"."""
    for n, k in enumerate(kept):
        if (
            k > c.verb.last + 1
            and _ANAPHORA.fullmatch(s.tokens[k].text)
            and s.tokens[kept[n - 1]].tag in ("PREP", "TO")
        ):
            return kept[: n - 1]
    return kept


def _auxiliary(s: Sentence, c: Clause) -> str:
    """Return the auxiliary that a second verb shares with the first: "was reviewed and agreed"."""
    before = next((o for o in reversed(s.clauses) if o.verb.last < c.verb.first), None)
    if not c.shared or before is None or c.verb.first != c.verb.last or "VBN" not in s.tokens[c.verb.last].forms:
        return ""
    if not before.verb.passive or any(t.nominal for t in s.tokens[before.verb.last + 1 : c.verb.first]):
        return ""
    return joined_text(s, [k for k in range(before.verb.first, before.verb.last) if s.tokens[k].tag != "ADV"]) + " "


def _is_own_work(subject: str, lemma: str) -> bool:
    words = subject.lower()
    return lemma in ("interview", "survey") or bool(
        re.search(
            r"\b(?:this|the present|our) (?:report|paper|study|article|project)\b|"
            r"\b(?:authors?|interviews|interviewees|respondents)\b",
            words,
        )
    )


def subject_text(s: Sentence, c: Clause) -> tuple[str, tuple[int, int] | None]:
    """Return the subject of a clause in words, a pronoun by what it stands for, and its tokens."""
    if c.subject is None:
        return "", None
    first, last = c.subject
    stop = next((v.first for v in s.verbs if v.tense == "participle" and first < v.first <= last), last + 1)
    words = joined_text(s, kept_tokens(s, first, stop))
    lower = words.lower()
    if lower in _PRONOUNS:
        if c.link or (first and s.tokens[first - 1].nominal):
            return "", None
        earlier = next(
            (
                subject_text(s, o)[0]
                for o in s.clauses
                if o.verb.first < c.verb.first and o.subject and o.subject[0] < first
            ),
            s.previous,
        )
        return (earlier if _stands_for(lower, earlier) else ""), c.subject
    if lower == "we" and s.author:
        return f"We ({s.author})", (first, last)
    if lower.split(" ")[0] in words_of("subject that names nobody") or lower.startswith(
        ("no ", "neither ", "few ", "none ", "nothing", "nobody")
    ):
        return "", None
    return words, (first, stop - 1)


def _stands_for(pronoun: str, words: str) -> bool:
    """Tell whether a pronoun can stand for words: he and she for a person with title or two names, they for several."""
    if not words or words.lower() in _PRONOUNS:
        return False
    person = load_rules("timeline")["title of a person"].pattern.search(words)
    several = bool(re.search(r"\band\b", words)) or words.split()[-1].lower().endswith("s")
    if pronoun in ("he", "she"):
        return bool(person)
    return several if pronoun == "they" else not several and not person


def _readable(subject: str) -> bool:
    """Tell whether a subject says who or what it is, without the sentences before it."""
    return bool(content(subject))


def _tells_event(s: Sentence, c: Clause, d: Date | None, last: str) -> bool:
    """Tell whether a clause tells of something that happened or is to happen, not of a state, a wish or a denial."""
    verb = c.verb
    if c.end >= len(s.tokens) and not re.search(r"[.!?:;)\]”\"’'*_]\s*$", s.text) and len(s.tokens) > 14:
        return False  # the sentence is broken off
    if verb.denied or c.link in ("if", "unless", "whether", "how", "why", "what", "once", "whose") or not verb.lemma:
        return False
    words = " ".join(t.text for t in s.tokens[verb.first : c.end])
    future = d is not None and bool(d.earliest or d.latest) and (d.earliest or d.latest) > last
    if verb.tense in ("present", "progressive") and not (future and verb.tense != "present"):
        return False
    if verb.tense == "modal" and not re.search(r"\b(?:should|must|ought)\b", words):
        return False
    if verb.tense == "would" and ("have" in words.split()[:3] or not _depends(s, c)):
        return False
    if (
        verb.tense == "planned"
        and c.subject
        and re.search(_AIM, " ".join(t.text.lower() for t in s.tokens[c.subject[0] : c.subject[1] + 1]))
    ):
        return False
    if verb.lemma in words_of("stative verb") and not (verb.lemma == "take" and "place" in words):
        return False
    subject = " ".join(t.text for t in s.tokens[c.subject[0] : c.subject[1] + 1]) if c.subject else ""
    if (
        verb.lemma in words_of("quantity verb") and load_rules("timeline")["amount"].pattern.search(s.text)
    ) or re.search(r"%|\bper ?cent\b", subject):
        return False
    if verb.lemma == "hold" and not verb.passive and re.search(r"\bheld\b \S* ?\d", words):
        return False  # a participle: the meeting held on 5 May
    if d is not None and d.value != "range" and length((d.earliest, d.latest)) in range(1100, 10**5):
        return False  # a decade dates no act
    wide = d is not None and d.earliest[:7] != d.latest[:7]
    return not (wide and verb.lemma in words_of("literary verb"))


def _depends(s: Sentence, c: Clause) -> bool:
    """Tell whether a clause says what was agreed, said or decided."""
    before = [o for o in s.clauses if o.verb.last < c.verb.first]
    telling = words_of("saying verb") | words_of("planning verb")
    return bool(before) and before[-1].verb.lemma in telling and c.link == "that"


def _made(s: Sentence, c: Clause) -> tuple[Name | None, bool]:
    """Return the name of what a clause makes or tells of, and whether its verb makes it: to sign a treaty."""
    making = c.verb.lemma in words_of("making verb") or (
        c.verb.lemma == "set" and s.tokens[min(c.verb.last + 1, len(s.tokens) - 1)].text == "up"
    )
    if not making:
        return None, False
    intransitive = c.verb.lemma in ("begin", "start", "occur", "happen", "commence")
    if (c.verb.passive or intransitive) and c.subject:
        return next(
            (n for n in s.names if c.subject[0] <= n.first <= c.subject[0] + 1 or n.last == c.subject[1]), None
        ), True
    at = c.verb.last + 1
    while (at < c.end and s.tokens[at].tag in ("DET", "ADV", "NUM")) or (
        at < c.end and s.tokens[at].text in ("up", "on")
    ):
        at += 1
    return next((n for n in s.names if at <= n.first <= at + 2 and n.last < c.end), None), True


# --- names -------------------------------------------------------------------------------------------------------

_WHOLE = {"Brexit": "election", "9/11": "attack", "7/7": "attack", "Maidan": "war", "Euromaidan": "war"}
_ACRONYM = re.compile(
    r"\s*(?:\d{4}\s*)?\(\s*[‘'“\"]?(?P<short>[A-Z][A-Za-z]*[A-Z][A-Za-z]{0,4})(?:\s\d+)?[’'”\"]?\s*\)"
)
_LAW_NUMBER = re.compile(
    r",?\s*(?:\((?:EU|EC|EEC|CFSP|EU, Euratom)\))?\s*(?:[Nn]os?\.?\s*)?\d{1,4}(?:/\d{1,4})?(?:/[A-Z]+)?"
    r"(?:\s*\((?:19|20)\d\d\))?(?:\s+of\s+(?:19|20)\d\d\b)?"
)
_INSIDE = frozenset(("of", "on", "between", "with", "against", "at", "for", "in", "to", "concerning", "by", "over"))
_PLACED = frozenset(
    ("attack", "war", "crisis", "operation", "exercise", "meeting", "election", "accession", "act", "declaration")
)

_INDEFINITE = frozenset(("a", "an", "any", "each", "every", "no", "such", "another"))
MOST_BEFORE, MOST_AFTER = 9, 14


def find_names(s: Sentence) -> list[Name]:
    """Return the noun phrases of a sentence that name events or texts, in order and apart."""
    text, start, tokens = s.text, s.start, s.tokens
    busy = {k for v in s.verbs for k in range(v.first, v.last + 1)}
    found: list[Name] = []
    i = 0
    while i < len(tokens):
        head = _head_at(tokens, i)
        if head and i and (tokens[i - 1].tag == "TO" or tokens[i - 1].lemma == "help") and "VB" in tokens[i].forms:
            head = None  # "forced to retreat"
        name = head and i not in busy and _name_around(text, start, tokens, busy, i, *head)
        if name:
            while found and found[-1].first >= name.first:
                found.pop()
            if not found or found[-1].last < name.first:
                found.append(name)
                i = max(i, name.last)
        i += 1
    return found


def _head_at(tokens: list[Token], i: int) -> tuple[str, str, int] | None:
    """Return kind, words and length of the head that begins at a token."""
    t = tokens[i]
    if t.text in _WHOLE:
        return _WHOLE[t.text], t.text, 1
    for parts, kind in kinds().get(singular(t.text.lower()), ()):
        if tuple(singular(x.text.lower()) for x in tokens[i : i + len(parts)]) == parts:
            return kind, " ".join(parts), len(parts)
    return None


def _modifies(tokens: list[Token], busy: set[int], after: int) -> bool:
    """Tell whether a head only modifies the noun behind it: crisis management, Treaty Organization."""
    if after >= len(tokens) or after in busy:
        return False
    t = tokens[after]
    return t.tag == "N" and not t.text[0].isdigit()


def _name_around(
    text: str, start: int, tokens: list[Token], busy: set[int], i: int, kind: str, head: str, length: int
) -> Name | None:
    first, last = _first(tokens, busy, i, kind), i + length - 1
    called = kind in ("operation", "exercise") and (tokens[i].capital or _capital_follows(tokens, i))
    if called:  # its own name follows: Operation Ocean Shield
        while last + 1 < len(tokens) and tokens[last + 1].tag == "N" and tokens[last + 1].capital and last - i < 6:
            last += 1
    elif _modifies(tokens, busy, last + 1) and not re.fullmatch(r"[IVX]+", tokens[last + 1].text):
        return None
    if last + 1 < len(tokens) and re.fullmatch(r"[IVX]+", tokens[last + 1].text):
        last += 1  # World War II
    last = _last(tokens, busy, last, kind)
    while first < i and (tokens[first].text.lower() in words_of("short adjective") or tokens[first].tag == "NUM"):
        first += 1
    while first < i and tokens[first].tag == "V" and "VBG" in tokens[first].forms:
        first += 1  # "securing passage"
    inner = tokens[first : last + 1]
    end = inner[-1].end - start
    number = _LAW_NUMBER.match(text, end) if (kind == "law" and tokens[i].capital) or head == "resolution" else None
    if number and number[0].strip(" ,"):
        end = number.end()
    proper = (
        any(t.capital and (t.start > start or len(inner) == 1 or t.text in _WHOLE) for t in inner) or number is not None
    )
    before = tokens[first - 1] if first else None
    indefinite = before is not None and before.text.lower() in _INDEFINITE
    begin = inner[0].start - start
    short = _short(text, begin, end)
    return Name(first, last, begin + start, end + start, text[begin:end], kind, head, proper, indefinite, short)


def _capital_follows(tokens: list[Token], i: int) -> bool:
    return i + 1 < len(tokens) and tokens[i + 1].tag == "N" and tokens[i + 1].capital and tokens[i].text.islower()


def _first(tokens: list[Token], busy: set[int], i: int, kind: str) -> int:
    """Return the first token of the noun phrase whose head begins at token i."""
    first = i
    while first > 0 and i - first < MOST_BEFORE and first - 1 not in busy:
        t, other = tokens[first - 1], tokens[first - 2] if first > 1 else None
        titled = kind in texts() and tokens[i].capital and tokens[first].capital and other is not None and other.capital
        if (
            titled
            and other is not None
            and other.tag == "N"
            and (t.text in ("for", "on", "to", "of", "in") or t.text == ",")
            and first - 2 not in busy
            and other.text.isalpha()
        ):
            if t.text == "," and not _title_list(tokens, first - 1, i):
                break
            first -= 2
            continue
        if kind == "law" and t.text.endswith(("’s", "'s", "s’", "s'")):
            break
        if t.tag == "AND" and other is not None and other.tag == "N" and tokens[first].tag == "N" and first < i + 1:
            if other.capital != tokens[first].capital or _head_at(tokens, first - 2) or first - 2 in busy:
                break
            first -= 2
        elif t.text in ("de", "da", "du", "of") and t.text != "of" and other is not None and other.capital:
            first -= 2
        elif t.text in ("’", "'") and other is not None and other.tag == "N" and other.text.endswith("s"):
            first -= 2  # the defence ministers’ meeting
        elif t.tag in ("N", "V") and not (t.tag == "V" and not t.forms & {"VBN", "VBG"}):
            if not t.capital and tokens[first].capital and first < i and t.tag == "V":
                break
            first -= 1
        else:
            break
    return first


def _title_list(tokens: list[Token], comma: int, i: int) -> bool:
    """Tell whether a comma stands in a title that lists things: the Farm, Food, and National Security Act."""
    return tokens[comma - 1].capital and any(t.tag == "AND" for t in tokens[comma:i])


def _last(tokens: list[Token], busy: set[int], last: int, kind: str) -> int:
    """Return the last token of a noun phrase with what its prepositions bring in."""
    k, begun = last + 1, last
    while k < len(tokens) and k - begun <= MOST_AFTER and k not in busy:
        t = tokens[k]
        following = next((x for x in tokens[k + 1 : k + 3] if x.tag != "DET"), None)
        if t.text in _INSIDE and t.tag in ("PREP", "TO") and k == last + 1:
            if following is None or not following.nominal or following.text[0].isdigit() or k + 1 in busy:
                break
            if t.text in ("in", "at", "to", "by", "over") and not (kind in _PLACED or following.capital):
                break
            if t.text == "to" and following.forms & {"VB"} and not following.capital and tokens[k + 1].tag != "DET":
                break
        elif t.tag == "AND" and k == last + 1:
            between = any(x.text == "between" for x in tokens[begun:k])
            if (
                last == begun
                or (tokens[k + 1 : k + 2] and tokens[k + 1].tag == "DET" and not between)
                or following is None
                or following.tag != "N"
                or following.capital != tokens[last].capital
            ):
                break
            if _head_at(tokens, k + 1) or k + 1 in busy:
                break
        elif t.tag == "DET" and k > begun + 1 and k > last:
            pass
        elif t.tag == "N" and k > begun + 1:
            last = k
        else:
            break
        k += 1
    return last


def _short(text: str, start: int, end: int) -> str:
    """Return the acronym in brackets behind a name, if its letters stand in the name in their order."""
    found = _ACRONYM.match(text, end)
    if not found or found["short"] in ("EU", "EC", "UN", "US", "UK", "NATO", "CFSP", "CSDP", "OSCE"):
        return ""
    letters = iter(text[start:end].lower())
    return found["short"] if all(letter in letters for letter in found["short"].lower()) else ""
