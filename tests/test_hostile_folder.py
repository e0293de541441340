"""A folder of bad inputs: each is a row of the problems or read as it is meant, and none becomes a link or a tag."""

import io
import json
import os
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis import load_corpus, record, reproduce

TEXT = "The council met in Geneva in June 2017.\n\n" + 3 * "It agreed on a plan for the missions of the union.\n\n"
UTF8 = TEXT.encode()


def archive(**entries: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in entries.items():
            made.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


# name of a file, its content, and the codes of the problems that are listed for it; "": it is read, and words too few
# for a report may be said.
FILES: list[tuple[str, bytes, str]] = [
    ("empty.txt", b"", "E-EMPTY"),
    ("spaces.txt", b" \r\n\t" * 50, "E-EMPTY"),
    ("no-break.txt", "\u00a0\n".encode() * 90, "E-EMPTY"),
    ("zero-width.txt", "\u200b\u2060\ufeff".encode() * 90, "E-EMPTY"),
    ("soft-hyphens.txt", "\u00ad".encode() * 90, "E-EMPTY"),
    ("numbers.txt", b"1, 2, 3.5\n" * 90, "E-EMPTY"),
    ("zeros.txt", b"\x00" * 900, "E-EMPTY"),
    ("emoji.txt", "\U0001f600 ".encode() * 90, "E-EMPTY"),
    ("rtf.rtf", b"{\\rtf1\\ansi The council met.}", "E-BINARY"),
    ("rtf.txt", b"\xef\xbb\xbf{\\rtf1\\ansi The council met.}", "E-BINARY"),
    ("rtf16.txt", "{\\rtf1\\ansi The council met.}".encode("utf-16"), "E-MARKUP"),
    ("script.ps", b"%!PS-Adobe-3.0\n(The council met) show", "E-BINARY"),
    ("script.txt", b"\xef\xbb\xbf%!PS-Adobe-3.0\n(The council met) show", "E-BINARY"),
    ("preview.eps", b"\xc5\xd0\xd3\xc6" + b"\x00" * 30, "E-BINARY"),
    ("paper.tex", b"\\documentclass{article}\n\\begin{document}The council met.\\end{document}", "E-MARKUP"),
    ("data.txt", b'{"text": "The council met."}', "E-MARKUP"),
    ("deep.txt", b"[" * 100_000, "E-EMPTY"),
    ("data.xml", b"<?xml version='1.0'?><report>The council met.</report>", "E-MARKUP"),
    ("book.epub", archive(mimetype="application/epub+zip", OEBPS__a="The council met."), "E-"),
    ("text.odt", archive(mimetype="application/vnd.oasis.opendocument.text", content="The council met."), "E-"),
    ("sheet.xlsx", archive(xl__workbook="x"), "E-"),
    ("slides.pptx", archive(ppt__presentation="x"), "E-"),
    ("archive.zip", archive(a="The council met."), "E-"),
    ("cut.docx", archive(word__document="<w:document>")[:60], "E-DOCX-DAMAGED"),
    ("no-document.docx", archive(word__other="x"), "E-"),
    ("page.docx", b"<html><body>404 Not found</body></html>", "E-TYPE"),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "E-BINARY"),
    ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 30, "E-BINARY"),
    ("photo.jpg", b"\xff\xd8\xff\xe0JFIF" + b"\x00" * 30, "E-BINARY"),
    ("film.txt", b"RIFF\x00\x00\x00\x00WAVE", "E-BINARY"),
    ("packed.txt", b"\x1f\x8b\x08" + b"\x07" * 30, "E-BINARY"),
    ("mail.mht", b"MIME-Version: 1.0\nThe council met.", "E-BINARY"),
    ("program.txt", b"\x7fELF" + bytes(range(256)) * 9, "E-BINARY"),
    ("database.txt", b"SQLite format 3\x00" + bytes(range(256)) * 9, "E-BINARY"),
    ("broken.pdf", b"%PDF-1.4\n1 0 obj <<", "E-PDF-DAMAGED"),
    ("broken-pdf.txt", b"%PDF-1.4\n1 0 obj <<", "E-PDF-DAMAGED"),
    ("page.pdf", b"<html><body>Sign in</body></html>", "E-TYPE"),
    ("script.html", b"<html><script>alert('The council met')</script></html>", "E-EMPTY"),
    ("hidden.html", b"<html><body><p hidden>x</p><img src=x onerror=alert(1)></body></html>", "E-EMPTY"),
    ("nested.html", b"<div>" * 20_000 + UTF8, "E-HTML-DEPTH"),
    ("scraps.txt", b"a\n" * 20_000, "E-LINES"),
    ("pages.txt", b"a\f" * 20_000, "E-LINES"),
    ("scraps.md", b"- a\n\n" * 20_000, "E-LINES"),
    ("scraps.html", b"<p>a" * 120_000, "E-LINES"),
    ("comment.html", b"<!-- never closed <p>The council met", "E-EMPTY"),
    ("utf16.txt", TEXT.encode("utf-16"), ""),
    ("utf32.txt", TEXT.encode("utf-32"), "E-BINARY"),
    ("utf16-no-mark.txt", TEXT.encode("utf-16-le"), "E-BINARY"),
    ("old.txt", (TEXT + "Überblick über die Größe.\n").encode("cp1252"), "W-ENCODING"),
    ("cut.txt", UTF8 + b"\xe2\x80", "W-"),
    ("surrogate.txt", UTF8 + b"\xed\xa0\x80 and on", "W-"),
    ("null.txt", UTF8.replace(b"met", b"m\x00et"), "W-"),
    ("controls.txt", UTF8.replace(b"met", b"\x1b[31mmet\x07"), "W-"),
    ("overrides.txt", UTF8.replace(b"met", "\u202emet\u202c".encode()), ""),
    ("old-mac.txt", UTF8.replace(b"\n", b"\r"), ""),
    ("line-separators.txt", TEXT.replace("\n", "\u2028").encode(), ""),
    ("one-line.txt", UTF8.replace(b"\n", b" ") * 99, ""),
    ("long-word.txt", UTF8 + b"x" * 100_000, ""),
    ("accents.txt", UTF8 + b"Z" + "\u0301".encode() * 5_000, ""),
    ("dollar & <b>.txt", UTF8, ""),
    ("-rf.txt", UTF8, ""),
    ("%2e%2e%2f.txt", UTF8, ""),
    ("tags.txt", UTF8 + b"<script>alert(1)</script> <img src=x onerror=alert(1)> [go](javascript:alert(1))\n", ""),
    ("formula.txt", b"=HYPERLINK(\"http://evil.example\")\n\n" + UTF8, ""),
]  # fmt: skip


