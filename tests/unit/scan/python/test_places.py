"""Facts of a text are the same whether Python's own parser reads it or LibCST does, in the words of the former.

LibCST's provider of positions is the judge of where nodes stand.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libcst.metadata import MetadataWrapper, PositionProvider

from smsaudit.model.fact import Facts
from smsaudit.model.location import Place
from smsaudit.scan.python.foreign.spans import Spans
from smsaudit.scan.python.foreign.statements import translated

from .reading import call, facts, of_tree

ASKED = (
    cst.Name,
    cst.Integer,
    cst.SimpleString,
    cst.ConcatenatedString,
    cst.FormattedString,
    cst.Subscript,
    cst.Call,
)
"""Nodes whose place becomes part of a fact."""

SNIPPETS = {
    "tabs": "if a:\n\tif b:\n\t\tsend(1)\n\tx = 'y'\n",
    "crlf": "a = 1\r\n\r\ndef f():\r\n    send('b',\r\n         c)\r\n",
    "old mac": "a = 1\rsend('b')\rc = 2\r",
    "a call over many lines": "client.send(\n    'a',\n    to=[\n        'b',\n    ],\n).get(\n    'c'\n)\n",
    "decorators": "@a.b('c')\n@d\ndef f(x='e'):\n    return x\n\n\n@g\nclass C(H):\n    pass\n",
    "f-strings": "x = f'a{b}c{d!r:>{e}}' f'{g(1)}'\ny = f'''a\n{h}\n'''\n",
    "semicolons": "a = 1; send('b'); c = send('d')\n",
    "backslashes": "x = a + \\\n    send('b') + \\\n        c\n",
    "comments between": "send(  # one\n    # two\n    'a',  # three\n\n    'b')\n",
    "wide letters": "短信 = '中文'; send('é', 短信)\nx = '𝔘'; send(x)\n",
    "a form feed": "a = 1\n\x0c\nsend('b')\n",
    "a byte order mark": "\ufeffsend('a')\n",
    "nested scopes": "class A:\n  def f(self):\n    def g():\n      return lambda: send('a')\n    return g\n",
    "no newline at the end": "x = 1\nsend('a')",
    "an import over many lines": "from a import (\n    b,\n    c as d,\n)\nimport e.f as g, h\n",
    "items": "a['b']['c'] = d[0:1, e]\n",
    "a match statement": "match a.b:\n    case 'c':\n        send('d')\n    case [e, *f] if g:\n        pass\n",
    "two lines of comments first": "# one\n# two\n\nsend('a')\n",
}


def wrong_places(text: str) -> list[str]:
    """Nodes whose place is another than the provider's."""
    module = cst.parse_module(text)
    expected = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    spans, rows = Spans(module), text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    wrong: list[str] = []
    for node, where in expected.items():
        if isinstance(node, ASKED) and not getattr(node, "lpar", ()):
            column = len(rows[where.start.line - 1][: where.start.column].encode())
            wanted = (where.start.line, column, where.end.line)
            if (found := spans.of(node)[:3]) != wanted:
                wrong.append(f"{type(node).__name__}: {found} instead of {wanted}")
    return wrong


def assert_same_facts(text: str) -> None:
    assert of_tree(translated(cst.parse_module(text)), text) == facts(text)


@pytest.mark.parametrize("text", SNIPPETS.values(), ids=SNIPPETS)
def test_places_are_those_of_the_position_provider(text: str) -> None:
    assert wrong_places(text) == []


names = st.sampled_from(["a", "send", "短信", "_x1"])
texts = st.sampled_from(["'a'", '"b"', "b'c'", "r'\\d'", "'''d'''", "f'{a}e{send!r}'", "'f' 'g'", "''"])
leaves = st.one_of(names, texts, st.sampled_from(["0", "0x10", "1_000", "None", "...", "1.5"]))
gaps = st.sampled_from(["", "", " ", "\n", "  # c\n", "\n\n\t"])
"""What may stand between two tokens inside brackets."""


def _wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def shaped(shape: str, count: int) -> st.SearchStrategy[str]:
        return st.tuples(*[inner] * count, gaps, gaps, names).map(
            lambda got: shape.format(*got[:count], g=got[count], h=got[count + 1], n=got[count + 2])
        )

    return st.one_of(
        shaped("{n}({g}{0}{h},{1})", 2),
        shaped("{n}.send({g}{n}={0}{h})", 1),
        shaped("{n}[{g}{0}{h}]", 1),
        shaped("[{g}{0}, {1}{h},]", 2),
        shaped("{{{0}:{g}{1}{h}}}", 2),
        shaped("({0}{g}+{h}{1})", 2),
        shaped("({0} if{g} {1} else {h}{0})", 2),
        shaped("(lambda {n}: {0})", 1),
        shaped("[{0} for {n} in {g}{1}{h}]", 2),
        shaped("{n}(*{0}, **{n})", 1),
    )


