"""The folders of a tree that are built or deployed on their own."""

from __future__ import annotations

from collections.abc import Iterable

_MANIFESTS = frozenset(
    [
        "Dockerfile",
        "pyproject.toml",
        "setup.py",
        "setup.cfg",
        "Pipfile",
        "package.json",
        "pom.xml",
        "build.gradle",
        "build.gradle.kts",
        "go.mod",
        "composer.json",
        "Cargo.toml",
        "Gemfile",
        "Chart.yaml",
        "serverless.yml",
        "serverless.yaml",
        "template.yaml",
        "manage.py",
        "Procfile",
    ]
)


def unit_roots(paths: Iterable[str]) -> frozenset[str]:
    """The folders that hold a manifest."""
    named = (path.rpartition("/") for path in paths)
    return frozenset(folder for folder, _, name in named if name in _MANIFESTS)
