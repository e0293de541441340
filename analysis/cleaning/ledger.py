"""What became of every character? Completes the rows of the blocks to a partition of the raw text."""


def partition(text: str, rows: list[tuple]) -> list[tuple]:
    """Return rows (start, end, fate, block, at) that cover the text from 0 to its end, in order, no gap, no overlap.

    What lies between the given rows is white space; should it ever be more, its fate says so.

    >>> partition("a  b", [(0, 1, "kept", 0, 0), (3, 4, "kept", 1, 0)])[1]
    (1, 3, 'white space', None, None)
    """
    out, at = [], 0
    for row in sorted(rows, key=lambda r: r[0]):
        if row[0] > at:
            out.append(_gap(text, at, row[0]))
        out.append(row)
        at = row[1]
    if at < len(text):
        out.append(_gap(text, at, len(text)))
    return out


def _gap(text: str, start: int, end: int) -> tuple:
    return (start, end, "unexplained" if text[start:end].strip() else "white space", None, None)
