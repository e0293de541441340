"""The process that reads PDFs: its limits, and what follows after it has ended."""

import _thread
import os
import signal
import sys
import time
from threading import Timer

import pytest

from analysis.readers import pdf as separate


def spin():
    separate._limit("RLIMIT_CPU", int(time.process_time()) + 1)
    while True:
        pass


def swell():
    return len(bytearray(2 * separate.MEMORY))


def crash():
    os.abort()


def vanish():
    os.kill(os.getpid(), signal.SIGKILL)


def echo(value, seconds):
    time.sleep(seconds)
    return value


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
@pytest.mark.parametrize(
    ("function", "error"), [(spin, TimeoutError), (vanish, TimeoutError), (swell, MemoryError), (crash, MemoryError)]
)
def test_a_call_that_ends_its_process_says_why_and_the_next_is_answered(function, error):
    with pytest.raises(error):
        separate.call(function)
    assert separate.call(echo, "next", 0) == "next"


def test_after_an_interrupted_call_the_next_gets_its_own_answer():
    separate.call(echo, "first", 0)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests run in the background ignore Ctrl-C
    Timer(0.5, _thread.interrupt_main).start()
    with pytest.raises(KeyboardInterrupt):
        separate.call(echo, "late", 2)
    signal.signal(signal.SIGINT, before)
    assert separate.call(echo, "next", 0) == "next"
