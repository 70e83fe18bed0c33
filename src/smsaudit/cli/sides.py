"""Which two trees a comparison is about."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from smsaudit.model.side_names import STAGED, WORK_TREE

if TYPE_CHECKING:
    from smsaudit.comparing import Named
    from smsaudit.discover import Repository, Revision

_FROM, _TO = "PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"
"""What pre-commit tells a hook about a push."""


class Against(StrEnum):
    """What a base is compared with."""

    REVISION = "revision"
    STAGED = "--staged"
    WORK_TREE = "--worktree"
    PUSHED = "--pushed"


class Sides(Struct, frozen=True, kw_only=True):
    """The two sides as they were asked for."""

    revisions: tuple[str, ...]
    against: Against
    merge_base: bool

    @property
    def is_own(self) -> bool:
        """Whether the change is our user's own and not proposed by somebody else."""
        return self.against in {Against.STAGED, Against.WORK_TREE}

    @property
    def is_commit(self) -> bool:
        """Whether it is what is staged, compared with what it builds upon."""
        return self.against is Against.STAGED and not self.revisions

    def after(self, repository: Repository) -> Named:
        """The tree after the change."""
        from smsaudit.comparing import Named

        match self.against:
            case Against.STAGED:
                return Named(STAGED, repository.index())
            case Against.WORK_TREE:
                return Named(WORK_TREE, repository.work_tree())
            case Against.REVISION | Against.PUSHED:
                head = self._head(repository)
                return Named(head.short, repository.tree(head))

    def befores(self, repository: Repository) -> tuple[Named, ...]:
        """The trees that the change builds upon: one, unless it is a merge in the making."""
        from smsaudit.comparing import Named

        bases = tuple(self._bases(repository))
        if self.merge_base:
            head = self._head(repository)
            bases = tuple(repository.merge_base(base, head) for base in bases)
        return tuple(Named(base.short, repository.tree(base)) for base in bases)

    def _head(self, repository: Repository) -> Revision:
        name = self.revisions[1] if len(self.revisions) > 1 else ""
        if self.against is Against.PUSHED:
            name = os.environ.get(_TO, "")
        return repository.revision(name) if name else repository.head()

    def _bases(self, repository: Repository) -> Iterator[Revision]:
        if self.revisions:
            yield repository.revision(self.revisions[0])
            return
        match self.against:
            case Against.STAGED:
                yield from repository.parents_to_be()
            case Against.PUSHED:
                given = os.environ.get(_FROM, "")
                yield repository.revision(given) if given else repository.upstream()
            case Against.WORK_TREE | Against.REVISION:
                yield repository.head()


def sides(
    revisions: tuple[str, ...], *, staged: bool, worktree: bool, pushed: bool, merge_base: bool
) -> Sides:
    """What the arguments ask for; a mistake of our user if they contradict each other."""
    asked = {Against.STAGED: staged, Against.WORK_TREE: worktree, Against.PUSHED: pushed}
    chosen = [against for against, is_asked in asked.items() if is_asked]
    _check(revisions, chosen)
    return Sides(
        revisions=revisions, against=chosen[0] if chosen else Against.REVISION, merge_base=merge_base
    )


def _check(revisions: Sequence[str], chosen: Sequence[Against]) -> None:
    if len(chosen) > 1:
        message = f"{' and '.join(chosen)} contradict each other; give one of them"
        raise click.UsageError(message)
    most = 1 if chosen else 2
    if len(revisions) > most:
        message = f"{len(revisions)} revisions, but at most {most} can be compared here"
        raise click.UsageError(message)
    if not revisions and not chosen:
        message = "name the revision to compare with, such as main, or give --staged, --worktree or --pushed"
        raise click.UsageError(message)
