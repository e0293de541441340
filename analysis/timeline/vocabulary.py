"""Which words name an event, which say that one happened, and which mean the same? Lists of words, and no code but
what reads them.

Each head carries an example that it must find and a look-alike that it must leave alone; the tests read both.
"""

import re
from functools import lru_cache
from typing import NamedTuple


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set.

    >>> sorted(word_set("treaty pact"))
    ['pact', 'treaty']
    """
    return frozenset(text.split())


def listed(text: str) -> tuple[str, ...]:
    """Return the words of a text in their order."""
    return tuple(text.split())


class Head(NamedTuple):
    """A noun that heads the name of an event."""

    kind: str
    words: str  # singular, separated by "|"; several words are matched in a row
    common: bool  # may name a dated event without any capital ("the crisis of 2008")
    example: str
    not_this: str


# fmt: off
HEADS = (
    Head("declaration", "declaration|communiqué|joint statement", False, "the Tampere Declaration", "a declaration"),
    Head("treaty", "treaty|convention|charter", False, "the Treaty of Rome", "a treaty limitation"),
    Head("agreement",
         "agreement|arrangement|compact|accord|pact|memorandum of understanding|partnership|deal",
         True, "the Dayton Agreement", "agreeable partners"),
    Head("strategy", "strategy|strategic concept|doctrine|compass", False, "the Baltic Sea Strategy", "a strategy"),
    Head("plan",
         "set of proposals|proposal|action point|headline goal|roadmap|plan|agenda|programme|program",
         False, "the Rome Action Plan", "no plan"),
    Head("law",
         "regulation|directive|joint action|decision|resolution|act|law|protocol|legislation",
         False, "the Frontex Regulation", "export regulation"),
    Head("judgment", "judgment|judgement|ruling|verdict|case", False, "the Kadi Judgment", "in any case"),
    Head("document",
         "joint communication|communication|working document|green paper|white paper|white book|conclusion|"
         "framework|statement|report|factsheet|assessment|guideline|manifesto|review|document|concept|"
         "letter|opinion|memorandum",
         False, "the Tindemans Report", "to report"),
    Head("meeting",
         "summit|european council|conference|policy dialogue|workshop|"
         "seminar|meeting|forum|colloquium|congress|presidency|hearing|talk|negotiation",
         False, "the Riga Summit", "a meeting point"),
    Head("election", "referendum|election|vote", True, "the referendum", "elected"),
    Head("attack",
         "terror attack|terrorist attack|attack|bombing|shooting|massacre|assassination|hijacking|sabotage",
         True, "the bombing", "cyber defence"),
    Head("war",
         "invasion|annexation|war|conflict|uprising|coup|revolution|air campaign|intervention|occupation|"
         "ceasefire|genocide",
         True, "the invasion of Kuwait", "warning"),
    Head("crisis",
         "crisis|pandemic|earthquake|flood|tsunami|collapse|outbreak|recession|incident|accident|"
         "explosion|blackout|fire|storm|famine",
         True, "the crisis", "critical"),
    Head("operation",
         "operation|mission|deployment|eufor|eunavfor|eutm|eucap|eubam|eulex|eupol|euam|eumam|eumm|"
         "isaf|ifor|kfor|sfor|unprofor|unifil|unmik|minusma|task force",
         False, "Operation Ocean Shield", "day-to-day work"),
    Head("exercise", "exercise|wargame", False, "Exercise Trident Juncture", "to exercise"),
    Head("institution",
         "agency|centre|center|cell|fund|facility|instrument|tribunal|court|headquarters|command|"
         "battlegroup|planning and conduct capability|structured cooperation",
         False, "the European Defence Fund", "in the centre"),
    Head("initiative", "initiative|project|process", False, "the Weimar Initiative", "own initiative"),
    Head("accession",
         "accession|enlargement|withdrawal|membership|independence|reunification|unification|dissolution|"
         "disintegration",
         True, "the accession", "accessible"),
    Head("activity", "interview|survey|focus group|fieldwork|field visit", True, "the interviews", "interviewees"),
    Head("state",
         "entry into force|mandate|ratification|rejection|launch|adoption|creation|establishment",
         True, "the launch", "lunch"),
)
# fmt: on

# Names that are whole by themselves.
WHOLE = {
    "Brexit": "election",
    "9/11": "attack",
    "7/7": "attack",
    "Maidan": "war",
    "Euromaidan": "war",
    "COVID-19": "crisis",
}

# Kinds whose events are texts: a note or a list of references that cites an official text dates its adoption.
TEXTS = word_set("declaration treaty agreement strategy plan law judgment document")

# Heads that need the title behind them to say which text is meant.
BARE = frozenset(
    {"joint communication", "communication", "working document", "conclusion", "statement", "regulation", "report"}
)

# Kinds whose names need a word of founding nearby before they are an event; otherwise they are just a body.
BODIES = frozenset({"institution", "initiative"})

# Verbs of saying and judging: what they report did not happen on the date beside them.
SAYING = word_set(
    "noted argued stated said wrote described highlighted underlined stressed observed suggested "
    "recommended called concluded warned criticised compared based considered regarded limited needed "
    "required expected supposed used reflected claimed found reported estimated"
)

# Verbs of what becomes of a text or body later: their date is not that of the name before them.
LATER = word_set(
    "ended expired terminated dissolved collapsed extended expanded enlarged renamed renewed replaced merged "
    "transferred suspended lifted amended revised reviewed reformed rejected invoked halved doubled"
)

# Verbs of happening: regular ones by their base, the others with past, -ing and base. What is made is the event (to
# sign a treaty), or the subject of the passive; what merely happens to a name is not (to join a treaty).
MAKING = listed(
    "sign adopt launch agree publish establish create found initiate endorse approve ratify conclude present release "
    "issue unveil introduce inaugurate convene host organise organize negotiate draft propose announce deploy activate "
    "conduct implement open form held/holding/hold"
)
HAPPENING = listed(
    "join accede invade annex attack occupy bomb intervene vote elect reject end start open close expire terminate "
    "dissolve collapse extend expand enlarge rename renew replace merge suspend lift impose invoke trigger add amend "
    "revise review reform happen erupt declare pledge decide mandate authorise authorize appoint receive kill double "
    "arrive apply complete finalise finalize halve unify left/leaving/leave withdrew/withdrawing/withdraw "
    "began/beginning/begin transferred/transferring/transfer met/meeting/meet occurred/occurring/occur "
    "committed/committing/commit sent/sending/send"
)

_CONSONANT_Y = re.compile(r"[^aeiou]y$")


def _forms(verb: str) -> tuple[str, str, str]:
    """Return past, -ing and base of a verb, by the rules of spelling where only the base is given.

    >>> _forms("occupy"), _forms("left/leaving/leave")
    (('occupied', 'occupying', 'occupy'), ('left', 'leaving', 'leave'))
    """
    if "/" in verb:
        past, ing, base = verb.split("/")
        return past, ing, base
    stem = verb[:-1] if verb.endswith("e") else verb
    past = stem[:-1] + "ied" if _CONSONANT_Y.search(stem) else stem + "ed"
    return past, (verb if verb.endswith("ee") else stem) + "ing", verb


def _present(verb: str) -> str:
    """Return the form of a verb behind he, she and it.

    >>> _present("occupy"), _present("launch"), _present("deploy")
    ('occupies', 'launches', 'deploys')
    """
    if _CONSONANT_Y.search(verb):
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "ch", "sh")) else "s")


def _verb_forms() -> dict[str, tuple[bool, str]]:
    """Return for each form whether its verb makes its object, and which form it is; "set" and such are the past."""
    table: dict[str, tuple[bool, str]] = {}
    for verbs, makes in ((MAKING, True), (HAPPENING, False)):
        for past, ing, base in map(_forms, verbs):
            for form, name in ((base, "base"), (_present(base), "present"), (ing, "ing")):
                table.setdefault(form, (makes, name))
            table[past] = (makes, "past")
    return table


VERB_FORMS = _verb_forms()
# Forms of verbs that stand in names as nouns and adjectives.
NOUNS_TOO = word_set(
    "open start starts end ends review reviews release launch vote votes present base conduct transfer reform form "
    "host amend opening meeting meet"
)
# Verbs of several words: pattern of the words, and whether they make their object.
PHRASES = (
    (r"(?:sets?|setting) up", True),
    (r"(?:takes?|took|taken|taking) (?:place|effect)", True),
    (r"(?:comes?|came|coming|enters?|entered) into (?:force|effect|being)", True),
    (r"(?:puts?|putting) in place", True),
    (r"(?:steps?|stepped|stepping) up", False),
    (r"(?:breaks?|broke|broken) out", True),
    (r"(?:kicks?|kicked) off", True),
)

# Words that no name contains and no phrase runs across. Function words first, then verbs and adverbs that reports
# use around names; VERB_FORMS are added by the code.
STOP = word_set(
    "a an the this that these those its their his her our my your such some any each every no all "
    "both either neither which who whom whose what when where while whether if as than then there "
    "here it they we he she i you one is are was were be been being am has have had having do does "
    "did done will would shall should can could may might must not also only just even still already "
    "yet ever never again once twice so too very more most less least much many few several other "
    "another in on at by from into onto since until till through throughout during before after "
    "within without under over above across among amongst around about against along behind beyond "
    "despite per via upon but or nor because although though however therefore thus hence moreover "
    "furthermore nonetheless nevertheless finally firstly first secondly second third last next "
    "following followed including include includes according based subsequent subsequently similarly "
    "simultaneously indeed notably especially specifically particularly currently see cf e.g i.e etc "
    "ibid p pp no nos vol ed eds focuses focus focused provides provide provided takes take took make "
    "makes made made reflects reflect reflected noted notes note highlights highlight highlighted "
    "underlined underlines underline requires require required calls call called aims aim aimed "
    "allows allow allowed enables enable enabled remains remain remained represents represent "
    "represented states state stated says said depends depend applies apply applied includes involve "
    "involves involved shows show showed shown seeks seek sought dramatically initially recently "
    "previously originally formally officially jointly so-called known named"
)
# Adjectives that stand before a name without being part of it.
LOOSE = word_set(
    "new recent latest current previous former old early late upcoming forthcoming future planned "
    "proposed annual original initial subsequent entire whole main key major important "
    "overall existing successful failed informal formal ongoing so-called further additional various "
    "different two three four five six seven eight nine ten dozens numerous today's"
)

# Words that may follow a head without making it a mere modifier ("the crisis now", "the attacks left").
AFTER = word_set("adopted signed held left began now today alone itself led met set")

# Words that many names share: alone they make no two names one.
GENERIC = word_set(
    "eu nato un european europe union joint common council commission parliament security defence "
    "policy international new national state member country military civilian civil strategic report "
    "document first csdp cfsp esdp jha cmo management prevention ground staff law external foreign "
    "field led round implementation ministerial pilot"
) | frozenset(word for head in HEADS for phrase in head.words.split("|") for word in phrase.split())

# Words by which a cited author is known to be an institution, so that the cited text is an official one.
INSTITUTIONS = (
    r"Council|Commission|Parliament|Court|European Union|Union|NATO|North Atlantic|United Nations|UN|OSCE|EEAS|"
    r"European External Action Service|Agency|Ministr(?:y|ies)|Government|Department|White House|House of|Presidency|"
    r"Secretary[- ]General|General Assembly|High Representative|Federal|Bundestag|Congress|Assembl[ée]e|African Union|"
    r"Frontex|Europol|Eurojust|EDA|EU|Joint (?:Declaration|Statement|Communication)"
)

# Words of one meaning in names, "" for none; as compared: the words of reports (singular, in small letters).
_MEANINGS = {
    "attack": "bombing shooting",
    "judgment": "judgement",
    "saint": "st",
    "join": "joined joining acceded accession",
    "commission": "ec",
    "invasion": "invade invaded invading",
    "agreement": "arrangement accord",
    "program": "programme",
    "defence": "defense",
    "center": "centre",
    "organization": "organisation",
    "": "terror terrorist working",
}
_SAME = {word: meaning for meaning, words in _MEANINGS.items() for word in words.split()}

_SINGULAR = re.compile(r"(?:(?<=[^s])s|(?<=ss)es|(?<=x)es)$")
# Words inside names that carry no meaning of their own.
INSIDE = word_set("of on for the and & in to de da do du der und with between a an")


def words(text: str) -> list[str]:
    """Return the words of a name as keys: lower case, singular, of one spelling, without function words.

    >>> words("The Terrorist Attacks in Madrid")
    ['attack', 'madrid']
    """
    lowered = re.sub(r"[’']s?\b", "", text.lower().replace("‐", "-").replace("–", "-"))
    found = []
    for word in re.findall(r"9/11|7/7|[^\W_]+(?:-[^\W_]+)*", lowered):
        for part in word.split("-"):
            single = singular(part)
            kept = _SAME.get(single, single)
            if kept and kept not in STOP and kept not in INSIDE:
                found.append(kept)
    return found


@lru_cache(maxsize=20_000)  # words repeat: a fifth less time on the five reports
def singular(word: str) -> str:
    """Return a lower-case noun without the s of its plural.

    >>> singular("attacks"), singular("crisis"), singular("crises"), singular("communities")
    ('attack', 'crisis', 'crisis', 'community')
    """
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word == "crises":
        return "crisis"
    if word.endswith(("is", "us", "ss")) or len(word) < 4:
        return word
    return _SINGULAR.sub("", word)
