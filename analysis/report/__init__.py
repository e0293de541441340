"""Export notebooks as HTML pages that fetch nothing, need no script and hold their own evidence.

Beside them stand a page per report with its cleaned text, and one page that searches them all.
"""

import base64
import hashlib
import html
import importlib.metadata
import io
import itertools
import json
import os
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import nbformat
import nh3
import pandas as pd
from bs4 import BeautifulSoup, Tag
from latex2mathml.converter import convert
from nbconvert.exporters import Exporter, TemplateExporter
from nbconvert.filters import ansi2html
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from analysis import Corpus, load_corpus, notebook, record
from analysis.catalogue import group_problems, left_out, reading_summary
from analysis.corpus import MAIN
from analysis.language import slug, split_sentences

TEMPLATES = str(Path(__file__).parent / "templates")
FINDING = 320  # characters of the answer that stand on a card of the index
# What of an output is shown, first choice first.
KINDS = ("image/svg+xml", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg", "text/plain")
TAG = re.compile(r"<[^>]+>")
# What leads from a page to the full texts, which are not sent with it.
TO_FULL_TEXT = re.compile(rb'<a href="read/[^"]*">([^<]*)</a>|<form class="find".*?</form>', re.S)
# The evidence of a figure or table, a mark of it, and a link to a sentence, as `notebook.evidence` writes them.
EVIDENCE = re.compile(r'<details class="evidence" id="evidence-([^"]*)"( open)?>.*?</details>', re.S)
MARK = re.compile(
    r'<div id="([^"]+)" class="mark"><div><b>(.*?)</b></div>(<ul class="quotations">.*?</ul>)</div>', re.S
)
SENTENCE = re.compile(rf'<a href="{re.escape(notebook.READING)}/([^"#]+)#([^"]+)"')
Uses = dict[str, dict[str, list[tuple[str, str, str, str]]]]  # page -> sentence -> notebook's page, mark, label, figure
# Of reading pages and the search:
NOT_SEARCHED = ("toc", "boilerplate")
ELEMENTS = {"heading": "h{}", "list_item": "div", "footnote": "div", "toc": "div", "pull_quote": "blockquote"}
# What HTML may hold; DROPPED goes with all that it holds.
MATH = "math mrow mi mo mn mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd"
TAGS = nh3.ALLOWED_TAGS | set(MATH.split()) | {"mstyle", "mpadded", "mphantom", "menclose", "section"}
DROPPED = {"script", "style", "iframe", "object", "embed", "template", "noscript"}
ATTRIBUTES = {
    "*": {"id", "class", "title", "lang", "role", "tabindex", "aria-label"},
    "a": {"href", "aria-hidden"},
    "img": {"src", "alt", "width", "height"},
    "details": {"open"},
    "ol": {"start"},
    **{cell: {"colspan", "rowspan", "scope"} for cell in ("td", "th")},
    **{tag: {"display", "stretchy", "fence", "linethickness", "width", "mathvariant"} for tag in MATH.split()},
}
OTHER_PLACE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)
LONG, SEARCHED = 9, 25  # rows from which a table can be sorted, and searched
NUMBER = re.compile(r"[-+−]?[\d.,\u202f\u00a0 ]*\d ?%?|[–—-]?")
WORD = re.compile(r"[\w.~/]+(?:[-–][\w.~/]+)+")  # an id, a date, a range of pages: never broken at its hyphen
LONGEST_WORD, LONG_TEXT = 24, 40  # characters; a column of longer texts keeps its width on a small screen
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
HREF = f"{{{XLINK}}}href"
FONTS = {"normal": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}  # shipped with matplotlib

ET.register_namespace("", SVG)
ET.register_namespace("xlink", XLINK)


