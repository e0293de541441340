"""Draft a `reports.csv`: guesses from what documents say of themselves, their first page, and their files' names."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import takewhile
from pathlib import Path

import pandas as pd

from analysis import readers
from analysis.catalogue import COLUMNS, read_date, report_files
from analysis.cleaning import Block, clean
from analysis.cleaning.words import fold, matches, names_persons, part_of
from analysis.diagnostics import FEWEST, check_report
from analysis.language import slug
from analysis.rules import load_rules

DRAFT_COLUMNS = ["report", "include", "file", *COLUMNS[1:-2], "to_confirm"]
DATA, PAGE, FILE_NAME = "the document's own data", "the first page", "the file name"
HEAD = 4000  # characters at the head of a document in which its date is looked for
LONGEST_DATE = 25  # characters
LONGEST_BYLINE = 160  # characters
LONGEST_TITLE = 320  # characters
SHORT = 4  # words of a title that may only say what kind of text it is; lines of a title
SUBJECT = 12  # blocks at the head of a memorandum or cable in which its subject stands
_RULES = {name: rule.pattern for name, rule in load_rules("draft").items()}


def draft(folder: Path) -> pd.DataFrame:
    """Return one row per file of a folder, with guesses named in `to_confirm`; an unreadable file is excluded."""
    rows, taken = [], Counter[str]()
    for path in report_files(folder):
        try:
            document = readers.read(path)
            row = {"include": "yes"} | guess(document, clean(document).blocks, path.stem)
        except readers.ReadError as error:
            row = {"include": "no", "to_confirm": f"left out: {error.message}"}
        words = [word for word in slug(path.stem).replace("_", "-").split("-") if not word.isdigit()][:3]
        year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", row.get("published") or path.stem)
        name = "-".join([*(words or ["report"]), *([year[0]] if year else [])])[:40]
        taken[name] += 1
        rows.append(row | {"report": f"{name}-{taken[name]}" if taken[name] > 1 else name, "file": path.name})
    return pd.DataFrame(rows, columns=DRAFT_COLUMNS, dtype=str).fillna("")


def guess(document: readers.Document, blocks: list[Block], name: str) -> dict[str, str]:
    """Return what a document and the name of its file say about it; `to_confirm` says where each detail is from."""
    stated, head = document.metadata, document.text[:HEAD]
    fit = ((title.rstrip("* "), source) for title, source in _titles(document, blocks) if not _is_no_title(title))
    found = {"title": next(fit, (re.sub("[_-]", " ", name), FILE_NAME))}
    # What the data of a PDF say is often left from a template or a typist: it counts where the text shows it, too.
    named = re.sub(r"[\s(<,]*[^\s(<,;]+@[^\s;]+", "", stated.get("authors", ""))  # without addresses
    authors = "; ".join(filter(None, re.split(r"\s*;\s*", named)))
    if not authors.islower() and _is_shown(authors, head):
        found["authors"] = authors, DATA
    elif authors := _byline(blocks):
        found["authors"] = authors, PAGE
    if code := re.match(r"[a-z]{2,3}(?![a-z])", stated.get("language", "").lower()):
        found["language"] = code[0], DATA  # en, not en-GB or en_US
    own = [block.text for block in blocks if block.kind != "boilerplate"] if document.elements else []  # without menus
    date, place = _published(stated, "\n".join(own)[:HEAD], head, name)
    lines = "\n".join(set(document.text.splitlines()))  # a stamp on each page counts once
    years = re.findall(r"(?<![\d.,])(?:19\d|20[0-2])\d(?![\d.,]\d)", lines)
    subject = place == FILE_NAME != found["title"][1] and date[:4] in found["title"][0]  # the year of which it tells
    later, much_later = (sum(int(year) > int(date[:4] or 0) + n for year in years) for n in (0, 10))
    told = later > (0.15 if subject else 0.6) * len(years) or (place == FILE_NAME and much_later > 0.1 * len(years))
    if date and len(years) > 20 and told:
        date, place = "", f"published: not {date} (from {place}), since the text is about later years, too?"
    found |= {"published": (date, place)} if date else {}
    questions = [place] if place and not date else []
    if any(code == "W-LANGUAGE" for code, _, _ in check_report(blocks)):
        questions.append("the text does not seem to be English: leave it out?")
    elif len(document.text.split()) >= FEWEST:
        found.setdefault("language", ("en", "its words"))
    row = {column: value for column, (value, _) in found.items()} | {"published_evidence": place if date else ""}
    guesses = [f"{column} (from {source})" for column, (_, source) in found.items()]
    return row | {"to_confirm": "; ".join(guesses + questions)}


def _is_no_title(title: str) -> bool:
    dated = _date(title) or _date(title.capitalize()) or _as_edtf(title)
    return bool(dated or matches("rubric", title) or matches("letterhead", title) or _RULES["no title"].search(title))


def _is_shown(detail: str, head: str, share: float = 0.5) -> bool:
    """Tell whether at least such a share of the words of a detail stand at the head of the text, too."""
    words, there = (re.findall(r"\w+", text.casefold()) for text in (detail, head))
    return bool(words) and sum(word in set(there) for word in words) >= share * len(words)


def _whole_title(blocks: list[Block], printed: bool) -> str:
    """Return the title that the cleaner found, or of a PDF its first heading, with the lines in which it goes on."""
    own = [block for block in blocks if block.kind != "boilerplate"]
    headed = printed and own and own[0].kind == "heading" and not part_of(own[0].text)
    at = next((i for i, block in enumerate(own) if block.kind == "title"), 0 if headed else len(own))
    title = own[at].text if own[at:] else ""
    for block in takewhile(lambda block: block.kind in ("title", "front"), own[at + 1 : at + SHORT]):
        goes_on = _RULES["open end"].search(title) or block.text[:1].islower()
        kind = block.kind == "title" and len(title.split()) <= SHORT and not matches("says who", block.text)
        kind = kind and not (len(title.split()) > 2 and matches("body", block.text))
        other = " | " in block.text or _is_no_title(block.text) or matches("dated", block.text)
        if not (goes_on or kind) or other or len(title + block.text) > LONGEST_TITLE:
            break
        title += (" " if goes_on else ": ") + block.text
    return title


def _titles(document: readers.Document, blocks: list[Block]) -> Iterator[tuple[str, str]]:
    """Give what may be the title, the likeliest first: what the document states and shows, what the cleaner found."""
    stated, head = document.metadata.get("title", "")[:HEAD], document.text[:HEAD]
    lines = {fold(block.text) for block in blocks if block.kind in ("title", "heading", "front")} - {""}
    parts = re.split(r"( (?:[|–—-]|::) )", stated, maxsplit=9)  # one of them may be the name of the site
    runs = ["".join(parts[i:j]) for i in range(0, len(parts), 2) for j in range(i + 1, len(parts) + 1, 2)]
    stated = max((run for run in runs if fold(run) in lines and not _is_no_title(run)), key=len, default=stated)
    letters = r"[\W_]*".join(re.findall(r"[^\W_]", stated))  # in longer lines they are cut, or the name of something
    if fold(stated) in lines or (letters and re.search(rf"(?im)^\W{{,9}}(?:\w+ ?:\W+)?{letters}\W{{,9}}$", head)):
        yield stated, DATA
    yield from ((found[1], PAGE) for block in blocks[:SUBJECT] if (found := _RULES["subject"].search(block.text)))
    title = _whole_title(blocks, bool(document.lines))
    rest = {word for block in blocks if block.kind not in ("title", "front") for word in block.text.casefold().split()}
    if title and (document.elements or any(word in rest for word in re.findall(r"[^\W\d_]{2,}", title.casefold()))):
        yield title, PAGE  # no "STR ATEGY"
    if " " in stated and _is_shown(stated, head, 0.9):
        yield stated, DATA


def _byline(blocks: list[Block]) -> str:
    """Return the persons whom a line at the head of the text names: By Anna Lund and Carl Berg."""
    own = [block for block in blocks if block.kind not in ("boilerplate", "caption")][:SUBJECT]
    before = [*takewhile(lambda block: block.kind != "paragraph" or len(block.text) < LONGEST_BYLINE, own)]
    texts = [text for block in own[: len(before) + 2] for text in (block.text, " ".join(block.lines[0].text.split()))]
    names = (found[1] for text in texts if (found := _RULES["byline"].search(text)))
    return next((name for name in names if names_persons(name) and not _RULES["no person"].search(name)), "")


def _published(stated: Mapping[str, str], own: str, head: str, name: str) -> tuple[str, str]:
    """Return the date of publication as EDTF with where it comes from; no date, but a question, where two differ."""
    places, others = _printed(own), _printed(head)  # with what stands around the text, such as a menu
    days = [place for place in places or others if len(place[0]) == len("2020-05-05")]
    said = next(iter(places or (days if own else others)), ("", ""))
    said = next((place for place in days if place[0].startswith(said[0])), said)  # the day of the month above it
    date, place = next((p for p in ((_as_edtf(stated.get("published", "")), DATA), said) if p[0]), ("", ""))
    owned = _RULES["copyright"].search(head)  # March 2012 may be the day of a quotation
    if owned and place.startswith(PAGE) and len(date) < len("2020-05-05") and owned[1] != date[:4]:
        return "", f"published: {date} (from {place}) or {owned[1]} (its copyright)?"
    in_name = _RULES["date in a name"].search(name)
    if in_name and not in_name[3] and _RULES["period in a name"].search(name):
        in_name = None
    dated = "-".join(filter(None, in_name.groups())) if in_name else ""
    next_year = place == DATA and len(dated) == len("2020") and int(date[:4]) == int(dated) + 1  # a report on a year
    if date and dated and date[:4] != dated[:4] and not next_year:
        return "", f"published: {date} (from {place}) or {dated} (from {FILE_NAME})?"
    if place == DATA and (changed := stated.get("changed")):
        return "", f"published: {date} (from {place}) or {changed} (the text was changed on this day)?"
    made = _as_edtf(stated.get("created", ""))  # often long before or after it appeared
    if made and not dated and (date, place) not in days and made[:4] != date[:4] and place != DATA:
        return "", f"published: {f'{date} (from {place}) or ' * bool(date)}{made} (the file was made on this day)?"
    return (date, place) if date or not dated else (dated, FILE_NAME)


def _printed(head: str) -> list[tuple[str, str]]:
    """Return the dates at the head of a text that may be those of publication, as EDTF, with their words."""
    from analysis.dates import find_dates  # its grammar is loaded only where it is needed

    dates = find_dates(head)
    printed = dates[(dates["role"] == "publication") & (dates["type"] == "DATE")]
    printed = printed[printed["text"].str.contains(r"\d{4}")]  # 17.1.01 may be a number of something else
    lines = [re.sub(r"^[Bb]y [^|•·]+[|•·]", "", line).strip() for line in head.splitlines()]
    places = [*zip(printed["value"], printed["text"], strict=True), *((_date(line), line) for line in lines)]
    said = {text: bool(_RULES["published"].search(head, 0, head.find(text))) for _, text in places}
    found = sorted(places, key=lambda date: (not said[date[1]], head.find(date[1])))
    return [(date, f"{PAGE}: {text}") for value, text in found if (date := _as_edtf(str(value)))]


def _date(line: str) -> str:
    """Return the date that a line consists of, as EDTF; empty where it says more, no date, or from when until when."""
    words = _RULES["around a date"].sub("", line.strip()).rstrip(".")
    if message := _RULES["time of a message"].search(words):
        words = f"{message[1]} {message[2].title()} {'19' if message[3] > '40' else '20'}{message[3]}"
    no_day = words.isdigit() or len(words) > LONGEST_DATE or re.match("F(?:Y|iscal|inancial)", words)
    found = "" if no_day else _as_edtf(words)
    return "" if "/" in found else found


def _as_edtf(written: str) -> str:
    with suppress(ValueError):
        found = read_date(written) if written else ""
        return found if re.match(r"\d{4}", found) else ""  # no century, no decade
    return ""
