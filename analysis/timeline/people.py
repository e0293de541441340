"""Find the full names of the people whom a report later calls by one word: Lund, for Anna Lund."""

import re
from calendar import month_name
from collections import defaultdict

from analysis.timeline.grammar import is_word, words_of
from analysis.timeline.places import names_country

_WORD = r"[A-Z][a-zà-ž]+(?:-[A-Z]?[a-zà-ž]+)?"
_NAME = re.compile(rf"(?<![\w’'.-]){_WORD}(?: [A-Z]\.)?(?: {_WORD}){{1,4}}(?![\w’'-])")
_NO_PERSON = re.compile(rf"\b(?:in|at|near|from|into|around|across|outside|[Tt]he) ({_WORD})")  # the Taliban, in Riga


def full_names(text: str) -> dict[str, str]:
    """Return the full names in a text by family names, where one belongs to one person only.

    >>> full_names("Then Minister Anna Lund spoke. Lund left for Riga.")
    {'Lund': 'Anna Lund'}
    """
    others, found = {*_NO_PERSON.findall(text), *month_name}, defaultdict[str, set[str]](set)
    for name in _NAME.findall(text):
        words = name.split()
        while words and is_word(words[0]):  # Then Minister
            words = words[1:]
        place = any(names_country(w) or w in others or w.lower() in words_of("word of a place") for w in words)
        if 1 < len(words) < 4 and not place and not any(map(is_word, words)):
            found[words[-1]].add(" ".join(words))
    return {family: names.pop() for family, names in found.items() if len(names) == 1}


def with_full_name(label: str, names: dict[str, str]) -> str:
    """Return a label with the full name of the person who opens it: Lund said, President Lund said."""
    titles = "|".join(sorted(words_of("word before a name")))
    opens = re.match(rf"((?:(?i:{titles})\.? )?)({_WORD})(?= [a-z]|’s |'s )", label)
    full = names.get(opens[2]) if opens else None
    return f"{opens[1]}{full}{label[opens.end() :]}" if opens and full else label
