"""What a clause tells can be read or is none; what is past is not planned; a short name is known."""

import pytest
from made_corpus import OTHER, between_paragraphs, made_corpus

from analysis import timeline
from analysis.timeline.chronology import empty, load_chronology


@pytest.fixture
def make(tmp_path):
    """Return what makes a corpus of short texts: make({"a": ("2017-05-15", "text"), ...})."""

    def corpus(texts):
        told = {report: (day, between_paragraphs(report, text)) for report, (day, text) in texts.items()}
        return made_corpus(tmp_path, told)

    return corpus


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        # the verb stays
        ("The fifth package had been proposed by us in May 2014.", ["Fifth package had been proposed by us"]),
        ("New rules were proposed by Norland on 3 May 2014.", ["New rules were proposed by Norland"]),
        ("The ferries were planned by the League in 2014.", ["Ferries were planned by the League"]),
        # a pronoun is resolved by the sentence before, or nothing is told
        (
            "The Bergen letter, sent by three states, asked for ships. It was rejected by Norland in May 2014.",
            ["Bergen letter was rejected by Norland"],
        ),
        (
            "A coastal patrol was sent within two weeks. It began its work on 1 October 2014.",
            ["Coastal patrol began its work"],
        ),
        ("In 2013 the states met. They adopted new rules in May 2014.", ["States adopted new rules", "States met"]),
        ("There is hope. It was rejected in May 2014.", []),
        ("The Committee was glad. She joined the League in May 2014.", []),
        ("I opened its office myself on 10 December 2014.", []),
        # a question is no event
        ("What should be achieved at the end of 2014?", []),
        ("Asked whether Norland would join the League in May 2014, she smiled.", []),
        ("Nobody knows how it was agreed in May 2014.", []),
        # the subject stands before the date or before an aside
        (
            "The notification of 13 November 2014 was signed by more states than usual.",
            ["Notification was signed by more states than usual"],
        ),
        (
            "The Harbour Guide, published on 5 January 2012, announced a turn to the north.",
            ["Harbour Guide announced a turn to the north"],
        ),
        (
            "The staff of the office, about 400 people, were transferred on 1 January 2012.",
            ["Staff of the office were transferred"],
        ),
        # the end is a word that can stand last
        ("The first troops began a training in the first week of April 2014.", ["First troops began a training"]),
        ("The League started talks by the end of May 2014.", ["League started talks"]),
        ("The harbour was closed during the summer of 2014.", ["Harbour was closed"]),
        # a verb without its object
        (
            "The League decided in the autumn of 2014 to help reform the harbours.",
            ["League decided to help reform the harbours"],
        ),
        ("Rules count, as 13 states proposed in May 2014.", []),
        ("That is what the services published in May 2014.", []),
        # fractions keep their article
        ("A third of its posts were closed in May 2014.", ["A third of its posts were closed"]),
        ("Half of the ships were sent home on 3 May 2014.", ["Half of the ships were sent home"]),
        ("A series of ships was attacked in May 2014.", ["A series of ships was attacked"]),
        # to declare that something must be is no event
        ("In May 2014 the ministers declared that ships were needed.", []),
    ],
)  # fmt: skip
def test_a_label_can_be_read_by_itself_or_there_is_none(make, text, labels):
    events, _ = timeline.find_events(make({"a": ("2015-05-15", text)}), empty())
    assert sorted(events["label"][events["earliest"] != ""]) == labels


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("More experts will be sent to the Bergen Harbour Mission.", "happened"),
        ("The exercise will involve the Bergen Harbour Mission and others.", "happened"),
        ("The League should support the Bergen Harbour Mission.", "happened"),
        ("The Bergen Harbour Mission is still continuing.", "ongoing"),
    ],
)
def test_what_began_before_a_report_is_not_planned_in_it(make, text, status):
    first = ("2012-05", "The Bergen Harbour Mission was launched on 3 March 2011.")
    corpus = make({"a": first, "b": ("2015-05-15", text)})
    events, mentions = timeline.find_events(corpus, empty())
    assert mentions[mentions["report"] == "b"]["status"].tolist() == [status]
    assert timeline.follow_ups(events, mentions, corpus.reports).empty


