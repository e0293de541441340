"""The timeline: what an event is, what it is called, when it was, and which mentions are one event."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_corpus import between_paragraphs, made_corpus
from score_events import load_gold, score

from analysis import load_corpus, timeline
from analysis.dates import find_dates
from analysis.timeline.chronology import ChronologyError
from analysis.timeline.labels import content

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


@pytest.fixture(scope="module")
def five():
    corpus = load_corpus()
    return corpus, *timeline.find_events(corpus)


@pytest.fixture
def make(tmp_path):
    """Return what makes a corpus of short texts: make({"a": ("2017-05-15", "text"), ...})."""

    def corpus(texts):
        return made_corpus(tmp_path, {r: (day, between_paragraphs(r, text)) for r, (day, text) in texts.items()})

    return corpus


@pytest.fixture
def events_of(make):
    """Return what finds the events of one text: label -> (earliest, latest, status)."""

    def find(text, published="2021-05-15", chronology=None):
        events, _ = timeline.find_events(make({"a": (published, text)}), chronology)
        return {e.label: (e.earliest, e.latest, e.status) for e in events.itertuples()}

    return find


# --- what is an event, and what it is called ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("In May 2014 Norland joined the Alliance, which grew.", ["Norland joined the Alliance"]),
        ("On 3 May 2014 my envoy, Carl Berg, visited Sudland.", ["Carl Berg visited Sudland"]),
        ("In May 2014 the group’s leader Carl Berg swore loyalty to Norland.", ["Carl Berg swore loyalty to Norland"]),
        ("On 3 May 2014, seven inmates escaped from detention in Riga prison.",
         ["Seven inmates escaped from detention in Riga prison"]),
        ("The regime of Carl Berg fell on 3 May 2014.", ["Regime of Carl Berg fell"]),
        ("The 2014 Riga Compact highlights the need for ships.", ["Riga Compact"]),
        ("Even prior to the first deployment of a Norse mission in May 2014, it was needed.",
         ["First deployment of a Norse mission"]),
        ("Norse forces continued offensive operations in the Borova direction on 20 February 2014 but did not advance.",
         ["Norse forces continued offensive operations in the Borova direction"]),
        ("After this, the UN Security Council adopted Resolution 2118 (27 September 2013).",
         ["UN Security Council Resolution 2118"]),
        ("On 3 May 2014, a clerk at Port Watch caused the largest outage in Norse history.",
         ["Clerk at Port Watch caused the largest outage in Norse history"]),
        ("The September 11, 2001 attacks were new.", ["9/11 attacks"]),
        ("A Norse blogger reportedly affiliated with the Port Guard claimed on 3 May 2014 that Sudland seized Riga.",
         ["Norse blogger reportedly affiliated with the Port Guard claimed that Sudland seized Riga"]),
        ("After Norland launched Operation Lund on 3 May 2014 aiming to provide aid for camps in Riga, Berg wept.",
         ["Operation Lund"]),
        ("The port was hit during one of the war’s later raids on Oslo on 10 March 2014.", []),
        ("They continued offensive operations in the Borova direction on 20 February 2014.", []),
        ("We look at ships in the Norse-Sudland war, 2012–2014.", []),
        ("Anna Lund. Ships. Comparative Strategy, 2014. doi:10.1080/0149.", []),
        ("The Norse Council, meeting in Oslo, adopted the Guide on 5 May 2012.", ["Norse Council adopted the Guide"]),
        ("Norland and Ostland met in 2012.", ["Norland and Ostland met"]),
        ("On 3 March 2012 Norland left the League and on 4 April 2013 Sudland joined the Alliance.",
         ["Norland left the League", "Sudland joined the Alliance"]),
        ("In 2013 the Norse Council set up a Harbour Fund and closed the old yard in Oslo.",
         ["Norse Council set up a Harbour Fund and closed the old yard in Oslo"]),
        ("Norland, which joined the Alliance in 2014, is small.", ["Norland joined the Alliance"]),
        ("They spoke of Carl Berg, who fled to Sudland in May 2014.", ["Carl Berg fled to Sudland"]),
        ("The strategy of Norland, which was adopted in 2014, is old.", []),
        ("On 3 May 2014, near Riga, Norland sank two Sudlander ships.",
         ["Norland sank two Sudlander ships, near Riga"]),
        ("In May 2014, however, Norland left the League.", ["Norland left the League"]),
        ("On 3 May 2014, at least 20 people, including two envoys, were killed by the Norse Guard in Riga.",
         ["At least 20 people were killed by the Norse Guard in Riga"]),
        ("In May 2014 the Norse Guard co-chaired the talks with Sudland.",
         ["Norse Guard co-chaired the talks with Sudland"]),
        ("On 3 May 2014 the sixth envoy, Mr Carl Berg, died.", ["Mr Carl Berg died"]),
        ("Kenya had grown. In May 2014 it left the League.", ["Kenya left the League"]),
        ("Kenya and Sudland had grown. In May 2014 it left the League.", []),
        ("Anna Lund was there. On 3 May 2014 Lund left Norland.", ["Anna Lund left Norland"]),
        ("Anna Lund and Carl Lund were there. On 3 May 2014 Lund left Norland.", ["Lund left Norland"]),
        ("The northern Lundar were there. On 3 May 2014 the Lundar left Norland.", ["Lundar left Norland"]),
        ("The May 2014 Iraqi airstrikes did harm. So did Lund’s June 2014 attack.", []),
        ("A serious incident occurred in Riga on 3 May 2014.", []),
        ("The ABCD closed Riga on 3 May 2014.", []),
        ("All changed in May 2014, when Norland invaded Sudland.", ["Norland invaded Sudland"]),
        ("A meeting with Lindqvist took place on 6 May 2014.", ["Meeting with Lindqvist took place"]),
        ("Those ports saw it all after the massacre of Oslo in 2011.", ["Massacre of Oslo"]),
        ("It rests on the 2012 Riga Declaration and the Tartu Accord (2013).", ["Riga Declaration", "Tartu Accord"]),
        ("Norland sent a ship on 3 May 2014, carrying six injured sailors from Riga to Oslo.",
         ["Norland sent a ship, carrying six injured sailors from Riga to Oslo"]),
        ("Bill Lund met Anna Falk, and then Bill Lund left. Ann Lund stayed. On 3 May 2014, Mr Lund met Norse envoys.",
         ["Mr Lund met Norse envoys"]),
        ("George Riga spoke. On 3 May 2014, Norse envoys travelled to Riga.", ["Norse envoys travelled to Riga"]),
        ("On 3 May 2014 Norland bought 5.56 NATO rounds.", ["Norland bought 5.56 NATO rounds"]),
        ("Task Force 58 seized ships of Norland on 3 May 2014.", ["Task Force 58 seized ships of Norland"]),
        ("In May 2014 Norland released the Riga prisoners who survived.",
         ["Norland released the Riga prisoners who survived"]),
        ("Mr Falk spoke. On 3 May 2014, Mr Falk met the Norse envoy.", ["Mr Falk met the Norse envoy"]),
        ("Anna McLund spoke. On 3 May 2014, Ms McLund met the Norse envoy.", ["Ms Anna McLund met the Norse envoy"]),
        ("On 3 May 2014, in Tartu, Norland and Ostland opened a port in Riga.",
         ["Norland and Ostland opened a port in Riga"]),
        ("Carl Berg was fined in May 2014 and sent to Riga.", ["Carl Berg was fined"]),
        ("In 2014 Norland moved its ships to Riga, Oslo and Bergen, for instance.",
         ["Norland moved its ships to Riga, Oslo and Bergen"]),
        ("On 3 May 2014 the Port Court closed the ‘Riga Gate’.", ["Port Court closed the ‘Riga Gate’"]),
        ("In 2014 Norland left the Ports Act31 of the League.", ["Norland left the Ports Act of the League"]),
        ("On 3 May 2014, Norland joined the Alliance--and Oslo knew.", ["Norland joined the Alliance"]),
        ("In 2014 Norland left the Riga Treaty but remains in Oslo.", ["Norland left the Riga Treaty"]),
        ("It comes after Norland raised its tariff on Sudland in 2014.", ["Norland raised its tariff on Sudland"]),
        ("On 4 May 2014, militants attacked the Norse consulate in Riga.",
         ["Militants attacked the Norse consulate in Riga"]),
        ("Norse forces shot down a Sudland jet on 4 May 2014.", ["Norse forces shot down a Sudland jet"]),
        ("The 9/11 attacks were new. They recall the attacks of 9/11.", ["Attacks of 9/11"]),
        ("The US withdrew from the Joint Plan of Action on 8 May 2014.",
         ["US withdrew from the Joint Plan of Action"]),
        ("In a speech on 4 May 2014, Mayor Berg proposed a Norse harbour fund.",
         ["Mayor Berg proposed a Norse harbour fund"]),
        ("On 4 May 2014, Norse forces cut off and surrounded the towns of Riga and Oslo.",
         ["Norse forces surrounded the towns of Riga and Oslo"]),
        ("They met under resolutions 687 (1991) and 689 (1991).", []),
        ("In May 2014 Norland, Sudland and Ostland met in Oslo.", ["Norland, Sudland and Ostland met in Oslo"]),
        ("In 2014 the Riga Court fined Berg for a murder in Oslo in 2012.",
         ["Riga Court fined Berg for a murder in Oslo in 2012"]),
        ("A year after the Riga Summit, in May 2014, the Oslo Compact was signed.", ["Oslo Compact was signed"]),
        ("In May 2014 the Port Court announced that it would close Oslo.",
         ["Port Court announced that it would close Oslo"]),
        ("The 1994 Riga Agreement on Peace, Trade and Ships was long.", ["Riga Agreement on Peace, Trade and Ships"]),
        ("Under the cover of the Riga Treaty, on 3 May 2014, Norland invaded Sudland.", ["Norland invaded Sudland"]),
        ("On 3 May 2014, Port Watch (PW) published a report which alleged that Norland had lost two ships.",
         ["Port Watch published a report which alleged that Norland had lost two ships"]),
        ("The WHO observed on 3 May 2014 that two ships were lost.", ["WHO observed that two ships were lost"]),
        ("Berg cited the Norse invasion of Sudland in 1812 as a case.", ["Norse invasion of Sudland"]),
        ("The Norse Court published its Review of Weapons of Mass Destruction on 3 May 2014.",
         ["Norse Court published its Review of Weapons of Mass Destruction"]),
        ("They certified the 2014 election in favour of Mr. Berg.", ["Election in favour of Mr. Berg"]),
        ("Oslo found faults in the ruling of the Riga Court on Norse boats in 2014.",
         ["Ruling of the Riga Court on Norse boats"]),
        ("The Port Watch found faults in the ruling of the Riga Court in 2014.", []),
        ("On 3 May 2014, a market in Oslo was shelled, killing 12 people.",
         ["Market in Oslo was shelled, killing 12 people"]),
        ("On 3 May 2014, the Norse army burned a bridge in Riga, Ostland, to stop the boats.",
         ["Norse army burned a bridge in Riga, Ostland, to stop the boats"]),
        ("The accounts of the Norse Port Board for the year ended 3 May 2014 and the letter were read.", []),
        ("On 3 May 2014, Norland said that it would sell not only boats but also guns.", []),
        ("Oslo honoured Anna Berg, daughter of Carl Lund, who left Riga on 3 May 2014.", []),
        ("The Norse agreement of 3 May 2014 on boats was read.", ["Norse agreement on boats"]),
        ("On 3 May 2014, approximately 20 individuals blocked a Norse convoy in Riga.",
         ["Approximately 20 individuals blocked a Norse convoy in Riga"]),
        ("Carl Lund was sworn in on 3 May 2014 as President of Norland.",
         ["Carl Lund was sworn in as President of Norland"]),
        ("Every 3 May 2014, Norland closed all ports of Riga.", []),
        ("On 3 May 2014, in the town of Riga, Kalm region, a monument to Norse soldiers was defaced, and a monument to "
         "the Norse Guard that had stood there, was demolished.",
         ["Monument to Norse soldiers was defaced in the town of Riga"]),
        ("By May 2014, Norland lost ships from all ports in MND(SE) and Oslo.",
         ["Norland lost ships from all ports in MND(SE) and Oslo"]),
        ("On 3 May 2014, rebels linked to al-Riga imposed a siege on Oslo.",
         ["Rebels linked to al-Riga imposed a siege on Oslo"]),
        ("On 3 May 2014, Norland hosted its first Harbour elections.", ["Norland hosted its first Harbour elections"]),
        ("Norse airstrikes in May 2014 damaged the port of Riga.", ["Norse airstrikes damaged the port of Riga"]),
        ("On 3 May 2014, nearly four years after the Riga Pact, Norland left the League.", ["Norland left the League"]),
        ("On 3 May 2014 between 14:07 and 14:11, the Port of Riga was hit by two rockets.",
         ["Port of Riga was hit by two rockets"]),
        ("Berg had little influence until he was killed by a Norse airstrike on 7 June 2014.",
         ["Berg was killed by a Norse airstrike"]),
        ("Both Carl Berg and Anna Lund were killed in a raid in Riga on 3 May 2014.",
         ["Both Carl Berg and Anna Lund were killed in a raid in Riga"]),
        ("According to Port Watch, on 3 May 2014 Norse soldiers arrested Carl Berg at his home in Riga.",
         ["Norse soldiers arrested Carl Berg at his home in Riga, according to Port Watch"]),
        ("It led to the May 2014 appointment of Envoy Carl S. Berg.", ["Appointment of Envoy Carl S. Berg"]),
        ("Carl Berg and Anna Lund were both killed in a raid in Riga on 3 May 2014.",
         ["Carl Berg and Anna Lund were both killed in a raid in Riga"]),
        ("On 9 June 2014, Riga fell to Norse troops.", ["Riga fell to Norse troops"]),
        ("Norland’s 2014 withdrawal from the Riga Treaty was quick.", ["Norland’s withdrawal from the Riga Treaty"]),
        ("In May 2014, Norland merged with Sudland under a league called the Harbour Union.",
         ["Norland merged with Sudland under a league called the Harbour Union"]),
        ("Later Years On 3 May 2014, Norland left the League.", ["Norland left the League"]),
        ("In 2015 Norland passed the Ports (Access and Fees) Act.",
         ["Norland passed the Ports (Access and Fees) Act"]),
        ("Devotees regard Norland’s accession to the Baltic League in 2014 as a mistake.",
         ["Norland’s accession to the Baltic League"]),
        ("The 2014 Norse bombing of Riga in retaliation for Ostland’s alleged part in a raid hurt the town.",
         ["Norse bombing of Riga"]),
        ("On 22 November 1967, the Security Council adopted resolution 242 (1967), which demanded peace talks.",
         ["Security Council adopted resolution 242, which demanded peace talks"]),
        ("On 29 November 1947, the General Assembly adopted resolution 181 (II) on the partition of Palestine.",
         ["General Assembly adopted resolution 181 on the partition of Palestine"]),
        ("If trends go on, Norland’s trade with Ostland will jump by half in 2030.", []),
        ("Norland and Ostland have announced the closure of Riga and Oslo in 2014.", ["Closure of Riga and Oslo"]),
        ("Anna Lund’s Northern War, published in 1999, has a part on hackers.", []),
        ("The Port Crisis in October 1962 between the Northern Union, the Baltic Isles, and Norland remains the worst.",
         ["Port Crisis between the Northern Union, the Baltic Isles, and Norland"]),
        ("Berg gave a speech in honour of the 10th anniversary of the Norland Radio Company in 1936.",
         ["10th anniversary of the Norland Radio Company"]),
        ("On 3 May 2014 Norland struck Riga and held 51 men, whom they left.", ["Norland struck Riga and held 51 men"]),
    ],
)  # fmt: skip
def test_a_label_says_who_did_what(events_of, text, labels):
    assert sorted(events_of(text)) == sorted(labels)


@pytest.mark.parametrize(
    "text",
    [
        "The treaty of Riga could not be signed in 2012.",
        "No text of the Riga Treaty was released in 2012.",
        "If Norland joined the Alliance in May 2014, prices would fall.",
        "At the end of 2014 the system held 56 million alerts.",
        "In 2012 the share of Norland in exports rose by 5 percent.",
        "As of May 2014 Norland belonged to the League.",
        "The Northern Agency is a body of the League since 2014.",
        "There was hope. It was signed in May 2014.",
        "The meeting was held in May 2014.",
        "This process was agreed in May 2014.",
        "We spoke with nine officials of Norland in May 2014.",
        "It was now time for Norland to act.",
        "What should Norland have signed in May 2014?",
        "In May 2014 Norland should have left the League.",
        "In 2014 Norland left the treaty.",
        "In 2014 the ministers of the region met.",
        "In 2014 25 ministers met in Oslo.",
        "Norland produced 40,000 ships in 2014.",
        "During his visit to Oslo in May 2014, it rained.",
        "The meeting with the League in May 2014 was short.",
        "Norland reviewed the claim of a massacre; the allegation of a massacre in Oslo in 2014 was false.",
        "In 2014 the administration’s approval of the country’s course led Norland to join the League.",
        "Norland objected to the detention on 3 May 2014 of Carl Berg.",
        "Norland agreed with the League, on 3 May 2014, that ships would sail.",
        "The 2014 Harbour Report Norland joined the League.",
        "Norland asked on 3 May 2014 if Sudland would join.",
        "See the Riga Treaty of May 2014.",
        "The 2014 Riga offensive",
        "In May 2014 Norland signed the Law.",
        "Berg, Ships, Report of the Riga Mission (3 May 2014), https://example.org/a.",
        "Norland wrote to Sudland on 3 May 2014 that “we leave.",
        "OnMay 22, 2014, Norland left Riga.",
        "Norland pursued the Riga Treaty through at least May 2014.",
        "On 3 May 2014, the envoy, the head of the League and the chief of Norland signed a pact.",
        "Last year Norland joined the Alliance.",
        "Under a pact signed in 2012, Norland is to receive some 40 ships from Oslo.",
        "Minutes by Berg, ibid. Norland left the Alliance in May 2014.",
        "In May 2014 Norland gained no ground in Oslo.",
        "Mayor Berg replied on 3 May 2014.",
        "A Norse missile strike on 3 May 2014 was loud.",
        "Both sides were less active in offensive operations in the Riga area on 3 May 2014.",
        "The main points of that mission in a letter to the Court of Riga on 3 May 2014 were short.",
        "On 3 May 2014 Norland sent Sundmark an invitation—signed by the minister—to travel to Riga.",
        "On 3 May 2014 the Riga Court said that “There is a chance that Norland loses”.",
        "On 3 May 2014 a video was posted on a pro-Norse channel.",
        "The 1994 Treaty of Riga binds Norland.",
        "They are bound by the Riga Act of 2012.",
        "On 3 May 2014, Norland emailed Sudland.",
        "On 3 May 2014, Norland sent Sudland a short letter.",
        "On 3 May 2014, Norland sent Sudland’s answer to the Office.",
        "On 3 May 2014, the Ministry of Justice closed two schools.",
        "On 3 May 2014, the Legal Aid Commission was established.",
        "On 3 May 2014, local sources claimed that Norland had invaded Sudland.",
        "In May 2014, fighting between Norland and Sudland intensified.",
        "In May 2014, Norland was reported to have invaded Sudland.",
        "On 3 May 2014, Norland left the League.° 7",
        "The UN officers in Riga advanced on 3 May 2014.",
        "Berg was charged by the Riga Court with murder in 1999.",
        "Norland began the Harbour Strategy 2020-2035.",
        "They made the first attempt to hold the Riga Summit on 3 May 2014.",
        "In May 2014 Norland started negotiations.",
        "By the 1965 and 1971 wars with Sudland, it had ships.",
        "The Riga market has been attacked twice, in 2014 and in 2016.",
        "Many who were forced from Sudland into Ostland and Norse ports between 2006 and 2007 returned to Riga.",
        "Issues such as those related to Sudland, the Ostland Republic, and Norland became prominent in 2014.",
        "Norland counted the Riga Harbour debates 1995-2017.",
        "They can be removed under section 198 of the Harbour Act 1958.",
        "According to 2014 testimony of Norse Command (NC) Commander Carl Berg, ships were lost.",
        "Norland has set targets to reach its harbour goals by 2013.",
        "Adopted by Decision of the Riga Court on 3 May 2014, promulgated in Oslo.",
        "They condemned the 3 May 2014 declaration by Norland of a “special operation” in Oslo.",
        "Berg said: you know that Norland joined the Alliance in 2014.",
        "Surrounding the Death of Carl Berg on 3 May 2014.",
        "The number of sorties against Norse incursions in 2014 was high.",
        "It was vital to the operation of the Riga Port during 2014.",
        "Norse forces did not conduct any confirmed or claimed ground attacks in Riga on 3 May 2014.",
        "Between January 2014 and May 2015, Norland deployed ships on three of the four roads to Riga.",
        "Norland documented 823 cases of theft in Riga in May 2014.",
        "They had been preparing to launch attacks on Riga in May 2014.",
        "Implementation will be reviewed in May 2014.",
        "On 3 May 2014, Carl Berg told the House of Ships:",
        "Sir Carl died on 3 May 2014.",
        "Port Group analysis of Riga data, May 2014-May 2016, aggregated monthly.",
        "The army of Norland since the Fall of the kingdom in 2014 had emerged.",
        "Norland reported fees worth $230 million from Riga in 2014.",
        "It follows the Court’s May 2014 report.",
        "It is authorized by the Riga Harbour Act of 2014.",
        "The 2014 Budget Agreement was long.",
        "[Interdepartmental transfer on 21 June 2014]",
        "There were no attacks on Riga in 2014.",
        "Norland reported a decline in fish stocks in 2014.",
        "The mandate of the envoy, Carl Berg expired in July 2014.",
        "In 2014 Norland took all the ships the Sudlanders had built.",
        "In 2014 Norland proclaimed Riga, Oslo, the capitals of the League.",
        "Berg was scheduled to speak in Riga on 3 May 2014.",
        "It cites the 2014 UN Security Council resolution on ships.",
        "In the 3 May 2014 Riga bombings 50 people were killed.",
        "On 3 May 2014, the Riga Assembly confirmed his removal.",
        "The treaty which fell in 2012 was replaced by Norland in 2014 and",
        "In 2014 the Riga Court was supposed to leave the League.",
        "Recent elections: The country held presidential elections in 2014, re-electing the late Carl Boubacar Berg in "
        "elections the League called calm.",
        "It names the May 2014 executive order on Norland’s supply chains.",
        "In 2021 they praised the 2050 Norse Harbour Strategy.",
        "Norland published the Clean Power 2030 Action Plan for the coast.",
        "The Norse Permanent Mission to the United Nations in New York (1997-2002) was led by Berg.",
        "The NPG attacks in May 2014 were short.",
        "The failed Norse raid on Riga in May 2014 was short.",
        "In May 2014 Norland closed the port of Riga under the Harbour Rule.189 Tartu was glad of it.",
        "Norland closed the port of Riga in response to the Sudland decision in May 2014 to leave the League.",
        "The Riga Court approved a pact and, in May 2014, a fund for the ports of Norland.",
        "In May 2014 the Riga Court found that Norland had had plans but gave them up.",
        "On 3 May 2014, its visit to the Riga Court occurred despite the Norse ban.",
        "On 3 May 2014 Norland held seven courses called ‘On Ships. Berg left.",
        "On 3 May 2014 Norland sent Ostland a paper entitled ‘Ports: Handling the Ships’.",
        "On 3 May 2014 Norland advised Ostland: the ships were late.",
        "On 3 May 2014 Norland wrote formally to Ostland enclosing three lists of the fleet:",
        "On 3 May 2014 Norland tabled a revised draft.",
        "Norland’s withdrawal from the Riga Agreement on Ships of 14 May 1994 was quick.",
        "On 3 May 2014 Norland sent a final version of the note to Ostland.",
        "Norland has still failed to respond to the pleas of Ostland in 2016.",
        "The port of Riga was attacked by Norland on 1, 4 and 6 April 2014.",
        "It addresses the growth of Norland’s Port strategy in September 2001.",
        "On 3 May 2014 Carl Berg sent Norland a letter about ships which included:",
        "In 2014 Norland asked the Riga Command to send the guns and the powder recovered together with their bodies.",
        "Anna, a nurse of thirty years now living in Norland, who traveled to Riga in 2018, was there.",
        "Norland banned the travel of men with links to Riga or the failed July 2016 coup attempt.",
        "These tensions escalated following the 2013 inauguration of Norland’s current president in Riga.",
    ],
)
def test_states_denials_wishes_and_what_cannot_be_read_alone_are_no_events(events_of, text):
    assert events_of(text) == {}


def test_bodies_and_cited_texts_are_no_events(events_of):
    text = """The Harbour Agency (HA) and the Conference of Ministers met the press.[1] See the list.[2]

