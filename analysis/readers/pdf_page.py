"""Read the printed lines of one page of a PDF in reading order: their words, place, type, raised marks and tags.

PDFium is asked about single characters only where a word begins or ends, because each question costs a microsecond.
A word that is written by several text objects (a word with a raised number, say) becomes several pieces.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, groupby, pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from analysis.readers.document import PrintedLine, runs, side_by_side

_WORD = re.compile(r"[^\s\u200b]+")
_SYMBOL_FONT = re.compile(r"symbol|wingdings|dingbats|webdings", re.I)
# "bx" is the bold of Computer Modern, "medi" that of the Nimbus fonts: both come with LaTeX.
_BOLD_FONT = re.compile(r"bold|black|heavy|demi(?!-?light)|(?:cm|sf|ec|lm)\w*bx|-medi(?!um)", re.I)
_ITALIC_FONT = re.compile(r"italic|oblique|cm(?:bx)?(?:ti|sl)\d|-it$", re.I)
_Box = Any  # left, top, right, bottom
_Fonts = dict[int, tuple[str, bool, bool, bool]]  # of a font: its name, whether it is bold, italic, of symbols
_Tags = dict[int, tuple[str, int]]  # of a stretch of marked content: its role, the number of its part
MOST_CHARACTERS = 100_000  # of a page; a dense page of a newspaper has 20,000
RAISED = 0.15  # ems that a mark stands above the foot of its line
_MARK = re.compile(r"\[?[\d,;*†‡§¶‖ ]+\]?|[a-z]")
WIDE = 1.3  # ems between two pieces of one line; more parts the cells of a table or two columns
DROP_CAP = 1.7  # times as large as the lines beside it
MOST = 5000  # tags of a page
MARKER = re.compile(
    r"(?:[•◦▪●■□‣⁃○–—\-*o·\uf0b7\uf0a7\uf0d8]|\(?(?:\d{1,3}(?:\.\d{1,2})*|[A-Za-z]|[ivxIVX]{1,5})[.)]|\(?\d{1,3}\)?)$"
)
FARTHEST_MARKER = 60.0  # points between a number or bullet and the words of its item
NARROW = 0.36  # share of the text's width; less is a margin beside a column, not a column
FEWEST = 3  # lines of a column
FULL = 0.6  # of the width of a column: what most lines of running text fill
MARGIN = -1  # the column of a line in the margin
SAME_NOTE = 1.0  # ems between the lines of one margin note
CROSSING = 1.0  # length of the lines that cross a gutter, per length of those in the smaller column
# Parts that hold other parts; the outermost of these says what a stretch is.
_CONTAINERS = {
    "Table": "Table", "Note": "Note", "FENote": "Note", "TOC": "TOC", "TOF": "TOC", "Figure": "Figure",
    "Formula": "Figure", "LI": "LI", "Caption": "Caption", "BlockQuote": "P", "Index": "TOC",
}  # fmt: skip
_BLOCKS = {"P", "LI", "LBody", "Caption", "TOCI", "H", "Title", "TD", "TH", "H1", "H2", "H3", "H4", "H5", "H6"}


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
_name_of = _plain("FPDFFont_GetBaseFontName", ctypes.c_size_t, _pointer, _pointer, ctypes.c_size_t)
_origin_of = _plain("FPDFText_GetCharOrigin", _int, _pointer, _int, _pointer, _pointer)
_unicode_of = _plain("FPDFText_GetUnicode", ctypes.c_uint, _pointer, _int)


class _Type(NamedTuple):
    """The type of a text object, with what the name of its font says, and its structure tag."""

    size: float
    font: str
    bold: bool
    italic: bool
    symbols: bool
    rotated: bool
    mcid: int


@dataclass(slots=True)
class _Piece:
    """A word, or the part of one that has a type of its own; places are points from the top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float  # where its letters stand
    type: _Type
    spaced: bool  # white space lies before it in the text of the page


@dataclass(slots=True, eq=False)
class _Row:
    """The pieces of one printed line."""

    pieces: list[_Piece]
    left: float
    top: float
    right: float
    bottom: float
    size: float
    order: int  # in which it was written
    column: int = MARGIN  # of its page, from 0

    @property
    def rotated(self) -> bool:
        return self.pieces[0].type.rotated

    @property
    def text(self) -> str:
        return "".join(" " * piece.spaced + piece.text for piece in self.pieces).lstrip()


