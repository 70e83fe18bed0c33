"""Modules and names that are loaded by text: `import_module`, `import_string` and their like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from posixpath import dirname
from typing import TYPE_CHECKING

from smsaudit.model import environment
from smsaudit.model.fact import Bound, ScopeKind
from smsaudit.model.location import TreePath
from smsaudit.model.referent import (
    ClassRef,
    External,
    Frame,
    InstanceRef,
    ModuleRef,
    Referent,
    Referents,
    TextRef,
)
from smsaudit.model.value import Filled, Joined, Name, Opaque, Value
from smsaudit.resolve import classes, names, texts
from smsaudit.resolve.modules import dotted_name

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()
_MAX_MODULES = 30
_MAX_DEPTH = 4
_FEW_CLASSES = 3
_READ = rf"(?:{'|'.join(sorted(environment.READING | environment.HOLDERS))})\('"
_VARIABLE = re.compile(rf"{_READ}([\w{{}}]+)'")
_LOADED = (
    r"(?:json\.loads?|yaml\.\w*load\w*|ruamel\.yaml\.YAML\.load|(?:toml|tomli|tomllib)\.loads?|xmltodict\.parse"
    r"|(?:configparser|ConfigParser)\.\w*ConfigParser|dotenv\.dotenv_values)"
)
_VIEW = r"(?:\.(?:get\w*|items|values))*"
_KEYS = rf"(?P<keys>(?:{_VIEW}\('\w+'(?:,'\w+')*\))+){_VIEW}"
_OPEN = "{}"
"""A part of a name that is known to nobody before the program runs."""
_SECTIONED = ("configparser.", "ConfigParser.")
_CONFIGURATION = re.compile(_LOADED + _KEYS)
"""Something of a file of configuration that the code loads by itself, under its keys."""
_TABLE = re.compile(rf"(?:django\.conf\.settings\.(?P<name>\w+)|flask\.(?:current_app|Flask)\.config){_KEYS}")
"""Something of a table in the settings of a framework, under its keys."""
_DOTTED = re.compile(
    r"(?:dynaconf\.(?:base\.)?(?:Dynaconf|LazySettings)|omegaconf\.OmegaConf\.load)\.(?P<keys>[a-z_][\w.]*)"
)
"""Something of a file of configuration whose keys are attributes."""
_KEY = re.compile(r"'(\w+)'")
_IMPORTER = "importlib.import_module"
_NAME_IMPORTER = "django.utils.module_loading.import_string"
"""What loads something that nobody can tell: what is done with it is done with something plugged in."""
_LISTS = re.compile(
    r"(?:os\.(?:listdir|scandir|walk)|glob\.i?glob|pkgutil\.\w+|pathlib\.Path\b.*\.(?:iterdir|r?glob))\b"
)
"""What tells every file of a folder picks none of them."""

_WITH_DEFAULT = re.compile(rf"{_READ}(?P<name>\w+)','(?P<default>[^']+)'")


def imported(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    """Modules that `import_module` may load; an unknown part of the name stands for every module that fits."""
    found: set[Referent] = set()
    for text, picker in _readings(resolver, frame, arguments[0]) if arguments else ():
        for module, part in _modules_named(resolver, text, frame.path):
            if picker and part and isinstance(module, ModuleRef) and not _LISTS.match(picker):
                resolver.choices.setdefault(module.path, f"{picker} == '{part}'")
            found.add(module)
    return frozenset(found or (External(_IMPORTER),))


def _readings(resolver: Resolver, frame: Frame, value: Value, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Texts that a name may be, and what picks the part that is open: a setting or variable may hold anything."""
    bound = _bound(resolver, frame, value.name) if isinstance(value, Name) and depth < _MAX_DEPTH else []
    for each in bound:
        yield from _readings(resolver, Frame(frame.path, each.scope), each.value, depth + 1)
    picker, found = _opened(resolver, frame, value) if not bound else ("", _NOTHING)
    for item in found:
        if isinstance(item, TextRef):
            yield item.text, picker
        elif isinstance(item, External):
            yield from (
                (text, "") for name in variables(item.origin) for text in resolver.library.setting(name)
            )


