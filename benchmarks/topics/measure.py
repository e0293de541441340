"""How good are the topics of labelled texts? Compares them with the labels, and with plain c-TF-IDF words.

    python benchmarks/topics/measure.py texts.csv      # columns text and class, one row a text

For 10, 20 and 30 topics: npmi of the ten best words (windows of ten terms; ours, and those of plain class-based
TF-IDF without our choice), diversity, ami with the classes (adjusted mutual information), seconds of the fit.
"""

import sys
import time

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_mutual_info_score

from analysis import topics
from analysis.topics.describe import class_weights


def measure(texts: pd.DataFrame, numbers=(10, 20, 30)) -> pd.DataFrame:
    """Return one row a number of topics and their mean."""
    paragraphs = texts.assign(report="texts", block=range(len(texts)))
    topics.fit_topics(paragraphs.head(200), n_topics=2)  # the first fit loads libraries
    rows = []
    for number in numbers:
        start = time.perf_counter()
        model = topics.fit_topics(paragraphs, n_topics=number)
        seconds = time.perf_counter() - start
        rows.append(
            {
                "topics": number,
                "npmi": topics.coherence(model)["npmi"].mean(),
                "npmi_plain": topics.coherence(model, plain_words(model))["npmi"].mean(),
                "diversity": topics.diversity(model.words),
                "ami": adjusted_mutual_info_score(texts["class"], model.labels),
                "seconds": seconds,
            }
        )
    table = pd.DataFrame(rows)
    return pd.concat([table, table.mean().to_frame().T], ignore_index=True).round(3)


def plain_words(model) -> pd.DataFrame:
    """Return the ten words of each topic by class-based TF-IDF alone: topic, term."""
    weights = np.round(class_weights(model.counts.matrix, model.labels), 9)
    best = [np.lexsort((np.arange(len(row)), -row))[:10] for row in weights]
    rows = [(topic, model.counts.terms[i]) for topic, columns in enumerate(best) for i in columns]
    return pd.DataFrame(rows, columns=["topic", "term"])


if __name__ == "__main__":
    print(measure(pd.read_csv(sys.argv[1]).dropna(subset=["text"])).to_string())
