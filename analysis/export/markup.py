"""How do prose, code and tables come into a page? As plain, accessible HTML that needs no script."""

import html
import re

from bs4 import BeautifulSoup, Tag
from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

from analysis.quotations import slug

LONG_TABLE = 9  # rows from which a table can be sorted; fewer are seen at once
SEARCHED_TABLE = 25  # rows from which it can be searched
# What runs, fetches or restyles the page.
FORBIDDEN = ["script", "style", "link", "base", "meta", "iframe", "object", "embed", "form", "template"]
# What code shows in colour, and the class that the style sheet knows it by; the first that fits counts.
COLOURED: tuple[tuple[_TokenType, str], ...] = (
    (Comment, "c"),
    (String, "s"),
    (Number, "m"),
    (Operator.Word, "k"),
    (Keyword, "k"),
    (Name.Decorator, "m"),
)


class _Renderer(IPythonRenderer):
    """Markdown as nbconvert reads it, with formulas as MathML and headings that a contents list can name."""

    def __init__(self, headings: list[tuple[int, str, str]], pages: dict[str, str]) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self.headings, self.pages = headings, pages

    def heading(self, text: str, level: int, **attrs) -> str:
        plain = slug(re.sub(r"<[^>]+>", "", html.unescape(text)))
        anchor = _unique(plain or "part", [taken for _, _, taken in self.headings])
        self.headings.append((level, text, anchor))
        return f'<h{level} id="{anchor}">{text}</h{level}>\n'

    def block_math(self, body: str) -> str:
        region = '<div class="scroll" role="region" aria-label="Formula" tabindex="0">'
        return f"{region}{formula(body, 'block')}</div>"

    def inline_math(self, body: str) -> str:
        return formula(body, "inline")

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")

    def block_code(self, code: str, info: str | None = None) -> str:
        shown = highlight(code) if (info or "").strip() in ("python", "py") else html.escape(code)
        return f'<pre class="scroll" tabindex="0"><code>{shown}</code></pre>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        path, hash_, rest = url.partition("#")
        return super().link(text, self.pages.get(path, path) + hash_ + rest, title)


def prose(source: str, headings: list[tuple[int, str, str]], pages: dict[str, str] | None = None) -> str:
    """Return Markdown as HTML; adds (level, text, id) of each heading to `headings`.

    `pages` maps the file names of notebooks to those of their reports, for links between them.
    """
    return clean(MarkdownWithMath(renderer=_Renderer(headings, pages or {})).render(source))


def formula(latex: str, display: str) -> str:
    """Return a LaTeX formula as MathML, or as code where it cannot be read.

    >>> formula("x_1", "inline").partition("<mrow>")[2]
    '<msub><mi>x</mi><mn>1</mn></msub></mrow></math>'
    """
    try:
        return convert(html.unescape(latex).strip(), display=display)
    except Exception:  # the converter has no common error, and a formula never stops a report
        return f"<code>{html.escape(latex)}</code>"


def highlight(code: str) -> str:
    """Return Python code as HTML with its comments, strings, numbers and keywords marked.

    >>> highlight("x = 'a'  # why")
    'x = <span class="s">&#x27;a&#x27;</span>  <span class="c"># why</span>'
    """
    parts: list[tuple[str, str]] = []
    for kind, text in PythonLexer(stripnl=False, ensurenl=False).get_tokens(code):
        mark = next((name for token, name in COLOURED if kind in token), "")
        if parts and parts[-1][0] == mark:
            parts[-1] = (mark, parts[-1][1] + text)
        else:
            parts.append((mark, text))
    return "".join(f'<span class="{m}">{html.escape(t)}</span>' if m else html.escape(t) for m, t in parts)


def clean(fragment: str) -> str:
    """Return HTML without what runs or fetches, its tables with header cells and in a region that scrolls.

    Scripts, style sheets, frames, event attributes and addresses of pictures elsewhere are left out.
    Long tables get the classes `sortable` and `searchable`.
    """
    soup = BeautifulSoup(fragment, "html.parser")
    for element in soup(FORBIDDEN):
        element.decompose()
    for element in soup.find_all(True):
        for name in [n for n in element.attrs if n.startswith("on") or n in ("srcset", "ping", "autofocus")]:
            del element[name]
        for name in ("href", "src", "action", "poster", "xlink:href"):
            if not _harmless(element.name, name, str(element.get(name, ""))):
                del element[name]
    for table in soup.find_all("table"):
        _table(soup, table)
    return str(soup)


