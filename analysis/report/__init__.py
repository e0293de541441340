"""Export notebooks as HTML pages that fetch nothing, need no script and hold their own evidence.

Beside them stand a page per report with its cleaned text, and one page that searches them all.

jupyter nbconvert --to report notebooks/04_timeline.ipynb
"""

import base64
import hashlib
import html
import importlib.metadata
import itertools
import json
import os
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from nbconvert.exporters import TemplateExporter
from nbconvert.filters import ansi2html
from nbformat import NotebookNode
from traitlets import Dict, List, Unicode

from analysis import Corpus, load_corpus, notebook, record
from analysis.catalogue import group_problems, left_out, reading_summary
from analysis.corpus import MAIN, by_block
from analysis.language import split_sentences
from analysis.report import markup

TEMPLATES = Path(__file__).parent / "templates"
FINDING = 320  # characters of the answer that stand on a card of the index
# What of an output is shown, first choice first.
KINDS = ("image/svg+xml", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg", "text/plain")
TAG = re.compile(r"<[^>]+>")
# What leads from a page to the full texts, which are not sent with it.
TO_FULL_TEXT = re.compile(rb'<a href="read/[^"]*">([^<]*)</a>|<form class="find".*?</form>', re.S)
# Of reading pages and the search:
NOT_SEARCHED = ("toc", "boilerplate")
PART = 2_000_000  # characters of texts in one file of the search, which takes about half as many bytes
ELEMENTS = {"heading": "h{}", "list_item": "div", "footnote": "div", "toc": "div", "pull_quote": "blockquote"}
# The evidence of a figure or table, a mark of it, and a link to a sentence, as `notebook.evidence` writes them.
EVIDENCE = re.compile(r'<details class="evidence" id="evidence-([^"]*)"( open)?>.*?</details>', re.S)
MARK = re.compile(
    r'<div id="([^"]+)" class="mark"><div><b>(.*?)</b></div>(<ul class="quotations">.*?</ul>)</div>', re.S
)
SENTENCE = re.compile(rf'<a href="{re.escape(notebook.READING)}/([^"#]+)#([^"]+)"')
Uses = dict[str, dict[str, list[tuple[str, str, str, str]]]]  # page -> sentence -> notebook's page, mark, label, figure


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
        "own": folder.resolve() == (record.ROOT / "corpus").resolve(),
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
    used = uses((f"{path.stem}.html", _html_outputs(book)) for path, book in books)
    write_reading_pages(out / "read", corpus, used, exporter.page)
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


def uses(books: Iterable[tuple[str, str]]) -> Uses:
    """Return for each sentence which points and rows lead to it.

    `books` gives for each notebook the address of its page and all HTML that its cells show.
    """
    found: Uses = defaultdict(lambda: defaultdict(list))
    for page, shown in books:
        for box in EVIDENCE.finditer(shown):
            for mark, label, quotations in MARK.findall(box[0]):
                use = (page, html.unescape(mark), html.unescape(label), box[1])
                for file, place in SENTENCE.findall(quotations):
                    found[file][place] += [use] * (use not in found[file][place])
    return found


def write_reading_pages(out: Path, corpus: Corpus, used: Uses, render: Any) -> None:
    """Write the reading pages and `search.html` into the folder `out`; pages of reports that are gone are removed.

    `render` makes a page from the name of a template and its values.
    """
    out.mkdir(parents=True, exist_ok=True)
    around = {"root": "../", "here": ""}
    first, *others = search_data(corpus)
    parts = [render("part.html.j2", ("part.js",), data=data) for data in others]
    pages = {f"search~part{n}.html": text for n, text in enumerate(parts, 2)}
    find = {"data": first, "parts": list(pages), "find": "#", **around}
    pages["search.html"] = render("search.html.j2", ("page.js", "search.js"), **find)
    for report, row in corpus.reports.iterrows():
        name = notebook.reading_page(str(report))
        values = {"row": row, "citation": citation(row), "blocks": list(_blocks(corpus, str(report)))} | around
        values |= {"find": "search.html"} | _leading(used.get(name, {}))
        pages[name] = render("reading.html.j2", ("page.js", "read.js"), **values)
    for path in out.glob("*.html"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        (out / name).write_text(text, encoding="utf-8", newline="\n")


def _leading(used: dict[str, list[tuple[str, str, str, str]]]) -> dict[str, Any]:
    """Return the uses of a report as JSON, each mark written once, and the figures that lead to it, with names."""
    marks = list(dict.fromkeys(use for found in used.values() for use in found))
    number = {mark: n for n, mark in enumerate(marks)}
    of = {place: [number[use] for use in found] for place, found in used.items()}
    figures = sorted({(figure, f"{page}: {figure}") for page, _, _, figure in marks})
    named = [(figure, re.sub(r"\d+_|\.html", "", words).replace("_", " ").capitalize()) for figure, words in figures]
    return {"uses": _json({"marks": marks, "of": of}).replace("<", "\\u003c"), "figures": named}


def citation(row: pd.Series) -> str:
    """Return authors, year, title and publisher of a report as a citation.

    >>> citation(pd.Series({"authors": "A. Bee", "published": "2017-05~", "title": "Deep", "publisher": "Egmont"}))
    'A. Bee (approx. 2017): Deep. Egmont'
    """
    year = re.search(r"\d{4}", row["published"])
    about = "approx. " if row["published"].endswith(("~", "?", "%")) else ""
    who = row["authors"] or row["publisher"]
    title = row["title"] + ("" if row["title"].endswith(("?", "!", ".")) else ".")
    publisher = row["publisher"] if row["authors"] else ""
    return f"{who} ({about}{year[0] if year else 'no date'}): {title} {publisher}".strip(" .")


def search_data(corpus: Corpus) -> list[str]:
    """Return the texts of all reports for the search, in parts of about `PART`: JSON, deflated, in base64.

    Reports come by date; a report has report, file, title, published and blocks (number, whether it is main text,
    heading, place, text).
    """
    rows = defaultdict(list)
    columns = [corpus.blocks[name] for name in ("report", "block", "kind", "section", "page", "first_line", "text")]
    for report, block, kind, section, page, line, text in zip(*columns, strict=True):
        if kind not in NOT_SEARCHED:
            rows[report].append((block, int(kind in MAIN), "".join(section[-1:]), _place(page, line), text))
    by_date = corpus.reports.sort_values("published", kind="stable")
    known = zip(by_date.index, by_date["title"], by_date["published"], strict=True)
    texts = [_json((name, notebook.reading_page(name), title, date, rows[name])) for name, title, date in known]
    ends = itertools.accumulate(map(len, texts))
    parts = itertools.groupby(zip(ends, texts, strict=True), key=lambda pair: pair[0] // PART)
    made = []
    for text in [",".join(text for _, text in part) for _, part in parts] or [""]:
        packed = zlib.compressobj(9, wbits=-15)
        data = packed.compress(f"[{text}]".encode()) + packed.flush()
        made.append(base64.b64encode(data).decode("ascii"))
    return made


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _place(page: Any, line: int) -> str:
    return f"p. {page}" if pd.notna(page) else f"line {line}"


def _blocks(corpus: Corpus, report: str) -> Iterator[dict[str, Any]]:
    """Give for each block of a report its element, kind, heading, place and HTML."""
    blocks = corpus.rows("blocks", report)
    spans = by_block(corpus.rows("sentences", report), "start", "end")
    lines = by_block(corpus.line_starts(report), "at", "line", "page")
    cited = by_block(corpus.note_marks(report).dropna(subset="note"), "at", "note")
    notes = [(str(note), block) for note, block in zip(blocks["note"], blocks["block"], strict=True)]
    seen: set[str] = set()
    for b in blocks.to_dict("records"):
        n, kind, place = b["block"], b["kind"], (report, b["block"])
        begun = lines.get(place, [(0, b["first_line"], b["page"])])
        pieces: list[tuple[int, int, str]] = []  # offset in the text, order at one offset, HTML
        for start, end in spans.get(place, [(0, len(b["text"]))]):
            _, line, page = [row for row in begun if row[0] <= start][-1]
            tag = f'<span class="s" id="{notebook.place(n, start)}" data-at="{_place(page, line)}">'
            pieces += [(start, 2, tag), (end, 0, "</span>")]
        for at, line, page in begun:  # an address for each line and page, unless an earlier block has it
            shown = {} if pd.isna(page) else {f"page-{page}": f' data-page="{page}"'}
            for name, attribute in (shown | {f"line-{line}": ""}).items():
                pieces += [] if name in seen else [(at, 3, f'<span id="{name}"{attribute}></span>')]
                seen.add(name)
        for at, note in cited.get(place, []):  # a link to the next note with its number, else to one before
            same = [other for number, other in notes if number == note]
            target = min(same, key=lambda other: (other <= n, abs(other - n)), default=None)
            tag = f"<sup>{html.escape(note)}</sup>"
            pieces.append((at, 1, tag if target is None else f'<a class="ref" href="#b{target}">{tag}</a>'))
        made, last = "", 0
        for offset, _, tag in sorted(pieces, key=lambda piece: piece[:2]):
            made += html.escape(b["text"][last:offset], quote=False) + tag
            last = offset
        level = min(6, 1 + b["level"]) if kind == "heading" and pd.notna(b["level"]) else 2
        made += html.escape(b["text"][last:], quote=False)
        label = b["marker"] if pd.isna(b["note"]) else b["note"]
        shown = {"element": ELEMENTS.get(kind, "p").format(level), "kind": kind, "anchor": f"b{n}", "label": label}
        heading = b["text"] if kind == "heading" and level <= 3 else ""
        yield shown | {"heading": heading, "line": b["first_line"], "html": made}
