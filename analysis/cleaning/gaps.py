"""Where would an empty line stand, if the text had any? PDF files give lines without the space between paragraphs."""

from itertools import pairwise

from analysis.cleaning.headings import DECIMAL, SINGLE, is_capitals, is_finished, is_open_ended, measure
from analysis.cleaning.lines import Line
from analysis.cleaning.vocabulary import is_date_line, part_of

FEWEST_LINES = 20  # of a text whose lines can be judged
TITLE_LINES = 12  # lines of a title page, where a date stands by itself
RARE = 0.04  # share of lines with space before them; the reports that have space have 0.1 to 0.9


def infer_gaps(lines: list[Line]) -> None:
    """Give lines that open a paragraph, a heading or a page their space, in a text that has none.

    Of broken lines, one is the last of its paragraph if the first word of the next line would still have fitted on it;
    where a line holds a whole paragraph, each opens one, items of a list aside.
    """
    gaps = sum(1 for line in lines if line.gap)
    page = measure(lines)
    if len(lines) < FEWEST_LINES or gaps > RARE * len(lines):
        return
    if page.flowing:
        for line, following in pairwise(lines):
            listed = line.shape == following.shape and line.shape in ("bullet", "toc", "number", "table")
            following.gap = following.gap or int(not listed)
        return
    for i, (line, following) in enumerate(pairwise(lines)):
        dated = i < TITLE_LINES and (is_date_line(line.text) or is_date_line(following.text))
        if not following.gap and (dated or _ends_here(line, following, page.width, opens=i == 0 or bool(line.gap))):
            following.gap = 1


def _ends_here(line: Line, following: Line, width: int, opens: bool) -> bool:
    """Tell whether a paragraph, a title or a page ends with a line."""
    if line.shape == "page" or following.shape in ("page", "rule"):
        return True
    if any(n.shape == "text" and part_of(n.text) for n in (line, following)):
        return True
    if line.shape in ("toc", "bullet", "note") and following.shape == line.shape:
        return False
    first = following.text.lstrip("“‘\"'«(*_")[:1]
    if first.islower() or is_open_ended(line.text):
        return False
    finished = is_finished(line.text)
    short = len(line.text) + 1 + len(following.text.split(" ", 1)[0]) <= 0.85 * width
    if short and finished:
        return True
    title = opens and len(line.text) < 0.75 * width and not line.text[0].islower()
    if title and not finished:
        return True
    return finished and len(following.text) < 0.75 * width and _is_numbered_title(following.text)


def _is_numbered_title(text: str) -> bool:
    """Tell whether a line has the number or the capitals of a heading and not the end of a sentence."""
    marked = is_capitals(text) or bool(DECIMAL.match(text)) or bool(SINGLE.match(text))
    return marked and not is_finished(text)
