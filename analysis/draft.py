"""Draft `reports.csv` for a folder of reports, from the names of the files and what the documents say of themselves."""

import html
import re
from pathlib import Path

import pandas as pd

from analysis import readers
from analysis.catalogue import read_date, report_files
from analysis.cleaning import Block, clean
from analysis.dates import find_dates
from analysis.diagnostics import ENGLISH, FEWEST, check_report
from analysis.notebook import slug

COLUMNS = ["report", "include", "file", "title", "authors", "publisher", "published", "published_evidence"]
COLUMNS += ["kind", "language", "source", "rights", "to_confirm"]
DATA = "the document's own data"
HEAD = 4000  # characters at the head of a document in which its date is looked for
LONGEST_DATE = 25  # characters
_UPDATED = re.compile(r"^(?:last )?(?:updated|published|issued|revised|released|dated?):?(?: on| in)? ", re.I)
_PLACE = re.compile(r"^[A-Z][a-z]+(?: [A-Z][a-z]+)?, (?=\d{1,2} [A-Z])")  # "Warsaw, 25 November 2014"
_OF_A_PROGRAM = re.compile(r"(?i)^(?:microsoft|untitled|slide|powerpoint)|\.(?:docx?|pdf|indd|html?|txt|rtf|qxd|odt)$")
_AFTER_DASH = re.compile(r"\D{1,100} [|–—-] (.+)")
_BEFORE_TITLE = re.compile(r"^(?:[§¶•|#*]\s*|\[[A-Za-z ]{1,20}\]\s*)+")
_MONTH_YEAR = re.compile(r"(0?[1-9]|1[0-2])[-/](\d{4})")  # 3-2023
_CONTENTS = re.compile(r"(?i)(?:table of )?contents\b")
_DATE_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-_. ]?(0[1-9]|1[0-2])(?:[-_. ]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)")
_DAY_IN_NAME = re.compile(r"(?<!\d)\d{1,2}\.\d{1,2}\.(?:19|20)\d\d(?!\d)")  # read where it can be one day only


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
    head, blocks = document.text[:HEAD], clean(document).blocks
    said = {name: _text(value) for name, value in document.metadata.items()}
    # What the data of a PDF say is often left from a template or a typist: it counts where the text shows it, too.
    said["title"] = _bare_title(said.get("title", ""))
    found = {name: (said[name], DATA) for name in ("title", "authors") if _shown(said.get(name, ""), head)}
    page = document.elements and document.encoding != "docx" and _can_be_title(said["title"])
    if page and not any(element.kind == "title" for element in document.elements):
        found["title"] = (said["title"], DATA)  # a page whose title is a picture states it for its readers
    found |= {"language": (said["language"], DATA)} if said.get("language") else {}
    if "title" not in found or _OF_A_PROGRAM.search(found["title"][0]):
        found["title"] = _title(document, blocks) or (re.sub("[_-]", " ", path.stem), "the file name")
    date, question = _published(said.get("published", ""), head, path.stem)
    found |= {"published": date} if date else {}
    questions = [question] if question else []
    if any(code == "W-LANGUAGE" for code, _, _ in check_report(blocks)):
        questions.append("the text does not seem to be English: leave it out?")
    elif len(document.text.split()) >= FEWEST:
        found.setdefault("language", ("en", "its words"))
    row = {column: value for column, (value, _) in found.items()}
    row["published_evidence"] = found.get("published", ("", ""))[1]
    guesses = [f"{column} (from {source})" for column, (_, source) in found.items()]
    return row | {"to_confirm": "; ".join(guesses + questions), "report": _id(path.stem, row.get("published", ""))}


def _shown(detail: str, head: str) -> bool:
    """Tell whether at least half of the words of a detail stand at the head of the text, too."""
    words = re.findall(r"\w+", detail.casefold())
    there = set(re.findall(r"\w+", head.casefold()))
    return bool(words) and sum(word in there for word in words) >= 0.5 * len(words)


