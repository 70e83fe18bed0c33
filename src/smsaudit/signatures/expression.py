"""A regular expression as a small tree, as far as blow-ups and required literals need it.

The standard library's own parser is private. This one reads what `re.compile` has accepted; where it does
not model something it says `Unknown`, which promises nothing.
"""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct


class Character(Struct, frozen=True):
    """Exactly this character, or its other case where `any_case` is set."""

    text: str
    any_case: bool = False


class AnyOf(Struct, frozen=True):
    """One character of a class, written as `text`."""

    text: str


class Unknown(Struct, frozen=True):
    """Something that may match anything, or nothing: an anchor, a look-around, a back-reference."""


class Group(Struct, frozen=True):
    """One of several sequences."""

    branches: tuple[tuple[Item, ...], ...]


Node = Character | AnyOf | Unknown | Group


class Item(Struct, frozen=True):
    """A node with how often it stands there; `most` is None where it has no bound."""

    node: Node
    least: int = 1
    most: int | None = 1


_QUANTIFIER = re.compile(r"([*+?]|\{(\d*)(,?)(\d*)\})[?+]?")
_GROUP = re.compile(r"\(\?(?:P?<(?![=!])[^>]*>|[aiLmsux-]*:|>)")
_FLAGS = re.compile(r"\(\?[aiLmsux-]+\)")
_CODE = re.compile(r"x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})")
_CONTROLS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_SMALL_CLASS = 4


@cache
def parsed(expression: str) -> Group:
    """The tree of a regular expression that compiles."""
    # Only to ask for its flags, as it takes longer than all that follows.
    flags = re.compile(expression).flags if "(?" in expression else re.NOFLAG
    if flags & re.VERBOSE:
        return Group(((Item(Unknown()),),))
    return _Reader(expression, any_case=bool(flags & re.IGNORECASE)).group()


class _Reader:
    def __init__(self, expression: str, *, any_case: bool) -> None:
        self.text = expression
        self.position = 0
        self.any_case = any_case

    def group(self) -> Group:
        """All branches up to the closing parenthesis or the end."""
        branches: list[tuple[Item, ...]] = []
        items: list[Item] = []
        while self.position < len(self.text) and self.text[self.position] != ")":
            if self.text[self.position] == "|":
                branches.append(tuple(items))
                items = []
                self.position += 1
                continue
            items.append(self._quantified(self._node()))
        self.position += 1
        return Group((*branches, tuple(items)))

    def _quantified(self, node: Node) -> Item:
        found = _QUANTIFIER.match(self.text, self.position)
        if not found or found[1] in {"{}", "{,}"}:
            return Item(node)
        self.position = found.end()
        match found[1]:
            case "*":
                return Item(node, 0, None)
            case "+":
                return Item(node, 1, None)
            case "?":
                return Item(node, 0, 1)
            case _:
                least = int(found[2] or 0)
                return Item(node, least, int(found[4]) if found[4] else None if found[3] else least)

    def _node(self) -> Node:
        start = self.text[self.position]
        match start:
            case "\\":
                return self._escape()
            case "[":
                return self._class()
            case "(":
                return self._parenthesis()
            case _:
                self.position += 1
        match start:
            case "^" | "$":
                return Unknown()
            case ".":
                return AnyOf(".")
            case _:
                return Character(start, self.any_case)

    def _escape(self) -> Node:
        letter = self.text[self.position + 1]
        if code := _CODE.match(self.text, self.position + 1):
            self.position = code.end()
            return Character(chr(int(code[1] or code[2] or code[3], 16)), self.any_case)
        self.position += 2
        if letter in "dDsSwW":
            return AnyOf("\\" + letter)
        if letter == "N":
            self.position = self.text.index("}", self.position) + 1
        elif letter.isdigit():
            while self.text[self.position : self.position + 1].isdigit():
                self.position += 1
        if letter in _CONTROLS:
            return Character(_CONTROLS[letter])
        return Unknown() if letter.isalnum() else Character(letter, self.any_case)

    def _class(self) -> Node:
        start = self.position
        self.position += 2 if self.text.startswith("[^", start) else 1
        first = self.position
        while self.text[self.position] != "]" or self.position == first:
            self.position += 2 if self.text[self.position] == "\\" else 1
        self.position += 1
        written = self.text[start : self.position]
        inner = re.sub(r"\\([^\w\s])", r"\1", written[1:-1])
        if len(inner) <= _SMALL_CLASS and "\\" not in inner and inner[0] != "^" and "-" not in inner[1:-1]:
            return Group(tuple((Item(Character(letter, self.any_case)),) for letter in inner))
        return AnyOf(written)

    def _parenthesis(self) -> Node:
        if flags := _FLAGS.match(self.text, self.position):
            self.position = flags.end()
            return Unknown()
        before, is_plain = self.any_case, True
        if opening := _GROUP.match(self.text, self.position):
            self.position = opening.end()
            on, _, off = opening[0][2:-1].partition("-")
            if opening[0].endswith(":"):
                self.any_case = (before or "i" in on) and "i" not in off
        else:
            is_plain = not self.text.startswith("(?", self.position)
            self.position += 1
            self._skip_prefix()
        inner = self.group()
        self.any_case = before
        return inner if is_plain else Unknown()

    def _skip_prefix(self) -> None:
        """Steps over what stands between `(` and the first branch of a look-around, condition or comment."""
        if self.text.startswith("?#", self.position):
            self.position = self.text.index(")", self.position)
        elif self.text.startswith("?(", self.position):
            self.position = self.text.index(")", self.position) + 1
        elif self.text.startswith("?P=", self.position):
            self.position = self.text.index(")", self.position)
        elif self.text.startswith("?", self.position):
            self.position += 3 if self.text.startswith("?<", self.position) else 2
