"""Keep the reports that tests read beside pytest's own cache, not in the user's."""

import os
from pathlib import Path

os.environ.setdefault("REPORTS_CACHE", str(Path(__file__).resolve().parents[1] / ".pytest_cache" / "reports"))
