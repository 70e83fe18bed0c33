"""What one call makes run: the functions it calls, enqueues, or hands to a library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct

from smsaudit.flow.callbacks import evaluates, function_frames, functions_in, narrows, takes_no_callback
from smsaudit.flow.edge import Edge
from smsaudit.flow.entries import Entries
from smsaudit.flow.generic import is_generic
from smsaudit.flow.guesses import Guess, called
from smsaudit.flow.mentions import Mentions
from smsaudit.flow.program import Program
from smsaudit.flow.standing import Standing
from smsaudit.flow.unknown import is_of_row, is_unknown
from smsaudit.model.fact import Called, Facts, Guard, ScopeKind
from smsaudit.model.flow import Resolution
from smsaudit.model.location import Place, TreePath
from smsaudit.model.referent import (
    ClassRef,
    External,
    Frame,
    InstanceRef,
    MethodRef,
    Referents,
)
from smsaudit.model.value import Attribute, Name, Result

_QUERIES = frozenset(
    f"{prefix}{name}"
    for prefix in ("", "a")
    for name in [
        "bulk_create",
        "bulk_update",
        "create",
        "delete",
        "get_or_create",
        "in_bulk",
        "update",
        "update_or_create",
    ]
)


class Site(Struct, frozen=True):
    """A call of the tree, and the function it stands in."""

    path: TreePath
    number: int
    call: Called
    caller: Frame

    @property
    def frame(self) -> Frame:
        """Where its names are looked up."""
        return Frame(self.path, self.call.scope)


class Sites:
    """Reads calls, and keeps what else they tell: what they construct, hand on, or could not be resolved."""

    def __init__(self, program: Program, entries: Entries) -> None:
        self._program = program
        self._entries = entries
        self._standing: dict[TreePath, Standing] = {}
        self.by_name: dict[str, list[Guess]] = defaultdict(list)
        """Name of a method -> where it is called on a receiver that could not be resolved."""
        self.leading_nowhere: list[Site] = []
        """Methods called on what nobody handed over yet: more may be known of it later."""
        self.making: dict[Frame, list[tuple[Frame, Place, tuple[Guard, ...]]]] = defaultdict(list)
        """Class -> where it is constructed."""
        self.unread: set[TreePath] = set()
        """Modules that were not read and that hold functions which were handed something."""
        self.doubtful: dict[str, set[TreePath]] = defaultdict(set)
        """Everyday name -> modules that were not read and in which only a call by that name may lead."""
        self.receiving: set[TreePath] = set()
        """Files of functions that may have been handed one."""
        self.handed: list[tuple[Frame, int]] = []
        """Functions that were, and the position of the argument; whoever reads this empties it."""
        self.kept: list[tuple[TreePath, str]] = []
        """Fields that were, of objects made by a constructor which nobody wrote; whoever reads this empties it."""

    def of(self, site: Site, mentions: Mentions | None) -> Iterator[Edge]:
        """What runs by one call; without `mentions`, of what a function was handed."""
        call = site.call
        callees = self._program.callees(site.path, site.number)
        targets = {frame for callee in callees for frame in self._program.functions_of(callee)}
        for callee in callees if not self._is_field(site) else ():
            if isinstance(callee, ClassRef):
                self.making[callee.frame].append((site.caller, call.place, call.guards))
        resolution = Resolution.EXACT if len(targets) == 1 and len(callees) == 1 else Resolution.INFERRED
        self._note_handed(site, targets, mentions)
        self._note_fields(site, callees, mentions)
        is_on_self = bool(targets) and self._is_on_self(site)
        receivers = _receivers(callees)
        for target in sorted(targets):
            yield Edge(
                site.caller,
                target,
                call.place,
                "calls",
                resolution,
                call.guards,
                frozenset(receivers.get(target, ())),
                is_on_self,
            )
        if isinstance(call.callee, Attribute) and call.callee.name in self._entries.enqueuing:
            yield from self._enqueued(site, call.callee)
        if targets:
            yield from self._handed_over(site, callees, mentions) if evaluates(call.callee) else ()
            return
        if mentions is not None and isinstance(call.callee, Attribute):
            self.leading_nowhere.append(site)
        if mentions is not None and isinstance(call.callee, Name | Attribute) and is_unknown(callees):
            is_live = self._program.is_live(site.path)
            if is_live and isinstance(call.callee, Attribute) and not _is_query(call.callee):
                self.by_name[call.callee.name].append(self._guess(site, call.callee, callees))
            unread = self._program.unread(callees)
            if is_generic(call.callee.name):
                self.doubtful[call.callee.name] |= unread
            else:
                self.unread |= unread
        yield from self._handed_over(site, callees, mentions)

    def _guess(self, site: Site, callee: Attribute, callees: Referents) -> Guess:
        receiver = called(self._program.facts(site.path) or Facts(""), callee.base)
        return Guess(site.caller, site.call.place, site.call.guards, receiver, is_of_row(callees))

    def handing(self, site: Site, mentions: Mentions) -> Iterator[Edge]:
        """What runs because a call that was read before hands over a function that was found since."""
        callees = self._program.callees(site.path, site.number)
        targets = {frame for callee in callees for frame in self._program.functions_of(callee)}
        self._note_handed(site, targets, mentions)
        self._note_fields(site, callees, mentions)
        if not targets:
            yield from self._handed_over(site, callees, mentions)

    def _note_handed(self, site: Site, targets: set[Frame], mentions: Mentions | None) -> None:
        """Keep which functions of the tree were handed one, and where."""
        if targets and self._hands(site, mentions):
            self.receiving |= {target.path for target in targets}
            positions = self._handed(site, mentions) if mentions is not None else ()
            self.handed += [(target, position) for position in positions for target in targets]

    def _is_field(self, site: Site) -> bool:
        """Whether a call makes what the body of a class declares: a form in a form, which is shown and checked and not saved."""
        facts = self._program.facts(site.path)
        return facts is not None and facts.scopes[site.call.scope].kind is ScopeKind.CLASS

    def _note_fields(self, site: Site, callees: Referents, mentions: Mentions | None) -> None:
        """Keep which fields of which objects were handed one, by position or by name."""
        for cls in callees if mentions is not None and self._hands(site, mentions) else ():
            homes = self._fields(cls) if isinstance(cls, ClassRef) else {}
            names = list(homes)
            for position in self._handed(site, mentions) if homes and mentions is not None else ():
                name = site.call.arguments[position].keyword or "".join(names[position : position + 1])
                if name in homes:
                    self.kept.append((homes[name], name))

    def _fields(self, cls: ClassRef) -> dict[str, TreePath]:
        """The fields of a class and of what it extends, and the files that declare them."""
        own = [base.frame for base in reversed(self._program.order(cls)) if isinstance(base, ClassRef)]
        known = [(frame, facts) for frame in own if (facts := self._program.facts(frame.path)) is not None]
        return {
            field.name: frame.path for frame, facts in known for field in facts.scopes[frame.scope].filled
        }

    def _is_on_self(self, site: Site) -> bool:
        """Whether a method of the caller's own object is called, or one that `super()` stands for."""
        facts = self._program.facts(site.path)
        if facts is None or not isinstance(site.call.callee, Attribute):
            return False
        parameters = facts.scopes[site.caller.scope].parameters
        match site.call.callee.base:
            case Name(name):
                is_method = self._program.class_of(site.caller) is not None
                return is_method and bool(parameters) and parameters[0].name == name
            case Result(number):
                return facts.calls[number].callee == Name("super")
            case _:
                return False

    def _hands(self, site: Site, mentions: Mentions | None) -> bool:
        """Whether the call may hand a function on."""
        values = [argument.value for argument in site.call.arguments]
        return any(mentions.value(value) if mentions else isinstance(value, Name) for value in values)

    def _handed(self, site: Site, mentions: Mentions) -> Iterator[int]:
        """Positions of arguments that are functions and nothing else."""
        for position, argument in enumerate(site.call.arguments):
            value = argument.value
            if isinstance(value, Name | Attribute) and mentions.value(value):
                handed = self._program.evaluate(site.frame, value)
                if handed and all(map(function_frames, handed)):
                    yield position

    def _enqueued(self, site: Site, callee: Attribute) -> Iterator[Edge]:
        for referent in self._program.evaluate(site.frame, callee.base):
            work = self._entries.work_of(referent.cls) if isinstance(referent, InstanceRef) else ()
            for frame in (*function_frames(referent), *work):
                yield Edge(
                    site.caller, frame, site.call.place, "enqueues", Resolution.EXACT, site.call.guards
                )

    def _handed_over(self, site: Site, callees: Referents, mentions: Mentions | None) -> Iterator[Edge]:
        """Functions given to a library call (`Thread(target=f)`, `on_commit(f)`) are taken to be called by it."""
        origins = [callee.origin for callee in callees if isinstance(callee, External)]
        self.unread |= self._program.unread(callees) if self._hands(site, mentions) else set()
        inside = site.caller.scope > 0
        if narrows(site.call.callee) or any(
            takes_no_callback(origin) or self._entries.registers(origin, in_function=inside)
            for origin in origins
        ):
            return  # what registers an entry point does not call it
        if not site.caller.scope and any(
            isinstance(each, ClassRef) and self._fields(each) for each in callees
        ):
            return  # a module that keeps it in a record does not call it either
        standing = self._standing_in(site.path)
        if any(self._is_registering(site.path, number) for number in standing.around(site.number)):
            return  # a view in its wrapper, where it is put behind a path
        head = standing.function(site.number)
        caller = site.caller if head is None else Frame(site.path, head)
        call = site.call
        for argument in call.arguments:
            handed = mentions.value(argument.value) if mentions else isinstance(argument.value, Name)
            for frame in functions_in(self._program, site.frame, call, argument.value) if handed else ():
                if frame != caller:
                    yield Edge(caller, frame, call.place, "dispatches", Resolution.INFERRED, call.guards)

    def _is_registering(self, path: TreePath, number: int) -> bool:
        callees = self._program.callees(path, number)
        return any(isinstance(item, External) and self._entries.registers(item.origin) for item in callees)

    def _standing_in(self, path: TreePath) -> Standing:
        facts = self._program.facts(path)
        if path not in self._standing:
            self._standing[path] = Standing(facts or Facts(""))
        return self._standing[path]


def _receivers(callees: Referents) -> Mapping[Frame, set[ClassRef]]:
    """Classes of the objects on which each target is called; nothing where one of them is not known."""
    found: dict[Frame, set[ClassRef]] = defaultdict(set)
    for callee in callees:
        match callee:
            case MethodRef(function, InstanceRef(cls) | (ClassRef() as cls)):
                found[function.frame].add(cls)
            case _:
                return {}
    return found


def _is_query(callee: Attribute) -> bool:
    """Whether it is what every manager of Django's records has, whatever classes of the tree call theirs."""
    is_on_manager = isinstance(callee.base, Attribute) and callee.base.name == "objects"
    return is_on_manager and callee.name in _QUERIES
