"""Check whether reports were read rightly: each warning is a row of `problems` with what to do about it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from analysis.cleaning import MAIN, Block
from analysis.cleaning.writing import is_english
from analysis.readers.document import Problem

FULL = 25  # bytes of a file per word of its main text; plain text has 7
FEWEST = 200  # words; below, a text says too little about itself
LONG = 4000  # words of main text of a report that must have headings and sections
ENGLISH = {"the", "of", "and", "to", "in", "is", "that", "for", "on", "with", "as", "are", "by", "this", "it", "from"}
# Between a quarter and two fifths of the words of an English report are among these; in other languages it is one in
# twenty at most, where a word such as *in* or *an* is spelled the same.
ENGLISH_SHARE = 0.12
MAIN_SHARE = 0.5  # of all words; the reports that were read rightly have 0.54 to 1.0
BOILERPLATE = 0.2  # of all words: those in sentences that are not counted
LINE, PROSE = 6, 0.15  # words of a line or cell, and share of small words in it, as in sentences
ONE_SECTION = 0.9  # of the main text under one heading; the long reports that were read rightly have up to 0.5
NO_WORDS = 0.028  # share of small words in no word list: up to 0.026 in texts with other languages and terms, 0.03 to
LETTERS = 0.03  # 0.13 in bad scans; of single letters in a text whose letters stand apart
LEAST = 0.02  # of all words: a report in capitals has hardly any small ones
_SMALL_WORD = re.compile(r"[^\w\s]*([a-z](?:[^\s’'./:@–—-]*[a-z])?)[^\w\s]*")
_GUTTER = re.compile(r"[^\W\d_]{2}[.,;:]? {3,}[^\W\d_]{2}.{15}")  # between the words of two columns
_GAP = re.compile(r"\S {2,}(?=\S)")  # lines with many are justified
TWO_COLUMNS = 0.25  # of the lines of main text; texts in one column have up to 0.02
_SHORT = "If it shows more, its pages may be pictures (run OCR), or loaded by a script (save it from a browser as PDF)."
_LOOK = "Open its text from index.html to see what is not counted. If it is too much, try the report in another format."


def check_report(blocks: Sequence[Block], size: int = 0) -> list[Problem]:
    """Return code, message and fix for what is strange about the blocks of a report; `size`: bytes of its file."""
    words: Counter[str] = Counter()
    for block in blocks:
        words[block.kind] += len(block.text.split())
    main, total = sum(words[kind] for kind in MAIN), sum(words.values())
    if not main:
        return [("W-NO-MAIN", "No main text was found in this file; nothing of it is counted.", _LOOK)]
    message = f"Only {main} words of main text were found in this file, too few for a result."
    short: list[Problem] = [("W-SHORT", message, _SHORT)] if main < FEWEST and size > FULL * main else []
    if total < FEWEST:
        return short
    text = [block for block in blocks if block.kind in MAIN]
    tokens = [token for block in text for token in block.text.split()]
    language: Iterable[Problem] = _no_words(tokens)
    lower = [token.lower() for token in tokens if token[-1:].isalpha()]
    if sum(word in ENGLISH for word in lower) < ENGLISH_SHARE * len(lower):
        message = "It has few common English words: it is badly scanned, or in another language than the rules are for."
        fix = "Leave it out (column include of reports.csv), or find a better file."
        language = [("W-LANGUAGE", message, fix)]
    return [*(list(_share(words, blocks, main, total)) or short), *language, *_columns(text), *_sections(text, main)]


def _share(words: Counter[str], blocks: Sequence[Block], main: int, total: int) -> Iterator[Problem]:
    """Warn where less than half of a report is main text, or much of it tables, menus and notices."""
    texts = [block.text.lower().split() for block in blocks if block.kind == "boilerplate"]
    # Menus and figures have hardly any small words.
    prose = [t for t in texts if len(t) >= LINE and sum(word in ENGLISH for word in t) > PROSE * len(t)]
    kind = max((kind for kind in words if kind not in (*MAIN, "footnote")), key=words.__getitem__, default="")
    if (lost := sum(map(len, prose))) > BOILERPLATE * total:
        every = words["boilerplate"] / total
        message = f"{every:.0%} of the words were read as tables, menus or notices and are not counted"
        yield "W-BOILERPLATE", f"{message}; {lost / total:.0%} stand in what looks like sentences.", _LOOK
    elif main < MAIN_SHARE * total and words[kind] >= 0.25 * total:
        sections: Counter[str] = Counter()
        for block in blocks:
            if block.kind == kind and block.section:
                sections[block.section[0]] += len(block.text.split())
        heading, n = next(iter(sections.most_common(1)), ("", 0))
        under = f', most of them under the heading "{heading}"' if n > words[kind] / 2 else ""
        message = f"Only {main / total:.0%} of the words are main text; {words[kind] / total:.0%} were read as {kind}"
        yield "W-LITTLE", f"{message}{under}.", _LOOK


def _sections(text: Sequence[Block], main: int) -> Iterator[Problem]:
    """Warn where nearly all of a long report stands under one heading, or under none."""
    own: Counter[str] = Counter()
    for block in text:
        own[block.section[-1] if block.section else ""] += len(block.text.split())
    section, most = own.most_common(1)[0]
    if main >= LONG and most >= ONE_SECTION * main:
        name = f'the heading "{section}"; other headings were not found' if section else "no heading"
        fix = "Do not rely on its sections, or use a file in which headings are marked as headings."
        yield "W-SECTIONS", f"{most / main:.0%} of {main:,} words of main text stand under {name}.", fix


def _columns(text: Sequence[Block]) -> Iterator[Problem]:
    """Warn where lines hold the words of two columns, so that their sentences are mixed."""
    lines = [line.text for block in text for line in block.lines]
    both = sum(len(_GAP.findall(line)) == 1 and bool(_GUTTER.search(line)) for line in lines)
    if len(lines) >= FEWEST / 5 and both >= TWO_COLUMNS * len(lines):
        message = f"{both / len(lines):.0%} of the lines hold two columns side by side; their sentences are mixed."
        fix = "Use the PDF itself, or extract its text in reading order (pdftotext without -layout)."
        yield "W-COLUMNS", message, fix


def _no_words(tokens: list[str]) -> Iterator[Problem]:
    """Warn of a bad scan: words that are in no list, or whose letters stand apart."""
    small = [found[1] for token in tokens if (found := _SMALL_WORD.fullmatch(token))]
    strange = [word for word in small if not is_english(word)]
    single = sum(len(token) == 1 and token.islower() and token != "a" for token in tokens)  # no initials of names
    share = (len(strange) + single) / len(tokens)
    if share >= LEAST and (len(strange) > NO_WORDS * len(small) or single >= LETTERS * len(tokens)):
        some = f", such as {', '.join(list(dict.fromkeys(strange))[:3])}" if strange else ""
        message = f"{share:.0%} of the words are single letters or no English words{some}."
        fix = "If a scan was read badly, run text recognition (OCR) again; if they are names or terms, leave them."
        yield "W-WORDS", message, fix
