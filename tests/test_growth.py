"""No step hangs on repeated text: time grows in proportion to length. Long: `pytest -n 0 -m matrix`."""

import contextlib
import math
import time
from functools import partial
from itertools import pairwise

import pandas as pd
import pytest

from analysis import load_corpus
from analysis.cleaning import clean
from analysis.dates import find_dates
from analysis.language import find_acronyms, split_sentences
from analysis.readers import ReadError, decode, read
from analysis.timeline import find_events

SIZES = (10_000, 40_000, 160_000)  # characters
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
    "a b. ", "Word ", "word, ", "a\n", "a\n\n", "* a\n", "*a ", "_a ", "~a ", "~~a~~ ", "[a ", "a] ", "](", "](b ",
    "<a ", "<!-- a --> ", "<p>", "<table><tr><td>", "<ul><li>", "| a ", "|-|\n", "# a\n", "## a\n\n", "===\n",
    "a\n===\n", "a\n---\n", "1. a\n", "- a\n", "> a\n", ">> a\n\n", "    a\n", "```\na\n```\n", "```\n", "~~~",
    "\\a", "`a` ", "`a ", "$$ a ", "&lt;", "&#65;", "http://a.b/c?d=e ", "[a][b] ", "[b]: c\n", "![", "[^1] ",
    "[^1]: a\n\n", "(a", "a)", "“a” ", "‘a’ ", "\"a\" ", "Fig. 1. a\n", "Table 1: a\n\n", "a.b.c. ", "A.B. ",
    "No. 1 ", "pp. 1-2, ", "cf. a ", "e.g. a ", "1,000 ", "1.5 ", "1/2 ", "3 May ", "May 3, ", "2017 ", "2017-18 ",
    "1990s ", "mid-2017 ", "Q1 2017 ", "spring 2017 ", "three years ago ", "next year ", "in the 1990s, ",
    "18th century ", "Monday ", "On Monday, he said it. ", "between May and June ", "from 1 to 3 May 2017 ",
    "Council met in May 2017. ", "He met her on 3 May 2017. They agreed. ",
    "NATO (North Atlantic Treaty Organization) ", "EU, NATO, UN, ", "e\u0301", "ﬁ", "中", "а ", "\u2028", "\r",
    "\r\n", "\x00a", "\ufeff", "😀", "ab-\ncd ", "A-\n", "1 a\n2 b\n", "1a ", "a1 ", "a.1 ", "word.1\n", "1 See a.\n",
    "a\n\n1\n\n", "Page 1\n\x0c", "a | b\n\x0c", "CHAPTER 1\n\n", "1.1 A\n\n", "1.1. a\n", "(i) a\n", "a) b\n",
    "• a\n", "· a\n", "A ..... 5\n", "A\t5\n", "a;\nb;\n", "‘", "“a\n", "he said: “", "a’s ", "Mr. A. B. C. ",
    "<div>a</div>", "<br>", "<span>", "<h1>a</h1>", "<p>a", "<a href=#b>c</a>", "<sup>1</sup>", "<td>a", "<li>a",
    "<pre>a", "</div>", "<!DOCTYPE", "<![CDATA[", "<?a ", "<a b=c ", "&#", "&a",
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
    """Return the largest exponent with which time grows with length; 0 where it is too short to be compared."""
    pairs = [(short, long) for short, long in pairwise(times) if long > SHORT]
    return max((math.log(long / max(short, SHORT / 4), SIZES[1] / SIZES[0]) for short, long in pairs), default=0)


def measured(step, shape):
    """Return the times of a step for the sizes in turn, up to the first that takes more than a second."""
    times = []
    for size in SIZES:
        times.append(seconds(step, (shape * (size // len(shape) + 1))[:size]))
        if times[-1] > 1:
            break
    return times


@pytest.mark.matrix
@pytest.mark.parametrize("name", STEPS)
def test_time_grows_no_faster_than_the_text(name, tmp_path, monkeypatch):
    monkeypatch.setenv("REPORTS_CACHE", "")
    step = STEPS[name](tmp_path)
    steep = {}
    for shape in SHAPES:
        times = measured(step, shape)
        for _ in range(3):  # a busy machine makes single runs longer, never shorter
            if growth(times) > STEEPEST:
                times = [min(pair) for pair in zip(times, measured(step, shape), strict=False)]
        if growth(times) > STEEPEST:
            steep[shape] = round(growth(times), 2)
    assert steep == {}
