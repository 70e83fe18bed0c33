"""Compare what is checked out with what the event says it changes; outputs, annotations and the job summary.

Nothing of the change is run. The base is what the change is judged by; it is fetched where the checkout lacks it.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOM_IN_SUMMARY = 1000 * 1024
"""Bytes; above 1 MiB the platform drops the whole summary, what other steps wrote to it included."""

_ID = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_CRASHED = 4


@dataclass(frozen=True, slots=True)
class Change:
    """What an event says about the change that is checked out."""

    base: str = ""
    """Commit to compare with; empty where there is none."""
    number: int | None = None
    """Of the pull request."""
    is_fork: bool = False
    note: str = ""


def change_of(name: str, event: Mapping[str, Any], head: str, parents: list[str]) -> Change:
    """Read an event; `parents` are those of the commit that is checked out."""
    match name:
        case "pull_request" | "pull_request_target":
            return _pull_request(event["pull_request"], head, parents)
        case "merge_group":
            return Change(_id(event["merge_group"]["base_sha"]))
        case "push":
            before = _id(event.get("before"))
            return (
                Change(before)
                if before.strip("0")
                else Change(note="this branch is new; there is nothing to compare with")
            )
        case _:
            return Change(note=f"the event {name} changes nothing; the tree is audited as it is")


def _pull_request(pull: Mapping[str, Any], head: str, parents: list[str]) -> Change:
    """The merge commit that the platform makes has the present tip of the base branch as its first parent."""
    source, target = (pull[side].get("repo") or {} for side in ("head", "base"))
    is_fork = source.get("full_name") != target.get("full_name")
    proposed, base = _id(pull["head"]["sha"]), _id(pull["base"]["sha"])
    number = int(pull["number"])
    if len(parents) > 1 and parents[1] == proposed:
        return Change(parents[0], number, is_fork)
    if head != proposed:
        note = "what is checked out is neither the pull request nor its merge with the base branch"
        return Change(base, number, is_fork, note)
    note = "the tip of the branch is compared with the base branch; check out the merge commit, as by default, to leave out what others merged meanwhile"
    return Change(base, number, is_fork, note)


def _id(value: object) -> str:
    """A commit id out of an event; anything else is nothing."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


