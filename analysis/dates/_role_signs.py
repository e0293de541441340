"""What the neighbours of a date look like when it was read, cited, published or lived: the patterns behind `_roles`.

All but the four at the end read folded text: lower case, one kind of space, addresses and pages blanked.
"""

import re

from ._mask import ADDRESS, PAGE
from ._parts import words


def any_of(text: str) -> str:
    """Return a pattern for any of the words in a string."""
    return f"(?:{'|'.join(words(text))})"


# --- access: the day an address was read
ACCESS = re.compile(
    r"\b(?:access(?:ed)?|retrieved|consulted|visited|viewed|checked|last (?:seen|access|visit)|downloaded|as of"
    r"|abgerufen am|zugriff(?: am)?|consulté le|consultado el)"
    rf"(?: (?:on|at|in|the|date|date:|time))*(?: ?from)?[ :,({ADDRESS}]{{0,60}}(?:on )?$"
)
BEHIND_ADDRESS = re.compile(rf"{ADDRESS}[>)\]., ]{{0,4}}[\[(] ?$")

# --- publication: of this text
_THIS = "(?:this|the present) " + any_of(
    "report paper brief study publication document deliverable policy article text analysis volume"
)
_DONE_WITH = any_of(
    "published released issued finalised finalized completed written dated submitted closed drafted updated"
)
PUBLISHED = re.compile(
    rf"(?:\b{_THIS}\b[^.]{{0,80}}{_DONE_WITH}[^.]{{0,24}}|"
    r"(?:©|\bcopyright|\(c\))[^.\n]{0,40}|\bdone at [^.\n]{0,30}|\b(?:plenary )?session,? sitting of|"
    r"\bpublication date:?|\bdate of (?:publication|issue):?|"
    r"\bfirst published(?: in| on)?|(?:^|\n)[ *#]*(?:published|date|issued|released|posted|updated)(?: on| in)?:?|"
    r"\bthe report was (?:last )?(?:updated|published|completed|finali[sz]ed)|\b(?:manuscript|text|editing) "
    r"(?:completed|closed) (?:in|on))"
    r"(?: on| in)?[ ,:]{0,3}(?:[a-z-]{3,20}, )?(?:by [^.\n]{0,40})?$"
)

# --- citation: what a reference looks like from inside
REFERENCE_SIGN = re.compile(
    rf"{ADDRESS}{{6}}|{PAGE}{{3}}|\baccessed\b|\bretrieved\b|\bibid|\bop\. cit|\beds?\.\)|\bvol\. |\bcf\. "
    rf"|\bavailable at|\bdoi\b|\bdoc(?:ument)?\.? \x00|,['\"] "
)
BEHIND_TITLE = re.compile(r"[\"'],? (?:[a-z. ]{3,40}, )?$")
JOURNAL = re.compile(
    r"\boj(?:eu)? ?,? ?[lc] ?(?:\d{1,4}|\x00+)?[a-z]?,? (?:of )?$"
    r"|\b(?:official journal|vol\. ?\d{1,3}|no\. ?\d{1,4})[^.]{0,20} \(?$"
)
QUOTED = re.compile(r"\"[^\"]{3,200}\"|(?<!\w)'[^\"]{3,200}?'(?!\w)")
SOURCE_BEHIND = re.compile(
    rf"['\")\]*]{{0,2}}[,.;:]? {{0,2}}(?:[<(\[]? ?{ADDRESS}|(?:last )?accessed|retrieved|available|oj [lc]\b|{PAGE}"
    rf"|\d{{1,3}}[.,;)])"
)
MEETING = re.compile(
    r"\b"
    + any_of(
        "interview meeting workshop visit mission call session event seminar contribution official expert received held"
    )
    + r"\w*\b"
)
# A past participle before a noun is no verb (integrated police units), nor are the verbs of the reference trade.
VERB = re.compile(
    r"\b(?:" + any_of("was were is are has have had did does will would can could may might began took led "
                      "became met gave held came saw made set")
    + r"|(?!acces|publish|retriev|visit|view|check|cit|revis|updat|consolid|edit)\w{2,}ed "
    + any_of("by in on to the an? at as with that from for into its their more greater over up out off down") + r")\b"
)  # fmt: skip
PRONOUN = re.compile(r"\b(?:we|they|it|he|she|i)\b")
PREPOSITION = re.compile(
    r"\b(?:as of|" + any_of("in since on until till by from after before between during and to of around "
                            "throughout late early for")
    + r")(?: (?:the|late|early|mid|about|around))*[ -]$"
)  # fmt: skip
BEFORE_NAME = re.compile(r"\b(?:the|its|his|their|'s|a) $")
# Behind these a date in brackets is their own, behind other names it cites: the treaty (2009), but Smith (2009).
OFFICIAL = re.compile(
    r"\b" + any_of(
        "strategy treaty treaties declaration agreement compact mission operation war crisis summit council "
        "conclusions act plan presidency "
        "attacks? convention charter protocol accords? communiqué resolution regulation decision directive "
        "constitution goal concept "
        "initiative framework programme action enlargement elections? referendum invasion revolution conference "
        "forum exercise agenda "
        "communication force mali libya chad congo kosovo bosnia georgia ukraine somalia niger iraq afghanistan "
        "eufor eulex eupol euam "
        "eucap eutm eunavfor isaf kfor sfor unifil"
    ) + r"\b[^.]{0,40}$"
)  # fmt: skip

