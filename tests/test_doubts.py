"""A report that was read without an error may still be doubtful; most reports are not."""

import pytest

from analysis import load_corpus
from analysis.doubts import doubts

GERMAN = (
    "Die Mission hat im Juni die Ausbildung der Polizei an der Grenze begonnen und wird sie in diesem Jahr beenden. "
)
ENGLISH = "The mission began to train the police at the border in June, and will end that this year. "


def codes(text: str, main: str) -> list[str]:
    return [code for code, _, _ in doubts(text, main)]


@pytest.mark.parametrize(
    ("text", "main", "found"),
    [
        (ENGLISH * 30, ENGLISH * 20, []),
        (GERMAN * 30, GERMAN * 20, ["W-LANGUAGE"]),
        ("Миссия начала обучение полиции на границе. " * 50, "Миссия начала. " * 50, ["W-LANGUAGE"]),
        (ENGLISH * 30, ENGLISH, ["W-LITTLE"]),
        (GERMAN, "", []),  # too short to tell
    ],
)
def test_what_is_strange_is_said(text, main, found):
    assert codes(text, main) == found


def test_the_five_reports_raise_no_doubt():
    assert not set(load_corpus().problems["code"]) & {"W-LANGUAGE", "W-LITTLE"}


def test_a_doubt_is_a_row_of_problems_and_does_not_stop_a_strict_load(tmp_path):
    (tmp_path / "reports.csv").write_text("report,file\nde-2020,de.txt\n", encoding="utf-8")
    (tmp_path / "de.txt").write_text("Ein Bericht\n\n" + (GERMAN * 8 + "\n\n") * 5, encoding="utf-8")
    problems = load_corpus(tmp_path, strict=True).problems
    assert problems["code"].tolist() == ["W-LANGUAGE"]
    assert "does not seem to be English" in problems["message"].iloc[0]
