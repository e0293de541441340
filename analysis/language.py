"""Sentences and words as every step uses them: tokens, stop words, singulars, spellings, acronyms and phrases.

A word is a stretch of letters and digits with at least one letter. Numbers, years and ordinals (`2016-17`, `9/11`,
`27th`, `1990s`), addresses of pages and of mail, letters that number items (`(a)`) and what an apostrophe or a bracket
leaves over (`'s`, `(s)`) are not words.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import count
from typing import Any
from unicodedata import normalize

import numpy as np
import pandas as pd
from simplemma import is_known, lemmatize

from analysis.rules import load_rules

STOP_WORDS = frozenset(word for rule in load_rules("stop_words").values() for word in rule.words) | {"e.g.", "i.e."}
_TOKEN = re.compile("|".join(rule.pattern.pattern for rule in load_rules("tokens").values()), re.VERBOSE)
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\.?")  # U.S., e.g.
_AROUND = '.,;:!?()[]"\u2018\u201c\u201d'
_PART = re.compile("[^-\u2010\u2011\u2013]+")  # of a hyphen compound
_PLAIN = str.maketrans("\u2010\u2011\u2013\u2019", "---'")  # hyphens and apostrophes
# Words that are another word without their capital; the capital counts only within a sentence.
_CASE_MATTERS = ("May", "March", "Polish")
# A sentence is set in capitals if so many of its words are, and such a share of all its words; a report by its share.
_CAPITALS, _CAPITALS_SHARE = 3, 0.6
_SHORT = 5  # the longest word in capitals that may be an acronym without further proof
_SHORTEST_SPELLING = 6  # shorter words have too many twins: four and for, hour and hor
_LONGEST_PHRASE = 4
# How much more often one order must be than the other: security and defence, defence and security is no name.
_FIXED_ORDER = 5
# Inside a phrase only these stop words may stand: pooling and sharing, rule of law.
_INSIDE_PHRASES = ("and", "of", "for")
_ACRONYMS = load_rules("acronyms")
_SMALL_WORDS = frozenset(_ACRONYMS["small words"].words)
_QUOTES = "\"\u201c\u201d\u2018\u2019'"
# A letter that is not the first of a word costs 1; a word that gives no letter costs 2, a small one nothing. The limit
# is the lowest that lets all true pairs of the tests through (tests/data/terms: the five reports and invented
# sentences); their look-alikes cost more.
_INSIDE, _UNUSED_WORD, _MOST_COST = 1, 2, 4
_LETTERS_A_WORD = 30  # so far back words are sought; hardly a word is as long, and the time stays linear


def check_table(table: object, columns: Iterable[str], give: str) -> None:
    """Raise TypeError where something is no table, ValueError where it lacks columns; both say what to give."""
    if not isinstance(table, pd.DataFrame):
        said = f"the text {table[:40]!r}" if isinstance(table, str) else f"a {type(table).__name__}"
        raise TypeError(f"{said} stands where a table is needed; give {give}")
    if missing := [name for name in columns if name not in table]:
        has = ", ".join(map(str, table.columns)) or "none"
        raise ValueError(f"the table lacks the column {', '.join(missing)} (it has {has}); give {give}")


def rows_of(table: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a table as tuples whose values have the names of the columns."""
    return table.itertuples(index=False)


