"""Measure the speed, the memory and the growth of cleaning. Run: uv run python benchmarks/cleaning.py

Speed is that of one core (process time, the best of five runs) over the raw text of the corpus, and of each report
twenty times in a row; memory is the peak of what Python allocates meanwhile, as a multiple of the text's bytes. Growth
is the exponent of time over length for texts of one repeated shape: 1 is linear.
"""

import math
import time
import tracemalloc

from analysis import load_corpus
from analysis.cleaning import clean


def megabytes_per_second(text: str, runs: int = 5) -> float:
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        clean(text)
        best = min(best, time.process_time() - start)
    return len(text.encode()) / 1e6 / best


def memory_times_text(text: str) -> float:
    tracemalloc.start()
    kept = clean(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert kept.ledger
    return peak / len(text.encode())


SHAPES = [
    "a", "_", ". ", "…", "“", "p. ", "12 ", "1. ", "[1] ", "x.1 ", "a- ", "- ", "<", "<!--", "<b>", "*", "# ", "&amp;",
    "| a ", "](", "http://", "a@b.c ", "\t", "\xa0", "\xad", "e\u0301", "ﬁ", "i ", "II. ", "May 2017, ", "1,2,",
    "said.1 ", "^(1)", "¹", "x\n", "x\n\n", "1\n\n", "- x\n", "•\n", "1 x\n", "(a) x\n", "# x\n", "| a | b |\n",
    "> x\n", "---\n", "x ... 1\n", "x    1\n", "Page 1 of 2\n", "A | 1\n", "\fx\n", "REFERENCES\n", "ANNEX\n\n",
    "“a b c d e f g h”\n\n", "a:\n", "A-\nb ", "x\u2028", "12 June 2017\n", "1 See p. 3.\n",
]  # fmt: skip


def growth(shape: str, size: int = 20_000) -> float:
    times = []
    for length in (size, 8 * size):
        text = (shape * (length // len(shape) + 1))[:length]
        times.append(len(text) / 1e6 / megabytes_per_second(text, runs=3))
    return math.log(times[1] / times[0]) / math.log(8)


def main() -> None:
    corpus = load_corpus()
    print(f"{'text':24s}{'kB':>8s}{'MB/s':>8s}{'memory, times the text':>26s}")
    texts = {report: corpus.raw(report) for report in corpus.reports.index}
    rows = {**texts, "all five": "\n\n".join(texts.values())}
    rows |= {f"{report} x 20": "\n\n".join([text] * 20) for report, text in texts.items()}
    for name, text in rows.items():
        speed, memory = megabytes_per_second(text), memory_times_text(text)
        print(f"{name:24s}{len(text.encode()) / 1000:8.0f}{speed:8.1f}{memory:26.1f}")
    steepest = sorted(((growth(shape), shape) for shape in SHAPES), reverse=True)[:5]
    print("steepest growth:", ", ".join(f"{shape!r} {exponent:.2f}" for exponent, shape in steepest))


if __name__ == "__main__":
    main()
