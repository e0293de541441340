import time
from functools import partial

import pandas as pd
import pytest
from made_corpus import made_corpus
from score_events import load_gold, score

from analysis import load_corpus, timeline
from analysis.dates import find_dates
from analysis.timeline import vocabulary
from analysis.timeline.chronology import ChronologyError, empty, load_chronology
from analysis.timeline.names import find_names
from analysis.timeline.status import CUES, status_of


@pytest.fixture(scope="module")
def five():
    corpus = load_corpus()
    return corpus, *timeline.find_events(corpus)


@pytest.fixture
def make(tmp_path):
    """Return what makes a corpus of short texts: make({"a": ("2017-05-15", "text"), ...})."""

    return partial(made_corpus, tmp_path)


def told(corpus, record=None):
    """Return events by the words of their mentions."""
    events, mentions = timeline.find_events(corpus, empty() if record is None else record)
    return mentions.merge(events[["event", "label", "kind"]], on="event").set_index("text")


# --- names -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("head", vocabulary.HEADS, ids=lambda head: head.kind)
def test_each_head_finds_its_example_and_leaves_its_look_alike(head):
    assert [n.kind for n in find_names(head.example) if n.proper or head.common] == [head.kind]
    assert not [n for n in find_names(head.not_this) if n.kind == head.kind and (n.proper or head.common)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "the Statement on the implementation of the Oslo Declaration was",
            ["Statement on the implementation of the Oslo Declaration"],
        ),
        ("the Serious and Organised Crime Assessment lists", ["Serious and Organised Crime Assessment"]),
        ("the adoption of the Warsaw Compact", ["Warsaw Compact"]),
        ("the Black Sea Plan and the Baltic Roadmap", ["Black Sea Plan", "Baltic Roadmap"]),
        ("an agreement between Interpol and the Harbour Board", ["agreement between Interpol and the Harbour Board"]),
        ("the North Atlantic Treaty Organization and crisis management", []),
        ("Operation Northern Light in Bergen", ["Operation Northern Light in Bergen"]),
    ],
)
def test_a_name_ends_where_it_ends(text, names):
    assert [n.text for n in find_names(text) if n.proper] == names


# --- dates and what they date ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "words", "when", "rule"),
    [
        ("It builds on the 1999 Tampere Strategy.", "Tampere Strategy", "1999", "before the name"),
        ("The Riga Declaration, signed in May 2012, was short.", "Riga Declaration", "May 2012", "behind the name"),
        ("The attacks in Oslo in 2011 and Ankara in 2015 changed minds.", "Ankara", "2015", "head left out"),
        ("In March 2014 Norland joined the Alliance.", "Norland joined the Alliance", "March 2014", "in the clause"),
        ("In June 2009, ten states signed the Bergen Compact.", "Bergen Compact", "June 2009", "opens the sentence"),
        ("On 3 May 2012, the cable was cut.", "the cable was cut", "3 May 2012", "opens the sentence"),
        ("The first ships sailed on 3 May 2012.", "The first ships sailed", "3 May 2012", "closes the clause"),
        ("The Harbour Cell was set up in 2010.", "Harbour Cell", "2010", "behind the name"),
        ("Currently, Norland is negotiating a treaty.", "Norland is negotiating a treaty", "Currently", "going on"),
    ],
)  # fmt: skip
def test_a_date_dates_the_words_beside_it(make, sentence, words, when, rule):
    mentions = told(make({"a": ("2017-05-15", f"# On a\n\n{sentence}\n")}))
    assert words in mentions.index
    assert (mentions.loc[words, "time_text"], mentions.loc[words, "rule"]) == (when, rule)


def test_several_dates_and_events_in_one_sentence_keep_apart(make):
    text = "After the Riga Declaration in July 2010 and the Tartu Plan of May 2011 the 2012 Bergen Strategy followed."
    mentions = told(make({"a": ("2017-05-15", f"# On a\n\n{text}\n")}))
    dates = {name: mentions.loc[name, "earliest"] for name in ("Riga Declaration", "Tartu Plan", "Bergen Strategy")}
    assert dates == {
        "Riga Declaration": "2010-07-01",
        "Tartu Plan": "2011-05-01",
        "Bergen Strategy": "2012-01-01",
    }
    assert mentions["event"].nunique() == 3


