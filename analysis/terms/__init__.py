"""Which words do reports use, where, in what company, and which words set one report apart?

Three lines to begin with:

    tokens = terms.tokenise(corpus.sentences)
    terms.keyness(tokens, target="my-report")
    terms.concordance(corpus.sentences["text"], "crisis manag*")
"""

from analysis.language import STOP_WORDS, TOKENISER, find_acronyms, find_phrases, lemmatise, tokenise
from analysis.terms.calibration import null_calibration, planted_power
from analysis.terms.comparison import COLUMNS, keyness, keyness_of_each
from analysis.terms.concepts import merge, merge_log
from analysis.terms.context import concordance, find, hits_of, lines
from analysis.terms.counting import counts, frequencies, shares
from analysis.terms.forms import list_forms, read_concepts
from analysis.terms.measures import (
    chi_squared,
    log_likelihood,
    log_ratio,
    percent_difference,
    simple_maths,
    weighted_log_odds,
)
from analysis.terms.pairs import association, collocations
from analysis.terms.rates import company, compounds, positions, rates
from analysis.terms.spread import dispersion

__all__ = [
    "COLUMNS",
    "STOP_WORDS",
    "TOKENISER",
    "association",
    "chi_squared",
    "collocations",
    "company",
    "compounds",
    "concordance",
    "counts",
    "dispersion",
    "find",
    "find_acronyms",
    "find_phrases",
    "frequencies",
    "hits_of",
    "keyness",
    "keyness_of_each",
    "lemmatise",
    "lines",
    "list_forms",
    "log_likelihood",
    "log_ratio",
    "merge",
    "merge_log",
    "null_calibration",
    "percent_difference",
    "planted_power",
    "positions",
    "rates",
    "read_concepts",
    "shares",
    "simple_maths",
    "tokenise",
    "weighted_log_odds",
]
