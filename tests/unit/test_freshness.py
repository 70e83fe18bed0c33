"""Signatures against packages on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsaudit.freshness import Standing, compare, lost, versions
from smsaudit.model.signature import ImportTarget, Role
from tests.unit.match.patterns import call, pattern, signature

PACKAGE = {
    "acme/__init__.py": "from acme.client import Client\nfrom acme.v2.client import Client as ClientV2\n",
    "acme/client.py": "class Client:\n    def __init__(self):\n        self.sms = Sms()\n\nclass Sms:\n    def send(self): ...\n",
    "acme/v2/__init__.py": "",
    "acme/v2/client.py": "class Client:\n    async def send_text(self): ...\n    ACTIONS = {'send_all': 1}\n",
    "acme-2.1.0.dist-info/METADATA": "Name: acme\n",
}


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    for name, text in PACKAGE.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("origin", "standing"),
    [
        ("acme.Client.sms.send", Standing.FOUND),
        ("acme.client.Client.sms.send", Standing.FOUND),
        ("acme.ClientV2.send_text", Standing.FOUND),
        ("acme.*.client.Client.send_text", Standing.FOUND),
        ("acme.v2.client.Client.send_all", Standing.FOUND),
        ("acme.Sms.send", Standing.MOVED),
        ("acme.client.Client.send_letter", Standing.GONE),
        ("acme.v3.client.Client.send", Standing.GONE),
    ],
)
def test_a_name_is_found_where_it_stands(packages: Path, origin: str, standing: Standing) -> None:
    (one,) = compare([signature(call(origin))], packages)
    assert one.standing is standing
    assert bool(one.told) is (standing is not Standing.FOUND)


def test_a_package_that_is_not_installed_is_not_compared(packages: Path) -> None:
    assert compare([signature(call("other.Client.send"))], packages) == ()


def test_literal_arguments_are_not_compared(packages: Path) -> None:
    assert compare([signature(call("acme.client('sms').send"))], packages) == ()


def test_an_imported_module_must_stand_there(packages: Path) -> None:
    imported = pattern(ImportTarget(("acme.v2", "acme.v9")), Role.IMPORT, "acme.import")
    assert [one.standing for one in compare([signature(imported)], packages)] == [
        Standing.FOUND,
        Standing.GONE,
    ]


def test_a_pattern_is_lost_when_none_of_its_names_is_left(packages: Path) -> None:
    kept = call("acme.Client.sms.send", "acme.OldClient.send")
    gone = pattern(call("acme.OldClient.push").target, name="acme.push")
    assert lost(compare([signature(kept, gone)], packages)) == ("acme.push",)


def test_what_is_installed_is_known_by_its_version(packages: Path) -> None:
    assert versions(packages) == {"acme": "2.1.0"}


def test_a_package_is_never_run(packages: Path) -> None:
    (packages / "acme" / "__init__.py").write_text(
        "raise SystemExit('ran')\nfrom acme.client import Client\n", "utf-8"
    )
    (one,) = compare([signature(call("acme.Client.sms.send"))], packages)
    assert one.standing is Standing.FOUND


def test_a_name_may_stand_in_a_package_that_is_imported(packages: Path) -> None:
    (packages / "acme" / "more.py").write_text("from acme_texts import Texts\n", encoding="utf-8")
    (packages / "acme_texts").mkdir()
    (packages / "acme_texts" / "__init__.py").write_text(
        "class Texts:\n    def post(self): ...\n", encoding="utf-8"
    )
    (one,) = compare([signature(call("acme.client.Client.texts_of.post"))], packages)
    assert one.told == "`texts_of` is nowhere in the package"
    (one,) = compare([signature(call("acme.client.Client.sms.post"))], packages)
    assert one.standing is Standing.FOUND


@pytest.mark.parametrize(
    ("requires", "compared"),
    [("acme-texts>=1", False), ("requests", True), ("acme-texts; extra == 'all'", True), ("acme", True)],
)
def test_nothing_is_said_where_a_companion_is_not_installed(
    packages: Path,
    requires: str,
    compared: bool,  # noqa: FBT001
) -> None:
    metadata = packages / "acme-2.1.0.dist-info" / "METADATA"
    metadata.write_text(f"Name: acme\nRequires-Dist: {requires}\n", encoding="utf-8")
    assert bool(compare([signature(call("acme.client.Client.send_letter"))], packages)) is compared
    assert compare([signature(call("acme.client.Client.sms.send"))], packages)[0].standing is Standing.FOUND
