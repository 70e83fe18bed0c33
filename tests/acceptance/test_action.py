"""The action's own steps, run as a runner would, on the events that a platform sends."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from tests.support import history
from tests.support.composite import ACTION, ROOT, Platform, Ran, install, platform, run_action

TOOLS = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / "docs" / "workflows").glob("github*.yml"))


def commit(root: Path, branch: str, files: Mapping[str, str | None], *, start: str) -> str:
    history.git(root, "switch", "-q", "-C", branch, start)
    history.write(root, files)
    history.git(root, "add", "-A")
    history.git(root, "commit", "-q", "-m", branch)
    return history.git(root, "rev-parse", "HEAD")


class Project:
    """A repository on a platform, and pull requests to it."""

    def __init__(self, root: Path, until: str = "wrapper") -> None:
        self.root = history.made(root / "origin", until=until)
        self.home = root
        self.base = history.git(self.root, "rev-parse", "main")
        self.runs = 0

    def rule(self, text: str) -> None:
        self.base = commit(self.root, "main", {"smsaudit.toml": text}, start="main")

    def proposed(self, files: Mapping[str, str | None], *, fork: bool = False) -> dict[str, Any]:
        """A pull request, and the merge commit that the platform makes of it."""
        head = commit(self.root, "topic", files, start=self.base)
        # Others went on meanwhile: the merge is with the present tip, the event may name an older one.
        tip = commit(self.root, "main", {f"other{self.runs}.md": "text"}, start="main")
        history.git(self.root, "switch", "-q", "--detach", tip)
        history.git(self.root, "merge", "-q", "--no-ff", "-m", "merge", head)
        history.git(self.root, "update-ref", "refs/pull/1/merge", "HEAD")
        history.git(self.root, "switch", "-q", "main")
        source = "stranger/shop" if fork else "team/shop"
        return {
            "action": "synchronize",
            "number": 1,
            "pull_request": {
                "number": 1,
                "title": "$(touch planted) `touch planted` ${{ secrets.TOKEN }} ::error::",
                "head": {"sha": head, "ref": "x$(touch planted)", "repo": {"full_name": source}},
                "base": {"sha": self.base, "ref": "main", "repo": {"full_name": "team/shop"}},
            },
        }

    def checkout(self, ref: str) -> Path:
        """One commit of history, as the platform's own action makes it."""
        self.runs += 1
        workspace = self.home / f"workspace{self.runs}"
        workspace.mkdir()
        history.git(workspace, "init", "-q")
        history.git(workspace, "remote", "add", "origin", self.root.as_uri())
        history.git(workspace, "fetch", "-q", "--depth=1", "origin", ref)
        history.git(workspace, "checkout", "-q", "--detach", "FETCH_HEAD")
        return workspace

    def run(self, name: str, event: Mapping[str, Any], ref: str, **options: str) -> Ran:
        workspace = self.checkout(ref)
        ran = run_action(workspace, self.home / f"runner{self.runs}", name, event, **options)
        assert not list(self.home.rglob("planted"))
        assert history.git(workspace, "status", "--porcelain") == ""
        return ran

    def pull(self, event: Mapping[str, Any], **options: str) -> Ran:
        return self.run("pull_request", event, "refs/pull/1/merge", **options)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def github() -> Iterator[Platform]:
    with platform() as state:
        yield state


FLAG = history.COMMITS["flag"]
NOTHING = {"app/urls.py": f"{history.URLS}\n# more\n"}


def test_a_pull_request_that_makes_it_worse_fails_with_the_line(project: Project) -> None:
    ran = project.pull(project.proposed(FLAG))
    assert ran.code == 1
    assert ran.log.splitlines()[0].startswith("::error file=app/texts/cmpp.py,line=26,")
    assert (ran.outputs["scenario"], ran.outputs["previous"], ran.outputs["changed"]) == ("C", "B", "true")
    assert '"schema": "smsaudit-change/1"' in Path(ran.outputs["report"]).read_text(encoding="utf-8")
    assert "Worse: B (B2) → C (U1)" in ran.summary
    assert re.search(
        r"https://github\.example/team/shop/blob/[0-9a-f]{40}/app/texts/cmpp\.py#L26", ran.summary
    )
    assert list(ran.used) == ["actions/setup-python"]


