"""Count a concept under all its names: merge acronyms, spellings, plurals and phrases, with a log of each merge.

An acronym in a hyphen compound counts as the acronym (CSDP-missions names CSDP), but a compound of names only is a
relation and a concept of its own (EU-NATO).
"""

import re
import warnings
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.catalogue import read_table
from analysis.language import STOP_WORDS, check_table, fold_words, is_name, tokenise
from analysis.rules import load_table

# A comma or bracket may stand inside a listed or explained form: Freedom, Security and Justice.
_GAP = 2
# A word that so often has a capital within sentences is a name: Brussels, Joint Declaration.
_MOSTLY = 0.9
# What wins where two forms overlap; among equals the longer, then the earlier. A relation comes before a single
# acronym, or EU-NATO would be two concepts; what was only found comes after what somebody listed or explained.
NAME, RELATION, SINGLE, PHRASE, COMPOUND = range(5)
Table = pd.DataFrame | None  # a table, if there is one


class Match(NamedTuple):
    """A form found in the words from number `first` to before `end`; of two that overlap, the lower priority wins."""

    priority: int
    first: int
    end: int
    concept: str
    rule: str


def read_concepts(path: str | Path) -> pd.DataFrame:
    """Read a list of concepts (concept, form, note); a missing file has no rows, for bad rows there is a warning."""
    name = Path(path).name
    table, problems = read_table(Path(path), ("concept", "form"))
    empty = (table["concept"] == "") | (table["form"] == "")
    other = ~empty & (table.groupby("form")["concept"].transform("first") != table["concept"])
    why = ('"' + table["form"] + '" belongs to another concept already').where(other, "concept or form is empty")
    bad = empty | other
    said = [f"{file}: {message} {fix}" for file, _, message, fix in problems]
    rows = zip(table["row"][bad], why[bad], strict=True)
    for problem in [*said, *(f"{name}, row {row}: {reason}; the row is left out" for row, reason in rows)]:
        warnings.warn(problem, stacklevel=2)
    return table[~bad].reindex(columns=["concept", "form", "note"], fill_value="").reset_index(drop=True)


def list_forms(concepts: Table = None, acronyms: Table = None, phrases: Table = None) -> pd.DataFrame:
    """Return all forms to look for: concept, form, rule, and report (empty for all reports).

    What a report explains holds for all reports; where two explain an acronym differently, each explanation holds for
    its own report and names the concept. Phrases that hold an acronym are left to the acronym. Standard forms (UN,
    United Nations) are added where no report explains the acronym differently.
    """
    rows: list[tuple[str, str, str, str]] = []
    if concepts is not None:
        rows += [(c, form, "listed", "") for c, form in zip(concepts["concept"], concepts["form"], strict=True)]
    explained: dict[Any, list[str]] = {}
    for acronym, pairs in acronyms.groupby("acronym") if acronyms is not None else ():
        explained[acronym] = pairs["expansion"].tolist()
        same = _explain_the_same(explained[acronym])
        for report, expansion in pairs[["report", "expansion"]].itertuples(index=False):
            concept, where = (str(acronym), "") if same else (expansion, report)
            rows += [(concept, form, "acronym", where) for form in (str(acronym), expansion)]
    for text in phrases["phrase"] if phrases is not None else ():
        if not any(map(is_name, text.split())):
            rows.append((text.lower(), text.lower(), "phrase", ""))
    for short, full in pd.DataFrame(load_table("short_forms")).groupby("short")["form"]:
        if _explain_the_same([full.iloc[0], *explained.get(short, [])]):
            rows += [(str(short), form, "standard", "") for form in (short, *full)]
    found = pd.DataFrame(rows, columns=["concept", "form", "rule", "report"], dtype=object)
    return found.drop_duplicates(ignore_index=True)


def _explain_the_same(expansions: list[str]) -> bool:
    """Return whether expansions differ in no more than case, spelling, plural or what follows: MS, CSDP."""
    keys = sorted((tuple(word[:4].casefold() for word in text.split()) for text in expansions), key=len)
    return all(key[: len(keys[0])] == keys[0] for key in keys)


