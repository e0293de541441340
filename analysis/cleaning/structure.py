"""Find what each block is for: title page, contents, main text, references, annex ...; and how deep headings stand."""

import re
from collections import Counter
from itertools import accumulate, pairwise, takewhile

from analysis.cleaning import words
from analysis.cleaning.blocks import MAIN, NUMBERED, Block, Draft, Zone, numbering

_TITLE_PAGE = ("title", "author", "front")
_KNOWN = (*_TITLE_PAGE, "footnote", "boilerplate")  # blocks that are what they are wherever they stand
_CODE = re.compile(r"[^a-z\s]*\d[^a-z\s]*")  # of a document
_PAGE = re.compile(r"\W*\b(?:\d{1,3}|[ivxlc]+)\W*$")
LONGEST_BLURB = 320  # characters in another type than the running text, such as the caption of a picture
LONGEST_TITLE = 320  # characters; those of treaties are long
TITLE = 1.15  # of the size of the running text: what a title is set in at least
_ADDRESS = re.compile(r"@|www\.|\+\d\d[ \d]|\btel\b", re.I)
MOST_ADDRESSES = 25  # blocks at the end of a report
LONGEST_REPEATED = 80  # characters of a line that comes again and again
ENOUGH = 400  # characters of a block that tell what it is for
FOLLOWING = 4  # blocks after a heading that tell what stands under it
DOZEN = 12  # headings of tables and slogans come up to nine times
DEEPEST = 6  # levels of headings
LONGEST_NOTICE = 200  # characters of a notice at the end of a web page
MOST_QUOTES = 50  # pull quotes looked for in a report, so that the time stays in proportion to its length
LONGEST_TITLE_PAGE = 60  # blocks
MOST_OF_FILE = 0.6  # of a file: an "annex" that long, with hardly anything before it, is the report itself


def find_structure(draft: Draft, title: str, authors: str) -> None:
    """Give each block its kind and each heading its level."""
    blocks, size = draft.blocks, draft.size
    for block in blocks:
        first = block.lines[0]  # of a long block the beginning is enough
        text = " ".join([first.text[first.body - first.start :], *(line.text for line in block.lines[1:4])])
        block.words = " ".join(words.plain(text[:ENOUGH]).split())
    _mark_cover(blocks[:LONGEST_TITLE_PAGE])
    _mark_title_page(draft, title, authors)
    _mark_zones(blocks, printed=bool(size))
    _mark_residue(blocks)
    _mark_end_matter(blocks)
    _mark_repeated_title(blocks)
    if not size:
        _mark_pull_quotes(blocks)
    headings = [block for block in blocks if block.kind == "heading"]
    if size:
        _set_printed_levels(headings)
    elif any(block.shape == "hash" for block in headings):
        _by_marks(headings, _contents_levels(blocks))
    else:
        _by_letters(blocks, headings, _contents_levels(blocks))
    _lower_lettered(headings)
    for block in headings:
        block.level = min(block.level or 1, DEEPEST)


def set_sections(blocks: list[Block]) -> None:
    """Give each block the texts of the headings it stands under; the title page and closing addresses have none."""
    path: list[tuple[int, str]] = []
    listed = False  # entries of contents came after the last heading
    for block in blocks:
        listed = block.kind == "toc" or (listed and block.kind != "heading")
        if block.kind == "heading":
            level = block.level or 1
            while path and path[-1][0] >= level:
                path.pop()
        elif listed and block.kind in MAIN and path and words.part_of(path[-1][1]) == "toc":
            path.pop()  # the text after a contents list does not stand in it
        if block.kind not in _TITLE_PAGE and not block.closing:
            block.section = tuple(name for _, name in path)
        if block.kind == "heading":
            path.append((level, block.text))


def _mark_cover(blocks: list[Block]) -> None:
    """Let what a repository prints below the title on a page of its own be no text."""
    end = next((i for i, block in enumerate(blocks) if words.matches("repository notice", block.words)), -1)
    first = next((i for i in range(end + 1) if words.matches("repository cover", blocks[i].words)), end)
    for block in blocks[max(0, first) : end + 1]:
        block.kind = "boilerplate"


