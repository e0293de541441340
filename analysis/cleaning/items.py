"""Which lines are items of a list? Those that lost their bullets are; dashes and numbers in mid-sentence are not."""

import re
from collections.abc import Callable

from analysis.cleaning.blocks import Block
from analysis.cleaning.lines import Layout, Line
from analysis.cleaning.wording import is_finished

ITEM = re.compile(
    r"(?!p\. ?\d)(?:\(?(?P<n>\d{1,2}|[a-z]|[ivx]{1,5}|[A-Z](?=\)|\.\s+[a-z])|[IVX]{2,5})[.)])(?:\s+(?=\S)|(?=[A-Z]))"
)
_ROMAN = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
_CITES_NUMBER = ("p.", "pp.", "No.", "Art.")  # a number behind these is no item
LONGEST_LIST = 60  # items of a list that lost its bullets


def mark_lost_bullets(lines: list[Line], layout: Layout) -> None:
    """Give items whose bullets were lost their role: two or more lines behind a colon that are alike.

    They are short and begin with a space that other lines have not, or each but the last ends with a semicolon.
    """

    def is_set_in(line: Line, _: Line | None) -> bool:
        return layout.leading_space and line.indent >= 1 and len(line.text) < 0.75 * layout.width

    def follows_semicolon(_: Line, before: Line | None) -> bool:
        return before is None or before.text.endswith((";", "; and", "; or"))

    i = 0
    while i < len(lines):
        run: list[Line] = []
        if lines[i].text[-1] == ":" and not lines[i].role:
            run = _run(lines, i + 1, is_set_in)
            if len(run) < 2 and layout.flowing:
                run = _run(lines, i + 1, follows_semicolon)
            if len(run) > 1 and (layout.leading_space or run[0].text.endswith(";")):
                for line in run:
                    line.role = "list_item"
        i += max(1, len(run))


def _run(lines: list[Line], start: int, fits: Callable[[Line, Line | None], bool]) -> list[Line]:
    """Return the lines from `start` on that fit behind each other."""
    run: list[Line] = []
    for line in lines[start : start + LONGEST_LIST]:
        before = run[-1] if run else None
        ends = before is not None and line.blank_before and not before.blank_before
        if line.role or line.shape != "text" or not fits(line, before) or ends:
            break
        run.append(line)
    return run


def is_dash(line: Line, current: Block | None, following: Line | None) -> bool:
    """Tell a dash in mid-sentence, which a line happens to begin with, from the bullet of an item."""
    if (
        current is None
        or current.kind not in ("paragraph", "footnote")
        or line.blank_before
        or line.text[0] not in "-–—"
    ):
        return False
    last = current.lines[-1].text
    alone = following is None or following.shape != "bullet"
    return alone and not is_finished(last) and last[-1] not in ";,"


def is_numbered_item(line: Line, current: Block | None) -> bool:
    """Tell whether a line with a number is an item, and not the rest of the paragraph before it."""
    if line.shape != "number" or not ITEM.match(line.text):
        return False
    if current is None or current.kind != "paragraph" or line.blank_before:
        return True
    last = current.lines[-1].text
    cut = not is_finished(last) and not last.endswith((";", "and", "or"))
    return not (cut or _is_inline(line, current) or last.endswith(_CITES_NUMBER))


def _is_inline(line: Line, block: Block) -> bool:
    """Tell whether a numbered line goes on with an enumeration that began inside the running text."""
    found = ITEM.match(line.text)
    n = found["n"].lower() if found else ""
    if n in ("i", "1", "a") and any(f"{second})" in line.text for second in ("ii", "2", "b")):
        return True
    if n.isdigit():
        before = str(int(n) - 1)
    elif n in _ROMAN[2:] and n not in ("v", "x"):
        before = _ROMAN[_ROMAN.index(n) - 1]
    else:
        before = {"v": "iv", "x": "ix"}.get(n, chr(ord(n[0]) - 1) if n else "")
    return bool(before) and any(f"{before})" in text.text[1:] for text in block.lines)