def merge(sentences: pd.DataFrame, forms: pd.DataFrame) -> pd.DataFrame:
    """Find concepts and words in sentences.

    `forms` has concept, form, rule and report (see `list_forms`). Returns the columns of `tokenise` (term is the
    concept) and

    rule    why the words count as this term: listed, acronym, standard, phrase, compound (a name in a hyphen compound),
            hyphen, spelling, plural; empty for a word as it stands
    inside  the row lies inside a longer term, which is a row of its own (*threat* in *hybrid threat*; the common words
            of a name have no rows: *state* in *United States*)
    words   how many words of main text the row stands for; 0 inside a longer term and for later parts of a compound
    """
    tokens = tokenise(sentences, compounds="split")
    words, known = _fold(tokens, forms)
    listed = known[known["rule"] == "listed"]
    named = known["words"].map(dict(zip(listed["words"], listed["concept"], strict=True)))
    names = dict(zip(known["concept"][named.notna()], named.dropna(), strict=True))
    # Acronyms that share a form with a listed concept have its name; each form stands once.
    known = known.assign(concept=known["concept"].replace(names)).drop_duplicates(["words", "report"])
    return _table(tokens, words, _choose(_find_forms(words, known) + _find_compounds(words), len(words)))


def merge_log(hits: pd.DataFrame) -> pd.DataFrame:
    """Return what each rule added to each concept of the hits of `merge`, the largest n first.

    Columns: term, rule, form (as it stands in the text), n (hits it added) and share (of all hits of the term, 0 to 1).
    """
    check_table(hits, ("term", "rule", "surface", "inside"), "the hits of terms.merge")
    log = hits.loc[~hits["inside"], ["term", "rule", "surface"]].astype(str).rename(columns={"surface": "form"})
    total = log["term"].value_counts()
    itself = log["rule"].isin(["listed", "acronym", "standard"]) & (log["form"] == log["term"])
    log = log[(log["rule"] != "") & ~itself].groupby(["term", "rule", "form"]).size().rename("n").reset_index()
    log["share"] = log["n"] / log["term"].map(total)
    return log.sort_values(["n", "term", "rule", "form"], ascending=[False, True, True, True], ignore_index=True)