def _mark_title_page(draft: Draft, title: str, authors: str) -> None:
    blocks, size = draft.blocks, draft.size
    short = len(blocks) <= 3 and not any(len(b.words) > 80 for b in blocks)
    places = range(min(len(blocks), LONGEST_TITLE_PAGE))
    end = next((i for i in places if _opens_text(blocks, i, size)), len(blocks) if short else 0)
    known, people = words.fold(title), words.fold(authors)
    page, text = blocks[:end], blocks[end:]
    if len(page) < 3 and size and not any(block.lines[0].size > TITLE * size for block in page):
        return
    stated = [block for block in page if block.kind == "front"]
    for block in page:
        folded = words.fold(block.words)
        if block.kind in ("title", "front", "boilerplate"):  # the format says so
            continue
        marked = block.kind == "heading" and block.shape == "hash" and not any(b.kind == "title" for b in page)
        if marked or (len(folded) > 10 and folded in known):
            block.kind = "title"
        elif (folded and folded in people) or words.names_persons(block.words):
            block.kind = "author"
        elif words.is_imprint(block.words) or words.is_navigation(block.words):
            block.kind = "boilerplate"
        else:
            block.kind = "front"
    rest = [b for b in page if b.kind == "front" or (b.kind == "author" and not people)]
    if rest and not any(b.kind == "title" for b in page):
        chosen = _likeliest_title(rest, text, draft)
        chosen.kind = "title"
        if chosen.lines[0].size > TITLE * size:
            _join_title(page, chosen, blocks)
            styles = {block.lines[0].style for block in text if block.kind == "heading"}
            fronts = takewhile(lambda b: b.kind == "front" and b.lines[0].style in styles, page[::-1])
            for block in takewhile(lambda b: not _is_label(b.words), fronts):
                block.kind = "heading"  # directly above the text, in the type of its headings
    if not size:
        _mark_subtitle([block for block in page if block not in stated])


def _join_title(page: list[Block], title: Block, blocks: list[Block]) -> None:
    at, size = page.index(title), title.lines[0].size
    sides = (page[:at][::-1], page[at + 1 :])
    above, below = ([*takewhile(lambda b: abs(b.lines[0].size - size) < 0.05 * size, side)] for side in sides)
    if sum(len(block.words) for block in (*above, *below)) > LONGEST_TITLE:
        return
    title.lines = [line for block in (*above[::-1], title, *below) for line in block.lines]
    joined = {id(block) for block in (*above, *below)}  # others may stand between them in the file
    blocks[:] = [block for block in blocks if id(block) not in joined]


def _opens_text(blocks: list[Block], i: int, size: float) -> bool:
    """Tell whether a block cannot stand on a title page: a part or chapter, a list, a sentence or a paragraph."""
    block, text = blocks[i], blocks[i].words
    if words.opens_formula(text) or block.kind in ("list_item", "toc", "footnote", "box", "caption"):
        return True
    if block.kind == "paragraph":
        if abs(block.lines[0].size - size) > 0.1 * size:
            label, colon, _ = text.partition(":")  # Abstract: ...
            return len(text) > LONGEST_BLURB or (bool(colon) and words.part_of(label) == "paragraph")
        sentence = text[-1:] in (".", ":") and len(text.split()) > 4 and text[:1].isupper()
        long = len(text) > 160 or (len(text) > 80 and words.is_finished(text)) or len(block.lines) > 4
        return long or (sentence and words.is_mostly_small(text))
    if block.kind != "heading":
        return False
    following = blocks[min(i + 1, len(blocks) - 1)]
    rubric = following.kind == "heading" and len(following.words.split()) > 3 and words.matches("rubric", text)
    if (words.part_of(text) and not rubric) or (block.shape == "number" and numbering(text)):
        return bool(words.part_of(text)) or not _is_label(text)
    # of two with number signs; one directly after the other are a title in two parts
    return block.shape == "hash" and any(b.shape == "hash" for b in blocks[:i]) and blocks[i - 1].kind != "heading"