expressions = st.recursive(leaves, _wider, max_leaves=6)
shapes = st.sampled_from(
    [
        "{0}",
        "x = {0}",
        "x.y, z = {0}, {1}",
        "return {0}",
        "@{2}\n{i}def f(a={0}):\n{i}{t}return {1}",
        "if {0}:\n{i}{t}{1}\n{i}else:\n{i}{t}{0}",
        "class C({0}):\n{i}{t}x: {2} = {1}",
        "with {0} as x, {1}:\n{i}{t}pass",
        "for x in {0}: {1}",
        "async def g():\n{i}{t}await {0}",
        "from .{2} import ({2} as b,\n a)",
        "# c\n{i}{0}",
    ]
)


@st.composite
def modules(draw: st.DrawFn) -> str:
    tab = draw(st.sampled_from(["    ", "\t", " "]))
    lines = []
    for depth in draw(st.lists(st.sampled_from([0, 1, 1]), min_size=1, max_size=5)):
        shape, indent = draw(shapes), tab * depth
        parts = (draw(expressions), draw(expressions), draw(names))
        body = shape.format(*parts, t=tab, i=indent)
        lines += [f"if a:\n{indent}{body}" if depth else body]
    text = "\n".join(lines)
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\n"]))) + draw(st.sampled_from(["", "\n"]))


@settings(max_examples=100)
@given(modules())
def test_places_of_any_module_are_those_of_the_position_provider(text: str) -> None:
    assert wrong_places(text) == []


@settings(max_examples=100)
@given(modules())
def test_both_parsers_lead_to_the_same_facts_of_any_module(text: str) -> None:
    assert_same_facts(text)


def told(found: Facts) -> Iterator[Place]:
    for group in (found.scopes, found.imports, found.bindings, found.stores, found.calls):
        yield from (each.place for each in group)
    for more in (found.returned, found.texts, found.words, found.settings):
        yield from (each.place for each in more)


@settings(max_examples=100)
@given(modules())
def test_every_fact_stands_in_the_file(text: str) -> None:
    rows = text.replace("\r\n", "\n").split("\n")
    for place in told(facts(text)):
        assert 1 <= place.line <= place.end_line <= len(rows)
        assert place.column <= len(rows[place.line - 1]) + 1


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("send(1)\n", Place(1, 1)),
        ("a.b.send(1)\n", Place(1, 5)),
        ("x = (a\n     .send(\n        1,\n     ))\n", Place(2, 7, 4)),
        ("if a:\n\tsend(1)\n", Place(2, 2)),
        ("a(1); send(\r\n)\r\n", Place(1, 7, 2)),
        ("@send(1)\ndef f(): ...\n", Place(1, 2)),
        ("f'{send(1)}'\n", Place(1, 4)),
    ],
)
def test_a_call_stands_where_its_name_does(text: str, place: Place) -> None:
    assert call(text).place == place


def test_a_definition_stands_where_its_name_does_and_reaches_to_its_end() -> None:
    found = facts("@d\nasync def f(\n    a,\n):\n    pass\n\nclass C:\n    x = 1\n    y = 2\n")
    assert [(each.name, each.place) for each in found.scopes[1:]] == [
        ("f", Place(2, 11, 5)),
        ("C", Place(7, 7, 9)),
    ]


@pytest.mark.parametrize("text", ["x = '''a\nb'''\n", "send(1, '''a\nb\n''')\n", "x = 'a\\\nb'\n"])
def test_a_text_over_many_lines_ends_on_its_last_line(text: str) -> None:
    assert wrong_places(text) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("url = (\n    'https://sms.example'\n)\n", 2),
        ("url = (\n    'https://sms.example'\n    '/send'\n)\n", 2),
        ("url = (\n    f'https://{host}'\n)\n", 2),
    ],
)
def test_a_text_in_brackets_of_its_own_stands_on_its_own_line(text: str, line: int) -> None:
    assert facts(text).texts[0].place.line == line


INSIDE = {
    "f-strings over lines in a block": "def f():\n    if a:\n        x(f'a {b()} '\n          f'c {d.e()}', g())\n",
    "a decorator before everything": "@a(f'b {c()} '\n   f'd {e()}')\ndef f():\n    if g:\n        h()\n",
    "comments after a block": "def f():\n    g()\n    # the end\n\n# later\nh()\n",
    "names that a statement binds": "import a.b as c, d\nfrom .e import (f,\n    g as h)\nfrom i import *\ntry:\n    j()\nexcept (K, L) as m:\n    n(m)\n",
    "calls that end far away": "短信(a)(\n    *b, c=d, **e\n)[f:g, h](i for i in j if k)\n",
    "a definition over lines": "async def \\\n    f(a: b = c, *d, e=g, **h) -> i: return [*a, *d]\nclass \\\n  J(K, l=m): n: o = p\n",
    "chains": "a and b and c() or d and not e() < f() < g\nx = lambda a, *b, c=d(): (yield e())\n",
    "matching": "match a:\n    case B.c: d()\n    case e: f(e)\n    case [g, h] as i if j(): k(i)\n",
}


@pytest.mark.parametrize("text", [*SNIPPETS.values(), *INSIDE.values()])
def test_both_parsers_lead_to_the_same_facts(text: str) -> None:
    assert_same_facts(text)
