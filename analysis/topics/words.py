"""Which words and phrases does a paragraph hold? Reads text into counts; knows nothing of topics."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

# A word, with inner hyphens kept ("EU-NATO"), or a mark; between two words of a phrase no mark may stand.
WORD = re.compile(r"\w+(?:[-‑]\w+)*|[^\w\s]|\n")
# What is left of "don't", "we'll" or "isn't" when words end at the apostrophe.
REMNANTS = "don doesn didn isn aren wasn weren hasn haven hadn won wouldn couldn shouldn ain ll ve re"
# Words that join or grade sentences; the list of scikit-learn has "moreover" and "therefore", but not these.
JOINING = "furthermore additionally likewise accordingly consequently including particularly especially"
STOP_WORDS = ENGLISH_STOP_WORDS | set(REMNANTS.split()) | set(JOINING.split())
# Words that may stand inside a phrase: "pooling and sharing", "rule of law".
LINKS = ("and", "of", "for", "in", "to", "the")
# A pair of words is a phrase where it makes up this share of all places in which either word stands (Jaccard),
# and is seen five times at least (Manning and Schütze 1999, chapter 5: below five, counts of pairs mean little).
PHRASE_COUNT, PHRASE_SHARE = 5, 0.25
SMALL = 20  # below twenty paragraphs hardly a word stands in two, so all words count


@dataclass(frozen=True)
class Vocabulary:
    """The terms of a corpus.

    `words` numbers every word as it is written ("CSDP" and "csdp" have one number), `phrases` gives the numbers
    of a phrase's words its own number, `terms` names the numbers, `kept` are those that count; `forms` says how
    each word is mostly written.
    """

    words: dict[str, int]
    phrases: dict[tuple[int, ...], int]
    terms: np.ndarray
    kept: np.ndarray
    forms: dict[str, str]


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
    texts, fresh = list(texts), vocabulary is None
    if vocabulary is None:
        vocabulary, ids = _learn(texts)
    else:
        known = vocabulary.words
        ids = np.array([known.get(word, -1) for part in read(texts) for word in part], dtype=np.int32)
    end = vocabulary.words.get("\n", -2)
    text_of = np.cumsum(ids == end, dtype=np.int32) - (ids == end)
    merged, at = _merge(ids, vocabulary.phrases)
    running, paragraph = _only(vocabulary, merged, text_of[at])
    matrix = _matrix(running, paragraph, len(texts), len(vocabulary.kept))
    if fresh:  # a term that stands in one paragraph tells nothing about others
        spread = np.bincount(matrix.indices, minlength=len(vocabulary.kept))
        common = spread >= (2 if len(texts) >= SMALL else 1)
        vocabulary, matrix = replace(vocabulary, kept=vocabulary.kept[common]), matrix[:, common]
        running, paragraph = _only(vocabulary, merged, text_of[at])
    return Counts(vocabulary, running, paragraph, matrix)


def split(text: str, vocabulary: Vocabulary) -> list[str]:
    """Return the kept terms of one text in their order, phrases whole."""
    counts = count([text], vocabulary)
    return counts.terms[counts.running].tolist()


def read(texts: list[str]) -> Iterator[list[str]]:
    """Yield the words and marks of the texts, a thousand texts at a time; "\\n" stands after each text."""
    for start in range(0, len(texts), 1000):
        joined = "".join(text.replace("\n", " ") + "\n" for text in texts[start : start + 1000])
        yield WORD.findall(joined.replace("_", " "))


def _learn(texts: list[str]) -> tuple[Vocabulary, np.ndarray]:
    """Number the words of texts, find phrases among them, and say how each word is mostly written."""
    seen: dict[str, int] = defaultdict()
    seen.default_factory = seen.__len__  # type: ignore[attr-defined]  # a new word gets the next number
    spelled = [np.fromiter(map(seen.__getitem__, part), np.int32, len(part)) for part in read(texts)]
    ids = np.concatenate(spelled) if spelled else np.empty(0, dtype=np.int32)
    rarity = (-np.bincount(ids, minlength=len(seen))).tolist()
    lowered = [word.lower() for word in seen]
    forms: dict[str, str] = {}
    for low, _, word in sorted(zip(lowered, rarity, seen, strict=True)):
        forms.setdefault(low, word)  # the most frequent spelling comes first
    words = list(forms)
    number = {word: i for i, word in enumerate(words)}
    of_spelling = [number[word] for word in lowered]
    ids = np.array(of_spelling, dtype=np.int32)[ids] if len(ids) else ids
    content = np.fromiter(map(is_content, words), dtype=bool, count=len(words))
    phrases = find_phrases(ids, words, content)
    terms = words + [" ".join(words[i] for i in phrase) for phrase in phrases]
    kept = sorted([*np.flatnonzero(content).tolist(), *phrases.values()], key=terms.__getitem__)
    numbers = dict(zip(seen, of_spelling, strict=True)) | number
    return Vocabulary(numbers, phrases, np.array(terms, dtype=object), np.array(kept, dtype=np.int64), forms), ids


def reordered(counts: Counts, order: np.ndarray) -> Counts:
    """Return counts of texts that were counted in the order of row numbers `order`, in the order of rows."""
    paragraph = order[counts.paragraph]
    by_row = np.argsort(paragraph, kind="stable")
    matrix = counts.matrix[np.argsort(order, kind="stable")]
    return Counts(counts.vocabulary, counts.running[by_row], paragraph[by_row], matrix)


def find_phrases(ids: np.ndarray, words: list[str], content: np.ndarray) -> dict[tuple[int, ...], int]:
    """Find pairs of content words that mostly stand together, with a word such as *and* or *of* between or none."""
    single = np.bincount(ids, minlength=len(words))
    content = content & (single >= PHRASE_COUNT)
    link = np.array([word in LINKS for word in words], dtype=bool)
    beside = np.flatnonzero(content[ids[:-1]] & content[ids[1:]])
    apart = np.flatnonzero(content[ids[:-2]] & link[ids[1:-1]] & content[ids[2:]])
    pairs = _frequent(np.stack([ids[beside], ids[beside + 1]], axis=1), single)
    linked = _frequent(np.stack([ids[apart], ids[apart + 1], ids[apart + 2]], axis=1), single)
    return {phrase: len(words) + i for i, phrase in enumerate(pairs + linked)}


def is_content(word: str) -> bool:
    """Say whether a word can speak of a topic: it begins with a letter, has two at least, and is no stop word."""
    return len(word) > 1 and word[0].isalpha() and word not in STOP_WORDS


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


def written(term: str, forms: dict[str, str]) -> str:
    """Return a term as it is mostly written, word by word.

    >>> written("csdp missions", {"csdp": "CSDP"})
    'CSDP missions'
    """
    return " ".join(forms.get(word, word) for word in term.split(" "))


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


def _matrix(running: np.ndarray, paragraph: np.ndarray, n: int, terms: int) -> sp.csr_matrix:
    """Count terms by paragraph."""
    starts = np.concatenate([[0], np.cumsum(np.bincount(paragraph, minlength=n))])
    # A copy, because adding up sorts it in place and `running` must keep the order of the text.
    matrix = sp.csr_matrix((np.ones(len(running)), running.copy(), starts), shape=(n, terms))
    matrix.sum_duplicates()
    return matrix


def _only(vocabulary: Vocabulary, running: np.ndarray, paragraph: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Keep the terms that count, by their place among them."""
    column = np.full(len(vocabulary.terms), -1, dtype=np.int32)
    column[vocabulary.kept] = np.arange(len(vocabulary.kept))
    running = column[running]
    return running[running >= 0], paragraph[running >= 0]
