"""Reads signature files into typed signatures, or says everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import tomli

from smsaudit.model.errors import Problem, SmsauditError
from smsaudit.model.signature import Jurisdiction, Signature, SignatureId, SignatureKind
from smsaudit.model.toml_lines import Lines
from smsaudit.model.words import Words
from smsaudit.signatures.check import check
from smsaudit.signatures.entry import entry, guard, mount, queue
from smsaudit.signatures.example import example
from smsaudit.signatures.files import PACKAGED, shipped_directory, signature_files
from smsaudit.signatures.pattern import pattern
from smsaudit.signatures.table import Log, Table
from smsaudit.signatures.target import hosts


def in_use(directories: Sequence[Path] = ()) -> tuple[Signature, ...]:
    """The shipped signatures and those of the given directories, for an audit.

    What is shipped was checked by its own tests; only the given directories are checked here, and only they have examples.
    """
    return load((shipped_directory(), *directories), trusted=shipped_directory())


def shipped() -> tuple[Signature, ...]:
    """The signatures that come with smsaudit."""
    return load((shipped_directory(),))


def load(directories: Sequence[Path], *, trusted: Path | None = None) -> tuple[Signature, ...]:
    """The signatures in all files of the directories, sorted by id; an id may stand in one file only.

    Files below `trusted` are read without the checks that their own tests have made, and without the examples for these.
    """
    problems: list[Problem] = []
    signatures: dict[str, tuple[Signature, Path]] = {}
    for directory, path in signature_files(directories):
        try:
            signature = load_file(path, relative_to=directory, trusted=directory == trusted)
        except SmsauditError as error:
            problems += error.problems
            continue
        if signature.id in signatures:
            first = signatures[signature.id][1]
            what = f'"{signature.id}" is already the id of {first}'
            problems.append(
                Problem(str(path), 0, "id", what, "choose another id, or remove one of the files")
            )
        signatures.setdefault(signature.id, (signature, path))
    if problems:
        raise SmsauditError(*problems)
    return tuple(signatures[key][0] for key in sorted(signatures))


def load_file(path: Path, *, relative_to: Path | None = None, trusted: bool = False) -> Signature:
    """The signature in one file."""
    text = _text(path)
    log = Log(str(path), Lines(text), trusted=trusted or path.is_relative_to(PACKAGED))
    document = _document(path, text)
    if trusted:
        document.pop("example", None)
    signature = _signature(Table(document, (), log), path.relative_to(relative_to or path.parent).as_posix())
    if not log.trusted:
        check(signature, log)
    if log.problems:
        raise SmsauditError(*sorted(log.problems, key=lambda problem: problem.line))
    return signature


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        problem = Problem(str(path), 0, "", f"cannot be read ({error.strerror})", "check the path")
        raise SmsauditError(problem) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SmsauditError(Problem(str(path), line, "", "is not UTF-8", "save the file as UTF-8")) from error


def _document(path: Path, text: str) -> dict[str, object]:
    try:
        return tomli.loads(text)
    except ValueError as error:
        line, said = getattr(error, "lineno", 0), getattr(error, "msg", "a number has too many digits")
        problem = Problem(
            str(path), line, "", f"is not TOML: {said}", "mend the syntax on or above this line"
        )
        raise SmsauditError(problem) from error
    except RecursionError as error:
        raise SmsauditError(Problem(str(path), 0, "", "nests too deeply", "flatten the file")) from error


def _signature(table: Table, file: str) -> Signature:
    signature = Signature(
        id=SignatureId(table.text("id")),
        kind=table.choice("kind", SignatureKind),
        name=_name(table),
        patterns=tuple(map(pattern, table.tables("pattern"))),
        examples=tuple(map(example, table.tables("example"))),
        sources=table.texts("sources", required=True),
        jurisdiction=table.choice("jurisdiction", Jurisdiction, Jurisdiction.UNKNOWN),
        licence=table.text("licence", "unknown"),
        hosts=hosts(table, "hosts"),
        notes=table.text("notes", ""),
        file=file,
        entries=tuple(map(entry, table.tables("entry"))),
        guards=tuple(map(guard, table.tables("guard"))),
        queues=tuple(map(queue, table.tables("queue"))),
        mounts=tuple(map(mount, table.tables("mount"))),
    )
    table.close()
    return signature


def _name(table: Table) -> Words:
    inner = table.table("name")
    if inner is None:
        if "name" not in table.values:
            table.problem("name", "is missing", 'add name = { en = "…", zh = "…" }')
        return Words("", "")
    words = Words(inner.text("en"), inner.text("zh"))
    inner.close()
    return words
