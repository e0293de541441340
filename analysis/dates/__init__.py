"""Temporal expressions as tables: of any text, or of all blocks of a corpus."""

import re
from datetime import date

import pandas as pd

from .. import edtf
from . import grammar, roles, values
from .context import Context, Order, fold, order_of
from .grammar import Match
from .roles import KINDS, Zones
from .values import Reading

__all__ = ["find_dates", "in_blocks"]

COLUMNS = ["start", "end", "text", "type", "value", "mod", "earliest", "latest", "edtf", "role", "rule", "note"]
_IS, _WAS = (" is ", " are ", " has ", " have "), (" was ", " were ", " had ")
_PRESENT = 0.6  # war histories say `is` at most 0.4 times as often as `was`, reports and speeches 0.8 times and more
_YEAR = re.compile(r"(?<![\w/.-])(?:(1[5-9]\d\d|20\d\d)(?![\w/-])|\d{1,4} b\.?c\b)")


def find_dates(
    text: str, published: str | date | None = None, *, kind: str | None = None, day_first: bool | None = None
) -> pd.DataFrame:
    """Find the temporal expressions of a text and say when they are and what they do there.

    `published` is a date or EDTF; without it, what counts from it has no interval and `note` says why. `kind` is the
    kind of a block that is read alone (footnote, reference, front ...); without it the layout of the text tells.
    `day_first` overrules what the text itself says about dates in digits. Columns:
    start, end    offsets in the text
    text          the expression as it stands there
    type          DATE, TIME, DURATION or SET
    value, mod    as in TIMEX3 (TimeML 1.2.1); a decade is three digits, a century two; mod START, MID, END, APPROX,
                  BEFORE, AFTER, for lengths also MORE_THAN and LESS_THAN
    earliest, latest  first and last day it can mean (ISO), empty where no calendar shows it
    edtf          the same as EDTF (Library of Congress 2019), empty where EDTF has no word for it
    role          event, period, publication, citation, edition, access or other
    rule          the rule that read it
    note          why it has no interval, or which other reading there is

    >>> dates = find_dates("Since 2004 it met twice, last December at length.", "2017-05-15")
    >>> dates[["text", "value", "latest", "role"]].values.tolist()
    [['2004', '2004', '2004-12-31', 'period'], ['last December', '2016-12', '2016-12-31', 'event']]
    """
    if not isinstance(text, str):
        raise TypeError(f"find_dates reads a text, not {type(text).__name__}; decode or fill it first")
    context, zones = begin(text, published, day_first), Zones(text, kind)
    return _table([row(match, context, zones.at(match.start)) for match in grammar.find(context)], COLUMNS)


def in_blocks(blocks: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Find the temporal expressions of all blocks, each report read as a whole from first block to last.

    `blocks` has report, block, kind, text; `reports` has the index report and the column published. Columns: report,
    block, and those of `find_dates`; start and end are offsets in the text of the block.
    """
    rows: list[tuple] = []
    for report, own in blocks.groupby("report", sort=False):
        rows += _read_report(str(report), own, reports["published"].get(report))
    return _table(rows, ["report", "block", *COLUMNS])


def _read_report(report: str, blocks: pd.DataFrame, published: str | None) -> list[tuple]:
    """Read the blocks of a report as one text with a paragraph break between them."""
    texts = [str(text).replace("\n", " ") for text in blocks["text"]]
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + 2)
    context = begin("\n\n".join(texts), published)
    ids, kinds = blocks["block"].tolist(), blocks["kind"].tolist()
    rows, at = [], 0
    for match in grammar.find(context):
        while match.start >= starts[at + 1]:
            at += 1
        start, end, *rest = row(match, context, KINDS.get(kinds[at], "body"))
        rows.append((report, ids[at], start - starts[at], end - starts[at], *rest))
    return rows


def begin(text: str, published: str | date | None, day_first: bool | None = None) -> Context:
    """Return the state in which the reading of a text begins."""
    folded, value = fold(text), value_of(published)
    order = order_of(folded, value) if day_first is None else Order(day_first, True, "as told")
    return Context(text, folded, value, order, is_narrative(folded, value))


def value_of(published: str | date | None) -> str:
    """Return a publication date as a value, as fine as it is known: "2017-05", or of a range or a set its end; "" where
    nothing is known.

    >>> value_of("2017~"), value_of("2016/2017-05"), value_of("[2016,2018]"), value_of(None)
    ('2017', '2017-05', '2018', '')
    """
    if published is None or pd.isna(published):
        return ""
    said = str(published)[:10] if isinstance(published, date) else str(published).strip()
    if not said:
        return ""
    edtf.bounds(said)  # says in words what is wrong with it
    last = [part for part in re.split(r"/|,|\.\.", re.sub(r"[]~?%[{} ]", "", said)) if part][-1]
    while last and not values.span(last):
        last = last.rpartition("-")[0]
    return last


def is_narrative(folded: str, published: str) -> bool:
    """Tell a hicontext, where months lean on the year told last, from a report or news, where they lean on the day of
    publication.

    A hicontext names many years, at least half of them two years or more before its publication, and hardly ever says
    what is the case; who says it, as speeches and assessments do, speaks from the day of publication.
    """
    years = sorted(int(year or 0) for year in _YEAR.findall(folded))  # 0: before our era
    if len(years) < 8 or (published and int(published[:4]) - years[len(years) // 2] < 2):
        return False
    present, past = (sum(folded.count(word) for word in words) for words in (_IS, _WAS))
    return present <= _PRESENT * past


def row(match: Match, context: Context, zone: str) -> tuple:
    """Return one row of the table, and tell the context which date to lean on from here."""
    start, end, rule, reading = match
    days = interval(reading)
    first, last = (day.isoformat() for day in days) if days else ("", "")
    text, role = context.text[start:end], roles.role(match, context, zone)
    if (
        reading.type in ("DATE", "TIME")
        and role not in ("access", "edition")
        and not (context.narrative and rule in grammar.SPOKEN)
    ):
        context.remember(reading.value)
    said = reading.type, reading.value, reading.mod, first, last, _edtf(reading)
    return start, end, text, *said, role, rule, reading.note


def interval(reading: Reading) -> values.Days | None:
    """Return the first and last day a reading can mean, None where no calendar shows it."""
    if reading.days or reading.type not in ("DATE", "TIME"):
        return reading.days
    days = values.span(reading.value)
    return values.thirds(days, reading.mod) if days else None


def _edtf(reading: Reading) -> str:
    if not reading.days:
        return values.edtf(reading.value, reading.mod == "APPROX") if reading.type in ("DATE", "TIME") else ""
    first, last = (day.isoformat() for day in reading.days)
    return f"{first}/{last}" if reading.sure else f"[{first},{last}]"


def _table(rows: list[tuple], columns: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=columns)
    texts = [name for name in columns if name not in ("start", "end", "block")]
    return table.astype({"start": "int64", "end": "int64", **dict.fromkeys(texts, "object")})
