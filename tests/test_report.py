"""A page says everything without script, fetches nothing, and shows corpus text as text."""

import html
import posixpath
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import matplotlib as mpl
import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib import pyplot as plt
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis import figures, load_corpus, notebook, report

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> ]]> </style> $x$ **bold** \"quoted\" & 'so'"


def located(mark: str, sentence: str) -> pd.DataFrame:
    row = {"mark": mark, "report": "a-2020", "block": 2, "sentence": sentence, "at": 0, "start": 0, "end": 3, "line": 7}
    return pd.DataFrame([row | {"section": ("One", HOSTILE)}])


def drawn(name: str = "03_bars", marks: tuple[str, ...] = ("NATO", "gone")) -> str:
    """Return the SVG of a figure whose bars lead to their marks."""
    fig, ax = plt.subplots()
    for x, mark in enumerate(marks):
        ax.bar([x], [x + 1], hatch="/")[0].set_url(figures.link(name, mark))
    ax.text(0, 1, HOSTILE.replace("$", ""))
    figures.finish(fig, "NATO leads", "Source: none", "A bar chart of two bars.")
    with mpl.rc_context({"svg.fonttype": "none"}):
        svg = figures.picture(fig, "svg").decode("utf-8")
    plt.close(fig)
    return svg


def figure_output(svg: str, alt: str, name: str = "03_bars"):
    return new_output(
        "display_data", data={"image/svg+xml": svg}, metadata={"image/svg+xml": {"alt": alt, "name": name}}
    )


def shown(kind: str, content: str):
    return new_output("display_data", data={kind: content})


ALT = f'Bars: NATO "leads" & {HOSTILE}'
TABLE = pd.DataFrame({"term": [HOSTILE, *"bcdefghij"], "n": [float(n) for n in range(10)]})


def book():
    evidence = notebook.evidence("03_bars", located("NATO", HOSTILE))
    return new_notebook(
        cells=[
            new_markdown_cell("# Who *leads*, and by how much?\n\nA first word."),
            new_markdown_cell("## In short"),
            new_code_cell(
                "answer = 1",
                execution_count=1,
                outputs=[shown("text/markdown", f"**NATO leads.** {notebook.escape(HOSTILE)}")],
            ),
            new_markdown_cell("## Method\n\nThe ratio is $\\frac{a}{b}$; see [next](04_timeline.ipynb#data)."),
            new_markdown_cell("## Result"),
            new_code_cell(
                "for x in 'ab':  # why\n    pass",
                execution_count=2,
                outputs=[
                    figure_output(drawn(), ALT),
                    shown("text/html", evidence),
                    figure_output(drawn(), "The same bars again."),
                ],
            ),
            new_code_cell(
                "table",
                execution_count=3,
                outputs=[
                    shown("text/html", TABLE.to_html()),
                    new_output("stream", name="stdout", text=HOSTILE),
                    shown("text/html", "<script>draw()</script>"),
                    shown("text/plain", HOSTILE),
                ],
            ),
            new_markdown_cell("## Result\n\nAgain."),
        ]
    )


def many_marks(name: str):
    """Return a notebook whose figure has fourteen marks, each with its sentence."""
    names = tuple(f"mark {i}" for i in range(14))
    rows = pd.concat([located(mark, f"{mark} was named.") for mark in names])
    outputs = [
        figure_output(drawn(name, names), "Many bars.", name),
        shown("text/html", notebook.evidence(name, rows)),
    ]
    return new_notebook(cells=[new_markdown_cell("# How many?"), new_code_cell("x", outputs=outputs)])


PAGES = [("02_topics.html", "What?"), ("03_terms.html", "Who?"), ("04_timeline.html", "When?")]
FACTS = {"rows": [], "reports": 5, "sha256": "0f" * 32, "version": "9.8.7", "values": {}, "own": True}


@pytest.fixture(scope="module")
def text() -> str:
    exporter = report.ReportExporter(pages=PAGES, facts=FACTS)
    return exporter.from_notebook_node(book(), {"metadata": {"name": "03_terms"}})[0]


@pytest.fixture(scope="module")
def page(text) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def test_the_page_is_named_after_the_question_and_lists_its_sections(page):
    assert page.title.string == "Who leads, and by how much?"
    assert page.html["lang"] == "en"
    contents = page.select(".contents a")
    assert [a.string for a in contents] == ["In short", "Method", "Result", "Result"]
    assert [a["href"] for a in contents] == ["#in-short", "#method", "#result", "#result-2"]
    assert all(page.find(id=a["href"][1:]) for a in contents)


def test_code_is_folded_and_keeps_its_number(page):
    parts = page.select("main details.code")
    assert [p.summary.get_text() for p in parts] == ["Code [1]", "Code [2]", "Code [3]"]
    assert not any(p.has_attr("open") for p in parts)
    assert parts[1].code.get_text() == "for x in 'ab':  # why\n    pass"