# --- period: frame or background
_ROUGHLY = "(?:early |late |mid-?)?"
PERIOD_BEFORE = re.compile(
    r"\b(?:since|still in|even in|already in|throughout|until|till|up to|as of|the course of|prior to|the years?"
    r"|(?:in )?the period|(?:budget|figures|data|plans?|priorities) for)"
    r"(?: (?:early|late|mid|about|around|at least|the|the end of|and including))*[ -]$"
)
NAME_BEHIND = re.compile(
    r" (?!and\b|to\b|the\b|in\b)[a-z]"
)  # since the July 2016 declaration: the date of the declaration
EVENT_CLAUSE = re.compile(r",? (?:when|after|with the|following)\b")
SPAN_BEFORE = re.compile(
    r"\b(?:over|throughout|during|spanning)(?: (?:a|the|its|their))?"
    r"(?: (?:time ?span|time ?frame|period|course|space))?(?: of)?(?: the)? $"
)
TO_YEAR = re.compile(rf"\s*(?:to|and|until|till|through|-)\s*(?:the )?{_ROUGHLY}\d{{4}}\b")
FROM_YEAR = re.compile(
    rf"\b(?:between|from) (?:the )?{_ROUGHLY}\d{{4}} (?:to|and|until|till|through) (?:the )?{_ROUGHLY}$"
)
# A figure right before the date: it is the year of a statistic (21 per cent in 2008, 18 in 2019), not of an event.
FIGURE_BEFORE = re.compile(
    r"(?:%|\bper cent|\bpercent|\b(?:million|billion|trillion)\b"
    r"|[€$£] ?\d[\d.,]*|\b(?:eur|usd) ?\d[\d.,]*|[\d\x00] euros?)"
    r"[^.;:]{0,24} (?:in|for|at|of) (?:the )?$"
    r"|\b(?!(?:19|20)\d\d\b)\d[\d.,]* (?:in|for) (?:the )?$|\bagainst [\d.,]+ in $"
)
PRICES = re.compile(r" (?:constant |current )?prices\b")
TIME_BEFORE = re.compile(r"\b(?:since|after|before|until) (?:the )?$")
STILL = re.compile(r" ?-(?: ?(?:present|today|now)\b| ?\))| to (?:the present|date|today)\b")  # 2008-present, (2008-)
ONWARDS = re.compile(r" (?:onwards?|and beyond)\b")

# --- on the text as it is written, where capitals tell
SERIES = frozenset(
    words(
        "report survey review exercise yearbook index balance plan programme program assessment outlook strategy forum"
        " conference handbook edition monitor barometer goal goals vision compact trends agenda days week workshop"
        " prize games olympics award factbook compendium"
    )
)
NAME = re.compile(r"(?:[A-Z][\w’'&.-]*|of|and|the|for|on|in|In|On) (?:of )?(?P<last>[A-Z][\w’'&-]*)[*_]{0,2}\s{1,3}$")
NO_NAME = frozenset(
    words("In Since By Until From On Of And The During After Before Between To For As At Through With Late Early Mid")
)
IN_TITLE = re.compile(r"(?:[a-zA-Z,:][\w’']*) (?:In|By|Of|For|Beyond|Towards?|To|After|Since|Until|Post)\s{1,3}$")
CITED_NAME = re.compile(r"[(;]\s*(?:[Ss]ee |e\.g\. ?)?[A-Z][\w’' .&-]*$")  # (Smith 2016; Jones and Brown 2017)
_SURNAME = r"[A-Z][\w’'-]+"
AUTHOR = re.compile(
    r"\b(?:[A-Z][a-zé’'ü-]+|(?:et )?al\.?|[A-Z]{2,6}),?\s{1,2}$"
    rf"|\b{_SURNAME}(?:,? (?:and|&) {_SURNAME})?(?: et al\.?)?\s?\($"
)
MORE_YEARS = re.compile(r"(?:\b(?:19|20)\d\d[a-z]?, )+$")  # (Menon 2009, 2011)
PAGE_BEHIND = re.compile(rf", {PAGE}")  # (2018, p. 4)
SURNAME_FIRST = re.compile(rf"^\W*{_SURNAME}, [A-Z][\w.’'-]*\.?(?:,? (?:and |& )?[A-Z][\w.’'-]*,?)*\.? $")
SOURCE_LINE = re.compile(r"^\W*Sources?: .{0,120}[,(] ?$")  # below a table: Source: Eurostat, 2018
_IN_NAME = r"(?:[A-Z][\w.’'&,-]*|and|of|the|for|&|de|von|van|on|et|al\.|in)"
FIRST_IN_LINE = re.compile(
    rf"^[\W\d]{{0,8}}(?:<sup>\d+</sup>)?(?:[A-Z][\w.’'&,-]*|[a-z]{{1,4}}|&)(?: {_IN_NAME}){{0,12}},? \($"
)
