"""What can a line, a block and a stretch of characters be? Every name that the passes give, once."""

from typing import Literal

# What a line looks like by itself (`lines`). "hash" is a Markdown heading, "note" opens with a raised number, "number"
# may be a heading, an item or a note; "page" is a number that may be that of a page; the rest is "text".
Shape = Literal[
    "rule", "image", "quote", "hash", "table", "note", "page", "bullet", "caption", "number", "address", "toc", "text"
]

# What a block is for: the column `kind` of the table `blocks`. "boilerplate" is what is no text of the report: lines of
# its publisher or of a web page, words beside an image, the label of a document behind its cover, the rows of a table.
Kind = Literal[
    "title", "author", "front", "toc", "heading", "paragraph", "list_item", "box", "pull_quote", "caption", "footnote",
    "reference", "annex", "glossary", "about", "boilerplate",
]  # fmt: skip
MAIN: tuple[Kind, ...] = ("paragraph", "list_item", "box")  # the main text

# What stands under a heading: the kind of its entries; "" for running text, "paragraph" for that of a named chapter.
Zone = Kind | Literal[""]

# What a line is among its neighbours: "" while no pass has decided; "removed" as part of its page; the "rest" of what
# the line before it opened; else the kind of block it opens.
Role = Literal["", "removed", "rest", "heading", "footnote", "list_item", "pull_quote", "caption", "boilerplate"]

# What became of a stretch of raw characters: the column `status` of the ledger.
Status = Literal[
    "kept", "white space", "marker", "markup", "emphasis", "leader", "note marker", "soft hyphen", "stray space",
    "missing space", "letter spacing", "invisible character", "character form", "page number", "running head", "rule",
    "image", "unexplained",
]  # fmt: skip
