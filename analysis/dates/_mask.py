"""Which stretches of a text can hold no date? They are blanked, character by character, so that every offset stays.

Folding makes the rest easy to read for rules: lower case, straight quotes, plain hyphens, one kind of space. A
paragraph break stays a line feed; a single line break counts as a space.
"""

import re
from typing import NamedTuple

# None of them is a word character or white space. Addresses and pages keep a sign of their own: they tell a reference.
BLANK, ADDRESS, PAGE = "\x00", "\x01", "\x02"
_BREAK = re.compile(r"[^\S\n]{0,99}\n[^\S\n]{0,99}\n\s{0,99}")
# A line that opens with a number, a bullet or a heading sign begins something new, unless its number is a day.
_ITEM = re.compile(
    r"\n(?=[^\S\n]{0,9}(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?[ \t]{1,9}(?!Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct"
    r"|Nov|Dec)[A-Z“‘\"]|[•▪◦–-][ \t]|#{1,6} |\[\^?\d{1,3}\]))"
)
_NOTE = re.compile(r"<sup>[\s\d,*]{1,12}</sup>|\[\^?\d{1,3}\]|(?<=[a-z0-9.,;:)'’”\"])\[\d{1,3}(?:, ?\d{1,3}){0,9}\]")
_TAG = re.compile(r"</?[a-z][^<>\n]{0,80}>")
_GLYPHS = {ord(c): "'" for c in "‘’‛′`´"} | {ord(c): '"' for c in "“”„«»"} | {ord(c): "-" for c in "‐‑‒–—―−"}
_GLYPHS |= {ord(c): " " for c in "\r\t\f\v*_\u00a0\u00ad\u2002\u2003\u2007\u2009\u200a\u202f\u3000\u200b\ufeff"}
_GLYPHS |= {ord(c): BLANK for c in "⁰¹²³⁴⁵⁶⁷⁸⁹†‡"} | {ord(a): b for a, b in zip("ᵗʰⁿᵈʳ", "thndr", strict=True)}
_COUNTED = (
    "troops soldiers personnel people persons men women civilians refugees migrants vehicles experts officers "
    "police staff members "
    "participants km kilometres kilometers metres meters miles tonnes tons euros dollars pounds percent million "
    "billion trillion words "
    "pages deaths casualties victims employees jobs copies units aircraft ships posts companies projects "
    "observers peacekeepers"
)


class Mask(NamedTuple):
    """What holds no date: the pattern (its group 1 is blanked if there is one), an example, a look-alike that stays."""

    pattern: str
    example: str
    not_this: str


