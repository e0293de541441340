"""Results come out whole, in order and the same twice; what differs or fails is said in words."""

import asyncio
import csv
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest

from analysis import load_corpus, record, reproduce

FIGURE = """import pandas as pd
from matplotlib import pyplot as plt
from analysis import figures, record
fig, ax = plt.subplots()
ax.bar([1, 2], [3, 4])
figures.finish(fig, "Two is more", "Source: none", "A bar chart of two bars; the second is higher.")
figures.show(fig, "01_bars", pd.DataFrame({"x": [1, 2], "y": [1 / 3, 4.0]}))"""


def notebook(path: Path, *cells: str) -> Path:
    """Write a notebook of an older format, without ids; cells that begin with # and a space are prose."""
    content = [
        {"cell_type": "markdown", "metadata": {}, "source": cell}
        if cell.startswith("# ")
        else {"cell_type": "code", "metadata": {}, "source": cell, "outputs": [], "execution_count": None}
        for cell in cells
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": content}))
    return path


def tree(root: Path) -> Path:
    """Make a small project: two notebooks and a corpus of one report."""
    (root / "corpus").mkdir(parents=True)
    (root / "corpus" / "reports.csv").write_text("report,title,file\na-2020,A title,a.txt\n")
    text = "The council met in June.\n\n" + 3 * "It agreed on a plan for the missions.\n\n"
    (root / "corpus" / "a.txt").write_text(text)
    notebook(root / "notebooks" / "02_second.ipynb", "# Is it so?", "print('two', {'b', 'a', 'c'})\nprint('three')")
    notebook(root / "notebooks" / "01_first.ipynb", "# What is it?", FIGURE, "record.corpus_folder().name")
    return root


def contents(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def done(tmp_path_factory, request):
    """A project after one `reproduce`, with what it printed."""
    root = tree(tmp_path_factory.mktemp("project"))
    run = "import sys; from pathlib import Path; from analysis.reproduce import main; "
    run += "sys.exit(main(sys.argv[2:], Path(sys.argv[1])))"
    result = subprocess.run([sys.executable, "-c", run, str(root)], capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    return root, result


@pytest.fixture
def fresh(done, tmp_path):
    """A copy of that project, to change."""
    shutil.copytree(done[0], tmp_path / "copy")
    return tmp_path / "copy"


def test_all_results_are_written_and_the_closing_table_names_them(done):
    root, result = done
    figures = {"figures/01_bars.csv", "figures/01_bars.png", "figures/01_bars.svg"}
    reports = {"reports/01_first.html", "reports/02_second.html", "reports/index.html"}
    assert figures | reports <= set(contents(root))
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Reading the reports in ")
    assert lines[1] == "1 of 1 report in the folder “corpus” was read. 2 notebooks follow."
    assert [line[:6] for line in lines[2:4]] == ["1 of 2", "2 of 2"]
    assert any(" 01_first: " in line and line.endswith(" s") for line in lines)
    assert lines[-1].endswith("reports/index.html")
    assert result.stderr == ""  # no bar where nobody looks
    assert not (root / "run.json").exists()


def test_a_stored_notebook_holds_no_trace_of_its_run(done):
    book = json.loads((done[0] / "notebooks" / "01_first.ipynb").read_text(encoding="utf-8"))
    assert [cell["id"] for cell in book["cells"]] == ["cell-01", "cell-02", "cell-03"]
    assert [cell.get("execution_count") for cell in book["cells"]] == [None, 1, 2]
    assert all(cell["metadata"] == {} for cell in book["cells"])
    assert book["metadata"] == {key: reproduce.KERNEL[key] for key in ("kernelspec", "language_info")}
    assert book["cells"][2]["outputs"][0]["data"]["text/plain"] == ["'corpus'"]
    nbformat.validate(nbformat.from_dict(book))


def test_a_second_run_changes_no_byte_and_a_check_finds_nothing(fresh, capsys):
    before = contents(fresh)
    assert reproduce.main([], fresh) == 0
    assert contents(fresh) == before
    assert reproduce.main(["--check"], fresh) == 0
    assert "Everything comes out as it is stored." in capsys.readouterr().out


def test_a_figure_that_is_no_longer_made_goes_and_other_files_stay(fresh, tmp_path):
    (fresh / "figures" / "01_old.svg").write_text("<svg/>")
    (fresh / "figures" / "README.md").write_text("by hand")
    (fresh / "figures" / "07_of_another.svg").write_text("<svg/>")
    reproduce.install(fresh, fresh, ["01_first"])
    assert (fresh / "figures" / "01_old.svg").exists()  # it came along: it was made
    reproduce.install(tmp_path / "nothing", fresh, ["01_first"])
    assert {p.name for p in (fresh / "figures").iterdir()} == {"README.md", "07_of_another.svg", "MANIFEST.csv"}


def test_check_lists_what_differs_and_writes_nothing(fresh, capsys):
    (fresh / "notebooks" / "01_first.ipynb").unlink()
    path = fresh / "notebooks" / "02_second.ipynb"
    path.write_text(path.read_text().replace("two {", "too {"))
    before = contents(fresh)
    assert reproduce.main(["--check"], fresh) == 1
    said = capsys.readouterr().out
    assert "figures/01_bars.svg: stored, but no notebook makes it any more" in said
    assert "notebooks/02_second.ipynb, cell [1]: after " in said
    assert ': "too' in said
    assert contents(fresh) == before


@pytest.mark.parametrize("changed", ["notebooks/02_second.ipynb", "corpus/a.txt"])
def test_a_file_that_is_saved_meanwhile_leaves_all_as_it_was(fresh, capsys, changed):
    (fresh / "notebooks" / "01_first.ipynb").unlink()
    path = fresh / "notebooks" / "02_second.ipynb"
    notebook(
        path, f"from pathlib import Path; p = Path({str(fresh / changed)!r}); _ = p.write_text(p.read_text() + ' ')"
    )
    before = contents(fresh)
    assert reproduce.main([], fresh) == 1
    assert f"{Path(changed).name} changed while the notebooks ran" in capsys.readouterr().err
    assert {name: data.strip() for name, data in contents(fresh).items()} == {
        name: data.strip() for name, data in before.items()
    }


def test_another_corpus_leaves_the_project_alone(fresh, tmp_path, capsys):
    (fresh / "notebooks" / "01_first.ipynb").unlink()
    other = tmp_path / "my reports"
    shutil.copytree(fresh / "corpus", other)
    before = contents(fresh)
    (other / "forgotten.txt").write_text("A report without a row.", encoding="utf-8")
    assert reproduce.main(["--corpus", str(other), "--out", str(tmp_path / "out")], fresh) == 0
    assert contents(fresh) == before
    assert {p.name for p in (tmp_path / "out").iterdir()} == {
        "figures", "notebooks", "reports", "run.json", "ro-crate-metadata.json"
    }  # fmt: skip
    said = capsys.readouterr().out
    assert "02_second" in said
    assert "forgotten.txt" in said.partition("Problems in")[2]


def test_a_warning_does_not_stop_the_notebooks_on_another_corpus(fresh, tmp_path):
    notebook(fresh / "notebooks" / "01_first.ipynb", "import warnings; warnings.warn('old name')")
    assert reproduce.main(["--corpus", str(fresh / "corpus"), "--out", str(tmp_path / "out")], fresh) == 0
    assert reproduce.main([], fresh) == 1


def test_a_folder_of_which_nothing_can_be_read_is_refused_with_what_is_wrong(fresh, tmp_path, capsys):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "reports.csv").write_text("report,file\na,empty.txt\nb,gone.txt\n")
    (tmp_path / "mine" / "empty.txt").write_text("")
    assert reproduce.main(["--corpus", str(tmp_path / "mine"), "--out", str(tmp_path / "out")], fresh) == 1
    said = capsys.readouterr().err
    assert "has text to analyse" in said
    assert "empty.txt: " in said
    assert 'there is no file "gone.txt"' in said


PARAMETERS = "n = 3\nwords = ['a', 'b']\ntitle = None"


def with_parameters(root: Path) -> None:
    """Give a project one notebook, with a parameter cell."""
    (root / "notebooks" / "01_first.ipynb").unlink()
    path = notebook(root / "notebooks" / "02_second.ipynb", "# Is it so?", PARAMETERS, "n, words, title")
    book = json.loads(path.read_text())
    book["cells"][1]["metadata"]["tags"] = ["parameters"]
    path.write_text(json.dumps(book))


def test_a_value_is_set_recorded_in_the_results_and_the_project_stays_as_it_is(fresh, tmp_path, capsys):
    with_parameters(fresh)
    before = contents(fresh)
    assert reproduce.main(["--set", "n=6", "--set", "words=c, d"], fresh) == 0, capsys.readouterr().err
    after = contents(fresh)
    assert {name: data for name, data in after.items() if not name.startswith("drafts/")} == before
    book = json.loads(after["drafts/notebooks/02_second.ipynb"])
    assert [cell["metadata"].get("tags") for cell in book["cells"][1:3]] == [["parameters"], ["injected-parameters"]]
    assert book["cells"][3]["outputs"][0]["data"]["text/plain"] == ["(6, ['c', 'd'], None)"]
    assert json.loads(after["drafts/run.json"])["values"] == {"n": "6", "words": "c, d"}
    page = after["drafts/reports/02_second.html"].decode()
    assert "<code>n=6</code>" in page


@pytest.mark.parametrize(
    ("value", "message"),
    [("n=six", "is not a number; n is 3 in the notebook"), ("m=1", "no notebook has a parameter m")],
)
def test_a_value_that_does_not_fit_is_explained(fresh, capsys, value, message):
    with_parameters(fresh)
    assert reproduce.main(["--set", value], fresh) == 1
    assert message in capsys.readouterr().err


def test_results_remember_their_corpus(fresh, tmp_path, monkeypatch):
    mine = tmp_path / "my reports"
    shutil.copytree(fresh / "corpus", mine)
    (mine / "a.txt").rename(mine / "b.txt")
    (mine / "reports.csv").write_text("report,file\nmine,b.txt\n")
    assert reproduce.main(["--corpus", str(mine), "--out", str(tmp_path / "out")], fresh) == 0
    monkeypatch.chdir(tmp_path / "out" / "notebooks")
    assert list(load_corpus().reports.index) == ["mine"]
    assert record.figures_folder() == tmp_path / "out" / "figures"
    (tmp_path / "moved").mkdir()
    (tmp_path / "out").rename(tmp_path / "moved" / "out")  # the results alone: the folder is found where it was
    monkeypatch.chdir(tmp_path / "moved" / "out" / "notebooks")
    assert list(load_corpus().reports.index) == ["mine"]
    mine.rename(tmp_path / "moved" / "my reports")  # both together: it is found beside the results
    assert list(load_corpus().reports.index) == ["mine"]


def test_results_whose_inputs_are_the_same_are_not_made_again(fresh, tmp_path, capsys):
    arguments = ["--corpus", str(fresh / "corpus"), "--out", str(tmp_path / "out")]
    assert reproduce.main(arguments, fresh) == 0
    before = contents(tmp_path / "out")
    assert reproduce.main(arguments, fresh) == 0
    assert "nothing has changed since" in capsys.readouterr().out
    (tmp_path / "out" / "figures" / "01_bars.csv").write_text("changed by hand")
    assert reproduce.main(arguments, fresh) == 0
    assert contents(tmp_path / "out") == before
    (fresh / "corpus" / "a.txt").write_text((fresh / "corpus" / "a.txt").read_text() + "It met again.")
    assert reproduce.main(arguments, fresh) == 0
    assert "nothing has changed since" not in capsys.readouterr().out


def test_relative_paths_work_from_the_project_and_from_its_notebooks(tmp_path, monkeypatch):
    tree(tmp_path / "project")
    (tmp_path / "project" / "corpus").rename(tmp_path / "project" / "mine")
    for place in ("project", "project/notebooks"):
        monkeypatch.chdir(tmp_path / place)
        assert list(load_corpus("mine").reports.index) == ["a-2020"]


def test_a_cell_run_by_hand_never_writes_into_the_committed_figures(monkeypatch):
    monkeypatch.delenv("REPORTS_FIGURES", raising=False)
    monkeypatch.chdir(record.ROOT / "notebooks")
    assert record.figures_folder() == record.ROOT / "drafts"
    assert "/drafts/" in (record.ROOT / ".gitignore").read_text().splitlines()


def test_help_and_import_are_quick_because_they_load_no_table_library():
    code = (
        "import sys; from analysis import reproduce; reproduce._parser().format_help(); print('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"


FAILURES = {
    "an error": (("x = 1", "raise ValueError('no such report')"), "cell [2]: ValueError: no such report"),
    "a warning": (
        ("import warnings; warnings.warn('old name')",),
        "cell [1] writes a warning: <cell>:1: UserWarning: old name",
    ),
    "a cell without end": (("import time; time.sleep(60)",), "cell [1]: still running after 3 seconds"),
    "a killed process": (("import os; os._exit(3)",), "cell [1]: its Python process ended"),
}


@pytest.mark.parametrize(("cells", "message"), FAILURES.values(), ids=list(FAILURES))
def test_a_failing_notebook_is_named_with_cell_and_cause(tmp_path, cells, message):
    path = notebook(tmp_path / "01_bad.ipynb", *cells)
    environment = reproduce.kernel_environment(tmp_path, tmp_path / "figures") | {"IPYTHONDIR": str(tmp_path)}
    timeout = 3 if "sleep" in cells[0] else 60
    with pytest.raises(reproduce.RunError) as caught:
        asyncio.run(reproduce.run_notebook(reproduce.read_notebook(path), path, environment, timeout, lambda: None))
    assert str(caught.value).startswith(f"01_bad.ipynb, {message}")


def test_after_an_error_all_earlier_results_stay(fresh, capsys):
    notebook(fresh / "notebooks" / "01_first.ipynb", "1 / 0")
    before = contents(fresh)
    assert reproduce.main([], fresh) == 1
    said = capsys.readouterr().err
    assert said == "reproduce: 01_first.ipynb, cell [1]: ZeroDivisionError: division by zero\nNothing was changed.\n"
    assert contents(fresh) == before


def test_a_failing_notebook_does_not_cost_a_reader_the_others(fresh, capsys, tmp_path):
    notebook(fresh / "notebooks" / "02_second.ipynb", "# Is it so?", "1 / 0")
    out = tmp_path / "mine"
    assert reproduce.main(["--corpus", str(fresh / "corpus"), "--out", str(out)], fresh) == 1
    said = capsys.readouterr().err
    assert "02_second.ipynb, cell [1]: ZeroDivisionError" in said
    assert "other notebooks are written" in said
    made = contents(out)
    assert "reports/01_first.html" in made
    assert "notebooks/02_second.ipynb" not in made
    index = made["reports/index.html"].decode()
    assert "02_second.html" not in index
    assert "Not shown, because of an error: 02_second." in index


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--corpus", "."], "--corpus needs --out DIR"),
        (["--check", "--out", "x"], "leave out --corpus, --out and --set"),
        (["--check", "--set", "n=1"], "leave out --corpus, --out and --set"),
        (["--set", "n"], "--set n is not NAME=VALUE"),
        (["--set", "n=1"], "no notebook has a parameter n; there are: none"),
        (["new", "nowhere"], "there is no folder"),
        (["new", "corpus"], "exists already"),
        (["--corpus", "nowhere", "--out", "x"], "there is no folder"),
        (["--out", "."], "holds this project"),
    ],
)
def test_options_that_do_not_fit_are_explained(fresh, monkeypatch, capsys, options, message):
    monkeypatch.chdir(fresh)
    assert reproduce.main(options, fresh) == 1
    assert message in capsys.readouterr().err


def test_a_broken_notebook_file_is_named(tmp_path):
    path = tmp_path / "01_bad.ipynb"
    path.write_text('{"cells": 3}')
    with pytest.raises(reproduce.RunError, match=r"01_bad.ipynb cannot be read as a notebook"):
        reproduce.read_notebook(path)


def test_settings_of_the_person_do_not_reach_the_kernel(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("OMP_NUM_THREADS", "8")
    environment = reproduce.kernel_environment(tmp_path, tmp_path / "figures")
    assert "PYTHONWARNINGS" not in environment
    assert environment["LC_ALL"] == "C.UTF-8"
    assert environment["OMP_NUM_THREADS"] == "1"


def data(folder: Path, name: str, text: str) -> None:
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    (folder / "figures" / name).write_text(text)


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("term,n\na,0.333334\nb,2\n", []),
        ("term,n\na,0.34\nb,2\n", ['figures/01_x.csv, line 2: after "… a": "0.333333" stored, "0.34" now']),
        ("term,n\na,0.333333\n", ["figures/01_x.csv: 3 lines or cells stored, 2 now"]),
        ("term,m\na,0.333333\nb,2\n", ['figures/01_x.csv, line 1: after "… term": "n" stored, "m" now']),
        ("term,n\nA,0.333333\nb,2\n", ['figures/01_x.csv, line 2: "a 0.333333" stored, "A 0.333333" now']),
    ],
)
def test_figure_data_are_compared_with_a_tolerance(tmp_path, new, expected):
    data(tmp_path / "old", "01_x.csv", "term,n\na,0.333333\nb,2\n")
    data(tmp_path / "new", "01_x.csv", new)
    assert record.differences(tmp_path / "old", tmp_path / "new") == expected


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("if a:\n    b()\nc(1e-8)", "white space differs"),
        ("if a:\n    b()\n    c(2e-8)", 'after "… if a: b()": "c(1e-8)" stored, "c(2e-8)" now'),
        ("if a:\n    b()\n    c(1e-8)", None),
    ],
)
def test_code_of_notebooks_is_compared_with_its_white_space(tmp_path, new, said):
    for folder, code in (("old", "if a:\n    b()\n    c(1e-8)"), ("new", new)):
        (tmp_path / folder / "notebooks").mkdir(parents=True)
        notebook(tmp_path / folder / "notebooks" / "01_x.ipynb", "# Is it so?", code)
    found = record.differences(tmp_path / "old", tmp_path / "new")
    assert found == ([f"notebooks/01_x.ipynb, cell [None]: {said}"] if said else [])


