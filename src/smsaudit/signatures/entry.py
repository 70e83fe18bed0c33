"""`[[entry]]`, `[[guard]]` and `[[queue]]` tables: where a framework lets outside control in, whose, and hands it on."""

from __future__ import annotations

from smsaudit.model.entrance import EntryKind, Exposure
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
    DecoratedEntry,
    EntryPattern,
    EntryTarget,
    MethodsEntry,
    PatternId,
    QueuePattern,
    RegisteredEntry,
)
from smsaudit.signatures.pattern import parameter_key
from smsaudit.signatures.table import Table, listed
from smsaudit.signatures.target import expressions, origins


def entry(table: Table) -> EntryPattern:
    """The entry pattern of a table; where it has no usable target, which is noted, an empty one stands in."""
    result = EntryPattern(
        id=PatternId(table.text("id")),
        kind=table.choice("entry", EntryKind),
        target=_entry_target(table),
        why=table.text("why"),
        route=parameter_key(table, "route"),
        enqueue=table.texts("enqueue"),
        enqueue_call=origins(table, "enqueue_call") if table.has("enqueue_call") else (),
        task_argument=parameter_key(table, "task_argument"),
        exposure=table.choice("exposure", Exposure) if table.has("exposure") else None,
    )
    _check_companions(table, result)
    table.close()
    return result


def guard(table: Table) -> GuardPattern:
    """The guard pattern of a table; where it has no usable target, which is noted, an empty one stands in."""
    result = GuardPattern(
        id=PatternId(table.text("id")),
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
        id=PatternId(table.text("id")),
        put=origins(table, "put"),
        take=origins(table, "take"),
        why=table.text("why"),
        put_name=parameter_key(table, "put_name"),
        take_name=parameter_key(table, "take_name"),
    )
    if bool(result.put_name) != bool(result.take_name):
        table.problem("put_name", "goes with `take_name`", "give both, or neither")
    table.close()
    return result


def _entry_target(table: Table) -> EntryTarget:
    match _only(table, ("decorator", "methods_of", "call")):
        case "decorator":
            return DecoratedEntry(origins(table, "decorator"))
        case "methods_of":
            return MethodsEntry(origins(table, "methods_of"), table.texts("methods", required=True))
        case "call":
            handler = parameter_key(table, "handler")
            if "handler" not in table.values:
                table.problem(
                    "handler", "is missing", "say which argument is the function that is registered"
                )
            return RegisteredEntry(origins(table, "call"), handler)
        case _:
            return DecoratedEntry(())


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


def _check_companions(table: Table, found: EntryPattern) -> None:
    """Notes keys that mean something only beside another one."""
    if table.has("methods") and not isinstance(found.target, MethodsEntry):
        table.problem("methods", "stands without `methods_of`", "remove it, or name the classes")
    if table.has("handler") and not isinstance(found.target, RegisteredEntry):
        table.problem("handler", "stands without `call`", "remove it, or name the registering call")
    if bool(found.enqueue_call) != bool(found.task_argument):
        table.problem("enqueue_call", "goes with `task_argument`", "give both, or neither")
