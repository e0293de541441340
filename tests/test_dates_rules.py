"""Every rule of the grammar reads its example and leaves its counter-example; `test_rules.py` has masks and cues."""

import pytest

from analysis.dates import RULES, find_dates
from analysis.dates.context import fold

PUBLISHED = "2017-05-15"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["name"])
def test_a_rule_reads_its_example(rule):
    dates = find_dates(rule["example"], PUBLISHED)
    assert dates.loc[dates["rule"] == rule["name"], "value"].tolist() == [rule["gives"]]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["name"])
def test_a_rule_leaves_its_counter_example(rule):
    assert rule["name"] not in find_dates(rule["counter_example"], PUBLISHED)["rule"].tolist()


def test_rule_names_are_unique():
    names = [rule["name"] for rule in RULES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "İstanbul, May 2017",
        "Straße – “27ᵗʰ\u00a0March\u200b 2017”",
        "a\r\n\r\nb\r\nc",
        "tab\t2016 <sup>3</sup>*x*",
        "ﬁ 𝟚𝟘𝟙𝟞 e\u0301",
    ],
)
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)
