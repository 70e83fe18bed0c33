"""The names under which a tree publishes itself as a Python distribution."""

from __future__ import annotations

from smsaudit.library import SourceLibrary
from smsaudit.model.fact import Called
from smsaudit.model.value import Attribute, Name, Text

_MANIFESTS = ("pyproject.toml", "setup.cfg", "setup.py")
"""At the root of the tree; a copy that was put in a folder brings its own along."""
_KEYS = ("project.name", "tool.poetry.name", "metadata.name")


def published_names(library: SourceLibrary) -> frozenset[str]:
    """The distribution's name in each manifest at the root, in small letters; empty where nothing is published."""
    manifests = [path for path in library.called(_MANIFESTS) if "/" not in path]
    library.scan(manifests)
    return frozenset(
        name.lower()
        for path in manifests
        if (facts := library.facts(path)) is not None
        for name in (
            *(setting.value for setting in facts.settings if setting.key in _KEYS),
            *(name for call in facts.calls for name in _set_up_as(call)),
        )
    )


def _set_up_as(call: Called) -> tuple[str, ...]:
    """The name in `setup(name="…")`."""
    match call.callee:
        case Name("setup") | Attribute(_, "setup"):
            return tuple(
                one.value.value
                for one in call.arguments
                if one.keyword == "name" and isinstance(one.value, Text)
            )
        case _:
            return ()
