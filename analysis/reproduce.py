"""Run all notebooks, and write or compare what they make: the console command `reproduce`.

An error leaves the earlier results as they were: nothing is moved in place before every page is made.
"""

import argparse
import ast
import asyncio
import atexit
import contextlib
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from analysis import record

NOTEBOOKS = "[0-9][0-9]_*.ipynb"  # run in the order of their names
AT_ONCE = 4  # kernels at most; each needs up to a gigabyte for a thousand reports
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
    "MATPLOTLIBRC": str(record.ROOT / "analysis" / "figures" / "matplotlibrc"),
}
# Settings of one person's machine that would change what a notebook shows.
PERSONAL = ("PYTHONSTARTUP", "PYTHONWARNINGS", "MPLBACKEND", "FORCE_COLOR", "NO_COLOR")
# What a stored notebook says of the language it is in, whichever Python ran it.
KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class RunError(RuntimeError):
    """A notebook did not run to its end, or an option does not fit; the message says which and why."""


def main(argv: list[str] | None = None, root: Path = record.ROOT) -> int:
    """Run the console command `reproduce`; return 0, or 1 where something failed or differs."""
    options = _parser().parse_args(argv)
    try:
        return _new(options.folder) if options.command else _reproduce(options, root)
    except RunError as error:
        message = str(error)
    except OSError as error:
        message = f"{error.filename or 'a file'} could not be written or read: {error.strerror}."
    print(f"reproduce: {message}\nNothing was changed.", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    about = "Run all notebooks in order; write figures, notebooks and HTML reports."
    parser = argparse.ArgumentParser(usage="reproduce [options], or reproduce new FOLDER", description=about)
    add = parser.add_argument
    add("--check", action="store_true", help="write nothing; list what differs")
    add("--corpus", metavar="DIR", help="another folder of reports")
    add("--out", type=Path, metavar="DIR", help="where to put the results for --corpus")
    add("--set", action="append", default=[], metavar="NAME=VALUE", help="a value for the notebooks' parameters")
    add("--timeout", type=int, default=TIMEOUT, metavar="S", help=f"seconds for one cell (default {TIMEOUT})")
    new: Any = {"metavar": "new FOLDER", "help": "draft reports.csv, the table that describes the reports of a folder"}
    commands = parser.add_subparsers(dest="command", prog="reproduce", title="your own reports", **new)
    commands.add_parser("new").add_argument("folder", type=Path, help="the folder that holds the reports")
    return parser


def _new(folder: Path) -> int:
    table = folder.resolve() / "reports.csv"
    if not folder.is_dir():
        raise RunError(f"there is no folder {table.parent}: give the one that holds your reports")
    if table.exists():
        raise RunError(f"{table} exists already: edit it, or delete it first")
    from analysis.draft import draft

    print(f"Reading the documents in {table.parent} ...", flush=True)
    rows = draft(folder)
    rows.to_csv(table, index=False, encoding="utf-8-sig", lineterminator="\n")
    out = int((rows["include"] == "no").sum())
    said = f"{len(rows) - out} files" + (f" (left out, because they could not be read: {out})" if out else "")
    guesses = "The column to_confirm says what was guessed: check it, and empty the cell."
    print(f"{table} describes {said}. {guesses} Then: reproduce --corpus {folder} --out RESULTS")
    return 0


def _reproduce(options: argparse.Namespace, root: Path) -> int:
    """Check the options, run everything in a temporary folder, then compare it or move it in place."""
    corpus, out, values = _folders(options, root)
    with working_folder(None if options.check else out) as results:
        books = {path: read_notebook(path) for path in sorted((root / "notebooks").glob(NOTEBOOKS))}
        set_values(books, values)
        from tqdm import tqdm

        from analysis import load_corpus
        from analysis.catalogue import reading_summary
        from analysis.report import write_reports

        print(f"Reading the reports in {corpus} ...", flush=True)
        loaded = load_corpus(corpus, progress=partial(tqdm, desc="Reading", unit="report", leave=False, disable=None))
        if loaded.main.empty:
            raise RunError(f"no report in {corpus} has text to analyse (seen from {Path.cwd()}).\n{_problems(loaded)}")
        read = reading_summary(loaded)
        files = record.files_read(loaded, list(books))
        inputs = record.inputs(loaded, files, values)
        if options.out and record.is_made_from(out, inputs):
            print(f"{read}. {out} holds their results: nothing has changed since. To make them again, delete it.")
            return 0
        print(f"{read}. {len(books)} notebooks follow.", flush=True)
        failed = run_all(books, results, corpus, options.timeout, options.corpus is None and not values)
        record.write_manifest(results)
        if options.check:
            reason = record.why_no_images(root)
            found = record.differences(root, results, images=not reason)
            print(*found, *([f"Pictures were not compared: {reason}."] if reason else []), sep="\n")
            meant = "If they are meant, run `reproduce` and commit the results."
            print(f"\nDifferences: {len(found)}. {meant}" if found else "Everything comes out as it is stored.")
            return int(bool(found))
        executed = sorted((results / "notebooks").glob(NOTEBOOKS))
        missing = [path.stem for path in books if path.name not in {made.name for made in executed}]
        write_reports(executed, results / "reports", loaded, results / "figures", values, missing)
        record.write_crate(results, loaded, own=corpus == root.resolve() / "corpus")
        if changed := {path.name for path, _ in files.items() ^ record.files_read(loaded, list(books)).items()}:
            raise RunError(f"{', '.join(sorted(changed))} changed while the notebooks ran: run reproduce again")
        if out != root.resolve():
            record.write_run(results, out, corpus, values, "" if failed else inputs)
        install(results, out, [path.stem for path in books])
    print(f"\n{read}.{_problems(loaded)}\nOpen in a browser: {(out / 'reports' / 'index.html').as_uri()}")
    for said in failed:
        print(f"reproduce: {said}\nThe other notebooks are written.", file=sys.stderr)
    return 1 if failed else 0


@contextlib.contextmanager
def working_folder(out: Path | None) -> Iterator[Path]:
    """Give an empty folder for the results to be made in, and remove it in the end, as well as those of killed runs.

    Its name says which process makes results for which folder. Raises RunError where another is at work for `out`.
    """
    import psutil

    target = hashlib.sha256(str(out).encode()).hexdigest()[:8] if out else "check"
    before = sys.dont_write_bytecode, sys.pycache_prefix
    prefix = f"reproduce-{target}-{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:  # kernels may still write
        for path in Path(tempfile.gettempdir()).glob("reproduce-*-*-*"):
            _, other, process, _ = path.name.split("-", 3)
            if not process.isdigit() or int(process) == os.getpid():
                continue
            is_running = False
            with contextlib.suppress(psutil.Error, OSError):  # a later process of the same number made another folder
                is_running = psutil.Process(int(process)).create_time() <= path.stat().st_ctime + 1
            if not is_running:
                shutil.rmtree(path, ignore_errors=True)
            elif other == target and out:
                message = f"another reproduce (process {process}) is already writing to {out}"
                raise RunError(f"{message}: wait for it to end, or stop it")
        if sys.dont_write_bytecode and not Path(getattr(find_spec("pandas"), "cached", "")).is_file():
            # the processes of a run share what Python compiles, where it may not be kept beside the code
            sys.dont_write_bytecode, sys.pycache_prefix = False, f"{folder}/compiled"
        try:
            yield Path(folder) / "results"
        finally:
            sys.dont_write_bytecode, sys.pycache_prefix = before


def _folders(options: argparse.Namespace, root: Path) -> tuple[Path, Path, dict[str, str]]:
    """Return the folder of reports, that for results, and the values to set; say what is wrong with the options."""
    pairs = [pair.partition("=") for pair in options.set]
    wrong = "".join([name for name, equals, _ in pairs if not equals or not name.strip().isidentifier()][:1])
    values = {name.strip(): value.strip() for name, _, value in pairs}
    corpus = record.corpus_folder(options.corpus) if options.corpus else root / "corpus"
    out = (options.out or (root / record.DRAFTS if values else root)).resolve()
    there = next(folder for folder in (out, *out.parents) if folder.exists())
    checks = {
        "--check compares the project's own results: leave out --corpus, --out and --set":
            options.check and (options.corpus or options.out or values),
        f"--set {wrong} is not NAME=VALUE, such as --set n_topics=6": wrong,
        "--corpus needs --out DIR, the folder that takes the results": options.corpus and not options.out,
        f"--out {options.out} holds this project: choose another folder":
            options.out and root.resolve().is_relative_to(out),
        f"{there} cannot be written to: choose another folder with --out DIR":
            not options.check and not os.access(there, os.W_OK),
        f"there is no folder {corpus.absolute()}: give the one that holds your reports": not corpus.is_dir(),
    }  # fmt: skip
    for message, found in checks.items():
        if found:
            raise RunError(message)
    return corpus.resolve(), out, values


def install(results: Path, out: Path, notebooks: list[str]) -> None:
    """Move results in place, each file whole or not at all, and delete figures and pages that are no longer made."""
    fresh = {path.relative_to(results): path.read_bytes() for path in sorted(results.rglob("*")) if path.is_file()}
    changed = [path for path in fresh if not (out / path).is_file() or (out / path).read_bytes() != fresh[path]]
    beside = {path: (out / path).with_name(path.name + ".part") for path in changed}
    try:
        for path, part in beside.items():
            part.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(fresh[path])
        for path, part in beside.items():
            part.replace(out / path)
    finally:
        for part in {part for path in fresh for part in (out / path).parent.glob("*.part")}:
            part.unlink()
    earlier = [path for folder in ("figures", "reports") for path in (out / folder).glob("[0-9][0-9]_*")]
    of_ours = {name[:3] for name in notebooks}
    for path in [*(path for path in earlier if path.name[:3] in of_ours), *(out / "reports" / "read").glob("*.html")]:
        if path.relative_to(out) not in fresh:
            path.unlink()


def _problems(corpus: Any) -> str:
    from analysis.catalogue import group_problems

    lines = [f"  {row.file}: {row.message} {row.fix}" for row in group_problems(corpus.problems).itertuples()]
    return "\n".join([f"\nProblems in {corpus.folder}: {len(corpus.problems)}", *lines]) if lines else ""


def run_all(books: dict[Path, Any], out: Path, corpus: Path, timeout: int = TIMEOUT, strict: bool = True) -> list[str]:
    """Run notebooks, several at once, into `out`; raise RunError, or without `strict` return what failed."""
    import nbformat
    from joblib import cpu_count
    from tqdm import tqdm

    if not books:
        raise RunError("the folder notebooks holds no notebook with a name such as 01_corpus.ipynb: add one")
    for name in ("notebooks", "figures"):
        (out / name).mkdir(parents=True)
    environment = kernel_environment(corpus, out / "figures")
    done, failed = list[str](), list[str]()

    async def run(path: Path, book: Any, free: asyncio.Semaphore) -> None:
        async with free:
            start = time.perf_counter()
            own = environment | {"IPYTHONDIR": tempfile.mkdtemp("", "ipython-", out.parent)}  # no one's start-up files
            try:
                await run_notebook(book, path, own, timeout, bar.update, strict)
            except RunError as error:
                if strict:
                    raise
                failed.append(str(error))
                for figure in (out / "figures").glob(f"{path.stem[:2]}_*"):
                    figure.unlink()
                return
            (out / "notebooks" / path.name).write_text(nbformat.writes(book) + "\n", encoding="utf-8", newline="\n")
            done.append(path.stem)
            bar.write(f"{len(done)} of {len(books)}, {path.stem}: {time.perf_counter() - start:.0f} s", file=sys.stdout)
            sys.stdout.flush()

    async def run_at_once() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # of kernels that end when a run is stopped
        free = asyncio.Semaphore(min(AT_ONCE, cpu_count()))
        await asyncio.gather(*(run(path, book, free) for path, book in books.items()))

    cells = sum(cell.cell_type == "code" for book in books.values() for cell in book.cells)
    with tqdm(total=cells, unit="cell", desc="Running", leave=False, disable=None) as bar:
        try:
            asyncio.run(run_at_once())
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None
    if len(failed) == len(books):
        raise RunError("\n".join(failed))
    return failed


def kernel_environment(corpus: Path, figures: Path) -> dict[str, str]:
    """Return the environment of a kernel: the user's own, less what could change a result."""
    kept = {key: value for key, value in os.environ.items() if key not in PERSONAL}
    if sys.pycache_prefix:  # where this run keeps what Python compiles
        kept |= {"PYTHONPYCACHEPREFIX": sys.pycache_prefix, "PYTHONDONTWRITEBYTECODE": ""}
    return kept | SAME_EVERYWHERE | {"REPORTS_CORPUS": str(corpus), "REPORTS_FIGURES": str(figures)}


def read_notebook(path: Path) -> Any:
    """Read a notebook; cells without an id get one from their place, so that it never changes."""
    import nbformat

    try:
        content = json.loads(path.read_text(encoding="utf-8")) | {"nbformat": 4, "nbformat_minor": 5}
        for number, cell in enumerate(content["cells"], 1):
            cell.setdefault("id", f"cell-{number:02d}")
        book = nbformat.reads(json.dumps(content), as_version=4)
        nbformat.validate(book)
    except (ValueError, KeyError, TypeError, nbformat.ValidationError) as error:
        raise RunError(f"{path.name} cannot be read as a notebook ({_shorten(str(error))})") from error
    return book


async def run_notebook(book: Any, path: Path, environment: dict, timeout: int, on_cell: Any, strict=True) -> None:
    """Run a notebook in a fresh kernel, in its own folder, and leave no traces of this run in it.

    Raises RunError for an error, a cell of more than `timeout` seconds and, with `strict`, a warning.
    """
    from nbclient import NotebookClient

    started: list[Any] = []
    for again in (True, False):  # a second time where another program took the port that the kernel was to have
        client = NotebookClient(
            book,
            timeout=timeout,
            kernel_name="python3",
            coalesce_streams=True,
            extra_arguments=["--log-level=40"],  # the kernel talks to this computer only, and need not say so
            shutdown_kernel="immediate",
            resources={"metadata": {"path": str(path.parent)}},
            on_cell_start=lambda cell, cell_index: started.append(cell),
            on_cell_executed=lambda cell, cell_index, execute_reply: on_cell(),
        )
        # beside the results that are being made: a later run removes what a killed one left there
        client.create_kernel_manager().connection_file = str(Path(environment["IPYTHONDIR"]) / "kernel.json")
        try:
            await client.async_execute(env=environment)
            break
        except Exception as error:  # whatever stops a notebook is reported with its place
            if hasattr(client, "_async_cleanup_kernel_future"):  # how nbclient remembers a Ctrl-C
                raise asyncio.CancelledError from error  # a KeyboardInterrupt would not let the other kernels end
            if again and not started:
                continue
            number = sum(cell.cell_type == "code" and bool(cell.source.strip()) for cell in started)
            kind, where = type(error).__name__, f"cell [{number}]" if number else "before its first cell"
            said = ": ".join(filter(None, (getattr(error, "ename", kind), getattr(error, "evalue", str(error)))))
            known = {"DeadKernelError": "its Python process ended (killed, or out of memory)"}
            known["CellTimeoutError"] = f"still running after {timeout} seconds; give it more with --timeout"
            raise RunError(f"{path.name}, {where}: {known.get(kind) or _shorten(said)}") from error
        finally:  # nbclient leaves it where no kernel started, or another notebook failed
            atexit.unregister(client._cleanup_kernel)
    for cell in book.cells:
        for output in cell.get("outputs", []) if strict else []:
            if output.output_type == "stream" and output.name == "stderr":
                raise RunError(f"{path.name}, cell [{cell.execution_count}] writes a warning: {_shorten(output.text)}")
        for key in ("execution", "collapsed", "scrolled"):
            cell.metadata.pop(key, None)
    book.metadata = {key: value for key, value in sorted(book.metadata.items()) if key != "widgets"} | KERNEL


def _shorten(message: str) -> str:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", message).strip()
    return plain if len(plain) <= LONGEST_MESSAGE else plain[:LONGEST_MESSAGE].rstrip() + " ..."


def set_values(books: dict[Path, Any], values: dict[str, str]) -> None:
    """Add a cell that sets the values to each notebook that has them; raise RunError for a wrong name or value."""
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
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            with contextlib.suppress(ValueError):
                found[node.targets[0].id] = ast.literal_eval(node.value)
    return found


def _value(name: str, text: str, default: Any) -> Any:
    if isinstance(default, list):
        return [_value(name, part.strip(), (default or [""])[0]) for part in text.split(",")]
    if isinstance(default, str):
        return text
    with contextlib.suppress(ValueError, SyntaxError):
        return ast.literal_eval(text)
    if default is None:
        return text
    raise RunError(f'--set {name}={text}: "{text}" is not a number; {name} is {default!r} in the notebook')