def tokenise(sentences: pd.DataFrame, compounds: str = "whole") -> pd.DataFrame:
    """Find the words of sentences and where they stand.

    Takes report, block, sentence, text and start (offset of the sentence in its block; 0 where there is no
    such column). `compounds="split"` cuts words at hyphens. Returns one row for each word, in reading order:

    report, block, sentence  as given
    start, end               offsets in the text of the block
    surface                  the word as it stands there (straight apostrophes and hyphens)
    term                     the word as it is counted: in lower case, but EU and CivCom as they are
    joined                   only one space or hyphen parts it from the word before, in the same sentence
    hyphen                   a hyphen does, for words that were cut
    """
    if compounds not in ("whole", "split"):
        raise ValueError(f'compounds is {compounds!r}; choose "whole" or "split"')
    check_table(sentences, ("report", "block", "sentence", "text"), "corpus.sentences")
    texts = sentences["text"].tolist()
    number: defaultdict[str, int] = defaultdict(count().__next__)  # of each distinct surface
    rows = _find_words(texts, number, compounds == "split")
    row, at, length, word, hyphen, opens = np.array(rows, np.int32).reshape(-1, 6).T
    near = np.zeros(len(row), bool)  # one character stands between the word and the word before
    near[1:] = (row[1:] == row[:-1]) & (at[1:] - at[:-1] == length[:-1] + 1)
    begin = sentences["start"].to_numpy(np.int32) if "start" in sentences else np.zeros(len(texts), np.int32)
    start, surfaces = at + begin[row], list(number)
    columns = {
        "report": pd.Categorical(sentences["report"]).take(row),
        "block": sentences["block"].to_numpy(np.int32)[row],
        "sentence": sentences["sentence"].to_numpy(np.int32)[row],
        "start": start,
        "end": start + length,
        "surface": pd.Categorical.from_codes(word, pd.Index(surfaces, dtype=object)),
        "term": _terms(row, word, surfaces, pd.factorize(sentences["report"])[0]),
        "joined": near & ((opens | hyphen) > 0),
        "hyphen": hyphen > 0,
    }
    return pd.DataFrame(columns, copy=False)


def _find_words(texts: list[str], number: dict[str, int], split: bool) -> list[tuple[int, ...]]:
    """Return for each word its text, start, length, number, whether a hyphen parts it, whether it opens a stretch."""

    @cache  # stretches between spaces come again and again
    def read(stretch: str) -> list[tuple[int, int, int, bool, bool]]:
        words = [(at, w, normalize("NFC", w.translate(_PLAIN)), hy) for at, w, hy in words_in(stretch, split)]
        return [(at, len(w), number[plain], hyphen, i == 0) for i, (at, w, plain, hyphen) in enumerate(words)]

    rows = []
    for row, text in enumerate(texts):
        at = 0
        for stretch in text.split(" "):
            rows += [(row, at + offset, *rest) for offset, *rest in read(stretch)]
            at += len(stretch) + 1
    return rows


def words_in(stretch: str, split: bool = False) -> list[tuple[int, str, bool]]:
    """Return offset and text of each word of a stretch, and whether a hyphen stands before it."""
    core = stretch.strip(_AROUND)
    # Most stretches are one word of letters: read them without the long pattern, but "(a)" is a label.
    if core.isalpha() and f"({core})" not in stretch:
        return [(stretch.index(core), core, False)]
    words = [match for match in _TOKEN.finditer(stretch) if _is_word(match)]
    if not split:
        return [(match.start(), match["word"], False) for match in words]
    parts = [(match.start(), part) for match in words for part in _PART.finditer(match["word"])]
    return [(at + part.start(), part[0], part.start() > 0) for at, part in parts]


def _is_word(match: re.Match[str]) -> bool:
    return any(map(str.isalpha, match["word"] or ""))


def _terms(row: np.ndarray, surface: np.ndarray, surfaces: list[str], reports: np.ndarray) -> pd.Categorical:
    """Return the term of each word: its surface with the case that tells words apart, and no other."""
    lower, capitals = [s.lower() for s in surfaces], np.array([s.isupper() and len(s) > 1 for s in surfaces], bool)
    capital = pd.Series(capitals[surface])
    in_sentence, in_report = capital.groupby(row), capital.groupby(reports[row])
    share = np.where(in_sentence.transform("sum") >= _CAPITALS, in_sentence.transform("mean"), 0)
    set_in_capitals = np.maximum(share, in_report.transform("mean")) >= _CAPITALS_SHARE
    # There, a word is an acronym if the other sentences have it in capitals more often than not, or if it is short,
    # occurs nowhere in lower case and is no English word. US is always the country.
    uses = np.bincount(surface[~set_in_capitals], minlength=len(surfaces))
    small = pd.Series(np.where(capitals, 0, uses)).groupby(np.array(lower, object)).sum().to_dict()
    other = [not all(_may_be_acronym(part, small) for part in s.split("-")) for s in surfaces]
    is_word = (uses <= [small[low] for low in lower]) & np.array(other, bool)
    inside = np.append(False, row[1:] == row[:-1])[: len(row)]
    position = np.where(set_in_capitals & (capitals & is_word)[surface], 2, inside)
    # Of each surface: as the first word of a sentence, within it, in capitals.
    number: defaultdict[str, int] = defaultdict(count().__next__)
    forms = [
        (fold_case(s), s if s in _CASE_MATTERS else fold_case(s), low) for s, low in zip(surfaces, lower, strict=True)
    ]
    numbers = np.array([[number[term] for term in three] for three in forms], np.int32)
    codes = numbers.reshape(-1, 3)[surface, position]
    return pd.Categorical.from_codes(codes, pd.Index(list(number), dtype=object))


