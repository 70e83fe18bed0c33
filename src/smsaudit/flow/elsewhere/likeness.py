"""Whether something is called like a class or module: `smsService` like `AliSmsServiceImpl`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from smsaudit.flow.elsewhere.code import Code, last
from smsaudit.model.value import Attribute, Result, Value

_WORD = re.compile(r"[A-Z]{2,}(?=[A-Z][a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_EVERYDAY = frozenset(
    [
        "service", "helper", "util", "utility", "tool", "tools", "client", "manager", "controller", "impl",
        "interface", "abstract", "base", "default", "api", "handler", "sender", "provider", "adapter", "factory", "module", "component",
        "bean", "dao", "mapper", "repository", "facade", "plugin", "driver", "gateway", "worker", "job", "task", "listener", "consumer",
        "producer", "server", "common", "core", "my", "new", "the", "get", "instance", "index", "main", "lib", "model", "logic", "biz", "i",
    ]
)  # fmt: skip
"""Words of names that say what part something plays, and not what it is about."""


def receivers(code: Code, base: Value) -> tuple[str, ...]:
    """What a method is called on, by its last name.

    Of what a call answers: the classes that it is given (`getBean(SmsSender.class)`); or else what is called, and on what.
    """
    if not isinstance(base, Result):
        return (last(base),)
    call = code.call(base.call)
    classes = [each.value for each in call.arguments if last(each.value) == "class"]
    above = (last(call.callee.base),) if isinstance(call.callee, Attribute) else ()
    named = tuple(last(each.base) for each in classes if isinstance(each, Attribute))
    return named or (last(call.callee), *above)


def resembles(receiver: str, names: Iterable[str]) -> bool:
    """Whether something is called like one of these classes or modules: `smsService` like `AliSmsServiceImpl`."""
    own = _words(receiver)
    telling = own - _EVERYDAY
    return bool(own) and any(telling & words if telling else own <= words for words in map(_words, names))


@lru_cache(maxsize=4_096)
def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower().removesuffix("s") or word for word in _WORD.findall(name))
