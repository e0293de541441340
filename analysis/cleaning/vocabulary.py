"""Which words of a heading or a line say what stands under it? Tables of words, in the languages of the reports."""

import re
from functools import lru_cache
from typing import cast

from analysis.cleaning.kinds import Zone

# Names of parts of a report, by the kind of block that stands under them. English, German, French, Spanish, Italian.
PARTS = {
    "toc": [
        r"(?:table of )?contents|list of (?:figures|tables|maps|boxes)",
        r"inhalt(?:sverzeichnis)?|sommaire|table des matières|índice|indice",
    ],
    "glossary": [
        r"(?:list of )?(?:acronyms|abbreviations)(?:(?: and |, | & |/)(?:acronyms|abbreviations|definitions|terms))*",
        r"glossary(?: of (?:terms|acronyms|abbreviations))?|glossaire|glossar|abkürzung(?:en|sverzeichnis)",
        r"(?:liste des )?(?:abréviations|acronymes|sigles)(?: et (?:abréviations|acronymes|sigles))?|siglas|acrónimos",
    ],
    "reference": [
        r"(?:list of )?references(?: cited)?|(?:selected |select )?bibliography|works cited|further reading|sources",
        r"literature(?: cited)?|literatur(?:verzeichnis)?|quellen(?:verzeichnis)?|bibliographie|bibliografia",
        r"références(?: bibliographiques)?|bibliografía|referencias",
    ],
    "footnote": [r"(?:end|foot)?notes|note|notas|anmerkungen|fußnoten|endnoten|notes de (?:bas de page|fin)"],
    "annex": [r"(?:annex(?:es)?|appendi(?:x|ces)|anhang|anhänge|anlagen?|annexes?|anexos?|allegat[oi])\b.*"],
    "about": [
        r"about (?:the |this |us\b).*|about|notes? on (?:the )?(?:authors?|contributors?)|(?:the )?authors?",
        r"contact(?:s| us| details| information)?|imprint|impressum|kontakt|disclaimer|colophon",
        r"à propos.*|über (?:die |den |das |uns\b).*|zu (?:den|der|dem) autor.*|sobre (?:el |la |los |las ).*",
    ],
}
# Names of parts whose text is main text.
CHAPTERS = [
    r"(?:executive |general )?(?:summary|introduction|overview)|abstract|foreword|preface|prologue|epilogue|background",
    r"(?:general )?conclusions?(?: and (?:policy )?(?:recommendations|outlook))?|(?:policy |key )?recommendations",
    r"(?:key |main )?(?:findings|messages|points|takeaways|take-aways)|method(?:s|ology)|discussion|analysis|outlook",
    r"results|acknowledge?ments|(?:the )?way forward|next steps|(?:concluding|final) remarks|context|scope",
    r"zusammenfassung|einleitung|einführung|fazit|schluss(?:folgerung(?:en)?|bemerkung(?:en)?)?|ausblick|vorwort",
    r"hintergrund|empfehlungen|résumé|introduction générale|avant-propos|conclusion générale|recommandations|contexte",
    r"synthèse|resumen(?: ejecutivo)?|introducción|conclusi(?:ón|ones)|recomendaciones|prefacio",
]
# A numeral before the name of a part.
_NUMERAL = (
    r"(?:(?:chapter|section|part|kapitel|teil|chapitre|partie|capítulo)\s+)?(?:\d+(?:\.\d+)*|[ivxlc]+|[a-z])[.):]?\s+"
)
_NAMES = "|".join(f"(?P<{kind}>{'|'.join(names)})" for kind, names in {**PARTS, "paragraph": CHAPTERS}.items())
_PART = re.compile(rf"(?:{_NUMERAL})?(?:{_NAMES})\s*:?$")  # for small letters: ten times faster than any case
LONGEST_NAME = 100  # characters of the name of a part, such as "Annex 1. List of Interviews & Written Contributions"
# A numbered chapter: the numeral ends the line, or a title with a capital follows it.
CHAPTER_WORD = re.compile(
    r"(?i:article|artikel|chapter|section|part|kapitel|teil|chapitre|partie|annex|appendix|anhang|annexe)"
    r"\s+(?:\d+|[IVXLC]+|[A-Z])\b(?=\s*$|\s*[.:–—-]|\s+[A-ZÀ-Þ“(])"
)

