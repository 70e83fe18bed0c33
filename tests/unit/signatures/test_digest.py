from __future__ import annotations

from pathlib import Path

from smsaudit.signatures.digest import digest
from tests.unit.signatures.sample import WHOLE


def _tree(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_the_digest_does_not_depend_on_where_the_files_are_or_in_what_order_they_come(tmp_path: Path) -> None:
    one = _tree(tmp_path / "one", {"a.toml": WHOLE})
    two = _tree(tmp_path / "two", {"b/c.toml": WHOLE})
    same = _tree(tmp_path / "same", {"b/c.toml": WHOLE, "a.toml": WHOLE, "_a.toml": "x", "readme.md": "x"})
    assert digest([one, two]) == digest([two, one]) == digest([same])
    assert len(digest([same])) == 64


def test_every_name_and_every_byte_changes_the_digest(tmp_path: Path) -> None:
    trees = [
        {"a.toml": "x"},
        {"a.toml": "y"},
        {"b.toml": "x"},
        {"a.toml": "x", "b.toml": ""},
        {"a.tomlx.toml": ""},
    ]
    digests = {digest([_tree(tmp_path / str(index), files)]) for index, files in enumerate(trees)}
    assert len(digests) == len(trees)
