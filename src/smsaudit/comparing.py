"""Both sides of a change, audited by the same settings and compared."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable
from functools import cache, partial

from msgspec import Struct
from msgspec.structs import replace

from smsaudit import policy
from smsaudit.diff import Edits, compared
from smsaudit.discover import Tree, Undecodable, Unreadable, context_of, decode
from smsaudit.model.comparison import Comparison, Gate, GateChange, Side
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.location import TreePath
from smsaudit.model.result import AuditResult
from smsaudit.model.side_names import NOTHING
from smsaudit.pipeline import Observed, Options, conclude, observe
from smsaudit.suppression import Directive, carried

_MANY = 20_000
"""Files of a tree that take room."""


class Named(Struct, frozen=True):
    """A tree under the name by which reports call it."""

    name: str
    tree: Tree


class Terms(Struct, frozen=True, kw_only=True):
    """By what a change is judged."""

    options: Options
    """The same for both sides; without a policy, a change must not make the verdict worse."""
    judged_by: str
    changes: tuple[GateChange, ...] = ()
    folder: str = ""
    """Where the audited folder stands in its repository."""
    by_itself: bool = False
    """The change is our user's own: comments by which it suppresses findings hold at once."""
    proposed: Options | None = None
    """By what it would be judged once it is accepted; None where that is the same."""


def compare(befores: tuple[Named, ...], after: Named, terms: Terms) -> Comparison:
    """What a change does to the verdict. Raises `SmsauditError` for mistakes of our own user.

    A merge builds upon several trees; what it takes over from the heaviest of them is not its own doing.
    """
    audits = [_Audit.of(each, terms.options) for each in befores]
    old = max(audits, key=lambda audit: audit.result.whole.verdict.leaf.rank)
    new = _Audit.of(after, terms.options, same_as=old)
    edits = _edits(old, new)
    new = new.knowing(old, edits)
    fresh = () if terms.by_itself else _fresh(old.seen.directives, new.seen.directives, edits)
    ruled = new.without(fresh) if fresh else new
    has_base = old.side.name != NOTHING
    result = _checked(old.result, ruled.result, has_base=has_base)
    fails = result.policy is not None and result.policy.fails
    gate = Gate(
        judged_by=terms.judged_by,
        changes=(*terms.changes, *map(_told, fresh)),
        loosens=fails
        and (terms.proposed is not None or bool(fresh))
        and not _fails(old, new, edits, terms.proposed or terms.options, has_base=has_base),
    )
    told = compared(old.named(old.result), new.named(result), edits, gate)
    return replace(told, folder=terms.folder)


class _Audit(Struct, frozen=True):
    """One side: what was seen, and what follows under the terms."""

    side: Named
    seen: Observed
    options: Options
    result: AuditResult

    @classmethod
    def of(cls, side: Named, options: Options, same_as: _Audit | None = None) -> _Audit:
        """The audit of a tree; that of a tree with the same contents is taken over."""
        if (
            same_as is not None
            and _contents(side.tree) is not None
            and _contents(side.tree) == _contents(same_as.side.tree)
        ):
            return cls(side, same_as.seen, options, replace(same_as.result, commit=side.tree.commit))
        if same_as is not None and len(side.tree.files) >= _MANY:
            gc.collect()  # what the first audit leaves is tied in circles, and as large as what the second makes
        seen = observe(side.tree, options)
        if same_as is not None and _essence(seen) == _essence(same_as.seen):
            result = replace(same_as.result, commit=seen.commit, coverage=seen.coverage, tree=seen.digest)
            return cls(side, seen, options, result)
        return cls(side, seen, options, conclude(seen, options))

    def knowing(self, old: _Audit, edits: Edits) -> _Audit:
        """The same under a baseline that follows what the change moves."""
        baseline = self.options.baseline
        if baseline is None:
            return self

        def line(found: Detection, *, old: bool) -> str:
            return edits.line(found.location, found.location.line, old=old)

        detections = old.seen.detections, self.seen.detections
        followed = carried(baseline, *detections, partial(line, old=True), partial(line, old=False))
        return (
            self if followed == baseline else self._again(self.seen, replace(self.options, baseline=followed))
        )

    def without(self, directives: Collection[Directive]) -> _Audit:
        """The same, as if some comments were not there."""
        left = tuple(each for each in self.seen.directives if each not in directives)
        return self._again(replace(self.seen, directives=left), self.options)

    def _again(self, seen: Observed, options: Options) -> _Audit:
        result = replace(conclude(seen, options), commit=self.result.commit)
        return _Audit(self.side, seen, options, result)

    def named(self, result: AuditResult) -> Side:
        """The result under the name of its side."""
        return Side(name=self.side.name, result=result)


def _fresh(before: Iterable[Directive], after: Iterable[Directive], edits: Edits) -> tuple[Directive, ...]:
    """Comments that suppress something and were not there before the change, or said something else."""

    def said(path: TreePath | None, directive: Directive) -> tuple[object, ...]:
        return path, directive.patterns, directive.reason, directive.owner, directive.until

    known = {said(each.location.path, each) for each in before}
    return tuple(each for each in after if said(edits.renamed_from(each.location.path), each) not in known)


def _told(directive: Directive) -> GateChange:
    key = f"ignore[{', '.join(directive.patterns)}]"
    place = directive.location
    return GateChange(
        file=place.path, line=place.line, key=key, before="", after=directive.reason, is_suppression=True
    )


def _fails(old: _Audit, new: _Audit, edits: Edits, options: Options, *, has_base: bool) -> bool:
    """Whether the change would fail under other terms; rare enough to audit anew, as other signatures see other things."""
    before, after = (_Audit.of(each.side, options) for each in (old, new))
    check = _checked(before.result, after.knowing(before, edits).result, has_base=has_base).policy
    return check is not None and check.fails


def _checked(old: AuditResult, new: AuditResult, *, has_base: bool) -> AuditResult:
    """`new`, where only that fails which `old` did not have."""
    if old.policy is None or new.policy is None:
        return new
    check = policy.compared(old.policy, new.policy) if has_base else new.policy
    known = {violation.key for violation in old.policy.violations}
    told = (replace(each, fails=each.fails and each.key not in known) for each in check.violations)
    return replace(new, policy=replace(check, violations=tuple(told)))


def _essence(seen: Observed) -> object:
    """All that a conclusion rests on."""
    flow = seen.flow
    return (
        (seen.detections, seen.gaps, seen.directives, seen.roots),
        (flow.channels, flow.entry_points, flow.flows, flow.gaps, flow.reach),
    )


def _contents(tree: Tree) -> object:
    """The same for trees that hold the same; None where that is not known without reading."""
    blobs = tuple((file.path, file.blob) for file in tree.files)
    return None if any(blob is None for _, blob in blobs) else (blobs, tree.gaps)


def _edits(old: _Audit, new: _Audit) -> Edits:
    before, after = ({file.path: file for file in each.side.tree.files} for each in (old, new))
    blobs = {path: file.blob for path, file in before.items()}
    touched = [
        path
        for path, file in after.items()
        if (file.blob is None or file.blob != blobs.get(path)) and context_of(path) is Context.PRODUCTION
    ]
    return Edits(before.keys(), after.keys(), _texts(old), _texts(new), touched)


def _texts(audit: _Audit) -> Callable[[TreePath], str]:
    """The text of a file; empty where it has none."""

    @cache
    def text(path: TreePath) -> str:
        try:
            return decode(path, audit.side.tree.read(path))
        except (Unreadable, Undecodable):
            return ""

    return text
