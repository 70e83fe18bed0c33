"""What decides who can trigger an entry point: beside it in the code, or in the files by which it is deployed."""

from __future__ import annotations

from msgspec import Struct

from smsaudit.model.entrance import Exposure


class DecoratorGuard(Struct, frozen=True, tag=True):
    """The guarded function stands under one of these decorators."""

    origins: tuple[str, ...]


class BaseGuard(Struct, frozen=True, tag=True):
    """The guarded class has one of these among its bases."""

    origins: tuple[str, ...]


class ValueGuard(Struct, frozen=True, tag=True):
    """One of these stands as a value beside the entry point: a permission class, a dependency."""

    origins: tuple[str, ...]


class SettingGuard(Struct, frozen=True, tag=True):
    """A deployment file says so of what serves the entry point.

    `keys` and `values` are regular expressions that match the whole key, which begins with the kind of thing that it
    is said of (`compose.ports[0]`, `Service.spec.type`, `nginx.auth_basic`), and the whole value.
    """

    keys: tuple[str, ...]
    values: tuple[str, ...]


class ListenGuard(Struct, frozen=True, tag=True):
    """A call to one of `origins` listens on an address, given as `argument`, that matches one of `values` wholly."""

    origins: tuple[str, ...]
    argument: str
    values: tuple[str, ...]


GuardTarget = DecoratorGuard | BaseGuard | ValueGuard | SettingGuard | ListenGuard


class GuardPattern(Struct, frozen=True, kw_only=True):
    """What in a framework, or around it, decides who can trigger an entry point."""

    id: str
    exposure: Exposure
    """Unknown only where a file says that something else, which it does not name, has to let callers in."""
    target: GuardTarget
    why: str
