"""Whatever the text: facts and gaps, twice the same, and never an exception."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsaudit.model.fact import Facts
from smsaudit.model.location import TreePath
from smsaudit.scan.python.scanner import PythonScanner
from tests.unit.scan.python.reading import PATH, scan

FOUND_BY_FUZZING = [
    'x = f"t"t"a{b}"\n',
    "def (\x1d:\x0c\n\x85'a' )\u2028'b'\n",
]


@pytest.mark.parametrize("text", FOUND_BY_FUZZING)
def test_what_fuzzing_found_is_read_with_places_inside_the_file(text: str) -> None:
    facts, gaps = PythonScanner().scan(PATH, text)
    assert gaps
    assert all(written.place.line <= text.count("\n") + 1 for written in facts.texts)


PIECES = [
    "def",
    "class",
    "if",
    "elif",
    "else:",
    "for",
    "while",
    "try:",
    "except",
    "except:",
    "finally:",
    "with",
    "as",
    "match",
    "case",
    "import",
    "from",
    "lambda",
    "return",
    "yield",
    "await",
    "async",
    "global\nnonlocal",
    "not",
    "in",
    "is",
    "and",
    "or",
    "None",
    "True",
    "print",
    "print>>f",
    "raise",
    "exec",
    "assert",
    "del",
    "pass",
    "f(",
    ")",
    "(",
    "[",
    "]",
    "{",
    "}",
    "{{",
    "}}",
    ":",
    ":=",
    ",",
    ";",
    ".",
    "...",
    "=",
    "==",
    "<>",
    "!=",
    "+",
    "-",
    "*",
    "**",
    "@",
    "@d\n->",
    "%",
    "~",
    "`",
    "\\",
    "#",
    "#!",
    "'a'",
    "'a",
    '"b"',
    "'''",
    '"""',
    "f'",
    "f'{",
    "}'",
    "rb'",
    "b'\\xff'",
    "ur'a'",
    "0777",
    "0x",
    "1L",
    "1_",
    "9.e",
    "a",
    "b.c",
    "self",
    "x:",
    "\t",
    "\x0c",
    "\x00",
    "é",
    "短信",
    "\ufeff",
    "\u2028",
    "\x85",
    "�\nif",
    "x:",
    "def",
    "f():",
    "class",
    "C:",
    "except",
    "E,",
    "e:",
    "else:",
    "print",
    "'a'",
    "print",
    "'a'",
]
SPACES = (" ", "", "\n", "\r\n", "\r", "\n    ", "\n\t", "\n        ", "  ")
scraps = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(SPACES)), max_size=50).map(
    lambda pairs: "".join(piece + space for piece, space in pairs)
)


def lines_of(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def last_line(found: Facts) -> int:
    groups = (
        found.calls,
        found.bindings,
        found.imports,
        found.texts,
        found.stores,
        found.returned,
        found.scopes,
    )
    return max((each.place.end_line for group in groups for each in group), default=1)


ODD_ENDS = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " "))
"""Where `str.splitlines` sees line ends and Python none; see the test of refused files in `test_guard.py`."""


@settings(max_examples=250)
@given(st.one_of(scraps, scraps, st.text(max_size=200)).map(lambda text: text.translate(ODD_ENDS)))
def test_any_text_is_read_alike_twice_and_nothing_stands_outside_of_it(text: str) -> None:
    found, told = scan(text)
    assert scan(text) == (found, told)
    assert last_line(found) <= lines_of(text)
    assert all(1 <= line <= lines_of(text) for line in found.mended)
    assert all(gap.path == PATH and 1 <= (gap.line or 1) <= lines_of(text) for gap in told)
    assert bool(found.mended) == bool(told)


@settings(max_examples=100)
@given(scraps)
def test_indexes_of_facts_lead_to_facts(text: str) -> None:
    found, _ = scan(text)
    groups = (found.calls, found.bindings, found.imports, found.texts, found.stores, found.returned)
    assert all(0 <= each.scope < len(found.scopes) for group in groups for each in group)
    assert [scope.parent < number for number, scope in enumerate(found.scopes)] == [True] * len(found.scopes)


@pytest.mark.parametrize(
    "text", ["", "\n", "\ufeff", "# nothing\n", "'''Nothing.'''\n", "\x0c\n", "  \n\t\n", "pass\n"]
)
def test_an_empty_module_says_nothing(text: str) -> None:
    found, told = scan(text)
    assert told == ()
    assert found == Facts(language="python", scopes=found.scopes)
    assert len(found.scopes) == 1


def test_what_is_found_can_be_encoded_whatever_the_file_held() -> None:
    found, told = scan("a\ud800 = '\ud800'\nx = '\\ud800'\nimport \ud800\n")
    for word in found.words:
        word.text.encode()
    repr((found.texts, told)).encode()


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("a.py", True),
        ("a/b.pyi", True),
        ("a.pyw", True),
        ("a.pyc", False),
        ("a.py.txt", False),
        ("py", False),
        ("Dockerfile", False),
    ],
)
def test_python_files_are_known_by_their_names(path: str, wanted: bool) -> None:  # noqa: FBT001
    assert PythonScanner().wants(TreePath(path)) is wanted