def _opened(resolver: Resolver, frame: Frame, value: Value) -> tuple[str, Referents]:
    """What picks a part of a text, and the text with that part left open."""
    match value:
        case Joined():
            parts = value.parts
        case Filled():
            parts = tuple(filler for _, filler in value.fillers)
        case _:
            return "", resolver.evaluate(frame, value)
    pickers = [_picker(resolver, frame, part) for part in parts]
    opened = tuple(Opaque() if picker else part for picker, part in zip(pickers, parts, strict=True))
    if isinstance(value, Filled):
        value = Filled(value.template, tuple(zip((name for name, _ in value.fillers), opened, strict=True)))
    else:
        value = Joined(opened)
    return next(filter(None, pickers), ""), texts.evaluate(resolver, frame, value)


def _bound(resolver: Resolver, frame: Frame, name: str) -> list[Bound]:
    """What a variable of the function, or of the module, is bound to; nothing if it is also a parameter."""
    tables = resolver.tables(frame.path)
    for scope in (frame.scope, 0) if tables is not None else ():
        if tables is None or tables.parameter(scope, name) is not None:
            return []
        if found := tables.bound.get((scope, name)):
            return found
    return []


def _picker(resolver: Resolver, frame: Frame, part: Value) -> str:
    """The setting or environment variable that a part of a name comes from, as it may be written."""
    for referent in resolver.evaluate(frame, part):
        if isinstance(referent, External):
            read = _WITH_DEFAULT.search(referent.origin)
            if read is not None:
                resolver.defaults[read["name"]] = read["default"]
            named = [
                name for name in _VARIABLE.findall(referent.origin) if name.isupper() and _OPEN not in name
            ]
            return named[0] if named else referent.origin.removeprefix("django.conf.")
    return ""


def variables(origin: str) -> list[str]:
    """Names of the environment variables or settings that an origin outside the tree reads; dotted where they are nested.

    `{}` stands for what is open: a part of the name of a variable, or the section of an INI file.
    """
    if read := _CONFIGURATION.fullmatch(origin):
        keys = _KEY.findall(read["keys"])
        return [".".join([_OPEN, *keys] if origin.startswith(_SECTIONED) and len(keys) == 1 else keys)]
    if read := _TABLE.fullmatch(origin):
        return [".".join(filter(None, (read["name"], *_KEY.findall(read["keys"]))))]
    if read := _DOTTED.fullmatch(origin):
        return [read["keys"]]
    last = origin.rpartition(".")[2]
    return [last] if last.isupper() else _VARIABLE.findall(origin)


def inside(origin: str, key: str) -> str:
    """The origin of what stands under a key in something outside the tree; of configuration, the keys all the way down."""
    if not key or (")" in origin and not (_CONFIGURATION.fullmatch(origin) or _TABLE.fullmatch(origin))):
        return origin
    return f"{origin[:-1]},'{key}')" if origin.endswith(")") else f"{origin}('{key}')"


def _modules_named(resolver: Resolver, text: str, importer: TreePath) -> Iterator[tuple[Referent, str]]:
    """Modules of the tree that a dotted name with open parts fits, and what stands in the first of these."""
    level = len(text) - len(text.lstrip("."))
    name = text[level:]
    if "{}" not in name:
        found = resolver.modules.find(name, level, importer)
        yield ModuleRef(found) if found is not None else External(name or "?"), ""
        return
    segments = name.split(".")
    known = next(number for number, segment in enumerate(segments) if "{}" in segment)
    if not known and not level:
        return
    folder = _folder(resolver, ".".join(segments[:known]), level, importer)
    if folder is None:
        return
    parts = (re.escape(segment).replace(re.escape("{}"), "([^/]+)") for segment in segments[known:])
    shape = re.compile("/".join(parts))
    fitting = [
        (path, match[1])
        for path, inner in resolver.modules.below(folder)
        if (match := shape.fullmatch(inner))
    ]
    fitting.sort(key=lambda each: (not resolver.is_loaded(each[0]), each[0]))
    for path, part in fitting[:_MAX_MODULES]:
        if path != importer:
            yield ModuleRef(path), part