def read_page(page: Any, number: int, at: int, tagged: bool) -> tuple[list[PrintedLine], str]:
    """Return the printed lines of a page in reading order, rotated ones last, and its text from an offset on.

    Raises OverflowError for a page of too many characters, or a damaged one, where text runs far beyond the edges.
    """
    lines, text = list[PrintedLine](), ""
    tags = _read_tags(page) if tagged else {}
    rows = _read_rows(page)
    if any(row.right - row.left > 1.4 * max(page.get_size()) for row in rows):  # only on damaged pages
        raise OverflowError
    upright = _join_markers(_join_raised([row for row in rows if not row.rotated]))
    for row in _join_justified(_order(upright, 0)) + [row for row in rows if row.rotated]:
        line, words = _printed_line(row, tags, number, at + len(text))
        lines.append(line)
        text += f"{words}\n"
    return lines, text.removesuffix("\n")


def _printed_line(row: _Row, tags: _Tags, page: int, at: int) -> tuple[PrintedLine, str]:
    text, marks, weights = "", [], Counter[tuple[float, str]]()
    for piece in row.pieces:
        text += " " * (piece.spaced and bool(text))
        if _MARK.fullmatch(piece.text):
            marks.append(((at + len(text), at + len(text + piece.text)), piece))
        text += piece.text
        weights[piece.type.size, piece.type.font] += len(piece.text)
    size, font = max(weights, key=lambda kind: (weights[kind], kind))
    base = max((p for p in row.pieces if p.type.size == size), key=lambda p: len(p.text)).base
    raised: list[tuple[int, int]] = []
    for (start, end), p in marks:
        if base - p.base > RAISED * size:  # the digits of a number may stand apart in the file
            begin = raised.pop()[0] if raised and raised[-1][1] == start else start
            lead, tail = text[: begin - at], text[end - at :]
            if lead.endswith(("(", "( ")) and tail.startswith((")", " )")):  # ( 1 ), as in the law of the EU
                begin, end = at + lead.rindex("("), end + tail.index(")") + 1
            raised.append((begin, end))
    bold = sum(len(p.text) for p in row.pieces if p.type.bold) > 0.7 * len(text)
    italic = sum(len(p.text) for p in row.pieces if p.type.italic) > 0.7 * len(text)
    tag, part = next((tags[p.type.mcid] for p in row.pieces if p.type.mcid in tags), ("", 0))
    line = PrintedLine(
        at, at + len(text), page, left=row.left, top=row.top, right=row.right, bottom=row.bottom, size=size, bold=bold,
        italic=italic, raised=tuple(raised), column=row.column, font=font, rotated=row.rotated, tag=tag, part=part,
    )  # fmt: skip
    return line, text


def _read_rows(page: Any) -> list[_Row]:
    """Return the printed lines of a page in the order in which they were written, without what lies outside of it."""
    sheet, turn = page.get_bbox(), page.get_rotation()
    with closing(page.get_textpage()) as textpage:
        n = textpage.count_chars()
        if n > MOST_CHARACTERS:
            raise OverflowError
        handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value or 0
        text = textpage.get_text_range() if n else ""
        if len(text) != n:  # one character for each that PDFium counts
            text = "".join(chr(_unicode_of(handle, i) or 32) for i in range(n))
        text = text.replace("\ufffe", "-")  # the sign of PDFium for a hyphen at a line end
        pieces = _read_pieces(handle, text, lambda *box: _on_page(box, sheet, turn), turned=turn % 180 != 0)
    width, height = page.get_size()
    return _merge([p for p in pieces if p.right > 0 and p.left < width and p.bottom > 0 and p.top < height])


def _on_page(box: _Box, sheet: _Box, turn: int) -> _Box:
    """Return a box as it is seen, from the top left corner of a page that is part of a sheet and may be turned."""
    (x, top, far, bottom), (left, foot, right, head) = box, sheet  # PDFium counts from the foot of the sheet
    if turn == 90:
        return bottom - foot, x - left, top - foot, far - left
    if turn == 180:
        return right - far, bottom - foot, right - x, top - foot
    if turn == 270:
        return head - top, right - far, head - bottom, right - x
    return x - left, head - top, far - left, head - bottom


