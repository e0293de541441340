"""Modules import only the steps before them, and none names a report."""

import ast
import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "analysis").rglob("*.py"))

# Room -> the rooms it may import.
MAY_IMPORT = {
    "edtf": set(),
    "rules": set(),
    "language": {"rules"},
    "readers": {"rules"},
    "cleaning": {"language", "readers", "rules"},
    "catalogue": {"edtf", "readers", "dates", "language"},
    "draft": {"catalogue", "readers", "cleaning", "dates", "diagnostics", "language", "rules"},
    "store": {"record", "catalogue", "draft", "readers", "cleaning", "language", "diagnostics"},
    "corpus": {"record", "catalogue", "store", "readers", "cleaning", "language", "terms"},
    "diagnostics": {"cleaning", "readers"},
    "topics": {"language", "rules"},
    "terms": {"language", "rules", "catalogue"},
    "dates": {"edtf", "rules", "language"},
    "timeline": {"record", "edtf", "dates", "corpus", "rules", "language", "catalogue"},
    "notebook": {"record", "corpus", "catalogue", "language", "rules"},
    "figures": {"edtf", "language", "notebook", "rules", "terms", "timeline", "topics"},
    "report": {"record", "notebook", "corpus", "catalogue", "language"},
    "record": set(),
    "reproduce": {"record", "report", "corpus", "catalogue", "draft"},
    "__init__": {"corpus", "reproduce"},
}


def room(path: Path) -> str:
    first = path.relative_to(ROOT / "analysis").parts[0]
    return first.removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "analysis":
            found |= {f"analysis.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    rooms = {name.split(".")[1] for name in found if name.startswith("analysis.")}
    names = {"Corpus": "corpus", "CorpusError": "corpus", "load_corpus": "corpus"}
    return {names.get(name, name) for name in rooms} - {room(path)}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_room_imports_only_what_the_design_draws(path):
    assert imported_rooms(path) <= MAY_IMPORT[room(path)]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_rule_names_a_report(path):
    with open(ROOT / "corpus" / "reports.csv", encoding="utf-8", newline="") as file:
        reports = [row["report"] for row in csv.DictReader(file)]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    constants = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]
    assert [c for c in constants if any(report in c for report in reports)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_stays_short_enough_to_read(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 750


def test_no_star_import_and_no_clock():
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^from \S+ import \*", text, re.M), path
        assert not re.search(r"\b(datetime\.now|date\.today|utcnow)\(", text), path
