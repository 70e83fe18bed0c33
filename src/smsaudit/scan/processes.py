"""Processes of our own: started where that is safe, deaf to Ctrl-C, and ended with whoever started them."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from msgspec import Struct

if TYPE_CHECKING:
    from multiprocessing.connection import Connection as Connection  # noqa: PLC0414 - for whoever serves
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess


def forks() -> bool:
    """Whether a process can begin as a copy of this one: cheap and safe on Linux, with a single thread."""
    return sys.platform.startswith("linux") and threading.active_count() == 1


class Helper(Struct):
    """A process, and the pipe through which it is spoken to."""

    process: BaseProcess
    pipe: Connection

    @classmethod
    def started(cls, serve: Callable[..., None], *given: object) -> Self:
        """A process that runs `serve(pipe, *given)`; where it cannot begin as a copy, all of that has to be picklable."""
        context = _context(is_copy=forks())
        ours, theirs = context.Pipe()
        process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=_run, args=(serve, theirs, ours, given), daemon=True
        )
        with _uninterrupted():
            process.start()
        theirs.close()
        return cls(process, ours)

    def end(self) -> None:
        """End it, whatever it does."""
        self.pipe.close()
        self.process.kill()
        self.process.join(timeout=10)


def _run(serve: Callable[..., None], pipe: Connection, inherited: Connection, given: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    inherited.close()  # or the parent's end would be held open here, and its death never noticed
    serve(pipe, *given)


@cache
def _context(*, is_copy: bool) -> BaseContext:
    import multiprocessing  # not needed where all was kept

    return multiprocessing.get_context("fork" if is_copy else "spawn")


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C, which a terminal sends to all, waits; what is started meanwhile never hears it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
