"""Sends in languages whose names are not resolved: each stands where its method, or a request near its address, is called."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import accumulate

from msgspec.structs import replace

from smsaudit.match import methods, urls
from smsaudit.match.asking import Address, asking
from smsaudit.match.catalogue import Catalogue
from smsaudit.match.chains import last, pair
from smsaudit.match.compared import COMPARED
from smsaudit.match.constants import plain_texts, told
from smsaudit.match.expressions import compiled, is_in
from smsaudit.match.found import Match
from smsaudit.match.neighbours import Neighbours
from smsaudit.model.fact import Argument, Called, Facts
from smsaudit.model.fact_index import Groups
from smsaudit.model.location import Place
from smsaudit.model.signature import CombinationTarget, Pattern, Role, SignatureId, SignatureKind, UrlTarget
from smsaudit.model.value import Attribute, Name, Text, Value

_MADE = re.compile(
    r"(?i)(?:set|get|with|build|new|create|add)[A-Z_]\w*"
    r"|(?!send|submit|sync|async|write|post|push)\w*(?:request|req|builder|client|config|params?|entity|options?|pkt|resp|response|result|exception|callback)"
)
"""What prepares a message, or tells of it, and does not send one."""
_TAKES = re.compile(
    r"(?i)(?:send|exec|execute|submit|invoke|request|dispatch)(?:_?(?:async|command|request))?"
)
_OPENS = re.compile(r"(?i)new\w+|\w*(?:client|connect|session|bind|open|dial|endpoint|login|proxy)\w*")
_REQUEST_LINE = re.compile(r"(?:GET|POST) (?P<path>/\S*)")
"""Of a request that is written to a socket by hand."""
_RELATIVE = re.compile(r"/?[\w-]+(?:[/.][\w-]+)*")
"""A path that a request puts behind an address that its client is made for."""
_READS = re.compile(
    r"(?i)get_?(?:prop(?:erty)?|env(?:ironment)?(?:_?variable)?|string|value|param(?:eter)?|header|attribute)"
)
"""Reads a setting, or what came in, by its key."""
_MOST_BASES = 4
_OWN = frozenset(["this", "self", "super", "base", "static", "parent"])


def placed(facts: Facts, found: Iterable[Match], known: Catalogue) -> Iterator[Match]:
    """The matches of one file, those that send moved to the calls that do it.

    Where others log in, and no sending method is called, what is written are answers.
    """
    near = Neighbours(facts)
    calling = [(match, _named_calls(match.pattern, facts, near)) for match in found]
    called = {
        (known.owner[match.pattern.id].id, near.function(call.scope))
        for match, calls in calling
        if match.pattern.role is Role.SEND
        for call in calls
    }
    requests = list(_requests(facts, known, near, called))
    yield from requests
    sending = {known.owner[match.pattern.id].id for match in requests}
    texts = Groups((place.line, text) for text, place, _ in plain_texts(facts)) if calling else Groups(())
    serving = {known.owner[match.pattern.id].id for match, _ in calling if match.pattern.role is Role.SERVER}
    unplaced: list[Match] = []
    for match, calls in calling:
        if calls:
            for call in calls:
                if not _is_excepted(match.pattern, call, texts):
                    yield replace(match, place=call.place, scope=call.scope)
            if match.pattern.role is Role.SEND:
                sending.add(known.owner[match.pattern.id].id)
        elif match.pattern.role is Role.SEND and isinstance(match.pattern.target, CombinationTarget):
            unplaced.append(match)
        elif not _is_merely_named(match.pattern, known):
            yield match
    for match in unplaced:
        if known.owner[match.pattern.id].id not in sending | serving:
            calls = near.requests(near.asking(near.mentioning(match.place, match.scope)))
            yield from (replace(match, place=call.place, scope=call.scope) for call in calls)
            yield from () if calls else (match,)


def _is_merely_named(pattern: Pattern, known: Catalogue) -> bool:
    """Whether it is the client of a provider, where nothing in the file makes one."""
    is_client = pattern.role is Role.CLIENT and isinstance(pattern.target, CombinationTarget)
    return is_client and known.owner[pattern.id].kind is SignatureKind.PROVIDER


def _requests(
    facts: Facts, known: Catalogue, near: Neighbours, called: Collection[tuple[SignatureId, int]]
) -> Iterator[Match]:
    """Requests to addresses that a signature knows as those of a send.

    Where a function calls the method of a library that sends there, the address in it is for that library's client:
    the requests of other functions do not go there.
    """
    texts = list(_addresses(facts, known.given)) if facts.calls else []
    fitting: dict[str, tuple[Pattern, UrlTarget, list[Address]]] = {}
    for pattern in known.requests:
        target = pattern.target
        if isinstance(target, UrlTarget) and (not pattern.languages or facts.language in pattern.languages):
            those = [one for one in texts if urls.fits(target, one.text)]
            if those and _holds(pattern, [one.text for one in texts]):
                fitting[pattern.id] = (pattern, target, those)
    for pattern, target, those in fitting.values():
        places: set[Place] = set()
        for address, call in _said(facts, those) if facts.language == "shell" else asking(near, those):
            here = near.function(address.scope)
            is_for_library = (known.owner[pattern.id].id, here) in called and near.function(
                call.scope
            ) != here
            if call.place not in places and methods.suits(target, call) and not is_for_library:
                places.add(call.place)
                host = tuple(host for host, _, _ in urls.addresses(address.text)[:1])
                values = {"host": host} if host else {}
                yield Match(pattern, call.place, call.scope, resolution="inferred", values=values)


def _said(facts: Facts, addresses: Iterable[Address]) -> Iterator[tuple[Address, Called]]:
    """Commands with the addresses in them."""
    return ((address, call) for address in addresses for call in facts.index.calls_at[address.place])


def _addresses(facts: Facts, given: Mapping[str, str]) -> Iterator[Address]:
    """The texts of a file, and each path among them behind each host among them: these are often kept apart."""
    texts = [Address(*one) for one in plain_texts(facts, given)]
    for call in facts.calls if given else ():
        values = [argument.value for argument in call.arguments]
        values += [call.callee.base] if isinstance(call.callee, Attribute) else []
        named = (told(value, given) for value in values)
        texts += [Address(text, call.place, call.scope) for text in named if text]
    asked = (
        (given.get(one.value.value), one)
        for one in (facts.texts if given else ())
        if isinstance(one.value, Text)
    )
    texts += [Address(text, one.place, one.scope) for text, one in asked if text]
    yield from texts
    bases = [text for text, _, _ in texts if urls.is_base(text)][:_MOST_BASES]
    for text, place, scope in texts:
        line = _REQUEST_LINE.match(text)
        path = line["path"] if line else text.removeprefix("{}")
        if path.startswith("/") and not path.startswith("//"):
            yield from (Address(base.rstrip("/") + path, place, scope) for base in bases)
    folders = [text for text, _, _ in texts if "://" in text and urls.may_lead(text)][:_MOST_BASES]
    for call in facts.calls if folders else ():
        match call.arguments[:1]:
            case [Argument(value=Text(path))] if _RELATIVE.fullmatch(path) and not _READS.fullmatch(
                last(call.callee)
            ):
                for base in folders:
                    yield Address(f"{base.rstrip('/')}/{path.lstrip('/')}", call.place, call.scope)
            case _:
                pass


def _holds(pattern: Pattern, texts: list[str]) -> bool:
    """Whether the conditions on arguments hold for what is written in the file."""
    return all(
        not expression or any(is_in(expression, text) for text in texts)
        for expression in pattern.where.values()
    ) and not any(
        expression and any(is_in(expression, text) for text in texts)
        for expression in pattern.unless.values()
    )


def _named_calls(pattern: Pattern, facts: Facts, near: Neighbours) -> list[Called]:
    """Calls of a method that a combination names; where it names a chain (`messages.create`), only those."""
    target = pattern.target
    if not isinstance(target, CombinationTarget) or pattern.role not in {Role.SEND, Role.CLIENT}:
        return []
    words = [compiled(expression) for _, group in target.groups for expression in group]
    foreign = [call for call in facts.calls if not _is_own(call, near)]
    chained = [call for call in foreign if _fits(words, pair(call.callee, facts.calls))]
    packages = {
        Name(one.alias) for one in facts.imports if one.alias and not one.name and _fits(words, one.module)
    }
    named = chained or [
        call
        for call in foreign
        if isinstance(call.callee, Attribute | Name)
        and (
            (_acts(pattern.role, call.callee) and _fits(words, call.callee.name))
            or (pattern.role is Role.CLIENT and call.callee in packages)
        )
    ]
    if named or pattern.role is not Role.SEND:
        return named
    commands = (call for call in foreign if _is_class(call.callee) and _fits(words, last(call.callee)))
    takers = _Takers(foreign)
    taking = (takers.of(command) for command in commands)
    return list({call.place: call for call in taking if call is not None}.values())


class _Takers:
    """Calls that are given something to send, by scope."""

    def __init__(self, calls: Iterable[Called]) -> None:
        self._calls = Groups(
            (call.scope, call)
            for call in sorted(calls, key=_begin)
            if isinstance(call.callee, Attribute) and call.arguments and _TAKES.fullmatch(call.callee.name)
        )
        self._farthest = {
            scope: list(accumulate((call.place.end_line for call in own), max))
            for scope, own in self._calls.items()
        }

    def of(self, command: Called) -> Called | None:
        """What is given a command that is made for it: the call around it, or else the next of its function that sends something."""
        own, begins = self._calls[command.scope], _begin(command)
        at = bisect_left(own, begins, key=_begin)
        while at and self._farthest[command.scope][at - 1] >= command.place.end_line:
            at -= 1
            if own[at].place.end_line >= command.place.end_line:
                return own[at]
        after = bisect_right(own, begins, key=_begin)
        return own[after] if after < len(own) else None


def _begin(call: Called) -> tuple[int, int]:
    return call.place.line, call.place.column


def _fits(words: list[re.Pattern[str]], name: str) -> bool:
    """Whether a name is one of these, or that of the same method to be awaited."""
    names = {name, name.removesuffix("Async")} - {""}
    return any(word.fullmatch(each) for word in words for each in names)


def _is_excepted(pattern: Pattern, call: Called, texts: Groups[int, str]) -> bool:
    """Whether a text on the lines of a call says what the pattern leaves out; the texts of the file by their lines."""
    said = [expression for key, expression in pattern.unless.items() if key != COMPARED]
    return any(
        is_in(expression, text) for expression in said for line in call.place.lines for text in texts[line]
    )


def _acts(role: Role, callee: Attribute | Name) -> bool:
    """Whether a name is that of a client made or opened, or of something sent; a class made is no send."""
    is_class = _is_class(callee)
    if role is Role.CLIENT:
        opens = _OPENS.fullmatch(callee.name) is not None
        return opens or (is_class and _MADE.fullmatch(callee.name) is None)
    return not is_class and _MADE.fullmatch(callee.name) is None


def _is_class(callee: Value) -> bool:
    return isinstance(callee, Name) and callee.name[:1].isupper()


def _is_own(call: Called, near: Neighbours) -> bool:
    """Whether the callee is a function of this very file."""
    match call.callee:
        case Attribute(Name(receiver), name):
            return receiver in _OWN and near.defines(name)
        case Name(name):
            return near.defines(name)
        case _:
            return False
