"""What guards make of the things that deployment files say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from smsaudit.model.entrance import Exposure
from smsaudit.model.flow import Access
from smsaudit.model.guard import GuardPattern, SettingGuard
from smsaudit.model.location import Location
from smsaudit.model.redaction import redacted
from smsaudit.model.words import Words

WIDEST = (Exposure.PUBLIC, Exposure.AUTHENTICATED, Exposure.STAFF, Exposure.UNKNOWN, Exposure.INTERNAL)
"""Of several ways in, the one that lets most callers through counts."""

STRICTEST = (Exposure.INTERNAL, Exposure.STAFF, Exposure.AUTHENTICATED, Exposure.UNKNOWN, Exposure.PUBLIC)
"""Of several demands on one way in, the one that lets fewest through counts."""


class Said(Struct, frozen=True):
    """One thing that a file says of what it deploys."""

    key: str
    """Begins with the kind of thing: `compose.ports[0]`, `Service.spec.type`, `nginx.auth_basic`."""
    value: str
    location: Location

    def access(self, exposure: Exposure, of: str) -> Access:
        """That `of` lets these callers in, in the words of the file."""
        name = re.sub(r"\[\d+\]", "", self.key.partition(".")[2])
        parts = (part for part in (of, name) if part)
        told = " · ".join(parts) + (": " if name and self.value else "") + redacted(self.value)
        return Access(exposure=exposure, reason=Words.same(told), location=self.location)


class Rules:
    """The guards that read deployment files."""

    def __init__(self, guards: Iterable[GuardPattern]) -> None:
        self._patterns = [guard for guard in guards if isinstance(guard.target, SettingGuard)]

    @cached_property
    def _guards(self) -> list[tuple[Exposure, list[re.Pattern[str]], list[re.Pattern[str]]]]:
        return [
            (guard.exposure, [*map(re.compile, guard.target.keys)], [*map(re.compile, guard.target.values)])
            for guard in self._patterns
            if isinstance(guard.target, SettingGuard)
        ]

    def on(self, said: Iterable[Said], of: str) -> Iterator[Access]:
        """Who gets in, for everything that a guard has a rule about."""
        for each in said:
            for exposure, keys, values in self._guards:
                if _any_fits(keys, each.key) and _any_fits(values, each.value):
                    yield each.access(exposure, of)


def _any_fits(expressions: Iterable[re.Pattern[str]], text: str) -> bool:
    return any(expression.fullmatch(text) for expression in expressions)
