"""Which words are a name for one thing only together? Multiword terms, by frequency and independence.

Candidates are neighbours of two to four words that neither begin nor end with a function word. C-value
(Frantzi, Ananiadou and Mima 2000) ranks them: it favours long and frequent ones that are not mere parts of
longer ones. No grammar is read, so a few candidates are no terms; the table is there to be looked at.
"""

import math

import numpy as np
import pandas as pd

from analysis.terms.function_words import FUNCTION_WORDS

COLUMNS = ["phrase", "n", "reports", "c_value"]
_LONGEST = 4
# How much more often one order must be than the other: security and defence, defence and security is no name.
_FIXED = 5
# Inside a term only these function words may stand: pooling and sharing, rule of law.
_INNER = ("and", "of", "for")


def find_phrases(tokens: pd.DataFrame, min_count: int = 5, min_c_value: float = 5.0) -> pd.DataFrame:
    """Find multiword terms in a token table.

    Returns phrase, n, reports (in how many it occurs) and c_value, the largest first.

    >>> from analysis.terms.tokens import tokenise
    >>> texts = ["crisis management operation"] * 5 + ["crisis management"] * 4 + ["a crisis", "the management"]
    >>> table = pd.DataFrame({"report": "a", "block": range(11), "sentence": 0, "text": texts})
    >>> find_phrases(tokenise(table), min_c_value=4)[["phrase", "n", "c_value"]].round(2)
                            phrase  n  c_value
    0  crisis management operation  5     7.92
    1            crisis management  9     4.00
    """
    terms = tokens["term"].cat.categories.to_numpy(object)
    lengths = range(2, _LONGEST + 1)
    found = pd.concat([_candidates(tokens, terms, length) for length in lengths], ignore_index=True)
    found["phrase"] = [" ".join(terms[code] for code in words) for words in found["words"]]
    found = found[_is_fixed(found) & (found["n"] >= min_count)].reset_index(drop=True)
    found["c_value"] = _c_values(found)
    kept = found[found["c_value"].round(6) >= min_c_value]
    order = np.lexsort((kept["phrase"].astype(str), -kept["c_value"].round(6)))
    return kept.iloc[order][COLUMNS].reset_index(drop=True)


def _candidates(tokens: pd.DataFrame, terms: np.ndarray, length: int) -> pd.DataFrame:
    """Return words (numbers of terms), n and reports of all sequences of a length that can be a term."""
    edge = np.array([term not in FUNCTION_WORDS and len(term) > 1 for term in terms], bool)
    inner = edge | np.isin(terms, _INNER)
    codes, joined = tokens["term"].cat.codes.to_numpy(), tokens["joined"].to_numpy()
    at = np.arange(max(len(codes) - length + 1, 0))
    fits = edge[codes[at]] & edge[codes[at + length - 1]]
    for i in range(1, length):
        fits &= joined[at + i] & inner[codes[at + i]]
    at = at[fits]
    words = list(zip(*(codes[at + i].tolist() for i in range(length)), strict=True))
    table = pd.DataFrame({"words": words, "report": pd.Categorical(tokens["report"]).codes[at]})
    return table.groupby("words")["report"].agg(n="size", reports="nunique").reset_index()


def _is_fixed(found: pd.DataFrame) -> np.ndarray:
    """Tell which phrases are no free pairs: "X and Y" is a name only if "Y and X" is rare."""
    n = dict(zip(found["phrase"], found["n"], strict=True))
    fixed = []
    for phrase in found["phrase"]:
        first, joint, second = phrase.partition(" and ")
        fixed.append(not joint or n.get(f"{second} and {first}", 0) * _FIXED <= n[phrase])
    return np.array(fixed, bool)


def _c_values(found: pd.DataFrame) -> list[float]:
    """Return the C-value of each candidate: log2 of its length times its count outside longer candidates."""
    longer: dict[tuple, list[int]] = {}
    for words, n in zip(found["words"], found["n"], strict=True):
        for size in range(2, len(words)):
            for part in {words[i : i + size] for i in range(len(words) - size + 1)}:
                longer.setdefault(part, []).append(n)
    values = []
    for words, n in zip(found["words"], found["n"], strict=True):
        inside = longer.get(words, [])
        values.append(math.log2(len(words)) * (n - (sum(inside) / len(inside) if inside else 0)))
    return values
