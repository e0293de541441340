"""Typeset the made reports as PDFs with Typst: one template for each way in which reports are laid out.

A template is a piece of Typst that defines how each part of a report looks, and options that say what a right reading
of it is. `HELD_BACK` are scored but never looked into while rules are tuned.
"""

from dataclasses import dataclass

from sources import Piece, Report, heading_texts, truth

BASE = r"""
#set document(title: doc_title, author: doc_author)
#set par(justify: true, leading: 0.6em, spacing: 1.1em)
#set text(size: 10pt, lang: "en")
#set smartquote(enabled: false)
#let title(t) = block(below: 1.2em, text(size: 20pt, weight: "bold", t))
#let author(t) = block(text(size: 11pt, t))
#let front(t) = block(text(size: 9pt, t))
#show heading.where(level: 1): it => block(above: 1.8em, below: 0.9em, text(size: 14pt, weight: "bold", it.body))
#show heading.where(level: 2): it => block(above: 1.4em, below: 0.8em, text(size: 11.5pt, weight: "bold", it.body))
#let head(level, t) = heading(level: level, t)
#let para(n, t) = par(t)
#let item(marker, t) = block(grid(columns: (1.4em, 1fr), marker, t))
#let quoted(t) = pad(left: 2em, right: 2em, text(size: 9.5pt, t))
#let boxed(t) = block(stroke: 0.7pt, inset: 8pt, width: 100%, t)
#let tabled(n, ..cells) = block(table(columns: n, stroke: 0.4pt, inset: 4pt, ..cells.pos().map(c => text(size: 9pt, c))))
#let caption(t) = block(text(size: 9pt, style: "italic", t))
#let note(n, t) = footnote(t)
#let drawn(names, values, t) = block(breakable: false, {
  let most = calc.max(..values)
  grid(columns: names.len(), column-gutter: 8pt, align: center + bottom, row-gutter: 3pt,
    ..values.map(v => { text(size: 7pt, str(v)); rect(width: 14pt, height: v / most * 60pt, fill: luma(180)) }),
    ..names.map(n => text(size: 7pt, n)))
  caption(t)
})
"""


@dataclass(frozen=True)
class Template:
    """How a report is typeset: Typst that comes after `BASE`, and what of it a right reading depends on."""

    look: str
    numbered: bool = False  # headings carry numbers
    numbered_paragraphs: bool = False
    endnotes: bool = False
    contents: bool = False
    tags: bool = False  # the PDF has structure tags
    capitals: tuple[str, ...] = ()  # "title", "heading 1": what is printed in capitals


SMALL = '#set page(width: 148mm, height: 210mm, margin: 18mm, numbering: "1")\n'
PLAIN_HEADS = r"""
#let head(level, t) = block(sticky: true, above: 1.6em, below: 0.9em,
  text(size: if level == 1 { 13pt } else { 11pt }, weight: "bold", t))
"""
RUNNING = r"""
#let part = state("part", "")
#let old_head = head
#let head(level, t) = { if level == 1 { part.update(t) }; old_head(level, t) }
#set page(header: context text(size: 8pt, upper(part.get())) )
"""
TEMPLATES = {
    "one column": Template(SMALL),
    "two columns, heads": Template(r'#set page(paper: "a4", margin: 20mm, columns: 2, numbering: "1 / 1")' + RUNNING),
    "report with contents": Template(
        r"""#set page(paper: "a4", margin: 30mm, footer: context align(right, text(size: 8pt, {
            doc_title; "  |  "; str(here().page()) })))
        #set text(size: 11pt, font: "New Computer Modern")""",
        numbered=True,
        contents=True,
    ),
    "numbered paragraphs": Template(
        SMALL
        + PLAIN_HEADS
        + r"""#set text(font: "DejaVu Sans Mono", size: 8pt)
        #let para(n, t) = block(grid(columns: (2.2em, 1fr), str(n) + ".", t))
        #set page(header: align(right, text(size: 7pt, "A/71/1203")), footer: context grid(columns: (1fr, 1fr),
            text(size: 7pt, "16-24888 (E)"), align(right, text(size: 7pt, counter(page).display("1/1", both: true)))))""",
        numbered_paragraphs=True,
    ),
    "endnotes, indents": Template(
        SMALL
        + PLAIN_HEADS
        + r"""#set par(first-line-indent: 1.4em, spacing: 0.6em)
        #let note(n, t) = super(str(n))""",
        endnotes=True,
    ),
    "margin headings": Template(
        r"""#set page(width: 170mm, height: 240mm, margin: (left: 55mm, right: 18mm, y: 20mm), numbering: "1")
        #let head(level, t) = if level == 1 { block(above: 2em, below: 1em, text(size: 14pt, weight: "bold", t)) } else {
            place(dx: -42mm, block(width: 36mm, text(size: 8.5pt, weight: "bold", t))) }""",
    ),
    "hyphenated, small": Template(
        r"""#set page(paper: "a5", margin: (x: 32mm, y: 16mm), numbering: "1")
        #set text(size: 8pt, hyphenate: true)
        #let title(t) = align(center, text(size: 15pt, tracking: 4pt, upper(t)))
        #show heading: it => block(above: 1.3em, below: 0.7em, text(size: 8pt, weight: "bold", it.body))
        #show heading.where(level: 1): it => block(above: 1.6em, below: 0.9em, text(size: 9.5pt, weight: "bold",
            upper(it.body)))""",
        capitals=("title", "heading 1"),
    ),
    "starred notes": Template(SMALL + RUNNING + r"""#set footnote(numbering: "*")"""),
    # held back
    "three columns": Template(
        '#set page(paper: "a4", flipped: true, margin: 15mm, columns: 3, numbering: "1")\n#set text(size: 9pt)'
        + RUNNING
    ),
    "serif, tagged": Template(
        r"""#set page(paper: "us-letter", margin: 25mm, header: context if here().page() > 1 { text(size: 8pt,
            doc_title); h(1fr); text(size: 8pt, "Harbour Institute") }, footer: context align(center, str(here().page())))
        #set text(font: "New Computer Modern", size: 11pt)
        #set par(first-line-indent: 1.5em, spacing: 0.65em)""",
        numbered=True,
        tags=True,
    ),
    "bold headings of text size": Template(
        SMALL
        + r"""#let head(level, t) = block(sticky: true, above: 1.4em, below: 0.7em, if level == 1 { strong(upper(t)) } else {
            strong(t) })
        #set par(justify: false)""",
        capitals=("heading 1",),
    ),
    "endnotes, two columns": Template(
        r"""#set page(paper: "a4", margin: 22mm, columns: 2, footer: context { line(length: 100%, stroke: 0.4pt);
            text(size: 7pt, "Studies on Peace, No. 7 · " + str(here().page())) })
        #let note(n, t) = super("[" + str(n) + "]")
        #let boxed(t) = block(fill: luma(225), inset: 9pt, width: 100%, text(size: 9pt, t))""",
        endnotes=True,
        contents=True,
    ),
}
HELD_BACK = ("three columns", "serif, tagged", "bold headings of text size", "endnotes, two columns")


