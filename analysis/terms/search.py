"""Find words and phrases, show them in context, and list the words that stand in the same sentences.

A match never crosses the end of a text or sentence, and every row says where it stands.
"""

import re
import warnings
from collections.abc import Iterable
from difflib import get_close_matches

import numpy as np
import pandas as pd
from scipy import sparse, special

from analysis.language import STOP_WORDS, check_table
from analysis.terms.counting import PER, as_tokens, overdispersion, units, words_of_rows
from analysis.terms.measures import ASSOCIATION, association

_WORD = r"[^\W_]"


def concordance(
    texts: pd.Series, pattern: str, width: int = 60, sort: str | None = None, regex: bool = False
) -> pd.DataFrame:
    """Find a word or phrase in texts, with what stands left and right of it.

    `pattern` matches whole words in any case; `*` stands for the rest of a word, a space for any white space.
    With `regex=True` it is a regular expression as it is. New table, one row per hit, in the order of the
    texts, or by the words next to the hit with `sort="left"` or `"right"`:

    text         index of the text
    start, end   offsets in the text
    left         up to `width` characters before the hit
    hit          the words found
    right        up to `width` characters after it

    Raises ValueError for an empty pattern and for one that is not a regular expression.

    >>> concordance(pd.Series(["Cooperation works. EU-NATO cooperates."]), "cooperat*")[["start", "hit"]]
       start          hit
    0      0  Cooperation
    1     27   cooperates
    """
    if not isinstance(texts, pd.Series | list | str):
        raise TypeError(f"a {type(texts).__name__} stands where texts are needed; give corpus.sentences['text'] first")
    expression = _compiled(pattern, regex)
    rows = []
    for at, text in pd.Series(texts, dtype=object).dropna().items():
        for m in expression.finditer(text):
            if m[0]:
                left, right = text[max(0, m.start() - width) : m.start()], text[m.end() : m.end() + width]
                rows.append((at, m.start(), m.end(), left, m[0], right))
    if not rows:
        warnings.warn(_no_match(pattern, []), stacklevel=2)
    found = pd.DataFrame(rows, columns=["text", "start", "end", "left", "hit", "right"])
    return _sorted_by(found.astype({"start": int, "end": int}), sort)


def _compiled(pattern: str, regex: bool = False) -> re.Pattern:
    """Return the regular expression of a pattern. Raises ValueError with the fault in words."""
    _check_pattern(pattern)
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


def find(tokens: pd.DataFrame, pattern: str) -> pd.DataFrame:
    """Find a word or phrase in tokens, hits or sentences: report, block, sentence, start, end and term.

    The pattern is compared with whole terms: *nato* in any case, *US* with its capitals where the reports have it so;
    `*` stands for the rest of a word. The words of a phrase must be neighbours. Where nothing is found, a warning
    names the nearest terms and the table is empty.

    >>> table = {"report": ["a"], "block": 0, "sentence": 0, "text": "Crisis management, crisis"}
    >>> find(pd.DataFrame(table), "crisis manag*")[["start", "end", "term"]]
       start  end               term
    0      0   17  crisis management
    """
    if isinstance(tokens, str):
        raise TypeError(f"the pattern {tokens!r} stands first; write find(tokens, {tokens!r})")
    _check_pattern(pattern)
    table = as_tokens(tokens).reset_index(drop=True)
    terms = pd.Categorical(table["term"])
    words = pattern.split()
    whole = np.flatnonzero(matching(terms.categories, " ".join(words))[terms.codes])
    first, last = (whole, whole) if len(words) == 1 else _neighbours(table, terms, words, whole)
    hits = table.iloc[first][["report", "block", "sentence", "start"]].reset_index(drop=True)
    hits["end"] = table["end"].to_numpy()[last]
    names, code = terms.categories.astype(str).tolist(), terms.codes.tolist()
    ends = zip(first.tolist(), last.tolist(), strict=True)
    hits["term"] = [" ".join(names[i] for i in code[a : b + 1]) for a, b in ends]
    if hits.empty:
        warnings.warn(_no_match(pattern, terms.categories.astype(str).tolist()), stacklevel=2)
    return hits


