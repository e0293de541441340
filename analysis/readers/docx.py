"""Read DOCX files: paragraphs with their styles, lists by their numbering, tables, text boxes, notes and properties.

A DOCX file is a ZIP archive of XML. It is read in memory, never unpacked to disk, and refused where an entry is too
large or declares entities.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from analysis.readers.document import Document, ReadError
from analysis.readers.parts import Layout, Part, Run, resolve

LARGEST_PART = 100_000_000  # bytes of an XML part when unpacked
HIGHEST_RATIO = 400  # of unpacked to packed bytes; XML of real documents stays below 60
LONGEST_CELL = 400  # characters: a table with a longer cell lays out text
_OFF = ("0", "false", "off")
_PARTS = ("word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "word/endnotes.xml", "docProps/core.xml")
_GROUPS = frozenset(
    ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "AlternateContent", "Choice")
)  # elements that hold paragraphs
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_CAPTION = re.compile(r"caption|beschriftung|légende", re.I)
_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop|rubrik)\s*([1-9])", re.I)
_CONTENTS = re.compile(r"toc\b|toc ?\d|table of figures", re.I)
_PROPERTIES = {"title": "title", "creator": "authors", "created": "published", "language": "language"}
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")


def read_docx(data: bytes, name: str) -> Document:
    """Return the document of a DOCX file; raise ReadError for what is damaged or made to do harm."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {info.filename.lstrip("/"): info for info in archive.infolist()}
            main = next((path for path in files if re.fullmatch(r"word/document\d*\.xml", path)), "")
            if not main:
                raise ReadError("E-BINARY", f"{name} is a ZIP archive and holds no text that we read.", _advice(files))
            trees = {path: _tree(archive, files[path], name) for path in (main, *_PARTS) if path in files}
        reader = _Reader(trees)
        reader.read(trees[main])
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ET.ParseError, KeyError) as error:
        reason = "its parts are nested too deep" if isinstance(error, RecursionError) else error
        message = f"{name} is damaged: {reason}."
        raise ReadError("E-DOCX-DAMAGED", message, "Open it in a word processor and save it again.") from None
    if not reader.text.strip():
        fix = "If its pages are pictures, run text recognition (OCR)."
        raise ReadError("E-NO-TEXT", f"{name} holds no text.", fix)
    metadata = {
        _PROPERTIES[node.tag]: " ".join((node.text or "").split())
        for node in trees.get("docProps/core.xml", ())
        if node.tag in _PROPERTIES and (node.text or "").strip()
    }
    metadata |= {key: value[:10] for key, value in metadata.items() if key == "published"}
    elements = resolve(reader.parts, metadata.get("title", ""))
    return Document(reader.text, encoding="docx", elements=elements, metadata=metadata, markup=False)


def _advice(files: dict[str, zipfile.ZipInfo]) -> str:
    if "mimetype" in files or "META-INF/container.xml" in files:
        return "It is an EPUB or OpenDocument file: save it as DOCX, HTML or plain text."
    return "Save the report as DOCX, PDF, HTML or plain text."


