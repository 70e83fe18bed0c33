"""What every scanner of configuration, dependencies and source text promises."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from smsaudit.model.fact import Facts
from smsaudit.model.gap import Gap
from smsaudit.model.location import Place, TreePath
from smsaudit.scan.config.scanners import CONFIG_SCANNERS, HERE_DOCUMENTS
from smsaudit.scan.dependencies import DEPENDENCY_SCANNERS
from smsaudit.scan.scanner import Scanner
from smsaudit.scan.text_code import TEXT_CODE

CONFIG_NAMES = (
    "web/.env",
    "a.yaml",
    "a.toml",
    "a.json",
    "a.xml",
    "a.properties",
    "a.service",
    "a.tf",
    "Procfile",
    "a.conf",
    "gammu-smsdrc",
    "asterisk/queues.conf",
    "Dockerfile",
)
DEPENDENCY_NAMES = (
    "requirements-dev.txt",
    "pyproject.toml",
    "Pipfile",
    "setup.cfg",
    "setup.py",
    "Pipfile.lock",
    "poetry.lock",
    "environment.yml",
    "package.json",
    "package-lock.json",
    "pnpm-lock.yaml",
    "yarn.lock",
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "libs.versions.toml",
    "go.mod",
    "composer.json",
    "a.csproj",
    "Cargo.toml",
    "Gemfile",
)
CODE_NAMES = tuple(
    f"a.{extension}"
    for extension in [
        "java",
        "kt",
        "go",
        "js",
        "ts",
        "php",
        "cs",
        "c",
        "cpp",
        "rb",
        "rs",
        "scala",
        "swift",
        "dart",
        "groovy",
        "sh",
        "lua",
        "pl",
        "sql",
        "proto",
        "html",
        "vue",
    ]
)

PIECES = [
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    "<",
    ">",
    "</",
    "/>",
    "<a",
    "<a>",
    "</a>",
    ":",
    "::",
    "=",
    "==",
    "=>",
    ":",
    ",",
    ";",
    ".",
    "-",
    "--",
    "---",
    "#",
    "//",
    "/*",
    "*/",
    "<!--",
    "-->",
    '"',
    "'",
    "`",
    '"""',
    "'''",
    "\\",
    "\\\\",
    "$",
    "${",
    "${a:-b}",
    "%(a)s",
    "{{",
    "}}",
    "&",
    "&a",
    "*a",
    "<<",
    "<<EOF",
    "EOF",
    "!tag",
    "|",
    ">",
    "?",
    "@",
    '@"',
    '$"',
    'r#"',
    'R"(',
    "<?php",
    "?>",
    "<script>",
    "</script>",
    "<!DOCTYPE",
    "<!ENTITY",
    "cat <<EOF > /etc/kannel.conf",
    "EOF",
    "group",
    "smsc",
    "host",
    "key",
    "a",
    "b.c",
    "1",
    "0x10",
    "import",
    "require",
    "use",
    "from",
    "dependencies",
    "install_requires",
    "implementation",
    "package",
    "name",
    "version",
    "é",
    "中",
    "\x00",
    "\u2028",
    "\x85",
    "\x0c",
    "�",
    "\ufeff",
]
SPACES = ("\n", "\r\n", "\r", " ", "  ", "\t", "\n  ", "\n\n", "")
scraps = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(SPACES)), max_size=60).map(
    lambda pairs: "".join(piece + space for piece, space in pairs)
)
texts = st.one_of(st.text(max_size=300), scraps)


def cases() -> Iterator[tuple[Scanner, TreePath]]:
    for name in map(TreePath, CONFIG_NAMES):
        yield next(scanner for scanner in CONFIG_SCANNERS if scanner.wants(name)), name
    for name in map(TreePath, DEPENDENCY_NAMES):
        yield next(scanner for scanner in DEPENDENCY_SCANNERS if scanner.wants(name)), name
    for name in map(TreePath, CODE_NAMES):
        yield TEXT_CODE, name
    yield HERE_DOCUMENTS, TreePath("install.sh")


CASES = [pytest.param(scanner, name, id=name) for scanner, name in cases()]
every_scanner = pytest.mark.parametrize(("scanner", "name"), CASES)


def places(facts: Facts, gaps: tuple[Gap, ...]) -> Iterator[Place]:
    yield from (setting.place for setting in facts.settings)
    yield from (dependency.place for dependency in facts.dependencies)
    yield from (imported.place for imported in facts.imports)
    yield from (written.place for written in facts.texts)
    yield from (word.place for word in facts.words)
    yield from (scope.place for scope in facts.scopes)
    for gap in gaps:
        yield Place(gap.line or 1)


def rows_of(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


@every_scanner
@settings(max_examples=25)
@example(text="?")  # YAML: a key without a value, at the very end
@given(text=texts)
def test_any_text_is_read_alike_twice_and_only_places_in_it_are_named(
    scanner: Scanner, name: TreePath, text: str
) -> None:
    facts, gaps = scanner.scan(name, text)
    assert (facts, gaps) == scanner.scan(name, text)
    rows = rows_of(text)
    for place in places(facts, gaps):
        assert place.end_line <= len(rows)
        assert place.column <= len(rows[place.line - 1]) + 1
    assert all(gap.path == name for gap in gaps)


@every_scanner
def test_an_empty_file_says_nothing(scanner: Scanner, name: TreePath) -> None:
    for text in ("", "\n", "\ufeff", "  \n\n"):
        facts, gaps = scanner.scan(name, text)
        said = facts.settings, facts.dependencies, facts.imports, facts.texts, facts.words, gaps
        assert (text, any(said)) == (text, False)


@every_scanner
def test_deep_nesting_ends_without_harm(scanner: Scanner, name: TreePath) -> None:
    for nested in ("[", "{", "(", "- ", "<a>", "a {\n", "a: [", "`${", "/*", '{"a":', "[a.", "? "):
        facts, _ = scanner.scan(name, nested * 2_000)
        assert (nested, len(facts.settings) <= 20_000) == (nested, True)


@every_scanner
def test_what_is_found_can_be_encoded(scanner: Scanner, name: TreePath) -> None:
    facts, gaps = scanner.scan(
        name, 'a\ud800 = "\ud800"\n"\ud800x": "\\ud800y",\nimport \ud800\n<a b="\ud800"/>'
    )
    repr((facts, gaps)).encode()
    for setting in facts.settings:
        (setting.key + setting.value).encode()
    for word in facts.words:
        word.text.encode()


@pytest.mark.parametrize("name", [*CONFIG_NAMES, *DEPENDENCY_NAMES])
def test_no_two_dependency_scanners_want_the_same_file(name: str) -> None:
    assert sum(scanner.wants(TreePath(name)) for scanner in DEPENDENCY_SCANNERS) <= 1


@pytest.mark.parametrize(
    "name", ["package-lock.json", "pnpm-lock.yaml", "poetry.lock", "uv.lock", "yarn.lock", "Pipfile.lock"]
)
def test_lock_files_are_not_configuration(name: str) -> None:
    assert not any(scanner.wants(TreePath(name)) for scanner in CONFIG_SCANNERS)


@pytest.mark.parametrize("name", ["README.md", "a.py", "a.txt", "a", "a.png", "src/config.py"])
def test_other_files_are_left_to_others(name: str) -> None:
    scanners = (*CONFIG_SCANNERS, *DEPENDENCY_SCANNERS, TEXT_CODE)
    assert not any(scanner.wants(TreePath(name)) for scanner in scanners)
