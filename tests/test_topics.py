"""Topics: the same on every machine, complete, and honest about how stable they are and what is stable."""

import json
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import threadpoolctl
from scipy import sparse, stats
from sklearn.metrics import adjusted_mutual_info_score

from analysis import topics
from analysis.topics import vectors

ROOT = Path(__file__).resolve().parents[1]
THEMES = {
    "police": "officers train local police units in border missions and advise ministries of justice",
    "exercise": "parallel exercises test crisis scenarios of the alliance with hybrid attacks and staff",
    "budget": "member states pool defence budgets to buy equipment and save money on procurement",
}
STYLES = {
    "r0": "furthermore notably pursuant hereinafter",
    "r1": "folks stuff basically huge",
    "r2": "quoth verily thereof",
}


def made_paragraphs(n: int = 20, own: bool = False, most: int = 8) -> pd.DataFrame:
    """Paragraphs of three themes in three reports; with `own`, each report has words of its own in every paragraph."""
    random = np.random.RandomState(0)
    rows = []
    for i in range(n):
        for number, (theme, said) in enumerate(THEMES.items()):
            report = f"r{(i + number) % 3}"
            chosen = list(random.permutation(said.split())[:most]) + (STYLES[report].split() if own else [])
            rows.append((report, len(rows), " ".join(random.permutation(chosen)).capitalize() + ".", theme))
    return pd.DataFrame(rows, columns=["report", "block", "text", "theme"])


@pytest.fixture(scope="module")
def paragraphs() -> pd.DataFrame:
    return made_paragraphs()


@pytest.fixture(scope="module")
def model(paragraphs):
    return topics.fit_topics(paragraphs, n_topics=3)


def test_themes_are_found(paragraphs, model):
    assert adjusted_mutual_info_score(paragraphs["theme"], model.labels) > 0.9


def test_every_paragraph_has_a_topic_in_the_order_given(paragraphs, model):
    pd.testing.assert_frame_equal(model.assignments[["report", "block"]], paragraphs[["report", "block"]])
    assert model.assignments["topic"].between(0, 2).all()
    assert model.assignments["confidence"].between(0, 1).all()


def test_the_order_of_the_table_does_not_matter_and_the_input_is_not_changed(paragraphs, model):
    shuffled = paragraphs.sample(frac=1, random_state=3)
    before = shuffled.copy(deep=True)
    again = topics.fit_topics(shuffled, n_topics=3)
    pd.testing.assert_frame_equal(again.assignments, model.assignments.loc[shuffled.index])
    pd.testing.assert_frame_equal(again.words, model.words)
    pd.testing.assert_frame_equal(shuffled, before)


@pytest.mark.parametrize("n_topics", [1, 2, 3])
def test_the_picture_does_not_depend_on_the_order_of_the_table(paragraphs, n_topics):
    placed = [topics.positions(topics.fit_topics(table, n_topics)) for table in (paragraphs, paragraphs.iloc[::-1])]
    pd.testing.assert_frame_equal(placed[0], placed[1].sort_index())
    assert (placed[0][["x", "y"]].std() > 0.05).all()


def test_noise_in_the_last_digits_does_not_matter(model):
    found = vectors.reduce(model.placed.counts.matrix)
    noisy = vectors.unit(found + np.random.RandomState(1).uniform(-1e-8, 1e-8, found.shape))
    moved = [vectors.NeighbourMean().fit_transform(each) for each in (found, noisy)]
    labels = [vectors.LinkageKMeans(3).fit(each).labels_.tolist() for each in moved]
    assert labels[0] == labels[1]


def test_paragraphs_that_say_nothing_have_no_confidence_and_new_ones_no_topic(paragraphs):
    silent = paragraphs.assign(text=paragraphs["text"].where(paragraphs.index % 10 > 0, "1914 1918"))
    model = topics.fit_topics(silent, n_topics=3)
    assert model.assignments.loc[silent["text"] == "1914 1918", "confidence"].eq(0).all()
    assert model.assignments["confidence"].gt(0).sum() > 40
    assert model.nearest(["", "1914", "xqzt", THEMES["police"]]).tolist()[:3] == [-1, -1, -1]
    assert model.nearest([THEMES["police"]])[0] == model.labels[silent["theme"] == "police"][1]
    with pytest.raises(TypeError, match="give a list"):
        model.nearest("one text")