def test_verbs_that_share_a_date_share_it(make):
    text = "In 2013 the Council established a Harbour Fund, launched a Coastal Centre, and extended its mission."
    mentions = told(make({"a": ("2017-05-15", f"# On a\n\n{text}\n")}))
    assert set(mentions["time_text"]) == {"2013"}
    assert mentions["event"].nunique() == 3


def test_a_cited_paper_is_no_event_but_a_cited_official_text_is(make):
    text = """# On a

The matter is old.[1] Others agree.[2]

[1] Berg, A. (2012). The Bergen Compact and after. Journal of Harbours.

[2] Council of the EU (2014), Bergen Strategy: a safer coast.
"""
    mentions = told(make({"a": ("2017-05-15", text)}))
    assert "Bergen Compact" not in mentions.index
    assert mentions.loc["Bergen Strategy", "earliest"] == "2014-01-01"


def test_a_month_without_year_takes_the_year_that_stands_elsewhere(make):
    text = "# On a\n\nThe Tartu Plan of December 2015 was bold. The December Tartu Plan is remembered.\n"
    events, mentions = timeline.find_events(make({"a": ("2017-05-15", text)}), empty())
    assert len(events) == 1
    assert timeline.disagreements(events, mentions).empty


# --- one event, many mentions ------------------------------------------------------------------------------------


def test_one_event_is_found_under_its_names_in_several_reports(make):
    first = "The Parallel Harbour Exercise (PHX) of 2010 went well. PHX was a first. The Bergen Compact is praised."
    second = "The 2011 Bergen Compact was new. So was the Parallel Harbour Exercise."
    corpus = make({"a": ("2012-05", f"# On a\n\n{first}\n"), "b": ("2015-05", f"# On b\n\n{second}\n")})
    events, mentions = timeline.find_events(corpus, empty())
    reports = dict(zip(events["label"], events["reports"], strict=True))
    assert reports == {"Parallel Harbour Exercise": ("a", "b"), "Bergen Compact": ("a", "b")}
    assert "PHX" in set(mentions["text"])


def test_two_events_of_one_month_stay_two(make):
    text = (
        "# On a\n\nIn December 2016 leaders agreed on a plan for ports. The Riga Agenda of December 2016 are others.\n"
    )
    events, _ = timeline.find_events(make({"a": ("2017-05-15", text)}), empty())
    assert len(events) == 2


def test_a_name_that_two_events_might_have_joins_neither(make):
    text = "# On a\n\nThe Riga Joint Pact of 2010 and the Oslo Joint Pact of 2014 differ. A Joint Pact helps.\n"
    _, mentions = timeline.find_events(make({"a": ("2017-05-15", text)}), empty())
    assert len(mentions) == 2


def test_a_name_with_a_dash_or_a_hyphen_is_one_name(make):
    first = "A third EU–NATO Harbour Declaration is expected in 2023."
    second = "The EU-NATO Harbour Declaration of 10 January 2023 was signed."
    corpus = make({"a": ("2022-06", f"# On a\n\n{first}\n"), "b": ("2024-01", f"# On b\n\n## Now\n\n{second}\n")})
    events, mentions = timeline.find_events(corpus, empty())
    assert events[["earliest", "status", "reports"]].to_numpy().tolist() == [["2023-01-10", "happened", ("a", "b")]]
    assert mentions["status"].tolist() == ["planned", "happened"]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (
            "On 14 May 2012 the ministers decided to open talks with Norland.",
            "the ministers decided to open talks with Norland",
        ),
        ("Norland and Sudland applied for membership on 18 May 2012.", "Norland and Sudland applied for membership"),
        ("Prices rose, and it was noted in 2012.", None),
    ],
)
def test_a_clause_is_told_whole_or_not_at_all(make, sentence, words):
    mentions = told(make({"a": ("2017-05-15", f"# On a\n\n{sentence}\n")}))
    assert list(mentions.index) == ([words] if words else [])


