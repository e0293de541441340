"""Read the text of a PDF, page by page."""

from pathlib import Path

from analysis.readers.document import Document
from analysis.readers.errors import ReadError


def read_pdf(data: bytes, path: Path) -> Document:
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


def _pages(texts: list[str], unread: list[int], name: str) -> Document:
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
    return Document("\f".join(texts), tuple(starts), "pdf", problems)


def _list(numbers: list[int]) -> str:
    return ", ".join(str(n) for n in numbers[:10]) + (" ..." if len(numbers) > 10 else "")
