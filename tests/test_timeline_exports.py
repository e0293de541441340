import io
import itertools
import json

import numpy as np
import pandas as pd
import pytest
from edtf import parse_edtf
from matplotlib.colors import to_hex

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


def test_distances_from_publication_are_those_by_hand_and_an_event_counts_once_per_report():
    reports = pd.DataFrame({"published": ["2010-01-01", "unknown"]}, index=pd.Index(["a", "b"], name="report"))
    days = [
        ("a", "x", "2000-01-01", "2000-12-31"),
        ("a", "y", "2008-01-01", "2008-01-01"),
        ("a", "x", "2012-01-01", "2012-12-31"),
        ("a", "y", "", ""),
        ("b", "y", "2008-01-01", "2008-01-01"),
    ]
    mentions = pd.DataFrame(days, columns=["report", "event", "earliest", "latest"]).assign(
        time_text="", status="happened"
    )
    distances = timeline.distances(mentions, reports)
    assert distances["begins"].tolist() == [-10.001, -2.001, 1.999]
    assert distances["ends"].tolist() == [-9.002, -2.001, 2.998]
    events = pd.DataFrame({"event": ["x", "y"], "name": ["X (2000)", "Y (2008)"], "extent": ["within", ""]})
    points = draw.event_distances(distances, events)
    assert points["mark"].tolist() == ["a: X (2000)", "a: Y (2008)"]
    assert points["begins"].tolist() == [-10.001, -2.001]


@pytest.mark.parametrize(
    ("earliest", "latest", "status", "when"),
    [
        ("2017-05-14", "2017-05-14", "happened", "before"),
        ("2017-05-15", "2017-05-15", "happened", "before"),
        ("2017-01-01", "2017-12-31", "happened", "before"),
        ("2017-01-01", "2017-12-31", "", "unsure"),
        ("2017-01-01", "2017-12-31", "planned", "after"),
        ("2016-01-01", "2016-12-31", "planned", "unsure"),
        ("2018-01-01", "2018-12-31", "happened", "after"),
        ("2009-12-01", "9999-12-31", "ongoing", "unsure"),
        ("", "2016-04-30", "happened", "before"),
        ("", "2017-12-31", "happened", "before"),
        ("2016-01-01", "", "happened", "before"),
        ("2018-01-01", "", "happened", "after"),
    ],
)
def test_a_date_lies_before_publication_where_all_of_it_does_or_the_report_says_that_it_happened(
    earliest, latest, status, when
):
    reports = pd.DataFrame({"published": ["2017-05-15"]}, index=pd.Index(["a"], name="report"))
    row = {"report": "a", "event": "x", "earliest": earliest, "latest": latest, "time_text": "", "status": status}
    assert timeline.distances(pd.DataFrame([row]), reports)["when"].tolist() == [when]


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
    return table.assign(kind="summit", status="happened", precision="day", extent="within", record_earliest="")