def test_formulas_are_mathml_and_links_lead_to_the_other_report(page):
    assert page.find("math").find("mfrac")
    assert page.find("a", string="next")["href"] == "04_timeline.html#data"
    assert [a["href"] for a in page.select(".neighbours a")] == ["02_topics.html", "04_timeline.html"]


def test_every_figure_has_its_alternative_text_as_name_and_in_words(page):
    svgs = page.select("main svg")
    assert [svg["aria-label"] for svg in svgs] == [ALT, "The same bars again."]
    assert all(svg["role"] in ("img", "group") for svg in svgs)
    assert ALT in page.select_one("#figure-1 figcaption").get_text()
    assert page.select_one("#figure-1 figcaption a")["href"] == "../figures/03_bars.csv"


def test_a_mark_leads_to_its_evidence_and_a_mark_without_any_is_no_link(page):
    links = page.select("#figure-1 svg a")
    assert [(a["href"], a["aria-label"]) for a in links] == [("#03_bars-NATO", "NATO: 1 sentence")]
    assert links[0].find("title").string == f"NATO: 1 sentence\n{HOSTILE}"
    assert page.find(id="03_bars-NATO").find_parent("details", class_="evidence")
    assert page.select_one("details.evidence .back a")["href"] == "#figure-1"


def test_no_id_occurs_twice_and_every_local_link_lands(page):
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    local = {a["href"][1:] for a in page.find_all("a", href=re.compile("^#"))}
    local |= {u["href"][1:] for u in page.find_all("use")}
    local |= set(re.findall(r"url\(#([^)]+)\)", str(page)))
    assert local - set(ids) == set()


def test_hostile_text_stays_text(page, text):
    assert len(page.find_all("script")) == 1
    assert not page.find_all("img")
    assert not [t for t in page.find_all(True) if any(a.startswith("on") for a in t.attrs)]
    assert text.count(html.escape("<script>alert(1)</script>")) >= 6  # answer, figure, evidence, table, stdout, plain
    assert "**bold**" in page.select_one(".answer").get_text()


def test_nothing_is_fetched(page, text):
    addresses = [t[a] for t in page.find_all(True) for a in ("src", "srcset", "data", "poster") if t.has_attr(a)]
    assert [a for a in addresses if not a.startswith("data:")] == []
    assert not page.find_all(["link", "iframe", "object", "embed"])
    assert re.findall(r"url\((?!#|data:)", text) == []
    assert "default-src 'none'" in page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]


def test_table_headers_have_a_scope_and_empty_ones_are_no_headers(page):
    table = page.select_one("main table")
    assert table["class"] == ["sortable"]
    assert [th["scope"] for th in table.select("thead th")] == ["col", "col"]
    assert table.select_one("thead td").get_text() == ""
    assert {th["scope"] for th in table.select("tbody th")} == {"row"}
    assert table.select_one("tbody tr").find_all("td")[-1]["class"] == ["n"]
    assert table.parent["tabindex"] == "0"
    assert table.parent["aria-label"] == "Table 1: term and more"


def test_what_only_jupyterlab_can_show_is_said(page):
    assert "(shown in JupyterLab only)" in page.get_text()


def test_the_foot_names_the_corpus_and_the_version_and_no_time(page, text):
    foot = page.select_one("footer").get_text()
    assert "5 reports" in foot
    assert "0f0f0f0f" in foot
    assert "version 9.8.7" in foot
    assert not re.search(r"\d\d:\d\d(:\d\d)?", page.get_text())


def test_two_exports_are_the_same_bytes(text):
    again = report.ReportExporter(pages=PAGES, facts=FACTS)
    assert again.from_notebook_node(book(), {"metadata": {"name": "03_terms"}})[0] == text


def test_inline_figures_are_drawn_with_the_letters_they_use():
    svg = report.picture(drawn(), "f1", "Bars", {})
    css = report.fonts(svg)
    assert css.count("@font-face") == 2  # the title is bold
    assert "font-weight:bold" in css
    assert len(css) < 60_000
    assert report.fonts("<svg></svg>") == ""


def test_a_broken_picture_leaves_its_words():
    assert "Bars &amp; more" in report.picture("<svg><g></svg>", "f1", "Bars & more", {})


@pytest.mark.parametrize(
    ("fragment", "left"),
    [
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href=" JaVa\tscript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="https://example.org">x</a>', '<a href="https://example.org">x</a>'),
        ('<img src="https://example.org/x.png" alt="x"/>', '<img alt="x">'),
        ('<img src="//example.org/x.png" alt="x"/>', '<img alt="x">'),
        ('<p onclick="x()">a</p><iframe src="x"></iframe>', "<p>a</p>"),
        ("<style>p{color:red}</style><b>a</b>", "<b>a</b>"),
    ],
)
def test_html_is_left_without_what_runs_or_fetches(fragment, left):
    assert report.clean(fragment) == left


