"""Read security-policy reports, and show the sentence behind every number.

from analysis import load_corpus
corpus = load_corpus()
corpus.main
"""

from analysis.corpus import Corpus, CorpusError, load_corpus

__all__ = ["Corpus", "CorpusError", "load_corpus"]
