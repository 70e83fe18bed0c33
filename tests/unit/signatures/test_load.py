from __future__ import annotations

from pathlib import Path

import pytest

from smsaudit.model.entrance import EntryKind, Exposure
from smsaudit.model.example import Expectation
from smsaudit.model.framework import DecoratedEntry, MethodsEntry, RegisteredEntry
from smsaudit.model.guard import BaseGuard, DecoratorGuard, ListenGuard, SettingGuard, ValueGuard
from smsaudit.model.signature import (
    CallTarget,
    CombinationTarget,
    DependencyTarget,
    ImportTarget,
    Jurisdiction,
    PatternId,
    Role,
    SettingTarget,
    SignatureKind,
    Strength,
    SubclassTarget,
    Target,
    TextTarget,
    UrlTarget,
)
from smsaudit.model.words import Words
from smsaudit.signatures.example import PATHS
from smsaudit.signatures.files import shipped_directory
from smsaudit.signatures.load import load, load_file, shipped
from tests.unit.signatures.sample import HEAD, WHOLE, loaded, with_target


def test_a_whole_file_becomes_a_signature(tmp_path: Path) -> None:
    signature = loaded(tmp_path, WHOLE)
    assert (signature.id, signature.kind, signature.name) == (
        "acme",
        SignatureKind.PROVIDER,
        Words("Acme", "艾克米"),
    )
    assert signature.sources == ("acme-sms 2.1.0 (PyPI)",)
    assert signature.file == "acme.toml"
    (pattern,) = signature.patterns
    assert (pattern.id, pattern.role, pattern.strength) == ("acme.send", Role.SEND, Strength.HIGH)
    assert pattern.target == CallTarget(("acme_sms.Client.post_message",))
    assert [(example.path, example.line) for example in signature.examples] == [
        ("example.py", 14),
        ("example.py", 22),
    ]


def test_what_a_file_leaves_out_has_defaults(tmp_path: Path) -> None:
    signature = loaded(tmp_path, WHOLE)
    assert (signature.jurisdiction, signature.licence) == (Jurisdiction.UNKNOWN, "unknown")
    assert (signature.hosts, signature.notes, signature.entries, signature.guards) == ((), "", (), ())


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("python.call = [\"boto3.client('sns.x').publish\", 'acme.**.b']", CallTarget(("boto3.client('sns.x').publish", "acme.**.b"))),
        ('python.import = "acme_sms"', ImportTarget(("acme_sms",))),
        ('python = { subclass = ["acme_sms.Client"] }', SubclassTarget(("acme_sms.Client",))),
        ("url = { hosts = ['**.acme_sms.example'], paths = ['^/v2'] }", UrlTarget(("**.acme_sms.example",), ("^/v2",))),
        ("text = '^acme_sms$'", TextTarget("^acme_sms$")),
        ("combination = [{ at_least = 1, of = ['acme_sms', 'acme_mms'] }]", CombinationTarget(((1, ("acme_sms", "acme_mms")),))),
        (
            "setting = { keys = ['acme_sms'], values = ['a|b'], files = ['*.conf'], beside = ['key'] }",
            SettingTarget(("acme_sms",), ("a|b",), ("*.conf",), ("key",)),
        ),
        ('dependency = ["pypi:acme_sms", "maven:com.acme:core"]', DependencyTarget(("pypi:acme_sms", "maven:com.acme:core"))),
    ],
)  # fmt: skip
def test_each_target_is_read(tmp_path: Path, written: str, target: Target) -> None:
    proof = 'boto3.client("sns.x"); Client("acme_sms.example"); import a'
    (pattern,) = loaded(tmp_path, with_target(written, proof)).patterns
    assert pattern.target == target


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ('python.import = "acme_sms"', Role.IMPORT),
        ('dependency = "pypi:acme_sms"', Role.DEPENDENCY),
        ("combination = [{ at_least = 1, of = ['acme_sms'] }]", Role.PROTOCOL),
    ],
)
def test_some_targets_have_a_role_of_their_own(tmp_path: Path, written: str, role: Role) -> None:
    (pattern,) = loaded(tmp_path, with_target(written).replace('role = "send"', "")).patterns
    assert pattern.role is role
    (pattern,) = loaded(tmp_path, with_target(written)).patterns
    assert pattern.role is Role.SEND


