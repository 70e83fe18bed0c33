"""Patterns on Python facts: calls, imports, subclasses and requests to known addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from smsaudit.match import http, methods, programs, urls
from smsaudit.match.alternatives import Alternatives
from smsaudit.match.catalogue import Catalogue
from smsaudit.match.expressions import is_in
from smsaudit.match.found import Match
from smsaudit.match.questions import Origin, Questions
from smsaudit.match.sms_words import tells_of_sms
from smsaudit.model.fact import Called, Facts, ScopeKind
from smsaudit.model.location import TreePath
from smsaudit.model.origin_glob import segments
from smsaudit.model.signature import Pattern, Role, UrlTarget
from smsaudit.model.value import Attribute

_ANY_PACKAGE = "**."
"""How an origin begins that asks for no package: the object of which the method is asked says enough."""
_PACKAGE_AND_METHOD = 2
_STANDS_IN = ".__getattr__."
"""Part of the origin of what an object makes for any name that it is asked for: it stands for another object's method."""


def in_code(path: TreePath, facts: Facts, known: Catalogue, ask: Questions) -> Iterator[Match]:
    """Every match of a call, import, subclass or request pattern in one Python file."""
    yield from _imports(path, facts, known, ask)
    yield from _subclasses(path, facts, known, ask)
    for number, call in enumerate(facts.calls):
        if known.requests or known.may_call(call.callee):
            yield from _call(path, facts, number, known, ask)


def _call(path: TreePath, facts: Facts, number: int, known: Catalogue, ask: Questions) -> Iterator[Match]:
    call = facts.calls[number]
    seen: set[str] = set()
    sending: set[str] = set()
    origins = ask.origins(path, number)
    for origin in (*origins, *_of_a_copy(path, number, call, origins, known, ask)):
        names = filter(None, (origin.text, origin.also))
        by_name = (p for name in names for p in known.calls.matching(name, in_tree=origin.in_tree))
        for pattern in (*by_name, *known.declared.get(origin.text, ())):
            if pattern.id not in seen and applies(pattern, path, facts, call, ask):
                seen.add(pattern.id)
                if pattern.role is Role.SEND:
                    sending.add(known.owner[pattern.id].id)
                resolution = "inferred" if origin.in_tree or len(origins) > 1 else "exact"
                yield _match(pattern, path, number, call, ask, resolution)
    if all(_STANDS_IN in origin.text for origin in origins):
        yield from _by_name(path, facts, number, known, ask)
    if known.requests:
        yield from (
            match
            for match in _requests(path, facts, number, origins, known, ask)
            if known.owner[match.pattern.id].id not in sending
        )


def _of_a_copy(
    path: TreePath, number: int, call: Called, origins: Sequence[Origin], known: Catalogue, ask: Questions
) -> Iterable[Origin]:
    """What a copied SDK calls a method of its own that is reached through its client, as its users know it."""
    is_own = bool(origins) and all(origin.in_tree for origin in origins)
    return ask.reached(path, number) if is_own and known.calls.ends_in(http.name_of(call.callee)) else ()


def _requests(
    path: TreePath, facts: Facts, number: int, origins: Sequence[Origin], known: Catalogue, ask: Questions
) -> Iterator[Match]:
    """Requests that a call makes, or leaves to a function of the tree that it gives the address."""
    call = facts.calls[number]
    names = tuple(origin.text for origin in origins)
    if any(map(programs.starts, names)):
        if any(map(programs.sends_requests, ask.values(path, call, "*", parameters=False) or ())):
            yield from _request(path, facts, number, known, ask)
    elif http.may_request(http.name_of(call.callee), names) and not http.looks_up(call, names):
        yield from _request(path, facts, number, known, ask)
    elif call.arguments and all(origin.in_tree for origin in origins):
        found = list(_request(path, facts, number, known, ask))
        if found and ask.hands_on(path, number, http.is_library):
            yield from (replace(match, resolution="inferred") for match in found)