class Job:
    """The surroundings of the step: its inputs, the checkout, and where its results go."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.folder = Path(environment["GITHUB_WORKSPACE"], self.given("PATH") or ".")
        self.reports = Path(environment["RUNNER_TEMP"], "smsaudit-reports")
        self.reports.mkdir(parents=True, exist_ok=True)

    def given(self, name: str) -> str:
        """An input of the action."""
        return self._environment.get(f"SMSAUDIT_{name}", "").strip()

    def change(self) -> Change:
        """What is to be compared."""
        event = json.loads(Path(self._environment["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
        head = self._git("rev-parse", "HEAD").stdout.strip()
        # In a shallow clone git hides the parents, but the commit itself names them.
        commit = self._git("cat-file", "commit", "HEAD").stdout
        parents = re.findall(r"(?m)^parent ([0-9a-f]+)$", commit.partition("\n\n")[0])
        return change_of(self._environment["GITHUB_EVENT_NAME"], event, head, parents)

    def has(self, base: str) -> bool:
        """Whether the base is here, or could be fetched: one commit, and nothing that it builds upon."""
        return self._is_there(base) or self._fetched(base, {}) or self._fetched(base, self._credentials())

    def smsaudit(self, *arguments: str) -> int:
        """Run the auditor; annotations go to the log, which is where the platform reads them."""
        command = [
            sys.executable,
            "-I",
            "-m",
            "smsaudit",
            *arguments,
            f"--lang={self.given('LANGUAGE') or 'en'}",
        ]
        return subprocess.run(command, cwd=self.folder, check=False).returncode

    def output(self, **values: str) -> None:
        """Outputs of the step; no value can end its own or begin another."""
        with Path(self._environment["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as file:
            for name, value in values.items():
                end = uuid.uuid4().hex
                file.write(f"{name}<<{end}\n{value}\n{end}\n")

    def summarise(self, file: Path) -> None:
        """Append to the summary of the job, if there is room."""
        summary = Path(self._environment["GITHUB_STEP_SUMMARY"])
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        taken = summary.stat().st_size if summary.exists() else 0
        if taken + len(text.encode()) <= ROOM_IN_SUMMARY:
            with summary.open("a", encoding="utf-8") as out:
                out.write(text)

    def repository(self) -> str:
        """Address of the repository, for links."""
        return f"{self._environment['GITHUB_SERVER_URL']}/{self._environment['GITHUB_REPOSITORY']}"

    def _is_there(self, base: str) -> bool:
        return self._git("cat-file", "-e", f"{base}^{{tree}}").returncode == 0

    def _fetched(self, base: str, credentials: Mapping[str, str]) -> bool:
        fetch = ("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--depth=1", "origin", base)
        return self._git(*fetch, **credentials).returncode == 0 and self._is_there(base)

    def _credentials(self) -> dict[str, str]:
        """The token for git, where no other process can see it."""
        token = base64.b64encode(f"x-access-token:{self.given('TOKEN')}".encode()).decode()
        return {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"http.{self._environment['GITHUB_SERVER_URL']}/.extraheader",
            "GIT_CONFIG_VALUE_0": f"AUTHORIZATION: basic {token}",
        }

    def _git(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["git", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", *arguments],
            cwd=self.folder,
            env={**self._environment, "GIT_TERMINAL_PROMPT": "0", **variables},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )


def main(environment: Mapping[str, str]) -> int:
    """Compare, or audit alone where there is nothing to compare with; the verdict's exit code is an output."""
    job = Job(environment)
    change = job.change()
    base = job.given("BASE") or change.base
    if change.note:
        _say("notice", change.note)
    if change.is_fork:
        _say(
            "notice",
            "this comes from a fork: the token may only read, so there is the summary and no comment or upload",
        )
    if base and _ID.fullmatch(base) and not job.has(base):
        _say(
            "warning",
            f"the base commit {base} is not in this checkout and could not be fetched; the tree is audited as it is",
        )
        base = ""
    sarif = job.reports / "smsaudit.sarif"
    log = [f"--output=sarif={sarif}"] if job.given("SARIF") == "true" and not change.is_fork else []
    results = _compared(job, base, log) if base else _audited(job, log)
    job.output(
        **results,
        number="" if change.number is None or not base else str(change.number),
        fork=str(change.is_fork).lower(),
        sarif=str(sarif) if sarif.exists() else "",
    )
    return 0


def _compared(job: Job, base: str, log: list[str]) -> dict[str, str]:
    json_, comment, summary = (job.reports / name for name in ("change.json", "comment.md", "summary.md"))
    format_ = job.given("FORMAT") or "json"
    report = job.reports / f"report.{format_}"
    code = job.smsaudit(
        "diff",
        base,
        "HEAD",
        "--judged-by=base",
        f"--links={job.repository()}",
        *_policy(job),
        "--format=github",
        "--output=-",
        f"--output=json={json_}",
        f"--output=markdown={comment}",
        f"--output=summary={summary}",
        f"--output={format_}={report}",
        *log,
    )
    job.summarise(summary)
    said = _read(json_)
    return {
        "code": str(code),
        "scenario": said.get("after", {}).get("label", ""),
        "previous": said.get("before", {}).get("label", ""),
        "changed": str(said["changed"]).lower() if said else "",
        "comment": str(comment),
        "report": str(report),
    }


def _audited(job: Job, log: list[str]) -> dict[str, str]:
    json_ = job.reports / "audit.json"
    if log:  # compared with itself: nothing changes, and places are those of the repository
        job.smsaudit("diff", "HEAD", "HEAD", "--quiet", *log)
    code = job.smsaudit("scan", f"--output=json={json_}", *_policy(job))
    said = _read(json_)
    return {
        "code": str(code),
        "scenario": said.get("verdict", {}).get("label", ""),
        "previous": "",
        "changed": "",
        "comment": "",
        "report": str(json_),
    }


def _policy(job: Job) -> list[str]:
    options = {"--max-scenario": job.given("MAX_SCENARIO"), "--fail-on": job.given("FAIL_ON")}
    return [f"{option}={value}" for option, value in options.items() if value]


def _read(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read


def _say(level: str, text: str) -> None:
    sys.stdout.write(f"::{level} title=smsaudit::{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(os.environ))