def _read_pieces(handle: int, text: str, on_page: Callable[..., _Box], turned: bool) -> list[_Piece]:
    """Return the words of a page in the order of the file, those of one text object on one line together."""
    box = (ctypes.c_float * 4)()
    address = ctypes.addressof(box)
    origin = (ctypes.c_double * 2)()
    address_of_origin = ctypes.addressof(origin)
    types: dict[int, _Type] = {}
    fonts: _Fonts = {}
    pieces: list[_Piece] = []
    last_object = -1
    for found in _WORD.finditer(text):
        start, end = found.span()
        spaced = True
        while start < end:
            text_object = _object_of(handle, start) or 0
            stop = end
            if _object_of(handle, end - 1) != text_object:  # several objects write the word
                stop = next(i for i in range(start + 1, end) if _object_of(handle, i) != text_object)
            kind = types.get(text_object)
            if kind is None:
                kind = types[text_object] = _type(handle, text_object, start, fonts, turned)
            _box_of(handle, start, address)
            left, top, right, bottom = on_page(*box)
            if stop - start > 1:
                _box_of(handle, stop - 1, address)
                last_left, _, last_right, _ = on_page(*box)
                left, right = min(left, last_left), max(right, last_right)
            # Word for Mac writes one hyphen as two.
            word = "•" if kind.symbols and stop - start == 1 else text[start:stop].replace("-\u2010", "-")
            if not word.isascii():  # PDFium counts letters beyond U+FFFF as two halves
                word = word.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
            before = pieces[-1] if text_object == last_object else None
            level = before and abs(bottom - before.bottom) < 0.1 * kind.size
            if before and level and -0.5 * kind.size < left - before.right < WIDE * kind.size:
                before.text += f" {word}" if spaced else word
                before.right = right
            else:
                _origin_of(handle, start, address_of_origin, address_of_origin + 8)
                base = on_page(*origin, *origin)[1]
                pieces.append(_Piece(word, left, top, right, bottom, base=base, type=kind, spaced=spaced))
            start, spaced, last_object = stop, False, text_object
    return pieces


def _type(handle: int, text_object: int, index: int, fonts: _Fonts, turned: bool) -> _Type:
    matrix = (ctypes.c_float * 6)()
    _matrix_of(handle, index, ctypes.addressof(matrix))
    a, b, c, d = matrix[:4]
    size = round(_size_of(handle, index) * ((c * c + d * d) ** 0.5 or 1.0), 1)
    font = (_font_of(text_object) or 0) if text_object else 0
    if font not in fonts:
        buffer = ctypes.create_string_buffer(200)
        length = _name_of(font, ctypes.addressof(buffer), 200) if font else 0
        name = buffer.raw[: max(0, min(length, 200) - 1)].decode("utf-8", "replace")
        bold, italic, symbols = (bool(kind.search(name)) for kind in (_BOLD_FONT, _ITALIC_FONT, _SYMBOL_FONT))
        fonts[font] = name.partition("+")[2] or name, bold, italic, symbols
    tag = _tag_of(text_object) if text_object else -1
    return _Type(size or 1.0, *fonts[font], rotated=turned != (abs(b) > 0.2 * abs(a) + 1e-6), mcid=tag)


def _merge(pieces: list[_Piece]) -> list[_Row]:
    rows: list[_Row] = []
    for piece in pieces:
        row = rows[-1] if rows else None
        last = row.pieces[-1] if row else piece
        near = abs(piece.left - last.left) + abs(piece.base - last.base) < 0.1 * piece.type.size
        if row and near and piece.text == last.text:  # once more in its place, to look bold
            continue
        if row is None or not _continues(row, piece):
            place = (piece.left, piece.top, piece.right, piece.bottom)
            rows.append(_Row([piece], *place, size=piece.type.size, order=len(rows)))
            continue
        if row.pieces[-1].text.endswith(("fi", "fl")):  # a ligature, with a space below it
            piece.spaced = piece.spaced and piece.left - row.right > 0.02 * row.size
        row.pieces.append(piece)
        row.left, row.right = min(row.left, piece.left), max(row.right, piece.right)
        if piece.type.size >= row.size:
            row.top, row.bottom, row.size = piece.top, piece.bottom, piece.type.size
    return rows


def _continues(row: _Row, piece: _Piece) -> bool:
    if piece.type.rotated or row.rotated:
        return piece.type.rotated and row.rotated and not piece.spaced
    size = max(row.size, piece.type.size)
    return -0.5 * size < piece.left - row.right < WIDE * size and side_by_side(row, piece)


