import io
import json

import pandas as pd
import pytest
from edtf import parse_edtf

from analysis import figures, load_corpus, timeline
from analysis.figures import timeline_figures as draw


@pytest.fixture(scope="module")
def five():
    corpus = load_corpus()
    return corpus, *timeline.find_events(corpus)


@pytest.fixture
def two():
    """Return two events and three mentions, made by hand, with all that a file format may stumble over."""
    events = pd.DataFrame(
        [
            ("a-2016", "Riga; Oslo, \\ Pact", "2016-07-08", "2016-07-08", "day", "happened", ("x", "y"), "agreement"),
            ("b-2018", "Übung <b>N</b>" + "ä" * 60, "2018-01-01", "2018-12-31", "year", "planned", ("y",), "exercise"),
            ("c", "Undated Pact", "", "", "", "happened", ("y",), "agreement"),
        ],
        columns=["event", "label", "earliest", "latest", "precision", "status", "reports", "kind"],
    )  # fmt: skip
    mentions = pd.DataFrame(
        [
            ("a-2016", "x", "the Riga\nDeclaration", "8 July 2016", "2016-07-08", "happened"),
            ("a-2016", "y", "Oslo Declaration", "", "", "happened"),
            ("b-2018", "y", "<script>alert(1)</script>", "2018", "2018-01-01", "planned"),
        ],
        columns=["event", "report", "text", "time_text", "earliest", "status"],
    )
    return events, mentions


def unfolded(calendar):
    return calendar.replace("\r\n ", "").split("\r\n")


def test_a_calendar_follows_the_standard(two):
    calendar = timeline.to_icalendar(*two)
    assert calendar.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode("utf-8")) <= 75 for line in calendar.split("\r\n"))
    lines = unfolded(calendar)
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2
    assert "SUMMARY:Riga\\; Oslo\\, \\\\ Pact" in lines
    assert lines[lines.index("DTSTART;VALUE=DATE:20160708") + 1] == "DTEND;VALUE=DATE:20160709"
    assert lines[lines.index("DTSTART;VALUE=DATE:20180101") + 1] == "DTEND;VALUE=DATE:20190101"
    assert [line for line in lines if line.startswith("STATUS:")] == ["STATUS:CONFIRMED", "STATUS:TENTATIVE"]


def test_json_for_timelinejs_has_dates_as_fine_as_known_and_no_markup_of_reports(two):
    whole = json.loads(timeline.to_timelinejs(*two))
    first, second = whole["events"]
    assert first["start_date"] == first["end_date"] == {"year": 2016, "month": 7, "day": 8}
    assert second["start_date"] == {"year": 2018}
    assert "<script>" not in second["text"]["text"]
    assert "<b>" not in second["text"]["headline"]


def test_edtf_is_accepted_by_an_independent_reader(five):
    _, events, _ = five
    values = [v for v in timeline.to_edtf(events)["edtf"] if v]
    assert len(values) > 30
    for value in values:
        assert str(parse_edtf(value)) == value


def test_csv_comes_back_as_it_was(five):
    _, events, mentions = five
    files = timeline.files(events, mentions)
    assert list(files) == ["timeline.csv", "timeline.ics", "timeline.json"]
    back = pd.read_csv(io.BytesIO(files["timeline.csv"]), dtype=str, keep_default_na=False)
    assert back["label"].tolist() == events["label"].tolist()
    assert back["reports"].tolist() == ["; ".join(r) for r in events["reports"]]
    assert files == timeline.files(events, mentions)


def test_horizons_are_shares_and_distances_by_hand():
    reports = pd.DataFrame({"published": ["2010-01-01", "unknown"]}, index=pd.Index(["a", "b"], name="report"))
    days = [
        ("a", "2000-01-01", "2000-12-31"),
        ("a", "2008-01-01", "2008-01-01"),
        ("a", "2012-01-01", "2012-12-31"),
        ("a", "", ""),
    ]
    mentions = pd.DataFrame(days, columns=["report", "earliest", "latest"])
    row = timeline.horizons(mentions, reports).set_index("report").loc["a"]
    assert (row["dated"], row["years_back"], row["years_ahead"]) == (3, 10.0, 3.0)
    assert (round(row["before"], 3), row["during"], round(row["after"], 3)) == (0.667, 0, 0.333)
    assert timeline.distances(mentions, reports)["years"].tolist() == [-10.0, -2.0, 2.0]
    same_year = mentions.head(1).assign(earliest="2010-01-01", latest="2010-12-31")
    assert timeline.horizons(same_year, reports)["years_ahead"].tolist()[0] == 0.0


