"""Which files are read, told by their names alone: this loads no scanner."""

from __future__ import annotations

from smsaudit.model.language import PYTHON, language_of
from smsaudit.model.location import TreePath
from smsaudit.scan.names.configuration import CONFIGURATION
from smsaudit.scan.names.manifests import MANIFESTS
from smsaudit.scan.names.scripts import interpreted_as, may_be_script

__all__ = ["interpreted_as", "is_manifest", "is_read", "language_of", "may_be_script"]


def is_manifest(path: TreePath) -> bool:
    """Whether a file of this name is read for the packages that it asks for."""
    return any(named(path) for named in MANIFESTS)


def is_read(path: TreePath) -> bool:
    """Whether some scanner reads files of this name."""
    # Of most trees the greater part is Python: that is asked first.
    return (
        path.endswith(PYTHON)
        or bool(language_of(path))
        or any(named(path) for named in CONFIGURATION)
        or is_manifest(path)
        or may_be_script(path)
    )