@pytest.mark.parametrize(
    ("sentence", "labels"),
    [
        (
            "Norland applied for membership on 18 May 2012 and joined the Alliance on 4 April 2013.",
            {"Norland applied for membership": "2012-05-18", "Norland joined the Alliance": "2013-04-04"},
        ),
        (
            "The Harbour Treaty (HT) was signed at the Bergen Summit in 2006.",
            {"Harbour Treaty": "2006-01-01", "Bergen Summit": "2006-01-01"},
        ),
        ("The 2014 budget will be adopted in November 2013.", {"Budget will be adopted": "2013-11-01"}),
        (
            "Norland and Sudland were granted a loan on 3 May 2012.",
            {"Norland and Sudland were granted a loan": "2012-05-03"},
        ),
        ("The Harbour Treaty collapsed in August 2009.", {"Harbour Treaty collapsed": "2009-08-01"}),
        ("The Council adopted Resolution 1325 on 31 October 2000.", {"Resolution 1325": "2000-10-31"}),
        ("The judgment of 8 April 2014 was clear.", {"Judgment of 8 April 2014": "2014-04-08"}),
        (
            "In 2012 states shared their plans, in a process known as the Coordinated Harbour Review (CHR).",
            {"Coordinated Harbour Review": "2012-01-01"},
        ),
        ("The treaty could not enter into force in 2012.", {}),
        ("In 2015, Berg and Holm argued that the plan had failed.", {}),
        ("In 2014, the Harbour Report noted that the Alliance grew.", {}),
        ("At the end of 2014 the system held 56 million alerts.", {}),
        ("In 2012, the Harbour Fund had a budget of 3 billion.", {}),
    ],
)
def test_an_event_has_a_short_label_and_its_own_date_or_is_none(make, sentence, labels):
    events, _ = timeline.find_events(make({"a": ("2017-05-15", f"# On a\n\n{sentence}\n")}), empty())
    assert dict(zip(events["label"], events["earliest"], strict=True)) == labels


# --- status ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.status)
def test_each_cue_gives_its_status_and_leaves_its_look_alike(cue):
    assert status_of(cue.example, "", "", ("", "")) == cue.status
    assert status_of(cue.not_this, "", "", ("", "")) == "happened"


def test_a_summit_is_planned_before_and_past_after(make):
    corpus = make(
        {
            "a": ("2013-06", "# On a\n\nIt is for the NATO summit in 2014 to decide.\n"),
            "b": ("2017-05-15", "# On b\n\nThe document was agreed at the Wales Summit in 2014.\n"),
        }
    )
    events, mentions = timeline.find_events(corpus, load_chronology())
    follow = timeline.follow_ups(events, mentions, corpus.reports)
    assert follow[["report", "status", "later", "later_status", "sure"]].to_numpy().tolist() == [
        ["a", "planned", "b", "happened", True]
    ]
    assert events.loc[0, "status"] == "happened"


# --- the record, and contradictions ------------------------------------------------------------------------------


def test_dates_in_words_and_edtf_of_the_chronology_agree():
    record = load_chronology()
    assert 30 <= len(record) <= 80
    for row in record.itertuples():
        found = find_dates(row.date)
        assert found["earliest"].min() == row.earliest, row.record
        assert row.latest in ("", found["latest"].max()), row.record
        assert row.document, row.record


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("x,X Summit,,May,2017-13,meeting,doc", "row 2"),
        ("x,X Summit,,May,2017-05,meeting,doc\nx,Y,,May,2017-05,meeting,doc", "twice"),
    ],
)
def test_a_wrong_chronology_is_named_in_words(tmp_path, row, words):
    path = tmp_path / "chronology.csv"
    path.write_text(f"record,label,aliases,date,edtf,kind,document\n{row}\n", encoding="utf-8")
    with pytest.raises(ChronologyError, match=words):
        load_chronology(path)


def test_two_dates_of_one_event_stand_side_by_side(make):
    corpus = make(
        {
            "a": ("2017-05-15", "# On a\n\nThe Bergen Harbour Treaty of 2010 was new.\n"),
            "b": ("2018-05-15", "# On b\n\nThe Bergen Harbour Treaty of 2011 was new.\n"),
        }
    )
    events, mentions = timeline.find_events(corpus, empty())
    clash = timeline.disagreements(events, mentions)
    assert len(events) == 1
    assert clash[["where", "time_text", "other_time_text"]].to_numpy().tolist() == [["between reports", "2010", "2011"]]


def test_the_record_shows_an_attack_in_the_wrong_year_and_changes_nothing(five):
    _, events, mentions = five
    clash = timeline.disagreements(events, mentions).set_index("where").loc[["against the record"]]
    assert clash[["label", "time_text", "other_earliest"]].to_numpy().tolist() == [
        ["Madrid attacks", "2003", "2004-03-11"]
    ]
    assert events.set_index("label").loc["Madrid attacks", "earliest"] == "2003-01-01"


