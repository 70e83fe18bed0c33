"""Functions whose body is an expression, and heads that are easily misread."""

from __future__ import annotations

import pytest

from smsaudit.model.fact import ScopeKind
from tests.unit.scan.test_text_outline import called, read

BODIES = [
    ("a.js", "const send = (to) => ask(to)\nconst other = 1\nlog()\n", [("send", "ask"), ("", "log")]),
    ("a.js", "const send = to => http\n  .post(to)\n  .then(done())\nlog()\n", [("send", "http.post"), ("send", "http.post().then"), ("send", "done"), ("", "log")]),
    ("a.js", "exports.send = async (to) =>\n  ask(to)\n\nfunction after() { log() }\n", [("send", "ask"), ("after", "log")]),
    ("a.js", "run({ send: (to) => ask(to), other: log(1) })\n", [("", "run"), ("send", "ask"), ("", "log")]),
    ("a.js", "app.route({ method: 'POST', url: '/x', handler: async (to) => ask(to) })\n", [("", "app.route"), ("handler", "ask")]),
    ("a.ts", "const send: Send<To, Sent> = (to) => ask(to)\n", [("send", "ask")]),
    ("a.js", "const send = (a) => (b) => ask(a, b);\nlog();\n", [("send", "ask"), ("", "log")]),
    ("a.js", "list.map(x => ask(x))\nlog()\n", [("", "list.map"), ("", "ask"), ("", "log")]),
    ("a.ts", "class A {\n  send = (to: string) => this.ask(to)\n  after() { log() }\n}\n", [("send", "this.ask"), ("after", "log")]),
    ("a.ts", "class A { send = (to: string): Promise<void> => this.ask(to); }\nlog();\n", [("send", "this.ask"), ("", "log")]),
    ("A.cs", "class A { public Task Send(string to) => client.Ask(to);\n void After() { Log(); } }", [("Send", "client.Ask"), ("After", "Log")]),
    ("A.cs", 'class A { [HttpPost("x"), Limit(2)]\n public async Task<R> Send([FromBody] D d) => Ok(await client.Ask(d)); }', [("A", "HttpPost"), ("A", "Limit"), ("Send", "Ok"), ("Send", "client.Ask")]),
    ("A.cs", "class A { int F(X x) => x switch { A(1) => Ask(x), _ => Log() }; }", [("F", "A"), ("F", "Ask"), ("F", "Log")]),
    ("A.cs", "class A { void F() { var found = all.Where(x => Ask(x)); } }", [("F", "all.Where"), ("F", "Ask")]),
    ("A.kt", "class A {\n  fun send(to: String): Sent = client.ask(to)\n  fun after() { log() }\n}\n", [("send", "client.ask"), ("after", "log")]),
    ("A.kt", "class A(val b: B) {\n  suspend fun send(to: String) =\n    b.ask(to)\n      .await()\n  val x = log()\n}\n", [("send", "b.ask"), ("send", "b.ask().await"), ("A", "log")]),
    ("A.kt", "fun send(to: String, n: Int = most()) { ask(to) }\n", [("", "most"), ("send", "ask")]),
    ("A.scala", "class A {\n  def send(to: String)(implicit c: C): F[Sent] = c.ask(to)\n  def after() = { log() }\n}\n", [("send", "c.ask"), ("after", "log")]),
    ("a.dart", "class A { Future<void> send(String to) => ask(to);\n void after() { log(); } }", [("send", "ask"), ("after", "log")]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "expected"), BODIES)
def test_a_function_may_be_one_expression(path: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert called(path, text) == expected


def test_a_function_that_is_one_expression_ends_where_that_does() -> None:
    facts = read("a.js", "const send = (to) => http\n  .post(to)\nconst after = 1\n")
    assert [(s.name, s.place.line, s.place.end_line) for s in facts.scopes[1:]] == [("send", 1, 2)]


LONG = "".join(
    f'  @Parameter(description = "what the {n}th parameter says, at some length") @RequestParam String p{n},\n'
    for n in range(9)
)
HEADS = [
    ("A.java", f"class A {{ Page<X> send(\n{LONG} String to) {{ ask(to); }} }}", "send"),
    ("A.java", "class A { void send(String to) { ask(new Entity<>(to)); } }", "send"),
    (
        "a.ts",
        "function send({\n  to,\n  then,\n}: {\n  to: string;\n  then?: () => void;\n}) { ask(to) }",
        "send",
    ),
    ("a.ts", "class A { async send<T = any>(to: string): Promise<T> { return ask<T>(to); } }", "send"),
    ("a.go", "package a\nfunc (s *S) Send(to interface{}) error { return ask(to) }", "Send"),
    ("a.go", "package a\nfunc Send(to string) map[string]interface{} { return ask(to) }", "Send"),
    ("a.go", "package a\nfunc Send(to string) interface{} { return ask(to) }", "Send"),
    ("A.cs", "class A { public override object Send(string to) { return ask(to); } }", "Send"),
    ("A.cs", "class A { public A(string to) : base(to, Kind.Of(to)) { ask(to); } }", "A"),
    ("a.php", "<?php function send($to) { return @ask($to); }", "send"),
]


@pytest.mark.parametrize(("path", "text", "name"), HEADS)
def test_a_function_is_known_by_its_head(path: str, text: str, name: str) -> None:
    facts = read(path, text)
    assert name in [scope.name for scope in facts.scopes if scope.kind is ScopeKind.FUNCTION]
    assert (name, "ask") in called(path, text)


def test_a_call_with_types_is_one() -> None:
    assert ("f", "Entity") in called("A.java", "class A { void f() { ask(new Entity<>(to)); } }")
    assert ("f", "std::make_unique") in [
        (function, name.replace(".", "::"))
        for function, name in called("a.cpp", "void f() { auto c = std::make_unique<net::Link*>(to); }")
    ]


def test_a_method_is_called_where_its_warnings_are_silenced() -> None:
    text = "<?php function f($x) { @$this->http->send($x); @ask($x); }"
    assert called("a.php", text) == [("f", "this.http.send"), ("f", "ask")]


def test_what_an_interface_declares_is_no_call() -> None:
    assert called("A.java", "interface A { List<Map<String, B>> send(String to); B[] all(); }") == []


def test_a_class_with_parameters_is_no_call() -> None:
    assert called("A.kt", "class A(val b: B)\ndata class C(val d: D)\n") == []