def _may_be_acronym(part: str, small: Mapping[Any, float]) -> bool:
    """Tell whether a word in capitals may be an acronym, by how often words occur with small letters."""
    known = small.get(part.lower()) or (part.isalpha() and is_known(part.lower(), lang="en"))
    return part == "US" or (len(part) <= _SHORT and not known)


def fold_case(word: str) -> str:
    """Return a word in lower case, but each part of it that has a capital after its first letter; U.S. becomes US."""
    parts = (part.replace(".", "") if part.isupper() and _DOTTED.fullmatch(part) else part for part in word.split("-"))
    return "-".join(part if part[1:] != part[1:].lower() else part.lower() for part in parts)


def count_kinds(texts: Iterable[str]) -> pd.DataFrame:
    """Return how many words, numbers and addresses each text has."""
    found = [Counter(m.lastgroup for m in _TOKEN.finditer(text) if not m["word"] or _is_word(m)) for text in texts]
    rows = [(kinds["word"], kinds["number"], kinds["address"]) for kinds in found]
    return pd.DataFrame(rows, columns=["words", "numbers", "addresses"])


@lru_cache(maxsize=50_000)
def spelling_key(word: str) -> str:
    """Return the key that all spellings of a word share."""
    if len(word) < _SHORTEST_SPELLING or not word.islower():
        return word
    keys = (rule.pattern.sub(rule.values["to"], word) for rule in load_rules("spellings").values())  # noqa: PD011
    return next((key for key in keys if key != word), word)


@lru_cache(maxsize=50_000)
def singular(word: str) -> str:
    """Return the singular of a plural noun, or the word itself; only the ending of number is taken away."""
    if re.fullmatch(r"[A-Z]{2,}s", word):
        return word[:-1]
    # Europeans, Americans: without the s they are adjectives; means is no plural of mean.
    if not re.fullmatch(r"[a-z-]{3,}(?<!s)(?<!ean|ian|can)s", word):
        return word
    head, hyphen, last = word.rpartition("-")  # of a hyphen compound, the last word has the plural
    one = head + hyphen + lemmatize(last, lang="en").lower()
    return one if one != word and word[: len(one) - 2] == one[:-2] and len(word) - len(one) <= 2 else word


def fold_words(words: pd.Series) -> pd.DataFrame:
    """Return which words of a corpus are counted as one: spellings and plurals, where the corpus has both forms.

    Takes the number of occurrences of each word (index: the word). New table in the same order: word, folded (the
    most frequent form of its group; a singular for plurals), rule ("spelling", "plural", both, or "").
    """
    known = set(words.index)
    keys = set(map(spelling_key, known))
    frame = pd.DataFrame({"word": words.index, "n": words.to_numpy(), "stem": list(map(singular, words.index))})
    seen = frame["stem"].isin(known) | frame["stem"].map(spelling_key).isin(keys)
    frame["stem"] = frame["stem"].where(seen, frame["word"])
    frame["key"] = frame["stem"].map(spelling_key)
    forms = pd.DataFrame(frame.groupby(["key", "stem"], as_index=False)["n"].sum())
    forms = forms.sort_values(["key", "n", "stem"], ascending=[True, False, True]).drop_duplicates("key")
    frame["folded"] = frame["key"].map(forms.set_index("key")["stem"])
    plural = (frame["stem"] != frame["word"]).map({True: "plural", False: ""})
    spelling = (frame["folded"] != frame["stem"]).map({True: "spelling ", False: ""})
    return frame.assign(rule=(spelling + plural).str.strip())[["word", "folded", "rule"]]


