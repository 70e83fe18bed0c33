"""Rows of a database: what queries of a model that stands in the tree hand out.

A query is shown as a list with one row that stands for all; what filters or orders it hands the list on.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, cast

from smsaudit.model.fact import Called
from smsaudit.model.referent import (
    ClassRef,
    DisplayRef,
    External,
    Frame,
    InstanceRef,
    MethodRef,
    Referent,
    Referents,
    TextRef,
)
from smsaudit.model.value import Attribute, Known, Name, Opaque, Sequence, Value
from smsaudit.resolve import classes, names

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()
_MANAGERS = frozenset(["objects", "_default_manager", "_base_manager", "query"])
"""Attributes of a model class that stand for all of its rows: Django, MongoEngine, Flask-SQLAlchemy."""
_NARROWED = frozenset(
    [
        "all",
        "filter",
        "exclude",
        "order_by",
        "distinct",
        "reverse",
        "select_related",
        "prefetch_related",
        "only",
        "defer",
        "using",
        "annotate",
        "alias",
        "select_for_update",
        "union",
        "filter_by",
        "where",
        "limit",
        "offset",
        "join",
        "outerjoin",
        "options",
        "iterator",
        "aiterator",
        "scalars",
        "unique",
        "with_for_update",
        "execution_options",
    ]
)
_ONE = frozenset(
    [
        "get",
        "create",
        "first",
        "last",
        "earliest",
        "latest",
        "one",
        "one_or_none",
        "get_or_404",
        "first_or_404",
        "one_or_404",
        "scalar",
        "scalar_one",
        "scalar_one_or_none",
        "get_or_none",
        "aget",
        "acreate",
        "afirst",
        "alast",
        "aearliest",
        "alatest",
    ]
)
_PAIR = frozenset(["get_or_create", "update_or_create", "aget_or_create", "aupdate_or_create"])
_CREATE = _PAIR | {"create", "acreate"}
_SAVE = "save"
_META = "Meta"
_MADE_FOR_VIEWS = ("serializer_class", "form_class")
_MODEL = "model"
_RUN = frozenset(["execute", "scalars", "exec", "scalar"])
"""What a session does with a query."""
_ASKED = frozenset(["query", "select", "get_list_or_404"])
"""What makes a query of a model that it is given."""
_FETCHED = frozenset(["get", "get_or_404", "get_object_or_404", "aget_object_or_404", "get_one"])
"""What answers one row of the model, or query, that it is given first."""
_GIVEN = _RUN | _ASKED | _FETCHED
_BY_CLASS = (
    "peewee.",
    "playhouse.",
    "peewee_async.",
    "tortoise.",
    "beanie.",
    "odmantic.",
    "gino.",
    "pony.",
    "piccolo.",
    "edgy.",
)
"""Libraries whose models are asked for their rows themselves."""
_ALL_OF_CLASS = frozenset(["select", "filter", "exclude", "all", "find", "find_many", "find_all", "objects"])
_ONE_OF_CLASS = frozenset(
    ["get", "get_by_id", "get_or_none", "first", "create", "find_one", "aio_get", "get_one"]
)
_NAMES = _MANAGERS | _NARROWED | _ONE | _PAIR | _GIVEN | _ALL_OF_CLASS | _ONE_OF_CLASS


def managed(resolver: Resolver, cls: ClassRef, name: str) -> Referents:
    """What `Model.objects` stands for, if the class comes from a library."""
    return frozenset(_all_rows(resolver, cls)) if name in _MANAGERS else _NOTHING


def queried(resolver: Resolver, frame: Frame, call: Called) -> Referents:
    """The query or row that a call answers with; empty if it is no query of a model in the tree."""
    callee = call.callee
    if not isinstance(callee, Attribute | Name) or callee.name not in _NAMES:
        return _NOTHING
    if callee.name in _MANAGERS:
        called = (item for item in resolver.evaluate(frame, callee) if isinstance(item, DisplayRef))
        if found := frozenset(item for item in called if _row(item) is not None):
            return found
    if isinstance(callee, Attribute):
        bases = [item for item in resolver.evaluate(frame, callee.base) if isinstance(item, DisplayRef)]
        if bases:
            return _answered(resolver, callee.name, [base for base in bases if _row(base) is not None])
        if of_class := _of_class(resolver, frame, callee):
            return of_class
    if callee.name not in _GIVEN or not call.arguments:
        return _NOTHING
    given = resolver.evaluate(frame, call.arguments[0].value)
    queries = [item for item in given if isinstance(item, DisplayRef) and _row(item) is not None]
    if callee.name not in _RUN:
        queries += [
            rows for item in given if isinstance(item, ClassRef) for rows in _all_rows(resolver, item)
        ]
    return _rows(queries) if callee.name in _FETCHED | {"scalar"} else frozenset(queries)


def _of_class(resolver: Resolver, frame: Frame, callee: Attribute) -> Referents:
    """What a model class answers that has no manager and is asked itself: `Note.get(to=1)`."""
    if callee.name not in _ALL_OF_CLASS | _ONE_OF_CLASS | _PAIR:
        return _NOTHING
    queries = [
        rows
        for item in resolver.evaluate(frame, callee.base)
        if isinstance(item, ClassRef) and _is_asked_itself(resolver, item, callee.name)
        for rows in _all_rows(resolver, item)
    ]
    if callee.name in _ALL_OF_CLASS:
        return frozenset(queries)
    if callee.name in _PAIR:
        return frozenset(_pair(resolver, query) for query in queries)
    return _rows(queries)


def _is_asked_itself(resolver: Resolver, cls: ClassRef, name: str) -> bool:
    """Whether a class is a model of such a library, and has no method of its own by this name."""
    order = classes.mro(resolver, cls)
    return any(isinstance(base, External) and base.origin.startswith(_BY_CLASS) for base in order) and all(
        isinstance(item, External) for item in classes.attribute(resolver, cls, name)
    )


def saved(resolver: Resolver, frame: Frame, call: Called) -> Referents:
    """The `save` of a row, where its class defines one, that a manager's `create` calls, or that of a form for its model."""
    callee = call.callee
    if not isinstance(callee, Attribute) or callee.name not in _CREATE | {_SAVE}:
        return _NOTHING
    found = resolver.evaluate(frame, callee.base)
    if callee.name == _SAVE:
        made = {item.cls for item in found if isinstance(item, InstanceRef)}
        made = made or _handed(resolver, frame, callee.base)
        rows = [row for cls in made for row in (InstanceRef(cls), *_behind(resolver, cls))]
    else:
        queries = [item for item in found if isinstance(item, DisplayRef)]
        rows = [row for row in _rows(queries) if isinstance(row, InstanceRef)]
    return frozenset(
        method
        for row in rows
        for method in classes.attribute(resolver, row, _SAVE)
        if isinstance(method, MethodRef)
    )


