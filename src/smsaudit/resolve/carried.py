"""Texts that an argument carries: its own, those inside it, and those put on the same variable or attribute."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from smsaudit.model.fact import Bound, Called, Stored
from smsaudit.model.referent import (
    DisplayRef,
    External,
    Frame,
    FunctionRef,
    InstanceRef,
    MethodRef,
    NumberRef,
    TextRef,
    TruthRef,
)
from smsaudit.model.value import (
    Attribute,
    Defined,
    Either,
    Element,
    Entered,
    Filled,
    Item,
    Joined,
    Mapping,
    Name,
    Result,
    Sequence,
    Value,
)
from smsaudit.resolve import per_call
from smsaudit.resolve.dynamic import variables

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver
    from smsaudit.resolve.tables import Tables

_SETTINGS = re.compile(r"(?i)(?:^|\.)(?:settings|config|conf|env|environ|app_config|cfg)\b")
_PUTS = re.compile(r"(?i)(?:set|add|from|with|put|update|append|extend|load|insert|param|body|header|data)")
_READ_OUT = frozenset(("getresponse", "json", "read"))
"""What somebody answered carries nothing of what was asked."""
_MAX_DEPTH = 6
_MAX_TEXTS = 200
_MAX_READS = 8
"""Of one variable, at different moments: further ones hardly see anything else."""


class Carrier:
    """Collects the texts of one argument. With `parameters`, callers' arguments are followed as well."""

    def __init__(self, resolver: Resolver, *, parameters: bool) -> None:
        self._resolver = resolver
        self._parameters = parameters
        self._seen: set[tuple[Frame, int]] = set()
        self._filled: set[tuple[Frame, str]] = set()
        self._reads: Counter[tuple[Frame, str]] = Counter()
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
            case Name():
                self._variable(frame, value, depth)
            case Attribute(base, name):
                self._attribute(frame, base, name, depth)
            case Item() if self._is_text(frame, value):
                pass  # of a table, what is taken out
            case Item(base, _) | Element(base, _) | Entered(base):
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
                self._of_parts(frame, parts, depth)
            case Filled(template, fillers):
                self._of_parts(frame, (template, *(filler for _, filler in fillers)), depth)
            case _:
                pass

    def _is_text(self, frame: Frame, value: Value) -> bool:
        return any(isinstance(each, TextRef) for each in self._resolver.evaluate(frame, value))

    def _of_parts(self, frame: Frame, parts: Iterable[Value], depth: int) -> None:
        """What settings give to the parts of a text, and what stands in lists that are put together."""
        for part in parts:
            for referent in self._resolver.evaluate(frame, part):
                match referent:
                    case External(origin):
                        self._library(origin)
                    case DisplayRef(inside, display):
                        self.collect(inside, display, depth + 1)
                    case _:
                        pass

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
                case InstanceRef(cls):
                    self._copied(cls.frame)
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

    def _copied(self, cls: Frame) -> None:
        """So is that of a request, where a copy of the library stands in the tree."""
        tables = self._resolver.tables(cls.path)
        name = tables.scope(cls.scope).name if tables is not None else ""
        if name.endswith("Request"):
            self.texts.add(name)

    def _call(self, frame: Frame, number: int, depth: int) -> None:
        tables = self._resolver.tables(frame.path)
        if tables is None:
            return
        call = tables.call(number)
        inside = Frame(frame.path, call.scope)
        for argument in call.arguments:
            self.collect(inside, argument.value, depth + 1)
        if isinstance(call.callee, Attribute) and not (
            call.callee.name in _READ_OUT
            or (call.callee.name == "get" and self._is_text(frame, Result(number)))
        ):
            self.collect(inside, call.callee.base, depth + 1)
        for function in self._functions(frame, number):
            self._answered(function, depth)

    def _answered(self, function: Frame, depth: int) -> None:
        """What a function puts on the variable that it answers, and what it makes or keeps to answer it."""
        tables = self._resolver.tables(function.path)
        if tables is None or depth >= _MAX_DEPTH:
            return
        for returned in tables.facts.index.returned[function.scope]:
            match returned.value:
                case Name() if not per_call.is_answered_with(tables, function.scope, returned.value):
                    self._variable(function, returned.value, depth + 1)
                case Name():
                    self._put_on(function, returned.value, depth + 1)
                case Attribute(Name("self" | "cls")):
                    self.collect(function, returned.value, depth + 1)
                case Result() if self._makes_client(function, returned.value):
                    self.collect(function, returned.value, depth + 1)
                case _:
                    pass

    def _makes_client(self, frame: Frame, value: Value) -> bool:
        """Whether a value is an object of a library, made on the spot."""
        found = self._resolver.evaluate(frame, value)
        names = [item.origin.rpartition(".")[2] for item in found if isinstance(item, External)]
        return bool(names) and all(name[:1].isupper() and not name.isupper() for name in names)

    def _functions(self, frame: Frame, number: int) -> Iterable[Frame]:
        """Functions of the tree that a call runs."""
        for callee in self._resolver.callees(frame.path, number):
            match callee:
                case FunctionRef(inside) | MethodRef(FunctionRef(inside), _):
                    yield inside
                case _:
                    pass

    def _variable(self, frame: Frame, variable: Name, depth: int) -> None:
        """What a variable holds where it is read, and what is put on it."""
        tables, name = self._resolver.tables(frame.path), variable.name
        if tables is None:
            return
        scope = frame.scope
        while scope >= 0:
            if tables.parameter(scope, name) is not None or (scope, name) in tables.bound:
                break
            scope = tables.scope(scope).parent
        else:
            return
        parameter = tables.parameter(scope, name)
        if parameter is not None and parameter.default is not None:  # what it is where a caller says nothing
            outside = Frame(frame.path, max(tables.scope(scope).parent, 0))
            self.collect(outside, parameter.default, depth + 1)
        variable_there = (Frame(frame.path, scope), name)
        self._reads[variable_there] += 1
        if self._reads[variable_there] > _MAX_READS:
            return
        seen, _ = tables.definitions(scope, name, variable.at if scope == frame.scope else 0)
        for bound in (each.fact for each in seen if isinstance(each.fact, Bound)):
            self.collect(Frame(frame.path, bound.scope), bound.value, depth + 1)
        self._put_on(frame, Name(name), depth)

    def _attribute(self, frame: Frame, base: Value, name: str, depth: int) -> None:
        tables = self._resolver.tables(frame.path)
        own = tables.enclosing_method(frame.scope) if tables is not None else None
        if tables is None or own is None or not isinstance(base, Name):
            return
        cls = tables.enclosing_class(own)
        for bound in tables.bound.get((cls, name), ()) if cls is not None else ():
            if isinstance(bound.value, Defined):  # a property
                self._answered(Frame(frame.path, bound.value.scope), depth)
        for stored in tables.stored.get(name, ()):
            if stored.base == base and _is_of(tables, stored.scope, cls):
                self.collect(Frame(frame.path, stored.scope), stored.value, depth + 1)
        for put in tables.kept_on.get(name, ()):
            if _is_of(tables, put.scope, cls):
                self._put(Frame(frame.path, put.scope), put, Attribute(base, name), depth)

    def _put_on(self, frame: Frame, variable: Name, depth: int) -> None:
        """Attribute and item stores, and arguments of method calls, on the same variable, also where it is handed on."""
        tables = self._resolver.tables(frame.path)
        if tables is None or depth > _MAX_DEPTH or (frame, variable.name) in self._filled:
            return
        self._filled.add((frame, variable.name))
        for put in (
            *tables.stores_on.get((frame.scope, variable.name), ()),
            *tables.methods_on.get((frame.scope, variable.name), ()),
        ):
            self._put(frame, put, None, depth)
        handed = ("handed on", frame, variable.name)
        for function, parameter in self._resolver.questions.collect(handed, self._handed_on, frame, variable):
            self._put_on(function, Name(parameter), depth + 1)

    def _handed_on(self, frame: Frame, variable: Name) -> Iterator[frozenset[tuple[Frame, str]]]:
        """Functions that a variable of a frame is handed to, each with the parameter that gets it."""
        tables = self._resolver.tables(frame.path)
        if tables is None:
            return
        for number in tables.handed_on.get((frame.scope, variable.name), ()):
            for function in self._functions(frame, number):
                for parameter in self._receiving(function, frame, tables.call(number), variable):
                    yield frozenset(((function, parameter),))

    def _put(self, frame: Frame, put: Stored | Called, on: Value | None, depth: int) -> None:
        """One store or method call; `on` is what it has to be made on, unless that is known."""
        match put:
            case Stored():
                if on is None or put.base == on:
                    self.collect(frame, put.value, depth + 1)
            case Called(_, Attribute(base, name)) if _PUTS.match(name) and (on is None or base == on):
                for argument in put.arguments:
                    self.collect(frame, argument.value, depth + 1)
            case _:
                pass

    def _receiving(self, function: Frame, frame: Frame, call: Called, variable: Name) -> Iterable[str]:
        """Parameters of a function that get the variable from a call."""
        tables = self._resolver.tables(function.path)
        handed = {(frame, id(each.value)) for each in call.arguments if each.value == variable}
        for parameter in tables.scope(function.scope).parameters if tables is not None else ():
            bindings = self._resolver.bindings.get((function.path, function.scope, parameter.name), {})
            if handed & bindings.keys():
                yield parameter.name

    def _is_parameter(self, frame: Frame, name: str) -> bool:
        tables = self._resolver.tables(frame.path)
        return tables is not None and tables.parameter(frame.scope, name) is not None


def _is_of(tables: Tables, scope: int, cls: int | None) -> bool:
    """Whether a scope lies in a method of the class."""
    method = tables.enclosing_method(scope)
    return method is not None and tables.enclosing_class(method) == cls
