"""What paths say about the part that files play: tables, each row with its reason.

Wherever a name is in doubt the file is production: what is wrongly listed can be seen, what is
wrongly set aside cannot.
"""

from __future__ import annotations

from enum import Enum, auto

from msgspec import Struct

from smsaudit.discover.wordlist import words
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
    SERVED = auto()
    """Anything at all, unless it lies among what is sent to browsers and holds no server code."""


class DirectoryRule(Struct, frozen=True):
    """Directory names (lower case) that give everything below them a context."""

    context: Context
    names: str
    why: str
    doubt: Doubt = Doubt.NONE


class NameRule(Struct, frozen=True):
    """File names (a regular expression for the whole name) that give a context by themselves.

    `endings` are the extensions (lower case) that it is tried on; without any, all. With `parent`,
    the name of the directory must match too.
    """

    context: Context
    name: str
    why: str
    endings: str = ""
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

APPLICATION_PARTS = words(
    "models views urls apps admin serializers forms signals tasks services service api viewsets management "
    "migrations controllers controller handlers routes routers schemas repositories graphql templates"
)
"""Parts of a web application, as directories or file stems."""

SERVER_CODE = words("py java kt kts scala groovy go php cs vb rb pl ex exs")
"""Extensions of languages in which a backend is written."""

SERVED = words("static staticfiles assets public wwwroot webroot")
"""Directories of what a web server hands out as it is."""

JVM_CODE = words("java kt kts scala groovy")
"""Extensions of files whose directories are package names: `com.example.demo` is Spring's own default."""

JVM_MAIN = ("main", frozenset({"java", "kotlin", "scala", "groovy"}))
"""Below `src/main/<language>`, directories are package names."""

