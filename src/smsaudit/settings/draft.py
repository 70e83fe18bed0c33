"""Writing `smsaudit.toml`: questions as comments, answers as facts; what people wrote stays as they wrote it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from datetime import date
from pathlib import Path

import tomlkit
from msgspec import Struct
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable

from smsaudit.model.config_names import OWN_NAME
from smsaudit.model.errors import Problem, SmsauditError

_WIDTH = 100
_FIELDS = ("value", "as_of", "evidence")


class Ask(Struct, frozen=True, kw_only=True):
    """A fact that is not known, and what people are told about it."""

    key: str
    """As in `[facts]`; `channel.ID.key` for a fact of one channel alone."""
    about: tuple[str, ...]
    """Question, reason and proof, each a paragraph."""
    day: date
    """The day on which it is asked."""
    values: tuple[str, ...] = ()


class Reply(Struct, frozen=True, kw_only=True):
    """What somebody said about a fact, on which day, and what shows it."""

    value: str
    evidence: str
    as_of: date


def current(root: Path) -> str:
    """The project's own file as it stands; empty where there is none."""
    file = root / OWN_NAME
    return file.read_bytes().decode("utf-8-sig") if file.exists() else ""


def drafted(
    text: str,
    asks: Sequence[Ask],
    replies: Mapping[str, Reply],
    opening: Sequence[str],
    ending: Sequence[str] = (),
) -> str:
    """The file with these questions and answers added; a new one begins with `opening` and closes with `ending`.

    Questions that stand in the file already are not repeated, and no other line changes, nor how lines end.
    """
    if 0 < text.count("\n") == text.count("\r\n"):
        drawn = drafted(text.replace("\r\n", "\n"), asks, replies, opening, ending)
        return drawn.replace("\n", "\r\n")
    for key, reply in replies.items():
        text = _answered(text, key, reply)
    try:
        document = tomlkit.parse(text)
        if not text.strip():
            for line in _commented(opening):
                document.add(tomlkit.comment(line))
            document.add(tomlkit.nl())
        if "facts" not in document:
            document.add("facts", tomlkit.table())
        for ask in asks:
            _add(document, ask, replies.get(ask.key), text)
        if not text.strip() and ending:
            document.add(tomlkit.nl())
            for line in _commented(ending):
                document.add(tomlkit.comment(line))
        written = tomlkit.dumps(document)
        _check(written, asks, replies)
    except TOMLKitError as error:
        problem = Problem(OWN_NAME, 0, "", f"cannot be added to: {error}", "write the facts by hand")
        raise SmsauditError(problem) from None
    return written


def _add(document: tomlkit.TOMLDocument, ask: Ask, reply: Reply | None, text: str) -> None:
    channel, key = _of_channel(ask.key)
    if reply is None:
        if not _is_asked(text, ask):
            _suggest(document, ask, channel, key)
    elif channel:
        _table_of(document, channel)[key] = _inline(reply)
    else:
        _set(document["facts"], key.split("."), _inline(reply))


def _set(table: MutableMapping[str, object], parts: Sequence[str], value: InlineTable) -> None:
    """Below the part of the key that is there already; as a dotted key where nothing is."""
    first, *rest = parts
    if not rest:
        table[first] = value
    elif first in table:
        _set(table[first], rest, value)  # type: ignore[arg-type]
    else:
        table.add(tomlkit.key(list(parts)), value)  # type: ignore[attr-defined]


def _suggest(document: tomlkit.TOMLDocument, ask: Ask, channel: str, key: str) -> None:
    """The question, and the line that would answer it, as comments."""
    values = " | ".join(ask.values) or "..."
    line = f'{key} = {{ value = "{values}", as_of = {ask.day.isoformat()}, evidence = "..." }}'
    rows = ["[[channel]]", f'id = "{channel}"', line] if channel else [line]
    place = document if channel else document["facts"]
    place.add(tomlkit.nl())
    for row in (*_commented(ask.about), *rows):
        place.add(tomlkit.comment(row))


def _table_of(document: tomlkit.TOMLDocument, channel: str) -> MutableMapping[str, object]:
    """The table of a channel; made where there is none."""
    if "channel" not in document:
        document.add("channel", tomlkit.aot())
    tables = document["channel"]
    for table in tables:
        if table.get("id") == channel:
            return table  # type: ignore[no-any-return]
    made = tomlkit.table()
    made.add("id", channel)
    tables.append(made)
    return made


def _inline(reply: Reply) -> InlineTable:
    table = tomlkit.inline_table()
    value = int(reply.value) if reply.value.isdecimal() else reply.value
    for name, each in zip(_FIELDS, (value, reply.as_of, reply.evidence), strict=True):
        table.add(name, each)
    return table


def _check(written: str, asks: Sequence[Ask], replies: Mapping[str, Reply]) -> None:
    """What was answered is in the file, where a reader of TOML finds it."""
    document = tomlkit.parse(written).unwrap()
    for key in (ask.key for ask in asks if ask.key in replies):
        channel, name = _of_channel(key)
        tables = [each for each in document.get("channel", []) if each.get("id") == channel]
        found: object = tables[0] if channel and tables else document["facts"]
        for part in [name] if channel else name.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        if not isinstance(found, dict):
            problem = Problem(OWN_NAME, 0, key, "could not be added", "write it by hand")
            raise SmsauditError(problem)


def _is_asked(text: str, ask: Ask) -> bool:
    """Whether the file has the question, answered or not."""
    channel, key = _of_channel(ask.key)
    near = (
        text if not channel else text[text.find(f'id = "{channel}"') :] if f'id = "{channel}"' in text else ""
    )
    return re.search(rf"(?m)^\s*#?\s*{re.escape(key)}\s*=", near) is not None


def _answered(text: str, key: str, reply: Reply) -> str:
    """The text with the commented line that suggests an answer turned into the answer, or gone where it cannot be one."""
    channel, name = _of_channel(key)
    if channel:
        block = rf'(?m)^# \[\[channel\]\]\n# id = "{re.escape(channel)}"\n# {re.escape(name)}\s*=\s*\{{.*\n?'
        return re.sub(block, "", text)
    line = re.compile(rf"(?m)^#\s*{re.escape(name)}\s*=\s*\{{.*$")
    answered = line.sub(lambda _: f"{name} = {_inline(reply).as_string()}", text, count=1)
    try:
        tomlkit.parse(answered)
    except TOMLKitError:
        return line.sub("", text)
    return answered


def _of_channel(key: str) -> tuple[str, str]:
    """Channel and fact of `channel.ID.key`; every other key is of the service."""
    if key.startswith("channel.") and key.count(".") > 1:
        channel, _, name = key.removeprefix("channel.").rpartition(".")
        return channel, name
    return "", key


def _commented(paragraphs: Sequence[str]) -> Iterator[str]:
    for paragraph in paragraphs:
        yield from textwrap.wrap(paragraph, _WIDTH) or [""]
