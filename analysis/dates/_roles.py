"""What is a date doing where it stands? Event, period, publication, citation, edition, access or other.

The first of these that fits decides; each says in a pattern what its neighbours look like. Patterns read folded text (lower case, addresses
blanked) unless they say so.
"""

import re

from ._engine import Hit
from ._mask import ADDRESS, PAGE
from ._story import Story

_ACCESS = re.compile(
    r"(?:access(?:ed)?|retrieved|consulted|visited|viewed|checked|last (?:seen|access|visit)|downloaded|as of|abgerufen am|stand)"
    rf"(?: (?:on|at|in|the|date|date:|time))*(?: ?from)?[ :,({ADDRESS}]{{0,60}}(?:on )?$"
)
_ACCESS_BEHIND = re.compile(r"[ ,]{0,3}(?:\(?(?:last )?access(?:ed)?\b)")
_AFTER_ADDRESS = re.compile(rf"{ADDRESS}[>)\]., ]{{0,4}}[\[(] ?$")
_PUBLISHED = re.compile(
    r"(?:\b(?:this|the present) (?:report|paper|brief|study|publication|document|deliverable|policy brief|article|text|analysis|volume)\b[^.]{0,80}"
    r"(?:published|released|issued|finali[sz]ed|completed|written|dated|submitted|closed|drafted)[^.]{0,24}|©|\bcopyright|\(c\)|\bpublication date:?|"
    r"\bdate of (?:publication|issue):?|\bfirst published(?: in| on)?|(?:^|\n)[ *#]*(?:published|date|issued|released|posted|updated)(?: on| in)?:?|"
    r"\b(?:manuscript|text|editing) (?:completed|closed) (?:in|on))[ ,:]{0,3}(?:[a-z-]{3,20}, )?(?:by [^.\n]{0,40})?$"
)
_SERIES = (
    "report survey review exercise yearbook index balance plan programme program assessment outlook strategy conference forum handbook edition "
    "monitor barometer goal goals vision compact trends agenda days week workshop prize olympics games award factbook compendium database"
)
_NAME = re.compile(r"(?:[A-Z][\w’'&.-]*|of|and|the|for|on|in|In|On) (?:of )?(?P<last>[A-Z][\w’'&-]*)[*_]{0,2}\s{1,3}$")
_SMALL = {"In", "Since", "By", "Until", "From", "On", "Of", "And", "The", "During", "After", "Before", "Between", "To", "For", "As", "At", "Through", "With", "Late", "Early", "Mid"}
_IN_TITLE = re.compile(r"(?:[a-zA-Z,:][\w’']*) (?:In|By|Of|For|Beyond|Towards?|To|After|Since|Until|Post)\s{1,3}$")
_AUTHOR = re.compile(
    r"(?:\b(?:[A-Z][a-zé’'ü-]+|et al\.?|al\.|[A-Z]{2,6}),?\s{1,2}$)|(?:\b[A-Z][\w’'-]+(?:,? (?:and|&) (?:[A-Z][\w’'-]+))?(?: et al\.?)?\s?\($)"
)
_OFFICIAL = re.compile(
    r"\b(?:strategy|treaty|treaties|declaration|agreement|compact|mission|operation|war|crisis|summit|council|conclusions|act|plan|presidency|attacks?|"
    r"convention|charter|protocol|accords?|communiqu[eé]|resolution|regulation|decision|directive|constitution|goal|concept|initiative|framework|programme|"
    r"action|enlargement|elections?|referendum|invasion|revolution|conference|forum|exercise|agenda|elections|communication|mali|libya|chad|congo|kosovo|"
    r"bosnia|georgia|ukraine|somalia|niger|iraq|afghanistan|force|eufor|eulex|eupol|euam|eucap|eutm|eunavfor|isaf|kfor|sfor|unifil)\b[^.]{0,40}$"
)
_PREPOSITION = re.compile(r"\b(?:in|since|on|until|till|by|from|after|before|between|during|and|to|of|around|as of|throughout|late|early|for)(?: (?:the|late|early|mid|about|around))*[ -]$")
_THE_NAME = re.compile(r"\b(?:the|its|his|their|'s|a) $")
_VERB = re.compile(
    r"\b(?:was|were|is|are|has|have|had|did|does|will|would|can|could|may|might|began|took|led|became|met|gave|held|came|saw|made|set|(?!acces|publish|retriev|cit|revis|updat|consolid|edit)\w{2,}ed (?:by|in|on|to|the|an?|at|as|with|that|from|for|into|its|their|more|greater))\b"
)  # a past participle before a noun is no verb: integrated police units
_SOURCE_BEHIND = re.compile(rf"['\")\]*]{{0,2}}[,.;:]? {{0,2}}(?:[<(\[]? ?{ADDRESS}|(?:last )?accessed|retrieved|available|{PAGE}|\d{{1,3}}[.,;)]|at {ADDRESS})")
_BIBLIOGRAPHIC = re.compile(r"\boj(?:eu)? ?,? ?[lc] ?(?:\d{1,4}|\x00+)?[a-z]?,? (?:of )?$|\b(?:official journal|vol\. ?\d{1,3}|no\. ?\d{1,4})[^.]{0,20} \(?$")
_FIRST_IN_LINE = re.compile(r"^[\W\d]{0,8}(?:<sup>\d+</sup>)?(?:[A-Z][\w.’'&,-]*|[a-z]{1,4}|&)(?: (?:[A-Z][\w.’'&,-]*|and|of|the|for|&|de|von|van|on|et|al\.|in)){0,12},? \($")
_SIGNS = re.compile(rf"{ADDRESS}{{6}}|{PAGE}{{3}}|\baccessed\b|\bretrieved\b|\bibid|\bop\. cit|\beds?\.\)|\bvol\. |\bcf\. |\bavailable at|\bdoi\b|,['\"] ")
_BEHIND_TITLE = re.compile(r"[\"'],? (?:[a-z. ]{3,40}, )?$")
_QUOTED = re.compile(r"\"[^\"]{3,200}\"|(?<!\w)'[^\"]{3,200}?'(?!\w)")
_DONE = re.compile(r"\b(?:interview|meeting|workshop|visit|mission|conference call|call|session|event|seminar|contribution|official|expert|received|held)\w*\b")
_PERIOD_BEFORE = re.compile(
    r"\b(?:since|still in|even in|already in|throughout|until|till|up to|as of|over the course of|prior to|the years?|the period|in the period|ever since|"
    r"the course of)(?: (?:early|late|mid|about|around|at least|the|the end of|and including))*[ -]$"
)
_NAMED = re.compile(r" (?!and\b|to\b|the\b|in\b)[a-z]")  # since the July 2016 declaration
_EVENT_CLAUSE = re.compile(r",? (?:when|after|with the|following)\b")
_SPAN_BEFORE = re.compile(r"\b(?:over|throughout|during|spanning)(?: (?:a|the|its|their))?(?: (?:time ?span|time ?frame|period|course|space))?(?: of)?(?: the)? $")
_TO_YEAR = re.compile(r"\s*(?:to|and|until|till|through|-)\s*(?:the )?(?:early |late |mid-?)?\d{4}\b")
_FROM_YEAR = re.compile(r"\b(?:between|from) (?:the )?(?:early |late |mid-?)?\d{4} (?:to|and|until|till|through) (?:the )?(?:early |late |mid-?)?$")


