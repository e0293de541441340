"""What does `reports.csv` say of the reports of a folder, and what is wrong with it?"""

import csv
import difflib
import hashlib
import io
import unicodedata
from pathlib import Path

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


def read_catalogue(folder: Path) -> tuple[list[dict[str, str]], list[Problem]]:
    """Return the rows of `reports.csv` that name a readable report, and the problems (file, code, message, fix)."""
    path = folder / "reports.csv"
    if not folder.is_dir():
        return [], [
            (
                "",
                "E-NO-FOLDER",
                f"There is no folder {folder.name}.",
                "Give the folder that holds the reports and reports.csv.",
            )
        ]
    if not path.is_file():
        return _without_catalogue(folder)
    try:
        text = readers.decode(path.read_bytes())[0]
        rows, problems = _rows(text)
    except (csv.Error, OSError) as error:
        return [], [
            (
                "reports.csv",
                "E-CSV",
                f"reports.csv cannot be read: {error}.",
                "Save it as CSV in UTF-8, with commas.",
            )
        ]
    good = []
    seen: dict[str, int] = {}
    for n, row in rows:
        found = _check(folder, n, row, seen)
        problems += found
        if not any(code.startswith("E-") for _, code, _, _ in found):
            good.append(row)
    return good, problems


def _without_catalogue(folder: Path) -> tuple[list[dict[str, str]], list[Problem]]:
    """Take every readable file as a report that nothing is known of."""
    rows = [dict.fromkeys(COLUMNS, "") | {"report": p.stem, "file": p.name} for p in report_files(folder)]
    message = "The folder has no reports.csv; its files are read, but nothing is known of them."
    return rows, [
        (
            "reports.csv",
            "W-NO-META",
            message,
            "Add reports.csv with a row for each report; corpus/README.md says how.",
        )
    ]


def _rows(text: str) -> tuple[list[tuple[int, dict[str, str]]], list[Problem]]:
    """Return the numbered rows of a catalogue, every cell as the text it is."""
    first = text.splitlines()[0] if text.strip() else ""
    separator = max(",;\t", key=first.count)
    table = list(csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=separator, strict=True))
    if not table:
        return [], [("reports.csv", "E-CSV", "reports.csv is empty.", "Add a header and a row for each report.")]
    header = [name.strip().casefold() for name in table[0]]
    missing = [name for name in ("report", "file") if name not in header]
    if missing:
        message = f"reports.csv has no column {' and no column '.join(missing)}; its first line is {first!r}."
        return [], [("reports.csv", "E-CSV", message, f"Name the columns {', '.join(COLUMNS)}.")]
    rows, problems = [], []
    for n, cells in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            message = f"reports.csv, row {n}, has {len(cells)} cells; the header has {len(header)}."
            problems.append(("reports.csv", "E-CSV", message, "Put cells that hold a comma in quotation marks."))
            continue
        values = [cell.strip() for cell in cells] + [""] * (len(header) - len(cells))
        rows.append((n, dict.fromkeys(COLUMNS, "") | dict(zip(header, values, strict=True))))
    return rows, problems


def _check(folder: Path, n: int, row: dict[str, str], seen: dict[str, int]) -> list[Problem]:
    """Return what is wrong with a row; codes with E- keep its report from being loaded."""
    where = f"reports.csv, row {n}"
    report, file = row["report"], row["file"]
    if not report:
        return [
            (
                file,
                "E-NO-ID",
                f"{where}, has no id in the column report.",
                "Give each report a short id such as name-2017.",
            )
        ]
    key = unicodedata.normalize("NFC", report).casefold()
    if key in seen:
        return [
            (
                file,
                "E-DUP-ID",
                f'{where}: the id "{report}" is that of row {seen[key]} already.',
                "Give each report an id of its own.",
            )
        ]
    seen[key] = n
    problem = _check_file(folder, where, file)
    if problem:
        return [problem]
    problems = []
    if row["sha256"] and row["sha256"].casefold() != hashlib.sha256((folder / file).read_bytes()).hexdigest():
        message = f"{where}: {file} is not the file the column sha256 was written for."
        problems.append((file, "W-SHA256", message, "Restore the file, or write its new SHA-256 into the row."))
    if row["published"]:
        try:
            edtf.bounds(row["published"])
        except ValueError as error:
            fix = "Write a year, month or day, such as 2017, 2017-05 or 2017-05-15; till then it is unknown."
            problems.append((file, "W-DATE", f"{where}: published is not a date we can read: {error}.", fix))
            row["published"] = ""
    return problems


def _check_file(folder: Path, where: str, file: str) -> Problem | None:
    """Return what keeps a file from being opened: no name, a way out of the folder, no such file, not a file."""
    if not file:
        return ("", "E-NO-FILE", f"{where}, names no file.", "Write the file's name into the column file.")
    root = folder.resolve()
    outside = "\x00" in file or "\\" in file or ":" in file or Path(file).is_absolute()
    path = folder / file if not outside else folder
    if outside or not path.resolve().is_relative_to(root):
        return (
            file,
            "E-PATH",
            f'{where}: "{file}" leads out of the corpus folder.',
            "Put the file into the folder and write its name only.",
        )
    if not path.exists():
        near = difflib.get_close_matches(file, [p.name for p in report_files(folder)], 1)
        hint = f' There is a file "{near[0]}".' if near else ""
        return (
            file,
            "E-NO-FILE",
            f'{where}: there is no file "{file}".{hint}',
            "Correct the name, or put the file into the folder.",
        )
    if not path.is_file():
        return (file, "E-PATH", f'{where}: "{file}" is not a file.', "Name a .txt, .md or .pdf file.")
    return None


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


def check_loaded(folder: Path, rows: list[dict[str, str]]) -> list[Problem]:
    """Return what is wrong with the files together: without a row, or twice the same bytes."""
    problems: list[Problem] = []
    if not folder.is_dir():
        return problems
    if (folder / "reports.csv").is_file():
        named = {p.resolve() for p in (folder / row["file"] for row in _all_rows(folder)) if p.exists()}
        for path in report_files(folder):
            if path.resolve() not in named:
                problems.append(
                    (
                        path.name,
                        "W-NO-META",
                        f"{path.name} has no row in reports.csv and is not read.",
                        "Add a row for it, or take it out of the folder.",
                    )
                )
    first: dict[str, str] = {}
    for row in rows:
        digest = hashlib.sha256((folder / row["file"]).read_bytes()).hexdigest()
        if digest in first:
            problems.append(
                (
                    row["file"],
                    "W-DUP",
                    f"{row['file']} holds the same bytes as {first[digest]}.",
                    "Keep one of them, or every count is doubled.",
                )
            )
        first.setdefault(digest, row["file"])
    return problems


def _all_rows(folder: Path) -> list[dict[str, str]]:
    try:
        rows = _rows(readers.decode((folder / "reports.csv").read_bytes())[0])[0]
    except (csv.Error, OSError):
        return []
    return [row for _, row in rows if row["file"] and "\x00" not in row["file"]]
