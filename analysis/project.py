"""Where do the project's own folders lie, and which folders does this run use?"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def corpus_folder() -> Path:
    """Return the folder of reports: REPORTS_CORPUS where it is set, else the project's own."""
    return Path(os.environ.get("REPORTS_CORPUS") or ROOT / "corpus")


def figures_folder() -> Path:
    """Return the folder for figures: REPORTS_FIGURES where it is set, else the project's own."""
    return Path(os.environ.get("REPORTS_FIGURES") or ROOT / "figures")