_YEAR, _MONTH = r"(?:19|20)\d\d\b", r"[A-Za-zÀ-ÿ]{3,10}\.?"
# A line that begins with a date: "May 2017", "12 June 2020", "June 12, 2020", "13/11/2017", "2017".
_DATE = re.compile(
    rf"\W*(?:\d{{1,2}}[./ ]){{0,2}}(?:{_MONTH} )?(?:\d{{1,2}},? )?{_YEAR}|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}\b"
)
# A line that begins with the day or the hour of a programme: "Monday 4 February", "09.30 Meeting".
_OF_PROGRAMME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,? \d{1,2}(?:st|nd|rd|th)? \w+$|(?P<hour>[0-2]?\d[.:h][0-5]\d)\s", re.I
)
_CLOCK = re.compile(r"\d\d:\d\d|\b(?:updated|published|modified|posted|min(?:ute)?s? read)\b", re.I)
# A line that names a series of papers, or a number in one.
_KINDS_OF_PAPERS = r"policy|working|research|occasional|discussion|briefing|strategic|security"
_ORDINALS = r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\w+(?:teen|ie)th|\d+(?:st|nd|rd|th)"
SERIES = re.compile(
    # a number of a series: "Papers No 7", "N° 7 / 2019", "Third Special Report of Session 2001-02"
    rf"(?:{_ORDINALS}) (?:\w+ )?report of (?:the )?(?:session|term|year)\b|"
    rf"(?:{_KINDS_OF_PAPERS}) (?:policy )?(?:brief|papers?|notes?|series)\b|.*(?:\b(?:no|nr|vol)\.?|\bn[°º]) ?\d",
    re.I,
)
# A line that names a box, and the title of a numbered box.
_BOX_NAMES = [
    r"key (?:take-?\s?aways?|messages?|points|facts|findings)",
    r"at a glance|in (?:a nutshell|brief)",
    r"info ?box\b.*|box \d+\b.*",
    r"das wichtigste in kürze|auf einen blick|en bref|l'essentiel",
]
_BOX = re.compile(rf"(?:{'|'.join(_BOX_NAMES)})\s*:?$", re.I)
BOX_TITLE = re.compile(r"(?:box|info ?box|textbox|kasten|encadré|recuadro) ?(?:\d+|[IVX]+|[A-Z])? ?[.:–—-] ?\S", re.I)
# The preamble of a legal act: each of its formulas is a paragraph, although a comma or colon ends it.
_FORMULAS = [
    r"having (?:regard|considered|consulted)\b|acting (?:in accordance|on)\b|whereas\s*[:,]|after consulting\b",
    r"vu l|considérant (?:que|ce qui)|après (?:avoir )?consult|gestützt auf|auf vorschlag|nach anhörung|in erwägung",
    r"visto |considerando|visti? [il]",
    r"(?-i:The [A-Z]\w+(?: (?:of|the|for|and|on|[A-Z]\w+))*,$)",
]
# With these the paragraphs of a resolution begin, but also other sentences; the former end with a comma.
_PARTICIPLES = re.compile(
    r"(?:recalling|reaffirming|reiterating|noting|welcoming|recogni[sz]ing|expressing|stressing|emphasi[sz]ing|underlining|"
    r"bearing in mind|determin(?:ed|ing)|taking note|acknowledging|deploring|condemning|guided by|convinced|mindful|"
    r"deeply|gravely|acting|considering|affirming|alarmed|concerned)\b",
    re.I,
)
_FORMULA = re.compile("|".join(_FORMULAS), re.I)
_ENACTS = re.compile(r"(?:THE|HA[SV]E?|DIE|DER|DAS|LES?|LA|ONT?|HAT|HABEN) [^a-z]{3,80}[,:]$")
# A line that opens a block of addresses.
_MATTER = r"comments?|quer(?:y|ies)|questions?|[ei]nquir(?:y|ies)|information|feedback"
CONTACT = re.compile(
    rf"(?:for |if you have )?(?:any |more |further )?(?:{_MATTER})\b.{{0,40}}\b(?:contact|e-?mail|write|reach)\b.*"
    r"|(?:please )?contact(?: us)?\s*:.*|kontakt\s*:.*|(?:press |media )?(?:contacts?|[ei]nquiries)\s*:.*",
    re.I,
)
# Lines of a publisher or a web page, not of the text.
_IMPRINT = [
    r"©|\(c\) ?\d{4}|copyright\b|all rights reserved|alle rechte vorbehalten|tous droits réservés",
    r"(?:key ?words|jel(?: codes?)?|schlüsselwörter|mots[- ]clés)\s*:|isbn\b|issn\b|doi\s*:|printed (?:in|by)\b",
    r"cover (?:photo|image|picture)|photo(?:graph)?s?(?: credits?)?\s*:",
    r"follow us\b|share (?:this|on)\b|download (?:the )?pdf|back to top|cookie|read more\b|subscribe\b",
    r"related (?:articles|content|documents|links|posts)\b|privacy (?:policy|notice|statement)\b|terms of use\b",
]
BOILERPLATE = re.compile(rf"(?:{'|'.join(_IMPRINT)})", re.I)
# Lines of a web page around its text.
_NAVIGATION = re.compile(
    r"(?:skip|jump|go) to (?:the )?(?:main |page )?(?:content|navigation)\b.*|aller au contenu.*"
    r"|(?:home|start|startseite|accueil|you are here:?)(?:\s*[|>›»/·→]\s*\S.*)$"
    r"|(?:zum inhalt(?: springen)?|search|menu|log ?in|sign (?:in|up)|register|main navigation|toggle navigation)$",
    re.I,
)
LONGEST_NAVIGATION = 160  # characters of a line of links
LONGEST_LINK = 40  # characters of a link by itself
_LINK_SIGN = re.compile(r"[|›»>·•/→]")
_BETWEEN_LINKS = re.compile(r"\s+[|›»>·•]\s+|\s+/\s+")
# The first of the lines behind the text of a web page.
_RESIDUES = [
    r"(?:tags?|topics?|filed under|categor(?:y|ies)|schlagw[oö]rte?r?|mots[- ]clés)\s*:",
    r"(?:related|similar|recommended|more|latest)(?: \w+)? (?:articles?|content|documents|links|posts)\b.{0,60}$",
    r"(?:related|recommended|more|latest|further)(?: \w+)? (?:news|stories|publications|reading|topics)\b.{0,60}$",
    r"more (?:from|on this|in this)\b.{0,60}$",
    r"you (?:may|might) also (?:like|be interested)|read (?:also|next)\b|leave a (?:comment|reply)|comments? \(\d+\)",
    r"(?:subscribe|sign up|newsletter)\b|share (?:this|on)\b|follow us\b|back to top|print (?:this|page)",
    r"©|copyright\b|all rights reserved|privacy (?:policy|notice)|download (?:the )?pdf",
    r"(?:weitere|ähnliche) (?:artikel|beiträge|themen)|à lire aussi|sur le même (?:thème|sujet)",
]
RESIDUE = re.compile("|".join(_RESIDUES), re.I)
# Names of rubrics and kinds of text above a title.
_RUBRICS = [
    r"analys[ie]s|analyse|comment(?:ary|s)?|opinion|news(?: stor(?:y|ies))?|blog(?: ?posts?)?|articles?",
    r"reports?|interview|research|publications?|expert comment|in[- ]depth|feature|insights?|brief(?:ing)?s?|essays?",
    r"policy (?:briefs?|papers?|memo|analysis)|working papers?|op-ed|editorial|stud(?:y|ies)",
    r"press (?:releases?|communiqu[ée]s?|statements?)|communiqué de presse|pressemitteilung|statements?|speech(?:es)?",
    r"(?:cover )?note|outcome of proceedings|kommentar|studie|nachrichten",
]
RUBRIC = re.compile(rf"(?:{'|'.join(_RUBRICS)})$", re.I)
# A line that ends with who took the picture above it.
_CREDITS = r"Photo|Image|Source|Credits?|Foto|Bild|Quelle|Crédits?"
CREDITED = re.compile(rf".{{20,}}[.,;)0-9a-zA-Z] ?(?:{_CREDITS}) ?: [^.]{{2,60}}\.?$")
# Words that an organisation, a series or a place has in its name and a person has not.
_NAMES_OF_BODIES = r"""
    council european europe union network institute institution centre center report policy security foundation
    university college school ministry department office agency service commission committee parliament nato united
    nations group programme program project papers? brief briefing studies study research international global
    strategic strategy news story stories press release external action defen[cs]e foreign affairs forum society
    association academy think tank series working edition volume issue no draft final deliverable january february
    march april may june july august september october november december brussels berlin london paris summary
    introduction relations peace the for stiftung institut zentrum bundes\w* fondation université conference summit
    declaration cooperation law crisis management of assembly senate congress
"""
NOT_A_PERSON = re.compile(rf"\b(?:{'|'.join(_NAMES_OF_BODIES.split())})\b", re.I)
_NAME = r"(?:[A-ZÀ-Þ][\w’'.-]*|d[aeiu]l?|de[rn]?|van|von|zu[rm]?|la|le|el|bin|al|ter|ten)"
_WHOLE_NAME = rf"{_NAME}(?:\s+{_NAME}){{1,4}}"
_DOES = re.compile(
    r"\b(?:is|was|are|has been|leads?|works?|worked|teach(?:es)?|directs?|heads?|serves?|served|holds?|joined|writes?|"
    r"ist|sind|leitet|arbeitet|forscht|lehrt|est|sont|dirige|travaille|enseigne|es|son|dirige|trabaja)\b"
)
_WORK = """
    fellow researcher editor professor analyst director lecturer journalist advis[eo]r head associate candidate student
    expert officer writer correspondent scholar economist coordinator chair president consultant diplomat ambassador
"""
_INTRODUCES = re.compile(
    rf"(?:(?:Dr|Prof|Amb)\.? )?{_WHOLE_NAME},? (?:is|was) (?:an?|the|currently) "
    rf".{{0,60}}\b(?:{'|'.join(_WORK.split())})\b"
)
_BODIES = [
    r"united nations|(?:european|african) union|institut[eo]?|cent(?:re|er)|university|foundation|council|ministry",
    r"agency|forum|association|academy|network|conference|commission|committee|parliament|society|think tank",
    r"house of \w+|(?:national|federal|general) assembly|senate|congress",
    r"stiftung|zentrum|universität|ministerium|fondation|université|ministère|instituto|universidad",
]
_BODY = re.compile(rf"\b(?:{'|'.join(_BODIES)})\b", re.I)
_TITLES = r"(?:(?:dr|prof|amb|gen|lt|col|sir|mr|mrs|ms|Dr|Prof|Amb|Gen|Lt|Col|Sir|Mr|Mrs|Ms)\.?\s+)*"
PERSONS = re.compile(
    rf"(?:[Bb]y\s+|[Vv]on\s+|[Pp]ar\s+)?{_TITLES}{_WHOLE_NAME}(?:\s*(?:,|;|&|and|und|et|/)\s*{_TITLES}{_WHOLE_NAME})*$"
)
# A line that ends with one of these words is not finished.
OPEN_ENDED = frozenset(
    """the a an of and or in on at to by for with from as that which who whose is are was were be been has have had will
    would can could may might should must shall not no its their this these those his her our than into between among
    through under over since until during against within without about such both more most but if when while where
    also only very it they we e.g. i.e. der die das den dem des und oder ein eine einer einem einen von zu zur zum mit
    für auf im am ist sind wird werden le la les un une du et ou à au aux dans
    par pour sur avec que qui est sont""".split()  # noqa: SIM905
)


