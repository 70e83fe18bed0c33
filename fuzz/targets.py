"""What is fuzzed, and what must hold of every answer. A broken promise is an `AssertionError`."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

from fuzz.projects import packed, tree_of
from smsaudit import report
from smsaudit.discover import Undecodable, decode
from smsaudit.model.errors import SmsauditError
from smsaudit.model.gap import GapKind
from smsaudit.model.location import TreePath
from smsaudit.pipeline import Options, audit_tree
from smsaudit.report.view import View
from smsaudit.scan.read import read
from smsaudit.scan.wire import decoded, encoded
from smsaudit.settings import read as read_settings
from smsaudit.signatures.load import load_file

ROOT = Path(__file__).parents[1]
SECRET = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"  # noqa: S105 - planted, to see whether it gets out
NUMBER = "13800138000"
AS_OF = date(2026, 11, 21)

_TOML = re.compile(rb"(?ms)^```toml\n(.*?)^```")
_NAMES = (
    "a.py", "b.java", "c.go", "d.php", "e.ts", "f.cs", "g.kt", "h.c", ".env", "docker-compose.yml", "k.yaml", "l.toml", "m.ini", "n.properties",
    "o.json", "p.xml", "main.tf", "Dockerfile", "kannel.conf", "smsdrc", "smsd.conf", "jasmin.cfg", "nginx.conf", "unit.service", "requirements.txt",
    "pyproject.toml", "setup.py", "setup.cfg", "Pipfile", "poetry.lock", "pom.xml", "build.gradle", "go.mod", "package.json", "composer.json",
    "p.jsp", "q.ex", "r.erl", "s.ps1", "t.bat", "u.vbs", "v.clj", "w.jl", "x.coffee", "y.fs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that takes bytes, and the inputs that it grows from."""

    name: str
    seeds: tuple[bytes, ...]
    check: Callable[[bytes], None]
    traced: int = 4
    """Of so many inputs, the lines of one are followed, which takes several times as long."""


def targets() -> tuple[Target, ...]:
    """Every scanner by the name of its file, the readers of our own files, and whole audits with all reports."""
    code = _seeds("fixtures/repos/**/*.py", "fixtures/hostile/**/*.py")
    others = _seeds("fixtures/repos/**/tree/**/*")
    scanners = tuple(
        Target(f"scan {name}", code if name.endswith(".py") else others, _scanning(TreePath(name)))
        for name in _NAMES
    )
    return (
        *scanners,
        Target("scan notebook", tuple(map(_notebook, code)), _scanning(TreePath("a.ipynb"))),
        Target("scan script", tuple(map(_script, code)), _scanning(TreePath("bin/send"))),
        Target("decode", others, _decode),
        Target("signature", _seeds("signatures/**/*.toml"), _signature),
        Target("settings", (*_seeds("fixtures/**/smsaudit.toml"), *_shown("docs/*.md")), _settings),
        Target("audit", (*code, *map(packed, sorted(ROOT.glob("fixtures/repos/*/tree")))), _audit, traced=20),
    )


def _notebook(code: bytes) -> bytes:
    rows = code.decode("utf-8", "replace").splitlines(keepends=True)
    cells = [{"cell_type": "code", "source": rows[at : at + 9]} for at in range(0, len(rows), 9)]
    return json.dumps({"cells": cells, "metadata": {"kernelspec": {"language": "python"}}}, indent=1).encode()


def _script(code: bytes) -> bytes:
    return b"#!/usr/bin/env python3\n" + code


def _seeds(*globs: str) -> tuple[bytes, ...]:
    files = sorted({path for glob in globs for path in ROOT.glob(glob) if path.is_file()})
    return tuple(path.read_bytes()[:4_000] for path in files)


def _shown(glob: str) -> tuple[bytes, ...]:
    """The configurations that documents show."""
    texts = (path.read_bytes() for path in sorted(ROOT.glob(glob)))
    return tuple(found for text in texts for found in _TOML.findall(text))


def _scanning(path: TreePath) -> Callable[[bytes], None]:
    def check(data: bytes) -> None:
        try:
            text = decode(path, data)
        except Undecodable:
            return
        facts, gaps = read(path, text)
        assert decoded(encoded(facts)) == facts, "facts do not survive the way between processes"
        assert read(path, text) == (facts, gaps), "a second reading differs"
        lines = text.count("\n") + text.count("\r") + 2
        places = [
            each.place for kind in (facts.calls, facts.settings, facts.texts, facts.imports) for each in kind
        ]
        assert all(1 <= place.line <= lines for place in places), "a place outside the file"

    return check


def _decode(data: bytes) -> None:
    try:
        decode(TreePath("a.py"), data).encode("utf-8", "surrogatepass")
    except Undecodable:
        return


def _signature(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "own.toml"
        file.write_bytes(data)
        try:
            load_file(file)
        except SmsauditError as error:
            _explained(error)


def _settings(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "smsaudit.toml").write_bytes(data)
        try:
            read_settings(Path(folder), None, AS_OF)
        except SmsauditError as error:
            _explained(error)


def _explained(error: SmsauditError) -> None:
    assert error.problems, "an error without a problem"
    for problem in error.problems:
        assert problem.what, "a problem that is not named"
        assert problem.mend, "a problem without a mend"


def _audit(data: bytes) -> None:
    planted = f"\nAPI_SECRET = '{SECRET}'\nADMIN_PHONE = '{NUMBER}'\n".encode()
    result = audit_tree(tree_of(data, planted), Options(as_of=AS_OF))
    lost = [gap for gap in result.gaps if gap.kind in _LOST]
    assert not lost, f"a file was given up: {lost[0].reason.en}"
    for name, written in report.FORMATS.items():
        made = _made(name, written, result)
        text = made.decode("utf-8", "replace") if isinstance(made, bytes) else made
        assert SECRET not in text, f"a secret in {name}"
        assert NUMBER not in text, f"a phone number in {name}"
        assert "\x1b" not in text or isinstance(made, bytes), f"an escape in {name}"
        if name in _VALID:
            _VALID[name](text)


def _made(name: str, written: object, result: object) -> str | bytes:
    writer = getattr(written, "write", written)
    assert callable(writer), name
    made = writer(result, View())
    assert isinstance(made, str | bytes)
    return made


_LOST = frozenset({GapKind.CRASHED, GapKind.TIMED_OUT})

_VALID: Mapping[str, Callable[[str], object]] = {
    "json": json.loads,
    "sarif": json.loads,
    "gitlab": json.loads,
    "cyclonedx": json.loads,
    "junit": ET.fromstring,
}
