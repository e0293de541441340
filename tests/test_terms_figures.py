"""Figures of terms say what they show, link every mark, let no names overlap, and bear an empty table."""

import itertools

import pandas as pd
import pytest
from matplotlib import pyplot as plt

from analysis import terms
from analysis.figures import link, picture
from analysis.figures import term_figures as draw

TEXTS = {
    "a": ["war and war and war", "war and peace", "and war works", "crisis management of war", "war"] * 3,
    "b": ["peace and peace", "peace and work", "and peace", "the peace process of peace"] * 4,
    "c": ["work and peace", "work and work", "and work war", "work force at work"] * 4,
}


@pytest.fixture(scope="module")
def hits():
    rows = [(r, b, 0, text) for r, texts in TEXTS.items() for b, text in enumerate(texts)]
    return terms.tokenise(pd.DataFrame(rows, columns=["report", "block", "sentence", "text"]))


@pytest.fixture(scope="module")
def keyness(hits):
    table = terms.keyness_of_each(hits, draws=50)
    return table.assign(mark=table["report"] + ": " + table["term"], named=table["verdict"] != "unclear")


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


def addresses(fig):
    svg = picture(fig, "svg").decode()
    return {part.split('"')[0] for part in svg.split('href="#')[1:]}


def test_lollipops_link_every_term_and_count_it_in_words(keyness):
    fig = draw.keyness(keyness, "Title", "Source", "03_x")
    assert {link("03_x", mark)[1:] for mark in keyness["mark"]} <= addresses(fig)
    war = keyness[(keyness["report"] == "a") & (keyness["term"] == "war")].iloc[0]
    assert f"war {war['n']} to {war['n_reference']}" in fig.alt


def test_names_in_the_scatter_do_not_overlap(keyness):
    one = keyness[keyness["report"] == "a"]
    fig = draw.against(one, "Title", "Source", "03_x", "a")
    boxes = [text.get_window_extent() for text in fig.axes[0].texts]
    assert boxes
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))
    assert "more in a" in fig.alt


def test_strips_have_a_tick_for_every_hit(hits, keyness):
    own = keyness[keyness["term"].isin(["war", "peace"])]
    places = own.merge(terms.positions(hits), on=["report", "term"])
    fig = draw.strips(places, "Title", "Source", "03_x")
    ticks = sum(len(marks.get_segments()) for marks in fig.axes[0].collections)
    assert ticks == len(places) == (hits["term"].isin(["war", "peace"])).sum()


def test_the_heads_of_strips_stay_apart_beside_long_labels(hits, keyness):
    places = keyness[keyness["term"] == "war"].merge(terms.positions(hits), on=["report", "term"])
    fig = draw.strips(places.assign(term="a term with a very long label"), "Title", "Source", "03_x")
    fig.draw_without_rendering()
    heads = [text.get_window_extent() for text in fig.axes[0].texts if text.get_text() in ("n", "DPnorm")]
    assert heads[1].x0 - heads[0].x1 > 5
    assert heads[1].x1 <= fig.bbox.x1


def test_an_empty_table_makes_a_figure_that_says_so(keyness):
    empty = keyness.head(0)
    for fig in (
        draw.keyness(empty, "Title", "Source", "03_x"),
        draw.against(empty, "Title", "Source", "03_x", "a"),
        draw.strips(empty, "Title", "Source", "03_x"),
    ):
        assert "no term occurs often enough" in fig.alt
