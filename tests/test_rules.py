"""Every rule in `analysis/data` finds its example and passes over its counter-example."""

import tomllib

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
    assert rule.values["meaning"]
    assert rule.pattern.search(rule.values["example"])
    assert not rule.pattern.search(rule.values["counter_example"])


@pytest.mark.parametrize("table", TABLES)
def test_a_rule_has_a_name_of_its_own_and_either_a_pattern_or_words(table):
    rows = tomllib.loads((rules.FOLDER / f"{table}.toml").read_text(encoding="utf-8")).get("rule", [])
    assert len({row["name"] for row in rows}) == len(rows)
    assert [row["name"] for row in rows if bool(row.get("pattern")) == bool(row.get("words"))] == []


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
    assert rule.values["language"] == "en"
