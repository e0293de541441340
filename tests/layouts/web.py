"""Write the made reports as web pages and as Markdown, in the ways in which programs and publishers mark them up."""

import html
from dataclasses import dataclass

from sources import Piece, Report, truth

MENU = ("Home", "About us", "Publications", "Events", "Contact")
LINKS = ("Subscribe to our newsletter", "Share on social media", "Print this page")
COOKIES = "We use cookies to improve your visit. By going on you accept our cookie policy."
IMPRINT = "© 2021 Harbour Institute. All rights reserved. Privacy policy. Terms of use."


@dataclass(frozen=True)
class Page:
    """How a web page is marked up: its notes, and what stands around the text."""

    notes: str  # a key of NOTES
    chrome: str  # "landmarks" (nav, header, footer), "classes" (div with class names) or "none"
    headings: bool = True  # headings are h2, h3; else bold paragraphs
    wrap: bool = False  # the source is broken into lines of 72 characters


# How notes are cited and written: (citation, list before, note, list after)
NOTES = {
    "pandoc": (
        '<a href="#fn{n}" class="footnote-ref" id="fnref{n}" role="doc-noteref"><sup>{n}</sup></a>',
        '<section class="footnotes" role="doc-endnotes"><hr /><ol>',
        '<li id="fn{n}"><p>{text}<a href="#fnref{n}" class="footnote-back" role="doc-backlink">↩︎</a></p></li>',
        "</ol></section>",
    ),
    "word": (
        '<a style="mso-footnote-id:ftn{n}" href="#_ftn{n}" name="_ftnref{n}" title=""><span class=MsoFootnoteReference>'
        "<![if !supportFootnotes]>[{n}]<![endif]></span></a>",
        '<div style="mso-element:footnote-list"><hr align=left size=1 width="33%">',
        '<div style="mso-element:footnote" id=ftn{n}><p class=MsoFootnoteText><a style="mso-footnote-id:ftn{n}" '
        'href="#_ftnref{n}" name="_ftn{n}" title=""><span class=MsoFootnoteReference>[{n}]</span></a> {text}</p></div>',
        "</div>",
    ),
    "wiki": (
        '<sup id="cite_ref-{n}" class="reference"><a href="#cite_note-{n}"><span>[</span>{n}<span>]</span></a></sup>',
        '<h2>References</h2><ol class="references">',
        '<li id="cite_note-{n}"><span class="mw-cite-backlink"><b><a href="#cite_ref-{n}">^</a></b></span> '
        '<span class="reference-text">{text}</span></li>',
        "</ol>",
    ),
    "legal": (
        '<a id="ntc{n}-x" href="#ntr{n}-x">(<span class="super note-tag">{n}</span>)</a>',
        '<hr class="note"/>',
        '<p class="note"><a id="ntr{n}-x" href="#ntc{n}-x">(<span class="super">{n}</span>)</a>  {text}</p>',
        "",
    ),
    "plain raised": ("<sup>{n}</sup>", "<h2>Notes</h2>", "<p><sup>{n}</sup> {text}</p>", ""),
    "literal": ("[{n}]", "<h2>Notes</h2>", "<p>[{n}] {text}</p>", ""),
    "list": (
        '<sup><a href="#n{n}">{n}</a></sup>',
        "<h2>Endnotes</h2><ol>",
        '<li id="n{n}">{text}</li>',
        "</ol>",
    ),
    "weblog": (
        '<sup class="modern-footnotes-footnote" data-mfn="{n}"><a href="javascript:void(0)" role="button">{n}</a></sup>'
        '<span class="modern-footnotes-footnote__note" data-mfn="{n}">{text}</span>',
        "",
        "",
        "",
    ),
}
HEADINGS = {"wiki": "References", "plain raised": "Notes", "literal": "Notes", "list": "Endnotes"}
PAGES = {
    "pandoc, landmarks": Page("pandoc", "landmarks", wrap=True),
    "word processor": Page("word", "none", wrap=True),
    "encyclopedia": Page("wiki", "classes"),
    "gazette": Page("legal", "classes"),
    "government": Page("plain raised", "landmarks"),
    "old page": Page("literal", "classes", headings=False),
    "weblog": Page("weblog", "classes"),
    "think tank": Page("list", "classes"),
}
HELD_BACK = ("gazette", "think tank")


def page(report: Report, name: str) -> str:
    """Return a report as a web page."""
    look = PAGES[name]
    cite, before, note, after = NOTES[look.notes]
    body = "\n".join(_html(piece, report, cite, look) for piece in _with_items(report.pieces))
    notes = "\n".join(note.format(n=n, text=html.escape(text)) for n, text in report.notes.items())
    main = f"{body}\n{before}\n{notes}\n{after}" if note else body
    head = (
        f'<meta charset="utf-8"><title>{html.escape(report.title)} | Harbour Institute</title>'
        f'<meta name="author" content="{html.escape(report.author)}"><style>p {{ margin: 0 }}</style>'
    )
    inside = _around(main, look.chrome)
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>\n<body>{inside}<script>var x = "count me";</script></body></html>'


