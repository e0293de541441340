"""Write a page per report with its cleaned text, and one page that searches them all."""

import base64
import html
import itertools
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import Corpus, notebook
from analysis.corpus import MAIN, by_block

NOT_SEARCHED = ("toc", "boilerplate")
PART = 2_000_000  # characters of texts in one file of the search, which takes about half as many bytes
ELEMENTS = {"heading": "h{}", "list_item": "div", "footnote": "div", "toc": "div", "pull_quote": "blockquote"}
# The evidence of a figure or table, a mark of it, and a link to a sentence, as `notebook.evidence` writes them.
EVIDENCE = re.compile(r'<details class="evidence" id="evidence-([^"]*)"( open)?>.*?</details>', re.S)
MARK = re.compile(
    r'<div id="([^"]+)" class="mark"><div><b>(.*?)</b></div>(<ul class="quotations">.*?</ul>)</div>', re.S
)
SENTENCE = re.compile(rf'<a href="{re.escape(notebook.READING)}/([^"#]+)#([^"]+)"')
Uses = dict[str, dict[str, list[tuple[str, str, str, str]]]]  # page -> sentence -> notebook's page, mark, label, figure


def uses(books: Iterable[tuple[str, str]]) -> Uses:
    """Return for each sentence which points and rows lead to it.

    `books` gives for each notebook the address of its page and all HTML that its cells show.
    """
    found: Uses = defaultdict(lambda: defaultdict(list))
    for page, shown in books:
        for box in EVIDENCE.finditer(shown):
            for mark, label, quotations in MARK.findall(box[0]):
                use = (page, html.unescape(mark), html.unescape(label), box[1])
                for file, place in SENTENCE.findall(quotations):
                    found[file][place] += [use] * (use not in found[file][place])
    return found