def _handed(resolver: Resolver, frame: Frame, value: Value) -> set[ClassRef]:
    """The form or serializer that a framework hands to a hook of a view, which names its class."""
    tables = resolver.tables(frame.path)
    owner = tables.enclosing_class(frame.scope) if tables is not None else None
    if tables is None or owner is None or not isinstance(value, Name):
        return set()
    if value.name not in {parameter.name for parameter in tables.scope(frame.scope).parameters[1:2]}:
        return set()
    view = ClassRef(Frame(frame.path, owner))
    named = (item for name in _MADE_FOR_VIEWS for item in classes.attribute(resolver, view, name))
    return {item for item in named if isinstance(item, ClassRef)}


def _behind(resolver: Resolver, cls: ClassRef) -> Iterator[InstanceRef]:
    """Rows that a form or serializer of a framework stands for: its inner class names their model."""
    for meta in classes.attribute(resolver, cls, _META):
        if isinstance(meta, ClassRef):
            found = classes.attribute(resolver, meta, _MODEL)
            yield from (InstanceRef(model) for model in found if isinstance(model, ClassRef))


def related(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    """The row that a foreign key leads to."""
    found: set[Referent] = set()
    for item in resolver.evaluate(frame, arguments[0]) if arguments else _NOTHING:
        if isinstance(item, ClassRef):
            found.add(InstanceRef(item))
        elif isinstance(item, TextRef):
            found |= resolver.instances(_labelled(resolver, frame, item.text))
    return frozenset(found)


def user_model(resolver: Resolver, frame: Frame, _: list[Value]) -> Referents:
    """The class that the settings name as that of users."""
    labels = resolver.library.setting("AUTH_USER_MODEL")
    return frozenset(found for label in labels for found in _labelled(resolver, frame, label))


def named_model(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    """The model class that is asked for by its label (`"shop.Order"`), or by its application and its name."""
    given = [
        [each.text for each in resolver.evaluate(frame, value) if isinstance(each, TextRef)]
        for value in arguments[:2]
    ]
    labels = {".".join(parts) for parts in product(*given)}
    label = next(iter(labels)) if len(labels) == 1 else ""  # which of several is asked for, nobody says here
    return _labelled(resolver, frame, label) if label.count(".") == 1 else _NOTHING


def _labelled(resolver: Resolver, frame: Frame, label: str) -> Referents:
    """The model class that Django calls `app.Model`, or `Model` in its own module."""
    app, _, name = label.rpartition(".")
    module = resolver.modules.find(f"{app}.models", 0, frame.path) if app else frame.path
    if module is not None and not resolver.is_loaded(module):
        return frozenset((External(f"<tree>.{module}.{name}"),))
    found = names.in_module(resolver, module, name) if module is not None else _NOTHING
    return frozenset(item for item in found if isinstance(item, ClassRef))


def _all_rows(resolver: Resolver, cls: ClassRef) -> list[DisplayRef]:
    """The query for all rows of a class; none if nothing of it comes from a library."""
    if not any(isinstance(base, External) for base in classes.mro(resolver, cls)):
        return []
    made = resolver.once(("rows", cls), lambda: Sequence((Known(frozenset((InstanceRef(cls),))),)))
    return [resolver.display(Frame(cls.frame.path, 0), made)]


def _answered(resolver: Resolver, name: str, queries: list[DisplayRef]) -> Referents:
    """What a query's own method answers."""
    if name in _NARROWED:
        return frozenset(queries)
    if name in _PAIR:
        return frozenset(_pair(resolver, query) for query in queries)
    return _rows(queries) if name in _ONE else _NOTHING


def _row(item: DisplayRef) -> Known | None:
    """The row that stands for all, if this is a query."""
    match item.display:
        case Sequence((Known() as row,)):
            return row
        case _:
            return None


def _rows(queries: list[DisplayRef]) -> Referents:
    rows = (row for query in queries if (row := _row(query)) is not None)
    return frozenset(referent for row in rows for referent in cast("Referents", row.referents))


def _pair(resolver: Resolver, query: DisplayRef) -> DisplayRef:
    """A row, and whether it is new."""
    made = resolver.once(("pair", query), lambda: Sequence((_row(query) or Opaque(), Opaque())))
    return resolver.display(query.frame, made)
