"""Which quotations did the printer set apart from the text that they are taken from, or that they interrupt?"""

from itertools import pairwise

from analysis.cleaning.blocks import Block
from analysis.cleaning.lines import Layout, Line
from analysis.cleaning.wording import begins_small, fold, is_finished

_OPENING, _CLOSING = frozenset('“„«"'), frozenset('”“»"')
LONGEST_SET_QUOTE = 7  # lines
FULL, NARROW = 0.75, 0.7  # of the width: a full line of the text, and the lines of a quotation set into it
SAME_WORDS = 0.85  # of a quotation that the text beside it says with other words between
MOST_QUOTES = 50  # pull quotes looked for in a report, so that the time stays in proportion to its length


def mark_set_quotes(lines: list[Line], layout: Layout) -> None:
    """Give lines that stand apart in the middle of a sentence, or of a word, their role: a quotation."""
    for i, line in enumerate(lines):
        if i and line.blank_before and not line.role and line.shape == "text":
            behind = range(i + 1, min(i + 1 + LONGEST_SET_QUOTE, len(lines)))
            end = next((n for n in behind if lines[n].blank_before), len(lines))
            if end < len(lines) and not lines[end].role and _interrupts(lines, i, end, layout):
                line.role = "pull_quote"
                for rest in lines[i + 1 : end]:
                    rest.role = "rest"


def _interrupts(lines: list[Line], i: int, end: int, layout: Layout) -> bool:
    """Tell whether lines from i to the end stand in a sentence: by their quotation marks, or narrower than the text."""
    before, last, behind = lines[i - 1], lines[end - 1], lines[end]
    waits = before.shape == "text" and not is_finished(before.text) and len(before.text) > 0.5 * layout.width
    cut = before.shape in ("text", "bullet", "number") and before.text[-1] == "-" and before.text[-2:-1].isalpha()
    goes_on = begins_small(behind.text)
    if lines[i].text[0] in _OPENING and last.text[-1] in _CLOSING and goes_on and (waits or cut):
        return True
    apart = behind.shape == "text" and not any(line.role or line.shape != "text" for line in lines[i:end])
    if layout.flowing or before.role or not apart or begins_small(lines[i].text) or not is_finished(last.text):
        return False
    return (cut and goes_on) or (waits and _is_narrow(lines[i : end + 1], before, layout))


def _is_narrow(lines: list[Line], before: Line, layout: Layout) -> bool:
    """Tell whether lines, the one behind them aside, were broken at a smaller width than the full lines around them."""
    *quote, behind = lines
    full = min(len(before.text), len(behind.text)) >= FULL * layout.width and before.text[-1] not in ",;"
    lengths = [len(a.text) + 1 + len(b.text.split(" ", 1)[0]) for a, b in pairwise(quote)]
    return full and len(quote) > 1 and max(lengths) < NARROW * layout.width


def is_quotation(words: str) -> bool:
    """Tell whether a short text stands in quotation marks as a whole."""
    return 20 < len(words) < 300 and words[0] in '“"„«»‘' and words[-1] in '”"“»«’'


def mark_pull_quotes(blocks: list[Block]) -> None:
    """Let a short block in quotation marks be a pull quote where the text says the same elsewhere."""
    candidates = [i for i, b in enumerate(blocks) if b.kind in ("paragraph", "heading") and is_quotation(b.words)]
    running = [b for b in blocks if b.kind in ("paragraph", "list_item")] if candidates else []
    for i in candidates[:MOST_QUOTES]:
        if _is_shortened(blocks, i) or _is_repeated(blocks[i], running):
            blocks[i].kind = "pull_quote"


def _is_repeated(quote: Block, running: list[Block]) -> bool:
    """Tell whether another block has the words of a quotation; its longest word is looked for first."""
    words = fold(quote.words)
    rarest = max(words.split(), key=len)
    likely = (b for b in running if b is not quote and any(rarest in line.text for line in b.lines))
    return any(words in _folded(b) for b in likely)


def _is_shortened(blocks: list[Block], i: int) -> bool:
    """Tell whether a paragraph next to a short quotation has nearly all of its words, in their order."""
    words = fold(blocks[i].words).split()
    near = [b for b in (*blocks[max(0, i - 2) : i], *blocks[i + 1 : i + 3]) if b.kind == "paragraph"]
    return len(words) > 5 and any(_in_order(words, _folded(b).split()) >= SAME_WORDS * len(words) for b in near)


def _in_order(words: list[str], text: list[str]) -> int:
    """Return how many of the words the text has in their order; one that it lacks is passed over."""
    at = found = 0
    for word in words:
        if word in text[at:]:
            at = text.index(word, at) + 1
            found += 1
    return found


def _folded(block: Block) -> str:
    return fold(" ".join(line.text for line in block.lines))
