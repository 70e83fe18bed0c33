"""What paths say about the part that files play: tables, each row with its reason.

Wherever a name is in doubt the file is production: what is wrongly listed can be seen, what is
wrongly set aside cannot.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from smsaudit.model.context import Context


class Doubt(Enum):
    """What else a directory of this name may be."""

    NONE = auto()
    """Nothing else, wherever it stands."""
    APPLICATION = auto()
    """An application of the product, as its contents show (`testing/models.py`, `docs/views.py`)."""
    INTEGRATION = auto()
    """As `APPLICATION`, or the product's own adapters: server code that lies directly in it."""
    NESTED = auto()
    """As `INTEGRATION`, and certain only at the top of the tree."""


@dataclass(frozen=True, slots=True)
class DirectoryRule:
    """Directory names (lower case) that give everything below them a context."""

    context: Context
    names: str
    why: str
    doubt: Doubt = Doubt.NONE


@dataclass(frozen=True, slots=True)
class NameRule:
    """File names (a regular expression for the whole name) that give a context by themselves.

    With `parent`, only in a directory that matches it.
    """

    context: Context
    name: str
    why: str
    parent: str = ""


PRECEDENCE = (
    Context.VENDORED,
    Context.GENERATED,
    Context.STUB,
    Context.TEST,
    Context.EXAMPLE,
    Context.DOCS,
)
"""Where several rules match, the first of these holds: the tests of a vendored library are vendored."""

APPLICATION_PARTS = frozenset(
    (
        "models views urls apps admin serializers forms signals tasks services service api viewsets management "
        "migrations controllers controller handlers routes routers schemas repositories graphql templates"
    ).split()
)
"""Parts of a web application, as directories or file stems."""

SERVER_CODE = frozenset("py java kt kts scala groovy go php cs vb rb pl ex exs".split())
"""Extensions of languages in which a backend is written."""

JVM_CODE = frozenset("java kt kts scala groovy".split())
"""Extensions of files whose directories are package names: `com.example.demo` is Spring's own default."""

JVM_MAIN = ("main", frozenset({"java", "kotlin", "scala", "groovy"}))
"""Below `src/main/<language>`, directories are package names."""

REVERSED_DOMAINS = frozenset("com org net cn io edu gov top me tech".split())
"""First segments of package names."""

DIRECTORIES = (
    DirectoryRule(
        Context.VENDORED,
        "node_modules bower_components jspm_packages site-packages dist-packages .yarn pods carthage "
        ".venv venv virtualenv _vendor _vendored vendored __pypackages__ web_modules",
        "package managers write here",
    ),
    DirectoryRule(
        Context.VENDORED,
        "vendor vendors third_party third-party thirdparty third_parties 3rdparty 3rd_party 3rd-party",
        "other people's libraries by custom; `vendor` is also what shops call suppliers",
        Doubt.INTEGRATION,
    ),
    DirectoryRule(
        Context.VENDORED,
        "external externals",
        "libraries at the top of C and C++ trees; inside a backend, its calls to external services",
        Doubt.NESTED,
    ),
    DirectoryRule(
        Context.GENERATED,
        "__generated__ generated-sources generated-src generated_sources",
        "code generators write here",
    ),
    DirectoryRule(
        Context.TEST,
        "tests test __tests__ __test__ __mocks__ testdata androidtest integrationtest testfixtures "
        "integration_test integration_tests integration-tests unittest unittests unit_test unit_tests unit-tests "
        "functional_tests functional-tests acceptance_tests e2e e2e_tests cypress tests_app testsuite test-suite "
        "test_suite testproject test_project",
        "test suites by the custom of every language",
    ),
    DirectoryRule(
        Context.TEST,
        "testing mocks mock spec specs",
        "test support, or an application about tests, or specifications",
        Doubt.APPLICATION,
    ),
    DirectoryRule(
        Context.EXAMPLE,
        "examples example demo demos",
        "shows how to use the product",
    ),
    DirectoryRule(
        Context.EXAMPLE,
        "samples sample tutorials tutorial playground",
        "shows how to use the product; a laboratory has samples as well",
        Doubt.APPLICATION,
    ),
    DirectoryRule(
        Context.DOCS,
        "docs doc documentation",
        "documentation and its tooling, or an application for documents",
        Doubt.APPLICATION,
    ),
)

