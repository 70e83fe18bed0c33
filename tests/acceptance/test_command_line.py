"""The program as people start it: the installed script, real trees, real exit codes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.support import history
from tests.support.audits import planted
from tests.support.golden import AS_OF, ROOT, Story, columns

SCRIPT = Path(sys.executable).parent / ("smsaudit.exe" if os.name == "nt" else "smsaudit")
LONGEST = 120

USAGE = 2
INCOMPLETE = 3

BROKEN_SIGNATURE = """\
id = "acme"
kind = "provder"
name = { en = "Acme", zh = "示例" }
jurisdiction = "mainland"
licence = "unknown"
sources = ["an invention"]

[[pattern]]
id = "acme.send"
role = "send"
python.call = "acme.Client.send"
wy = "It sends."
"""

BROKEN_CONFIG = """\
[facts]
service.reach = { value = "inside", as_of = 2026-11-01, evidence = "policy" }
service.feee = { value = "no", as_of = 2026-11-01, evidence = "price list" }

[[channel]]
id = "cmpp"
peer = "carrier"
"""


def smsaudit(
    *arguments: str | Path, folder: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """One run of the console script."""
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    return subprocess.run(
        [SCRIPT, *arguments],
        cwd=folder,
        env={**environment, **variables},
        capture_output=True,
        encoding="utf-8",
        timeout=LONGEST,
        check=False,
    )


def reported(*arguments: str | Path) -> dict[str, Any]:
    done = smsaudit("scan", f"--as-of={AS_OF}", "--format=json", *arguments)
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A tree outside of any repository."""
    return Path(shutil.copytree(ROOT / "fixtures" / "readme" / "shop", tmp_path / "shop"))


def test_the_script_is_installed() -> None:
    assert smsaudit("--version").stdout.startswith("smsaudit ")


def test_a_path_that_does_not_exist_is_one_line(tmp_path: Path) -> None:
    done = smsaudit("scan", "nowhere", folder=tmp_path)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert done.stderr == "nowhere: there is no such folder; name the root of a source tree\n"


def test_a_file_is_no_tree(tmp_path: Path) -> None:
    (tmp_path / "send.py").write_text("", encoding="utf-8")
    done = smsaudit("scan", "send.py", folder=tmp_path)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert done.stderr == "send.py: is a file, not a folder; name the folder that holds the source tree\n"


def test_a_broken_signature_names_file_line_key_and_mend(shop: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "acme.toml").write_text(BROKEN_SIGNATURE, encoding="utf-8")
    done = smsaudit("scan", shop, "--signatures", own)
    assert (done.returncode, done.stdout) == (USAGE, "")
    for told in (
        'acme.toml:2: kind: "provder" is not known; did you mean `provider`?',
        "acme.toml:12: pattern[1].wy: is not a known key; did you mean `why`?",
    ):
        assert f"{own / told}\n" in done.stderr, done.stderr


def test_signatures_that_are_not_there_are_named(shop: Path, tmp_path: Path) -> None:
    done = smsaudit("scan", shop, "--signatures", tmp_path / "gone")
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(f"{tmp_path / 'gone'}: ")


def test_a_broken_configuration_names_file_line_key_and_mend(shop: Path) -> None:
    (shop / "smsaudit.toml").write_text(BROKEN_CONFIG, encoding="utf-8")
    done = smsaudit("scan", shop)
    assert (done.returncode, done.stdout) == (USAGE, "")
    told = re.findall(r"smsaudit\.toml:(\d+): ([\w.\[\]]+): [^;\n]+; \S", done.stderr)
    assert [(line, key.removeprefix("facts.")) for line, key in told][:2] == [
        ("2", "service.reach.value"),
        ("3", "service.feee"),
    ]
    assert told[2][0] == "7"
    assert len(told) == len(done.stderr.splitlines()) == 3


def test_a_configuration_that_is_no_toml_has_its_line(shop: Path) -> None:
    (shop / "smsaudit.toml").write_text("[facts]\nservice.fee =\n", encoding="utf-8")
    done = smsaudit("scan", shop)
    assert done.returncode == USAGE
    assert done.stderr.startswith(f"{shop / 'smsaudit.toml'}:2: ")


@pytest.mark.parametrize(
    "arguments", [["--format=yaml"], ["--lang=de"], ["--jobs=0"], ["--as-of=soon"], ["a", "b"]]
)
def test_a_wrong_argument_is_a_usage_error(shop: Path, arguments: Sequence[str]) -> None:
    done = smsaudit("scan", shop, *arguments)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert done.stderr.startswith("smsaudit scan: ")
    assert done.stderr.count("\n") == 1


