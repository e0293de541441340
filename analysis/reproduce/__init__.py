"""Do all notebooks still give what is stored? Runs them in order, and writes or compares what they make.

Nothing is moved in place before every notebook has run and every report is made: an error leaves the earlier
results as they were.
"""

import argparse
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pandas as pd
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from tqdm import tqdm

from analysis import Corpus, load_corpus, project
from analysis.export import write_reports
from analysis.reproduce.comparison import differences, why_no_images

NOTEBOOKS = "[0-9][0-9]_*.ipynb"  # run in the order of their names
TIMEOUT = 300  # seconds for one cell; the slowest of ours takes a few
LONGEST_MESSAGE = 600  # characters of an error that are shown

# What a kernel gets besides the user's own environment, so that the same input gives the same bytes: one
# thread (sums in one order), a fixed hash seed, no clock in SVG files, no progress bars, a neutral locale.
SAME_EVERYWHERE = {
    "SOURCE_DATE_EPOCH": "0",
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "TQDM_DISABLE": "1",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "COLUMNS": "110",
    "IPYKERNEL_CELL_NAME": "<cell>",  # else warnings name a temporary file
}
# What a stored notebook says of the language it is in, whichever Python ran it.
KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# Settings of one person's machine that would change what a notebook shows.
PERSONAL = ("PYTHONSTARTUP", "PYTHONWARNINGS", "MPLBACKEND", "FORCE_COLOR", "NO_COLOR")


class RunError(RuntimeError):
    """A notebook did not run to its end; the message names notebook, cell and cause."""


def main(argv: list[str] | None = None, root: Path = project.ROOT) -> int:
    """Run the console command `reproduce`; return 0, or 1 where something failed or differs."""
    options = _parser().parse_args(argv)
    try:
        return _reproduce(options, root)
    except RunError as error:
        print(f"reproduce: {error}\nNothing was changed.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nreproduce: stopped. Nothing was changed.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="reproduce", description="Run all notebooks in order; write figures, notebooks and HTML reports."
    )
    parser.add_argument("--check", action="store_true", help="write nothing; list what differs")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="another folder of reports")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where to put the results for --corpus")
    parser.add_argument(
        "--timeout", type=int, default=TIMEOUT, metavar="S", help=f"seconds for one cell (default {TIMEOUT})"
    )
    return parser


def _reproduce(options: argparse.Namespace, root: Path) -> int:
    """Check the options, run everything in a temporary folder, then compare it or move it in place."""
    corpus, out = _folders(options, root)
    loaded = load_corpus(corpus)
    _refuse_nothing(loaded)
    with tempfile.TemporaryDirectory(prefix="reproduce-") as folder:
        made = Path(folder)
        before = {path: path.read_bytes() for path in (root / "notebooks").glob(NOTEBOOKS)}
        runs = run_all(root / "notebooks", made, corpus, options.timeout, strict=options.corpus is None)
        if options.check:
            return _report_differences(root, made)
        if out == root.resolve():
            _refuse_changed(root / "notebooks", before)
        install(made, out, sorted(runs["notebook"]))
    print(_closing_table(runs, out))
    print(_problems(loaded))
    return 0


def _folders(options: argparse.Namespace, root: Path) -> tuple[Path, Path]:
    """Return the folder of reports and the folder for results, or say what is wrong with the options."""
    if options.check and (options.corpus or options.out):
        raise RunError("--check compares the project's own results: leave out --corpus and --out")
    if options.corpus and not options.out:
        raise RunError("--corpus needs --out DIR, the folder that takes the results")
    corpus = (options.corpus or root / "corpus").resolve()
    out = (options.out or root).resolve()
    if options.out and (out == root.resolve() or out in root.resolve().parents):
        raise RunError(f"--out {options.out} holds this project: choose another folder")
    if not corpus.is_dir():
        raise RunError(f"there is no folder {corpus}: give the one that holds your reports")
    return corpus, out


def _refuse_nothing(corpus: Corpus) -> None:
    """Raise RunError where no report has any main text to read, and say what is wrong with each."""
    if corpus.main.empty:
        problems = _problems(corpus) or "\nIts files hold no paragraph."
        raise RunError(f"no report in {corpus.folder} has text to analyse.\n{problems}")


