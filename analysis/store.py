"""Read and clean single reports, in parallel where there are many, and keep them as JSON in the user's cache."""

import hashlib
import json
import os
import sys
from base64 import b64decode, b64encode
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from platformdirs import user_cache_path

from analysis.catalogue import GUESSED
from analysis.cleaning import MAIN, clean
from analysis.cleaning.words import fold
from analysis.diagnostics import check_report
from analysis.draft import guess
from analysis.language import split_sentences
from analysis.readers import ReadError, read
from analysis.record import sha256

Row = dict[str, str]  # of reports.csv
Report = dict[str, Any]  # what came of a report, as columns of plain values
FEW = 2_000_000  # bytes; more are shared among processes, which take a second or two to start
FULL = 2_000_000_000  # bytes in the cache; the reports not used for longest go
# What may come out otherwise the next time, or on a faster computer: it is not kept.
PASSING = ("E-PERM", "E-CLEANING", "E-TIME")
TABLES = ("blocks", "sentences", "ledger")
BLOCK = ("kind", "level", "section", "text", "notes", "note", "marker", "first_line", "last_line")
LINE = ("start", "end", "page", "left", "top", "right", "bottom", "size")
CODE = (
    "store.py", "catalogue.py", "draft.py", "edtf.py", "diagnostics.py", "language.py", "rules.py", "readers/*.py",
    "cleaning/*.py", "dates/*.py", "data/*.toml", "data/dates/*.toml",
)  # fmt: skip
LIBRARIES = ("pypdfium2", "selectolax", "markdown-it-py", "mdit-py-plugins", "pyyaml")


def read_reports(folder: Path, rows: list[Row]) -> Iterator[tuple[str, Report]]:
    """Read the reports of a folder in the order of their rows; give the SHA-256 of each file, and what came of it."""
    digests = [sha256(folder / row["file"]) for row in rows]
    places = [_place(row, digest) for row, digest in zip(rows, digests, strict=True)]
    kept = {place for place in places if place and place.is_file()}
    fresh = _read_all([(folder, row) for row, place in zip(rows, places, strict=True) if place not in kept])
    for row, digest, place in zip(rows, digests, places, strict=True):
        report = _fetch(place) if place and place in kept else None
        if not report:
            data = _read_one(folder, row) if place in kept else next(fresh)
            report = _unpack(data)
            if place and report.get("failure", [""])[0] not in PASSING:
                _keep(place, data)
        yield digest, report
    if len(kept) < len(places):
        _make_space()


def _read_all(tasks: list[tuple[Path, Row]]) -> Iterator[bytes]:
    """Read reports one after the other, or, where they are large together, with all processors that joblib knows of."""
    if sum((folder / row["file"]).stat().st_size for folder, row in tasks) <= FEW:
        return (_read_one(*task) for task in tasks)
    from joblib import Parallel, cpu_count, delayed, effective_n_jobs

    jobs = None if effective_n_jobs(None) > 1 else cpu_count()  # None: as `joblib.parallel_config` says
    return Parallel(n_jobs=jobs, return_as="generator")(delayed(_read_one)(*task) for task in tasks)


