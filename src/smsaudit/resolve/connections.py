"""What opening a connection answers: a transport, and the protocol that is made for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from smsaudit.model.referent import Frame, Referents
from smsaudit.model.value import Known, Opaque, Sequence, Value
from smsaudit.resolve import calls
from smsaudit.resolve.handover import LOOPS

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_OPEN = ("create_connection", "create_datagram_endpoint", "create_unix_connection", "connect_read_pipe")
_SERIAL = ("serial_asyncio.create_serial_connection", "serial_asyncio_fast.create_serial_connection")


def _opened(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    """The pair that a loop answers; what it is given first makes the protocol."""
    protocol = frozenset(
        item
        for value in arguments[:1]
        for factory in resolver.evaluate(frame, value)
        for item in calls.result_of(resolver, factory, frame, calls.no_call())
    )
    pair = resolver.once(("opened", protocol), lambda: Sequence((Opaque(), Known(protocol))))
    return frozenset((resolver.display(frame, pair),))


def _opened_on_loop(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    return _opened(resolver, frame, arguments[1:])


OPENING: Mapping[str, Callable[[Resolver, Frame, list[Value]], Referents]] = MappingProxyType(
    {
        **{f"{loop}.{opens}": _opened for loop in LOOPS for opens in _OPEN},
        **dict.fromkeys(_SERIAL, _opened_on_loop),
    }
)
"""Functions by origin."""
