"""A git repository: its revisions and its index as trees, audited without a checkout."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from smsaudit.discover.git import ELSEWHERE, Answer, Git, GitRefused, is_within, refusal
from smsaudit.discover.names import actual, named, shown
from smsaudit.discover.objects import Objects
from smsaudit.discover.snapshot import Entry, snapshot
from smsaudit.discover.tree import Tree, checked, heading_of, open_tree
from smsaudit.model.errors import Problem, SmsauditError
from smsaudit.model.location import TreePath
from smsaudit.model.side_names import NOTHING

_RAW = ("--raw", "-z", "--abbrev=64", "--no-renames", "--ignore-submodules=none", "--relative")
_MERGED = "GITHEAD_"
"""Git names what it merges in variables that begin so, before MERGE_HEAD is there."""


class Revision(Struct, frozen=True):
    """A name that somebody gave, and the object that it means."""

    name: str
    id: str
    """A commit, or a tree where no commit has it; empty for the empty tree."""

    @property
    def short(self) -> str:
        """The name as reports print it: a full id is cut."""
        is_id = self.name == self.id
        return self.id[:12] if is_id else self.name


class Version(Struct, frozen=True):
    """A file as git lists it; all zeros for no file."""

    mode: str
    blob: str


class Changed(Struct, frozen=True):
    """A file that is not the same on two sides."""

    path: TreePath
    before: Version
    after: Version


class Repository:
    """A repository as seen from one of its folders. Nothing is written to it, and no program of it runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._root = checked(folder)
        prefix, self._top = self._place()
        if not is_within(self._root, self._top):
            raise _mistake(folder, ELSEWHERE.en, "run it inside")
        self.prefix = prefix.rstrip("/")
        """Where the folder stands below the top; empty for the top itself."""
        self._objects = Objects(self._git())

    @property
    def folder(self) -> str:
        """The real name of the folder."""
        return self._root

    def revision(self, name: str) -> Revision:
        """What a revision means here; a mistake of our user if nothing is known by that name."""
        found = self._resolved(f"{name}^{{commit}}") or self._resolved(f"{name}^{{tree}}")
        if not found:
            raise self._unknown(name)
        return Revision(name, found)

    def head(self) -> Revision:
        """What is checked out; an empty tree on a branch without commits."""
        found = self._resolved("HEAD^{commit}")
        return Revision("HEAD" if found else NOTHING, found)

    def upstream(self) -> Revision:
        """What the remote has of this branch, as far as it is known; an empty tree for a branch that is new to it."""
        for name in ("@{push}", "@{upstream}"):
            found = self._resolved(f"{name}^{{commit}}")
            if found:
                return Revision(name, found)
        return Revision(NOTHING, "")

    def merge_base(self, one: Revision, other: Revision) -> Revision:
        """Where two histories parted; a mistake of our user where the clone does not reach that far back."""
        found = self._question("merge-base", one.id, other.id).line
        if not found:
            what = f"{one.name} and {other.name} have no common commit"
            raise _mistake(self._folder, what + self._shallow_note(), self._mend(one.name))
        return Revision(f"the merge base of {one.name} and {other.name}", found)

    def parents_to_be(self) -> tuple[Revision, ...]:
        """What a commit made now would build upon: what is checked out, and what is being merged into it."""
        head, *merged = self._ids("HEAD^{commit}", *_merging())
        others = dict.fromkeys(found for found in merged if found and found != head)
        return (
            Revision("HEAD" if head else NOTHING, head),
            *(Revision("MERGE_HEAD", found) for found in others),
        )

    def only_parent(self) -> str:
        """The tree of the one commit that a commit made now would build upon; empty for a merge and for the first of all."""
        tree, head, *merged = self._ids("HEAD^{tree}", "HEAD^{commit}", *_merging())
        return "" if set(merged) - {head, ""} else tree

    def tree(self, revision: Revision) -> Tree:
        """The files of a revision below the folder."""
        where = f"{revision.id}:{self.prefix}"
        is_there = revision.id and self._resolved(where)
        listing = self._ask("ls-tree", "-r", "-z", "--full-tree", where).out if is_there else b""
        return self._snapshot([_listed(record) for record in _records(listing)], revision.id or None)

    def index(self) -> Tree:
        """What is staged below the folder; honours the index that git prepares for a hook."""
        listing = self._ask("ls-files", "-s", "-z", environment=self._own_index()).out
        return self._snapshot([_staged(record) for record in _records(listing)], None)

    def staged(self) -> tuple[Changed, ...] | None:
        """What is staged otherwise than it was committed; None where that is not one question."""
        parent = self.only_parent()
        since = self.since(parent, parent) if parent else None
        return None if since is None else since[1]

    def tree_of(self, commit: str | None) -> str:
        """The tree of a commit; empty without one."""
        return self._resolved(f"{commit}^{{tree}}") if commit else ""

    def since(self, tree: str, parent: str) -> tuple[tuple[Changed, ...], tuple[Changed, ...]] | None:
        """What came after a tree: up to `parent`, another one, and up to what is staged; None where git lacks an object."""
        committed = ("diff-tree", "-r", *_RAW, tree, parent)
        staged = ("diff-index", "--cached", *_RAW, tree)
        answers = self._questions(committed, staged, environment=self._own_index())
        if any(answer.code for answer in answers):
            return None
        return _changes(answers[0]), _changes(answers[1])

    def holding(self, versions: Mapping[TreePath, Version]) -> Tree:
        """A tree of these files alone."""
        entries = [Entry(actual(path), each.mode, each.blob) for path, each in versions.items()]
        return self._snapshot(entries, None)

    def work_tree(self, *, include_ignored: bool = False) -> Tree:
        """What is on disk, untracked files included."""
        return open_tree(self._folder, include_ignored=include_ignored)

    def _snapshot(self, entries: list[Entry], commit: str | None) -> Tree:
        try:
            return snapshot(entries, self._objects, self._root, heading_of(self._folder), commit)
        except GitRefused as refused:
            mend = "if this is a partial clone, fetch its objects: git fetch --refetch"
            raise _mistake(self._folder, str(refused), mend) from None

    def _place(self) -> tuple[str, str]:
        """Where the folder stands below the top, and the top."""
        both = ("--show-prefix", "--show-toplevel")
        lines = named(self._ask("rev-parse", *both).out).split("\n")
        if len(lines) == len(both) + 1:
            return lines[0], lines[1]
        return self._ask("rev-parse", both[0]).line, self._ask(
            "rev-parse", both[1]
        ).line  # a name of two lines

    def _ids(self, *names: str) -> list[str]:
        """What our own names for objects mean; empty for those that mean nothing."""
        answer = self._ask("cat-file", "--batch-check=%(objectname)", given="\n".join(names).encode())
        lines = answer.out.decode("ascii", "replace").splitlines()
        return ["" if " " in line else line for line in lines]

    def _resolved(self, name: str) -> str:
        return self._question("rev-parse", "--verify", "--quiet", "--end-of-options", name).line

    def _ask(self, *question: str, environment: dict[str, str] | None = None, given: bytes = b"") -> Answer:
        """The answer to a question that has one; otherwise our user is told why not."""
        (answer,) = self._questions(question, environment=environment, given=given)
        if answer.code:
            raise _mistake(
                self._folder, refusal(answer.err).en, "name a folder in the work tree of a repository"
            )
        return answer

    def _question(self, *question: str) -> Answer:
        return self._questions(question)[0]

    def _questions(
        self, *questions: Sequence[str], environment: dict[str, str] | None = None, given: bytes = b""
    ) -> list[Answer]:
        try:
            return self._git(environment).ask([], *questions, given=given)
        except GitRefused as refused:
            raise _mistake(self._folder, str(refused), "run git status there and mend what it says") from None

    def _git(self, environment: dict[str, str] | None = None) -> Git:
        try:
            return Git(self._root, environment=environment)
        except GitRefused as refused:
            raise _mistake(self._folder, str(refused), "install git") from None

    def _own_index(self) -> dict[str, str]:
        """`git commit FILE` prepares an index of its own, named relative to the top of the work tree."""
        index = os.environ.get("GIT_INDEX_FILE")
        return {"GIT_INDEX_FILE": os.path.join(self._top, index)} if index else {}  # noqa: PTH118

    def _unknown(self, name: str) -> SmsauditError:
        what = f"{name!r} is no revision of this repository{self._shallow_note()}"
        return _mistake(self._folder, what, self._mend(name))

    def _is_shallow(self) -> bool:
        return self._question("rev-parse", "--is-shallow-repository").line == "true"

    def _shallow_note(self) -> str:
        return ", or lies beyond what this shallow clone holds" if self._is_shallow() else ""

    def _mend(self, name: str) -> str:
        if not self._is_shallow():
            return "git log --all --oneline shows what there is"
        branch = name.removeprefix("origin/")
        return (
            f"fetch it: git fetch --depth=1 origin {branch} (for a branch, compare with FETCH_HEAD then), or clone "
            "with the whole history (GitHub: fetch-depth: 0, GitLab: GIT_DEPTH: 0)"
        )


