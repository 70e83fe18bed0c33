"""The published schema of `smsaudit.toml`: up to date, and of one mind with the reader."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import tomli
from jsonschema import Draft202012Validator

from smsaudit import settings
from smsaudit.model.errors import SmsauditError
from smsaudit.settings.schema import schema, text
from tests.unit.settings import test_policy, test_settings

PUBLISHED = Path(__file__).parents[3] / "docs" / "smsaudit.schema.json"


def as_json(value: object) -> object:
    """TOML as an editor hands it to a schema: dates are texts."""
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    return value if isinstance(value, str | int | float | bool) else str(value)


def faults(written: str) -> list[str]:
    checker = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [each.message for each in checker.iter_errors(as_json(tomli.loads(written)))]


def test_the_published_schema_is_the_generated_one(regenerate: bool) -> None:  # noqa: FBT001 - a fixture
    if regenerate:
        PUBLISHED.write_text(text(), encoding="utf-8")
    assert PUBLISHED.read_text(encoding="utf-8") == text()


def test_it_is_a_schema_that_describes_every_table() -> None:
    Draft202012Validator.check_schema(schema())

    def described(each: Mapping[str, Any]) -> bool:
        inner = each.get("properties", {}).values()
        return bool(each.get("description")) and all(
            described(one) for one in inner if one.get("type") == "object"
        )

    assert described(schema())


@pytest.mark.parametrize("written", [test_settings.FULL, test_policy.FULL, ""])
def test_what_the_reader_takes_the_schema_takes(written: str, tmp_path: Path) -> None:
    test_settings.project(tmp_path, written)
    settings.read(tmp_path, None, test_settings.TODAY)
    assert faults(written) == []


REFUSED = [
    'baseline = ""\n',
    'baseline = ["smsaudit.baseline"]\n',
    'max-scenario = "B"\n',
    '[policy]\nmax_scenario = "B"\n',
    '[policy]\nmax-scenario = "b"\n',
    '[policy]\nfail-on = "worst"\n',
    '[policy]\nchannels = "tencent"\n',
    '[policy]\nproviders = ["Tencent!"]\n',
    '[[policy.path]]\nmax-scenario = "A"\n',
    '[[policy.contract]]\nname = "x"\nmay-reach = ["modem"]\n',
    '[[policy.contract]]\nname = "x"\nonly = []\nmay-reach = ["modem"]\n',
    '[[policy.contract]]\nname = "x"\nonly = ["a"]\nno = ["b"]\nmay-reach = ["modem"]\n',
    '[[policy.contract]]\nname = "x"\nno-exposure = ["open"]\nmay-reach = ["modem"]\n',
    '[facts]\nservice.reech = { value = "internal", as_of = 2026-11-01, evidence = "x" }\n',
    '[facts]\nservice.reach = { value = "inside", as_of = 2026-11-01, evidence = "x" }\n',
    '[[channel]]\npeer = { value = "carrier", as_of = 2026-11-01, evidence = "x" }\n',
    '[[sender]]\ncall = "send"\nchannel = "other:x"\nas_of = 2026-11-01\nevidence = "x"\n',
]


@pytest.mark.parametrize("written", REFUSED)
def test_what_the_schema_refuses_the_reader_refuses(written: str, tmp_path: Path) -> None:
    assert faults(written)
    test_settings.project(tmp_path, written)
    with pytest.raises(SmsauditError):
        settings.read(tmp_path, None, test_settings.TODAY)
