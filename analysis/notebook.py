"""Show computed sentences, tables, quotations and evidence in a notebook; text of reports is always escaped."""

import html
import os
import re
import zlib
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
from IPython.display import HTML, DisplayHandle, Markdown, display
from pandas.io.formats.style import Styler

from analysis import record
from analysis.language import check_table, number
from analysis.rules import load_table

LONGEST = 420  # characters of a sentence shown around a match; longer ones are cut at a word
READING = "../reports/read"  # the reading pages, seen from a notebook
# So that pages stay below 1.5 MB with a thousand reports: a table has at most so many rows; below a figure stand all
# sentences, if they are not more than so many, else some.
MOST_ROWS, MOST_SENTENCES, SOME_SENTENCES = 200, 1000, 300
SENTENCE = ["report", "block", "begin"]  # what tells one sentence from another
HIT = ["report", "block", "start", "end"]
EVIDENCE, NEEDED = ["mark", *HIT, "line", "sentence", "at"], "corpus.locate(hits).assign(mark=...)"
# What tables call a column whose name is not plain; in the names of the others, "_" becomes a space.
HEADINGS = {row["column"]: row["heading"] for row in load_table("columns") if row["heading"]}
NARROW_SVG = "application/vnd.narrow+svg"  # the key under which an output holds the figure for a phone
# What could turn into a link: an address, www., an e-mail address; the target of a Markdown link that is not ours.
_ADDRESS = re.compile(r"\b(?:https?|ftp|mailto|data|javascript):|\bwww\.|@|<(?=[a-z/!?])|\]\((?![#\d])", re.I)


def answer() -> SimpleNamespace:
    """Show the place of the answer at the head of a notebook; its `say` puts the answer, as Markdown, there."""
    place = DisplayHandle("in-short")
    place.display(Markdown("*Run the notebook: the answer appears here.*"))
    return SimpleNamespace(say=lambda text: place.update(markdown(text)))


def say(text: str) -> None:
    """Show a sentence whose numbers were computed, as Markdown; an address in it does not become a link."""
    display(markdown(text))


def markdown(text: str) -> Markdown:
    """Return text as Markdown in which no address is a link and no tag is HTML; links to `#` and notebooks stay."""
    shown = Markdown()  # `Markdown(text)` would fetch an address, and open a file so called
    shown.data = _ADDRESS.sub(lambda found: f"{found[0][:-1]}&#{ord(found[0][-1])};", text)
    return shown


def escape(text: object) -> str:
    """Return corpus text so that Markdown and HTML show it as it is."""
    return "".join(f"&#{ord(c)};" if c in "\\`*_[]$~|:@" else c for c in html.escape(str(text), quote=False))


def load_corpus(path: str | Path | None = None):
    """Load a folder of reports (by default that of this notebook), and say how many of its reports were read.

    Raises CorpusError, with the folders as absolute paths, where no report can be read.
    """
    from tqdm.auto import tqdm

    from analysis import CorpusError, load_corpus
    from analysis.catalogue import reading_summary

    hidden = "TQDM_DISABLE" in os.environ  # tqdm's bars in notebooks do not look
    corpus = load_corpus(path, progress=partial(tqdm, desc="Reading", unit="report", leave=False, disable=hidden))
    folder = corpus.folder.absolute()
    if corpus.main.empty:
        known = "\n".join(f"{row.file}: {row.message} {row.fix}" for row in corpus.problems.head(5).itertuples())
        raise CorpusError(f"No report can be read in {folder} (this notebook runs in {Path.cwd()}).\n{known}")
    say(f"{escape(reading_summary(corpus))}.")
    return corpus


def quotes(corpus, hits: pd.DataFrame, n: int = 3) -> None:
    """Show the first `n` matches (report, block, start, end) as quotations with their place, if there are any."""
    if n and len(hits):
        display(HTML(quotation_list(corpus.locate(hits.head(n)))))


