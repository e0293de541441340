"""Find what paragraphs talk about, how stable that is, and who talks about what.

model = topics.fit_topics(paragraphs)        # table report, block, text
model.topics, model.assignments, model.words # what was found, as tables
topics.shares(model)                         # who talks about what, with intervals
"""

from analysis.topics.model import STABLE, TopicModel, best_number, controls, curve, describe, fit_topics
from analysis.topics.tables import coherence, largest, matches, positions, quotations, shares
from analysis.topics.vectors import BM25, LinkageKMeans, NeighbourMean, count_terms, lsa

__all__ = [
    "BM25", "STABLE", "LinkageKMeans", "NeighbourMean", "TopicModel", "best_number", "coherence", "controls",
    "count_terms", "curve", "describe", "fit_topics", "largest", "lsa", "matches", "positions", "quotations", "shares",
]  # fmt: skip
