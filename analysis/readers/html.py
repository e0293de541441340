"""Read web pages: the text as a page shows it, in document order, with what its tags say about each part.

The raw text holds every visible text node, menus included, laid out in lines; what belongs to the site and not to the
report is marked as chrome.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from analysis.readers.document import Document, Problem, ReadError
from analysis.readers.parts import Layout, Part, Run, note_numbers, resolve
from analysis.rules import load_rules

_RULES = load_rules("pages")
_SKIPPED = frozenset(_RULES["elements not shown"].words)
_BLOCKS = frozenset(_RULES["block elements"].words)
_CHROME_TAGS = frozenset(("nav", "footer", "form", "dialog"))
_TEXT_TAGS = frozenset(("body", "p", "h1", "h2", "h3", "h4", "h5", "h6", "main", "article"))
_CHROME_ROLES = frozenset(_RULES["roles of the site"].words)
_CELL_MARKER = re.compile(
    r"[\[(](?:\d{1,3}|[a-z]{1,2}|[ivxlc]{1,6})[\])]|(?:\d{1,3}|[a-z]{1,2}|[ivxlc]{1,6})[.)]|[—–•·▪o§-]", re.I
)
_CAPTION = re.compile(r"(?<![a-z])caption(?![a-z])", re.I)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?(?:<!doctype\s+html|<html\b)", re.I | re.S)
_TAGS = re.compile(
    r"<(/?)(?!(?:p|li|td|th|tr|dt|dd|br|hr|img|input|meta|link|col|option|wbr|area|base|source|thead|tbody)\b)[a-z][^<>]*(?<!/)>",
    re.I,
)
DEEPEST = 1000  # nested elements; pages have below 100
PROSE = 60  # characters of a text node that is no menu entry
SHORT_PAGE = 3000  # characters: on a page this short every text counts as running text
MOST_COMMENTS = 0.85  # of the running text of a page may be the comments of its readers
MUCH = 0.3  # of the running text of a page: an element that holds more is not chrome, whatever its name
LONGEST_CELL = 400  # characters: a table with a longer cell, or with headings or lists in it, lays out a page


def looks_like_html(text: str) -> bool:
    """Tell whether a text is a web page.

    >>> looks_like_html("<!DOCTYPE html><html><p>Hi</p></html>"), looks_like_html("Use <html> to begin a page.")
    (True, False)
    """
    return bool(_PAGE.match(text[:5000]))


def read_html(source: str, encoding: str = "utf-8", problems: list[Problem] | None = None) -> Document:
    """Return the document of a web page."""
    if _depth(source) > DEEPEST:
        message = f"The page nests more than {DEEPEST} elements in each other; it is damaged, or made to do harm."
        raise ReadError("E-HTML-DEPTH", message, "Save the text of the page as plain text.")
    tree = LexborHTMLParser(source)
    metadata = _metadata(tree)
    builder = _Builder()
    if tree.body is not None:
        builder.weights = _weigh(tree.body)
        builder.total = builder.weights[tree.body.mem_id]
        builder.walk(tree.body, _main_parts(tree, builder.weights, builder.total))
    elements = resolve(builder.parts, metadata.get("title", ""))
    return Document(builder.text, (), encoding, problems or [], elements, metadata=metadata, markup=False)


def _depth(source: str) -> int:
    """Return how deep the elements of a page are nested, from their tags alone."""
    depth = deepest = 0
    for found in _TAGS.finditer(source):
        depth = max(0, depth + (-1 if found[1] else 1))
        deepest = max(deepest, depth)
    return deepest


# --- which parts of the tree are the text


def _weigh(body: LexborNode) -> Counter[int]:
    """Return for each element how many characters of running text it holds: long text nodes outside of links."""
    weights: Counter[int] = Counter()
    least = PROSE if len(body.text()) > SHORT_PAGE else 1
    for node in body.traverse(include_text=True):
        length = len((node.text_content or "").strip()) if node.tag == "-text" else 0
        above = list(_ancestors(node)) if length >= least else []
        if not any(element.tag == "a" or element.tag in _SKIPPED for element in above):
            weights.update({element.mem_id: length for element in above})
    return weights


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    while (parent := node.parent) is not None:
        yield parent
        node = parent


def _main_parts(tree: LexborHTMLParser, weights: Counter[int], total: int) -> set[int]:
    """Return the memory ids of the elements that hold most of the text and are named so; else nothing."""
    for selector in ("main, [role=main]", "article"):
        nodes = [node.mem_id for node in tree.css(selector) if weights[node.mem_id] > 0.1 * total]
        if sum(weights[node] for node in nodes) > 0.5 * total:
            return set(nodes)
    return set()


def _names(node: LexborNode) -> str:
    attributes = node.attributes
    return " ".join(str(attributes.get(name) or "") for name in ("class", "id")).replace("_", "-")


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    style = str(attributes.get("style") or "").replace(" ", "").lower()
    if "hidden" in attributes or "display:none" in style or "visibility:hidden" in style or "mso-hide:all" in style:
        return True
    return bool(_RULES["hidden"].pattern.search(_names(node)))


def _is_chrome(node: LexborNode, tag: str, in_article: bool) -> bool:
    """Tell whether an element belongs to the site: by its tag, its role or its class; what holds notes does not."""
    names, role = _names(node), str(node.attributes.get("role") or "")
    if _RULES["note class"].pattern.search(names) or role.startswith("doc-"):
        return False
    if tag in _CHROME_TAGS or role in _CHROME_ROLES or (tag in ("header", "aside") and not in_article):
        return True
    return tag not in _TEXT_TAGS and bool(_RULES["chrome"].pattern.search(names))


# --- from the tree to parts


class _Builder(Layout):
    """Lays out the visible text of a page, and cuts it into parts."""

    def __init__(self) -> None:
        super().__init__()
        self.weights: Counter[int] = Counter()  # of elements: how much running text they hold
        self.total = 0  # of the page
        self.part: Part | None = None
        self.unit: int | None = None  # the link or raised element of the last run
        self.anchors: set[str] = set()  # that wait for the next part
        self.late: list[tuple[LexborNode, int | None]] = []  # notes within a paragraph, written after it

    # A node is visited with the context of its ancestors, kept in a dictionary that is copied where it changes.
    def walk(self, root: LexborNode, main: set[int]) -> None:
        """Visit the nodes below a root in document order, without recursion."""
        context: dict = {"kind": "paragraph", "chrome": bool(main), "main": main, "lists": ()}
        stack: list[tuple[LexborNode | None, dict, bool, int]] = [(root, context, False, 0)]
        while stack:
            node, context, leaving, depth = stack.pop()
            if node is None:
                continue
            tag = node.tag or ""
            if leaving:
                if tag in _BLOCKS:
                    self.flush()
                continue
            if depth:
                stack.append((node.next, context, False, depth))
            if tag == "-text":
                self.add_text(node.text_content or "", context)
                continue
            if tag.startswith(("-", "!", "_")) or tag in _SKIPPED or _is_hidden(node):
                continue
            inner = self.enter(node, tag, context)
            if inner is not None:
                stack.append((node, inner, True, depth))
                stack.append((node.child, inner, False, depth + 1))

    def enter(self, node: LexborNode, tag: str, context: dict) -> dict | None:
        """Return the context within an element; None where it is not to be visited."""
        attributes = node.attributes
        names = {str(attributes[key]) for key in ("id", "name") if attributes.get(key)}
        if tag == "br":
            self.line_break()
            return None
        if tag == "table" and (rows := _data_rows(node)) is not None:
            self.flush()
            self.anchors |= names
            self.add_rows(rows, context)
            return None
        if tag not in _BLOCKS:
            return self.enter_inline(node, tag, context, names)
        self.flush()
        self.anchors |= names
        inner = dict(context)
        if node.mem_id in context["main"]:
            inner |= {"chrome": False, "article": True}
        elif not context["chrome"] and _is_chrome(node, tag, bool(context.get("article"))):
            most = MOST_COMMENTS if "comment" in _names(node).lower() else MUCH
            inner["chrome"] = self.weights[node.mem_id] <= most * self.total
        inner |= self.block_context(node, tag, context)
        if tag == "hr":
            self.parts.append(Part("rule"))
        return inner

    def block_context(self, node: LexborNode, tag: str, context: dict) -> dict:
        """Return what a block element changes in the context of its text."""
        attributes = node.attributes
        if tag == "article":
            return {"article": True}
        if re.fullmatch(r"h[1-6]", tag) or attributes.get("role") == "heading":
            stated = tag[1:] if tag[0] == "h" else str(attributes.get("aria-level") or "")[:1]
            return {"kind": "heading", "level": int(stated) if stated.isdigit() else 2}
        if tag in ("ol", "ul"):
            start = str(attributes.get("start") or "")
            own = [tag, int(start) if start.isdigit() else 1, str(attributes.get("type") or "1")]
            return {"lists": (*context["lists"], own)}
        if tag == "li":
            return {"kind": "list_item", "item": self.item(attributes, context), "fresh": [True]}
        if tag in ("figcaption", "caption") or (tag == "p" and _CAPTION.search(_names(node))):
            return {"kind": "caption"}
        if tag == "p" and context["kind"] == "paragraph" and _RULES["heading class"].pattern.search(_names(node)):
            return {"bold": True}
        if tag == "pre":
            return {"pre": True}
        return {}

    def item(self, attributes: dict, context: dict) -> tuple[int, int | None, str]:
        """Return depth, number and marker of a list item."""
        lists = context["lists"] or (["ul", 1, "1"],)
        kind: list = lists[-1]
        if kind[0] != "ol":
            return len(lists), None, "• "
        value = str(attributes.get("value") or "")
        number = int(value) if value.isdigit() else kind[1]
        kind[1] = number + 1
        written = chr(96 + number) if kind[2] == "a" and number < 27 else str(number)
        return len(lists), number, f"{written}. "

    def enter_inline(self, node: LexborNode, tag: str, context: dict, names: set[str]) -> dict | None:
        """Return the context within an inline element."""
        classes = _names(node)
        (self.part or self).anchors.update(names)
        if "editsection" in classes:
            return None
        in_text = tag in ("span", "small", "label") and _RULES["note in the text"].pattern.search(classes)
        if in_text and len(node.text()) > 5:
            cited = [run for run in self.part.runs if run.raised or run.href] if self.part is not None else []
            self.late.append((node, (note_numbers(cited[-1].text) or (None,))[0] if cited else None))
            return None
        inner = dict(context)
        if tag in ("a", "sup"):
            inner.setdefault("unit", node.mem_id)
        if tag == "a":
            href = str(node.attributes.get("href") or "")
            inner["href"] = "#" if "raised" in context and href.lower().startswith("javascript:") else href
        elif tag == "sup" or re.search(r"(?<![a-z])(?:superscript|super|sup)(?![a-z])", classes):
            inner["raised"] = True
        elif tag in ("b", "strong") or "font-weight:bold" in str(node.attributes.get("style") or "").replace(" ", ""):
            inner["bold"] = True
        return inner

    def add_text(self, text: str, context: dict) -> None:
        """Add a text node to the current part; white space counts as one space."""
        words = text if context.get("pre") else _SPACE.sub(" ", text)
        if self.part is None:
            words = words.lstrip(" \n")
            if not words:
                return
            self.part = self.open(context)
        runs = self.part.runs
        if words.startswith(" ") and runs and runs[-1].text.endswith((" ", "\n")):
            words = words[1:]
        if not words:
            return
        run = Run(*self.write(words), words, context.get("href", ""), "raised" in context, "bold" in context)
        self.part.add(run, context.get("unit") == self.unit)
        self.unit = context.get("unit")

    def open(self, context: dict) -> Part:
        """Return a new part of the kind that the context says, with its marker written."""
        part = Part(context["kind"], level=context.get("level"), chrome=context["chrome"], anchors=self.anchors)
        self.anchors = set()
        if "item" in context and part.kind in ("list_item", "paragraph"):
            depth, number, marker = context["item"]
            part.kind, part.level = "list_item", depth
            if context["fresh"][0]:
                part.number, part.marker = number, self.write(marker)
                context["fresh"][0] = False
            else:
                part.continued = True
        return part

    def line_break(self) -> None:
        """Break a line; two breaks in a row end a paragraph."""
        if self.part is None:
            return
        last = self.part.runs[-1] if self.part.runs else None
        if last is not None and last.text.endswith("\n"):
            self.flush()
        else:
            self.part.runs.append(Run(*self.write("\n"), "\n"))

    def flush(self) -> None:
        """Close the current part."""
        part, self.part = self.part, None
        if part is not None:
            self.close(part)
        late, self.late = self.late, []
        for node, number in late:
            note = Part("footnote", note=number)
            words = " ".join(node.text().split()).lstrip("0123456789.[]() ")
            note.runs.append(Run(*self.write(words), words))
            self.close(note)

    def add_rows(self, rows: list[list[LexborNode]], context: dict) -> None:
        """Add the rows of a table; a row of a marker and a text is a list item."""
        for cells in rows:
            texts = [" ".join(cell.text(separator=" ").split()) for cell in cells]
            ids = {str(n.attributes["id"]) for cell in cells for n in cell.css("[id]") if n.attributes.get("id")}
            if cells and (row := cells[0].parent) is not None and row.attributes.get("id"):
                ids.add(str(row.attributes["id"]))
            part = Part("table", chrome=context["chrome"], anchors=self.anchors | ids)
            self.anchors = set()
            self.add_row(part, texts)
        self.write("\n")


def _data_rows(table: LexborNode) -> list[list[LexborNode]] | None:
    """Return the cells of each row of a table of data; None where a table lays out text."""
    if table.css_first("table table, h1, h2, h3, h4, ul, ol, section, article, blockquote") is not None:
        return None
    rows = [row.css("td, th") for row in table.css("tr")]
    if any(len(cell.text()) > LONGEST_CELL for cells in rows for cell in cells):
        return None
    pairs = [[cell.text().strip() for cell in cells if cell.text().strip()] for cells in rows]
    listed = all(len(row) == 1 or (len(row) == 2 and _CELL_MARKER.fullmatch(row[0])) for row in pairs if row)
    return None if listed and pairs else rows


# --- metadata


def _metadata(tree: LexborHTMLParser) -> dict[str, str]:
    """Return title, authors, published and language as the page states them."""
    found: dict[str, list[str]] = {}
    for node in tree.css("meta"):
        key = str(node.attributes.get("property") or node.attributes.get("name") or "").lower()
        value = " ".join(str(node.attributes.get("content") or "").split())
        if key and value:
            found.setdefault(key, []).append(value)
    for key, value in _linked_data(tree):
        found.setdefault(key, []).append(value)
    title = tree.css_first("title")
    root = tree.root
    time = tree.css_first("time[datetime]")
    names = {field: _RULES[f"names of {field}"].words for field in ("title", "authors", "published", "language")}
    out = {field: "; ".join(found[key]) for field, keys in names.items() for key in reversed(keys) if key in found}
    for field, value in (
        ("title", title.text().strip() if title is not None else ""),
        ("language", str(root.attributes.get("lang") or "") if root is not None else ""),
        ("published", str(time.attributes.get("datetime") or "") if time is not None else ""),
    ):
        if value and field not in out:
            out[field] = " ".join(value.split())
    if date := re.match(r"\d{4}(?:-\d\d(?:-\d\d)?)?", out.get("published", "")):
        out["published"] = date[0]
    return out


def _linked_data(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Return headline, date and authors from JSON-LD."""
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            data = json.loads(node.text())
        except (ValueError, RecursionError):
            continue
        things = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
        for thing in things if isinstance(things, list) else []:
            if not isinstance(thing, dict):
                continue
            for key in ("headline", "datePublished"):
                if isinstance(thing.get(key), str):
                    yield key.lower(), thing[key]
            people = thing.get("author")
            for person in people if isinstance(people, list) else [people]:
                if isinstance(person, dict) and isinstance(person.get("name"), str):
                    yield "ld:author", person["name"]