# All are read on text in lower case whose line breaks still stand. These begin with a letter, at the start of a word.
_WORDY = {
    # An address goes on in the next line when it was cut behind a separator, or when that line looks like more of it.
    "address": Mask(
        r"(?:https?://|www\.|doi\.org/|doi:\s?)[^\s<>\"”]+"
        r"(?:(?<=[-/_=&?.%]) ?\n ?(?=[^\s<>\"”]*[/_=%.-])[^\s<>\"”]+|\s?\n ?[^\s<>\"”]*[/_=%][^\s<>\"”]*)*",
        "see https://example.org/2016/09/16-news.html",
        "see it, 16/09/2016",
    ),
    "host": Mask(
        r"[a-z][a-z0-9-]{1,40}\.(?:int|eu|org|com|net|gov|edu|info|[a-z]{2})/[^\s<>\"”]+",
        "nato.int/docu/2016/09",
        "war/peace in 2016",
    ),
    "mail": Mask(r"[a-z][\w.+-]{0,60}@[\w.-]{1,90}", "desk2016@example.org", "at 2016 prices"),
    "file": Mask(
        r"[a-z][\w%-]{1,120}\.(?:pdf|docx?|html?|xlsx?|pptx?|png|jpe?g|txt)\b",
        "report_2016-05.pdf",
        "In May 2016. Text",
    ),
    "telephone": Mask(
        r"(?:tel|phone|fax|mobile|cell)[.:]{0,2} ?[+\d][\d ()/.-]{6,24}\d", "Tel. +49 30 2016 1999", "phone, 2016"
    ),
    "book number": Mask(r"(?:isbn|issn|doi|oclc)[: -]{0,3}[\dx][\dx./-]{4,40}", "ISSN 2016-1999", "issued 2016"),
    "act": Mask(
        r"(?:regulation|decision|directive|joint action|common position|recommendation|no|nos|nr|n[°º]|ref|doc"
        r"|document|case|eu|ec|cfsp|eec)\b"
        r"[.)]{0,2}(?:\s?\((?:eu|ec|cfsp|eec|euratom|eu, "
        r"euratom)\))?\s{1,3}(?:no\.?\s{0,2})?([a-z]{0,5}[-_ ]?\d{1,5}[/-]\d{2,5}(?:/[a-z]{2,8})?)",
        "Regulation (EU) No 233/2014",
        "regulation since 2014",
    ),
    "communication": Mask(
        r"(?:join|com|swd|sec|eeas|staff|c|pe|csdp|hr|rec|cm|res|ares)\s{0,2}[(/]\s?(?:19"
        r"|20)\d\d\s?[)/]\s{0,2}\d{1,7}(?:\s(?:rev\.?|final)"
        r"(?:\s\d{1,2})?)?",
        "JOIN (2016) 18 final",
        "Smith (2016), 18",
    ),
    "symbol": Mask(
        r"[a-z]{1,4}/(?:[a-z]{1,5}\.?\d{0,3}/){0,3}\d[\d/a-z.]{0,20}(?<=\d)(?![\d)])", "S/2015/339", "and/or 2015"
    ),
    "case": Mask(r"(?:[ct]-\d{1,4}/\d\d|[a-z]\d{1,2}[-_]?(?:ta\()?\d{4}(?:[-/)]\d{1,6})?)\b", "C-130/10", "by 2016"),
    "page": Mask(
        r"(?:pp?\.?\s{0,3}|(?:pages?|paras?\.?|paragraphs?|lines?|rooms?)\s{1,3})\d{1,4}(?:\s?[-–]\s?\d{1,4})?",
        "pp. 2003–2010",
        "page of 2003",
    ),
    "numbered part": Mask(
        r"(?:paras?\.?|paragraphs?|art(?:icle)?s?\.?|sections?|sec\.|chapters?|rooms?|tables?|figures?|fig\."
        r"|boxe?s?|annex(?:es)?|notes?|fn\.?|"
        r"footnotes?|vol\.?|volumes?|nos?\.?|issues?|lines?|interviews?|recommendations?|commitments?"
        r"|deliverables?|steps?|points?)"
        r"\s{1,3}(\d{1,3}(?:[.]\d{1,3})?(?:\s?[-–&]\s?\d{1,3}|\sand\s\d{1,3})?)(?![\d/]|(?:st|nd|rd|th)\b"
        r"|\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))",
        "Commitments 20 and 21",
        "points 20 May",
    ),
    "resolution": Mask(
        r"(?:unscr|unsc resolution|resolutions?|scr|stanag|iso|din|protocol|aap|ajp)[-\s]{1,2}(?:no\.? "
        r")?(\d{3,4})(?!\d)",
        "UNSCR 1973 (2011)",
        "the resolution of 1973",
    ),
    "programme": Mask(
        r"(?:horizon|agenda|europe|vision|goals?|erasmus|h|fp)[\s-]{0,2}20[2-9]\d\b(?!\s?-)",
        "Horizon 2020",
        "on the horizon in 2020",
    ),
    "exercise": Mask(r"(?:cmx|ml|pace|me|tj|tr|sd|hec|eccc)\s?\d\d\b(?!\d)", "CMX 17", "cm 2017"),
}
# These begin with a digit, behind no letter, digit, slash, full stop or hyphen: quick to pass by.
_NUMERIC = {
    "act with suffix": Mask(
        r"\d{2,4}/\d{1,4}/(?:ec|eec|cfsp|jha|eu|euratom|pesc|jai|ecsc)\b", "2008/124/CFSP", "2008/2009"
    ),
    "procedure": Mask(
        r"(?:\d{4}/\d{3,5}\s?[a-z]?\((?:ini|cod|nle|app|cns|rsp|bud|avc|rps|acc)\)|(?:19|20)\d\d/(?!(?:19"
        r"|20)\d\d\b)\d{3,5}(?![\w/]))",
        "2010/2299(INI)",
        "2010/2011",
    ),
    "gazette": Mask(
        r"(?:19|20)\d\d/[cls] \d{1,4}(?:/\d{1,3})?|(?:19|20)\d\d-0\d{2,4}(?!\d)", "2020/C 64/01", "2020/2021"
    ),
    "serial": Mask(
        r"(?:(?!19|20)\d{4,5}|(?:19|20)\d{3}|0\d{2,4}|[1-9]\d\d|[3-9]\d)/(?:\d\d|(?:19|20)\d\d)(?:\s?(?:rev|add"
        r"|cor)\s?\d{1,2})?(?![\w/])",
        "(8009/03)",
        "13/11/2017",
    ),
    "pages": Mask(
        r"(?!(?:19|20)\d\d[-–])(?<=[,:;] )\d{1,4}[-–]\d{1,4}(?=[.,;)]|\s?$)(?<=\d\d)", "20:2, 243-264.", "in 2015-2017,"
    ),
    "goals": Mask(r"20[3-9]\d\s(?:agenda|goals)\b", "the 2030 Agenda", "by 2030 the agenda"),
    "amount": Mask(
        rf"\d(?:[\d.,]{{0,12}}\d)?(?=\s{{0,2}}(?:%|(?:armed |police |new |additional |military |civilian "
        rf")?(?:{'|'.join(_COUNTED.split())})\b))",
        "2000 troops",
        "2000 elections",
    ),
}
MASKS = {**_WORDY, **_NUMERIC}
_SIGNS = {"address": ADDRESS, "host": ADDRESS, "file": ADDRESS, "page": PAGE}
_MASKS = {name: re.compile(mask.pattern) for name, mask in MASKS.items()}


