"""Which words of a heading or a line say what stands under it? Tables of words, in the languages of the reports."""

import re
from functools import lru_cache

# Names of parts of a report, by the kind of block that stands under them. English, French, German, Spanish, Italian.
PARTS = {
    "toc": r"(?:table of )?contents|inhalt(?:sverzeichnis)?|sommaire|table des matières|índice|indice|list of (?:figures|tables|maps|boxes)",
    "glossary": r"(?:list of )?(?:acronyms|abbreviations)(?:(?: and |, | & |/)(?:acronyms|abbreviations|definitions|terms))*(?: used)?"
    r"|glossary(?: of (?:terms|acronyms|abbreviations))?|glossaire|abkürzungs?(?:verzeichnis|en)?|abkürzungen|glossar"
    r"|(?:liste des )?(?:abréviations|acronymes|sigles)(?: et (?:abréviations|acronymes|sigles))?|siglas|acrónimos",
    "reference": r"(?:list of )?references(?: cited)?|(?:selected |select )?bibliography|works cited|literature(?: cited)?|sources"
    r"|literatur(?:verzeichnis)?|quellen(?:verzeichnis)?|bibliographie|références(?: bibliographiques)?|bibliografía|referencias"
    r"|further reading|bibliografia",
    "footnote": r"(?:end|foot)?notes|anmerkungen|fußnoten|endnoten|notes de (?:bas de page|fin)|notas|note",
    "annex": r"(?:annex(?:es)?|appendi(?:x|ces)|anhang|anhänge|anlagen?|annexes?|anexos?|allegat[oi])\b.*",
    "about": r"about (?:the |this |us\b).*|about|notes? on (?:the )?(?:authors?|contributors?)|(?:the )?authors?|contributors"
    r"|contact(?:s| us| details| information)?|imprint|impressum|kontakt|à propos.*|über (?:die |den |das |uns\b).*"
    r"|zu (?:den|der|dem) autor.*|sobre (?:el |la |los |las ).*|disclaimer|acknowledge?ments of funding|colophon",
}
# Names of parts whose text is main text.
CHAPTERS = (
    r"(?:executive |general )?(?:summary|introduction|overview)|abstract|foreword|preface|prologue|epilogue|background"
    r"|(?:general )?conclusions?(?: and (?:policy )?(?:recommendations|outlook))?|(?:policy |key )?recommendations"
    r"|(?:key |main )?(?:findings|messages|points|takeaways|take-aways)|method(?:s|ology)|discussion|analysis|outlook|results"
    r"|acknowledge?ments|(?:the )?way forward|next steps|concluding remarks|final remarks|final thoughts|context|scope"
    r"|zusammenfassung|einleitung|einführung|fazit|schluss(?:folgerung(?:en)?|bemerkung(?:en)?)?|ausblick|vorwort|hintergrund|empfehlungen"
    r"|résumé|introduction générale|avant-propos|conclusion générale|recommandations|contexte|synthèse"
    r"|resumen(?: ejecutivo)?|introducción|conclusi(?:ón|ones)|recomendaciones|prefacio"
)
# A numeral before the name of a part.
NUMERAL = (
    r"(?:(?:chapter|section|part|kapitel|teil|chapitre|partie|capítulo)\s+)?(?:\d+(?:\.\d+)*|[ivxlc]+|[a-z])[.):]?\s+"
)
_NAMES = "|".join(f"(?P<{kind}>{names})" for kind, names in {**PARTS, "paragraph": CHAPTERS}.items())
_PART = re.compile(rf"(?:{NUMERAL})?(?:{_NAMES})\s*:?$", re.I)
LONGEST_NAME = 100  # characters of the name of a part, such as "Annex 1. List of Interviews & Written Contributions"
CHAPTER_WORD = re.compile(
    r"(?i:article|artikel|chapter|section|part|kapitel|teil|chapitre|partie|annex|appendix|anhang|annexe)"
    r"\s+(?:\d+|[IVXLC]+|[A-Z])\b(?=\s*$|\s*[.:–—-]|\s+[A-ZÀ-Þ“(])"
)

