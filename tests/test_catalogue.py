"""Tables that people write by hand are read as they are meant, and what is wrong with them is said."""

from pathlib import Path

import pytest

from analysis import catalogue, load_corpus

TEXT = "The council met in June.\n\n" + 3 * "It agreed on a plan for the missions.\n\n"


def folder(path: Path, table: str | bytes, **files: str | bytes) -> Path:
    """Write reports.csv and the files of a corpus; without files, the report a.txt."""
    for name, content in (files or {"a": TEXT}).items():
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        (path / f"{name}.txt").write_bytes(data)
    (path / "reports.csv").write_bytes(table if isinstance(table, bytes) else table.encode("utf-8"))
    return path


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("March 2023", "2023-03"),
        ("sept. 2011", "2011-09"),
        ("5 June 2020", "2020-06-05"),
        ("June 5th, 2020", "2020-06-05"),
        ("15/06/2020", "2020-06-15"),
        ("06/15/2020", "2020-06-15"),
        ("31.12.2019", "2019-12-31"),
        ("2019-05-03T10:00:00Z", "2019-05-03"),
        ("2017~", "2017~"),
        ("2016/2017", "2016/2017"),
    ],
)
def test_a_date_that_can_mean_one_thing_is_read(written, expected):
    assert catalogue.read_date(written) == expected


@pytest.mark.parametrize(
    "written", ["5/6/2020", "05.06.2020", "31 February 2020", "soon", "Marchy", "13/13/2020", "6/20"]
)
def test_a_date_that_can_mean_two_things_or_nothing_is_refused(written):
    with pytest.raises(ValueError, match=r"."):
        catalogue.read_date(written)


@pytest.mark.parametrize("written", ["9999", "0001", "XXXX", "/", "../..", "2017/..", "3023", "not known"])
def test_a_date_on_which_nothing_can_have_appeared_is_listed_and_unknown(tmp_path, written):
    corpus = load_corpus(folder(tmp_path, f"report,file,published\na,a.txt,{written}\n"))
    assert corpus.reports["published"].tolist() == [""]
    assert corpus.problems["code"].tolist() == ["W-DATE"]
    assert written in corpus.problems["message"][0]


@pytest.mark.parametrize(
    ("table", "undated"),
    [
        ("report,file,published\na,a.txt,\nb,b.txt,\nc,c.txt,2020\n", "a, b"),
        ("report,file,published\na,a.txt,\nb,b.txt,soon\nc,c.txt,2020\n", "a"),  # W-DATE names b
        ("report,file\na,a.txt\nb,b.txt\nc,c.txt\n", "a, b, c"),  # a table is not completed with guesses
        ("", "a, b"),
    ],
)
def test_reports_without_a_date_are_listed_with_and_without_a_table(tmp_path, table, undated):
    files = {"a": TEXT, "b": TEXT.replace(" the ", " a "), "c": f"A report\n\n5 June 2020\n\n{TEXT * 2}"}
    folder(tmp_path, table, **files)
    if not table:
        (tmp_path / "reports.csv").unlink()
    problems = load_corpus(tmp_path).problems.set_index("code")
    assert problems.loc["W-NO-DATE", "message"].endswith(f": {undated}.")
    assert "reproduce new" in problems.loc["W-NO-DATE", "fix"]


@pytest.mark.parametrize(
    "table",
    [
        "report|file|title|published\na|a.txt|Ü|2017\n",
        "# my reports\nreport;file;title;published\n# a comment\na;a.txt;Ü;2017\n",
        "report,file,title,published\u2028a,a.txt,Ü,2017\u2028",
        "report\tfile\ttitle\tpublished\r\na\ta.txt\tÜ\t2017\r\n".encode("utf-16"),
        "report;file;title;published\ra;a.txt;Ü;2017".encode("cp1252"),
    ],
)
def test_a_table_saved_from_any_program_is_read(tmp_path, table):
    corpus = load_corpus(folder(tmp_path, table))
    assert corpus.reports["title"].tolist() == ["Ü"]
    assert corpus.problems.empty


@pytest.mark.parametrize(("table", "words"), [(b"PK\x03\x04 a", "a spreadsheet"), ("<html><table>", "a web page")])
def test_a_file_of_another_kind_under_the_name_of_the_table_is_named(tmp_path, table, words):
    corpus = load_corpus(folder(tmp_path, table))
    assert list(corpus.reports.index) == ["a"]
    assert words in corpus.problems["message"][0]


