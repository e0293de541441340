"""Count terms and find them: by report, by paragraph or by run of paragraphs, in context, beside which others.

The denominator is always words of main text. A term inside a longer term (*threat* in *hybrid threat*) is counted
wherever it stands; only comparisons count each word once. A match never crosses the end of a text or sentence.
"""

import re
import warnings
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse, special

from analysis.language import STOP_WORDS, check_table, count_kinds, fold_case, tokenise
from analysis.terms.measures import association, dispersion_excess, largest_first

PER = 10_000  # rates are given per so many words
# Paragraphs about one subject stand together. Intervals take runs of so many words as independent; simulated with
# dependence of that length, 93 to 98 % of them hold the true value (benchmarks/terms). A short report has shorter runs.
_RUN, _FEWEST_RUNS = 600, 8


class Units(NamedTuple):
    """How often each term occurs in each unit (a report or a block); of each unit its words, report and run."""

    counts: sparse.csr_array  # terms x units
    sizes: np.ndarray
    terms: np.ndarray
    reports: np.ndarray
    runs: np.ndarray

    def of_terms(self, rows: np.ndarray) -> "Units":
        """Return some of the terms; sizes stay those of all words."""
        return self._replace(counts=self.counts[rows], terms=self.terms[rows])

    def of_units(self, chosen: np.ndarray) -> "Units":
        """Return some of the units."""
        at = np.flatnonzero(chosen)
        return Units(self.counts[:, at], self.sizes[at], self.terms, self.reports[at], self.runs[at])


def as_tokens(table: pd.DataFrame) -> pd.DataFrame:
    """Return tokens as they are, and those of sentences. Raises TypeError or ValueError for anything else."""
    if isinstance(table, pd.DataFrame) and "term" in table and "report" in table:
        return table
    check_table(table, ("report", "block", "sentence", "text"), "words, such as terms.tokenise(corpus.sentences)")
    return tokenise(table)


def words_of_rows(tokens: pd.DataFrame) -> np.ndarray:
    """Return how many words of main text each row stands for: 0 for what lies inside another row or compound."""
    if "words" in tokens:
        return tokens["words"].to_numpy()
    return np.ones(len(tokens), int) - (tokens["hyphen"].to_numpy(int) if "hyphen" in tokens else 0)


