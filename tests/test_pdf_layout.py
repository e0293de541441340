"""PDFs with a known layout, written by hand: what is read from them, and that nothing of it is lost."""

import base64
import io
import re
import zlib
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from analysis import load_corpus, readers
from analysis.cleaning import MAIN, clean
from analysis.readers.pdf import MOST_PAGES
from analysis.readers.pdf_page import MOST_CHARACTERS

CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
FONTS = {"": "Times-Roman", "b": "Times-Bold", "i": "Times-Italic"}
TEXT = "the guard of the coast sent its boats to the north where the ice had closed the harbours of four towns"
WORDS = TEXT.split()


def pdf(pages, tail=b"", sheet="/MediaBox [0 0 595 842]"):
    """Return a PDF; a page is a list of (left, top, size, font, text), or of strings: pieces of a content stream."""
    objects = [CATALOG, b""]
    kids = []
    fonts = "".join(
        f"/F{key} << /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >> "
        for key, name in FONTS.items()
    )
    for page in pages:
        parts = [item if isinstance(item, str) else show(*item) for item in page]
        objects.append(stream("\n".join(parts).encode("cp1252")))
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R {sheet} /Contents {len(objects)} 0 R "
            f"/Resources << /Font << {fonts} >> >> >>".encode()
        )
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>".encode()
    return assemble(objects) + tail


def assemble(objects):
    """Return a PDF of these objects."""
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    xref = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\n" % (size, xref, size)
    return out + b"startxref\n%d\n%%%%EOF" % out.rindex(b"xref\n0 ")


