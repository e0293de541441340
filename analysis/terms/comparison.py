"""Compare the terms of some reports with those of others, and check the permutation test on the reader's own corpus.

Words of one text are not independent draws: a writer who uses a word once uses it again. So what is shuffled is a
report, where each side has enough of them (a test), or else a paragraph (a description of these texts and no others).
"""

import warnings
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse, special

from analysis.language import STOP_WORDS
from analysis.rules import load_table
from analysis.terms import measures
from analysis.terms.counting import PER, Units, as_tokens, overdispersion, units

COLUMNS = {row["column"]: row["in_comparisons"] for row in load_table("columns") if row["in_comparisons"]}
# Up to so many ways to split the units, each is tried; beyond, so many are drawn (fewer of very many units).
_EVERY, _DRAWS, _CELLS, _FEWEST_DRAWS = 20_000, 10_000, 20_000_000, 2_000
# The first splits, and the share of them beyond which a term needs no others.
_FIRST, _UNEVEN = 1_000, 0.1
_DENSE = 25
_CHUNK = 50  # terms at a time, to save memory
_HOPELESS = 0.5  # a test for which more terms had to be as extreme as can be finds nothing in practice
# The usual cut of keyness with an effect size: G2 above 15.13 (p < 0.0001), the rate at least doubled or halved.
_CUT_G2, _CUT_LOG_RATIO = 15.13, 1.0
_SEED = 2017
_BANDS = (0, 20, 50, 100, 200)  # planted terms are reported by how often they occur
LEVEL = 0.05  # q below it: a clear difference
_FEWEST = 4  # units that can be split at random in more than a handful of ways
Ids = str | Iterable[str]  # of reports


def keyness(table: pd.DataFrame, target: Ids, reference: Ids | None = None, min_count: int = 5) -> pd.DataFrame:
    """Compare the terms of one or more reports with those of the others.

    Takes tokens (or sentences, or hits). `reference` is all other reports by default. Reports are shuffled where that
    can find something, else blocks; a warning says so. Terms with fewer than `min_count` occurrences on both sides
    together are left out. Returns the columns of `COLUMNS`, the terms of the target first, by log-likelihood.
    """
    tokens = as_tokens(table)
    target, reference = _sides(tokens, target, reference)
    unit, note = plan(len(target), len(reference))
    if note:
        warnings.warn(note, stacklevel=2)
    counted = units(tokens[tokens["report"].isin([*target, *reference])], unit, nested=False)
    found = compare_units(counted, np.isin(counted.reports, target), min_count, unit)
    if found.empty:
        warnings.warn(f"no term occurs {min_count} times or more; lower min_count", stacklevel=2)
    found.attrs = {"target": target, "reference": reference}
    return found


def plan(n_target: int, n_reference: int) -> tuple[str, str]:
    """Return what is shuffled, and a note where the reports are too few for a test: no p is below 1 / ways to split."""
    if min(n_target, n_reference) < 2:
        return "block", ""
    ways = comb(n_target + n_reference, n_target)
    if (2 if n_target == n_reference else 1) / ways <= LEVEL * _HOPELESS:
        return "report", ""
    said = f"{n_target} against {n_reference} reports cannot reach q < {LEVEL:g} ({ways} splits)"
    return "block", f"{said}; their paragraphs are compared"


