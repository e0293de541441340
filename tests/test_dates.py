"""The dates of the reports and of sentences of our own: found, read, placed, judged."""

import csv
import json
import random
import time
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from edtf import parse_edtf

from analysis import edtf
from analysis.dates import RULES, find_dates, in_blocks

ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data" / "dates"
MADE = Path(__file__).parent / "data" / "made"
PUBLISHED = {
    "ieceu-2017": "2017-05-31",
    "coe-2021": "2021-11-15",
    "eeas-2017": "2017-11-13",
    "eln-2017": "2017-05-15",
    "egmont-2013": "2013-06",
}


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def values(text, published="2017-05-15"):
    return find_dates(text, published)["value"].tolist()


def compared(text, published, gold):
    """Gold rows that count, each with what was found at its place."""
    found = find_dates(text, published).to_dict("records")
    here = [[f for f in found if f["start"] < g["end"] and g["start"] < f["end"]] for g in gold]
    return [(g, h[0] if h else None) for g, h in zip(gold, here, strict=True) if g.get("tier") != "vague"]


def report_text(report):
    return (ROOT / "corpus" / f"{report}.txt").read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def known():
    """The five reports, on which the rules were tried."""
    gold = {report: rows(DATA / f"{report}.timex.jsonl") for report in PUBLISHED}
    return [pair for report in PUBLISHED for pair in compared(report_text(report), PUBLISHED[report], gold[report])]


@pytest.fixture(scope="module")
def made():
    """Made-up reports in other shapes, by other hands."""
    published = json.loads((MADE / "published.json").read_text(encoding="utf-8"))
    texts = {report: (MADE / f"{report}.txt").read_bytes().decode("utf-8") for report in published}
    gold = {report: rows(MADE / "time" / f"{report}.timex.jsonl") for report in published}
    return [pair for report in published for pair in compared(texts[report], published[report], gold[report])]


def is_within(row, days):
    """Tell whether a row has these days, or is an open interval that one of them closes."""
    if row["earliest"] and row["latest"]:
        return [row["earliest"], row["latest"]] == days
    if row["earliest"]:  # since, after
        return row["earliest"] in (days[0], (date.fromisoformat(days[1]) + timedelta(days=1)).isoformat())
    return row["latest"] in (days[1], (date.fromisoformat(days[0]) - timedelta(days=1)).isoformat())


def measured(pairs):
    """Share of right values, extents, types, intervals and roles."""
    found = [(g, f) for g, f in pairs if f]
    placed = [(g, f) for g, f in pairs if g.get("interval")]
    right = {
        "value": [f is not None and f["value"] in [g["value"], *g.get("values_also", [])] for g, f in pairs],
        "extent": [f is not None and (g["start"], g["end"]) == (f["start"], f["end"]) for g, f in pairs],
        "type": [g["type"] == f["type"] for g, f in found],
        "interval": [
            f is not None and any(is_within(f, days) for days in [g["interval"], *g.get("intervals_also", [])])
            for g, f in placed
        ],
        "role": [g["role"] == f["role"] for g, f in found],
    }
    return {name: sum(hits) / len(hits) for name, hits in right.items()}


FLOORS = {
    "known": {"value": 0.97, "extent": 0.97, "type": 0.97, "interval": 0.97, "role": 0.97},
    "made": {"value": 0.96, "extent": 0.94, "type": 0.97, "interval": 0.95, "role": 0.93},
}


@pytest.mark.parametrize("measure", ["value", "extent", "type", "interval", "role"])
@pytest.mark.parametrize("reports", FLOORS)
def test_reports_are_read_as_careful_readers_read_them(reports, measure, request):
    assert measured(request.getfixturevalue(reports))[measure] >= FLOORS[reports][measure]


@pytest.mark.parametrize("report", PUBLISHED)
def test_what_is_no_date_stays_out(report):
    found = find_dates(report_text(report), PUBLISHED[report])
    fair = [d for d in rows(DATA / f"{report}.decoys.jsonl") if d["cls"] not in ("horizon", "named-period")]
    gold = rows(DATA / f"{report}.timex.jsonl")
    alone = [f for f in found.itertuples() if not any(f.start < g["end"] and g["start"] < f.end for g in gold)]
    hit = [d["text"] for d in fair if any(f.start < d["end"] and d["start"] < f.end for f in alone)]
    false = [f.text for f in alone if not f.value.endswith("_REF")]
    assert (hit, false) == ([], [])


