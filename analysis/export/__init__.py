"""How do notebooks become reports that everyone can read? HTML pages that fetch nothing and need no script.

jupyter nbconvert --to report notebooks/04_timeline.ipynb
"""

import base64
import hashlib
import html
import importlib.metadata
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import TemplateExporter
from nbconvert.filters import ansi2html
from nbformat import NotebookNode
from traitlets import Dict, List, Unicode, default

from analysis import load_corpus, project
from analysis.export import evidence, markup, pictures

TEMPLATES = Path(__file__).parent / "templates"
LIGHT = 149_500  # bytes of a page; the promise is 150 kB
PASSES = 4  # looks at what a page weighs: links to other pages take room too; a page may stay heavier
FINDING = 320  # characters of the answer that stand on a card of the index
# What of an output is shown, first choice first.
KINDS = ("text/html", "text/markdown", "image/svg+xml", "text/latex", "image/png", "image/jpeg", "text/plain")


class ReportExporter(TemplateExporter):
    """Turns a notebook into one HTML page that fetches nothing and needs no script."""

    export_from_notebook = "Report"
    output_mimetype = "text/html"
    pages: Any = List(help="All reports in order, as (file name, title), to link between them.").tag(config=True)
    facts = Dict(help="What stands at the foot of the page: reports, sha256, version.").tag(config=True)
    figures = Unicode("../figures", help="Where the figures lie, seen from the page.").tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "report"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES)]

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert a notebook into a page; the title is its first heading, else its file name."""
        resources = dict(resources or {})
        name = resources.get("metadata", {}).get("name") or "notebook"
        page = read_page(nb, name, {Path(file).stem + ".ipynb": file for file, _ in self.pages})
        facts = self.facts or corpus_facts(project.corpus_folder())
        neighbours = _neighbours(self.pages, f"{name}.html")
        resources |= {"page": page, "pages": self.pages, "facts": facts, "figures": self.figures}
        resources |= {"here": f"{name}.html", "neighbours": neighbours, "further": {}, **_assets()}
        text, made = super().from_notebook_node(nb, resources, **kw)
        whole, room, excess = page["parts"], evidence.size(page["parts"]), len(text.encode("utf-8")) - LIGHT
        for _ in range(PASSES if self.pages else 0):
            if excess <= 0 or room <= 0:
                break
            room -= excess
            page["parts"], resources["further"] = evidence.lighten(whole, room, f"{name}.html")
            text, made = super().from_notebook_node(nb, resources, **kw)
            excess = len(text.encode("utf-8")) - LIGHT
        return text, made

    def plain_page(self, template: str, here: str, **content: Any) -> str:
        """Return a page that is no notebook: the index of the collection, or evidence that found no room."""
        made = self.environment.get_template(f"{template}.html.j2")
        return made.render(facts=self.facts, pages=self.pages, here=here, **content, **_assets())


def read_page(nb: NotebookNode, name: str, links: dict[str, str]) -> dict[str, Any]:
    """Return what a page shows: title, headings, parts in order (kind and HTML), CSS, answer, figures.

    `links` maps file names of notebooks to those of their reports.
    """
    shown = [output for cell in nb.cells for output in cell.get("outputs", [])]
    fragments = "".join(o["data"]["text/html"] for o in shown if "text/html" in o.get("data", {}))
    page: dict[str, Any] = {"headings": [], "svgs": [], "names": [], "answer": "", "links": links, "seen": set()}
    page["marks"] = evidence.marks(fragments) if 'class="mark"' in fragments else {}
    page["parts"] = [part for cell in nb.cells for part in _cell_parts(cell, page)]
    markup.number_regions(page["parts"])
    page["title"] = title(nb, name)
    page["css"] = pictures.fonts(page["svgs"]) + _share_styles(page["parts"])
    return page


def title(nb: NotebookNode, name: str) -> str:
    """Return the first heading of a notebook as plain text, else its name."""
    for cell in nb.cells:
        found = re.search(r"^# +(.+?)[ #]*$", cell.source, re.M) if cell.cell_type == "markdown" else None
        if found:
            return html.unescape(re.sub(r"<[^>]+>|[*`_]{1,2}(?=\S)|(?<=\S)[*`_]{1,2}", "", found[1]))
    return name


def _cell_parts(cell: NotebookNode, page: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the parts of a page that one cell makes: prose, or what its code shows and then the code."""
    if cell.cell_type == "markdown":
        yield {"kind": "prose", "html": markup.prose(cell.source, page["headings"], page["links"])}
    if cell.cell_type != "code" or not cell.source.strip():
        return
    for output in cell.get("outputs", []):
        yield _output_part(output, page)
    yield {"kind": "code", "html": markup.highlight(cell.source), "count": cell.get("execution_count") or ""}


