"""File names as formats see them."""

from __future__ import annotations

from functools import lru_cache

from smsaudit.model.location import TreePath

_DECORATIONS = (
    ".example",
    ".sample",
    ".dist",
    ".template",
    ".tmpl",
    ".tpl",
    ".j2",
    ".jinja",
    ".jinja2",
    ".erb",
    ".default",
    ".orig",
    ".bak",
    ".mustache",
)


@lru_cache(maxsize=16)
def bare_name(path: TreePath) -> str:
    """The file name in lower case, without what marks it as a sample or a template; every format asks in turn."""
    name = path.rpartition("/")[2].lower()
    while name.endswith(_DECORATIONS) and name not in _DECORATIONS:
        name = next(name.removesuffix(end) for end in _DECORATIONS if name.endswith(end))
    return name


def has_extension(path: TreePath, *extensions: str) -> bool:
    """Whether the bare name ends in one of `extensions` (with their dots)."""
    stem, dot, ending = bare_name(path).rpartition(".")
    return bool(stem and ending) and dot + ending in extensions
