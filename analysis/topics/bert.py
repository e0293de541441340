"""A real, fitted BERTopic around our groups, so that its methods and plots can be used on them.

Loading this module imports bertopic, which takes seconds; `TopicModel.model` loads it when it is first asked for.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
from bertopic import BERTopic
from bertopic.backend import BaseEmbedder
from bertopic.dimensionality import BaseDimensionalityReduction
from bertopic.representation._base import BaseRepresentation
from bertopic.vectorizers import ClassTfidfTransformer
from sklearn.feature_extraction.text import CountVectorizer

from analysis.topics import clusters, describe, words


class SteadyBERTopic(BERTopic):
    """BERTopic that numbers topics of equal size in a fixed order; its own sort leaves that to the processor."""

    def _sort_mappings_by_frequency(self, documents):
        self._update_topic_size(documents)
        sizes = {topic: n for topic, n in self.topic_sizes_.items() if topic != -1}
        order = sorted(sizes, key=lambda topic: (-sizes[topic], topic))
        numbers = {-1: -1} | {topic: new for new, topic in enumerate(order)}
        self.topic_mapper_.add_mappings(numbers, topic_model=self)
        documents.Topic = documents.Topic.map(numbers).astype(int)
        self._update_topic_size(documents)
        return documents


class Embedder(BaseEmbedder):
    """Gives BERTopic the vectors of new text."""

    def __init__(self, embed):
        """Keep the function that turns texts into vectors."""
        super().__init__()
        self.embed_texts = embed

    def embed(self, documents, verbose=False):
        """Return one vector a text."""
        return self.embed_texts([str(text) for text in documents])


@dataclass
class FoundGroups:
    """Hands our groups to BERTopic in the place of a clustering algorithm; new vectors join the nearest group."""

    labels_: np.ndarray
    centres: np.ndarray

    def fit(self, vectors, y=None):
        """Do nothing: the groups are known."""
        return self

    def predict(self, vectors):
        """Return the group of the nearest centre."""
        return clusters.nearest(np.asarray(vectors), self.centres)


class TogetherWords(BaseRepresentation):
    """Chooses the words of each topic as `describe.topic_words` does: even ones, and those that go together, first."""

    def __init__(self, counts: words.Counts):
        """Keep the counted paragraphs, by which words are seen to go together."""
        self.counts = counts

    def extract_topics(self, topic_model, documents, c_tf_idf, topics):
        """Return the chosen words of each topic with their weights."""
        counted = words.count(documents["Document"].map(str), self.counts.vocabulary).matrix
        rows = documents["Topic"].map({topic: row for row, topic in enumerate(topics)}).to_numpy()
        weights = np.asarray(c_tf_idf.todense()) * describe.evenness(counted, rows)
        found = describe.words_by_weight(self.counts, weights)
        chosen = {}
        for row, topic in enumerate(topics):
            mine = found[found["topic"] == row]
            named = list(zip(mine["term"], mine["weight"], strict=True))
            chosen[topic] = named + [("", 0.00001)] * (describe.BEST - len(named))  # as BERTopic fills up short lists
        return chosen


def build(texts, vectors, labels, counts: words.Counts, embed) -> BERTopic:
    """Fit BERTopic on texts whose vectors and groups are known."""
    if len(counts.terms) < 2:  # BERTopic itself stops at a single word
        raise ValueError(
            "BERTopic needs paragraphs with at least two different words that are not stop words; "
            "look at `assignments`, which is complete without it."
        )
    model = SteadyBERTopic(
        language="multilingual",  # "english" would delete the hyphen of EU-NATO
        embedding_model=Embedder(embed) if embed else BaseEmbedder(),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=FoundGroups(labels, clusters.centres(vectors, labels)),
        vectorizer_model=CountVectorizer(
            analyzer=partial(words.split, vocabulary=counts.vocabulary), vocabulary=list(counts.terms)
        ),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        representation_model=TogetherWords(counts),
        top_n_words=describe.BEST,
    )
    return model.fit(list(texts), embeddings=vectors)