def _folder(resolver: Resolver, package: str, level: int, importer: TreePath) -> str | None:
    found = resolver.modules.find(package, level, importer) if package else None
    if found is not None:
        return dirname(found)
    if package:
        return resolver.modules.folder(package, level, importer)
    folder = dirname(importer)
    for _ in range(level - 1):
        folder = dirname(folder)
    return folder


def imported_names(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    """What `import_string` may answer for a dotted path."""
    dotted: list[str] = []
    for referent in resolver.evaluate(frame, arguments[0]) if arguments else ():
        if isinstance(referent, TextRef):
            dotted.append(referent.text)
        elif isinstance(referent, External):
            dotted += [text for name in variables(referent.origin) for text in resolver.library.setting(name)]
    found = frozenset(item for text in dotted for item in named(resolver, text, frame.path))
    return found or frozenset((External(_NAME_IMPORTER),))


def loaded(resolver: Resolver, keys: Referents, importer: TreePath) -> Referents:
    """What `sys.modules` holds under a key."""
    found = [importer] if External("builtins.__name__") in keys else []
    for item in keys:
        path = resolver.modules.find(item.text, 0, importer) if isinstance(item, TextRef) else None
        found += [path] if path is not None else []
    return frozenset(map(ModuleRef, found))


def attributes(resolver: Resolver, base: Referent, texts: Iterable[str]) -> Referents:
    """Attributes of `base` with these names; where a text has open parts, every one that fits."""
    return frozenset(
        item
        for text in texts
        for name in _attribute_names(resolver, base, text)
        for item in classes.attribute(resolver, base, name)
    )


def _attribute_names(resolver: Resolver, base: Referent, text: str) -> list[str]:
    """`text` itself, or every attribute of `base` that fits where `text` has unknown parts."""
    if "{}" not in text:
        return [text]
    if text == "{}" and isinstance(base, ModuleRef):
        return _classes_of(resolver, base)
    if text == "{}" or not isinstance(base, ModuleRef | ClassRef | InstanceRef):
        return []
    shape = re.compile(".+".join(map(re.escape, text.split("{}"))))
    frame = (
        base.cls.frame
        if isinstance(base, InstanceRef)
        else base.frame
        if isinstance(base, ClassRef)
        else None
    )
    path, scope = (frame.path, frame.scope) if frame is not None else (getattr(base, "path", None), 0)
    tables = resolver.tables(path) if path is not None else None
    if tables is None:
        return []
    return sorted({bound.name for bound in tables.facts.index.bindings[scope] if shape.fullmatch(bound.name)})


def _classes_of(resolver: Resolver, module: ModuleRef) -> list[str]:
    """The classes of a module that has few, as modules that hold one backend each do; a package may have them from its own modules."""
    tables = resolver.tables(module.path)
    scopes = tables.facts.scopes if tables is not None else ()
    found = [scope.name for scope in scopes if scope.kind is ScopeKind.CLASS and not scope.parent]
    if tables is not None and not found and module.path.endswith("__init__.py"):
        found = [each.alias for each in tables.facts.imports if each.level == 1 and each.alias[:1].isupper()]
    return found if len(found) <= _FEW_CLASSES else []


def named(resolver: Resolver, dotted: str, importer: TreePath) -> Referents:
    """What a dotted path such as `app.backends.Sender` (or `app.backends:Sender`) names."""
    module, _, name = dotted.replace(":", ".").rpartition(".")
    if not module or "{}" in dotted:
        return _NOTHING
    own = f".{dotted_name(importer)}".endswith(f".{module}")
    home = importer if own else resolver.modules.find(module, 0, importer)
    outer, _, cls = module.rpartition(".")
    if home is None and outer:
        home = resolver.modules.find(outer, 0, importer)
        found = _member(resolver, home, cls, name) if home is not None else _NOTHING
    else:
        found = names.in_module(resolver, home, name) if home is not None else _NOTHING
    if found:
        return found
    whole = resolver.modules.find(dotted, 0, importer)
    if whole is not None:
        return frozenset((ModuleRef(whole),))
    return frozenset((External(dotted),)) if home is None else _NOTHING


def _member(resolver: Resolver, home: TreePath, cls: str, name: str) -> Referents:
    return frozenset(
        item
        for base in names.in_module(resolver, home, cls)
        for item in classes.attribute(resolver, base, name)
    )
