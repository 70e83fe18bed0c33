"""What the Python that runs us does not take, LibCST reads, and its tree is told in the words of ours."""

from __future__ import annotations

import sys

import pytest

from smsaudit.model.location import Place
from smsaudit.model.value import Item, Joined, Name, Number, Opaque, Text

from .reading import bound, call, facts

NEWER = """\
type Alias[T: int] = dict[str, T]
def send_all[T](client: T, *, to='1') -> None:
    client.send(f"{to["a"]}/b", [each for each in f'{', '.join(to)}'])
class Box[T](Base): pass
"""


def test_newer_syntax_hides_nothing_beside_it() -> None:
    found = facts(NEWER)
    assert call(NEWER).place == Place(3, 12)
    assert [(scope.name, scope.place.line) for scope in found.scopes] == [
        ("", 1),
        ("send_all", 2),
        ("Box", 4),
    ]
    value = call(NEWER).arguments[0].value
    assert isinstance(value, Joined)
    assert value.parts[1] == Text("/b")
    assert isinstance(value.parts[0], Item)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python knows the syntax")
def test_only_what_ours_does_not_take_is_read_by_libcst(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "smsaudit.scan.python.foreign", None)
    assert facts("send(1)\n").calls
    with pytest.raises(ImportError):
        facts(NEWER)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"x = {'9' * 5_000}\n", Opaque()),
        ("x = '\\N{NO SUCH LETTER}'\n", Text("\\N{NO SUCH LETTER}")),
        ("x = '\\x4'\n", Text("\\x4")),
    ],
)
def test_a_literal_that_python_refuses_costs_no_other_fact(text: str, value: object) -> None:
    assert bound(text) == [value]
    assert call(f"{text}send(x)\n").place.line == 2


def test_the_words_of_another_python_end_in_the_same_values() -> None:
    text = f"{NEWER}x = f'a\\tb{{y!r:>{{z}}}}' 'c' rf'\\d'\n"
    (value,) = bound(text)
    assert isinstance(value, Joined)
    assert [type(part) for part in value.parts] == [Text, Name, Text]
    assert value.parts[::2] == (Text("a\tb"), Text("c\\d"))
    assert bound(f"{NEWER}x = -0x1_0\n") == [Number(-16)]
