"""Requests of other languages that carry a message to a phone, to an address that no signature knows.

Thin on purpose: one function has to hold the request, a phone number and a message, be about texts by its name, its
class, its file or the address, and send to an address that is written out or given by a setting, or by the caller where
the path speaks of texts. A page that asks its own server for a code writes only a path, and is no sender.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from types import MappingProxyType

from smsaudit.match.catalogue import Catalogue
from smsaudit.match.chains import dotted, last
from smsaudit.match.constants import plain_texts
from smsaudit.match.foreign_addresses import (
    adds_path,
    first_part,
    goes_to_sms,
    is_called_address,
    is_configured,
    is_handed,
    is_of_page,
    notifies,
)
from smsaudit.match.foreign_messages import carries_message, taken_apart
from smsaudit.match.found import Match
from smsaudit.match.requests import Requests, keeps
from smsaudit.match.sms_address import is_for_sms
from smsaudit.match.sms_words import (
    begins_to_send,
    is_of_other_medium,
    rent_numbers,
    tells_of_other_medium,
    tells_of_sms,
)
from smsaudit.match.written_addresses import Addresses, Shared
from smsaudit.model.fact import Called, Facts, Scope, ScopeKind
from smsaudit.model.fact_index import Groups
from smsaudit.model.location import Place, TreePath
from smsaudit.model.signature import Pattern, Shape, ShapeTarget
from smsaudit.model.value import Attribute, Name, Text, Value

_LANGUAGES = frozenset(("java", "kotlin", "go", "javascript", "typescript", "php", "csharp"))
_MAY_SEND = re.compile(r"(?i)execute(?:async)?|exchange|do|send(?:async)?|post\w*|get|request|readtext")
_HTTP = re.compile(
    r"(?i)http|rest_?(?:template|client)|web_?client|axios|guzzle|curl|unirest|jsoup|fuel|\bg?o?requests?\b|\bresty\b|\bgot\b|superagent"
)
_SPEAKS_HTTP = re.compile(r"(?i)guzzle\S*|Http(?:Post|Get|Client|RequestMessage)|\S*okhttp\S*|RestTemplate")
"""Words of a file in which what is called a client asks over HTTP."""
_CLIENT = re.compile(r"(?i)\W*_?(?:\w*_)?client")
_NET = re.compile(r"(?i)client|net|web|url|request")
"""What may ask an address that it is given."""
_ASKER = re.compile(r"(?=[A-Z])\w*(?:Http|HTTP|WebClient)\w*|(?:[nN]ew|[gG]et|[cC]reate)\w*(?:Http|HTTP)\w*")
"""A class of one's own of which one is made to ask, or what makes one."""
_BEGINS = re.compile(r"WS|(?i:ws_?client)|\w*(?:Request|Http)")
"""What begins a request at an address that it is given, in Play and as others write it: `WS.url(address).post(form)`."""
_FETCHES = re.compile(r"(?i)(?:get|post|send|do|execute|fetch|request|load|open|read|download|call)\w*")
_SETTING = re.compile(
    r"(?i)(?:[$#]\{)?(?:[\w.]*[._-])?(?:sms|duanxin)[\w.-]*[._-]?(?:url|uri|api|gateway|host|server|endpoint|addr(?:ess)?)(?::.*)?\}?"
)
_IN_A_PAGE = re.compile(
    r"(?i)react|vue|window|document|wx|uni|taro|angular|svelte|jquery|localStorage|android\..*|androidx\..*"
)
_SENDS_TO = re.compile(
    r"(?i)(?!(?:set|get|add|is|has|build|create|parse)_?[a-z])\w*(?:http|curl|post|request)\w*"
)
_KEYS = frozenset(("url", "uri"))
"""Under which the options of a request say where it goes."""
_SOAP = re.compile(
    r"(?i)(?:\S*\.)?(?:soap_?client|nusoap_client|SoapHttpClientProtocol|createClient(?:Async)?|Jax\w*Factory\w*|RPCServiceClient)"
)
_INVOKES = re.compile(r"(?:Begin)?Invoke(?:Async)?|invoke|__soapCall|__call|call")
"""Calls an operation that is named in a text."""
_MOST_FOLDERS = 2
_SHORT = 3
_OWN = frozenset(("this", "self", "static", "base", "super"))


