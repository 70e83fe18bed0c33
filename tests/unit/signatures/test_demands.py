from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsaudit.model.demand import Demand
from smsaudit.model.signature import Pattern, PatternId
from smsaudit.signatures.demands import demand_of, demands_by_pattern
from smsaudit.signatures.files import shipped_directory, signature_files
from smsaudit.signatures.literals import lowered, required
from smsaudit.signatures.load import load_file
from tests.unit.signatures.sample import loaded, with_target


def asked(directory: Path, target: str) -> Demand:
    (pattern,) = loaded(directory, with_target(f'{target}\nneedle = ["acme_sms"]')).patterns
    return demand_of(Pattern(id=pattern.id, role=pattern.role, target=pattern.target, why=""))


@pytest.mark.parametrize(
    ("target", "enough", "lacking"),
    [
        ('python.call = "acme.Client.send"', "acme send", "acme"),
        ('python.call = ["acme.Client.send", "acme.Client.post"]', "post", "acme"),
        ('python.subclass = "acme.rest.Backend"', "class a(backend)", "acme rest"),
        ('python.import = "acme.sms.rest"', "from acme.sms import rest", "from acme import rest"),
        ("setting = { keys = ['(?i)acme[._-]sms_key'] }", "acme.sms_key", "acme.mail_key"),
        ("setting = { keys = ['host'], values = ['acme'], beside = ['token'] }", "host: acme\ntoken: x", "host: acme"),
        ("combination = [{ at_least = 1, of = ['acme'] }, { at_least = 2, of = ['x1', 'x2', 'x3'] }]", "acme x1 x3", "acme x2"),
        ("combination = [{ at_least = 1, of = ['acme'] }, { at_least = 1, of = ['\\d+', 'x1'] }]", "acme", "x1"),
        ("combination = [{ at_least = 2, of = ['acme', '2147483652'] }]", "acme = 0x80000004", "acme = 1"),
        ("text = 'acme .*(sms|mms)'", "acme send-mms", "acme mail"),
        ("url = { hosts = ['sms.*.acme.example'], paths = ['/send'] }", "https://sms.{region}.acme.example", "s3.acme.example"),
    ],
)  # fmt: skip
def test_a_file_must_hold_all_that_a_target_needs(
    tmp_path: Path, target: str, enough: str, lacking: str
) -> None:
    demand = asked(tmp_path, target)
    assert demand.met_by({word for word in demand.words() if word in enough.encode()})
    assert not demand.met_by({word for word in demand.words() if word in lacking.encode()})


@pytest.mark.parametrize(
    "target",
    ['python.call = "acme.Client.*"', "url = { paths = ['/sms'] }",
     "setting = { keys = ['.*'] }", 'dependency = "pypi:acme"'],
)  # fmt: skip
def test_what_may_be_written_elsewhere_or_otherwise_is_not_asked_for(tmp_path: Path, target: str) -> None:
    assert asked(tmp_path, target).met_by(())


_PIECES = st.sampled_from(
    ["smpp", "a", "[bc]", r"\d", r"\.", "e?", "f*", "g+", "(?:hi|jk)", "(?:lm|no)?", "(p|q[rs])+", "(?:tu|v.w)", "x{2}", "|", "."]
)  # fmt: skip


@given(st.lists(_PIECES, min_size=1, max_size=8), st.sampled_from(["", "(?i)"]), st.data())
def test_every_match_contains_all_that_one_way_requires(
    pieces: list[str], flags: str, data: st.DataObject
) -> None:
    expression = flags + "".join(pieces)
    match = lowered(data.draw(st.from_regex(re.compile(expression, re.ASCII), fullmatch=True)))
    assert any(
        all(any(text in match for text in texts) for texts in way) for way in required(expression, breaks=".")
    )


def test_every_example_meets_the_demand_of_each_pattern_that_it_expects() -> None:
    signatures = [load_file(path) for _, path in signature_files([shipped_directory()])]
    demands = demands_by_pattern(signatures)
    unmet = [
        (expectation.pattern, example.line)
        for signature in signatures
        for example in signature.examples
        for expectation in example.expects
        if (demand := demands.get(PatternId(expectation.pattern)))
        and not demand.met_by(
            [word for word in demand.words() if word in f"{example.path}\n{example.source}".encode().lower()]
        )
    ]
    assert demands
    assert unmet == []
