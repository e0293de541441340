"""What does `reports.csv` say of the reports of a folder, and what is wrong with it?"""

import csv
import difflib
import hashlib
import io
import os
import unicodedata
from collections import Counter
from pathlib import Path, PureWindowsPath

from analysis import edtf, readers

COLUMNS = (
    "report",
    "title",
    "authors",
    "publisher",
    "published",
    "published_evidence",
    "kind",
    "language",
    "source",
    "rights",
    "file",
    "sha256",
)
# Files of a corpus folder that are no reports: its own tables and what operating systems leave behind.
IGNORED_NAMES = {
    "reports.csv",
    "concepts.csv",
    "chronology.csv",
    "checks.csv",
    "readme.md",
    "readme.txt",
    "license",
    "license.txt",
    "license.md",
    "thumbs.db",
    "desktop.ini",
}
IGNORED_PREFIXES = (".", "~$")
IGNORED_SUFFIXES = (".csv", ".bib", ".json", ".py", ".bak", ".tmp")

Problem = tuple[str, str, str, str]
Rows = list[tuple[int, dict[str, str]]]


def read_catalogue(folder: Path) -> tuple[list[dict[str, str]], list[Problem]]:
    """Return the rows of `reports.csv` that name a readable report, and the problems (file, code, message, fix).

    Where there is no `reports.csv`, or none that can be read, each file of the folder is a report without metadata.
    """
    if not (folder.is_dir() and os.access(folder, os.R_OK | os.X_OK)):
        message = f"There is no folder {folder} that can be read."
        return [], [("", "E-NO-FOLDER", message, "Give the folder that holds the reports and reports.csv.")]
    read, problems = _read_rows(folder / "reports.csv")
    rows = _rows_of_files(folder) if read is None else read
    problems += [] if read is None else _without_row(folder, read)
    good: list[dict[str, str]] = []
    seen: dict[str, int] = {}
    for n, row in rows:
        found = _check(folder, n, row, seen)
        problems += found
        if not any(code.startswith("E-") for _, code, _, _ in found):
            good.append(row)
    return good, problems


def _rows_of_files(folder: Path) -> Rows:
    """Return a row for each file of a folder, which says nothing but its name; its number is 0."""
    files = report_files(folder)
    stems = Counter(_key(path.stem) for path in files)
    ids = [path.stem if stems[_key(path.stem)] == 1 else path.name for path in files]
    empty = dict.fromkeys(COLUMNS, "")
    return [(0, empty | {"report": i, "file": p.name}) for i, p in zip(ids, files, strict=True)]


def _read_rows(path: Path) -> tuple[Rows | None, list[Problem]]:
    """Return the numbered rows of a catalogue, every cell as the text it is; None where it is no catalogue at all."""
    if not path.is_file():
        message = "The folder has no reports.csv; its files are read, but nothing is known of them."
        fix = "Add reports.csv with a row for each report; corpus/README.md says how."
        return None, [("reports.csv", "W-NO-META", message, fix)]
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"reports.csv cannot be read: {error.strerror}."
        return None, [("reports.csv", "E-CSV", message, "Check the file and its rights.")]
    text = readers.decode(data)[0].replace("\x00", "").lstrip("\r\n")
    if text[:4].casefold() == "sep=":  # what Excel writes to name its separator
        text = text.partition("\n")[2]
    if not text.strip():
        return [], [("reports.csv", "E-CSV", "reports.csv is empty.", "Add a header and a row for each report.")]
    table, broken = max((_table(text, separator) for separator in ",;\t"), key=lambda found: _known(found[0]))
    problems: list[Problem] = [
        (
            "reports.csv",
            "E-CSV",
            f"reports.csv, row {n}, cannot be read: a quotation mark in it is not closed, or stands within a cell.",
            'Put the whole cell in quotation marks and double those within it: "The ""pivot"" of 2013".',
        )
        for n in broken
    ]
    header = [name.strip().casefold() for name in table[0][1]] if table else []
    missing = [name for name in ("report", "file") if header.count(name) != 1]
    if missing:
        message = (
            f"reports.csv must have one column {' and one column '.join(missing)} in its first line; it is not used."
        )
        fix = f"Save it as CSV with the columns {', '.join(COLUMNS)}."
        return None, [("reports.csv", "E-CSV", message, fix)]
    rows, uneven = _named_cells(header, table[1:])
    return rows, problems + uneven


def _named_cells(header: list[str], table: list[tuple[int, list[str]]]) -> tuple[Rows, list[Problem]]:
    """Return numbered rows as cells by name, and a problem for each that has more cells than the header."""
    rows: Rows = []
    problems: list[Problem] = []
    for n, cells in table:
        if len(cells) > len(header):
            message = f"reports.csv, row {n}, has {len(cells)} cells; the header has {len(header)}."
            problems.append(("reports.csv", "E-CSV", message, "Put cells that hold a comma in quotation marks."))
        elif any(cell.strip() for cell in cells):
            values = [cell.strip() for cell in cells] + [""] * (len(header) - len(cells))
            rows.append((n, dict.fromkeys(COLUMNS, "") | dict(zip(header, values, strict=True))))
    return rows, problems


def _known(table: list[tuple[int, list[str]]]) -> int:
    """Count the cells of the first row that name a column we know."""
    return sum(name.strip().casefold() in COLUMNS for name in table[0][1]) if table else 0


