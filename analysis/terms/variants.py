"""Which spellings are one word? Folds British and American forms, plurals and hyphens, where the corpus has
both.

Nothing is folded on suspicion: a rule only proposes, and a proposal counts if the other form occurs in the
same corpus. So `size` stays `size`, and a corpus in one spelling stays as it is.
"""

import re
from typing import NamedTuple

import pandas as pd
from simplemma import lemmatize


class Spelling(NamedTuple):
    """Two spellings of one word: `pattern` becomes `to`; `example` shows it, `not_this` stays as it is."""

    name: str
    pattern: str
    to: str
    example: str
    gives: str
    not_this: str


# Every pattern needs letters before it, so that four, size, hour and twelve stay whole. The result is a key,
# not a word: it may look odd (`licens`), and it only has to be the same for both spellings.
SPELLINGS = (
    Spelling(
        "ise/ize",
        r"(?<=[a-z]{4})is(?=(e[drs]?|ing|ations?|ers?|able)$)",
        "iz",
        "organisation",
        "organization",
        "advises",
    ),
    Spelling(
        "our/or",
        r"(?<=[a-z]{3})our(?=(s|ed|ing|ly|able|hoods?|ite)?$)",
        "or",
        "neighbourhood",
        "neighborhood",
        "course",
    ),
    Spelling("ence/ense", r"(?<=[a-z]{3}en)c(?=e[sd]?$)", "s", "defence", "defense", "science-based"),
    Spelling("tre/ter", r"(?<=[a-z]{2}t)re(?=s?$)", "er", "centre", "center", "tree"),
    Spelling("mme/m", r"(?<=[a-z]{4}m)me(?=s?$)", "", "programmes", "programs", "comme"),
    Spelling("ogue/og", r"(?<=[a-z]{3}og)ue(?=s?$)", "", "dialogue", "dialog", "vogue"),
    Spelling("ll/l", r"(?<=[a-z]{3}[aeiou]l)l(?=(ed|ing|ers?)$)", "", "labelling", "labeling", "called"),
    Spelling("yse/yze", r"(?<=[a-z]{3}y)s(?=(e[drs]?|ing)$)", "z", "analysed", "analyzed", "analysis"),
)
_COMPILED = [(rule, re.compile(rule.pattern)) for rule in SPELLINGS]
# Shorter words have too many twins: four and for, hour and hor.
_SHORTEST = 6


def spelling_key(word: str) -> tuple[str, str]:
    """Return the key that all spellings of a word share, and the name of the rule that made it ("" for none).

    >>> spelling_key("defence"), spelling_key("defense"), spelling_key("four")
    (('defense', 'ence/ense'), ('defense', ''), ('four', ''))
    """
    if len(word) < _SHORTEST or not word.islower():
        return word, ""
    for rule, pattern in _COMPILED:
        key = pattern.sub(rule.to, word)
        if key != word:
            return key, rule.name
    return word, ""


def singular(word: str) -> str:
    """Return the singular of a plural, or the word itself; nothing but the ending of number is taken away.

    >>> [singular(word) for word in ("missions", "crises", "capabilities", "NGOs", "news", "sharing", "MS", "US")]
    ['mission', 'crisis', 'capability', 'NGO', 'news', 'sharing', 'MS', 'US']
    """
    if re.fullmatch(r"[A-Z]{2,}s", word):
        return word[:-1]
    # Europeans, Americans: without the s they are adjectives; means is no plural of mean.
    if not re.fullmatch(r"[a-z-]{3,}(?<!s)(?<!ean|ian|can)s", word):
        return word
    lemma = lemmatize(word, lang="en").lower()
    return lemma if lemma != word and word[: len(lemma) - 2] == lemma[:-2] and len(word) - len(lemma) <= 2 else word


def lemmatise(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the same tokens counted by lemma: `term` is the form a dictionary lists (simplemma, English).

    Acronyms and words with a capital inside stay; of a hyphen compound the last word is taken to its lemma. A
    dictionary knows no meaning: sharing becomes share, so merge concepts instead where names matter (see `merge`).

    >>> words = pd.Series(["the", "US", "has", "sent", "high-level", "missions"])
    >>> lemmatise(pd.DataFrame({"term": words}))["term"].tolist()
    ['the', 'US', 'have', 'send', 'high-level', 'mission']
    """
    terms = tokens["term"].astype(str)
    lemma = {term: _lemma(term) for term in terms.unique()}
    return tokens.assign(term=pd.Categorical(terms.map(lemma)))


def _lemma(word: str) -> str:
    """Return the lemma of a word in lower case, and any other word as it is."""
    head, hyphen, last = word.rpartition("-")
    return head + hyphen + lemmatize(last, lang="en").lower() if last.islower() else word


def fold_words(words: pd.Series) -> pd.DataFrame:
    """Say which words of a corpus are counted as one.

    Takes the number of occurrences of each word (index: the word). Returns one row for each word, in the same
    order: word, folded (the most frequent form of its group; a singular for plurals) and rule ("spelling",
    "plural", both, or "").

    >>> fold_words(pd.Series({"defence": 9, "defenses": 1, "defense": 1, "operations": 3}))["folded"].tolist()
    ['defence', 'defence', 'defence', 'operations']
    """
    known = set(words.index)
    one = {word: singular(word) for word in words.index}
    # A plural is folded only if its singular occurs, in one spelling or another.
    keys = {spelling_key(word)[0] for word in known}
    stem = {w: s if s in known or spelling_key(s)[0] in keys else w for w, s in one.items()}
    key = {word: spelling_key(stem[word])[0] for word in words.index}
    frame = pd.DataFrame({"word": words.index, "n": words.to_numpy()})
    frame["key"], frame["stem"] = frame["word"].map(key), frame["word"].map(stem)
    spelled = pd.DataFrame(frame.groupby(["key", "stem"], as_index=False)["n"].sum())
    spelled = spelled.sort_values(["key", "n", "stem"], ascending=[True, False, True])
    best = spelled.drop_duplicates("key").set_index("key")["stem"]
    frame["folded"] = frame["key"].map(best)
    plural = (frame["stem"] != frame["word"]).map({True: "plural", False: ""})
    spelling = (frame["folded"] != frame["stem"]).map({True: "spelling", False: ""})
    frame["rule"] = (spelling + " " + plural).str.strip()
    return frame[["word", "folded", "rule"]]