def test_a_pull_request_that_changes_nothing_is_silent(project: Project, github: Platform) -> None:
    ran = project.pull(project.proposed(NOTHING), api=github.address, comment="true")
    assert (ran.code, ran.outputs["changed"]) == (0, "false")
    assert "::" not in ran.log
    assert ran.summary.count("\n") < 5
    assert github.comments == []


def test_one_comment_is_made_edited_and_resolved(project: Project, github: Platform) -> None:
    github.comments += [
        {"id": at, "user": {"type": "User"}, "body": "<!-- smsaudit: change -->\na person's"}
        for at in range(1, 121)
    ]
    event = project.proposed(FLAG)
    for _ in range(2):
        assert project.pull(event, api=github.address, comment="true").code == 1
    (comment,) = github.comments[120:]
    assert "Worse: B (B2) → C (U1)" in comment["body"]
    assert github.asked.count("POST") == 1
    assert github.asked.count("PATCH") == 0
    for _ in range(2):
        assert project.pull(project.proposed(NOTHING), api=github.address, comment="true").code == 0
    assert comment["body"].splitlines()[1].startswith("✅ Resolved")
    assert github.asked.count("PATCH") == 1
    assert all(each["body"].endswith("a person's") for each in github.comments[:120])


def test_a_fork_gets_annotations_and_a_summary_and_nothing_else(project: Project, github: Platform) -> None:
    event = project.proposed(FLAG, fork=True)
    ran = project.pull(event, api=github.address, comment="true", sarif="true")
    assert ran.code == 1
    assert "::error file=app/texts/cmpp.py,line=26," in ran.log
    assert "Worse: B (B2) → C (U1)" in ran.summary
    assert github.asked == []
    assert list(ran.used) == ["actions/setup-python"]


def test_a_token_that_may_not_comment_does_not_change_the_verdict(project: Project, github: Platform) -> None:
    github.refuses = True
    ran = project.pull(project.proposed(FLAG), api=github.address, comment="true")
    assert ran.code == 1
    assert "::warning title=smsaudit::the comment was refused (403)" in ran.log
    assert "pull-requests: write" in ran.log


def test_a_pull_request_is_judged_by_its_base(project: Project) -> None:
    project.rule('[policy]\nmax-scenario = "B"\n')
    loosened = {**FLAG, "smsaudit.toml": '[policy]\nmax-scenario = "C"\n'}
    ran = project.pull(project.proposed(loosened))
    assert ran.code == 1
    assert "it loosens the gate" in ran.summary
    assert "policy.max-scenario: B → C" in ran.log


def test_what_others_merged_meanwhile_is_not_part_of_the_change(project: Project) -> None:
    event = project.proposed(NOTHING)
    commit(project.root, "main", FLAG, start="main")
    history.git(project.root, "switch", "-q", "--detach", "main")
    history.git(project.root, "merge", "-q", "--no-ff", "-m", "merge", event["pull_request"]["head"]["sha"])
    history.git(project.root, "update-ref", "refs/pull/1/merge", "HEAD")
    ran = project.pull(event)
    assert (ran.code, ran.outputs["scenario"], ran.outputs["changed"]) == (0, "C", "false")


def test_a_branch_that_is_checked_out_itself_is_compared_with_a_note(project: Project) -> None:
    event = project.proposed(FLAG)
    ran = project.run("pull_request", event, event["pull_request"]["head"]["sha"])
    assert (ran.code, ran.outputs["scenario"], ran.outputs["previous"]) == (1, "C", "B")
    assert "::notice title=smsaudit::the tip of the branch is compared" in ran.log


