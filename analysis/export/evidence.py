"""How does a page with much evidence stay light? What finds no room goes to pages of its own, one link away.

The HTML comes from `quotations.evidence`: a folded block with a name, in it one part per mark, in it quotations.
"""

import html
import re

from bs4 import BeautifulSoup, Tag

PAGE = 125_000  # bytes of evidence on a page of its own
FEWER = (5, 3, 2, 1, 0)  # quotations under each mark, where there is no room for all


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


def size(parts: list[dict]) -> int:
    """Return how many bytes the parts of a page take."""
    return sum(_bytes(part["html"]) for part in parts)


def lighten(parts: list[dict], room: int, page: str) -> tuple[list[dict], dict[str, str]]:
    """Return the parts of a page with their evidence shortened to fit into `room` bytes, and further pages.

    Each block of evidence keeps as many quotations under each mark as there is room for; one that finds no
    room goes to a page of its own, and what linked to its marks links there. `page` is the name of the page's
    file. The further pages hold the whole evidence of the blocks that were shortened: file name -> HTML.
    """
    versions = {i: _versions(part["html"]) for i, part in enumerate(parts) if 'class="evidence"' in part["html"]}
    chosen = dict.fromkeys(versions, len(FEWER))
    room -= sum(_bytes(part["html"]) for i, part in enumerate(parts) if i not in versions)
    room -= sum(_bytes(texts[-1]) for texts in versions.values())
    for better in range(len(FEWER) - 1, -1, -1):  # each block in turn gets a little more, as long as it fits
        for i, texts in versions.items():
            more = _bytes(texts[better]) - _bytes(texts[chosen[i]])
            if more <= room and chosen[i] == better + 1:
                room -= more
                chosen[i] = better
    return _moved(parts, {i: FEWER[step - 1] for i, step in chosen.items() if step}, page)


def _versions(text: str) -> list[str]:
    """Return evidence whole, and then with fewer and fewer quotations."""
    return [text, *(_shortened(text, keep, dict.fromkeys(marks(text), "x" * 30)) for keep in FEWER)]


def _moved(parts: list[dict], keeps: dict[int, int], page: str) -> tuple[list[dict], dict[str, str]]:
    """Write the evidence that is too long, with its number of quotations to keep, to further pages; lead there."""
    further: dict[str, str] = {}
    away: dict[str, str] = {}
    texts = [part["html"] for part in parts]
    for i, keep in keeps.items():
        address = _add_pages(texts[i], page, further)
        texts[i] = _shortened(texts[i], keep, address)
        away |= address if not keep else {}

    def led_away(found: re.Match) -> str:
        return f'href="{away[found[1]]}#{found[1]}"' if found[1] in away else found[0]

    led = [re.sub(r'href="#([^"]+)"', led_away, text) for text in texts]
    return [part | {"html": text} for part, text in zip(parts, led, strict=True)], further


def _bytes(text: str) -> int:
    return len(text.encode("utf-8"))


def _add_pages(text: str, page: str, further: dict[str, str]) -> dict[str, str]:
    """Divide a block of evidence into light pages; add them to `further`, return the file of each mark."""
    address: dict[str, str] = {}
    file = ""
    for part in BeautifulSoup(text, "html.parser").select(".evidence .mark[id]"):
        mark = str(part).replace('href="#', f'href="{html.escape(page)}#')
        if not file or _bytes(further[file]) + _bytes(mark) > PAGE:
            file = f"{page.removesuffix('.html')}_evidence{len(further) + 1}.html"
            further[file] = ""
        further[file] += mark
        address[str(part["id"])] = file
    return address


def _shortened(text: str, keep: int, address: dict[str, str]) -> str:
    """Return evidence with at most `keep` quotations under each mark and a link to all; with 0, that link alone."""
    soup = BeautifulSoup(text, "html.parser")
    for block in soup.select(".evidence"):
        parts = block.select(".mark[id]")
        if not keep and parts:
            summary = block.find("summary")
            said = summary.get_text(" ", strip=True) if summary else "Evidence"
            block.replace_with(_link(soup, said, address[str(parts[0]["id"])]))
            continue
        for part in parts:
            _shorten(soup, part, keep, f"{address[str(part['id'])]}#{part['id']}")
    return str(soup)


def _shorten(soup: BeautifulSoup, mark: Tag, keep: int, address: str) -> None:
    """Leave the first quotations of a mark, in place, and a link to all of them."""
    items = mark.select(".quotations > li")
    for old in [*items[keep:], *(mark.select(".more") if len(items) > keep else [])]:
        old.decompose()
    if len(items) > keep:
        mark.append(_link(soup, f"all sentences for {_name(mark)}", address))


def _link(soup: BeautifulSoup, said: str, address: str) -> Tag:
    paragraph, link = soup.new_tag("p", attrs={"class": "more"}), soup.new_tag("a", href=address)
    link.string = said
    paragraph.append(link)
    return paragraph
