"""Which words and phrases does a paragraph hold? Reads text into counts; knows nothing of topics."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

# A word: letters, with inner hyphens kept ("EU-NATO"). Between two words of a phrase no other mark may stand.
WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W_]+)*|[^\w\s]|\n")
# What is left of "don't", "we'll" or "isn't" when words end at the apostrophe.
REMNANTS = "don doesn didn isn aren wasn weren hasn haven hadn won wouldn couldn shouldn ain ll ve re"
STOP_WORDS = ENGLISH_STOP_WORDS | set(REMNANTS.split())
# Words that may stand inside a phrase: "pooling and sharing", "rule of law".
LINKS = ("and", "of", "for", "in", "to", "the")
# A pair of words is a phrase where it makes up this share of all places in which either word stands (Jaccard),
# and is seen five times at least (Manning and Schütze 1999, chapter 5: below five, counts of pairs mean little).
PHRASE_COUNT, PHRASE_SHARE = 5, 0.25


@dataclass(frozen=True)
class Vocabulary:
    """The terms of a corpus: `words` numbers every word seen, `phrases` the word numbers of each phrase."""

    words: dict[str, int]
    phrases: dict[tuple[int, ...], int]
    terms: np.ndarray
    kept: np.ndarray


@dataclass(frozen=True)
class Counts:
    """Counted text: the running terms with their paragraph, and `matrix`, paragraphs x kept terms."""

    vocabulary: Vocabulary
    running: np.ndarray
    paragraph: np.ndarray
    matrix: sp.csr_matrix

    @property
    def terms(self) -> np.ndarray:
        """The kept terms, in the order of the columns of `matrix`."""
        return self.vocabulary.terms[self.vocabulary.kept]


def count(texts: Iterable[str], vocabulary: Vocabulary | None = None) -> Counts:
    """Count the terms of each text; without a vocabulary, one is made from these texts.

    >>> count(["Rule of law, and EU-NATO exercises."] * 5).terms.tolist()
    ['eu-nato exercises', 'rule of law']
    """
    texts = list(texts)
    found = _read(texts)
    numbers = {word: i for i, word in enumerate(sorted(set(found)))} if vocabulary is None else vocabulary.words
    ids = np.fromiter((numbers.get(word, -1) for word in found), np.int64, len(found))
    end = numbers.get("\n", -2)
    paragraph = np.cumsum(ids == end) - (ids == end)
    phrases = find_phrases(ids, numbers) if vocabulary is None else vocabulary.phrases
    running, place = _merge(ids, phrases)
    paragraph = paragraph[place]
    if vocabulary is None:
        vocabulary = _vocabulary(running, paragraph, numbers, phrases, len(texts))
    column = np.full(len(vocabulary.terms) + 1, -1)
    column[vocabulary.kept] = np.arange(len(vocabulary.kept))
    running = column[running]
    known = running >= 0
    running, paragraph = running[known], paragraph[known]
    shape = (len(texts), len(vocabulary.kept))
    matrix = sp.csr_matrix((np.ones(len(running)), (paragraph, running)), shape=shape)
    matrix.sum_duplicates()
    return Counts(vocabulary, running, paragraph, matrix)


def split(text: str, vocabulary: Vocabulary) -> list[str]:
    """Return the kept terms of one text in their order, phrases whole."""
    counts = count([text], vocabulary)
    return counts.terms[counts.running].tolist()


def reordered(counts: Counts, order: np.ndarray) -> Counts:
    """Return counts of texts that were counted in the order of row numbers `order`, in the order of rows."""
    paragraph = order[counts.paragraph]
    by_row = np.argsort(paragraph, kind="stable")
    matrix = counts.matrix[np.argsort(order, kind="stable")]
    return Counts(counts.vocabulary, counts.running[by_row], paragraph[by_row], matrix)


def find_phrases(ids: np.ndarray, numbers: dict[str, int]) -> dict[tuple[int, ...], int]:
    """Find pairs of words that mostly stand together, with a word such as *and* or *of* between or none."""
    n = len(numbers)
    words = sorted(numbers, key=numbers.__getitem__)
    content = np.array([word[0].isalpha() and len(word) > 1 and word not in STOP_WORDS for word in words] + [False])
    link = np.array([word in LINKS for word in words] + [False])
    single = np.bincount(ids, minlength=n)
    first, second = ids[:-1], ids[1:]
    beside = np.flatnonzero(content[first] & content[second])
    apart = np.flatnonzero(content[ids[:-2]] & link[ids[1:-1]] & content[ids[2:]])
    pairs = _frequent(np.stack([ids[beside], ids[beside + 1]], axis=1), single)
    linked = _frequent(np.stack([ids[apart], ids[apart + 1], ids[apart + 2]], axis=1), single)
    return {tuple(row): n + i for i, row in enumerate(pairs + linked)}


def _frequent(rows: np.ndarray, single: np.ndarray) -> list[tuple[int, ...]]:
    """Keep the word sequences that are frequent, and whose ends stand mostly together."""
    if not len(rows):
        return []
    base = len(single) + 1
    keys = rows[:, 0].astype(np.int64)
    for column in rows.T[1:]:
        keys = keys * base + column
    _, at, n = np.unique(keys, return_index=True, return_counts=True)
    ends = rows[at]
    either = single[ends[:, 0]] + single[ends[:, -1]] - n
    good = (n >= PHRASE_COUNT) & (n >= PHRASE_SHARE * either)
    return [tuple(int(i) for i in row) for row in ends[good]]


def forms(texts: Iterable[str]) -> pd.Series:
    """Return how each word is most often written ("csdp" -> "CSDP"); index: the word in small letters.

    >>> forms(["CSDP missions. The CSDP. Missions are missions."])["missions"]
    'missions'
    """
    written = pd.Series([w for text in texts for w in WORD.findall(text) if w[0].isalpha()], dtype=str)
    counts = written.value_counts().rename("n").rename_axis("form").reset_index()
    counts["word"] = counts["form"].str.lower()
    counts = counts.sort_values(["word", "n", "form"], ascending=[True, False, False])
    return counts.drop_duplicates("word").set_index("word")["form"]


def written(term: str, known: pd.Series) -> str:
    """Return a term as it is mostly written: each of its words in its usual form."""
    return " ".join(known.get(word, word) for word in term.split(" "))


def _read(texts: list[str]) -> list[str]:
    """Return the words and marks of all texts in one list; "\\n" stands after each text."""
    joined = "".join(text.replace("\n", " ") + "\n" for text in texts)
    return WORD.findall(joined.lower())


def _merge(ids: np.ndarray, phrases: dict[tuple[int, ...], int]) -> tuple[np.ndarray, np.ndarray]:
    """Put phrases in the place of their words, from left to right; return terms and their first positions."""
    merged = ids.copy()
    if phrases:
        starts = np.isin(ids, [p[0] for p in phrases])
        free = 0
        for i in np.flatnonzero(starts).tolist():
            if i < free:
                continue
            for length in (3, 2):
                phrase = phrases.get(tuple(ids[i : i + length].tolist()))
                if phrase is not None:
                    merged[i], merged[i + 1 : i + length] = phrase, -1
                    free = i + length
                    break
    place = np.flatnonzero(merged >= 0)
    return merged[place], place


def _vocabulary(running, paragraph, numbers, phrases, n: int) -> Vocabulary:
    """Keep the terms that are neither stop words nor single letters and stand in two paragraphs or more."""
    words = sorted(numbers, key=numbers.__getitem__)
    terms = words + [" ".join(words[i] for i in phrase) for phrase in phrases]
    pairs = np.unique(paragraph.astype(np.int64) * len(terms) + running)
    spread = np.bincount(pairs % len(terms), minlength=len(terms))
    least = 2 if n >= 20 else 1  # below twenty paragraphs hardly a word stands in two
    kept = [
        i
        for i, term in enumerate(terms)
        if spread[i] >= least and term[0].isalpha() and len(term) > 1 and term not in STOP_WORDS
    ]
    order = sorted(kept, key=terms.__getitem__)
    return Vocabulary(numbers, phrases, np.array(terms, dtype=object), np.array(order, dtype=np.int64))
