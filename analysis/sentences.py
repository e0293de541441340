"""Where do the sentences of a block begin and end? A small splitter for reports in English, German and French."""

import re

# Abbreviations that are followed by more of the same sentence. Those of the second line may also end one.
ABBREVIATIONS = frozenset(
    "dr prof mr mrs ms amb gen lt col capt sgt st sen rep gov hon rev vs cf e.g i.e eg ie viz al approx art arts artt bd ca chap ch ed eds esp"
    " fig figs inter nr no nos op cit p pp para paras par ref sec sect vol vols z.b d.h u.a bzw vgl abs hrsg bspw sog evtl ggf s.o s.u m.e"
    " jan feb mar apr jun jul aug sep sept oct nov dec u.s u.k u.n e.u a.m p.m mio mrd jr sr dept est ibid resp incl".split()
)
MAY_END = frozenset("u.s u.k u.n e.u a.m p.m al jr sr ca etc".split())
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
    if key in ABBREVIATIONS:
        return key in MAY_END and after[0].isupper() and len(after) > 1
    if _INITIAL.match(before) and len(found[0]) == 1:
        return False
    # "1." or "2." before a capital is a number of an enumeration where it opens the sentence
    return not (before.isdigit() and start + len(before) == found.start())
