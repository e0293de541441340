"""Where in a report does a line stand? Front matter, note, list of references, annex or body, read from the layout
of plain text."""

import re
from bisect import bisect_right

_MARKS = r"[#*_>\s]*(?:<[^>\n]{1,20}>)?[*_\s]*(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,4}\.)?[\s*_]*"
_REFERENCES = re.compile(
    rf"^{_MARKS}(?:list of |selected |further |works? |cited |primary |secondary )*(?:references?|bibliography"
    rf"|works cited|literature|sources|reading|endnotes|notes)"
    r"(?: cited)?[\s*_:.]*(?:</b>)?$",
    re.I,
)
_OTHER_PART = re.compile(
    rf"^{_MARKS}(?:annex(?:es)?|appendi(?:x|ces)|about|acknowledg\w+|abbreviations|glossary|chapter"
    rf"|introduction|conclusions?|contact|imprint)\b.{{0,80}}$",
    re.I,
)
_HEADING = re.compile(r"^#{1,6}\s+\S")
_NOTE_MARK = re.compile(
    r"^\s{0,4}(?:<sup>[\d*, ]+</sup>|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|\[\^?\d{1,3}\]:?|\( ?\d{1,3} ?\)"
    r"|\d{1,3}[.)]?(?=\s+(?!Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\S))"
)
_CITES = re.compile(
    r"https?:|www\.|\baccessed\b"
    r"|\bpp?\. ?\d|\bparas?\. ?\d|\bibid|\bop\. ?cit|\bsee\b|\([^()]{0,60}\b(?:19|20)\d\d[a-z]?\)"
    r"|\bOJ [CL] |[‘’“”\"'][^‘’“”\"']{8,200}[,.]?[’”\"'],?|\beds?\.\)|\bedn\b|\bvol\. |\bdoi\b|\binterview",
    re.I,
)
_HEADING_LENGTH = 60  # the longest numbered heading of the reports we know has 52 characters
KINDS = {"footnote": "note", "reference": "reference", "annex": "annex"}
KINDS |= dict.fromkeys(("front", "title", "author", "boilerplate", "about", "toc"), "front")


class Zones:
    """The zone of every line of a text; found once, asked often."""

    def __init__(self, text: str, kind: str | None = None) -> None:
        self.starts, self.names = [0], [KINDS.get(kind or "", "body")]
        if kind is None:
            self._read(text)

    def at(self, offset: int) -> str:
        """Return the zone at an offset: front, body, note, reference or annex."""
        return self.names[bisect_right(self.starts, offset) - 1]

    def _read(self, text: str) -> None:
        part, note, at = "body", False, 0
        front, numbered = _end_of_front(text), _numbered_notes(text)
        self.starts, self.names = [], []
        for line in text.split("\n"):
            bare = line.strip()
            if len(bare) < 60 and _REFERENCES.match(bare):
                part = "body" if re.search("notes", bare, re.I) else "reference"  # notes carry marks of their own
            elif (
                part != "body" and len(bare) < 120 and (_HEADING.match(bare) or _OTHER_PART.match(bare)) and at > front
            ):
                part = "annex" if re.search(r"\bann?ex|appendi", bare, re.I) else "body"
            mark = _NOTE_MARK.match(line)
            if mark and (not _number(mark) or _CITES.search(line) or _number(mark) in numbered):
                note = True
            elif not bare or mark or (bare and not note):
                note = False
            self.starts.append(at)
            self.names.append(
                "reference" if part == "reference" else "front" if at < front else "note" if note else part
            )
            at += len(line) + 1


def _number(mark: re.Match[str]) -> int:
    """Return the plain number that opens a line, 0 where another sign does."""
    bare = mark[0].strip().rstrip(".)")
    return int(bare) if bare.isdecimal() else 0


def _numbered_notes(text: str) -> set[int]:
    """Return the numbers beside a note which cites: what is beside note 4 is note 5, unless short as a heading."""
    marks = [(_number(mark), line) for line in text.split("\n") if (mark := _NOTE_MARK.match(line))]
    citing = {number for number, line in marks if number and _CITES.search(line)}
    return {number for number, line in marks if {number - 1, number + 1} & citing and len(line) > _HEADING_LENGTH}


def _end_of_front(text: str) -> int:
    """Return where the first full paragraph begins: what stands before it, in short lines, is title matter. A short
    text has none."""
    if len(text) < 1500:
        return 0
    at = 0
    for block in re.split(r"(\n[ \t\r]*\n)", text[:6000]):
        if len(" ".join(block.split())) > 160 and not re.search(r"\.{4}|…{2}", block):
            return at
        at += len(block)
    return 0