def foreign_requests(
    path: TreePath, facts: Facts, known: Catalogue, beside: Collection[int] = ()
) -> Iterator[Match]:
    """Requests that look like sending a text message, one for each function that makes them.

    In a file whose scopes `beside` hold what is known of a channel, only those of other functions whose address says so.
    """
    pattern = _pattern(known)
    if pattern is None or facts.language not in _LANGUAGES or _is_page(facts):
        return
    requests = _requests(facts)
    if not requests:
        return
    written = list(plain_texts(facts))
    texts = [(text, _function(facts.scopes, scope)) for text, _, scope in written]
    told = {place.line for text, place, _ in written if is_called_address(text)}
    told |= {word.place.line for word in facts.words if word.text in _KEYS}
    of_page = is_of_page(facts)
    is_set = any(_SETTING.fullmatch(word.text) for word in facts.words)
    own = Groups((where, text) for text, where in texts)
    shared = Shared(
        (
            (text, (bound.name for bound in facts.index.bound_at[place]))
            for text, place, scope in written
            if facts.scopes[_function(facts.scopes, scope)].kind is not ScopeKind.FUNCTION
        ),
        known,
    )
    kept = Addresses((text for text, where in texts if where not in requests and is_for_sms(text)), known)
    taken = {_function(facts.scopes, scope) for scope in beside}
    rents = rent_numbers(scope.name for scope in facts.scopes if scope.kind is ScopeKind.FUNCTION)
    for number, calls in requests.items():
        if number in taken or (rents and not begins_to_send(facts.scopes[number].name)):
            continue
        said = [*own[number], *taken_apart(facts, number)]
        said += [each.name for each in facts.index.bindings[number]]
        said += _keys(facts, number)
        is_sent_to_sms = goes_to_sms(facts, number, calls)
        if not is_sent_to_sms and not carries_message(facts.scopes[number], said):
            continue
        addresses = Addresses(said, known) or shared.of(calls) or kept
        if addresses.are_known or addresses.are_no_sms or (taken and not addresses.are_for_sms):
            continue
        if not (
            is_sent_to_sms
            or addresses
            or is_set
            or adds_path(facts, number, said)
            or (not of_page and is_handed(facts, number, calls))
            or (not of_page and is_configured(facts, number, calls, told))
        ):
            continue
        if _is_for_another_medium(path, facts.scopes, number) and not addresses.are_for_sms:
            continue
        if is_sent_to_sms or _about_sms(path, facts.scopes, number, addresses):
            values = MappingProxyType({"host": addresses.hosts} if addresses.hosts else {})
            yield Match(pattern, calls[-1].place, calls[-1].scope, None, "inferred", values)


def _keys(facts: Facts, number: int) -> list[str]:
    """What the calls of a function are given first, as keys of a form are (`form.Add("to", phone)`): too short to be texts."""
    first = (argument.value for call in facts.index.calls[number] for argument in call.arguments[:1])
    return [value.value for value in first if isinstance(value, Text) and len(value.value) < _SHORT]


def _requests(facts: Facts) -> dict[int, list[Called]]:
    """Requests by the function that makes them, or that leaves them to a function which is given an address."""
    sent = Requests(facts)
    named = {scope.name: n for n, scope in enumerate(facts.scopes) if scope.kind is ScopeKind.FUNCTION}
    named_addresses = frozenset(each.name for each in facts.bindings if _begins_address(each.value))
    speaks_http = any(_SPEAKS_HTTP.fullmatch(word.text) for word in facts.words)
    speaks_soap = any(_SOAP.fullmatch(word.text) for word in facts.words)
    askers = frozenset(
        _function(facts.scopes, call.scope) for call in facts.calls if _ASKER.fullmatch(last(call.callee))
    )
    made: dict[int, list[Called]] = defaultdict(list)
    left: dict[int, list[Called]] = defaultdict(list)
    for call in facts.calls:
        here = _function(facts.scopes, call.scope)
        if last(call.callee) in named and _is_own(call):
            left[here].append(call)
        elif (
            sent.are_made_by(call)
            or _is_request(call, facts.calls, speaks_http=speaks_http)
            or (speaks_soap and _invokes(call))
        ):
            made[here].append(call)
        elif _hands_over(call, facts.calls, named_addresses, is_near_asker=here in askers):
            left[here].append(call)
    for here, calls in left.items():
        if here not in made:
            found: dict[Place, Called] = {}  # two calls of one function lead to the same requests
            for call in calls:
                there = named.get(last(call.callee))
                if there is None:
                    found[call.place] = call
                elif there in made and call.arguments:
                    found |= {each.place: each for each in made[there]}
            made[here] = list(found.values())
    return {here: calls for here, calls in made.items() if calls}


