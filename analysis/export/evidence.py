"""How does the evidence of a page stay light? What does not fit goes to pages of its own, one link away.

The HTML comes from `quotations.evidence`: a folded block with a name, in it one part per mark, in it quotations.
"""

import html
import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag

LIGHT = 140_000  # bytes of a page; the promise is 150 kB, the rest is its frame
FRAME = 20_000  # bytes of a page of evidence besides the evidence
FEWER = (5, 3, 2, 1, 0)  # quotations left under each mark, until the page is light


def marks(fragment: str) -> dict[str, str]:
    """Return the ids of the marks in a fragment of HTML with their names, in order."""
    soup = BeautifulSoup(fragment, "html.parser")
    return {str(part["id"]): _name(part) for part in soup.select(".evidence .mark[id]")}


def _name(mark: Tag) -> str:
    """Return the name of a mark: the first words in bold, else its first words."""
    first = mark.find("b") or mark.find(True)
    return first.get_text(" ", strip=True) if first else ""


def once(fragment: str, seen: set[str]) -> str:
    """Return a fragment without the marks that the page has already; adds its own to `seen`."""
    if 'class="evidence"' not in fragment:
        return fragment
    soup = BeautifulSoup(fragment, "html.parser")
    for block in soup.select(".evidence"):
        for part in block.select(".mark[id]"):
            if part["id"] in seen:
                part.decompose()
            else:
                seen.add(str(part["id"]))
        if not block.select(".mark"):
            block.decompose()
    return str(soup)


def way_back(fragment: str, figure: int) -> str:
    """Add to each mark a link back to its figure."""
    back = f' <a class="back" href="#figure-{figure}">back to figure {figure}</a>'
    return re.sub(r'(<div[^>]*class="mark"[^>]*>\s*<p>.*?)(</p>)', rf"\1{back}\2", fragment, flags=re.S)


def lighten(parts: list[dict], other: int, page: str) -> dict[str, str]:
    """Shorten the evidence in the parts of a page, in place, until the page is light.

    `other` counts the bytes of the page besides its parts, `page` is its file name. Returns the whole evidence
    as further pages: file name -> HTML; empty where nothing had to go.
    """
    whole = [part["html"] for part in parts]
    if other + _size(whole) <= LIGHT:
        return {}
    blocks = [block for text in whole for block in BeautifulSoup(text, "html.parser").select(".evidence")]
    further, address = _pages(blocks, page)
    for keep in FEWER:
        for part, text in zip(parts, whole, strict=True):
            part["html"] = _shortened(text, keep, address)
        if other + _size(part["html"] for part in parts) <= LIGHT:
            break
    return further


def _size(texts: Iterable[str]) -> int:
    return sum(len(text.encode("utf-8")) for text in texts)


def _pages(blocks: list[Tag], page: str) -> tuple[dict[str, str], dict[str, str]]:
    """Divide evidence into light pages; return them by file name, and the file of each mark."""
    further: dict[str, str] = {}
    address: dict[str, str] = {}
    stem, file = page.removesuffix(".html"), ""
    for block in blocks:
        for part in block.select(".mark[id]"):
            text = str(part).replace('href="#', f'href="{html.escape(page)}#')
            if not file or _size([further[file], text]) > LIGHT - FRAME:
                file = f"{stem}_evidence{len(further) + 1}.html"
                further[file] = ""
            further[file] += text
            address[str(part["id"])] = file
    return further, address


def _shortened(text: str, keep: int, address: dict[str, str]) -> str:
    """Return a fragment with at most `keep` quotations under each mark, and a link to all of them."""
    if 'class="evidence"' not in text:
        return text
    soup = BeautifulSoup(text, "html.parser")
    for part in soup.select(".evidence .mark[id]"):
        items = part.select(".quotations > li")
        for item in items[keep:]:
            item.decompose()
        if len(items) <= keep:
            continue
        for old in part.select(".more"):
            old.decompose()
        more = soup.new_tag("p", attrs={"class": "more"})
        link = soup.new_tag("a", href=f"{address[str(part['id'])]}#{part['id']}")
        link.string = f"all sentences for {_name(part)}"
        more.append(link)
        part.append(more)
        for empty in part.select("ul.quotations:not(:has(li))"):
            empty.decompose()
    return str(soup)
