"""What files of configuration are called."""

from __future__ import annotations

from collections.abc import Callable

from smsaudit.model.location import TreePath
from smsaudit.scan.names.bare import bare_name, has_extension

_LOCKS = frozenset(
    [
        "package-lock.json",
        "npm-shrinkwrap.json",
        "packages.lock.json",
        "pnpm-lock.yaml",
        "pnpm-lock.yml",
        "conda-lock.yml",
    ]
)
"""Lock files whose extension says JSON or YAML: they name dependencies and configure nothing."""
_UNITS = (".service", ".socket", ".timer", ".container", ".target", ".path", ".mount")
_XML = (".xml", ".xsl", ".wsdl", ".plist", ".xaml", ".resx", ".csproj", ".targets")
_GAMMU = ("gammu-smsdrc", ".gammurc", "gammurc", "smsdrc")
_NGINX_FOLDERS = ("sites-available/", "sites-enabled/")


def is_dockerfile(path: TreePath) -> bool:
    """Whether the file describes an image: `Dockerfile`, `Dockerfile.web`, `web.dockerfile`, `Containerfile`."""
    name = bare_name(path)
    return name.startswith(("dockerfile", "containerfile")) or has_extension(path, ".dockerfile")


def is_dotenv(path: TreePath) -> bool:
    """Whether the name is that of an environment file: `.env`, `.env.prod`, `web.env`, `.envrc`."""
    name = bare_name(path)
    return name in {"env", ".envrc"} or name.startswith(".env.") or name.endswith(".env")


def is_yaml(path: TreePath) -> bool:
    """Whether the name says YAML; lock files are not configuration."""
    return has_extension(path, ".yaml", ".yml") and bare_name(path) not in _LOCKS


def is_toml(path: TreePath) -> bool:
    """Whether the name says TOML."""
    return has_extension(path, ".toml")


def is_json(path: TreePath) -> bool:
    """Whether the name says JSON; lock files are not configuration."""
    return has_extension(path, ".json", ".jsonc", ".json5") and bare_name(path) not in _LOCKS


def is_xml(path: TreePath) -> bool:
    """Whether the name says XML."""
    return has_extension(path, *_XML)


def is_properties(path: TreePath) -> bool:
    """Whether the name says properties."""
    return has_extension(path, ".properties")


def is_systemd(path: TreePath) -> bool:
    """Whether the name is that of a unit, or of a drop-in for one."""
    return has_extension(path, *_UNITS) or (".service.d/" in path and path.endswith(".conf"))


def is_hcl(path: TreePath) -> bool:
    """Whether the name says Terraform, HCL or HOCON."""
    return has_extension(path, ".tf", ".tfvars", ".hcl", ".nomad", ".hocon")


def is_procfile(path: TreePath) -> bool:
    """Whether the file is a Procfile, also one for development (`Procfile.dev`)."""
    return bare_name(path).partition(".")[0] == "procfile"


def is_settings(path: TreePath) -> bool:
    """Whether the name is that of a configuration file of some kind, which only its content tells."""
    name = bare_name(path)
    by_name = name.startswith(_GAMMU) or name == "smsd.conf"
    by_extension = has_extension(path, ".conf", ".cfg", ".ini", ".cnf", ".config", ".props")
    in_folder = "." not in name and any(folder in path for folder in _NGINX_FOLDERS)
    return by_name or by_extension or in_folder


CONFIGURATION: tuple[Callable[[TreePath], bool], ...] = (
    is_dockerfile,
    is_dotenv,
    is_yaml,
    is_toml,
    is_json,
    is_xml,
    is_properties,
    is_systemd,
    is_hcl,
    is_procfile,
    is_settings,
)
