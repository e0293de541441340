"""Measure how fast, how calibrated and how complete the package `terms` is, beside its Python peers.

    uv run --group bench python benchmarks/terms/run.py

Times are CPU seconds, the best of three, each tool in a process of its own; memory is what the process grew by.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent))
import made_corpora

from analysis import load_corpus, terms
from analysis.terms.comparison import _plant, adjusted, compare_units, frequent, permutation_p
from analysis.terms.counting import Units, units

GOLD = Path(__file__).resolve().parents[2] / "tests" / "data" / "terms" / "acronyms.csv"


def best(work: Callable[[], object], times: int = 3) -> float:
    """Return the lowest CPU time of some runs."""
    seconds = []
    for _ in range(times):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


def megabytes() -> float:
    """Return the highest memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def tokens_ours() -> None:
    """Time words, offsets and the matrix of documents and terms."""
    terms.tokenise(load_corpus().sentences)  # imports and compiled patterns are not the work
    table = made_corpora.large()
    before = megabytes()
    tokens = terms.tokenise(table)
    counted = units(tokens, "report")
    grown = megabytes() - before
    seconds = best(lambda: units(terms.tokenise(table), "report"))
    say(
        "words, offsets and matrix",
        seconds,
        f"{len(tokens):,} words, {counted.counts.shape[0]:,} terms, +{grown:.0f} MB",
    )


def tokens_sklearn() -> None:
    """Time scikit-learn's CountVectorizer on the same documents, without offsets."""
    from sklearn.feature_extraction.text import CountVectorizer

    table = made_corpora.large()
    documents = table.groupby("report", sort=False)["text"].agg(" ".join).tolist()
    before = megabytes()
    matrix = CountVectorizer().fit_transform(documents)
    grown = megabytes() - before
    seconds = best(lambda: CountVectorizer().fit_transform(documents), 2)
    say("  CountVectorizer, no offsets", seconds, f"{matrix.sum():,} words, {matrix.shape[1]:,} terms, +{grown:.0f} MB")


def statistics_ours() -> None:
    """Time comparison, collocations and a concordance on the large corpus."""
    tokens = terms.tokenise(made_corpora.large())
    counted = units(tokens, "report")
    target = np.arange(len(counted.sizes)) % 2 == 0
    found = compare_units(counted, target, min_count=1)
    say("comparison, all measures", best(lambda: compare_units(counted, target, min_count=1)), f"{len(found):,} terms")
    often = compare_units(counted, target)
    say("  terms with 5 or more", best(lambda: compare_units(counted, target)), f"{len(often):,} terms")
    pairs = terms.collocations(tokens)
    say("collocations, 5 or more", best(lambda: terms.collocations(tokens)), f"{len(pairs):,} pairs")
    hits = terms.find(tokens, "cooperation")
    say("concordance of one word", best(lambda: terms.find(tokens, "cooperation")), f"{len(hits):,} hits")


def statistics_nltk() -> None:
    """Time nltk and ours on the first tenth of the large corpus: pairs and a concordance."""
    from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder
    from nltk.text import Text

    table = made_corpora.large(2_600_000, 65)
    tokens = terms.tokenise(table)
    words = tokens["term"].astype(str).tolist()

    def pairs_nltk() -> object:
        finder = BigramCollocationFinder.from_words(words)
        finder.apply_freq_filter(5)
        return finder.score_ngrams(BigramAssocMeasures.likelihood_ratio)

    text = Text(words)
    ours, theirs = best(lambda: terms.collocations(tokens)), best(pairs_nltk, 1)
    say("a tenth: collocations", ours, f"{len(words):,} words")
    say("  nltk, one measure", theirs, f"{theirs / ours:.0f} times ours")
    ours, theirs = (
        best(lambda: terms.find(tokens, "cooperation")),
        best(lambda: text.concordance_list("cooperation"), 1),
    )
    say("a tenth: concordance", ours, "")
    say("  nltk, with its index", theirs, f"{theirs / ours:.0f} times ours")


def calibration() -> None:
    """Print false and true differences in documents the size of speeches, and in the five reports."""
    for name, counted in (
        ("196 speeches", made_corpora.speeches()),
        ("five reports", units(load_corpus().sentences, "block", nested=False)),
    ):
        for part, by in product((0.5, 0.2), ("block", "run")):
            apart = counted if by == "run" else counted._replace(runs=np.arange(len(counted.sizes)))
            quiet = terms.null_calibration(apart, part=part, min_count=5).round(3)
            print(f"\n{name}: a random part of {part:.0%} by {by}\n{quiet.to_string(index=False)}")
        for factor, tested, part in product((2, 3), (50, 5), (0.5, 0.2)):
            planted = 20 if name == "196 speeches" else 5
            heard = terms.planted_power(counted, factor=factor, planted=planted, tested=tested, part=part)
            share = (heard[["share_p", "share_q"]].mul(heard["planted"], axis=0)).sum() / heard["planted"].sum()
            said = f"{name}: {factor} to 1 in {part:.0%}, among terms with {tested} or more"
            print(
                f"\n{said}: p {share['share_p']:.0%}, q {share['share_q']:.0%}\n{heard.round(2).to_string(index=False)}"
            )


