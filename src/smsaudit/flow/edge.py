"""One function that runs another."""

from __future__ import annotations

from msgspec import Struct

from smsaudit.model.fact import Guard
from smsaudit.model.flow import Resolution
from smsaudit.model.location import Place
from smsaudit.model.referent import ClassRef, Frame


class Edge(Struct, frozen=True):
    """`caller` runs `callee` at a place of the caller's file."""

    caller: Frame
    callee: Frame
    place: Place
    kind: str
    resolution: Resolution
    guards: tuple[Guard, ...] = ()
    receivers: frozenset[ClassRef] = frozenset()
    """Classes of the objects on which the callee is called; empty where these are not known."""
    is_on_self: bool = False
    """The caller calls a method of its own object."""
