"""Read DOCX files: paragraphs with their styles, lists by their numbering, tables, text boxes, notes and properties.

A DOCX file is a ZIP archive of XML. It is read in memory, never unpacked to disk, and refused where an entry is too
large or declares entities.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from analysis.readers.document import Document
from analysis.readers.errors import ReadError
from analysis.readers.parts import Part, Run, resolve

LARGEST_PART = 100_000_000  # bytes of an XML part when unpacked
HIGHEST_RATIO = 400  # of unpacked to packed bytes; XML of real documents stays below 60
_BOLD_OFF = ("0", "false", "off")
_TITLE_STYLES = ("title",)
_CAPTION = re.compile(r"caption|beschriftung|légende", re.I)
_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop|rubrik)\s*([1-9])", re.I)
_PROPERTIES = {"title": "title", "creator": "authors", "created": "published", "language": "language"}


def read_docx(data: bytes, name: str) -> Document:
    """Return the document of a DOCX file; raise ReadError for what is damaged or made to do harm."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {re.sub(r"^/", "", info.filename): info for info in archive.infolist()}
            main = next((path for path in files if re.fullmatch(r"word/document\d*\.xml", path)), "")
            if not main:
                raise ReadError("E-BINARY", f"{name} is a ZIP archive and holds no text that we read.", _advice(files))
            wanted = (
                main,
                *(f"word/{part}.xml" for part in ("styles", "numbering", "footnotes", "endnotes")),
                "docProps/core.xml",
            )
            trees = {path: _tree(archive, files[path], name) for path in wanted if path in files}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ET.ParseError, KeyError) as error:
        raise ReadError(
            "E-DOCX-DAMAGED", f"{name} is damaged: {error}.", "Open it in a word processor and save it again."
        ) from None
    reader = _Reader(trees)
    try:
        reader.read(trees[main])
    except RecursionError:
        raise ReadError(
            "E-DOCX-DAMAGED", f"{name} is damaged: its parts are nested too deep.", "Save it again."
        ) from None
    text = "".join(reader.pieces)
    if not text.strip():
        raise ReadError(
            "E-NO-TEXT",
            f"{name} holds no text.",
            "Look whether its pages are pictures; if so, run text recognition (OCR).",
        )
    metadata = _metadata(trees.get("docProps/core.xml"))
    return Document(
        text,
        encoding="docx",
        elements=resolve(reader.parts, metadata.get("title", "")),
        metadata=metadata,
        markup=False,
    )


def _advice(files: dict[str, zipfile.ZipInfo]) -> str:
    if "mimetype" in files or "META-INF/container.xml" in files:
        return "It is an EPUB or OpenDocument file: save it as DOCX, HTML or plain text."
    return "Save the report as DOCX, PDF, HTML or plain text."


