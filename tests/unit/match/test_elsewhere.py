"""Sends in languages whose names are not resolved."""

from __future__ import annotations

import pytest

from smsaudit.model.signature import CombinationTarget, Role, UrlTarget
from tests.unit.match.patterns import found, lines, pattern

REQUEST = pattern(UrlTarget(hosts=("sms.acme.cn",), paths=("^/send",)))
SDK = pattern(CombinationTarget(((1, (r"com\.acme\..*",)), (1, ("[sS]endText", "SendTextRequest")))))
CLIENT = pattern(
    CombinationTarget(((1, (r"com\.acme\..*",)), (1, ("AcmeClient",)))), Role.CLIENT, "acme.client"
)


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        (
            "A.java",
            'class A {\n  void send() {\n    String url = "https://sms.acme.cn/send";\n    http.execute(new HttpPost(url));\n  }\n  void other() {\n    http.execute(x);\n  }\n}',
            [4],
        ),
        (
            "A.java",
            (
                'class A {\n  static final String HOST = "sms.acme.cn";\n  void send() {\n    go("https://" + HOST + "/send");\n  }\n'
                "  void go(String u) {\n    client.execute(u);\n  }\n  void other() {\n    client.execute(x);\n  }\n}"
            ),
            [7],
        ),
        (
            "A.java",
            'class A {\n  static final String URL = "https://sms.acme.cn/send";\n  void send() {\n    client.post(URL);\n  }\n  void other() {\n    client.post(x);\n  }\n}',
            [4],
        ),
        (
            "a.go",
            'func send() {\n  url := "https://sms.acme.cn/send"\n  req := build(url)\n  http.DefaultClient.Do(req)\n}',
            [4],
        ),
        (
            "a.js",
            "const rq = require('request')\nconst send = () =>\n  rq({ url: 'https://sms.acme.cn/send' });\n",
            [3],
        ),
        (
            "A.java",
            'class A {\n  @Value("${acme.url:https://sms.acme.cn}") String base;\n  void send() {\n    String url = base + "/send?to=" + to;\n    http.execute(url);\n  }\n}',
            [5],
        ),
        (
            "A.java",
            'class A {\n  static final String HOST = "sms.acme.cn";\n  void send() {\n    request.setDomain(HOST);\n    request.setPath("/send");\n    client.getCommonResponse(request);\n  }\n}',
            [6],
        ),
        ("a.js", "const send = () =>\n  axios.post('https://sms.acme.cn/send', {});\n", [2]),
        (
            "a.php",
            "<?php\nfunction send() {\n  curl_setopt($c, CURLOPT_URL, 'https://sms.acme.cn/send');\n  return curl_exec($c);\n}",
            [4],
        ),
        (
            "A.cs",
            'class A {\n  async Task Send() {\n    await c.PostAsync("https://sms.acme.cn/send", b);\n  }\n}',
            [3],
        ),
        (
            "A.java",
            'class A {\n  private static String URL = "https://sms.acme.cn/send";\n  void go(String to) {\n    log.info("sending");\n    AcmeUtil.sendByPost(URL, json(to));\n  }\n}',
            [5],
        ),
        ("A.java", 'class Urls {\n  static final String SEND = "https://sms.acme.cn/send";\n}', []),
        (
            "A.java",
            'class A {\n  // http.execute("https://sms.acme.cn/send");\n  void f() { http.execute(x); }\n}',
            [],
        ),
        (
            "a.js",
            "$('#b').click(function () {\n  $.ajax({ url: 'https://sms.acme.cn/send', data: d })\n})",
            [2],
        ),
        ("a.js", "function f() {\n  wx.request({ url: 'https://sms.acme.cn/send', data: d })\n}", [2]),
        (
            "a.php",
            '<?php\nfunction f($to) {\n  $s = fsockopen("sms.acme.cn", 80);\n  fputs($s, "POST /send HTTP/1.1\\r\\n");\n}',
            [3],
        ),
        ("A.java", 'class A {\n  void f() { map.put("https://sms.acme.cn/send", 1); }\n}', []),
    ],
)
def test_a_request_near_a_known_address_is_the_send(path: str, source: str, expected: list[int]) -> None:
    assert lines({path: source}, REQUEST) == expected


def test_the_host_of_the_request_is_kept() -> None:
    (detection,) = found({"a.js": "fetch('https://sms.acme.cn/send')"}, REQUEST)
    assert detection.values["host"] == ("sms.acme.cn",)


def test_every_call_of_the_named_method_is_a_send_and_what_prepares_it_is_not() -> None:
    source = (
        "import com.acme.sdk.AcmeClient;\nclass A {\n  void one() {\n    r = new SendTextRequest();\n    c.sendText(r);\n  }\n"
        "  void two() { c.sendText(q); }\n}"
    )
    assert lines({"A.java": source}, SDK) == [5, 7]


def test_a_function_of_the_same_file_is_not_the_method_of_the_sdk() -> None:
    source = "import com.acme.sdk.X;\nclass A {\n  void go() {\n    this.sendText(p);\n  }\n  void sendText(String p) {\n    c.sendText(p);\n  }\n}"
    assert lines({"A.java": source}, SDK) == [7]


