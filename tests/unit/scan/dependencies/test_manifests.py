from __future__ import annotations

import pytest

from smsaudit.model.location import TreePath
from smsaudit.scan.dependencies import DEPENDENCY_SCANNERS
from smsaudit.scan.dependencies.packages import normalised_name

Row = tuple[int, str, str, str, str]


def named(path: str, text: str) -> list[Row]:
    """Line, ecosystem, name, requirement and group of every dependency."""
    scanner = next(scanner for scanner in DEPENDENCY_SCANNERS if scanner.wants(TreePath(path)))
    facts, gaps = scanner.scan(TreePath(path), text)
    assert gaps == ()
    return [
        (one.place.line, one.ecosystem, one.name, one.requirement, one.group) for one in facts.dependencies
    ]


@pytest.mark.parametrize(
    ("row", "name", "requirement"),
    [
        ("Twilio[a,b]>=6.0,<7 ; python_version < '3'  # c", "twilio", ">=6.0,<7"),
        ("zope.interface==5 --hash=sha256:abc", "zope-interface", "==5"),
        ("git+https://h/a/b.git@v1#egg=b_c", "b-c", "git+https://h/a/b.git@v1#egg=b_c"),
        ("-e git+https://h/a/gsm-modem.git@main", "gsm-modem", "git+https://h/a/gsm-modem.git@main"),
        ("pkg @ https://h/y.whl", "pkg", "https://h/y.whl"),
        ("https://h/smpplib-2.0-py3-none-any.whl", "smpplib", "https://h/smpplib-2.0-py3-none-any.whl"),
        ("plain", "plain", ""),
        ("a (>=1)", "a", ">=1"),
    ],
)
def test_a_requirement_names_one_package(row: str, name: str, requirement: str) -> None:
    assert named("requirements.txt", f"# c\n{row}\n") == [(2, "pypi", name, requirement, "")]


@pytest.mark.parametrize(
    "row",
    ["# twilio", "-r base.txt", "-c c.txt", "--index-url https://h", "./local", "-e .", "two words", ""],
)
def test_other_lines_of_requirements_name_none(row: str) -> None:
    assert named("requirements.txt", row) == []


@pytest.mark.parametrize(
    ("path", "group"),
    [
        ("requirements.txt", ""),
        ("requirements-dev.txt", "dev"),
        ("requirements/test.in", "test"),
        ("requirements/base.txt", ""),
        ("a/dev-tools/requirements.txt", ""),
    ],
)
def test_the_name_of_a_requirements_file_gives_the_group(path: str, group: str) -> None:
    assert named(path, "a \\\n  ==1\nb") == [(1, "pypi", "a", "==1", group), (3, "pypi", "b", "", group)]


def test_pyproject_in_all_its_dialects() -> None:
    text = """\
[project]
dependencies = [
  "twilio>=6",  # c
]
[project.optional-dependencies]
sms = ["vonage"]
[dependency-groups]
dev = ["pytest", {include-group = "x"}]
[tool.poetry.dependencies]
python = "^3"
smpplib = "^2"
"zope.interface" = {version = "1", extras = ["a"]}
[tool.poetry.group.test.dependencies]
mock = "*"
[tool.pdm.dev-dependencies]
lint = ["ruff"]
[tool.uv]
dev-dependencies = ["ty"]
[tool.other.dependencies]
no = "1"
"""
    assert named("pyproject.toml", text) == [
        (3, "pypi", "twilio", ">=6", ""),
        (6, "pypi", "vonage", "", "sms"),
        (8, "pypi", "pytest", "", "dev"),
        (11, "pypi", "smpplib", "^2", ""),
        (12, "pypi", "zope-interface", "1", ""),
        (14, "pypi", "mock", "*", "test"),
        (16, "pypi", "ruff", "", "lint"),
        (18, "pypi", "ty", "", "dev"),
    ]


