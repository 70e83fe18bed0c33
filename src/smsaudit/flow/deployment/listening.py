"""On which addresses a program listens: in calls that start a server, and on command lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from smsaudit.flow.deployment.rules import Rules, Said
from smsaudit.flow.program import Program
from smsaudit.model.entrance import Exposure
from smsaudit.model.flow import Access
from smsaudit.model.guard import GuardPattern, ListenGuard
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.origin_glob import matches
from smsaudit.model.referent import External
from smsaudit.model.value import Attribute, Name

_COMMANDS = re.compile(
    r"(?:.*/)?(?:(?:dockerfile|containerfile|procfile|makefile)[^/]*|gunicorn[^/]*\.py)"
    r"|.*\.(?:sh|bash|service|conf|ya?ml|ini|toml)"
)
_CONFIG = re.compile(r"(?:^|/)gunicorn[^/]*\.py$")
_BIND = re.compile(r"bind\s*=\s*\[?['\"](?P<address>[^'\"]+)")
_COMMENT = ("#", "//", ";")
_SPLIT = re.compile(r"[\"',\[\]\s]+")
_ADDRESS_WORDS = ("host", "0.0.0.0", "127.0.0.1")  # noqa: S104 - what is looked for
_OPTIONS = ("bind", "--host", " -b", "'-b'", '"-b"', "runserver")
_MAX_FILES = 8


class Listening:
    """Looks for the addresses on which anything of the tree listens."""

    def __init__(self, program: Program, guards: Iterable[GuardPattern], rules: Rules) -> None:
        self._program = program
        self._rules = rules
        self._guards = [
            (guard.exposure, guard.target) for guard in guards if isinstance(guard.target, ListenGuard)
        ]
        self._starts = frozenset(
            f"{origin.rpartition('.')[2]}(" for _, target in self._guards for origin in target.origins
        )

    def ways(self, path: TreePath) -> list[Access]:
        """Every address that is spelled out on a command line, or in a call in a folder above the file.

        Where there is one for everybody, what listens on this machine alone does not matter.
        """
        called = [
            each
            for each in self._calls
            if each.location is not None and path.startswith(each.location.path.rpartition("/")[0])
        ]
        found = dict.fromkeys((*called, *self._commands))
        return sorted(found, key=lambda each: each.exposure is not Exposure.PUBLIC)

    @cached_property
    def _calls(self) -> tuple[Access, ...]:
        return tuple(self._called())

    @cached_property
    def _commands(self) -> tuple[Access, ...]:
        return tuple(self._commanded())

    def _called(self) -> Iterator[Access]:
        words = (*self._starts, *_ADDRESS_WORDS)
        held = self._program.files_with(words)
        likely = [
            path
            for path, hits in sorted(held.items())
            if hits & self._starts and hits - self._starts and self._program.is_live(path)
        ]
        unread = sorted(set(likely) - set(self._program.loaded()))[:_MAX_FILES]
        if unread:
            self._program.load(unread)
        for path in likely:
            yield from self._in_file(path)

    def _in_file(self, path: TreePath) -> Iterator[Access]:
        facts = self._program.facts(path)
        names = {start.removesuffix("(") for start in self._starts}
        for number, call in enumerate(facts.calls if facts is not None else ()):
            if not isinstance(call.callee, Attribute | Name) or call.callee.name not in names:
                continue
            origins = [
                each.origin for each in self._program.callees(path, number) if isinstance(each, External)
            ]
            for exposure, target in self._guards:
                if any(matches(glob, origin, in_tree=False) for glob in target.origins for origin in origins):
                    for text in self._program.values(path, call, target.argument) or ():
                        if any(re.fullmatch(value, text) for value in target.values):
                            said = Said(
                                f"{call.callee.name}.{target.argument.partition('|')[0]}",
                                text,
                                Location(path, call.place),
                            )
                            yield said.access(exposure, call.callee.name)

    def _commanded(self) -> Iterator[Access]:
        for path, number, line in self._program.lines_with(_OPTIONS, _COMMANDS):
            if line.lstrip().startswith(_COMMENT):
                continue
            place = Location(path, Place(number))
            bound = _BIND.match(line.strip()) if _CONFIG.search(path) else None
            if bound:
                yield from self._rules.on([Said("gunicorn.bind", bound["address"], place)], "gunicorn")
            else:
                command = " ".join(_SPLIT.split(line)).strip()
                yield from self._rules.on([Said("command", command, place)], "")
