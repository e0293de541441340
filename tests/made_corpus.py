"""Writes small corpora for tests: reports of a few sentences with their dates of publication."""

import csv
from pathlib import Path

from analysis import Corpus, load_corpus

OTHER = "Opinions on the matter differ widely, and experts and officials have long discussed it in several capitals."


def made_corpus(folder: Path, texts: dict[str, tuple[str, str]]) -> Corpus:
    """Write and load reports: id -> date of publication and text."""
    with (folder / "reports.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["report", "title", "published", "language", "file"])
        for report, (published, text) in texts.items():
            (folder / f"{report}.txt").write_text(text, encoding="utf-8")
            rows.writerow([report, f"On {report}", published, "en", f"{report}.txt"])
    return load_corpus(folder)


def between_paragraphs(report: str, text: str) -> str:
    """Return a text below a title, with a paragraph before and behind it, as a report has it."""
    return f"# On {report}\n\n{OTHER}\n\n{text}\n\n{OTHER}\n"
