"""What notebooks show: quotations, evidence, tables and sentences."""

import re
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis import CorpusError, notebook

HOSTILE = 'The <script>alert(1)</script> & "summit" of ]]> 2016 was held.'


def located(sentence: str, hit: str, mark: str = "m", copies: int = 1) -> pd.DataFrame:
    at = sentence.index(hit)
    row = {
        "report": "a-2020",
        "block": 3,
        "start": 100 + at,
        "end": 100 + at + len(hit),
        "sentence": sentence,
        "at": at,
        "line": 7,
        "page": pd.NA,
        "section": ("One", "Two <b>"),
        "mark": mark,
    }
    return pd.DataFrame([row] * copies)


def test_a_quotation_shows_the_hit_in_bold_and_where_it_stands():
    html = notebook.quotation_list(located("It was held in Rome.", "held"))
    assert "<q>It was <b>held</b> in Rome.</q>" in html
    assert '<a href="../reports/read/a-2020.html#b3-100">a-2020, line 7</a>' in html


def test_corpus_text_never_becomes_markup():
    html = notebook.evidence("f", located(HOSTILE, "summit", mark="<img src=x onerror=alert(1)>"))
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_a_sentence_stands_once_with_all_its_matches_in_bold():
    sentence = "It was held in Rome, and held again."
    both = pd.concat([located(sentence, "held"), located(sentence, "held again")])
    html = notebook.evidence("f", pd.concat([both, located("Another was held.", "held").assign(block=4)]))
    assert html.count("<li>") == 2
    assert "<summary>Evidence: 2 sentences</summary>" in html
    assert html.count("<b>held") == 3


def test_of_very_many_sentences_some_of_each_mark_are_shown_and_all_are_saved(monkeypatch, tmp_path):
    monkeypatch.setenv("REPORTS_FIGURES", str(tmp_path))
    rows = pd.concat([located("It was held.", "held", mark) for mark in ["a", "a", "b", "a", "c"]], ignore_index=True)
    rows = rows.assign(block=range(5))
    monkeypatch.setattr(notebook, "MOST_SENTENCES", 5)
    assert notebook.evidence("f", rows).count("<li>") == 5
    monkeypatch.setattr(notebook, "MOST_SENTENCES", 4)
    monkeypatch.setattr(notebook, "SOME_SENTENCES", 3)
    html = notebook.evidence("f", rows, [notebook.evidence_id("f", "a"), notebook.evidence_id("f", "b")])
    assert "Evidence: 5 sentences (3 are shown; f_evidence.csv has all)" in html
    assert re.findall(r'class="mark"><div><b>(.*?)</b>', html) == ["a (the first 2 of 3)", "b"]
    assert re.findall(r'class="mark"><div><b>(.*?)</b>', notebook.evidence("f", rows)) == [
        "a (the first 1 of 3)",
        "b",
        "c",
    ]
    notebook.show_evidence("f", rows)
    assert len(pd.read_csv(tmp_path / "f_evidence.csv")) == 5


def test_a_table_or_list_without_rows_is_no_empty_box(monkeypatch):
    shown = []
    monkeypatch.setattr(notebook, "display", shown.append)
    notebook.table(pd.DataFrame(columns=["a"]), caption="Planned <b>")
    notebook.quotes(None, pd.DataFrame(columns=["report"]))
    assert [item.data for item in shown] == ["Planned &lt;b&gt;: none found."]


def test_a_long_table_shows_its_first_rows_and_says_so(monkeypatch):
    shown = []
    monkeypatch.setattr(notebook, "display", lambda made: shown.append(made.data))
    notebook.table(pd.DataFrame({"n": range(notebook.MOST_ROWS + 1)}), caption="Numbers")
    assert shown[0].count("<tr>") == notebook.MOST_ROWS + 1
    assert "Numbers (the first 200 of 201 rows)" in shown[0]


def test_a_long_sentence_is_cut_around_its_hit():
    sentence = "word " * 400 + "summit " + "word " * 400
    html = notebook.quotation_list(located(sentence.strip(), "summit"))
    assert "<b>summit</b>" in html
    assert len(html) < 2 * notebook.LONGEST


