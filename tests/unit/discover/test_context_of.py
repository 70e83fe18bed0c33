import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsaudit.discover import context_of
from smsaudit.discover.rules import DIRECTORIES, NAMES
from smsaudit.model.context import Context
from smsaudit.model.location import TreePath

PATHS = {
    Context.PRODUCTION: """
        manage.py sms.py apps/sms/backends/cmpp2.py latest/views.py contest/models.py attestation/tasks.py
        contests.py latest.py protest.py src/latest.go contest.go greatest.ts fastest/index.js testimonials.py
        testbed.py attest_test/views.py vendor.py vendoring/x.py examples.py documents/views.py docstore/api.py
        config/settings.py Contest.java src/main/java/com/acme/SpeedTest.java
        src/main/java/com/example/demo/SmsController.java src/main/kotlin/com/example/demo/Sms.kt
        module/src/main/java/org/acme/test/TestService.java src/com/example/sample/Sms.java
        requirements.txt requirements-dev.txt requirements/base.txt dev-requirements.txt constraints.txt
        requirements_prod.txt CMakeLists.txt poetry.lock package-lock.json uv.lock go.sum yarn.lock
        Dockerfile docker-compose.yml .env .env.production k8s/sms.yaml kannel.conf sms/migrations/0001.py
        testing/models.py testing/api/views.py docs/views.py app/docs/urls.py docs/services/sms.py samples/models.py
        demo/urls.py demo/apps/people/sms.py
        vendor/models.py shop/vendor/views.py vendor/services/sms.py app/external/sms_client.py external/sms.py
        app/external/aliyun/client.py thirdparty/aliyun_sms.py app/third_party/sms.go vendors/api/x.py
        env/prod.yml blood_sample.py sample_store.java notebook.ipynb .github/workflows/release.yml
        application-prod.yml application-testing-lab.yml versions/views.py build/Dockerfile spec/models.py
        web/src/generated.ts audit.java AUDIT.java UNIT.kt
        lib/sms.js src/libs/twilio.ts plugins/sms/index.js web/lib/sms.ts public/plugins/sms.php static/lib/sms.py static/js/sms.js
        report-20230101.js texts.deadline.js src/facade.js
    """,
    Context.TEST: """
        tests/x.py test/x.go tests/requirements.txt app/tests/test_sms.py Tests/Sms.cs app/tests.py app/test.py
        test_sms.py sms_test.py sms_tests.py conftest.py app/conftest.py sms_test.go pkg/testdata/x.json
        src/test/java/com/acme/Sender.java src/test/resources/application.yml SmsTest.java SmsTests.java
        SmsServiceIT.java Test.java SmsTestCase.php SmsTest.kt SmsTests.cs SmsSpec.scala SmsTest.php
        sms.spec.ts sms.test.js sms.spec.tsx sms.e2e.ts src/__tests__/sms.js __mocks__/twilio.js sms_spec.rb
        testing/conftest.py testing/helpers.py e2e/sms.js cypress/x.js unit_tests/x.py integration-tests/x.java
        tests-perf/tasks/bulk.py load_tests/users.py
        mocks/server.py app/mock/gateway.js .env.test .env.testing application-test.yml phpunit.xml tox.ini
        src/androidTest/java/com/acme/Sms.kt tests/README.md tests/examples/x.py examples/tests/x.py
        settings/test.py
    """,
    Context.EXAMPLE: """
        examples/send.py example/manage.py demo/settings.py demos/x.go samples/send.java sample/app.js
        docs/examples/send.py settings.py.example .env.example .env.sample config.yml.dist config.example.yml
        config_example.yml config-sample.php sample.env example.env .env.template local.sample conf/app.ini.sample
        settings.example.py demo/src/main/java/com/acme/Sms.java tutorials/sms.py sample_configs/queues.conf ivr/sample-configs/a.php
    """,
    Context.DOCS: """
        README.md docs/conf.py doc/index.html docs/requirements.txt CHANGELOG.rst notes.txt sub/docs/x.py LICENSE
        README documentation/x.yml app/notes.md guide.adoc
    """,
    Context.VENDORED: """
        node_modules/x/index.js web/node_modules/twilio/lib/x.js vendor/github.com/acme/sms/sms.go
        vendor/acme/sms/src/Sms.php vendor/jquery.js static/vendor/x.css third_party/smpp/pdu.c
        app/thirdparty/twilio/rest.py 3rdparty/lib/x.cpp external/libsms/x.c site-packages/twilio/__init__.py
        lib/python3/dist-packages/x.py bower_components/x.js .yarn/releases/yarn.cjs ios/Pods/x.m
        app.min.js style.min.css static/app.bundle.js jquery-3.6.0.js jquery.js main.chunk.js
        dist/js/chunk-vendors.692a1ca5.js assets/index-4c2a9b1e.js
        venv/lib/x.py .venv/x.py pip/_vendor/requests/api.py Vendor/Acme/Lib/x.cs
        static/js/plugins/xterm/xterm.js app/assets/lib/echarts-2.2.3/doc/x.html public/libs/geo.json
        ThinkPHP/Library/Behavior/UpgradeNoticeBehavior.class.php
        agi-bin/phpagi.php lib/phpagi-asmanager.php vendor/acme/tests/x.py node_modules/x/README.md external/x/tests/y.go
    """,
    Context.GENERATED: """
        sms_pb2.py sms_pb2_grpc.py api/sms.pb.go sms.pb.gw.go sms_pb.js sms_pb.d.ts sms_pb2.pyi
        app.js.map sms/migrations/0001_initial.py sms/migrations/0042_auto_20240101_1200.py
        alembic/versions/1a2b3c4d5e6f_add_sms.py model.g.dart Form.designer.cs zz_generated.deepcopy.go
        client.generated.ts api_generated.go src/__generated__/x.ts target/generated-sources/x/Sms.java
    """,
    Context.STUB: "typings/twilio.pyi sms.pyi",
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [(path, context) for context, listed in PATHS.items() for path in listed.split()],
)
def test_the_path_tells_the_context(path: str, expected: Context) -> None:
    assert context_of(TreePath(path)) is expected


@given(st.text() | st.lists(st.sampled_from([*PATHS[Context.TEST].split(), "src", ".", ""])).map("/".join))
def test_every_path_has_a_context(path: str) -> None:
    assert isinstance(context_of(TreePath(path)), Context)


@given(
    st.lists(
        st.sampled_from(["src", "main", "java", "com", "example", "docs", "tests", "node_modules", "x"]),
        max_size=6,
    )
)
def test_a_directory_decides_alike_for_all_of_its_ordinary_files(parts: list[str]) -> None:
    contexts = {context_of(TreePath("/".join((*parts, name)))) for name in ("a.html", "b.svg", "c.js")}
    assert len(contexts) == 1


def test_no_directory_name_has_two_rules() -> None:
    names = [name for rule in DIRECTORIES for name in rule.names.split()]
    assert len(names) == len(set(names))
    assert all(name == name.lower() for name in names)


def test_every_rule_has_a_reason() -> None:
    assert all(rule.why for rule in (*DIRECTORIES, *NAMES))
