"""Read Markdown: blocks by the lines that markdown-it-py gives them, links and raised text by their marks."""

import html
import re
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from analysis.readers.document import Document, Element, Run, Span, resolve

_RUN_IN = re.compile(r"\*\*[^*\n]+(?:\n[ \t]*</u>)?\*\*(?: {2,}|\\)\r?\n")  # a bold line, ended on purpose
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_MARK = re.compile(r"(?:\d{1,9}\\[.)]|[•·▪●o–])[ \t]+")  # an escaped number; a second bullet of an item
_WORDS = re.compile(r"\S(?:[^\r\n]*\S)?")  # of a line
_HEAD = re.compile(r"\s*---[ \t]*\r?\n((?:.*\r?\n)+?)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)")
_HEAD_LINES = re.compile(r"(?:(?:[\w-]+[ \t]*:|[#\s-]).*\r?\n)+")
_FIELDS = {  # the best names first
    "title": ("title", "subject"),
    "authors": ("authors", "author", "creators", "creator"),
    "published": ("date", "published_at", "published_date", "publication_date", "pubdate"),
    "language": ("language", "lang"),
}
_BLOCK = re.compile(
    r"(?im)<!--|<(?:table|style|script)\b|\{\{[<%]|\{%|^:::.*$|^[ \t]*\+(?:[-=:]+\+)+[ \t]*$|"
    r"^[ \t]*\\[a-zA-Z]+\*?(?:\[[^\]\n]*\]|\{[^{}\n]*\})*[ \t]*$|"  # a command of LaTeX
    r"^(?:[-*+][ \t][^\n]*\n)?[ \t]*\{:(?:[ \t]*toc\b)[^{}\n]*\}[ \t]*$|^[ \t]*\{:[^{}\n]*\}[ \t]*$|"  # of kramdown
    r"^[ \t]*<(?-i:[A-Z][a-z]\w*)(?:\s+[\w-]+=(?:\"[^\"]*\"|'[^']*'|\{[^{}]*\}))+\s*/?>|"  # a component of MDX
    r"^[ \t]*</?(?:div|section|figure|details)\b[^<>]*>[ \t]*$"
)
_CLOSERS = {
    "<!--": "-->", "{{<": ">}}", "{{%": "%}}", "{%": "%}", "<table": "</table>", "<style": "</style>",
    "<script": "</script>",
}  # fmt: skip
_ROW = re.compile(r"<tr\b(?:(?!</?tr\b).)*", re.S | re.I)
_HTML_CELL = re.compile(r"<t[dh]\b[^<>]{0,400}>((?:(?!</?t[dhr]\b).)*)", re.S | re.I)
_TAIL = re.compile(r"[ \t]+#+[ \t]*$|[ \t]*\{:?[ \t]*[#.][^{}\n]*\}[ \t]*$|[ \t]*\\?[ \t]*$")
_CELL = re.compile(r"(?:[^|\\]|\\.)+")
_LABEL = r"(?:\\.|[^\[\]\\\n]|\n(?!\s*\n)|\[(?:\\.|[^\[\]\\\n]){0,300}\]){0,600}?"
_TARGET = r"\(\s*<?(?P<{}>(?:\\\S|[^()\s\\]|\([^()\s]*\)){{0,1500}})(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_CITATION = r"\[(?:[^\[\]@]{0,80}[ ;])?-?@[\w-][^\[\]]{0,300}\](?!\()"  # of Pandoc: [see @key, p. 3; @other]
_TOKEN = re.compile(
    rf"""(?x)(?P<escape>\\[!-/:-@\[-`{{-~])
    | (?P<note>\[\^[^\]\s]{{1,40}}\])(?!:)
    | (?P<image>!\[{_LABEL}\](?:{_TARGET.format("picture")}|\[[^\[\]\n]{{0,80}}\])(?:\{{[^{{}}]*\}})?)
    | (?P<wiki>\[\[(?!\d+\]\])(?:[^\[\]|\n]{{1,200}}\|)?(?P<shown>[^\[\]|\n]{{1,200}})\]\](?!\())
    | (?P<link>\[(?P<label>{_LABEL})\](?:{_TARGET.format("href")}|\[(?P<id>[^\[\]\n]{{1,80}})\])(?:\{{[^{{}}]*\}})?)
    | (?P<gone><!--[^\n]{{0,500}}?-->|\{{:[^{{}}\n]{{0,200}}\}}|~~[^~\n]{{1,300}}~~|{_CITATION})
    | <(?P<address>(?:https?://|mailto:)[^\s<>]+)>
    | (?P<tag><(?P<name>/?[a-zA-Z][\w-]*)(?P<inside>\b[^<>]{{0,400}}?)/?>)
    | \^(?P<raised>(?:\[[^\[\]^\s]{{1,20}}\](?:\([^()\s]*\))?|\(\[?\w{{1,5}}\]?\)|[^\s^\[\]()]{{1,12}}))(?:\^|(?<=\)))
    | (?P<entity>&(?:\#\d{{1,6}}|\#[xX][\da-fA-F]{{1,5}}|[a-zA-Z]{{2,8}}\d{{0,2}});)
    | (?P<bold>\*{{2,4}}|_{{2,3}})
    | (?P<mark>``?(?!`)|\\(?=[ \t]*\r?\n)|\*(?=[^\s)])|(?<=[^\s(])\*|(?<=[^\s_])_(?![\w_])|(?<![\w_])_(?=[^\s_]))"""
)
_NOTE_LABEL = re.compile(r"\[\^([^\]\s]{1,40})\]")
_GLUED = re.compile(r"(?!(?:es|ed|er|ers|ing|ly|al|ian|ism)\b)[a-z]{2,}")  # a word that a link runs into, no ending
# Between two bold stretches, or in front of one within a word, a converter lost the space; not in "s****pace".
_LOST = re.compile(r"(?<=[^\W_]\w)\*{4}_?(?:[^\W_]{2}|\((?!\w{0,2}\)))|(?<=[^\W_])__(?=[^\W_])")
_IDS = re.compile(r"""(?:\bid|\bname)\s*=\s*["']?([^"'\s>]+)|#([\w:.-]+)""")
_HREF = re.compile(r"""\bhref\s*=\s*["']?([^"'\s>]+)""", re.I)
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)([^\[\]\n]{1,80})\]:[ \t]+(<?[^\s<>]+>?)[ \t]*(?:[\"'(].*)?$", re.M)
_QUOTED = re.compile(r"^([\"'])(.*)\1$", re.S)
LONGEST_HEAD = 20_000  # characters of a YAML head that is read as such
UNWRAPPED = 140  # characters: where most text stands in longer lines, a line is a paragraph
# Marks that only a converter writes. A page extracted to text may have number signs, tags and addresses as links.
_CONVERTED = re.compile(
    r"""(?xm)\[\^\d{1,3}\](?::|[\s.,;)]) | \\\[\d{1,3}\\\] | \^\(?\[\d{1,3}\]\)?(?:\(\#|[\s.,]) | \^\[\d{1,3}\]\(
    | \]\(\#[^()\s]*\) | <a\ href="\#[^"]*"\ id=
    | ^[ \t]*(?:-|\d+\.)[ \t]+\^\s | ^\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+(?:[ \t]*:?-{3,}:?)?[ \t]*\r?$
    | [\w.,;:!?”’)]\^\d{1,3}\^ | ~~\w[^~\n]*~~
    | ^\[(?!\^)[^\[\]\n]{1,80}\]:\s+https?: | <table\b | <sup>[ivx]+</sup> | ^[-*+]\s[·•]\s
    | \[(?!https?:|www\.|\S{0,80}@)(?=[^\[\]]{0,99}\s)[^\[\]]{2,200}\]\(https?://"""
)
_PAGES = re.compile(r"<(?:b|span)\b[^<>]*>|\.{5}|\f")


def head_of(text: str) -> tuple[int, dict[str, str]]:
    """Return the length of the YAML head of a text, 0 where it has none, and the metadata in it."""
    head = _HEAD.match(text, 0, LONGEST_HEAD)
    fields = _fields_of(head[1]) if head else {}
    found = [(column, _plain(fields.get(name))) for column, names in _FIELDS.items() for name in names[::-1]]
    return head.end() if head and fields else 0, {column: words for column, words in found if words}


def _plain(value: Any) -> str:
    """Return a value or list of a YAML head with single spaces, without [[ ]], entities and halves of UTF-16 pairs."""
    values = value if isinstance(value, list) else [value]
    values = [part for one in values for part in (one if isinstance(one, list) else [one])]  # [[Anna Lund]]
    texts = [part.removeprefix("[[").removesuffix("]]") for part in values if isinstance(part, str)]
    return " ".join("".join(s if s.isprintable() else " " for s in html.unescape("; ".join(texts))).split())


def _fields_of(head: str) -> dict[str, Any]:
    """Return the fields of a YAML head; of one that is not quite YAML, such as a title with a colon, its lines."""
    try:
        found = yaml.load(head, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        found = None
    if not isinstance(found, dict) and _HEAD_LINES.fullmatch(head):
        lines = (line.partition(":") for line in head.splitlines() if line[:1].isalpha())
        found = {name.strip(): _QUOTED.sub(r"\2", value.strip()) for name, _, value in lines}
    named = isinstance(found, dict) and all(re.fullmatch(r"[\w-]+", str(name)) for name in found)
    return {str(name).lower(): value for name, value in found.items()} if named else {}


def looks_like_markdown(text: str) -> bool:
    """Tell whether a text file holds Markdown as converters write it, and not lines extracted from pages."""
    return bool(_CONVERTED.search(text)) and len(_PAGES.findall(text)) < 5


def read_markdown(text: str) -> Document:
    """Return the document of a Markdown text, with the metadata of its YAML head."""
    head, metadata = head_of(text)
    parts = resolve(_Reader(text, head).parts, metadata.get("title", ""))
    return Document(text, elements=parts, metadata=metadata, markup=False)


def _spaces(text: str) -> str:
    """Return spaces in the place of a stretch; line ends stay."""
    return re.sub(r"[^\r\n]", " ", text)


def _html_parts(text: str) -> tuple[list[Element], str]:
    """Return the rows of HTML tables as parts, and the text without HTML blocks, comments and template commands."""
    parts: list[Element] = []
    pieces, at, lower = [], 0, text.lower()
    missing: set[str] = set()  # closing marks that do not come any more
    for found in _BLOCK.finditer(text):
        closer = _CLOSERS.get(found[0].lower(), "")
        if found.start() < at or closer in missing:
            continue
        end = lower.find(closer, found.end())
        if end < 0:
            missing.add(closer)
            continue
        for row in _ROW.finditer(text, found.start(), end) if closer == "</table>" else ():
            cells = [cell.span(1) for cell in _HTML_CELL.finditer(text, *row.span())]
            parts.append(Element("table", [found.span() for cell in cells for found in _WORDS.finditer(text, *cell)]))
        pieces.append(text[at : found.start()])
        at = end + len(closer)
        pieces.append(_spaces(text[found.start() : at]))
    return parts, "".join([*pieces, text[at:]])


class _Reader:
    """Cuts a text into parts by the lines of its blocks, then reads the runs of each part."""

    def __init__(self, text: str, head: int) -> None:
        self.source = text
        self.text = re.sub("^[ \\t>]+", lambda found: _spaces(found[0]), text, flags=re.M)  # no marks of quotations
        self.parts, masked = _html_parts(_spaces(text[:head]) + text[head:])
        self.definitions = {found[1].lower(): found[2] for found in _DEFINITION.finditer(masked)}
        labels = dict.fromkeys(_NOTE_LABEL.findall(text))  # of notes
        last = max(map(int, filter(str.isdecimal, labels)), default=0)
        self.numbers = {label: int(label) if label.isdecimal() else last + i for i, label in enumerate(labels, 1)}
        self.read_blocks(_DEFINITION.sub(lambda found: _spaces(found[0]), masked))
        for before, part, after in zip(self.parts, self.parts[1:], self.parts[2:], strict=False):
            row = text[slice(*before.spans[-1])]
            if before.kind == after.kind == "table" and part.kind == "paragraph" and row[0] == "|" != row[-1]:
                part.kind = "table"  # a further paragraph of its last cell
        for part in self.parts:
            self.part, self.href, self.raised, self.bold = part, "", False, False
            self.outer: Span | None = None
            self.read_part()

    def read_blocks(self, masked: str) -> None:
        parser = MarkdownIt("commonmark").enable("table").disable(["code", "fence", "html_block", "reference"])
        parser.use(footnote_plugin)
        parser.core.ruler.enableOnly(["normalize", "block"])
        lines = [found.span() for found in _LINE.finditer(masked)]
        self.unwrapped = 2 * sum(end - start for start, end in lines if end - start > UNWRAPPED) > len(masked)
        self.around: list[Token] = []  # blocks that hold the next one
        masked = masked.replace("\0", " ").replace("\t", " ")
        for token in parser.parse(masked):
            if token.nesting == 1:
                self.around.append(token)
            elif token.nesting == -1:
                self.around.pop()
            own = lines[slice(*token.map)] if token.map else []
            if token.type == "tr_open":
                self.parts.append(Element("table", [found.span() for found in _WORDS.finditer(self.source, *own[0])]))
            elif token.type == "inline" and not any(t.type == "table_open" for t in self.around):
                bodies = [line.strip() for line in token.content.split("\n")]
                starts = [masked.rfind(body, *line) for line, body in zip(own, bodies, strict=False)]
                self.read_lines(own, [(start, start + len(body)) for start, body in zip(starts, bodies, strict=False)])
        self.parts = sorted((part for part in self.parts if part.spans), key=lambda part: part.spans[0][0])

    def read_lines(self, lines: list[Span], spans: list[Span]) -> None:
        """Add the parts that a block of lines holds: one, or one for each line where lines are not wrapped."""
        if self.around[-1].type == "heading_open":
            level = int(self.around[-1].tag[1])
            self.parts.append(Element("heading", [span for span in spans if span[0] < span[1]], level))
            return
        before, first = "", 0  # the line before; where the first line of the last part begins
        for (line, stop), (start, end) in zip(lines, spans, strict=False):
            body = self.source[start:end]
            if not body:  # a line of white space that Markdown does not know
                before = ""
                continue
            breaks = self.unwrapped and not body[:1].islower() and before.count("[") <= before.count("]")
            headed = _RUN_IN.fullmatch(self.source, first, line) and stop - line > UNWRAPPED / 2
            if not before or breaks or headed or body[0] == "|" or before[0] == "|":
                first = line
                self.parts.append(self.paragraph(line, start, end))
            else:
                self.parts[-1].spans.append((start, end))
            before = body

    def paragraph(self, line: int, start: int, end: int) -> Element:
        """Return a paragraph, also of an item or a note (the first or a further one), without the marks before it."""
        depth = sum(token.type == "list_item_open" for token in self.around)
        labels = [str(token.meta["label"]) for token in self.around if token.type == "footnote_reference_open"]
        part = Element("paragraph")
        mark = (self.text[line:start].split() or [""])[-1] if depth or labels else ""
        begin = self.source.rindex(mark, line, start) if mark else start
        if self.source[start] == "|":
            part.kind, begin = "table", start
        elif labels:
            part.kind, part.note, part.ids = "footnote", self.numbers.get(labels[-1]), {f"^{labels[-1]}"}
            part.continued = not mark.startswith("[^")
        elif depth:
            part.kind, part.level, part.continued = "list_item", depth, not mark
            part.number = int(mark[:-1]) if mark[:-1].isdigit() else None
        found = _MARK.match(self.source, start, end)
        if found and bool(mark) != found[0][0].isdigit():
            start = found.end()
        part.marker = (begin, start) if begin < start else None
        part.spans = [(start, end)]
        return part

    def read_part(self) -> None:
        """Give the part its runs, and edits that take marks out of its text; a row has a span for each cell."""
        part, lines = self.part, self.part.spans
        if part.kind != "table":
            if part.kind == "heading" and (tail := _TAIL.search(self.text, *lines[-1])) and tail.start() > lines[-1][0]:
                part.ids.update(*_IDS.findall(tail[0]))
                lines[-1] = (lines[-1][0], tail.start())
            self.read(lines[0][0], lines[-1][1])
            return
        part.spans = []
        for cell in (cell for line in lines for cell in _CELL.finditer(self.text, *line)):
            known = len(part.runs)
            self.read(*cell.span())
            if any(run.text.strip() for run in part.runs[known:]):
                part.spans.append(cell.span())

    def add(self, start: int, end: int, words: str = "") -> None:
        if words := words or self.text[start:end]:
            run = Run(start, end, words, href=self.href, raised=self.raised, bold=self.bold, outer=self.outer)
            self.part.add(run)

    def drop(self, start: int, end: int, status: str = "markup", new: str = "") -> None:
        """Take a mark out of the text, with the second of two spaces around it, or put a space in its place."""
        if start < end:
            spaced = not new and self.text[start - 1 : start] in (" ", "\n") and self.text[end : end + 1] == " "
            self.part.edits.append((start, end + spaced, new, status))

    def read(self, start: int, end: int) -> None:
        for found in _TOKEN.finditer(self.text, start, end):
            self.add(start, found.start())
            self.token(found)
            start = found.end()
        self.add(start, end)

    def token(self, found: re.Match[str]) -> None:
        start, end = found.span()
        match found.lastgroup:
            case "escape":
                self.drop(start, start + 1)
                self.add(start + 1, end)
            case "entity":
                new = " ".join(html.unescape(found[0]).split()) or " "
                self.add(start, end, new)
                self.drop(start, end, new=new)
            case "note":
                label = found["note"][2:-1]
                self.within(found, "note", f"#^{label}", True, str(self.numbers[label]))
            case "link":
                href = found["href"] if found["id"] is None else self.definitions.get(found["id"].lower())
                if href is None:
                    self.add(start, end)
                else:
                    self.within(found, "label", href, self.raised)
            case "wiki":  # [[Page|words]]
                self.within(found, "shown", self.href, self.raised)
            case "address":
                self.within(found, "address", found["address"], False, found["address"])
            case "raised":
                self.within(found, "raised", self.href, True)
            case "tag":
                tag = found["name"].lower()
                self.part.ids.update(*_IDS.findall(found["inside"]))
                if tag in ("a", "/a"):
                    href = _HREF.search(found["inside"])
                    self.href = href[1] if href else ""
                elif tag in ("sup", "/sup"):
                    self.raised = tag == "sup"
                self.drop(start, end, new=" " if tag in ("br", "/br") and self.text[start - 1] != " " else "")
            case kind:
                self.bold = self.bold != (kind == "bold" and len(found[0]) < 4)
                lost = " " if _LOST.match(self.text, start) else ""
                self.drop(start, end, "image" if kind == "image" else "markup", lost)

    def within(self, found: re.Match[str], group: str, href: str, raised: bool, words: str = "") -> None:
        before = self.href, self.raised, self.outer
        self.href, self.raised, self.outer = href, raised, self.outer or found.span()
        start, end = found.span(group)
        around = self.text[found.start() - 1] + self.text[start : start + 2]
        glued = group == "label" and re.match("[a-z][A-Za-z][a-z]", around)
        self.drop(found.start(), start, new=" " if glued else "")
        if words:
            self.add(start, end, words)
        else:
            self.read(start, end)
        glued = group == "label" and self.text[end - 1].isalnum() and _GLUED.match(self.text, found.end())
        self.drop(end, found.end(), new=" " if glued else "")
        self.href, self.raised, self.outer = before
