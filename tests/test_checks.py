from analysis import load_corpus
from analysis.checks import check


def test_the_shipped_copy_holds_what_the_reports_say_of_themselves():
    facts = check(load_corpus())
    assert len(facts) >= 10
    assert facts[~facts["holds"]].to_dict("records") == []


def test_a_folder_without_facts_gives_an_empty_table(tmp_path):
    (tmp_path / "reports.csv").write_text("report,file\na-2020,a.txt\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("A short report.\n", encoding="utf-8")
    assert check(load_corpus(tmp_path)).empty