@pytest.mark.parametrize(
    ("reports", "said"),
    [
        (
            [("a", "b", "c"), ("a", "b"), ("a",)],
            "2 of 3 events are mentioned by more than one report; most widely: Event 0",
        ),
        ([("a", "b")] * 4, "4 of 4 events are mentioned by more than one report, each by 2 reports"),
        ([("a", "b", "c")] * 4 + [("a", "b")], "5 of 5 events are mentioned by more than one report, 4 of them by 3"),
        ([("a", "b"), ("a",)], "1 of 2 events is mentioned by more than one report: Event 0 (2 reports)"),
        ([("a",), ("b",)], "The rules found 2 events, but none that several reports mention"),
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
    ("ends", "when", "said"),
    [
        (
            [-30.0, -3.9, -3.5, 0.4],
            ["before", "before", "before", "after"],
            "3 of 4 dates of events lie before publication, 1 of them by 20 years or more; 1 lies after it",
        ),
        ([-0.4, 0.3], ["before", "unsure"], "1 of 2 dates of events lies before publication; 1 may be before or after"),
        ([-0.4, 0], ["before", "before"], "All 2 dates of events lie before or at publication"),
        ([0.4], ["after"], "The only date of an event lies after publication"),
        ([], [], "The rules found no dated event in a report of known date of publication"),
    ],
)
def test_the_title_of_the_horizon_counts_dates_before_and_after_publication(ends, when, said):
    years = pd.Series(ends, dtype=float)
    table = pd.DataFrame({"report": "a", "begins": years, "ends": years, "when": when, "earliest": "", "latest": ""})
    assert draw.horizon_title(table) == said
    assert " or at " not in draw.horizon_title(table.assign(latest="2019"))  # no day


def test_every_point_of_the_horizon_leads_to_its_evidence(five):
    corpus, events, mentions = five
    points = draw.event_distances(timeline.distances(mentions, corpus.reports), timeline.named(events))
    svg = figures.picture(draw.horizon(points, timeline.publications(corpus.reports), "04_horizon"), "svg").decode(
        "utf-8"
    )
    assert len(points)
    assert not points["mark"].duplicated().any()
    assert all(f'"{figures.link("04_horizon", mark)}"' in svg for mark in points["mark"])


def test_an_event_dated_by_the_chronology_only_has_a_sign_of_its_own_and_comes_after_dated_ones():
    events = made_events([("a",), ("a",), ("a",)]).assign(
        earliest=["", "2016-05-01", ""], latest=["", "2016-05-01", ""]
    )
    events = events.assign(record_earliest=["2010-01-01", "", ""])
    rows = draw.ranked(events, pd.DataFrame({"event": ["e0", "e0", "e1"]}))
    assert rows["event"].tolist() == ["e1", "e0"]
    assert [draw._form(row) for row in rows.itertuples()] == ["point", "outside"]


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
    points = draw.event_distances(timeline.distances(mentions.head(0), corpus.reports), none)
    assert "the rules found no dated event" in draw.horizon(points, published, "n").alt
    assert draw.shared_table(timeline.shared(none, mentions.head(0)), none, published).empty


def test_every_event_that_a_report_saw_in_the_future_has_a_band_and_no_sign_of_publication_covers_another(five):
    corpus, events, mentions = five
    events, published = timeline.named(events), timeline.publications(corpus.reports)
    fig = draw.timeline(events, mentions, published, "n")
    seen = timeline.by_report(mentions)
    planned = set(seen.loc[seen["status"] == "planned", "event"])
    rows = draw.chosen(draw.ranked(events, mentions))
    bands = [patch for patch in fig.axes[0].patches if to_hex(patch.get_facecolor()).upper() == draw.FUTURE]
    assert len(bands) == rows["event"].isin(planned).sum()
    signs = [line.get_xydata()[0] for line in fig.axes[0].lines if line.get_marker() == "v"]
    places = [fig.axes[0].transData.transform(place) for place in signs]
    assert len(places) == len(published)
    assert all(np.hypot(*(a - b)) > 8 for a, b in itertools.combinations(places, 2))


def test_a_report_without_a_date_for_an_event_has_a_small_square(five):
    corpus, events, mentions = five
    fig = draw.timeline(timeline.named(events), mentions, timeline.publications(corpus.reports), "n")
    sizes = {line.get_markersize() for line in fig.axes[1].lines if line.get_marker() == "s"}
    assert sizes == {draw.DATED, draw.UNDATED}
    assert {"mentioned with a date", "mentioned, no date found"} <= {
        text.get_text() for text in fig.legends[0].get_texts()
    }


def test_the_horizon_draws_the_whole_time_of_an_event_and_leaves_unsure_points_hollow():
    rows = [("a: X", "a", "x", "lasted", -8.0, 0.0, "unsure"), ("a: Y", "a", "y", "within", -1.0, -0.2, "before")]
    rows += [("a: Z", "a", "z", "within", -0.3, 0.7, "unsure")]
    table = pd.DataFrame(rows, columns=["mark", "report", "event", "extent", "begins", "ends", "when"]).assign(
        earliest="", latest=""
    )
    published = pd.DataFrame({"report": ["a", "b"], "first": ["2020-01-01", ""], "last": ["2020-01-01", ""]})
    fig = draw.horizon(table, published, "n")
    assert "no date of publication: b." in " ".join(fig.texts[-1].get_text().split())
    lines, dots = fig.axes[0].collections
    assert [path.vertices[:, 0].tolist() for path in lines.get_paths()] == [[-8, 0], [-1, -0.2], [-0.3, 0.7]]
    assert lines.get_linewidths()[0] > lines.get_linewidths()[1]
    white = [tuple(face[:3]) == (1, 1, 1) for face in dots.get_facecolors()]
    assert white == [True, False, True]
    assert [label.get_text() for label in fig.axes[0].get_xticklabels()][-2:] == ["0", "+1"]
    far = draw.horizon(table.assign(begins=table["begins"] * 10), published, "n")  # the years after it are too few
    assert [label.get_text() for label in far.axes[0].get_xticklabels()][-1] == "0"
    assert dots.get_sizes()[0] == 0


def test_the_axis_of_many_reports_begins_where_most_events_are():
    days = ["1961-01-01", "1967-06-05", "1990-03-01", *[f"2023-0{month}-01" for month in range(1, 7)]]
    rows, ax = pd.DataFrame({"day": days, "latest": days}), figures.canvas(2)[1]
    for reports, first in ((5, 1961), (14, 2023)):
        assert draw._years(ax, rows, pd.DataFrame({"last": ["1990-01-01"] * reports})) == first
