"""Compare the corpus with facts that the reports state about themselves and that a person looked up."""

import re

import pandas as pd

from analysis.catalogue import OTHER_TABLES, read_table

COLUMNS = ["report", "fact", "line", "expected", "found", "holds"]


def check(corpus) -> pd.DataFrame:
    """Compare the corpus with the facts in its `checks.csv`, one row per fact.

    A fact says how many blocks of a kind match a pattern; `line` is where the report shows it. New table: report,
    fact, line, expected, found, holds. A folder without `checks.csv` gives no row.
    """
    facts, _ = read_table(corpus.folder / "checks.csv", OTHER_TABLES["checks.csv"])
    facts = facts.reindex(columns=list(dict.fromkeys([*facts.columns, "line"])), fill_value="")
    numbers = facts[["expected", "line"]].apply(pd.to_numeric, errors="coerce").astype("Int64")
    found = [_count(corpus.blocks, fact) for fact in facts.itertuples()]
    facts = facts.assign(**numbers, found=pd.array(found, dtype="Int64"))
    return facts.assign(holds=(facts["found"] == facts["expected"]).fillna(False).astype(bool))[COLUMNS]


def _count(blocks: pd.DataFrame, fact) -> int:
    """Count the blocks of the report and kind of a fact whose text matches its pattern; -1 if that is no pattern."""
    mine = blocks[(blocks["report"] == fact.report) & (blocks["kind"] == fact.kind)]
    try:
        return sum(bool(re.search(fact.pattern, text)) for text in mine["text"])
    except re.error:
        return -1