class ReportExporter(TemplateExporter):
    """Turns a notebook into one HTML page that fetches nothing and needs no script."""

    export_from_notebook = "Report"
    output_mimetype = "text/html"

    def __init__(self, pages: Sequence = (), facts: Any = None, figures="../figures", reading=notebook.READING, **kw):
        """`pages`: file names and titles of all, to link between them; `figures`, `reading`: folders, seen from one."""
        self.pages, self.facts, self.figures, self.reading = pages, facts, figures, reading
        kw |= {"file_extension": ".html", "template_name": "report", "extra_template_basedirs": [TEMPLATES]}
        super().__init__(filters={"shown_date": shown_date}, **kw)

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kw: Any) -> tuple[str, dict[str, Any]]:  # type: ignore[override]
        """Convert a notebook into a page; the title is its first heading, else its name."""
        _, resources = Exporter.from_notebook_node(self, nb, resources, **kw)
        name = resources["metadata"].get("name") or "notebook"
        self.facts = self.facts or corpus_facts(load_corpus())
        page = read_page(nb, name, {Path(file).stem + ".ipynb": file for file, _ in self.pages})
        text = self.page("index.html.j2", page=page, figures=self.figures, here=f"{name}.html")
        counts: dict[str, Iterator[int]] = {"Table": itertools.count(1), "Formula": itertools.count(1)}
        label = r'aria-label="(Table|Formula)(?=[":])'  # no two regions of a page share a name
        text = re.sub(label, lambda found: f"{found[0]} {next(counts[found[1]])}", text)
        return text.replace(f'href="{notebook.READING}/', f'href="{self.reading}/'), resources | {"page": page}

    def page(self, template: str, scripts: tuple[str, ...] = ("page.js",), **values: Any) -> str:
        """Return a page with style sheet, scripts in one, and the rule to run this one alone and to fetch nothing."""
        style, *parts = (Path(TEMPLATES, "report", name).read_text(encoding="utf-8") for name in ("page.css", *scripts))
        script = "\n".join(parts)
        digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
        policy = (
            "default-src 'none'; img-src 'self' data:; font-src data:; style-src 'unsafe-inline'; "
            f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        )
        values |= {"facts": self.facts, "pages": self.pages, "style": style, "script": script, "policy": policy}
        return self.environment.get_template(template).render(values)


def read_page(nb: NotebookNode, name: str, links: dict[str, str]) -> dict[str, Any]:
    """Return what a page shows; `links` maps file names of notebooks to those of their pages."""
    page: dict[str, Any] = {"title": title(nb, name), "links": links, "cover": "", "answer": "", "marks": {}}
    page |= {"headings": [], "names": [], "parts": []}
    for key, label, quotations in MARK.findall(_html_outputs(nb)):
        first = html.unescape(TAG.sub("", quotations.partition("<q>")[2].partition("</q>")[0]))
        sentences = notebook.number(quotations.count("<li>"), "sentence")
        page["marks"][html.unescape(key)] = f"{html.unescape(label)}: {sentences}", first
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            page["parts"].append({"kind": "prose", "html": prose(cell.source, page["headings"], links)})
        if cell.cell_type == "code" and cell.source.strip():
            page["parts"] += [_output_part(output, page) for output in cell.get("outputs", [])]
            count = cell.get("execution_count") or ""
            page["parts"].append({"kind": "code", "html": _highlight(cell.source), "count": count})
    page["css"] = fonts("".join(part["html"] + part["narrow"] for part in page["parts"] if part["kind"] == "figure"))
    return page


def _html_outputs(nb: NotebookNode) -> str:
    shown = [output.get("data", {}) for cell in nb.cells for output in cell.get("outputs", [])]
    return "".join(data.get("text/html", "") for data in shown)


def title(nb: NotebookNode, name: str) -> str:
    """Return the first heading of a notebook as plain text, else its name."""
    prose = "\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")
    found = re.search(r"^# +(.+?)[ #]*$", prose, re.M)
    return html.unescape(re.sub(r"<[^>]+>|[*`_]{1,2}(?=\S)|(?<=\S)[*`_]{1,2}", "", found[1])) if found else name


