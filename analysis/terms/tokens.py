"""Which words does a text have, and where does each stand? Tokens with offsets, from the table of sentences.

A word is a stretch of letters and digits with at least one letter. Numbers, dates and ordinals (`2016-17`,
`9/11`, `27th`) and addresses (of pages and of mail) are no words and no neighbours of words; `shares` says
how many there are.
"""

import re
import unicodedata
from collections import defaultdict
from itertools import count
from typing import NamedTuple

import numpy as np
import pandas as pd

# Stands beside every result: raise the number with every change of what is a word.
TOKENISER = "words 1: hyphen compounds whole, acronyms keep their case, no numbers, no addresses"

_LETTERS = r"(?:[^\W_]|[\u0300-\u036f])+"
_POSSESSIVE = r"['\u2019]s(?![^\W_])"
# Hyphens and the dash of EU–NATO; an apostrophe that opens no possessive; R&D; D6.5.
_JOINT = rf"(?:[-\u2010\u2011\u2013]|(?!{_POSSESSIVE})['\u2019]|&|\.(?=\d))"
# Read from left to right; the first kind that fits wins. The possessive is no part of a word and no word.
# Names in addresses have at most 64 characters (RFC 5321, 1035): without a limit, long rubbish takes ages.
_TOKEN = re.compile(
    r"(?P<address>https?://\S+|www\.\S+|[^\s@]{1,64}@[^\s@]+\.\w+|\w[\w-]{0,63}(?:\.[\w-]{1,64})+/\S*)"
    r"|(?P<number>\d+(?:[.,/:\u2013-]\d+)*(?:st|nd|rd|th)?(?![^\W_]))"
    rf"|(?P<word>(?:[^\W\d_]\.){{2,}}|{_LETTERS}(?:{_JOINT}{_LETTERS})*)(?:{_POSSESSIVE})?"
)
_AROUND = '.,;:!?()[]"\u2018\u201c\u201d'
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2013", "-"))
_STRAIGHT = str.maketrans({"\u2019": "'"})
# Words that are another word without their capital; the capital counts only within a sentence.
_CASE_MATTERS = ("May", "March", "Polish")
# A sentence is set in capitals if so many of its words are, and such a share of all its words.
_CAPITALS, _CAPITALS_SHARE = 3, 0.6
_SHORT = 5  # the longest word in capitals that may be an acronym without further proof


