"""Describe results for archives: `ro-crate-metadata.json`, with reports, notebooks, figures and who made what of what.

The form is RO-Crate 1.1 (https://w3id.org/ro/crate/1.1). Reports are described, not contained: their rights stay with
their publishers.
"""

import hashlib
import json
import mimetypes
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from analysis import project, record
from analysis.corpus import Corpus

FILE = "ro-crate-metadata.json"
PROGRAM = "#reading-security-reports"
LICENCE = "https://spdx.org/licenses/MIT"
RELEASED = "2026-11-26"  # day of this version, as in CITATION.cff
Entity = dict[str, Any]


def write(folder: Path, corpus: Corpus) -> None:
    """Write the description of a folder of results that has a manifest, made from a corpus."""
    reports = [_report(str(name), row) for name, row in corpus.reports.iterrows()]
    manifest = record.read_manifest(folder)
    notebooks = [_file(f"notebooks/{path.name}", path) for path in sorted((folder / "notebooks").glob("*.ipynb"))]
    files = [_file(name, folder / name) | {"isPartOf": {"@id": f"#{row['figure']}"}} for name, row in manifest.items()]
    runs = [_run(book["@id"], manifest, reports) for book in notebooks]
    parts = [{"@id": entity["@id"]} for entity in (*notebooks, *files)]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": "Results of Reading security reports",
        "description": f"Figures with data and evidence, and the notebooks that made them from {len(reports)} reports",
        "datePublished": _date(corpus),
        "license": {"@id": LICENCE},
        "hasPart": parts,
        "mentions": [{"@id": entity["@id"]} for entity in (*reports, *runs)],
    }
    described = {"@id": FILE, "@type": "CreativeWork", "about": {"@id": "./"}}
    described["conformsTo"] = {"@id": "https://w3id.org/ro/crate/1.1"}
    licence = {"@id": LICENCE, "@type": "CreativeWork", "name": "MIT License", "identifier": "MIT"}
    program = {"@id": PROGRAM, "@type": "SoftwareApplication", "name": "Reading security reports"}
    program["version"] = version("reading-security-reports")
    figures = [_figure(name, manifest) for name in dict.fromkeys(row["figure"] for row in manifest.values())]
    graph = [described, root, licence, program, *reports, *notebooks, *figures, *files, *runs]
    crate = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}
    text = json.dumps(crate, indent=1, ensure_ascii=False) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8", newline="\n")


def _report(name: str, row: Any) -> Entity:
    """Describe a report: who wrote and published it, when, where it comes from, its rights and its SHA-256."""
    told = {"name": row["title"] or name, "author": row["authors"], "publisher": row["publisher"], "url": row["source"]}
    told |= {"datePublished": row["published"], "usageInfo": row["rights"], "identifier": f"sha256:{row['sha256']}"}
    return {"@id": f"#report-{name}", "@type": "CreativeWork"} | {key: value for key, value in told.items() if value}


def _file(name: str, path: Path) -> Entity:
    data = path.read_bytes()
    kind = "application/x-ipynb+json" if path.suffix == ".ipynb" else mimetypes.guess_type(name)[0] or "text/plain"
    entity: Entity = {"@id": name, "@type": "File", "name": path.name, "encodingFormat": kind}
    return entity | {"contentSize": str(len(data)), "identifier": f"sha256:{hashlib.sha256(data).hexdigest()}"}


def _figure(name: str, manifest: dict[str, dict[str, str]]) -> Entity:
    files = [{"@id": file} for file, row in manifest.items() if row["figure"] == name]
    return {"@id": f"#{name}", "@type": "CreativeWork", "name": f"Figure or table {name}", "hasPart": files}


def _run(notebook: str, manifest: dict[str, dict[str, str]], reports: list[Entity]) -> Entity:
    """Describe the run of a notebook: from which reports it made which files."""
    made = [{"@id": file} for file, row in manifest.items() if row["notebook"] == notebook]
    run: Entity = {"@id": f"#run-{Path(notebook).stem}", "@type": "CreateAction", "name": f"Run of {notebook}"}
    used = [{"@id": PROGRAM}, {"@id": notebook}]
    return run | {"instrument": used, "object": [{"@id": report["@id"]} for report in reports], "result": made}


def _date(corpus: Corpus) -> str:
    """Return the day of publication: of this version for the project's own results, else today."""
    own = corpus.folder.resolve() == (project.ROOT / "corpus").resolve()
    return RELEASED if own else time.strftime("%Y-%m-%d", time.gmtime())
