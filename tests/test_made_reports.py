"""Five made-up reports in other shapes, annotated by hand (data/made): the general rules hold beyond our five.

For whoever works on the cleaner or the date tagger: run this file, read the errors, mend the general rule.
"""

import json
from pathlib import Path

import pytest
import score_dates
import score_structure

from analysis import load_corpus
from analysis.dates import find_dates

MADE = Path(__file__).parent / "data" / "made"
PUBLISHED = json.loads((MADE / "published.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def structure(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    rows = ["report,file,published"]
    for report, published in PUBLISHED.items():
        (folder / f"{report}.txt").write_bytes((MADE / f"{report}.txt").read_bytes())
        rows.append(f"{report},{report}.txt,{published}")
    (folder / "reports.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    blocks = load_corpus(folder).blocks.astype(object)
    blocks = blocks.where(blocks.notna(), None)
    return score_structure.score(score_structure.load(MADE / "structure"), blocks.to_dict("records"))


# What the cleaner reaches, rounded down: word error rate, then F1 of blocks, headings and notes.
FLOORS = {
    "a": (0.001, 0.99, 0.99, 0.99),
    "b": (0.001, 0.98, 0.95, 0.99),
    "c": (0.018, 0.93, 0.99, 0.87),
    "d": (0.001, 0.98, 0.54, 0.99),
    "e": (0.001, 0.96, 0.90, 0.99),
}


@pytest.mark.parametrize("report", PUBLISHED)
def test_blocks_are_near_those_of_a_careful_editor(structure, report):
    row, (errors, blocks, headings, notes) = structure[report], FLOORS[report]
    assert row["word error rate"] <= errors, row["errors"]
    assert row["block F1"] >= blocks, row["errors"]
    assert row["heading F1"] >= headings, row["errors"]
    assert row["note F1"] >= notes, row["errors"]


@pytest.fixture(scope="module")
def dated():
    found = {}
    for report, published in PUBLISHED.items():
        text = (MADE / f"{report}.txt").read_bytes().decode("utf-8")
        found[report] = find_dates(text, published=published).to_dict("records")
    time = MADE / "time"
    return score_dates.score(score_dates.load(time), found, score_dates.load(time, "decoys"))


def test_dates_are_found_valued_and_judged(dated):
    assert dated["value"]["f1"] >= 0.93, dated["errors"]["value"]
    assert dated["strict"]["f1"] >= 0.90, dated["errors"]["extent"]
    assert dated["interval"]["f1"] >= 0.91, dated["errors"]["interval"]
    assert dated["decoys"] <= 0.03, dated["errors"]["decoy"]
    assert dated["role"] >= 0.90, dated["errors"]["role"]