def _read_one(folder: Path, row: Row) -> bytes:
    """Read and clean a report; give what came of it as JSON, or code, message and fix of its failure."""
    try:
        report = _read(folder / row["file"], row)
    except ReadError as error:
        report = {"failure": [error.code, error.message, error.fix]}
    except Exception as error:  # one report must not keep the others from being read
        message = f"{row['file']} cannot be cleaned: {type(error).__name__}, {error}."
        fix = "Leave it out, save it in another format, and send it with this message to the authors of the program."
        report = {"failure": ["E-CLEANING", message, fix]}
    return json.dumps(report, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def _read(path: Path, row: Row) -> Report:
    source = read(path, row.get("encoding", ""))
    cleaned = clean(source, title=row.get("title", ""), authors=row.get("authors", ""))
    folded = [fold(block.text) for block in cleaned.blocks]
    blocks = {name: [getattr(block, name) for block in cleaned.blocks] for name in BLOCK} | {
        "block": range(len(folded)),
        "page": [bisect_right(source.pages, block.start) if source.pages else None for block in cleaned.blocks],
        "words": [len(text.split()) for text in folded],
        "same": [int.from_bytes(hashlib.blake2b(text.encode(), digest_size=7).digest()) for text in folded],
    }
    sentences = [
        (n, i, start, end)
        for n, block in enumerate(cleaned.blocks)
        if block.kind in MAIN
        for i, (start, end) in enumerate(split_sentences(block.text))
    ]
    statuses = list(dict.fromkeys(status for _, _, status, *_ in cleaned.ledger))
    ledger = [(start, end, statuses.index(status), block, at) for start, end, status, block, at in cleaned.ledger]
    return {
        "guess": guess(source, cleaned.blocks, path.stem) if row.get("to_confirm") == GUESSED else {},
        "text": source.text,
        "pages": source.pages,
        "lines": [[getattr(line, name) for name in LINE] for line in source.lines],
        "blocks": {name: _pack(values) for name, values in blocks.items()},
        "sentences": _columns(("block", "sentence", "start", "end"), sentences),
        "ledger": _columns(("start", "end", "status", "block", "at"), ledger) | {"names of status": statuses},
        "problems": [*source.problems, *cleaned.problems, *check_report(cleaned.blocks, path.stat().st_size)],
    }


def _columns(names: tuple[str, ...], rows: Sequence[tuple]) -> dict[str, list | str]:
    return {name: _pack([row[i] for row in rows]) for i, name in enumerate(names)}


def _pack(values: Sequence) -> list | str:
    """Return a column as it is, or one of whole numbers as text that is read back quickly; -1 stands for None."""
    if not all(value is None or isinstance(value, int) for value in values):
        return list(values)
    numbers = np.array([-1 if value is None else value for value in values], dtype=np.int64)
    kind = np.min_scalar_type(-1 - numbers.max(initial=0)).str  # of three characters, such as <i4
    return kind + b64encode(numbers.astype(kind).tobytes()).decode()


def _unpack(data: bytes) -> Report:
    """Return a report from JSON, its columns of whole numbers as arrays, and equal values of the others as one."""
    report, known = json.loads(data.decode("utf-8", "surrogatepass")), dict[Any, Any]()
    report["text"] = report.get("text", "").encode("utf-8", "surrogatepass")  # half as long as text in memory
    for name in TABLES if "failure" not in report else ():
        for column, values in report[name].items():
            if isinstance(values, str):
                report[name][column] = np.frombuffer(b64decode(values[3:]), values[:3])
            else:
                cells = (tuple(value) if isinstance(value, list) else value for value in values)
                report[name][column] = [known.setdefault(value, value) for value in cells]
    return report


def cache_folder() -> Path | None:
    """Return the folder that keeps reports: REPORTS_CACHE, else the user's own; None where REPORTS_CACHE is empty."""
    chosen = os.environ.get("REPORTS_CACHE")
    return Path(chosen) if chosen else user_cache_path("reading-security-reports") if chosen is None else None


@cache
def code_version() -> str:
    """Return what changes with the code, the tables of rules, the libraries and the Python that read a report."""
    files = sorted(path for pattern in CODE for path in Path(__file__).parent.glob(pattern))
    known = [sys.version_info[:2], *map(version, LIBRARIES), *map(sha256, files)]
    return hashlib.sha256(repr(known).encode()).hexdigest()


def _place(row: Row, digest: str) -> Path | None:
    """Return the file of the cache that keeps a report; None where it cannot be kept."""
    folder = cache_folder()
    if not digest or folder is None:
        return None
    stated = [row.get(name, "") for name in ("file", "encoding", "title", "authors")]
    details = [code_version(), digest, row.get("to_confirm") == GUESSED, *stated]
    key = hashlib.sha256(json.dumps(details).encode()).hexdigest()
    return folder / key[:2] / f"{key}.json"


def _fetch(place: Path) -> Report | None:
    """Return a report from the cache; None where it is damaged or gone."""
    with suppress(OSError, ValueError):
        checksum, _, data = place.read_bytes().partition(b"\n")
        if int(checksum) == crc32(data):
            os.utime(place)
            return _unpack(data)
    return None


def _keep(place: Path, data: bytes) -> None:
    """Put a report into the cache, whole or not at all."""
    beside = place.with_suffix(f".{os.getpid()}.part")
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside.write_bytes(b"%d\n%b" % (crc32(data), data))
        beside.replace(place)
    except OSError:  # a full disk or a folder without rights: reports are read again the next time
        with suppress(OSError):
            beside.unlink()


def _make_space() -> None:
    """Delete the reports that were not used for longest until the cache is no longer full."""
    folder, files, size = cache_folder(), [], 0
    for path in folder.glob("*/*") if folder else ():
        with suppress(FileNotFoundError):  # another process has just put it in its place
            files.append((path.stat(), path))
    for stat, path in sorted(files, key=lambda file: -file[0].st_mtime):
        size += stat.st_size
        if size > FULL:
            path.unlink(missing_ok=True)
