"""Topics: the same on every machine, complete, and honest about how firm they are."""

import importlib.util
import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import threadpoolctl
from scipy import stats

from analysis import topics
from analysis.topics import clusters, describe, firmness
from analysis.topics.describe import class_weights, evenness
from analysis.topics.words import count

ROOT = Path(__file__).resolve().parents[1]
THEMES = {
    "police": "officers train local police units in border missions and advise ministries of justice",
    "exercise": "parallel exercises test crisis scenarios of the alliance with hybrid attacks and staff",
    "budget": "member states pool defence budgets to buy equipment and save money on procurement",
}


def made_paragraphs(n: int = 20) -> pd.DataFrame:
    """Paragraphs of three themes, each a different choice of its theme's words, in three reports."""
    random = np.random.RandomState(0)
    rows = []
    for i in range(n):
        for number, (theme, words) in enumerate(THEMES.items()):
            chosen = random.permutation(words.split())[:8]
            rows.append((f"r{(i + number) % 3}", len(rows), " ".join(chosen).capitalize() + ".", theme))
    return pd.DataFrame(rows, columns=["report", "block", "text", "theme"])


@pytest.fixture(scope="module")
def paragraphs() -> pd.DataFrame:
    return made_paragraphs()


@pytest.fixture(scope="module")
def model(paragraphs):
    return topics.fit_topics(paragraphs, n_topics=3)


def test_themes_are_found(paragraphs, model):
    table = pd.crosstab(paragraphs["theme"], model.labels)
    assert (table.max(axis=1) / table.sum(axis=1)).min() >= 0.9
    assert len(set(table.to_numpy().argmax(axis=1))) == 3


def test_every_paragraph_has_a_topic_in_the_order_given(paragraphs, model):
    pd.testing.assert_frame_equal(model.assignments[["report", "block"]], paragraphs[["report", "block"]])
    assert model.assignments["topic"].between(0, 2).all()
    assert model.assignments["confidence"].between(0, 1).all()


def test_the_order_of_the_table_does_not_matter(paragraphs, model):
    shuffled = paragraphs.sample(frac=1, random_state=3)
    again = topics.fit_topics(shuffled, n_topics=3)
    expected = model.assignments.loc[shuffled.index]
    pd.testing.assert_frame_equal(again.assignments, expected)
    pd.testing.assert_frame_equal(again.words, model.words)


def test_noise_in_the_last_digits_does_not_matter(paragraphs, model):
    vectors = model.vectors + np.random.RandomState(1).uniform(-1e-7, 1e-7, model.vectors.shape)
    plain = topics.fit_topics(paragraphs, n_topics=3, embedding=model.vectors)
    noisy = topics.fit_topics(paragraphs, n_topics=3, embedding=vectors)
    assert noisy.assignments["topic"].equals(plain.assignments["topic"])


def test_the_input_is_not_changed(paragraphs):
    before = paragraphs.copy(deep=True)
    topics.fit_topics(paragraphs, n_topics=2)
    pd.testing.assert_frame_equal(paragraphs, before)


def test_a_model_is_judged_on_other_parts_than_those_it_was_built_on():
    built, judged = clusters.parts(60, clusters.PARTS, clusters.SEED), firmness.draws(60, firmness.REFITS)
    assert not {rows.tobytes() for rows in built} & {rows.tobytes() for rows in judged}


def test_a_topic_that_refits_swallow_is_not_firm():
    random = np.random.RandomState(4)
    points = random.normal(size=(60, 2)) * 0.02 + np.repeat([[1.0, 0], [0, 1.0], [-1, 0.0]], 20, axis=0)
    texts = pd.DataFrame({"report": "a", "block": range(60), "text": [f"word{i % 7} term{i % 5}" for i in range(60)]})
    labels = np.repeat([0, 1, 2], 20)
    half = np.where(np.arange(60) < 10, 3, labels)  # the first group is cut in two where nothing cuts it
    found = describe.topic_words(count(texts["text"]), half)
    stable = firmness.measure(texts["text"].tolist(), half, found, points).topics["stability"]
    assert stable[[1, 2]].min() > 0.9
    assert stable[[0, 3]].max() < 0.75


