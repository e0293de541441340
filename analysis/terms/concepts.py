"""How often is a concept named, whatever the form? Merges acronyms, spellings, plurals and phrases, and says
so.

`merge` turns sentences into hits: one row for each concept or word, none inside another, so that counting
rows is counting concepts. The column `rule` says what a row owes to merging, and `merge_log` adds it up.

An acronym in a hyphen compound counts as the acronym (CSDP-missions names CSDP), but a compound of names only
is a relation and a concept of its own (EU-NATO, which is also NATO-EU).
"""

import re

import numpy as np
import pandas as pd

from analysis.language import TOKENISER, fold_words, tokenise
from analysis.terms.forms import words_of_forms
from analysis.terms.matching import NAME, SINGLE, Match, choose, find_compounds, find_forms

# A comma or bracket may stand inside a listed or explained form: Freedom, Security and Justice.
_GAP = 2
# Between an expansion and its acronym: a space and a bracket, perhaps a quotation mark.
_BRACKET = (2, 3)
# A word that so often has a capital within sentences is a name: Brussels, Joint Declaration.
_MOSTLY = 0.9


def merge(sentences: pd.DataFrame, forms: pd.DataFrame) -> pd.DataFrame:
    """Find concepts and words in sentences: hits that cover every word once.

    `forms` has concept, form, rule and report (see `forms`). Returns the columns of `tokenise` (term is the
    concept) and `rule`: why the words count as this term. Rules are listed, acronym, definition (`Expansion
    (ABC)`, counted once), phrase, relation, compound (a name in a hyphen compound), hyphen, spelling and
    plural; empty is a word as it stands there.

    >>> text = "Common Security and Defense Policy (CSDP) missions; a CSDP-mission"
    >>> table = pd.DataFrame({"report": ["a"], "block": 0, "sentence": 0, "text": text})
    >>> forms = ["CSDP", "Common Security and Defense Policy"]
    >>> listed = pd.DataFrame({"concept": "CSDP", "form": forms, "rule": "listed", "report": ""})
    >>> merge(table, listed)[["start", "end", "term", "rule"]].values.tolist()[:3]
    [[0, 40, 'CSDP', 'definition'], [42, 50, 'mission', 'plural'], [52, 53, 'a', '']]
    """
    tokens = tokenise(sentences, compounds="split")
    words = _folded(tokens, words_of_forms(forms))
    known = words_of_forms(forms, dict(zip(words["term"], words["folded"], strict=True)))
    matches = find_forms(words, _one_name(known)) + find_compounds(words)
    hits = _join_definitions(words, choose(matches, len(words)))
    return _table(tokens, words, hits)


def merge_log(hits: pd.DataFrame) -> pd.DataFrame:
    """Say what each rule added to each concept.

    Takes the hits of `merge`. Returns term, rule, form (as it stands in the text), n (hits it added) and
    share (of all hits of the term, 0 to 1), the largest n first. A listed or explained form that is the term
    itself added nothing and is left out.
    """
    total = hits["term"].astype(str).value_counts()
    names = {"term": "term", "rule": "rule", "surface": "form"}
    log = hits[hits["rule"] != ""][list(names)].astype(str).rename(columns=names)
    log = log[~(log["rule"].isin(["listed", "acronym"]) & (log["form"] == log["term"]))]
    log = log.groupby(["term", "rule", "form"]).size().rename("n").reset_index()
    log["share"] = log["n"] / log["term"].map(total)
    return log.sort_values(["n", "term", "rule", "form"], ascending=[False, True, True, True], ignore_index=True)


def _folded(tokens: pd.DataFrame, forms: pd.DataFrame) -> pd.DataFrame:
    """Return the words with `folded` (spelling and plural), `rule`, and `near`: close to the word before."""
    words = tokens.assign(term=tokens["term"].astype(str), report=tokens["report"].astype(str))
    count = words["term"].value_counts()
    # Words of forms are known words too: Member State folds Member States, even if no report has the
    # singular.
    others = sorted({word for parts in forms["words"] for word in parts} - set(count.index))
    fold = fold_words(pd.concat([count, pd.Series(0, index=others, dtype=int)]).sort_index()).set_index("word")
    place = words[["report", "block", "sentence"]]
    gap = words["start"] - words["end"].shift(fill_value=0)
    near = (place == place.shift()).all(axis=1) & (gap <= _GAP)
    return words.assign(folded=words["term"].map(fold["folded"]), rule=words["term"].map(fold["rule"]), near=near)


