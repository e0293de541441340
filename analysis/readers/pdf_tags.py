"""Read the structure tags of a page of a PDF: which kind of part each marked stretch of content belongs to."""

import ctypes
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

# Parts that hold other parts; the outermost of these says what a stretch is.
_CONTAINERS = {
    "Table": "Table", "Note": "Note", "FENote": "Note", "TOC": "TOC", "TOF": "TOC", "Figure": "Figure",
    "Formula": "Figure", "LI": "LI", "Caption": "Caption", "BlockQuote": "P", "Index": "TOC",
}  # fmt: skip
_BLOCKS = frozenset(
    ["P", "LI", "LBody", "Caption", "TOCI", "H", "Title", "TD", "TH", "H1", "H2", "H3", "H4", "H5", "H6"]
)
DEEPEST = 40  # levels of nested tags; a report has about eight
MOST = 5000  # tags of a page


class Tag(NamedTuple):
    """The role of a part of a page (H1 to H6, P, LI, Note, Table, TOC, Figure, Caption), and which part it is."""

    role: str
    part: int


def read_tags(page: Any) -> dict[int, Tag]:
    """Return the tag of each stretch of marked content on a page, by its number."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    tags: dict[int, Tag] = {}
    buffer = ctypes.create_string_buffer(128)
    try:
        stack = [
            (pdfium.FPDF_StructTree_GetChildAtIndex(tree, i), "", "", 0, 0)
            for i in reversed(range(pdfium.FPDF_StructTree_CountChildren(tree)))
        ]
        part = 0
        while stack and part < MOST:
            element, container, block, own, depth = stack.pop()
            if not element or depth > DEEPEST:
                continue
            length = pdfium.FPDF_StructElement_GetType(element, buffer, 128)
            kind = buffer.raw[: max(0, length - 2)].decode("utf-16-le", "replace")
            if not container and kind in _CONTAINERS:
                container = _CONTAINERS[kind]
            if kind in _BLOCKS:
                part += 1
                block, own = kind, part
            role = container or block
            for i in range(pdfium.FPDF_StructElement_GetMarkedContentIdCount(element)):
                mcid = pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(element, i)
                if mcid >= 0 and role:
                    tags[mcid] = Tag(role, own)
            children = range(pdfium.FPDF_StructElement_CountChildren(element))
            stack += [
                (pdfium.FPDF_StructElement_GetChildAtIndex(element, i), container, block, own, depth + 1)
                for i in reversed(children)
            ]
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    return tags
