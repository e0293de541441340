"""Read a PDF: its printed lines in reading order with their place and type, its bookmarks and its metadata."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.readers.document import Document, PrintedLine, Problem, ReadError

MOST_PAGES = 3000
MOST_CHARACTERS = 100_000  # of a page; a dense page of a newspaper has 20,000
MOST_BOOKMARKS = 5000
RAISED = 0.15  # ems that a mark stands above the foot of its line
SMALL = 0.85  # share of the size of its line that makes a number a mark
_MARK = re.compile(r"\[?[\d,;*†‡§¶‖ ]+\]?|[a-z]")
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")


def read_pdf(data: bytes, path: Path) -> Document:
    """Read a PDF page by page; a form feed ends each page, a line feed each printed line."""
    document = _open(data, path.name)
    try:
        if len(document) > MOST_PAGES:
            raise ReadError(
                "E-TOO-BIG",
                f"{path.name} has {len(document):,} pages; more than {MOST_PAGES:,} are not read.",
                "Split it, or raise analysis.readers.pdf.MOST_PAGES.",
            )
        return _read_pages(document, path.name)
    finally:
        document.close()


def _open(data: bytes, name: str) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise ReadError(
            "E-PASSWORD" if locked else "E-PDF-DAMAGED",
            f"{name} is locked with a password." if locked else f"{name} is damaged: it cannot be opened as a PDF.",
            "Save an open copy." if locked else "Download it again, or save its text as .txt.",
        ) from None


def _read_pages(document: Any, name: str) -> Document:
    """Return the lines of all pages, and warnings about pages that could not be read or hold no text."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    tagged = bool(pdfium.FPDFCatalog_IsTagged(document))
    pages: list[str] = []
    starts: list[int] = []
    lines: list[PrintedLine] = []
    sizes: list[tuple[float, float]] = []
    unread: list[int] = []
    for number in range(1, len(document) + 1):
        starts.append(starts[-1] + len(pages[-1]) + 1 if pages else 0)
        size: tuple[float, float] = (0.0, 0.0)
        texts: list[str] = []
        try:
            size, rows, tags = _read_page(document, number - 1, tagged)
        except (pypdfium2.PdfiumError, OverflowError):
            unread.append(number)
            rows, tags = [], {}
        at = starts[-1]
        for row, column in rows:
            line, text = _printed_line(row, column, tags, number, at)
            lines.append(line)
            texts.append(text)
            at += len(text) + 1
        pages.append("\n".join(texts))
        sizes.append(size)
    empty = [number for number, text in enumerate(pages, 1) if not text.strip()]
    return Document(
        "\f".join(pages),
        tuple(starts),
        "pdf",
        _problems(unread, empty, len(starts), name),
        lines=tuple(lines),
        outline=tuple(_outline(document)),
        page_sizes=tuple(sizes),
        metadata=_metadata(document),
        markup=False,
    )


def _read_page(document: Any, index: int, tagged: bool) -> tuple[tuple[float, float], list, dict]:
    from analysis.readers.pdf_columns import reading_order
    from analysis.readers.pdf_lines import read_rows
    from analysis.readers.pdf_tags import read_tags

    page = document[index]
    try:
        width, height = page.get_size()
        rows = reading_order(read_rows(page, width, height, MOST_CHARACTERS))
        return (width, height), rows, read_tags(page) if tagged else {}
    finally:
        page.close()


def _printed_line(row: Any, column: int, tags: dict, page: int, at: int) -> tuple[PrintedLine, str]:
    """Return a row as a line whose raw span begins at an offset, and its text."""
    marks: list[tuple[tuple[int, int], Any]] = []
    weights: dict[tuple, int] = {}
    end = at
    parts: list[str] = []
    for spaced, piece in row.spaced_pieces():
        start = end + spaced
        end = start + len(piece.text)
        parts += [" " * spaced, piece.text]
        key = (piece.type.size, piece.type.font)
        weights[key] = weights.get(key, 0) + len(piece.text)
        if _MARK.fullmatch(piece.text):
            marks.append(((start, end), piece))
    size, font = max(weights, key=lambda key: weights[key])
    base = max((p for p in row.pieces if p.type.size == size), key=lambda p: len(p.text)).base
    raised = [span for span, p in marks if p.raised or base - p.base > RAISED * size]
    letters = end - at
    bold = sum(n for (_, f), n in weights.items() if f.bold) > 0.7 * letters
    italic = sum(n for (_, f), n in weights.items() if f.italic) > 0.7 * letters
    tag = next((tags[p.type.mcid] for p in row.pieces if p.type.mcid in tags), None)
    line = PrintedLine(
        at, end, page, row.left, row.top, row.right, row.bottom, size, bold, italic, tuple(raised), column,
        font.name, row.rotated, tag.role if tag else "", tag.part if tag else 0,
    )  # fmt: skip
    return line, "".join(parts)


def _outline(document: Any) -> Iterator[tuple[int, str, int]]:
    """Return the bookmarks: level from 1, title, page from 1 (0 where it leads nowhere)."""
    for n, mark in enumerate(document.get_toc(max_depth=6)):
        if n >= MOST_BOOKMARKS:
            return
        title = " ".join((mark.get_title() or "").split())
        target = mark.get_dest()
        index = target.get_index() if target else None
        if title:
            yield mark.level + 1, title, 0 if index is None else index + 1


def _metadata(document: Any) -> dict[str, str]:
    """Return title, authors and day of creation, where the file states them."""
    stated = document.get_metadata_dict(skip_empty=True)
    date = _DATE.match(stated.get("CreationDate", ""))
    published = "-".join(part for part in date.groups() if part) if date else ""
    found = {"title": stated.get("Title", ""), "authors": stated.get("Author", ""), "created": published}
    return {key: " ".join(value.split()) for key, value in found.items() if value.strip()}


def _problems(unread: list[int], empty: list[int], pages: int, name: str) -> list[Problem]:
    if len(empty) == pages:
        raise ReadError(
            "E-NO-TEXT",
            f"None of the {pages} pages of {name} has text; it is probably a scan.",
            "Run text recognition (OCR) first.",
        )
    problems = []
    if unread:
        message = f"{name}: pages {_list(unread)} could not be read."
        problems.append(("W-PARTIAL", message, "Compare with the original."))
    rest = [n for n in empty if n not in unread]
    if rest:
        message = f"{name}: {len(rest)} of {pages} pages have no text ({_list(rest)})."
        problems.append(("W-PAGES-NO-TEXT", message, "If they are scans, run text recognition (OCR)."))
    return problems


def _list(numbers: list[int]) -> str:
    return ", ".join(str(n) for n in numbers[:10]) + (" ..." if len(numbers) > 10 else "")