def _output_part(output: NotebookNode, page: dict[str, Any]) -> dict[str, Any]:
    data = output.get("data", {})
    kind = next((kind for kind in KINDS if kind in data), "")
    content = data.get(kind, "")
    if kind.startswith("image/"):
        return _figure_part(kind, data, output.get("metadata", {}).get(kind) or {}, page)
    if kind in ("text/markdown", "text/latex"):
        part = {"kind": "prose", "html": prose(content, page["headings"], page["links"], links_elsewhere=False)}
        if kind == "text/markdown" and not page["answer"]:
            page["answer"], part["kind"] = part["html"], "answer"
        return part
    if kind == "text/html":
        number = len(page["names"])
        back = f'<p class="back"><a href="#figure-{number}">back to figure {number}</a></p>' * bool(number)
        start = r'(<details class="evidence" id="evidence-[^"]*")( open)?(>.*?</summary>)'
        shown = clean(re.sub(start, rf"\1\3{back}", content, flags=re.S), links_elsewhere=False)
        if TAG.sub("", shown).strip() or "<img" in shown:
            return {"kind": "html", "html": shown}
        return {"kind": "text", "html": f"{html.escape(data.get('text/plain', ''))}\n(shown in JupyterLab only)"}
    return {"kind": "text", "html": ansi2html(content or output.get("text") or "\n".join(output.get("traceback", [])))}


def _figure_part(kind: str, data: dict, facts: dict, page: dict[str, Any]) -> dict[str, Any]:
    name, number = facts.get("name", ""), len(page["names"]) + 1
    alt, narrow = facts.get("alt") or f"Figure {number} of this report", data.get(notebook.NARROW_SVG, "")
    page["names"].append(name)
    page["cover"] = name if facts.get("cover") else page["cover"]
    if kind == "image/svg+xml":
        wide = picture(data[kind], f"f{number}", alt, page["marks"], facts.get("head", 0))
    else:
        wide = f'<img src="data:{kind};base64,{"".join(data[kind].split())}" alt="{html.escape(alt)}">'
    part = {**facts, "kind": "figure", "html": wide, "number": number, "alt": alt, "links": wide.count("<a ")}
    return part | {"narrow": picture(narrow, f"n{number}", alt, page["marks"]) if narrow else ""}


def corpus_facts(corpus: Corpus, values: dict[str, str] | None = None) -> dict[str, Any]:
    """Return what pages say about their corpus; the SHA-256 covers `reports.csv` and every file that was read."""
    folder, reports = corpus.folder, corpus.reports.reset_index()
    reports["page"] = reports["report"].map(notebook.reading_page)
    pages = reports[["file", "page"]].drop_duplicates("file")
    paths = [folder / "reports.csv", *(folder / file for file in reports["file"])]
    digests = [hashlib.sha256(path.read_bytes() if path.is_file() else b"").digest() for path in paths]
    return {
        "rows": reports.to_dict("records"),
        "reports": len(reports),
        "read": reading_summary(corpus),
        "left_out": left_out(folder),
        "problems": group_problems(corpus.problems).merge(pages, how="left").fillna("").to_dict("records"),
        "sha256": hashlib.sha256(b"".join(digests)).hexdigest(),
        "version": importlib.metadata.version("reading-security-reports"),
        "year": record.RELEASED[:4],
        "own": folder.resolve() == (record.ROOT / "corpus").resolve(),
        "folder": folder.resolve().name,
        "values": dict(values or {}),
    }


def write_reports(notebooks: list[Path], out: Path, corpus: Corpus, figures: Path, values=None, missing=()) -> None:
    """Write into the folder `out` a page per executed notebook, `index.html`, the reading pages and `reports.zip`.

    `index.html` says which notebooks are `missing`, because they stopped with an error.
    """
    books = {f"{path.stem}.html": nbformat.read(path, as_version=4) for path in notebooks}
    pages = [(name, title(book, Path(name).stem)) for name, book in books.items()]
    beside = os.path.relpath(figures, out).replace(os.sep, "/")
    exporter = ReportExporter(facts=corpus_facts(corpus, values), figures=beside, reading="read", pages=pages)
    used, cards = uses((name, _html_outputs(book)) for name, book in books.items()), []
    written = {f"read/{name}": text for name, text in _reading_pages(corpus, used, exporter.page)}
    for name, book in books.items():
        written[name], resources = exporter.from_notebook_node(book, {"metadata": {"name": Path(name).stem}})
        cards.append({"file": name, **_card(resources["page"], figures)})
    shown: dict[str, Any] = {"here": "index.html", "find": "read/search.html", "cards": cards, "missing": missing}
    written["index.html"] = exporter.page("collection.html.j2", **shown)
    (out / "read").mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        (out / name).write_text(text, encoding="utf-8", newline="\n")
    # The pages with the figures and their data: one file to send, without the full texts.
    with zipfile.ZipFile(out / "reports.zip", "w") as archive:
        for folder, paths in (("reports", out.glob("*.html")), ("figures", figures.glob("*.*"))):
            for path in sorted(paths):
                data = path.read_bytes()
                data = TO_FULL_TEXT.sub(rb"\1", data) if path.suffix == ".html" else data
                entry = zipfile.ZipInfo(f"{folder}/{path.name}")  # without the time of the file
                archive.writestr(entry, data, zipfile.ZIP_DEFLATED)


