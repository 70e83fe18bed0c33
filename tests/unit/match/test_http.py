"""Which calls may carry a request."""

from __future__ import annotations

import pytest

from smsaudit.match import http
from smsaudit.model.value import Attribute, Name, Text, Value

_TASK = Name("http_post")


@pytest.mark.parametrize(
    ("callee", "name"),
    [
        (Name("urlopen"), "urlopen"),
        (Attribute(Name("requests"), "post"), "post"),
        (Attribute(_TASK, "delay"), "http_post"),
        (Attribute(Attribute(Name("tasks"), "http_post"), "apply_async"), "http_post"),
        (Attribute(Text("https"), "delay"), "delay"),
        (Text("https"), ""),
    ],
)
def test_a_call_that_enqueues_goes_by_the_name_of_its_task(callee: Value, name: str) -> None:
    assert http.name_of(callee) == name


@pytest.mark.parametrize("name", ["add_header", "add_data", "get_full_url", "setHttpHeader", "set_proxy"])
def test_what_only_prepares_a_request_sends_none(name: str) -> None:
    assert not http.may_request(name, (f"urllib.request.Request.{name}",))


@pytest.mark.parametrize("origin", ["urllib.request.urlopen", "requests.post", "shop.http.post_form"])
def test_what_sends_a_request_may_carry_one(origin: str) -> None:
    assert http.may_request(origin.rpartition(".")[2], (origin,))