def _tree(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> ET.Element:
    """Return the XML of one part of the archive, tags and attributes without their namespaces."""
    packed = max(1000, info.compress_size)
    large = info.file_size > min(LARGEST_PART, HIGHEST_RATIO * packed)
    data = b"" if large else archive.read(info)
    if large or b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data[:10_000]:
        message = f"{name} unpacks to more data than is read."
        raise ReadError("E-TOO-BIG", message, "Save it again in a word processor.")
    root = ET.fromstring(data)
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
        for key in [key for key in node.attrib if "}" in key]:
            node.attrib[key.rpartition("}")[2]] = node.attrib.pop(key)
    return root


class _Reader(Layout):
    """Lays out the text of a document and cuts it into parts."""

    def __init__(self, trees: dict[str, ET.Element]) -> None:
        super().__init__()
        self.styles = {s.get("styleId", ""): s for s in _all(trees.get("word/styles.xml"), "style")}
        self.formats = _list_formats(trees.get("word/numbering.xml"))
        self.counts: dict[tuple[str, int], int] = {}
        self.notes = {
            (tag, note.get("id", "")): note
            for tag in ("footnote", "endnote")
            for note in _all(trees.get(f"word/{tag}s.xml"), tag)
            if note.get("type") not in ("separator", "continuationSeparator", "continuationNotice")
        }
        self.cited: list[tuple[str, str]] = []  # notes in the order in which they are cited

    def read(self, document: ET.Element) -> None:
        """Read the body, and the notes that it cites after it."""
        self.blocks(document.find("body"))
        for number, key in enumerate(self.cited, 1):
            first = len(self.parts)
            self.blocks(self.notes[key])
            for i, part in enumerate(self.parts[first:]):
                part.kind, part.level, part.note, part.continued = "footnote", None, number, i > 0

    def blocks(self, parent: ET.Element | None) -> None:
        """Read the paragraphs and tables below an element."""
        for node in parent if parent is not None else ():
            if node.tag == "p":
                self.paragraph(node)
            elif node.tag == "tbl":
                self.table(node)
            elif node.tag in _GROUPS:
                self.blocks(node)

    def table(self, node: ET.Element) -> None:
        """Read a table row by row; one with long cells lays out text."""
        rows = [row.findall("tc") + row.findall("sdt/sdtContent/tc") for row in node.findall("tr")]
        texts = [["".join(t.text or "" for t in cell.iter("t")) for cell in cells] for cells in rows]
        if all(len(cells) == 1 for cells in rows) or any(len(text) > LONGEST_CELL for row in texts for text in row):
            for cell in (cell for cells in rows for cell in cells):
                self.blocks(cell)
            return
        for row in texts:
            self.add_row(Part("table"), row)

    def paragraph(self, node: ET.Element) -> None:
        """Read a paragraph; text boxes in it come after it."""
        properties = node.find("pPr")
        own = _value(properties, "pStyle")
        chain = self.style_chain(own)
        names = [_value(style, "name") for style in chain] or [own]
        part = Part("paragraph")
        if level := _heading_level(names, properties, chain):
            part.kind, part.level = "heading", level
        elif names[0].lower() == "title":
            part.kind = "title"
        elif _CAPTION.search(names[0]):
            part.kind = "caption"
        elif _CONTENTS.match(names[0]):
            part.kind = "toc"
        elif listed := self.list_item(properties, chain):
            part.kind = "list_item"
            part.level, part.number, marker = listed
            part.marker = self.write(marker)
        boxes: list[ET.Element] = []
        bold = any(_is_on(style.find("rPr"), "b") for style in chain)
        for run in _runs(node, boxes):
            self.run(part, run, bold)
        self.close(part)
        for content in boxes:
            self.blocks(content)

    def run(self, part: Part, node: ET.Element, bold: bool) -> None:
        """Read the text of a run, and the notes that it cites."""
        properties = node.find("rPr")
        if _is_on(properties, "vanish"):
            return
        raised = _value(properties, "vertAlign") == "superscript"
        if properties is not None and properties.find("b") is not None:
            bold = _is_on(properties, "b")
        for child in node:
            key = (child.tag.removesuffix("Reference"), child.get("id", ""))
            if child.tag != key[0] and key in self.notes:
                self.cited.append(key)
                number = len(self.cited)
                start, end = self.write(str(number))
                part.runs.append(Run(start, end, str(number)))
                part.cites.append((start, end, (number,)))
            elif text := child.text if child.tag == "t" else _SIGNS.get(child.tag):
                part.runs.append(Run(*self.write(text), text, raised=raised, bold=bold))

    def style_chain(self, key: str) -> list[ET.Element]:
        """Return a style with those that it is based on."""
        chain: list[ET.Element] = []
        while key in self.styles and len(chain) < 10:
            chain.append(self.styles[key])
            key = _value(chain[-1], "basedOn")
        return chain

    def list_item(self, properties: ET.Element | None, chain: list[ET.Element]) -> tuple[int, int | None, str] | None:
        """Return depth, number and marker of a list item; None for a paragraph that is none."""
        holders = [properties, *(style.find("pPr") for style in chain)]
        holder = next((holder for holder in holders if _value(holder, "numPr/numId")), None)
        key, depth = _value(holder, "numPr/numId"), int(_value(holder, "numPr/ilvl") or 0)
        if key in ("", "0"):
            return None
        form, text = self.formats.get((key, depth), ("bullet", "•"))
        if form in ("bullet", "none"):
            return depth + 1, None, "• "
        count = self.counts[key, depth] = self.counts.get((key, depth), 0) + 1
        self.counts = {other: n for other, n in self.counts.items() if other[0] != key or other[1] <= depth}
        marker = re.sub(r"%\d", "", text.replace(f"%{depth + 1}", _numeral(count, form))).strip(". ")
        return depth + 1, count, marker + (". " if text.endswith(".") else " ")


def _runs(node: ET.Element, boxes: list[ET.Element]) -> Iterator[ET.Element]:
    """Return the runs of a paragraph in order, and collect its text boxes once."""
    for child in node:
        if child.tag == "r":
            yield child
            for part in child:
                choice = part.find("Choice") if part.tag == "AlternateContent" else part
                boxes += choice.iter("txbxContent") if choice is not None else ()
        elif child.tag not in ("del", "moveFrom", "pPr", "Fallback"):
            yield from _runs(child, boxes)


def _heading_level(names: list[str], properties: ET.Element | None, chain: list[ET.Element]) -> int | None:
    """Return the level of a heading, by the names of its styles or by its outline level."""
    if found := next(filter(None, map(_HEADING.match, names)), None):
        return int(found[1])
    levels = [_value(properties, "outlineLvl"), *(_value(style, "pPr/outlineLvl") for style in chain)]
    level = int(next(filter(str.isdigit, levels), "9"))
    return level + 1 if level < 9 else None


def _all(root: ET.Element | None, tag: str) -> list[ET.Element]:
    return root.findall(tag) if root is not None else []


def _value(node: ET.Element | None, path: str) -> str:
    """Return the value of an element below another, or nothing."""
    found = node.find(path) if node is not None else None
    return found.get("val", "") if found is not None else ""


def _is_on(properties: ET.Element | None, name: str) -> bool:
    node = properties.find(name) if properties is not None else None
    return node is not None and node.get("val", "1") not in _OFF


def _list_formats(numbering: ET.Element | None) -> dict[tuple[str, int], tuple[str, str]]:
    """Return format and text of each level of each list."""
    levels = {node.get("abstractNumId", ""): node.findall("lvl") for node in _all(numbering, "abstractNum")}
    return {
        (node.get("numId", ""), int(level.get("ilvl", "0"))): (_value(level, "numFmt"), _value(level, "lvlText"))
        for node in _all(numbering, "num")
        for level in levels.get(_value(node, "abstractNumId"), ())
    }


def _numeral(count: int, form: str) -> str:
    """Return a number as Word writes it in a list."""
    written = str(count)
    if form.endswith("Letter") and count < 27:
        written = chr(96 + count)
    elif form.endswith("Roman") and count < 40:
        written = "x" * (count // 10) + _ROMAN[count % 10]
    return written.upper() if form.startswith("upper") else written