def is_date_line(text: str) -> bool:
    """Tell whether a line holds a date and hardly more.

    >>> is_date_line("13/11/2017 - 11:34"), is_date_line("March 2017. The discussion highlighted that within the EU")
    (True, False)
    """
    short = len(text) <= 30 or (len(text) <= 70 and bool(_CLOCK.search(text)))
    return short and bool(_DATE.match(text))


def is_of_programme(text: str, listed: bool = False) -> bool:
    """Tell whether a line is one of the programme of a visit; an hour such as 10.30 may elsewhere number a section.

    >>> is_of_programme("Monday 4 February"), is_of_programme("10.30 Costs"), is_of_programme("10.30 Tea", listed=True)
    (True, False, True)
    """
    found = _OF_PROGRAMME.match(text)
    return found is not None and (listed or not found["hour"] or text[0] == "0")


def names_persons(text: str) -> bool:
    """Tell whether a line holds the names of persons and nothing else.

    >>> names_persons("Julia Himmrich & Denitsa Raynova"), names_persons("European Leadership Network")
    (True, False)
    """
    return len(text) < 160 and bool(PERSONS.match(text)) and not NOT_A_PERSON.search(text)


def is_navigation(text: str) -> bool:
    """Tell whether a line is one of the links around the text of a web page.

    >>> is_navigation("Skip to main content"), is_navigation("News | Events | About | Contact"), is_navigation("A | B")
    (True, True, False)
    """
    linked = len(text) <= LONGEST_NAVIGATION and _LINK_SIGN.search(text)
    if not linked and len(text) > LONGEST_LINK:
        return False
    links = _BETWEEN_LINKS.split(text) if linked else []
    return bool(_NAVIGATION.match(text)) or (len(links) > 3 and all(len(link.split()) < 4 for link in links))


