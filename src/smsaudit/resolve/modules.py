"""Dotted module names of the tree's Python files, without importing anything."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from posixpath import basename
from posixpath import dirname as _dirname

from smsaudit.model.location import TreePath
from smsaudit.model.source import MODULES, PYTHON

_INIT = "__init__"
dirname = lru_cache(maxsize=65_536)(_dirname)
"""Asked for the same files again and again: for every name that is imported, and every module of a package."""


def dotted_name(path: TreePath) -> str:
    """The dotted name of a file from the root of the tree: `a/b/__init__.py` is `a.b`."""
    stem = path[: path.rfind(".")] if path.endswith((*PYTHON, ".pyi")) else path
    name = stem.replace("/", ".")
    return name.removesuffix(f".{_INIT}") if name != _INIT else ""


class Modules:
    """Finds the file that an import names.

    Source roots are not configured: a dotted name matches any file whose path ends in it, nearest to
    the importer first, so `src/` layouts, nested projects and Django's double folders need no help.
    """

    def __init__(self, paths: Iterable[TreePath]) -> None:
        self._found: dict[tuple[str, int, str], TreePath | None] = {}
        self._paths = frozenset(path for path in paths if path.endswith(MODULES))

    @cached_property
    def _by_tail(self) -> dict[str, list[TreePath]]:
        found: dict[str, list[TreePath]] = defaultdict(list)
        for path in self._ordered:
            found[dotted_name(path).rpartition(".")[2]].append(path)
        return found

    @cached_property
    def _folders(self) -> frozenset[str]:
        folders: set[str] = set()
        for path in self._paths:
            folder = dirname(path)
            while folder and folder not in folders:
                folders.add(folder)
                folder = dirname(folder)
        return frozenset(folders)

    @cached_property
    def _folder_names(self) -> frozenset[str]:
        return frozenset(map(basename, self._folders))

    def find(self, module: str, level: int, importer: TreePath) -> TreePath | None:
        """The file that `module` means in `importer`; `level` counts the dots of a relative import."""
        if not level and module.rpartition(".")[2] not in self._by_tail:
            return None  # most imports: a library's
        folder = dirname(importer)
        key = (module, level, importer if "." not in module else folder)
        if key not in self._found:
            self._found[key] = self._find(module, level, importer)
        return self._found[key]

    def _find(self, module: str, level: int, importer: TreePath) -> TreePath | None:
        if level:
            folder = dirname(importer)
            for _ in range(level - 1):
                folder = dirname(folder)
            return self._at(folder, module)
        return self._absolute(module, importer)

    def folder(self, module: str, level: int, importer: TreePath) -> str | None:
        """The folder of a namespace package (one without `__init__.py`), or None."""
        folder = dirname(importer)
        if level:
            for _ in range(level - 1):
                folder = dirname(folder)
            candidates = [_join(folder, module)]
        elif module.rpartition(".")[2] not in self._folder_names:
            return None
        else:
            candidates = [_join(base, module) for base in _ancestors(folder)]
        return next((found for found in candidates if found in self._folders), None)

    def submodule(self, package: TreePath, name: str) -> TreePath | None:
        """The module `name` inside a package given by its `__init__.py`."""
        return self._at(dirname(package), name) if package.endswith((f"/{_INIT}.py", f"{_INIT}.py")) else None

    def loaded(self, module: str, level: int, name: str | None, importer: TreePath) -> set[TreePath]:
        """The modules that `import module`, or `from module import name`, names."""
        found = self.find(module, level, importer)
        if found is None and name:  # a folder without a file of its own
            found = self.find(".".join(filter(None, (module, name))), level, importer)
        if found is None:
            return set()
        inner = self.submodule(found, name or "")
        return {found} if inner is None else {found, inner}

    def inside(self, folder: str, name: str) -> TreePath | None:
        """The module `name` inside a folder."""
        return self._at(folder, name)

    def has_below(self, folder: str) -> bool:
        """Whether there are modules inside a folder, however deep."""
        return folder in self._folders

    def below(self, folder: str) -> Iterator[tuple[TreePath, str]]:
        """All modules inside a folder, in order, and their paths from there as `a/b`; packages by their folder."""
        head = f"{folder}/" if folder else ""
        for path in self._ordered:
            inner = path[len(head) : path.rfind(".")].removesuffix(f"/{_INIT}")
            if path.startswith(head) and inner != _INIT:
                yield path, inner

    @cached_property
    def _ordered(self) -> list[TreePath]:
        return sorted(self._paths)

    def _at(self, folder: str, module: str) -> TreePath | None:
        stem = _join(folder, module)  # of a package and a module beside it, Python takes the package
        package = f"{stem}/{_INIT}.py" if stem else f"{_INIT}.py"
        if package in self._paths:
            return TreePath(package)
        return TreePath(f"{stem}.py") if module and f"{stem}.py" in self._paths else None

    def _absolute(self, module: str, importer: TreePath) -> TreePath | None:
        ancestors = _ancestors(dirname(importer))
        single = "." not in module
        for folder in ancestors:
            found = self._at(folder, module)
            if found is not None and found != importer and not (single and self._shadows(folder, module)):
                return found
        return self._on_the_path(module, importer) if single else self._by_suffix(module, importer)

    def _on_the_path(self, module: str, importer: TreePath) -> TreePath | None:
        """The one module or package of this name that lies in no package: only a path set from outside leads there.

        A name of several words (`send_sms`, `MsgUtil`) is the project's own in a package, too: libraries are rarely called so.
        """
        if module in sys.stdlib_module_names or module in _LIBRARIES:
            return None
        is_own = "_" in module or module != module.lower()
        found = [
            path
            for path in self._by_tail.get(module, ())
            if is_own
            or f"{dirname(path.removesuffix(f'/{_INIT}.py'))}/{_INIT}.py".lstrip("/") not in self._paths
        ]
        return found[0] if len(found) == 1 and found[0] != importer else None

    def _shadows(self, folder: str, module: str) -> bool:
        """What lies in a package is not what an absolute import of a library's name means."""
        inside_package = f"{folder}/{_INIT}.py" in self._paths
        return module in sys.stdlib_module_names or (inside_package and module in _LIBRARIES)

    def _by_suffix(self, module: str, importer: TreePath) -> TreePath | None:
        tail = module.rpartition(".")[2]
        stem = module.replace(".", "/")
        found = [
            path
            for path in self._by_tail.get(tail, ())
            if path.endswith((f"/{stem}.py", f"/{stem}/{_INIT}.py"))
            or path in {f"{stem}.py", f"{stem}/{_INIT}.py"}
        ]
        return min(found, key=lambda path: (-_shared(path, importer), *_shortness(path)), default=None)