def _one_name(forms: pd.DataFrame) -> pd.DataFrame:
    """Return forms where acronyms that share a form with a listed concept have its name, each form once."""
    listed = forms[forms["rule"] == "listed"]
    name_of = dict(zip(listed["words"], listed["concept"], strict=True))
    shared = forms.assign(name=forms["words"].map(name_of)).dropna(subset="name")
    names = dict(zip(shared["concept"], shared["name"], strict=True))
    return forms.assign(concept=forms["concept"].replace(names)).drop_duplicates(["words", "report"])


def _join_definitions(words: pd.DataFrame, hits: list[Match]) -> list[Match]:
    """Return hits where `Expansion (ABC)` and `ABC (Expansion)` are one."""
    start, end = words["start"].tolist(), words["end"].tolist()
    place = list(zip(words["report"], words["block"], words["sentence"], strict=True))
    joined: list[Match] = []
    for hit in hits:
        last = joined[-1] if joined else hit
        first, before = hit.first, last.words[-1]
        same = hit.concept == last.concept and {hit.priority, last.priority} == {NAME, SINGLE}
        if same and place[first] == place[before] and start[first] - end[before] in _BRACKET:
            length = len(last.words) + len(hit.words)
            joined[-1] = last._replace(minus_length=-length, rule="definition")
        else:
            joined.append(hit)
    return joined


def _table(tokens: pd.DataFrame, words: pd.DataFrame, hits: list[Match]) -> pd.DataFrame:
    """Return hits as a table with the columns of `tokenise` and `rule`."""
    first, last = [hit.first for hit in hits], [hit.words[-1] for hit in hits]
    folded, rules = words["folded"].tolist(), words["rule"].tolist()
    surface, hyphen = words["surface"].astype(str).tolist(), words["hyphen"].tolist()
    table = tokens.iloc[first].reset_index(drop=True)
    table["end"] = tokens["end"].to_numpy()[last]
    written = ["".join(("-" if hyphen[i] else " ") + surface[i] for i in hit.words)[1:] for hit in hits]
    table.attrs["tokeniser"] = f"{TOKENISER.partition(':')[0]}, merged into concepts"
    table["surface"] = pd.Categorical(written)
    table["rule"] = [hit.rule if hit.concept else rules[hit.first] for hit in hits]
    terms = pd.Series([hit.concept or folded[hit.first] for hit in hits], dtype=object)
    place = words[["report", "block", "sentence"]]
    opens = (place != place.shift()).any(axis=1).to_numpy()[first]
    table["term"] = pd.Categorical(terms.map(_capitals(terms, pd.Series(written, dtype=object), opens)))
    return table


def _capitals(terms: pd.Series, written: pd.Series, opens: np.ndarray) -> dict[str, str]:
    """Return terms with the capitals that reports give them; a capital that opens a sentence says nothing."""
    seen: dict[str, list[list[bool]]] = {}
    for term, words in zip(terms[~opens], written[~opens], strict=True):
        inner, outer = re.split("[ -]", term), re.split("[ -]", words)
        # HQ says nothing about the capital of headquarters: only forms that begin like the term do.
        if [word[:3] for word in inner] == [word[:3].lower() for word in outer]:
            seen.setdefault(term, []).append([word[:1].isupper() for word in outer])
    names = {term: term for term in terms}
    for term, capitals in seen.items():
        pieces = re.split("([ -])", term)
        for i, share in enumerate(np.mean(capitals, axis=0)):
            if share >= _MOSTLY:
                pieces[2 * i] = pieces[2 * i][:1].upper() + pieces[2 * i][1:]
        names[term] = "".join(pieces)
    return names
