from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsaudit.model.example import Example
from smsaudit.model.signature import Pattern, ShapeTarget
from smsaudit.signatures.files import shipped_directory, signature_files
from smsaudit.signatures.literals import literals, lowered
from smsaudit.signatures.load import load_file
from smsaudit.signatures.needles import needles, needles_of
from tests.unit.signatures.sample import WHOLE, loaded, with_target


def _long_enough(texts: frozenset[str]) -> int:
    shortest = min(map(len, texts), default=0)
    return shortest if shortest >= 4 else 0


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("twilio", {"twilio"}),
        ("(?i)Vonage", {"vonage"}),
        (r"api\.acme\.example/2010", {"api.acme.example"}),
        ("(?:send|post)Sms", {"sendsms", "postsms"}),
        ("[Ss]ubmit_?Sm", {"submitsm", "submit_sm"}),
        (r"AT\+CM(?:GS|GF)", {"at+cmgs", "at+cmgf"}),
        ("cmpp[23]0", {"cmpp20", "cmpp30"}),
        (r"smpp\d+", {"smpp"}),
        ("smpp+://", {"smpp"}),
        ("(ab){2}c", {"ababc"}),
        ("ab{1,3}cdefg", {"bcdefg"}),
        ("(?:kannel|jasmin).*", {"kannel", "jasmin"}),
        ("(?:kannel|x).*", set()),
        ("a|kannel", set()),
        ("(?:kannel)?", set()),
        ("(?:kannel)*smsc", {"smsc"}),
        ("^(?!other)(?<=x)smgp$", {"smgp"}),
        ("(?P<name>smpp)(?P=name)", {"smpp"}),
        ("(?#comment)smpp", {"smpp"}),
        ("(x)?(?(1)kannel|jasmin)smsc", {"smsc"}),
        ("(?i:SMS)Gateway", {"smsgateway"}),
        (r"\x41\u0042CD\U00000045", {"abcde"}),
        (r"\N{BULLET}smpp(?:\d)x", {"smpp"}),
        ("短信网关", {"短信网关"}),
        ("(?i)ÉÉÉÉ", set()),
        ("(?x) s m p p x", set()),
        ("kannel smsc", {"kannel smsc"}),
        ("[]smpp]+", set()),
        ("[^x]smpp[\\]]", {"smpp]"}),
        ("smpp{,}x{}", {"smpp{,}x{}"}),
        (r"\bsmpp\b\nkannel", {"kannel"}),
        ("(?>smpp)x*+y?+", {"smpp"}),
    ],
)
def test_a_regular_expression_needs_these_texts(expression: str, found: set[str]) -> None:
    re.compile(expression)
    assert literals(expression, _long_enough) == frozenset(found)


_PIECES = st.sampled_from(
    ["smpp", "cmpp", "a", "[bc]", "[^d]", r"\d", r"\.", "e?", "f*", "g+", "(?:hi|jk)", "(?:lm|no)?", "(p|q)+", "x{2}", "y{1,2}", "."]
)  # fmt: skip


