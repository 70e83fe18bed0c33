"""Which file an import names."""

from __future__ import annotations

import pytest

from smsaudit.model.location import TreePath
from smsaudit.resolve.modules import Modules

PACKAGES = (
    "app/__init__.py",
    "app/celery/__init__.py",
    "app/celery/tasks.py",
    "app/serial.py",
    "app/gsm/modem.py",
)


@pytest.mark.parametrize(
    ("module", "importer"),
    [
        ("celery", "app/celery/tasks.py"),
        ("celery", "app/gsm/modem.py"),
        ("serial", "app/gsm/modem.py"),
        ("serial", "app/x.py"),
    ],
)
def test_a_package_holds_no_library(module: str, importer: str) -> None:
    assert Modules(map(TreePath, PACKAGES)).find(module, 0, TreePath(importer)) is None


@pytest.mark.parametrize("library", ["livekit", "googlevoice"])
def test_a_route_that_is_called_like_a_library_is_not_what_its_name_means(library: str) -> None:
    paths = [TreePath(f"app/routes/{library}.py"), TreePath("app/services/rooms.py")]
    assert Modules(paths).find(library, 0, paths[1]) is None


def test_a_script_sees_what_lies_beside_it() -> None:
    paths = [TreePath("tools/serial.py"), TreePath("tools/send.py")]
    assert Modules(paths).find("serial", 0, TreePath("tools/send.py")) == "tools/serial.py"


def test_a_package_names_its_own_modules_in_full() -> None:
    found = Modules(map(TreePath, PACKAGES)).find("app.celery.tasks", 0, TreePath("app/gsm/modem.py"))
    assert found == "app/celery/tasks.py"


@pytest.mark.parametrize(("module", "level"), [("sms", 1), ("shop.sms", 0)])
def test_a_package_goes_before_a_module_of_its_name(module: str, level: int) -> None:
    paths = [TreePath(f"src/shop/{name}.py") for name in ("__init__", "sms", "sms/__init__", "views")]
    assert Modules(paths).find(module, level, paths[-1]) == "src/shop/sms/__init__.py"


@pytest.mark.parametrize("package", [(), ("shop/sms/__init__.py",)])
def test_the_package_of_a_file_is_no_module_beside_the_folder(package: tuple[str, ...]) -> None:
    paths = map(TreePath, ["shop/sms.py", "shop/sms/send.py", *package])
    assert Modules(paths).find("", 1, TreePath("shop/sms/send.py")) == next(iter(package), None)
