"""Which words reports use, where, beside which others, and which words set one report apart.

Three lines to begin with:

    words = terms.tokenise(corpus.sentences)
    terms.keyness(words, target="my-report")
    terms.find(words, "crisis manag*")
"""

from analysis.language import STOP_WORDS, find_acronyms, find_phrases, tokenise
from analysis.terms.comparison import COLUMNS, compare, keyness, keyness_of_each, null_calibration, planted_power
from analysis.terms.concepts import list_forms, merge, merge_log, read_concepts
from analysis.terms.counting import collocates, concordance, counts, find, frequencies, hits_of, lines, rates, shares
from analysis.terms.measures import (
    association,
    chi_squared,
    collocations,
    dispersion,
    dispersion_excess,
    log_likelihood,
    log_ratio,
    simple_maths,
    weighted_log_odds,
)  # fmt: skip

__all__ = [
    "COLUMNS", "STOP_WORDS", "association", "chi_squared", "collocates", "collocations", "compare",
    "concordance", "counts", "dispersion", "dispersion_excess", "find", "find_acronyms", "find_phrases",
    "frequencies", "hits_of", "keyness", "keyness_of_each", "lines", "list_forms", "log_likelihood", "log_ratio",
    "merge", "merge_log", "null_calibration", "planted_power", "rates", "read_concepts", "shares",
    "simple_maths", "tokenise", "weighted_log_odds",
]  # fmt: skip
