"""The building blocks of a Markdown page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from smsaudit.model.location import Location
from smsaudit.model.result import AuditResult
from smsaudit.model.verdict import Reason, Status
from smsaudit.model.words import Language, Words
from smsaudit.report.firmness import firm
from smsaudit.report.markdown.escape import code, prose, row


class Pen(Struct, frozen=True):
    """What is written about, and in which language."""

    result: AuditResult
    language: Language

    def say(self, words: Words, /, **parts: str | int) -> str:
        """A sentence of ours; its parts are Markdown already."""
        return words.in_(self.language).format_map(parts)

    def text(self, words: Words) -> str:
        """A sentence that may hold names from the tree."""
        return prose(words.in_(self.language))

    def law(self, words: Words, status: Status) -> str:
        """A legal sentence, no firmer than its status."""
        return self.text(firm(words, status))

    def heading(self, words: Words, /, **parts: str | int) -> str:
        """A section's title."""
        return f"### {self.say(words, **parts)}"

    def reason(self, found: Reason) -> str:
        """A reason and the place that shows it, unless it names the place itself."""
        text = self.text(found.text)
        if not found.location or found.location in found.text.in_(self.language):
            return text
        return f"{text} {code(found.location)}"

    def place(self, location: Location | str) -> str:
        """A place as `path:line`."""
        return code(str(location))

    def items(self, lines: Iterable[str]) -> str:
        """An unordered list."""
        return "\n".join(f"- {line}" for line in lines)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
        """A table; the cells are Markdown already."""
        return "\n".join((row(*head), row(*["---"] * len(head)), *(row(*cells) for cells in rows)))

    def folded(self, summary: str, blocks: Iterable[str]) -> str:
        """Blocks that a reader unfolds; the summary is HTML already."""
        inner = "\n\n".join(blocks)
        return f"<details>\n<summary>{summary}</summary>\n\n{inner}\n\n</details>"