def test_a_model_can_be_pickled_and_shown_in_a_few_lines(model):
    again = pickle.loads(pickle.dumps(model))
    pd.testing.assert_frame_equal(again.topics, model.topics)
    assert again.nearest([THEMES["budget"]]).tolist() == model.nearest([THEMES["budget"]]).tolist()
    assert repr(model).startswith("TopicModel, 3 topics of 60 paragraphs")
    assert len(repr(model)) < 500


@pytest.mark.parametrize(
    ("texts", "asked", "found"),
    [
        ([], 3, 0),
        (["One paragraph on missions."], 1, 1),
        (["Missions train police.", "Exercises test plans."], 2, 2),
        (["The same words here."] * 6, 3, 1),
        (["and of the", "in to from", "the and"], 2, 1),
        (["", None, "Missions train police."], 2, 1),
        (["1914 1918", "42 %", "..."], 2, 1),
    ],
)
def test_poor_input_gives_a_smaller_model(texts, asked, found):
    table = pd.DataFrame({"report": "a", "block": range(len(texts)), "text": texts})
    for across in (False, True):
        model = topics.fit_topics(table, n_topics=asked, across=across)
        assert len(model.topics) == found
        assert len(model.assignments) == len(texts)
        assert list(model.words.columns) == ["topic", "rank", "term", "form", "weight"]
        assert found == asked or model.notes
        for read in (topics.shares, topics.matches, topics.positions, topics.controls):
            read(model)
        assert model.stability.topics["topic"].tolist() == list(range(found))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (pd.DataFrame({"report": [], "text": []}), "lacks the column block"),
        (["a text", "another"], "a list stands where a table is needed; .*corpus.main"),
        (type("Corpus", (), {"main": None})(), "a Corpus stands where a table is needed; .*corpus.main"),
    ],
)
def test_what_is_no_table_of_paragraphs_is_named(given, said):
    for call in (topics.curve, topics.fit_topics):
        with pytest.raises((TypeError, ValueError), match=said):
            call(given)


def test_other_mistakes_are_named_with_what_is_right(paragraphs, model):
    with pytest.raises(ValueError, match="n_topics is 500, but there are only 60 paragraphs"):
        topics.curve(paragraphs, [3, 500])
    with pytest.raises(ValueError, match=r"lacks the column sentence, start .*; give corpus.sentences"):
        topics.quotations(model, paragraphs)
    with pytest.raises(TypeError, match=r"give a list or column: corpus.main\['text'\]"):
        topics.count_terms("one text")


