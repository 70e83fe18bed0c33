"""Modules and names that are loaded by text: `import_module`, `import_string` and their like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname
from typing import TYPE_CHECKING

from smsaudit.model.location import TreePath
from smsaudit.model.referent import External, Frame, ModuleRef, Referent, Referents, TextRef
from smsaudit.model.value import Joined, Value
from smsaudit.resolve import classes, names
from smsaudit.resolve.modules import dotted_name

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()
_MAX_MODULES = 30


def imported(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Iterator[Referent]:
    """Modules that `import_module` may load; an unknown part of the name stands for every sibling."""
    for referent in resolver.evaluate(frame, arguments[0]) if arguments else ():
        if isinstance(referent, TextRef):
            for module in _modules_named(resolver, referent.text, frame.path):
                if "{}" in referent.text and isinstance(module, ModuleRef):
                    _note_choice(resolver, frame, arguments[0], module.path)
                yield module


def _note_choice(resolver: Resolver, frame: Frame, name: Value, module: TreePath) -> None:
    """Remember which setting or environment variable picks a module that is loaded by name."""
    parts = (
        name.parts
        if isinstance(name, Joined)
        else tuple(filler for _, filler in getattr(name, "fillers", ()))
    )
    for part in parts:
        for referent in resolver.evaluate(frame, part):
            if isinstance(referent, External):
                setting = referent.origin.removeprefix("django.conf.")
                stem = module.rpartition("/")[2].removesuffix(".py")
                resolver.choices.setdefault(module, f"{setting} == '{stem}'")


def _modules_named(resolver: Resolver, text: str, importer: TreePath) -> Iterator[Referent]:
    level = len(text) - len(text.lstrip("."))
    name = text[level:]
    if "{}" not in name:
        found = resolver.modules.find(name, level, importer)
        yield ModuleRef(found) if found is not None else External(name or "?")
        return
    head, _, tail = name.rpartition(".")
    if "{}" in head or (not head and not level):
        return
    if head:
        package = resolver.modules.find(head, level, importer)
        folder = dirname(package) if package is not None else resolver.modules.folder(head, level, importer)
    else:
        folder = dirname(importer)
        for _ in range(level - 1):
            folder = dirname(folder)
    shape = re.compile(".+".join(map(re.escape, tail.split("{}"))))
    siblings = resolver.modules.siblings(folder) if folder is not None else ()
    fitting = [path for path in siblings if shape.fullmatch(path.rpartition("/")[2].removesuffix(".py"))]
    for path in fitting[:_MAX_MODULES]:
        if path != importer:
            yield ModuleRef(path)


def imported_names(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Iterator[Referent]:
    """What `import_string` may answer for a dotted path."""
    for referent in resolver.evaluate(frame, arguments[0]) if arguments else ():
        texts = [referent.text] if isinstance(referent, TextRef) else []
        if isinstance(referent, External):
            texts = list(resolver.library.setting(referent.origin.rpartition(".")[2]))
        for text in texts:
            yield from named(resolver, text, frame.path)


def named(resolver: Resolver, dotted: str, importer: TreePath) -> Referents:
    """What a dotted path such as `app.backends.Sender` (or `app.backends:Sender`) names."""
    module, _, name = dotted.replace(":", ".").rpartition(".")
    if not module or "{}" in dotted:
        return _NOTHING
    own = f".{dotted_name(importer)}".endswith(f".{module}")
    found = importer if own else resolver.modules.find(module, 0, importer)
    if found is not None:
        return names.in_module(resolver, found, name)
    outer, _, cls = module.rpartition(".")
    found = resolver.modules.find(outer, 0, importer) if outer else None
    if found is not None:
        return frozenset(
            item
            for base in names.in_module(resolver, found, cls)
            for item in classes.attribute(resolver, base, name)
        )
    whole = resolver.modules.find(dotted, 0, importer)
    return frozenset((ModuleRef(whole),)) if whole is not None else frozenset((External(dotted),))
