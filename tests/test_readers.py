"""What a file holds is read, or refused with a reason; nothing stops the run."""

import zipfile
from pathlib import Path

import pytest

from analysis import readers
from analysis.cleaning import clean


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data", ["Größe, “quoted”".encode(), "Größe".encode("utf-8-sig"), "Größe, “quoted”".encode("utf-16")]
)
def test_unicode_in_all_its_forms_is_read_without_warning(tmp_path, data):
    source = readers.read(put(tmp_path, "a.txt", data))
    assert source.text.startswith("Größe")
    assert source.problems == []


def test_line_ends_and_spaces_stay_as_they_are(tmp_path):
    assert readers.read(put(tmp_path, "a.txt", b" a\r\nb\rc \n\n")).text == " a\r\nb\rc \n\n"


def test_an_old_encoding_is_guessed_with_a_warning_that_shows_words(tmp_path):
    text = "Die Außen- und Sicherheitspolitik der Europäischen Union – für größere Handlungsfähigkeit. " * 5
    source = readers.read(put(tmp_path, "a.txt", text.encode("cp1252")))
    assert source.text == text
    [(code, message, _)] = source.problems
    assert code == "W-ENCODING"
    assert '"Außen"' in message


def test_a_text_of_central_europe_keeps_its_letters(tmp_path):
    text = "Polska i Unia Europejska współpracują. Wzajemne bezpieczeństwo jest ważne. " * 5
    source = readers.read(put(tmp_path, "a.txt", text.encode("cp1250")))
    assert (source.text, "read as cp1250" in source.problems[0][1]) == (text, True)


def test_the_encoding_that_is_named_is_believed(tmp_path):
    source = readers.read(put(tmp_path, "a.txt", "Čeština a žluť".encode("cp1250")), "cp1250")
    assert (source.text, source.problems) == ("Čeština a žluť", [])


def test_a_zero_byte_does_not_hide_utf_8(tmp_path):
    source = readers.read(put(tmp_path, "a.txt", ("Größe\x00 " + "und mehr " * 20).encode()))
    assert source.text.startswith("Größe")
    assert [code for code, _, _ in source.problems] == ["W-CONTROL"]


@pytest.mark.parametrize("encoding", ["nonsense-9", "base64", "undefined"])
def test_an_encoding_that_is_none_is_named(tmp_path, encoding):
    source = readers.read(put(tmp_path, "a.txt", "Größe und Überblick".encode("cp1252")), encoding)
    assert source.text == "Größe und Überblick"
    assert f"not UTF-8 and not {encoding}; read as cp1252" in source.problems[0][1]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "E-EMPTY"),
        ("a.txt", b"\xef\xbb\xbf \r\n", "E-EMPTY"),
        ("a.txt", b"PK\x03\x04 and so on", "E-DOCX-DAMAGED"),
        ("a.txt", "\u00a0\u200b \u00ad".encode(), "E-EMPTY"),
        ("a.txt", b"1 2 3, 4.5", "E-EMPTY"),
        ("a.tex", b"% my paper\n\\documentclass{article}\n\\begin{document}Words\\end{document}", "E-MARKUP"),
        ("a.txt", b'[{"text": "Words"}]', "E-MARKUP"),
        ("a.txt", b"\xef\xbb\xbf{\\rtf1 Words}", "E-BINARY"),
        ("a.txt", "{\\rtf1 Words}".encode("utf-16"), "E-MARKUP"),
        ("a.txt", b"%!PS-Adobe-3.0\n(Words) show", "E-BINARY"),
        ("a.xml", b'<?xml version="1.0"?><report>Words</report>', "E-MARKUP"),
        ("a.html", b"<html><script>words()</script></html>", "E-EMPTY"),
        ("a.docx", b"Words", "E-TYPE"),
        ("a.txt", bytes(range(256)) * 20, "E-BINARY"),
        ("a.pdf", b"<html><body>Not found</body></html>", "E-TYPE"),
        ("a.pdf", b"%PDF-1.4 broken", "E-PDF-DAMAGED"),
        ("a.txt", b"%PDF-1.4 broken", "E-PDF-DAMAGED"),
    ],
)
def test_what_holds_no_text_is_refused_with_reason_and_remedy(tmp_path, name, data, code):
    with pytest.raises(readers.ReadError) as caught:
        readers.read(put(tmp_path, name, data))
    assert caught.value.code == code
    assert name in caught.value.message
    assert caught.value.fix.endswith(".")


@pytest.mark.parametrize("entry", ["mimetype", "xl/workbook.xml"])
def test_an_archive_that_is_no_docx_is_refused_with_what_to_do(tmp_path, entry):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr(entry, "x" * 1000)
    with pytest.raises(readers.ReadError, match="Save the report"):
        readers.read(tmp_path / "a.docx")


@pytest.mark.parametrize(("bad", "line"), [(b"\x92", 2), (b"\xe2\x80", 2)])
def test_a_few_damaged_bytes_do_not_spoil_the_rest(tmp_path, bad, line):
    text = "Müller’s group\nmet in March".encode() + bad + " and agreed on the “pivot” – at last.\n".encode() * 3
    source = readers.read(put(tmp_path, "a.txt", text))
    assert "Müller’s group" in source.text
    assert "“pivot” – at last" in source.text
    [(code, message, _)] = source.problems
    assert code == "W-ENCODING"
    assert f"line {line}" in message


def test_a_file_cut_off_in_the_middle_of_a_character_is_utf_8(tmp_path):
    source = readers.read(put(tmp_path, "a.txt", ("word " * 20 + "“no”").encode()[:-1]))
    assert source.text.endswith("“no\ufffd")


