"""New inputs from old ones."""

from __future__ import annotations

import random

NASTY = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\x0c", b"\x1b[31m", b"\xe2\x80\xae", b"\xed\xa0\x80", b"\\", b"'", b'"', b'"""', b"#",
    b"(" * 90, b"[" * 90, b"{" * 90, b"not " * 60, b"-" * 120, b"x." * 80, b"a if b else " * 40, b"+1" * 200, b"\n" * 40, b" " * 300, b"\t",
    b"9" * 400, b"9" * 5_000, b"\xc2\xb2", b"1e999", b"0x", b"-0", b"\\N{DIGIT ONE}", b"\\ud800", b"${A:-${A}}", b"%(a)s", b"{{ a }}", b"<![CDATA[", b"&a;", b"<!DOCTYPE a [",
    b"&anchor", b"*anchor", b"<<: *a", b"--- !!python/object/apply:os.system ['x']", b"]]>", b"::error::", b"</script>", b"=cmd()", b"[[", b"]]",
    b"lambda: ", b"async ", b"await ", b"yield ", b"match x:\n case ", b"f'{x!r:{y}}'", b"@", b":=", b"*", b"**", b"print 'x'", b"exec 'x'", b"`x`",
    b"from . import *", b"import a.b as c", b"class A(A): pass", b"def f(f=f): return f", b"x = x", b"self.self = self", b"# smsaudit: ignore[",
)  # fmt: skip
"""Pieces that parsers have stumbled over."""

_LARGEST = 20_000


class Mutator:
    """Changes seeds at random; the same seed number gives the same inputs."""

    def __init__(self, number: int) -> None:
        self._chance = random.Random(number)  # noqa: S311 - repeatable, not secret

    def choose(self, pool: list[bytes]) -> bytes:
        """A member of the pool."""
        return self._chance.choice(pool)

    def changed(self, data: bytes, pool: list[bytes]) -> bytes:
        """The input after one to eight changes."""
        work = bytearray(data)
        for _ in range(self._chance.choice((1, 1, 2, 3, 5, 8))):
            self._chance.choice(
                (self._insert, self._cut, self._flip, self._repeat, self._splice, self._swap)
            )(work, pool)
        return bytes(work[:_LARGEST])

    def _at(self, work: bytearray) -> int:
        return self._chance.randint(0, len(work))

    def _span(self, work: bytearray) -> tuple[int, int]:
        start = self._at(work)
        return start, min(len(work), start + self._chance.choice((1, 2, 8, 40, 200)))

    def _insert(self, work: bytearray, _: list[bytes]) -> None:
        at = self._at(work)
        work[at:at] = self._chance.choice(NASTY)

    def _cut(self, work: bytearray, _: list[bytes]) -> None:
        start, end = self._span(work)
        del work[start:end]

    def _flip(self, work: bytearray, _: list[bytes]) -> None:
        if work:
            work[self._chance.randrange(len(work))] = self._chance.randrange(256)

    def _repeat(self, work: bytearray, _: list[bytes]) -> None:
        start, end = self._span(work)
        work[end:end] = work[start:end] * self._chance.choice((1, 2, 30))

    def _splice(self, work: bytearray, pool: list[bytes]) -> None:
        other = self._chance.choice(pool)
        start = self._chance.randint(0, len(other))
        at = self._at(work)
        work[at:at] = other[start : start + self._chance.choice((20, 200, 1_000))]

    def _swap(self, work: bytearray, _: list[bytes]) -> None:
        lines = bytes(work).split(b"\n")
        one, two = self._chance.randrange(len(lines)), self._chance.randrange(len(lines))
        lines[one], lines[two] = lines[two], lines[one]
        work[:] = b"\n".join(lines)