class _Words(NamedTuple):
    """The words of all distinct stretches in a row; `first` and `number` find those of one stretch."""

    first: np.ndarray
    number: np.ndarray
    offset: np.ndarray
    length: np.ndarray
    surface: np.ndarray
    after_hyphen: np.ndarray
    surfaces: list[str]


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

    >>> table = {"report": ["a"], "block": 0, "sentence": 0, "text": "The EU's CSDP-led missions."}
    >>> tokenise(pd.DataFrame(table))[["start", "end", "term"]]
       start  end      term
    0      0    3       the
    1      4    6        EU
    2      9   17  CSDP-led
    3     18   26  missions
    """
    if compounds not in ("whole", "split"):
        raise ValueError(f'compounds is {compounds!r}; choose "whole" or "split"')
    texts = sentences["text"].tolist()
    stretch, types = _stretches(texts)
    words = _read(types, compounds == "split")
    row, start, word, joined = _place(texts, stretch, types, words)
    surface = words.surface[word]
    begin = sentences["start"].to_numpy() if "start" in sentences else np.zeros(len(texts), int)
    start = (start + begin[row]).astype(np.int32)
    columns = {
        "report": pd.Categorical(sentences["report"]).take(row),
        "block": sentences["block"].to_numpy(np.int32)[row],
        "sentence": sentences["sentence"].to_numpy(np.int32)[row],
        "start": start,
        "end": start + words.length[word],
        "surface": pd.Categorical.from_codes(surface, pd.Index(words.surfaces, dtype=object)),
        "term": _terms(row, surface, words.surfaces),
        "joined": joined,
        "hyphen": words.after_hyphen[word],
    }
    table = pd.DataFrame(columns, copy=False)
    table.attrs["tokeniser"] = TOKENISER if compounds == "whole" else TOKENISER.replace("whole", "split")
    return table


def _stretches(texts: list[str]) -> tuple[np.ndarray, list[str]]:
    """Return the stretches between spaces of all texts, one after the other, as numbers of distinct
    stretches.

    A report repeats itself: ten times more text has hardly more distinct stretches, so only these are read
    closely.
    """
    number: defaultdict[str, int] = defaultdict(count().__next__)
    pieces = []
    for i in range(0, len(texts), 512):  # so many at a time, to save memory
        found = " ".join(texts[i : i + 512]).split(" ")
        pieces.append(np.fromiter(map(number.__getitem__, found), np.int32, len(found)))
    return np.concatenate(pieces or [np.empty(0, np.int32)]), list(number)


def _read(types: list[str], split: bool) -> _Words:
    """Find the words of each distinct stretch."""
    number: defaultdict[str, int] = defaultdict(count().__next__)
    found = [_words_of(stretch, split) for stretch in types]
    amount = np.array([len(words) for words in found], np.int32)
    rows = [(at, len(text), number[_surface(text)], hyphen) for words in found for at, text, hyphen in words]
    table = np.array(rows, np.int32).reshape(-1, 4)
    first = (np.cumsum(amount) - amount).astype(np.int32)
    return _Words(first, amount, table[:, 0], table[:, 1], table[:, 2], table[:, 3].astype(bool), list(number))


def _words_of(stretch: str, split: bool) -> list[tuple[int, str, bool]]:
    """Return offset and text of each word of a stretch, and whether a hyphen stands before it."""
    core = stretch.strip(_AROUND)
    if core.isalpha():  # most stretches are one word of letters: read them without the long pattern
        return [(stretch.index(core), core, False)]
    words = []
    for match in _TOKEN.finditer(stretch):
        if match["word"] and any(map(str.isalpha, match["word"])):
            at = match.start()
            for part in re.split("([-\u2010\u2011\u2013])", match["word"]) if split else [match["word"]]:
                if part.translate(_HYPHENS) != "-":
                    words.append((at, part, at > match.start()))
                at += len(part)
    return words


def _surface(text: str) -> str:
    """Return a word with straight apostrophes, plain hyphens and composed letters."""
    return unicodedata.normalize("NFC", text.translate(_HYPHENS).translate(_STRAIGHT))


def _place(
    texts: list[str], stretch: np.ndarray, types: list[str], words: _Words
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return of each word its text, its start there, its place in `words`, and whether it is joined."""
    width = np.fromiter(map(len, types), np.int32, len(types))[stretch] + 1
    number = words.number[stretch]
    place = np.repeat(np.cumsum(width, dtype=np.int64) - width, number)
    # The place of a stretch's first word, less the words before the stretch, plus the words before the word.
    before = np.cumsum(number, dtype=np.int32) - number
    word = np.repeat(words.first[stretch] - before, number) + np.arange(number.sum(), dtype=np.int32)
    opens = np.ones(len(word), bool)  # is the first word of its stretch
    opens[1:] = place[1:] != place[:-1]
    place += words.offset[word]
    near = np.zeros(len(word), bool)  # one character stands between the word and the word before
    near[1:] = place[1:] - place[:-1] == words.length[word[:-1]] + 1
    length = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    begin = np.cumsum(length) - length
    amount = np.diff(np.searchsorted(place, begin), append=len(place))
    row = np.repeat(np.arange(len(texts), dtype=np.int32), amount)
    joined = np.where(opens, near, words.after_hyphen[word])
    joined[1:] &= row[1:] == row[:-1]
    return row, (place - begin[row]).astype(np.int32), word, joined


