"""In which words does a word stand? Concordance lines, always inside one text, with the place of each hit."""

import re

import numpy as np
import pandas as pd

from analysis.terms.counting import as_tokens

_WORD = r"[^\W_]"


def concordance(
    texts: pd.Series, pattern: str, width: int = 60, sort: str | None = None, regex: bool = False
) -> pd.DataFrame:
    """Find a word or phrase in texts and show each hit between what stands left and right of it.

    `pattern` matches whole words in any case; `*` stands for the rest of a word, a space for any white space.
    With `regex=True` it is a regular expression as it is. Returns one row for each hit, in the order of the
    texts, or by the words next to the hit with `sort="left"` or `"right"`:

    text         index of the text
    start, end   offsets in the text
    left         up to `width` characters before the hit
    hit          the words found
    right        up to `width` characters after it

    Raises ValueError for an empty pattern and for one that is no regular expression.

    >>> concordance(pd.Series(["Cooperation works. EU-NATO cooperates."]), "cooperat*")[["start", "hit"]]
       start          hit
    0      0  Cooperation
    1     27   cooperates
    """
    if sort not in (None, "left", "right"):
        raise ValueError(f'sort is {sort!r}; choose None, "left" or "right"')
    find = compile_pattern(pattern, regex)
    rows = [
        (
            at,
            m.start(),
            m.end(),
            text[max(0, m.start() - width) : m.start()],
            m[0],
            text[m.end() : m.end() + width],
        )
        for at, text in pd.Series(texts).dropna().items()
        for m in find.finditer(text)
        if m[0]
    ]
    lines = pd.DataFrame(rows, columns=["text", "start", "end", "left", "hit", "right"])
    lines = lines.astype({"start": int, "end": int})
    return lines if sort is None else sort_lines(lines, sort)


def compile_pattern(pattern: str, regex: bool = False) -> re.Pattern:
    """Return the regular expression of a pattern, or raise ValueError in words.

    >>> compile_pattern("cris?s").findall("crises, cris?s")
    ['cris?s']
    """
    if not pattern.strip():
        raise ValueError("the pattern is empty; give a word, a phrase, or the beginning of a word and *")
    if regex:
        try:
            return re.compile(pattern, re.IGNORECASE)
        except re.error as error:
            raise ValueError(f"{pattern!r} is no regular expression: {error}; correct it or leave out regex") from None
    words = [re.escape(word).replace(r"\*", r"\w*").replace("'", "['\u2019]") for word in pattern.split()]
    # Boundaries only where the pattern itself begins or ends with a letter, so that "(EU)" can be found too.
    before = rf"(?<!{_WORD})" if re.match(r"[\w*]", pattern.strip()) else ""
    after = rf"(?!{_WORD})" if re.search(r"[\w*]$", pattern.strip()) else ""
    return re.compile(before + r"\s+".join(words) + after, re.IGNORECASE)


def sort_lines(lines: pd.DataFrame, side: str) -> pd.DataFrame:
    """Sort concordance lines by the words right of the hit, or left of it, the nearest word first."""
    words = [re.findall(r"\w+", text.lower()) for text in lines[side]]
    keys = [found[::-1] if side == "left" else found for found in words]
    return lines.iloc[sorted(range(len(keys)), key=keys.__getitem__)].reset_index(drop=True)


def find(tokens: pd.DataFrame, pattern: str) -> pd.DataFrame:
    """Find a word or phrase in tokens (or sentences): hits with report, block, sentence, start, end and term.

    The pattern is compared with whole terms, in their case first and in any case if that finds nothing; `*`
    stands for the rest of a word. The words of a phrase must be neighbours (`joined`).

    >>> table = {"report": ["a"], "block": 0, "sentence": 0, "text": "Crisis management, crisis"}
    >>> find(pd.DataFrame(table), "crisis manag*")[["start", "end", "term"]]
       start  end               term
    0      0   17  crisis management
    """
    words = pattern.split()
    if not words:
        raise ValueError("the pattern is empty; give a word, a phrase, or the beginning of a word and *")
    tokens = as_tokens(tokens)
    categories = tokens["term"].cat.categories
    codes = tokens["term"].cat.codes.to_numpy()
    at = np.flatnonzero(_matching(categories, words[0])[codes])
    joined = tokens["joined"].to_numpy()
    for i, word in enumerate(words[1:], 1):
        at = at[at + i < len(tokens)]
        at = at[joined[at + i]]
        at = at[_matching(categories, word)[codes[at + i]]]
    hits = tokens.iloc[at][["report", "block", "sentence", "start"]].reset_index(drop=True)
    hits["end"] = tokens["end"].to_numpy()[at + len(words) - 1]
    terms = [categories.to_numpy(object)[codes[at + i]] for i in range(len(words))]
    hits["term"] = [" ".join(parts) for parts in zip(*terms, strict=True)]
    return hits


def _matching(categories: pd.Index, word: str) -> np.ndarray:
    """Tell which categories a word of a pattern matches: in its case, or in any case if none is."""
    terms = categories.to_numpy(object)
    if "*" not in word and (terms == word).any():
        return np.asarray(terms == word, dtype=bool)
    expression = re.escape(word).replace(r"\*", ".*")
    exact = [bool(re.fullmatch(expression, term)) for term in terms]
    return np.array(exact if any(exact) else [bool(re.fullmatch(expression, term, re.I)) for term in terms], bool)


def hits_of(tokens: pd.DataFrame, shown: pd.DataFrame, mark: str = "mark") -> pd.DataFrame:
    """Return the hits behind the rows of a table: the evidence of a figure.

    `shown` has report, term and the column `mark`; a row stands for the hits of its term in its report, or in all
    other reports if its own has none (what is missing there is found elsewhere). Returns the rows of `tokens`, with
    the column `mark`, in the order of `shown`.
    """
    found = []
    of_term = tokens["term"].astype(str)
    for report, term, key in shown[["report", "term", mark]].itertuples(index=False):
        rows = tokens[of_term == term]
        own = rows[rows["report"] == report]
        found.append((own if len(own) else rows).assign(mark=key))
    return pd.concat(found, ignore_index=True) if found else tokens.head(0).assign(mark="")


def lines(located: pd.DataFrame, width: int = 60, sort: str | None = None) -> pd.DataFrame:
    """Return located hits (see `Corpus.locate`) with left, hit and right: what stands around them in the
    sentence.

    `sort="left"` or `"right"` orders them by the words next to the hit.

    >>> hit = pd.DataFrame({"start": [4], "end": [8], "sentence": ["The deep nexus."], "at": [4]})
    >>> lines(hit)[["left", "hit", "right"]].values.tolist()
    [['The ', 'deep', ' nexus.']]
    """
    spans = list(zip(located["sentence"], located["at"], located["end"] - located["start"], strict=True))
    around = located.assign(
        left=[text[max(0, at - width) : at] for text, at, _ in spans],
        hit=[text[at : at + length] for text, at, length in spans],
        right=[text[at + length : at + length + width] for text, at, length in spans],
    )
    return around if sort is None else sort_lines(around.reset_index(drop=True), sort)