def number(n: int, noun: str) -> str:
    """Return a number with its noun, in the singular or the plural."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def listed(names: list[str], shown: int = 10) -> str:
    """Return the first names, and how many more there are: a, b and 1 more."""
    return ", ".join(names[:shown]) + (f" and {len(names) - shown:,} more" if len(names) > shown else "")


def slug(text: object) -> str:
    """Return a text as words joined by hyphens: an id, or the part of an address after `#`."""
    return re.sub(r"\W+", "-", str(text).casefold()).strip("-")


def is_name(word: str) -> bool:
    """Return whether a word is an acronym or written like one: two capitals or more."""
    return sum(map(str.isupper, word)) >= 2


def find_phrases(tokens: pd.DataFrame, min_count: int = 5, min_c_value: float = 5.0) -> pd.DataFrame:
    """Find multiword terms in a table of tokens by their C-value (Frantzi, Ananiadou and Mima 2000).

    Candidates are two to four neighbours that neither begin nor end with a stop word. New table: phrase, n, reports
    (in how many it occurs) and c_value, the largest first. No grammar is read, so a few candidates are not terms.
    """
    check_table(tokens, ("report", "term", "joined"), "words, such as terms.tokenise(corpus.sentences)")
    tokens = tokens[~tokens["inside"]] if "inside" in tokens else tokens  # words inside a longer term are its own
    lengths = range(2, _LONGEST_PHRASE + 1)
    found = pd.concat([_candidates(tokens, length) for length in lengths], ignore_index=True)
    found["phrase"] = found["words"].map(" ".join).astype(object)
    found = found.drop_duplicates("phrase")  # of terms of several words, two sequences may read the same
    # "X and Y" is a name only if "Y and X" is rare.
    other_order = found["phrase"].astype(str).str.replace(r"^(.*?) and (.*)$", r"\2 and \1", regex=True)
    n_other = other_order.where(other_order != found["phrase"]).map(found.set_index("phrase")["n"]).fillna(0)
    found = found[(n_other * _FIXED_ORDER <= found["n"]) & (found["n"] >= min_count)].reset_index(drop=True)
    found["c_value"] = _c_values(found)
    kept = found[found["c_value"].round(6) >= min_c_value]
    order = np.lexsort((kept["phrase"].astype(str), -kept["c_value"].round(6)))
    return kept.iloc[order][["phrase", "n", "reports", "c_value"]].reset_index(drop=True)


def _candidates(tokens: pd.DataFrame, length: int) -> pd.DataFrame:
    terms = tokens["term"].cat.categories.to_numpy(object)
    outer = np.array([term not in STOP_WORDS and len(term) > 1 for term in terms], bool)
    inner = outer | np.isin(terms, _INSIDE_PHRASES)
    codes, joined = tokens["term"].cat.codes.to_numpy(), tokens["joined"].to_numpy()
    at = np.arange(max(len(codes) - length + 1, 0))
    fits = outer[codes[at]] & outer[codes[at + length - 1]]
    for i in range(1, length):
        fits &= joined[at + i] & inner[codes[at + i]]
    at = at[fits]
    words = list(zip(*(terms[codes[at + i]] for i in range(length)), strict=True))
    table = pd.DataFrame({"words": words, "report": pd.Categorical(tokens["report"]).codes[at]})
    return table.groupby("words")["report"].agg(n="size", reports="nunique").reset_index()


def _c_values(found: pd.DataFrame) -> pd.Series:
    """Return the C-value of each candidate: log2 of its length times its count outside longer candidates."""
    longer: defaultdict[tuple, list[int]] = defaultdict(list)
    for words, n in zip(found["words"], found["n"], strict=True):
        for size in range(2, len(words)):
            for part in {words[i : i + size] for i in range(len(words) - size + 1)}:
                longer[part].append(n)
    outside = found["n"] - np.array([np.mean(longer.get(words, [0])) for words in found["words"]])
    return np.log2(found["words"].map(len).astype(float)) * outside


def find_acronyms(blocks: pd.DataFrame) -> pd.DataFrame:
    """Find acronyms with their expansions in all blocks, each pair once per report, at its first place.

    Read are entries of a glossary, `ABC: Expansion`, and brackets, `Expansion (ABC)`, where the words have the letters
    (Schwartz and Hearst 2003), best as their first letters. Takes report, block, kind and text. New table: report,
    acronym (without plural s), expansion, rule ("glossary" or "bracket"), block, start, end (of the expansion).
    """
    check_table(blocks, ("report", "block", "kind", "text"), "corpus.blocks")
    rows = []
    for report, block, kind, text in blocks[["report", "block", "kind", "text"]].itertuples(index=False):
        rule = "glossary" if kind == "glossary" else "bracket"
        rows += [(report, name, text[start:end], rule, block, start, end) for name, start, end in _pairs(kind, text)]
    table = pd.DataFrame(rows, columns=["report", "acronym", "expansion", "rule", "block", "start", "end"])
    same = table.assign(folded=table["expansion"].str.casefold()).duplicated(["report", "acronym", "folded"])
    return table[~same].reset_index(drop=True)


def _pairs(kind: str, text: str) -> Iterator[tuple[str, int, int]]:
    """Give the acronyms that an entry of a glossary or brackets explain, with start and end of the expansion."""
    entry = _ACRONYMS["entry"].pattern.fullmatch(text) if kind == "glossary" else None
    if entry and is_name(entry["acronym"]) and not re.search(r"[.;](?:\s|$)", entry["expansion"]):  # no definition
        yield entry["acronym"].removesuffix("s"), *entry.span("expansion")
    for match in _ACRONYMS["in brackets"].pattern.finditer(text) if kind != "glossary" else ():
        if not is_name(match["acronym"]) or re.search(r"\d{4}|^[IVX]+$", match["acronym"]):  # FY2026, 181 (II)
            continue
        acronym = match["acronym"].replace(".", "")
        words = _words_before(text, match.start(), len(acronym), match["rest"])
        pairs = _fitting(acronym.removesuffix("s"), words)  # DGs is the plural of DG
        # Regulation (EU) 2016/679, ... to set back the talks (FT, March 19): only what has its letters as capitals
        other = re.match(r" (?:No\.? ?)?\d", text[match.end() :]) or re.search(r"\d", match["rest"] or "")
        yield from (pair for pair in pairs if not other or _has_initials(pair[0], text[slice(*pair[1:])]))


def _has_initials(acronym: str, expansion: str) -> bool:
    """Tell whether the first letters of words are those of an acronym, or those with a capital begin as it does."""
    words = [word for word in re.split(r"[\s-]+", expansion) if word.lower() not in _SMALL_WORDS]
    letters = "".join(filter(str.isalpha, acronym)).upper()
    fits = "".join(word if word.isupper() else word[:1] for word in words).upper() == letters
    if fits and (len(letters) > 2 or expansion[:1].isupper()):
        return True
    initials = "".join(re.findall(r"(?<![^\s-])[^\W\d_]", expansion))
    capitals = "".join(filter(str.isupper, initials))
    begin = "".join(filter(str.isupper, acronym))[:2]
    return expansion[:1].isupper() and (initials.upper().startswith(begin) or capitals.startswith(begin))


def _fitting(acronym: str, words: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Return an acronym with start and end of those of these words that its letters fit, if there are any."""
    letters, plain = "".join(filter(str.isalpha, acronym.lower())), [word for word, _, _ in words]
    last = plain[::-1].index(",") if "," in plain else len(words)
    cost, fitting = _fit(letters, words[len(words) - last :])
    if last < len(words) and acronym.isalpha() and len(letters) > 2 and {"and", "or", "&"} & {*plain[-last - 1 :]}:
        more, listed = _fit(letters, [word for word in words if word[0] != ","])
        if more < min(cost, _MOST_COST - 1):  # Disarmament, Demobilization and Reintegration (DDR)
            cost, fitting = more, listed
    cut = len(fitting) == 1 and fitting[0][0].lower().startswith(letters)  # locations (LOC): a label, cut from the word
    return [] if cut or cost > _MOST_COST else [(acronym, fitting[0][1], fitting[-1][2])]


