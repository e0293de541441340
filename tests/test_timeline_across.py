"""Dates beyond asides, relative clauses and lists: every rule in three wordings, and what it must leave alone."""

import pytest
from made_corpus import between_paragraphs, made_corpus

from analysis import timeline
from analysis.timeline.chronology import empty, load_chronology


@pytest.fixture
def dated(tmp_path):
    """Return what tells the dated events of a text: dated("text") -> {label: earliest}."""

    def events_of(text, published="2021-05-15", record=None):
        corpus = made_corpus(tmp_path, {"a": (published, between_paragraphs("a", text))})
        events, mentions = timeline.find_events(corpus, empty() if record is None else record)
        labels = dict(zip(events["event"], events["label"], strict=True))
        rows = mentions[mentions["earliest"] != ""]
        return {labels[m.event]: m.earliest for m in rows.itertuples()}

    return events_of


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        # an apposition behind the name
        (
            "Operation Northern Light, the first naval operation of the Alliance, was launched on 8 December 2008.",
            {"Operation Northern Light": "2008-12-08"},
        ),
        (
            "Exercise Polar Bridge, a civilian-led exercise, is scheduled to take place in Oslo on 3 June 2022.",
            {"Exercise Polar Bridge": "2022-06-03"},
        ),
        (
            "The Harbour Fund (HF), an instrument outside the budget, was formally set up in July 2014.",
            {"Harbour Fund": "2014-07-01"},
        ),
        (
            "The Riga Treaty, one of the longest texts of its time, entered into force on 1 May 2009.",
            {"Riga Treaty": "2009-05-01"},
        ),
        # what somebody made
        (
            "The Harbour Strategy that Anna Holm presented to the Northern Council in June 2016 was long.",
            {"Harbour Strategy": "2016-06-01"},
        ),
        (
            "The Coastal Action Plan, which the services published on 30 April 2019, has deadlines.",
            {"Coastal Action Plan": "2019-04-30"},
        ),
        (
            "They welcome the Riga Declaration which the President of the Council, the President of the League and "
            "the Secretary General signed in Riga on 8 July 2016.",
            {"Riga Declaration": "2016-07-08"},
        ),
        # what happened at a short event
        (
            "Exercise Polar Bridge, which brought 340 people to Oslo in November 2019, went well.",
            {"Exercise Polar Bridge": "2019-11-01"},
        ),
        (
            "The Bergen Summit, at which nobody smiled once in May 2018, was short.",
            {"Bergen Summit": "2018-05-01"},
        ),
        (
            "Exercise Steel Harbour, which I had the honour to observe in 2017, was loud.",
            {"Exercise Steel Harbour": "2017-01-01"},
        ),
        # the first of several
        (
            "There is an annual Harbour Conference, the first of which was held in November 2019.",
            {"Harbour Conference": "2019-11-01"},
        ),
        ("The Harbour Conferences, held annually since May 2015, are dull.", {"Harbour Conferences": "2015-05-01"}),
        (
            "It runs the Northern Workshops, the last of which is due in Oslo in June 2022.",
            {"Northern Workshops": "2022-06-01"},
        ),
        # a participle, a state
        ("The Harbour Facility, proposed by the Commission in June 2018, helps.", {"Harbour Facility": "2018-06-01"}),
        ("The Harbour Facility, in place since March 2020, helps.", {"Harbour Facility": "2020-03-01"}),
        ("Operation Northern Light, under way since May 2008, goes on.", {"Operation Northern Light": "2008-05-01"}),
        # since a date somebody has had it
        ("Since 22 March 2020 the Union has had a Harbour Facility.", {"Harbour Facility": "2020-03-22"}),
        ("Since May 2018, the Alliance has had its own Northern Command.", {"Northern Command": "2018-05-01"}),
        ("Norland argues that since 2015 both have had a joint Harbour Cell.", {"Harbour Cell": "2015-01-01"}),
        # what was done to it
        (
            "They welcome the adoption, on 19 November 2018, of the Coastal Compact by both.",
            {"Coastal Compact": "2018-11-19"},
        ),
        (
            "They recall the proposal of the Commission of 13 June 2018 for a Harbour Facility.",
            {"Harbour Facility": "2018-06-13"},
        ),
        ("After the launch in May 2014 of Operation Polar Star it rained.", {"Operation Polar Star": "2014-05-01"}),
        # the law that set it up
        (
            "The Harbour Cell was established within the Staff by Council Decision (EU) 2017/971 of 8 June 2017.",
            {"Harbour Cell": "2017-06-08", "Council Decision (EU) 2017/971": "2017-06-08"},
        ),
        (
            "The Coastal Agency, created by Regulation (EC) No 2007/2004 of 26 October 2004, grew.",
            {"Coastal Agency": "2004-10-26", "Regulation (EC) No 2007/2004": "2004-10-26"},
        ),
        (
            "The Northern Fund was set up under Council Decision 2019/12 of 4 March 2019.",
            {"Northern Fund": "2019-03-04", "Council Decision 2019/12": "2019-03-04"},
        ),
        # places of a list
        (
            "Cooperation rests on three harbour declarations: Riga (8 July 2016), Oslo (10 July 2018) and, later in "
            "Tartu, 10 January 2020.",
            {"Harbour declaration in Riga": "2016-07-08", "Harbour declaration in Tartu": "2020-01-10"},
        ),
        (
            "There were two Northern summits: Bergen (May 2012), Tartu (June 2014).",
            {"Northern summit in Bergen": "2012-05-01", "Northern summit in Tartu": "2014-06-01"},
        ),
        (
            "The police counted two harbour attacks: Oslo (22 July 2011) and Riga (4 May 2013).",
            {"Harbour attack in Oslo": "2011-07-22", "Harbour attack in Riga": "2013-05-04"},
        ),
        # when
        (
            "The rule was used by Norland in February 2008, when Operation Northern Light was launched.",
            {"Operation Northern Light": "2008-02-01"},
        ),
        ("All changed in May 2014, when Norland invaded Sudland.", {"Norland invaded Sudland": "2014-05-01"}),
        (
            "This was so in 2012 when the ministers signed the Riga Treaty.",
            {"Riga Treaty": "2012-01-01"},
        ),
    ],
)  # fmt: skip
def test_a_date_reaches_its_name_across_what_stands_between(dated, sentence, told):
    found = dated(sentence)
    assert {label: day for label, day in found.items() if label in told} == told
    assert not [label for label in found if "aval operation" in label or "instrument" in label.lower()]