def stream(data, extra=b""):
    """Return a stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


def show(left, top, size, font, text):
    """Return the stream that prints a line whose baseline is `top` points below the top of the page."""
    safe = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F{font} {size} Tf {left} {842 - top} Td ({safe}) Tj ET"


def lines(left, top, texts, size=11, font="", step=13):
    """Return lines that follow each other."""
    return [(left, top + n * step, size, font, text) for n, text in enumerate(texts)]


def filler(n, start=0, width=80):
    """Return n lines of running text, whose last one ends a sentence."""
    words = [WORDS[(start + i) % len(WORDS)] for i in range(40 * n)]
    out, line = [], "The"
    for word in words:
        if len(line) + 1 + len(word) > width:
            out.append(line)
            line = word
            if len(out) == n:
                break
        else:
            line += f" {word}"
    return [*out[:-1], out[-1][: width // 2].rsplit(" ", 1)[0] + "."]


def read(tmp_path, pages):
    """Return the blocks of a PDF, and check that its ledger covers its text."""
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(pages))
    document = readers.read(path)
    cleaned = clean(document)
    rows = cleaned.ledger
    assert (rows[0][0], rows[-1][1]) == (0, len(document.text))
    assert all(a[1] == b[0] for a, b in pairwise(rows))
    assert not [row for row in rows if row[2] == "unexplained"]
    return cleaned.blocks


def texts(blocks, *kinds):
    return [block.text for block in blocks if block.kind in kinds]


@pytest.mark.parametrize(("lefts", "width"), [((60, 310), 42), ((40, 220, 400), 30)])
def test_columns_are_read_one_after_the_other_and_a_paragraph_goes_on_from_one_to_the_next(tmp_path, lefts, width):
    columns = [filler(30, start=5 * n, width=width) for n in range(len(lefts))]
    for before, column in pairwise(columns):
        before[-1] = "the boats that had been sent to"
        column[0] = "the north of the coast and its"
    page = [(60, 60, 20, "b", "The Guard of the Coast")]
    for rows in zip(*(lines(left, 100, column) for left, column in zip(lefts, columns, strict=True)), strict=True):
        page += rows  # written line by line, across all columns
    found = texts(read(tmp_path, [page]), "paragraph")
    assert found == [" ".join(line for column in columns for line in column)]


def test_running_heads_and_feet_go_and_a_heading_with_the_same_words_stays(tmp_path):
    pages = []
    for number in range(1, 7):
        page = [
            (72, 40, 9, "", "The Harbours in Peace"),
            (290, 800, 9, "", f"{number}/6"),
            (60, 800, 7, "", f"15-20{number}01"),
        ]
        top = 80
        if number == 1:
            page.append((72, 80, 16, "b", "The Harbours in Peace"))
            top = 110
        pages.append(page + lines(72, top, filler(40, start=number)))
    blocks = read(tmp_path, pages)
    assert [b.text for b in blocks if b.kind in ("heading", "title")] == ["The Harbours in Peace"]
    assert not re.search(r"\d", " ".join(texts(blocks, *MAIN)))


def test_headings_and_lines_of_notes_at_the_edge_of_the_text_are_no_heads(tmp_path):
    link = "https://harbours.example.org/guard/of/the/coast/in/the/north"
    pages = []
    for number in range(1, 9):
        page = [(72, 40, 9, "", "The Harbours in Peace"), *lines(72, 80, filler(44, start=number, width=76 + number))]
        if number in (3, 4, 6):
            page = [line for line in page if line[1] != 80 and line[1] != 93]
            page.append((72, 80, 11, "b", "Use of boats"))
        if number == 5:
            page[-3:] = [(79, 680, 8, "", "1 Ministry of the Sea, report of the year 1990, last seen in May,")]
            page.append((72, 689, 8, "", link))
        pages.append(sorted(page, key=lambda line: line[1]))
    blocks = read(tmp_path, pages)
    assert texts(blocks, "heading").count("Use of boats") == 3
    assert link in " ".join(block.text for block in blocks)
    assert "The Harbours in Peace" not in " ".join(texts(blocks, *MAIN))


@pytest.mark.parametrize("work", ["Article", "Thesis", "Dossier"])
def test_the_cover_of_a_repository_is_no_text_and_the_abstract_is(tmp_path, work):
    cover = [
        (72, 100, 16, "", "Harbour Studies"),
        (72, 180, 11, "", "5-18-2021"),
        (72, 240, 16, "", "The Guard of the Coast"),
        (72, 270, 11, "", "Anna Miller"),
        (72, 470, 10, "", "Follow this and additional works at: https://press.example.org/harbours"),
        (72, 530, 11, "", "Recommended Citation"),
        (72, 550, 10, "", "Anna Miller, The Guard of the Coast, Harbour Studies 51, no. 4 (2021): 23-36."),
        (
            72,
            680,
            9,
            "",
            f"This {work} is brought to you for free and open access by the Press. It has been accepted for",
        ),
        (72, 691, 9, "", "inclusion in Harbour Studies by an authorized editor of the Press."),
    ]
    abstract = lines(
        100, 120, ["ABSTRACT: The guard of the coast must be made", "stronger, and the boats must be paid."], 9
    )
    text = [(72, 80, 16, "b", "The Guard of the Coast"), *abstract, *lines(72, 200, filler(30))]
    found = read(tmp_path, [cover, text, lines(72, 80, filler(40, start=7))])
    main = texts(found, *MAIN)
    assert [b.words for b in found if b.kind == "author"] == ["Anna Miller"]
    assert main[0].startswith("ABSTRACT: The guard")
    assert not any("open access" in words for words in main)
    assert sum("open access" in words for words in texts(found, "boilerplate")) == 1


@pytest.mark.parametrize("marks", [("1", "2", "3"), ("*", "†", "‡")])
def test_footnotes_are_found_by_size_and_place_and_cited_by_raised_marks(tmp_path, marks):
    pages = []
    for number, mark in enumerate(marks, 1):
        *body, last = filler(20, start=number)
        end = f"BT /F 11 Tf 72 {842 - 80 - 13 * len(body)} Td ({last}) Tj /F 6 Tf 4 Ts ({mark}) Tj ET"
        words = f"Interview {number} with a captain, May 2011, who"
        note = f"BT /F 6 Tf 72 138 Td 3 Ts ({mark}) Tj /F 8.5 Tf 0 Ts ({words}) Tj ET"
        pages.append([*lines(72, 80, body), end, note, (72, 714, 8.5, "", "asked not to be named.")])
    blocks = read(tmp_path, pages)
    assert [b.note for b in blocks if b.kind == "footnote"] == [1, 2, 3]
    assert texts(blocks, "footnote")[1] == "Interview 2 with a captain, May 2011, who asked not to be named."
    assert [b.notes for b in blocks if b.kind == "paragraph"] == [(1,), (2,), (3,)]
    assert not any(mark in text for mark in "*†‡" for text in texts(blocks, "paragraph"))


def test_rows_of_a_table_are_no_main_text(tmp_path):
    rows = [("Country", "Women", "Men"), ("Norland", "11", "40"), ("Sudland", "3", "12"), ("Ostland", "18", "14")]
    page = lines(72, 80, filler(8))
    for n, row in enumerate(rows):
        page += [(72 + 120 * i, 220 + 16 * n, 9, "", cell) for i, cell in enumerate(row)]
    page += lines(72, 320, filler(8, start=3))
    blocks = read(tmp_path, [page])
    assert texts(blocks, "boilerplate") == [" ".join(row) for row in rows]
    assert len(texts(blocks, *MAIN)) == 2


def test_a_heading_in_the_margin_stands_over_its_paragraph(tmp_path):
    page = []
    for n, (first, second) in enumerate([("Plans and", "Costs"), ("The Watch", "at Night"), ("Ships", "")]):
        page += [(60, 80 + 100 * n, 11, "bi"[0], first), (60, 93 + 100 * n, 11, "b", second)] if second else []
        page += [] if second else [(60, 80 + 100 * n, 11, "b", first)]
        page += lines(200, 80 + 100 * n, filler(6, start=n, width=60))
    blocks = read(tmp_path, [page])
    assert [(b.kind, b.text) for b in blocks if b.kind == "heading"] == [
        ("heading", "Plans and Costs"), ("heading", "The Watch at Night"), ("heading", "Ships")
    ]  # fmt: skip
    assert [b.kind for b in blocks] == ["heading", "paragraph"] * 3


def test_levels_follow_size_and_weight_and_a_heading_of_two_lines_is_one(tmp_path):
    page = [(72, 60, 22, "b", "Report on the Coast")]
    page += [
        (72, 100, 15, "b", "The Guard of the Coast and"),
        (72, 117, 15, "b", "the Long Winter"),
        (72, 150, 11, "b", "Boats"),
    ]
    page += [*lines(72, 166, filler(5)), (72, 250, 11, "b", "Crews"), *lines(72, 266, filler(5, start=4))]
    page += [(72, 350, 15, "b", "Outlook"), *lines(72, 370, filler(5, start=8))]
    found = [(b.level, b.text) for b in read(tmp_path, [page]) if b.kind == "heading"]
    assert found == [(1, "The Guard of the Coast and the Long Winter"), (2, "Boats"), (2, "Crews"), (1, "Outlook")]


@pytest.mark.parametrize("numbers", [("I. ", "II. ", "III. "), ("1. ", "2. ", "3. ")])
def test_numbered_headings_in_small_capitals_end_a_glossary(tmp_path, numbers):
    page = [(72, 60, 9, "b", "GLOSSARY"), *lines(72, 80, ["EEZ Exclusive Zone", "MDA Maritime Awareness"])]
    names = ["THE FLEET", "THE PORTS", "OUTLOOK"]
    for n, (number, name) in enumerate(zip(numbers, names, strict=True)):
        page += [(72, 130 + n * 200, 9, "b", number + name), *lines(72, 150 + n * 200, filler(9, start=5 * n))]
    blocks = read(tmp_path, [page])
    assert texts(blocks, "heading")[1:] == [n + name for n, name in zip(numbers, names, strict=True)]
    assert len(texts(blocks, "paragraph")) == 3


def test_sections_with_letters_are_below_chapters_with_roman_numbers_also_where_the_file_has_one_level(tmp_path):
    heads = ["I. Boats", "A. Crews", "Captains", "II. Outlook"]
    page = [(72, 40, 22, "b", "Report on the Coast")]
    for n, head in enumerate(heads):
        page += [(72, 80 + 120 * n, 13, "b", head), *lines(72, 98 + 120 * n, filler(5, start=n))]
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([page]))
    stated = tuple((level, head, 1) for level, head in zip((1, 1, 2, 1), heads, strict=True))
    found = clean(replace(readers.read(path), outline=stated)).blocks
    assert [(b.level, b.text) for b in found if b.kind == "heading"] == list(zip((1, 2, 3, 1), heads, strict=True))


def test_paragraphs_are_told_by_gaps_or_by_indents(tmp_path):
    gaps = lines(72, 80, filler(5)) + lines(72, 160, filler(5, start=5)) + lines(72, 240, filler(5, start=9))
    assert len(texts(read(tmp_path, [gaps]), "paragraph")) == 3
    page = []
    for n in range(8):
        first, *rest = filler(4, start=n)
        page += [(90, 80 + 52 * n, 11, "", first), *lines(72, 93 + 52 * n, rest)]
    assert len(texts(read(tmp_path, [page]), "paragraph")) == 8


def test_words_cut_at_line_ends_are_mended(tmp_path):
    page = lines(72, 80, ["The treaty was of use to the govern-", "ment of the islands, and the government said so."])
    text = " ".join(texts(read(tmp_path, [page]), *MAIN))
    assert "the government of the islands" in text


def test_items_keep_their_numbers_as_markers(tmp_path):
    page = []
    for n in (1, 2, 3):
        first, *rest = filler(3, start=n, width=70)
        page += [(72, 80 + 50 * n, 11, "", f"{n}."), (96, 80 + 50 * n, 11, "", first), *lines(96, 93 + 50 * n, rest)]
    blocks = read(tmp_path, [page])
    assert [(b.kind, b.marker) for b in blocks] == [("list_item", f"{n}.") for n in (1, 2, 3)]


def test_a_number_of_its_own_opens_a_paragraph_after_a_full_line(tmp_path):
    page = []
    for n in range(3):
        first, second = filler(2, start=n, width=66)
        second = f"{second[:-1]} and of all that it said in the north;"[-len(first) :]
        top = 80 + 26 * n
        page += [(72, top, 11, "", f"140.{n + 9}"), (130, top, 11, "", first), (72, top + 13, 11, "", second)]
    found = texts(read(tmp_path, [page]), *MAIN)
    assert [text.split()[0] for text in found] == ["140.9", "140.10", "140.11"]


def test_too_many_pages_and_characters_are_said_and_not_read(tmp_path):
    path = tmp_path / "long.pdf"
    path.write_bytes(pdf([[]] * (MOST_PAGES + 1)))
    with pytest.raises(readers.ReadError, match="3,001 pages"):
        readers.read(path)
    path.write_bytes(
        pdf(
            [
                [(72, 80, 11, "", "Words.")],
                [(72, 80 + n, 1, "", "word " * 1000) for n in range(MOST_CHARACTERS // 5000 + 1)],
            ]
        )
    )
    assert [code for code, *_ in readers.read(path).problems] == ["W-PARTIAL"]


def test_evidence_knows_the_page_and_the_place_on_it(tmp_path):
    (tmp_path / "a.pdf").write_bytes(
        pdf([[(72, 80, 11, "", "First page here.")], [(100, 200, 11, "", "Second page.")]])
    )
    (tmp_path / "reports.csv").write_text("report,file,title,published\na,a.pdf,A,2020\n")
    corpus = load_corpus(tmp_path)
    start = corpus.raw("a").index("Second")
    found = corpus.evidence("a", start, start + 6)
    assert found.page == 2
    left, top, right, bottom = found.box
    assert left == pytest.approx(100, abs=1)
    assert top < 200 < bottom
    assert left < right < 200
    picture = base64.b64decode(re.search('data:image/png;base64,([^"]+)"', found._repr_html_())[1])
    colours = Image.open(io.BytesIO(picture)).convert("RGB").getcolors(1 << 20)
    assert {(255, 255, 255), (255, 238, 136)} <= {colour for _, colour in colours}


def nested_forms(depth=6, times=10):
    """Return a PDF whose page draws a form that draws another ten times, and so on."""
    draw = b"/X Do " * times
    last = b"BT /F1 11 Tf 72 700 Td (Words) Tj ET"
    forms = [
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X %d 0 R >> >> "
        b"/Length %d >>\nstream\n%s\nendstream" % (6 + n, len(draw), draw if n + 1 < depth else last)
        for n in range(depth)
    ]
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return assemble([CATALOG, pages, page, stream(draw), *forms])


def megabytes_of_spaces(n=1000):
    """Return a PDF of 1 MB whose page has `n` MB of spaces."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(n)) + packer.flush()
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return assemble([CATALOG, pages, page, stream(packed, b"/Filter /FlateDecode")])


