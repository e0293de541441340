"""Does our copy hold what the reports say of themselves? Counts blocks against facts that a person looked up."""

import re

import pandas as pd

COLUMNS = ["report", "fact", "line", "expected", "found", "holds"]


def check(corpus) -> pd.DataFrame:
    """Compare the corpus with the facts in its `checks.csv`, one row a fact.

    A fact says how many blocks of a kind match a pattern; `line` is where the report shows it. New table: report,
    fact, line, expected, found, holds. A folder without `checks.csv` gives no row.
    """
    path = corpus.folder / "checks.csv"
    if not path.exists():
        return pd.DataFrame(columns=COLUMNS)
    facts = pd.read_csv(path, dtype={"pattern": str})
    facts["found"] = [_count(corpus.blocks, fact) for fact in facts.itertuples()]
    facts["holds"] = facts["found"] == facts["expected"]
    return facts[COLUMNS]


def _count(blocks: pd.DataFrame, fact) -> int:
    """Count the blocks of the report and kind of a fact whose text matches its pattern."""
    mine = blocks[(blocks["report"] == fact.report) & (blocks["kind"] == fact.kind)]
    return sum(bool(re.search(fact.pattern, text)) for text in mine["text"])
