"""One signature as a Markdown page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from smsaudit.model.example import Example
from smsaudit.model.framework import (
    AssignedEntry,
    CallingEntry,
    ConventionEntry,
    DecoratedEntry,
    DeployedEntry,
    EntryPattern,
    EntryTarget,
    ListedEntry,
    MethodsEntry,
    MountPattern,
    QueuePattern,
    RegisteredEntry,
)
from smsaudit.model.guard import (
    BaseGuard,
    DecoratorGuard,
    GuardPattern,
    GuardTarget,
    ListenGuard,
    SettingGuard,
    ValueGuard,
)
from smsaudit.model.signature import (
    CallTarget,
    CombinationTarget,
    DeclaredTarget,
    DependencyTarget,
    ImportTarget,
    Pattern,
    SettingTarget,
    ShapeTarget,
    Signature,
    SubclassTarget,
    Target,
    TextTarget,
    UrlTarget,
)
from smsaudit.model.words import Language
from smsaudit.signatures.example import PATHS
from smsaudit.signatures.wording import VALUES, WORDS


def page(signature: Signature, language: Language) -> str:
    """The Markdown page of one signature in `language`."""
    return "\n".join(_Page(language).lines(signature)).rstrip() + "\n"


class _Page:
    def __init__(self, language: Language) -> None:
        self.language = language

    def lines(self, signature: Signature) -> Iterator[str]:
        """All lines of the page."""
        yield f"# {_plain(signature.name.in_(self.language))}"
        yield ""
        yield from self._head(signature)
        if signature.patterns:
            yield from self._section("patterns", map(self._pattern, signature.patterns))
        if signature.entries:
            yield from self._section("entries", map(self._entry, signature.entries))
        if signature.mounts:
            yield from self._section("mounts", map(self._mount, signature.mounts))
        if signature.guards:
            yield from self._section("guards", map(self._guard, signature.guards))
        if signature.queues:
            yield from self._section("queues", map(self._queue, signature.queues))
        proofs = [example for example in signature.examples if example.expects]
        silent = [example for example in signature.examples if not example.expects]
        for title, examples in (("examples", proofs), ("look-alikes", silent)):
            if examples:
                yield from self._section(title, map(self._example, examples))
        if signature.notes:
            yield from self._section("notes", [[_plain(signature.notes), ""]])
        yield from self._section("sources", [[*(f"- {_plain(source)}" for source in signature.sources), ""]])

    def _say(self, key: str) -> str:
        return WORDS[key].in_(self.language)

    def _value(self, value: str) -> str:
        return VALUES[value].in_(self.language) if value in VALUES else _plain(value)

    def _section(self, title: str, blocks: Iterable[Iterable[str]]) -> Iterator[str]:
        yield f"## {self._say(title)}"
        yield ""
        for block in blocks:
            yield from block

    def _head(self, signature: Signature) -> Iterator[str]:
        yield f"- {self._say('id')}: {_code(signature.id)}"
        yield f"- {self._say('kind')}: {self._value(signature.kind)}"
        if signature.kind == "provider":
            yield f"- {self._say('jurisdiction')}: {self._value(signature.jurisdiction)}"
            yield f"- {self._say('licence')}: {self._value(signature.licence)}"
        if signature.hosts:
            yield f"- {self._say('hosts')}: {_codes(signature.hosts)}"
        yield ""

    def _pattern(self, pattern: Pattern) -> Iterator[str]:
        yield f"### {_code(pattern.id)}"
        yield ""
        yield _plain(pattern.why)
        yield ""
        yield f"- {self._say('role')}: {self._value(pattern.role)}; {self._say('strength')}: {self._value(pattern.strength)}"
        yield from (f"- {line}" for line in self._target(pattern.target))
        if pattern.feature:
            yield f"- {self._say('feature')}: {pattern.feature}"
        if pattern.product:
            yield f"- {self._say('product')}: {_code('other:' + pattern.product)}"
        if pattern.languages:
            yield f"- {self._say('languages')}: {', '.join(map(_plain, pattern.languages))}"
        for key, conditions in (("where", pattern.where), ("unless", pattern.unless)):
            for argument, expression in conditions.items():
                condition = f"~ {_code(expression)}" if expression else self._say("present")
                yield f"- {self._say(key)} {_code(argument)} {condition}"
        if pattern.arguments:
            named = (f"{name} = {_code(value)}" for name, value in pattern.arguments.items())
            yield f"- {self._say('arguments')}: {', '.join(named)}"
        yield ""

    def _target(self, target: Target) -> Iterator[str]:
        match target:
            case CallTarget(names):
                yield self._named("call", names)
            case ImportTarget(names):
                yield self._named("import", names)
            case SubclassTarget(names):
                yield self._named("subclass", names)
            case UrlTarget(hosts, paths, method):
                yield from self._each({"host": hosts, "path": paths, "method": (method,) if method else ()})
            case TextTarget(expression):
                yield self._named("text", (expression,))
            case CombinationTarget(groups):
                yield from (f"≥ {least}: {_codes(of)}" for least, of in groups)
            case SettingTarget(keys, values, files, beside):
                yield from self._each({"setting": keys, "value": values, "file": files, "beside": beside})
            case DependencyTarget(names):
                yield self._named("dependency", names)
            case ShapeTarget(shape):
                yield f"shape: {_code(shape)}"
            case DeclaredTarget(call):
                yield self._named("call", (call,))

    def _entry(self, entry: EntryPattern) -> Iterator[str]:
        yield f"### {_code(entry.id)}"
        yield ""
        yield _plain(entry.why)
        yield ""
        yield f"- {self._say('kind')}: {entry.kind}"
        yield f"- {self._entered(entry.target)}"
        later = (*entry.enqueue, *entry.enqueue_call)
        yield from (
            f"- {line}"
            for line in self._each({"route": (entry.route,) if entry.route else (), "enqueue": later})
        )
        if entry.languages:
            yield f"- {self._say('languages')}: {', '.join(map(_plain, entry.languages))}"
        if entry.exposure:
            yield f"- {self._say('exposure')}: {self._value(entry.exposure)}"
        yield ""

    def _entered(self, target: EntryTarget) -> str:
        match target:
            case DecoratedEntry(origins):
                return self._named("decorator", origins)
            case MethodsEntry(bases, methods):
                return f"{self._named('methods', methods)} {self._named('methods_of', bases)}"
            case RegisteredEntry(origins, handler):
                return f"{self._named('registered', origins)}; {self._named('handler', (handler,))}"
            case AssignedEntry(origins):
                return self._named("assigned", origins)
            case CallingEntry(origins):
                return self._named("calls", origins)
            case ListedEntry(names):
                return self._named("listed", names)
            case ConventionEntry(functions, parameters):
                return f"{self._named('convention', functions)} ({_codes(parameters)})"
            case DeployedEntry(files, settings):
                return f"{self._named('deployed', settings)} {self._named('file', files)}"

    def _guard(self, guard: GuardPattern) -> Iterator[str]:
        shown = self._guarded(guard.target)
        yield f"- {_code(guard.id)} ({self._value(guard.exposure)}): {shown}. {_plain(guard.why)}"
        yield ""

    def _guarded(self, target: GuardTarget) -> str:
        match target:
            case DecoratorGuard(origins):
                return self._named("decorator", origins)
            case BaseGuard(origins):
                return self._named("base", origins)
            case ValueGuard(origins):
                return self._named("permission", origins)
            case SettingGuard(keys, values):
                return f"{self._named('setting', keys)} {self._named('value', values)}"
            case ListenGuard(origins, argument, values):
                address = f"{self._named('argument', (argument,))} {self._named('value', values)}"
                return f"{self._named('call', origins)}; {address}"

    def _queue(self, queue: QueuePattern) -> Iterator[str]:
        yield f"### {_code(queue.id)}"
        yield ""
        yield _plain(queue.why)
        yield ""
        yield f"- {self._named('put', queue.put)}"
        yield f"- {self._named('take', queue.take)}"
        yield ""

    def _mount(self, mount: MountPattern) -> Iterator[str]:
        yield f"- {_code(mount.id)}: {self._named('mounted', mount.call)}. {_plain(mount.why)}"
        yield ""

    def _example(self, example: Example) -> Iterator[str]:
        title = next((name for name, path in PATHS.items() if path == example.path), "")
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", example.source)), default=0))
        if example.why:
            yield _plain(example.why)
            yield ""
        if not title:
            yield f"{_code(example.path)}:"
            yield ""
        yield f"{fence}{title}"
        yield example.source.rstrip("\n")
        yield fence
        yield ""
        if example.expects and "expect:" not in example.source:
            fired = (f"{_code(e.pattern)} ({self._say('line')} {e.line})" for e in example.expects)
            yield f"{self._say('expects')}: {', '.join(fired)}"
            yield ""

    def _each(self, named: dict[str, Sequence[str]]) -> Iterator[str]:
        yield from (self._named(key, names) for key, names in named.items() if names)

    def _named(self, key: str, names: Sequence[str]) -> str:
        return f"{self._say(key)} {_codes(names)}"


def _codes(texts: Iterable[str]) -> str:
    return ", ".join(map(_code, texts))


def _code(text: str) -> str:
    """The text as a code span, whatever backticks it holds."""
    ticks = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}" if text.strip() else "—"


def _plain(text: str) -> str:
    """The text without anything that Markdown or HTML would take for markup."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", " ".join(text.split()))
