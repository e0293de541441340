"""How fast is the cleaner, and how much memory does it take? Run: uv run python benchmarks/cleaning.py

Speed is that of one core (process time, the best of five runs) over the raw text of the corpus, and of each report
twenty times in a row; memory is the peak of what Python allocates meanwhile, as a multiple of the text's bytes.
"""

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


def main() -> None:
    corpus = load_corpus()
    print(f"{'text':24s}{'kB':>8s}{'MB/s':>8s}{'memory, times the text':>26s}")
    texts = {report: corpus.raw(report) for report in corpus.reports.index}
    rows = {**texts, "all five": "\n\n".join(texts.values())}
    rows |= {f"{report} x 20": "\n\n".join([text] * 20) for report, text in texts.items()}
    for name, text in rows.items():
        speed, memory = megabytes_per_second(text), memory_times_text(text)
        print(f"{name:24s}{len(text.encode()) / 1000:8.0f}{speed:8.1f}{memory:26.1f}")


if __name__ == "__main__":
    main()