def _table(text: str, separator: str) -> tuple[list[tuple[int, list[str]]], list[int]]:
    """Return the numbered rows of a CSV text and the numbers of those that cannot be read.

    After a row that cannot be read, reading goes on with the next line: an open quotation mark costs one row.
    """
    lines = list(io.StringIO(text, newline=""))
    table: list[tuple[int, list[str]]] = []
    broken: list[int] = []
    at = 0
    while at < len(lines):
        reader = csv.reader(lines[at:], delimiter=separator, strict=True)
        start = at
        try:
            for cells in reader:
                table.append((len(table) + len(broken) + 1, cells))
                start = at + reader.line_num
            break
        except csv.Error:
            broken.append(len(table) + len(broken) + 1)
            at = start + 1
    return table, broken


def _check(folder: Path, n: int, row: dict[str, str], seen: dict[str, int]) -> list[Problem]:
    """Return what is wrong with a row; codes with E- keep its report from being loaded."""
    where = f"reports.csv, row {n}" if n else "The folder"
    report, file = row["report"], row["file"]
    if not report:
        message = f"{where}, has no id in the column report."
        return [(file, "E-NO-ID", message, "Give each report a short id such as name-2017.")]
    if _key(report) in seen:
        message = f'{where}: the id "{report}" is that of row {seen[_key(report)]} already.'
        return [(file, "E-DUP-ID", message, "Give each report an id of its own.")]
    seen[_key(report)] = n
    row["file"] = _as_on_disk(folder, file)
    problem = _check_file(folder, where, row["file"])
    if problem:
        return [problem]
    if row["published"]:
        try:
            edtf.bounds(row["published"])
        except ValueError as error:
            message = f"{where}: published is not a date we can read: {error}."
            fix = "Write a year, month or day, such as 2017, 2017-05 or 2017-05-15; till then it is unknown."
            row["published"] = ""
            return [(file, "W-DATE", message, fix)]
    return []


def _as_on_disk(folder: Path, file: str) -> str:
    """Return a file's name as the folder has it: with slashes, and accents composed as there."""
    file = file.replace("\\", "/")
    if file and not os.path.exists(folder / file):
        same = [p.name for p in report_files(folder) if _composed(p.name) == _composed(file)]
        return same[0] if same else file
    return file


def _check_file(folder: Path, where: str, file: str) -> Problem | None:
    """Return what keeps a file from being opened: no name, a way out of the folder, no such file, not a file."""
    if not file:
        return ("", "E-NO-FILE", f"{where}, names no file.", "Write the file's name into the column file.")
    if any("\ud800" <= c <= "\udfff" for c in file):
        message = f"{where}: the name of the file {_shown(file)} is not in UTF-8."
        return (_shown(file), "E-PATH", message, "Rename it with plain letters.")
    # os.path, not pathlib: it takes links in a circle and names that are too long for files that do not exist
    inside = Path(os.path.realpath(folder / file)).is_relative_to(os.path.realpath(folder))
    if not inside or PureWindowsPath(file).drive:
        message = f'{where}: "{file}" leads out of the corpus folder.'
        return (file, "E-PATH", message, "Put the file into the folder and write its name only.")
    if not os.path.exists(folder / file):
        near = difflib.get_close_matches(file[:200], [p.name for p in report_files(folder)], 1, cutoff=0.75)
        hint = f' There is a file "{near[0]}".' if near else ""
        message = f'{where}: there is no file "{file[:200]}".{hint}'
        return (file, "E-NO-FILE", message, "Correct the name, or put the file into the folder.")
    if not os.path.isfile(folder / file):
        return (file, "E-PATH", f'{where}: "{file}" is not a file.', "Name a .txt, .md or .pdf file.")
    return None


def _key(name: str) -> str:
    """Return a name as two ids are compared: accents composed, case ignored."""
    return _composed(name).casefold()


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _shown(name: str) -> str:
    """Return a file's name as it can be printed: bytes that are no UTF-8 as \\udcff."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def report_files(folder: Path) -> list[Path]:
    """Return the files of a folder that may be reports, sorted by name."""
    names = [
        p
        for p in folder.iterdir()
        if p.is_file()
        and p.name.casefold() not in IGNORED_NAMES
        and not p.name.startswith(IGNORED_PREFIXES)
        and p.suffix.casefold() not in IGNORED_SUFFIXES
    ]
    return sorted(names, key=lambda p: p.name)


def _without_row(folder: Path, rows: Rows) -> list[Problem]:
    """Return the files of a folder that no row of the catalogue names."""
    named = {os.path.realpath(folder / _as_on_disk(folder, row["file"])) for _, row in rows}
    fix = "Add a row for it, or take it out of the folder."
    return [
        (_shown(path.name), "W-NO-META", f"{_shown(path.name)} has no row in reports.csv and is not read.", fix)
        for path in report_files(folder)
        if os.path.realpath(path) not in named
    ]


def check_bytes(folder: Path, rows: list[dict[str, str]]) -> list[Problem]:
    """Return what is wrong with the bytes of files that were read: not those described, or twice the same."""
    problems: list[Problem] = []
    first: dict[str, str] = {}
    for row in rows:
        report, file = row["report"], row["file"]
        digest = hashlib.sha256((folder / file).read_bytes()).hexdigest()
        if row["sha256"] and row["sha256"].casefold() != digest:
            message = f"{report}: {file} is not the file that the column sha256 of reports.csv was written for."
            fix = "Restore the file, or write its new SHA-256 into the row."
            problems.append((file, "W-SHA256", message, fix))
        if digest in first:
            message = f"{report} holds the same bytes as {first[digest]}."
            problems.append((file, "W-DUP", message, "Keep one of them, or every count is doubled."))
        first.setdefault(digest, report)
    return problems