REVERSED_DOMAINS = words("com org net cn io edu gov top me tech")
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
        "codemirror tinymce ckeditor ueditor kindeditor editor-md editor.md layui wangeditor ace-builds monaco-editor",
        "front-end editors, as they are unpacked into a folder of static files",
    ),
    DirectoryRule(
        Context.VENDORED,
        "lib libs plugin plugins",
        "libraries for browsers, as they are unpacked into a folder of static files",
        Doubt.SERVED,
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
        "tests test fixtures __fixtures__ __tests__ __test__ __mocks__ testdata androidtest integrationtest testfixtures "
        "integration_test integration_tests integration-tests unittest unittests unit_test unit_tests unit-tests "
        "functional_tests functional-tests acceptance_tests e2e e2e_tests cypress tests_app testsuite test-suite "
        "test_suite testproject test_project loadtest loadtests load_test load_tests load-test load-tests tests-load locust "
        "perf-tests perf_tests perftest perftests tests-perf tests_perf tests-performance performance_tests performance-tests "
        "stress-tests stress_tests smoke-tests smoke_tests tests_smoke tests-smoke",
        "test suites by the custom of every language",
    ),
    DirectoryRule(
        Context.TEST,
        "testing mocks mock spec specs simulator simulators",
        "test support, simulators of a far end, or an application about tests, or specifications",
        Doubt.APPLICATION,
    ),
    DirectoryRule(
        Context.EXAMPLE,
        "examples example demos sample_configs sample-configs sample_config config_samples config-samples test_sample_configs",
        "shows how to use the product",
    ),
    DirectoryRule(
        Context.EXAMPLE,
        "samples sample tutorials tutorial playground demo",
        "shows how to use the product; a laboratory has samples as well, and many a first project is called demo",
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
        r".+[.-]min\.\w+|.+\.(?:bundle|chunk)\.\w+|jquery(?:[.-][\w.-]+)?\.js"
        r"|.+[.-](?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{8,32}\.\w+",
        "packed for browsers, often under a name with a digest of what is in it",
        endings="js mjs css",
    ),
    NameRule(
        Context.VENDORED,
        r"phpagi(?:-\w+)?\.php",
        "the AGI library that projects on Asterisk carry along",
        endings="php",
    ),
    NameRule(
        Context.VENDORED,
        r"UpgradeNoticeBehavior\.class\.php",
        "a part of ThinkPHP 3, off by default, that tells its users of upgrades by text message",
        endings="php",
    ),
    NameRule(
        Context.GENERATED,
        r".+_pb2(?:_grpc)?\.\w+|.+\.pb(?:\.gw)?\.\w+|.+_pb(?:\.d)?\.\w+",
        "protocol buffer compiler",
        endings="py pyi go js ts cc h",
    ),
    NameRule(
        Context.GENERATED,
        r".+\.(?:map|g\.cs|g\.dart|freezed\.dart|designer\.cs)|zz_generated.+\.go",
        "code generators and source maps",
        endings="map cs dart go",
    ),
    NameRule(Context.GENERATED, r".+[._]generated\.\w+", "code generators"),
    NameRule(
        Context.GENERATED, r"\d{4}_\w+\.py", "Django writes migrations", endings="py", parent="migrations"
    ),
    NameRule(
        Context.GENERATED,
        r"(?:[0-9a-f]{8,32}|\d{4}(?:[_-]\d\d){2})\w*\.py",
        "Alembic writes revisions",
        endings="py",
        parent="versions",
    ),
    NameRule(Context.STUB, r".+", "types without code", endings="pyi"),
    NameRule(
        Context.TEST,
        r"test_.+|.+_tests?\.\w+|tests?\.\w+|conftest\.\w+",
        "pytest, unittest and Django discover these",
        endings="py pyw",
    ),
    NameRule(Context.TEST, r".+_test\.\w+", "go test compiles these only", endings="go"),
    NameRule(
        Context.TEST,
        r"(?:.*[a-z0-9])?Tests?(?:Case|Base|Suite)?\.\w+|.*[a-z0-9]IT\.\w+|.+Spec\.\w+",
        "JUnit, PHPUnit, xUnit, Spock and their build plugins discover these",
        endings="java kt scala groovy php cs",
    ),
    NameRule(
        Context.TEST,
        r".+\.(?:spec|test|cy|e2e)\.\w+|(?:jest|vitest|cypress)\.config\.\w+",
        "JavaScript test runners",
        endings="js mjs cjs jsx ts mts cts tsx",
    ),
    NameRule(Context.TEST, r".+_(?:spec|test)\.rb", "RSpec and Minitest", endings="rb"),
    NameRule(
        Context.TEST,
        r"\.env\.test(?:ing)?|application-test\.\w+|phpunit\.xml(?:\.dist)?|(?:pytest|tox)\.ini",
        "settings of test runs",
        endings="test testing yml yaml properties xml dist ini",
    ),
    NameRule(
        Context.EXAMPLE,
        r".+[._-]example\.\w+|.*[.-]example|example[._-].+",
        "to be copied and filled in",
    ),
    NameRule(
        Context.EXAMPLE,
        r".+\.(?:sample|dist)|\.env\.(?:template|tmpl|tpl|defaults?)",
        "to be copied and filled in",
        endings="sample dist template tmpl tpl default defaults",
    ),
    NameRule(
        Context.EXAMPLE,
        r"(?:.+[._-])?sample(?:[._-].+)?\.\w+",
        "settings to be copied and filled in; code about samples is a laboratory's",
        endings="yml yaml json ini conf cfg toml properties env xml php tf tfvars",
    ),
    NameRule(
        Context.PRODUCTION,
        r"(?:.*[._-])?(?:requirements?|constraints?|reqs?)(?:[._-].*)?\.txt|CMakeLists\.txt",
        "text that a tool reads",
        endings="txt",
    ),
    NameRule(
        Context.PRODUCTION,
        r".+",
        "pip reads these",
        endings="txt",
        parent=r"(?:.*[._-])?(?:requirements?|reqs?)",
    ),
    NameRule(Context.DOCS, r".+", "prose", endings="md mdx rst txt adoc asciidoc tex"),
    NameRule(Context.DOCS, r"README|LICEN[CS]E|COPYING|NOTICE|CHANGELOG|AUTHORS|CONTRIBUTORS", "prose"),
)
"""In order: the first that matches holds."""