def test_arguments_are_keywords_positions_or_both(tmp_path: Path) -> None:
    text = WHOLE.replace(
        'why = "Sends."',
        'why = "Sends."\narguments = { phones = "to", sign = 2, host = ["host", 0], port = "port|1" }',
    )
    (pattern,) = loaded(tmp_path, text).patterns
    assert dict(pattern.arguments) == {"phones": "to", "sign": "2", "host": "host|0", "port": "port|1"}


def test_conditions_may_ask_for_presence_only(tmp_path: Path) -> None:
    text = WHOLE.replace(
        'why = "Sends."', 'why = "Sends."\nwhere = { "*" = "^Send$", 0 = "" }\nunless = { to = "^mailto:" }'
    )
    (pattern,) = loaded(tmp_path, text).patterns
    assert dict(pattern.where) == {"*": "^Send$", "0": ""}
    assert dict(pattern.unless) == {"to": "^mailto:"}


@pytest.mark.parametrize(
    "comment",
    [
        "# expect: acme.send",
        "// expect: acme.send",
        "-- expect: acme.send",
        "; expect:acme.send",
        "<!-- expect: acme.send -->",
        "/* expect: acme.send */",
        "//expect: acme.send",
        "# noqa  # expect: acme.send",
    ],
)
def test_marks_stand_in_any_style_of_comment(tmp_path: Path, comment: str) -> None:
    signature = loaded(tmp_path, WHOLE.replace("# expect: acme.send", comment))
    assert signature.examples[0].expects == (Expectation(2, PatternId("acme.send")),)


def test_one_mark_may_name_several_patterns(tmp_path: Path) -> None:
    second = '[[pattern]]\nid = "acme.import"\npython.import = "acme_sms"\nwhy = "Imports."\n'
    text = WHOLE.replace("# expect: acme.send", "# expect: acme.send, acme.import") + second
    expects = loaded(tmp_path, text).examples[0].expects
    assert [(e.line, e.pattern) for e in expects] == [(2, "acme.import"), (2, "acme.send")]


def test_expectations_may_be_listed_beside_the_source(tmp_path: Path) -> None:
    text = WHOLE.replace("  # expect: acme.send", "").replace(
        'language = "python"', 'path = "a/b.conf"\nexpect = [{ line = 2, pattern = "acme.send" }]', 1
    )
    (example, _) = loaded(tmp_path, text).examples
    assert (example.path, example.expects) == ("a/b.conf", (Expectation(2, PatternId("acme.send")),))


@pytest.mark.parametrize(
    "word",
    ["we expect: nothing", 'print("# expectation: x")', "expected = 1  # expected: x", "# expect nothing"],
)
def test_other_words_are_no_marks(tmp_path: Path, word: str) -> None:
    signature = loaded(tmp_path, WHOLE.replace("import acme_mail", word))
    assert signature.examples[1].expects == ()


@pytest.mark.parametrize(("language", "path"), PATHS.items())
def test_each_language_has_a_file_name_and_path_overrides_it(
    tmp_path: Path, language: str, path: str
) -> None:
    text = WHOLE.replace('language = "python"', f'language = "{language}"')
    assert loaded(tmp_path, text).examples[0].path == path
    text = WHOLE.replace('language = "python"', f'language = "{language}"\npath = "x/y"')
    assert loaded(tmp_path, text).examples[0].path == "x/y"


