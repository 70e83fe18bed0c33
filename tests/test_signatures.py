"""The shipped signatures, each against its own examples."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from smsaudit import law
from smsaudit.model.example import Example
from smsaudit.model.signature import PatternId, ShapeTarget, Signature, SignatureKind, UrlTarget
from smsaudit.scan.search import search_for
from smsaudit.selftest import check
from smsaudit.signatures.files import shipped_directory, signature_files
from smsaudit.signatures.load import load_file, shipped
from smsaudit.signatures.needles import needles_by_pattern

DIRECTORY = shipped_directory()
FILES = [path.relative_to(DIRECTORY).as_posix() for _, path in signature_files((DIRECTORY,))]

every_file = pytest.mark.parametrize("name", FILES)


@cache
def loaded(name: str) -> Signature:
    return load_file(DIRECTORY / name, relative_to=DIRECTORY)


@cache
def needles(name: str) -> dict[PatternId, frozenset[bytes]]:
    """Needles of each pattern; a shape of a protocol is looked for where its other patterns lead."""
    own = needles_by_pattern([loaded(name)])
    every = frozenset[bytes]().union(*own.values())
    shapes = {pattern.id for pattern in loaded(name).patterns if isinstance(pattern.target, ShapeTarget)}
    return {
        pattern: literals or (every if pattern in shapes else literals) for pattern, literals in own.items()
    }


def has_one_of(literals: frozenset[bytes], example: Example) -> bool:
    """Whether the name or the text of an example holds one of the literals, as an audit looks for them."""
    return search_for(literals).any(f"{example.path}\n{example.source}".encode())


@every_file
def test_every_example_fires_where_it_is_marked_and_nowhere_else(name: str) -> None:
    assert [str(failure) for failure in check([loaded(name)])] == []


@every_file
def test_every_pattern_is_proven_and_a_look_alike_stays_silent(name: str) -> None:
    signature = loaded(name)
    proven = {expectation.pattern for example in signature.examples for expectation in example.expects}
    assert {pattern.id for pattern in signature.patterns} == proven
    silent = [example for example in signature.examples if not example.expects]
    assert silent or not signature.patterns
    assert [example.line for example in silent if not example.why] == []


@every_file
def test_needles_lead_to_every_example(name: str) -> None:
    own = needles(name)
    missed = [
        f"line {example.line}: {pattern}"
        for example in loaded(name).examples
        for pattern in sorted({expectation.pattern for expectation in example.expects})
        if not has_one_of(own[PatternId(pattern)], example)
    ]
    assert missed == []


@every_file
def test_every_pattern_has_needles_that_are_long_enough_to_tell_something(name: str) -> None:
    own = needles(name)
    assert set(own) == {pattern.id for pattern in loaded(name).patterns}
    assert [pattern for pattern, literals in own.items() if not literals] == []
    assert [literal for literals in own.values() for literal in literals if len(literal) < 3] == []


@every_file
def test_sources_are_named(name: str) -> None:
    signature = loaded(name)
    assert signature.sources
    assert all(each.strip() for each in (*signature.sources, signature.name.en, signature.name.zh))


def ids(signature: Signature) -> list[str]:
    """Ids of all patterns of a file."""
    tables = (signature.patterns, signature.entries, signature.guards, signature.queues)
    return [each.id for table in tables for each in table]


def test_ids_are_unique() -> None:
    every = [loaded(name) for name in FILES]
    count = Counter(name for signature in every for name in (signature.id, *ids(signature)))
    assert [name for name, times in count.items() if times > 1] == []


def test_a_pattern_is_named_after_its_signature() -> None:
    every = [loaded(name) for name in FILES]
    foreign = [name for each in every for name in ids(each) if not name.startswith(f"{each.id}.")]
    assert foreign == []


def test_the_shipped_signatures_are_those_of_the_files() -> None:
    assert {signature.file for signature in shipped()} == set(FILES)
    assert all(Path(name).stem == loaded(name).id for name in FILES)


def test_a_check_notices_both_ways_of_being_wrong() -> None:
    signature = next(each for each in shipped() if len(each.patterns) > 1 and each.examples[0].expects)
    marks = signature.examples[0].expects
    swapped = tuple(replace(each, expects=() if each.expects else marks) for each in signature.examples)
    messages = " ".join(map(str, check([replace(signature, examples=swapped)])))
    assert "was expected here and did not fire" in messages
    assert "fired on the look-alike" in messages


def test_every_variant_of_a_feature_is_one_that_the_law_knows() -> None:
    outcomes = {
        when for row in law.shipped().licences.values() for each in row.outcomes for when in each.when
    }
    variants = {
        pattern.feature for signature in shipped() for pattern in signature.patterns if "/" in pattern.feature
    }
    assert variants <= outcomes


def test_a_host_of_a_channel_belongs_to_one_signature() -> None:
    kinds = {SignatureKind.PROVIDER, SignatureKind.PROTOCOL, SignatureKind.GATEWAY, SignatureKind.MODEM}
    owners: dict[str, set[str]] = {}
    for signature in map(loaded, FILES):
        urls = (pattern.target for pattern in signature.patterns if isinstance(pattern.target, UrlTarget))
        for host in {*signature.hosts, *(host for target in urls for host in target.hosts)}:
            if signature.kind in kinds:
                owners.setdefault(host, set()).add(signature.id)
    assert {host: ids for host, ids in owners.items() if len(ids) > 1} == {}
