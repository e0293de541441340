"""Run notebooks in fresh kernels, several at once, so that the same input gives the same bytes on every machine."""

import ast
import asyncio
import atexit
import contextlib
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import project

if TYPE_CHECKING:
    from nbformat import NotebookNode

Books = dict[Path, "NotebookNode"]
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
    "MATPLOTLIBRC": str(project.ROOT / "analysis" / "figures" / "matplotlibrc"),
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


class Stopped(Exception):
    """Ctrl-C was pressed in a run; after a KeyboardInterrupt asyncio would not let the other kernels end."""


def run_all(books: Books, out: Path, corpus: Path, timeout: int = TIMEOUT, strict: bool = True) -> list[str]:
    """Run notebooks, each in a fresh kernel and several at once; write them and their figures into `out`.

    With `strict` raises RunError for the first that fails, and a warning is a failure, too: what is stored shows none.
    Neither costs a reader the results of her own folder: without `strict`, returns what failed; the others are written.
    """
    import nbformat
    from joblib import cpu_count
    from tqdm import tqdm

    if not books:
        raise RunError("the folder notebooks holds no notebook with a name such as 01_corpus.ipynb: add one")
    for name in ("notebooks", "figures"):
        (out / name).mkdir(parents=True)
    environment = kernel_environment(corpus, out / "figures")
    done, failed = list[str](), list[str]()

    async def run(path: Path, book: "NotebookNode", free: asyncio.Semaphore) -> None:
        async with free:
            start = time.perf_counter()
            # no one's start-up files; the kernel may still write there when it is stopped
            with tempfile.TemporaryDirectory("", "ipython-", out.parent, ignore_cleanup_errors=True) as profile:
                try:
                    await run_notebook(book, path, environment | {"IPYTHONDIR": profile}, timeout, bar.update, strict)
                except RunError as error:
                    if strict:
                        raise
                    failed.append(str(error))
                    for figure in (out / "figures").glob(f"{path.stem[:2]}_*"):
                        figure.unlink()
                    return
            text = nbformat.writes(book) + "\n"
            (out / "notebooks" / path.name).write_text(text, encoding="utf-8", newline="\n")
            done.append(path.stem)
            bar.write(f"{len(done)} of {len(books)}, {path.stem}: {time.perf_counter() - start:.0f} s", file=sys.stdout)
            sys.stdout.flush()

    async def run_at_once() -> None:
        free = asyncio.Semaphore(min(AT_ONCE, cpu_count()))
        await asyncio.gather(*(run(path, book, free) for path, book in books.items()))

    cells = sum(cell.cell_type == "code" for book in books.values() for cell in book.cells)
    with tqdm(total=cells, unit="cell", desc="Running", leave=False, disable=None) as bar:
        try:
            asyncio.run(run_at_once())
        except Stopped:
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
        raise RunError(f"{path.name} cannot be read as a notebook ({_shorten(str(error))})") from error
    return book


async def run_notebook(book: "NotebookNode", path: Path, environment: dict[str, str], timeout: int,
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
        # beside the results that are being made: a later run removes what a killed one left there
        client.create_kernel_manager().connection_file = str(Path(environment["IPYTHONDIR"]) / "kernel.json")
        try:
            await client.async_execute(env=environment)
            break
        except Exception as error:  # whatever stops a notebook is reported with its place
            atexit.unregister(client._cleanup_kernel)  # which nbclient leaves where no kernel started
            if hasattr(client, "_async_cleanup_kernel_future"):  # how nbclient remembers a Ctrl-C
                raise Stopped from error
            if again and not started:
                continue
            number = sum(cell.cell_type == "code" and bool(cell.source.strip()) for cell in started)
            kind, where = type(error).__name__, f"cell [{number}]" if number else "before its first cell"
            said = ": ".join(filter(None, (getattr(error, "ename", kind), getattr(error, "evalue", str(error)))))
            known = {
                "CellTimeoutError": f"still running after {timeout} seconds; give it more with --timeout",
                "DeadKernelError": "its Python process ended (killed, or out of memory)",
            }
            raise RunError(f"{path.name}, {where}: {known.get(kind) or _shorten(said)}") from error
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


def set_values(books: Books, values: dict[str, str]) -> None:
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
    """Return the names that a cell sets to plain values, with these values."""
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            with contextlib.suppress(ValueError):
                found[node.targets[0].id] = ast.literal_eval(node.value)
    return found


def _value(name: str, text: str, default: Any) -> Any:
    """Return a value that was written as text, of the same kind as the default."""
    if isinstance(default, list):
        return [_value(name, part.strip(), (default or [""])[0]) for part in text.split(",")]
    if isinstance(default, str):
        return text
    with contextlib.suppress(ValueError, SyntaxError):
        return ast.literal_eval(text)
    if default is None:
        return text
    raise RunError(f'--set {name}={text}: "{text}" is not a number; {name} is {default!r} in the notebook')