def test_each_file_of_a_bad_folder_is_listed_or_read(tmp_path):
    """One folder holds them all: none keeps another from being read."""
    for name, data, _ in FILES:
        (tmp_path / name).write_bytes(data)
    table = "".join(f'{n:02},"{name}"\n' for n, (name, _, _) in enumerate(FILES))
    (tmp_path / "reports.csv").write_text(f"report,file\n{table}")
    corpus = load_corpus(tmp_path)
    wrong = []
    for n, (name, _, code) in enumerate(FILES):
        codes = corpus.problems.loc[corpus.problems["file"] == name, "code"].tolist()
        is_read = f"{n:02}" in corpus.reports.index
        expected = is_read != code.startswith("E-") and any(c.startswith(code) for c in [*codes, *[""] * is_read])
        errors = sum(c.startswith("E-") for c in codes)
        if not expected or errors != (not is_read):
            wrong.append((name, code, codes, is_read))
    assert wrong == []
    assert len(FILES) >= 60


def put(folder: Path, *rows: str, header: str = "report,file") -> Path:
    (folder / "good.txt").write_bytes(UTF8)
    table = [header, "good,good.txt" + "," * (header.count(",") - 1), *rows]
    (folder / "reports.csv").write_bytes("\n".join(table).encode("utf-8", "surrogateescape"))
    return folder