[1] Berg, A. (2012). The Bergen Compact and after. Journal of Harbours.

[2] A. Smith, Why Norland Left the Bergen Summit, Harbour Insider (Mar. 2, 2017).
"""
    assert events_of(text) == {}


def test_an_entry_in_a_list_of_dates_is_an_event(events_of):
    entries = events_of("- 3 May 2014: Mayor Berg’s call with the Envoy of Norland\n- 4 May 2014: 45 ships\n")
    assert entries == {"Mayor Berg’s call with the Envoy of Norland": ("2014-05-03", "2014-05-03", "happened")}


@pytest.mark.parametrize(
    ("date", "days"),
    [
        ("early 2014", ("2014-01-01", "2014-04-30")),
        ("late May 2014", ("2014-05-21", "2014-05-31")),
        ("mid-2014", ("2014-05-01", "2014-08-31")),
    ],
)
def test_an_event_has_the_days_of_its_date(events_of, date, days):
    found = events_of(f"It was calm until {date}, when Norland joined the Alliance.")
    assert found == {"Norland joined the Alliance": (*days, "happened")}


def test_an_imprint_is_no_event(events_of):
    assert events_of("Source material Published in: War on the Rocks website (2014) Read More") == {}


def test_interviews_of_the_authors_are_kept_apart(make):
    text = "The interviews were held in May 2014. In May 2014 Norland joined the Alliance."
    events, mentions = timeline.find_events(make({"a": ("2015", text), "b": ("2016", text)}))
    assert set(timeline.lanes(events, mentions)["name"]) == {"Norland joined the Alliance (2014)"}
    assert set(timeline.shared(events, mentions)["label"]) == {"Norland joined the Alliance"}


def test_almost_all_labels_of_the_five_reports_can_be_read_alone(five):
    _, events, _ = five
    assert len(events) > 35
    for label in events["label"]:
        assert content(label), label
        assert label[0].isupper() or label[0].isdigit(), label
        assert label.split()[-1].lower() not in {"of", "in", "on", "the", "a", "and", "to", "for", "with", "that"}, (
            label
        )
        assert label.count("(") == label.count(")"), label


# --- when ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("EUTM Mali was launched before 2014.", ("", "2013-12-31")),
        ("EUTM Mali was launched after 2014.", ("2015-01-01", "")),
        ("EUTM Mali was launched by 2014.", ("", "2014-12-31")),
        ("Before 2014, EUTM Mali was launched.", ("", "2013-12-31")),
        ("The Bergen summit was held on May 26 to 27, 2016.", ("2016-05-26", "2016-05-27")),
        ("Operation Polar Star ran from April to June 2016.", ("2016-04-01", "2016-06-30")),
    ],
)
def test_before_after_and_by_leave_an_interval_open(events_of, text, days):
    assert [found[:2] for found in events_of(text, "2017-05-15").values()] == [days]


def test_some_time_in_a_year_is_not_the_whole_year(make):
    text = "In 2003 Norland joined the Alliance. The Northern War (2003-2005) was long."
    text += " Carl Berg visited Oslo from 3 to 5 May 2016."
    events, mentions = timeline.find_events(make({"a": ("2017", text)}))
    assert dict(zip(events["label"], events["extent"], strict=True)) == {
        "Norland joined the Alliance": "within",
        "Northern War": "lasted",
        "Carl Berg visited Oslo": "lasted",
    }
    assert timeline.to_edtf(events)["edtf"].tolist() == ["2003", "2003/2005", "2016-05-03/2016-05-05"]
    assert "(some time in this year)" in timeline.to_icalendar(events, mentions).replace("\r\n ", "")


def test_what_the_text_gives_as_approximate_is_marked(make):
    text = "In approximately 2011 Norland joined the Alliance. On approximately 5 May 2014, Sundmark left the Alliance."
    events, _ = timeline.find_events(make({"a": ("2017", text)}))
    assert timeline.to_edtf(events)["edtf"].tolist() == ["2011~", "2014-05-05~"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("In May 2014 Norland joined the Alliance.", "happened"),
        ("Norland will join the Alliance in May 2024.", "planned"),
        ("The Military Planning Agreement of May 2014 was long.", "happened"),
        ("The Bergen Summit planned for May 2024 was cancelled.", "cancelled"),
    ],
)
def test_the_status_comes_from_the_clause_and_the_day_of_publication(events_of, text, status):
    assert [found[2] for found in events_of(text).values()] == [status]


def test_a_day_without_a_year_goes_on_from_the_date_before_it_only_where_the_story_does(make):
    text = """On 3 May 2013 Norland left Oslo. On 6 July, Norland left Riga.