def test_a_file_too_big_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(readers, "TOO_BIG", 10)
    with pytest.raises(readers.ReadError, match="smaller files"):
        readers.read(put(tmp_path, "a.txt", b"x" * 11))


@pytest.mark.parametrize("data", ["isnâ€™t".encode(), b"isn=E2=80=99t", "isn’t".encode("utf-7")])
def test_letters_that_were_decoded_wrongly_are_named(tmp_path, data):
    source = readers.read(put(tmp_path, "a.txt", b"It " + data + b" good text = 20, C++ and A+B-C." + b" word" * 100))
    assert [code for code, _, _ in source.problems] == ["W-MOJIBAKE"]
    assert data[3:-1].decode() in source.problems[0][1]


def test_control_characters_and_mojibake_are_counted(tmp_path):
    source = readers.read(put(tmp_path, "a.txt", ("It\x07 isnâ€™t good text. " + "word " * 100).encode()))
    assert [code for code, _, _ in source.problems] == ["W-CONTROL", "W-MOJIBAKE"]


def test_an_end_of_file_mark_is_no_problem(tmp_path):
    words = "The boats left. " * 20
    assert readers.read(put(tmp_path, "a.txt", f"{words}\x1a".encode())).problems == []
    problems = readers.read(put(tmp_path, "b.txt", f"One\nt\x02wo {words}\x1a\x1a\n".encode())).problems
    assert [message for _, message, _ in problems] == [
        "b.txt holds 1 control character, which the clean text leaves out."
    ]


def test_form_feeds_begin_pages(tmp_path):
    assert readers.read(put(tmp_path, "a.txt", b"one\ftwo\f")).pages == (0, 4, 8)


LOCK = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'5A' * 32}> /U <{'A5' * 32}> >> /ID [<01> <01>]"


def make_pdf(pages: list[str], trailer: str = "") -> bytes:
    """A small PDF, written by hand, with one line of text a page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for text in pages:
        content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET" if text else ""
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = "%PDF-1.4\n" + "".join(f"{n} 0 obj\n{body}\nendobj\n" for n, body in enumerate(objects, 1))
    return (out + f"trailer << /Root 1 0 R {trailer} >>\n%%EOF\n").encode()


def test_a_pdf_is_read_page_by_page_whatever_its_name(tmp_path):
    source = readers.read(put(tmp_path, "a.txt", make_pdf(["First page here", "Second page"])))
    assert source.text == "First page here\fSecond page"
    assert source.pages == (0, 16)


def test_a_page_without_text_is_named_and_a_scan_refused(tmp_path):
    source = readers.read(put(tmp_path, "a.pdf", make_pdf(["Words", ""])))
    assert [code for code, _, _ in source.problems] == ["W-PAGES-NO-TEXT"]
    with pytest.raises(readers.ReadError, match="OCR"):
        readers.read(put(tmp_path, "b.pdf", make_pdf(["", ""])))


def test_a_locked_pdf_is_refused_as_such(tmp_path):
    with pytest.raises(readers.ReadError, match="locked with a password"):
        readers.read(put(tmp_path, "a.pdf", make_pdf(["Words"], LOCK)))


@pytest.mark.parametrize("words", ["the minutiæ of the mêlée", "a naïve façade", "the cost, £5 or 7 ¢, and §4"])
def test_an_encoding_of_the_west_is_guessed_where_others_fit_equally(tmp_path, words):
    text = f"The report told {words} at length. The committee met on Monday and agreed on the plan. " * 20
    assert readers.read(put(tmp_path, "a.txt", text.encode("cp1252"))).text == text


FRAME = (
    "The Project Gutenberg eBook of The Pact, by A. Lund\n\nThis eBook is for the use of anyone.\n\n"
    "Title: The Pact\n       of the Ports\n\nAuthor: Anna Lund\n\nRelease Date: March 20, 2007  [eBook #1]\n\n"
)
START = [
    "*** START OF THE PROJECT GUTENBERG EBOOK THE PACT ***",
    "***START OF THIS PROJECT GUTENBERG EBOOK THE\nPACT***",
]
END = ["*** END OF THE PROJECT GUTENBERG EBOOK THE PACT ***", "End of Project Gutenberg's The Pact, by Anna Lund"]


@pytest.mark.parametrize("start", START)
@pytest.mark.parametrize("end", END)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_what_a_library_writes_around_a_text_is_no_text(tmp_path, start, end, name):
    text = "THE PACT\n\n" + "The ports were guarded by few men, and nobody paid them for their work.\n\n" * 3
    source = f"{FRAME}{start}\n\n{text}{end}\n\nSection 1. General Terms of Use\n\nYou may copy it.\n"
    if name == "a.html":
        source = f"<!DOCTYPE html><title>The Pact</title><p>{source.replace(chr(10) * 2, '<p>')}"
    document = readers.read(put(tmp_path, name, source.encode()))
    blocks = clean(document).blocks
    assert " ".join(b.text for b in blocks if b.kind != "boilerplate").split() == text.split()
    assert name != "a.txt" or document.metadata == {"title": "The Pact of the Ports", "authors": "Anna Lund"}


def test_a_text_that_names_a_library_has_no_frame(tmp_path):
    text = "The End of Project Gutenberg was feared.\n\n" + "The ports were guarded by few men.\n\n" * 3
    blocks = clean(readers.read(put(tmp_path, "a.txt", text.encode()))).blocks
    assert "boilerplate" not in {b.kind for b in blocks}
