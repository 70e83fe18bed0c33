"""How far a file is from what it imports: asked from either side, the answer is the same."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsaudit.model.location import TreePath
from smsaudit.resolve.importers import Importers
from smsaudit.resolve.modules import Modules
from smsaudit.scan.import_lines import ImportLine
from tests.support.program import Memory, Sources

SHOP = {
    "shop/__init__.py": "",
    "shop/sms.py": "",
    "shop/orders.py": "from . import sms\n",
    "shop/views.py": "from shop.orders import confirm\n",
    "shop/urls.py": "import shop.views\n",
    "shop/other.py": "import json\n",
}
FOLDERS = ("", "a", "a/b", "c")
MODULES = ("__init__", "a", "b", "c", "d")
FILES = sorted(f"{folder}/{module}.py".lstrip("/") for folder in FOLDERS for module in MODULES)
NAMES = st.sampled_from(["a", "b", "c", "d", "a.b", "a.b.c", "c.d", "b.d"])
IMPORTS = st.one_of(
    NAMES.map("import {}".format),
    st.builds("from {}{} import {}".format, st.sampled_from(["", ".", ".."]), NAMES, st.sampled_from("abcd")),
    st.builds("from {} import {}".format, st.sampled_from([".", ".."]), st.sampled_from("abcd")),
)
TREES = st.dictionaries(
    st.sampled_from(FILES), st.lists(IMPORTS, max_size=3).map("\n".join), min_size=1, max_size=len(FILES)
)
CHOSEN = st.sets(st.sampled_from(FILES), max_size=4)


class Noting(Memory):
    """Says of which files the import lines were asked for."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self.looked_at: set[TreePath] = set()

    def import_lines(self, paths: Iterable[TreePath]) -> dict[TreePath, tuple[ImportLine, ...]]:
        wanted = list(paths)
        self.looked_at |= set(wanted)
        return super().import_lines(wanted)


def _importers(library: Memory) -> Importers:
    return Importers(library, Modules(library.python))


def _paths(*paths: str) -> list[TreePath]:
    return [TreePath(path) for path in paths]


@pytest.mark.parametrize(("limit", "farthest"), [(1, "shop/orders.py"), (2, "shop/views.py")])
def test_a_file_is_as_far_as_the_imports_between(limit: int, farthest: str) -> None:
    found = _importers(Memory(SHOP)).distances(_paths("shop/sms.py"), limit)
    assert max(found, key=lambda path: found[path]) == farthest
    assert found[TreePath(farthest)] == limit


def test_only_what_was_asked_about_is_told() -> None:
    found = _importers(Memory(SHOP)).distances(
        _paths("shop/sms.py"), 4, _paths("shop/other.py", "shop/urls.py")
    )
    assert found == {"shop/urls.py": 3}


def test_few_files_are_followed_without_a_look_at_the_others() -> None:
    library = Noting(SHOP)
    _importers(library).distances(_paths("shop/sms.py"), 2, _paths("shop/views.py"))
    assert "shop/other.py" not in library.looked_at


def test_who_does_not_name_a_module_is_not_looked_at() -> None:
    library = Noting(SHOP)
    found = _importers(library).distances(_paths("shop/sms.py"), 1)
    assert found == {"shop/sms.py": 0, "shop/orders.py": 1}
    assert "shop/other.py" not in library.looked_at


def _by_steps(
    importers: Importers, homes: Iterable[TreePath], files: Iterable[TreePath]
) -> dict[TreePath, int]:
    """The same in the plainest way: one file and one step after the other."""
    found = dict.fromkeys(homes, 0)
    steps = {path: importers.imported([path], 1) for path in files}
    for distance in range(1, len(steps) + 1):
        edge = {
            path
            for path, modules in steps.items()
            if any(found.get(each, distance) < distance for each in modules)
        }
        found |= dict.fromkeys(edge - found.keys(), distance)
    return found


def test_a_package_is_loaded_by_who_does_not_name_it() -> None:
    tree = {"a/__init__.py": "", "a/b.py": "from . import c\n", "a/c.py": ""}
    found = _importers(Memory(tree)).distances(_paths("a/__init__.py"), 1)
    assert found == {"a/__init__.py": 0, "a/b.py": 1}


@given(TREES, CHOSEN, CHOSEN, st.integers(1, 4))
def test_every_way_of_asking_agrees(
    tree: dict[str, str], homes: set[str], among: set[str], limit: int
) -> None:
    of, files = _paths(*sorted(homes & tree.keys())), _paths(*sorted(among & tree.keys()))
    library = Memory(tree)
    far = _by_steps(_importers(library), of, library.python)
    near = {path: distance for path, distance in far.items() if distance <= limit}
    asked = _importers(library)
    for importers in (asked, asked, _importers(library)):
        assert importers.distances(of, limit, files) == {path: near[path] for path in files if path in near}
        assert importers.distances(of, limit) == near
