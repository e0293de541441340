"""Between what bounds does a share lie? One interval for all shares of the project."""

import numpy as np

_Z95 = 1.959964  # 97.5 % point of the normal distribution


def wilson(n: np.ndarray, of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the 95 % interval of a share n / of (Wilson 1927); `of` is above 0.

    It treats what is counted as independent; words and paragraphs of one text are not, so it is too short.

    >>> [round(float(end), 4) for end in wilson(np.array(0), np.array(10))]
    [0.0, 0.2775]
    """
    share, square = n / of, _Z95**2
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z95 / (1 + square / of) * np.sqrt(share * (1 - share) / of + square / (4 * of**2))
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)