_LIBRARIES = frozenset(
    [
        "redis",
        "celery",
        "twilio",
        "requests",
        "flask",
        "django",
        "boto3",
        "gammu",
        "smpplib",
        "vonage",
        "sms",
        "jwt",
        "stripe",
        "rq",
        "kombu",
        "pika",
        "telegram",
        "serial",
        "smpp",
        "naz",
        "nexmo",
        "plivo",
        "messagebird",
        "africastalking",
        "sinch",
        "telnyx",
        "infobip",
        "clickatell",
        "zenvia",
        "tencentcloud",
        "paho",
        "dramatiq",
        "huey",
        "apscheduler",
        "alipay",
        "bandwidth",
        "brevo",
        "bulksms",
        "clicksend",
        "courier",
        "eskiz",
        "exotel",
        "googlevoice",
        "ippanel",
        "kavenegar",
        "leancloud",
        "livekit",
        "melipayamak",
        "notifiers",
        "opentok",
        "panoramisk",
        "qiniu",
        "ringcentral",
        "signalwire",
        "smsaero",
        "smsapi",
        "smsru",
        "solapi",
        "telesign",
        "textlocal",
        "textmagic",
        "wechatpy",
    ]
)
"""Names that projects give to their own modules beside an import of the library itself."""


def _join(folder: str, module: str) -> str:
    return "/".join(part for part in (folder, module.replace(".", "/")) if part)


def _ancestors(folder: str) -> list[str]:
    found = [folder]
    while folder:
        folder = dirname(folder)
        found.append(folder)
    return found


def _shortness(path: TreePath) -> tuple[int, bool, TreePath]:
    """The shorter name first; of two files with the same name, the package."""
    return len(dotted_name(path)), not path.endswith(f"{_INIT}.py"), path


def _shared(path: str, other: str) -> int:
    count = 0
    for left, right in zip(path.split("/"), other.split("/"), strict=False):
        if left != right:
            break
        count += 1
    return count