def _refuse_changed(notebooks: Path, before: dict[Path, bytes]) -> None:
    """Raise RunError where someone saved a notebook while it ran: their work is not overwritten."""
    now = {path: path.read_bytes() for path in notebooks.glob(NOTEBOOKS)}
    changed = sorted(path.name for path in before if now.get(path) != before[path])
    if changed:
        raise RunError(f"{', '.join(changed)} changed while the notebooks ran: run reproduce again")


def run_all(notebooks: Path, out: Path, corpus: Path, timeout: int = TIMEOUT, strict: bool = True) -> pd.DataFrame:
    """Run every notebook of a folder in a fresh kernel and export its report, all into `out`.

    Fills `out` with the folders notebooks, figures and reports. Returns one row per notebook: notebook,
    seconds, figures (how many) and report (path within `out`). Raises RunError at the first that fails. With `strict`
    a warning is a failure, too: what is stored shows none. It does not cost a reader the results of her own folder.
    """
    paths = sorted(notebooks.glob(NOTEBOOKS))
    if not paths:
        raise RunError(f"{notebooks} holds no notebook with a name such as 01_corpus.ipynb: add one")
    books = {path: read_notebook(path) for path in paths}
    (out / "notebooks").mkdir(parents=True)
    (out / "figures").mkdir()
    rows = []
    cells = sum(cell.cell_type == "code" for book in books.values() for cell in book.cells)
    with tqdm(total=cells, unit="cell", leave=False, disable=None) as bar:
        environment = kernel_environment(corpus, out / "figures", notebooks.parent)
        for path, book in books.items():
            bar.set_description(path.stem)
            start = time.perf_counter()
            run_notebook(book, path, environment, timeout, lambda: bar.update(1), strict)
            (out / "notebooks" / path.name).write_text(notebook_text(book), encoding="utf-8", newline="\n")
            figures = len(list((out / "figures").glob(f"{path.stem[:2]}_*.svg")))
            rows.append((path.stem, time.perf_counter() - start, figures, f"reports/{path.stem}.html"))
    write_reports(sorted((out / "notebooks").glob(NOTEBOOKS)), out / "reports", corpus, out / "figures")
    return pd.DataFrame(rows, columns=["notebook", "seconds", "figures", "report"])


def kernel_environment(corpus: Path, figures: Path, root: Path = project.ROOT) -> dict[str, str]:
    """Return the environment of a kernel: the user's own, less what could change a result."""
    kept = {key: value for key, value in os.environ.items() if key not in PERSONAL}
    return (
        kept
        | SAME_EVERYWHERE
        | {
            "REPORTS_CORPUS": str(corpus),
            "REPORTS_FIGURES": str(figures),
            "MATPLOTLIBRC": str(root / "matplotlibrc"),
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        }
    )


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook; cells without an id get one from their place, so that it never changes."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        for number, cell in enumerate(content["cells"], 1):
            cell.setdefault("id", f"cell-{number:02d}")
        book = nbformat.reads(json.dumps(content | {"nbformat": 4, "nbformat_minor": 5}), as_version=4)
        nbformat.validate(book)
    except (ValueError, KeyError, TypeError, nbformat.ValidationError) as error:
        raise RunError(f"{path.name} is no notebook that can be read ({_shorten(str(error))})") from error
    return book


def run_notebook(
    book: NotebookNode,
    path: Path,
    environment: dict[str, str],
    timeout: int,
    on_cell: Callable[[], object],
    strict: bool = True,
) -> None:
    """Run a notebook in a fresh kernel, in its own folder, and leave no traces of this run in it.

    Raises RunError for an error, for a cell that takes longer than `timeout` seconds, and, with `strict`, for one that
    writes warnings.
    """
    place: list[NotebookNode] = []
    client = NotebookClient(
        book,
        timeout=timeout,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        store_widget_state=False,
        extra_arguments=["--log-level=40"],  # the kernel talks to this computer only, and need not say so
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_start=lambda cell, cell_index: place.append(cell),
        on_cell_executed=lambda cell, cell_index, execute_reply: on_cell(),
    )
    try:
        with tempfile.TemporaryDirectory(prefix="ipython-") as profile:  # without anyone's start-up files
            client.execute(env=environment | {"IPYTHONDIR": profile})
    except Exception as error:  # whatever stops a notebook is told with its place
        if hasattr(client, "_async_cleanup_kernel_future"):  # how nbclient remembers a Ctrl-C
            raise KeyboardInterrupt from error
        raise RunError(f"{path.name}, {_where(place)}: {_cause(error, timeout)}") from error
    if strict:
        _refuse_warnings(book, path.name)
    normalise(book)