def names_box(text: str) -> bool:
    """Tell whether a line announces a box: its name, and a colon.

    >>> names_box("Key take-aways:"), names_box("Key take-aways")
    (True, False)
    """
    return text.endswith(":") and bool(_BOX.match(text))


def names_body(text: str) -> bool:
    """Tell whether a line holds the name of an organisation and no more.

    >>> names_body("Northern Institute for Peace"), names_body("What the institute for peace has done")
    (True, False)
    """
    capital = all(w[0].isupper() for w in text.split() if len(w) > 3 and w[0].isalpha())
    return capital and len(text.split()) < 12 and bool(_BODY.search(text))


def introduces_person(text: str, known: bool = False) -> bool:
    """Tell whether a text begins by saying what a person does; `known` says that the name is one of the authors.

    >>> introduces_person("Ann Lee is a senior fellow at NATO."), introduces_person("The Forum is a body.")
    (True, False)
    """
    if known:
        return bool(_DOES.search(text[:120]))
    return bool(_INTRODUCES.match(text))


def opens_formula(line: str, behind_comma: bool = False) -> bool:
    """Tell whether a text is a formula of the preamble of a legal act; of one line of it, where a comma ends the last.

    >>> opens_formula("Having regard to it"), opens_formula("HAS ADOPTED THIS ACT:"), opens_formula("Whereas we")
    (True, True, False)
    """
    if line.isupper():
        return bool(_ENACTS.match(line))
    return bool(_FORMULA.match(line)) or ((behind_comma or line[-1:] == ",") and bool(_PARTICIPLES.match(line)))


@lru_cache(maxsize=4096)
def part_of(heading: str) -> Zone:
    """Return the kind of block under a heading of this name; "paragraph" for a chapter, "" where the name says nothing.

    >>> part_of("4 ANNEXES"), part_of("List of References"), part_of("1. Introduction"), part_of("The way to Brussels")
    ('annex', 'reference', 'paragraph', '')
    """
    if len(heading) > LONGEST_NAME:
        return ""
    found = _PART.match(" ".join(heading.lower().split()))
    return cast(Zone, found.lastgroup) if found else ""


def names_apparatus(heading: str) -> bool:
    """Tell whether a heading names a part that is no chapter of the text: contents, references, an annex ..."""
    return part_of(heading) not in ("", "paragraph")
