"""One `[[example]]` table, with the `expect:` marks in its source."""

from __future__ import annotations

import re

from smsaudit.model.example import Example, Expectation
from smsaudit.model.signature import PatternId
from smsaudit.signatures.table import Table, listed, suggestion

PATHS = {
    "python": "example.py",
    "java": "Example.java",
    "kotlin": "Example.kt",
    "go": "example.go",
    "javascript": "example.js",
    "typescript": "example.ts",
    "php": "example.php",
    "csharp": "Example.cs",
    "c": "example.c",
    "html": "example.html",
    "yaml": "example.yaml",
    "toml": "example.toml",
    "properties": "example.properties",
    "json": "example.json",
    "dotenv": ".env",
    "dockerfile": "Dockerfile",
}

_MARK = re.compile(r"(?:#|//|--|;|<!--|/\*)[ \t]*expect(?=[ \t]*:|[ \t]+[\w-]+\.\w)(.*)")
_IDS = re.compile(r"[ \t]*:[ \t]*([\w.-]+(?:[ \t]*,[ \t]*[\w.-]+)*)[ \t]*(?:-->|\*/|\*/ *\}|$)")


def example(table: Table) -> Example:
    """The example of a table, with marks and `expect` entries in the order of lines."""
    source = table.text("source")
    result = Example(
        path=_path(table),
        source=source,
        expects=tuple(
            sorted({*_marks(table, source), *_listed(table, source)}, key=lambda e: (e.line, e.pattern))
        ),
        why=table.text("why", ""),
        line=table.log.lines.before((*table.key, "source")),
    )
    table.close()
    return result


def _path(table: Table) -> str:
    language, path = table.text("language", ""), table.text("path", "")
    if language and language not in PATHS:
        mend = suggestion(language, list(PATHS)) or f"use one of {listed(list(PATHS))}, or give `path`"
        table.problem("language", f'"{language}" is not known', mend)
    if not language and not path:
        table.problem(
            "", "has neither `language` nor `path`", "say which, so that the right scanner reads it"
        )
    if path.startswith("/") or "\\" in path or ".." in path.split("/"):
        table.problem("path", f'"{path}" leaves the tree', "write a relative path with forward slashes")
    return path or PATHS.get(language, "example")


def _marks(table: Table, source: str) -> list[Expectation]:
    found: list[Expectation] = []
    for number, row in enumerate(source.split("\n"), start=1):
        if mark := _MARK.search(row):
            ids = _IDS.match(mark[1])
            if ids:
                found += [Expectation(number, PatternId(name.strip())) for name in ids[1].split(",")]
            else:
                mend = "write `expect: pattern.id`, several with commas, and end the comment there"
                table.problem(
                    "source", f"line {number} of the example has an unreadable mark", mend, near=row.strip()
                )
    return found


def _listed(table: Table, source: str) -> list[Expectation]:
    rows = source.rstrip("\n").count("\n") + 1
    found: list[Expectation] = []
    for item in table.tables("expect"):
        expectation = Expectation(item.number("line"), PatternId(item.text("pattern")))
        item.close()
        if expectation.line > rows:
            item.problem(
                "line",
                f"is {expectation.line}, but the example has {rows} lines",
                "count from the first line",
            )
        found.append(expectation)
    return found
