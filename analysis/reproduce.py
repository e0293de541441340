"""Run all notebooks in order, and write or compare what they make: the console command `reproduce`.

Nothing is moved in place before every notebook has run and every page is made: an error leaves the earlier results as
they were.
"""

import argparse
import ast
import contextlib
import csv
import json
import math
import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import project

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from analysis import Corpus

NOTEBOOKS = "[0-9][0-9]_*.ipynb"  # run in the order of their names
TIMEOUT = 300  # seconds for one cell; the slowest of ours takes a few
LONGEST_MESSAGE = 600  # characters of an error that are shown

# What a kernel gets besides the user's own environment, so that the same input gives the same bytes: one
# thread (sums in one order), a fixed hash seed, no clock in SVG files, no progress bars, a neutral locale.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
SAME_EVERYWHERE = dict.fromkeys(THREADS, "1") | {
    "SOURCE_DATE_EPOCH": "0",
    "PYTHONHASHSEED": "0",
    "TQDM_DISABLE": "1",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "COLUMNS": "110",
    "IPYKERNEL_CELL_NAME": "<cell>",  # else warnings name a temporary file
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "MATPLOTLIBRC": str(project.ROOT / "analysis" / "figures" / "matplotlibrc"),
}
# Settings of one person's machine that would change what a notebook shows.
PERSONAL = ("PYTHONSTARTUP", "PYTHONWARNINGS", "MPLBACKEND", "FORCE_COLOR", "NO_COLOR")
# What a stored notebook says of the language it is in, whichever Python ran it.
KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
TOLERANCE = 1e-4  # relative; figure data carry six digits, and libraries differ after the tenth
PER_FILE = 5  # differences shown for one file
PICTURES = (".svg", ".png")
LOCKED = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.M)  # a line of requirements.txt; a library may have several
# Libraries whose version can change how a figure is drawn; all are installed with the project.
DRAWING = ("matplotlib", "numpy", "pandas", "pillow", "contourpy", "fonttools", "kiwisolver")


class RunError(RuntimeError):
    """A notebook did not run to its end, or an option does not fit; the message says which and why."""


def main(argv: list[str] | None = None, root: Path = project.ROOT) -> int:
    """Run the console command `reproduce`; return 0, or 1 where something failed or differs."""
    argv = sys.argv[1:] if argv is None else argv
    try:
        return _new(argv[1:]) if argv[:1] == ["new"] else _reproduce(_parser().parse_args(argv), root)
    except RunError as error:
        message = f"{error}\nNothing was changed."
    except OSError as error:
        message = f"{error.filename or 'a file'} could not be written or read: {error.strerror}."
    except KeyboardInterrupt:
        print("\nreproduce: stopped. Nothing was changed.", file=sys.stderr)
        return 130
    print(f"reproduce: {message}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="reproduce",
        description="Run all notebooks in order; write figures, notebooks and HTML reports.",
        epilog="reproduce new FOLDER drafts reports.csv, the table that describes the reports of a folder.",
    )
    add = parser.add_argument
    add("--check", action="store_true", help="write nothing; list what differs")
    add("--corpus", metavar="DIR", help="another folder of reports")
    add("--out", type=Path, metavar="DIR", help="where to put the results for --corpus")
    value = "another value in the notebooks' parameter cells"
    add("--set", action="append", default=[], metavar="NAME=VALUE", help=value)
    add("--timeout", type=int, default=TIMEOUT, metavar="S", help=f"seconds for one cell (default {TIMEOUT})")
    return parser


def _new(argv: list[str]) -> int:
    """Draft reports.csv for a folder of reports, and say what is to be done with it."""
    parser = argparse.ArgumentParser(prog="reproduce new", description="Draft reports.csv for a folder of reports.")
    parser.add_argument("folder", type=Path, help="the folder that holds the reports")
    folder = parser.parse_args(argv).folder
    table = folder.resolve() / "reports.csv"
    if not folder.is_dir():
        raise RunError(f"there is no folder {table.parent}: give the one that holds your reports")
    if table.exists():
        raise RunError(f"{table} exists already: edit it, or delete it first")
    from analysis.draft import draft

    print(f"Reading the documents in {_near(table.parent)} ...", flush=True)
    rows = draft(folder)
    rows.to_csv(table, index=False, encoding="utf-8-sig", lineterminator="\n")
    guesses = "The column to_confirm says what was guessed: check it, and empty the cell."
    print(f"{_near(table)} describes {len(rows)} files. {guesses} Then: reproduce --corpus {folder} --out RESULTS")
    return 0