@pytest.mark.parametrize("make", [nested_forms, megabytes_of_spaces])
def test_a_page_without_end_is_one_problem_and_the_next_file_is_read(tmp_path, make):
    (tmp_path / "bomb.pdf").write_bytes(make())
    (tmp_path / "good.pdf").write_bytes(pdf([[(72, 80, 11, "", "Words that can be read.")]]))
    (tmp_path / "reports.csv").write_text("report,file,title,published\na,bomb.pdf,A,2020\nb,good.pdf,B,2020\n")
    corpus = load_corpus(tmp_path)
    assert list(corpus.reports.index) == ["b"]
    assert "bomb.pdf" in set(corpus.problems["file"])


SIGNS = ["Peace", "1", "of", "the", "coast.", "2014", "A.", "NATO", "and", "“all”"]
placed = st.tuples(
    st.integers(20, 500), st.integers(20, 820), st.sampled_from([6, 9, 11, 16]), st.sampled_from(["", "b", "i"]),
    st.lists(st.sampled_from(SIGNS), min_size=1, max_size=9)
    .map(" ".join),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(placed, max_size=25), min_size=1, max_size=3))
def test_no_word_of_a_page_is_lost_wherever_it_stands(tmp_path_factory, pages):
    path = tmp_path_factory.mktemp("pdf") / "a.pdf"
    apart = [
        [item for item in page if not any(clash(item, other) for other in page if other is not item)] for page in pages
    ]
    if not any(c.isalpha() for page in apart for *_, text in page for c in text):
        return
    path.write_bytes(pdf(apart))
    document = readers.read(path)
    letters = Counter(c for page in apart for *_, text in page for c in text if not c.isspace())
    assert Counter(c for c in document.text if not c.isspace()) == letters
    rows = clean(document).ledger
    assert (rows[0][0], rows[-1][1]) == (0, len(document.text))
    assert all(a[1] == b[0] for a, b in pairwise(rows))
    assert not [row for row in rows if row[2] == "unexplained"]


