"""How good are the topics of labelled texts, and how fast? Ours beside BERTopic as it comes.

    python benchmarks/topics/measure.py texts.csv             # columns text and class, one row a text
    python benchmarks/topics/measure.py texts.csv minilm/     # and BERTopic with MiniLM, UMAP and HDBSCAN

The second needs sentence-transformers, and the folder in which the model lies. For 10, 20 and 30 topics: npmi of the
ten best words (single words, in windows of ten, both sides by the same counts), diversity, ami with the classes
(adjusted mutual information; what is left out counts as a group of its own), left_out, seconds of the fit without
imports.
"""

import sys
import time
from dataclasses import replace

import numpy as np
import pandas as pd
from analysis.topics.quality import word_coherence
from sklearn.metrics import adjusted_mutual_info_score

from analysis import topics
from analysis.topics.words import count, is_content

NUMBERS = (10, 20, 30)


def ours(texts: pd.DataFrame) -> pd.DataFrame:
    """Return one row a number of topics."""
    paragraphs, counts = texts.assign(report="texts", block=range(len(texts))), single_words(texts["text"].tolist())
    topics.fit_topics(paragraphs.head(200), n_topics=2)  # the first fit loads libraries
    rows = []
    for number in NUMBERS:
        start = time.perf_counter()
        model = topics.fit_topics(paragraphs, n_topics=number)
        seconds = time.perf_counter() - start
        rows.append(("ours", number, *_judged(counts, as_words(model.words), texts["class"], model.labels), seconds))
    return _table(rows)


def bertopic_as_it_comes(texts: pd.DataFrame, folder: str) -> pd.DataFrame:
    """Return one row a number of topics, reduced from what HDBSCAN finds; the seconds include the encoding."""
    from bertopic import BERTopic
    from hdbscan import HDBSCAN
    from sentence_transformers import SentenceTransformer
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    listed, counts = texts["text"].tolist(), single_words(texts["text"].tolist())
    start = time.perf_counter()
    vectors = SentenceTransformer(folder, device="cpu").encode(listed)
    encoding = time.perf_counter() - start
    rows = []
    for number in NUMBERS:
        start = time.perf_counter()
        model = BERTopic(
            umap_model=UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=42),
            hdbscan_model=HDBSCAN(min_cluster_size=10, prediction_data=True),
            vectorizer_model=CountVectorizer(stop_words="english"),
            nr_topics=number + 1,  # one of them is what is left out
        )
        labels = np.array(model.fit_transform(listed, vectors)[0])
        seconds = encoding + time.perf_counter() - start
        said = [(topic, word) for topic, words in model.get_topics().items() if topic >= 0 for word, _ in words if word]
        found = pd.DataFrame(said, columns=["topic", "term"])
        rows.append(("BERTopic", number, *_judged(counts, found, texts["class"], labels), seconds))
    return _table(rows)


def single_words(texts: list[str]):
    """Count texts by single words, also the rare ones, so that no word of a peer is missing."""
    vocabulary = count(texts).vocabulary
    words = vocabulary.terms[: len(vocabulary.terms) - len(vocabulary.phrases)]
    kept = sorted((i for i, word in enumerate(words) if is_content(word)), key=words.__getitem__)
    return count(texts, replace(vocabulary, phrases={}, kept=np.array(kept)))


def as_words(found: pd.DataFrame) -> pd.DataFrame:
    """Return the first ten single words of each topic: phrases fall into their words, to be judged as a peer's are."""
    words = found.assign(term=found["term"].str.split(" ")).explode("term")
    words = words[words["term"].map(is_content)].drop_duplicates(["topic", "term"])
    return words.groupby("topic").head(10)[["topic", "term"]]


def _judged(counts, found: pd.DataFrame, classes: pd.Series, labels: np.ndarray) -> tuple[float, ...]:
    """Return npmi, diversity, ami and the share of texts that are left out."""
    npmi = word_coherence(counts, found)["npmi"].mean()
    return npmi, topics.diversity(found), adjusted_mutual_info_score(classes, labels), float((labels < 0).mean())


def _table(rows: list[tuple]) -> pd.DataFrame:
    """Return rows as a table, their mean below."""
    names = ["method", "topics", "npmi", "diversity", "ami", "left_out", "seconds"]
    table = pd.DataFrame(rows, columns=names)
    mean = table.mean(numeric_only=True).to_frame().T.assign(method="mean")
    return pd.concat([table, mean], ignore_index=True)[names].round(3)


if __name__ == "__main__":
    read = pd.read_csv(sys.argv[1]).dropna(subset=["text"])
    print(ours(read).to_string(index=False))
    if len(sys.argv) > 2:
        print(bertopic_as_it_comes(read, sys.argv[2]).to_string(index=False))
