"""package.json and the lock files beside it; of a lock, only what the project asks for itself."""

from __future__ import annotations

from smsaudit.model.location import Place
from smsaudit.scan.config.entries import Cut, Entry
from smsaudit.scan.config.json_files import read_json
from smsaudit.scan.config.lines import normalised
from smsaudit.scan.config.yaml_lines import read_yaml_lines
from smsaudit.scan.dependencies.packages import Packages, package
from smsaudit.scan.dependencies.versions import VersionTables

_GROUPS = {
    "dependencies": "",
    "devDependencies": "dev",
    "optionalDependencies": "optional",
    "peerDependencies": "peer",
}


def read_package_json(text: str) -> Packages:
    """What the four tables of dependencies ask for."""
    for item in read_json(text):
        if isinstance(item, Cut):
            yield item
            continue
        match item.path:
            case (str(table), str(name)) if table in _GROUPS:
                yield package("npm", name, item.value, item.place, _GROUPS[table])
            case _:
                pass


def read_npm_lock(text: str) -> Packages:
    """What the root package asks for; in the oldest format, all that is installed at the top."""
    for item in read_json(text):
        if isinstance(item, Cut):
            yield item
            continue
        match item.path:
            case ("packages", "", str(table), str(name)) if table in _GROUPS:
                yield package("npm", name, item.value, item.place, _GROUPS[table])
            case ("packages", str(folder), *_) if folder:
                return
            case ("dependencies", str(name), "version"):
                yield package("npm", name, item.value, item.place)
            case _:
                pass


def read_pnpm_lock(text: str) -> Packages:
    """What the importers ask for; reading stops where the resolved packages begin."""
    tables = VersionTables("npm")
    for item in read_yaml_lines(normalised(text)):
        if isinstance(item, Cut):
            yield item
        elif item.path[0] in ("packages", "snapshots"):
            break
        else:
            _importer(item, tables)
    yield from tables.dependencies()


def _importer(entry: Entry, tables: VersionTables) -> None:
    path = entry.path[2:] if entry.path[0] == "importers" else entry.path
    match path:
        case (str(table), str(name)) | (str(table), str(name), "specifier") if table in _GROUPS:
            tables.add(_GROUPS[table], (name,), entry)
        case _:
            pass


def read_yarn_lock(text: str) -> Packages:
    """The head of every entry; Yarn does not say which of them the project asks for itself."""
    for number, row in enumerate(normalised(text).split("\n"), start=1):
        if not row.endswith(":") or row.startswith((" ", "#", "__metadata")):
            continue
        first = row[:-1].partition(",")[0].strip().strip('"')
        at = first.find("@", 1)
        if at > 0:
            requirement = first[at + 1 :].removeprefix("npm:")
            yield package("npm", first[:at], requirement, Place(number))
