"""Classify the role of a date at its place: event, period, publication, citation, edition, access or other."""

import re

from .. import rules
from .context import ADDRESS, Context
from .values import CUES, NO_NAMES, Match, number_of

_BOUNDS = list(rules.load_rules("dates/bounds").values())
_LONGEST_HEADING = 60  # characters: the longest numbered heading of the reports we know has 52
_OPENING = 16  # characters: a note that begins `Since the end of` and the date


def role(match: Match, context: Context) -> str:
    """Return the role of a date, to which the context has moved; the first that fits decides."""
    zone = context.zone_at(match.start)
    before, after, kind = context.before(140), context.after(60), match.reading.type
    if _is_access(before, after, zone):
        return "access"
    if kind in ("DURATION", "SET") or match.reading.value.endswith("_REF"):
        return _of_length(match, context, before)
    if CUES["birth"].search(before):
        return "other"
    if CUES["published"].search(before) or _stands_alone(match, context, zone):
        return "publication"
    if (CUES["numbered act"].search(before) and after.startswith(")")) or _is_edition(match, context):
        return "edition"
    if zone == "reference" or _is_citation(match, context):
        return "citation"
    if zone == "note" or (zone == "body" and _cites(match, context)):
        return _in_note(match, context, before, after)
    return _in_body(match, context, before, after)


def bound(match: Match, context: Context, role: str) -> str:
    """Return which side of an interval a date closes: before, until, after, since; "" where it is a time of its own.

    A date that names an event, a source or another thing (the 2015 attacks), and both ends of a range close both sides.
    """
    if match.reading.type != "DATE" or role not in ("event", "period", "other") or match.rule == "nine eleven":
        return ""
    before, after = context.before(90), context.after(24)
    newspaper = re.search(r"[A-Z]\w+ Post $", context.raw_before(30))
    if context.in_range() or before.endswith("as of ") or newspaper:
        return ""
    for sign in _BOUNDS:
        if sign.pattern.search(before if sign.values["side"] == "before" else after):
            return str(sign.values["open"])
    return ""


def _is_access(before: str, after: str, zone: str) -> bool:
    """Tell the day an address was read: a word for it that opens what it says, or brackets right after the address."""
    if CUES["after address"].search(before):
        return after.lstrip()[:1] in (")", "]")
    found = CUES["access"].search(before)
    if not found:
        return False
    if found[0].startswith("as of"):  # as of 2017: no source, no access
        return ADDRESS in before[-40:] and zone in ("note", "reference")
    # (visited 5 March), but inspectors visited on 5 March
    opens = not re.search(r"(?<!\blast)(?<!zuletzt)(?<!letzter)(?<=[a-z0-9']) ?$", before[: found.start()])
    return opens or zone in ("note", "reference") or ADDRESS in before


def _of_length(match: Match, context: Context, before: str) -> str:
    """A length is a period where it counts from a date, spans something or is said in decades; else it measures."""
    if match.reading.value.endswith("_REF") or match.rule.startswith("rolling"):
        return "period"
    said = context.raw.lower().replace("ﬁ", "fi")
    long = re.search(r"\bdecade|\bcentur|^(?:over|the first|the final) ", said)
    frames = long or CUES["span before"].search(before) or (before.endswith(" period of ") and "year" in said)
    return "period" if match.reading.type == "DURATION" and frames and not before.endswith("took ") else "other"


def _stands_alone(match: Match, context: Context, zone: str) -> bool:
    """Tell whether the date of publication has a line of the front to itself, but for a place, or heads a page."""
    value, published = match.reading.value, context.published
    ends = context.text.find("\n", match.end)
    left, right = _line_before(context), context.folded[match.end : match.end + 200 if ends < 0 else ends]
    words = len(re.findall(r"\w+", left)), len(re.findall(r"\w+", right))
    if zone == "front" and words[0] <= 6 and words[1] <= 4 and re.match(r"\d{4}(?!/)", value):
        return abs(int(value[:4]) - int(published[:4] or value[:4])) <= 1
    heads = zone in ("body", "front") and value == published and len(value) == 10 and len(context.text) > 2000
    return heads and sum(words) <= 10 and min(words) == 0 and not CUES["verb"].search(f"{left} {right}".lower())


def _is_edition(match: Match, context: Context) -> bool:
    """Tell whether a year follows a name and belongs to it: Munich Security Report 2017."""
    if match.rule not in ("year", "year range") or not context.raw[0].isdigit():
        return False
    before = context.raw_before(60)
    if re.search(r" Act, $|[a-zA-Z,:] (?:In|By|Of|For|Beyond|After|Since|Until) $", before):  # a title in capitals
        return True
    found = CUES["name"].search(before)
    if not found or found["last"] in NO_NAMES:
        return False
    first = found[0].split()[0]
    return first[0].isupper() and first not in NO_NAMES and not re.search(r"\band [A-Z]\w+ $", before)


def _is_citation(match: Match, context: Context) -> bool:
    """Tell whether a year in brackets names a source in the running text: (Smith, 2016: 4), Smith and Jones (2016)."""
    if re.match("[a-e][),;:]", context.after(2)):
        return True  # (Smith, 2015a)
    if CUES["outlet"].search(context.raw_before(90)):
        return True
    if len(match.reading.value) != 4:
        return False
    before, after = context.raw_before(80), context.text[match.end : match.end + 12]
    # The treaty (2009) has a date of its own; the mission (Smith, 2009) cites.
    if before.endswith(("(", "[")) and CUES["official"].search(context.before(60)):
        return False
    opens = re.match(r"\W*[A-Z][\w’'-]+,? [A-Z][., ]", _line_before(context))
    if opens and re.match(r"[a-z]?\)[.,:]? \W?[A-Z]", after):
        return True  # Smith, J. (2015). European defence
    inside = max(before.rfind("("), before.rfind("[")) > max(before.rfind(")"), before.rfind("]"))
    if not inside or not re.match(r"[a-z]?\s?[):;,]", after):
        return False
    return bool(CUES["author"].search(re.sub(r"(?:\d{4}[a-z]?, )+$", "", before)))


