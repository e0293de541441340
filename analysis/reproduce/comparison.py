"""How do two sets of results differ? Compares figure data, the texts of notebooks, and pictures.

Numbers in figure data may differ in the last bits between processors, texts may not. Pictures are compared
byte by byte, and only where the drawing libraries are the locked ones: others draw the same data otherwise.
"""

import importlib.metadata
import json
import math
import platform
import re
from pathlib import Path

import pandas as pd
from packaging.markers import Marker

TOLERANCE = 1e-4  # relative; figure data carry six digits, and libraries differ after the tenth
PER_FILE = 5  # differences shown for one file
LOCKED = re.compile(r"^([\w.-]+)==([^\s;\\]+)(?: ; ([^\\\n]+?))?\s*\\?$", re.M)  # a line of requirements.txt
# Libraries whose version can change how a figure is drawn.
DRAWING = ("matplotlib", "seaborn", "numpy", "pandas", "pillow", "contourpy", "fonttools", "kiwisolver")


def differences(stored: Path, fresh: Path, images: bool = True) -> list[str]:
    """Return one line for each difference between two folders that hold figures/ and notebooks/.

    Missing and new files come first, then data, then notebooks, then (with `images`) pictures.
    """
    old, new = _files(stored), _files(fresh)
    found = [f"{name}: stored, but no notebook makes it any more" for name in sorted(old - new)]
    found += [f"{name}: made now, but not stored" for name in sorted(new - old)]
    both = sorted(old & new)
    for ending, compare in ((".csv", compare_data), (".ipynb", compare_notebooks)):
        for name in both:
            if name.endswith(ending):
                found += _capped(name, compare(stored / name, fresh / name))
    rest = [name for name in both if not name.endswith((".csv", ".ipynb"))]
    changed = [name for name in rest if (stored / name).read_bytes() != (fresh / name).read_bytes()]
    drawn = [name for name in changed if name.endswith((".svg", ".png"))]
    found += [f"{name}: the file differs" for name in changed if name not in drawn]
    return found + [f"{name}: the picture differs" for name in drawn if images]


def _files(folder: Path) -> set[str]:
    """Return the results in a folder that notebooks make, as paths within it."""
    return {
        path.relative_to(folder).as_posix()
        for pattern in ("figures/[0-9][0-9]_*.*", "notebooks/[0-9][0-9]_*.ipynb")
        for path in folder.glob(pattern)
    }


def _capped(name: str, found: list[str]) -> list[str]:
    """Return the first differences of a file, each with its name, and how many more there are."""
    shown = [f"{name}, {line}" for line in found[:PER_FILE]]
    rest = len(found) - PER_FILE
    return shown + ([f"{name}: and {rest} more"] if rest > 0 else [])


def compare_data(stored: Path, fresh: Path) -> list[str]:
    """Return the differences between two CSV files, numbers within the tolerance counting as equal."""
    old, new = (pd.read_csv(path, dtype=str, keep_default_na=False) for path in (stored, fresh))
    if list(old.columns) != list(new.columns):
        return [f"columns: {', '.join(old.columns)} stored, {', '.join(new.columns)} now"]
    if len(old) != len(new):
        return [f"rows: {len(old)} stored, {len(new)} now"]
    return [
        f'line {row + 2}, column {column}: "{a}" stored, "{b}" now'
        for row, (before, after) in enumerate(zip(old.to_numpy(), new.to_numpy(), strict=True))
        for column, a, b in zip(old.columns, before, after, strict=True)
        if not same_value(a, b)
    ]


def same_value(a: str, b: str) -> bool:
    """Tell whether two cells of a CSV file hold the same: as text, or as numbers within the tolerance.

    >>> same_value("0.333333", "0.33333"), same_value("2017", "2018"), same_value("1e-12", "0")
    (True, False, True)
    """
    if a == b:
        return True
    try:
        return math.isclose(float(a), float(b), rel_tol=TOLERANCE, abs_tol=1e-6)
    except ValueError:
        return False


def compare_notebooks(stored: Path, fresh: Path) -> list[str]:
    """Return the differences between the texts that two runs of a notebook show, cell by cell."""
    old, new = (json.loads(path.read_text(encoding="utf-8"))["cells"] for path in (stored, fresh))
    if [cell["source"] for cell in old] != [cell["source"] for cell in new]:
        return ["the cells themselves differ"]
    pairs = [(a, b) for a, b in zip(old, new, strict=True) if b["cell_type"] == "code"]
    found = []
    for before, after in pairs:
        a, b = shown_text(before), shown_text(after)
        if a != b:
            found.append(f"cell [{after['execution_count']}]: {_first_difference(a, b)}")
    return found


def shown_text(cell: dict) -> str:
    """Return all text that a code cell shows: its number, printed lines, tables, sentences; no pictures."""
    parts = [f"[{cell.get('execution_count')}]"]
    for output in cell.get("outputs", []):
        parts += [_joined(output.get("text", "")), *(_joined(line) for line in output.get("traceback", []))]
        data = output.get("data", {})
        parts += [_joined(data[kind]) for kind in sorted(data) if kind.startswith("text/")]
    return "\n".join(part for part in parts if part)


def _joined(text: str | list[str]) -> str:
    """Return text that a notebook file may keep as a list of lines."""
    return text if isinstance(text, str) else "".join(text)


def _first_difference(a: str, b: str) -> str:
    """Show the first words in which two texts differ, with a little of what stands before."""
    old, new = a.split(), b.split()
    pairs = enumerate(zip(old, new, strict=False))
    same = next((i for i, (x, y) in pairs if x != y), min(len(old), len(new)))
    if same == len(old) == len(new):
        return "white space differs"
    lead = " ".join(old[max(0, same - 4) : same])
    return f'after "… {lead}": "{_brief(old[same:])}" stored, "{_brief(new[same:])}" now'


def _brief(words: list[str]) -> str:
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")


def why_no_images(requirements: Path) -> str:
    """Say why pictures cannot be compared byte by byte here; empty where they can.

    `requirements` is the file of locked versions; they hold for Linux on a 64-bit Intel or AMD processor.
    """
    if (platform.system(), platform.machine()) not in (("Linux", "x86_64"), ("Linux", "AMD64")):
        return f"the stored ones were drawn on Linux x86_64, this is {platform.system()} {platform.machine()}"
    if not requirements.is_file():
        return f"{requirements.name}, the list of locked versions, is missing"
    for name, version, marker in LOCKED.findall(requirements.read_text(encoding="utf-8")):
        applies = not marker or Marker(marker).evaluate()
        if name in DRAWING and applies and _version(name) != version:
            return f"{name} is {_version(name)} here and {version} in {requirements.name}"
    return ""


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "missing"
