"""Read the text of a file, with what its format (judged by its content, not its name) says about the parts of it."""

import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from charset_normalizer import from_bytes

from analysis.readers.document import Document, Element, PrintedLine, Problem, ReadError, data_of_frame
from analysis.readers.docx import read_docx
from analysis.readers.html import PAGE, read_html
from analysis.readers.markdown import head_of, looks_like_markdown, read_markdown
from analysis.readers.pdf import read_pdf

__all__ = ["Document", "Element", "PrintedLine", "ReadError", "decode", "read"]

TOO_BIG = 50_000_000  # bytes; the largest report we know is under 5 MB
SHORT = 12  # characters; of 580 reports all but one short one have at least 25 per line that is not blank
MOST = {"lines": 10_000, "tags": 50_000}  # fewer are read quickly, however short they are
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
# What text begins with that is written for programs, and what it is.
_MARKUP = [
    (re.compile(r"\s*\\(?:documentclass|input)|.*\\begin\{document\}", re.S), "LaTeX; typeset it to PDF"),
    (re.compile(r'\s*(?:\{\s*"[^"\n]*"\s*:|\[\s*[{"])'), "JSON data"),
    (re.compile(r"\s*\{\\rtf"), "an RTF file"),
    (re.compile(r"\s*<\?xml(?!.*<html)", re.S), "an XML file"),
]
_BOMS = [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")]
# Encodings of Western and Central European text; a guess outside of them has always been wrong (IBM pages, above all).
_GUESSES = ["cp1252", "cp1250", "cp1253", "cp1257", "iso8859_15"]
_NOT_ASCII = re.compile("[^\x00-\x7f\ufffd]+")
# Letters of UTF-8 read as cp1252, of quoted-printable and of UTF-7.
_MOJIBAKE = re.compile(
    "â€[™œ\x9d“”˜¦]|Ã[\x80-\xbf©¨¤¶¼Ÿ]|(?:=[C-E][0-9A-F](?:=[89AB][0-9A-F])+)+|\\+(?:A[M-P]|IB)[\\w/]+-"
)


def read(path: Path, encoding: str = "") -> Document:
    """Read a report; raise ReadError for what holds no text. `encoding` is tried where the file is not UTF-8."""
    document = _read(path, encoding)
    if any(map(str.isalpha, document.text)):
        return document
    found = "holds no words" if document.text.strip() else "is empty"
    fix = "Save the report again (a web page from a browser, as PDF), or leave it out."
    raise ReadError("E-EMPTY", f"{path.name} {found}.", fix)


def _read(path: Path, encoding: str) -> Document:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= TOO_BIG else b""
    except OSError as error:
        message = f"{path.name} cannot be read: {error.strerror}."
        raise ReadError("E-PERM", message, "Check that the file is there and that you may read it.") from None
    if size > TOO_BIG:
        message = f"{path.name} has {size / 1e6:.0f} MB; more than {TOO_BIG / 1e6:.0f} MB are not read."
        raise ReadError("E-TOO-BIG", message, "Split it into smaller files.")
    ending = path.suffix.lower()
    begin = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip(b"\x00\x04\x1b \t\r\n\f")
    if begin.startswith(b"%PDF-") or (ending == ".pdf" and b"%PDF-" in begin):
        return read_pdf(data, path)
    if data.startswith(b"PK\x03\x04"):
        return read_docx(data, path.name)
    for magics, kind, fix in _KINDS:
        if begin.startswith(magics):
            raise ReadError("E-BINARY", f"{path.name} is {kind}, not text.", fix)
    if ending in (".pdf", ".docx") and begin:
        message = f"{path.name} is called a {ending[1:].upper()} but is none; perhaps it is a web page."
        raise ReadError("E-TYPE", message, "Download it again.")
    text, problems = _decode(data, path.name, encoding)
    if PAGE.match(text[:5000]) or ending in (".html", ".htm", ".xhtml"):
        _refuse_scraps(text, path.name, "tags", text.count("<"))
        return replace(read_html(text), problems=problems)
    for pattern, kind in _MARKUP:
        if pattern.match(text[:20_000]):
            raise ReadError("E-MARKUP", f"{path.name} is {kind}; its commands would be counted as words.", _SAVE_TEXT)
    _refuse_scraps(text, path.name, "lines", sum(map(bool, map(str.strip, text.replace("\f", "\n").split("\n")))))
    if ending in (".md", ".markdown") or looks_like_markdown(text):
        return replace(read_markdown(text), problems=problems)
    body, stated = head_of(text)
    pages = (0, *(found.end() for found in re.finditer("\f", text)))
    return Document(text, pages if len(pages) > 1 else (), problems, metadata=stated or data_of_frame(text), body=body)


def _refuse_scraps(text: str, name: str, kind: str, n: int) -> None:
    """Refuse a text of so many lines or tags that no sentences fit between them, which takes minutes."""
    if n > MOST[kind] and len(text) < SHORT * n:
        message = f"{name} has {n:,} {kind}, one every {len(text) / n:.0f} characters: it has no sentences."
        raise ReadError("E-LINES", message, "Save the report with whole lines; leave tables of data out.")


def decode(data: bytes, encoding: str = "") -> tuple[str, str, bool]:
    """Return the text of bytes, the encoding that gave it, and whether that was a guess.

    The order: byte order mark, strict UTF-8, the encoding named, UTF-8 with a few damaged bytes (U+FFFD), a guess.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, errors="replace").removeprefix("\ufeff"), name, False
    for name in ("utf-8", encoding):
        with suppress(LookupError, UnicodeError):  # no such encoding, none for text, or not the one of these bytes
            return data.decode(name), name, False
    mended = data.decode("utf-8", errors="replace")
    damaged, whole = mended.count("\ufffd"), sum(map(len, _NOT_ASCII.findall(mended)))
    if damaged * 4 <= whole or (damaged == 1 and data[-4:].decode("utf-8", errors="replace").endswith("\ufffd")):
        return mended, "utf-8", False
    found = [*from_bytes(data[:200_000], cp_isolation=_GUESSES)]
    best = [each for each in found if (each.chaos, -each.coherence) <= (found[0].chaos, -found[0].coherence)]
    fit = {name for each in best for name in each.could_be_from_charset}
    fit -= {"cp1252"} if re.search("[ðþ]", data.decode("cp1252", "ignore")) else set()  # đ and ţ, rather than Icelandic
    name = next((guess for guess in _GUESSES if guess in fit), "cp1252")  # the most usual of those that fit equally
    return data.decode(name, errors="replace"), name, True


def _decode(data: bytes, name: str, encoding: str) -> tuple[str, list[Problem]]:
    text, used, guessed = decode(data, encoding)
    ended = text.rstrip("\x1a\0\r\n ")  # without an end-of-file mark
    damaged, control = text.count("\ufffd"), sum(ended.count(chr(c)) for c in (*range(9), *range(14, 32), 127))
    if damaged + control > 0.02 * len(text) and any(map(str.isalpha, text)):
        message = f"{name} is not text: too many of its characters cannot be shown."
        raise ReadError("E-BINARY", message, "Save the report as plain text or PDF.")
    problems: list[Problem] = []
    if guessed:
        expected = f"UTF-8 and not {encoding}" if encoding else "UTF-8"
        words = ", ".join(f'"{w}"' for w in re.findall(r"\w*[^\x00-\x7f\W]\w*", text)[:3]) or "no special letters"
        message = f"{name} is not {expected}; read as {used}, which gives {words}."
        fix = "If that is wrong, name the encoding in the column encoding of reports.csv, or save the file as UTF-8."
        problems.append(("W-ENCODING", message, fix))
    if damaged:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        message = f"{damaged} characters could not be decoded (from line {line} on); U+FFFD stands for them."
        problems.append(("W-ENCODING", message, "Correct them in the file if the words matter."))
    if control:
        message = f"{name} holds {control} control character{'s' * (control > 1)}, which the clean text leaves out."
        problems.append(("W-CONTROL", message, "If letters are missing there, save the report again as plain text."))
    if broken := _MOJIBAKE.findall(text):
        message = f"{name} holds {len(broken)} letters that were decoded wrongly once, such as {broken[0]}."
        problems.append(("W-MOJIBAKE", message, "Save or extract the text again as UTF-8."))
    return text, problems
