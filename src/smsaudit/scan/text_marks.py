"""Annotations and attributes in front of a function or class: `@PostMapping("/sms")`, `[HttpPost("sms")]`, `#[Route("/sms")]`."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from smsaudit.model.value import Name, Result, Value

BRACKETED = frozenset(["csharp", "php"])
"""Languages in which brackets hold them."""
_MOST = 64


class Mark(Struct):
    """One of them: its name, and the number of its call where it is given arguments."""

    name: str
    end: int
    call: int = -1


class Marks:
    """Those in front of what is declared next."""

    def __init__(self, language: str, text: str) -> None:
        self._text = text
        self._in_brackets = language in BRACKETED
        self._waiting: list[Mark] = []

    def meet(self, name: str, start: int, end: int, bracket: str, at: int) -> None:
        """A name at `start`, with the innermost open bracket around it."""
        if self._in_brackets:
            is_mark = bracket == "[" and self._is_first(at, start)
        else:
            is_mark = bracket == "{" and self._text[start - 1 : start] == "@" and name != "interface"
        if is_mark and len(self._waiting) < _MOST:
            self._waiting.append(Mark(name, end))

    def is_last(self, end: int) -> bool:
        """Whether the name that ends at `end` is one."""
        return bool(self._waiting) and self._waiting[-1].end == end

    def given(self, end: int, call: int) -> bool:
        """The same; if so, the call gives it its arguments."""
        if not self.is_last(end):
            return False
        self._waiting[-1].call = call
        return True

    def take(self) -> tuple[Mark, ...]:
        """All that wait, for what is declared now."""
        found, self._waiting = tuple(self._waiting), []
        return found

    def _is_first(self, bracket: int, start: int) -> bool:
        before = self._text[max(0, bracket - 200) : bracket].rstrip()
        opens = before[-1:] in ("", ";", "{", "}", "]", "#", ">")
        return opens and self._text[bracket + 1 : start].rstrip()[-1:] in ("", ",", ":", "\\")


def decorators(marks: Sequence[Mark]) -> tuple[Value, ...]:
    """As facts have them: the name, or what the call of it answers."""
    return tuple(Result(mark.call) if mark.call >= 0 else Name(mark.name) for mark in marks)
