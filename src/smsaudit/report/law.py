"""The knowledge base for people: one line for each entry, or everything about one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from smsaudit.model.law import Law
from smsaudit.model.verdict import Confidence
from smsaudit.model.words import Language, Words

_TITLES = ("text", "display", "name", "title", "ask")
"""Keys under which an entry says in short what it is."""


def lines_of(law: Law, kind: str, language: Language) -> Iterator[str]:
    """Id, status and short text of every entry of a kind."""
    for id_, entry in getattr(law, kind).items():
        status = getattr(getattr(entry, "leaf", entry), "status", None)
        marked = f" [{status}]" if status is not None else ""
        yield f"{id_}{marked}: {_title(entry, language)}"


def page_of(law: Law, kind: str, id_: str, language: Language) -> Iterator[str]:
    """Everything about one entry under the keys of the law files; statements are worded as they may be printed."""
    yield f"[{kind}] {id_}"
    if kind == "statements":
        yield f"worded: {law.worded(id_).in_(language)}"
    yield from _lines(getattr(law, kind)[id_], language, "")


def _title(entry: object, language: Language) -> str:
    inner = getattr(entry, "leaf", entry)
    words = next((value for key in _TITLES if isinstance(value := getattr(inner, key, None), Words)), None)
    return words.in_(language) if words is not None else ""


def _lines(entry: object, language: Language, indent: str) -> Iterator[str]:
    """One line for each key that says something; tables below their key."""
    if not isinstance(entry, Struct):
        return
    for key in entry.__struct_fields__:
        value = getattr(entry, key)
        if _is_table(value):
            yield from _lines(value, language, indent)
        elif isinstance(value, tuple) and any(_is_table(item) for item in value):
            yield f"{indent}{key}:"
            for item in value:
                yield from _item(item, language, indent)
        elif text := _plain(value, language):
            yield f"{indent}{key}: {text}"


def _item(item: object, language: Language, indent: str) -> Iterator[str]:
    """A table of a list, its first line marked."""
    for number, line in enumerate(_lines(item, language, "")):
        yield f"{indent}  {'- ' if number == 0 else '  '}{line}"


def _is_table(value: object) -> bool:
    return isinstance(value, Struct) and not isinstance(value, Words)


def _plain(value: object, language: Language) -> str:
    match value:
        case Words():
            return value.in_(language)
        case Confidence():
            return value.word
        case date():
            return value.isoformat()
        case tuple():
            return (" / " if value and isinstance(value[0], Words) else ", ").join(
                _plain(item, language) for item in value
            )
        case Mapping():
            return ", ".join(f"{key}: {_plain(item, language)}" for key, item in value.items())
        case None | "":
            return ""
        case _:
            return str(value)