def _any_of(masks: dict[str, Mask]) -> str:
    return "|".join(re.sub(r"(?<!\\)\((?!\?)", "(?:", mask.pattern) for mask in masks.values())


_ANY = re.compile(rf"\b(?=[a-z])(?:{_any_of(_WORDY)})|(?=\d)(?<![\w/.-])(?:{_any_of(_NUMERIC)})")


def lower(text: str) -> str:
    """Return the text in lower case and at the same length."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def fold(text: str, masks: list[tuple[int, int, str]] | None = None) -> str:
    """Return the text as the rules read it, character for character; what was blanked is added to `masks`.

    >>> fold("On 27<sup>th</sup> March\\n2017 – see www.x.org/2016")
    'on 27     th       march 2017 - see \\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01'
    """
    text = text.replace("\r", " " if "\n" in text else "\n")
    low = _ANY.sub(lambda found: _blank(found, masks), lower(_ITEM.sub("\r", text)))
    low = _NOTE.sub(lambda found: BLANK * len(found[0]), low)
    low = _TAG.sub(lambda found: " " * len(found[0]), low)
    low = _BREAK.sub(lambda found: "\r" * len(found[0]), low).replace("\n", " ").replace("\r", "\n")
    return low.translate(_GLYPHS)


def _blank(whole: re.Match[str], masks: list[tuple[int, int, str]] | None) -> str:
    """Blank what a mask found: its group 1 where it has one."""
    at = whole.start()
    found, name = next(
        (m, name)
        for name, pattern in _MASKS.items()
        if (m := pattern.match(whole.string, at)) and m.end() == whole.end()
    )
    begin, end = found.span(found.re.groups)
    if masks is not None:
        masks.append((begin, end, name))
    return whole[0][: begin - at] + _SIGNS.get(name, BLANK) * (end - begin) + whole[0][end - at :]