def test_a_file_with_many_differences_shows_the_first_and_counts_the_rest(tmp_path):
    data(tmp_path / "old", "01_x.csv", "n\n" + "1\n" * 20)
    data(tmp_path / "new", "01_x.csv", "n\n" + "2\n" * 20)
    found = record.differences(tmp_path / "old", tmp_path / "new")
    assert len(found) == record.PER_FILE + 1
    assert found[-1] == "figures/01_x.csv: and 15 more"


def test_pictures_count_only_where_the_libraries_are_the_locked_ones(tmp_path):
    data(tmp_path / "old", "01_x.svg", "<svg/>")
    data(tmp_path / "new", "01_x.svg", "<svg></svg>")
    assert record.differences(tmp_path / "old", tmp_path / "new") == ["figures/01_x.svg: the file differs"]
    assert record.differences(tmp_path / "old", tmp_path / "new", images=False) == []
    data(tmp_path / "old", "01_x.ics", "BEGIN")
    data(tmp_path / "new", "01_x.ics", "END")
    found = record.differences(tmp_path / "old", tmp_path / "new", images=False)
    assert found == ["figures/01_x.ics: the file differs"]


def test_pictures_are_compared_where_the_same_versions_drew_them(done, fresh):
    assert record.why_no_images(done[0]) == ""
    path = fresh / record.MANIFEST
    path.write_text(path.read_text().replace("matplotlib ", "matplotlib 0."))
    assert record.why_no_images(fresh).startswith("the stored ones were drawn with matplotlib 0.")
    path.unlink()
    assert "is missing" in record.why_no_images(fresh)


