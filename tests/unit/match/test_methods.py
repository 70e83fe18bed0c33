"""The method of a request, and patterns of addresses that ask for one."""

from __future__ import annotations

import pytest

from smsaudit.match.methods import method_of
from smsaudit.model.fact import Argument, Called
from smsaudit.model.location import Place
from smsaudit.model.signature import UrlTarget
from smsaudit.model.value import Attribute, Mapping, Name, Opaque, Text, Value
from tests.support.program import Sources
from tests.unit.match.patterns import lines, pattern

_POSTED = pattern(UrlTarget(hosts=("api.acme.test",), paths=("/messages$",), method="POST"))
_URL = Text("https://api.acme.test/messages")


def _call(callee: Value, *arguments: Value) -> Called:
    given = tuple(Argument(None, value) for value in arguments)
    return Called(callee=callee, arguments=given, place=Place(1), scope=0)


@pytest.mark.parametrize(
    ("call", "method"),
    [
        (_call(Attribute(Name("requests"), "get"), _URL), "GET"),
        (_call(Attribute(Name("session"), "post"), _URL), "POST"),
        (_call(Name("http_get"), _URL), "GET"),
        (_call(Attribute(Name("rest"), "getForObject"), _URL), "GET"),
        (_call(Attribute(Name("client"), "PostAsJsonAsync"), _URL), "POST"),
        (_call(Attribute(Name("client"), "GetStringAsync"), _URL), "GET"),
        (_call(Attribute(Name("requests"), "request"), Text("get"), _URL), "GET"),
        (_call(Name("fetch"), _URL, Mapping(((Text("method"), Text("GET")),))), "GET"),
        (_call(Name("fetch"), _URL, Opaque()), None),
        (_call(Name("urlopen"), _URL), None),
        (_call(Attribute(Name("client"), "getResponse"), _URL), None),
        (_call(Attribute(Name("api"), "put_message"), _URL), None),
    ],
)
def test_a_request_is_made_by_the_method_that_the_call_writes_out(call: Called, method: str | None) -> None:
    assert method_of(call) == method


@pytest.mark.parametrize(
    ("sources", "found"),
    [
        ('import requests\nrequests.post("https://api.acme.test/messages", json={})\n', [2]),
        ('import requests\nrequests.request("POST", "https://api.acme.test/messages")\n', [2]),
        ('import requests\nrequests.request(method, "https://api.acme.test/messages")\n', [2]),
        ('import requests\nrequests.get("https://api.acme.test/messages")\n', []),
        ('import requests\nrequests.request(method="get", url="https://api.acme.test/messages")\n', []),
        ({"a.js": 'fetch("https://api.acme.test/messages", { method: "POST" });\n'}, [1]),
        ({"a.js": 'axios.get("https://api.acme.test/messages");\n'}, []),
        (
            {
                "A.java": 'class A { void a() {\n rest.getForObject("https://api.acme.test/messages", A.class);\n} }\n'
            },
            [],
        ),
        ({"a.php": '<?php\n$client->request("GET", "https://api.acme.test/messages");\n'}, []),
        ({"a.php": '<?php\n$client->request("POST", "https://api.acme.test/messages");\n'}, [2]),
    ],
)
def test_an_address_that_takes_messages_by_one_method_takes_none_by_another(
    sources: Sources | str, found: list[int]
) -> None:
    assert lines(sources, _POSTED) == found
