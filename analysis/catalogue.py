"""Read `reports.csv` and the other tables that describe the reports of a folder, and list what is wrong with them."""

import contextlib
import csv
import difflib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import pandas as pd

from analysis import edtf, readers
from analysis.language import listed, number

COLUMNS = ("report", "title", "authors", "publisher", "published", "published_evidence",
           "kind", "language", "source", "rights", "file", "sha256")  # fmt: skip
# Other tables of a corpus folder, and the columns that each must have.
OTHER_TABLES = {
    "concepts.csv": ("concept", "form"),
    "chronology.csv": ("label", "edtf"),
    "checks.csv": ("report", "fact", "kind", "pattern", "expected"),
}
# Files of a corpus folder that are no reports: its own tables and what operating systems leave behind.
_IGNORED = re.compile(
    r"(?is)(?:\.|~\$).*|.*\.(?:csv|bib|json|py|bak|tmp)|(?:readme|license)(?:\.md|\.txt)?|thumbs\.db|desktop\.ini"
)
NO = {"no", "n", "false", "0", "exclude"}  # in the column include: the report is left out
YES = {"", "yes", "y", "true", "1", "include"}
LONGEST_ID = 60  # characters; longer ids leave no place for a figure
HINTS = 20  # missing files for which a similar name is looked for
YEARS = (1000, 2100)  # in which a report can have appeared
GUESSED = "everything"  # in `to_confirm` of a report without a row in reports.csv

FileProblem = tuple[str, str, str, str]  # file, code, message, fix
Rows = list[tuple[int, dict[str, str]]]


def read_catalogue(folder: Path) -> tuple[list[dict[str, str]], list[FileProblem]]:
    """Return the rows of `reports.csv` that name a readable report, and the problems (file, code, message, fix).

    Without a `reports.csv` that can be read, each file of the folder is a report with GUESSED in its cell `to_confirm`.
    Rows whose column `include` says no are left out. Problems of the other tables of the folder are listed, too.
    """
    if not (folder.is_dir() and os.access(folder, os.R_OK | os.X_OK)):
        message = f"There is no folder {folder.absolute()} that can be read."
        return [], [("", "E-NO-FOLDER", message, "Give the folder that holds the reports and reports.csv.")]
    folder = Path(os.path.realpath(folder))
    rows, problems = _catalogue_rows(folder)
    files = report_files(folder)
    names = {_key(path.name): path.name for path in files}
    if rows is None:
        stems = Counter(_key(path.stem) for path in files)
        ids = {path.name: path.stem if stems[_key(path.stem)] == 1 else path.name for path in files}
        empty = dict.fromkeys(COLUMNS, "") | {"to_confirm": GUESSED}
        rows = [(0, empty | {"report": name, "file": file}) for file, name in ids.items()]
    for _, row in rows:  # names with slashes, and with accents and capital letters as in the folder
        file = row["file"].replace("\\", "/")
        row["file"] = file if os.path.exists(folder / file) else names.get(_key(file), file)
    named = {os.path.realpath(folder / row["file"]) for _, row in rows}
    fix = "Add a row for it, or take it out of the folder."
    for name in [_printable(path.name) for path in files if os.path.realpath(path) not in named]:
        problems.append((name, "W-NO-META", f"{name} has no row in reports.csv and is not read.", fix))
    for name, columns in OTHER_TABLES.items():
        problems += read_table(folder / name, columns)[1]
    good, checked, seen = [], list[FileProblem](), dict[str, int]()
    for n, row in rows:
        if row.get("include", "").casefold() not in NO:
            where, file = f"reports.csv, row {n}" if n else "The folder", _printable(row["file"][:200])
            found = list(_check_row(folder, n, row, seen, names if len(checked) < HINTS else {}))
            good += [] if any(code.startswith("E-") for code, _, _ in found) else [row]
            checked += [(file, code, f"{where}{message}", fix) for code, message, fix in found]
    guessed = [row["report"] for row in good if row.get("to_confirm")]
    if guessed and (folder / "reports.csv").is_file():  # where there is none, W-NO-META says so
        message = f"Details of {len(guessed)} reports are guesses that nobody has confirmed: {listed(guessed)}."
        checked.append(("reports.csv", "W-GUESS", message, "Check them, then empty the column to_confirm."))
    return good, problems + checked


