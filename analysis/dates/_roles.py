"""What is a date doing where it stands? Event, period, publication, citation, edition, access or other."""

import re

from . import _role_signs as signs
from ._engine import Hit
from ._mask import ADDRESS
from ._story import Story

_OPENING = 16  # characters: a note that begins `Since the end of` and the date


def role(hit: Hit, story: Story, zone: str) -> str:
    """Return the role of a date at its place (front, body, note, reference or annex); the first that fits decides."""
    story.at(hit.start, hit.end)
    before, after, kind = story.before(140), story.after(60), hit.reading.type
    if _is_access(before, after):
        return "access"
    if kind in ("DURATION", "SET") or hit.reading.value.endswith("_REF"):
        return _of_length(hit, story, before)
    if signs.PUBLISHED.search(before) or _stands_alone(hit, story, zone):
        return "publication"
    if _is_edition(hit, story) or (zone == "reference" and _is_in_title(hit, story)):
        return "edition"
    if zone == "reference" or _is_citation(hit, story) or signs.JOURNAL.search(before):
        return "citation"
    if zone == "note" or (zone == "body" and _cites(story)):
        return _in_note(hit, story, before, after)
    return _in_body(hit, before, after)


def _is_access(before: str, after: str) -> bool:
    """Tell the day an address was read: a word for it before, or in brackets right behind the address."""
    if signs.BEHIND_ADDRESS.search(before):
        return after.lstrip()[:1] in (")", "]")
    as_of = before.rstrip(" ,:(").endswith("as of") and ADDRESS not in before[-40:]  # as of 2017: no address, no access
    return bool(signs.ACCESS.search(before)) and not as_of


def _of_length(hit: Hit, story: Story, before: str) -> str:
    """A length frames something where it is anchored, spanned or said in decades; else it measures."""
    if hit.reading.value.endswith("_REF") or hit.reading.days or hit.rule.startswith("rolling"):
        return "period"
    said = story.raw.lower().replace("ﬁ", "fi")
    long = re.search(r"\b(?:decades?|centur(?:y|ies))\b", said) and not before.endswith("took ")
    frames = (
        long
        or said.startswith(("over ", "the first", "the final"))
        or re.search(r" (?:first|ﬁrst) $", before)
        or (before.endswith(" period of ") and "year" in said)
    )
    return "period" if hit.reading.type == "DURATION" and (frames or signs.SPAN_BEFORE.search(before)) else "other"


def _stands_alone(hit: Hit, story: Story, zone: str) -> bool:
    """Tell whether the date of publication has a line of the front to itself, but for a place, or heads a page."""
    value, published = hit.reading.value, story.published
    left, right = _line_before(story), story.text[hit.end : hit.end + 200].partition("\n")[0]
    words = len(re.findall(r"\w+", left)), len(re.findall(r"\w+", right))
    if zone == "front" and words[0] <= 6 and words[1] <= 4 and re.match(r"\d{4}(?!/)", value):
        return abs(int(value[:4]) - int(published[:4] or value[:4])) <= 1
    heads = zone in ("body", "front") and len(published) == 10 and value == published and len(story.text) > 2000
    return heads and sum(words) <= 10 and min(words) == 0 and not signs.VERB.search(f"{left} {right}".lower())


def _is_edition(hit: Hit, story: Story) -> bool:
    """Tell whether a year stands behind a name and belongs to it: Munich Security Report 2017."""
    if hit.rule not in ("year", "year range") or not story.raw[0].isdigit():
        return False
    before = story.text[max(0, hit.start - 60) : hit.start].replace("\n", " ")
    if signs.IN_TITLE.search(before):
        return True
    found = signs.NAME.search(before)
    if not found or found["last"] in signs.NO_NAME:
        return False
    first, last = found[0].split()[0], found["last"].lower()
    if last in signs.SERIES:
        return True
    named = first[0].isupper() and first not in signs.NO_NAME
    return named and not signs.CITED_NAME.search(before) and not re.search(r"\band [A-Z]\w+ $", before)


def _is_in_title(hit: Hit, story: Story) -> bool:
    """Tell whether a year of a reference stands in its title: behind the year in brackets that APA puts first."""
    return hit.rule in ("year", "year range") and bool(
        re.search(r"\((?:19|20)\d\d[a-z]?(?:, [A-Z][a-z]+[ \d]*)?\)", _line_before(story))
    )