@pytest.mark.parametrize(
    ("sentence", "not_told"),
    [
        ("At the Bergen Summit, the ministers of Norland, who founded the Harbour Cell in 2012, met.", "Bergen Summit"),
        ("Operation Northern Light, which trained 300 people in May 2014, goes on.", "Operation Northern Light"),
        ("The Bergen Summit, which led to a common budget in 2016, was cold.", "Bergen Summit"),
        ("The Riga Treaty, the longest of its time, was amended in 2014.", "Riga Treaty"),
        ("Since 2014 the Union has had trouble with the Harbour Facility.", "Harbour Facility"),
        ("The Harbour Facility, said to be large in 2014, helps.", "Harbour Facility"),
        ("The Northern Agency, a body of some size, was asked in 2012 to help.", "Northern Agency"),
        ("They took note of the pilot project on policing in Operation Northern Light, which started in March 2017.",
         "Operation Northern Light"),
        ("There is a harbour project within the Coastal Mission, which began in 2011.", "Coastal Mission"),
        ("There was a seminar under Operation Polar Star, which was held in 2013.", "Operation Polar Star"),
        ("Five years ago there was no headquarters; the Harbour Command was created later.", "Harbour Command"),
        ("In 2012 it rained; the Bergen Summit was cold.", "Bergen Summit"),
        ("By May 2014 nobody had come; Norland joined the League.", "Norland joined the League"),
    ],
)  # fmt: skip
def test_a_date_does_not_reach_what_it_does_not_date(dated, sentence, not_told):
    assert not_told not in dated(sentence)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "On 13 November 2017 ministers signed the Harbour Compact, and four weeks later the Council extended the "
            "mandate.",
            {"Harbour Compact": "2017-11-13", "Council extended the mandate": "2017-12-11"},
        ),
        (
            "In May 2014 the League proposed the Coastal Fund, and in June 2015 the ministers adopted it.",
            {"Coastal Fund": "2015-06-01"},
        ),
        (
            "On 3 March 2012 Norland left the League and on 4 April 2013 Sudland joined the Alliance.",
            {"Norland left the League": "2012-03-03", "Sudland joined the Alliance": "2013-04-04"},
        ),
    ],
)  # fmt: skip
def test_two_clauses_with_a_date_each_keep_them(dated, sentence, told):
    assert dated(sentence) == told


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The Compact agreed on 19 November 2018 was short.", "Civilian CSDP Compact"),
        ("The annexation, proclaimed on 18 March 2014, was denied.", "Annexation of Crimea"),
        ("The referendum of 23 June 2016 changed this.", "Brexit referendum"),
        ("On 24 February 2022 Russia invaded Ukraine.", "Invasion of Ukraine"),
        ("The Compact agreed on 20 November 2018 was short.", "Compact of 20 November 2018"),
        ("The referendum of 24 June 2016 changed this.", "Referendum of 24 June 2016"),
    ],
)
def test_the_very_day_of_the_record_tells_which_event_a_bare_name_means(dated, text, label):
    assert list(dated(text, "2023-05-15", load_chronology())) == [label]
