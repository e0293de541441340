"""A folder becomes tables; every row leads back to the raw text; what is wrong is named, with the remedy."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis import Corpus, CorpusError, load_corpus

ROOT = Path(__file__).resolve().parents[1]
HEADER = "report,title,authors,publisher,published,published_evidence,kind,language,source,rights,file,sha256\n"
TEXT = "INTRODUCTION\n\nThe <b>Council</b> met in May\n2017.¹ It agreed.\n\n¹ See p. 3.\n"


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(ROOT / "corpus")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "reports.csv").write_text(HEADER + "a-2017,A,,,2017,,,en,,,a.txt,\n", encoding="utf-8")
    return tmp_path


def add(folder, row):
    with open(folder / "reports.csv", "a", encoding="utf-8") as file:
        file.write(row + "\n")


def test_tables_have_the_columns_of_the_design(corpus):
    assert list(corpus.blocks) == [
        "report", "block", "kind", "level", "section", "text",
        "notes", "note", "marker", "first_line", "last_line", "page",
    ]  # fmt: skip
    assert list(corpus.sentences) == ["report", "block", "sentence", "text", "start", "end"]
    assert list(corpus.ledger) == ["report", "start", "end", "status", "block", "at"]
    assert list(corpus.problems) == ["file", "code", "message", "fix"]
    assert list(corpus.reports.index) == list(dict.fromkeys(corpus.blocks["report"]))


def test_an_empty_corpus_has_the_same_columns_and_types(corpus, tmp_path):
    (tmp_path / "reports.csv").write_text(HEADER, encoding="utf-8")
    empty = load_corpus(tmp_path)
    for name in ("blocks", "sentences", "ledger"):
        assert getattr(empty, name).dtypes.map(str).tolist() == getattr(corpus, name).dtypes.map(str).tolist()
        assert list(getattr(empty, name)) == list(getattr(corpus, name))


def test_every_word_of_every_block_leads_back_to_the_same_word(corpus):
    changed = 0
    for row in corpus.blocks.itertuples():
        for word in re.finditer(r"\w+", row.text):
            spans = corpus.to_raw(row.report, row.block, *word.span())
            raw = "".join(corpus.raw(row.report)[a:b] for a, b in spans)
            changed += raw != word[0]
    assert changed == 0


def test_a_span_across_markup_and_lines_is_mapped_in_pieces(folder):
    corpus = load_corpus(folder)
    text = corpus.blocks["text"][1]
    assert text == "The Council met in May 2017. It agreed."
    start, end = text.index("Council met"), text.index(" It")
    raw = corpus.raw("a-2017")
    assert [raw[a:b] for a, b in corpus.to_raw("a-2017", 1, start, end)] == ["Council", " met in May\n2017."]


def test_hits_are_located_with_line_section_and_sentence(folder):
    corpus = load_corpus(folder)
    at = corpus.blocks["text"][1].index("agreed")
    hits = pd.DataFrame({"report": ["a-2017"], "block": [1], "start": [at], "end": [at + 6], "mark": ["x"]}, index=[7])
    found = corpus.locate(hits)
    row = found.loc[7]
    assert corpus.raw("a-2017")[row["raw_start"] : row["raw_end"]] == "agreed"
    assert (row["line"], row["section"], row["sentence"], row["at"]) == (4, ("INTRODUCTION",), "It agreed.", 3)
    assert row["mark"] == "x"
    assert list(corpus.locate(hits.iloc[:0])) == list(found)


def test_lines_agree_with_the_raw_file(corpus):
    for report in corpus.reports.index:
        raw = corpus.raw(report)
        for row in corpus.blocks[corpus.blocks["report"] == report].itertuples():
            (start, _), *_ = corpus.to_raw(report, row.block, 0, 1)
            assert row.first_line == raw.count("\n", 0, start) + 1


def test_evidence_shows_the_passage_escaped_and_marked(folder):
    corpus = load_corpus(folder)
    start = corpus.raw("a-2017").index("<b>Council")
    shown = corpus.evidence("a-2017", start, start + 14)
    assert shown.sentence == "The Council met in May 2017."
    markup = '<del title="markup">&lt;{}b&gt;</del>'
    assert f"<mark>{markup.format('')}Council{markup.format('/')}</mark>" in shown._repr_html_()
    whole = corpus.evidence("a-2017", start, len(corpus.raw("a-2017")), context=0)
    assert whole.sentence.startswith("The Council met in May 2017. ")  # the clean text of all its sentences
    assert "line 3 (INTRODUCTION)" in repr(shown)
    with pytest.raises(ValueError, match="is no span of it"):
        corpus.evidence("a-2017", 5, 10**6)


def test_an_unknown_report_is_named_with_those_that_exist(corpus):
    with pytest.raises(KeyError, match="eln-2017"):
        corpus.raw("eln-2071")


def test_a_selection_holds_the_rows_of_its_reports_only(corpus):
    part = corpus.select(year=[2017, 2021])
    assert len(part) == sum(corpus.reports["published"].str[:4].isin(["2017", "2021"])) < len(corpus)
    for name in ("blocks", "sentences", "ledger"):
        assert list(dict.fromkeys(getattr(part, name)["report"])) == list(part.reports.index)
    report = part.reports.index[0]
    assert part.raw(report) == corpus.raw(report)
    assert list(corpus.select(report=report, year=2017).reports.index) in ([report], [])


@pytest.mark.parametrize(
    ("wanted", "error", "words"),
    [
        ({"publsher": "x"}, KeyError, "publisher"),
        ({"report": "eln-2071"}, ValueError, "eln-2017"),
        ({"year": 1900}, ValueError, "2017"),
        ({"report": "eln-2017", "year": 2021}, ValueError, "No report fits"),
    ],
)
def test_a_selection_that_holds_nothing_is_an_error_with_the_nearest_choice(corpus, wanted, error, words):
    with pytest.raises(error, match=words):
        corpus.select(**wanted)


def test_a_search_shows_each_place_in_the_clean_text(corpus):
    found = corpus.search("nato*")
    texts = corpus.blocks.set_index(["report", "block"])["text"]
    assert len(found) > 50
    for row in found.itertuples():
        assert texts[row.report, row.block][row.start : row.end] == row.hit
        assert row.hit.lower().startswith("nato")
    assert (corpus.locate(found)["raw_end"] > 0).all()


def test_a_search_that_finds_nothing_names_what_may_be_meant(corpus):
    with pytest.warns(UserWarning, match="did you mean NATO"):
        assert corpus.search("natto").empty
    with pytest.warns(UserWarning, match="regex=True"):
        assert corpus.search("nato|eu").empty
    assert len(corpus.search("nato|eu", regex=True)) > 50


def test_a_search_can_be_sorted_quoted_and_cover_everything(corpus):
    found = corpus.search('"joint declaration"', sort="right")
    assert set(found["hit"].str.lower()) == {"joint declaration"}
    words = found["right"].str.lower().str.findall(r"\w+").tolist()
    assert words == sorted(words)
    assert len(corpus.search("joint declaration", everywhere=True)) > len(found)


def test_matches_are_shown_below_one_another_and_escaped(folder):
    shown = load_corpus(folder).search("council")._repr_html_()
    assert "a-2017 1" in shown
    assert "<b>Council</b>" in shown
    assert "<table" in load_corpus(folder).search("council")[["report", "hit"]]._repr_html_()


def test_a_corpus_is_a_collection_of_reports(corpus):
    names = list(corpus)
    assert names == list(corpus.reports.index)
    assert len(corpus[names[0]]) == 1
    with pytest.raises(KeyError, match="the corpus has eln-2017"):
        corpus["eln-2071"]


@pytest.mark.parametrize("wrong", [["eln-2017"], "eln-2017", pd.Series([1])])
def test_what_is_no_table_is_not_located(corpus, wrong):
    with pytest.raises(TypeError, match="stands where a table is needed; give hits: report, block, start and end"):
        corpus.locate(wrong)


@pytest.mark.parametrize(("column", "value"), [("end", 10**6), ("start", -1), ("block", 10**6)])
def test_a_hit_outside_its_block_is_refused(corpus, column, value):
    hit = corpus.search("nato").head(1).assign(**{column: value})
    with pytest.raises((ValueError, KeyError), match=r"no span of it|has no block"):
        corpus.locate(hit)


@pytest.mark.parametrize("text", ["<b></b>\nImage not available\n", "**\n\n**\n", "\n<i></i>\n\n> \n", "# \n## **\n"])
def test_a_file_of_markup_alone_does_not_keep_the_others_from_being_read(folder, text):
    (folder / "b.txt").write_text(text, encoding="utf-8")
    add(folder, "b-2017,B,,,2017,,,en,,,b.txt,")
    corpus = load_corpus(folder)
    assert "a-2017" in corpus.reports.index
    assert len(corpus.problems[corpus.problems["file"] == "b.txt"]) == 1


def test_the_corpus_says_what_it_holds(corpus):
    assert repr(corpus).startswith("Corpus of 5 reports, 18,")
    assert "113 notes" in corpus._repr_html_()
    assert isinstance(corpus, Corpus)


def test_loading_twice_gives_the_same_tables(corpus):
    again = load_corpus(ROOT / "corpus")
    for name in ("reports", "blocks", "sentences", "ledger", "problems"):
        pd.testing.assert_frame_equal(getattr(corpus, name), getattr(again, name))


def test_the_environment_names_the_folder(folder, monkeypatch):
    monkeypatch.setenv("REPORTS_CORPUS", str(folder))
    assert list(load_corpus().reports.index) == ["a-2017"]


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ("b-2017,B,,,2017,,,en,,,b.txt,", "E-NO-FILE", 'no file "b.txt"'),
        ("c-2017,C,,,2017,,,en,,,aa.txt,", "E-NO-FILE", 'There is a file "a.txt"'),
        ("A-2017,B,,,2017,,,en,,,a.txt,", "E-DUP-ID", "row 2"),
        ("b-2017,B,,,2017-13,,,en,,,a.txt,", "W-DATE", "no valid month"),
        ("b-2017,B,,,2017,,,en,,,../a.txt,", "E-PATH", "lies outside"),
        ("b-2017,B,,,2017,,,en,,,/etc/passwd,", "E-PATH", "lies outside"),
        ("b-2017,B,,,2017,,,en,,,C:\\a.txt,", "E-PATH", "lies outside"),
        ("b-2017,B,,,2017,,,en,,,a.txt,00ff", "W-SHA256", "has changed"),
        ("b-2017,B,,,2017,,,en,,,a.txt,", "W-DUP", "stands in a-2017"),
        (",B,,,2017,,,en,,,a.txt,", "E-NO-ID", "no id"),
        ("b-2017,B,extra,cells,,2017,,,en,,,a.txt,,,", "E-CSV", "row 3"),
        ('b-2017,"B,,,2017,,,en,,,a.txt,', "E-CSV", "quotation mark"),
        ('b-2017,"B" again,,,2017,,,en,,,a.txt,', "E-CSV", "quotation mark"),
        ("b-2017,B,,,03/04/2017,,,en,,,a.txt,", "W-DATE", "03/04/2017"),
        (f"b-2017,B,,,2017,,,en,,,{'n' * 5000}.txt,", "E-NO-FILE", "no file"),
        ("b-2017,B,,,2017,,,en,,,circle.txt,", "E-NO-FILE", "no file"),
        ("b-2017,B,,,2017,,,en,,,outside.txt,", "E-PATH", "lies outside"),
    ],
)
def test_a_bad_row_is_one_problem_and_the_good_ones_are_read(folder, row, code, words):
    if "circle" in row:
        (folder / "circle.txt").symlink_to(folder / "circle.txt")
    if "outside" in row:
        (folder / "outside.txt").symlink_to(Path(__file__))
    add(folder, row)
    corpus = load_corpus(folder)
    assert "a-2017" in corpus.reports.index
    problem = corpus.problems[corpus.problems["code"] == code]
    assert len(problem) == 1
    assert words in problem["message"].iloc[0]
    assert problem["fix"].iloc[0].endswith(".")
    with pytest.raises(CorpusError, match=code):
        load_corpus(folder, strict=True)


def test_what_a_report_itself_lacks_does_not_stop_a_strict_reader():
    assert len(load_corpus(ROOT / "corpus", strict=True).problems) == 1


def test_strict_lists_every_problem_at_once(folder):
    add(folder, "b-2017,B,,,2017,,,en,,,b.txt,")
    add(folder, "c-2017,C,,,2017,,,en,,,c.txt,")
    with pytest.raises(CorpusError, match=r"(?s)2 problems.*b\.txt.*c\.txt"):
        load_corpus(folder, strict=True)


def test_a_file_without_a_row_is_named_and_other_files_are_left_alone(folder):
    shutil.copy(folder / "a.txt", folder / "extra.txt")
    for name in ("README.md", "notes.csv", "words.bib", ".DS_Store", "~$a.docx"):
        (folder / name).write_text("x", encoding="utf-8")
    problems = load_corpus(folder).problems
    assert problems[["file", "code"]].to_numpy().tolist() == [["extra.txt", "W-NO-META"]]


def test_a_folder_without_reports_csv_is_read_all_the_same(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    corpus = load_corpus(tmp_path)
    assert list(corpus.reports.index) == ["a"]
    assert corpus.problems["code"].tolist() == ["W-NO-META", "W-NO-DATE"]


def test_without_reports_csv_details_are_guessed_as_for_a_draft(tmp_path, monkeypatch):
    monkeypatch.setenv("REPORTS_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "reports"
    folder.mkdir()
    head = "---\ntitle: Sanctions and their limits\nauthor: Ana Lopez\ndate: 2021-03-05\n---\n\n"
    (folder / "a.md").write_text(head + TEXT, encoding="utf-8")
    for _ in range(2):  # read, then from the cache
        found = load_corpus(folder)
        row = found.reports.loc["a", ["title", "published", "published_evidence"]].tolist()
        assert row == ["Sanctions and their limits", "2021-03-05", "the document's own data"]
        assert "title" in found.reports.loc["a", "to_confirm"]
        assert found.problems["code"].iloc[0] == "W-NO-META"


def test_an_open_quotation_mark_costs_one_row(folder):
    add(folder, 'b-2017,"B,,,2017,,,en,,,a.txt,')
    add(folder, "c-2017,C,,,2017,,,en,,,a.txt,")
    assert list(load_corpus(folder).reports.index) == ["a-2017", "c-2017"]


@pytest.mark.parametrize("header", ["id,path", "report,file,file", "PK\x03\x04", '"'])
def test_files_are_read_beside_a_catalogue_that_is_none(folder, header):
    (folder / "reports.csv").write_text(header + "\na,a.txt,a.txt\n", encoding="utf-8")
    corpus = load_corpus(folder)
    assert list(corpus.reports.index) == ["a"]
    assert {"E-CSV", "W-GUESS"} <= set(corpus.problems["code"])


def test_without_reports_csv_ids_differ_and_links_do_not_lead_out(tmp_path):
    for name in ("a.txt", "a.md"):
        (tmp_path / name).write_text(TEXT + name, encoding="utf-8")
    (tmp_path / "b.txt").symlink_to(Path(__file__))
    corpus = load_corpus(tmp_path)
    assert list(corpus.reports.index) == ["a.md", "a.txt"]
    problems = corpus.problems[["file", "code"]].to_numpy().tolist()
    assert problems[:2] == [["reports.csv", "W-NO-META"], ["b.txt", "E-PATH"]]


def test_a_name_is_found_however_its_accents_are_written(folder):
    (folder / "u\u0308ber.txt").write_text(TEXT.replace("Council", "Board"), encoding="utf-8")
    add(folder, "b-2017,B,,,2017,,,en,,,\u00fcber.txt,")
    corpus = load_corpus(folder)
    assert list(corpus.reports.index) == ["a-2017", "b-2017"]
    assert corpus.problems.empty


@pytest.mark.parametrize("first", ["sep=;\n", "\n\n"])
def test_what_spreadsheets_write_above_the_header_is_passed_over(folder, first):
    text = first + "report;file;title, in full, with commas\na;a.txt;A, B\n"
    (folder / "reports.csv").write_text(text, encoding="utf-8")
    assert list(load_corpus(folder, strict=True).reports.index) == ["a"]


def test_the_second_letter_of_a_ligature_leads_back_to_it(tmp_path):
    (tmp_path / "a.txt").write_text("INTRODUCTION\n\nWe act on behalf of the ﬁ", encoding="utf-8")
    corpus = load_corpus(tmp_path)
    text, raw = corpus.blocks["text"].iloc[-1], corpus.raw("a")
    assert text.endswith("fi")
    assert corpus.to_raw("a", 1, len(text) - 1, len(text)) == [(len(raw) - 1, len(raw))]


def test_a_hit_behind_the_last_letter_stands_at_the_end_of_its_block(folder):
    corpus = load_corpus(folder)
    end = len(corpus.blocks["text"][1])
    hit = corpus.locate(pd.DataFrame({"report": ["a-2017"], "block": [1], "start": [end], "end": [end]})).loc[0]
    assert corpus.raw("a-2017")[: hit["raw_start"]].endswith("agreed.")


def test_a_folder_that_is_not_there_is_a_problem_not_a_crash(tmp_path):
    assert load_corpus(tmp_path / "none").problems["code"].tolist() == ["E-NO-FOLDER"]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_reports_csv_may_come_from_a_spreadsheet(folder, separator):
    text = (folder / "reports.csv").read_text(encoding="utf-8").replace(",", separator)
    (folder / "reports.csv").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    corpus = load_corpus(folder)
    assert corpus.reports.loc["a-2017", "published"] == "2017"


def test_ids_and_cells_stay_text(folder):
    (folder / "reports.csv").write_text(HEADER + "007,NA,None,,2017,,,en,,,a.txt,\n", encoding="utf-8")
    assert load_corpus(folder).reports.loc["007", ["title", "authors"]].tolist() == ["NA", "None"]
