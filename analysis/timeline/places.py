"""Say which country a report is about, for labels that name none: "Parliament met [report on Norland]"."""

import re
from collections import Counter

import pandas as pd

from analysis.timeline.grammar import pattern_of, words_of

MOSTLY, FEWEST = 0.6, 10  # share of the countries that a text names, and how often it does


def countries(text: str) -> list[str]:
    """Return the countries that a text names, each as often as it does.

    >>> countries("MINUSTAH in HAITI; Haitian police, Cuba, Haiti")
    ['Haiti', 'Cuba', 'Haiti']
    """
    known = {name.lower(): name for name in words_of("country")}
    return [known[m[0].lower()] for m in pattern_of("country").finditer(text) if not m[0].islower()]


def subjects(reports: pd.DataFrame, main: pd.DataFrame) -> dict[str, str]:
    """Return for each report the country it is about, as its title or most of its main text says; "" where unsure."""
    found, texts = {}, main.groupby("report")["text"].agg(" \n".join) if len(main) else {}
    for report, title in reports["title"].items():
        told = countries(texts.get(report, ""))
        [(country, n)] = Counter(told).most_common(1) or [("", 0)]
        named, second = set(countries(title)), sorted(Counter(told).values())[-2:-1] or [0]
        titled = country in named and (len(named) == 1 or n >= 2 * second[0])
        found[str(report)] = country if titled or n >= max(FEWEST, MOSTLY * len(told)) else ""
    return found


def names_country(label: str) -> bool:
    """Tell whether a label names a country or a nationality: Haitian police; by the beginning of the word."""
    beginnings = {name[:4].lower() for name in words_of("country") if " " not in name}
    found = re.findall(r"\b[A-Z][\w.]*", label)
    return bool(countries(label)) or any(w[:4].lower() in beginnings or w in words_of("nationality") for w in found)


def with_subject(label: str, country: str) -> str:
    """Return a label with the country that the report is about, where there is one and the label names none."""
    if not country or names_country(label):
        return label
    article = "the " * bool(pattern_of("country with an article").match(country))
    return f"{label} [report on {article}{country}]"