def left_out(folder: Path) -> dict[str, str]:
    """Return the ids of the reports that the column `include` leaves out, each with the reason in `to_confirm`."""
    rows = (row for _, row in _catalogue_rows(folder)[0] or [] if row.get("include", "").casefold() in NO)
    return {row["report"]: row.get("to_confirm", "").removeprefix("left out: ") for row in rows}


def read_table(path: Path, columns: tuple[str, ...]) -> tuple[pd.DataFrame, list[FileProblem]]:
    """Return a table that a person may have saved from a spreadsheet, as text, and what is wrong with it.

    It has at least `columns`, and `row`, the number of each row in the file; it has no row where the file is missing,
    is empty or lacks one of them. Commas, semicolons, tabs or bars separate the cells.
    """
    rows, problems = _read_rows(path, columns, columns) if path.is_file() else (None, [])
    names = list(rows[0][1]) if rows else columns
    return pd.DataFrame([row | {"row": str(n)} for n, row in rows or []], columns=[*names, "row"], dtype=str), problems


def group_problems(problems: pd.DataFrame, shown: int = 5) -> pd.DataFrame:
    """Return one row per kind of problem where a kind has more than `shown` rows, and the other rows as they are.

    Columns: file (the first names, and how many more), code, message and fix (of the first), n.
    """
    rows = []
    for _, same in problems.groupby("code", sort=False):
        found = [(row.file, row.code, row.message, row.fix, 1) for row in same.itertuples()]
        if len(found) > shown:
            names, (_, code, message, fix, _) = listed(list(dict.fromkeys(filter(None, same["file"]))), shown), found[0]
            found = [(names, code, f"{len(same):,} problems of this kind; the first: {message}", fix, len(same))]
        rows += found
    return pd.DataFrame(rows, columns=["file", "code", "message", "fix", "n"])


def _catalogue_rows(folder: Path) -> tuple[Rows | None, list[FileProblem]]:
    """Return the numbered rows of `reports.csv` with at least COLUMNS; None where there is none that can be used."""
    path = folder / "reports.csv"
    if not path.is_file():
        message = "The folder has no reports.csv; titles, authors and dates of publication were guessed from the files."
        fix = "Write the guesses down with: reproduce new FOLDER. Then check them; corpus/README.md says how."
        return None, [("reports.csv", "W-NO-META", message, fix)]
    rows, problems = _read_rows(path, COLUMNS, ("report", "file"))
    return rows and [(n, dict.fromkeys(COLUMNS, "") | row) for n, row in rows], problems


def _read_rows(path: Path, known: tuple[str, ...], needed: tuple[str, ...]) -> tuple[Rows | None, list[FileProblem]]:
    """Return the numbered rows of a CSV file as cells by name, and what is wrong; None if the table cannot be used."""
    try:
        text = _read_text(path)
    except (OSError, ValueError) as error:
        message = error.strerror if isinstance(error, OSError) else error
        fix = "Check that you may read it, or save it as CSV (UTF-8)."
        return None, [(path.name, "E-CSV", f"{path.name} cannot be read: {message}.", fix)]
    if not text:
        fix = "Add a header and a row for each entry, or delete it."
        return [], [(path.name, "E-CSV", f"{path.name} is empty.", fix)]
    first = text.partition("\n")[0].casefold()
    # The separator is the one whose header has most of the columns that are known.
    separator = max(",;\t|", key=lambda sign: sum(cell.strip('" ') in known for cell in first.split(sign)))
    table, broken = _parse(text, separator)
    message = f"{path.name}, row {{}}, cannot be read: a quotation mark in it is not closed, or stands within a cell."
    fix = 'Put the whole cell in quotation marks and double those within it: "The ""pivot"" of 2013".'
    problems = [(path.name, "E-CSV", message.format(n), fix) for n in broken]
    header = [cell.strip().casefold() for cell in table[0][1]] if table else []
    if missing := [name for name in needed if header.count(name) != 1]:
        columns = " and one column ".join(missing)
        message = f"{path.name} must have one column {columns} in its first line; it is not used."
        return None, [*problems, (path.name, "E-CSV", message, f"Save it as CSV with the columns {', '.join(known)}.")]
    if twice := [name for name, n in Counter(header).items() if name and n > 1]:
        message = f"{path.name} has two columns {listed(twice)}; the last one of them is used."
        problems.append((path.name, "W-CSV", message, "Delete or rename the other."))
    rows: Rows = []
    for n, cells in table[1:]:
        if len(cells) > len(header):
            message = f"{path.name}, row {n}, has {len(cells)} cells; the header has {len(header)}."
            problems.append((path.name, "E-CSV", message, "Put cells that hold the separator in quotation marks."))
        elif any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#"):
            values = [" ".join(cell.split()) for cell in cells] + [""] * (len(header) - len(cells))
            rows.append((n, dict(zip(header, values, strict=True))))
    return rows, problems


