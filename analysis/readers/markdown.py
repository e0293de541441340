"""Read Markdown: blocks by the lines that markdown-it-py gives them, links and raised text by their marks.

The raw text is the file itself. Lines that a converter did not wrap are paragraphs of their own; tables and comments
in HTML are taken out before the blocks are parsed.
"""

import html
import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from analysis.readers.document import Document, Problem
from analysis.readers.parts import Part, Run, note_numbers, resolve
from analysis.rules import load_rules

_RULES = load_rules("pages")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_HEAD = re.compile(r"\s*---[ \t]*\r?\n((?:(?:[\w-]+[ \t]*:|[#\s-]).*\r?\n)+?)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)")
_FIELD = re.compile(r"^([\w-]+)[ \t]*:[ \t]*(.+?)[ \t]*$", re.M)
_FIELDS = {
    "title": "title",
    "author": "authors",
    "authors": "authors",
    "date": "published",
    "lang": "language",
    "language": "language",
}
_BLOCK = re.compile(
    r"<!--|<(?P<name>table|style|script)\b|\{\{[<%]|\{%|^:::.*$|"
    r"^[ \t]*</?(?:div|section|figure|details)\b[^<>]*>[ \t]*$",
    re.I | re.M,
)
_RULE_OF_TABLE = re.compile(r"^ *-{3,}(?: +-{3,})+ *$", re.M)
_CLOSERS = {"<!--": "-->", "{{<": ">}}", "{{%": "%}}", "{%": "%}"}
_ROW = re.compile(r"<tr\b(?:(?!</?tr\b).)*", re.S | re.I)
_PREFIX = re.compile(r"[ \t]*(?:>[ \t]?)*")
_ITEM = re.compile(r"(?:[-+*]|(?P<number>\d{1,9})[.)])(?:[ \t]+[•·▪●o–](?=[ \t]))?(?:[ \t]+|$)|[•·▪●][ \t]+")
_HASHES = re.compile(r"#{1,6}[ \t]+")
_TAIL = re.compile(r"[ \t]+#+[ \t]*$|[ \t]*\{[#.][^{}\n]*\}[ \t]*$|[ \t]*\\?[ \t]*$")
_CELL = re.compile(r"(?:[^|\\]|\\.)+")
_CELL_MARK = re.compile(r"<[^<>]*>|\*+|\\(?=\W)|\]\([^()\s]*\)|\[(?=[^\[\]]*\]\()")
_LABEL = r"(?:\\.|[^\[\]\\\n]|\n(?!\s*\n)|\[(?:\\.|[^\[\]\\\n]){0,300}\]){0,600}?"
_TARGET = (
    r"\(\s*<?(?P<{}>(?:[^()\s<>]|\([^()\s]*\)){{0,1500}})>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
    r"(?:[^\s()]{{0,300}}%[\dA-F]{{2}}[^\s()]{{0,300}}\))*"
)
_TOKEN = re.compile(
    rf"""\\(?P<escape>[!-/:-@\[-`{{-~])
    | \[\^(?P<note>[^\]\s]{{1,40}})\](?!:)
    | !\[(?P<image>{_LABEL})\](?:{_TARGET.format("picture")}|\[[^\[\]\n]{{0,80}}\])(?:\{{[^{{}}]*\}})?
    | \[(?P<label>{_LABEL})\](?:{_TARGET.format("href")}|\[(?P<id>[^\[\]\n]{{1,80}})\])(?:\{{[^{{}}]*\}})?
    | \[(?P<span>{_LABEL})\]\{{(?P<attributes>[^{{}}\n]*)\}}
    | (?P<comment><!--(?:(?!-->)[^\n]){{0,500}}-->)
    | <(?P<address>(?:https?://|mailto:)[^\s<>]+)>
    | (?P<conditional><?!?\\?\[(?:if\s[^\[\]<>\n]{{1,40}}|endif)\\?\]\\?>?|if\ !support\w+|endif\b)
    | <(?P<tag>/?[a-zA-Z][\w-]*)(?P<inside>\b[^<>]{{0,400}}?)/?>
    | \^(?P<raised>(?:\[[^\[\]^\s]{{1,20}}\](?:\([^()\s]*\))?|\(\[?\w{{1,5}}\]?\)|[^\s^\[\]()]{{1,12}}))(?:\^|(?<=\)))
    | (?P<strike>~~)(?P<struck>[^~\n]{{1,300}})~~
    | &(?P<entity>\#\d{{1,6}}|\#[xX][\da-fA-F]{{1,5}}|[a-zA-Z]{{2,8}}\d{{0,2}});
    | (?P<code>``?(?!`))
    | (?<=[^\W_])__(?P<glued>(?=[^\W_]))
    | (?P<emphasis>\*+|(?<=[^\s_])_{{1,3}}(?![\w_])|(?<![\w_])_{{1,3}}(?=[^\s_]))""",
    re.X,
)
_GLUED = re.compile(r"(?!(?:es|ed|er|ers|ing|ly|al|ian|ism)\b)[a-z]{2,}")  # a word that a link runs into, no ending
_IDS = re.compile(r"""(?:\bid|\bname)\s*=\s*["']?([^"'\s>]+)|#([\w:.-]+)""")
_HREF = re.compile(r"""\bhref\s*=\s*["']?([^"'\s>]+)""", re.I)
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)([^\[\]\n]{1,80})\]:[ \t]+(<?[^\s<>]+>?)[ \t]*(?:[\"'(].*)?$", re.M)
UNWRAPPED = 140  # characters: where most text stands in longer lines, a line is a paragraph
# Marks that only a converter writes. A page extracted to text may have number signs, tags and addresses as links.
_CONVERTED = re.compile(
    r"""\[\^\d{1,3}\](?::|[\s.,;)]) | \\\[\d{1,3}\\\] | \^\(?\[\d{1,3}\]\)?(?:\(\#|[\s.,]) | \^\[\d{1,3}\]\(
    | \]\(\#[^()\s]*\) | <a\ href="\#[^"]*"\ id=
    | ^\s*(?:-|\d+\.)\s+\^\s | ^\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?)?\s*$
    | [\w.,;:!?”’)]\^\d{1,3}\^ | ~~\w[^~\n]*~~
    | ^\[(?!\^)[^\[\]\n]{1,80}\]:\s+https?: | <table\b | <sup>[ivx]+</sup> | ^[-*+]\s[·•]\s
    | \[(?!https?:|www\.|\S{0,80}@)(?=[^\[\]]{0,99}\s)[^\[\]]{2,200}\]\(https?://""",
    re.X | re.M,
)
_PAGES = re.compile(r"<(?:b|span)\b[^<>]*>|\.{5}|\f")


def head_of(text: str) -> tuple[int, dict[str, str]]:
    """Return the length of the YAML head of a text, 0 where it has none, and the metadata in it."""
    metadata: dict[str, str] = {}
    head = _HEAD.match(text)
    for name, value in _FIELD.findall(head[1]) if head else ():
        if (field := _FIELDS.get(name.lower())) and value.strip("\"' "):
            metadata[field] = value.strip("\"' ")
    return head.end() if head else 0, metadata


def looks_like_markdown(text: str) -> bool:
    """Tell whether a text file holds Markdown as converters write it, and not lines extracted from pages.

    >>> looks_like_markdown("See [the plan](https://a.example/plan) of 2019.")
    True
    >>> looks_like_markdown("# 3\\n\\nAs said [3].")
    False
    """
    return bool(_CONVERTED.search(text)) and len(_PAGES.findall(text)) < 5


def read_markdown(text: str, encoding: str = "utf-8", problems: list[Problem] | None = None) -> Document:
    """Return the document of a Markdown text, with the metadata of its YAML head."""
    head, metadata = head_of(text)
    masked = _blank(text, 0, head)
    parts, masked = _html_parts(masked)
    if head:
        parts.append(_lines_part("boilerplate", text, [(0, head)]))
    definitions = {found[1].lower(): found[2] for found in _DEFINITION.finditer(masked)}
    masked = _DEFINITION.sub(lambda found: " " * len(found[0]), masked)
    parts += _block_parts(text, masked)
    parts.sort(key=lambda part: part.spans[0][0] if part.spans else 0)
    for part in parts:
        _find_runs(part, text, definitions)
    return Document(
        text,
        encoding=encoding,
        problems=problems or [],
        elements=resolve(parts, metadata.get("title", "")),
        metadata=metadata,
        markup=False,
    )


def _blank(text: str, start: int, end: int) -> str:
    """Put spaces in the place of a stretch; line ends stay."""
    return text[:start] + re.sub(r"[^\r\n]", " ", text[start:end]) + text[end:]


def _lines_part(kind: str, text: str, spans: list[tuple[int, int]], **more) -> Part:
    """Return a part with a span for each line that holds more than white space."""
    lines = []
    for start, end in spans:
        for found in _LINE.finditer(text, start, end):
            if stripped := found[0].strip():
                begin = found.start() + found[0].index(stripped)
                lines.append((begin, begin + len(stripped)))
    return Part(kind, spans=lines, **more)


def _html_parts(text: str) -> tuple[list[Part], str]:
    """Return the rows of HTML tables as parts, and the text without HTML blocks, comments and template commands."""
    parts: list[Part] = []
    pieces, at = [], 0
    lower = text.lower()
    missing: set[str] = set()  # closing marks that do not come any more
    for found in _BLOCK.finditer(text):
        closer = f"</{found['name'].lower()}>" if found["name"] else _CLOSERS.get(found[0], "")
        if found.start() < at or closer in missing:
            continue
        end = lower.find(closer, found.end()) if closer else found.end()
        if end < 0:
            missing.add(closer)
            continue
        end += len(closer)
        if (found["name"] or "").lower() == "table":
            parts += [_lines_part("table", text, [row.span()]) for row in _ROW.finditer(text, found.start(), end)]
        pieces += [text[at : found.start()], re.sub(r"[^\r\n]", " ", text[found.start() : end])]
        at = end
    ruled, masked = _ruled_tables(text, "".join([*pieces, text[at:]]))
    return [part for part in (*parts, *ruled) if part.spans], masked


def _ruled_tables(text: str, masked: str) -> tuple[list[Part], str]:
    """Return the rows of tables whose columns are marked by lines of hyphens, and the text without them."""
    parts: list[Part] = []
    at = 0
    for rule in _RULE_OF_TABLE.finditer(masked):
        if rule.start() < at:
            continue
        start = (
            masked.rfind("\n\n", 0, rule.start()) + 2
            if "\n\n" in masked[max(0, rule.start() - 2000) : rule.start()]
            else 0
        )
        end = masked.find("\n\n", rule.end())
        at = end = len(masked) if end < 0 else end
        for line in _LINE.finditer(masked, start, end):
            if line[0].strip(" -\r\n"):
                parts.append(_lines_part("table", text, [line.span()]))
        masked = _blank(masked, start, end)
    return parts, masked


def _block_parts(text: str, masked: str) -> list[Part]:
    """Return the blocks of Markdown as parts, without their runs."""
    parser = MarkdownIt("commonmark").enable("table").disable(["code", "fence", "html_block", "reference"])
    parser.use(footnote_plugin)
    parser.core.ruler.enableOnly(["normalize", "block"])
    lines = [found.span() for found in _LINE.finditer(masked) if found.end() > found.start()]
    long = sum(end - start for start, end in lines if end - start > UNWRAPPED)
    unwrapped = long * 2 > sum(end - start for start, end in lines)
    parts: list[Part] = []
    stack: list[Token] = []
    for token in parser.parse(masked.replace("\0", " ").replace("\t", " ")):
        if token.nesting == 1:
            stack.append(token)
        elif token.nesting == -1:
            stack.pop()
        elif token.type == "hr":
            parts.append(Part("rule", spans=[lines[token.map[0]]] if token.map else []))
        if token.type == "tr_open" and token.map:
            parts.append(_lines_part("table", text, [lines[token.map[0]]]))
        elif token.type == "inline" and token.map and not any(t.type == "table_open" for t in stack):
            own = [lines[n] for n in range(*token.map) if n < len(lines)]
            parts += _inline_parts(text, own, stack, unwrapped)
    return [part for part in parts if part.spans or part.kind == "rule"]


def _inline_parts(text: str, lines: list[tuple[int, int]], stack: list[Token], unwrapped: bool) -> Iterator[Part]:
    """Return the parts that a block of lines holds: one, or one for each line where lines are not wrapped."""
    kinds = [token.type for token in stack]
    if kinds[-1] == "heading_open":
        spans = [(s, e) for s, e in lines[: 1 if stack[-1].markup.startswith("#") else None]]
        part = _lines_part("heading", text, spans, level=int(stack[-1].tag[1]))
        part.spans = [_without(text, _without(text, span, _PREFIX), _HASHES) for span in part.spans]
        yield part
        return
    item = next((token for token in reversed(stack) if token.type == "list_item_open"), None)
    note = next((token for token in reversed(stack) if token.type == "footnote_reference_open"), None)
    depth = kinds.count("list_item_open")
    row = False
    group: list[tuple[int, int]] = []
    for start, end in [*lines, (0, 0)]:
        body = text[start:end].strip()
        is_row = body.startswith("|")
        breaks = unwrapped and not body[:1].islower() and text[group[-1][0] : group[-1][1]].count("[") <= text[
            group[-1][0] : group[-1][1]
        ].count("]") if group else False  # fmt: skip
        if group and (not body or breaks or is_row or row):
            yield _paragraph(text, group, "table" if row else "list_item" if item else "paragraph", item, note, depth)
            group = []
        row = is_row
        if body:
            group.append((start, end))


def _without(text: str, span: tuple[int, int], mark: re.Pattern[str]) -> tuple[int, int]:
    found = mark.match(text, *span)
    return (found.end() if found else span[0], span[1])


def _paragraph(
    text: str, lines: list[tuple[int, int]], kind: str, item: Token | None, note: Token | None, depth: int
) -> Part:
    """Return a paragraph, the first or a further one of an item or of a note, without the marks before its lines."""
    part = _lines_part(kind, text, [_without(text, span, _PREFIX) for span in lines])
    if kind == "paragraph" and part.spans and text[part.spans[0][0] :].startswith(": "):  # as pandoc writes captions
        part.kind = "caption"
        _set_marker(part, 2)
    part.open_row = kind == "table" and not text[slice(*part.spans[-1])].endswith("|")
    if note is not None and part.spans:
        label = str(note.meta.get("label", ""))
        opening = re.match(r"\[\^[^\]\s]{1,40}\]:[ \t]*", text[slice(*part.spans[0])])
        part.kind, part.note = "footnote", (note_numbers(label) or (None,))[0]
        part.anchors, part.continued = {f"^{label}"}, opening is None
        if opening:
            _set_marker(part, opening.end())
        return part
    if part.kind != "table" and part.spans and (found := _ITEM.match(text[slice(*part.spans[0])])):
        if item is not None or found[0][0] in "•·▪●":
            part.kind, part.level = "list_item", depth or 1
            part.number = int(found["number"]) if found["number"] else None
            _set_marker(part, found.end())
    elif item is not None:
        part.continued = True
    return part


def _set_marker(part: Part, length: int) -> None:
    """Let the first characters of a part be its marker."""
    start, end = part.spans[0]
    part.marker = (start, min(start + length, end))
    part.spans[0] = (part.marker[1], end)
    part.spans = [span for span in part.spans if span[0] < span[1]] or [(end, end)]


def _find_runs(part: Part, text: str, definitions: dict[str, str]) -> None:
    """Give a part its runs, and edits that take marks out of its text."""
    state = _Inline(part, text, definitions)
    for i, (start, end) in enumerate(part.spans):
        tail = _TAIL.search(text, start, end) if part.kind == "heading" else None
        if tail and tail.end() == end and tail.start() > start:
            part.anchors |= {a or b for a, b in _IDS.findall(tail[0])}
            part.spans[i] = (start, tail.start())
    if not part.spans:
        return
    first, last = part.spans[0][0], part.spans[-1][1]
    if part.kind == "table":
        _find_cells(part, text)
        return
    breaks = [(a[1], b[0]) for a, b in zip(part.spans, part.spans[1:], strict=False)]
    state.read(first, last, breaks)
    _join_broken_marks(part)


def _join_broken_marks(part: Part) -> None:
    """Let two lines be one where the break between them stands within a mark that is taken out."""
    marks = [(start, end) for start, end, *_ in part.edits] + [
        run.outer for run in part.runs if run.outer and len(run.text) < 8
    ]
    for i in range(len(part.spans) - 1, 0, -1):
        (start, end), (begin, last) = part.spans[i - 1], part.spans[i]
        if any(a <= end and begin <= b for a, b in marks):
            part.spans[i - 1 : i + 1] = [(start, last)]


def _find_cells(part: Part, text: str) -> None:
    """Give a row of a table a span and a run for each of its cells."""
    lines, part.spans = part.spans, []
    for start, end in lines:
        for found in _CELL.finditer(text, start, end):
            words = re.sub(r"<[^<>]*>|\*+|\\(?=\W)", lambda mark: " " * len(mark[0]), found[0])
            if words.strip():
                part.runs.append(Run(found.start(), found.end(), words))
                lead = len(words) - len(words.lstrip())
                part.spans.append((found.start() + lead, found.start() + len(words.rstrip())))
                part.edits += [
                    (found.start() + m.start(), found.start() + m.end(), "", "markup")
                    for m in _CELL_MARK.finditer(found[0])
                ]


class _Inline:
    """Reads the marks within a part: links, raised and bold text, tags, escapes."""

    def __init__(self, part: Part, text: str, definitions: dict[str, str]) -> None:
        self.part, self.text, self.definitions = part, text, definitions
        self.href, self.raised, self.bold = "", False, False
        self.outer: tuple[int, int] | None = None
        self.open: list[tuple[int, str]] = []  # single signs of emphasis that wait for their pair

    def add(self, start: int, end: int, words: str | None = None) -> None:
        """Add a stretch of words to the runs."""
        words = self.text[start:end] if words is None else words
        if not words:
            return
        last = self.part.runs[-1] if self.part.runs else None
        same = last and (last.href, last.raised, last.bold, last.outer) == (
            self.href,
            self.raised,
            self.bold,
            self.outer,
        )
        if last and same and last.end == start and len(last.text) == last.end - last.start:
            last.end, last.text = end, last.text + words
        else:
            self.part.runs.append(Run(start, end, words, self.href, self.raised, self.bold, self.outer))

    def drop(self, start: int, end: int, new: str = "") -> None:
        """Take a mark out of the text, or put a space in its place that a converter lost."""
        self.part.edits.append((start, end, new, "missing space" if new else "markup"))

    def cut(self, start: int, end: int, status: str) -> None:
        """Take something out with one of the two spaces around it."""
        double = self.text[start - 1 : start] == " " and self.text[end : end + 1] in (" ", "\n", "")
        self.part.edits.append((start - double, end, "", status))

    def read(self, start: int, end: int, breaks: Sequence[tuple[int, int]] = ()) -> None:
        """Read a stretch; between two lines stands a space."""
        at = start
        for found in _TOKEN.finditer(self.text, start, end):
            if found.start() < at:
                continue
            self._plain(at, found.start(), breaks)
            self._token(found, breaks)
            at = found.end()
        self._plain(at, end, breaks)

    def _plain(self, start: int, end: int, breaks) -> None:
        for a, b in breaks:
            if a >= start and b <= end:
                self.add(start, a)
                self.add(a, b, " ")
                start = b
        self.add(start, end)

    def _token(self, found: re.Match[str], breaks) -> None:
        if found["escape"]:
            self.drop(found.start(), found.start() + 1)
            self.add(found.start() + 1, found.end())
        elif found["note"]:
            self._within(found, "note", f"#^{found['note']}", True, breaks)
        elif found["image"] is not None:
            if _RULES["caption"].pattern.match(found["image"]):  # as pandoc writes figures
                self._within(found, "image", "", False, breaks)
            else:
                self.cut(*found.span(), "image")
        elif found["label"] is not None:
            href = found["href"] if found["href"] is not None else self.definitions.get((found["id"] or "").lower())
            if href is None:
                self.add(*found.span())
            else:
                self._within(found, "label", href, self.raised, breaks)
        elif found["span"] is not None:
            self.part.anchors |= {a or b for a, b in _IDS.findall(found["attributes"])}
            self._within(found, "span", self.href, self.raised, breaks)
        elif found["address"]:
            self._within(found, "address", found["address"], False, breaks)
        elif found["raised"]:
            self._within(found, "raised", self.href, True, breaks)
        elif found["strike"] or found["comment"] or found["conditional"]:
            self.cut(*found.span(), "markup")
        elif found["tag"]:
            self._tag(found)
        elif found["entity"]:
            new = html.unescape(found[0])
            self.add(*found.span(), " ".join(new.split()) or " ")
            self.part.edits.append((*found.span(), " ".join(new.split()) or " ", "markup"))
        elif found["code"]:
            self.drop(*found.span())
        elif found["glued"] is not None:
            self.drop(
                *found.span(), " " if re.match(r"[a-z]{2}|[A-Z\d]", self.text[found.end() : found.end() + 2]) else ""
            )
        elif found["emphasis"]:
            self._emphasis(*found.span())

    def _emphasis(self, start: int, end: int) -> None:
        """Take marks of emphasis out: two or three signs always, a single one where it has its pair."""
        if end - start > 1:
            self.bold = self.bold != (end - start < 4)
            self.drop(start, end)
            return
        sign, after = self.text[start], self.text[end : end + 1]
        if sign == "_":
            self.drop(start, end)
            return
        if self.text[start - 1 : start].strip() and self.open and self.open[-1][1] == sign:
            self.drop(self.open[-1][0], self.open.pop()[0] + 1)
            self.drop(start, end)
        elif after.strip():
            self.open.append((start, sign))
        else:
            self.add(start, end)

    def _within(self, found: re.Match[str], group: str, href: str, raised: bool, breaks) -> None:
        """Read what stands within marks."""
        before = self.href, self.raised, self.outer
        self.outer = self.outer or found.span()
        self.href, self.raised = href, raised
        start, end = found.span(group)
        glued = (
            self.text[found.start() - 1 : found.start()].islower()
            and self.text[start : start + 2].isalpha()
            and self.text[start + 1].islower()
        )
        self.drop(found.start(), start, " " if group == "label" and glued else "")
        if group in ("note", "address"):
            self.add(start, end)
        else:
            self.read(start, end, breaks)
        after = _GLUED.match(self.text, found.end()) if group == "label" and self.text[end - 1].isalnum() else None
        self.drop(end, found.end(), " " if after else "")
        self.href, self.raised, self.outer = before

    def _tag(self, found: re.Match[str]) -> None:
        """Take a tag out; <a> and <sup> change what follows."""
        tag = found["tag"].lower()
        self.part.anchors |= {a or b for a, b in _IDS.findall(found["inside"]) if a}
        if tag == "a":
            href = _HREF.search(found["inside"])
            self.href = href[1] if href else ""
        elif tag == "/a":
            self.href = ""
        elif tag in ("sup", "/sup"):
            self.raised = tag == "sup"
        elif tag in ("b", "strong", "/b", "/strong"):
            self.bold = tag[0] != "/"
        if tag == "br" and self.text[found.start() - 1 : found.start()] == " ":
            self.cut(*found.span(), "markup")
        else:
            self.part.edits.append((*found.span(), " " if tag == "br" else "", "markup"))