def _reproduce(options: argparse.Namespace, root: Path) -> int:
    """Check the options, run everything in a temporary folder, then compare it or move it in place."""
    corpus, out, values = _folders(options, root)
    books = {path: read_notebook(path) for path in sorted((root / "notebooks").glob(NOTEBOOKS))}
    set_values(books, values)
    from tqdm import tqdm

    from analysis import load_corpus
    from analysis.catalogue import reading_summary

    print(f"Reading the reports in {_near(corpus)} ...", flush=True)
    loaded = load_corpus(corpus, progress=partial(tqdm, desc="Reading", unit="report", leave=False, disable=None))
    if loaded.main.empty:
        raise RunError(f"no report in {corpus} has text to analyse (seen from {Path.cwd()}).\n{_problems(loaded)}")
    read = reading_summary(loaded)
    print(f"{read}. {len(books)} notebooks follow.", flush=True)
    with tempfile.TemporaryDirectory(prefix="reproduce-") as folder:
        made = Path(folder)
        before = {path: path.read_bytes() for path in books}
        run_all(books, made, loaded, options.timeout, options.corpus is None and not values, values)
        if options.check:
            return _report_differences(root, made)
        if out == root.resolve():
            changed = sorted(path.name for path in before if path.read_bytes() != before[path])
            if changed:
                raise RunError(f"{', '.join(changed)} changed while the notebooks ran: run reproduce again")
        else:
            (made / project.RUN_FILE).write_text(project.run_text(out, corpus, values), encoding="utf-8")
        install(made, out, [path.stem for path in books])
    print(f"\n{read}.{_problems(loaded)}\nRead on from {_near(out / 'reports' / 'index.html')}")
    return 0


def _folders(options: argparse.Namespace, root: Path) -> tuple[Path, Path, dict[str, str]]:
    """Return the folder of reports, that for results, and the values to set; say what is wrong with the options."""
    pairs = [pair.partition("=") for pair in options.set]
    wrong = [name for name, equals, _ in pairs if not equals or not name.strip().isidentifier()]
    values = {name.strip(): value.strip() for name, _, value in pairs}
    if options.check and (options.corpus or options.out or values):
        raise RunError("--check compares the project's own results: leave out --corpus, --out and --set")
    if wrong:
        raise RunError(f"--set {wrong[0]} is not NAME=VALUE, such as --set n_topics=6")
    if options.corpus and not options.out:
        raise RunError("--corpus needs --out DIR, the folder that takes the results")
    corpus = project.corpus_folder(options.corpus) if options.corpus else root / "corpus"
    out = (options.out or (root / project.DRAFTS if values else root)).resolve()
    if options.out and (out == root.resolve() or out in root.resolve().parents):
        raise RunError(f"--out {options.out} holds this project: choose another folder")
    if not corpus.is_dir():
        raise RunError(f"there is no folder {corpus.absolute()}: give the one that holds your reports")
    return corpus.resolve(), out, values


def set_values(books: "dict[Path, NotebookNode]", values: dict[str, str]) -> None:
    """Add to each notebook, after the cell tagged `parameters`, a cell that sets the values whose names stand there.

    Raises RunError for a name that no notebook has, and for a value of another kind than the one it replaces.
    """
    from nbformat.v4 import new_code_cell

    known: dict[str, Any] = {}
    for book in books.values():
        tagged = [i for i, cell in enumerate(book.cells) if "parameters" in cell.metadata.get("tags", [])]
        defaults = _defaults(book.cells[tagged[0]].source) if tagged else {}
        known |= defaults
        lines = [f"{name} = {_value(name, values[name], defaults[name])!r}" for name in values if name in defaults]
        if lines:
            source, tags = "\n".join(["# Set by reproduce --set", *lines]), {"tags": ["injected-parameters"]}
            book.cells.insert(tagged[0] + 1, new_code_cell(source, id="injected-parameters", metadata=tags))
    if unknown := [name for name in values if name not in known]:
        names = ", ".join(f"{name}={value!r}" for name, value in sorted(known.items())) or "none"
        raise RunError(f"no notebook has a parameter {unknown[0]}; there are: {names}")


def _defaults(source: str) -> dict[str, Any]:
    """Return the names that a cell sets to plain values, with these values.

    >>> _defaults("words = ['a', 'b']  # or others\\nn = None\\nx = f(1)")
    {'words': ['a', 'b'], 'n': None}
    """
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            with contextlib.suppress(ValueError):
                found[node.targets[0].id] = ast.literal_eval(node.value)
    return found