def units(table: pd.DataFrame | Units, unit: str, nested: bool = True) -> Units:
    """Count terms in units: `unit` is "report" or "block"; `nested` counts terms inside longer terms, too."""
    if isinstance(table, Units):
        return table
    tokens = as_tokens(table)
    term, report = (pd.Categorical(tokens[name]) for name in ("term", "report"))
    # Units stand in the order of their names, whatever the order of the rows: what is drawn at random depends on it.
    report = report.reorder_categories(sorted(report.categories, key=str))
    keys = pd.DataFrame({"report": report} | ({"block": tokens["block"].to_numpy()} if unit == "block" else {}))
    groups = keys.groupby([*keys], observed=True)
    code, names = groups.ngroup().to_numpy(np.int32), groups.size().index.get_level_values("report").to_numpy(object)
    sizes = np.bincount(code, weights=words_of_rows(tokens), minlength=len(names))
    counted = slice(None) if nested or "inside" not in tokens else ~tokens["inside"].to_numpy()
    places, shape = (term.codes[counted], code[counted]), (len(term.categories), len(names))
    cells = sparse.coo_array((np.ones(len(places[0]), np.int32), places), shape).tocsr()
    if cells.nnz:  # a term may be counted twice in a unit of one compound, such as EU-EU
        sizes = np.maximum(sizes, cells.max(axis=0).toarray().ravel())
    some, full = np.flatnonzero(np.diff(cells.indptr)), np.flatnonzero(sizes)
    row = some[np.argsort(term.categories[some].astype(str), kind="stable")]
    kept = cells[row] if len(full) == len(sizes) else cells[row][:, full]
    size, reports = pd.Series(sizes[full]), names[full]
    of_report = size.groupby(reports)
    length = np.minimum(_RUN, of_report.transform("sum") / _FEWEST_RUNS)
    runs = size.groupby([reports, (of_report.cumsum() - size) // length]).ngroup().to_numpy()
    return Units(kept, sizes[full], term.categories.to_numpy(object)[row], reports, runs)


def counts(table: pd.DataFrame) -> pd.DataFrame:
    """Count the terms of each report (tokens or sentences): report, term, n and rate (per 10,000 words)."""
    reports = units(table, "report")
    n = reports.counts.tocoo()
    term, report = n.coords
    found = pd.DataFrame({"report": reports.reports[report], "term": reports.terms[term], "n": n.data})
    found = found.assign(rate=PER * n.data / reports.sizes[report])
    return found.sort_values(["report", "n", "term"], ascending=[True, False, True], ignore_index=True)


def frequencies(table: pd.DataFrame) -> pd.DataFrame:
    """Count the terms of all reports (tokens or sentences) together, with how evenly the reports share them.

    Columns: term, n, reports (in how many it occurs), lowest and highest rate per 10,000 words, dp_excess.
    """
    reports = units(table, "report")
    found = pd.DataFrame({"term": reports.terms, "n": reports.counts.sum(axis=1)})
    found["reports"] = np.diff(reports.counts.indptr)
    rates = reports.counts.multiply(PER / np.maximum(reports.sizes, 1)).tocsr()
    for name, ends in (("lowest", rates.min), ("highest", rates.max)):
        found[name] = ends(axis=1).toarray().ravel() if rates.nnz else 0.0
    found["dp_excess"] = dispersion_excess(reports.counts, reports.sizes)
    return found.sort_values(["n", "term"], ascending=[False, True], ignore_index=True)


def overdispersion(counted: Units) -> np.ndarray:
    """Return by what factor the variance of each term's count exceeds that of independent words; 1 or more.

    That of a ratio estimator over runs of paragraphs (Cochran 1977, chapter 6), widened as Student's t is for few runs.
    """
    runs, run = np.unique(counted.runs, return_inverse=True)
    members = sparse.csr_array((np.ones(len(run)), (np.arange(len(run)), run)), shape=(len(run), len(runs)))
    x, words = counted.counts @ members, np.bincount(run, counted.sizes)  # in each run
    total = x.sum(axis=1)
    rate = total / max(words.sum(), 1)
    squares = x.power(2).sum(axis=1) - 2 * rate * (x @ words) + rate**2 * (words**2).sum()
    others = max(len(runs) - 1, 1)
    student = (special.stdtrit(others, 0.975) / special.ndtri(0.975)) ** 2
    return np.maximum(squares * len(runs) / others / np.maximum(total, 1), 1.0) * student


def shares(blocks: pd.DataFrame, main: tuple[str, ...] = ("paragraph", "list_item", "box")) -> pd.DataFrame:
    """Count words, numbers and addresses in main text, and in what is left out.

    Takes report, kind and text. One row per part that has text: report, part (`main text` or the kind of block), words,
    numbers, addresses and share (of all words of the report, 0 to 1).
    """
    check_table(blocks, ("report", "kind", "text"), "corpus.blocks")
    part = blocks["kind"].astype(str).mask(blocks["kind"].isin(main), "main text")
    table = count_kinds(blocks["text"]).groupby([blocks["report"].astype(str).to_numpy(), part.to_numpy()]).sum()
    table = table[table.any(axis=1)].rename_axis(["report", "part"]).reset_index()
    return table.assign(share=table["words"] / table.groupby("report")["words"].transform("sum").clip(lower=1))


def concordance(texts: pd.Series, pattern: str, width=60, sort: str | None = None, regex=False) -> pd.DataFrame:
    """Find a word or phrase in texts: text (its index), start, end, left, hit and right (`width` characters each side).

    `pattern` matches whole words in any case; `*` stands for the rest of a word, a space for any white space. With
    `regex=True` it is a regular expression. `sort="left"` or `"right"` orders the rows by the words next to the hit.
    """
    if not isinstance(texts, pd.Series | list | str):
        raise TypeError(f"a {type(texts).__name__} stands where texts are needed; give corpus.sentences['text'] first")
    _check_pattern(pattern)
    expression = pattern
    if not regex:  # with boundaries where the pattern begins or ends with a letter: not "(EU)"
        words = [re.escape(word).replace(r"\*", r"\w*").replace("'", "['\u2019]") for word in pattern.split()]
        before, after = (re.search(end, pattern.strip()) for end in (r"^[\w*]", r"[\w*]$"))
        expression = r"(?<![^\W_])" * bool(before) + r"\s+".join(words) + r"(?![^\W_])" * bool(after)
    given, matches = pd.Series(texts, dtype=object).dropna(), re.compile(expression, re.IGNORECASE).finditer
    rows = [(at, *m.span(), text) for at, text in given.items() for m in matches(text) if m[0]]
    if not rows:
        known = {word for text in given for word in re.findall(r"\w+", text)}
        warnings.warn(_no_match(pattern, sorted(known)), stacklevel=2)
    found = pd.DataFrame(rows, columns=["text", "start", "end", "sentence"]).astype({"start": int, "end": int})
    found = lines(found.assign(at=found["start"]), width, sort)
    return found[["text", "start", "end", "left", "hit", "right"]]


def find(tokens: pd.DataFrame, pattern: str) -> pd.DataFrame:
    """Find a word or phrase in tokens, hits or sentences: report, block, sentence, start, end and term.

    The pattern is compared with whole terms: *nato* in any case, *US* with its capitals where the reports have it so;
    `*` stands for the rest of a word. The words of a phrase must be neighbours.
    """
    _check_pattern(pattern)
    table = as_tokens(tokens).reset_index(drop=True)
    terms = pd.Categorical(table["term"])
    words = pattern.split()
    first = last = np.flatnonzero(matching(terms.categories, " ".join(words))[terms.codes])
    if len(words) > 1:
        phrases = _neighbours(table, terms, words)
        first, last = np.append(first, phrases[0]), np.append(last, phrases[1])
    hits = table.iloc[first][["report", "block", "sentence", "start"]].assign(end=table["end"].to_numpy()[last])
    names = terms.astype(object)
    hits["term"] = [" ".join(names[a : b + 1]) for a, b in zip(first, last, strict=True)]
    hits = hits[~hits.duplicated(["report", "block", "start"])] if len(words) > 1 else hits
    if hits.empty:
        warnings.warn(_no_match(pattern, terms.categories.astype(str).tolist()), stacklevel=2)
    return hits.sort_index(kind="stable").reset_index(drop=True)


def _neighbours(table: pd.DataFrame, terms: pd.Categorical, words: list[str]) -> tuple[np.ndarray, np.ndarray]:
    single = np.array([" " not in term for term in terms.categories.astype(str)], bool)
    rows = np.flatnonzero(single[terms.codes])
    if "inside" in table:  # of the rows that begin at one place, only the single word takes part
        rows = rows[~table.iloc[rows].duplicated(["report", "block", "start"], keep="last").to_numpy()]
    codes = terms.codes[rows]
    distance = table["start"].to_numpy()[rows][1:] - table["end"].to_numpy()[rows][:-1]
    near = table["joined"].to_numpy()[rows][1:] & (distance <= 1)
    at = np.flatnonzero(matching(terms.categories, words[0])[codes])
    for i, word in enumerate(words[1:], 1):
        at = at[at + i < len(rows)]
        at = at[near[at + i - 1] & matching(terms.categories, word)[codes[at + i]]]
    return rows[at], rows[at + len(words) - 1]


def rates(table: pd.DataFrame, terms: str | list[str]) -> pd.DataFrame:
    """Return how often terms, phrases or patterns (`partner*`) occur in each report, per 10,000 words, with intervals.

    Takes tokens (or hits). What is no term is sought as by `find`. One row per report and term, also where n is 0:
    report, term, n, words, rate, low and high. The 95 % intervals take runs of about 600 words as independent, not
    single words (see `overdispersion`).
    """
    wanted = [terms] if isinstance(terms, str) or not isinstance(terms, Iterable) else list(terms)
    for term in wanted:
        _check_pattern(term)
    tokens = as_tokens(table)
    tokens = tokens.assign(words=words_of_rows(tokens))
    as_given = set(tokens["term"].unique())
    found = [find(tokens, term).assign(term=term, words=0) for term in wanted if term not in as_given]
    tokens = tokens.astype({"report": str, "term": str}) if found else tokens
    blocks = units(pd.concat([tokens, *found], ignore_index=True), "block")
    place = pd.Index(blocks.terms).get_indexer(pd.Index(wanted))  # -1, the row of zeros, for a term that nobody uses
    zeros = sparse.csr_array((1, len(blocks.sizes)), dtype=int)
    blocks = blocks._replace(counts=sparse.vstack([blocks.counts, zeros], format="csr")[place])
    reports = np.unique(blocks.reports.astype(str))
    parts = [blocks.of_units(blocks.reports == report) for report in reports]
    n = np.array([part.counts.sum(axis=1) for part in parts]).ravel()
    words = np.repeat([int(part.sizes.sum()) for part in parts], len(wanted))
    factor = np.array([overdispersion(part) for part in parts]).ravel()
    # Garwood's interval (1936) for counts, the count divided by its overdispersion.
    low = np.where(n > 0, special.gammaincinv(np.maximum(n, 1) / factor, 0.025), 0.0)
    high = special.gammaincinv(n / factor + 1, 0.975)
    table = pd.DataFrame({"report": np.repeat(reports.astype(object), len(wanted)), "term": wanted * len(reports)})
    table = table.assign(n=n.astype(int), words=words, rate=PER * n / words, low=PER * factor * low / words)
    return table.assign(high=np.minimum(PER * factor * high / words, PER))


def matching(categories: pd.Index, word: str) -> np.ndarray:
    """Return which terms a pattern matches: with its capitals where a term has them so, else in any case."""
    terms, word = categories.astype(str), fold_case(word) if "." in word else word
    expression = re.escape(word).replace(r"\*", "[^ ]*")
    exact = np.array([bool(re.fullmatch(expression, term)) for term in terms], bool)
    if exact.any() and (word != word.lower() or word in STOP_WORDS):
        return exact  # a stop word is not an acronym: us does not find US; U.S. does
    return np.array([bool(re.fullmatch(expression, term, re.IGNORECASE)) for term in terms], bool)


def _check_pattern(pattern: object) -> None:
    if not isinstance(pattern, str):
        raise TypeError(f"the pattern is a {type(pattern).__name__}; give a text such as 'crisis manag*'")
    if not pattern.strip():
        raise ValueError("the pattern is empty; give a word, a phrase, or the beginning of a word and *")


def _no_match(pattern: str, terms: list[str]) -> str:
    if re.search(r"[\\^$+?|\[\]{}]|\.\*", pattern):
        return f"no match for {pattern!r}: * is the rest of a word; a regular expression needs search(..., regex=True)"
    lower = {term.lower(): term for term in terms}
    near = [lower[key] for key in get_close_matches(pattern.lower().rstrip("*"), list(lower), n=3, cutoff=0.7)]
    return f"no match for {pattern!r}" + (f"; did you mean {' or '.join(near)}?" if near else "")


def lines(located: pd.DataFrame, width: int = 60, sort: str | None = None) -> pd.DataFrame:
    """Return located hits (see `Corpus.locate`) with left, hit and right, if `sort` is a side by its nearest words."""
    if sort not in (None, "left", "right"):
        raise ValueError(f'sort is {sort!r}; choose None, "left" or "right"')
    check_table(located, ("sentence", "at", "start", "end"), "located hits: corpus.locate(terms.find(words, ...))")
    ends = located["at"] + located["end"] - located["start"]
    spans = zip(located["sentence"], located["at"], ends, strict=True)
    around = [(text[max(0, a - width) : a], text[a:b], text[b : b + width]) for text, a, b in spans]
    found = located.assign(**pd.DataFrame(around, located.index, ["left", "hit", "right"], dtype=object))
    if sort is None:
        return found
    keys = [re.findall(r"\w+", text.lower())[:: -1 if sort == "left" else 1] for text in found[sort]]
    return found.iloc[sorted(range(len(keys)), key=lambda i: (not keys[i], keys[i]))].reset_index(drop=True)


def hits_of(tokens: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """Return the hits of the rows of a table of terms: the evidence of a figure or table.

    `shown` has term and perhaps mark (else the term is the mark). A row stands for the hits of its term in its `report`
    (or in the target of `keyness`), or in all others if there are none. Returns rows of `tokens` with `mark`.
    """
    table = as_tokens(tokens)
    check_table(shown, ("term",), "rows of a result, such as terms.keyness(...).head()")
    reports = table["report"].astype(str).to_numpy(object)
    target, others = shown.attrs.get("target", []), shown.attrs.get("reference", set(reports))
    rows_of = table.groupby(table["term"].astype(str)).indices
    of_row = [[name] for name in shown["report"]] if "report" in shown else [target] * len(shown)
    found: list[Any] = [np.empty(0, int)]
    for own, term in zip(of_row, shown["term"], strict=True):
        at: Any = rows_of.get(str(term), found[0])
        of_term = pd.Series(reports[at])
        found.append(at[of_term.isin(own if of_term.isin(own).any() else others)])
    marks = shown["mark" if "mark" in shown else "term"].repeat([len(rows) for rows in found[1:]])
    hits = table.iloc[np.concatenate(found)].reset_index(drop=True).assign(mark=marks.to_numpy(object))
    if len(shown) and hits.empty:
        said = f"none of the {len(shown)} terms occurs in these words; give the words they were counted in"
        warnings.warn(said, stacklevel=2)
    return hits


def collocates(table: pd.DataFrame, search_word: str, min_count: int = 3) -> pd.DataFrame:
    """Find the terms that stand in the same sentences as a word (or pattern, such as `partner*`), in each report.

    Takes tokens or hits. Returns report, search_word, term, n (sentences with both) and the columns of `association`;
    largest log-dice first. Stop words, terms that hold the search word, and words inside longer terms are left out.
    """
    _check_pattern(search_word)
    keys, pair = ["report", "block", "sentence"], ["report", "term"]
    tokens = as_tokens(table).astype({"report": str, "term": str})
    names = pd.Index(sorted(tokens["term"].unique()))
    own = set(names[matching(names, search_word)])
    if not own and len(names):
        warnings.warn(_no_match(search_word, names.tolist()), stacklevel=2)
    if "inside" in tokens:  # of a longer term, only the whole
        tokens = tokens[~tokens["inside"] | tokens["term"].isin(own)]
    seen = tokens[[*keys, "term"]].drop_duplicates()
    with_word = seen.loc[seen["term"].isin(own), keys].drop_duplicates()
    found = seen.merge(with_word, on=keys).groupby(pair).size().rename("n").reset_index()
    other = found["term"].map(lambda term: own.isdisjoint({term, *re.split("[ -]", term)})).astype(bool)
    content = ~found["term"].isin(STOP_WORDS) & (found["term"].str.len() > 1)
    found = found[(found["n"] >= min_count) & content & other].reset_index(drop=True)
    n1, n = (found["report"].map(rows["report"].value_counts()) for rows in (with_word, seen[keys].drop_duplicates()))
    n2 = seen.groupby(pair).size().loc[pd.MultiIndex.from_frame(found[pair])]
    found = largest_first(found.join(association(found["n"], n1, n2, n)), "log_dice", "term")
    found.insert(1, "search_word", search_word)
    return found.sort_values("report", kind="stable", ignore_index=True)
