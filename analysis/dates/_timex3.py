"""Dates as TIMEX3 tags in the running text (TimeML 1.2.1; Pustejovsky et al. 2003)."""

import re
from collections.abc import Hashable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

# What XML 1.0 cannot hold, even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_timex3(text: str, dates: pd.DataFrame, published: str = "") -> str:
    """Write a text as a TimeML document with its dates tagged inline; without the tags it is the same text,
    character for character.

    `dates` comes from `find_dates` on the same text. A range keeps its ISO form (value="2015/2017"); the role stands in
    the attribute `comment`. Characters that XML cannot hold become U+FFFD.

    >>> from analysis.dates import find_dates
    >>> print(to_timex3("Signed in July 2016.", find_dates("Signed in July 2016.")))
    <?xml version="1.0" ?>
    <TimeML>Signed in <TIMEX3 tid="t1" type="DATE" value="2016-07" comment="event">July 2016</TIMEX3>.</TimeML>
    """
    pieces, at = [], 0
    if published:
        pieces.append(
            f'<DCT><TIMEX3 tid="t0" type="DATE" value={quoteattr(published)} functionInDocument="CREATION_TIME"/></DCT>'
        )
    for number, row in enumerate(dates.sort_values("start").to_dict("records"), start=1):
        start, end = row["start"], row["end"]
        pieces += [_plain(text[at:start]), _open(number, row), _plain(text[start:end]), "</TIMEX3>"]
        at = end
    return '<?xml version="1.0" ?>\n<TimeML>' + "".join(pieces) + _plain(text[at:]) + "</TimeML>"


def _open(number: int, row: dict[Hashable, Any]) -> str:
    mod = f' mod="{row["mod"]}"' if row["mod"] else ""
    said = f'type="{row["type"]}" value={quoteattr(row["value"])}{mod} comment={quoteattr(row["role"])}'
    return f'<TIMEX3 tid="t{number}" {said}>'


def _plain(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text), {"\r": "&#13;"})
