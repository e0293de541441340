"""What do the paragraphs talk about, how firm is that, and who talks about what?

model = topics.fit_topics(paragraphs)        # table report, block, text
model.topics, model.assignments, model.words # what was found, as tables
topics.shares(model)                         # who talks about what, with intervals
"""

from analysis.topics.model import TopicModel, fit_topics
from analysis.topics.shares import shares

__all__ = ["TopicModel", "fit_topics", "shares"]
