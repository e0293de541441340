"""Where would a blank line stand, if the text had any? PDF files give lines without the space between paragraphs.

Takes all lines; where hardly one has space before it, gives it to those that open something.
"""

from itertools import pairwise

from analysis.cleaning.headings import is_numbered
from analysis.cleaning.lines import TITLE_LINES, Line, measure, printed_length
from analysis.cleaning.vocabulary import is_date_line, part_of
from analysis.cleaning.wording import is_capitals, is_finished, is_open_ended

FEWEST_LINES = 20  # of a text whose lines can be judged
RARE = 0.04  # share of lines with space before them; the reports that have space have 0.1 to 0.9


def infer_blank_lines(lines: list[Line]) -> None:
    """Give lines that open a paragraph, a heading or a page their space, in a text that has none.

    Of broken lines, one is the last of its paragraph if the first word of the next line would still have fitted on it;
    where a line holds a whole paragraph, each opens one, items of a list aside.
    """
    spaced = sum(1 for line in lines if line.blank_before)
    if len(lines) < FEWEST_LINES or spaced > RARE * len(lines):
        return
    layout = measure(lines)
    for i, (line, following) in enumerate(pairwise(lines)):
        if following.blank_before:
            continue
        if layout.flowing:
            ends = line.shape != following.shape or line.shape not in ("bullet", "toc", "number", "table")
        else:
            dated = i < TITLE_LINES and (is_date_line(line.text) or is_date_line(following.text))
            ends = dated or _ends_here(line, following, layout.width, opens=i == 0 or bool(line.blank_before))
        following.blank_before = int(ends)


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
    short = printed_length(line.text) + 1 + len(following.text.split(" ", 1)[0]) <= 0.85 * width
    if short and finished:
        return True
    title = opens and len(line.text) < 0.75 * width and not line.text[0].islower()
    if title and not finished:
        return True
    return finished and len(following.text) < 0.75 * width and _is_numbered_title(following.text)


def _is_numbered_title(text: str) -> bool:
    """Tell whether a line has the number or the capitals of a heading and not the end of a sentence."""
    return (is_capitals(text) or is_numbered(text)) and not is_finished(text)
