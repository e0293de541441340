"""Measure speed, growth, memory and size in one run, beside peers. Run: uv run --group bench python benchmarks/run.py

Writes benchmarks/README.md. Times are CPU seconds of one core, the best of three; ratios hold on other machines, too.
"""

import math
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nltk
from dateparser.search import search_dates

from analysis import load_corpus, terms, timeline, topics
from analysis.dates import find_dates

ROOT = Path(__file__).resolve().parents[1]
SIZES = (25, 50, 100, 200, 400)  # reports of 17 kB


def seconds(work: Callable[[], object], runs: int = 3) -> float:
    """Return the CPU seconds of the best of some runs."""
    best = math.inf
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def resampled(folder: Path, n: int) -> Path:
    """Write n reports of 17 kB from paragraphs of the five, drawn at random."""
    folder.mkdir()
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))]
    paragraphs = [part for text in texts for part in text.split("\n\n") if len(part) > 200]
    draw = random.Random(n)
    for i in range(n):
        text = "\n\n".join(draw.choices(paragraphs, k=28))[:17_000]
        (folder / f"r{i:04}.txt").write_text(f"REPORT {i}\n\n{text}\n", encoding="utf-8")
    rows = "".join(f"r{i:04},r{i:04}.txt,{2000 + i % 20}\n" for i in range(n))
    (folder / "reports.csv").write_text(f"report,file,published\n{rows}")
    return folder


def child(code: str) -> float:
    """Return the CPU seconds of a Python process that runs some code."""
    measured = f"{code}\nimport time\nprint('\\n', time.process_time())"
    run = subprocess.run([sys.executable, "-c", measured], capture_output=True, text=True, check=True, cwd=ROOT)
    return float(run.stdout.split()[-1])


def slope(times: list[float]) -> float:
    """Return the exponent of time over number of reports, between the smallest and the largest: 1 is proportional."""
    return math.log(times[-1] / times[0]) / math.log(SIZES[-1] / SIZES[0])


def beside_peers() -> list[str]:
    corpus = load_corpus()
    text = "\n\n".join(corpus.main["text"])
    words = [text.split() for text in corpus.sentences["text"]]
    ours = seconds(lambda: find_dates(text, published="2017-05-15"))
    theirs = seconds(lambda: search_dates(text, languages=["en"]), runs=1)
    rows = [("dates in the five reports", ours, "dateparser", theirs)]
    finder = nltk.collocations.BigramCollocationFinder
    rank = nltk.collocations.BigramAssocMeasures.likelihood_ratio

    def peer() -> object:
        found = finder.from_documents(words)
        found.apply_freq_filter(2)
        return found.score_ngrams(rank)

    rows.append(("collocations", seconds(lambda: terms.collocations(words, min_count=2)), "nltk", seconds(peer)))
    lines = [f"| {name} | {a:.2f} | {peer} {b:.2f} | {a / b:.2f} |" for name, a, peer, b in rows]
    return ["| step | this project, s | peer, s | ratio |", "|---|---|---|---|", *lines, ""]


def growth(folder: Path) -> list[str]:
    steps: dict[str, list[float]] = {}
    for n in SIZES:
        path = resampled(folder / str(n), n)
        load_corpus(path)  # its processes are not in our own CPU time
        steps.setdefault("second load", []).append(seconds(lambda path=path: load_corpus(path)))
        corpus = load_corpus(path)
        hits = terms.merge(corpus.sentences, terms.list_forms(None, terms.find_acronyms(corpus.blocks)))
        work = {"each report against the others": lambda hits=hits: terms.keyness_of_each(hits)}
        work["events"] = lambda corpus=corpus: timeline.find_events(corpus)
        work["topics (10)"] = lambda corpus=corpus: topics.fit_topics(corpus.main, n_topics=10)
        for name, run in work.items():
            steps.setdefault(name, []).append(seconds(run, runs=1))
    head = [
        "| CPU s | " + " | ".join(f"{n} reports" for n in SIZES) + " | slope |",
        "|---|" + "---|" * (len(SIZES) + 1),
    ]
    rows = [
        f"| {name} | " + " | ".join(f"{t:.1f}" for t in times) + f" | {slope(times):.2f} |"
        for name, times in steps.items()
    ]
    return [*head, *rows, ""]


def whole() -> list[str]:
    rows = [
        (f"`{code}`", child(code)) for code in ("import analysis", "from analysis import load_corpus; load_corpus()")
    ]
    rows.append(("`reproduce --help`", child("from analysis.reproduce import _parser; _parser().format_help()")))
    size = sum(path.stat().st_size for path in Path(sys.prefix).rglob("*") if path.is_file()) / 1e6
    lines = [f"| {name} | {cpu:.2f} |" for name, cpu in rows]
    return ["| process | CPU s |", "|---|---|", *lines, "", f"Installed size, with tests and peers: {size:.0f} MB.", ""]


def main() -> None:
    import os

    with tempfile.TemporaryDirectory() as folder:
        os.environ["REPORTS_CACHE"] = f"{folder}/cache"
        table = [*beside_peers(), *growth(Path(folder)), *whole()]
    day, machine = time.strftime("%Y-%m-%d"), f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    page = ROOT / "benchmarks" / "README.md"
    head, _, rest = page.read_text(encoding="utf-8").partition("<!-- measured -->\n")
    rest = rest.partition("<!-- end -->\n")[2]
    text = "\n".join([f"Measured on {day}: {machine}, Python {platform.python_version()}.", "", *table])
    page.write_text(f"{head}<!-- measured -->\n{text}<!-- end -->\n{rest}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
