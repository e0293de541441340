"""Draft `reports.csv` for a folder of reports, from the names of the files and what the documents say of themselves."""

import re
from pathlib import Path

import pandas as pd

from analysis import readers
from analysis.catalogue import read_date, report_files
from analysis.cleaning import clean
from analysis.dates import find_dates
from analysis.diagnostics import ENGLISH, ENGLISH_SHARE
from analysis.notebook import slug

COLUMNS = ["report", "include", "file", "title", "authors", "publisher", "published", "published_evidence"]
COLUMNS += ["kind", "language", "source", "rights", "to_confirm"]
DATA = "the document's own data"
HEAD = 4000  # characters at the head of a document in which its date is looked for
_DATE_ALONE = re.compile(
    r"(?:(?:last )?(?:updated|published|issued|revised|released|dated?):?(?: on| in)? )?(.{4,25}?)\.?", re.I
)
_OF_A_PROGRAM = re.compile(r"(?i)^(?:microsoft|untitled|slide|powerpoint)|\.(?:docx?|pdf|indd|html?|txt|rtf|qxd|odt)$")
_CONTENTS = re.compile(r"(?i)(?:table of )?contents\b")
_DATE_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-_. ]?(0[1-9]|1[0-2])(?:[-_. ]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)")


def draft(folder: Path) -> pd.DataFrame:
    """Return one row per file of a folder, with guesses named in `to_confirm`; a file that cannot be read is excluded.

    Columns: report, include, file, title, authors, publisher, published, published_evidence, kind, language, source,
    rights, to_confirm.
    """
    rows: list[dict[str, str]] = []
    for path in report_files(folder):
        row = dict.fromkeys(COLUMNS, "") | {"file": path.name, "include": "yes"} | _guess(path)
        taken = {other["report"] for other in rows}
        names = [row["report"], *(f"{row['report']}-{n}" for n in range(2, len(rows) + 2))]
        rows.append(row | {"report": next(name for name in names if name not in taken)})
    return pd.DataFrame(rows, columns=COLUMNS, dtype=str)


def _guess(path: Path) -> dict[str, str]:
    """Return what a document and its name say about it, each detail with where it comes from."""
    try:
        document = readers.read(path)
    except readers.ReadError as error:
        return {"report": _id(path.stem, ""), "include": "no", "to_confirm": f"left out: {error.message}"}
    head = document.text[:HEAD]
    said = {name: _text(value) for name, value in document.metadata.items()}
    # What the data of a PDF say is often left from a template or a typist: it counts where the text shows it, too.
    data = {name: said.get(name, "") for name in ("title", "authors", "language")}
    found = {
        name: (value, DATA) for name, value in data.items() if value and (name == "language" or _shown(value, head))
    }
    if "title" not in found or _OF_A_PROGRAM.search(found["title"][0]):
        found["title"] = _title(document) or (path.stem.replace("_", " ").replace("-", " "), "the file name")
    english = _is_english(document.text)
    if english:
        found.setdefault("language", ("en", "its words"))
    date, question = _published(said.get("published", ""), head, path.stem)
    found |= {"published": date} if date else {}
    row = {column: value for column, (value, _) in found.items()}
    row["published_evidence"] = found.get("published", ("", ""))[1]
    guesses = [f"{column} (from {source})" for column, (_, source) in found.items()]
    guesses += [question] if question else []
    guesses += ["the text does not seem to be English: leave it out?"] if english is False else []
    return row | {"to_confirm": "; ".join(guesses), "report": _id(path.stem, row.get("published", ""))}


def _shown(detail: str, head: str) -> bool:
    """Tell whether at least half of the words of a detail stand at the head of the text, too.

    >>> _shown("Guarding the Strait", "GUARDING THE STRAIT By A. Writer"), _shown("Test", "The latest protests")
    (True, False)
    """
    words = re.findall(r"\w+", detail.casefold())
    there = set(re.findall(r"\w+", head.casefold()))
    return bool(words) and sum(word in there for word in words) >= 0.5 * len(words)