def _tree(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> ET.Element:
    """Return the XML of one part of the archive, tags without their namespaces."""
    large = (
        info.file_size > LARGEST_PART
        or info.file_size > HIGHEST_RATIO * max(1, info.compress_size) > HIGHEST_RATIO * 1000
    )
    data = b"" if large else archive.read(info)
    if large or b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data[:10_000]:
        raise ReadError(
            "E-TOO-BIG", f"{name} unpacks to more than a report can hold.", "Save it again in a word processor."
        )
    root = ET.fromstring(data)
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
        for key in list(node.attrib):
            if "}" in key:
                node.attrib[key.rpartition("}")[2]] = node.attrib.pop(key)
    return root


def _metadata(core: ET.Element | None) -> dict[str, str]:
    """Return title, authors, published and language from the core properties."""
    out = {
        _PROPERTIES[n.tag]: " ".join((n.text or "").split())
        for n in core or ()
        if n.tag in _PROPERTIES and (n.text or "").strip()
    }
    if "published" in out:
        out["published"] = out["published"][:10]
    return out


class _Reader:
    """Lays out the text of a document and cuts it into parts."""

    def __init__(self, trees: dict[str, ET.Element]) -> None:
        self.pieces: list[str] = []
        self.at = 0
        self.parts: list[Part] = []
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
        body = document.find("body")
        self.blocks(body if body is not None else document, box=False)
        for number, key in enumerate(self.cited, 1):
            first = len(self.parts)
            self.blocks(self.notes[key], box=False)
            own = self.parts[first:]
            for part in own:
                part.kind, part.level, part.note, part.continued = "footnote", None, number, part is not own[0]

    def write(self, text: str) -> tuple[int, int]:
        """Add to the raw text; return its span."""
        start = self.at
        self.pieces.append(text)
        self.at += len(text)
        return start, self.at

    def blocks(self, parent: ET.Element, box: bool) -> None:
        """Read the paragraphs and tables below an element."""
        for node in parent:
            if node.tag == "p":
                self.paragraph(node, box)
            elif node.tag == "tbl":
                self.table(node)
            elif node.tag in (
                "sdt",
                "sdtContent",
                "ins",
                "moveTo",
                "smartTag",
                "customXml",
                "AlternateContent",
                "Choice",
            ):
                self.blocks(node, box)

    def table(self, node: ET.Element) -> None:
        """Read a table row by row; one with long cells lays out text."""
        rows = [row.findall("tc") + row.findall("sdt/sdtContent/tc") for row in node.findall("tr")]
        texts = [["".join(t.text or "" for t in cell.iter("t")) for cell in cells] for cells in rows]
        if all(len(cells) == 1 for cells in rows) or any(len(text) > 400 for row in texts for text in row):
            for cell in (cell for cells in rows for cell in cells):
                self.blocks(cell, box=True)
            return
        for row in texts:
            part = Part("table")
            for text in row:
                if text.strip():
                    start, end = self.write(text)
                    part.runs.append(Run(start, end, text))
                    part.spans.append((start, end))
                self.write("\t")
            self.add(part)

    def add(self, part: Part) -> None:
        """Add a part that holds words."""
        self.write("\n" if part.kind == "table" else "\n\n")
        if part.text.strip():
            self.parts.append(part)

    def paragraph(self, node: ET.Element, box: bool) -> None:
        """Read a paragraph; text boxes in it come after it."""
        properties = node.find("pPr")
        name, chain = self.style(properties)
        part = Part("paragraph")
        if level := self.heading_level(name, properties, chain):
            part.kind, part.level = "heading", level
        elif name.lower() in _TITLE_STYLES:
            part.kind = "title"
        elif _CAPTION.search(name):
            part.kind = "caption"
        elif re.match(r"toc\b|toc ?\d|table of figures", name, re.I):
            part.kind = "toc"
        elif (listed := self.list_item(properties, chain)) is not None:
            part.kind = "list_item"
            part.level, part.number, marker = listed
            part.marker = self.write(marker)
        boxes: list[ET.Element] = []
        start = self.at
        bold = any(_is_on(style.find("rPr"), "b") for style in chain)
        for run in self.runs(node, boxes):
            self.run(part, run, bold)
        if self.at > start:
            for found in re.finditer(r"[^\n]+", "".join(run.text for run in part.runs)):
                part.spans.append((start + found.start(), start + found.end()))
        self.add(part)
        for content in boxes:
            self.blocks(content, box=True)

    def runs(self, node: ET.Element, boxes: list[ET.Element]) -> Iterator[ET.Element]:
        """Return the runs of a paragraph in order, and collect its text boxes once."""
        for child in node:
            if child.tag == "r":
                yield child
                for part in child:
                    choice = part.find("Choice") if part.tag == "AlternateContent" else part
                    boxes += list(choice.iter("txbxContent")) if choice is not None else []
            elif child.tag not in ("del", "moveFrom", "pPr", "Fallback"):
                yield from self.runs(child, boxes)

    def run(self, part: Part, node: ET.Element, bold: bool) -> None:
        """Read the text of a run, and the notes that it cites."""
        properties = node.find("rPr")
        if _is_on(properties, "vanish"):
            return
        align = properties.find("vertAlign") if properties is not None else None
        raised = align is not None and align.get("val") == "superscript"
        own = _is_on(properties, "b") or (bold and (properties is None or properties.find("b") is None))
        for child in node:
            text = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}.get(child.tag, "")
            if child.tag == "t":
                text = child.text or ""
            if child.tag in ("footnoteReference", "endnoteReference"):
                key = (child.tag[: -len("Reference")], child.get("id", ""))
                if key in self.notes:
                    self.cited.append(key)
                    number = len(self.cited)
                    start, end = self.write(str(number))
                    part.runs.append(Run(start, end, str(number)))
                    part.cites.append((start, end, (number,)))
            elif text:
                start, end = self.write(text)
                part.runs.append(Run(start, end, text, raised=raised, bold=own))

    def style(self, properties: ET.Element | None) -> tuple[str, list[ET.Element]]:
        """Return the name of a paragraph's style, and the style with those that it is based on."""
        node = properties.find("pStyle") if properties is not None else None
        key = node.get("val", "") if node is not None else ""
        chain: list[ET.Element] = []
        while key in self.styles and len(chain) < 10:
            chain.append(self.styles[key])
            based = chain[-1].find("basedOn")
            key = based.get("val", "") if based is not None else ""
        name = chain[0].find("name") if chain else None
        return (name.get("val", "") if name is not None else node.get("val", "") if node is not None else ""), chain

    def heading_level(self, name: str, properties: ET.Element | None, chain: list[ET.Element]) -> int | None:
        """Return the level of a heading, by the name of its style or by its outline level."""
        for style in chain:
            named = style.find("name")
            if found := _HEADING.match(named.get("val", "") if named is not None else ""):
                return int(found[1])
        if found := _HEADING.match(name):
            return int(found[1])
        for holder in (properties, *(style.find("pPr") for style in chain)):
            outline = holder.find("outlineLvl") if holder is not None else None
            if outline is not None and outline.get("val", "9").isdigit():
                level = int(outline.get("val", "9"))
                return level + 1 if level < 9 else None
        return None

    def list_item(self, properties: ET.Element | None, chain: list[ET.Element]) -> tuple[int, int | None, str] | None:
        """Return depth, number and marker of a list item; None for a paragraph that is none."""
        for holder in (properties, *(style.find("pPr") for style in chain)):
            node = holder.find("numPr") if holder is not None else None
            number = node.find("numId") if node is not None else None
            if node is None or number is None:
                continue
            key = number.get("val", "0")
            level = node.find("ilvl")
            depth = int(level.get("val", "0")) if level is not None else 0
            if key == "0":
                return None
            form, text = self.formats.get((key, depth), ("bullet", "•"))
            if form in ("bullet", "none"):
                return depth + 1, None, "• "
            count = self.counts[key, depth] = self.counts.get((key, depth), 0) + 1
            for other in [k for k in self.counts if k[0] == key and k[1] > depth]:
                del self.counts[other]
            written = _numeral(count, form)
            return (
                depth + 1,
                count,
                re.sub(r"%\d", "", text.replace(f"%{depth + 1}", written)).strip(". ")
                + (". " if text.endswith(".") else " "),
            )
        return None


