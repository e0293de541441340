"""Build one timeline from all reports: what happened when, according to whom, with the words behind every date.

    from analysis import load_corpus, timeline
    events, mentions = timeline.find_events(load_corpus())
    timeline.disagreements(events, mentions)

The steps, each in its module: `grammar` reads a sentence, `linking` links dates to what they date, `mentions` goes
through the reports, `chronology` holds what is known from outside, `merging` decides which mentions are one event,
`comparing` compares the reports, `exports` writes files.
"""

import pandas as pd

from analysis import dates
from analysis.timeline.chronology import Chronology, ChronologyError, empty, load_chronology
from analysis.timeline.comparing import (
    by_report,
    disagreements,
    distances,
    follow_ups,
    hits,
    horizons,
    lanes,
    named,
    publications,
    shared,
)
from analysis.timeline.exports import save, to_csv, to_edtf, to_icalendar, to_timelinejs
from analysis.timeline.mentions import collect
from analysis.timeline.merging import EVENTS, MENTIONS, event_tables, merge

__all__ = [
    "EVENTS",
    "MENTIONS",
    "ChronologyError",
    "by_report",
    "disagreements",
    "distances",
    "empty",
    "find_events",
    "follow_ups",
    "hits",
    "horizons",
    "lanes",
    "load_chronology",
    "named",
    "publications",
    "save",
    "shared",
    "to_csv",
    "to_edtf",
    "to_icalendar",
    "to_timelinejs",
]


def find_events(corpus, chronology: pd.DataFrame | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the events that the reports speak of, and every place where they do.

    `events`, one row per event, in the order of time: event (id), label, earliest, latest (ISO text, empty where open
    or where no report dates it), precision (day, month, year, range, open), extent (within: some time in it; lasted),
    status (happened, ongoing, planned, proposed, cancelled), reports (tuple of ids), kind, record, record_earliest,
    record_latest (what the chronology says). `mentions`, one row per mention, in the order of the text: event,
    report, start, end (raw), text, time_text, earliest, latest, status, section, rule, block, clean_start, clean_end.
    `chronology` is a table as `load_chronology` returns it; without one, that of the corpus folder is used, if any.
    """
    known = Chronology(load_chronology(corpus.folder) if chronology is None else chronology)
    found = dates.in_blocks(corpus.blocks, corpus.reports)
    return event_tables(merge(collect(corpus.blocks, found, corpus.reports, known)), corpus, known)
