"""Write the made reports as DOCX files, by hand: styles, numbered lists, footnotes or endnotes, tables, a text box."""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

from sources import Piece, Report, truth

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml."
STYLES = {
    "Title": "Title", "Heading1": "heading 1", "Heading2": "heading 2", "Caption": "caption",
    "FootnoteText": "footnote text", "ListParagraph": "List Paragraph", "Quote": "Quote",
}  # fmt: skip
FILES = {"footnotes": "footnote", "endnotes": "endnote"}
HELD_BACK = ("endnotes",)


def docx(report: Report, name: str) -> bytes:
    """Return a report as a DOCX file whose notes are footnotes or endnotes."""
    note = FILES[name]
    body = "".join(_part(piece, note) for piece in report.pieces)
    notes = "".join(
        f'<w:{note} w:id="{n + 1}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:{note}Ref/></w:r>'
        f"{_run(' ' + text)}</w:p></w:{note}>"
        for n, text in report.notes.items()
    )
    separators = "".join(
        f'<w:{note} w:type="{kind}" w:id="{i}"><w:p><w:r><w:{kind}/></w:r></w:p></w:{note}>'
        for i, kind in enumerate(("separator", "continuationSeparator"))
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{value}"/></w:style>'
        for key, value in STYLES.items()
    )
    levels = {
        number: f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:numFmt w:val="{form}"/>'
        f"<w:lvlText w:val={quoteattr(text)}/></w:lvl></w:abstractNum>"
        for number, (form, text) in enumerate((("bullet", "•"), ("decimal", "%1)")), 1)
    }
    numbering = "".join(levels.values()) + "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in levels
    )
    parts = {
        "[Content_Types].xml": _content_types(note),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml"), ("header", "docProps/core.xml")),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"),
            ("numbering", "numbering.xml"),
            (f"{note}s", f"{note}s.xml"),
            ("header", "header1.xml"),
        ),
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {W}>{numbering}</w:numbering>",
        f"word/{note}s.xml": f"<w:{note}s {W}>{separators}{notes}</w:{note}s>",
        "word/header1.xml": f"<w:hdr {W}><w:p>{_run('Harbour Institute, draft')}</w:p></w:hdr>",
        "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{escape(report.title)}</dc:title><dc:creator>{escape(report.author)}</dc:creator>"
        "<dcterms:created>2019-03-14T10:00:00Z</dcterms:created></cp:coreProperties>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, xml in parts.items():
            archive.writestr(path, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + xml)
    return out.getvalue()


def _content_types(note: str) -> str:
    named = {
        "/word/document.xml": "document.main", "/word/styles.xml": "styles", "/word/numbering.xml": "numbering",
        f"/word/{note}s.xml": f"{note}s", "/word/header1.xml": "header",
    }  # fmt: skip
    rows = "".join(f'<Override PartName="{part}" ContentType="{KIND}{kind}+xml"/>' for part, kind in named.items())
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rows = "".join(
        f'<Relationship Id="rId{i}" Type="{base}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _part(piece: Piece, note: str) -> str:
    if piece.kind == "table":
        cells = ["".join(f"<w:tc><w:p>{_run(cell)}</w:p></w:tc>" for cell in row) for row in piece.rows]
        return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"
    styles = {
        "title": "Title", "heading": f"Heading{piece.level}", "caption": "Caption", "figure": "Caption",
        "quotation": "Quote", "list_item": "ListParagraph",
    }  # fmt: skip
    style = f'<w:pStyle w:val="{styles[piece.kind]}"/>' if piece.kind in styles else ""
    if piece.kind == "list_item":
        number = 1 if piece.marker == "-" else 2
        style += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    runs = "".join(_cite(run, note) if isinstance(run, int) else _run(run) for run in piece.runs)
    paragraph = f"<w:p><w:pPr>{style}</w:pPr>{runs}</w:p>"
    return _text_box(paragraph) if piece.box else paragraph


def _cite(number: int, note: str) -> str:
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{note}Reference w:id="{number + 1}"/></w:r>'


def _text_box(paragraph: str) -> str:
    """Return a text box as Word writes it: once as a drawing, and once more for older programs."""
    content = f"<w:txbxContent>{paragraph}</w:txbxContent>"
    spaces = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    return (
        f'<w:p><w:r><mc:AlternateContent {spaces}><mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx>'
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )


def docx_truth(report: Report, name: str) -> list[dict]:
    """Return the blocks of a right reading of that file."""
    return truth(report)
