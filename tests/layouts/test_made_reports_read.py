"""Made reports in other layouts are read without an error; the layouts held back are read nearly as well."""

import pytest
import run
import score_structure


def measured(tmp_path, only, held_back=False):
    return run.score(list(run.layouts(held_back, only)), tmp_path)["all"]["all"]


@pytest.mark.parametrize("only", ["HTML", "Markdown", "DOCX"])
def test_formats_that_state_their_parts_are_read_without_an_error(tmp_path, only):
    row = measured(tmp_path, only)
    assert row["word error rate"] == 0
    assert row["block F1"] == row["heading F1"] == row["note F1"] == 1


@pytest.mark.parametrize("only", ["HTML", "Markdown", "DOCX"])
def test_the_layouts_held_back_reach_the_target(tmp_path, only):
    row = measured(tmp_path, only, held_back=True)
    assert row["word error rate"] <= 0.005
    assert row["block F1"] >= 0.97
    assert row["note F1"] >= 0.98


def test_the_sources_and_their_truth_fit():
    assert score_structure.score([{"report": "a", "kind": "title", "text": "A"}], [])["all"]["block F1"] == 0
    assert len(list(run.layouts())) > len(list(run.layouts(held_back=True)))