def groups() -> None:
    """Print how many findings of very many splits each group comparison has, on made speeches."""
    counted = frequent(made_corpora.speeches(40), 5)
    for here, there in ((12, 12), (20, 20)):  # fewer are split in every way
        some = counted._replace(
            counts=counted.counts[:, : here + there],
            sizes=counted.sizes[: here + there],
            reports=counted.reports[: here + there],
            runs=counted.runs[: here + there],
        )
        target = np.arange(here + there) < here
        random = np.random.Generator(np.random.PCG64(1))
        chosen = np.flatnonzero(some.counts.sum(axis=1) >= 30)[::2]
        planted = frequent(_plant(some, chosen, ~target, 4.0, random), 5)
        found = adjusted(permutation_p(planted, target)) < 0.05
        exact = adjusted(many_splits(planted, target)) < 0.05
        print(
            f"{here} against {there}: {found.sum()} found, {(found & exact).sum()} of the {exact.sum()} of many splits"
        )


def many_splits(counted: Units, target: np.ndarray, draws: int = 100_000) -> np.ndarray:
    """Return p from 100,000 drawn splits, the slow way."""
    random = np.random.Generator(np.random.PCG64(7))
    x, size = counted.counts.toarray().astype(float), counted.sizes
    rate, extreme = x.sum(axis=1) / size.sum(), np.zeros(len(x))
    share = size[target].sum() / size.sum()
    one = np.abs(x @ target - rate * size[target].sum()) / np.sqrt(share * (1 - share))
    for _ in range(draws // 1000):
        splits = np.array([random.permutation(target) for _ in range(1000)]).astype(float)
        share = splits @ size / size.sum()
        off = np.abs(splits @ x.T - np.outer(splits @ size, rate)) / np.sqrt(share * (1 - share))[:, None]
        extreme += (off >= one - 1e-9).sum(axis=0)
    return (extreme + 1) / (draws + 1)


def growth() -> None:
    """Print the time to compare each report with the others, by number of reports of 17 kB."""
    for reports in (25, 50, 100, 200, 400):
        words = terms.tokenise(made_corpora.large(17_000 * reports, reports))
        start = time.process_time()
        rows = len(terms.keyness_of_each(words))
        print(f"{reports} reports: {time.process_time() - start:.1f} s, {rows:,} rows", flush=True)


def completeness() -> None:
    """Print precision and recall of acronyms, and how many counts come back from their offsets."""
    corpus = load_corpus()
    gold = pd.read_csv(GOLD, dtype=str)
    known = {(r, a, e.casefold()) for r, a, e in gold[["report", "acronym", "expansion"]].itertuples(index=False)}
    ours = terms.find_acronyms(corpus.blocks).drop_duplicates(["report", "acronym"])
    found = {(r, a, e.casefold()) for r, a, e in ours[["report", "acronym", "expansion"]].itertuples(index=False)}
    right = len(known & found)
    print(f"\nacronyms: precision {right / len(found):.1%}, recall {right / len(known):.1%} of {len(known)}")
    tokens = terms.tokenise(corpus.sentences)
    texts = corpus.blocks.set_index(["report", "block"])["text"]
    same = [
        terms.tokenise(pd.DataFrame({"report": [r], "block": 0, "sentence": 0, "text": texts[r, b][s:e]}))[
            "surface"
        ].tolist()
        == [w]
        for r, b, s, e, w in tokens[["report", "block", "start", "end", "surface"]]
        .sample(2000, random_state=1)
        .itertuples(index=False)
    ]
    print(f"words that come back from their offsets: {np.mean(same):.1%} of {len(same):,}")


def say(what: str, seconds: float, note: str) -> None:
    """Print one line of results."""
    print(f"{what:<30}{seconds:>9.3f} s   {note}", flush=True)


PARTS = (tokens_ours, tokens_sklearn, statistics_ours, statistics_nltk, calibration, groups, growth, completeness)

if __name__ == "__main__":
    if len(sys.argv) > 1:
        {part.__name__: part for part in PARTS}[sys.argv[1]]()
    else:
        for part in PARTS:
            subprocess.run([sys.executable, __file__, part.__name__], check=True)
