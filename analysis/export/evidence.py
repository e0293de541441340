"""How does a page with much evidence stay light? What finds no room goes to pages of its own, one link away.

The HTML comes from `quotations.evidence`: a folded block with a name, in it one part per mark, in it quotations.
"""

import html
import re
from functools import lru_cache

from bs4 import BeautifulSoup, NavigableString, Tag

PAGE = 125_000  # bytes of evidence on a page of its own
MARK = re.compile(r'<div(?=[^>]*\bclass="mark")[^>]*\bid="([^"]+)"[^>]*>\s*<(?:div|p)><b>(.*?)</b>', re.S)
# Where there is no room for all: how many quotations stay under each mark, and how many letters of each.
FEWER = ((5, 420), (3, 420), (2, 300), (1, 300), (1, 100), (0, 0))


def marks(fragment: str) -> dict[str, str]:
    """Return the ids of the marks in a fragment of HTML with their names, in order.

    >>> marks('<div id="03_x-nato" class="mark"><div><b>NATO</b></div></div>')
    {'03_x-nato': 'NATO'}
    """
    return {html.unescape(anchor): html.unescape(name) for anchor, name in MARK.findall(fragment)}


def once(fragment: str, seen: set[str]) -> str:
    """Return a fragment without the marks that the page has already; adds its own to `seen`."""
    own = set(marks(fragment))
    if not own & seen:
        seen |= own
        return fragment
    soup = BeautifulSoup(fragment, "html.parser")
    for block in soup.select("details.evidence"):
        for part in block.select(".mark[id]"):
            if part["id"] in seen:
                part.decompose()
            else:
                seen.add(str(part["id"]))
        if not block.select(".mark"):
            block.decompose()
    return str(soup)


def way_back(fragment: str, figure: int) -> str:
    """Add to a block of evidence a link back to its figure, which stays in sight."""
    back = f'<p class="back"><a href="#figure-{figure}">back to figure {figure}</a></p>'
    return re.sub(r"(<details[^>]*class=\"evidence\".*?</summary>)", rf"\1{back}", fragment, flags=re.S)


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
    most_marks_first = sorted(versions.items(), key=lambda item: -item[1][0].count('class="mark"'))
    for better in range(len(FEWER) - 1, -1, -1):  # each block in turn gets a little more, as long as it fits
        for i, texts in most_marks_first:
            more = _bytes(texts[better]) - _bytes(texts[chosen[i]])
            if more <= room and chosen[i] == better + 1:
                room -= more
                chosen[i] = better
    return _moved(parts, {i: FEWER[step - 1] for i, step in chosen.items() if step}, page)


@lru_cache(maxsize=64)
def _versions(text: str) -> list[str]:
    """Return evidence whole, and then with fewer and fewer quotations, each made from the one before."""
    soup, address = BeautifulSoup(text, "html.parser"), dict.fromkeys(marks(text), "x" * 30)
    versions = [text]
    for step in FEWER:
        _shorten_all(soup, step, address)
        versions.append(str(soup))
    return versions


def _moved(parts: list[dict], steps: dict[int, tuple[int, int]], page: str) -> tuple[list[dict], dict[str, str]]:
    """Write the evidence that is too long to further pages, shorten it here by its step, and lead there."""
    further: dict[str, str] = {}
    away: dict[str, str] = {}
    texts = [part["html"] for part in parts]
    for i, step in steps.items():
        soup = BeautifulSoup(texts[i], "html.parser")
        address = _add_pages(soup, page, further)
        _shorten_all(soup, step, address)
        texts[i] = str(soup)
        away |= {} if step[0] else address

    def led_away(found: re.Match) -> str:
        return f'href="{away[found[1]]}#{found[1]}"' if found[1] in away else found[0]

    led = [re.sub(r'href="#([^"]+)"', led_away, text) for text in texts]
    return [part | {"html": text} for part, text in zip(parts, led, strict=True)], further


def _bytes(text: str) -> int:
    return len(text.encode("utf-8"))


def _add_pages(soup: BeautifulSoup, page: str, further: dict[str, str]) -> dict[str, str]:
    """Divide a block of evidence into light pages; add them to `further`, return the file of each mark."""
    address: dict[str, str] = {}
    file = ""
    for part in soup.select(".evidence .mark[id]"):
        mark = str(part).replace('href="#', f'href="{html.escape(page)}#')
        if not file or _bytes(further[file]) + _bytes(mark) > PAGE:
            number = re.match(r"\d+_|[^.]*", page)  # 03_evidence2.html: many links hold the name, so it is short
            file = f"{number[0].rstrip('_') if number else ''}_evidence{len(further) + 1}.html"
            further[file] = ""
        further[file] += mark
        address[str(part["id"])] = file
    return address


def _shorten_all(soup: BeautifulSoup, step: tuple[int, int], address: dict[str, str]) -> None:
    """Leave what a step leaves of each block of evidence, in place."""
    keep, letters = step
    for block in soup.select(".evidence"):
        parts, summary = block.select(".mark[id]"), block.find("summary")
        if not parts or not summary:
            continue
        first = address[str(parts[0]["id"])]
        if not keep:
            block.replace_with(_link(soup, summary.get_text(" ", strip=True), first))
            continue
        if not block.select(".everything"):
            everything = _link(soup, "all sentences, at full length", first)
            everything["class"] = "more everything"
            if len({address[str(part["id"])] for part in parts}) == 1:
                everything["data-all"] = ""  # one page holds them all: a script can lead to each mark there
            summary.insert_after(everything)
        for part in parts:
            _shorten(soup, part, keep, letters)


def _shorten(soup: BeautifulSoup, mark: Tag, keep: int, letters: int) -> None:
    """Leave the first quotations of a mark, in place, cut around the hit, and say how many more there are."""
    items = mark.select(".quotations > li")
    for item in items[:keep]:
        _cut(item, letters // 2)
    for item in items[keep:]:
        item.decompose()
    old = mark.select_one(".more")
    counted = re.search(r"\d+", old.get_text()) if old else None
    rest = max(0, len(items) - keep) + (int(counted[0]) if counted else 0)
    if old:
        old.decompose()
    if rest:
        more = soup.new_tag("p", attrs={"class": "more"})
        more.string = f"and {rest} more"
        mark.append(more)


def _cut(item: Tag, letters: int) -> None:
    """Cut a quotation to some letters before and after its first hit, at words."""
    hit = item.select_one("q > b")
    before, after = (hit.previous_sibling, hit.next_sibling) if hit else (None, None)
    if isinstance(before, NavigableString) and len(before) > letters:
        before.replace_with("… " + str(before)[-letters:].partition(" ")[2])
    if isinstance(after, NavigableString) and len(after) > letters:
        after.replace_with(str(after)[:letters].rpartition(" ")[0] + " …")


def _link(soup: BeautifulSoup, said: str, address: str) -> Tag:
    paragraph, link = soup.new_tag("p", attrs={"class": "more"}), soup.new_tag("a", href=address)
    link.string = said
    paragraph.append(link)
    return paragraph
