"""The dossier as Markdown, for a wiki or an issue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from smsaudit.report.dossier.blocks import Block, Cell, Heading, Paragraph, Table
from smsaudit.report.visible import visible

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")


def render(blocks: Iterable[Block]) -> str:
    """GitHub-flavoured Markdown; nothing that was read can add markup or links of its own."""
    return "\n".join(line for block in blocks for line in (*_lines(block), "")).rstrip("\n") + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {_plain(block.text)}"
        case Paragraph():
            yield _plain(block.text)
        case Table():
            yield _row([_plain(text) for text in block.head])
            yield _row(["---"] * len(block.head))
            yield from (_row([_cell(cell) for cell in row]) for row in block.rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    return "<br>".join(_plain(line) for line in cell)


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(visible(text).split()))
