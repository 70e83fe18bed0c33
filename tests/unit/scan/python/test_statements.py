from __future__ import annotations

import pytest

from smsaudit.model.fact import Guard, ParameterKind, ScopeKind
from smsaudit.model.value import (
    Attribute,
    Compared,
    Defined,
    Either,
    Element,
    Entered,
    Item,
    Joined,
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
from tests.unit.scan.python.reading import binding, bound, call, calls, facts, last


@pytest.mark.parametrize(
    ("text", "imported"),
    [
        ("import a", [(0, "a", 0, None, "a")]),
        ("import a.b.c", [(0, "a.b.c", 0, None, "a.b.c")]),
        ("import a.b as c", [(0, "a.b", 0, None, "c")]),
        ("import a, b as c", [(0, "a", 0, None, "a"), (0, "b", 0, None, "c")]),
        ("from a.b import c", [(0, "a.b", 0, "c", "c")]),
        ("from a import b as c, d", [(0, "a", 0, "b", "c"), (0, "a", 0, "d", "d")]),
        ("from a import (\n  b,\n  c,\n)", [(0, "a", 0, "b", "b"), (0, "a", 0, "c", "c")]),
        ("from a import *", [(0, "a", 0, "*", "*")]),
        ("from . import a", [(0, "", 1, "a", "a")]),
        ("from ..a.b import c", [(0, "a.b", 2, "c", "c")]),
        ("from ... import *", [(0, "", 3, "*", "*")]),
        (
            "try:\n  import a\nexcept ImportError:\n  import b",
            [(0, "a", 0, None, "a"), (0, "b", 0, None, "b")],
        ),
        ("if x:\n  from a import b\nelse:\n  b = None", [(0, "a", 0, "b", "b")]),
        ("def f():\n  from a import b", [(1, "a", 0, "b", "b")]),
        ("class C:\n  def f(self):\n    import a", [(2, "a", 0, None, "a")]),
    ],
)
def test_imports_are_noted_as_written(
    text: str, imported: list[tuple[int, str, int, str | None, str]]
) -> None:
    found = [(i.scope, i.module, i.level, i.name, i.alias) for i in facts(text).imports]
    assert found == imported


def test_scopes_nest_and_know_their_kind() -> None:
    text = "class C:\n  async def f(self):\n    return lambda: 1\n  x = [y for y in z]\ndef g():\n  class D: pass\n"
    found = [(scope.kind, scope.name, scope.parent) for scope in facts(text).scopes]
    assert found == [
        (ScopeKind.MODULE, "", -1),
        (ScopeKind.CLASS, "C", 0),
        (ScopeKind.FUNCTION, "f", 1),
        (ScopeKind.LAMBDA, "<lambda>", 2),
        (ScopeKind.FUNCTION, "g", 0),
        (ScopeKind.CLASS, "D", 4),
    ]


def test_a_definition_binds_its_name_in_the_scope_around_it() -> None:
    found = facts("class C:\n  def f(self): ...\n")
    assert [(each.scope, each.name, each.value) for each in found.bindings] == [
        (0, "C", Defined(1)),
        (1, "f", Defined(2)),
    ]


def test_parameters_keep_their_kind_default_and_annotation() -> None:
    scope = facts("def f(a, /, b: B = 1, *c, d, e='x', **g) -> R: ...").scopes[1]
    assert [(p.name, p.kind, p.default, p.annotation) for p in scope.parameters] == [
        ("a", ParameterKind.POSITIONAL, None, None),
        ("b", ParameterKind.POSITIONAL, Number(1), Name("B")),
        ("c", ParameterKind.STAR, None, None),
        ("d", ParameterKind.KEYWORD, None, None),
        ("e", ParameterKind.KEYWORD, Text("x"), None),
        ("g", ParameterKind.DOUBLE_STAR, None, None),
    ]
    assert scope.returns == Name("R")


@pytest.mark.parametrize("text", ["async def f(): ...", "def f(): ..."])
def test_a_function_is_asynchronous_or_not(text: str) -> None:
    assert facts(text).scopes[1].is_async is text.startswith("async")


@pytest.mark.parametrize("definition", ["def f(): ...", "class C: ..."])
def test_decorators_stand_in_order_and_outside_of_what_they_decorate(definition: str) -> None:
    found = facts(f"@a.b\n@send('c')\n{definition}\n")
    assert found.scopes[1].decorators == (Attribute(Name("a"), "b"), Result(0))
    assert found.calls[0].scope == 0


def test_bases_are_noted_and_keywords_of_a_class_are_not_bases() -> None:
    found = facts("class C(A, b.B[int], metaclass=send('m')): ...")
    assert found.scopes[1].bases == (Name("A"), Item(Attribute(Name("b"), "B"), Name("int")))
    assert [last(each.callee) for each in found.calls] == ["send"]


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("def f():\n  global a, b\n  a = 1\n", (("a", "b"), ())),
        ("def f():\n  if x:\n    try:\n      pass\n    finally:\n      nonlocal c\n", ((), ("c",))),
        ("def f():\n  def g():\n    global a\n", ((), ())),
    ],
)
def test_global_and_nonlocal_names_belong_to_their_function(
    text: str, declared: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    scope = facts(text).scopes[1]
    assert (scope.declared_global, scope.declared_nonlocal) == declared


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("x = 1", [Number(1)]),
        ("x = y = 'a'", [Text("a")]),
        ("x: int = 1", [Number(1)]),
        ("x += 'a'", [Joined((Name("x"), Text("a"))), Text("a")]),
        ("x, y = 1, 2", [Number(1)]),
        ("y, x = 1, 2", [Number(2)]),
        ("y, (x, z) = a, (b, c)", [Name("b")]),
        ("[y, x] = z", [Element(Name("z"), 1)]),
        ("y, *x = a, b, c", [Sequence((Name("b"), Name("c")))]),
        ("y, *z, x = a, b, c", [Name("c")]),
        ("y, *x, z = a", [Part(Name("a"), 1, -1)]),
        ("y, *z, x = a", [Element(Name("a"), -1)]),
        ("for x in y: ...", [Element(Name("y"))]),
        ("for y, x in z: ...", [Element(Element(Name("z")), 1)]),
        ("with y as x: ...", [Entered(Name("y"))]),
        ("with a as y, b as x: ...", [Entered(Name("b"))]),
        ("with y as (z, x): ...", [Element(Entered(Name("y")), 1)]),
        ("if (x := 1): ...", [Number(1)]),
        ("while y(x := 1): ...", [Number(1)]),
        ("y = [z for x in a if x]", [Element(Name("a"))]),
        ("y = {x: 1 for x in a}", [Element(Name("a"))]),
        ("try: ...\nexcept E as x: ...", [Element(Name("E"))]),
        ("match y:\n  case x: ...", [Name("y")]),
        ("match y:\n  case 1: ...\n  case x if z: ...", [Name("y")]),
    ],
)
def test_whatever_gives_a_name_its_value_is_a_binding(text: str, values: list[Value]) -> None:
    assert bound(text) == values


