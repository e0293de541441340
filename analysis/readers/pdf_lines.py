"""Read the printed lines of one page of a PDF: their words, place, type, raised marks and structure tags.

PDFium is asked about single characters only where a word begins or ends, because each question costs a microsecond.
A word that is written by several text objects (a word with a raised number, say) becomes several pieces.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

_WORD = re.compile(r"[^\s\u200b]+")
_SYMBOL_FONT = re.compile(r"symbol|wingdings|dingbats|webdings", re.I)
# "bx" is the bold of Computer Modern, "medi" that of the Nimbus fonts: both come with LaTeX.
_BOLD_FONT = re.compile(r"bold|black|heavy|demi(?!-?light)|(?:cm|sf|ec|lm)\w*bx|-medi(?!um)", re.I)
_ITALIC_FONT = re.compile(r"italic|oblique|cm(?:bx)?(?:ti|sl)\d|-it$", re.I)
WIDE = 1.3  # ems between two pieces of one line; more parts the cells of a table or two columns
MARKS = frozenset("0123456789*†‡§¶‖")
_MAY_BE_MARK = re.compile(
    r"(?:[^\W\d_]|[.,;:!?)\]”’\"'»%])(?P<behind>[\d*†‡§¶‖]{1,3})$|^(?P<before>[\d*†‡§¶‖]{1,3})(?=[^\W\d_]|$)"
)
HIGH = 0.22  # ems from where letters stand to the foot of a sign that is raised by its shape
WORD_GAP = 1.3  # times the gap between the letters of a letter-spaced line
TIGHT = 0.08  # ems between two words; where they are closer, the space between them may take no place
NO_SPACE = 0.05  # ems; a space that moves on by less was not printed
DROP_CAP = 1.7  # times as large as the lines beside it
BOLD_WEIGHT = 600
DEEPEST = 40  # levels of nested tags; a report has about eight
MOST = 5000  # tags of a page
# Parts that hold other parts; the outermost of these says what a stretch is.
_CONTAINERS = {
    "Table": "Table", "Note": "Note", "FENote": "Note", "TOC": "TOC", "TOF": "TOC", "Figure": "Figure",
    "Formula": "Figure", "LI": "LI", "Caption": "Caption", "BlockQuote": "P", "Index": "TOC",
}  # fmt: skip
_BLOCKS = frozenset(
    ["P", "LI", "LBody", "Caption", "TOCI", "H", "Title", "TD", "TH", "H1", "H2", "H3", "H4", "H5", "H6"]
)


def _plain(name: str, result: Any, *arguments: Any) -> Any:
    """Return a PDFium function that takes and gives plain integers, four times as fast as one that makes pointers."""
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address or 0)


_pointer, _int = ctypes.c_void_p, ctypes.c_int
_object_of = _plain("FPDFText_GetTextObject", _pointer, _pointer, _int)
_box_of = _plain("FPDFText_GetLooseCharBox", _int, _pointer, _int, _pointer)
_matrix_of = _plain("FPDFText_GetMatrix", _int, _pointer, _int, _pointer)
_size_of = _plain("FPDFText_GetFontSize", ctypes.c_double, _pointer, _int)
_font_of = _plain("FPDFTextObj_GetFont", _pointer, _pointer)
_tag_of = _plain("FPDFPageObj_GetMarkedContentID", _int, _pointer)
_weight_of = _plain("FPDFFont_GetWeight", _int, _pointer)
_name_of = _plain("FPDFFont_GetBaseFontName", ctypes.c_size_t, _pointer, _pointer, ctypes.c_size_t)
_origin_of = _plain("FPDFText_GetCharOrigin", _int, _pointer, _int, _pointer, _pointer)
_tight_box_of = _plain("FPDFText_GetCharBox", _int, _pointer, _int, *[_pointer] * 4)
_unicode_of = _plain("FPDFText_GetUnicode", ctypes.c_uint, _pointer, _int)
_count_roots = _plain("FPDF_StructTree_CountChildren", _int, _pointer)
_root_at = _plain("FPDF_StructTree_GetChildAtIndex", _pointer, _pointer, _int)
_type_of = _plain("FPDF_StructElement_GetType", ctypes.c_ulong, _pointer, _pointer, ctypes.c_ulong)
_count_children = _plain("FPDF_StructElement_CountChildren", _int, _pointer)
_child_at = _plain("FPDF_StructElement_GetChildAtIndex", _pointer, _pointer, _int)
_count_contents = _plain("FPDF_StructElement_GetMarkedContentIdCount", _int, _pointer)
_content_at = _plain("FPDF_StructElement_GetMarkedContentIdAtIndex", _int, _pointer, _int)


class Tag(NamedTuple):
    """The role of a part of a page (H1 to H6, P, LI, Note, Table, TOC, Figure, Caption), and which part it is."""

    role: str
    part: int


class Font(NamedTuple):
    """What the name of a font says."""

    name: str
    bold: bool
    italic: bool
    symbols: bool


class Type(NamedTuple):
    """The type of a text object, and its structure tag."""

    size: float
    font: Font
    rotated: bool
    mcid: int


@dataclass(slots=True)
class Piece:
    """A word, or the part of one that has a type of its own; places are points from the top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float  # where its letters stand
    type: Type
    spaced: bool  # white space lies before it in the text of the page
    raised: bool = False  # its signs are raised by their shape


