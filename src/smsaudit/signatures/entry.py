"""`[[entry]]`, `[[guard]]`, `[[mount]]` and `[[queue]]` tables: where a framework lets outside control in, and whose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from smsaudit.model.entrance import EntryKind, Exposure
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
from smsaudit.model.language import LANGUAGES
from smsaudit.signatures.pattern import parameter_key
from smsaudit.signatures.table import Table, listed
from smsaudit.signatures.target import expressions, origins

_COMPANIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "handler": ("call",),
        "suffix": ("call",),
        "methods": ("methods_of", "call", "listed_in"),
        "key": ("listed_in",),
        "base": ("listed_in",),
        "parameters": ("function",),
        "files": ("setting", "function"),
        "beside": ("setting",),
        "folder": ("setting",),
    }
)
"""Keys that mean something only beside one that says what is entered."""

_ELSEWHERE = (DecoratedEntry, MethodsEntry, RegisteredEntry, ConventionEntry)
"""Targets that are looked for in other languages than Python, too."""


def entry(table: Table) -> EntryPattern:
    """The entry pattern of a table; where it has no usable target, which is noted, an empty one stands in."""
    target = _entry_target(table)
    argument = _key_of_setting if isinstance(target, DeployedEntry) else parameter_key
    result = EntryPattern(
        id=table.text("id"),
        kind=table.choice("entry", EntryKind),
        target=target,
        why=table.text("why"),
        route=argument(table, "route"),
        verbs=argument(table, "verbs"),
        verbs_of=_verbs_of(table),
        named=_named(table),
        enqueue=table.texts("enqueue"),
        enqueue_call=origins(table, "enqueue_call") if table.has("enqueue_call") else (),
        task_argument=parameter_key(table, "task_argument"),
        exposure=table.choice("exposure", Exposure) if table.has("exposure") else None,
        languages=table.texts("languages"),
    )
    _check_languages(table, result)
    if bool(result.enqueue_call) != bool(result.task_argument):
        table.problem("enqueue_call", "goes with `task_argument`", "give both, or neither")
    table.close()
    return result


def _check_languages(table: Table, entry: EntryPattern) -> None:
    known = sorted(set(LANGUAGES.values()))
    for language in entry.languages:
        if language not in known:
            table.problem(
                "languages", f'"{language}" is not a language that is read', f"use one of {listed(known)}"
            )
    if entry.languages and not isinstance(entry.target, _ELSEWHERE):
        keys = listed(["decorator", "methods_of", "call", "function"])
        table.problem("languages", "goes with what only Python code says", f"use it beside {keys}")


def guard(table: Table) -> GuardPattern:
    """The guard pattern of a table; where it has no usable target, which is noted, an empty one stands in."""
    result = GuardPattern(
        id=table.text("id"),
        exposure=table.choice("exposure", Exposure),
        target=_guard_target(table),
        why=table.text("why"),
    )
    table.close()
    says_nothing = result.exposure is Exposure.UNKNOWN and not isinstance(
        result.target, SettingGuard | ListenGuard
    )
    if says_nothing and table.values.get("exposure") == Exposure.UNKNOWN:
        table.problem("exposure", "leaves open who passes", "say who passes, or remove the guard")
    return result


def queue(table: Table) -> QueuePattern:
    """The queue pattern of a table."""
    result = QueuePattern(
        id=table.text("id"),
        put=origins(table, "put"),
        take=origins(table, "take"),
        why=table.text("why"),
        put_name=parameter_key(table, "put_name"),
        take_name=parameter_key(table, "take_name"),
        take_of=parameter_key(table, "take_of"),
        kept=table.truth("kept"),
    )
    if result.kept and result.put_name:
        table.problem("kept", "says what `put_name` says too", "give one of them")
    if bool(result.put_name) != bool(result.take_name):
        table.problem("put_name", "goes with `take_name`", "give both, or neither")
    table.close()
    return result


def mount(table: Table) -> MountPattern:
    """The mount pattern of a table."""
    result = MountPattern(
        id=table.text("id"),
        call=origins(table, "call"),
        why=table.text("why"),
        child=parameter_key(table, "child"),
        on=parameter_key(table, "on"),
        prefix=parameter_key(table, "prefix"),
        replaces=table.truth("replaces"),
    )
    table.close()
    return result


def _entry_target(table: Table) -> EntryTarget:
    name = _only(table, tuple(TARGETS))
    found = TARGETS[name](table) if name else DecoratedEntry(())
    for key, targets in _COMPANIONS.items():
        if table.has(key) and name not in targets:
            table.problem(key, f"stands without {listed(list(targets))}", "remove it, or say what is entered")
    return found


def _registered(table: Table) -> EntryTarget:
    if "handler" not in table.values and "languages" not in table.values:
        table.problem("handler", "is missing", "say which argument is the function that is registered")
    return RegisteredEntry(
        origins(table, "call"),
        parameter_key(table, "handler"),
        table.texts("methods"),
        parameter_key(table, "suffix"),
    )


def _listed(table: Table) -> EntryTarget:
    return ListedEntry(
        table.texts("listed_in"),
        table.text("key", ""),
        origins(table, "base") if table.has("base") else (),
        table.texts("methods"),
    )


def _deployed(table: Table) -> EntryTarget:
    return DeployedEntry(
        table.texts("files", required=True),
        table.texts("setting"),
        _key_of_setting(table, "beside"),
        _key_of_setting(table, "folder"),
    )


TARGETS: Mapping[str, Callable[[Table], EntryTarget]] = MappingProxyType(
    {
        "decorator": lambda table: DecoratedEntry(origins(table, "decorator")),
        "methods_of": lambda table: MethodsEntry(
            origins(table, "methods_of"), table.texts("methods", required=True)
        ),
        "call": _registered,
        "assigned": lambda table: AssignedEntry(origins(table, "assigned")),
        "calls": lambda table: CallingEntry(origins(table, "calls")),
        "listed_in": _listed,
        "function": lambda table: ConventionEntry(
            table.texts("function"), table.texts("parameters", required=True), table.texts("files")
        ),
        "setting": _deployed,
    }
)
"""The keys that say what is entered."""


def _key_of_setting(table: Table, name: str) -> str:
    """Keys of settings under `name`, alternatives with `|`."""
    return "|".join(table.texts(name))


def _verbs_of(table: Table) -> tuple[tuple[str, str], ...]:
    inner = table.table("verbs_of")
    if inner is None:
        return ()
    found = tuple((name, inner.text(name)) for name in inner.values)
    inner.close()
    return found


def _named(table: Table) -> str:
    named = table.text("named", "")
    if named not in {"", "function", "module", "key"}:
        table.problem(
            "named", f'"{named}" names nothing', f"use one of {listed(['function', 'module', 'key'])}"
        )
    return named


def _guard_target(table: Table) -> GuardTarget:
    match _only(table, ("decorator", "base", "value", "setting", "listen")):
        case "decorator":
            return DecoratorGuard(origins(table, "decorator"))
        case "base":
            return BaseGuard(origins(table, "base"))
        case "value":
            return ValueGuard(origins(table, "value"))
        case "setting":
            return _setting_guard(table)
        case "listen":
            return _listen_guard(table)
        case _:
            return DecoratorGuard(())


def _setting_guard(table: Table) -> SettingGuard:
    inner = table.table("setting")
    if inner is None:
        return SettingGuard((), ())
    found = SettingGuard(
        expressions(inner, "keys", required=True), expressions(inner, "values", required=True)
    )
    inner.close()
    return found


def _listen_guard(table: Table) -> ListenGuard:
    inner = table.table("listen")
    if inner is None:
        return ListenGuard((), "", ())
    argument = parameter_key(inner, "argument")
    found = ListenGuard(origins(inner, "call"), argument, expressions(inner, "values", required=True))
    inner.close()
    return found


def _only(table: Table, names: tuple[str, ...]) -> str:
    """The one of `names` that the table has; empty where it has none or several, which is then noted."""
    present = [name for name in names if table.has(name)]
    if len(present) == 1:
        return present[0]
    what = f"has several targets: {listed(present)}" if present else "has no target"
    table.problem("", what, f"give exactly one of {listed(list(names))}")
    return ""
