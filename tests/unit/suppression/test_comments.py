"""Where comments are: in every syntax that is read, and never inside a string."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsaudit.suppression.comments import comments, following

MARK = "smsaudit:"
TOLD = "smsaudit: ignore[x.y] because"


def lines(path: str, text: str) -> list[tuple[int, bool]]:
    return [(comment.line, comment.is_alone) for comment in comments(path, text, MARK)]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("a.py", f"send()  # {TOLD}"),
        ("a.java", f"send(); // {TOLD}"),
        ("a.java", f"send(); /* {TOLD} */"),
        ("a.kt", f"send() // {TOLD}"),
        ("a.go", f"send() // {TOLD}"),
        ("a.ts", f"send(`x`) // {TOLD}"),
        ("a.php", f"send(); # {TOLD}"),
        ("a.php", f"send(); // {TOLD}"),
        ("a.cs", f"Send(); // {TOLD}"),
        ("a.c", f"send(); /* {TOLD} */"),
        ("a.rb", f"send # {TOLD}"),
        ("a.sh", f"send # {TOLD}"),
        ("a.sql", f"select 1 -- {TOLD}"),
        ("a.lua", f"send() -- {TOLD}"),
        ("a.xml", f"<bean/> <!-- {TOLD} -->"),
        ("a.html", f"<p/> <!-- {TOLD} -->"),
        ("page.jinja", f"{{{{ send }}}} {{# {TOLD} #}}"),
        ("a.yaml", f"host: sms.example.com # {TOLD}"),
        ("a.toml", f'host = "x" # {TOLD}'),
        (".env", f"SMS_HOST=x # {TOLD}"),
        (".env.prod", f"SMS_HOST=x # {TOLD}"),
        ("Dockerfile", f"ENV SMS=1 # {TOLD}"),
        ("requirements.txt", f"twilio==9 # {TOLD}"),
        ("main.tf", f'host = "x" // {TOLD}'),
        ("main.tf", f'host = "x" # {TOLD}'),
        ("kannel.conf", f"smsc = smpp # {TOLD}"),
        ("sip.conf", f"host=x ; {TOLD}"),
        ("setup.cfg", f"host = x ; {TOLD}"),
        ("nginx.conf", f"listen 80; # {TOLD}"),
        ("sms.service", f"ExecStart=x # {TOLD}"),
        ("pom.xml", f"<a/> <!-- {TOLD} -->"),
        ("go.mod", f"require x v1 // {TOLD}"),
        ("build.gradle", f"implementation 'x' // {TOLD}"),
        ("Cargo.toml", f'x = "1" # {TOLD}'),
    ],
)
def test_a_comment_behind_code_speaks_of_its_line(path: str, line: str) -> None:
    assert lines(path, f"first\n{line}\nlast\n") == [(2, False)]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("a.py", f"  # {TOLD}"),
        ("a.js", f"/* {TOLD} */"),
        ("a.properties", f"! {TOLD}"),
        ("a.properties", f"# {TOLD}"),
        ("a.ini", f"; {TOLD}"),
        ("a.bat", f"rem {TOLD}"),
    ],
)
def test_a_comment_that_fills_its_line_is_alone(path: str, line: str) -> None:
    assert lines(path, f"first\n{line}\nlast\n") == [(2, True)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", f'x = "# {TOLD}"\n'),
        ("a.py", f'"""\n# {TOLD}\n"""\n'),
        ("a.py", f"x = '''\n# {TOLD}\n'''\n"),
        ("a.py", f"x = 'it\\'s # {TOLD}'\n"),
        ("a.js", f"x = `\n// {TOLD}\n`\n"),
        ("a.js", f'x = "// {TOLD}"\n'),
        ("a.go", f'x := "/* {TOLD} */"\n'),
        ("a.yaml", f'x: "a # {TOLD}"\n'),
        ("a.yaml", f"x: a#{TOLD}\n"),
        ("package.json", f'{{"x": "# {TOLD}"}}\n'),
        ("a.html", f"<p># {TOLD}</p>\n"),
    ],
)
def test_what_only_looks_like_a_comment_is_none(path: str, text: str) -> None:
    assert lines(path, text) == []


def test_a_line_inside_a_block_comment_is_found() -> None:
    text = f"/*\n * {TOLD}\n */\nsend();\n"
    assert lines("a.java", text) == [(2, True)]
    assert following("a.java", text, 2) == 4


def test_the_line_spoken_of_is_the_next_with_code() -> None:
    assert following("a.py", f"# {TOLD}\n\n# more\n  send()\n", 1) == 4
    assert following("a.py", f"# {TOLD}\n", 1) == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_line_counts(end: str) -> None:
    text = end.join(["a", "b", f"c  # {TOLD}", "d"])
    assert lines("a.py", text) == [(3, False)]


@given(
    st.text(alphabet="#'\"/*<!->-{}`\\ \n\r;smsaudit: ignore[x.y]", max_size=200),
    st.sampled_from(["a.py", "a.js", "a.xml", "a.conf", "a.php", "a.bat", "a"]),
)
def test_any_text_has_comments_inside_its_lines(text: str, path: str) -> None:
    count = len(text.splitlines()) + 1
    for comment in comments(path, text, MARK):
        assert 1 <= comment.line <= count
        assert MARK in comment.text
        assert following(path, text, comment.line) > comment.line