@dataclass(slots=True)
class Row:
    """The pieces of one printed line."""

    pieces: list[Piece]
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    size: float = 0.0
    order: int = 0

    @property
    def rotated(self) -> bool:
        """Whether it is not printed from left to right."""
        return self.pieces[0].type.rotated

    @property
    def text(self) -> str:
        """Its words, with the spaces that were printed."""
        return "".join(" " * spaced + piece.text for spaced, piece in self.spaced_pieces())

    def spaced_pieces(self) -> Iterator[tuple[bool, Piece]]:
        """Return its pieces, each with whether a space was printed before it."""
        gaps = self._letter_gaps()
        before: Piece | None = None
        for piece in self.pieces:
            spaced = before is not None and piece.spaced
            if gaps and before is not None:
                spaced = piece.left - before.right > max(WORD_GAP * gaps[len(gaps) // 2], (gaps[0] + gaps[-1]) / 2)
            yield spaced, piece
            before = piece

    def _letter_gaps(self) -> list[float]:
        """Return the gaps between the letters of a letter-spaced line in order of size; none for other lines."""
        single = sum(1 for piece in self.pieces if len(piece.text) == 1)
        if single < 6 or single < 0.8 * len(self.pieces):
            return []
        return sorted(b.left - a.right for a, b in pairwise(self.pieces))


def _is_tight(before: Piece, left: float, kind: Type) -> bool:
    return not kind.rotated and -kind.size < left - before.right < TIGHT * kind.size


def _moves_on(handle: int, index: int, size: float) -> bool:
    """Tell whether the space before a character takes any place: some fonts write one that does not."""
    places = (ctypes.c_double * 4)()
    address = ctypes.addressof(places)
    space = _origin_of(handle, index - 1, address, address + 8)
    _origin_of(handle, index, address + 16, address + 24)
    return not space or not -0.5 * size < places[2] - places[0] < NO_SPACE * size


def read_rows(page: Any, width: float, height: float, most: int) -> list[Row]:
    """Return the printed lines of a page in the order in which they were written.

    Raises OverflowError where the page has more than `most` characters.
    """
    textpage = page.get_textpage()
    try:
        if textpage.count_chars() > most:
            raise OverflowError
        handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value or 0
        pieces = _read_pieces(handle, _page_text(textpage, handle), height)
    finally:
        textpage.close()
    inside = [p for p in pieces if p.right > 0 and p.left < width and p.bottom > 0 and p.top < height]
    return _merge(inside)


def _page_text(textpage: Any, handle: int) -> str:
    """Return the text of a page with one character for each that PDFium counts."""
    n = textpage.count_chars()
    text = textpage.get_text_range() if n else ""
    if len(text) != n:
        text = "".join(chr(_unicode_of(handle, i) or 32) for i in range(n))
    return text.replace("\ufffe", "-")  # PDFium's sign for a hyphen at the end of a line


def _read_pieces(handle: int, text: str, height: float) -> list[Piece]:
    """Return the words of a page in the order of the file, those of one text object on one line together."""
    box = (ctypes.c_float * 4)()
    address = ctypes.addressof(box)
    origin = (ctypes.c_double * 2)()
    address_of_origin = ctypes.addressof(origin)
    types: dict[int, Type] = {}
    fonts: dict[int, Font] = {}
    pieces: list[Piece] = []
    last_owner = -1
    for found in _WORD.finditer(text):
        start, end = found.span()
        spaced = True
        while start < end:
            owner = _object_of(handle, start) or 0
            stop = _end_of_object(handle, owner, start, end)
            kind = types.get(owner)
            if kind is None:
                kind = types[owner] = _type(handle, owner, start, fonts)
            _box_of(handle, start, address)
            left, top, right, bottom = box
            if stop - start > 1:
                _box_of(handle, stop - 1, address)
                left, right = min(left, box[0]), max(right, box[2])
            word = "•" if kind.font.symbols and stop - start == 1 else text[start:stop]
            marks = _raised_marks(handle, start, word, kind) if word[0] in MARKS or word[-1] in MARKS else None
            if marks:
                pieces += _split(handle, start, word, marks, height, kind, spaced)
                start, last_owner = stop, -1
                continue
            before = pieces[-1] if pieces else None
            if before and spaced and _is_tight(before, left, kind) and text[start - 1] == " ":
                spaced = _moves_on(handle, start, kind.size)
            letters = before is not None and len(word) == len(before.text) == 1  # perhaps of a letter-spaced title
            if before and owner == last_owner and not letters and _goes_on(before, left, height - bottom):
                before.text += f" {word}" if spaced else word
                before.right = right
            else:
                _origin_of(handle, start, address_of_origin, address_of_origin + 8)
                base = height - origin[1]
                pieces.append(Piece(word, left, height - top, right, height - bottom, base, kind, spaced))
            start, spaced, last_owner = stop, False, owner
    return pieces


def _raised_marks(handle: int, start: int, word: str, kind: Type) -> tuple[int, int] | None:
    """Return where in a word marks stand that are raised by their shape: some fonts have small raised figures."""
    found = _MAY_BE_MARK.search(word)
    if not found or kind.rotated:
        return None
    first, last = found.span(found.lastgroup or 0)
    places = (ctypes.c_double * 6)()
    address = ctypes.addressof(places)
    _tight_box_of(handle, start + first, *(address + 8 * i for i in range(4)))
    _origin_of(handle, start + first, address + 32, address + 40)
    return (first, last) if places[2] - places[5] > HIGH * kind.size else None


def _split(
    handle: int, start: int, word: str, marks: tuple[int, int], height: float, kind: Type, spaced: bool
) -> list[Piece]:
    """Return a word as pieces: what is before its raised marks, the marks, and what is after them."""
    box = (ctypes.c_float * 4)()
    pieces = []
    for a, b in pairwise(sorted({0, *marks, len(word)})):
        _box_of(handle, start + a, ctypes.addressof(box))
        left, top, _, bottom = box
        _box_of(handle, start + b - 1, ctypes.addressof(box))
        foot = height - bottom
        raised = (a, b) == marks
        pieces.append(Piece(word[a:b], left, height - top, box[2], foot, foot, kind, spaced and not a, raised))
    return pieces


def _goes_on(before: Piece, left: float, bottom: float) -> bool:
    """Tell whether a word of the same text object goes on with the line of the word before it."""
    size = before.type.size
    return -0.5 * size < left - before.right < WIDE * size and abs(bottom - before.bottom) < 0.1 * size


def _end_of_object(handle: int, owner: int, start: int, end: int) -> int:
    """Return where within a word its text object ends, by bisection."""
    if end - start == 1 or _object_of(handle, end - 1) == owner:
        return end
    low, high = start + 1, end - 1  # the object holds `low - 1` and not `high`
    while low < high:
        middle = (low + high) // 2
        if _object_of(handle, middle) == owner:
            low = middle + 1
        else:
            high = middle
    return low


def _type(handle: int, owner: int, index: int, fonts: dict[int, Font]) -> Type:
    matrix = (ctypes.c_float * 6)()
    _matrix_of(handle, index, ctypes.addressof(matrix))
    a, b, c, d = matrix[:4]
    scale = (c * c + d * d) ** 0.5 or 1.0
    size = round(_size_of(handle, index) * scale, 1)
    address = (_font_of(owner) or 0) if owner else 0
    font = fonts.get(address)
    if font is None:
        font = fonts[address] = _font(address)
    return Type(size or 1.0, font, abs(b) > 0.2 * abs(a) + 1e-6, _tag_of(owner) if owner else -1)


def _font(handle: int) -> Font:
    """Return what a font's name and weight say."""
    if not handle:
        return Font("", False, False, False)
    length = _name_of(handle, None, 0)
    buffer = ctypes.create_string_buffer(max(1, length))
    _name_of(handle, ctypes.addressof(buffer), length)
    name = buffer.value.decode("utf-8", "replace")
    bold = bool(_BOLD_FONT.search(name)) or _weight_of(handle) >= BOLD_WEIGHT
    return Font(name.partition("+")[2] or name, bold, bool(_ITALIC_FONT.search(name)), bool(_SYMBOL_FONT.search(name)))


def _merge(pieces: list[Piece]) -> list[Row]:
    """Join pieces that follow each other on one line."""
    rows: list[Row] = []
    for piece in pieces:
        if rows and _continues(rows[-1], piece):
            _add(rows[-1], piece)
        else:
            rows.append(Row([piece], piece.left, piece.top, piece.right, piece.bottom, piece.type.size, len(rows)))
    return rows


def _add(row: Row, piece: Piece) -> None:
    row.pieces.append(piece)
    row.left, row.right = min(row.left, piece.left), max(row.right, piece.right)
    if piece.type.size >= row.size:
        row.top, row.bottom, row.size = piece.top, piece.bottom, piece.type.size


def _continues(row: Row, piece: Piece) -> bool:
    """Tell whether a piece stands on a line, behind what was written there."""
    if piece.type.rotated or row.pieces[0].type.rotated:
        return piece.type.rotated and row.pieces[0].type.rotated and not piece.spaced
    size = max(row.size, piece.type.size)
    if not -0.5 * size < piece.left - row.right < WIDE * size or not on_one_line(row, piece):
        return False
    # a large first letter stands beside two lines
    return not (len(row.pieces) == 1 and len(row.pieces[0].text) == 1 and row.size > DROP_CAP * piece.type.size)


def on_one_line(a: Row | Piece, b: Row | Piece) -> bool:
    """Tell whether two pieces overlap by half of the smaller one's height."""
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap > 0.5 * min(a.bottom - a.top, b.bottom - b.top)


def read_tags(page: Any) -> dict[int, Tag]:
    """Return the structure tag of each stretch of marked content on a page, by its number."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    try:
        return _read_tags(ctypes.cast(tree, _pointer).value or 0)
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _read_tags(tree: int) -> dict[int, Tag]:
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