def _line_before(context: Context) -> str:
    return context.text[max(0, context.start - 200) : context.start].rpartition("\n")[2]


def _cites(match: Match, context: Context) -> bool:
    """Tell whether a sentence of the body is a reference: it has the signs of one and, outside quotations, no verb."""
    before, after = context.before(240).rpartition("\n")[2], context.after(240).partition("\n")[0]
    if CUES["preposition"].search(before) and not CUES["source after"].match(after):
        return False
    sign = bool(CUES["reference sign"].search(f"{before};{after}"))
    # A line of five words or more that closes with a comma and the date, as references and meetings do.
    closes = before.endswith(", ") and re.match(r"\W{0,3}$", after) and len(before.split()) >= 5
    if not sign and (not closes or CUES["no reference"].search(before) or "/" in match.reading.value):
        return False
    return not CUES["verb"].search(CUES["quoted"].sub(" ", f"{before[-160:]} ; {after[:160]}"))


def _in_note(match: Match, context: Context, before: str, after: str) -> str:
    """A note tells or cites: it tells where a preposition leads the date into a sentence with a verb."""
    leads = CUES["preposition"].search(before)
    quoted = before.endswith(("(", "[")) or re.search(r"(?:['\"],?|,['\"]) ?$", before)
    cites = quoted or CUES["source after"].match(after)
    sentence = context.sentence()
    opens = len(sentence[0]) < _OPENING or re.search(r"\b(?:since|after|before|until) (?:the )?$", before)
    if not leads or cites or not (opens or CUES["verb"].search(" ".join(sentence))):
        return "citation"
    return _in_body(match, context, before, after)


def _in_body(match: Match, context: Context, before: str, after: str) -> str:
    value, year = match.reading.value, re.fullmatch(r"\d{4}", match.reading.value)
    before = re.sub(r"(?:\b\d{4}(?:,|,? and|,? or) )+$", "", before) if year else before  # the years 2013 and 2014
    stretch = re.fullmatch(r"\d{4}/\d{4}|\d{2,3}", value) or match.rule == "fiscal year"
    if stretch or CUES["figure before"].search(before[-75:]):
        return "period"
    named = before.endswith(" the ") and re.match(r" (?!and\b|to\b|the\b|in\b)[a-z]", after)
    onward = match.rule == "year" and after.startswith((" onward", " and beyond"))
    framed = CUES["period before"].search(before) or onward
    happened = re.search(r"(?:ed|\bor|\b(?:no|not|never|cannot)\b[^.;]{0,40}) before $", before)
    if before.endswith("before ") and not happened:
        return "period"  # was launched before 2014, but the policy before 2014
    frames = CUES["frame before"].search(before) or (year and framed and match.reading.mod != "END")
    if frames and not named and not re.match(r",? (?:when|after|with the|following)\b", after):
        return "period"
    first, _, last = value.partition("/")
    if two := CUES["first of two"].search(f"{before[-20:]}\x03{after}"):
        last = f"{two['year']}-{number_of(two['month'] or 'december'):02d}"
    elif context.in_range() and match.reading.mod != "END":
        first, last = context.last.value, value
    long = year or last[:7] >= f"{int(first[:4]) + 1}{first[4:7]}" if last and first[:4].isdigit() else False
    return "period" if long else "event"


KINDS = {"footnote": "note", "reference": "reference", "annex": "annex"}
KINDS |= dict.fromkeys(("front", "title", "author", "boilerplate", "about", "toc"), "front")


def zones(text: str) -> tuple[list[int], list[str]]:
    """Return where each line of a text begins, and its zone: front, body, note, reference or annex."""
    starts: list[int] = []
    names: list[str] = []
    # The first full paragraph: short lines before it are title matter, but not in a short text.
    full = re.search(r"(?:[^\n.…]|\n(?![ \t\r]*\n)|[.…](?![.…]{2})){160,}", text[:6000] if len(text) >= 1500 else "")
    part, note, at, last, front = "body", False, 0, 0, full.start() if full else 0
    for line in text.split("\n"):
        bare = line.strip()
        part = _part(bare, part, at < front)
        mark = CUES["note mark"].match(line)
        digits = mark[0].strip().rstrip(".)") if mark else ""
        number = int(digits) if digits.isdecimal() else 0
        follows = number == last + 1 > 1 and len(line) > _LONGEST_HEADING and not bare.startswith(f"{number}.")
        if mark and (part == "notes" or not number or follows or CUES["cites"].search(line)):
            note, last = True, number
        elif not bare or mark:
            note = False
        starts.append(at)
        if part == "reference" or (at >= front and not note):
            names.append("body" if part == "notes" else part)  # between the notes of a list of notes stands no note
        else:
            names.append("front" if at < front else "note")
        at += len(line) + 1
    return starts, names


def _part(line: str, part: str, in_front: bool) -> str:
    if len(line) < 60 and CUES["references"].match(line):
        return "notes" if "notes" in line.lower() else "reference"
    if part == "body" or in_front or len(line) >= 120 or not CUES["other part"].match(line):
        return part
    return "annex" if re.search(r"\bann?ex|appendi", line, re.I) else "body"
