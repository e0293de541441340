"""Find the folders of a run, record what it made, and compare results with those that are stored.

The record is a manifest of the figures and an RO-Crate 1.1 (https://w3id.org/ro/crate/1.1), which describes the results
for archives: reports are described, not contained, because their rights stay with their publishers.
"""

import contextlib
import csv
import hashlib
import io
import json
import math
import mimetypes
import operator
import os
import platform
import sys
import time
from importlib.metadata import distributions, version
from itertools import zip_longest
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OURS = "[0-9][0-9]_*.*"  # notebooks, figures, tables
RUN_FILE = "run.json"  # in a folder of results: the reports they were made from, and the values that were set
DRAFTS = "drafts"  # takes the figures of an interactive run; git ignores it
MANIFEST = "figures/MANIFEST.csv"
CRATE = "ro-crate-metadata.json"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
LICENCE = "https://spdx.org/licenses/MIT"
RELEASED = "2026-11-26"  # day of this version, as in CITATION.cff
COLUMNS = ("figure", "notebook", "holds", "file", "sha256", "versions")
TOLERANCE = 1e-4  # relative; figure data carry six digits, and libraries differ after the tenth
PER_FILE, LONGEST = 5, 60  # differences shown for one file; characters of a word that differs
PICTURES = (".svg", ".png")
# Libraries whose version can change how a figure is drawn; all are installed with the project.
DRAWING = ("matplotlib", "numpy", "pandas", "pillow", "contourpy", "fonttools", "kiwisolver")


def corpus_folder(path: str | Path | None = None) -> Path:
    """Return the folder of reports: REPORTS_CORPUS, else what results around a notebook were made from, else our own.

    A relative `path` is looked for in the working folder, in the folder above it (of a notebook) and in the project.
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
        with contextlib.suppress(OSError, ValueError):
            run = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))
            if isinstance(run, dict) and {"corpus", "corpus_was_at"} <= set(run):
                return folder, run
    return None, {}


def write_run(folder: Path, out: Path, corpus: Path, values: dict[str, str], made_from: str) -> None:
    """Write the run file of results that will lie in `out`; `made_from` stands for all they depend on."""
    same_drive = corpus.anchor == out.anchor
    beside = os.path.relpath(corpus, out).replace(os.sep, "/") if same_drive else str(corpus)
    run = {"corpus": beside, "corpus_was_at": str(corpus), "values": values, "made_from": made_from}
    (folder / RUN_FILE).write_text(json.dumps(run, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _results(folder: Path) -> dict[str, Path]:
    paths = [path for part in ("notebooks", "figures") for path in sorted((folder / part).glob(OURS))]
    return {path.relative_to(folder).as_posix(): path for path in paths}


def write_manifest(folder: Path) -> None:
    """Write the manifest of a folder of results: which notebook made each file, its SHA-256, what drew a picture."""
    stems = {path.stem[:2]: path.name for path in (folder / "notebooks").glob("[0-9][0-9]_*.ipynb")}
    with (folder / MANIFEST).open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for path in sorted((folder / "figures").glob(OURS)):
            figure, picture = path.stem.removesuffix("_evidence"), path.suffix in PICTURES
            holds = "picture" if picture else "evidence" if figure != path.stem else "data"
            made_by, versions = f"notebooks/{stems.get(figure[:2], '')}", drawn_with() if picture else ""
            rows.writerow([figure, made_by, holds, f"figures/{path.name}", sha256(path), versions])


def write_crate(folder: Path, corpus: Any, own: bool) -> None:
    """Write the RO-Crate of a folder of results; `own` results are those of this version, others of today."""
    reports, files = [], []
    for name, row in corpus.reports.iterrows():
        details = {"@id": f"#report-{name}", "@type": "CreativeWork", "name": row["title"] or name}
        details |= {"author": row["authors"], "publisher": row["publisher"], "url": row["source"]}
        details |= {"datePublished": row["published"], "usageInfo": row["rights"]}
        reports.append(
            {key: value for key, value in details.items() if value} | {"identifier": f"sha256:{row['sha256']}"}
        )
    for name, path in _results(folder).items():
        kind = mimetypes.guess_type(path.name)[0] or "text/plain"
        kind = "application/x-ipynb+json" if path.suffix == ".ipynb" else kind
        entity = {"@id": name, "@type": "File", "name": path.name, "encodingFormat": kind}
        files.append(entity | {"contentSize": str(path.stat().st_size), "identifier": f"sha256:{sha256(path)}"})
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": "Results of Reading security reports",
        "description": f"Figures with data and evidence, and the notebooks that made them from {len(reports)} reports",
        "datePublished": RELEASED if own else time.strftime("%Y-%m-%d", time.gmtime()),
        "license": {"@id": LICENCE},
        "hasPart": [{"@id": file["@id"]} for file in files],
        "mentions": [{"@id": report["@id"]} for report in reports],
    }
    described = {"@id": CRATE, "@type": "CreativeWork", "about": {"@id": "./"}, "conformsTo": {"@id": SPECIFICATION}}
    licence = {"@id": LICENCE, "@type": "CreativeWork", "name": "MIT License", "identifier": "MIT"}
    graph = {"@context": f"{SPECIFICATION}/context", "@graph": [described, root, licence, *reports, *files]}
    text = json.dumps(graph, indent=1, ensure_ascii=False) + "\n"
    (folder / CRATE).write_text(text, encoding="utf-8", newline="\n")


def files_read(corpus: Any, notebooks: list[Path]) -> dict[Path, str]:
    """Return the SHA-256 of each table, notebook and report that results are made from; empty for one that is gone."""
    reports = [corpus.folder / file for file in corpus.reports["file"]]
    return {path: sha256(path) for path in (*sorted(corpus.folder.glob("*.csv")), *notebooks, *reports)}


def inputs(corpus: Any, files: dict[Path, str], values: dict[str, str]) -> str:
    """Return a SHA-256 of all that results depend on: the files they are made from, values, code and versions."""
    code = [path for path in sorted(ROOT.glob("analysis/**/*")) if path.is_file() and path.suffix != ".pyc"]
    installed = sorted(f"{package.name} {package.version}" for package in distributions())
    known = [sys.version, *installed, *files.values(), *map(sha256, code), sorted(values.items())]
    known.append(corpus.problems.to_csv())
    return hashlib.sha256(repr(known).encode("utf-8", "surrogateescape")).hexdigest()


def is_made_from(folder: Path, wanted: str) -> bool:
    """Tell whether a folder holds the results for these inputs, and no file of them was changed since."""
    with contextlib.suppress(OSError, ValueError, KeyError):
        run, crate = (json.loads((folder / name).read_text(encoding="utf-8")) for name in (RUN_FILE, CRATE))
        files = [entity for entity in crate["@graph"] if entity["@type"] == "File"]
        same = all(entity["identifier"] == f"sha256:{sha256(folder / entity['@id'])}" for entity in files)
        return same and run.get("made_from") == wanted and (folder / "reports" / "index.html").is_file()
    return False


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file; empty for one that is gone or cannot be read."""
    with contextlib.suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def drawn_with() -> str:
    """Return the system and the versions of the libraries that decide how a figure is drawn."""
    system = f"{platform.system()} {platform.machine().replace('AMD64', 'x86_64')}"
    return "; ".join([system, *(f"{name} {version(name)}" for name in DRAWING)])


