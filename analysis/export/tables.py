"""How is a table read aloud, sorted and kept on a small screen? With header cells, classes and a region of its own."""

import re

from bs4 import BeautifulSoup, Tag

LONG = 9  # rows from which a table can be sorted; fewer are seen at once
SEARCHED = 25  # rows from which it can be searched
NUMBER = re.compile(r"[-+−]?[\d.,\u202f\u00a0 ]*\d ?%?|[–—-]?")
WORD = re.compile(r"[\w.~/]+(?:[-–][\w.~/]+)+")  # an id, a date, a range of pages: never broken at its hyphen
LONGEST_WORD = 24
LONG_TEXT = 40  # characters from which a column keeps its width on a small screen


def tidy(soup: BeautifulSoup, table: Tag) -> None:
    """Make a table plain and accessible, in place: scopes, numbers to the right, a region that scrolls."""
    table.attrs = {key: value for key, value in table.attrs.items() if key in ("id", "class")}
    rows = table.find_all("tr")
    if rows and not table.find("thead") and all(cell.name == "th" for cell in _cells(rows[0])):
        rows[0].wrap(soup.new_tag("thead"))
    head = [row for row in rows if row.find_parent("thead")]
    body = [row for row in rows if not row.find_parent("thead")]
    for row in rows:
        row.attrs.pop("style", None)
        for cell in _cells(row):
            _header_cell(cell, in_head=row in head)
    _mark_columns([_cells(row) for row in head], [_cells(row) for row in body])
    kept = [name for name in _classes(table) if name != "dataframe"]
    kept += ["sortable"] * (len(body) >= LONG) + ["searchable"] * (len(body) >= SEARCHED)
    table.attrs.pop("class", None)
    if kept:
        table["class"] = " ".join(kept)
    region = {"class": "scroll", "role": "region", "aria-label": _label(table), "tabindex": "0"}
    table.wrap(soup.new_tag("div", attrs=region))


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["th", "td"])


def _classes(tag: Tag) -> list[str]:
    found = tag.get("class") or ""
    return found.split() if isinstance(found, str) else list(found)


def _label(table: Tag) -> str:
    """Return a name for the region of a table: its caption, else its first header."""
    caption, first = table.find("caption"), table.find("th")
    if caption:
        return f"Table: {caption.get_text(' ', strip=True)}"
    return f"Table: {first.get_text(' ', strip=True)} and more" if first else "Table"


def _header_cell(cell: Tag, in_head: bool) -> None:
    """Give a header cell its scope; an empty one is no header."""
    cell.attrs.pop("style", None)
    cell.attrs.pop("valign", None)
    if cell.name == "th" and not cell.get_text(strip=True):
        cell.name = "td"
    elif cell.name == "th" and in_head:
        cell["scope"] = "colgroup" if str(cell.get("colspan", "1")) != "1" else "col"
    elif cell.name == "th":
        cell["scope"] = "rowgroup" if str(cell.get("rowspan", "1")) != "1" else "row"


def _mark_columns(head: list[list[Tag]], body: list[list[Tag]]) -> None:
    """Mark the columns that hold only numbers, and those of ids and dates, which never break."""
    width = max(map(len, body), default=0)
    head, body = ([row for row in rows if len(row) == width] for rows in (head, body))
    for column in range(width):
        texts = [row[column].get_text(strip=True) for row in body]
        if any(texts) and all(NUMBER.fullmatch(text) for text in texts):
            _add_class([row[column] for row in head + body], "n")
        elif any(WORD.fullmatch(text) for text in texts) and max(map(len, texts)) <= LONGEST_WORD:
            _add_class([row[column] for row in body], "w")
        elif max(map(len, texts), default=0) > LONG_TEXT:
            _add_class([row[column] for row in body[:1]], "t")


def _add_class(cells: list[Tag], name: str) -> None:
    for cell in cells:
        cell["class"] = " ".join([*_classes(cell), name])