def clash(a, b):
    """Tell whether two lines might overlap, so that PDFium could take them for one printed twice."""
    return abs(a[1] - b[1]) < 16 and abs(a[0] - b[0]) < 500


@pytest.mark.parametrize(("cell", "kind"), [(8, "paragraph"), (1, "boilerplate")])
def test_a_long_cell_of_a_record_is_text_and_its_labels_are_not(cell, kind):
    """The case of a journalist: labels at the left, what happened at the right, each cell a tagged table."""
    said = "The police came to the house of the editor in March. They took him to the district."
    rows = [("Victim", 60, 1), ("A. Berg", 140, 3), ("What happened", 60, 5), *[(said, 140, 7)] * cell]
    text, printed = "", []
    body = [(said + " Then they left it.", 57, 100 + n, "P") for n in range(20)]
    for n, (words, left, part, tag) in enumerate([(w, x, p, "Table") for w, x, p in rows] + body):
        top = 60.0 + 14 * (n - n % 2 if n < 4 else n)  # a label and its cell stand side by side
        place = (left, top, left + 4 * len(words), top + 10)
        printed.append(readers.PrintedLine(len(text), len(text) + len(words), 1, *place, size=10, tag=tag, part=part))
        text += words + "\n"
    blocks = clean(readers.Document(text, (0,), "pdf", lines=tuple(printed))).blocks
    assert {b.kind for b in blocks if "Victim" in b.text} == {"boilerplate"}
    assert [b.kind for b in blocks if b.text.endswith(said)][:1] == [kind]


def test_a_note_among_others_that_has_another_tag_is_a_note():
    rows = [
        *((f"{TEXT[:70]} {n}a", 10, "P") for n in range(20)),
        *((f"{n} Report of 199{n}.", 8, "Note") for n in (1, 2, 3)),
    ]
    rows[1] = ("the boats1 sailed2 to the north3 where the ice had closed the harbours", 10, "P")
    text, printed = "", []
    for n, (line, size, tag) in enumerate(rows):
        at, top = len(text), 60 + 12.0 * n + 20 * (tag == "Note")
        marks = [*re.finditer(r"^\d|(?<=[a-z])\d\b", line)] if n == 1 or tag == "Note" else []
        raised = tuple((at + m.start(), at + m.end()) for m in marks)
        place = (60.0, top, 60 + 4.0 * len(line), top + size)
        tag = "P" if line[0] == "2" else tag
        printed.append(readers.PrintedLine(at, at + len(line), 1, *place, size=size, raised=raised, tag=tag, part=n))
        text += line + "\n"
    blocks = clean(readers.Document(text, (0,), "pdf", lines=tuple(printed))).blocks
    assert [b.note for b in blocks if b.kind == "footnote"] == [1, 2, 3]


@pytest.mark.parametrize(("words", "kind"), [(14, "paragraph"), (3, "boilerplate")])
def test_pages_of_prose_that_are_tagged_as_figures_are_text_and_labels_are_not(words, kind):
    text, printed = "", []
    for n in range(30):
        line = " ".join(WORDS[(n + i) % len(WORDS)] for i in range(words))
        place = (60.0, 60 + 14.0 * n, 60 + 4.0 * len(line), 70 + 14.0 * n)
        printed.append(readers.PrintedLine(len(text), len(text) + len(line), 1, *place, size=10, tag="Figure", part=1))
        text += line + "\n"
    blocks = clean(readers.Document(text, (0,), "pdf", lines=tuple(printed))).blocks
    assert {b.kind for b in blocks} == {kind}


