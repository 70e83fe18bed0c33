from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from smsaudit import pipeline, shares
from smsaudit.discover.tree import Disk
from smsaudit.library import SourceLibrary
from smsaudit.model.location import TreePath
from smsaudit.model.result import AuditResult
from smsaudit.model.words import Language
from smsaudit.pipeline import Options, audit
from smsaudit.report import json_v1
from smsaudit.scan import questions
from smsaudit.scan.search import Search, search_for
from smsaudit.scan.workers import Answer, Job, Workers

REPOSITORIES = sorted((Path(__file__).parents[2] / "fixtures" / "repos").iterdir())
SENDER = "from twilio.rest import Client\n\ndef send(phone):\n    Client().messages.create(to=phone, body='hello')\n"
LONG = "# Nothing of interest.\n" * 500


def audited(root: Path, cache: Path | None, jobs: int = 1) -> AuditResult:
    return audit(root, Options(as_of=date(2026, 11, 21), cache=cache, jobs=jobs))


def printed(result: AuditResult) -> str:
    return json_v1.render(result, Language.EN)


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.com")
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


@pytest.mark.parametrize("repository", REPOSITORIES, ids=lambda path: path.name)
def test_warm_and_cold_and_any_number_of_workers_give_the_same_report(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = repository / "tree"
    cold = printed(audited(tree, None, jobs=2))
    for limit in ("_ENOUGH", "_ENOUGH_AFRESH", "_FEW", "_BLOCK"):
        monkeypatch.setattr(shares, limit, 1)
    assert printed(audited(tree, None, jobs=3)) == cold
    assert printed(audited(tree, tmp_path)) == cold
    assert printed(audited(tree, tmp_path)) == cold


def test_nothing_is_read_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = planted(tmp_path / "tree", {"a.py": SENDER, "b.py": "import a\na.send('1')\n"})
    first = audited(tree, tmp_path / "cache")
    monkeypatch.setattr(SourceLibrary, "text", refused)
    monkeypatch.setattr(SourceLibrary, "containing", refused)
    assert audited(tree, tmp_path / "cache") == first


def test_a_tree_that_no_run_has_seen_is_not_read_only_to_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = planted(tmp_path / "tree", {"a.py": SENDER, "far.py": LONG, "logo.bin": "1"})
    reads: Counter[str] = Counter()
    read = Disk.read

    def counted(disk: Disk, name: str) -> bytes:
        reads[name] += 1
        return read(disk, name)

    monkeypatch.setattr(Disk, "read", counted)
    cold = audited(tree, tmp_path / "cache")
    assert reads == {"a.py": 1, "far.py": 1, "logo.bin": 1}
    assert audited(tree, tmp_path / "cache") == cold


def test_a_file_that_changed_is_read_again_and_the_others_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = SENDER.replace("send", "text_customer")
    tree = planted(tmp_path / "tree", {"a.py": sender, "b.py": "import a\na.text_customer('1')\n"})
    audited(tree, tmp_path / "cache")
    (tree / "b.py").write_text("import a\n\ndef view():\n    a.text_customer('1')\n")
    read: list[str] = []
    scan = Workers.scan

    def noted(workers: Workers, files: Iterable[Job]) -> Iterator[Answer]:
        for answer in scan(workers, files):
            read.append(answer[0])
            yield answer

    monkeypatch.setattr(Workers, "scan", noted)
    result = audited(tree, tmp_path / "cache")
    assert read == ["b.py"]
    assert printed(result) == printed(audited(tree, None))


def test_files_that_did_not_change_are_not_searched_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = "import a\n\n\ndef text_customer(phone):\n    a.send(phone)\n"
    tree = planted(tmp_path / "tree", {"a.py": SENDER, "b.py": view, "far.py": f"import json\n{LONG}"})
    audited(tree, tmp_path / "cache")
    planted(tree, {"b.py": view.replace("(phone)", "(phone, text)")})
    amounts: list[int] = []

    def noted(literals: Iterable[bytes], *, amount: int = 0) -> Search:
        amounts.append(amount)
        return search_for(literals, amount=amount)

    monkeypatch.setattr(questions, "search_for", noted)
    result = audited(tree, tmp_path / "cache")
    assert 0 < max(amounts) < len(LONG)
    assert printed(result) == printed(audited(tree, None))


def test_a_file_that_comes_to_hold_the_rest_of_what_a_pattern_needs_is_read(tmp_path: Path) -> None:
    tree = planted(tmp_path / "tree", {"a.py": SENDER, "b.py": "import boto3\n\nboto3.resource('s3')\n"})
    audited(tree, tmp_path / "cache")
    planted(tree, {"b.py": "import boto3\n\nboto3.client('sns').publish(PhoneNumber='1', Message='x')\n"})
    result = printed(audited(tree, tmp_path / "cache"))
    assert "aws-sns" in result
    assert result == printed(audited(tree, None))


@pytest.mark.parametrize("change", ["edit", "delete", "add", "ignore"])
def test_a_tree_that_changed_is_never_answered_from_memory(tmp_path: Path, change: str) -> None:
    tree = planted(tmp_path / "tree", {"a.py": SENDER})
    git(tree, "init", "-q")
    git(tree, "add", "-A")
    git(tree, "commit", "-qm", "first")
    audited(tree, tmp_path / "cache")
    match change:
        case "edit":
            (tree / "a.py").write_text(SENDER.replace("hello", "hallo"))
        case "delete":
            (tree / "a.py").unlink()
        case "add":
            (tree / "b.py").write_text(SENDER)
        case _:
            (tree / ".gitignore").write_text(".env\n")
            (tree / ".env").write_text("TWILIO_AUTH_TOKEN=1\n")
    assert printed(audited(tree, tmp_path / "cache")) == printed(audited(tree, None))


def test_a_file_that_changes_while_it_is_read_is_not_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = planted(tmp_path / "tree", {"a.py": SENDER, "b.py": "x = 1\n"})
    containing = SourceLibrary.containing

    def after_an_edit(
        self: SourceLibrary, literals: Iterable[bytes], among: Iterable[TreePath] | None = None
    ) -> dict[TreePath, frozenset[bytes]]:
        (tree / "a.py").write_text("x = 2\n")
        return containing(self, literals, among)

    with monkeypatch.context() as patch:
        patch.setattr(SourceLibrary, "containing", after_an_edit)
        audited(tree, tmp_path / "cache")
    (tree / "a.py").write_text(SENDER)
    assert printed(audited(tree, tmp_path / "cache")) == printed(audited(tree, None))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("CHANGELOG.md", "# Later\n"),
        ("logo.bin", "2"),
        ("beside.py", "import json\n\nx = 2\n"),
        (
            "beside.py",
            "import json\n\n\ndef create(client, messages):\n    return client.create(messages)\n",
        ),
        ("deploy/client.html", "<p>messages create client host port</p>\n"),
        ("deploy/values.yaml", "replicas: 3\n"),
        ("deploy/more.yaml", "replicas: 3\n"),
    ],
)
def test_a_change_beside_all_that_was_looked_at_makes_nothing_be_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    files = {
        "README.md": "# First\n",
        "logo.bin": "1",
        "beside.py": "import json\n",
        "deploy/values.yaml": "a: 1\n",
    }
    tree = planted(tmp_path / "tree", {"a.py": SENDER, "b.py": "import a\na.send('1')\n", **files})
    audited(tree, tmp_path / "cache")
    planted(tree, {name: text})
    cold = printed(audited(tree, None))
    monkeypatch.setattr(pipeline, "_seen", refused)
    assert printed(audited(tree, tmp_path / "cache")) == cold
    assert printed(audited(tree, tmp_path / "cache")) == cold


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "serverless.yml",
            "functions:\n  text:\n    handler: a.handle\n    events:\n      - httpApi: POST /text\n",
        ),
        (
            "template.yaml",
            "Resources:\n  Text:\n    Type: AWS::Serverless::Function\n    Properties: {Handler: a.handle, Events: {Post: {Type: Api}}}\n",
        ),
    ],
)
def test_a_new_file_that_is_looked_for_by_its_name_is_read(tmp_path: Path, name: str, text: str) -> None:
    handler = SENDER + "\n\ndef handle(event, context):\n    send(event['phone'])\n"
    tree = planted(tmp_path / "tree", {"a.py": handler})
    before = printed(audited(tree, tmp_path / "cache"))
    planted(tree, {name: text})
    after = printed(audited(tree, tmp_path / "cache"))
    assert after == printed(audited(tree, None))
    assert after != before


@pytest.mark.parametrize("was_there", [True, False])
def test_code_in_other_languages_that_comes_to_name_an_address_is_read(
    tmp_path: Path, *, was_there: bool
) -> None:
    tree = planted(
        tmp_path / "tree", {"web/settings.js": "export const VENDOR_URL = 'https://dysmsapi.aliyuncs.com/'\n"}
    )
    if was_there:
        planted(tree, {"web/ask.js": "export const ask = phone => go('http://localhost/', { phone })\n"})
    before = printed(audited(tree, tmp_path / "cache"))
    planted(
        tree,
        {
            "web/ask.js": "import { VENDOR_URL } from './settings'\nexport const ask = phone => fetch(VENDOR_URL, { phone })\n"
        },
    )
    after = printed(audited(tree, tmp_path / "cache"))
    assert after == printed(audited(tree, None))
    assert after != before


def refused(*_: object) -> None:
    pytest.fail("read again")


def planted(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root
