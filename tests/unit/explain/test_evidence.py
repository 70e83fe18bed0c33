"""The chain of evidence behind a channel or a place."""

from __future__ import annotations

import pytest

from smsaudit import law
from smsaudit.explain import Evidence
from smsaudit.model.explanation import Explanation, Item
from smsaudit.model.location import Location
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import PatternId
from smsaudit.model.words import Words
from tests.support import results

WHY = {PatternId("cmpp.submit"): Words.same("A submit leaves here.")}


def read(location: Location) -> str:
    return f"<{location.path}:{location.line}>"


def evidence(result: AuditResult | None = None) -> Evidence:
    return Evidence(result or results.conditional_c(), law.shipped(), WHY, read)


def section(explanation: Explanation | None, title: str) -> list[Item]:
    assert explanation is not None
    (found,) = (each for each in explanation.sections if each.title.en == title)
    return list(found.items)


def told(items: list[Item]) -> list[tuple[str, str, str]]:
    return [("" if item.name is None else item.name.en, item.text.en, item.code) for item in items]


def test_a_channel_is_told_hop_by_hop_from_entry_point_to_far_end() -> None:
    chain = section(evidence().of_channel("cmpp", 9), "Flow 1 of 1")
    assert told(chain) == [
        ("If", "settings.SMS_BACKEND == 'cmpp2'", ""),
        ("enters", "POST reset/ → ResetView.post", "<shop/accounts/urls.py:12>"),
        ("calls", "ResetView.post", "<shop/accounts/views.py:40>"),
        ("calls", "send_code", "<shop/accounts/sms.py:31>"),
        ("chosen at run time", "get_backend().send", "<shop/gateway/__init__.py:12>"),
        ("sends", "CmppClient.submit", "<shop/gateway/cmpp.py:120>"),
        ("reaches", "not known", "<shop/settings.py:41>"),
    ]


def test_a_hop_that_is_not_certain_is_marked() -> None:
    chain = section(evidence().of_channel("cmpp", 9), "Flow 1 of 1")
    assert [item.text.en for item in chain if item.mark and item.mark.en == "inferred"] == [
        "get_backend().send"
    ]


def test_the_chain_ends_in_statements_and_their_sources() -> None:
    found = evidence().of_channel("cmpp", 9)
    statements = {item.ref for item in section(found, "What it rests on")}
    assert statements == set(law.shipped().leaves["U1"].reasons)
    assert section(found, "Sources")


def test_a_flow_without_entry_point_says_that_no_caller_was_found() -> None:
    chain = section(evidence().of_channel("tencent", 9), "Flow 3 of 3")
    assert chain[0].mark is not None
    assert chain[0].mark.en == "no caller was found"


def test_flows_beyond_the_first_few_are_counted() -> None:
    found = evidence().of_channel("tencent", 1)
    assert found is not None
    (more,) = (item for each in found.sections if not each.title.en for item in each.items)
    assert more.text.en == "and 2 more flows; -v prints them all"


def test_a_channel_without_flow_shows_its_places() -> None:
    places = section(evidence(results.own_sims_a()).of_channel("gammu", 9), "Places")
    assert [str(item.location) for item in places] == ["rig/send.py:9", "rig/gammurc:2", "rig/gammurc:2"]


@pytest.mark.parametrize(
    ("path", "line", "name"),
    [
        ("shop/gateway/cmpp.py", 120, "sends"),
        ("shop/accounts/urls.py", 12, "enters"),
        ("shop/accounts/sms.py", 31, "calls"),
        ("shop/settings.py", 41, "reaches"),
        ("shop/billing/notify.py", 14, "a package outside the tree seems to send"),
    ],
)
def test_a_place_says_what_stands_there(path: str, line: int, name: str) -> None:
    here = section(evidence().of_place(path, line, 9), "What stands here")
    assert next(item.name.en for item in here if item.name is not None) == name


def test_only_the_flows_through_a_place_are_told() -> None:
    found = evidence().of_place("shop/tasks.py", 15, 9)
    assert found is not None
    titles = [each.title.en for each in found.sections]
    assert "Tencent Cloud SMS [tencent]" in titles
    assert "Flow 1 of 1" in titles
    assert not [title for title in titles if "cmpp" in title]


def test_nothing_is_said_about_a_place_or_a_channel_that_is_not_there() -> None:
    assert evidence().of_place("shop/tasks.py", 999, 9) is None
    assert evidence().of_channel("nexmo", 9) is None


def test_every_place_that_is_offered_is_explained() -> None:
    for sample in (results.conditional_c, results.own_sims_a, results.undetermined):
        asked = evidence(sample())
        for place in asked.places():
            path, _, line = place.rpartition(":")
            assert asked.of_place(path, int(line), 1) is not None, place
