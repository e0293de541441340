"""Every rule in `analysis/data` finds its example and passes over its counter-example."""

import pytest

from analysis import rules

PATHS = [
    path for path in rules.FOLDER.rglob("*.toml") if path.stem not in ("grammar", "words")
]  # a reader of their own
TABLES = sorted(path.relative_to(rules.FOLDER).with_suffix("").as_posix() for path in PATHS)
RULES = [
    pytest.param(rule, id=f"{table}: {rule.name}") for table in TABLES for rule in rules.load_rules(table).values()
]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_its_example_and_not_its_counter_example(rule):
    assert rule.pattern.search(rule.example)
    assert not rule.pattern.search(rule.counter_example)


@pytest.fixture
def table(tmp_path, monkeypatch):
    monkeypatch.setattr(rules, "FOLDER", tmp_path)
    rules.load_rules.cache_clear()

    def write(text):
        (tmp_path / "made.toml").write_text(text, encoding="utf-8")
        return rules.load_rules("made")

    return write


RULE = '[[rule]]\nname = "a"\nmeaning = "m"\nexample = "e"\ncounter_example = "c"\n'


def test_parts_are_put_into_patterns_and_groups_keep_their_names(table):
    text = '[parts]\nmonth = ["May", "June"]\n' + RULE + "pattern = '(?P<m><month>)[ ]\\d+'\n"
    assert table(text)["a"].pattern.search("in June 5")["m"] == "June"


def test_words_are_whole_words_in_any_case(table):
    rule = table(RULE + 'words = ["part", "part-time"]\nlanguage = "en"\n')["a"]
    assert rule.pattern.search("a Part-Time post")[0] == "Part-Time"
    assert not rule.pattern.search("parts")
    assert rule.values == {"language": "en"}


@pytest.mark.parametrize(
    ("text", "said"), [(RULE, "either a pattern or words"), (2 * (RULE + "words = ['e']\n"), "two rules")]
)
def test_a_broken_table_is_named_with_its_rule(table, text, said):
    with pytest.raises(ValueError, match=said):
        table(text)
