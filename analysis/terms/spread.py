"""How evenly is a term spread over the parts of a corpus? Dispersion, for counts of any origin.

Parts may be reports, paragraphs or equal stretches. A dispersion says nothing without the number of parts:
with five reports it is coarse, and a rare term is never evenly spread.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import sparse

COLUMNS = ["range", "sd", "cv", "juilland_d", "dp", "dp_norm", "kl"]


def dispersion(counts: ArrayLike | sparse.csr_array, sizes: ArrayLike) -> pd.DataFrame:
    """Measure how evenly terms are spread over parts.

    `counts` holds a term's counts in the parts, or one such row for each term (a sparse matrix will do);
    `sizes` the tokens of each part. Returns one row for each term:

    range       number of parts in which the term occurs
    sd          population standard deviation of the counts
    cv          sd divided by the mean of the counts
    juilland_d  1 - cv of the rates / sqrt(parts - 1); 1 is even (Juilland et al. 1970)
    dp          half the sum of |share of the term - share of the tokens|; 0 is even (Gries 2008)
    dp_norm     dp / (1 - smallest share of tokens) (Lijffijt and Gries 2012)
    kl          Kullback-Leibler divergence of the two shares, log2; 0 is even (Gries 2020)

    Parts without tokens are left out. A term that never occurs has range 0, sd 0 and nan; in a single part
    every term is even.

    >>> dispersion([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]).round(3)  # the example of Gries (2008)
       range     sd     cv  juilland_d    dp  dp_norm     kl
    0      5  1.414  0.471       0.785  0.18     0.22  0.137
    """
    term, part, v, terms, size = _occurrences(counts, sizes)

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(term, weights=values, minlength=terms)

    s = size / max(size.sum(), 1)
    f, found = total(v), np.bincount(term, minlength=terms)
    share, expected = v / f[term], s[part]
    parts = max(len(size), 1)

    def deviation(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return mean and population standard deviation over all parts, those without the term included."""
        mean = total(values) / parts
        squares = total((values - mean[term]) ** 2) + (parts - found) * mean**2
        return mean, np.sqrt(squares / parts)

    # Only parts that hold the term are visited; each other part adds its share s to the sum behind dp.
    dp = 0.5 * (1 + total(np.abs(share - expected) - expected))
    mean, sd = deviation(v)
    mean_rate, sd_rate = deviation(v / size[part])
    smallest = s.min() if len(s) else 1.0
    table = {
        "range": found,
        "sd": sd,
        "cv": _divide(sd, mean),
        "juilland_d": 1 - _divide(sd_rate, mean_rate) / np.sqrt(max(parts - 1, 1)),
        "dp": dp,
        "dp_norm": dp / (1 - smallest) if smallest < 1 else dp,
        "kl": total(share * np.log2(share / expected)),
    }
    result = pd.DataFrame(table, columns=COLUMNS)
    result.loc[f == 0, COLUMNS[2:]] = np.nan
    return result


def _occurrences(
    counts: ArrayLike | sparse.csr_array, sizes: ArrayLike
) -> tuple[np.ndarray, np.ndarray, np.ndarray, int, np.ndarray]:
    """Return term, part and count of all cells above 0, the number of terms, and the sizes of full parts."""
    size = np.asarray(sizes, dtype=float).ravel()
    table = counts if sparse.issparse(counts) else np.atleast_2d(np.asarray(counts, dtype=float))
    cells = sparse.coo_array(table)
    terms, parts = cells.shape
    if parts != len(size):
        raise ValueError(f"counts has {parts} parts and sizes {len(size)}; give one size for each part")
    there = cells.data != 0
    term, part = (place[there] for place in cells.coords)
    v = cells.data[there].astype(float)
    if (v < 0).any() or (size < 0).any():
        raise ValueError("counts or sizes holds a number below 0; a count is 0 or more")
    if (v > size[part]).any():
        raise ValueError("a term occurs more often in a part than the part has tokens; sizes are all tokens of a part")
    full = size > 0
    return term, (np.cumsum(full) - 1)[part], v, terms, size[full]


def _divide(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    """Return top / bottom, and 0 where bottom is 0."""
    return np.divide(top, bottom, out=np.zeros_like(top), where=bottom != 0)
