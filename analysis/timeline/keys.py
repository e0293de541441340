"""When do two names say the same? Turns words into keys: lower case, singular, one spelling."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis.timeline import rules

_SINGULAR = re.compile(r"(?:(?<=[^s])s|(?<=ss)es|(?<=x)es)$")
# Words inside names that carry no meaning of their own.
INSIDE = rules.word_set("of on for the and & in to de da do du der und with between a an")


def words(text: str) -> list[str]:
    """Return the words of a name as keys: lower case, singular, of one spelling, without function words.

    >>> words("The Terrorist Attacks in Madrid")
    ['attack', 'madrid']
    """
    lowered = re.sub(r"[’']s?\b", "", text.lower().replace("‐", "-").replace("–", "-"))
    found = []
    for word in re.findall(r"9/11|7/7|[^\W_]+(?:-[^\W_]+)*", lowered):
        for part in word.split("-"):
            single = singular(part)
            kept = rules.SAME.get(part, rules.SAME.get(single, single))
            if kept and kept not in rules.STOP and kept not in INSIDE:
                found.append(kept)
    return found


@lru_cache(maxsize=20_000)  # words repeat: a fifth less time on the five reports
def singular(word: str) -> str:
    """Return a lower-case noun without the s of its plural.

    >>> singular("attacks"), singular("crisis"), singular("crises"), singular("communities")
    ('attack', 'crisis', 'crisis', 'community')
    """
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word == "crises":
        return "crisis"
    if word.endswith(("is", "us", "ss")) or len(word) < 4:
        return word
    return _SINGULAR.sub("", word)


def each(table: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a table, each with its columns as attributes."""
    return table.itertuples(index=False)
