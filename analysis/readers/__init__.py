"""Read the text of a file, with what its format says about the parts of the text.

What a file is, is judged by its content, not by its name. A file that holds no text raises ReadError with a reason
and what to do about it.
"""

from dataclasses import replace
from pathlib import Path

from analysis.readers.document import Document, Element, PrintedLine
from analysis.readers.docx import read_docx
from analysis.readers.errors import ReadError
from analysis.readers.html import looks_like_html, read_html
from analysis.readers.markdown import head_of, looks_like_markdown, read_markdown
from analysis.readers.pdf import read_pdf
from analysis.readers.text import decode, read_text

__all__ = ["Document", "Element", "PrintedLine", "ReadError", "decode", "read"]

TOO_BIG = 50_000_000  # bytes; the largest report we know is under 5 MB
SUFFIXES = (".txt", ".md", ".markdown", ".text", ".pdf")
# Magic bytes of files that are often misnamed, and what to do with them.
_KINDS = [
    (b"PK\x03\x04", "a ZIP archive (or a .docx, .xlsx, .odt file)", "Save it as plain text or PDF."),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls)", "Save it as plain text or PDF."),
    (b"\x89PNG", "a PNG image", "Run text recognition (OCR) and save the text."),
    (b"\xff\xd8\xff", "a JPEG image", "Run text recognition (OCR) and save the text."),
    (b"GIF8", "a GIF image", "Run text recognition (OCR) and save the text."),
    (b"{\\rtf", "an RTF file", "Save it as plain text."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it first."),
]


def read(path: Path, encoding: str = "") -> Document:
    """Read a report from a file; raise ReadError for what holds no text.

    `encoding` is tried first where the file is not UTF-8.
    """
    data = _bytes(path)
    if data.startswith(b"%PDF-") or (path.suffix.lower() == ".pdf" and b"%PDF-" in data[:1024]):
        return read_pdf(data, path)
    if data.startswith(b"PK\x03\x04"):
        return read_docx(data, path.name)
    for magic, kind, fix in _KINDS:
        if data.startswith(magic):
            raise ReadError("E-BINARY", f"{path.name} is {kind}, not text.", fix)
    if path.suffix.lower() == ".pdf":
        raise ReadError("E-TYPE", f"{path.name} is called a PDF but is none{_looks(data)}.", "Download it again.")
    document = read_text(data, path.name, encoding)
    if looks_like_html(document.text) or path.suffix.lower() in (".html", ".htm", ".xhtml"):
        return read_html(document.text, document.encoding, document.problems)
    if path.suffix.lower() in (".md", ".markdown") or looks_like_markdown(document.text):
        return read_markdown(document.text, document.encoding, document.problems)
    body, metadata = head_of(document.text)
    return replace(document, body=body, metadata=metadata)


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > TOO_BIG:
            raise ReadError(
                "E-TOO-BIG",
                f"{path.name} has {size / 1e6:.0f} MB; more than {TOO_BIG / 1e6:.0f} MB are not read.",
                "Split it, or raise analysis.readers.TOO_BIG.",
            )
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(
            "E-PERM", f"{path.name} cannot be read: {error.strerror}.", "Check the file and its rights."
        ) from None
    if not data.strip(b"\x00 \t\r\n\f\v\xef\xbb\xbf\xff\xfe"):
        raise ReadError("E-EMPTY", f"{path.name} is empty.", "Put the text of the report into it, or remove its row.")
    return data


def _looks(data: bytes) -> str:
    return " (it looks like a web page)" if b"<html" in data[:2000].lower() else ""