@pytest.mark.parametrize(("cells", "kind"), [(False, "paragraph"), (True, "boilerplate")])
def test_lines_of_a_scan_with_wide_spaces_are_text_and_a_table_is_not(tmp_path, cells, kind):
    """Words apart at a different place in each line; cells at the same place in each row."""
    rows = ["The council", "asked the general", "to open the port"], ["and the ships of", "the guard", "left the coast"]
    page = lines(60, 60, filler(12))
    for n in range(12):
        left = 60
        for i, words in enumerate(rows[n % 2]):
            place, said = (60 + 150 * i, words.capitalize()) if cells else (left, words)
            page.append((place, 240 + 13 * n, 11, "", said))
            left += 5.2 * len(words) + 20 + 11 * n % 60
    found = [b for b in read(tmp_path, [page]) if "general" in b.text.casefold()]
    assert {b.kind for b in found} == {kind}


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_is_part_of_a_sheet_or_turned_is_read_as_it_is_seen(tmp_path, turn):
    plain = [*lines(72, 40, filler(12)), (300, 800, 9, "", "at the foot"), (500, 30, 9, "i", "in the corner")]
    left, foot = -93, 165
    wide, high = (842, 595) if turn % 180 else (595, 842)
    matrix = {0: f"1 0 0 1 {left} {foot}", 90: f"0 1 -1 0 {left + wide} {foot}",
              180: f"-1 0 0 -1 {left + wide} {foot + high}", 270: f"0 -1 1 0 {left} {foot + high}"}  # fmt: skip
    box = f"{left} {foot} {left + wide} {foot + high}"
    sheet = f"/MediaBox [-300 -300 1400 1400] /CropBox [{box}] /Rotate {turn}"
    (tmp_path / "a.pdf").write_bytes(pdf([plain]))
    (tmp_path / "b.pdf").write_bytes(pdf([[f"{matrix[turn]} cm", *plain]], sheet=sheet))
    one, other = (readers.read(tmp_path / name) for name in ("a.pdf", "b.pdf"))
    assert one.text == other.text
    for a, b in zip(one.lines, other.lines, strict=True):
        assert (a.left, a.top, a.right, a.bottom) == pytest.approx((b.left, b.top, b.right, b.bottom), abs=0.1)
        assert not b.rotated


@pytest.mark.parametrize("heading", ["Endnotes", "NOTES", "Notes:"])
def test_notes_below_a_small_heading_are_notes_and_digits_apart_are_one_number(tmp_path, heading):
    """The raised number 10 is written as a 1 and a 0."""
    body = lines(72, 80, filler(12))
    for n in range(1, 11):
        body.append((300, 240 + 30 * n, 11, "", f"The guard went home {n}."))
        body += [(410 + 3 * i, 235 + 30 * n, 6, "", digit) for i, digit in enumerate(str(n))]
    notes = [f"{n} See the report of guard no. {n * 7}." for n in range(1, 11)]
    last = [(72, 80, 8, "b", heading), *lines(72, 100, notes, size=8, step=11)]
    blocks = read(tmp_path, [body, last])
    assert [b.note for b in blocks if b.kind == "footnote"] == list(range(1, 11))
    assert {n for b in blocks for n in b.notes} == set(range(1, 11))


def test_a_head_of_four_parts_goes_and_notes_in_brackets_are_notes(tmp_path):
    """As in the laws of the EU: 27.10.2022 | EN | Official Journal | L 277/3, and notes ( 1 )."""
    pages = []
    for n in range(1, 7):
        head = [(43, 52, 9, "", "27.10.2022"), (120, 51, 8, "", "EN"), (223, 52, 9, "", "Official Journal"),
                (500, 52, 9, "", f"L 277/{n}")]  # fmt: skip
        raised = f"/F 5 Tf 4 Ts ({n}) Tj 0 Ts"
        text = (
            f"BT /F 11 Tf 72 542 Td ({WORDS[n]} of {WORDS[n + 6]} ended \\() Tj {raised} /F 11 Tf (\\), it said.) Tj ET"
        )
        note = f"BT /F 8 Tf 72 102 Td (\\() Tj {raised} /F 8 Tf (\\) See the law of guard no. {n * 7}.) Tj ET"
        pages.append([*head, *lines(72, 100, filler(12, start=n)), text, note])
    blocks = read(tmp_path, pages)
    assert not any("Journal" in b.text or "EN" in b.text.split() for b in blocks)
    assert [b.note for b in blocks if b.kind == "footnote"] == list(range(1, 7))
    assert [n for b in blocks for n in b.notes] == list(range(1, 7))


@pytest.mark.parametrize("indent", [15, 25])
def test_a_dense_table_that_is_indented_and_reaches_the_margin_stays_a_table(tmp_path, indent):
    line = "hound upon hound upon good hood book"  # half an em a letter, a quarter a space
    width = 11 * (0.5 * len(line) - 0.25 * line.count(" "))
    cells = {"hood": indent, "Upon": indent + 50, "good": 118, "book": width - 22}
    table = [(72 + left, 340 + 13 * n, 11, "", word) for n in range(3) for word, left in cells.items()]
    page = [*lines(72, 80, [line] * 18), (72, 314, 11, "", "upon book."), *table, *lines(72, 392, [line] * 9)]
    assert not any("hood Upon good book hound" in text for text in texts(read(tmp_path, [page]), "paragraph"))


def test_notes_below_a_table_do_not_make_notes_of_the_text(tmp_path):
    body = lines(72, 80, filler(8))
    for n in (1, 2, 3):
        body += [(72, 200 + 30 * n, 11, "", f"The guard went home {n}."), (190, 195 + 30 * n, 6, "", str(n))]
    below = [(72, 330, 11, "", "Notes"), *lines(72, 356, ["Figures of May 2012.", *filler(10)])]
    blocks = read(tmp_path, [[*body, *below]])
    assert not texts(blocks, "footnote")
    assert any("Figures of May" in text or "guard of the coast" in text for text in texts(blocks, *MAIN)[-2:])


