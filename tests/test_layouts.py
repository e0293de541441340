"""The same report in another layout gives the same blocks: no rule fits one file only."""

import re
from pathlib import Path

import pytest
import score_structure
import set_layouts as layouts

from analysis.cleaning import clean

GOLD = score_structure.load(Path(__file__).parent / "data" / "structure")
REPORTS = sorted({b["report"] for b in GOLD})
LAYOUTS = {
    "printed, notes at the foot": layouts.printed,
    "printed narrow": lambda blocks: layouts.printed(blocks, width=64),
    "raised numbers and running heads": lambda blocks: layouts.printed(
        blocks, "raised", 84, head="Studies in Security"
    ),
    "numbers in brackets": lambda blocks: layouts.printed(blocks, "bracketed", 96),
    "endnotes": lambda blocks: layouts.printed(blocks, "tagged", 100, endnotes=True),
    "Markdown": layouts.markdown,
}


def measured(layout):
    gold, found = [], []
    for report in REPORTS:
        mine = [b for b in GOLD if b["report"] == report]
        known = {b["note"] for b in mine if b["kind"] == "footnote"}
        mine = [{**b, "notes": [n for n in b["notes"] if n in known]} for b in mine]
        blocks = clean(layout(mine)).blocks
        found += [
            {"report": report, "kind": b.kind, "level": b.level, "text": b.text, "notes": b.notes} for b in blocks
        ]
        gold += [b for b in mine if b["kind"] not in ("boilerplate", "pull_quote")]
    result = score_structure.score(gold, found)
    return result["all"], [error for report in REPORTS for error in result[report]["errors"]]


@pytest.mark.parametrize("name", LAYOUTS)
def test_another_layout_gives_the_same_blocks(name):
    row, errors = measured(LAYOUTS[name])
    assert row["word error rate"] <= 0.0035, errors
    assert row["block F1"] >= 0.975, errors
    assert row["heading F1"] >= 0.95, errors
    assert row["note F1"] >= 0.99, errors


def test_paragraphs_and_headings_are_found_where_no_space_is_between_them():
    row, errors = measured(lambda blocks: re.sub(r"\n+", "\n", layouts.printed(blocks)))
    assert row["word error rate"] <= 0.0125, errors
    assert row["block F1"] >= 0.85, errors  # a last line that is nearly full hides the end of its paragraph
    assert row["heading F1"] >= 0.9, errors


def test_a_line_for_each_paragraph_needs_no_space_between():
    row, errors = measured(lambda blocks: layouts.markdown(blocks).replace("\n\n", "\n"))
    assert row["word error rate"] <= 0.0025, errors
    assert row["block F1"] >= 0.98, errors
    assert row["heading F1"] >= 0.95, errors
