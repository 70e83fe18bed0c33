"""Annotations and attributes in front of functions and classes, and what classes extend."""

from __future__ import annotations

import pytest

from smsaudit.model.fact import Facts, Scope
from smsaudit.model.location import TreePath
from smsaudit.model.value import Attribute, Name, Result, Text, Value
from smsaudit.scan.text_code import TEXT_CODE

MARKED: dict[str, tuple[str, str, list[tuple[str, list[str]]]]] = {
    "of Java": (
        "A.java",
        '@Override\n@PostMapping("/sms")\npublic void it() { }',
        [("Override", []), ("PostMapping", ["/sms"])],
    ),
    "with a keyword and a set": (
        "A.java",
        '@RequestMapping(value = {"/a", "/b"}, produces = "x")\nvoid it() { }',
        [("RequestMapping", ["value=/a", "produces=x"])],
    ),
    "of Kotlin": ("A.kt", '@Scheduled(cron = "0 0")\nfun it() { }', [("Scheduled", ["cron=0 0"])]),
    "of TypeScript, and not those of parameters": (
        "a.ts",
        "class A {\n @Post('code')\n async it(@Body() body: { to: string }): Promise<{ ok: boolean }> { }\n}",
        [("Post", ["code"])],
    ),
    "of C#, several in a bracket": (
        "A.cs",
        'class A {\n [HttpPost("code"), Authorize]\n public void it() { x[Key("no")] = 1; }\n}',
        [("HttpPost", ["code"]), ("Authorize", [])],
    ),
    "of PHP": (
        "a.php",
        "<?php class A {\n #[Route(path: '/code')]\n public function it() { }\n}",
        [("Route", ["path=/code"])],
    ),
    "of another declaration": ("A.java", '@Value("x")\nprivate String x;\nvoid it() { }', []),
}


@pytest.mark.parametrize(("path", "source", "marks"), MARKED.values(), ids=MARKED)
def test_a_function_is_marked(path: str, source: str, marks: list[tuple[str, list[str]]]) -> None:
    facts = scanned(path, source)
    assert [_mark(facts, value) for value in _scope(facts, "it").decorators] == marks


EXTENDED: dict[str, tuple[str, str, list[str]]] = {
    "in Java": (
        "A.java",
        "class A<T> extends Base<Map<K, V>> implements One, p.Two { }",
        ["Base", "One", "p.Two"],
    ),
    "in Kotlin": ("A.kt", "class A(val x: X) : Base(x), One<T> { }", ["Base", "One"]),
    "in C#": ("A.cs", "class A<T> : Base, IOne where T : class { }", ["Base", "IOne"]),
    "in PHP": (
        "a.php",
        "<?php class A extends \\think\\Controller implements One { }",
        ["think.Controller", "One"],
    ),
    "in TypeScript": ("a.ts", "class A extends Base implements One { }", ["Base", "One"]),
    "by nothing": ("A.java", "class A { }", []),
}


@pytest.mark.parametrize(("path", "source", "bases"), EXTENDED.values(), ids=EXTENDED)
def test_a_class_extends(path: str, source: str, bases: list[str]) -> None:
    facts = scanned(path, source)
    assert [_dotted(base) for base in _scope(facts, "A").bases] == bases


OWNED: dict[str, tuple[str, str, list[str]]] = {
    "by the type of its receiver": ("a.go", "func (s *Sender) it(to string) error { }", ["Sender"]),
    "by a generic type": ("a.go", "func (s *Sender[T]) it() { }", ["Sender"]),
    "by a class outside of it": ("a.cpp", "void Modem::it(int x) { }", ["Modem"]),
    "by nobody": ("a.go", "func it() { }", []),
}


@pytest.mark.parametrize(("path", "source", "owner"), OWNED.values(), ids=OWNED)
def test_a_method_outside_of_its_class_is_owned(path: str, source: str, owner: list[str]) -> None:
    facts = scanned(path, source)
    assert [_dotted(base) for base in _scope(facts, "it").bases] == owner


TYPED: dict[str, tuple[str, str, set[tuple[str, str]]]] = {
    "before it": (
        "A.java",
        "private final SmsService sms; void it(List<User> users) { }",
        {("sms", "SmsService"), ("users", "List")},
    ),
    "behind it": ("a.ts", "constructor(private readonly sms: SmsService) { }", {("sms", "SmsService")}),
    "of Go": ("a.go", "func it(s *service.Sender, n int) { }", {("s", "Sender")}),
    "by what makes it": (
        "a.php",
        "<?php $sms = new \\App\\Sms(); $this->box = new Box;",
        {("sms", "Sms"), ("box", "Box")},
    ),
    "not by a call": ("A.java", "void it() { return Foo.bar(baz); }", set()),
}


@pytest.mark.parametrize(("path", "source", "typed"), TYPED.values(), ids=TYPED)
def test_a_name_is_declared_with_a_type(path: str, source: str, typed: set[tuple[str, str]]) -> None:
    fields = scanned(path, source).scopes[0].fields
    assert {(each.name, _dotted(each.annotation)) for each in fields} == typed


PLACED: dict[str, tuple[str, str, int]] = {
    "at its own line where nothing ends a statement": ("a.go", 'package a\n\nimport "x"\n\nfunc it() { }', 5),
    "at its own line, and not at its marks": (
        "A.java",
        "class A {\n int x;\n @Get\n @Two\n public void it() { }\n}",
        5,
    ),
    "behind parameters in braces": ("a.ts", "function it(a: {\n x: string\n}, b = {}) { }", 1),
    "behind arguments in braces": ("a.js", "f({ a: 1 }, () => { });\nconst it = async () => { };", 2),
}


@pytest.mark.parametrize(("path", "source", "line"), PLACED.values(), ids=PLACED)
def test_a_function_begins(path: str, source: str, line: int) -> None:
    assert _scope(scanned(path, source), "it").place.line == line


def scanned(path: str, source: str) -> Facts:
    """What the file says."""
    return TEXT_CODE.scan(TreePath(path), source)[0]


def _scope(facts: Facts, name: str) -> Scope:
    (only,) = [scope for scope in facts.scopes if scope.name == name]
    return only


def _mark(facts: Facts, value: Value) -> tuple[str, list[str]]:
    if not isinstance(value, Result):
        return _dotted(value), []
    call = facts.calls[value.call]
    given = [
        f"{each.keyword}={each.value.value}" if each.keyword else each.value.value
        for each in call.arguments
        if isinstance(each.value, Text)
    ]
    return _dotted(call.callee), given


def _dotted(value: Value | None) -> str:
    match value:
        case Name(name):
            return name
        case Attribute(base, name):
            return f"{_dotted(base)}.{name}"
        case _:
            return "?"
