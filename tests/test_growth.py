"""No step hangs on repeated text: time grows in proportion to length. Long: `pytest -n 0 -m matrix`."""

import contextlib
import math
import time
from functools import partial

import pandas as pd
import pytest

from analysis import load_corpus
from analysis.cleaning import clean
from analysis.dates import find_dates
from analysis.language import find_acronyms, split_sentences
from analysis.readers import ReadError, decode, read
from analysis.timeline import find_events

SIZES = (10_000, 40_000)  # characters
SHORT = 0.15  # seconds of processor time that are too few to be compared
STEEPEST = 1.2  # exponent of time over length
SIGNS = list(".,;:!?\"'’”“«(<[{>&|#*_`~\\-–•=+/@%aAé1\t\n\x0c\u00a0\u00ad\u200b\u0301")
PHRASES = [
    "p. ", "art. ", "art. 5. ", "Mr. ", "U.S. ", "ibid. ", "See ibid., p. 5. ", "May ", "May 2017, ", "12 May 2017 ",
    "2017-05-12 ", "last year ", "the following year ", "12-15 ", "2014–2017 ", "in 2017 and ", "between 2014 and ",
    "from 2014 to ", "since ", "(Smith 2017) ", "(2017; 2018) ", "EU (", "EU (European Union) ", "European Union (EU) ",
    "the Treaty of ", "of the ", "NATO ", "s’ ", "<!--", "<b>", "</a>", "<a href=x>", "&amp;", "[a](b) ", "![a](b)",
    "[1] ", "[^1]: a\n", "| a | b |\n", "# ", "> ", "- ", "1. ", "1) a\n", "1. A\n", "A\n", "A B\n\n", "a-\n", "1\n",
    "(a) ", "IV. ", "TABLE 1\n", "Figure 1 ", "....... 5\n", "http://a.b/", "www.a.b ", "a@b.c ", "**a** ", "a\x0c",
]  # fmt: skip
SHAPES = [*SIGNS, *(f"{sign} " for sign in SIGNS), *PHRASES]


def read_and_clean(name, folder, text):
    (folder / name).write_bytes(text.encode())
    with contextlib.suppress(ReadError):
        clean(read(folder / name))


def terms(text):
    find_acronyms(pd.DataFrame({"report": ["a"], "block": [0], "kind": ["paragraph"], "text": [text]}))


def events(folder, text):
    (folder / "a.txt").write_bytes(f"The council met in Geneva in May 2016. {text}".encode())
    (folder / "reports.csv").write_text("report,file,published\na,a.txt,2018\n")
    corpus = load_corpus(folder)
    return None if corpus.main.empty else find_events(corpus)


STEPS = {
    "decode": lambda folder: lambda text: decode(text.encode("cp1252", "replace") + b"\xe9"),
    "text": lambda folder: partial(read_and_clean, "a.txt", folder),
    "Markdown": lambda folder: partial(read_and_clean, "a.md", folder),
    "HTML": lambda folder: partial(read_and_clean, "a.html", folder),
    "sentences": lambda folder: split_sentences,
    "terms": lambda folder: terms,
    "dates": lambda folder: partial(find_dates, published="2018"),
    "events": lambda folder: partial(events, folder),
}


def seconds(step, text):
    start = time.process_time()
    step(text)
    return time.process_time() - start


def growth(times):
    """Return the exponent with which time grows with length; 0 where it is too short to be compared."""
    short, long = times
    return math.log(long / max(short, SHORT / 4)) / math.log(SIZES[1] / SIZES[0]) if long > SHORT else 0


@pytest.mark.matrix
@pytest.mark.parametrize("name", STEPS)
def test_time_grows_no_faster_than_the_text(name, tmp_path, monkeypatch):
    monkeypatch.setenv("REPORTS_CACHE", "")
    step = STEPS[name](tmp_path)
    steep = {}
    for shape in SHAPES:
        texts = [(shape * (size // len(shape) + 1))[:size] for size in SIZES]
        times = [seconds(step, text) for text in texts]
        for _ in range(3):  # a busy machine makes single runs longer, never shorter
            if growth(times) > STEEPEST:
                times = [min(t, seconds(step, text)) for t, text in zip(times, texts, strict=True)]
        if growth(times) > STEEPEST:
            steep[shape] = round(growth(times), 2)
    assert steep == {}