def role(hit: Hit, story: Story, zone: str) -> str:
    """Return the role of a date at its place."""
    story.at(hit.start, hit.end)
    before, after, kind = story.before(140), story.after(60), hit.reading.type
    if _ACCESS.search(before) and not _of_the_text(before) or _AFTER_ADDRESS.search(before) and after.lstrip()[:1] in (")", "]"):
        return "access"
    if kind in ("DURATION", "SET") or hit.reading.value.endswith("_REF"):
        return _of_length(hit, before)
    if _PUBLISHED.search(before) or (zone == "front" and _stands_alone(hit, story)):
        return "publication"
    if _is_edition(hit, story):
        return "edition"
    if zone == "reference" or _is_citation(hit, story) or _BIBLIOGRAPHIC.search(before):
        return "citation"
    if zone == "note" or (zone == "body" and _cites(story)):
        return _in_note(hit, story, before, after)
    return _in_body(hit, before, after)


def _of_the_text(before: str) -> bool:
    """`As of` means an access date only behind an address."""
    return before.rstrip(" ,:(").endswith("as of") and ADDRESS not in before[-40:]


def _of_length(hit: Hit, before: str) -> str:
    if hit.reading.value.endswith("_REF") or hit.reading.days:
        return "period"
    return "period" if hit.reading.type == "DURATION" and _SPAN_BEFORE.search(before) else "other"


def _stands_alone(hit: Hit, story: Story) -> bool:
    """Tell whether a date of the front matter has its line to itself, but for a place or a short label."""
    begin = story.text.rfind("\n", 0, hit.start) + 1
    end = story.text.find("\n", hit.end)
    line = story.text[begin : hit.start], story.text[hit.end : end if end >= 0 else len(story.text)]
    left = re.findall(r"\w+", line[0]), re.findall(r"\w+", line[1])
    year = hit.reading.value[:4]
    near = year.isdigit() and abs(int(year) - int(story.published[:4] or year)) <= 1 if len(year) == 4 else False
    return near and len(left[0]) <= 6 and len(left[1]) <= 4 and "/" not in hit.reading.value


