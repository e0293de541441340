"""Build one timeline from all reports: what happened when, according to whom, with the words that date it.

    from analysis import load_corpus, timeline
    events, mentions = timeline.find_events(load_corpus())
    timeline.disagreements(events, mentions)
    timeline.about(events, mentions, "frontex")  # a part of the events; of the reports: corpus.select(...)

The steps, each in its module: `grammar` reads a sentence, `labels` says what a clause tells, `linking` links dates to
what they date, `chronology` holds what is known from outside, `merging` collects the mentions of all reports and
decides which are one event, `comparing` compares the reports and writes files.
"""

import pandas as pd

from analysis import dates
from analysis.timeline.chronology import ChronologyError, load_chronology
from analysis.timeline.merging import EVENTS, MENTIONS, link_dates, merge_mentions

from analysis.timeline.comparing import (  # isort: skip
    about, by_report, disagreements, distances, files, follow_ups, hits, is_dated, lanes, named, publications, shared,
    summary, to_edtf, to_icalendar, to_timelinejs, unlinked,
)  # fmt: skip

__all__ = [
    "EVENTS", "MENTIONS", "ChronologyError", "about", "by_report", "disagreements", "distances", "files",
    "find_events", "follow_ups", "hits", "is_dated", "lanes", "link_dates", "load_chronology",
    "merge_mentions", "named", "publications", "shared", "summary", "to_edtf", "to_icalendar",
    "to_timelinejs", "unlinked",
]  # fmt: skip


def find_events(corpus, chronology: pd.DataFrame | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the events that the reports speak of, and every place where they do.

    `events`, one row per event, in the order of time: event (id), label, earliest, latest (ISO text, empty where open
    or where no report dates it), precision (day, month, year, range, open), extent (within: some time in it; lasted),
    approximate (whether the text says so), status (happened, ongoing, planned, cancelled), reports (tuple of ids),
    kind, record, record_earliest, record_latest (what the chronology says). `mentions`, one row per mention, in the
    order of the text: event, report, block, start, end (a clean span), text, time_text, earliest, latest, status,
    section, rule, raw_start, raw_end.
    `chronology` is a table as `load_chronology` returns it; without one, that of the corpus folder is used, if any.
    """
    if not hasattr(corpus, "blocks"):
        raise TypeError(f"find_events needs a Corpus, as load_corpus returns it; this is a {type(corpus).__name__}.")
    known = load_chronology(corpus.folder) if chronology is None else chronology
    found = dates.in_blocks(corpus.blocks, corpus.reports)
    return merge_mentions(link_dates(corpus, found, known), corpus, known)
