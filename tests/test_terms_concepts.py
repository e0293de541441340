"""Acronyms, spellings, plurals and phrases become concepts, each hit counted once and each merge written down."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import load_corpus, terms
from analysis.language import find_phrases, fold_words, spelling_key
from analysis.rules import load_rules

DATA = Path(__file__).parent / "data" / "terms"


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(Path(__file__).parents[1] / "corpus")


@pytest.fixture(scope="module")
def forms(corpus):
    concepts = terms.read_concepts(Path(__file__).parents[1] / "corpus" / "concepts.csv")
    return terms.list_forms(concepts, terms.find_acronyms(corpus.blocks))


@pytest.fixture(scope="module")
def hits(corpus, forms):
    return terms.merge(corpus.sentences, forms)


def sentences(*texts, report="a"):
    return pd.DataFrame({"report": report, "block": range(len(texts)), "sentence": 0, "text": list(texts), "start": 0})


def listed(**concepts):
    rows = [(concept, form, "listed", "") for concept, named in concepts.items() for form in named]
    return pd.DataFrame(rows, columns=["concept", "form", "rule", "report"])


NO_FORMS = listed()


def found(table, forms=NO_FORMS):
    hits = terms.merge(table, forms)
    return hits.loc[~hits["inside"], ["term", "rule"]].to_numpy().tolist()


def test_the_plural_of_a_name_is_not_its_singular():
    assert not any(rule for _, rule in found(sentences("A united nation fights."), terms.list_forms()))


def test_acronyms_of_the_five_reports(corpus):
    gold = pd.read_csv(DATA / "acronyms.csv", dtype=str)
    ours = terms.find_acronyms(corpus.blocks)
    pairs = {(r, a): e.casefold() for r, a, e in gold[["report", "acronym", "expansion"]].itertuples(index=False)}
    first = ours.drop_duplicates(["report", "acronym"])
    keys = list(first[["report", "acronym", "expansion"]].itertuples(index=False, name=None))
    right = [key for key in keys if pairs.get(key[:2]) == key[2].casefold()]
    assert [key for key in keys if key not in right] == []  # precision: at least 97 %, in fact all
    assert len(right) / len(pairs) >= 0.95


@pytest.mark.parametrize(
    ("text", "acronym", "expansion"), pd.read_csv(DATA / "acronym_pairs.csv", dtype=str).fillna("").to_numpy().tolist()
)
def test_brackets_that_explain_and_brackets_that_do_not(text, acronym, expansion):
    pairs = terms.find_acronyms(pd.DataFrame({"report": ["a"], "block": 0, "kind": "paragraph", "text": text}))
    assert pairs[["acronym", "expansion"]].to_numpy().tolist() == ([[acronym, expansion]] if acronym else [])


@pytest.mark.parametrize(
    ("entry", "pair"),
    [
        ("PSC: Political and Security Committee", ["PSC", "Political and Security Committee"]),
        ("DGs\tDirectorates General", ["DG", "Directorates General"]),
        ("JHA: All actors in the field of justice, whether national or not. Used here for both.", None),
        ("Strategic level: Highest decision-making level", None),
    ],
)
def test_glossary_entries(entry, pair):
    pairs = terms.find_acronyms(pd.DataFrame({"report": ["a"], "block": 0, "kind": "glossary", "text": entry}))
    assert pairs[["acronym", "expansion"]].to_numpy().tolist() == ([pair] if pair else [])


def test_the_place_of_an_expansion_is_its_text(corpus):
    texts = corpus.blocks.set_index(["report", "block"])["text"]
    for row in terms.find_acronyms(corpus.blocks).itertuples():
        assert texts[row.report, row.block][row.start : row.end] == row.expansion


@pytest.mark.parametrize("rule", load_rules("spellings").values(), ids=lambda rule: rule.name)
def test_each_spelling_rule_folds_its_example_and_no_look_alike(rule):
    row = rule.values  # noqa: PD011
    assert spelling_key(row["example"]) == spelling_key(row["gives"])
    assert spelling_key(row["counter_example"]) == row["counter_example"]


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ({"organisation": 3, "organization": 1}, ["organisation", "organisation"]),
        ({"programs": 1, "programmes": 2, "programme": 1}, ["programme"] * 3),
        ({"missions": 4}, ["missions"]),  # no singular in this corpus
        ({"four": 1, "for": 1}, ["four", "for"]),
        ({"sharing": 1, "share": 1}, ["sharing", "share"]),  # a lemmatiser would join them
        ({"Europeans": 1, "european": 1}, ["Europeans", "european"]),
        ({"crises": 1, "crisis": 1}, ["crisis", "crisis"]),
        ({"NGOs": 1, "NGO": 1, "MS": 1}, ["NGO", "NGO", "MS"]),
    ],
)
def test_words_are_folded_only_if_both_forms_occur(words, folded):
    assert fold_words(pd.Series(words))["folded"].tolist() == folded


def test_a_relation_is_one_concept():
    text = "EU-NATO and EU–NATO; an EU-led mission of EU and NATO"
    assert found(sentences(text), listed(EU=["EU"], NATO=["NATO"])) == [
        ["EU-NATO", ""], ["and", ""], ["EU-NATO", ""], ["an", ""], ["EU", "compound"],
        ["led", ""], ["mission", ""], ["of", ""], ["EU", "listed"], ["and", ""], ["NATO", "listed"],
    ]  # fmt: skip


def test_compounds_in_three_spellings_are_one():
    text = "cyber-attacks, cyber-attacks, cyber attacks, cyberattacks; in-theatre in theatre"
    named = [pair for pair in found(sentences(text)) if "cyber" in pair[0]]
    assert named == [["cyber-attacks", ""]] * 2 + [["cyber-attacks", "hyphen"]] * 2
    assert [pair[0] for pair in found(sentences(text))][-3:] == ["in-theatre", "in", "theatre"]


def test_the_longer_form_wins_and_no_word_counts_twice():
    forms = listed(
        crisis_management=["crisis management"], operation=["crisis management operation"], crisis=["crisis"]
    )
    assert [pair[0] for pair in found(sentences("crisis management operation, crisis"), forms)] == [
        "operation",
        "crisis",
    ]


def test_a_phrase_is_named_as_it_is_always_written():
    phrases = pd.DataFrame({"phrase": ["united state", "member state"]})
    table = sentences("the United States and a member state", "of the United States, the member states")
    named = {pair[0] for pair in found(table, terms.list_forms(phrases=phrases))}
    assert {"United States", "member state"} <= named


def test_an_acronym_with_two_meanings_is_kept_apart():
    acronyms = pd.DataFrame(
        {"report": ["a", "b"], "acronym": "CoE", "expansion": ["Council of Europe", "Centre of Excellence"]}
    )
    table = pd.concat([sentences("The CoE met", report=report) for report in "abc"])
    assert [pair[0] for pair in found(table, terms.list_forms(acronyms=acronyms)) if pair[0] not in ("the", "met")] == [
        "Council of Europe",
        "Centre of Excellence",
        "CoE",
    ]


def test_capitals_are_those_of_the_reports():
    table = sentences(
        "The Joint Declaration of Brussels", "the Joint Declaration; cooperation", "Cooperation works in Brussels"
    )
    phrase = pd.DataFrame({"phrase": ["joint declaration"]})
    assert {"Joint Declaration", "Brussels", "cooperation"} <= {
        p[0] for p in found(table, terms.list_forms(phrases=phrase))
    }


def test_hits_cover_every_word_once_and_stand_where_they_say(corpus, hits):
    tokens = terms.tokenise(corpus.sentences, compounds="split")
    outer = hits[~hits["inside"]]
    place = ["report", "block", "sentence"]
    covered = outer.groupby(place, observed=True)["start"].size()
    assert set(covered.index) == set(tokens.groupby(place, observed=True).size().index)
    after = outer.groupby(["report", "block"], observed=True)["end"].shift()
    assert (outer["start"] >= after.fillna(0)).all()
    for side in ("start", "end"):
        words = set(map(tuple, tokens[["report", "block", side]].astype({"report": str}).to_numpy()))
        assert set(map(tuple, hits[["report", "block", side]].astype({"report": str}).to_numpy())) <= words


def test_one_word_count_everywhere(corpus, hits):
    whole = terms.tokenise(corpus.sentences)["report"].value_counts().sort_index()
    assert hits.groupby("report", observed=True)["words"].sum().to_dict() == whole.to_dict()
    split = terms.tokenise(corpus.sentences, compounds="split")
    for table in (hits, split, corpus.sentences):
        assert terms.rates(table, "war").set_index("report")["words"].to_dict() == whole.to_dict()
    main = terms.shares(corpus.blocks).query("part == 'main text'").set_index("report")["words"]
    assert main.to_dict() == whole.to_dict()


def test_a_word_counts_wherever_it_stands(corpus, hits):
    split = terms.counts(terms.tokenise(corpus.sentences, compounds="split")).set_index(["report", "term"])["n"]
    merged = terms.counts(hits).set_index(["report", "term"])["n"]
    for term in ("threat", "operation", "research"):  # plurals are merged, so there may be more, but never fewer
        for report in corpus.reports.index:
            assert merged.get((report, term), 0) >= split.get((report, term), 0)


def test_dotted_and_standard_forms_are_one_concept():
    table = sentences(
        "The U.S. and the US, the United States and the state of U.S.-led talks", "Aid by the USA; I, I, I"
    )
    named = found(table, terms.list_forms())
    assert [pair[0] for pair in named if pair[0] in ("US", "U.S.", "United States", "USA")] == ["US"] * 5
    assert terms.merge(table, terms.list_forms())["term"].tolist().count("state") == 1
    assert "i" in {pair[0] for pair in named}  # a function word
    other = pd.DataFrame({"report": ["a"], "acronym": "US", "expansion": "Upper Silesia"})
    kept = found(table, terms.list_forms(acronyms=other))
    assert [pair[0] for pair in kept].count("Upper Silesia") + [pair[0] for pair in kept].count("US") == 3


def test_acronyms_with_full_stops_are_explained():
    blocks = pd.DataFrame({"report": ["a"], "block": 0, "kind": "paragraph", "text": "The African Union (A.U.) met."})
    assert terms.find_acronyms(blocks)[["acronym", "expansion"]].to_numpy().tolist() == [["AU", "African Union"]]


def test_what_an_explained_acronym_holds_names_its_words_too():
    hits = terms.merge(
        sentences("the European Union (EU) and EU-NATO"), listed(EU=["EU", "European Union"], NATO=["NATO"])
    )
    named = hits["term"].astype(str)
    assert (named == "EU").sum() == 3  # in full, as an acronym, and inside EU-NATO
    assert (named == "union").sum() == 0  # part of a name
    assert hits.loc[~hits["inside"], "term"].tolist() == ["the", "EU", "EU", "and", "EU-NATO"]
    assert hits["words"].sum() == 6


def test_every_count_is_reproduced_from_its_offsets(corpus, hits):
    texts = corpus.blocks.set_index(["report", "block"])["text"]
    counts = terms.counts(hits).set_index(["report", "term"])["n"]
    for term in ("CSDP", "Member State", "civil-military", "EU-NATO", "pooling and sharing"):
        rows = hits[hits["term"] == term]
        assert rows.groupby("report", observed=True).size().to_dict() == counts.xs(term, level="term").to_dict()
        for row in rows.itertuples():
            said = (
                texts[row.report, row.block][row.start : row.end].replace("(", "").replace("–", "-").replace("/", " ")
            )
            assert said.replace("’", "'") == row.surface


def test_the_log_accounts_for_every_merged_hit(hits):
    log = terms.merge_log(hits)
    merged = hits[(hits["rule"] != "") & ~hits["inside"]]
    same = merged["rule"].isin(["listed", "acronym"]) & (merged["surface"].astype(str) == merged["term"].astype(str))
    assert log["n"].sum() == (~same).sum()
    assert (log["share"] <= 1).all()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("concept,form,note\nEU,Union européenne,\n", "utf-8"),
        ("concept;form\nEU;Union européenne\n", "cp1252"),
    ],
)
def test_the_readers_list_may_come_from_a_spreadsheet(tmp_path, text, encoding):
    (tmp_path / "concepts.csv").write_text(text, encoding=encoding)
    assert terms.read_concepts(tmp_path / "concepts.csv")["form"].tolist() == ["Union européenne"]


def test_rows_of_the_readers_list_that_cannot_be_used_are_named_and_left_out(tmp_path):
    path = tmp_path / "concepts.csv"
    assert terms.read_concepts(path).empty
    for text, says in [
        ("concept,note\nEU,\n", "form"),
        ("concept,form\nEU,\nUN,UN\n", "row 2: concept or form is empty"),
        ("concept,form\nEU,EU\nUnion,EU\n", 'row 3: "EU" belongs to another concept'),
    ]:
        path.write_text(text, encoding="utf-8")
        with pytest.warns(UserWarning, match=says):
            assert len(terms.read_concepts(path)) <= 1
    path.write_text("", encoding="utf-8")
    assert terms.read_concepts(path).empty


def test_phrases_are_names_and_no_free_pairs():
    texts = [
        "the rule of law",
        "crisis management operation",
        "security and defence",
        "defence and security",
        "of the law",
    ] * 6
    phrases = find_phrases(terms.tokenise(sentences(*texts)))["phrase"].tolist()
    assert phrases == ["crisis management operation", "rule of law"]


def test_a_phrase_of_merged_and_of_single_words_is_found_once():
    ways = [("crisis", "response", "team"), ("crisis response", "team")] * 10
    rows = [("a", word, i > 0) for words in ways for i, word in enumerate(words)]
    tokens = pd.DataFrame(rows, columns=["report", "term", "joined"]).astype({"term": "category"})
    phrases = find_phrases(tokens)["phrase"].tolist()
    assert phrases.count("crisis response team") == 1


def test_shuffled_reports_merge_alike(corpus, forms):
    shuffled = corpus.sentences.sort_values(["report", "block", "sentence"], ascending=[False, True, True])
    a, b = (terms.counts(terms.merge(table, forms)) for table in (corpus.sentences, shuffled))
    pd.testing.assert_frame_equal(a, b)


def test_empty_in_empty_out():
    hits = terms.merge(sentences("war").head(0), NO_FORMS)
    assert list(hits.columns) == list(terms.merge(sentences("war"), NO_FORMS).columns)
    assert terms.merge_log(hits).empty
    assert terms.find_phrases(hits).empty
    assert terms.find_acronyms(pd.DataFrame(columns=["report", "block", "kind", "text"])).empty


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is exercised under Regulation (EU) 2016/679 and Directive (EU) No 12.", []),
        ("The strikes set back the talks (ST, March 19).", []),
        ("It signed the Executive Order (EO) 13636 and the Ports Act (PA, law 12).", ["Executive Order", "Ports Act"]),
        ("Al-Norda in the Eastern Peninsula (ANEP, QDe.129) was listed.", ["Al-Norda in the Eastern Peninsula"]),
    ],
)
def test_a_bracket_before_a_number_or_with_a_source_explains_only_what_has_its_capitals(text, found):
    table = pd.DataFrame({"report": ["a"], "block": [0], "kind": ["paragraph"], "text": [text]})
    assert terms.find_acronyms(table)["expansion"].tolist() == found