def _around(main: str, chrome: str) -> str:
    menu = "".join(f'<li><a href="/{n}">{item}</a></li>' for n, item in enumerate(MENU))
    links = "".join(f'<a href="#{n}">{item}</a> ' for n, item in enumerate(LINKS))
    if chrome == "landmarks":
        return (
            f'<a href="#main">Skip to main content</a><header><nav><ul>{menu}</ul></nav></header>'
            f"<main id=main><article>{main}</article></main><aside><h2>Related</h2><ul>{menu}</ul></aside>"
            f"<footer><p>{IMPRINT}</p></footer><div role=dialog>{COOKIES}</div>"
        )
    if chrome == "classes":
        return (
            f'<div id="cookie-banner"><p>{COOKIES}</p></div><div class="navbar"><ul class="menu">{menu}</ul></div>'
            f'<div class="breadcrumbs"><a href="/">Home</a> › <a href="/p">Publications</a></div>'
            f'<div class="content"><div class="entry-content">{main}</div><div class="share-links">{links}</div></div>'
            f'<div class="sidebar"><h3>Latest</h3><ul>{menu}</ul></div><div id="footer"><p>{IMPRINT}</p></div>'
        )
    return main


def _with_items(pieces: list[Piece]) -> list[Piece | list[Piece]]:
    """Put items that follow each other into one list."""
    out: list[Piece | list[Piece]] = []
    for piece in pieces:
        if piece.kind != "list_item":
            out.append(piece)
        elif out and isinstance(out[-1], list) and (out[-1][0].marker == "-") == (piece.marker == "-"):
            out[-1].append(piece)
        else:
            out.append([piece])
    return out


def _html(piece: Piece | list[Piece], report: Report, cite: str, look: Page) -> str:
    if isinstance(piece, list):
        items = "".join(f"<li>{_inline(item, report, cite, look)}</li>" for item in piece)
        return f"<ul>{items}</ul>" if piece[0].marker == "-" else f"<ol>{items}</ol>"
    text = _inline(piece, report, cite, look)
    if piece.kind == "table":
        head, *rows = ["".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in piece.rows]
        return f"<table><thead><tr>{head}</tr></thead>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    if piece.kind == "figure":
        return f'<figure><img src="f.png" alt="bars"><figcaption>{text}</figcaption></figure>'
    if piece.kind == "heading":
        level = (piece.level or 1) + 1
        return f"<h{level}>{text}</h{level}>" if look.headings else f"<p><b>{text}</b></p>"
    if piece.kind == "paragraph" and piece.box:
        return f'<div class="box"><p>{text}</p></div>'
    tags = {
        "title": "<h1>{}</h1>",
        "author": '<p class="byline">{}</p>',
        "quotation": "<blockquote><p>{}</p></blockquote>",
        "caption": '<p class="caption">{}</p>',
    }
    return tags.get(piece.kind, "<p>{}</p>").format(text)


def _inline(piece: Piece, report: Report, cite: str, look: Page) -> str:
    parts = []
    for run in piece.runs:
        if isinstance(run, int):
            parts.append(cite.format(n=run, text=html.escape(report.notes[run])))
        else:
            parts.append(_wrapped(html.escape(run, quote=False)) if look.wrap else html.escape(run, quote=False))
    return "".join(parts)


def _wrapped(text: str, width: int = 72) -> str:
    """Break a text into lines without touching its ends."""
    out, column = [], 0
    for word in text.split(" "):
        if out:
            out.append("\n" if column + len(word) > width else " ")
            column = 0 if out[-1] == "\n" else column + 1
        out.append(word)
        column += len(word)
    return "".join(out)


def page_truth(report: Report, name: str) -> list[dict]:
    """Return the blocks of a right reading of that page."""
    look = PAGES[name]
    blocks = truth(report, notes_under=HEADINGS.get(look.notes, ""))
    if not look.headings:  # bold paragraphs have no level: all are of the first, but the heading of the notes
        blocks = [{**b, "level": 1} if b["kind"] == "heading" else b for b in blocks]
    return blocks


MARKDOWN = {
    "markdown": ("[^{n}]", "[^{n}]: {text}"),
    "escaped brackets": (r"\[{n}\]", r"\[{n}\] {text}"),
    "raised": ("<sup>{n}</sup>", "<sup>{n}</sup> {text}"),
    "back links": ("[[{n}]](#_ftn{n})", "[[{n}]](#_ftnref{n}) {text}"),
    "list of notes": ("^[{n}](#fn{n})^", "{n}.  {text} [↩](#fnref{n})"),
}
MARKDOWN_HELD_BACK = ("back links", "list of notes")


def markdown(report: Report, name: str) -> str:
    """Return a report as Markdown whose notes are written in one of these ways."""
    cite, note = MARKDOWN[name]
    rows = [f'---\ntitle: "{report.title}"\nauthor: {report.author}\n---', f"# {report.title}"]
    for piece in report.pieces:
        text = "".join(run if isinstance(run, str) else cite.format(n=run, text="") for run in piece.runs)
        if piece.kind == "table":
            lines = ["| " + " | ".join(row) + " |" for row in piece.rows]
            rows.append("\n".join([lines[0], "|" + " --- |" * len(piece.rows[0]), *lines[1:]]))
        elif piece.kind not in ("title", "figure"):
            signs = {"heading": "#" * ((piece.level or 0) + 1) + " ", "quotation": "> ", "list_item": "- "}
            if piece.kind == "list_item" and piece.marker != "-":
                signs["list_item"] = piece.marker.replace(")", ".") + " "
            rows.append(signs.get(piece.kind, "") + _wrapped(text))
        else:
            rows.append(f"![{text}](figure.png)\n\n{text}" if piece.kind == "figure" else "")
    notes = [note.format(n=n, text=text) for n, text in report.notes.items()]
    rows += ["* * *", *notes]
    return "\n\n".join(row for row in rows if row) + "\n"


def markdown_truth(report: Report, name: str) -> list[dict]:
    """Return the blocks of a right reading of that Markdown."""
    return truth(report)
