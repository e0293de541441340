"""Export notebooks as HTML pages that fetch nothing, need no script and hold their own evidence.

jupyter nbconvert --to report notebooks/04_timeline.ipynb
"""

import base64
import hashlib
import html
import importlib.metadata
import itertools
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import TemplateExporter
from nbconvert.filters import ansi2html
from nbformat import NotebookNode
from traitlets import Dict, List, Unicode

from analysis import Corpus, load_corpus, notebook, project, record
from analysis.catalogue import group_problems, left_out, reading_summary
from analysis.language import split_sentences
from analysis.report import markup, reading
from analysis.report.reading import EVIDENCE, MARK

TEMPLATES = Path(__file__).parent / "templates"
FINDING = 320  # characters of the answer that stand on a card of the index
# What of an output is shown, first choice first.
KINDS = ("image/svg+xml", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg", "text/plain")
TAG = re.compile(r"<[^>]+>")
# What leads from a page to the full texts, which are not sent with it.
TO_FULL_TEXT = re.compile(rb'<a href="read/[^"]*">([^<]*)</a>|<form class="find".*?</form>', re.S)


class ReportExporter(TemplateExporter):
    """Turns a notebook into one HTML page that fetches nothing and needs no script."""

    export_from_notebook = "Report"
    output_mimetype = "text/html"
    pages: Any = List(help="All reports in order, as (file name, title), to link between them.").tag(config=True)
    facts = Dict(help="What stands at the foot of the page: reports, sha256, version.").tag(config=True)
    figures = Unicode("../figures", help="Where the figures lie, seen from the page.").tag(config=True)
    reading = Unicode(notebook.READING, help="Where the reading pages lie, seen from the page.").tag(config=True)

    def __init__(self, **kw: Any) -> None:
        """Use the template beside this module."""
        folders = [str(TEMPLATES)]
        super().__init__(file_extension=".html", template_name="report", extra_template_basedirs=folders, **kw)

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert a notebook into a page; the title is its first heading, else its name."""
        resources = dict(resources or {})
        name = resources.get("metadata", {}).get("name") or "notebook"
        page = read_page(nb, name, {Path(file).stem + ".ipynb": file for file, _ in self.pages})
        here, facts = f"{name}.html", self.facts or corpus_facts(load_corpus())
        resources |= {"page": page, "pages": self.pages, "facts": facts, "figures": self.figures, "here": here}
        text, made = super().from_notebook_node(nb, resources | _assets("page.js"), **kw)
        counts: dict[str, Iterator[int]] = {"Table": itertools.count(1), "Formula": itertools.count(1)}
        label = r'aria-label="(Table|Formula)(?=[":])'  # no two regions of a page share a name
        text = re.sub(label, lambda found: f"{found[0]} {next(counts[found[1]])}", text)
        return text.replace(f'href="{notebook.READING}/', f'href="{self.reading}/'), made

    def page(self, template: str, scripts: tuple[str, ...] = ("page.js",), **values: Any) -> str:
        """Return a page that is made from no notebook: the index, a reading page, the search."""
        made = self.environment.get_template(template)
        return made.render(facts=self.facts, pages=self.pages, **values, **_assets(*scripts))


def read_page(nb: NotebookNode, name: str, links: dict[str, str]) -> dict[str, Any]:
    """Return what a page shows: title, headings, parts in order (kind and HTML), CSS, answer, figures.

    `links` maps file names of notebooks to those of their reports.
    """
    page: dict[str, Any] = {"headings": [], "names": [], "cover": "", "answer": "", "seen": set()}
    page |= {"title": title(nb, name), "links": links, "marks": {}, "parts": []}
    for key, label, quotations in MARK.findall(_html_outputs(nb)):
        first = html.unescape(TAG.sub("", quotations.partition("<q>")[2].partition("</q>")[0]))
        sentences = notebook.number(quotations.count("<li>"), "sentence")
        page["marks"][html.unescape(key)] = f"{html.unescape(label)}: {sentences}", first
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            page["parts"].append(_prose(cell.source, page))
        if cell.cell_type == "code" and cell.source.strip():
            page["parts"] += [_output_part(output, page) for output in cell.get("outputs", [])]
            code = {"html": markup.highlight(cell.source), "count": cell.get("execution_count") or ""}
            page["parts"].append({"kind": "code"} | code)
    page["css"] = markup.fonts([part["html"] + part["narrow"] for part in page["parts"] if part["kind"] == "figure"])
    return page


def _html_outputs(nb: NotebookNode) -> str:
    shown = [output.get("data", {}) for cell in nb.cells for output in cell.get("outputs", [])]
    return "".join(data.get("text/html", "") for data in shown)


def title(nb: NotebookNode, name: str) -> str:
    """Return the first heading of a notebook as plain text, else its name."""
    prose = "\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")
    found = re.search(r"^# +(.+?)[ #]*$", prose, re.M)
    return html.unescape(re.sub(r"<[^>]+>|[*`_]{1,2}(?=\S)|(?<=\S)[*`_]{1,2}", "", found[1])) if found else name


def _prose(source: str, page: dict[str, Any], written_by_us: bool = True) -> dict[str, Any]:
    return {"kind": "prose", "html": markup.prose(source, page["headings"], page["links"], written_by_us)}


def _output_part(output: NotebookNode, page: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a page that one output of a cell makes."""
    data = output.get("data", {})
    kind = next((kind for kind in KINDS if kind in data), "")
    content = data.get(kind, "")
    if kind.startswith("image/"):
        return _figure_part(kind, data, output.get("metadata", {}).get(kind) or {}, page)
    if kind in ("text/markdown", "text/latex"):
        part = _prose(content, page, written_by_us=False)
        if kind == "text/markdown" and not page["answer"]:
            page["answer"], part["kind"] = part["html"], "answer"
        return part
    if kind == "text/html":
        made = markup.clean(EVIDENCE.sub(lambda found: _evidence_once(found[0], page), content), links_elsewhere=False)
        if TAG.sub("", made).strip() or "<img" in made or EVIDENCE.search(content):
            return {"kind": "html", "html": made}
        return {"kind": "text", "html": f"{html.escape(data.get('text/plain', ''))}\n(shown in JupyterLab only)"}
    return {"kind": "text", "html": ansi2html(content or output.get("text") or "\n".join(output.get("traceback", [])))}


def _figure_part(kind: str, data: dict, facts: dict, page: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a page that a picture makes, with the one for phones where there is one."""
    name, number = facts.get("name", ""), len(page["names"]) + 1
    alt, narrow = facts.get("alt") or f"Figure {number} of this report", data.get(notebook.NARROW_SVG, "")
    page["names"].append(name)
    page["cover"] = name if facts.get("cover") else page["cover"]
    if kind == "image/svg+xml":
        made = markup.picture(data[kind], f"f{number}", alt, page["marks"], facts.get("head", 0))
    else:
        made = f'<img src="data:{kind};base64,{"".join(data[kind].split())}" alt="{html.escape(alt)}">'
    words = {"title": facts.get("title", ""), "subtitle": facts.get("subtitle", ""), "alt": alt}
    words["narrow"] = markup.picture(narrow, f"n{number}", alt, page["marks"]) if narrow else ""
    return {"kind": "figure", "html": made, "number": number, "name": name, "links": made.count("<a "), **words}


def _evidence_once(fragment: str, page: dict[str, Any]) -> str:
    """Return evidence without the marks that the page has already, and with a way back to its figure."""
    number, seen = len(page["names"]), set(page["seen"])
    page["seen"] |= {key for key, _, _ in MARK.findall(fragment)}
    made = MARK.sub(lambda found: "" if found[1] in seen else found[0], fragment.replace(" open>", ">", 1))
    if not MARK.search(made):
        return ""
    back = f'<p class="back"><a href="#figure-{number}">back to figure {number}</a></p>' if number else ""
    return made.replace("</summary>", f"</summary>{back}", 1)


def _assets(*scripts: str) -> dict[str, str]:
    """Return style sheet, scripts in one, and the rule that a browser runs this one alone and fetches nothing."""
    style, *parts = ((TEMPLATES / "report" / name).read_text(encoding="utf-8") for name in ("page.css", *scripts))
    script = "\n".join(parts)
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    frames = "frame-src 'self' file:; " if "search.js" in scripts else ""
    policy = (
        "default-src 'none'; img-src 'self' data:; font-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; {frames}base-uri 'none'; form-action 'none'"
    )
    return {"style": style, "script": script, "policy": policy}


def corpus_facts(corpus: Corpus, values: dict[str, str] | None = None) -> dict[str, Any]:
    """Return what pages say about their corpus: its reports, what was not read, sha256, package version, set values.

    The sum covers `reports.csv` and every file that was read, in their order; `own` tells whether it is the project's.
    """
    folder, reports = corpus.folder, corpus.reports.reset_index()
    reports["page"] = reports["report"].map(notebook.reading_page)
    pages = reports[["file", "page"]].drop_duplicates("file")
    problems = group_problems(corpus.problems).merge(pages, how="left").fillna("")
    paths = [folder / "reports.csv", *(folder / file for file in reports["file"])]
    digests = [hashlib.sha256(path.read_bytes() if path.is_file() else b"").digest() for path in paths]
    return {
        "rows": reports.to_dict("records"),
        "reports": len(reports),
        "read": reading_summary(corpus),
        "left_out": left_out(folder),
        "problems": problems.to_dict("records"),
        "sha256": hashlib.sha256(b"".join(digests)).hexdigest(),
        "version": importlib.metadata.version("reading-security-reports"),
        "year": record.RELEASED[:4],
        "own": folder.resolve() == (project.ROOT / "corpus").resolve(),
        "folder": folder.resolve().name,
        "values": dict(values or {}),
    }


def write_reports(
    notebooks: list[Path], out: Path, corpus: Corpus, figures: Path, values: dict[str, str] | None = None
) -> None:
    """Write one page per executed notebook, `index.html`, and one file that holds them all, into the folder `out`.

    `figures` is the folder that holds the notebooks' figures; the pages link to the data in it.
    """
    books = [(path, nbformat.read(path, as_version=4)) for path in notebooks]
    pages = [(f"{path.stem}.html", title(book, path.stem)) for path, book in books]
    beside = os.path.relpath(figures, out).replace(os.sep, "/")
    exporter = ReportExporter(facts=corpus_facts(corpus, values), figures=beside, reading="read", pages=pages)
    out.mkdir(parents=True, exist_ok=True)
    cards = []
    used = reading.uses((f"{path.stem}.html", _html_outputs(book)) for path, book in books)
    reading.write(out / "read", corpus, used, exporter.page)
    for path, book in books:
        text, resources = exporter.from_notebook_node(book, {"metadata": {"name": path.stem}})
        (out / f"{path.stem}.html").write_text(text, encoding="utf-8", newline="\n")
        cards.append(_card(resources["page"], path, figures))
    index = exporter.page("collection.html.j2", here="index.html", find="read/search.html", cards=cards)
    (out / "index.html").write_text(index, encoding="utf-8", newline="\n")
    _pack(out, figures)


def _pack(out: Path, figures: Path) -> None:
    """Write `reports.zip`, the pages with the figures and their data: one file to send, without the full texts."""
    with zipfile.ZipFile(out / "reports.zip", "w") as archive:
        for folder, paths in (("reports", out.glob("*.html")), ("figures", figures.glob("*.*"))):
            for path in sorted(paths):
                data = path.read_bytes()
                if path.suffix == ".html":
                    data = TO_FULL_TEXT.sub(rb"\1", data)
                name = zipfile.ZipInfo(f"{folder}/{path.name}")  # without the time of the file
                archive.writestr(name, data, zipfile.ZIP_DEFLATED)


def _card(page: dict[str, Any], path: Path, figures: Path) -> dict[str, str]:
    """Return what the index shows of one report: address, question, finding, first figure."""
    first = page["cover"] or next((name for name in page["names"] if name), "")
    plain = " ".join(html.unescape(TAG.sub(" ", page["answer"])).split())
    plain = re.sub(r" ([.,;:)])", r"\1", plain).removeprefix("In short").lstrip(".: ")
    ends = [end for _, end in split_sentences(plain)]
    finding = plain[: max((end for end in ends if end <= FINDING), default=min(ends, default=0))]
    picture = markup.thumbnail(figures / f"{first}.png") if first else ""
    return {"file": f"{path.stem}.html", "title": page["title"], "finding": finding, "picture": picture}
