"""Classify the role of a date at its place: event, period, publication, citation, edition, access or other."""

import re
from bisect import bisect_right

from .. import rules
from .context import ADDRESS, Context
from .values import SIGNS, Match

_WORDS = {name: frozenset(rule.words) for name, rule in rules.load_rules("dates_signs").items()}

_NAMES = ("named day", "nine eleven")
_BOUNDS = list(rules.load_rules("dates_bounds").values())
_OPENING = 16  # characters: a note that begins `Since the end of` and the date


def role(match: Match, context: Context) -> str:
    """Return the role of a date at its place (front, body, note, reference or annex); the first that fits decides."""
    context.move(match.start, match.end)
    zone = context.zone_at(match.start)
    before, after, kind = context.before(140), context.after(60), match.reading.type
    if _is_access(before, after, zone):
        return "access"
    if kind in ("DURATION", "SET") or match.reading.value.endswith("_REF"):
        return _of_length(match, context, before)
    if SIGNS["published"].search(before) or _stands_alone(match, context, zone):
        return "publication"
    if SIGNS["numbered act"].search(before) and after.startswith(")"):
        return "edition"
    if _is_edition(match, context):
        return "edition"
    if zone == "reference" or _is_citation(match, context):
        return "citation"
    if zone == "note":
        return _in_note(match, context, before, after)
    return _in_body(match, context, before, after)


def bound(match: Match, context: Context, role: str) -> str:
    """Return which side of an interval a date closes: before, until, after, since; "" where it is a time of its own.

    A date that names an event, a source or another thing (the 2015 attacks), and both ends of a range close both sides.
    """
    if match.reading.type != "DATE" or role not in ("event", "period", "other") or match.rule in _NAMES:
        return ""
    context.move(match.start, match.end)
    before, after = context.before(90), context.after(24)
    if context.in_range():
        return ""
    if before.endswith("as of "):
        return "since" if SIGNS["from now on"].search(" ".join(context.sentence())) else ""
    for sign in _BOUNDS:
        if sign.pattern.search(before if sign.values["side"] == "before" else after):
            return str(sign.values["open"])
    return ""


def _is_access(before: str, after: str, zone: str) -> bool:
    """Tell the day an address was read: a word for it that opens what it says, or brackets right after the address."""
    if SIGNS["after address"].search(before):
        return after.lstrip()[:1] in (")", "]")
    found = SIGNS["access"].search(before)
    if not found:
        return False
    if found[0].startswith("as of"):  # as of 2017: no source, no access
        return ADDRESS in before[-40:] and zone in ("note", "reference")
    # (visited 5 March), but inspectors visited on 5 March
    opens = not re.search(r"(?<!\blast)(?<!zuletzt)(?<!letzter)(?<=[a-z0-9']) ?$", before[: found.start()])
    return opens or zone in ("note", "reference") or ADDRESS in before


def _of_length(match: Match, context: Context, before: str) -> str:
    """A length frames something where it is anchored, spanned or said in decades; else it measures."""
    if match.reading.value.endswith("_REF") or match.reading.days or match.rule.startswith("rolling"):
        return "period"
    said = context.raw.lower().replace("ﬁ", "fi")
    long = re.search(r"\b(?:decades?|centur(?:y|ies))\b", said) and not before.endswith("took ")
    frames: object = long or said.startswith(("over ", "the first", "the final")) or SIGNS["span before"].search(before)
    frames = frames or (before.endswith(" period of ") and "year" in said)
    return "period" if match.reading.type == "DURATION" and frames else "other"


def _stands_alone(match: Match, context: Context, zone: str) -> bool:
    """Tell whether the date of publication has a line of the front to itself, but for a place, or heads a page."""
    value, published = match.reading.value, context.published
    ends = context.text.find("\n", match.end)
    left, right = _line_before(context), context.folded[match.end : match.end + 200 if ends < 0 else ends]
    words = len(re.findall(r"\w+", left)), len(re.findall(r"\w+", right))
    if zone == "front" and words[0] <= 6 and words[1] <= 4 and re.match(r"\d{4}(?!/)", value):
        return abs(int(value[:4]) - int(published[:4] or value[:4])) <= 1
    today = len(published) == 10 and value == published
    heads = zone in ("body", "front") and today and len(context.text) > 2000
    return heads and sum(words) <= 10 and min(words) == 0 and not SIGNS["verb"].search(f"{left} {right}".lower())


def _is_edition(match: Match, context: Context) -> bool:
    """Tell whether a year stands behind a name and belongs to it: Munich Security Report 2017."""
    if match.rule not in ("year", "year range") or not context.raw[0].isdigit():
        return False
    before = context.text[max(0, match.start - 60) : match.start].replace("\n", " ")
    if SIGNS["in title"].search(before):
        return True
    found = SIGNS["name"].search(before)
    if not found or found["last"] in _WORDS["no name"]:
        return False
    first, last = found[0].split()[0], found["last"].lower()
    if last in _WORDS["series"]:
        return True
    named = first[0].isupper() and first not in _WORDS["no name"]
    return named and not SIGNS["cited name"].search(before) and not re.search(r"\band [A-Z]\w+ $", before)