def _read_text(path: Path) -> str:
    """Return the text of a table without what stands above its header; raise ValueError where it is no CSV file."""
    data = path.read_bytes()
    if data[:4] == b"PK\x03\x04" or data.lstrip()[:5].lower() in (b"<html", b"<!doc"):
        raise ValueError(f"it is {'a spreadsheet (or another ZIP archive)' if data[:2] == b'PK' else 'a web page'}")
    text = readers.decode(data)[0].replace("\x00", "")
    if {c for c in text if not c.isascii()} == {"\ufffd"}:  # no letter of it is UTF-8
        text = data.decode("cp1252", errors="replace")
    text = re.sub("\r\n?|[\u2028\u2029\x85]", "\n", text)
    # Not: blank lines, comments, what Excel writes.
    return re.sub(r"\A(?:\s*\n|#.*\n|sep=.?\n)*", "", text, flags=re.I).strip(" \n")


def _parse(text: str, separator: str) -> tuple[list[tuple[int, list[str]]], list[int]]:
    """Return the numbered rows of a CSV text, and the numbers of those that cannot be read."""
    lines = text.split("\n")
    with contextlib.suppress(csv.Error):
        return list(enumerate(csv.reader([f"{line}\n" for line in lines], delimiter=separator, strict=True), 1)), []
    table, broken = [], []
    for n, line in enumerate(lines, 1):  # each by itself: a quotation mark that is not closed costs one row
        try:
            table += [(n, cells) for cells in csv.reader([line], delimiter=separator, strict=True)]
        except csv.Error:
            broken.append(n)
    return table, broken