def keyness_of_each(table: pd.DataFrame, most: int = 200, min_count: int = 5) -> pd.DataFrame:
    """Compare each report with all others, paragraph by paragraph: a column `report`, and the columns of `keyness`.

    Of each report, the `most` terms that differ most by log-likelihood are tested and returned; q counts the others as
    tested with p = 1, so it is never too small. `attrs["compared"]` is the number of all comparisons.
    """
    tokens = as_tokens(table)
    blocks = frequent(units(tokens, "block", nested=False), min_count)
    reports, n, words = list(dict.fromkeys(tokens["report"].astype(str))), blocks.counts.sum(axis=1), blocks.sizes.sum()
    if len(reports) < 2:
        return pd.DataFrame(columns=["report", *COLUMNS]).astype({"report": object})
    by_column, tables = blocks.counts.tocsc(), []
    for report in reports:
        own = blocks.reports == report
        here, size = by_column[:, np.flatnonzero(own)].sum(axis=1), blocks.sizes[own].sum()
        g2 = np.asarray(measures.log_likelihood(here, n - here, size, words - size))
        rows = np.sort(np.argsort(-np.round(g2, 6), kind="stable")[:most])
        tables.append(compare_units(blocks, own, min_count, "block", rows).assign(report=report))
    together = pd.concat([found for found in tables if len(found)] or tables[:1], ignore_index=True)
    together.attrs = {"compared": len(blocks.terms) * len(tables)}
    return together[["report", *COLUMNS]]


def compare(a: Any, b: Any, min_count: int = 5) -> pd.DataFrame:
    """Compare two subsets of one's own (corpora, tokens, hits or sentences); they have no common reports.

    Returns the table of `keyness` (a is the target) with `example`: a sentence of the side that has the term more
    often (empty for tokens).
    """
    sides = [side.sentences if hasattr(side, "sentences") else side for side in (a, b)]
    tokens = [as_tokens(side).astype({"report": str, "term": str}) for side in sides]
    target, reference = (sorted(part["report"].unique()) for part in tokens)
    both = pd.concat(tokens, ignore_index=True).astype({"term": "category"})
    found = keyness(both, target, reference, min_count=min_count)
    if not all("text" in side for side in sides):
        return found.assign(example="")
    place = ["report", "block", "sentence"]
    text = pd.concat([side[[*place, "text"]].astype({"report": str}) for side in sides]).set_index(place)["text"]
    here = ((found["log_ratio"] > 0) & (found["n"] > 0)) | (found["n_reference"] == 0)
    first = [part.drop_duplicates("term").set_index("term")[place] for part in tokens]
    places = [tuple(first[not mine].loc[term]) for term, mine in zip(found["term"], here, strict=True)]
    return found.assign(example=[f"{at[0]}: {text[at]}" for at in places])


def compare_units(
    counted: Units, of_target: np.ndarray, min_count: int = 5, unit: str = "block", rows: np.ndarray | None = None
) -> pd.DataFrame:
    """Compare two groups of units (`of_target`: which are the target), in all terms or `rows`; columns of `keyness`."""
    counted = frequent(counted, min_count) if rows is None else counted
    n_all = counted.counts.sum(axis=1)
    chosen = np.arange(len(n_all)) if rows is None else rows
    counted = counted.of_terms(chosen)
    here, there = (counted.of_units(side) for side in (of_target, ~of_target))
    a, b, c, d = here.counts.sum(axis=1), there.counts.sum(axis=1), here.sizes.sum(), there.sizes.sum()
    low, high = log_ratio_interval(a, b, c, d, overdispersion(here), overdispersion(there))
    p = np.ones(len(n_all))
    p[chosen] = permutation_p(counted, of_target)
    weighted = len(set(counted.reports.tolist())) < len(counted.reports)
    q, ratio = adjusted(p, n_all if weighted else None)[chosen], measures.log_ratio(a, b, c, d)
    more = np.asarray(ratio) > 0
    apart = np.where(more, low > 0, high < 0)  # the test and the interval agree that the rates differ
    clear = (q < LEVEL) & apart & (np.where(more, a, b) >= min_count)  # a word used twice sets nothing apart
    columns = {
        "term": counted.terms, "n": a.astype(int), "n_reference": b.astype(int),
        "rate": PER * a / max(c, 1), "rate_reference": PER * b / max(d, 1),
        "dp_excess": measures.dispersion_excess(here.counts, here.sizes),
        "log_likelihood": measures.log_likelihood(a, b, c, d, signed=True),
        "log_ratio": ratio, "log_ratio_low": low, "log_ratio_high": high, "p": p[chosen], "q": q,
        "verdict": np.where(clear, np.where(more, "more", "fewer"), "unclear"),
    }  # fmt: skip
    basis = f"{'test' if unit == 'report' else 'description'}: {of_target.sum()} against {(~of_target).sum()} {unit}s"
    return measures.largest_first(pd.DataFrame(columns), "log_likelihood", "term").assign(basis=basis)