def test_setup_py_is_searched_and_not_run() -> None:
    text = """\
from setuptools import setup
WANTED = ["x>=1",  # "no"
    'y']
setup(name="q", install_requires=WANTED,
    extras_require={"sms": ["t"], 'dev': ("v",)},
    tests_require=["w"], entry_points={"a": ["b=c"]})
"""
    assert named("setup.py", text) == [
        (2, "pypi", "x", ">=1", ""),
        (3, "pypi", "y", "", ""),
        (5, "pypi", "t", "", "sms"),
        (5, "pypi", "v", "", "dev"),
        (6, "pypi", "w", "", "test"),
    ]


POM = """\
<project><properties><v>1.2</v></properties>
<dependencyManagement><dependencies>
<dependency><groupId>a</groupId><artifactId>b</artifactId><version>${v}</version></dependency>
</dependencies></dependencyManagement>
<dependencies>
<dependency><groupId>a</groupId><artifactId>b</artifactId></dependency>
<!-- <dependency><groupId>n</groupId><artifactId>n</artifactId></dependency> -->
<dependency><groupId>c</groupId><artifactId>d</artifactId><version>${v}-x</version><scope>test</scope>
<exclusions><exclusion><groupId>n</groupId><artifactId>o</artifactId></exclusion></exclusions></dependency>
</dependencies></project>
"""


def test_maven_versions_come_from_properties_and_management() -> None:
    assert named("pom.xml", POM) == [(6, "maven", "a:b", "1.2", ""), (8, "maven", "c:d", "1.2-x", "test")]


