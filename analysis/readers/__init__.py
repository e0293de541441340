"""Read the text of a file, with what its format says about the parts of the text.

What a file is, is judged by its content, not by its name. A file that holds no text, or a format that is not read,
raises ReadError with a reason and what to do about it.
"""

import json
from dataclasses import replace
from pathlib import Path

from analysis.readers.document import Document, Element, PrintedLine, Problem, ReadError
from analysis.readers.docx import read_docx
from analysis.readers.html import looks_like_html, read_html
from analysis.readers.markdown import head_of, looks_like_markdown, read_markdown
from analysis.readers.pdf import read_pdf
from analysis.readers.text import decode, read_text

__all__ = ["Document", "Element", "PrintedLine", "ReadError", "decode", "read"]

TOO_BIG = 50_000_000  # bytes; the largest report we know is under 5 MB
_SAVE_TEXT = "Save it as DOCX, PDF, HTML or plain text."
_OCR = "Run text recognition (OCR) and save the text."
# What files begin with that are not read, what they are, and what to do with them.
_KINDS = [
    ((b"\xd0\xcf\x11\xe0",), "an old Office file (.doc, .xls) or one with a password", _SAVE_TEXT),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"AT&TFORM"), "an image", _OCR),
    ((b"RIFF",), "an image, sound or film", _OCR),
    ((b"{\\rtf",), "an RTF file", _SAVE_TEXT),
    ((b"%!PS", b"\xc5\xd0\xd3\xc6"), "a PostScript file", "Convert it to PDF."),
    ((b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf"), "an archive", "Unpack it first."),
    ((b"MIME-Version:", b"From: <Saved by"), "a saved web archive or a mail", "Save its text as HTML or plain text."),
]
_ENDINGS = {"a PDF": (".pdf",), "a DOCX file": (".docx",), "a web page": (".html", ".htm", ".xhtml")}


def read(path: Path, encoding: str = "") -> Document:
    """Read a report from a file; raise ReadError for what holds no text.

    `encoding` is tried first where the file is not UTF-8.
    """
    document = _read(path, encoding)
    if not any(map(str.isalpha, document.text)):
        fix = "Put the text of the report into it, or remove its row."
        raise ReadError("E-EMPTY", f"{path.name} holds no words.", fix)
    return document


def _read(path: Path, encoding: str) -> Document:
    data = _bytes(path)
    ending = path.suffix.lower()
    begin = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip(b"\x00\x04\x1b \t\r\n\f")
    if begin.startswith(b"%PDF-") or (ending == ".pdf" and b"%PDF-" in begin):
        return _named(read_pdf(data, path), path, "a PDF")
    if data.startswith(b"PK\x03\x04"):
        return _named(read_docx(data, path.name), path, "a DOCX file")
    _refuse_other(begin, data, path)
    document = read_text(data, path.name, encoding)
    _refuse_markup(document.text, path.name)
    if looks_like_html(document.text) or ending in _ENDINGS["a web page"]:
        page = read_html(document.text, document.encoding, document.problems)
        if not page.text.strip():
            message = f"{path.name} is a web page that shows no text."
            raise ReadError("E-EMPTY", message, "Save the page from a browser.")
        return _named(page, path, "a web page")
    if ending in (".md", ".markdown") or looks_like_markdown(document.text):
        return read_markdown(document.text, document.encoding, document.problems)
    body, metadata = head_of(document.text)
    return replace(document, body=body, metadata=metadata)


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > TOO_BIG:
            message = f"{path.name} has {size / 1e6:.0f} MB; more than {TOO_BIG / 1e6:.0f} MB are not read."
            raise ReadError(
                "E-TOO-BIG", message, "Split it into smaller files, or set analysis.readers.TOO_BIG higher."
            )
        data = path.read_bytes()
    except OSError as error:
        message = f"{path.name} cannot be read: {error.strerror}."
        raise ReadError("E-PERM", message, "Check that the file is there and that you may read it.") from None
    if not data.strip(b"\x00 \t\r\n\f\v\xef\xbb\xbf\xff\xfe"):
        raise ReadError("E-EMPTY", f"{path.name} is empty.", "Put the text of the report into it, or remove its row.")
    return data


def _named(document: Document, path: Path, kind: str) -> Document:
    """Add a problem where the ending of a file says something else than its content."""
    ending = path.suffix.lower()
    if ending in _ENDINGS[kind]:
        return document
    right = _ENDINGS[kind][0]
    problem: Problem = (
        "W-TYPE",
        f"{path.name} is {kind}, and was read as one.",
        f"Rename it so that its name ends in {right}.",
    )
    return replace(document, problems=[*document.problems, problem])


def _refuse_other(begin: bytes, data: bytes, path: Path) -> None:
    """Raise ReadError for files of formats that are not read."""
    for magics, kind, fix in _KINDS:
        if begin.startswith(magics):
            raise ReadError("E-BINARY", f"{path.name} is {kind}, not text.", fix)
    if path.suffix.lower() in (".pdf", ".docx"):
        looks = " (it looks like a web page)" if b"<html" in data[:2000].lower() else ""
        kind = path.suffix[1:].upper()
        raise ReadError("E-TYPE", f"{path.name} is called a {kind} but is none{looks}.", "Download it again.")


def _refuse_markup(text: str, name: str) -> None:
    """Raise ReadError for text that is written for programs."""
    head = text[:20_000].lstrip("\ufeff \t\r\n")
    kind, fix = "", _SAVE_TEXT
    if head.startswith(("\\documentclass", "\\input", "\\begin{document}")) or "\\begin{document}" in head:
        kind, fix = "LaTeX", "Typeset it to PDF, or convert it to Markdown or plain text with pandoc."
    elif head[:1] in ("{", "[") and _is_json(text):
        kind, fix = "JSON data", "Save the text of the report alone."
    elif head.startswith(("{\\rtf", "%!PS")):
        kind = "an RTF file" if head[0] == "{" else "a PostScript file"
    elif head.startswith("<?xml") and not looks_like_html(text):
        kind = "an XML file"
    if kind:
        raise ReadError("E-MARKUP", f"{name} is {kind}; its commands would be counted as words.", fix)


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False
