"""Match the grammar of dates (`analysis/data/dates/grammar.toml`): one pass over a text, from left to right."""

import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from .. import rules
from . import readers
from .context import Context
from .values import Parts, Reading

_TABLE: dict[str, Any] = tomllib.loads((rules.FOLDER / "dates" / "grammar.toml").read_text(encoding="utf-8"))
_PARTS: dict[str, str] = _TABLE["parts"]
_PHRASES = {
    **_TABLE["phrases"],
    "feasts": "|".join(name.replace(" ", "_") for name in sorted(readers.HOLIDAYS, key=len, reverse=True)),
    "often": "|".join(sorted(readers.OFTEN, key=len, reverse=True)),
}


class Rule(NamedTuple):
    """One row of the grammar."""

    name: str
    pattern: str
    read: Callable[[Parts, Context], Reading | None]
    example: str
    gives: str
    counter_example: str
    relative: bool
    spoken: bool


class Match(NamedTuple):
    """A temporal expression and the rule that read it."""

    start: int
    end: int
    rule: str
    reading: Reading


def _rule(row: dict[str, Any]) -> Rule:
    read = getattr(readers, row["read"])
    texts = row["name"], row["pattern"].replace("\n", ""), read, row["example"], row["gives"], row["counter_example"]
    return Rule(*texts, row.get("relative", False), row.get("spoken", False))


def expand(pattern: str, named: bool = True) -> str:
    """Write a pattern out: parts in full, caught by name or not, `_` as white space (one space in brackets and
    look-behinds).

    A name may stand twice, in alternatives: the second becomes `name_1`, and `parts_of` puts them together again.
    """
    seen: dict[str, int] = {}
    for name, phrase in _PHRASES.items():
        pattern = re.sub(rf"(?<!P)<{name}>", phrase.replace("\\", r"\\"), pattern)

    def opening(name: str) -> str:
        seen[name] = seen.get(name, -1) + 1
        return f"(?P<{name}_{seen[name]}>" if named else "(?:"

    def part(found: re.Match[str]) -> str:
        return f"{opening(found[1])}{_spaces(_PARTS[found[1].rstrip('0123456789')])})"

    # Angle brackets after `(?P`, `(?<=` and `(?<!` are not parts.
    pieces = re.split(r"(\(\?P<\w+>|\(\?<[!=])", _spaces(pattern))
    for at, piece in enumerate(pieces):
        if at % 2:
            pieces[at] = opening(piece[4:-1]) if "P" in piece else piece
        else:
            pieces[at] = re.sub(r"<([a-z]+\d?)>", part, piece)
    return "".join(pieces).replace("fi", "(?:fi|ﬁ)")  # the ligature of printed texts


def _spaces(pattern: str) -> str:
    single = re.sub(
        r"\[[^\]]*\]|\(\?<[!=][^()]*\)", lambda found: found[0].replace("_", " "), pattern.replace("[_-]", "(?:_|-)")
    )
    return single.replace("_", "(?: {1,30})")


def parts_of(found: re.Match[str]) -> Parts:
    """Return the parts that a pattern caught, by name."""
    caught = ((name.rpartition("_")[0], text) for name, text in found.groupdict().items() if text)
    return {name: re.sub(" +", " ", text.replace("ﬁ", "fi")) for name, text in caught}


RULES = [_rule(row) for row in _TABLE["rule"]]
RELATIVE = frozenset(rule.name for rule in RULES if rule.relative)
SPOKEN = frozenset(rule.name for rule in RULES if rule.spoken)
_TAIL = r"(?:(?!\w)|(?<=\d{4})(?=[a-e][),;:]))(?![/:]\d)"  # the letter of (Smith 2015a) is no part of the date
_PATTERNS = [re.compile(f"(?:{expand(rule.pattern)}){_TAIL}") for rule in RULES]
# One pattern for all finds the places, by the words an expression can begin with; the rules are then tried there.
_SCAN = re.compile(
    rf"(?<!\w)(?<!\d[.,/:])(?=(?:the |an? )? {{0,9}}(?:{_TABLE['first'].replace(chr(10), '')}))"
    rf"(?:{'|'.join(f'(?:{expand(rule.pattern, named=False)})' for rule in RULES)}){_TAIL}"
)


def find(context: Context) -> Iterator[Match]:
    """Yield the temporal expressions of a text, from left to right, apart from each other.

    The caller tells the context which dates to resolve from before asking for the next.
    """
    at = 0
    while found := _SCAN.search(context.folded, at):
        match = _match_at(context, found.start())
        if match:
            yield match
        at = match.end if match else found.start() + 1


def _match_at(context: Context, start: int) -> Match | None:
    """Return what the first rule that reads at a place reads there."""
    for rule, pattern in zip(RULES, _PATTERNS, strict=True):
        found = pattern.match(context.folded, start)
        if not found:
            continue
        end = found.end()
        while context.folded[end - 1] in " ," or (context.folded[end - 1] == "." and context.folded[end - 2].isdigit()):
            end -= 1
        context.move(start, end)
        if reading := rule.read(parts_of(found), context):
            return Match(start, end, rule.name, reading)
    return None
