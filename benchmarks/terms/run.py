"""How fast, how calibrated and how complete is the room `terms`, beside its Python peers?

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
from analysis.terms.comparison import compare
from analysis.terms.counting import units

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
    found = compare(counted, target, min_count=1)
    say("comparison, all measures", best(lambda: compare(counted, target, min_count=1)), f"{len(found):,} terms")
    often = compare(counted, target)
    say("  terms with 5 or more", best(lambda: compare(counted, target)), f"{len(often):,} terms")
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
        ("five reports", terms.tokenise(load_corpus().sentences)),
    ):
        for part in (0.5, 0.2):
            quiet = terms.null_calibration(counted, part=part, min_count=5).round(3)
            print(f"\n{name}: a random part of {part:.0%}\n{quiet.to_string(index=False)}")
        for factor, tested, part in product((2, 3), (50, 5), (0.5, 0.2)):
            planted = 20 if name == "196 speeches" else 5
            heard = terms.planted_power(counted, factor=factor, planted=planted, tested=tested, part=part)
            share = (heard[["share_p", "share_q"]].mul(heard["planted"], axis=0)).sum() / heard["planted"].sum()
            said = f"{name}: {factor} to 1 in {part:.0%}, among terms with {tested} or more"
            print(
                f"\n{said}: p {share['share_p']:.0%}, q {share['share_q']:.0%}\n{heard.round(2).to_string(index=False)}"
            )


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


PARTS = (tokens_ours, tokens_sklearn, statistics_ours, statistics_nltk, calibration, completeness)

if __name__ == "__main__":
    if len(sys.argv) > 1:
        {part.__name__: part for part in PARTS}[sys.argv[1]]()
    else:
        for part in PARTS:
            subprocess.run([sys.executable, __file__, part.__name__], check=True)
