"""The whole forward call graph of a Python tree: the resolver that audits ask, asked about every function."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from pathlib import Path

from smsaudit.discover import open_tree
from smsaudit.library import SourceLibrary
from smsaudit.resolve.forward import forward
from smsaudit.resolve.modules import Modules
from smsaudit.resolve.resolver import Resolver
from smsaudit.scan.workers import Workers


def call_graph(
    root: Path, *, jobs: int = 1, progress: Callable[[str, int, int], None] | None = None
) -> Mapping[str, tuple[str, ...]]:
    """Dotted names of all functions and modules below `root` → names of what each calls, sorted."""
    gc.disable()
    try:
        with Workers(jobs) as workers, SourceLibrary(open_tree(root), workers, progress) as library:
            resolver = Resolver(library, Modules(library.python))
            library.scan(library.python)
            resolver.settle(library.loaded())
            return forward(resolver, library.loaded())
    finally:
        gc.enable()