@pytest.mark.parametrize("text", ["x: int", "x", "x == 1", "f(x=1)", "x.y = 1", "x[0] = 1", "del x"])
def test_what_gives_a_name_no_value_is_no_binding(text: str) -> None:
    assert bound(text) == []


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("a.b = 1", (0, Name("a"), "b", None, Number(1))),
        ("a.b.c = 'x'", (0, Attribute(Name("a"), "b"), "c", None, Text("x"))),
        ("a['k'] = 1", (0, Name("a"), None, Text("k"), Number(1))),
        ("a[k, 0] = 1", (0, Name("a"), None, Sequence((Name("k"), Number(0))), Number(1))),
        ("def f(self):\n  self.b = 1", (1, Name("self"), "b", None, Number(1))),
        ("a.b += 'x'", (0, Name("a"), "b", None, Text("x"))),
        ("a.b: T = 1", (0, Name("a"), "b", None, Number(1))),
        ("for a.b in c: ...", (0, Name("a"), "b", None, Element(Name("c")))),
        ("with c as a.b: ...", (0, Name("a"), "b", None, Entered(Name("c")))),
        ("a.b, c = 1, 2", (0, Name("a"), "b", None, Number(1))),
    ],
)
def test_attributes_and_items_are_stored(
    text: str, stored: tuple[int, Value, str | None, Value | None, Value]
) -> None:
    (only,) = facts(text).stores
    assert (only.scope, only.base, only.attribute, only.key, only.value) == stored


@pytest.mark.parametrize(
    ("text", "returned"),
    [
        ("def f(): return x", [(1, Name("x"))]),
        ("def f(): return", []),
        ("def f():\n  if a: return 1\n  return 'b'", [(1, Number(1)), (1, Text("b"))]),
        ("def f(): yield x", [(1, Sequence((Name("x"),)))]),
        ("def f(): yield", []),
        ("def f(): y = yield x", [(1, Sequence((Name("x"),)))]),
        ("def f(): yield from x", [(1, Element(Name("x")))]),
        ("def f():\n  return lambda: 1", [(2, Number(1)), (1, Defined(2))]),
        ("async def f(): return await x", [(1, Name("x"))]),
    ],
)
def test_what_leaves_a_function_is_noted(text: str, returned: list[tuple[int, Value]]) -> None:
    assert [(each.scope, each.value) for each in facts(text).returned] == returned


A, B = Name("a"), Name("b")
NEVER = Guard(Truth(value=False), holds=True)
IF, NOT = Guard(A, holds=True), Guard(A, holds=False)


