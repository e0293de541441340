"""Find whom and where a report means: the country it is about, and the full names of people whom it calls Lund."""

import re
from calendar import month_name
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

import pandas as pd

from analysis.timeline.grammar import is_word, pattern_of, words_of

MOSTLY, FEWEST = 0.6, 10  # share of the countries that a text names, and how often it does
_WORD = r"(?:Ma?c|[OD]’)?[A-Z][a-zà-ž]+(?:-[A-Z]?[a-zà-ž]+)?"
_NAME = re.compile(rf"(?<![\w’'.-]){_WORD}(?: [A-Z]\.)?(?: {_WORD}){{1,7}}(?![\w’'-])")
_NO_PERSON = re.compile(rf"\b(?:in|at|near|from|into|around|across|outside|[Tt]he) ({_WORD})")  # the Taliban, in Riga


def countries(text: str) -> list[str]:
    """Return the countries that a text names, each as often as it does.

    >>> countries("MINUSTAH in HAITI; Haitian police, Cuba, TÜRKİYE")
    ['Haiti', 'Cuba', 'Türkiye']
    """
    text = text.replace("İ", "I")  # its small letter is two characters
    known = {name.lower(): name for name in words_of("country")}
    return [known[m[0].lower()] for m in pattern_of("country").finditer(text) if not m[0].islower()]


def countries_of_reports(reports: pd.DataFrame, main: pd.DataFrame) -> dict[str, str]:
    """Return for each report the country it is about; "" where unsure.

    It is the one that the main text names most: with its title, or with most of the countries that it names.
    """
    found, texts = {}, {str(report): " \n".join(group) for report, group in main.groupby("report")["text"]}
    for report, title in reports["title"].items():
        counts = Counter(countries(texts.get(str(report), "")))
        [(country, n), (_, second)] = [*counts.most_common(2), ("", 0), ("", 0)][:2]
        named = set(countries(title))
        titled = country in named and (len(named) == 1 or n >= 2 * second)
        found[str(report)] = country if titled or n >= max(FEWEST, MOSTLY * counts.total()) else ""
    return found


def names_country(label: str) -> bool:
    """Tell whether a label names a country or a nationality.

    >>> names_country("Haitian police"), names_country("Romanians left"), names_country("Roma leaders met")
    (True, True, False)
    """
    found = re.findall(r"\b[A-Z][\w.]*", label)
    return bool(countries(label)) or any(w in words_of("nationality") or w.lower() in _peoples() for w in found)


@cache
def _peoples() -> frozenset[str]:
    """Return what the people of the countries may be called: Haiti, Haitian; some of it is no word."""
    names = [name.lower() for name in words_of("country") if " " not in name]
    stems = {name[: len(name) - cut] for name in names for cut in (0, 1, 2) if len(name) - cut > 3}
    stems |= {name.removesuffix("istan") for name in names if name.endswith("istan")}
    endings = ("", "n", "an", "ian", "i", "ese", "ish", "ine", "s")
    return frozenset(stem + ending + many for stem in stems for ending in endings for many in ("", "s"))


def country_of_section(headings: Sequence[str]) -> str:
    """Return the country that names a section, by its innermost heading with a country; "" for long ones or several.

    >>> country_of_section(["II. Countries", "Republic of Latvia", "Monuments"])
    'Latvia'
    """
    heading = next((h for h in reversed(headings) if countries(h)), "")
    named = set(countries(heading))
    return named.pop() if len(named) == 1 and len(heading.split()) < 5 else ""


def subject_of(part: str, country: str) -> str:
    """Return what a report or section is about: report on the Philippines; "" without a country."""
    article = "the " * bool(pattern_of("country with an article").match(country))
    return f"{part} on {article}{country}" if country else ""


def with_subject(label: str, subject: str) -> str:
    """Return a label with what its report or section is about, where that is known and the label names no country."""
    return f"{label} [{subject}]" if subject and not names_country(label) else label


def full_names(text: str) -> dict[str, str]:
    """Return the full names in a text by family names, where one belongs to one person only.

    >>> full_names("Then Minister Anna Lund spoke. Lund left for Riga.")
    {'Lund': 'Anna Lund'}
    >>> full_names("Then Carl Berg died. Later President Berg spoke.")  # of another Berg
    {}
    """
    others, found = {*_NO_PERSON.findall(text), *month_name}, defaultdict[str, set[str]](set)
    alone, whole = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)  # offices before names
    for match in _NAME.finditer(text):
        words = match[0].split()
        before = ""
        while words and _is_no_name(words[0]):
            before, *words = words
        inside = text[: match.start()][-2:-1].islower()  # of a sentence
        if before.lower() in words_of("office or body") - {"mr", "mrs", "ms", "dr"} and words:
            (whole if words[1:] else alone)[words[-1]].add(before)
        if len(words) == 1 and inside and not _is_title(before):  # Bill Clinton: a first name that is a word
            found[words[0]] |= {"", match[0]}  # never the only one
        place = any(names_country(w) or w in others or w.lower() in words_of("word of a place") for w in words)
        if 1 < len(words) < 4 and not place and not any(map(is_word, words)):
            found[words[-1]].add(" ".join(words))
    # President Berg is another one where Anna Berg never has that office.
    return {
        family: names.pop() for family, names in found.items() if len(names) == 1 and alone[family] <= whole[family]
    }


def _is_no_name(word: str) -> bool:
    """Tell whether a word with a capital before a name is none: Mr, Norse, Rear-Admiral."""
    return _is_title(word) or all(map(is_word, word.split("-")))


def _is_title(word: str) -> bool:
    known = words_of("word before a name") | words_of("office or body")
    return word.lower() in known or names_country(word)


def with_full_name(label: str, names: dict[str, str]) -> str:
    """Return a label with the full names of the person who opens it and of those with a title.

    >>> with_full_name("Lund met Mr. Berg in Riga", {"Lund": "Anna Lund", "Berg": "Carl Berg", "Riga": "Carl Riga"})
    'Anna Lund met Mr. Carl Berg in Riga'
    >>> with_full_name("Norland’s King Berg left", {"Berg": "Carl Berg"})
    'Norland’s King Berg left'
    """
    royal = words_of("word before a first name")  # King Hussein of Jordan is not Saddam Hussein
    titles = "|".join(sorted(words_of("word before a name") - royal - {"operation", "exercise"}))
    opens = rf"^((?:(?i:{titles})\.? )?)({_WORD})(?= [a-z]|[’']s )"
    titled = rf"(?<= )((?i:{titles})\.? )({_WORD})(?=[,.’']|$| [a-z])"
    for pattern in (opens, titled):
        label = re.sub(pattern, lambda found: found[1] + names.get(found[2], found[2]), label)
    return label