def _value(name: str, text: str, default: Any) -> Any:
    """Return a value that was written as text, of the same kind as the default.

    >>> _value("n", "6", None), _value("words", "deterrence, resilience", ["a"]), _value("title", "6", "x")
    (6, ['deterrence', 'resilience'], '6')
    """
    if isinstance(default, list | tuple):
        kind = default[0] if default else None
        return type(default)(_value(name, part.strip(), kind) for part in text.split(",") if part.strip())
    if isinstance(default, str):
        return text
    try:
        value = ast.literal_eval(text.capitalize() if text.lower() in ("true", "false", "none") else text)
    except (ValueError, SyntaxError):
        value = text
    if default is not None and isinstance(value, str):
        raise RunError(f'--set {name}={text}: "{text}" is no number; {name} is {default!r} in the notebook')
    return value


def run_all(books: "dict[Path, NotebookNode]", out: Path, corpus: "Corpus", timeout: int = TIMEOUT,
            strict: bool = True, values: dict[str, str] | None = None) -> None:  # fmt: skip
    """Run notebooks in their order, each in a fresh kernel, and export their pages, all into `out`.

    Fills `out` with the folders notebooks, figures and reports. Raises RunError at the first that fails. With `strict`
    a warning is a failure, too: what is stored shows none. It does not cost a reader the results of her own folder.
    """
    import nbformat
    from tqdm import tqdm

    from analysis.report import write_reports

    if not books:
        raise RunError("the folder notebooks holds no notebook with a name such as 01_corpus.ipynb: add one")
    (out / "notebooks").mkdir(parents=True)
    (out / "figures").mkdir()
    cells = sum(cell.cell_type == "code" for book in books.values() for cell in book.cells)
    environment = kernel_environment(corpus.folder, out / "figures")
    with tqdm(total=cells, unit="cell", leave=False, disable=None) as bar:
        for number, (path, book) in enumerate(books.items(), 1):
            bar.set_description(path.stem)
            start = time.perf_counter()
            run_notebook(book, path, environment, timeout, bar.update, strict)
            text = nbformat.writes(book) + "\n"
            (out / "notebooks" / path.name).write_text(text, encoding="utf-8", newline="\n")
            figures = len(list((out / "figures").glob(f"{path.stem[:2]}_*.svg")))
            done = f"{number} of {len(books)}, {path.stem}: {time.perf_counter() - start:.0f} s, figures: {figures}"
            bar.write(done, file=sys.stdout)
            sys.stdout.flush()
    write_reports(sorted((out / "notebooks").glob(NOTEBOOKS)), out / "reports", corpus, out / "figures", values)


def kernel_environment(corpus: Path, figures: Path) -> dict[str, str]:
    """Return the environment of a kernel: the user's own, less what could change a result."""
    kept = {key: value for key, value in os.environ.items() if key not in PERSONAL}
    return kept | SAME_EVERYWHERE | {"REPORTS_CORPUS": str(corpus), "REPORTS_FIGURES": str(figures)}


def read_notebook(path: Path) -> "NotebookNode":
    """Read a notebook; cells without an id get one from their place, so that it never changes."""
    import nbformat

    try:
        content = json.loads(path.read_text(encoding="utf-8")) | {"nbformat": 4, "nbformat_minor": 5}
        for number, cell in enumerate(content["cells"], 1):
            cell.setdefault("id", f"cell-{number:02d}")
        book = nbformat.reads(json.dumps(content), as_version=4)
        nbformat.validate(book)
    except (ValueError, KeyError, TypeError, nbformat.ValidationError) as error:
        raise RunError(f"{path.name} is no notebook that can be read ({_shorten(str(error))})") from error
    return book


def run_notebook(book: "NotebookNode", path: Path, environment: dict[str, str], timeout: int,
                 on_cell: Callable[[], Any], strict: bool = True) -> None:  # fmt: skip
    """Run a notebook in a fresh kernel, in its own folder, and leave no traces of this run in it.

    Raises RunError for an error, for a cell that takes longer than `timeout` seconds, and, with `strict`, for one that
    writes warnings.
    """
    from nbclient import NotebookClient

    started: list[NotebookNode] = []
    for again in (True, False):  # a second time where another program took the port that the kernel was to have
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
            on_cell_start=lambda cell, cell_index: started.append(cell),
            on_cell_executed=lambda cell, cell_index, execute_reply: on_cell(),
        )
        try:
            with tempfile.TemporaryDirectory(prefix="ipython-") as profile:  # without anyone's start-up files
                client.execute(env=environment | {"IPYTHONDIR": profile})
            break
        except Exception as error:  # whatever stops a notebook is reported with its place
            if hasattr(client, "_async_cleanup_kernel_future"):  # how nbclient remembers a Ctrl-C
                raise KeyboardInterrupt from error
            if again and not started:
                continue
            number = sum(cell.cell_type == "code" and bool(cell.source.strip()) for cell in started)
            where = f"cell [{number}]" if number else "before its first cell"
            raise RunError(f"{path.name}, {where}: {_cause(error, timeout)}") from error
    for cell in book.cells if strict else ():
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                raise RunError(f"{path.name}, cell [{cell.execution_count}] warns: {_shorten(output.text)}")
    normalise(book)


