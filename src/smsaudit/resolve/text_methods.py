"""Methods that take a known text apart, as registries of dotted paths do: `path.rsplit(".", 1)`, or write it otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from smsaudit.model.fact import Called
from smsaudit.model.referent import Frame, Referent, Referents, TextRef
from smsaudit.model.value import Attribute, Number, Sequence, Text, Value

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_Split = Callable[[str, str, int], tuple[str, ...] | list[str]]
SPLITS: Mapping[str, _Split] = MappingProxyType(
    {
        "split": lambda text, separator, most: text.split(separator, most),
        "rsplit": lambda text, separator, most: text.rsplit(separator, most),
        "partition": lambda text, separator, _: text.partition(separator),
        "rpartition": lambda text, separator, _: text.rpartition(separator),
    }
)
"""Methods by name."""
CHANGES: Mapping[str, Callable[..., str]] = MappingProxyType(
    {
        method.__name__: method
        for method in (
            *(str.strip, str.lstrip, str.rstrip, str.removeprefix, str.removesuffix, str.replace),
            *(str.lower, str.upper, str.title, str.capitalize),
        )
    }
)
"""Methods that take something off a text, or write it otherwise."""
METHODS = CHANGES.keys() | SPLITS.keys()


def _changed(resolver: Resolver, frame: Frame, call: Called) -> Referents | None:
    """A text without what stands at its ends (`base.rstrip("/")`), or in other letters; None where the text is not known."""
    callee, given = call.callee, [argument.value for argument in call.arguments]
    if not isinstance(callee, Attribute) or not all(isinstance(each, Text) for each in given):
        return None
    words = [each.value for each in given if isinstance(each, Text)]
    known = [base.text for base in resolver.evaluate(frame, callee.base) if isinstance(base, TextRef)]
    try:
        return frozenset(TextRef(CHANGES[callee.name](text, *words)) for text in known) or None
    except TypeError:  # arguments that the method does not take
        return None


def result(resolver: Resolver, frame: Frame, call: Called) -> Referents | None:
    """What taking a text apart at a known separator gives, or its ends off; None if the call does no such thing."""
    callee = call.callee
    if isinstance(callee, Attribute) and callee.name in CHANGES:
        return _changed(resolver, frame, call)
    if not isinstance(callee, Attribute) or callee.name not in SPLITS or not call.arguments:
        return None
    separator = call.arguments[0].value
    if not isinstance(separator, Text) or not separator.value:
        return None
    most = next((a.value.value for a in call.arguments[1:] if isinstance(a.value, Number)), -1)
    split = SPLITS[callee.name]
    found: set[Referent] = set()
    for base in resolver.evaluate(frame, callee.base):
        if isinstance(base, TextRef) and "{}" not in base.text:
            key = f"{callee.name} {separator.value} {most} {base.text}"
            make = partial(_parts, split, base.text, separator.value, most)
            found.add(resolver.display(Frame(frame.path, 0), resolver.once(key, make)))
    return frozenset(found) or None


def _parts(split: _Split, text: str, separator: str, most: int) -> Value:
    return Sequence(tuple(Text(part) for part in split(text, separator, most)))