PLACES = [
    "..", ".", "/", "./..", "../../../etc/passwd", "/etc/passwd", "/dev/zero", "//server/share/a.txt", "a.txt\x00b",
    "C:\\reports\\secret.txt", "C:secret.txt", "\\\\server\\a.txt", "file:///etc/passwd", "http://evil.example/a.txt",
    "~/a.txt", "$HOME/a.txt", "pipe.txt", "directory", "loop.txt", "dangling.txt", "out.txt", "device.txt",
    "locked.txt",
    "x" * 5000, "a/" * 3000, "good.txt/..", "*.txt", "\udcff.txt", "reports.csv",
]  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="Windows has neither pipes nor devices in folders")
@pytest.mark.parametrize("place", PLACES, ids=lambda place: repr(place[:30]))
def test_a_place_that_is_no_report_is_one_row_of_the_problems(tmp_path, place):
    folder = tmp_path / "mine"
    (folder / "directory").mkdir(parents=True)
    (tmp_path / "secret.txt").write_bytes(UTF8)
    os.mkfifo(folder / "pipe.txt")
    targets = {"loop": "loop.txt", "dangling": "nothing.txt", "out": "../secret.txt", "device": "/dev/zero"}
    for name, target in targets.items():
        (folder / f"{name}.txt").symlink_to(target)
    (folder / "locked.txt").write_bytes(UTF8)
    (folder / "locked.txt").chmod(0)
    found = load_corpus(put(folder, f"bad,{place}"))
    problems = found.problems[found.problems["code"] != "W-NO-META"]
    if place == "locked.txt" and os.access(folder / "locked.txt", os.R_OK):
        pytest.skip("this user may read every file")
    assert list(found.reports.index) == ["good"]
    assert problems["code"].str.startswith("E-").sum() == 1, problems["message"].tolist()


IDS = [
    "http://evil.example/a", "www.evil.example", "me@evil.example", "[go](http://evil.example)", "<http://evil.example>",
    "<a href=http://evil.example>x</a>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "a|b", "`x` $y$ *z*",
    "</script><script>alert(1)</script>", "../../up", "#top", "&lt;b&gt;", "\u202etxt.exe", "x" * 300, "a\tb\x07",
]  # fmt: skip


@pytest.mark.matrix
def test_ids_and_titles_never_become_links_or_tags_of_pages(tmp_path):
    folder, out = tmp_path / "mine", tmp_path / "out"
    folder.mkdir()
    text = (record.ROOT / "corpus" / "eln-2017.txt").read_text(encoding="utf-8")
    for n, name in enumerate(IDS):
        part = text[n * 1500 : n * 1500 + 9000]
        (folder / f"{n}.txt").write_text(f"{part}\n\nOn 3 May 20{n:02} {name} met in Geneva, see {name}.\n")
    rows = [(name, f"{n}.txt", name, name, name, f"20{n:02}-06", name) for n, name in enumerate(IDS)]
    names = ["report", "file", "title", "authors", "publisher", "published", "source"]
    pd.DataFrame(rows, columns=names).to_csv(folder / "reports.csv", index=False)
    assert reproduce.main(["--corpus", str(folder), "--out", str(out)]) == 0
    ours = set(re.findall(r"https?://[^)\s\"]+", "".join(p.read_text() for p in record.ROOT.glob("notebooks/*.ipynb"))))
    for page in sorted((out / "reports").rglob("*.html")):
        made = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        assert [tag.name for tag in made.find_all(True) if any(key.startswith("on") for key in tag.attrs)] == [], page
        for tag in made.find_all(href=True):
            target = tag["href"].partition("#")[0]
            local = not target or (page.parent / target).resolve().is_relative_to(out.resolve())
            assert target in ours or (local and ":" not in target), f"{page.name}: {target}"
        assert not [tag["src"] for tag in made.find_all(src=True) if not tag["src"].startswith("data:image/")], page
        scripts = [tag.string or "" for tag in made.find_all("script")]
        assert not [text for text in scripts if text.strip() == "alert(1)"], page
    for path in (out / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        shown = [part["data"] for cell in cells for part in cell.get("outputs", []) if "data" in part]
        said = "".join("".join(data.get("text/markdown", "")) for data in shown)
        assert not re.search(r"\bhttps?:|\bwww\.|\]\((?![#\d])|<[a-z/!]", said), path
