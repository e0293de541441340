"""Read DOCX files in memory, never unpacked to disk: styles, lists, tables, text boxes, notes and properties."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from analysis.readers.document import Document, Element, PartWriter, ReadError, Run, resolve

LARGEST_PART = 100_000_000  # bytes of an XML part when unpacked
HIGHEST_RATIO = 400  # of unpacked to packed bytes; XML of real documents stays below 60
LONGEST_CELL = 400  # characters: a table with a longer cell lays out text
_PARTS = ("word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "word/endnotes.xml", "docProps/core.xml")
_DELETED = frozenset(("del", "moveFrom", "Fallback"))  # Fallback repeats a text box
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_SENTENCES = re.compile(r".{400}|(?:\S+\s+){5,}\S+[.;:,]\s*$", re.S)  # a paragraph, also where it has an outline level
_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop|rubrik)\s*([1-9])", re.I)
# What the names of other styles say: the group that matches is the kind of the paragraph.
_STYLE = re.compile(
    r"(?P<title>title$)|(?P<front>authors?$)|(?P<caption>.*caption)|(?P<toc>toc\b|toc ?\d|table of figures)", re.I
)
_PROPERTIES = {"title": "title", "creator": "authors", "created": "created", "language": "language"}
_EMPTY = ET.Element("none")


def read_docx(data: bytes, name: str) -> Document:
    """Return the document of a DOCX file; raise ReadError for what is damaged or made to do harm."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {info.filename.lstrip("/"): info for info in archive.infolist()}
            main = next((path for path in files if re.fullmatch(r"word/document\d*\.xml", path)), "")
            if not main:
                message = f"{name} is a ZIP archive and holds no text that we read."
                raise ReadError("E-BINARY", message, "Save the report as DOCX, PDF, HTML or plain text.")
            trees = {path: _tree(archive, files[path], name) for path in (main, *_PARTS) if path in files}
        reader = _Reader(trees)
        reader.read(trees[main])
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ET.ParseError, KeyError) as error:
        fix = "Open it in a word processor and save it again."
        raise ReadError("E-DOCX-DAMAGED", f"{name} is damaged: {error}.", fix) from None
    text = "".join(reader.pieces)
    if not text.strip():
        raise ReadError("E-NO-TEXT", f"{name} holds no text.", "If its pages are pictures, run text recognition (OCR).")
    stated = {node.tag: " ".join((node.text or "").split()) for node in trees.get("docProps/core.xml", _EMPTY)}
    stated["created"] = stated.get("created", "")[:10]
    metadata = {field: stated[tag] for tag, field in _PROPERTIES.items() if stated.get(tag)}
    elements = resolve(reader.parts, metadata.get("title", ""))
    return Document(text, elements=elements, metadata=metadata, markup=False)