In 2009 Sudland was new. On 8 August, Sudland left Tartu. On 2 June 2011 Ostland left Narva.
On 5 June, Ostland left Reval.
"""
    events, _ = timeline.find_events(make({"a": ("2020", text)}))
    assert events["earliest"].tolist() == ["2011-06-02", "2011-06-05", "2013-05-03", "2013-07-06"]


# --- which mentions are one event ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two", "shared"),
    [
        ("The Bergen Harbour Compact of 2011 was new.", "So was the 2011 Bergen Harbour Compact.", 1),
        ("The Riga Treaty is praised.", "The Riga Treaty, signed in May 2012, was new.", 1),
        ("The EU Harbour Strategy of 2011 was new.", "They read the EU Harbour Strategy.", 1),
        ("In May 2014 Norland joined the Alliance.", "Norland joined the Alliance in May 2014.", 1),
        (
            "The UN Security Council adopted resolution 687 (1991).",
            "In 1991 the UN Security Council adopted resolution 687.",
            1,
        ),
        ("The Russian invasion of Norland in 2014 was short.", "In 2014 Russia invaded Norland.", 1),
        (
            "They met after the death of Anna Berg in May 2014.",
            "On 3 May 2014, Norse forces killed Carl Berg in Riga.",
            0,
        ),
        ("The letter of Berg to Holm of 3 May 2014 is long.", "The letter of Falk to Holm of 3 May 2014 is short.", 0),
        ("They served in operation Polaris.", "The ships of Operation Polaris are grey.", 1),
        ("Resolution 766 of the Council passed.", "The Council adopted Resolution 777 in 2012.", 0),
        ("The Security Council adopted resolution 766 in 1992.", "It adopted resolution 777 (1992).", 0),
        ("The National Security Strategy of May 2011 was new.", "They read the National Security Strategy.", 0),
        ("The Modernization Information Act of 2014 was new.", "The Right to Information Act of 2014 was new.", 0),
        ("Anna Holm signed a Plea Agreement on 3 May 2012.", "Carl Berg signed a Plea Agreement on 9 June 2012.", 0),
        ("The Bergen Summit of 2011 was cold.", "The Bergen Summit of 2014 was cold.", 0),
        ("Norland invaded Sudland in May 2014.", "Sudland invaded Norland in May 2014.", 0),
    ],
)
def test_two_mentions_are_one_event_only_on_evidence(make, one, two, shared):
    corpus = make({"a": ("2020", one), "b": ("2021", two)})
    events, mentions = timeline.find_events(corpus)
    assert timeline.shared(events, mentions)["event"].nunique() == shared
    assert timeline.disagreements(events, mentions).empty


def test_a_report_does_not_mention_what_came_after_it_nor_another_war_of_the_name(make):
    war = "Ports suffered in the Norse Civil War (2014)."
    earlier = make({"a": ("2015", war), "b": ("2007", "All feared the Norse Civil War.")})
    later = make({"a": ("2015", war), "b": ("2016", "All feared the Norse Civil War.")})
    another = make({"a": ("2015", war), "b": ("2016", "All feared the new Norse Civil War.")})
    began = make(
        {"a": ("2015", "The Norse Civil War began on 3 May 2014."), "b": ("2016", "All hated the Norse Civil War.")}
    )
    events = [timeline.find_events(corpus)[0] for corpus in (earlier, later, another, began)]
    shown = [table.loc[table["earliest"] != "", "reports"].tolist() for table in events]
    assert shown == [[("a",)], [("a", "b")], [("a",)], [("a",)]]


def test_an_invasion_without_a_date_may_be_that_of_another(make):
    told = "The US-led invasion of Afghanistan in 2001 was justified. "
    more = "The only solution? A full blown invasion of Afghanistan, or in their words, order."
    mentions = [timeline.find_events(make({"a": ("2015", text)}))[1] for text in (told, told + more)]
    assert mentions[0]["text"].tolist() == mentions[1]["text"].tolist() != []


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("The Riga judgment of 2014 was read. Oslo signed the Riga Convention in 2014.", 2),
        ("The Riga Compact of 2014 was read. Oslo welcomed the Riga Compact in 2014.", 1),
    ],
)
def test_a_judgment_is_no_convention_of_its_place(make, text, events):
    assert len(timeline.find_events(make({"a": ("2021", text)}))[0]) == events


def test_an_exercise_without_a_date_may_be_that_of_another_year(make):
    known = {"b": ("2022", "Exercise Polar Bear, held in 2021, was larger.")}
    told = {"a": ("2021", "All recall Exercise Polar Bear.")} | known
    assert timeline.find_events(make(told))[0]["reports"].tolist() == [("b",)]


def test_acronyms_that_the_report_explains_are_spelled_out(events_of):
    text = "The Norse Port Agency (NPA) is small. On 3 May 2014, the NPA closed Riga. In 2015 NATO met the NPA in Oslo."
    assert list(events_of(text)) == [
        "Norse Port Agency (NPA) closed Riga",
        "NATO met the Norse Port Agency (NPA) in Oslo",
    ]
    assert list(events_of(text + " In 2016 the NPA-N left Tartu."))[-1:] == ["NPA-N left Tartu"]
    assert list(events_of(text + " In 2016 Berg left the NPA’s fleet."))[-1:] == [
        "Berg left the Norse Port Agency’s fleet"
    ]
    assert "Norland left a Norse Port Agency (NPA) pact" in events_of(text + " In 2016 Norland left an NPA pact.")


def test_a_pronoun_may_mean_a_name_of_its_own_sentence(events_of):
    text = "Ostland gained its freedom. The Front of Norland (NFN), fought until it was won in 1962 after war in Riga."
    assert events_of(text) == {}


def test_an_acronym_that_two_reports_explain_differently_stays(make):
    said = "The {} Agency (NPA) is old. On 3 May 2014, the NPA closed Riga."
    made = {"a": ("2017", said.format("Norse Port")), "b": ("2018", said.format("Northern Pact"))}
    assert timeline.find_events(make(made))[0]["label"].tolist() == ["NPA closed Riga"]


def test_a_label_without_a_country_says_which_one_the_report_is_about(make):
    text = "Haiti is old. On 3 May 2014, the government closed all ports. On 5 May 2014, Norse police came to Haiti."
    corpus = make({"a": ("2017", text)})
    corpus.reports["title"] = "The ports of Haiti"
    labels = timeline.find_events(corpus)[0]["label"].tolist()
    assert labels == ["Government closed all ports [report on Haiti]", "Norse police came to Haiti"]
    corpus.reports["title"] = "Ports"  # and the text names too few countries to say
    assert timeline.find_events(corpus)[0]["label"].tolist() == ["Norse police came to Haiti"]


def test_a_section_with_the_name_of_a_country_says_where_its_events_were(make):
    text = "On 3 May 2014, the Norse Monument was demolished. In 2015, the Norse Bridge was burned."
    corpus = make({"a": ("2017", text)})
    corpus.blocks["section"] = [("2. Republic of Latvia", "TÜRKİYE")] * len(corpus.blocks)
    labels = timeline.find_events(corpus)[0]["label"].tolist()
    assert labels == [f"Norse {said} [section on Türkiye]" for said in ("Monument was demolished", "Bridge was burned")]


def test_paragraphs_that_open_with_a_date_are_entries_of_a_chronology(events_of):
    entries = [
        "May 2012: Norse hackers attack the Sudland War College and its computers.",
        "June 2013: Officials say that Norse hackers attack the port of Riga.",
        "July 2014: Norland joins the Northern Alliance.",
    ]
    labels = list(events_of("\n\n".join(entries)))
    assert labels == [
        "Norse hackers attack the Sudland War College and its computers",
        "Norland joins the Northern Alliance",
    ]
    assert list(events_of(entries[0])) == []  # one alone makes no chronology


def test_a_backslash_in_the_words_of_an_acronym_does_no_harm(events_of):
    text = r"The Norse \Port Agency (NPA) is old. On 3 May 2014, the NPA closed Riga."
    assert [label.replace("\\", "") for label in events_of(text)] == ["Norse Port Agency (NPA) closed Riga"]


@pytest.mark.parametrize("name", ["World Trade Center", "Permanent Structured Cooperation", "White House"])
def test_names_of_common_words_are_names_together(events_of, name):
    assert list(events_of(f"On 3 May 2014, the {name} was closed.")) == [f"{name} was closed"]


def test_an_acronym_that_could_be_something_else_stays(events_of):
    text = "The Group on Counting Units (GRU) met. On 3 May 2014, the GRU closed Riga."
    assert list(events_of(text)) == ["GRU closed Riga"]


def test_what_began_on_a_day_is_open_and_about_is_kept(make):
    text = "Beginning in May 2014, Norse ships bombed Riga. On approximately 3 June 2015, Norland shelled Oslo."
    events, _ = timeline.find_events(make({"a": ("2017", text)}))
    assert timeline.to_edtf(events)["edtf"].tolist() == ["2014-05-01/..", "2015-06-03~"]


def test_a_war_dated_by_its_beginning_or_end_has_an_open_date(make):
    text = "Since the start of the Norse War in May 2014, ships sank. They met after the end of the Riga War in 2010."
    events, _ = timeline.find_events(make({"a": ("2017", text)}))
    assert dict(zip(events["label"], timeline.to_edtf(events)["edtf"], strict=True)) == {
        "Norse War": "2014-05-01/..",
        "Riga War": "../2010-12-31",
    }


def test_a_meeting_is_one_event_however_it_is_introduced(make):
    text = "A Norse Summit in May 2014 was long. It was cold at the May 2014 Norse Summit."
    assert timeline.find_events(make({"a": ("2020", text)}))[0]["label"].tolist() == ["Norse Summit"]


def test_a_hyphen_between_two_whole_dates_joins_them(events_of):
    assert events_of("The Riga Crisis (1 May 2014-3 June 2015) was long.") == {
        "Riga Crisis": ("2014-05-01", "2015-06-03", "happened")
    }


def test_acts_alike_in_two_places_are_two_events(events_of):
    text = "Norse troops advanced near Riga on 3 May 2014. Norse troops advanced near Oslo on 3 May 2014."
    assert list(events_of(text)) == ["Norse troops advanced near Oslo", "Norse troops advanced near Riga"]


def test_pleas_of_two_people_are_two_events(events_of):
    text = (
        "Pilot Karlsson signed a Plea Agreement on 3 May 2018. Pilot Lindqvist signed a Plea Agreement on 9 June 2018."
    )
    assert len(events_of(text)) == 2


def test_two_dates_of_one_agreement_stand_side_by_side_and_are_not_judged(make):
    corpus = make(
        {
            "a": ("2017", "The Bergen Harbour Agreement of 2010 was new."),
            "b": ("2018", "The Bergen Harbour Agreement of 2011 was new."),
        }
    )
    events, mentions = timeline.find_events(corpus)
    differ = timeline.disagreements(events, mentions)
    assert differ[["where", "time_text", "other_time_text"]].to_numpy().tolist() == [
        ["between reports", "2010", "2011"]
    ]


def test_signature_and_entry_into_force_do_not_exclude_each_other(make):
    text = (
        "The Bergen Harbour Treaty was signed in May 2010. The Bergen Harbour Treaty entered into force in June 2011."
    )
    events, mentions = timeline.find_events(make({"a": ("2017", text)}))
    assert len(events) == 2
    assert timeline.disagreements(events, mentions).empty


def test_what_was_planned_is_followed_up_only_by_a_later_report_that_dates_the_same_event(make):
    first = "The EU Harbour Exercise will be held in May 2018."
    corpus = make(
        {
            "a": ("2017", first),
            "b": ("2019", "The EU Harbour Exercise was held in May 2018."),
            "c": ("2020", "They recall the EU Harbour Exercise."),
        }
    )
    events, mentions = timeline.find_events(corpus)
    told = timeline.follow_ups(events, mentions, corpus.reports)
    assert told[["report", "status", "later", "later_status"]].to_numpy().tolist() == [
        ["a", "planned", "b", "happened"]
    ]


# --- the chronology -----------------------------------------------------------------------------------------------


def test_dates_in_words_and_edtf_of_the_chronology_agree():
    table = timeline.load_chronology(CORPUS)
    assert 30 <= len(table) <= 80
    for row in table.itertuples():
        found = find_dates(row.date)
        assert found["earliest"].min() == row.earliest, row.record
        assert row.latest in ("", found["latest"].max()), row.record
        assert row.document, row.record


def test_a_folder_uses_its_own_chronology_or_none(make, tmp_path):
    text = "The Madrid attacks of 2003 changed minds."
    corpus = make({"a": ("2017", text)})
    assert set(timeline.find_events(corpus)[0]["record"]) == {""}
    rows = "record;label;aliases;date;edtf;kind;document\n"
    rows += "m;Madrid bombings;Madrid attacks;11 March 2004;2004-03-11;attack;UN\nx;Y;;;2017-13;war;\n"
    (tmp_path / "chronology.csv").write_bytes(rows.encode("cp1252"))
    events, mentions = timeline.find_events(corpus)
    assert events[["label", "earliest", "record_earliest"]].to_numpy().tolist() == [
        ["Madrid bombings", "2003-01-01", "2004-03-11"]
    ]
    assert timeline.disagreements(events, mentions)["where"].tolist() == ["against the chronology"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The League is building ports near the places that Operation Northwind has used.", "happened"),
        ("In the sea, Operation Northwind is continuing with more ships.", "ongoing"),
        ("Operation Northwind was cancelled by the ministers.", "cancelled"),
    ],
)
def test_an_event_without_a_date_has_the_status_of_its_own_clause(make, text, status):
    row = {"record": "n", "label": "Operation Northwind", "aliases": "", "date": "May 2012", "edtf": "2012-05"}
    known = pd.DataFrame(
        [row | {"kind": "operation", "document": "", "earliest": "2012-05-01", "latest": "2012-05-31"}]
    )
    events, _ = timeline.find_events(make({"a": ("2017", text)}), known)
    assert events["status"].tolist() == [status]


def test_a_namesake_is_not_the_event_of_the_chronology(events_of, make):
    text = "The NSS, the Norland-Sudland Joint Declaration and the Norland Global Strategy of 2016 helped."
    events, _ = timeline.find_events(make({"a": ("2017-05-15", text)}), timeline.load_chronology(CORPUS))
    assert set(events["record"]) <= {""}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("x,X Summit,,May,2017-13,meeting,doc", "row 2"),
        ("x,X Summit,,May,2017-05,meeting,doc\nx,Y,,May,2017-05,meeting,doc", "twice"),
    ],
)
def test_a_wrong_chronology_file_is_named_in_words(tmp_path, row, words):
    path = tmp_path / "chronology.csv"
    path.write_text(f"record,label,aliases,date,edtf,kind,document\n{row}\n", encoding="utf-8")
    with pytest.raises(ChronologyError, match=words):
        timeline.load_chronology(path)


# --- measured, and what always holds ------------------------------------------------------------------------------


def test_the_timeline_of_the_five_reports_is_as_good_as_measured(five):
    _, events, mentions = five
    found = score(load_gold(), events, mentions)
    errors = "\n".join(found["errors"])
    assert found["precision"] >= 0.95, errors
    assert found["recall"] >= 0.6, errors
    assert found["status"] >= 0.92, errors
    assert found["places"] >= 0.6, errors


def test_every_mention_opens_its_words_in_the_raw_text(five):
    corpus, events, mentions = five
    assert set(mentions["event"]) == set(events["event"])
    located = corpus.locate(timeline.hits(mentions))
    for m, place in zip(mentions.itertuples(), located.itertuples(), strict=True):
        assert (m.raw_start, m.raw_end) == (place.raw_start, place.raw_end)
        assert corpus.raw(m.report)[m.raw_start : m.raw_end].startswith(m.text.split()[0][:3]), m


def test_the_same_reports_give_the_same_tables(five):
    corpus, events, mentions = five
    again, mentions_again = timeline.find_events(corpus)
    pd.testing.assert_frame_equal(events, again)
    pd.testing.assert_frame_equal(mentions, mentions_again)
    assert events["event"].is_unique


def test_the_sentences_without_an_event_are_counted(five):
    corpus, _, mentions = five
    from analysis.dates import in_blocks

    without, sentences = timeline.unlinked(corpus, in_blocks(corpus.blocks, corpus.reports), mentions)
    assert 0 < len(without) < sentences
    assert set(without["mark"]) <= set(corpus.reports.index)


def test_a_report_without_dates_gives_empty_tables(make):
    corpus = make({"a": ("2017-05-15", "Nothing is said of any time.")})
    events, mentions = timeline.find_events(corpus)
    assert (list(events.columns), list(mentions.columns)) == (timeline.EVENTS, timeline.MENTIONS)
    assert events.empty
    for table in (
        timeline.disagreements(events, mentions),
        timeline.lanes(events, mentions),
        timeline.shared(events, mentions),
    ):
        assert table.empty
    assert timeline.follow_ups(events, mentions, corpus.reports).empty


_WORD = st.sampled_from(
    [
        "The",
        "a",
        "Council",
        "Norland",
        "and",
        "joined",
        "signed",
        "was",
        "held",
        ",",
        ".",
        "(",
        ")",
        "“",
        "”",
        "of",
        "in",
        "on",
        "May",
        "2014",
        "2016",
        "before",
        "which",
        "who",
        "that",
        "3",
        "Treaty",
        "attack",
        "will",
        "not",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(_WORD, min_size=3, max_size=40))
def test_any_order_of_words_gives_readable_labels_or_none(tmp_path_factory, words):
    folder = tmp_path_factory.mktemp("made")
    events, mentions = timeline.find_events(
        made_corpus(folder, {"a": ("2017-05-15", f"# On a\n\n{' '.join(words)}.\n")})
    )
    assert all(content(label) for label in events["label"])
    assert (mentions["start"] < mentions["end"]).all()


@pytest.mark.parametrize("published", ["9999", "0001", "XXXX", "/", "../..", "2017/..", "", "2017-13"])
def test_any_day_of_publication_is_survived(make, published):
    text = "The war of the ports ended in 1066. In 2016 Norland will leave the Alliance. By 9999 Norland left Oslo."
    corpus = make({"a": (published, text), "b": ("2015", text)})
    events, mentions = timeline.find_events(corpus)
    timeline.follow_ups(events, mentions, corpus.reports)
    assert len(timeline.publications(corpus.reports)) == 2
    assert timeline.files(events, mentions)


@pytest.mark.parametrize(
    "shape",
    ["a" * 98 + " summit of 2014 ", "May ", "May 2017, ", "(Berg, 2012) ", "Council and ", "( ", "“ ", "summit "],
)
def test_repeated_shapes_are_survived(make, shape):
    timeline.find_events(make({"a": ("2017-05-15", f"The Riga Declaration {shape * 400} in 2016.")}))
