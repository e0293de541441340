"""The fitted BERTopic is a real one: its own methods and plots work, and say what our tables say."""

import numpy as np
import pandas as pd
import pytest

from analysis import topics

THEMES = (
    "EU-NATO officers train local police units in border missions and advise ministries of justice",
    "parallel exercises test crisis scenarios of the alliance with hybrid attacks and staff",
    "member states pool defence budgets to buy equipment and save money on procurement",
    "courts judge pirates caught at sea by frigates that patrol the strait near the harbour",
)


@pytest.fixture(scope="module")
def paragraphs() -> pd.DataFrame:
    random = np.random.RandomState(0)
    texts = [" ".join(random.permutation(theme.split())[:9]) + "." for _ in range(12) for theme in THEMES]
    return pd.DataFrame({"report": ["a", "b"] * 24, "block": range(48), "text": texts})


@pytest.fixture(scope="module")
def fitted(paragraphs):
    return topics.fit_topics(paragraphs, n_topics=4)


@pytest.fixture
def bertopic(paragraphs):
    return topics.fit_topics(paragraphs, n_topics=4).model


def test_it_has_our_topics_and_our_words(fitted):
    assert fitted.model.topics_ == fitted.labels.tolist()
    assert type(fitted.model).__mro__[1].__name__ == "BERTopic"
    for topic, mine in fitted.words.groupby("topic"):
        said = [pair for pair in fitted.model.get_topic(topic) if pair[0]]
        assert [word for word, _ in said] == mine["term"].tolist()
        assert [weight for _, weight in said] == pytest.approx(mine["weight"].tolist(), abs=1e-9)


def test_topics_of_equal_size_keep_their_numbers(fitted):
    sizes = fitted.assignments["topic"].value_counts()
    assert sizes.nunique() < len(sizes)
    info = fitted.model.get_topic_info()
    assert info["Topic"].tolist() == [0, 1, 2, 3]
    assert info["Count"].tolist() == sizes.sort_index().tolist()


def test_new_text_finds_its_topic(fitted, paragraphs):
    old, _ = fitted.model.transform(paragraphs["text"].tolist())
    assert (np.array(old) == fitted.labels).all()
    new, _ = fitted.model.transform(["Frigates caught pirates near the harbour."])
    assert new == [fitted.labels[3]]


def test_hyphens_survive(fitted):
    assert any("eu-nato" in term for term in fitted.model.vectorizer_model.get_feature_names_out())


def test_its_tables_work(fitted, paragraphs):
    texts = paragraphs["text"].tolist()
    by_class = fitted.model.topics_per_class(texts, classes=paragraphs["report"].tolist())
    assert by_class["Frequency"].sum() == len(texts)
    assert len(fitted.model.hierarchical_topics(texts)) == 3
    assert fitted.model.get_document_info(texts)["Topic"].tolist() == fitted.labels.tolist()


@pytest.mark.parametrize("plot", ["barchart", "heatmap", "hierarchy", "term_rank"])
def test_its_plots_work(fitted, plot):
    assert len(getattr(fitted.model, f"visualize_{plot}")().data) > 0


def test_topics_can_be_reduced(bertopic, paragraphs):
    bertopic.reduce_topics(paragraphs["text"].tolist(), nr_topics=2)
    assert len(bertopic.get_topic_info()) == 2
    assert all(word for word, _ in bertopic.get_topic(0))


@pytest.mark.parametrize("text", ["and of the", "The same words here."])
def test_a_model_of_fewer_than_two_words_says_why(text):
    table = pd.DataFrame({"report": "a", "block": [0, 1], "text": [text, text]})
    with pytest.raises(ValueError, match="at least two different words"):
        topics.fit_topics(table, n_topics=1).model  # noqa: B018
