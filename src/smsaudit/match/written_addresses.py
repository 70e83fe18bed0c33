"""The addresses on the network among the texts of a file, in languages whose names are not resolved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from smsaudit.match import urls
from smsaudit.match.catalogue import Catalogue
from smsaudit.match.chains import last
from smsaudit.match.sms_address import is_for_sms, path_tells_of_sms
from smsaudit.match.sms_words import taken_in_at, tells_of_other_medium
from smsaudit.model.fact import Called
from smsaudit.model.fact_index import Groups

_LOCAL = re.compile(r"localhost|127\.0\.0\.1|0\.0\.0\.0|www\.w3\.org|schemas?\..*|json-schema\.org")
_MOST_HOSTS = 20
"""Of more, none tells where a request goes."""


class Addresses:
    """Those of some texts that are an address, and not one of this machine or of a schema; what is asked of all is worked out once."""

    def __init__(self, texts: Iterable[str], known: Catalogue) -> None:
        self._known = known
        self._texts = [
            text
            for text in texts
            if text.startswith(("http://", "https://"))
            and not any(_LOCAL.fullmatch(host) for host, _, _ in urls.addresses(text))
        ]

    def __bool__(self) -> bool:
        return bool(self._texts)

    @cached_property
    def are_known(self) -> bool:
        """Whether a signature describes one of them."""
        return any(map(self._known.knows, self._texts))

    @cached_property
    def are_for_sms(self) -> bool:
        """Whether one of them is where texts are sent."""
        return any(map(is_for_sms, self._texts))

    @cached_property
    def are_no_sms(self) -> bool:
        """Whether there are some, and all of them those of another medium, or such as take in what came from phones."""
        found = [(host, rest) for text in self._texts for host, _, rest in urls.addresses(text)]
        return bool(found) and all(
            taken_in_at(rest) or tells_of_other_medium(host) or tells_of_other_medium(host + rest)
            for host, rest in found
        )

    @cached_property
    def tell_of_sms(self) -> bool:
        """Whether the path of one speaks of texts."""
        return any(map(path_tells_of_sms, self._texts))

    @cached_property
    def hosts(self) -> tuple[str, ...]:
        """Their hosts, as far as they are written out; none where they are too many to tell anything."""
        found = dict.fromkeys(host for text in self._texts for host, _, _ in urls.addresses(text)[:1])
        hosts = tuple(host for host in found if "{" not in host)
        return hosts if len(hosts) <= _MOST_HOSTS else ()


class Shared:
    """The addresses that stand in no function: some have a name by which a request is given one."""

    def __init__(self, texts: Iterable[tuple[str, Iterable[str]]], known: Catalogue) -> None:
        self._known = known
        written = [(text, tuple(names)) for text, names in texts]
        self._all = Addresses((text for text, _ in written), known)
        self._named = Groups((name, text) for text, names in written for name in names)

    def of(self, calls: Sequence[Called]) -> Addresses:
        """Those that the calls are given by their names, or else all."""
        names = dict.fromkeys(last(argument.value) for call in calls for argument in call.arguments)
        return Addresses((text for name in names for text in self._named[name]), self._known) or self._all
