"""How do prose, code and HTML come into a page? As plain, accessible HTML that needs no script."""

import html
import re

from bs4 import BeautifulSoup
from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

from analysis.export import tables
from analysis.quotations import slug

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
        tables.tidy(soup, table)
    return str(soup)


def _harmless(tag: str, attribute: str, address: str) -> bool:
    """Tell whether an address neither runs code nor is fetched from another host when the page opens."""
    scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):|\s*//", re.sub(r"[\x00-\x20]", "", address), re.I)
    if not scheme:
        return True
    if attribute == "href" and tag == "a":
        return (scheme[1] or "https").lower() in ("http", "https", "mailto", "doi")
    return address.strip().lower().startswith("data:image/")


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