def _cause(error: Exception, timeout: int) -> str:
    """Say in one or a few lines what went wrong."""
    kind = type(error).__name__
    if kind == "CellExecutionError":
        return _shorten(": ".join(filter(None, (error.ename, error.evalue))))  # type: ignore[attr-defined]
    known = {
        "CellTimeoutError": f"still running after {timeout} seconds; give it more with --timeout",
        "DeadKernelError": "its Python process ended (killed, or out of memory)",
        "NoSuchKernel": "there is no kernel python3; set the project up again with: uv sync",
    }
    return known.get(kind, _shorten(f"{kind}: {error}"))


def _shorten(message: str) -> str:
    """Return a message without terminal colours, cut where it is long."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", message).strip()
    return plain if len(plain) <= LONGEST_MESSAGE else plain[:LONGEST_MESSAGE].rstrip() + " ..."


def normalise(book: "NotebookNode") -> None:
    """Take out of a notebook what differs from run to run: times, widget states, the version of Python."""
    dropped = ("widgets", "language_info")
    book.metadata = {key: value for key, value in sorted(book.metadata.items()) if key not in dropped} | KERNEL
    for cell in book.cells:
        for key in ("execution", "collapsed", "scrolled"):
            cell.metadata.pop(key, None)


def install(made: Path, out: Path, notebooks: list[str]) -> None:
    """Move results in place, each file whole or not at all; figures and pages no longer made go.

    A file whose bytes are the same is left alone.
    """
    fresh = sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file())
    for path in fresh:
        target, data = out / path, (made / path).read_bytes()
        if target.is_file() and target.read_bytes() == data:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(target.name + ".part")
        beside.write_bytes(data)
        beside.replace(target)
    for path in sorted([*(out / "figures").glob("[0-9][0-9]_*"), *(out / "reports").glob("[0-9][0-9]_*")]):
        if path.relative_to(out) not in fresh and any(path.name[:3] == name[:3] for name in notebooks):
            path.unlink()


def _problems(corpus: "Corpus") -> str:
    """Return what was wrong with the folder of reports, one line per problem or kind of problem."""
    from analysis.catalogue import group_problems

    lines = [f"  {row.file}: {row.message} {row.fix}" for row in group_problems(corpus.problems).itertuples()]
    return "\n".join([f"\nProblems in {_near(corpus.folder)}: {len(corpus.problems)}", *lines]) if lines else ""


def _near(path: Path) -> Path:
    """Return a path as seen from here, where it lies below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _report_differences(root: Path, made: Path) -> int:
    """Print how fresh results differ from the stored ones; return 1 where they do."""
    reason = why_no_images(root / "requirements.txt")
    found = differences(root, made, images=not reason)
    print(*found, sep="\n")
    if reason:
        print(f"Pictures were not compared: {reason}.")
    end = (
        f"\n{len(found)} difference{'s' * (len(found) > 1)}. If they are meant, run `reproduce` and commit the results."
    )
    print(end if found else "Everything comes out as it is stored.")
    return int(bool(found))


def differences(stored: Path, fresh: Path, images: bool = True) -> list[str]:
    """Return one line for each difference between two folders that hold figures/ and notebooks/, capped per file.

    Numbers in figure data may differ in the last bits between processors, texts may not. Pictures are compared byte by
    byte, and only with `images`: other versions of the drawing libraries draw the same data otherwise.
    """
    old, new = _results(stored), _results(fresh)
    found = [f"{name}: stored, but no notebook makes it any more" for name in sorted(old - new)]
    found += [f"{name}: made now, but not stored" for name in sorted(new - old)]
    for name in sorted(old & new, key=lambda name: (name.endswith(PICTURES), name)):
        a, b = stored / name, fresh / name
        if a.read_bytes() == b.read_bytes() or (name.endswith(PICTURES) and not images):
            continue
        compare = COMPARE.get(a.suffix)
        lines = [f"{name}, {line}" for line in compare(a, b)] if compare else [f"{name}: the file differs"]
        found += lines[:PER_FILE] + [f"{name}: and {len(lines) - PER_FILE} more"] * (len(lines) > PER_FILE)
    return found


