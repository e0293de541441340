"""The kinds of dates that real reports showed, on inputs of our own, and properties that hold for any text."""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.dates import find_dates

DATA = Path(__file__).parent / "data" / "dates" / "kinds.jsonl"
ROWS = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']}: {row['text'][:50]}")
def test_the_dates_of_a_sentence(row, request):
    if row.get("fails"):
        request.applymarker(pytest.mark.xfail(strict=True))
    found = find_dates(row["text"], row["published"])
    placed = found[(found["earliest"] != "") | (found["latest"] != "")]
    assert [f"{a}..{b}" for a, b in zip(placed["earliest"], placed["latest"], strict=True)] == row["days"]
    if "roles" in row:
        assert placed["role"].tolist() == row["roles"]
    if "values" in row:
        assert placed["value"].tolist() == row["values"]


SENTENCES = [
    "The mission was launched on 5 May {} and ended in June {}.",
    "It was extended until March {}.",
    "Before {} little was known; since the spring of {} more is.",
    "They met on 3-5 July {} and on May 26 and 27, {}.",
    "In the first half of {} and the last three months of {} it rained.",
    "Then came the summits of October {} and December {}.",
]


@given(
    st.lists(st.tuples(st.sampled_from(SENTENCES), st.integers(1990, 2010)), min_size=1, max_size=5),
    st.integers(1, 5),
)
@settings(max_examples=30, deadline=None)
def test_moving_all_years_moves_all_values_by_as_many(chosen, steps):
    def values(by):
        text = " ".join(sentence.format(year + by, year + by) for sentence, year in chosen)
        return find_dates(text, "2015-05-15")["value"].tolist()

    moved = [re.sub(r"\d{4}", lambda year: str(int(year[0]) + steps), value) for value in values(0)]
    assert moved == values(steps)


def test_a_day_without_year_never_takes_the_publication_year_of_a_text_on_the_past():
    months = "In May 2008 it began. " * 4 + "In June 2009 it ended. " * 4
    text = "On 22 September she arrived.\n\n" + months
    for published, year in (("2010-03-01", "2009"), ("2016-03-01", "")):
        found = find_dates(text, published)
        assert found["edtf"].iloc[0] == (f"{year}-09-22" if year else "")


ELSEWHERE = [
    "7 House of Lords, Oral Evidence, p. 12.",
    "The fund has 12,345 members and 17 offices.",
    "Conclusions and outlook",
    "resolution 1973 (2011)",
]


@given(st.lists(st.tuples(st.sampled_from(SENTENCES), st.integers(1990, 2010)), min_size=2, max_size=4), st.data())
@settings(max_examples=30, deadline=None)
def test_a_note_a_number_or_a_heading_elsewhere_changes_no_date(chosen, data):
    paragraphs = [sentence.format(year, year + 1) for sentence, year in chosen]
    added = data.draw(st.sampled_from(ELSEWHERE))
    at = data.draw(st.integers(0, len(paragraphs)))
    before = find_dates("\n\n".join(paragraphs), "2015-05-15")
    after = find_dates("\n\n".join([*paragraphs[:at], added, *paragraphs[at:]]), "2015-05-15")
    kept = after[~after["text"].isin(["2011"]) | (after["role"] != "edition")]
    assert kept["value"].tolist() == before["value"].tolist()


REPEATED = ["May 2017, ", "January ", "(Smith, 2016; Jones, 2017) ", "art. ", "p. ", '"', ". ", "resolution 1373, ",
            "12 May and ", "1 and ", "the last week of ", "not ", "from 2014 to ", "](", "\n\n1. "]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_time_grows_with_the_length_of_a_repeated_shape(piece):
    def seconds(size):
        text = (piece * size)[:size]
        begin = time.process_time()
        find_dates(text, "2017-05-15")
        return time.process_time() - begin

    short = max(min(seconds(1000) for _ in range(2)), 0.005)
    assert seconds(5000) < 20 * short
    assert seconds(10_000) < 40 * short


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u2011", "\u2013"])
def test_a_word_is_read_with_any_hyphen(hyphen):
    found = find_dates(f"It is a semi{hyphen}annual review of the plans of mid{hyphen}2014.")
    assert found["value"].iloc[0] == "P6M"
