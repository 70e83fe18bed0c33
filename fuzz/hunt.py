"""One process that tries inputs: those that reach lines nobody reached before become seeds themselves."""

from __future__ import annotations

import faulthandler
import json
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from fuzz.mutate import Mutator
from fuzz.targets import Target, targets
from smsaudit.scan.python import scanner as _loaded  # noqa: F401 - here once, and not in every worker that is forked

PATIENCE = 20
"""Seconds of processor time that one input may take, however busy the machine is."""

_GRACE = 10
"""Seconds more, after which the system ends a process that does not even notice the limit."""

_PACKAGE = str(Path(__file__).parents[1] / "src" / "smsaudit")


class Hang(Exception):  # noqa: N818 - a finding, not an error of ours
    """An input took too long."""


def hunt(name: str, number: int, inputs: int, scratch: Path) -> None:
    """Try `inputs` inputs on a target. What is being tried and what was found is kept in `scratch`."""
    faulthandler.enable()
    signal.signal(signal.SIGPROF, _give_up)
    sys.setrecursionlimit(20_000)
    target = next(each for each in targets() if each.name == name)
    mutator, pool, seen = Mutator(number), list(target.seeds), set[tuple[str, int]]()
    for count in range(inputs):
        data = mutator.changed(mutator.choose(pool), pool)
        (scratch / "trying").write_bytes(data)
        fresh = _try(target, data, seen, scratch, is_traced=count % target.traced == 0)
        if fresh:
            pool.append(data)
        if count % 100 == 0 or count == inputs - 1:
            (scratch / "done").write_text(json.dumps([count + 1, len(seen), len(pool)]))


def _try(target: Target, data: bytes, seen: set[tuple[str, int]], scratch: Path, *, is_traced: bool) -> bool:
    reached: set[tuple[str, int]] = set()
    _allow(PATIENCE)
    if is_traced:
        sys.settrace(_noting(reached))
    try:
        target.check(data)
    except (Exception, Hang) as error:  # noqa: BLE001 - whatever gets through is what we are looking for
        sys.settrace(None)
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{last.filename.rpartition('/')[2]}:{last.lineno}"
        _note(scratch, target.name, f"{type(error).__name__} at {where}: {str(error)[:200]}", data)
    finally:
        sys.settrace(None)
        signal.setitimer(signal.ITIMER_PROF, 0)
    fresh = reached - seen
    seen |= fresh
    return bool(fresh)


def _allow(seconds: int) -> None:
    signal.setitimer(signal.ITIMER_PROF, seconds)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + seconds + _GRACE, hard))


def _noting(reached: set[tuple[str, int]]) -> Callable[[FrameType, str, object], Any]:
    def local(frame: FrameType, event: str, _: object) -> Any:
        if event == "line":
            reached.add((frame.f_code.co_filename, frame.f_lineno))
        return local

    def entered(frame: FrameType, _event: str, _: object) -> Any:
        return local if frame.f_code.co_filename.startswith(_PACKAGE) else None

    return entered


def _note(scratch: Path, target: str, what: str, data: bytes) -> None:
    with (scratch / "found").open("a") as file:
        file.write(json.dumps({"target": target, "what": what, "input": data.decode("latin-1")}) + "\n")


def _give_up(_: int, __: FrameType | None) -> None:
    message = f"more than {PATIENCE} seconds of processor time"
    raise Hang(message)


if __name__ == "__main__":
    hunt(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
