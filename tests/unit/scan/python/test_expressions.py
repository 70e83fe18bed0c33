from __future__ import annotations

import pytest

from smsaudit.model.fact import Argument
from smsaudit.model.value import (
    Attribute,
    Compared,
    Defined,
    Either,
    Element,
    Filled,
    Item,
    Joined,
    Mapping,
    Name,
    Number,
    Opaque,
    Part,
    Result,
    Sequence,
    Text,
    Truth,
    Value,
)
from tests.unit.scan.python.reading import bound, call, facts

A, B = Name("a"), Name("b")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'a'", Text("a")),
        ('"""a\nb"""', Text("a\nb")),
        (r"'\x41\u4e2d\n'", Text("A中\n")),
        (r"r'\n'", Text("\\n")),
        ("b'\\x00\\xff'", Text("\x00\xff")),
        ("'a' \"b\" 'c'", Text("abc")),
        ("1_000", Number(1000)),
        ("0x80000004", Number(0x80000004)),
        ("-1", Number(-1)),
        ("0o17", Number(15)),
        ("1.5", Opaque()),
        ("9" * 60, Opaque()),
        ("True", Truth(value=True)),
        ("None", Truth(value=None)),
        ("a", A),
        ("a.b", Attribute(A, "b")),
        ("a['b']", Item(A, Text("b"))),
        ("a[0]", Item(A, Number(0))),
        ("a[0, b]", Item(A, Sequence((Number(0), B)))),
        ("a[1:]", Part(A, 1)),
        ("a[:2]", Part(A, 0, 2)),
        ("a[b:]", A),
        ("a[::2]", A),
        ("[1, a]", Sequence((Number(1), A))),
        ("(1, a)", Sequence((Number(1), A))),
        ("{1, a}", Sequence((Number(1), A))),
        ("[1, *a]", Sequence((Number(1), Element(A)))),
        ("[1] + [a]", Sequence((Number(1), A))),
        ("{'k': a, **b}", Mapping(((Text("k"), A), (None, B)))),
        ("[a for a in b]", Sequence((A,))),
        ("{a: 1 for a in b}", Mapping(((A, Number(1)),))),
        ("a if b else 1", Either((A, Number(1)))),
        ("a or b", Either((A, B))),
        ("a and b", Either((A, B))),
        ("a | b", Either((A, B))),
        ("a == b", Compared("==", A, B)),
        ("a != b", Compared("!=", A, B)),
        ("a in b", Compared("in", A, B)),
        ("a not in b", Compared("not in", A, B)),
        ("a is None", Compared("is", A, Truth(value=None))),
        ("not a", Compared("not", A, Opaque())),
        ("lambda: a", Defined(1)),
        ("(a := 1)", Number(1)),
        ("await a", A),
        ("a * b", Opaque()),
        ("...", Opaque()),
    ],
)
def test_expressions_are_read_as_written(text: str, value: Value) -> None:
    assert bound(f"x = {text}\n") == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("f'a{b}c'", Joined((Text("a"), B, Text("c")))),
        ("f'{{a}}'", Text("{a}")),
        ("f'{a!r:>10}'", Joined((A,))),
        ("f'{a:{b}}'", Joined((A,))),
        ("f'a' 'b'", Text("ab")),
        ("'a' f'{b}' 'c'", Joined((Text("a"), B, Text("c")))),
        ("f''", Text("")),
        ("rf'\\d{a}'", Joined((Text("\\d"), A))),
        ("'a' + b", Joined((Text("a"), B))),
        ("a + 'b' + 'c'", Joined((A, Text("bc")))),
        ("'a' + 'b'", Text("ab")),
        ("'%s' % a", Filled(Text("%s"), ((None, A),))),
        ("'%s%s' % (a, b)", Filled(Text("%s%s"), ((None, A), (None, B)))),
        ("'%(k)s' % {'k': a}", Filled(Text("%(k)s"), (("k", A),))),
        ("'{}{k}'.format(a, k=b)", Filled(Text("{}{k}"), ((None, A), ("k", B)))),
        ("a.format(b)", Filled(A, ((None, B),))),
        ("'/'.join([a, b])", Joined((A, Text("/"), B))),
        ("'/'.join((a,))", Joined((A,))),
        ("a.join([b])", Result(0)),
    ],
)
def test_text_that_is_put_together_keeps_its_parts(text: str, value: Value) -> None:
    assert bound(f"x = {text}\n") == [value]


@pytest.mark.parametrize(
    ("arguments", "read"),
    [
        ("", ()),
        ("1, 'a', b", ((None, Number(1)), (None, Text("a")), (None, B))),
        ("a, k=b", ((None, A), ("k", B))),
        ("*a, **b", (("*", A), ("**", B))),
        ("a for a in b", ((None, Sequence((A,))),)),
        ("[a], {'k': 1}", ((None, Sequence((A,))), (None, Mapping(((Text("k"), Number(1)),))))),
        ("a.b['c'](1)", ((None, Result(1)),)),
    ],
)
def test_arguments_keep_their_keyword_or_star(
    arguments: str, read: tuple[tuple[str | None, Value], ...]
) -> None:
    assert call(f"send({arguments})").arguments == tuple(Argument(*each) for each in read)


