"""Requests of other languages that look like sending a text message to an address that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from smsaudit.match import foreign_requests
from smsaudit.match.constants import plain_texts
from smsaudit.model.fact import Facts
from smsaudit.model.location import Place
from smsaudit.model.signature import Role, Shape, ShapeTarget, SignatureKind, UrlTarget
from tests.support.program import detections
from tests.unit.match.patterns import pattern, signature

UNKNOWN = signature(
    pattern(
        ShapeTarget(Shape.SMS_REQUEST), Role.SEND, "unknown.request", languages=("java", "go", "javascript")
    ),
    kind=SignatureKind.UNKNOWN,
)
JAVA = "class {name} {{\n  void {method}(String {phone}, String {text}) {{\n    {request};\n  }}\n}}\n"
USUAL = {
    "name": "SmsUtil",
    "method": "push",
    "phone": "mobile",
    "text": "content",
    "request": 'HttpUtil.post("http://a.intranet.cn/x", f)',
}


def java(**parts: str) -> list[int]:
    source = JAVA.format(**(USUAL | parts))
    return [d.location.line for d in detections({"Any.java": source}, [UNKNOWN]) if d.signature == "unknown"]


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"name": "Util", "method": "sendSms"},
        {"name": "Util", "request": 'HttpUtil.post("http://a.intranet.cn/sms/x", f)'},
        {
            "phone": "a",
            "text": "b",
            "request": 'f.put("mobile", a); f.put("content", b); HttpUtil.post("http://a.intranet.cn/x", f)',
        },
        {
            "phone": "a",
            "text": "b",
            "request": 'HttpUtil.get("http://a.intranet.cn/x?phone=" + a + "&msg=" + b)',
        },
        {"request": 'wc.DownloadString("http://a.intranet.cn/x?to=" + mobile)'},
        {"request": "restTemplate.postForObject(smsApiUrl, f, String.class)"},
        {"request": 'okHttpClient.newCall(build("http://a.intranet.cn/x"))'},
        {"request": 'HttpUtil.post(base + "/api/sendsms.php", f)'},
        {"request": 'client.executeMethod(new PostMethod("http://a.intranet.cn/x"))'},
        {"request": 'Net.requestByPost("http://a.intranet.cn/x", f)'},
        {"request": 'String url = "http://a.intranet.cn/x"; Net.requestByPost(url, f)'},
        {"request": 'String url = "http://a.intranet.cn/x"; deliverForm(url, f)'},
        {"request": 'String way = "http://a.intranet.cn/x?m=" + mobile; NetTool.load(way)'},
        {"request": 'new RestClient("http://a.intranet.cn/x").execute(f)'},
        {"request": 'Jsoup.connect("http://a.intranet.cn/x").execute()'},
        {"request": 'new URL("http://a.intranet.cn/x").openStream()'},
        {
            "phone": "a",
            "text": "b",
            "request": 'String recipient = "1"; String text = "x"; HttpUtil.get("http://a.intranet.cn/x")',
        },
        {
            "phone": "a",
            "text": "b",
            "request": 'HttpUtil.get("http://a.intranet.cn/x?recipient=" + a + "&messagedata=" + b)',
        },
        {"text": "content, String apiUrl", "request": "HttpUtil.post(apiUrl, f)"},
        {"phone": "smsDto", "text": "url", "request": "HttpUtil.post(url, form(smsDto.getMobile()))"},
        {"phone": "smsParam", "text": "url", "request": "HttpUtil.post(url, form(smsParam.getMobile()))"},
        {"request": 'HttpHelper own = new HttpHelper(); String url = "http://a.intranet.cn/x"; own.get(url)'},
        {"request": 'Own own = newHttp(); String url = "http://a.intranet.cn/x"; own.get(url)'},
        {"method": "sendSms", "request": 'HttpUtil.post("http://smail.smscentral.com/x.php", f)'},
        {"name": "ShortMessageUtil"},
        {"name": "WechatUserService", "method": "sendSms"},
        {"name": "MailService", "method": "sendSms"},
        {"name": "DuanXin"},
    ],
)
def test_a_request_with_a_number_and_a_message_in_a_function_about_texts_sends(parts: dict[str, str]) -> None:
    assert java(**parts) == [3]


@pytest.mark.parametrize(
    "parts",
    [
        {"name": "Weather"},
        {"phone": "city"},
        {"text": "page"},
        {"method": "queryStatus"},
        {"request": 'map.put("http://a.intranet.cn/x", f)'},
        {"request": 'smsService.send("http://a.intranet.cn/x", f)'},
        {"request": 'HttpUtil.post("/api/x", f)'},
        {"request": 'String url = "http://a.intranet.cn/x"; Net.setRequestUrl(url, f)'},
        {"request": 'String url = "http://a.intranet.cn/x"; Net.requestByPost(f)'},
        {"request": 'String url = "http://a.intranet.cn/x"; deliverForm(f, url)'},
        {"request": 'String url = "http://a.intranet.cn/x"; str_replace(url, f)'},
        {"request": 'String url = "http://a.intranet.cn/x"; orders.deliver(url, f)'},
        {"request": 'String way = "http://a.intranet.cn/x"; NetTool.remember(way)'},
        {"request": 'Own own = new Own(); String url = "http://a.intranet.cn/x"; own.get(url)'},
        {"request": 'Http h = new Http(); String url = "http://a.intranet.cn/x"; this.page.get(url)'},
        {"request": 'HttpUtil.post("http://a.intranet.cn/receiveSms", f)'},
        {"method": "sendSms", "request": 'HttpUtil.post("https://oapi.dingtalk.com/robot/send?k=1", f)'},
        {"method": "sendSms", "request": 'HttpUtil.get("https://api.day.app/key/" + mobile + content)'},
        {"method": "pushSmsToTelegram"},
        {"name": "SendByBark", "method": "sendSms", "request": "HttpUtil.post(config.url, f)"},
        {"name": "FeishuRobot", "method": "sendSms"},
        {"request": 'HttpUtil.post("http://a.intranet.cn/sms/inbound?to=" + mobile, f)'},
        {"request": 'String way = "http://a.intranet.cn/x"; NetTool.load(f)'},
        {"request": 'HttpUtil.post("http://localhost/x", f)'},
        {"text": "content, String page", "request": "HttpUtil.post(page, f)"},
        {"text": "content, String apiUrl", "request": "HttpUtil.post(page, apiUrl)"},
        {"request": '// HttpUtil.post("http://a.intranet.cn/x", f)'},
    ],
)
def test_a_look_alike_of_such_a_request_stays_silent(parts: dict[str, str]) -> None:
    assert java(**parts) == []


@pytest.mark.parametrize(
    ("request_", "sends"),
    [
        ("restTemplate.postForObject(properties.getUrl(), body, String.class)", True),
        ("String requestUrl = getConfig().getRequestUrl(); http.postJson(requestUrl, headers, body)", True),
        ("http.postJson(config.endpoint, headers, body)", True),
        ("http.postJson(properties.getName(), headers, body)", False),
        ("http.postJson(config.subject, headers, body)", False),
        ("String requestUrl = made(); http.postJson(requestUrl, headers, body)", False),
    ],
)
def test_an_address_out_of_the_settings_of_a_sender_is_one(request_: str, sends: bool) -> None:  # noqa: FBT001
    assert java(method="send", request=request_) == ([3] if sends else [])
    assert java(method="verify", request=request_) == []
    assert java(method="send", name="Orders", request=request_) == []


MADE_FIRST = {
    "SmsClient.java": (
        "class SmsClient {\n  boolean send(String mobile, String content) {\n    HttpPost post = new HttpPost(endpoint);\n"
        "    return client.execute(post).isOk();\n  }\n}\n"
    ),
    "SmsSender.java": (
        "class SmsSender {\n  boolean send(String mobile, String content) {\n    Request request = new Request.Builder().url(this.gateway).build();\n"
        "    return okHttpClient.newCall(request).execute().isOk();\n  }\n}\n"
    ),
    "SmsService.java": (
        'class SmsService {\n  @Value("${sms.gateway.url:}")\n  String url;\n'
        "  boolean sendCode(String mobile, String code) { return restTemplate.postForObject(url, form(mobile, code), String.class); }\n}\n"
    ),
    "sms/client.go": (
        'func (c *Client) SendMessage(content string, phone string) error {\n  req, err := http.NewRequest("POST", c.endpoint, body(phone, content))\n\n'
        "  answer, err := c.http.Do(req)\n  return err\n}\n"
    ),
}


NOTIFIES = """\
package acme

