"""Texts that an argument carries: its own, those inside it, and those put on the same variable."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from smsaudit.model.referent import DisplayRef, External, Frame, NumberRef, TextRef, TruthRef
from smsaudit.model.value import (
    Attribute,
    Either,
    Element,
    Filled,
    Item,
    Joined,
    Mapping,
    Name,
    Result,
    Sequence,
    Value,
)
from smsaudit.resolve.dynamic import variables

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_SETTINGS = re.compile(r"(?i)(?:^|\.)(?:settings|config|conf|env|environ|app_config|cfg)\b")
_PUTS = re.compile(r"(?i)(?:set|add|from|with|put|update|append|extend|load|insert|param|body|header|data)")
_MAX_DEPTH = 5
_MAX_TEXTS = 200


class Carrier:
    """Collects the texts of one argument. With `parameters`, callers' arguments are followed as well."""

    def __init__(self, resolver: Resolver, *, parameters: bool) -> None:
        self._resolver = resolver
        self._parameters = parameters
        self._seen: set[tuple[Frame, int]] = set()
        self.texts: set[str] = set()

    def collect(self, frame: Frame, value: Value, depth: int = 0) -> None:
        """Add every text that `value`, standing in `frame`, carries."""
        key = (frame, id(value))
        if key in self._seen or depth > _MAX_DEPTH or len(self.texts) > _MAX_TEXTS:
            return
        self._seen.add(key)
        if not isinstance(value, Name) or self._parameters or not self._is_parameter(frame, value.name):
            self._own(frame, value, depth)
        match value:
            case Result(call):
                self._call(frame, call, depth)
            case Name(name):
                self._variable(frame, name, depth)
            case Attribute(base, name):
                self._attribute(frame, base, name, depth)
            case Item(base, _) | Element(base, _):
                self.collect(frame, base, depth + 1)
            case Either(options):
                for option in options:
                    self.collect(frame, option, depth + 1)
            case Sequence(items):
                for item in items:
                    self.collect(frame, item, depth + 1)
            case Mapping(pairs):
                for _, item in pairs:
                    self.collect(frame, item, depth + 1)
            case Joined(parts):
                self._set_in(frame, parts)
            case Filled(_, fillers):
                self._set_in(frame, (filler for _, filler in fillers))
            case _:
                pass

    def _set_in(self, frame: Frame, parts: Iterable[Value]) -> None:
        """What settings give to the parts of a text."""
        for part in parts:
            for referent in self._resolver.evaluate(frame, part):
                if isinstance(referent, External):
                    self._library(referent.origin)

    def _own(self, frame: Frame, value: Value, depth: int) -> None:
        for referent in self._resolver.evaluate(frame, value):
            match referent:
                case TextRef(text):
                    self.texts.add(text)
                case NumberRef(number):
                    self.texts.add(str(number))
                case TruthRef(truth):
                    self.texts.add(str(truth).lower())
                case External(origin):
                    self._library(origin)
                case DisplayRef(inside, display) if display is not value:
                    self.collect(inside, display, depth + 1)
                case _:
                    pass

    def _library(self, origin: str) -> None:
        """The class of a library's object is telling (`SendSmsRequest`); a setting carries the values the tree gives it."""
        last = origin.rpartition(".")[2].partition("(")[0]
        if last[:1].isupper() and not last.isupper():
            self.texts.add(last)
        for name in variables(origin) if not last.isupper() or _SETTINGS.search(origin) else ():
            self.texts.update(self._resolver.library.setting(name))

    def _call(self, frame: Frame, number: int, depth: int) -> None:
        tables = self._resolver.tables(frame.path)
        if tables is None:
            return
        call = tables.call(number)
        inside = Frame(frame.path, call.scope)
        for argument in call.arguments:
            self.collect(inside, argument.value, depth + 1)
        if isinstance(call.callee, Attribute):
            self.collect(inside, call.callee.base, depth + 1)

    def _variable(self, frame: Frame, name: str, depth: int) -> None:
        tables = self._resolver.tables(frame.path)
        if tables is None:
            return
        scope = frame.scope
        while scope >= 0:
            if tables.parameter(scope, name) is not None or (scope, name) in tables.bound:
                break
            scope = tables.scope(scope).parent
        else:
            return
        for bound in tables.bound.get((scope, name), ()):
            self.collect(Frame(frame.path, bound.scope), bound.value, depth + 1)
        self._put_on(frame, Name(name), depth)

    def _attribute(self, frame: Frame, base: Value, name: str, depth: int) -> None:
        tables = self._resolver.tables(frame.path)
        own = tables.enclosing_method(frame.scope) if tables is not None else None
        if tables is None or own is None or not isinstance(base, Name):
            return
        cls = tables.enclosing_class(own)
        for stored in tables.stored.get(name, ()):
            method = tables.enclosing_method(stored.scope)
            if method is not None and tables.enclosing_class(method) == cls and stored.base == base:
                self.collect(Frame(frame.path, stored.scope), stored.value, depth + 1)

    def _put_on(self, frame: Frame, variable: Name, depth: int) -> None:
        """Attribute and item stores, and arguments of method calls, on the same variable in the same scope."""
        tables = self._resolver.tables(frame.path)
        if tables is None:
            return
        for stored in tables.stores_on.get((frame.scope, variable.name), ()):
            self.collect(frame, stored.value, depth + 1)
        for call in tables.methods_on.get((frame.scope, variable.name), ()):
            if isinstance(call.callee, Attribute) and _PUTS.match(call.callee.name):
                for argument in call.arguments:
                    self.collect(frame, argument.value, depth + 1)

    def _is_parameter(self, frame: Frame, name: str) -> bool:
        tables = self._resolver.tables(frame.path)
        return tables is not None and tables.parameter(frame.scope, name) is not None
