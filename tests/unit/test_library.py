"""The one place where discovering and scanning meet: files and facts when somebody asks for them."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from smsaudit.discover import open_tree
from smsaudit.footprint import Footprint
from smsaudit.library import SourceLibrary
from smsaudit.model.context import Context
from smsaudit.model.gap import GapKind
from smsaudit.model.location import TreePath
from smsaudit.scan.workers import Workers
from tests.support.audits import planted
from tests.support.growth import counted

FILES: Mapping[str, str | bytes] = {
    "b/views.py": "import acme\nACME_HOST = 'h1'\n",
    "a.py": "x = 1\n",
    "w.pyw": "import acme\n",
    "stub.pyi": "import acme\n",
    "conf/.env": "ACME_HOST=h2\nACME_HOST_2=h3\n",
    "README.md": "Uses ACME.\n",
    "logo.png": b"\x89PNG\r\n\x1a\n\x00acme",
    "tests/test_a.py": "import acme\nACME_HOST = 'h4'\n",
    "wide.py": "import acme  # 短信\n".encode("utf-16"),
    "chinese.py": "# -*- coding: gbk -*-\nx = '短信'  # acme\n".encode("gbk"),
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[SourceLibrary]:
    yield from opened(tmp_path, FILES)


def opened(root: Path, files: Mapping[str, str | bytes]) -> Iterator[SourceLibrary]:
    with Workers(1) as workers:
        yield SourceLibrary(open_tree(planted(root, files)), workers)


def paths(*names: str) -> list[TreePath]:
    return list(map(TreePath, names))


def test_python_files_come_sorted_and_without_stubs(library: SourceLibrary) -> None:
    assert list(library.python) == ["a.py", "b/views.py", "chinese.py", "tests/test_a.py", "w.pyw", "wide.py"]


def test_files_that_hold_a_literal_are_found_without_being_read(library: SourceLibrary) -> None:
    found = library.containing([b"acme", b"nothing"])
    assert {"b/views.py", "w.pyw", "conf/.env", "tests/test_a.py", "wide.py", "chinese.py"} <= set(found)
    assert not {"a.py", "logo.png"} & set(found)
    assert set(found.values()) == {frozenset([b"acme"])}
    assert library.parsed == 0
    assert library.considered > len(found)


def test_the_path_of_a_file_counts_as_its_content(library: SourceLibrary) -> None:
    assert list(library.containing([b"views"])) == ["b/views.py"]


def test_a_search_may_be_among_some_files(library: SourceLibrary) -> None:
    assert list(library.containing([b"acme"], paths("a.py", "w.pyw", "missing.py"))) == ["w.pyw"]


def test_facts_are_read_when_asked_for_and_kept(library: SourceLibrary) -> None:
    path = TreePath("b/views.py")
    assert not library.is_loaded(path)
    facts = library.facts(path)
    assert facts is not None
    assert [each.module for each in facts.imports] == ["acme"]
    assert library.is_loaded(path)
    assert library.facts(path) is facts
    assert library.loaded() == ["b/views.py"]
    assert library.parsed == 1


def test_a_file_that_is_not_in_the_tree_has_no_facts(library: SourceLibrary) -> None:
    assert library.facts(TreePath("missing.py")) is None
    assert library.facts(TreePath("../a.py")) is None


def test_reading_files_again_changes_nothing(library: SourceLibrary) -> None:
    library.scan(paths("a.py", "conf/.env", "missing.py"))
    library.scan(paths("a.py", "conf/.env", "b/views.py"))
    assert [path for path, _ in library.everything()] == ["a.py", "b/views.py", "conf/.env"]
    assert library.loaded() == ["a.py", "b/views.py"]
    assert library.languages()["python"] == 2
    assert library.gaps == ()


@pytest.mark.parametrize(
    ("path", "number", "line"), [("b/views.py", 2, "ACME_HOST = 'h1'"), ("a.py", 9, ""), ("a.py", 0, "")]
)
def test_a_line_is_told_by_its_number(library: SourceLibrary, path: str, number: int, line: str) -> None:
    assert library.line(TreePath(path), number) == line


@pytest.mark.parametrize(
    ("path", "text"), [("wide.py", "import acme  # 短信"), ("chinese.py", "x = '短信'  # acme")]
)
def test_other_encodings_are_decoded(library: SourceLibrary, path: str, text: str) -> None:
    assert text in library.text(TreePath(path))


def test_the_context_of_a_file_follows_its_path_and_then_its_text(tmp_path: Path) -> None:
    files = {
        "sms/tests.py": "from acme import send\nsend(1)\n",
        "checks.py": "import pytest\n\n\ndef test_it():\n    assert 1\n",
    }
    for library in opened(tmp_path, files):
        before = {path: library.context(path) for path in library.python}
        library.scan(library.python)
        after = {path: library.context(path) for path in library.python}
        assert before == {"checks.py": Context.PRODUCTION, "sms/tests.py": Context.TEST}
        assert after == {"checks.py": Context.TEST, "sms/tests.py": Context.PRODUCTION}


@pytest.mark.parametrize(
    ("name", "values"), [("ACME_HOST", {"h2"}), ("ACME_PORT", set()), ("acme_host", set()), ("A", set())]
)
def test_a_setting_has_the_values_that_production_gives_it(
    library: SourceLibrary, name: str, values: set[str]
) -> None:
    assert set(library.setting(name)) == values


def test_the_values_of_a_setting_are_worked_out_once(tmp_path: Path) -> None:
    gates = "".join(f"  gate{number}:\n    url: https://gate{number}.example.net\n" for number in range(300))
    for library in opened(tmp_path, {"conf.yml": f"gates:\n{gates}"}):
        values = library.setting("gates.url")
        again, calls = counted(lambda: library.setting("gates.url"))  # noqa: B023 - called here
        assert len(values) == 300
        assert again == values
        assert calls < 10


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"a" * 64 + b"\nsize 5\n",
            GapKind.LFS_POINTER,
        ),
        (b"import acme\n" + bytes(range(128, 256)) * 40 + b"\x00\x01", GapKind.UNDECODABLE),
    ],
)
def test_a_file_whose_text_cannot_be_had_is_a_gap(tmp_path: Path, content: bytes, kind: GapKind) -> None:
    (library,) = opened(tmp_path, {"a.py": content})
    assert library.text(TreePath("a.py")) == ""
    assert [(gap.path, gap.kind) for gap in library.gaps] == [("a.py", kind)]


def test_a_file_that_vanishes_while_the_audit_runs_is_a_gap(tmp_path: Path) -> None:
    for library in opened(tmp_path, {"a.py": "import acme\n", "b.py": "import acme\n"}):
        (tmp_path / "a.py").unlink()
        assert list(library.containing([b"acme"])) == ["b.py"]
        library.scan(paths("a.py", "b.py"))
        assert {(gap.path, gap.kind) for gap in library.gaps} == {("a.py", GapKind.UNREADABLE)}


def test_a_file_that_is_replaced_by_a_link_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.py"
    outside.write_text("import acme\n", encoding="utf-8")
    for library in opened(tmp_path / "tree", {"a.py": "x = 1\n"}):
        (tmp_path / "tree" / "a.py").unlink()
        (tmp_path / "tree" / "a.py").symlink_to(outside)
        assert library.containing([b"acme"]) == {}
        assert library.text(TreePath("a.py")) == ""
        assert len(library.gaps) == 1


def test_progress_tells_how_far_the_work_is(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with Workers(1) as workers:
        tree = open_tree(planted(tmp_path, {"a.py": "x\n", "b.py": "y\n"}))
        library = SourceLibrary(tree, workers, lambda stage, done, total: told.append((stage, done, total)))
        library.containing([b"x"])
        library.scan(library.python)
    assert told == [("searching", 0, 2), ("reading", 1, 2), ("reading", 2, 2)]


def test_a_name_is_found_as_a_word_of_its_own_that_is_more_than_defined(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "defines.py": "def send_code():\n    pass\n",
        "longer.py": "resend_code_later()\n",
        "louder.py": "SEND_CODE = 1\n",
        "uses.py": "send_code()\n",
        "wide.py": "send_code()\n".encode("utf-16"),
    }
    for library in opened(tmp_path, files):
        assert library.naming(["send_code"]) == {path: {"send_code"} for path in ("uses.py", "wide.py")}
        assert library.naming(["send_code"], paths("longer.py")) == {}


def test_readers_start_early_only_for_a_tree_that_no_run_has_seen(tmp_path: Path) -> None:
    tree = open_tree(planted(tmp_path, FILES))
    others = set(multiprocessing.active_children())
    with Workers(2) as workers:
        seen = SourceLibrary(tree, workers)
        seen.recall(Footprint())
        seen.foresee(paths("a.py", "b/views.py"))
        assert set(multiprocessing.active_children()) == others
        new = SourceLibrary(tree, workers)
        new.foresee(paths("conf/.env"))
        assert set(multiprocessing.active_children()) == others
        new.foresee(paths("a.py"))
        assert len(set(multiprocessing.active_children()) - others) == 1
