"""Text as Markdown that shows it and does nothing else: no markup, no link, no mention, no cross-reference."""

from __future__ import annotations

import html
import re

from smsaudit.report.visible import brief, visible

LONGEST = 200

_MARKUP = re.compile(r"[\\`*_{}\[\]<>|~&$]")
_START = re.compile(r"^(\s*)([-+=#]|\d+(?=[.)]\s))")
_ADDRESS = re.compile(r"(?i)(?<=\w):(?=//)|(?<=\bwww)\.")
_REFERENCE = re.compile(r"([@#!])(?=\w)")
_RUN = re.compile(r"`+")


def prose(text: str) -> str:
    """`text` within a sentence."""
    shown = _MARKUP.sub(lambda found: f"\\{found[0]}", visible(text))
    return _START.sub(_plain_start, _unlinked(shown))


def in_html(text: str) -> str:
    """`text` where a renderer reads HTML and no Markdown: within a summary."""
    return _unlinked(html.escape(visible(text), quote=False))


def code(text: str) -> str:
    """`text` as a code span, also inside a table."""
    shown = brief(text, LONGEST).strip()
    if not shown:
        return ""
    fence = "`" * (max((len(run) for run in _RUN.findall(shown)), default=0) + 1)
    blank = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{blank}{shown}{blank}{fence}".replace("|", "\\|")


def row(*cells: str) -> str:
    """One row of a table; the cells are Markdown already."""
    return f"| {' | '.join(cells)} |"


def _unlinked(text: str) -> str:
    """Addresses, mentions and references as plain words; a reader does not see the comments."""
    apart = _REFERENCE.sub(r"\1<!-- -->", text)
    return _ADDRESS.sub(lambda found: f"&#{ord(found[0])};", apart)


def _plain_start(found: re.Match[str]) -> str:
    """What would begin a list or a heading does not."""
    mark = found[2]
    return f"{found[1]}\\{mark}" if not mark.isdigit() else f"{found[1]}&#{ord(mark[0])};{mark[1:]}"