def test_paragraphs_that_say_nothing_have_no_confidence_and_new_ones_no_topic(paragraphs):
    silent = paragraphs.assign(text=paragraphs["text"].where(paragraphs.index % 10 > 0, "1914 1918"))
    model = topics.fit_topics(silent, n_topics=3)
    assert model.assignments.loc[silent["text"] == "1914 1918", "confidence"].eq(0).all()
    assert model.assignments["confidence"].gt(0).sum() > 40
    assert model.nearest(["", "1914", "xqzt", THEMES["police"]]).tolist()[:3] == [-1, -1, -1]
    assert model.nearest([THEMES["police"]])[0] == model.labels[silent["theme"] == "police"][1]
    with pytest.raises(ValueError, match="Give a list"):
        model.nearest("one text")


def test_a_model_can_be_pickled(model):
    again = pickle.loads(pickle.dumps(model))
    pd.testing.assert_frame_equal(again.topics, model.topics)
    assert again.nearest([THEMES["budget"]]).tolist() == model.nearest([THEMES["budget"]]).tolist()


def test_groups_of_shares_follow_the_index_and_may_be_missing(paragraphs, model):
    expected = topics.shares(model).set_index(["report", "topic"])
    shuffled = topics.shares(model, by=paragraphs["report"].sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(shuffled.set_index(["report", "topic"]), expected)
    some = paragraphs["report"].astype("string").where(paragraphs.index > 5)
    assert topics.shares(model, by=some).drop_duplicates("report")["of"].sum() == 54
    with pytest.raises(ValueError, match="59 groups for 60"):
        topics.shares(model, by=["a"] * 59)


def test_clear_themes_are_firm(model):
    assert model.topics["stability"].min() > 0.8
    assert model.firm.agreement > 0.8


def test_shares_of_a_report_add_to_one_and_lie_in_their_interval(model):
    table = topics.shares(model)
    assert table.groupby("report")["share"].sum().round(9).eq(1).all()
    assert (table["low"] <= table["share"]).all()
    assert (table["share"] <= table["high"]).all()


def test_a_share_of_all_or_none_has_an_interval_that_is_not_a_point(model):
    table = topics.shares(model, by=pd.Series(["all"] * 60, name="part"))
    assert table["of"].eq(60).all()
    whole = topics.shares(model, by=pd.Series(np.where(model.labels == 0, "first", "others"), name="part"))
    first = whole[whole["part"] == "first"].set_index("topic")
    found = stats.binomtest(20, 20).proportion_ci(method="wilson")
    assert first.loc[0, ["share", "low", "high"]].tolist() == pytest.approx([1, found.low, 1])
    assert first.loc[1, ["share", "low", "high"]].tolist() == pytest.approx([0, 0, 1 - found.low])


def test_the_largest_topic_of_each_group_is_kept(model):
    table = topics.shares(model)
    largest = topics.largest(table)
    assert largest["report"].tolist() == table["report"].unique().tolist()
    assert (largest.set_index("report")["share"] == table.groupby("report")["share"].max()).all()


@pytest.mark.parametrize(
    ("texts", "asked", "found"),
    [
        ([], 3, 0),
        (["One paragraph on missions."], 3, 1),
        (["Missions train police.", "Exercises test plans."], 5, 2),
        (["The same words here."] * 6, 3, 1),
        (["and of the", "in to from", "the and"], 2, 1),
        (["", None, "Missions train police."], 2, 1),
        (["1914 1918", "42 %", "..."], 2, 1),
    ],
)
def test_bad_input_gives_a_smaller_model(texts, asked, found):
    table = pd.DataFrame({"report": "a", "block": range(len(texts)), "text": texts})
    model = topics.fit_topics(table, n_topics=asked)
    assert len(model.topics) == found
    assert len(model.assignments) == len(texts)
    assert list(model.words.columns) == ["topic", "rank", "term", "form", "weight"]
    assert model.notes
    for table in (topics.shares, topics.hits, topics.positions, topics.nearest_topics, topics.coherence):
        table(model)
    assert topics.second_opinion(model).topics["topic"].tolist() == list(range(found))


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match="no column block"):
        topics.fit_topics(pd.DataFrame({"report": [], "text": []}))


def test_an_embedding_of_the_wrong_length_is_named(paragraphs):
    with pytest.raises(ValueError, match="60 paragraphs"):
        topics.fit_topics(paragraphs, embedding=np.zeros((3, 2)))


def test_words_of_a_topic_are_those_of_its_theme(paragraphs, model):
    theme = paragraphs.groupby(model.labels)["theme"].agg(lambda t: t.value_counts().index[0])
    for topic, words in model.words.groupby("topic")["term"]:
        said = set(" ".join(words).split())
        own = said & set(THEMES[theme[topic]].split())
        assert len(own) >= 0.8 * len(said), (topic, words.tolist())


