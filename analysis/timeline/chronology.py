"""What does the record say? Reads `chronology.csv`, a list from outside the reports, and finds its events in texts.

The record names events, places undated ones beside the dated, and shows where a report contradicts it. It never
changes what a report says.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis import edtf, project
from analysis.timeline import vocabulary
from analysis.timeline.days import Days, iso, touch
from analysis.timeline.types import each
from analysis.timeline.vocabulary import words

COLUMNS = ["record", "label", "aliases", "date", "edtf", "kind", "document"]
# Kinds of which there are many with one name: another year means another event, not a mistake.
RECURRING = frozenset({"meeting", "declaration", "law", "document", "exercise", "plan", "election", "activity"})


class ChronologyError(ValueError):
    """What is wrong with chronology.csv, in words."""


class Alias(NamedTuple):
    """A way to name an event of the record."""

    text: str
    keys: frozenset[str]
    record: str


def load_chronology(path: str | Path | None = None) -> pd.DataFrame:
    """Return the record of events from outside the reports, one row an event, in the order of their days.

    Columns: record (id), label, aliases (parted by semicolons), date (in words), edtf, kind, document (the official
    text that shows the date), earliest, latest (ISO text; latest is empty where the end is open). Without `path`,
    `chronology.csv` of the corpus folder, or else the project's own. Raises ChronologyError with row and fix.

    >>> record = load_chronology()
    >>> record.loc[record["record"] == "saint-malo", ["earliest", "latest"]].values.tolist()
    [['1998-12-04', '1998-12-04']]
    """
    path = _where(path)
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (OSError, UnicodeDecodeError, pd.errors.ParserError) as error:
        raise ChronologyError(f"{path.name} cannot be read ({error}); write a CSV file in UTF-8") from None
    missing = [c for c in COLUMNS if c not in table]
    if missing:
        raise ChronologyError(f"{path.name} lacks the column {missing[0]}; it needs {', '.join(COLUMNS)}")
    repeated = table["record"][table["record"].duplicated()]
    if len(repeated):
        raise ChronologyError(f"{path.name}: the record {repeated.iloc[0]} stands there twice; give each its own id")
    days = [_days(path.name, row, value) for row, value in enumerate(table["edtf"], 2)]
    table = table[COLUMNS].assign(earliest=[d[0] for d in days], latest=[d[1] for d in days])
    return table.sort_values(["earliest", "record"], ignore_index=True)


def empty() -> pd.DataFrame:
    """Return a record without events, for a timeline that uses nothing from outside."""
    return pd.DataFrame(columns=[*COLUMNS, "earliest", "latest"], dtype=str)


def _where(path: str | Path | None) -> Path:
    if path is not None:
        return Path(path)
    beside = Path(project.corpus_folder()) / "chronology.csv"
    return beside if beside.exists() else project.ROOT / "corpus" / "chronology.csv"


def _days(name: str, row: int, value: str) -> Days:
    try:
        return iso(edtf.bounds(value))
    except ValueError as error:
        raise ChronologyError(f"{name}, row {row}: {error}") from None


class Record:
    """The chronology, ready to find its events in texts."""

    def __init__(self, table: pd.DataFrame) -> None:
        """Prepare the aliases of a table as `load_chronology` returns it; ChronologyError where a column is missing."""
        missing = [c for c in (*COLUMNS, "earliest", "latest") if c not in table]
        if missing:
            raise ChronologyError(f"The chronology lacks the column {missing[0]}; take it from load_chronology()")
        self.rows = {r.record: r for r in each(table)}
        self.aliases = [
            Alias(alias, frozenset(words(alias)), r.record)
            for r in each(table)
            for alias in dict.fromkeys([r.label, *(a.strip() for a in r.aliases.split(";"))])
            if alias
        ]
        self.owners: dict[frozenset[str], dict[str, None]] = {}  # keys -> the records they may mean, in order
        for alias in self.aliases:
            self.owners.setdefault(alias.keys, {})[alias.record] = None
        # One pattern for all aliases that can be searched as they stand, the longest first.
        texts = sorted({a.text for a in self.aliases}, key=lambda t: (-len(t), t))
        parts = [_flexible(t) for t in texts if len(t) > 3 or t.isupper() or "/" in t]
        self._search = re.compile(rf"(?<![\w/-])(?:{'|'.join(parts or ['(?!)'])})(?![\w/])")

    def find(self, text: str) -> list[tuple[int, int, frozenset[str]]]:
        """Return where a text names events of the record: start, end, keys of the alias."""
        found = ((m.start(), m.end(), frozenset(words(m[0]))) for m in self._search.finditer(text))
        return [hit for hit in found if hit[2] in self.owners]

    def kind_of(self, keys: frozenset[str]) -> str:
        """Return the kind of the first record that keys may mean."""
        return self.rows[next(iter(self.owners[keys]))].kind

    def choose(self, keys: frozenset[str], earliest: str, latest: str, published: str) -> str:
        """Return the record that keys mean: of several, the one the date fits, or the last before the report."""
        owners = self.owners.get(keys, {})
        if earliest:
            fits = (r for r in owners if self.fits(r, earliest, latest))
            near = (r for r in owners if self.rows[r].kind not in RECURRING or self._near(r, keys, earliest, latest))
            return next(fits, "") or next(near, "")
        known = [r for r in owners if not published or self.rows[r].earliest <= published]
        if not known and len(owners) == 1:  # not yet, but on its way: the Strategic Compass, in 2021
            known = [r for r in owners if self.rows[r].kind in vocabulary.TEXTS | vocabulary.BODIES]
        return known[0] if len(known) == 1 else ""

    def _near(self, record: str, keys: frozenset[str], earliest: str, latest: str) -> bool:
        """Tell whether a date is near enough for a slip: a year beside the record's, and a name that does not recur."""
        row = self.rows[record]
        first, last = int(row.earliest[:4]), int((row.latest or row.earliest)[:4])
        return bool(keys - vocabulary.GENERIC) and first - int(latest[:4]) <= 1 and int(earliest[:4]) - last <= 1

    def fits(self, record: str, earliest: str, latest: str) -> bool:
        """Tell whether an interval touches the interval of a record."""
        row = self.rows[record]
        return touch((row.earliest, row.latest or latest), (earliest, latest))


def _flexible(alias: str) -> str:
    """Return a pattern for an alias: any white space, hyphen or none of its kin, first letters in either case.

    >>> bool(re.fullmatch(_flexible("Saint-Malo Declaration"), "St Malo declaration"))
    True
    """
    text = re.sub(r"\bSaint\b|\bSt\.?(?=[ -])", "Saint", alias)
    parts = []
    for word in re.split(r"[\s‐–-]+", text):
        if word == "Saint":
            parts.append(r"(?:Saint|St\.?)")
        elif word.isupper() or not word[1:].islower():
            parts.append(re.escape(word).replace("'", "['’]"))
        else:
            parts.append(f"[{word[0].upper()}{word[0].lower()}]" + re.escape(word[1:]).replace("'", "['’]"))
    if len(parts) == 1 and parts[0].startswith("["):
        return re.escape(alias)
    return r"[\s‐–-]+".join(parts)