def typst_source(report: Report, template: Template) -> str:
    """Return a report as Typst."""
    names = [f"#let doc_title = {_string(report.title)}", f"#let doc_author = {_string(report.author)}"]
    rows = [*names, BASE, template.look]
    headings = heading_texts(report, template.numbered)
    paragraphs = 0
    for heading, piece in zip(headings, report.pieces, strict=True):
        paragraphs += piece.kind == "paragraph" and not piece.box
        if piece.kind == "heading" and template.contents and piece is _first_heading(report):
            rows.append(
                r"#pagebreak(weak: true)#text(size: 14pt, weight: 700)[Contents] #context for h in query(heading)"
                r" [#block(below: 0.6em)[#h.body #box(width: 1fr, repeat[.]) #h.location().page()]] #pagebreak(weak: true)"
            )
        rows.append(_typst(piece, report, heading, paragraphs))
    if template.endnotes:
        rows.append('#head(1, "Notes")')
        rows += [f'#block[#super("{n}") #{_string(text)}]' for n, text in report.notes.items()]
    return "\n".join(rows)


def _first_heading(report: Report) -> Piece:
    return next(piece for piece in report.pieces if piece.kind == "heading")


def _typst(piece: Piece, report: Report, heading: str, number: int) -> str:
    content = "[" + "".join(_run(run, report) for run in piece.runs) + "]"
    if piece.kind == "heading":
        return f"#head({piece.level}, {_string(heading)})"
    if piece.kind == "table":
        cells = ", ".join(_string(cell) for row in piece.rows for cell in row)
        return f"#tabled({len(piece.rows[0])}, {cells})"
    if piece.kind == "figure":
        names = ", ".join(_string(name) for name, _ in piece.rows)
        return f"#drawn(({names}), ({', '.join(value for _, value in piece.rows)}), {content})"
    if piece.kind == "list_item":
        return f"#item({_string('•' if piece.marker == '-' else piece.marker)}, {content})"
    if piece.kind == "paragraph":
        return f"#boxed({content})" if piece.box else f"#para({number}, {content})"
    return f"#{ {'quotation': 'quoted'}.get(piece.kind, piece.kind) }({content})"


def _run(run: str | int, report: Report) -> str:
    return f"#{_string(run)}" if isinstance(run, str) else f"#note({run}, {_string(report.notes[run])})"


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def pdf(report: Report, name: str) -> bytes:
    """Return a report as a PDF in the template of this name."""
    import typst

    template = TEMPLATES[name]
    source = typst_source(report, template).encode()
    return typst.compile(source, format="pdf", pdf_tags=template.tags, ignore_system_fonts=True)


def pdf_truth(report: Report, name: str) -> list[dict]:
    """Return the blocks of a right reading of that PDF."""
    template = TEMPLATES[name]
    blocks = truth(report, numbered=template.numbered, notes_under="Notes" if template.endnotes else "")
    for block in blocks:
        if f"{block['kind']} {block['level'] or ''}".strip() in template.capitals:
            block["text"] = block["text"].upper()
    return blocks
