"""Calls of methods on receivers that nobody could resolve: guesses, by the method's name and by what the receiver is called."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from msgspec import Struct

from smsaudit.flow.edge import Edge
from smsaudit.flow.generic import is_generic
from smsaudit.flow.program import Program
from smsaudit.model.fact import Facts, Guard
from smsaudit.model.flow import Resolution
from smsaudit.model.location import Place
from smsaudit.model.referent import Frame
from smsaudit.model.value import Attribute, Item, Name, Result, Value

_MOST = 8
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SHORTEST_PLURAL = 4
_FORM = frozenset(
    ["base", "abstract", "interface", "mixin", "impl", "abc", "id", "ids", "class", "cls", "klass"]
)
"""Words that classes, and fields that lead to records, carry at their end, and that say nothing of what they are."""
_EVERYDAY = frozenset(
    [
        "client",
        "message",
        "msg",
        "request",
        "response",
        "socket",
        "session",
        "connection",
        "object",
        "model",
        "view",
        "thread",
        "process",
        "email",
        "mail",
        "self",
    ]
)
"""What so much else is called that a method of an everyday name on it says nothing."""
_LOADED = frozenset(["plugin", "module", "mod"])
"""What a module is called that was loaded by its name."""


class Guess(Struct, frozen=True):
    """A call of a method on what could not be resolved."""

    caller: Frame
    place: Place
    guards: tuple[Guard, ...]
    receiver: str
    """What the receiver is called: `self.backends[name]` is a `backend`."""
    is_row: bool = False
    """It comes out of a database, or is loaded by a name that does, as a class of the tree or an object of one."""


def guessed(program: Program, node: Frame, guesses: Sequence[Guess]) -> list[Edge]:
    """Edges of the calls that may run a function: few and marked.

    By an everyday name only on what is called like its class, and a function of a module only on what is called like it.
    """
    name = program.name_of(node).rpartition(".")[2]
    if not guesses or name.startswith("__"):
        return []
    chosen = list(guesses)
    if program.class_of(node) is None or is_generic(name) or len(guesses) > _MOST:
        nouns = nouns_of(program, node)
        chosen = [guess for guess in guesses if guess.receiver in nouns]
    if len(chosen) > _MOST:
        return []
    return [
        Edge(guess.caller, node, guess.place, "calls", Resolution.BY_NAME, guess.guards) for guess in chosen
    ]


def of_rows(program: Program, node: Frame, guesses: Sequence[Guess]) -> list[Edge]:
    """Edges of those on rows of a database that are called like the class of a method, whoever else calls it."""
    return guessed(
        program, node, [each for each in guesses if each.is_row and each.receiver in nouns_of(program, node)]
    )


def called(facts: Facts, receiver: Value) -> str:
    """What a receiver is called, by the last word of its name: that of what holds it, or of what answers it."""
    match receiver:
        case Name(name) | Attribute(_, name):
            return _noun(name)
        case Item(base, _):
            return called(facts, base)
        case Result(number):
            return called(facts, facts.calls[number].callee)
        case _:
            return ""


def nouns_of(program: Program, node: Frame) -> set[str]:
    """What is called like the owner of a function by whoever knows nothing else of it.

    An object, by the names of its class and of what that extends in the tree and has the method too; a module that was
    loaded by its name, by the folder of such modules.
    """
    cls = program.class_of(node)
    if cls is None:
        is_of_module = program.parent_function(node) is None
        return (
            {_noun(posixpath.basename(posixpath.dirname(node.path))), *_LOADED} - {""}
            if is_of_module
            else set()
        )
    name = program.name_of(node).rpartition(".")[2]
    known = {cls, *filter(None, map(program.class_of, program.methods_of(cls, [name])))}
    return {_noun(program.name_of(each.frame)) for each in known} - _EVERYDAY - {""}


def _noun(name: str) -> str:
    words = [word.lower() for word in _WORD.findall(name.rpartition(".")[2])]
    while len(words) > 1 and words[-1] in _FORM:
        words.pop()
    last = words[-1] if words else ""
    is_plural = len(last) >= _SHORTEST_PLURAL and last.endswith("s") and not last.endswith("ss")
    return last[:-1] if is_plural else last
