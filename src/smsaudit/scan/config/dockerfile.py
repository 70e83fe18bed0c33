"""Dockerfiles: what an image sets, exposes and runs."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct

from smsaudit.model.location import Place
from smsaudit.scan.config.entries import Entry, Read
from smsaudit.scan.config.lines import normalised

_INSTRUCTION = re.compile(r"\s*+(?P<name>[A-Za-z]++)(?:\s++|$)")
_ASSIGNMENT = re.compile(
    r"""(?P<name>"[^"\n]*+"|(?<![\w.\-/])[\w.\-/]++)=(?P<value>(?:"(?:[^"\\]++|\\.)*+"|'[^']*+'|\\.|[^\s"'\\])*+)"""
)
_QUOTED = re.compile(r""""(?P<double>(?:[^"\\]++|\\.)*+)"|'(?P<single>[^']*+)'|\\(?P<escaped>.)""")
_FLAG = re.compile(r"--[\w\-]++(?:=\S*+)?\s++")
_HEREDOC = re.compile(r"<<-?[\"']?(?P<tag>[A-Za-z_]\w*)")
_HEREDOC_INSTRUCTIONS = ("RUN", "COPY", "ADD")
_ASSIGNING = ("ENV", "ARG", "LABEL")


class _Instruction(Struct, frozen=True):
    """A logical line: its text, and the physical line of each stretch of it."""

    text: str
    offsets: tuple[int, ...]
    lines: tuple[int, ...]
    last: int

    def place(self, start: int, end: int) -> Place:
        first = self.lines[bisect_right(self.offsets, start) - 1]
        return Place(first, 1, self.lines[bisect_right(self.offsets, end) - 1])

    def whole(self) -> Place:
        return Place(self.lines[0], 1, self.last)


def read_dockerfile(text: str) -> Read:
    """`FROM`, `EXPOSE`, `ENV.NAME`, `ARG.NAME`, `LABEL.name`; every other instruction as it stands."""
    for instruction in _instructions(normalised(text).split("\n")):
        found = _INSTRUCTION.match(instruction.text)
        if not found:
            continue
        name = found["name"].upper()
        rest = instruction.text[found.end() :]
        if name in _ASSIGNING:
            yield from _assignments(instruction, name, found.end())
        elif name == "EXPOSE":
            for port in rest.split():
                yield Entry((name,), port, instruction.whole())
        elif name == "FROM":
            yield Entry((name,), next(iter(_without_flags(rest).split()), ""), instruction.whole())
        else:
            yield Entry((name,), _command(_without_flags(rest)), instruction.whole())


def _instructions(rows: list[str]) -> Iterator[_Instruction]:
    number = 0
    while number < len(rows):
        parts: list[str] = []
        offsets: list[int] = []
        lines: list[int] = []
        size = 0
        continued = True
        while continued and number < len(rows):
            row = rows[number].rstrip()
            number += 1
            if row.lstrip().startswith("#") or (parts and not row):
                continue
            continued = row.endswith("\\")
            offsets.append(size)
            lines.append(number)
            parts.append(row.removesuffix("\\") if continued else row)
            size += len(parts[-1]) + 1
        text = " ".join(parts)
        if text.strip():
            body, number = number, _after_heredoc(rows, number, text)
            text = " ".join([text, *rows[body:number]])
            yield _Instruction(text, tuple(offsets), tuple(lines), max(number, lines[0]))


def _after_heredoc(rows: list[str], number: int, text: str) -> int:
    heredoc = _HEREDOC.search(text) if text.lstrip().upper().startswith(_HEREDOC_INSTRUCTIONS) else None
    if heredoc:
        while number < len(rows) and rows[number].strip() != heredoc["tag"]:
            number += 1
        number = min(number + 1, len(rows))
    return number


def _assignments(instruction: _Instruction, kind: str, start: int) -> Read:
    found = None
    for found in _ASSIGNMENT.finditer(instruction.text, start):
        place = instruction.place(found.start(), found.end() - 1)
        yield Entry((kind, _plain(found["name"])), _plain(found["value"]), place)
    if found is None:
        name, _, value = instruction.text[start:].strip().partition(" ")
        if name:
            yield Entry((kind, name), value.strip(), instruction.whole())


def _plain(text: str) -> str:
    return _QUOTED.sub(lambda found: found["double"] or found["single"] or found["escaped"] or "", text)


def _without_flags(text: str) -> str:
    text = text.lstrip()
    while flag := _FLAG.match(text):
        text = text[flag.end() :]
    return text


def _command(text: str) -> str:
    """The words of a command; the list form is joined with blanks."""
    if text.startswith("["):
        try:
            words = json.loads(text)
        except (ValueError, RecursionError):
            return text
        return " ".join(str(word) for word in words)
    return " ".join(text.split())
