"""What is a block? A heading, a paragraph, an item, a note ... with the lines it is made of."""

from dataclasses import dataclass, field

from analysis.cleaning.kinds import Kind, Shape
from analysis.cleaning.lines import Line, number_signs


@dataclass(slots=True)
class Block:
    """A heading, paragraph, item, note ... and the lines it is made of."""

    kind: Kind
    lines: list[Line]
    marker: str = ""
    note: int | None = None
    level: int | None = None
    section: tuple[str, ...] = ()
    text: str = ""
    notes: tuple[int, ...] = ()
    start: int = 0  # raw offset of its first character
    first_line: int = 0
    last_line: int = 0
    words: str = field(default="", repr=False)  # its text without marks, before repairs

    @property
    def shape(self) -> Shape:
        """The shape of its first line."""
        return self.lines[0].shape

    @property
    def number_signs(self) -> int:
        """How many number signs it begins with."""
        return number_signs(self.lines[0].text)
