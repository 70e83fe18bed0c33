"""What `[policy]` means, and what is said about mistakes in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from smsaudit import law, settings
from smsaudit.model.entrance import EntryKind, Exposure
from smsaudit.model.errors import SmsauditError
from smsaudit.model.policy import NoEntry, NoExposure, NoParts, OnlyParts, Policy
from smsaudit.model.threshold import FailOn
from smsaudit.policy import unknown_names
from smsaudit.signatures.load import shipped

TODAY = date(2026, 11, 21)

FULL = """\
[policy]
max-scenario = "B"
fail-on = "C"
channels = ["tencent", "other:*"]
providers = []

[[policy.path]]
path = "./services/gateway/"
max-scenario = "C5"

[[policy.contract]]
name = "one door"
only = ["app.notify"]
may-reach = ["*"]

[[policy.contract]]
name = "no outsider"
no-exposure = ["public", "unknown"]
may-reach = ["modem"]

[[policy.contract]]
name = "no model"
no-entry = ["llm-tool"]
may-reach = ["provider"]

[[policy.contract]]
name = "no page"
no = ["web/**"]
may-reach = ["protocol"]
"""


def read(tmp_path: Path, text: str, name: str = "smsaudit.toml") -> Policy | None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return settings.read(tmp_path, None, TODAY).policy


def problems(tmp_path: Path, text: str, name: str = "smsaudit.toml") -> list[str]:
    with pytest.raises(SmsauditError) as caught:
        read(tmp_path, text, name)
    return [str(problem).replace(f"{tmp_path}/", "") for problem in caught.value.problems]


def test_without_the_table_there_is_no_policy(tmp_path: Path) -> None:
    assert read(tmp_path, "") is None


def test_limits_of_the_tree_and_of_a_part(tmp_path: Path) -> None:
    policy = read(tmp_path, FULL)
    assert policy is not None
    assert (policy.limits.max_scenario, policy.fail_on) == ("B", FailOn.C)
    assert (policy.limits.channels, policy.limits.providers) == (("tencent", "other:*"), ())
    (part,) = policy.paths
    assert (part.path, part.max_scenario, part.channels) == ("services/gateway", "C5", None)


def test_every_kind_of_contract(tmp_path: Path) -> None:
    policy = read(tmp_path, FULL)
    assert policy is not None
    assert [contract.clause for contract in policy.contracts] == [
        OnlyParts(("app.notify",)),
        NoExposure((Exposure.PUBLIC, Exposure.UNKNOWN)),
        NoEntry((EntryKind.LLM_TOOL,)),
        NoParts(("web/**",)),
    ]
    assert [contract.channels for contract in policy.contracts] == [
        ("*",),
        ("modem",),
        ("provider",),
        ("protocol",),
    ]


def test_names_are_kept_with_their_place_for_those_who_know_them(tmp_path: Path) -> None:
    policy = read(tmp_path, FULL)
    assert policy is not None
    assert [(each.line, each.key, each.name) for each in policy.leaf_names] == [
        (9, "policy.path[1].max-scenario", "C5")
    ]
    assert (4, "policy.channels", "tencent") in [
        (each.line, each.key, each.name) for each in policy.channel_names
    ]


def test_the_table_may_stand_in_pyproject(tmp_path: Path) -> None:
    policy = read(tmp_path, '[tool.smsaudit.policy]\nmax-scenario = "A"\n', "pyproject.toml")
    assert policy is not None
    assert policy.limits.max_scenario == "A"


CONTRACT = '[[policy.contract]]\nname = "x"\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("policy = 1\n", "smsaudit.toml:1: policy: not a table; begin it with [policy]"),
        (
            '[policy]\nmax_scenario = "B"\n',
            "smsaudit.toml:2: policy.max_scenario: unknown key; did you mean max-scenario?",
        ),
        (
            'max-scenario = "B"\n',
            "smsaudit.toml:1: max-scenario: unknown key; it belongs into the table [policy]",
        ),
        (
            '[policy]\nmax-scenario = "b"\n',
            (
                "smsaudit.toml:2: policy.max-scenario: 'b' is no scenario; "
                "write none, A, B, C, or an outcome such as B2"
            ),
        ),
        (
            '[policy]\nfail-on = "worst"\n',
            "smsaudit.toml:2: policy.fail-on: 'worst' is not one of the values; write A, B, C, worse, never",
        ),
        (
            '[policy]\nchannels = "tencent"\n',
            "smsaudit.toml:2: policy.channels: not a list of names; write a channel in quotes, between brackets",
        ),
        (
            '[policy]\nproviders = ["Tencent!"]\n',
            (
                "smsaudit.toml:2: policy.providers: 'Tencent!' is not a channel; "
                'write ids or kinds, ["tencent", "modem"]'
            ),
        ),
        (
            '[[policy.path]]\nmax-scenario = "A"\n',
            'smsaudit.toml:1: policy.path[1].path: missing; name a folder or file, path = "services/gateway"',
        ),
        (
            '[[policy.path]]\npath = "../x"\n',
            (
                "smsaudit.toml:2: policy.path[1].path: leads out of the tree; "
                "write it relative to the audited root"
            ),
        ),
        (
            '[[policy.path]]\npath = "a"\n[[policy.path]]\npath = "a/"\n',
            "smsaudit.toml:3: policy.path[2]: 'a' has a table already; put its limits into one table",
        ),
        (
            '[[policy.path]]\npath = "a"\nmax-senario = "A"\n',
            "smsaudit.toml:3: policy.path[1].max-senario: unknown key; did you mean max-scenario?",
        ),
        (
            f'{CONTRACT}may-reach = ["modem"]\n',
            (
                "smsaudit.toml:1: policy.contract[1]: needs exactly one rule; "
                "say who may or may not, with one of only, no, no-exposure, no-entry"
            ),
        ),
        (
            f'{CONTRACT}only = ["a"]\nno = ["b"]\nmay-reach = ["modem"]\n',
            (
                "smsaudit.toml:1: policy.contract[1]: needs exactly one rule; "
                "say who may or may not, with one of only, no, no-exposure, no-entry"
            ),
        ),
        (
            f'{CONTRACT}only = []\nmay-reach = ["modem"]\n',
            (
                "smsaudit.toml:3: policy.contract[1].only: is empty; "
                "name a part of the tree, or delete the table"
            ),
        ),
        (
            f'{CONTRACT}only = ["a"]\n',
            (
                "smsaudit.toml:1: policy.contract[1].may-reach: missing; "
                'name channels or kinds, may-reach = ["modem"]'
            ),
        ),
        (
            f'{CONTRACT}no-exposure = ["open"]\nmay-reach = ["modem"]\n',
            (
                "smsaudit.toml:3: policy.contract[1].no-exposure: 'open' is not one of the values; "
                "write public, authenticated, staff, internal, unknown"
            ),
        ),
        (
            '[[policy.contract]]\nonly = ["a"]\nmay-reach = ["modem"]\n',
            (
                "smsaudit.toml:1: policy.contract[1].name: missing; "
                'name what it protects, name = "one door to the gateway"'
            ),
        ),
        (
            '[policy]\ncontract = "x"\n',
            "smsaudit.toml:2: policy.contract: not a list of tables; begin each with [[policy.contract]]",
        ),
    ],
)
def test_each_mistake_is_named_with_its_place_and_cure(tmp_path: Path, text: str, expected: str) -> None:
    assert problems(tmp_path, text) == [expected]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    assert len(problems(tmp_path, '[policy]\nmax-scenario = 1\nfail-on = "x"\nchanels = []\n')) == 3


def example() -> str:
    """The configuration that the document shows."""
    document = (Path(__file__).parents[3] / "docs" / "policy.md").read_text(encoding="utf-8")
    return document.partition("```toml\n")[2].partition("```")[0]


def test_the_example_of_the_document_is_a_policy(tmp_path: Path) -> None:
    policy = read(tmp_path, example())
    assert policy is not None
    assert (policy.limits.max_scenario, policy.fail_on, len(policy.paths)) == ("B", FailOn.C, 1)
    assert [contract.name for contract in policy.contracts] == [
        "one door to every channel",
        "nothing public reaches a modem",
    ]
    assert unknown_names(policy, {each.id for each in shipped()}, law.shipped().leaves) == ()