def _card(page: dict[str, Any], figures: Path) -> dict[str, str]:
    plain = " ".join(html.unescape(TAG.sub("", page["answer"])).split())
    ends = [end for _, end in split_sentences(plain)]
    finding = plain[: max((end for end in ends if end <= FINDING), default=min(ends, default=0))]
    path = figures / f"{page['cover'] or next(filter(None, page['names']), '')}.png"
    picture = f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode()}" if path.is_file() else ""
    return {"title": page["title"], "finding": finding, "picture": picture}


def uses(books: Iterable[tuple[str, str]]) -> Uses:
    """Return for each sentence which points and rows lead to it; `books`: the address of a page, all HTML it shows."""
    found: Uses = defaultdict(lambda: defaultdict(list))
    for page, shown in books:
        for box in EVIDENCE.finditer(shown):
            for mark, label, quotations in MARK.findall(box[0]):
                use = (page, html.unescape(mark), html.unescape(label), box[1])
                for file, place in SENTENCE.findall(quotations):
                    found[file][place] += [use] * (use not in found[file][place])
    return found


def _reading_pages(corpus: Corpus, used: Uses, render: Any) -> Iterator[tuple[str, str]]:
    """Give name and HTML of the page of each report and of the search."""
    around = {"root": "../", "here": ""}
    yield (
        "search.html",
        render("search.html.j2", ("page.js", "search.js"), data=search_data(corpus), find="#", **around),
    )
    for report, row in corpus.reports.iterrows():
        name = notebook.reading_page(str(report))
        every = dict.fromkeys(itertools.chain.from_iterable(used[name].values()))
        marks = {use: n for n, use in enumerate(every)}  # each is written once
        of = {place: [marks[use] for use in found] for place, found in used[name].items()}
        figures = sorted({(figure, f"{page}: {figure}") for page, _, _, figure in marks})
        named = [(key, re.sub(r"\d+_|\.html", "", words).replace("_", " ").capitalize()) for key, words in figures]
        values = {"row": row, "citation": citation(row), "blocks": list(_blocks(corpus, str(report))), **around}
        values |= {"uses": _json({"marks": list(marks), "of": of}).replace("<", "\\u003c"), "figures": named}
        yield name, render("reading.html.j2", ("page.js", "read.js"), find="search.html", **values)


def citation(row: pd.Series) -> str:
    """Return authors, year, title and publisher of a report as a citation; it begins with the first that is known."""
    found = re.search(r"(?:approx\. )?\d{4}", shown_date(row["published"]))
    year, title = f"({found[0] if found else 'no date'})", row["title"] or str(row.name)
    if not (authors := row["authors"] or row["publisher"]):
        return f"{title} {year}"
    title += "." * (not title.endswith(("?", "!", ".")))
    return f"{authors} {year}: {title} {row['publisher'] * bool(row['authors'])}".strip(" .")


def shown_date(published: str) -> str:
    """Return a date of publication as pages show it, such as approx. 2016 for 2016~."""
    return "approx. " * published.endswith(("~", "?", "%")) + published.rstrip("~?%")


def search_data(corpus: Corpus) -> str:
    """Return the texts of all reports by date for the search: JSON, deflated, in base64."""
    rows = defaultdict(list)
    columns = [corpus.blocks[name] for name in ("report", "block", "kind", "section", "page", "first_line", "text")]
    for report, block, kind, section, page, line, text in zip(*columns, strict=True):
        if kind not in NOT_SEARCHED:
            rows[report].append((block, int(kind in MAIN), "".join(section[-1:]), _place(page, line), text))
    by_date = corpus.reports.sort_values("published", kind="stable")
    reports = [
        (name, notebook.reading_page(name), title, shown_date(date), rows[name])
        for name, title, date in zip(by_date.index, by_date["title"], by_date["published"], strict=True)
    ]
    return base64.b64encode(zlib.compress(_json(reports).encode(), 9, wbits=-15)).decode("ascii")