def _where(place: list[NotebookNode]) -> str:
    """Say which cell was running: its number as the notebook shows it."""
    started = [cell for cell in place if cell.cell_type == "code" and cell.source.strip()]
    return f"cell [{len(started)}]" if started else "before its first cell"


def _cause(error: Exception, timeout: int) -> str:
    """Say in one or a few lines what went wrong."""
    if isinstance(error, CellExecutionError):
        return _shorten(f"{error.ename}: {error.evalue}" if error.evalue else error.ename)
    if isinstance(error, CellTimeoutError):
        return f"still running after {timeout} seconds; give it more with --timeout"
    if isinstance(error, DeadKernelError):
        return "its Python process ended (killed, or out of memory)"
    if type(error).__name__ == "NoSuchKernel":
        return "there is no kernel python3; set the project up again with: uv sync"
    return _shorten(f"{type(error).__name__}: {error}")


def _shorten(message: str) -> str:
    """Return a message without terminal colours, cut where it is long."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", message).strip()
    return plain if len(plain) <= LONGEST_MESSAGE else plain[:LONGEST_MESSAGE].rstrip() + " ..."


def _refuse_warnings(book: NotebookNode, name: str) -> None:
    """Raise RunError where a cell wrote to stderr: a stored notebook shows no warnings."""
    for cell in book.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                raise RunError(f"{name}, cell [{cell.execution_count}] warns: {_shorten(output.text)}")


def normalise(book: NotebookNode) -> None:
    """Take out of a notebook what differs from run to run: times, widget states, the version of Python."""
    book.metadata = {
        key: value for key, value in sorted(book.metadata.items()) if key not in ("widgets", "language_info")
    }
    book.metadata |= KERNEL
    for cell in book.cells:
        for key in ("execution", "collapsed", "scrolled"):
            cell.metadata.pop(key, None)


def notebook_text(book: NotebookNode) -> str:
    """Return a notebook as the text of its file."""
    return nbformat.writes(book) + "\n"


def install(made: Path, out: Path, notebooks: list[str]) -> None:
    """Move results in place, each file whole or not at all; figures and pages no longer made go.

    A file whose bytes are the same is left alone.
    """
    fresh = {path.relative_to(made) for path in made.rglob("*") if path.is_file()}
    fresh = {path for path in fresh if path.parts[0] in ("figures", "notebooks", "reports")}
    for path in sorted(fresh):
        target = out / path
        data = (made / path).read_bytes()
        if target.is_file() and target.read_bytes() == data:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(target.name + ".part")
        beside.write_bytes(data)
        beside.replace(target)
    for path in sorted([*(out / "figures").glob("[0-9][0-9]_*"), *(out / "reports").glob("[0-9][0-9]_*")]):
        if path.relative_to(out) not in fresh and any(path.name[:3] == name[:3] for name in notebooks):
            path.unlink()


def _closing_table(runs: pd.DataFrame, out: Path) -> str:
    """Return what was made, one line a notebook, and where to look first."""
    shown = runs.assign(
        seconds=[f"{seconds:.1f}" for seconds in runs["seconds"]],
        report=[str(_near(out / report)) for report in runs["report"]],
    )
    first = _near(out / "reports" / "index.html")
    return f"{shown.to_string(index=False)}\n\nRead on from {first}"


def _problems(corpus: Corpus) -> str:
    """Return what was wrong with the folder of reports, one line a problem; empty where nothing was."""
    lines = [f"  {row.file}: {row.message} {row.fix}" for row in corpus.problems.itertuples()]
    return "\n".join([f"\nProblems in {_near(corpus.folder)}: {len(lines)}", *lines]) if lines else ""


def _near(path: Path) -> Path:
    """Return a path as seen from here, where it lies below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _report_differences(root: Path, made: Path) -> int:
    """Print how fresh results differ from the stored ones; return 1 where they do."""
    reason = why_no_images(root / "requirements.txt")
    found = differences(root, made, images=not reason)
    for line in found:
        print(line)
    if reason:
        print(f"Pictures were not compared: {reason}.")
    if found:
        count = f"{len(found)} difference{'s' * (len(found) > 1)}"
        print(f"\n{count}. If they are meant, run `reproduce` and commit the results.")
        return 1
    print("Everything comes out as it is stored.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
