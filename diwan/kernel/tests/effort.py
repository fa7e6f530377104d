"""Effort that can be tested on any machine: calls are counted, and what runs away is stopped. Timings are no tests."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


def calls(work: Callable[[], Any]) -> int:
    """How many functions, Python's and C's, are entered and left while ``work`` is done."""
    count = 0

    def one_more(*_event: Any) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(one_more)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@contextmanager
def ending(seconds: float = 120) -> Iterator[None]:
    """Stop what takes more of the processor's seconds than the slowest machine needs for what grows as it should.

    What this guards against (patterns that look back and back, markup nested without end) would take hours.
    """

    def stop(*_: Any) -> None:
        raise AssertionError(f"still at it after {seconds} seconds of the processor")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
