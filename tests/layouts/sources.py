"""Read the source texts of the made reports, and say what a right reading of them is.

A source is a text file; the first characters of a line say what the line is:

    % title        = heading, == heading of level 2      - list item       1) numbered item
    % author: ...  > quotation                           | a | b           row of a table
    [box ... box]  # figure | label value, ...           ! caption of the table above it

Any other line is a paragraph. `^[...]` behind a word is a note, numbered in the order of the text.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "reports"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))


@dataclass
class Piece:
    """A part of a report: its kind, its words and numbers of notes in turn, and what else its kind needs."""

    kind: str
    runs: list[str | int] = field(default_factory=list)
    level: int | None = None
    marker: str = ""
    rows: list[list[str]] = field(default_factory=list)
    box: bool = False  # of a paragraph: it stands in a box

    @property
    def text(self) -> str:
        return "".join(run for run in self.runs if isinstance(run, str))

    @property
    def notes(self) -> list[int]:
        return [run for run in self.runs if isinstance(run, int)]


@dataclass
class Report:
    """The parts of a report in reading order, and its notes by number."""

    name: str
    pieces: list[Piece]
    notes: dict[int, str]

    @property
    def title(self) -> str:
        return next(piece.text for piece in self.pieces if piece.kind == "title")

    @property
    def author(self) -> str:
        return next(piece.text for piece in self.pieces if piece.kind == "author")


def load(name: str) -> Report:
    """Read a source text."""
    pieces: list[Piece] = []
    notes: dict[int, str] = {}
    in_box = False
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line in ("[box", "box]"):
            in_box = line == "[box"
        elif line.startswith("| ") and pieces and pieces[-1].kind == "table":
            pieces[-1].rows.append(_cells(line))
        elif line.strip():
            pieces.append(_piece(line, notes, in_box))
    return Report(name, pieces, notes)


def _piece(line: str, notes: dict[int, str], in_box: bool) -> Piece:
    if line.startswith("| "):
        return Piece("table", rows=[_cells(line)])
    if line.startswith("# "):
        caption, values = line[2:].split(" | ")
        return Piece("figure", [caption], rows=[value.rsplit(" ", 1) for value in values.split(", ")])
    for pattern, kind in (
        (r"% (?!\w+: )", "title"),
        (r"% author: ", "author"),
        (r"% \w+: ", "front"),
        (r"! ", "caption"),
        (r"> ", "quotation"),
        (r"(=+) ", "heading"),
        (r"(-|\d+\)) ", "list_item"),
    ):
        if found := re.match(pattern, line):
            runs = _runs(line[found.end() :], notes)
            marker = found[1] if kind == "list_item" else ""
            return Piece(kind, runs, len(found[1]) if kind == "heading" else None, marker)
    return Piece("paragraph", _runs(line, notes), box=in_box)


def _runs(text: str, notes: dict[int, str]) -> list[str | int]:
    runs: list[str | int] = []
    for i, part in enumerate(re.split(r"\^\[([^\]]*)\]", text)):
        if i % 2:
            notes[len(notes) + 1] = part
            runs.append(len(notes))
        elif part:
            runs.append(part)
    return runs


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("| ").split("|")]


def truth(report: Report, *, numbered: bool = False, notes_under: str = "") -> list[dict]:
    """Return the blocks of a right reading, as `score_structure` takes them.

    With `numbered`, headings carry numbers (1, 1.1); `notes_under` is the heading of the endnotes. Titles are kept,
    the rest of the title page, tables and contents are left out: a right reading may show them or not.
    """
    blocks = []
    for heading, piece in zip(heading_texts(report, numbered), report.pieces, strict=True):
        kind = {"quotation": "paragraph", "figure": "caption"}.get(piece.kind, piece.kind)
        if kind in ("table", "author", "front"):
            continue
        text = heading or piece.text
        blocks.append({"kind": kind, "level": piece.level, "text": text, "notes": piece.notes})
    if notes_under:
        blocks.append({"kind": "heading", "level": 1, "text": notes_under, "notes": []})
    blocks += [{"kind": "footnote", "level": None, "text": text, "notes": []} for text in report.notes.values()]
    return [{"report": report.name, **block} for block in blocks]


def heading_texts(report: Report, numbered: bool) -> list[str]:
    """Return for each part the words of its heading, with its number where headings are numbered; "" for others."""
    counts, out = [0, 0, 0, 0], []
    for piece in report.pieces:
        level = piece.level or 0
        if level:
            counts[level] += 1
            counts[level + 1 :] = [0] * len(counts[level + 1 :])
        number = ".".join(str(n) for n in counts[1 : level + 1]) + " " if level and numbered else ""
        out.append(number + piece.text if level else "")
    return out
