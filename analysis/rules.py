"""Load the rule tables in `analysis/data`, which `data/README.md` explains: patterns and words with their examples."""

import csv
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"
_PART = re.compile(r"(?<!\?P)(?<!\(\?)<([a-z][a-z_]*)>")


@dataclass(frozen=True)
class Rule:
    """A named pattern or list of words; `values` has all fields of its row, such as meaning and example."""

    name: str
    pattern: re.Pattern[str]
    words: tuple[str, ...]
    values: Mapping[str, Any]


@cache
def load_rules(table: str) -> dict[str, Rule]:
    """Return the rules of `data/<table>.toml` by name; raises KeyError where one has neither a pattern nor words."""
    data = load_words(table)
    parts: dict[str, str] = {}
    for name, part in data.get("parts", {}).items():
        parts[name] = _alternatives(part) if isinstance(part, list) else f"(?:{_fill(part, parts)})"
    rules: dict[str, Rule] = {}
    for row in data.get("rule", []):
        words = tuple(row.get("words", ()))
        pattern = rf"\b{_alternatives(words)}\b" if words else _fill(row["pattern"], parts)
        flags = re.VERBOSE | (re.IGNORECASE if row.get("ignore_case", bool(words)) else 0)
        rules[row["name"]] = Rule(row["name"], re.compile(pattern, flags), words, values=row)
    return rules


def load_words(name: str) -> dict[str, Any]:
    """Return what stands in `analysis/data/<name>.toml`."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def load_table(name: str) -> list[dict[str, str]]:
    """Return the rows of `analysis/data/<name>.csv`."""
    return list(csv.DictReader((FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


def _alternatives(words: Sequence[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


def _fill(pattern: str, parts: dict[str, str]) -> str:
    """Put the named parts into a pattern; `(?P<name>` and `(?<=` stay as they are."""
    return _PART.sub(lambda found: parts.get(found[1], found[0]), pattern)
