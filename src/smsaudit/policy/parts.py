"""Parts of a tree, as people name them: a folder, a file, a glob, a module or a function in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase
from posixpath import splitext

from smsaudit.model.flow import Step


def is_in(path: str, name: str, parts: Iterable[str]) -> bool:
    """Whether a place (its file, and the function there) belongs to one of the parts."""
    return any(_is_path(path, part) or _is_module(path, name, part) for part in parts)


def is_there(paths: Collection[str], part: str) -> bool:
    """Whether a part names anything among `paths`; what a function is called inside its file is not asked."""
    if any(is_in(path, "", (part,)) for path in paths):
        return True
    words = part.split(".")
    modules = tuple("/".join(words[:cut]) for cut in range(1, len(words)))
    return any(f"/{_module(path)}".endswith(f"/{module}") for path in paths for module in modules)


def step_in(step: Step, parts: Iterable[str]) -> bool:
    """Whether a step of a flow stands in one of the parts."""
    return is_in(step.location.path, step.name, parts)


def _is_path(path: str, part: str) -> bool:
    folder = part.removesuffix("/**").rstrip("/")
    return path == folder or path.startswith(f"{folder}/") or fnmatchcase(path, part)


def _is_module(path: str, name: str, part: str) -> bool:
    """`app.notify` is `app/notify.py` and all below `app/notify/`, under whatever source folder."""
    if "/" in part or "*" in part:
        return False
    module = _module(path)
    words = part.split(".")
    for cut in range(len(words), 0, -1):
        wanted, function = "/".join(words[:cut]), ".".join(words[cut:])
        if _is_below(module, wanted) and (not function or f"{name}.".startswith(f"{function}.")):
            return True
    return False


def _module(path: str) -> str:
    return splitext(path)[0].removesuffix("/__init__")


def _is_below(module: str, wanted: str) -> bool:
    # A lone name is only looked for where imports begin; `web` is not every folder of that name.
    is_anchored = "/" not in wanted
    inside = f"{module}/".removeprefix("src/") if is_anchored else f"/{module}/"
    return inside.startswith(f"{wanted}/") if is_anchored else f"/{wanted}/" in inside
