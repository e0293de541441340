"""What does a notebook show besides figures? Computed sentences, tables and quotations, always escaped."""

import html

import pandas as pd
from IPython.display import HTML, DisplayHandle, Markdown, display

from analysis import quotations


class Answer:
    """The place of the answer at the head of a notebook, filled in when the last number is known."""

    def __init__(self) -> None:
        """Show an empty place; `say` fills it."""
        self._place = DisplayHandle("in-short")
        self._place.display(Markdown("*Run the notebook: the answer appears here.*"))

    def say(self, text: str) -> None:
        """Put the answer, as Markdown, in its place."""
        self._place.update(Markdown(text))


def answer() -> Answer:
    """Keep a place for the answer in short; `say` on what is returned fills it."""
    return Answer()


def say(text: str) -> None:
    """Show a sentence whose numbers were computed, as Markdown."""
    display(Markdown(text))


def number(n: int, noun: str) -> str:
    """Return a number with its noun, in the singular or the plural.

    >>> number(1, "report"), number(5, "report")
    ('1 report', '5 reports')
    """
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def escape(text: object) -> str:
    """Return corpus text so that Markdown and HTML show it as it is.

    >>> escape("<b>*Joint*</b>")
    '&lt;b&gt;&#42;Joint&#42;&lt;/b&gt;'
    """
    safe = html.escape(str(text), quote=False)
    return "".join(f"&#{ord(c)};" if c in "\\`*_[]$~|" else c for c in safe)


def quotes(corpus, hits: pd.DataFrame, n: int = 3) -> None:
    """Show the first `n` hits (report, block, start, end) as quotations with their place."""
    display(HTML(quotations.quotation_list(corpus.locate(hits), n)))


def before_and_after(corpus, report: str, block: int) -> None:
    """Show a block as it stands in the file, with what was removed struck out, and the clean text."""
    row = corpus.blocks[(corpus.blocks["report"] == report) & (corpus.blocks["block"] == block)].iloc[0]
    ledger = corpus.ledger[corpus.ledger["report"] == report]
    mine = ledger.index[ledger["block"] == block]
    first, last = row["first_line"], row["last_line"]
    place = f"{report}, line {first}" if first == last else f"{report}, lines {first} to {last}"
    shown = quotations.before_and_after(corpus.raw(report), ledger.loc[mine[0] : mine[-1]], block, row["text"])
    display(HTML(f"<p><b>{html.escape(place)}</b></p>{shown}"))


def table(
    frame: pd.DataFrame, name: str = "", key: str = "", evidence: pd.DataFrame | None = None, digits: int = 2
) -> None:
    """Show a table; with `name`, `key` and `evidence`, each row's key opens the sentences behind the row.

    `key` is the column of `frame` whose values are the marks of `evidence` (the columns of `Corpus.locate`
    and `mark`).
    """
    shown = frame.map(lambda value: _cell(value, digits))
    if evidence is not None and len(evidence):
        marks = set(evidence["mark"])
        linked = [_linked(name, k, k in marks) for k in frame[key]]
        shown[key] = linked
    display(HTML(_markup(shown, [not pd.api.types.is_numeric_dtype(kind) for kind in frame.dtypes])))
    if evidence is not None and len(evidence):
        display(HTML(quotations.evidence(name, evidence)))


def _markup(cells: pd.DataFrame, words: list[bool]) -> str:
    """Return a table of HTML cells; columns of words stand to the left, which JupyterLab would not do."""
    ways = [' style="text-align:left"' if left else "" for left in words]
    names = [html.escape(str(name)) for name in cells.columns]
    head = "".join(f"<th{way}>{name}</th>" for way, name in zip(ways, names, strict=True))
    rows = [
        "".join(f"<td{way}>{cell}</td>" for way, cell in zip(ways, row, strict=True))
        for row in cells.itertuples(index=False, name=None)
    ]
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<table class="data"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cell(value: object, digits: int) -> str:
    """Return one cell: numbers rounded, text escaped, what is missing empty."""
    if isinstance(value, float):
        return "" if pd.isna(value) else f"{value:,.{digits}f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return "" if value is None or value is pd.NA else html.escape(str(value))


def _linked(name: str, key: object, known: bool) -> str:
    """Return a table key as a link to its evidence, where there is any."""
    text = html.escape(str(key))
    return f'<a href="#{html.escape(quotations.anchor(name, key))}">{text}</a>' if known else text
