"""Read security-policy reports, and lead from figures to the sentences they were counted from.

from analysis import load_corpus
corpus = load_corpus()
corpus.main
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.corpus import Corpus, CorpusError, load_corpus

__all__ = ["Corpus", "CorpusError", "load_corpus"]


def __getattr__(name: str) -> Any:
    """Load the tables with the first name that is asked of them: `import analysis` stays quick."""
    if name not in __all__:
        raise AttributeError(f"module 'analysis' has no attribute '{name}'")
    from analysis import corpus

    return getattr(corpus, name)
