"""Read `chronology.csv`, a list of events from outside the reports, and find its events in texts.

A folder brings its own list or has none. The list names events, places undated ones beside the dated, and shows where
a report's date differs. It never changes what a report says.
"""

import re
from datetime import date
from pathlib import Path

import pandas as pd

from analysis import edtf
from analysis.catalogue import read_table
from analysis.language import rows_of, singular
from analysis.timeline.grammar import values_of, words_of

COLUMNS = ["record", "label", "aliases", "date", "edtf", "kind", "document"]
Days = tuple[str, str]  # first and last day in ISO text, "" where open or unknown
UNKNOWN: Days = ("", "")
NO_END = "9999-12-31"
# Kinds of which there are many with one name: another year means another event.
RECURRING = {"meeting", "declaration", "law", "document", "exercise", "plan", "election", "strategy", "agreement"}


class ChronologyError(ValueError):
    """What is wrong with chronology.csv, in words."""


def words(text: str) -> list[str]:
    """Return the words of a name for comparison: lower case, singular, of one spelling, without function words.

    >>> words("The Terrorist Attacks in Madrid")
    ['attack', 'madrid']
    """
    lowered = re.sub(r"[’']s?\b", "", text.lower().replace("‐", "-").replace("–", "-"))
    lowered = re.sub(r"\bunited states\b|\bu\.s\.?", "us", lowered)
    lowered = re.sub(r"\bsecond world war\b|\bwwii\b|\bww2\b", "world war ii", lowered)
    lowered = re.sub(r"\bfirst world war\b|\bwwi\b|\bww1\b", "world war i", lowered)
    found = []
    for word in re.findall(r"9/11|7/7|[^\W_]+(?:-[^\W_]+)*", lowered):
        for part in word.split("-"):
            kept = re.sub(r"(?<=[iy]a)n$|(?<=[a-z]{3}[an])ese$", "", singular(part))  # Russian, Russia
            kept = values_of("same").get(singular(part), kept)
            if kept not in words_of("small word of a name"):
                found.append(kept)
    return found


def load_chronology(path: str | Path) -> pd.DataFrame:
    """Return the events of a `chronology.csv`, or of the one in a folder, one row per event, sorted by day.

    Columns: record (id), label, aliases (separated by semicolons), date (in words), edtf, kind, document (the official
    text that shows the date), earliest, latest (ISO text; empty where open). A folder without the file gives an empty
    table; rows that cannot be used are left out there. Raises ChronologyError for a file with such rows.
    """
    path = Path(path)
    folder = path.is_dir()
    table, problems = read_table(path / "chronology.csv" if folder else path, tuple(COLUMNS))
    rows = [(r, _problem(r)) for r in rows_of(table.drop_duplicates("record"))]
    wrong = [p[2] for p in problems] + [f"{path.name}, row {r.row}: {said}." for r, said in rows if said]
    repeated = table["record"][table["record"].duplicated()]
    wrong += [f"{path.name}: the id {r} is used twice; give each row its own." for r in repeated[:1]]
    if wrong and not folder:
        raise ChronologyError(wrong[0])
    good = pd.DataFrame([r for r, said in rows if not said], columns=table.columns, dtype=str)[COLUMNS]
    days = [iso_bounds(value) for value in good["edtf"]]
    good = good.assign(earliest=[d[0] for d in days], latest=[d[1] for d in days])
    return good.sort_values(["earliest", "record"], ignore_index=True)


def _problem(row) -> str:
    try:
        first, _last = edtf.bounds(row.edtf)
    except ValueError as error:
        return str(error)
    return "" if row.label and first else "it needs a label and a date with a beginning"


def iso_bounds(value: object) -> Days:
    """Return the first and last day of an EDTF date as ISO text, empty where it is open or no date."""
    try:
        first, last = edtf.bounds(str(value))
    except ValueError:
        return "", ""
    return first.isoformat() if first else "", last.isoformat() if last else ""


def length(days: Days) -> int:
    """Return the days between the first and the last; an open interval counts as very long."""
    return (date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days if all(days) else 10**6


def overlap(one: Days, two: Days) -> bool:
    """Tell whether two intervals can have a day in common; an open side has no limit."""
    return (not one[0] or not two[1] or one[0] <= two[1]) and (not two[0] or not one[1] or two[0] <= one[1])


class Chronology:
    """The table of a chronology, ready to find its events in texts."""

    def __init__(self, table: pd.DataFrame) -> None:
        """Prepare the aliases of a table as `load_chronology` returns it; ChronologyError where a column is missing."""
        missing = [c for c in (*COLUMNS, "earliest", "latest") if c not in table]
        if missing:
            raise ChronologyError(f"The chronology lacks the column {missing[0]}; take it from load_chronology().")
        self.rows = {r.record: r for r in rows_of(table)}
        self.by_alias: dict[frozenset[str], list[str]] = {}
        texts: set[str] = set()
        for r in self.rows.values():
            for alias in (r.label, *(a.strip() for a in str(r.aliases).split(";"))):
                keys = frozenset(words(alias))
                if keys and r.record not in self.by_alias.setdefault(keys, []):
                    self.by_alias[keys].append(r.record)
                texts |= {alias} if keys and (len(alias) > 3 or alias.isupper() or "/" in alias) else set()
        parts = [_flexible(t) for t in sorted(texts, key=lambda t: (-len(t), t))]
        self._search = re.compile(rf"(?<![\w/-])(?:{'|'.join(parts or ['(?!)'])})(?![\w/])")

    def find(self, text: str) -> list[tuple[int, int, frozenset[str]]]:
        """Return where a text names events of the chronology: start, end, words of the alias."""
        found = ((m.start(), m.end(), frozenset(words(m[0]))) for m in self._search.finditer(text))
        return [hit for hit in found if hit[2] in self.by_alias]

    def choose(self, keys: frozenset[str], days: Days, published: str) -> str:
        """Return the event that the words of an alias mean: by its date, or by a name that no other event has."""
        records = self.by_alias.get(keys, [])
        if fits := [r for r in records if any(days) and overlap(days, self.days(r))]:
            return fits[0] if len(fits) == 1 else ""
        if any(days):  # a date within a year may be wrong
            first, last = (int((day or other)[:4]) for day, other in (days, days[::-1]))
            wide = (f"{first - 1:04}-01-01", f"{last + 1:04}-12-31")
            records = [r for r in records if self.rows[r].kind not in RECURRING and overlap(wide, self.days(r))]
        else:
            records = [r for r in records if not published or self.rows[r].earliest <= published]
        own = keys - words_of("shared word") - {singular(w) for w in words_of("word that needs more")}
        return records[0] if len(records) == 1 and own else ""

    def days(self, record: str) -> Days:
        """Return the first and last day of an event."""
        row = self.rows[record]
        return row.earliest, row.latest or row.earliest


def _flexible(alias: str) -> str:
    """Return a pattern for an alias: any white space or hyphen, first letters of several words in either case.

    >>> bool(re.fullmatch(_flexible("Saint-Malo Declaration"), "Saint Malo declaration"))
    True
    """
    words = re.split(r"[\s‐–-]+", alias)
    parts = [f"(?i:{w[0]}){re.escape(w[1:])}" if w[1:].islower() and words[1:] else re.escape(w) for w in words]
    return r"[\s‐–-]+".join(parts).replace("'", "['’]")