def table(frame: pd.DataFrame, name="", key="", evidence: pd.DataFrame | None = None, digits=2, caption="") -> None:
    """Show a table with readable names of its columns, or say that it has no rows.

    Lines of reports (columns report and line) lead to the reading pages. With `evidence` (the columns of
    `Corpus.locate`, and mark), each value of the column `key` that is a mark leads to its sentences.
    """
    check_table(frame, (), "a table, such as corpus.reports")
    if evidence is not None:
        check_table(evidence, EVIDENCE, NEEDED)
    if frame.empty:
        say(f"{escape(caption or 'Rows')}: none found.")
        return
    if len(frame) > MOST_ROWS:
        caption = f"{caption} (the first {MOST_ROWS} of {len(frame):,} rows)".strip()
        frame = frame.head(MOST_ROWS)
    marks = set() if evidence is None else set(evidence["mark"]) & set(frame[key])
    cells: dict[Any, list[str]] = {}
    for column in frame:
        to = [""] * len(frame)
        if column == key:
            to = [f"#{evidence_id(name, mark)}" if mark in marks else "" for mark in frame[key]]
        elif column == "line" and "report" in frame:
            rows = zip(frame["report"], frame["line"], strict=True)
            to = [f"{READING}/{reading_page(str(report))}#line-{line}" for report, line in rows]
        cells[column] = [_cell(value, digits, link) for value, link in zip(frame[column], to, strict=True)]
    shown = pd.DataFrame(cells, dtype=object)
    uuid = f"{zlib.crc32(shown.to_csv(index=False).encode('utf-8')):08x}"  # depends on the content alone
    heads = [html.escape(HEADINGS.get(str(column), str(column).replace("_", " "))) for column in frame]
    style = Styler(shown, uuid=uuid, cell_ids=False).hide(axis="index").relabel_index(heads, axis=1)
    left: Any = [{"selector": "", "props": "text-align:left"}]
    style = style.set_table_styles(dict.fromkeys(frame.select_dtypes(exclude=["number", "bool"]).columns, left))
    style = style.set_caption(html.escape(caption)) if caption else style
    display(HTML(style.to_html(table_attributes='class="data"')))
    if marks:
        show_evidence(name, evidence, {evidence_id(name, mark) for mark in marks})


def _cell(value: Any, digits: int, to: str) -> str:
    if pd.isna(value) is True:
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, int | float | np.number) and not to:
        return f"{value:,}" if isinstance(value, int | np.integer) else f"{value:,.{digits}f}"
    text = html.escape(str(value))
    return f'<a href="{html.escape(to)}">{text}</a>' if to else text


def show_evidence(name: str, located: pd.DataFrame | None, linked: Iterable[str] = ()) -> None:
    """Show, folded, the sentences behind each mark of a figure or table, and write all of them to `NAME_evidence.csv`.

    Of more than `MOST_SENTENCES` some are shown: first those of marks whose id is `linked`, in turn.
    """
    if located is None or located.empty:
        return
    check_table(located, EVIDENCE, NEEDED)
    rows = located.reindex(columns=["mark", *HIT, "section", "page", "line", "sentence"])
    rows["section"] = [" > ".join(section) if isinstance(section, tuple) else "" for section in rows["section"]]
    save({f"{name}_evidence.csv": rows.to_csv(index=False, lineterminator="\n").encode("utf-8")})
    display(HTML(evidence(name, located, linked)))


def save(files: dict[str, bytes]) -> None:
    """Write files into the folder for figures, each whole or not at all; where a cell run by hand cannot, say so."""
    folder = record.figures_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            beside = folder / f"{name}.part"
            beside.write_bytes(data)
            beside.replace(folder / name)
    except OSError as error:
        if os.environ.get("REPORTS_FIGURES"):
            raise
        reason = f"{escape(folder)} cannot be written to ({error.strerror})"
        say(f"Shown, but not saved: {reason}. Name another folder in REPORTS_FIGURES.")


def evidence_id(name: str, key: object) -> str:
    """Return the id of the evidence behind mark `key` of figure or table `name`; two keys never share one."""
    return f"{name}-" + re.sub(r"[^\w -]|_", lambda c: f"~{ord(c[0]):x}", str(key)).replace(" ", "_")


