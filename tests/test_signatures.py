"""The shipped signatures, each against its own examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
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
def test_a_signature_keeps_what_every_one_promises(name: str) -> None:
    """Quick as each check is, one test for each of them and every file takes longer to run than to check."""
    assert [*_unproven(loaded(name)), *_missed(name), *_vague(name), *_unsourced(loaded(name))] == []


def _unproven(signature: Signature) -> Iterator[str]:
    """Every pattern is proven by an example, and a look-alike stays silent."""
    proven = {expectation.pattern for example in signature.examples for expectation in example.expects}
    patterns = {pattern.id for pattern in signature.patterns}
    yield from (f"{pattern} is proven by no example" for pattern in sorted(patterns - proven))
    yield from (f"{pattern} is expected and is no pattern" for pattern in sorted(proven - patterns))
    silent = [example for example in signature.examples if not example.expects]
    if patterns and not silent:
        yield "no look-alike stays silent"
    yield from (f"line {each.line}: a look-alike without a why" for each in silent if not each.why)


def _missed(name: str) -> Iterator[str]:
    """Needles lead to every example."""
    own = needles(name)
    for example in loaded(name).examples:
        for pattern in sorted({expectation.pattern for expectation in example.expects}):
            if not has_one_of(own[PatternId(pattern)], example):
                yield f"line {example.line}: no needle of {pattern} leads here"


def _vague(name: str) -> Iterator[str]:
    """Every pattern has needles, and all are long enough to tell something."""
    own = needles(name)
    for pattern in loaded(name).patterns:
        if not own.get(pattern.id):
            yield f"{pattern.id} has no needle"
    yield from (f"needle {each!r} is too short" for found in own.values() for each in found if len(each) < 3)


def _unsourced(signature: Signature) -> Iterator[str]:
    if not signature.sources:
        yield "no source is named"
    if not all(each.strip() for each in (*signature.sources, signature.name.en, signature.name.zh)):
        yield "a source or a name is blank"


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