@pytest.mark.parametrize("indent", [0, 20])
def test_a_line_that_wide_spaces_fill_opens_its_paragraph_with_all_its_words(tmp_path, indent):
    line = "hound upon hound upon good hood book"  # half an em a letter, a quarter a space
    width = 11 * (0.5 * len(line) - 0.25 * line.count(" "))
    words = {"Coupon": indent, "Hound hood": indent + 71, "book": width - 22}
    first = [(72 + left, 340, 11, "", word) for word, left in words.items()]
    page = [*lines(72, 80, [line] * 18), (72, 314, 11, "", "upon book."), *first, *lines(72, 353, [line] * 9)]
    assert texts(read(tmp_path, [page]), "paragraph")[-1].startswith(f"Coupon Hound hood book {line}")


@pytest.mark.parametrize("shift", [0.0, 0.4])
def test_words_that_are_printed_twice_in_one_place_are_read_once(tmp_path, shift):
    page = [(60, 60, 20, "", "A Plan for"), (160 + shift, 60, 20, "", "the Coast"), (160, 60, 20, "", "the Coast")]
    assert texts(read(tmp_path, [[*page, *lines(60, 120, filler(12))]]), "title") == ["A Plan for the Coast"]


def test_the_publisher_at_the_foot_of_a_first_page_belongs_to_the_page_as_on_the_next(tmp_path):
    name, foot = "Harbour Research Service", (("", 778), ("https://harbours.example", 789))
    pages = [[*lines(72, 80, filler(40, start=n)), (72, 789, 8, "", name), (500, 789, 8, "", str(n))] for n in (2, 3)]
    first = [*lines(72, 80, filler(40, start=1)), *((300, top, 8, "", text or name) for text, top in foot)]
    found = " ".join(b.text for b in read(tmp_path, [first, *pages]))
    assert name not in found
    assert "harbours.example" not in found


@pytest.mark.parametrize("words", ["335 boats were counted.", "52.8% of the boats came back.", "1,200 men were asked."])
def test_a_note_may_begin_with_a_number_and_one_that_is_cited_but_missing_is_a_problem(tmp_path, words):
    pages = []
    for number in range(1, 5):
        *body, last = filler(20, start=number)
        end = f"BT /F 11 Tf 72 {842 - 80 - 13 * len(body)} Td ({last}) Tj /F 6 Tf 4 Ts ({number}) Tj ET"
        note = f"BT /F 6 Tf 72 138 Td 3 Ts ({number}) Tj /F 8.5 Tf 0 Ts ({words}) Tj ET"
        pages.append([*lines(72, 80, body), end, *([note] if number != 3 else [])])
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(pages))
    cleaned = clean(readers.read(path))
    assert [(b.note, b.text) for b in cleaned.blocks if b.kind == "footnote"] == [(n, words) for n in (1, 2, 4)]
    assert [b.notes for b in cleaned.blocks if b.kind == "paragraph"] == [(1,), (2,), (3,), (4,)]
    assert [problem[1] for problem in cleaned.problems] == ["Cited, but not in the file: the text of note no. 3."]


@pytest.mark.parametrize("name", ["Figure", "Map", "Table"])
def test_captions_that_differ_in_their_numbers_only_are_no_running_heads(tmp_path, name):
    pages = [[(72, 60, 8, "", f"{name} {n}. Source: Guard."), *lines(72, 100, filler(40, start=n))] for n in (1, 2, 3)]
    assert texts(read(tmp_path, pages), "caption") == [f"{name} {n}. Source: Guard." for n in (1, 2, 3)]


@pytest.mark.parametrize("word", ["AJIL", "NATO", "LAW REVIEW"])
def test_capitals_in_the_midst_of_a_line_with_wide_spaces_are_no_heading(tmp_path, word):
    row = [(72, 200, 11, "", "of the guard."), (200, 200, 11, "", word), (320, 200, 11, "", "Unbound, 2022.")]
    page = [*lines(72, 80, filler(8)), *row, *lines(72, 213, filler(8, start=3))]
    assert not texts(read(tmp_path, [page]), "heading")


def test_a_stamp_in_large_type_and_gradings_on_pages_are_no_headings_and_the_text_goes_on(tmp_path):
    pages = []
    for n in range(1, 5):
        body = [*filler(30, start=n)[:-1], "the boats that had been sent to the north of the coast and its"]
        above = (90, 40, 15, "", "Opened to readers by the Harbour Archive 4 May 2011")
        pages.append(
            [above, (240, 60, 11, "b", "SECRET//HARBOUR GUARD"), *lines(72, 80, body), (72, 700, 11, "", "PAGE 02")]
        )
    blocks = read(tmp_path, pages)
    assert {block.kind for block in blocks} == {"paragraph"}
    assert not [text for text in texts(blocks, "paragraph") if "SECRET" in text or "PAGE" in text or "Archive" in text]


def test_a_title_in_larger_type_than_the_same_words_above_the_pages_stays(tmp_path):
    pages = [[(72, 60, 20, "b", "Boats of the guard"), *lines(72, 120, filler(30))]]
    pages += [[(72, 40, 14, "b", "Boats of the guard"), *lines(72, 80, filler(30, start=n))] for n in range(4)]
    blocks = read(tmp_path, pages)
    assert [(b.kind, b.text) for b in blocks if b.kind != "paragraph"] == [("title", "Boats of the guard")]


@pytest.mark.parametrize("label", ["Table 2", "Figure IV", "Map 1"])
def test_a_bold_line_below_the_label_of_a_table_is_its_title(tmp_path, label):
    label_and_title = [(72, 260, 11, "", label), (72, 273, 11, "b", "Boats of the four towns")]
    page = [*lines(72, 80, filler(12)), *label_and_title, *lines(72, 320, filler(12, start=3))]
    blocks = read(tmp_path, [page])
    assert not texts(blocks, "heading")
    assert texts(blocks, "caption") == [f"{label} Boats of the four towns"]