def test_the_facts_change_with_every_byte_of_the_corpus_and_name_what_was_not_read(tmp_path):
    (tmp_path / "reports.csv").write_text("report,title,file\na,A,a.txt\nb,B,../outside.txt\nc,C,empty.txt\n")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "a.txt").write_text("one")
    first = report.corpus_facts(load_corpus(tmp_path))
    (tmp_path / "a.txt").write_text("two")
    second = report.corpus_facts(load_corpus(tmp_path))
    assert (first["reports"], first["read"]) == (1, f"1 of 3 reports in the folder “{tmp_path.name}” was read")
    assert {"../outside.txt", "empty.txt"} <= {row["file"] for row in first["problems"]}
    assert first["sha256"] != second["sha256"]
    assert second == report.corpus_facts(load_corpus(tmp_path))


def test_the_index_shows_a_card_for_each_notebook(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "reports.csv").write_text(f'report,title,file\na,"{HOSTILE.replace(chr(34), "")}",a.txt\n')
    (tmp_path / "corpus" / "a.txt").write_text("A text.")
    (tmp_path / "corpus" / "b.txt").write_text("A text without a row.")
    fig, _ = plt.subplots()
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "03_bars.png").write_bytes(figures.picture(fig, "png"))
    plt.close(fig)
    paths = [tmp_path / "01_a.ipynb", tmp_path / "02_b.ipynb"]
    for path in paths:
        nbformat.write(book(), path)
    corpus = load_corpus(tmp_path / "corpus")
    report.write_reports(paths, tmp_path / "reports", corpus, tmp_path / "figures", {"n": "6"})
    page = BeautifulSoup((tmp_path / "reports" / "index.html").read_text(encoding="utf-8"), "html.parser")
    cards = page.select(".cards li")
    assert [card.a["href"] for card in cards] == ["01_a.html", "02_b.html"]
    assert cards[0].a.get_text() == "Who leads, and by how much?"
    assert cards[0].p.get_text().startswith("NATO leads. <script>alert(1)</script>")
    assert cards[0].img["src"].startswith("data:image/png;base64,")
    assert "<script>alert(1)</script>" in page.find("table").get_text()
    assert len(page.find_all("script")) == 1
    assert "1 of 2 reports in the folder “corpus” was read." in page.select_one(".lead").get_text()
    assert "b.txt has no row in reports.csv" in page.select("table")[1].get_text()
    foot = page.select_one("footer").get_text()
    assert "n=6" in foot
    assert "CC BY" not in foot  # the results of someone else's folder are not ours to license
    with zipfile.ZipFile(tmp_path / "reports" / "reports.zip") as archive:
        packed = archive.namelist()
    assert packed == [*(f"reports/{n}.html" for n in ("01_a", "02_b", "index")), "figures/03_bars.png"]


def test_nbconvert_knows_the_template(tmp_path):
    nbformat.write(book(), tmp_path / "x.ipynb")
    run = [sys.executable, "-m", "nbconvert", "--to", "report", "--log-level", "ERROR", "x.ipynb"]
    result = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    assert "<title>Who leads, and by how much?</title>" in (tmp_path / "x.html").read_text(encoding="utf-8")


def test_text_of_reports_never_becomes_a_link():
    hostile = (
        "http://evil.example [x](http://evil.example) www.evil.example a@evil.example <a href='//evil.example'>x</a>"
    )
    ways = [notebook.markdown(hostile).data, notebook.escape(hostile), hostile]
    outputs = [shown("text/markdown", text) for text in ways]
    outputs.append(shown("text/html", f"<table><tr><td>{hostile}</td></tr></table>"))
    nb = new_notebook(cells=[new_code_cell("x", outputs=outputs), new_markdown_cell("[ours](https://example.org)")])
    page = BeautifulSoup(
        report.ReportExporter(facts=FACTS).from_notebook_node(nb, {"metadata": {"name": "x"}})[0], "html.parser"
    )
    assert [a["href"] for a in page.select("main a[href]")] == ["https://example.org"]


ROOT = Path(__file__).resolve().parents[1]


def test_every_page_of_the_collection_holds_its_evidence_and_every_link_lands(tmp_path):
    paths = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    corpus = load_corpus(ROOT / "corpus")
    report.write_reports(paths, tmp_path, corpus, ROOT / "figures")
    found = {path.relative_to(tmp_path).as_posix(): path for path in tmp_path.rglob("*.html")}
    pages = {name: path.read_text(encoding="utf-8") for name, path in found.items()}
    assert len(pages) == len(paths) + 1 + len(corpus.reports) + 1  # the index; the reading pages and the search
    places = {name: set(re.findall(r'\bid="([^"]+)"', text)) for name, text in pages.items()}
    for name, text in pages.items():
        soup = BeautifulSoup(text, "html.parser")
        ids = [tag["id"] for tag in soup.find_all(id=True)]
        assert len(ids) == len(set(ids)), name
        for link in soup.select("svg a, table a, .quotations a, nav a"):
            file, _, anchor = link["href"].partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), file)) if file else name
            assert target in pages, (name, link)
            assert not anchor or anchor in places[target], (name, link)
        assert all(svg["aria-label"] for svg in soup.find_all("svg")), name
