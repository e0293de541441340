"""How good are the topics of labelled texts, and how fast? Ours beside NMF, and beside BERTopic as it comes.

    python benchmarks/topics/measure.py texts.csv             # columns text and class, one row per text
    python benchmarks/topics/measure.py texts.csv minilm/     # and BERTopic with MiniLM, UMAP and HDBSCAN

The second needs sentence-transformers, umap-learn, hdbscan and the folder of the model. For 10, 20 and 30 topics: npmi
of the ten best words (single words, in windows of ten, all methods by the same counts), held_out (the same for topics
and words found on one half of the texts, judged on the other half), diversity, ami and homogeneity with the classes
(what is left out counts as a group of its own), left_out, seconds of the fit without imports.
"""

import sys
import time

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score, homogeneity_score

from analysis import terms, topics
from analysis.topics.vectors import is_content, words_and_breaks

NUMBERS, WINDOW = (10, 20, 30), 10
Found = tuple[np.ndarray, list[list[str]]]


def content(text: str) -> list[str]:
    """Return the single words of a text that can be terms, in lower case."""
    found = (word.lower() for stretch in text.split() for word in words_and_breaks(stretch))
    return [word for word in found if is_content(word)]


def ours(texts: list[str], number: int) -> Found:
    model = topics.fit_topics(pd.DataFrame({"report": "a", "block": range(len(texts)), "text": texts}), number)
    listed = [" ".join(mine).split(" ") for _, mine in model.words.groupby("topic")["term"]]
    return model.labels, [list(dict.fromkeys(filter(is_content, words)))[:10] for words in listed]


def nmf(texts: list[str], number: int) -> Found:
    vectorizer = TfidfVectorizer(analyzer=content, min_df=2, sublinear_tf=True)
    model = NMF(number, init="nndsvd", tol=1e-3, max_iter=300, random_state=0)
    strength = model.fit_transform(vectorizer.fit_transform(texts))
    names = vectorizer.get_feature_names_out()
    return strength.argmax(axis=1), [names[np.argsort(-row)[:10]].tolist() for row in model.components_]


def bertopic_as_it_comes(folder: str):
    from bertopic import BERTopic
    from hdbscan import HDBSCAN
    from sentence_transformers import SentenceTransformer
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    encode = SentenceTransformer(folder, device="cpu").encode

    def fit(texts: list[str], number: int) -> Found:
        model = BERTopic(
            umap_model=UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=42),
            hdbscan_model=HDBSCAN(min_cluster_size=10, prediction_data=True),
            vectorizer_model=CountVectorizer(stop_words="english"),
            nr_topics=number + 1,  # one of them is what is left out
        )
        labels = np.array(model.fit_transform(texts, encode(texts))[0])
        return labels, [
            [word for word, _ in words if word] for topic, words in model.get_topics().items() if topic >= 0
        ]

    return fit


def coherence(tokens: list[list[str]], words: list[list[str]]) -> float:
    """Return the mean NPMI of the pairs of each topic's words in sliding windows; a repeated word counts once."""
    number = {word: i for i, word in enumerate(sorted({word for mine in words for word in mine}))}
    flat = np.array([number.get(word, -1) for text in tokens for word in text])
    size = np.array([len(text) for text in tokens])
    first = np.repeat(np.cumsum(size) - size, size)
    last = np.repeat(np.cumsum(size) - size + np.maximum(size - WINDOW, 0), size)
    at = np.flatnonzero(flat >= 0)
    window = at[:, None] - np.arange(WINDOW)
    inside = (window >= first[at][:, None]) & (window <= last[at][:, None])
    term = np.broadcast_to(flat[at][:, None], window.shape)[inside]
    rows, columns = np.divmod(np.unique(window[inside] * len(number) + term), len(number))
    held = sp.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(flat), len(number)))
    windows = int(np.maximum(size - WINDOW + 1, np.minimum(size, 1)).sum())
    both = (held.T @ held).toarray()
    once = both.diagonal()
    pairs = np.broadcast_arrays(both, once[:, None], once[None, :])
    value = terms.association(*map(np.ravel, pairs), windows)["npmi"].to_numpy().reshape(both.shape)
    at = [[number[word] for word in mine if once[number[word]] > 0] for mine in words]
    return float(np.mean([value[np.ix_(i, i)][np.triu_indices(len(i), 1)].mean() for i in at if len(i) > 1]))


def measure(name: str, fit, texts: pd.DataFrame) -> pd.DataFrame:
    """Return one row per number of topics, and their mean."""
    listed, rows = texts["text"].tolist(), []
    tokens = [content(text) for text in listed]
    half = np.random.RandomState(0).permutation(len(listed))
    first, second = half[: len(half) // 2], half[len(half) // 2 :]
    for number in NUMBERS:
        start = time.perf_counter()
        labels, words = fit(listed, number)
        seconds = time.perf_counter() - start
        held_out = coherence([tokens[i] for i in second], fit([listed[i] for i in first], number)[1])
        different = len({word for mine in words for word in mine}) / sum(map(len, words))
        ami, same = adjusted_mutual_info_score(texts["class"], labels), homogeneity_score(texts["class"], labels)
        judged = (coherence(tokens, words), held_out, different, ami, same, float((labels < 0).mean()), seconds)
        rows.append((name, number, *judged))
    names = ["method", "topics", "npmi", "held_out", "diversity", "ami", "homogeneity", "left_out", "seconds"]
    table = pd.DataFrame(rows, columns=names)
    mean = table.mean(numeric_only=True).to_frame().T.assign(method=name, topics="mean")
    return pd.concat([table, mean], ignore_index=True)[names].round(3)


if __name__ == "__main__":
    read = pd.read_csv(sys.argv[1]).dropna(subset=["text"])
    ours(read["text"].head(200).tolist(), 2)  # the first fit loads libraries
    methods = {"ours": ours, "NMF": nmf}
    if len(sys.argv) > 2:
        methods["BERTopic"] = bertopic_as_it_comes(sys.argv[2])
    print(pd.concat([measure(name, fit, read) for name, fit in methods.items()]).to_string(index=False))