def test_phrases_and_hyphens_stay_whole_and_forms_are_those_of_the_text():
    said = "The EU-NATO staff wrote on {} and on pooling and sharing of {} equipment."
    texts = [said.format(word, word) for word in ["tanks", "ships", "planes", "radios", "bridges", "boats"]]
    table = pd.DataFrame({"report": "a", "block": range(6), "text": texts})
    words = topics.fit_topics(table, n_topics=1).words
    forms = dict(zip(words["term"], words["form"], strict=True))
    assert forms["pooling and sharing"] == "pooling and sharing"
    assert "pooling" not in forms
    assert any(term.startswith("eu-nato") and form.startswith("EU-NATO") for term, form in forms.items())


def test_one_model_under_many_threads_and_few():
    table = made_paragraphs(60)
    with threadpoolctl.threadpool_limits(1):
        one = topics.fit_topics(table, n_topics=5)
    with threadpoolctl.threadpool_limits(2):
        two = topics.fit_topics(table, n_topics=5)
    pd.testing.assert_frame_equal(one.assignments, two.assignments)
    pd.testing.assert_frame_equal(one.words, two.words)


def test_one_model_under_every_kernel_of_linear_algebra():
    code = "from analysis import load_corpus, topics; m = topics.fit_topics(load_corpus().main.head(150), n_topics=5); "
    code += "print(m.assignments.to_csv(), m.words.to_csv())"
    said = set()
    for kernel in ("Nehalem", "Haswell"):  # OpenBLAS on x86; elsewhere the name is ignored
        env = os.environ | {"OPENBLAS_CORETYPE": kernel}
        run = subprocess.run(
            [sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True, text=True, check=True
        )
        said.add(run.stdout)
    assert len(said) == 1
    assert len(said.pop().splitlines()) > 200


def test_a_word_that_one_paragraph_repeats_does_not_speak_for_its_topic(paragraphs):
    loud = paragraphs.copy()
    at = loud.index[loud["theme"] == "police"]
    loud.loc[at[0], "text"] += ", zebra" * 40
    loud.loc[at[1:3], "text"] += ", zebra"
    counts, labels = count(loud["text"]), (loud["theme"] == "police").to_numpy().astype(int)
    weight = dict(zip(counts.terms, class_weights(counts.matrix, labels)[1], strict=True))
    assert counts.matrix[:, np.searchsorted(counts.terms, "zebra")].sum() == 42
    assert weight["zebra"] < weight["police"]  # 3 paragraphs hold the one, 12 the other
    even = evenness(counts.matrix, labels)
    assert even[1, np.searchsorted(counts.terms, "zebra")] == pytest.approx(((2 + 1 + np.log(40)) / 42) ** 0.5)
    assert even[1, np.searchsorted(counts.terms, "police")] == 1


def test_coherence_counts_a_repeated_word_once_and_windows_rightly(model):
    windows = []
    for row in range(len(model.paragraphs)):
        said = [model.counts.terms[i] for i in model.counts.running[model.counts.paragraph == row]]
        windows += [set(said[start : start + 10]) for start in range(max(1, len(said) - 9))] if said else []
    first, second = model.words[model.words["topic"] == 0]["term"].iloc[:2]
    one, two = (np.mean([term in w for w in windows]) for term in (first, second))
    both = np.mean([first in w and second in w for w in windows])
    expected = np.log(both / one / two) / -np.log(both)
    pair = pd.DataFrame({"topic": [0, 0], "term": [first, second]})
    assert topics.coherence(model, pair)["npmi"].tolist() == [pytest.approx(expected, abs=1e-4)]


def test_nmf_finds_the_same_clear_themes(model):
    opinion = topics.second_opinion(model)
    assert opinion.agreement > 0.7
    assert opinion.topics["overlap"].min() > 0.6


def test_a_model_agrees_with_itself(model):
    opinion = topics.second_opinion(model, model.labels + 7)
    assert opinion.agreement == 1
    assert opinion.topics["overlap"].eq(1).all()


def test_the_curve_falls_where_themes_would_have_to_be_cut(paragraphs):
    curve = topics.curve(paragraphs, numbers=(3, 8), refits=5)
    assert curve["agreement"].iloc[0] > curve["agreement"].iloc[1] + 0.2
    assert topics.best_number(curve) == 3


def test_the_number_of_topics_is_chosen_where_it_is_not_given(paragraphs):
    assert len(topics.fit_topics(paragraphs).topics) in (2, 3)


def test_quotations_hold_words_of_their_topic(paragraphs, model):
    sentences = paragraphs.assign(sentence=0, start=0, end=paragraphs["text"].str.len())
    sentences = sentences[["report", "block", "sentence", "text", "start", "end"]]
    quotes = topics.quotations(model, sentences, n=2)
    assert quotes.groupby("topic").size().tolist() == [2, 2, 2]
    for row in quotes.itertuples():
        terms = set(model.words[model.words["topic"] == row.topic]["term"])
        assert {word.lower() for word in row.bold} <= terms
        assert all(word in row.text for word in row.bold)
        assert row.text[row.start : row.end].lower() in terms


def test_every_paragraph_can_be_pointed_to(paragraphs, model):
    hits = topics.hits(model).sort_index()
    assert sorted(hits["block"]) == sorted(paragraphs["block"])
    assert (hits["end"] > hits["start"]).all()


def test_the_nearest_topic_is_another(model):
    near = topics.nearest_topics(model)
    middle = np.array([model.vectors[model.labels == topic].mean(axis=0) for topic in near["topic"]])
    middle /= np.linalg.norm(middle, axis=1, keepdims=True)
    cosine = middle @ middle.T - 2 * np.eye(3)
    assert near["nearest"].tolist() == cosine.argmax(axis=1).tolist()
    assert near["nearness"].tolist() == pytest.approx(cosine.max(axis=1).tolist(), abs=1e-4)


def test_headings_help_to_name_a_topic(paragraphs):
    named = paragraphs.assign(section=[("Ministries and justice",)] * len(paragraphs))
    model = topics.fit_topics(named, n_topics=3)
    police = model.topics[model.topics["words"].str.contains("police")]
    assert "justice" in police["label"].iloc[0]
    assert topics.headings(model)["heading"].unique().tolist() == ["Ministries and justice"]


def test_a_model_from_outside_reads_the_paragraphs_once_for_all_refits(paragraphs):
    asked = []

    def encode(texts):
        asked.append(len(texts))
        return np.array([[text.lower().count(words.split()[0]) for words in THEMES.values()] for text in texts])

    topics.curve(paragraphs, numbers=(2, 3), embedding=encode, refits=3)
    assert asked == [len(paragraphs)]
    asked.clear()
    assert topics.fit_topics(paragraphs, embedding=encode).firm.agreement > 0
    assert asked == [len(paragraphs)]


def test_groups_of_shares_keep_the_order_in_which_they_come(paragraphs):
    turned = paragraphs.assign(report=paragraphs["report"].map({"r0": "z", "r1": "m", "r2": "a"}))
    assert topics.shares(topics.fit_topics(turned, n_topics=2))["report"].unique().tolist() == ["z", "m", "a"]


def test_given_vectors_and_functions_work_and_new_text_finds_its_topic(paragraphs, model):
    def encode(texts):
        return np.array([[text.lower().count(w) for ws in THEMES.values() for w in ws.split()] for text in texts])

    given = topics.fit_topics(paragraphs, n_topics=3, embedding=encode)
    array = topics.fit_topics(paragraphs, n_topics=3, embedding=encode(paragraphs["text"]).astype(float))
    assert given.assignments.equals(array.assignments)
    for theme, words in THEMES.items():
        expected = model.labels[paragraphs["theme"] == theme][0]
        assert model.nearest([words])[0] == expected
    with pytest.raises(ValueError, match="new texts cannot be placed"):
        array.nearest(["police"])


def test_minilm_says_what_is_missing(paragraphs):
    if importlib.util.find_spec("sentence_transformers"):
        pytest.skip("sentence-transformers is installed here")
    with pytest.raises(ImportError, match="sentence-transformers, which is not installed"):
        topics.fit_topics(paragraphs, embedding="minilm")


@pytest.mark.parametrize("asked", [0, -1, 2.5, "3"])
def test_a_number_of_topics_that_is_none_is_named(paragraphs, asked):
    with pytest.raises(ValueError, match="give a whole number"):
        topics.fit_topics(paragraphs, n_topics=asked)


def test_an_unknown_embedding_is_named(paragraphs):
    with pytest.raises(ValueError, match='"word2vec"'):
        topics.fit_topics(paragraphs, embedding="word2vec")


def test_running_terms_keep_the_order_of_the_text():
    counts = count(["Zebras meet ants.", "Ants eat zebras."] * 3)
    assert counts.terms[counts.running].tolist() == ["zebras", "meet", "ants", "ants", "eat", "zebras"] * 3
    assert counts.matrix.sum() == len(counts.running)


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