def test_gradle_in_string_and_map_notation() -> None:
    text = """\
dependencies {
  implementation 'com.a:b:1.0' // implementation 'x:y:z'
  implementation group: 'g', name: 'n', version: '1'
  testImplementation "a:b:${ver}"
  implementation platform('p:q:1')
  api project(':x')
}
"""
    assert named("build.gradle", text) == [
        (2, "maven", "com.a:b", "1.0", ""),
        (3, "maven", "g:n", "1", ""),
        (4, "maven", "a:b", "$ver", "test"),
        (5, "maven", "p:q", "1", ""),
    ]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "Pipfile",
            "[packages]\ntwilio = '*'\n[dev-packages]\np = {version='1'}\n",
            [(2, "pypi", "twilio", "*", ""), (4, "pypi", "p", "1", "dev")],
        ),
        (
            "setup.cfg",
            "[options]\ninstall_requires =\n  a>=1\n[options.extras_require]\ntest =\n  c\n",
            [(3, "pypi", "a", ">=1", ""), (6, "pypi", "c", "", "test")],
        ),
        (
            "Pipfile.lock",
            '{"default": {"twilio": {"hashes": ["x"],\n"version": "==1"}}, "develop": {"p": {"version": "==2"}}}',
            [(2, "pypi", "twilio", "==1", ""), (2, "pypi", "p", "==2", "dev")],
        ),
        (
            "poetry.lock",
            '[[package]]\nname = "a"\nversion = "1"\ngroups = ["dev"]\n[package.dependencies]\nz = "1"\n[[package]]\nname = "b"\nversion = "2"\n',
            [(2, "pypi", "a", "==1", "dev"), (8, "pypi", "b", "==2", "")],
        ),
        (
            "environment.yml",
            "name: x\ndependencies:\n  - conda-forge::numpy>=1\n  - pip:\n    - twilio==1\n",
            [(3, "conda", "numpy", ">=1", ""), (5, "pypi", "twilio", "==1", "")],
        ),
        (
            "web/package.json",
            '{"dependencies": {"@a/b.c": "1"},\n"devDependencies": {"jest": "*"}, "peerDependencies": {"x": "2"}}',
            [(1, "npm", "@a/b.c", "1", ""), (2, "npm", "jest", "*", "dev"), (2, "npm", "x", "2", "peer")],
        ),
        (
            "package-lock.json",
            '{"packages": {"": {"dependencies": {"twilio": "^3"}},\n"node_modules/x": {"version": "1"}}, "dependencies": {"x": {"version": "1"}}}',
            [(1, "npm", "twilio", "^3", "")],
        ),
        ("package-lock.json", '{"dependencies": {"x": {"version": "1"}}}', [(1, "npm", "x", "1", "")]),
        (
            "pnpm-lock.yaml",
            "importers:\n  .:\n    dependencies:\n      twilio:\n        specifier: ^3\n        version: 3.1\npackages:\n  /x@1: {}\n",
            [(5, "npm", "twilio", "^3", "")],
        ),
        (
            "yarn.lock",
            '# c\n"@a/b@^1", "@a/b@^2":\n  version "1"\ntwilio@npm:^3.0:\n  version "3"\n',
            [(2, "npm", "@a/b", "^1", ""), (4, "npm", "twilio", "^3.0", "")],
        ),
        (
            "build.gradle.kts",
            'implementation("com.a:b:$v")\nimplementation(group = "g", name = "n")\n',
            [(1, "maven", "com.a:b", "$v", ""), (2, "maven", "g:n", "", "")],
        ),
        (
            "gradle/libs.versions.toml",
            '[versions]\nt = "9"\n[libraries]\ntw = { module = "a:b", version.ref = "t" }\nx = "c:d:1"\ny = {group = "e", name = "f"}\n',
            [(4, "maven", "a:b", "9", ""), (5, "maven", "c:d", "1", ""), (6, "maven", "e:f", "", "")],
        ),
        (
            "go.mod",
            "module x\nrequire a/b v1\nrequire (\n\tc/d v2 // indirect\n\te/f v3\n)\nreplace (\n x => y\n)\n",
            [(2, "go", "a/b", "v1", ""), (4, "go", "c/d", "v2", "indirect"), (5, "go", "e/f", "v3", "")],
        ),
        (
            "composer.json",
            '{"require": {"php": ">=7", "ext-json": "*", "Twilio/SDK": "^6"},\n"require-dev": {"x/y": "1"}}',
            [(1, "composer", "twilio/sdk", "^6", ""), (2, "composer", "x/y", "1", "dev")],
        ),
        (
            "a.csproj",
            '<Project>\n<PackageReference Include="Twilio" Version="5" />\n<PackageReference Include="B"><Version>1</Version></PackageReference></Project>',
            [(2, "nuget", "Twilio", "5", ""), (3, "nuget", "B", "1", "")],
        ),
        (
            "packages.config",
            '<packages>\n<package id="A" version="1"/></packages>',
            [(2, "nuget", "A", "1", "")],
        ),
        (
            "Cargo.toml",
            "[dependencies]\na = '1'\nb = { version = '2', package = 'real' }\n[target.'cfg(unix)'.dependencies]\nc = '3'\n[dev-dependencies.d]\nversion = '4'\n",
            [
                (2, "cargo", "a", "1", ""),
                (3, "cargo", "real", "2", ""),
                (5, "cargo", "c", "3", ""),
                (7, "cargo", "d", "4", "dev"),
            ],
        ),
        (
            "Gemfile",
            "gem 'twilio-ruby', '~> 5' # c\ngroup :test do\n  gem \"rspec\"\nend\ngem 'x', group: :development\n# gem 'no'\n",
            [
                (1, "gem", "twilio-ruby", "~> 5", ""),
                (3, "gem", "rspec", "", "test"),
                (5, "gem", "x", "", "dev"),
            ],
        ),
        (
            "a.gemspec",
            "s.add_dependency 'a', '>= 1'\ns.add_development_dependency('b')\n",
            [(1, "gem", "a", ">= 1", ""), (2, "gem", "b", "", "dev")],
        ),
    ],
)
def test_manifests_and_locks(path: str, text: str, expected: list[Row]) -> None:
    assert named(path, text) == expected


@pytest.mark.parametrize("name", ["Foo.Bar", "foo_bar", "FOO--bar", "foo-bar"])
def test_python_names_are_compared_normalised(name: str) -> None:
    assert normalised_name(name) == "foo-bar"
