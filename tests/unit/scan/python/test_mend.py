"""Python 2 and broken files: lines keep their numbers, and what is not broken is found."""

from __future__ import annotations

import pytest

from smsaudit.model.gap import GapKind
from smsaudit.model.value import Text
from tests.unit.scan.python.reading import calls, scan

PYTHON_2 = {
    "print of a long text": "print '''a\nb'''\nsend()\n",
    "print before a comment": "print 'a'  # b\nsend()\n",
    "print after if and else": "if a: print 'b'\nelse: print 'c'\nsend()\n",
    "print of a long text that is filled": "print u'''a %s\n# b\n''' % c,\nsend()\n",
    "print of a sharp": "print '# a', send()  # b\nif a and b: print send(), # c\nsend()\n",
    "print": "print 'a', b\nsend()\n",
    "print to a file": "print >>sys.stderr, 'a'\nsend()\nprint >> f, a,\nsend()\n",
    "print alone": "print\nprint 'a'\nsend()\n",
    "print with a trailing comma": "print 'a',\nsend()\n",
    "print of a format": "print 'a %s' % send()\nsend()\n",
    "print of brackets": "print ('a'), b\nsend()\nprint (a) % b\nsend()\n",
    "print after a colon": "if a: print 'b'\nsend()\n",
    "print and a statement": "print 'a'\r\nsend()\r\n",
    "except with a comma": "try:\n    send()\nexcept E, e:\n    send()\nexcept (a.B, C), e:\n    send()\n",
    "except into a tuple": "try:\n    send()\nexcept E, (a, b):\n    send()\n",
    "raise with a comma": "def f():\n    raise E, 'a'\nsend()\nraise a.E, 'b', c\nsend()\n",
    "exec": "exec 'a = 1'\nsend()\nexec a in b\nsend()\n",
    "backquotes": "x = `a` + `send()`\nsend()\n",
    "octal numbers": "x = 0777\nsend(0644)\nsend()\n",
    "long numbers": "x = 10L + 0xFFl\nsend(7L)\n",
    "unequal": "if a <> b:\n    send()\n",
    "a raw text of Unicode": "x = ur'a' + UR\"b\"\nsend()\n",
    "parameters in a tuple": "def f((a, b), c):\n    send()\nsend()\n",
    "an octal escape in a text": "print 'a'\nx = '\\033[91m'\nsend()\n",
    "tabs and spaces": "def f():\n\tif a:\n\t    send()\n        else:\n\t    send()\n",
    "tabs behind a colon": "class C:\n\tdef f(self):\n\t\tprint 'a'\n\t\tsend()\n",
}
BROKEN = {
    "an unterminated text": "x = 'a\nsend()\n",
    "an unterminated long text": "send()\nx = '''a\nsend()\n",
    "a merge conflict": "<<<<<<< HEAD\nsend()\n=======\nsend()\n>>>>>>> b\nsend()\n",
    "a template": "x = {{ a.b }}\nsend()\n{% if c %}\nsend()\n{% endif %}\n",
    "a notebook's commands": "!pip install x\n%matplotlib inline\nsend()\n",
    "an unclosed bracket at the end": "send()\nx = [1, 2\n",
    "a word that is reserved now": "async = 1\nsend()\n",
    "an attribute that is reserved now": "asyncio.async(\n    send(), loop=loop)\nx.await.a(send())\n",
    "an argument that is reserved now": "f(a, async=False)\nsend()\nf(\n    async = True, b=send())\n",
    "a fault in a statement over many lines": "x = f(a b,\n      c,\n      d)\nsend()\n",
    "a fault at the end of a statement over many lines": "def f():\n    x = g(\n        a,\n        b c)\n    send()\n",
    "print over a backslash": "print 'a' \\\n    'b'\nsend()\n",
    "a block that is too deep": "def f():\n    a = 1\n      b = 2\n    send()\n",
    "print over many lines": "print 'a %s' % (\n    b,\n)\nsend()\n",
    "typeset quotation marks": "send(“a”, b’b’)  # what's this\nsend(”c”)\nx = “it’s”\nsend()\n",
    "a comma of another script": "send('，')\nx = [1， 2]\nsend()\n",
    "NUL": "a = 1\x00\nsend()\n",
    "half a line": "send()\nx = = 1\nsend()\n",
    "prose": "send()\nThis is how it works.\nsend()\n",
    "many faults": "x = = 1\nsend()\n" * 30,
}
LOST = {
    "two statements on a line": "exec a in b; send()\nsend()\n",
    "a block that does not fit": "def f():\n        a = 1\n    send()\nsend()\n",
    "an empty block": "class A:\nsend()\n",
    "try alone": "try:\n    send()\nsend()\n",
    "an unclosed bracket": "x = {\n    'a': 1\n\ndef f():\n    send()\n",
}


def sends(text: str) -> list[int]:
    """Lines on which a call of `send` is written."""
    lines = text.replace("\r\n", "\n").split("\n")
    return [number for number, line in enumerate(lines, start=1) for _ in range(line.count("send("))]


def found_in(text: str) -> list[int]:
    return [call.place.line for call in calls(scan(text)[0])]


@pytest.mark.parametrize("text", PYTHON_2.values(), ids=PYTHON_2)
def test_python_2_is_read_to_the_end(text: str) -> None:
    assert found_in(text) == sends(text)


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_what_is_not_broken_is_found_where_it_stands(text: str) -> None:
    assert found_in(text) == sends(text)
    assert [gap.kind for gap in scan(text)[1]] == [GapKind.MENDED]


@pytest.mark.xfail(reason="one broken statement takes the whole file, or what follows it, along")
@pytest.mark.parametrize("text", LOST.values(), ids=LOST)
def test_the_rest_of_a_broken_file_is_found(text: str) -> None:
    assert set(sends(text)) <= set(found_in(text))


def test_the_lines_that_were_mended_are_named() -> None:
    found, gaps = scan("a = 1\nprint 'a'\nx = 0777\nsend()\nx = 'b\n")
    assert found.mended == (2, 3, 5)
    assert [(gap.kind, gap.line) for gap in gaps] == [(GapKind.MENDED, 2)]
    assert "3 lines (2, 3, 5)" in gaps[0].reason.en


def test_a_text_in_typeset_quotation_marks_is_read() -> None:
    found, _ = scan("line.write(b’AT+CMGS=”1″\\r’)\n")
    assert [argument.value for call in found.calls for argument in call.arguments] == [Text('AT+CMGS="1"\r')]


def test_an_escape_in_a_text_is_no_octal_number() -> None:
    found, _ = scan("print 'a'\nx = '\\033[91m'\n")
    assert [bound.value for bound in found.bindings] == [Text("\033[91m")]


def test_valid_python_3_is_never_mended() -> None:
    text = "print('0777 <> `a` 10L')\nprint\nx = 0o777, 0, 00, 0_0, 1.0\nexec('a')\n# print 'a'\n"
    found, gaps = scan(text)
    assert (found.mended, gaps) == ((), ())


def test_a_file_that_cannot_be_mended_keeps_its_words() -> None:
    found, gaps = scan("\n".join(f"x{n} = = {n}" for n in range(100)) + "\nCMPP_SUBMIT = 4\n")
    assert [gap.kind for gap in gaps] == [GapKind.UNPARSED]
    assert {word.text: word.place.line for word in found.words}["CMPP_SUBMIT"] == 101


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "gbk", "bogus", "utf-7", "idna", "undefined"])
def test_a_declared_encoding_changes_nothing(encoding: str) -> None:
    assert found_in(f"# -*- coding: {encoding} -*-\nsend('短信')\n") == [2]
