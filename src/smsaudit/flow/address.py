"""Where an address comes from: every place between the call that is given it and the line that spells it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from smsaudit.flow.given import given, parts
from smsaudit.flow.message_flow import Source
from smsaudit.flow.program import Program
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.environment import ORIGINS, READING
from smsaudit.model.fact import Called, Facts
from smsaudit.model.flow import Via
from smsaudit.model.location import Location, TreePath
from smsaudit.model.redaction import without_login
from smsaudit.model.referent import External, Frame, InstanceRef, ModuleRef
from smsaudit.model.signature import Pattern, Signature
from smsaudit.model.value import (
    Attribute,
    Item,
    Name,
    Result,
    Text,
    Value,
)

_MAX_DEPTH = 8
_SETTINGS = ("django.conf.settings", *ORIGINS)


class Addresses:
    """Follows the arguments of detections through names, settings, environment, attributes and callers."""

    def __init__(self, program: Program, signatures: Mapping[str, Signature]) -> None:
        self._program = program
        self._patterns: dict[str, Pattern] = {
            pattern.id: pattern for signature in signatures.values() for pattern in signature.patterns
        }
        self._seen: set[tuple[Frame, int]] = set()

    def given_late(self, detection: Detection) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Hosts and ports that a call is known to be given now that those who make it were read."""
        facts = self._program.facts(detection.location.path)
        if facts is None or detection.call is None or detection.context is not Context.PRODUCTION:
            return
        arguments = self._patterns[detection.pattern].arguments
        for role in ("host", "port"):
            if role in arguments and not detection.values.get(role):
                texts = self._program.values(
                    detection.location.path, facts.calls[detection.call], arguments[role]
                )
                if texts:
                    yield role, tuple(map(without_login, texts))

    def of(self, detection: Detection, host: str) -> Source:
        """The way to `host`; empty where it stands in the call itself or cannot be followed."""
        facts = self._program.facts(detection.location.path)
        key = self._patterns[detection.pattern].arguments.get("host", "")
        if facts is None or detection.call is None or not key:
            return Source()
        call = facts.calls[detection.call]
        frame = Frame(detection.location.path, call.scope)
        self._seen = set()
        for value in given(call, key):
            for source in self._to(frame, value, host, Source()):
                return source
        return Source()

    def _to(self, frame: Frame, value: Value, host: str, so_far: Source) -> Iterator[Source]:
        key = (frame, id(value))
        if key in self._seen or len(so_far.hops) > _MAX_DEPTH:
            return
        self._seen.add(key)
        match value:
            case Text(text):
                if host in text:
                    yield so_far
            case Name(name):
                yield from self._named(frame, name, host, so_far)
            case Attribute(base, name):
                yield from self._attribute(frame, base, name, host, so_far)
            case Result(number):
                yield from self._called(frame, number, host, so_far)
            case Item(base, Text(name)):
                yield from self._setting(frame, base, name, host, so_far)
                yield from self._to(frame, base, host, so_far)
            case _:
                for part in parts(value):
                    yield from self._to(frame, part, host, so_far)

    def _named(
        self, frame: Frame, name: str, host: str, so_far: Source, imports: int = 0
    ) -> Iterator[Source]:
        facts = self._program.facts(frame.path) if imports <= _MAX_DEPTH else None
        scope = frame.scope
        while facts is not None and scope >= 0:
            inside = Frame(frame.path, scope)
            for bound in facts.index.bound[scope, name]:
                yield from self._to(inside, bound.value, host, _after(so_far, frame.path, bound, name))
            for imported in facts.index.imported[scope, name]:
                if imported.name is not None:
                    module = self._program.module_of(frame.path, imported)
                    if module is not None:
                        self._read(module)
                        yield from self._named(Frame(module, 0), imported.name, host, so_far, imports + 1)
            for parameter in facts.scopes[scope].parameters:
                if parameter.name == name:
                    yield from self._passed(inside, name, host, so_far)
                    if parameter.default is not None:
                        yield from self._to(inside, parameter.default, host, so_far)
            scope = facts.scopes[scope].parent

    def _read(self, module: TreePath) -> None:
        if self._program.facts(module) is None:
            self._program.load([module])

    def _passed(self, function: Frame, name: str, host: str, so_far: Source) -> Iterator[Source]:
        for outside, value in self._program.passed(function, name):
            facts = self._program.facts(outside.path)
            for call in facts.calls if facts is not None else ():
                if any(argument.value is value for argument in call.arguments):
                    yield from self._to(outside, value, host, _after(so_far, outside.path, call, name))

    def _attribute(self, frame: Frame, base: Value, name: str, host: str, so_far: Source) -> Iterator[Source]:
        yield from self._setting(frame, base, name, host, so_far)
        for referent in self._program.evaluate(frame, base):
            match referent:
                case ModuleRef(path):
                    yield from self._named(Frame(path, 0), name, host, so_far)
                case InstanceRef(cls):
                    yield from self._stored(cls.frame.path, name, host, so_far)
                case _:
                    pass

    def _stored(self, path: TreePath, name: str, host: str, so_far: Source) -> Iterator[Source]:
        facts = self._program.facts(path)
        for stored in facts.index.stored[name] if facts is not None else ():
            inside = Frame(path, stored.scope)
            yield from self._to(inside, stored.value, host, _after(so_far, path, stored, name))

    def _called(self, frame: Frame, number: int, host: str, so_far: Source) -> Iterator[Source]:
        facts = self._program.facts(frame.path)
        if facts is None:
            return
        call = facts.calls[number]
        inside = Frame(frame.path, call.scope)
        values = [argument.value for argument in call.arguments]
        if _is_reader(call) and values and isinstance(values[0], Text):
            here = _after(so_far, frame.path, call, values[0].value)
            yield from self._settings_named(values[0].value, host, here)
            for default in values[1:]:
                for source in self._to(inside, default, host, here):
                    yield Source(source.hops, overridable=True)
            return
        for value in values:
            yield from self._to(inside, value, host, so_far)

    def _setting(self, frame: Frame, base: Value, name: str, host: str, so_far: Source) -> Iterator[Source]:
        """A value that a configuration file gives to `settings.NAME` or `os.environ["NAME"]`."""
        origins = (each.origin for each in self._program.evaluate(frame, base) if isinstance(each, External))
        if name.isupper() and any(origin.startswith(_SETTINGS) for origin in origins):
            yield from self._settings_named(name, host, so_far)

    def _settings_named(self, name: str, host: str, so_far: Source) -> Iterator[Source]:
        for value, location in self._program.setting_places(name):
            if host in value:
                hops = (*so_far.hops, Via(location=location, name=name))
                yield Source(hops, so_far.overridable or self._is_default(location))

    def _is_default(self, location: Location) -> bool:
        facts: Facts | None = self._program.facts(location.path)
        return facts is not None and any(
            _is_reader(call) and call.place.line == location.line for call in facts.calls
        )


def _after(so_far: Source, path: TreePath, fact: object, name: str) -> Source:
    place = getattr(fact, "place")  # noqa: B009 - bindings, stores and calls alike have one
    return Source((*so_far.hops, Via(location=Location(path, place), name=name)), so_far.overridable)


def _is_reader(call: Called) -> bool:
    """Whether a call reads a variable of the environment, by the way it is written."""
    name = call.callee.name if isinstance(call.callee, Attribute | Name) else ""
    first = call.arguments[0].value if call.arguments else None
    return name in READING and isinstance(first, Text) and first.value.isupper()