def _terms(row: np.ndarray, surface: np.ndarray, surfaces: list[str]) -> pd.Categorical:
    """Return the term of each word: its surface with the case that tells words apart, and no other."""
    number: defaultdict[str, int] = defaultdict(count().__next__)
    folded = np.array([number[fold_case(s)] for s in surfaces], np.int32)
    lower = np.array([number[s.lower()] for s in surfaces], np.int32)
    exact = np.array([number[s] if s in _CASE_MATTERS else i for s, i in zip(surfaces, folded, strict=True)], np.int32)
    capitals = np.array([s.isupper() and len(s) > 1 for s in surfaces], bool)
    if not len(row):
        return pd.Categorical.from_codes(row, pd.Index(list(number), dtype=object))
    inside = np.zeros(len(row), bool)
    inside[1:] = row[1:] == row[:-1]
    term = np.where(inside, exact[surface], folded[surface]).astype(np.int32)
    # In a sentence set in capitals, a word is an acronym if it is one in another sentence, or if it is short and
    # occurs nowhere in lower case.
    in_sentence = np.bincount(row)
    in_capitals = np.bincount(row[capitals[surface]], minlength=len(in_sentence))
    loud = (in_capitals >= _CAPITALS) & (in_capitals >= _CAPITALS_SHARE * in_sentence)
    loud_word = loud[row]
    elsewhere = np.zeros(len(surfaces), bool)
    elsewhere[surface[~loud_word]] = True
    words = {s for s, known in zip(surfaces, elsewhere, strict=True) if known}
    acronym = [
        s in words or all(len(part) <= _SHORT and part.lower() not in words for part in s.split("-")) for s in surfaces
    ]
    term = np.where(loud_word & ~np.array(acronym, bool)[surface], lower[surface], term)
    return pd.Categorical.from_codes(term, pd.Index(list(number), dtype=object))


def fold_case(word: str) -> str:
    """Return a word in lower case, but each part of it that has a capital behind its first letter as it is.

    >>> [fold_case(word) for word in ("Member", "NATO-Led", "CivCom", "P&S", "Multi-Layer", "US")]
    ['member', 'NATO-led', 'CivCom', 'P&S', 'multi-layer', 'US']
    """
    return "-".join(part if part[1:] != part[1:].lower() else part.lower() for part in word.split("-"))


def shares(blocks: pd.DataFrame, main: tuple[str, ...] = ("paragraph", "list_item", "box")) -> pd.DataFrame:
    """Say how many words, numbers and addresses stand where: what is counted in main text, and what is left
    out.

    Takes report, kind and text. Returns report, part (`main text` or the kind of block), words, numbers,
    addresses and share (of all words of the report, 0 to 1), one row for each part that has text.

    >>> texts = ["In May 2017 it met.", "See x.eu/y"]
    >>> shares(pd.DataFrame({"report": "a", "kind": ["paragraph", "footnote"], "text": texts}))
      report       part  words  numbers  addresses  share
    0      a   footnote      1        0          1    0.2
    1      a  main text      4        1          0    0.8
    """
    kinds = [
        [m.lastgroup for m in _TOKEN.finditer(text) if m.lastgroup != "word" or any(map(str.isalpha, m[0]))]
        for text in blocks["text"]
    ]
    table = pd.DataFrame({"report": blocks["report"].astype(str), "part": blocks["kind"].astype(str)})
    table["part"] = table["part"].mask(table["part"].isin(main), "main text")
    for name, kind in (("words", "word"), ("numbers", "number"), ("addresses", "address")):
        table[name] = [found.count(kind) for found in kinds]
    table = table.groupby(["report", "part"], as_index=False).sum()
    table = table[table[["words", "numbers", "addresses"]].sum(axis=1) > 0].reset_index(drop=True)
    whole = table.groupby("report")["words"].transform("sum")
    return table.assign(share=table["words"] / whole.clip(lower=1))
