"""A reading page shows the clean text of a report, with an address for each sentence, line and page."""

import base64
import json
import zipfile
import zlib
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis import load_corpus, notebook, report

ROOT = Path(__file__).resolve().parents[1]
TEXT = """The <script>alert(1)</script> Strategy

INTRODUCTION

The Council met in 2016.[1] It agreed, at
last, on "deterrence" & more. </script> It was *late*.

1 Press release, 12 May 2016.
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    table = 'report,title,authors,publisher,published,file\n"a/b 2016","<b>Title</b>?",Ann Bee,Press,2016-05~,a.txt\n'
    (folder / "reports.csv").write_text(table)
    (folder / "a.txt").write_text(TEXT)
    return load_corpus(folder)


def written(corpus, folder: Path, name: str) -> BeautifulSoup:
    report.write_reports([], folder / "reports", corpus, folder / "figures")
    return BeautifulSoup((folder / "reports" / "read" / name).read_text(encoding="utf-8"), "html.parser")


def test_a_hostile_report_is_shown_as_text_under_a_safe_name(corpus, tmp_path):
    page = written(corpus, tmp_path, "a~2fb~202016.html")
    assert [script.get("type") for script in page.find_all("script")] == ["application/json", None]
    assert page.h1.string == "<b>Title</b>?"
    assert "<script>alert(1)</script> Strategy" in page.main.get_text()
    assert page.main["data-cite"] == "Ann Bee (approx. 2016): <b>Title</b>? Press"
    assert "For use with your own copy" in page.main.get_text()
    index = BeautifulSoup((tmp_path / "reports" / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert index.select_one("table a")["href"] == "read/a~2fb~202016.html"


def test_what_is_sent_holds_no_full_text_and_no_link_to_it(corpus, tmp_path):
    written(corpus, tmp_path, "search.html")
    with zipfile.ZipFile(tmp_path / "reports" / "reports.zip") as archive:
        assert archive.namelist() == ["reports/index.html"]
        page = BeautifulSoup(archive.read("reports/index.html"), "html.parser")
    assert "a/b 2016" in page.find("table").get_text()
    assert not [a for a in page.find_all("a", href=True) if "read/" in a["href"]]
    assert not page.find("form")


def test_every_block_stands_on_its_page_as_it_was_cleaned_and_every_sentence_has_an_address(tmp_path):
    corpus = load_corpus(ROOT / "corpus")
    for name in corpus.reports.index:
        page = written(corpus[name], tmp_path, notebook.reading_page(name))
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids))
        for label in page.select(".label, sup"):
            label.extract()
        blocks = corpus.blocks[corpus.blocks["report"] == name]
        shown = [part.get_text().strip() for part in page.select("main .block")]
        assert shown == [text.strip() for text in blocks["text"]]
        sentences = corpus.sentences[corpus.sentences["report"] == name]
        places = [page.find(id=f"b{s.block}-{s.start}") for s in sentences.itertuples()]
        assert [place.get_text() for place in places] == sentences["text"].tolist()
        lines = corpus.locate(sentences)["line"]
        assert [place["data-at"] for place in places] == [f"line {line}" for line in lines]
        assert {f"line-{line}" for line in lines} <= set(ids)


def test_a_note_is_cited_where_it_was(corpus):
    [(block, [(at, note)])] = corpus.note_marks("a/b 2016").items()
    text = corpus.blocks.set_index("block").loc[block, "text"]
    assert (text[:at].split()[-1], note) == ("2016.", "1")


def test_pages_and_lines_have_one_address_each(tmp_path):
    (tmp_path / "reports.csv").write_text("report,title,file\na,A,a.txt\n")
    pages = ["One begins.\nIt goes on, over\n", "two pages. It ends.\n\nNext.\n\nLast.\n", "Three is here.\n"]
    (tmp_path / "a.txt").write_text("\f".join(pages))
    page = written(load_corpus(tmp_path), tmp_path, "a.html")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert [name for name in ids if name.startswith("page-")] == ["page-1", "page-2", "page-3"]
    assert page.find(id="page-3").find_parent(class_="s").get_text() == "Three is here."
    assert page.find(id="page-3").find_parent(class_="s")["data-at"] == "p. 3"


def test_uses_lead_from_a_sentence_to_its_points():
    row = {"report": "a", "block": 2, "start": 14, "end": 18, "at": 4, "sentence": "The NATO summit.", "line": 3}
    shown = notebook.evidence("03_x", pd.DataFrame([row | {"mark": "NATO & EU"}]))
    found = report.uses([("03_terms.html", shown + shown)])
    assert found == {
        "a.html": {"b2-10": [("03_terms.html", notebook.evidence_id("03_x", "NATO & EU"), "NATO & EU", "03_x")]}
    }


def test_the_search_holds_the_texts_by_date():
    corpus = load_corpus(ROOT / "corpus")
    reports = json.loads(zlib.decompress(base64.b64decode(report.search_data(corpus)), wbits=-15))
    found = {name: (date, blocks) for name, _, _, date, blocks in reports}
    assert sorted(found) == sorted(corpus.reports.index)
    by_date = sorted(corpus.reports["published"])
    assert [date for date, _ in found.values()] == [report.shown_date(date) for date in by_date]
    for name, (_, blocks) in found.items():
        main = corpus.main[corpus.main["report"] == name]
        assert [(n, text) for n, is_main, *_, text in blocks if is_main] == list(
            zip(main["block"], main["text"], strict=True)
        )


@pytest.mark.parametrize(
    ("details", "cited"),
    [
        (
            {"authors": "Ann Bee", "publisher": "Press", "published": "2016-05", "title": "Ice"},
            "Ann Bee (2016): Ice. Press",
        ),
        ({"publisher": "Press", "title": "Is it ice?"}, "Press (no date): Is it ice?"),
        ({"published": "2022-04-21", "title": "Explanatory Statement"}, "Explanatory Statement (2022)"),
        ({"published": "2020~"}, "ice-2020 (approx. 2020)"),
        ({}, "ice-2020 (no date)"),
    ],
)
def test_a_citation_begins_with_what_is_known_and_not_with_a_bracket(details, cited):
    empty = dict.fromkeys(("authors", "publisher", "published", "title"), "")
    assert report.citation(pd.Series(empty | details, name="ice-2020")) == cited
