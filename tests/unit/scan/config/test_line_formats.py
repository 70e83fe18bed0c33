from __future__ import annotations

import pytest

from tests.unit.scan.config.reading import said, scan


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A=b\nB=c # d", [(2, "B", "c")]),
        ("export A=b", [(1, "A", "b")]),
        ('A="x # y" # z', [(1, "A", "x # y")]),
        ("A='m\nn'\nB=1", [(1, "A", "m\nn"), (3, "B", "1")]),
        ('A="say \\"hi\\""', [(1, "A", 'say "hi"')]),
        ("A='unclosed\nB=1", [(1, "A", "'unclosed"), (2, "B", "1")]),
        ("A=http://h/#x", [(1, "A", "http://h/#x")]),
        ("A=", [(1, "A", "")]),
        ("A=${B:-7890}", [(1, "A", "7890")]),
        ("not a pair", []),
    ],
)
def test_environment_files(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert said("deploy/.env.production", text) == expected


def test_a_value_of_several_lines_ends_where_its_quote_does() -> None:
    facts, _ = scan(".env", "A='1\n2\n3'\n")
    assert [(one.place.line, one.place.end_line) for one in facts.settings] == [(1, 3)]


@pytest.mark.parametrize("name", [".env", ".env.example", "web.env", ".envrc", "env.sample"])
def test_environment_files_go_by_many_names(name: str) -> None:
    assert scan(name, "A=b")[0].language == "dotenv"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[s]\nk = v ; c\n", [(2, "s.k", "v")]),
        ("k: v", [(1, "k", "v")]),
        ("[s]\n# k = v\n; k = v\n", []),
        ("[s]\nurl = http://h/a#b", [(2, "s.url", "http://h/a#b")]),
        ('[s]\nk = "a ; b" ; c', [(2, "s.k", "a ; b")]),
        ("[s]\nk =\n  a>=1\n  b\n", [(2, "s.k", ""), (3, "s.k[0]", "a>=1"), (4, "s.k[1]", "b")]),
        ("[s]\n  k = v\n  l = w", [(2, "s.k", "v"), (3, "s.l", "w")]),
        ('[remote "origin"]\n\turl = u', [(2, "remote.origin.url", "u")]),
        ("[s]\nlone", [(2, "s.lone", "")]),
    ],
)
def test_ini(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert said("a.ini", text) == expected


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "etc/smsd.conf",
            "devices = GSM1\n[GSM1]\ndevice = /dev/ttyUSB0\n",
            [(1, "devices", "GSM1"), (3, "GSM1.device", "/dev/ttyUSB0")],
        ),
        ("gammu-smsdrc", "[gammu]\nconnection = at115200\n", [(2, "gammu.connection", "at115200")]),
        ("jasmin.cfg", "[smpp-server]\nport = 2775\n", [(2, "smpp-server.port", "2775")]),
    ],
)
def test_modem_daemons_and_jasmin_are_ini(path: str, text: str, expected: list[tuple[int, str, str]]) -> None:
    assert said(path, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# k=v\n! k=v\n", []),
        ("sms.host=1.2.3.4", [(1, "sms.host", "1.2.3.4")]),
        ("k : v", [(1, "k", "v")]),
        ("k v w", [(1, "k", "v w")]),
        ("k = a\\\n   b\nl=c", [(1, "k", "ab"), (3, "l", "c")]),
        ("k=\\u4e2d\\t", [(1, "k", "中")]),
        ("a\\=b=c", [(1, "a=b", "c")]),
        ("url=${CMPP_URL:cmpp://h:7890}", [(1, "url", "cmpp://h:7890")]),
        ("k=v\\\\\nl=w", [(1, "k", "v\\"), (2, "l", "w")]),
    ],
)
def test_java_properties(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert said("application.properties", text) == expected


def test_systemd_variables_are_settings_of_their_own() -> None:
    text = '[Service]\n# X=y\nEnvironment="A=b c" D=e\nExecStart=/bin/x \\\n  --port 2775\n'
    assert said("x.service", text) == [
        (3, "Service.Environment", '"A=b c" D=e'),
        (3, "Service.Environment.A", "b c"),
        (3, "Service.Environment.D", "e"),
        (4, "Service.ExecStart", "/bin/x    --port 2775"),
    ]


def test_a_procfile_names_its_processes() -> None:
    assert said("Procfile", "web: gunicorn a:b\n# x: y\n") == [(1, "web", "gunicorn a:b")]