def test_what_began_after_a_report_is_planned_in_it(make):
    first = ("2010-05-15", "The Bergen Harbour Treaty will be signed soon, and the Bergen Harbour Treaty needs money.")
    second = ("2012-05-15", "The Bergen Harbour Treaty was signed on 3 March 2011.")
    corpus = make({"a": first, "b": second})
    events, mentions = timeline.find_events(corpus, empty())
    assert set(mentions[mentions["report"] == "a"]["status"]) == {"planned"}
    follow = timeline.follow_ups(events, mentions, corpus.reports)
    assert follow[["report", "status", "later", "later_status"]].to_numpy().tolist() == [
        ["a", "planned", "b", "happened"]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The Harbour Facility, proposed by the League in June 2012, would help.",
        "They recall the proposal of the League of 13 June 2012 for a Harbour Facility.",
        "The Harbour Facility, first proposed in 2012, is debated.",
    ],
)  # fmt: skip
def test_the_date_of_a_proposal_contradicts_nothing(make, text):
    second = ("2015-05-15", "The Harbour Facility was established on 22 March 2014.")
    corpus = make({"a": ("2013-05-15", text), "b": second})
    events, mentions = timeline.find_events(corpus, empty())
    assert events["reports"].tolist() == [("a", "b")]
    assert mentions["status"].tolist() == ["proposed", "happened"]
    assert timeline.disagreements(events, mentions).empty


@pytest.mark.parametrize(
    ("one", "two", "clashes"),
    [
        ("The Treaty of Lisbon was signed on 13 December 2007.", "The Lisbon Treaty took effect in December 2009.", 0),
        ("PESCO was launched on 13 November 2017.", "PESCO was set up in December 2017.", 0),
        ("The Lisbon Treaty took effect on 1 December 2009.", "The Lisbon Treaty of 13 December 2007 is long.", 0),
        ("The Treaty of Lisbon was signed on 13 December 2007.", "The Lisbon Treaty came into force in May 2010.", 1),
        ("EUTM Mali was launched on 18 February 2013.", "EUTM Mali was launched in May 2014.", 1),
    ],
)  # fmt: skip
def test_signature_and_entry_into_force_do_not_contradict_each_other(make, one, two, clashes):
    corpus = make({"a": ("2019-05-15", one), "b": ("2020-05-15", two)})
    events, mentions = timeline.find_events(corpus, load_chronology())
    assert len(events) == 1
    found = timeline.disagreements(events, mentions)
    assert (found["where"] == "between reports").sum() == clashes


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "The Harbour Compass is awaited. Leaders will adopt the Compass in March 2022.",
            {"Harbour Compass": "2022-03-01"},
        ),
        (
            "It rests on the Treaty of Bergen. The Treaty was signed on 13 May 2017 and took effect on 1 June 2018.",
            {"Treaty of Bergen": "2017-05-13"},
        ),
        ("The Coastal Pact is new. This Pact of May 2019 is good.", {"Coastal Pact": "2019-05-01"}),
        (
            "The Bergen Pact of 2010 and the Oslo Pact of 2014 differ. The Pact of May 2019 is good.",
            {"Pact of May 2019": "2019-05-01"},
        ),
        ("The Coastal Pact of 2012 is old. A Pact of May 2019 replaced it.", {"Pact of May 2019": "2019-05-01"}),
    ],
)  # fmt: skip
def test_a_shortened_name_is_the_full_one_if_there_is_one_only(make, text, labels):
    events, _ = timeline.find_events(make({"a": ("2020-05-15", text)}), empty())
    found = dict(zip(events["label"], events["earliest"], strict=True))
    assert labels.items() <= found.items()


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("The Government should press for a new European Security Strategy to be drafted in 2014.",
         ["New European Security Strategy"]),
        ("A second EU Global Strategy is needed by 2026.", ["Second EU Global Strategy"]),
        ("They want an updated European Security Strategy.", []),
        ("The European Security Strategy of 2003 is old.", ["European Security Strategy"]),
    ],
)  # fmt: skip
def test_a_new_text_is_not_the_one_there_is(make, text, labels):
    corpus = make({"a": ("2013-05-15", text)})
    events, mentions = timeline.find_events(corpus, load_chronology())
    assert events["label"].tolist() == labels
    assert timeline.disagreements(events, mentions).empty


@pytest.mark.parametrize(
    "text",
    [
        "The Presidents of the European Council and of the Commission have asked for a report.",
        "The European Council has to say more.",
        "It is for the European Council to speak.",
    ],
)
def test_a_body_that_meets_is_no_meeting(make, text):
    meeting = "The goals were agreed at the European Council held in Bergen on 19 and 20 June 2000."
    _, mentions = timeline.find_events(make({"a": ("2013-05-15", f"{meeting}\n\n{text}")}), empty())
    assert len(mentions) == 1


@pytest.mark.parametrize("heading", ["About the author", "About the authors", "About the Author"])
def test_the_lives_of_authors_are_no_source_of_events(make, heading):
    life = (
        f"## {heading}\n\nAnna Holm is a fellow. She served with EUPOL Norland from 2011 to 2014 and joined us in 2015."
    )
    events, _ = timeline.find_events(make({"a": ("2018-05-15", f"{OTHER}\n\n{life}")}), empty())
    assert events.empty