def test_every_push_of_a_history_is_told_once_on_its_line(tmp_path: Path) -> None:
    project = Project(tmp_path, until="silent")
    commits = {name: history.git(project.root, "rev-parse", name) for name in history.COMMITS}
    before = commits["start"]
    for step in history.STEPS:
        after = commits[step.name]
        ran = project.run("push", {"before": before, "after": after, "ref": "refs/heads/main"}, step.name)
        before = after
        assert (ran.code, ran.outputs["changed"]) == (int(step.fails), str(not step.is_quiet).lower()), step
        assert (ran.outputs["previous"], ran.outputs["scenario"]) == step.labels, step
        if not step.place:
            assert not re.search("Worse|Better|No longer", ran.log + ran.summary), step
            assert ("::" in ran.log) is not step.is_quiet, step
            continue
        path, _, line = step.place.partition(":")
        first, *others = ran.log.splitlines()
        assert step.headline in first, step
        assert step.place in first, step
        assert not any(step.headline in other for other in others), step
        assert ran.summary.count(step.headline) == 1, step
        assert f"/{path}#L{line}" in ran.summary, step


def test_a_push_is_compared_with_what_was_there(project: Project) -> None:
    after = commit(project.root, "main", FLAG, start="main")
    event = {"before": project.base, "after": after, "ref": "refs/heads/main"}
    ran = project.run("push", event, "main", sarif="true")
    assert (ran.code, ran.outputs["scenario"], ran.outputs["previous"]) == (1, "C", "B")
    assert uploaded(ran)[0]["ruleId"] == "change.verdict"


@pytest.mark.parametrize(
    ("name", "event", "note"),
    [
        ("push", {"before": "0" * 40}, "this branch is new"),
        ("push", {"before": "f" * 40}, "could not be fetched"),
        ("schedule", {}, "the event schedule changes nothing"),
    ],
)
def test_without_a_base_the_tree_is_audited_as_it_is(
    name: str, event: Mapping[str, Any], note: str, project: Project
) -> None:
    ran = project.run(name, event, "main", sarif="true")
    assert (ran.code, ran.outputs["scenario"]) == (0, "B")
    assert "tencent.send" in {result["ruleId"] for result in uploaded(ran)}
    assert (ran.outputs["previous"], ran.outputs["changed"]) == ("", "")
    assert note in ran.log


def test_a_merge_queue_is_compared_with_its_base(project: Project) -> None:
    head = commit(project.root, "queue", FLAG, start="main")
    event = {"action": "checks_requested", "merge_group": {"base_sha": project.base, "head_sha": head}}
    ran = project.run("merge_group", event, "queue", comment="true", sarif="true")
    assert (ran.code, ran.outputs["scenario"], ran.outputs["previous"]) == (1, "C", "B")
    assert uploaded(ran)[0]["ruleId"] == "change.verdict"


def test_a_policy_of_the_workflow_comes_first(project: Project) -> None:
    event = project.proposed(FLAG)
    assert project.pull(event, fail_on="never").code == 0
    assert project.pull(event, max_scenario="C").code == 0


def test_a_mistake_in_the_configuration_is_no_verdict(project: Project) -> None:
    project.rule("[policy\n")
    ran = project.pull(project.proposed(NOTHING))
    assert ran.code == 2
    assert "smsaudit.toml:1: not valid TOML" in ran.log
    assert ran.outputs["scenario"] == ""


def test_a_folder_of_the_workspace_is_annotated_from_the_top(project: Project) -> None:
    root = project.root
    history.git(root, "switch", "-q", "main")
    (root / "shop").mkdir()
    history.git(root, "mv", "app", "shop/app")
    history.git(root, "commit", "-q", "-m", "folder")
    project.base = history.git(root, "rev-parse", "main")
    event = project.proposed({f"shop/{name}": content for name, content in FLAG.items()})
    ran = project.pull(event, path="shop", sarif="true")
    assert ran.code == 1
    assert ran.log.splitlines()[0].startswith("::error file=shop/app/texts/cmpp.py,line=26,")
    assert "/shop/app/texts/cmpp.py#L26" in ran.summary
    assert {place_in(result).partition("/")[0] for result in uploaded(ran)} == {"shop"}
    assert '"uri": "app/' not in json.dumps(uploaded(ran))


