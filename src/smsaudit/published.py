"""The names under which a tree publishes itself as a Python distribution."""

from __future__ import annotations

from smsaudit.library import SourceLibrary
from smsaudit.model.fact import Called
from smsaudit.model.value import Attribute, Name, Text, Value

_MANIFESTS = ("pyproject.toml", "setup.cfg", "setup.py")
"""At the root of the tree; a copy that was put in a folder brings its own along."""
_KEYS = ("project.name", "tool.poetry.name", "metadata.name")


def published_names(library: SourceLibrary) -> frozenset[str]:
    """The distribution's name in each manifest at the root, in small letters; empty where nothing is published.

    Where `setup` is given a name that is worked out, it is that of a package beside it.
    """
    manifests = [path for path in library.called(_MANIFESTS) if "/" not in path]
    library.scan(manifests)
    names: set[str] = set()
    for path in manifests:
        facts = library.facts(path)
        if facts is None:
            continue
        names |= {setting.value.lower() for setting in facts.settings if setting.key in _KEYS}
        for value in (name for call in facts.calls for name in _set_up_as(call)):
            names |= {value.value.lower()} if isinstance(value, Text) else _packages_beside(library)
    return frozenset(names)


def _packages_beside(library: SourceLibrary) -> set[str]:
    parts = (path.split("/") for path in library.python)
    return {folder.lower() for folder, *rest in parts if rest == ["__init__.py"]}


def _set_up_as(call: Called) -> tuple[Value, ...]:
    """The name in `setup(name="…")`."""
    match call.callee:
        case Name("setup") | Attribute(_, "setup"):
            return tuple(one.value for one in call.arguments if one.keyword == "name")
        case _:
            return ()