def _is_english(text: str) -> bool | None:
    """Tell whether a text is English; None where its words do not show it.

    >>> [_is_english(text) for text in ("The council of the union met in the capital. " * 20, "的哥" * 300, "Boats")]
    [True, False, None]
    """
    letters = [c for c in text[: 10 * HEAD] if c.isalpha()]
    words = re.findall(r"[^\W\d_]+", text[: 10 * HEAD].lower())
    share = sum(word in ENGLISH for word in words) / max(1, len(words))
    if len(letters) > 200 and sum(c < "\u0250" for c in letters) < 0.5 * len(letters):
        return False
    return None if len(words) < 100 or ENGLISH_SHARE <= share < 0.16 else share >= 0.16


def _text(value: object) -> str:
    """Return a detail of a document's own data as one line of text."""
    joined = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
    return " ".join(joined.split())


def _title(document: readers.Document) -> tuple[str, str] | None:
    """Return the title at the head of a document, if cleaning finds one that can be a title."""
    blocks = clean(document).blocks
    titles = [block.text for block in blocks if block.kind == "title" and not _CONTENTS.match(block.text)]
    rest = {word for block in blocks if block.kind not in ("title", "front") for word in block.text.casefold().split()}
    whole = titles and any(word in rest for word in titles[0].casefold().split())  # no "STR ATEGY" of a spaced line
    good = titles and (document.elements or (_can_be_title(titles[0]) and whole))
    return (titles[0], "the first page") if good else None


def _can_be_title(line: str) -> bool:
    """Tell whether a line has two words of content, and is no address, date, name of a program's file or half a line.

    >>> [_can_be_title(line) for line in ("Guarding the Strait", "OF THE", "Strategy 2 0 1 5 of G o v", "Report.doc")]
    [True, False, False, False]
    """
    words = line.split()
    content = [word for word in words if len(word) > 1 and word.lower() not in ENGLISH]
    spaced = sum(len(word) == 1 for word in words) > 0.25 * len(words)
    other = re.search(r"https?:|www\.|[:,]$", line) or _OF_A_PROGRAM.search(line) or _date_alone(line)
    return len(content) >= 2 and not spaced and not other


def _date_alone(line: str) -> str:
    """Return the date that a line consists of, as EDTF; empty where it says more, or no date.

    >>> _date_alone("Updated April 20, 2026"), _date_alone("The plan of April 2026")
    ('2026-04-20', '')
    """
    found = _DATE_ALONE.fullmatch(line.strip())
    return _read_or_nothing(found[1]) if found and not found[1].isdigit() else ""


def _published(said: str, head: str, name: str) -> tuple[tuple[str, str] | None, str]:
    """Return the date of publication as EDTF with where it comes from, or a question where two places differ.

    The document's data come first, then what is printed at its head, then its name.
    """
    dates = find_dates(head)
    printed = dates[(dates["role"] == "publication") & (dates["type"] == "DATE")]
    printed = printed[printed["text"].str.contains(r"\d{4}")]  # 17.1.01 may be a number of something else
    places = [(value, f"the first page: {text}") for value, text in zip(printed["value"], printed["text"], strict=True)]
    places += [(_date_alone(line), f"the first page: {line.strip()}") for line in head.splitlines()]
    found = [(_read_or_nothing(str(value)), place) for value, place in [(said, DATA), *places]]
    first = next(((value, place) for value, place in found if value), None)
    in_name = _DATE_IN_NAME.search(name)
    dated = "-".join(part for part in in_name.groups() if part) if in_name else ""
    if first and dated and first[0][:4] != dated[:4]:
        return None, f"published: {first[0]} (from {first[1]}) or {dated} (from the file name)?"
    return first or ((dated, "the file name") if dated else None), ""


def _read_or_nothing(written: str) -> str:
    """Return a date as EDTF; empty where there is none."""
    try:
        return read_date(written) if written else ""
    except ValueError:
        return ""


def _id(stem: str, published: str) -> str:
    """Return a short id: the first words of a file name, and the year of publication where the name lacks it.

    >>> _id("2021-11-04 CoE Nexus of security and everything", "2021-11"), _id("report", "2019")
    ('coe-nexus-of-2021', 'report-2019')
    """
    words = [word for word in slug(stem).replace("_", "-").split("-") if not word.isdigit()][:3]
    year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", published or stem)
    return "-".join([*(words or ["report"]), *([year[0]] if year else [])])[:40]
