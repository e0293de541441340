"""Words are found where they stand, with the case that tells them apart; numbers and addresses are no words."""

import random
import time
import unicodedata

import pandas as pd
import pytest

from analysis import terms
from analysis.language import singular


def sentences(*texts, report="a"):
    return pd.DataFrame({"report": report, "block": range(len(texts)), "sentence": 0, "text": list(texts), "start": 0})


def words(text, **options):
    return terms.tokenise(sentences(text), **options)["term"].tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The EU’s mission", ["the", "EU", "mission"]),
        ("missions’ work, it's done", ["missions", "work", "it", "done"]),
        ("they can't and won’t", ["they", "can't", "and", "won't"]),
        ("US troops told us", ["US", "troops", "told", "us"]),
        ("IT systems: it works", ["IT", "systems", "it", "works"]),
        ("P&S and R&D", ["P&S", "and", "R&D"]),
        ("e.g. the U.S. view, i.e. ours", ["e.g.", "the", "US", "view", "i.e.", "ours"]),
        ("the U.S.-led force, U.N.-EU talks, the U.S.'s", ["the", "US-led", "force", "UN-EU", "talks", "the", "US"]),
        ("Tell the A.U.", ["tell", "the", "AU"]),
        ("CSDP-JHA or EU–NATO", ["CSDP-JHA", "or", "EU-NATO"]),
        ("hybrid- and cyber-attacks", ["hybrid", "and", "cyber-attacks"]),
        ("mission/operation", ["mission", "operation"]),
        ("D6.5 and 3D, WP6", ["d6.5", "and", "3D", "WP6"]),
        ("on 27 March 2017, 2016-17, 9/11, the 27th, 1,200", ["on", "March", "the"]),
        ("see http://www.nato.int/cps/en, www.x.eu or x.eu/y_z", ["see", "or"]),
        ("mail a.b@c-d.eu now", ["mail", "now"]),
        ("CivMil and NATO-Led Multi-Layer", ["CivMil", "and", "NATO-led", "multi-layer"]),
        ("In May we may go", ["in", "May", "we", "may", "go"]),
        # Pieces that are no words.
        ("The 1990's were calm, the 1980s not; the 27th's end.", ["the", "were", "calm", "the", "not", "the", "end"]),
        ("See europa.eu, www.un.org or annex.pdf for more.", ["see", "or", "for", "more"]),
        ("He holds a Ph.D. and an LL.M. in law.", ["he", "holds", "a", "Ph.D.", "and", "an", "LL.M.", "in", "law"]),
        ("The State(s) under (a) and (ii)", ["the", "state", "under", "and"]),
        ("the “Commission”’s view, they ’ll go", ["the", "commission", "view", "they", "go"]),
        ("the Union.It is so. A new Deal.the", ["the", "union", "it", "is", "so", "a", "new", "deal", "the"]),
        ("(EU) states (so far), vitamin C or B.", ["EU", "states", "so", "far", "vitamin", "c", "or", "b"]),
        ("", []),
        ("— 42 …", []),
    ],
)
def test_what_is_a_word(text, expected):
    assert words(text) == expected


def test_compounds_can_be_split():
    assert words("CSDP-JHA post-crisis P&S", compounds="split") == ["CSDP", "JHA", "post", "crisis", "P&S"]
    with pytest.raises(ValueError, match='choose "whole" or "split"'):
        words("x", compounds="both")


def test_a_heading_in_capitals_makes_no_acronyms():
    found = terms.tokenise(sentences("CRISIS MANAGEMENT IN THE EU AND US", "The EU and the US in crisis, the others"))
    assert found["term"].tolist()[:7] == ["crisis", "management", "in", "the", "EU", "and", "US"]


def test_a_report_in_capitals_is_counted_with_the_same_words_in_small_letters():
    telegram = ["HARBOUR GUARDS OF THE COAST TOLD US", "US AND NATO BOATS", "01 OF 02", "COUP AT THE OKTA HARBOUR"]
    other = sentences("Guards of the harbour saw the US boats near us; tell us of IT.", report="b")
    found = terms.tokenise(pd.concat([sentences(*telegram), other], ignore_index=True))
    said = found.loc[found["report"] == "a", "term"].tolist()
    assert said[:7] == ["harbour", "guards", "of", "the", "coast", "told", "US"]
    assert said[7:12] == ["US", "and", "NATO", "boats", "of"]
    assert said[12:] == ["coup", "at", "the", "OKTA", "harbour"]