def test_calls_are_numbered_from_the_inside_of_the_callee_outwards() -> None:
    found = facts("a(1).b(c(2)).d()")
    assert [each.callee for each in found.calls] == [
        A,
        Attribute(Result(0), "b"),
        Name("c"),
        Attribute(Result(1), "d"),
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("x = 'a'", [Text("a")]),
        ("send('a', k='b')", [Text("a"), Text("b")]),
        ("x = {'a': 'b'}", [Text("a"), Text("b")]),
        ("x = 'a' 'b'", [Text("ab")]),
        ("x = f'a{b}'", [Joined((Text("a"), B))]),
        ("x = f'{b[\"c\"]}'", [Text("c"), Joined((Item(B, Text("c")),))]),
        ("x = ' '.join(['a', 'b', b])", [Text(" "), Text("a"), Text("b"), Joined((Text("a b "), B))]),
        ("if x == 'a': pass", [Text("a")]),
        ("def f(x='a'): pass", [Text("a")]),
        ("x = 1\n'a'\n", [Text("a")]),
    ],
)
def test_texts_are_noted_wherever_they_stand(text: str, written: list[Value]) -> None:
    assert [each.value for each in facts(text).texts] == written


@pytest.mark.parametrize(
    "text",
    [
        "'hidden'\n",
        "'''hidden\nhidden'''\nshown = 1\n",
        "'hidden' 'hidden'\n",
        "def f():\n  'hidden'\n",
        "class C:\n  'hidden'\n  def f(self):\n    r'''hidden'''\n",
        "async def f():\n  'hidden'\n",
        "# hidden 'hidden'\nshown = 1  # hidden\n",
        "send(  # hidden\n  shown,\n  # 'hidden'\n)\n",
    ],
)
def test_docstrings_and_comments_say_nothing(text: str) -> None:
    found = facts(text)
    assert found.texts == ()
    assert "hidden" not in {word.text for word in found.words}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a.b(c=d)", {"a", "b", "c", "d"}),
        ("import a.b as c\nfrom .d import e as f", {"a", "b", "d", "e"}),
        ("def f(a, *b): pass", {"f", "a", "b"}),
        ("class C(B): pass", {"C", "B"}),
        ("x = 0x10, 'CMPP_CONNECT', 'two words'", {"x", "16", "CMPP_CONNECT"}),
        ("x.y = 1", {"x", "y", "1"}),
        ("x = 'a' * 2", {"x", "a", "2"}),
    ],
)
def test_words_are_identifiers_numbers_and_short_texts(text: str, words: set[str]) -> None:
    assert {word.text for word in facts(text).words} == words


def test_a_word_stands_at_its_first_occurrence() -> None:
    found = facts("def f(a):\n  b = a\n  return b\n")
    assert {word.text: word.place.line for word in found.words} == {"f": 1, "a": 1, "b": 2}


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("SMS_KEY = 'k'", [("SMS_KEY", "k")]),
        ("SMS_PORT = 7890", [("SMS_PORT", "7890")]),
        ("SMS_ON = False", [("SMS_ON", "false")]),
        ("SMS_KEY = None", [("SMS_KEY", "")]),
        ("sms_key = 'k'", []),
        ("SMS_KEY = other()", []),
        ("SMS = {'key': 'k', 'port': 1, 'more': x}", [("key", "k"), ("port", "1")]),
        ("app.config['SMS_KEY'] = 'k'", [("SMS_KEY", "k")]),
        ("SMS = {'a': {'host': 'h'}}", [("host", "h")]),
    ],
)
def test_literals_under_names_like_settings_are_settings(text: str, settings: list[tuple[str, str]]) -> None:
    assert [(each.key, each.value) for each in facts(text).settings] == settings


@pytest.mark.parametrize(
    ("text", "function", "arguments"),
    [
        (
            "asyncio.to_thread(a.b, 1, k=2)",
            Attribute(A, "b"),
            (Argument(None, Number(1)), Argument("k", Number(2))),
        ),
        ("loop.run_in_executor(None, a.b, 1)", Attribute(A, "b"), (Argument(None, Number(1)),)),
        (
            "pool.submit(functools.partial(a.b, 1, k=2), 3)",
            Attribute(A, "b"),
            (Argument(None, Number(1)), Argument("k", Number(2)), Argument(None, Number(3))),
        ),
        (
            "Thread(target=a, args=(1,), kwargs={'k': 2})",
            A,
            (Argument(None, Number(1)), Argument("k", Number(2))),
        ),
        ("threading.Timer(5, a.b, b)", Attribute(A, "b"), (Argument("*", B),)),
        ("pool.map(a.b, [1])", Attribute(A, "b"), ()),
    ],
)
def test_what_is_handed_over_to_be_run_is_called(
    text: str, function: Value, arguments: tuple[Argument, ...]
) -> None:
    last = facts(text).calls[-1]
    assert (last.callee, last.arguments, last.place.line) == (function, arguments, 1)


@pytest.mark.parametrize(
    "text", ["map(a, b)", "pool.submit('a')", "pool.submit(lambda: a)", "Thread()", "partial(a, 1)"]
)
def test_nothing_else_is_called(text: str) -> None:
    assert len(facts(text).calls) == 1
