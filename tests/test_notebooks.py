"""The committed notebooks keep the house style and hold clean outputs."""

import ast
import itertools
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
SECTIONS = ["Question", "In short", "Data", "Method", "Results", "What it means", "Limits", "Try it yourself"]
# Numbers that prose may hold: in code, links and formulas, years of cited literature "(Gries, 2008)", and the level of
# intervals.
NOT_PROSE = re.compile(
    r"```.*?```|`[^`]*`|\$[^$]*\$|\]\([^)]*\)|\([^()]*\d{4}[a-z]?\)|95 % interval|^#+ [^\n]*$", re.S | re.M
)


def cells(path: Path, kind: str) -> list[dict]:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


def source(cell: dict) -> str:
    return "".join(cell["source"])


def test_there_are_four_notebooks_in_order():
    assert [path.name[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04"]


each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@each_notebook
def test_the_title_is_a_question_and_the_sections_come_in_order(path):
    headings = re.findall(r"^(#+) (.+)$", "\n\n".join(source(c) for c in cells(path, "markdown")), re.M)
    assert headings[0][0] == "#"
    assert headings[0][1].rstrip().endswith("?")
    assert [level for level, _ in headings].count("#") == 1
    tops = [text.strip() for level, text in headings if level == "##"]
    assert [s for s in tops if s in SECTIONS] == SECTIONS
    levels = [len(level) for level, _ in headings]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@each_notebook
def test_code_cells_are_short_and_define_nothing(path):
    code = [source(c) for c in cells(path, "code")]
    assert len(code) <= 20
    for text in code:
        lines = [line for line in text.splitlines() if line.strip()]
        assert len(lines) <= 6, text
        assert max(map(len, lines)) <= 100, text
        assert not re.search(r"^\s*(def|class|import os|!|%)|filterwarnings", text, re.M), text
        assert not any(nested_conditions(node) for node in ast.walk(ast.parse(text))), text


def nested_conditions(node: ast.AST) -> bool:
    """Tell whether a condition of a notebook stands within another."""
    conditions = ast.If | ast.IfExp
    inner = (part for child in ast.iter_child_nodes(node) for part in ast.walk(child))
    return isinstance(node, conditions) and any(isinstance(part, conditions) for part in inner)


@each_notebook
def test_prose_holds_no_typed_number(path):
    for cell in cells(path, "markdown"):
        prose = NOT_PROSE.sub("", source(cell))
        assert not re.search(r"\b\d", prose), prose


@each_notebook
def test_cells_were_run_once_from_top_to_bottom(path):
    counts = [cell["execution_count"] for cell in cells(path, "code")]
    assert counts == list(range(1, len(counts) + 1))


@each_notebook
def test_outputs_hold_no_warning_no_error_no_address_and_no_path(path):
    outputs = [output for cell in cells(path, "code") for output in cell["outputs"]]
    assert [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"] == []
    text = json.dumps(outputs)
    assert not re.search(r"0x[0-9a-f]{8,}", text)
    assert not re.search(r"(?<![\w./])/(?:home|root|tmp|Users|work|usr|private)/", text)


@each_notebook
def test_every_figure_is_saved_with_its_data_and_says_what_it_shows(path):
    pictures = [
        (output["data"], output["metadata"])
        for cell in cells(path, "code")
        for output in cell["outputs"]
        if "image/svg+xml" in output.get("data", {})
    ]
    assert pictures
    for _, metadata in pictures:
        facts = metadata["image/svg+xml"]
        assert len(facts["alt"]) >= 40, facts
        assert facts["name"].startswith(path.name[:2] + "_")
        for ending in ("svg", "png", "csv"):
            assert (ROOT / "figures" / f"{facts['name']}.{ending}").stat().st_size > 0


def test_no_figure_is_left_over():
    shown = {
        output["metadata"]["image/svg+xml"]["name"]
        for path in NOTEBOOKS
        for cell in cells(path, "code")
        for output in cell["outputs"]
        if "image/svg+xml" in output.get("data", {})
    }
    assert {p.stem for p in (ROOT / "figures").iterdir() if p.suffix in (".svg", ".png")} == shown
    assert len(shown) >= 8
