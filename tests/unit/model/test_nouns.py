from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsaudit.model.context import Context
from smsaudit.model.declared import (
    FACT_KEYS,
    AccessCode,
    Answer,
    Contract,
    Declared,
    DeclaredPath,
    ForOthers,
    Peer,
    ProviderLicence,
    Reach,
    Recipients,
    is_open,
)
from smsaudit.model.detection import Detection
from smsaudit.model.errors import Problem, SmsauditError
from smsaudit.model.flow import Rung
from smsaudit.model.host_glob import is_host_of
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.referent import DisplayRef, Frame
from smsaudit.model.signature import PatternId, Role, SignatureId, Strength
from smsaudit.model.value import Name, Sequence
from smsaudit.model.verdict import Confidence
from smsaudit.model.words import Language, Words


@pytest.mark.parametrize(
    ("glob", "host", "fits"),
    [
        ("sms.acme.cn", "sms.acme.cn", True),
        ("sms.acme.cn", "SMS.Acme.CN", True),
        ("sms.acme.cn", "smsxacme.cn", False),
        ("sms.acme.cn", "eu.sms.acme.cn", False),
        ("*.acme.cn", "sms.acme.cn", True),
        ("*.acme.cn", "a.sms.acme.cn", False),
        ("*.acme.cn", "acme.cn", False),
        ("sms*.acme.cn", "sms2.acme.cn", True),
        ("sms*.acme.cn", "sms.acme.cn", True),
        ("**.acme.cn", "acme.cn", True),
        ("**.acme.cn", "a.b.acme.cn", True),
        ("**.acme.cn", "notacme.cn", False),
        ("**.acme.cn", "acme.cn.evil.example", False),
        ("sms.*.acme.cn", "sms.{}.acme.cn", True),
    ],
)
def test_a_host_glob_counts_labels(glob: str, host: str, fits: bool) -> None:  # noqa: FBT001
    assert is_host_of([glob], host) is fits
    assert is_host_of(["other.cn", glob], host) is fits
    assert not is_host_of([], host)


labels = st.lists(st.text("ab1-", min_size=1, max_size=3), min_size=1, max_size=4).map(".".join)


@given(labels, labels)
def test_a_host_fits_itself_and_is_below_its_domain(host: str, domain: str) -> None:
    assert is_host_of([host], host)
    assert is_host_of([f"**.{domain}"], f"{host}.{domain}")
    assert not is_host_of([f"{domain}"], f"{host}.{domain}")


@pytest.mark.parametrize(("line", "column"), [(0, 1), (1, 0), (-1, 1)])
def test_lines_and_columns_count_from_one(line: int, column: int) -> None:
    with pytest.raises(ValueError, match="count from 1"):
        Place(line, column)


def test_a_place_ends_no_earlier_than_it_begins() -> None:
    assert Place(3).end_line == 3
    assert Place(3, 1, 2).end_line == 3
    assert Place(3, 1, 7).end_line == 7


@given(st.lists(st.builds(Place, st.integers(1, 9), st.integers(1, 9)), max_size=6))
def test_places_are_in_order_of_line_and_column(places: list[Place]) -> None:
    assert sorted(places) == sorted(places, key=lambda place: (place.line, place.column))


def test_a_location_reads_like_a_message_of_a_compiler() -> None:
    location = Location(TreePath("a/b.py"), Place(7, 3))
    assert (str(location), location.line) == ("a/b.py:7", 7)


def test_words_are_told_in_the_language_of_the_reader() -> None:
    words = Words("carrier", "运营商")
    assert [words.in_(language) for language in Language] == ["carrier", "运营商"]


CLOSED = DeclaredPath(
    peer=Peer.CARRIER,
    for_others=ForOthers.NO,
    reach=Reach.INTERNAL,
    licence=ProviderLicence.VERIFIED,
    contract=Contract.SP,
    code=AccessCode.LICENSED,
    fee=Answer.NO,
    sim=Answer.YES,
    data=Answer.NO,
    rcpt=Recipients.CN,
    pool=Answer.NO,
)