_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def _place(page: Any, line: int) -> str:
    return f"line {line}" if pd.isna(page) else f"p. {page}"


def _blocks(corpus: Corpus, report: str) -> Iterator[dict[str, Any]]:
    blocks, cited = corpus.rows("blocks", report), corpus.note_marks(report)
    notes = [(str(note), block) for note, block in zip(blocks["note"], blocks["block"], strict=True)]
    seen: set[str] = set()
    for b in blocks.to_dict("records"):
        n, kind = b["block"], b["kind"]
        begun = corpus.line_starts(report, n) or [(0, b["first_line"], b["page"])]
        pieces: list[tuple[int, int, str]] = []  # offset in the text, order at one offset, HTML
        for start, end in corpus.place(report, n).spans:
            _, line, page = [row for row in begun if row[0] <= start][-1]
            tag = f'<span class="s" id="b{n}-{start}" data-at="{_place(page, line)}">'
            pieces += [(start, 2, tag), (end, 0, "</span>")]
        for at, line, page in begun:  # an address for each line and page, unless an earlier block has it
            shown = {} if pd.isna(page) else {f"page-{page}": f' data-page="{page}"'}
            for name, attribute in (shown | {f"line-{line}": ""}).items():
                pieces += [] if name in seen else [(at, 3, f'<span id="{name}"{attribute}></span>')]
                seen.add(name)
        for at, note in cited.get(n, []):  # a link to the next note with its number, else to one before
            same = [other for number, other in notes if number == note]
            target = min(same, key=lambda other: (other <= n, abs(other - n)), default=None)
            tag = f"<sup>{html.escape(note)}</sup>"
            pieces.append((at, 1, tag if target is None else f'<a class="ref" href="#b{target}">{tag}</a>'))
        text, last = "", 0
        for offset, _, tag in [*sorted(pieces, key=lambda piece: piece[:2]), (len(b["text"]), 0, "")]:
            text += html.escape(b["text"][last:offset], quote=False) + tag
            last = offset
        level = min(6, 1 + b["level"]) if kind == "heading" and pd.notna(b["level"]) else 2
        shown = {"element": ELEMENTS.get(kind, "p").format(level), "kind": kind, "id": f"b{n}", "html": text}
        shown |= {"label": b["marker"] if pd.isna(b["note"]) else b["note"], "line": b["first_line"]}
        yield shown | {"heading": b["text"] if kind == "heading" and level <= 3 else ""}


class _Renderer(IPythonRenderer):
    """Markdown as nbconvert reads it, with formulas as MathML and headings that a contents list can name."""

    def __init__(self, headings: list[tuple[int, str, str]], pages: Mapping[str, str]) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self.headings, self.pages = headings, pages

    def heading(self, text: str, level: int, **attrs) -> str:
        anchor = wanted = slug(TAG.sub("", html.unescape(text))) or "part"
        numbers, taken = itertools.count(2), {name for _, _, name in self.headings}
        while anchor in taken:
            anchor = f"{wanted}-{next(numbers)}"
        self.headings.append((level, text, anchor))
        sign = f'<a class="anchor" href="#{anchor}" tabindex="-1" aria-hidden="true"></a>' if level > 1 else ""
        return f'<h{level} id="{anchor}">{text}{sign}</h{level}>\n'

    def block_math(self, body: str) -> str:
        region = '<div class="scroll" role="region" aria-label="Formula" tabindex="0">'
        return f"{region}{self.inline_math(body, 'block')}</div>"

    def inline_math(self, body: str, display: str = "inline") -> str:
        try:
            return convert(html.unescape(body).strip(), display=display)
        except Exception:  # the converter has no common error, and a formula never stops a report
            return f"<code>{html.escape(body)}</code>"

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")

    def block_code(self, code: str, info: str | None = None) -> str:
        return f'<pre class="scroll" tabindex="0"><code>{_highlight(code)}</code></pre>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        path, hash_, rest = url.partition("#")
        return super().link(text, self.pages.get(path, path) + hash_ + rest, title)


