# ruff: noqa: E501
"""Warnings about reports that were read wrongly, and none about those that were read rightly."""

import pytest

from analysis import load_corpus
from analysis.cleaning import clean
from analysis.diagnostics import check_report

GERMAN = "Die Mission hat im Juni die Ausbildung der Polizei an der Grenze begonnen und wird sie nun bald beenden. "
ENGLISH = "The mission began to train the police at the border in June, and will end that this year. "
LONG = "\n\n".join(ENGLISH * 8 for _ in range(40))
TEXTS = {
    "nothing strange": ("INTRODUCTION\n\n" + ENGLISH * 30, []),
    "another language": ("EINLEITUNG\n\n" + GERMAN * 30, ["W-LANGUAGE"]),
    "another script": ("ВВЕДЕНИЕ\n\n" + "Миссия начала обучение полиции на границе. " * 50, ["W-LANGUAGE"]),
    "too short to tell": (f"INTRODUCTION\n\n{GERMAN}", []),
    "no main text": ("Figures\n\n| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 30, ["W-NO-MAIN"]),
    "most of it annex": (
        f"INTRODUCTION\n\n{ENGLISH * 10}\n\nANNEX: List of posts\n\n" + "The post of Kalm, 12 June 2014\n\n" * 60,
        ["W-LITTLE"],
    ),
    "no headings": (LONG, ["W-SECTIONS"]),
    "all under one heading": (f"AIMS\n\n{ENGLISH}\n\nMEANS\n\n{LONG}", ["W-SECTIONS"]),
    "two long sections": (f"AIMS\n\n{LONG}\n\nMEANS\n\n{LONG}", []),
    "two columns": (
        "INTRODUCTION\n\n"
        + "The mission began to train        The costs of the boats and\nthe police at the border in        of the guards were paid by the\n"
        * 40,
        ["W-COLUMNS"],
    ),
    "a bad scan": (
        "INTRODUCTION\n\n" + (ENGLISH + "The octivities ond the po~ice of the district were trained. ") * 30,
        ["W-WORDS"],
    ),
    "letters apart": ("INTRODUCTION\n\n" + (ENGLISH + "T h e p o l i c e left. ") * 30, ["W-WORDS"]),
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_strange_is_said_once(name):
    text, expected = TEXTS[name]
    assert [code for code, _, _ in check_report(clean(text).blocks)] == expected


@pytest.mark.parametrize(("first", "named"), [(60, True), (20, False)])
def test_a_heading_is_named_only_where_most_of_the_words_stand_under_it(first, named):
    posts = [
        f"ANNEX {n}: Posts\n\n" + "The post of Kalm, 12 June 2014\n\n" * size
        for n, size in ((1, first), (2, 30), (3, 25))
    ]
    text = "\n\n".join([f"INTRODUCTION\n\n{ENGLISH * 10}", *posts])
    [message] = [said for code, said, _ in check_report(clean(text).blocks) if code == "W-LITTLE"]
    assert ('most of them under the heading "ANNEX 1' in message) == ("heading" in message) == named


def test_the_five_reports_raise_no_warning():
    assert load_corpus().problems["code"].tolist() == ["W-NOTE"]


def write(folder, texts):
    for n, text in enumerate(texts):
        (folder / f"r{n}.txt").write_text(text, encoding="utf-8")
    rows = [f"r{n},r{n}.txt,2017" for n in range(len(texts))]
    (folder / "reports.csv").write_text("\n".join(["report,file,published", *rows]) + "\n", encoding="utf-8")
    return folder


def test_a_warning_is_a_row_of_problems_and_does_not_stop_a_strict_load(tmp_path):
    problems = load_corpus(write(tmp_path, ["Ein Bericht\n\n" + (GERMAN * 8 + "\n\n") * 5]), strict=True).problems
    assert problems["code"].tolist() == ["W-LANGUAGE"]
    assert "few common English words" in problems["message"].iloc[0]


@pytest.mark.parametrize("reports", [2, 3, 5])
def test_a_disclaimer_of_several_reports_is_no_text_of_theirs(tmp_path, reports):
    disclaimer = "This paper does not represent the views of the institute, of its members or of those who fund it."
    shared = "The mission began in June."  # what reports say in their midst is left alone
    body = "\n\n".join([ENGLISH * 2] * 6 + [shared] + [ENGLISH * 2] * 6)
    texts = [f"INTRODUCTION\n\nReport {n}. {body}\n\n{disclaimer}\n" for n in range(reports)]
    blocks = load_corpus(write(tmp_path, texts)).blocks
    assert set(blocks.loc[blocks["text"] == disclaimer, "kind"]) == {"boilerplate" if reports > 2 else "paragraph"}
    assert set(blocks.loc[blocks["text"] == shared, "kind"]) == {"paragraph"}


@pytest.mark.parametrize(("size", "codes"), [(40_000, ["W-SHORT"]), (600, []), (0, [])])
def test_a_large_file_with_few_words_is_listed(size, codes):
    """A page that loads its text by a script; a short statement as plain text is complete."""
    problems = check_report(clean(f"A MAP\n\n{ENGLISH * 4}").blocks, size)
    assert [code for code, _, _ in problems] == codes
    assert all(f"{len(ENGLISH.split()) * 4} words" in message and "script" in fix for _, message, fix in problems)


def test_a_few_odd_words_of_a_report_in_capitals_are_no_bad_scan():
    blocks = clean(f"A MAP\n\n{ENGLISH.upper() * 20}\n\nThe vdkvgwkey and the qwrtzx came.").blocks
    assert "W-WORDS" not in [code for code, _, _ in check_report(blocks)]


@pytest.mark.parametrize("rows", [f"| {ENGLISH} |\n" * 30, "| Police | 12 | 14 | 15 | 2,200 |\n" * 60])
def test_sentences_that_are_not_counted_are_listed(rows):
    """A table that holds sentences, and one of figures."""
    table = f"| place | what happened |\n|---|---|\n{rows}".replace("|\n", "| x |\n")
    blocks = clean(f"# A\n\n{ENGLISH * 20}\n\n{table}").blocks
    found = {code: message for code, message, _ in check_report(blocks)}
    assert ("W-BOILERPLATE" in found) == ("mission" in rows)
    words = [(block.kind, len(block.text.split())) for block in blocks]
    lost = sum(n for kind, n in words if kind == "boilerplate") / sum(n for _, n in words)
    assert ("W-BOILERPLATE" in found) == found.get("W-BOILERPLATE", "").startswith(f"{lost:.0%} of the words were read")
