"""Which lines belong together, and what is each group? Furniture out, headings found, cut paragraphs made whole."""

import re
from collections import Counter
from dataclasses import dataclass, field

from analysis.cleaning.lines import Line
from analysis.cleaning.vocabulary import BOX, CHAPTER_WORD, OPEN_ENDED, part_of

_TAIL = re.compile(
    r"(?:<sup>[\d,;\s]+</sup>|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|(?<=[.!?:;)\]”’\"'»])\d{1,3}|\[\^?\d+\]|[)\]”’\"'»*_`\s]|</?[a-z]+>)+$"
)
_TERMINAL = re.compile(r"[.!?…:]$")
_TAGS = re.compile(r"</?[a-z]+[^<>]*>|[*_`#]+")


@dataclass(slots=True)
class Block:
    """A heading, paragraph, item, note ... made of one or more lines."""

    kind: str
    lines: list[Line]
    level: int | None = None
    section: tuple[str, ...] = ()
    marker: str = ""
    note: int | None = None
    notes: tuple[int, ...] = ()
    text: str = ""
    first_line: int = 0
    last_line: int = 0
    start: int = 0  # raw offset of its first character


@dataclass(frozen=True, slots=True)
class Page:
    """How the lines of a text run: one a paragraph (flowing) or broken at a width; whether a leading space says something."""

    flowing: bool
    width: int
    leading_space: bool
    marked: bool  # headings carry number signs


def measure(lines: list[Line]) -> Page:
    """Measure how the lines of a text run."""
    texts = [line for line in lines if line.shape in ("text", "number", "bullet", "note")]
    lengths = sorted(len(line.text) for line in texts) or [0]
    total = sum(lengths)
    flowing = sum(n for n in lengths if n > 160) * 2 > total
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    led = sum(1 for line in texts if line.indent)
    marked = sum(1 for line in lines if line.shape == "hash") >= 2
    return Page(flowing, width, bool(led) and led * 5 < len(texts), marked)


def mark_furniture(lines: list[Line]) -> None:
    """Give rules, page numbers, running heads and pictures their role: they are no text."""
    heads = _running_heads(lines)
    for i, line in enumerate(lines):
        if line.shape == "rule":
            line.role = "drop rule"
        elif line.shape == "page" and _is_page_number(lines, i):
            line.role = "drop page number"
        elif line.shape == "image":
            line.role = "boilerplate"
        elif i in heads:
            line.role = "drop running head"


def _is_page_number(lines: list[Line], i: int) -> bool:
    line = lines[i]
    return (
        bool(line.gap or line.cut or i == 0)
        or i + 1 == len(lines)
        or bool(lines[i + 1].gap or lines[i + 1].cut)
    )


_NUMBERS = re.compile(r"\d+")


def _running_heads(lines: list[Line]) -> set[int]:
    """Return the places of lines that come again and again, but for their numbers, beside page numbers or page breaks."""
    seen: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        if len(line.text) <= 120 and line.shape in ("text", "number", "page"):
            seen.setdefault(_NUMBERS.sub("#", line.text), []).append(i)
    out: set[int] = set()
    for key, places in seen.items():
        if len(places) < 3 or not any(c.isalpha() for c in key):
            continue
        turning = sum(1 for i in places if _beside_turn(lines, i))
        if turning * 2 >= len(places):
            out.update(places)
    return out


def _beside_turn(lines: list[Line], i: int) -> bool:
    near = lines[max(0, i - 1) : i] + lines[i + 1 : i + 2]
    return lines[i].cut or any(n.shape == "page" for n in near) or (i + 1 < len(lines) and lines[i + 1].cut)


def plain(text: str) -> str:
    """Return a line without tags and marks, for looking at its words."""
    return _TAGS.sub("", text).strip()


def is_finished(text: str) -> bool:
    """Tell whether a line ends as a sentence does, note marks and closing marks aside.

    >>> is_finished("on its own.”1"), is_finished("rendering the protection of the EU a")
    (True, False)
    """
    core = _TAIL.sub("", text)
    return bool(_TERMINAL.search(core)) or (
        core != text.rstrip() and text.rstrip().endswith((")", "”")) and _ends_inside(text)
    )