def test_every_event_of_the_timeline_leads_to_its_evidence_and_all_shared_ones_are_drawn(five):
    corpus, events, mentions = five
    events = timeline.named(events)
    fig = draw.timeline(events, mentions, timeline.publications(corpus.reports), "04_timeline")
    svg = figures.picture(fig, "svg").decode("utf-8")
    every = draw.ranked(events, mentions)
    rows = draw.chosen(every)
    for name in rows["name"]:
        assert f'"{figures.link("04_timeline", name)}"' in svg, name
    assert list(rows["section"].unique()) == [s for s in draw.SECTIONS if s in set(rows["section"])]
    together = int((every["several"] > 1).sum())
    assert (rows["section"] == draw.SECTIONS[0]).sum() == together
    assert fig.words["title"].startswith(f"{together} of {len(events)} events are mentioned by more than one report")
    assert fig.get_figheight() < 12.5


def test_many_reports_many_events_and_long_spans_can_be_drawn(five):
    _, events, mentions = five
    events = timeline.named(events).assign(reports=[(f"r{i % 30}",) for i in range(len(events))])
    published = pd.DataFrame({"report": [f"r{i}" for i in range(30)], "first": "2020-01-01", "last": "2020-01-01"})
    old = events.assign(earliest="0900-01-01", latest="2020-01-01", extent="lasted")
    far = events.assign(earliest="2019-01-01", latest="9999-12-31", extent="lasted")
    for table in (events, old, far, pd.concat([old.head(1), events])):
        fig = draw.timeline(table, mentions, published, "n")
        assert fig.get_figheight() < 12.5
        assert len(fig.axes[0].get_xticks()) < 12


def made_events(reports: list[tuple[str, ...]]) -> pd.DataFrame:
    rows = [(f"e{i}", f"Event {i}", "2016-05-01", "2016-05-01", who) for i, who in enumerate(reports)]
    table = pd.DataFrame(rows, columns=["event", "label", "earliest", "latest", "reports"])
    return table.assign(kind="summit", status="happened", precision="day", extent="within")


@pytest.mark.parametrize(
    ("reports", "said"),
    [
        (
            [("a", "b", "c"), ("a", "b"), ("a",)],
            "2 of 3 events are mentioned by more than one report; most widely: Event 0",
        ),
        ([("a", "b")] * 4, "4 of 4 events are mentioned by more than one report, 4 of them by 2"),
        ([("a",), ("b",)], "No event is mentioned by more than one report; 2 events by one"),
    ],
)
def test_the_title_of_the_timeline_counts_what_the_events_bear(reports, said):
    mentions = pd.DataFrame({"event": [f"e{i}" for i, who in enumerate(reports) for _ in who]})
    assert draw.timeline_title(draw.ranked(made_events(reports), mentions), len(reports)).startswith(said)


def test_an_event_of_several_reports_stands_in_the_first_section_even_if_it_was_planned():
    events = made_events([("a", "b"), ("a",)]).assign(status="planned")
    sections = draw.ranked(events, pd.DataFrame({"event": ["e0", "e0", "e1"]}))["section"].tolist()
    assert sections == [draw.SECTIONS[0], draw.SECTIONS[2]]


@pytest.mark.parametrize(
    ("years", "said"),
    [
        (
            {"a": [-12.0] * 5, "b": [0.4] * 5},
            "12 years before publication in a, less than a year from publication in b",
        ),
        ({"a": [-1.0] * 5, "b": [2.0] * 5}, "1 year before publication in a, 2 years after publication in b"),
        (
            {"a": [-30.0] * 4, "b": [-3.0] * 6},
            "The typical (median) dated mention lies 3 years before publication in b",
        ),
        ({"a": [-30.0] * 4}, "No report has 5 dated mentions or more"),
    ],
)
def test_the_title_of_the_horizon_compares_medians_of_enough_mentions(years, said):
    rows = [(report, year) for report, mine in years.items() for year in mine]
    assert said in draw.horizon_title(pd.DataFrame(rows, columns=["report", "years"]))


def test_shared_events_are_counted_per_report_in_the_order_of_publication(five):
    corpus, events, mentions = five
    events, published = timeline.named(events), timeline.publications(corpus.reports)
    shared = timeline.shared(events, mentions)
    table = draw.shared_table(shared, events, published)
    assert list(table.columns[1:]) == [r for r in published["report"] if r in set(shared["report"])]
    assert table.iloc[:, 1:].to_numpy().sum() == shared["mentions"].sum()
    many = pd.DataFrame({"report": [f"r{i}" for i in range(30)]})
    assert list(draw.shared_table(shared, events, many).columns) == ["event", "reports", "mentions"]


def test_figures_without_events_say_so(five):
    corpus, events, mentions = five
    published, none = timeline.publications(corpus.reports), timeline.named(events.head(0))
    assert "no event was found" in draw.timeline(none, mentions.head(0), published, "n").alt
    horizons = timeline.horizons(mentions.head(0), corpus.reports)
    assert (
        "no report has dated" in draw.horizon(horizons, timeline.distances(mentions.head(0), corpus.reports), "n").alt
    )
    assert draw.shared_table(timeline.shared(none, mentions.head(0)), none, published).empty
