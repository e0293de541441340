"""What happened when, according to whom? Builds one timeline from all reports, with the words behind every date.

from analysis import load_corpus, timeline
events, mentions = timeline.find_events(load_corpus())
timeline.disagreements(events, mentions)

The way through, with the words this room uses:

date      an expression of time that `analysis.dates` found
name      a noun phrase that names an event: a *head* ("summit") with what belongs to it   names, phrases, vocabulary
clause    a verb of happening with the words around it                                     clauses, vocabulary
anchor    a name or clause, and the date that a *rule* tied to it, if any           dating, ties_..., wording
mention   an anchor in its report, with *keys* (words to compare by), record, status   collecting, short_names, status
record    an event of the chronology, which stands outside the reports                     chronology
group     the mentions of one event                                                        merging
tables    `events` and `mentions`; what they show, and the files they are in       tables, labels, comparing, exports
"""

import pandas as pd

from analysis import dates
from analysis.timeline.chronology import ChronologyError, Record, load_chronology
from analysis.timeline.collecting import collect, notes_that_name
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
from analysis.timeline.merging import merge
from analysis.timeline.tables import EVENTS, MENTIONS, event_tables

__all__ = [
    "EVENTS",
    "MENTIONS",
    "ChronologyError",
    "by_report",
    "disagreements",
    "distances",
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
    """Find the events the reports speak of, and every place where they do.

    `events`, one row an event, in the order of time: event (id), label, earliest, latest (ISO text, empty where no
    report dates it), precision (day, month, year, range), status, reports (tuple of ids), kind, record,
    record_earliest, record_latest (what the chronology says, from outside the reports). `mentions`, one row a
    mention, in the order of the text: event, report, start, end (raw), text, time_text, earliest, latest, status,
    section, rule, block, clean_start, clean_end. `chronology` is a table as `load_chronology` returns it; without
    one the folder's own or the project's is used.
    """
    record = Record(load_chronology() if chronology is None else chronology)
    found = dates.in_blocks(corpus.blocks, corpus.reports)
    mentions = collect(corpus.blocks, found, corpus.reports, record, notes_that_name(corpus))
    return event_tables(merge(mentions), corpus, record)
