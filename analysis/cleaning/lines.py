"""What does each line look like, taken by itself? Cuts a text into lines and recognises their shapes; judges nothing."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

# A line ends where any program would end it. A form feed is a page break as well.
BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
BULLETS = "•◦▪▫●■□‣⁃○◆◇❖▶►➢➤✓✔❑\uf0b7\uf0a7\uf0d8\uf0fc\uf02d·"
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"

# One alternative per shape, told as numbered cases; the first that fits wins.
_PARTS = [
    # 1. a rule: three or more of the same stroke, alone on its line
    ("rule", r"(?:[-–—_*=~·.•][ \t]*){3,}$"),
    # 2. an image in Markdown, or what a web page leaves where an image was
    (
        "image",
        r"!\[[^\]\n]*\]\([^)\n]*\)$|(?:image|photo|picture|video|audio)\b[^.!?\n]{0,40}\bavailable\b[^.!?\n]*$",
    ),
    # 3. a Markdown heading
    ("hash", r"\#{1,6}[ \t]+(?=\S)"),
    # 4. a row of a Markdown table
    ("table", r"\|.*\|$"),
    # 5. a note that says it is one: raised number, or [^1]:
    (
        "note",
        rf"<sup>[ \t]*\d{{1,3}}[ \t]*</sup>|[{SUPERSCRIPTS}]{{1,3}}|\$\^\{{?\d{{1,3}}\}}?\$|\[\^\d{{1,3}}\]:?",
    ),
    # 6. an entry of a contents list: dots or a tab before a page number
    (
        "toc",
        r"(?=.*?(?:\.{3,}|…|(?:\. ){3,}|_{3,}|\t)[ \t.]*(?:</?b>|\*\*)*[ \t]*(?:\d{1,3}|[ivxlc]{1,6})[ \t]*(?:</?b>|\*\*)*$)\S",
    ),
    # 7. a bare page number, with or without its dressing
    (
        "page",
        r"(?:(?:page|seite|p\.)[ \t]*)?(?:[-–—|\[][ \t]*)?\d{1,4}(?:[ \t]*(?:/|of|von|de|sur)[ \t]*\d{1,4})?(?:[ \t]*[-–—|\]])?$",
    ),
    # 8. an item: bullet, or dash and space
    ("bullet", rf"(?:[{BULLETS}]|[-–—*+](?=[ \t])|o(?=[ \t]+[A-Z]))[ \t]*(?=\S)"),
    # 9. a caption
    (
        "caption",
        r"(?:\*{1,3}|_)?(?:figure|fig\.|table|chart|graph|map|abbildung|tabelle|graphique|tableau)[ \t]*(?:\d+|[ivx]+)(?:\.\d+)?[ \t]*[.:–—|-]",
    ),
    # 10. something numbered: a heading, an item or a note, which only its neighbours can tell
    (
        "number",
        r"(?:\(?\d{1,3}(?:\.\d{1,2}){0,4}[.)]?|\[\d{1,3}\]|\(?[ivxIVX]{1,5}[.)]|\(?[a-zA-Z][.)])(?:[ \t]+|(?<=[.)\]])(?=[A-Z]))(?=\S)",
    ),
    # 11. an address alone on its line
    ("address", r"<?(?:https?://|www\.)\S+$|<?[\w.+-]+@[\w-]+\.[\w.]+>?$"),
]
SHAPE = re.compile("|".join(f"(?P<{name}>{part})" for name, part in _PARTS), re.I)


@dataclass(slots=True)
class Line:
    """One line that holds more than white space."""

    start: int  # raw offset of its first visible character
    end: int  # raw offset behind its last visible character
    text: str
    indent: int  # white space before it
    gap: int  # empty lines before it
    shape: str  # one of the shapes above, or "text"
    body: int  # raw offset where the text behind its marker begins
    role: str = ""
    number: int = 0
    cut: bool = False  # a rule or a page break lies between it and the line before
    children: list = field(default_factory=list)


def cut_lines(text: str) -> list[Line]:
    """Cut a text into the lines that hold more than white space, with their shapes.

    >>> [(line.shape, line.text) for line in cut_lines("# Aims\\n\\n- peace\\n---\\n")]
    [('hash', '# Aims'), ('bullet', '- peace'), ('rule', '---')]
    """
    lines, at, gap = [], 0, 0
    cut = False
    ends = [(m.start(), m.end()) for m in BREAK.finditer(text)]
    ends.append((len(text), len(text)))
    match = SHAPE.match
    for end, following in ends:
        stripped = text[at:end].strip()
        if stripped:
            start = text.index(stripped[0], at)
            found = match(stripped)
            shape = found.lastgroup if found else "text"
            body = start + found.end() if found and shape in ("hash", "note", "bullet", "number") else start
            lines.append(Line(start, start + len(stripped), stripped, start - at, gap, shape, body, cut=cut))
            gap, cut = 0, False
        else:
            gap += 1
        if text[end:following] == "\f":
            cut = True
        at = following
    return lines


class LineNumbers:
    """Tells the line of a raw offset, counted from 1."""

    def __init__(self, text: str) -> None:
        """Index the line ends of a text."""
        self._ends = [m.end() for m in re.finditer(r"\r\n|\n|\r", text)]

    def of(self, offset: int) -> int:
        """Return the line that holds the raw offset."""
        return bisect_right(self._ends, offset) + 1