def cases(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return [(row["text"].replace("\\n", "\n"), row["published"], row["expected"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("text", "published", "expected"), cases("values.csv"))
def test_values_of_sentences(text, published, expected):
    assert " ".join(find_dates(text, published or None)["value"]) == expected


@pytest.mark.parametrize(("text", "published", "expected"), cases("roles.csv"))
def test_roles_of_sentences(text, published, expected):
    assert " ".join(find_dates(text, published or None)["role"]) == expected


@pytest.mark.parametrize("text", (DATA / "decoys.txt").read_text(encoding="utf-8").splitlines())
def test_lines_without_a_date(text):
    assert find_dates(text, "2017-05-15")["text"].tolist() == []


# --- day and month


@pytest.mark.parametrize(
    ("text", "published", "days", "rule_of_order"),
    [
        ("04/05/2017 and 19/05/2017", None, ["2017-05-04", "2017-05-04"], "a day above 12"),
        ("04/05/2017 and 05/19/2017", None, ["2017-04-05", "2017-04-05"], "a month above 12"),
        ("3 May 2016, 5 June 2016; 04/05/2017", None, ["2017-05-04", "2017-05-04"], "dates in words"),
        ("04/05/2017", "2018", ["2017-04-05", "2017-05-04"], "not known: widest interval"),
    ],
)
def test_the_document_decides_which_comes_first(text, published, days, rule_of_order):
    row = find_dates(text, published).query("text == '04/05/2017'").iloc[0]
    assert [row["earliest"], row["latest"]] == days, rule_of_order


def test_an_assumed_order_says_so():
    row = find_dates("Signed on 04/05/2017.", "2018").iloc[0]
    assert row["value"] == "2017-05-04"
    assert row["note"] == "day and month could change places (2017-04-05)"
    assert row["edtf"] == "[2017-04-05,2017-05-04]"


# --- what it counts from


def test_without_a_publication_date_relative_expressions_have_no_interval_and_say_why():
    found = find_dates("The plan of last year will be reviewed next month, and on Friday.")
    assert found["earliest"].tolist() == ["", "", ""]
    assert all("publication date" in note for note in found["note"])


def test_nothing_finer_than_the_publication_date_is_invented():
    assert values("It was agreed last month.", "2021-11") == ["2021-10"]
    assert values("It was agreed yesterday.", "2021-11") == ["2021-11-XX"]
    assert find_dates("It was agreed yesterday.", "2021-11")["earliest"].tolist() == [""]


@pytest.mark.parametrize(
    "published",
    [
        "2017-05-15",
        date(2017, 5, 15),
        pd.Timestamp("2017-05-15"),
        "2017-05-15~",
        "2017-01/2017-05-15",
        "[2017-01,2017-05-15]",
    ],
)
def test_publication_dates_in_any_form(published):
    assert values("last December", published) == ["2016-12"]


def test_bounds_of_a_set():
    assert [day.isoformat() for day in edtf.bounds("[2016,2018-02]")] == ["2016-01-01", "2018-02-28"]


@pytest.mark.parametrize("text", [None, b"2016", 2016, float("nan")])
def test_what_is_no_text_is_told_in_words(text):
    with pytest.raises(TypeError, match="find_dates reads a text, not"):
        find_dates(text)


def test_the_letter_of_a_citation_is_no_part_of_the_date():
    found = find_dates("As shown (Smith 2015a, 2015b), and in 2016a or 2017x.")
    assert list(zip(found["text"], found["role"], strict=True)) == [("2015", "citation"), ("2015", "citation")]


@pytest.mark.parametrize("nothing", [None, "", float("nan"), pd.NaT])
def test_no_publication_date_in_any_form(nothing):
    assert values("In 2016", nothing) == ["2016"]


def test_a_wrong_publication_date_is_told_in_words():
    with pytest.raises(ValueError, match='"2017-13" has no valid month'):
        find_dates("In 2016", "2017-13")


def test_an_impossible_date_is_kept_and_marked():
    row = find_dates("on 31 February 2017").iloc[0]
    assert (row["value"], row["earliest"], row["edtf"]) == ("2017-02-31", "", "")
    assert row["note"] == "the calendar has no such day"


LONG_AGO = (
    "It was founded in 1999, was enlarged in 2004 and 2007, had 9 members in 2009 and 10 in 2011. In 2012 it had 12."
)


@pytest.mark.parametrize(
    ("told", "said", "expected"),
    [
        ("It is a club and has been one since 2001 and 2002. ", "On 30 March I spoke to its founder.", "2022-03-30"),
        (
            "We are proud of 2001 and 2002; the rules are old. ",
            "As happened in Rome on 9 March, it fell.",
            "2022-03-09",
        ),
        ("What it has done since 2001 and 2002 is clear. ", "Will it meet before the summer?", "2022-SU"),
        (
            "There is much to say of 2001 and 2002: we have it. ",
            "We will meet on 13 and 14 May.",
            "2022-05-13/2022-05-14",
        ),
        ("It lasted through 2001 and 2002. ", "On 30 March the founder spoke to it.", "2012-03-30"),
        ("It was left in 2001 and was quiet in 2002. ", "As happened in Rome on 9 March, it fell.", "2012-03-09"),
        ("It had won in 2001 and 2002 what others had lost. ", "They met on 13 and 14 May.", "2012-05-13/2012-05-14"),
    ],
)
def test_who_says_what_is_the_case_speaks_from_the_day_of_publication_and_a_history_from_the_year_told_last(
    told, said, expected
):
    assert values(f"{told * 2}\n\n{LONG_AGO}\n\n{said}", "2022-04-05")[-1] == expected


def test_an_access_date_is_no_date_to_lean_on():
    text = "The plan, 16 September 2016, accessed 04/05/2017, was followed by another in November."
    assert values(text) == ["2016-09-16", "2017-05-04", "2016-11"]


def test_another_language_gives_its_numeric_dates_only():
    assert values("Der Rat hat am 13/11/2017 getagt; im nächsten Jahr, im Mai und am Montag geht es weiter.") == [
        "2017-11-13"
    ]


# --- tables


def test_the_text_is_untouched_and_rows_lie_apart_and_in_order():
    text = (ROOT / "corpus" / "eln-2017.txt").read_bytes().decode("utf-8")
    found = find_dates(text, "2017-05-15")
    assert all(text[row.start : row.end] == row.text for row in found.itertuples())
    assert (found["start"].iloc[1:].to_numpy() >= found["end"].iloc[:-1].to_numpy()).all()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "no date at all"])
def test_nothing_in_gives_an_empty_table_of_the_same_form(text):
    empty, full = find_dates(text), find_dates("In 2016")
    assert len(empty) == 0
    assert empty.dtypes.equals(full.dtypes)


def test_line_ends_do_not_matter():
    text = (ROOT / "corpus" / "coe-2021.txt").read_bytes().decode("utf-8")
    unix, windows = find_dates(text, "2021-11"), find_dates(text.replace("\n", "\r\n"), "2021-11")
    columns = ["type", "value", "role", "rule"]
    assert unix[columns].equals(windows[columns])


BLOCKS = pd.DataFrame(
    [
        ("a", 0, "title", "A report"),
        ("a", 1, "paragraph", "In 2015 they met twice; in\nMarch they agreed."),
        ("a", 2, "footnote", "Smith, 13/02/2016."),
        ("b", 0, "paragraph", "They met on 04/05/2016 and on 04/13/2016."),
        ("b", 1, "reference", "EU (2016)."),
    ],
    columns=["report", "block", "kind", "text"],
)
REPORTS = pd.DataFrame({"published": ["2017-05-15", "2018~"]}, index=["a", "b"])


def test_blocks_are_read_as_one_text_and_give_clean_spans():
    found = in_blocks(BLOCKS, REPORTS)
    texts = BLOCKS.set_index(["report", "block"])["text"]
    assert all(texts[row.report, row.block][row.start : row.end] == row.text for row in found.itertuples())
    assert found["value"].tolist() == ["2015", "2015-03", "2016-02-13", "2016-04-05", "2016-04-13", "2016"]
    assert found["role"].tolist() == ["event", "event", "citation", "event", "event", "citation"]


def test_blocks_without_rows_give_the_same_columns():
    assert in_blocks(BLOCKS.iloc[:0], REPORTS).columns.tolist() == in_blocks(BLOCKS, REPORTS).columns.tolist()


SCRAPS = [word for rule in RULES for word in f"{rule['example']} {rule['counter_example']}".split()]
SCRAPS += [
    "31",
    "99/99/9999",
    "0000",
    "\n\n",
    "(",
    "İ",
    "\x00",
    "<sup>3</sup>",
    "http://x",
    "ﬁrst",
    "century",
    "last",
    "Q4",
    "ago",
    "BC",
]


@pytest.mark.parametrize("seed", range(12))
def test_scrambled_text_breaks_nothing(seed):
    chance = random.Random(seed)
    text = "".join(chance.choice(SCRAPS) + chance.choice([" ", " ", "", "-", "\n"]) for _ in range(150))
    for published in (None, "2017-05-15", "2017~", "0001", "9999-12-31"):
        found = find_dates(text, published)
        assert [text[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == found["text"].tolist()
        assert (found["start"].iloc[1:].to_numpy() >= found["end"].iloc[:-1].to_numpy()).all()
        closed = found[(found["earliest"] != "") & (found["latest"] != "")]
        assert (closed["earliest"] <= closed["latest"]).all()
        for written in found.loc[found["edtf"] != "", "edtf"]:
            parse_edtf(written)


# --- exports


def test_every_edtf_is_valid_and_has_the_bounds_of_its_row():
    text = (ROOT / "corpus" / "eln-2017.txt").read_bytes().decode("utf-8")
    text += (
        " In summer 2015, in Q2 2016, in the second half of 2016, around 1999, in the week of last week, in the 1990s."
    )
    found = find_dates(text, "2017-05-15")
    written = found[found["edtf"] != ""]
    assert len(written) > 90
    for row in written.itertuples():
        parse_edtf(row.edtf)
        if not row.mod:
            days = [day.isoformat() if day else "" for day in edtf.bounds(row.edtf)]
            assert days == [row.earliest, row.latest], row


# --- speed


@pytest.mark.parametrize(
    "piece", ["the 2016 ", "word word ", "12/", "http://x", "a" * 10, " ", "may ", "1,", "(", "- ", "five "]
)
def test_time_grows_with_the_length_of_one_line(piece):
    def seconds(size):
        text = (piece * size)[:size]
        begin = time.process_time()
        find_dates(text, "2017-05-15")
        return time.process_time() - begin

    short = max(min(seconds(10_000) for _ in range(2)), 0.002)
    assert seconds(100_000) < 40 * short


HISTORY = (
    "The war began in 1990. The embargo of 1991 hurt the people. In 1995 and 1996 inspectors came; in 1997 and 1998 "
    "they were sent away. The council met in 1999, and ministers changed in 2000 and 2001.\n\n"
)


@pytest.mark.parametrize(
    ("told", "expression", "value"),
    [
        # In mid-sentence, what was in December lies before February, not ten months after it.
        ("He said that the letter of 15 December was clear.", "15 December", "2002-12-15"),
        ("In December, the army left.", "December", "2003-12"),
        # Of what is quoted, nobody knows on which day it was said.
        ("He said: “We vote this evening.”", "this evening", "XXXX-XX-XXTEV"),
    ],
)
def test_a_history_counts_from_what_it_tells(told, expression, value):
    text = HISTORY + "On 20 February 2003 the minister saw a change. " + told
    found = find_dates(text, published="2016-07-06").set_index("text")["value"]
    assert found[expression] == value


def test_years_in_the_contents_give_no_chapter_its_year():
    texts = [("toc", "Cabinet, 17 March 2003 68"), ("heading", "Policy")]
    texts += [
        ("paragraph", HISTORY + "The election in November 2000 changed much."),
        ("paragraph", "On 1 November it met."),
    ]
    blocks = pd.DataFrame(texts, columns=["kind", "text"]).assign(report="a", block=range(4))
    reports = pd.DataFrame({"published": ["2016-07-06"]}, index=["a"])
    assert in_blocks(blocks, reports)["value"].iloc[-1] == "2000-11-01"


@pytest.mark.parametrize(
    ("published", "value"), [("2023-07-10", "2019-10-14"), ("2019-12-01", "2019-10-14"), ("2023-07", "2019-10-14")]
)
def test_a_study_of_a_past_crisis_dates_its_days_in_that_crisis(published, value):
    days = [f"On {day} October 2019 the army was in the north. It is a hard fight.\n\n" for day in range(2, 12)]
    talk = "The mayor was there, and he was heard. Nobody was hurt.\n\n" * 70
    text = "".join(days) + talk + "On 14 October the ships left."
    assert find_dates(text, published)["value"].iloc[-1] == value


def test_what_is_feared_for_next_summer_does_not_move_the_story():
    text = HISTORY + "On 17 October 2001 it met. They feared a crisis for next summer. On 9 November the plan was made."
    assert find_dates(text, "2016-07-06")["value"].iloc[-1] == "2001-11-09"


@pytest.mark.parametrize("day", ["16 December", "16 December 1998"])
@pytest.mark.parametrize("note", ["267", "3", ""])
def test_a_note_number_after_a_full_stop_takes_no_date_away(day, note):
    found = find_dates(f"The raid of 1998 began on {day}.{note} The ships left.", "2016-07-06")
    assert found["value"].tolist() == ["1998", "1998-12-16"]


def test_the_day_on_which_a_person_was_born_is_no_event():
    found = find_dates("Date of birth: 4 October 1983. Date of listing: 30 July 2020.", published="2025-01-27")
    assert found["role"].tolist() == ["other", "event"]


@pytest.mark.parametrize(
    ("published", "head", "value"),
    [
        ("2022-04-12", "", "2021-03"),
        ("2022-02", "", "2021-03"),
        ("2022-11-10", "", "2021-03"),
        ("2021", "", "XXXX-03"),
        ("", "", "XXXX-03"),
        ("2022-04-12", "Annual report 2021-22. ", "2020-03"),
        ("2022-04-12", "The war of 1950-53. ", "2021-03"),
        ("2022-04-12", "The war of 1943 and 1944 was lost in 1945, and that of 1948 and 1949 as well. ", "2020-03"),
        ("2022-04-12", "It covers the three months to 31 March 2022. ", "2020-03"),
        ("2022-04-12", "The financial year was short. ", "2020-03"),
    ],
)
def test_months_of_an_annual_report_lie_in_its_year_whatever_it_looks_back_on(published, head, value):
    year = "The court was closed during the year. Many were in prison by the end of the year, all at year's end."
    found = find_dates(f"{head}{year} In 2020 the guards struck. In March the police arrested five men.", published)
    assert found["value"].iloc[-1] == value


def test_what_an_annual_report_plans_is_ahead():
    year = "The court was closed during the year. Many were in prison by the end of the year, all at year's end."
    found = find_dates(f"{year} In September 2020 the guards struck. The court will meet in March.", "2022-01-12")
    assert found["value"].iloc[-1] == "2022-03"


def test_a_period_covered_may_stand_on_two_lines():
    told = (
        "This report covers the period\n\nJanuary to December 2012. 13\n\nIn June 2013 it ends. In 2007 the port was "
    )
    found = find_dates(f"{told}shut.\n\nIn March, six men were tried and in June ten.", "2013-05-23")
    assert found["value"].tolist()[-2:] == ["2012-03", "2012-06"]


def test_months_of_a_progress_report_lie_just_before_it():
    told = "The mission was quiet in the reporting period. Staff left during the reporting period. It was a hard one. "
    text = f"{told}In a follow-up to talks held in September 2017, the mission met. It has its plan.\n\nAt the end of "
    text += "October, the council sent a draft.\n\nThe reporting period has ended."
    values = find_dates(text, "2018-11-28").set_index("text")["value"]
    assert values["the end of October"] == "2018-10"


def test_days_under_the_heading_of_a_month_are_of_its_year_in_any_report():
    told = "It was quiet in the reporting period. Staff left in the reporting period, and the reporting period ended."
    found = find_dates(f"{told}\n\nOctober 2016\n\n18 October\n\nThe fleet was moved.", "2017-12-11")
    assert found["value"].tolist() == ["2016-10", "2016-10-18"]


def test_because_of_is_not_to_come():
    found = find_dates("On 14 November, due to worsening weather, the team left the camp.", "2025-03-20")
    assert found["value"].tolist() == ["2024-11-14"]
