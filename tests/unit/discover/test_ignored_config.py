from pathlib import Path

import pytest

from smsaudit.discover import open_tree
from smsaudit.model.gap import GapKind
from tests.unit.discover.planted import gaps, git, paths, plant, repository

IGNORED = (
    ".env",
    ".env.production",
    "deploy/prod.env",
    "shop/local_settings.py",
    "shop/settings_local.py",
    "web/config.local.ts",
    "etc/kannel.conf",
    "etc/smskannel-prod.conf",
    "a/b/c/smsd.conf",
    "etc/gammu-smsdrc",
    "etc/jasmin.cfg",
    "src/main/resources/application-prod.yml",
    "config.yml",
    "config/secrets.toml",
    "docker-compose.override.yml",
    "infra/terraform.tfvars",
    "api/appsettings.Production.json",
)
NOT_CONFIG = (
    "notes.log",
    ".env.example",
    "config.example.yml",
    "a/b/c/d/.env",
    "node_modules/x/.env",
    "dump.sql",
    "environment.ts",
)


@pytest.mark.parametrize("controlled", [True, False])
def test_ignored_settings_near_the_root_are_gaps_that_do_not_bear(
    tmp_path: Path, *, controlled: bool
) -> None:
    files = dict.fromkeys((*IGNORED, *NOT_CONFIG), "x=1")
    rules = {".gitignore": "\n".join(files)}
    root = repository(tmp_path, rules) if controlled else plant(tmp_path, rules)
    plant(root, files)
    tree = open_tree(root)
    assert paths(tree) == [".gitignore", *(["environment.ts"] if not controlled else [])]
    assert [gap.path for gap in gaps(tree, GapKind.IGNORED_CONFIG)] == sorted(IGNORED)
    assert not any(gap.bears for gap in tree.gaps)


def test_settings_in_an_ignored_directory_are_found(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": "", ".gitignore": "/private/\n"})
    plant(root, {"private/sms/.env": "", "private/readme.md": ""})
    tree = open_tree(root)
    assert [(gap.path, gap.kind) for gap in tree.gaps] == [("private/sms/.env", GapKind.IGNORED_CONFIG)]


@pytest.mark.parametrize("controlled", [True, False])
def test_on_request_ignored_settings_are_listed_and_readable(tmp_path: Path, *, controlled: bool) -> None:
    plant(tmp_path, {"a.py": "", ".gitignore": ".env\n*.log\n", ".env": "SMS=1", "x.log": ""})
    if controlled:
        git(tmp_path, "init", "-q")
        git(tmp_path, "add", "-A")
    tree = open_tree(tmp_path, include_ignored=True)
    assert paths(tree) == [".env", ".gitignore", "a.py"]
    assert tree.gaps == ()
    assert tree.files[0].blob is None
    assert tree.read(tree.files[0].path) == b"SMS=1"


def test_on_request_an_ignored_link_out_of_the_tree_is_still_not_followed(tmp_path: Path) -> None:
    plant(tmp_path, {"secret": "x", "root/.gitignore": ".env\n"})
    (tmp_path / "root" / ".env").symlink_to("../secret")
    assert [gap.kind for gap in open_tree(tmp_path / "root").gaps] == [GapKind.IGNORED_CONFIG]
    tree = open_tree(tmp_path / "root", include_ignored=True)
    assert paths(tree) == [".gitignore"]
    assert [(gap.kind, gap.bears) for gap in tree.gaps] == [(GapKind.SYMLINK, True)]


def test_settings_that_are_not_ignored_are_no_gap(tmp_path: Path) -> None:
    root = repository(tmp_path, {".env": "", "config.yml": ""})
    plant(root, {"new.env": ""})
    tree = open_tree(root)
    assert paths(tree) == [".env", "config.yml", "new.env"]
    assert tree.gaps == ()
