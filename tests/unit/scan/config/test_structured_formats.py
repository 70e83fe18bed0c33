from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsaudit.model.gap import GapKind
from tests.unit.scan.config.reading import said, scan


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": {"b": [1, {"c": "d"}]}}', [(1, "a.b[0]", "1"), (1, "a.b[1].c", "d")]),
        ('{\n// "x": 1\n"a": true, /* "y": 2 */ }', [(3, "a", "true")]),
        ('{"a": [1, 2,],}', [(1, "a[0]", "1"), (1, "a[1]", "2")]),
        ('{"a": "x\\n\\u4e2d"}', [(1, "a", "x\n中")]),
        ("{a: 'b'}", [(1, "a", "b")]),
        ('{"a":\n"b"', [(1, "a", "b")]),
        ('{"a": "http://h/#x"}', [(1, "a", "http://h/#x")]),
        ('{"a": 1 "b": 2}', [(1, "a", "1"), (1, "b", "2")]),
        ("just words", []),
    ],
)
def test_json(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert said("a.json", text) == expected


values = st.recursive(
    st.integers() | st.text(st.characters(codec="utf-8", exclude_characters="$")),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4) | st.dictionaries(st.sampled_from("abcde"), inner, min_size=1)
    ),
    max_leaves=12,
)


def leaves(value: object, path: str) -> list[tuple[str, str]]:
    match value:
        case dict():
            return [
                leaf
                for key, inner in value.items()
                for leaf in leaves(inner, f"{path}.{key}" if path else key)
            ]
        case list():
            return [leaf for index, inner in enumerate(value) for leaf in leaves(inner, f"{path}[{index}]")]
        case _:
            return [(path, str(value))]


@given(value=st.dictionaries(st.sampled_from("abcde"), values, min_size=1), indent=st.sampled_from([None, 2]))
def test_what_json_can_write_is_read_back(value: dict[str, object], indent: int | None) -> None:
    settings = scan("a.json", json.dumps(value, indent=indent))[0].settings
    assert [(one.key, one.value) for one in settings] == leaves(value, "")


def test_a_large_data_file_stops_at_the_limit() -> None:
    text = '{"rows": [' + ",".join(['{"id": 1}'] * 400_000) + "]}"
    start = time.process_time()
    facts, gaps = scan("data.json", text)
    assert len(facts.settings) == 20_000
    assert [(gap.kind, gap.line) for gap in gaps] == [(GapKind.LIMIT, 1)]
    assert time.process_time() - start < 5


TOML = """\
top = 1 # c
[a.b]
k = "v # w"
"q.r".s = 'x'
arr = [1,
  "two", # c
  {x = 1},
]
t = { p = 1, q.r = "2" }
[[link]]
ip = "h1"
[[link]]
ip = "h2"
[link.tls]
on = true
text = \"\"\"
m
n\"\"\"
when = 2026-01-01 10:00:00
"""


def test_toml() -> None:
    assert said("a.toml", TOML) == [
        (1, "top", "1"),
        (3, "a.b.k", "v # w"),
        (4, "a.b.q.r.s", "x"),
        (5, "a.b.arr[0]", "1"),
        (6, "a.b.arr[1]", "two"),
        (7, "a.b.arr[2].x", "1"),
        (9, "a.b.t.p", "1"),
        (9, "a.b.t.q.r", "2"),
        (11, "link[0].ip", "h1"),
        (13, "link[1].ip", "h2"),
        (15, "link[1].tls.on", "true"),
        (16, "link[1].tls.text", "m\nn"),
        (19, "link[1].tls.when", "2026-01-01 10:00:00"),
    ]