def test_words_without_a_call_stand_where_they_are_written() -> None:
    assert lines(
        {"A.java": "import com.acme.sdk.X;\nclass A {\n  Object r = new SendTextRequest();\n}"}, SDK
    ) == [1]


def test_a_client_is_where_it_is_made() -> None:
    source = "import com.acme.sdk.AcmeClient;\nclass A {\n  AcmeClient c = new AcmeClient(k);\n}"
    assert lines({"A.java": source}, CLIENT) == [3]


def test_a_placed_request_stands_for_the_words_of_the_same_signature() -> None:
    source = 'import com.acme.sdk.X;\nclass A {\n  Object r = new SendTextRequest();\n  void f() {\n    http.post("https://sms.acme.cn/send");\n  }\n}'
    assert lines({"A.java": source}, REQUEST, pattern(SDK.target, name="acme.words")) == [5]


CHAIN = pattern(CombinationTarget(((1, ("acme",)), (1, (r"messages\.create", r"\w+\.getAnswer")))))


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        (
            "a.js",
            "const c = require('acme')(key)\nc.messages\n  .create({ to })\nc.users.create({ name })\n",
            [3],
        ),
        ("a.php", "<?php\nuse acme;\n$c->messages->create($to);\n$c->users->create($name);\n", [3]),
        ("A.java", "import acme;\nclass A {\n  void f() { c.messages().create(to); c.create(x); }\n}", [3]),
        ("A.java", "import acme;\nclass A {\n  void f() {\n    c.getAnswer(to);\n  }\n}", [4]),
        ("a.js", "const c = require('other')(key)\nc.messages.create({ to })\n", []),
        ("a.js", "const c = require('acme')(key)\n// c.messages.create({ to })\n", []),
    ],
)
def test_a_chain_names_the_method_together_with_what_it_is_called_on(
    path: str, source: str, expected: list[int]
) -> None:
    assert lines({path: source}, CHAIN) == expected


def test_a_text_in_the_call_can_say_that_it_sends_something_else() -> None:
    source = "const c = require('acme')(key)\nc.messages.create({\n  to: 'whatsapp:+1',\n})\nc.messages.create({ to })\n"
    only_texts = pattern(CHAIN.target, unless={"*": "^whatsapp:"})
    assert lines({"a.js": source}, only_texts) == [5]
    assert lines({"a.js": source[: source.index("c.messages.create({ to })")]}, only_texts) == []


def test_a_class_that_is_made_is_no_send_wherever_it_lies() -> None:
    source = "const s = require('acme')(key)\nconst m = new s.Messages.Create()\nthis.messages.create(m)\n"
    assert lines(
        {"a.js": source}, pattern(CombinationTarget(((1, ("acme",)), (1, (r"(?i)\w+\.create",)))))
    ) == [3]


def test_a_class_that_the_pattern_names_is_a_client_where_it_is_made() -> None:
    core = pattern(CombinationTarget(((1, ("acme",)), (1, ("Core",)))), Role.CLIENT)
    assert lines({"a.js": "const Core = require('acme')\nconst c = new Core({ key })\n"}, core) == [2]


def test_a_package_that_is_called_makes_the_client() -> None:
    source = "const courier = require('acme')\nconst c = courier(key)\nc.courier(x)\n"
    assert lines({"a.js": source}, pattern(CombinationTarget(((1, ("acme",)),)), Role.CLIENT)) == [2]


def test_the_client_of_a_provider_that_nobody_makes_is_only_named() -> None:
    source = "import com.acme.sdk.AcmeClient;\nclass A {\n  private AcmeClient client;\n}"
    assert lines({"A.java": source}, CLIENT) == []


@pytest.mark.parametrize("name", ["service_id_", "m_service_id", "service_id"])
def test_a_member_is_known_whatever_marks_it(name: str) -> None:
    words = pattern(CombinationTarget(((1, ("acme",)), (1, ("service_id",)))), Role.PROTOCOL)
    assert lines({"a.cpp": f"class acme {{\n  int {name};\n}};\n"}, words) == [1]


def test_a_request_of_a_shell_script_stands_in_its_own_line() -> None:
    source = 'URL=https://sms.acme.cn/send\ncurl https://example.com\ncurl -d "to=$1" \\\n  $URL\necho $URL\n'
    assert lines({"a.sh": source}, REQUEST) == [3]


COMMAND = pattern(CombinationTarget(((1, ("acme",)), (1, ("SendTextCommand",)))))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("line.send(new SendTextCommand({ to }));", [3]),
        ("const c = new SendTextCommand({\n  to,\n});\nawait line.send(c);", [6]),
        ("line.open(1);\nreturn line.sendAsync(new SendTextCommand({ to }), done);", [4]),
        ("log.info(new SendTextCommand({ to }));", [1]),
    ],
)
def test_a_command_that_is_made_leaves_where_it_is_given_to_something(
    source: str, expected: list[int]
) -> None:
    code = f"import {{ SendTextCommand }} from 'acme';\nfunction go(to) {{\n{source}\n}}\n"
    assert lines({"a.ts": code}, COMMAND) == expected
