"""Key and value lines by indentation: what is left of YAML when templates stand in it."""

from __future__ import annotations

from msgspec import Struct, field

from smsaudit.model.location import Place
from smsaudit.scan.config.entries import DEEPEST, Entry, KeyPath, Read, too_deep

_QUOTES = ("'", '"')
_BLOCK_MARKS = ("|", ">")


class _Level(Struct):
    indent: int
    path: KeyPath
    is_item: bool = False
    items: int = 0


class _Reader(Struct):
    levels: list[_Level] = field(default_factory=lambda: [_Level(-1, ())])
    block_indent: int | None = None
    """Indentation of the key whose block text is being skipped."""

    def row(self, number: int, row: str) -> Read:
        body = row.lstrip(" ")
        indent = len(row) - len(body)
        if not body.strip() or body.startswith(("#", "{{", "{%", "%", "---", "...")):
            return
        if self.block_indent is not None:
            if indent > self.block_indent:
                return
            self.block_indent = None
        while body.startswith("- ") or body == "-":
            if len(self.levels) > DEEPEST:
                yield too_deep(number)
                return
            self._item(indent)
            rest = body[1:].lstrip(" ")
            indent += len(body) - len(rest)
            body = rest
        yield from self._pair(number, indent, body)

    def _item(self, indent: int) -> None:
        while self.levels[-1].indent > indent or (
            self.levels[-1].indent == indent and self.levels[-1].is_item
        ):
            self.levels.pop()
        parent = self.levels[-1]
        self.levels.append(_Level(indent, (*parent.path, parent.items), is_item=True))
        parent.items += 1

    def _pair(self, number: int, indent: int, body: str) -> Read:
        while self.levels[-1].indent >= indent:
            self.levels.pop()
        key, value = split_pair(body)
        parent = self.levels[-1]
        place = Place(number, indent + 1)
        if key is None:
            if parent.is_item and value:
                yield Entry(parent.path, value, place)
            return
        if len(self.levels) > DEEPEST:
            yield too_deep(number)
            return
        path = (*parent.path, key)
        self.levels.append(_Level(indent, path))
        if value.startswith(_BLOCK_MARKS):
            self.block_indent = indent
        elif value:
            yield Entry(path, value, place)


def read_yaml_lines(text: str, first_line: int = 1) -> Read:
    """The `key: value` lines of normalised text from `first_line` on; cheap, and deaf to flow style."""
    reader = _Reader()
    for number, row in enumerate(text.split("\n"), start=1):
        if number >= first_line:
            if row.startswith("---"):
                reader = _Reader()
            yield from reader.row(number, row)


def split_pair(body: str) -> tuple[str | None, str]:
    """Key and value of a line, both without quotes; the key is None where there is only a value."""
    if body.startswith(_QUOTES):
        end = body.find(body[0], 1)
        if end > 0 and body[end + 1 :].lstrip().startswith(":"):
            return body[1:end], _value(body[end + 1 :].lstrip()[1:])
        return None, _value(body)
    head, colon, tail = body.partition(": ")
    if not colon and head.rstrip().endswith(":"):
        head, colon = head.rstrip()[:-1], ":"
    if not colon or head.startswith(("{", "[")):
        return None, _value(body)
    return head.strip(), _value(tail)


def _value(text: str) -> str:
    text = text.strip()
    if text.startswith(_QUOTES):
        end = text.find(text[0], 1)
        return text[1:end] if end > 0 else text
    if text.startswith("#"):
        return ""
    return text.partition(" #")[0].rstrip()
