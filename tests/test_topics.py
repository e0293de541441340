"""Topics: the same on every machine, complete, and honest about how firm they are."""

import numpy as np
import pandas as pd
import pytest

from analysis import topics

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


def test_clear_themes_are_firm(model):
    assert model.topics["stability"].min() > 0.8
    assert model.firm.agreement > 0.8


def test_shares_of_a_report_add_to_one_and_lie_in_their_interval(model):
    table = topics.shares(model)
    assert table.groupby("report")["share"].sum().round(9).eq(1).all()
    assert (table["low"] <= table["share"]).all()
    assert (table["share"] <= table["high"]).all()


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
    topics.shares(model)


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match="no column block"):
        topics.fit_topics(pd.DataFrame({"report": [], "text": []}))


def test_an_embedding_of_the_wrong_length_is_named(paragraphs):
    with pytest.raises(ValueError, match="60 paragraphs"):
        topics.fit_topics(paragraphs, embedding=np.zeros((3, 2)))
