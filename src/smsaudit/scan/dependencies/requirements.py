"""Requirement lines (PEP 508) and the files that pip reads them from."""

from __future__ import annotations

import re

from smsaudit.model.fact import Dependency
from smsaudit.model.location import Place, TreePath
from smsaudit.scan.config.lines import normalised
from smsaudit.scan.dependencies.packages import Packages, group_of, normalised_name, package

_REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._\-]*+(?<=[A-Za-z0-9]))?)\s*+(?:\[[^\]]*+\])?\s*+(?P<rest>.*)",
    re.DOTALL,
)
_EGG = re.compile(r"[#&]egg=(?P<name>[A-Za-z0-9][A-Za-z0-9._\-]*+)")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]*+")
_REPOSITORIES = ("git+", "hg+", "svn+", "bzr+")
_LONGEST_ADDRESS = 1_000
_OPTION = re.compile(r"\s--[a-z]")
_COMMENT = re.compile(r"(?:^|\s)#")
_EDITABLE = ("-e ", "--editable ", "--editable=")
_SPECIFIER = ("=", "<", ">", "!", "~", "@", "(")
_GROUP = re.compile(r"(?:^|[-_./])(?P<group>development|develop|dev|testing|tests|test|docs|lint)(?:[-_.]|$)")


def group_of_requirements(path: TreePath) -> str:
    """`dev` for `requirements-dev.txt`, `test` for `requirements/test.in`; nothing for the plain name."""
    found = _GROUP.search(path.lower().rpartition("requirements")[2].removeprefix("/"))
    return group_of(found["group"]) if found else ""


def read_requirements(text: str) -> Packages:
    """Every package that a requirements file installs by name, address or repository."""
    for first, last, row in _logical_rows(normalised(text)):
        comment = _COMMENT.search(row)
        body = (row[: comment.start()] if comment else row).strip()
        place = Place(first, 1, last)
        editable = next((body[len(start) :].strip() for start in _EDITABLE if body.startswith(start)), None)
        if editable is not None or "://" in body.partition(" ")[0]:
            found = _from_address(editable or body, place)
        elif not body or body.startswith("-"):
            continue
        else:
            option = _OPTION.search(body)
            found = requirement(body[: option.start()] if option else body, place)
        if found:
            yield found


def requirement(text: str, place: Place, group: str = "") -> Dependency | None:
    """The package that one requirement names, without extras and markers; None if it names none."""
    found = _REQUIREMENT.fullmatch(text.strip())
    if not found:
        return None
    rest = found["rest"]
    if rest.startswith("@"):
        specifier = rest[1:].strip().partition(" ;")[0]
    else:
        specifier = rest.partition(";")[0].strip()
        if specifier and not specifier.startswith(_SPECIFIER):
            return None
    return package("pypi", normalised_name(found["name"]), specifier.strip("()"), place, group)


def _from_address(text: str, place: Place) -> Dependency | None:
    address = text[:_LONGEST_ADDRESS]
    name = _name_in_address(address)
    return package("pypi", normalised_name(name), address, place) if name else None


def _name_in_address(address: str) -> str:
    """`#egg=name`, the distribution of a wheel, or the last part of a repository's path."""
    if egg := _EGG.search(address):
        return egg["name"]
    last = address.partition("#")[0].partition("?")[0].rpartition("/")[2]
    if last.endswith(".whl"):
        return last.partition("-")[0]
    if not address.startswith(_REPOSITORIES):
        return ""
    name = last.partition("@")[0].removesuffix(".git")
    return name if _PLAIN_NAME.fullmatch(name) else ""


def _logical_rows(text: str) -> list[tuple[int, int, str]]:
    rows: list[tuple[int, int, str]] = []
    parts: list[str] = []
    number = first = 1
    for number, row in enumerate(text.split("\n"), start=1):
        first = first if parts else number
        continued = row.endswith("\\") and not row.lstrip().startswith("#")
        parts.append(row[:-1] if continued else row)
        if not continued:
            rows.append((first, number, " ".join(parts)))
            parts = []
    if parts:
        rows.append((first, number, " ".join(parts)))
    return rows