def _likeliest_title(page: list[Block], text: list[Block], draft: Draft) -> Block:
    """Return the block of a title page that is set largest, comes again in the text or above its pages, or is first."""
    headings = {words.fold(b.words) for b in text if b.kind in ("heading", "paragraph")}
    above = {words.fold(line.text) for line in draft.removed if line.status == "running head"}
    free = [b for b in page if len(b.words) <= LONGEST_TITLE and not _is_label(b.words)] or page
    people = [b for b in page if b.kind == "author"]  # the first of two may be a title that looks like a name

    def likelihood(block: Block) -> tuple[float, ...]:
        folded, parts = words.fold(block.words), block.words.split()
        capital = all(part[0].isupper() for part in parts if len(part) > 3 and part[0].isalpha())
        body = capital and len(parts) < 12 and words.matches("body", block.words)
        repeated = len(folded) > 8 and any(folded in head for head in above)
        logo = body or (" " not in block.words and block.words.isupper())
        large = 0.0 if logo or block.lines[0].size < TITLE * draft.size else block.lines[0].size
        person = block.kind == "author" and (block is not people[0] or len(people) < 2)
        # names of bodies and persons are the last choice
        return large, folded in headings, repeated, not person, not body, len(parts) > 1

    return max(free, key=likelihood)


def _is_label(text: str) -> bool:
    if words.is_date_line(text) or "://" in text or sum(map(str.isalpha, text)) < 4:
        return True
    codes = not any(map(str.islower, text)) and len(re.findall(r"\d+", text)) > 1  # of a document
    short = len(text.split()) < 8  # but not "Report of the Secretary-General on ..."
    rules = ("dated", "series", "says who", "rubric", "address line", "letterhead")[0 if short else 3 :]
    return (short and codes) or any(words.matches(rule, text) for rule in rules)


def _mark_subtitle(page: list[Block]) -> None:
    """Let several words directly after the title belong to it, unless they say who, when or in which series."""
    for before, block in pairwise(page):
        text = block.words
        goes_on = words.begins_small(text) and not text.startswith("by ")  # "of 4 May 2018 on ...", as legal acts go on
        several = len(text.split()) > 3 and text[0] not in "([0123456789" and text[-1] not in ".,;=-"
        if before.kind == "title" and block.kind == "front" and (goes_on or (several and not _is_label(text))):
            block.kind = "title"
            if not goes_on:
                return


def _mark_repeated_title(blocks: list[Block]) -> None:
    titles = {words.fold(b.words) for b in blocks if b.kind == "title"}
    for i, block in enumerate(blocks):
        if block.kind == "heading" and words.fold(block.words) in titles:
            block.kind, block.level = "title", None
            following = blocks[min(i + 1, len(blocks) - 1)]
            names = following.words.rstrip("0123456789*, ")
            if following.kind in ("heading", "paragraph") and words.names_persons(names):
                following.kind = "author"


def _mark_zones(blocks: list[Block], printed: bool) -> None:
    zone: Zone = ""
    in_box = False
    lengths = [*accumulate(sum(len(line.text) for line in block.lines) for block in blocks)]
    for i, block in enumerate(blocks):
        if block.kind in _KNOWN:
            continue
        if block.kind == "heading":
            in_box = False
            below = blocks[i + 1 : i + 1 + FOLLOWING]  # of an item also the address of a link in it
            below_words = [b.lines[0].text if b.kind == "list_item" else b.words for b in below]
            zone = words.zone_after(block.words, zone, below_words)
            early = zone in ("annex", "glossary", "reference") and lengths[i] < (1 - MOST_OF_FILE) / 2 * lengths[-1]
            short = zone == "glossary" and lengths[-1] < ENOUGH  # a file of a few terms
            if early and not short and _is_report(zone, blocks, lengths, i):
                zone = ""
            if printed and zone in ("about", "boilerplate"):
                block.kind = zone  # its style says nothing of the levels of the others
            continue
        asks = len(blocks) - i <= MOST_ADDRESSES and len(block.words) < 160 and words.matches("contact", block.words)
        if asks and any(_ADDRESS.search(b.words) for b in blocks[i:]):
            for address in blocks[i:]:
                address.kind, address.closing = "about", True
            return
        if zone == "toc" and block.kind != "toc" and (len(block.words) > 120 or block.kind == "list_item"):
            zone = ""
        long = block.kind == "paragraph" and len(block.words) > 120
        if zone == "boilerplate" and long and not words.matches("in a notice", block.words):
            zone = ""  # the notice of an archive at the head of a document
        if zone:
            block.kind = zone
        elif block.kind != "toc":
            in_box = _mark_in_text(block, in_box)