NAMES = (
    NameRule(
        Context.VENDORED,
        r".+[.-]min\.(?:js|mjs|css)|.+\.(?:bundle|chunk)\.(?:js|css)|jquery(?:[.-][\w.-]+)?\.js",
        "packed for browsers",
    ),
    NameRule(
        Context.GENERATED,
        r".+_pb2(?:_grpc)?\.pyi?|.+\.pb(?:\.gw)?\.go|.+_pb\.(?:js|ts|d\.ts)|.+\.pb\.(?:cc|h)",
        "protocol buffer compiler",
    ),
    NameRule(
        Context.GENERATED,
        r".+\.(?:map|g\.cs|g\.dart|designer\.cs)|.+\.freezed\.dart|zz_generated.+\.go|.+[._]generated\.\w+",
        "code generators and source maps",
    ),
    NameRule(Context.GENERATED, r"\d{4}_\w+\.py", "Django writes migrations", parent="migrations"),
    NameRule(
        Context.GENERATED,
        r"(?:[0-9a-f]{8,32}|\d{4}(?:[_-]\d\d){2})\w*\.py",
        "Alembic writes revisions",
        parent="versions",
    ),
    NameRule(Context.STUB, r".+\.pyi", "types without code"),
    NameRule(
        Context.TEST,
        r"test_.+\.pyw?|.+_tests?\.pyw?|tests?\.py|conftest\.py",
        "pytest, unittest and Django discover these",
    ),
    NameRule(Context.TEST, r".+_test\.go", "go test compiles these only"),
    NameRule(
        Context.TEST,
        r"(?:.*[a-z0-9])?Tests?(?:Case|Base|Suite)?\.(?:java|kt|scala|groovy|php|cs)|.*[a-z0-9]IT\.(?:java|kt)"
        r"|.+Spec\.(?:scala|groovy|kt)",
        "JUnit, PHPUnit, xUnit, Spock and their build plugins discover these",
    ),
    NameRule(
        Context.TEST,
        r".+\.(?:spec|test|cy|e2e)\.[cm]?[jt]sx?|.+_(?:spec|test)\.rb|(?:jest|vitest|cypress)\.config\.\w+|tox\.ini",
        "JavaScript and Ruby test runners",
    ),
    NameRule(
        Context.TEST,
        r"\.env\.test(?:ing)?|application-test\.(?:ya?ml|properties)|phpunit\.xml(?:\.dist)?|pytest\.ini",
        "settings of test runs",
    ),
    NameRule(
        Context.EXAMPLE,
        r".+\.(?:example|sample|dist)|.+[._-]example\.\w+|example[._-].+|\.env\.(?:template|tmpl|tpl|defaults?)",
        "to be copied and filled in",
    ),
    NameRule(
        Context.EXAMPLE,
        r"(?:.+[._-])?sample(?:[._-].+)?\.(?:ya?ml|json|ini|conf|cfg|toml|properties|env|xml|php|tf|tfvars)",
        "settings to be copied and filled in; code about samples is a laboratory's",
    ),
    NameRule(
        Context.PRODUCTION,
        r"(?:.*[._-])?(?:requirements?|constraints?|reqs?)(?:[._-].*)?\.(?:txt|in)|CMakeLists\.txt",
        "text that a tool reads",
    ),
    NameRule(
        Context.PRODUCTION, r".+\.txt", "pip reads these", parent=r"(?:.*[._-])?(?:requirements?|reqs?)"
    ),
    NameRule(
        Context.DOCS,
        r".+\.(?:md|mdx|rst|txt|adoc|asciidoc|tex)|(?:README|LICENSE|LICENCE|COPYING|NOTICE|CHANGELOG|AUTHORS)",
        "prose",
    ),
)
"""In order: the first that matches holds."""