def _by_name(path: TreePath, facts: Facts, number: int, known: Catalogue, ask: Questions) -> Iterator[Match]:
    """A send on a receiver of which nothing is known: by its last two names, in a file that names the package if there is one.

    A name that is spelled as no method of the program's own (`SendSMS`) needs no other.
    """
    call = facts.calls[number]
    callee = call.callee
    is_of_package = isinstance(callee, Attribute) and callee.name[:1].isupper() and tells_of_sms(callee.name)
    if not isinstance(callee, Attribute) or not (is_of_package or isinstance(callee.base, Attribute)):
        return
    for glob, pattern in known.calls.ending_in(callee.name):
        written = segments(glob)
        owner = written[-2] if len(written) > _PACKAGE_AND_METHOD else None
        is_asked = owner == (getattr(callee.base, "name", ""), frozenset())
        if (
            pattern.role is Role.SEND
            and (is_asked or is_of_package)
            and ((is_asked and glob.startswith(_ANY_PACKAGE)) or _imports_from(facts, written[0][0]))
            and applies(pattern, path, facts, call, ask)
        ):
            yield _match(pattern, path, number, call, ask, "by-name")
            return


def _imports_from(facts: Facts, package: str) -> bool:
    """Whether a file imports from a package, or from a part of the tree that is called like it."""
    return any(package in {*each.module.split("."), each.name} for each in facts.imports)


def _request(path: TreePath, facts: Facts, number: int, known: Catalogue, ask: Questions) -> Iterator[Match]:
    call = facts.calls[number]
    carried: tuple[str, ...] | None = None
    for pattern in known.requests:
        if isinstance(pattern.target, UrlTarget) and methods.suits(pattern.target, call):
            if carried is None:
                carried = _carried(path, call, ask)
            if any(urls.fits(pattern.target, text) for text in carried) and applies(
                pattern, path, facts, call, ask
            ):
                yield _match(pattern, path, number, call, ask, "exact")


def _carried(path: TreePath, call: Called, ask: Questions) -> tuple[str, ...]:
    """Addresses and other texts of a request; what its function was given too where only the host stands at hand."""
    own = ask.values(path, call, "*", parameters=False) or ()
    is_open = any(map(urls.is_base, own))
    return urls.together(ask.values(path, call, "*") or () if is_open else own)


def _match(
    pattern: Pattern, path: TreePath, number: int, call: Called, ask: Questions, resolution: str
) -> Match:
    values = {role: tuple(ask.values(path, call, key) or ()) for role, key in pattern.arguments.items()}
    return Match(pattern, call.place, call.scope, number, resolution, values)


def applies(pattern: Pattern, path: TreePath, facts: Facts, call: Called, ask: Questions) -> bool:
    """Whether the arguments of a call satisfy `where`, and `unless` in some of their ways does not hold."""
    for key, expression in pattern.where.items():
        values = ask.values(path, call, key)
        if values is None:
            return False
        if expression and not any(is_in(expression, text) for text in values):
            return False
    for key, expression in pattern.unless.items():
        values = ask.values(path, call, key)
        if values is None or (expression and not any(is_in(expression, text) for text in values)):
            continue
        if (
            key == "**"
            or not expression
            or not Alternatives(path, facts, call, expression, ask).has_one_without()
        ):
            return False
    return True


def _imports(path: TreePath, facts: Facts, known: Catalogue, ask: Questions) -> Iterator[Match]:
    for imported in facts.imports:
        if imported.level:
            continue
        full = imported.module if imported.name in {None, "*"} else f"{imported.module}.{imported.name}"
        if patterns := _importing(full, known, in_tree=False):
            in_tree = ask.module_of(path, imported) is not None
            for pattern in _importing(full, known, in_tree=True) if in_tree else patterns:
                yield Match(pattern, imported.place, imported.scope)


def _importing(module: str, known: Catalogue, *, in_tree: bool) -> list[Pattern]:
    """Patterns of the module itself and of every package that it lies in."""
    parts = module.split(".")
    heads = (".".join(parts[:end]) for end in range(1, len(parts) + 1))
    return list({p.id: p for head in heads for p in known.imports.matching(head, in_tree=in_tree)}.values())


def _subclasses(path: TreePath, facts: Facts, known: Catalogue, ask: Questions) -> Iterator[Match]:
    for number, scope in enumerate(facts.scopes):
        if scope.kind is not ScopeKind.CLASS or not scope.bases:
            continue
        seen: set[str] = set()
        for origin in ask.base_origins(path, number):
            for pattern in known.subclasses.matching(origin.text, in_tree=origin.in_tree):
                if pattern.id not in seen:
                    seen.add(pattern.id)
                    yield Match(pattern, scope.place, scope=number)
