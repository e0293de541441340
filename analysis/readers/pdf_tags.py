"""Read the structure tags of a page of a PDF: which kind of part each marked stretch of content belongs to."""

import ctypes
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from analysis.readers.pdf_lines import plain_function

# Parts that hold other parts; the outermost of these says what a stretch is.
_CONTAINERS = {
    "Table": "Table", "Note": "Note", "FENote": "Note", "TOC": "TOC", "TOF": "TOC", "Figure": "Figure",
    "Formula": "Figure", "LI": "LI", "Caption": "Caption", "BlockQuote": "P", "Index": "TOC",
}  # fmt: skip
_BLOCKS = frozenset(
    ["P", "LI", "LBody", "Caption", "TOCI", "H", "Title", "TD", "TH", "H1", "H2", "H3", "H4", "H5", "H6"]
)
_pointer, _int = ctypes.c_void_p, ctypes.c_int
_count_roots = plain_function("FPDF_StructTree_CountChildren", _int, _pointer)
_root_at = plain_function("FPDF_StructTree_GetChildAtIndex", _pointer, _pointer, _int)
_type_of = plain_function("FPDF_StructElement_GetType", ctypes.c_ulong, _pointer, _pointer, ctypes.c_ulong)
_count_children = plain_function("FPDF_StructElement_CountChildren", _int, _pointer)
_child_at = plain_function("FPDF_StructElement_GetChildAtIndex", _pointer, _pointer, _int)
_count_contents = plain_function("FPDF_StructElement_GetMarkedContentIdCount", _int, _pointer)
_content_at = plain_function("FPDF_StructElement_GetMarkedContentIdAtIndex", _int, _pointer, _int)
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
    try:
        return _walk(ctypes.cast(tree, _pointer).value or 0)
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _walk(tree: int) -> dict[int, Tag]:
    """Go through the parts of a page in their order; each part of running text has a number."""
    tags: dict[int, Tag] = {}
    buffer = ctypes.create_string_buffer(128)
    address = ctypes.addressof(buffer)
    stack = [(_root_at(tree, i), "", "", 0, 0) for i in reversed(range(_count_roots(tree)))]
    part = 0
    while stack and part < MOST:
        element, container, block, own, depth = stack.pop()
        if not element or depth > DEEPEST:
            continue
        length = _type_of(element, address, 128)
        kind = buffer.raw[: max(0, length - 2)].decode("utf-16-le", "replace")
        container = container or _CONTAINERS.get(kind, "")
        if kind in _BLOCKS:
            part += 1
            block, own = kind, part
        children = _count_children(element)
        for i in range(_count_contents(element)):
            mcid = _content_at(element, i)
            if mcid >= 0 and (container or block):
                tags[mcid] = Tag(container or block, own)
        stack += [(_child_at(element, i), container, block, own, depth + 1) for i in reversed(range(children))]
    return tags
