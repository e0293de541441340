"""Run all notebooks, and write or compare what they make: the console command `reproduce`.

Nothing is moved in place before every notebook has run and every page is made: an error leaves the earlier results as
they were.
"""

import argparse
import contextlib
import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import project, record
from analysis.execution import TIMEOUT, RunError, read_notebook, run_all, set_values

if TYPE_CHECKING:
    from analysis import Corpus

NOTEBOOKS = "[0-9][0-9]_*.ipynb"  # run in the order of their names


def main(argv: list[str] | None = None, root: Path = project.ROOT) -> int:
    """Run the console command `reproduce`; return 0, or 1 where something failed or differs."""
    argv = sys.argv[1:] if argv is None else argv
    try:
        return _new(argv[1:]) if argv[:1] == ["new"] else _reproduce(_parser().parse_args(argv), root)
    except RunError as error:
        message = str(error)
    except OSError as error:
        message = f"{error.filename or 'a file'} could not be written or read: {error.strerror}."
    print(f"reproduce: {message}\nNothing was changed.", file=sys.stderr)
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
    out = int((rows["include"] == "no").sum())
    said = f"{len(rows) - out} files" + (f" (left out, because they could not be read: {out})" if out else "")
    guesses = "The column to_confirm says what was guessed: check it, and empty the cell."
    print(f"{_near(table)} describes {said}. {guesses} Then: reproduce --corpus {folder} --out RESULTS")
    return 0


def _reproduce(options: argparse.Namespace, root: Path) -> int:
    """Check the options, run everything in a temporary folder, then compare it or move it in place."""
    corpus, out, values = _folders(options, root)
    with working_folder(None if options.check else out) as made:
        books = {path: read_notebook(path) for path in sorted((root / "notebooks").glob(NOTEBOOKS))}
        set_values(books, values)
        from tqdm import tqdm

        from analysis import load_corpus
        from analysis.catalogue import reading_summary
        from analysis.report import write_reports

        print(f"Reading the reports in {_near(corpus)} ...", flush=True)
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
        failed = run_all(books, made, corpus, options.timeout, options.corpus is None and not values)
        record.write_manifest(made)
        if options.check:
            reason = record.why_no_images(root)
            found = record.differences(root, made, images=not reason)
            print(*found, *([f"Pictures were not compared: {reason}."] if reason else []), sep="\n")
            meant = "If they are meant, run `reproduce` and commit the results."
            print(f"\nDifferences: {len(found)}. {meant}" if found else "Everything comes out as it is stored.")
            return int(bool(found))
        write_reports(sorted((made / "notebooks").glob(NOTEBOOKS)), made / "reports", loaded, made / "figures", values)
        record.write_crate(made, loaded, own=corpus == root.resolve() / "corpus")
        changed = {path.name for path, _ in files.items() ^ record.files_read(loaded, list(books)).items()}
        if changed:
            raise RunError(f"{', '.join(sorted(changed))} changed while the notebooks ran: run reproduce again")
        if out != root.resolve():
            run = project.run_text(out, corpus, values, "" if failed else inputs)
            (made / project.RUN_FILE).write_text(run, encoding="utf-8")
        known = (out / record.MANIFEST).is_file()
        changes = record.differences(out, made, images=not record.why_no_images(out)) if known else []
        install(made, out, [path.stem for path in books])
    if changes:
        names = sorted({Path(re.split("[,:]", line)[0]).stem.removesuffix("_evidence") for line in changes})
        print(f"\nDifferent from the earlier results: {', '.join(names)}")
    print(f"\n{read}.{_problems(loaded)}\nOpen in a browser: {_near(out / 'reports' / 'index.html')}")
    for said in failed:
        print(f"reproduce: {said}\nThe other notebooks are written.", file=sys.stderr)
    return 1 if failed else 0


@contextlib.contextmanager
def working_folder(out: Path | None) -> Iterator[Path]:
    """Give an empty folder for the results to be made in, and remove it in the end, as well as those of killed runs.

    Its name says which process makes results for which folder. Raises RunError where another is at work for `out`.
    """
    target = hashlib.sha256(str(out).encode()).hexdigest()[:8] if out else "check"
    before = sys.dont_write_bytecode, sys.pycache_prefix
    prefix = f"reproduce-{target}-{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:  # kernels may still write
        for path in Path(tempfile.gettempdir()).glob("reproduce-*-*-*"):
            _, other, process, _ = path.name.split("-", 3)
            if not process.isdigit() or int(process) == os.getpid():
                continue
            if not _is_running(int(process), path):
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


def _is_running(process: int, folder: Path) -> bool:
    """Tell whether a process is the one that made a folder, not a later one of the same number."""
    import psutil

    try:
        return psutil.Process(process).create_time() <= folder.stat().st_ctime + 1
    except (psutil.Error, OSError):
        return False


def _folders(options: argparse.Namespace, root: Path) -> tuple[Path, Path, dict[str, str]]:
    """Return the folder of reports, that for results, and the values to set; say what is wrong with the options."""
    pairs = [pair.partition("=") for pair in options.set]
    wrong = "".join([name for name, equals, _ in pairs if not equals or not name.strip().isidentifier()][:1])
    values = {name.strip(): value.strip() for name, _, value in pairs}
    corpus = project.corpus_folder(options.corpus) if options.corpus else root / "corpus"
    out = (options.out or (root / project.DRAFTS if values else root)).resolve()
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


def install(made: Path, out: Path, notebooks: list[str]) -> None:
    """Move results in place, each file whole or not at all; figures and pages no longer made go.

    A file whose bytes are the same is left alone. All files are written beside the old ones before the first is moved:
    a full disk leaves everything as it was.
    """
    fresh = {path.relative_to(made): path.read_bytes() for path in sorted(made.rglob("*")) if path.is_file()}
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


def _problems(corpus: "Corpus") -> str:
    """Return what was wrong with the folder of reports, one line per problem or kind of problem."""
    from analysis.catalogue import group_problems

    lines = [f"  {row.file}: {row.message} {row.fix}" for row in group_problems(corpus.problems).itertuples()]
    return "\n".join([f"\nProblems in {_near(corpus.folder)}: {len(corpus.problems)}", *lines]) if lines else ""


def _near(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
