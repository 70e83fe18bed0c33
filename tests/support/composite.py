"""The steps of `action.yml` as a runner takes them: conditions, expressions, environment, outputs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
LONGEST = 300

_EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")
_CLAUSE = re.compile(r"([\w.-]+) (==|!=) '([^']*)'")


@dataclass
class Ran:
    """What a run of all steps left behind."""

    code: int = 0
    """Exit code of the step that ended the run, 0 if none did."""
    log: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""
    used: dict[str, dict[str, str]] = field(default_factory=dict)
    """Other actions that would have been used, and what each would have been given."""


def run_action(
    workspace: Path,
    folder: Path,
    event_name: str,
    event: Mapping[str, Any],
    *,
    api: str = "",
    python: str = sys.executable,
    **inputs: str,
) -> Ran:
    """All steps, with the auditor of an environment that is there in the place of one that is installed first."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "event.json").write_text(json.dumps(event), encoding="utf-8")
    given = {name: str(spec.get("default", "")) for name, spec in ACTION["inputs"].items()}
    asked = {name.replace("_", "-"): value for name, value in inputs.items()}
    assert asked.keys() <= given.keys()
    given |= {"token": "a-token"} | asked
    context = {f"inputs.{name}": value for name, value in given.items()}
    context["steps.install.outputs.python"] = python
    context["steps.python.outputs.python-path"] = sys.executable
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_API_URL": api,
        "GITHUB_EVENT_NAME": event_name,
        "GITHUB_EVENT_PATH": str(folder / "event.json"),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_REPOSITORY": "team/shop",
        "GITHUB_SERVER_URL": "https://github.example",
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        "GITHUB_WORKSPACE": str(workspace),
        "RUNNER_TEMP": str(folder),
    }
    ran = Ran()
    for step in ACTION["runs"]["steps"]:
        if not _holds(step.get("if", ""), context):
            continue
        if "uses" in step:
            handed = {name: _filled(value, context) for name, value in step.get("with", {}).items()}
            ran.used[step["uses"].partition("@")[0]] = handed
            continue
        if step.get("id") == "install":
            continue
        _step(step, context, environment, folder, ran)
        if ran.code:
            break
    ran.outputs = {name: _filled(spec["value"], context) for name, spec in ACTION["outputs"].items()}
    summary = folder / "summary"
    ran.summary = summary.read_text(encoding="utf-8") if summary.exists() else ""
    return ran


_PYTHON = """\
#!/usr/bin/env bash
set -euo pipefail
"{python}" "$@"
for site in "$RUNNER_TEMP"/smsaudit/venv/lib/python*/site-packages; do
    echo "{libraries}" > "$site/already-here.pth"
done
"""
"""An interpreter whose new environments find the locked libraries where the tests have them: none is fetched."""


def install(folder: Path) -> Ran:
    """The step that installs the auditor, alone; its output is the interpreter."""
    ran = Ran()
    (step,) = (each for each in ACTION["runs"]["steps"] if each.get("id") == "install")
    python = folder / "python"
    python.write_text(_PYTHON.format(python=sys.executable, libraries=sysconfig.get_path("purelib")))
    python.chmod(0o755)
    context = {"steps.python.outputs.python-path": str(python)}
    environment = {**os.environ, "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_WORKSPACE": str(folder)}
    environment |= {"GITHUB_OUTPUT": str(folder / "output"), "RUNNER_TEMP": str(folder)}
    _step(step, context, environment, folder, ran)
    ran.outputs = {"python": context.get("steps.install.outputs.python", "")}
    return ran


def _step(
    step: Mapping[str, Any], context: dict[str, str], environment: Mapping[str, str], folder: Path, ran: Ran
) -> None:
    output = folder / "output"
    output.write_text("", encoding="utf-8")
    own = {name: _filled(value, context) for name, value in step.get("env", {}).items()}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=environment["GITHUB_WORKSPACE"],
        env={**environment, **own},
        capture_output=True,
        encoding="utf-8",
        timeout=LONGEST,
        check=False,
    )
    ran.log += done.stdout + done.stderr
    ran.code = done.returncode
    for name, value in _outputs(output.read_text(encoding="utf-8")):
        context[f"steps.{step['id']}.outputs.{name}"] = value


def _filled(value: str, context: Mapping[str, str]) -> str:
    return _EXPRESSION.sub(lambda found: context.get(found[1], ""), value)


def _holds(condition: str, context: Mapping[str, str]) -> bool:
    for clause in filter(None, condition.split(" && ")):
        found = _CLAUSE.fullmatch(clause)
        assert found, clause
        is_equal = context.get(found[1], "") == found[3]
        if is_equal is not (found[2] == "=="):
            return False
    return True


def _outputs(text: str) -> Iterator[tuple[str, str]]:
    lines = iter(text.splitlines())
    for line in lines:
        if "=" in line.partition("<<")[0]:
            name, _, only = line.partition("=")
            yield name, only
            continue
        name, _, end = line.partition("<<")
        value = []
        for inner in lines:
            if inner == end:
                break
            value.append(inner)
        yield name, "\n".join(value)


class _Server(ThreadingHTTPServer):
    """Its parent asks for the name of this machine, which no test may."""

    def server_bind(self) -> None:
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.server_address[1]


class Platform:
    """The part of the platform's interface that comments need."""

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.refuses = False
        self.address = ""

    def answer(self, method: str, path: str, content: Mapping[str, Any] | None) -> tuple[int, object]:
        """Lists, makes and edits."""
        self.asked.append(method)
        if self.refuses:
            return 403, {"message": "Resource not accessible by integration"}
        if method == "GET":
            page = int(re.findall(r"[?&]page=(\d+)", path)[0])
            return 200, self.comments[100 * (page - 1) : 100 * page]
        assert content is not None
        if method == "POST":
            own = {"id": len(self.comments) + 1, "user": {"type": "Bot"}, "body": content["body"]}
            self.comments.append(own)
            return 201, own
        own = next(each for each in self.comments if path.endswith(f"/{each['id']}"))
        own["body"] = content["body"]
        return 200, own


@contextmanager
def platform() -> Iterator[Platform]:
    """A platform that listens on this machine."""
    state = Platform()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            assert self.headers["Authorization"] == "Bearer a-token"
            length = int(self.headers.get("Content-Length") or 0)
            content = json.loads(self.rfile.read(length)) if length else None
            code, said = state.answer(self.command, self.path, content)
            body = json.dumps(said).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = _answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    state.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