def test_joined_is_only_what_a_space_or_hyphen_parts():
    table = terms.tokenise(sentences("crisis management (crisis), management; post-crisis"), compounds="split")
    assert table["joined"].tolist() == [False, True, False, False, False, True]


ALPHABET = [
    "EU", "’s", "'s", " ", "  ", "-", "–", ".", ",", "2017", "é", "é", "(", "US", "us", "/", "&", "x.eu/a", "\n",
    "\xa0",
]  # fmt: skip


def test_every_token_is_the_text_at_its_offsets():
    draw = random.Random(1)
    texts = ["".join(draw.choices(ALPHABET, k=40)) for _ in range(300)]
    for compounds in ("whole", "split"):
        table = terms.tokenise(sentences(*texts), compounds=compounds)
        for block, start, end, surface in table[["block", "start", "end", "surface"]].itertuples(index=False):
            there = unicodedata.normalize("NFC", texts[block][start:end])
            assert there.replace("’", "'").replace("–", "-") == surface
        after = table.groupby("block")[["start", "end"]].shift()
        assert (table["start"] >= after["end"].fillna(0)).all()


def test_offsets_count_from_the_start_of_the_block():
    table = sentences("war and peace").assign(start=100)
    assert terms.tokenise(table)[["start", "end"]].to_numpy().tolist() == [[100, 103], [104, 107], [108, 113]]


def test_composed_and_decomposed_letters_are_one_word():
    composed, decomposed = "Langlé", unicodedata.normalize("NFD", "Langlé")
    assert words(composed) == words(decomposed) == ["langlé"]


def test_shuffled_sentences_give_the_same_counts():
    table = pd.concat([sentences("war and war", "peace"), sentences("war and peace", report="b")], ignore_index=True)
    pd.testing.assert_frame_equal(terms.counts(table), terms.counts(table.iloc[::-1]))


def test_counts_are_the_number_of_tokens():
    tokens = terms.tokenise(sentences("war and war", "peace and war"))
    found = terms.counts(tokens).set_index("term")
    assert found["n"].to_dict() == tokens["term"].value_counts().to_dict()
    assert found["n"].sum() == len(tokens)
    assert found.loc["war", "rate"] == 5000.0


def test_shares_tell_main_text_from_notes():
    blocks = pd.DataFrame(
        {
            "report": "a",
            "kind": ["paragraph", "list_item", "footnote", "reference"],
            "text": ["One two 3", "four", "See x.eu/y 2", "Five six seven eight"],
        }
    )
    found = terms.shares(blocks).set_index("part")
    assert found.loc["main text", ["words", "numbers", "share"]].tolist() == [3, 1, 3 / 8]
    assert found.loc["footnote", ["words", "numbers", "addresses"]].tolist() == [1, 1, 1]


def test_ten_times_the_text_takes_about_ten_times_the_time():
    text = ["The EU-NATO mission works with partners, e.g. in crisis management."] * 4000

    def seconds(n):
        table = sentences(*text * n)
        times = []
        for _ in range(3):
            start = time.process_time()
            terms.tokenise(table)
            times.append(time.process_time() - start)
        return min(times)

    seconds(1)
    assert seconds(10) < 25 * max(seconds(1), 0.002)


@pytest.mark.parametrize("rubbish", ["(", "a_", "a/", "a@", "a-", "x."])
def test_long_rubbish_without_a_space_is_read_in_no_time(rubbish):
    start = time.process_time()
    terms.tokenise(sentences(rubbish * 20_000))
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "shape", ["EU (", "European Union (EU) and ", "AB (c d ", "A b c (ABC) ", "EU (European Union) "]
)
def test_acronyms_in_long_repeated_text_take_time_in_proportion(shape):
    def seconds(n):
        start = time.process_time()
        terms.find_acronyms(pd.DataFrame({"report": ["a"], "block": 0, "kind": "paragraph", "text": shape * n}))
        return time.process_time() - start

    seconds(100)
    assert seconds(8000) < 20 * max(seconds(2000), 0.02)  # quadratic would be 16 times, and tens of seconds
    assert seconds(8000) < 5


def test_empty_in_empty_out():
    empty = terms.tokenise(sentences("war").head(0))
    assert list(empty.columns) == list(terms.tokenise(sentences("war")).columns)
    assert terms.counts(empty).empty
    assert terms.frequencies(empty).empty


def test_only_the_ending_of_number_is_taken_from_a_plural():
    words = {"missions": "mission", "crises": "crisis", "NGOs": "NGO", "news": "news", "sharing": "sharing", "MS": "MS"}
    assert {word: singular(word) for word in words} == words