def _tree(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> ET.Element:
    """Return the XML of one part of the archive, without namespaces and without deleted text."""
    large = info.file_size > min(LARGEST_PART, HIGHEST_RATIO * max(1000, info.compress_size))
    data = b"" if large else archive.read(info)
    if large or b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data[:10_000]:
        message = f"{name} unpacks to more data than is read."
        raise ReadError("E-TOO-BIG", message, "Save it again in a word processor.")
    root = ET.fromstring(data)
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
        node.attrib = {key.rpartition("}")[2]: value for key, value in node.attrib.items()}
        node[:] = [child for child in node if child.tag.rpartition("}")[2] not in _DELETED]
    return root


class _Reader(PartWriter):
    def __init__(self, trees: dict[str, ET.Element]) -> None:
        super().__init__()
        self.styles = {s.get("styleId", ""): s for s in trees.get("word/styles.xml", _EMPTY).iter("style")}
        numbering = trees.get("word/numbering.xml", _EMPTY)
        levels = {node.get("abstractNumId", ""): node.findall("lvl") for node in numbering.findall("abstractNum")}
        self.formats = {
            (node.get("numId", ""), int(level.get("ilvl", "0"))): (_value(level, "numFmt"), _value(level, "lvlText"))
            for node in numbering.findall("num")
            for level in levels.get(_value(node, "abstractNumId"), ())
        }
        self.counts: dict[tuple[str, int], int] = {}
        self.notes = {
            (tag, note.get("id", "")): note
            for tag in ("footnote", "endnote")
            for note in trees.get(f"word/{tag}s.xml", _EMPTY).iter(tag)
            if note.get("type", "normal") == "normal"
        }
        self.cited: list[tuple[str, str]] = []  # notes in the order in which they are cited

    def read(self, document: ET.Element) -> None:
        self.blocks(document.iterfind("body/*"))
        for number, key in enumerate(self.cited, 1):
            first = len(self.parts)
            self.blocks(self.notes[key])
            for i, part in enumerate(self.parts[first:]):
                part.kind, part.level, part.note, part.continued = "footnote", None, number, i > 0

    def blocks(self, nodes: Iterable[ET.Element]) -> None:
        for node in nodes:
            read = {"p": self.paragraph, "tbl": self.table}.get(node.tag, self.blocks)
            read(node)

    def table(self, node: ET.Element) -> None:
        """Read a table row by row; one of one column or with long cells lays out text."""
        rows = [row.findall("tc") + row.findall("sdt/sdtContent/tc") for row in node.findall("tr")]
        texts = [["".join(t.text or "" for t in cell.iter("t")) for cell in cells] for cells in rows]
        lays_out = max(map(len, rows), default=0) < 2 or any(len(text) > LONGEST_CELL for row in texts for text in row)
        for cells, row in zip(rows, texts, strict=True):
            if lays_out:
                self.blocks(cells)
            else:
                self.add_row(Element("table"), row)

    def paragraph(self, node: ET.Element) -> None:
        properties = _find(node, "pPr")
        chain, key = list[ET.Element](), _value(properties, "pStyle")
        while key in self.styles and len(chain) < 10:
            chain.append(self.styles[key])
            key = _value(chain[-1], "basedOn")
        names = [_value(style, "name") for style in chain] or [key]
        part = Element("paragraph")
        levels = [str(int(found[1]) - 1) for found in map(_HEADING.match, names) if found]
        if levels or not _SENTENCES.search("".join(t.text or "" for t in node.iter("t"))):  # not a numbered paragraph
            levels += [_value(properties, "outlineLvl"), *(_value(style, "pPr/outlineLvl") for style in chain)]
        level = int(next(filter(str.isdigit, levels), "9"))
        if level < 9:  # 9 is text
            part.kind, part.level = "heading", level + 1
        elif (found := _STYLE.match(names[0])) and found.lastgroup:
            part.kind = found.lastgroup
        else:
            self.mark_item(part, properties, chain)
        bold = any(_is_on(_find(style, "rPr"), "b") for style in chain)
        for run in _runs(node):
            self.run(part, run, bold)
        self.close(part)
        for box in node.iter("txbxContent"):  # text boxes
            self.blocks(box)

    def run(self, part: Element, node: ET.Element, bold: bool) -> None:
        properties = _find(node, "rPr")
        if _is_on(properties, "vanish"):
            return
        raised = _value(properties, "vertAlign") == "superscript"
        bold = _is_on(properties, "b", bold)
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

    def mark_item(self, part: Element, properties: ET.Element, chain: list[ET.Element]) -> None:
        """Make a part an item, with the number that Word shows, where it or its style has a numbering."""
        holders = [properties, *(_find(style, "pPr") for style in chain)]
        holder = next((holder for holder in holders if _value(holder, "numPr/numId")), _EMPTY)
        key, depth = _value(holder, "numPr/numId"), int(_value(holder, "numPr/ilvl") or 0)
        if key in ("", "0"):
            return
        part.kind, part.level, marker = "list_item", depth + 1, "•"
        form, text = self.formats.get((key, depth), ("bullet", "•"))
        if form not in ("bullet", "none"):
            part.number = self.counts[key, depth] = self.counts.get((key, depth), 0) + 1
            self.counts = {other: n for other, n in self.counts.items() if other[0] != key or other[1] <= depth}
            marker = re.sub(r"%\d\.?", "", text.replace(f"%{depth + 1}", _numeral(part.number, form)))
        part.marker = self.write(f"{marker} ")


def _runs(node: ET.Element) -> Iterator[ET.Element]:
    """Return the runs of a paragraph in order, without those of its text boxes."""
    for child in node:
        yield from [child] if child.tag == "r" else _runs(child)


def _find(node: ET.Element, path: str) -> ET.Element:
    found = node.find(path)
    return _EMPTY if found is None else found


def _value(node: ET.Element, path: str) -> str:
    return _find(node, path).get("val", "")


def _is_on(properties: ET.Element, name: str, inherited: bool = False) -> bool:
    found = properties.find(name)
    return inherited if found is None else found.get("val", "1") not in ("0", "false", "off")


def _numeral(count: int, form: str) -> str:
    written = str(count)
    if form.endswith("Letter") and count < 27:
        written = chr(96 + count)
    elif form.endswith("Roman") and count < 40:
        written = "x" * (count // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[count % 10]
    return written.upper() if form.startswith("upper") else written
