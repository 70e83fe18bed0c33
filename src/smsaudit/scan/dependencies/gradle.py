"""Gradle: build scripts in Groovy and Kotlin, and version catalogues."""

from __future__ import annotations

import re

from msgspec import Struct, field

from smsaudit.model.location import Place
from smsaudit.model.value import Attribute, Joined, Name, Text, Value
from smsaudit.scan.config.entries import Cut, Entry
from smsaudit.scan.config.lines import Cursor, normalised
from smsaudit.scan.config.toml_files import read_toml
from smsaudit.scan.dependencies.packages import Packages, package
from smsaudit.scan.text_grammars import GROOVY, KOTLIN
from smsaudit.scan.text_lexer import Token, TokenKind
from smsaudit.scan.text_markup import tokens

_CONFIGURATION = re.compile(
    r"(?:\w*(?:[iI]mplementation|[aA]pi|[cC]ompileOnly|[rR]untimeOnly|[cC]ompile|[rR]untime|[pP]rovided|[aA]nnotationProcessor)"
    r"|kapt|ksp|classpath|api)"
)
_COORDINATES = re.compile(r"(?P<group>[\w.\-]++):(?P<name>[\w.\-]++)(?::(?P<version>[^:@\s]*+))?[^\s]*+")
_MAP_KEYS = ("group", "name", "version")


class _Library(Struct):
    place: Place
    said: dict[str, str] = field(default_factory=dict)


def read_gradle(text: str) -> Packages:
    """Every coordinate in string or map notation that follows the name of a configuration."""
    text = normalised(text)
    cursor = Cursor(text)
    configuration = key = ""
    said: dict[str, str] = {}
    for token in tokens(text, KOTLIN if "val " in text or 'implementation("' in text else GROOVY):
        if token.kind is TokenKind.WORD:
            key = text[token.start : token.end]
            if _CONFIGURATION.fullmatch(key):
                configuration, said = key, {}
        elif token.kind is TokenKind.STRING and configuration and token.value is not None:
            value = _plain(token.value)
            found = _COORDINATES.fullmatch(value)
            if found and _follows(text, token):
                name = f"{found['group']}:{found['name']}"
                yield package(
                    "maven", name, found["version"] or "", cursor.place(token.start), _group(configuration)
                )
            elif key in _MAP_KEYS:
                said[key] = value
                if key == "version" or (key == "name" and not _continues(text, token)):
                    if "group" in said and "name" in said:
                        name = f"{said['group']}:{said['name']}"
                        place = cursor.place(token.start)
                        yield package("maven", name, said.get("version", ""), place, _group(configuration))
                    said = {}


def _follows(text: str, token: Token) -> bool:
    """Whether the string is not the value of a named argument."""
    return not text[max(0, token.start - 20) : token.start].rstrip().endswith((":", "="))


def _continues(text: str, token: Token) -> bool:
    return text[token.end : token.end + 20].lstrip().startswith(",")


def _group(configuration: str) -> str:
    return "test" if "test" in configuration.lower() else ""


def _plain(value: Value) -> str:
    match value:
        case Text(text):
            return text
        case Joined(parts):
            return "".join(_plain(part) for part in parts)
        case Name(name):
            return f"${name}"
        case Attribute(base, name):
            return f"{_plain(base)}.{name}"
        case _:
            return "$"


def read_version_catalogue(text: str) -> Packages:
    """Every entry of `[libraries]`, with the version it refers to."""
    versions: dict[str, str] = {}
    libraries: dict[str, _Library] = {}
    for item in read_toml(text):
        if isinstance(item, Cut):
            yield item
            continue
        match item.path:
            case ("versions", str(name), *_):
                versions.setdefault(name, item.value)
            case ("libraries", str(alias), *rest):
                _catalogued(libraries.setdefault(alias, _Library(item.place)), rest, item)
            case _:
                pass
    for library in libraries.values():
        said = library.said
        module = said.get("module") or f"{said.get('group', '')}:{said.get('name', '')}"
        requirement = versions.get(said.get("version.ref", ""), said.get("version", ""))
        if module != ":":
            yield package("maven", module, requirement, library.place)


def _catalogued(library: _Library, rest: list[str | int], entry: Entry) -> None:
    if rest:
        library.said[".".join(map(str, rest[:2]))] = entry.value
    elif found := _COORDINATES.fullmatch(entry.value):
        library.said |= {"module": f"{found['group']}:{found['name']}", "version": found["version"] or ""}