def write(out: Path, corpus: Corpus, used: Uses, render: Any) -> None:
    """Write the reading pages and `search.html` into the folder `out`; pages of reports that are gone are removed.

    `render` makes a page from the name of a template and its values.
    """
    out.mkdir(parents=True, exist_ok=True)
    around = {"root": "../", "here": ""}
    first, *others = search_data(corpus)
    parts = [render("part.html.j2", ("part.js",), data=data) for data in others]
    pages = {f"search~part{n}.html": text for n, text in enumerate(parts, 2)}
    find = {"data": first, "parts": list(pages), "find": "#", **around}
    pages["search.html"] = render("search.html.j2", ("page.js", "search.js"), **find)
    for report, row in corpus.reports.iterrows():
        name = notebook.reading_page(str(report))
        values = {"row": row, "citation": citation(row), "blocks": list(_blocks(corpus, str(report)))} | around
        values |= {"find": "search.html"} | _leading(used.get(name, {}))
        pages[name] = render("reading.html.j2", ("page.js", "read.js"), **values)
    for path in out.glob("*.html"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        (out / name).write_text(text, encoding="utf-8", newline="\n")


def _leading(used: dict[str, list[tuple[str, str, str, str]]]) -> dict[str, Any]:
    """Return the uses of a report as JSON, each mark written once, and the figures that lead to it, with names."""
    marks = list(dict.fromkeys(use for found in used.values() for use in found))
    number = {mark: n for n, mark in enumerate(marks)}
    of = {place: [number[use] for use in found] for place, found in used.items()}
    figures = sorted({(figure, f"{page}: {figure}") for page, _, _, figure in marks})
    named = [(figure, re.sub(r"\d+_|\.html", "", words).replace("_", " ").capitalize()) for figure, words in figures]
    return {"uses": _json({"marks": marks, "of": of}).replace("<", "\\u003c"), "figures": named}


def citation(row: pd.Series) -> str:
    """Return authors, year, title and publisher of a report as a citation.

    >>> citation(pd.Series({"authors": "A. Bee", "published": "2017-05~", "title": "Deep", "publisher": "Egmont"}))
    'A. Bee (approx. 2017): Deep. Egmont'
    """
    year = re.search(r"\d{4}", row["published"])
    about = "approx. " if row["published"].endswith(("~", "?", "%")) else ""
    who = row["authors"] or row["publisher"]
    title = row["title"] + ("" if row["title"].endswith(("?", "!", ".")) else ".")
    publisher = row["publisher"] if row["authors"] else ""
    return f"{who} ({about}{year[0] if year else 'no date'}): {title} {publisher}".strip(" .")


def search_data(corpus: Corpus) -> list[str]:
    """Return the texts of all reports for the search, in parts of about `PART`: JSON, deflated, in base64.

    Reports come by date; a report has report, file, title, published and blocks (number, whether it is main text,
    heading, place, text).
    """
    rows = defaultdict(list)
    columns = [corpus.blocks[name] for name in ("report", "block", "kind", "section", "page", "first_line", "text")]
    for report, block, kind, section, page, line, text in zip(*columns, strict=True):
        if kind not in NOT_SEARCHED:
            rows[report].append((block, int(kind in MAIN), "".join(section[-1:]), _place(page, line), text))
    by_date = corpus.reports.sort_values("published", kind="stable")
    known = zip(by_date.index, by_date["title"], by_date["published"], strict=True)
    texts = [_json((name, notebook.reading_page(name), title, date, rows[name])) for name, title, date in known]
    ends = itertools.accumulate(map(len, texts))
    parts = itertools.groupby(zip(ends, texts, strict=True), key=lambda pair: pair[0] // PART)
    made = []
    for text in [",".join(text for _, text in part) for _, part in parts] or [""]:
        packed = zlib.compressobj(9, wbits=-15)
        data = packed.compress(f"[{text}]".encode()) + packed.flush()
        made.append(base64.b64encode(data).decode("ascii"))
    return made


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _place(page: Any, line: int) -> str:
    return f"p. {page}" if pd.notna(page) else f"line {line}"


def _blocks(corpus: Corpus, report: str) -> Iterator[dict[str, Any]]:
    """Give for each block of a report its element, kind, heading, place and HTML."""
    blocks = corpus.rows("blocks", report)
    spans = by_block(corpus.rows("sentences", report), "start", "end")
    lines = by_block(corpus.line_starts(report), "at", "line", "page")
    cited = by_block(corpus.note_marks(report).dropna(subset="note"), "at", "note")
    notes = [(str(note), block) for note, block in zip(blocks["note"], blocks["block"], strict=True)]
    seen: set[str] = set()
    for b in blocks.to_dict("records"):
        n, kind, place = b["block"], b["kind"], (report, b["block"])
        begun = lines.get(place, [(0, b["first_line"], b["page"])])
        pieces: list[tuple[int, int, str]] = []  # offset in the text, order at one offset, HTML
        for start, end in spans.get(place, [(0, len(b["text"]))]):
            _, line, page = [row for row in begun if row[0] <= start][-1]
            tag = f'<span class="s" id="{notebook.place(n, start)}" data-at="{_place(page, line)}">'
            pieces += [(start, 2, tag), (end, 0, "</span>")]
        for at, line, page in begun:  # an address for each line and page, unless an earlier block has it
            shown = {} if pd.isna(page) else {f"page-{page}": f' data-page="{page}"'}
            for name, attribute in (shown | {f"line-{line}": ""}).items():
                pieces += [] if name in seen else [(at, 3, f'<span id="{name}"{attribute}></span>')]
                seen.add(name)
        for at, note in cited.get(place, []):  # a link to the next note with its number, else to one before
            same = [other for number, other in notes if number == note]
            target = min(same, key=lambda other: (other <= n, abs(other - n)), default=None)
            tag = f"<sup>{html.escape(note)}</sup>"
            pieces.append((at, 1, tag if target is None else f'<a class="ref" href="#b{target}">{tag}</a>'))
        made, last = "", 0
        for offset, _, tag in sorted(pieces, key=lambda piece: piece[:2]):
            made += html.escape(b["text"][last:offset], quote=False) + tag
            last = offset
        level = min(6, 1 + b["level"]) if kind == "heading" and pd.notna(b["level"]) else 2
        yield {
            "element": ELEMENTS.get(kind, "p").format(level),
            "kind": kind,
            "anchor": f"b{n}",
            "label": b["marker"] if pd.isna(b["note"]) else b["note"],
            "heading": b["text"] if kind == "heading" and level <= 3 else "",
            "line": b["first_line"],
            "html": made + html.escape(b["text"][last:], quote=False),
        }
