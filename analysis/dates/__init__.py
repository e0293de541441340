"""When does a text say that something happened? Finds, normalises and judges temporal expressions.

    from analysis.dates import find_dates
    find_dates("The plan of 27 March 2017 was reviewed last December.", published="2017-05-15")
    find_dates(open("report.txt").read(), published="2017-05")

It reads English, knows nothing of any report, never looks at the clock and never changes the text.
"""

from ._explain import explain
from ._find import find_dates, in_blocks
from ._timex3 import to_timex3

__all__ = ["explain", "find_dates", "in_blocks", "to_timex3"]
