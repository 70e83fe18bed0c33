"""pom.xml: dependencies by group and artifact, with versions from properties and managed versions."""

from __future__ import annotations

import re

from msgspec import Struct, field

from smsaudit.model.location import Place
from smsaudit.model.words import Words
from smsaudit.scan.config.entries import Cut, Entry, KeyPath
from smsaudit.scan.config.xml_files import read_xml
from smsaudit.scan.dependencies.packages import Packages, package

_PLACEHOLDER = re.compile(r"\$\{(?P<name>[^${}]++)\}")
_FIELDS = ("groupId", "artifactId", "version", "scope")
_ROUNDS = 3
"""How far properties may refer to each other."""
_MOST_ELEMENTS = 200_000


class _Pom(Struct):
    properties: dict[str, str] = field(default_factory=dict)
    declared: dict[KeyPath, dict[str, Entry]] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        match entry.path:
            case ("project", *_, "properties", str(name)):
                self.properties.setdefault(name, entry.value)
            case ("project", "groupId" | "version" as name):
                self.properties.setdefault(f"project.{name}", entry.value)
                self.properties.setdefault(name, entry.value)
            case ("project", "parent", "groupId" | "version" as name):
                self.properties.setdefault(f"project.parent.{name}", entry.value)
            case (*_, "dependencies", "dependency", str(name)) | (
                *_,
                "dependencies",
                "dependency",
                int(),
                str(name),
            ) if name in _FIELDS and "plugin" not in entry.path:
                self.declared.setdefault(entry.path[:-1], {})[name] = entry
            case _:
                pass

    def resolved(self, text: str) -> str:
        for _ in range(_ROUNDS):
            if "${" not in text:
                break
            text = _PLACEHOLDER.sub(
                lambda found: self.properties.get(found["name"], found.group())[:300], text[:300]
            )
        return text

    def said(self, fields: dict[str, Entry], name: str) -> str:
        return self.resolved(fields[name].value) if name in fields else ""


def read_pom(text: str) -> Packages:
    """Every dependency outside `dependencyManagement`, as `group:artifact`."""
    pom = _Pom()
    for count, item in enumerate(read_xml(text)):
        if isinstance(item, Cut):
            yield item
        elif count >= _MOST_ELEMENTS:
            yield Cut(
                Words(f"more than {_MOST_ELEMENTS} elements", f"元素超过{_MOST_ELEMENTS}个"), item.place.line
            )
            break
        else:
            pom.take(item)
    managed = {
        _name(pom, fields): pom.said(fields, "version")
        for path, fields in pom.declared.items()
        if "dependencyManagement" in path
    }
    for path, fields in pom.declared.items():
        if "dependencyManagement" not in path and "artifactId" in fields:
            name = _name(pom, fields)
            scope = pom.said(fields, "scope")
            requirement = pom.said(fields, "version") or managed.get(name, "")
            yield package("maven", name, requirement, _place(fields), "test" if scope == "test" else "")


def _name(pom: _Pom, fields: dict[str, Entry]) -> str:
    return f"{pom.said(fields, 'groupId')}:{pom.said(fields, 'artifactId')}"


def _place(fields: dict[str, Entry]) -> Place:
    first = min(entry.place for entry in fields.values())
    last = max(entry.place for entry in fields.values())
    return (
        Place(fields["artifactId"].place.line, fields["artifactId"].place.column)
        if first == last
        else Place(first.line, first.column, last.end_line)
    )
