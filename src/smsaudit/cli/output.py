"""Where reports go: standard output, and files that are either written completely or not at all."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import tempfile
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path, PurePath

import click
from msgspec import Struct

from smsaudit.model.errors import Problem, SmsauditError
from smsaudit.report import BINARY, FORMATS

STDOUT = "-"

_BY_SUFFIX = {
    ".csv": "csv",
    ".htm": "html",
    ".html": "html",
    ".json": "json",
    ".md": "markdown",
    ".sarif": "sarif",
    ".txt": "text",
    ".xlsx": "xlsx",
}
_SPELLED = re.compile(r"([a-z0-9]+)=(.+)", re.DOTALL)
_NEW_FILE = 0o666
_READER_GONE = frozenset({errno.EPIPE} | ({errno.EINVAL} if os.name == "nt" else set()))


class Destination(Struct, frozen=True):
    """One report: its format, and the file it goes to (`-` is standard output)."""

    format: str
    file: str


def destinations(
    chosen: str | None, outputs: Sequence[str], formats: Collection[str] = FORMATS
) -> tuple[Destination, ...]:
    """What `--format` and `--output` ask for.

    A plain `--output FILE` takes the place of standard output; `--output FORMAT=FILE` is one report more.
    """
    parsed = [_parsed(each, chosen, formats) for each in outputs]
    is_replaced = any("=" not in each or not _SPELLED.fullmatch(each) for each in outputs)
    goes_there = any(each.file == STDOUT for each in parsed)
    if not (is_replaced or goes_there):
        parsed.insert(0, Destination(chosen or "text", STDOUT))
    _check_distinct(parsed)
    return tuple(parsed)


def check(wanted: Sequence[Destination]) -> None:
    """Refuse what could not be written, before the work begins."""
    if any(each.file == STDOUT and each.format in BINARY for each in wanted) and sys.stdout.isatty():
        message = "a workbook is no text for a terminal; write it to a file with -o report.xlsx"
        raise click.UsageError(message)
    problems = [problem for each in wanted if each.file != STDOUT for problem in _problems(each.file)]
    if problems:
        raise SmsauditError(*problems)


def check_file(file: str) -> None:
    """Refuse a file that could not be written."""
    if problems := _problems(file):
        raise SmsauditError(*problems)


def write(file: str, report: str | bytes) -> None:
    """Write a file in one move; devices and pipes are written to directly."""
    path = Path(os.path.realpath(file))
    content = _encoded(report)
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
        else:
            _replace(path, content)
    except OSError as error:
        raise _problem(
            file, f"cannot be written: {error.strerror}", "check the path and its permissions"
        ) from None


def deliver(made: Sequence[tuple[str, str | bytes]]) -> None:
    """Write reports, each with its file: standard output comes last."""
    for file, report in made:
        if file != STDOUT:
            write(file, report)
    for file, report in made:
        if file == STDOUT:
            emit(report)


def emit(report: str | bytes) -> None:
    """Write to standard output; a reader that went away is no error."""
    try:
        if isinstance(report, bytes):
            sys.stdout.buffer.write(report)
        elif sys.stdout.isatty():
            click.echo(report, file=sys.stdout, nl=False)  # which makes older Windows understand colours
        else:
            sys.stdout.write(report)
        sys.stdout.flush()
    except OSError as error:
        # Python flushes once more at exit; there has to be somewhere to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno not in _READER_GONE:
            where, what = "standard output", f"cannot be written: {error.strerror}"
            raise _problem(where, what, "send it elsewhere, or make room") from None


def _encoded(report: str | bytes) -> bytes:
    return report if isinstance(report, bytes) else report.encode("utf-8", "backslashreplace")


def _parsed(output: str, chosen: str | None, formats: Collection[str]) -> Destination:
    if output.startswith("="):
        message = f"{output!r} begins with an equals sign; write -o {output[1:]} or --output{output}"
        raise click.BadParameter(message, param_hint="--output")
    if output.endswith("=") and output[:-1] in formats:
        message = f"{output!r} names no file; write -o {output}FILE, or -o {output}- for standard output"
        raise click.BadParameter(message, param_hint="--output")
    spelled = _SPELLED.fullmatch(output)
    if spelled is None:
        guessed = _BY_SUFFIX.get(PurePath(output).suffix, "text")
        return Destination(chosen or (guessed if guessed in formats else "text"), output)
    name, file = spelled.groups()
    if name not in formats:
        from difflib import get_close_matches

        close = get_close_matches(name, formats, n=1)
        mend = f"did you mean {close[0]}?" if close else f"known formats: {', '.join(formats)}"
        message = f"{output!r}: {name} is not a format; {mend} (a file of that name is ./{output})"
        raise click.BadParameter(message, param_hint="--output")
    return Destination(name, file)


def _check_distinct(wanted: Sequence[Destination]) -> None:
    seen: set[str] = set()
    for each in wanted:
        file = each.file if each.file == STDOUT else os.path.realpath(each.file)
        if file in seen:
            message = f"{each.file} is named twice; give every report a file of its own"
            raise click.BadParameter(message, param_hint="--output")
        seen.add(file)


def _problems(file: str) -> list[Problem]:
    path = Path(os.path.realpath(file))
    try:
        if path.is_dir():
            return [Problem(file, 0, "", "is a folder", "name a file")]
        if not path.parent.is_dir():
            return [Problem(file, 0, "", f"there is no folder {Path(file).parent}", "make it first")]
    except OSError as error:
        return [Problem(file, 0, "", f"cannot be written: {error.strerror}", "check the path")]
    return []


def _replace(path: Path, content: bytes) -> None:
    """Beside the file first, so that the last step is a rename on the same disk."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:60]}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, _mode(path))  # noqa: PTH101 - the name came from mkstemp
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, or those that a new file would have."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return _NEW_FILE & ~mask


def _problem(file: str, what: str, mend: str) -> SmsauditError:
    return SmsauditError(Problem(file, 0, "", what, mend))