# A line that is a date, or begins with one.
DATE = re.compile(
    r"\W*(?:\d{1,2}[./ ]){0,2}(?:[A-Za-zÀ-ÿ]{3,10}\.? )?(?:\d{1,2},? )?(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b"
    r"|\d{1,2}\.? [A-Za-zÀ-ÿ]{3,10} (?:19|20)\d\d$"
)
# A line that names a series of papers.
SERIES = re.compile(
    r"(?:policy|working|research|occasional|discussion|briefing|strategic|security) (?:policy )?(?:brief|papers?|notes?|series)\b|.*\b(?:no|nr|vol)\.? ?\d",
    re.I,
)
# A line of a box that names it.
BOX = re.compile(
    r"(?:key (?:take-?\s?aways?|messages?|points|facts|findings)|at a glance|in (?:a nutshell|brief|short)|info ?box\b.*|box \d+\b.*"
    r"|das wichtigste in kürze|auf einen blick|en bref|l'essentiel)\s*:?$",
    re.I,
)
BOX_TITLE = re.compile(r"(?:box|info ?box|textbox|kasten|encadré|recuadro) ?(?:\d+|[IVX]+|[A-Z])? ?[.:–—-] ?\S", re.I)
# A line that opens a block of addresses.
CONTACT = re.compile(
    r"(?:for |if you have )?(?:any |more |further )?(?:comments?|quer(?:y|ies)|questions?|enquir(?:y|ies)|inquir(?:y|ies)|information|feedback)\b.{0,40}"
    r"\b(?:contact|e-?mail|write|reach)\b.*|(?:please )?contact(?: us)?\s*:.*|kontakt\s*:.*|contacts?\s*:.*",
    re.I,
)
# Lines of a publisher, not of the text.
BOILERPLATE = re.compile(
    r"(?:©|\(c\) ?\d{4}|copyright\b|all rights reserved|isbn\b|issn\b|doi\s*:|printed (?:in|by)\b|alle rechte vorbehalten|tous droits réservés"
    r"|cover (?:photo|image|picture)|photo(?:graph)?s?(?: credits?)?\s*:|follow us\b|share (?:this|on)\b|download (?:the )?pdf|back to top|cookie|related (?:articles|content|documents|links|posts)\b|read more\b|subscribe\b)",
    re.I,
)
# Words that an organisation, a series or a place has in its name and a person has not.
NOT_A_PERSON = re.compile(
    r"\b(?:council|european|europe|union|network|institute|institution|centre|center|report|policy|security|foundation|university|college|school"
    r"|ministry|department|office|agency|service|commission|committee|parliament|nato|united|nations|group|programme|program|project|papers?|brief"
    r"|briefing|studies|study|research|international|global|strategic|strategy|news|story|stories|press|release|external|action|defen[cs]e|foreign"
    r"|affairs|forum|society|association|academy|think|tank|series|working|edition|volume|issue|no|draft|final|deliverable|january|february|march"
    r"|april|may|june|july|august|september|october|november|december|brussels|berlin|london|paris|summary|introduction|relations|peace|the|for"
    r"|stiftung|institut|zentrum|bundes\w*|fondation|université|conference|summit|declaration|cooperation|law|crisis|management)\b",
    re.I,
)
_NAME = r"(?:[A-ZÀ-Þ][\w’'.-]*|d[aeiu]l?|de[rn]?|van|von|zu[rm]?|la|le|el|bin|al|ter|ten)"
PERSONS = re.compile(
    rf"(?:by\s+|von\s+|par\s+)?(?:(?:dr|prof|amb|gen|lt|col|sir|mr|mrs|ms)\.?\s+)*{_NAME}(?:\s+{_NAME}){{1,4}}"
    rf"(?:\s*(?:,|;|&|and|und|et|/)\s*(?:(?:dr|prof)\.?\s+)*{_NAME}(?:\s+{_NAME}){{1,4}})*$"
)
# A line that ends with one of these is not finished.
OPEN_ENDED = re.compile(
    r"\b(?:the|an?|of|and|or|in|on|at|to|by|for|with|from|as|that|which|who|whose|is|are|was|were|be|been|has|have|had|will|would|can|could|may|might"
    r"|should|must|shall|not|no|its|their|this|these|those|his|her|our|than|into|between|among|through|under|over|about|such|both|more|most|but|if"
    r"|when|while|where|also|only|very|it|they|we|e\.g\.|i\.e\.|der|die|das|den|dem|des|und|oder|ein|eine|einer|einem|einen|von|zu|zur|zum|mit|für"
    r"|auf|im|am|ist|sind|wird|werden|le|la|les|un|une|du|et|ou|à|au|aux|dans|par|pour|sur|avec|que|qui|est|sont)$",
    re.I,
)


def is_date_line(text: str) -> bool:
    """Tell whether a line holds a date and hardly more.

    >>> is_date_line("13/11/2017 - 11:34"), is_date_line("March 2017. The discussion highlighted that within the EU")
    (True, False)
    """
    return len(text) <= 30 and bool(DATE.match(text))


@lru_cache(maxsize=4096)
def part_of(heading: str) -> str:
    """Return the kind of block under a heading of this name; "paragraph" for a chapter, "" where the name says nothing.

    >>> part_of("4 ANNEXES"), part_of("List of References"), part_of("1. Introduction"), part_of("The way to Brussels")
    ('annex', 'reference', 'paragraph', '')
    """
    if len(heading) > LONGEST_NAME:
        return ""
    found = _PART.match(heading if "  " not in heading else " ".join(heading.split()))
    return (found.lastgroup or "") if found else ""
