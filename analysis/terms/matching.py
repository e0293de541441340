"""Where do forms stand in a sequence of words, and which of two that overlap is meant?"""

from collections import Counter, defaultdict
from typing import NamedTuple

import pandas as pd

from analysis.language import STOP_WORDS

# What wins where two forms overlap; among equals the longer, then the earlier. A relation comes before a
# single acronym, or EU-NATO would be two concepts; what was only found comes after what somebody listed or
# explained.
NAME, RELATION, SINGLE, PHRASE, COMPOUND = range(5)


class Match(NamedTuple):
    """A form found in `length` words from the word `first` on; of two that overlap, the smaller wins."""

    priority: int
    minus_length: int
    first: int
    concept: str
    rule: str

    @property
    def words(self) -> range:
        """The numbers of its words."""
        return range(self.first, self.first - self.minus_length)


def is_name(word: str) -> bool:
    """Tell whether a word is an acronym or written like one: two capitals or more.

    >>> [is_name(word) for word in ("EU", "CivCom", "P&S", "Union", "3D")]
    [True, True, True, False, False]
    """
    return sum(map(str.isupper, word)) >= 2


def find_forms(words: pd.DataFrame, forms: pd.DataFrame) -> list[Match]:
    """Find forms (concept, rule, report, words) in words (folded, report, joined, near, hyphen).

    A form of several words begins and ends where a hyphen compound does; phrases need a space between their
    words, other forms may have a comma or bracket inside.
    """
    beginning: dict[str, list[tuple[tuple[str, ...], str, str, str]]] = defaultdict(list)
    for form in zip(*(forms[name].tolist() for name in ("words", "concept", "rule", "report")), strict=True):
        beginning[form[0][0]].append(form)
    folded, hyphen, report = (words[name].tolist() for name in ("folded", "hyphen", "report"))
    joined, near = words["joined"].tolist(), words["near"].tolist()
    found = []
    for i, word in enumerate(folded):
        for parts, concept, rule, where in beginning.get(word, ()):
            end = i + len(parts)
            if tuple(folded[i:end]) != parts or where not in ("", report[i]):
                continue
            cuts = hyphen[i] or (end < len(folded) and hyphen[end])
            if len(parts) == 1:
                found.append(Match(SINGLE, -1, i, concept, "compound" if cuts else rule))
            elif not cuts and all((joined if rule == "phrase" else near)[i + 1 : end]):
                found.append(Match(PHRASE if rule == "phrase" else NAME, i - end, i, concept, rule))
    return found


def find_compounds(words: pd.DataFrame) -> list[Match]:
    """Find hyphen compounds: relations of names, and compounds without a name, in all their spellings."""
    folded = words["folded"].tolist()
    chains = _chains(words["hyphen"].tolist())
    relations = [chain for chain in chains if all(is_name(folded[i]) for i in chain)]
    order = _usual_order([tuple(folded[i] for i in chain) for chain in relations])
    found = []
    for chain in relations:
        usual = order[frozenset(folded[i] for i in chain)]
        rule = "" if usual == tuple(folded[i] for i in chain) else "relation"
        found.append(Match(RELATION, -len(chain), chain[0], "-".join(usual), rule))
    plain = [chain for chain in chains if not any(is_name(folded[i]) for i in chain)]
    return found + _spellings_of_compounds(words, plain)


def _chains(hyphen: list[bool]) -> list[range]:
    """Return the hyphen compounds as ranges of words."""
    inner = [i for i, is_hyphen in enumerate(hyphen) if is_hyphen]
    starts = [i - 1 for i in inner if not hyphen[i - 1]]
    ends = [i + 1 for i in inner if i + 1 == len(hyphen) or not hyphen[i + 1]]
    return [range(start, end) for start, end in zip(starts, ends, strict=True)]


def _usual_order(relations: list[tuple[str, ...]]) -> dict[frozenset, tuple[str, ...]]:
    """Return the order in which the members of each relation stand most often."""
    order: dict[frozenset, tuple[str, ...]] = {}
    for relation, _ in sorted(Counter(relations).items(), key=lambda item: (-item[1], item[0])):
        order.setdefault(frozenset(relation), relation)
    return order


def _spellings_of_compounds(words: pd.DataFrame, chains: list[range]) -> list[Match]:
    """Find compounds written with hyphens, in two words or in one, under the form that is most frequent.

    Two words count as a compound only if both have content: "in-theatre" is not "in theatre".
    """
    folded, joined = words["folded"].tolist(), words["joined"].tolist()
    places: dict[tuple[str, ...], dict[str, list[int]]] = {}
    for chain in chains:
        parts = tuple(folded[i] for i in chain)
        places.setdefault(parts, {"-": [], " ": [], "": []})["-"].append(chain[0])
    content = {parts for parts in places if STOP_WORDS.isdisjoint((parts[0], parts[-1]))}
    inside = {i for chain in chains for i in chain}
    closed = {"".join(parts): parts for parts in sorted(places)}
    lengths = sorted({len(parts) for parts in content})
    for i, word in enumerate(folded):
        if word in closed and i not in inside:
            places[closed[word]][""].append(i)
        for length in lengths:
            parts = tuple(folded[i : i + length])
            if parts in content and inside.isdisjoint(range(i, i + length)) and all(joined[i + 1 : i + length]):
                places[parts][" "].append(i)
    found = []
    for parts, forms in places.items():
        usual = max(("-", " ", ""), key=lambda joint: (len(forms[joint]), joint == "-"))
        for joint, starts in forms.items():
            rule = "" if joint == usual else "hyphen"
            length = 1 if joint == "" else len(parts)
            found += [Match(COMPOUND, -length, i, usual.join(parts), rule) for i in starts]
    return found


def choose(matches: list[Match], n: int) -> list[Match]:
    """Return matches that do not overlap, in reading order; each word that is left is a match of its own."""
    taken = [False] * n
    chosen = []
    for match in sorted(matches):
        if not any(taken[i] for i in match.words):
            chosen.append(match)
            for i in match.words:
                taken[i] = True
    alone = [Match(COMPOUND, -1, i, "", "") for i in range(n) if not taken[i]]
    return sorted(chosen + alone, key=lambda match: match.first)
