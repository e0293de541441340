"""Split the text of a block into sentences: English, German and French reports."""

import re

# Abbreviations that go before a name, a number or an example: they end no sentence.
ABBREVIATIONS = frozenset(
    """dr prof mr mrs ms mx messrs mme mlle st rev rt hon gov pres sen rep amb gen lt col capt cpt sgt cpl maj brig adm
    cmdr cdr supt insp fr msgr ft mt vs cf e.g i.e eg ie viz approx p pp ch chap bd inter z.b d.h u.a vgl bspw sog evtl
    ggf s.o s.u h.c dipl ing""".split()  # noqa: SIM905
)
# Abbreviations that end a sentence where a word follows that often opens one: many are words as well.
MAY_END = frozenset(
    """u.s u.k u.n e.u a.m p.m al jr sr ca etc usw co corp inc ltd e.v art arts artt par para paras no nos nr op cit
    ref sec sect vol vols dept est ibid ed eds fig figs esp bzw abs hrsg m.e mio mrd bn mn incl resp tel jan feb mar
    apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun""".split()  # noqa: SIM905
)
OPENERS = frozenset(
    """the a an it this that these those he she they we i you in on at by for as but and however moreover furthermore
    nevertheless therefore thus there when while if since after before both its their our his her no not such to from
    with under during despite although because here what who why how yet so then now all some many most one two each
    several""".split()  # noqa: SIM905
)
_FOREIGN_OPENERS = frozenset(
    ["der", "die", "das", "es", "sie", "er", "dies", "diese", "im", "le", "la", "les", "il", "elle"]
)
_MONTHS = frozenset(
    """january february march april may june july august september october november december januar jänner februar märz
    mai juni juli oktober dezember""".split()  # noqa: SIM905
)
# A full stop, question or exclamation mark, or an ellipsis, with what closes after it; then space; then what may open a
# sentence. The look-behind lets each row of marks be read once.
_END = re.compile(
    r"(?<![.!?…])(?<!\. )(?:\.(?: \.)++|[.!?…]++)[)\]”’\"'»]*+(?=\s+(?P<next>[(\[“‘\"'«„»]*(?P<opener>\w*)\S?))"
)
_WORD = re.compile(r"[^\s(\[“‘\"'«„»]*$")
_INITIAL = re.compile(r"(?:[A-ZÀ-Þ]\.)*[A-ZÀ-Þ]$")
_SPACE = re.compile(r"\s*")
_LONGEST = 60  # characters: longer than any word before a full stop that matters


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of each sentence, in order; together they hold all that is not white space.

    >>> text = "See Art. 42 TEU, e.g. for aid. It was agreed (in Paris). Why?"
    >>> [text[a:b] for a, b in split_sentences(text)]
    ['See Art. 42 TEU, e.g. for aid.', 'It was agreed (in Paris).', 'Why?']
    """
    spans, start = [], _after_space(text, 0)
    for found in _END.finditer(text):
        if found.end() > start and _ends(text, start, found):
            spans.append((start, found.end()))
            start = _after_space(text, found.end())
    end = len(text.rstrip())
    if end > start:
        spans.append((start, end))
    return spans


def _after_space(text: str, at: int) -> int:
    """Return the offset of the next character that is no white space."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _ends(text: str, start: int, found: re.Match[str]) -> bool:
    """Tell whether a full stop ends a sentence, from the word before it and the word after it."""
    after = found["next"].lstrip("([“‘\"'«„»")
    if not after or after[0].islower() or found["next"][0] in ".!?…":
        return False
    if found[0][0] != ".":
        return True
    word = _WORD.search(text[max(start, found.start() - _LONGEST) : found.start()])
    before = word[0] if word else ""
    key, opener = before.casefold(), found["opener"].casefold()
    if len(found[0].rstrip(")]”’\"'»")) > 1:
        return True
    if key in ABBREVIATIONS:
        return False
    if key in MAY_END:
        return opener in OPENERS or opener in _FOREIGN_OPENERS
    opens = start + len(before) == found.start()  # the number or letter of an item: "1. The ...", "a. The ..."
    if _INITIAL.match(before) or (len(before) == 1 and before.isalpha()):
        return opener in OPENERS and not (opens and len(before) == 1)  # Annex A. The ...; but A. Merkel
    if before.isdigit():
        return opener not in _MONTHS and not opens  # "12. Mai" is a day
    return True
