"""Printing beside other work: the compiler lets the interpreter go, so one paper is printed while the next is written."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from diwan.printing.docx_pdf import docx_to_pdf

HANDS, AHEAD = 2, 2
"""Threads that print, and papers that are written before the first of them is asked for."""
Paper = TypeVar("Paper")
Written = TypeVar("Written")


class Press(ThreadPoolExecutor):
    """Prints what it is handed; the work of each paper ends with the ``with`` it is used in."""

    def __init__(self) -> None:
        super().__init__(HANDS, "press")

    def pdf(self, docx: bytes, *, language: str, title: str) -> Future[bytes]:
        """The PDF that will be, with what ``docx_to_pdf`` raises."""
        return self.submit(docx_to_pdf, docx, language=language, title=title)


def ahead(papers: Iterable[Paper], write: Callable[[Paper], Written]) -> Iterator[tuple[Paper, Written]]:
    """Each paper with what was written of it, some papers written ahead, so that the press is never waited for long."""
    waiting: deque[tuple[Paper, Written]] = deque()
    for paper in papers:
        waiting.append((paper, write(paper)))
        if len(waiting) > AHEAD:
            yield waiting.popleft()
    yield from waiting