def frequent(counted: Units, min_count: int) -> Units:
    """Return units with the terms that have `min_count` or more; sizes stay those of all words."""
    return counted.of_terms(np.flatnonzero(counted.counts.sum(axis=1) >= min_count))


def log_ratio_interval(
    a: np.ndarray, b: np.ndarray, c: float, d: float, factor: np.ndarray, factor_reference: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return both ends of the 95 % interval of the log ratio; one end is infinite where a count is 0.

    Counts divided by their overdispersion are taken as Poisson, rates as gamma distributions by Jeffreys' prior (1
    instead of 0.5 for a count of 0); the ratio of two such rates is an F distribution.
    """
    pooled = (factor * a + factor_reference * b) / np.maximum(a + b, 1)
    f, g = np.maximum(factor, pooled), np.maximum(factor_reference, pooled)
    x, y = np.where(a == 0, 1.0, a / f + 0.5), np.where(b == 0, 1.0, b / g + 0.5)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = np.log2(f / g * (d / c) * x / y)
        low, high = (middle + np.log2(special.fdtri(2 * x, 2 * y, share)) for share in (0.025, 0.975))
    return np.where(a == 0, -np.inf, low), np.where(b == 0, np.inf, high)


def permutation_p(counted: Units, target: np.ndarray) -> np.ndarray:
    """Return for each term the share of random splits of the units that are at least as uneven (two-sided p).

    All splits of few units; else some, with the observed one as one of them (Phipson and Smyth 2010). Most terms need
    only the first splits: one that is uneven in many of them is not clear (Besag and Clifford 1991).
    """
    here = np.flatnonzero(target if 2 * target.sum() <= len(target) else ~target)
    splits, every = _splits(len(target), len(here))
    if every:
        return (_as_uneven(counted, splits, here) - 1) / len(splits)
    p = (_as_uneven(counted, splits[:_FIRST], here)) / (min(_FIRST, len(splits)) + 1)
    rows = np.flatnonzero(p <= _UNEVEN)
    p[rows] = _as_uneven(counted.of_terms(rows), splits, here) / (len(splits) + 1)
    return p


def _as_uneven(counted: Units, splits: np.ndarray, here: np.ndarray) -> np.ndarray:
    """Return in how many splits, with the observed one (`here`) as the last, each term is as uneven as in that one."""
    units, splits = len(counted.sizes), np.vstack([splits, here.astype(splits.dtype)])
    cells = (np.ones(splits.size, np.uint8), splits.ravel(), np.arange(len(splits) + 1) * len(here))
    chosen = sparse.csc_array(cells, (units, len(splits))).tocsr()
    if units <= _DENSE * len(here) or units * len(splits) <= 2 * _CELLS:
        chosen = chosen.toarray()  # a full table is multiplied faster
    share = counted.sizes[splits].sum(axis=1) / counted.sizes.sum()
    spread, n = np.sqrt(np.maximum(share * (1 - share), 1e-12)), counted.counts.sum(axis=1)
    rows, extreme = np.argsort(n), np.zeros(len(n), int)  # from the rarest on: small numbers are added faster
    for at in (rows[i : i + _CHUNK] for i in range(0, len(n), _CHUNK)):
        kind = np.min_scalar_type(int(n[at[-1]]))
        chosen = chosen.astype(kind, copy=False)
        drawn = counted.counts[at].astype(kind) @ chosen
        # How far each count is from what the words of the split let expect; in place, for the table is large.
        off = np.outer(n[at].astype(float), share)
        np.abs(np.subtract(drawn.toarray() if sparse.issparse(drawn) else drawn, off, out=off), out=off)
        off /= spread
        # Splits that are as uneven as the observed one count: rounding must not decide.
        extreme[at] = np.count_nonzero(off >= off[:, -1:] - 1e-9, axis=1)
    return extreme


@lru_cache(maxsize=8)
def _splits(n: int, k: int) -> tuple[np.ndarray, bool]:
    """Return k of n units in every way, or in ways drawn at random (always the same), and whether these are all."""
    if comb(n, k) <= _EVERY:
        return np.array(list(combinations(range(n), k)), np.int32).reshape(-1, k), True
    draws = int(np.clip(_CELLS // n, _FEWEST_DRAWS, _DRAWS))
    if draws == _DRAWS or n <= _DENSE * k:
        return _orders(n, draws)[:, :k], False
    random = np.random.Generator(np.random.PCG64(_SEED))
    return np.array([random.choice(n, k, replace=False, shuffle=False) for _ in range(draws)], np.int32), False


@lru_cache(maxsize=1)
def _orders(n: int, draws: int) -> np.ndarray:
    random = np.random.Generator(np.random.PCG64(_SEED))
    return np.array([random.random(n).argsort()[: n // 2].astype(np.int32) for _ in range(draws)])


def adjusted(p: np.ndarray, frequency: np.ndarray | None = None) -> np.ndarray:
    """Return q-values: the share of false ones to expect among all terms with p as small (Benjamini, Hochberg 1995)."""
    if not len(p):
        return p
    # p is divided by weights in proportion to the root of the frequency (Genovese, Roeder and Wasserman 2006).
    weight = np.ones(len(p)) if frequency is None else np.sqrt(frequency) / np.sqrt(frequency).mean()
    weighted = np.minimum(p / weight, 1.0)  # scipy.stats has this, too, but takes two seconds to import
    order, q = np.argsort(weighted)[::-1], np.empty(len(p))
    q[order] = np.minimum.accumulate(weighted[order] * (len(p) / np.arange(len(p), 0, -1)))
    return np.minimum(q, 1.0)


def _sides(tokens: pd.DataFrame, *sides: Ids | None) -> tuple[list[str], list[str]]:
    known = sorted(tokens["report"].astype(str).unique())
    first, second = ([side] if isinstance(side, str) else sorted(set(side or ())) for side in sides)
    second = second or [report for report in known if report not in first]
    for name in sorted({*first, *second}.difference(known)):
        near = get_close_matches(str(name), known, n=3, cutoff=0.5) or known[:10]
        raise ValueError(f"there is no report with words called {name!r}; choose among {', '.join(near) or 'none'}")
    if not first or not second:
        raise ValueError(f"a side is empty: target {first}, reference {second}; give each side one report or more")
    if both := set(first) & set(second):
        raise ValueError(f"{', '.join(sorted(both))} stands on both sides; give it to one")
    return first, second


def null_calibration(table: pd.DataFrame | Units, repeats=20, min_count=5, part=0.5) -> pd.DataFrame:
    """Count false differences between random parts of a corpus, by test.

    `part` is the share of the corpus on one side. Neighbouring paragraphs of about 600 words, which are often about one
    subject, stay together (after Winkler et al. 2015). Columns: test, share (of terms with p below 0.05), kept (terms
    called different after the correction for many tests, mean over the splits; it should be near 0), most (the same in
    the worst split), terms (tested). With fewer than four parts it is empty.
    """
    counted = frequent(units(table, "block", nested=False), min_count)
    if len(np.unique(counted.runs)) < _FEWEST or not len(counted.terms):
        return pd.DataFrame(columns=["test", "share", "kept", "most", "terms"])
    random, rows = np.random.Generator(np.random.PCG64(_SEED)), []
    for _ in range(repeats):
        side = _part(counted.runs, random, part)
        a, b = (counted.counts @ members.astype(float) for members in (side, ~side))
        c, d = counted.sizes[side].sum(), counted.sizes[~side].sum()
        g2 = np.asarray(measures.log_likelihood(a, b, c, d, cells=4))
        large = (g2 > _CUT_G2) & (np.abs(np.asarray(measures.log_ratio(a, b, c, d))) >= _CUT_LOG_RATIO)
        by_words, by_units = special.chdtrc(1, g2), permutation_p(counted, side)
        rows += [
            ("log-likelihood", (by_words < LEVEL).mean(), (adjusted(by_words) < LEVEL).sum()),
            ("log-likelihood and effect size", large.mean(), large.sum()),
            ("permutation test (paragraphs)", (by_units < LEVEL).mean(), (adjusted(by_units, a + b) < LEVEL).sum()),
        ]
    tests = pd.DataFrame(rows, columns=["test", "share", "kept"]).groupby("test", sort=False, as_index=False)
    found = tests.agg(share=("share", "mean"), kept=("kept", "mean"), most=("kept", "max"))
    return found.assign(terms=len(counted.terms))


def planted_power(
    table: pd.DataFrame | Units, factor=2.0, planted=5, min_count=20, repeats=20, part=0.5, tested=5
) -> pd.DataFrame:
    """Find out how many planted differences the permutation test finds, by frequency of the term.

    A random `part` of the paragraphs is one side. On the other, each occurrence of `planted` random content words is
    kept with probability 1 / `factor`. Words with `min_count` or more are planted, and tested among all terms that have
    `tested` or more. Columns: occurrences (from so many on, after planting), planted (words), share_p (of them with p
    below 0.05), share_q (of them still found after the correction for many tests).
    """
    counted = units(table, "block", nested=False)
    random = np.random.Generator(np.random.PCG64(_SEED))
    content = np.array([term not in STOP_WORDS for term in counted.terms], bool)
    # After planting, this share of the occurrences is left on average.
    eligible = np.flatnonzero(content & (counted.counts.sum(axis=1) * (part + (1 - part) / factor) >= min_count))
    found = [pd.DataFrame({"n": [], "p": [], "q": []})]
    for _ in range(repeats if len(eligible) and len(counted.sizes) >= _FEWEST else 0):
        side = _part(np.arange(len(counted.sizes)), random, part)
        chosen = np.sort(random.choice(eligible, min(planted, len(eligible)), replace=False))
        changed = frequent(_plant(counted, chosen, ~side, factor, random), tested)
        n, p = changed.counts.sum(axis=1), permutation_p(changed, side)
        every = pd.DataFrame({"n": n, "p": p, "q": adjusted(p, n)})
        found.append(every[np.isin(changed.terms, counted.terms[chosen])])
    rows = pd.concat(found[1:] or found).query("n >= @min_count")
    starts = np.unique(np.maximum(_BANDS, min_count))
    band = starts[np.maximum(np.digitize(rows["n"], starts) - 1, 0)]
    grouped = (rows[["p", "q"]] < LEVEL).assign(occurrences=band).groupby("occurrences", as_index=False)
    return grouped.agg(planted=("p", "size"), share_p=("p", "mean"), share_q=("q", "mean"))


def _part(together: np.ndarray, random: np.random.Generator, share: float) -> np.ndarray:
    parts = np.unique(together)
    chosen = random.permutation(parts)[: min(max(int(len(parts) * share), 1), len(parts) - 1)]
    return np.isin(together, chosen)


def _plant(counted: Units, chosen: np.ndarray, thinned: np.ndarray, factor: float, random: Any) -> Units:
    cells = counted.counts.tocoo(copy=True)
    row, column = cells.coords
    hit = np.flatnonzero(np.isin(row, chosen) & thinned[column])
    cells.data[hit] = random.binomial(cells.data[hit].astype(int), 1 / factor)
    planted = cells.tocsr()
    return counted._replace(counts=planted, sizes=counted.sizes - (counted.counts - planted).sum(axis=0))