def reading_page(report: str) -> str:
    """Return the file name of the reading page of a report; the page of the search lies beside it."""
    return re.sub(r"[^a-z0-9._-]|^s(?=earch$)", lambda c: f"~{ord(c[0]):x}", report, flags=re.I) + ".html"


def evidence(name: str, located: pd.DataFrame, linked: Iterable[str] = ()) -> str:
    """Return the quotations of each mark (in order; see `show_evidence`) as HTML that can be folded."""
    sentences = distinct_sentences(located)[["mark", *SENTENCE]]
    chosen = sentences
    if len(sentences) > MOST_SENTENCES:
        first = {mark: evidence_id(name, mark) not in set(linked) for mark in sentences["mark"].unique()}
        order = sentences.assign(by=sentences["mark"].map(first), turn=sentences.groupby("mark", sort=False).cumcount())
        chosen = sentences.loc[order.sort_values(["by", "turn"], kind="stable").index[:SOME_SENTENCES].sort_values()]
    every, here, parts = sentences["mark"].value_counts(), chosen["mark"].value_counts(), []
    rows = located.assign(begin=located["start"] - located["at"]).merge(chosen)
    for mark, mine in rows.groupby("mark", sort=False):
        label = html.escape(str(mark)) + f" (the first {here[mark]} of {every[mark]})" * int(here[mark] < every[mark])
        head = f'<div id="{html.escape(evidence_id(name, mark))}" class="mark"><div><b>{label}</b></div>'
        parts.append(f"{head}{quotation_list(mine)}</div>")
    part = f" ({len(chosen):,} are shown; {html.escape(name)}_evidence.csv has all)" * (len(chosen) < len(sentences))
    summary = f"<summary>Evidence: {number(len(sentences), 'sentence')}{part}</summary>"
    box = f'<div style="max-height:16em;overflow-y:auto">{"".join(parts)}</div>'
    return f'<details class="evidence" id="evidence-{html.escape(name)}" open>{summary}{box}</details>'


def distinct_sentences(located: pd.DataFrame) -> pd.DataFrame:
    """Return the first match in each sentence, for each mark, with `begin`: where the sentence begins in its block."""
    return located.assign(begin=located["start"] - located["at"]).drop_duplicates(["mark", *SENTENCE])


def quotation_list(located: pd.DataFrame) -> str:
    """Return the sentences of located matches as an HTML list of quotations, each sentence once."""
    found: dict[tuple, list[dict]] = {}
    for row in located.assign(begin=located["start"] - located["at"]).to_dict("records"):
        found.setdefault(tuple(row[name] for name in SENTENCE), []).append(row)
    return f'<ul class="quotations">{"".join(map(_quotation, found.values()))}</ul>'


def _quotation(rows: list[dict]) -> str:
    """Return the matches of one sentence as an HTML list item: it with them in bold, and its place.

    A long sentence is cut to whole words around the first match.
    """
    first, text = rows[0], str(rows[0]["sentence"])
    spans = sorted({(int(row["at"]), int(row["at"] + row["end"] - row["start"])) for row in rows})
    (start, end), low, high = spans[0], 0, len(text)
    spare = max(0, LONGEST - (end - start)) // 2  # characters on each side of the match
    if high > LONGEST and start > spare:
        low = text.find(" ", start - spare, start) + 1
    if high > LONGEST and end + spare < high:
        high = max(text.rfind(" ", end, end + spare), end)
    shown, last = "… " * (low > 0), low
    for start, end in spans:
        if last <= start < end <= high:
            shown += f"{html.escape(text[last:start])}<b>{html.escape(text[start:end])}</b>"
            last = end
    shown += html.escape(text[last:high]) + " …" * (high < len(text))
    page = f"p. {first['page']}" if pd.notna(first.get("page")) else ""
    where = html.escape(", ".join(part for part in (first["report"], page, f"line {first['line']}") if part))
    to = f"{READING}/{reading_page(first['report'])}#b{first['block']}-{first['begin']}"
    return f'<li><q>{shown}</q> <a href="{to}">{where}</a></li>'