def rates(table: pd.DataFrame, terms: str | list[str]) -> pd.DataFrame:
    """Return how often terms, phrases or patterns (`partner*`) occur in each report, per 10,000 words, with intervals.

    Takes tokens (or hits). What is no term is sought as by `find`, which warns where nothing is found. New table, one
    row per report and term, also where n is 0: report, term, n, words, rate, low and high. The 95 % intervals take runs
    of about 600 words as independent, not single words (see `overdispersion`).

    >>> hits = pd.DataFrame({"report": ["a"] * 4, "block": 0, "term": ["war", "and", "peace", "and"]})
    >>> rates(hits, "and")[["term", "n", "words", "rate"]].values.tolist()
    [['and', 2, 4, 5000.0]]
    """
    wanted = list(terms) if isinstance(terms, Iterable) and not isinstance(terms, str) else [terms]
    for term in wanted:
        _check_pattern(term)
    tokens = as_tokens(table)
    tokens = tokens.assign(words=words_of_rows(tokens))
    known = set(tokens["term"].astype(str))
    found = [find(tokens, term).assign(term=term, words=0) for term in wanted if term not in known]
    tokens = tokens.astype({"report": str, "term": str}) if found else tokens
    blocks = units(pd.concat([tokens, *found], ignore_index=True), "block")
    rows = []
    for report in dict.fromkeys(blocks.reports):
        mine = blocks.reports == report
        words = int(blocks.sizes[mine].sum())
        for term in wanted:
            row = np.flatnonzero(blocks.terms == term)
            cells = blocks.counts[row] if len(row) else sparse.csr_array((1, len(mine)), dtype=int)
            n = int(cells[:, np.flatnonzero(mine)].sum())
            factor = overdispersion(blocks._replace(counts=cells), mine)[0]
            low, high = _rate_interval(n, words, factor)
            rows.append((str(report), term, n, words, PER * n / words, PER * low, PER * high))
    return pd.DataFrame(rows, columns=["report", "term", "n", "words", "rate", "low", "high"])


def _rate_interval(n: int, words: int, factor: float) -> tuple[float, float]:
    """Return the 95 % interval of a rate: Garwood's (1936) for counts, the count divided by its overdispersion."""
    effective = n / factor
    low = special.gammaincinv(effective, 0.025) if n else 0.0
    return factor * low / words, min(factor * special.gammaincinv(effective + 1, 0.975) / words, 1.0)


