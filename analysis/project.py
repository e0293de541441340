"""Find the folders of a run: the reports, the figures, and the project itself."""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RUN_FILE = "run.json"  # in a folder of results: the reports they were made from, and the values that were set
DRAFTS = "drafts"  # takes the figures of an interactive run; git ignores it


def corpus_folder(path: str | Path | None = None) -> Path:
    """Return the folder of reports.

    A relative `path` is looked for in the working folder, in the folder above it (a notebook runs in `notebooks/`) and
    in the project. Without `path`: REPORTS_CORPUS, else the folder that the results around the notebook were made
    from, else the project's own.
    """
    if path is not None:
        places = [place / Path(path).expanduser() for place in (Path.cwd(), Path.cwd().parent, ROOT)]
        return next((place for place in places if place.is_dir()), places[0])
    if os.environ.get("REPORTS_CORPUS"):
        return Path(os.environ["REPORTS_CORPUS"])
    results, run = find_run()
    if results is None:
        return ROOT / "corpus"
    there, beside = Path(run["corpus_was_at"]), (results / run["corpus"]).resolve()
    return beside if beside.is_dir() and not there.is_dir() else there


def figures_folder() -> Path:
    """Return the folder for figures: REPORTS_FIGURES, else that of the results around the notebook, else drafts.

    Only `reproduce` sets REPORTS_FIGURES, so that a cell that is run by hand never changes a committed figure.
    """
    if os.environ.get("REPORTS_FIGURES"):
        return Path(os.environ["REPORTS_FIGURES"])
    results, _ = find_run()
    return results / "figures" if results else (ROOT if os.access(ROOT, os.W_OK) else Path.cwd()) / DRAFTS


def find_run() -> tuple[Path | None, dict[str, Any]]:
    """Return the folder of results that the working folder belongs to, and its run file; None where there is none."""
    for folder in (Path.cwd(), Path.cwd().parent):
        try:
            run = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(run, dict) and {"corpus", "corpus_was_at"} <= set(run):
            return folder, run
    return None, {}


def run_text(results: Path, corpus: Path, values: dict[str, str], made_from: str) -> str:
    """Return the content of the run file of a folder of results; `made_from` stands for all they depend on."""
    beside = str(corpus)
    with suppress(ValueError):  # on another drive
        beside = os.path.relpath(corpus, results).replace(os.sep, "/")
    run = {"corpus": beside, "corpus_was_at": str(corpus), "values": values, "made_from": made_from}
    return json.dumps(run, indent=1, ensure_ascii=False) + "\n"
