import xml.etree.ElementTree as ET

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from analysis import figures


def bars(label: str = "a"):
    fig, ax = plt.subplots()
    container = ax.barh([label, "b"], [1, 2])
    container[0].set_url(figures.link("00_test", label))
    return figures.finish(fig, "A finding", "Source: test", "Two bars: a 1, b 2")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("REPORTS_FIGURES", str(tmp_path))
    return tmp_path


def test_a_figure_is_saved_with_its_data_and_closed(folder):
    before = len(plt.get_fignums())
    figures.show(bars(), "00_test", pd.DataFrame({"a": [1 / 3]}))
    assert sorted(p.name for p in folder.iterdir()) == ["00_test.csv", "00_test.png", "00_test.svg"]
    assert (folder / "00_test.csv").read_text() == "a\n0.333333\n"
    assert len(plt.get_fignums()) == before


def test_all_evidence_is_saved_beside_the_figure(folder):
    place = {"section": ("One", "Two"), "page": 3, "line": 7, "at": 0, "start": 0, "end": 3}
    rows = pd.DataFrame([{"mark": "a", "report": "r", "block": n, "sentence": f"The {n}.", **place} for n in range(30)])
    figures.show(bars(), "00_test", pd.DataFrame({"a": [1]}), evidence=rows)
    saved = pd.read_csv(folder / "00_test_evidence.csv")
    assert list(saved.columns) == ["mark", "report", "block", "start", "end", "section", "page", "line", "sentence"]
    assert len(saved) == 30
    assert saved.iloc[0].tolist() == ["a", "r", 0, 0, 3, "One > Two", 3, 7, "The 0."]


def test_a_folder_that_cannot_be_written_to_does_not_stop_a_cell_run_by_hand(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("REPORTS_FIGURES", raising=False)
    (tmp_path / "run.json").write_text('{"corpus": "x", "corpus_was_at": "x"}')
    (tmp_path / "figures").write_text("a file where the folder would be")
    monkeypatch.chdir(tmp_path)
    figures.show(bars(), "00_test", pd.DataFrame({"a": [1]}))
    monkeypatch.setenv("REPORTS_FIGURES", str(tmp_path / "figures"))
    with pytest.raises(OSError, match="figures"):
        figures.show(bars(), "00_test", pd.DataFrame({"a": [1]}))


@pytest.mark.parametrize("name", ["a/b", "../x", "", "a b"])
def test_a_name_that_is_no_file_name_is_refused(folder, name):
    with pytest.raises(ValueError, match="cannot be the name of a figure"):
        figures.show(bars(), name, pd.DataFrame({"a": [1]}))
    plt.close("all")
    assert list(folder.iterdir()) == []


def test_two_savings_give_the_same_bytes(folder):
    figures.show(bars(), "one", pd.DataFrame({"a": [1]}))
    figures.show(bars(), "two", pd.DataFrame({"a": [1]}))
    for ending in ("svg", "png"):
        assert (folder / f"one.{ending}").read_bytes() == (folder / f"two.{ending}").read_bytes()


def test_a_figure_without_alternative_text_is_refused(folder):
    fig, _ = plt.subplots()
    with pytest.raises(ValueError, match=r"call figures\.finish"):
        figures.show(fig, "00_test", pd.DataFrame({"a": [1]}))
    plt.close(fig)
    assert list(folder.iterdir()) == []


def test_hostile_text_stays_text_in_a_figure():
    fig = bars('<script>alert(1)</script> ]]> & "x" $\\alpha$')
    with mpl.rc_context({"svg.fonttype": "none"}):
        svg = figures.picture(fig, "svg").decode()
    plt.close(fig)
    assert "<script" not in svg
    assert "$\\alpha$" in "".join(ET.fromstring(svg).itertext())


def test_numbers_in_texts_are_not_rounded():
    assert figures.shorten('<g x="1.23456"><text>p = 0.00123</text></g>') == '<g x="1.23"><text>p = 0.00123</text></g>'


def test_a_mark_is_a_link_to_its_evidence():
    fig = bars("Member State")
    svg = figures.picture(fig, "svg").decode()
    plt.close(fig)
    assert 'xlink:href="#00_test-Member_State"' in svg


def test_a_figure_without_rows_has_a_height():
    assert figures.row_height([], 0.3) == 0.3