def test_a_narrower_declaration_fills_what_it_leaves_open_from_the_wider_one() -> None:
    assert DeclaredPath().over(CLOSED) == CLOSED
    assert CLOSED.over(DeclaredPath()) == CLOSED
    narrow = DeclaredPath(peer=Peer.PRIVATE)
    assert narrow.over(CLOSED).peer is Peer.PRIVATE
    assert narrow.over(CLOSED).reach is Reach.INTERNAL


def test_every_declared_fact_has_a_key() -> None:
    assert set(FACT_KEYS) == set(DeclaredPath.__struct_fields__)
    assert len(set(FACT_KEYS.values())) == len(FACT_KEYS)
    assert all(is_open(getattr(DeclaredPath(), name)) for name in FACT_KEYS)
    assert not any(is_open(getattr(CLOSED, name)) for name in FACT_KEYS)


@pytest.mark.parametrize(
    ("channel", "paths", "peer"),
    [
        ("smpp", (), Peer.CARRIER),
        ("cmpp", (), Peer.UNKNOWN),
        ("cmpp", ("gateway/link.py",), Peer.PROVIDER_CN),
        ("cmpp", ("gateway/deep/link.py",), Peer.PRIVATE),
        ("cmpp", ("gateway2/link.py",), Peer.UNKNOWN),
        ("smpp", ("gateway/link.py",), Peer.CARRIER),
    ],
)
def test_a_channel_is_declared_by_its_id_or_the_nearest_path(
    channel: str, paths: tuple[str, ...], peer: Peer
) -> None:
    declared = Declared(
        path=DeclaredPath(reach=Reach.EXTERNAL),
        channels={
            "smpp": DeclaredPath(peer=Peer.CARRIER),
            "gateway": DeclaredPath(peer=Peer.PROVIDER_CN),
            "gateway/deep/": DeclaredPath(peer=Peer.PRIVATE),
        },
    )
    found = declared.for_channel(channel, paths)
    assert (found.peer, found.reach) == (peer, Reach.EXTERNAL)


def test_a_problem_names_file_line_key_and_mend() -> None:
    problem = Problem("a.toml", 3, "id", "is missing", "add it")
    assert str(problem) == "a.toml:3: id: is missing; add it"
    assert str(Problem("a.toml", 0, "", "is empty", "fill it")) == "a.toml: is empty; fill it"
    error = SmsauditError(problem, problem)
    assert error.problems == (problem, problem)
    assert str(error).count("\n") == 1


def test_the_channel_of_a_detection_is_its_signature_unless_it_has_a_name_of_its_own() -> None:
    def made(channel: str) -> Detection:
        return Detection(
            signature=SignatureId("custom-http"),
            pattern=PatternId("custom-http.send"),
            role=Role.SEND,
            location=Location(TreePath("a.py"), Place(1)),
            context=Context.PRODUCTION,
            strength=Strength.HIGH,
            text="",
            channel=channel,
        )

    assert made("").channel_id == "custom-http"
    assert made("other:corp").channel_id == "other:corp"
    assert hash(made("")) == hash(made(""))


def test_displays_that_are_written_alike_are_told_apart() -> None:
    frame, value = Frame(TreePath("a.py"), 0), Sequence((Name("a"),))
    one, two = DisplayRef(frame, value, 0), DisplayRef(frame, value, 1)
    assert len({one, two, one}) == 2
    assert repr(one) != repr(two)


def test_levels_have_an_order_and_a_word() -> None:
    assert [level.word for level in sorted(Confidence)] == ["low", "medium", "high"]
    assert [rung.word for rung in sorted(Rung)] == [
        "declared",
        "imported",
        "constructed",
        "called",
        "reached",
        "configured",
    ]