def _bare_title(title: str) -> str:
    """Return a title without a sign or label before it and the name of the site after it.

    >>> [_bare_title(title) for title in ("[Visual] The Fight for Sittwe | Crisis Group", "§ The Plan of 2020")]
    ['The Fight for Sittwe', 'The Plan of 2020']
    """
    bare = _BEFORE_TITLE.sub("", html.unescape(title))
    first = bare.split(" | ")[0].strip()
    return first if len(first.split()) > 1 else bare


def _text(value: object) -> str:
    """Return a detail of a document's own data as one line of text."""
    joined = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
    return " ".join(joined.split())


def _title(document: readers.Document, blocks: list[Block]) -> tuple[str, str] | None:
    """Return the title at the head of a document, if cleaning finds one that can be a title."""
    titles = [block.text for block in blocks if block.kind == "title" and not _CONTENTS.match(block.text)]
    rest = {word for block in blocks if block.kind not in ("title", "front") for word in block.text.casefold().split()}
    whole = titles and any(word in rest for word in titles[0].casefold().split())  # no "STR ATEGY" of a spaced line
    good = titles and (document.elements or (_can_be_title(titles[0]) and whole))
    return (titles[0], "the first page") if good else None


def _can_be_title(line: str) -> bool:
    """Tell whether a line has two words of content, and is no address, date, file of a program or half a line."""
    words = line.split()
    content = [word for word in words if len(word) > 1 and word.lower() not in ENGLISH]
    spaced = sum(len(word) == 1 for word in words) > 0.25 * len(words)
    other = re.search(r"https?:|www\.|[:,]$|^(?:OF|of) ", line) or _OF_A_PROGRAM.search(line) or _date_alone(line)
    return len(content) >= 2 and not spaced and not other


def _date_alone(line: str) -> str:
    """Return the date that a line consists of, as EDTF; empty where it says more, no date, or from when until when."""
    said = _PLACE.sub("", _UPDATED.sub("", line.strip())).rstrip(".")
    said = f"{month[2]}-{int(month[1]):02}" if (month := _MONTH_YEAR.fullmatch(said)) else said
    found = "" if said.isdigit() or len(said) > LONGEST_DATE else _read_or_nothing(said)
    return "" if "/" in found else found


def _date_at_end(line: str) -> str:
    """Return the date that stands after a dash at the end of a line without other numbers, as EDTF; else ""."""
    found = _AFTER_DASH.fullmatch(line.strip("*_`# \t"))
    return _date_alone(found[1]) if found else ""


def _published(said: str, head: str, name: str) -> tuple[tuple[str, str] | None, str]:
    """Return the date of publication as EDTF with where it comes from, or a question where two places differ."""
    dates = find_dates(head)
    printed = dates[(dates["role"] == "publication") & (dates["type"] == "DATE")]
    printed = printed[printed["text"].str.contains(r"\d{4}")]  # 17.1.01 may be a number of something else
    lines = [(_date_alone(line) or _date_at_end(line), line.strip()) for line in head.splitlines()]
    places = [(value, f"the first page: {text}") for value, text in zip(printed["value"], printed["text"], strict=True)]
    places += [(value, f"the first page: {line}") for value, line in lines]
    places = [(value, f"the first page: {line}") for value, line in lines if _UPDATED.match(line)] + places
    found = [(_read_or_nothing(str(value)), place) for value, place in [(said, DATA), *places]]
    first = next(((value, place) for value, place in found if value), None)
    in_name = _DATE_IN_NAME.search(name)
    dated = "-".join(part for part in in_name.groups() if part) if in_name else ""
    if day := _DAY_IN_NAME.search(name):
        dated = _read_or_nothing(day[0]) or dated
    if first and dated and first[0][:4] != dated[:4]:
        return None, f"published: {first[0]} (from {first[1]}) or {dated} (from the file name)?"
    return first or ((dated, "the file name") if dated else None), ""


def _read_or_nothing(written: str) -> str:
    try:
        return read_date(written) if written else ""
    except ValueError:
        return ""


def _id(stem: str, published: str) -> str:
    """Return a short id: the first words of a file name, and the year of publication where the name lacks it."""
    words = [word for word in slug(stem).replace("_", "-").split("-") if not word.isdigit()][:3]
    year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", published or stem)
    return "-".join([*(words or ["report"]), *([year[0]] if year else [])])[:40]
