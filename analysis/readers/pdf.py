"""Read a PDF in a process of its own, so that a file that hangs or needs too much memory ends in one problem."""

import atexit
import faulthandler
import io
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from threading import Lock
from typing import Any

import pypdfium2

from analysis.readers.document import Document, PrintedLine, Problem, ReadError
from analysis.readers.pdf_page import read_page

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

MOST_PAGES = 3000
MOST_BOOKMARKS = 5000
_EASIER = "Print it to a new PDF, or save its text as .txt."
CROP_SCALE = 2.0  # pixels per point of the picture of a passage
COLOURS = 32  # of the picture
CROP_MARGIN = 24.0  # points above and below a passage

SECONDS = 60  # of processor time for a file; 3,000 pages take 30
WAITING = 600 if resource else SECONDS  # by the clock
MEMORY = 1_000_000_000  # bytes
LATE = (1, -24, -9, -15)  # how a process ends after WAITING or SECONDS (SIGXCPU), or when it is killed
_lock = Lock()
_processes: dict[int, Popen] = {}  # by the process that started it: a copy made by fork starts its own


def read_pdf(data: bytes, path: Path) -> Document:
    """Read a PDF page by page; a form feed ends each page, a line feed each printed line."""
    try:
        return call(_read_pages, data, path.name)
    except TimeoutError:
        message = f"{path.name} takes too long to read, or the process that reads it was ended."
        raise ReadError("E-TIME", message, _EASIER) from None
    except MemoryError:
        message = f"{path.name} cannot be read: it is damaged, or a page needs more memory than is allowed."
        raise ReadError("E-TOO-BIG", message, _EASIER) from None


