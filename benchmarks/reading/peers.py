"""Compare what peers make of the made reports with what this project reads, and read what converters write.

    uv run --no-sync --with pypandoc_binary --with markitdown[docx,pdf] --with trafilatura --with docx2python \\
        --with pdfplumber --with pdftext --with rapidfuzz python benchmarks/reading/peers.py

First table: word error of the main text and share of notes kept, for each format and tool. A tool that keeps menus,
running heads or notes in the text has them as errors. Second table: this project on the output of the converters.
A peer that is not installed is left out.
"""

import re
import sys
import tempfile
import warnings
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests" / "layouts"), str(ROOT / "tests"), str(ROOT)]

import run
import score_structure
from rapidfuzz.distance import Levenshtein

WORD = re.compile(r"\w+")
MAIN = ("paragraph", "list_item", "box")


def pandoc(path: Path, form: str = "plain") -> str:
    import pypandoc

    return pypandoc.convert_file(str(path), form)


def markitdown(path: Path) -> str:
    from markitdown import MarkItDown

    return MarkItDown().convert(str(path)).text_content


def trafilatura(path: Path, form: str = "txt") -> str:
    import trafilatura

    return trafilatura.extract(path.read_text(encoding="utf-8"), output_format=form, include_tables=False) or ""


def docx2python(path: Path) -> str:
    from docx2python import docx2python as read

    with read(str(path)) as document:
        return document.text


def pdfplumber(path: Path) -> str:
    import pdfplumber

    with pdfplumber.open(path) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages)


def pdftext(path: Path) -> str:
    from pdftext.extraction import plain_text_output

    return plain_text_output(str(path), sort=False, hyphens=False)


PEERS = {
    ".html": (pandoc, markitdown, trafilatura),
    ".docx": (pandoc, markitdown, docx2python),
    ".pdf": (pdfplumber, pdftext, markitdown),
}
CONVERTERS = {
    "pandoc plain": lambda path: (pandoc(path, "plain"), ".txt"),
    "pandoc gfm": lambda path: (pandoc(path, "gfm"), ".md"),
    "pandoc markdown": lambda path: (pandoc(path, "markdown"), ".txt"),
    "markitdown": lambda path: (markitdown(path), ".txt"),
    "trafilatura markdown": lambda path: (trafilatura(path, "markdown"), ".md"),
}


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def word_error(text: str, truth: list[dict]) -> float:
    right = words(" ".join(block["text"] for block in truth if block["kind"] in MAIN))
    return Levenshtein.distance(right, words(text)) / len(right)


def notes_kept(text: str, truth: list[dict]) -> float:
    """Return the share of the notes whose words stand together in a text."""
    found = " ".join(words(text))
    notes = [" ".join(words(block["text"])) for block in truth if block["kind"] == "footnote"]
    return sum(note in found for note in notes) / len(notes)


def ours(path: Path) -> tuple[str, str]:
    blocks = run.read(path, "")
    main = " ".join(block["text"] for block in blocks if block["kind"] in MAIN)
    return main, "\n".join(block["text"] for block in blocks if block["kind"] == "footnote")


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def main() -> None:
    """Print the two tables."""
    warnings.simplefilter("ignore")
    rows: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    gold: dict[str, list[dict]] = defaultdict(list)
    found: dict[str, list[dict]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as scratch:
        for n, (layout, name, content, truth) in enumerate(run.layouts()):
            path = Path(scratch) / f"{n}-{name}"
            path.write_bytes(content())
            if path.suffix in PEERS:
                text, notes = ours(path)
                rows[path.suffix, "this project"].append((word_error(text, truth), notes_kept(notes, truth)))
            for peer in PEERS.get(path.suffix, ()):
                try:
                    text = peer(path)
                except ImportError:
                    continue
                rows[path.suffix, peer.__name__].append((word_error(text, truth), notes_kept(text, truth)))
            for converter, convert in CONVERTERS.items() if path.suffix in (".html", ".docx") else ():
                if converter.startswith("trafilatura") and path.suffix == ".docx":
                    continue
                try:
                    text, ending = convert(path)
                except ImportError:
                    continue
                key = f"{path.suffix} {converter}"
                out = path.with_name(f"{n}-{converter.replace(' ', '-')}{ending}")
                out.write_text(text, encoding="utf-8")
                report = f"{layout} {name}"
                gold[key] += [{**block, "report": report} for block in truth]
                found[key] += run.read(out, report)
    print("format  tool            word error   notes kept")
    for (suffix, tool), values in sorted(rows.items()):
        print(f"{suffix:7} {tool:15} {mean([v[0] for v in values]):10.3f} {mean([v[1] for v in values]):12.2f}")
    print("\nthis project on what converters write")
    for key in sorted(gold):
        row = score_structure.score(gold[key], found[key])["all"]
        print(f"{key:28}" + "".join(f"{name} {row[name] or 0:7.4f}   " for name in run.MEASURES))
        if "--errors" in sys.argv:
            for report, measured in score_structure.score(gold[key], found[key]).items():
                for error in measured.get("errors", [])[:4] if report != "all" else ():
                    print(f"      {report}: {error}")


if __name__ == "__main__":
    main()