def _mark_residue(blocks: list[Block]) -> None:
    """Let paragraphs without letters, repeated web notices and the words beside an image be no text."""
    times = Counter((block.kind, block.words) for block in blocks)
    for block, following in zip(blocks, [*blocks[1:], None], strict=False):
        text, short = block.words, len(block.words) < LONGEST_REPEATED
        unfinished = block.kind == "paragraph" and not words.is_finished(text)
        label = text[-1:] == ":" if block.kind == "heading" else unfinished
        again = short and label and times[block.kind, text] >= DOZEN
        wordless = sum(map(str.isalpha, text)) < 2 or _CODE.fullmatch(text)
        image = following is not None and following.shape == "image"
        if (wordless and block.kind in ("paragraph", "list_item")) or again or (image and short):
            block.kind = "boilerplate"


def _is_report(zone: Zone, blocks: list[Block], lengths: list[int], i: int) -> bool:
    """Tell whether what stands under a word such as "Annex" or "Sources" (of a menu) is most of a file."""
    below = takewhile(lambda b: b.kind != "heading" or (zone == "annex" != words.part_of(b.words)), blocks[i + 1 :])
    return lengths[i + sum(1 for _ in below)] - lengths[i] > MOST_OF_FILE * lengths[-1]


def _mark_in_text(block: Block, in_box: bool) -> bool:
    """Tell boxes and lines of the publisher from running text; return whether a box may go on after it."""
    if block.kind == "paragraph" and words.is_imprint(block.words):
        block.kind = "boilerplate"
    elif words.matches("box name", block.words) or (in_box and (block.kind == "list_item" or block.shape == "quote")):
        block.kind, in_box = "box", True
    else:
        in_box = False
        table = block.kind == "box" and block.shape == "table" and "|" in block.words.strip("| ")
        if table or (block.shape == "address" and len(block.lines) == 1):
            block.kind = "boilerplate"
    return in_box