def _all(root: ET.Element | None, tag: str) -> list[ET.Element]:
    return root.findall(tag) if root is not None else []


def _is_on(properties: ET.Element | None, name: str) -> bool:
    node = properties.find(name) if properties is not None else None
    return node is not None and node.get("val", "1") not in _BOLD_OFF


def _list_formats(numbering: ET.Element | None) -> dict[tuple[str, int], tuple[str, str]]:
    """Return format and text of each level of each list."""
    abstract = {
        (node.get("abstractNumId", ""), int(level.get("ilvl", "0"))): tuple(
            (child.get("val", "") if (child := level.find(name)) is not None else "") for name in ("numFmt", "lvlText")
        )
        for node in _all(numbering, "abstractNum")
        for level in node.findall("lvl")
    }
    out: dict[tuple[str, int], tuple[str, str]] = {}
    for node in _all(numbering, "num"):
        base = node.find("abstractNumId")
        for (key, depth), (form, text) in abstract.items():
            if base is not None and base.get("val") == key:
                out[node.get("numId", ""), depth] = (form, text)
    return out


def _numeral(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and count < 27:
        return chr((96 if form == "lowerLetter" else 64) + count)
    if form in ("lowerRoman", "upperRoman") and count < 40:
        roman = "x" * (count // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[count % 10]
        return roman if form == "lowerRoman" else roman.upper()
    return str(count)
