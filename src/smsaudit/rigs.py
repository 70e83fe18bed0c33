"""Projects that by their own name only try out message links: simulators of a gateway, and clients that load one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec.structs import replace

from smsaudit.library import SourceLibrary
from smsaudit.match.catalogue import Catalogue
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.location import TreePath
from smsaudit.model.signature import SignatureKind

_HEAD = 4_000
NAMES = {
    "go.mod": re.compile(r"(?m)^module[ \t]+(?:\S*/)?(?P<name>[\w.-]+)"),
    "package.json": re.compile(r'"name"\s*:\s*"(?P<name>[^"]{1,100})"'),
    "composer.json": re.compile(r'"name"\s*:\s*"(?P<name>[^"]{1,100})"'),
    "pyproject.toml": re.compile(r'(?m)^name[ \t]*=[ \t]*"(?P<name>[^"]{1,100})"'),
    "Cargo.toml": re.compile(r'(?m)^name[ \t]*=[ \t]*"(?P<name>[^"]{1,100})"'),
    "setup.cfg": re.compile(r"(?m)^name[ \t]*=[ \t]*(?P<name>[\w.-]{1,100})"),
    "setup.py": re.compile(r"\bname[ \t]*=[ \t]*[\"'](?P<name>[^\"']{1,100})"),
    "README.md": re.compile(r"\A\s*#[ \t]+(?P<name>[^\n]{1,100})"),
}
"""Where a project says its name."""
_LINK = re.compile(r"(?i)smpp|cmpp|sgip|smgp|smsc|ismg|短信网关|短信中心")
_RIG = re.compile(
    r"(?i)(?:^|[\W_])(?:simulators?|emulators?|mock(?:er|ing)?|fake|stress|load[\W_]?(?:test\w*|gen\w*)|loadtest\w*|bench(?:mark\w*)?|smppsim|smscsim)(?=$|[\W_])"
    r"|模拟器|模拟网关|压测|压力测试|挡板"
)
_AMONG_OTHERS = re.compile(r"(?i)\b(?:and|with|or)\b|[,&+和与、]")
"""A gateway with a simulator is a gateway."""


def with_rigs(detections: list[Detection], known: Catalogue, library: SourceLibrary) -> list[Detection]:
    """The detections, those of protocols in a project that only tries them out as its tests."""
    paths = frozenset(library.paths)

    @cache
    def is_rig(folder: str) -> bool:
        if any(_tries_out(name) for name in _names(folder, paths, library)):
            return True
        return bool(folder) and is_rig(folder.rpartition("/")[0])

    return [
        replace(each, context=Context.TEST)
        if each.context is Context.PRODUCTION
        and known.owner[each.pattern].kind is SignatureKind.PROTOCOL
        and is_rig(each.location.path.rpartition("/")[0])
        else each
        for each in detections
    ]


def _names(folder: str, paths: frozenset[TreePath], library: SourceLibrary) -> Iterator[str]:
    for file, says in NAMES.items():
        path = TreePath(f"{folder}/{file}" if folder else file)
        found = says.search(library.text(path)[:_HEAD]) if path in paths else None
        if found:
            yield found["name"]


def _tries_out(name: str) -> bool:
    return bool(_LINK.search(name) and _RIG.search(name)) and _AMONG_OTHERS.search(name) is None
