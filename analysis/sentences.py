"""Where do the sentences of a block begin and end? A small splitter for reports in English, German and French."""

import re

# Abbreviations that are followed by more of the same sentence.
ABBREVIATIONS = frozenset(
    """dr prof mr mrs ms amb gen lt col capt sgt st sen rep gov hon rev vs cf e.g i.e eg ie viz approx art arts artt bd
    chap ch ed eds esp fig figs inter nr no nos op cit p pp para paras par ref sec sect vol vols dept est ibid z.b d.h
    u.a bzw vgl abs hrsg bspw sog evtl ggf s.o s.u m.e mio mrd incl resp jan feb mar apr jun jul aug sep sept oct nov
    dec""".split()  # noqa: SIM905
)
# Abbreviations that end a sentence where a word follows that often opens one.
MAY_END = frozenset(
    """u.s u.k u.n e.u a.m p.m al jr sr ca etc usw co inc ltd e.v""".split()  # noqa: SIM905
)
OPENERS = frozenset(
    """the a an it this that these those he she they we in on at by for as but and however moreover there when while if
    since after before others both its their der die das es sie er dies diese im le la les il elle""".split()  # noqa: SIM905
)
_MONTHS = frozenset(
    """january february march april may june july august september october november december januar jänner februar märz
    mai juni juli oktober dezember""".split()  # noqa: SIM905
)
# A full stop, question or exclamation mark with what closes behind it; then space; then what may open a sentence.
_END = re.compile(r"[.!?…]+[)\]”’\"'»]*(?=\s+(?P<next>[(\[“‘\"'«„»]*\S+))")
_WORD = re.compile(r"[^\s(\[“‘\"'«„]*$")
_INITIAL = re.compile(r"(?:[A-ZÀ-Þ]\.)*[A-ZÀ-Þ]$")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of each sentence, in order; together they hold all that is not white space.

    >>> text = "See Art. 42 TEU, e.g. for aid. It was agreed (in Paris). Why?"
    >>> [text[a:b] for a, b in split_sentences(text)]
    ['See Art. 42 TEU, e.g. for aid.', 'It was agreed (in Paris).', 'Why?']
    """
    spans, start = [], len(text) - len(text.lstrip())
    for found in _END.finditer(text):
        if found.end() > start and _ends(text, start, found):
            spans.append((start, found.end()))
            start = found.end() + len(text[found.end() :]) - len(text[found.end() :].lstrip())
    end = len(text.rstrip())
    if end > start:
        spans.append((start, end))
    return spans


def _ends(text: str, start: int, found: re.Match) -> bool:
    """Tell whether a full stop ends a sentence, from the word before it and the word behind it."""
    after = found["next"].lstrip("([“‘\"'«„»")
    if not after or after[0].islower():
        return False
    if found[0][0] != ".":
        return True
    word = _WORD.search(text[start : found.start()])
    before = word[0] if word else ""
    key = before.casefold().lstrip("([“‘\"'")
    opener = re.split(r"\W", after.casefold(), maxsplit=1)[0]
    if key in MAY_END:
        return opener in OPENERS
    if key in ABBREVIATIONS or (
        len(found[0]) == 1 and (_INITIAL.match(before) or (len(before) == 1 and before.isalpha()))
    ):
        return False
    if before.isdigit():
        # "12. Mai" is a day; "1." before a capital is the number of an item where it opens the sentence
        return opener not in _MONTHS and start + len(before) != found.start()
    return True