def test_a_report_can_be_left_out_without_being_deleted(tmp_path):
    table = "report,file,include,published\na,a.txt,no,\nb,b.txt,yes,2017\nc,c.txt,,2018\n"
    corpus = load_corpus(folder(tmp_path, table, a=TEXT, b=TEXT + "B.", c=TEXT.replace(" the ", " a ")), strict=True)
    assert list(corpus.reports.index) == ["b", "c"]
    assert corpus.problems.empty
    assert catalogue.left_out(tmp_path) == {"a": ""}


def test_a_value_that_is_neither_yes_nor_no_and_a_column_that_stands_twice_are_listed(tmp_path):
    corpus = load_corpus(folder(tmp_path, "report,file,published,include,title,title,,\na,a.txt,2017,maybe,A,B,,\n"))
    assert corpus.reports["title"].tolist() == ["B"]
    problems = corpus.problems
    assert problems["code"].tolist() == ["W-CSV", "W-INCLUDE"]
    assert "two columns title" in problems["message"][0]
    assert 'row 2: include is "maybe"' in problems["message"][1]


def test_a_long_id_and_a_windows_path_are_listed(tmp_path):
    table = f"report,file,published\n{'x' * 3000},a.txt,2017\nb,C:\\reports\\b.txt,2017\n"
    assert sorted(load_corpus(folder(tmp_path, table)).problems["code"]) == ["E-PATH", "W-ID"]


def test_copies_and_other_editions_are_listed(tmp_path):
    words = "The ministers of the members met in the capital and agreed on a plan for the missions and their staff. "
    text = "\n\n".join(f"In {year} it was so. {words * 2}" for year in range(2001, 2011))
    table = "report,file,published\na,a.txt,2017\nb,b.txt,2017\nc,c.txt,2017\nd,d.txt,2017\n"
    texts = {"a": text, "b": text, "c": "SECOND EDITION\n\n" + text, "d": text.replace("missions", "navy")}
    problems = load_corpus(folder(tmp_path, table, **texts)).problems
    assert [(row.file, row.code) for row in problems.itertuples()] == [("b.txt", "W-DUP"), ("c.txt", "W-DUP")]
    assert "100% of the main text of c stands in a, too" in problems["message"][1]


@pytest.mark.parametrize(
    ("content", "rows", "problems"),
    [
        ("concept;form\nEU;Union européenne\n".encode("cp1252"), ["Union européenne"], 0),
        (b"form,concept,note\nEU,EU,x\n", ["EU"], 0),
        (b"", [], 1),
        (b"word,other\na,b\n", [], 1),
        (b"concept,form\nEU,EU,too,many\nUN,UN\n", ["UN"], 1),
    ],
)
def test_the_other_tables_are_read_as_tolerantly(tmp_path, content, rows, problems):
    (tmp_path / "concepts.csv").write_bytes(content)
    table, found = catalogue.read_table(tmp_path / "concepts.csv", ("concept", "form"))
    assert table["form"].tolist() == rows
    assert len(found) == problems
    assert {"concept", "form", "row"} <= set(table.columns)
    corpus = load_corpus(folder(tmp_path, "report,file,published\na,a.txt,2017\n"))
    assert len(corpus.problems) == problems


def test_a_table_that_is_not_there_has_no_row_and_no_problem(tmp_path):
    table, problems = catalogue.read_table(tmp_path / "concepts.csv", ("concept", "form"))
    assert (len(table), list(table.columns), problems) == (0, ["concept", "form", "row"], [])


def test_many_problems_of_one_kind_become_one_row(tmp_path):
    rows = "".join(f"r{n},f{n}.txt\n" for n in range(2000))
    problems = load_corpus(folder(tmp_path, "report,file,published\na,a.txt,2017\n" + rows)).problems
    grouped = catalogue.group_problems(problems)
    assert len(problems) == 2000
    assert grouped["n"].tolist() == [2000]
    assert "f0.txt, f1.txt" in grouped["file"][0]
    assert "1,995 more" in grouped["file"][0]
    assert catalogue.group_problems(problems.head(3))["message"].tolist() == problems["message"][:3].tolist()


def test_the_shipped_copy_holds_what_a_person_looked_up_in_the_reports():
    facts = catalogue.check_facts(load_corpus())
    assert len(facts) >= 10
    assert facts[~facts["holds"]].to_dict("records") == []


def test_a_folder_without_facts_gives_an_empty_table(tmp_path):
    assert catalogue.check_facts(load_corpus(folder(tmp_path, "report,file\na,a.txt\n"))).empty
