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
            "a.go",
            (
                'var sendURL = "https://sms.acme.cn/send"\n\nfunc (h *handler) Receive(r *http.Request) {\n  h.HandleRequest(r)\n}\n\n'
                "func (h *handler) Send(m Msg) error {\n  req, err := http.NewRequest(http.MethodPost, sendURL, body(m))\n"
                "  resp, raw, err := h.RequestHTTP(req, log)\n  return err\n}"
            ),
            [9],
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


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        (
            "a.php",
            (
                "<?php\nclass Acme extends Carrier {\n  function deliver($m) {\n    $r = $this->request(\n      method: 'POST',\n"
                "      url: \"https://sms.acme.cn/send/{$this->plan}\",\n      body: ['to' => $m->getTo()],\n    );\n  }\n}"
            ),
            [4],
        ),
        (
            "a.php",
            "<?php\nclass Acme {\n  function deliver($m) {\n    $this->request('POST', \"https://sms.acme.cn/send/{$this->plan}\", $m);\n  }\n}",
            [4],
        ),
        (
            "a.ts",
            (
                "class Acme {\n  async deliver(m) {\n    return this.request({\n      url: `https://sms.acme.cn/send/${this.plan}`,\n"
                "      body: m.text,\n    })\n  }\n}"
            ),
            [3],
        ),
        (
            "A.cs",
            'class Acme {\n  Task Deliver(Message m) {\n    return RequestAsync(method: "POST",\n      url: "https://sms.acme.cn/send",\n      body: m);\n  }\n}',
            [3],
        ),
        (
            "A.kt",
            'class Acme {\n  fun deliver(m: Message) {\n    request(verb = "POST",\n      url = "https://sms.acme.cn/send", body = m.text)\n  }\n}',
            [3],
        ),
        (
            "A.cs",
            'class Acme {\n  Uri Where() {\n    return RequestUri(host: $"https://sms.acme.cn/send/{plan}");\n  }\n}',
            [],
        ),
        (
            "a.php",
            '<?php\nclass Acme {\n  function where() {\n    return $this->getUrl(base: "https://sms.acme.cn/send/{$this->plan}");\n  }\n}',
            [],
        ),
        (
            "a.php",
            '<?php\nclass Acme {\n  function tell($m) {\n    $this->request([$m]);\n    $this->url = "https://sms.acme.cn/send/{$this->plan}";\n  }\n}',
            [],
        ),
    ],
)
def test_what_sends_among_other_things_an_address_is_the_send(
    path: str, source: str, expected: list[int]
) -> None:
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


def test_an_address_beside_the_method_of_an_sdk_is_not_where_other_functions_ask() -> None:
    source = (
        'const sdk = require("com.acme.sdk");\nasync function code(to) {\n  const c = new sdk.Client({ endpoint: "sms.acme.cn/send" });\n'
        "  return c.sendText(to);\n}\nasync function pay(url, order) {\n  return axios.post(url, order);\n}\n"
    )
    assert lines({"a.js": source}, REQUEST, pattern(SDK.target, name="acme.words")) == [4]


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


KEPT = """\
func Open() *Client {{
	return &Client{{api: "https://sms.acme.cn/send"}}
}}
func (c *Client) Send(param string, phone string) error {{
	_, err := http.Post(c.api, "text/plain", param)
	return err
}}
{more}"""
OTHER = "func (c *Client) Ping({given} string) {{\n\thttp.Get(c.health)\n}}\n"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", [5]),
        (OTHER.format(given="name"), [5]),
        (OTHER.format(given="phone"), []),
    ],
)
def test_an_address_that_a_constructor_keeps_is_that_of_the_one_request(
    more: str, expected: list[int]
) -> None:
    assert lines({"a.go": KEPT.format(more=more)}, REQUEST) == expected


@pytest.mark.parametrize(
    "asking",
    [
        "const way = base + '/send';\n  axios.post(base + '/login', me);\n  axios.post(way, text);",
        "const way = 'https://sms.acme.cn/send';\n  axios.post(login, me);\n  axios.post(way, text);",
        "const way = 'https://sms.acme.cn/send';\n  axios.post(login, me);\n  axios.post(way + '?to=' + to, text);",
        "axios.post(login, 'https://sms.acme.cn');\n\n  axios.post('https://sms.acme.cn/send', text);",
    ],
)
def test_of_several_requests_the_one_that_is_given_the_address_sends(asking: str) -> None:
    source = f"const base = 'https://sms.acme.cn';\nasync function go(me, text, to) {{\n  {asking}\n}}\n"
    assert lines({"a.js": source}, REQUEST) == [5]


@pytest.mark.parametrize(
    ("base", "path", "fires"),
    [
        ("https://sms.acme.cn/", "send", True),
        ("https://sms.acme.cn/", "/send", True),
        ("https://sms.acme.cn", "send", True),
        ("https://sms.acme.cn", "receive", False),
        ("https://other.cn/", "send", False),
        ("https://sms.acme.cn/", "to be sent", False),
    ],
)
def test_a_path_is_asked_for_behind_the_base_of_its_client(base: str, path: str, fires: bool) -> None:  # noqa: FBT001
    source = f"async function go(data) {{\n  const config = {{ baseURL: '{base}' }};\n  axios.post('{path}', data, config);\n}}\n"
    assert lines({"a.js": source}, REQUEST) == [3] * fires


def test_a_folder_of_the_base_counts_too() -> None:
    known = pattern(UrlTarget(hosts=("api.acme.cn",), paths=("^/v1/sms$",)))
    source = "async function go(d) {\n  const c = { baseURL: 'https://api.acme.cn/v1/' };\n  axios.post('sms', d, c);\n}\n"
    assert lines({"a.js": source}, known) == [3]


@pytest.mark.parametrize("hole", ["%s", "%v", "%[1]s", "%1$s"])
def test_what_is_formatted_into_a_path_may_be_anything(hole: str) -> None:
    known = pattern(UrlTarget(paths=(r"\}/acme/send$",)))
    source = (
        f'func go() {{\n  url := fmt.Sprintf("{hole}/acme/send", base)\n  http.Post(url, "a", body)\n}}\n'
    )
    assert lines({"a.go": source}, known) == [3]


VERSIONED = pattern(UrlTarget(hosts=("sms.acme.cn",), paths=(r"^/api/v2(\.\d)?/messages$",)))


@pytest.mark.parametrize(
    ("address", "fires"),
    [
        ("https://sms.acme.cn/api/v2/messages", True),
        ("https://sms.acme.cn/api/%s/messages", True),
        ("https://sms.acme.cn/%s/api/messages", False),
        ("https://sms.acme.cn/api/v3/messages", False),
        ("https://sms.acme.cn/api/%s/calls", False),
        ("https://sms.other.cn/api/%s/messages", False),
    ],
)
def test_a_version_out_of_the_settings_is_one_that_the_address_has(address: str, fires: bool) -> None:  # noqa: FBT001
    source = f"<?php\nfunction f($v) {{\n  $url = sprintf('{address}', $v);\n  return post_json($url);\n}}"
    assert lines({"a.php": source}, VERSIONED) == ([4] if fires else [])
