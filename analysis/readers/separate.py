"""Call functions in a process of their own, with limits of time and memory.

One process serves all calls of a run. It ends when a call takes too long or needs too much memory; the next call
starts another. Windows has no limit of memory.
"""

import atexit
import faulthandler
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from threading import Lock
from typing import Any

SECONDS = 30.0  # between two signs of life
MEMORY = 1_000_000_000  # bytes
_SERVE = "from analysis.readers.separate import serve; serve()"
_lock = Lock()
_process: subprocess.Popen | None = None


def call(function: Callable, *arguments: Any) -> Any:
    """Return what a function of a module returns; its last argument is a function that it calls as a sign of life.

    Raises what the function raises, and EOFError where the process ended without an answer.
    """
    with _lock:
        process = _running()
        try:
            pickle.dump((function, arguments), process.stdin)
            process.stdin.flush()
            answer = pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            _stop()
            raise EOFError from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _running() -> Any:
    global _process
    if _process is None or _process.poll() is not None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-c", _SERVE]
        pipe = subprocess.PIPE
        _process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment)
    return _process


@atexit.register
def _stop() -> None:
    global _process
    if _process is not None:
        _process.kill()
        _process.communicate()
        _process = None


def serve() -> None:
    """Answer calls from standard input on standard output until there are no more."""
    _limit_memory()
    calls, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    while True:
        try:
            function, arguments = pickle.load(calls)
        except EOFError:
            return
        try:
            answer = function(*arguments, _stay_alive)
        except Exception as error:
            answer = error
        faulthandler.cancel_dump_traceback_later()
        pickle.dump(answer, answers)
        answers.flush()


def _stay_alive() -> None:
    faulthandler.dump_traceback_later(SECONDS, exit=True)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