UPLOAD = "github/codeql-action/upload-sarif"
SARIF = Draft4Validator(
    json.loads((ROOT / "tests" / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
)


def test_what_is_uploaded_is_a_log_that_code_scanning_takes(project: Project) -> None:
    ran = project.pull(project.proposed(FLAG), sarif="true", category="shop")
    handed = ran.used[UPLOAD]
    assert (ran.code, handed["category"], handed["token"]) == (1, "shop", "a-token")
    assert handed.keys() == {"sarif_file", "category", "token"}
    first, *others = uploaded(ran)
    assert (first["ruleId"], first["level"]) == ("change.verdict", "error")
    assert [place_in(first), place_in(others[0])] == ["app/texts/cmpp.py:26", "app/texts/cmpp.py:26"]
    assert all(result["partialFingerprints"]["primaryLocationLineHash"] for result in others)


def uploaded(ran: Ran) -> list[dict[str, Any]]:
    """The results of the log that the step for code scanning is given; the log is one that the platform takes."""
    log = json.loads(Path(ran.used[UPLOAD]["sarif_file"]).read_text(encoding="utf-8"))
    SARIF.validate(log)
    (run,) = log["runs"]
    assert run["results"]
    found: list[dict[str, Any]] = run["results"]
    return found


def place_in(result: Mapping[str, Any]) -> str:
    place = result["locations"][0]["physicalLocation"]
    return f"{place['artifactLocation']['uri']}:{place['region']['startLine']}"


def test_a_log_is_uploaded_only_where_it_is_asked_for(project: Project) -> None:
    assert UPLOAD not in project.pull(project.proposed(FLAG)).used


def test_the_action_installs_what_is_checked_out_and_runs_it(project: Project, tmp_path: Path) -> None:
    installed = install(tmp_path)
    if installed.code and re.search(
        r"[Cc]onnection|resolve|No matching distribution", installed.log.splitlines()[-1]
    ):
        pytest.skip(f"the package index is out of reach: {installed.log.splitlines()[-1]}")
    assert installed.code == 0, installed.log
    python = installed.outputs["python"]
    assert Path(python).is_relative_to(tmp_path)
    where = (python, "-I", "-c", "import smsaudit; print(smsaudit.__file__)")
    home = subprocess.run(where, capture_output=True, text=True, check=True).stdout
    assert Path(home).is_relative_to(tmp_path), "what is installed runs, not what the tests run"
    ran = project.pull(project.proposed(FLAG), python=python, sarif="true")
    assert ran.code == 1
    assert ran.log.startswith("::error file=app/texts/cmpp.py,line=26,")
    assert Path(ran.used[UPLOAD]["sarif_file"]).is_file()


def test_nothing_of_an_event_is_part_of_a_script() -> None:
    scripts = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    assert scripts
    assert not any("${{" in script for script in scripts)


def test_everything_that_is_used_is_pinned_by_commit() -> None:
    used = [step["uses"] for step in ACTION["runs"]["steps"] if "uses" in step]
    for document in WORKFLOWS:
        used += re.findall(r"uses: (\S+)", document.read_text(encoding="utf-8"))
    assert used
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", each) for each in used)


@pytest.mark.parametrize("file", [ROOT / "action.yml", *WORKFLOWS], ids=lambda file: file.name)
def test_a_security_audit_of_workflows_has_no_findings(file: Path) -> None:
    command = [str(TOOLS / "zizmor"), "--offline", "--persona=auditor", "--no-progress", str(file)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-actions", [ROOT / "action.yml"]),
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.gitlab-ci", [ROOT / "docs" / "workflows" / "gitlab-ci.yml"]),
    ],
)
def test_the_metadata_is_what_the_platforms_publish_schemas_for(schema: str, files: list[Path]) -> None:
    assert files
    command = [str(TOOLS / "check-jsonschema"), f"--builtin-schema={schema}", *map(str, files)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