def _fold(tokens: pd.DataFrame, forms: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return words with `folded` (spelling, plural), `rule`, `near` (to the word before), forms with their `words`."""
    table = pd.DataFrame({"report": "", "block": range(len(forms)), "sentence": 0, "text": forms["form"].to_numpy()})
    of_forms = tokenise(table, compounds="split").astype({"term": str})
    words = tokens.assign(term=tokens["term"].astype(str), report=tokens["report"].astype(str))
    count = words["term"].value_counts()
    # Words of forms are known words too: Member State folds Member States, even if no report has the singular.
    others = sorted(set(of_forms["term"]) - set(count.index))
    fold = fold_words(pd.concat([count, pd.Series(0, index=others, dtype=int)]).sort_index()).set_index("word")
    place = words[["report", "block", "sentence"]]
    gap = words["start"] - words["end"].shift(fill_value=0)
    near = (place == place.shift()).all(axis=1) & (gap <= _GAP)
    words = words.assign(folded=words["term"].map(fold["folded"]), rule=words["term"].map(fold["rule"]), near=near)
    in_text = fold["folded"].where(fold.index.isin(count.index), fold.index)  # a united nation is not the UN
    parts = of_forms["term"].map(in_text).groupby(of_forms["block"]).agg(tuple).rename("words")
    return words, forms.reset_index(drop=True).join(parts, how="inner").reset_index(drop=True)


def _find_forms(words: pd.DataFrame, forms: pd.DataFrame) -> list[Match]:
    beginning: dict[str, list[tuple[tuple[str, ...], str, str, str]]] = defaultdict(list)
    for form in zip(*(forms[name].tolist() for name in ("words", "concept", "rule", "report")), strict=True):
        beginning[form[0][0]].append(form)
    folded, hyphen, report = (words[name].tolist() for name in ("folded", "hyphen", "report"))
    joined, near = words["joined"].tolist(), words["near"].tolist()
    found = []
    for i, word in enumerate(folded):
        for parts, concept, rule, where in beginning.get(word, ()):
            end = i + len(parts)
            if tuple(folded[i:end]) != parts or where not in ("", report[i]):
                continue
            cuts = hyphen[i] or (end < len(folded) and hyphen[end])
            if len(parts) == 1:
                found.append(Match(SINGLE, i, end, concept, "compound" if cuts else rule))
            elif not cuts and all((joined if rule == "phrase" else near)[i + 1 : end]):
                found.append(Match(PHRASE if rule == "phrase" else NAME, i, end, concept, rule))
    return found


def _find_compounds(words: pd.DataFrame) -> list[Match]:
    """Find hyphen compounds: relations of names, and compounds without a name, in all their spellings."""
    starts, folded = [*np.flatnonzero(~words["hyphen"].to_numpy(bool)), len(words)], words["folded"].tolist()
    found, chains = [], []
    for start, end in pairwise(starts):
        names = [is_name(word) for word in folded[start:end]] if end - start > 1 else []
        if names and all(names):
            found.append(Match(RELATION, int(start), int(end), "-".join(folded[start:end]), ""))
        elif names and not any(names):
            chains.append(range(start, end))
    return found + _spellings_of_compounds(words, chains)


def _spellings_of_compounds(words: pd.DataFrame, chains: list[range]) -> list[Match]:
    """Find compounds written with hyphens, in two words or in one, under the form that is most frequent."""
    folded, joined = words["folded"].tolist(), words["joined"].tolist()
    inside = {i for chain in chains for i in chain}
    # Where each compound stands with a hyphen, in several words, in one.
    places: dict[tuple[str, ...], dict[str, list[int]]] = defaultdict(lambda: {"-": [], " ": [], "": []})
    for chain in chains:
        places[tuple(folded[i] for i in chain)]["-"].append(chain[0])
    closed = {"".join(parts): parts for parts in sorted(places)}
    # "in-theatre" is not "in theatre".
    content = {parts for parts in places if STOP_WORDS.isdisjoint((parts[0], parts[-1]))}
    lengths: dict[str, set[int]] = defaultdict(set)  # of the compounds that begin with a word
    for parts in content:
        lengths[parts[0]].add(len(parts))
    for i, word in enumerate(folded):
        if word in closed and i not in inside:
            places[closed[word]][""].append(i)
        for end in (i + length for length in sorted(lengths.get(word, ()))):
            parts = tuple(folded[i:end])
            if parts in content and inside.isdisjoint(range(i, end)) and all(joined[i + 1 : end]):
                places[parts][" "].append(i)
    found = []
    for parts, forms in places.items():
        usual = max(("-", " ", ""), key=lambda joint: (len(forms[joint]), joint == "-"))
        for joint, starts in forms.items():
            length, rule = len(parts) if joint else 1, "" if joint == usual else "hyphen"
            found += [Match(COMPOUND, i, i + length, usual.join(parts), rule) for i in starts]
    return found


def _choose(matches: list[Match], n: int) -> pd.DataFrame:
    """Return matches that do not overlap, what stands `inside` them (matches and words), and single words."""
    concepts, hits, others, seen = [""] * n, list[Match](), list[Match](), set[tuple[int, int]]()
    for match in sorted(matches, key=lambda m: (m.priority, m.first - m.end, *m[1:])):
        if any(concepts[match.first : match.end]):
            others.append(match)
            continue
        hits.append(match)
        seen.add((match.first, match.end))
        concepts[match.first : match.end] = [match.concept] * (match.end - match.first)
    longer = [range(hit.first, hit.end) for hit in hits if hit.end - hit.first > 1]
    others += [Match(COMPOUND, i, i + 1, "", "") for words in longer for i in words]
    nested = []  # without what names the concept of its words again
    for match in others:
        known = filter(None, concepts[match.first : match.end])
        if (match.first, match.end) not in seen and match.concept not in known:
            nested.append(match)
        seen.add((match.first, match.end))
    nested.sort(key=lambda match: (match.first, -match.end, match.concept))
    found = pd.DataFrame([*hits, *nested], columns=Match._fields).drop(columns="priority")
    found["inside"] = np.arange(len(found)) >= len(hits)
    first = np.flatnonzero([not concept for concept in concepts])
    single = pd.DataFrame({"first": first, "end": first + 1, "concept": "", "rule": "", "inside": False})
    return pd.concat([found, single])


def _table(tokens: pd.DataFrame, words: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    # Where they begin, then the longer, outer one first.
    rows = rows.iloc[np.lexsort((rows["inside"], rows["first"]))]
    first, inside = rows["first"].to_numpy(int), rows["inside"].to_numpy(bool)
    last, plain = rows["end"].to_numpy(int) - 1, rows["concept"].to_numpy(object) == ""
    own = words.iloc[first]  # the first word of each row
    terms, rule = (np.where(plain, own[a], rows[b]) for a, b in (("folded", "concept"), ("rule", "rule")))
    hyphen, surface = words["hyphen"].to_numpy(bool), words["surface"].astype(str).to_numpy(object)
    written, piece = surface[first], (np.where(hyphen, "-", " ").astype(object) + surface).tolist()
    for i in np.flatnonzero(last > first):
        written[i] = "".join(piece[first[i] : last[i] + 1])[1:]
    before = np.cumsum([0, *~hyphen])  # words before each
    place = words[["report", "block", "sentence"]]
    opens = (place != place.shift()).any(axis=1).to_numpy()[first]
    names = _capitals(terms, written, opens | inside)
    named = pd.Series([names[term] for term in terms], dtype=object)
    columns = {"end": tokens["end"].to_numpy()[last], "surface": pd.Categorical(written), "term": pd.Categorical(named)}
    columns |= {"rule": rule, "inside": inside, "words": np.where(inside, 0, before[last + 1] - before[first])}
    table = tokens.iloc[first].reset_index(drop=True).assign(**columns)
    # The United States are no use of *state*, a hybrid threat is one of *threat*.
    whole = {n: is_name(n) and all(w[0].isupper() for w in n.split() if w not in STOP_WORDS) for n in named.unique()}
    of_name = named.where(~inside).ffill().map(whole)
    return table[~(inside & of_name & named.str.islower())].reset_index(drop=True)


def _capitals(terms: np.ndarray, written: np.ndarray, opens: np.ndarray) -> dict[str, str]:
    """Return terms with the capitals that reports give them; a capital that opens a sentence says nothing."""
    seen: dict[str, np.ndarray] = {}  # how often each part of a term has a capital, and how often it was seen
    forms: dict[str, set[str]] = defaultdict(set)
    for (term, words, first), n in Counter(zip(terms, written, opens.tolist(), strict=True)).items():
        forms[term].add(words.lower())
        inner, outer = re.split("[ -]", term), re.split("[ -]", words)
        # HQ says nothing about the capital of headquarters: only forms that begin like the term do.
        if not first and [word[:3] for word in inner] == [word[:3].lower() for word in outer]:
            seen[term] = seen.get(term, 0) + n * np.array([*(word[:1].isupper() for word in outer), True])
    names = {}
    for term, ways in forms.items():
        once = len(ways) == 1 and " " in term and term.islower()  # United States, not united state
        pieces = re.split("([ -])", min(ways) if once else term)
        counted = seen[term] if term in seen and term not in STOP_WORDS else [1]  # I is no name
        for i, n in enumerate(counted[:-1]):
            if n / counted[-1] >= _MOSTLY:
                pieces[2 * i] = pieces[2 * i][:1].upper() + pieces[2 * i][1:]
        names[term] = "".join(pieces)
    return names
