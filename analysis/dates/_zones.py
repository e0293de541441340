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
    r"|\bOJ [CL] |\((?:EU|EC|CFSP)\) |[‘’“”\"'][^‘’“”\"']{8,200}[,.]?[’”\"'],?|\beds?\.\)"
    r"|\bedn\b|\bvol\. |\bdoi\b|\binterview",
    re.I,
)
_OUTSIDE = {"notes": "body"}  # between the notes of a list of notes stands no note
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
            part = _part(bare, part, at < front)
            mark = _NOTE_MARK.match(line)
            if mark and (part == "notes" or not _number(mark) or _CITES.search(line) or _number(mark) in numbered):
                note = True
            elif not bare or mark:
                note = False
            self.starts.append(at)
            if part == "reference" or (at >= front and not note):
                self.names.append(_OUTSIDE.get(part, part))
            else:
                self.names.append("front" if at < front else "note")
            at += len(line) + 1


def _part(line: str, part: str, in_front: bool) -> str:
    """Return the part of the report a line opens if it is a heading, else the part it stands in."""
    if len(line) < 60 and _REFERENCES.match(line):
        return "notes" if re.search("notes", line, re.I) else "reference"
    ends = part != "body" and not in_front and len(line) < 120 and (_HEADING.match(line) or _OTHER_PART.match(line))
    return part if not ends else "annex" if re.search(r"\bann?ex|appendi", line, re.I) else "body"


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