func (c Acme) Notify(title, body string) error {
  form := url.Values{}
  form.Add("%s", c.Who)
  form.Add("text", body)
  api := c.URL
  req, err := http.NewRequest(http.MethodPost, api, strings.NewReader(form.Encode()))
  client := &http.Client{}
  answer, err := client.Do(req)
  return err
}
"""


@pytest.mark.parametrize(
    ("path", "key", "lines"),
    [
        ("notify/sms/acme/acme.go", "to", [10]),
        ("notify/sms/acme.go", "mobile", [10]),
        ("notify/mail/acme/acme.go", "to", []),
        ("sms/notify/all/acme/acme.go", "to", []),
        ("notify/sms/acme/acme.go", "id", []),
    ],
)
def test_what_notifies_in_a_package_for_texts_sends_one(path: str, key: str, lines: list[int]) -> None:
    found = detections({path: NOTIFIES % key}, [UNKNOWN])
    assert [d.location.line for d in found if d.signature == "unknown"] == lines


@pytest.mark.parametrize(
    ("source", "sends"),
    [
        ('base + "/send?user=u&to=" + mobile + "&msg=" + content', True),
        ('base + "/send?user=u&id=" + mobile', False),
        ('base + "/v1/send"', True),
        ('base + "/v1/find"', False),
        ("SMS_SEND", True),
        ("SMS_RECORD", False),
    ],
)
def test_what_stands_behind_an_address_from_elsewhere_may_say_that_a_text_is_sent(
    source: str,
    sends: bool,  # noqa: FBT001
) -> None:
    assert java(method="send", request=f"http.httpRequest({source}, body)") == ([3] if sends else [])


@pytest.mark.parametrize("path", MADE_FIRST)
def test_a_request_that_is_made_for_a_setting_before_it_is_sent(path: str) -> None:
    found = detections({path: MADE_FIRST[path]}, [UNKNOWN])
    assert [d.location.line for d in found if d.signature == "unknown"] == [4]


def test_another_package_and_another_setting_send_no_text() -> None:
    files = {
        "push/client.go": MADE_FIRST["sms/client.go"],
        "SmsClient.java": MADE_FIRST["SmsClient.java"].replace("endpoint", "template"),
    }
    assert not [d for d in detections(files, [UNKNOWN]) if d.signature == "unknown"]


@pytest.mark.parametrize(("package", "sends"), [("request-promise", True), ("jquery", False)])
def test_the_options_of_a_request_say_where_it_goes(package: str, sends: bool) -> None:  # noqa: FBT001
    source = (
        f"const request = require('{package}');\n\nmodule.exports.sendSms = async function (mobile, content) {{\n"
        "  return request({ method: 'POST', uri: config.gate, form: { mobile, content } });\n}\n"
    )
    found = [d.location.line for d in detections({"any.js": source}, [UNKNOWN])]
    assert found == ([4] if sends else [])


@pytest.mark.parametrize(
    ("head", "foot", "sends"),
    [
        ("const conf = require('./conf.json');", "module.exports = { sendSms };", True),
        ("import conf from './conf.js';", "export default { sendSms };", False),
        ("const $ = require('jquery');", "module.exports = { sendSms };", False),
    ],
    ids=["exported to a server", "perhaps of a page", "of a page"],
)
def test_what_is_exported_to_a_server_asks_whom_its_settings_name(head: str, foot: str, sends: bool) -> None:  # noqa: FBT001
    source = (
        f"{head}\nasync function sendSms(mobile, text) {{\n"
        "  return fetch(conf.gate.url, { method: 'POST', body: JSON.stringify({ mobile, text }) });\n}\n"
        f"{foot}\n"
    )
    found = [d.location.line for d in detections({"any.js": source}, [UNKNOWN])]
    assert found == ([3] if sends else [])


@pytest.mark.parametrize(
    ("method", "given", "lines"),
    [
        ("send", "config.acmeSendSmsUrl, form", [3]),
        ("sendCode", "SMS_GATEWAY_URL, form", [3]),
        ("send", "config.orderUrl, form", []),
        ("send", "config.smsReportUrl, form", []),
        ("send", 'config.smsUrl + "/transmit", form', [3]),
        ("send", 'SMS_URL + "?key=" + key, form', [3]),
        ("send", '"/transmit" + config.smsUrl, form', []),
        ("send", "config.smsUrl", []),
        ("load", "config.smsUrl, form", []),
    ],
)
def test_an_address_that_is_called_one_for_texts_needs_no_number_beside_it(
    method: str, given: str, lines: list[int]
) -> None:
    source = (
        f"class SmsAcme {{\n  String {method}(Form form) {{\n    return httpUtil.doPost({given});\n  }}\n}}\n"
    )
    assert [d.location.line for d in detections({"Any.java": source}, [UNKNOWN])] == lines


def test_an_address_that_is_called_one_for_texts_tells_what_the_function_is_about() -> None:
    source = (
        "import axios from 'axios';\nimport { Injectable } from '@nestjs/common';\n"
        "class AppService {\n  async sendOTP(dto) {\n"
        "    const url = GATE_URL;\n"
        "    await axios(ORDER_URL + '&to=' + dto.mobile, { method: 'POST', data: null });\n  }\n"
        "  async sendCode(dto) {\n"
        "    await axios(SEND_SMS_URL + '&to=' + dto.mobile, { method: 'POST', data: null });\n  }\n}\n"
    )
    assert [d.location.line for d in detections({"app.service.js": source}, [UNKNOWN])] == [9]


HELPED = """class SmsUtil {
  void push(String mobile, String content) {
    %s("http://a.intranet.cn/x", content);
  }

  static String call(String address, String form) {
    return %s;
  }
}
"""


@pytest.mark.parametrize(
    ("called", "does", "lines"),
    [
        ("call", "new URL(address).openConnection()", [7]),
        ("this.call", "http.post(address, form)", [7]),
        ("Other.call", "http.post(address, form)", []),
        ("call", "address + form", []),
    ],
)
def test_a_request_in_a_function_that_is_given_the_address_is_the_send(
    called: str, does: str, lines: list[int]
) -> None:
    found = detections({"Any.java": HELPED % (called, does)}, [UNKNOWN])
    assert [d.location.line for d in found] == lines


@pytest.mark.parametrize(
    ("source", "sends"),
    [
        ("exports.sendSms = function (phone, text) {\n  axios.post('https://a.intranet.cn/x', f)\n}\n", True),
        ("const sendSms = (phone, text) => {\n  axios.post('https://a.intranet.cn/x', f)\n}\n", True),
        ("import { Injectable } from '@nestjs/common'\nconst sendSms = (phone, text, url) => {\n  axios.post(url, f)\n}\n", True),
        ("const sendSms = (phone, text, url) => {\n  axios.post(url, f)\n}\n", False),
        ("import Vue from 'vue'\nconst sendSms = (phone, text) => {\n  axios.post('https://a.intranet.cn/x', f)\n}\n", False),
        ("const sendSms = (phone, text) => {\n  axios.post('https://a.intranet.cn/x', f)\n  wx.showToast(f)\n}\n", False),
    ],
)  # fmt: skip
def test_what_runs_on_a_page_asks_its_own_server(source: str, sends: bool) -> None:  # noqa: FBT001
    assert bool(detections({"a.js": source}, [UNKNOWN])) is sends


def test_an_address_that_a_signature_knows_is_left_to_it() -> None:
    known = signature(pattern(UrlTarget(hosts=("a.intranet.cn",)), Role.ENDPOINT, "acme.host"))
    source = JAVA.format(**USUAL)
    assert {d.signature for d in detections({"Any.java": source}, [UNKNOWN, known])} == {"acme"}


def test_the_channel_is_called_after_the_host() -> None:
    (detection,) = detections({"Any.java": JAVA.format(**USUAL)}, [UNKNOWN])
    assert detection.values["host"] == ("a.intranet.cn",)


def test_a_page_that_writes_only_a_path_asks_its_own_server() -> None:
    source = "function sendSms(mobile, content) {\n  return http.post('/api/sms/send', f)\n}\n"
    assert not detections({"api.js": source}, [UNKNOWN])


def test_a_handler_takes_number_and_text_out_of_what_it_is_given() -> None:
    source = (
        "const rq = require('request')\nexports.main = async ({given}) => new Promise((resolve) => {{\n"
        "  rq({{ url: 'https://a.intranet.cn/sms/send', form: {{ mobile: {given}.mobile, message: {given}.message }} }}, resolve)\n}})\n"
    )
    assert [d.location.line for d in detections({"a.js": source.format(given="event")}, [UNKNOWN])] == [3]
    assert not detections({"a.js": source.format(given="state")}, [UNKNOWN])


def test_a_text_that_says_sms_without_end_is_looked_at_once() -> None:
    """Looking for its words from every place would take hours."""
    assert java(request=f'HttpUtil.post(base + "/{"sms" * 100_000}!", f)') == []


BESIDE = """\
class Sms {{
  void known(String phone, String text) {{
    http.post("https://sms.acme.cn/send", text);
  }}
  void other(String phone, String text) {{
    http.post("{address}", text);
  }}
}}
"""


@pytest.mark.parametrize(
    ("address", "sends"),
    [
        ("https://www.textsms.ng/api/create", True),
        ("https://api.other.ng/v1/sms/create", True),
        ("https://api.other.ng/v1/create", False),
        ("https://www.textsms.ng/api/balance", False),
        ("https://sms.acme.cn/left", False),
    ],
)
def test_beside_a_channel_that_is_known_the_address_has_to_say_it(address: str, sends: bool) -> None:  # noqa: FBT001
    acme = signature(pattern(UrlTarget(hosts=("sms.acme.cn",), paths=("^/send",))), hosts=("sms.acme.cn",))
    sources = {"Sms.java": BESIDE.format(address=address)}
    at = [d.location.line for d in detections(sources, [UNKNOWN, acme]) if d.signature == "unknown"]
    assert at == [6] * sends


def test_the_texts_of_a_file_are_gone_over_once_however_many_functions_send(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passes: list[Facts] = []

    def counted(facts: Facts) -> Iterator[tuple[str, Place, int]]:
        passes.append(facts)
        return plain_texts(facts)

    monkeypatch.setattr(foreign_requests, "plain_texts", counted)
    one = "function sendSms{at}(phone, text) {{ return request(options(phone, text), 'x'); }}\n"
    source = "const request = require('request');\n" + "".join(one.format(at=at) for at in range(9))
    detections({"sms.js": source}, [UNKNOWN])
    assert len(passes) == 1


@pytest.mark.parametrize(("method", "sends"), [("ask", []), ("sendText", [3])])
def test_where_numbers_are_rented_only_what_is_named_after_sending_sends(
    method: str, sends: list[int]
) -> None:
    rented = 'return get("x");\n  }\n  String getPhoneNumber(String p) { return get(p);\n  }\n  String getVerificationCode(String p) { return get(p)'
    source = JAVA.format(**(USUAL | {"method": method, "request": f"{USUAL['request']}; {rented}"}))
    found = detections({"Any.java": source}, [UNKNOWN])
    assert [d.location.line for d in found if d.signature == "unknown"] == sends
