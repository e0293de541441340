"""How is a hit shown in its sentence? Turns tables of located hits into escaped HTML, nothing else."""

import html
import re

import pandas as pd

PER_MARK = 8  # sentences shown behind one mark; a page stays small, and the figure's CSV holds every row
LONGEST = 420  # characters of a sentence shown around a hit; longer ones are cut at a word
ELSEWHERE = "<i> [… other blocks …] </i>"


def slug(text: object) -> str:
    """Return text as the part of an address behind `#`.

    >>> slug("Pooling & Sharing")
    'pooling-sharing'
    """
    return re.sub(r"[^\w]+", "-", str(text).casefold()).strip("-")


def anchor(name: str, key: object) -> str:
    """Return the id of the evidence behind mark `key` of figure or table `name`.

    >>> anchor("03_keyness", "Member State")
    '03_keyness-member-state'
    """
    return f"{name}-{slug(key)}"


def quotation(row: pd.Series) -> str:
    """Return one located hit as an HTML list item: the sentence with the hit in bold, then its place.

    The row has report, sentence, at, start, end, line, section; page, where it is known; and bold, where other
    words of the sentence are to be bold too (a tuple of them, as they are written).
    """
    sentence, at = str(row["sentence"]), int(row["at"])
    to = at + int(row["end"]) - int(row["start"])
    before, hit, after = sentence[:at], sentence[at:to], sentence[to:]
    spare = max(0, LONGEST - len(hit)) // 2
    before = before if len(before) <= spare else "… " + before[-spare:].partition(" ")[2]
    after = after if len(after) <= spare else after[:spare].rpartition(" ")[0] + " …"
    words = row["bold"] if "bold" in row and isinstance(row["bold"], tuple) else ()
    quoted = f"{_bold(before, words)}<b>{html.escape(hit)}</b>{_bold(after, words)}"
    return f"<li><q>{quoted}</q> <cite>{html.escape(place(row))}</cite></li>"


def _bold(text: str, words: tuple[str, ...]) -> str:
    """Return text escaped, with the words in bold where they stand as whole words.

    >>> _bold("EU & EU-NATO", ("EU",))
    '<b>EU</b> &amp; EU-NATO'
    """
    if not words:
        return html.escape(text)
    pattern = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    parts = re.split(rf"(?<![\w-])({pattern})(?![\w-])", text)
    return "".join(f"<b>{html.escape(p)}</b>" if i % 2 else html.escape(p) for i, p in enumerate(parts))


def place(row: pd.Series) -> str:
    """Return where a located hit stands, in words: report, section, page and line."""
    section = row["section"][-1] if isinstance(row["section"], tuple) and row["section"] else ""
    page = f"p. {row['page']}" if "page" in row and pd.notna(row["page"]) else ""
    return ", ".join(str(part) for part in (row["report"], section, page, f"line {row['line']}") if part)


def quotation_list(located: pd.DataFrame, cap: int = PER_MARK) -> str:
    """Return located hits as an HTML list of at most `cap` quotations, and how many more there are."""
    items = [quotation(row) for _, row in located.head(cap).iterrows()]
    rest = len(located) - len(items)
    more = f'<p class="more">and {rest} more</p>' if rest > 0 else ""
    return f'<ul class="quotations">{"".join(items)}</ul>{more}'


def evidence(name: str, located: pd.DataFrame, cap: int = PER_MARK) -> str:
    """Return, folded, the quotations behind each mark of a figure or table.

    `located` has the columns of `Corpus.locate` and `mark`; marks come in the order of their first row.
    """
    if located.empty:
        return ""
    parts = [
        f'<div id="{html.escape(anchor(name, mark))}" class="mark"><div><b>{html.escape(str(mark))}</b></div>'
        f"{quotation_list(rows, cap)}</div>"
        for mark, rows in located.groupby("mark", sort=False)
    ]
    summary = f"Evidence: the sentences behind {len(parts)} mark{'s' if len(parts) != 1 else ''}"
    return f'<details class="evidence"><summary>{summary}</summary>{"".join(parts)}</details>'


def before_and_after(raw: str, stretches: pd.DataFrame, block: int, text: str) -> str:
    """Return a block as it stands in the file, with what was removed struck out, and below it the clean text.

    `stretches` are the rows of the ledger from the first to the last of the block, in order: start, end, status,
    block. What belongs to other blocks in between, such as the notes of a page, is named, not shown.
    """
    parts: list[str] = []
    for start, end, status, owner in stretches[["start", "end", "status", "block"]].itertuples(index=False):
        piece = html.escape(raw[start:end])
        if pd.notna(owner) and owner != block:
            parts += [] if parts and parts[-1] == ELSEWHERE else [ELSEWHERE]
        elif status == "kept" or status == "white space":
            parts.append(piece)
        else:
            struck = piece if piece.strip() else "↵\n"
            parts.append(f'<del title="{html.escape(status)}">{struck}</del>')
    before = "".join(parts).strip()
    return (
        f'<div class="passage"><pre style="white-space:pre-wrap">{before}</pre>'
        f"<p><b>Cleaned:</b> <q>{html.escape(text)}</q></p></div>"
    )
