"""Real trees and repositories for the tests of discovery."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from smsaudit.discover import Tree
from smsaudit.model.gap import Gap, GapKind


def plant(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def git(root: Path, *arguments: str) -> str:
    """Runs git untouched by the settings of whoever runs the tests."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    done = subprocess.run(
        [
            *("git", "-C", str(root), "-c", "user.name=T", "-c", "user.email=t@example.org"),
            *("-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main", *arguments),
        ],
        check=True,
        capture_output=True,
        env=kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
    )
    return os.fsdecode(done.stdout).strip()


def repository(root: Path, files: Mapping[str, str | bytes]) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "-q")
    plant(root, files)
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "start")
    return root


def paths(tree: Tree) -> list[str]:
    return [file.path for file in tree.files]


def gaps(tree: Tree, kind: GapKind) -> list[Gap]:
    return [gap for gap in tree.gaps if gap.kind is kind]


def program(directory: Path, name: str, script: str) -> Path:
    """An executable shell script."""
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file