def _mark_end_matter(blocks: list[Block]) -> None:
    end = len(blocks)
    for i in range(len(blocks) - 1, len(blocks) // 2, -1):
        if len(blocks[i].words) > LONGEST_NOTICE or blocks[i].kind in ("reference", "annex", "about"):
            break
        end = i if words.matches("page end", blocks[i].words) else end
    for i, block in reversed([*enumerate(blocks)]):
        unnumbered = block.kind == "footnote" and block.note is None  # it only stands under such a heading
        if i >= end:
            notice = unnumbered or block.kind in ("heading", "paragraph", "list_item", "about")
            block.kind = "boilerplate" if notice else block.kind
        elif (unnumbered or block.kind == "paragraph") and words.matches("introduction of a person", block.words):
            block.kind = "about"
        elif block.kind == "paragraph" and words.names_persons(block.words.split(",")[0]):
            block.kind = "author"
        elif block.kind not in ("boilerplate", "about"):
            return


def _mark_pull_quotes(blocks: list[Block]) -> None:
    """Let a short block in quotation marks be a pull quote where the text says the same elsewhere."""
    short = [b for b in blocks if b.kind in ("paragraph", "heading") and 20 < len(b.words) < 300]
    quotes = [b for b in short if b.words[0] in '“"„«»‘' and b.words[-1] in '”"“»«’'][:MOST_QUOTES]
    running = [b for b in blocks if b.kind in ("paragraph", "list_item")] if quotes else []
    texts = [(block, words.fold(" ".join(line.text for line in block.lines))) for block in running]
    for quote in quotes:
        if any(block is not quote and words.fold(quote.words) in text for block, text in texts):
            quote.kind = "pull_quote"


def _lower_lettered(headings: list[Block]) -> None:
    """Let sections with letters, and what stands under them, be one level below the chapters with Roman numbers."""
    numbers = [numbering(b.words) if b.words.split(" ", 1)[0][-1:] in (".", ":") else "" for b in headings]
    found = [(n, b.level or 1) for n, b in zip(numbers, headings, strict=True) if n in ("roman", "letter")]
    if len({level for _, level in found}) != 1 or found[0][0] != "roman":
        return
    under = False
    for block, number in zip(headings, numbers, strict=True):
        level = block.level or 1
        under = number == "letter" or (under and level > found[0][1])
        block.level = level + under


def _decimal_depth(text: str) -> int:
    found = NUMBERED.match(text)
    return found["decimal"].strip(". ").count(".") + 1 if found and found["decimal"] else 0


def _contents_levels(blocks: list[Block]) -> dict[str, int]:
    """Read levels from the contents list: bold entries are first; below them, numbered ones come before plain ones."""
    entries = [b for b in blocks if b.kind == "toc"]
    bold = [b.lines[0].text.lstrip().startswith(("<b>", "**")) for b in entries]
    apart = [bool(b.lines[0].blank_before) or i == 0 for i, b in enumerate(entries)]
    if not any(bold) and not 0 < sum(apart) - 1 < len(entries) / 2:
        return {}
    levels: dict[str, int] = {}
    numbered = False
    for block, first, space in zip(entries, bold, apart, strict=True):
        name = _PAGE.sub("", block.words)
        top = first or words.names_apparatus(name) or words.matches("top", name) if any(bold) else space
        number = not top and bool(numbering(name))
        levels.setdefault(words.fold(name), 1 if top else 2 if number or not numbered else 3)
        numbered = any(bold) and (number or (numbered and not top))
    return levels


def _by_marks(headings: list[Block], known: dict[str, int]) -> None:
    """Rank headings with number signs; the contents list or a decimal number is believed first."""
    numbers = [block.level or len(block.lines[0].text) - len(block.lines[0].text.lstrip("#")) for block in headings]
    lowest = min(numbers)
    before = above = 0  # level and number signs of the heading before
    for block, signs in zip(headings, numbers, strict=True):
        level = known.get(words.fold(block.words)) or _decimal_depth(block.words)
        if not level and known and words.names_apparatus(block.words):
            level = 1
        elif not level and known and before:
            level = max(1, before + min(1, signs - above))
        block.level = before = level or signs - lowest + 1
        above = signs


def _by_letters(blocks: list[Block], headings: list[Block], known: dict[str, int]) -> None:
    """Rank headings without marks: numbers by their depth, capitals first, the others by how they follow each other."""
    numberings = {numbering(b.words) for b in headings}
    capitals = any(words.is_capitals(b.words) and not words.part_of(b.words) for b in headings)
    base = 2 if capitals or numberings & {"decimal", "arabic", "roman"} else 1
    section: list[Block] = []  # headings since the last one of the first level
    listed = 0  # level of the last heading that the contents list names
    for above, block in zip([None, *blocks], blocks, strict=False):
        if block.kind != "heading":
            continue
        own = known.get(words.fold(block.words), 0)
        listed = own or listed
        top = not capitals and words.matches("top", block.words)
        number = numbering(block.words)
        first = number == "roman" or words.is_capitals(block.words) or words.names_apparatus(block.words)
        chapters = 2 if "roman" in numberings else 1  # those with plain numbers
        sure = chapters if number == "arabic" else _decimal_depth(block.words) or int(first)
        block.level = own or sure or (listed + 1 if listed else int(top))
        stacked = above is not None and above.kind == "heading"
        block.level = block.level or _relative_level(block, section, base, stacked)
        section = [block] if block.level == 1 else [*section[-20:], block]


def _relative_level(block: Block, section: list[Block], base: int, stacked: bool) -> int:
    """Rank a heading by those before it in its section: one directly above, the same style."""
    if not section:
        return base
    deepest = section[-1].level or base
    if stacked:
        return deepest + 1
    style = _style(block.words)
    for level in range(deepest, base - 1, -1):
        styles = {_style(b.words) for b in section if b.level == level} - {""}
        if not style or not styles or style in styles:
            return level
    return max(deepest, base)


def _style(text: str) -> str:
    """Return how the words of a heading begin: in capitals ("title"), as in a sentence, or "" where one cannot tell."""
    longer = [w for w in re.findall(r"[^\W\d_]+", text)[1:] if len(w) > 3]
    return "" if not longer else "title" if all(w[0].isupper() for w in longer) else "sentence"


def _set_printed_levels(headings: list[Block]) -> None:
    """Give headings of a PDF their levels: as stated, by decimal numbers, by others in their style, or by type."""
    styles = [block.lines[0].style for block in headings]
    stated = [block.lines[0].level for block in headings]
    if len({*stated} - {0}) < 2:
        stated = [0] * len(headings)
    levels: dict[tuple, int] = {}
    for style in sorted(set(styles)):
        votes = Counter(level for level, own in zip(stated, styles, strict=True) if level and own == style)
        levels[style] = votes.most_common(1)[0][0] if votes else max(levels.values(), default=0) + 1
    for block, level, style in zip(headings, stated, styles, strict=True):
        block.level = level or _decimal_depth(block.words) or levels[style]
    used = sorted({block.level or 1 for block in headings})
    for block in headings:
        block.level = used.index(block.level or 1) + 1  # none is left out
