"""What the guides promise is there, and the code they show runs."""

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


def test_the_readme_begins_with_the_two_commands():
    commands = re.findall(r"^ {4}(.+)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    assert commands[0].startswith("pip install uv && uv run reproduce")
    assert commands[1].startswith("uv run pytest")


def test_the_guide_to_a_question_of_your_own_runs_as_it_stands(tmp_path, monkeypatch):
    monkeypatch.setenv("REPORTS_FIGURES", str(tmp_path))
    text = (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8")
    steps = [textwrap.dedent(step) for step in re.findall(r"(?:^ {7}.*\n(?:\s*\n(?= {7}))?)+", text, re.M)]
    said = re.findall(r"`(in_short\.say\(.*?\))`", text)
    assert len(steps) >= 3
    assert len(said) == 1
    shell = InteractiveShell()
    for code in [*steps, *said]:
        shell.run_cell(code).raise_error()
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".csv", ".csv", ".png", ".svg"]


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
