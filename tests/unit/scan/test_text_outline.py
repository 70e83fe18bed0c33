"""Functions and calls of other languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsaudit.model.fact import Facts, ScopeKind
from smsaudit.model.location import TreePath
from smsaudit.model.value import Attribute, Joined, Name, Result, Text, Value
from smsaudit.scan.text_code import TEXT_CODE

EXTENSIONS = [
    ".java",
    ".kt",
    ".go",
    ".js",
    ".ts",
    ".php",
    ".cs",
    ".c",
    ".cpp",
    ".rs",
    ".swift",
    ".vue",
    ".scala",
    ".rb",
]


def read(path: str, text: str) -> Facts:
    return TEXT_CODE.scan(TreePath(path), text)[0]


def dotted(facts: Facts, value: Value) -> str:
    match value:
        case Name(name):
            return name
        case Attribute(base, name):
            return f"{dotted(facts, base)}.{name}"
        case Result(call):
            return f"{dotted(facts, facts.calls[call].callee)}()"
        case _:
            return "?"


def called(path: str, text: str) -> list[tuple[str, str]]:
    """Name of the function around each call, and the call."""
    facts = read(path, text)
    return [(facts.scopes[call.scope].name, dotted(facts, call.callee)) for call in facts.calls]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "A.cs",
            "class A { Task<X> Send<T>(T p) { Log<int>(p); return client.PostAsync<X, List<Y>>(url, p); } }",
            [("Send", "Log"), ("Send", "client.PostAsync")],
        ),
        (
            "a.ts",
            "function send(p: string) { return http.post<{ id: string }>(url, p) }",
            [("send", "http.post")],
        ),
        (
            "A.kt",
            "fun send(p: String) { rest.postForObject<Answer?>(url, p) }",
            [("send", "rest.postForObject")],
        ),
        ("a.ts", "function send(a, b) { if (a<b && c>(d)) go(a) }", [("send", "go")]),
        (
            "a.ts",
            "function send(p: string): Promise<Sent> {\n  return ask<Sent>('/sms', {\n    body: text(p),\n  })\n}\n",
            [("send", "ask"), ("send", "text")],
        ),
        (
            "a.ts",
            "class A { all(): Observable<Page<Note>> { return this.http.get<Page<List<Note[]>>>(url); } }",
            [("all", "this.http.get")],
        ),
        (
            "a.ts",
            "function pick() { return useState<'sms' | 'call' | { to: string }>(go()) }",
            [("pick", "useState"), ("pick", "go")],
        ),
        (
            "a.tsx",
            "function Form() {\n  return <Box>Name (optional): <Input on={(e) => set(e)} v={[{ a: f(1) }, { b: g(2) }]} /></Box>\n}\n",
            [("Form", "Name"), ("Form", "set"), ("Form", "f"), ("Form", "g")],
        ),
        (
            "A.java",
            "class A { @Post(x()) public List<B> send(String p) throws E { if (p) { return c.sendSms(p); } else fly(p); } }",
            [("A", "x"), ("send", "c.sendSms"), ("send", "fly")],
        ),
        ("A.java", "class A { A(int b) { super(b); } abstract void send(String p); }", []),
        (
            "A.java",
            "class A { void f() { new Thread(() -> { c.run(); }).start(); } }",
            [("f", "Thread"), ("f", "c.run"), ("f", "Thread().start")],
        ),
        (
            "A.java",
            "class A { void f() { new a.b.Client(url).send(p); new Client().call(q).get(); } }",
            [
                ("f", "Client"),
                ("f", "Client().send"),
                ("f", "Client"),
                ("f", "Client().call"),
                ("f", "Client().call().get"),
            ],
        ),
        ("a.go", "func (c *C) Send(p string) error { return c.in.Do(p) }", [("Send", "c.in.Do")]),
        ("a.go", "func Map[T any](x T) { f(x) }", [("Map", "f")]),
        (
            "a.kt",
            "class A { suspend fun send(p: String): Int { return run(p) { c.send(it) } } }",
            [("send", "run"), ("send", "c.send")],
        ),
        (
            "a.js",
            "const send = async (p) => { await c.messages.create(p); };",
            [("send", "c.messages.create")],
        ),
        (
            "a.js",
            "class A { async send(p) { return f(p); } }\nexports.g = function (q) { h(q); };",
            [("send", "f"), ("g", "h")],
        ),
        (
            "a.ts",
            "class A { send(p: string): Promise<void> { return this.http?.post(p); } }",
            [("send", "this.http.post")],
        ),
        (
            "a.php",
            "<?php class A { public function send($to) { $this->c->post($to); B::go($to); } }",
            [("send", "this.c.post"), ("send", "B.go")],
        ),
        (
            "A.cs",
            "class A { public async Task<int> Send(string p) { return await c.PostAsync(p); } }",
            [("Send", "c.PostAsync")],
        ),
        ("a.c", "static int send_it(const char *p)\n{\n  return submit(p, 1);\n}", [("send_it", "submit")]),
        (
            "a.ts",
            "class A { async send(p: string): Promise<{ id: string; ok: number }> {\n return go(p); } after() { end(); } }",
            [("send", "go"), ("after", "end")],
        ),
        (
            "a.rs",
            "impl A { pub async fn send(&self, p: &str) -> R { self.c.post(p) } }",
            [("send", "self.c.post")],
        ),
    ],
)
def test_calls_stand_in_the_function_around_them(
    path: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert [one for one in called(path, text) if one[1] != "Post"] == expected


def test_functions_know_their_class_their_parameters_and_where_they_end() -> None:
    facts = read("A.java", "class A {\n  void send(String phone, int n) {\n    f();\n  }\n}\n")
    module, cls, send = facts.scopes
    assert (module.kind, cls.kind, send.kind) == (ScopeKind.MODULE, ScopeKind.CLASS, ScopeKind.FUNCTION)
    assert (cls.name, send.name, send.parent) == ("A", "send", 1)
    assert (send.place.line, send.place.end_line) == (2, 4)
    assert [parameter.name for parameter in send.parameters] == ["phone", "n"]


def test_arguments_are_texts_and_names() -> None:
    (call,) = read("a.js", "c.request('SendSms', conf.phone, {a: 1}, f)").calls
    shown = [argument.value for argument in call.arguments]
    assert shown[0] == Text("SendSms")
    assert shown[1] == Attribute(Name("conf"), "phone")
    assert shown[3] == Name("f")


@pytest.mark.parametrize(
    ("path", "text", "parts"),
    [
        (
            "A.java",
            'u = "https://" + HOST + PATH + "/x";',
            (Text("https://"), Name("HOST"), Name("PATH"), Text("/x")),
        ),
        ("A.java", 'u = base.url + "/send";', (Attribute(Name("base"), "url"), Text("/send"))),
        ("a.php", "<?php $u = $host . '/send?to=' . $to;", (Name("host"), Text("/send?to="), Name("to"))),
    ],
)
def test_sums_of_strings_are_one_text(path: str, text: str, parts: tuple[Value, ...]) -> None:
    assert [one.value for one in read(path, text).texts] == [Joined(parts)]


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("A.java", 'static final String URL = "https://h";', "URL"),
        ("a.go", 'const url string = "https://h"', "url"),
        ("a.go", 'url := "https://h"', "url"),
        ("a.ts", 'const url: string = "https://h";', "url"),
        ("a.php", "<?php $url = 'https://h';", "url"),
    ],
)
def test_constants_are_bound_to_their_text(path: str, text: str, name: str) -> None:
    assert [(bound.name, bound.value) for bound in read(path, text).bindings] == [(name, Text("https://h"))]


@given(st.sampled_from(EXTENSIONS), st.text("abf(){}[];,.\"'`+$:<>=-/ \n", max_size=200))
def test_whatever_is_read_every_place_and_scope_exists(extension: str, text: str) -> None:
    facts = read(f"a{extension}", text)
    rows = text.count("\n") + 1
    for call in facts.calls:
        assert 0 <= call.scope < len(facts.scopes)
        assert call.place.line <= call.place.end_line <= rows
    for number, scope in enumerate(facts.scopes):
        assert scope.parent < max(number, 1)
    assert all(0 <= text.scope < len(facts.scopes) for text in facts.texts)


@pytest.mark.parametrize(
    "unit",
    [
        "f(",
        "{",
        "a.",
        "f(x)(",
        '"a" + ',
        "if (",
        ")",
        "f() {",
        "a<",
        "x = (y) => {",
        "a.b c ",
        "a.b [",
        "a.b c,\n",
        "a<b<c<",
        "a<{b: ",
    ],
)
def test_a_hostile_file_is_read_in_linear_time(unit: str) -> None:
    for extension in (".java", ".js", ".ts", ".go", ".rb"):
        read(f"a{extension}", unit * 4_000)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "exports.main = async (event) => new Promise((resolve, reject) => {\n  go(event)\n})\n",
            [("main", "Promise"), ("main", "go")],
        ),
        (
            "const send = (to) => new Promise(function (ok) {\n  go(to)\n})\n",
            [("send", "Promise"), ("send", "go")],
        ),
        (
            "const db = require('./db')\nconst Core = require('core')\nexports.send = (req, res) => {\n  go(req)\n}\n",
            [("send", "go")],
        ),
    ],
)
def test_a_function_has_its_name_where_lines_end_without_a_mark_and_where_a_promise_is_its_body(
    source: str, expected: list[tuple[str, str]]
) -> None:
    assert [each for each in called("a.js", source) if each[1] != "require"] == expected


def test_a_sketch_for_a_board_is_read_as_what_it_is() -> None:
    assert called("alarm.ino", 'void alarm() {\n  modem.print("AT+CMGS=");\n}\n') == [
        ("alarm", "modem.print")
    ]


@pytest.mark.parametrize(
    ("line", "calls"),
    [
        ("client.messages.create(to: to)", ["client.messages.create"]),
        ("client.messages.create to: to, body: body", ["client.messages.create"]),
        ("client.messages.create to: to,\n  body: body", ["client.messages.create"]),
        ("@client.messages.create params if to", ["client.messages.create"]),
        ("@client&.deliver 'a'", ["client.deliver"]),
        ("Net::HTTP.post_form URI(URL), to: to", ["Net.HTTP.post_form", "URI"]),
        ("c = Acme::Client.new(KEY)", ["Acme.Client"]),
        ("Acme::Client.new(KEY).texts.create to: to", ["Acme.Client", "Acme.Client().texts.create"]),
        ("list.each do |one|\n  one.push :text\nend", ["one.push"]),
        ("go if a.size == b.size and a.b - c", []),
        ("# client.create to: to", []),
        ("name = { a: one.two }", []),
    ],
)
def test_methods_of_ruby_are_called_with_and_without_brackets(line: str, calls: list[str]) -> None:
    assert [name for _, name in called("a.rb", f"def go(to)\n  {line}\nend\n")] == calls


def test_a_call_without_brackets_ends_with_its_statement() -> None:
    facts = read("a.rb", "a.send to,\n  [\n    text\n  ]\nb.send 'x' unless to\n")
    assert [(call.place.line, call.place.end_line) for call in facts.calls] == [(1, 4), (5, 5)]
    assert [argument.value for argument in facts.calls[1].arguments] == [Text("x")]