def _read_tags(page: Any) -> _Tags:
    """Return the role (H1 to H6, P, LI, Note, Table, TOC, Figure, Caption) and the part of each tagged stretch."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    tags, buffer, part = _Tags(), ctypes.create_string_buffer(128), 0
    roots = range(pdfium.FPDF_StructTree_CountChildren(tree) if tree else 0)
    stack = [(pdfium.FPDF_StructTree_GetChildAtIndex(tree, i), "", "", 0) for i in reversed(roots)]
    while stack and part < MOST:
        element, container, block, own = stack.pop()
        if not element:
            continue
        length = pdfium.FPDF_StructElement_GetType(element, buffer, 128)
        kind = buffer.raw[: max(0, length - 2)].decode("utf-16-le", "replace")
        container = container or _CONTAINERS.get(kind, "")
        if kind in _BLOCKS:
            part += 1
            block, own = kind, part
        for i in range(pdfium.FPDF_StructElement_GetMarkedContentIdCount(element) if container or block else 0):
            tags[pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(element, i)] = container or block, own
        for i in reversed(range(pdfium.FPDF_StructElement_CountChildren(element))):
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, i)
            stack.append((child, container, block, own))
    pdfium.FPDF_StructTree_Close(tree)
    tags.pop(-1, None)
    return tags


def _join_raised(rows: list[_Row]) -> list[_Row]:
    """Put a raised number or the "th" of 24th that the file writes after its line between the words where it stands."""
    for row in [row for row in rows if re.fullmatch(r"\d{1,3}|st|nd|rd|th", row.text)]:
        row.pieces[0].spaced = row.text.isdigit()
        for host in (host for host in rows if host.size > row.size and host.top < row.bottom < host.pieces[0].base):
            at = sum(piece.left < row.left for piece in host.pieces)
            touches = row.left < host.right + 0.5 * host.size and re.search(r"[^\W\d_]{4}.*(?<=\w\w)\W*$", host.text)
            fits = row.right <= host.pieces[at].right if at < len(host.pieces) else touches
            if at and fits and host.pieces[at - 1].right < row.right:
                host.pieces[at:at] = row.pieces
                host.right = max(host.right, row.right)
                rows.remove(row)
                break
    return rows


def _join_markers(rows: list[_Row]) -> list[_Row]:
    """Join a number or bullet, or a letter several lines high, with the words to its right."""
    gone: set[int] = set()
    for row in [row for row in rows if len(row.text) <= 8]:
        marker = MARKER.match(row.text) is not None
        if not marker and not (len(row.text) == 1 and row.text.isalpha()):
            continue
        beside = [r for r in rows if r is not row and side_by_side(row, r)]
        right = [r for r in beside if -1 < r.left - row.right < FARTHEST_MARKER]
        target = min(right, key=lambda r: (round(r.left), r.top), default=None)
        cell = row.text.isdigit() and any(r.right <= row.left for r in beside)
        if target is None or cell or not any(map(str.isalpha, target.text)):
            continue
        if marker or row.size > DROP_CAP * target.size:
            target.pieces[0].spaced = marker
            target.pieces = [*row.pieces, *target.pieces]
            target.left = row.left if marker else target.left
            gone.add(id(row))
    return [row for row in rows if id(row) not in gone]


def _order(rows: list[_Row], column: int) -> list[_Row]:
    """Order lines by the columns they form; where they form none, by the chunks in which they were written."""
    rows = sorted(rows, key=_place)
    for row in rows:
        row.column = column
    gutter = _find_gutter(rows)
    if gutter is None:
        return _by_chunks(rows)
    left, right = gutter
    out: list[_Row] = []
    for crosses, group in groupby(rows, key=lambda row: row.left < left - 1 and row.right > right + 1):
        band = list(group)
        out += band if crosses else _order_band(band, (left + right) / 2, column)
    return out


def _place(row: _Row) -> tuple[float, float]:
    """Sort by lines of a page, whose feet may differ a little, and from left to right."""
    step = max(1.0, 0.25 * row.size)
    return (round(row.bottom / step) * step, row.left)


def _by_chunks(rows: list[_Row]) -> list[_Row]:
    """Order lines in chunks, which were written one line after the other and stand so, by where these begin."""
    chunks = runs(sorted(rows, key=lambda row: row.order), lambda a, b: _written_on(a, b, rows))
    chunks.sort(key=lambda chunk: _place(chunk[0]))
    return list(chain.from_iterable(chunks))


def _written_on(before: _Row, row: _Row, rows: list[_Row]) -> bool:
    """Tell whether a line was written directly below another, or to its right, with nothing between."""
    if side_by_side(before, row):
        return row.left > before.left
    step, size = row.bottom - before.bottom, max(row.size, before.size)
    if not 0 < step < 3 * size or row.left > before.right or before.left > row.right:
        return False
    between = (r for r in rows if before.bottom < (r.top + r.bottom) / 2 < row.top)
    return step < 1.6 * size or not any(r.left < max(row.right, before.right) and r.right > row.left for r in between)


def _order_band(band: list[_Row], gutter: float, column: int) -> list[_Row]:
    """Order the lines between two that cross a gutter: left, then right; what is in a margin goes before its line."""
    first = [row for row in band if (row.left + row.right) / 2 < gutter]
    second = [row for row in band if (row.left + row.right) / 2 >= gutter]
    if not first or not second:
        return _by_chunks(band)
    for side, text in ((first, second), (second, first)):
        if _is_margin(side, text):
            return _beside_margin(_order(text, column), side)
    return _order(first, column) + _order(second, column + 1)


def _beside_margin(text: list[_Row], margin: list[_Row]) -> list[_Row]:
    """Put the lines of a margin before the line of text that the first of them stands beside."""
    for row in margin:
        row.column = MARGIN
    out, notes = list[_Row](), runs(margin, lambda a, b: b.top - a.bottom < SAME_NOTE * a.size)
    for row in text:
        while notes and notes[0][0].bottom <= row.bottom + 0.5 * row.size:
            out += notes.pop(0)
        out.append(row)
    return [*out, *chain.from_iterable(notes)]


def _join_justified(rows: list[_Row]) -> list[_Row]:
    """Join the words of a line that wide spaces fill to the margins of the line before or after it, or indent it."""
    out: list[_Row] = []
    while rows:
        first = rows[0]
        others = (i for i, r in enumerate(rows[1:], 1) if r.column != first.column or not side_by_side(first, r))
        end = next(others, len(rows))
        line, rows, last = rows[:end], rows[end:], rows[end - 1]
        above, below = out[-1:], rows[:1] * (len(out) < 2 or not side_by_side(out[-2], out[-1]))  # no row of a table
        fills = any(abs(first.left - row.left) < 2 and abs(last.right - row.right) < 2 for row in above)
        indents = any(-2 < first.left - r.left < 2.5 * first.size and abs(last.right - r.right) < 2 for r in below)
        if (fills or indents) and all(b.left - a.right < 4 * first.size for a, b in pairwise(line)):
            for row in line[1:]:
                row.pieces[0].spaced = True
                first.pieces += row.pieces
            first.right, line = last.right, line[:1]
        out += line
    return out


def _find_gutter(rows: list[_Row]) -> tuple[float, float] | None:
    """Return the gap between two columns of running text: hardly a line crosses it, and both sides are text."""
    starts = Counter(round(row.left / 2) for row in rows)
    total = _ink(rows)
    best: tuple[float, tuple[float, float]] | None = None
    for start, n in starts.items():
        if n + starts[start + 1] + starts[start - 1] < FEWEST:
            continue
        x = start * 2 - 2.0
        before, after = [row for row in rows if row.right <= x + 1], [row for row in rows if row.left >= x - 1]
        smaller = min(_ink(before), _ink(after))
        crossing = total - _ink(before) - _ink(after)
        score = smaller - 2 * crossing
        if min(len(before), len(after)) < FEWEST or crossing >= CROSSING * smaller or (best and score <= best[0]):
            continue
        if all(_is_margin(a, b) or _is_text(a) for a, b in ((before, after), (after, before))):
            best = (score, (max(row.right for row in before), min(row.left for row in after)))
    return best[1] if best else None


def _ink(rows: list[_Row]) -> float:
    return sum((row.right - row.left) for row in rows)


def _is_margin(side: list[_Row], text: list[_Row]) -> bool:
    """Tell whether lines are a margin beside text: narrow, and few or in another type."""
    narrow, wide = (max(row.right for row in rows) - min(row.left for row in rows) for rows in (side, text))
    fonts = [Counter(row.pieces[-1].type.font for row in rows).most_common(1)[0][0] for rows in (side, text)]
    return narrow < NARROW * (narrow + wide) and (3 * len(side) < len(text) or fonts[0] != fonts[1])


def _is_text(rows: list[_Row]) -> bool:
    """Tell whether most lines are as long as the longest ones, and these are long enough for running text."""
    widths = sorted(row.right - row.left for row in rows)
    width, size = widths[int(0.9 * (len(widths) - 1))], sorted(row.size for row in rows)[len(rows) // 2]
    full = _ink([row for row in rows if row.right - row.left > FULL * width])
    return width > 10 * size and full > 0.5 * _ink(rows)