def _neighbours(
    table: pd.DataFrame, terms: pd.Categorical, words: list[str], whole: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return first and last row of phrases: terms of several words, and single words that are neighbours."""
    single = np.flatnonzero([" " not in term for term in terms.categories.astype(str)])
    rows = np.flatnonzero(np.isin(terms.codes, single))
    if "inside" in table:  # of the rows that begin at one place, only the single word takes part
        rows = rows[~table.iloc[rows].duplicated(["report", "block", "start"], keep="last").to_numpy()]
    codes = terms.codes[rows]
    distance = table["start"].to_numpy()[rows][1:] - table["end"].to_numpy()[rows][:-1]
    near = table["joined"].to_numpy()[rows][1:] & (distance <= 1)
    at = np.flatnonzero(matching(terms.categories, words[0])[codes])
    for i, word in enumerate(words[1:], 1):
        at = at[at + i < len(rows)]
        at = at[near[at + i - 1] & matching(terms.categories, word)[codes[at + i]]]
    first, last = rows[at], rows[at + len(words) - 1]
    place = table[["report", "block", "start"]]
    begun = set(map(tuple, place.iloc[whole].to_numpy()))
    new = np.array([found not in begun for found in map(tuple, place.iloc[first].to_numpy())], bool)
    order = np.argsort(np.concatenate([whole, first[new]]), kind="stable")
    return np.concatenate([whole, first[new]])[order], np.concatenate([whole, last[new]])[order]


def matching(categories: pd.Index, word: str) -> np.ndarray:
    """Return which terms a pattern matches: with its capitals where a term has them so, else in any case.

    A stop word is not an acronym: *us* does not find *US*.
    """
    terms = categories.astype(str)
    expression = re.escape(word).replace(r"\*", "[^ ]*")
    exact = np.array([bool(re.fullmatch(expression, term)) for term in terms], bool)
    if exact.any() and (word != word.lower() or word in STOP_WORDS):
        return exact
    return np.array([bool(re.fullmatch(expression, term, re.IGNORECASE)) for term in terms], bool)


def _check_pattern(pattern: object) -> None:
    """Raise TypeError or ValueError where a pattern is not a text with a word."""
    if not isinstance(pattern, str):
        raise TypeError(f"the pattern is a {type(pattern).__name__}; give a text such as 'crisis manag*'")
    if not pattern.strip():
        raise ValueError("the pattern is empty; give a word, a phrase, or the beginning of a word and *")


def _no_match(pattern: str, terms: list[str]) -> str:
    """Return a sentence that says why a pattern may have found nothing."""
    if re.search(r"[\\^$+?|\[\]{}]|\.\*", pattern):
        return f"no match for {pattern!r}: * is the rest of a word; a regular expression needs concordance(regex=True)"
    lower = {term.lower(): term for term in terms}
    near = [lower[key] for key in get_close_matches(pattern.lower().rstrip("*"), list(lower), n=3, cutoff=0.7)]
    return f"no match for {pattern!r}" + (f"; did you mean {' or '.join(near)}?" if near else "")


def _sorted_by(found: pd.DataFrame, side: str | None) -> pd.DataFrame:
    """Return concordance lines by the words right of the hit, or left of it, the nearest word first."""
    _check_sort(side)
    if side is None:
        return found
    words = [re.findall(r"\w+", text.lower()) for text in found[side]]
    keys = [near[::-1] if side == "left" else near for near in words]
    return found.iloc[sorted(range(len(keys)), key=keys.__getitem__)].reset_index(drop=True)


def _check_sort(side: str | None) -> None:
    """Raise ValueError for a side by which lines cannot be sorted."""
    if side not in (None, "left", "right"):
        raise ValueError(f'sort is {side!r}; choose None, "left" or "right"')


def lines(located: pd.DataFrame, width: int = 60, sort: str | None = None) -> pd.DataFrame:
    """Return located hits (see `Corpus.locate`) with left, hit and right: what stands around them in the sentence.

    `sort="left"` or `"right"` orders them by the words next to the hit.

    >>> hit = pd.DataFrame({"start": [4], "end": [8], "sentence": ["The deep nexus."], "at": [4]})
    >>> lines(hit)[["left", "hit", "right"]].values.tolist()
    [['The ', 'deep', ' nexus.']]
    """
    _check_sort(sort)
    check_table(located, ("sentence", "at", "start", "end"), "located hits: corpus.locate(terms.find(words, ...))")
    spans = list(zip(located["sentence"], located["at"], located["end"] - located["start"], strict=True))
    around = located.assign(
        left=[text[max(0, at - width) : at] for text, at, _ in spans],
        hit=[text[at : at + length] for text, at, length in spans],
        right=[text[at + length : at + length + width] for text, at, length in spans],
    )
    return _sorted_by(around, sort)


def hits_of(tokens: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """Return the hits of the rows of a table of terms: the evidence of a figure or table.

    `shown` has term and perhaps mark (else the term is the mark). A row stands for the hits of its term in
    its `report`, or in the target of a comparison (`attrs` of what `keyness` returned), or in all others if its own
    has none: what is missing there is found elsewhere. Without report and target it stands for all hits of the term.
    Returns rows of `tokens` with the column `mark`, in the order of `shown`.
    """
    table = as_tokens(tokens)
    check_table(shown, ("term",), "rows of a result, such as terms.keyness(...).head()")
    target, reference = shown.attrs.get("target", []), shown.attrs.get("reference", [])
    report = table["report"].astype(str)
    rows_of = table.groupby(table["term"].astype(str)).indices
    of_row = [[name] for name in shown["report"]] if "report" in shown else [target] * len(shown)
    marks = shown["mark" if "mark" in shown else "term"]
    found = []
    for own_reports, term, key in zip(of_row, shown["term"], marks, strict=True):
        at = rows_of.get(str(term), [])
        rows, where = table.iloc[at], report.iloc[at]
        own = rows[where.isin(own_reports)]
        others = rows[where.isin(reference)] if target and "report" not in shown else rows
        found.append((own if len(own) else others).assign(mark=key))
    hits = pd.concat(found, ignore_index=True) if found else table.head(0).assign(mark="")
    if len(shown) and hits.empty:
        warnings.warn(
            f"none of the {len(shown)} terms occurs in these words; give the words they were counted in", stacklevel=2
        )
    return hits


def collocates(table: pd.DataFrame, search_word: str, min_count: int = 3) -> pd.DataFrame:
    """Find the terms that stand in the same sentences as a word (or pattern, such as `partner*`), in each report.

    Takes tokens or hits. New table: report, search_word, term, n (sentences with both) and the columns of
    `association`, all counted in sentences of the report; stop words and terms that hold the search word itself are
    left out. The largest log-dice comes first.

    >>> text = ["deep cooperation", "deep cooperation", "deep trouble", "no cooperation"]
    >>> table = pd.DataFrame({"report": "a", "block": range(4), "sentence": 0, "text": text})
    >>> collocates(table, "cooperation", min_count=2)[["term", "n", "log_dice"]].round(2).values.tolist()
    [['deep', 2, 13.42]]
    """
    _check_pattern(search_word)
    hits = as_tokens(table)
    keys = ["report", "block", "sentence"]
    seen = hits[[*keys, "term"]].astype({"report": str, "term": str}).drop_duplicates()
    names = pd.Index(sorted(set(seen["term"])))
    own = set(names[matching(names, search_word)])
    if not own and len(names):
        warnings.warn(_no_match(search_word, names.tolist()), stacklevel=2)
    of_report = seen[keys].drop_duplicates()["report"].value_counts()
    with_word = seen.loc[seen["term"].isin(own), keys].drop_duplicates()
    n1 = with_word["report"].value_counts()
    n2 = seen.groupby(["report", "term"]).size()
    n12 = seen.merge(with_word, on=keys).groupby(["report", "term"]).size()
    content = [_is_content(term, own) for term in n12.index.get_level_values("term")]
    n12 = n12[np.array(content, bool) & (n12.to_numpy() >= min_count)]
    report = n12.index.get_level_values("report")
    counted = (n12.to_numpy(), n1[report].to_numpy(), n2[n12.index].to_numpy(), of_report[report].to_numpy())
    found = n12.rename("n").reset_index().join(association(*counted))
    found.insert(1, "search_word", search_word)
    found = found.assign(by=-found["log_dice"].round(6)).sort_values(["report", "by", "term"], ignore_index=True)
    return found[["report", "search_word", "term", "n", *ASSOCIATION]]


def _is_content(term: str, own: set[str]) -> bool:
    """Return whether a term can be a collocate: no stop word, and no term that holds a search word."""
    return term not in STOP_WORDS and len(term) > 1 and own.isdisjoint({term, *re.split("[ -]", term)})
