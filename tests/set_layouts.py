"""Sets a report that was read by hand into other layouts: broken lines, pages with notes, endnotes, Markdown."""

import re
import textwrap

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MARKS = {
    "glued": (str, lambda n: f"{n} "),
    "raised": (lambda n: str(n).translate(RAISED), lambda n: f"{n} "),
    "tagged": (lambda n: f"<sup>{n}</sup>", lambda n: f"<sup>{n}</sup> "),
    "bracketed": (lambda n: f"[{n}]", lambda n: f"[{n}] "),
}
LEFT_OUT = ("footnote", "boilerplate", "pull_quote")


def cite(text, numbers, style):
    """Put the marks of notes behind ends of clauses, as evenly as they go."""
    ends = [m.end() for m in re.finditer(r"(?<=[a-z)”])[.,;:]”?(?= |$)", text)]
    if len(ends) < len(numbers):
        ends = [m.end() for m in re.finditer(r"[a-z]{3,}(?= |$|[.,])", text)]
    places = [ends[min(len(ends) - 1, int((i + 1) * len(ends) / len(numbers)) - 1)] for i in range(len(numbers))]
    for n, place in sorted(zip(numbers, places, strict=True), key=lambda pair: (-pair[1], -pair[0])):
        text = text[:place] + MARKS[style][0](n) + text[place:]
    return text


def _body(block, style):
    text = cite(block["text"], sorted(block["notes"]), style)
    if block["kind"] == "toc":
        return re.sub(r" (\d+)$", r" ......... \1", text)
    return f"• {text}" if block["kind"] == "list_item" or block.get("marker") else text


def _wrap(text, width):
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def printed(blocks, style="glued", width=90, lines_a_page=48, head="", endnotes=False):
    """Return a report as a PDF gives it: broken lines, notes and a page number (or running head) at the foot."""
    notes = {b["note"]: b["text"] for b in blocks if b["kind"] == "footnote"}
    opening = MARKS[style][1]
    out, page, pending, number = [], [], [], 1

    def turn():
        nonlocal page, pending, number
        feet = [line for n in pending if not endnotes for line in _wrap(opening(n) + notes[n], width)]
        out.extend([*page, *([""] if feet else []), *feet, "", f"{head} | {number}" if head else str(number), ""])
        page, pending, number = [], [], number + 1

    before = ""
    for block in (b for b in blocks if b["kind"] not in LEFT_OUT):
        rows = _wrap(_body(block, style), width)
        if block["kind"] == "heading" and len(page) + len(rows) + 3 > lines_a_page:
            turn()
        if block["kind"] not in ("toc", "list_item") or block["kind"] != before:
            page.append("")
        before = block["kind"]
        for i, row in enumerate(rows):
            page.append(row)
            if len(page) >= lines_a_page and i + 1 < len(rows):
                turn()
        pending += [n for n in sorted(block["notes"]) if n in notes]
    turn()
    if endnotes:
        out += ["Endnotes", ""] + [line for n in sorted(notes) for line in [*_wrap(opening(n) + notes[n], width), ""]]
    return "\n".join(out)


def markdown(blocks, style="tagged"):
    """Return a report as Markdown, a line for each paragraph, with the notes of each chapter at its end."""
    notes = {b["note"]: b["text"] for b in blocks if b["kind"] == "footnote"}
    out, pending = [], []
    for block in (b for b in blocks if b["kind"] not in LEFT_OUT):
        if block["kind"] == "heading":
            out += [MARKS[style][1](n) + notes[n] for n in pending]
            pending = []
        text = _body(block, style).replace("• ", "- ")
        signs = {"title": "# ", "heading": "#" * ((block["level"] or 0) + 1) + " "}
        out.append(signs.get(block["kind"], "") + text)
        pending += [n for n in sorted(block["notes"]) if n in notes]
    out += [MARKS[style][1](n) + notes[n] for n in pending]
    return "\n\n".join(out)
