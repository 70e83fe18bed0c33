from __future__ import annotations

import json
from pathlib import Path

import pytest
import tomli
from jsonschema import Draft202012Validator

from smsaudit.signatures.files import shipped_directory
from smsaudit.signatures.schema import schema, text
from tests.unit.signatures.sample import HEAD, WHOLE, loaded, problems


def _errors(toml: str) -> list[str]:
    validator = Draft202012Validator(schema())
    return [error.json_path for error in validator.iter_errors(tomli.loads(toml))]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


def test_the_published_schema_is_the_generated_one() -> None:
    assert (shipped_directory() / "schema.json").read_text(encoding="utf-8") == text()
    assert json.loads(text()) == json.loads(json.dumps(schema()))


def test_each_shipped_file_validates() -> None:
    files = sorted(shipped_directory().rglob("*.toml"))
    errors = {file.name: _errors(file.read_text(encoding="utf-8")) for file in files}
    assert len(errors) > 1
    assert {name: found for name, found in errors.items() if found} == {}


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('id = "acme"', "", "$"),
        ('kind = "provider"', 'kind = "x"', "$.kind"),
        ('role = "send"', 'rol = "send"', "$.pattern[0]"),
        ('why = "Sends."', 'why = "Sends."\ntext = "x"', "$.pattern[0]"),
        ("python.call", "python.cal", "$.pattern[0].python"),
        ('language = "python"', "", "$.example[0]"),
    ],
)
def test_schema_and_loader_refuse_the_same(tmp_path: Path, old: str, new: str, where: str) -> None:
    spoiled = WHOLE.replace(old, new, 1)
    assert where in _errors(spoiled)
    assert problems(tmp_path, spoiled)


def _keys(name: str) -> list[str]:
    found = json.loads(text())
    return list((found["$defs"][name] if name else found)["properties"])


@pytest.mark.parametrize(
    ("name", "key"),
    [(name, key) for name in ("", "pattern", "example", "entry", "guard", "queue") for key in _keys(name)],
)
def test_the_loader_knows_every_key_of_the_schema(tmp_path: Path, name: str, key: str) -> None:
    document = f"{key} = false\n" if not name else f"{HEAD}\n[[{name}]]\n{key} = false\n"
    found = problems(tmp_path, document)
    assert found
    assert not [problem for problem in found if problem.what == "is not a known key"]


def test_the_sample_is_valid_for_both(tmp_path: Path) -> None:
    assert _errors(WHOLE) == []
    assert loaded(tmp_path, WHOLE).id == "acme"
