"""Which cited text does a date date? An official one, by its adoption; a paper that persons wrote is no event."""

import re

from analysis.timeline import vocabulary
from analysis.timeline.types import BLANK, Anchor, Date, Name, Sentence, anchor

FARTHEST = 300  # characters between a title and the date of its adoption
# Authors that are persons: "Berg, A.", "A. Berg", "Berg and Holm (", "Berg et al.,".
_PERSON = re.compile(
    r"\W*(?:\d+\W+)?(?:[A-Z][\w’'-]+,\s+(?:[A-Z]\.[\s,-]*)+|(?:[A-Z]\.[\s-]*)+[A-Z][\w’'-]+|"
    r"[A-Z][\w’'-]+(?:\s+(?:and|&)\s+[A-Z][\w’'-]+)?(?:\s+et al\.?)?\s*[(,]\s*$)"
)
_TWO_NAMES = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")
_INSTITUTION = re.compile(rf"\b(?:{vocabulary.INSTITUTIONS})\b", re.I)
_SEE = re.compile(r"\b[Ss]ee(?:\s+also)?\b|\bas in\b")
_NEW_SOURCE = re.compile(rf"{BLANK}+\W*\.\s+(?=[A-Z])")  # an address and a full stop
_TITLE = re.compile(r"[\s.,:)\]’'“”\"‘*_]*(?:(?:the|a)\s+)?$", re.I)


def by_persons(before: str) -> bool:
    """Tell whether a cited title has persons as authors: a paper about an event is no event."""
    source = re.split(r";|\.\s+(?=[A-Z‘'“\"])|\bsee\b", before)[-1]
    return bool(_PERSON.match(before) or (_TWO_NAMES.search(source) and not _INSTITUTION.search(source)))


def cited_text(s: Sentence, d: Date) -> list[Anchor]:
    """An official text is cited with its date: Council of the EU. (2003). European Security Strategy."""
    if d.role != "citation" or not s.is_note:
        return []
    opened = [m.end() for pattern in (_NEW_SOURCE, _SEE) for m in pattern.finditer(s.text, 0, d.start)]
    start = max([*opened, s.text.rfind(";", 0, d.start) + 1, *(o.end for o in s.dates if o.end <= d.start)])
    authors = s.text[start : d.start]
    if _PERSON.match(authors.strip()):
        return []
    for n in s.names:
        cited = start <= n.start and n.end <= d.start <= n.end + FARTHEST
        if cited and n.kind in vocabulary.TEXTS and n.proper:
            before = s.text[start : n.start]
            if _INSTITUTION.search(before) or (
                _INSTITUTION.search(s.text[start : n.end + 120]) and not _TWO_NAMES.search(before)
            ):
                return [anchor(_with_title(s.text, n, d.start), "cited text", d)]
    after = [n for n in s.names if n.start >= d.end and n.proper and _TITLE.fullmatch(s.text, d.end, n.start)]
    return [anchor(after[0], "cited text", d)] if after and _INSTITUTION.search(authors) else []


def _with_title(text: str, name: Name, stop: int) -> Name:
    """Return a name that says little ("Joint Communication to ...") with the title that follows it."""
    rest = re.split(name.head, name.text, maxsplit=1, flags=re.I)[-1].lstrip("sS ").lower()
    if name.head not in vocabulary.BARE or (rest and not rest.startswith("to ")):
        return name
    whole = re.sub(rf"{BLANK}.*", "", text[name.start : min(stop, name.start + 200)]).rstrip(" ,;:(’'‘“")
    end = max(name.start + len(whole), name.end)
    return name._replace(end=end, text=text[name.start : end])
