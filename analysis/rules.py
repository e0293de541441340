"""Load the rule tables in `analysis/data`, which `data/README.md` explains: patterns and words with their examples."""

import csv
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"
_PART = re.compile(r"(?<!\?P)(?<!\(\?)<([a-z][a-z_]*)>")
_KNOWN = {"name", "pattern", "words", "meaning", "example", "counter_example", "ignore_case"}


@dataclass(frozen=True)
class Rule:
    """A named pattern with its meaning, an example that it finds and a counter-example that it does not."""

    name: str
    pattern: re.Pattern[str]
    meaning: str
    example: str
    counter_example: str
    words: tuple[str, ...]
    values: Mapping[str, Any]


@cache
def load_rules(table: str) -> dict[str, Rule]:
    """Return the rules of `data/<table>.toml` by name; raises ValueError where one stands twice or lacks a field."""
    data = tomllib.loads((FOLDER / f"{table}.toml").read_text(encoding="utf-8"))
    parts: dict[str, str] = {}
    for name, part in data.get("parts", {}).items():
        parts[name] = _alternatives(part) if isinstance(part, list) else f"(?:{_fill(part, parts)})"
    rules: dict[str, Rule] = {}
    for row in data.get("rule", []):
        rule = _rule(row, parts, table)
        if rule.name in rules:
            raise ValueError(f'{table}.toml has two rules named "{rule.name}"; give one of them another name.')
        rules[rule.name] = rule
    return rules


def load_table(name: str) -> list[dict[str, str]]:
    """Return the rows of `analysis/data/<name>.csv`."""
    return list(csv.DictReader((FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


def _rule(row: dict[str, Any], parts: dict[str, str], table: str) -> Rule:
    words = tuple(row.get("words", ()))
    missing = [field for field in ("name", "meaning", "example", "counter_example") if not row.get(field)]
    if missing or bool(words) == bool(row.get("pattern")):
        what = ", ".join(missing) or "either a pattern or words"
        raise ValueError(f'{table}.toml, rule "{row.get("name", "")}": add {what}.')
    pattern = rf"\b{_alternatives(words)}\b" if words else _fill(row["pattern"], parts)
    flags = re.VERBOSE | (re.IGNORECASE if row.get("ignore_case", bool(words)) else 0)
    values = {key: value for key, value in row.items() if key not in _KNOWN}
    texts = {name: row[name] for name in ("name", "meaning", "example", "counter_example")}
    return Rule(pattern=re.compile(pattern, flags), words=words, values=values, **texts)


def _alternatives(words: list[str] | tuple[str, ...]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


def _fill(pattern: str, parts: dict[str, str]) -> str:
    """Put the named parts into a pattern; `(?P<name>` and `(?<=` stay as they are."""
    return _PART.sub(lambda found: parts.get(found[1], found[0]), pattern)