def test_numbers_of_items_apart_from_their_text_make_no_table_and_open_an_item_on_the_next_page(tmp_path):
    found = [f"Send {n} of the boats of the guard to the north coast (Norway);" for n in range(10)]
    tops = [600 + 18 * n for n in range(5)] + [80 + 18 * n for n in range(5)]
    numbers = [(72, top, 11, "", f"88.{n}") for n, top in enumerate(tops)]
    items = [p for top, no, text in zip(tops, numbers, found, strict=True) for p in (no, (110, top, 11, "", text))]
    pages = [[*lines(72, 80, filler(38)), *items[:10]], [*items[10:], *lines(72, 220, filler(38))]]
    read_texts = texts(read(tmp_path, pages), "paragraph")
    assert [text for text in read_texts if text[:2] == "88"] == [f"88.{n} {text}" for n, text in enumerate(found)]


def test_bold_lines_that_go_on_on_the_next_page_and_two_sentences_are_no_headings(tmp_path):
    cut = (72, 500, 11, "b", "(b) To give money for the boats of the guard in all towns of the coast so")
    first = [*lines(72, 80, filler(30)), cut]
    two = "The boats of the guard were sent north. Their crews came back before the winter"
    second = [
        *lines(72, 80, ["as to close no harbour."], font="b"),
        *lines(72, 120, filler(20)),
        (72, 420, 14, "", two),
    ]
    blocks = read(tmp_path, [first, [*second, *lines(72, 460, filler(10))]])
    assert not texts(blocks, "heading")
    assert f"{cut[-1][4:]} as to close no harbour." in texts(blocks, "list_item")


@pytest.mark.parametrize("matrix", ["10 0 0 0", "0 0 0 10", "0 0 0 0"])
def test_letters_without_height_or_width_are_read_over(tmp_path, matrix):
    flat = f"BT /F 12 Tf {matrix} 72 200 Tm (flat letters) Tj ET"
    blocks = read(tmp_path, [[*lines(72, 100, filler(6)), flat, *lines(72, 300, filler(6, start=2))]])
    assert len(texts(blocks, "paragraph")) >= 2


@pytest.mark.parametrize("mark", ["[7]", "( 7 )", "7,"])
def test_a_raised_number_with_signs_around_it_that_cites_no_known_note_is_no_error(mark):
    text = f"The guard{mark} sailed north in spring, and many boats of the coast went there with it.\n1 A first note."
    note = text.index("1 A")
    spans = ((text.index(mark), text.index(mark) + len(mark)),), ((note, note + 1),)
    printed = [
        readers.PrintedLine(start, end, 1, 50, top, 500, top + size, size=size, raised=raised)
        for start, end, top, size, raised in ((0, note - 1, 100, 10, spans[0]), (note, len(text), 700, 8, spans[1]))
    ]
    found = clean(readers.Document(text, (0,), lines=tuple(printed), markup=False))
    assert [(block.kind, block.notes) for block in found.blocks] == [("paragraph", ()), ("footnote", ())]


@pytest.mark.parametrize("words", ["IBID.", "Id.", "THE GUARD OF THE COAST (1921)."])
def test_notes_far_apart_in_small_capitals_or_of_one_word_are_notes(tmp_path, words):
    page = lines(72, 80, filler(20))
    for n, small in enumerate([False, True, False]):
        foot = 842 - 700 - 23 * n
        text = f"/F 6.5 Tf ({words}) Tj" if small else "/F 8.5 Tf (A captain, May 2011.) Tj"
        page += [f"BT /F 6.5 Tf {80 + 40 * n} {842 - 76 - 13 * n} Td ({n + 1}) Tj ET"]
        page += [f"BT /F 6.5 Tf 72 {foot} Td 3 Ts ({n + 1}) Tj 0 Ts {text} Tj ET"]
    assert [b.note for b in read(tmp_path, [page]) if b.kind == "footnote"] == [1, 2, 3]


@pytest.mark.parametrize(("number", "ending"), [("21", "st"), ("3", "rd"), ("18", "th")])
def test_endings_and_numbers_that_the_file_writes_after_their_line_stand_where_they_are_seen(tmp_path, number, ending):
    rest = 100 + 5.5 * len(number)
    page = [(72, 80, 11, "", f"In the {number}"), (rest + 8, 80, 11, "", "century the coast had its guard.")]
    page += [(rest + 152, 80, 11, "", "The boats came"), (rest + 145.5, 76, 6, "", "1"), (rest - 1, 76, 6, "", ending)]
    page += lines(72, 93, ["in the north of the coast, where the ice had closed the harbours.", *filler(9)])
    page += ["BT /F 6 Tf 72 138 Td 3 Ts (1) Tj /F 8.5 Tf 0 Ts (Interview with a captain.) Tj ET"]
    block = read(tmp_path, [page])[0]
    assert block.text.startswith(f"In the {number}{ending} century the coast had its guard. The boats came in the")
    assert block.notes == (1,)


@pytest.mark.parametrize("content", ["9000 Tz (boats)Tj", "/F 940 Tf (boats)Tj", "2000 Tc (TD)Tj"])
def test_a_page_whose_content_is_damaged_is_said_and_the_text_does_not_go_on_over_it(tmp_path, content):
    first, last = ["The guard of the coast sent its boats to"], ["the north, where the ice had closed it."]
    page = [*lines(72, 80, filler(5)), f"BT /F 11 Tf 72 300 Td {content} ET"]
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([lines(72, 80, first * 5), page, lines(72, 80, last)]))
    document = readers.read(path)
    assert [problem[1] for problem in document.problems] == ["Page 2 could not be read."]
    assert [b.text for b in clean(document).blocks] == [" ".join(first * 5), *last]


