"""Which quotations did the printer set apart from the text that they are taken from, or that they interrupt?"""

from analysis.cleaning.blocks import Block
from analysis.cleaning.lines import Layout, Line
from analysis.cleaning.wording import begins_small, fold, is_finished

_OPENING, _CLOSING = frozenset('“„«"'), frozenset('”“»"')
LONGEST_SET_QUOTE = 7  # lines
SAME_WORDS = 0.85  # of a quotation that the text beside it says with other words between
MOST_QUOTES = 50  # pull quotes looked for in a report, so that the time stays in proportion to its length


def mark_set_quotes(lines: list[Line], layout: Layout) -> None:
    """Give a quotation that stands apart in the middle of a sentence its role."""
    for i, line in enumerate(lines):
        if i and line.blank_before and line.text[0] in _OPENING and not line.role and line.shape == "text":
            before = lines[i - 1]
            behind = range(i + 1, min(i + 1 + LONGEST_SET_QUOTE, len(lines)))
            end = next((n for n in behind if lines[n].blank_before), len(lines))
            goes_on = end < len(lines) and not lines[end].role and begins_small(lines[end].text)
            waits = before.shape == "text" and not is_finished(before.text) and len(before.text) > 0.5 * layout.width
            if goes_on and (waits or before.text[-1] == "-") and lines[end - 1].text[-1] in _CLOSING:
                line.role = "pull_quote"
                for rest in lines[i + 1 : end]:
                    rest.role = "rest"


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
