"""Call functions in a process of their own, with limits of time and memory.

One process serves all calls of a run. It ends when a call takes too long or needs too much memory; the next call
starts another. Processor time counts, so that a busy computer changes nothing. Windows has no such limits: there the
clock counts, and memory has no limit.
"""

import atexit
import faulthandler
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from threading import Lock
from typing import Any

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

SECONDS = 30  # of processor time, between two signs of life
WAITING = 600 if resource else SECONDS  # by the clock
MEMORY = 1_000_000_000  # bytes
LATE = (1, -24, -9, -15)  # how a process ends after WAITING or SECONDS (SIGXCPU), or when it is killed
_lock = Lock()
_processes: dict[int, subprocess.Popen] = {}  # by the process that started it: a copy made by fork starts its own


def call(function: Callable, *arguments: Any) -> Any:
    """Return what a function of a module returns; its last argument is a function that it calls as a sign of life.

    Raises what the function raises, TimeoutError where it takes too long or is killed, and MemoryError where it needs
    too much memory or crashes.
    """
    with _lock:
        process = _running()
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


def _running() -> Any:
    process = _processes.get(os.getpid())
    if process is None or process.poll() is not None:
        command = [sys.executable, "-c", "from analysis.readers.separate import serve; serve()"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        _processes[os.getpid()] = process
    return process


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
        _stay_alive()
        try:
            answer = function(*arguments, _stay_alive)
        except Exception as error:
            answer = error
        faulthandler.cancel_dump_traceback_later()
        pickle.dump(answer, answers)
        answers.flush()


def _stay_alive() -> None:
    faulthandler.dump_traceback_later(WAITING, exit=True)
    _limit("RLIMIT_CPU", int(time.process_time()) + SECONDS)


def _limit(name: str, value: int) -> None:
    try:
        kind = getattr(resource, name)
        resource.setrlimit(kind, (value, resource.getrlimit(kind)[1]))
    except (AttributeError, ValueError, OSError):  # a system that does not know this limit
        pass
