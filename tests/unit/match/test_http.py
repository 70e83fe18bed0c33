"""Which calls may carry a request."""

from __future__ import annotations

import pytest

from smsaudit.match import http
from smsaudit.model.fact import Argument, Called
from smsaudit.model.location import Place
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


@pytest.mark.parametrize(
    "origin",
    [
        "httplib2.Http",
        "tornado.httpclient.AsyncHTTPClient",
        "requests.Session.headers.update",
        "requests.Session.proxies.update",
        "six.moves.urllib.parse.urlencode",
        "shop.texts.validate_send_result",
        "shop.texts.get_post_reference",
        "pycurl.Curl.setopt",
        "requests.Session.prepare_request",
        "grequests.map",
        "aiohttp.ClientTimeout",
        "aiohttp.FormData.add_field",
        "aiohttp.TCPConnector",
        "httpx.AsyncHTTPTransport",
        "requests.utils.quote",
        "urllib3.disable_warnings",
        "urllib3.util.retry.Retry",
    ],
)
def test_what_is_made_or_told_beside_a_request_sends_none(origin: str) -> None:
    assert not http.may_request(origin.rpartition(".")[2], (origin,))


@pytest.mark.parametrize("name", ["post", "json", "get", "json_response"])
def test_a_server_made_with_a_library_of_requests_sends_none(name: str) -> None:
    assert not http.is_library(f"aiohttp.web.Request.{name}")


def test_what_the_other_end_of_a_client_of_procedures_does_may_have_any_name() -> None:
    assert http.is_library("zeep.Client.service.Deliver")
    assert http.is_library("SOAPpy.SOAPProxy.sendMessage")
    assert http.is_library("xmlrpc.client.ServerProxy.gate.deliver")


def test_what_only_makes_such_a_client_sends_nothing() -> None:
    assert not http.is_library("SOAPpy.SOAPProxy")
    assert not http.is_library("xmlrpc.client.ServerProxy")


@pytest.mark.parametrize(
    "name", ["GetCredit", "getBalance", "get_status", "IsValid", "checkUser", "type_factory", "login"]
)
def test_what_the_other_end_of_procedures_only_tells_sends_nothing(name: str) -> None:
    assert not http.is_library(f"suds.client.Client.service.{name}")


@pytest.mark.parametrize("name", ["NumberSms", "getawaySend", "listen", "SetOff", "Send", "sendSMS"])
def test_other_procedures_may_send(name: str) -> None:
    assert http.is_library(f"zeep.Client.service.{name}")


@pytest.mark.parametrize(
    "origin", ["six.moves.urllib.request.urlopen", "future.moves.urllib.request.urlopen"]
)
def test_a_library_keeps_its_name_under_another(origin: str) -> None:
    assert http.is_library(origin)


@pytest.mark.parametrize(
    "name", ["http_post", "send_request", "http_request_full", "post_json", "doPost", "_request"]
)
def test_a_function_around_a_library_is_named_after_requests(name: str) -> None:
    assert http.wraps(name)


@pytest.mark.parametrize(
    "name", ["get", "send", "send_request_log", "post_save", "request_code", "fetch_user", "create"]
)
def test_other_functions_are_not(name: str) -> None:
    assert not http.wraps(name)


@pytest.mark.parametrize(
    ("callee", "is_made"),
    [
        (Attribute(Attribute(Name("self"), "_session"), "post"), True),
        (Attribute(Name("http_client"), "request"), True),
        (Attribute(Name("client"), "get"), True),
        (Attribute(Name("parcel"), "post"), False),
        (Attribute(Name("session"), "commit"), False),
        (Name("post"), False),
    ],
)
def test_a_request_is_made_by_an_object_named_as_a_client(callee: Value, *, is_made: bool) -> None:
    assert http.is_of_client(callee) is is_made


@pytest.mark.parametrize(
    "origin", ["urllib.request.urlopen", "requests.post", "shop.http.post_form", "pycurl.Curl.perform"]
)
def test_what_sends_a_request_may_carry_one(origin: str) -> None:
    assert http.may_request(origin.rpartition(".")[2], (origin,))


@pytest.mark.parametrize(
    "name", ["get_param", "get_config", "getSetting", "read_env", "get_default", "_get_value"]
)
def test_what_looks_up_how_the_program_is_set_up_asks_nobody(name: str) -> None:
    assert not http.may_request(name, ())
    assert http.may_request("get_page", ())


def _get(*given: Value, **named: Value) -> Called:
    arguments = (*(Argument(None, value) for value in given), *(Argument(key, named[key]) for key in named))
    return Called(0, Attribute(Name("answer"), "get"), arguments, Place(1))


@pytest.mark.parametrize(
    ("call", "origins", "is_one"),
    [
        (_get(Text("sub_code"), Text("")), (), True),
        (_get(Text("code")), (), True),
        (_get(Text("/send")), (), False),
        (_get(Text("https://sms.acme.example")), (), False),
        (_get(Text("send"), params=Text("a")), (), False),
        (_get(Name("url")), (), False),
        (_get(Text("send")), ("requests.Session.get",), False),
    ],
)
def test_what_is_asked_for_a_word_is_a_mapping(call: Called, origins: tuple[str, ...], is_one: bool) -> None:  # noqa: FBT001
    assert http.looks_up(call, origins) is is_one
