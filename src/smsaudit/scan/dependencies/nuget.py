"""NuGet: project files, packages.config and central version files."""

from __future__ import annotations

from msgspec import Struct

from smsaudit.model.location import Place
from smsaudit.scan.config.entries import Cut
from smsaudit.scan.config.xml_files import read_xml
from smsaudit.scan.dependencies.packages import Packages, package

_ELEMENTS = ("PackageReference", "PackageVersion", "GlobalPackageReference", "package")


class _Reference(Struct):
    name: str = ""
    version: str = ""


def read_nuget(text: str) -> Packages:
    """Every referenced package with its version, be that an attribute or a child."""
    found: dict[Place, _Reference] = {}
    current = _Reference()
    for item in read_xml(text):
        if isinstance(item, Cut):
            yield item
            continue
        element, at, attribute = str(item.path[-1]).partition("@")
        if at and element in _ELEMENTS:
            current = found.setdefault(item.place, _Reference())
            if attribute in ("Include", "Update", "id"):
                current.name = item.value
            elif attribute in ("Version", "version", "VersionOverride"):
                current.version = item.value
        elif element == "Version" and "PackageReference" in item.path:
            current.version = item.value
    for place, reference in found.items():
        if reference.name:
            yield package("nuget", reference.name, reference.version, place)