def _fit(letters: str, words: list[tuple[str, int, int]]) -> tuple[int, list[tuple[str, int, int]]]:
    """Return the lowest cost at which these letters fit words at the end of a list, and these words."""
    lower, n = tuple(word.lower() for word, _, _ in words), len(words)
    # The head noun of a name may stay out of its acronym, as may what a preposition adds to it.
    ends = [(n, 0)] + [(n - 1, _UNUSED_WORD)] * (n > 1 and words[-1][0].islower())
    for end in (end for end in range(1, n) if lower[end] in _SMALL_WORDS - {"and", "or"}):
        ends.append((end, _UNUSED_WORD * sum(word not in _SMALL_WORDS for word in lower[end:])))
    fits = [(_MOST_COST + 1, True, 0, 0)]
    for i in (i for i, word in enumerate(lower) if word not in _SMALL_WORDS and word[0] == letters[0]):
        for end, dropped in (one for one in ends if i < one[0]):
            cost = _cost(letters, lower[i:end], True) + dropped
            mixed = words[i][0].islower() and any(word[:2].istitle() for word, _, _ in words[i:end])
            initials = "".join(word[0] for word in lower[i:end] if word not in _SMALL_WORDS)
            fits += [(cost, initials != letters, -i, end)] * (not (mixed and cost))
    cost, _, first, last = min(fits)
    return cost, words[-first:last]


