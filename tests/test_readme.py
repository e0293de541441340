"""What the guides promise is there, and the code they show runs."""

import json
import re
import textwrap
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

ROOT = Path(__file__).resolve().parents[1]
GUIDES = ["README.md", "notebooks/README.md", "corpus/README.md", "analysis/README.md"]


@pytest.mark.parametrize("guide", GUIDES)
def test_every_link_leads_somewhere(guide):
    path = ROOT / guide
    links = re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8"))
    made = ("reports/",)  # made by `reproduce`, not committed
    missing = [x for x in links if not x.startswith(("http", *made)) and not (path.parent / x).exists()]
    assert missing == []


def test_the_readme_shows_four_figures():
    assert (
        len(re.findall(r"!\[[^\]]{15,}\]\(figures/\w+\.png\)", (ROOT / "README.md").read_text(encoding="utf-8"))) == 4
    )


def test_the_quick_start_is_two_commands():
    commands = re.findall(r"^ {4}(.+)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    begins = ["pip install uv && uv run reproduce", "uv run pytest"]
    assert [command.startswith(begin) for command, begin in zip(commands, begins, strict=False)] == [True] * 2


def test_the_map_of_the_package_names_modules_that_exist():
    rows = (ROOT / "analysis" / "README.md").read_text(encoding="utf-8").partition("| step |")[2].partition("\n\n")[0]
    named = [name for row in rows.splitlines()[2:] for name in re.findall(r"`([a-z]+)`", row.split("|")[2])]
    known = {path.stem for path in (ROOT / "analysis").glob("**/*") if path.suffix == ".py" or path.is_dir()}
    assert len(named) > 20
    assert set(named) - known == set()


def test_the_guide_runs_as_it_stands_and_so_does_the_template(tmp_path, monkeypatch):
    text = (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8").partition("## Three tasks")[0]
    blocks = re.findall(r"(?:^ {4,}(?![ \d*]).*\n|^ {7,}.*\n)+", text, re.M)
    cells = json.loads((ROOT / "notebooks" / "template" / "05_resilience.ipynb").read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert len(blocks) == 6
    for name, parts in {"guide": _figure_in_one(blocks), "template": code}.items():
        monkeypatch.setenv("REPORTS_FIGURES", str(tmp_path / name))
        shell = InteractiveShell()
        for part in parts:
            shell.run_cell(textwrap.dedent(part)).raise_error()
        made = sorted(path.name for path in (tmp_path / name).iterdir())
        assert made == [f"05_resilience{end}" for end in (".csv", ".png", ".svg", "_evidence.csv")]


def _figure_in_one(blocks: list[str]) -> list[str]:
    """Return the blocks of code of the guide, those that draw and show the figure as one."""
    parts = [textwrap.dedent(block) for block in blocks]
    return [*parts[:3], parts[3] + parts[4], *parts[5:]]


def test_the_three_tasks_run_as_they_stand_in_at_most_eight_lines_each(tmp_path, monkeypatch):
    monkeypatch.setenv("REPORTS_FIGURES", str(tmp_path))
    text = (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8").partition("## Three tasks")[2]
    tasks = [textwrap.dedent(task) for task in re.findall(r"(?:^ {4}\S.*\n)+", text.partition("## ")[0], re.M)]
    assert [len(task.splitlines()) <= 8 for task in tasks] == [True] * 3
    shell = InteractiveShell()
    for task in tasks:
        shell.run_cell(task).raise_error()
    written = {path.name for path in tmp_path.iterdir()}
    assert {f"{name}.svg" for name in ("05_groups", "05_nato")} <= written
    assert {f"{name}_evidence.csv" for name in ("05_groups", "05_nato")} <= written
