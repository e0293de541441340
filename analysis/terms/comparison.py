"""Which words set some reports apart from others? One table for each contrast, with a verdict that is
calibrated.

With two or more reports on each side, whole reports are shuffled: a test. With one report on a side there is
no sample of reports; then paragraphs are shuffled, and the result describes these texts and no others.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.terms import measures
from analysis.terms.counting import PER, Units, as_tokens, units
from analysis.terms.resampling import benjamini_hochberg, bootstrap_log_ratio, permutation_p
from analysis.terms.spread import dispersion

# What the columns of a comparison mean, and by which convention.
COLUMNS = {
    "term": "the term",
    "n": "how often in the target",
    "n_reference": "how often in the reference",
    "rate": "n for 10,000 words of the target",
    "rate_reference": "n_reference for 10,000 words of the reference",
    "reports": "reports of the target with the term",
    "reports_reference": "reports of the reference with the term",
    "blocks": "paragraphs, list items and boxes of the target with the term",
    "blocks_reference": "those of the reference",
    "range": "units (reports or blocks, see attrs) of the target with the term",
    "dp": "dispersion over the units of the target, half the sum of differences; 0 is even (Gries 2008)",
    "dp_norm": "dp / (1 - smallest share) (Lijffijt and Gries 2012)",
    "juilland_d": "dispersion over the units of the target, from rates; 1 is even (Juilland et al. 1970)",
    "log_likelihood": "G2 from the two counts only (Rayson and Garside 2000), minus where rarer in target",
    "log_likelihood_4": "G2 from all four cells (Dunning 1993; quanteda, nltk), minus where rarer in target",
    "chi_squared": "Pearson's chi-squared of four cells, no correction, minus where rarer in the target",
    "log_ratio": "log2 of the ratio of rates; 0.5 stands for a count of 0 (Hardie 2014)",
    "log_ratio_low": "low end of its 95 % interval, whole units drawn anew",
    "log_ratio_high": "high end of its 95 % interval",
    "percent_difference": "difference in % of rate_reference; inf: only in target (Gabrielatos 2018)",
    "simple_maths": "(rate a million + 1) / (rate a million in the reference + 1) (Kilgarriff 2009)",
    "log_odds": "log-odds against the corpus, the count there as prior (Monroe et al. 2008, as in tidylo)",
    "z": "log_odds / its standard error",
    "p": "share of random splits of the units that are at least as uneven for their number of words",
    "q": "p after Benjamini and Hochberg (1995)",
    "verdict": "more or fewer (in the target) if q is below the level, else unclear",
    "basis": "a test of so many reports against so many, or a description of so many blocks against so many",
}


def keyness(
    table: pd.DataFrame,
    target: str | Iterable[str],
    reference: str | Iterable[str] | None = None,
    unit: str | None = None,
    min_count: int = 5,
    draws: int = 500,
    level: float = 0.05,
) -> pd.DataFrame:
    """Compare the terms of one or more reports with those of the others.

    Takes tokens (or sentences). `reference` is all other reports by default. `unit` is what is shuffled and
    drawn anew: "report" where each side has two or more, else "block". Terms with fewer than `min_count`
    occurrences on both sides together are left out; `draws=0` leaves out the intervals. The columns are
    explained in `COLUMNS`; `attrs` tells target, reference, unit, kind ("test" or "description") and the tokeniser.
    Sorted by log-likelihood, the terms of the target first. Raises ValueError for unknown reports and for sides that
    overlap.

    >>> texts = ["war and war", "peace and peace", "peace and war and peace"]
    >>> table = pd.DataFrame({"report": ["a", "b", "c"], "block": 0, "sentence": 0, "text": texts})
    >>> keyness(table, "a", min_count=1, draws=0)[["term", "n", "n_reference", "log_ratio"]].round(2)
        term  n  n_reference  log_ratio
    0    war  2            1       2.42
    1    and  1            3      -0.17
    2  peace  0            4      -1.58
    """
    tokens = as_tokens(table)
    sides = _sides(tokens, target, reference)
    kind = "test" if min(map(len, sides)) > 1 and unit != "block" else "description"
    unit = unit or ("report" if kind == "test" else "block")
    chosen = tokens[tokens["report"].isin([*sides[0], *sides[1]])]
    blocks = units(chosen, "block")
    counted = blocks if unit == "block" else units(chosen, unit)
    result = compare(counted, np.isin(counted.reports, sides[0]), min_count, draws, level)
    result = result.merge(_places(blocks, sides[0]), on="term", how="left", validate="one_to_one")
    here = int(np.isin(counted.reports, sides[0]).sum())
    result["basis"] = f"{kind}: {here} against {len(counted.reports) - here} {unit}s"
    result = result[list(COLUMNS)]
    result.attrs = dict(tokens.attrs) | {"target": sides[0], "reference": sides[1], "unit": unit, "kind": kind}
    return result


def keyness_of_each(table: pd.DataFrame, **options: Any) -> pd.DataFrame:
    """Compare each report with all others: the tables of `keyness`, with a column `report`, one below the other.

    Takes tokens (or sentences) and the options of `keyness`. With fewer than two reports the table is empty.
    """
    tokens = as_tokens(table)
    reports = list(dict.fromkeys(tokens["report"].astype(str)))
    if len(reports) < 2:
        return pd.DataFrame(columns=["report", *COLUMNS])
    tables = [keyness(tokens, report, **options).assign(report=report) for report in reports]
    together = pd.concat([found for found in tables if len(found)] or tables[:1], ignore_index=True)
    return together[["report", *COLUMNS]]


def compare(
    counted: Units, of_target: np.ndarray, min_count: int = 5, draws: int = 0, level: float = 0.05
) -> pd.DataFrame:
    """Compare two groups of units, whatever they are; `of_target` says which units are the target.

    Returns the columns of `keyness` but those that count reports and blocks.
    """
    target, reference = (counted.counts[:, np.flatnonzero(side)] for side in (of_target, ~of_target))
    a, b = target.sum(axis=1).astype(float), reference.sum(axis=1).astype(float)
    frequent = np.flatnonzero(a + b >= min_count)
    # The prior of a term is its count in the corpus: with it, y of both sides together is three times that count.
    log_odds, z = measures.log_odds_with_prior(a + a + b, a.sum() * 2 + b.sum(), 3 * (a + b), 3 * (a + b).sum())
    counted = counted._replace(counts=counted.counts[frequent], terms=counted.terms[frequent])
    a, b = a[frequent], b[frequent]
    c, d = counted.sizes[of_target].sum(), counted.sizes[~of_target].sum()
    found = {"term": counted.terms, "n": a.astype(int), "n_reference": b.astype(int)}
    found |= {"rate": PER * a / max(c, 1), "rate_reference": PER * b / max(d, 1)}
    spread = dispersion(target[frequent], counted.sizes[of_target])
    found |= {name: spread[name].to_numpy() for name in ("range", "dp", "dp_norm", "juilland_d")}
    found |= _measures(a, b, c, d) | {"log_odds": log_odds[frequent], "z": z[frequent]}
    low = high = np.full(len(a), np.nan)
    if draws and len(a):
        low, high = bootstrap_log_ratio(counted, of_target, draws)
    p = permutation_p(counted, of_target)
    q = benjamini_hochberg(p)
    verdict = np.where(q < level, np.where(found["log_likelihood"] > 0, "more", "fewer"), "unclear")
    found |= {"log_ratio_low": low, "log_ratio_high": high, "p": p, "q": q, "verdict": verdict}
    table = pd.DataFrame(found, columns=[name for name in COLUMNS if name in found])
    # Rounded before sorting: the last bits of a logarithm differ between processors.
    order = np.lexsort((table["term"].astype(str), -table["log_likelihood"].round(6)))
    return table.iloc[order].reset_index(drop=True)


def _measures(a: np.ndarray, b: np.ndarray, c: float, d: float) -> dict[str, np.ndarray]:
    """Return the measures that need no more than four counts."""
    return {
        "log_likelihood": np.asarray(measures.log_likelihood(a, b, c, d, signed=True)),
        "log_likelihood_4": np.asarray(measures.log_likelihood(a, b, c, d, cells=4, signed=True)),
        "chi_squared": np.asarray(measures.chi_squared(a, b, c, d, signed=True)),
        "log_ratio": np.asarray(measures.log_ratio(a, b, c, d)),
        "percent_difference": np.asarray(measures.percent_difference(a, b, c, d)),
        "simple_maths": np.asarray(measures.simple_maths(a, b, c, d)),
    }


def _places(blocks: Units, target: list[str]) -> pd.DataFrame:
    """Return of each term in how many reports and blocks of each side it occurs."""
    names, code = np.unique(blocks.reports.astype(str), return_inverse=True)
    membership = sparse.csr_array((np.ones(len(code), int), (np.arange(len(code)), code)), (len(code), len(names)))
    in_blocks = ((blocks.counts > 0).astype(int) @ membership).toarray()
    of_target = np.isin(names, target)
    found = {"term": blocks.terms}
    for side, members in (("", of_target), ("_reference", ~of_target)):
        found[f"reports{side}"] = (in_blocks[:, members] > 0).sum(axis=1)
        found[f"blocks{side}"] = in_blocks[:, members].sum(axis=1)
    return pd.DataFrame(found)


def _sides(
    tokens: pd.DataFrame, target: str | Iterable[str], reference: str | Iterable[str] | None
) -> tuple[list[str], list[str]]:
    """Return the reports of target and reference, or raise ValueError in words."""
    known = sorted(tokens["report"].astype(str).unique())
    first = [target] if isinstance(target, str) else sorted(set(target))
    if reference is None:
        second = [report for report in known if report not in first]
    else:
        second = [reference] if isinstance(reference, str) else sorted(set(reference))
    for report in [*first, *second]:
        if report not in known:
            raise ValueError(f"there is no report {report!r} with words; choose among {', '.join(known) or 'none'}")
    if not first or not second:
        raise ValueError(f"a side is empty: target {first}, reference {second}; give each side one report or more")
    if set(first) & set(second):
        raise ValueError(f"{', '.join(sorted(set(first) & set(second)))} stands on both sides; give it to one")
    return first, second