def prose(source: str, headings: list[tuple], pages: Mapping[str, str], links_elsewhere: bool = True) -> str:
    """Return Markdown as HTML (see `clean`); adds (level, text, id) of each heading to `headings`."""
    return clean(MarkdownWithMath(renderer=_Renderer(headings, pages)).render(source), links_elsewhere)


def _highlight(code: str) -> str:
    return highlight(code, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)).rstrip("\n")


def clean(fragment: str, links_elsewhere: bool = True) -> str:
    """Return HTML without what runs, fetches or restyles the page, with accessible tables.

    Without `links_elsewhere`, a link that leads out of the pages loses its address: text of reports never makes one.
    """

    def harmless(tag: str, attribute: str, value: str) -> str | None:
        data = value.strip().lower().startswith("data:image/" if attribute == "src" else "data:")
        fits = data if attribute == "src" else links_elsewhere and not data
        there = attribute in ("href", "src") and OTHER_PLACE.match(re.sub(r"[\x00-\x20]", "", value))
        return value if fits or not there else None

    rules: dict[str, Any] = {"tags": TAGS - DROPPED, "clean_content_tags": DROPPED, "attributes": ATTRIBUTES}
    rules |= {"attribute_filter": harmless, "url_schemes": {"http", "https", "mailto", "data"}, "link_rel": None}
    kept = nh3.clean(fragment, **rules)
    if "<table" not in kept:
        return kept
    soup = BeautifulSoup(kept, "html.parser")
    for table in soup.find_all("table"):
        _tidy_table(soup, table)
    return str(soup)


def _tidy_table(soup: BeautifulSoup, table: Tag) -> None:
    for cell in table(["th", "td"]):
        cell.attrs = {key: value for key, value in cell.attrs.items() if key in ("colspan", "rowspan")}
        if cell.name == "th" and not cell.get_text(strip=True):
            cell.name = "td"  # an empty one is no header
        if cell.name == "th":
            scope, span = ("col", "colspan") if cell.find_parent("thead") else ("row", "rowspan")
            cell["scope"] = scope if str(cell.get(span, "1")) == "1" else f"{scope}group"
    rows = table.find_all("tr")
    head, body = ([row(["th", "td"]) for row in rows if bool(row.find_parent("thead")) == top] for top in (True, False))
    width = max(map(len, body), default=0)
    titles = sum(len(row) == width for row in head)
    for column in zip(*(row for row in head + body if len(row) == width), strict=True):
        _mark_column(column[:titles], column[titles:])
    kinds = ["sortable"] * (len(body) >= LONG) + ["searchable"] * (len(body) >= SEARCHED)
    table.attrs = {"class": " ".join(kinds)} if kinds else {}
    named = table.find("caption") or table.find("th")
    more = " and more" * (named is not None and named.name == "th")
    label = f"Table: {named.get_text(' ', strip=True)}{more}" if named else "Table"
    table.wrap(soup.new_tag("div", attrs={"class": "scroll", "role": "region", "aria-label": label, "tabindex": "0"}))


def _mark_column(head: tuple[Tag, ...], body: tuple[Tag, ...]) -> None:
    """Mark a column that holds only numbers, one of ids and dates, which never break, and one of long texts."""
    texts = [cell.get_text(strip=True) for cell in body]
    longest = max(map(len, texts), default=0)
    cells, name = body[:1] if longest > LONG_TEXT else (), "t"
    if any(texts) and all(NUMBER.fullmatch(text) for text in texts):
        cells, name = head + body, "n"
    elif any(WORD.fullmatch(text) for text in texts) and longest <= LONGEST_WORD:
        cells, name = body, "w"
    for cell in cells:
        cell["class"] = name


