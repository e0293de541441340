"""Turn the parts of a notebook (prose, code, tables, figures) into accessible HTML that fetches and runs nothing."""

import base64
import html
import io
import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import nh3
from bs4 import BeautifulSoup, Tag
from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from PIL import Image
from pygments import highlight as coloured
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from analysis.language import slug

MATH = "math mrow mi mo mn mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd"
TAGS = nh3.ALLOWED_TAGS | set(MATH.split()) | {"mstyle", "mpadded", "mphantom", "menclose", "section"}
ATTRIBUTES = {
    "*": {"id", "class", "title", "lang", "role", "tabindex", "aria-label"},
    "a": {"href", "aria-hidden"},
    "img": {"src", "alt", "width", "height"},
    "details": {"open"},
    "ol": {"start"},
    **{cell: {"colspan", "rowspan", "scope"} for cell in ("td", "th")},
    **{tag: {"display", "stretchy", "fence", "linethickness", "width", "mathvariant"} for tag in MATH.split()},
}
DROPPED = {"script", "style", "iframe", "object", "embed", "template", "noscript"}  # with all that they hold
OTHER_PLACE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)
LONG, SEARCHED = 9, 25  # rows from which a table can be sorted, and searched
NUMBER = re.compile(r"[-+−]?[\d.,\u202f\u00a0 ]*\d ?%?|[–—-]?")
WORD = re.compile(r"[\w.~/]+(?:[-–][\w.~/]+)+")  # an id, a date, a range of pages: never broken at its hyphen
LONGEST_WORD, LONG_TEXT = 24, 40  # characters; a column of longer texts keeps its width on a small screen
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
HREF = f"{{{XLINK}}}href"
FONTS = {"normal": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}  # shipped with matplotlib
THUMBNAIL = 560  # pixels wide: twice what a card shows, for fine screens

ET.register_namespace("", SVG)
ET.register_namespace("xlink", XLINK)


class _Renderer(IPythonRenderer):
    """Markdown as nbconvert reads it, with formulas as MathML and headings that a contents list can name."""

    def __init__(self, headings: list[tuple[int, str, str]], pages: Mapping[str, str]) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self.headings, self.pages = headings, pages

    def heading(self, text: str, level: int, **attrs) -> str:
        wanted = slug(re.sub(r"<[^>]+>", "", html.unescape(text))) or "part"
        taken = {name for _, _, name in self.headings}
        names = [wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 2))]
        anchor = next(name for name in names if name not in taken)
        self.headings.append((level, text, anchor))
        sign = f'<a class="anchor" href="#{anchor}" tabindex="-1" aria-hidden="true"></a>' if level > 1 else ""
        return f'<h{level} id="{anchor}">{text}{sign}</h{level}>\n'

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


def prose(source: str, headings: list[tuple], pages: Mapping[str, str], written_by_us: bool = True) -> str:
    """Return Markdown as HTML; adds (level, text, id) of each heading to `headings`.

    `pages` maps the file names of notebooks to those of their reports, for links between them.
    """
    made = MarkdownWithMath(renderer=_Renderer(headings, pages)).render(source)
    return clean(made, links_elsewhere=written_by_us)


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
    """Return Python code as HTML with its comments, strings, numbers and keywords in classes."""
    return coloured(code, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)).rstrip("\n")


def clean(fragment: str, links_elsewhere: bool = True) -> str:
    """Return HTML without what runs, fetches or restyles the page, with accessible tables.

    Without `links_elsewhere`, a link that leads out of the pages loses its address: text of reports never makes one.
    """

    def harmless(tag: str, attribute: str, value: str) -> str | None:
        if attribute not in ("href", "src") or not OTHER_PLACE.match(re.sub(r"[\x00-\x20]", "", value)):
            return value
        if attribute == "src":
            return value if value.strip().lower().startswith("data:image/") else None
        return value if links_elsewhere and not value.strip().lower().startswith("data:") else None

    made = nh3.clean(
        fragment,
        tags=TAGS - DROPPED,
        clean_content_tags=DROPPED,
        attributes=ATTRIBUTES,
        attribute_filter=harmless,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )
    if "<table" not in made:
        return made
    soup = BeautifulSoup(made, "html.parser")
    for table in soup.find_all("table"):
        _tidy_table(soup, table)
    return str(soup)


