"""Five reports read by hand: the cleaner gives what a careful editor gives."""

import csv
import hashlib
from pathlib import Path

import pytest
import score_structure

from analysis import load_corpus

ROOT = Path(__file__).resolve().parents[1]
GOLD = score_structure.load(Path(__file__).parent / "data" / "structure")


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(ROOT / "corpus")


@pytest.fixture(scope="module")
def measured(corpus):
    blocks = corpus.blocks.astype(object).where(corpus.blocks.notna(), None)
    return score_structure.score(GOLD, blocks.to_dict("records"))


@pytest.mark.parametrize("report", sorted({b["report"] for b in GOLD}))
def test_each_report_is_read_as_by_hand(measured, report):
    row = measured[report]
    assert row["word error rate"] <= 0.001, row["errors"]
    assert row["block F1"] >= 0.99, row["errors"]
    assert row["heading F1"] is None or row["heading F1"] >= 0.97, row["errors"]
    assert row["note F1"] is None or row["note F1"] == 1, row["errors"]
    assert row["kind accuracy"] >= 0.99, row["errors"]


def test_the_scorer_can_fail():
    worse = [{**b, "text": b["text"][:-3]} for b in GOLD]
    assert score_structure.score(GOLD, worse)["all"]["block F1"] < 0.1


def test_sections_and_markers_are_those_of_the_hand(corpus):
    seen = {}
    for b in GOLD:
        seen.setdefault((b["report"], b["text"]), []).append((tuple(b["section"]), b.get("marker") or ""))
    wrong = [
        (row.report, row.text[:40], row.section)
        for row in corpus.blocks.itertuples()
        if row.kind != "footnote"
        and (row.report, row.text) in seen
        and (row.section, row.marker) not in seen[row.report, row.text]
    ]
    assert wrong == []


def test_the_shipped_files_are_the_ones_described():
    with open(ROOT / "corpus" / "reports.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert hashlib.sha256((ROOT / "corpus" / row["file"]).read_bytes()).hexdigest() == row["sha256"], row[
                "file"
            ]


def test_few_warnings_and_only_the_note_that_is_missing(corpus):
    assert corpus.problems["code"].tolist() == ["W-NOTE"]