@given(st.lists(_PIECES, min_size=1, max_size=8), st.sampled_from(["", "(?i)"]), st.data())
def test_every_match_contains_one_of_the_texts(pieces: list[str], flags: str, data: st.DataObject) -> None:
    expression = flags + "".join(pieces)
    texts = literals(expression, _long_enough)
    match = data.draw(st.from_regex(re.compile(expression, re.ASCII), fullmatch=True))
    assert not texts or any(text in lowered(match) for text in texts)


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ('python.call = "acme.sms.*.Client.post_message"', {b"acme", b"post_message"}),
        ('python.call = "acme.rest.Client.messages.create"', {b"acme", b"messages.create"}),
        ('python.call = "acme.Client.send"', {b"acme"}),
        ("python.call = \"boto3.client('sns').publish\"", {b"boto3"}),
        ('python.call = "os.system"', {b"system"}),
        ('python.call = "**.sendsms"', {b"sendsms"}),
        ('python.import = "acme_sms"', {b"acme_sms"}),
        ("setting = { keys = ['.*\\.device'], files = ['acmed.conf', '**/smsx*.ini'] }", {b"acmed.conf", b"smsx"}),
        ("setting = { keys = ['.*\\.device'], files = ['*.conf'] }", set()),
        ('python.subclass = "acme.AcmeBackend"', {b"acme"}),
        ("url = { hosts = ['**.acme.example', 'sms.*.api.acme.test'] }", {b"acme.example", b"api.acme.test"}),
        ("url = { paths = ['/acmesms/v\\d'] }", {b"acmesms"}),
        ("text = '(?i)^acme://'", {b"acme:"}),
        ("text = '^Acme Cloud SMS$'", {b"acme"}),
        ("text = '^Uni SMS$'", {b"uni sms"}),
        ("combination = [{ at_least = 1, of = ['acme', 'smpp'] }, { at_least = 2, of = ['submit_sm', 'x', 'bind_acme'] }]", {b"submit_sm", b"bind_acme"}),
        ("combination = [{ at_least = 2, of = ['acme', 'x', 'smpp'] }, { at_least = 1, of = ['x'] }]", {b"acme", b"smpp"}),
        ("combination = [{ at_least = 3, of = ['x', 'smpp', 'acme_connect'] }]", {b"acme_connect"}),
        ("combination = [{ at_least = 1, of = ['acme', 'x'] }]", set()),
        ("combination = [{ at_least = 1, of = ['2147483652'] }]", {b"2147483652", b"80000004"}),
        (r"setting = { keys = ['sms\.acme_key'] }", {b"acme_key"}),
        (r"setting = { keys = ['.*\.host'], values = ['smpp|cmpp'] }", {b"smpp", b"cmpp"}),
        (r"setting = { keys = ['.*\.host'], beside = ['acme.systemType'] }", {b"systemtype"}),
        ('dependency = ["pypi:Acme-sms", "maven:com.acme:core", "npm:@acme/sms"]', {b"acme-sms", b"acme_sms", b"acme.sms", b"com.acme", b"@acme/sms"}),
        ('dependency = "maven:com.acme:acme-sms"', {b"acme-sms"}),
        ('dependency = "npm:rq"', set()),
        ('python.call = "a.b"', set()),
        ("url = { hosts = ['*.cn'] }", set()),
        ("text = '短信网关'", {"短信网关".encode(), "短信网关".encode("gb18030").lower(), b"\\u77ed\\u4fe1\\u7f51\\u5173"}),
        ("text = '1'\nneedle = ['Naz', 'other']", {b"naz", b"other"}),
    ],
)  # fmt: skip
def test_each_target_has_these_needles(tmp_path: Path, target: str, found: set[bytes]) -> None:
    proof = " ".join(needle.decode(errors="ignore") for needle in found)
    text = with_target(target, proof)
    if not found:
        text = with_target(target + '\nneedle = ["acme_sms"]')
    (pattern,) = loaded(tmp_path, text).patterns
    if not found:
        pattern = Pattern(id=pattern.id, role=pattern.role, target=pattern.target, why="")
    assert needles_of(pattern) == frozenset(found)


@pytest.mark.parametrize(
    "line",
    ["import naz", "import naz as n", "import naz, os", "import naz.client", "from naz import x", "from naz.a import x",
     "from libs.naz.client import x", "import_module('naz.client')", 'SENDER = "naz.client.Client"'],
)  # fmt: skip
def test_a_short_package_name_is_looked_for_where_it_is_imported(tmp_path: Path, line: str) -> None:
    (pattern,) = loaded(tmp_path, with_target('python.import = "naz"', "import naz\n")).patterns
    assert any(needle in f"x = 1\n{line}\n".encode() for needle in needles_of(pattern))
    assert not any(needle in b"nazareth = banaz" for needle in needles_of(pattern))


def test_the_needles_of_all_signatures_come_together(tmp_path: Path) -> None:
    signature = loaded(tmp_path, WHOLE)
    assert needles([signature]) == {b"acme_sms", b"post_message"} - {b"post_message"} | needles_of(
        signature.patterns[0]
    )


def _proofs() -> list[tuple[Pattern, Example]]:
    signatures = [load_file(path) for _, path in signature_files([shipped_directory()])]
    return [
        (pattern, example)
        for signature in signatures
        for example in signature.examples
        for pattern in signature.patterns
        if pattern.id in {expectation.pattern for expectation in example.expects}
    ]


def test_every_example_or_its_path_contains_a_needle_of_each_pattern_it_expects() -> None:
    proofs = _proofs()
    assert proofs
    blind = [
        (pattern.id, example.line)
        for pattern, example in proofs
        if not isinstance(
            pattern.target, ShapeTarget
        )  # looked for where others of the signature have matched
        and not any(
            needle in f"{example.path}\n{example.source}".encode().lower() for needle in needles_of(pattern)
        )
    ]
    assert blind == []


def test_all_needles_are_in_lower_case() -> None:
    found = needles(load_file(path) for _, path in signature_files([shipped_directory()]))
    assert found == {needle.lower() for needle in found}
    assert min(map(len, found)) >= 3