def test_entries_are_read(tmp_path: Path) -> None:
    text = (
        HEAD
        + """
[[entry]]
id = "acme.route"
entry = "http"
decorator = "acme.App.route"
route = ["rule", 0]
why = "Answers requests."

[[entry]]
id = "acme.view"
entry = "graphql"
methods_of = ["acme.View"]
methods = ["get", "on_*"]
exposure = "staff"
why = "Answers requests."

[[entry]]
id = "acme.job"
entry = "task"
call = "acme.App.register"
handler = ["job", 1]
enqueue = ["delay"]
enqueue_call = "acme.Queue.put"
task_argument = 0
why = "Runs later."
"""
    )
    route, view, job = loaded(tmp_path, text).entries
    assert (route.kind, route.target, route.route) == (
        EntryKind.HTTP,
        DecoratedEntry(("acme.App.route",)),
        "rule|0",
    )
    assert (view.target, view.exposure) == (MethodsEntry(("acme.View",), ("get", "on_*")), Exposure.STAFF)
    assert job.target == RegisteredEntry(("acme.App.register",), "job|1")
    assert (job.enqueue, job.enqueue_call, job.task_argument) == (("delay",), ("acme.Queue.put",), "0")
    assert job.exposure is None


def test_guards_are_read(tmp_path: Path) -> None:
    kinds = {"decorator": DecoratorGuard, "base": BaseGuard, "value": ValueGuard}
    tables = [
        f'[[guard]]\nid = "acme.{key}"\nexposure = "public"\n{key} = "a.b"\nwhy = "x"\n' for key in kinds
    ]
    guards = loaded(tmp_path, HEAD + "\n".join(tables)).guards
    assert [guard.target for guard in guards] == [kind(("a.b",)) for kind in kinds.values()]
    assert {guard.exposure for guard in guards} == {Exposure.PUBLIC}


def test_guards_in_deployment_files_are_read(tmp_path: Path) -> None:
    said = """
[[guard]]
id = "acme.closed"
exposure = "internal"
setting = { keys = 'acme\\.door', values = ["shut", "locked"] }
why = "x"
[[guard]]
id = "acme.here"
exposure = "unknown"
listen = { call = "acme.serve", argument = ["host", 0], values = "here" }
why = "x"
"""
    closed, here = loaded(tmp_path, HEAD + said).guards
    assert closed.target == SettingGuard((r"acme\.door",), ("shut", "locked"))
    assert here.target == ListenGuard(("acme.serve",), "host|0", ("here",))
    assert here.exposure is Exposure.UNKNOWN


def test_directories_are_searched_to_the_bottom_and_underscores_are_skipped(tmp_path: Path) -> None:
    for name in ("b/deep/two.toml", "a/one.toml", "_template.toml", "_drafts/three.toml", "a/readme.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(WHOLE.replace("acme", path.stem), encoding="utf-8")
    assert [(s.id, s.file) for s in load([tmp_path])] == [("one", "a/one.toml"), ("two", "b/deep/two.toml")]


def test_windows_line_ends_and_a_byte_order_mark_are_accepted(tmp_path: Path) -> None:
    path = tmp_path / "acme.toml"
    path.write_bytes(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode())
    assert load_file(path).examples[0].source.startswith("import acme_sms\nacme_sms")


def test_the_template_loads_and_shows_every_kind_of_table() -> None:
    signature = load_file(shipped_directory() / "_template.toml")
    targets = {type(pattern.target) for pattern in signature.patterns}
    assert targets == {
        CallTarget,
        ImportTarget,
        UrlTarget,
        TextTarget,
        CombinationTarget,
        SettingTarget,
        DependencyTarget,
    }
    assert {type(entry.target) for entry in signature.entries} == {
        DecoratedEntry,
        MethodsEntry,
        RegisteredEntry,
    }
    assert signature.guards


def test_shipped_signatures_are_sorted_by_id() -> None:
    ids = [signature.id for signature in shipped()]
    assert ids == sorted(ids)
    assert "twilio" in ids
