"""What manifests and lock files are called."""

from __future__ import annotations

from collections.abc import Callable

from smsaudit.model.location import TreePath
from smsaudit.scan.names.bare import bare_name


def is_requirements(path: TreePath) -> bool:
    """Whether pip would be given this file: `requirements*.txt`, `requirements/*.txt`, `*.in`, constraints."""
    name = bare_name(path)
    folder = path.lower().rpartition("/")[0].rpartition("/")[2]
    if not name.endswith((".txt", ".in", ".pip")):
        return False
    return "requirements" in name or "requirements" in folder or name.startswith(("reqs", "constraints"))


def is_pyproject(path: TreePath) -> bool:
    """Whether the file is a pyproject.toml or a Pipfile."""
    return bare_name(path) in {"pyproject.toml", "pipfile"}


def is_setup_cfg(path: TreePath) -> bool:
    """Whether the file is a setup.cfg."""
    return bare_name(path) == "setup.cfg"


def is_setup_py(path: TreePath) -> bool:
    """Whether the file is a setup.py."""
    return bare_name(path) == "setup.py"


def is_pipfile_lock(path: TreePath) -> bool:
    """Whether the file is a Pipfile.lock."""
    return bare_name(path) == "pipfile.lock"


def is_toml_lock(path: TreePath) -> bool:
    """Whether the file is a lock of Poetry, uv or PDM, or a pylock.toml."""
    return bare_name(path) in {"poetry.lock", "uv.lock", "pdm.lock", "pylock.toml"}


def is_conda(path: TreePath) -> bool:
    """Whether the file describes a conda environment."""
    name = bare_name(path)
    return name.endswith((".yml", ".yaml")) and name.startswith(("environment", "conda"))


def is_package_json(path: TreePath) -> bool:
    """Whether the file is a package.json."""
    return bare_name(path) == "package.json"


def is_npm_lock(path: TreePath) -> bool:
    """Whether npm wrote the file."""
    return bare_name(path) in {"package-lock.json", "npm-shrinkwrap.json"}


def is_pnpm_lock(path: TreePath) -> bool:
    """Whether pnpm wrote the file."""
    return bare_name(path) in {"pnpm-lock.yaml", "pnpm-lock.yml"}


def is_yarn_lock(path: TreePath) -> bool:
    """Whether Yarn wrote the file."""
    return bare_name(path) == "yarn.lock"


def is_pom(path: TreePath) -> bool:
    """Whether the file is a Maven project."""
    name = bare_name(path)
    return name == "pom.xml" or name.endswith(".pom")


def is_gradle(path: TreePath) -> bool:
    """Whether the file is a build script."""
    return bare_name(path).endswith((".gradle", ".gradle.kts"))


def is_version_catalogue(path: TreePath) -> bool:
    """Whether the file is a version catalogue (`libs.versions.toml`)."""
    return bare_name(path).endswith(".versions.toml")


def is_go_mod(path: TreePath) -> bool:
    """Whether the file is a go.mod."""
    return bare_name(path) == "go.mod"


def is_composer(path: TreePath) -> bool:
    """Whether the file is a composer.json."""
    return bare_name(path) == "composer.json"


def is_nuget(path: TreePath) -> bool:
    """Whether the file lists NuGet packages."""
    name = bare_name(path)
    return name.endswith((".csproj", ".fsproj", ".vbproj")) or name in {
        "packages.config",
        "directory.packages.props",
        "directory.build.props",
    }


def is_cargo(path: TreePath) -> bool:
    """Whether the file is a Cargo.toml."""
    return bare_name(path) == "cargo.toml"


def is_gemfile(path: TreePath) -> bool:
    """Whether the file is a Gemfile or a gemspec."""
    name = bare_name(path)
    return name == "gemfile" or name.endswith(".gemspec")


MANIFESTS: tuple[Callable[[TreePath], bool], ...] = (
    is_requirements,
    is_pyproject,
    is_setup_cfg,
    is_setup_py,
    is_pipfile_lock,
    is_toml_lock,
    is_conda,
    is_package_json,
    is_npm_lock,
    is_pnpm_lock,
    is_yarn_lock,
    is_pom,
    is_gradle,
    is_version_catalogue,
    is_go_mod,
    is_composer,
    is_nuget,
    is_cargo,
    is_gemfile,
)
