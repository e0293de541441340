"""What do the paragraphs talk about, how firm is that, and who talks about what?

model = topics.fit_topics(paragraphs)        # table report, block, text
model.topics, model.assignments, model.words # what was found, as tables
topics.shares(model)                         # who talks about what, with intervals
"""

from analysis.topics.firmness import FIRM, best_number
from analysis.topics.model import TopicModel, curve, fit_topics
from analysis.topics.quality import coherence, diversity, second_opinion
from analysis.topics.reading import headings, hits, largest, nearest_topics, positions, quotations, shares
from analysis.topics.vectors import minilm

__all__ = [
    "FIRM",
    "TopicModel",
    "best_number",
    "coherence",
    "curve",
    "diversity",
    "fit_topics",
    "headings",
    "hits",
    "largest",
    "minilm",
    "nearest_topics",
    "positions",
    "quotations",
    "second_opinion",
    "shares",
]
