"""Records that a framework finds by the name of their model: Odoo's `env["sale.order"]`, Frappe's `get_doc("Sales Order")`.

A record of Odoo stands for any number of its kind: what searches for them, filters them or goes over them hands it on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smsaudit.model.fact import Called, Facts, Scope, ScopeKind
from smsaudit.model.location import TreePath
from smsaudit.model.referent import (
    ClassRef,
    DisplayRef,
    External,
    Frame,
    InstanceRef,
    Referent,
    Referents,
    TextRef,
)
from smsaudit.model.value import Attribute, Name, Sequence, Text, Value
from smsaudit.resolve import containers, names

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()
_OWN = "_name"
_NAMING = frozenset((_OWN, "_inherit"))
_EVERY = "base"
"""What every model extends."""
_MOST = 40
"""What more classes extend is something that all have, such as a thread of messages."""
_BASES = frozenset(("Model", "AbstractModel", "TransientModel", "BaseModel"))
_SAME = frozenset(
    (
        *("sudo", "browse", "search", "search_fetch", "create", "copy", "new", "exists", "ensure_one"),
        *("filtered", "filtered_domain", "sorted", "with_context", "with_user", "with_company", "with_env"),
        "with_delay",
    )
)
"""Methods of records that answer records of their kind."""
_DOCUMENTS = frozenset(
    f"{module}.{name}"
    for module in ("frappe", "frappe.model.document")
    for name in ("get_doc", "get_cached_doc", "get_last_doc", "get_single", "new_doc", "get_lazy_doc")
)
_KIND = Text("doctype")
RELATING = tuple(
    f"{odoo}.fields.{kind}" for odoo in ("odoo", "openerp") for kind in ("Many2one", "One2many", "Many2many")
)
"""Fields of Odoo that lead to records of another model."""


class Records:
    """The models that the classes of loaded files define or extend, by name."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._models: dict[str, list[ClassRef]] = {}
        self._named: dict[ClassRef, set[str]] = {}
        """The models that a class defines or extends."""
        self._own: dict[ClassRef, str] = {}
        """The one of these that a class is."""

    def take_in(self, path: TreePath, facts: Facts) -> None:
        """Note the models of a file that was just read."""
        for bound in facts.bindings:
            if bound.name in _NAMING and _is_model(facts.scopes[bound.scope]):
                cls = ClassRef(Frame(path, bound.scope))
                written = tuple(_written(bound.value))
                self._named.setdefault(cls, set()).update(written)
                if written and (bound.name == _OWN or cls not in self._own):
                    self._own[cls] = written[0]
                for name in written:
                    self._models.setdefault(name, []).append(cls)
                    self._resolver.questions.grown(("model", name))

    def named(self, name: str) -> Referents:
        """Records of the model of this name."""
        self._resolver.questions.depend(("model", name))
        return frozenset(map(InstanceRef, self._models.get(name, ())))

    def holds(self, referent: Referent) -> bool:
        """Whether something is a record, or any number of them."""
        return isinstance(referent, InstanceRef) and referent.cls in self._named

    def kin(self, cls: ClassRef) -> frozenset[ClassRef]:
        """Classes that Odoo puts together with one of a model: those of its model, of what this extends, and of what extends it."""
        named, own = self._named.get(cls), self._own.get(cls)
        if named is None or own is None:
            return frozenset()
        every = {*named, _EVERY}
        for name in every:
            self._resolver.questions.depend(("model", name))
        extended = {each for name in every for each in self._models.get(name, ()) if self._own[each] == name}
        extending = set(self._models[own])
        return frozenset(extended | (extending if len(extending) <= _MOST else set())) - {cls}

    def handed_on(self, frame: Frame, call: Called) -> Referents:
        """The records that a method of theirs answers again."""
        callee = call.callee
        if not self._named or not isinstance(callee, Attribute) or callee.name not in _SAME:
            return _NOTHING
        return frozenset(filter(self.holds, self._resolver.evaluate(frame, callee.base)))


def is_registry(value: Value) -> bool:
    """Whether a value is what Odoo finds its models in: `self.env`, `request.env`."""
    return isinstance(value, Attribute | Name) and value.name == "env"


def related(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    """The records that a field of a record leads to."""
    found = resolver.evaluate(frame, arguments[0]) if arguments else _NOTHING
    return frozenset().union(
        *(resolver.records.named(each.text) for each in found if isinstance(each, TextRef))
    )


def documents(resolver: Resolver, origin: str, frame: Frame, call: Called) -> Referents:
    """The documents of Frappe that a call finds or makes, if their class stands in the tree."""
    if origin not in _DOCUMENTS:
        return _NOTHING
    given = [each.value for each in call.arguments if each.keyword in {None, "doctype"}][:1]
    kinds = [text for value in given for text in _kinds(resolver, frame, value)]
    return frozenset(found for kind in kinds for found in _document(resolver, frame, kind))


def _kinds(resolver: Resolver, frame: Frame, value: Value) -> Iterator[str]:
    for found in resolver.evaluate(frame, value):
        inside = containers.item(resolver, found, frame, _KIND) if isinstance(found, DisplayRef) else (found,)
        yield from (each.text for each in inside if isinstance(each, TextRef))


def _document(resolver: Resolver, frame: Frame, kind: str) -> Iterator[Referent]:
    folder = kind.lower().replace(" ", "_").replace("-", "_")
    module = resolver.modules.find(f"doctype.{folder}.{folder}", 0, frame.path) if folder else None
    if module is None:
        return
    name = kind.replace(" ", "").replace("-", "")
    found = names.in_module(resolver, module, name)
    if not found and not resolver.is_loaded(module):
        yield External(f"<tree>.{module}.{name}")
    yield from (InstanceRef(each) for each in found if isinstance(each, ClassRef))


def _is_model(scope: Scope) -> bool:
    return scope.kind is ScopeKind.CLASS and any(getattr(base, "name", "") in _BASES for base in scope.bases)


def _written(value: Value) -> Iterator[str]:
    for part in value.items if isinstance(value, Sequence) else (value,):
        if isinstance(part, Text):
            yield part.value