def why_no_images(folder: Path) -> str:
    """Say why the pictures of a folder cannot be compared byte by byte with those made here; empty where they can."""
    drawn: set[str] = set()
    with contextlib.suppress(OSError, KeyError, ValueError), (folder / MANIFEST).open(encoding="utf-8") as file:
        drawn = {part for row in csv.DictReader(file) for part in row["versions"].split("; ")} - {""}
    if not drawn:
        return f"{MANIFEST}, which names the versions that drew the stored ones, is missing"
    other = ", ".join(sorted(drawn - set(drawn_with().split("; "))))
    return f"the stored ones were drawn with {other}" if other else ""


def differences(stored: Path, fresh: Path, images: bool = True) -> list[str]:
    """Return one line for each difference between the figures and notebooks of two folders, capped per file.

    Numbers may differ in the last bits, as between processors. Pictures are compared byte by byte, and only with
    `images`: other versions of the drawing libraries draw the same data otherwise.
    """
    old, new = _results(stored).keys(), _results(fresh).keys()
    found = [f"{name}: stored, but no notebook makes it any more" for name in sorted(old - new)]
    found += [f"{name}: made now, but not stored" for name in sorted(new - old)]
    for name in sorted(old & new, key=lambda name: (name.endswith(PICTURES), name)):
        a, b = stored / name, fresh / name
        if a.read_bytes() != b.read_bytes() and (images or not name.endswith(PICTURES)):
            found += [f"{name}{line}" for line in _compare(a, b)]
    return found


def _compare(stored: Path, fresh: Path) -> list[str]:
    if stored.suffix not in (".csv", ".ipynb"):
        return [": the file differs"]
    old, new = _content(stored), _content(fresh)
    if len(old) != len(new):
        return [f": {len(old)} lines or cells stored, {len(new)} now"]
    found = [f", {place}: {words}" for (place, a), (_, b) in zip(old, new, strict=True) if (words := _difference(a, b))]
    return found[:PER_FILE] + [f": and {len(found) - PER_FILE} more"] * (len(found) > PER_FILE)


def _content(path: Path) -> list[tuple[str, list[str] | str]]:
    """Return the rows of a table, or the texts of a notebook's cells, each with its place."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        return [(f"line {n}", row) for n, row in enumerate(csv.reader(io.StringIO(text)), 1)]
    places: list[tuple[str, list[str] | str]] = []
    for cell in json.loads(text)["cells"]:
        texts = [cell["source"]]
        for output in cell.get("outputs", []):
            data = output.get("data", {})  # of tables, sentences and printed lines; no pictures
            texts += [output.get("text", ""), *(data[kind] for kind in sorted(data) if kind.startswith("text/"))]
        places.append((f"cell [{cell.get('execution_count', 'prose')}]", "\n".join(map("".join, texts))))
    return places


def _difference(stored: list[str] | str, fresh: list[str] | str) -> str:
    """Show the first words in which two texts differ, with a little before; numbers of a table may be near."""
    if stored == fresh:
        return ""
    same = operator.eq if isinstance(stored, str) else _is_near
    old, new = (words.split() if isinstance(words, str) else words for words in (stored, fresh))
    pairs = enumerate(zip_longest(old, new, fillvalue="\0"))
    first = next((i for i, pair in pairs if not same(*pair)), None)
    if first is None:
        return "white space differs" if isinstance(stored, str) else ""
    parts = old[max(0, first - 4) : first], old[first:][:6], new[first:][:6]
    before, a, b = (" ".join(word[:LONGEST] for word in words) for words in parts)
    return f'after "… {before}": ' * bool(before) + f'"{a}" stored, "{b}" now'


def _is_near(a: str, b: str) -> bool:
    with contextlib.suppress(ValueError):
        return a == b or math.isclose(float(a), float(b), rel_tol=TOLERANCE, abs_tol=1e-6)
    return False