def _is_citation(hit: Hit, story: Story) -> bool:
    """Tell whether a year in brackets names a source in the running text: (Smith, 2016: 4), Smith and Jones (2016)."""
    if story.raw[4:5] == "," and hit.rule in ("year month", "year month day"):
        return True  # (2018, June 22): nobody but APA writes so
    if len(hit.reading.value) != 4:
        return False
    before = story.text[max(0, hit.start - 80) : hit.start].replace("\n", " ")
    behind = story.text[hit.end : hit.end + 12]
    if before.endswith("[") and re.match(r"\] [A-Z]", behind):
        return True  # OSCOLA: [2016] OJ C202/13
    line = _line_before(story)
    if re.match(r"[a-z]?\)[.,:]? [A-Z‘“\"'*]", behind) and signs.FIRST_IN_LINE.search(line):
        return True
    if signs.SOURCE_LINE.match(line) or (re.match(r"[a-z]?\. [A-Z‘“\"*]", behind) and signs.SURNAME_FIRST.match(line)):
        return True
    inside = max(before.rfind("("), before.rfind("[")) > max(before.rfind(")"), before.rfind("]"))
    if not inside or not re.match(r"[a-z]?\s?[):;,]", behind) or signs.OFFICIAL.search(story.before(60)):
        return False
    return bool(signs.PAGE_BEHIND.match(story.after(9)) or signs.AUTHOR.search(signs.MORE_YEARS.sub("", before)))


def _line_before(story: Story) -> str:
    """Return what stands before the date in its line, 200 characters at most."""
    return story.text[max(0, story.start - 200) : story.start].rpartition("\n")[2]


def _cites(story: Story) -> bool:
    """Tell whether a sentence of the body is a reference: it has the signs of one and, outside quotations, no verb."""
    before, after = story.before(240).rpartition("\n")[2], story.after(240).partition("\n")[0]
    if signs.PREPOSITION.search(before) and not signs.SOURCE_BEHIND.match(after):
        return False
    sign = signs.REFERENCE_SIGN.search(f"{before};{after}") or signs.BEHIND_TITLE.search(before)
    sentence = signs.QUOTED.sub(" ", f"{before[-160:]} ; {after[:160]}")
    if not sign and not _ends_as_reference(before, after):
        return False
    return not signs.VERB.search(sentence) and not signs.PRONOUN.search(sentence)


def _ends_as_reference(before: str, after: str) -> bool:
    """Tell whether a line of five words or more closes with a comma and the date, as references and meetings do."""
    closes = before.endswith(", ") and re.match(r"\W{0,3}$", after)
    return bool(closes) and len(before.split()) >= 5 and not signs.MEETING.search(before)


def _in_note(hit: Hit, story: Story, before: str, after: str) -> str:
    """A note tells or cites: it tells where a preposition leads the date into a sentence with a verb."""
    leads = signs.PREPOSITION.search(before) or (signs.BEFORE_NAME.search(before) and hit.rule == "year")
    cites = (
        signs.SOURCE_BEHIND.match(after) or before.endswith(("(", "[")) or re.search(r"(?:['\"],?|,['\"]) ?$", before)
    )
    sentence = story.sentence()
    opens = len(sentence[0]) < _OPENING or signs.TIME_BEFORE.search(before)
    if not leads or cites or not (opens or signs.VERB.search(" ".join(sentence))):
        return "citation"
    return _in_body(hit, before, after)


def _in_body(hit: Hit, before: str, after: str) -> str:
    """A date of the running text is an event unless it frames something or belongs to a figure."""
    value, year = hit.reading.value, re.fullmatch(r"\d{4}", hit.reading.value)
    if signs.PRICES.match(after):
        return "other"
    if re.fullmatch(r"\d{4}/\d{4}|\d{2,3}", value) or hit.rule == "fiscal year" or signs.FIGURE_BEFORE.search(before):
        return "period"
    if hit.rule == "since then" and before.endswith("since "):
        return "period"
    named = before.endswith(" the ") and signs.NAME_BEHIND.match(after)
    framed = signs.PERIOD_BEFORE.search(before) or (
        hit.rule == "year" and (signs.ONWARDS.match(after) or signs.STILL.match(after))
    )
    if year and framed and hit.reading.mod != "END" and not signs.EVENT_CLAUSE.match(after) and not named:
        return "period"
    first_of_two = re.search(r"\b(?:between|from) (?:the )?$", before) and signs.TO_YEAR.match(after)
    return "period" if year and (first_of_two or signs.FROM_YEAR.search(before)) else "event"