def _ends_inside(text: str) -> bool:
    return bool(re.search(r"[.!?…][)\]”’\"'»*_]*$", text.rstrip()))


def mark_headings(lines: list[Line], page: Page) -> None:
    """Give the lines that are headings their role."""
    kept = [line for line in lines if not line.role.startswith("drop")]
    zone = ""
    previous: Line | None = None
    for i, line in enumerate(kept):
        following = kept[i + 1] if i + 1 < len(kept) else None
        if not line.role and _is_heading(line, previous, following, page, zone):
            line.role = "heading"
            line.body = line.body if line.shape == "hash" else line.start
            zone = part_of(plain(line.text[line.body - line.start :] if line.shape == "hash" else line.text))
        previous = line


def is_capitals(text: str) -> bool:
    """Tell whether a line is set in capitals."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 4 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


_DECIMAL = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}\.?[ \t]+[A-ZÀ-Þ“‘\"']")
_SINGLE = re.compile(r"(?:\d{1,2}|[IVX]{1,5}|[A-H])[.)]?[ \t]+[A-ZÀ-Þ“‘\"']")


def _is_heading(line: Line, previous: Line | None, following: Line | None, page: Page, zone: str) -> bool:
    text = plain(line.text)
    if line.shape == "hash":
        return True
    if line.shape not in ("text", "number") or len(text) > 140 or not any(c.isalpha() for c in text):
        return False
    fresh = (
        bool(line.gap or line.cut)
        or previous is None
        or previous.role in ("heading", "note")
        or (page.leading_space and line.indent == 1)
    )
    after_text = previous is not None and not previous.role and not is_finished(previous.text) and not fresh
    if after_text:
        return False
    if text[-1] in ".;," and not re.match(r"[\divxIVX]+\.$", text):
        return False
    if is_capitals(text) and fresh and len(text.split()) <= 20:
        return line.shape == "text" or bool(_SINGLE.match(text) or _DECIMAL.match(text))
    if _DECIMAL.match(text) and fresh and len(text) <= 120:
        return True
    if fresh and part_of(text) and len(text) <= 60:
        return True
    if zone in ("reference", "toc", "glossary", "about", "footnote"):
        return False
    if page.marked:
        return (
            bool(re.fullmatch(r"\*{2,3}[^*]+\*{2,3}", line.text))
            and fresh
            and bool(following and following.gap)
            and not text.endswith(":")
        )
    if line.shape == "number":
        return (
            bool(_SINGLE.match(text))
            and fresh
            and len(text) <= 80
            and bool(following and following.gap and following.shape != "number" and not following.role)
        )
    return _is_short_title(text, line, previous, following, page)


def _is_short_title(text: str, line: Line, previous: Line | None, following: Line | None, page: Page) -> bool:
    """Tell whether a line without any mark stands alone as a title does."""
    if (
        previous is None
        or following is None
        or not text[0].isupper()
        or text[-1] in ".;,:"
        or len(text.split()) > 15
    ):
        return False
    if not line.gap or CHAPTER_WORD.match(text):
        return bool(CHAPTER_WORD.match(text)) and bool(line.gap)
    if (
        previous.shape in ("text", "number")
        and not previous.role
        and not is_finished(previous.text)
        and len(previous.text) > 60
    ):
        return False
    if page.flowing:
        return bool(following.gap) and len(text) <= 120 and following.shape != "image"
    return len(text) < 0.7 * page.width and (
        following.shape == "bullet" or bool(following.gap) and len(following.text) > 0.7 * page.width
    )


def build_blocks(lines: list[Line], page: Page) -> list[Block]:
    """Group lines into blocks: what a page turn, a note or a rule has cut in two is one block."""
    blocks: list[Block] = []
    main: Block | None = None  # the running text that a note may have interrupted
    turned = False  # something was dropped since the line before
    current: Block | None = None
    after_notes = False
    kept = [line for line in lines]
    for i, line in enumerate(kept):
        if line.role.startswith("drop"):
            turned = True
            continue
        following = (
            next((n for n in kept[i + 1 :] if not n.role.startswith("drop")), None)
            if line.shape == "text"
            else None
        )
        apart = bool(line.gap or line.cut or turned or (page.leading_space and line.indent == 1))
        turned = False
        kind = _kind(line)
        if kind == "footnote":
            current = Block("footnote", [line], note=line.number)
            blocks.append(current)
            continue
        if kind in ("paragraph", "list_item"):
            target = None
            if line.shape in ("text", "number", "caption", "address") and kind == "paragraph":
                if current is not None and current.kind == "footnote":
                    if _note_goes_on(current, line, apart, main, following, page):
                        target = current
                    elif main is not None and _goes_on(main, line, True, page):
                        target = main
                elif current is not None and _goes_on(current, line, apart, page):
                    target = current
            if target is not None:
                target.lines.append(line)
                current = target
                if target.kind != "footnote":
                    main = target
                continue
        elif (
            kind == "heading"
            and current is not None
            and current.kind == "heading"
            and _heading_goes_on(current, line, page)
        ):
            current.lines.append(line)
            continue
        if kind == "paragraph" and line.shape == "number":
            line.body = line.start
        current = Block(kind, [line], marker=_marker(line))
        blocks.append(current)
        main = (
            current
            if kind in ("paragraph", "list_item")
            else main
            if kind in ("caption", "boilerplate")
            else None
        )
    return blocks


def _kind(line: Line) -> str:
    if line.role == "note":
        return "footnote"
    if line.role:
        return line.role
    if line.shape == "bullet":
        return "list_item"
    if line.shape in ("toc", "caption"):
        return line.shape
    if line.shape == "number" and re.match(r"\(?(?:\d{1,2}|[a-z]|[ivx]+)[.)]", line.text):
        return "list_item"
    return "paragraph"


def _marker(line: Line) -> str:
    return line.text[: line.body - line.start].strip() if line.shape in ("bullet", "number") else ""


def _goes_on(block: Block, line: Line, apart: bool, page: Page) -> bool:
    """Tell whether a line of running text continues a block."""
    if block.kind not in ("paragraph", "list_item", "caption"):
        return False
    last = block.lines[-1].text
    core = _TAIL.sub("", last)
    finished = is_finished(last)
    first = line.text.lstrip("*_“‘\"'(«„")[:1]
    if not apart:
        if page.flowing:
            return not finished and (first.islower() or _open_emphasis(last))
        return not (
            finished and len(last) + len(line.text.split()[0]) < 0.7 * page.width and not first.islower()
        )
    if finished:
        return False
    if first.islower() or core.endswith(("-", ",", "–")) or OPEN_ENDED.search(core):
        return True
    long = (
        len(last) >= 150
        if page.flowing
        else len(last) >= 0.75 * page.width and (len(block.lines) > 1 or len(line.text) > 0.7 * page.width)
    )
    return long and not block.kind == "caption" and line.shape == "text" and len(line.text) > 40


def _open_emphasis(text: str) -> bool:
    return text.count("*") % 2 == 1


def _note_goes_on(
    note: Block, line: Line, apart: bool, main: Block | None, following: Line | None, page: Page
) -> bool:
    """Tell whether a line belongs to the note before it, or to the text that the notes interrupted."""
    last = note.lines[-1].text
    if not apart:
        return not page.flowing or not is_finished(last)
    if page.leading_space and line.indent == 1:
        return False
    lower = line.text[:1].islower()
    if (
        following is not None
        and following.role == "note"
        and following.number == (note.note or 0) + 1
        and lower
    ):
        return True
    interrupted = main is not None and not is_finished(main.lines[-1].text)
    return lower and not interrupted and not is_finished(last)


def _heading_goes_on(block: Block, line: Line, page: Page) -> bool:
    """Tell whether a heading line continues the one before it: capitals over two lines in a text of broken lines."""
    if page.flowing or line.shape != "text":
        return False
    return (
        is_capitals(plain(block.lines[-1].text))
        and is_capitals(plain(line.text))
        and not part_of(plain(line.text))
    )