def _tidy_table(soup: BeautifulSoup, table: Tag) -> None:
    """Make a table accessible, in place: header cells with a scope, numbers to the right, a region that scrolls."""
    rows = table.find_all("tr")
    if rows and not table.find("thead") and all(cell.name == "th" for cell in rows[0](["th", "td"])):
        rows[0].wrap(soup.new_tag("thead"))
    head = [row(["th", "td"]) for row in rows if row.find_parent("thead")]
    body = [row(["th", "td"]) for row in rows if not row.find_parent("thead")]
    for way, span, part in (("col", "colspan", head), ("row", "rowspan", body)):
        for cell in (cell for row in part for cell in row):
            cell.attrs = {key: value for key, value in cell.attrs.items() if key in ("colspan", "rowspan")}
            if cell.name == "th" and not cell.get_text(strip=True):
                cell.name = "td"  # an empty one is no header
            if cell.name == "th":
                cell["scope"] = way if str(cell.get(span, "1")) == "1" else f"{way}group"
    width = max(map(len, body), default=0)
    columns = zip(*(row for row in head + body if len(row) == width), strict=True)
    titles = sum(len(row) == width for row in head)
    for column in columns:
        _mark_column(column[:titles], column[titles:])
    kinds = ["sortable"] * (len(body) >= LONG) + ["searchable"] * (len(body) >= SEARCHED)
    table.attrs = {"class": " ".join(kinds)} if kinds else {}
    caption, first = table.find("caption"), table.find("th")
    name = f": {first.get_text(' ', strip=True)} and more" if first else ""
    label = f"Table: {caption.get_text(' ', strip=True)}" if caption else f"Table{name}"
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

    `marks` maps the ids of the page's evidence to their names and first sentences: a link to one of them gets that
    name, with the sentence under the pointer; any other link is taken out. Ids begin with `name`, so that two figures
    never share one. `head` points at the top, with title and subtitle, are cut off: they stand in the page.
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
    for side in ("width", "height"):
        if found := re.fullmatch(r"([\d.]+)pt", root.get(side, "")):
            root.set(side, f"{float(found[1]) * 4 / 3:.1f}")
    linked = root.find(f".//{{{SVG}}}a") is not None
    root.set("role", "group" if linked else "img")  # the parts of an img are hidden, links must not be
    root.set("aria-label", alt)
    made = ET.tostring(root, encoding="unicode").replace(f' xmlns:xlink="{XLINK}"', "")
    return re.sub(r">\s+<(?!/?tspan|text|/a)", "><", made.replace(" xlink:href=", " href="))


def _tidy_element(element: ET.Element, name: str, marks: Mapping[str, tuple[str, str]]) -> None:
    """Take out of an element of a figure what runs or leads elsewhere; prefix its ids and name its link."""
    target = element.attrib.pop(HREF, element.attrib.pop("href", ""))
    for key, value in list(element.attrib.items()):
        if key.lower().startswith("on"):
            del element.attrib[key]
        else:
            element.set(key, re.sub(r"url\(#", f"url(#{name}-", f"{name}-{value}" if key == "id" else value))
    if element.tag == f"{{{SVG}}}a":
        element.attrib.clear()
        if target.startswith("#") and target[1:] in marks:
            element.set(HREF, target)
            words = " ".join(" ".join(element.itertext()).split())  # what it shows belongs to its name
            for line in element.iter(f"{{{SVG}}}text"):
                line.tail = " "  # else the words of two lines are one to a screen reader
            label, sentence = marks[target[1:]]
            element.set("aria-label", label if words.lower() in label.lower() else f"{words} ({label})")
            hover = ET.Element(f"{{{SVG}}}title")
            hover.text = f"{label}\n{sentence}"
            element.insert(0, hover)
        else:
            element.tag = f"{{{SVG}}}g"
    elif target.startswith("#"):
        element.set(HREF, f"#{name}-{target[1:]}")
    elif target.startswith("data:image/"):
        element.set(HREF, target)


def fonts(svgs: list[str]) -> str:
    """Return the CSS that brings DejaVu Sans (Bitstream Vera licence), cut to the letters that inline figures use."""
    letters: dict[str, set[str]] = {"normal": set(), "bold": set()}
    for svg in svgs:
        for style, text in re.findall(r'<text\b[^>]*?style="([^"]*)"[^>]*>(.*?)</text>', svg, re.S):
            weight = "bold" if re.search(r"font-weight: ?(700|bold)|font: ?(700|bold)", style) else "normal"
            letters[weight] |= set(html.unescape(re.sub(r"<[^>]+>", "", text)))
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


def thumbnail(path: Path) -> str:
    """Return the upper part of a PNG file as a small picture in an address (data URI); empty without a file."""
    if not path.is_file():
        return ""
    with Image.open(path) as whole:
        top = whole.convert("RGB").crop((0, 0, whole.width, min(whole.height, whole.width * 5 // 8)))
        small = top.resize((THUMBNAIL, round(top.height * THUMBNAIL / top.width)), Image.Resampling.LANCZOS)
        small = small.quantize(64, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    small.save(buffer, format="PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
