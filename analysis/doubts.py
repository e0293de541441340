"""What should make a reader doubt a report that was read without an error? Each doubt is a row of `problems`."""

import re

FEWEST = 200  # words; below, a text says too little about itself
ENGLISH = frozenset(
    ["the", "of", "and", "to", "in", "is", "that", "for", "on", "with", "as", "are", "by", "this", "it", "from"]
)
# Between a quarter and two fifths of the words of an English report are among these; in other languages it is one in
# twenty at most, where a word such as *in* or *an* is spelled the same.
ENGLISH_SHARE = 0.12
# Reports whose text was read rightly have more than a third of it as main text.
MAIN_SHARE = 0.15

Doubt = tuple[str, str, str]


def doubts(text: str, main: str) -> list[Doubt]:
    """Return code, message and fix for what is strange about a report's text and its main text.

    >>> [code for code, _, _ in doubts("Der Rat hat im Juni die Lage erörtert. " * 40, "Der Rat hat. " * 40)]
    ['W-LANGUAGE']
    """
    words, of_main = re.findall(r"[^\W\d_]+", text.lower()), len(main.split())
    if len(words) < FEWEST:
        return []
    found: list[Doubt] = []
    if sum(word in ENGLISH for word in words) < ENGLISH_SHARE * len(words):
        message = "The text does not seem to be English; its dates, events and word forms are read by English rules."
        found.append(("W-LANGUAGE", message, "Leave it out of counts, or read what is said of it with care."))
    if of_main < MAIN_SHARE * len(words):
        message = f"Only {of_main} of {len(words)} words were taken for main text; the rest for lists, notes, annexes."
        fix = "Look at its blocks (corpus.blocks); if they are wrong, put the text alone into a file of its own."
        found.append(("W-LITTLE", message, fix))
    return found
