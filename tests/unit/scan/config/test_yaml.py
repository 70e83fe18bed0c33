from __future__ import annotations

import time

import pytest

from smsaudit.model.gap import GapKind
from tests.unit.scan.config.reading import said, scan


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n  b: c # d\n", [(2, "a.b", "c")]),
        ("# a: b\n", []),
        ("a:\n  - x\n  - y: z\n", [(2, "a[0]", "x"), (3, "a[1].y", "z")]),
        ("sms.host: ${HOST:1.2.3.4}", [(1, "sms.host", "1.2.3.4")]),
        ("a: 1\n---\nb: 2\n", [(1, "a", "1"), (3, "b", "2")]),
        ("a: !Sub '${X}'", [(1, "a", "${X}")]),
        ("a: !custom {b: c}", [(1, "a.b", "c")]),
        ("base: &b {p: 1}\nuse: *b\n", [(1, "base.p", "1"), (1, "use.p", "1")]),
        (
            "b: &b {p: 1, q: 2}\nu:\n  <<: *b\n  p: 3\n",
            [(1, "b.p", "1"), (1, "b.q", "2"), (1, "u.q", "2"), (4, "u.p", "3")],
        ),
        ("s:\n  environment:\n    - A=b\n", [(3, "s.environment[0]", "A=b"), (3, "s.environment.A", "b")]),
        (
            "env:\n  - name: A\n    value: b\n",
            [(2, "env[0].name", "A"), (2, "env.A", "b"), (3, "env[0].value", "b")],
        ),
        ("a: |\n  x\n  y\nb: 1\n", [(1, "a", "x\ny\n"), (4, "b", "1")]),
        ("a: x\u2028y\nb: 1\n", [(1, "a", "x y"), (2, "b", "1")]),
    ],
)
def test_yaml(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert said("config.yaml", text) == expected


def test_a_template_that_is_no_yaml_is_read_by_its_lines() -> None:
    text = (
        "first: doc\n---\n{{- if .Values.on }}\nsms:\n  host: {{ .Values.host }}\n  ports:\n    - name: smpp\n      port: 2775 # c\n"
        "    - 99\n  text: |\n    no: setting\n  'q': \"v\"\n{{- end }}\n"
    )
    assert said("t.yaml", text) == [
        (1, "first", "doc"),
        (5, "sms.host", "{{ .Values.host }}"),
        (7, "sms.ports[0].name", "smpp"),
        (8, "sms.ports[0].port", "2775"),
        (9, "sms.ports[1]", "99"),
        (12, "sms.q", "v"),
    ]
    assert [(gap.kind, gap.line) for gap in scan("t.yaml", text)[1]] == [(GapKind.MENDED, 2)]


def test_a_file_inside_a_config_map_is_read_too() -> None:
    text = "data:\n  kannel.conf: |\n    group = smsc\n    smsc = smpp\n  x.properties: |\n    a.b=c\n"
    found = said("configmap.yaml", text)
    assert (4, "data.kannel.conf.smsc[0].smsc", "smpp") in found
    assert (6, "data.x.properties.a.b", "c") in found


def test_aliases_that_multiply_end_at_a_limit() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    start = time.process_time()
    facts, gaps = scan("bomb.yaml", "\n".join(rows))
    assert len(facts.settings) <= 20_000
    assert {gap.kind for gap in gaps} == {GapKind.LIMIT}
    assert time.process_time() - start < 20


def test_an_alias_inside_itself_ends_at_a_limit() -> None:
    facts, gaps = scan("loop.yaml", "a: &a\n  b: c\n  again: *a\n")
    assert facts.settings[0].key == "a.b"
    assert [gap.kind for gap in gaps] == [GapKind.LIMIT]


def test_nesting_beyond_the_limit_is_a_gap_and_the_rest_is_read() -> None:
    text = "a: " + "[" * 150 + "x" + "]" * 150 + "\nb: 1\n"
    facts, gaps = scan("deep.yaml", text)
    assert [(one.key, one.value) for one in facts.settings if one.key == "b"] == [("b", "1")]
    assert [gap.kind for gap in gaps] == [GapKind.LIMIT]