def _words_before(text: str, at: int, letters: int, rest: str | None) -> list[tuple[str, int, int]]:
    """Return the words before a bracket that can be its expansion, with start and end."""
    most = min(letters + 5, 2 * letters + 2)
    begin = max(0, at - _LETTERS_A_WORD * (most + 1))
    # "permanent structured cooperation" (PESCO), the Committee's (JIC's) view: quotation marks and genitive go.
    at = begin + len(re.sub("['\u2019]s$", "", text[begin:at].rstrip().rstrip(_QUOTES)))
    words = [(m[0], m.start(), m.end()) for m in _ACRONYMS["word or sign"].pattern.finditer(text, begin, at)]
    # (EUFOR Althea), (CMX 17): the last word is the same in full and in short, and no part of the pair.
    if words and (words[-1][0].isdigit() or words[-1][0] == rest):
        words.pop()
    while words and words[-1][0] in _SMALL_WORDS:  # the American Rescue Plan Act of 2021 (ARPA)
        words.pop()
    first = max((i + 1 for i, (word, _, _) in enumerate(words) if not word[0].isalnum() and word != ","), default=0)
    return words[first:][-most:]


@lru_cache(maxsize=10_000)
def _cost(letters: str, words: tuple[str, ...], first: bool = False) -> int:
    """Return the lowest cost of finding all letters in order in all words; the first word must have one."""
    if not words:
        return _MOST_COST + 1 if letters else 0
    word, spent, place = words[0], 0, -1
    free = word in _SMALL_WORDS or word.isdigit()
    costs = [_MOST_COST + 1 if first else _cost(letters, words[1:]) + (0 if free else _UNUSED_WORD)]
    for n, letter in enumerate(letters, 1):
        place = word.find(letter, place + 1)
        if place < 0:
            break
        spent += _INSIDE if place else 0
        costs.append(spent + _cost(letters[n:], words[1:]))
    return min(costs)


_WORDS = {name: frozenset(rule.words) for name, rule in load_rules("sentences").items()}
_LAST_WORD = re.compile(r"[^\s(\[“‘\"'«„»]*$")
_INITIAL = re.compile(r"(?:[A-ZÀ-Þ]\.)*[A-ZÀ-Þ]$")
_LONGEST = 60  # characters: longer than any word before a full stop that matters


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of each sentence, in order; together they hold all that is not white space."""
    spans, start, end = [], len(text) - len(text.lstrip()), len(text.rstrip())
    for found in load_rules("sentences")["end"].pattern.finditer(text):
        if found.end() > start and _ends(text, start, found):
            spans.append((start, found.end()))
            start = found.start("next")
    return spans + [(start, end)] * (end > start)


def _ends(text: str, start: int, found: re.Match[str]) -> bool:
    """Tell whether a full stop ends a sentence, from the word before it and the word after it."""
    after = found["next"].lstrip("([“‘\"'«„»")
    if not after or after[0].islower() or found["next"][0] in ".!?…":
        return False
    if found[0][0] != ".":
        return True
    before = _LAST_WORD.findall(text[max(start, found.start() - _LONGEST) : found.start()])[0]
    key, opener = before.casefold(), found["opener"].casefold()
    if key in _WORDS["abbreviations"]:
        return False
    if key in _WORDS["abbreviations that may end"]:
        return opener in _WORDS["openers"]
    opens = start + len(before) == found.start()  # the number or letter of an item: "1. The ...", "a. The ..."
    if _INITIAL.match(before) or (len(before) == 1 and before.isalpha()):
        return opener in _WORDS["openers"] and not (opens and len(before) == 1)  # Annex A. The ...; but A. Merkel
    return not before.isdigit() or not (opener in _WORDS["months"] or opens)  # "12. Mai" is a day