def test_words_that_are_frequent_in_their_topic_come_first(paragraphs):
    rare = paragraphs.copy()
    rare.loc[rare.index[rare["theme"] == "police"][:3], "text"] += ", zebra gnu"
    found = topics.fit_topics(rare, n_topics=3).words
    assert not {"zebra", "gnu", "zebra gnu"} & set(found["term"])
    assert found.groupby("topic").size().tolist() == [topics.BEST] * 3


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"n_topics": 0}, "give a whole number"),
        ({"n_topics": 2.5}, "give a whole number"),
        ({"n_topics": "3"}, "give a whole number"),
        ({"n_topics": 61}, "there are only 60 paragraphs; give fewer"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_right(paragraphs, wrong, said):
    with pytest.raises(ValueError, match=said):
        topics.fit_topics(paragraphs, **({"n_topics": 3} | wrong))


# Words


def test_words_of_a_topic_are_those_of_its_theme(paragraphs, model):
    theme = paragraphs.groupby(model.labels)["theme"].agg(lambda t: t.value_counts().index[0])
    for topic, found in model.words.groupby("topic")["term"]:
        said = set(" ".join(found).split())
        assert len(said & set(THEMES[theme[topic]].split())) >= 0.8 * len(said), (topic, found.tolist())


def test_phrases_and_hyphens_stay_whole_and_forms_are_those_of_the_text():
    said = "The EU-NATO staff wrote on {} and on pooling and sharing of {} equipment."
    texts = [said.format(word, word) for word in ["tanks", "ships", "planes", "radios", "bridges", "boats"]]
    found = topics.fit_topics(pd.DataFrame({"report": "a", "block": range(6), "text": texts}), n_topics=1).placed.counts
    assert {"pooling and sharing", "eu-nato staff"} <= set(found.terms)
    assert "pooling" not in found.terms
    assert found.vocabulary.written("eu-nato staff") == "EU-NATO staff"


def test_running_terms_keep_the_order_of_the_text():
    counts = vectors.count_terms(["Zebras meet ants.", "Ants eat zebras."] * 3)
    assert [counts.terms[numbers].tolist() for numbers in counts.running] == [
        ["zebras", "meet", "ants"],
        ["ants", "eat", "zebras"],
    ] * 3
    assert counts.matrix.sum() == sum(map(len, counts.running))
    part = counts.rows(np.array([3, 0]))
    assert part.terms[part.words].tolist() == ["ants", "eat", "zebras", "zebras", "meet", "ants"]
    assert (part.matrix.toarray() == counts.matrix[[3, 0]].toarray()).all()


def test_weights_are_those_worked_by_hand():
    # Word 0 in both paragraphs of topic 0 and one of two of topic 1; word 1 in one paragraph of topic 0.
    matrix = sparse.csr_array(np.array([[3.0, 1], [1, 0], [1, 0], [0, 0]]))
    found = topics.term_weights(matrix, np.array([0, 0, 1, 1]))
    assert found[0] == pytest.approx([1 * np.log(1 / 0.75), 0.5 * np.log(0.5 / 0.25)])
    assert found[1] == pytest.approx([0, 0])
    within = topics.term_weights(matrix, np.array([0, 0, 1, 1]), np.array(["a", "a", "b", "b"]))
    assert within == pytest.approx(np.zeros((2, 2)))  # each topic says what its own report says


def test_a_word_that_one_paragraph_repeats_does_not_speak_for_its_topic(paragraphs):
    loud = paragraphs.copy()
    at = loud.index[loud["theme"] == "police"]
    loud.loc[at[0], "text"] += ", zebra" * 40
    loud.loc[at[1:3], "text"] += ", zebra"
    counts, labels = vectors.count_terms(loud["text"]), (loud["theme"] == "police").to_numpy().astype(int)
    weight = dict(zip(counts.terms, topics.term_weights(counts.matrix, labels)[1], strict=True))
    assert weight["zebra"] < weight["police"]


def test_a_term_that_never_stands_near_the_others_is_not_chosen():
    random, fillers = np.random.RandomState(0), ["north", "south", "east", "west", "up", "down", "left", "right"]
    near = [
        " ".join(random.permutation(["alpha", "beta", "gamma", *random.permutation(fillers)[:3]])) for _ in range(20)
    ]
    far = [text + " padding" * 30 + " omega" for text in near]
    texts, labels = [*far, *(["different matters entirely"] * 20)], np.repeat([0, 1], 20)
    counts = vectors.count_terms(texts)
    found = topics.topic_words(counts, labels)
    ranked = found[found["topic"] == 0].set_index("term")["weight"]
    assert ranked["alpha"] > 3 * ranked.get("omega", 0)


# Stability, and what is stable


def test_a_model_is_judged_on_parts_that_differ(model):
    parts = topics._draws(60, topics.REFITS)
    assert len({rows.tobytes() for rows in parts}) == topics.REFITS
    assert {len(rows) for rows in parts} == {48}


def test_clear_themes_are_stable_and_a_cut_theme_is_not(paragraphs, model):
    assert model.stability.agreement > 0.8
    assert model.stability.topics["stability"].min() > 0.8
    cut = np.where((model.labels == 0) & (np.arange(60) % 2 == 0), 3, model.labels)
    found = topics.describe(paragraphs, cut, vectors.LinkageKMeans(4))
    whole = paragraphs.groupby(found.labels)["theme"].size().idxmax()
    assert found.stability.topics["stability"][whole] > found.stability.topics["stability"].min() + 0.2


def test_the_curve_falls_where_themes_would_have_to_be_cut(paragraphs):
    curve = topics.curve(paragraphs, numbers=(3, 8))
    assert curve["agreement"].iloc[0] > curve["agreement"].iloc[1] + 0.1
    assert topics.best_number(curve.assign(agreement=[1.0, 0.7])) == 3
    assert topics.curve(paragraphs, []).empty
    many = pd.DataFrame({"n_topics": [2, 5, 9, 12, 25], "agreement": [0.95, 0.8, 0.85, 0.84, 0.77]})
    assert topics.best_number(many) == 12  # more are stable, but less so
    assert topics.best_number(many.head(1)) == 2


def test_the_number_of_topics_is_chosen_where_it_is_not_given(paragraphs):
    assert len(topics.fit_topics(paragraphs).topics) in (2, 3)


def test_the_stability_of_a_model_is_that_of_the_curve_whatever_the_order_of_rows(paragraphs):
    known = topics.curve(paragraphs, [3])["agreement"].iloc[0]
    one, turned = (topics.fit_topics(p, 3) for p in (paragraphs, paragraphs.iloc[::-1].reset_index(drop=True)))
    assert one.stability.agreement == turned.stability.agreement == known
    pd.testing.assert_frame_equal(topics.controls(one), topics.controls(turned))


def test_themes_survive_without_a_report_and_vanish_when_words_are_shuffled(model):
    value = topics.controls(model).set_index("check")["value"]
    assert value["agreement without one report, lowest"] > 0.8
    assert value["agreement of repetitions, words shuffled within reports"] < 0.5
    assert value["agreement with non-negative matrix factorisation"] > 0.8
    assert value["overlap of topics and reports"] < 0.1


def test_where_topics_are_reports_shuffling_their_words_changes_nothing():
    own = made_paragraphs(own=True, most=2)
    value = topics.controls(topics.fit_topics(own, n_topics=3)).set_index("check")["value"]
    assert value["overlap of topics and reports"] > 0.8
    assert value["agreement of repetitions, words shuffled within reports"] > 0.8


def test_without_report_means_topics_are_what_reports_share():
    own = made_paragraphs(own=True)
    common = topics.fit_topics(own, n_topics=3, across=True)
    assert adjusted_mutual_info_score(own["report"], common.labels) < 0.1
    assert adjusted_mutual_info_score(own["theme"], common.labels) > 0.7
    styles = {word for said in STYLES.values() for word in said.split()}
    assert not styles & set(common.words["term"])


def test_the_mean_of_few_paragraphs_is_removed_in_part():
    found = np.array([[1.0, 0], [1, 0], [0, 1]])
    moved = vectors.without_report_means(found, np.array(["a", "a", "b"]))
    assert moved == pytest.approx(found)  # all of a report on one point: what is left is the direction
    many = np.vstack([np.repeat([[1.0, 0]], 50, axis=0), np.repeat([[0.0, 1]], 50, axis=0)])
    mean = vectors.without_report_means(many, np.repeat("a", 100)).mean(axis=0)
    assert np.abs(mean).max() < 0.05


def test_the_notebook_names_the_settings_as_they_are():
    cells = json.loads((ROOT / "notebooks" / "02_topic_modelling.ipynb").read_text(encoding="utf-8"))["cells"]
    prose = " ".join(" ".join("".join(cell["source"]).split()) for cell in cells)
    assert (topics.REFITS, "repeat the analysis thirty times" in prose) == (30, True)


# Shares


def test_shares_add_to_one_lie_in_their_interval_and_a_missing_topic_has_an_upper_bound(model):
    table = topics.shares(model)
    assert table.groupby("report")["share"].sum().round(9).eq(1).all()
    assert (table["low"] <= table["share"]).all()
    assert (table["share"] <= table["high"]).all()
    parted = model.paragraphs.assign(report=np.where(model.labels == 0, "first", "others"))
    parts = topics.shares(replace(model, paragraphs=parted))
    missing = parts[parts["paragraphs"] == 0]
    assert len(missing) == 3
    assert missing["high"].between(0.05, 0.9).all()


def test_the_interval_is_wilsons():
    expected = stats.binomtest(7, 20).proportion_ci(method="wilson")
    assert topics.wilson(np.array(0.35), 20) == pytest.approx((expected.low, expected.high), abs=1e-6)


def sections(n: int, shares: np.ndarray, random) -> np.ndarray:
    """Topics of n paragraphs in sections that each have a mixture of their own."""
    found: list[int] = []
    while len(found) < n:
        mixture = random.dirichlet(shares * 2)
        found += random.choice(len(shares), size=1 + random.poisson(6), p=mixture).tolist()
    return np.array(found[:n])


def chain(n: int, shares: np.ndarray, random) -> np.ndarray:
    """Topics of n paragraphs, each the same as the one before in half of the cases."""
    found = random.choice(len(shares), size=n, p=shares)
    for i in np.flatnonzero(random.rand(n - 1) < 0.5) + 1:
        found[i] = found[i - 1]
    return found


@pytest.mark.parametrize("make", [sections, chain])
def test_intervals_hold_the_true_share_where_neighbours_are_alike(make):
    random, shares = np.random.RandomState(5), np.array([0.4, 0.3, 0.2, 0.1])
    held, naive = [], []
    for _ in range(150):
        reports = [make(n, shares, random) for n in (88, 51, 46, 37)]
        effect = topics.design_effect(reports)
        for found in reports:
            share = np.bincount(found, minlength=4) / len(found)
            for n, into in ((len(found) / effect, held), (len(found), naive)):
                low, high = topics.wilson(share, n)
                into += ((low <= shares) & (shares <= high)).tolist()
    assert 0.92 < np.mean(held) < 0.98
    assert np.mean(naive) < 0.85


# Evidence


def test_quotations_have_words_of_their_topic(paragraphs, model):
    sentences = paragraphs.assign(sentence=0, start=0, end=paragraphs["text"].str.len())
    quotes = topics.quotations(model, sentences[["report", "block", "sentence", "text", "start", "end"]], n=2)
    assert quotes.groupby("topic").size().tolist() == [2, 2, 2]
    for row in quotes.itertuples():
        terms = set(model.words[model.words["topic"] == row.topic]["term"])
        assert paragraphs["text"][row.block][row.start : row.end].lower() in terms


def test_every_paragraph_can_be_pointed_to(paragraphs, model):
    found = topics.matches(model)
    assert sorted(found["block"]) == sorted(paragraphs["block"])
    assert (found["end"] > found["start"]).all()


def test_headings_help_to_label_a_topic(paragraphs):
    last = topics.fit_topics(paragraphs, n_topics=3).words.groupby("topic")["term"].last()[0]
    named = paragraphs.assign(section=[(f"Ministries and {last}",)] * len(paragraphs))
    assert last in topics.fit_topics(named, n_topics=3).topics["label"][0]


# The same everywhere


def test_one_model_under_many_threads_and_few():
    table, said = made_paragraphs(60), []
    for threads in (1, 2):
        with threadpoolctl.threadpool_limits(threads):
            model = topics.fit_topics(table, n_topics=5)
        said.append(model.assignments.to_csv() + model.words.to_csv())
    assert said[0] == said[1]


def test_one_model_under_every_kernel_of_linear_algebra():
    code = (
        "from analysis import load_corpus, topics; m = topics.fit_topics(load_corpus().main.head(150), n_topics=5); "
        "print(m.assignments.to_csv(), m.words.to_csv(), topics.shares(m).to_csv(), topics.positions(m).to_csv())"
    )
    said = set()
    for kernel, threads in (("Nehalem", "1"), ("Haswell", "2")):  # OpenBLAS on x86; elsewhere the names are ignored
        env = os.environ | {"OPENBLAS_CORETYPE": kernel, "OPENBLAS_NUM_THREADS": threads, "PYTHONHASHSEED": threads}
        run = subprocess.run(
            [sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True, text=True, check=True
        )
        said.add(run.stdout)
    assert len(said) == 1
    assert len(said.pop().splitlines()) > 200


@pytest.mark.parametrize(
    "theme_words",
    [
        (
            "Die Polizei der Mission bildet Beamte an der Grenze aus",
            "Das Bündnis übt im Manöver die Abwehr hybrider Angriffe",
        ),
        ("миссия полиция граница обучение офицер закон", "учения альянс кризис штаб угроза атака"),
        ("ასი მისია პოლიცია საზღვარი", "წვრთნა ალიანსი კრიზისი შტაბი"),
    ],
    ids=["German", "Russian", "Georgian"],
)
def test_other_languages_and_scripts_are_grouped_too(theme_words):
    random = np.random.RandomState(2)
    texts = [" ".join(random.permutation(t.split())) for _ in range(12) for t in theme_words]
    model = topics.fit_topics(pd.DataFrame({"report": "a", "block": range(24), "text": texts}), n_topics=2)
    assert model.labels.tolist() in ([0, 1] * 12, [1, 0] * 12)
    assert model.words.groupby("topic").size().min() >= 3
    assert not model.notes