def _open(data: bytes, name: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            message = f"{name} is locked with a password."
            raise ReadError("E-PASSWORD", message, "Save a copy without a password.") from None
        message = f"{name} is damaged: it cannot be opened as a PDF."
        raise ReadError("E-PDF-DAMAGED", message, "Download it again, or save its text as .txt.") from None


def _read_pages(data: bytes, name: str) -> Document:
    starts: list[int] = []
    texts: list[str] = []
    lines: list[PrintedLine] = []
    unread: list[int] = []
    at = 0
    with closing(_open(data, name)) as document:
        if len(document) > MOST_PAGES:
            message = f"{name} has {len(document):,} pages; more than {MOST_PAGES:,} are not read."
            raise ReadError("E-TOO-BIG", message, "Split it into smaller files.")
        tagged = bool(pypdfium2.raw.FPDFCatalog_IsTagged(document))
        for number in range(1, len(document) + 1):
            printed, text = list[PrintedLine](), ""
            try:
                with closing(document[number - 1]) as page:
                    printed, text = read_page(page, number, at, tagged)
            except (pypdfium2.PdfiumError, OverflowError):
                unread.append(number)
            starts.append(at)
            lines += printed
            texts.append(text)
            at += len(text) + 1
        outline, stated = tuple(_outline(document)), document.get_metadata_dict(skip_empty=True)
    named = {"title": stated.get("Title", ""), "authors": stated.get("Author", "")}
    metadata = {key: " ".join(value.split()) for key, value in named.items() if value.strip()}
    problems = _problems(unread, texts, name)
    text, pages, found = "\f".join(texts), tuple(starts), tuple(lines)
    return Document(text, pages, problems, (), found, outline, metadata, markup=False, unread=unread)


def _outline(document: Any) -> Iterator[tuple[int, str, int]]:
    """Return the bookmarks: level from 1, title, page from 1 (0 where it leads nowhere)."""
    for mark in islice(document.get_toc(max_depth=6), MOST_BOOKMARKS):
        target = mark.get_dest()
        index = target.get_index() if target else None
        if title := " ".join((mark.get_title() or "").split()):
            yield mark.level + 1, title, 0 if index is None else index + 1


def _problems(unread: list[int], texts: list[str], name: str) -> list[Problem]:
    without, pages = [n for n, text in enumerate(texts, 1) if not text.strip() and n not in unread], len(texts)
    if len(unread) + len(without) == pages:
        if unread:
            message = f"No page of {name} could be read; it is damaged, or also has pages without text."
            raise ReadError("E-NO-TEXT", message, "Look for a better copy of it.")
        message = f"None of the {pages} pages of {name} has text; it is probably a scan."
        raise ReadError("E-NO-TEXT", message, "Run text recognition (OCR) first.")
    problems = []
    first, more = (", ".join(map(str, numbers[:10])) + " ..." * (len(numbers) > 10) for numbers in (unread, without))
    if unread:
        message = f"Page{'s' * (len(unread) > 1)} {first} could not be read."
        problems.append(("W-PARTIAL", message, "Compare with the original."))
    if without:
        message = f"{len(without)} of {pages} pages {'has' if len(without) == 1 else 'have'} no text ({more})."
        problems.append(("W-PAGES-NO-TEXT", message, "If they are scans, run text recognition (OCR)."))
    return problems


def page_crop(data: bytes, number: int, box: tuple[float, float, float, float]) -> bytes:
    """Return a picture (PNG) of the part of a page, from 1, around a box in points; for `call`."""
    from PIL import Image, ImageChops

    with closing(_open(data, "")) as document, closing(document[number - 1]) as page:
        height = page.get_height()
        top, bottom = max(0.0, box[1] - CROP_MARGIN), min(height, box[3] + CROP_MARGIN)
        picture = page.render(scale=CROP_SCALE, crop=(0, height - bottom, 0, top)).to_pil().convert("RGB")
    left, right = (round(x * CROP_SCALE) for x in (box[0], box[2]))
    first, last = (round((y - top) * CROP_SCALE) for y in (box[1], box[3]))
    sheet = Image.new("RGB", picture.size, "white")
    sheet.paste("#ffee88", (left, first, right, last))
    out = io.BytesIO()
    ImageChops.multiply(picture, sheet).quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


# The process that reads PDFs, with limits of time and memory: processor time counts, so that a busy computer changes
# nothing. Windows has no such limits: there the clock counts, and memory has no limit.


def call(function: Callable, *arguments: Any) -> Any:
    """Return what a function of a module returns, or raise what it raises.

    Raises TimeoutError where it takes too long or is killed, MemoryError where it needs too much memory or crashes.
    """
    with _lock:
        process: Any = _processes.get(os.getpid())
        if process is None or process.poll() is not None:
            command = [sys.executable, "-c", "from analysis.readers.pdf import serve; serve()"]
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
            process = Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment)
            _processes[os.getpid()] = process
        try:
            pickle.dump((function, arguments), process.stdin)
            process.stdin.flush()
            answer = pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            process.communicate()
            raise (TimeoutError if process.returncode in LATE else MemoryError) from None
        except BaseException:  # Ctrl-C: the answer that is still to come is that of no later call
            _stop()
            raise
    if isinstance(answer, Exception):
        raise answer
    return answer


@atexit.register
def _stop() -> None:
    if process := _processes.pop(os.getpid(), None):
        process.kill()
        process.communicate()


def serve() -> None:
    """Answer calls from standard input on standard output until there are no more."""
    _limit("RLIMIT_AS", MEMORY)
    _limit("RLIMIT_CORE", 0)
    calls: Any = sys.stdin.buffer
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr
    while calls.peek():
        function, arguments = pickle.load(calls)
        faulthandler.dump_traceback_later(WAITING, exit=True)
        _limit("RLIMIT_CPU", int(time.process_time()) + SECONDS)
        try:
            answer = function(*arguments)
        except Exception as error:
            answer = error
        faulthandler.cancel_dump_traceback_later()
        pickle.dump(answer, answers)
        answers.flush()


def _limit(name: str, value: int) -> None:
    with suppress(AttributeError, ValueError, OSError):  # a system that does not know this limit
        kind = getattr(resource, name)
        resource.setrlimit(kind, (value, resource.getrlimit(kind)[1]))