def picture(svg: str, name: str, alt: str, marks: Mapping[str, tuple[str, str]], head: float = 0) -> str:
    """Return a matplotlib SVG as an element of a page, with the alternative text as its name.

    `marks` maps the ids of the page's evidence to their names and first sentences: a link to one of them gets both,
    any other link is taken out. Ids begin with `name`. `head` points at the top are cut off: title and subtitle stand
    in the page.
    """
    try:
        root = ET.fromstring(svg[max(0, svg.find("<svg")) :])
    except ET.ParseError:
        return f'<p class="missing">{html.escape(alt or name)}</p>'
    for parent in list(root.iter()):
        for child in list(parent):
            gone = child.tag.rpartition("}")[2] in ("style", "metadata", "script", "foreignObject")
            if gone or (head and child.get("id") == "head"):
                parent.remove(child)
    if head:
        _, _, width, height = map(float, root.get("viewBox", "0 0 0 0").split())
        root.set("viewBox", f"0 {head:g} {width:g} {height - head:g}")
        root.set("height", f"{height - head:g}pt")
    for element in list(root.iter()):
        _tidy_element(element, name, marks)
    linked = root.find(f".//{{{SVG}}}a") is not None
    root.set("role", "group" if linked else "img")  # the parts of an img are hidden, links must not be
    root.set("aria-label", alt)
    shown = ET.tostring(root, encoding="unicode").replace(f' xmlns:xlink="{XLINK}"', "")
    return re.sub(r">\s+<(?!/?tspan|text|/a)", "><", shown.replace(" xlink:href=", " href="))


def _tidy_element(element: ET.Element, name: str, marks: Mapping[str, tuple[str, str]]) -> None:
    target = element.attrib.pop(HREF, element.attrib.pop("href", ""))
    for key, value in list(element.attrib.items()):
        if key.lower().startswith("on"):
            del element.attrib[key]
        else:
            element.set(key, re.sub(r"url\(#", f"url(#{name}-", f"{name}-{value}" if key == "id" else value))
    if element.tag != f"{{{SVG}}}a":
        if target.startswith(("#", "data:image/")):
            element.set(HREF, re.sub("^#", f"#{name}-", target))
        return
    element.attrib.clear()
    if not target.startswith("#") or target[1:] not in marks:
        element.tag = f"{{{SVG}}}g"
        return
    element.set(HREF, target)
    words = " ".join(" ".join(element.itertext()).split())  # what it shows belongs to its name
    for line in element.iter(f"{{{SVG}}}text"):
        line.tail = " "  # else the words of two lines are one to a screen reader
    label, sentence = marks[target[1:]]
    element.set("aria-label", label if words.lower() in label.lower() else f"{words} ({label})")
    hover = ET.Element(f"{{{SVG}}}title")
    hover.text = f"{label}\n{sentence}"
    element.insert(0, hover)


def fonts(svgs: str) -> str:
    """Return the CSS that brings DejaVu Sans (Bitstream Vera licence), cut to the letters that inline figures use."""
    letters: dict[str, set[str]] = {"normal": set(), "bold": set()}
    for style, text in re.findall(r'<text\b[^>]*?style="([^"]*)"[^>]*>(.*?)</text>', svgs, re.S):
        weight = "bold" if re.search(r"font-weight: ?(700|bold)|font: ?(700|bold)", style) else "normal"
        letters[weight] |= set(html.unescape(TAG.sub("", text)))
    rules = []
    for weight in (weight for weight, used in letters.items() if used):
        import matplotlib as mpl  # both take a second to load, and only pages with figures need them
        from fontTools import subset, ttLib

        options = subset.Options(flavor="woff", hinting=False, layout_features=["kern"], notdef_outline=True)
        options.name_IDs, options.drop_tables = [0, 1, 2], [*options.drop_tables, "FFTM"]  # FFTM holds a time
        font = ttLib.TTFont(Path(mpl.get_data_path(), "fonts", "ttf", FONTS[weight]), recalcTimestamp=False, lazy=True)
        cutter = subset.Subsetter(options)
        cutter.populate(text="".join(sorted(letters[weight])))
        cutter.subset(font)
        font.flavor, buffer = "woff", io.BytesIO()
        font.save(buffer, reorderTables=False)
        source = f"src:url(data:font/woff;base64,{base64.b64encode(buffer.getvalue()).decode()}) format('woff')"
        rules.append(f"@font-face{{font-family:'DejaVu Sans';font-weight:{weight};{source}}}\n")
    return "".join(rules)