def test_the_manifest_names_each_file_and_what_was_changed(done, fresh):
    rows = csv.DictReader((done[0] / record.MANIFEST).read_text(encoding="utf-8").splitlines())
    assert [(row["file"], row["holds"], row["notebook"]) for row in rows] == [
        ("figures/01_bars.csv", "data", "notebooks/01_first.ipynb"),
        ("figures/01_bars.png", "picture", "notebooks/01_first.ipynb"),
        ("figures/01_bars.svg", "picture", "notebooks/01_first.ipynb"),
    ]
    (fresh / "figures" / "01_bars.csv").write_text("x,y\n1,5\n")
    (fresh / "figures" / "01_bars.svg").unlink()
    record.write_manifest(fresh)
    assert record.differences(done[0], fresh) == [
        "figures/01_bars.svg: stored, but no notebook makes it any more",
        "figures/01_bars.csv: 3 lines or cells stored, 2 now",
    ]


def test_a_disk_that_is_full_leaves_the_old_results(fresh, tmp_path):
    resource = pytest.importorskip("resource")
    before = contents(fresh)
    shutil.copytree(fresh, tmp_path / "new")
    (tmp_path / "new" / "figures" / "01_bars.csv").write_text("x,y\n1,5\n")
    (tmp_path / "new" / "figures" / "01_large.csv").write_text("x\n" * 200_000)
    code = "import sys; from pathlib import Path; from analysis.reproduce import install; "
    code += "install(Path(sys.argv[1]), Path(sys.argv[2]), ['01_first'])"
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "new"), str(fresh)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        capture_output=True,
        text=True,
    )
    assert "File too large" in run.stderr
    assert contents(fresh) == before


