"""A change in Markdown: the comment on a pull request, and the summary of a job."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from string import ascii_letters, digits

from smsaudit.model.comparison import Comparison, Direction, Side
from smsaudit.model.law import fill
from smsaudit.model.location import Location
from smsaudit.model.words import Words
from smsaudit.report.change import ChangeView, wording
from smsaudit.report.change.item import Item, Sign
from smsaudit.report.change.items import Section, fails, headline, is_one, outcome, sections
from smsaudit.report.visible import brief

MARK = "<!-- smsaudit: change -->"
"""First line of a comment, by which the next run finds it."""

_COMMENT_BYTES = 60_000
"""A platform refuses comments above 65,536 characters."""
_SUMMARY_BYTES = 900 * 1024
"""Of 1 MiB, above which the whole summary of a job is dropped; other steps write to it too."""
_LONGEST, _LONGEST_CODE = 1_000, 300
"""Characters of one sentence, and of a line of code: what decides must fit, whatever a tree holds."""
_COMMENT_ITEMS = 12
_SUMMARY_ITEMS = 500
_OPEN_SECTIONS = 2
"""Sections of a comment that need no click to be read."""

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&])")
_REFERENCE = re.compile(r"([@#])(?=\w)|(:)(?=//)")
_PLAIN = frozenset(f"{ascii_letters}{digits}/-._")
_ZERO_WIDTH = "\u200b"
_ICONS = {Direction.WORSE: "🔴", Direction.BETTER: "🟢", Direction.UNCLEAR: "🟡", Direction.SAME: "🔵"}
_SIGNS = {Sign.ADDED: "➕", Sign.REMOVED: "➖", Sign.CHANGED: "✏️"}


def comment(comparison: Comparison, view: ChangeView) -> str:
    """The comment that a pull request carries; one sentence once nothing changes any more."""
    if comparison.is_quiet:
        after = outcome(comparison.after.result.whole.verdict)
        return f"{MARK}\n✅ {_said(fill(wording.RESOLVED, after=after), view)}\n"
    return _Page(comparison, view, _COMMENT_ITEMS, _COMMENT_BYTES).text(mark=MARK, is_folded=True)


def summary(comparison: Comparison, view: ChangeView) -> str:
    """The summary of a job: the same, with nothing folded and everything listed."""
    if comparison.is_quiet:
        after = outcome(comparison.after.result.whole.verdict)
        title = wording.TITLE.in_(view.language)
        return f"### {title}\n\n✅ {_said(fill(wording.NOTHING, after=after), view)}\n"
    return _Page(comparison, view, _SUMMARY_ITEMS, _SUMMARY_BYTES).text(mark="", is_folded=False)


class _Page:
    """One page, built until it is full."""

    def __init__(self, comparison: Comparison, view: ChangeView, most_items: int, most_bytes: int) -> None:
        self._comparison = comparison
        self._view = view
        self._most_items = most_items
        self._room = most_bytes
        self._parts: list[str] = []

    def text(self, *, mark: str, is_folded: bool) -> str:
        """The page. What decides stands first; what does not fit is counted."""
        self._add(f"{mark}\n" if mark else "")
        self._add(self._head())
        for at, section in enumerate(sections(self._comparison)):
            block = self._section(section, is_folded=is_folded and at >= _OPEN_SECTIONS)
            if not self._add(block):
                self._parts.append(f"\n_{self._say(wording.CUT)}_\n")
                break
        self._add(self._foot())
        return "".join(self._parts)

    def _add(self, block: str) -> bool:
        size = len(block.encode())
        if size > self._room:
            return False
        self._room -= size
        self._parts.append(block)
        return True

    def _head(self) -> str:
        comparison = self._comparison
        said = _said(headline(comparison), self._view)
        lines = [f"### {_ICONS[comparison.direction]} {self._say(wording.TITLE)}: {said}", ""]
        if comparison.fails:
            lines += [f"**{self._say(fails(comparison))}**", ""]
        lines += [*self._flip(), *(() if is_one(comparison) else self._table())]
        return "\n".join((*lines, ""))

    def _flip(self) -> Iterator[str]:
        flip = self._comparison.flip
        if flip is None:
            if self._comparison.direction is not Direction.SAME:
                yield from (self._say(wording.NOWHERE), "")
            return
        yield f"{self._place(flip.location, in_before=flip.in_before)} {_said(flip.text, self._view)}"
        if flip.code:
            yield from ("", _code(flip.code))
        if not flip.on_changed_line:
            yield from ("", f"_{self._say(wording.ELSEWHERE)}_")
        yield ""

    def _table(self) -> Iterator[str]:
        yield from ("| | |", "|---|---|")
        for name, side in (
            (wording.BEFORE, self._comparison.before),
            (wording.AFTER, self._comparison.after),
        ):
            told = _said(outcome(side.result.whole.verdict), self._view)
            yield f"| **{self._say(name)}** {_code(side.name)} | {told} |"

    def _section(self, section: Section, *, is_folded: bool) -> str:
        rows = [self._item(item) for item in section.items[: self._most_items]]
        rest = len(section.items) - len(rows)
        if rest:
            rows.append(f"- {_said(fill(wording.MORE, count=str(rest)), self._view)}")
        title = self._say(section.title)
        body = "\n".join(rows)
        if is_folded:
            return f"\n<details><summary>{title} ({len(section.items)})</summary>\n\n{body}\n\n</details>\n"
        return f"\n#### {title}\n\n{body}\n"

    def _item(self, item: Item) -> str:
        place = self._place(item.location, in_before=item.in_before) + " " if item.location else ""
        return f"- {_SIGNS[item.sign]} {place}{_said(item.text, self._view)}"

    def _place(self, location: Location, *, in_before: bool) -> str:
        side: Side = self._comparison.before if in_before else self._comparison.after
        shown = _code(str(location))
        if self._view.links and side.result.commit:
            path = _address(posixpath.join(self._comparison.folder, location.path))
            address = f"{self._view.links}/blob/{side.result.commit}/{path}#L{location.line}"
            shown = f"[{shown}]({address})"
        return f"{shown} ({self._say(wording.GONE)})" if in_before else shown

    def _foot(self) -> str:
        comparison = self._comparison
        lines = []
        if comparison.gate.changes:
            lines.append(_said(fill(wording.JUDGED_BY, name=comparison.gate.judged_by), self._view))
        if comparison.gate.loosens:
            lines.append(f"**{self._say(wording.LOOSENS)}**")
        tool, as_of = comparison.after.result.tool, comparison.after.result.as_of
        disclaimer = comparison.after.result.advice.disclaimer.in_(self._view.language)
        lines.append(
            f"<sub>smsaudit {_said_plain(tool.version)}, {as_of.isoformat()}. {_said_plain(disclaimer)}</sub>"
        )
        return "".join(f"\n{line}\n" for line in lines)

    def _say(self, words: Words) -> str:
        return words.in_(self._view.language)


def _said(words: Words, view: ChangeView) -> str:
    return _said_plain(words.in_(view.language))


def _said_plain(text: str) -> str:
    """Text in which nothing is markup, a mention, a reference or a link, whoever wrote it."""
    harmless = _SPECIAL.sub(r"\\\1", brief(text, _LONGEST))
    return _REFERENCE.sub(rf"\1\2{_ZERO_WIDTH}", harmless)


def _address(path: str) -> str:
    """A path inside an address; urllib would do the same, but a package that has no network imports nothing of it."""
    return "".join(chr(each) if chr(each) in _PLAIN else f"%{each:02X}" for each in path.encode())


def _code(text: str) -> str:
    """A code span, whatever it holds; a table cell ends at no bar in it."""
    shown = brief(text, _LONGEST_CODE).replace("|", "\\|")
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
