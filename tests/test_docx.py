"""DOCX files: what styles, numbering and note parts say, and files that are damaged or made to do harm."""

import io
import zipfile

import pytest

from analysis import readers
from analysis.cleaning import clean
from analysis.readers.docx import read_docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PROSE = "The ministers met in Brussels and agreed on the aims of the Union for the years to come, and on the means."


def packed(body="", **parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {W}>{content}</w:{name}>")
    return out.getvalue()


def paragraph(text, style="", properties=""):
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def blocks(body, **parts):
    return clean(read_docx(packed(body, **parts), "a.docx")).blocks


STYLES = (
    '<w:style w:styleId="T"><w:name w:val="Title"/></w:style><w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Mine"><w:name w:val="My chapter"/><w:basedOn w:val="H1"/></w:style>'
    '<w:style w:styleId="Out"><w:name w:val="Part"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
)


def test_headings_are_known_by_style_by_what_it_is_based_on_and_by_outline_level():
    body = paragraph("A plan", "T") + paragraph("Aims", "H1") + paragraph(PROSE) + paragraph("Means", "Out")
    body += paragraph(PROSE) + paragraph("Ends", "Mine") + paragraph(PROSE)
    found = [(b.kind, b.level, b.text) for b in blocks(body, styles=STYLES) if b.kind != "paragraph"]
    assert found == [("title", None, "A plan"), ("heading", 1, "Aims"), ("heading", 2, "Means"), ("heading", 1, "Ends")]


@pytest.mark.parametrize(
    "text", ["The claim under section 5 of the act fails.", "The Regulation provides, so far as it matters:"]
)
def test_numbered_paragraphs_with_an_outline_level_are_no_headings(text):
    body = (
        paragraph("The claim", "Out") + paragraph(text, "Out") + paragraph("Ends. And means.", "H1") + paragraph(PROSE)
    )
    kinds = {b.text: b.kind for b in blocks(body, styles=STYLES)}
    assert (kinds[text], kinds["Ends. And means."]) == ("paragraph", "heading")


def test_a_note_stands_apart_and_its_citation_leaves_no_trace():
    body = f'<w:p><w:r><w:t>It began.</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r><w:r><w:t> {PROSE}</w:t></w:r></w:p>'
    notes = '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote><w:footnote w:id="7"><w:p><w:r><w:t>See the act.</w:t></w:r></w:p></w:footnote>'
    found = blocks(body, footnotes=notes)
    assert [(b.kind, b.text, b.note, b.notes) for b in found] == [
        ("paragraph", f"It began. {PROSE}", None, (1,)),
        ("footnote", "See the act.", 1, ()),
    ]


def test_deleted_text_is_left_out_and_inserted_text_is_read():
    body = f"<w:p><w:r><w:t>{PROSE} </w:t></w:r><w:del><w:r><w:delText>Old.</w:delText></w:r></w:del><w:ins><w:r><w:t>New.</w:t></w:r></w:ins></w:p>"
    assert blocks(body)[0].text == f"{PROSE} New."


def test_numbered_items_have_the_number_that_word_shows():
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%1)"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>'
    )
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="4"/></w:numPr>'
    found = blocks(paragraph(PROSE) + paragraph("Peace", "", item) + paragraph("Order", "", item), numbering=numbering)
    assert [(b.kind, b.marker, b.text) for b in found[1:]] == [
        ("list_item", "(a)", "Peace"),
        ("list_item", "(b)", "Order"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (packed(paragraph(PROSE))[:200], "E-DOCX-DAMAGED"),
        (packed("<w:p>"), "E-DOCX-DAMAGED"),
        (packed("<w:p>" + "<w:x>" * 20_000 + "</w:x>" * 20_000 + "</w:p>"), "E-DOCX-DAMAGED"),
        (packed(paragraph("")), "E-NO-TEXT"),
        (packed(paragraph("a" * 150_000_000)), "E-TOO-BIG"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(data, code, tmp_path):
    (tmp_path / "a.docx").write_bytes(data)
    with pytest.raises(readers.ReadError) as caught:
        readers.read(tmp_path / "a.docx")
    assert caught.value.code == code
    assert caught.value.fix.endswith(".")


def test_entities_are_refused_before_they_are_expanded(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>')
    with pytest.raises(readers.ReadError):
        readers.read(tmp_path / "a.docx")


def test_lines_in_the_style_of_authors_are_no_text():
    body = (
        paragraph("A title of the study", "T")
        + paragraph("Ann Lee, Course 4, Omaha", "A")
        + paragraph("Some words. " * 30)
    )
    styles = STYLES + '<w:style w:styleId="A"><w:name w:val="Authors"/></w:style>'
    assert [b.kind for b in blocks(body, styles=styles)] == ["title", "front", "paragraph"]


def test_a_short_line_in_a_bold_style_is_a_heading():
    styles = STYLES + '<w:style w:styleId="B"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    body = paragraph("A plan", "T") + paragraph("Aims", "B") + paragraph(PROSE) + paragraph(PROSE)
    assert [b.kind for b in blocks(body, styles=styles)] == ["title", "heading", "paragraph", "paragraph"]