def _results(folder: Path) -> set[str]:
    """Return the results in a folder that notebooks make, as paths within it."""
    patterns = ("figures/[0-9][0-9]_*.*", "notebooks/[0-9][0-9]_*.ipynb")
    return {path.relative_to(folder).as_posix() for pattern in patterns for path in folder.glob(pattern)}


def _data_differences(stored: Path, fresh: Path) -> list[str]:
    """Return the differences between two CSV files, numbers within the tolerance counting as equal."""
    old, new = (list(csv.reader(path.open(encoding="utf-8", newline=""))) for path in (stored, fresh))
    if old[:1] != new[:1]:
        return [f"columns: {', '.join(*old[:1])} stored, {', '.join(*new[:1])} now"]
    if len(old) != len(new):
        return [f"rows: {len(old) - 1} stored, {len(new) - 1} now"]
    return [
        f'line {line}, column {column}: "{a}" stored, "{b}" now'
        for line, (before, after) in enumerate(zip(old, new, strict=True), 1)
        for column, a, b in zip(old[0], before, after, strict=True)
        if not same_value(a, b)
    ]


def same_value(a: str, b: str) -> bool:
    """Tell whether two cells of a CSV file hold the same: as text, or as numbers within the tolerance.

    >>> same_value("0.333333", "0.33333"), same_value("2017", "2018"), same_value("1e-12", "0")
    (True, False, True)
    """
    try:
        return a == b or math.isclose(float(a), float(b), rel_tol=TOLERANCE, abs_tol=1e-6)
    except ValueError:
        return False


def _notebook_differences(stored: Path, fresh: Path) -> list[str]:
    """Return the differences between the texts that two runs of a notebook show, cell by cell."""
    old, new = (json.loads(path.read_text(encoding="utf-8"))["cells"] for path in (stored, fresh))
    if [cell["source"] for cell in old] != [cell["source"] for cell in new]:
        return ["the cells themselves differ"]
    pairs = [(_shown(a), _shown(b), b) for a, b in zip(old, new, strict=True) if b["cell_type"] == "code"]
    return [f"cell [{cell['execution_count']}]: {_first_difference(a, b)}" for a, b, cell in pairs if a != b]


def _shown(cell: dict) -> str:
    """Return all text that a code cell shows: its number, printed lines, tables, sentences; no pictures."""
    parts = [f"[{cell.get('execution_count')}]"]
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        texts = [output.get("text", ""), *output.get("traceback", [])]
        texts += [data[kind] for kind in sorted(data) if kind.startswith("text/")]
        parts += [text if isinstance(text, str) else "".join(text) for text in texts]
    return "\n".join(part for part in parts if part)


def _first_difference(a: str, b: str) -> str:
    """Show the first words in which two texts differ, with a little of what stands before."""
    old, new = a.split(), b.split()
    same = next((i for i, (x, y) in enumerate(zip(old, new, strict=False)) if x != y), min(len(old), len(new)))
    if same == len(old) == len(new):
        return "white space differs"
    lead, *brief = (" ".join(words) for words in (old[max(0, same - 4) : same], old[same:][:6], new[same:][:6]))
    return f'after "… {lead}": "{brief[0]}" stored, "{brief[1]}" now'


COMPARE = {".csv": _data_differences, ".ipynb": _notebook_differences}


def why_no_images(requirements: Path) -> str:
    """Say why pictures cannot be compared byte by byte here; empty where they can.

    `requirements` is the file of locked versions; they hold for Linux on a 64-bit Intel or AMD processor.
    """
    from importlib.metadata import version

    if (platform.system(), platform.machine()) not in (("Linux", "x86_64"), ("Linux", "AMD64")):
        return f"the stored ones were drawn on Linux x86_64, this is {platform.system()} {platform.machine()}"
    if not requirements.is_file():
        return f"{requirements.name}, the list of locked versions, is missing"
    locked = LOCKED.findall(requirements.read_text(encoding="utf-8"))
    for name in DRAWING:
        known = [number for library, number in locked if library == name]
        if version(name) not in known:
            return f"{name} is {version(name)} here and {' or '.join(known) or 'missing'} in {requirements.name}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