def test_the_results_are_described_for_archives(done):
    crate = json.loads((done[0] / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    assert entities["#report-a-2020"]["name"] == "A title"
    terms = {term for entity in crate["@graph"] for term in entity if not term.startswith("@")}
    from rocrate.rocrate import ROCrate
    from rocrate.vocabs import term_to_uri

    assert all(term_to_uri(term) for term in terms)  # raises KeyError for a term that RO-Crate does not define
    read = ROCrate(done[0])
    assert read.root_dataset["license"]["name"] == "MIT License"
    assert {entity.id for entity in read.data_entities} >= {"figures/01_bars.svg", "notebooks/01_first.ipynb"}
    named = {value["@id"] for entity in crate["@graph"] for key in entity for value in references(entity[key])}
    assert named - {"https://w3id.org/ro/crate/1.1"} <= set(entities)


def references(value):
    return [part for part in (value if isinstance(value, list) else [value]) if isinstance(part, dict)]


@pytest.mark.matrix
@pytest.mark.parametrize("moment", range(25))
def test_a_run_that_is_killed_leaves_whole_files(fresh, moment):
    """Each file is the old or the new one; the next run ends as if nothing had been."""
    old = contents(fresh)
    text = (fresh / "corpus" / "a.txt").read_text() + "\n\nA new paragraph of the report ends it.\n"
    changed = fresh.with_name("changed")
    shutil.copytree(fresh, changed)
    (changed / "corpus" / "a.txt").write_text(text)
    assert reproduce.main([], changed) == 0
    new = contents(changed)
    (fresh / "corpus" / "a.txt").write_text(text)
    code = "import sys; from pathlib import Path; from analysis.reproduce import main; main([], Path(sys.argv[1]))"
    run = subprocess.Popen([sys.executable, "-c", code, str(fresh)], stdout=subprocess.DEVNULL)
    try:
        run.wait(timeout=random.Random(moment).uniform(0.2, 15))
    except subprocess.TimeoutExpired:
        run.kill()
        run.wait()
    left = {name: data for name, data in contents(fresh).items() if not name.endswith(".part")}
    assert {name: data for name, data in left.items() if data not in (old.get(name), new.get(name))} == {}
    assert reproduce.main([], fresh) == 0
    assert contents(fresh) == new


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("moment", ["argparse", "numpy", "pandas.core.frame"])
def test_a_run_stopped_while_it_is_loaded_ends_with_a_sentence(tmp_path, name, moment):
    """The signal comes when the module is asked for."""
    code = f"""
import builtins, os, signal
load = builtins.__import__
def send(module, *rest, **named):
    if module == {moment!r}:
        builtins.__import__ = load
        os.kill(os.getpid(), signal.{name})
    return load(module, *rest, **named)
from analysis import command
builtins.__import__ = send
raise SystemExit(command())
"""
    options = ["--corpus", str(record.ROOT / "corpus"), "--out", str(tmp_path / "out")]
    run = subprocess.run([sys.executable, "-c", code, *options], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (130, "reproduce: stopped.\nNothing was changed.\n")


def test_what_a_killed_run_left_is_removed_and_two_runs_do_not_meet(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    (tmp_path / f"reproduce-check-{int(ended.stdout)}-x" / "results").mkdir(parents=True)
    with reproduce.working_folder(tmp_path / "out") as made:
        assert not made.exists()
        assert len(list(tmp_path.glob("reproduce-*"))) == 1
        process, parent = os.getpid(), os.getppid()
        first = next(tmp_path.glob("reproduce-*"))
        first.rename(tmp_path / first.name.replace(f"-{process}-", f"-{parent}-"))  # as if another run had made it
        with pytest.raises(reproduce.RunError, match="already writing to"), reproduce.working_folder(tmp_path / "out"):
            pass
        with reproduce.working_folder(tmp_path / "elsewhere"):
            pass