@pytest.mark.parametrize(
    ("text", "guards"),
    [
        ("send()", ()),
        ("if a: send()", (IF,)),
        ("if a: pass\nelse: send()", (NOT,)),
        ("if a: pass\nelif b: send()", (NOT, Guard(B, holds=True))),
        ("if a: pass\nelif b: pass\nelse: send()", (NOT, Guard(B, holds=False))),
        ("if a:\n  if b:\n    send()", (IF, Guard(B, holds=True))),
        ("if a: pass\nsend()", ()),
        ("while a: send()", (IF,)),
        ("def f():\n  if a: return\n  send()", (NOT,)),
        ("def f():\n  if a:\n    x()\n    raise E\n  send()", (NOT,)),
        ("for x in y:\n  if a: continue\n  send()", (NOT,)),
        ("while b:\n  if a: break\n  pass\nsend()", ()),
        ("def f():\n  if a: return\n  else: x()\n  send()", (NOT,)),
        ("def f():\n  if a: x()\n  else: return\n  send()", (IF,)),
        ("def f():\n  if a: return\n  else: raise E\n  send()", (NEVER,)),
        ("def f():\n  return\n  send()", (NEVER,)),
        ("try: x()\nexcept b: send()", (Guard(Compared("raises", B, Opaque()), holds=True),)),
        ("if a:\n  def f():\n    send()", ()),
        ("if a:\n  x = lambda: send()", (IF,)),
        ("match a:\n  case 'k': send()", (Guard(Compared("==", A, Text("k")), holds=True),)),
        ("match a:\n  case k: send()", ()),
        (
            "match a:\n  case 'k' | 'l': send()",
            (Guard(Compared("in", A, Sequence((Text("k"), Text("l")))), holds=True),),
        ),
        ("match a:\n  case 'k' | b.l(): send()", ()),
        (
            "match a:\n  case 'k': pass\n  case 'l' if b: pass\n  case _: send()",
            (Guard(Compared("==", A, Text("k")), holds=False),),
        ),
        ("x = send() if a else None", (IF,)),
        ("x = None if a else send()", (NOT,)),
        ("with b:\n  if a: send()", (IF,)),
        ("try:\n  if a: send()\nfinally: pass", (IF,)),
        ("if a == 'k': send()", (Guard(Compared("==", A, Text("k")), holds=True),)),
        ("if not a: send()", (Guard(Compared("not", A, Opaque()), holds=True),)),
        ("if a or b: send()", (Guard(Either((A, B)), holds=True),)),
        ("if False: send()", (Guard(Truth(value=False), holds=True),)),
        (
            "if __name__ == '__main__': send()",
            (Guard(Compared("==", Name("__name__"), Text("__main__")), holds=True),),
        ),
    ],
)
def test_a_call_knows_the_conditions_around_it(text: str, guards: tuple[Guard, ...]) -> None:
    assert call(text).guards == guards


def test_a_binding_knows_the_conditions_around_it() -> None:
    assert binding("if a:\n  x = 1\n").guards == (IF,)


def test_calls_in_every_corner_are_noted_once() -> None:
    corners = """\
@send(1)
class C(send(2), metaclass=send(3)):
    x: send(4) = send(5)

    @send(6)
    def f(self, a: send(7) = send(8), *b: send(9), **c: send(10)) -> send(11):
        assert send(12), send(13)
        del x[send(14)]
        raise send(15) from send(16)


for y in send(17): send(18)
else: send(19)
while send(20): send(21)
else: send(22)
try: send(23)
except send(24): send(25)
else: send(26)
finally: send(27)
with send(28) as z, send(29): send(30)
match send(31):
    case D(send=1) if send(32): send(33)
x = [send(34) for y in send(35) if send(36)], {send(37): send(38)}, {send(39)}, (send(40), *send(41))
x = send(42) if send(43) else send(44), lambda y=send(45): send(46), not send(47), -send(48)
x = f'{send(49)!r:>{send}}', send(50), send(51)[send(52):send(53)], send(54) < send(55) < send(56)
x += send(57)
send(58).send(59)(send(60), *send(61), k=send(62), **send(63))
async def g():
    async with send(64): await send(65)
    yield send(66)
    return (yield from send(67))
"""
    found = calls(facts(corners))
    numbers = [
        argument.value.value
        for each in found
        for argument in each.arguments[:1]
        if isinstance(argument.value, Number)
    ]
    assert sorted(numbers) == list(range(1, 68))


def test_a_call_in_a_format_specification_is_noted() -> None:
    assert len(calls(facts("f'{a:{send(1)}}'"))) == 1


def test_of_a_chain_of_very_many_branches_a_call_knows_the_last_conditions() -> None:
    chain = "".join(f"elif a == {number}:\n  f{number}()\n" for number in range(300))
    calls = facts(f"if a:\n  pass\n{chain}").calls
    last = calls[-1]
    assert last.callee == Name("f299")
    assert last.guards[-1] == Guard(Compared("==", Name("a"), Number(299)), holds=True)
    assert max(len(each.guards) for each in calls) == 64
