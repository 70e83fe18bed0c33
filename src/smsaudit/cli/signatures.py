"""`smsaudit signatures`: list, show, test and write signature files."""

from __future__ import annotations

import re
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smsaudit.cache import Cache
from smsaudit.cli import options
from smsaudit.cli.exit import Exit
from smsaudit.cli.output import emit, write
from smsaudit.cli.program import Commands
from smsaudit.cli.run import complain
from smsaudit.cli.values import Choice
from smsaudit.model.errors import Problem, SmsauditError
from smsaudit.model.signature import SignatureKind
from smsaudit.model.words import Language

if TYPE_CHECKING:
    from smsaudit.model.signature import Signature

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@click.group("signatures", cls=Commands, short_help="List, show, test and write signature files.")
def command() -> None:
    """Signatures say what it looks like when a channel is used: one TOML file each, no code needed."""


@command.command("list")
@options.signature_directories
@options.language
@options.debug
def list_(directories: tuple[Path, ...], lang: Language) -> int:
    """Print id, kind, name and file of every signature."""
    from smsaudit.known import known_signatures

    with Cache(options.cache_directory()) as cache:
        known = known_signatures(directories, cache).signatures.values()
    id_width = max((len(each.id) for each in known), default=0)
    kind_width = max((len(each.kind) for each in known), default=0)
    emit(
        "".join(
            f"{each.id:{id_width}}  {each.kind:{kind_width}}  {each.file}  {each.name.in_(lang)}\n"
            for each in known
        )
    )
    return Exit.OK


@command.command("show")
@click.argument("id_", metavar="ID")
@options.signature_directories
@options.language
@options.debug
def show(id_: str, directories: tuple[Path, ...], lang: Language) -> int:
    """Print what the signature ID looks for, why, and its examples."""
    from smsaudit.signatures import describe

    emit(describe.page(_named(id_, _load(directories)), lang))
    return Exit.OK


@command.command("test")
@click.argument("files", metavar="[FILE|DIR|ID]...", nargs=-1)
@options.signature_directories
@options.debug
def test(files: tuple[str, ...], directories: tuple[Path, ...]) -> int:
    """Check signatures against their own examples: all of them, or those named by file, folder or id."""
    from smsaudit import selftest

    chosen = _chosen(files, directories)
    failures = selftest.check(chosen)
    for failure in failures:
        for line in failure.explained().splitlines():
            complain(line)
    examples = sum(len(each.examples) for each in chosen)
    patterns = sum(len(each.patterns) for each in chosen)
    emit(f"{len(chosen)} signatures, {patterns} patterns, {examples} examples: {len(failures)} failures\n")
    return Exit.VIOLATED if failures else Exit.OK


@command.command("check")
@click.argument("files", metavar="[FILE|DIR|ID]...", nargs=-1)
@click.option(
    "--packages",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=lambda: Path(sysconfig.get_path("purelib")),
    show_default="where smsaudit's own libraries are",
    help="Folder in which the SDK packages are installed or unpacked.",
)
@click.option(
    "-v", "--verbose", is_flag=True, help="Name every spelling that does not stand there, and what was read."
)
@options.signature_directories
@options.debug
def check(files: tuple[str, ...], *, packages: Path, directories: tuple[Path, ...], verbose: bool) -> int:
    """Compare the names in signatures with installed SDK packages, which are read and never imported."""
    from smsaudit import freshness

    compared = freshness.compare(_chosen(files, directories), packages)
    lost = freshness.lost(compared)
    for one in compared:
        if one.standing is not freshness.Standing.FOUND and (verbose or one.pattern in lost):
            emit(f"{one.pattern}: {one.origin} {one.standing}: {one.told}\n")
    found = sum(one.standing is freshness.Standing.FOUND for one in compared)
    known = ", ".join(f"{name} {version}" for name, version in freshness.versions(packages).items())
    signatures = len({one.signature for one in compared})
    emit(
        f"{signatures} signatures, {found} of {len(compared)} names found; {len(lost)} patterns without any\n"
    )
    if verbose:
        emit(f"read: {known}\n")
    return Exit.VIOLATED if lost else Exit.OK


