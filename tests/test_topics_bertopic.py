"""BERTopic works with the parts that notebook 02 gives it, and finds the same topics as `fit_topics`."""

import numpy as np
import pandas as pd
import pytest
from bertopic import BERTopic
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import adjusted_rand_score
from sklearn.pipeline import make_pipeline

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


def fitted(paragraphs: pd.DataFrame, cluster) -> tuple[BERTopic, list[int]]:
    """Fit BERTopic as the notebook does."""
    counts = topics.count_terms(paragraphs["text"])
    embedding = topics.lsa(counts.matrix.shape)
    words = CountVectorizer(analyzer=counts.vocabulary.split, vocabulary=list(counts.terms))
    bertopic = BERTopic(
        language="multilingual", embedding_model=make_pipeline(words, embedding), umap_model=topics.NeighbourMean(),
        hdbscan_model=cluster, vectorizer_model=words,
    )  # fmt: skip
    labels, _ = bertopic.fit_transform(paragraphs["text"].tolist(), embedding.fit_transform(counts.matrix))
    return bertopic, labels


@pytest.fixture(scope="module")
def bertopic(paragraphs):
    return fitted(paragraphs, topics.LinkageKMeans(4))


def test_it_finds_the_topics_of_fit_topics(paragraphs, bertopic):
    ours = topics.fit_topics(paragraphs, n_topics=4)
    assert adjusted_rand_score(ours.labels, bertopic[1]) == 1
    described = topics.describe(paragraphs, bertopic[1], topics.LinkageKMeans(4))
    pd.testing.assert_frame_equal(described.assignments, ours.assignments)
    pd.testing.assert_frame_equal(described.words, ours.words)


def test_it_places_new_text_and_keeps_hyphens(paragraphs, bertopic):
    model, labels = bertopic
    new, _ = model.transform(["Frigates caught pirates near the harbour."])
    assert new == [labels[3]]
    assert "eu-nato" in set(model.vectorizer_model.get_feature_names_out())


def test_another_clustering_model_can_take_its_place_and_outliers_join_a_topic(paragraphs):
    other = KMeans(4, n_init=10, random_state=0)
    labels = np.array(fitted(paragraphs, other)[1])
    labels[:2] = -1
    model = topics.describe(paragraphs, labels, other)
    assert len(model.topics) == 4
    assert model.labels.min() == 0
    assert model.stability.agreement > 0.8
    with pytest.raises(ValueError, match="2 labels for 48 paragraphs"):
        topics.describe(paragraphs, [0, 1], other)


def test_its_tables_and_plots_work(bertopic, paragraphs):
    model, labels = bertopic
    texts = paragraphs["text"].tolist()
    by_class = model.topics_per_class(texts, classes=paragraphs["report"].tolist())
    assert by_class["Frequency"].sum() == len(texts)
    assert model.get_document_info(texts)["Topic"].tolist() == labels
    assert len(model.visualize_barchart().data) > 0
    assert len(model.visualize_hierarchy().data) > 0
