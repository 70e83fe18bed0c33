"""Callables of packages outside the tree that seem to send texts: those that are loaded by name, and those no signature knows."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from smsaudit.match.catalogue import Catalogue
from smsaudit.match.questions import Questions
from smsaudit.match.sms_words import asks, may_transmit, names_phone, tells_of_sms
from smsaudit.model.fact import Called, Facts
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.value import Attribute, Name
from smsaudit.model.words import Words

_LOADERS = re.compile(r"(?:.*\.)?(?:import_string|import_module|import_by_path|locate|__import__)")


def is_foreign_sender(
    path: TreePath, facts: Facts, number: int, call: Called, known: Catalogue, ask: Questions
) -> bool:
    """A callable that was loaded by name from outside the tree, and is named as a sender of texts."""
    if not isinstance(call.callee, Name | Attribute):
        return False
    for origin in _outside(path, number, ask):
        last = origin.rpartition(".")[2]
        if not _is_imported(facts, origin) and tells_of_sms(last) and may_transmit(last):
            return not _in_catalogue(origin, known)
    return False


def outside_senders(path: TreePath, facts: Facts, known: Catalogue, ask: Questions) -> Iterator[Gap]:
    """Calls of packages that are not in the tree and in no signature, and that seem to send texts to phones."""
    for number, call in enumerate(facts.calls):
        for origin in _outside(path, number, ask) if _gives_phone(call) else ():
            root, _, rest = origin.partition(".")
            if (
                _is_imported(facts, origin)
                and root not in sys.stdlib_module_names
                and (tells_of_sms(root) or tells_of_sms(rest))
                and may_transmit(rest.rpartition(".")[2])
                and not asks(rest)
                and not _in_catalogue(origin, known)
            ):
                reason = Words(
                    f"`{origin}` stands outside the tree and seems to send text messages",
                    f"`{origin}`位于代码树之外，疑似发送短信",
                )
                yield Gap(path, GapKind.OUTSIDE_SENDER, reason, call.place.line, bears=True)
                break


def _outside(path: TreePath, number: int, ask: Questions) -> list[str]:
    origins = [origin.text for origin in ask.origins(path, number) if not origin.in_tree]
    return [origin for origin in origins if not origin.startswith("builtins.") and "(" not in origin]


def _is_imported(facts: Facts, origin: str) -> bool:
    root = origin.partition(".")[0]
    return any(not item.level and item.module.partition(".")[0] == root for item in facts.imports)


def _gives_phone(call: Called) -> bool:
    names = [argument.keyword or "" for argument in call.arguments]
    names += [a.value.name for a in call.arguments if isinstance(a.value, Name | Attribute)]
    return any(names_phone(name) for name in names)


def _in_catalogue(origin: str, known: Catalogue) -> bool:
    """Whether a signature knows the package."""
    return origin.partition(".")[0] in known.packages


def loads_by_name(facts: Facts) -> bool:
    """Whether a file loads anything by its name."""
    return any(
        isinstance(call.callee, Name | Attribute) and _LOADERS.fullmatch(call.callee.name)
        for call in facts.calls
    )