@command.command("new")
@click.argument("id_", metavar="ID")
@click.option(
    "--kind",
    type=Choice([each.value for each in SignatureKind]),
    default=SignatureKind.PROVIDER.value,
    show_default=True,
    help="Family of the signature.",
)
@click.option(
    "--directory",
    type=click.Path(path_type=Path),
    default=".",
    show_default="here",
    help="Folder for the new file.",
)
@options.debug
def new(id_: str, kind: str, directory: Path) -> int:
    """Write ID.toml from the template: a signature that loads and passes its own examples."""
    if not _ID.fullmatch(id_):
        message = f"{id_!r} is not an id; use lower case letters, digits and single hyphens"
        raise click.BadParameter(message, param_hint="ID")
    file = directory / f"{id_}.toml"
    if file.exists():
        raise SmsauditError(Problem(str(file), 0, "", "is there already", "choose another id or folder"))
    write(str(file), _from_template(id_, kind))
    emit(f"{file}\n")
    complain(f"fill it, then run: smsaudit signatures test {file}")
    return Exit.OK


@command.command("docs")
@click.option(
    "--directory",
    type=click.Path(path_type=Path, file_okay=False),
    default="docs/catalogue",
    show_default=True,
    help="Folder for the documents.",
)
@options.signature_directories
@options.debug
def docs(directory: Path, directories: tuple[Path, ...]) -> int:
    """Write the catalogue as documents: an index, a page for each kind, and what leads to each pattern."""
    from smsaudit.signatures.pages import pages

    directory.mkdir(parents=True, exist_ok=True)
    for name, content in pages(_load(directories)).items():
        write(str(directory / name), content)
        emit(f"{directory / name}\n")
    return Exit.OK


@command.command("schema")
@options.debug
def schema() -> int:
    """Print the JSON Schema of signature files, for completion in an editor."""
    from smsaudit.signatures import schema as written

    emit(written.text())
    return Exit.OK


def _load(directories: Sequence[Path]) -> tuple[Signature, ...]:
    from smsaudit.signatures.files import shipped_directory
    from smsaudit.signatures.load import load

    return load((shipped_directory(), *directories))


def _named(id_: str, known: Sequence[Signature]) -> Signature:
    from difflib import get_close_matches

    by_id = {str(each.id): each for each in known}
    if id_ not in by_id:
        close = get_close_matches(id_, by_id, n=1)
        mend = f"did you mean {close[0]}?" if close else "smsaudit signatures list shows them all"
        message = f"there is no signature {id_!r}; {mend}"
        raise click.BadParameter(message, param_hint="ID")
    return by_id[id_]


def _chosen(names: Sequence[str], directories: Sequence[Path]) -> tuple[Signature, ...]:
    """Signatures by file, folder or id; every one without names."""
    from smsaudit.signatures.load import load, load_file

    if not names:
        return _load(directories)
    chosen: list[Signature] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            chosen += load((path,))
        elif path.suffix == ".toml":
            chosen.append(load_file(path))
        else:
            chosen.append(_named(name, _load(directories)))
    return tuple(chosen)


def _from_template(id_: str, kind: str) -> str:
    """The template with its made-up company renamed."""
    from smsaudit.signatures.files import shipped_directory

    text = (shipped_directory() / "_template.toml").read_text(encoding="utf-8")
    word = id_.replace("-", "_") if id_[0].isalpha() else f"x{id_.replace('-', '_')}"
    text = text.replace("acme_", f"{word}_").replace("ACME_", f"{word.upper()}_").replace("acme", id_)
    if kind != SignatureKind.PROVIDER.value:
        text = re.sub(r"^(jurisdiction|licence) = .*\n", "", text, flags=re.MULTILINE)
        text = text.replace('kind = "provider"', f'kind = "{kind}"', 1)
    return text