def test_what_no_report_dates_is_placed_by_the_record_only(five):
    _, events, _ = five
    treaty = events.set_index("label").loc["Lisbon Treaty"]
    assert (treaty["earliest"], treaty["record_earliest"]) == ("", "2007-12-13")


def test_a_namesake_is_not_the_event_of_the_record(make):
    text = (
        "# On a\n\nThe Norland-Sudland Joint Declaration and the Norland Counter-Terrorism Strategy of 2011 helped.\n"
    )
    events, mentions = timeline.find_events(make({"a": ("2017-05-15", text)}), load_chronology())
    assert set(events["record"]) == {""}
    assert timeline.disagreements(events, mentions).empty


def test_what_goes_on_now_has_its_name_from_the_next_sentence_and_contradicts_no_date(make):
    text = """# On a

Currently, states are setting up a permanent framework of their own. Many projects are ready for such
"Permanent Structured Cooperation" (PESCO).
"""
    events, mentions = timeline.find_events(make({"a": ("2017-06-15", text)}), load_chronology())
    assert events[["label", "status", "record"]].to_numpy().tolist() == [["PESCO", "ongoing", "pesco"]]
    assert timeline.disagreements(events, mentions).empty


# --- measured ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reports", [["coe-2021", "ieceu-2017", "eeas-2017"], ["eln-2017", "egmont-2013"], None], ids=["three", "two", "all"]
)
def test_the_timeline_of_the_five_reports_is_as_good_as_measured(five, reports):
    _, events, mentions = five
    found = score(load_gold(), events, mentions, reports)
    errors = "\n".join(found["errors"])
    assert found["recall"] >= 0.95, errors
    assert found["status"] >= 0.95, errors
    if reports is None:
        assert found["precision"] >= 0.95, errors
        assert found["strict_precision"] >= 0.92, errors
        assert found["places"] >= 0.70, errors


def test_every_mention_opens_its_words_in_the_raw_text(five):
    corpus, events, mentions = five
    assert set(mentions["event"]) == set(events["event"])
    located = corpus.locate(timeline.hits(mentions))
    for m, place in zip(mentions.itertuples(), located.itertuples(), strict=True):
        assert (m.start, m.end) == (place.raw_start, place.raw_end)
        first, last = m.text.split()[0], m.text.split()[-1]
        raw = corpus.raw(m.report)[m.start : m.end]
        assert raw.startswith(first[:3]), m
        assert raw.rstrip().endswith(last[-2:]), m


def test_a_report_without_dates_gives_empty_tables(make):
    corpus = make({"a": ("2017-05-15", "# On a\n\nNothing is said of any time.\n")})
    events, mentions = timeline.find_events(corpus)
    assert (list(events.columns), list(mentions.columns)) == (timeline.EVENTS, timeline.MENTIONS)
    assert events.empty
    assert mentions.empty
    assert timeline.disagreements(events, mentions).empty
    assert timeline.lanes(events, mentions).empty
    assert timeline.shared(events, mentions).empty
    assert timeline.follow_ups(events, mentions, corpus.reports).empty


def test_the_order_of_blocks_in_the_table_does_not_matter(five):
    corpus, events, mentions = five
    again, mentions_again = timeline.find_events(corpus)
    pd.testing.assert_frame_equal(events, again)
    pd.testing.assert_frame_equal(mentions, mentions_again)
    assert events["event"].is_unique


def test_twice_the_text_takes_about_twice_the_time(make):
    line = "In March 2014 Norland joined the Alliance, after the Riga Declaration of 2012 (see the Bergen Compact).\n\n"
    small = make({"a": ("2017-05-15", "# On a\n\n" + line * 40)})
    start = time.perf_counter()
    timeline.find_events(small, empty())
    one = time.perf_counter() - start
    large = make({"a": ("2017-05-15", "# On a\n\n" + line * 320)})
    start = time.perf_counter()
    timeline.find_events(large, empty())
    assert time.perf_counter() - start < 8 * 3 * one + 0.5


@pytest.mark.parametrize(
    "nasty", ["a" * 50_000, " ".join(["of the"] * 10_000), "2016 " * 5_000, "( " * 20_000, "Council " * 10_000]
)
def test_hostile_text_takes_no_hostile_time(make, nasty):
    corpus = make({"a": ("2017-05-15", f"# On a\n\nThe Riga Declaration {nasty} in 2016.\n")})
    start = time.perf_counter()
    timeline.find_events(corpus, empty())
    assert time.perf_counter() - start < 10