def _is_own(call: Called) -> bool:
    """Whether a function of the same file or class is called, as far as its name tells."""
    match call.callee:
        case Name():
            return True
        case Attribute(Name(receiver), _):
            return receiver in _OWN
        case _:
            return False


def _invokes(call: Called) -> bool:
    """Whether an operation of a SOAP service that sends texts is called, by its name or by a method of that name."""
    name = last(call.callee)
    if _INVOKES.fullmatch(name):
        return any(isinstance(a.value, Text) and begins_to_send(a.value.value) for a in call.arguments[:1])
    return isinstance(call.callee, Attribute) and begins_to_send(name) and tells_of_sms(name)


def _hands_over(
    call: Called, calls: Sequence[Called], named: Collection[str], *, is_near_asker: bool
) -> bool:
    """Whether an address is given to what asks for it by its name, or first to a bare function that gets more.

    Where one is made that asks (`new HttpHelper()`), a local name says no more what it is called.
    """
    given = [_is_address(argument.value, named) for argument in call.arguments]
    if _SENDS_TO.fullmatch(last(call.callee)):
        return any(given)
    match call.callee:
        case Attribute(base, "url"):
            return any(given) and _BEGINS.fullmatch(last(base)) is not None
        case Attribute(base, name):
            if not any(given) or _FETCHES.fullmatch(name) is None:
                return False
            return (is_near_asker and isinstance(base, Name)) or _NET.search(dotted(base, calls)) is not None
        case Name(name):
            return len(given) > 1 and given[0] and not keeps(name)
        case _:
            return False


def _is_address(value: Value, named: Collection[str]) -> bool:
    """Whether an argument is an address, as a text, by its name, or by what is bound to it."""
    name = last(value)
    return _begins_address(value) or name in named or is_called_address(name)


def _begins_address(value: Value) -> bool:
    """Whether a text, or the first of what is put together, is an address on the network."""
    first = first_part(value)
    return isinstance(first, Text) and first.value.startswith(("http://", "https://"))


def _pattern(known: Catalogue) -> Pattern | None:
    """The pattern for these languages."""
    shapes = (
        p for p in known.shapes if isinstance(p.target, ShapeTarget) and p.target.shape is Shape.SMS_REQUEST
    )
    return next((pattern for pattern in shapes if set(pattern.languages) & _LANGUAGES), None)


def _is_page(facts: Facts) -> bool:
    """Whether the code runs on a page, in a mini-program or on a phone: what it asks is its own server."""
    names = [imported.module for imported in facts.imports]
    if facts.language in {"javascript", "typescript"}:
        names += [last(call.callee.base) for call in facts.calls if isinstance(call.callee, Attribute)]
    return any(_IN_A_PAGE.fullmatch(name) for name in names)


def _is_request(call: Called, calls: Sequence[Called], *, speaks_http: bool) -> bool:
    callee = call.callee
    if not isinstance(callee, Attribute) or not _MAY_SEND.fullmatch(callee.name):
        return False
    owner = dotted(callee.base, calls)
    is_client = speaks_http and bool(call.arguments) and _CLIENT.fullmatch(owner) is not None
    return is_client or _HTTP.search(owner) is not None or (callee.name == "Do" and "lient" in owner)


def _function(scopes: Sequence[Scope], scope: int) -> int:
    """The function, or else the class or file, that a scope lies in."""
    inner = scope
    while inner > 0 and scopes[inner].kind is not ScopeKind.FUNCTION:
        inner = scopes[inner].parent
    return inner if inner > 0 else max(scope, 0)


def _is_for_another_medium(path: TreePath, scopes: Sequence[Scope], number: int) -> bool:
    """Whether a function, its class or its file is called after a chat, a mail or a push service: what it sends there is no text."""
    names = [path.rpartition("/")[2].rpartition(".")[0]]
    own = scopes[number].name
    while number > 0:
        number = scopes[number].parent
        names.append(scopes[number].name)
    return tells_of_other_medium(own) or any(map(is_of_other_medium, names))


def _about_sms(path: TreePath, scopes: Sequence[Scope], number: int, addresses: Addresses) -> bool:
    *folders, name = path.split("/")
    names = [name.rpartition(".")[0]]
    if begins_to_send(scopes[number].name) or notifies(scopes[number].name):
        names += folders[-_MOST_FOLDERS:]  # the package, in Go and in Java, and that of all that send so
    while number > 0:
        names.append(scopes[number].name)
        number = scopes[number].parent
    return any(map(tells_of_sms, names)) or addresses.tell_of_sms
