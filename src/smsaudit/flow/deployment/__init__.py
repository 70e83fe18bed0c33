"""Who can reach a web program from where it is deployed, as far as the deployment files of the tree tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from smsaudit.flow.deployment import compose, kubernetes
from smsaudit.flow.deployment.listening import Listening
from smsaudit.flow.deployment.nginx import Forward, Proxy
from smsaudit.flow.deployment.rules import WIDEST, Rules
from smsaudit.flow.entries import Entry
from smsaudit.flow.program import Program
from smsaudit.model.entrance import Exposure
from smsaudit.model.fact import Facts
from smsaudit.model.flow import Access
from smsaudit.model.guard import GuardPattern
from smsaudit.model.location import TreePath

_COMPOSE = re.compile(r"(?:.*/)?(?:docker-)?compose[^/]*\.ya?ml")
_MANIFEST = re.compile(r".*\.ya?ml")
_NGINX = re.compile(
    r".*\.(?:conf|config|cfg|template|tmpl|j2)|(?:.*/)?(?:sites-(?:available|enabled)/.*|[^/]*nginx[^/]*)"
)
_OBJECTS = ("kind: service", "kind: deployment", "kind: statefulset", "kind: ingress", "kind: networkpolicy")
_DEVELOPMENT = re.compile(
    r"(?i)(?:^|[._/-])(?:dev|devel|development|local|tests?|testing|ci|e2e|override|debug|sandbox)(?=[._/-])"
)
_HERE = re.compile(r"(?:unix:.*|localhost|127\..*|\[::1\]|\$\w+|)")
_MOST_FILES = 60
_MOST_SHOWN = 4


class Deployment:
    """Reads the deployment files once, when the first web entry point is asked about."""

    def __init__(self, program: Program, guards: Iterable[GuardPattern]) -> None:
        self._program = program
        kept = list(guards)
        self._rules = Rules(kept)
        self._listening = Listening(program, kept, self._rules)

    def ways(self, entry: Entry) -> tuple[Access, ...]:
        """Every way to the entry that a file tells, the one for most callers first; none where no file tells."""
        path = entry.function.path
        own = [each for each in self._services if each.runs(path)]
        names = frozenset(each.name for each in own)
        found = [
            way
            for each in own
            for way in compose.ways(
                each, [other for other in self._services if other.name not in names], self._rules
            )
        ]
        found += kubernetes.ways(self._things, names | {*path.split("/")[:-1]}, self._rules)
        passed = list(self._passed(entry.route, names))
        if passed:
            found = passed + [each for each in found if each.exposure is not Exposure.UNKNOWN]
        if not found:
            return tuple(self._listening.ways(path)[:_MOST_SHOWN])
        found = [each for each in found if each.exposure is not Exposure.INTERNAL] or found
        return tuple(sorted(dict.fromkeys(found), key=lambda each: WIDEST.index(each.exposure)))[:_MOST_SHOWN]

    def _passed(self, route: str, names: frozenset[str]) -> Iterator[Access]:
        """What nginx lets through to the program: by the location that the route falls under, if that is certain."""
        others = frozenset(each.name for each in self._services) - names
        forwards = [
            each for each in self._forwards if any(_is_own(host, names, others) for host in each.hosts)
        ]
        path = "/" + route.lstrip("/^")
        fitting = [each for each in forwards if len(each.prefix) > 1 and path.startswith(each.prefix)]
        if fitting:
            forwards = [max(fitting, key=lambda each: len(each.prefix))]
        for each in forwards:
            yield each.access

    @cached_property
    def _services(self) -> list[compose.Service]:
        found = self._files(("services:",), _COMPOSE)
        return [service for path, facts in found for service in compose.services(path, facts)]

    @cached_property
    def _things(self) -> list[kubernetes.Thing]:
        found = self._files(_OBJECTS, _MANIFEST)
        return [thing for path, facts in found for thing in kubernetes.things(path, facts)]

    @cached_property
    def _forwards(self) -> list[Forward]:
        found = self._files(("_pass",), _NGINX)
        return [
            forward
            for path, facts in found
            if facts.language == "nginx"
            for forward in Proxy(path, facts, self._rules).forwards()
        ]

    def _files(self, words: tuple[str, ...], files: re.Pattern[str]) -> list[tuple[TreePath, Facts]]:
        """Files that say how the program runs for its users, and not for its developers."""
        found = self._program.configuration(words, files)
        return [(path, facts) for path, facts in found if not _DEVELOPMENT.search(path)][:_MOST_FILES]


def _is_own(host: str, names: frozenset[str], others: frozenset[str]) -> bool:
    """Whether a proxy's target may be the program: not where it is another service of the same tree."""
    return host in names or (host not in others and (not names or _HERE.fullmatch(host) is not None))