def _check_row(
    folder: Path, n: int, row: dict[str, str], seen: dict[str, int], names: dict[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Write id and date of a row as they are used, and give what is wrong with it; `names` of files are proposed."""
    name, file = row["report"], row["file"]
    if len(name) > LONGEST_ID:
        message = f": the id has {len(name):,} characters; the first {LONGEST_ID} are used."
        yield "W-ID", message, "Give the report a short id such as name-2017."
        name = row["report"] = name[:LONGEST_ID]
    utf8 = not any("\ud800" <= c <= "\udfff" for c in file)
    # os.path, not pathlib: it takes links in a circle and names that are too long for files that do not exist
    path = os.path.realpath(os.path.join(folder, file)) if utf8 else ""
    if not name:
        yield "E-NO-ID", ", has no id in the column report.", "Give each report a short id such as name-2017."
    elif (first := seen.setdefault(_key(name), n)) != n:
        yield "E-DUP-ID", f': the id "{name}" is that of row {first} already.', "Give each report an id of its own."
    elif not file:
        yield "E-NO-FILE", ", names no file.", "Write the file's name into the column file."
    elif not utf8:
        yield "E-PATH", f": the name of the file {_printable(file)} is not in UTF-8.", "Rename it with plain letters."
    elif not path.startswith(os.path.join(folder, "")) or PureWindowsPath(file).drive:
        fix = "Put the file into the folder and write its name only."
        yield "E-PATH", f': "{file}" lies outside the folder of reports.', fix
    elif not os.path.exists(path):
        near = difflib.get_close_matches(file[:200], list(names.values()), 1, cutoff=0.75)
        message = f': there is no file "{file[:200]}".' + (f' There is a file "{near[0]}".' if near else "")
        yield "E-NO-FILE", message, "Correct the name, or put the file into the folder."
    elif not os.path.isfile(path) or file.casefold() in ("reports.csv", *OTHER_TABLES):
        yield "E-PATH", f': "{file}" is not the file of a report.', "Name the file of a report."
    if row.get("include", "").casefold() not in YES:
        message = f': include is "{row["include"][:60]}", which is neither yes nor no; the report is read.'
        yield "W-INCLUDE", message, "Write yes or no."
    try:
        if written := row["published"]:
            row["published"] = read_date(written)
            begin, end = edtf.bounds(row["published"])
            if begin is None or end is None or begin.year < YEARS[0] or end.year > YEARS[1]:
                raise ValueError(f'"{written}" names no year in which a report can have appeared')
    except ValueError as error:
        row["published"] = ""
        fix = "Write a year, month or day, such as 2017, 2017-05 or 2017-05-15; until then the report has no date."
        yield "W-DATE", f", published: {error}.", fix


def read_date(written: str) -> str:
    """Return a date as EDTF; raise ValueError where it could be another day, or is none."""
    written = written.strip()
    try:
        edtf.bounds(written)
    except ValueError:
        from analysis.dates import find_dates

        found = find_dates(written)
        if found["text"].tolist() != [written] or not found["edtf"][0]:
            raise
        if found["note"][0]:
            raise ValueError(f'"{written}" can be two days; write one of {found["edtf"][0].strip("[]")}') from None
        return found["edtf"][0]
    return written


def _key(name: str) -> str:
    """Return a name as two ids are compared: accents composed, case ignored."""
    return unicodedata.normalize("NFC", name).casefold()


def _printable(name: str) -> str:
    """Return a file's name as it can be printed: bytes that are no UTF-8 as \\udcff."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def report_files(folder: Path) -> list[Path]:
    """Return the files of a folder that may be reports, sorted by name."""
    return sorted(path for path in folder.iterdir() if path.is_file() and not _IGNORED.fullmatch(path.name))


def reading_summary(corpus) -> str:
    """Say how many reports were read of all files of reports and all rows of reports.csv that name none."""
    read, problems, out = corpus.reports["file"], corpus.problems, left_out(corpus.folder)
    lost = problems[problems["code"].str.startswith("E-") | (problems["code"] == "W-NO-META")]
    lost = lost[~lost["file"].isin({*read, "reports.csv", *OTHER_TABLES})]
    total = len(read) + len({row.file or row.message for row in lost.itertuples()})
    some = "All" if len(read) == total > 1 else f"{len(read):,} of"
    were = f"in the folder “{corpus.folder.resolve().name}” {'was' if len(read) == 1 else 'were'} read"
    return f"{some} {number(total, 'report')} {were}" + (f", {len(out):,} left out by reports.csv" if out else "")


def check_facts(corpus) -> pd.DataFrame:
    """Compare the corpus with facts that a person looked up in the reports (`checks.csv`), one row per fact.

    A fact says how many blocks of a kind match a pattern; `line` is where the report shows it. New table: report,
    fact, line, expected, found, holds. A folder without `checks.csv` gives no row.
    """
    facts, _ = read_table(corpus.folder / "checks.csv", (*OTHER_TABLES["checks.csv"], "line"))
    numbers = facts[["expected", "line"]].apply(pd.to_numeric, errors="coerce").astype("Int64")
    texts = corpus.blocks.groupby(["report", "kind"])["text"].agg(list)
    rows = zip(zip(facts["report"], facts["kind"], strict=True), facts["pattern"], strict=True)
    found = [sum(bool(re.search(pattern, text)) for text in texts.get(place, [])) for place, pattern in rows]
    facts = facts.assign(**numbers, found=pd.array(found, dtype="Int64"))
    facts["holds"] = (facts["found"] == facts["expected"]).fillna(False).astype(bool)
    return facts[["report", "fact", "line", "expected", "found", "holds"]]