def test_each_mark_has_the_address_that_links_lead_to():
    html = notebook.evidence("03_x", located("It was held.", "held", mark="Member State"))
    assert f'id="{notebook.evidence_id("03_x", "Member State")}"' in html


def test_two_marks_never_share_an_address():
    keys = ["US", "us", "U.S.", "EU-NATO", "EU NATO", "EU, NATO", "a~2db", "a-b", "é", "e"]
    assert len({notebook.evidence_id("03_x", key) for key in keys}) == len(keys)


def test_a_table_shows_numbers_rounded_text_escaped_and_what_is_missing_empty(monkeypatch):
    shown: list[str] = []
    monkeypatch.setattr(notebook, "display", lambda made: shown.append(made.data))
    columns = {"<b>": ["<i>x</i>", None], "n": pd.array([1000, None], dtype="Int64"), "f": [1.456, float("nan")]}
    frame = pd.DataFrame(columns | {"t": [("<i>",), ("b",)], "z": [True, False]}, index=[3, 3])
    notebook.table(frame)
    cells = [cell.get_text(strip=True) for cell in BeautifulSoup(shown[0], "html.parser").find_all("td")]
    assert cells == ["<i>x</i>", "1,000", "1.46", "('<i>',)", "yes", "", "", "", "('b',)", "no"]
    assert "<i>" not in shown[0]
    assert "<b>" not in shown[0]
    notebook.table(frame)
    assert shown[0] == shown[1]  # nothing in it is drawn by chance


@pytest.mark.parametrize(
    ("wrong", "error", "words"),
    [
        (["x"], TypeError, "a list stands"),
        (pd.DataFrame({"report": ["a"]}), ValueError, "lacks the column mark, block"),
    ],
)
def test_what_is_no_evidence_is_refused_with_what_it_needs(wrong, error, words):
    with pytest.raises(error, match=words):
        notebook.table(pd.DataFrame({"n": [1]}), "05_x", "n", wrong)
    with pytest.raises(TypeError, match="a list stands where a table is needed"):
        notebook.table(["x"])


def test_lines_in_a_table_lead_to_the_reading_pages(monkeypatch):
    shown: list[str] = []
    monkeypatch.setattr(notebook, "display", lambda made: shown.append(made.data))
    notebook.table(pd.DataFrame({"report": ["a", "b", "a"], "line": pd.array([3, None, 1200], dtype="Int64")}))
    page = BeautifulSoup(shown[0], "html.parser")
    links = [(a["href"].removeprefix(notebook.READING), a.string) for a in page.find_all("a")]
    assert links == [("/a.html#line-3", "3"), ("/a.html#line-1200", "1200")]


def test_a_folder_of_which_nothing_can_be_read_is_an_error_with_both_paths(tmp_path, monkeypatch):
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CorpusError) as caught:
        notebook.load_corpus("mine")
    assert str(tmp_path / "mine") in str(caught.value)
    assert f"runs in {tmp_path})" in str(caught.value)
    with pytest.raises(CorpusError, match="There is no folder"):
        notebook.load_corpus("nowhere")


@pytest.mark.parametrize("text", ["http://evil.example is said", "https://x", "analysis"])
def test_a_sentence_that_begins_with_an_address_or_names_a_file_is_not_fetched(text, monkeypatch):
    monkeypatch.chdir(Path(__file__).resolve().parents[1])
    shown = []
    monkeypatch.setattr(notebook, "display", shown.append)
    notebook.say(text)
    assert shown[0].data == notebook.markdown(text).data


def test_texts_of_reports_are_escaped_and_addresses_in_sentences_are_no_links():
    assert notebook.escape("<b>*Joint*</b>") == "&lt;b&gt;&#42;Joint&#42;&lt;/b&gt;"
    said = notebook.markdown("see [x](http://example.org), www.example.org and [bar](#03_bar)").data
    assert said == "see [x]&#40;http&#58;//example.org), www&#46;example.org and [bar](#03_bar)"
    assert notebook.reading_page("a/b") == "a~2fb.html"
    assert (notebook.number(1, "report"), notebook.number(5000, "report")) == ("1 report", "5,000 reports")
