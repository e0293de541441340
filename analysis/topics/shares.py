"""Who talks about what? The share of each topic in each report, with the interval chance allows."""

import numpy as np
import pandas as pd

DRAWS = 1000
SEED = 1  # of the draws; NumPy keeps what its RandomState draws the same on every machine
LEVEL = 0.95


def shares(model, by: str | pd.Series = "report", level: float = LEVEL) -> pd.DataFrame:
    """Return the share of each topic in each report with a bootstrap interval over its paragraphs.

    `by` is a column of `model.paragraphs` or a Series with a group for each of its rows. Columns: the group
    (named as `by`), topic, paragraphs (of this topic), of (all paragraphs of the group), share, low, high.
    Percentile bootstrap (Efron 1979), 1,000 draws; a group of under five paragraphs gets the interval 0 to 1.

    >>> from analysis.topics import fit_topics
    >>> texts = ["The mission trains police."] * 5 + ["Exercises test the alliance."] * 5
    >>> table = pd.DataFrame({"report": ["a"] * 6 + ["b"] * 4, "block": range(10), "text": texts})
    >>> shares(fit_topics(table, n_topics=2))[["report", "topic", "paragraphs", "of", "share"]].round(2)
      report  topic  paragraphs  of  share
    0      a      0           1   6   0.17
    1      a      1           5   6   0.83
    2      b      0           4   4   1.00
    3      b      1           0   4   0.00
    """
    groups = model.paragraphs[by] if isinstance(by, str) else by
    name = by if isinstance(by, str) else (by.name or "group")
    labels = model.labels
    k = int(labels.max(initial=-1)) + 1
    tail = (1 - level) / 2
    rows = []
    for group in sorted(groups.dropna().unique(), key=str):
        counts = np.bincount(labels[(groups == group).to_numpy()], minlength=k)
        n = int(counts.sum())
        drawn = np.random.RandomState(SEED).multinomial(n, counts / n, size=DRAWS) / n
        low, high = np.quantile(drawn, [tail, 1 - tail], axis=0)
        if n < 5:
            low, high = np.zeros(k), np.ones(k)
        rows += [(group, t, int(counts[t]), n, counts[t] / n, low[t], high[t]) for t in range(k)]
    return pd.DataFrame(rows, columns=[name, "topic", "paragraphs", "of", "share", "low", "high"])