def _is_citation(match: Match, context: Context) -> bool:
    """Tell whether a year in brackets names a source in the running text: (Smith, 2016: 4), Smith and Jones (2016)."""
    if context.raw[4:5] == "," and match.rule in ("year month", "year month day"):
        return True  # (2018, June 22): nobody but APA writes so
    if SIGNS["outlet"].search(context.text[max(0, context.start - 90) : context.start].replace("\n", " ")):
        return True
    before = context.text[max(0, match.start - 80) : match.start].replace("\n", " ")
    behind = context.text[match.end : match.end + 12]
    inside = max(before.rfind("("), before.rfind("[")) > max(before.rfind(")"), before.rfind("]"))
    if len(match.reading.value) != 4 or not inside or not re.match(r"[a-z]?\s?[):;,]", behind):
        return False
    if re.search(r"[(\[]$", before) and SIGNS["official"].search(context.before(60)):
        return False  # the treaty (2009) has a date of its own; the mission (Smith, 2009) cites
    authors = SIGNS["more years"].sub("", before)
    return bool(SIGNS["page after"].match(context.after(9)) or SIGNS["author"].search(authors))


def _line_before(context: Context) -> str:
    return context.text[max(0, context.start - 200) : context.start].rpartition("\n")[2]


def _in_note(match: Match, context: Context, before: str, after: str) -> str:
    """A note tells or cites: it tells where a preposition leads the date into a sentence with a verb."""
    leads = SIGNS["preposition"].search(before) or (SIGNS["before name"].search(before) and match.rule == "year")
    cites = (
        SIGNS["source after"].match(after) or before.endswith(("(", "[")) or re.search(r"(?:['\"],?|,['\"]) ?$", before)
    )
    sentence = context.sentence()
    opens = len(sentence[0]) < _OPENING or SIGNS["time before"].search(before)
    if not leads or cites or not (opens or SIGNS["verb"].search(" ".join(sentence))):
        return "citation"
    return _in_body(match, context, before, after)


def _in_body(match: Match, context: Context, before: str, after: str) -> str:
    """A date of the running text is an event unless it frames something or belongs to a figure."""
    value, year = match.reading.value, re.fullmatch(r"\d{4}", match.reading.value)
    before = re.sub(r"(?:\b\d{4}(?:,|,? and|,? or) )+$", "", before) if year else before  # the years 2013 and 2014
    if (
        re.fullmatch(r"\d{4}/\d{4}|\d{2,3}", value)
        or match.rule == "fiscal year"
        or SIGNS["figure before"].search(before[-75:])
    ):
        return "period"
    named = before.endswith(" the ") and SIGNS["name after"].match(after)
    framed = SIGNS["period before"].search(before) or (match.rule == "year" and SIGNS["onwards"].match(after))
    if before.endswith("before ") and not re.search(
        r"(?:ed|\bor|\b(?:no|not|never|cannot)\b[^.;]{0,40}) before $", before
    ):
        return "period"  # was launched before 2014, but the policy before 2014
    if SIGNS["frame before"].search(before) and not named and not SIGNS["event clause"].match(after):
        return "period"
    if year and framed and match.reading.mod != "END" and not SIGNS["event clause"].match(after) and not named:
        return "period"
    first_of_two = SIGNS["first year"].search(f"{before[-20:]}\x03{after}")
    return "period" if year and (first_of_two or (context.in_range() and match.reading.mod != "END")) else "event"


_MARKS = r"[#*_>\s]*(?:<[^>\n]{1,20}>)?[*_\s]*(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,4}\.)?[\s*_]*"
KINDS = {"footnote": "note", "reference": "reference", "annex": "annex"}
KINDS |= dict.fromkeys(("front", "title", "author", "boilerplate", "about", "toc"), "front")


class Zones:
    """The zone of every line of a text; found once, asked often."""

    def __init__(self, text: str, kind: str | None = None) -> None:
        """Find the zones of a text, or take the kind of the block that it is."""
        self.starts, self.names = [0], [KINDS.get(kind or "", "body")]
        if kind is None:
            self._read(text)

    def at(self, offset: int) -> str:
        """Return the zone at an offset: front, body, note, reference or annex."""
        return self.names[bisect_right(self.starts, offset) - 1]

    def _read(self, text: str) -> None:
        part, note, at, front = "body", False, 0, _end_of_front(text)
        self.starts, self.names = [], []
        for line in text.split("\n"):
            part = _part(line.strip(), part, at < front)
            if mark := SIGNS["note mark"].match(line):
                plain, dotted = mark[0].strip().rstrip(".)").isdecimal(), mark[0].rstrip().endswith(".")
                cites = SIGNS["cites"].search(line) or (not dotted and SIGNS["may cite"].search(line))
                note = part == "notes" or not plain or bool(cites)  # a number with a full stop may be a paragraph's
            elif not line.strip():
                note = False
            self.starts.append(at)
            outside = "front" if at < front else "body" if part == "notes" else part
            self.names.append("note" if note and part != "reference" and at >= front else outside)
            at += len(line) + 1


def _part(line: str, part: str, in_front: bool) -> str:
    """Return the part of the report a line opens if it is a heading, else the part it stands in."""
    if len(line) < 60 and SIGNS["references"].match(line):
        return "notes" if re.search("notes", line, re.I) else "reference"
    ends = (
        part != "body"
        and not in_front
        and len(line) < 120
        and (SIGNS["heading"].match(line) or SIGNS["other part"].match(line))
    )
    return part if not ends else "annex" if re.search(r"\bann?ex|appendi", line, re.I) else "body"


def _end_of_front(text: str) -> int:
    """Return where the first full paragraph begins; the short lines before it are title matter.

    A short text has none.
    """
    at = 0
    for block in re.split(r"(\n[ \t\r]*\n)", text[:6000]) if len(text) >= 1500 else []:
        if len(" ".join(block.split())) > 160 and not re.search(r"\.{4}|…{2}", block):
            return at
        at += len(block)
    return 0