def _output_part(output: NotebookNode, page: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a page that one output of a cell makes."""
    if output.output_type in ("stream", "error"):
        text = output.get("text") or "\n".join(output.get("traceback", []))
        return {"kind": "text", "html": ansi2html(text)}
    data = output.get("data", {})
    kind = next((kind for kind in KINDS if kind in data), "")
    content = data.get(kind, "")
    if kind == "image/svg+xml" or kind in ("image/png", "image/jpeg"):
        return _figure_part(kind, content, output.get("metadata", {}), page)
    if kind == "text/markdown":
        part = {"kind": "prose", "html": markup.prose(content, page["headings"], page["links"])}
        if not page["answer"]:
            page["answer"] = part["html"]
            part["kind"] = "answer"
        return part
    if kind == "text/html":
        made = evidence.once(markup.clean(content), page["seen"])
        if page["names"] and 'class="mark"' in made:
            made = evidence.way_back(made, len(page["names"]))
        if re.sub(r"<[^>]+>", "", made).strip() or "<img" in made or 'class="evidence"' in content:
            return {"kind": "html", "html": made}
        plain = html.escape(data.get("text/plain", ""))
        return {"kind": "text", "html": f"{plain}\n(shown in JupyterLab only)"}
    if kind == "text/latex":
        return {"kind": "prose", "html": markup.prose(content, [], {})}
    return {"kind": "text", "html": ansi2html(content)}


def _figure_part(kind: str, content: str, metadata: dict, page: dict[str, Any]) -> dict[str, Any]:
    """Return a figure with its number, name and alternative text."""
    said = metadata.get(kind) or {}
    number = len(page["names"]) + 1
    name = said.get("name", "")
    alt = said.get("alt") or f"Figure {number} of this report"
    page["names"].append(name)
    if kind == "image/svg+xml":
        picture = pictures.inline(content, f"f{number}", alt, page["marks"])
        page["svgs"].append(picture)
    else:
        picture = f'<img src="data:{kind};base64,{"".join(content.split())}" alt="{html.escape(alt)}">'
    links = picture.count("<a ")
    return {"kind": "figure", "html": picture, "number": number, "name": name, "alt": alt, "links": links}


def _share_styles(parts: list[dict[str, Any]]) -> str:
    """Let the figures of a page share their styles, in place; return the CSS for them."""
    drawn = [part for part in parts if part["kind"] == "figure"]
    shared, css = pictures.share_styles([part["html"] for part in drawn])
    for part, picture in zip(drawn, shared, strict=True):
        part["html"] = picture
    return css


def _neighbours(pages: list, here: str) -> dict[str, tuple[str, str] | None]:
    """Return the pages before and after this one, where there are any."""
    files = [file for file, _ in pages]
    at = files.index(here) if here in files else None
    return {
        "before": tuple(pages[at - 1]) if at else None,
        "after": tuple(pages[at + 1]) if at is not None and at + 1 < len(pages) else None,
    }


def _assets() -> dict[str, str]:
    """Return style sheet, script, and the rule that a browser runs this script alone and fetches nothing."""
    folder = TEMPLATES / "report"
    style, script = ((folder / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    policy = (
        "default-src 'none'; img-src 'self' data:; font-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    return {"style": style, "script": script, "policy": policy}


def corpus_facts(folder: Path) -> dict[str, Any]:
    """Return what a page says about its corpus: the rows of the reports that were read, sha256, package version.

    The sum covers `reports.csv` and every file that was read, in their order; `own` tells whether it is the project's.
    """
    table, reports = folder / "reports.csv", load_corpus(folder).reports.reset_index()
    total = hashlib.sha256(table.read_bytes() if table.is_file() else b"")
    for file in reports["file"]:
        total.update(hashlib.sha256((folder / file).read_bytes()).digest())
    own = folder.resolve() == (project.ROOT / "corpus").resolve()
    rows = reports.to_dict("records")
    return {"rows": rows, "reports": len(rows), "sha256": total.hexdigest(), "version": _version(), "own": own}


def _version() -> str:
    try:
        return importlib.metadata.version("reading-security-reports")
    except importlib.metadata.PackageNotFoundError:
        return ""


def write_reports(notebooks: list[Path], out: Path, corpus: Path, figures: Path) -> None:
    """Write one page per executed notebook, and `index.html`, into the folder `out`.

    `figures` is the folder that holds the notebooks' figures; the pages link to the data in it.
    """
    books = [nbformat.read(path, as_version=4) for path in notebooks]
    facts = corpus_facts(corpus)
    exporter = ReportExporter(facts=facts, figures=os.path.relpath(figures, out).replace(os.sep, "/"))
    named = list(zip(notebooks, books, strict=True))
    exporter.pages = [(f"{path.stem}.html", title(book, path.stem)) for path, book in named]
    out.mkdir(parents=True, exist_ok=True)
    cards = []
    for path, book in named:
        text, resources = exporter.from_notebook_node(book, {"metadata": {"name": path.stem}})
        made = {f"{path.stem}.html": text}
        for file, part in resources["further"].items():
            made[file] = exporter.plain_page(
                "evidence", f"{path.stem}.html", content=part, title=resources["page"]["title"]
            )
        for file, text in made.items():
            (out / file).write_text(text, encoding="utf-8", newline="\n")
        cards.append(_card(resources["page"], path, figures))
    index = exporter.plain_page("collection", "index.html", cards=cards)
    (out / "index.html").write_text(index, encoding="utf-8", newline="\n")


def _card(page: dict[str, Any], path: Path, figures: Path) -> dict[str, str]:
    """Return what the index shows of one report: address, question, finding, first figure."""
    first = next((name for name in page["names"] if name), "")
    plain = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page["answer"])).split())
    return {
        "file": f"{path.stem}.html",
        "title": page["title"],
        "finding": _first_sentences(re.sub(r" ([.,;:)])", r"\1", plain).removeprefix("In short").lstrip(".: ")),
        "picture": pictures.thumbnail(figures / f"{first}.png") if first else "",
    }


def _first_sentences(text: str) -> str:
    """Return the first sentences of a text that fit on a card.

    >>> _first_sentences("One word. " + "Another " * 60 + "end.")
    'One word.'
    """
    kept = ""
    for sentence in re.split(r"(?<=[.?!]) (?=[A-Z\d“\"'])", text):
        if kept and len(kept) + len(sentence) > FINDING:
            break
        kept = f"{kept} {sentence}".strip()
    return kept
