"""Read security-policy reports, and lead from figures to the sentences they were counted from.

from analysis import load_corpus
corpus = load_corpus()
corpus.main
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.corpus import Corpus, CorpusError, load_corpus

__all__ = ["Corpus", "CorpusError", "load_corpus"]


def command() -> int:
    """Run the console command `reproduce`; Ctrl-C and SIGTERM end it with a sentence, also while it is loaded."""
    import os
    import signal
    import sys

    def stop() -> int:
        print("reproduce: stopped.\nNothing was changed.", file=sys.stderr, flush=True)
        return 130

    signals = signal.SIGINT, signal.SIGTERM
    for one in signals:  # Python drops a KeyboardInterrupt that comes at some moments of an import
        signal.signal(one, lambda *_: os._exit(stop()))
    from analysis.reproduce import main

    for one in signals:
        signal.signal(one, signal.default_int_handler)
    try:
        return main()
    except KeyboardInterrupt:
        return stop()


def __getattr__(name: str) -> Any:
    """Load the tables with the first name that is asked of them: `import analysis` stays quick."""
    if name not in __all__:
        raise AttributeError(f"module 'analysis' has no attribute '{name}'")
    from analysis import corpus

    return getattr(corpus, name)