def _is_edition(hit: Hit, story: Story) -> bool:
    """Tell whether a year stands behind a name and belongs to it: Munich Security Report 2017."""
    if not re.fullmatch(r"\d{4}(?:/\d{4})?", hit.reading.value) or hit.rule not in ("year", "year range"):
        return False
    if not story.raw[0].isdigit():
        return False
    raw = story.text[max(0, hit.start - 60) : hit.start].replace("\n", " ")
    if _IN_TITLE.search(raw):
        return True
    found = _NAME.search(raw)
    if not found or found["last"] in _SMALL:
        return False
    name = found["last"].lower()
    if name[:3] in ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec") and len(name) < 10:
        return False
    if name in _SERIES.split():
        return True
    first = found[0].split()[0]
    return first[0].isupper() and first not in _SMALL and not re.search(r"[(;]\s*(?:[Ss]ee |e\.g\. ?)?[A-Z][\w’' .&-]*$", raw) and not re.search(r"\band [A-Z]\w+ $", raw)


def _is_citation(hit: Hit, story: Story) -> bool:
    """Tell whether a year in brackets names a source in the running text: (Smith, 2016: 4), Smith and Jones (2016)."""
    if story.raw[4:5] == "," and hit.rule in ("year month", "year month day"):
        return True  # (2018, June 22): nobody but APA writes so
    if len(hit.reading.value) != 4:
        return False
    raw, behind = story.text[max(0, hit.start - 80) : hit.start].replace("\n", " "), story.text[hit.end : hit.end + 12]
    if re.match(r"\] [A-Z]", behind) and raw.endswith("[") or (re.match(r"[a-z]?\)[.,:]? [A-Z‘“\"'*]", behind) and _FIRST_IN_LINE.search(_line_before(story))):
        return True
    if not re.match(r"[a-z]?\s?[):;,]", behind):
        return False
    open_bracket = max(raw.rfind("("), raw.rfind("["))
    inside = open_bracket > max(raw.rfind(")"), raw.rfind("]"))
    if not inside or _OFFICIAL.search(story.before(60)):
        return False
    return bool(_AUTHOR.search(raw))


def _line_before(story: Story) -> str:
    return story.text[max(story.text.rfind("\n", 0, story.start) + 1, story.start - 200) : story.start]


def _cites(story: Story) -> bool:
    """Tell whether a sentence of the body is a reference: it has the signs of one and, outside quotation marks, no verb."""
    before, after = story.before(240).rpartition("\n")[2], story.after(240).partition("\n")[0]
    signs = _SIGNS.search(before + ";" + after) or _BEHIND_TITLE.search(before) or _ends_as_reference(before, after)
    sentence = _QUOTED.sub(" ", before[-160:] + " ; " + after[:160])
    return bool(signs) and not (_VERB.search(sentence) or re.search(r"\b(?:we|they|it|he|she|i)\b", sentence))


def _ends_as_reference(before: str, after: str) -> bool:
    """Tell whether a line of five words or more closes with a comma and the date, as a reference does and an interview or a meeting does not."""
    return bool(re.match(r"\W{0,3}$", after) and re.search(r", $", before)) and len(before.split()) >= 5 and not _DONE.search(before)


def _in_note(hit: Hit, story: Story, before: str, after: str) -> str:
    """A note tells or cites: it tells where a preposition leads the date into a sentence with a verb."""
    sentence = " ".join(story.sentence())
    cites = _SOURCE_BEHIND.match(after) or before.endswith(("(", "[")) or before.rstrip().endswith(("'", '"', "',", '",', ",'", ',"'))
    told = (_PREPOSITION.search(before) or (_THE_NAME.search(before) and hit.rule == "year")) and _VERB.search(sentence)
    return _in_body(hit, before, after) if told and not cites else "citation"


def _in_body(hit: Hit, before: str, after: str) -> str:
    value = hit.reading.value
    if re.fullmatch(r"\d{4}/\d{4}", value) or re.fullmatch(r"\d{2,3}", value):
        return "period"
    if _PERIOD_BEFORE.search(before) and not _EVENT_CLAUSE.match(after) and not (before.endswith(" the ") and _NAMED.match(after)):
        return "period"
    if re.fullmatch(r"\d{4}", value) and (_FROM_YEAR.search(before) or (re.search(r"\b(?:between|from) (?:the )?$", before) and _TO_YEAR.match(after))):
        return "period"
    return "period" if re.match(r" (?:onwards?|and beyond)\b", after) else "event"