@pytest.mark.parametrize(("indent", "gap"), [(12, 6), (18, 0), (36, 4)])
def test_entries_with_hanging_indents_open_with_the_line_that_stands_out(tmp_path, indent, gap):
    page, top = [(72, 80, 11, "b", "References")], 100
    entries = []
    for n, name in enumerate(["Abel, Anna. 2001.", "Bode, Bert. 2004.", "Cole, Carl. 2011.", "Dahl, Dora. 2015."]):
        entry = [f"{name} {filler(2, start=n, width=80)[0]}.", "Norland: The Press of the Coast.", "URL: www.a.org"]
        entries.append(" ".join(entry))
        for i, line in enumerate(entry):
            page.append((72 + indent * bool(i), top, 11, "", line))
            top += 13 + gap * (i == 2)
    assert texts(read(tmp_path, [page]), "reference", "paragraph") == entries


@pytest.mark.parametrize(
    "title",
    [("HARBOURS AND", "FORTIFICATIONS"), ("COASTGUARD", "STRATEGIES"), ("THE BOATS OF", "NORTHERN TOWNS")],
)
def test_a_heading_of_two_lines_in_capitals_is_one_though_its_words_could_be_names(tmp_path, title):
    pages = [lines(72, 60, filler(9)), lines(72, 200, title, font="b"), lines(72, 240, filler(9, start=3))]
    assert texts(read(tmp_path, [[*pages[0], *pages[1], *pages[2]]]), "heading") == [" ".join(title)]


@pytest.mark.parametrize("last", ["Northern Towns", "Triton", "Harbours of the North"])
def test_the_last_line_of_a_bold_paragraph_is_no_heading(tmp_path, last):
    bold = ["The guard of the coast sent " + "its boats to the north " * 3, "and came to the harbours of " * 4, last]
    bold = [line.strip() for line in bold]
    page = [*lines(72, 60, filler(9)), *lines(72, 200, bold, font="b", step=15), *lines(72, 260, filler(9, start=3))]
    assert last not in texts(read(tmp_path, [page]), "heading")


@pytest.mark.parametrize(
    "between",
    [
        [(150, 560, 34, "b", "“")],
        [(60, 760, 14, "", "*2511568*")],
        [(480, 70, 16, "b", "NOR")],
        [(200, 304, 6, "", "th")],
    ],
    ids=["ornament between columns", "bar code", "head of a page in large type", "raised letters that stand apart"],
)
def test_what_stands_between_two_halves_of_a_sentence_does_not_cut_it(tmp_path, between):
    left, right = filler(30, width=42), filler(30, start=5, width=42)
    left[-1], right[0] = "all of the boats that had been sent to", "the north of the coast and its"
    page = [row for rows in zip(lines(60, 100, left), lines(310, 100, right), strict=True) for row in rows]
    assert any(f"{left[-1]} {right[0]}" in text for text in texts(read(tmp_path, [page + between]), "paragraph"))


@pytest.mark.parametrize(
    "names", [("Norway", "Sweden", "Total"), ("Guard", "Boats", "Sum"), ("Class A", "Class B", "All")]
)
def test_rows_at_the_edges_of_pages_are_text_where_they_stand_at_other_heights(tmp_path, names):
    pages = []
    for number, top in enumerate((120, 150, 190, 240), start=1):
        rows = [(72, top + 14 * n, 9, "", name) for n, name in enumerate(names)]
        cells = [(400, top + 14 * n, 9, "", str(number * 7 + n)) for n in range(3)]
        head = [(72, 40, 9, "", "The Guard of the North"), (500, 40, 9, "", str(number))]
        pages.append([*head, *rows, *cells, *lines(72, top + 80, filler(12, start=number))])
    found = " ".join(block.text for block in read(tmp_path, pages))
    assert [found.count(name) for name in names] == [4, 4, 4]
    assert "The Guard of the North" not in found


@pytest.mark.parametrize("chapters", [(1, 1, 1, 2, 2, 2), (3, 3, 4, 4, 4, 4), (1, 2, 2, 2, 2, 2)])
def test_heads_with_the_number_of_the_chapter_go(tmp_path, chapters):
    pages = [
        [(72, 40, 10, "", f"Chapter {n}"), *lines(72, 80, filler(20, start=n + i))] for i, n in enumerate(chapters)
    ]
    assert "Chapter" not in " ".join(block.text for block in read(tmp_path, pages))


@pytest.mark.parametrize(
    ("start", "rest", "word"), [("the fi", " eld", "field"), ("a fl", " ag", "flag"), ("of fi", " sh", "fish")]
)
def test_a_space_below_a_ligature_parts_no_word(tmp_path, start, rest, word):
    width = {"the fi": 20.83, "a fl": 12.5, "of fi": 16.94}[start]
    line = [(72, 300, 10, "", start), (72 + width - 2.5, 300, 10, "", rest)]
    assert word in " ".join(block.text for block in read(tmp_path, [[*lines(72, 80, filler(9), size=10), *line]]))


def test_a_short_column_beside_a_wide_one_is_text(tmp_path):
    short, wide = filler(8, width=28), filler(30, start=5, width=60)
    found = texts(read(tmp_path, [lines(60, 80, short) + lines(218, 160, wide)]), *MAIN)
    assert found == [" ".join(short), " ".join(wide)]


@pytest.mark.parametrize("last", ["Court.", "do so.", "Mr Berg."])
def test_a_short_last_line_of_a_paragraph_is_no_note_in_the_margin(tmp_path, last):
    body = [line + " and the boats" for line in filler(4)[:3]]
    page = lines(60, 80, [*body, last]) + lines(
        218, 160, [f"Ms Anna Lund, advocate of the port no. {n}" for n in range(30)]
    )
    assert " ".join(texts(read(tmp_path, [page]), *MAIN)).count(f"and the boats {last}") == 1