def _records(out: bytes) -> list[str]:
    return named(out).split("\0")[:-1]


def _listed(record: str) -> Entry:
    """`<mode> <type> <object>TAB<name>`."""
    head, _, name = record.partition("\t")
    mode, _, blob = head.split(" ")
    return Entry(name, mode, blob)


def _merging() -> list[str]:
    """Names of what may be being merged, in the order in which it is told."""
    told = sorted(name.removeprefix(_MERGED) for name in os.environ if name.startswith(_MERGED))
    return [f"{name}^{{commit}}" for name in ("MERGE_HEAD", *told) if "\n" not in name]


def _changes(answer: Answer) -> tuple[Changed, ...]:
    """`:<mode> <mode> <object> <object> <status>`, and the name behind it."""
    fields = named(answer.out).split("\0")
    found = []
    for head, name in zip(fields[::2], fields[1::2], strict=False):
        before, after, old, new, _ = head.removeprefix(":").split(" ")
        found.append(Changed(shown(name), Version(before, old), Version(after, new)))
    return tuple(found)


def _staged(record: str) -> Entry:
    """`<mode> <object> <stage>TAB<name>`; only stage 0 is merged."""
    head, _, name = record.partition("\t")
    mode, blob, stage = head.split(" ")
    return Entry(name, mode, blob, is_merged=stage == "0")


def _mistake(folder: Path, what: str, mend: str) -> SmsauditError:
    return SmsauditError(Problem(str(folder), 0, "", what, mend))