def test_an_empty_folder_holds_no_sender_and_nothing_was_read(tmp_path: Path) -> None:
    report = reported(tmp_path)
    assert (report["verdict"]["label"], report["verdict"]["leaf"]) == ("none", "N0")
    assert report["target"]["files"] == {"seen": 0, "considered": 0, "parsed": 0}
    assert report["channels"] == report["detections"] == report["gaps"] == []
    text = smsaudit("scan", tmp_path).stdout
    assert text.startswith("No SMS sending found in what was read [none, N0]\n")
    assert "0 files in the tree" in text
    assert "does not show that no licence is" in " ".join(text.split())


def test_its_own_repository_sends_nothing_itself(tmp_path: Path) -> None:
    """Under another name: a folder whose name begins with "sms" makes every file in it one that is read."""
    own = ("src", "signatures", "law", "docs", "action", "run.py")
    for path in history.git(ROOT, "ls-files", "-z", "--", *own).rstrip("\0").split("\0"):
        copy = tmp_path / path.replace("smsaudit", "auditor")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((ROOT / path).read_bytes().replace(b"smsaudit", b"auditor"))
    report = reported(tmp_path)
    sends = [
        (each["path"], each["line"], each["pattern"])
        for each in report["detections"]
        if each["role"] in {"send", "client"} and each["context"] == "production"
    ]
    assert sends == []
    assert report["target"]["files"]["parsed"] > 0
    assert not [gap for gap in report["gaps"] if gap["bears"]]


def test_a_plain_output_takes_the_place_of_standard_output(shop: Path, tmp_path: Path) -> None:
    done = smsaudit("scan", shop, f"--as-of={AS_OF}", "--output=report.txt", folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    printed = smsaudit("scan", shop, f"--as-of={AS_OF}").stdout
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == printed


def test_one_audit_writes_several_reports(shop: Path, tmp_path: Path) -> None:
    done = smsaudit("scan", shop, f"--as-of={AS_OF}", "-o", "json=a", "-o", "text=b", folder=tmp_path)
    assert done.returncode == 0
    assert done.stdout == (tmp_path / "b").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "a").read_text(encoding="utf-8")) == reported(shop)


def test_a_report_is_not_begun_where_it_cannot_be_written(shop: Path, tmp_path: Path) -> None:
    done = smsaudit("scan", shop, "-o", "gone/report.json", folder=tmp_path)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert done.stderr == "gone/report.json: there is no folder gone; make it first\n"


def test_chinese_is_spoken_throughout(shop: Path) -> None:
    done = smsaudit("scan", shop, f"--as-of={AS_OF}", "--lang=zh")
    assert done.returncode == 0
    assert done.stdout.startswith("暂按C：运营商协议客户端，对端未知或为私网地址")
    english = re.compile(r"(?:[a-z]{3,}[ ,]+){4}")
    assert [line for line in done.stdout.splitlines() if english.search(line)] == []
    assert reported(shop, "--lang=zh")["verdict"]["leaf"] == reported(shop)["verdict"]["leaf"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_pipe_gets_no_colour_and_eighty_columns(shop: Path, language: str) -> None:
    done = smsaudit(
        "scan", shop, "-v", f"--lang={language}", TERM="xterm-256color", COLUMNS="200", FORCE_COLOR="1"
    )
    assert "\x1b" not in done.stdout
    assert max(map(columns, done.stdout.splitlines())) <= 80
    assert done.stderr == ""


@pytest.mark.parametrize(("name", "code"), [("unreadable-sender", INCOMPLETE), ("look-alikes", 0)])
def test_a_strict_run_tells_what_was_not_read_by_its_code(name: str, code: int) -> None:
    assert smsaudit("scan", Story(name).folder / "tree", "--strict", "-q").returncode == code


def test_the_same_tree_gives_the_same_bytes(shop: Path) -> None:
    assert len(bytes_of(shop)) == 1


def test_what_several_backends_keep_is_told_in_the_same_order(tmp_path: Path) -> None:
    backends = "".join(
        f"class Backend{at}:\n    def send(self, phone, text):\n        log.info('sent to %s', phone)\n"
        "        Client('a', 'b').messages.create(to=phone, body=text)\n\n"
        for at in range(6)
    )
    chosen = ", ".join(f"'{at}': Backend{at}" for at in range(6))
    planted(
        tmp_path,
        {
            "backends.py": f"import logging\nfrom twilio.rest import Client\nlog = logging.getLogger(__name__)\n\n{backends}",
            "app.py": "from flask import Flask\nfrom backends import *\napp = Flask(__name__)\n\n"
            f"KNOWN = {{{chosen}}}\n\n@app.post('/code')\ndef code(phone, name):\n    KNOWN[name]().send(phone, 'x')\n",
        },
    )
    assert len(bytes_of(tmp_path)) == 1


def bytes_of(tree: Path) -> set[str]:
    """The reports of processes in which texts hash differently, and that know nothing of one another."""
    return {
        smsaudit(
            "scan", tree, f"--as-of={AS_OF}", "--format=json", PYTHONHASHSEED=seed, SMSAUDIT_CACHE=""
        ).stdout
        for seed in ("1", "2")
    }
