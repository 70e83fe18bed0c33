"""Readers of manifests and lock files: which packages a project names."""

from __future__ import annotations

from smsaudit.scan.dependencies.cargo import read_cargo
from smsaudit.scan.dependencies.composer import read_composer
from smsaudit.scan.dependencies.conda import read_conda
from smsaudit.scan.dependencies.gems import read_gemfile
from smsaudit.scan.dependencies.go_modules import read_go_mod
from smsaudit.scan.dependencies.gradle import read_gradle, read_version_catalogue
from smsaudit.scan.dependencies.maven import read_pom
from smsaudit.scan.dependencies.npm import read_npm_lock, read_package_json, read_pnpm_lock, read_yarn_lock
from smsaudit.scan.dependencies.nuget import read_nuget
from smsaudit.scan.dependencies.packages import Manifest
from smsaudit.scan.dependencies.pyproject import read_pyproject
from smsaudit.scan.dependencies.python_locks import read_pipfile_lock, read_toml_lock
from smsaudit.scan.dependencies.requirements import group_of_requirements, read_requirements
from smsaudit.scan.dependencies.setup_files import read_setup_cfg, read_setup_py
from smsaudit.scan.names.manifests import (
    is_cargo,
    is_composer,
    is_conda,
    is_gemfile,
    is_go_mod,
    is_gradle,
    is_npm_lock,
    is_nuget,
    is_package_json,
    is_pipfile_lock,
    is_pnpm_lock,
    is_pom,
    is_pyproject,
    is_requirements,
    is_setup_cfg,
    is_setup_py,
    is_toml_lock,
    is_version_catalogue,
    is_yarn_lock,
)
from smsaudit.scan.scanner import Scanner

DEPENDENCY_SCANNERS: tuple[Scanner, ...] = (
    Manifest(is_requirements, read_requirements, group_of_requirements),
    Manifest(is_pyproject, read_pyproject),
    Manifest(is_setup_cfg, read_setup_cfg),
    Manifest(is_setup_py, read_setup_py),
    Manifest(is_pipfile_lock, read_pipfile_lock),
    Manifest(is_toml_lock, read_toml_lock),
    Manifest(is_conda, read_conda),
    Manifest(is_package_json, read_package_json),
    Manifest(is_npm_lock, read_npm_lock),
    Manifest(is_pnpm_lock, read_pnpm_lock),
    Manifest(is_yarn_lock, read_yarn_lock),
    Manifest(is_pom, read_pom),
    Manifest(is_gradle, read_gradle),
    Manifest(is_version_catalogue, read_version_catalogue),
    Manifest(is_go_mod, read_go_mod),
    Manifest(is_composer, read_composer),
    Manifest(is_nuget, read_nuget),
    Manifest(is_cargo, read_cargo),
    Manifest(is_gemfile, read_gemfile),
)
"""No two want the same file; what they want, a configuration or source scanner may want as well."""

__all__ = ["DEPENDENCY_SCANNERS"]