def _harmless(tag: str, attribute: str, address: str) -> bool:
    """Tell whether an address neither runs code nor is fetched from another host when the page opens."""
    scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):|\s*//", re.sub(r"[\x00-\x20]", "", address), re.I)
    if not scheme:
        return True
    if attribute == "href" and tag == "a":
        return (scheme[1] or "https").lower() in ("http", "https", "mailto", "doi")
    return address.strip().lower().startswith("data:image/")


def _table(soup: BeautifulSoup, table: Tag) -> None:
    """Make one table plain and accessible, in place."""
    table.attrs = {key: value for key, value in table.attrs.items() if key in ("id", "class")}
    for row in table.find_all("tr"):
        row.attrs.pop("style", None)
        for cell in row.find_all(["th", "td"]):
            _header_cell(cell, in_head=cell.find_parent("thead") is not None)
    body = [row for row in table.find_all("tr") if not row.find_parent("thead")]
    _align_numbers(table, body)
    classes = [c for c in table.get("class", []) if c != "dataframe"]
    classes += ["sortable"] if len(body) >= LONG_TABLE else []
    classes += ["searchable"] if len(body) >= SEARCHED_TABLE else []
    table["class"] = classes
    if not classes:
        del table["class"]
    first = table.find("th")
    label = f"Table: {first.get_text(' ', strip=True)} and more" if first else "Table"
    caption = table.find("caption")
    label = f"Table: {caption.get_text(' ', strip=True)}" if caption else label
    region = {"class": "scroll", "role": "region", "aria-label": label, "tabindex": "0"}
    table.wrap(soup.new_tag("div", attrs=region))


def _header_cell(cell: Tag, in_head: bool) -> None:
    """Give a header cell its scope; an empty one is no header."""
    cell.attrs.pop("style", None)
    cell.attrs.pop("valign", None)
    if cell.name == "th" and not cell.get_text(strip=True):
        cell.name = "td"
    elif cell.name == "th":
        wide = "colgroup" if int(cell.get("colspan", 1)) > 1 else "col"
        tall = "rowgroup" if int(cell.get("rowspan", 1)) > 1 else "row"
        cell["scope"] = wide if in_head else tall


def _align_numbers(table: Tag, body: list[Tag]) -> None:
    """Mark the columns that hold only numbers, so that they stand to the right."""
    rows = [row.find_all(["th", "td"]) for row in body]
    head = [row.find_all(["th", "td"]) for row in table.find_all("tr") if row.find_parent("thead")]
    width = max(map(len, rows), default=0)
    for column in range(width):
        cells = [row[column] for row in rows if len(row) == width]
        texts = [cell.get_text(strip=True) for cell in cells]
        if any(texts) and all(re.fullmatch(r"[-+−]?[\d.,  ]*\d ?%?|[–—-]?", text) for text in texts):
            for cell in cells + [row[column] for row in head if len(row) == width]:
                cell["class"] = [*cell.get("class", []), "n"]


def marks(fragment: str) -> dict[str, str]:
    """Return the ids of the evidence in a fragment of HTML with the names of their marks, in order."""
    soup = BeautifulSoup(fragment, "html.parser")
    return {
        str(part["id"]): str(part.get("data-mark") or part.find(True).get_text(" ", strip=True))
        for part in soup.select(".mark[id]")
        if part.find(True)
    }


def number_regions(parts: list[dict]) -> None:
    """Number the tables and formulas of a page, in place: no two regions of a page share a name."""
    counts: dict[str, int] = {}

    def numbered(found: re.Match) -> str:
        counts[found[1]] = counts.get(found[1], 0) + 1
        return f'aria-label="{found[1]} {counts[found[1]]}'

    for part in parts:
        part["html"] = re.sub(r'aria-label="(Table|Formula)(?=[":])', numbered, part["html"])


def _unique(wanted: str, taken: list[str]) -> str:
    """Return `wanted`, with a number where it is taken."""
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name
