"""Typeset the made reports and score what `analysis` reads from them.

    uv run --group layouts python tests/layouts/run.py [--held-back] [--only WORD] [--errors N] [--keep FOLDER]

Prints word error, block F1, heading F1 and note F1 for each layout and over all. Without --held-back, the layouts on
which rules may be tuned; with it, the last third, in figures only.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

import pages
import score_structure
import sources
import web
import word

MEASURES = ("word error rate", "block F1", "heading F1", "note F1")
SCORED = ("title", "heading", "paragraph", "list_item", "box", "caption", "footnote")
Made = tuple[str, str, Callable[[], bytes], list[dict]]  # layout, file name, its bytes, the blocks of a right reading


def layouts(held_back: bool = False, only: str = "") -> Iterator[Made]:
    """Return every report in every layout."""
    for report in map(sources.load, sources.NAMES):
        for folder, kind, names, kept, write, truth in (
            ("PDF", ".pdf", pages.TEMPLATES, pages.HELD_BACK, pages.pdf, pages.pdf_truth),
            ("HTML", ".html", web.PAGES, web.HELD_BACK, web.page, web.page_truth),
            ("Markdown", ".md", web.MARKDOWN, web.MARKDOWN_HELD_BACK, web.markdown, web.markdown_truth),
            ("DOCX", ".docx", word.FILES, word.HELD_BACK, word.docx, word.docx_truth),
        ):
            for name in names:
                layout = f"{folder}: {name}"
                if (name in kept) == held_back and only.lower() in layout.lower():
                    yield (
                        layout,
                        report.name + kind,
                        lambda w=write, n=name, r=report: _bytes(w(r, n)),
                        truth(report, name),
                    )


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def read(path: Path, report: str) -> list[dict]:
    """Return the blocks that the project reads from a file, as `score_structure` takes them."""
    from analysis import readers
    from analysis.cleaning import clean

    blocks = clean(readers.read(path)).blocks
    fields = ("kind", "level", "text", "notes")
    return [{"report": report, **{f: getattr(b, f) for f in fields}} for b in blocks if b.kind in SCORED]


def score(made: list[Made], folder: Path) -> dict[str, dict]:
    """Return the measures of each layout, and over all, with the errors."""
    gold: dict[str, list[dict]] = {}
    found: dict[str, list[dict]] = {}
    for layout, name, content, truth in made:
        path = folder / layout.replace(": ", "-").replace(" ", "_").replace(",", "") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content())
        for key in (layout, "all"):
            report = f"{layout} {name}"
            gold.setdefault(key, []).extend({**block, "report": report} for block in truth)
        try:
            blocks = read(path, f"{layout} {name}")
        except ValueError as error:
            print(f"{layout} {name}: {error}", file=sys.stderr)
            blocks = []
        for key in (layout, "all"):
            found.setdefault(key, []).extend(blocks)
    return {key: score_structure.score(gold[key], found[key]) for key in gold}


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-back", action="store_true")
    parser.add_argument("--only", default="", help="layouts whose name holds this word, such as PDF or HTML")
    parser.add_argument("--errors", type=int, default=0, help="show this many errors of each report")
    parser.add_argument("--keep", type=Path, help="folder for the files, else they are deleted")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        results = score(list(layouts(args.held_back, args.only)), args.keep or Path(scratch))
    for layout in sorted(results, key=lambda name: (name == "all", name)):
        row = results[layout]["all"]
        print(f"{layout:40}" + "".join(f"{name} {row[name]:7.4f}   " for name in MEASURES))
        if args.errors and layout != "all" and not args.held_back:
            for report, measured in results[layout].items():
                for error in measured.get("errors", [])[: args.errors] if report != "all" else ():
                    print(f"      {report.rsplit(' ', 1)[1]}: {error}")


if __name__ == "__main__":
    main()
