"""Read web pages: all visible text in document order, with what its tags say; what is of the site is chrome."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import accumulate, count, pairwise
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from analysis.readers.document import MARKER, Document, Element, PartWriter, ReadError, Run, note_numbers, resolve
from analysis.rules import load_rules

_RULES = load_rules("pages")
_SKIPPED = {  # what a page does not show
    "script", "style", "template", "noscript", "head", "svg", "iframe", "object", "canvas", "select", "button", "input",
    "textarea", "audio", "video", "map",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul", "caption",
}  # fmt: skip
_CHROME_TAGS = {"nav", "footer", "form", "dialog"}
_TEXT_TAGS = {"body", "p", "h1", "h2", "h3", "h4", "h5", "h6", "main", "article"}
# Names under which a page states its metadata, the best first; "page ..." are elements, "ld:author" is in JSON-LD.
_NAMES = {
    "title": ("citation_title", "dc.title", "og:title", "headline", "page title"),
    "authors": ("citation_author", "dc.creator", "author", "ld:author"),
    "published": ("citation_publication_date", "citation_date", "dc.date", "article:published_time", "datepublished",
                  "date", "page time"),
    "language": ("dc.language", "page language", "og:locale"),
}  # fmt: skip
# In a class, also of Word.
_HEADING = re.compile(r"(?<![a-z])(?:(?:sub)?(?:heading|title)|s?ti|msotitle|msoheading\d?)(?![a-z])", re.I)
_BYLINE = re.compile(r"(?<![a-z])by-?line(?![a-z])", re.I)
_CAPTION = re.compile(r"(?<![a-z])caption(?![a-z])", re.I)
_RAISED = re.compile(r"(?<![a-z])(?:superscript|super|sup)(?![a-z])")
_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.I)
_BOLD = re.compile(r"font-weight\s*:\s*bold", re.I)
_SPACE = re.compile(r"[ \t\r\n\f]+")
PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?(?:<!doctype\s+html|<html\b)", re.I | re.S)
_TAGS = re.compile(r"<(/?)(?!(?:p|li|td|th|tr|dt|dd|br|hr|img|input|meta|link|wbr)\b)[a-z][^<>]*(?<!/)>", re.I)
# A page that a site generator has not filled in: {% block title %} People {% endblock %}, {{ site.title }}.
_TEMPLATE = re.compile(
    r"\{% block [^%<]*%\}[^<{]{0,99}(?=\{% endblock)|\{%(?:[^%{]|%(?!\})|\{(?!%))*%\}|\{\{[^{}\n]{1,200}\}\}"
)
_EMPTY = re.compile(r"<(h[1-6]|p|div|span|a|b|i|em|strong|td|li|section|script|title)\b([^<>]*?)\s*/>")  # of XHTML
DEEPEST = 1000  # nested elements; pages have below 100
PROSE = 60  # characters of a text node that is no menu entry
SHORT_PAGE = 3000  # characters: on a page this short every text counts as running text
MOST_COMMENTS = 0.85  # of the running text of a page may be the comments of its readers
MUCH = 0.3  # of the running text of a page: an element that holds more is not chrome, whatever its name
FEWEST_LINES, CUT = 20, 0.25  # lines, and share of them in mid-sentence, of a printed page that became a web page
LONGEST_CELL = 400  # characters: a table with a longer cell, or with headings or lists in it, lays out a page


def read_html(source: str) -> Document:
    """Return the document of a web page."""
    steps = (-1 if found[1] else 1 for found in _TAGS.finditer(source))  # to parse them might take minutes
    if max(accumulate(steps, lambda depth, step: max(0, depth + step), initial=0)) > DEEPEST:
        message = f"The page nests more than {DEEPEST} elements in each other; it is damaged, or made to do harm."
        raise ReadError("E-HTML-DEPTH", message, "Save the text of the page as plain text.")
    source = _EMPTY.sub(r"<\1\2></\1>", source) if source.lstrip("\ufeff \n").startswith("<?xml") else source
    tree = LexborHTMLParser(_TEMPLATE.sub("", source))
    metadata = _metadata(tree)
    builder = _Builder()
    if tree.body is not None:
        builder.read(tree.body)
    texts = ["".join(run.text for run in part.runs).strip() for part in builder.parts if part.kind == "paragraph"]
    cut = sum(below[:1].islower() and above[-1:] not in ".:;!?" for above, below in pairwise(texts))
    printed = len(texts) >= FEWEST_LINES and cut > CUT * len(texts)  # its elements are the lines of a printed page
    elements = () if printed else resolve(builder.parts, metadata.get("title", ""))
    return Document("".join(builder.pieces), elements=elements, metadata=metadata, markup=False)


def _weigh(body: LexborNode) -> Counter[int]:
    """Return for each element how many characters of running text it holds: long text nodes outside of links."""
    weights: Counter[int] = Counter()
    least = PROSE if len(body.text()) > SHORT_PAGE else 1
    for node in body.traverse(include_text=True):
        length = len((node.text_content or "").strip()) if node.tag == "-text" else 0
        above = [node]
        while length >= least and (parent := above[-1].parent) is not None:
            above.append(parent)
        if not any(element.tag == "a" or element.tag in _SKIPPED for element in above):
            weights.update({element.mem_id: length for element in above})
    return weights


def _attribute(node: LexborNode, name: str) -> str:
    return str(node.attributes.get(name) or "")


def _names(node: LexborNode) -> str:
    return " ".join(_attribute(node, name) for name in ("class", "id", "role")).replace("_", "-")


def _is_shown(node: LexborNode, tag: str) -> bool:
    """Tell whether a page shows an element as text; a button of many words is the heading of what it opens."""
    if tag[:1] in "-!_" or (tag in _SKIPPED and not (tag == "button" and len(node.text().split()) > 3)):
        return False
    hidden = _HIDING.search(_attribute(node, "style")) or _RULES["hidden"].pattern.search(_names(node))
    return not hidden and "hidden" not in node.attributes


def _is_chrome(node: LexborNode, names: str, in_article: bool) -> bool:
    """Tell whether an element belongs to the site: by its tag, its role or its class; what holds notes does not."""
    if "footnote" in names or "endnote" in names:
        return False
    if node.tag in _CHROME_TAGS or (node.tag in ("header", "aside") and not in_article):
        return True
    if node.tag in _TEXT_TAGS or not _RULES["chrome"].pattern.search(names):
        return False
    heading, own = node.css_first("h1, h2, h3, h4, h5, h6"), _attribute(node, "id")
    words = " ".join(re.findall(r"[^\W_]+", heading.text())) if heading is not None and "-" in own else ""
    chapter = words and words.lower().replace(" ", "-") == own  # named after its heading: research-comments
    return not chapter or bool(_RULES["notice"].pattern.fullmatch(words))


@dataclass(frozen=True, slots=True)
class _Context:
    """What the elements around a text say about it."""

    block: int = 0  # the innermost block element
    kind: str = "paragraph"
    level: int | None = None
    chrome: bool = False
    article: bool = False
    href: str = ""
    raised: bool = False
    bold: bool = False
    pre: bool = False
    depth: int = 0  # of nested lists
    numbers: Iterator[int] | None = None  # of the next items of a numbered list


class _Builder(PartWriter):
    def __init__(self) -> None:
        super().__init__()
        self.part = Element("")  # that is being read; it has no runs before its first words
        self.number: int | None = None
        self.marker = ""  # of a list item, to be written before its first words
        self.late: list[Element] = []  # notes in the middle of the current part
        self.context = _Context()  # of the last text

    def read(self, body: LexborNode) -> None:
        self.weights = _weigh(body)
        self.total = self.weights[body.mem_id]
        selected = (body.css(selector) for selector in ("main, [role=main]", "article"))
        large = ({n.mem_id for n in nodes if self.weights[n.mem_id] > 0.1 * self.total} for nodes in selected)
        most = (nodes for nodes in large if sum(self.weights[node] for node in nodes) > 0.5 * self.total)
        self.main = next(most, set[int]())  # elements that hold most of the text and are named so
        self.titles = len(body.css("h1"))
        self.alike: Counter[str] = Counter()  # how much running text the elements of one class hold together
        for node in body.css("[class]:not([class=''])"):
            self.alike[_names(node)] += self.weights[node.mem_id]
        contexts = {body.mem_id: _Context(body.mem_id, chrome=bool(self.main))}
        for node in body.traverse(include_text=True):
            tag, parent = node.tag or "", node.parent
            context = contexts.get(parent.mem_id) if parent is not None else None
            if context is None:
                continue
            if tag == "-text":
                self.add_text(node.text_content or "", context)
            elif tag == "br":
                if self.part.runs and self.part.runs[-1].text.endswith("\n"):  # two in a row end a paragraph
                    self.flush()
                elif self.part.runs:
                    self.part.runs.append(Run(*self.write("\n"), "\n"))
            elif _is_shown(node, tag):
                enter = self.enter_block if tag in _BLOCKS else self.enter_inline
                if inner := enter(node, tag, context):
                    contexts[node.mem_id] = inner
        self.flush()

    def enter_block(self, node: LexborNode, tag: str, context: _Context) -> _Context | None:
        """Return the context within a block element; None for a table of data, whose rows are read here."""
        self.flush()
        self.part.ids |= _ids(node)
        if tag == "table" and (rows := _data_rows(node)) is not None:
            for row in rows:
                ids = self.part.ids.union(*map(_ids, row.css("[id]")))
                self.part = Element("")
                cells = [" ".join(cell.text(separator=" ").split()) for cell in row.css("td, th")]
                self.add_row(Element("table", chrome=context.chrome, ids=ids), cells)
            self.write("\n")
            return None
        names, weight = _names(node), self.weights[node.mem_id]
        titled = tag == "header" and self.titles == len(node.css("h1")) == 1 and weight > 0
        context = replace(context, block=node.mem_id)
        if node.mem_id in self.main or titled:  # the head of the text, with its only title and running text below it
            context = replace(context, chrome=False, article=True)
        elif not context.chrome and _is_chrome(node, names, context.article):
            most = MOST_COMMENTS if "comment" in names.lower() else MUCH
            text = weight > most * self.total or (context.article and self.alike[names] > max(most, 0.5) * self.total)
            context = replace(context, chrome=not text)
        if re.fullmatch(r"h[1-6]", tag):
            return replace(context, kind="heading", level=int(tag[1]))
        if tag in ("ol", "ul"):
            start = _attribute(node, "start")
            numbers = count(int(start) if start.isdigit() else 1) if tag == "ol" else None
            return replace(context, depth=context.depth + 1, numbers=numbers)
        if tag == "li":
            self.number = next(context.numbers) if context.numbers else None
            self.marker = f"{self.number}. " if context.numbers else "• "
            return replace(context, kind="list_item", level=max(context.depth, 1))
        if tag in ("figcaption", "caption") or (tag == "p" and _CAPTION.search(names)):
            return replace(context, kind="caption")
        if tag == "pre":
            return replace(context, pre=True, chrome=context.chrome or node.css_first("code") is not None)
        if context.kind == "paragraph" and weight <= MUCH * self.total and _BYLINE.search(names):
            return replace(context, kind="author")
        bold = tag == "p" and context.kind == "paragraph" and _HEADING.search(names) is not None
        return replace(context, bold=context.bold or bold)

    def enter_inline(self, node: LexborNode, tag: str, context: _Context) -> _Context | None:
        """Return the context within an inline element; None for a note in the text, which follows its part."""
        names = _names(node)
        words = " ".join(node.text().split()).lstrip("0123456789.[]() ") if tag in ("span", "small", "label") else ""
        if len(words) > 5 and _RULES["note in the text"].pattern.search(names):
            numbers = [note_numbers(run.text) for run in self.part.runs if run.raised or run.href]
            self.late.append(Element("footnote", note=next(iter(numbers[-1]), None) if numbers else None, text=words))
            return None
        self.part.ids |= _ids(node)
        if tag == "a":
            return replace(context, href=_attribute(node, "href"))
        if tag == "sup" or _RAISED.search(names):
            return replace(context, raised=True)
        bold = tag in ("b", "strong") or _BOLD.search(_attribute(node, "style"))
        return replace(context, bold=True) if bold else context

    def add_text(self, text: str, context: _Context) -> None:
        """Add a text node to the current part; white space counts as one space."""
        words = text if context.pre else _SPACE.sub(" ", text)
        if context.block != self.context.block:
            self.flush()
        if not self.part.runs or self.part.runs[-1].text.endswith((" ", "\n")):
            words = words.lstrip(" " if self.part.runs else " \n")
        if not words:
            return
        if words[0].isupper() and len(self.part.runs) == 1 and self.part.runs[0].text in ("By", "by"):
            words = f" {words}"
        if not self.part.runs:
            part = self.part
            part.kind, part.level, part.chrome = context.kind, context.level, context.chrome
            if part.kind == "list_item":
                part.continued, part.number = not self.marker, self.number
                part.marker = self.write(self.marker) if self.marker else None
                self.number, self.marker = None, ""
        run = Run(*self.write(words), words, href=context.href, raised=context.raised, bold=context.bold)
        self.part.add(run, joined=context is self.context)
        self.context = context

    def flush(self) -> None:
        if self.part.runs:
            self.close(self.part)
            self.part = Element("")
        for note in self.late:
            note.runs = [Run(*self.write(note.text), note.text)]
            self.close(note)
        self.late = []


def _ids(node: LexborNode) -> set[str]:
    return {_attribute(node, "id"), _attribute(node, "name")} - {""}


def _data_rows(table: LexborNode) -> list[LexborNode] | None:
    """Return the rows of a table of data; None where a table lays out text, or each row is a marker and a text."""
    if table.css_first("table table, h1, h2, h3, h4, ul, ol, section, article, blockquote") is not None:
        return None
    rows = table.css("tr")
    texts = [[text for cell in row.css("td, th") if (text := cell.text().strip())] for row in rows]
    if any(len(text) > LONGEST_CELL for row in texts for text in row):
        return None
    listed = all(len(row) == 1 or (len(row) == 2 and MARKER.fullmatch(row[0])) for row in texts if row)
    return None if listed and texts else rows


def _metadata(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for key, value in _stated(tree):
        if key and isinstance(value, str) and value.strip():
            found.setdefault(key.lower(), []).append(" ".join(value.split()))
    if found.get("og:title") == found.get("og:site_name"):
        found.pop("og:title", None)
    best = {column: next((name for name in names if name in found), "") for column, names in _NAMES.items()}
    out = {column: "; ".join(dict.fromkeys(found[name])) for column, name in best.items() if name}
    if date := re.match(r"\d{4}(?:-\d\d(?:-\d\d)?)?", out.get("published", "")):
        out["published"] = date[0]
        changed = found.get("datemodified", [""])[0][:10]
        if any(time.startswith(changed) for time in found.get("page time", ())) and changed[:4] > str(
            int(date[0][:4]) + 1
        ):
            out["changed"] = changed
    return out


def _stated(tree: LexborHTMLParser) -> Iterator[tuple[str | None, Any]]:
    """Return the names and values that a page states about itself: meta elements, JSON-LD, other elements."""
    for node in tree.css("meta"):
        yield node.attributes.get("property") or node.attributes.get("name"), node.attributes.get("content")
    for node in tree.css('script[type="application/ld+json"]'):
        with suppress(ValueError, RecursionError):
            for top in _objects(json.loads(node.text())):
                for thing in _objects(top.get("@graph") or top):
                    yield from (("ld:author", person.get("name")) for person in _objects(thing.get("author")))
                    yield from ((key, thing.get(key)) for key in ("headline", "datePublished", "dateModified"))
    for name, selector, key in (("language", "html", "lang"), ("time", "time[datetime]", "datetime")):
        yield from ((f"page {name}", node.attributes.get(key)) for node in tree.css(selector)[:1])
    yield from (("page title", node.text()) for node in tree.css("title")[:1])


def _objects(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a value of JSON: itself, or those of a list."""
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]