def test_terraform() -> None:
    text = """\
# c
resource "aws_sns_topic_subscription" "x" {
  protocol = "sms" // c
  endpoint = "${var.a}-${lookup(var.m, "k")}"
  list     = ["a", var.b]
  policy   = jsonencode({
    a = 1
  })
  tags = { team = "t" }
  ingress { from = 80 }
  ingress { from = 81 }
  body = <<-EOT
    no = setting
  EOT
  n = 5
}
"""
    prefix = "resource.aws_sns_topic_subscription.x"
    assert said("main.tf", text) == [
        (3, f"{prefix}.protocol", "sms"),
        (4, f"{prefix}.endpoint", '${var.a}-${lookup(var.m, "k")}'),
        (5, f"{prefix}.list[0]", "a"),
        (5, f"{prefix}.list[1]", "var.b"),
        (6, f"{prefix}.policy", "jsonencode({\n    a = 1\n  })"),
        (9, f"{prefix}.tags.team", "t"),
        (10, f"{prefix}.ingress.from", "80"),
        (11, f"{prefix}.ingress[1].from", "81"),
        (12, f"{prefix}.body", "    no = setting\n"),
        (15, f"{prefix}.n", "5"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a>\n<b>c</b></a>", [(2, "a.b", "c")]),
        ("<a><!-- <b>c</b> --></a>", []),
        ('<a>\n<b c="d"/></a>', [(2, "a.b@c", "d")]),
        (
            '<s><param name="SP_Id" value="9"/></s>',
            [(1, "s.param@name", "SP_Id"), (1, "s.param@value", "9"), (1, "s.SP_Id", "9")],
        ),
        ('<p><entry key="k">v</entry></p>', [(1, "p.entry@key", "k"), (1, "p.entry", "v"), (1, "p.k", "v")]),
        (
            '<b><property name="h"><value>v</value></property></b>',
            [(1, "b.property@name", "h"), (1, "b.property.value", "v"), (1, "b.h", "v")],
        ),
        ("<g><c><h>1</h></c><c><h>2</h></c></g>", [(1, "g.c.h", "1"), (1, "g.c[1].h", "2")]),
        ('\n<?xml version="1.0" encoding="GBK"?>\n<a>b</a>', [(3, "a", "b")]),
        ('<!DOCTYPE a PUBLIC "x" "http://example.org/a.dtd">\n<a>b</a>', [(2, "a", "b")]),
        ("<a>b&nbsp;</a>", [(1, "a", "b")]),
    ],
)
def test_xml(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert said("a.xml", text) == expected
    assert scan("a.xml", text)[1] == ()


def test_entities_never_expand() -> None:
    text = '<!DOCTYPE x [<!ENTITY a "boom"><!ENTITY f SYSTEM "file:///etc/passwd">]>\n<x><y>&a;&f;</y><h>1</h></x>'
    facts, gaps = scan("a.xml", text)
    assert [(one.key, one.value) for one in facts.settings] == [("x.h", "1")]
    assert [gap.kind for gap in gaps] == [GapKind.MENDED]


def test_broken_xml_gives_what_stands_before_the_break() -> None:
    facts, gaps = scan("a.xml", "<a><b>c</b>\n<d></a>")
    assert [(one.key, one.value) for one in facts.settings] == [("a.b", "c")]
    assert [(gap.kind, gap.line) for gap in gaps] == [(GapKind.UNPARSED, 2)]


def test_dockerfile() -> None:
    text = (
        '# c\nFROM --platform=x jookies/jasmin:latest AS base\nENV A=b C="d e" \\\n  # c\n  F=g\nENV old long value\n'
        'ARG V=${W:-1}\nEXPOSE 2775 8990/tcp\nRUN apt-get install \\\n  -y gammu\nCMD ["smsd", "-c", "x"]\nRUN <<EOF\nsend it\nEOF\n'
    )
    assert said("docker/Dockerfile.web", text) == [
        (2, "FROM", "jookies/jasmin:latest"),
        (3, "ENV.A", "b"),
        (3, "ENV.C", "d e"),
        (5, "ENV.F", "g"),
        (6, "ENV.old", "long value"),
        (7, "ARG.V", "1"),
        (8, "EXPOSE", "2775"),
        (8, "EXPOSE", "8990/tcp"),
        (9, "RUN", "apt-get install -y gammu"),
        (11, "CMD", "smsd -c x"),
        (12, "RUN", "<<EOF send it EOF"),
    ]


def test_a_long_value_is_cut_and_said_to_be() -> None:
    facts, gaps = scan("a.json", json.dumps({"a": "x" * 5_000}))
    assert len(facts.settings[0].value) == 2_000
    assert [gap.kind for gap in gaps] == [GapKind.CUT]
