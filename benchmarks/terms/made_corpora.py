"""Corpora for the benchmarks, made by drawing the paragraphs and sentences of the five reports anew."""

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import load_corpus, terms
from analysis.terms.counting import Units, units

SYLLABLES = [
    "ba",
    "de",
    "fi",
    "go",
    "lu",
    "ma",
    "ne",
    "pi",
    "ro",
    "su",
    "ta",
    "ve",
    "xi",
    "yo",
    "zu",
    "kra",
    "ste",
    "pli",
]


def large(characters: int = 26_000_000, documents: int = 650, seed: int = 1) -> pd.DataFrame:
    """Return sentences drawn from the five reports, each with a made-up word.

    Drawing anew makes no new words, but real corpora go on to bring some; the made-up ones, of which a few are
    frequent and most occur once, bring the vocabulary to about sixty thousand.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    texts = load_corpus().sentences["text"].to_numpy(object)
    n = int(characters / (np.mean([len(text) for text in texts]) + 5))
    drawn = texts[random.integers(len(texts), size=n)]
    rank = random.zipf(1.1, size=n) % 150_000
    drawn = [f"{text} {_word(r)}." for text, r in zip(drawn, rank, strict=True)]
    document = np.arange(n) * documents // n
    block = np.arange(n) // 5
    return pd.DataFrame(
        {"report": [f"d{d:03d}" for d in document], "block": block, "sentence": np.arange(n) % 5, "text": drawn}
    )


def _word(rank: int) -> str:
    """Return a made-up word for a rank."""
    parts = []
    while rank >= 0:
        parts.append(SYLLABLES[rank % len(SYLLABLES)])
        rank = rank // len(SYLLABLES) - 1
    return "".join(parts) + "q"


def speeches(documents: int = 196, words: int = 2000, mix: float = 0.3, seed: int = 1) -> Units:
    """Return counted documents the size of speeches, each with its own mix of subjects.

    A document draws paragraphs from the five reports in shares from a Dirichlet distribution. With `mix` 0.3 the usual
    test calls about as many terms different in random halves as in the speeches of a UN General Debate (16 %).
    """
    random = np.random.Generator(np.random.PCG64(seed))
    paragraphs = units(terms.tokenise(load_corpus().sentences), "block")
    reports = np.unique(paragraphs.reports.astype(str))
    members = [np.flatnonzero(paragraphs.reports.astype(str) == report) for report in reports]
    rows, columns = [], []
    for document in range(documents):
        shares = random.dirichlet(np.full(len(reports), mix))
        wanted = random.lognormal(np.log(words), 0.35)
        while wanted > 0:
            paragraph = random.choice(members[random.choice(len(reports), p=shares)])
            rows.append(paragraph)
            columns.append(document)
            wanted -= paragraphs.sizes[paragraph]
    drawn = sparse.csr_array((np.ones(len(rows), int), (rows, columns)), (len(paragraphs.sizes), documents))
    names = np.array([f"s{document:03d}" for document in range(documents)], dtype=object)
    return Units(
        (paragraphs.counts @ drawn).tocsr(), paragraphs.sizes @ drawn, paragraphs.terms, names, np.arange(documents)
    )
