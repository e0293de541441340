"""What text does a file hold, and how was it read? Refuses, with a reason and a remedy, what holds none.

Reads .txt, .md and .pdf. What a file is, is judged by its content, not by its name.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from charset_normalizer import from_bytes

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
_BOMS = [
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
]
# Encodings of Western and Central European text; a guess outside of them has always been wrong (IBM pages, above all).
_GUESSES = ["cp1252", "cp1250", "cp1253", "cp1257", "iso8859_15"]
_MOJIBAKE = re.compile("â€[™œ\x9d“”˜¦]|Ã[\x80-\xbf©¨¤¶¼Ÿ]")

_WEB_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html\b)", re.IGNORECASE)


class ReadError(ValueError):
    """A file that cannot be read: `code`, what happened, and what to do about it."""

    def __init__(self, code: str, message: str, fix: str) -> None:
        """Keep the three parts."""
        super().__init__(f"{message} {fix}")
        self.code, self.message, self.fix = code, message, fix


@dataclass(frozen=True)
class Source:
    """The text of a file with the raw offsets at which its pages begin, how it was decoded, and warnings."""

    text: str
    pages: tuple[int, ...] = ()
    encoding: str = "utf-8"
    problems: list[tuple[str, str, str]] = field(default_factory=list)


def read(path: Path, encoding: str = "") -> Source:
    """Read a report from a file; raise ReadError for what holds no text.

    `encoding` is tried first where the file is not UTF-8.
    """
    data = _bytes(path)
    if data.startswith(b"%PDF-") or (path.suffix.lower() == ".pdf" and b"%PDF-" in data[:1024]):
        return _pdf(data, path)
    for magic, kind, fix in _KINDS:
        if data.startswith(magic):
            raise ReadError("E-BINARY", f"{path.name} is {kind}, not text.", fix)
    if path.suffix.lower() == ".pdf":
        raise ReadError("E-TYPE", f"{path.name} is called a PDF but is none{_looks(data)}.", "Download it again.")
    return _decode(data, path.name, encoding)


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


def decode(data: bytes, encoding: str = "") -> tuple[str, str, bool]:
    """Return the text of bytes, the encoding that gave it, and whether that was a guess.

    The order: byte order mark, the zero bytes of UTF-16 and UTF-32, strict UTF-8, the encoding named, a guess.

    >>> decode("Überblick".encode("cp1252"))[0]
    'Überblick'
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, errors="replace").removeprefix("\ufeff"), name, False
    zeros = _zero_pattern(data[:4000])
    if zeros:
        return data.decode(zeros, errors="replace"), zeros, False
    for name in ("utf-8", encoding):
        try:
            return data.decode(name), name, False
        except (LookupError, UnicodeError):  # no such encoding, none for text, or not the one of these bytes
            pass
    best = from_bytes(data[:200_000], cp_isolation=_GUESSES).best()
    same = (
        best.could_be_from_charset if best else _GUESSES
    )  # those that give the same text; the first of ours is the most usual
    name = next((guess for guess in _GUESSES if guess in same), "cp1252")  # the most usual of them
    return data.decode(name, errors="replace"), name, True


def _zero_pattern(data: bytes) -> str:
    """Return the name of the wide encoding whose zero bytes the data show, or nothing."""
    if len(data) < 8:
        return ""
    zero = [data[at : len(data) - len(data) % 4 : 4].count(0) * 4 > 0.6 * (len(data) - 3) for at in range(4)]
    if zero[0] and zero[1]:
        return "utf-32-be"
    if zero[2] and zero[3]:
        return "utf-32-le"
    if zero[0] or zero[2]:
        return "utf-16-be"
    return "utf-16-le" if zero[1] or zero[3] else ""


def _decode(data: bytes, name: str, encoding: str) -> Source:
    text, used, guessed = decode(data, encoding)
    control = sum(text.count(chr(c)) for c in (*range(9), *range(14, 32), 127))
    strange = control + text.count("\ufffd")
    if strange > 0.02 * len(text):
        raise ReadError(
            "E-BINARY",
            f"{name} is not text: {strange} of its {len(text)} characters cannot be shown.",
            "Save the report as plain text or PDF.",
        )
    problems = []
    if guessed:
        expected = f"UTF-8 and not {encoding}" if encoding else "UTF-8"
        words = ", ".join(f'"{w}"' for w in re.findall(r"\w*[^\x00-\x7f\W]\w*", text)[:3])
        problems.append(
            (
                "W-ENCODING",
                f"{name} is not {expected}; read as {used}, which gives {words or 'no special letters'}.",
                "If that is wrong, name the encoding in the column encoding of reports.csv, or save the file as UTF-8.",
            )
        )
    if control:
        problems.append(
            (
                "W-CONTROL",
                f"{name} holds {control} control characters.",
                "They are left out of the clean text.",
            )
        )
    if _WEB_PAGE.match(text):
        problems.append(
            (
                "W-HTML",
                f"{name} is a web page; its menus and scripts would be counted as text.",
                "Save the text of the page as .txt.",
            )
        )
    broken = len(_MOJIBAKE.findall(text))
    if broken:
        problems.append(
            (
                "W-MOJIBAKE",
                f"{name} holds {broken} letters that were decoded wrongly once, such as â€™.",
                "Extract the text again as UTF-8.",
            )
        )
    return Source(text, _form_feeds(text), used, problems)


def _form_feeds(text: str) -> tuple[int, ...]:
    """Return where the pages of a text begin, if form feeds tell."""
    feeds = [m.end() for m in re.finditer("\f", text)]
    return (0, *feeds) if feeds else ()


def _pdf(data: bytes, path: Path) -> Source:
    """Read a PDF page by page; a form feed ends each page."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise ReadError(
            "E-PASSWORD" if locked else "E-PDF-DAMAGED",
            f"{path.name} is locked with a password."
            if locked
            else f"{path.name} is damaged: it cannot be opened as a PDF.",
            "Save an open copy." if locked else "Download it again, or save its text as .txt.",
        ) from None
    texts, unread = [], []
    try:
        for n in range(len(document)):
            try:
                page = document[n]
                words = page.get_textpage()
                texts.append(words.get_text_bounded().replace("\r\n", "\n").replace("\ufffe", "\x02"))
                words.close()
                page.close()
            except pypdfium2.PdfiumError:
                texts.append("")
                unread.append(n + 1)
    finally:
        document.close()
    return _pages(texts, unread, path.name)


def _pages(texts: list[str], unread: list[int], name: str) -> Source:
    empty = [n + 1 for n, text in enumerate(texts) if not text.strip()]
    if len(empty) == len(texts):
        raise ReadError(
            "E-NO-TEXT",
            f"None of the {len(texts)} pages of {name} has text; it is probably a scan.",
            "Run text recognition (OCR) first.",
        )
    problems = []
    if unread:
        problems.append(
            ("W-PARTIAL", f"{name}: pages {_list(unread)} could not be read.", "Compare with the original.")
        )
    if len(empty) > len(unread):
        rest = [n for n in empty if n not in unread]
        problems.append(
            (
                "W-PAGES-NO-TEXT",
                f"{name}: {len(rest)} of {len(texts)} pages have no text ({_list(rest)}).",
                "If they are scans, run text recognition (OCR).",
            )
        )
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + 1
    return Source("\f".join(texts), tuple(starts), "pdf", problems)


def _list(numbers: list[int]) -> str:
    return ", ".join(str(n) for n in numbers[:10]) + (" ..." if len(numbers) > 10 else "")
